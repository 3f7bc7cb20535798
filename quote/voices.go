package quote

import (
	"strings"

	"chancery/actor"
	"chancery/report"
	"chancery/syntax"
)

// speakers finds out who speaks in each quotation.
func (f *finder) speakers(all []found) {
	for k := range all {
		q := &all[k]
		if q.cue >= 0 && q.SpeakerHead >= 0 {
			c := &f.cues[q.cue]
			q.Speaker = f.party(c.sentence, q.SpeakerHead, q.Source)
		}
	}
	for k := range all {
		if q := &all[k]; q.cue < 0 {
			f.freeSpeaker(all, k)
		}
	}
}

// freeSpeaker gives a quotation without a cue to who spoke last in its paragraph or the one before; else to the
// person who is the subject of the sentence before it: "Aliyev thanked the mediators. “They did much.”"
func (f *finder) freeSpeaker(all []found, k int) {
	q := &all[k]
	para := f.paraOf[q.Sentence]
	for j := k - 1; j >= 0; j-- {
		prev := &all[j]
		p := f.paraOf[prev.Sentence]
		if p < para-1 || prev.Attitude && p < para {
			break
		}
		if prev.Speaker == nil && prev.Source.Empty() {
			continue
		}
		// In the paragraph before, only somebody whose own words stood there goes on: not a cue in passing.
		if p < para && prev.Kind == Indirect && f.between(prev, q) {
			break
		}
		q.Speaker, q.Source = prev.Speaker, prev.Source
		return
	}
	if i := q.Sentence - 1; i >= 0 && f.paraOf[i] == para {
		if root := f.doc.Sentences[i].Root(); root >= 0 {
			if subject := f.doc.Sentences[i].Child(root, syntax.Nsubj); subject >= 0 {
				if m := f.mentionAt(i, subject); m != nil && m.Class == actor.Person {
					t := f.treeFor(i)
					first, last := t.nounPhrase(subject, root, f.marks[i])
					q.Source = f.doc.Sentences[i].Words(first, last)
					q.Speaker = f.party(i, subject, q.Source)
				}
			}
		}
	}
}

// between reports whether a whole sentence stands between two quotations.
func (f *finder) between(a, b *found) bool { return b.Sentence > a.Sentence+1 }

// mentionAt returns the mention whose head is a token, or the shortest one that covers it; nil when there is none.
func (f *finder) mentionAt(i, token int) *actor.Mention {
	var best *actor.Mention
	for m := f.firstOf[i]; m < f.firstOf[i+1]; m++ {
		mention := &f.mentions[m]
		if mention.Head == token && !mention.Modifier {
			return mention
		}
		if mention.First <= token && token <= mention.Last && !mention.Modifier &&
			(best == nil || mention.Last-mention.First < best.Last-best.First) {
			best = mention
		}
	}
	return best
}

// speakerMention returns the mention that tells who a noun phrase is: that of its head, or for "who" that of the noun
// which the relative clause is about, or that of a name in apposition: "the minister, Jeyhun Bayramov".
func (f *finder) speakerMention(i, head int) *actor.Mention {
	t := f.treeFor(i)
	s := t.s
	for range 3 {
		m := f.mentionAt(i, head)
		if m != nil && len(m.Parties) > 0 && (m.Form == actor.Proper || m.Class == actor.Person) {
			if m.Form == actor.Proper {
				return m
			}
		}
		for d := s.First(head); d >= 0; d = s.Next(d) {
			switch s.Tokens[d].Rel {
			case syntax.Appos, syntax.Flat, syntax.NmodDesc:
				if n := f.mentionAt(i, d); n != nil && n.Form == actor.Proper && len(n.Parties) > 0 &&
					(n.Class == actor.Person || m == nil && s.Tokens[d].Rel == syntax.Appos && s.Tokens[head].UPOS == syntax.NUM) {
					return n // "the minister, Jeyhun Bayramov", "one of the groups, the Free Army"
				}
			}
		}
		if m != nil && len(m.Parties) > 0 {
			return m
		}
		tok := &s.Tokens[head]
		if tok.UPOS == syntax.PRON && (tok.XPOS == syntax.TagWP || tok.XPOS == syntax.TagWDT || lower(tok.Form) == "that") {
			up := head
			for up >= 0 && s.Tokens[up].Rel != syntax.AclRelcl {
				up = int(s.Tokens[up].Head)
			}
			if up < 0 || s.Tokens[up].Head < 0 {
				return m
			}
			head = int(s.Tokens[up].Head)
			continue
		}
		return m
	}
	return nil
}

// party says who the speaker is: the mention's party, else one by description. A pronoun that stands for nobody
// known is no party.
func (f *finder) party(i, head int, source report.Span) *actor.Party {
	if m := f.speakerMention(i, head); m != nil && len(m.Parties) > 0 {
		p := m.Parties[0]
		return &p
	}
	tok := &f.doc.Sentences[i].Tokens[head]
	if tok.UPOS == syntax.PRON || tok.UPOS == syntax.DET {
		return nil
	}
	if f.doc.Sentences[i].Kind != report.Paragraph {
		if m := f.namesake(tok.Form); m != nil {
			p := m.Parties[0]
			p.Span = tok.Span
			p.Reason = "the text names " + p.Name
			return &p
		}
	}
	span := f.description(i, head, source)
	return &actor.Party{Name: span.In(f.doc.Text), Resolved: actor.ByDescription, Span: span}
}

// description returns the words of a source without article, apposition and relative clause.
func (f *finder) description(i, head int, source report.Span) report.Span {
	s := &f.doc.Sentences[i]
	first, last := head, head
	for first > 0 && s.Tokens[first-1].Start >= source.Start && s.Tokens[first-1].Form != "," {
		first--
	}
	for last+1 < len(s.Tokens) && s.Tokens[last+1].End <= source.End {
		next := &s.Tokens[last+1]
		if next.UPOS == syntax.PUNCT && next.Form != "-" || isRelative(next) || next.XPOS == syntax.TagPRP || next.UPOS == syntax.VERB || next.UPOS == syntax.ADP && next.Form != "of" && next.Form != "for" || next.XPOS == syntax.TagPOS && next.End == source.End {
			break
		}
		last++
	}
	if s.Tokens[first].XPOS == syntax.TagDT && first < head && lower(s.Tokens[first].Form) == "the" {
		first++
	}
	return s.Words(first, last)
}

// core returns the tokens of a noun phrase without apposition and relative clause: "the ministry's spokesman".
func (f *finder) core(t *tree, h int) (first, last int) {
	s := t.s
	first, last = h, h
	for d := s.First(h); d >= 0; d = s.Next(d) {
		switch s.Tokens[d].Rel {
		case syntax.Compound, syntax.Amod, syntax.NmodPoss, syntax.Nummod, syntax.Flat, syntax.Nmod, syntax.NmodDesc:
			if s.Tokens[d].Rel == syntax.Nmod && t.caseOf(d) != "of" && t.caseOf(d) != "for" {
				continue
			}
			if e := cues.verbs[s.Tokens[d].Lemma]; e != nil && e.relay && s.Tokens[d].XPOS == syntax.TagVBG {
				continue // "Citing sources in the government, Reuters reported"
			}
			first, last = min(first, int(t.low[d])), max(last, int(t.top[d]))
		case syntax.Det:
			if s.Tokens[d].Form != "the" && s.Tokens[d].Form != "The" {
				first = min(first, d)
			}
		}
	}
	for k := h + 1; k <= last; k++ {
		if isRelative(&s.Tokens[k]) {
			last = k - 1 // "told a group of students that the border would open"
		}
	}
	first, last = t.trimPunct(first, last)
	if h < first || h > last {
		return h, h
	}
	return first, last
}

// voices fills medium, addressee and the chain of voices of each quotation.
func (f *finder) voices(all []found) {
	own := make([][]Voice, len(all))
	for k := range all {
		own[k] = f.ownVoices(&all[k])
	}
	for k := range all {
		q := &all[k]
		var chain []Voice
		if f.report != nil && f.report.Outlet != "" {
			chain = append(chain, Voice{Name: f.report.Outlet, Kind: OutletVoice, Stance: Asserts})
		}
		for _, o := range f.around(all, k) {
			chain = appendVoices(chain, own[o])
		}
		q.Attribution = appendVoices(chain, own[k])
	}
}

// appendVoices leaves out a voice that is there already: an agency that is the outlet itself.
func appendVoices(chain, more []Voice) []Voice {
	for _, v := range more {
		seen := false
		for n := range chain {
			if chain[n].Stance == v.Stance && strings.EqualFold(chain[n].Name, v.Name) {
				seen = true
			}
		}
		if !seen {
			chain = append(chain, v)
		}
	}
	return chain
}

// around returns the quotations whose content holds the cue of quotation k, the outermost first.
func (f *finder) around(all []found, k int) []int {
	q := &all[k]
	at := q.Cue
	if at.Empty() {
		return nil
	}
	var out []int
	for j := k + 1; j < len(all) && all[j].start() <= at.Start; j++ {
		out = f.addAround(all, j, at, out)
	}
	for j := k - 1; j >= 0 && all[j].Sentence >= q.Sentence-1; j-- {
		out = f.addAround(all, j, at, out)
	}
	// The longer content is the outer one.
	for a := 1; a < len(out); a++ {
		for b := a; b > 0 && size(&all[out[b]].Quotation) > size(&all[out[b-1]].Quotation); b-- {
			out[b], out[b-1] = out[b-1], out[b]
		}
	}
	return out
}

func (f *finder) addAround(all []found, j int, at report.Span, out []int) []int {
	for _, part := range all[j].Content {
		if part.Contains(at) && !all[j].Attitude {
			return append(out, j)
		}
	}
	return out
}

func size(q *Quotation) (n int) {
	for _, part := range q.Content {
		n += part.End - part.Start
	}
	return n
}

// ownVoices returns the voices that a quotation's own cue brings: who relays it, the document, the speaker. It
// fills medium and addressee on the way.
func (f *finder) ownVoices(q *found) []Voice {
	var out []Voice
	if q.cue < 0 {
		return f.appendSpeaker(out, &q.Quotation, Asserts, "")
	}
	c := &f.cues[q.cue]
	t := f.treeFor(c.sentence)
	stance := c.entry.stance
	switch {
	case c.refused:
		stance = Doubts
	case c.negated && stance == Asserts:
		stance = Doubts
	case c.negated:
		stance = Doubts // "did not deny": it is left open
	}
	document := f.circumstances(t, c, &q.Quotation)
	for d := t.s.First(c.token); d >= 0; d = t.s.Next(d) {
		// "…, TASS said, citing the ministry", "…, Lavrov said, as quoted by Interfax"
		tok := &t.s.Tokens[d]
		if tok.Rel != syntax.Advcl && tok.Rel != syntax.Acl {
			continue
		}
		if e := cues.verbs[tok.Lemma]; e == nil || !e.relay {
			continue
		}
		if tok.XPOS == syntax.TagVBN {
			if by, _, _ := t.subject(d); by >= 0 {
				out = append(out, f.voice(c.sentence, by, Asserts))
			}
		}
	}
	if c.relayed >= 0 && c.source >= 0 && c.source != c.relayed {
		out = append(out, f.voice(c.sentence, c.source, Asserts))
	}
	cited := f.cited(t, q.cue)
	if document >= 0 && document != c.source {
		span := t.s.Words(document, document)
		out = append(out, Voice{Name: t.s.Tokens[document].Lemma, Kind: DocumentVoice, Stance: Asserts, Span: span})
	}
	lemma := ""
	if q.SpeakerHead >= 0 {
		lemma = t.s.Tokens[q.SpeakerHead].Lemma
	}
	out = f.appendSpeaker(out, &q.Quotation, stance, lemma)
	if cited >= 0 {
		out = append(out, f.voice(c.sentence, cited, stance))
	}
	return out
}

// cited returns the head of the one whom a cue's source cites: "TASS said, citing the ministry", "Citing the ministry,
// TASS said". It is -1 when there is none, or when another cue stands nearer.
func (f *finder) cited(t *tree, n int) int {
	c := &f.cues[n]
	s := t.s
	for k := range s.Tokens {
		tok := &s.Tokens[k]
		if tok.XPOS != syntax.TagVBG || f.marks[c.sentence][k] != 0 || k == c.token || k+1 >= len(s.Tokens) {
			continue
		}
		if e := cues.verbs[tok.Lemma]; e == nil || !e.relay {
			continue
		}
		from, to := f.cuesIn(c.sentence)
		nearest := -1
		for m := from; m < to; m++ {
			other := &f.cues[m]
			if other.token == k || other.noun || other.frame == 0 && len(other.stretches) == 0 {
				continue
			}
			if other.token < k || nearest < 0 {
				nearest = m
			}
		}
		if nearest != n {
			continue
		}
		if o := s.Child(k, syntax.Obj); o > k {
			return o
		}
		for j := k + 1; j < len(s.Tokens) && s.Tokens[j].UPOS != syntax.PUNCT && s.Tokens[j].UPOS != syntax.ADP; j++ {
			if isNominal(&s.Tokens[j]) && (j+1 == len(s.Tokens) || !isNominal(&s.Tokens[j+1])) {
				return j
			}
		}
	}
	return -1
}

// appendSpeaker adds the speaker of a quotation as a voice.
func (f *finder) appendSpeaker(out []Voice, q *Quotation, stance Stance, lemma string) []Voice {
	if q.Speaker == nil {
		return out
	}
	v := Voice{Name: q.Speaker.Name, Actor: q.Speaker.Actor, Stance: stance, Span: q.Speaker.Span, Kind: PersonVoice}
	class := actor.Unknown
	if q.SpeakerHead >= 0 {
		if m := f.speakerMention(q.Sentence, q.SpeakerHead); m != nil {
			class = m.Class
		}
	}
	v.Kind = f.voiceKind(class, q.Speaker.Name, lemma)
	return append(out, v)
}

// voice makes the voice that a noun phrase names.
func (f *finder) voice(i, head int, stance Stance) Voice {
	lemma := f.doc.Sentences[i].Tokens[head].Lemma
	class := actor.Unknown
	m := f.speakerMention(i, head)
	if m != nil {
		class = m.Class
	}
	t := f.treeFor(i)
	first, last := f.core(t, head)
	v := Voice{Stance: stance, Span: t.s.Words(first, last)}
	v.Name = v.Span.In(f.doc.Text)
	if m != nil && len(m.Parties) > 0 {
		v.Name, v.Actor, v.Span = m.Parties[0].Name, m.Parties[0].Actor, m.Parties[0].Span
	} else if m != nil {
		v.Name, v.Span = m.Span.In(f.doc.Text), m.Span
	}
	v.Kind = f.voiceKind(class, v.Name, lemma)
	return v
}

// voiceKind tells persons, bodies, agencies and documents apart.
func (f *finder) voiceKind(class actor.Class, name, lemma string) VoiceKind {
	if f.report != nil && f.report.Outlet != "" && strings.EqualFold(name, f.report.Outlet) {
		return OutletVoice
	}
	last := name
	if k := strings.LastIndexByte(name, ' '); k >= 0 {
		last = name[k+1:]
	}
	if lower(last) == "agency" && !strings.Contains(lower(name), "news ") {
		last = "" // "the border agency"
	}
	switch class {
	case actor.Outlet:
		return AgencyVoice
	case actor.Person:
		return PersonVoice
	case actor.State, actor.Organisation, actor.Group:
		if cues.agencies[lower(last)] {
			return AgencyVoice
		}
		return BodyVoice
	}
	if cues.agencies[lower(last)] {
		return AgencyVoice
	}
	if _, ok := cues.documents[lemma]; ok {
		return DocumentVoice
	}
	if cues.bodies[lower(lemma)] || cues.bodies[lower(last)] {
		return BodyVoice
	}
	return PersonVoice
}

// circumstances reads medium and addressee off the words around a cue: "said in a letter to President Aliyev",
// "told reporters at a briefing". It returns the token of the document that is a voice of its own, or -1.
func (f *finder) circumstances(t *tree, c *cue, q *Quotation) (document int) {
	s := t.s
	document = -1
	if c.source >= 0 {
		// "the letter says", "his statement said"
		if medium, ok := cues.documents[s.Tokens[c.source].Lemma]; ok && s.Tokens[c.source].UPOS == syntax.NOUN {
			q.Medium = medium
			document = c.source
			f.addressee(t, c, c.source, q)
		}
	}
	if c.noun {
		if medium, ok := cues.documents[s.Tokens[c.token].Lemma]; ok {
			q.Medium, document = medium, c.token
		}
	}
	for k := range s.Tokens {
		tok := &s.Tokens[k]
		if tok.UPOS != syntax.NOUN || q.Medium != "" {
			continue
		}
		medium, ok := cues.media[tok.Lemma]
		if !ok || f.inContent(q, tok.Span) || !t.near(k, c) {
			continue
		}
		p := t.caseOf(k)
		switch p {
		case "in", "at", "during", "on", "through", "via", "over", "from", "after", "following", "by", "with":
		default:
			// "issued a statement saying", not "restored order, an official said"
			if tok.Rel != syntax.Obj || tok.Head < 0 || !lightVerb(s.Tokens[tok.Head].Lemma) {
				continue
			}
		}
		if (p == "after" || p == "following" || p == "with") && medium != Meeting && medium != Call {
			continue
		}
		q.Medium = medium
		if _, ok := cues.documents[tok.Lemma]; ok && p != "after" {
			document = k
		}
		f.addressee(t, c, k, q)
	}
	if q.Addressee == nil {
		for d := s.First(c.token); d >= 0; d = s.Next(d) {
			// "told Aliyev that …", "said to reporters"
			rel := s.Tokens[d].Rel
			if d > c.token && d != c.source && (c.entry.takes&takesHearer != 0 && (rel == syntax.Obj || rel == syntax.Iobj) ||
				rel == syntax.Obl && t.caseOf(d) == "to" && c.frame != takesPreposition) && !f.inContent(q, s.Tokens[d].Span) {
				q.Addressee = f.addressed(c.sentence, d)
				break
			}
		}
	}
	return document
}

// near reports whether a noun hangs on the cue, or stands in the clause that governs the cue's participle:
// "made a statement saying", "wrote a letter asking".
func (t *tree) near(k int, c *cue) bool {
	if t.below(k, c.token) {
		return true
	}
	h := int(t.s.Tokens[c.token].Head)
	if h < 0 {
		return false
	}
	if h == k {
		return true
	}
	switch t.s.Tokens[c.token].Rel {
	case syntax.Advcl, syntax.Acl, syntax.Xcomp, syntax.Conj, syntax.Parataxis, syntax.Obj:
		return int(t.s.Tokens[k].Head) == h && k < c.first && t.s.Tokens[k].Rel.Base() != syntax.Nsubj
	}
	return false
}

// inContent reports whether a word belongs to the words that are quoted.
func (f *finder) inContent(q *Quotation, span report.Span) bool {
	for _, part := range q.Content {
		if part.Contains(span) {
			return true
		}
	}
	return false
}

// addressee finds to whom a letter went or with whom a call was: "a letter to Aliyev", "a meeting with Bayramov".
func (f *finder) addressee(t *tree, c *cue, noun int, q *Quotation) {
	s := t.s
	for k := noun + 1; k < len(s.Tokens) && k < noun+14; k++ {
		tok := &s.Tokens[k]
		if tok.Rel != syntax.Nmod && tok.Rel != syntax.Obl {
			continue
		}
		p := t.caseOf(k)
		if !(p == "to" && q.Medium == Letter || p == "with" && q.Medium != Statement) {
			continue
		}
		h := int(tok.Head)
		if h != noun && h != c.token && h != int(s.Tokens[noun].Head) && !t.below(k, noun) {
			continue
		}
		q.Addressee = f.addressed(c.sentence, k)
		return
	}
}

func (f *finder) addressed(i, head int) *actor.Party {
	if m := f.speakerMention(i, head); m != nil && len(m.Parties) > 0 {
		p := m.Parties[0]
		return &p
	}
	tok := &f.doc.Sentences[i].Tokens[head]
	if tok.UPOS == syntax.PRON {
		return nil
	}
	t := f.treeFor(i)
	first, last := f.core(t, head)
	span := t.s.Words(first, last)
	return &actor.Party{Name: span.In(f.doc.Text), Resolved: actor.ByDescription, Span: span}
}
