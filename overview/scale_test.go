package overview

import (
	"fmt"
	"os"
	"runtime"
	"testing"
	"time"

	"chancery/record"
)

// TestScale times what the overview does with a large record: CHANCERY_SCALE names it. Older records are given glances
// first.
func TestScale(t *testing.T) {
	path := os.Getenv("CHANCERY_SCALE")
	if path == "" {
		t.Skip("CHANCERY_SCALE names no record")
	}
	r, err := record.Open(t.Context(), path, record.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	took := func(what string, do func() string) {
		start := time.Now()
		said := do()
		t.Logf("%-34s %10s  %s", what, time.Since(start).Round(10*time.Microsecond), said)
	}
	took("store glances", func() string {
		if err := r.StoreGlances(t.Context(), func(done, of int64) { fmt.Fprintf(os.Stderr, "%d of %d\r", done, of) }); err != nil {
			t.Fatal(err)
		}
		return ""
	})
	var o *Overview
	took("load", func() string {
		o = Open(t.Context(), r, Options{})
		if err := o.Wait(t.Context()); err != nil {
			t.Fatal(err)
		}
		return ""
	})
	defer o.Close()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	t.Logf("%d MB of memory", m.HeapAlloc>>20)
	s := snapshotOf(t, o, 0)
	took("counts", func() string { return fmt.Sprintf("%+v", s.Counts()) })
	for _, f := range []struct {
		name   string
		filter Filter
	}{{"all", Filter{}}, {"USA", Filter{Actors: []string{"USA"}}}, {"track", Filter{Tracks: []string{"trade"}}}, {"actual", Filter{Statuses: statusOrder[:1]}}} {
		took(f.name+": activity by month, status", func() string { a := s.Activity(f.filter, Monthly, ByStatus); return fmt.Sprint(a.Count, len(a.Series)) })
		took(f.name+": activity by day, track", func() string { a := s.Activity(f.filter, Daily, ByTrack); return fmt.Sprint(a.Count, len(a.Series)) })
		took(f.name+": timeline", func() string {
			a := s.Timeline(f.filter, 500)
			return fmt.Sprint(a.Count, a.Step, a.First, a.Last, len(a.ByStatus))
		})
		took(f.name+": dyads", func() string { return fmt.Sprint(len(s.Dyads(f.filter, 200))) })
		took(f.name+": actors", func() string { a := s.Actors(f.filter, 100); return fmt.Sprint(len(a), a[:min(2, len(a))]) })
		took(f.name+": places", func() string { return fmt.Sprint(len(s.Places(f.filter, Box{}, 0))) })
		took(f.name+": tracks", func() string { return fmt.Sprint(len(s.Tracks(f.filter))) })
		took(f.name+": outlets", func() string { return fmt.Sprint(len(s.Outlets(f.filter))) })
		took(f.name+": doubts", func() string {
			d, err := s.Doubts(f.filter, 50, "")
			if err != nil {
				t.Fatal(err)
			}
			return fmt.Sprint(len(d.Items), d.Counts)
		})
		took(f.name+": latest", func() string { return fmt.Sprint(len(s.Latest(f.filter, dayOf(17000), 50))) })
	}
	took("entries", func() string { return fmt.Sprint(len(s.Entries())) })
	took("past", func() string { return fmt.Sprint(snapshotOf(t, o, s.Change()/2).Counts()) })
	for range 3 {
		took("past, the one before", func() string { snapshotOf(t, o, s.Change()-1); return "" })
	}
	runtime.GC()
	runtime.ReadMemStats(&m)
	t.Logf("%d MB of memory", m.HeapAlloc>>20)
}
