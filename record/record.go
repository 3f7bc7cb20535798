package record

import (
	"context"
	"errors"
	"iter"
	"time"

	"chancery/occurrence"
	"chancery/reading"
)

// Record is an open record. It is safe for any number of goroutines.
type Record struct{}

// View is the record as known at one change. The zero View is of no record.
type View struct {
	record *Record
	change int64
}

// Open opens the record at path, makes it when there is none, and brings one of an older version up to date.
func Open(ctx context.Context, path string, o Options) (*Record, error) { return nil, errors.ErrUnsupported }

// Close ends all work on the record.
func (r *Record) Close() error { return nil }

// Add stores a batch in one transaction, in its order, and says what became of each item.
func (r *Record) Add(ctx context.Context, kind, reason string, items []Item) ([]Stored, error) {
	return nil, errors.ErrUnsupported
}

// Has reports whether a report with this identity or, when the identity is made from the text, this text is stored: then it need not be read.
func (r *Record) Has(ctx context.Context, id, sha256 string) (bool, error) {
	return false, errors.ErrUnsupported
}

// Now is the record as it stands.
func (r *Record) Now(ctx context.Context) (View, error) { return View{}, errors.ErrUnsupported }

// AsOf is the record as it was known at a time.
func (r *Record) AsOf(ctx context.Context, t time.Time) (View, error) {
	return View{}, errors.ErrUnsupported
}

// Reading gives the reading of a report, put together from its rows; ErrNotFound when there is none.
func (v View) Reading(ctx context.Context, report string) (reading.Reading, error) {
	return reading.Reading{}, errors.ErrUnsupported
}

// Account gives an event with its report.
func (v View) Account(ctx context.Context, event string) (occurrence.Account, error) {
	return occurrence.Account{}, errors.ErrUnsupported
}

// Accounts gives events with their reports in the order asked for.
func (v View) Accounts(ctx context.Context, events []string) ([]occurrence.Account, error) {
	return nil, errors.ErrUnsupported
}

// Occurrence gives an occurrence with all its accounts.
func (v View) Occurrence(ctx context.Context, id string) (occurrence.Occurrence, error) {
	return occurrence.Occurrence{}, errors.ErrUnsupported
}

// Occurrences gives all occurrences in the order of their first day, then identity: what an export of everything reads.
func (v View) Occurrences(ctx context.Context) iter.Seq2[occurrence.Occurrence, error] {
	return func(yield func(occurrence.Occurrence, error) bool) {
		yield(occurrence.Occurrence{}, errors.ErrUnsupported)
	}
}

// Resolve gives the kind ("report", "event", "quotation", "occurrence", "ledger", "change", "track", "actor") and the
// whole identity of what begins with the given words; ErrNotFound or ErrAmbiguous.
func (v View) Resolve(ctx context.Context, start string) (kind, id string, err error) {
	return "", "", errors.ErrUnsupported
}

// Log gives the changes that touched the thing with this identity, the oldest first.
func (v View) Log(ctx context.Context, id string) ([]Change, error) { return nil, errors.ErrUnsupported }

// Counts counts what the view holds.
func (v View) Counts(ctx context.Context) (Counts, error) { return Counts{}, errors.ErrUnsupported }
