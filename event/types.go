package event

import (
	"chancery/actor"
	"chancery/place"
	"chancery/quote"
	"chancery/report"
	"chancery/when"
)

// Category is one of PLOVER's sixteen kinds of act: "AGREE", "CONSULT"…
type Category string

// The categories of PLOVER 2.
const (
	Agree     Category = "AGREE"
	Consult   Category = "CONSULT"
	Support   Category = "SUPPORT"
	Concede   Category = "CONCEDE"
	Cooperate Category = "COOPERATE"
	Aid       Category = "AID"
	Retreat   Category = "RETREAT"
	Request   Category = "REQUEST"
	Accuse    Category = "ACCUSE"
	Reject    Category = "REJECT"
	Threaten  Category = "THREATEN"
	Protest   Category = "PROTEST"
	Sanction  Category = "SANCTION"
	Mobilize  Category = "MOBILIZE"
	Coerce    Category = "COERCE"
	Assault   Category = "ASSAULT"
)

// Status is how real an event is, by the words that tell of it.
type Status string

// The statuses.
const (
	Actual       Status = "actual"
	Ongoing      Status = "ongoing"
	Planned      Status = "planned"
	Offered      Status = "offered"
	Demanded     Status = "demanded"
	Threatened   Status = "threatened"
	Hypothetical Status = "hypothetical"
	NotHappened  Status = "not_happened"
)

// Count is how many people, as the words allow. "Over 20" is low 21 with best 21 and high unknown (-1).
type Count struct {
	Low, Best, High int
	Span            report.Span
}

// Casualties are the dead and injured of an event as one account gives them.
type Casualties struct {
	Killed, Injured *Count // nil when not told
	Groups          []CasualtyGroup
	Cumulative      bool // since something, so far: not of this event alone
	Claimant        string
}

// CasualtyGroup is one kind of victim: "including 14 civilians".
type CasualtyGroup struct {
	Group           string // "civilians", "soldiers", "journalists"
	Killed, Injured *Count
	Span            report.Span
}

// Content is the act that is offered, demanded, promised, refused, threatened, claimed or denied.
type Content struct {
	Category   Category // "" when the codebook has no act for the words
	Mode       string
	Sources    []actor.Party
	Recipients []actor.Party
	Status     Status
	Span       report.Span
	Entry      string   // the codebook entry that decided
	Content    *Content // an act about an act about an act: "denied that it had refused to release"
}

// Event is one report's account of who did what to whom. Unknown fields are zero.
type Event struct {
	ID         string // stable across runs: made from the report's id and the evidence
	Category   Category
	Mode       string
	Contexts   []string // sorted
	CAMEO      string   // the most specific code the words allow: "1053", "042"
	Quad       int      // 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict
	Intensity  float64  // Goldstein's scale for the CAMEO code, -10 to 10
	Status     Status
	Historical bool // told as background
	Sources    []actor.Party
	Recipients []actor.Party
	Speaker    *actor.Party // the innermost voice, when the event is somebody's speech act or told by somebody
	Mechanism  *actor.Party // the body under whose chairmanship or within which it happens
	// Attribution is the chain of voices the event reaches us through, the outermost first.
	Attribution []quote.Voice
	Content     *Content
	Condition   *Content // "if X does not withdraw"
	Medium      quote.Medium
	Time        when.Interval
	Place       *place.Mention
	Casualties  *Casualties
	Tracks      []string // sorted
	Sentence    int      // of the first evidence
	Evidence    []report.Span
	Entry       string  // the codebook entry that decided: "release.verb"
	Confidence  float64 // 0 to 1: the share of events with these grounds that are right
	// Grounds name what is known of the reading that makes it more or less likely to be right (confidence.go).
	Grounds []string
	// Explanation tells, a line each, which words made the coder choose what it chose.
	Explanation []string
}
