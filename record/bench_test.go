package record

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"chancery/reading"
)

var (
	readingsFile = flag.String("readings", "", "JSON lines of readings (chancery read --json) to measure with; else the example reports, over and over")
	batch        = flag.Int("batch", 256, "reports a change, in benchmarks")
)

// benchItems gives n readings, of different reports.
func benchItems(b *testing.B, n int) []Item {
	b.Helper()
	var items []Item
	if *readingsFile == "" {
		items = examples(b)
	} else {
		file, err := os.Open(*readingsFile)
		if err != nil {
			b.Fatal(err)
		}
		defer file.Close()
		lines := bufio.NewReader(file)
		for len(items) < n {
			line, err := lines.ReadBytes('\n')
			if err != nil {
				break
			}
			var r reading.Reading
			if err := json.Unmarshal(line, &r); err != nil {
				b.Fatal(err)
			}
			items = append(items, Item{Reading: r, Source: fmt.Sprintf("bench.jsonl:%d", len(items)+1)})
		}
	}
	out := make([]Item, n)
	for i := range out {
		out[i] = items[i%len(items)]
		if i >= len(items) {
			r := &out[i].Reading
			r.Report.ID = fmt.Sprintf("%s-%d", r.Report.ID, i/len(items))
			r.Events = slices.Clone(r.Events)
			for j := range r.Events {
				r.Events[j].ID = reading.EventID(&r.Report, &r.Events[j])
			}
		}
	}
	return out
}

// BenchmarkPrepare is what the workers do for a report, over reading it.
func BenchmarkPrepare(b *testing.B) {
	items := benchItems(b, 1000)
	i := 0
	for b.Loop() {
		if _, err := Prepare(items[i%len(items)]); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

// BenchmarkAdd is what the writer does for a report. An operation is one report.
func BenchmarkAdd(b *testing.B) {
	const most = 20000
	items := benchItems(b, most)
	for i := range items {
		var err error
		if items[i], err = Prepare(items[i]); err != nil {
			b.Fatal(err)
		}
	}
	r := newRecord(b)
	n, at := 0, 0
	for b.Loop() {
		n++
		if n%*batch != 0 {
			continue
		}
		if at+*batch > len(items) {
			b.StopTimer()
			r, at = newRecord(b), 0
			b.StartTimer()
		}
		if _, err := r.Add(b.Context(), "add", "a benchmark", items[at:at+*batch]); err != nil {
			b.Fatal(err)
		}
		at += *batch
	}
	if size, err := r.Size(); err == nil && at > 0 {
		b.ReportMetric(float64(size)/float64(at), "bytes/report")
	}
}

// BenchmarkAccounts is what a find of a hundred events costs after it has found them.
func BenchmarkAccounts(b *testing.B) {
	r := open(b, filepath.Join(b.TempDir(), "record.db"), Options{})
	items := benchItems(b, 5000)
	var events []string
	for part := range slices.Chunk(items, *batch) {
		if _, err := r.Add(b.Context(), "add", "a benchmark", part); err != nil {
			b.Fatal(err)
		}
		for i := range part {
			for j := range part[i].Reading.Events {
				events = append(events, part[i].Reading.Events[j].ID)
			}
		}
	}
	const page = 100
	v := now(b, r)
	at := 0
	for b.Loop() {
		at = (at + 7*page) % (len(events) - page)
		if _, err := v.Accounts(b.Context(), events[at:at+page]); err != nil {
			b.Fatal(err)
		}
	}
}
