package desk

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"chancery/actor"
	"chancery/ledger"
	"chancery/query"
	"chancery/record"
)

// ledgerAsked is what a visitor asks of the ledger, as it stands in the address.
type ledgerAsked struct {
	Track, Party, State, Kind string
	PartyName                 string // what Party is called
}

// ledgerForm is the form above lists of entries.
type ledgerForm struct {
	ledgerAsked
	On     string // the day for which the ledger is drawn up
	Tracks []trackTitle
	States []stateView
	Kinds  []ledger.Kind
	Action string // where it leads to
	Own    bool   // the page is of one track: it is not asked for
}

// ledgerAsked reads what is asked of the ledger from an address, and the filter that it means.
func (v *visit) ledgerAsked() (ledgerAsked, record.LedgerFilter, error) {
	asked := v.URL.Query()
	a := ledgerAsked{Track: asked.Get("track"), Party: strings.TrimSpace(asked.Get("party")), State: asked.Get("state"), Kind: asked.Get("kind")}
	f := record.LedgerFilter{Day: v.day}
	if a.Track != "" {
		if err := v.desk.knowsTrack(a.Track); err != nil {
			return a, f, err
		}
		f.Tracks = []string{a.Track}
	}
	if a.State != "" {
		s := ledger.State(strings.ReplaceAll(a.State, "-", " "))
		if !slices.Contains(ledger.States(), s) {
			return a, f, fmt.Errorf("%w: state=%s is none of overdue, broken, open, accepted, signed, rejected, lapsed, carried-out", ErrAsk, a.State)
		}
		f.States = []ledger.State{s}
	}
	if a.Kind != "" {
		k := ledger.Kind(a.Kind)
		if !slices.Contains(kindsOfEntries[:], k) {
			return a, f, fmt.Errorf("%w: kind=%s is none of offer, demand, promise, agreement, plan", ErrAsk, a.Kind)
		}
		f.Kinds = []ledger.Kind{k}
	}
	if a.Party != "" {
		key, name, err := v.desk.partyKey(a.Party)
		if err != nil {
			return a, f, err
		}
		a.PartyName, f.Parties = name, []string{key}
	}
	return a, f, nil
}

// knowsTrack makes sure that the codebook has a track.
func (d *Desk) knowsTrack(id string) error {
	known := make([]string, 0, len(d.tracks))
	for i := range d.tracks {
		if d.tracks[i].ID == id {
			return nil
		}
		known = append(known, d.tracks[i].ID)
	}
	hint := ""
	if near := query.Nearest(id, known); len(near) > 0 {
		hint = fmt.Sprintf(": did you mean %s?", strings.Join(near, " or "))
	}
	return fmt.Errorf("%w: the codebook has no track %q%s", record.ErrNotFound, id, hint)
}

// partyKey is what the ledger files a party by: the code of a state, the id of anybody else. What the codebook does not
// know is taken as it is, for entries also have parties whom only a report names.
func (d *Desk) partyKey(name string) (key, called string, err error) {
	found := slices.DeleteFunc(slices.Clone(d.lexicon.Called(name)), func(n actor.Naming) bool { return n.Kind == actor.NamedOffice })
	switch {
	case len(found) == 0:
		return name, name, nil
	case len(found) > 1:
		ids := make([]string, 0, len(found))
		for _, n := range found[:min(len(found), 6)] {
			ids = append(ids, n.ID)
		}
		return "", "", fmt.Errorf("%w: party: %q can be %s: give the id", ErrAsk, name, strings.Join(ids, ", "))
	case found[0].Class == actor.State:
		return found[0].Country, found[0].Name, nil
	}
	return found[0].ID, found[0].Name, nil
}

// ledgerForm makes the form of what was asked.
func (v *visit) ledgerForm(a ledgerAsked) ledgerForm {
	f := ledgerForm{ledgerAsked: a, On: v.day.String(), Kinds: kindsOfEntries[:]}
	for i := range v.desk.tracks {
		f.Tracks = append(f.Tracks, trackTitle{v.desk.tracks[i].ID, v.desk.tracks[i].Title})
	}
	slices.SortFunc(f.Tracks, func(a, b trackTitle) int { return cmp.Compare(a.Title, b.Title) })
	for _, s := range statesByUrgency {
		f.States = append(f.States, plainState(s))
	}
	return f
}

// ledgerPage lists entries.
type ledgerPage struct {
	Form       ledgerForm
	TrackTitle string
	Asked      bool // something less than all is asked for
	Counts     []stateCount
	Groups     []stateGroup
	Next       string
	Waiting    int // parties for whom it is to be computed again
}

// stateCount leads to the entries of one state.
type stateCount struct {
	State  stateView
	Count  int
	Chosen bool
	Href   string
}

// stateGroup is the entries of one state.
type stateGroup struct {
	State     stateView
	Heading   string // "Overdue"
	Explained string
	Count     int
	Entries   []entryView
	More      string // the address of all of them, when these are not all
}

// listPage is how many entries of one state stand on a page.
const listPage = 100

// groupMost is how many entries of a state stand on a page of all states.
const groupMost = 12

// ledgerPage lists the entries that are asked for, by state.
func (d *Desk) ledgerPage(v *visit) (*page, error) {
	asked, filter, err := v.ledgerAsked()
	if err != nil {
		return nil, err
	}
	number, err := v.pageNumber()
	if err != nil {
		return nil, err
	}
	most := groupMost
	if asked.State != "" { // all of them, a page at a time
		most = number * listPage
	}
	found, err := v.chooseEntries(filter, most)
	if err != nil {
		return nil, err
	}
	body := &ledgerPage{Form: v.ledgerForm(asked), Asked: asked != ledgerAsked{}, Waiting: found.waiting}
	body.Form.Action = v.to.Ledger()
	if asked.Track != "" {
		body.TrackTitle = d.trackTitle(asked.Track)
	}
	of := func(state string) string {
		return v.to.Ledger("track", asked.Track, "party", asked.Party, "kind", asked.Kind, "state", state)
	}
	body.Counts = v.stateCounts(found.counts, "track", asked.Track, "party", asked.Party, "kind", asked.Kind)
	for i := range body.Counts {
		body.Counts[i].Chosen = body.Counts[i].State.Class == asked.State
	}
	if asked.State != "" {
		found.ids = found.ids[min(len(found.ids), (number-1)*listPage):]
		if found.total > number*listPage {
			body.Next = v.to.Ledger("track", asked.Track, "party", asked.Party, "kind", asked.Kind, "state", asked.State, "page", strconv.Itoa(number+1))
		}
		most = found.total // the link to the next page leads on
	}
	if body.Groups, err = v.groups(found, most, of); err != nil {
		return nil, err
	}
	return &page{Template: "ledger", Title: "The ledger", Section: "tracks", Body: body, Exports: v.ledgerExports(asked)}, nil
}

// ledgerExports are the forms in which the entries that were asked for can be had.
func (v *visit) ledgerExports(a ledgerAsked) []exportLink {
	pairs := []string{"track", a.Track, "party", a.Party, "state", a.State, "kind", a.Kind}
	return []exportLink{
		{"the ledger as a table (CSV)", v.to.LedgerExport("csv", pairs...)},
		{"JSON lines", v.to.LedgerExport("jsonl", pairs...)},
		{"promised days for a calendar (ICS)", v.to.LedgerExport("icalendar", pairs...)},
	}
}
