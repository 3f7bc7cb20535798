package desk

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"chancery/ledger"
	"chancery/when"
)

// entryView is an entry of the ledger as pages tell it: "Armenia promised Azerbaijan: “hand over the Kalbajar district”".
type entryView struct {
	ledger.Entry
	Who    []ledger.Party // who offers, asks or promises
	Verb   string         // "promised", "demanded of"
	Whom   []ledger.Party
	Before string // a word before Whom: "towards"
	State  stateView
	Late   string       // since how long the promised day has passed, "" when it has not
	Tracks []trackTitle // on which it is
	Words  *ledger.Account
}

// stateView is a state with its degree of carrying out: "carried out in part".
type stateView struct {
	State ledger.State
	Class string // of the chip: "carried-out"
	Words string
}

// trackTitle names a track.
type trackTitle struct{ ID, Title string }

// statesByUrgency is the order in which pages tell of states: first what somebody should look at.
var statesByUrgency = [...]ledger.State{
	ledger.Overdue, ledger.Broken, ledger.Open, ledger.Accepted, ledger.Signed, ledger.Rejected, ledger.Lapsed, ledger.CarriedOut,
}

// statesExplained says in a few words what a state means.
var statesExplained = map[ledger.State]string{
	ledger.Overdue:    "The promised day has passed, and no report tells that it was done in full.",
	ledger.Broken:     "Somebody says that it was broken or taken back.",
	ledger.Open:       "Nobody has answered it, as far as the reports tell.",
	ledger.Accepted:   "Agreed to by those who were asked or to whom it was offered.",
	ledger.Signed:     "Signed, but no report tells of its carrying out.",
	ledger.Rejected:   "Refused by those who were asked or to whom it was offered.",
	ledger.Lapsed:     "Overdue for more than a year, and nothing was heard of it since.",
	ledger.CarriedOut: "Done: minimally, in part or in full, as the Peace Accords Matrix counts.",
}

// urgency is the place of a state in statesByUrgency.
func urgency(s ledger.State) int {
	if i := slices.Index(statesByUrgency[:], s); i >= 0 {
		return i
	}
	return len(statesByUrgency)
}

// stateOf says a state in words.
func stateOf(s ledger.State, level int) stateView {
	out := stateView{State: s, Class: strings.ReplaceAll(string(s), " ", "-"), Words: string(s)}
	switch {
	case s == ledger.CarriedOut:
		out.Words += " " + degreeInWords(level)
	case level > 0:
		out.Words += ", carried out " + degreeInWords(level)
	}
	return out
}

// degreeInWords is a level of carrying out, as the Peace Accords Matrix counts them, in words.
func degreeInWords(level int) string {
	return [...]string{"not at all", "minimally", "in part", "in full"}[max(0, min(level, 3))]
}

// kindsOfEntries are the kinds of entries; promises, agreements and plans are commitments.
var kindsOfEntries = [...]ledger.Kind{ledger.Offer, ledger.Demand, ledger.Promise, ledger.Agreement, ledger.Plan}

// entryView makes an entry fit for a page.
func (d *Desk) entryView(e *ledger.Entry, on when.Day) entryView {
	v := entryView{Entry: *e, Who: e.From, Whom: e.To, State: stateOf(e.State, e.Level)}
	switch e.Kind {
	case ledger.Offer:
		v.Verb = "offered"
	case ledger.Demand:
		v.Verb = "demanded"
		if len(e.To) > 0 {
			v.Verb = "demanded of"
		}
	case ledger.Promise:
		v.Verb = "promised"
	case ledger.Agreement:
		v.Verb, v.Before = "agreed", "towards"
	case ledger.Plan:
		v.Verb, v.Before = "announced", "towards"
	}
	if (e.State == ledger.Overdue || e.State == ledger.Lapsed) && e.Due != "" {
		if due, ok := isoDay(e.Due); ok && on.Known() && due.Before(on) {
			v.Late = daysInWords(on.Number() - due.Number())
		}
	}
	for _, id := range e.Tracks {
		v.Tracks = append(v.Tracks, trackTitle{ID: id, Title: d.trackTitle(id)})
	}
	if len(e.Steps) > 0 && len(e.Steps[0].Accounts) > 0 {
		v.Words = &e.Steps[0].Accounts[0]
	}
	return v
}

// Sentence says an entry in one sentence without marks, for tooltips and titles.
func (e entryView) Sentence() string {
	s := partyList(e.Who) + " " + e.Verb
	if len(e.Whom) > 0 {
		if e.Before != "" {
			s += ", " + e.Before
		}
		s += " " + partyList(e.Whom)
	}
	if e.What != "" {
		s += ": “" + e.What + "”"
	}
	return s
}

// partyList names parties: "Armenia, Azerbaijan and Russia".
func partyList(parties []ledger.Party) string {
	names := make([]string, 0, len(parties))
	for _, p := range parties {
		names = append(names, p.Name)
	}
	switch len(names) {
	case 0:
		return "Somebody"
	case 1:
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// daysInWords is a number of days in words, the coarser the longer: "9 days", "7 weeks", "14 months", "3 years".
func daysInWords(days int) string {
	switch {
	case days < 28:
		return plural(days, "day")
	case days < 92:
		return plural(days/7, "week")
	case days < 3*365:
		return plural(days*12/365, "month")
	}
	return plural(days/365, "year")
}

// isoDay reads a day as the ledger writes it.
func isoDay(s string) (when.Day, bool) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return when.Day{}, false
	}
	return when.DayOf(t.Year(), int(t.Month()), t.Day()), true
}

// longDay writes a day as a newspaper does: "21 May 2021". Of a moment it is the day; what is no day stays as it is: "2021-05", "about 2021".
func longDay(day string) string {
	t, err := time.Parse(time.DateOnly, day[:min(len(day), len(time.DateOnly))])
	if err != nil {
		return day
	}
	return fmt.Sprintf("%d %s %d", t.Day(), t.Month(), t.Year())
}

// trackTitle is what the codebook calls a track; its id when a codebook that is gone had it.
func (d *Desk) trackTitle(id string) string {
	for i := range d.tracks {
		if d.tracks[i].ID == id {
			return d.tracks[i].Title
		}
	}
	if id == "" {
		return "On no track"
	}
	return id
}

// trackInShort is the name of a track where room is scarce, from its id: "Border demarcation".
func trackInShort(id string) string {
	if id == "" {
		return "On no track"
	}
	name := strings.ReplaceAll(id, "-", " ")
	return strings.ToUpper(name[:1]) + name[1:]
}

// moveWords says what a step did, as a heading of the step.
func moveWords(s *ledger.Step) string {
	switch s.Move {
	case ledger.CarriesOut:
		return "carried out " + degreeInWords(s.Level)
	case ledger.Extends:
		if s.Due != "" {
			return "put off to " + longDay(s.Due)
		}
	case ledger.Repeated:
		return "said or told again"
	case ledger.NotDone:
		return "told as not done"
	case ledger.PassesDue:
		return "the promised day passed"
	}
	return string(s.Move)
}
