package actor

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Tenure is one time of one person in one office.
type Tenure struct {
	Person string // the person's id
	Name   string // of the person
	Office string // its title: "Secretary of State"
	Of     string // the id of the state or organisation
	OfName string
	First  string // the first day in ISO 8601, as exact as the table has it; "" when unknown
	Last   string // the last day; "" while in office as far as the table knows
}

// Tenures gives the offices of a person, or the holders of the offices of a state or an organisation, through time: in
// the order of their first days, then of office and name. With offices, only those whose id or title is among them.
func (x *Lexicon) Tenures(id string, offices ...string) []Tenure {
	person, isPerson := x.personID[id]
	of, isActor := x.byID[id]
	var out []Tenure
	for i := range x.tenures {
		t := &x.tenures[i]
		if !(isPerson && t.person == person || !isPerson && isActor && t.of == of) {
			continue
		}
		o := &x.offices[t.office]
		if len(offices) > 0 && !slices.Contains(offices, o.id) && !slices.Contains(offices, o.title) {
			continue
		}
		out = append(out, Tenure{
			Person: x.people[t.person].id, Name: x.people[t.person].name, Office: o.title,
			Of: x.actors[t.of].id, OfName: x.actors[t.of].name, First: dayText(t.first), Last: dayText(t.last),
		})
	}
	slices.SortStableFunc(out, func(a, b Tenure) int {
		return cmp.Or(strings.Compare(a.First, b.First), strings.Compare(a.Office, b.Office), strings.Compare(a.Name, b.Name))
	})
	return out
}

// dayText writes a day that is kept as a number such as 20210126.
func dayText(n int32) string {
	if n <= 0 || n == forever {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", n/10000, n/100%100, n%100)
}
