package atlas

import "errors"

// ErrFormat is wrapped by every error about bytes that are not a whole file of outlines of this form.
var ErrFormat = errors.New("not a file of outlines")

// ErrBox is wrapped by every error about words that are to be a box and are none.
var ErrBox = errors.New("not a part of the world")
