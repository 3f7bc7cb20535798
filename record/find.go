package record

import (
	"context"
	"fmt"
	"time"

	"chancery/occurrence"
	"chancery/query"
	"chancery/quote"
	"chancery/report"
)

// Order is in which order what is found is given.
type Order string

// The orders. What is equal comes in the order of identities.
const (
	ByDay        Order = "day"        // the newest day first, what has no day last
	ByAdded      Order = "added"      // what the record came to know of last first
	ByConfidence Order = "confidence" // the surest events first
	ByOldest     Order = "oldest"     // what the record came to know of first first
)

// Page says which part of what is found is wanted. The zero value is the first 50.
type Page struct {
	Limit  int    // at most so many; 0 for 50
	Cursor string // [Result.Next] of the page before; "" for the first
	Sort   Order  // "" for ByDay
	Count  bool   // count what is found, up to CountTo
	// CountTo is up to how many things are counted that cannot be counted at once: phrases must be looked up in texts,
	// occurrences one by one. 0 for 500.
	CountTo int
	// After is a change: only what the record came to know of since is found. 0 for all.
	After int64
}

// The usual sizes of a page.
const (
	usualLimit   = 50
	usualCountTo = 500
)

// Hit is one thing found. Which of the fields are set goes with the kind that was asked for.
type Hit struct {
	Event      *occurrence.Account    // of events; of occurrences the newest of its events that was found
	Occurrence *occurrence.Occurrence // of occurrences: with all its accounts
	Quotation  *Quotation
	Report     *report.Report // of all kinds: where the words stand
	Added      time.Time      // when the record came to know of it
	// Sentences are what it was read from: of an event its sentences, of a quotation its words; empty for reports.
	Sentences []report.Span
	// Marks are the words that were looked for, where they stand in the report's text, in order.
	Marks []report.Span
}

// Quotation is somebody's words with the report that they stand in.
type Quotation struct {
	ID        string
	Quotation quote.Quotation
	Report    *report.Report
}

// Result is what was found.
type Result struct {
	Kind  query.Kind
	Hits  []Hit
	Next  string // the cursor of the next page; "" when there is none
	Count int    // how many there are, when it was asked for
	More  bool   // there may be more than Count
	Notes []string
}

// Find gives what a query asks for. What reviewers rejected is found only by a query that asks for reviewed:.
//
// The index answers most of a query: rows are sets of numbers, one for each term, which are joined as the query says.
// What it cannot tell, whether the words of a phrase stand next to each other, is looked up in the texts, for as many
// rows as the page needs.
func (v View) Find(ctx context.Context, q *query.Query, page Page) (Result, error) {
	out, err := v.find(ctx, q, page)
	if err != nil {
		return Result{}, fmt.Errorf("find %s: %w", q, err)
	}
	return out, nil
}

func (v View) find(ctx context.Context, q *query.Query, page Page) (Result, error) {
	if page.Limit <= 0 {
		page.Limit = usualLimit
	}
	if page.CountTo <= 0 {
		page.CountTo = usualCountTo
	}
	if page.Sort == "" {
		page.Sort = ByDay
	}
	if page.Sort == ByConfidence && shelfOf(q.Kind) != onEvents {
		return Result{}, fmt.Errorf("%s have no confidence to be sorted by", q.Kind)
	}
	if day, ok := q.AsOfDay(); ok {
		then, err := v.before(ctx, endOfDay(day))
		if err != nil {
			return Result{}, err
		}
		v = then
	}
	v, end, err := v.still(ctx)
	if err != nil {
		return Result{}, err
	}
	defer end()
	from, err := parseCursor(page.Cursor, q, &page)
	if err != nil {
		return Result{}, err
	}
	if from.set && from.change < v.change {
		v.change = from.change // the pages of one answer are of one record
	}
	f := &finder{View: v, query: q, page: page, shelf: shelfOf(q.Kind)}
	if err := f.evaluate(ctx); err != nil {
		return Result{}, err
	}
	return f.answer(ctx, from)
}

// endOfDay is the last moment of a day in UTC, given as days since 1970-01-01.
func endOfDay(day int) time.Time {
	return time.Unix(int64(day+1)*24*60*60, 0).Add(-time.Millisecond)
}

// before is the view as of a time, when that is earlier.
func (v View) before(ctx context.Context, t time.Time) (View, error) {
	var change int64
	err := v.source.row(ctx, `SELECT coalesce(max(n), 0) FROM changes WHERE at <= ?`, t.UTC().Format(timeFormat)).Scan(&change)
	if err != nil {
		return View{}, fmt.Errorf("the record as of %s: %w", t.UTC().Format(time.DateOnly), err)
	}
	v.change = min(v.change, change)
	return v, nil
}

func shelfOf(kind query.Kind) shelf {
	switch kind {
	case query.Quotations:
		return onQuotations
	case query.Reports:
		return onReports
	}
	return onEvents
}
