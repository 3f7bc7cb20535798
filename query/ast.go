package query

import "slices"

// Kind is what a query asks for.
type Kind string

// The kinds of things that can be found.
const (
	Events      Kind = "events"      // what reports tell that somebody did; the default
	Quotations  Kind = "quotations"  // somebody's words
	Occurrences Kind = "occurrences" // what happened once: the occurrences that events found belong to
	Reports     Kind = "reports"     // news items
)

// Kinds lists the kinds, the default first.
func Kinds() []Kind { return []Kind{Events, Quotations, Occurrences, Reports} }

// Query is a question to the record.
type Query struct {
	Text string // as it was given
	Root Node   // the condition; nil when everything is asked for
	Kind Kind   // what is asked for: as the query says, else by its fields
	AsOf *Value // the day as of which the record is asked; nil for now
	// Notes tell a reader how the query was understood where it could have been otherwise: which people a surname was
	// taken to mean.
	Notes []string

	kinded bool // the kind stands in the query
}

// Node is a condition or several: *And, *Or, *Not, *Match or *Words.
type Node interface {
	// Span is where it stands in the query.
	Span() Span
	print(p *printer, inside context)
}

// And holds when all of its nodes hold. It has at least two, and none is an *And.
type And struct{ Nodes []Node }

// Or holds when one of its nodes holds. It has at least two, and none is an *Or.
type Or struct{ Nodes []Node }

// Not holds when its node does not. The node is no *Not.
type Not struct {
	Node Node
	at   Span
}

// Match holds when the field has one of the values.
type Match struct {
	Field  *Field
	Values []Value // at least one
	at     Span
}

// Words holds when the words stand in the text, next to each other and in this order.
type Words struct {
	Text    string // as written, without quotation marks
	Literal bool   // it stood in quotation marks and must: it has several words, or a star that is none
	at      Span
}

// Value is a value of a field.
type Value struct {
	Text    string  // as written, without quotation marks; codes in the case that the codebook has them in
	Literal bool    // it stood in quotation marks and must: a star in it is none
	Compare Compare // of numbers
	At      Span
	Tests   []Test // what it asks for: any of them will do
}

// Compare is how a number is compared.
type Compare string

// The comparisons.
const (
	Equal   Compare = ""
	Above   Compare = ">"
	AtLeast Compare = ">="
	Below   Compare = "<"
	AtMost  Compare = "<="
)

// Span is where the conditions stand.
func (n *And) Span() Span { return n.Nodes[0].Span().to(n.Nodes[len(n.Nodes)-1].Span()) }

// Span is where the conditions stand.
func (n *Or) Span() Span { return n.Nodes[0].Span().to(n.Nodes[len(n.Nodes)-1].Span()) }

// Span is where the condition and its "not" stand.
func (n *Not) Span() Span { return n.at }

// Span is where field and values stand.
func (n *Match) Span() Span { return n.at }

// Span is where the words stand.
func (n *Words) Span() Span { return n.at }

// AllOf joins conditions that must all hold: nil for none, the condition itself for one.
func AllOf(nodes ...Node) Node {
	var flat []Node
	for _, n := range nodes {
		switch n := n.(type) {
		case nil:
		case *And:
			flat = append(flat, n.Nodes...)
		default:
			flat = append(flat, n)
		}
	}
	switch len(flat) {
	case 0:
		return nil
	case 1:
		return flat[0]
	}
	return &And{flat}
}

// AnyOf joins conditions of which one must hold: nil for none, the condition itself for one.
func AnyOf(nodes ...Node) Node {
	var flat []Node
	for _, n := range nodes {
		switch n := n.(type) {
		case nil:
		case *Or:
			flat = append(flat, n.Nodes...)
		default:
			flat = append(flat, n)
		}
	}
	switch len(flat) {
	case 0:
		return nil
	case 1:
		return flat[0]
	}
	return &Or{flat}
}

// NoneOf turns a condition around.
func NoneOf(n Node) Node {
	if not, ok := n.(*Not); ok {
		return not.Node
	}
	return &Not{Node: n, at: n.Span()}
}

// Walk calls visit with every node, parents first, and tells it whether the node stands under a "not".
func (q *Query) Walk(visit func(n Node, negated bool)) { walk(q.Root, false, visit) }

func walk(n Node, negated bool, visit func(Node, bool)) {
	if n == nil {
		return
	}
	visit(n, negated)
	switch n := n.(type) {
	case *And:
		for _, c := range n.Nodes {
			walk(c, negated, visit)
		}
	case *Or:
		for _, c := range n.Nodes {
			walk(c, negated, visit)
		}
	case *Not:
		walk(n.Node, !negated, visit)
	}
}

// Uses tells whether a field stands in the query.
func (q *Query) Uses(field string) bool {
	used := false
	q.Walk(func(n Node, _ bool) {
		if m, ok := n.(*Match); ok && m.Field.Name == field {
			used = true
		}
	})
	return used
}

// As gives the query for things of another kind; an error when one of its fields does not fit them.
func (q *Query) As(kind Kind) (*Query, error) {
	if !slices.Contains(Kinds(), kind) {
		return nil, &Error{q.Text, Span{}, "what is asked for is one of events, quotations, occurrences and reports, not " + quoteText(string(kind))}
	}
	other := *q
	other.Kind, other.kinded = kind, true
	if err := other.fits(); err != nil {
		return nil, err
	}
	return &other, nil
}
