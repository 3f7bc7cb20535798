package desk

import (
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"chancery/access"
	"chancery/record"
)

// benchDesk is a desk over the record that CHANCERY_RECORD_TO_MEASURE names, opened to be read only, else over the
// example process; with the identities of some of its occurrences, those named in CHANCERY_THINGS_TO_MEASURE first.
func benchDesk(b *testing.B) (*Desk, []string) {
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
	if named := os.Getenv("CHANCERY_THINGS_TO_MEASURE"); named != "" {
		return d, strings.Fields(named)
	}
	view, err := d.now(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	ids, err := view.OccurrenceIDs(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	return d, ids
}

// BenchmarkOccurrencePage makes pages as for a reader: found, woven into their template and compressed.
func BenchmarkOccurrencePage(b *testing.B) {
	d, ids := benchDesk(b)
	benchPages(b, d, ids, "occurrences", d.occurrencePage)
}

func benchPages(b *testing.B, d *Desk, ids []string, kind string, page pageFunc) {
	b.Helper()
	if err := d.overview.Wait(b.Context()); err != nil {
		b.Fatal(err)
	}
	bytes, i := 0, 0
	for b.Loop() {
		id := ids[i%len(ids)]
		r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, "/"+kind+"/"+id, nil)
		r.SetPathValue("id", id)
		v, err := d.newVisit(r, access.Who{Name: "a reader", Role: access.Read})
		if err != nil {
			b.Fatal(err)
		}
		p, err := page(v)
		if err != nil {
			b.Fatal(id, err)
		}
		made, err := d.answer(v, p, "", "", true)
		if err != nil {
			b.Fatal(err)
		}
		bytes += len(made.body)
		i++
	}
	b.ReportMetric(float64(bytes)/float64(i), "bytes/page")
}
