package place

import (
	"strings"

	"chancery/syntax"
)

// This file reads what the words around a name say of it: whether it is told as a place, and how exactly.

// placed reports whether the words right before token first say that a place follows, even if something takes the
// name for a person's: "in Goris", "between Goris and Kapan", "the outskirts of Goris".
func (f *finder) placed(first int) bool {
	t := f.s.Tokens
	i := first - 1
	if i >= 0 && t[i].Form == "the" {
		i--
	}
	if i < 0 {
		return false
	}
	switch w := strings.ToLower(t[i].Form); w {
	case "in", "near", "at", "around", "outside", "inside", "into", "across", "between":
		return true
	case "besieged", "besieges", "encircled", "shelled", "shells", "bombarded", "invaded", "occupied", "overran", "blockaded", "visited", "visits", "toured", "tours":
		return true // what is done to places only, or mostly
	case "of":
		return i > 0 && (nearbyNouns[t[i-1].Lemma] || settlement(t[i-1].Lemma))
	case "and":
		return i > 1 && len(f.sights) > 0 && f.sights[len(f.sights)-1].sentence == f.number && f.sights[len(f.sights)-1].last == i-1 && f.sights[len(f.sights)-1].use == located
	}
	return false
}

// settlement reports whether a noun names the kind of place that people live in.
func settlement(lemma string) bool {
	switch lemma {
	case "village", "town", "city", "district", "region", "province", "settlement", "hamlet", "township", "area":
		return true
	}
	return false
}

// location is what the words around a name say.
type location struct {
	place  bool // the construction is a place's
	sure   bool // by a preposition that takes places and times only
	near   bool
	part   bool // a part of the place: "southern Armenia"
	polity bool // the name stands for a state or is part of its bodies' names: "the president of Armenia"
	speaks bool // the name is the subject of a verb that people and governments do
}

// location reads the construction in which the name's head stands.
func (f *finder) location(first, last, head int) (l location) {
	s := f.s
	// "in Tavush province", "at Baku airport", "the Lachin corridor": the noun after it carries the preposition.
	outer := head
	if t := &s.Tokens[head]; (t.Rel == syntax.Compound || t.Rel == syntax.NmodPoss || t.Rel == syntax.Amod || t.Rel == syntax.Appos || t.Rel == syntax.NmodDesc) && t.Head >= 0 {
		h := int(t.Head)
		lemma := s.Tokens[h].Lemma
		if _, ok := generic[strings.ToLower(lemma)]; ok {
			outer = h
			l.place = t.Rel != syntax.NmodPoss && !f.standsForGovernment()
			if strings.EqualFold(lemma, "border") {
				l.near = true
			}
		} else if t.Rel == syntax.Appos && (lemma == "capital" || settlement(lemma)) {
			outer = h // "visited the South Korean capital Seoul"
		} else if polity[strings.ToLower(lemma)] {
			l.polity = true
			return l
		}
	}
	preposition, governor := f.preposition(outer)
	if preposition == "" && s.Tokens[head].Rel == syntax.Conj { // "in Baku and Yerevan", "between Goris and Kapan"
		for t := head; s.Tokens[t].Rel == syntax.Conj && s.Tokens[t].Head >= 0; {
			t = int(s.Tokens[t].Head)
			if preposition, governor = f.preposition(t); preposition != "" {
				break
			}
			if r := s.Tokens[t].Rel; r == syntax.Nsubj || r == syntax.Obj {
				outer = t
			}
		}
	}
	if w := f.prepositionBefore(first); preposition == "" || w == "near" || w == "around" {
		preposition = w // "in and around Nagorno-Karabakh": whatever the tree makes of it
	}
	// "flew from Ankara to Tbilisi and then to Baku": the names hang on one another, and all on the flight.
	for directional[preposition] && governor >= 0 && s.Tokens[governor].UPOS == syntax.PROPN && s.Tokens[governor].Head >= 0 {
		governor = int(s.Tokens[governor].Head)
	}
	government := s.Tokens[head].UPOS == syntax.PROPN && f.standsForGovernment()
	lemma := ""
	if governor >= 0 {
		lemma = strings.ToLower(s.Tokens[governor].Lemma)
	}
	// Attachment is what parsers err on most: "spoke during her visit to Baku" with Baku below "spoke". The noun right
	// before the preposition has a say as well.
	// And a letter sent to a country goes to its government.
	if k := f.before(outer); k >= 0 && k != governor && (directional[preposition] && (movement[s.Tokens[k].Lemma] || preposition == "to" && messages[s.Tokens[k].Lemma]) || preposition == "of" && s.Tokens[k].UPOS == syntax.NOUN) {
		governor, lemma = k, s.Tokens[k].Lemma
	}
	if first > 0 && direction(s.Tokens[first-1].Form) && int(s.Tokens[first-1].Head) == head && preposition != "" {
		// A government has no south: "rockets from southern Lebanon".
		l.part = government
		government = false
	}
	switch {
	case preposition == "of":
		switch {
		case polity[lemma]:
			l.polity = true
		case holders[lemma]:
			l.place = !government || s.Tokens[governor].UPOS == syntax.NOUN && lemma != "part" && lemma != "people" && lemma != "citizen" && lemma != "side"
			l.near = nearbyNouns[lemma]
		default:
			l.place = !government && l.place
		}
	case preposition == "between":
		// "clashes between Armenia and Azerbaijan" are between states, "the road between Goris and Kapan" between places.
		l.place = !government || movement[lemma] || lemma == "border"
		l.near = true
	case preposition == "over", preposition == "on", preposition == "towards", preposition == "toward", preposition == "behind", preposition == "past":
		l.place = !government || lemma == "fly" || lemma == "attack" && preposition != "over" || lemma == "assault" || lemma == "march"
		l.near = preposition == "towards" || preposition == "toward" || preposition == "past"
		if government && (lemma == "march" || lemma == "advance" || movement[lemma] && (preposition == "towards" || preposition == "toward")) {
			l.place = true
		}
	case locative[preposition]:
		l.place, l.sure = true, true
		l.near = nearby[preposition]
	case directional[preposition]:
		l.place = movement[lemma] || !government && preposition != "for"
		if preposition == "for" {
			l.place = movement[lemma] && (lemma == "leave" || lemma == "depart" || lemma == "head" || lemma == "departure" || lemma == "bind")
		}
		if preposition == "to" && (lemma == "close" || lemma == "next" || lemma == "adjacent") {
			l.near = true
		}
		l.sure = l.place && movement[lemma]
	case preposition == "including", preposition == "like", preposition == "such":
		// "countries such as Mexico"
		l.place = !government || lemma == "country" || lemma == "nation" || lemma == "place" || lemma == "area" || lemma == "region" || lemma == "city"
	}
	if preposition == "" {
		h := int(s.Tokens[outer].Head)
		switch s.Tokens[outer].Rel {
		case syntax.Obj, syntax.NsubjPass, syntax.Obl, syntax.OblUnmarked:
			if h >= 0 && goals[s.Tokens[h].Lemma] {
				l.place = !government || movement[s.Tokens[h].Lemma] || s.Tokens[h].Lemma == "tour" || s.Tokens[h].Lemma == "invade" || s.Tokens[h].Lemma == "reach" || s.Tokens[h].Lemma == "bomb" || s.Tokens[h].Lemma == "shell"
			}
		case syntax.Nsubj:
			if h >= 0 && speech[s.Tokens[h].Lemma] {
				l.speaks, l.place = true, false
			}
		case syntax.Appos, syntax.NmodUnmarked, syntax.List, syntax.Flat, syntax.Dep:
			// "Paris, Texas": the place that holds another.
			if h >= 0 && first > 1 && s.Tokens[first-1].Form == "," {
				l.place = l.place || f.follows(first)
			}
		}
		if !l.place && first > 1 && s.Tokens[first-1].Form == "," && f.follows(first) {
			l.place = true
		}
	}
	return l
}

// follows reports whether the last sight ended right before the comma that precedes token first, and was a place.
func (f *finder) follows(first int) bool {
	if n := len(f.sights); n > 0 {
		p := &f.sights[n-1]
		if p.sentence != f.number || p.last != first-2 || p.use != located {
			return false
		}
		a := &f.items[n-1]
		b := &f.items[len(f.items)-1]
		return f.canHold(a, b)
	}
	return false
}

// before returns the token before the case word of token t, -1 for none.
func (f *finder) before(t int) int {
	s := f.s
	for d := s.First(t); d >= 0 && d < t; d = s.Next(d) {
		if s.Tokens[d].Rel == syntax.Case {
			return d - 1
		}
	}
	return -1
}

// prepositionBefore returns the word right before token first, an article aside, if it is a preposition that takes places
// only; "" otherwise.
func (f *finder) prepositionBefore(first int) string {
	t := f.s.Tokens
	i := first - 1
	if i >= 0 && t[i].UPOS == syntax.DET {
		i--
	}
	if i < 0 || t[i].XPOS != syntax.TagIN {
		return ""
	}
	switch w := strings.ToLower(t[i].Form); w {
	case "in", "near", "around", "inside", "outside", "at", "across":
		return w
	}
	return ""
}

// preposition returns the case word of token t, and what the phrase hangs on, -1 for nothing.
func (f *finder) preposition(t int) (word string, governor int) {
	s := f.s
	governor = int(s.Tokens[t].Head)
	for d := s.First(t); d >= 0 && d < t; d = s.Next(d) {
		if r := s.Tokens[d].Rel; r == syntax.Case || r == syntax.Mark && s.Tokens[d].UPOS == syntax.ADP {
			w := strings.ToLower(s.Tokens[d].Form)
			if word == "" || w == "near" || w == "around" {
				word = w
			}
		}
	}
	if governor >= 0 && s.Tokens[governor].UPOS == syntax.AUX {
		governor = int(s.Tokens[governor].Head)
	}
	return word, governor
}
