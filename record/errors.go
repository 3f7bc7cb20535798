package record

import "errors"

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
)
