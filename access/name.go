package access

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// machine is the author of what chancery does of itself, as package record has it: nobody else may bear it.
const machine = "chancery"

const longestName = 64 // letters

// CleanName gives a name in its one form, or ErrName with the reason. It stands as the author of changes for good, so
// that it must be readable: letters, digits, spaces and a few signs, nothing that is not seen or turns what follows.
func CleanName(name string) (string, error) {
	if !utf8.ValidString(name) {
		return "", fmt.Errorf("%w: it is no UTF-8", ErrName)
	}
	name = norm.NFC.String(name)
	switch {
	case name == "":
		return "", fmt.Errorf("%w: it is empty", ErrName)
	case strings.TrimSpace(name) != name || strings.Contains(name, "  "):
		return "", fmt.Errorf("%w: %q has spaces at an end or several in a row", ErrName, name)
	case utf8.RuneCountInString(name) > longestName:
		return "", fmt.Errorf("%w: it is longer than %d letters", ErrName, longestName)
	case fold(name) == machine:
		return "", fmt.Errorf("%w: %q is who chancery itself is in the record", ErrName, name)
	}
	letters := false
	for i, c := range name {
		switch {
		case unicode.IsLetter(c), unicode.IsDigit(c):
			letters = true
		case i > 0 && (unicode.IsMark(c) || strings.ContainsRune(" .-'’@+_", c)):
		case strings.ContainsRune("_", c):
		default:
			return "", fmt.Errorf("%w: %q has %q: letters, digits, spaces and . - _ ' @ + are possible, a letter or digit first", ErrName, name, c)
		}
	}
	if !letters {
		return "", fmt.Errorf("%w: %q has no letter", ErrName, name)
	}
	return name, nil
}

// fold gives a name without regard to capitals and widths: accounts differ in more than that.
func fold(name string) string {
	return cases.Fold().String(norm.NFKC.String(name))
}
