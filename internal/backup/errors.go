package backup

import (
	"errors"
	"fmt"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// The errors that callers tell apart, with errors.Is, besides those that a Kind names.
var (
	// ErrFull says that there is no room left on the disk.
	ErrFull = errors.New("no room is left on the disk")
	// ErrInUse says that another process has the database open that is to be replaced.
	ErrInUse = errors.New("another process has it open")
	// ErrExists says that something is there already.
	ErrExists = errors.New("it is there already")
)

// isCode says whether SQLite gave an error of this primary code.
func isCode(err error, code int) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == code
}

// full says plainly when what went wrong is that the disk is full, and where.
func full(err error, folder string) error {
	if err == nil || errors.Is(err, ErrFull) {
		return err
	}
	if isCode(err, sqlite3.SQLITE_FULL) || errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fmt.Errorf("%w in %s: %w", ErrFull, folder, err)
	}
	return err
}
