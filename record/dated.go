package record

import (
	"context"
	"iter"

	"chancery/ledger"
	"chancery/occurrence"
	"chancery/reading"
	"chancery/when"
)

// Dated is a view, or what a query chose from it, with the day for which the ledger is drawn up: what exports read.
type Dated struct {
	chosen
	view View
	day  when.Day
}

// chosen is what both a View and a Choice give.
type chosen interface {
	Readings(ctx context.Context) iter.Seq2[reading.Reading, error]
	Occurrences(ctx context.Context) iter.Seq2[occurrence.Occurrence, error]
}

// On gives the view with a day for its ledger; with an unknown day nothing is overdue.
func (v View) On(day when.Day) Dated { return Dated{v, v, day} }

// On gives the choice with a day for its ledger.
func (c *Choice) On(day when.Day) Dated { return Dated{c, c.view, day} }

// Ledger gives the entries of the whole view: an entry rests on events that a query may leave out.
func (d Dated) Ledger(ctx context.Context) ([]ledger.Entry, error) {
	return d.view.Ledger(ctx, LedgerFilter{Day: d.day})
}
