package actor

import (
	"strings"

	"chancery/syntax"
)

// This file resolves "he", "she" and their forms, and gives "I" and "we" an entity.

// person resolves "he", "her", "himself".
func (c *resolver) person(i int) {
	m := &c.mentions[i]
	for _, find := range [...]func(int) int{c.owner, c.linkedPerson, c.cataphor} {
		if j := find(i); j >= 0 {
			c.takePerson(i, j)
			return
		}
	}
	best, bestScore := -1, -1000
	for j := i - 1; j >= max(0, i-farthest) && m.Sentence-c.mentions[j].Sentence <= 2*window; j-- {
		a := &c.mentions[j]
		if a.Class != Person && !c.mayBePerson(a) || !c.candidate(m, j) || !genders(m.clue.gender, c.gender[a.Entity]) {
			continue
		}
		if score := c.salience(m, a); score > bestScore {
			best, bestScore = j, score
		}
	}
	if best >= 0 {
		c.takePerson(i, best)
	}
}

// owner is the person with whom what a possessive owns is joined: "against Vario and members of his crew".
func (c *resolver) owner(i int) int {
	m := &c.mentions[i]
	owner := c.conjunct(m)
	for j := i - 1; j >= c.starts[m.Sentence] && owner >= 0; j-- {
		if a := &c.mentions[j]; a.Head == owner && a.Class == Person && len(a.Parties) == 1 && c.candidate(m, j) && genders(m.clue.gender, c.gender[a.Entity]) {
			return j
		}
	}
	return -1
}

// linkedPerson is the person to whom the ranker links a pronoun, or -1.
func (c *resolver) linkedPerson(i int) int {
	m := &c.mentions[i]
	return c.linkedTo(i, func(a *Mention) bool {
		return (a.Class == Person || c.mayBePerson(a)) && (len(a.Parties) == 1 || a.Form == Nominal && len(a.Parties) == 0 && !a.clue.plural && a.Count < 2) && genders(m.clue.gender, c.gender[a.Entity])
	})
}

// takePerson gives mention i the person of mention j, whose name is a person's from now on if it was taken for an
// organisation's.
func (c *resolver) takePerson(i, j int) {
	if a := &c.mentions[j]; a.Class != Person {
		for k := range c.mentions {
			if o := &c.mentions[k]; o.Entity == a.Entity {
				o.Class = Person
			}
		}
	}
	c.take(i, j)
}

// mayBePerson tells whether a name that the statistical finder takes for an organisation's may be a person's: one
// word that no table has, or two of which the first is a given name: "Crummell" in "During his time at MUN, Crummell
// served".
func (c *resolver) mayBePerson(a *Mention) bool {
	if a.Class != Organisation || a.Form != Proper || a.Last > a.First+1 || len(a.Parties) != 1 || a.Last > a.First && c.x.genderOfName(a.Parties[0].Name) == 0 {
		return false
	}
	p := &a.Parties[0]
	if role := c.role(a); role != 3 && c.tokens(a).Tokens[a.Head].Rel != syntax.NmodPoss && c.x.genderOfName(p.Name) == 0 {
		return false // "Wikinews spoke with": people act
	}
	return p.Actor == "" && p.Country == "" && p.Sector == "" && strings.ToUpper(p.Name) != p.Name
}

// salience ranks the antecedents of a personal pronoun: higher is better. The weights were set on the training part
// of GAP.
func (c *resolver) salience(m, a *Mention) int {
	role, mine := c.role(a), c.role(m)
	score := 3 * role
	between := 0
	for n := a.Sentence; n < m.Sentence; n++ {
		if n == a.Sentence || !c.said[n] {
			between++ // “…,” he said. “… .” “…,” he added: what stands between is his
		}
	}
	score -= 12 * between
	if between > 1 {
		score += 3 * (between - 1)
	}
	switch a.Form {
	case Proper:
		score += 3
	case Nominal:
		score -= 2
	case Pronoun:
		score += 5 // who was "he" before is spoken of
	}
	if a.Class != Person {
		score -= 6
	}
	if between == 1 && role == 3 && mine == 3 {
		score += 4
	}
	if a.Sentence == m.Sentence {
		if role == 3 {
			score += 2
		}
		if role == mine {
			score += 2
		}
		if c.above(m, a) {
			score += 2
		}
		score -= (m.First - a.Last) / 2
	}
	if c.tokens(a).Tokens[a.Head].Rel == syntax.NmodPoss {
		score += 3
	}
	if c.quotes[c.offsets[a.Sentence]+a.Head] && !c.quoted[m.Head] {
		score -= 3
	}
	if a.Entity == c.topic {
		score++
	}
	if s := c.tokens(a); is(s, a.First-1, "(") {
		score -= 6 // "Zissou (Bill Murray) is working on his"
	}
	if owner := c.conjunct(m); owner >= 0 && a.Sentence == m.Sentence && a.First <= owner && owner <= a.Last {
		score += 8 // "testified against Vario and members of his crew"
	}
	return score
}

// conjunct is the noun to which what a possessive owns is joined with "and", or -1: "Joan" in "of Joan and her husband".
func (c *resolver) conjunct(m *Mention) int {
	if !m.clue.owned {
		return -1
	}
	s := c.tokens(m)
	owned := int(s.Tokens[m.Head].Head)
	for n := 0; n < 2 && owned >= 0 && s.Tokens[owned].Rel == syntax.Nmod; n++ {
		owned = int(s.Tokens[owned].Head)
	}
	if owned < 0 || s.Tokens[owned].Rel != syntax.Conj || !isNoun(s, owned) {
		return -1
	}
	if head := int(s.Tokens[owned].Head); head < m.Head {
		return head
	}
	return -1
}

// above tells whether a is the subject of a clause that m's stands in.
func (c *resolver) above(m, a *Mention) bool {
	s := c.tokens(m)
	if rel := s.Tokens[a.Head].Rel; rel != syntax.Nsubj && rel != syntax.NsubjPass {
		return false
	}
	verb := s.Tokens[a.Head].Head
	for up, n := s.Tokens[m.Head].Head, 0; up >= 0 && n < 30; up, n = s.Tokens[up].Head, n+1 {
		if up == verb {
			return true
		}
	}
	return false
}

// genders tells whether a pronoun can mean somebody of this gender; 0 is unknown.
func genders(pronoun, other byte) bool { return pronoun == 0 || other == 0 || pronoun == other }

// voice is one who says "I" or "we" in a report: its writer, or whoever a paragraph's quotation is of.
type voice struct {
	block, entity int // block is -1 for the writer
	plural        bool
}

// firstPerson gives the first persons of one voice the same entity and no party: who speaks is for those to tell
// who know the quotations.
func (c *resolver) firstPerson(i int) {
	m := &c.mentions[i]
	block := -1
	if c.quoted[m.Head] {
		block = c.tokens(m).Block
	}
	for k := len(c.speakers) - 1; k >= max(0, len(c.speakers)-4); k-- {
		if v := c.speakers[k]; v.block == block && v.plural == m.clue.plural {
			m.Entity = v.entity
			return
		}
	}
	c.speakers = append(c.speakers, voice{block, m.Entity, m.clue.plural})
}

// cataphor finds the subject that a pronoun stands before: "In his letter, Biden wrote".
func (c *resolver) cataphor(i int) int {
	m := &c.mentions[i]
	s := c.tokens(m)
	root := s.Root()
	if root < 0 || m.Head >= root {
		return -1
	}
	subject := s.Child(root, syntax.Nsubj, syntax.NsubjPass)
	if subject < 0 || subject < m.Head {
		return -1
	}
	// The pronoun must stand in a phrase before the subject: an oblique or a clause of the root's.
	top := m.Head
	for n := 0; n < 30 && s.Tokens[top].Head >= 0 && int(s.Tokens[top].Head) != root && !(int(s.Tokens[top].Head) == subject && top < subject); n++ {
		top = int(s.Tokens[top].Head)
	}
	if rel := s.Tokens[top].Rel; rel != syntax.Obl && rel != syntax.Advcl && (rel != syntax.Acl || int(s.Tokens[top].Head) != subject) || top > subject {
		return -1
	}
	if rel := s.Tokens[top].Rel; rel == syntax.Obl && !m.clue.owned {
		return -1 // "With him, Biden left": somebody else
	}
	for j := i + 1; j < len(c.mentions) && c.mentions[j].Sentence == m.Sentence; j++ {
		a := &c.mentions[j]
		if a.First <= subject && subject <= a.Last && len(a.Parties) == 1 {
			if (m.Class == Person) == (a.Class == Person || m.Class == Person && c.mayBePerson(a)) && genders(m.clue.gender, c.gender[a.Entity]) {
				return j
			}
			return -1
		}
	}
	return -1
}
