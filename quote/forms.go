package quote

import (
	"chancery/actor"
	"chancery/report"
	"chancery/syntax"
)

// This file holds the forms of cue that are no plain verb of saying.

// accordingTo adds the cue "according to X".
func (f *finder) accordingTo(i, v int) {
	t := f.treeFor(i)
	s := t.s
	// The noun phrase begins after "to": its head is the nearest noun above it, or the noun that "according" marks.
	h := v
	for n := 0; n < 4; n++ {
		if h > v+1 && isNominal(&s.Tokens[h]) {
			break
		}
		next := int(s.Tokens[h].Head)
		if next < 0 || next < v {
			break
		}
		h = next
	}
	if h <= v+1 || !isNominal(&s.Tokens[h]) || int(t.low[h]) > v+2 {
		// The tree is wrong here: the last noun of the run after "to" will do.
		h = -1
		for k := v + 2; k < len(s.Tokens) && (isNominal(&s.Tokens[k]) || s.Tokens[k].UPOS == syntax.ADJ ||
			k == v+2 && s.Tokens[k].UPOS != syntax.PUNCT || s.Tokens[k].XPOS == syntax.TagPOS); k++ {
			if isNominal(&s.Tokens[k]) {
				h = k
			}
		}
		if h < 0 {
			return
		}
	}
	c := cue{sentence: i, token: v, first: v, last: v + 1, entry: &accordingEntry, source: h, ownSource: true,
		frame: takesClause, from: -1, to: -1, before: -1, relayed: -1, patient: -1}
	c.sourceFirst, c.sourceTo = t.nounPhrase(h, v+1, f.marks[i])
	c.sourceFirst = v + 2
	for k := c.sourceTo + 1; k < len(s.Tokens) && f.marks[i][k] == 0 && s.Tokens[k-1].UPOS != syntax.NOUN; k++ {
		// "according to Virginia AFL-CIO President Anna Reed": a parser may end the phrase behind the first name.
		if s.Tokens[k].UPOS == syntax.PROPN && !isTime(&s.Tokens[k]) {
			c.sourceTo = k
		} else if s.Tokens[k].Form != "-" || s.Tokens[k-1].End != s.Tokens[k].Start {
			break
		}
	}
	if c.sourceFirst > c.sourceTo {
		return
	}
	// The rest of the sentence is the content: before it, after it, or both around it.
	if v > 0 {
		if from, to := t.trimPunct(f.dateline(i), v-1); from <= to {
			c.before = to
			c.content = append(c.content, f.words(i, from, to))
		}
	}
	if next := c.sourceTo + 1; next+1 < len(s.Tokens) && s.Tokens[next].Form == "," {
		if from, to := t.trimPunct(next+1, len(s.Tokens)-1); from <= to {
			c.content = append(c.content, f.words(i, from, to))
			c.from, c.to = from, to
		}
	}
	if len(c.content) > 0 {
		f.cues = append(f.cues, c)
	}
}

var (
	accordingEntry = entry{class: speech, stance: Asserts, takes: takesClause | takesQuote}
	tellingEntry   = entry{class: speech, stance: Asserts, takes: takesClause | takesQuote | takesBare}
	headlineEntry  = entry{class: speech, stance: Asserts, takes: takesClause | takesQuote}
)

// adjective adds a cue such as "is confident that …".
func (f *finder) adjective(i, v int, e *entry) {
	t := f.treeFor(i)
	s := t.s
	c := t.verbCue(i, v, e, f.marks[i])
	if c.source < 0 || c.frame == 0 {
		return
	}
	if cop := s.Child(v, syntax.Cop); cop >= 0 && cop < c.first {
		c.first = cop
		for k := c.first - 1; k >= 0 && int(s.Tokens[k].Head) == v && s.Tokens[k].Rel == syntax.Aux; k-- {
			c.first = k
		}
	}
	f.cues = append(f.cues, c)
}

// nominal adds a cue such as "his claim that …".
func (f *finder) nominal(i, v int, e *entry) {
	t := f.treeFor(i)
	s := t.s
	c := cue{sentence: i, token: v, first: v, last: v, entry: e, source: -1, from: -1, to: -1, before: -1, relayed: -1, patient: -1, noun: true}
	clause := -1
	for d := s.First(v); d >= 0; d = s.Next(d) {
		if d < v {
			continue
		}
		tok := &s.Tokens[d]
		p := ""
		switch tok.Rel {
		case syntax.Acl, syntax.Ccomp, syntax.AclRelcl:
			mark := s.Child(d, syntax.Mark)
			if mark < 0 && e.takes&takesClause != 0 && t.saturated(d) {
				clause = d
				break
			}
			if mark < 0 {
				continue
			}
			switch m := lower(s.Tokens[mark].Form); {
			case m == "that" && e.takes&takesClause != 0,
				m == "to" && e.takes&takesTo != 0:
				clause = d
			}
		case syntax.Nmod:
			if p = t.caseOf(d); clause < 0 && e.takesPrep(p) {
				clause, c.prep = d, p
			} else if (p == "by" || p == "from" || p == "of" && s.Tokens[d].UPOS == syntax.PROPN) && c.source < 0 {
				c.source, c.ownSource = d, true
			}
		}
		if clause == d {
			if c.from >= 0 {
				break
			}
			c.from, c.to = t.trimPunct(int(t.low[d]), int(t.top[d]))
			if p != "" && c.from == c.last+1 {
				c.last, c.from = c.from, c.from+1
				c.frame = takesPreposition
			} else {
				c.frame = takesClause
				if s.Tokens[d].Rel == syntax.Acl && e.takes&takesTo != 0 && c.from >= 0 && lower(s.Tokens[c.from].Form) == "to" {
					c.frame = takesTo
				}
			}
		}
	}
	if c.frame == 0 || c.from > c.to {
		return
	}
	if p := s.Child(v, syntax.NmodPoss); p >= 0 {
		c.source, c.ownSource = p, true
	}
	if d := s.Child(v, syntax.Det); d >= 0 && lower(s.Tokens[d].Form) == "no" {
		c.negated = true // "no confirmation from Moscow that …"
	}
	if c.source < 0 {
		// "Baku made the claim that …", "issued a warning that …"
		if h := int(s.Tokens[v].Head); h >= 0 && s.Tokens[v].Rel == syntax.Obj && lightVerb(s.Tokens[h].Lemma) {
			c.source, c.ownSource, _ = t.subject(h)
			if c.ownSource {
				c.first = min(c.first, int(t.low[v]))
				if g, _ := t.cueGroup(h); g < c.first && int(t.low[v]) == h+1 {
					c.first = g // "made the claim that"
				}
			}
		}
	}
	if c.source >= 0 {
		c.sourceFirst, c.sourceTo = t.nounPhrase(c.source, v, f.marks[i])
	}
	if !c.ownSource && !e.unowned {
		return // "criticism of the plan": nobody's
	}
	f.cues = append(f.cues, c)
}

// saturated reports whether a clause that a parser took for a relative one opens with "that" and lacks nothing: "no
// confirmation that prisoners had been moved", unlike "the claim that he had made".
func (t *tree) saturated(d int) bool {
	s := t.s
	first := int(t.low[d])
	if lower(s.Tokens[first].Form) != "that" || first+1 >= len(s.Tokens) || isFinite(&s.Tokens[first+1]) {
		return false
	}
	subject, object, passive := false, false, s.Tokens[d].UPOS != syntax.VERB
	for k := s.First(d); k >= 0; k = s.Next(k) {
		if k == first {
			continue
		}
		switch s.Tokens[k].Rel {
		case syntax.Nsubj, syntax.NsubjPass, syntax.Expl:
			subject = true
		case syntax.AuxPass, syntax.Cop:
			passive = true
		case syntax.Obj, syntax.Ccomp, syntax.Xcomp:
			object = true
		}
	}
	return subject && (object || passive)
}

// lightVerb reports whether a verb adds nothing to a noun of saying: "made the claim". Not so "rejected the claim".
func lightVerb(lemma string) bool {
	switch lemma {
	case "make", "issue", "give", "have", "voice", "express", "release", "publish", "send", "deliver", "repeat", "reiterate", "offer", "raise", "level", "put", "hold", "sign", "write", "read":
		return true
	}
	return false
}

// headline adds the form "Reeker: U.S. ready to assist", and in titles "U.S. ready to assist: Reeker".
func (f *finder) headline(i int) {
	s := &f.doc.Sentences[i]
	marks := f.marks[i]
	if colon, head := f.speakerLine(i); colon > 0 {
		letter := colon == 1 && len(s.Tokens[0].Form) == 1
		if f.interview() || !letter && marks[colon+1] == 0 && len(s.Tokens) > colon+3 && f.paras[f.paraOf[i]].last == i {
			f.addHeadline(i, colon, head, 0, colon-1, colon+1, len(s.Tokens)-1)
			if f.transcript > 0 {
				f.cues[len(f.cues)-1].spoken = true
			}
			return
		}
	}
	for k := 1; k < len(s.Tokens)-1 && k < 12; k++ {
		if s.Tokens[k].Form != ":" || marks[k] != 0 {
			continue
		}
		opensQuote := marks[k+1] != 0
		if s.Kind == report.Paragraph && !opensQuote {
			return
		}
		if m := f.speakerBetween(i, 0, k-1); m >= 0 {
			f.addHeadline(i, k, m, 0, k-1, k+1, len(s.Tokens)-1)
			return
		}
	}
	if s.Kind != report.Title && s.Kind != report.Heading {
		return
	}
	for k := len(s.Tokens) - 2; k > 1 && k > len(s.Tokens)-8; k-- {
		if s.Tokens[k].Form == ":" {
			if m := f.speakerBetween(i, k+1, len(s.Tokens)-1); m >= 0 {
				f.addHeadline(i, k, m, k+1, len(s.Tokens)-1, 0, k-1)
			}
			return
		}
	}
}

func (f *finder) addHeadline(i, colon, head, sourceFirst, sourceTo, from, to int) {
	t := f.treeFor(i)
	from, to = t.trimPunct(from, to)
	if from > to {
		return
	}
	c := cue{sentence: i, token: colon, first: colon, last: colon, entry: &headlineEntry, source: head, ownSource: true,
		sourceFirst: sourceFirst, sourceTo: sourceTo, frame: takesClause, from: from, to: to, before: -1, relayed: -1, patient: -1}
	f.cues = append(f.cues, c)
}

// speakerBetween returns the head of the one who speaks when the tokens from first to last name one and
// hold nothing else; -1 when they do not.
func (f *finder) speakerBetween(i, first, last int) int {
	s := &f.doc.Sentences[i]
	for k := first; k <= last; k++ {
		switch s.Tokens[k].UPOS {
		case syntax.VERB, syntax.AUX, syntax.SCONJ, syntax.INTJ:
			return -1
		}
	}
	for m := f.firstOf[i]; m < f.firstOf[i+1]; m++ {
		mention := &f.mentions[m]
		if mention.First >= first && mention.Last <= last && mention.Form != actor.Pronoun && !mention.Modifier &&
			(mention.Class == actor.Person || mention.Class == actor.Organisation || mention.Class == actor.State || mention.Class == actor.Outlet) {
			return mention.Head
		}
	}
	named := -1
	for n := range s.Names {
		if s.Names[n].First >= first && s.Names[n].Last <= last {
			if s.Names[n].Class == syntax.PersonName {
				return s.Names[n].Last
			}
			named = n
		}
	}
	// A title names its speaker by the surname alone, before the text has given the name.
	if s.Kind != report.Paragraph && last-first < 4 && f.namesake(s.Tokens[last].Form) != nil {
		return last
	}
	if len(f.mentions) > 0 || s.Kind != report.Title && s.Kind != report.Heading || named >= 0 && s.Names[named].Class == syntax.PlaceName || last-first > 3 {
		return -1
	}
	for k := first; k <= last; k++ {
		// A title's one word behind the colon may be taken for an adjective: "Armenia ready for talks: Pashinyan".
		if tok := &s.Tokens[k]; tok.UPOS != syntax.PROPN && !(first == last && tok.UPOS == syntax.ADJ && isUpper(tok.Form)) {
			return -1
		}
	}
	return last
}

// namesake returns the first mention in the report of a person whose name ends with a word; nil when there is none.
func (f *finder) namesake(surname string) *actor.Mention {
	if !isUpper(surname) {
		return nil
	}
	for m := range f.mentions {
		mention := &f.mentions[m]
		if mention.Class != actor.Person || mention.Form != actor.Proper || len(mention.Parties) == 0 {
			continue
		}
		words := mention.Span.In(f.doc.Text)
		if k := len(words) - len(surname); k > 0 && words[k:] == surname && words[k-1] == ' ' {
			return mention
		}
	}
	return nil
}

// relay adds the cue of "TASS quoted Lavrov as saying …" and "Lavrov was quoted by TASS as saying …": it returns
// the token of "saying", or -1 when the verb is none of this kind.
func (f *finder) relay(i, v int, e *entry) int {
	if !e.relay {
		return -1
	}
	s := &f.doc.Sentences[i]
	as := -1
	for k := v + 1; k+1 < len(s.Tokens) && k < v+20 && s.Tokens[k].Form != "."; k++ {
		if s.Tokens[k].Form == "as" && s.Tokens[k+1].XPOS == syntax.TagVBG && cues.verb(s.Tokens[k+1].Lemma) != nil {
			as = k + 1
			break
		}
	}
	if as < 0 {
		return -1
	}
	t := f.treeFor(i)
	c := t.verbCue(i, v, e, f.marks[i])
	told := t.verbCue(i, as, &tellingEntry, f.marks[i])
	c.frame, c.from, c.to = told.frame, told.from, told.to
	c.negated = false
	if first, last := t.cueGroup(v); first < v && s.Tokens[v-1].UPOS == syntax.AUX && s.Tokens[v].XPOS == syntax.TagVBN && last >= v {
		// Passive: the subject speaks, the agent relays.
		c.relayed, c.relayedFirst, c.relayedTo = -1, 0, -1
		agent := c.source
		subject := s.Child(v, syntax.NsubjPass, syntax.Nsubj)
		if subject < 0 {
			return -1
		}
		c.passive, c.ownSource, c.patient = false, true, -1
		c.source = subject
		c.sourceFirst, c.sourceTo = t.nounPhrase(subject, v, f.marks[i])
		c.relayed = c.source
		c.relayedFirst, c.relayedTo = c.sourceFirst, c.sourceTo
		c.source = agent
		if agent >= 0 {
			c.sourceFirst, c.sourceTo = t.nounPhrase(agent, v, f.marks[i])
			c.sourceTo = min(c.sourceTo, as-2)
		}
	} else {
		first, last := t.trimPunct(v+1, as-2)
		if first > last {
			return -1
		}
		head := -1
		for k := first; k <= last; k++ {
			if s.Tokens[k].UPOS == syntax.ADP || s.Tokens[k].UPOS == syntax.PUNCT && s.Tokens[k].Form != "-" {
				break
			}
			if isNominal(&s.Tokens[k]) {
				head = k
			}
		}
		if head < 0 {
			return -1
		}
		c.relayed, c.relayedFirst, c.relayedTo = head, first, last
	}
	f.cues = append(f.cues, c)
	return as
}
