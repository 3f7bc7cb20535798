package actor

import (
	"strings"

	"chancery/syntax"
)

// nameAlone makes the mention of an item that no office or agent has taken.
func (f *finder) nameAlone(k int) {
	it := &f.scanner.items[k]
	for t := it.first; t <= it.last; t++ {
		if f.taken[t] {
			return
		}
	}
	if it.person > 0 {
		f.personAlone(it)
		return
	}
	fallback := -1
	if it.entry > 0 && f.meaning(it, otherName) == 0 {
		fallback = f.knownAlone(it)
	}
	if it.surname > 0 && f.maySurname(it) {
		f.pending = append(f.pending, pending{sentence: f.number, item: *it, fallback: fallback})
	}
}

// maySurname tells a surname from other words written with a capital: "On May 5", "Brown bears".
func (f *finder) maySurname(it *item) bool {
	w := &f.s.Tokens[it.last]
	if w.UPOS != syntax.PROPN && w.UPOS != syntax.NoUPOS && w.UPOS != syntax.X {
		return false
	}
	if is(f.s, it.first, "may", "march", "august") {
		if f.s.Tokens[it.first].Rel != syntax.Nsubj || number(next(f.s, it.last)) > 0 {
			return false
		}
	}
	// Part of a longer name that no table has: "Lake Baker", "Baker Street", "Susan Rice" when only Condoleezza is known.
	if !f.partOfName(it.first-1) && !f.partOfName(it.last+1) {
		return true
	}
	return false
}

// next is the form of the token after t.
func next(s *syntax.Sentence, t int) string {
	if t+1 < len(s.Tokens) {
		return s.Tokens[t+1].Form
	}
	return ""
}

// partOfName tells whether token t looks like a part of the name beside it.
func (f *finder) partOfName(t int) bool {
	if t < 0 || t >= len(f.s.Tokens) || !f.scanner.at[t] || f.taken[t] || is(f.s, t, "Mr.", "Mr", "Mrs.", "Mrs", "Ms.", "Ms", "Dr.", "Dr", "Sir") {
		return false
	}
	w := &f.s.Tokens[t]
	if c := f.cover(t); c > 0 {
		it := &f.scanner.items[c-1]
		if f.meaning(it, stateName, adjective, capital, organisationName, outletName, officeName) > 0 {
			return false
		}
	}
	return (w.UPOS == syntax.PROPN || w.UPOS == syntax.NoUPOS && t > 0) && w.Form[0] > '9'
}

// personAlone makes the mention of somebody named in full without a title.
func (f *finder) personAlone(it *item) {
	p, t, ok := f.choose(nil, it, it.person, true)
	if !ok {
		return // left to the statistical finder
	}
	if f.unknownName(it.last+1) > it.last && f.cover(it.last+1) == 0 && f.s.Tokens[it.last+1].Rel == syntax.Flat {
		return // "Ali Hassan Salameh" is not Ali Hassan
	}
	party := f.personParty(p, t, ByName)
	m := Mention{Form: Proper, Class: Person, Parties: []Party{party}}
	m.clue = clue{country: party.Country, sector: party.Sector, gender: p.gender}
	if t != nil {
		m.clue.office = t.office + 1
	}
	it.used = true
	f.add(m, f.withHonorific(it.first), it.last)
	f.remember(party, m.clue.office, f.refOf(p)+1, f.lastHash(it.first, it.last), f.firstHash(it))
}

// withHonorific returns the first token of a name with the "Mr." before it.
func (f *finder) withHonorific(first int) int {
	if is(f.s, first-1, "Mr.", "Mr", "Mrs.", "Mrs", "Ms.", "Ms", "Dr.", "Dr", "Sir", "Lord", "Lady") && !f.taken[first-1] {
		return first - 1
	}
	return first
}

// pick returns the item's meaning of a kind, plus one. Of several it takes the one whose country the
// report names: "RSF" in a report on Sudan; else the one that stands first in the tables.
func (f *finder) pick(it *item, kind entryKind) int32 {
	var best int32
	bestCount := int32(-1)
	for v := it.entry; v > 0; v = f.x.entries[v-1].next {
		e := &f.x.entries[v-1]
		if e.kind != kind || it.caps < e.caps {
			continue
		}
		n := int32(0)
		if a := &f.x.actors[e.ref]; a.class != State && a.country != "" {
			if ref, ok := f.x.byID[a.country]; ok {
				n = f.counts[ref]
			}
		}
		if n >= bestCount {
			best, bestCount = v, n
		}
	}
	return best
}

// knownAlone makes the mention of a state, organisation or outlet, and returns its index, or -1 when
// the words name nobody here: "in Baku" is a place.
func (f *finder) knownAlone(it *item) int {
	s := f.s
	for _, kind := range [...]entryKind{stateName, peopleName, adjective, organisationName, seat, capital, outletName, weakOutlet} {
		v := f.pick(it, kind)
		if v == 0 {
			continue
		}
		ref := f.x.entries[v-1].ref
		a := &f.x.actors[ref]
		party := Party{Name: a.name, Actor: a.id, Country: a.country, Sector: a.sector, Resolved: ByName}
		m := Mention{Form: Proper, Class: a.class}
		m.clue = clue{country: a.country, sector: a.sector}
		first, last := it.first, it.last
		switch kind {
		case stateName:
			if f.otherwise(ref) {
				continue
			}
			if a.kind == "de facto" && f.regionOnly(it) {
				m.Modifier = true
			}
			if f.meaning(it, adjective) > 0 && f.modifies(headOf(s, first, last), last) {
				party.Resolved = ByNationality // "US sanctions"
			}
		case peopleName:
			w := &s.Tokens[it.last]
			isPlural := len(w.Form) > 2 && w.Form[len(w.Form)-1] == 's'
			if w.UPOS == syntax.ADJ || !isPlural && f.meaning(it, adjective) > 0 && (w.UPOS != syntax.NOUN && w.UPOS != syntax.PROPN && w.UPOS != syntax.NoUPOS || w.Rel == syntax.Amod || w.Rel == syntax.Compound || w.UPOS == syntax.NoUPOS) {
				continue
			}
			party.Resolved = ByNationality
			m.clue.what, m.clue.plural = toPeopleOfCountry, isPlural
			if number(form(s, it.first-1)) > 0 {
				m.Count = number(form(s, it.first-1)) // "six Armenians"
				first--
				m.Class = Group
				party.Name, party.Sector = phrase(f.doc, s, it.first, it.last), "CVL"
			}
		case adjective:
			party.Resolved = ByNationality
			m.Modifier = true
			if is(s, it.first-2, "pro", "anti", "non") && isHyphen(s, it.first-1) || it.part && f.prefixed(it.first) {
				return -1
			}
			if t := &s.Tokens[it.last]; f.tree && (t.Rel == syntax.Nsubj || t.Rel == syntax.Obj) || is(s, it.last+1, "language", "word") || is(s, it.first-1, "in", "into") && s.Tokens[it.last].Rel != syntax.Amod && !isHyphen(s, it.last+1) {
				if t.Rel != syntax.Nsubj {
					return -1 // "spoke in Russian"
				}
			}
		case seat, capital:
			if f.isPlace(it) {
				return -1
			}
			party.Resolved = ByCapital
			if a.class == State {
				party.Sector = "GOV"
			}
		case outletName, weakOutlet:
			if kind == weakOutlet && !f.reports(it) {
				continue
			}
			if is(s, last+1, "agency") && !f.taken[last+1] {
				last++ // "the Azertac agency reported": the agency speaks, by the name of Azertac
			}
		}
		m.Parties = []Party{party}
		it.used = true
		return f.add(m, first, last)
	}
	return -1
}

// form is the form of token t, "" outside the sentence.
func form(s *syntax.Sentence, t int) string {
	if t < 0 || t >= len(s.Tokens) {
		return ""
	}
	return s.Tokens[t].Form
}

// reports tells whether a word of reporting stands beside an outlet's ambiguous name: "Trend reports", "told Report".
func (f *finder) reports(it *item) bool {
	for _, t := range [...]int{it.last + 1, it.last + 2, it.first - 1, it.first - 2} {
		if is(f.s, t, "reports", "reported", "informs", "told", "said", "says", "writes", "wrote", "agency", "news", "correspondent", "citing", "according") {
			return true
		}
	}
	return false
}

// otherwise tells whether the report uses a state's name for something else: Georgia in a report that
// speaks of Atlanta and never of Tbilisi or of Georgians.
func (f *finder) otherwise(ref int32) bool {
	a := &f.x.actors[ref]
	if len(a.unless) == 0 || f.own[ref] > 0 {
		return false
	}
	if f.phrases == nil {
		f.gatherPhrases()
	}
	for _, h := range a.unless {
		if f.phrases[h] {
			return true
		}
	}
	return false
}

// gatherPhrases notes the report's phrases of up to three tokens that begin with a capital.
func (f *finder) gatherPhrases() {
	f.phrases = map[uint64]bool{}
	for i := range f.doc.Sentences {
		tokens := f.doc.Sentences[i].Tokens
		for t := range tokens {
			h := hashStart
			for n := 0; n < 3 && t+n < len(tokens); n++ {
				h = join(h, strictHash(tokens[t+n].Form))
				f.phrases[h] = true
			}
		}
	}
}

// namesOfFinder makes mentions of the names that the statistical finder has seen and no table holds.
func (f *finder) namesOfFinder() {
	for _, n := range f.s.Names {
		free := n.First >= 0 && n.Last < len(f.s.Tokens)
		for t := n.First; free && t <= n.Last; t++ {
			if c := f.cover(t); f.taken[t] || c > 0 && f.meaning(&f.scanner.items[c-1], capital, seat, otherName, stateName) > 0 {
				free = false
			}
		}
		if !free || n.Class == syntax.PlaceName || n.Class == syntax.MiscName || !f.scanner.at[n.First] {
			continue
		}
		m := Mention{Form: Proper, Class: Person}
		if n.Class == syntax.OrganisationName {
			m.Class = Organisation
		}
		party := Party{Name: phrase(f.doc, f.s, n.First, n.Last), Resolved: ByName}
		first := n.First
		if n.First == n.Last {
			// One word: perhaps the surname of somebody whom the report names in full elsewhere.
			if m.Class == Person {
				first = f.withHonorific(first)
			}
			if p := f.waiting(n.First); p != nil {
				if p.fallback < 0 {
					p.fallback = f.addUnresolved(m, party, first, n.Last)
				}
				continue
			}
			f.pending = append(f.pending, pending{sentence: f.number, item: item{first: n.First, last: n.Last}, fallback: f.addUnresolved(m, party, first, n.Last)})
			continue
		}
		if m.Class == Person {
			first = f.withHonorific(first)
			for i := range f.named {
				if d := &f.named[i]; d.party.Name == party.Name {
					party, m.clue = d.party, clue{country: d.party.Country, sector: d.party.Sector, office: d.office}
					break
				}
			}
			f.remember(party, 0, 0, f.lastHash(n.First, n.Last), f.x.nameHash(f.s.Tokens[n.First].Form))
		}
		f.addUnresolved(m, party, first, n.Last)
	}
}

// waiting returns the surname that waits at token t of the sentence at hand, nil when none does.
func (f *finder) waiting(t int) *pending {
	for i := len(f.pending) - 1; i >= 0 && f.pending[i].sentence == f.number; i-- {
		if f.pending[i].item.first == t {
			return &f.pending[i]
		}
	}
	return nil
}

// addUnresolved adds a mention of somebody of whom the name is all that is known.
func (f *finder) addUnresolved(m Mention, p Party, first, last int) int {
	m.Parties = []Party{p}
	return f.add(m, first, last)
}

// prefixed tells whether token t is an undivided "pro-Russian".
func (f *finder) prefixed(t int) bool {
	form := f.s.Tokens[t].Form
	i := strings.IndexByte(form, '-')
	return i > 0 && (strings.EqualFold(form[:i], "pro") || strings.EqualFold(form[:i], "anti") || strings.EqualFold(form[:i], "non") || strings.EqualFold(form[:i], "ex"))
}
