package event

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"chancery/actor"
	"chancery/codebook"
	"chancery/place"
	"chancery/quote"
	"chancery/report"
	"chancery/syntax"
	"chancery/when"
)

// pipeline reads sentences as package reading does, which this package may not import.
type pipeline struct {
	analyzer  *syntax.Analyzer
	lexicon   *actor.Lexicon
	gazetteer *place.Gazetteer
	coder     *Coder
}

var shippedPipeline = sync.OnceValues(func() (*pipeline, error) {
	var p pipeline
	var err error
	if p.analyzer, err = syntax.Load(); err != nil {
		return nil, err
	}
	if p.lexicon, err = actor.Load(codebook.Shipped()); err != nil {
		return nil, err
	}
	if p.gazetteer, err = place.Load(codebook.Shipped()); err != nil {
		return nil, err
	}
	p.coder, err = Load(codebook.Shipped())
	return &p, err
})

func (p *pipeline) read(text, published string) ([]Event, error) {
	rep, err := report.FromText([]byte(text), report.Options{Published: published})
	if err != nil {
		return nil, err
	}
	doc := p.analyzer.Analyze(rep.Text, rep.Blocks)
	mentions := p.lexicon.Find(doc, &rep)
	return p.coder.Code(Input{
		Report: &rep, Doc: doc, Mentions: mentions, Times: when.Find(doc, rep.Published),
		Places: p.gazetteer.Find(doc, &rep, mentions), Quotations: quote.Find(doc, &rep, mentions),
	}), nil
}

// TestExamples holds every example of the codebook: the entry must fire on its sentence, and give the parties it says.
func TestExamples(t *testing.T) {
	p, err := shippedPipeline()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range p.coder.Examples() {
		t.Run(fmt.Sprintf("%s:%d", x.Entry, x.Line), func(t *testing.T) {
			events, err := p.read(x.Text, "2021-06-10")
			if err != nil {
				t.Fatal(err)
			}
			if x.Holds(events) {
				return
			}
			var got []string
			for i := range events {
				ev := &events[i]
				got = append(got, fmt.Sprintf("%s %s %s by %s: %v > %v", ev.Category, ev.Mode, ev.Status, ev.Entry, Countries(ev.Sources), Countries(ev.Recipients)))
			}
			t.Errorf("%s:%d: %s\n%q\ngot  %s\nwant %v > %v", x.File, x.Line, x.Entry, x.Text, strings.Join(got, "\n     "), x.Sources, x.Recipients)
		})
	}
}
