package event

import (
	"chancery/report"
	"chancery/syntax"
)

// evidence returns the words of an outcome.
func (o *outcome) evidence() []report.Span {
	if len(o.spans) > 0 {
		return o.spans
	}
	return []report.Span{o.content.Span}
}

// evidenceCore is the span of an operator's own words, without its content.
func (c *coding) evidenceCore(i int) report.Span {
	m := &c.matches[i]
	first, last := min(int(m.token), int(m.carrier)), max(int(m.token), int(m.carrier))
	for k := range m.frame.slots {
		if t := int(m.fill[k].token); t >= 0 && m.frame.slots[k].role != ContentRole {
			f, l := c.phraseExtent(t)
			if l >= first-40 && f <= last+40 {
				first, last = min(first, f), max(last, l)
			}
		}
	}
	return c.s.Words(first, last)
}

// evidence is the span from the first to the last of a match's words: predicate, carrier, arguments and what is told in its content.
func (c *coding) evidence(i int) report.Span {
	first, last := c.evidenceTokens(i, 0)
	return c.s.Words(first, last)
}

func (c *coding) evidenceTokens(i, depth int) (first, last int) {
	m := &c.matches[i]
	first, last = min(int(m.token), int(m.carrier)), max(int(m.token), int(m.carrier))
	for k := range m.frame.slots {
		t := int(m.fill[k].token)
		if t < 0 {
			continue
		}
		if h := c.s.Tokens[t].Head; m.frame.slots[k].kind == subjectSlot && h != m.token && h != m.carrier && int(c.s.Tokens[m.token].Head) != t {
			continue // a subject shared with another clause
		}
		f, l := c.phraseExtent(t)
		// An argument far away, as the subject of a joined verb is, would take in what lies between.
		if l < first-40 || f > last+40 {
			continue
		}
		first, last = min(first, f), max(last, l)
		if o := c.w[t].match; o >= 0 && int(o) != i && depth < 6 && m.frame.slots[k].role == ContentRole {
			f, l = c.evidenceTokens(int(o), depth+1)
			first, last = min(first, f), max(last, l)
		}
	}
	return first, last
}

// phraseExtent is a noun phrase without the clauses that hang on it.
func (c *coding) phraseExtent(t int) (first, last int) {
	first, last = t, t
	for d := c.s.First(t); d >= 0; d = c.s.Next(d) {
		switch c.s.Tokens[d].Rel {
		case syntax.Det, syntax.Amod, syntax.Compound, syntax.Nummod, syntax.NmodPoss, syntax.Flat, syntax.Fixed, syntax.NmodDesc, syntax.Case, syntax.Mark, syntax.Aux, syntax.Cop, syntax.CompoundPrt, syntax.NmodUnmarked, syntax.Advmod:
			f, l := c.s.Subtree(d)
			first, last = min(first, f), max(last, l)
		case syntax.Nmod, syntax.Obj, syntax.Obl:
			if d > t {
				f, l := c.phraseExtent(d)
				first, last = min(first, f), max(last, l)
			}
		case syntax.Conj:
			if c.s.Tokens[d].UPOS != syntax.VERB {
				f, l := c.phraseExtent(d)
				first, last = min(first, f), max(last, l)
			}
		}
	}
	return first, last
}

// phraseSpan is the span of a noun phrase without the clauses that hang on it.
func (c *coding) phraseSpan(t int) report.Span {
	first, last := c.phraseExtent(t)
	return c.s.Words(first, last)
}
