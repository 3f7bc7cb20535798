package actor

import (
	"sort"

	"chancery/syntax"
)

// resolveSurnames finds whom the surnames mean that stand alone: "Reeker" in a headline is the Philip
// Reeker whom the text names later, "Aliyev" without any such is who holds a high office on that day.
func (f *finder) resolveSurnames() {
	at := -1
	f.scanned = len(f.mentions)
	for _, p := range f.pending {
		if p.sentence != at {
			at = p.sentence
			f.s, f.number = &f.doc.Sentences[at], at
			f.rescan()
		}
		if party, clue, ok := f.surnameOf(&p.item); ok {
			m := Mention{Form: Proper, Class: Person, Parties: []Party{party}, clue: clue}
			if p.fallback >= 0 {
				old := &f.mentions[p.fallback]
				old.Form, old.Class, old.Parties, old.clue = m.Form, m.Class, m.Parties, m.clue
				old.Parties[0].Span = old.Span
				continue
			}
			f.add(m, f.withHonorific(p.item.first), p.item.last)
		}
	}
	f.unknownSurnames()
}

// rescan brings back the finder's view of an earlier sentence.
func (f *finder) rescan() {
	f.tree = parsed(f.s)
	f.scanner.at = f.scanner.at[:0]
	f.taken = f.taken[:0]
	for i := range f.s.Tokens {
		f.scanner.at = append(f.scanner.at, capsOfWord(f.s.Tokens[i].Form) >= capital1st)
		f.taken = append(f.taken, false)
	}
}

// surnameOf returns whom a surname means.
func (f *finder) surnameOf(it *item) (Party, clue, bool) {
	family := f.lastHash(it.first, it.last)
	var best *named
	matches := 0
	title := genderOfTitle(form(f.s, it.first-1))
	for i := range f.named {
		d := &f.named[i]
		// Some names begin with the family's: "Li" after "Li Wenliang".
		if d.family != family && !(d.ref == 0 && d.given == family && it.first == it.last) && !f.isOneOf(it.surname, d.ref) {
			continue
		}
		if g := f.x.genderOf(d); title != 0 && g != 0 && g != title {
			continue // "Mrs Clinton" is not Bill
		}
		matches++
		if best == nil || d.party.Office != "" && best.party.Office == "" {
			best = d
		}
	}
	if matches > 1 {
		if last := f.namedLast(family, it, title); last != nil {
			best = last
		}
	}
	if best != nil {
		party := best.party
		party.Resolved, party.Reason = ByName, ""
		c := clue{country: party.Country, sector: party.Sector, office: best.office}
		if best.ref > 0 {
			c.gender = f.x.people[best.ref-1].gender
		}
		return party, c, true
	}
	if f.namesOther(it) {
		return Party{}, clue{}, false
	}
	p, t := f.prominent(it.surname)
	if p == nil {
		return Party{}, clue{}, false
	}
	party := f.personParty(p, t, ByName)
	c := clue{country: party.Country, sector: party.Sector, gender: p.gender}
	if t != nil {
		c.office = t.office + 1
	}
	f.remember(party, c.office, f.refOf(p)+1, family, 0)
	return party, c, true
}

// genderOf is what the tables and the given name tell of somebody's gender.
func (x *Lexicon) genderOf(d *named) byte {
	if d.ref > 0 {
		if g := x.people[d.ref-1].gender; g != 0 {
			return g
		}
	}
	return x.genderOfName(d.party.Name)
}

// namedLast is who, of several of one surname, was named in full last before the surname at hand: "Bill Clinton met
// Hillary Clinton's aides. Clinton said" is about her, unless a title says otherwise.
func (f *finder) namedLast(family uint64, it *item, title byte) *named {
	last := sort.Search(f.scanned, func(k int) bool { return f.mentions[k].Sentence > f.number }) - 1
	for k := last; k >= max(0, last-farthest); k-- {
		m := &f.mentions[k]
		if m.Class != Person || m.Form != Proper || m.First == m.Last || len(m.Parties) != 1 || m.Sentence == f.number && m.First > it.first {
			continue
		}
		for i := range f.named {
			d := &f.named[i]
			if d.family != family && !f.isOneOf(it.surname, d.ref) || d.party.Name != m.Parties[0].Name || d.party.Actor != m.Parties[0].Actor {
				continue
			}
			if g := f.x.genderOf(d); title == 0 || g == 0 || g == title {
				return d
			}
		}
	}
	return nil
}

// namesOther tells whether a surname is part of something that the statistical finder takes for no person, or a
// place by the word before: "in Muscat".
func (f *finder) namesOther(it *item) bool {
	for _, n := range f.s.Names {
		if n.First <= it.first && it.last <= n.Last && n.Last > n.First && n.Class != syntax.PersonName {
			return true
		}
	}
	return is(f.s, it.first-1, "in", "at", "near", "of") && is(f.s, it.first-2, "city", "town", "village", "capital", "mosque", "street", "airport", "province") || is(f.s, it.first-1, "in", "near")
}

// isOneOf tells whether a chain of people holds the one with this reference, which is one too high.
func (f *finder) isOneOf(chain, ref int32) bool {
	for v := chain; v > 0 && ref > 0; v = f.x.entries[v-1].next {
		if f.x.entries[v-1].ref == ref-1 {
			return true
		}
	}
	return false
}

// highOffices are the kinds of office whose holders the news names by surname alone.
var highOffices = map[string]int{"head-of-state": 3, "head-of-government": 3, "foreign-minister": 2, "head-of-organisation": 2, "defence-minister": 1}

// prominent picks the one among people of one surname whom a report means without naming them
// further: who holds a high office on its day, of a state that it names where there are several. A
// report without a day gets one only when nobody else of that name ever held such an office.
func (f *finder) prominent(chain int32) (best *person, tenure *tenure) {
	bestScore, bestHigh, tie := 0, 0, false
	for v := chain; v > 0; v = f.x.entries[v-1].next {
		p := &f.x.people[f.x.entries[v-1].ref]
		for i := p.tenures; i > 0; i = f.x.tenures[i-1].nextOfPerson {
			t := &f.x.tenures[i-1]
			high := highOffices[f.x.offices[t.office].kind]
			if id := f.x.offices[t.office].id; id == "monarch" || id == "pope" || !p.byHand && f.counts[t.of] == 0 {
				continue // "Elizabeth" may be anybody, and so may "Martin" in a report that never speaks of Ireland
			}
			if high == 0 || f.day > 0 && !t.held(f.day) {
				continue
			}
			score := high
			if f.counts[t.of] > 0 {
				score += 4
			}
			switch {
			case p == best:
				bestHigh = max(bestHigh, high)
				if score > bestScore {
					bestScore, tenure = score, t
				}
			case score > bestScore && (best == nil || f.day > 0):
				best, tenure, bestScore, bestHigh, tie = p, t, score, high, false
			case score == bestScore:
				tie = true
			}
			if f.day == 0 && best != nil && best != p {
				tie = true
			}
		}
	}
	if tie || best == nil || bestScore < 3 {
		return nil, nil
	}
	if f.day == 0 {
		tenure = nil
		if bestScore < 5 && bestHigh < 3 {
			return nil, nil // neither a day nor a country to go by, and not one who was head of a state or government
		}
	}
	return best, tenure
}

// unknownSurnames finds the surnames of people whom the report names in full and no table has:
// "Doe said" after "Jane Doe".
func (f *finder) unknownSurnames() {
	any := false
	for i := range f.named {
		any = any || f.named[i].ref == 0
	}
	if !any {
		return
	}
	covered := make(map[[2]int]bool, len(f.mentions)*2)
	for i := range f.mentions {
		for t := f.mentions[i].First; t <= f.mentions[i].Last; t++ {
			covered[[2]int{f.mentions[i].Sentence, t}] = true
		}
	}
	for i := range f.doc.Sentences {
		f.s, f.number = &f.doc.Sentences[i], i
		if len(f.s.Tokens) == 0 {
			continue
		}
		f.rescan()
		for t := range f.s.Tokens {
			w := &f.s.Tokens[t]
			if !f.scanner.at[t] || covered[[2]int{i, t}] || w.UPOS != syntax.PROPN && w.UPOS != syntax.NoUPOS && w.UPOS != syntax.X {
				continue
			}
			h := f.x.nameHash(w.Form)
			for j := range f.named {
				d := &f.named[j]
				if d.ref == 0 && d.family == h {
					m := Mention{Form: Proper, Class: Person, Parties: []Party{d.party}}
					m.clue = clue{country: d.party.Country, sector: d.party.Sector, office: d.office}
					f.add(m, f.withHonorific(t), t)
					break
				}
			}
		}
	}
}
