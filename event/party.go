package event

import (
	"strings"

	"chancery/actor"
	"chancery/report"
	"chancery/syntax"
)

// add appends parties that are not among those there yet: the same actor, or the same name and country.
func add(to []actor.Party, more ...actor.Party) []actor.Party {
	for _, p := range more {
		if !has(to, &p) {
			to = append(to, p)
		}
	}
	return to
}

func has(list []actor.Party, p *actor.Party) bool {
	for i := range list {
		if same(&list[i], p) {
			return true
		}
	}
	return false
}

// same reports whether two parties are one: the same actor, or, where one has no id, the same name.
func same(a, b *actor.Party) bool {
	if a.Actor != "" && b.Actor != "" {
		return a.Actor == b.Actor
	}
	return a.Name == b.Name && a.Country == b.Country
}

// without returns the parties of list that are not among others; a person or body of the same state counts as the state.
func without(list, others []actor.Party) (rest []actor.Party) {
	for i := range list {
		drop := false
		for j := range others {
			drop = drop || same(&list[i], &others[j]) || list[i].Country != "" && list[i].Country == others[j].Country
		}
		if !drop {
			rest = append(rest, list[i])
		}
	}
	return rest
}

// parties resolves the words that token t heads to parties, those joined by "and" included.
func (c *coding) parties(t int, role Role) []actor.Party {
	return c.resolve(nil, t, role, 0)
}

func (c *coding) resolve(out []actor.Party, t int, role Role, depth int) []actor.Party {
	if t < 0 || depth > 6 {
		return out
	}
	before := len(out)
	out = c.resolveOne(out, t, role, depth)
	s := c.s
	first, final := t, t
	if m := c.mentionAt(t); m != nil && !m.Modifier {
		first, final = m.First, m.Last // "Secretary of State Antony Blinken and President Aliyev" may be joined inside the name
	}
	for k := first; k <= final; k++ {
		for d := s.First(k); d >= 0; d = s.Next(d) {
			if s.Tokens[d].Rel == syntax.Conj && (d > final || d < first) && s.Tokens[d].UPOS != syntax.VERB && s.Tokens[d].UPOS != syntax.ADJ && !c.tellsOf(d, t) && !c.speaksAfter(d) && !c.outsideInsertion(d, t) {
				out = c.resolve(out, d, role, depth+1)
			}
		}
	}
	if r := s.Tokens[t].Rel; depth == 0 && (r == syntax.NsubjPass || r == syntax.Nsubj) && s.Tokens[t].Head >= 0 {
		// "A man and two girls were shot": the parser may make two subjects of one.
		for d := s.First(int(s.Tokens[t].Head)); d >= 0; d = s.Next(d) {
			if d <= final || s.Tokens[d].Rel != r {
				continue
			}
			cc := s.Child(d, syntax.Cc)
			if cc == final+1 && s.Tokens[cc].Form == "and" || final+2 < d && s.Tokens[final+1].Form == "as" && s.Tokens[final+2].Form == "well" {
				out = c.resolve(out, d, role, depth+1) // "Egypt as well as Jordan condemned"
			}
		}
	}
	if h := int(s.Tokens[t].Head); depth == 0 && len(out) > before && s.Tokens[t].Rel == syntax.Obj && h >= 0 {
		// "met Aliyev on Monday and Pashinyan on Tuesday": no day is joined with a person
		for d := s.First(h); d >= 0; d = s.Next(d) {
			if e := s.Child(d, syntax.Conj); d > t && c.timeOnly(d) && e > d && c.w[e].time < 0 && c.mentionAt(e) != nil {
				out = c.resolve(out, e, role, depth+1)
			}
		}
	}
	if len(out) > before && depth == 0 {
		out = c.companions(out, t, role)
	}
	if len(out) > before {
		out = c.listed(out, t, role, depth)
	}
	if c.titled() && first > 1 && (role == SourceRole || role == BothRole) && s.Tokens[first-1].Form == "," {
		// A headline joins by a comma: "Chile, Peru sign peace treaty".
		if m := c.mentionAt(first - 2); m != nil && m.Last == first-2 && m.Class != actor.Outlet {
			out = add(append([]actor.Party{}, m.Parties...), out...)
		}
	}
	if c.titled() && final+2 < len(s.Tokens) && (role == SourceRole || role == BothRole) && s.Tokens[final+1].Form == "," {
		if m := c.mentionAt(final + 2); m != nil && m.First == final+2 && (m.Class == actor.State || s.Tokens[m.Head].Rel == syntax.Nsubj && m.Class != actor.Outlet) {
			out = add(out, m.Parties...)
		}
	}
	if len(out) == before {
		for d := s.First(t); d >= 0; d = s.Next(d) {
			if s.Tokens[d].Rel == syntax.Appos {
				out = c.resolve(out, d, role, depth+1)
			}
		}
	}
	if len(out) == before && depth == 0 {
		out = c.described(out, t, role)
	}
	return out
}

// outsideInsertion reports whether token t stands between two dashes and d, which the parser joins to it, behind them: in
// "listed Norvex – which is owned by Norway – and Balta" Balta owns nothing.
func (c *coding) outsideInsertion(d, t int) bool {
	dash := func(from, to int) bool {
		for k := from; k < to; k++ {
			if f := c.s.Tokens[k].Form; f == "–" || f == "—" || f == "--" {
				return true
			}
		}
		return false
	}
	return d > t && dash(t+1, d) && dash(0, t)
}

// companions adds those who act together with somebody: "Egypt, together with Jordan, condemned", "France, along with
// Germany and Italy, imposed".
func (c *coding) companions(out []actor.Party, t int, role Role) []actor.Party {
	s := c.s
	visit := func(d int) {
		k := s.Child(d, syntax.Case)
		if k < 0 || d < t {
			return
		}
		w := lowerASCII(s.Tokens[k].Form)
		if w == "with" && k > 0 {
			w = lowerASCII(s.Tokens[k-1].Form)
		}
		switch w {
		case "together", "along", "alongside":
			out = c.resolve(out, d, role, 1)
		}
	}
	for d := s.First(t); d >= 0; d = s.Next(d) {
		if s.Tokens[d].Rel == syntax.Nmod || s.Tokens[d].Rel == syntax.Obl {
			visit(d)
		}
	}
	if h := int(s.Tokens[t].Head); h > t && s.Tokens[t].Rel == syntax.Nsubj {
		for d := s.First(h); d >= 0 && d < h; d = s.Next(d) {
			if s.Tokens[d].Rel == syntax.Obl {
				visit(d)
			}
		}
	}
	return out
}

// described makes a party of somebody whom no table knows and the words still set apart: who speaks, as in "The group
// loyal to him claimed to have bombed a convoy", and bodies of people, as in "a breakaway faction shelled the town".
func (c *coding) described(out []actor.Party, t int, role Role) []actor.Party {
	if role != SourceRole && role != RecipientRole && role != BothRole || c.s.Tokens[t].UPOS != syntax.NOUN {
		return out
	}
	if q := c.w[t].speaks; q >= 0 && role == SourceRole {
		if p := c.in.Quotations[q].Speaker; p != nil && p.Name != "" {
			return add(out, *p)
		}
	}
	if m := c.mentionAt(t); m != nil && m.Form == actor.Pronoun || !c.is(t, c.known.collective) {
		return out
	}
	first := t
	for d := c.s.First(t); d >= 0 && d < t; d = c.s.Next(d) {
		switch c.s.Tokens[d].Rel {
		case syntax.Amod, syntax.Compound, syntax.NmodDesc:
			first = min(first, d)
		}
	}
	span := c.s.Words(first, t)
	return add(out, actor.Party{Name: span.In(c.in.Report.Text), Resolved: actor.ByDescription, Span: span})
}

func (c *coding) resolveOne(out []actor.Party, t int, role Role, depth int) []actor.Party {
	if a := c.s.Child(t, syntax.Appos); a == t+1 && c.s.Tokens[a].UPOS == syntax.PROPN && c.is(t, c.known.associate) {
		if m := c.mentionAt(a); m != nil && len(m.Parties) > 0 {
			return c.resolve(out, a, role, depth+1) // "Estonia's neighbour Latvia condemned"
		}
	}
	if m := c.mentionAt(t); m != nil {
		if m.Class == actor.Outlet {
			return out
		}
		if p := c.w[t].place; p >= 0 && c.in.Places[p].Resolved && m.Form == actor.Proper && len(m.Parties) == 1 && m.Parties[0].Country == "" && m.Parties[0].Sector == "" && m.Parties[0].Actor == "" &&
			(role == TargetRole || role == DestinationRole) {
			return c.state(out, int(p)) // "besieged Mekelle": a town, whatever kind of name the finder takes it for
		}
		if len(m.Parties) == 1 && m.Parties[0].Country == "" && m.Parties[0].Actor == "" && (m.Parties[0].Resolved == actor.ByDescription || m.Form == actor.Proper) {
			return c.joinedResidents(add(out, c.residents(t, m.Parties[0])), t, m.Parties[0])
		}
		if d := c.s.Child(t, syntax.Det); d >= 0 && m.Class == actor.State && len(m.Parties) == 1 && m.Parties[0].Country != "" && m.Parties[0].Sector == "" && (lowerASCII(c.s.Tokens[d].Form) == "a" || lowerASCII(c.s.Tokens[d].Form) == "an") {
			p := m.Parties[0] // "An Australian was charged with murder"
			p.Name, p.Actor, p.Sector, p.Resolved = c.s.Tokens[t].Form, "", "CVL", actor.ByDescription
			return add(out, p)
		}
		if len(m.Parties) > 0 {
			out = c.nationals(add(out, m.Parties...), t, m)
			if len(m.Parties) == 1 && m.Parties[0].Country != "" && c.s.Tokens[t].XPOS == syntax.TagNNS {
				out = c.joinedResidents(out, t, m.Parties[0])
			}
			return out
		}
		if c.firstPerson(t) {
			return c.speakerAs(out, t)
		}
		if m.Form == actor.Pronoun {
			if x := c.sideSubject(t); x >= 0 {
				return c.resolve(out, x, role, depth+1)
			}
			return out
		}
		if p, ok := c.associate(t, role, depth); ok {
			return add(out, p)
		}
		// Who is meant is not known to the lexicon; modifiers may still tell the country.
		if more := c.modifiers(out, t, role, depth); len(more) > len(out) {
			return more
		}
		if role == VictimRole || role == RecipientRole || role == TargetRole {
			return out
		}
		return out
	}
	if c.firstPerson(t) {
		return c.speakerAs(out, t)
	}
	if inner := c.through(t); inner != t {
		return c.resolve(out, inner, role, depth+1)
	}
	if p, ok := c.associate(t, role, depth); ok {
		return add(out, p)
	}
	before := len(out)
	if role != SourceRole && c.is(t, c.known.border) {
		// "its border with Sudan" is Sudan's to who has it
		for d := c.s.First(t); d >= 0; d = c.s.Next(d) {
			if r := c.s.Tokens[d].Rel; (r == syntax.Nmod || r == syntax.Obl) && c.caseOf(d) == "with" {
				out = c.resolve(out, d, role, depth+1)
			}
		}
		if len(out) > before {
			return out
		}
	}
	if c.is(t, c.known.warfare) && c.namedAfter(t) {
		return out
	}
	out = c.modifiers(out, t, role, depth)
	if len(out) == before+1 && (role == SourceRole || role == BothRole || role == RecipientRole) && c.is(t, c.known.collective) {
		if p := &out[before]; p.Country != "" && p.Sector == "" && p.Resolved == actor.ByNationality {
			// "An Iraqi group killed a hostage": a group of Iraqis, and not the state
			first := t
			for d := c.s.First(t); d >= 0 && d < t; d = c.s.Next(d) {
				if r := c.s.Tokens[d].Rel; r == syntax.Amod || r == syntax.Compound {
					first = min(first, d)
				}
			}
			p.Span = c.s.Words(first, t)
			p.Name, p.Actor, p.Sector, p.Resolved = p.Span.In(c.in.Report.Text), "", "CVL", actor.ByDescription
		}
	}
	if len(out) > before {
		return out
	}
	if p := c.w[t].place; p >= 0 && (role == TargetRole || role == DestinationRole || role == RecipientRole || role == VictimRole) {
		return c.state(out, int(p))
	}
	// "the dialogue between Armenia and Azerbaijan", "the government of Chad", "a village in Syria"
	s := c.s
	for d := s.First(t); d >= 0; d = s.Next(d) {
		if s.Tokens[d].Rel != syntax.Nmod {
			continue
		}
		switch c.caseOf(d) {
		case "of", "between", "among":
			out = c.resolve(out, d, role, depth+1)
		case "with":
			if c.is(t, c.known.relation) {
				out = c.resolve(out, d, role, depth+1)
			}
		default:
			out = c.standing(out, d, role, depth)
		}
	}
	if d := c.phraseBehind(t); d >= 0 && len(out) == before && s.Tokens[t].UPOS != syntax.NUM {
		out = c.standing(out, d, role, depth) // "shelled a village in Syria", "seized a town in Cameroon"
	}
	return out
}

// standing adds the state that a phrase such as "in Syria" tells, when what it hangs on is struck or harmed.
func (c *coding) standing(out []actor.Party, d int, role Role, depth int) []actor.Party {
	if role != TargetRole && role != VictimRole && role != RecipientRole {
		return out
	}
	switch c.caseOf(d) {
	case "in", "near", "close", "outside", "around", "at", "inside", "from":
		if p := c.w[d].place; p >= 0 {
			return c.state(out, int(p))
		}
		if role != RecipientRole && c.mentionAt(d) != nil {
			return c.resolve(out, d, role, depth+1)
		}
	}
	return out
}

// sideSubject returns the state or body that a clause before its main clause names as its subject, for a pronoun that is
// the main clause's: "Although Hungary condemned Russia, it refused". -1 when there is none.
func (c *coding) sideSubject(t int) int {
	s := c.s
	h := int(s.Tokens[t].Head)
	if f := lowerASCII(s.Tokens[t].Form); f != "it" || h < t || s.Tokens[t].Rel != syntax.Nsubj {
		return -1
	}
	for d := s.First(h); d >= 0 && d < t; d = s.Next(d) {
		if s.Tokens[d].Rel != syntax.Advcl {
			continue
		}
		if x := s.Child(d, syntax.Nsubj); x >= 0 {
			if m := c.mentionAt(x); m != nil && len(m.Parties) == 1 && (m.Class == actor.State || m.Class == actor.Organisation) {
				return x
			}
		}
	}
	return -1
}

// namedAfter reports whether a noun is called after a state or place: "its support for the Iraq war" is none for Iraq.
func (c *coding) namedAfter(t int) bool {
	d := c.s.Child(t, syntax.Compound)
	return d >= 0 && (c.w[d].mention >= 0 || c.w[d].place >= 0)
}

// tellsOf reports whether token d is the speaker of the quotation that token t stands in, and so nobody in it: in
// "killing eleven and wounding 16, Iraqi officials said" the officials are not wounded.
func (c *coding) tellsOf(d, t int) bool {
	q := c.w[t].quote
	return q >= 0 && c.in.Quotations[q].Sentence == c.sent && c.in.Quotations[q].SpeakerHead == d
}

// nationals adds the other states whose people or forces a noun names by joined adjectives: "Indian and Pakistani troops".
func (c *coding) nationals(out []actor.Party, t int, m *actor.Mention) []actor.Party {
	if m.Form == actor.Proper || len(m.Parties) != 1 {
		return out
	}
	first := m.Parties[0]
	visit := func(d int) {
		if i := c.w[d].mention; i >= 0 && c.in.Mentions[i].Class == actor.State && len(c.in.Mentions[i].Parties) == 1 {
			q := c.in.Mentions[i].Parties[0]
			if q.Country != "" && q.Country != first.Country && (d < m.First || d > m.Last) {
				p := first
				p.Country, p.Actor, p.Span = q.Country, "", c.in.Mentions[i].Span
				p.Name = c.s.Tokens[d].Form + " " + c.s.Tokens[t].Form
				out = add(out, p)
			}
		}
	}
	for d := c.s.First(t); d >= 0; d = c.s.Next(d) {
		if r := c.s.Tokens[d].Rel; r == syntax.Amod || r == syntax.Compound {
			visit(d)
			for e := c.s.First(d); e >= 0; e = c.s.Next(e) {
				if c.s.Tokens[e].Rel == syntax.Conj {
					visit(e)
				}
			}
		}
	}
	return out
}

// titled reports whether the sentence at hand is in the grammar of headlines: a title, or a line without a full stop.
func (c *coding) titled() bool {
	n := len(c.s.Tokens)
	return c.s.Kind == report.Title || n > 0 && n < 20 && c.s.Tokens[n-1].UPOS != syntax.PUNCT
}

// joinedResidents adds those of the other states that people are said to be from: "Ministers from Chile and Peru".
func (c *coding) joinedResidents(out []actor.Party, t int, p actor.Party) []actor.Party {
	if p.Sector == "IGO" || p.Sector == "NGO" || p.Sector == "MNC" {
		return out
	}
	for d := c.s.First(t); d >= 0; d = c.s.Next(d) {
		if w := c.caseOf(d); c.s.Tokens[d].Rel != syntax.Nmod || w != "of" && w != "from" {
			continue
		}
		for e := c.s.First(d); e >= 0; e = c.s.Next(e) {
			k := c.w[e].mention
			if c.s.Tokens[e].Rel != syntax.Conj || k < 0 {
				continue
			}
			if m := &c.in.Mentions[k]; m.Class == actor.State && len(m.Parties) == 1 && m.Parties[0].Country != "" {
				q := p
				q.Country, q.Actor, q.Office, q.Resolved = m.Parties[0].Country, "", "", actor.ByDescription
				q.Name, q.Span, q.Reason = c.s.Tokens[t].Form+" of "+m.Parties[0].Name, m.Span, "of "+m.Parties[0].Name
				if !hasCountry(out, q.Country) {
					out = append(out, q)
				}
			}
		}
	}
	return out
}

// residents gives people who are only described the country they are said to be in: "a court in Malawi", "the rebels
// of northern Mali".
func (c *coding) residents(t int, p actor.Party) actor.Party {
	if p.Sector == "IGO" || p.Sector == "NGO" || p.Sector == "MNC" {
		return p
	}
	if owned, ok := c.associate(t, RecipientRole, 1); ok && owned.Country != "" && (p.Sector == "" || p.Sector == "CVL") {
		p.Country, p.Reason = owned.Country, owned.Reason // "the daughter of the Uzbek president"
		return p
	}
	for d := c.s.First(t); d >= 0; d = c.s.Next(d) {
		if c.s.Tokens[d].Rel == syntax.Nmod && c.resident(&p, d) {
			return p
		}
	}
	if d := c.phraseBehind(t); d >= 0 {
		c.resident(&p, d) // "attacked militants in Iraq"
	}
	return p
}

// resident sets the country that a phrase such as "in Malawi" tells.
func (c *coding) resident(p *actor.Party, d int) bool {
	switch c.caseOf(d) {
	case "in", "of", "from", "near", "at":
		if m := c.mentionAt(d); m != nil && len(m.Parties) == 1 && m.Class == actor.State && m.Parties[0].Country != "" {
			p.Country, p.Reason = m.Parties[0].Country, "of "+m.Parties[0].Name
			return true
		}
		if x := c.w[d].place; x >= 0 && c.in.Places[x].Place.Country != "" {
			p.Country, p.Reason = c.in.Places[x].Place.Country, "of "+c.in.Places[x].Place.Name
			return true
		}
	}
	return false
}

// modifiers adds the parties that possessives, nationalities and names before noun t name: "Azerbaijan's role",
// "US sanctions", "the Biden administration", "Azerbaijani-Armenian border".
func (c *coding) modifiers(out []actor.Party, t int, role Role, depth int) []actor.Party {
	s := c.s
	for d := s.First(t); d >= 0; d = s.Next(d) {
		switch s.Tokens[d].Rel {
		case syntax.NmodPoss, syntax.Compound, syntax.Amod, syntax.NmodDesc, syntax.NmodUnmarked, syntax.Flat, syntax.Nmod:
			if c.misread(d) >= 0 || d+1 < t && c.misread(d+1) >= 0 {
				continue // "Russia shells village": no village of Russia's
			}
			if c.likened(d) {
				continue // "an Egypt-like revolt": none of Egypt's
			}
			if (s.Tokens[d].Rel == syntax.Flat || s.Tokens[d].Rel == syntax.NmodUnmarked) && d > t || s.Tokens[d].Rel == syntax.Nmod && s.Child(d, syntax.Case) >= 0 {
				continue
			}
			i := c.w[d].mention
			if i < 0 {
				i = c.w[d].cover
			}
			if i >= 0 {
				m := &c.in.Mentions[i]
				if m.Class != actor.Outlet {
					if len(m.Parties) > 0 {
						out = add(out, m.Parties...)
					} else if c.firstPerson(d) {
						out = c.speakerAs(out, d)
					}
				}
			} else if c.firstPerson(d) {
				out = c.speakerAs(out, d)
			} else if s.Tokens[d].Rel != syntax.Flat && depth < 3 && !(s.Tokens[d].UPOS == syntax.VERB && c.is(d, c.known.association)) {
				// "his country's interest", "Armenian-planted mine"
				out = c.modifiers(out, d, role, depth+1)
			}
			for e := s.First(d); e >= 0; e = s.Next(e) {
				if s.Tokens[e].Rel == syntax.Conj && c.w[e].mention >= 0 {
					out = add(out, c.in.Mentions[c.w[e].mention].Parties...)
				}
			}
		}
	}
	return out
}

// likened reports whether the word at token d, or the word that it is joined to, only compares: "Egypt-like", "Libya-style".
func (c *coding) likened(d int) bool {
	for k := d; k <= d+2 && k < len(c.s.Tokens); k++ {
		f := lowerASCII(c.s.Tokens[k].Form)
		if k > d && k == d+1 && f != "-" && f != "–" && f != "-like" && f != "-style" {
			return false
		}
		switch {
		case k == d && (strings.HasSuffix(f, "-like") || strings.HasSuffix(f, "-style")), k > d && (f == "-like" || f == "-style"):
			return true
		case k != d+1 && (f == "like" || f == "style") && k > 0 && (c.s.Tokens[k-1].Form == "-" || c.s.Tokens[k-1].Form == "–"):
			return true
		}
	}
	return false
}

// firstPerson reports whether a token is I, we, me, us, my or our.
func (c *coding) firstPerson(t int) bool {
	switch lowerASCII(c.s.Tokens[t].Form) {
	case "i", "we", "me", "my", "our", "ours", "ourselves", "myself":
		return true
	case "us":
		return c.s.Tokens[t].Form != "US"
	}
	return false
}

// speakerAs adds whoever speaks the quotation that token t stands in, as "we" or "I".
func (c *coding) speakerAs(out []actor.Party, t int) []actor.Party {
	q := c.w[t].quote
	if q < 0 || c.in.Quotations[q].Speaker == nil {
		return out
	}
	p := *c.knownParty(c.in.Quotations[q].Speaker)
	p.Resolved, p.Reason = actor.ByPronoun, ""
	p.Span = c.s.Tokens[t].Span
	return add(out, p)
}

// liesThere ends the reason of a party that is the state of a place.
const liesThere = " lies there"

// state adds the state in which a place lies. It is called as the report calls it, where it does.
func (c *coding) state(out []actor.Party, place int) []actor.Party {
	pm := &c.in.Places[place]
	if pm.Place.Country == "" {
		return out
	}
	p := actor.Party{Name: pm.Place.Name, Country: pm.Place.Country, Resolved: actor.ByDescription, Span: pm.Span}
	for i := range c.in.Mentions {
		m := &c.in.Mentions[i]
		if m.Class == actor.State && len(m.Parties) == 1 && m.Parties[0].Country == p.Country && m.Parties[0].Resolved != actor.ByPronoun && m.Parties[0].Sector == "" {
			p.Name, p.Actor = m.Parties[0].Name, m.Parties[0].Actor
			break
		}
	}
	p.Reason = pm.Place.Name + liesThere
	for i := range out {
		if out[i].Country == p.Country {
			return out
		}
	}
	return append(out, p)
}

// around collects all parties named in the subtree of token t, for acts whose words name nobody in a role.
func (c *coding) around(out []actor.Party, t, depth int) []actor.Party {
	if t < 0 || depth > 12 {
		return out
	}
	if m := c.w[t].mention; m >= 0 && c.in.Mentions[m].Class != actor.Outlet && c.in.Mentions[m].Class != actor.Group && !c.likened(t) {
		if len(c.in.Mentions[m].Parties) > 0 {
			out = add(out, c.in.Mentions[m].Parties...)
		} else if c.firstPerson(t) {
			out = c.speakerAs(out, t)
		}
	}
	for d := c.s.First(t); d >= 0; d = c.s.Next(d) {
		switch c.s.Tokens[d].Rel {
		case syntax.Parataxis, syntax.Advcl:
			continue
		case syntax.AclRelcl:
			if depth >= 0 {
				continue // negative depth: relative clauses too
			}
		case syntax.Acl:
			if depth >= 0 && c.s.Tokens[d].XPOS == syntax.TagVBN && c.s.Child(d, syntax.OblAgent) >= 0 {
				continue // "helped to run a vote won by Karzai": Karzai was not helped
			}
		case syntax.Amod:
			if c.s.Tokens[d].UPOS == syntax.VERB && c.is(d, c.known.association) {
				continue
			}
		}
		next := depth + 1
		if depth < 0 {
			next = depth - 1
			if next < -12 {
				continue
			}
		}
		out = c.around(out, d, next)
	}
	return out
}

// speakerOf returns the speaker of the quotation token t stands in, or nil.
func (c *coding) speakerOf(t int) *actor.Party {
	if q := c.w[t].quote; q >= 0 {
		return c.knownParty(c.in.Quotations[q].Speaker)
	}
	return nil
}

// subtreeSpan is the span of all words below token t, cut at clauses that stand beside it.
func (c *coding) subtreeSpan(t int) report.Span {
	first, last := c.extent(t, t, t, 0)
	return c.s.Words(first, last)
}

func (c *coding) extent(t, first, last, depth int) (int, int) {
	if depth > 60 {
		return first, last
	}
	for d := c.s.First(t); d >= 0; d = c.s.Next(d) {
		tok := &c.s.Tokens[d]
		switch tok.Rel {
		case syntax.Parataxis, syntax.Punct, syntax.Discourse, syntax.Vocative:
			continue
		case syntax.Conj:
			if tok.UPOS == syntax.VERB {
				continue
			}
		case syntax.Cc:
			continue
		}
		first, last = min(first, d), max(last, d)
		first, last = c.extent(d, first, last, depth+1)
	}
	return first, last
}

// knownParty returns a party that is only called by a surname as the report names it in full elsewhere: the speaker
// "Price" of a quotation as the "Ned Price" of another sentence.
func (c *coding) knownParty(p *actor.Party) *actor.Party {
	if p == nil || p.Country != "" || p.Actor != "" || p.Name == "" {
		return p
	}
	for i := range c.in.Mentions {
		for k := range c.in.Mentions[i].Parties {
			q := &c.in.Mentions[i].Parties[k]
			if q.Country != "" && len(q.Name) > len(p.Name)+1 && q.Name[len(q.Name)-len(p.Name):] == p.Name && q.Name[len(q.Name)-len(p.Name)-1] == ' ' {
				full := *q
				full.Span = p.Span
				return &full
			}
		}
	}
	return p
}
