package occurrence

import (
	"chancery/actor"
	"chancery/event"
	"chancery/place"
	"chancery/quote"
	"chancery/report"
	"chancery/when"
)

// Summary is what the accounts of an occurrence together say. It never stands for them: every value names the accounts
// that give it, and what other accounts give instead stands beside it.
type Summary struct {
	ID       string
	Accounts int      // rejected ones not counted
	Reports  int      // that they stand in
	Outlets  []string // that published these, sorted
	Origins  int      // independent ones: ten outlets that copy one agency are one

	// What most independent origins say, or, of times and places, what all can agree on. Unknown fields are zero.
	Category   event.Category
	Mode       string
	Status     event.Status
	Sources    []actor.Party
	Recipients []actor.Party
	Content    *event.Content
	Medium     quote.Medium
	Time       when.Interval
	Place      *place.Mention
	Tracks     []string // sorted

	Fields        []Field // the same with its support, in a fixed order; fields of which nothing is known are left out
	Disagreements []Field // those of Fields in which accounts contradict each other
	Claims        []Claim // who asserts it and who denies it, in the order of time
	Contested     bool    // it is both asserted and denied
	Silences      []Silence
	Casualties    *CasualtyTable // nil when no account counts any
}

// Field is one field of an occurrence with what accounts say of it.
type Field struct {
	Name      string  // category, mode, status, source, recipient, content, medium, time, place, track, killed, injured, wording
	Consensus []Value // one value; several for parties and tracks
	Others    []Value // what accounts say that do not agree, the best supported first
	Rule      string  // how the consensus was found, when it is not just what most origins say
}

// Value is what some accounts say.
type Value struct {
	Text    string // "2021-06-08", "Azerbaijan", "release"
	Support Support
	ByHand  bool // somebody corrected it to this
}

// Support is who says so.
type Support struct {
	Evidence []Evidence // one an account, in the order of the accounts
	Origins  int        // independent ones among them
	Outlets  int
}

// Evidence is the words of an account.
type Evidence struct {
	Event, Report string      // identities
	Span          report.Span // in the report's text; empty when no words say it
	Text          string      // these words
}

// Claim is somebody's word for or against it.
type Claim struct {
	By      string // who says it: the innermost voice, else the outlet, else the report
	Actor   string // id in the codebook
	Country string // whose side it is, of the parties' countries; "" when it is none of theirs
	Stance  quote.Stance
	Day     when.Day // of the report
	Words   Evidence
}

// Silence is that a side was not heard in any account.
type Silence struct {
	Party   string // as the accounts call it
	Country string
	Since   when.Day // the first day on which another side told of it
	Until   when.Day // the last day of a report that could have had its word
	Days    int      // from one to the other
	// Words are those that say so: "the ministry did not respond"; none when it is only not quoted.
	Words []Evidence
}

// CasualtyTable is who counts how many dead and injured, and when.
type CasualtyTable struct {
	Rows    []CasualtyRow // in the order of the reports' days, then claimant
	Killed  *Figure       // nil when nobody counts them
	Injured *Figure
}

// CasualtyRow is one account's count.
type CasualtyRow struct {
	Claimant        string
	Day             when.Day // of the report
	Killed, Injured *event.Count
	Cumulative      bool // of all that happened since something: kept apart from the figures
	Words           Evidence
}

// Figure is the best count of a table and how it was found.
type Figure struct {
	Low, Best, High int // -1 for an open end
	Rule            string
	Support         Support
}
