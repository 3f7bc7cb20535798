package record

import (
	"errors"
	"syscall"

	"chancery/internal/backup"
)

// The errors that callers tell apart, with errors.Is.
var (
	// ErrNotFound says that nothing in the record has this identity.
	ErrNotFound = errors.New("not in the record")
	// ErrAmbiguous says that several things begin with what was given as an identity.
	ErrAmbiguous = errors.New("several identities begin so")
	// ErrNewer says that the record was made by a newer chancery.
	ErrNewer = errors.New("the record was made by a newer chancery")
	// ErrNotRecord says that a file is no record: no database, or one of something else.
	ErrNotRecord = errors.New("not a record of chancery")
	// ErrIdentity says that another report has the identity that an item was given.
	ErrIdentity = errors.New("another report has this identity")
	// ErrReadOnly says that a record that was opened to be read only should be changed.
	ErrReadOnly = errors.New("the record is open for reading only")
	// ErrDamaged says that something stored cannot be read or does not fit together.
	ErrDamaged = errors.New("the record is damaged")
	// ErrAuthor says that somebody's decision would bear the name of chancery itself, or nobody's.
	ErrAuthor = errors.New("who decided this is not said")
	// ErrCursor says that a cursor is none, or one of another query.
	ErrCursor = errors.New("this cursor is of another query: use it with the query and the order that gave it")
	// ErrExists says that a copy would replace a record, and that this was not asked for.
	ErrExists = backup.ErrExists
	// ErrInUse says that a record that is to be replaced is open, here or in another process.
	ErrInUse = backup.ErrInUse
	// ErrFull says that there is no room on the disk for a copy.
	ErrFull = backup.ErrFull
)

// errReadOnlyDisk says that a folder is on a disk that nothing can be written to.
const errReadOnlyDisk = syscall.EROFS

// errSpans says that offsets do not decode.
var errSpans = errors.New("the offsets of sentences do not decode")
