package desk

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// BenchmarkReviewPages makes pages of review and of the codebook anew each time, as after every change of the record.
func BenchmarkReviewPages(b *testing.B) {
	d, _ := benchDesk(b)
	if err := d.overview.Wait(b.Context()); err != nil {
		b.Fatal(err)
	}
	for _, one := range []struct {
		address string
		page    pageFunc
	}{
		{"/review", d.reviewPage}, {"/review?kind=confidence", d.reviewPage}, {"/review?kind=same", d.reviewPage}, {"/review?track=prisoners&actor=Armenia", d.reviewPage},
		{"/review/log", d.logPage}, {"/review/agreement", d.agreementPage},
		{"/codebook", d.codebookPage}, {"/codebook/entries", d.entriesPage}, {"/codebook?find=release", d.codebookPage},
	} {
		b.Run(one.address, func(b *testing.B) {
			for b.Loop() {
				w := httptest.NewRecorder()
				r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, one.address, nil)
				r.Header.Set("Accept-Encoding", "gzip")
				d.serve(w, r, one.page, false)
				if w.Code != http.StatusOK {
					b.Fatalf("%d %s", w.Code, w.Body)
				}
			}
		})
	}
}
