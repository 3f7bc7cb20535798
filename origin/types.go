package origin

import "chancery/report"

// Kind is what sort of origin an account has.
type Kind string

// The kinds of origin.
const (
	Own      Kind = "own"      // the outlet's own: nobody else is named
	Agency   Kind = "agency"   // another outlet or an agency: "Azertac reported", "(AP)"
	Document Kind = "document" // a letter, a statement, a report: "a copy of the letter says"
	Person   Kind = "person"   // somebody who told it to the outlet
	Body     Kind = "body"     // a ministry, a government, an organisation that made it known
)

// Origin is where an account first came from. Two accounts with the same ID have one origin, whatever the words and
// the outlets that name it. Unknown fields are zero.
type Origin struct {
	ID     string      `json:"id"`             // the actor's id in the codebook, "OUT:tass"; else made from the name, "name:meridian-wire"; never ""
	Name   string      `json:"name,omitempty"` // as the record calls it: "TASS"
	Kind   Kind        `json:"kind"`           // what sort of origin it is
	Reason string      `json:"reason"`         // a line that a reader understands: "the dateline names TASS"
	Span   report.Span `json:"span"`           // the words, in the report's text; empty when no words name it
}
