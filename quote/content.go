package quote

import (
	"slices"
	"sort"
	"unicode"
	"unicode/utf8"

	"chancery/report"
	"chancery/syntax"
)

// contentBefore finds the content of a cue that follows it: "Washington is ready to help, Reeker said", and
// of one that interrupts it: "Washington, Reeker said, is ready to help".
func (f *finder) contentBefore(t *tree, c *cue) {
	if c.entry.takes&takesClause == 0 || c.entry.class == attitude || !c.ownSource || c.source < 0 || isRelative(&t.s.Tokens[c.source]) {
		return
	}
	s := t.s
	marks := f.marks[c.sentence]
	start := min(c.first, c.sourceFirst)
	k := start - 1
	if k < 1 || s.Tokens[k].UPOS != syntax.PUNCT {
		return
	}
	switch s.Tokens[k].Form {
	case ",", "—", "–", "-", "--", "?", "!", "”", "\"", "''", "’", "»":
	default:
		return
	}
	if s.Tokens[c.token].XPOS == syntax.TagVBG {
		return
	}
	// A clause has a verb: "However, he said" has none before it. The clause may be cut in two by the cue.
	_, last := t.trimPunct(0, k)
	if last < 0 {
		return
	}
	from := f.dateline(c.sentence)
	for from < last && (s.Tokens[from].UPOS == syntax.PUNCT && marks[from] == 0) {
		from++
	}
	verbBefore := false
	for j := from; j <= last; j++ {
		// "“We are ready” to open the border, he said": the words go on behind the marks.
		if (marks[j] == 0 || marks[last] == 0) && (s.Tokens[j].UPOS == syntax.AUX || s.Tokens[j].UPOS == syntax.VERB && s.Tokens[j].XPOS != syntax.TagVBG) {
			verbBefore = true
			break
		}
	}
	h := int(s.Tokens[c.token].Head)
	// What follows the cue's own words, behind a comma, goes on with the content when it does not hang on the cue:
	// "The museum, Mr Bush said, celebrated several of his heroes."
	restFrom, restTo := -1, -1
	end := max(c.last, c.sourceTo)
	for end+1 < len(s.Tokens) && t.below(end+1, c.token) && s.Tokens[end+1].UPOS != syntax.PUNCT && !(h > end && t.below(h, c.token)) {
		end++
	}
	if end+2 < len(s.Tokens) && s.Tokens[end+1].Form == "," && marks[end+2] == 0 {
		next := &s.Tokens[end+2]
		goesOn := h > end || h >= 0 && !t.below(end+2, c.token) && t.below(end+2, h)
		if !verbBefore && end == max(c.last, c.sourceTo) {
			goesOn = true
		}
		if goesOn && next.XPOS != syntax.TagVBG && next.UPOS != syntax.CCONJ && !isRelative(next) {
			restFrom, restTo = t.trimPunct(end+2, len(s.Tokens)-1)
		}
	}
	if !verbBefore && (restFrom < 0 || restFrom > restTo) {
		return
	}
	if restFrom >= 0 && restFrom <= restTo && c.frame == takesClause {
		verb := false
		for j := restFrom; j <= restTo; j++ {
			verb = verb || s.Tokens[j].UPOS == syntax.VERB || s.Tokens[j].UPOS == syntax.AUX
		}
		if verb && verbBefore && s.Child(c.token, syntax.Ccomp) >= 0 && int(t.low[s.Child(c.token, syntax.Ccomp)]) > c.token && !f.cueWithin(t, restFrom, restTo) {
			return // "When he came, he said, the office was shut": the tree says that the clause after it is what was said
		}
	}
	if restFrom >= 0 && f.cueWithin(t, restFrom, restTo) {
		restFrom, restTo = -1, -1
	}
	if (c.frame == takesObject || c.frame == takesPreposition || c.frame == takesTo) && f.adjunct(t, c, from, last) {
		return // "In a talk about his book, he discussed the war"
	}
	c.before = last
	c.frame = takesClause
	c.content = append(c.content, f.words(c.sentence, from, last))
	if restFrom >= 0 && restFrom <= restTo {
		c.content = append(c.content, f.words(c.sentence, restFrom, restTo))
	}
}

// adjunct reports whether what stands before a cue is a phrase or clause that hangs on it as its circumstance.
func (f *finder) adjunct(t *tree, c *cue, from, last int) bool {
	s := t.s
	for from < last && (s.Tokens[from].UPOS == syntax.CCONJ || s.Tokens[from].UPOS == syntax.ADV || s.Tokens[from].UPOS == syntax.PUNCT) {
		from++
	}
	switch s.Tokens[from].UPOS {
	case syntax.ADP, syntax.SCONJ:
	default:
		if s.Tokens[from].XPOS != syntax.TagVBG && s.Tokens[from].XPOS != syntax.TagVBN {
			return false
		}
	}
	d := t.childUnder(from, c.token)
	return d >= 0 && (s.Tokens[d].Rel == syntax.Advcl || s.Tokens[d].Rel == syntax.Obl)
}

// dateline returns the first token behind a dateline that stands in the sentence: "BAGHDAD (Reuters) - Gunmen ambushed …".
func (f *finder) dateline(i int) int {
	s := &f.doc.Sentences[i]
	if f.paras[f.paraOf[i]].first != i {
		return 0
	}
	capitals := false
	for k := range s.Tokens {
		tok := &s.Tokens[k]
		switch tok.Form {
		case "-", "--", "–", "—", "―":
			if k > 0 && k+1 < len(s.Tokens) && s.Tokens[k-1].End < tok.Start && capitals {
				return k + 1
			}
		}
		if k > 14 || tok.UPOS == syntax.VERB || tok.UPOS == syntax.AUX || tok.UPOS == syntax.DET || tok.UPOS == syntax.PRON {
			return 0
		}
		if len(tok.Form) > 1 && tok.UPOS != syntax.PUNCT {
			upper := true
			for n := 0; n < len(tok.Form); n++ {
				upper = upper && !(tok.Form[n] >= 'a' && tok.Form[n] <= 'z')
			}
			capitals = capitals || upper && tok.UPOS != syntax.NUM
		}
	}
	return 0
}

// cueWithin reports whether a run of tokens that ends its sentence is another cue with its source: "…, Azertac reported".
func (f *finder) cueWithin(t *tree, from, to int) bool {
	for k := from; k >= 0 && k <= to; k++ {
		tok := &t.s.Tokens[k]
		if tok.UPOS == syntax.VERB {
			e := cues.verbs[tok.Lemma]
			return e != nil && e.takes&takesClause != 0 && to-k < 4
		}
	}
	return false
}

// found is a quotation on its way out.
type found struct {
	Quotation
	cue int // -1 when it has none
}

// quotations turns cues and stretches into the result.
func (f *finder) quotations() []Quotation {
	all := make([]found, 0, len(f.cues)+len(f.free))
	for n := range f.cues {
		if q, ok := f.fromCue(n); ok {
			all = append(all, found{q, n})
		}
	}
	for k := range f.free {
		all = append(all, found{f.fromFree(k), -1})
	}
	sort.SliceStable(all, func(a, b int) bool { return all[a].start() < all[b].start() })
	f.speakers(all)
	f.voices(all)
	out := make([]Quotation, len(all))
	for k := range all {
		out[k] = all[k].Quotation
	}
	return out
}

// start is where the first of a quotation's words stands.
func (q *Quotation) start() int {
	at := q.Cue.Start
	if q.Cue.Empty() {
		at = q.Content[0].Start
	}
	return min(at, q.Content[0].Start)
}

// fromCue makes the quotation of a cue; false when it has no content.
func (f *finder) fromCue(n int) (Quotation, bool) {
	c := &f.cues[n]
	q := Quotation{Sentence: c.sentence, CueToken: c.token, SpeakerHead: -1}
	s := &f.doc.Sentences[c.sentence]
	q.Cue = s.Words(c.first, c.last)
	switch {
	case len(c.stretches) > 0:
		q.Kind = Direct
		for _, k := range c.stretches {
			q.Content = append(q.Content, f.stretches[k].inner)
		}
		if before := f.wordsBefore(c); !before.Empty() {
			q.Kind = Mixed
			q.Content = append(q.Content, before)
		} else if begin := f.leadIn(c); begin >= 0 {
			// "The plan is “a gift to nobody,” he said."
			q.Kind = Mixed
			q.Content[0] = report.Span{Start: begin, End: f.stretches[c.stretches[0]].outer.End}
		}
		sort.Slice(q.Content, func(a, b int) bool { return q.Content[a].Start < q.Content[b].Start })
		q.Attitude = false
	case c.frame == 0:
		return q, false
	default:
		q.Kind = Indirect
		if len(c.content) > 0 {
			q.Content = c.content
		} else {
			if c.patient >= 0 {
				q.Content = append(q.Content, f.words(c.sentence, c.patient, c.patientTo))
			}
			if c.from >= 0 {
				q.Content = append(q.Content, f.words(c.sentence, c.from, f.untilNext(n)))
			}
		}
		// Between a dateline and the source there are no words: "CLEARWATER, Fla., March 18 - Home Shopping Network said, in
		// response to reports, that it is not …" has one part, not two.
		q.Content = slices.DeleteFunc(q.Content, report.Span.Empty)
		if len(q.Content) == 0 {
			return q, false
		}
		if c.spoken {
			q.Kind = Direct
			q.Content[len(q.Content)-1].End = f.paras[f.paraOf[c.sentence]].End
			return f.withSource(q, c), true
		}
		f.extendOverStretch(&q)
		for _, part := range q.Content {
			if f.overlapsStretch(part) {
				q.Kind = Mixed
			}
		}
		if q.Attitude = f.attitude(c, q.Kind); q.Attitude && f.impersonal(c) {
			return q, false
		}
	}
	return f.withSource(q, c), true
}

// withSource sets who speaks.
func (f *finder) withSource(q Quotation, c *cue) Quotation {
	s := &f.doc.Sentences[c.sentence]
	switch {
	case c.relayed >= 0:
		q.SpeakerHead = c.relayed
		q.Source = s.Words(c.relayedFirst, c.relayedTo)
	case c.source >= 0:
		q.SpeakerHead = c.source
		q.Source = s.Words(c.sourceFirst, c.sourceTo)
	}
	return q
}

// leadIn returns where the content of a cue begins when it begins in the report's words and ends in quotation marks
// before the cue; -1 when it does not.
func (f *finder) leadIn(c *cue) int {
	at := &f.at[c.stretches[0]]
	if at.firstToken == 0 || at.firstSentence != at.lastSentence || at.lastSentence == c.sentence && at.lastToken > c.token {
		return -1
	}
	i := at.firstSentence
	s := &f.doc.Sentences[i]
	from, to := f.cuesIn(i)
	for n := from; n < to; n++ {
		if other := &f.cues[n]; other.token < at.firstToken && other.source >= 0 && other.entry.class == speech && other.entry.takes&(takesClause|takesQuote) != 0 {
			return -1 // "X said that it was “a gift,” and Y agreed"
		}
	}
	words := 0
	start := -1
	for k := f.dateline(i); k < at.firstToken; k++ {
		if f.marks[i][k] != 0 {
			return -1
		}
		if u := s.Tokens[k].UPOS; u != syntax.PUNCT {
			if start < 0 {
				start = k
			}
			if u != syntax.CCONJ && u != syntax.ADV && u != syntax.INTJ {
				words++
			}
		}
	}
	if words == 0 || s.Tokens[at.firstToken-1].Form == "." || s.Tokens[at.firstToken-1].Form == ":" {
		return -1
	}
	return s.Tokens[start].Start
}

// untilNext returns the last token of the content of a cue. It ends where another cue has a stretch of its own:
// "He said it was vital because “nobody knows of it,” he said."
func (f *finder) untilNext(n int) int {
	c := &f.cues[n]
	_, to := f.cuesIn(c.sentence)
	for k := n + 1; k < to; k++ {
		next := &f.cues[k]
		if start := min(next.first, next.sourceFirst); next.before >= 0 && start > c.from && start <= c.to && next.source >= 0 {
			// "urged them to halt the fighting, Interfax reported"
			if _, last := f.treeFor(c.sentence).trimPunct(c.from, start-1); last >= c.from {
				return last
			}
		}
		if to := f.rival(c, next); to >= c.from {
			return to
		}
		if next.token > c.to || len(next.stretches) == 0 || next.token < c.from {
			continue
		}
		at := &f.at[next.stretches[0]]
		if at.firstSentence == c.sentence && at.firstToken > c.from && at.lastSentence == c.sentence && at.lastToken < next.first {
			return at.lastToken
		}
	}
	return c.to
}

// rival returns where the content of a cue ends before another cue that is set against it, or -1 when that one stands in
// the content: "some say that it will rain, while others think that it will snow", "While A said that …, B said that …".
func (f *finder) rival(c, next *cue) int {
	if c.frame != takesClause || next.noun || !next.ownSource || next.source < 0 || next.source > next.token || next.sourceFirst <= c.from+1 || next.first > c.to || next.entry.class == attitude {
		return -1
	}
	s := &f.doc.Sentences[c.sentence]
	start := min(next.first, next.sourceFirst)
	if start <= c.from+1 {
		return -1
	}
	k := start - 1
	joined := false
	for k > c.from && (s.Tokens[k].UPOS == syntax.SCONJ || s.Tokens[k].UPOS == syntax.CCONJ || s.Tokens[k].UPOS == syntax.ADV) {
		switch lower(s.Tokens[k].Form) {
		case "while", "whereas", "although", "though", "but":
			joined = true
		}
		k--
	}
	if s.Tokens[k].Form != "," || f.marks[c.sentence][k] != 0 {
		return -1
	}
	if !joined {
		// Without a conjunction between them, one must open the sentence: "While he said that …, she said that …".
		first := min(c.first, c.sourceFirst) - 1
		if k != start-1 || first < 0 || f.marks[c.sentence][first] != 0 {
			return -1
		}
		switch lower(s.Tokens[first].Form) {
		case "while", "whereas", "although", "though", "as", "when", "after", "if":
		default:
			return -1
		}
	} else if s.Tokens[next.source].UPOS == syntax.PRON && lower(s.Tokens[k+1].Form) == "but" {
		return -1 // "she said that he left, but he thinks that …": hers
	}
	_, last := f.treeFor(c.sentence).trimPunct(c.from, k)
	return last
}

// wordsBefore returns what stands before a cue when the stretch after it only finishes the sentence:
// "When the deal was near, Mr Barrett said, “we were floored.”"
func (f *finder) wordsBefore(c *cue) report.Span {
	q := c.stretches[0]
	if !c.ownSource || c.source > c.token || f.at[q].firstSentence != c.sentence || f.at[q].firstToken < c.token {
		return report.Span{}
	}
	if r, _ := utf8.DecodeRuneInString(f.doc.Text[f.stretches[q].inner.Start:]); !unicode.IsLower(r) {
		return report.Span{}
	}
	s := &f.doc.Sentences[c.sentence]
	k := min(c.first, c.sourceFirst) - 1
	if k < 1 || s.Tokens[k].Form != "," || s.Tokens[f.at[q].firstToken-1].Form != "," {
		return report.Span{}
	}
	first, last := f.treeFor(c.sentence).trimPunct(0, k)
	if first > last {
		return report.Span{}
	}
	return f.words(c.sentence, first, last)
}

// attitude reports whether a cue with its content tells no words.
func (f *finder) attitude(c *cue, kind Kind) bool {
	if c.entry.class == attitude && !c.refused || c.noun && c.source < 0 {
		return true
	}
	if c.source >= 0 {
		// Outside of quotation marks "I think" and "you know" are the author's.
		switch tok := &f.doc.Sentences[c.sentence].Tokens[c.source]; lower(tok.Form) {
		case "i", "we", "you":
			return true
		}
	}
	switch c.frame {
	case takesPreposition:
		// "accused Baku of shelling the village" tells what was said, "spoke about the village" does not.
		if c.prep == "of" && c.entry.class == speech {
			for k := c.from; k < c.to; k++ {
				if s := &f.doc.Sentences[c.sentence]; s.Tokens[k].Form == "of" && s.Tokens[k+1].XPOS == syntax.TagVBG {
					return false
				}
			}
		}
		return kind != Mixed
	case takesObject, takesPassive, takesPatient:
		return kind != Mixed
	case takesAs:
		return kind != Mixed && (c.source < 0 || lower(f.doc.Sentences[c.sentence].Tokens[c.from].Form) == "as")
	case takesIng:
		return c.entry.class != speech || c.source < 0
	case takesTo, takesSomeoneTo:
		return c.entry.class != speech // "hopes to sign", "expects prices to fall"
	}
	return false
}

// impersonal reports whether an attitude is nobody's: that of a participle without a subject ("Ignoring the vote is no
// answer"), or of a thing in a relative clause ("a problem that demands an answer").
func (f *finder) impersonal(c *cue) bool {
	s := &f.doc.Sentences[c.sentence]
	if c.source < 0 {
		named := c.frame == takesAs && s.Tokens[c.token].XPOS == syntax.TagVBN && s.Tokens[c.token].Lemma == "call" // "a group called the Front"
		return c.first == c.token && (named || s.Tokens[c.token].XPOS == syntax.TagVBG)
	}
	return lower(s.Tokens[c.source].Form) == "that" && c.source < c.token
}

// overlapsStretch reports whether a span shares words with a stretch.
func (f *finder) overlapsStretch(span report.Span) bool {
	k := sort.Search(len(f.stretches), func(k int) bool { return f.stretches[k].outer.End > span.Start })
	return k < len(f.stretches) && f.stretches[k].inner.Start < span.End
}

// extendOverStretch lets a mixed content end where the stretch ends that its end lies in: the sentence splitter
// may have cut inside the quotation marks.
func (f *finder) extendOverStretch(q *Quotation) {
	for n := range q.Content {
		part := &q.Content[n]
		k := sort.Search(len(f.stretches), func(k int) bool { return f.stretches[k].outer.End >= part.End })
		if k < len(f.stretches) {
			if o := &f.stretches[k]; o.inner.Start < part.End && o.outer.Start >= part.Start && o.closed {
				part.End = max(part.End, o.outer.End)
			}
		}
	}
}

// fromFree makes the quotation of stretches that have no cue.
func (f *finder) fromFree(k int) Quotation {
	q := Quotation{Kind: Direct, Sentence: f.at[f.free[k][0]].firstSentence, CueToken: -1, SpeakerHead: -1}
	for _, n := range f.free[k] {
		q.Content = append(q.Content, f.stretches[n].inner)
	}
	return q
}
