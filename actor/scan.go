package actor

import (
	"unicode/utf8"

	"chancery/syntax"
)

// item is a phrase of the tables as it stands in a sentence.
type item struct {
	first, last int      // tokens, both inclusive
	entry       int32    // strict phrase: index into entries plus one, 0 for none
	person      int32    // full name: the same
	surname     int32    // surname: the same
	caps        capsRule // how its first part is written
	part        bool     // it is only a part of the last token: "Armenian" in an undivided "Armenian-planted"
	used        bool     // a mention has taken it
}

// scanner holds one sentence's tokens cut and hashed for matching. A token that contains hyphens is
// several parts, a token that is a hyphen is none: so "Nagorno-Karabakh" is two parts however it was tokenised.
type scanner struct {
	x        *Lexicon
	sentence *syntax.Sentence
	hash     []uint64 // of each part, strictly folded
	loose    []uint64 // of each part, as a part of a person's name; 0 when not yet made
	text     []string // of each part
	token    []int32  // of each part
	caps     []capsRule
	items    []item
	cover    []int32 // for each token the index of the item that covers it plus one
	at       []bool  // for each token, whether it begins with a capital
	part     []int32 // for each token the index of its first part
}

// scan finds the longest phrases from left to right.
func (s *scanner) scan(sentence *syntax.Sentence) {
	s.sentence = sentence
	s.hash, s.loose, s.text, s.token, s.caps, s.items = s.hash[:0], s.loose[:0], s.text[:0], s.token[:0], s.caps[:0], s.items[:0]
	s.cover, s.at, s.part = s.cover[:0], s.at[:0], s.part[:0]
	for i := range sentence.Tokens {
		form := sentence.Tokens[i].Form
		s.cover = append(s.cover, 0)
		s.at = append(s.at, capsOfWord(form) >= capital1st)
		s.part = append(s.part, int32(len(s.hash)))
		s.cut(form, int32(i))
	}
	for i := 0; i < len(s.hash); {
		it, end := s.longest(i)
		if end == i {
			i++
			continue
		}
		it.first, it.last, it.caps = int(s.token[i]), int(s.token[end-1]), s.caps[i]
		it.part = end < len(s.token) && s.token[end] == s.token[end-1] || i > 0 && s.token[i-1] == s.token[i]
		s.items = append(s.items, it)
		for t := it.first; t <= it.last; t++ {
			if s.cover[t] == 0 {
				s.cover[t] = int32(len(s.items))
			}
		}
		i = end
	}
}

// cut appends the parts of a token.
func (s *scanner) cut(form string, token int32) {
	start := 0
	for i := 0; i <= len(form); {
		size := 0
		if i < len(form) {
			switch {
			case form[i] == '-':
				size = 1
			case isLongHyphen(form[i:]):
				size = 3
			default:
				i++
				continue
			}
		}
		if i > start {
			part := form[start:i]
			s.text = append(s.text, part)
			s.hash = append(s.hash, strictHash(part))
			s.loose = append(s.loose, 0)
			s.token = append(s.token, token)
			s.caps = append(s.caps, capsOfWord(part))
		}
		if i == len(form) {
			return
		}
		i += size
		start = i
	}
}

// capsOfWord says how a word of the text is written.
func capsOfWord(word string) capsRule {
	if word == "" {
		return anyCase
	}
	c := word[0]
	switch {
	case '0' <= c && c <= '9':
		return allCaps // "3+3", "10 Downing Street": digits satisfy any rule
	case c >= 0x80:
		return upperStart(word)
	case c < 'A' || c > 'Z':
		return anyCase
	}
	for i := 1; i < len(word); i++ {
		if 'a' <= word[i] && word[i] <= 'z' {
			return capital1st
		}
	}
	return allCaps
}

// upperStart is capsOfWord for words that begin with a letter beyond ASCII.
func upperStart(word string) capsRule {
	if r, _ := utf8.DecodeRuneInString(word); isUpper(r) {
		return capital1st
	}
	return anyCase
}

// longest returns the longest phrase that begins at part i and the part after its end; end is i when there is none.
func (s *scanner) longest(i int) (it item, end int) {
	x := s.x
	end = i
	h := hashStart
	for j := i; j < len(s.hash); j++ {
		h = join(h, s.hash[j])
		v := x.phrases.find(h)
		if v == noPrefix {
			break
		}
		if v > 0 && s.written(v, i, j) {
			it.entry, end = v, j+1
		}
	}
	if s.caps[i] == anyCase {
		return it, end
	}
	// People's names: full ones win over anything not longer, surnames are noted beside what they may also be.
	if v, e := s.name(&x.names, i, personName); v > 0 && e >= end {
		return item{person: v}, e
	}
	if v, e := s.name(&x.surnames, i, surname); v > 0 && e >= end {
		if e > end {
			it = item{}
		}
		it.surname, end = v, e
	}
	return it, end
}

// written tells whether the parts i to j are written as one of the phrase's meanings asks.
func (s *scanner) written(v int32, i, j int) bool {
	for ; v > 0; v = s.x.entries[v-1].next {
		if s.fits(s.x.entries[v-1].caps, i) {
			return true
		}
	}
	return false
}

// fits tells whether part i is written as the rule asks. A single capital letter fits every rule.
func (s *scanner) fits(rule capsRule, i int) bool {
	return s.caps[i] >= rule
}

// name returns the longest name of a table of people's names that begins at part i.
func (s *scanner) name(t *phraseTable, i int, kind entryKind) (found int32, end int) {
	h := hashStart
	for j := i; j < len(s.hash); j++ {
		if j > i {
			if isInitial(s.text[j]) && kind == personName {
				continue // "Michael R. Pompeo"
			}
			if isArticleOfName(s.text[j]) {
				continue // "Abdel Fattah al-Sisi"
			}
		} else if isArticleOfName(s.text[j]) && j+1 < len(s.hash) && s.caps[j+1] > anyCase {
			continue // "al-Assad" after a title
		}
		if s.loose[j] == 0 {
			s.loose[j] = s.x.nameHash(s.text[j])
		}
		h = join(h, s.loose[j])
		v := t.find(h)
		if v == noPrefix {
			break
		}
		if v > 0 && s.caps[j] > anyCase {
			found, end = v, j+1
		}
	}
	return found, end
}
