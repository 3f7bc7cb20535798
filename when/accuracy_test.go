package when_test

import (
	"fmt"
	"os"
	"testing"

	"chancery/eval"
	"chancery/syntax"
	"chancery/when"
)

func TestTry(t *testing.T) {
	analyzer, err := syntax.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"timebank", "aquaint", "wikiwars"} {
		docs, err := eval.ReadDates("../../shared/corpora/timex/dev/" + dir)
		if err != nil {
			t.Fatal(err)
		}
		out, _ := os.Create("/tmp/err_" + dir + ".txt")
		score := eval.Dates(docs, func(d *eval.DatesDocument) []when.Expression {
			return when.Find(analyzer.Analyze(d.Text, d.Paragraphs()), d.Published)
		}, func(e eval.DatesError) { fmt.Fprintln(out, e) })
		t.Logf("%s gold %d found %d\n%s", dir, score.Gold, score.Found, score)
	}
}
