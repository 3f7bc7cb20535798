package when

import "chancery/report"

// Day is a day of the proleptic Gregorian calendar. The zero value is unknown.
type Day struct {
	Year       int
	Month, Day int // from 1
}

// Basis says how a time was found.
type Basis string

// The bases of a time.
const (
	Stated     Basis = "stated"      // the words give it whole: "8 June 2021"
	Relative   Basis = "relative"    // from another time or event in the text: "a few days before Biden's statement"
	FromReport Basis = "report-date" // from the report's date: "yesterday", "on Monday", "June 8" with the year filled in; or the report's date itself
	Unstated   Basis = "unknown"
)

// Interval is when something was: the first and the last day that are possible.
// The zero value is unknown. Either end alone may be unknown: "before 2020" has no first day.
type Interval struct {
	First, Last Day
	EDTF        string // "2021-06-08", "2021-04-21/2021-04-30", "2020~", "XXXX-06-08" when the year is unknown
	Basis       Basis
	ACLED       int // time_precision: 1 day, 2 week, 3 month; 0 when unknown or coarser
	UCDP        int // date_prec: 1 exact, 2 up to six days, 3 week, 4 month, 5 year; 0 when unknown
	Span        report.Span
}

// Type is a TIMEX3 type.
type Type uint8

// The TIMEX3 types.
const (
	Date Type = iota
	Time
	Duration
	Set
)

// Expression is a stretch of words that names a time. Tokens are indices into the sentence's Tokens.
type Expression struct {
	report.Span
	Sentence    int
	First, Last int // tokens, both inclusive
	Head        int // the token that attaches it to the rest of the sentence
	Type        Type
	Value       string   // TIMEX3 value: "2021-06-08", "P3D", "PAST_REF"
	Interval    Interval // for dates and times
	// Since is set for "since the war", "since 2020": what it modifies holds from Interval.First on until the report.
	Since bool
	// Anchor is set when the time is relative to an event of the text that is told elsewhere: the token of
	// that event's word, in AnchorSentence; "a few days before Biden's *statement*".
	Anchored               bool
	AnchorSentence, Anchor int
	// Shift says how the anchor's time is to be changed, in days from first to last: "a few days before" is -7..-2.
	Shift [2]int
}
