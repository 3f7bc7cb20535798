package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/report"
	"chancery/syntax"
)

// attach gives each stretch the cue that introduces or follows it, if one does.
func (f *finder) attach() {
	for q := range f.stretches {
		if q > 0 && f.stretches[q-1].runsOn {
			continue
		}
		after := f.cueAfterBySurface(q)
		if after < 0 {
			after = f.cueAfter(q)
		}
		before := f.cueBefore(q)
		if after >= 0 && before >= 0 {
			// "he said: “We are ready,” adding …" against "“We are ready,” she said": the comma inside points on.
			if !f.pointsOn(q) {
				after = -1
			}
		}
		switch {
		case after >= 0:
			f.give(q, after)
		case before >= 0:
			f.give(q, before)
		default:
			if colon := f.colonCue(q); colon >= 0 {
				f.give(q, colon)
			}
		}
	}
}

func (f *finder) give(q, c int) {
	f.owner[q] = c
	f.cues[c].stretches = append(f.cues[c].stretches, q)
}

// pointsOn reports whether the words of a stretch end as they do before "he said".
func (f *finder) pointsOn(q int) bool {
	in := f.stretches[q].inner
	// "“‘We go,’” he said": the marks of words quoted within the quotation close first.
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(f.doc.Text[in.Start:in.End], "’'\"” "))
	return r == ',' || r == '?' || r == '!' || r == '—' || r == '-' || r == '–'
}

// cueAfter returns the cue that follows a stretch: "“…,” Biden said", "“…,” said Biden".
func (f *finder) cueAfter(q int) int {
	p := &f.at[q]
	for q+1 < len(f.stretches) && f.stretches[q].runsOn {
		q++
		p = &f.at[q]
	}
	i, k := p.lastSentence, p.lastToken+1
	split := false
	if k >= len(f.doc.Sentences[i].Tokens) {
		// The sentence splitter cut between the closing mark and "he said".
		i, k, split = i+1, 0, true
		if i >= len(f.doc.Sentences) || f.paraOf[i] != f.paraOf[i-1] {
			return -1
		}
		if !f.pointsOn(q) {
			return f.bareCue(i)
		}
	}
	s := &f.doc.Sentences[i]
	in := f.stretches[q].inner
	ending, _ := utf8.DecodeLastRuneInString(f.doc.Text[in.Start:in.End])
	if (ending == '.' || ending == '…') && !split {
		r, _ := utf8.DecodeRuneInString(s.Tokens[k].Form)
		if unicode.IsUpper(r) && s.Tokens[k].UPOS == syntax.PRON {
			return -1
		}
	}
	from, to := f.cuesIn(i)
	for n := from; n < to; n++ {
		c := &f.cues[n]
		if c.token < k || c.entry.takes&takesQuote == 0 || c.noun {
			continue
		}
		if c.source < 0 && !(c.token == k || c.token == k+1) {
			return -1
		}
		if c.frame == takesClause && c.before < 0 && c.from > c.token && !f.anyStretch(i, c.from, c.to) && !c.inverted && s.Tokens[c.from].Form == "that" {
			return -1 // "“…” is what he said that …"
		}
		t := f.treeFor(i)
		if f.scare(q) && !f.pointsOn(q) && (k >= c.first || s.Tokens[k].UPOS != syntax.PUNCT) {
			return -1
		}
		for g := k; g < c.first; g++ {
			tok := &s.Tokens[g]
			if f.marks[i][g] != 0 || tok.UPOS == syntax.CCONJ && g < c.sourceFirst {
				return -1
			}
			if tok.UPOS == syntax.PUNCT {
				if g > k && (tok.Form == "." || tok.Form == ";" || tok.Form == ":") {
					return -1
				}
				continue
			}
			if c.source >= 0 && g >= c.sourceFirst && g <= c.sourceTo {
				continue
			}
			if c.first-g < 25 && t.below(g, c.token) {
				// An adjunct of the cue: "“…,” the minister, speaking in Baku, said".
				if d := t.childUnder(g, c.token); d >= 0 && s.Tokens[d].Rel != syntax.Ccomp && s.Tokens[d].Rel != syntax.Conj && s.Tokens[d].Rel != syntax.Csubj &&
					int(t.low[d]) >= k {
					continue
				}
			}
			return -1
		}
		if c.entry == &accordingEntry || c.entry == &headlineEntry {
			if !f.coversClause(q, i, k) {
				return -1
			}
		}
		return n
	}
	return -1
}

// bareCue returns the cue of a sentence that is nothing but a cue and its source: "“We agreed.” Trump said."; -1 when
// there is more to it.
func (f *finder) bareCue(i int) int {
	from, to := f.cuesIn(i)
	if to-from != 1 {
		return -1
	}
	c := &f.cues[from]
	if c.frame != 0 || len(c.content) > 0 || c.noun || !c.ownSource || c.source < 0 || c.entry.class != speech || c.entry.takes&(takesQuote|takesClause) != takesQuote|takesClause ||
		min(c.first, c.sourceFirst) != 0 {
		return -1
	}
	s := &f.doc.Sentences[i]
	for k := max(c.last, c.sourceTo) + 1; k < len(s.Tokens); k++ {
		if f.marks[i][k] != 0 || s.Tokens[k].UPOS == syntax.VERB || s.Tokens[k].Form == ":" {
			return -1
		}
	}
	return from
}

// cueAfterBySurface finds the cue after a stretch without the tree, which often grows across the closing mark: between
// the comma in the stretch and a finite verb of saying there is only the source.
// "“So why did nobody ask?” a narrator in the film asks."
func (f *finder) cueAfterBySurface(q int) int {
	for q+1 < len(f.stretches) && f.stretches[q].runsOn {
		q++
	}
	if !f.pointsOn(q) {
		return -1
	}
	i, k := f.at[q].lastSentence, f.at[q].lastToken+1
	if k >= len(f.doc.Sentences[i].Tokens) {
		i, k = i+1, 0
		if i >= len(f.doc.Sentences) || f.paraOf[i] != f.paraOf[i-1] {
			return -1
		}
	}
	s, marks := &f.doc.Sentences[i], f.marks[i]
	for k < len(s.Tokens) && s.Tokens[k].UPOS == syntax.PUNCT && marks[k] == 0 {
		k++
	}
	v, relative := -1, false
	var e *entry
	for j := k; j < len(s.Tokens) && j < k+50; j++ {
		tok := &s.Tokens[j]
		if marks[j] != 0 {
			if f.scare(int(marks[j])-1) && j > k {
				continue // a nickname
			}
			return -1
		}
		switch form := lower(tok.Form); {
		case form == "who" || form == "which" || form == "whose" || form == "that":
			relative = true
			continue
		case tok.Form == ",":
			relative = false
			continue
		case tok.Form == "." || tok.Form == ";" || tok.Form == ":" || tok.UPOS == syntax.CCONJ && j == k || tok.UPOS == syntax.SCONJ:
			return -1
		}
		if found := saying(tok); found != nil && j > k && (tok.UPOS == syntax.VERB || j+1 == len(s.Tokens) || s.Tokens[j+1].UPOS == syntax.PUNCT) && !(relative && j+1 < len(s.Tokens) && s.Tokens[j+1].UPOS != syntax.PUNCT) {
			v, e = j, found
			break
		}
		if j > k && !relative && tok.XPOS == syntax.TagVBD && tok.UPOS == syntax.VERB && j > 0 && isNominal(&s.Tokens[j-1]) && (j+1 == len(s.Tokens) || s.Tokens[j+1].Form == "." || s.Tokens[j+1].Form == ",") {
			if !commaBetween(s, k, j) {
				v, e = j, &tellingEntry // "“…,” an angry minister retaliated."
				break
			}
		}
		if (tok.XPOS == syntax.TagVBD || tok.XPOS == syntax.TagVBZ || tok.XPOS == syntax.TagVBP) && tok.UPOS == syntax.VERB && !relative {
			return -1
		}
	}
	if v < 0 {
		return -1
	}
	t := f.treeFor(i)
	first, last := k, v-1
	for last >= first && (s.Tokens[last].UPOS == syntax.AUX || s.Tokens[last].UPOS == syntax.ADV) {
		last--
	}
	cueFirst := last + 1
	for cueFirst < v && s.Tokens[cueFirst].UPOS == syntax.PUNCT {
		cueFirst++
	}
	first, last = t.trimPunct(first, last)
	if first > last {
		return -1
	}
	head := -1
	for j := first; j <= last; j++ {
		u := s.Tokens[j].UPOS
		if u == syntax.ADP && head < 0 {
			return -1
		}
		if head >= 0 && (u == syntax.PUNCT && s.Tokens[j].Form != "-" || u == syntax.ADP || u == syntax.VERB) {
			break
		}
		if isNominal(&s.Tokens[j]) && u != syntax.DET {
			head = j
		}
	}
	if head < 0 && s.Tokens[last].UPOS == syntax.ADJ {
		head = last // "“…,” the editorial read": a noun taken for an adjective
	}
	if head < 0 || isTime(&s.Tokens[head]) {
		return -1
	}
	from, to := f.cuesIn(i)
	n := from
	for n < to && f.cues[n].token != v {
		n++
	}
	if n == to {
		f.cues = append(f.cues, cue{sentence: i, token: v, last: v, entry: e, from: -1, to: -1, before: -1, relayed: -1, patient: -1})
		n = len(f.cues) - 1
	}
	c := &f.cues[n]
	if n >= to || c.first > cueFirst {
		c.first = cueFirst
	}
	if c.frame == takesObject || c.frame == takesAs {
		c.frame, c.from, c.to = 0, -1, -1
	}
	if n < to && c.source >= first && c.source <= last {
		head = c.source
	}
	c.source, c.sourceFirst, c.sourceTo, c.ownSource, c.passive, c.inverted = head, first, last, true, false, false
	t.narrow(c)
	return n
}

// commaBetween reports whether a comma stands between two tokens.
func commaBetween(s *syntax.Sentence, from, to int) bool {
	for k := from; k < to; k++ {
		if s.Tokens[k].Form == "," {
			return true
		}
	}
	return false
}

// saying returns the entry of a finite verb of saying, also of one that was read as a noun: "a narrator asks".
func saying(tok *syntax.Token) *entry {
	var e *entry
	switch tok.XPOS {
	case syntax.TagVBD, syntax.TagVBZ, syntax.TagVBP, syntax.TagVBN:
		e = cues.verb(tok.Lemma)
	case syntax.TagNNS:
		if n := len(tok.Form); n > 3 && tok.Form[n-1] == 's' {
			e = cues.verbs[lower(tok.Form[:n-1])]
		}
	case syntax.TagNN:
		if tok.Form == "read" {
			e = cues.verbs[tok.Form] // "“…,” the editorial read."
		}
	}
	if e == nil || e.class != speech || e.takes&takesQuote == 0 || e.takes&takesClause == 0 && e != cues.verbs["read"] {
		return nil
	}
	return e
}

// coversClause reports whether a stretch begins the sentence that its cue ends.
func (f *finder) coversClause(q, i, k int) bool {
	p := &f.at[q]
	return p.firstSentence < i || p.firstToken == 0
}

func (f *finder) anyStretch(i, from, to int) bool {
	for k := from; k <= to && k < len(f.marks[i]); k++ {
		if f.marks[i][k] != 0 {
			return true
		}
	}
	return false
}

// cueBefore returns the cue that introduces a stretch: "Biden said: “…”", "told reporters “…”".
func (f *finder) cueBefore(q int) int {
	p := &f.at[q]
	i, k := p.firstSentence, p.firstToken
	if k == 0 {
		// "The minister said: ¶ “…”": a colon at the end of the sentence before, even across a paragraph.
		if i == 0 {
			return -1
		}
		prev := &f.doc.Sentences[i-1]
		n := len(prev.Tokens)
		if n == 0 || prev.Tokens[n-1].Form != ":" {
			return -1
		}
		from, to := f.cuesIn(i - 1)
		for m := to - 1; m >= from; m-- {
			if c := &f.cues[m]; c.entry.takes&takesQuote != 0 && !c.noun && c.source >= 0 {
				return m
			}
		}
		return -1
	}
	s := &f.doc.Sentences[i]
	t := f.treeFor(i)
	from, to := f.cuesIn(i)
	for n := to - 1; n >= from; n-- {
		c := &f.cues[n]
		if c.token >= k || c.noun || c.entry == &accordingEntry {
			continue
		}
		if c.entry.takes&takesQuote == 0 {
			continue
		}
		if c.entry == &headlineEntry {
			if c.from <= k && c.token < k && k <= c.from+1 {
				return n
			}
			continue
		}
		if f.introduces(t, s, c, i, k, q) {
			return n
		}
		if !t.below(c.token, c.token) {
			break
		}
	}
	return -1
}

// introduces reports whether nothing but the cue's own adjuncts stands between a cue and a stretch that begins
// at token k, so that the stretch is what was said and not a part of it.
func (f *finder) introduces(t *tree, s *syntax.Sentence, c *cue, i, k, q int) bool {
	last := c.last
	if c.frame == takesPreposition && c.from > c.last {
		return false
	}
	gap := k - 1 - last
	if gap < 0 {
		return false
	}
	final := ""
	if gap > 0 {
		final = s.Tokens[k-1].Form
	}
	punctuated := final == ":" || final == ","
	for g := last + 1; g < k; g++ {
		tok := &s.Tokens[g]
		if f.marks[i][g] != 0 {
			// "“…,” he said, “…”": only the stretch itself may follow.
			return false
		}
		if tok.UPOS == syntax.PUNCT {
			if tok.Form == "." || tok.Form == ";" {
				return false
			}
			continue
		}
		if final == ":" {
			continue
		}
		if c.inverted && g >= c.sourceFirst && g <= c.sourceTo {
			continue
		}
		if g == k-1 && (tok.Form == "that" || tok.Form == "how") && (gap == 1 || s.Tokens[g].UPOS == syntax.SCONJ) {
			continue
		}
		d := t.childUnder(g, c.token)
		if d >= 0 && g < k-1 && lower(final) == "that" && c.entry.takes&takesHearer != 0 && (s.Tokens[d].Rel == syntax.Obj || s.Tokens[d].Rel == syntax.Iobj) {
			continue // "told reporters that “…”", whatever the clause hangs on
		}
		if d < 0 || int(t.top[d]) >= k && s.Tokens[d].Rel != syntax.Obl || int(t.top[d]) >= k && !punctuated {
			return false
		}
		switch s.Tokens[d].Rel {
		case syntax.Obl, syntax.OblUnmarked, syntax.Advmod, syntax.CompoundPrt, syntax.Iobj, syntax.NmodUnmarked, syntax.Nmod:
		case syntax.Advcl:
			if !punctuated {
				return false
			}
		case syntax.Obj:
			if !punctuated && c.entry.takes&takesHearer == 0 {
				return false
			}
		default:
			return false
		}
	}
	if gap > 0 && c.entry.takes&takesHearer == 0 && !punctuated && f.small(q, 4) {
		return false
	}
	// "said “meaningful” steps were needed": when words go on right after it, it is a part of the content.
	if e := f.at[q]; e.lastSentence == i && e.lastToken+1 < len(s.Tokens) && !punctuated {
		next := &s.Tokens[e.lastToken+1]
		if next.UPOS != syntax.PUNCT && next.UPOS != syntax.CCONJ {
			if d := t.childUnder(e.lastToken+1, c.token); d < 0 || int(t.low[d]) <= e.lastToken {
				return false
			}
		}
	}
	return true
}

// continueStretches gives the stretches that have no cue of their own to the quotation that they go on with,
// or makes them quotations without a cue.
func (f *finder) continueStretches() {
	for q := range f.stretches {
		if f.owner[q] != -1 {
			continue
		}
		if q > 0 && f.stretches[q-1].runsOn && f.owner[q-1] != -1 {
			f.join(q, f.owner[q-1])
			continue
		}
		if !f.standsAlone(q) {
			f.signed(q)
			continue
		}
		p := &f.at[q]
		// "“A,” he said. “B. C.”": what follows in the paragraph goes on with A.
		if q > 0 && f.owner[q-1] != -1 && f.stretches[q-1].block == f.stretches[q].block && !f.cueBetween(q) {
			f.join(q, f.owner[q-1])
			continue
		}
		if f.everyWordTitle(p) || f.signed(q) {
			continue
		}
		f.free = append(f.free, []int{q})
		f.owner[q] = ^len(f.free)
	}
}

// signed makes a cue of the dash between a quotation and the name under it: "“We were not asked.” — Anahit Petrosyan".
func (f *finder) signed(q int) bool {
	p := &f.at[q]
	i, k := p.lastSentence, p.lastToken+1
	if k >= len(f.doc.Sentences[i].Tokens) {
		i, k = i+1, 0
		if i >= len(f.doc.Sentences) || f.paraOf[i] != f.paraOf[i-1] {
			return false
		}
	}
	s := &f.doc.Sentences[i]
	switch s.Tokens[k].Form {
	case "—", "–", "―", "--", "-":
	default:
		return false
	}
	first, last := k+1, k
	for last+1 < len(s.Tokens) && last-k < 8 {
		tok := &s.Tokens[last+1]
		r, _ := utf8.DecodeRuneInString(tok.Form)
		if !unicode.IsUpper(r) && tok.XPOS != syntax.TagNNP {
			break
		}
		last++
	}
	rest := last + 1
	for rest < len(s.Tokens) && s.Tokens[rest].UPOS == syntax.PUNCT {
		rest++
	}
	if last < first || rest < len(s.Tokens) && s.Tokens[last+1].Form != "," {
		return false
	}
	f.cues = append(f.cues, cue{sentence: i, token: k, first: k, last: k, entry: &headlineEntry, source: first, ownSource: true,
		sourceFirst: first, sourceTo: last, from: -1, to: -1, before: -1, relayed: -1, patient: -1})
	f.give(q, len(f.cues)-1)
	return true
}

// cueBetween reports whether another speaker's cue stands between a stretch and the one before it.
func (f *finder) cueBetween(q int) bool {
	o := f.owner[q-1]
	if o < 0 {
		return f.at[q-1].lastSentence != f.at[q].firstSentence && f.at[q-1].lastSentence+1 < f.at[q].firstSentence
	}
	c := &f.cues[o]
	return f.at[q].firstSentence > max(c.sentence, f.at[q-1].lastSentence)+1
}

func (f *finder) join(q, owner int) {
	f.owner[q] = owner
	if owner >= 0 {
		f.cues[owner].stretches = append(f.cues[owner].stretches, q)
	} else {
		k := ^owner - 1
		f.free[k] = append(f.free[k], q)
	}
}

// standsAlone reports whether a stretch is whole sentences: it begins one and ends one.
func (f *finder) standsAlone(q int) bool {
	p := &f.at[q]
	s := &f.doc.Sentences[p.firstSentence]
	if s.Kind != report.Paragraph && s.Kind != report.Caption {
		return false
	}
	for k := 0; k < p.firstToken; k++ {
		if s.Tokens[k].UPOS != syntax.PUNCT && s.Tokens[k].UPOS != syntax.CCONJ {
			return false
		}
	}
	e := &f.doc.Sentences[p.lastSentence]
	for k := p.lastToken + 1; k < len(e.Tokens); k++ {
		if e.Tokens[k].UPOS != syntax.PUNCT {
			return false
		}
	}
	return p.lastSentence > p.firstSentence || p.lastToken-p.firstToken >= 4
}

// everyWordTitle reports whether a stretch is written as a title: "The Gulag Archipelago".
func (f *finder) everyWordTitle(p *place) bool {
	if p.firstSentence != p.lastSentence {
		return false
	}
	s := &f.doc.Sentences[p.firstSentence]
	for k := p.firstToken; k <= p.lastToken; k++ {
		switch s.Tokens[k].UPOS {
		case syntax.VERB, syntax.AUX, syntax.NOUN, syntax.PRON:
			r, _ := utf8.DecodeRuneInString(s.Tokens[k].Form)
			if !unicode.IsUpper(r) {
				return false
			}
		}
	}
	return true
}
