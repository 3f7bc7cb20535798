package alike

import (
	"cmp"
	"slices"
	"strings"

	"chancery/actor"
	"chancery/coreference"
	"chancery/report"
	"chancery/syntax"
	"chancery/when"
)

// Teller makes the tellings of one report. Chains and times may be left out; with them more is known.
type Teller struct {
	Model    *Model
	Doc      *syntax.Document
	Report   *report.Report
	Mentions []actor.Mention       // of the lexicon's FindAll
	Chains   []coreference.Mention // of the lexicon's FindAll
	Times    []when.Expression

	shared *Report
	counts map[string]int
	chain  map[[2]int]int   // of the mention with this sentence and head
	words  map[int][]string // content words of the names and descriptions of a chain
	actors map[[2]int]int   // the mention with this sentence and head
}

// How much of a report is kept.
const (
	wordsKept     = 150
	namesKept     = 60
	datesKept     = 12
	leadSentences = 3
)

// Shared returns what the tellings of the report share.
func (t *Teller) Shared() *Report {
	if t.shared == nil {
		t.begin()
	}
	return t.shared
}

func (t *Teller) begin() {
	r := &Report{}
	t.shared, t.counts = r, map[string]int{}
	names := map[string]bool{}
	for i := range t.Doc.Sentences {
		s := &t.Doc.Sentences[i]
		for k := range s.Tokens {
			lemma, ok := content(&s.Tokens[k])
			if !ok {
				continue
			}
			t.counts[lemma]++
			if s.Tokens[k].UPOS == syntax.NUM {
				r.Numbers = append(r.Numbers, lemma)
			}
			if i == 0 {
				r.Title = append(r.Title, lemma)
			}
			if i < leadSentences {
				r.Lead = append(r.Lead, Word{lemma, t.Model.words.find(lemma).weight()})
			}
		}
		for _, n := range s.Names {
			for k := n.First; k <= n.Last; k++ {
				if lemma, ok := content(&s.Tokens[k]); ok {
					names[lemma] = true
				}
			}
		}
	}
	for lemma, n := range t.counts {
		w := Word{lemma, t.Model.words.find(lemma).weight() * root(n*64) / 8}
		r.Words = append(r.Words, w)
		if names[lemma] {
			r.Names = append(r.Names, w)
		}
	}
	r.Words, r.Names, r.Lead = weighty(r.Words, wordsKept), weighty(r.Names, namesKept), weighty(r.Lead, namesKept)
	r.Title, r.Numbers = set(r.Title), set(r.Numbers)
	if t.Report != nil {
		if year, month, day, ok := t.Report.Published.Day(); ok {
			r.Day = when.DayOf(year, month, day).Number()
		}
	}
	for i := range t.Times {
		if x := &t.Times[i].Interval; x.First.Known() && x.First == x.Last && len(r.Dates) < datesKept {
			r.Dates = append(r.Dates, x.First.Number())
		}
	}
	slices.Sort(r.Dates)
	r.Dates = slices.Compact(r.Dates)
	t.chain, t.words, t.actors = map[[2]int]int{}, map[int][]string{}, map[[2]int]int{}
	for i := range t.Chains {
		m := &t.Chains[i]
		at := [2]int{m.Sentence, m.Head}
		if _, ok := t.chain[at]; !ok {
			t.chain[at] = m.Chain
		}
		s := &t.Doc.Sentences[m.Sentence]
		if s.Tokens[m.Head].UPOS == syntax.PRON {
			continue
		}
		for k := m.First; k <= m.Last && k < m.First+6; k++ {
			if lemma, ok := content(&s.Tokens[k]); ok && len(t.words[m.Chain]) < 12 && near(s, k, m.Head) {
				t.words[m.Chain] = append(t.words[m.Chain], lemma)
			}
		}
	}
	for i := range t.Mentions {
		m := &t.Mentions[i]
		at := [2]int{m.Sentence, m.Head}
		if _, ok := t.actors[at]; !ok && len(m.Parties) > 0 {
			t.actors[at] = i
		}
	}
}

// near reports whether a word is the head of a phrase or hangs on it as part of its name or description.
func near(s *syntax.Sentence, k, head int) bool {
	return k == head || int(s.Tokens[k].Head) == head
}

// Tell returns the telling of the event that a stretch of words names, and false when no word stands there.
func (t *Teller) Tell(span report.Span) (Telling, bool) {
	if t.shared == nil {
		t.begin()
	}
	n, first, last := t.tokens(span)
	if n < 0 {
		return Telling{}, false
	}
	s := &t.Doc.Sentences[n]
	head := headOf(s, first, last)
	h := &s.Tokens[head]
	out := Telling{Report: t.shared, Sentence: n, Head: strings.ToLower(h.Lemma)}
	out.Root = t.root(out.Head)
	switch h.UPOS {
	case syntax.VERB, syntax.AUX:
		out.Kind = Verb
	case syntax.NOUN:
		out.Kind = Noun
	case syntax.PROPN:
		out.Kind = Name
	default:
		out.Kind = Other
	}
	for k := first; k <= last; k++ {
		if lemma, ok := content(&s.Tokens[k]); ok && overlaps(s.Tokens[k].Span, span) {
			out.Phrase = append(out.Phrase, lemma)
		}
	}
	if p := s.Child(head, syntax.CompoundPrt); p >= 0 {
		out.Phrase = append(out.Phrase, strings.ToLower(s.Tokens[p].Form))
	}
	out.Phrase = set(out.Phrase)
	for k := max(0, first-3); k <= min(len(s.Tokens)-1, last+3); k++ {
		if lemma, ok := content(&s.Tokens[k]); ok && (k < first || k > last) {
			out.Near = append(out.Near, lemma)
		}
	}
	out.Near = set(out.Near)
	if h.Head >= 0 {
		out.Governor = strings.ToLower(s.Tokens[h.Head].Lemma)
	}
	for k := range s.Tokens {
		token := &s.Tokens[k]
		if k >= first && k <= last && overlaps(token.Span, span) {
			continue
		}
		if lemma, ok := content(token); ok {
			if token.UPOS == syntax.NUM {
				out.Numbers = append(out.Numbers, lemma)
			}
			out.Context = append(out.Context, Word{lemma, t.Model.words.find(lemma).weight()})
		}
	}
	out.Context = weighty(out.Context, namesKept)
	out.Numbers = set(out.Numbers)
	for _, name := range s.Names {
		for k := name.First; k <= name.Last; k++ {
			if lemma, ok := content(&s.Tokens[k]); ok && (k < first || k > last) {
				out.Names = append(out.Names, lemma)
			}
		}
	}
	out.Names = set(out.Names)
	out.Salience = t.counts[out.Head]
	t.arguments(&out, n, head)
	t.mood(&out, s, head)
	t.time(&out, n, head)
	return out, true
}

// weighty sorts words by lemma, each once, after all but the weightiest are taken out.
func weighty(words []Word, most int) []Word {
	slices.SortFunc(words, func(a, b Word) int { return cmp.Or(b.Weight-a.Weight, strings.Compare(a.Lemma, b.Lemma)) })
	words = slices.CompactFunc(words, func(a, b Word) bool { return a.Lemma == b.Lemma })
	words = slices.Clone(words[:min(len(words), most)])
	slices.SortFunc(words, func(a, b Word) int { return strings.Compare(a.Lemma, b.Lemma) })
	return words
}

// root is the verb of which a word is the participle: "host" for "the hosting of the talks", "shoot" for "shooting",
// "stop" for "stopping", "drive" for "driving". Participles that are tagged as verbs have that lemma already.
func (t *Teller) root(head string) string {
	stem, ok := strings.CutSuffix(head, "ing")
	if !ok || len(stem) < 3 {
		return head
	}
	tries := []string{stem, stem + "e"}
	if n := len(stem); stem[n-1] == stem[n-2] {
		tries = []string{stem[:n-1], stem}
	}
	for _, verb := range tries {
		if t.Model.words.find(verb).isVerb() {
			return verb
		}
	}
	return head
}

func overlaps(a, b report.Span) bool { return a.Overlaps(b) }

// tokens finds the sentence of a span and its first and last token there; -1 when there is none.
func (t *Teller) tokens(span report.Span) (sentence, first, last int) {
	n, _ := slices.BinarySearchFunc(t.Doc.Sentences, span.Start, func(s syntax.Sentence, at int) int { return s.End - at - 1 })
	if n >= len(t.Doc.Sentences) {
		return -1, 0, 0
	}
	first = -1
	for k := range t.Doc.Sentences[n].Tokens {
		if t.Doc.Sentences[n].Tokens[k].Overlaps(span) {
			if first < 0 {
				first = k
			}
			last = k
		}
	}
	if first < 0 {
		return -1, 0, 0
	}
	return n, first, last
}

// headOf is the token of a stretch that the others hang on.
func headOf(s *syntax.Sentence, first, last int) int {
	best, bestDepth := first, 1<<30
	for k := first; k <= last; k++ {
		if s.Tokens[k].UPOS == syntax.PUNCT || s.Tokens[k].UPOS == syntax.ADP && last > first {
			continue
		}
		depth := 0
		for h := int(s.Tokens[k].Head); h >= 0 && depth < 300; h = int(s.Tokens[h].Head) {
			depth++
		}
		if depth < bestDepth {
			best, bestDepth = k, depth
		}
	}
	return best
}

// arguments gathers who takes part, through the tree.
func (t *Teller) arguments(out *Telling, n, head int) {
	s := &t.Doc.Sentences[n]
	h := &s.Tokens[head]
	add := func(list *[]string, d int) {
		*list = append(*list, t.argument(n, d)...)
		for c := s.First(d); c >= 0; c = s.Next(c) {
			if s.Tokens[c].Rel == syntax.Conj {
				*list = append(*list, t.argument(n, c)...)
			}
		}
	}
	for d := s.First(head); d >= 0; d = s.Next(d) {
		switch rel := s.Tokens[d].Rel; rel {
		case syntax.Nsubj, syntax.OblAgent:
			if t.relative(s, d) {
				continue
			}
			add(&out.Subject, d)
		case syntax.NmodPoss:
			add(&out.Subject, d)
		case syntax.Obj, syntax.NsubjPass, syntax.Iobj:
			if t.relative(s, d) {
				continue
			}
			add(&out.Object, d)
		case syntax.Obl, syntax.OblUnmarked, syntax.Compound, syntax.Amod:
			add(&out.Other, d)
		case syntax.Nmod, syntax.NmodUnmarked, syntax.NmodDesc:
			c := s.Child(d, syntax.Case)
			switch {
			case c >= 0 && s.Tokens[c].Lemma == "of":
				add(&out.Object, d)
			case c >= 0 && s.Tokens[c].Lemma == "by":
				add(&out.Subject, d)
			default:
				add(&out.Other, d)
			}
		case syntax.Xcomp, syntax.Advcl, syntax.Ccomp, syntax.Acl:
			// what it is about: a word is enough
			if lemma, ok := content(&s.Tokens[d]); ok {
				out.Other = append(out.Other, lemma)
			}
		}
	}
	t.borrowed(out, n, head, add)
	if h.Rel == syntax.Compound || h.Rel == syntax.Amod {
		if g := int(h.Head); g >= 0 {
			add(&out.Other, g)
		}
	}
	out.Subject, out.Object, out.Other = set(out.Subject), set(out.Object), set(out.Other)
}

// relative reports whether a token is a relative pronoun.
func (t *Teller) relative(s *syntax.Sentence, d int) bool {
	x := s.Tokens[d].XPOS
	return x == syntax.TagWDT || x == syntax.TagWP || s.Tokens[d].UPOS == syntax.PRON && s.Tokens[d].Lemma == "that"
}

// borrowed takes the arguments that a word has through the one above it: "they met and *agreed*", "wants to *sign*",
// "cables *damaged* by a ship", "ships that *were seized*", "carried out an *attack*".
func (t *Teller) borrowed(out *Telling, n, head int, add func(*[]string, int)) {
	s := &t.Doc.Sentences[n]
	for at, steps := head, 0; steps < 4; steps++ {
		token := &s.Tokens[at]
		g := int(token.Head)
		if g < 0 {
			return
		}
		switch token.Rel {
		case syntax.AclRelcl:
			passive := s.Child(at, syntax.NsubjPass, syntax.AuxPass) >= 0
			subject := s.Child(at, syntax.Nsubj, syntax.NsubjPass)
			switch {
			case passive || subject >= 0 && !t.relative(s, subject):
				if len(out.Object) == 0 {
					add(&out.Object, g)
				}
			case len(out.Subject) == 0:
				add(&out.Subject, g)
			}
			return
		case syntax.Acl:
			if token.XPOS == syntax.TagVBN {
				add(&out.Object, g)
			} else if len(out.Subject) == 0 {
				add(&out.Subject, g)
			}
			return
		case syntax.Conj, syntax.Xcomp, syntax.Advcl:
			if len(out.Subject) > 0 {
				return
			}
			for d := s.First(g); d >= 0; d = s.Next(d) {
				switch s.Tokens[d].Rel {
				case syntax.Nsubj:
					if !t.relative(s, d) {
						add(&out.Subject, d)
					}
				case syntax.NsubjPass:
					if token.XPOS == syntax.TagVBN && token.Rel == syntax.Conj {
						add(&out.Object, d)
					} else {
						add(&out.Subject, d)
					}
				}
			}
			if len(out.Subject) > 0 {
				return
			}
			at = g
		case syntax.Obj, syntax.Obl:
			// the noun of a phrase with a verb: whose deed it is
			if out.Kind == Verb || len(out.Subject) > 0 {
				return
			}
			if d := s.Child(g, syntax.Nsubj); d >= 0 && !t.relative(s, d) {
				add(&out.Subject, d)
			}
			return
		default:
			return
		}
	}
}

// argument is the content words of the phrase with this head and of all that is said to be the same.
func (t *Teller) argument(n, d int) (words []string) {
	s := &t.Doc.Sentences[n]
	if lemma, ok := content(&s.Tokens[d]); ok {
		words = append(words, lemma)
	}
	for c := s.First(d); c >= 0; c = s.Next(c) {
		switch s.Tokens[c].Rel.Base() {
		case syntax.Flat, syntax.Compound, syntax.Amod, syntax.Nummod, syntax.Appos, syntax.Nmod:
			if lemma, ok := content(&s.Tokens[c]); ok {
				words = append(words, lemma)
			}
		}
	}
	if k, ok := t.chain[[2]int{n, d}]; ok {
		words = append(words, t.words[k]...)
	}
	if k, ok := t.actors[[2]int{n, d}]; ok {
		for _, p := range t.Mentions[k].Parties {
			if p.Actor != "" {
				words = append(words, "="+p.Actor)
			}
		}
	}
	return words
}

// mood tells what is not said to have happened.
func (t *Teller) mood(out *Telling, s *syntax.Sentence, head int) {
	for d := s.First(head); d >= 0; d = s.Next(d) {
		switch token := &s.Tokens[d]; {
		case token.Rel == syntax.Advmod && (token.Lemma == "not" || token.Lemma == "never"), token.Rel == syntax.Det && token.Lemma == "no":
			out.Denied = true
		case token.XPOS == syntax.TagMD, token.Rel == syntax.Mark && (token.Lemma == "if" || token.Lemma == "to"):
			out.Unsure = true
		}
	}
}

// time takes the date in the sentence that stands nearest.
func (t *Teller) time(out *Telling, n, head int) {
	best := -1
	for i := range t.Times {
		x := &t.Times[i]
		if x.Sentence != n || !x.Interval.First.Known() || !x.Interval.Last.Known() {
			continue
		}
		if best < 0 || abs(x.Head-head) < abs(t.Times[best].Head-head) {
			best = i
		}
	}
	if best >= 0 {
		out.First, out.Last = t.Times[best].Interval.First.Number(), t.Times[best].Interval.Last.Number()
	}
}

// content returns the lemma of a word that carries meaning of its own.
func content(token *syntax.Token) (string, bool) {
	switch token.UPOS {
	case syntax.NOUN, syntax.VERB, syntax.ADJ, syntax.PROPN, syntax.NUM, syntax.ADV, syntax.X:
	default:
		return "", false
	}
	lemma := strings.ToLower(token.Lemma)
	if len(lemma) < 2 && token.UPOS != syntax.NUM || emptyWords[lemma] {
		return "", false
	}
	return lemma, true
}

// emptyWords are words of an open class that say next to nothing of what a text is about.
var emptyWords = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields("be have do not more most very also so then there here when where how why just only even still already now other such same own much many few n't -- 's one get go make take") {
		m[w] = true
	}
	return m
}()

// set sorts a list and takes out what stands twice.
func set(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

func abs(x int) int { return max(x, -x) }

// root is the whole part of a square root.
func root(n int) int {
	if n <= 0 {
		return 0
	}
	x := n
	for y := (x + 1) / 2; y < x; y = (x + n/x) / 2 {
		x = y
	}
	return x
}
