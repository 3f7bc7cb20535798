package reading

import (
	"context"
	"strings"
	"testing"

	"chancery/report"
)

// TestCapitals: a telex in capitals gives the events of the same text in a newspaper, at the same bytes, and keeps its text.
func TestCapitals(t *testing.T) {
	const text = "The foreign minister of Norway met the president of Chad in Nairobi on Monday. Norway condemned the attack on the embassy of Kenya."
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	read := func(text string) Reading {
		t.Helper()
		rep, err := report.FromText([]byte(text), report.Options{ID: "x", Published: "2021-06-10"})
		if err != nil {
			t.Fatal(err)
		}
		got, err := r.Read(context.Background(), rep)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	want, got := read(text), read(strings.ToUpper(text))
	if got.Report.Text != strings.ToUpper(text) {
		t.Errorf("the report's text became %q", got.Report.Text)
	}
	if len(want.Events) == 0 || len(got.Events) != len(want.Events) {
		t.Fatalf("%d events, want %d and some", len(got.Events), len(want.Events))
	}
	for i := range want.Events {
		g, w := &got.Events[i], &want.Events[i]
		if g.Category != w.Category || g.Evidence[0] != w.Evidence[0] || len(g.Sources) != len(w.Sources) || len(g.Sources) > 0 && g.Sources[0].Actor != w.Sources[0].Actor {
			t.Errorf("event %d: %s %v %v, want %s %v %v", i, g.Category, g.Evidence[0], g.Sources, w.Category, w.Evidence[0], w.Sources)
		}
	}
}
