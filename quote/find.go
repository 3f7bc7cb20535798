package quote

import (
	"unicode"
	"unicode/utf8"

	"chancery/actor"
	"chancery/report"
	"chancery/syntax"
)

// Find returns the quotations of a report in the order of the text: what somebody is said to have said,
// written or thought. r may be nil; then no outlet opens the chains of voices.
func Find(doc *syntax.Document, r *report.Report, mentions []actor.Mention) []Quotation {
	all := Attributions(doc, r, mentions)
	out := all[:0]
	for i := range all {
		if !all[i].Attitude {
			out = append(out, all[i])
		}
	}
	return out
}

// Attributions returns the quotations and, marked as Attitude, what is only told to be wanted, supported,
// opposed or blamed by somebody ("Armenia wants a corridor"). This is the attribution of PARC and PolNeAR.
func Attributions(doc *syntax.Document, r *report.Report, mentions []actor.Mention) []Quotation {
	if doc == nil || len(doc.Sentences) == 0 {
		return nil
	}
	f := newFinder(doc, r, mentions)
	for i := range doc.Sentences {
		f.sentenceCues(i)
	}
	f.cuesOf = append(f.cuesOf, len(f.cues))
	f.attach()
	f.continueStretches()
	return f.quotations()
}

// finder is the state of one call of Find.
type finder struct {
	doc        *syntax.Document
	report     *report.Report
	mentions   []actor.Mention
	firstOf    []int // the first mention of each sentence, and one more
	paras      []paragraph
	paraOf     []int // of each sentence
	stretches  []stretch
	at         []place
	marks      [][]int32 // of each token: 1 + the stretch that it is in, its marks included; 0 outside
	cues       []cue
	cuesOf     []int // the first cue of each sentence, and one more; cues found later stand behind all of them
	owner      []int // of each stretch: the cue whose words it is, -1, or ^k: the free quotation k
	free       [][]int
	tree       tree
	treeOf     int
	transcript int // 1 when the report is a transcript, -1 when it is none, 0 when nobody has asked yet
}

// place is where a stretch begins and ends in sentences and tokens, its marks included.
type place struct {
	firstSentence, firstToken int
	lastSentence, lastToken   int
}

func newFinder(doc *syntax.Document, r *report.Report, mentions []actor.Mention) *finder {
	f := &finder{doc: doc, report: r, mentions: mentions, treeOf: -1}
	f.paras = paragraphs(doc)
	f.paraOf = make([]int, len(doc.Sentences))
	for p := range f.paras {
		for i := f.paras[p].first; i <= f.paras[p].last; i++ {
			f.paraOf[i] = p
		}
	}
	f.stretches = stretches(doc.Text, f.paras)
	f.mark()
	f.owner = make([]int, len(f.stretches))
	for i := range f.owner {
		f.owner[i] = -1
	}
	f.firstOf = make([]int, len(doc.Sentences)+1)
	k := 0
	for i := range f.firstOf {
		for k < len(mentions) && mentions[k].Sentence < i {
			k++
		}
		f.firstOf[i] = k
	}
	return f
}

// mark notes for each token the stretch that it is in, and for each stretch its first and last token.
// Stretches that hold no token are dropped.
func (f *finder) mark() {
	total := 0
	for i := range f.doc.Sentences {
		total += len(f.doc.Sentences[i].Tokens)
	}
	flat := make([]int32, total)
	f.marks = make([][]int32, len(f.doc.Sentences))
	f.at = make([]place, len(f.stretches))
	for q := range f.at {
		f.at[q].firstSentence = -1
	}
	q := 0
	for i := range f.doc.Sentences {
		s := &f.doc.Sentences[i]
		f.marks[i], flat = flat[:len(s.Tokens):len(s.Tokens)], flat[len(s.Tokens):]
		for k := range s.Tokens {
			tok := &s.Tokens[k]
			for q < len(f.stretches) && f.stretches[q].outer.End <= tok.Start {
				q++
			}
			if q == len(f.stretches) {
				break
			}
			if tok.End > f.stretches[q].outer.Start {
				f.marks[i][k] = int32(q) + 1
				p := &f.at[q]
				if p.firstSentence < 0 {
					p.firstSentence, p.firstToken = i, k
				}
				p.lastSentence, p.lastToken = i, k
			}
		}
	}
	kept := 0
	renumber := make([]int32, len(f.stretches)+1)
	for q := range f.stretches {
		if f.at[q].firstSentence >= 0 {
			f.stretches[kept], f.at[kept] = f.stretches[q], f.at[q]
			kept++
			renumber[q+1] = int32(kept)
		}
	}
	if kept < len(f.stretches) {
		f.stretches, f.at = f.stretches[:kept], f.at[:kept]
		for i := range f.marks {
			for k, m := range f.marks[i] {
				f.marks[i][k] = renumber[m]
			}
		}
	}
}

func (f *finder) treeFor(i int) *tree {
	if f.treeOf != i {
		f.tree.grow(&f.doc.Sentences[i])
		f.treeOf = i
	}
	return &f.tree
}

// sentenceCues adds the cues of one sentence in the order of its tokens.
func (f *finder) sentenceCues(i int) {
	f.cuesOf = append(f.cuesOf, len(f.cues))
	s := &f.doc.Sentences[i]
	marks := f.marks[i]
	f.headline(i)
	skip := -1
	for v := range s.Tokens {
		tok := &s.Tokens[v]
		if v == skip {
			continue // "as saying": told with the verb before it
		}
		if marks[v] != 0 && !f.small(int(marks[v])-1, 4) {
			continue
		}
		if v > 0 && tok.Form == "Said" && s.Kind == report.Paragraph && s.Tokens[v-1].UPOS == syntax.PROPN {
			continue // "Haitham bin Tariq Al Said attended"
		}
		switch {
		case tok.Form == "according" || tok.Form == "According":
			if v+1 < len(s.Tokens) && lower(s.Tokens[v+1].Form) == "to" {
				f.accordingTo(i, v)
			}
		case tok.UPOS == syntax.VERB:
			e := cues.verb(tok.Lemma)
			if e == nil {
				continue
			}
			if as := f.relay(i, v, e); as >= 0 {
				skip = as
				continue
			}
			f.verb(i, v, e)
		case tok.UPOS == syntax.ADJ:
			if e := cues.adjectives[tok.Lemma]; e != nil {
				f.adjective(i, v, e)
			}
		case tok.UPOS == syntax.NOUN:
			if e := cues.nouns[tok.Lemma]; e != nil {
				f.nominal(i, v, e)
			}
		}
	}
}

// scare reports whether a stretch is too small to be a sentence of its own: a few words or a name in quotation marks.
func (f *finder) scare(q int) bool { return f.small(q, 6) }

// small reports whether a stretch, its marks counted, has at most n tokens.
func (f *finder) small(q, n int) bool {
	p := &f.at[q]
	return p.firstSentence == p.lastSentence && p.lastToken-p.firstToken < n
}

func isUpper(form string) bool {
	r, _ := utf8.DecodeRuneInString(form)
	return unicode.IsUpper(r)
}

// verb adds the cue of a verb when the tree, or the quotation marks, give it a content.
func (f *finder) verb(i, v int, e *entry) {
	t := f.treeFor(i)
	switch tok := &t.s.Tokens[v]; {
	case tok.Rel == syntax.Acl && tok.XPOS == syntax.TagVB:
		return // "a chance to find life"
	case tok.Rel == syntax.Amod, tok.XPOS == syntax.TagVB && tok.Rel == syntax.Root && t.s.Child(v, syntax.Nsubj, syntax.Aux) < 0:
		return // "the proposed law"; "See page 3"
	}
	c := t.verbCue(i, v, e, f.marks[i])
	for k := c.last + 1; k < c.from; k++ {
		if s := t.s; s.Tokens[k].Form == "." && f.marks[i][k] == 0 && f.marks[i][k+1] != 0 {
			c.frame, c.from, c.to = 0, -1, -1 // "He doesn't think so. “We know,” he said": two sentences that were not split
		}
	}
	f.behindDateline(t, &c)
	f.adding(t, &c)
	f.coordinate(t, &c)
	if c.source < 0 && c.patient < 0 && t.s.Tokens[v].XPOS == syntax.TagVB {
		return // "See page 3"; "It is necessary to say that …" is nobody's
	}
	if f.asClause(t, &c) || f.relativeGap(t, &c) {
		f.cues = append(f.cues, c)
		return
	}
	if c.frame == 0 || c.frame == takesPreposition || c.frame == takesObject || c.frame == takesClause && c.from > 0 && f.doc.Sentences[i].Tokens[c.from-1].Form == "," {
		// "…, Biden said, Azertac reported": what follows a comma after the cue may be the next cue's own.
		f.contentBefore(t, &c)
	}
	f.cues = append(f.cues, c)
}

// behindDateline takes a dateline off the source: "YEREVAN -- President Petrosyan, opening the fair, said".
func (f *finder) behindDateline(t *tree, c *cue) {
	if c.source < 0 {
		return
	}
	start := f.dateline(c.sentence)
	if c.sourceFirst >= start || c.sourceTo < start {
		return
	}
	c.sourceFirst = start
	if c.source < start {
		for c.source = start; c.source < c.sourceTo && t.s.Tokens[c.source+1].UPOS == syntax.PROPN; c.source++ {
		}
	}
}

// adding gives a participle such as ", adding that …" the source of the cue before it, wherever the tree hangs it.
func (f *finder) adding(t *tree, c *cue) {
	n := len(f.cues) - 1
	if c.ownSource || c.entry.class != speech || c.first < 1 {
		return
	}
	if c.entry.takes&takesClause == 0 && c.source >= 0 && !isRelative(&t.s.Tokens[c.source]) {
		return
	}
	if t.s.Tokens[c.token].XPOS != syntax.TagVBG || t.s.Tokens[c.first-1].Form != "," || t.s.Child(c.token, syntax.Aux) >= 0 {
		return
	}
	for ; n >= 0 && f.cues[n].sentence == c.sentence; n-- {
		prev := &f.cues[n]
		if prev.source >= 0 && prev.entry.class == speech && !prev.noun && (prev.frame == takesClause || prev.entry.takes&takesQuote != 0 && prev.frame == 0) && !prev.passive {
			c.source, c.sourceFirst, c.sourceTo, c.ownSource = prev.source, prev.sourceFirst, prev.sourceTo, false
			return
		}
	}
	if root := t.s.Root(); c.source < 0 && root >= 0 && root < c.token {
		// "Putin yesterday rejected a key point, saying that …"
		if who, _, passive := t.subject(root); who >= 0 && who < c.token && !passive {
			c.source = who
			c.sourceFirst, c.sourceTo = t.nounPhrase(who, root, f.marks[c.sentence])
		}
	}
}

// coordinate gives a verb of saying that is joined by "and" to a verb inside what was said back to who said it, when it
// has the same form as the cue: "denied that its forces had attacked and accused Baku of storming a village".
func (f *finder) coordinate(t *tree, c *cue) {
	s := t.s
	tok := &s.Tokens[c.token]
	if c.ownSource || tok.Rel != syntax.Conj || c.entry.class != speech || c.first < 2 || s.Tokens[c.first-1].UPOS != syntax.CCONJ || c.first != c.token {
		return
	}
	for n := len(f.cues) - 1; n >= 0 && f.cues[n].sentence == c.sentence; n-- {
		prev := &f.cues[n]
		if prev.frame != takesClause || prev.from < 0 || prev.to < c.token || prev.from > c.token || !prev.ownSource || prev.entry.class != speech ||
			s.Tokens[prev.token].XPOS != pastOf(tok) || prev.first != prev.token {
			continue
		}
		if from, to := t.trimPunct(prev.from, c.first-2); from <= to {
			if c.frame == 0 && c.last < prev.to {
				t.rest(c, prev.to)
			}
			prev.to = to
			c.source, c.sourceFirst, c.sourceTo = prev.source, prev.sourceFirst, prev.sourceTo
		}
		return
	}
}

// rest gives a cue that was joined to the wrong verb what follows it, when that has the form of its complement.
func (t *tree) rest(c *cue, to int) {
	from, to := t.trimPunct(c.last+1, to)
	if from > to {
		return
	}
	if t.s.Tokens[from].Form == "that" && c.entry.takes&takesClause != 0 {
		c.frame, c.from, c.to = takesClause, from, to
		return
	}
	for k := from + 1; k < to; k++ {
		if form := t.s.Tokens[k].Form; (form == "of" || form == "to") && c.entry.takesPrep(form) {
			c.frame, c.prep, c.from, c.to = takesPreposition, form, from, to
			return
		}
	}
}

// pastOf returns the tag of a verb that has no auxiliary: taggers take a past tense for a participle.
func pastOf(tok *syntax.Token) syntax.XPOS {
	if tok.XPOS == syntax.TagVBN {
		return syntax.TagVBD
	}
	return tok.XPOS
}

// words returns the span of a run of tokens; when a quotation mark stands just outside it and its partner inside, the
// mark is taken in.
func (f *finder) words(i, first, last int) report.Span {
	s := &f.doc.Sentences[i]
	marks := f.marks[i]
	for k := first + 1; k < last; k++ {
		// "The answer, he told them, was simple. “Wait,” he said.": the sentence splitter missed the end of the first.
		if s.Tokens[k].Form == "." && marks[k] == 0 && marks[k+1] != 0 && f.at[marks[k+1]-1].firstToken == k+1 {
			last = k - 1
		}
	}
	span := s.Words(first, last)
	if m := marks[first]; m != 0 {
		if o := f.stretches[m-1].outer; o.Start < span.Start && o.End <= span.End+4 && o.Start >= s.Start {
			span.Start = o.Start
		}
	}
	if m := marks[last]; m != 0 {
		if o := f.stretches[m-1].outer; o.End > span.End && o.Start >= span.Start {
			span.End = o.End
		}
	}
	return span
}

// cuesIn returns the range of the cues of a sentence.
func (f *finder) cuesIn(i int) (from, to int) {
	return f.cuesOf[i], f.cuesOf[i+1]
}
