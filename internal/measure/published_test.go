package main

import (
	"slices"
	"strings"
	"testing"
)

// TestBesidePublished: every row of published figures has a row of ours, and a metric that was not measured is an error.
func TestBesidePublished(t *testing.T) {
	measured := map[string][]metric{}
	for _, p := range published {
		if !slices.ContainsFunc(figures, func(f figure) bool { return f.id == p.id }) {
			t.Errorf("%s: no row of figures is called %q", p.task, p.id)
		}
		for _, name := range p.metrics {
			measured[p.id] = append(measured[p.id], metric{name, "12.34"})
		}
	}
	var out strings.Builder
	if err := besidePublished(&out, measured); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(out.String(), "| 12.34"); got != len(published) {
		t.Errorf("%d rows with figures of ours, want %d:\n%s", got, len(published), out.String())
	}
	delete(measured, "plv")
	if err := besidePublished(&out, measured); err == nil || !strings.Contains(err.Error(), "plv: binary_f1 was not measured") {
		t.Errorf("error %v", err)
	}
}
