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

	content                 []report.Span // what the tree shows as content
	from, to                int           // tokens of the content after the cue; from < 0 when there is none
	before                  int           // last token of the content before the cue, or -1
	negated                 bool
	refused                 bool // "declined to say"
	relayed                 int  // head token of whose words a relay verb passes on, -1: "TASS quoted *Lavrov* as saying"
	relayedFirst, relayedTo int
	noun                    bool
	inverted                bool
	spoken                  bool // a line of a transcript: the whole paragraph is what was said
	patient, patientTo      int  // what a passive cue says it of, both inclusive: "*the minister* was accused of lying"; patient < 0 when nothing

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
				if isVerb(&s.Tokens[d]) && (s.Tokens[d].Rel == syntax.Csubj || s.Child(d, syntax.Nsubj) >= 0) {
					continue // "Saying that he lied will anger them": a clause says nothing
				}
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
			// "urged them to end the tests and pressed Tokyo to agree": trees hang a finite verb on an infinitive that
			// stands nearer than the verb it goes with.
			for k := 0; k < 8 && tok.Rel == syntax.Conj && isFinite(tok) && isVerb(&s.Tokens[h]) && (s.Tokens[h].XPOS == syntax.TagVB || s.Tokens[h].XPOS == syntax.TagVBG) &&
				s.Child(h, syntax.Aux, syntax.Nsubj) < 0 && s.Tokens[h].Head >= 0 && isVerb(&s.Tokens[s.Tokens[h].Head]); k++ {
				h = int(s.Tokens[h].Head)
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
				// "The ministry issued a statement saying …": the paper is the ministry's voice.
				if _, paper := cues.documents[s.Tokens[h].Lemma]; paper && tok.XPOS == syntax.TagVBG {
					if g := int(s.Tokens[h].Head); g >= 0 && (s.Tokens[h].Rel == syntax.Obj || s.Tokens[h].Rel == syntax.Obl) && isVerb(&s.Tokens[g]) {
						if who, _, passive := t.subject(g); who >= 0 && !passive {
							return who, false, false
						}
					}
				}
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
		case syntax.Case, syntax.Cc, syntax.Parataxis, syntax.Mark, syntax.Discourse:
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
		if quantifier(tok) {
			break // "Most believe that …", "(Neither wanted to share his name)"
		}
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

// quantifier reports whether a word that trees call an adverb may stand for a noun: "most", "both", "neither".
func quantifier(tok *syntax.Token) bool {
	switch lower(tok.Form) {
	case "most", "both", "neither", "either", "many", "some", "few", "half":
		return true
	}
	return false
}

// negated reports whether a verb is denied: "did not say", "never confirmed".
func (t *tree) negated(v int) bool {
	for d := t.s.First(v); d >= 0; d = t.s.Next(d) {
		if d < v && t.s.Tokens[d].Form == "without" {
			return true // "without saying who was to blame"
		}
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
	c := cue{sentence: sentence, token: v, entry: e, source: -1, from: -1, to: -1, before: -1, relayed: -1, patient: -1}
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
	if e.takes&takesHearer != 0 && (s.Tokens[v].XPOS == syntax.TagVBN || s.Tokens[v].XPOS == syntax.TagVBD) && c.first == v && s.Child(v, syntax.Nsubj) < 0 {
		// "When asked whether he would go, Mr Bush smiled": whoever asked is not told.
		if v == 0 || whenever(s.Tokens[v-1].Form) {
			c.passive = true
			c.source, c.ownSource = -1, false
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
	if tok := &s.Tokens[c.first]; c.source < 0 && !c.passive && c.first == 0 && v > 0 && (s.Tokens[v].XPOS == syntax.TagVBD || s.Tokens[v].XPOS == syntax.TagVBZ) && isUpper(tok.Form) && c.first+1 == v {
		c.source, c.ownSource, c.first = 0, true, v // "Jolly said", "Will described": names taken for an adverb and an auxiliary
	}
	t.subjectOfClause(&c, marks)
	t.governing(&c, marks)
	t.clauseBySurface(&c, marks)
	t.saidOf(&c, marks)
	if c.source >= 0 {
		c.sourceFirst, c.sourceTo = t.nounPhrase(c.source, v, marks)
		t.widen(&c, marks)
		t.appositive(&c, marks)
		t.widenBefore(&c, marks)
		if c.ownSource && c.source > v {
			c.inverted = true
			t.widenInverted(&c, marks)
		}
		t.narrow(&c)
		t.wholeName(&c)
		t.joined(&c)
		if c.from >= 0 && c.source < c.from && c.sourceTo >= c.from {
			c.sourceTo = max(c.source, c.from-1)
		}
	}
	return c
}

// whenever reports whether a conjunction may stand before a participle that has no subject.
func whenever(form string) bool {
	switch lower(form) {
	case "when", "whenever", "if", "once", "until", "unless":
		return true
	}
	return false
}

// saidOf makes the subject of a passive a part of the content: "the minister was accused of lying", "the talks are
// expected to go on", and that of a verb that only tells how things seem: "the talks seem to go on".
func (t *tree) saidOf(c *cue, marks []int32) {
	s := t.s
	var subject int
	switch {
	case c.entry.nobody && c.ownSource && c.source >= 0 && c.source < c.token:
		if c.frame == 0 {
			return // "he appeared before reporters"
		}
		if c.frame == takesTo && t.tells(c.from, c.to) {
			return // "The minister appeared to suggest that …": it is he who tells
		}
		subject = c.source
		c.source, c.ownSource = -1, false
	case c.passive && c.entry.stative && c.source < 0:
		// "They are convinced that …": it is their own thought.
		if d := s.Child(c.token, syntax.NsubjPass, syntax.Nsubj); d >= 0 && d < c.first {
			c.source, c.ownSource, c.passive = d, true, false
		}
		return
	case !c.passive, c.entry.takes&takesHearer != 0, c.frame == takesClause, c.frame == 0 && c.entry.takes&takesPatient == 0:
		return
	default:
		subject = s.Child(c.token, syntax.NsubjPass, syntax.Nsubj)
	}
	if subject < 0 || subject >= c.first || marks[subject] != 0 {
		return
	}
	c.patient, c.patientTo = t.nounPhrase(subject, c.first, marks)
	if c.frame == 0 {
		c.frame = takesPatient
	}
}

// tells reports whether an infinitive is of a verb that tells what somebody says.
func (t *tree) tells(from, to int) bool {
	for k := from + 1; k <= to && k < from+4; k++ {
		if tok := &t.s.Tokens[k]; tok.XPOS == syntax.TagVB && tok.UPOS == syntax.VERB {
			e := cues.verb(tok.Lemma)
			return e != nil && e.class == speech && e.takes&(takesQuote|takesClause) != 0
		}
	}
	return false
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
			if e := cues.verb(tok.Lemma); e != nil && e.class == speech && int(t.low[d]) < c.first {
				break // "…, Biden said in a letter, the agency reported": the tree hangs the other cue, with the content, on this one
			}
			if clause < 0 {
				clause = d
			}
		case syntax.Parataxis:
			// "Biden said: we are ready": what follows a colon is the content whatever the tree calls it.
			if clause < 0 && int(t.low[d]) > 0 && s.Tokens[t.low[d]-1].Form == ":" {
				clause = d
			}
			// "reminded during the talks that the waiver was extended": so with a conjunction.
			if m := s.Child(d, syntax.Mark); clause < 0 && m > v && s.Tokens[m].Form == "that" {
				clause = d
			}
		case syntax.Obj:
			if object < 0 && d != c.source {
				object = d
			} else if as < 0 && d != c.source {
				as = d // "called the proposal “a step back”": trees have two objects here
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
	if hearer := s.Child(v, syntax.Iobj); object < 0 && hearer > v && infinitive > hearer && takes&takesSomeoneTo != 0 {
		object = hearer // "asked her to call": some trees have an indirect object
	}
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
		lo, to := int(t.low[from]), int(t.top[from])
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
		set(takesObject, from, to)
	case as >= 0 && takes&takesAs != 0:
		from, to := reach(as)
		set(takesAs, from, to)
	case gerund >= 0 && takes&takesIng != 0:
		from, to := reach(gerund)
		set(takesIng, from, to)
	case object >= 0 && oblique > object && prep == "of" && takes&takesPreposition != 0:
		c.prep = prep // "accused Armenia of …": whom belongs to the content
		from, to := reach(oblique)
		set(takesPreposition, max(min(from, int(t.low[object])), c.last+1), to)
	case object >= 0 && takes&takesClause != 0 && c.entry.stance != Asserts && t.nounClause(object) >= 0:
		from, to := reach(t.nounClause(object)) // "rejected the claim that …" denies the clause
		set(takesClause, from, to)
	case oblique >= 0 && object >= 0 && oblique > object && takes&takesHearer != 0 && takes&takesPreposition != 0:
		c.prep = prep
		from, to := reach(oblique) // "asked the minister about the road"
		set(takesPreposition, from, to)
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
	if c.frame == takesClause && s.Tokens[c.token].Rel == syntax.Root {
		t.wholeClause(c, marks)
	}
	if c.frame == takesClause {
		// "said that talks go on, adding that …": what is added is another quotation.
		for k := c.from + 1; k < c.to; k++ {
			next := &s.Tokens[k+1]
			if s.Tokens[k].Form == "," && marks[k] == 0 && next.XPOS == syntax.TagVBG {
				if e := cues.verbs[next.Lemma]; e != nil && e.class == speech && e.takes&takesClause != 0 {
					c.to = k - 1
				}
			}
		}
	}
	for c.frame == takesClause && c.from < c.to && isTime(&s.Tokens[c.from]) && s.Tokens[c.from+1].UPOS != syntax.PART && s.Tokens[c.from+1].UPOS != syntax.AUX && s.Tokens[c.from+1].UPOS != syntax.VERB {
		c.from++ // "said Wednesday it would"
	}
	if c.frame == takesClause && takes&takesHearer != 0 && s.Tokens[c.from].UPOS != syntax.SCONJ {
		// "told the state news agency that …": trees may draw the hearer into the clause.
		for k := c.from; k < c.to && k < c.from+10; k++ {
			if compound := k > 0 && s.Tokens[k-1].Form == "-" || s.Tokens[k].Form == "-"; isFinite(&s.Tokens[k]) && !compound || s.Tokens[k].UPOS == syntax.PUNCT && !compound {
				break
			}
			if s.Tokens[k].Form == "that" && s.Tokens[k].UPOS == syntax.SCONJ {
				c.from = k
				break
			}
		}
	}
	if c.frame == takesObject {
		// "expressed | US regional interests": a modifier that the tree has cut off.
		for c.from > c.last+1 && isNominal(&s.Tokens[c.from-1]) && s.Tokens[c.from-1].UPOS != syntax.PRON && marks[c.from-1] == 0 {
			c.from--
		}
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

// wholeClause lets the clause of a cue that governs its sentence run on to the next break where a parser has cut it short:
// "said that one of the letters helped officials | realise …", "said that he would go | and that she would stay".
func (t *tree) wholeClause(c *cue, marks []int32) {
	s := t.s
	for c.to+1 < len(s.Tokens) {
		next := &s.Tokens[c.to+1]
		if next.UPOS == syntax.PUNCT || marks[c.to+1] != marks[c.to] {
			break
		}
		if next.UPOS == syntax.CCONJ && !(c.to+2 < len(s.Tokens) && s.Tokens[c.to+2].Form == "that" && s.Tokens[c.from].Form == "that") && !t.below(c.to+1, c.token) {
			break
		}
		if next.UPOS == syntax.CCONJ && c.to+2 < len(s.Tokens) && isFinite(&s.Tokens[c.to+2]) {
			break
		}
		c.to++
	}
}

// nounClause returns the clause of a noun of saying ("the claim that …"), or -1. Parsers often call it relative.
func (t *tree) nounClause(h int) int {
	if cues.nouns[t.s.Tokens[h].Lemma] == nil {
		return -1
	}
	for d := t.s.First(h); d >= 0; d = t.s.Next(d) {
		switch t.s.Tokens[d].Rel {
		case syntax.Acl, syntax.AclRelcl, syntax.Ccomp:
			if m := t.s.Child(d, syntax.Mark); m >= 0 && t.s.Tokens[m].Form == "that" {
				return d
			}
		}
	}
	return -1
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
