package gazetteer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold returns the form under which a name is looked up: lower case without
// diacritics, apostrophes and full stops; hyphens are spaces; "Saint", "Mount"
// and "Fort" are as often abbreviated as not and so always are. A leading "the"
// falls away. Fold(Fold(s)) == Fold(s) for names in Latin script.
func Fold(name string) string { return string(AppendFold(make([]byte, 0, len(name)+8), name)) }

// AppendFold appends Fold(name) to dst. It does not allocate for names in ASCII when dst has room.
func AppendFold(dst []byte, name string) []byte {
	start := len(dst)
	ascii := true
	for i := 0; i < len(name); i++ {
		if name[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if ascii {
		for i := 0; i < len(name); i++ {
			dst = appendFoldedByte(dst, start, name[i])
		}
	} else {
		for _, r := range norm.NFD.String(name) {
			if r < utf8.RuneSelf {
				dst = appendFoldedByte(dst, start, byte(r))
				continue
			}
			if unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Lm, r) {
				continue
			}
			if latin := latinOf(unicode.ToLower(r)); latin != "" {
				if latin != "'" {
					dst = append(dst, latin...)
				}
				continue
			}
			if unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) {
				dst = appendFoldedByte(dst, start, ' ')
				continue
			}
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				dst = utf8.AppendRune(dst, unicode.ToLower(r))
			}
		}
	}
	for len(dst) > start && dst[len(dst)-1] == ' ' {
		dst = dst[:len(dst)-1]
	}
	return shorten(dst, start)
}

func appendFoldedByte(dst []byte, start int, c byte) []byte {
	switch {
	case 'A' <= c && c <= 'Z':
		return append(dst, c+'a'-'A')
	case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
		return append(dst, c)
	case c == '\'' || c == '.' || c == '`':
		return dst
	case c == '&':
		return append(dst, "and"...)
	}
	if len(dst) > start && dst[len(dst)-1] != ' ' {
		return append(dst, ' ')
	}
	return dst
}

// latinOf gives letters that have no decomposition their usual Latin spelling; "'" means that the character is dropped.
func latinOf(r rune) string {
	switch r {
	case 'ə', 'ǝ':
		return "a"
	case 'ı':
		return "i"
	case 'ø', 'œ', 'ö':
		return "o"
	case 'ł':
		return "l"
	case 'đ', 'ð':
		return "d"
	case 'ħ':
		return "h"
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'þ':
		return "th"
	case 'ŋ':
		return "ng"
	case '’', '‘', 'ʼ', 'ʻ', 'ʿ', 'ʾ', '´', '′', '·':
		return "'"
	}
	return ""
}

// abbreviations are the words that gazetteers and newspapers shorten as they like.
var abbreviations = [...]struct{ long, short string }{
	{"saint ", "st "}, {"sainte ", "ste "}, {"mount ", "mt "}, {"fort ", "ft "},
}

func shorten(dst []byte, start int) []byte {
	name := dst[start:]
	if len(name) > 4 && string(name[:4]) == "the " {
		name = name[:copy(name, name[4:])]
	}
	for i := 0; i < len(name); i++ {
		if i > 0 && name[i-1] != ' ' {
			continue
		}
		for _, a := range &abbreviations {
			if strings.HasPrefix(string(name[i:min(len(name), i+len(a.long))]), a.long) {
				copy(name[i:], a.short)
				cut := len(a.long) - len(a.short)
				name = append(name[:i+len(a.short)], name[i+len(a.short)+cut:]...)
				break
			}
		}
	}
	return dst[:start+len(name)]
}

// Hash returns the 40-bit hash of a folded name (FNV-1a, folded together from 64 bits).
func Hash(folded []byte) uint64 {
	h := uint64(14695981039346656037)
	for _, c := range folded {
		h ^= uint64(c)
		h *= 1099511628211
	}
	h ^= h >> 40
	return h & (1<<40 - 1)
}
