package actor

import "chancery/syntax"

// pronoun is what a pronoun tells of whom it means.
type pronoun struct {
	clue
	class Class
}

// pronounOf maps the pronouns that can mean an actor. "you" is left out: it never means a party of a report.
var pronounOf = map[string]pronoun{
	"he": {clue{gender: 'm', person: 3}, Person}, "him": {clue{gender: 'm', person: 3}, Person}, "his": {clue{gender: 'm', person: 3, owned: true}, Person}, "himself": {clue{gender: 'm', person: 3, reflex: true}, Person},
	"she": {clue{gender: 'f', person: 3}, Person}, "her": {clue{gender: 'f', person: 3}, Person}, "hers": {clue{gender: 'f', person: 3, owned: true}, Person}, "herself": {clue{gender: 'f', person: 3, reflex: true}, Person},
	"it": {clue{gender: 'n', person: 3}, Unknown}, "its": {clue{gender: 'n', person: 3, owned: true}, Unknown}, "itself": {clue{gender: 'n', person: 3, reflex: true}, Unknown},
	"they": {clue{person: 3, plural: true}, Unknown}, "them": {clue{person: 3, plural: true}, Unknown}, "their": {clue{person: 3, plural: true, owned: true}, Unknown}, "theirs": {clue{person: 3, plural: true, owned: true}, Unknown}, "themselves": {clue{person: 3, plural: true, reflex: true}, Unknown},
	"i": {clue{person: 1}, Person}, "me": {clue{person: 1}, Person}, "my": {clue{person: 1, owned: true}, Person}, "myself": {clue{person: 1, reflex: true}, Person},
	"we": {clue{person: 1, plural: true}, Unknown}, "us": {clue{person: 1, plural: true}, Unknown}, "our": {clue{person: 1, plural: true, owned: true}, Unknown}, "ours": {clue{person: 1, plural: true, owned: true}, Unknown}, "ourselves": {clue{person: 1, plural: true, reflex: true}, Unknown},
}

// pronouns makes the mentions of the pronouns in the sentence at hand.
func (f *finder) pronouns() {
	s := f.s
	for t := range s.Tokens {
		if f.taken[t] {
			continue
		}
		w := &s.Tokens[t]
		if w.UPOS != syntax.PRON && w.UPOS != syntax.DET && w.UPOS != syntax.NoUPOS && w.UPOS != syntax.ADJ && w.UPOS != syntax.NUM {
			continue
		}
		m := Mention{Form: Pronoun}
		if len(w.Form) <= 10 && w.UPOS != syntax.NUM && w.UPOS != syntax.ADJ {
			var buf [longestToken + 8]byte
			if p, ok := pronounOf[string(fold(buf[:0], w.Form))]; ok {
				if w.Rel == syntax.Expl || w.Form == "US" || w.Form == "IT" || w.Form == "U.S." {
					continue // "it is necessary"
				}
				m.Class, m.clue = p.class, p.clue
				m.clue.words = w.Form
				m.clue.owned = m.clue.owned || w.Rel == syntax.NmodPoss // "her visit", not "met her"
				f.addPronoun(m, t, t)
				continue
			}
		}
		switch {
		case is(s, t, "each") && is(s, t+1, "other"), is(s, t, "one") && is(s, t+1, "another"):
			m.Class, m.Count = Group, 2
			m.clue = clue{what: toEachOther, plural: true, person: 3, words: phrase(f.doc, s, t, t+1)}
			f.addPronoun(m, t, t+1)
		case is(s, t, "both", "either", "neither"):
			if is(s, t+1, "of") {
				continue // "both of them": the pronoun after it is the mention
			}
			if t+1 < len(s.Tokens) && w.Rel != syntax.Nsubj && w.Rel != syntax.Obj && w.Rel != syntax.Obl && w.Rel != syntax.Nmod && w.Rel != syntax.NsubjPass && w.Rel != syntax.NoRel {
				continue // "both countries", "both Armenia and Azerbaijan"
			}
			if w.Rel == syntax.NoRel && t+1 < len(s.Tokens) && (isNoun(s, t+1) || f.scanner.at[t+1]) && s.Tokens[t+1].UPOS != syntax.NoUPOS {
				continue
			}
			m.Class, m.Count = Group, 2
			m.clue = clue{what: toBoth, plural: true, person: 3, definite: true, words: w.Form}
			f.addPronoun(m, t, t)
		case is(s, t, "two") && is(s, t-1, "the") && (w.Rel == syntax.Nsubj || w.Rel == syntax.Obj || w.Rel == syntax.Obl || w.Rel == syntax.Nmod || w.Rel == syntax.NsubjPass || w.Rel == syntax.NmodPoss || w.Rel == syntax.Conj):
			m.Class, m.Count = Group, 2
			m.clue = clue{what: toBoth, plural: true, person: 3, definite: true, words: w.Form}
			f.addPronoun(m, t, t)
		case is(s, t, "latter", "former") && is(s, t-1, "the") && !isNoun(s, t+1):
			m.clue = clue{what: toLatter, person: 3, definite: true, words: w.Form}
			if is(s, t, "former") {
				m.clue.what = toFormerOfTwo
			}
			f.addPronoun(m, t, t)
		}
	}
}

// addPronoun adds a mention whose words only refer.
func (f *finder) addPronoun(m Mention, first, last int) {
	f.add(m, first, last)
	f.mentions[len(f.mentions)-1].Modifier = false
}
