package when

import "chancery/syntax"

// tense says whether the clause that the expression hangs on looks back (-1) or ahead (1); 0 when it does not tell.
func (f *finder) tense(c *candidate) int {
	s := &f.doc.Sentences[c.sentence]
	t := headOf(s, c.first, c.last)
	for steps := 0; steps < 12; steps++ {
		h := int(s.Tokens[t].Head)
		if steps > 0 {
			if v := tenseOf(s, t); v != 0 {
				return v
			}
		}
		if h < 0 || h == t || h >= len(s.Tokens) {
			break
		}
		t = h
	}
	return 0
}

// tenseOf says what one word and its auxiliaries tell.
func tenseOf(s *syntax.Sentence, t int) int {
	w := &s.Tokens[t]
	if aheadWord(w.Lemma) && (w.XPOS == syntax.TagVBN || w.XPOS == syntax.TagJJ || w.XPOS == syntax.TagVBD && w.Rel == syntax.Acl) {
		return 1
	}
	verb := w.UPOS == syntax.VERB || w.UPOS == syntax.AUX
	to, past, present := false, false, false
	for i := 0; i < len(s.Tokens); i++ {
		d := &s.Tokens[i]
		if int(d.Head) != t || i > t+1 && d.Rel.Base() != syntax.Aux {
			continue
		}
		switch d.Rel {
		case syntax.Aux, syntax.AuxPass, syntax.Cop:
			switch {
			case d.XPOS == syntax.TagMD:
				switch d.Lemma {
				case "would", "could", "might":
					return 1
				}
				return 1
			case d.XPOS == syntax.TagVBD:
				past = true
			case d.XPOS == syntax.TagVBZ || d.XPOS == syntax.TagVBP:
				if d.Lemma == "have" {
					past = true
				} else {
					present = true
				}
			}
		case syntax.Mark:
			if d.XPOS == syntax.TagTO {
				to = true
			}
		}
	}
	switch {
	case past:
		return -1
	case to:
		return 1
	case !verb && !present:
		return 0
	case w.XPOS == syntax.TagVBD:
		return -1
	case w.XPOS == syntax.TagVBN && present:
		return -1
	case w.XPOS == syntax.TagVBG && present, w.XPOS == syntax.TagVBZ, w.XPOS == syntax.TagVBP, w.XPOS == syntax.TagVB:
		return 1
	}
	return 0
}

// aheadWord reports whether a participle or adjective points ahead: "scheduled for Monday", "due on Friday".
func aheadWord(lemma string) bool {
	switch lemma {
	case "schedule", "scheduled", "expect", "expected", "plan", "planned", "due", "set", "slate", "slated", "likely", "upcoming", "payable":
		return true
	}
	return false
}
