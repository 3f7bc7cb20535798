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
	// indexShare keeps the making of the index to a twentieth of the time.
	indexShare = 20
	// indexAtOnce is how long the last making may have taken for a visitor to wait for the next.
	indexAtOnce = 100 * time.Millisecond
	// indexPatience is how long a visitor waits for the first.
	indexPatience = 300 * time.Millisecond
)

// ledgerIndex holds what pages choose entries by.
type ledgerIndex struct {
	making  sync.Mutex // held while one is made
	current atomic.Pointer[ledgerRows]
	failed  atomic.Pointer[error] // why the last making failed
}

// ledgerRows are all entries in short, as of one change. They do not change after they were made.
type ledgerRows struct {
	change int64
	made   time.Time
	took   time.Duration
	rows   []ledgerRow
	// unstored says that the record is open for reading only, that its ledger was never stored, and that the record is
	// small: then the ledger is drawn up anew.
	unstored bool
	waiting  int // parties for whom the ledger is to be computed again
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
		case have.took > indexAtOnce:
			if age >= indexShare*have.took {
				go d.makeLedgerIndex(context.WithoutCancel(v.Context()))
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
	d.Log.Error("the ledger's pages stay as they were", "error", err)
	x.failed.Store(&err)
}

// readLedger goes through the ledger once.
func (d *Desk) readLedger(ctx context.Context, view record.View) (*ledgerRows, error) {
	begun := time.Now()
	_, err := d.Record.SettleLedger(ctx, indexSettles)
	readOnly := errors.Is(err, record.ErrReadOnly)
	if err != nil && !readOnly {
		return nil, err
	}
	out := &ledgerRows{change: view.Change()}
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
		r := ledgerRow{id: e.ID, kind: ledger.Kind(one(string(e.Kind))), state: ledger.State(one(string(e.State))), level: e.Level,
			opened: one(e.Opened), due: one(e.Due), since: one(e.Since)}
		if n := len(e.Steps); n > 0 {
			r.last = one(e.Steps[n-1].Day)
		}
		for _, t := range e.Tracks {
			r.tracks = append(r.tracks, one(t))
		}
		for _, p := range e.Pair {
			r.parties = append(r.parties, one(p))
		}
		for _, group := range [...][]ledger.Party{e.From, e.To, e.Does} {
			for _, p := range group {
				if p.Actor != "" && !slices.Contains(r.parties, p.Actor) {
					r.parties = append(r.parties, one(p.Actor))
				}
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
		counts, err := view.Counts(ctx)
		if err != nil {
			return nil, err
		}
		out.unstored = counts.Events <= pastMost
	}
	out.took, out.made = time.Since(begun), d.Now()
	return out, nil
}

// ledgerFound is what a filter finds in the ledger.
type ledgerFound struct {
	counts standing // by state, whatever states the filter asks for
	ids    []foundEntry
}

// foundEntry is an entry that was found, in the order in which pages tell of them.
type foundEntry struct {
	id    string
	state ledger.State
	since string
}

// chosen finds the entries of a filter, the most urgent first, of one state those that moved last.
func (x *ledgerRows) chosen(f *record.LedgerFilter) ledgerFound {
	out := ledgerFound{counts: standing{}}
	for i := range x.rows {
		r := &x.rows[i]
		if !r.holds(f) {
			continue
		}
		state, since := r.on(f.Day)
		out.counts[state]++
		if len(f.States) == 0 || slices.Contains(f.States, state) {
			out.ids = append(out.ids, foundEntry{r.id, state, since})
		}
	}
	slices.SortFunc(out.ids, func(a, b foundEntry) int {
		return cmp.Or(cmp.Compare(urgency(a.state), urgency(b.state)), cmp.Compare(b.since, a.since), cmp.Compare(a.id, b.id))
	})
	return out
}
