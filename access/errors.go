package access

import (
	"errors"
	"fmt"
	"time"

	"chancery/internal/backup"
)

// The errors that callers tell apart, with errors.Is. Those of requests say no more than a stranger may know.
var (
	// ErrNobody says that a request shows nothing by which somebody could be known: it is to sign in first.
	ErrNobody = errors.New("nobody is signed in")
	// ErrEnded says that the session of a request has ended, or never was: it is to sign in again.
	ErrEnded = errors.New("the session has ended: sign in again")
	// ErrToken says that a token is none, has expired or was revoked, or that its account is disabled.
	ErrToken = errors.New("this token opens nothing: it is mistyped, has expired or was revoked")
	// ErrStranger says that the reverse proxy names somebody who has no role here.
	ErrStranger = errors.New("this name has no access here")
	// ErrRole says that somebody's role does not reach so far.
	ErrRole = errors.New("your role does not allow this")
	// ErrHost says that a request asks for a host that is not the desk's.
	ErrHost = errors.New("this is not a name of the desk")
	// ErrForwarded says that a request to a desk for this machine's user alone was passed on from elsewhere.
	ErrForwarded = errors.New("the desk is open to this machine only, and this request was passed on from elsewhere")
	// ErrForged says that a request would change something and does not come from a page of the desk.
	ErrForged = errors.New("this request does not come from a page of the desk")
	// ErrWrong says that name and password do not belong together, whatever the reason.
	ErrWrong = errors.New("name or password is wrong")
	// ErrBusy says that too many are signing in at once.
	ErrBusy = errors.New("too many are signing in at this moment: try again in a few seconds")

	// ErrNone says that there is no account, session or token of this name.
	ErrNone = errors.New("there is none of this name")
	// ErrTaken says that an account of this name is there.
	ErrTaken = errors.New("there is an account of this name")
	// ErrName says that a name cannot be that of an account.
	ErrName = errors.New("this cannot be the name of an account")
	// ErrPassword says that a password is not good enough.
	ErrPassword = errors.New("this cannot be a password")
	// ErrLabel says that what a token is for is not said, or cannot be said so.
	ErrLabel = errors.New("this cannot be the label of a token")
	// ErrReach says that a token would be allowed more than its account.
	ErrReach = errors.New("a token reaches no further than its account")
	// ErrRoleName says that there is no role of this name.
	ErrRoleName = errors.New("there is no such role: read, review, admin")
	// ErrLast says that nobody would be left who may manage accounts.
	ErrLast = errors.New("this is the last account with the role admin")
	// ErrNoAccounts says that nobody could enter, as no account is there.
	ErrNoAccounts = errors.New("nobody could enter: there is no account yet")
	// ErrClosed says that nothing is kept: the desk is open to the local user, without a file.
	ErrClosed = errors.New("no accounts are kept for a desk that is open to this machine only")
	// ErrNotAccess says that a file is none of accounts.
	ErrNotAccess = errors.New("not a file of chancery's accounts")
	// ErrNewer says that the file was made by a newer chancery.
	ErrNewer = errors.New("the file of accounts was made by a newer chancery")
	// ErrDamaged says that a file of accounts is not whole.
	ErrDamaged = errors.New("the file of accounts is damaged")
	// ErrExists says that a copy would replace accounts, and that this was not asked for.
	ErrExists = backup.ErrExists
	// ErrInUse says that accounts that are to be replaced are open, here or in another process.
	ErrInUse = backup.ErrInUse
)

// Wait is the error of who has to wait before trying again. It is never told whether the account exists.
type Wait struct {
	For time.Duration
}

func (w *Wait) Error() string {
	return fmt.Sprintf("too many attempts: try again in %s", w.For.Round(time.Second))
}
