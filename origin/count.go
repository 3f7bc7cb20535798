package origin

import (
	"cmp"
	"slices"
)

// Account is what counting looks at: that one report tells of something, who published it and where it says it has it
// from.
type Account struct {
	Report  string   // identity
	Outlet  string   // as the report gives it; "" when not known
	URL     string   // tells the outlet when Outlet does not
	Family  string   // of copies; "" when the report has none
	Origins []Origin // as Of, OfEvent or OfCopy give them
}

// Group is accounts that go back to one origin.
type Group struct {
	Origin  Origin   // the origin of the first account
	Reports []string // identities, sorted
	Outlets []string // identities of the outlets, sorted
	Reasons []string // why they are one, a line each, sorted
}

// Tally says how many independent origins and how many outlets tell of something.
type Tally struct {
	Outlets []string // identities, sorted; reports of which nobody knows who published them count one each
	Groups  []Group  // one an independent origin, the one with most reports first
}

// Origins is the number of independent origins.
func (t *Tally) Origins() int { return len(t.Groups) }

// Count counts independent origins and outlets apart. Accounts are one origin when they name the same one, and when
// their reports are copies of each other. The order of the accounts does not matter.
func (o *Outlets) Count(accounts []Account) Tally {
	accounts = slices.Clone(accounts)
	slices.SortStableFunc(accounts, func(a, b Account) int { return cmp.Compare(a.Report, b.Report) })
	parent := make([]int, len(accounts))
	for i := range parent {
		parent[i] = i
	}
	root := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	type key struct{ kind, value string }
	first := map[key]int{}
	var t Tally
	outlets := make([]string, len(accounts))
	reasons := make([][]string, len(accounts)) // by account, gathered by group below
	for i := range accounts {
		a := &accounts[i]
		outlets[i] = o.outletName(a)
		t.Outlets = append(t.Outlets, outlets[i])
		join := func(k key, reason string) {
			j, ok := first[k]
			if !ok {
				first[k] = i
				return
			}
			if x, y := root(i), root(j); x != y {
				parent[max(x, y)] = min(x, y)
			}
			if accounts[j].Report != a.Report {
				reasons[i] = append(reasons[i], reason)
			}
		}
		join(key{"report", a.Report}, "")
		if a.Family != "" {
			join(key{"family", a.Family}, "copies of one text ("+a.Family+")")
		}
		for n := range a.Origins {
			join(key{"origin", a.Origins[n].ID}, "all go back to "+cmp.Or(a.Origins[n].Name, a.Origins[n].ID))
		}
	}
	groups := map[int]int{}
	for i := range accounts {
		r := root(i)
		g, ok := groups[r]
		if !ok {
			g = len(t.Groups)
			groups[r] = g
			t.Groups = append(t.Groups, Group{})
			if len(accounts[i].Origins) > 0 {
				t.Groups[g].Origin = accounts[i].Origins[0]
			}
		}
		group := &t.Groups[g]
		group.Reports = append(group.Reports, accounts[i].Report)
		group.Outlets = append(group.Outlets, outlets[i])
		group.Reasons = append(group.Reasons, reasons[i]...)
	}
	sortUnique(&t.Outlets)
	for i := range t.Groups {
		sortUnique(&t.Groups[i].Reports)
		sortUnique(&t.Groups[i].Outlets)
		sortUnique(&t.Groups[i].Reasons)
	}
	slices.SortStableFunc(t.Groups, func(a, b Group) int {
		return cmp.Or(cmp.Compare(len(b.Reports), len(a.Reports)), cmp.Compare(a.Reports[0], b.Reports[0]))
	})
	return t
}

// outletName identifies the outlet of an account; a report of which it is not known stands for one of its own.
func (o *Outlets) outletName(a *Account) string {
	if a.Outlet != "" {
		if id, _ := o.Identify(a.Outlet); id != "" {
			return id
		}
	}
	if host := hostOf(a.URL); host != "" {
		id, _ := o.Identify(host)
		return id
	}
	for i := range a.Origins {
		if a.Origins[i].Kind == Own {
			return a.Origins[i].ID // the dateline told who published it
		}
	}
	return "report:" + a.Report
}

func sortUnique(s *[]string) {
	slices.Sort(*s)
	*s = slices.Compact(*s)
}
