package query

import (
	"strings"
	"unicode/utf8"
)

// Span is a half-open range of bytes of a query.
type Span struct{ Start, End int }

// to is the span from the beginning of s to the end of o.
func (s Span) to(o Span) Span { return Span{s.Start, o.End} }

// Error is what is wrong with a query, and where.
type Error struct {
	Query  string // the whole query
	At     Span   // the bytes that are wrong; empty at the place where something is missing
	Reason string // what is wrong and, where it can be told, what would do
}

// Error says what is wrong and at which character, counted from 1.
func (e *Error) Error() string {
	return "query, character " + itoa(utf8.RuneCountInString(e.Query[:e.At.Start])+1) + ": " + e.Reason
}

// Unwrap makes errors.Is(err, ErrQuery) true.
func (e *Error) Unwrap() error { return ErrQuery }

// Caret shows the query with a caret under what is wrong, and the reason, in lines of at most width columns (0 for 80):
//
//	sorce:USA status:offered
//	^^^^^ unknown field "sorce": did you mean source?
//
// Of a query that is longer than a line only the part around the mistake is shown.
func (e *Error) Caret(width int) string {
	if width <= 0 {
		width = 80
	}
	line := []rune(strings.Map(func(c rune) rune {
		if c < 0x20 || c == 0x7f || c >= 0x80 && c < 0xa0 || c == utf8.RuneError {
			return ' '
		}
		return c
	}, e.Query))
	start := utf8.RuneCountInString(e.Query[:e.At.Start])
	marks := max(1, utf8.RuneCountInString(e.Query[e.At.Start:e.At.End]))
	if end := len(line); end > width {
		from := max(0, min(start-width/3, end-width))
		line, start = line[from:min(end, from+width)], start-from
		if from > 0 {
			line[0] = '…'
		}
		if from+width < end {
			line[len(line)-1] = '…'
		}
		marks = max(1, min(marks, width-start))
	}
	var out strings.Builder
	out.WriteString(strings.TrimRight(string(line), " "))
	out.WriteByte('\n')
	pad := strings.Repeat(" ", start)
	out.WriteString(pad + strings.Repeat("^", marks))
	if start+marks+1+utf8.RuneCountInString(e.Reason) <= width {
		out.WriteString(" " + e.Reason)
	} else {
		out.WriteString("\n" + wrap(e.Reason, width))
	}
	return out.String()
}

// wrap breaks a text between words into lines of at most width columns.
func wrap(text string, width int) string {
	var out strings.Builder
	column := 0
	for i, word := range strings.Fields(text) {
		n := utf8.RuneCountInString(word)
		switch {
		case i == 0:
		case column+1+n > width:
			out.WriteByte('\n')
			column = 0
		default:
			out.WriteByte(' ')
			column++
		}
		out.WriteString(word)
		column += n
	}
	return out.String()
}

// itoa writes a number that is not negative.
func itoa(n int) string {
	var buf [20]byte
	i := len(buf)
	for {
		i--
		buf[i] = byte('0' + n%10)
		if n /= 10; n == 0 {
			return string(buf[i:])
		}
	}
}
