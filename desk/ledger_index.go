package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"chancery/ledger"
	"chancery/overview"
	"chancery/record"
	"chancery/when"
)

// The ledger of a large record is too long to be read for a page. What pages choose and count by is kept in memory, some
// hundred bytes an entry, and made anew in the background; only the entries that are shown are read.

const (
	// indexPage is how many entries are read at once.
	indexPage = 500
	// indexSettles is up to how many events the parties of an entry may have for it to be computed again for the index.
	indexSettles = 20_000
	// indexSettlesLarge is the same for a record that has more events than that.
	indexSettlesLarge = 2_000
	// indexShare keeps the making of the index to a twentieth of the time.
	indexShare = 20
	// indexAtOnce is how long the last making may have taken for a visitor to wait for the next.
	indexAtOnce = 100 * time.Millisecond
	// indexPatience is how long a visitor waits for the first.
	indexPatience = 300 * time.Millisecond
)

// ledgerIndex holds what pages choose entries by.
type ledgerIndex struct {
	making   sync.Mutex // held while one is made
	current  atomic.Pointer[ledgerRows]
	failed   atomic.Pointer[error] // why the last making failed
	renewing atomic.Bool           // that of a large record is being made in the background
}

// ledgerRows are all entries in short, as of one change. But for the order that is kept they do not change.
type ledgerRows struct {
	change int64
	made   time.Time
	took   time.Duration
	large  bool // what it is made of is brought up to date in the background
	rows   []ledgerRow
	// unstored says that the record is open for reading only, that its ledger was never stored, and that the record is
	// small: then the ledger is drawn up anew.
	unstored bool
	waiting  int // parties for whom the ledger is to be computed again

	ordering  sync.Mutex
	ordered   []orderedRow
	orderedOn when.Day
}

// ledgerRow is an entry in short.
type ledgerRow struct {
	id              string
	kind            ledger.Kind
	state           ledger.State // with no day passed
	level           int
	opened, due     string
	since           string
	last            string // the day of the last step
	tracks, parties []string
}

// on is the state of an entry on a day, and since when it holds.
func (r *ledgerRow) on(day when.Day) (ledger.State, string) {
	if r.due == "" {
		return r.state, r.since
	}
	e := ledger.Entry{State: r.state, Level: r.level, Due: r.due, Since: r.since, Steps: []ledger.Step{{Day: r.last}}}
	e.Pass(day)
	return e.State, e.Since
}

// holds tells whether a row is asked for, but for its state.
func (r *ledgerRow) holds(f *record.LedgerFilter) bool {
	if len(f.Tracks) > 0 && !slices.ContainsFunc(f.Tracks, func(t string) bool { return slices.Contains(r.tracks, t) }) {
		return false
	}
	for _, p := range f.Parties {
		if !slices.Contains(r.parties, p) {
			return false
		}
	}
	return len(f.Kinds) == 0 || slices.Contains(f.Kinds, r.kind)
}

// ledgerRows gives the index for the visit: the newest where making it is quick, else the last one while a newer is made
// in the background. The error wraps overview.ErrLoading while the first is made.
func (v *visit) ledgerRows() (*ledgerRows, error) {
	d, x := v.desk, &v.desk.ledgerIndex
	have := x.current.Load()
	if have != nil {
		age := d.Now().Sub(have.made)
		switch {
		case have.change == v.view.Change() && age < max(time.Second, indexShare*have.took):
			return have, nil
		case have.took > indexAtOnce || have.large:
			if age >= max(time.Second, indexShare*have.took) && x.renewing.CompareAndSwap(false, true) {
				d.renewals.done.Go(func() {
					defer x.renewing.Store(false)
					d.makeLedgerIndex(d.renewals.ctx)
				})
			}
			return have, nil
		}
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		d.makeLedgerIndex(context.WithoutCancel(v.Context()))
	}()
	patience := time.NewTimer(indexPatience)
	defer patience.Stop()
	select {
	case <-done:
	case <-patience.C:
	case <-v.Context().Done():
		return nil, v.Context().Err()
	}
	if made := x.current.Load(); made != nil {
		return made, nil
	}
	if failed := x.failed.Load(); failed != nil {
		return nil, *failed
	}
	return nil, fmt.Errorf("the ledger: %w", overview.ErrLoading)
}

// makeLedgerIndex makes the index, unless that is being done.
func (d *Desk) makeLedgerIndex(ctx context.Context) {
	x := &d.ledgerIndex
	x.making.Lock()
	defer x.making.Unlock()
	view, err := d.Record.Now(ctx)
	if err == nil {
		if have := x.current.Load(); have != nil && have.change == view.Change() && d.Now().Sub(have.made) < indexAtOnce {
			return // another visitor had it made while this one waited
		}
		var rows *ledgerRows
		if rows, err = d.readLedger(ctx, view); err == nil {
			x.current.Store(rows)
			return
		}
	}
	if ctx.Err() != nil { // the desk closes
		return
	}
	d.Log.Error("the ledger's pages stay as they were", "error", err)
	x.failed.Store(&err)
}

// readLedger goes through the ledger once.
func (d *Desk) readLedger(ctx context.Context, view record.View) (*ledgerRows, error) {
	begun := time.Now()
	most := indexSettles
	if events, err := d.events(ctx); err != nil {
		return nil, err
	} else if events > indexSettles {
		most = indexSettlesLarge
	}
	var err error
	// Of a large record what is stored is shown first, and brought up to date when it is made the next time.
	if most == indexSettles || d.ledgerIndex.current.Load() != nil {
		_, err = d.Record.SettleLedger(ctx, most)
	}
	readOnly := errors.Is(err, record.ErrReadOnly)
	if err != nil && !readOnly {
		return nil, err
	}
	out := &ledgerRows{change: view.Change(), large: most != indexSettles}
	words := map[string]string{} // so that what recurs is kept once
	one := func(s string) string {
		if kept, ok := words[s]; ok {
			return kept
		}
		s = strings.Clone(s)
		words[s] = s
		return s
	}
	take := func(e *ledger.Entry) {
		r := shortRow(e)
		for _, field := range [...]*string{&r.opened, &r.due, &r.since, &r.last} {
			*field = one(*field)
		}
		r.kind, r.state = ledger.Kind(one(string(r.kind))), ledger.State(one(string(r.state)))
		for _, list := range [...][]string{r.tracks, r.parties} {
			for i := range list {
				list[i] = one(list[i])
			}
		}
		out.rows = append(out.rows, r)
	}
	for cursor := ""; ; {
		page, err := view.LedgerPage(ctx, record.LedgerFilter{}, indexPage, cursor)
		if err != nil {
			return nil, err
		}
		for i := range page.Entries {
			take(&page.Entries[i])
		}
		out.waiting = page.Waiting
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	if readOnly && len(out.rows) == 0 {
		events, err := d.events(ctx)
		if err != nil {
			return nil, err
		}
		out.unstored = events <= pastMost
	}
	out.took, out.made = time.Since(begun), d.Now()
	return out, nil
}

// orderedRow is a row as it stands on a day.
type orderedRow struct {
	*ledgerRow
	state   ledger.State
	urgency int
	since   string
}

// order is all rows as they stand on a day, in the order in which pages tell of them: the most urgent first, of one state
// those that moved last. That of the last day that was asked for is kept: pages ask for today's.
func (x *ledgerRows) order(day when.Day) []orderedRow {
	x.ordering.Lock()
	defer x.ordering.Unlock()
	if x.ordered != nil && x.orderedOn == day {
		return x.ordered
	}
	ordered := make([]orderedRow, 0, len(x.rows))
	for i := range x.rows {
		r := &x.rows[i]
		state, since := r.on(day)
		ordered = append(ordered, orderedRow{r, state, urgency(state), since})
	}
	slices.SortFunc(ordered, func(a, b orderedRow) int {
		return cmp.Or(a.urgency-b.urgency, cmp.Compare(b.since, a.since), cmp.Compare(a.id, b.id))
	})
	x.ordered, x.orderedOn = ordered, day
	return ordered
}

// ledgerFound is what a filter finds in the ledger.
type ledgerFound struct {
	counts standing // by state, whatever states the filter asks for
	total  int      // that the filter asks for
	ids    []foundEntry
}

// foundEntry is an entry that was found.
type foundEntry struct {
	id    string
	state ledger.State
	since string
}

// chosen finds the entries of a filter in the order of pages, at most so many of each state; 0 for all.
func (x *ledgerRows) chosen(f *record.LedgerFilter, most int) ledgerFound {
	var counts [len(statesByUrgency) + 1]int
	out := ledgerFound{counts: standing{}}
	ordered := x.order(f.Day)
	for i := range ordered {
		r := &ordered[i]
		if !r.holds(f) {
			continue
		}
		counts[r.urgency]++
		if len(f.States) > 0 && !slices.Contains(f.States, r.state) {
			continue
		}
		if out.total++; most == 0 || counts[r.urgency] <= most {
			out.ids = append(out.ids, foundEntry{r.id, r.state, r.since})
		}
	}
	for i, s := range statesByUrgency {
		if counts[i] > 0 {
			out.counts[s] = counts[i]
		}
	}
	return out
}

// byTrack counts where the entries of each track stand on a day; "" is no track.
func (x *ledgerRows) byTrack(day when.Day) map[string]standing {
	counts := map[string]standing{}
	ordered := x.order(day)
	for i := range ordered {
		tracks := ordered[i].tracks
		if len(tracks) == 0 {
			tracks = []string{""}
		}
		for _, t := range tracks {
			if counts[t] == nil {
				counts[t] = standing{}
			}
			counts[t][ordered[i].state]++
		}
	}
	return counts
}

// shortRow is an entry in short.
func shortRow(e *ledger.Entry) ledgerRow {
	r := ledgerRow{id: e.ID, kind: e.Kind, state: e.State, level: e.Level, opened: e.Opened, due: e.Due, since: e.Since, tracks: e.Tracks}
	if n := len(e.Steps); n > 0 {
		r.last = e.Steps[n-1].Day
	}
	r.parties = slices.Clone(e.Pair)
	for _, group := range [...][]ledger.Party{e.From, e.To, e.Does} {
		for _, p := range group {
			if p.Actor != "" && !slices.Contains(r.parties, p.Actor) {
				r.parties = append(r.parties, p.Actor)
			}
		}
	}
	return r
}
