package eval

import (
	"fmt"

	"chancery/alike"
	"chancery/report"
	"chancery/when"
)

// TellingReader reads the documents of ECB+ as chancery reads reports.
type TellingReader struct {
	engine
	Model *alike.Model
}

// Tell returns the tellings of a document's mentions, in their order.
func (x *TellingReader) Tell(d *TellingDocument) ([]alike.Telling, *alike.Report, error) {
	r := &report.Report{Text: d.Text, URL: d.URL}
	for _, s := range d.Sentences {
		r.Blocks = append(r.Blocks, report.Block{Span: s})
	}
	if d.Published != "" {
		if dated, err := report.FromText([]byte(d.Published+"\n\n"), report.Options{}); err == nil {
			r.Published = dated.Published
		}
	}
	doc := x.analyzer.Analyze(r.Text, r.Blocks)
	if d.Published != "" && r.Published.EDTF == "" {
		for _, e := range when.Find(doc, report.Published{}) {
			if e.Sentence < 3 && e.Interval.First.Known() && e.Interval.First == e.Interval.Last {
				day := e.Interval.First
				r.Published = report.Published{EDTF: fmt.Sprintf("%04d-%02d-%02d", day.Year, day.Month, day.Day), Precision: "day", Basis: "dateline"}
				break
			}
		}
	}
	t := alike.Teller{Model: x.Model, Doc: doc, Report: r}
	t.Mentions, t.Chains = x.actors.FindAll(doc, r)
	t.Times = when.Find(doc, r.Published)
	var tellings []alike.Telling
	for i := range d.Mentions {
		told, ok := t.Tell(d.Mentions[i].Span)
		if !ok {
			return nil, nil, fmt.Errorf("%s: no word of the text stands at %d", d.Name, d.Mentions[i].Start)
		}
		tellings = append(tellings, told)
	}
	return tellings, t.Shared(), nil
}
