package main

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chancery/codebook"
	"chancery/query"
	"chancery/reading"
	"chancery/record"
	"chancery/report"
)

// TestGenerator makes stories of the examples: the same number gives the same reports, they are of the record's kind,
// and different numbers tell different things.
func TestGenerator(t *testing.T) {
	var base []reading.Reading
	for rep, err := range report.Each(t.Context(), []string{"../../examples/armenia-azerbaijan"}, report.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		r, err := reading.Read(context.Background(), rep)
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Events) >= 4 {
			base = append(base, r)
		}
	}
	g, same := newGenerator(base), newGenerator(base)
	seen := map[string]bool{}
	tellings := 0
	for n := range 200 {
		story := g.story(n)
		if diff := cmp.Diff(encoded(t, story), encoded(t, same.story(n))); diff != "" {
			t.Fatalf("story %d is another when made again:\n%s", n, diff)
		}
		for i := range story {
			r := &story[i]
			tellings++
			if seen[r.Report.ID] || seen[r.Report.SHA256] && i == 0 {
				t.Errorf("%s was there before", r.Report.ID)
			}
			seen[r.Report.ID], seen[r.Report.SHA256] = true, true
			if _, err := record.Prepare(record.Item{Reading: *r}); err != nil {
				t.Error(err)
			}
		}
	}
	if tellings < 210 || tellings > 280 {
		t.Errorf("%d reports of 200 stories: some should be told twice", tellings)
	}
}

func encoded(t *testing.T, story []reading.Reading) (out []string) {
	t.Helper()
	for _, r := range story {
		data, err := r.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(data))
	}
	return out
}

// TestScaleQueries makes sure that every query that is measured makes sense.
func TestScaleQueries(t *testing.T) {
	vocabulary := query.Load(codebook.Shipped())
	for _, x := range scaleQueries {
		if _, err := query.Parse(x.ask, vocabulary); err != nil {
			t.Errorf("%s: %v", x.ask, err)
		}
	}
}
