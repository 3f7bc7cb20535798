package desk

import (
	"context"
	"fmt"
	"iter"
	"net/http"

	"chancery/export"
	"chancery/ledger"
	"chancery/occurrence"
	"chancery/reading"
)

// entriesOnly is a source of exports that holds entries of the ledger and nothing else.
type entriesOnly []ledger.Entry

// Readings gives none.
func (entriesOnly) Readings(context.Context) iter.Seq2[reading.Reading, error] {
	return func(func(reading.Reading, error) bool) {}
}

// Occurrences gives none.
func (entriesOnly) Occurrences(context.Context) iter.Seq2[occurrence.Occurrence, error] {
	return func(func(occurrence.Occurrence, error) bool) {}
}

// Ledger gives the entries.
func (e entriesOnly) Ledger(context.Context) ([]ledger.Entry, error) { return e, nil }

// ledgerExport hands out the entries that are asked for as a table, or their promised days for a calendar.
func (d *Desk) ledgerExport(w http.ResponseWriter, r *http.Request) {
	who, _ := visitor(r)
	v, err := d.newVisit(r, who)
	if err == nil {
		err = d.sendLedger(w, v)
	}
	if err != nil {
		d.fail(w, r, err)
	}
}

func (d *Desk) sendLedger(w http.ResponseWriter, v *visit) error {
	name := v.PathValue("format")
	if name != "csv" && name != "jsonl" && name != "icalendar" {
		return fmt.Errorf("%w: the ledger comes as csv, jsonl or icalendar, not as %q", ErrAsk, name)
	}
	format, err := export.FormatNamed(name)
	if err != nil {
		return err
	}
	_, filter, err := v.ledgerAsked()
	if err != nil {
		return err
	}
	found, err := v.chooseEntries(filter, 0)
	if err != nil {
		return err
	}
	ids := make([]string, 0, len(found.ids))
	for i := range found.ids {
		ids = append(ids, found.ids[i].id)
	}
	entries, err := found.read(ids)
	if err != nil {
		return err
	}
	ledger.Sort(entries)
	last, err := v.view.LastChange(v.Context())
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", format.MediaType)
	h.Set("Content-Disposition", `attachment; filename="ledger`+format.Extension+`"`)
	h.Set("Cache-Control", "private, no-cache")
	return format.Write(v.Context(), w, entriesOnly(entries), export.Options{Table: "ledger", Title: "The ledger", Address: d.Address, At: last.At})
}
