package record

import (
	"time"

	"chancery/reading"
)

// Options say how a record is opened. The zero value opens it for writing with the machine's clock.
type Options struct {
	ReadOnly bool
	Now      func() time.Time // the clock of changes; nil for the machine's
	Author   string           // of changes; "" for "chancery"
	// LedgerBehind lets views give the ledger as it is stored, though the record may have been told more since: pages do
	// not wait for it. [Record.SettleLedger] brings it up to date.
	LedgerBehind bool
}

// Item is one thing to store: a reading, or what went wrong with an input.
type Item struct {
	Reading reading.Reading
	Source  string // file and line, address or feed
	Err     error  // why there is no reading: the item is set aside

	prepared *prepared
}

// Outcome is what became of an item.
type Outcome uint8

// The outcomes.
const (
	Added    Outcome = iota // stored
	Known                   // was there already: nothing changed
	Revised                 // the same report of the same outlet with a changed text: the older stands closed beside it
	SetAside                // a failure: kept with its reason
)

// Stored is what became of one item of a batch.
type Stored struct {
	Outcome Outcome
	Report  string // its identity
	Err     error  // for SetAside
	Joined  int    // events that joined an occurrence which was there
	Events  int    // events stored
	Copies  int    // reports that were there and are copies of this one, or this one of them
}

// Change is one transaction.
type Change struct {
	Number int64
	At     time.Time
	Author string
	Kind   string // "add", "watch", "review", "reread", "import"
	Reason string
}

// Counts are how many of each the record holds, as of a view.
type Counts struct {
	Reports, Quotations, Events, Occurrences, Copies, Failures, Reviews int
}
