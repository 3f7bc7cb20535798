package quote

import (
	"sort"
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
	f.attach()
	f.continueStretches()
	return f.quotations()
}

// finder is the state of one call of Find.
type finder struct {
	doc       *syntax.Document
	report    *report.Report
	mentions  []actor.Mention
	firstOf   []int // the first mention of each sentence, and one more
	paras     []paragraph
	paraOf    []int // of each sentence
	stretches []stretch
	at        []place
	marks     [][]int32 // of each token: 1 + the stretch that it is in, its marks included; 0 outside
	cues      []cue
	cuesOf    []int // the first cue of each sentence, and one more
	owner     []int // of each stretch: the cue whose words it is, -1, or ^k: the free quotation k
	free      [][]int
	tree      tree
	treeOf    int
	everyCue  bool
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
	start := len(f.cues)
	for v := range s.Tokens {
		tok := &s.Tokens[v]
		if marks[v] != 0 && !f.scare(int(marks[v])-1) {
			continue
		}
		switch {
		case tok.Form == "according" || tok.Form == "According":
			if v+1 < len(s.Tokens) && lower(s.Tokens[v+1].Form) == "to" {
				f.accordingTo(i, v)
			}
		case tok.UPOS == syntax.VERB:
			e := cues.verbs[tok.Lemma]
			if e == nil {
				if !f.everyCue {
					continue
				}
				e = &anyCue
			}
			f.verb(i, v, e)
		case tok.UPOS == syntax.ADJ:
			e := cues.adjectives[tok.Lemma]
			if f.everyCue && e == nil {
				e = &anyCue
			}
			if e != nil {
				f.adjective(i, v, e)
			}
		case tok.UPOS == syntax.NOUN:
			e := cues.nouns[tok.Lemma]
			if f.everyCue && e == nil {
				e = &anyCue
			}
			if e != nil {
				f.nominal(i, v, e)
			}
		}
	}
	if len(f.cues) == start {
		f.headline(i)
	}
}

// scare reports whether a stretch is too small to be a sentence of its own: a word or name in quotation marks.
func (f *finder) scare(q int) bool {
	p := &f.at[q]
	return p.firstSentence == p.lastSentence && p.lastToken-p.firstToken < 4
}

// anyCue takes everything: with it a list of cues can be judged against annotated text.
var anyCue = entry{takes: 0xffff &^ takesHearer, anyPrep: true}

// verb adds the cue of a verb when the tree, or the quotation marks, give it a content.
func (f *finder) verb(i, v int, e *entry) {
	t := f.treeFor(i)
	switch tok := &t.s.Tokens[v]; {
	case tok.Rel == syntax.Amod, tok.XPOS == syntax.TagVB && tok.Rel == syntax.Root && t.s.Child(v, syntax.Nsubj, syntax.Aux) < 0:
		return // "the proposed law"; "See page 3"
	}
	c := t.verbCue(i, v, e, f.marks[i])
	if c.frame == 0 || c.frame == takesPreposition || c.frame == takesObject || c.frame == takesClause && c.from > 0 && f.doc.Sentences[i].Tokens[c.from-1].Form == "," {
		// "…, Biden said, Azertac reported": what follows a comma after the cue may be the next cue's own.
		f.contentBefore(t, &c)
	}
	f.cues = append(f.cues, c)
}

// contentBefore finds the content of a cue that follows it: "Washington is ready to help, Reeker said", and
// of one that interrupts it: "Washington, Reeker said, is ready to help".
func (f *finder) contentBefore(t *tree, c *cue) {
	if c.entry.takes&takesClause == 0 || !c.ownSource || c.source < 0 {
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
	from := 0
	for from < last && (s.Tokens[from].UPOS == syntax.PUNCT && marks[from] == 0) {
		from++
	}
	verbBefore := false
	for j := from; j <= last; j++ {
		if marks[j] == 0 && (s.Tokens[j].UPOS == syntax.AUX || s.Tokens[j].UPOS == syntax.VERB && s.Tokens[j].XPOS != syntax.TagVBG) {
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
	c.before = last
	c.frame = takesClause
	c.content = append(c.content, f.words(c.sentence, from, last))
	if restFrom >= 0 && restFrom <= restTo {
		c.content = append(c.content, f.words(c.sentence, restFrom, restTo))
	}
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
		frame: takesClause, from: -1, to: -1, before: -1, relayed: -1}
	c.sourceFirst, c.sourceTo = t.nounPhrase(h, v+1, f.marks[i])
	c.sourceFirst = v + 2
	if c.sourceFirst > c.sourceTo {
		return
	}
	// The rest of the sentence is the content: before it, after it, or both around it.
	if v > 0 {
		if from, to := t.trimPunct(0, v-1); from <= to {
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
	c := cue{sentence: i, token: v, first: v, last: v, entry: e, source: -1, from: -1, to: -1, before: -1, relayed: -1, noun: true}
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
			if mark < 0 {
				continue
			}
			switch m := lower(s.Tokens[mark].Form); {
			case m == "that" && e.takes&takesClause != 0 && tok.Rel != syntax.AclRelcl,
				m == "to" && e.takes&takesTo != 0:
				clause = d
			}
		case syntax.Nmod:
			if p = t.caseOf(d); clause < 0 && e.takesPrep(p) {
				clause, c.prep = d, p
			} else if (p == "by" || p == "from" || p == "of") && c.source < 0 {
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
	if c.source < 0 {
		// "Baku made the claim that …", "issued a warning that …"
		if h := int(s.Tokens[v].Head); h >= 0 && s.Tokens[v].Rel == syntax.Obj {
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
	if !c.ownSource {
		return // "criticism of the plan": nobody's
	}
	f.cues = append(f.cues, c)
}

// headline adds the form "Reeker: U.S. ready to assist", and in titles "U.S. ready to assist: Reeker".
func (f *finder) headline(i int) {
	s := &f.doc.Sentences[i]
	marks := f.marks[i]
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
		sourceFirst: sourceFirst, sourceTo: sourceTo, frame: takesClause, from: from, to: to, before: -1, relayed: -1}
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
	for n := range s.Names {
		if s.Names[n].First >= first && s.Names[n].Last <= last && s.Names[n].Class == syntax.PersonName {
			return s.Names[n].Last
		}
	}
	return -1
}

// words returns the span of a run of tokens; when a quotation mark stands just outside it and its partner inside, the
// mark is taken in.
func (f *finder) words(i, first, last int) report.Span {
	s := &f.doc.Sentences[i]
	span := s.Words(first, last)
	marks := f.marks[i]
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
	from = f.cuesOf[i]
	if i+1 < len(f.cuesOf) {
		return from, f.cuesOf[i+1]
	}
	return from, len(f.cues)
}

// attach gives each stretch the cue that introduces or follows it, if one does.
func (f *finder) attach() {
	for q := range f.stretches {
		if q > 0 && f.stretches[q-1].runsOn {
			continue
		}
		after, before := f.cueAfter(q), f.cueBefore(q)
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
	r, _ := utf8.DecodeLastRuneInString(f.doc.Text[in.Start:in.End])
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
		if i >= len(f.doc.Sentences) || f.paraOf[i] != f.paraOf[i-1] || !f.pointsOn(q) {
			return -1
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
		if g == k-1 && (tok.Form == "that" || tok.Form == "how") && (gap == 1 || s.Tokens[g].Rel == syntax.Mark) {
			continue
		}
		d := t.childUnder(g, c.token)
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
	if gap > 0 && c.entry.takes&takesHearer == 0 && !punctuated && f.scare(q) {
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
		sourceFirst: first, sourceTo: last, from: -1, to: -1, before: -1, relayed: -1})
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
			q.Content = []report.Span{f.words(c.sentence, c.from, c.to)}
		}
		f.extendOverStretch(&q)
		for _, part := range q.Content {
			if f.overlapsStretch(part) {
				q.Kind = Mixed
			}
		}
		q.Attitude = f.attitude(c, q.Kind)
	}
	if c.source >= 0 {
		q.SpeakerHead = c.source
		q.Source = s.Words(c.sourceFirst, c.sourceTo)
	}
	return q, true
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
	if c.entry.class == attitude && !c.refused {
		return true
	}
	switch c.frame {
	case takesObject, takesPreposition, takesPassive:
		return kind != Mixed
	case takesAs, takesIng:
		return c.entry.class != speech
	}
	return false
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
