package export

import "errors"

// The errors that callers tell apart, with errors.Is.
var (
	// ErrFormat says that there is no format of this name.
	ErrFormat = errors.New("no such format")
	// ErrTable says that there is no table of this name.
	ErrTable = errors.New("no such table")
	// ErrFolder says that a format of several files needs a folder to write to.
	ErrFolder = errors.New("needs a folder: --output DIR")
)
