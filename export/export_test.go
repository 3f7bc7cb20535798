package export

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"chancery/actor"
	"chancery/event"
	"chancery/ledger"
	"chancery/occurrence"
	"chancery/origin"
	"chancery/reading"
	"chancery/report"
	"chancery/when"
)

var (
	keep   = flag.String("keep", "", "a folder to leave the exports of the examples in, to look at")
	update = flag.Bool("update", false, "write the page that describes the tables")
)

// memory is a source that holds everything.
type memory struct {
	readings    []reading.Reading
	occurrences []occurrence.Occurrence
	entries     []ledger.Entry
}

func (m *memory) Readings(ctx context.Context) iter.Seq2[reading.Reading, error] {
	return func(yield func(reading.Reading, error) bool) {
		for _, r := range m.readings {
			if !yield(r, ctx.Err()) {
				return
			}
		}
	}
}

func (m *memory) Occurrences(ctx context.Context) iter.Seq2[occurrence.Occurrence, error] {
	return func(yield func(occurrence.Occurrence, error) bool) {
		for _, o := range m.occurrences {
			if !yield(o, ctx.Err()) {
				return
			}
		}
	}
}

func (m *memory) Ledger(context.Context) ([]ledger.Entry, error) { return m.entries, nil }

// hostile is what names and titles hold at their worst: all that some format takes for its own.
const hostile = "A\tb \"c\" 'd' <script>alert(1)</script> ]]> & \\ {e} %f _g #h; i,j\nk\r\nl \u2028 m \x0b n 🕊 é"

// examples reads the example reports once and makes a source of them: each event is an occurrence, but for the first
// two of the same category, which are made one; and one hostile report beside them.
var examples = sync.OnceValues(func() (*memory, error) {
	reader, err := reading.New(reading.Options{})
	if err != nil {
		return nil, err
	}
	m := &memory{}
	ctx := context.Background()
	inputs := []string{"../examples/armenia-azerbaijan"}
	for rep, err := range report.Each(ctx, inputs, report.Options{}) {
		if err != nil {
			return nil, err
		}
		r, err := reader.Read(ctx, rep)
		if err != nil {
			return nil, err
		}
		m.readings = append(m.readings, r)
	}
	bad, err := report.FromText([]byte("Armenia accused Azerbaijan of shelling the village of Sotk on 13 September 2022, killing two soldiers."),
		report.Options{ID: "hostile <&> \"1\"", Outlet: hostile, Title: hostile, URL: "https://news.example/?a=1&b=<2>", Published: "2022-09-13"})
	if err != nil {
		return nil, err
	}
	r, err := reader.Read(ctx, bad)
	if err != nil {
		return nil, err
	}
	for i := range r.Events {
		for j := range r.Events[i].Sources {
			r.Events[i].Sources[j].Name = hostile
		}
		r.Events[i].Recipients = append(r.Events[i].Recipients, actor.Party{Name: hostile, Actor: "X:\"<&>\"", Country: "AZE", Sector: "REB"})
	}
	m.readings = append(m.readings, r)
	added := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	joined := map[event.Category]int{}
	for i := range m.readings {
		r := &m.readings[i]
		for j := range r.Events {
			e := r.Events[j]
			member := occurrence.Member{
				Account: occurrence.Account{
					Event: e, Report: &r.Report, Versions: r.Versions, Added: added,
					Origins: []origin.Origin{{ID: "outlet:" + r.Report.Outlet, Name: r.Report.Outlet, Kind: origin.Own}},
				},
				Join: occurrence.Join{Score: 1, By: "chancery", At: added},
			}
			if at, there := joined[e.Category]; there && len(m.occurrences[at].Members) < 2 {
				m.occurrences[at].Members = append(m.occurrences[at].Members, member)
				continue
			}
			joined[e.Category] = len(m.occurrences)
			m.occurrences = append(m.occurrences, occurrence.Occurrence{ID: "o-" + strings.TrimPrefix(e.ID, "e-"), Members: []occurrence.Member{member}})
		}
	}
	m.entries = ledger.Build(m.occurrences, when.DayOf(2023, 1, 1))
	return m, nil
})

func source(t *testing.T) *memory {
	t.Helper()
	m, err := examples()
	if err != nil {
		t.Fatal(err)
	}
	if len(m.occurrences) < 50 {
		t.Fatalf("the examples give %d occurrences; far more were read before", len(m.occurrences))
	}
	return m
}

var at = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// options are those that all tests export with; the vocabulary is that of the shipped codebook.
func options(t *testing.T) Options {
	t.Helper()
	reader, err := reading.New(reading.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return Options{At: at, Vocabulary: reader.Vocabulary()}
}

// writeAll writes every format, and every table in the formats that hold one, into a folder.
func writeAll(t *testing.T, dir string, m Source) {
	t.Helper()
	o := options(t)
	for _, format := range Formats() {
		if format.Folder != nil {
			if err := format.Folder(context.Background(), filepath.Join(dir, format.Name), m, o); err != nil {
				t.Fatalf("%s: %v", format.Name, err)
			}
			continue
		}
		tables := []string{""}
		if format.Name == "csv" || format.Name == "jsonl" || format.Name == "parquet" {
			tables = tables[:0]
			for _, table := range Tables() {
				tables = append(tables, table.Name)
			}
		}
		for _, table := range tables {
			var b bytes.Buffer
			o.Table = table
			if err := format.Write(context.Background(), &b, m, o); err != nil {
				t.Fatalf("%s %s: %v", format.Name, table, err)
			}
			name := format.Name + format.Extension
			if table != "" {
				name = table + format.Extension
			}
			if err := os.WriteFile(filepath.Join(dir, name), b.Bytes(), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestIndependentReaders writes every format and lets the usual programs of its users load it: Python's csv, pandas,
// pyarrow, networkx, shapely, icalendar, feedparser, bibtexparser, rdflib, frictionless and sqlite3 (testdata/check.py).
func TestIndependentReaders(t *testing.T) {
	python := os.Getenv("CHANCERY_PYTHON")
	if python == "" {
		t.Skip("CHANCERY_PYTHON names no Python with the packages of testdata/requirements.txt")
	}
	m := source(t)
	dir := *keep
	if dir == "" {
		dir = t.TempDir()
	}
	writeAll(t, dir, m)
	accounts, parties, quotations, placed, steps := 0, 0, 0, 0, 0
	for i := range m.occurrences {
		accounts += len(m.occurrences[i].Members)
		for j := range m.occurrences[i].Members {
			for _, role := range roles(&m.occurrences[i].Members[j].Event) {
				parties += len(role.parties)
			}
		}
		if latitude, _ := told(&m.occurrences[i]).coordinates(); latitude != nil {
			placed++
		}
	}
	for i := range m.readings {
		quotations += len(m.readings[i].Quotations)
	}
	for i := range m.entries {
		steps += len(m.entries[i].Steps)
	}
	expected, err := json.Marshal(map[string]any{
		"reports": len(m.readings), "occurrences": len(m.occurrences), "events": accounts, "parties": parties, "quotations": quotations,
		"placed": placed, "ledger": steps, "hostile": hostile,
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "expected.json"), expected, 0o666); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(python, "testdata/check.py", dir).CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Fatalf("check.py: %v", err)
	}
}

// TestSameBytes holds that the same source gives the same bytes.
func TestSameBytes(t *testing.T) {
	m := source(t)
	first, second := t.TempDir(), t.TempDir()
	writeAll(t, first, m)
	writeAll(t, second, m)
	err := filepath.WalkDir(first, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		a, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name := strings.TrimPrefix(path, first)
		b, err := os.ReadFile(second + name)
		if err != nil {
			return err
		}
		if len(a) == 0 {
			t.Errorf("%s is empty", name)
		}
		if !bytes.Equal(a, b) {
			t.Errorf("%s differs from one export to the next", name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestColumns holds the numbers of columns that other people's descriptions fix.
func TestColumns(t *testing.T) {
	m := source(t)
	for _, test := range []struct {
		format  string
		columns int
		header  bool
	}{{"gdelt-events", 61, false}, {"gdelt-mentions", 16, false}, {"polecat", 40, true}} {
		format, err := FormatNamed(test.format)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := format.Write(context.Background(), &b, m, Options{}); err != nil {
			t.Fatal(err)
		}
		lines := 0
		for line := range strings.Lines(b.String()) {
			lines++
			if n := strings.Count(line, "\t") + 1; n != test.columns {
				t.Fatalf("%s: line %d has %d columns, not %d", test.format, lines, n, test.columns)
			}
		}
		if test.header {
			lines--
		}
		if lines < 40 {
			t.Errorf("%s: %d lines of %d occurrences", test.format, lines, len(m.occurrences))
		}
	}
}

func TestUnknownNames(t *testing.T) {
	if _, err := FormatNamed("excel"); !errors.Is(err, ErrFormat) || !strings.Contains(err.Error(), "parquet") {
		t.Errorf("an unknown format gives %v", err)
	}
	if err := writeCSV(context.Background(), io.Discard, &memory{}, Options{Table: "people"}); !errors.Is(err, ErrTable) || !strings.Contains(err.Error(), "parties") {
		t.Errorf("an unknown table gives %v", err)
	}
}

// TestRejected holds that what a reviewer rejected is not handed out, and that its neighbours are.
func TestRejected(t *testing.T) {
	m := source(t)
	for i := range m.occurrences {
		o := m.occurrences[i]
		if len(o.Members) < 2 {
			continue
		}
		o.Members = slices.Clone(o.Members)
		o.Members[0].Verdict = "rejected"
		alone := m.occurrences[0]
		alone.ID, alone.Members = "o-alone", slices.Clone(alone.Members[:1])
		alone.Members[0].Verdict = "rejected"
		var b bytes.Buffer
		if err := writeCSV(context.Background(), &b, &memory{occurrences: []occurrence.Occurrence{o, alone}}, Options{}); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(b.String(), "\n"+o.Members[0].Event.ID) || strings.Contains(b.String(), "o-alone") || !strings.Contains(b.String(), "\n"+o.Members[1].Event.ID) {
			t.Errorf("one of two accounts was rejected, and an occurrence of one:\n%s", b.String())
		}
		return
	}
	t.Fatal("no occurrence of the examples has two accounts")
}

// TestEmptySource holds that an empty record exports as an empty, valid file.
func TestEmptySource(t *testing.T) {
	writeAll(t, t.TempDir(), &memory{})
}

// TestCancelled holds that an export ends when its context does.
func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, format := range Formats() {
		if format.Write == nil {
			continue
		}
		if err := format.Write(ctx, io.Discard, source(t), Options{}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", format.Name, err)
		}
	}
}

func TestPrioGrid(t *testing.T) {
	// The corners of the grid, and Yerevan's cell: row 260 from the south, column 449 from the west.
	for _, test := range []struct {
		latitude, longitude float64
		cell                int
	}{{-89.9, -179.9, 1}, {-89.9, 179.9, 720}, {89.9, 179.9, 259200}, {90, 180, 259200}, {40.18, 44.51, 260*720 + 449 + 1}} {
		if cell := prioGrid(test.latitude, test.longitude); cell != test.cell {
			t.Errorf("prioGrid(%v, %v) = %d, not %d", test.latitude, test.longitude, cell, test.cell)
		}
	}
}

func TestSelectors(t *testing.T) {
	const text = "“Évian” — the talks in Évian ended."
	start := strings.LastIndex(text, "Évian")
	got, err := json.Marshal(selectors(text, report.Span{Start: start, End: start + len("Évian")}))
	if err != nil {
		t.Fatal(err)
	}
	const want = `[{"type":"TextPositionSelector","start":23,"end":28},{"type":"TextQuoteSelector","exact":"Évian","prefix":"“Évian” — the talks in ","suffix":" ended."}]`
	if string(got) != want {
		t.Errorf("selectors give\n%s, not\n%s", got, want)
	}
}

func BenchmarkExport(b *testing.B) {
	m, err := examples()
	if err != nil {
		b.Fatal(err)
	}
	for _, format := range Formats() {
		if format.Write == nil {
			continue
		}
		b.Run(format.Name, func(b *testing.B) {
			for b.Loop() {
				if err := format.Write(context.Background(), io.Discard, m, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// TestWriteFile: a file is whole or as it was; a device stays one.
func TestWriteFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	say := func(words string, err error) func(io.Writer) error {
		return func(w io.Writer) error {
			_, failed := io.WriteString(w, words)
			return errors.Join(failed, err)
		}
	}
	if err := WriteFile(path, say("whole", nil)); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	if err := WriteFile(path, say("half", broken)); !errors.Is(err, broken) {
		t.Errorf("a writer that fails gives %v", err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "whole" {
		t.Errorf("after a failure the file holds %q, %v", got, err)
	}
	if err := WriteFile(os.DevNull, say("nothing", nil)); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Fatalf("%s is %v now, %v", os.DevNull, info.Mode(), err)
	}
}
