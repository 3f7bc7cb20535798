package actor

import "unicode/utf8"

// Two names are the same when their tokens fold to the same bytes. Folding drops case, accents,
// full stops and apostrophes: "U.S.", "US"; "Côte d'Ivoire", "Cote dIvoire". Names of people are
// compared by a looser key that also undoes the common differences of transliteration:
// "Aliyev", "Aliev"; "Zelenskyy", "Zelenskiy", "Zelensky".

// latinExtended gives the plain letters for U+00C0 to U+024F, latinAdditional those for U+1E00 to
// U+1EFF; "." stands for a letter that has none.
const (
	latinExtended   = "aaaaaaaceeeeiiiidnoooooxouuuuytsaaaaaaaceeeeiiiidnoooooxouuuuytyaaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkkkllllll..llnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzz.bb....o...d...aaeffg..iikk......oo.............uu..yy........................aaiioouuuuuuuuuuaaaaa....ggkkoooo..j...gg..nnaa....aaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy............................"
	latinAdditional = "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy......aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......"
)

// longestToken is how many bytes of a token take part in comparing; names are far shorter.
const longestToken = 64

// fold appends the folded bytes of word to buf, at most longestToken of them.
func fold(buf []byte, word string) []byte {
	for i := 0; i < len(word) && len(buf) < longestToken; {
		c := word[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
				buf = append(buf, c)
			case 'A' <= c && c <= 'Z':
				buf = append(buf, c+'a'-'A')
			case c == '.' || c == '\'' || c == '`':
			default:
				buf = append(buf, c)
			}
			continue
		}
		r, size := utf8.DecodeRuneInString(word[i:])
		switch {
		case r == 'ß':
			buf = append(buf, "ss"...)
		case r == 'æ' || r == 'Æ':
			buf = append(buf, "ae"...)
		case r == 'œ' || r == 'Œ':
			buf = append(buf, "oe"...)
		case r == 'þ' || r == 'Þ':
			buf = append(buf, "th"...)
		case r == 'ə':
			buf = append(buf, 'a')
		case r == '’' || r == '‘' || r == 'ʼ' || r == 'ʻ' || r == 'ʿ' || r == 'ʾ' || 0x300 <= r && r < 0x370:
		case 0xC0 <= r && r < 0x250 && latinExtended[r-0xC0] != '.':
			buf = append(buf, latinExtended[r-0xC0])
		case 0x1E00 <= r && r < 0x1F00 && latinAdditional[r-0x1E00] != '.':
			buf = append(buf, latinAdditional[r-0x1E00])
		default:
			buf = append(buf, word[i:i+size]...)
		}
		i += size
	}
	return buf
}

// loosen rewrites folded bytes in place so that the usual transliterations of one name become equal.
// It never makes them longer. Each line has the names that made it necessary.
func loosen(b []byte) []byte {
	n := len(b)
	out := b[:0]
	put := func(c byte) {
		if len(out) > 0 && out[len(out)-1] == c {
			return // Sarkissian, Sarkisian; Zelenskyy, Zelensky
		}
		out = append(out, c)
	}
	for i := 0; i < n; i++ {
		c := b[i]
		var next byte
		if i+1 < n {
			next = b[i+1]
		}
		switch {
		case c == 'k' && next == 'h', c == 'g' && next == 'h': // Khamenei, Hamenei; Ghani, Gani
			if c == 'k' {
				put('h')
			} else {
				put('g')
			}
			i++
		case c == 'd' && (next == 'j' || next == 'z' && i+2 < n && b[i+2] == 'h'): // Djukanovic, Jukanovic; Dzhabarov, Jabarov
			put('j')
			if next == 'z' {
				i++
			}
			i++
		case c == 'z' && next == 'h': // Zheenbekov, Jeenbekov
			put('j')
			i++
		case c == 'p' && next == 'h': // Ouphouet
			put('f')
			i++
		case c == 'c' && next == 'k':
			put('k')
			i++
		case c == 'q': // Qaboos, Kaboos
			put('k')
		case c == 'x' && i > 0: // Maxim, Maksim; but Xi
			put('k')
			put('s')
		case c == 'o' && (next == 'u' || next == 'o'): // Youssef, Yusuf; Qaboos, Qabus
			put('u')
			i++
		case c == 'e' && next == 'e': // Saeed, Said
			put('i')
			i++
		case (c == 'o' || c == 'u' || c == 'a') && next == 'e' && i > 0: // Schroeder, Schröder; Mueller, Müller
			put(c)
			i++
		case c == 'y': // Sargsyan, Sargsian; Sergey, Sergei; Aliyev, Aliev
			put('i')
		case c == 'h' && i == n-1 && i > 1 && (b[i-1] == 'a' || b[i-1] == 'e'): // Abdullah, Abdulla
		default:
			put(c)
		}
	}
	if len(out) > 4 && string(out[len(out)-4:]) == "enka" { // Lukashenka, Lukashenko
		out[len(out)-1] = 'o'
	}
	return out
}

const (
	hashStart uint64 = 14695981039346656037
	hashPrime uint64 = 1099511628211
)

// hashBytes is FNV-1a with a last mixing, since the tables use the low bits.
func hashBytes(b []byte) uint64 {
	h := hashStart
	for _, c := range b {
		h = (h ^ uint64(c)) * hashPrime
	}
	return h ^ h>>32
}

// strictHash is the hash of a token's folded bytes.
func strictHash(word string) uint64 {
	var buf [longestToken + 8]byte
	return hashBytes(fold(buf[:0], word))
}

// looseHash is the hash of a token's loose key.
func looseHash(word string) uint64 {
	var buf [longestToken + 8]byte
	return hashBytes(loosen(fold(buf[:0], word)))
}

// join extends the hash of a token sequence by one token.
func join(h, token uint64) uint64 {
	h = (h ^ token) * 0x9E3779B97F4A7C15
	return h ^ h>>29
}
