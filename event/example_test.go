package event

import (
	"fmt"
	"slices"
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
	for _, e := range p.coder.entries {
		for _, ex := range e.Examples {
			t.Run(fmt.Sprintf("%s:%d", e.ID, ex.Line), func(t *testing.T) {
				events, err := p.read(ex.Text, "2021-06-10")
				if err != nil {
					t.Fatal(err)
				}
				var got []string
				for i := range events {
					ev := &events[i]
					own := &Content{Category: ev.Category, Mode: ev.Mode, Sources: ev.Sources, Recipients: ev.Recipients, Status: ev.Status, Entry: ev.Entry, Content: ev.Content}
					for x := own; x != nil; x = x.Content {
						src, rec := states(x.Sources), states(x.Recipients)
						if x.Entry == e.ID && (!ex.Checked || slices.Equal(src, ex.Sources) && slices.Equal(rec, ex.Recipients)) {
							return
						}
						got = append(got, fmt.Sprintf("%s %s %s by %s: %v > %v", x.Category, x.Mode, x.Status, x.Entry, src, rec))
					}
				}
				if e.Operator && e.Code == nil && len(events) > 0 {
					return // it makes no event by itself: the act inside is there
				}
				t.Errorf("%s:%d: %s\n%q\ngot  %s\nwant %v > %v", e.File, ex.Line, e.ID, ex.Text, strings.Join(got, "\n     "), ex.Sources, ex.Recipients)
			})
		}
	}
}

// states lists the countries of parties, and the actor ids of those that have no country, sorted.
func states(parties []actor.Party) []string {
	out := []string{}
	for i := range parties {
		s := parties[i].Country
		if s == "" {
			s = parties[i].Actor
		}
		if s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	slices.Sort(out)
	return out
}
