package when

import "chancery/syntax"

// tense says whether the clause that the expression hangs on looks back (negative) or ahead (positive): 2 when the
// expression hangs on the verb itself, 1 when a noun stands between ("Friday's explosions"), 0 when nothing tells.
func (f *finder) tense(c *candidate) int {
	s := &f.doc.Sentences[c.sentence]
	switch c.before {
	case wSince:
		return -2
	case wBy:
		return 1
	case wAfter:
		return -1
	}
	t := headOf(s, c.first, c.last)
	strength, ahead := 2, 0
	for steps := 0; steps < 10; steps++ {
		rel := s.Tokens[t].Rel
		h := int(s.Tokens[t].Head)
		if h < 0 || h == t || h >= len(s.Tokens) {
			return ahead
		}
		if steps > 0 && (rel == syntax.AclRelcl || rel == syntax.Parataxis || rel == syntax.Root) {
			return ahead
		}
		t = h
		w := &s.Tokens[t]
		v := tenseOf(s, t)
		if v > 0 && ahead == 0 && w.Rel == syntax.Acl && aheadWord(w.Lemma) {
			ahead = strength // "games scheduled for Wednesday were held": the main verb has the last word
			continue
		}
		if v < 0 && ahead > 0 {
			return 0
		}
		if v != 0 {
			return v * strength
		}
		if (w.UPOS == syntax.NOUN || w.UPOS == syntax.PROPN) && !timeWord(w.Form) {
			strength = 1
		}
	}
	return ahead
}

// tenseOf says what one word and its auxiliaries tell: -1, 0 or 1.
func tenseOf(s *syntax.Sentence, t int) int {
	w := &s.Tokens[t]
	if aheadWord(w.Lemma) && (w.XPOS == syntax.TagVBN || w.XPOS == syntax.TagJJ || w.XPOS == syntax.TagVBD && w.Rel == syntax.Acl) {
		return 1
	}
	to, modal, unsure, past, present := false, false, false, false, false
	// Auxiliaries stand close to their verb, most before it.
	for d := max(0, t-16); d < min(len(s.Tokens), t+3); d++ {
		a := &s.Tokens[d]
		if int(a.Head) != t {
			continue
		}
		switch a.Rel {
		case syntax.Aux, syntax.AuxPass, syntax.Cop:
			switch a.XPOS {
			case syntax.TagMD:
				modal = modal || a.Lemma != "could" && a.Lemma != "might" && a.Lemma != "should" && a.Lemma != "must"
				unsure = true
			case syntax.TagVBD:
				past = true
			case syntax.TagVBZ, syntax.TagVBP:
				if a.Lemma == "have" {
					past = true
				} else {
					present = true
				}
			}
		case syntax.Mark:
			to = to || a.XPOS == syntax.TagTO || a.Form == "due" // "are due to meet", whose "to" hangs on "due"
		}
	}
	verb := w.UPOS == syntax.VERB || w.UPOS == syntax.AUX
	switch {
	case modal:
		return 1
	case unsure:
		return 0 // "neither could be found Wednesday"
	case w.Lemma == "plan" || w.Lemma == "schedule" || w.Lemma == "postpone":
		return 1 // "planned a demonstration on Saturday"
	case past:
		return -1
	case to && verb:
		return 1
	case !verb:
		return 0
	}
	switch w.XPOS {
	case syntax.TagVBD, syntax.TagVBN:
		// "issued Thursday", "is expected" are told apart above.
		return -1
	case syntax.TagVBG:
		if present {
			return 1 // "is meeting them on Monday"
		}
	case syntax.TagVBZ, syntax.TagVBP:
		if timetabled(w.Lemma) {
			return 1
		}
	}
	return 0
}

// timeWord reports whether a noun is itself a time, as in "at dawn on 13 September".
func timeWord(form string) bool {
	var p piece
	p.capital = true
	look(&p, form)
	switch p.class {
	case dayPart, unitWord, season, month, weekday:
		return true
	}
	return p.class == word && (p.number == wEnd || p.number == wBeginning || p.number == wMiddle)
}

// aheadWord reports whether a participle or adjective points ahead: "scheduled for Monday", "due on Friday".
func aheadWord(lemma string) bool {
	switch lemma {
	case "schedule", "scheduled", "expect", "expected", "plan", "planned", "due", "set", "slate", "slated", "likely", "upcoming", "payable":
		return true
	}
	return false
}

// timetabled reports whether the present tense of a verb with a date is a plan: "the talks start on Monday".
func timetabled(lemma string) bool {
	switch lemma {
	case "start", "begin", "open", "resume", "end", "close", "expire", "arrive", "leave", "depart", "travel", "fly", "take", "meet", "visit", "go", "come", "run", "convene":
		return true
	}
	return false
}
