package coreference

import "chancery/report"

// Mention is a noun phrase, a name or a pronoun. Tokens are indices into the sentence's Tokens.
type Mention struct {
	report.Span
	Sentence    int
	First, Last int // tokens, both inclusive
	Head        int // the token that carries its grammatical role
	Antecedent  int // the mention before it that it was linked to, or -1
	Chain       int // mentions that mean the same share this number
}

// Known is what somebody who knows names tells of a stretch of words before the links are made: whom it names, of
// what kind and gender that one is.
type Known struct {
	Sentence int
	Head     int   // the token that carries its grammatical role
	Entity   int   // stretches that name the same share this number; -1 when it names nobody in particular
	Class    Class // what kind of thing it is
	Gender   byte  // 'm', 'f' or 0
	Certain  bool  // the words themselves name it: no pronoun or description
}

// Class is what kind of thing a mention means, as far as lists, names and WordNet tell.
type Class uint8

// The classes.
const (
	Unknown Class = iota
	Person
	State
	Organisation
	Group // several people
	Place
	Thing
	Time
	Abstract
)
