package event

import "chancery/syntax"

// argumentKind is how an argument hangs on its predicate.
type argumentKind uint8

const (
	subjectArgument   argumentKind = iota
	objectArgument                 // the direct object, or a passive's subject
	prepArgument                   // a noun after a preposition
	ownerArgument                  // a possessive, nationality or name before a noun; the token is the noun itself
	infinitive                     // "to" with a verb
	gerund                         // an -ing form, after a preposition or none
	clause                         // a finite clause
	recipientArgument              // the subject of "receive aid", "come under attack"
	indirectArgument               // "gave *Ukraine* weapons"
)

// argument is one argument of a predicate.
type argument struct {
	token int32
	prep  int32 // lemma id of the preposition, -1 for none or one the codebook does not have
	kind  argumentKind
}

// gather collects the arguments of predicate p into c.args. A light verb or a verb of happening gives its own to
// the noun it carries; carrier is that verb, or p itself.
func (c *coding) gather(p int, class wordClass) (carrier int) {
	c.args = c.args[:0]
	switch class {
	case verbFrame:
		c.verbArguments(p)
		return p
	case adjectiveFrame:
		t := -1
		if c.passive(p) {
			t = c.patientOf(p, 0) // "we are moved by the death": not the death is moved
		}
		if t < 0 {
			t = c.subjectOf(p, 0)
		}
		if t >= 0 {
			c.args = append(c.args, argument{int32(t), -1, subjectArgument})
		}
		c.complements(p, false)
		return p
	}
	c.nounArguments(p)
	return c.carried(p)
}

// verbArguments collects the arguments of a verb.
func (c *coding) verbArguments(v int) {
	if c.misread(v) >= 0 {
		if v > 0 && c.s.Tokens[v].XPOS == syntax.TagNNS {
			c.args = append(c.args, argument{int32(v - 1), -1, subjectArgument})
		}
		c.args = append(c.args, argument{c.s.Tokens[v].Head, -1, objectArgument})
		c.phrasesBelow(int(c.s.Tokens[v].Head))
		return
	}
	if t := c.compounded(v); t >= 0 {
		c.args = append(c.args, argument{int32(t), -1, subjectArgument}, argument{c.s.Tokens[v].Head, -1, objectArgument})
		c.phrasesBelow(int(c.s.Tokens[v].Head))
		return
	}
	passive := c.passive(v)
	if t := c.subjectOf(v, 0); t >= 0 {
		c.args = append(c.args, argument{int32(t), -1, subjectArgument})
	}
	if passive {
		if t := c.patientOf(v, 0); t >= 0 {
			kind := objectArgument
			if c.thing(v) >= 0 {
				kind = indirectArgument // "Nigeria was sent aid"
			}
			c.args = append(c.args, argument{int32(t), -1, kind})
		}
	} else if h := int(c.s.Tokens[v].Head); c.s.Tokens[v].Rel == syntax.Amod && h > v && c.s.Child(v, syntax.Aux) >= 0 {
		c.args = append(c.args, argument{int32(h), -1, objectArgument}) // "is shelling villages", misread as "shelling villages"
	} else if t := c.relativeObject(v); t >= 0 {
		c.args = append(c.args, argument{int32(t), -1, objectArgument})
	}
	c.complements(v, passive)
}

// compounded returns the name before a past tense that the parser makes, with the name, a part of its object: "Ghana
// pledged aid"; -1 for none.
func (c *coding) compounded(v int) int {
	tok := &c.s.Tokens[v]
	h := int(tok.Head)
	if v < 1 || tok.Rel != syntax.Compound || tok.XPOS != syntax.TagVBD || h < v || c.s.Tokens[h].UPOS != syntax.NOUN {
		return -1
	}
	if m := c.mentionAt(v - 1); m != nil && m.Last == v-1 && int(c.s.Tokens[v-1].Head) == h {
		return v - 1
	}
	return -1
}

// complements collects objects, prepositional arguments and clauses below a predicate.
func (c *coding) complements(v int, passive bool) {
	s := c.s
	object := -1
	for d := s.First(v); d >= 0; d = s.Next(d) {
		tok := &s.Tokens[d]
		switch tok.Rel {
		case syntax.Obj:
			if c.relativiser(d) && s.Tokens[v].Rel == syntax.AclRelcl {
				continue // relativeObject has it
			}
			if c.speaksAfter(d) {
				continue
			}
			c.args = append(c.args, argument{int32(d), -1, objectArgument})
			object = d
		case syntax.Iobj:
			c.args = append(c.args, argument{int32(d), -1, indirectArgument})
		case syntax.Obl, syntax.OblAgent, syntax.Nmod:
			prep := c.prepOf(d)
			if c.upToNumber(d) || (tok.UPOS == syntax.NUM || tok.UPOS == syntax.NOUN && s.Child(d, syntax.Nummod) >= 0) && s.Child(d, syntax.Case) < 0 && c.w[d].time < 0 && tok.Rel == syntax.Obl && d > v && !passive {
				c.args = append(c.args, argument{int32(d), -1, objectArgument})
				continue
			}
			if tok.Rel == syntax.Obl && prep < 0 && d > v && !passive && tok.UPOS == syntax.NOUN && s.Child(d, syntax.Case, syntax.Mark) < 0 && s.Child(v, syntax.Obj) < 0 && c.w[d].time < 0 {
				c.args = append(c.args, argument{int32(d), -1, objectArgument}) // "called off the talks", with the talks taken for a circumstance
				object = d
				continue
			}
			if passive && (tok.Rel == syntax.OblAgent && prep < 0 || c.isWord(prep, "by")) {
				continue // subjectOf has it
			}
			if c.relativiser(d) && s.Tokens[v].Rel == syntax.AclRelcl {
				if h := int(s.Tokens[v].Head); h >= 0 {
					c.args = append(c.args, argument{int32(h), prep, prepArgument})
				}
				continue
			}
			c.args = append(c.args, argument{int32(d), prep, prepArgument})
		case syntax.Xcomp, syntax.Ccomp, syntax.Csubj, syntax.CsubjPass, syntax.Advcl, syntax.Acl:
			if tok.UPOS == syntax.ADJ && tok.Rel == syntax.Advcl && s.Child(d, syntax.Case) >= 0 {
				c.args = append(c.args, argument{int32(d), c.prepOf(d), prepArgument}) // "dismissed the claim as groundless"
				continue
			}
			if a, ok := c.clauseArgument(d); ok {
				c.forSubject(d)
				c.args = append(c.args, a)
			}
		}
	}
	if passive {
		object = c.patientOf(v, 0)
	}
	// What the object is called: "called the vote *a farce*", "declared the order *unlawful*".
	for d := s.First(v); d >= 0 && object >= 0; d = s.Next(d) {
		tok := &s.Tokens[d]
		if d > v && d != object && (tok.UPOS == syntax.NOUN || tok.UPOS == syntax.ADJ) && (tok.Rel == syntax.Xcomp || tok.Rel == syntax.OblUnmarked && c.w[d].time < 0) && s.Child(d, syntax.Mark, syntax.Case) < 0 {
			c.args = append(c.args, argument{int32(d), -1, objectArgument})
		}
	}
	if object >= 0 && object > v {
		// "declared the order of the government unlawful": an adjective behind its noun may say what the object is called
		_, last := s.Subtree(object)
		if k := &s.Tokens[last]; last > object && k.UPOS == syntax.ADJ && k.Rel == syntax.Amod && int(k.Head) < last && s.First(last) < 0 {
			c.args = append(c.args, argument{int32(last), -1, objectArgument})
		}
	}
	if object >= 0 { // "called the plan a betrayal", with no comma that would make it an apposition
		if d := s.Child(object, syntax.Appos); d > v && s.Tokens[d].UPOS == syntax.NOUN {
			if k := s.Child(d, syntax.Det); k > 0 && s.Tokens[k-1].UPOS != syntax.PUNCT {
				c.args = append(c.args, argument{int32(d), -1, objectArgument})
			}
		}
	}
	// "appeal to the Union for consultations": names have few phrases of their own.
	for d := s.First(v); d >= 0; d = s.Next(d) {
		if s.Tokens[d].Rel != syntax.Obl || d < v || c.mentionAt(d) == nil {
			continue
		}
		for e := s.First(d); e >= 0; e = s.Next(e) {
			if e > d && s.Tokens[e].Rel == syntax.Acl && s.Tokens[e].XPOS == syntax.TagVB && c.subordinator(e) == "to" && !passive {
				c.args = append(c.args, argument{int32(e), -1, infinitive}) // "call on the parties to return to the talks"
			}
			if s.Tokens[e].Rel != syntax.Nmod || e < d {
				continue
			}
			switch c.caseOf(e) {
			case "for", "against", "with", "over", "on", "about":
				c.args = append(c.args, argument{int32(e), c.prepOf(e), prepArgument})
			}
		}
	}
	// "imposed sanctions on Belarus": the parser may hang "on Belarus" on either word.
	if object >= 0 {
		c.phrasesBelow(object)
		// "urged the embassy to reconsider": the parser may hang the infinitive on the embassy.
		for d := s.First(object); d >= 0 && !passive; d = s.Next(d) {
			if d > object && s.Tokens[d].Rel == syntax.Acl && s.Tokens[d].XPOS == syntax.TagVB && c.subordinator(d) == "to" && c.mentionAt(object) != nil {
				c.args = append(c.args, argument{int32(d), -1, infinitive})
			}
		}
		for d := s.First(object); d >= 0; d = s.Next(d) {
			// "accused gunmen of abducting two teachers"
			if r := s.Tokens[d].Rel; (r == syntax.Acl || r == syntax.Advcl) && s.Tokens[d].XPOS == syntax.TagVBG && s.Child(d, syntax.Mark) >= 0 {
				if a, ok := c.clauseArgument(d); ok {
					c.args = append(c.args, a)
				}
			}
		}
	}
}

// speaksAfter reports whether noun d stands right before a verb of saying that has no subject, so that it is who says
// so, whatever the tree hangs it on: "killing eleven and wounding 16, Iraqi officials said".
func (c *coding) speaksAfter(d int) bool {
	last := d
	if m := c.w[d].cover; m >= 0 {
		last = c.in.Mentions[m].Last
	}
	v := last + 1
	if v >= len(c.s.Tokens) || !c.isWord(c.w[v].lemma, "say") || int(c.s.Tokens[d].Head) == v {
		return false
	}
	x := c.s.Tokens[v].XPOS
	return (x == syntax.TagVBD || x == syntax.TagVBZ || x == syntax.TagVBP) && c.s.Child(v, syntax.Nsubj, syntax.Aux) < 0
}

// timeOnly reports whether a token heads a time expression and nothing else: nobody does anything to a Monday.
func (c *coding) timeOnly(d int) bool { return c.w[d].time >= 0 && c.mentionAt(d) == nil }

// upToNumber reports whether noun d has a number after "up to", which is no preposition then: "killed up to 30 villagers".
func (c *coding) upToNumber(d int) bool {
	k := c.s.Child(d, syntax.Case)
	if k >= 0 && k+1 < len(c.w) && lowerASCII(c.s.Tokens[k].Form) == "at" {
		next := lowerASCII(c.s.Tokens[k+1].Form)
		return next == "least" || next == "most" // "killed at least five civilians"
	}
	return k > 0 && c.isWord(c.w[k-1].lemma, "up") && c.s.Child(d, syntax.Nummod) > k
}

// thing returns what is sent in "Nigeria was sent aid": the object that a passive verb keeps, or what the parser makes
// of it; -1 for none.
func (c *coding) thing(v int) int {
	for d := c.s.First(v); d >= 0; d = c.s.Next(d) {
		tok := &c.s.Tokens[d]
		if d > v && (tok.Rel == syntax.Obj || tok.Rel == syntax.Xcomp && tok.UPOS == syntax.NOUN && c.s.Child(d, syntax.Mark, syntax.Cop, syntax.Case) < 0) {
			return d
		}
	}
	return -1
}

// phrasesBelow adds the prepositional phrases of a noun that is itself an argument.
func (c *coding) phrasesBelow(n int) {
	for d := c.s.First(n); d >= 0; d = c.s.Next(d) {
		if c.s.Tokens[d].Rel != syntax.Nmod || c.s.Child(d, syntax.Case) < 0 {
			continue
		}
		c.args = append(c.args, argument{int32(d), c.prepOf(d), prepArgument})
		if c.caseOf(d) != "of" {
			continue
		}
		for e := c.s.First(d); e >= 0; e = c.s.Next(e) { // "the withdrawal of its troops from Mali"
			if c.s.Tokens[e].Rel != syntax.Nmod {
				continue
			}
			switch c.caseOf(e) {
			case "by", "from", "to", "against", "with", "between":
				c.args = append(c.args, argument{int32(e), c.prepOf(e), prepArgument})
			case "in", "on":
				if c.mentionAt(d) == nil { // "declared a state of emergency in Lima", but not "a summit of the Union in"
					c.args = append(c.args, argument{int32(e), c.prepOf(e), prepArgument})
				}
			}
		}
	}
}

// clauseArgument classes a clause below a predicate. Adverbial clauses that no construction can take are left out.
func (c *coding) clauseArgument(d int) (argument, bool) {
	tok := &c.s.Tokens[d]
	a := argument{int32(d), -1, clause}
	marker := -1
	for k := c.s.First(d); k >= 0; k = c.s.Next(k) {
		if r := c.s.Tokens[k].Rel; r == syntax.Mark || r == syntax.Case && tok.UPOS == syntax.VERB {
			marker = k
			if lowerASCII(c.s.Tokens[k].Form) == "to" {
				a.kind = infinitive
			}
		}
	}
	if a.kind == infinitive {
		return a, true
	}
	if tok.XPOS == syntax.TagVBG && c.s.Child(d, syntax.Aux, syntax.Nsubj) < 0 {
		a.kind = gerund
		if marker >= 0 {
			a.prep = c.w[marker].lemma
		} else if tok.Rel == syntax.Advcl {
			return a, false // "…, adding that": its own clause
		}
		return a, true
	}
	if marker >= 0 && tok.Rel == syntax.Advcl {
		return a, false // when, if, because…
	}
	if tok.Rel == syntax.Xcomp {
		if k := c.s.Child(d, syntax.AuxPass); k >= 0 && c.s.Tokens[k].XPOS == syntax.TagVBG {
			a.kind = gerund // "risks being killed"
			return a, true
		}
		if tok.UPOS == syntax.VERB || tok.UPOS == syntax.AUX || tok.UPOS == syntax.ADJ {
			a.kind = infinitive // "helped develop", "urged X be released", "remained ready"
		} else {
			a.kind = objectArgument
		}
		return a, true
	}
	return a, tok.Rel != syntax.Acl && tok.Rel != syntax.Advcl
}

// forSubject adds the subject of an infinitive with "for" as a phrase beside it: "it is time *for Ethiopia* to lift its
// blockade".
func (c *coding) forSubject(d int) {
	k, x := c.s.Child(d, syntax.Mark), c.s.Child(d, syntax.Nsubj)
	if k >= 0 && x == k+1 && lowerASCII(c.s.Tokens[k].Form) == "for" && c.subordinator(d) == "to" {
		c.args = append(c.args, argument{int32(x), c.w[k].lemma, prepArgument})
	}
}

// nounArguments collects the arguments that a noun has by itself.
func (c *coding) nounArguments(n int) {
	s := c.s
	owner := false
	for d := s.First(n); d >= 0; d = s.Next(d) {
		tok := &s.Tokens[d]
		switch tok.Rel {
		case syntax.NmodPoss:
			owner = true
		case syntax.Compound, syntax.Amod, syntax.NmodDesc, syntax.Flat:
			if c.w[d].mention >= 0 || c.w[d].cover >= 0 && d < n || c.w[d].place >= 0 {
				owner = true
			}
		case syntax.Nmod, syntax.Obl, syntax.NmodUnmarked:
			if prep := c.prepOf(d); prep >= 0 || s.Child(d, syntax.Case) >= 0 {
				c.args = append(c.args, argument{int32(d), prep, prepArgument})
			} else if c.w[d].mention >= 0 {
				owner = true
			}
		case syntax.AclRelcl:
			// "allegations that its troops had attacked": what follows is no relative clause
			if k := s.Child(d, syntax.Mark); k >= 0 && lowerASCII(s.Tokens[k].Form) == "that" {
				c.args = append(c.args, argument{int32(d), -1, clause})
			}
		case syntax.Acl, syntax.Advcl, syntax.Xcomp, syntax.Ccomp:
			if k := s.Child(d, syntax.Mark); k >= 0 && tok.Rel == syntax.Acl && lowerASCII(s.Tokens[k].Form) == "that" {
				c.args = append(c.args, argument{int32(d), -1, clause})
				continue
			}
			if tok.Rel == syntax.Acl && tok.XPOS == syntax.TagVBN {
				// "the agreement signed between Chile and Norway", "aid sent to Sudan"
				for e := s.First(d); e >= 0; e = s.Next(e) {
					if p := c.caseOf(e); p == "by" || p == "" && s.Tokens[e].Rel == syntax.OblAgent {
						if c.is(d, c.known.light) {
							c.args = append(c.args, argument{int32(e), -1, subjectArgument})
						}
						c.phrasesBelow(e)
					} else if s.Child(e, syntax.Case) >= 0 {
						c.args = append(c.args, argument{int32(e), c.prepOf(e), prepArgument})
					}
				}
				continue
			}
			if a, ok := c.clauseArgument(d); ok {
				c.forSubject(d)
				c.args = append(c.args, a)
			} else if tok.Rel == syntax.Acl && tok.XPOS != syntax.TagVBG && tok.XPOS != syntax.TagVBN || tok.Rel == syntax.Ccomp {
				c.args = append(c.args, argument{int32(d), -1, clause})
			}
		case syntax.Nsubj, syntax.NsubjOuter:
			if s.Child(n, syntax.Cop) >= 0 {
				c.args = append(c.args, argument{int32(d), -1, subjectArgument})
			}
		}
	}
	if owner {
		c.args = append(c.args, argument{int32(n), -1, ownerArgument})
	}
	// "the letter of congratulation to Aliyev": a phrase further in may belong to the noun.
	for d := s.First(n); d >= 0; d = s.Next(d) {
		if s.Tokens[d].Rel != syntax.Nmod {
			continue
		}
		if c.mentionAt(d) == nil {
			c.phrasesBelow(d)
			continue
		}
		// "the killing of three teenagers by soldiers"
		for e := s.First(d); e >= 0; e = s.Next(e) {
			if s.Tokens[e].Rel.Base() != syntax.Nmod {
				continue
			}
			switch c.caseOf(e) {
			case "by", "from", "to", "against", "with", "between":
				c.args = append(c.args, argument{int32(e), c.prepOf(e), prepArgument})
			}
		}
	}
	// "suspended aid to Nepal": the parser may hang "to Nepal" on the verb.
	h := int(s.Tokens[n].Head)
	if h < 0 {
		return
	}
	r := s.Tokens[n].Rel
	if (r == syntax.Obj || r == syntax.NsubjPass) && !c.is(h, c.known.light) {
		for d := s.First(h); d >= 0; d = s.Next(d) {
			switch s.Tokens[d].Rel {
			case syntax.Obl, syntax.OblAgent:
				if p := c.prepOf(d); d > n && p >= 0 && !c.relativiser(d) && !c.timeOnly(d) && (!c.isWord(p, "by") || r == syntax.Obj && c.mentionAt(d) != nil) {
					c.args = append(c.args, argument{int32(d), p, prepArgument})
				}
			case syntax.Xcomp, syntax.Advcl:
				// "dropped its plan to impose sanctions", "rejected a demand by Egypt to release them": the infinitive too
				if d > n && c.subordinator(d) == "to" {
					c.args = append(c.args, argument{int32(d), -1, infinitive})
				}
			}
		}
	}
	if r == syntax.Obl {
		// "raised the issue during talks with his counterpart"
		if d := c.phraseBehind(n); d >= 0 && !c.timeOnly(d) {
			c.args = append(c.args, argument{int32(d), c.prepOf(d), prepArgument})
		}
	}
}

// phraseBehind returns the noun of the prepositional phrase that begins right behind all that noun n heads and hangs on
// the same verb, so that it may well be n's: "seized a town in Cameroon", "attack militants in Iraq". -1 for none.
func (c *coding) phraseBehind(n int) int {
	s := c.s
	h := int(s.Tokens[n].Head)
	if r := s.Tokens[n].Rel; h < 0 || h > n || r != syntax.Obj && r != syntax.Obl && r != syntax.OblAgent && r != syntax.Iobj {
		return -1
	}
	_, last := s.Subtree(n)
	for d := s.First(h); d >= 0; d = s.Next(d) {
		if d <= last || s.Tokens[d].Rel != syntax.Obl || s.Child(d, syntax.Case) < 0 {
			continue
		}
		if first, _ := s.Subtree(d); first == last+1 {
			return d
		}
	}
	return -1
}

// carried adds what the verb that carries noun n gives it, and returns that verb; n when there is none.
//
//	carried out an attack on the village: subject and "on"
//	talks between them were held in Sochi: "in"
//	the attack that the rebels carried out: subject
func (c *coding) carried(n int) int {
	s := c.s
	top := n
	for range 3 { // "held a round of talks", "talks and meetings"
		h := int(s.Tokens[top].Head)
		if h < 0 {
			break
		}
		r := s.Tokens[top].Rel
		if r == syntax.Conj && s.Tokens[h].UPOS == s.Tokens[n].UPOS || r.Base() == syntax.Nmod && c.is(h, c.known.quantity) && c.caseOf(top) == "of" {
			top = h
			continue
		}
		break
	}
	tok := &s.Tokens[top]
	h := int(tok.Head)
	if h >= 0 && c.w[h].place >= 0 && c.caseOf(top) == "for" && s.Child(h, syntax.Cop) >= 0 {
		c.carrierArguments(h, top) // "was in Cairo for talks with"
		return h
	}
	if h < 0 || s.Tokens[h].UPOS != syntax.VERB {
		// "the attack carried out by the rebels", "the attack that the rebels carried out"
		for d := s.First(top); d >= 0; d = s.Next(d) {
			if r := s.Tokens[d].Rel; (r == syntax.Acl || r == syntax.AclRelcl) && c.is(d, c.known.light) && s.Tokens[d].XPOS != syntax.TagVB {
				if r == syntax.AclRelcl && s.Child(d, syntax.Obj) < 0 && s.Child(d, syntax.NsubjPass) < 0 {
					continue
				}
				c.carrierArguments(d, n)
				return d
			}
		}
		return n
	}
	switch tok.Rel {
	case syntax.Obj, syntax.NsubjPass:
		switch {
		case c.is(h, c.known.lightRecipient):
			if t := c.subjectOf(h, 0); t >= 0 {
				c.args = append(c.args, argument{int32(t), -1, recipientArgument})
			}
			return h
		case c.is(h, c.known.light) || c.is(h, c.known.express):
			c.carrierArguments(h, top)
			return h
		}
	case syntax.Nsubj:
		if c.is(h, c.known.occur) {
			c.carrierArguments(h, top)
			return h
		}
	case syntax.Obl:
		if c.caseOf(top) == "for" && c.is(h, c.known.journey) {
			c.carrierArguments(h, top) // "arrived in Moscow for talks with"
			return h
		}
		if p := c.caseOf(top); (p == "into" || p == "in") && c.is(h, c.known.engage) {
			c.carrierArguments(h, top) // "entered into talks with"
			return h
		}
		// "come under attack", "be under fire", "call for" is a verb of its own
		if p := c.caseOf(top); p == "under" && c.is(h, c.known.occur) {
			if t := c.subjectOf(h, 0); t >= 0 {
				c.args = append(c.args, argument{int32(t), -1, recipientArgument})
			}
			return h
		}
	}
	return n
}

// carrierArguments adds the arguments of verb v to those of the noun it carries.
func (c *coding) carrierArguments(v, noun int) {
	// "The killing of three teenagers sparked protests": a deed holds no protests.
	if t := c.subjectOf(v, 0); t >= 0 && t != noun && (c.someone(t) || !c.tellsActItself(t)) {
		c.args = append(c.args, argument{int32(t), -1, subjectArgument})
	}
	passive := c.passive(v)
	s := c.s
	for d := s.First(v); d >= 0; d = s.Next(d) {
		if d == noun {
			continue
		}
		switch s.Tokens[d].Rel {
		case syntax.Obl:
			if prep := c.prepOf(d); !(passive && c.isWord(prep, "by")) && !c.relativiser(d) {
				c.args = append(c.args, argument{int32(d), prep, prepArgument})
			}
		case syntax.Iobj:
			c.args = append(c.args, argument{int32(d), -1, indirectArgument})
		case syntax.Xcomp, syntax.Advcl, syntax.Ccomp:
			if a, ok := c.clauseArgument(d); ok && a.kind != clause {
				c.args = append(c.args, a)
			} else if ok && s.Tokens[d].Rel == syntax.Ccomp {
				c.args = append(c.args, a)
			}
		}
	}
}

func (c *coding) prepOf(d int) int32 {
	k := c.s.Child(d, syntax.Case)
	if k < 0 && c.s.Tokens[d].UPOS == syntax.NOUN {
		k = c.s.Child(d, syntax.Mark) // "warned Cyprus against drilling", with drilling half a noun
	}
	if k >= 0 {
		if k+1 < len(c.w) && lowerASCII(c.s.Tokens[k].Form) == "out" && lowerASCII(c.s.Tokens[k+1].Form) == "of" {
			return c.known.from // "pulled out of Rwanda"
		}
		return c.w[k].lemma
	}
	return -1
}

func (c *coding) isWord(id int32, word string) bool { return id >= 0 && c.lexicon.words[id] == word }

// relativiser reports whether a token is a relative pronoun: "which", "that", "whom".
func (c *coding) relativiser(t int) bool {
	switch c.s.Tokens[t].XPOS {
	case syntax.TagWDT, syntax.TagWP, syntax.TagWPS:
		return true
	}
	return false
}
