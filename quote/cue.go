package quote

import (
	"chancery/report"
	"chancery/syntax"
)

// cue is a word that tells that somebody speaks, with what the tree tells of source and content.
type cue struct {
	sentence    int
	token       int // head
	first, last int // the whole of it: "has not said", "called for"
	entry       *entry
	frame       complement // the complement that its content is; 0 when the tree shows none
	prep        string

	source                int // head token of the source, -1 when there is none in the sentence
	sourceFirst, sourceTo int // its noun phrase, both inclusive
	ownSource             bool
	passive               bool

	content  []report.Span // what the tree shows as content
	from, to int           // tokens of the content after the cue; from < 0 when there is none
	before   int           // last token of the content before the cue, or -1
	negated  bool
	refused  bool // "declined to say"
	relayed  int  // head token of whose words a relay verb passes on, -1
	noun     bool
	inverted bool

	stretches []int // direct speech: indices of stretches, in order
}

// words of the tree that many functions ask for.

func isVerb(t *syntax.Token) bool { return t.UPOS == syntax.VERB }

func isNominal(t *syntax.Token) bool {
	return t.UPOS == syntax.NOUN || t.UPOS == syntax.PROPN || t.UPOS == syntax.PRON || t.UPOS == syntax.NUM || t.UPOS == syntax.DET
}

// caseOf returns the lemma of a noun's preposition, "" when it has none.
func (t *tree) caseOf(h int) string {
	if c := t.s.Child(h, syntax.Case); c >= 0 {
		return lower(t.s.Tokens[c].Form)
	}
	return ""
}

// lower folds ASCII letters without allocating when there is nothing to fold.
func lower(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= 'A' && c <= 'Z' {
			b := []byte(s)
			for ; i < len(b); i++ {
				if b[i] >= 'A' && b[i] <= 'Z' {
					b[i] += 'a' - 'A'
				}
			}
			return string(b)
		}
	}
	return s
}

// subject finds who does what v says: its own subject, the agent of a passive, or the one that it shares
// with the verb that governs it ("X said …, adding that …": X).
func (t *tree) subject(v int) (source int, own, passive bool) {
	s := t.s
	for depth := 0; depth < 8; depth++ {
		subject := -1
		passive := false
		for d := s.First(v); d >= 0; d = s.Next(d) {
			switch s.Tokens[d].Rel {
			case syntax.Nsubj, syntax.NsubjOuter, syntax.Csubj:
				if subject < 0 || d < v {
					subject = d // the nearest before the verb
				}
			case syntax.NsubjPass, syntax.CsubjPass:
				passive = true
			case syntax.AuxPass:
				first, _ := t.cueGroup(v)
				passive = passive || d >= first && d < v
			}
		}
		tok := &s.Tokens[v]
		if !passive && subject < 0 && tok.XPOS == syntax.TagVBN && s.Child(v, syntax.Aux) < 0 &&
			(tok.Rel == syntax.Acl || tok.Rel == syntax.Advcl) {
			passive = true // "a statement issued by the ministry", "asked by reporters"
		}
		if passive {
			for d := s.First(v); d >= 0; d = s.Next(d) {
				if s.Tokens[d].Rel == syntax.OblAgent || s.Tokens[d].Rel == syntax.Obl && t.caseOf(d) == "by" {
					return d, depth == 0, true
				}
			}
			return -1, false, true
		}
		if subject >= 0 {
			return subject, depth == 0, false
		}
		h := int(tok.Head)
		if h < 0 {
			return -1, false, false
		}
		switch tok.Rel {
		case syntax.Conj, syntax.Advcl, syntax.Parataxis:
			if !isVerb(&s.Tokens[h]) && s.Child(h, syntax.Nsubj) < 0 {
				return -1, false, false
			}
			if tok.Rel == syntax.Parataxis && tok.XPOS != syntax.TagVBG {
				return -1, false, false
			}
			v = h
		case syntax.Xcomp:
			// Object control: "forced them to say"; otherwise the subject's: "began to say".
			if o := s.Child(h, syntax.Obj, syntax.Iobj); o >= 0 && o < v {
				return o, false, false
			}
			v = h
		case syntax.Acl:
			if isNominal(&s.Tokens[h]) {
				return h, false, false
			}
			v = h
		default:
			return -1, false, false
		}
	}
	return -1, false, false
}

// nounPhrase returns the tokens of a noun phrase without what hangs loosely on it. It never reaches
// over the token at limit: "Philip Reeker, who visited Baku, said" ends before "said".
func (t *tree) nounPhrase(h, limit int, marks []int32) (first, last int) {
	s := t.s
	first, last = int(t.low[h]), int(t.top[h])
	for d := s.First(h); d >= 0; d = s.Next(d) {
		switch s.Tokens[d].Rel {
		case syntax.Case, syntax.Cc, syntax.Parataxis, syntax.Mark, syntax.Discourse, syntax.CcPreconj:
			if int(t.low[d]) == first && int(t.top[d]) < h {
				first = int(t.top[d]) + 1
			} else if d > h && s.Tokens[d].Rel == syntax.Parataxis {
				last = min(last, int(t.low[d])-1)
			}
		}
	}
	if limit >= 0 {
		if h < limit {
			last = min(last, limit-1)
		} else {
			first = max(first, limit+1)
		}
	}
	// Quotation marks of a stretch next to it belong to the stretch.
	for k := first; k <= last; k++ {
		if marks[k] != 0 && marks[h] != marks[k] && s.Tokens[k].UPOS == syntax.PUNCT {
			if k < h {
				first = k + 1
			} else {
				last = k - 1
				break
			}
		}
	}
	first, last = t.trimPunct(first, last)
	if first > last || h < first || h > last {
		return h, h
	}
	return first, last
}

// trimPunct narrows a run of tokens to leave out commas and the like at its ends; a bracket or quotation mark
// stays when its partner is inside.
func (t *tree) trimPunct(first, last int) (int, int) {
	for first <= last && t.s.Tokens[first].UPOS == syntax.PUNCT {
		first++
	}
	for last >= first && t.s.Tokens[last].UPOS == syntax.PUNCT {
		switch t.s.Tokens[last].Form {
		case ")", "]":
			return first, last
		}
		last--
	}
	return first, last
}

// cueGroup returns the tokens of a verbal cue: auxiliaries, negation and adverbs right before it and its
// particle and adverb right after it.
func (t *tree) cueGroup(v int) (first, last int) {
	s := t.s
	first, last = v, v
	for first > 0 {
		k := first - 1
		tok := &s.Tokens[k]
		if int(tok.Head) != v || !(tok.Rel == syntax.Aux || tok.Rel == syntax.AuxPass || tok.Rel == syntax.Advmod && tok.UPOS != syntax.SCONJ && tok.XPOS != syntax.TagWRB ||
			tok.Rel == syntax.Mark && tok.UPOS == syntax.PART || tok.Rel == syntax.Cop) || t.size[k] > 1 {
			break
		}
		first = k
	}
	for last+1 < len(s.Tokens) {
		k := last + 1
		tok := &s.Tokens[k]
		if int(tok.Head) != v || tok.Rel != syntax.CompoundPrt {
			break
		}
		last = k
	}
	return first, last
}

// negated reports whether a verb is denied: "did not say", "never confirmed".
func (t *tree) negated(v int) bool {
	for d := t.s.First(v); d >= 0; d = t.s.Next(d) {
		if t.s.Tokens[d].Rel == syntax.Advmod && d < v+2 {
			switch lower(t.s.Tokens[d].Form) {
			case "not", "n't", "n’t", "never", "nt":
				return true
			}
		}
	}
	return false
}

// verbCue reads what the tree shows around a verb that may be a cue.
func (t *tree) verbCue(sentence, v int, e *entry, marks []int32) cue {
	s := t.s
	c := cue{sentence: sentence, token: v, entry: e, source: -1, from: -1, to: -1, before: -1, relayed: -1}
	c.first, c.last = t.cueGroup(v)
	c.negated = t.negated(v)
	c.source, c.ownSource, c.passive = t.subject(v)
	if h := s.Tokens[v].Head; s.Tokens[v].Rel == syntax.Xcomp && h >= 0 {
		switch s.Tokens[h].Lemma {
		case "decline", "refuse":
			c.refused = true // "declined to say whether"
			c.first, _ = t.cueGroup(int(h))
			c.first = min(c.first, int(h))
		default:
			c.negated = c.negated || t.negated(int(h))
		}
	}
	t.complements(&c, marks)
	if c.source < 0 && !c.passive {
		// "“…,” said Biden": a parser may take the inverted subject for an object.
		if o := s.Child(v, syntax.Obj); o == v+1 || o > v && t.low[o] == int32(v)+1 && s.Tokens[o].UPOS == syntax.PROPN {
			if v > 0 && (s.Tokens[v-1].UPOS == syntax.PUNCT) {
				c.source, c.ownSource = o, true
				if c.frame == takesObject {
					c.frame, c.from, c.to = 0, -1, -1
				}
			}
		}
	}
	t.subjectBySurface(&c, marks)
	t.clauseBySurface(&c, marks)
	if c.source >= 0 {
		c.sourceFirst, c.sourceTo = t.nounPhrase(c.source, v, marks)
		t.widen(&c, marks)
		t.widenBefore(&c, marks)
		if c.ownSource && c.source > v {
			c.inverted = true
			t.widenInverted(&c, marks)
		}
		if c.from >= 0 && c.source < c.from && c.sourceTo >= c.from {
			c.sourceTo = max(c.source, c.from-1)
		}
	}
	return c
}

// complements finds the content that hangs on the verb after it.
func (t *tree) complements(c *cue, marks []int32) {
	s, v := t.s, c.token
	object, clause, infinitive, as, gerund, oblique := -1, -1, -1, -1, -1, -1
	prep := ""
	for d := s.First(v); d >= 0; d = s.Next(d) {
		if d < v {
			continue
		}
		tok := &s.Tokens[d]
		switch tok.Rel {
		case syntax.Ccomp:
			if clause < 0 {
				clause = d
			}
		case syntax.Parataxis:
			// "Biden said: we are ready": what follows a colon is the content whatever the tree calls it.
			if clause < 0 && int(t.low[d]) > 0 && s.Tokens[t.low[d]-1].Form == ":" {
				clause = d
			}
		case syntax.Obj:
			if object < 0 && d != c.source {
				object = d
			}
		case syntax.Xcomp, syntax.Advcl:
			to := false
			for k := s.First(d); k >= 0; k = s.Next(k) {
				if s.Tokens[k].Rel == syntax.Mark && lower(s.Tokens[k].Form) == "to" {
					to = true
				}
			}
			mark := s.Child(d, syntax.Mark)
			switch {
			case to && (tok.Rel == syntax.Xcomp || infinitive < 0 && object < 0 && int(t.low[d]) == c.last+1):
				if infinitive < 0 {
					infinitive = d
				}
			case mark >= 0 && lower(s.Tokens[mark].Form) == "as", tok.Rel == syntax.Xcomp && tok.UPOS != syntax.VERB:
				if as < 0 {
					as = d
				}
			case tok.XPOS == syntax.TagVBG && tok.Rel == syntax.Xcomp:
				if gerund < 0 {
					gerund = d
				}
			case mark >= 0 && tok.Rel == syntax.Advcl && c.entry.takesPrep(lower(s.Tokens[mark].Form)):
				// "accused Armenia of shelling": a preposition before a gerund is a mark.
				if oblique < 0 {
					oblique, prep = d, lower(s.Tokens[mark].Form)
				}
			}
		case syntax.Obl:
			p := t.caseOf(d)
			if p == "as" && as < 0 {
				as = d
			} else if oblique < 0 && c.entry.takesPrep(p) {
				oblique, prep = d, p
			}
		}
	}
	takes := c.entry.takes
	if object >= 0 && infinitive < 0 && takes&takesSomeoneTo != 0 {
		// "told his advisers to find out": the infinitive may hang on the noun.
		for k := s.First(object); k >= 0; k = s.Next(k) {
			if m := s.Child(k, syntax.Mark); k > object && s.Tokens[k].Rel == syntax.Acl && m >= 0 && lower(s.Tokens[m].Form) == "to" {
				infinitive = k
			}
		}
	}
	set := func(f complement, from, to int) {
		c.frame, c.from, c.to = f, from, to
	}
	reach := func(from int, more ...int) (int, int) {
		to := from
		lo := int(t.low[from])
		to = int(t.top[from])
		for _, m := range more {
			if m >= 0 {
				lo, to = min(lo, int(t.low[m])), max(to, int(t.top[m]))
			}
		}
		return max(lo, c.last+1), to
	}
	switch {
	case clause >= 0 && takes&takesClause != 0:
		from, to := reach(clause)
		set(takesClause, from, to)
	case infinitive >= 0 && object >= 0 && takes&takesSomeoneTo != 0:
		from, to := reach(object, infinitive)
		set(takesSomeoneTo, from, to)
	case clause >= 0 && takes&takesSomeoneTo != 0:
		from, to := reach(clause) // parsers differ on "urge the parties to go on"
		set(takesSomeoneTo, from, to)
	case infinitive >= 0 && takes&takesTo != 0 && !c.passive:
		from, to := reach(infinitive)
		set(takesTo, from, to)
	case infinitive >= 0 && takes&takesPassive != 0 && c.passive:
		from, to := reach(infinitive)
		set(takesPassive, from, to)
	case object >= 0 && as >= 0 && takes&takesAs != 0:
		from, to := reach(object, as)
		set(takesAs, from, to)
	case object >= 0 && takes&takesAs != 0 && takes&takesObject == 0 && (int(t.size[object]) > 3 || t.anyMark(object, marks)):
		from, to := reach(object) // "called half of them “deplorable”": a parser may see one object only
		set(takesAs, from, to)
	case as >= 0 && takes&takesAs != 0:
		from, to := reach(as)
		set(takesAs, from, to)
	case gerund >= 0 && takes&takesIng != 0:
		from, to := reach(gerund)
		set(takesIng, from, to)
	case object >= 0 && takes&takesObject != 0 && takes&takesHearer == 0:
		from, to := reach(object, as, oblique)
		set(takesObject, from, to)
	case oblique >= 0 && takes&takesPreposition != 0:
		c.prep = prep
		from, to := reach(oblique, infinitive)
		if object >= 0 && object < oblique {
			from = max(int(t.low[object]), c.last+1) // "accused Armenia of …": whom belongs to the content
		} else if from == c.last+1 {
			c.last, from = from, from+1 // "called for restraint"
		}
		set(takesPreposition, from, to)
	}
	if c.frame != 0 {
		from, to := t.trimPunct(c.from, c.to)
		if from > to {
			c.frame, c.from, c.to = 0, -1, -1
		} else {
			c.from, c.to = from, to
		}
	}
}

// anyMark reports whether a subtree, or the word after it, stands in quotation marks.
func (t *tree) anyMark(h int, marks []int32) bool {
	for k := int(t.low[h]); k <= int(t.top[h])+1 && k < len(marks); k++ {
		if marks[k] != 0 {
			return true
		}
	}
	return false
}

// subjectBySurface mends what parsers get wrong most: the subject of a finite verb of saying is the nominative
// pronoun or the name right before it ("That is when she said", "…, Clinton said"), or the noun phrase before an
// apposition or participle between commas ("Trump, speaking to veterans, said").
func (t *tree) subjectBySurface(c *cue, marks []int32) {
	s := t.s
	tok := &s.Tokens[c.token]
	if tok.UPOS != syntax.VERB || c.passive || tok.XPOS == syntax.TagVBG && s.Child(c.token, syntax.Aux) < 0 || c.refused {
		return
	}
	if tok.XPOS == syntax.TagVB && s.Child(c.token, syntax.Aux) < 0 {
		return
	}
	k := c.first - 1
	if k < 0 {
		return
	}
	if c.source >= 0 {
		// Nobody inside the quotation marks, or on their other side, is the one who says it.
		cut := marks[c.source] != 0
		for j := min(c.source, c.token) + 1; j < max(c.source, c.token) && !cut; j++ {
			cut = marks[j] != 0 && int(s.Tokens[j].Head) != c.source
		}
		if cut {
			saved, savedOwn := c.source, c.ownSource
			c.source, c.ownSource = -1, false
			defer func() {
				if c.source < 0 && marks[saved] == 0 {
					c.source, c.ownSource = saved, savedOwn
				}
			}()
		}
	}
	before := &s.Tokens[k]
	if marks[k] != 0 && before.UPOS != syntax.PUNCT {
		return
	}
	if c.source >= 0 && t.below(k, c.source) {
		return
	}
	if before.Form == ")" && marks[k] == 0 {
		// "Rep. John Mica (R-Fla.) said"
		for j := k - 1; j > 0 && j > k-12; j-- {
			if s.Tokens[j].Form == "(" {
				k = j - 1
				before = &s.Tokens[k]
				break
			}
		}
	}
	if c.source >= 0 && before.Form == "," && isRelative(&s.Tokens[c.source]) {
		// "Brinkley, a historian who attended, recalled": the relative clause has a verb already.
		for j := c.source + 1; j < k; j++ {
			if x := s.Tokens[j].XPOS; x == syntax.TagVBD || x == syntax.TagVBZ || x == syntax.TagVBP {
				c.source = -1
				break
			}
		}
	}
	if before.UPOS == syntax.PRON {
		switch lower(before.Form) {
		case "he", "she", "they", "we", "i", "it", "who":
			c.source, c.ownSource = k, true
		}
		return
	}
	if c.ownSource && c.source > c.token {
		return
	}
	if c.source < 0 && before.UPOS == syntax.PUNCT && c.token+1 < len(s.Tokens) && marks[c.token+1] == 0 && (c.frame == 0 || c.from == c.token+1) {
		// "“…,” said Tim Hess, a developer": whatever the tree makes of him.
		h := c.token + 1
		for h+1 < len(s.Tokens) && (s.Tokens[h].UPOS == syntax.ADJ || s.Tokens[h].UPOS == syntax.DET) {
			h++
		}
		if u := s.Tokens[h].UPOS; u == syntax.PROPN || u == syntax.NOUN || u == syntax.PRON && s.Tokens[h].XPOS == syntax.TagPRP || u == syntax.NUM {
			for {
				up := int(s.Tokens[h].Head)
				if up <= h || int(t.low[up]) <= c.token || !isNominal(&s.Tokens[up]) || t.comma(h, up) {
					break
				}
				h = up
			}
			if isNominal(&s.Tokens[h]) && !isTime(&s.Tokens[h]) && c.entry.class != attitude && (c.frame == 0 || c.entry.takes&takesObject == 0 || s.Tokens[h].UPOS == syntax.PROPN) {
				c.source, c.ownSource = h, true
				c.frame, c.from, c.to = 0, -1, -1
				return
			}
		}
	}
	if marks[k] != 0 {
		return
	}
	if before.UPOS == syntax.PROPN || before.UPOS == syntax.NOUN && c.source < 0 {
		if isTime(before) {
			return
		}
		h := k
		for {
			up := int(s.Tokens[h].Head)
			if up < 0 || up >= c.first || !isNominal(&s.Tokens[up]) || int(t.top[up]) > k || s.Child(up, syntax.Case) >= 0 && s.Tokens[h].Rel != syntax.Flat {
				break
			}
			h = up
		}
		if s.Child(h, syntax.Case) >= 0 {
			return
		}
		if c.source >= 0 {
			// The subject that the tree gives must be cut off from the verb: "with a singer, Clinton called".
			low := int(t.low[h])
			if low == 0 || s.Tokens[low-1].UPOS != syntax.PUNCT || int(t.top[c.source]) >= low {
				return
			}
		}
		c.source, c.ownSource = h, true
		return
	}
	finite := tok.XPOS == syntax.TagVBZ || tok.XPOS == syntax.TagVBD
	if c.source < 0 && k == 0 && finite && before.UPOS == syntax.VERB && before.Form[0] >= 'A' && before.Form[0] <= 'Z' {
		c.source, c.ownSource = k, true // "Merrill says": a name taken for a verb
		return
	}
	if c.source < 0 && before.UPOS == syntax.CCONJ && finite {
		// "The ministry is preparing a reply and says that …"
		if root := s.Root(); root >= 0 && root < k {
			c.source, _, _ = t.subject(root)
			if c.source >= c.token {
				c.source = -1
			}
		}
		return
	}
	if c.source < 0 && before.Form == "," && tok.Rel != syntax.Conj {
		start := 0
		for j := k - 1; j > 0; j-- {
			if marks[j] != 0 || s.Tokens[j].Form == ";" || s.Tokens[j].Form == ":" || s.Tokens[j].Form == "—" {
				start = j + 1
				break
			}
		}
		for j := start; j < k; j++ {
			n := &s.Tokens[j]
			if n.UPOS == syntax.VERB || n.UPOS == syntax.AUX {
				return
			}
			if (n.UPOS == syntax.NOUN || n.UPOS == syntax.PROPN || n.UPOS == syntax.PRON) && !isTime(n) {
				h := j
				for up := int(s.Tokens[h].Head); up > h && up < k && isNominal(&s.Tokens[up]) && s.Tokens[h].Rel != syntax.Nsubj; up = int(s.Tokens[h].Head) {
					h = up
				}
				if s.Child(h, syntax.Case) >= 0 {
					j = max(j, h)
					continue
				}
				c.source, c.ownSource = h, true
				return
			}
		}
	}
}

// comma reports whether a punctuation mark stands between two tokens.
func (t *tree) comma(from, to int) bool {
	for k := from + 1; k < to; k++ {
		if t.s.Tokens[k].UPOS == syntax.PUNCT && t.s.Tokens[k].Form != "-" {
			return true
		}
	}
	return false
}

// isTime reports whether a noun names a time: "Wells Fargo this month announced".
func isTime(tok *syntax.Token) bool {
	switch lower(tok.Form) {
	case "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday", "tomorrow",
		"week", "month", "year", "day", "night", "morning", "afternoon", "evening", "weekend", "time",
		"january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december":
		return true
	}
	return false
}

// widen lets a source begin where its noun phrase begins: a parser may leave "longtime Democratic pollster" outside
// of "longtime Democratic pollster Pat Caddell said".
func (t *tree) widen(c *cue, marks []int32) {
	s := t.s
	if up := s.Tokens[c.source].UPOS; up != syntax.PROPN && up != syntax.NOUN {
		return
	}
	first := c.sourceFirst
walk:
	for k := first - 1; k >= 0; k-- {
		tok := &s.Tokens[k]
		if marks[k] != marks[c.source] || isTime(tok) || k >= c.first && k <= c.last {
			break
		}
		switch tok.UPOS {
		case syntax.NOUN, syntax.PROPN, syntax.ADJ, syntax.NUM, syntax.DET:
			first = k
		case syntax.PART:
			if tok.XPOS != syntax.TagPOS {
				break walk
			}
		case syntax.PUNCT:
			if tok.Form != "-" || k == 0 || s.Tokens[k-1].End != tok.Start {
				break walk
			}
		case syntax.PRON:
			if tok.XPOS == syntax.TagPRPS {
				first = k
			}
			break walk
		default:
			break walk
		}
	}
	if first > 0 && first < c.sourceFirst {
		// "In an interview Trump said": what a preposition opens is another phrase.
		if p := &s.Tokens[first-1]; first-1 != c.last && (p.UPOS == syntax.ADP || p.UPOS == syntax.VERB || p.UPOS == syntax.SCONJ && p.Form != "that") {
			return
		}
	}
	c.sourceFirst = first
	// "the Charlotte mayor Jennifer Roberts said": the name behind the noun.
	for k := c.sourceTo + 1; k < c.first && c.source < c.token; k++ {
		if s.Tokens[k].UPOS != syntax.PROPN || isTime(&s.Tokens[k]) || marks[k] != marks[c.source] {
			break
		}
		c.sourceTo = k
	}
}

// widenInverted lets a source behind its verb run over what stands in brackets and in apposition:
// "said Ned Price, the department's spokesman, who was in Baku."
func (t *tree) widenInverted(c *cue, marks []int32) {
	s := t.s
	to := c.sourceTo
	for to+1 < len(s.Tokens) && s.Tokens[to+1].UPOS == syntax.PROPN && marks[to+1] == 0 && !isTime(&s.Tokens[to+1]) {
		to++
	}
	if to+1 < len(s.Tokens) && s.Tokens[to+1].Form == "(" {
		for k := to + 2; k < len(s.Tokens) && k < to+12; k++ {
			if s.Tokens[k].Form == ")" {
				to = k
				break
			}
		}
	}
	if to+2 < len(s.Tokens) && s.Tokens[to+1].Form == "," && marks[to+1] == 0 {
		next := &s.Tokens[to+2]
		switch next.UPOS {
		case syntax.DET, syntax.NOUN, syntax.PROPN, syntax.ADJ, syntax.PRON:
			if next.UPOS == syntax.PRON && lower(next.Form) != "who" && next.XPOS != syntax.TagPRPS && lower(next.Form) != "whose" {
				break
			}
			k := to + 2
			for k < len(s.Tokens) && marks[k] == 0 {
				if s.Tokens[k].Form == "," && k+1 < len(s.Tokens) && (s.Tokens[k+1].XPOS == syntax.TagVBG || s.Tokens[k+1].UPOS == syntax.CCONJ) || s.Tokens[k].Form == ";" {
					break
				}
				k++
			}
			to = k - 1
		}
	}
	if _, end := t.trimPunct(c.sourceFirst, to); end > c.sourceTo {
		c.sourceTo = end
		if c.from >= 0 && c.from <= end && c.from > c.token {
			c.frame, c.from, c.to = 0, -1, -1 // what looked like an object is the apposition
		}
	}
}

func isRelative(tok *syntax.Token) bool {
	switch tok.Form {
	case "who", "which", "that":
		return true
	}
	return false
}

// clauseBySurface finds the clause after a verb of saying when the tree lost it: "charges that countries …", whose
// "that" was read as a pronoun, and "said the campaign planned to …", whose clause was read as an object.
func (t *tree) clauseBySurface(c *cue, marks []int32) {
	s := t.s
	if c.entry.takes&takesClause == 0 || c.entry.class == attitude || c.frame == takesClause || c.frame == takesSomeoneTo {
		return
	}
	if c.source > c.token && c.ownSource || s.Tokens[c.token].UPOS != syntax.VERB {
		return
	}
	start := -1
	for k := c.last + 1; k < len(s.Tokens) && k <= c.last+12; k++ {
		tok := &s.Tokens[k]
		if marks[k] != 0 || tok.UPOS == syntax.PUNCT || tok.UPOS == syntax.VERB {
			break
		}
		form := lower(tok.Form)
		if k == c.last+1 && (form == "that" || form == "whether" || form == "if" || form == "how" || form == "why") && tok.UPOS != syntax.DET ||
			form == "that" && (tok.UPOS == syntax.SCONJ || isTime(&s.Tokens[k-1])) && (c.entry.takes&takesObject == 0 || isTime(&s.Tokens[k-1])) {
			start = k
			break
		}
	}
	if start < 0 {
		if c.entry.takes&(takesObject|takesHearer|takesAs) != 0 || c.last+1 >= len(s.Tokens) {
			return
		}
		k := c.last + 1
		for k+1 < len(s.Tokens) && (isTime(&s.Tokens[k]) || s.Tokens[k].UPOS == syntax.ADV) {
			k++
		}
		if marks[k] != 0 {
			return
		}
		switch s.Tokens[k].UPOS {
		case syntax.DET, syntax.NOUN, syntax.PROPN, syntax.PRON, syntax.ADJ, syntax.NUM:
			start = k
		default:
			return
		}
	}
	end, verb := start, false
	for k := start + 1; k < len(s.Tokens); k++ {
		tok := &s.Tokens[k]
		if tok.Form == ";" || tok.Form == "," && k+1 < len(s.Tokens) && s.Tokens[k+1].XPOS == syntax.TagVBG && cues.verbs[s.Tokens[k+1].Lemma] != nil {
			break
		}
		if tok.UPOS == syntax.AUX || tok.UPOS == syntax.VERB && tok.XPOS != syntax.TagVBG {
			verb = true
		}
		end = k
	}
	if !verb {
		return
	}
	if from, to := t.trimPunct(start, end); from <= to {
		c.frame, c.from, c.to = takesClause, from, to
	}
}

// widenBefore lets a source before its verb run up to the verb when only a bracket or an apposition stands between:
// "Shaw (D-Mo.), ranking member of the committee, said".
func (t *tree) widenBefore(c *cue, marks []int32) {
	s := t.s
	if !c.ownSource || c.source > c.token || c.passive {
		return
	}
	k := c.sourceTo + 1
	if k >= c.first || marks[k] != marks[c.source] {
		return
	}
	last := c.first - 1
	switch s.Tokens[k].Form {
	case "(":
		for j := k; j <= last; j++ {
			if s.Tokens[j].Form == ")" {
				c.sourceTo = j
				break
			}
		}
		if c.sourceTo+1 <= last && s.Tokens[c.sourceTo+1].Form == "," {
			k = c.sourceTo + 1
			break
		}
		return
	case ",":
	default:
		// "the president of the federation | of teachers said": the tree cut the phrase.
		if s.Tokens[k].UPOS == syntax.ADP && s.Tokens[last].UPOS != syntax.PUNCT && c.source < k {
			for j := k; j <= last; j++ {
				if u := s.Tokens[j].UPOS; u == syntax.VERB || u == syntax.AUX || u == syntax.PUNCT || isTime(&s.Tokens[j]) {
					return
				}
			}
			if s.Tokens[k].Form == "of" {
				c.sourceTo = last
			}
		}
		return
	}
	if s.Tokens[last].Form != "," || last <= k+1 || isTime(&s.Tokens[k+1]) {
		return
	}
	switch next := &s.Tokens[k+1]; next.UPOS {
	case syntax.DET, syntax.NOUN, syntax.PROPN, syntax.NUM, syntax.ADJ:
	case syntax.PRON:
		if form := lower(next.Form); form != "who" && form != "which" && form != "whose" && next.XPOS != syntax.TagPRPS {
			return
		}
	default:
		return
	}
	for j := k; j < last; j++ {
		if marks[j] != marks[c.source] {
			return
		}
	}
	c.sourceTo = last - 1
}
