package record

import (
	"math"
	"slices"
	"strings"

	"chancery/actor"
	"chancery/event"
	"chancery/quote"
	"chancery/when"
)

// NoDay stands for a day that is not known.
const NoDay = math.MinInt32

// Glances are what one change did to events and to what they belong to, short enough that those of a whole record are
// read at once. Words, parties and places that recur are given once, in Words, Parties and Places, and meant by their
// index; the first of each is the empty one.
type Glances struct {
	Change  int64
	Words   []string
	Parties []GlanceParty
	Places  []GlancePlace

	Reports       []GlanceReport // that it stored
	ClosedReports []int64        // numbers of reports that were revised
	Opened        []Glance       // events that stand since; what the same change closed again is left out
	Closed        []int64        // numbers of events that do not stand any more
	Moved         []GlanceMove   // events that stood before and belong to another occurrence since
	Links         []GlanceLink   // how two occurrences stand to each other since
	Reviews       []GlanceReview // what was decided
}

// GlanceParty is one who acts, is acted upon or speaks.
type GlanceParty struct{ Name, Actor, Country, Sector uint32 }

// GlancePlace is where something was.
type GlancePlace struct {
	Name, Country, Admin1 uint32
	Lat, Lon              float32
	GeoNames              int64 // 0 when it has no number there
	Kind                  uint8 // a place.Kind
	Resolved              bool
	ACLED, UCDP           uint8 // as in place.Mention
}

// GlanceReport is a report.
type GlanceReport struct {
	Number   int64 // the key of its row: a revised report has another
	Outlet   uint32
	Language uint32
	Day      int32 // first possible day of its publication, counted from 1970-01-01
}

// GlanceHand says which fields of an event somebody corrected.
type GlanceHand uint16

// The fields.
const (
	HandEvent GlanceHand = 1 << iota // all: the event was added by hand
	HandCategory
	HandMode
	HandStatus
	HandSources
	HandRecipients
	HandTime
	HandPlace
	HandTracks
	HandOther
)

// Glance is an event as it stands in the record for a time.
type Glance struct {
	Number     int64 // the key of its row, from 1 and without great gaps: a corrected event has another
	ID         string
	Occurrence string
	Report     int64 // GlanceReport.Number

	First, Last int32 // possible days, counted from 1970-01-01; NoDay when not known
	ACLED, UCDP uint8 // as in when.Interval
	Stated      bool  // words of the report say when
	Basis       uint32

	Status, Category, Mode uint32
	// ActCategory and ActMode are what is planned when an agreement to do something is told as planned; else Category and
	// Mode.
	ActCategory, ActMode uint32
	Quad                 uint8
	Intensity            int16  // tenths of Goldstein's scale
	Confidence           uint16 // thousandths
	Historical           bool
	Denied               bool // a voice denies it
	Asserted             bool // the innermost voice asserts it, or the report itself does
	Hand                 GlanceHand
	Verdict              uint8 // 0 none, 1 accepted, 2 rejected

	Sources, Recipients []uint32 // Parties
	Speaker             uint32   // Parties
	Tracks              []uint32 // Words
	Place               uint32   // Places
	Entry               uint32   // Words
	Killed, Injured     int32    // the best count; -1 when not told
}

// The verdicts of a glance.
const (
	Unjudged uint8 = iota
	Accepted
	Rejected
)

// GlanceMove is that an event belongs to another occurrence.
type GlanceMove struct {
	Number     int64
	Occurrence string
}

// GlanceLink is how two occurrences stand to each other: Possible, Apart, or "" for nothing any more.
type GlanceLink struct {
	A, B    string
	Verdict string
	Score   uint16 // thousandths
}

// GlanceReview is that somebody decided something on a target.
type GlanceReview struct{ Target, Action string }

// glancing gathers what a change does.
type glancing struct {
	Glances
	words   map[string]uint32
	parties map[GlanceParty]uint32
	places  map[GlancePlace]uint32
	lists   []uint32            // that the lists of events are parts of
	closed  map[int64]bool      // events
	members map[string]string   // occurrences by event
	moved   []string            // events in members, in their order
	links   map[[2]string]int32 // into Links
}

func (g *glancing) word(s string) uint32 {
	if s == "" {
		return 0
	}
	n, ok := g.words[s]
	if !ok {
		if g.words == nil {
			g.words, g.Words = map[string]uint32{}, append(g.Words, "")
		}
		n = uint32(len(g.Words))
		s = strings.Clone(s) // it may be a part of a report's text
		g.words[s] = n
		g.Words = append(g.Words, s)
	}
	return n
}

func (g *glancing) party(p *actor.Party) uint32 {
	k := GlanceParty{Name: g.word(p.Name), Actor: g.word(p.Actor), Country: g.word(p.Country), Sector: g.word(string(p.Sector))}
	if k == (GlanceParty{}) {
		return 0
	}
	n, ok := g.parties[k]
	if !ok {
		if g.parties == nil {
			g.parties, g.Parties = map[GlanceParty]uint32{}, append(g.Parties, GlanceParty{})
		}
		n = uint32(len(g.Parties))
		g.parties[k] = n
		g.Parties = append(g.Parties, k)
	}
	return n
}

func (g *glancing) place(e *event.Event) uint32 {
	if e.Place == nil {
		return 0
	}
	p := &e.Place.Place
	k := GlancePlace{
		Name: g.word(p.Name), Country: g.word(p.Country), Admin1: g.word(p.Admin1), Lat: float32(p.Lat), Lon: float32(p.Lon),
		GeoNames: int64(p.GeoNames), Kind: uint8(p.Kind), Resolved: e.Place.Resolved, ACLED: small(e.Place.ACLED), UCDP: small(e.Place.UCDP),
	}
	n, ok := g.places[k]
	if !ok {
		if g.places == nil {
			g.places, g.Places = map[GlancePlace]uint32{}, append(g.Places, GlancePlace{})
		}
		n = uint32(len(g.Places))
		g.places[k] = n
		g.Places = append(g.Places, k)
	}
	return n
}

func small(n int) uint8 { return uint8(min(max(n, 0), math.MaxUint8)) }

func dayNumber(d when.Day) int32 {
	if !d.Known() {
		return NoDay
	}
	return int32(d.Number())
}

func (g *glancing) partiesOf(parties []actor.Party) []uint32 {
	start := len(g.lists)
	for i := range parties {
		if n := g.party(&parties[i]); n != 0 && !slices.Contains(g.lists[start:], n) {
			g.lists = append(g.lists, n)
		}
	}
	return g.lists[start:len(g.lists):len(g.lists)]
}

// open adds an event.
func (g *glancing) open(n, report int64, e *event.Event, byHand, verdict string) {
	out := Glance{
		Number: n, ID: e.ID, Report: report,
		First: dayNumber(e.Time.First), Last: dayNumber(e.Time.Last), ACLED: small(e.Time.ACLED), UCDP: small(e.Time.UCDP),
		Stated: !e.Time.Span.Empty() && (e.Time.First.Known() || e.Time.Last.Known()), Basis: g.word(string(e.Time.Basis)),
		Status: g.word(string(e.Status)), Category: g.word(string(e.Category)), Mode: g.word(e.Mode), Quad: small(e.Quad),
		Intensity: int16(math.Round(e.Intensity * 10)), Confidence: perMille(e.Confidence), Historical: e.Historical,
		Hand: handOf(byHand), Sources: g.partiesOf(e.Sources), Recipients: g.partiesOf(e.Recipients),
		Place: g.place(e), Entry: g.word(e.Entry), Killed: -1, Injured: -1,
	}
	out.ActCategory, out.ActMode = out.Category, out.Mode
	if c := e.Content; e.Category == event.Agree && e.Status == event.Planned && c != nil && c.Category != "" {
		out.ActCategory, out.ActMode = g.word(string(c.Category)), g.word(c.Mode)
	}
	for i := range e.Attribution {
		out.Denied = out.Denied || e.Attribution[i].Stance == quote.Denies
	}
	out.Asserted = !out.Denied && asserted(e.Attribution)
	switch verdict {
	case "accepted":
		out.Verdict = Accepted
	case "rejected":
		out.Verdict = Rejected
	}
	if e.Speaker != nil {
		out.Speaker = g.party(e.Speaker)
	}
	start := len(g.lists)
	for _, t := range e.Tracks {
		g.lists = append(g.lists, g.word(t))
	}
	out.Tracks = g.lists[start:len(g.lists):len(g.lists)]
	if c := e.Casualties; c != nil && !c.Cumulative {
		if c.Killed != nil {
			out.Killed = int32(c.Killed.Best)
		}
		if c.Injured != nil {
			out.Injured = int32(c.Injured.Best)
		}
	}
	g.Opened = append(g.Opened, out)
}

// asserted tells whether the voice nearest to what is told asserts it, documents passed over, as package occurrence sees
// it; without a voice the report does.
func asserted(voices []quote.Voice) bool {
	for i := len(voices) - 1; i >= 0; i-- {
		if voices[i].Kind != quote.DocumentVoice && voices[i].Name != "" {
			return voices[i].Stance == quote.Asserts || voices[i].Stance == ""
		}
	}
	return true
}

func perMille(x float64) uint16 { return uint16(math.Round(min(max(x, 0), 1) * 1000)) }

// handOf reads events.by_hand.
func handOf(byHand string) (out GlanceHand) {
	for _, f := range splitFields(byHand) {
		switch f {
		case ByHand:
			out |= HandEvent
		case "category":
			out |= HandCategory
		case "mode":
			out |= HandMode
		case "status":
			out |= HandStatus
		case "sources":
			out |= HandSources
		case "recipients":
			out |= HandRecipients
		case "time":
			out |= HandTime
		case "place":
			out |= HandPlace
		case "tracks":
			out |= HandTracks
		default:
			out |= HandOther
		}
	}
	return out
}

// openReport adds a report.
func (g *glancing) openReport(n int64, outlet, language string, day int32) {
	g.Reports = append(g.Reports, GlanceReport{Number: n, Outlet: g.word(outlet), Language: g.word(language), Day: day})
}

// close notes an event that does not stand any more.
func (g *glancing) close(n int64) {
	if g.closed == nil {
		g.closed = map[int64]bool{}
	}
	if !g.closed[n] {
		g.closed[n] = true
		g.Closed = append(g.Closed, n)
	}
}

// belongs notes where an event belongs from now on.
func (g *glancing) belongs(event, occurrence string) {
	if g.members == nil {
		g.members = map[string]string{}
	}
	if _, ok := g.members[event]; !ok {
		g.moved = append(g.moved, event)
	}
	g.members[event] = occurrence
}

// link notes how two occurrences stand to each other; the last word counts.
func (g *glancing) link(a, b, verdict string, score float64) {
	if g.links == nil {
		g.links = map[[2]string]int32{}
	}
	l := GlanceLink{A: a, B: b, Verdict: verdict, Score: perMille(score)}
	if i, ok := g.links[[2]string{a, b}]; ok {
		g.Links[i] = l
		return
	}
	g.links[[2]string{a, b}] = int32(len(g.Links))
	g.Links = append(g.Links, l)
}

// tidy leaves out what the change itself undid, and orders the rest so that it does not matter in which order it was
// written.
func (g *glancing) tidy() {
	if len(g.closed) > 0 {
		opened := map[int64]bool{}
		for i := range g.Opened {
			opened[g.Opened[i].Number] = true
		}
		g.Opened = slices.DeleteFunc(g.Opened, func(e Glance) bool { return g.closed[e.Number] })
		g.Closed = slices.DeleteFunc(g.Closed, func(n int64) bool { return opened[n] })
	}
	slices.Sort(g.Closed)
	slices.Sort(g.ClosedReports)
	slices.SortFunc(g.Opened, func(a, b Glance) int { return int(a.Number - b.Number) })
	slices.SortFunc(g.Moved, func(a, b GlanceMove) int { return int(a.Number - b.Number) })
	slices.SortFunc(g.Links, func(a, b GlanceLink) int {
		if c := strings.Compare(a.A, b.A); c != 0 {
			return c
		}
		return strings.Compare(a.B, b.B)
	})
}

func (g *Glances) empty() bool {
	return len(g.Reports)+len(g.ClosedReports)+len(g.Opened)+len(g.Closed)+len(g.Moved)+len(g.Links)+len(g.Reviews) == 0
}
