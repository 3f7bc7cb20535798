package wording

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestDiffGivesBothTexts puts the texts together again from the edits.
func TestDiffGivesBothTexts(t *testing.T) {
	words := rapid.SliceOfN(rapid.SampledFrom([]string{"peace", "treaty", "ready", "to", "sign", "not"}), 0, 12)
	rapid.Check(t, func(r *rapid.T) {
		a, b := strings.Join(words.Draw(r, "a"), " "), strings.Join(words.Draw(r, "b"), " ")
		var before, after []string
		for _, e := range Diff(a, b) {
			if e.Kind != Inserted {
				before = append(before, e.Text)
			}
			if e.Kind != Deleted {
				after = append(after, e.Text)
			}
		}
		if x, y := strings.Join(before, " "), strings.Join(after, " "); x != a || y != b {
			r.Fatalf("the edits make %q and %q of %q and %q", x, y, a, b)
		}
	})
}

func TestLongTextsAreReplacedWhole(t *testing.T) {
	a := strings.Repeat("peace ", longestDiff+1)
	got := Diff(a, "war")
	if len(got) != 2 || got[0].Kind != Deleted || got[1].Text != "war" {
		t.Errorf("got %d edits", len(got))
	}
}
