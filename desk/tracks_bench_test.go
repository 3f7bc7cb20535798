//go:build unix

package desk

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"syscall"
	"testing"
	"time"

	"chancery/access"
	"chancery/ledger"
	"chancery/record"
	"chancery/when"
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

// processorTime is what the process has used.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
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
			before := processorTime(b)
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
			b.ReportMetric(float64((processorTime(b)-before).Microseconds())/float64(pages), "cpu-µs/page")
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
		{"speakers", func() error { _, err := v.speakersOn("prisoners"); return err }},
		{"standing", func() error { _, err := v.ledgerCounts(); return err }},
	} {
		b.Run(c.name, func(b *testing.B) {
			before, n := processorTime(b), 0
			for b.Loop() {
				if err := c.do(); err != nil {
					b.Fatal(err)
				}
				n++
			}
			b.ReportMetric(float64((processorTime(b)-before).Microseconds())/float64(n), "cpu-µs/op")
		})
	}
}

// BenchmarkLedgerIndex chooses from the ledger of a large record: entries by rule, a tenth of them with a promised day.
func BenchmarkLedgerIndex(b *testing.B) {
	x := &ledgerRows{}
	states := ledger.States()
	for i := range 200_000 {
		r := ledgerRow{id: fmt.Sprintf("l-%016x", i), kind: kindsOfEntries[i%len(kindsOfEntries)], state: states[i%5], since: fmt.Sprintf("20%02d-01-02", i%24),
			tracks: []string{[...]string{"prisoners", "ceasefire", "trade", "sanctions"}[i%4]}, parties: []string{"ARM", "AZE"}}
		if i%10 == 0 {
			r.due, r.last = fmt.Sprintf("20%02d-03-01", i%24), r.since
		}
		x.rows = append(x.rows, r)
	}
	day := when.DayOf(2024, 6, 1)
	for name, f := range map[string]record.LedgerFilter{"all": {Day: day}, "track": {Day: day, Tracks: []string{"prisoners"}}, "overdue": {Day: day, States: []ledger.State{ledger.Overdue}}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if found := x.chosen(&f, groupMost); len(found.counts) == 0 {
					b.Fatal("nothing found")
				}
			}
		})
	}
}
