package when

import (
	"sort"
	"unicode"
	"unicode/utf8"

	"chancery/syntax"
)

// piece is a run of letters, a run of digits or a punctuation mark of a sentence. Pieces are finer than tokens, so
// that "mid-May", "44-day", "1990s" and "2021-06-08" read alike however the tokeniser has cut them.
type piece struct {
	start, end int32 // bytes of the report's text
	number     int32
	class      class
	plural     bool
	capital    bool
	spaced     bool // white space stands before it
}

// width is how many bytes the piece has: for digits, how many digits.
func (p *piece) width() int { return int(p.end - p.start) }

// The punctuation marks that are read alike.
const (
	hyphen     = '-'
	apostrophe = '\''
)

// cut appends the pieces of text[start:end].
func cut(pieces []piece, text string, start, end int) []piece {
	spaced := true
	for i := start; i < end; {
		c := text[i]
		switch {
		case c == ' ' || c == '\n' || c == '\t' || c == '\r':
			spaced = true
			i++
			continue
		case c >= '0' && c <= '9':
			j, n := i, int32(0)
			for ; j < end && text[j] >= '0' && text[j] <= '9'; j++ {
				if n < 100_000_000 {
					n = n*10 + int32(text[j]-'0')
				}
			}
			pieces = append(pieces, piece{start: int32(i), end: int32(j), number: n, class: digits, spaced: spaced})
			i = j
		case isLetter(c):
			j := i + 1 + letters(text[i+1:end])
			p := piece{start: int32(i), end: int32(j), spaced: spaced, capital: c >= 'A' && c <= 'Z'}
			look(&p, text[i:j])
			pieces = append(pieces, p)
			i = j
		default:
			r, size := rune(c), 1
			if c >= utf8.RuneSelf {
				r, size = utf8.DecodeRuneInString(text[i:end])
			}
			switch r {
			case '\u00a0', '\u202f', '\u2009', '\u200a':
				spaced = true
				i += size
				continue
			case '–', '—', '‑', '‒', '−':
				r = hyphen
			case '’', '‘', '`':
				r = apostrophe
			}
			p := piece{start: int32(i), end: int32(i + size), number: r, class: mark, spaced: spaced}
			if unicode.IsLetter(r) {
				p.class = other
				p.end += int32(letters(text[i+size : end]))
			}
			pieces = append(pieces, p)
			i = int(p.end)
		}
		spaced = false
	}
	return pieces
}

// letters returns how many bytes of letters s begins with. A name such as "María" must not be cut after "Mar".
func letters(s string) int {
	i := 0
	for i < len(s) {
		if c := s[i]; c < utf8.RuneSelf {
			if !isLetter(c) {
				break
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsLetter(r) {
			break
		}
		i += size
	}
	return i
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// longest is the length in bytes of the longest word of the lexicon.
var longest = func() int {
	n := 0
	for w := range lexicon {
		n = max(n, len(w))
	}
	return n
}()

// look gives a run of letters its class.
func look(p *piece, s string) {
	if len(s) > longest {
		return
	}
	var lower [32]byte
	for i := range len(s) {
		c := s[i]
		if c < 'a' {
			c += 'a' - 'A'
		}
		lower[i] = c
	}
	e, ok := lexicon[string(lower[:len(s)])]
	if !ok || e.named && !p.capital {
		return
	}
	p.class, p.number, p.plural = e.class, e.number, e.plural
}

// tokensOf returns the first and the last token that hold bytes start to end; the search begins at a token.
func tokensOf(s *syntax.Sentence, from, start, end int) (first, last int) {
	tokens := s.Tokens[from:]
	first = from + sort.Search(len(tokens), func(i int) bool { return tokens[i].End > start })
	first = min(first, len(s.Tokens)-1)
	last = first
	for last+1 < len(s.Tokens) && s.Tokens[last+1].Start < end {
		last++
	}
	return first, last
}
