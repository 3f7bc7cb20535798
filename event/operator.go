package event

import "chancery/syntax"

// relation is how a match hangs on its parent.
type relation uint8

const (
	top       relation = iota // hangs on none
	inContent                 // stands in the CONTENT of an operator or act
	inIf                      // is the condition of the parent
)

// maxClimb is how far up the tree operators are looked for.
const maxClimb = 40

// relate finds, for every match of the sentence at hand from the given one on, the operator in whose content it stands.
func (c *coding) relate(first int) {
	for i := first; i < len(c.matches); i++ {
		m := &c.matches[i]
		if m.dropped {
			continue
		}
		for k := range m.frame.slots {
			if m.frame.slots[k].role == ContentRole && m.fill[k].token >= 0 {
				c.encloses(i, int(m.fill[k].token), 0)
			}
		}
		c.joinedInfinitives(i)
	}
	c.absorbLoose(first)
	question := c.question()
	for i := first; i < len(c.matches); i++ {
		if !c.matches[i].dropped {
			c.climb(i)
			if question && c.w[c.matches[i].token].quote < 0 || c.asks(int(c.matches[i].token)) {
				c.matches[i].mood |= questioned
			}
		}
	}
}

// encloses marks token t and what is joined to it as content of match i.
func (c *coding) encloses(i, t, depth int) {
	if old := c.w[t].inside; old < 0 || !c.matches[old].entry().Operator || c.distance(int(old), t) > c.distance(i, t) {
		c.w[t].inside = int32(i)
	}
	if inner := c.through(t); inner != t && c.w[inner].inside < 0 {
		c.w[inner].inside = int32(i)
	}
	if depth > 8 {
		return
	}
	for d := c.s.First(t); d >= 0; d = c.s.Next(d) {
		if c.s.Tokens[d].Rel == syntax.Conj && d != int(c.matches[i].token) && c.w[d].inside < 0 && !c.outreaches(d, t) {
			// A joined clause with a finite verb and subject of its own stands beside the operator, not under it.
			if c.s.Tokens[t].UPOS == syntax.VERB && c.s.Tokens[d].UPOS == syntax.VERB && c.finiteApart(t, d) {
				continue
			}
			if sp := c.w[d].speaker; sp >= 0 && c.matches[i].entry().Effect == Denies && c.subjectOf(int(c.matches[i].token), 0) == int(sp) {
				continue // "denied that its troops had attacked and accused Ethiopia of spying"
			}
			c.encloses(i, d, depth+1)
		}
	}
}

// joinedInfinitives takes in infinitives that the parser joins to the operator although they continue its content:
// "urge this dialogue to continue and for the parties to engage".
func (c *coding) joinedInfinitives(i int) {
	m := &c.matches[i]
	infinitive := false
	for k := range m.frame.slots {
		if t := int(m.fill[k].token); t >= 0 && m.frame.slots[k].role == ContentRole && c.subordinator(t) == "to" {
			infinitive = true
		}
	}
	if !infinitive || c.subordinator(int(m.token)) == "to" {
		return
	}
	for d := c.s.First(int(m.token)); d >= 0; d = c.s.Next(d) {
		if c.s.Tokens[d].Rel == syntax.Conj && c.s.Tokens[d].XPOS == syntax.TagVB && c.subordinator(d) == "to" {
			c.encloses(i, d, 0)
		}
	}
}

func (c *coding) distance(i, t int) int {
	d := int(c.matches[i].token) - t
	if d < 0 {
		return -d
	}
	return d
}

// outreaches reports whether infinitive d, joined to t, has a "to" that t lacks, so that it goes with one further up:
// "ready to help intensify talks and to help develop trade" is ready for two things.
func (c *coding) outreaches(d, t int) bool {
	return c.s.Tokens[t].XPOS == syntax.TagVB && c.s.Tokens[d].XPOS == syntax.TagVB && c.subordinator(d) == "to" && c.subordinator(t) != "to"
}

// finiteApart reports whether d is a finite clause with its own subject while t, which it is joined to, is an infinitive.
func (c *coding) finiteApart(t, d int) bool {
	tx, dx := c.s.Tokens[t].XPOS, c.s.Tokens[d].XPOS
	return (tx == syntax.TagVB || tx == syntax.TagVBG) && (dx == syntax.TagVBD || dx == syntax.TagVBZ || dx == syntax.TagVBP)
}

// asks reports whether token t stands in a quotation that is a question, or a sentence of one that is.
func (c *coding) asks(t int) bool {
	q := c.w[t].quote
	if q < 0 {
		return false
	}
	for k := t + 1; k < len(c.w) && k < t+reach; k++ {
		switch c.s.Tokens[k].Form {
		case "?":
			return true
		case ".", "!", "\"", "”", "''":
			return false
		}
		if c.w[k].quote != q && c.s.Tokens[k].UPOS != syntax.PUNCT {
			return false
		}
	}
	return false
}

// question reports whether the sentence at hand ends in a question mark.
func (c *coding) question() bool {
	for t := len(c.s.Tokens) - 1; t >= 0 && t >= len(c.s.Tokens)-3; t-- {
		if c.s.Tokens[t].Form == "?" {
			return true
		}
	}
	return false
}

// climb walks from a match up the tree to the operator above it, and gathers on the way what bears on its status.
func (c *coding) climb(i int) {
	m := &c.matches[i]
	s := c.s
	t := int(m.token)
	m.mood |= c.moodOf(t)
	if h := int(s.Tokens[t].Head); s.Tokens[t].Rel == syntax.Conj && h >= 0 && c.hasSlot(m, VictimRole) && s.Child(t, syntax.Nsubj) < 0 {
		if o := c.w[h].match; o >= 0 && int(o) != i && absorbs(&c.matches[o], m) {
			c.absorb(i, int(o)) // "killed three and wounded five", told by whomever
			return
		}
	}
	if int(m.carrier) != t {
		if p := c.enclosing(i, t); p >= 0 {
			m.parent, m.relation = p, inContent
			return
		}
		t = int(m.carrier)
		m.mood |= c.moodOf(t)
		n := int(m.token)
		for s.Tokens[n].Rel == syntax.Conj && s.Tokens[n].Head >= 0 {
			n = int(s.Tokens[n].Head) // "protests and riots continued"
		}
		if c.is(t, c.known.continuing) && s.Tokens[n].Rel.Base() == syntax.Nsubj {
			m.mood |= progressive // "the talks continued"
		}
	} else if m.frame.class == nounFrame && c.genericNoun(t) {
		m.mood |= generic
	}
	nominal := m.frame.class == nounFrame && int(m.carrier) == int(m.token)
	for range maxClimb {
		if p := c.enclosing(i, t); p >= 0 {
			m.parent, m.relation = p, inContent
			return
		}
		h := int(s.Tokens[t].Head)
		if h < 0 {
			return
		}
		switch rel := s.Tokens[t].Rel; rel {
		case syntax.Conj:
			if o := c.w[h].match; o >= 0 && int(o) != i && absorbs(&c.matches[o], m) && c.hasSlot(m, VictimRole) && c.s.Child(t, syntax.Nsubj) < 0 {
				c.absorb(i, int(o)) // "killed three and wounded five", "opened fire and killed three"
				return
			}
			if s.Tokens[t].UPOS == syntax.VERB && s.Tokens[h].UPOS == syntax.VERB {
				if c.finiteApart(h, t) && c.s.Child(t, syntax.Nsubj, syntax.NsubjPass) < 0 {
					return // "urged the embassy to think again and spoke with the minister"
				}
				if c.s.Child(t, syntax.Nsubj, syntax.NsubjPass) < 0 && s.Child(t, syntax.Aux, syntax.AuxPass) < 0 {
					m.mood |= c.moodOf(h)&(future|would|possible|necessary|progressive) | shared
				} else if c.finiteApart(h, t) {
					return
				}
				if c.outreaches(t, h) {
					for c.s.Tokens[h].Rel == syntax.Xcomp && c.subordinator(h) != "to" && c.s.Tokens[h].Head >= 0 {
						h = int(c.s.Tokens[h].Head)
					}
				}
			}
			if sp := c.w[t].speaker; sp >= 0 && t == int(m.token) {
				if p := c.enclosing(i, h); p >= 0 && c.matches[p].entry().Effect == Denies && c.subjectOf(int(c.matches[p].token), 0) == int(sp) {
					return // "denied that its troops had attacked and accused Ethiopia of spying"
				}
			}
			t = h
		case syntax.Xcomp:
			if s.Tokens[h].UPOS == syntax.PROPN && c.addressed(h) && m.speaks() {
				m.mood |= communicated // "sent a letter to President Saied to congratulate him", with the infinitive hung on Saied
				return
			}
			m.mood |= c.upward(h)
			if u := s.Tokens[h].UPOS; u != syntax.VERB && u != syntax.AUX && u != syntax.ADJ && c.subordinator(t) == "to" {
				m.mood |= purposive // "We are there to support this process"
			} else if o := s.Child(h, syntax.Obj); o >= 0 && o < t && (c.w[h].match >= 0 || c.w[h].carries >= 0) && c.subordinator(t) == "to" {
				m.mood |= purposive // "sought talks to end a siege"
			}
			t, nominal = h, false
		case syntax.Ccomp, syntax.Acl, syntax.AclRelcl:
			if above := c.proviso(t); above >= 0 {
				m.mood |= conditional
				m.relation, m.parent = inIf, c.matchAbove(above)
				return
			}
			if rel == syntax.Ccomp || rel == syntax.AclRelcl {
				return
			}
			if c.headline(t) {
				return
			}
			if s.Tokens[t].XPOS == syntax.TagVB || c.subordinator(t) == "to" {
				if c.is(h, c.known.letter) && c.addressed(h) && m.speaks() {
					m.mood |= communicated // "sent a letter to President Saied to congratulate him", with the infinitive hung on the letter
					return
				}
				m.mood |= purposive
				if o := c.w[h].match; o >= 0 && int(o) != i && !c.matches[o].dropped && !c.matches[o].entry().Operator && c.matches[o].entry().Frames(BothRole) {
					return // "sought talks to end a siege": the talks are sought
				}
				t = h
				continue
			}
			if c.s.Child(t, syntax.Mark) >= 0 && s.Tokens[t].XPOS == syntax.TagVBG {
				m.mood |= weak // "the importance of signing"
				t = h
				continue
			}
			return
		case syntax.Advcl:
			switch c.subordinator(t) {
			case "if", "unless", "provided", "should", "until":
				m.mood |= conditional
				m.relation, m.parent = inIf, c.matchAbove(h)
				return
			case "to":
				if c.is(h, c.known.communicate) && m.speaks() {
					m.mood |= communicated
					return
				}
				m.mood |= purposive | c.upward(h)&(future|necessary|possible|negated)
				t = h
			case "on", "about", "of", "towards", "toward", "at":
				m.mood |= purposive // "stalled talks on scrapping the missiles"
				return
			default:
				if s.Tokens[t].XPOS == syntax.TagVBG {
					c.absorbClause(i, h)
					switch c.subordinator(h) {
					case "if", "unless":
						m.mood |= conditional // "if Norway rewards it for freezing its programme"
					}
				} else if o := c.w[h].match; o >= 0 && absorbs(&c.matches[o], m) && c.hasSlot(&c.matches[o], VictimRole) && !c.hasSlot(&c.matches[o], SourceRole) {
					c.absorb(i, int(o)) // "Two soldiers were killed when militants attacked a post"
				}
				return
			}
		case syntax.Obj, syntax.NsubjPass, syntax.Iobj:
			if o := c.w[h].match; o >= 0 && int(o) != i {
				if m.frame.class == nounFrame && absorbs(&c.matches[o], m) {
					c.absorb(i, int(o))
				}
				return
			}
			m.mood |= weak | c.upward(h)
			if s.Tokens[h].Rel == syntax.AclRelcl && (s.Tokens[h].XPOS == syntax.TagVBZ || s.Tokens[h].XPOS == syntax.TagVBP) {
				m.mood |= generic // "an act that restricts aid to Cuba"
			}
			if !c.is(h, c.known.light) && !c.is(h, c.known.occur) {
				return // "urged them to investigate the killing": not the killing is asked for
			}
			t, nominal = h, false
		case syntax.Nsubj, syntax.Csubj:
			if o := c.w[h].match; o >= 0 && int(o) != i && absorbs(&c.matches[o], m) {
				c.absorb(i, int(o)) // "The attack killed five": one event
				return
			}
			if rel == syntax.Nsubj && m.frame.class == nounFrame {
				if c.upward(h)&(possible|future|would) != 0 {
					m.mood |= possible // "its support would hinder the fight" plans no support
				}
				if u := s.Tokens[h].UPOS; u != syntax.VERB && u != syntax.ADV && c.s.Child(h, syntax.Cop) >= 0 && !c.hasTime(t) {
					m.mood |= generic // "Dialogue between states is good for peace"
				}
				if s.Tokens[h].XPOS == syntax.TagVBP && s.Tokens[t].XPOS == syntax.TagNNS {
					m.mood |= generic // "visits of officials contribute to these relations"
				}
			}
			return
		case syntax.Nmod, syntax.Obl, syntax.NmodUnmarked, syntax.OblAgent, syntax.Compound, syntax.NmodPoss:
			if o := c.w[h].match; o >= 0 && int(o) != i {
				if absorbs(&c.matches[o], m) {
					c.absorb(i, int(o))
					return
				}
			}
			switch c.caseOf(t) {
			case "during", "at", "after", "following", "since", "amid", "despite", "in", "before", "until", "by", "from", "through", "over", "upon", "with", "as":
				m.mood |= adjunct
				if rel == syntax.Obl && c.enclosing(i, h) >= 0 && m.frame.class == nounFrame && c.matches[c.enclosing(i, h)].entry().Effect.open() {
					m.mood |= purposive // "rejected the offer of mediating in talks": these talks are not told to be held
					return
				}
				if rel == syntax.Nmod {
					t = h
					continue
				}
				return
			}
			m.mood |= weak
			if rel == syntax.Nmod && c.is(h, c.known.planned) {
				m.mood |= planned // "on the eve of his visit"
			}
			switch c.caseOf(t) {
			case "of", "to", "toward", "towards", "for", "":
			default:
				nominal = false // "protests over the killing": not the killing is under what stands above
			}
			if !nominal {
				return
			}
			t = h
		default:
			return
		}
	}
}

// addressed reports whether a name stands in the object of a verb of sending words: "sent a letter to President Saied".
func (c *coding) addressed(t int) bool {
	for n := 0; t >= 0 && n < maxClimb; n++ {
		if u := c.s.Tokens[t].UPOS; u == syntax.VERB {
			return c.is(t, c.known.communicate)
		} else if u != syntax.NOUN && u != syntax.PROPN {
			return false
		}
		t = int(c.s.Tokens[t].Head)
	}
	return false
}

// proviso returns the word whose condition the clause of verb t is, when it is told with a word of the class @proviso
// and not with "if": "willing to sign provided that Peru withdraws", "on condition that Rwanda release the prisoners". -1
// when it is none.
func (c *coding) proviso(t int) int {
	// Whatever the clause hangs on, the word before its "that" tells: "agreed to withdraw its troops on condition that".
	if k := c.s.Child(t, syntax.Mark); k > 1 && k < t && c.s.Tokens[k].Form == "that" && c.is(k-1, c.known.proviso) && (c.s.Tokens[k-1].XPOS == syntax.TagVBN || lowerASCII(c.s.Tokens[k-2].Form) == "on" || lowerASCII(c.s.Tokens[k-2].Form) == "the") {
		for h, n := int(c.s.Tokens[k-1].Head), 0; h >= 0 && n < maxClimb; h, n = int(c.s.Tokens[h].Head), n+1 {
			if h < k && c.w[h].match >= 0 && !c.matches[c.w[h].match].dropped && c.s.Tokens[h].UPOS != syntax.NOUN {
				return h
			}
		}
	}
	h := int(c.s.Tokens[t].Head)
	if h < 0 || h > t || !c.is(h, c.known.proviso) || c.subordinator(t) != "that" && c.s.Child(t, syntax.Obj, syntax.Nsubj) < 0 {
		return -1
	}
	switch r := c.s.Tokens[h].Rel; {
	case r == syntax.Advcl, r == syntax.Obl && c.caseOf(h) == "on", r == syntax.Nmod && c.caseOf(h) == "on":
		return int(c.s.Tokens[h].Head)
	}
	return -1
}

// absorbClause lets a participle of violence that says what an attack did be part of it: "shelled the village, killing
// twelve", "a drone struck a hospital, officials said, killing nine".
func (c *coding) absorbClause(i, h int) {
	m := &c.matches[i]
	if m.entry().Category != Assault || !c.hasSlot(m, VictimRole) {
		return
	}
	if o := c.w[h].match; o >= 0 && absorbs(&c.matches[o], m) {
		c.absorb(i, int(o))
		return
	}
	best := -1
	for k := max(c.firstMatch, i-reach); k < i; k++ {
		o := &c.matches[k]
		if k == i || o.dropped || !absorbs(o, m) || o.token > m.token || c.hasSlot(o, VictimRole) {
			continue
		}
		for p := c.w[o.token].inside; p >= 0; p = c.matches[p].parent {
			if int(c.matches[p].token) == h {
				best = k
				break
			}
		}
		if t := int(o.token); best < 0 && int(c.s.Tokens[t].Head) == h {
			best = k
		}
	}
	if best >= 0 {
		c.absorb(i, best)
	}
}

// absorbLoose lets an event noun of violence that names nobody, such as "blast", be part of the nearest act in the
// sentence that names its victims, whatever the parser hangs it on: "the killing of two men in a mine blast".
func (c *coding) absorbLoose(first int) {
	for i := first; i < len(c.matches); i++ {
		m := &c.matches[i]
		if m.dropped || m.frame.class != nounFrame || m.entry().Category != Assault || m.entry().Operator || int(m.carrier) != int(m.token) ||
			len(c.rolesOf(m, SourceRole, RecipientRole, TargetRole, VictimRole, BothRole)) > 0 {
			continue
		}
		best, near := -1, 25
		for k := max(first, i-near); k < min(len(c.matches), i+near); k++ {
			o := &c.matches[k]
			if k == i || o.dropped || !absorbs(o, m) || !c.hasSlot(o, VictimRole) || c.w[o.token].quote != c.w[m.token].quote {
				continue
			}
			if d := c.distance(k, int(m.token)); d < near {
				best, near = k, d
			}
		}
		if best >= 0 {
			c.absorb(i, best)
		}
	}
}

// speaks reports whether a match is an act of speech, which is done by saying it.
func (m *match) speaks() bool {
	switch m.entry().Category {
	case Support, Accuse, Request, Reject, Threaten, Agree:
		return true
	case Consult:
		return m.entry().Frames(BothRole)
	}
	return m.entry().Operator
}

// enclosing returns the match in whose content token t stands, other than match i itself and its own contents.
func (c *coding) enclosing(i, t int) int32 {
	p := c.w[t].inside
	if p < 0 || int(p) == i || c.matches[p].dropped {
		return -1
	}
	for k, q := 0, p; q >= 0 && k < maxClimb; k++ { // no circles
		if int(q) == i {
			return -1
		}
		q = c.matches[q].parent
	}
	return p
}

// matchAbove returns the match of a clause's head, or of a noun that it carries, or of what stands in its contents; -1 for none.
func (c *coding) matchAbove(h int) int32 {
	if o := c.w[h].match; o >= 0 {
		return o
	}
	for d := c.s.First(h); d >= 0; d = c.s.Next(d) {
		switch c.s.Tokens[d].Rel {
		case syntax.Obj, syntax.NsubjPass, syntax.Xcomp, syntax.Ccomp:
			if o := c.w[d].match; o >= 0 {
				return o
			}
		}
	}
	return -1
}

// subordinator returns the word that opens a clause, in lower case: "if", "to", "when"; "" for none.
func (c *coding) subordinator(t int) string {
	for d := c.s.First(t); d >= 0; d = c.s.Next(d) {
		if c.s.Tokens[d].Rel == syntax.Mark && lowerASCII(c.s.Tokens[d].Form) == "to" {
			return "to" // "in order to help"
		}
		if c.s.Tokens[d].Rel == syntax.Mark && lowerASCII(c.s.Tokens[d].Form) == "if" {
			return "if" // "as if", "even if"
		}
	}
	for d := c.s.First(t); d >= 0; d = c.s.Next(d) {
		if c.s.Tokens[d].Rel == syntax.Mark || c.s.Tokens[d].Rel == syntax.Advmod && c.s.Tokens[d].XPOS == syntax.TagWRB {
			return lowerASCII(c.s.Tokens[d].Form)
		}
	}
	return ""
}

// absorbs reports whether inner tells of the same violence as outer: "killed in an attack", "the blast injured ten".
func absorbs(outer, inner *match) bool {
	return outer.entry().Category == Assault && inner.entry().Category == Assault && !outer.entry().Operator && !inner.entry().Operator
}

func (c *coding) absorb(inner, outer int) {
	for k := 0; k < maxClimb && c.matches[outer].into >= 0; k++ {
		outer = int(c.matches[outer].into)
	}
	if inner == outer {
		return
	}
	c.matches[inner].into = int32(outer)
	c.matches[inner].dropped = true
}

// genericNoun reports whether an event noun stands for no event in particular: a bare plural without owner, number,
// time or party, as in "attacks are a danger".
func (c *coding) genericNoun(t int) bool {
	if c.s.Tokens[t].XPOS != syntax.TagNNS {
		return false
	}
	for d := c.s.First(t); d >= 0; d = c.s.Next(d) {
		switch c.s.Tokens[d].Rel {
		case syntax.Det, syntax.Nummod, syntax.NmodPoss:
			return false
		case syntax.Nmod, syntax.Amod, syntax.Compound:
			if c.partyLike(d, 0) {
				return false
			}
		}
	}
	if d := c.phraseBehind(t); d >= 0 && c.partyLike(d, 0) {
		return false // "is considering sanctions on Belarus"
	}
	if h := int(c.s.Tokens[t].Head); h >= 0 && c.s.Tokens[t].Rel.Base() == syntax.Nmod && c.caseOf(t) == "of" && c.s.Child(h, syntax.Det, syntax.Nummod) >= 0 {
		return false // "three days of talks"
	}
	return !c.hasTime(t)
}
