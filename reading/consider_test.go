package reading_test

import (
	"slices"
	"testing"

	"chancery/event"
	"chancery/reading"
	"chancery/report"
)

// TestConsiderGivesWhatWasReadAndWhatWasNot: the reading is that of Read, and the words that the codebook knows come with it.
func TestConsiderGivesWhatWasReadAndWhatWasNot(t *testing.T) {
	r, err := reading.New(reading.Options{})
	if err != nil {
		t.Fatal(err)
	}
	rep, err := report.FromText([]byte("Armenia is ready to release the prisoners. A visit was long awaited."), report.Options{Published: "2021-06-10"})
	if err != nil {
		t.Fatal(err)
	}
	plain, err := r.Read(t.Context(), rep)
	if err != nil {
		t.Fatal(err)
	}
	got, considered, err := r.Consider(t.Context(), rep)
	if err != nil {
		t.Fatal(err)
	}
	if len(plain.Events) != 1 || len(got.Events) != 1 || got.Events[0].ID != plain.Events[0].ID {
		t.Fatalf("considered it reads %d events, otherwise %d", len(got.Events), len(plain.Events))
	}
	fits := slices.IndexFunc(considered, func(p event.Proposal) bool { return p.Fits && p.Entry.ID == got.Events[0].Entry })
	if fits < 0 {
		t.Errorf("the entry %s that made the event is not among what was considered", got.Events[0].Entry)
	}
	if !slices.ContainsFunc(considered, func(p event.Proposal) bool { return p.Span.In(rep.Text) == "visit" }) {
		t.Error("the word visit was not considered")
	}
	entries := r.Entries()
	if len(entries) < 100 || !slices.ContainsFunc(entries, func(e *event.Entry) bool { return e.ID == got.Events[0].Entry && e.Line > 0 }) {
		t.Errorf("%d entries, or without that of the event", len(entries))
	}
}
