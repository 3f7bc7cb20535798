package desk

import "errors"

// The errors that the desk maps to answers, beside those of the packages below it.
var (
	// ErrAsk says that an address or a form asks for something that makes no sense: answered with 400.
	ErrAsk = errors.New("this cannot be asked")
	// ErrForbidden says that the visitor may not do this: answered with 403.
	ErrForbidden = errors.New("not allowed")
	// ErrNowhere says that there is no such page: answered with 404.
	ErrNowhere = errors.New("there is no such page")

	// errPastLedger says that the ledger of a past day is not drawn up, as that takes all that a large record was told.
	// Pages that show other things, too, leave it out and say so; else it is answered with 400.
	errPastLedger = errors.New("the ledger of a past day is not drawn up at the desk for so many events")
	// errFull says that as many are being answered as the desk can do at once: answered with 503.
	errFull = errors.New("the desk is busy")
	// errMethod says that an address is asked by a method that it does not have: answered with 405.
	errMethod = errors.New("not asked in this way")
)
