package actor

import (
	"chancery/syntax"
)

// assemble makes the mentions of the sentence at hand from its phrases: first those that a word for
// a person or body holds together ("Azerbaijani journalists", "U.S. Secretary of State Antony
// Blinken"), then names alone, then pronouns.
func (f *finder) assemble() {
	items := f.scanner.items
	for k := range items {
		if !items[k].used && f.headEntry(&items[k]) > 0 {
			f.headPhrase(k)
		}
	}
	for k := range items {
		if it := &items[k]; !it.used {
			f.nameAlone(k)
		}
	}
	f.namesOfFinder()
	f.bodyWords()
	f.pronouns()
}

// meaning returns the item's entry of one of the kinds, plus one, that is written as it asks.
func (f *finder) meaning(it *item, kinds ...entryKind) int32 {
	for v := it.entry; v > 0; v = f.x.entries[v-1].next {
		e := &f.x.entries[v-1]
		if it.caps < e.caps {
			continue
		}
		for _, k := range kinds {
			if e.kind == k {
				return v
			}
		}
	}
	return 0
}

// headEntry returns the item's meaning as a word for an office or agent, if it is one here.
func (f *finder) headEntry(it *item) int32 {
	v := f.meaning(it, officeName, officePlural, agentName, agentPlural)
	if v == 0 || it.part || it.surname > 0 && f.scanner.at[it.first] && f.s.Tokens[it.last].UPOS == syntax.PROPN && f.scanner.x.entries[v-1].kind >= agentName {
		return 0
	}
	if f.meaning(it, organisationName, stateName) > 0 && f.scanner.at[it.first] {
		return 0
	}
	if !f.isHeadWord(it) {
		return 0
	}
	return v
}

// isHeadWord tells nouns from the verbs and adjectives that look like them: "an official visit",
// "troops guard the border", "general elections".
func (f *finder) isHeadWord(it *item) bool {
	if !isNoun(f.s, it.last) {
		return false
	}
	// "people-to-people", "state-run", "self-defence"
	return !(isHyphen(f.s, it.last+1) && is(f.s, it.last+2, "to", "run", "owned", "sponsored", "level", "wide", "free", "scale", "sharing", "building")) &&
		!(isHyphen(f.s, it.first-1) && is(f.s, it.first-2, "to"))
}

// owner is whose an office, body or group is.
type owner struct {
	actor    int32 // index into actors
	resolved ResolvedBy
}

// noun is a noun phrase round a word for an office or agent while it is put together.
type noun struct {
	first, last     int // tokens
	head            int // item
	entry           *entry
	owners          []owner
	to              int32 // where an ambassador is sent: index into actors, or -1
	count           int
	definite        bool
	indefinite      bool
	former          bool
	other           bool // not, or not surely, who holds the office now: "the 46th president", "a past president"
	acting          bool
	deputy          bool
	tail            string // "for European and Eurasian Affairs"
	sector          Sector // of a word before a generic one: "opposition" in "opposition leader"
	body            string // "Foreign Ministry" in "Foreign Ministry official"
	unknownOwner    string // "Freedonia"
	ownersFromRight bool
	right           int   // the last token before a person's name
	outlet          int32 // the outlet that "news agency" stands beside: index into actors plus one
}

// headPhrase puts together the noun phrase whose head is the item k or a head that follows it directly.
func (f *finder) headPhrase(k int) {
	s, items := f.s, f.scanner.items
	n := noun{first: items[k].first, last: items[k].last, head: k, to: -1}
	// "police officers", "army spokesman", "Foreign Ministry official": the last word is the head.
	for {
		next := n.last + 1
		if next >= len(s.Tokens) || f.scanner.cover[next] == 0 {
			break
		}
		j := int(f.scanner.cover[next]) - 1
		v := f.headEntry(&items[j])
		if v == 0 || items[j].used || items[j].first != next || j == n.head {
			break
		}
		f.takeModifier(&n)
		n.head, n.last = j, items[j].last
	}
	n.entry = &f.x.entries[f.headEntry(&items[n.head])-1]
	f.leftOf(&n)
	if f.namesNobody(&n) {
		return
	}
	f.rightOf(&n)
	n.right = n.last
	for t := n.first; t <= n.last; t++ {
		if c := f.scanner.cover[t]; c > 0 {
			items[c-1].used = true
		}
	}
	f.compose(&n)
	f.within(&n)
}

// namesNobody tells whether the phrase is no actor at all: "the party" of somebody's, "on the other side".
func (f *finder) namesNobody(n *noun) bool {
	if n.entry.kind != agentName || f.x.agents[n.entry.ref].kind != agentSides || n.count > 1 || f.eachSide(n) || is(f.s, n.first, "both") {
		return false
	}
	return !is(f.s, n.last, "side") || len(n.owners) == 0
}

// within makes a mention of the organisation that stands inside the phrase after its head, since a body
// may matter that is only named so: "as a co-chair of the OSCE Minsk Group".
func (f *finder) within(n *noun) {
	s := &f.scanner
	head := s.items[n.head].first
	for i := int(s.part[head]); i < len(s.hash) && int(s.token[i]) <= n.last; i++ {
		if int(s.token[i]) <= head || !is(f.s, int(s.token[i])-1, "of", "for", "to", "the", "at") {
			continue
		}
		h, ref, end := hashStart, int32(-1), 0
		for j := i; j < len(s.hash) && int(s.token[j]) <= n.last; j++ {
			h = join(h, s.hash[j])
			v := f.x.phrases.find(h)
			if v == noPrefix {
				break
			}
			for ; v > 0; v = f.x.entries[v-1].next {
				if e := &f.x.entries[v-1]; e.kind == organisationName && s.fits(e.caps, i) {
					ref, end = e.ref, int(s.token[j])
				}
			}
		}
		if ref >= 0 {
			a := &f.x.actors[ref]
			m := Mention{Form: Proper, Class: Organisation, Modifier: true, Parties: []Party{{Name: a.name, Actor: a.id, Country: a.country, Sector: a.sector, Resolved: ByName}}}
			m.clue = clue{country: a.country, sector: a.sector}
			f.add(m, int(s.token[i]), end)
			return
		}
	}
}

// takeModifier notes what the word says that stands before the head.
func (f *finder) takeModifier(n *noun) {
	e := &f.x.entries[f.headEntry(&f.scanner.items[n.head])-1]
	switch e.kind {
	case agentName, agentPlural:
		a := &f.x.agents[e.ref]
		if a.sector != "" {
			n.sector = a.sector
		}
		if a.kind == agentBody {
			n.body = a.title
		}
	case officeName, officePlural:
		if n.sector == "" {
			n.sector = f.x.offices[e.ref].sector
		}
	}
}

// plural tells whether the head speaks of several.
func (n *noun) plural() bool { return n.entry.kind == officePlural || n.entry.kind == agentPlural }

// several tells whether the head speaks of several, by its entry or by its form: "U.S. and Iraqi troops".
func (f *finder) several(n *noun) bool {
	return n.plural() || f.s.Tokens[n.last].XPOS == syntax.TagNNS
}

// leftOf walks to the left over what belongs to the phrase: nationality, number, adjectives.
func (f *finder) leftOf(n *noun) {
	s := f.s
	for t := n.first - 1; t >= 0 && n.first-t < 8; {
		if f.taken[t] {
			if is(s, t, "'s", "’s") {
				break
			}
			break
		}
		if c := f.scanner.cover[t]; c > 0 {
			it := &f.scanner.items[c-1]
			if v := f.meaning(it, outletName, weakOutlet); v > 0 && !it.used && n.outlet == 0 && f.isOutlet(n) {
				n.outlet = f.x.entries[v-1].ref + 1 // "Azertac news agency"
				n.first, t = it.first, it.first-1
				continue
			}
			if o, ok := f.ownerOf(it); ok && !it.used {
				if len(n.owners) > 0 && !n.plural() {
					break
				}
				n.owners = append(n.owners, o)
				n.first, t = it.first, it.first-1
				// "the Russian, French and American co-chairs", "the Armenian-Azerbaijani delegation"
				right := it
				for t > 0 && !f.isState(n) && (f.several(n) && is(s, t, "and", ",") || isHyphen(s, t)) {
					before := t - 1
					if is(s, t, "and") && is(s, before, ",") && before > 0 {
						before--
					}
					c := f.scanner.cover[before]
					if c == 0 || f.scanner.items[c-1].used || f.meaning(right, adjective) == 0 {
						break
					}
					left := &f.scanner.items[c-1]
					o, ok := f.ownerOf(left)
					if !ok || f.meaning(left, adjective) == 0 && !isHyphen(s, t) {
						break
					}
					n.owners = append(n.owners, o)
					n.first, t, right = left.first, left.first-1, left
				}
				continue
			}
			if f.headEntry(it) > 0 && !it.used && len(n.owners) == 0 && s.Tokens[it.last].Rel == syntax.Compound {
				n.first, t = it.first, it.first-1
				continue
			}
			if f.meaning(it, adjective, stateName, peopleName, capital, seat, organisationName) > 0 || it.person > 0 {
				break
			}
		}
		word := &s.Tokens[t]
		switch {
		case isPossessive(s, t):
			if t == 0 {
				return
			}
			c := f.scanner.cover[t-1]
			if c == 0 {
				n.definite = true
				return
			}
			it := &f.scanner.items[c-1]
			if o, ok := f.ownerOf(it); ok && !it.used && len(n.owners) == 0 {
				n.owners = append(n.owners, o)
				n.definite = true
				n.first, t = it.first, it.first-1
				continue
			}
			n.definite = true
			return
		case is(s, t, "former", "ex", "then"):
			n.former = !is(s, t, "then")
			n.first = t
			t--
		case isHyphen(s, t) && t > 0 && is(s, t-1, "ex"):
			n.former = true
			n.first = t - 1
			t -= 2
		case is(s, t, "acting", "interim"):
			n.acting = true
			n.first = t
			t--
		case is(s, t, "deputy", "vice", "assistant", "associate"):
			n.deputy = true
			n.first = t
			t--
		case number(word.Form) > 0 && n.count == 0 && word.UPOS != syntax.PROPN:
			n.count = number(word.Form)
			n.first = t
			t--
		case is(s, t, "the", "this", "these", "that", "those", "his", "her", "its", "their", "our", "my", "your", "both", "all"):
			n.definite = true
			if is(s, t, "both") && n.count == 0 {
				n.count = 2
			}
			if is(s, t, "both", "all") {
				n.first = t
			}
			if is(s, t-1, "both", "all") {
				t--
				continue
			}
			return
		case is(s, t, "a", "an", "some", "several", "many", "any", "no", "another", "few", "each", "every"):
			n.indefinite = true
			return
		case is(s, t, "led", "based") && t > 1 && isHyphen(s, t-1) && len(n.owners) == 0 && f.ledBy(n, t-2):
			// "US-led troops": n is theirs now
			t = n.first - 1
		case f.describes(t, n):
			if t > 1 && isHyphen(s, t-1) && s.Tokens[t-1].End == s.Tokens[t].Start && f.scanner.cover[t-2] == 0 && f.joined(t-2) {
				t -= 2 // "right-wing fighters", "Swiss-based scholar"
			}
			if isOrdinal(word.Form) || is(s, t, "past", "previous", "next", "future", "new", "late", "incoming", "potential", "possible", "ousted", "deposed", "elected", "likely", "would-be", "female", "longtime", "ex-") {
				n.other = true
			}
			n.first = t
			t--
		default:
			return
		}
	}
}

// ledBy takes the name before "-led" for the owner of the phrase.
func (f *finder) ledBy(n *noun, t int) bool {
	c := f.scanner.cover[t]
	if c == 0 {
		return false
	}
	it := &f.scanner.items[c-1]
	o, ok := f.ownerOf(it)
	if !ok || it.used {
		return false
	}
	n.owners = append(n.owners, o)
	n.first = it.first
	return true
}

// joined tells whether token t can be the first half of an adjective written with a hyphen.
func (f *finder) joined(t int) bool {
	switch f.s.Tokens[t].UPOS {
	case syntax.ADJ, syntax.NOUN, syntax.NUM, syntax.ADV, syntax.NoUPOS:
		return true
	}
	return false
}

// describes tells whether token t is an adjective or noun that belongs to the noun phrase on its right.
func (f *finder) describes(t int, n *noun) bool {
	w := &f.s.Tokens[t]
	switch w.UPOS {
	case syntax.ADJ:
		return !is(f.s, t, "such", "other", "same", "more", "most", "least", "fewer", "less", "many", "several", "few", "own")
	case syntax.VERB:
		return (w.XPOS == syntax.TagVBN || w.XPOS == syntax.TagVBG) && w.Rel == syntax.Amod && int(w.Head) > t && int(w.Head) <= n.last
	case syntax.ADV:
		return w.Rel == syntax.Advmod && int(w.Head) > t && int(w.Head) <= n.last && f.s.Tokens[w.Head].UPOS != syntax.NUM && t+1 == n.first && f.s.Tokens[t+1].UPOS == syntax.ADJ
	case syntax.NOUN:
		// but not "counterpart" in "his counterpart Italian President Sergio Mattarella"
		return len(n.owners) == 0 && w.Rel == syntax.Compound && int(w.Head) > t && int(w.Head) <= n.last
	case syntax.NoUPOS:
		return is(f.s, t, "senior", "top", "local", "foreign", "new", "outgoing", "high", "ranking", "armed")
	}
	return false
}

// ownerOf reads an item as the state or organisation that something belongs to.
func (f *finder) ownerOf(it *item) (owner, bool) {
	v := f.meaning(it, stateName, adjective, organisationName, seat, capital, peopleName)
	if v == 0 || it.part {
		return owner{}, false
	}
	e := &f.x.entries[v-1]
	if e.kind == stateName && f.otherwise(e.ref) {
		return owner{}, false
	}
	o := owner{actor: e.ref, resolved: ByNationality}
	switch e.kind {
	case stateName, organisationName, seat:
		o.resolved = ByName
		if f.meaning(it, adjective) > 0 {
			o.resolved = ByNationality // "US officials"
		}
	case capital:
		o.resolved = ByCapital
	case adjective, peopleName:
		if is(f.s, it.first-2, "pro", "anti", "non") && isHyphen(f.s, it.first-1) {
			return owner{}, false // "pro-Russian separatists" are not Russia's
		}
	}
	return o, true
}

// rightOf walks to the right: "of Armenia", "for the Armenian Foreign Ministry", "for European and
// Eurasian Affairs", and the name of the person.
func (f *finder) rightOf(n *noun) {
	s := f.s
	p := n.last + 1
	if c := f.cover(p); c > 0 && n.outlet == 0 && f.isOutlet(n) {
		it := &f.scanner.items[c-1]
		if v := f.meaning(it, outletName, weakOutlet); v > 0 && !it.used && it.first == p {
			n.outlet, n.last = f.x.entries[v-1].ref+1, it.last // "the state news agency Azertac"
			return
		}
	}
	switch {
	case is(s, p, "of"), is(s, p, "for") && f.takesFor(n), is(s, p, "to") && f.takesTo(n):
		to := is(s, p, "to")
		q := p + 1
		if is(s, q, "the") {
			q++
		}
		if end, ok := f.ownerPhrase(n, q, to); ok {
			n.last = end
			break
		}
		if is(s, p, "for") && n.entry.kind == officeName && q == p+1 || f.isStateBody(n) && f.scanner.at[f.scanner.items[n.head].first] {
			if end := f.affairs(q); end >= q {
				n.tail = phrase(f.doc, s, p, end) // "Assistant Secretary for European Affairs", "Ministry of Water Resources"
				n.last = end
				if q = end + 2; is(s, end+1, "of") {
					if is(s, q, "the") {
						q++
					}
					if end, ok := f.ownerPhrase(n, q, false); ok {
						n.last = end
					}
				}
			}
		}
	case is(s, p, "from") && n.entry.kind != officeName && len(n.owners) == 0:
		if c := f.cover(p + 1); c > 0 {
			if o, ok := f.ownerOf(&f.scanner.items[c-1]); ok && o.resolved == ByName {
				n.owners = append(n.owners, o) // "a journalist from Armenia": Armenia stays a mention of its own
			}
		}
	}
}

// isState tells whether the head is a word for states: "US and Western allies" are not US allies.
func (f *finder) isState(n *noun) bool {
	return n.entry.kind >= agentName && f.x.agents[n.entry.ref].kind == agentState
}

// isStateBody tells whether the head is a word for a part of a state: "ministry", "court".
func (f *finder) isStateBody(n *noun) bool {
	return n.entry.kind == agentName && f.x.agents[n.entry.ref].kind == agentBody
}

// isOutlet tells whether the head is a word for an outlet.
func (f *finder) isOutlet(n *noun) bool {
	return n.entry.kind >= agentName && f.x.agents[n.entry.ref].kind == agentOutlet
}

// cover is the item at token t plus one, 0 where there is none.
func (f *finder) cover(t int) int32 {
	if t < 0 || t >= len(f.scanner.cover) {
		return 0
	}
	return f.scanner.cover[t]
}

func (f *finder) takesFor(n *noun) bool {
	switch n.entry.kind {
	case officeName, officePlural:
		return true
	}
	return f.x.agents[n.entry.ref].kind == agentGeneric
}

func (f *finder) takesTo(n *noun) bool {
	switch n.entry.kind {
	case officeName, officePlural:
		return f.x.offices[n.entry.ref].kind == "envoy"
	}
	return f.x.agents[n.entry.ref].kind == agentGeneric
}

// ownerPhrase reads an owner that begins at token q: "Armenia", "Armenia and Azerbaijan", "Armenian
// Foreign Ministry". It returns the last token of it.
func (f *finder) ownerPhrase(n *noun, q int, to bool) (end int, ok bool) {
	c := f.cover(q)
	if c == 0 {
		return 0, false
	}
	it := &f.scanner.items[c-1]
	if it.used || it.first != q {
		return 0, false
	}
	o, ok := f.ownerOf(it)
	if !ok {
		if v := f.headEntry(it); v > 0 && f.x.entries[v-1].kind == agentName && f.x.agents[f.x.entries[v-1].ref].kind == agentBody {
			n.body = f.x.agents[f.x.entries[v-1].ref].title // "a spokesman for the government"
			n.sector = f.x.agents[f.x.entries[v-1].ref].sector
			end = it.last
			if is(f.s, end+1, "of") {
				if last, ok := f.ownerPhrase(n, end+2, false); ok {
					end = last
				}
			}
			return end, true
		}
		return 0, false
	}
	if to && (f.x.offices != nil) {
		n.to = o.actor
		return it.last, true
	}
	end = it.last
	if f.meaning(it, adjective) > 0 || isPossessive(f.s, end+1) {
		next := end + 1
		if isPossessive(f.s, next) {
			next++
		}
		if c := f.cover(next); c > 0 {
			body := &f.scanner.items[c-1]
			if v := f.headEntry(body); v > 0 && body.first == next && f.x.entries[v-1].kind == agentName {
				a := &f.x.agents[f.x.entries[v-1].ref]
				if a.kind == agentBody || a.kind == agentGroup {
					n.body = a.title
					if a.sector != "" {
						n.sector = a.sector
					}
					n.owners = append(n.owners, o)
					return body.last, true
				}
			}
		}
		if f.meaning(it, stateName, organisationName, seat) == 0 {
			return 0, false // "a minister of Armenian descent"
		}
		if isPossessive(f.s, end+1) {
			return 0, false
		}
	}
	if len(n.owners) > 0 {
		// "the Armenian ambassador of the UN"? the first owner stays, the words are taken in
		return end, f.meaning(it, organisationName) > 0
	}
	n.owners = append(n.owners, o)
	n.ownersFromRight = true
	for n.plural() || n.count > 1 {
		next := end + 1
		if is(f.s, next, ",") && is(f.s, next+1, "and") {
			next++
		}
		if !is(f.s, next, "and", ",") {
			break
		}
		if is(f.s, next+1, "the") {
			next++
		}
		c := f.cover(next + 1)
		if c == 0 {
			break
		}
		more := &f.scanner.items[c-1]
		o, ok := f.ownerOf(more)
		if !ok || f.meaning(more, stateName) == 0 || isPossessive(f.s, more.last+1) {
			break
		}
		n.owners = append(n.owners, o)
		end = more.last
	}
	return end, true
}

// affairs returns the last token of a capitalised tail such as "European and Eurasian Affairs".
func (f *finder) affairs(q int) int {
	s, end := f.s, q-1
	for t := q; t < len(s.Tokens); t++ {
		switch {
		case f.scanner.at[t] && f.nameWord(t):
			if it := f.cover(t); it > 0 && f.scanner.items[it-1].person > 0 {
				return end
			}
			end = t
			if is(s, t, "Affairs", "Policy", "Rights", "Security", "Control", "Operations", "Diplomacy", "Labor") && !is(s, t+1, "and", "&") {
				return end
			}
		case is(s, t, "of") && f.ownerAt(t+1), is(s, t, "and") && is(s, t+1, "the"):
			return end // "the Ministry of Water Resources of Iraq and the Ministry of Labour"
		case is(s, t, "and", "&", "of", "the"):
		default:
			return end
		}
	}
	return end
}

// ownerAt tells whether a state or an organisation is named at token t, or after an article there.
func (f *finder) ownerAt(t int) bool {
	if is(f.s, t, "the") {
		t++
	}
	c := f.cover(t)
	if c == 0 {
		return false
	}
	_, ok := f.ownerOf(&f.scanner.items[c-1])
	return ok
}

// nameWord tells whether token t can be part of a name.
func (f *finder) nameWord(t int) bool {
	w := &f.s.Tokens[t]
	switch w.UPOS {
	case syntax.PROPN, syntax.NoUPOS, syntax.ADJ, syntax.NOUN, syntax.X:
		return f.scanner.at[t] && w.Form[0] > '9'
	}
	return false
}
