package record

import (
	"context"

	"chancery/event"
	"chancery/report"
)

// preparedJoin is what joining needs of an event and what can be made without the record.
type preparedJoin struct{}

// prepareJoin is called by [Prepare], by any number of goroutines.
func prepareJoin(*report.Report, *event.Event) preparedJoin { return preparedJoin{} }

// join brings the occurrences up to date after the events of one report were stored, corrected or closed.
func (w *writer) join(context.Context, []storedEvent) error { return nil }
