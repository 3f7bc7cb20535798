package when

import (
	"strings"

	"chancery/syntax"
)

// A scanner reads the pieces of one sentence. Its reading methods return the piece after what they read, 0 for nothing.
type scanner struct {
	text     string
	pieces   []piece
	sentence *syntax.Sentence
}

var noPiece piece

func (s *scanner) at(i int) *piece {
	if i < 0 || i >= len(s.pieces) {
		return &noPiece
	}
	return &s.pieces[i]
}

// is reports whether piece i is one of the function words.
func (s *scanner) is(i int, words ...int32) bool {
	p := s.at(i)
	if p.class != word {
		return false
	}
	for _, w := range words {
		if p.number == w {
			return true
		}
	}
	return false
}

func (s *scanner) isMark(i int, r int32) bool {
	p := s.at(i)
	return p.class == mark && p.number == r
}

// same reports whether piece i reads w, whatever its case.
func (s *scanner) same(i int, w string) bool {
	p := s.at(i)
	if p.width() == 0 {
		return false
	}
	if p.class == mark {
		return len(w) == 1 && p.number == int32(w[0])
	}
	return p.width() == len(w) && strings.EqualFold(s.text[p.start:p.end], w)
}

// closes reports whether what stands at piece i cannot be counted by a number before it: the end, a mark, a function
// word or a year.
func (s *scanner) closes(i int) bool {
	p := s.at(i)
	return p.width() == 0 || p.class == mark && p.number != '%' && p.number != '$' && p.number != ':' && p.number != hyphen && !s.decimal(i) || p.class == word || p.class == digits && p.width() == 4
}

// joins reports whether piece i is a conjunction: "he said that March was hard".
func (s *scanner) joins(i int) bool {
	p := s.at(i)
	t, _ := tokensOf(s.sentence, 0, int(p.start), int(p.end))
	return s.sentence.Tokens[t].UPOS == syntax.SCONJ
}

// upper reports whether piece i is all capitals, as in a headline.
func (s *scanner) upper(i int) bool {
	p := s.at(i)
	for k := p.start; k < p.end; k++ {
		if c := s.text[k]; c >= 'a' && c <= 'z' {
			return false
		}
	}
	return true
}

// joined returns the piece after a hyphen that joins piece i-1 and i+1 without space, or i when there is none.
func (s *scanner) joined(i int) int {
	if s.isMark(i, hyphen) && !s.at(i).spaced && s.at(i+1).width() > 0 && !s.at(i+1).spaced {
		return i + 1
	}
	return i
}

// possessive returns the piece after "'s" or "'", or i.
func (s *scanner) possessive(i int) int {
	if !s.isMark(i, apostrophe) || s.at(i).spaced && !s.is(i+1, wS) {
		return i
	}
	if s.is(i+1, wS) && !s.at(i+1).spaced {
		return i + 2
	}
	return i + 1
}

// unitAt returns the unit that piece i names.
func (s *scanner) unitAt(i int) (u unit, plural bool) {
	p := s.at(i)
	switch {
	case p.class == unitWord:
		return unit(p.number), p.plural
	case p.class == ordinal && s.same(i, "second"):
		return unitSecond, false
	}
	return unitNone, false
}

// whole reads a run of digits, with thousands separated by commas, and number words below a hundred thousand.
func (s *scanner) whole(i int) (n, end int) {
	p := s.at(i)
	if p.class == digits {
		n, end = int(p.number), i+1
		for s.isMark(end, ',') && !s.at(end).spaced && s.at(end+1).class == digits && s.at(end+1).width() == 3 && !s.at(end+1).spaced && n < 1_000_000 {
			n, end = n*1000+int(s.at(end+1).number), end+2
		}
		if s.at(end).class == scale && !s.at(end).plural && n < 1000 && s.at(end).number <= 1000 {
			return n * int(s.at(end).number), end + 1
		}
		return n, end
	}
	total, part, end := 0, 0, 0
	for j := i; ; {
		p := s.at(j)
		switch {
		case p.class == cardinal && (part%100 == 0 || part%10 == 0 && part%100 >= 20 && p.number < 10):
			part += int(p.number)
		case p.class == scale && p.number == 100 && part > 0 && part < 100:
			part *= 100
		case p.class == scale && p.number == 1000 && part > 0 && total == 0:
			total, part = part*1000, 0
		default:
			return total + part, end
		}
		j++
		end = j
		j = s.joined(j)
		if s.at(j).class != cardinal && s.at(j).class != scale {
			if s.is(j, wAnd) && part > 0 && part%100 == 0 && s.at(j+1).class == cardinal {
				j++ // "a hundred and twenty"
				continue
			}
			return total + part, end
		}
	}
}

// quantity reads how many: "three", "5 1/2", "two and a half", "a couple of", "several", "two to three", "a".
func (s *scanner) quantity(i int) (a amount, end int) {
	if n, j := s.whole(i); j > 0 {
		a = amount{n: n, low: n, high: n}
		// "5 1/2", "2.5"
		if s.at(j).class == digits && s.at(j).number == 1 && s.isMark(j+1, '/') && s.at(j+2).class == digits && s.at(j+2).number == 2 {
			a.half = true
			return a, j + 3
		}
		if s.isMark(j, '½') {
			a.half = true
			return a, j + 1
		}
		if s.isMark(j, '.') && !s.at(j).spaced && s.at(j+1).class == digits && !s.at(j+1).spaced {
			if s.at(j+1).number == 5 && s.at(j+1).width() == 1 {
				a.half = true
				return a, j + 2
			}
			return amount{}, 0
		}
		if s.is(j, wAnd) && s.is(j+1, wA) && s.is(j+2, wHalf) {
			a.half = true
			return a, j + 3
		}
		if k := s.joined(j); k == j && s.is(j, wTo, wOr) || s.isMark(j, hyphen) {
			if high, l := s.whole(j + 1); l > 0 && high > n && high < n*10+10 {
				if u, _ := s.unitAt(s.joined(l)); u != unitNone {
					a.high = high
					return a, l
				}
			}
		}
		return a, j
	}
	switch {
	case s.is(i, wA):
		switch {
		case s.is(i+1, wCouple):
			a, end = amount{n: 2, low: 2, high: 3}, i+2
			if s.is(end, wOf) {
				end++
			}
			return a, end
		case s.is(i+1, wFew):
			return amount{vague: true, low: 2, high: 7}, i + 2
		case s.is(i+1, wNumber) && s.is(i+2, wOf):
			return amount{vague: true, low: 2, high: 10}, i + 3
		case s.is(i+1, wDozen):
			return amount{n: 12, low: 12, high: 12}, i + 2
		case s.at(i+1).class == scale && s.at(i+1).number <= 1000 && !s.at(i+1).plural:
			n := int(s.at(i + 1).number)
			return amount{n: n, low: n, high: n}, i + 2
		}
		return amount{n: 1, low: 1, high: 1}, i + 1
	case s.is(i, wAnother):
		if !s.is(i+1, wAnother, wSome) {
			if a, end := s.quantity(i + 1); end > 0 {
				return a, end
			}
		}
		return amount{n: 1, low: 1, high: 1}, i + 1
	case s.is(i, wFew):
		return amount{vague: true, low: 2, high: 7}, i + 1
	case s.is(i, wCouple):
		if s.is(i+1, wOf) {
			return amount{n: 2, low: 2, high: 3}, i + 2
		}
		return amount{n: 2, low: 2, high: 3}, i + 1
	case s.is(i, wSeveral):
		return amount{vague: true, low: 3, high: 10}, i + 1
	case s.is(i, wMany):
		return amount{vague: true, low: 3, high: 30}, i + 1
	case s.is(i, wSome):
		if !s.is(i+1, wAnother, wSome) {
			if a, end := s.quantity(i + 1); end > 0 {
				return a, end
			}
		}
		return amount{vague: true, low: 1, high: 20}, i + 1
	case s.is(i, wDozen):
		if s.is(i+1, wOf) {
			return amount{vague: true, low: 24, high: 99}, i + 2
		}
	case s.is(i, wHalf):
		if s.is(i+1, wA) {
			return amount{half: true, low: 1, high: 1}, i + 2
		}
	}
	return amount{}, 0
}

// yearAt reads a year: four digits, "nineteen ninety-six", "two thousand", "'90" is not one; "480 BC" is.
func (s *scanner) yearAt(i int) (year, end int) {
	p := s.at(i)
	if p.class == digits {
		j := i + 1
		if p.width() <= 4 && (s.is(j, wBC) || s.same(j, "b") && s.isMark(j+1, '.') && s.same(j+2, "c")) && s.at(j).capital {
			if s.is(j, wBC) {
				return -int(p.number), j + 1
			}
			if s.isMark(j+3, '.') {
				return -int(p.number), j + 4
			}
			return -int(p.number), j + 3
		}
		if s.isMark(j, hyphen) && p.width() <= 4 && s.at(j+1).class == digits && s.is(j+2, wBC) && s.at(j+1).number < p.number {
			return -int(p.number), j // "499-493 BC"
		}
		if p.width() == 4 && p.number >= 1000 && p.number <= 2199 {
			if next := s.at(j); !next.spaced && next.width() > 0 && (next.class != mark ||
				(next.number == ',' || next.number == '.' || next.number == ':') && s.at(j+1).class == digits && !s.at(j+1).spaced ||
				next.number == '%') {
				return 0, 0
			}
			return int(p.number), j
		}
		return 0, 0
	}
	if p.class == cardinal && p.number >= 10 && p.number <= 20 && s.at(i+1).class == cardinal {
		n, j := s.whole(i + 1)
		if p.number == 20 && n < 10 {
			return 0, 0
		}
		if n >= 10 && n < 100 {
			return int(p.number)*100 + n, j
		}
	}
	if p.class == cardinal && p.number == 2 && s.at(i+1).class == scale && s.at(i+1).number == 1000 && !s.at(i+1).plural {
		n, j := s.whole(i)
		if n >= 2000 && n < 2100 {
			return n, j
		}
	}
	return 0, 0
}

// dayNumber reads a day of the month: "8", "8th", "eighth", "the 8th".
func (s *scanner) dayNumber(i int) (day, end int) {
	p := s.at(i)
	switch p.class {
	case digits:
		if p.width() > 2 || p.number < 1 || p.number > 31 {
			return 0, 0
		}
		end = i + 1
		if s.at(end).class == suffix && !s.at(end).spaced {
			end++
		}
		return int(p.number), end
	case ordinal:
		return int(p.number), i + 1
	case cardinal:
		if (p.number == 20 || p.number == 30) && s.at(s.joined(i+1)).class == ordinal && s.at(s.joined(i+1)).number < 10 {
			return int(p.number + s.at(s.joined(i+1)).number), s.joined(i+1) + 1
		}
	}
	return 0, 0
}

// ordinalAt reads "third", "3rd", "20th", "twenty-first".
func (s *scanner) ordinalAt(i int) (n, end int) {
	p := s.at(i)
	if p.class == digits {
		if s.at(i+1).class == suffix && !s.at(i+1).spaced {
			return int(p.number), i + 2
		}
		return 0, 0
	}
	return s.dayNumber(i)
}
