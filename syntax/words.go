package syntax

import (
	"unicode"
	"unicode/utf8"
)

// word is what the name finder sees of a token.
type word struct {
	exact, lower             uint32 // hashes of the form: as written, and in lower case with every digit as 0
	suffix1, suffix2         uint32 // hashes of the last letters of the lower-case form
	suffix3, suffix4         uint32
	prefix1, prefix2, prefix uint32
	shape                    uint32
	cluster                  uint16 // cluster of the form as written, else of its lower case; 0 when unknown
	tag                      XPOS
	rel                      Rel
	head                     int32 // the head's index in the sentence, or -1
}

// describeWords appends to words what the name finder sees of the tokens.
func describeWords(tokens []Token, clusters lexicon, words []word) []word {
	for i := range tokens {
		w := describe(tokens[i].Form)
		w.tag, w.rel, w.head = tokens[i].XPOS, tokens[i].Rel, tokens[i].Head
		w.cluster = clusters.find(w.exact)
		if w.cluster == 0 && w.exact != w.lower {
			w.cluster = clusters.find(w.lower)
		}
		if w.cluster == 0 && w.shape&7 == 4 {
			w.cluster = clusters.find(titleHash(tokens[i].Form)) // "CAIRO" as "Cairo"
		}
		words = append(words, w)
	}
	return words
}

// titleHash is the hash of a word in capitals written with a capital letter at its beginning alone. Letters beyond ASCII
// stay as they are.
func titleHash(form string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(form); i++ {
		c := form[i]
		if i > 0 && c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		h = (h ^ uint32(c)) * 16777619
	}
	return h ^ h>>15
}

var outsideWord = word{exact: 11, lower: 12, suffix1: 13, suffix2: 14, suffix3: 15, suffix4: 16, shape: 32, tag: 255, rel: 255, head: -1}

func wordAt(words []word, i int) *word {
	if i < 0 || i >= len(words) {
		return &outsideWord
	}
	return &words[i]
}

func describe(form string) word {
	var buffer [64]byte
	lower := buffer[:0]
	var w word
	upper, letters, digits, others := 0, 0, 0, 0
	first := true
	firstUpper := false
	for i := 0; i < len(form); {
		c := form[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case c >= 'A' && c <= 'Z':
				upper++
				letters++
				if first {
					firstUpper = true
				}
				c += 'a' - 'A'
			case c >= 'a' && c <= 'z':
				letters++
			case c >= '0' && c <= '9':
				digits++
				c = '0'
			default:
				others++
				if c == '`' {
					c = '\''
				}
			}
			lower = append(lower, c)
			first = false
			continue
		}
		r, size := utf8.DecodeRuneInString(form[i:])
		i += size
		switch {
		case unicode.IsUpper(r):
			upper++
			letters++
			if first {
				firstUpper = true
			}
			r = unicode.ToLower(r)
		case unicode.IsLetter(r):
			letters++
		case r == '’' || r == '‘':
			r = '\''
			others++
		case r == '“' || r == '”':
			r = '"'
			others++
		default:
			others++
		}
		first = false
		lower = utf8.AppendRune(lower, r)
	}
	w.exact = hashString(form)
	w.lower = hashBytes(lower)
	n := len(lower)
	w.suffix1, w.suffix2 = hashBytes(lower[max(0, n-1):]), hashBytes(lower[max(0, n-2):])+2
	w.suffix3, w.suffix4 = hashBytes(lower[max(0, n-3):])+3, hashBytes(lower[max(0, n-4):])+4
	w.prefix1, w.prefix2, w.prefix = hashBytes(lower[:min(n, 1)])+5, hashBytes(lower[:min(n, 2)])+6, hashBytes(lower[:min(n, 3)])+7
	shape := uint32(0)
	switch {
	case letters == 0 && digits == 0:
		shape = 1
	case letters == 0:
		shape = 2
	case upper == 0:
		shape = 3
	case upper == letters && letters > 1:
		shape = 4
	case firstUpper && upper == 1:
		shape = 5
	case firstUpper:
		shape = 6
	default:
		shape = 7
	}
	if digits > 0 {
		shape |= 8
	}
	if others > 0 {
		shape |= 16
	}
	w.shape = shape
	return w
}

func hashBytes(s []byte) uint32 {
	h := uint32(2166136261)
	for _, c := range s {
		h = (h ^ uint32(c)) * 16777619
	}
	return h ^ h>>15
}
