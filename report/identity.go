package report

import (
	"crypto/sha256"
	"encoding/hex"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Hash gives the SHA-256, in hexadecimal, of the normalised text: normalisation form C, every run of white
// space folded to one space, none at the ends.
func Hash(text string) string {
	if !norm.NFC.IsNormalString(text) {
		text = norm.NFC.String(text)
	}
	sum := sha256.Sum256(appendFolded(make([]byte, 0, len(text)), text))
	return hex.EncodeToString(sum[:])
}

// identify sets SHA256, and the id where none was given.
func (r *Report) identify() {
	r.SHA256 = Hash(r.Text)
	if r.ID == "" {
		r.ID = "sha256:" + r.SHA256[:16]
	}
}

// appendFolded appends s to b with white space folded.
func appendFolded(b []byte, s string) []byte {
	space := false
	start := len(b)
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			i++
			if isSpaceByte(c) {
				space = true
				continue
			}
			if space && len(b) > start {
				b = append(b, ' ')
			}
			space = false
			b = append(b, c)
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if unicode.IsSpace(r) {
			space = true
		} else {
			if space && len(b) > start {
				b = append(b, ' ')
			}
			space = false
			b = append(b, s[i:i+n]...)
		}
		i += n
	}
	return b
}

// fold gives s with white space folded.
func fold(s string) string { return string(appendFolded(make([]byte, 0, len(s)), s)) }

func isSpaceByte(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }
