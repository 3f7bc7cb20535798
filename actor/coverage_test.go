package actor

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/report"
)

// Of the sources and recipients that people have marked in the sentences of the PLV corpus, nearly all must be seen:
// the rest are things ("the vote", "a car bomb") and places ("Gaza"). The sentences have no dates.
func TestCoverageOfMarkedParties(t *testing.T) {
	path := filepath.Join("..", "..", "shared", "corpora", "plv", "train", "PLV_train.tsv")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Skip("the PLV corpus is not at hand: ", err)
	}
	x := lexicon(t)
	marked, seen, told := 0, 0, 0
	for i, line := range strings.Split(string(data), "\n") {
		columns := strings.Split(line, "\t")
		if i == 0 || len(columns) < 4 {
			continue
		}
		text := columns[0]
		r := newReport(text, "")
		mentions := x.Find(analyzer(t).Analyze(text, r.Blocks), r)
		for _, words := range columns[1:3] {
			start := strings.Index(strings.ToLower(text), strings.ToLower(words))
			if words == "" || start < 0 || len(strings.ToLower(text)) != len(text) {
				continue
			}
			marked++
			span := report.Span{Start: start, End: start + len(words)}
			any, known := false, false
			for k := range mentions {
				if !mentions[k].Overlaps(span) {
					continue
				}
				any = true
				for _, p := range mentions[k].Parties {
					known = known || p.Country != "" || p.Sector != "" || p.Actor != ""
				}
			}
			if any {
				seen++
			}
			if known {
				told++
			}
		}
	}
	t.Logf("%d marked, %d seen (%.1f%%), %d with country, sector or actor (%.1f%%)", marked, seen, 100*float64(seen)/float64(marked), told, 100*float64(told)/float64(marked))
	if seen*100 < marked*91 || told*100 < marked*87 {
		t.Errorf("of %d marked parties %d are seen and %d told", marked, seen, told)
	}
}
