package record

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"chancery/ledger"
	"chancery/occurrence"
	"chancery/reading"
	"chancery/when"
)

// LedgerFilter says which entries are asked for. The zero value asks for all, with no day passed: nothing is overdue.
type LedgerFilter struct {
	Tracks  []string       // one of these
	Parties []string       // all of these are parties: keys as in [ledger.Party], "ARM", or an actor's id
	States  []ledger.State // one of these
	Kinds   []ledger.Kind  // one of these
	// Day is the day for which the ledger is drawn up: what was published later is left out, and days that were promised
	// before it have passed.
	Day when.Day
}

// everything stands in the table stale for all keys: the ledger was never made.
const everything = "*"

// stale files an event under its parties and marks the entries of the ledger that it may open or move.
func (w *writer) stale(ctx context.Context, e *storedEvent) error {
	if e.previous != 0 { // what it was may have had other parties, who still have it in their entries
		err := w.exec(ctx, `INSERT OR IGNORE INTO stale (track, pair) SELECT '', key FROM dealings WHERE event = ?`, e.event.ID)
		if err != nil {
			return err
		}
	}
	if !ledger.Counts(e.event) {
		return nil
	}
	for _, key := range ledger.Keys(e.event) {
		if e.previous == 0 || !e.gone {
			if err := w.exec(ctx, `INSERT OR IGNORE INTO dealings (key, event) VALUES (?, ?)`, key, e.event.ID); err != nil {
				return err
			}
		}
		// A key goes stale as a whole: what Armenia does may answer whoever asked it, on whatever track.
		if err := w.exec(ctx, `INSERT OR IGNORE INTO stale (track, pair) VALUES ('', ?)`, key); err != nil {
			return err
		}
	}
	return nil
}

// Ledger gives offers, demands and commitments and what became of them, in the order of their opening. For a record
// that is open for writing, what went stale since it was asked for last is computed and stored; a record that is only
// read, a view of the past, and a day for which the ledger is drawn up have it computed and stored nowhere.
func (v View) Ledger(ctx context.Context, f LedgerFilter) ([]ledger.Entry, error) {
	entries, err := v.ledger(ctx, f)
	if err != nil {
		return nil, fmt.Errorf("the ledger: %w", err)
	}
	return slices.DeleteFunc(entries, func(e ledger.Entry) bool { return !f.holds(&e) }), nil
}

func (v View) ledger(ctx context.Context, f LedgerFilter) ([]ledger.Entry, error) {
	if v.behind() {
		facet, keys := f.facet()
		return v.ledgerBy(ctx, facet, keys, f.Day)
	}
	stored, err := v.ledgerIsStored(ctx)
	if err != nil {
		return nil, err
	}
	if stored {
		return v.storedLedger(ctx, f.Day)
	}
	occurrences, err := v.dealings(ctx, f.Parties)
	if err != nil {
		return nil, err
	}
	return ledger.Build(occurrences, f.Day), nil
}

// holds tells whether an entry is asked for.
func (f *LedgerFilter) holds(e *ledger.Entry) bool {
	if len(f.Tracks) > 0 && !slices.ContainsFunc(e.Tracks, func(t string) bool { return slices.Contains(f.Tracks, t) }) {
		return false
	}
	for _, p := range f.Parties {
		if !slices.Contains(e.Pair, p) && !e.Has(p) {
			return false
		}
	}
	return (len(f.States) == 0 || slices.Contains(f.States, e.State)) && (len(f.Kinds) == 0 || slices.Contains(f.Kinds, e.Kind))
}

// Positions gives what each actor last said on each track. With actors, only theirs: keys or ids.
func (v View) Positions(ctx context.Context, day when.Day, actors ...string) ([]ledger.Position, error) {
	occurrences, err := v.dealingsOf(ctx, actors)
	if err != nil {
		return nil, fmt.Errorf("positions: %w", err)
	}
	all := ledger.Positions(occurrences, day)
	if len(actors) > 0 {
		all = slices.DeleteFunc(all, func(p ledger.Position) bool { return !slices.Contains(actors, p.Party.Key) })
	}
	return all, nil
}

// dealingsOf gives the occurrences in which some parties have dealings; without any, all.
func (v View) dealingsOf(ctx context.Context, parties []string) ([]occurrence.Occurrence, error) {
	never, err := v.neverMade(ctx)
	if err != nil {
		return nil, err
	}
	if len(parties) == 0 || never {
		return v.dealings(ctx, nil)
	}
	ids, err := v.strings(ctx, `SELECT DISTINCT m.occurrence FROM dealings d JOIN members m ON m.event = d.event
		WHERE d.key IN (SELECT value FROM json_each(?1)) AND m.since <= ?2 AND (m.until IS NULL OR m.until > ?2) ORDER BY m.occurrence`, parties)
	if err != nil {
		return nil, err
	}
	return v.occurrencesOf(ctx, ids)
}

// dealings gives the occurrences that the ledger of some parties is made of: theirs, and those of everybody whom they
// deal with, for a third party's answer is an answer. Without parties, all.
func (v View) dealings(ctx context.Context, parties []string) ([]occurrence.Occurrence, error) {
	never, err := v.neverMade(ctx)
	if err != nil {
		return nil, err
	}
	if len(parties) > 0 && !never {
		partners, err := v.strings(ctx, `SELECT DISTINCT b.key FROM dealings a JOIN dealings b ON b.event = a.event
			WHERE a.key IN (SELECT value FROM json_each(?1)) AND ?2 >= 0 ORDER BY b.key`, parties)
		if err != nil {
			return nil, err
		}
		ids, err := v.strings(ctx, `SELECT DISTINCT m.occurrence FROM dealings d JOIN members m ON m.event = d.event
			WHERE d.key IN (SELECT value FROM json_each(?1)) AND m.since <= ?2 AND (m.until IS NULL OR m.until > ?2) ORDER BY m.occurrence`, partners)
		if err != nil {
			return nil, err
		}
		return v.occurrencesOf(ctx, ids)
	}
	if !never {
		ids, err := v.strings(ctx, `SELECT DISTINCT m.occurrence FROM members m WHERE m.event IN (SELECT event FROM dealings)
			AND m.since <= ?2 AND (m.until IS NULL OR m.until > ?2) AND ?1 IS NOT NULL ORDER BY m.occurrence`, nil)
		if err != nil {
			return nil, err
		}
		return v.occurrencesOf(ctx, ids)
	}
	ids, err := v.strings(ctx, `SELECT DISTINCT occurrence FROM members WHERE since <= ?2 AND (until IS NULL OR until > ?2) AND ?1 IS NOT NULL ORDER BY occurrence`, nil)
	if err != nil {
		return nil, err
	}
	return v.occurrencesOf(ctx, ids)
}

func (v View) occurrencesOf(ctx context.Context, ids []string) ([]occurrence.Occurrence, error) {
	out := make([]occurrence.Occurrence, 0, len(ids))
	for part := range slices.Chunk(ids, together) {
		got, err := v.OccurrencesOf(ctx, part)
		if err != nil {
			return nil, err
		}
		out = append(out, got...)
	}
	return out, nil
}

// strings runs a query of one column, whose ?1 is a list and ?2 the view's change.
func (v View) strings(ctx context.Context, query string, list []string) ([]string, error) {
	encoded, err := json.Marshal(append([]string{}, list...))
	if err != nil {
		return nil, err
	}
	var out []string
	err = each(ctx, v.source, func(rows *sql.Rows) error {
		var s string
		if err := rows.Scan(&s); err != nil {
			return err
		}
		out = append(out, s)
		return nil
	}, query, string(encoded), v.change)
	return out, err
}

// neverMade tells whether the record has events that are not filed under their parties.
func (v View) neverMade(ctx context.Context) (bool, error) {
	var n int
	err := v.source.row(ctx, `SELECT count(*) FROM stale WHERE pair = ?`, everything).Scan(&n)
	return n > 0, err
}

// ledgerIsStored tells whether the table ledger is up to date for this view, and brings it up to date when it may.
func (v View) ledgerIsStored(ctx context.Context) (bool, error) {
	newest, err := v.isNewest(ctx)
	if err != nil || !newest || v.source != source(v.record.pool) {
		return false, err // a view of the past, or from within a change
	}
	var waiting int
	if err := v.source.row(ctx, `SELECT count(*) FROM stale`).Scan(&waiting); err != nil {
		return false, err
	}
	if waiting > 0 && !v.record.options.ReadOnly {
		return true, v.record.settleLedger(ctx)
	}
	return waiting == 0, nil
}

// behind tells whether what is stored does, whatever the record has been told since.
func (v View) behind() bool {
	return v.record.options.LedgerBehind && v.source == source(v.record.pool)
}

// isNewest tells whether nothing has changed since the view.
func (v View) isNewest(ctx context.Context) (bool, error) {
	var last int64
	err := v.source.row(ctx, `SELECT coalesce(max(n), 0) FROM changes`).Scan(&last)
	return last == v.change, err
}

// storedLedger reads the entries that stand and lets days pass. A day before the last report needs its own ledger.
func (v View) storedLedger(ctx context.Context, day when.Day) ([]ledger.Entry, error) {
	var latest sql.NullInt64
	err := v.source.row(ctx, `SELECT max(day) FROM reports WHERE until IS NULL`).Scan(&latest)
	if err != nil {
		return nil, err
	}
	if day.Known() && latest.Valid && int64(day.Number()) < latest.Int64 {
		occurrences, err := v.dealings(ctx, nil)
		if err != nil {
			return nil, err
		}
		return ledger.Build(occurrences, day), nil
	}
	var entries []ledger.Entry
	err = each(ctx, v.source, func(rows *sql.Rows) error {
		var body []byte
		if err := rows.Scan(&body); err != nil {
			return err
		}
		var e ledger.Entry
		if err := json.Unmarshal(body, &e); err != nil {
			return damaged(err)
		}
		entries = append(entries, e)
		return nil
	}, `SELECT body FROM ledger WHERE until IS NULL ORDER BY id`)
	if err != nil {
		return nil, err
	}
	for i := range entries {
		entries[i].Pass(day)
	}
	ledger.Sort(entries)
	return entries, nil
}

// settleLedger computes the entries of the parties that went stale and stores them. It is no change of the record: what
// it writes follows from what is stored, and bears the number of the last change.
func (r *Record) settleLedger(ctx context.Context) error {
	_, err := r.write(ctx, Machine, "ledger", "", func(ctx context.Context, w *writer) error {
		w.derived = true
		v := View{record: r, source: w, change: w.change - 1}
		keys, err := v.strings(ctx, `SELECT DISTINCT pair FROM stale WHERE ?1 IS NOT NULL AND ?2 >= 0 ORDER BY pair`, nil)
		if err != nil || len(keys) == 0 {
			return err
		}
		all := slices.Contains(keys, everything)
		if all {
			if err := w.fileAll(ctx); err != nil {
				return err
			}
			keys = nil
		}
		if err := w.exec(ctx, `DELETE FROM stale`); err != nil {
			return err
		}
		occurrences, err := v.dealings(ctx, keys)
		if err != nil {
			return err
		}
		return w.storeLedger(ctx, ledger.Build(occurrences, when.Day{}), keys, w.change-1)
	})
	return err
}

// fileAll files the events of a record that is older than the table dealings.
func (w *writer) fileAll(ctx context.Context) error {
	type filed struct {
		id   string
		keys []string
	}
	var all []filed
	err := each(ctx, w, func(rows *sql.Rows) error {
		var id, text string
		var body []byte
		if err := rows.Scan(&id, &body, &text); err != nil {
			return err
		}
		e, _, err := reading.DecodeEvent(body, text)
		if err != nil {
			return damaged(err)
		}
		if ledger.Counts(&e) {
			all = append(all, filed{id, ledger.Keys(&e)})
		}
		return nil
	}, `SELECT e.id, e.body, r.text FROM events e JOIN reports r ON r.n = e.report WHERE e.until IS NULL ORDER BY e.n`)
	if err != nil {
		return fmt.Errorf("file events under their parties: %w", err)
	}
	for _, f := range all {
		for _, key := range f.keys {
			if err := w.exec(ctx, `INSERT OR IGNORE INTO dealings (key, event) VALUES (?, ?)`, key, f.id); err != nil {
				return err
			}
		}
	}
	return nil
}

// storeLedger writes the entries of some keys, all when there are none, as computed from what was known at a change:
// those that are as they were stay.
func (w *writer) storeLedger(ctx context.Context, entries []ledger.Entry, keys []string, known int64) error {
	concerned := func(pair []string) bool {
		return len(keys) == 0 || slices.ContainsFunc(pair, func(p string) bool { return slices.Contains(keys, p) })
	}
	type row struct {
		n    int64
		body string
	}
	standing := map[string]row{}
	var gone []string
	err := each(ctx, w, func(rows *sql.Rows) error {
		var id, pair string
		var r row
		var body []byte
		if err := rows.Scan(&r.n, &id, &pair, &body); err != nil {
			return err
		}
		if concerned(strings.Split(pair, " ")) {
			r.body = string(body)
			standing[id] = r
			gone = append(gone, id)
		}
		return nil
	}, `SELECT n, id, pair, body FROM ledger WHERE until IS NULL ORDER BY n`)
	if err != nil {
		return err
	}
	stays := map[string]bool{}
	for i := range entries {
		e := &entries[i]
		if !concerned(e.Pair) {
			continue
		}
		body, err := json.Marshal(e)
		if err != nil {
			return err
		}
		old, there := standing[e.ID]
		if there && old.body == string(body) {
			stays[e.ID] = true
			continue
		}
		n, err := w.next(ctx, "ledger")
		if err != nil {
			return err
		}
		err = w.exec(ctx, `INSERT INTO ledger (n, id, track, pair, state, body, since) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			n, e.ID, e.Track, strings.Join(e.Pair, " "), string(e.State), body, known)
		if err != nil {
			return fmt.Errorf("store the entry %s: %w", e.ID, err)
		}
		if there {
			if err := w.exec(ctx, `DELETE FROM ledger_facets WHERE entry = ?`, old.n); err != nil {
				return err
			}
		}
		if err := w.fileEntry(ctx, n, e); err != nil {
			return err
		}
	}
	for _, id := range gone {
		if !stays[id] {
			if err := w.exec(ctx, `UPDATE ledger SET until = ? WHERE n = ?`, known, standing[id].n); err != nil {
				return err
			}
			if err := w.exec(ctx, `DELETE FROM ledger_facets WHERE entry = ?`, standing[id].n); err != nil {
				return err
			}
		}
	}
	return nil
}

// storedEntry reads one entry by its whole identity.
func (v View) storedEntry(ctx context.Context, id string, day when.Day) (e ledger.Entry, found bool, err error) {
	var body []byte
	err = v.source.row(ctx, `SELECT body FROM ledger WHERE id = ?1 AND since <= ?2 AND (until IS NULL OR until > ?2) ORDER BY n DESC LIMIT 1`, id, v.change).Scan(&body)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return e, false, nil
	case err != nil:
		return e, false, fmt.Errorf("the entry %s: %w", id, err)
	}
	if err := json.Unmarshal(body, &e); err != nil {
		return e, false, damaged(err)
	}
	e.Pass(day)
	return e, true, nil
}

// LedgerEntry gives one entry by its identity as of a day; ErrNotFound when there is none.
func (v View) LedgerEntry(ctx context.Context, id string, day when.Day) (ledger.Entry, error) {
	if v.behind() {
		e, found, err := v.storedEntry(ctx, id, day)
		if err != nil || found {
			return e, err
		}
	}
	entries, err := v.Ledger(ctx, LedgerFilter{Day: day})
	if err != nil {
		return ledger.Entry{}, err
	}
	var found []ledger.Entry
	for _, e := range entries {
		if e.ID == id {
			return e, nil
		}
		if strings.HasPrefix(e.ID, id) {
			found = append(found, e)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return ledger.Entry{}, fmt.Errorf("the entry %s: %w", id, ErrNotFound)
	}
	return ledger.Entry{}, fmt.Errorf("the entry %s: %w", id, ErrAmbiguous)
}
