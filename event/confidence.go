package event

import (
	_ "embed"
	"fmt"
	"math"
	"strconv"
	"strings"

	"chancery/actor"
	"chancery/report"
	"chancery/syntax"
)

//go:embed confidence.tsv
var confidenceTable string

// ConfidenceModel weighs the grounds of an event: the log-odds that the event is right are the sum of the weights of its
// grounds. Weights are hundredths of natural logarithms, learned from events that readers judged
// (go run ./internal/train confidence), so that of the events given 0.8 some eight in ten are right.
type ConfidenceModel struct {
	// Base is the log-odds of an event without any ground that has a weight.
	Base    int
	Weights map[string]int
}

// ReadConfidenceModel reads a table of weights: lines of a ground and its weight, separated by a tab, "base" first; lines
// with # are remarks.
func ReadConfidenceModel(table string) (*ConfidenceModel, error) {
	m := &ConfidenceModel{Weights: map[string]int{}}
	for i, line := range strings.Split(table, "\n") {
		if line = strings.TrimSuffix(line, "\r"); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, number, ok := strings.Cut(line, "\t")
		weight, err := strconv.Atoi(number)
		if !ok || err != nil || weight < -2000 || weight > 2000 {
			return nil, fmt.Errorf("confidence.tsv:%d: want a ground, a tab and a weight between -2000 and 2000, have %q", i+1, line)
		}
		if name == "base" {
			m.Base = weight
			continue
		}
		m.Weights[name] = weight
	}
	return m, nil
}

// Confidence is the share of events with such grounds that are right, between 0.01 and 0.99, in hundredths.
func (m *ConfidenceModel) Confidence(grounds []string) float64 {
	sum := m.Base
	for _, g := range grounds {
		sum += m.Weights[g]
	}
	p := 1 / (1 + math.Exp(-float64(sum)/100))
	return min(max(math.Round(100*p), 1), 99) / 100
}

// toldGround is the weight from which on a ground is worth telling.
const toldGround = 10

// explain says which grounds moved the confidence most, for the reading's explanation.
func (m *ConfidenceModel) explain(e *Event) string {
	var b strings.Builder
	fmt.Fprintf(&b, "confidence: %.2f", e.Confidence)
	sep := ", for "
	for _, g := range e.Grounds {
		if w := m.Weights[g]; w >= toldGround || w <= -toldGround {
			fmt.Fprintf(&b, "%s%s (%+.1f)", sep, g, float64(w)/100)
			sep = ", "
		}
	}
	return b.String()
}

// grounds names what is known of the reading that makes an event more or less likely to be right.
func (c *coding) grounds(d *draft) []string {
	e := &d.event
	m := &c.matches[d.match]
	s := &c.in.Doc.Sentences[d.sentence]
	g := []string{"category " + string(e.Category), "status " + string(e.Status)}
	add := func(name string, holds bool) {
		if holds {
			g = append(g, name)
		}
	}
	add("in the first sentences", s.Kind != report.Title && d.sentence < 3)
	add("far down", d.sentence > 12)
	add("in a quotation", d.quoted)
	add("finite", s.Tokens[m.carrier].XPOS == syntax.TagVBD || s.Tokens[m.carrier].XPOS == syntax.TagVBZ || s.Tokens[m.carrier].XPOS == syntax.TagVBP)
	add("a bare infinitive", s.Tokens[m.carrier].XPOS == syntax.TagVB)
	add("an -ing form", s.Tokens[m.carrier].XPOS == syntax.TagVBG)
	add("loose construction", m.score < 4)
	add("close construction", m.score >= 8)
	add("told by a noun", s.Tokens[m.token].UPOS != syntax.VERB && s.Tokens[m.token].UPOS != syntax.AUX)
	add("alone in its report", len(c.events) == 1)
	add("one of many", len(c.events) > 8)
	add("an operator", m.entry().Operator)
	add("an act about an act", e.Content != nil)
	add("nested deeper", e.Content != nil && e.Content.Content != nil)
	add("in a headline", s.Kind == report.Title)
	add("told twice", len(e.Evidence) > 1)
	add("deep in a phrase", d.mood&weak != 0)
	add("doubted", d.mood&doubted != 0)
	add("generic", d.mood&generic != 0)
	add("historical", e.Historical)
	add("by somebody's account", len(e.Attribution) > 0)
	for _, side := range []struct {
		name string
		list []actor.Party
	}{{"source", e.Sources}, {"recipient", e.Recipients}} {
		if len(side.list) == 0 {
			g = append(g, "no "+side.name)
			continue
		}
		add("several "+side.name+"s", len(side.list) > 1)
		p := &side.list[0]
		at := s.Tokens[m.token].Start
		add(side.name+" in another sentence", !s.Contains(p.Span))
		add(side.name+" far off", s.Contains(p.Span) && (p.Span.End < at-60 || p.Span.Start > at+80))
		add(side.name+" behind the act", side.name == "source" && p.Span.Start > at)
		add(side.name+" before the act", side.name == "recipient" && p.Span.Start < at)
		g = append(g, side.name+" by "+string(p.Resolved))
		switch {
		case p.Actor != "":
			g = append(g, side.name+" in the tables")
		case p.Country == "":
			g = append(g, side.name+" of no country")
		}
	}
	if len(e.Sources) > 0 && len(e.Recipients) > 0 {
		x, y := &e.Sources[0], &e.Recipients[0]
		add("between countries", x.Country != "" && y.Country != "" && x.Country != y.Country)
	}
	return g
}
