package when_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/eval"
	"chancery/when"
)

var update = flag.Bool("update", false, "write the figures that are measured")

// TestAccuracy measures Find on the development parts of TimeBank, AQUAINT and WikiWars, from raw text. It fails when
// a figure falls by more than half a point; -update writes the new ones.
func TestAccuracy(t *testing.T) {
	corpora := filepath.Join("..", "..", "shared", "corpora", "timex", "dev")
	if _, err := os.Stat(corpora); err != nil {
		t.Skip("the corpora are not here: ", corpora)
	}
	analyzer, err := load()
	if err != nil {
		t.Fatal(err)
	}
	find := func(d *eval.DatesDocument) []when.Expression {
		return when.Find(analyzer.Analyze(d.Text, d.Paragraphs()), d.Published)
	}
	var got strings.Builder
	for _, set := range [][]string{{"timebank", "aquaint"}, {"timebank"}, {"aquaint"}, {"wikiwars"}} {
		var paths []string
		for _, name := range set {
			paths = append(paths, filepath.Join(corpora, name))
		}
		documents, err := eval.ReadDates(paths...)
		if err != nil {
			t.Fatal(err)
		}
		score := eval.Dates(documents, find, nil)
		fmt.Fprintf(&got, "%s relaxed %.1f strict %.1f value %.1f\n", strings.Join(set, "+"),
			score.F1(score.Relaxed), score.F1(score.Strict), score.F1(score.Value))
	}
	golden := filepath.Join("testdata", "accuracy.golden")
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + got.String())
	gotFields, wantFields := strings.Fields(got.String()), strings.Fields(string(want))
	if len(gotFields) != len(wantFields) {
		t.Fatalf("got\n%swant\n%s", got.String(), want)
	}
	for i, w := range wantFields {
		var g, f float64
		if _, err := fmt.Sscan(w, &f); err != nil {
			continue
		}
		if _, err := fmt.Sscan(gotFields[i], &g); err != nil || g < f-0.5 {
			t.Errorf("fell from %s to %s; now\n%s", w, gotFields[i], got.String())
		}
	}
}
