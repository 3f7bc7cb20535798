package syntax

import "chancery/report"

// Token is one syntactic word in the sense of Universal Dependencies: "don't" is the two tokens "do" and "n't".
type Token struct {
	report.Span        // the word's bytes in the report's text
	Form        string // the word as written
	Lemma       string // lower case except for proper nouns
	UPOS        UPOS
	XPOS        XPOS
	Rel         Rel
	Head        int32 // index in the sentence's Tokens; -1 for the root
}

// Sentence is one sentence, or one headline, heading or caption, with its tree.
type Sentence struct {
	report.Span
	Block  int              // index in the report's Blocks
	Kind   report.BlockKind // the block's kind
	Tokens []Token
	Names  []Name // found by the statistical name finder, in order, not overlapping
	// first and next are the children lists in one flat slice each: first[h] is h's first
	// dependent and next[d] the following dependent of the same head; -1 ends a list.
	first, next []int32
}

// NameClass is what kind of thing a name found by the statistical name finder stands for.
type NameClass uint8

// The classes of name. Peoples and nationalities ("Armenian") are MiscName.
const (
	PersonName NameClass = iota
	OrganisationName
	PlaceName
	MiscName
)

// Name is a run of tokens that the statistical name finder takes for a name.
type Name struct {
	First, Last int // tokens, both inclusive
	Class       NameClass
}

// Document is a report's text as sentences.
type Document struct {
	Text      string
	Sentences []Sentence
}

// Link builds the children lists from the heads. Whoever changes heads calls it again.
func (s *Sentence) Link() {
	n := len(s.Tokens)
	if cap(s.first) < n {
		s.first, s.next = make([]int32, n), make([]int32, n)
	}
	s.first, s.next = s.first[:n], s.next[:n]
	for i := range s.first {
		s.first[i], s.next[i] = -1, -1
	}
	for d := n - 1; d >= 0; d-- {
		if h := s.Tokens[d].Head; h >= 0 {
			s.next[d], s.first[h] = s.first[h], int32(d)
		}
	}
}

// First returns the leftmost dependent of token h, or -1.
func (s *Sentence) First(h int) int { return int(s.first[h]) }

// Next returns the dependent of the same head that follows d, or -1. So all of h's dependents are:
//
//	for d := s.First(h); d >= 0; d = s.Next(d) { … }
func (s *Sentence) Next(d int) int { return int(s.next[d]) }

// Root returns the index of the first token that has no head, or -1 in an empty sentence.
func (s *Sentence) Root() int {
	for i := range s.Tokens {
		if s.Tokens[i].Head < 0 {
			return i
		}
	}
	return -1
}

// Child returns h's first dependent with one of the relations, or -1.
func (s *Sentence) Child(h int, rels ...Rel) int {
	for d := s.First(h); d >= 0; d = s.Next(d) {
		for _, r := range rels {
			if s.Tokens[d].Rel == r {
				return d
			}
		}
	}
	return -1
}

// Subtree returns the first and last token (inclusive) of all that hangs below h, h included.
func (s *Sentence) Subtree(h int) (first, last int) {
	first, last = h, h
	for d := s.First(h); d >= 0; d = s.Next(d) {
		f, l := s.Subtree(d)
		first, last = min(first, f), max(last, l)
	}
	return first, last
}

// Words returns the span from the first to the last token, both inclusive.
func (s *Sentence) Words(first, last int) report.Span {
	return report.Span{Start: s.Tokens[first].Start, End: s.Tokens[last].End}
}
