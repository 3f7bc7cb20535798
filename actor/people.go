package actor

import (
	"strings"

	"chancery/syntax"
)

// withPerson completes a title with the name that follows it, and tells whether one does.
func (f *finder) withPerson(n *noun) bool {
	s := f.s
	p := n.last + 1
	if p >= len(s.Tokens) || n.plural() {
		return false
	}
	c := f.cover(p)
	if c > 0 {
		it := &f.scanner.items[c-1]
		if it.first != p || it.used {
			return false
		}
		switch {
		case it.person > 0:
			f.composePerson(n, it, it.person, it.last)
			return true
		case n.entry.kind == agentName && f.x.agents[n.entry.ref].kind >= agentGroup:
			return false // "the government Smith"
		case it.surname > 0 && !isOnlyCountry(f, it, n):
			last := f.unknownName(p)
			if last <= it.last {
				f.composePerson(n, it, it.surname, it.last)
				return true
			}
			// "Foreign Minister Bush Smith": a longer name that no table has
			f.composeUnknown(n, p, last)
			return true
		}
		if it.entry > 0 {
			return false
		}
	}
	if n.entry.kind == agentName && f.x.agents[n.entry.ref].kind >= agentGroup {
		return false
	}
	if last := f.unknownName(p); last >= p {
		f.composeUnknown(n, p, last)
		return true
	}
	return false
}

// isOnlyCountry tells whether a word that may be a surname is here a country's name: "President of Jordan" has
// "of" before it, so a country's name directly after a title is somebody's: "Ambassador Jordan".
func isOnlyCountry(f *finder, it *item, n *noun) bool {
	return f.meaning(it, stateName, capital) > 0 && isPossessive(f.s, it.last+1)
}

// unknownName returns the last token of a name of a person that begins at token p, or p-1.
func (f *finder) unknownName(p int) int {
	s, last := f.s, p-1
	for t := p; t < len(s.Tokens) && t < p+5; t++ {
		w := &s.Tokens[t]
		switch {
		case isHyphen(s, t) && t > p && t+1 < len(s.Tokens) && s.Tokens[t].Start == s.Tokens[t-1].End:
			continue
		case t > p && is(s, t, "al", "bin", "ibn", "de", "da", "dos", "van", "von", "der", "du", "la", "el", "ul") && t+1 < len(s.Tokens) && f.scanner.at[t+1]:
			continue
		case !f.scanner.at[t], w.UPOS != syntax.PROPN && w.UPOS != syntax.NoUPOS && w.UPOS != syntax.X, w.Form[0] <= '9':
			return last
		}
		if c := f.cover(t); c > 0 {
			it := &f.scanner.items[c-1]
			if it.used || it.person > 0 || f.meaning(it, stateName, adjective, capital, seat, organisationName, outletName, officeName, otherName) > 0 && it.surname == 0 {
				return last
			}
		}
		last = t
	}
	return last
}

// composePerson makes the mention of a titled person whom the tables have.
func (f *finder) composePerson(n *noun, it *item, chain int32, last int) {
	p, t, sure := f.choose(n, it, chain, it.person > 0)
	if p == nil || !sure {
		if of := f.sharedState(n, chain); of >= 0 {
			n.owners = append(n.owners, owner{actor: of, resolved: ByOffice})
		}
		f.composeUnknown(n, it.first, last)
		return
	}
	it.used = true
	last = f.after(n, last)
	party := f.personParty(p, t, ByName)
	f.stateOffice(n, &party, t)
	m := Mention{Form: Proper, Class: Person, Parties: []Party{party}}
	m.clue = clue{country: party.Country, sector: party.Sector, office: f.officeRef(n, t), gender: p.gender, former: n.former}
	f.headAt(f.add(m, n.first, last), n)
	f.remember(party, m.clue.office, f.refOf(p)+1, f.lastHash(it.first, it.last), f.firstHash(it))
}

// sharedState is the state whose high offices all people of a surname held, where a report without a day does
// not tell which of them is meant: "President Bush" is of the United States, whichever Bush. -1 when there is none.
func (f *finder) sharedState(n *noun, chain int32) int32 {
	if f.day > 0 || n.entry.kind != officeName || len(n.owners) > 0 || highOffices[f.x.offices[n.entry.ref].kind] == 0 {
		return -1
	}
	state := int32(-1)
	for v := chain; v > 0; v = f.x.entries[v-1].next {
		p := &f.x.people[f.x.entries[v-1].ref]
		for i := p.tenures; i > 0; i = f.x.tenures[i-1].nextOfPerson {
			t := &f.x.tenures[i-1]
			if !f.x.isA(t.office, n.entry.ref) || f.x.actors[t.of].class != State {
				continue
			}
			if state >= 0 && t.of != state {
				return -1
			}
			state = t.of
		}
	}
	return state
}

// headAt moves a mention's head off the country before the title, where a wrong tree may have put it: the
// one who acts in "US National Security Advisor Jake Sullivan said" is not the US.
func (f *finder) headAt(i int, n *noun) {
	m := &f.mentions[i]
	if first := f.scanner.items[n.head].first; m.Head < first {
		m.Head = headOf(f.s, first, m.Last)
		m.Modifier = f.modifies(m.Head, m.Last)
	}
}

// stateOffice takes over what the words say of the office, where they say more than the tables.
func (f *finder) stateOffice(n *noun, party *Party, t *tenure) {
	if n.former {
		party.Office, party.Sector = f.statedOffice(n), "ELI"
		if f.officeOwner(n) < 0 {
			if ref, ok := f.x.personID[party.Actor]; ok {
				var held *tenure // the last time in that office: "former President Kocharyan"
				for i := f.x.people[ref].tenures; i > 0; i = f.x.tenures[i-1].nextOfPerson {
					if t := &f.x.tenures[i-1]; n.entry.kind == officeName && f.x.isA(t.office, n.entry.ref) && (held == nil || t.last > held.last) {
						held = t
					}
				}
				if held != nil {
					party.Office = "former " + f.x.title(held)
				}
			}
		}
		return
	}
	stated := n.entry.kind == officeName
	if t != nil && stated && f.x.offices[n.entry.ref].id == "minister" && strings.HasSuffix(f.x.offices[t.office].kind, "-minister") {
		return // "Secretary Blinken"
	}
	if t != nil && (!stated || f.x.isA(t.office, n.entry.ref) || f.x.offices[t.office].kind == f.x.offices[n.entry.ref].kind) {
		return // the tables agree
	}
	if !stated && party.Office != "" {
		return
	}
	if of := f.officeOwner(n); of >= 0 || t == nil {
		if of < 0 && party.Country != "" {
			// "Foreign Minister Mirzoyan" on a day for which the tables have no office
			if ref, ok := f.x.byID[party.Country]; ok && stated {
				n.owners = append(n.owners, owner{actor: ref})
			}
		}
		party.Office = f.statedOffice(n)
		if s := f.sectorOf(n); s != "" {
			party.Sector = s
		}
		if of >= 0 && party.Country == "" {
			party.Country = f.countryOf(of)
		}
	}
}

// officeRef is the office of the words, else of the tenure, plus one.
func (f *finder) officeRef(n *noun, t *tenure) int32 {
	if t != nil && (n == nil || n.entry.kind != officeName || f.x.isA(t.office, n.entry.ref)) {
		return t.office + 1
	}
	if n != nil && n.entry.kind == officeName {
		return n.entry.ref + 1
	}
	return 0
}

// after takes in an owner that follows the name: "Foreign Minister Jane Doe of Freedonia".
func (f *finder) after(n *noun, last int) int {
	s := f.s
	if !is(s, last+1, "of") || len(n.owners) > 0 || n.entry.kind != officeName {
		return last
	}
	q := last + 2
	if is(s, q, "the") {
		q++
	}
	if c := f.cover(q); c > 0 {
		it := &f.scanner.items[c-1]
		if o, ok := f.ownerOf(it); ok && !it.used && f.meaning(it, stateName, organisationName) > 0 {
			n.owners = append(n.owners, o)
			it.used = true
			return it.last
		}
		return last
	}
	end := q - 1
	for t := q; t < len(s.Tokens) && f.scanner.at[t] && f.nameWord(t) && f.cover(t) == 0; t++ {
		end = t
	}
	if end >= q {
		n.unknownOwner = phrase(f.doc, s, q, end)
		return end
	}
	return last
}

// composeUnknown makes the mention of a titled person whom no table has: the words say all that is known.
func (f *finder) composeUnknown(n *noun, first, last int) {
	name := phrase(f.doc, f.s, first, last)
	end := f.after(n, last)
	// A surname after its full name: "President Doe" after "President Jane Doe".
	if d := f.namedBefore(f.lastHash(first, last), first == last); d != nil {
		m := Mention{Form: Proper, Class: Person, Parties: []Party{d.party}}
		m.Parties[0].Resolved = ByName
		m.clue = clue{country: d.party.Country, sector: d.party.Sector, office: d.office}
		f.add(m, n.first, end)
		return
	}
	party := Party{Name: name, Sector: f.sectorOf(n), Resolved: ByName}
	of := f.officeOwner(n)
	party.Country = f.countryOf(of)
	if n.entry.kind == officeName || f.x.agents[n.entry.ref].kind == agentGeneric || f.x.agents[n.entry.ref].kind == agentBody {
		party.Office = f.statedOffice(n)
	}
	m := Mention{Form: Proper, Class: Person, Parties: []Party{party}}
	m.clue = clue{country: party.Country, sector: party.Sector, office: f.officeRef(n, nil), former: n.former}
	f.headAt(f.add(m, n.first, end), n)
	for t := first; t <= last; t++ {
		if c := f.cover(t); c > 0 {
			f.scanner.items[c-1].used = true
		}
	}
	f.remember(party, m.clue.office, 0, f.lastHash(first, last), f.x.nameHash(f.s.Tokens[first].Form))
}

// personParty is the party of somebody of the tables with the tenure that holds on the report's day.
func (f *finder) personParty(p *person, t *tenure, by ResolvedBy) Party {
	party := Party{Name: p.name, Actor: p.id, Resolved: by}
	if t != nil {
		party.Country = f.x.actors[t.of].country
		party.Office = f.x.title(t)
		party.Sector = f.x.sectorOf(t)
		return party
	}
	// No office on that day: the country and, when all offices agree, the sector of those the person had.
	now, last := f.x.on(p, f.day)
	if now == nil && last == nil && p.tenures > 0 {
		last = &f.x.tenures[p.tenures-1]
		if f.day > 0 {
			party.Country = f.x.actors[last.of].country
			return party
		}
		party.Country, party.Sector = f.x.actors[last.of].country, f.x.sectorOf(last)
		for i := p.tenures; i > 0; i = f.x.tenures[i-1].nextOfPerson {
			t := &f.x.tenures[i-1]
			if f.x.sectorOf(t) != party.Sector {
				party.Sector = ""
			}
			if f.x.actors[t.of].country != party.Country {
				party.Country = ""
			}
		}
		return party
	}
	if last != nil {
		party.Country = f.x.actors[last.of].country
		if last.last < forever {
			party.Sector = "ELI" // no longer in office
		} else {
			party.Sector = f.x.sectorOf(last)
		}
	}
	return party
}

// sectorOf is the sector of somebody in an office: an organisation's own, else the office's. The leader
// of Hamas is of REB.
func (x *Lexicon) sectorOf(t *tenure) Sector {
	if a := &x.actors[t.of]; a.class == Organisation && a.sector != "" {
		return a.sector
	}
	return x.offices[t.office].sector
}

// choose picks among people of one name the one whom title, date and report fit. It is sure when
// something speaks for the choice beyond the name itself, or the name is a full one.
func (f *finder) choose(n *noun, it *item, chain int32, full bool) (best *person, tenure *tenure, sure bool) {
	bestScore, tie := -1, false
	for v := chain; v > 0; v = f.x.entries[v-1].next {
		p := &f.x.people[f.x.entries[v-1].ref]
		score, t := f.fit(n, p)
		if full && score >= 0 {
			score += f.initialed(it, p)
		}
		switch {
		case score > bestScore:
			best, tenure, bestScore, tie = p, t, score, false
		case score == bestScore && p != best:
			tie = true
		}
	}
	if best == nil {
		return nil, nil, false
	}
	if full {
		return best, tenure, bestScore >= 0 && (n != nil || best.byHand || f.expected(best))
	}
	return best, tenure, bestScore >= 6 && !tie
}

// initialed is above 0 when a name is written with the initials that the table has for the person: they tell "George
// W. Bush" from "George H. W. Bush" where no date does.
func (f *finder) initialed(it *item, p *person) int {
	var buf [24]string
	parts := words(buf[:0], p.name)
	k, given := 0, false
	next := func() string {
		for ; k < len(parts); k++ {
			if isInitial(parts[k]) {
				k++
				return parts[k-1][:1]
			}
		}
		return ""
	}
	for t := it.first; t <= it.last; t++ {
		if w := f.s.Tokens[t].Form; t > it.first && isInitial(w) {
			given = true
			if next() != w[:1] {
				return 0
			}
		}
	}
	if given && next() == "" {
		return 12 // more than having been named before
	}
	return 0
}

// expected tells whether a report without a title speaks of what somebody holds or held office in: the
// ambassador Ian Campbell has namesakes, who are met in reports that name neither of his countries.
func (f *finder) expected(p *person) bool {
	for i := p.tenures; i > 0; i = f.x.tenures[i-1].nextOfPerson {
		t := &f.x.tenures[i-1]
		if f.counts[t.of] == 0 || t.to > 0 && f.counts[t.to-1] == 0 {
			continue
		}
		if f.day == 0 || t.first <= f.day && f.day <= t.last+20_00_00 {
			return true
		}
	}
	return false
}

// fit scores how well somebody fits a title (n may be nil) on the report's day, and gives the tenure that does.
func (f *finder) fit(n *noun, p *person) (score int, fitting *tenure) {
	x := f.x
	ref := f.refOf(p)
	for i := range f.named {
		if f.named[i].ref == ref+1 {
			score += 8
			break
		}
	}
	var of int32 = -1
	if n != nil {
		of = f.officeOwner(n)
	}
	now, _ := x.on(p, f.day)
	best := -1
	for i := p.tenures; i > 0; i = x.tenures[i-1].nextOfPerson {
		t := &x.tenures[i-1]
		v := 0
		if n != nil && n.entry.kind == officeName && (x.isA(t.office, n.entry.ref) || x.offices[n.entry.ref].id == "minister" && strings.HasSuffix(x.offices[t.office].kind, "-minister") || x.offices[t.office].kind == x.offices[n.entry.ref].kind && x.offices[n.entry.ref].kind != "") {
			v += 4
		}
		if t.held(f.day) {
			v += 4
		} else if f.day > 0 {
			v--
		}
		if of >= 0 && (t.of == of || x.actors[t.of].country != "" && x.actors[t.of].country == x.actors[of].country) {
			v += 4
		} else if of >= 0 {
			v -= 2
		}
		if f.counts[t.of] > 0 {
			v++
		}
		if v > best {
			best, fitting = v, t
		}
	}
	if best > 0 {
		score += best
	}
	if fitting != nil && !fitting.held(f.day) {
		fitting = nil
	}
	if fitting == nil {
		fitting = now
	}
	return score, fitting
}

func (f *finder) refOf(p *person) int32 {
	return f.x.personID[p.id]
}

// lastHash and firstHash are the loose hashes of a name's last and first word.
func (f *finder) lastHash(first, last int) uint64 {
	for t := last; t >= first; t-- {
		if f.scanner.at[t] {
			return f.x.nameHash(f.s.Tokens[t].Form)
		}
	}
	return 0
}

func (f *finder) firstHash(it *item) uint64 {
	if it.first == it.last {
		return 0
	}
	return f.x.nameHash(f.s.Tokens[it.first].Form)
}

// remember notes that the report names somebody.
func (f *finder) remember(p Party, office, ref int32, family, given uint64) {
	for i := range f.named {
		d := &f.named[i]
		if ref > 0 && d.ref == ref || ref == 0 && d.ref == 0 && d.party.Name == p.Name {
			if d.office == 0 {
				d.office = office
			}
			return
		}
	}
	if len(f.named) == 1000 {
		return // a list of names: nobody in it is explained by the rest
	}
	d := named{party: p, office: office, ref: ref, family: family, given: given, order: len(f.named)}
	if ref > 0 {
		if now, last := f.x.on(&f.x.people[ref-1], f.day); now != nil {
			d.of = now.of + 1
		} else if last != nil {
			d.of = last.of + 1
		}
	}
	f.named = append(f.named, d)
}

// namedBefore returns somebody whom the report has named and whose surname this is.
func (f *finder) namedBefore(family uint64, surnameOnly bool) *named {
	if !surnameOnly || family == 0 {
		return nil
	}
	for i := len(f.named) - 1; i >= 0; i-- {
		if f.named[i].family == family && f.named[i].ref == 0 {
			return &f.named[i]
		}
	}
	return nil
}

// apposition joins a name and the description beside it, among the mentions of the sentence at hand from
// begin on: "Ned Price, the State Department spokesperson,", "the foreign minister of Armenia, Ararat Mirzoyan,".
func (f *finder) apposition(begin int) {
	if len(f.mentions)-begin > 500 {
		return // no sentence: a table or a list without ends
	}
	for i := begin; i < len(f.mentions); i++ {
		d := &f.mentions[i]
		if d.Form != Nominal || d.Class != Person || d.clue.plural {
			continue
		}
		for j := begin; j < len(f.mentions); j++ {
			p := &f.mentions[j]
			if p.Form != Proper || p.Class != Person || len(p.Parties) != 1 || !f.beside(p, d) && !f.beside(d, p) {
				continue
			}
			f.join(p, d)
			break
		}
	}
}

// beside tells whether b is in apposition to a, which stands before it.
func (f *finder) beside(a, b *Mention) bool {
	s := f.s
	if b.First <= a.Last {
		return false
	}
	t := a.Last + 1
	if !is(s, t, ",") {
		return false
	}
	t++
	for t < b.First && s.Tokens[t].UPOS == syntax.DET {
		t++
	}
	if t != b.First {
		return false
	}
	if w := &s.Tokens[b.Head]; f.tree && w.Rel == syntax.Appos {
		return int(w.Head) >= a.First && int(w.Head) <= a.Last
	}
	// The tree may be wrong; a second comma after the phrase, or the end of the sentence, is as good,
	// unless the whole is a list: "Aliyev, the Russian president, and Pashinyan" stays open to doubt.
	end := b.Last + 1
	return end >= len(s.Tokens) || is(s, end, ".", ";", ":") || is(s, end, ",") && !is(s, end+1, "and", "or")
}

// join lets a description mean the person beside it, and gives the person what the description tells.
func (f *finder) join(p, d *Mention) {
	party := &p.Parties[0]
	if len(d.Parties) == 1 && d.Parties[0].Resolved == ByOffice && d.Parties[0].Actor != party.Actor && f.x.isPerson(d.Parties[0].Actor) && party.Actor != "" {
		return // two people
	}
	if party.Office == "" && d.clue.stated != "" {
		party.Office = d.clue.stated
		if d.clue.office > 0 && p.clue.office == 0 {
			p.clue.office = d.clue.office
		}
	}
	if party.Country == "" {
		party.Country = d.clue.country
	}
	if party.Sector == "" {
		party.Sector = d.clue.sector
	}
	for i := range f.named {
		if n := &f.named[i]; n.party.Name == party.Name && n.party.Actor == party.Actor {
			n.party.Office, n.party.Country, n.party.Sector = party.Office, party.Country, party.Sector
			if n.office == 0 {
				n.office = p.clue.office
			}
		}
	}
	copied := *party
	copied.Resolved, copied.Span = ByDescription, d.Span
	if d.clue.office > 0 {
		copied.Resolved = ByOffice
	}
	copied.Reason = "in apposition to the name"
	d.Parties = []Party{copied}
}

// isPerson tells whether an id is a person's.
func (x *Lexicon) isPerson(id string) bool {
	_, ok := x.personID[id]
	return ok
}
