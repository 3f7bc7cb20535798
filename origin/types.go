package origin

import "chancery/report"

// Kind is what sort of origin an account has.
type Kind string

// The kinds of origin.
const (
	Own       Kind = "own"       // the outlet's own reporting, as far as the words tell
	Agency    Kind = "agency"    // a news agency or another outlet that is named as the source
	Document  Kind = "document"  // a letter, a statement, a decree that is quoted
	Statement Kind = "statement" // a person or body that said so to this outlet
	CopyOf    Kind = "copy"      // the text is a copy of another report
)

// Origin is where an account first came from. Accounts with the same ID have one origin, however many outlets print them.
type Origin struct {
	ID     string // normalised: "outlet:azertac", "report:sha256:…" for a copy whose first report names no other origin
	Name   string // as the record calls it: "Azertac"
	Kind   Kind
	Reason string      // one line: why
	Span   report.Span // the words that name it; empty when none do
}
