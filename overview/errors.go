package overview

import "errors"

var (
	// ErrLoading says that the record is still being read.
	ErrLoading = errors.New("the overview is still being counted")
	// ErrCursor says that a cursor is none of [Snapshot.Doubts].
	ErrCursor = errors.New("this is no cursor of the queue of doubts")
)
