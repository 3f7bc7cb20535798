package training

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/syntax"
)

// The treebanks hold few headlines and little text in capitals, and mostly straight quotation marks; news has all of
// these. style is another way to write a sentence whose annotation stays what it is.
type style int

const (
	asHeadline  style = iota // Every Word but Little Ones with a Capital, no Full Stop
	inCapitals               // ALL CAPITALS, as agencies' telexes and section lines have it
	inSmall                  // no capitals at all
	typographic              // ’ “ ” for ' "
	styles
)

// restyle returns the sentence written in another style.
func (c *corpora) restyle(s *sentence, to style) *sentence {
	t := *s
	t.forms = make([]string, len(s.forms))
	open := false
	for i, form := range s.forms {
		switch to {
		case asHeadline:
			t.forms[i] = form
			if i == 0 || !isLittle(s, i) {
				r, n := utf8.DecodeRuneInString(form)
				t.forms[i] = string(unicode.ToUpper(r)) + form[n:]
			}
		case inCapitals:
			t.forms[i] = strings.ToUpper(form)
		case inSmall:
			t.forms[i] = strings.ToLower(form)
		case typographic:
			switch form {
			case `"`:
				open = !open
				t.forms[i] = "”"
				if open {
					t.forms[i] = "“"
				}
			default:
				t.forms[i] = strings.ReplaceAll(form, "'", "’")
			}
		}
	}
	last := len(t.forms) - 1
	if to == asHeadline && last > 0 && t.forms[last] == "." && !isHead(s, last) {
		t.forms = t.forms[:last]
		t.upos, t.xpos, t.heads, t.rels, t.names = cut(t.upos, last), cut(t.xpos, last), cut(t.heads, last), cut(t.rels, last), cut(t.names, last)
	}
	c.prepare(&t)
	return &t
}

func cut[T any](x []T, n int) []T {
	if x == nil {
		return nil
	}
	return x[:n]
}

func isHead(s *sentence, i int) bool {
	for _, h := range s.heads {
		if int(h) == i {
			return true
		}
	}
	return false
}

// isLittle reports whether headlines write the word small: articles, short prepositions, "and", "to", "'s".
func isLittle(s *sentence, i int) bool {
	form := s.forms[i]
	if strings.HasPrefix(form, "'") || strings.HasPrefix(form, "’") || form == "n't" || form == "n’t" {
		return true
	}
	if s.upos == nil || len(form) > 4 {
		return len(form) <= 3 && strings.ToLower(form) == form
	}
	switch syntax.UPOS(s.upos[i]) {
	case syntax.ADP, syntax.DET, syntax.CCONJ, syntax.PART:
		return true
	}
	return false
}
