package query

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The limits of a query: people write far less, and a program that builds queries should not bring the record down.
const (
	longestQuery = 16 << 10 // bytes
	deepest      = 64       // parentheses within parentheses
	mostValues   = 1000     // of one condition
)

// parser makes a tree of tokens.
type parser struct {
	lexer
	token token // the one that is looked at
	depth int   // parentheses and "not" around it
	part  int   // above 0 where only a part of the query is read: in parentheses, after "or"
	query *Query
}

// Parse reads a query. The vocabulary, which [Load] makes of a codebook, says what codes and names mean; without one
// (nil) only the form is checked, and names are taken as ids. The error is an [*Error].
func Parse(text string, v *Vocabulary) (*Query, error) {
	q := &Query{Text: text, Kind: Events}
	if len(text) > longestQuery {
		return nil, &Error{text, Span{longestQuery, longestQuery}, "the query is too long: more than " + itoa(longestQuery) + " bytes"}
	}
	if !utf8.ValidString(text) {
		at := 0
		for i, c := range text {
			if c == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD") {
				at = i
				break
			}
		}
		return nil, &Error{text, Span{at, at + 1}, "this is not UTF-8"}
	}
	p := parser{lexer: lexer{text: text}, query: q}
	if err := p.parse(); err != nil {
		return nil, err
	}
	if !q.kinded && q.Uses("said") {
		q.Kind = Quotations // only quotations have words that somebody said
	}
	if err := q.fits(); err != nil {
		return nil, err
	}
	if err := q.bind(v); err != nil {
		return nil, err
	}
	return q, nil
}

func (p *parser) parse() error {
	if err := p.advance(); err != nil {
		return err
	}
	if p.token.kind == endToken {
		return nil
	}
	root, err := p.or()
	if err != nil {
		return err
	}
	if p.token.kind != endToken {
		// or ends only at the end and at a closing parenthesis
		return p.fail(p.token.at, "this parenthesis closes nothing: take it out, or write the opening one")
	}
	p.query.Root = root
	return nil
}

func (p *parser) fail(at Span, reason string) error { return &Error{p.text, at, reason} }

func (p *parser) advance() error {
	t, err := p.next()
	if err != nil {
		return err
	}
	p.token = t
	return nil
}

// or reads conditions with "or" between them.
func (p *parser) or() (Node, error) {
	var nodes []Node
	for {
		start := p.token.at
		n, err := p.and()
		if err != nil {
			return nil, err
		}
		if n == nil && (p.token.kind == orToken || len(nodes) > 0) {
			// kind: and as-of: are no conditions
			return nil, p.fail(start, "kind: and as-of: are said of the whole query, not of a part of it: put them beside the parentheses")
		}
		nodes = append(nodes, n)
		if p.token.kind != orToken {
			return AnyOf(nodes...), nil
		}
		if len(nodes) == 1 {
			if err := p.whole(start); err != nil {
				return nil, err
			}
			p.part++
			defer func() { p.part-- }()
		}
		if err := p.advance(); err != nil {
			return nil, err
		}
	}
}

// whole makes sure that nothing was said of the whole query in what turns out to be a part of it.
func (p *parser) whole(start Span) error {
	if p.part == 0 && (p.query.kinded || p.query.AsOf != nil) {
		return p.fail(start, "kind: and as-of: are said of the whole query: put the conditions around \"or\" into parentheses")
	}
	return nil
}

// and reads conditions that must all hold, up to "or", a closing parenthesis or the end.
func (p *parser) and() (Node, error) {
	var nodes []Node
	for first := true; ; first = false {
		switch p.token.kind {
		case endToken, closeToken, orToken:
			if !first {
				return AllOf(nodes...), nil
			}
			switch p.token.kind {
			case endToken:
				return nil, p.fail(p.token.at, "a condition is missing here: a word, a \"phrase\" or field:value")
			case closeToken:
				return nil, p.fail(p.token.at, "a condition is missing before this parenthesis")
			default:
				return nil, p.fail(p.token.at, `"or" stands between two conditions; to look for the word, write it in quotation marks`)
			}
		case andToken:
			at := p.token.at
			if err := p.advance(); err != nil {
				return nil, err
			}
			if first || p.token.kind == endToken || p.token.kind == closeToken || p.token.kind == orToken || p.token.kind == andToken {
				return nil, p.fail(at, `"and" stands between two conditions and may be left out; to look for the word, write it in quotation marks`)
			}
		}
		n, err := p.condition()
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, n) // nil for kind: and as-of:
	}
}

// condition reads one condition with what turns it around.
func (p *parser) condition() (Node, error) {
	t := p.token
	switch t.kind {
	case notToken, minusToken:
		if err := p.advance(); err != nil {
			return nil, err
		}
		if t.kind == minusToken && t.at.End != p.token.at.Start {
			return nil, p.fail(t.at, `a minus stands directly before what it excludes: -status:actual; to look for it, write it in quotation marks`)
		}
		switch p.token.kind {
		case endToken, closeToken, orToken, andToken:
			return nil, p.fail(p.token.at, "a condition is missing here: "+quoteText(t.text)+" excludes what follows it")
		}
		if p.depth++; p.depth > deepest {
			return nil, p.fail(t.at, "too many \"not\" and parentheses within each other")
		}
		n, err := p.condition()
		p.depth--
		if err != nil {
			return nil, err
		}
		if n == nil {
			return nil, p.fail(t.at, "kind: and as-of: are said of the whole query and cannot be excluded")
		}
		if not, ok := n.(*Not); ok {
			return not.Node, nil
		}
		return &Not{Node: n, at: t.at.to(n.Span())}, nil
	case openToken:
		if p.depth++; p.depth > deepest {
			return nil, p.fail(t.at, "too many parentheses within each other")
		}
		p.part++
		if err := p.advance(); err != nil {
			return nil, err
		}
		n, err := p.or()
		if err != nil {
			return nil, err
		}
		if p.token.kind != closeToken {
			return nil, p.fail(t.at, "this parenthesis is never closed")
		}
		p.depth--
		p.part--
		if n == nil {
			return nil, p.fail(t.at.to(p.token.at), "there is no condition in these parentheses")
		}
		return n, p.advance()
	case fieldToken:
		return p.match()
	case commaToken:
		return nil, p.fail(t.at, "a comma separates the values of a field, without a space before it: status:offered,planned")
	}
	return p.words()
}

// words reads a word or a phrase.
func (p *parser) words() (Node, error) {
	t := p.token
	n := &Words{Text: t.text, Literal: t.kind == quotedToken && !bareWord(t.text), at: t.at}
	if err := p.searchable(t); err != nil {
		return nil, err
	}
	return n, p.advance()
}

// searchable makes sure that a text has words to look for.
func (p *parser) searchable(t token) error {
	if t.kind == wordToken {
		if star := strings.IndexByte(t.text, '*'); star >= 0 && star < len(t.text)-1 {
			return p.fail(Span{t.at.Start + star, t.at.Start + star + 1}, "a star stands at the end of a word: negotiat*")
		}
		if strings.HasSuffix(t.text, "*") && len([]rune(t.text)) < 3 {
			return p.fail(t.at, "at least two letters must stand before the star")
		}
	}
	for _, c := range t.text {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			return nil
		}
	}
	return p.fail(t.at, "there is no word to look for in "+quoteText(t.text))
}

// match reads a field and its values.
func (p *parser) match() (Node, error) {
	named := p.token
	name := Span{named.at.Start, named.at.End - 1}
	f := fieldNamed(strings.ToLower(named.text))
	if f == nil {
		if other := also[strings.ToLower(named.text)]; other != "" {
			return nil, p.fail(name, "unknown field "+quoteText(named.text)+": did you mean "+other+"?")
		}
		reason := "unknown field " + quoteText(named.text)
		if near := nearest(named.text, fieldNames(Events)); len(near) > 0 {
			reason += ": did you mean " + either(near) + "?"
		} else {
			reason += ": write words with a colon in quotation marks; the fields are " + strings.Join(fieldNames(Events), ", ")
		}
		return nil, p.fail(name, reason)
	}
	m := &Match{Field: f, at: named.at}
	for {
		v, err := p.fieldValue(f)
		if err != nil {
			return nil, err
		}
		m.Values = append(m.Values, v)
		m.at.End = v.At.End
		if len(m.Values) > mostValues {
			return nil, p.fail(v.At, "too many values: "+itoa(mostValues)+" at the most")
		}
		if err := p.advance(); err != nil {
			return nil, err
		}
		if p.token.kind != commaToken || p.token.at.Start != v.At.End {
			break
		}
		p.skip() // "ARM, AZE"
	}
	if f.Takes == DirectiveValue {
		return nil, p.direct(m)
	}
	return m, nil
}

// fieldValue reads one value of a field.
func (p *parser) fieldValue(f *Field) (Value, error) {
	t, lexError := p.value()
	if lexError != nil {
		return Value{}, lexError
	}
	if t.text == "" {
		reason := f.Name + ": needs a value directly after it: " + f.Example
		if t.kind == wordToken && strings.HasPrefix(p.text[t.at.End:], "(") {
			reason = "several values stand one after the other with commas between them, without parentheses: " + f.Example
		}
		return Value{}, p.fail(t.at, reason)
	}
	v := Value{Text: t.text, Literal: t.kind == quotedToken && !bareValue(t.text), At: t.at}
	if err := p.checkForm(f, &v, t); err != nil {
		return Value{}, err
	}
	return v, nil
}

// direct takes what is said of the whole query.
func (p *parser) direct(m *Match) error {
	if p.part > 0 {
		return p.fail(m.at, m.Field.Name+": is said of the whole query: put it beside the parentheses")
	}
	if len(m.Values) > 1 {
		return p.fail(m.Values[1].At, m.Field.Name+": takes one value")
	}
	v := m.Values[0]
	switch m.Field.Name {
	case "kind":
		if p.query.kinded {
			return p.fail(m.at, "kind: stands here a second time")
		}
		p.query.Kind, p.query.kinded = Kind(v.Text), true
	case "as-of":
		if p.query.AsOf != nil {
			return p.fail(m.at, "as-of: stands here a second time")
		}
		p.query.AsOf = &v
	}
	return nil
}

// fits makes sure that every field is one that the things asked for have.
func (q *Query) fits() error {
	var wrong *Error
	q.Walk(func(n Node, _ bool) {
		m, ok := n.(*Match)
		if !ok || wrong != nil || m.Field.has(q.Kind) {
			return
		}
		var kinds []string
		for _, k := range m.Field.Kinds {
			kinds = append(kinds, string(k))
		}
		at := m.at
		at.End = min(at.End, at.Start+len(m.Field.Name))
		wrong = &Error{q.Text, at, string(q.Kind) + " have no " + m.Field.Name + ", " + either(kinds) + " have: add kind:" + kinds[0] + ", or take it out"}
	})
	if wrong != nil {
		return wrong
	}
	return nil
}
