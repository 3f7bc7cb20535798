package reading

import (
	"context"
	"fmt"

	"chancery/codebook"
	"chancery/event"
	"chancery/report"
)

// exampleDate is the day on which the codebook's example sentences are read, so that offices have their holders.
const exampleDate = "2021-06-10"

// Entries gives the acts and operators of the reader's codebook in the order of its files. They are not to be changed.
func (r *Reader) Entries() []*event.Entry { return r.coder.Entries() }

// Examples gives the example sentences of all acts and operators, in the order of the codebook's files.
func (r *Reader) Examples() []event.EntryExample { return r.coder.Examples() }

// ReadExample reads an example sentence of the codebook, on the day on which all of them are read.
func (r *Reader) ReadExample(ctx context.Context, x event.EntryExample) (Reading, error) {
	rep, err := report.FromText([]byte(x.Text), report.Options{Published: exampleDate, Language: "en"})
	if err != nil {
		return Reading{}, fmt.Errorf("%s:%d: %w", x.File, x.Line, err)
	}
	return r.Read(ctx, rep)
}

// CheckExamples reads every example sentence of the codebook and returns how many there are and a
// [codebook.Error] for each whose entry does not fire, or fires with other parties.
func (r *Reader) CheckExamples(ctx context.Context) (n int, failures []error, err error) {
	for _, example := range r.coder.Examples() {
		got, err := r.ReadExample(ctx, example)
		if err != nil {
			return n, failures, err
		}
		n++
		if example.Holds(got.Events) {
			continue
		}
		reason := fmt.Sprintf("the example of %s does not hold: %q gives ", example.Entry, example.Text)
		if len(got.Events) == 0 {
			reason += "no event"
		}
		for i := range got.Events {
			if i > 0 {
				reason += "; "
			}
			e := &got.Events[i]
			reason += fmt.Sprintf("%s by entry %s, %v > %v", e.Category, e.Entry, event.Countries(e.Sources), event.Countries(e.Recipients))
		}
		failures = append(failures, &codebook.Error{File: example.File, Line: example.Line, Reason: reason})
	}
	return n, failures, nil
}
