package record

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"

	"chancery/occurrence"
)

// Occurrence gives an occurrence with all its accounts; ErrNotFound when there is none.
func (v View) Occurrence(ctx context.Context, id string) (occurrence.Occurrence, error) {
	got, err := v.OccurrencesOf(ctx, []string{id})
	if err != nil {
		return occurrence.Occurrence{}, err
	}
	return got[0], nil
}

// OccurrencesOf gives occurrences with their accounts in the order asked for, in a few queries; ErrNotFound when one is
// not there.
func (v View) OccurrencesOf(ctx context.Context, ids []string) ([]occurrence.Occurrence, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, fmt.Errorf("occurrences: %w", err)
	}
	type member struct {
		event, occurrence string
		join              occurrence.Join
	}
	var members []member
	var events []string
	err = each(ctx, v.source, func(rows *sql.Rows) error {
		var m member
		var reasons string
		if err := rows.Scan(&m.event, &m.occurrence, &m.join.Score, &reasons, &m.join.By, changeTime{&m.join.At}); err != nil {
			return err
		}
		m.join.Reasons = splitLines(reasons)
		members = append(members, m)
		events = append(events, m.event)
		return nil
	}, `SELECT m.event, m.occurrence, m.score, m.reasons, m.author, c.at FROM members m JOIN changes c ON c.n = m.since
		WHERE m.occurrence IN (SELECT value FROM json_each(?1)) AND m.since <= ?2 AND (m.until IS NULL OR m.until > ?2) ORDER BY m.n`,
		string(list), v.change)
	if err != nil {
		return nil, fmt.Errorf("the members of occurrences: %w", err)
	}
	accounts, err := v.Accounts(ctx, events)
	if err != nil {
		return nil, fmt.Errorf("the members of occurrences: %w", err)
	}
	made := make(map[string]*occurrence.Occurrence, len(ids))
	out := make([]occurrence.Occurrence, len(ids))
	for i, m := range members {
		o := made[m.occurrence]
		if o == nil {
			o = &occurrence.Occurrence{ID: m.occurrence}
			made[m.occurrence] = o
		}
		o.Members = append(o.Members, occurrence.Member{Account: accounts[i], Join: m.join})
	}
	err = each(ctx, v.source, func(rows *sql.Rows) error {
		var a, b, reasons string
		var l occurrence.Link
		if err := rows.Scan(&a, &b, &l.Score, &reasons); err != nil {
			return err
		}
		l.Reasons = splitLines(reasons)
		for _, pair := range [2][2]string{{a, b}, {b, a}} {
			if o := made[pair[0]]; o != nil {
				l.Occurrence = pair[1]
				o.Possible = append(o.Possible, l)
			}
		}
		return nil
	}, `SELECT a, b, score, reasons FROM links WHERE verdict = 'possible' AND since <= ?2 AND (until IS NULL OR until > ?2)
		AND n IN (SELECT n FROM links WHERE a IN (SELECT value FROM json_each(?1)) UNION SELECT n FROM links WHERE b IN (SELECT value FROM json_each(?1)))
		ORDER BY a, b`, string(list), v.change)
	if err != nil {
		return nil, fmt.Errorf("what is possibly the same: %w", err)
	}
	for i, id := range ids {
		o := made[id]
		if o == nil {
			return nil, fmt.Errorf("occurrence %s: %w", id, ErrNotFound)
		}
		slices.SortStableFunc(o.Members, memberOrder)
		slices.SortStableFunc(o.Possible, func(a, b occurrence.Link) int { return strings.Compare(a.Occurrence, b.Occurrence) })
		out[i] = *o
	}
	return out, nil
}

// memberOrder sorts accounts in the order in which their reports were published, what has no date last; then by identity.
func memberOrder(a, b occurrence.Member) int {
	pa, pb := a.Report.Published.EDTF, b.Report.Published.EDTF
	if (pa == "") != (pb == "") {
		return cmp.Compare(len(pb), len(pa)) // one of them is 0
	}
	return cmp.Or(strings.Compare(pa, pb), strings.Compare(a.Event.ID, b.Event.ID))
}

func splitLines(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}

// together is how many occurrences are read at a time when all are.
const together = 256

// OccurrenceIDs gives the identities of all occurrences in the order of their first day, then identity; those without
// a day last. The day is the first possible one of the events, else that of their reports.
func (v View) OccurrenceIDs(ctx context.Context) ([]string, error) {
	type first struct {
		id  string
		day int64
	}
	var all []first
	err := each(ctx, v.source, func(rows *sql.Rows) error {
		var f first
		var day sql.NullInt64
		if err := rows.Scan(&f.id, &day); err != nil {
			return err
		}
		f.day = math.MaxInt64
		if day.Valid {
			f.day = day.Int64
		}
		all = append(all, f)
		return nil
	}, `SELECT m.occurrence, coalesce(min(e.first), min(r.day)) FROM members m
			JOIN events e ON e.id = m.event AND e.since <= ?1 AND (e.until IS NULL OR e.until > ?1)
			JOIN reports r ON r.n = e.report
		WHERE m.since <= ?1 AND (m.until IS NULL OR m.until > ?1) GROUP BY m.occurrence`, v.change)
	if err != nil {
		return nil, fmt.Errorf("all occurrences: %w", err)
	}
	slices.SortFunc(all, func(a, b first) int { return cmp.Or(cmp.Compare(a.day, b.day), strings.Compare(a.id, b.id)) })
	out := make([]string, len(all))
	for i := range all {
		out[i] = all[i].id
	}
	return out, nil
}

// Occurrences gives all occurrences in the order of [View.OccurrenceIDs]: what an export of everything reads. It holds
// a few hundred at a time.
func (v View) Occurrences(ctx context.Context) iter.Seq2[occurrence.Occurrence, error] {
	return func(yield func(occurrence.Occurrence, error) bool) {
		ids, err := v.OccurrenceIDs(ctx)
		if err != nil {
			yield(occurrence.Occurrence{}, err)
			return
		}
		v.occurrences(ctx, ids)(yield)
	}
}

// occurrences gives the occurrences with these identities, in this order.
func (v View) occurrences(ctx context.Context, ids []string) iter.Seq2[occurrence.Occurrence, error] {
	return func(yield func(occurrence.Occurrence, error) bool) {
		for part := range slices.Chunk(ids, together) {
			got, err := v.OccurrencesOf(ctx, part)
			if err != nil {
				yield(occurrence.Occurrence{}, err)
				return
			}
			for i := range got {
				if !yield(got[i], nil) {
					return
				}
			}
		}
	}
}
