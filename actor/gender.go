package actor

import (
	"strings"

	"chancery/syntax"
)

// addGiven enters given names with the gender of those who mostly have them; "-" takes names out.
func (l *loader) addGiven(r *row) {
	gender := byte(0)
	switch g := r.values[0]; g {
	case "m", "f":
		gender = g[0]
	case "-":
	default:
		l.mistaken(r.line, "the gender of given names is m, f or -, not %q", g)
		return
	}
	for name := range list(r.values[1]) {
		l.lexicon.given[strictHash(name)] = gender
	}
}

// genderOfName is the gender that the first of a name's words tells, 0 when it tells none. "Jean-Luc" is read as
// a whole, else by its first part.
func (x *Lexicon) genderOfName(name string) byte {
	first, _, _ := strings.Cut(name, " ")
	if g, ok := x.given[strictHash(first)]; ok {
		return g
	}
	if first, _, cut := strings.Cut(first, "-"); cut {
		return x.given[strictHash(first)]
	}
	return 0
}

// genderOfTitle is what a title or a word for a person tells of gender: "Mrs", "Queen", "chairwoman".
func genderOfTitle(word string) byte {
	switch strings.ToLower(strings.TrimSuffix(word, ".")) {
	case "mr", "sir", "lord", "king", "prince", "emperor", "sultan", "emir", "sheikh", "ayatollah", "father", "brother", "son", "husband", "nephew", "uncle",
		"grandfather", "grandson", "boy", "gentleman", "actor", "businessman", "duke", "baron", "pope", "cardinal", "bishop", "archbishop", "imam", "rabbi", "monsignor":
		return 'm'
	case "mrs", "ms", "miss", "madam", "madame", "lady", "dame", "queen", "princess", "empress", "mother", "sister", "daughter", "wife", "niece", "aunt",
		"grandmother", "granddaughter", "girl", "actress", "heiress", "waitress", "duchess", "baroness", "countess", "nun", "widow", "hostess":
		return 'f'
	}
	switch {
	case strings.HasSuffix(word, "woman"):
		return 'f'
	case strings.HasSuffix(word, "man") && len(word) > 3 && word[0] >= 'a' && !strings.HasSuffix(word, "human"):
		switch word {
		case "chairman", "spokesman", "congressman", "businessman", "policeman", "gunman", "fisherman", "serviceman", "clergyman", "salesman", "man", "layman", "statesman", "cameraman":
			return 'm'
		}
	case word == "man":
		return 'm'
	}
	return 0
}

// learnGenders notes for each entity what its names, titles and descriptions tell of its gender: the tables first,
// then titles, then given names.
func (c *resolver) learnGenders() {
	strength := make([]uint8, len(c.gender))
	for i := range c.mentions {
		m := &c.mentions[i]
		if m.Class != Person || m.Form == Pronoun || m.clue.plural || m.Entity < 0 {
			continue
		}
		gender, sure := m.clue.gender, uint8(3)
		s := c.tokens(m)
		if gender == 0 {
			sure = 2
			if m.Form == Nominal {
				gender = genderOfTitle(s.Tokens[m.Head].Form)
			} else {
				for t := max(0, m.First-1); t < m.Last && gender == 0; t++ {
					if s.Tokens[t].UPOS == syntax.PROPN || t >= m.First {
						gender = genderOfTitle(s.Tokens[t].Form)
					}
				}
			}
		}
		if gender == 0 && m.Form == Proper && len(m.Parties) == 1 {
			gender, sure = c.x.genderOfName(m.Parties[0].Name), 1
		}
		if gender != 0 && sure > strength[m.Entity] {
			c.gender[m.Entity], strength[m.Entity] = gender, sure
		}
	}
}
