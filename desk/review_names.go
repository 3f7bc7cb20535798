package desk

import (
	"net/http"
	"slices"
	"strings"

	"chancery/actor"
)

// named is an actor of the codebook, for completion.
type named struct {
	ID, Name string
	What     string // "state", "person"
	folded   string // the name as it is looked for
}

// namesMost is how many completions are given at once.
const namesMost = 12

// completions answers GET /review/names?q=: whom the beginning of a name may mean.
func (d *Desk) completions(w http.ResponseWriter, r *http.Request) {
	type completion struct {
		ID   string `json:"id"`
		Name string `json:"name"`
		What string `json:"what,omitempty"`
	}
	out := []completion{}
	if start := looked(r.URL.Query().Get("q")); len(start) >= 2 {
		people := d.people()
		for _, whole := range []bool{true, false} { // names that begin so, then those in which a later word does
			for i := range people {
				p := &people[i]
				begins := strings.HasPrefix(p.folded, start)
				if begins != whole || !begins && !strings.Contains(p.folded, " "+start) || len(out) == namesMost {
					continue
				}
				out = append(out, completion{p.ID, p.Name, p.What})
			}
		}
	}
	writeJSON(w, http.StatusOK, out)
}

// looked is a name in the form in which names are compared for completion.
func looked(name string) string { return strings.Join(strings.Fields(strings.ToLower(name)), " ") }

// namedActors gives all actors of a codebook that have a name: states, bodies and outlets as the tables list them, then
// those who held an office, by name.
func namedActors(lexicon *actor.Lexicon, holders []table) []named {
	var out []named
	for _, n := range lexicon.Actors() {
		out = append(out, named{n.ID, n.Name, strings.TrimPrefix(strings.TrimPrefix(classWords(n.Class), "an "), "a "), looked(n.Name)})
	}
	var people []named
	for i := range holders {
		t := &holders[i]
		id, name := t.column("holder"), t.column("name")
		if id < 0 || name < 0 {
			continue
		}
		for _, row := range t.Rows {
			if row.at(name) != "" && row.at(id) != "" && row.at(name) != "-" {
				people = append(people, named{row.at(id), row.at(name), "person", looked(row.at(name))})
			}
		}
	}
	slices.SortStableFunc(people, func(a, b named) int { return strings.Compare(a.folded, b.folded) })
	people = slices.CompactFunc(people, func(a, b named) bool { return a.ID == b.ID })
	return append(out, people...)
}

// namedActors reads the people of the codebook, for completion.
func (d *Desk) namedActors() []named {
	var holders []table
	for _, name := range d.Book.Files("actors", ".tsv") {
		t, err := readTable(d.Book, name)
		if err == nil && t.column("holder") >= 0 {
			holders = append(holders, t)
		}
	}
	return namedActors(d.lexicon, holders)
}
