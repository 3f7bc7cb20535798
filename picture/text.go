package picture

import (
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
)

// advances are the widths of ' ' to '~' in thousandths of the type size, as in
// Helvetica and the faces made to its measure (Arial, Liberation Sans, Arimo).
var advances = [...]uint16{
	278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, // space to /
	556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, // 0 to ?
	1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, // @ to O
	667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, // P to _
	333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, // ` to o
	556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584, // p to ~
}

// roomier makes the estimate a little wider than the table, because the
// reader's face may be.
const roomier = 1.07

// boldly is how much wider bold type is.
const boldly = 1.06

// textWidth estimates how wide a text is at a type size, in pixels.
func textWidth(s string, size float64) float64 {
	sum := 0
	for _, r := range s {
		sum += advance(r)
	}
	return float64(sum) * size / 1000 * roomier
}

func advance(r rune) int {
	switch {
	case r >= ' ' && r <= '~':
		return int(advances[r-' '])
	case r == '…', r == '—', r == '™':
		return 1000
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case r < 0x250: // Latin letters with marks: the widest of their kind
		if unicode.IsUpper(r) {
			return 780
		}
		return 600
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul), r >= 0x1F000:
		return 1050
	case unicode.IsUpper(r):
		return 830
	default:
		return 700
	}
}

// shorten cuts a text so that it is no wider than room, and says so with "…".
// It returns "" when not even three letters would stay.
func shorten(s string, size, room float64) string {
	if textWidth(s, size) <= room {
		return s
	}
	room -= textWidth("…", size)
	used, end, kept := 0.0, 0, 0
	state := -1
	for rest := s; rest != ""; {
		var cluster string
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		w := textWidth(cluster, size)
		if used+w > room {
			break
		}
		used += w
		end += len(cluster)
		kept++
	}
	if kept < 3 {
		return ""
	}
	return strings.TrimRight(s[:end], " ,;:-–(") + "…"
}

// printable gives a text as one line without characters that a drawing cannot
// hold: control characters and broken encodings become spaces.
func printable(s string) string {
	clean := true
	for _, r := range s {
		if !fit(r) {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	return strings.Map(func(r rune) rune {
		if !fit(r) {
			return ' '
		}
		return r
	}, s)
}

// fit reports whether XML and HTML both take the character as text.
func fit(r rune) bool {
	switch {
	case r < 0x20, r >= 0x7f && r < 0xa0, r == unicode.ReplacementChar, r >= 0xfdd0 && r <= 0xfdef, r&0xfffe == 0xfffe:
		return false
	}
	return true
}
