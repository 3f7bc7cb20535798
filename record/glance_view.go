package record

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"slices"

	"chancery/reading"
	"chancery/when"
)

// storeGlances writes what the change did, at its end.
func (w *writer) storeGlances(ctx context.Context) error {
	g := &w.glances
	g.Change = w.change
	for _, id := range g.moved {
		if err := w.placeGlance(ctx, id); err != nil {
			return fmt.Errorf("glance at event %s: %w", id, err)
		}
	}
	g.tidy()
	if g.empty() {
		return nil
	}
	for i := range g.Opened {
		e := &g.Opened[i]
		if occurrence, ok := g.members[e.ID]; ok {
			e.Occurrence = occurrence
			continue
		}
		// A corrected event stays where it was.
		err := w.row(ctx, `SELECT occurrence FROM members WHERE event = ? AND until IS NULL`, e.ID).Scan(&e.Occurrence)
		if err != nil {
			return fmt.Errorf("where event %s belongs: %w", e.ID, err)
		}
	}
	if err := w.exec(ctx, `INSERT INTO glances (change, body) VALUES (?, ?)`, g.Change, appendGlances(nil, &g.Glances)); err != nil {
		return fmt.Errorf("insert the glances: %w", err)
	}
	return nil
}

// placeGlance notes the move of an event that stood before the change.
func (w *writer) placeGlance(ctx context.Context, id string) error {
	if w.kind == "add" || w.kind == "watch" || w.kind == "import" {
		// Nearly all of the events are new, and known to be so.
		if w.fresh == nil {
			w.fresh = make(map[string]bool, len(w.glances.Opened))
			for i := range w.glances.Opened {
				w.fresh[w.glances.Opened[i].ID] = true
			}
		}
		if w.fresh[id] {
			return nil
		}
	}
	return each(ctx, w, func(rows *sql.Rows) error {
		var n, since int64
		if err := rows.Scan(&n, &since); err != nil {
			return err
		}
		if since < w.change {
			w.glances.Moved = append(w.glances.Moved, GlanceMove{n, w.glances.members[id]})
		}
		return nil
	}, `SELECT n, since FROM events WHERE id = ? AND until IS NULL`, id)
}

// Glances gives what the changes did that came after one, up to that of the view, in their order; changes that did
// nothing to events are left out. What was stored before there were glances and has not been brought up to date with
// [Record.StoreGlances] is made anew, which takes some twenty microseconds an event.
func (v View) Glances(ctx context.Context, after int64) iter.Seq2[*Glances, error] {
	return func(yield func(*Glances, error) bool) {
		if err := v.glances(ctx, after, yield); err != nil {
			yield(nil, fmt.Errorf("glances: %w", err))
		}
	}
}

func (v View) glances(ctx context.Context, after int64, yield func(*Glances, error) bool) error {
	first, last, err := unglanced(ctx, v.source)
	if err != nil {
		return err
	}
	stopped := false
	if last > 0 && after < last {
		// Those before the first that has none were stored already.
		if stopped, err = v.storedGlances(ctx, after, min(first-1, v.change), yield); err != nil || stopped {
			return err
		}
		for from := max(first, after+1); from <= min(last, v.change); {
			batch, to, err := v.makeGlances(ctx, from, min(last, v.change))
			if err != nil {
				return err
			}
			for _, g := range batch {
				if !yield(g, nil) {
					return nil
				}
			}
			from = to + 1
		}
		after = last
	}
	_, err = v.storedGlances(ctx, after, v.change, yield)
	return err
}

// glancesTogether is how many changes are read at a time.
const glancesTogether = 64

func (v View) storedGlances(ctx context.Context, after, last int64, yield func(*Glances, error) bool) (stopped bool, err error) {
	for after < last {
		type row struct {
			change int64
			body   []byte
		}
		var read []row
		err := each(ctx, v.source, func(rows *sql.Rows) error {
			var r row
			err := rows.Scan(&r.change, &r.body)
			read = append(read, r)
			return err
		}, `SELECT change, body FROM glances WHERE change > ? AND change <= ? ORDER BY change LIMIT ?`, after, last, glancesTogether)
		if err != nil {
			return false, err
		}
		for i := range read {
			g, err := unpackGlances(read[i].change, read[i].body)
			if err != nil {
				return false, err
			}
			read[i].body = nil
			if !yield(g, nil) {
				return true, nil
			}
		}
		if len(read) < glancesTogether {
			return false, nil
		}
		after = read[len(read)-1].change
	}
	return false, nil
}

// unglanced gives the changes that have no glances yet; 0 when all have.
func unglanced(ctx context.Context, s source) (first, last int64, err error) {
	err = each(ctx, s, func(rows *sql.Rows) error { return rows.Scan(&first, &last) }, `SELECT first, last FROM unglanced`)
	return first, last, err
}

// eventsTogether is about how many events are looked at anew at a time.
const eventsTogether = 20_000

// makeGlances makes the glances of some changes from the other tables, from one on and up to one, as many as hold about
// eventsTogether events, and gives the last of them.
func (v View) makeGlances(ctx context.Context, from, last int64) (out []*Glances, to int64, err error) {
	var at sql.NullInt64
	err = v.source.row(ctx, `SELECT max(since) FROM (SELECT since FROM events WHERE since >= ? ORDER BY since LIMIT ?)`, from, eventsTogether).Scan(&at)
	if err != nil {
		return nil, 0, err
	}
	to = last
	if at.Valid {
		to = min(last, at.Int64)
	}
	made := map[int64]*glancing{}
	of := func(change int64) *glancing {
		g := made[change]
		if g == nil {
			g = &glancing{}
			g.Change = change
			made[change] = g
		}
		return g
	}
	if err := v.glanceRows(ctx, from, to, of); err != nil {
		return nil, 0, err
	}
	for _, g := range made {
		g.tidy()
		if !g.empty() {
			out = append(out, &g.Glances)
		}
	}
	slices.SortFunc(out, func(a, b *Glances) int { return int(a.Change - b.Change) })
	return out, to, nil
}

// glanceRows gathers what stands in the tables of some changes.
func (v View) glanceRows(ctx context.Context, from, to int64, of func(int64) *glancing) error {
	err := each(ctx, v.source, func(rows *sql.Rows) error {
		var n, since int64
		var day sql.NullInt64
		var outlet, language string
		if err := rows.Scan(&n, &since, &day, &outlet, &language); err != nil {
			return err
		}
		d := int32(NoDay)
		if day.Valid {
			d = int32(day.Int64)
		}
		of(since).openReport(n, outlet, language, d)
		return nil
	}, `SELECT n, since, day, outlet, language FROM reports WHERE since >= ? AND since <= ? ORDER BY since, n`, from, to)
	if err != nil {
		return fmt.Errorf("reports: %w", err)
	}
	numbers := func(query string, do func(change, n int64)) error {
		return each(ctx, v.source, func(rows *sql.Rows) error {
			var change, n int64
			err := rows.Scan(&change, &n)
			do(change, n)
			return err
		}, query, from, to)
	}
	if err := numbers(`SELECT until, n FROM reports WHERE until >= ? AND until <= ? ORDER BY until, n`, func(change, n int64) {
		g := of(change)
		g.ClosedReports = append(g.ClosedReports, n)
	}); err != nil {
		return err
	}
	err = each(ctx, v.source, func(rows *sql.Rows) error {
		var n, since, report int64
		var byHand, verdict, text string
		var body []byte
		var occurrence sql.NullString
		if err := rows.Scan(&n, &since, &report, &byHand, &verdict, &body, &text, &occurrence); err != nil {
			return err
		}
		e, _, err := reading.DecodeEvent(body, text)
		if err != nil {
			return damaged(err)
		}
		g := of(since)
		g.open(n, report, &e, byHand, verdict)
		g.Opened[len(g.Opened)-1].Occurrence = occurrence.String
		return nil
	}, `SELECT e.n, e.since, e.report, e.by_hand, e.verdict, e.body, r.text,
			(SELECT m.occurrence FROM members m WHERE m.event = e.id AND m.since <= e.since AND (m.until IS NULL OR m.until > e.since))
		FROM events e JOIN reports r ON r.n = e.report WHERE e.since >= ? AND e.since <= ? ORDER BY e.since, e.n`, from, to)
	if err != nil {
		return fmt.Errorf("events: %w", err)
	}
	if err := numbers(`SELECT until, n FROM events WHERE until >= ? AND until <= ? ORDER BY until, n`, func(change, n int64) { of(change).close(n) }); err != nil {
		return err
	}
	err = each(ctx, v.source, func(rows *sql.Rows) error {
		var since int64
		var m GlanceMove
		if err := rows.Scan(&since, &m.Number, &m.Occurrence); err != nil {
			return err
		}
		g := of(since)
		g.Moved = append(g.Moved, m)
		return nil
	}, `SELECT m.since, e.n, m.occurrence FROM members m JOIN events e ON e.id = m.event
			AND e.since < m.since AND (e.until IS NULL OR e.until > m.since)
		WHERE m.since >= ? AND m.since <= ? AND (m.until IS NULL OR m.until > m.since) ORDER BY m.since, e.n`, from, to)
	if err != nil {
		return fmt.Errorf("memberships: %w", err)
	}
	err = each(ctx, v.source, func(rows *sql.Rows) error {
		var since, until sql.NullInt64
		var a, b, verdict string
		var score float64
		if err := rows.Scan(&a, &b, &verdict, &score, &since, &until); err != nil {
			return err
		}
		// What is superseded by the same change comes later, and its word counts.
		if since.Int64 >= from && since.Int64 <= to && (!until.Valid || until.Int64 > since.Int64) {
			of(since.Int64).link(a, b, verdict, score)
		}
		if until.Valid && until.Int64 >= from && until.Int64 <= to {
			of(until.Int64).link(a, b, "", 0)
		}
		return nil
	}, `SELECT a, b, verdict, score, since, until FROM links WHERE since >= ?1 AND since <= ?2 OR until >= ?1 AND until <= ?2 ORDER BY n`, from, to)
	if err != nil {
		return fmt.Errorf("links: %w", err)
	}
	err = each(ctx, v.source, func(rows *sql.Rows) error {
		var change int64
		var r GlanceReview
		if err := rows.Scan(&change, &r.Target, &r.Action); err != nil {
			return err
		}
		g := of(change)
		g.Reviews = append(g.Reviews, r)
		return nil
	}, `SELECT change, target, action FROM reviews WHERE change >= ? AND change <= ? ORDER BY n`, from, to)
	if err != nil {
		return fmt.Errorf("reviews: %w", err)
	}
	return nil
}

// StoreGlances makes and stores what [View.Glances] gives for changes that were stored before there were glances, a part
// at a time, so that others can write in between; what was done is not done again when it is interrupted. For any
// other record it does nothing. progress may be nil; it is told how many of how many changes are done.
func (r *Record) StoreGlances(ctx context.Context, progress func(done, of int64)) error {
	for {
		first, last, err := unglanced(ctx, r.pool)
		if err != nil {
			return fmt.Errorf("store glances: %w", err)
		}
		if last == 0 {
			return nil
		}
		if r.options.ReadOnly {
			return fmt.Errorf("store glances: %w", ErrReadOnly)
		}
		if progress != nil {
			progress(first-1, last)
		}
		v := View{record: r, source: r.pool, change: last}
		batch, to, err := v.makeGlances(ctx, first, last)
		if err != nil {
			return fmt.Errorf("store glances: %w", err)
		}
		_, err = r.write(ctx, Machine, "glances", "", func(ctx context.Context, w *writer) error {
			return w.storeMade(ctx, batch, first, to, last)
		})
		if err != nil {
			return fmt.Errorf("store glances: %w", err)
		}
	}
}

// storeMade stores glances of earlier changes, unless another process has.
func (w *writer) storeMade(ctx context.Context, batch []*Glances, first, to, last int64) error {
	begins, _, err := unglanced(ctx, w)
	if err != nil || begins != first {
		return err
	}
	w.derived = true
	for _, g := range batch {
		if err := w.exec(ctx, `INSERT INTO glances (change, body) VALUES (?, ?)`, g.Change, appendGlances(nil, g)); err != nil {
			return err
		}
	}
	if to >= last {
		return w.exec(ctx, `DELETE FROM unglanced`)
	}
	return w.exec(ctx, `UPDATE unglanced SET first = ?`, to+1)
}

// glanceReport notes a report that was stored.
func (w *writer) glanceReport(n int64, outlet, language string, day when.Day) {
	w.glances.openReport(n, outlet, language, dayNumber(day))
}
