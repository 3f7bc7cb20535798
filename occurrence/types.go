package occurrence

import (
	"time"

	"chancery/event"
	"chancery/origin"
	"chancery/reading"
	"chancery/report"
)

// Account is one event as one report tells it, with the report that it points into. It is what the record hands to
// everything that looks at events: the ledger, the exports, the pages.
type Account struct {
	Event    event.Event      // as it stands: what people corrected is corrected
	Report   *report.Report   // shared by the accounts of one report; Raw is empty
	Origins  []origin.Origin  // where this account first came from, the outlet itself when no other is named
	Versions reading.Versions // what the event was read with
	Added    time.Time        // when the record came to know of it
	ByHand   []string         // the fields that somebody corrected, sorted; "event" alone when it was added by hand
	Verdict  string           // "", "accepted" or "rejected", by a reviewer
}

// Occurrence is what happened once: the accounts that tell of it.
type Occurrence struct {
	ID       string   // "o-…", made from the first account's identity; it stays when accounts join
	Members  []Member // in the order in which the reports were published, then by event identity
	Possible []Link   // occurrences that are possibly the same: compatible, but not told so that it is sure
}

// Member is one account in an occurrence and why it is there.
type Member struct {
	Account
	Join Join
}

// Join is why an event belongs to an occurrence.
type Join struct {
	Score   float64   // 0 to 1: how sure; 1 for the first account and for what somebody joined by hand
	Reasons []string  // each a line that a reader understands: "both name Russia and Armenia", "same day"
	By      string    // "chancery", or who joined it by hand
	At      time.Time // when
}

// Link is an occurrence that is possibly the same as another.
type Link struct {
	Occurrence string
	Score      float64
	Reasons    []string
}
