package query_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"chancery/query"
)

// sameQuery compares queries without where in their texts things stand.
var sameQuery = cmp.Options{
	cmpopts.IgnoreFields(query.Query{}, "Text"), cmpopts.IgnoreFields(query.Value{}, "At"), cmpopts.IgnoreTypes(query.Span{}),
	cmpopts.IgnoreUnexported(query.Query{}, query.Not{}, query.Match{}, query.Words{}, query.Field{}),
}

// conditions are conditions of all fields, right and odd, of which random queries are made.
var conditions = func() []string {
	out := []string{
		"peace", "negotiat*", `"technical assistance"`, `"or"`, `"a \" b"`, "Nagorno-Karabakh", "U.S.", "3+3",
		"source:ARM,AZE", `source:"European Union",Blinken`, "source:USAGOV*", "cameo:0*", "category:A*,CONSULT", `near:"40.4,49.9/30km"`,
		"on:2021-05-13/..", "killed:>10,2", "confidence:<0.5", `outlet:"Example, Daily"`, `report:"a*b"`, `origin:"x (y)"`,
		`place:"La*n"`, "reviewed:no", "status:not_happened",
	}
	for _, f := range query.Fields() {
		if f.Takes != query.DirectiveValue && f.Name != "said" && f.Name != "quotation" && f.Name != "language" {
			out = append(out, f.Example)
		}
	}
	return out
}()

func randomQuery(t *rapid.T, depth int) string {
	switch n := rapid.IntRange(0, 9).Draw(t, "shape"); {
	case depth == 0 || n < 4:
		return rapid.SampledFrom(conditions).Draw(t, "condition")
	case n < 6:
		return randomQuery(t, depth-1) + " " + randomQuery(t, depth-1)
	case n < 7:
		return randomQuery(t, depth-1) + " or " + randomQuery(t, depth-1)
	case n < 8:
		return "(" + randomQuery(t, depth-1) + " OR " + randomQuery(t, depth-1) + ")"
	case n < 9:
		return "-(" + randomQuery(t, depth-1) + ")"
	}
	return "not " + rapid.SampledFrom(conditions).Draw(t, "condition")
}

// TestPrintParses holds the printer to its word: what it prints parses to the same query, and prints the same again.
func TestPrintParses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := randomQuery(t, 4)
		if rapid.Bool().Draw(t, "whole") {
			text = "(" + text + ") " + rapid.SampledFrom([]string{"kind:occurrences", "as-of:2022-01", "kind:events as-of:2021-06-01"}).Draw(t, "directive")
		}
		holds(t, text)
	})
}

type failer interface {
	Fatalf(format string, args ...any)
	Helper()
}

func holds(t failer, text string) {
	t.Helper()
	q, err := query.Parse(text, vocabulary())
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	again, err := query.Parse(q.String(), vocabulary())
	if err != nil {
		t.Fatalf("%s, printed %s: %v", text, q, err)
	}
	if diff := cmp.Diff(q, again, sameQuery); diff != "" {
		t.Fatalf("%s, printed %s:\n%s", text, q, diff)
	}
	if again.String() != q.String() {
		t.Fatalf("%s, printed %s, then %s", text, q, again)
	}
}

// FuzzParse makes sure that no text breaks the parser, that errors point into it, and that what parses prints so that
// it parses again.
func FuzzParse(f *testing.F) {
	for _, c := range conditions {
		f.Add(c)
	}
	for _, c := range []string{"a or (b -c)", "kind:quotations said:x*", `-"`, `\"`, "((((", "a:b:c", ",,", "−x", "„x”", "source:\"\\", "kind:"} {
		f.Add(c)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := query.Parse(text, nil)
		if err != nil {
			if wrong, ok := err.(*query.Error); !ok || wrong.At.Start < 0 || wrong.At.End > len(text) || wrong.At.Start > wrong.At.End {
				t.Fatalf("%q: %v", text, err)
			} else if wrong.Caret(40) == "" || wrong.Error() == "" {
				t.Fatal("an empty message")
			}
			return
		}
		again, err := query.Parse(q.String(), nil)
		if err != nil {
			t.Fatalf("%q, printed %q: %v", text, q.String(), err)
		}
		if diff := cmp.Diff(q, again, sameQuery); diff != "" {
			t.Fatalf("%q, printed %q:\n%s", text, q.String(), diff)
		}
	})
}
