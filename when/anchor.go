package when

import (
	"slices"

	"chancery/report"
	"chancery/syntax"
)

// This file reads what stands around an expression: the preposition that opens an interval, the event that the
// expression is anchored to, the other end of a range.

// anchorOf returns the word of the event that "before" or "after" (token t) is about: what the tree says when it
// points forward, else the next noun or verb.
func anchorOf(sentence *syntax.Sentence, t int, start int32) int {
	head := int(sentence.Tokens[t].Head)
	if head > t && head < len(sentence.Tokens) {
		return head
	}
	for i := t + 1; i < min(len(sentence.Tokens), t+40); i++ {
		w := &sentence.Tokens[i]
		if w.Start < int(start) {
			continue
		}
		switch w.UPOS {
		case syntax.PUNCT, syntax.SCONJ, syntax.CCONJ:
			return -1
		case syntax.NOUN, syntax.VERB:
			if w.UPOS == syntax.NOUN && i+1 < len(sentence.Tokens) && sentence.Tokens[i+1].UPOS == syntax.NOUN {
				continue
			}
			return i
		}
	}
	return -1
}

// bind applies the preposition: "since 2020" is open to the report, "before 2020" has no first day.
func (f *finder) bind(e *Expression, c *candidate) {
	i := &e.Interval
	if c.before != 0 && !f.governed(c) {
		return
	}
	if c.before == wSince && !c.owner {
		e.Since = true
	}
	if !i.Closed() || c.owner {
		return
	}
	_, today := f.report.days()
	first, last := i.First, i.Last
	switch c.before {
	case wSince:
		if !today.Known() || today.Before(first) {
			return
		}
		last = today
	case wUntil, wBy:
		first = Day{}
	case wBefore:
		if c.meaning.mod != finish {
			last = first.Add(-1)
		}
		first = Day{}
	case wAfter:
		if c.meaning.isTime() {
			return
		}
		first, last = last.Add(1), Day{}
	default:
		return
	}
	n := NewInterval(first, last, i.Basis)
	n.Span = i.Span
	*i = n
}

// governed reports whether the preposition before the expression belongs to it, and not to a noun that the
// expression is part of: "before the Nov. 3 election".
func (f *finder) governed(c *candidate) bool {
	s := &f.doc.Sentences[c.sentence]
	for t := c.first - 1; t >= 0 && t >= c.first-2; t-- {
		w := &s.Tokens[t]
		if w.UPOS != syntax.ADP && w.UPOS != syntax.SCONJ && w.UPOS != syntax.NoUPOS {
			continue
		}
		h := int(w.Head)
		return h < 0 || h <= c.last || h > c.last+3
	}
	return true
}

// joinRanges gives both ends of "from Monday to Friday" and "between May 21 and May 23" the whole range.
func (f *finder) joinRanges() {
	for i := 0; i+1 < len(f.out); i++ {
		a, b := &f.out[i], &f.out[i+1]
		c := &f.found[i]
		if c.linked == 0 || c.linked == wAnd && c.before != wBetween || c.linked != wAnd && !c.from && c.linked != wTo && c.linked != wThrough {
			continue
		}
		if a.Type != Date || b.Type != Date || !a.Interval.Closed() || !b.Interval.Known() || a.Sentence != b.Sentence {
			continue
		}
		last := b.Interval.Last
		if !last.Known() || last.Before(a.Interval.First) {
			continue
		}
		r := NewInterval(a.Interval.First, last, a.Interval.Basis)
		r.Span = report.Span{Start: a.Start, End: b.End}
		a.Interval, b.Interval = r, r
	}
}

// tieToExpressions resolves what is anchored to a word that is itself a time: "two days after June 8".
func (f *finder) tieToExpressions() {
	for i := range f.out {
		e := &f.out[i]
		if !e.Anchored || i+1 >= len(f.out) {
			continue
		}
		next := &f.out[i+1]
		if s := &f.doc.Sentences[e.Sentence]; next.Sentence == e.AnchorSentence && next.First > e.Last && next.Last < e.Anchor && int(s.Tokens[next.Head].Head) == e.Anchor && next.Interval.Closed() {
			// "three weeks before the Nov. 3 election": the election's own time is told.
			span := e.Interval.Span
			e.Interval = next.Interval.Shift(e.Shift[0], e.Shift[1])
			e.Interval.Span = span
			continue
		}
		if next.Sentence != e.AnchorSentence || e.Anchor < next.First || e.Anchor > next.Last || next.Type == Duration || f.found[i+1].owner {
			continue
		}
		e.Anchored, e.Anchor, e.AnchorSentence = false, 0, 0
		base := next.Interval
		if p, ok := f.plain(i + 1); ok {
			base = p
		}
		if base.Closed() {
			span := e.Interval.Span
			e.Interval = base.Shift(e.Shift[0], e.Shift[1])
			e.Interval.Span = span
		}
	}
}

// plain returns the interval of an expression without its preposition.
func (f *finder) plain(i int) (Interval, bool) {
	c := f.found[i]
	if c.before != wBefore && c.before != wAfter {
		return Interval{}, false
	}
	c.before = 0
	saved := *f
	e := f.resolve(&c)
	f.focus, f.quarter, f.year = saved.focus, saved.quarter, saved.year
	return e.Interval, true
}

// addSinces adds "since the war" and "since Azerbaijan regained control …", whose first day is the event's.
func (f *finder) addSinces() {
	own := len(f.out)
	for _, since := range f.sinces {
		sentence := &f.doc.Sentences[since.sentence]
		anchor, end := eventAfter(sentence, since.token)
		if anchor < 0 {
			continue
		}
		interval := Interval{Basis: Relative}
		taken := false
		for i := range f.out[:own] {
			e := &f.out[i]
			if e.Sentence != since.sentence || e.First <= since.token || e.First > end || e.Value == "" {
				continue
			}
			if e.Since {
				taken = true
			}
			if !taken && anchor >= e.First && anchor <= e.Last {
				// "since Biden's election last year", the preposition hung on the year: the event is the noun before.
				for anchor = e.First - 1; anchor > since.token && sentence.Tokens[anchor].UPOS != syntax.NOUN; anchor-- {
				}
				taken = anchor <= since.token
			}
			if e.Interval.First.Known() && (e.Type == Date || e.Type == Time) && !interval.First.Known() {
				interval.First = e.Interval.First
			}
		}
		if taken {
			continue
		}
		if interval.First.Known() {
			_, today := f.report.days()
			interval = NewInterval(interval.First, today, Relative)
		}
		e := Expression{
			Span: sentence.Words(since.token, anchor), Sentence: since.sentence,
			First: since.token, Last: anchor, Head: anchor, Since: true,
			Anchored: true, AnchorSentence: since.sentence, Anchor: anchor, Interval: interval,
		}
		e.Interval.Span = e.Span
		f.out = append(f.out, e)
	}
	if len(f.out) > own {
		slices.SortStableFunc(f.out, func(a, b Expression) int { return a.Start - b.Start })
	}
}

// eventAfter returns the word of the event that "since" (token t) is about, and the last token of what is said of it;
// -1 when it is about none: "he has since resigned".
func eventAfter(s *syntax.Sentence, t int) (anchor, end int) {
	w := &s.Tokens[t]
	anchor = int(w.Head)
	if w.UPOS == syntax.ADV || anchor <= t || s.Tokens[anchor].UPOS == syntax.ADV {
		return -1, -1
	}
	if t > 0 && (s.Tokens[t-1].UPOS == syntax.AUX || s.Tokens[t-1].Lemma == "have" || s.Tokens[t-1].Lemma == "ever") {
		return -1, -1 // an adverb whatever the tagger says
	}
	end = anchor
	for i := t + 1; i < min(len(s.Tokens), anchor+40); i++ {
		x := &s.Tokens[i]
		finite := x.XPOS == syntax.TagVBD || x.XPOS == syntax.TagVBZ || x.XPOS == syntax.TagVBP ||
			x.XPOS == syntax.TagVBN && (s.Tokens[i-1].UPOS == syntax.PROPN || s.Tokens[i-1].UPOS == syntax.PRON)
		if x.UPOS == syntax.PUNCT && (x.Form == "," || x.Form == ";" || x.Form == ".") && i > anchor {
			break
		}
		if finite && x.UPOS == syntax.VERB && i < anchor && x.Rel != syntax.AclRelcl {
			anchor = i // the tree missed the clause: "since Azerbaijan regained control …"
		} else if finite && i > anchor && s.Tokens[anchor].UPOS == syntax.NOUN {
			break
		}
		end = i
	}
	return anchor, max(end, anchor)
}
