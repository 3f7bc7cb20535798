package record

import (
	"context"

	"chancery/occurrence"
	"chancery/report"
)

// preparedCopies is what finding copies needs of a report and what can be made without the record.
type preparedCopies struct{}

// prepareCopies is called by [Prepare], by any number of goroutines.
func prepareCopies(*report.Report) preparedCopies { return preparedCopies{} }

// copies links a report that was just stored with the reports that it is a copy of.
func (w *writer) copies(context.Context, *storedReport) error { return nil }

// origins gives accounts that a view has read their Origins.
func (v View) origins(context.Context, []occurrence.Account) error { return nil }

// countCopies counts the reports of a view that are copies of another.
func (v View) countCopies(context.Context) (int, error) { return 0, nil }
