package follow

import "errors"

// The errors that callers tell apart, with errors.Is.
var (
	// ErrNone says that no search has this name.
	ErrNone = errors.New("there is no watched search of this name")
	// ErrName says that a name cannot be that of a search.
	ErrName = errors.New("this cannot be the name of a search")
	// ErrTaken says that there is a search of this name.
	ErrTaken = errors.New("there is a watched search of this name")
	// ErrAddress says that an address cannot be called.
	ErrAddress = errors.New("this cannot be the address of a webhook")
	// ErrNoHook says that a search has no webhook.
	ErrNoHook = errors.New("this search has no webhook")
	// ErrMany says that there are too many searches.
	ErrMany = errors.New("too many searches are watched")
	// ErrAnswer says that an address did not answer with success.
	ErrAnswer = errors.New("no success")
)
