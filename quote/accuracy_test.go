package quote_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"chancery/eval"
	"chancery/quote"
)

// TestAccuracy holds the figures on PolNeAR's development part against testdata/polnear.golden. A figure may rise;
// when one falls by more than a point, something was lost. Write the new figures with -update.
func TestAccuracy(t *testing.T) {
	const corpus, golden = "../../shared/corpora/polnear/dev/dev", "testdata/polnear.golden"
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("the PolNeAR corpus is not here")
	}
	a, err := analyzer()
	if err != nil {
		t.Fatal(err)
	}
	scores, err := eval.Quotes(corpus, func(text string) []eval.Attribution {
		return eval.Attributions(text, quote.Attributions(a.Analyze(text, lines(text)), nil, nil))
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Join(scores.Lines(), "\n") + "\n"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	was := strings.Fields(string(b))
	is := strings.Fields(got)
	if len(was) != len(is) {
		t.Fatalf("golden file holds\n%s\nnow it is\n%s", b, got)
	}
	for i := 0; i+1 < len(is); i += 2 {
		before, err1 := strconv.ParseFloat(was[i+1], 64)
		now, err2 := strconv.ParseFloat(is[i+1], 64)
		if err1 != nil || err2 != nil || was[i] != is[i] {
			t.Fatalf("golden file holds %q %q, now %q %q", was[i], was[i+1], is[i], is[i+1])
		}
		if now < before-1 {
			t.Errorf("%s fell from %.2f to %.2f", is[i], before, now)
		}
	}
	t.Logf("PolNeAR dev:\n%s", got)
}
