package event

import (
	"strings"
	"testing"

	"chancery/quote"
	"chancery/report"
	"chancery/when"
)

func (p *pipeline) input(t *testing.T, text string) Input {
	t.Helper()
	rep, err := report.FromText([]byte(text), report.Options{Published: "2021-06-10"})
	if err != nil {
		t.Fatal(err)
	}
	doc := p.analyzer.Analyze(rep.Text, rep.Blocks)
	mentions := p.lexicon.Find(doc, &rep)
	places := p.gazetteer.Find(doc, &rep, mentions)
	return Input{Report: &rep, Doc: doc, Mentions: mentions, Times: when.Find(doc, rep.Published), Places: places, Quotations: quote.Find(doc, &rep, mentions)}
}

// TestPropose: every word that the codebook knows is there, with the entry whose construction fits or all that know it.
func TestPropose(t *testing.T) {
	p, err := shippedPipeline()
	if err != nil {
		t.Fatal(err)
	}
	in := p.input(t, "France urged Israel to withdraw its troops from Lebanon.")
	var fits []string
	for _, x := range p.coder.Propose(in) {
		word := x.Span.In(in.Report.Text)
		if x.Fits {
			fits = append(fits, word+" "+x.Entry.ID)
		}
		if x.Parent >= 0 && word != "withdraw" {
			t.Errorf("%s stands in the content of another", word)
		}
	}
	if got := strings.Join(fits, ", "); !strings.HasPrefix(got, "urged urge, withdraw ") {
		t.Errorf("proposals that fit: %s", got)
	}
	loose := p.coder.Propose(p.input(t, "He released."))
	if len(loose) < 2 || loose[0].Fits {
		t.Errorf("a word without its arguments should be proposed for every entry that knows it: %d", len(loose))
	}
}

// TestCandidates: an act that nobody is known to do is no event, and is a candidate.
func TestCandidates(t *testing.T) {
	p, err := shippedPipeline()
	if err != nil {
		t.Fatal(err)
	}
	const text = "Somebody would help Norway."
	if events := p.coder.Code(p.input(t, text)); len(events) != 0 {
		t.Errorf("%d events", len(events))
	}
	found := false
	for _, e := range p.coder.Candidates(p.input(t, text)) {
		found = found || e.Entry == "aid"
	}
	if !found {
		t.Error("the act is no candidate")
	}
}
