package actor

import (
	"chancery/syntax"
	"strings"
)

// compose makes the mention of a finished noun phrase.
func (f *finder) compose(n *noun) {
	isOffice := n.entry.kind == officeName || n.entry.kind == officePlural
	if n.entry.kind == officeName || !isOffice && n.entry.kind == agentName && f.x.agents[n.entry.ref].kind != agentState && f.x.agents[n.entry.ref].kind != agentSides {
		if f.withPerson(n) {
			return
		}
	}
	if isOffice {
		f.officeAlone(n)
		return
	}
	f.agentAlone(n)
}

// nounWords are the words of the phrase without its number: "soldiers" of "at least three soldiers".
func (f *finder) nounWords(n *noun) string {
	first := n.first
	// "a 13-year-old girl", "a Geneva-based scholar": the phrase may begin within a compound.
	for first < n.last && (isHyphen(f.s, first-1) && f.s.Tokens[first].Start == f.s.Tokens[first-1].End && !f.scanner.at[first] || isHyphen(f.s, first)) {
		first++
	}
	for first < n.last && (number(f.s.Tokens[first].Form) > 0 && f.s.Tokens[first].UPOS != syntax.PROPN || f.s.Tokens[first].UPOS != syntax.PROPN && is(f.s, first,
		"both", "all", "the", "a", "an", "this", "these", "those", "at", "least", "some", "about", "around", "nearly", "almost", "approximately", "roughly", "up", "to", "over", "more", "than", "estimated", "another", "dozens", "hundreds", "thousands", "of")) {
		first++
	}
	return phrase(f.doc, f.s, first, n.last)
}

// sectorOf is the sector of the phrase: that of its head, or of the word before when the head says little.
func (f *finder) sectorOf(n *noun) Sector {
	var sector Sector
	generic := false
	switch n.entry.kind {
	case officeName, officePlural:
		o := &f.x.offices[n.entry.ref]
		sector, generic = o.sector, o.kind == "spokesperson" || o.id == "chairperson" || o.id == "secretary-general"
	default:
		a := &f.x.agents[n.entry.ref]
		sector, generic = a.sector, a.kind == agentGeneric
	}
	if generic {
		if n.sector != "" {
			return n.sector
		}
		for _, o := range n.owners {
			if a := &f.x.actors[o.actor]; a.sector != "" {
				return a.sector // "an EU official", "a Hamas leader"
			}
		}
	}
	if n.former && sector == "GOV" {
		return "ELI"
	}
	return sector
}

// officeOf is the office that the words give, without its owner's name: "Acting Foreign Minister".
func (f *finder) officeTitle(n *noun) string {
	var b strings.Builder
	switch {
	case n.former:
		b.WriteString("former ")
	}
	switch {
	case n.acting:
		b.WriteString("Acting ")
	case n.deputy:
		b.WriteString("Deputy ")
	}
	if n.entry.kind == officeName || n.entry.kind == officePlural {
		b.WriteString(f.x.offices[f.officeOf(n)].title)
	} else {
		if n.body != "" {
			b.WriteString(n.body)
			b.WriteString(" ")
		}
		b.WriteString(phrase(f.doc, f.s, f.scanner.items[n.head].first, f.scanner.items[n.head].last))
	}
	if n.tail != "" {
		b.WriteString(" ")
		b.WriteString(n.tail)
	}
	return b.String()
}

// statedOffice is the office as the words give it, with its owner.
func (f *finder) statedOffice(n *noun) string {
	title := f.officeTitle(n)
	name := n.unknownOwner
	if of := f.officeOwner(n); of >= 0 {
		name = f.x.nameOf(of)
	}
	if before, after, ok := strings.Cut(title, "*"); ok {
		if name == "" {
			return strings.TrimSuffix(before, " for ")
		}
		return before + name + after
	}
	if of := f.officeOwner(n); of >= 0 && f.x.actors[of].class == Organisation && n.entry.kind <= officePlural && n.entry.kind >= officeName && f.x.offices[n.entry.ref].country == of {
		name = "" // the title says whose
	}
	if n.entry.kind == officeName && f.x.offices[n.entry.ref].kind == "regional" {
		if n.ownersFromRight {
			return phrase(f.doc, f.s, f.scanner.items[n.head].first, n.right) // "Mayor of London", not of the United Kingdom
		}
		name = ""
	}
	if name != "" && n.entry.kind <= officePlural && n.entry.kind >= officeName && !strings.Contains(title, name) {
		title += " of " + name
	}
	if n.to >= 0 {
		title += " to " + f.x.nameOf(n.to)
	}
	return title
}

// officeOwner is the state or organisation whose the office is, or -1.
func (f *finder) officeOwner(n *noun) int32 {
	if len(n.owners) > 0 {
		return n.owners[0].actor
	}
	if n.entry.kind == officeName || n.entry.kind == officePlural {
		return f.x.offices[n.entry.ref].country
	}
	return -1
}

// countryOf is the ISO code of an actor's country.
func (f *finder) countryOf(actor int32) string {
	if actor < 0 {
		return ""
	}
	return f.x.actors[actor].country
}

// officeAlone makes a mention of an office that no name follows.
func (f *finder) officeAlone(n *noun) {
	m := Mention{Form: Nominal, Class: Person, Count: n.count}
	m.clue = clue{office: f.officeOf(n) + 1, sector: f.sectorOf(n), definite: n.definite || !n.indefinite && len(n.owners) > 0, former: n.former,
		what: toOfficeHolder, stated: f.statedOffice(n), words: f.nounWords(n), plural: n.plural()}
	if n.plural() {
		m.Class = Group
	}
	owners := n.owners
	if of := f.officeOwner(n); len(owners) == 0 && of >= 0 {
		owners = []owner{{actor: of, resolved: ByOffice}}
	}
	if len(owners) > 0 {
		m.clue.country = f.countryOf(owners[0].actor)
	}
	if !n.indefinite {
		for i := len(owners) - 1; i >= 0; i-- {
			o := owners[i]
			if n.ownersFromRight {
				o = owners[len(owners)-1-i]
			}
			if p, ok := f.holderOf(n, o); ok {
				m.Parties = append(m.Parties, p)
			}
		}
	}
	f.add(m, n.first, n.last)
}

// holderOf is who holds the office, or the office itself when that is not known.
func (f *finder) holderOf(n *noun, o owner) (Party, bool) {
	x := f.x
	ref := f.officeOf(n)
	single := !several(x.offices[ref].kind) && x.offices[ref].id != "minister"
	if !n.former && !n.deputy && !n.other && n.tail == "" && (n.definite || len(n.owners) > 0 || f.scanner.at[f.scanner.items[n.head].first]) {
		if t := x.holder(ref, o.actor, n.to+1, f.day); t != nil {
			p := &x.people[t.person]
			return f.personParty(p, t, ByOffice), true
		}
		if p, ok := f.namedHolder(ref, o.actor); ok {
			p.Resolved = ByOffice
			p.Reason = "named with this office elsewhere in the report"
			return p, true
		}
	}
	if !single && n.entry.kind == officeName && n.to < 0 {
		return Party{}, false // "a spokesman of the ministry": described, not named
	}
	a := &x.actors[o.actor]
	m := noun{entry: n.entry, owners: []owner{o}, former: n.former, acting: n.acting, deputy: n.deputy, tail: n.tail, to: n.to, head: n.head, right: n.right}
	title := f.statedOffice(&m)
	sector := f.sectorOf(n)
	return Party{Name: title, Actor: actorBase(a, sector), Country: a.country, Sector: sector, Office: title, Resolved: ByOffice}, true
}

// actorBase is the id of an actor's branch: "ARMGOV" for Armenia, the id itself for an organisation.
func actorBase(a *known, sector Sector) string {
	if a.class == State || a.class == Group {
		if a.class == Group {
			return a.id
		}
		return a.id + string(sector)
	}
	return a.id
}

// officeOf is the office that the words name: a spokesperson of a ministry's holds a special one.
func (f *finder) officeOf(n *noun) int32 {
	if n.body != "" && f.x.offices[n.entry.ref].id == "spokesperson" {
		for v := max(f.x.phrases.find(phraseHash(n.body+" spokesperson")), 0); v > 0; v = f.x.entries[v-1].next {
			if f.x.entries[v-1].kind == officeName {
				return f.x.entries[v-1].ref
			}
		}
	}
	return n.entry.ref
}

// namedHolder returns whom the report names with the office, "US Assistant Secretary of State" after
// "U.S. Acting Assistant Secretary of State for European and Eurasian Affairs Philip Reeker".
func (f *finder) namedHolder(office, of int32) (Party, bool) {
	for i := len(f.named) - 1; i >= 0; i-- {
		d := &f.named[i]
		if d.office > 0 && f.x.isA(d.office-1, office) && (of < 0 || d.of == of+1 || d.party.Country != "" && d.party.Country == f.x.actors[of].country) {
			return d.party, true
		}
	}
	return Party{}, false
}

// isA tells whether the office is the other or a special case of it.
func (x *Lexicon) isA(office, other int32) bool {
	for n := 0; office >= 0 && n < 8; n++ {
		if office == other {
			return true
		}
		office = x.offices[office].parent
	}
	return false
}

// agentAlone makes a mention of an agent that no name follows.
func (f *finder) agentAlone(n *noun) {
	a := &f.x.agents[n.entry.ref]
	m := Mention{Form: Nominal, Class: Person, Count: n.count}
	sector := f.sectorOf(n)
	m.clue = clue{sector: sector, definite: n.definite, former: n.former, what: toPersonByKind, words: f.nounWords(n), plural: n.plural()}
	if len(n.owners) > 0 {
		m.clue.country = f.countryOf(n.owners[0].actor)
	}
	switch a.kind {
	case agentState:
		m.Class, m.clue.what, m.clue.sector = State, toCountry, ""
		if n.plural() && !n.definite && n.count == 0 && n.first < f.scanner.items[n.head].first {
			// "NATO allies", "Southeast Asian nations": several states that the words do not name
			m.Class, m.clue.what = Group, toGroup
			m.Parties = []Party{{Name: f.nounWords(n), Resolved: ByDescription}}
		}
	case agentSides:
		m.Class, m.clue.what, m.clue.sector = Group, toSides, ""
		if !n.plural() && len(n.owners) > 0 {
			// "the Armenian side" is Armenia
			m.Class, m.clue.what = State, plainReference
			m.Parties = f.ownerParties(n)
		}
	case agentBody:
		m.Class, m.clue.what = Organisation, toBody
		if len(n.owners) > 0 || a.country >= 0 {
			m.Form = Proper
			m.Parties = f.bodyParties(n, a)
		}
	case agentOutlet:
		m.Class, m.clue.what = Outlet, toBody
		m.Parties = f.groupParties(n, sector)
		if n.outlet > 0 {
			o := &f.x.actors[n.outlet-1]
			m.Form = Proper
			m.Parties = []Party{{Name: o.name, Actor: o.id, Country: o.country, Sector: o.sector, Resolved: ByName}}
		}
	case agentGroup:
		m.Class, m.clue.what, m.clue.plural = Group, toGroup, true
		m.Parties = f.groupParties(n, sector)
	default:
		if n.plural() {
			m.Class, m.clue.what = Group, toGroup
			m.Parties = f.groupParties(n, sector)
		} else if !n.definite && len(n.owners) > 0 && a.kind != agentGeneric {
			m.Parties = f.groupParties(n, sector)
		}
	}
	f.add(m, n.first, n.last)
}

// eachSide tells whether "side" or "party" is said of two: "either side", "each side", "neither party".
func (f *finder) eachSide(n *noun) bool {
	return is(f.s, n.first-1, "either", "each", "neither", "both", "every")
}

// ownerParties are the owners themselves.
func (f *finder) ownerParties(n *noun) []Party {
	var parties []Party
	for i := len(n.owners) - 1; i >= 0; i-- {
		o := n.owners[i]
		if n.ownersFromRight {
			o = n.owners[len(n.owners)-1-i]
		}
		a := &f.x.actors[o.actor]
		parties = append(parties, Party{Name: a.name, Actor: a.id, Country: a.country, Sector: a.sector, Resolved: o.resolved})
	}
	return parties
}

// bodyParties are a state's bodies: "the Foreign Ministry of Armenia", "the Armenian and Azerbaijani governments".
func (f *finder) bodyParties(n *noun, a *agent) []Party {
	owners := n.owners
	if len(owners) == 0 {
		owners = []owner{{actor: a.country, resolved: ByName}}
	}
	var parties []Party
	for i := len(owners) - 1; i >= 0; i-- {
		o := owners[i]
		if n.ownersFromRight {
			o = owners[len(owners)-1-i]
		}
		k := &f.x.actors[o.actor]
		sector := f.sectorOf(n)
		id := actorBase(k, sector)
		title := a.title
		switch {
		case n.tail != "":
			title += " " + n.tail // whose id the codebook does not have
		case a.slug != "government" && id != "":
			id += ":" + a.slug
		}
		parties = append(parties, Party{Name: title + " of " + f.x.nameOf(o.actor), Actor: id, Country: k.country, Sector: sector, Resolved: o.resolved})
	}
	return parties
}

// groupParties are people by what they are, of each nationality that is told.
func (f *finder) groupParties(n *noun, sector Sector) []Party {
	name := f.nounWords(n)
	if len(n.owners) == 0 {
		return []Party{{Name: name, Sector: sector, Resolved: ByDescription}}
	}
	head := phrase(f.doc, f.s, f.scanner.items[n.head].first, f.scanner.items[n.head].last)
	var parties []Party
	for i := len(n.owners) - 1; i >= 0; i-- {
		o := n.owners[i]
		if n.ownersFromRight {
			o = n.owners[len(n.owners)-1-i]
		}
		k := &f.x.actors[o.actor]
		p := Party{Name: name, Actor: actorBase(k, sector), Country: k.country, Sector: sector, Resolved: o.resolved}
		if o.resolved == ByName && k.class == State {
			p.Resolved = ByNationality
		}
		if len(n.owners) > 1 {
			p.Name = k.name + " " + head
			if v := k.name; v != "" {
				p.Name = head + " of " + v
			}
		}
		parties = append(parties, p)
	}
	return parties
}
