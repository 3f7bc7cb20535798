package origin

import (
	"unicode"
	"unicode/utf8"
)

// word is one word of a text as copies are compared: its hash, blind to case and to British or American spelling.
type word struct {
	hash  uint64
	class wordClass
}

// wordClass says whether a word is one of the particulars in which reports of one formula differ.
type wordClass uint8

const (
	plain   wordClass = iota
	number            // "15", "1,960", "fifteen", "Monday", "May": how many and when
	name              // begins with a capital within a sentence
	initial           // begins with a capital where a sentence begins, so that it need not be a name
)

const (
	offset64 = 14695981039346656037 // FNV-1a
	prime64  = 1099511628211
)

// longestWord is how many bytes of a word are looked at; the rest of a longer one is passed over.
const longestWord = 48

// appendWords cuts a text into words and appends them. Letters and digits make words; an apostrophe, and the comma or
// point within a number, belong to the word and are left out; everything else separates.
func appendWords(words []word, text string) []word {
	var buffer [longestWord]byte
	n := 0
	letters, digits := 0, 0
	capital := false
	opening := true // a sentence may begin here
	flush := func() {
		if letters+digits == 0 {
			return
		}
		w := word{class: plain}
		switch folded := fold(buffer[:n], letters); {
		case digits > 0:
			w.class, w.hash = number, hashBytes(folded)
		case isCalendar(folded):
			w.class, w.hash = number, hashBytes(folded)
		case capital && opening:
			w.class, w.hash = initial, hashBytes(folded)
		case capital:
			w.class, w.hash = name, hashBytes(folded)
		default:
			w.hash = hashBytes(folded)
		}
		words = append(words, w)
		n, letters, digits, capital, opening = 0, 0, 0, false, false
	}
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case 'a' <= c && c <= 'z':
				letters++
			case 'A' <= c && c <= 'Z':
				capital = capital || letters+digits == 0
				letters++
				c |= 0x20
			case '0' <= c && c <= '9':
				digits++
			case c == '\'' && letters > 0:
				continue // "Azerbaijan's"
			case (c == ',' || c == '.') && digits > 0 && i < len(text) && '0' <= text[i] && text[i] <= '9':
				continue // "1,960", "0.5"
			default:
				flush()
				switch c {
				case '.', '!', '?', ':', '\n', '"':
					opening = true
				}
				continue
			}
			if n < len(buffer) {
				buffer[n] = c
				n++
			}
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		switch {
		case r == '’' && letters > 0:
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if unicode.IsDigit(r) {
				digits++
			} else {
				capital = capital || letters+digits == 0 && unicode.IsUpper(r)
				letters++
			}
			if n+utf8.UTFMax <= len(buffer) {
				n += utf8.EncodeRune(buffer[n:], unicode.ToLower(r))
			}
		default:
			flush()
			if r == '“' || r == '”' || r == '…' {
				opening = true
			}
		}
	}
	flush()
	return words
}

// hashBytes is FNV-1a.
func hashBytes(b []byte) uint64 {
	h := uint64(offset64)
	for _, c := range b {
		h = (h ^ uint64(c)) * prime64
	}
	return h
}

// fold makes British and American spellings of a word one, in place. It may make other words one too ("size", "sise"):
// both texts are folded alike, so that this does no harm. Words of up to three letters stay as they are.
func fold(w []byte, letters int) []byte {
	if letters < 4 {
		return w
	}
	out := w[:0]
	for i := 0; i < len(w); i++ {
		c := w[i]
		switch {
		case c == 'z':
			c = 's' // organize, organise
		case c == 'u' && i > 1 && w[i-1] == 'o' && i+1 < len(w) && w[i+1] == 'r':
			continue // labour, neighbouring; "our" at the beginning stays
		case c == 'l' && i+1 < len(w) && w[i+1] == 'l':
			continue // travelled, fulfill
		case (c == 'a' || c == 'o') && i+1 < len(w) && w[i+1] == 'e' && i+2 < len(w):
			continue // paediatric, manoeuvre
		}
		out = append(out, c)
	}
	n := len(out)
	switch {
	case n > 4 && out[n-2] == 'r' && out[n-1] == 'e' && !isVowel(out[n-3]):
		out[n-2], out[n-1] = 'e', 'r' // centre, litre
	case n > 5 && string(out[n-4:]) == "ence":
		out[n-2] = 's' // defence, licence
	case n > 6 && string(out[n-3:]) == "mme":
		out = out[:n-2] // programme
	case string(out) == "grey":
		out[2] = 'a'
	}
	return out
}

func isVowel(c byte) bool { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' }

// isCalendar reports whether a folded word counts or dates: what changes when a formula is used again. "May" is in:
// as a verb it stands in both texts or in none.
func isCalendar(w []byte) bool {
	if len(w) < 3 || len(w) > 9 {
		return false
	}
	switch string(w) {
	case "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
		"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
		"jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
		"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
		"fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
		"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
		"yesterday", "today", "tomorrow":
		return true
	}
	return false
}
