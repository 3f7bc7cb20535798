package export

import (
	"context"
	"iter"

	"chancery/ledger"
	"chancery/occurrence"
	"chancery/reading"
)

// Source is what an export reads: a view of the record, or what a query chose from it. Each call goes through from
// the beginning, in an order that is always the same.
type Source interface {
	// Readings gives the reports with their quotations, by the day of publication, then by identity.
	Readings(ctx context.Context) iter.Seq2[reading.Reading, error]
	// Occurrences gives the occurrences with their accounts, by their first day, then by identity.
	Occurrences(ctx context.Context) iter.Seq2[occurrence.Occurrence, error]
	// Ledger gives the entries of the ledger, by track, pair and time.
	Ledger(ctx context.Context) ([]ledger.Entry, error)
}
