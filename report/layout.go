package report

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// item is a paragraph, a heading or a line of furniture: a run of lines of raw that belong together, without
// the white space around it.
type item struct {
	Span
	kind      BlockKind
	furniture string // the kind of furniture; "" for what is kept
	words     int
	terminal  bool // ends as sentences do
	upper     bool // begins with a capital, a figure or a quotation mark
	listed    bool // begins with a bullet
}

// line is one line of a text without the white space around it.
type line struct {
	Span
	indent int // white space before it
	width  int // characters, without the indent
	blank  bool
}

// layOut divides raw into items. A blank line always divides. A single line end divides, too, unless the text
// is wrapped there: because the next word would not have fitted (texts of agencies in 70 columns), or because
// a long line stops without an end of sentence and the next goes on in small letters.
func layOut(raw string) []item {
	lines := splitLines(raw)
	width, wrapped := wrapColumn(raw, lines)
	indented := wrapped && indentedParagraphs(lines)
	items := make([]item, 0, len(lines)/2+1)
	open := false
	for i, l := range lines {
		if l.blank {
			open = false
			continue
		}
		if open && joins(raw, lines[i-1], l, width, wrapped, indented) {
			items[len(items)-1].End = l.End
			continue
		}
		items = append(items, item{Span: l.Span})
		open = true
	}
	for i := range items {
		items[i].measure(raw)
	}
	return items
}

func splitLines(raw string) []line {
	lines := make([]line, 0, strings.Count(raw, "\n")+1)
	for start := 0; start < len(raw); {
		end, next := lineEnd(raw, start)
		text := strings.TrimLeftFunc(raw[start:end], blankRune)
		l := line{indent: end - start - len(text)}
		l.Start = start + l.indent
		text = strings.TrimRightFunc(text, blankRune)
		l.End = l.Start + len(text)
		l.blank = text == ""
		if len(text) <= 4*wrapLimit {
			l.width = utf8.RuneCountInString(text)
		} else {
			l.width = len(text)
		}
		lines = append(lines, l)
		start = next
	}
	return lines
}

// lineEnd gives where the line that begins at start ends and where the next begins. Line ends are those of
// Unix, Windows and old Macintoshes, page and column breaks, and Unicode's line and paragraph separators.
func lineEnd(raw string, start int) (end, next int) {
	for i := start; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '\r' && i+1 < len(raw) && raw[i+1] == '\n':
			return i, i + 2
		case c >= '\n' && c <= '\r':
			return i, i + 1
		case c == 0xe2 && i+2 < len(raw) && raw[i+1] == 0x80 && (raw[i+2] == 0xa8 || raw[i+2] == 0xa9):
			return i, i + 3
		}
	}
	return len(raw), len(raw)
}

// blankRune reports whether r is white space or a character without ink: byte order marks and marks of
// direction that browsers leave in copied text.
func blankRune(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r == '\u200e' || r == '\u200f' || r == '\u2060'
}

// wrapLimit is the widest column at which people wrap plain text.
const wrapLimit = 120

// wrapColumn gives the width at which a text is wrapped; wrapped is false when its line ends are its own. In a
// wrapped text the lines that go on break where the next word would not have fitted, and they break inside
// sentences.
func wrapColumn(raw string, lines []line) (width int, wrapped bool) {
	var count [wrapLimit + 1]int
	n := 0
	for _, l := range lines {
		if l.blank {
			continue
		}
		n++
		if l.width <= wrapLimit {
			count[l.width]++
		}
	}
	// The widest line counts, but not one table or address in a hundred that sticks out.
	spare := n / 100
	over := n
	for w := range count {
		over -= count[w]
	}
	if over > spare {
		return 0, false
	}
	for width = wrapLimit; width > 0; width-- {
		if over += count[width]; over > spare {
			break
		}
	}
	if width < 30 {
		return 0, false
	}
	pairs, fit, inside := 0, 0, 0
	for i := 1; i < len(lines); i++ {
		a, b := lines[i-1], lines[i]
		if a.blank || b.blank || b.indent > a.indent+1 {
			continue
		}
		pairs++
		if a.width+1+firstWord(raw, b) > width*9/10 {
			fit++
			if !endsSentence(raw[a.Start:a.End]) {
				inside++
			}
		}
	}
	return width, pairs > 0 && fit*10 >= pairs*6 && inside*2 >= fit
}

// indentedParagraphs reports whether a wrapped text marks its paragraphs by indenting their first line, as the
// Reuters wire did.
func indentedParagraphs(lines []line) bool {
	starts, goOn := 0, 0
	for i := 1; i < len(lines); i++ {
		a, b := lines[i-1], lines[i]
		switch {
		case a.blank || b.blank:
		case b.indent > a.indent+1:
			starts++
		case a.indent > b.indent+1:
			goOn++
		}
	}
	return starts > 0 && goOn > 0
}

// joins reports whether line b goes on with the paragraph of line a right above it.
func joins(raw string, a, b line, width int, wrapped, indented bool) bool {
	if b.indent > a.indent+1 || startsBullet(raw[b.Start:b.End]) || strings.HasPrefix(raw[a.Start:], "©") {
		return false
	}
	if indented && b.indent+1 < a.indent {
		return true
	}
	r, _ := utf8.DecodeRuneInString(raw[b.Start:b.End])
	broken := !endsSentence(raw[a.Start:a.End])
	if wrapped {
		return a.width+1+firstWord(raw, b) > width*17/20 || broken && (unicode.IsLower(r) || indented && b.indent == 0 && a.indent == 0)
	}
	return unicode.IsLower(r) && a.width >= 24 && broken
}

func firstWord(raw string, l line) int {
	text := raw[l.Start:min(l.End, l.Start+wrapLimit)]
	if i := strings.IndexByte(text, ' '); i >= 0 {
		text = text[:i]
	}
	return utf8.RuneCountInString(text)
}

// measure sets what the classification of an item looks at.
func (it *item) measure(raw string) {
	text := raw[it.Start:it.End]
	it.words = countWords(text, 200)
	it.terminal = endsSentence(text)
	it.listed = startsBullet(text)
	r, _ := utf8.DecodeRuneInString(text)
	it.upper = unicode.IsUpper(r) || unicode.IsDigit(r) || strings.ContainsRune(openQuotes, r) || unicode.IsLetter(r) && !unicode.IsLower(r)
}

// countWords counts the runs of other than white space, and stops at limit.
func countWords(s string, limit int) (n int) {
	inWord := false
	for i := range len(s) {
		if isSpaceByte(s[i]) {
			inWord = false
		} else if !inWord {
			inWord = true
			if n++; n >= limit {
				return n
			}
		}
	}
	return n
}

const (
	openQuotes  = "\"'“‘«„‹「『"
	closeQuotes = "\"'”’»“›」』)]"
)

// endsSentence reports whether s ends with a mark that ends sentences, perhaps inside a closing quotation mark
// or bracket. Armenian, Arabic, Devanagari and Chinese have their own.
func endsSentence(s string) bool {
	quoted := false
	for len(s) > 0 {
		r, n := utf8.DecodeLastRuneInString(s)
		switch {
		case strings.ContainsRune(".!?…։:؟۔।。！？", r):
			return r != ':' || quoted
		case strings.ContainsRune(closeQuotes, r) || unicode.IsSpace(r):
			quoted = true
			s = s[:len(s)-n]
		default:
			return false
		}
	}
	return false
}

// startsBullet reports whether s begins with the mark of a list: "- ", "• ", "* ", "1. ", "a) ".
func startsBullet(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	if n >= len(s) {
		return false
	}
	switch r {
	case '•', '·', '▪', '●', '◦', '‣', '■', '►', '▶':
		return true
	case '-', '*', '–', '—', '+':
		return s[n] == ' ' || s[n] == '\t'
	}
	if d := digitRun(s); d > 0 && d <= 2 && len(s) > d+1 && (s[d] == '.' || s[d] == ')') && s[d+1] == ' ' {
		return true
	}
	return false
}
