package event

import (
	"chancery/actor"
	"chancery/syntax"
)

// countryAround returns the token of the nearest place of a known country near an act, -1 for none.
func (c *coding) countryAround(match int32) int {
	at := int(c.matches[match].token)
	from, to := c.neighbourhood(match)
	best := -1
	for t := from; t < to; t++ {
		p := c.w[t].place
		if p < 0 || c.in.Places[p].Place.Country == "" {
			continue
		}
		outer := t
		if h := int(c.s.Tokens[t].Head); c.s.Tokens[t].Rel == syntax.Compound && h > t {
			outer = h // "in a Baghdad market"
		}
		switch c.caseOf(outer) {
		case "in", "at", "across", "throughout", "outside", "near", "around", "through", "inside":
			if best < 0 || max(t-at, at-t) < max(best-at, at-best) {
				best = t
			}
		}
	}
	return best
}

// crowd gives a protest that names nobody the people of the place as its source: "hundreds rallied in Warsaw",
// "protests and riots continued in Chile".
func (c *coding) crowd(o *outcome) {
	if len(o.content.Sources) > 0 {
		return
	}
	switch o.content.Category {
	case Assault: // "bombings continued in Aleppo"
		if m := &c.matches[o.match]; o.ops == 0 && len(o.content.Recipients) == 0 {
			if v := m.role(VictimRole); v >= 0 && c.s.Tokens[v].UPOS == syntax.NUM && c.through(v) == v {
				if place := c.countryAround(o.match); place >= 0 { // "a bomb killed 12 in a Baghdad market"
					o.content.Recipients = c.state(nil, int(c.w[place].place))
					return
				}
			}
		}
		if m := &c.matches[o.match]; o.ops == 0 && m.frame.class == nounFrame && (m.carrier != m.token || c.newsItself(o)) && len(o.content.Recipients) == 0 && c.inConflict(o) {
			if place := c.countryAround(o.match); place >= 0 {
				o.content.Recipients = c.state(nil, int(c.w[place].place))
			}
		}
		return
	case Accuse, Request: // "hundreds rallied against the government", "thousands demanded his resignation"
		if c.matches[o.match].frame.class != verbFrame {
			return
		}
	case Protest:
		if o.ops != 0 {
			return
		}
	default:
		return
	}
	m := &c.matches[o.match]
	place := c.countryAround(o.match)
	if place < 0 && len(o.content.Recipients) == 0 {
		return
	}
	if m.frame.class != verbFrame {
		if place >= 0 && len(o.content.Recipients) == 0 {
			o.content.Sources = c.state(nil, int(c.w[place].place))
		}
		return
	}
	s := c.subjectOf(int(m.token), 0)
	if x := c.mentionAt(max(s, 0)); s < 0 || x != nil && x.Form == actor.Pronoun || !c.is(s, c.known.quantity) && !c.is(s, c.known.people) && c.s.Tokens[s].UPOS != syntax.NUM {
		return
	}
	p := actor.Party{Name: c.s.Tokens[s].Form, Resolved: actor.ByDescription, Span: c.s.Tokens[s].Span}
	if place >= 0 {
		p.Country = c.in.Places[c.w[place].place].Place.Country
		p.Reason = c.in.Places[c.w[place].place].Place.Name + " lies there"
	}
	o.content.Sources = add(o.content.Sources, p)
}

// newsItself reports whether a noun brings an attack up for the first time: "she died after a bomb attack in a market in
// Kabul", "a suicide bombing in Basra", but not "the bombings in Kabul".
func (c *coding) newsItself(o *outcome) bool {
	m := &c.matches[o.match]
	if o.content.Mode == "" || m.mood&(weak|generic|possible|conditional|planned|future|negated) != 0 || m.parent >= 0 {
		return false
	}
	d := c.s.Child(int(m.token), syntax.Det)
	if d < 0 {
		return false
	}
	switch lowerASCII(c.s.Tokens[d].Form) {
	case "a", "an", "another":
	default:
		return false
	}
	if c.s.Tokens[m.token].Rel.Base() == syntax.Nsubj {
		return true
	}
	switch c.caseOf(int(m.token)) {
	case "after", "following", "in":
		return true
	}
	return false
}
