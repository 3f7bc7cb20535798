package desk

import (
	"net/http"
	"testing"
)

// TestReviewPagesAnswer: every page of review and codebook can be had from the example process.
func TestReviewPagesAnswer(t *testing.T) {
	d := exampleDesk(t)
	for _, address := range []string{
		"/review", "/review?kind=same", "/review?kind=contradiction", "/review?kind=confidence&track=prisoners&actor=Armenia&category=AGREE&confidence=0.2",
		"/review/log", "/review/agreement", "/review/file", "/review/decisions.csv", "/review/names?q=pash",
		"/codebook", "/codebook?q=release", "/codebook/entries", "/codebook/entries?kind=operator&sort=rejected", "/codebook/entries/agree-to",
		"/codebook/categories/RETREAT", "/codebook/files/events/acts.txt", "/codebook/files/actors/states.tsv?q=armenia",
		"/codebook/try", "/codebook/try?text=Armenia+is+ready+to+release+the+prisoners.&date=2021-06-10", "/codebook/edit", "/codebook/edit?entry=agree-to",
	} {
		if w := get(t, d, address); w.Code != http.StatusOK {
			t.Errorf("%s: %d\n%s", address, w.Code, w.Body)
		}
	}
}
