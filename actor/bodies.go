package actor

import (
	"slices"
	"strings"

	"chancery/syntax"
)

// This file resolves descriptions of bodies: "the ministry", "the group", "the company", and the names of
// organisations that a text shortens itself.

// bodyNouns are the nouns that with "the" or "this" alone before them mean a body named before. As words of a longer
// phrase they name too much to be kept as agents.
var bodyNouns = []string{"group", "organisation", "organization", "agency", "alliance", "bloc", "union", "movement", "party", "commission", "committee", "council", "association", "federation", "foundation", "body", "club", "retailer", "carmaker", "manufacturer"}

// companyNouns are those for a company.
var companyNouns = []string{"company", "firm", "corporation", "airline", "retailer", "carmaker", "manufacturer"}

// bodyWords makes mentions of "the group", "this organisation" in the sentence at hand.
func (f *finder) bodyWords() {
	s := f.s
	for t := 1; t < len(s.Tokens); t++ {
		if w := &s.Tokens[t]; f.taken[t] || w.XPOS != syntax.TagNN || !is(s, t-1, "the", "this") || f.taken[t-1] || f.cover(t) > 0 && f.scanner.items[f.cover(t)-1].used {
			continue
		}
		if !is(s, t, bodyNouns...) || is(s, t+1, "of") || isHyphen(s, t+1) || s.Tokens[t].Rel == syntax.Compound || s.Tokens[t].Rel == syntax.Amod {
			continue
		}
		m := Mention{Form: Nominal, Class: Organisation}
		m.clue = clue{what: toBody, definite: true, person: 3, words: s.Tokens[t].Form}
		f.add(m, t, t)
	}
}

// body resolves "the ministry" and "the organisation" to a body named before that is called so.
func (c *resolver) body(i int) {
	m := &c.mentions[i]
	s := c.tokens(m)
	noun := strings.ToLower(s.Tokens[m.Head].Form)
	if s.Child(m.Head, syntax.Cop) >= 0 {
		return // "ECJ is the supreme court"
	}
	best, bestScore := -1, 0
	for j := i - 1; j >= max(0, i-farthest) && m.Sentence-c.mentions[j].Sentence <= window; j-- {
		a := &c.mentions[j]
		if a.Class != Organisation && (a.Class != Group || a.Form != Proper) || len(a.Parties) != 1 || a.Modifier || a.Form == Pronoun || c.barred(m, a) {
			continue
		}
		p := &a.Parties[0]
		if m.clue.country != "" && p.Country != m.clue.country || !c.modifiersFit(m, a) {
			continue
		}
		if a.Form != Proper && p.Resolved == ByDescription && p.Reason == "" || !calledBody(noun, a) {
			continue
		}
		if score := 40 - 8*(m.Sentence-a.Sentence) + 2*c.role(a) + int(min(c.seen[a.Entity], 4)); score > bestScore {
			best, bestScore = j, score
		}
	}
	if best >= 0 {
		c.take(i, best)
		return
	}
	c.stateBody(i)
}

// calledBody tells whether a body can be called by a noun: its name has it, or it is of the kind.
func calledBody(noun string, a *Mention) bool {
	p := &a.Parties[0]
	if calls(p.Name, noun) || a.Form == Nominal && calls(a.clue.words, noun) {
		return true
	}
	if a.Form != Proper {
		return false
	}
	unknown := p.Actor == "" && p.Country == "" && p.Sector == ""
	switch noun {
	case "organisation", "organization", "body":
		return unknown || p.Sector == "IGO" || p.Sector == "NGO" || a.Class == Group && p.Sector != ""
	case "bloc", "alliance":
		return p.Sector == "IGO"
	case "group":
		return unknown || slices.Contains([]Sector{"REB", "UAF", "NGO", "IMG", "OPP", "PTY", "CRM"}, p.Sector)
	case "movement":
		return slices.Contains([]Sector{"REB", "UAF", "OPP", "PTY"}, p.Sector)
	case "party":
		return p.Sector == "PTY" || p.Sector == "OPP"
	case "agency", "association", "club":
		return unknown
	}
	return slices.Contains(companyNouns, noun) && (unknown || p.Sector == "BUS")
}

// stateBody gives a government's or an army's description the state that the text speaks of.
func (c *resolver) stateBody(i int) {
	m := &c.mentions[i]
	// "The government said": of the one state that the sentences just before speak of
	if m.clue.country != "" || m.clue.sector != "GOV" && m.clue.sector != "MIL" {
		return
	}
	only := -1
	for j := i - 1; j >= max(0, i-farthest) && m.Sentence-c.mentions[j].Sentence <= 2; j-- {
		a := &c.mentions[j]
		if len(a.Parties) != 1 || a.Parties[0].Country == "" || a.End <= c.dateline {
			continue
		}
		if only >= 0 && c.mentions[only].Parties[0].Country != a.Parties[0].Country {
			return
		}
		only = j
	}
	if only < 0 {
		return
	}
	p := c.stateOf(c.mentions[only].Parties[0])
	p.Sector = m.clue.sector
	p.Name = m.clue.words + " of " + p.Name
	p.Actor += string(p.Sector)
	c.give(i, []Party{p}, c.mentions[only].In(c.doc.Text))
}

// modifiersFit tells whether what a description adds to its noun stands in the body's name too: "the Conservative
// Party" is not the Labour Party.
func (c *resolver) modifiersFit(m, a *Mention) bool {
	s := c.tokens(m)
	name := strings.ToLower(a.Parties[0].Name)
	for t := m.First; t < m.Head; t++ {
		switch s.Tokens[t].UPOS {
		case syntax.ADJ, syntax.NOUN, syntax.PROPN:
			if !strings.Contains(name, strings.ToLower(s.Tokens[t].Form)) {
				return false
			}
		}
	}
	return true
}

// shorten lets an abbreviation in parentheses mean the body before it, here and in the rest of the text: "Human Rights
// Watch (HRW)". Where the tables have the abbreviation alone, the body before it becomes what they say.
func (c *resolver) shorten() {
	var short map[int]int // entity of an abbreviation → mention of the body
	for i := 0; i+1 < len(c.mentions); i++ {
		m, next := &c.mentions[i], &c.mentions[i+1]
		if m.Class != Organisation || m.Form != Proper || next.Form != Proper || next.Class == Person || next.Sentence != m.Sentence || next.First != m.Last+2 || next.First != next.Last || len(m.Parties) != 1 || len(next.Parties) != 1 {
			continue
		}
		s := c.tokens(m)
		if !is(s, m.Last+1, "(") || !is(s, next.Last+1, ")") || !abbreviates(next.Parties[0].Name, s, m) {
			continue
		}
		from, to := i+1, i
		if m.Parties[0].Actor == "" && next.Parties[0].Actor != "" {
			from, to = i, i+1
		} else if next.Parties[0].Actor != "" {
			continue
		}
		if short == nil {
			short = map[int]int{}
		}
		short[c.mentions[from].Entity] = to
	}
	short = c.shorterNames(short)
	for i := range c.mentions {
		m := &c.mentions[i]
		if to, ok := short[m.Entity]; ok && m.Form == Proper {
			from := &c.mentions[to]
			p := from.Parties[0]
			p.Span = m.Span
			m.Parties, m.Entity, m.Class = []Party{p}, from.Entity, from.Class
		}
	}
}

// endings are the words that a company's or party's full name has and its short one has not.
var endings = []string{"Co", "Co.", "Corp", "Corp.", "Corporation", "Company", "Inc", "Inc.", "Ltd", "Ltd.", "Limited", "Group", "Holdings", "plc", "PLC", "AG", "SA", "SE", "NV", "Bank", "Airlines", "Airways", "Motors", "Industries", "Systems", "Technologies", "Energy", "Media", "Foundation", "Institute"}

// shorterNames adds the names that no table has and that shorten another body's: "Toshiba" for "Toshiba Corp.",
// "LWT" for "Lake Watch Trust".
func (c *resolver) shorterNames(short map[int]int) map[int]int {
	var full map[string]int // short form → mention of the body in full, -1 where there are two
	add := func(form string, i int) {
		if full == nil {
			full = map[string]int{}
		}
		if old, ok := full[form]; !ok {
			full[form] = i
		} else if old >= 0 && c.mentions[old].Entity != c.mentions[i].Entity {
			full[form] = -1
		}
	}
	for i := range c.mentions {
		m := &c.mentions[i]
		if m.Class != Organisation || m.Form != Proper || len(m.Parties) != 1 || m.First == m.Last || len(full) > 2000 {
			continue
		}
		words := strings.Fields(m.Parties[0].Name)
		if len(words) < 2 {
			continue
		}
		if slices.Contains(endings, words[len(words)-1]) {
			add(strings.Join(words[:len(words)-1], " "), i)
		}
		if len(words) > 2 {
			var initials []byte
			for _, w := range words {
				if w[0] >= 'A' && w[0] <= 'Z' {
					initials = append(initials, w[0])
				}
			}
			if len(initials) > 2 {
				add(string(initials), i)
			}
		}
	}
	if full == nil {
		return short
	}
	for i := range c.mentions {
		m := &c.mentions[i]
		if m.Form != Proper || m.Class != Organisation && (m.Class != Person || m.First != m.Last || c.gender[m.Entity] != 0) || len(m.Parties) != 1 {
			continue
		}
		name := m.Parties[0].Name
		if m.Parties[0].Actor != "" {
			if _, ok := short[m.Entity]; ok {
				continue
			}
			if name = c.onlyShort(m, full); name == "" {
				continue
			}
		}
		to, ok := full[name]
		if !ok || to < 0 || c.mentions[to].Entity == m.Entity {
			continue
		}
		if _, ok := short[c.mentions[to].Entity]; ok {
			continue
		}
		if short == nil {
			short = map[int]int{}
		}
		if _, ok := short[m.Entity]; !ok {
			short[m.Entity] = to
		}
	}
	return short
}

// onlyShort returns the capitals by which a report calls a body of the tables that it never calls in full, or "". They may
// as well stand for another body that it does: where the Rapid Support Forces fight, the RSF are no reporters.
func (c *resolver) onlyShort(m *Mention, full map[string]int) string {
	form := c.tokens(m).Tokens[m.First].Form
	if to, ok := full[form]; !ok || to < 0 || m.First != m.Last || len(form) < 3 || strings.ToUpper(form) != form {
		return ""
	}
	for i := range c.mentions {
		if x := &c.mentions[i]; x.Entity == m.Entity && x.Form == Proper && (x.First != x.Last || c.tokens(x).Tokens[x.First].Form != form) {
			full[form] = -1 // for all its mentions
			return ""
		}
	}
	return form
}

// abbreviates tells whether a word is the first letters of a name's words, small ones aside.
func abbreviates(word string, s *syntax.Sentence, m *Mention) bool {
	if len(word) < 2 || strings.ToUpper(word) != word {
		return false
	}
	k := 0
	for t := m.First; t <= m.Last; t++ {
		form := s.Tokens[t].Form
		if k < len(word) && form[0] == word[k] {
			k++
		} else if form[0] >= 'A' && form[0] <= 'Z' && k > 0 {
			return false
		}
	}
	return k == len(word)
}
