package query

import (
	"strings"
)

// context is what a node is printed inside of.
type context uint8

const (
	inNothing context = iota
	inAnd
	inOr
	inNot
)

// printer writes a query in its canonical form.
type printer struct{ strings.Builder }

// String prints the query in its canonical form: parsing it gives the same query.
func (q *Query) String() string {
	var p printer
	separate := func() {
		if p.Len() > 0 {
			p.WriteByte(' ')
		}
	}
	if q.kinded {
		p.WriteString("kind:" + string(q.Kind))
	}
	if q.Root != nil {
		inside := inNothing
		if p.Len() > 0 || q.AsOf != nil {
			inside = inAnd
		}
		separate()
		q.Root.print(&p, inside)
	}
	if q.AsOf != nil {
		separate()
		p.WriteString("as-of:" + q.AsOf.String())
	}
	return p.String()
}

// String prints a condition.
func (n *And) String() string { return printed(n) }

// String prints a condition.
func (n *Or) String() string { return printed(n) }

// String prints a condition.
func (n *Not) String() string { return printed(n) }

// String prints a condition.
func (n *Match) String() string { return printed(n) }

// String prints a condition.
func (n *Words) String() string { return printed(n) }

func printed(n Node) string {
	var p printer
	n.print(&p, inNothing)
	return p.String()
}

func (n *And) print(p *printer, inside context) {
	if inside == inNot {
		p.WriteByte('(')
		defer p.WriteByte(')')
	}
	for i, c := range n.Nodes {
		if i > 0 {
			p.WriteByte(' ')
		}
		c.print(p, inAnd)
	}
}

func (n *Or) print(p *printer, inside context) {
	if inside != inNothing {
		p.WriteByte('(')
		defer p.WriteByte(')')
	}
	for i, c := range n.Nodes {
		if i > 0 {
			p.WriteString(" or ")
		}
		c.print(p, inOr)
	}
}

func (n *Not) print(p *printer, _ context) {
	p.WriteByte('-')
	n.Node.print(p, inNot)
}

func (n *Match) print(p *printer, _ context) {
	p.WriteString(n.Field.Name)
	p.WriteByte(':')
	for i := range n.Values {
		if i > 0 {
			p.WriteByte(',')
		}
		p.WriteString(n.Values[i].String())
	}
}

func (n *Words) print(p *printer, _ context) {
	if n.Literal {
		p.WriteString(quoteText(n.Text))
	} else {
		p.WriteString(n.Text)
	}
}

// String prints a value with its comparison, in quotation marks where it needs them.
func (v *Value) String() string {
	if v.Literal {
		return string(v.Compare) + quoteText(v.Text)
	}
	return string(v.Compare) + v.Text
}

// quoteText puts a text into quotation marks.
func quoteText(text string) string {
	text = strings.ReplaceAll(text, `\`, `\\`)
	for _, c := range []string{`"`, string(openQuote), string(closeQuote), string(openLowQuote)} {
		text = strings.ReplaceAll(text, c, `\`+c)
	}
	return `"` + text + `"`
}

// bareValue tells whether a text can stand as a value without quotation marks and mean itself.
func bareValue(text string) bool {
	if text == "" || strings.ContainsAny(text[:1], "<>=") || strings.Contains(text, "*") {
		return false
	}
	for _, c := range text {
		if isSpace(c) || c == ',' || c == '(' || c == ')' || isQuote(c) {
			return false
		}
	}
	return true
}

// bareWord tells whether a text can stand as a word without quotation marks and mean itself.
func bareWord(text string) bool {
	if !bareValue(text) || strings.HasPrefix(text, "-") || strings.HasPrefix(text, "−") {
		return false
	}
	if colon := strings.IndexByte(text, ':'); colon > 0 && isFieldName(text[:colon]) {
		return false
	}
	switch text {
	case "or", "OR", "and", "AND", "not", "NOT":
		return false
	}
	return true
}
