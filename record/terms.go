package record

import (
	"context"

	"chancery/event"
	"chancery/report"
)

// preparedTerms is what finding needs of an event and what can be made without the record.
type preparedTerms struct{}

// prepareTerms is called by [Prepare], by any number of goroutines.
func prepareTerms(*report.Report, *event.Event) preparedTerms { return preparedTerms{} }

// index writes the terms by which an event is found.
func (w *writer) index(context.Context, *storedEvent) error { return nil }

// unindex is called with an event whose row (previous) was closed, so that it is found no more but in the past.
func (w *writer) unindex(context.Context, *storedEvent) error { return nil }
