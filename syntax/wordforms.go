package syntax

import "strings"

// mendTags mends tags that the word's form or its place in the tree rules out: the network gives every word its tags one
// by one, and they need agree neither with each other nor with the tree. It comes before the lemmas, which follow from
// the tags.
func (s *Sentence) mendTags() {
	for i := range s.Tokens {
		tok := &s.Tokens[i]
		switch tok.XPOS {
		case TagVBZ, TagVBD, TagVB, TagVBP, TagVBN, TagVBG:
		case TagJJ, TagNN, TagIN:
			// "offered to free the prisoners": an adjective has no object and follows no "to".
			if to := s.marker(i, "to"); to >= 0 && s.Child(i, Obj) > i && s.Child(i, Cop, Det) < 0 && tok.UPOS != VERB && tok.UPOS != AUX {
				tok.UPOS, tok.XPOS = VERB, TagVB
				s.Tokens[to].UPOS, s.Tokens[to].XPOS = PART, TagTO
			}
			continue
		default:
			continue
		}
		switch tok.UPOS {
		case NOUN, PROPN, ADJ, ADP:
			// "Norwegian minister visits Lebanon": what has a subject and an object, or an object behind "to", is a verb.
			if s.Child(i, Cop, Det) < 0 && tok.XPOS != TagVBN && tok.XPOS != TagVBG && s.Child(i, Nsubj, Obj, AuxPass) >= 0 || s.marker(i, "to") >= 0 && tok.XPOS == TagVB {
				tok.UPOS = VERB
			}
		}
		if tok.UPOS != VERB {
			continue
		}
		switch tok.XPOS {
		case TagVBZ:
			if f := tok.Form; len(f) > 2 && f[len(f)-1] != 's' && f[len(f)-1] != 'S' { // "Angola forgave Portugal"
				tok.XPOS = TagVBP
				if pastForm(f) {
					tok.XPOS = TagVBD
				}
			}
		case TagVBD:
			switch {
			case !pastForm(tok.Form):
				if s.nominal(i) {
					s.Link()
					continue
				}
				// "insisted that Serbia withdraw": no past tense looks so.
				tok.XPOS = TagVBP
				if s.marker(i, "that") >= 0 || s.marker(i, "to") >= 0 {
					tok.XPOS = TagVB
				}
			case tok.Rel == Amod && int(tok.Head) > i:
				tok.XPOS = TagVBN // "Kidnapped nurse released"
			case tok.Rel == Acl && tok.Head >= 0 && int(tok.Head) < i && s.Tokens[tok.Head].Head >= 0 && s.Child(i, Nsubj, Obj, Aux, Mark) < 0:
				tok.XPOS = TagVBN // "The soldier accused of abusing prisoners appeared": a finite verb hangs on no noun
			case tok.Rel == Acl && s.Child(i, Nsubj) >= 0 && s.Child(i, Mark) < 0:
				tok.Rel = AclRelcl // "Weapons Iran provided to Syria"
			}
		}
	}
	if s.repairPredicate() {
		s.Link()
	}
	if s.liftCases() {
		s.Link()
	}
}

// liftCases hangs prepositions that the parser has hung on a later part of a name on the name's head: in "a call between
// Secretary of State Antony Blinken and Aliyev" it is not between Antony.
func (s *Sentence) liftCases() bool {
	changed := false
	for k := range s.Tokens {
		if s.Tokens[k].Rel != Case {
			continue
		}
		h := int(s.Tokens[k].Head)
		for n := 0; h > k && s.Tokens[h].Rel == Flat && int(s.Tokens[h].Head) > k && n < 8; n++ {
			h = int(s.Tokens[h].Head)
			s.Tokens[k].Head = int32(h)
			changed = true
		}
	}
	return changed
}

// marker returns the child of token t before it that marks a clause with the word, as "to" or "that", or -1.
func (s *Sentence) marker(t int, word string) int {
	for d := s.First(t); d >= 0 && d < t; d = s.Next(d) {
		if s.Tokens[d].Rel == Mark && lowerForm(s.Tokens[d].Form) == word {
			return d
		}
	}
	return -1
}

// nominal makes a noun of what the tagger takes for a past tense although it is none, and whose subject before it is a
// singular noun, so that it can be no present tense either: "in a mine blast".
func (s *Sentence) nominal(v int) bool {
	x := v - 1
	if x < 0 || s.Tokens[x].XPOS != TagNN || int(s.Tokens[x].Head) != v || s.Tokens[x].Rel != Nsubj || s.Child(v, Obj, Aux, Mark, Ccomp, Xcomp) >= 0 {
		return false
	}
	tok := &s.Tokens[v]
	tok.UPOS, tok.XPOS = NOUN, TagNN
	s.Tokens[x].Rel = Compound
	for d := s.First(x); d >= 0; d = s.Next(d) {
		if r := s.Tokens[d].Rel; r == Case || r == Det || r == Amod {
			s.Tokens[d].Head = int32(v)
			if r == Case && (tok.Rel == AclRelcl || tok.Rel == Acl) {
				tok.Rel = Nmod
			}
		}
	}
	return true
}

// pastForm reports whether a form can be a past tense: it ends in -ed, or is one of the strong pasts of English, which are
// few.
func pastForm(form string) bool {
	if n := len(form); n < 3 || form[n-1] == 'd' && form[n-2] == 'e' || form[n-1] == 'D' {
		return true
	}
	form = lowerForm(form)
	for _, prefix := range [...]string{"under", "over", "with", "fore", "mis", "out", "be", "re", "un", "par", "up", "broad", "off"} {
		if rest, ok := strings.CutPrefix(form, prefix); ok && strongPast(rest) {
			return true
		}
	}
	return strongPast(form)
}

func strongPast(form string) bool {
	switch form {
	case "arose", "ate", "awoke", "bade", "beat", "began", "bent", "bet", "bid", "bit", "blew", "bore", "bought", "bound", "broke", "brought", "built", "burnt", "burst", "came", "cast", "caught",
		"chose", "clung", "cost", "crept", "crew", "cut", "dealt", "did", "drank", "dreamt", "drew", "drove", "dug", "dwelt", "fell", "felt", "fit", "flew", "flung", "forbade", "forgave", "forgot",
		"forsook", "forswore", "fought", "found", "froze", "gave", "got", "grew", "ground", "had", "hamstrung", "heard", "held", "hid", "hit", "hung", "hurt", "kept", "knelt", "knew", "knit",
		"laid", "lay", "leant", "leapt", "learnt", "left", "lent", "let", "lit", "lost", "made", "meant", "met", "paid", "put", "quit", "ran", "rang", "rent", "rid", "rode", "rose", "said",
		"sang", "sank", "sat", "saw", "sent", "set", "shod", "shone", "shook", "shot", "shrank", "shut", "slept", "slew", "slid", "slit", "slung", "slunk", "smelt", "sold", "sought",
		"spat", "spelt", "spent", "spilt", "split", "spoilt", "spoke", "sprang", "sprung", "spun", "stank", "stole", "stood", "strode", "strove", "struck", "strung", "stuck", "stung", "stunk",
		"sunk", "swam", "swept", "swore", "swung", "taught", "thought", "threw", "thrust", "told", "took", "tore", "trod", "was", "went", "wept", "were", "wet", "woke", "won", "wore", "wound", "wove",
		"wrote", "wrung":
		return true
	}
	return false
}
