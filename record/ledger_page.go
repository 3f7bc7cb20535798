package record

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"chancery/ledger"
	"chancery/when"
)

// LedgerPage is a part of the ledger as it is stored.
type LedgerPage struct {
	Entries []ledger.Entry // those that were opened last first, those without a day last
	Next    string         // the cursor of the next page; "" when there is none
	// Waiting is how many parties the ledger is to be computed again for, since the record has been told more of them:
	// entries of theirs may be behind. [Record.SettleLedger] computes them.
	Waiting int
}

// ledgerPageMost is how many entries a page reads at most to find those that are asked for.
const ledgerPageMost = 2000

// errEnough ends the reading of rows.
var errEnough = errors.New("enough was read")

// LedgerPage gives at most limit entries, 0 for 50, from a cursor on ("" for the first), and computes nothing: it reads
// what is stored, at a cost in proportion to the page. Of a filter by states few of which there are, a page may hold
// fewer entries than limit, and still have a Next. It is for the newest view; the past gives what was computed then.
// ErrCursor when the cursor is none.
func (v View) LedgerPage(ctx context.Context, f LedgerFilter, limit int, cursor string) (LedgerPage, error) {
	if limit <= 0 {
		limit = 50
	}
	opened, id, ok := "~", "", true // behind every day
	if cursor != "" {
		opened, id, ok = strings.Cut(cursor, " ")
	}
	if !ok {
		return LedgerPage{}, fmt.Errorf("the ledger: %w", ErrCursor)
	}
	var out LedgerPage
	facet, keys := f.facet()
	encoded, err := json.Marshal(keys)
	if err != nil {
		return LedgerPage{}, fmt.Errorf("the ledger: %w", err)
	}
	read, more := 0, false
	last := ""
	err = each(ctx, v.source, func(rows *sql.Rows) error {
		var body sql.RawBytes
		var at, entry string
		if err := rows.Scan(&at, &entry, &body); err != nil {
			return err
		}
		if read++; read > ledgerPageMost || len(out.Entries) >= limit {
			more = true
			return errEnough
		}
		last = at + " " + entry
		var e ledger.Entry
		if err := json.Unmarshal(body, &e); err != nil {
			return damaged(err)
		}
		e.Pass(f.Day)
		if f.holds(&e) {
			out.Entries = append(out.Entries, e)
		}
		return nil
	}, `SELECT DISTINCT f.opened, f.id, l.body FROM ledger_facets f JOIN ledger l ON l.n = f.entry
		WHERE f.facet = ?1 AND f.key IN (SELECT value FROM json_each(?2)) AND (f.opened < ?3 OR f.opened = ?3 AND f.id > ?4)
			AND l.since <= ?5 AND (l.until IS NULL OR l.until > ?5)
		ORDER BY f.opened DESC, f.id LIMIT ?6`, facet, string(encoded), opened, id, v.change, ledgerPageMost+1)
	if err != nil && !errors.Is(err, errEnough) {
		return LedgerPage{}, fmt.Errorf("the ledger: %w", err)
	}
	if more {
		out.Next = last
	}
	if out.Waiting, err = v.ledgerWaits(ctx); err != nil {
		return LedgerPage{}, fmt.Errorf("the ledger: %w", err)
	}
	return out, nil
}

// facet chooses by what the entries of a filter are looked up.
func (f *LedgerFilter) facet() (facet string, keys []string) {
	switch {
	case len(f.Parties) > 0:
		return "party", f.Parties[:1] // all must be parties
	case len(f.Tracks) > 0:
		return "track", f.Tracks
	}
	return "", []string{""}
}

// ledgerWaits counts the parties that the ledger is to be computed again for.
func (v View) ledgerWaits(ctx context.Context) (n int, err error) {
	err = v.source.row(ctx, `SELECT count(DISTINCT pair) FROM stale`).Scan(&n)
	return n, err
}

// LedgerOf gives the stored entries that an occurrence opened or moved, in the order of their opening.
func (v View) LedgerOf(ctx context.Context, occurrence string, day when.Day) ([]ledger.Entry, error) {
	entries, err := v.ledgerBy(ctx, "occurrence", []string{occurrence}, day)
	if err != nil {
		return nil, fmt.Errorf("the ledger of occurrence %s: %w", occurrence, err)
	}
	return entries, nil
}

// ledgerBy reads the stored entries of some facets. Of the past it reads all that stood then.
func (v View) ledgerBy(ctx context.Context, facet string, keys []string, day when.Day) ([]ledger.Entry, error) {
	encoded, err := json.Marshal(keys)
	if err != nil {
		return nil, err
	}
	query := `SELECT body FROM ledger WHERE n IN (SELECT entry FROM ledger_facets WHERE facet = ?1 AND key IN (SELECT value FROM json_each(?2)))
		AND since <= ?3 AND (until IS NULL OR until > ?3)`
	newest, err := v.isNewest(ctx)
	if err != nil {
		return nil, err
	}
	if !newest {
		query = `SELECT body FROM ledger WHERE (?1 = '' OR ?2 <> '') AND since <= ?3 AND (until IS NULL OR until > ?3)`
	}
	var entries []ledger.Entry
	err = each(ctx, v.source, func(rows *sql.Rows) error {
		var body sql.RawBytes
		if err := rows.Scan(&body); err != nil {
			return err
		}
		var e ledger.Entry
		if err := json.Unmarshal(body, &e); err != nil {
			return damaged(err)
		}
		e.Pass(day)
		if newest || hasFacet(&e, facet, keys) {
			entries = append(entries, e)
		}
		return nil
	}, query, facet, string(encoded), v.change)
	ledger.Sort(entries)
	return entries, err
}

// hasFacet tells whether an entry is filed so.
func hasFacet(e *ledger.Entry, facet string, keys []string) bool {
	return slices.ContainsFunc(facetsOf(e), func(f [2]string) bool { return f[0] == facet && slices.Contains(keys, f[1]) })
}

// facetsOf are those by which an entry is found, each once.
func facetsOf(e *ledger.Entry) [][2]string {
	out := [][2]string{{"", ""}}
	add := func(facet, key string) {
		if f := [2]string{facet, key}; key != "" && !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	for _, t := range e.Tracks {
		add("track", t)
	}
	for _, p := range e.Pair {
		add("party", p)
	}
	for _, group := range [...][]ledger.Party{e.From, e.To, e.Does} {
		for _, p := range group {
			add("party", p.Actor)
		}
	}
	for i := range e.Steps {
		add("occurrence", e.Steps[i].Occurrence)
	}
	return out
}

// fileEntry writes by what an entry that was just stored is found.
func (w *writer) fileEntry(ctx context.Context, n int64, e *ledger.Entry) error {
	for _, f := range facetsOf(e) {
		err := w.exec(ctx, `INSERT OR REPLACE INTO ledger_facets (facet, key, opened, id, entry) VALUES (?, ?, ?, ?, ?)`, f[0], f[1], e.Opened, e.ID, n)
		if err != nil {
			return fmt.Errorf("file the entry %s: %w", e.ID, err)
		}
	}
	return nil
}

// SettleLedger computes the entries of parties of whom the record has been told more, and stores them, while others may
// write: it takes the right to write for a moment only. It is for whoever serves pages, with [Options.LedgerBehind],
// which never wait for it. Parties whose dealings, and those of everybody they deal with, are more than most events are
// left as they are, 0 for no limit: some two milliseconds and twenty kilobytes an event. It gives how many parties wait
// still. It makes no change.
func (r *Record) SettleLedger(ctx context.Context, most int) (waiting int, err error) {
	waiting, err = r.settleInParts(ctx, most)
	if err != nil {
		return waiting, fmt.Errorf("settle the ledger: %w", err)
	}
	return waiting, nil
}

func (r *Record) settleInParts(ctx context.Context, most int) (int, error) {
	v, err := r.Now(ctx)
	if err != nil {
		return 0, err
	}
	keys, err := v.strings(ctx, `SELECT DISTINCT pair FROM stale WHERE ?1 IS NOT NULL AND ?2 >= 0 ORDER BY pair`, nil)
	if err != nil || len(keys) == 0 {
		return 0, err
	}
	if r.options.ReadOnly {
		return len(keys), ErrReadOnly
	}
	var events int
	if err := v.source.row(ctx, `SELECT count(*) FROM (SELECT 1 FROM events LIMIT ?)`, int64(most)+1).Scan(&events); err != nil {
		return 0, err
	}
	if most <= 0 || events <= most {
		return 0, r.settlePart(ctx, keys)
	}
	if slices.Contains(keys, everything) {
		return len(keys), nil // of a large record of before: whoever asks for the whole ledger makes it
	}
	waiting := 0
	for _, key := range keys {
		begun := time.Now()
		fits, err := v.circleFits(ctx, key, most)
		if err != nil {
			return 0, err
		}
		if !fits {
			waiting++
		} else if err := r.settlePart(ctx, []string{key}); err != nil {
			return 0, err
		}
		if err := rest(ctx, settlingRests*time.Since(begun)); err != nil {
			return 0, err
		}
	}
	return waiting, nil
}

// settlingRests is how many times as long as a part took nothing is done after it: whoever asks comes first.
const settlingRests = 4

// rest waits, unless ctx is done.
func rest(ctx context.Context, wait time.Duration) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// circleFits tells whether a party and those it deals with have few enough events.
func (v View) circleFits(ctx context.Context, key string, most int) (bool, error) {
	var n int
	err := v.source.row(ctx, `SELECT count(*) FROM (SELECT 1 FROM dealings WHERE key = ? LIMIT ?)`, key, most+1).Scan(&n)
	if err != nil || n > most {
		return false, err
	}
	err = v.source.row(ctx, `SELECT count(*) FROM (SELECT 1 FROM dealings WHERE key IN
		(SELECT DISTINCT b.key FROM dealings a JOIN dealings b ON b.event = a.event WHERE a.key = ?) LIMIT ?)`, key, most+1).Scan(&n)
	return n <= most, err
}

// settlePart computes the entries of some parties as of the last change. What is told of them meanwhile lets them wait
// again; when another process has computed them in between, what this one found is not stored.
func (r *Record) settlePart(ctx context.Context, keys []string) error {
	encoded, err := json.Marshal(keys)
	if err != nil {
		return err
	}
	var v View
	var mark string
	_, err = r.write(ctx, Machine, "ledger", "", func(ctx context.Context, w *writer) error {
		w.derived = true
		v = View{record: r, source: r.pool, change: w.change - 1}
		mark = fmt.Sprint("~", v.change)
		if err := w.exec(ctx, `DELETE FROM stale WHERE pair IN (SELECT value FROM json_each(?))`, string(encoded)); err != nil {
			return err
		}
		if slices.Contains(keys, everything) {
			if err := w.fileAll(ctx); err != nil {
				return err
			}
		}
		return w.exec(ctx, `INSERT INTO stale (track, pair) SELECT ?, value FROM json_each(?)`, mark, string(encoded))
	})
	if err != nil {
		return err
	}
	all := slices.Contains(keys, everything)
	of := keys
	if all {
		of = nil
	}
	occurrences, err := v.dealings(ctx, of)
	if err != nil {
		return err
	}
	entries := ledger.Build(occurrences, when.Day{})
	_, err = r.write(ctx, Machine, "ledger", "", func(ctx context.Context, w *writer) error {
		var ours int
		err := w.row(ctx, `SELECT count(*) FROM stale WHERE track = ? AND pair IN (SELECT value FROM json_each(?))`, mark, string(encoded)).Scan(&ours)
		if err != nil || ours != len(keys) {
			return err
		}
		w.derived = true
		if err := w.exec(ctx, `DELETE FROM stale WHERE track = ? AND pair IN (SELECT value FROM json_each(?))`, mark, string(encoded)); err != nil {
			return err
		}
		return w.storeLedger(ctx, entries, of, v.change)
	})
	return err
}
