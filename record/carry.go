package record

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"chancery/event"
	"chancery/occurrence"
	"chancery/reading"
	"chancery/report"
)

// A revised report gets new events, for their identities are made from its text. What people decided about the events
// of the older text must not be lost by that: where the words of such an event still stand in the newer text, what was
// decided is carried over to it. Where they do not, it stays behind with the older text.

// carried is what people decided about an event, as it stands in the newer text.
type carried struct {
	event    event.Event
	byHand   string
	verdict  string
	member   *occurrence.Join // when somebody decided where it belongs, too
	belongs  string           // that occurrence
	position int              // in the newer reading; -1 when it is not found there
}

// carryOver finds what of the events that are gone with an older text is to be carried over to a newer reading.
func (w *writer) carryOver(ctx context.Context, gone []storedEvent, r *reading.Reading) ([]carried, error) {
	var out []carried
	for i := range gone {
		old := &gone[i]
		join, belongs, err := w.decidedMember(ctx, old.event.ID)
		if err != nil {
			return nil, err
		}
		if old.byHand == "" && old.verdict == "" && join == nil {
			continue
		}
		// As it was before anybody corrected it: from that its identity is made.
		first, err := w.decoded(ctx, old, `SELECT body FROM events WHERE id = ?1 AND ?2 > 0 ORDER BY n LIMIT 1`)
		if err != nil {
			return nil, err
		}
		last, err := w.decoded(ctx, old, `SELECT body FROM events WHERE id = ?1 AND n = ?2`)
		if err != nil {
			return nil, err
		}
		c := carried{event: last, byHand: old.byHand, verdict: old.verdict, member: join, belongs: belongs}
		m := mover{from: old.report.report.Text, to: r.Report.Text}
		if !m.move(&c.event) || !m.move(&first) {
			continue
		}
		c.event.Sentence = sentenceOf(r.Sentences, c.event.Evidence[0])
		c.event.ID = reading.EventID(&r.Report, &first)
		c.position = slices.IndexFunc(r.Events, func(e event.Event) bool { return e.ID == c.event.ID })
		if c.position >= 0 && c.byHand == "" {
			c.event = r.Events[c.position] // it was not corrected: as it is read now
		}
		out = append(out, c)
	}
	return out, nil
}

// decidedMember gives where somebody put an event; nil when nobody did.
func (w *writer) decidedMember(ctx context.Context, id string) (join *occurrence.Join, belongs string, err error) {
	err = each(ctx, w, func(rows *sql.Rows) error {
		join = new(occurrence.Join)
		var reasons string
		err := rows.Scan(&belongs, &join.Score, &reasons, &join.By)
		join.Reasons = splitLines(reasons)
		return err
	}, `SELECT occurrence, score, reasons, author FROM members WHERE event = ? AND until IS NULL AND author <> '`+Machine+`'`, id)
	return join, belongs, err
}

// decoded gives an event of its own, whose spans may be moved, from the row that a query of its identity and number
// gives.
func (w *writer) decoded(ctx context.Context, old *storedEvent, query string) (event.Event, error) {
	var body []byte
	if err := w.row(ctx, query, old.event.ID, old.previous).Scan(&body); err != nil {
		return event.Event{}, fmt.Errorf("event %s: %w", old.event.ID, err)
	}
	e, _, err := reading.DecodeEvent(body, old.report.report.Text)
	return e, damaged(err)
}

// sentenceOf is the sentence in which a span begins.
func sentenceOf(sentences []report.Span, s report.Span) int {
	for i := range sentences {
		if s.Start < sentences[i].End {
			return i
		}
	}
	return max(0, len(sentences)-1)
}

// mover moves spans from one text to another that is nearly the same.
type mover struct{ from, to string }

// around is how many bytes beside a span tell it from others with the same words.
const around = 24

// move moves all spans of an event, and reports whether all its words stand in the newer text.
func (m *mover) move(e *event.Event) bool {
	// What the two have in common at the beginning and at the end moves as it stands; what lies between is looked for.
	most := min(len(m.from), len(m.to))
	prefix, suffix := 0, 0
	for prefix < most && m.from[prefix] == m.to[prefix] {
		prefix++
	}
	for suffix < most-prefix && m.from[len(m.from)-1-suffix] == m.to[len(m.to)-1-suffix] {
		suffix++
	}
	found := true
	eachSpan(e, func(_ string, s *report.Span) {
		switch {
		case s.End <= prefix:
		case s.Start >= len(m.from)-suffix:
			s.Start, s.End = s.Start+len(m.to)-len(m.from), s.End+len(m.to)-len(m.from)
		default:
			before := max(0, s.Start-around)
			context := m.from[before:min(len(m.from), s.End+around)]
			at := strings.Index(m.to, context)
			if at < 0 || strings.LastIndex(m.to, context) != at {
				found = false
				return
			}
			*s = report.Span{Start: at + s.Start - before, End: at + s.End - before}
		}
	})
	return found
}

// applyCarried puts what is carried over into the newer reading, and leaves out what would stand beside it. It gives
// the decisions by the identities of their events.
func applyCarried(all []carried, item *Item) (map[string]*carried, error) {
	if len(all) == 0 {
		return nil, nil
	}
	p := *item.prepared // the caller's stays as it is
	item.prepared = &p
	r := &item.Reading
	decided := make(map[string]*carried, len(all))
	events, ready := slices.Clone(r.Events), slices.Clone(p.events)
	for i := range all {
		c := &all[i]
		decided[c.event.ID] = c
		body, err := prepareEvent(&r.Report, &c.event, r.Versions.Codebook)
		if err != nil {
			return nil, err
		}
		switch {
		case c.position < 0:
			events, ready = append(events, c.event), append(ready, body)
		case c.byHand != "":
			events[c.position], ready[c.position] = c.event, body
		}
	}
	r.Events, p.events = nil, nil
	for i := range events {
		beside := func(c carried) bool { return (c.byHand != "" || c.verdict != "") && overlap(&c.event, &events[i]) }
		if decided[events[i].ID] == nil && slices.ContainsFunc(all, beside) {
			continue
		}
		r.Events, p.events = append(r.Events, events[i]), append(p.events, ready[i])
	}
	return decided, nil
}

// placeCarried puts events where somebody had put them.
func (w *writer) placeCarried(ctx context.Context, all []carried) error {
	for i := range all {
		if c := &all[i]; c.member != nil {
			if _, err := w.putMember(ctx, c.event.ID, c.belongs, *c.member); err != nil {
				return err
			}
		}
	}
	return nil
}
