package api

import "errors"

// The errors that callers tell apart, with errors.Is.
var (
	// ErrAsk says that something is asked that makes no sense: answered with 400.
	ErrAsk = errors.New("this cannot be asked")
	// ErrBusy says that as much of this is going on as the desk can do at once: answered with 503.
	ErrBusy = errors.New("the desk is busy with this: try again in a few seconds")
)
