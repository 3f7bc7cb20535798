package quote

import "chancery/syntax"

// subjectOfClause finds the subject of a finite verb of saying by the words alone, when the tree has none for it:
// "Alarmed by the unrest, Senator Reid, the minority leader, said", where the tree makes Reid the agent of "alarmed".
// It is the first run of words between commas, from the verb back to where its clause may begin, that opens as a
// noun phrase does and holds no finite verb of its own.
func (t *tree) subjectOfClause(c *cue, marks []int32) {
	s := t.s
	tok := &s.Tokens[c.token]
	if c.source >= 0 || c.passive || s.Tokens[c.token].UPOS != syntax.VERB || !(tok.XPOS == syntax.TagVBD || tok.XPOS == syntax.TagVBZ || tok.XPOS == syntax.TagVBP || s.Child(c.token, syntax.Aux) >= 0) {
		return
	}
	if c.token+1 < len(s.Tokens) && c.first == c.token && c.first > 0 && s.Tokens[c.first-1].UPOS == syntax.PUNCT && marks[c.first-1] != 0 {
		return // "“…” said": whoever speaks comes after
	}
	start := 0
	for k := c.first - 1; k >= 0; k-- {
		if marks[k] != 0 || s.Tokens[k].Form == ";" || s.Tokens[k].Form == ":" || s.Tokens[k].Form == "—" || s.Tokens[k].Form == "--" {
			start = k + 1
			break
		}
	}
	for start < c.first {
		for start < c.first && (s.Tokens[start].UPOS == syntax.PUNCT || s.Tokens[start].UPOS == syntax.CCONJ || s.Tokens[start].UPOS == syntax.SCONJ || lower(s.Tokens[start].Form) == "as") {
			start++
		}
		end := start
		for end < c.first && s.Tokens[end].Form != "," {
			end++
		}
		if h := t.opensSubject(start, end); h >= 0 {
			c.source, c.ownSource = h, true
			return
		}
		start = end + 1
	}
}

// opensSubject returns the head of the noun phrase that a run of words between commas opens with, or -1 when it does
// not open with one or when it has a finite verb.
func (t *tree) opensSubject(start, end int) int {
	s := t.s
	if start >= end {
		return -1
	}
	switch first := &s.Tokens[start]; first.UPOS {
	case syntax.DET, syntax.NOUN, syntax.PROPN, syntax.NUM, syntax.ADJ:
	case syntax.PRON:
		if first.XPOS == syntax.TagWP || first.XPOS == syntax.TagWDT || first.XPOS == syntax.TagEX {
			return -1
		}
	default:
		return -1
	}
	head := -1
	for k := start; k < end; k++ {
		tok := &s.Tokens[k]
		if head >= 0 && !isNominal(tok) && tok.UPOS != syntax.ADJ && tok.XPOS != syntax.TagPOS && tok.Form != "-" && tok.UPOS != syntax.SYM {
			break
		}
		if isNominal(tok) && tok.UPOS != syntax.DET && !isTime(tok) || tok.UPOS == syntax.DET && k+1 == end {
			head = k
		}
	}
	if head < 0 {
		return -1
	}
	for k := head + 1; k < end; k++ {
		switch x := s.Tokens[k].XPOS; {
		case s.Tokens[k].UPOS == syntax.AUX, x == syntax.TagVBZ, x == syntax.TagVBP, x == syntax.TagVBD && k != head+1:
			return -1
		}
	}
	for up := int(s.Tokens[head].Head); up >= start && up < head && s.Tokens[head].Rel == syntax.Flat; up = int(s.Tokens[head].Head) {
		head = up
	}
	return head
}

// governing gives a participle without a subject the subject of the nearest clause above it, or of the sentence:
// "Mr. Rubio risks much by dismissing him", "Promising that he would go on, Bolton said …".
func (t *tree) governing(c *cue, marks []int32) {
	s := t.s
	if k := c.first - 1; k >= 0 && c.source != k && s.Tokens[c.token].XPOS == syntax.TagVBG && c.first == c.token && s.Tokens[k].UPOS == syntax.PROPN && marks[k] == 0 && !isTime(&s.Tokens[k]) && !c.ownSource {
		// "The film uses footage of Hollande saying": the name right before it speaks, whatever the participle hangs on.
		h := k
		for up := int(s.Tokens[h].Head); up >= 0 && up < h && s.Tokens[h].Rel == syntax.Flat; up = int(s.Tokens[h].Head) {
			h = up
		}
		c.source = h
		return
	}
	if c.ownSource || c.passive || s.Tokens[c.token].XPOS != syntax.TagVBG || s.Child(c.token, syntax.Aux) >= 0 || s.Tokens[c.token].UPOS != syntax.VERB {
		return
	}
	if c.source >= 0 && !t.loose(c) && !t.parted(c) {
		return
	}
	for h, depth := int(s.Tokens[c.token].Head), 0; h >= 0 && depth < 10; h, depth = int(s.Tokens[h].Head), depth+1 {
		for d := s.First(h); d >= 0; d = s.Next(d) {
			if s.Tokens[d].Rel == syntax.Nsubj && marks[d] == marks[c.token] && isNominal(&s.Tokens[d]) && !isRelative(&s.Tokens[d]) && (d < c.token || c.first == 0) && !(d == c.source && t.parted(c)) {
				c.source = d
				return
			}
		}
	}
}

// wholeName lets a source end where the name ends that its last word stands in: a parser may take the last word of "USA
// Today reported" for a time.
func (t *tree) wholeName(c *cue) {
	for n := range t.s.Names {
		name := &t.s.Names[n]
		if name.First <= c.sourceTo && c.sourceTo < name.Last && name.First >= c.sourceFirst && (name.Last < c.first || c.source > c.token) {
			c.sourceTo = name.Last
			return
		}
	}
}

// joined lets a source take in the noun phrase before it that is joined to it by "and" and is another subject of the same
// verb in the tree: "The network and its defenders say".
func (t *tree) joined(c *cue) {
	s := t.s
	k := c.sourceFirst - 1
	if k < 1 || c.source > c.token || s.Tokens[k].UPOS != syntax.CCONJ {
		return
	}
	for h := k - 1; h >= 0 && h > k-20; h-- {
		if s.Tokens[h].Rel == syntax.Nsubj && s.Tokens[h].Head == s.Tokens[c.source].Head && isNominal(&s.Tokens[h]) && !isRelative(&s.Tokens[h]) && int(t.top[h]) == k-1 {
			c.sourceFirst = min(int(t.low[h]), h)
			for c.sourceFirst < h && (s.Tokens[c.sourceFirst].UPOS == syntax.PUNCT || s.Tokens[c.sourceFirst].UPOS == syntax.CCONJ || opensNoSource(&s.Tokens[c.sourceFirst])) {
				c.sourceFirst++
			}
			return
		}
	}
}

// parted reports whether the source of a participle stands in a parenthesis between dashes that has ended before the
// participle: "Marchers filled the street by the arena - where the Panthers played - while chanting “…”".
func (t *tree) parted(c *cue) bool {
	if c.source < 0 || c.source > c.first {
		return false
	}
	closing := false
	for k := c.first - 1; k >= 0; k-- {
		if !t.dash(k) {
			continue
		}
		if k < c.source {
			return closing
		}
		if closing {
			return false // two dashes behind the source: a parenthesis of its own
		}
		closing = true
	}
	return false
}

// dash reports whether a token is a dash between words.
func (t *tree) dash(k int) bool {
	switch tok := &t.s.Tokens[k]; tok.Form {
	case "--", "—", "―", "–":
		return true
	case "-":
		return k > 0 && t.s.Tokens[k-1].End < tok.Start
	}
	return false
}

// loose reports whether a participle that a parser has hung on a noun goes with the clause instead: behind a comma or a
// preposition ("He defended the ban on Muslims by citing a poll"), and where the noun is a paper or who is written to
// ("She emailed supporters saying …", "withdrew notices seeking their arrest").
func (t *tree) loose(c *cue) bool {
	s := t.s
	h := int(s.Tokens[c.token].Head)
	if s.Tokens[c.token].Rel != syntax.Acl || h < 0 || h != c.source || c.first < 1 {
		return false
	}
	switch prev := &s.Tokens[c.first-1]; lower(prev.Form) {
	case "by", "before", "after", "while", "when", "without", "of", "in", "for":
		return true // "They have no way of knowing whether …"
	case ",":
		return s.Tokens[h].Rel != syntax.Nsubj
	}
	if _, paper := cues.documents[s.Tokens[h].Lemma]; paper {
		return true
	}
	up := int(s.Tokens[h].Head)
	if up < 0 || s.Tokens[h].Rel != syntax.Obj && s.Tokens[h].Rel != syntax.Iobj || !isVerb(&s.Tokens[up]) {
		return false
	}
	switch s.Tokens[up].Lemma {
	case "email", "write", "text", "tweet", "send", "message", "call", "tell":
		return true
	}
	return false
}

// opening finds the speaker behind a verb that opens its sentence before a colon: "Said Petrosyan: “…”".
func (t *tree) opening(c *cue, marks []int32) {
	s := t.s
	if c.source >= 0 && c.ownSource || c.entry.takes&takesQuote == 0 || s.Tokens[c.token].XPOS == syntax.TagVBG || s.Tokens[c.token].XPOS == syntax.TagVB {
		return
	}
	head := -1
	for k := c.last + 1; k < len(s.Tokens) && k < c.last+14 && marks[k] == 0; k++ {
		switch tok := &s.Tokens[k]; {
		case tok.Form == ":":
			if head >= 0 {
				c.source, c.ownSource = head, true
				c.frame, c.from, c.to = 0, -1, -1
			}
			return
		case tok.UPOS == syntax.VERB, tok.UPOS == syntax.AUX, tok.UPOS == syntax.SCONJ:
			return
		case isNominal(tok) && tok.UPOS != syntax.DET && (head < 0 || head == k-1):
			head = k
		}
	}
}
