package query

import "errors"

// The errors that callers tell apart, with errors.Is.
var (
	// ErrQuery is wrapped by every error about how a query is written.
	ErrQuery = errors.New("query")
)
