package intake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chancery/reading"
	"chancery/record"
	"chancery/report"
)

// The record is the same whatever the number of workers and the size of the batches.
func TestOrder(t *testing.T) {
	lines := exampleLines(t, 3)
	reader, all := prepare(t, lines)
	var want string
	for _, o := range []Options{{Workers: 1, BatchItems: 1000}, {Workers: 7, BatchItems: 5}, {Workers: 3, BatchBytes: 9000}, {Workers: 2, BatchItems: 1}} {
		rec := openRecord(t, filepath.Join(t.TempDir(), "record.db"))
		var told []Result
		o.Stored = func(results []Result) { told = append(told, results...) }
		summary, err := take(t.Context(), reader, rec, lines, o)
		if err != nil || summary.Added != len(all) || summary.Items() != len(all) {
			t.Fatalf("%+v: %+v, %v", o, summary, err)
		}
		for i, r := range told {
			if r.Source != fmt.Sprintf("-:%d", i+1) || r.Outcome != record.Added || r.Events != len(all[i].Events) {
				t.Fatalf("the %dth told is %+v", i+1, r)
			}
		}
		got := account(t, rec)
		if want == "" {
			want = got
		}
		if got != want {
			t.Errorf("%+v makes another record", o)
		}
		// Adding again changes nothing, and is not read again.
		again, err := take(t.Context(), prepared{}, rec, lines, o)
		if err != nil || again.Known != len(all) || again.Items() != len(all) || account(t, rec) != want {
			t.Errorf("again: %+v, %v", again, err)
		}
		if err := rec.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// What cannot be read is set aside with its reason, and what can be later is set aside no more.
func TestSetAside(t *testing.T) {
	lines := exampleLines(t, 1)
	reader, all := prepare(t, lines)
	first, rest, _ := bytes.Cut(lines, []byte("\n"))
	broken := append([]byte("{\"id\":\"broken\n"), rest...)
	rec := openRecord(t, filepath.Join(t.TempDir(), "record.db"))
	defer rec.Close()
	failures := func() (out []string) {
		v, err := rec.Now(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		all, err := v.Failures(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range all {
			out = append(out, f.Source+": "+f.Reason)
		}
		return out
	}
	for range 2 {
		var told []Result
		summary, err := take(t.Context(), reader, rec, broken, Options{Stored: func(r []Result) { told = append(told, r...) }})
		if err != nil || summary.SetAside != 1 || summary.Added+summary.Known != len(all)-1 {
			t.Fatalf("%+v, %v", summary, err)
		}
		if r := told[0]; r.Outcome != record.SetAside || !errors.Is(r.Err, report.ErrNotJSON) || r.Source != "-:1" {
			t.Errorf("%+v", r)
		}
		if got := failures(); len(got) != 1 || !strings.HasPrefix(got[0], "-:1: not a JSON object") {
			t.Errorf("%q", got)
		}
	}
	if summary, err := take(t.Context(), reader, rec, append(append(first, '\n'), rest...), Options{}); err != nil || summary.Added != 1 {
		t.Errorf("%+v, %v", summary, err)
	}
	if got := failures(); len(got) != 0 {
		t.Errorf("still set aside: %q", got)
	}
	// Known reports end the failure of their source, too.
	if _, err := take(t.Context(), reader, rec, broken, Options{}); err != nil || len(failures()) != 1 {
		t.Fatalf("%q, %v", failures(), err)
	}
	if _, err := take(t.Context(), reader, rec, lines, Options{}); err != nil || len(failures()) != 0 {
		t.Errorf("%q, %v", failures(), err)
	}
	// A missing file is a slip of who typed it.
	missing := filepath.Join(t.TempDir(), "missing.txt")
	summary, err := Run(t.Context(), reader, rec, report.Items(t.Context(), []string{missing}, report.Options{}), Options{})
	if err != nil || summary.SetAside != 1 || len(failures()) != 0 {
		t.Errorf("%+v, %v, %q", summary, err, failures())
	}
}

// readerFunc is a Reader.
type readerFunc func(context.Context, report.Report) (reading.Reading, error)

func (f readerFunc) Read(ctx context.Context, rep report.Report) (reading.Reading, error) {
	return f(ctx, rep)
}

// A reader that breaks down over one report costs that report.
func TestBrokenReader(t *testing.T) {
	lines := exampleLines(t, 1)
	reader, all := prepare(t, lines)
	rec := openRecord(t, filepath.Join(t.TempDir(), "record.db"))
	defer rec.Close()
	summary, err := take(t.Context(), readerFunc(func(ctx context.Context, rep report.Report) (reading.Reading, error) {
		if rep.Origin == "-:3" {
			panic("index out of range")
		}
		return reader.Read(ctx, rep)
	}), rec, lines, Options{})
	if err != nil || summary.SetAside != 1 || summary.Added != len(all)-1 {
		t.Errorf("%+v, %v", summary, err)
	}
}

// When the context ends, what is told is stored, and the next run goes on.
func TestInterrupted(t *testing.T) {
	lines := exampleLines(t, 3)
	reader, all := prepare(t, lines)
	path := filepath.Join(t.TempDir(), "record.db")
	rec := openRecord(t, path)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var told []Result
	summary, err := take(ctx, reader, rec, lines, Options{Workers: 2, BatchItems: 8, Stored: func(r []Result) {
		if told = append(told, r...); len(told) >= 16 {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) || summary.Added < 16 || summary.Added >= len(all) || len(told) != summary.Items() {
		t.Errorf("%d told, %+v, %v", len(told), summary, err)
	}
	for i, r := range told {
		if known, err := rec.Has(t.Context(), r.Report, ""); err != nil || !known || r.Source != fmt.Sprintf("-:%d", i+1) {
			t.Errorf("%+v is not stored: %v", r, err)
		}
	}
	next, err := take(t.Context(), reader, rec, lines, Options{})
	if err != nil || next.Added != len(all)-summary.Added || next.Known != summary.Added {
		t.Errorf("%+v after %+v, %v", next, summary, err)
	}
	if err := rec.Close(); err != nil {
		t.Fatal(err)
	}
	if got := whole(t, path); len(got) != len(all) {
		t.Errorf("%d reports of %d", len(got), len(all))
	}
}

// silence is an input that never says anything more.
type silence struct {
	first io.Reader
	ended chan struct{}
}

func (s *silence) Read(p []byte) (int, error) {
	if n, err := s.first.Read(p); n > 0 {
		return n, err
	}
	<-s.ended
	return 0, io.EOF
}

// What has come through a pipe is stored soon, though the pipe stays open; and a pipe that says nothing holds up nobody
// who wants to stop.
func TestSlowInput(t *testing.T) {
	lines := exampleLines(t, 1)
	reader, all := prepare(t, lines)
	rec := openRecord(t, filepath.Join(t.TempDir(), "record.db"))
	defer rec.Close()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	in := &silence{bytes.NewReader(append(lines, bytes.Repeat([]byte("\n"), 70<<10)...)), make(chan struct{})}
	defer close(in.ended)
	stored := 0
	items := report.Items(ctx, []string{"-"}, report.Options{Stdin: in, Kind: report.JSONLines})
	summary, err := Run(ctx, reader, rec, items, Options{BatchTime: 20 * time.Millisecond, Stored: func(r []Result) {
		if stored += len(r); stored == len(all) {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) || summary.Added != len(all) {
		t.Errorf("%+v, %v", summary, err)
	}
}

func BenchmarkRun(b *testing.B) {
	lines := exampleLines(b, len(pairs))
	reader, all := prepare(b, lines)
	for b.Loop() {
		b.StopTimer()
		rec := openRecord(b, filepath.Join(b.TempDir(), "record.db"))
		b.StartTimer()
		if summary, err := take(b.Context(), reader, rec, lines, Options{}); err != nil || summary.Added != len(all) {
			b.Fatal(summary, err)
		}
		b.StopTimer()
		rec.Close()
		b.StartTimer()
	}
	b.ReportMetric(float64(len(all)), "reports")
}
