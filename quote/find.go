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
	f.cuesOf = append(f.cuesOf, len(f.cues))
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
	cuesOf    []int // the first cue of each sentence, and one more; cues found later stand behind all of them
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
				if !f.everyCue {
					continue
				}
				e = &anyCue
			}
			if as := f.relay(i, v, e); as >= 0 {
				skip = as
				continue
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

// anyCue takes everything: with it a list of cues can be judged against annotated text.
var anyCue = entry{takes: 0xffff &^ takesHearer, anyPrep: true}

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
	f.adding(t, &c)
	f.coordinate(t, &c)
	if c.source < 0 && t.s.Tokens[v].XPOS == syntax.TagVB {
		return // "See page 3"; "It is necessary to say that …" is nobody's
	}
	if c.frame == 0 || c.frame == takesPreposition || c.frame == takesObject || c.frame == takesClause && c.from > 0 && f.doc.Sentences[i].Tokens[c.from-1].Form == "," {
		// "…, Biden said, Azertac reported": what follows a comma after the cue may be the next cue's own.
		f.contentBefore(t, &c)
	}
	f.cues = append(f.cues, c)
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
		c.passive, c.ownSource = false, true
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
			s.Tokens[prev.token].XPOS != tok.XPOS || prev.first != prev.token {
			continue
		}
		if from, to := t.trimPunct(prev.from, c.first-2); from <= to {
			prev.to = to
			c.source, c.sourceFirst, c.sourceTo = prev.source, prev.sourceFirst, prev.sourceTo
		}
		return
	}
}

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
	if !c.ownSource {
		return // "criticism of the plan": nobody's
	}
	f.cues = append(f.cues, c)
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
		if s.Tokens[k].UPOS != syntax.PROPN {
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
	return f.cuesOf[i], f.cuesOf[i+1]
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
			q.Content = []report.Span{f.words(c.sentence, c.from, f.untilNext(n))}
		}
		f.extendOverStretch(&q)
		for _, part := range q.Content {
			if f.overlapsStretch(part) {
				q.Kind = Mixed
			}
		}
		q.Attitude = f.attitude(c, q.Kind)
	}
	switch {
	case c.relayed >= 0:
		q.SpeakerHead = c.relayed
		q.Source = s.Words(c.relayedFirst, c.relayedTo)
	case c.source >= 0:
		q.SpeakerHead = c.source
		q.Source = s.Words(c.sourceFirst, c.sourceTo)
	}
	return q, true
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
	case takesObject, takesPassive:
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
