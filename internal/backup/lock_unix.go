//go:build unix

package backup

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// lock marks a hidden file as one that somebody works on: the mark goes when the process does, however it ends. SQLite
// uses locks of another kind.
func lock(file *os.File) error { return unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB) }

// abandoned says whether nobody works on a hidden file any more.
func abandoned(path string) bool {
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	return lock(file) == nil
}

// Where SQLite puts its locks on a database: os_unix.c calls them PENDING_BYTE, RESERVED_BYTE and SHARED_FIRST.
const (
	locksStart  = 0x40000000
	locksLength = 2 + 510
)

// heldByOthers says whether another process has a database open, of one so damaged that SQLite cannot say so itself.
func heldByOthers(path string) (held bool, err error) {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	asked := unix.Flock_t{Type: unix.F_WRLCK, Start: locksStart, Len: locksLength}
	if err := unix.FcntlFlock(file.Fd(), unix.F_GETLK, &asked); err != nil {
		return false, err
	}
	return asked.Type != unix.F_UNLCK, nil
}
