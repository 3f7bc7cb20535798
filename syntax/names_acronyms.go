package syntax

import (
	"slices"
	"strings"
)

// Acronyms are found as Schwartz and Hearst (2003, "A simple algorithm for identifying abbreviation definitions in
// biomedical text") find abbreviations, but whole words only: "Bank of Ghana (BoG)". What the long form is, the short
// one is too in the whole text; and the long form goes from the first word that has a letter in the short one.

// longForm returns the words that the acronym in brackets at tokens[open] is short for.
func longForm(tokens []Token, open int) (first, last int, ok bool) {
	if open < 2 || open+2 >= len(tokens) || tokens[open].Form != "(" || tokens[open+2].Form != ")" {
		return 0, 0, false
	}
	short := tokens[open+1].Form
	var buffer [12]byte
	letters := buffer[:0]
	for i := 0; i < len(short); i++ {
		switch c := short[i]; {
		case c >= 'A' && c <= 'Z':
			letters = append(letters, c+'a'-'A')
		case c >= 'a' && c <= 'z' || c == '.' || c == '-' || c == '&':
		default:
			return 0, 0, false
		}
		if len(letters) == len(buffer) {
			return 0, 0, false
		}
	}
	if len(letters) < 2 {
		return 0, 0, false
	}
	first = open
	for k := len(letters) - 1; k >= 0; {
		first--
		if first < 0 {
			return 0, 0, false
		}
		form := tokens[first].Form
		switch c := form[0] | 0x20; {
		case c == letters[k] && !(joinsWords(form) && k > 0 && first > 0 && tokens[first-1].Form[0]|0x20 == letters[k]):
			k--
		case joinsWords(form) && first < open-1:
		default:
			return 0, 0, false
		}
	}
	return first, open - 1, first < open-1
}

// joinsWords reports whether acronyms leave a word out.
func joinsWords(form string) bool {
	switch strings.ToLower(form) {
	case "of", "the", "and", "for", "in", "on", "to", "&", "de", "del", "la", "a", "an", "-", ",", "'s", "’s", "y", "et", "against", "with":
		return true
	}
	return false
}

// What an acronym is in a text; 0 is nothing known.
const (
	plainAcronym = iota + 1 // short for common words: "non-performing loans (NPL)"
	namedAcronym            // namedAcronym + class: short for a name
)

// acronyms notes what the acronyms in a sentence are, by the tags of the first look. from is where its words begin.
func (w *namesWork) acronyms(s *Sentence, tags []uint8, from int) {
	tokens := s.Tokens
	for open := 2; open+2 < len(tokens); open++ {
		first, last, ok := longForm(tokens, open)
		if !ok {
			continue
		}
		v := w.votes[w.words[from+open+1].lower]
		if v == nil {
			continue
		}
		if !beginsUpper(tokens[last].Form) && !beginsUpper(tokens[first].Form) {
			v.acronym = plainAcronym
			continue
		}
		for _, n := range names(tags) {
			if n.First <= last && n.Last >= first && n.Class != PersonName {
				n.First, n.Last = min(n.First, first), last
				v.acronym = namedAcronym + uint8(classByHead(tokens, n))
			}
		}
	}
}

// joinLongForms makes one name of the long form of an acronym when parts of it are names.
func (s *Sentence) joinLongForms() {
	for open := 2; open+2 < len(s.Tokens); open++ {
		first, last, ok := longForm(s.Tokens, open)
		if !ok || !beginsUpper(s.Tokens[last].Form) || !beginsUpper(s.Tokens[first].Form) {
			continue
		}
		begin, end := -1, -1
		class := MiscName
		for i, n := range s.Names {
			if n.Last < first || n.First > last {
				continue
			}
			if begin < 0 {
				begin, class = i, n.Class
			}
			end = i + 1
			if n.Class == OrganisationName || class == PersonName {
				class = n.Class
			}
		}
		if begin < 0 || class == PersonName {
			continue
		}
		n := Name{First: min(first, s.Names[begin].First), Last: max(last, s.Names[end-1].Last), Class: class}
		if n.Last > last {
			continue
		}
		if s.Names[begin].First < first {
			n.First = s.Names[begin].First
			if s.Names[begin].Class == PlaceName || s.Names[begin].Class == MiscName && s.Names[begin].Last < first {
				n.First = first
			}
		}
		n.Class = classByHead(s.Tokens, n)
		s.Names = slices.Replace(s.Names, begin, end, n)
	}
}
