package actor

import (
	"slices"
	"strings"

	"chancery/syntax"
)

// This file resolves descriptions: "both countries", "the parties", "the minister", "the US official",
// "the ministry".

// recentPairs is how many of the pairs named last are looked at; more would make long texts slow.
const recentPairs = 48

// sides resolves what means two sides: "both countries", "the parties", "both".
func (c *resolver) sides(i int) {
	m := &c.mentions[i]
	if m.Count > 2 || m.clue.what == toCountry && !c.meansCountry(m) || m.clue.what == toSides && c.ofPolitics(m) {
		return
	}
	speaker := c.speakersCountry(m)
	best, bestScore := -1, 0
	oldest := max(0, len(c.pairs)-recentPairs)
	for k := len(c.pairs) - 1; k >= oldest; k-- {
		p := &c.pairs[k]
		a, b := &c.mentions[p.first], &c.mentions[p.second]
		if p.sentence > m.Sentence || len(p.others) > 0 && (m.Count == 2 || m.clue.what == toBoth) {
			continue
		}
		// "The two countries' officials" said of a pair that is named in the same sentence: that pair. "The
		// parties" in the words of a third side: the pair that the report is about.
		score := 1
		for l := oldest; l < k; l++ {
			if c.samePair(&c.pairs[l], p) {
				score += 2
			}
		}
		if m.clue.what != toSides {
			score -= 3 * (m.Sentence - p.sentence)
			if p.sentence == m.Sentence {
				score += 20
			}
		} else if p.sentence == m.Sentence && p.second < i && c.quoted[m.Head] == c.quoted[b.Head] {
			score += 6
		}
		if m.clue.what == toSides && speaker != "" && (a.Parties[0].Country == speaker || b.Parties[0].Country == speaker) {
			score -= 8
		}
		// people are named together for other reasons than countries
		if a.Class == Person || b.Class == Person {
			score -= 2
		}
		score += 12
		if best < 0 && score > 0 || score > bestScore {
			best, bestScore = k, score
		}
	}
	if best < 0 {
		if m.clue.what == toBoth {
			c.twoPeople(i)
		}
		return
	}
	p := c.pairs[best]
	words := c.mentions[p.first].In(c.doc.Text) + " … " + c.mentions[p.second].In(c.doc.Text)
	var parties []Party
	for _, j := range append([]int{p.first, p.second}, p.others...) {
		party := c.mentions[j].Parties[0]
		if m.clue.what != toBoth {
			// "both countries", "the parties" are the states, also where the pair names their leaders or their people
			party = c.stateOf(party)
		}
		parties = append(parties, party)
	}
	c.give(i, parties, words)
}

// ofPeople tells whether a plural is of leaders, ministers or other single people, not of troops.
func (c *resolver) ofPeople(m *Mention) bool {
	return is(c.tokens(m), m.Head, "leaders", "presidents", "ministers", "premiers", "officials", "diplomats", "envoys", "men", "women", "politicians", "candidates", "negotiators", "generals", "rivals")
}

// twoPeople resolves "the two leaders" to the only two people that the sentence, or one of the two before it, names:
// "Macron received Putin in Paris. The two leaders".
func (c *resolver) twoPeople(i int) {
	m := &c.mentions[i]
	for n := m.Sentence; n >= max(0, m.Sentence-2); n-- {
		first, second := -1, -1
		for j := c.starts[n]; j < min(i, c.starts[n+1]); j++ {
			a := &c.mentions[j]
			switch {
			case a.Class != Person || len(a.Parties) != 1 || a.Parties[0].Resolved == ByDescription && a.Parties[0].Reason == "":
			case first < 0:
				first = j
			case a.Entity == c.mentions[first].Entity:
			case second < 0:
				second = j
			case a.Entity != c.mentions[second].Entity:
				return // more than two
			}
		}
		if second >= 0 {
			a, b := &c.mentions[first], &c.mentions[second]
			c.give(i, []Party{a.Parties[0], b.Parties[0]}, a.In(c.doc.Text)+" … "+b.In(c.doc.Text))
			return
		}
	}
}

// ofPolitics tells whether "parties" are those of politics or of a feast: "the Natural Law parties", "either major party".
func (c *resolver) ofPolitics(m *Mention) bool {
	s := c.tokens(m)
	for t := m.Head - 1; t >= max(0, m.First-2); t-- {
		switch s.Tokens[t].UPOS {
		case syntax.PROPN, syntax.NOUN:
			return int(s.Tokens[t].Head) == m.Head
		case syntax.ADJ:
			return !is(s, t, "conflicting", "warring", "opposing", "rival", "both", "concerned", "other", "interested", "same", "respective")
		}
	}
	return false
}

// samePair tells whether two pairs are of the same two.
func (c *resolver) samePair(p, q *pair) bool {
	key := func(m int) string {
		x := &c.mentions[m].Parties[0]
		if x.Country != "" {
			return x.Country
		}
		return x.Actor
	}
	a, b := key(p.first), key(p.second)
	d, e := key(q.first), key(q.second)
	return a == d && b == e || a == e && b == d
}

// speakersCountry is the country of whoever says the quoted words that m stands in, where the sentence tells:
// the subject outside the marks.
func (c *resolver) speakersCountry(m *Mention) string {
	s := c.tokens(m)
	quoted := m.Head < len(c.quoted) && c.quoted[m.Head]
	for j := c.starts[m.Sentence]; j < c.starts[m.Sentence+1]; j++ {
		a := &c.mentions[j]
		if len(a.Parties) != 1 || quoted == c.quoted[a.Head] && quoted {
			continue
		}
		if rel := s.Tokens[a.Head].Rel; rel == syntax.Nsubj && a.Head != m.Head {
			return a.Parties[0].Country
		}
	}
	return ""
}

// stateOf is the state that a party belongs to, or the party itself when it belongs to none.
func (c *resolver) stateOf(p Party) Party {
	if p.Country == "" || p.Actor == p.Country {
		return p
	}
	for k := range c.x.actors {
		if a := &c.x.actors[k]; a.class == State && a.id == p.Country {
			return Party{Name: c.x.nameOf(int32(k)), Actor: a.id, Country: a.country}
		}
	}
	return p
}

// oneOfTwo resolves "the former" and "the latter" of the last pair.
func (c *resolver) oneOfTwo(i int) {
	m := &c.mentions[i]
	if len(c.pairs) == 0 {
		return
	}
	switch p := c.pairs[len(c.pairs)-1]; {
	case m.Sentence-p.sentence > 1:
	case m.clue.what == toLatter:
		c.take(i, p.second)
	default:
		c.take(i, p.first)
	}
}

// federal are the states whose parts are called states: "the state" is one of these in a report on them.
var federal = []string{"USA", "AUS", "IND", "BRA", "MEX", "NGA", "DEU", "MYS", "VEN", "AUT", "SDN", "SSD", "MMR", "SOM", "ETH"}

// meansCountry tells the words for a state that stand for one named before from those in other senses: "a state of
// emergency", "his home state", "power plants", "a neighbouring country".
func (c *resolver) meansCountry(m *Mention) bool {
	s := c.tokens(m)
	switch strings.ToLower(s.Tokens[m.Head].Form) {
	case "power", "ally", "adversary":
		return false
	case "state":
		if is(s, m.Head+1, "of", "department", "media", "television", "tv", "visit", "house", "senate", "law", "police", "court", "-") || is(s, m.Head-1, "home", "member") {
			return false
		}
	case "powers", "states":
		if m.Count != 2 {
			return false
		}
	}
	for t := m.First; t < m.Head; t++ {
		switch s.Tokens[t].UPOS {
		case syntax.ADJ, syntax.NOUN, syntax.VERB:
			if !is(s, t, "whole", "entire", "own", "island", "same", "both", "two", "troubled", "landlocked", "small", "tiny", "poor", "impoverished", "war-torn", "oil-rich", "african", "asian", "european", "arab", "muslim", "home", "landlocked", "caribbean", "pacific", "gulf", "baltic") {
				return false
			}
		}
	}
	return true
}

// country resolves "his country" and "the country".
func (c *resolver) country(i int) {
	m := &c.mentions[i]
	if !c.meansCountry(m) {
		return
	}
	s := c.tokens(m)
	for d := s.First(m.Head); d >= 0; d = s.Next(d) {
		if s.Tokens[d].Rel != syntax.NmodPoss {
			continue
		}
		for j := i - 1; j >= 0 && c.mentions[j].Sentence == m.Sentence; j-- {
			if a := &c.mentions[j]; a.Head == d && len(a.Parties) == 1 && a.Parties[0].Country != "" {
				c.give(i, []Party{c.stateOf(a.Parties[0])}, a.Parties[0].Name)
			}
		}
		return // "our country": whoever speaks; "its country": nobody knows
	}
	if !m.clue.definite {
		return
	}
	best, bestScore := -1, 0
	parts := is(s, m.Head, "state", "states")
	for j := i - 1; j >= max(0, i-farthest) && m.Sentence-c.mentions[j].Sentence <= 2; j-- {
		a := &c.mentions[j]
		if a.Class != State || a.Form != Proper || len(a.Parties) != 1 || a.End <= c.dateline || parts && slices.Contains(federal, a.Parties[0].Country) {
			continue
		}
		score := 20 - 6*(m.Sentence-a.Sentence) + 2*c.role(a)
		if a.Modifier {
			score -= 2
		}
		if score > bestScore {
			best, bestScore = j, score
		}
	}
	if best >= 0 {
		c.take(i, best)
	}
}

// describedPerson resolves "the minister" and "the US official" to somebody named before whom it fits.
func (c *resolver) describedPerson(i int) {
	m := &c.mentions[i]
	if m.clue.former || c.saysWhat(m) {
		return
	}
	best, bestScore := -1, 0
	for j := i - 1; j >= max(0, i-farthest) && m.Sentence-c.mentions[j].Sentence <= 2*window; j-- {
		a := &c.mentions[j]
		if a.Class != Person || a.Modifier || a.clue.plural || a.Form == Pronoun {
			continue
		}
		if len(a.Parties) != 1 || a.Parties[0].Resolved == ByDescription && a.Parties[0].Reason == "" {
			// "A man was shot. The man died."
			if a.Form != Nominal || a.Count > 1 || !c.sameNoun(m, a) || c.barred(m, a) || m.clue.country != "" && m.clue.country != a.clue.country {
				continue
			}
		} else {
			if a.Form != Proper && a.Parties[0].Resolved == ByOffice && a.Parties[0].Office == a.Parties[0].Name {
				continue // an office, not a person
			}
			p := &a.Parties[0]
			if m.clue.country != "" && p.Country != m.clue.country || !c.fits(m, a) || c.barred(m, a) || !genders(c.gender[m.Entity], c.gender[a.Entity]) {
				continue
			}
			if a.Sentence == m.Sentence && c.quoted[m.Head] != c.quoted[a.Head] {
				continue
			}
		}
		score := 40 - 4*(m.Sentence-a.Sentence) + 2*c.role(a) + int(min(c.seen[a.Entity], 6))
		if m.clue.country != "" {
			score += 6
		}
		if score > bestScore {
			best, bestScore = j, score
		}
	}
	if best >= 0 {
		c.take(i, best)
	}
}

// saysWhat tells whether a description says what somebody is or tells of another than the one named: "was the third
// official to", "being the Deputy Chief Minister", "the new Sultan", "his mother".
func (c *resolver) saysWhat(m *Mention) bool {
	s := c.tokens(m)
	if s.Child(m.Head, syntax.Cop) >= 0 || s.Child(m.Head, syntax.NmodPoss) >= 0 {
		return true
	}
	for t := m.First; t < m.Head; t++ {
		if isOrdinal(s.Tokens[t].Form) || is(s, t, "deputy", "vice", "assistant", "associate", "acting", "interim", "new", "next", "then", "previous", "first", "other", "another", "late", "incoming", "outgoing", "future") {
			return true
		}
	}
	return is(s, m.First-1, "another", "other", "next")
}

// sameNoun tells whether two descriptions have the same noun.
func (c *resolver) sameNoun(m, a *Mention) bool {
	return c.tokens(m).Tokens[m.Head].Lemma == c.tokens(a).Tokens[a.Head].Lemma
}

// fits tells whether a description can be of this person: "the minister" of a minister, "the director" of somebody
// who is called one, "the US official" of a US official who heads no state or government.
func (c *resolver) fits(m, a *Mention) bool {
	s := c.tokens(m)
	noun := strings.ToLower(s.Tokens[m.Head].Form)
	if m.clue.what == toOfficeHolder && m.clue.office > 0 && a.clue.office > 0 {
		held, wanted := a.clue.office-1, m.clue.office-1
		if c.x.isA(held, wanted) {
			return true
		}
		// "the minister" after "Foreign Minister": the title's last word; but "the home minister" is no prime minister
		title := c.x.offices[wanted].title
		if m.First == m.Last && lastWord(c.x.offices[held].title) == lastWord(title) {
			return true
		}
	}
	if m.clue.what != toOfficeHolder && m.clue.what != toPersonByKind {
		return false
	}
	if m.First == m.Last || m.clue.country != "" {
		if calls(a.Parties[0].Office, noun) || a.Form == Nominal && c.sameNoun(m, a) || a.Form == Proper && a.Last > a.First && calls(a.In(c.doc.Text), noun) {
			return true
		}
	}
	if m.clue.what != toPersonByKind {
		return false
	}
	high := 0
	kind := ""
	if a.clue.office > 0 {
		kind = c.x.offices[a.clue.office-1].kind
		high = highOffices[kind]
	}
	switch noun {
	case "leader", "ruler", "statesman", "strongman", "dictator":
		return kind == "head-of-state" || kind == "head-of-government"
	case "diplomat", "official", "envoy", "representative":
		return a.clue.office > 0 && high < 3 && m.clue.sector != "" && a.Parties[0].Sector == m.clue.sector && (m.clue.country != "" || kind == "envoy" || noun == "official" && high == 0)
	}
	return false
}

// calls tells whether an office or a titled name has the noun as one of its words: "Executive Director of …".
func calls(title, noun string) bool {
	for len(title) >= len(noun) && noun != "" {
		if strings.EqualFold(title[:len(noun)], noun) && (len(title) == len(noun) || title[len(noun)] == ' ' || title[len(noun)] == ',') {
			return true
		}
		space := strings.IndexByte(title, ' ')
		if space < 0 {
			return false
		}
		title = title[space+1:]
	}
	return false
}

func lastWord(title string) string {
	return strings.ToLower(title[strings.LastIndexByte(title, ' ')+1:])
}

// belongs gives a description the country of the pronoun that owns it: "Azerbaijan withdrew its soldiers".
func (c *resolver) belongs(i int) bool {
	m := &c.mentions[i]
	if m.clue.sector == "" || m.clue.what == toCountry || m.clue.what == toSides {
		return false
	}
	s := c.tokens(m)
	for d := s.First(m.Head); d >= 0; d = s.Next(d) {
		if s.Tokens[d].Rel == syntax.Compound && m.clue.what == toBody && m.clue.sector == "GOV" && c.ledBy(i, d) {
			return true
		}
		if s.Tokens[d].Rel != syntax.NmodPoss {
			continue
		}
		for j := i - 1; j >= c.starts[m.Sentence]; j-- {
			a := &c.mentions[j]
			if a.Head != d || a.Form != Pronoun || len(a.Parties) != 1 || a.Parties[0].Country == "" {
				continue
			}
			if m.clue.sector == "CVL" && (a.Class != State || m.Class == Person) {
				return false // "his mother" is not his country's
			}
			if a.Class == State && is(s, m.Head, "chairman", "chairwoman", "chief", "director", "head", "manager", "owner", "founder", "coach", "executive") {
				return false // "the maker won orders in India, its chairman said"
			}
			if a.Class == Person && m.Class != Organisation && m.clue.sector != "MIL" || a.Class == Person && m.clue.sector != "GOV" && m.clue.sector != "MIL" {
				return false // "his aide", "her party"; but "his troops", "her administration"
			}
			owner := c.stateOf(a.Parties[0])
			c.give(i, []Party{{Name: m.clue.words + " of " + owner.Name, Actor: owner.Country + string(m.clue.sector), Country: owner.Country, Sector: m.clue.sector}}, a.Parties[0].Name)
			m.clue.country = owner.Country
			return true
		}
	}
	return false
}

// ledBy gives a government the state of the leader it is called after: "the Bush administration".
func (c *resolver) ledBy(i, leader int) bool {
	m := &c.mentions[i]
	for j := i - 1; j >= c.starts[m.Sentence]; j-- {
		a := &c.mentions[j]
		if a.Head != leader || a.Class != Person || len(a.Parties) != 1 || a.Parties[0].Country == "" {
			continue
		}
		state := c.stateOf(a.Parties[0])
		c.give(i, []Party{{Name: a.In(c.doc.Text) + " " + m.clue.words, Actor: state.Country + string(m.clue.sector), Country: state.Country, Sector: m.clue.sector}}, a.Parties[0].Name)
		m.clue.country = state.Country
		return true
	}
	return false
}

// datelined gives a body or an office that nothing else explains the country of the dateline: "BAKU, May 13. –
// The Foreign Ministry said". The reading marks it as inferred.
func (c *resolver) datelined(i int) {
	m := &c.mentions[i]
	if len(m.Parties) > 0 || m.Form != Nominal || m.clue.country != "" || m.clue.plural || c.home < 0 {
		return
	}
	if m.clue.what != toBody && m.clue.what != toOfficeHolder || m.clue.what == toOfficeHolder && !m.clue.definite {
		return
	}
	switch m.clue.sector {
	case "GOV", "MIL", "COP", "LEG", "JUD", "SPY":
	default:
		return
	}
	home := &c.x.actors[c.home]
	c.give(i, []Party{{Name: m.clue.words + " of " + c.x.nameOf(int32(c.home)), Actor: home.id + string(m.clue.sector), Country: home.country, Sector: m.clue.sector}}, "")
	m.Parties[0].Resolved, m.Parties[0].Reason = ByInference, "the report is datelined in "+c.x.nameOf(int32(c.home))
	m.clue.country = home.country
}

// capitalOf returns the index of the state whose capital a dateline names, or -1.
func (x *Lexicon) capitalOf(place string) int {
	for v := max(x.phrases.find(phraseHash(titleCase(strings.ToLower(place)))), 0); v > 0; v = x.entries[v-1].next {
		if x.entries[v-1].kind == capital {
			return int(x.entries[v-1].ref)
		}
	}
	return -1
}

// group resolves "the soldiers" to soldiers named before.
func (c *resolver) group(i int) {
	m := &c.mentions[i]
	if m.clue.country != "" {
		return // its own words say whose
	}
	switch c.tokens(m).Tokens[m.Head].Lemma {
	case "people", "population", "public", "community", "minority", "youth", "man", "woman", "child", "citizen", "voter", "society", "crowd":
		return // anybody's
	}
	for j := i - 1; j >= max(0, i-farthest) && m.Sentence-c.mentions[j].Sentence <= window; j-- {
		a := &c.mentions[j]
		if a.Class == Group && len(a.Parties) > 0 && a.Form == Nominal && c.sameNoun(m, a) && c.wordsFit(m, a) && !c.barred(m, a) && (m.Count == 0 || m.Count == a.Count) {
			c.take(i, j)
			return
		}
	}
}

// wordsFit tells whether what a description adds to its noun was said of those before: "the deceased victims" are not
// all victims, nor is "the Conservative Party" the Labour Party.
func (c *resolver) wordsFit(m, a *Mention) bool {
	s, before := c.tokens(m), c.tokens(a)
	for t := m.First; t < m.Head; t++ {
		switch s.Tokens[t].UPOS {
		case syntax.ADJ, syntax.NOUN, syntax.PROPN, syntax.VERB:
			said := false
			for b := a.First; b < a.Head && !said; b++ {
				said = strings.EqualFold(s.Tokens[t].Form, before.Tokens[b].Form)
			}
			if !said {
				return false
			}
		}
	}
	return true
}
