package reading

import (
	"testing"

	"chancery/report"
)

// TestNamesOnOneLine: a line that ends within a name makes no other name of it, and the words stay as they are.
func TestNamesOnOneLine(t *testing.T) {
	const text = "Iran and Norway have been quarrelling about fish for years, and\n" +
		"their ministers do not like each other much. Trade Minister Leif\n" +
		"Hansteen accused Iran of breaking its promise on Monday, and the\n" +
		"foreign ministry said it would answer soon. It did not say when.\n"
	rep, err := report.FromText([]byte(text), report.Options{ID: "a", Published: "2022-10-03"})
	if err != nil {
		t.Fatal(err)
	}
	got, err := Read(t.Context(), rep)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{}
	for i := range got.Events {
		for _, p := range got.Events[i].Sources {
			names[p.Name] = p.Span.In(rep.Text)
		}
	}
	if words, there := names["Leif Hansteen"]; !there || words != "Trade Minister Leif\nHansteen" {
		t.Errorf("%q", names)
	}
}
