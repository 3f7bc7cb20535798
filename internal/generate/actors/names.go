package main

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold writes a name in plain small letters, words separated by one space.
func fold(s string) string {
	var b strings.Builder
	space := false
	for _, r := range norm.NFD.String(strings.ReplaceAll(s, "ı", "i")) {
		switch {
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’', r == '.', r == 'ʻ':
		case r == 'ø' || r == 'Ø':
			b.WriteByte('o')
		case r == 'ł' || r == 'Ł':
			b.WriteByte('l')
		case r == 'đ' || r == 'Đ':
			b.WriteByte('d')
		case r == 'ə' || r == 'Ə':
			b.WriteByte('a')
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(unicode.ToLower(r))
		default:
			space = true
		}
		if r == ' ' || r == '-' {
			space = true
		}
	}
	return b.String()
}

// slug writes a name as the last part of an id.
func slug(name string) string { return strings.ReplaceAll(fold(name), " ", "-") }

// latin tells whether a name is written in Latin letters.
func latin(name string) bool {
	for _, r := range name {
		if unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) {
			return false
		}
	}
	return name != ""
}

// cut is the beginning of a word, without what spellings of it differ in.
func cut(w string) string {
	w = strings.NewReplacer("kh", "h", "y", "i", "ii", "i", "ou", "u", "q", "k", "ss", "s").Replace(w)
	return w[:min(3, len(w))]
}

// familyFirst are the states whose people's names begin with the family's.
var familyFirst = map[string]bool{"CHN": true, "PRK": true, "KOR": true, "TWN": true}

// particles belong to the surname they stand before.
var particles = map[string]bool{"von": true, "van": true, "de": true, "der": true, "den": true, "di": true, "da": true, "dos": true, "del": true, "le": true, "la": true, "bin": true, "ben": true, "ter": true, "van der": true}

// surname returns the surname when it is not simply the last word, else "".
func surname(name, of string) string {
	words := strings.Fields(name)
	if len(words) < 2 {
		return ""
	}
	if familyFirst[of] && len(words) <= 3 && !strings.Contains(words[0], ".") {
		return words[0]
	}
	i := len(words) - 1
	for i > 1 && particles[strings.ToLower(words[i-1])] {
		i--
	}
	if i < len(words)-1 {
		return strings.Join(words[i:], " ")
	}
	return ""
}

// fromCapitals writes "Serzh SARGSIAN" as "Serzh Sargsian".
func fromCapitals(name string) string {
	words := strings.Fields(name)
	for i, w := range words {
		letters := []rune(w)
		if len(letters) < 2 || strings.ToUpper(w) != w || strings.Trim(w, "IVX") == "" || strings.HasSuffix(w, ".") {
			continue
		}
		start := true
		for j, r := range letters {
			if !start {
				letters[j] = unicode.ToLower(r)
			}
			start = !unicode.IsLetter(r) && r != '\'' && r != '’'
		}
		w = string(letters)
		for _, prefix := range []string{"Mc", "O'"} {
			if rest, ok := strings.CutPrefix(w, prefix); ok && rest != "" {
				w = prefix + strings.ToUpper(rest[:1]) + rest[1:]
			}
		}
		words[i] = w
	}
	return strings.Join(words, " ")
}
