package record

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"chancery/query"
	"chancery/reading"
)

// preparedTerms is what finding needs of an event and what can be made without the record.
type preparedTerms struct {
	made  bool
	terms []term
}

// prepareTerms is called by [Prepare], by any number of goroutines: the terms of a report, of its quotations and of its
// events.
func prepareTerms(r *reading.Reading, p *prepared) error {
	told, err := toldIn(&r.Report, p.copies.told)
	if err != nil {
		return err
	}
	var x extractor
	p.terms = x.report(&r.Report)
	p.title, p.text = query.Fold(r.Report.Title), query.Fold(r.Report.Text)
	for i := range p.quotations {
		p.quotations[i].terms = x.quotation(&r.Report, &r.Quotations[i])
	}
	for i := range p.events {
		p.events[i].terms = preparedTerms{true, x.event(&r.Report, r.Sentences, &told, &r.Events[i])}
	}
	return nil
}

// indexReport writes the terms by which a report that was just stored is found.
func (w *writer) indexReport(rep *storedReport, p *prepared) {
	w.shelved = append(w.shelved, shelved{onReports, rep.n, 0, columnsOf(rep.day, rep.day, rep.day, 0), p.terms})
}

// indexQuotation writes the terms by which a quotation that was just stored is found.
func (w *writer) indexQuotation(rep *storedReport, n int64, q *preparedQuotation) {
	w.shelved = append(w.shelved, shelved{onQuotations, n, keyOf(q.id), columnsOf(rep.day, rep.day, rep.day, 0), q.terms})
}

// index writes the terms by which an event is found. What was not prepared, since it is a stored event that changed, is
// made here.
func (w *writer) index(ctx context.Context, e *storedEvent) error {
	if !e.terms.made {
		var told string
		err := w.row(ctx, `SELECT body FROM told WHERE report = ? AND until IS NULL`, e.report.n).Scan(&told)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("its origins: %w", err)
		}
		origins, err := toldIn(e.report.report, told)
		if err != nil {
			return err
		}
		var packed []byte
		err = w.row(ctx, `SELECT sentences FROM readings WHERE report = ? AND until IS NULL ORDER BY n DESC LIMIT 1`, e.report.n).Scan(&packed)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("its sentences: %w", err)
		}
		sentences, err := decodeSpans(packed)
		if err != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		var x extractor
		e.terms = preparedTerms{true, x.event(e.report.report, sentences, &origins, e.event)}
	}
	terms := e.terms.terms
	if e.verdict != "" {
		terms = append(terms[:len(terms):len(terms)], term{eventReviewed, e.verdict})
	}
	if e.byHand != "" {
		terms = append(terms[:len(terms):len(terms)], term{eventReviewed, "corrected"})
	}
	w.shelved = append(w.shelved, shelved{onEvents, e.n, keyOf(e.event.ID),
		columnsOf(e.event.Time.First, e.event.Time.Last, e.report.day, e.event.Confidence), terms})
	return nil
}

// unindex is called with an event whose row (previous) was closed. Its terms stay, as the past is still asked for: what
// is closed is left out when something is found.
func (w *writer) unindex(context.Context, *storedEvent) error { return nil }
