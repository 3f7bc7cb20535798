package record

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"chancery/query"
	"chancery/report"
)

// TestChoose: of what a query chose there is what was asked for and where it stands, and nothing else.
func TestChoose(t *testing.T) {
	r := newRecord(t)
	add(t, r,
		read(t, "Norway condemned the attack on Chad. \"We thank Norway,\" the president of Chad said.", report.Options{ID: "a", Outlet: "A", Published: "2022-02-01"}),
		read(t, "Iran accused Azerbaijan of spying on 5 October 2022.", report.Options{ID: "b", Outlet: "B", Published: "2022-10-05"}),
		read(t, "The weather was fine in Oslo on Sunday.", report.Options{ID: "c", Outlet: "C", Published: "2022-10-05"}),
	)
	for _, test := range []struct{ text, want string }{
		{"source:IRN", "reports b, quotations 1, events ACCUSE"},
		{"source:NOR", "reports a, quotations 1, events ACCUSE"},
		{"kind:occurrences source:IRN", "reports b, quotations 1, events ACCUSE"},
		{"kind:quotations thank", "reports a, quotations 1, events "},
		{"kind:quotations nothing", "reports , quotations 0, events "},
		{"kind:reports outlet:C", "reports c, quotations 0, events "},
		{"kind:reports outlet:B", "reports b, quotations 1, events ACCUSE"},
		{"source:FRA", "reports , quotations 0, events "},
	} {
		q, err := query.Parse(test.text, nil)
		if err != nil {
			t.Fatal(err)
		}
		choice, err := now(t, r).Choose(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		var reports, events []string
		quotations := 0
		for got, err := range choice.Readings(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			reports = append(reports, got.Report.ID)
			quotations += len(got.Quotations)
		}
		for o, err := range choice.Occurrences(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			for i := range o.Members {
				events = append(events, string(o.Members[i].Event.Category))
			}
		}
		slices.Sort(events)
		got := fmt.Sprintf("reports %s, quotations %d, events %s", strings.Join(reports, " "), quotations, strings.Join(slices.Compact(events), " "))
		if got != test.want {
			t.Errorf("%s: %s, not %s", test.text, got, test.want)
		}
	}
}
