package record

import (
	"fmt"
	"unicode/utf8"

	"chancery/actor"
	"chancery/event"
	"chancery/reading"
	"chancery/report"
)

// checkSpans makes sure that every span of an event, which somebody may have written, lies in the text and cuts no
// character in two. The error is reading.ErrSpan.
func checkSpans(e *event.Event, text string) error {
	if len(e.Evidence) == 0 {
		return fmt.Errorf("%w: an event without evidence", reading.ErrSpan)
	}
	var err error
	boundary := func(i int) bool { return i == len(text) || utf8.RuneStart(text[i]) }
	eachSpan(e, func(field string, s *report.Span) {
		inside := s.Start >= 0 && s.Start <= s.End && s.End <= len(text)
		if err == nil && (!inside || !boundary(s.Start) || !boundary(s.End)) {
			err = fmt.Errorf("%w: %s: bytes %d to %d of %d", reading.ErrSpan, field, s.Start, s.End, len(text))
		}
	})
	return err
}

// eachSpan visits the spans of an event that are not empty, with the field that they are of. What it visits may be
// changed.
func eachSpan(e *event.Event, visit func(field string, s *report.Span)) {
	span := func(field string, s *report.Span) {
		if *s != (report.Span{}) {
			visit(field, s)
		}
	}
	parties := func(field string, ps []actor.Party) {
		for i := range ps {
			span(field, &ps[i].Span)
		}
	}
	content := func(field string, act *event.Content) {
		for ; act != nil; act = act.Content {
			span(field, &act.Span)
			parties(field, act.Sources)
			parties(field, act.Recipients)
		}
	}
	counts := func(killed, injured *event.Count) {
		for _, c := range [2]*event.Count{killed, injured} {
			if c != nil {
				span("casualties", &c.Span)
			}
		}
	}
	parties("sources", e.Sources)
	parties("recipients", e.Recipients)
	if e.Speaker != nil {
		span("speaker", &e.Speaker.Span)
	}
	if e.Mechanism != nil {
		span("mechanism", &e.Mechanism.Span)
	}
	for i := range e.Attribution {
		span("attribution", &e.Attribution[i].Span)
	}
	content("content", e.Content)
	content("condition", e.Condition)
	span("time", &e.Time.Span)
	if e.Place != nil {
		span("place", &e.Place.Span)
	}
	if c := e.Casualties; c != nil {
		counts(c.Killed, c.Injured)
		for i := range c.Groups {
			span("casualties", &c.Groups[i].Span)
			counts(c.Groups[i].Killed, c.Groups[i].Injured)
		}
	}
	for i := range e.Evidence {
		span("evidence", &e.Evidence[i])
	}
}
