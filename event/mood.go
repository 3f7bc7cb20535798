package event

import "chancery/syntax"

// mood is what tense, mood and negation say of a predicate, as a set of flags.
type mood uint32

const (
	negated      mood = 1 << iota
	future            // will, is to, "Aliyev to meet"
	would             // future seen from the past, or a condition's consequence
	possible          // can, could, may, might
	necessary         // must, should, has to
	progressive       // is shelling
	conditional       // stands in an if-clause
	purposive         // "in order to", or an infinitive below a noun
	questioned        // the sentence is a question
	doubted           // "reportedly", "alleged"
	planned           // an "upcoming" visit
	past              // past tense or perfect
	pluperfect        // had shelled
	weak              // a noun deep inside a phrase whose head says nothing of whether it happened
	adjunct           // a noun after "during", "at", "after": taken for granted
	shared            // mood was taken over from the first of two joined predicates
	communicated      // a purpose that is reached by saying it: "sent a letter to congratulate"
	generic           // plural without article, owner or time: "visits contribute to relations"
)

// moodOf reads the auxiliaries and adverbs of a predicate: a verb, an adjective with its copula, or a noun.
func (c *coding) moodOf(t int) mood {
	s := c.s
	tok := &s.Tokens[t]
	var m mood
	have, be, being, finite := false, false, false, false
	toMark := false
	for d := s.First(t); d >= 0; d = s.Next(d) {
		k := &s.Tokens[d]
		switch k.Rel {
		case syntax.Aux, syntax.AuxPass, syntax.Cop:
			switch lowerASCII(k.Lemma) {
			case "will", "shall", "wo", "'ll":
				m |= future
			case "would", "'d":
				m |= would
			case "can", "could", "may", "might", "ca":
				m |= possible
			case "must", "should", "ought":
				m |= necessary
			case "have":
				have = true
				if k.XPOS == syntax.TagVBD {
					m |= pluperfect
				}
			case "be":
				be = k.Rel == syntax.Aux || be
				being = being || k.XPOS == syntax.TagVBG
				// "are to sign", "is going to recognise": the infinitive heads the clause
				for e := d + 1; e < t; e++ {
					if lowerASCII(s.Tokens[e].Form) == "to" && (s.Tokens[e].Rel == syntax.Mark || s.Tokens[e].UPOS == syntax.PART) {
						m |= future
					}
				}
			}
			if k.XPOS == syntax.TagVBD || k.XPOS == syntax.TagVBZ || k.XPOS == syntax.TagVBP || k.XPOS == syntax.TagMD {
				finite = true
			}
			if k.XPOS == syntax.TagVBD {
				m |= past
			}
		case syntax.Advmod, syntax.Det, syntax.Amod:
			if c.is(d, c.known.negative) && !c.only(d) {
				m |= negated
			}
			if c.is(d, c.known.doubtful) {
				m |= doubted
			}
			if c.is(d, c.known.planned) {
				m |= planned
			}
			if c.is(d, c.known.potential) {
				m |= possible
			}
			if c.is(d, c.known.current) {
				m |= progressive
			}
		case syntax.Nsubj, syntax.NsubjPass, syntax.Obj:
			// "No troops were withdrawn", "Neither side signed"
			if c.is(d, c.known.negative) {
				m |= negated
			}
			for e := s.First(d); e >= 0; e = s.Next(e) {
				if r := s.Tokens[e].Rel; (r == syntax.Det || r == syntax.CcPreconj || r == syntax.Cc) && e < d && c.is(e, c.known.negative) {
					m |= negated
				}
			}
		case syntax.Mark:
			switch lowerASCII(k.Form) {
			case "to":
				toMark = true
			case "without":
				m |= negated
			case "due":
				m |= future // "due to meet"
			case "whether":
				m |= conditional
			}
			if lowerASCII(k.Form) == "if" && tok.Rel == syntax.Ccomp {
				m |= conditional
			}
		case syntax.CcPreconj, syntax.Cc:
			if c.is(d, c.known.negative) {
				m |= negated // "neither condemned Russia nor imposed sanctions"
			}
		case syntax.Case:
			if lowerASCII(k.Form) == "without" {
				m |= negated
			}
		}
	}
	if have || tok.XPOS == syntax.TagVBD || tok.XPOS == syntax.TagVBN {
		m |= past
	}
	if (tok.XPOS == syntax.TagVBG || being && finite) && be { // "is shelling", "is being shelled"
		m |= progressive
	}
	if toMark && !finite && c.headline(t) {
		m |= future
	}
	if toMark && !finite && (tok.Rel == syntax.Ccomp || tok.Rel == syntax.Csubj) {
		m |= purposive
	}
	if toMark && !finite && tok.Rel != syntax.Xcomp && tok.Rel != syntax.Advcl && tok.Rel != syntax.Acl && tok.Rel != syntax.Ccomp && tok.Rel != syntax.Csubj && tok.Rel != syntax.Conj {
		m |= future // "Aliyev to meet Pashinyan in Brussels"
	}
	return m
}

// only reports whether a negative word belongs to "not only … but also".
func (c *coding) only(t int) bool {
	return t+1 < len(c.s.Tokens) && (lowerASCII(c.s.Tokens[t+1].Form) == "only" || lowerASCII(c.s.Tokens[t+1].Form) == "just")
}

// upward reads the mood of verb h that stands above an act without being in the codebook: of it only what bears on
// what stands below is kept.
func (c *coding) upward(h int) mood {
	m := c.moodOf(h) & (negated | future | would | possible | necessary | doubted | planned)
	if lowerASCII(c.s.Tokens[h].Lemma) == "be" && c.s.Tokens[h].XPOS != syntax.TagVBG {
		for d := c.s.First(h); d >= 0; d = c.s.Next(d) {
			if d > h && c.subordinator(d) == "to" {
				m |= future // "is to meet", when "is" heads the clause; but not "there were clashes"
			}
		}
	}
	if c.isWord(c.w[h].lemma, "go") && c.s.Tokens[h].XPOS == syntax.TagVBG {
		m = m&^progressive | future // "is going to"
	}
	if c.isWord(c.w[h].lemma, "need") && c.s.Child(h, syntax.Xcomp) >= 0 {
		m |= necessary
	}
	if c.isWord(c.w[h].lemma, "have") && c.s.Tokens[h].XPOS != syntax.TagVBG && c.s.Child(h, syntax.Xcomp) >= 0 {
		m |= necessary // "has to"
	}
	return m
}

// status is the status that a mood gives to an act that stands under no operator.
func (m mood) status() Status {
	switch {
	case m&(conditional|questioned) != 0:
		return Hypothetical
	case m&negated != 0:
		return NotHappened
	case m&communicated != 0:
		return Actual
	case m&(possible|purposive) != 0:
		return Hypothetical
	case m&(future|planned) != 0:
		return Planned
	case m&would != 0:
		return Hypothetical
	case m&progressive != 0:
		return Ongoing
	}
	return Actual
}
