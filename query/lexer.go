package query

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// tokenKind is what sort of token it is.
type tokenKind uint8

const (
	endToken    tokenKind = iota
	wordToken             // a bare word
	quotedToken           // "in quotation marks"
	fieldToken            // source: the colon included
	openToken             // (
	closeToken            // )
	minusToken            // - before a condition
	commaToken            // , between values
	orToken               // or
	andToken              // and
	notToken              // not
)

// token is a piece of a query.
type token struct {
	kind  tokenKind
	at    Span
	text  string // of a word or a field: its characters; of a quoted token: what stands between the marks, unescaped
	value bool   // of a wordToken: it was read as a value
}

// lexer cuts a query into tokens. What a run of characters is depends on where it stands: after a field's colon it is
// a value, in which colons, slashes and hyphens are characters like others.
type lexer struct {
	text string
	pos  int
}

// isSpace tells whether a character separates tokens.
func isSpace(c rune) bool { return unicode.IsSpace(c) || unicode.IsControl(c) }

// opening and closing quotation marks; each closes with any of the closing ones but the plain one with itself alone.
const (
	plainQuote   = '"'
	openQuote    = '“'
	closeQuote   = '”'
	openLowQuote = '„'
)

func isQuote(c rune) bool {
	return c == plainQuote || c == openQuote || c == closeQuote || c == openLowQuote
}

// skip passes over white space.
func (x *lexer) skip() {
	for x.pos < len(x.text) {
		c, size := utf8.DecodeRuneInString(x.text[x.pos:])
		if !isSpace(c) {
			return
		}
		x.pos += size
	}
}

// next reads the token where a condition may begin.
func (x *lexer) next() (token, *Error) {
	x.skip()
	if x.pos >= len(x.text) {
		return token{kind: endToken, at: Span{len(x.text), len(x.text)}}, nil
	}
	start := x.pos
	c, size := utf8.DecodeRuneInString(x.text[start:])
	one := func(kind tokenKind) (token, *Error) {
		x.pos += size
		return token{kind: kind, at: Span{start, x.pos}, text: x.text[start:x.pos]}, nil
	}
	switch {
	case c == '(':
		return one(openToken)
	case c == ')':
		return one(closeToken)
	case c == ',':
		return one(commaToken)
	case c == '-' || c == '−':
		return one(minusToken)
	case isQuote(c):
		return x.quoted()
	}
	run := x.run(true)
	if colon := strings.IndexByte(run, ':'); colon > 0 && isFieldName(run[:colon]) {
		x.pos = start + colon + 1
		return token{kind: fieldToken, at: Span{start, x.pos}, text: run[:colon]}, nil
	}
	x.pos = start + len(run)
	t := token{kind: wordToken, at: Span{start, x.pos}, text: run}
	switch run {
	case "or", "OR":
		t.kind = orToken
	case "and", "AND":
		t.kind = andToken
	case "not", "NOT":
		t.kind = notToken
	}
	return t, nil
}

// value reads the token where a field's value must begin. An empty wordToken says that there is none.
func (x *lexer) value() (token, *Error) {
	start := x.pos
	if start < len(x.text) {
		if c, _ := utf8.DecodeRuneInString(x.text[start:]); isQuote(c) {
			return x.quoted()
		}
	}
	run := x.run(false)
	x.pos = start + len(run)
	return token{kind: wordToken, at: Span{start, x.pos}, text: run, value: true}, nil
}

// run gives the characters up to white space, a comma, a parenthesis or a quotation mark. In a value a quotation mark
// inside belongs to the run only if no value could begin there.
func (x *lexer) run(condition bool) string {
	rest := x.text[x.pos:]
	for i, c := range rest {
		if isSpace(c) || c == ',' || c == '(' || c == ')' || isQuote(c) && (condition || i > 0) {
			return rest[:i]
		}
	}
	return rest
}

// quoted reads what stands in quotation marks. A backslash before a quotation mark or a backslash takes it as it is.
func (x *lexer) quoted() (token, *Error) {
	start := x.pos
	first, size := utf8.DecodeRuneInString(x.text[start:])
	var out strings.Builder
	for i := start + size; i < len(x.text); {
		c, size := utf8.DecodeRuneInString(x.text[i:])
		switch {
		case c == '\\' && i+1 < len(x.text):
			next, n := utf8.DecodeRuneInString(x.text[i+1:])
			if !isQuote(next) && next != '\\' {
				out.WriteByte('\\')
			}
			out.WriteString(x.text[i+1 : i+1+n])
			i += 1 + n
			continue
		case first == plainQuote && c == plainQuote, first != plainQuote && (c == closeQuote || c == openQuote || c == plainQuote):
			x.pos = i + size
			return token{kind: quotedToken, at: Span{start, x.pos}, text: out.String()}, nil
		}
		out.WriteString(x.text[i : i+size])
		i += size
	}
	return token{}, &Error{x.text, Span{start, len(x.text)}, "the quotation mark is never closed: write another one at the end of the words"}
}

// isFieldName tells whether what stands before a colon looks like the name of a field.
func isFieldName(name string) bool {
	for i := 0; i < len(name); i++ {
		c := name[i]
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		if !letter && (i == 0 || c != '-' && c != '.' && c != '_' && (c < '0' || c > '9')) {
			return false
		}
	}
	return name != ""
}
