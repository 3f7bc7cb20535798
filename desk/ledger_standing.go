package desk

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"chancery/ledger"
	"chancery/record"
)

// standing is how many entries are in each state.
type standing map[ledger.State]int

// pastMost is up to how many events the ledger of a past day is drawn up: that takes everything that was told.
const pastMost = 50_000

// ledgerChoice is what a filter finds in the ledger, of which any part can be read.
type ledgerChoice struct {
	ledgerFound
	waiting int // parties for whom the ledger is to be computed again: entries of theirs may be missing or behind
	read    func(ids []string) ([]ledger.Entry, error)
}

// chooseEntries finds entries, at most so many of a state, 0 for all: by the index for the present, by drawing up the ledger for a past day.
func (v *visit) chooseEntries(f record.LedgerFilter, most int) (*ledgerChoice, error) {
	if v.to.asOf == "" && v.to.on == "" {
		rows, err := v.ledgerRows()
		if err != nil {
			return nil, err
		}
		if !rows.unstored {
			return &ledgerChoice{rows.chosen(&f, most), rows.waiting, func(ids []string) ([]ledger.Entry, error) {
				return v.view.LedgerEntries(v.Context(), ids, f.Day)
			}}, nil
		}
	}
	whole := f
	whole.States = nil // they are counted all
	entries, err := v.pastLedger(whole)
	if err != nil {
		return nil, err
	}
	byID := make(map[string]*ledger.Entry, len(entries))
	short := ledgerRows{rows: make([]ledgerRow, 0, len(entries))}
	for i := range entries {
		e := &entries[i]
		byID[e.ID] = e
		row := shortRow(e)
		row.due = "" // the days have passed already
		short.rows = append(short.rows, row)
	}
	return &ledgerChoice{short.chosen(&f, most), 0, func(ids []string) ([]ledger.Entry, error) {
		out := make([]ledger.Entry, 0, len(ids))
		for _, id := range ids {
			out = append(out, *byID[id])
		}
		return out, nil
	}}, nil
}

// pastLedger draws up the ledger for a day.
func (v *visit) pastLedger(f record.LedgerFilter) ([]ledger.Entry, error) {
	events, err := v.desk.events(v.Context())
	if err != nil {
		return nil, err
	}
	if events > pastMost {
		return nil, fmt.Errorf("%w: %w (%d): ask for it with chancery ledger --on, or for one entry as it stood on a day", ErrAsk, errPastLedger, events)
	}
	if v.to.asOf == "" { // the present view gives what is stored: it must have been drawn up once
		if _, err := v.ledgerRows(); err != nil {
			return nil, err
		}
	}
	entries, err := v.view.Ledger(v.Context(), f)
	if err != nil {
		return nil, err
	}
	out := make([]ledger.Entry, 0, len(entries))
	for i := range entries {
		if e, there, err := v.asOn(&entries[i]); err != nil {
			return nil, err
		} else if there {
			out = append(out, *e)
		}
	}
	return out, nil
}

// events is how many events the record has.
func (d *Desk) events(ctx context.Context) (int, error) {
	s, err := d.overview.Snapshot(ctx, 0)
	if err != nil {
		return 0, err
	}
	return s.Counts().Events, nil
}

// asOn gives an entry as it stood on the visit's day. What is stored knows all that was told since; of an entry that
// moved later the steps are found again among the occurrences that it rests on.
func (v *visit) asOn(e *ledger.Entry) (was *ledger.Entry, there bool, err error) {
	day := v.day.String()
	if e.Opened > day {
		return nil, false, nil
	}
	later := slices.ContainsFunc(e.Steps, func(s ledger.Step) bool {
		return s.Day > day || slices.ContainsFunc(s.Accounts, func(a ledger.Account) bool { return a.Published[:min(len(a.Published), len(day))] > day })
	})
	if !later {
		return e, true, nil
	}
	var ids []string
	for i := range e.Steps {
		if id := e.Steps[i].Occurrence; id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	for i := range e.Possible {
		if id := e.Possible[i].Occurrence; !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	told, err := v.view.OccurrencesOf(v.Context(), ids)
	if err != nil {
		return nil, false, fmt.Errorf("the entry %s on %s: %w", e.ID, day, err)
	}
	for _, built := range ledger.Build(told, v.day) {
		if built.ID == e.ID {
			return &built, true, nil
		}
	}
	return nil, false, nil
}

// entry is one entry of the ledger on the visit's day.
func (v *visit) entry(id string) (*ledger.Entry, error) {
	if v.to.asOf == "" {
		stored, err := v.view.LedgerEntries(v.Context(), []string{id}, v.day)
		if err != nil {
			return nil, err
		}
		if len(stored) == 1 {
			e, there, err := v.asOn(&stored[0])
			if err == nil && !there {
				err = fmt.Errorf("the entry %s was not there on %s: %w", id, v.day, record.ErrNotFound)
			}
			return e, err
		}
	}
	if _, err := v.pastLedger(record.LedgerFilter{Day: v.day, Tracks: []string{"\x00"}}); err != nil {
		return nil, err // too large for what follows
	}
	e, err := v.view.LedgerEntry(v.Context(), id, v.day)
	return &e, err
}

// groups reads the entries of a choice, which has at most so many of each state, by state; all names the address of all of a state.
func (v *visit) groups(c *ledgerChoice, most int, all func(state string) string) ([]stateGroup, error) {
	var groups []stateGroup
	var ids []string
	for _, found := range c.ids {
		if n := len(groups); n == 0 || groups[n-1].State.State != found.state {
			groups = append(groups, newStateGroup(found.state, c.counts[found.state]))
			if g := &groups[n]; g.Count > most {
				g.More = all(g.State.Class)
			}
		}
		ids = append(ids, found.id)
	}
	entries, err := c.read(ids)
	if err != nil {
		return nil, err
	}
	for i := range entries {
		e := v.desk.entryView(&entries[i], v.day)
		if at := slices.IndexFunc(groups, func(g stateGroup) bool { return g.State.State == e.Entry.State }); at >= 0 {
			groups[at].Entries = append(groups[at].Entries, e)
		}
	}
	return groups, nil
}

func newStateGroup(s ledger.State, count int) stateGroup {
	return stateGroup{State: plainState(s), Heading: strings.ToUpper(string(s)[:1]) + string(s)[1:], Explained: statesExplained[s], Count: count}
}

// plainState is a state without its degree.
func plainState(s ledger.State) stateView {
	return stateView{State: s, Class: strings.ReplaceAll(string(s), " ", "-"), Words: string(s)}
}

// ledgerCounts gives where the entries of each track stand on the visit's day, by the track's id; "" is no track.
func (v *visit) ledgerCounts() (map[string]standing, error) {
	if v.to.asOf == "" && v.to.on == "" {
		rows, err := v.ledgerRows()
		if err != nil {
			return nil, err
		}
		if !rows.unstored {
			return rows.byTrack(v.day), nil
		}
	}
	entries, err := v.pastLedger(record.LedgerFilter{Day: v.day})
	if err != nil {
		return nil, err
	}
	var short ledgerRows
	for i := range entries {
		row := shortRow(&entries[i])
		row.due = "" // the days have passed already
		short.rows = append(short.rows, row)
	}
	return short.byTrack(v.day), nil
}

// stateCounts leads to the entries of each state that something has; pairs say what else is asked for.
func (v *visit) stateCounts(s standing, pairs ...string) []stateCount {
	var out []stateCount
	for _, state := range statesByUrgency {
		if n := s[state]; n > 0 {
			out = append(out, stateCount{State: plainState(state), Count: n,
				Href: v.to.Ledger(append([]string{"state", plainState(state).Class}, pairs...)...)})
		}
	}
	return out
}

// overdueEntry is a commitment whose promised day has passed: of those overdue the one due last, else of those lapsed;
// nil when all was kept.
func (v *visit) overdueEntry() (*ledger.Entry, error) {
	bound := []ledger.Kind{ledger.Promise, ledger.Agreement, ledger.Plan}
	for _, kinds := range [][]ledger.Kind{bound, nil} {
		for _, state := range [...]ledger.State{ledger.Overdue, ledger.Lapsed} {
			c, err := v.chooseEntries(record.LedgerFilter{Day: v.day, Kinds: kinds, States: []ledger.State{state}}, 1)
			if err != nil {
				return nil, err
			}
			if len(c.ids) == 0 {
				continue
			}
			entries, err := c.read([]string{c.ids[0].id}) // the one whose day passed last
			if err != nil || len(entries) == 0 {
				return nil, err
			}
			return &entries[0], nil
		}
	}
	return nil, nil
}

// pageNumber is which page of a list the address asks for, from 1.
func (v *visit) pageNumber() (int, error) {
	s := v.URL.Query().Get("page")
	if s == "" {
		return 1, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 1_000_000 {
		return 0, fmt.Errorf("%w: page=%s is no page", ErrAsk, s)
	}
	return n, nil
}
