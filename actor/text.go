package actor

import (
	"strings"
	"unicode"

	"chancery/syntax"
)

func isUpper(r rune) bool { return unicode.IsUpper(r) || unicode.IsTitle(r) }

// is tells whether token i is one of the words, whatever its case.
func is(s *syntax.Sentence, i int, wanted ...string) bool {
	if i < 0 || i >= len(s.Tokens) {
		return false
	}
	form := s.Tokens[i].Form
	for _, w := range wanted {
		if len(form) == len(w) && strings.EqualFold(form, w) {
			return true
		}
	}
	return false
}

// isHyphen tells whether token i is a hyphen or a dash that joins words.
func isHyphen(s *syntax.Sentence, i int) bool {
	return is(s, i, "-", "–", "‐", "‑")
}

// isPossessive tells whether token i is the ending of a possessive.
func isPossessive(s *syntax.Sentence, i int) bool {
	return is(s, i, "'s", "’s", "'", "’")
}

// isNoun tells whether token i may be a noun. A token that was not tagged may be anything.
func isNoun(s *syntax.Sentence, i int) bool {
	if i < 0 || i >= len(s.Tokens) {
		return false
	}
	switch s.Tokens[i].UPOS {
	case syntax.NOUN, syntax.PROPN, syntax.NoUPOS, syntax.X:
		return true
	}
	return false
}

// headOf returns the token of a span that carries its role: the one whose head lies outside the span.
// Where a tree has torn the span apart it is the one with the weightiest role. Without a tree it is the last token.
func headOf(s *syntax.Sentence, first, last int) int {
	best, weight := last, -1
	for i := first; i <= last; i++ {
		t := &s.Tokens[i]
		if h := int(t.Head); h >= first && h <= last && h != i {
			continue
		}
		w := 1
		switch t.Rel {
		case syntax.NoRel, syntax.Punct, syntax.Case, syntax.Det:
			w = -1
		case syntax.Nsubj, syntax.NsubjPass, syntax.Obj, syntax.Obl, syntax.Nmod, syntax.NmodPoss, syntax.Conj, syntax.Appos, syntax.Root, syntax.Iobj:
			w = 3
		case syntax.Compound, syntax.Amod, syntax.Flat:
			w = 2
		}
		if isNoun(s, i) && w > 0 {
			w++
		}
		if w > weight {
			best, weight = i, w
		}
	}
	return best
}

// parsed tells whether the sentence has a tree: in one without, no token has a relation.
func parsed(s *syntax.Sentence) bool {
	for i := range s.Tokens {
		if s.Tokens[i].Rel != syntax.NoRel {
			return true
		}
	}
	return false
}

// phrase returns the text from the first to the last token.
func phrase(doc *syntax.Document, s *syntax.Sentence, first, last int) string {
	return s.Words(first, last).In(doc.Text)
}

// number reads a count: "two", "14"; 0 when it is none.
func number(word string) int {
	n := 0
	for i := 0; i < len(word); i++ {
		switch c := word[i]; {
		case '0' <= c && c <= '9' && n < 1e8:
			n = n*10 + int(c-'0')
		case c == ',' && i > 0:
		default:
			return numberWord(word)
		}
	}
	return n
}

var numberWords = [...]string{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
	"thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"}

func numberWord(word string) int {
	for n, w := range numberWords {
		if len(w) == len(word) && strings.EqualFold(w, word) {
			return n
		}
	}
	return 0
}

// isOrdinal tells "46th" and "first" from other words.
func isOrdinal(word string) bool {
	if word != "" && word[0] >= '0' && word[0] <= '9' {
		return strings.HasSuffix(word, "th") || strings.HasSuffix(word, "st") || strings.HasSuffix(word, "nd") || strings.HasSuffix(word, "rd")
	}
	switch word {
	case "first", "second", "third", "fourth", "fifth":
		return true
	}
	return false
}
