package record

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"chancery/query"
)

// finder answers one query.
type finder struct {
	View
	query *query.Query
	page  Page
	shelf shelf

	most  int64 // the number of the last row
	plan  *plan // nil when everything is asked for
	sure  rowSet
	maybe rowSet        // what only the texts can tell
	rows  []unpackedRow // all of both, with their columns, in order of their numbers

	unpacked []unpackedRow // rows that are in no segment
	texts    map[int64]textOf
}

// snapshot is a transaction that only reads: the index must not be packed between two looks at it.
type snapshot struct {
	*pool
	tx *sql.Tx
}

func (s snapshot) row(ctx context.Context, query string, args ...any) scanner {
	stmt, err := s.prepare(ctx, query)
	if err != nil {
		return failedRow{err}
	}
	return s.tx.StmtContext(ctx, stmt).QueryRowContext(ctx, args...)
}

func (s snapshot) rows(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	stmt, err := s.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.tx.StmtContext(ctx, stmt).QueryContext(ctx, args...)
}

// still gives the view of a snapshot, and what ends it.
func (v View) still(ctx context.Context) (View, func(), error) {
	p, ok := v.source.(*pool)
	if !ok {
		return v, func() {}, nil // a transaction already
	}
	select {
	case p.snapshots <- struct{}{}:
	case <-ctx.Done():
		return v, nil, ctx.Err()
	}
	tx, err := p.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		<-p.snapshots
		return v, nil, err
	}
	v.source = snapshot{p, tx}
	return v, func() {
		_ = tx.Rollback() // it has changed nothing
		<-p.snapshots
	}, nil
}

// evaluate finds the rows that are found for sure, and those that may be.
func (f *finder) evaluate(ctx context.Context) error {
	table := f.shelf.table()
	var newest int64
	err := f.source.row(ctx, `SELECT n, since FROM `+table+` ORDER BY n DESC LIMIT 1`).Scan(&f.most, &newest)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if f.query.Root != nil {
		if f.plan, err = f.planOf(ctx, f.query.Root); err != nil {
			return err
		}
	}
	if f.shelf == onEvents && !f.query.Uses("reviewed") {
		rejected, err := f.planTest(ctx, &query.Test{Look: query.Absent, Kinds: []string{"reviewed"}, Words: []string{"rejected"}})
		if err != nil {
			return err
		}
		if f.plan == nil {
			f.plan = rejected
		} else {
			f.plan = &plan{how: allOf, parts: []*plan{f.plan, rejected}}
		}
	}
	if err := f.readLists(ctx); err != nil {
		return err
	}
	visible, err := f.visible(ctx, newest)
	if err != nil {
		return err
	}
	if f.page.After > 0 {
		fresh, err := f.addedBetween(ctx, f.page.After+1, math.MaxInt64)
		if err != nil {
			return err
		}
		visible.and(fresh)
	}
	compared := f.plan != nil && f.plan.compares()
	lower, upper := f.sets(f.plan)
	upper.and(visible)
	if err := f.readColumns(ctx, upper); err != nil {
		return err
	}
	if compared {
		f.compare(f.plan)
		lower, upper = f.sets(f.plan)
		upper.and(visible)
		kept := f.rows[:0]
		for _, r := range f.rows {
			if upper.has(r.n) {
				kept = append(kept, r)
			}
		}
		f.rows = kept
	}
	lower.and(visible)
	f.sure, f.maybe = lower, upper
	f.maybe.not(f.sure)
	return nil
}

// visible gives the rows that the view knows.
func (f *finder) visible(ctx context.Context, newest int64) (rowSet, error) {
	last := f.most
	if newest > f.change {
		after, err := f.firstOf(ctx, f.change+1)
		if err != nil {
			return nil, err
		}
		last = after - 1
	}
	out := newRowSet(f.most)
	out.addRange(1, last)
	closed, err := numbersOf(ctx, f.source, `SELECT n FROM `+f.shelf.table()+` WHERE until IS NOT NULL AND until <= ?`, f.change)
	if err != nil {
		return nil, err
	}
	for _, n := range closed {
		out.remove(n)
	}
	return out, nil
}

// eachGroup gives the groups of terms of a plan.
func (p *plan) eachGroup(do func(*group)) {
	if p == nil {
		return
	}
	for i := range p.groups {
		do(&p.groups[i])
	}
	for _, part := range p.parts {
		part.eachGroup(do)
	}
}

// compares tells whether a plan asks for columns.
func (p *plan) compares() bool {
	if p.how == compares {
		return true
	}
	for _, part := range p.parts {
		if part.compares() {
			return true
		}
	}
	return false
}

// segmentLists gives the rows of lists of a segment in which terms may stand: those that begin with a term, and the one
// before, which may end with it.
const segmentLists = `SELECT term, body FROM lists WHERE n IN (
	SELECT n FROM lists WHERE segment = ?1 AND term IN (SELECT value FROM json_each(?2))
	UNION SELECT (SELECT n FROM lists WHERE segment = ?1 AND term < value ORDER BY term DESC, n DESC LIMIT 1) FROM json_each(?2))`

// readLists fills the groups of the plan with the rows that have their terms.
func (f *finder) readLists(ctx context.Context) error {
	wanted := map[uint32][]rowSet{}
	var terms []uint32
	f.plan.eachGroup(func(g *group) {
		g.rows = newRowSet(f.most)
		for _, t := range g.terms {
			if wanted[t] == nil {
				terms = append(terms, t)
			}
			wanted[t] = append(wanted[t], g.rows)
		}
	})
	err := each(ctx, f.source, func(rows *sql.Rows) error {
		var body sql.RawBytes
		if err := rows.Scan(&body); err != nil {
			return err
		}
		return eachShelved(body, func(r *unpackedRow) {
			if r.shelf == f.shelf {
				f.unpacked = append(f.unpacked, *r)
			}
		}, func(r *unpackedRow, term uint32) {
			for _, set := range wanted[term] {
				set.add(r.n)
			}
		})
	}, `SELECT body FROM unpacked`)
	if err != nil || len(terms) == 0 {
		return err
	}
	segments, err := numbersOf(ctx, f.source, `SELECT n FROM segments`)
	if err != nil {
		return err
	}
	list, err := json.Marshal(terms)
	if err != nil {
		return err
	}
	for _, s := range segments {
		err := each(ctx, f.source, func(rows *sql.Rows) error {
			var before uint32
			var body sql.RawBytes
			if err := rows.Scan(&before, &body); err != nil {
				return err
			}
			p := packed{data: body}
			for len(p.data) > 0 {
				l := p.list(before)
				before = l.term
				for _, set := range wanted[l.term] {
					set.addList(&l)
				}
			}
			if p.wrong {
				return fmt.Errorf("%w: packed terms", ErrDamaged)
			}
			return nil
		}, segmentLists, s, string(list))
		if err != nil {
			return err
		}
	}
	return nil
}

// sets gives the rows that are found for sure by a plan, and those that may be. Both are new.
func (f *finder) sets(p *plan) (lower, upper rowSet) {
	full := func() rowSet {
		s := newRowSet(f.most)
		s.invert()
		return s
	}
	if p == nil {
		return full(), full()
	}
	switch p.how {
	case allOf:
		lower, upper = full(), full()
		for _, part := range p.parts {
			l, u := f.sets(part)
			lower.and(l)
			upper.and(u)
		}
	case anyOf:
		lower, upper = newRowSet(f.most), newRowSet(f.most)
		for _, part := range p.parts {
			l, u := f.sets(part)
			lower.or(l)
			upper.or(u)
		}
	case noneOf:
		upper, lower = f.sets(p.parts[0])
		lower.invert()
		upper.invert()
	case hasTerms, hasText:
		upper = full()
		for i := range p.groups {
			upper.and(p.groups[i].rows)
		}
		lower = newRowSet(f.most)
		if p.how == hasTerms {
			lower = upper.clone()
		}
	case isRow:
		lower, upper = p.rows.clone(), p.rows.clone()
	case compares:
		if p.rows != nil {
			return p.rows.clone(), p.rows.clone()
		}
		lower, upper = newRowSet(f.most), full()
	default:
		lower, upper = newRowSet(f.most), newRowSet(f.most)
	}
	return lower, upper
}

// compare finds the rows that compare as the plan asks, among those that were read.
func (f *finder) compare(p *plan) {
	if p.how == compares {
		p.rows = newRowSet(f.most)
		for i := range f.rows {
			if f.rows[i].columns.fit(&p.test) {
				p.rows.add(f.rows[i].n)
			}
		}
	}
	for _, part := range p.parts {
		f.compare(part)
	}
}

// fit tells whether a row's columns are as a test asks. A day that is not known is open: what happened "before 2020"
// may have happened in 2010.
func (c *columns) fit(t *query.Test) bool {
	switch t.Look {
	case query.Days:
		if c.first == noDay && c.last == noDay {
			return false
		}
		return (c.last == noDay || int(c.last) >= t.First) && (c.first == noDay || int(c.first) <= t.Last)
	case query.Published:
		return c.published != noDay && int(c.published) >= t.First && int(c.published) <= t.Last
	case query.Confidence:
		return holdsFor(c.confidence, t)
	}
	return false
}

// readColumns reads the columns of rows.
func (f *finder) readColumns(ctx context.Context, wanted rowSet) error {
	f.rows = make([]unpackedRow, 0, wanted.count())
	take := func(r *unpackedRow) { f.rows = append(f.rows, *r) }
	var needed []daysPart
	err := each(ctx, f.source, func(rows *sql.Rows) error {
		var p daysPart
		err := rows.Scan(&p.n, &p.first, &p.last)
		if wanted.any(p.first, p.last) {
			needed = append(needed, p)
		}
		return err
	}, `SELECT n, first, last FROM days WHERE shelf = ? ORDER BY first`, int(f.shelf))
	if err != nil {
		return err
	}
	if err := f.eachDays(ctx, needed, wanted, take); err != nil {
		return err
	}
	for i := range f.unpacked {
		if wanted.has(f.unpacked[i].n) {
			take(&f.unpacked[i])
		}
	}
	f.unpacked = nil
	return nil
}
