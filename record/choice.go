package record

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"iter"
	"slices"

	"chancery/occurrence"
	"chancery/query"
	"chancery/quote"
	"chancery/reading"
)

// Choice is the part of a view that a query asks for, to be gone through as a view is. Of events it holds their
// occurrences with those accounts only, and their reports; of occurrences all their accounts; of quotations their reports
// with those quotations only; of reports everything that they tell.
type Choice struct {
	view        View
	kind        query.Kind
	events      map[string]bool // nil: all of the occurrences
	quotations  map[string]bool // nil: all of the reports
	occurrences []string
	reports     []int64
	notes       []string
}

// choosePage is how many hits are asked for at a time.
const choosePage = 1000

// Choose finds everything that a query asks for.
func (v View) Choose(ctx context.Context, q *query.Query) (*Choice, error) {
	c := &Choice{view: v, kind: q.Kind}
	if day, ok := q.AsOfDay(); ok {
		then, err := v.before(ctx, endOfDay(day))
		if err != nil {
			return nil, err
		}
		c.view = then
	}
	if q.Kind == query.Quotations {
		c.quotations = map[string]bool{}
	} else if q.Kind == query.Events {
		c.events = map[string]bool{}
	}
	reports := map[string]bool{}
	for page := (Page{Limit: choosePage}); ; {
		found, err := v.Find(ctx, q, page)
		if err != nil {
			return nil, err
		}
		if page.Cursor == "" {
			c.notes = found.Notes
		}
		for i := range found.Hits {
			h := &found.Hits[i]
			switch q.Kind {
			case query.Quotations:
				c.quotations[h.Quotation.ID] = true
			case query.Occurrences:
				c.occurrences = append(c.occurrences, h.Occurrence.ID)
				for j := range h.Occurrence.Members {
					reports[h.Occurrence.Members[j].Report.ID] = true
				}
				continue
			case query.Events:
				c.events[h.Event.Event.ID] = true
			}
			reports[h.Report.ID] = true
		}
		if found.Next == "" {
			break
		}
		page.Cursor = found.Next
	}
	return c, c.settle(ctx, sortedKeys(reports))
}

// settle finds the rows of the chosen reports, and the occurrences of what was chosen, in the order of a whole view.
func (c *Choice) settle(ctx context.Context, reports []string) error {
	list, err := json.Marshal(reports)
	if err != nil {
		return err
	}
	c.reports, err = numbersOf(ctx, c.view.source, `SELECT n FROM reports WHERE id IN (SELECT value FROM json_each(?1)) AND since <= ?2
		AND (until IS NULL OR until > ?2) ORDER BY day IS NULL, day, id`, string(list), c.view.change)
	if err != nil {
		return fmt.Errorf("the chosen reports: %w", err)
	}
	wanted := map[string]bool{}
	for _, id := range c.occurrences {
		wanted[id] = true
	}
	add := func(ids []string, query string) error {
		list, err := json.Marshal(ids)
		if err != nil {
			return err
		}
		return each(ctx, c.view.source, func(rows *sql.Rows) error {
			var id string
			err := rows.Scan(&id)
			wanted[id] = true
			return err
		}, query, string(list), c.view.change)
	}
	switch c.kind {
	case query.Events:
		err = add(sortedKeys(c.events), `SELECT occurrence FROM members WHERE event IN (SELECT value FROM json_each(?1)) AND since <= ?2
			AND (until IS NULL OR until > ?2)`)
	case query.Reports:
		c.events = map[string]bool{}
		err = each(ctx, c.view.source, func(rows *sql.Rows) error {
			var event, id string
			err := rows.Scan(&event, &id)
			wanted[id], c.events[event] = true, true
			return err
		}, `SELECT m.event, m.occurrence FROM reports r JOIN events e ON e.report = r.n AND e.since <= ?2 AND (e.until IS NULL OR e.until > ?2)
			JOIN members m ON m.event = e.id AND m.since <= ?2 AND (m.until IS NULL OR m.until > ?2)
			WHERE r.id IN (SELECT value FROM json_each(?1)) AND r.since <= ?2 AND (r.until IS NULL OR r.until > ?2)`, string(list), c.view.change)
	}
	if err != nil {
		return fmt.Errorf("the chosen occurrences: %w", err)
	}
	all, err := c.view.OccurrenceIDs(ctx)
	if err != nil {
		return err
	}
	c.occurrences = slices.DeleteFunc(all, func(id string) bool { return !wanted[id] })
	return nil
}

// Readings gives the readings of the chosen reports, as [View.Readings] orders them.
func (c *Choice) Readings(ctx context.Context) iter.Seq2[reading.Reading, error] {
	return func(yield func(reading.Reading, error) bool) {
		for r, err := range c.view.readings(ctx, c.reports) {
			if c.quotations != nil && err == nil {
				ids := r.QuotationIDs()
				var chosen []quote.Quotation
				for i := range r.Quotations {
					if c.quotations[ids[i]] {
						chosen = append(chosen, r.Quotations[i])
					}
				}
				r.Quotations = chosen
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// Occurrences gives the chosen occurrences, as [View.Occurrences] orders them.
func (c *Choice) Occurrences(ctx context.Context) iter.Seq2[occurrence.Occurrence, error] {
	return func(yield func(occurrence.Occurrence, error) bool) {
		for o, err := range c.view.occurrences(ctx, c.occurrences) {
			if c.events != nil {
				o.Members = slices.DeleteFunc(o.Members, func(m occurrence.Member) bool { return !c.events[m.Event.ID] })
			}
			if !yield(o, err) {
				return
			}
		}
	}
}

// Notes say what names of the query were taken to mean, as [Result] has them.
func (c *Choice) Notes() []string { return c.notes }

// View is the view that the choice is of.
func (c *Choice) View() View { return c.view }

func sortedKeys(set map[string]bool) []string {
	out := make([]string, 0, len(set))
	for key := range set {
		out = append(out, key)
	}
	slices.SortFunc(out, cmp.Compare[string])
	return out
}
