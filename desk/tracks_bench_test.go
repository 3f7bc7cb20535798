package desk

import (
	"net/http"
	"net/http/httptest"
	"os"
	"testing"

	"chancery/access"
	"chancery/record"
)

// measuredDesk is a desk over the record that CHANCERY_RECORD_TO_MEASURE names, opened to be read only, else over the
// example process.
func measuredDesk(b *testing.B) *Desk {
	b.Helper()
	e, err := example()
	if err != nil {
		b.Fatal(err)
	}
	d := exampleDesk(b)
	if path := os.Getenv("CHANCERY_RECORD_TO_MEASURE"); path != "" {
		rec, err := record.Open(b.Context(), path, record.Options{ReadOnly: true})
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = rec.Close() })
		d = deskOver(b, rec, e.reader)
	}
	if err := d.overview.Wait(b.Context()); err != nil {
		b.Fatal(err)
	}
	return d
}

func measuredVisit(b *testing.B, d *Desk, address, id string) *visit {
	b.Helper()
	r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, address, nil)
	r.SetPathValue("id", id)
	v, err := d.newVisit(r, access.Who{Name: "a reader", Role: access.Read})
	if err != nil {
		b.Fatal(err)
	}
	return v
}

// BenchmarkFrontAndTracks makes pages as for a reader, the first time and with what the desk has found out for others.
func BenchmarkFrontAndTracks(b *testing.B) {
	d := measuredDesk(b)
	for _, c := range []struct {
		name, address, id string
		page              pageFunc
	}{
		{"front", "/", "", d.frontPage},
		{"tracks", "/tracks", "", d.tracksPage},
		{"track", "/tracks/prisoners", "prisoners", d.trackPage},
		{"ledger", "/ledger?state=overdue", "", d.ledgerPage},
		{"wording", "/tracks/peace-agreement/wording?speaker=AZEGOV:ilham-aliyev", "peace-agreement", d.wordingPage},
	} {
		b.Run(c.name, func(b *testing.B) {
			bytes, pages := 0, 0
			for b.Loop() {
				v := measuredVisit(b, d, c.address, c.id)
				p, err := c.page(v)
				if err != nil {
					b.Fatal(err)
				}
				made, err := d.answer(v, p, "", "", true)
				if err != nil {
					b.Fatal(err)
				}
				bytes += len(made.body)
				pages++
			}
			b.ReportMetric(float64(bytes)/float64(pages), "bytes/page")
		})
	}
}

// BenchmarkPartsOfATrack tells what the parts of the pages cost.
func BenchmarkPartsOfATrack(b *testing.B) {
	d := measuredDesk(b)
	v := measuredVisit(b, d, "/tracks/prisoners", "prisoners")
	snapshot, err := v.snapshot()
	if err != nil {
		b.Fatal(err)
	}
	body := trackTitle{"prisoners", "Prisoners"}
	for _, c := range []struct {
		name string
		do   func() error
	}{
		{"latest", func() error { return v.frontLatest(&frontPage{}, snapshot) }},
		{"disagreement", func() error { return v.frontDisagreement(&frontPage{}, snapshot) }},
		{"overdue", func() error { return v.frontOverdue(&frontPage{}) }},
		{"timeline", func() error { return v.trackTimeline(&trackPage{trackTitle: body}, nil) }},
		{"positions", func() error { return v.trackPositions(&trackPage{trackTitle: body}, "") }},
		{"statements", func() error { return v.trackStatements(&trackPage{trackTitle: body}, "") }},
		{"speakers", func() error { _, err := v.speakersOn("prisoners"); return err }},
		{"standing", func() error { _, err := v.ledgerCounts(); return err }},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if err := c.do(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
