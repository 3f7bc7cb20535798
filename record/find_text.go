package record

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"chancery/event"
	"chancery/query"
	"chancery/report"
)

// textOf is the text in which the words of a query must stand for a row to be found.
type textOf struct {
	report  string
	regions []report.Span // of the report's text: a phrase stands within one
	title   string        // of reports: looked through, too
}

// textOfRow gives the text of a row: of an event the sentences that it was read from, of a quotation its words, of a
// report the whole with its title.
func (f *finder) textOfRow(ctx context.Context, n int64) (textOf, error) {
	if t, ok := f.texts[n]; ok {
		return t, nil
	}
	t, err := f.readText(ctx, n)
	if err != nil {
		return t, fmt.Errorf("the text of number %d of %s: %w", n, f.shelf.table(), err)
	}
	if f.texts == nil || len(f.texts) > 1000 {
		f.texts = map[int64]textOf{}
	}
	f.texts[n] = t
	return t, nil
}

// textOfHit gives the text of a row whose event was read already.
func (f *finder) textOfHit(ctx context.Context, h *Hit, n int64) (textOf, error) {
	if h.Event == nil {
		return f.textOfRow(ctx, n)
	}
	if t, ok := f.texts[n]; ok {
		return t, nil
	}
	var packed []byte
	err := f.source.row(ctx, `SELECT sentences FROM readings WHERE report = (SELECT report FROM events WHERE n = ?1)
		AND since <= ?2 AND (until IS NULL OR until > ?2) ORDER BY n DESC LIMIT 1`, n, f.change).Scan(&packed)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return textOf{}, fmt.Errorf("the sentences of %s: %w", h.Event.Event.ID, err)
	}
	sentences, err := decodeSpans(packed)
	if err != nil {
		return textOf{}, damaged(err)
	}
	return textOf{report: h.Report.Text, regions: eventSentences(sentences, &h.Event.Event)}, nil
}

func (f *finder) readText(ctx context.Context, n int64) (textOf, error) {
	var t textOf
	switch f.shelf {
	case onReports:
		err := f.source.row(ctx, `SELECT title, text FROM reports WHERE n = ?`, n).Scan(&t.title, &t.report)
		t.regions = []report.Span{{Start: 0, End: len(t.report)}}
		return t, err
	case onQuotations:
		var body []byte
		err := f.source.row(ctx, `SELECT q.body, r.text FROM quotations q JOIN reports r ON r.n = q.report WHERE q.n = ?`, n).Scan(&body, &t.report)
		if err != nil {
			return t, err
		}
		_, t.regions, err = spansIn(body, t.report)
		return t, err
	}
	var body, packed []byte
	err := f.source.row(ctx, `SELECT e.body, r.text, coalesce((SELECT s.sentences FROM readings s
			WHERE s.report = e.report AND s.since <= ?2 AND (s.until IS NULL OR s.until > ?2) ORDER BY s.n DESC LIMIT 1), x'')
		FROM events e JOIN reports r ON r.n = e.report WHERE e.n = ?1`, n, f.change).Scan(&body, &t.report, &packed)
	if err != nil {
		return t, err
	}
	var e event.Event
	if e.Evidence, _, err = spansIn(body, t.report); err != nil {
		return t, err
	}
	sentences, err := decodeSpans(packed)
	if err != nil {
		return t, damaged(err)
	}
	t.regions = eventSentences(sentences, &e)
	return t, nil
}

// spansIn reads the evidence of an event, or the content of a quotation, and nothing else of it: many are looked
// through for a phrase.
func spansIn(body []byte, text string) (evidence, content []report.Span, err error) {
	type span struct{ Start, End int }
	var spans struct{ Evidence, Content json.RawMessage }
	if err := json.Unmarshal(body, &spans); err != nil {
		return nil, nil, damaged(err)
	}
	read := func(data []byte) (out []report.Span, err error) {
		if len(data) == 0 || data[0] != '[' {
			return nil, nil // the content of an event is an object: what is offered or asked
		}
		var list []span
		if err := json.Unmarshal(data, &list); err != nil {
			return nil, damaged(err)
		}
		for _, s := range list {
			if s.Start < 0 || s.End < s.Start || s.End > len(text) {
				return nil, fmt.Errorf("%w: words outside of their report", ErrDamaged)
			}
			out = append(out, report.Span(s))
		}
		return out, nil
	}
	if evidence, err = read(spans.Evidence); err == nil {
		content, err = read(spans.Content)
	}
	return evidence, content, err
}

// has tells whether a phrase stands in the text.
func (t *textOf) has(p query.Phrase) bool {
	var buf [][2]int
	for _, s := range t.regions {
		if len(p.In(buf, query.WordsOf(nil, s.In(t.report)))) > 0 {
			return true
		}
	}
	return t.title != "" && len(p.In(buf, query.WordsOf(nil, t.title))) > 0
}

// holds tells whether a row is found, where the sets leave it open.
func (f *finder) holds(ctx context.Context, p *plan, n int64) (bool, error) {
	switch p.how {
	case allOf:
		// What the sets tell is asked first: texts cost more.
		for _, part := range p.parts {
			if !part.open() {
				if ok, err := f.holds(ctx, part, n); !ok || err != nil {
					return ok, err
				}
			}
		}
		for _, part := range p.parts {
			if part.open() {
				if ok, err := f.holds(ctx, part, n); !ok || err != nil {
					return ok, err
				}
			}
		}
		return true, nil
	case anyOf:
		for _, part := range p.parts {
			if ok, err := f.holds(ctx, part, n); ok || err != nil {
				return ok, err
			}
		}
		return false, nil
	case noneOf:
		ok, err := f.holds(ctx, p.parts[0], n)
		return !ok, err
	case isRow, compares:
		return p.rows.has(n), nil
	case hasTerms, hasText:
		for i := range p.groups {
			if !p.groups[i].rows.has(n) {
				return false, nil
			}
		}
		if p.how == hasTerms {
			return true, nil
		}
		t, err := f.textOfRow(ctx, n)
		if errors.Is(err, sql.ErrNoRows) {
			return false, fmt.Errorf("%w: a row of the index is missing", ErrDamaged)
		}
		return err == nil && t.has(p.phrase), err
	}
	return false, nil
}

// open tells whether a plan needs texts.
func (p *plan) open() bool {
	if p.how == hasText {
		return true
	}
	for _, part := range p.parts {
		if part.open() {
			return true
		}
	}
	return false
}

// phrases gives what a query looks for in texts, but for what it excludes.
func phrases(q *query.Query) (out []query.Phrase) {
	q.Walk(func(n query.Node, negated bool) {
		if negated {
			return
		}
		switch n := n.(type) {
		case *query.Words:
			out = append(out, query.PhraseOf(n.Text, n.Literal))
		case *query.Match:
			for i := range n.Values {
				for j := range n.Values[i].Tests {
					if t := &n.Values[i].Tests[j]; t.Look == query.Text {
						out = append(out, t.Phrase)
					}
				}
			}
		}
	})
	return out
}

// marks gives where the phrases stand in a text.
func (t *textOf) marks(phrases []query.Phrase) (out []report.Span) {
	for _, s := range t.regions {
		words := query.WordsOf(nil, s.In(t.report))
		for _, p := range phrases {
			for _, at := range p.In(nil, words) {
				out = append(out, report.Span{Start: s.Start + words[at[0]].Start, End: s.Start + words[at[1]].End})
			}
		}
	}
	return sortedSpans(out)
}
