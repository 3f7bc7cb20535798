package record

import (
	"fmt"
	"unicode/utf8"

	"chancery/actor"
	"chancery/event"
	"chancery/quote"
	"chancery/reading"
	"chancery/report"
)

// checkSpans makes sure that every span of an event, which somebody may have written, lies in the text and cuts no
// character in two. The error is reading.ErrSpan.
func checkSpans(e *event.Event, text string) error {
	c := spanChecker{text: text}
	c.parties("sources", e.Sources)
	c.parties("recipients", e.Recipients)
	c.party("speaker", e.Speaker)
	c.party("mechanism", e.Mechanism)
	c.voices(e.Attribution)
	c.content("content", e.Content)
	c.content("condition", e.Condition)
	c.span("time", e.Time.Span)
	if e.Place != nil {
		c.span("place", e.Place.Span)
	}
	if k := e.Casualties; k != nil {
		c.count("killed", k.Killed)
		c.count("injured", k.Injured)
		for _, g := range k.Groups {
			c.span("casualties", g.Span)
			c.count("killed", g.Killed)
			c.count("injured", g.Injured)
		}
	}
	for _, s := range e.Evidence {
		c.span("evidence", s)
	}
	if len(e.Evidence) == 0 && c.err == nil {
		return fmt.Errorf("%w: an event without evidence", reading.ErrSpan)
	}
	return c.err
}

// spanChecker keeps the first span that is wrong.
type spanChecker struct {
	text string
	err  error
}

func (c *spanChecker) span(field string, s report.Span) {
	if s == (report.Span{}) || c.err != nil {
		return
	}
	inside := s.Start >= 0 && s.Start <= s.End && s.End <= len(c.text)
	if !inside || !c.boundary(s.Start) || !c.boundary(s.End) {
		c.err = fmt.Errorf("%w: %s: bytes %d to %d of %d", reading.ErrSpan, field, s.Start, s.End, len(c.text))
	}
}

func (c *spanChecker) boundary(i int) bool { return i == len(c.text) || utf8.RuneStart(c.text[i]) }

func (c *spanChecker) party(field string, p *actor.Party) {
	if p != nil {
		c.span(field, p.Span)
	}
}

func (c *spanChecker) parties(field string, ps []actor.Party) {
	for i := range ps {
		c.span(field, ps[i].Span)
	}
}

func (c *spanChecker) voices(vs []quote.Voice) {
	for i := range vs {
		c.span("attribution", vs[i].Span)
	}
}

func (c *spanChecker) count(field string, n *event.Count) {
	if n != nil {
		c.span(field, n.Span)
	}
}

func (c *spanChecker) content(field string, act *event.Content) {
	for ; act != nil; act = act.Content {
		c.span(field, act.Span)
		c.parties(field, act.Sources)
		c.parties(field, act.Recipients)
	}
}
