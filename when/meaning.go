package when

// kind is how a meaning is tied to the calendar.
type kind uint8

const (
	nothing   kind = iota
	absolute       // a point that the words give, perhaps without its year
	deictic        // so many units from the report
	anaphoric      // so many units from the time last named
	bare           // "the quarter", "the year": the one that the text is about
	vague          // PRESENT_REF, PAST_REF, FUTURE_REF
	duration       // an amount of time
	rolling        // an amount of time up to or from the report: "the past two months"
	set            // "every year"
	anchored       // relative to an event of the text
)

// direction is which of several like points is meant.
type direction uint8

const (
	anyOf     direction = iota
	lastOf              // "last Friday"
	thisOf              // "this Friday"
	nextOf              // "next Friday"
	previous            // "the previous Friday": before the time last named
	following           // "the following Friday": after the time last named
	sameOf              // "that Friday"
	latestOf            // "the latest quarter"
	everyOf             // "every Friday"
	yearAgo             // "the year-ago quarter"
)

// modifier narrows a point to a part of it.
type modifier uint8

const (
	unmodified modifier = iota
	startOf             // early
	middleOf            // mid-
	endOf               // late
	finish              // the end of
	firstHalf
	secondHalf
	earlierIn // "earlier this week": in it, before the report
	laterIn   // "later this week": in it, after the report
	weekOf    // "the first week of June"
	daysOf    // "the last days of June"
	dayOf     // "the 15th of this month"
)

// amount is a number of units. A vague one ("several") is X in TIMEX3 and has bounds for reckoning.
type amount struct {
	n         int
	low, high int
	half      bool
	vague     bool
}

// meaning is what the words of an expression say before they are tied to the calendar.
type meaning struct {
	kind      kind
	direction direction
	mod       modifier
	unit      unit
	fiscal    bool
	approx    bool
	weekday   int8 // 1 to 7; 0 when the words name none
	part      int8 // index of dayParts plus one
	hour      int8 // plus one
	minute    int8 // plus one
	rule      int16
	point     point
	end       point // of a range within the expression: "May 21-23"
	amount    amount
	sense     int8 // -1 before, 1 after: of shifts and of rolling
	yearUnit  bool // the year is yearShift from the report's, or from the time last named
	yearNamed bool // … from the time last named
	yearShift int
	value     string
	the       bool // "the next month" may lean on the time last named
	which     int8 // of weekOf, daysOf and dayOf; -1 for the last
	eve       bool // "the eve of the summit": no TIMEX by itself
	inWeek    bool // "Friday last week": of the week that sense points to
	within    bool // "within two weeks of": from the anchor on
	ago       bool // "a year ago", not "last year"
}

// isTime reports whether the meaning names a time of day.
func (m *meaning) isTime() bool { return m.part != 0 || m.hour != 0 }
