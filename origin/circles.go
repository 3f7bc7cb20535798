package origin

import (
	"cmp"
	"slices"
	"strings"

	"chancery/event"
	"chancery/quote"
	"chancery/report"
)

// Citation is one outlet that gives another as its source for something.
type Citation struct {
	About    string // what for: an occurrence, or a family of copies; circles are looked for within one
	From     string // the identity of the outlet that cites
	FromName string
	To       string // the identity of the outlet that is cited
	ToName   string
	Report   string      // identity of the report in which it stands
	Words    string      // the sentence that cites, or the credit line
	Span     report.Span // of the name, in the report's text
}

// Citations finds the outlets that a report gives as sources for an event; for the report as a whole when e is nil.
// About is left to the caller. An outlet that is not known and one that cites itself give none.
func (o *Outlets) Citations(r *report.Report, t *Told, e *event.Event) []Citation {
	if t.Outlet == "" {
		return nil
	}
	_, name := o.outletOf(r)
	var out []Citation
	add := func(id, to string, span report.Span) {
		if id == "" || id == t.Outlet || slices.ContainsFunc(out, func(c Citation) bool { return c.To == id }) {
			return
		}
		out = append(out, Citation{From: t.Outlet, FromName: name, To: id, ToName: to, Report: r.ID, Words: wordsAround(r, span), Span: span})
	}
	if e != nil {
		for i := range e.Attribution {
			if v := &e.Attribution[i]; v.Kind == quote.AgencyVoice {
				id, to := o.voice(v)
				add(id, to, v.Span)
			}
		}
		if heard, ok := t.heardBy(e); ok {
			add(heard.ID, heard.Name, heard.Span)
		}
	}
	for _, whole := range t.Whole {
		if whole.Kind == Agency {
			add(whole.ID, whole.Name, whole.Span)
		}
	}
	return out
}

// wordsAround gives the sentence in which a span lies.
func wordsAround(r *report.Report, span report.Span) string {
	if span.Empty() {
		return ""
	}
	return strings.Join(strings.Fields(Sentence(r.Text, span).In(r.Text)), " ")
}

// Sentence is the stretch around a span up to an empty line, or to a full stop with a space and a capital after
// it and no capital alone before it: "J. Smith".
func Sentence(text string, span report.Span) report.Span {
	ends := func(i int) bool { // a sentence ends with text[i]
		switch text[i] {
		case '\n':
			return i+1 >= len(text) || text[i+1] == '\n'
		case '.', '!', '?', '"':
			if i+2 >= len(text) {
				return true
			}
			if text[i+1] == '\n' && text[i+2] == '\n' {
				return true
			}
			initial := i >= 2 && text[i] == '.' && 'A' <= text[i-1] && text[i-1] <= 'Z'
			return (text[i+1] == ' ' || text[i+1] == '\n') && ('A' <= text[i+2] && text[i+2] <= 'Z' || text[i+2] == '"' || text[i+2] >= 0x80) && !initial
		}
		return false
	}
	start, end := span.Start, span.End
	for start > 0 && !ends(start-1) {
		start--
	}
	for end < len(text) && !ends(end-1) {
		end++
	}
	for start < end && (text[start] == ' ' || text[start] == '\n') {
		start++
	}
	return report.Span{Start: start, End: end}
}

// Circle is a set of outlets each of which gives the others, directly or by way of each other, as its source for one
// thing, so that none of them need have known it.
type Circle struct {
	About     string
	Outlets   []string   // identities, sorted
	Citations []Citation // those within the circle, sorted by From, To, Report and place
}

// Circles finds circular reporting: within what is said about one thing, the strongly connected components (Tarjan
// 1972) of the graph of who cites whom. The order of the citations does not matter; circles come sorted by what they
// are about, then by their outlets.
func Circles(citations []Citation) []Circle {
	sorted := slices.Clone(citations)
	slices.SortStableFunc(sorted, func(a, b Citation) int {
		return cmp.Or(cmp.Compare(a.About, b.About), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To),
			cmp.Compare(a.Report, b.Report), cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Words, b.Words))
	})
	var out []Circle
	for len(sorted) > 0 {
		n := 1
		for n < len(sorted) && sorted[n].About == sorted[0].About {
			n++
		}
		out = append(out, circlesAbout(sorted[:n])...)
		sorted = sorted[n:]
	}
	return out
}

// circlesAbout finds the circles within sorted citations about one thing.
func circlesAbout(citations []Citation) []Circle {
	var nodes []string
	for i := range citations {
		nodes = append(nodes, citations[i].From, citations[i].To)
	}
	slices.Sort(nodes)
	nodes = slices.Compact(nodes)
	number := func(id string) int { i, _ := slices.BinarySearch(nodes, id); return i }
	edges := make([][]int, len(nodes))
	for i := range citations {
		from, to := number(citations[i].From), number(citations[i].To)
		if from != to {
			edges[from] = append(edges[from], to)
		}
	}
	component := components(edges)
	members := map[int][]string{}
	for i, c := range component {
		members[c] = append(members[c], nodes[i])
	}
	var out []Circle
	for i, c := range component {
		if len(members[c]) < 2 || members[c][0] != nodes[i] {
			continue // no circle, or not its first outlet
		}
		circle := Circle{About: citations[0].About, Outlets: members[c]}
		for _, cited := range citations {
			if cited.From != cited.To && component[number(cited.From)] == c && component[number(cited.To)] == c {
				circle.Citations = append(circle.Citations, cited)
			}
		}
		out = append(out, circle)
	}
	return out
}

// components numbers the strongly connected components of a graph. It keeps its own stack: a chain of citations may be
// as long as the input.
func components(edges [][]int) []int {
	const unseen = -1
	n := len(edges)
	component, low, index := make([]int, n), make([]int, n), make([]int, n)
	for i := range n {
		component[i], index[i] = unseen, unseen
	}
	type frame struct{ node, edge int }
	var stack []int
	var calls []frame
	next, found := 0, 0
	for root := range n {
		if index[root] != unseen {
			continue
		}
		calls = append(calls[:0], frame{root, 0})
		for len(calls) > 0 {
			f := &calls[len(calls)-1]
			v := f.node
			if f.edge == 0 && index[v] == unseen {
				index[v], low[v] = next, next
				next++
				stack = append(stack, v)
			}
			if f.edge < len(edges[v]) {
				w := edges[v][f.edge]
				f.edge++
				switch {
				case index[w] == unseen:
					calls = append(calls, frame{w, 0})
				case component[w] == unseen:
					low[v] = min(low[v], index[w])
				}
				continue
			}
			calls = calls[:len(calls)-1]
			if len(calls) > 0 {
				parent := calls[len(calls)-1].node
				low[parent] = min(low[parent], low[v])
			}
			if low[v] == index[v] {
				for {
					w := stack[len(stack)-1]
					stack = stack[:len(stack)-1]
					component[w] = found
					if w == v {
						break
					}
				}
				found++
			}
		}
	}
	return component
}
