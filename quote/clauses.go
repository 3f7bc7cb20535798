package quote

import (
	"chancery/syntax"
)

// This file finds contents that are a clause beside the cue's own.

// asClause finds the content of a cue in a clause with "as": "As Reuters reported, the talks failed", "The talks, as
// Reuters reported on Monday, failed", "As reported by Reuters, the talks failed". It reports whether it found one.
func (f *finder) asClause(t *tree, c *cue) bool {
	if c.entry.class == attitude || c.entry.takes&(takesClause|takesQuote) == 0 || len(c.content) > 0 {
		return false
	}
	s, marks := t.s, f.marks[c.sentence]
	start := c.first
	if c.source >= 0 && !c.passive {
		if c.source > c.token || !c.ownSource {
			return false
		}
		start = min(start, c.sourceFirst)
	}
	if start < 1 || lower(s.Tokens[start-1].Form) != "as" || marks[start-1] != 0 {
		return false
	}
	as := start - 1
	if as > 0 && s.Tokens[as-1].UPOS != syntax.PUNCT && s.Tokens[as-1].UPOS != syntax.CCONJ && s.Tokens[as-1].UPOS != syntax.SCONJ {
		return false // "the same as he said"
	}
	it := c.last+1 < len(s.Tokens) && s.Tokens[c.last+1].Form == "it"
	if behind := c.from > c.last && s.Tokens[c.from-1].Form == ","; !c.passive && (c.frame != 0 && !behind && !(it && c.frame == takesObject) || !it && c.entry.takes&takesClause == 0) {
		return false // "as he said that …", "as he called for calm"
	}
	if c.passive {
		c.first = as
	}
	if it {
		c.last++ // "as Macron put it"
	}
	end := max(c.last, c.sourceTo) + 1
	for end < len(s.Tokens) && s.Tokens[end].Form != "," && marks[end] == 0 && end < c.last+25 {
		end++
	}
	before := false
	for k := as - 1; k >= 0; k-- {
		if u := s.Tokens[k].UPOS; u == syntax.VERB || u == syntax.AUX {
			before = true
			break
		}
	}
	if quoted := end; quoted < len(s.Tokens) {
		if s.Tokens[quoted].UPOS == syntax.PUNCT && marks[quoted] == 0 {
			quoted++
		}
		if quoted < len(s.Tokens) && marks[quoted] != 0 && f.at[marks[quoted]-1].firstToken == quoted && f.standsLast(int(marks[quoted])-1) {
			c.frame, c.from, c.to = 0, -1, -1
			return false // "As Macron put it, “…”": direct speech
		}
	}
	from, to := end+1, len(s.Tokens)-1
	if end >= len(s.Tokens) || s.Tokens[end].Form != "," {
		from = to + 1
	}
	from, to = t.trimPunct(from, to)
	first, last := t.trimPunct(f.dateline(c.sentence), as-1)
	for first <= last && first < as && (s.Tokens[first].UPOS == syntax.CCONJ || s.Tokens[first].UPOS == syntax.PUNCT) {
		first++
	}
	switch {
	case first > last:
		before = false
	case from <= to && (s.Tokens[from].UPOS == syntax.AUX || s.Tokens[from].UPOS == syntax.VERB && s.Tokens[from].XPOS != syntax.TagVBG):
		before = true // "the result, as he explained, was …"
	case before:
		from, to = 1, 0
	}
	c.content = c.content[:0]
	if before {
		c.content = append(c.content, f.words(c.sentence, first, last))
		c.before = last
	}
	if from <= to {
		c.content = append(c.content, f.words(c.sentence, from, to))
	}
	if len(c.content) == 0 {
		return false
	}
	c.frame, c.from, c.to = takesClause, -1, -1
	c.patient = -1
	if from <= to {
		c.from, c.to = from, to
	}
	return true
}

// standsLast reports whether nothing but punctuation follows a stretch in its sentence.
func (f *finder) standsLast(q int) bool {
	p := &f.at[q]
	s := &f.doc.Sentences[p.lastSentence]
	for k := p.lastToken + 1; k < len(s.Tokens); k++ {
		if s.Tokens[k].UPOS != syntax.PUNCT {
			return false
		}
	}
	return true
}

// relativeGap finds the content that runs around a cue in a relative clause: "the vote, which she has said was a
// mistake", "countries that he said had sent troops". The verb of what is said follows the cue at once.
func (f *finder) relativeGap(t *tree, c *cue) bool {
	s, marks := t.s, f.marks[c.sentence]
	if c.entry.takes&takesBare == 0 || !c.ownSource || c.source < 0 || c.source > c.token || c.passive || len(c.content) > 0 {
		return false
	}
	k, start := c.last+1, min(c.first, c.sourceFirst)
	if k >= len(s.Tokens) || start < 1 || marks[k] != 0 || marks[start-1] != 0 {
		return false
	}
	switch next := &s.Tokens[k]; {
	case next.UPOS == syntax.AUX && next.XPOS != syntax.TagVB, next.XPOS == syntax.TagVBZ, next.XPOS == syntax.TagVBD, next.XPOS == syntax.TagVBP:
	default:
		return false
	}
	relative := &s.Tokens[start-1]
	switch lower(relative.Form) {
	case "which", "that", "who", "whom":
	default:
		return false
	}
	to := k
	for to+1 < len(s.Tokens) && s.Tokens[to+1].Form != ";" && !(s.Tokens[to+1].Form == "," && start > 1 && s.Tokens[start-2].Form == ",") {
		to++
	}
	if h := int(s.Tokens[c.token].Head); h >= 0 && s.Tokens[c.token].Rel == syntax.AclRelcl && int(t.top[c.token]) > k {
		to = min(to, int(t.top[c.token]))
	}
	from, to := t.trimPunct(k, to)
	if from > to {
		return false
	}
	c.frame, c.from, c.to = takesClause, from, to
	c.content = append(c.content, f.words(c.sentence, start-1, start-1), f.words(c.sentence, from, to))
	return true
}
