package review

import (
	"errors"
	"fmt"
)

// The errors that callers tell apart, with errors.Is.
var (
	// ErrAct says that an act makes no sense as it stands.
	ErrAct = errors.New("no act of review")
	// ErrColumns says that a file of acts lacks a column that every act needs.
	ErrColumns = errors.New("a file of reviews needs the columns action and target")
)

// LineError is a fault of one line of a file of acts; the rest of the file can be used.
type LineError struct {
	File string
	Line int // from 1
	Err  error
}

// Error says where the fault is and what it is.
func (e *LineError) Error() string { return fmt.Sprintf("%s:%d: %v", e.File, e.Line, e.Err) }

// Unwrap gives the fault itself.
func (e *LineError) Unwrap() error { return e.Err }

// Refuse makes an error that says what is wrong with an act, in these words alone; it is an [ErrAct].
func Refuse(format string, values ...any) error {
	return refusal(fmt.Sprintf(format, values...))
}

type refusal string

// Error says what is wrong.
func (r refusal) Error() string { return string(r) }

// Is tells that it is an ErrAct.
func (refusal) Is(target error) bool { return target == ErrAct }
