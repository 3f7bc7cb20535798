package desk

import (
	"fmt"
	"strings"

	"chancery/query"
	"chancery/record"
)

// conditionChip is a condition of a query that can be taken out.
type conditionChip struct {
	Text    string
	Means   string // what its field holds
	Without string // the address of the query without it
}

// chips gives the conditions of a query that stand beside each other.
func (v *visit) chips(q *query.Query) []conditionChip {
	var nodes []query.Node
	switch root := q.Root.(type) {
	case nil:
	case *query.And:
		nodes = root.Nodes
	default:
		nodes = []query.Node{root}
	}
	var chips []conditionChip
	for i, n := range nodes {
		var rest []query.Node
		rest = append(append(rest, nodes[:i]...), nodes[i+1:]...)
		without := *q
		without.Root = query.AllOf(rest...)
		chip := conditionChip{Text: fmt.Sprint(n), Without: v.to.Page("search", "q", without.String())}
		if without.String() == "" {
			chip.Without = v.to.Page("search", "q", "", "all", "yes")
		}
		switch n := n.(type) {
		case *query.Match:
			chip.Means = n.Field.Help
		case *query.Words:
			chip.Means = "stands in the words"
		}
		chips = append(chips, chip)
	}
	if q.AsOf != nil {
		now := *q
		now.AsOf = nil
		chips = append(chips, conditionChip{Text: "as-of:" + q.AsOf.String(), Means: "the record as it was known then", Without: v.to.Search(now.String())})
	}
	return chips
}

// narrowing is a condition that would leave a part of what was found.
type narrowing struct{ Title, Says, Href string }

// narrowings offer conditions that some of what is shown fulfils: what costs nothing to know. They come by track, actor
// and year, each at most three.
func (v *visit) narrowings(q *query.Query, result *record.Result) []narrowing {
	if result.Next == "" {
		return nil // all of it stands on the page
	}
	type one struct{ condition, title string }
	var order []one
	times := map[string]int{}
	count := func(field, value, title string) {
		if value == "" || q.Uses(field) {
			return
		}
		if strings.ContainsAny(value, ` ,()"`) {
			value = `"` + strings.ReplaceAll(value, `"`, `\"`) + `"`
		}
		c := field + ":" + value
		if times[c]++; times[c] == 1 {
			order = append(order, one{c, title})
		}
	}
	for i := range result.Hits {
		h := &result.Hits[i]
		if h.Event != nil {
			e := &h.Event.Event
			for _, t := range e.Tracks {
				count("track", t, v.desk.trackTitle(t))
			}
			for _, p := range e.Sources {
				if p.Actor != "" && !q.Uses("party") {
					count("source", p.Actor, "by "+p.Name)
				}
			}
			if e.Time.First.Known() {
				year := fmt.Sprintf("%04d", e.Time.First.Year)
				if !q.Uses("since") && !q.Uses("until") {
					count("on", year, year)
				}
			}
		}
		if h.Quotation != nil && h.Quotation.Quotation.Speaker != nil {
			count("speaker", h.Quotation.Quotation.Speaker.Actor, h.Quotation.Quotation.Speaker.Name)
		}
		if h.Event == nil {
			count("outlet", h.Report.Outlet, h.Report.Outlet)
		}
	}
	var out []narrowing
	for _, field := range []string{"track:", "source:", "speaker:", "outlet:", "on:"} {
		for taken := 0; taken < 3; taken++ {
			best := -1
			for i := range order {
				c := order[i].condition
				if strings.HasPrefix(c, field) && times[c] > 0 && times[c] < len(result.Hits) && (best < 0 || times[c] > times[order[best].condition]) {
					best = i
				}
			}
			if best < 0 {
				break
			}
			c := order[best].condition
			times[c] = 0
			added, err := query.Parse(c, v.desk.words)
			if err != nil {
				continue // a name that the codebook does not have any more
			}
			narrower := *q
			narrower.Root = query.AllOf(q.Root, added.Root)
			out = append(out, narrowing{order[best].title, c, v.to.Search(narrower.String())})
		}
	}
	return out
}
