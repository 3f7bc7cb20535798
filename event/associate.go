package event

import (
	"chancery/actor"
	"chancery/syntax"
)

// associate makes a party of somebody who is only told as somebody else's: "his critics blame him", "supporters of the
// president clashed with police", "was accused by his former deputy". They are not who they belong to, but of the same
// country.
func (c *coding) associate(t int, role Role, depth int) (actor.Party, bool) {
	if depth > 4 || c.s.Tokens[t].UPOS != syntax.NOUN || !c.is(t, c.known.associate) {
		return actor.Party{}, false
	}
	switch role {
	case SourceRole, RecipientRole, BothRole, TargetRole, VictimRole:
	default:
		return actor.Party{}, false
	}
	owner := -1
	first := t
	for d := c.s.First(t); d >= 0; d = c.s.Next(d) {
		switch r := c.s.Tokens[d].Rel; {
		case r == syntax.NmodPoss:
			owner = d
		case r == syntax.Nmod && owner < 0:
			if p := c.caseOf(d); p == "of" || p == "for" || p == "to" {
				owner = d
			}
		case d < t && (r == syntax.Amod || r == syntax.Compound) && c.mentionAt(d) == nil:
			first = min(first, d)
		}
	}
	if owner < 0 {
		return actor.Party{}, false
	}
	span := c.s.Words(first, t)
	p := actor.Party{Name: span.In(c.in.Report.Text), Resolved: actor.ByDescription, Span: span}
	owners := c.resolve(nil, owner, role, depth+1)
	if c.private(owners) {
		p.Sector = owners[0].Sector // "a woman criticised her neighbour"
	}
	for _, q := range owners {
		if q.Country != "" {
			p.Country = q.Country
			break
		}
	}
	return p, true
}

// listed adds the rest of a list whose second member the parser takes for an apposition to the first: "Egypt's
// government, Jordan and the United Nations condemned the attack".
func (c *coding) listed(out []actor.Party, t int, role Role, depth int) []actor.Party {
	for d := c.s.First(t); d >= 0; d = c.s.Next(d) {
		if c.s.Tokens[d].Rel != syntax.Appos || d < t {
			continue
		}
		if next := c.s.Child(t, syntax.Conj); c.s.Child(d, syntax.Conj) < 0 && (next < d || c.s.Tokens[d-1].Form != ",") {
			continue // the list may go on below the first member or below the second
		}
		m := c.mentionAt(d)
		if m == nil || m.Class != actor.State || len(m.Parties) != 1 || hasCountry(out, m.Parties[0].Country) {
			continue
		}
		out = c.resolve(out, d, role, depth+1)
	}
	return out
}
