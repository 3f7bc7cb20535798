package access

import (
	"net/netip"
	"time"
)

// Role says how far somebody may go. Each may do what those before it may.
type Role string

// The roles.
const (
	Read   Role = "read"   // see everything, export, try a sentence
	Review Role = "review" // decide: accept, correct, reject, split, join, undo; add reports, keep searches
	Admin  Role = "admin"  // accounts, codebook, feeds that call other machines, backups, the audit log
)

// How says by what somebody is known.
type How string

// The ways of being known.
const (
	Local    How = "local"    // who can reach a desk that listens on this machine only
	Session  How = "session"  // signed in with a password
	Token    How = "token"    // a program
	Proxied  How = "proxy"    // named by a trusted reverse proxy
	Terminal How = "terminal" // at the command line, with the file in hand
)

// Who is somebody, as known by a request. The zero Who is nobody and may do nothing.
type Who struct {
	Name    string
	Role    Role
	How     How
	Address netip.Addr // the client's; invalid at a terminal
	Token   string     // the identity of the token, "" without one

	session [hashSize]byte // of How Session: the hash of its identity
	reading bool           // known by what browsers may send of themselves: good for reading only
}

// Action is what somebody wants to do.
type Action string

// The actions, by the role that they need.
const (
	// Of read.
	See     Action = "see"     // pages and the API's answers
	Export  Action = "export"  // hand the record out
	TryText Action = "try"     // have a pasted report or a sentence read, which stores nothing
	OwnKeys Action = "account" // one's own password, sessions and tokens

	// Of review.
	Decide Action = "review" // accept, correct, reject, split, join, undo, note, and add an event
	Add    Action = "add"    // put reports into the record
	Save   Action = "save"   // keep a search for all, with its feed
	Rehear Action = "reread" // see what another codebook would change

	// Of admin.
	Codebook Action = "codebook" // keep a change of the codebook, and read again with it
	Hook     Action = "webhook"  // have the desk call an address, and follow feeds
	Backup   Action = "backup"   // make and fetch copies of the record
	Accounts Action = "accounts" // other people's accounts, sessions and tokens
	Audit    Action = "audit"    // see the audit log
	Measure  Action = "metrics"  // see how the desk is doing
)

// Account is somebody who may sign in.
type Account struct {
	Name     string
	Role     Role
	Disabled bool
	Password bool // there is one: without, only a proxy or a token lets somebody in
	Created  time.Time
	Seen     time.Time // within a few minutes; zero for never
	Sessions int       // that stand
	Tokens   int       // that stand
}

// SessionInfo is one session of an account.
type SessionInfo struct {
	ID      string // to end it by; not what the cookie holds
	Created time.Time
	Seen    time.Time
	Ends    time.Time // when it ends if nothing more is done
	Address string
	Agent   string
	Current bool // it is the one that asks
}

// TokenInfo is one token, without what opens anything.
type TokenInfo struct {
	ID      string
	Account string
	Label   string
	Role    Role
	Created time.Time
	Expires time.Time // zero for never
	Used    time.Time // within a few minutes; zero for never
	Revoked time.Time // zero while it stands
}

// Outcome says how something ended.
type Outcome string

// The outcomes.
const (
	Done    Outcome = "done"
	Refused Outcome = "refused" // not allowed
	Failed  Outcome = "failed"  // allowed, and it went wrong
)

// Entry is a row of the audit log.
type Entry struct {
	Number  int64
	At      time.Time
	Who     string
	Address string
	How     How
	Action  string // "sign in", "account role", "export", …: docs/formats/access.md lists them
	Target  string // whose account, which record, which event
	Outcome Outcome
	Detail  string
}
