package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/pprof"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"chancery/eval"
	"chancery/reading"
	"chancery/record"
	"chancery/report"
)

// scaleOptions say how large a record is made and of what.
type scaleOptions struct {
	events   int
	dir      string // where the record is made; it is deleted at the end
	keep     bool
	readings string // JSON lines of readings to make it of; else the examples and a part of Reuters-21578 are read
	corpora  string
	date     string
}

// mark is what was measured when the record had so many events.
type mark struct {
	events, reports int
	wall, cpu       time.Duration            // of adding 1,000 reports
	parts           map[string]time.Duration // of the CPU time
	size            int64
	finds           findTimes
}

// window is how many reports are added while the time is taken.
const window = 1000

// batch is how many reports are added in one change, as chancery add does.
const batch = 256

// scale fills a record by the way that chancery add takes, and measures it as it grows.
func scale(o scaleOptions) (err error) {
	ctx := context.Background()
	base, err := scaleBase(ctx, o)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp(o.dir, "chancery-scale")
	if err != nil {
		return err
	}
	if !o.keep {
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	}
	path := filepath.Join(dir, "record.db")
	rec, err := record.Open(ctx, path, record.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rec.Close()) }()
	next, stop := stories(newGenerator(base))
	defer stop()
	var marks []mark
	events, reports := 0, 0
	add := func() error {
		items, count, err := next()
		if err != nil {
			return err
		}
		if _, err := rec.Add(ctx, "add", "a measurement", items); err != nil {
			return err
		}
		events, reports = events+count, reports+len(items)
		return nil
	}
	start := time.Now()
	for _, want := range []int{10_000, 30_000, 100_000, 200_000, 300_000, 500_000, 700_000, 1_000_000, 3_000_000} {
		if want > o.events {
			break
		}
		for events < want {
			if err := add(); err != nil {
				return err
			}
		}
		m := mark{events: events, reports: reports}
		if err := m.adding(add, dir); err != nil {
			return err
		}
		if m.size, err = rec.Size(); err != nil {
			return err
		}
		if m.finds, err = timeFinds(ctx, rec, nil); err != nil {
			return err
		}
		marks = append(marks, m)
		fmt.Fprintf(os.Stderr, "%d events, %d reports, %s: %s CPU for %d reports %v, find %s, full text %s\n",
			m.events, m.reports, time.Since(start).Round(time.Second), m.cpu.Round(time.Millisecond), window, m.parts, m.finds.indexed, m.finds.text)
	}
	printScale(os.Stdout, o, marks, memory())
	return nil
}

// stories gives batches of items that are ready to be added, made in goroutines of their own.
func stories(g *generator) (next func() ([]record.Item, int, error), stop func()) {
	type made struct {
		items  []record.Item
		events int
		err    error
	}
	type job struct {
		first int
		out   chan made
	}
	const each = batch * 5 / 6 // some stories have two reports
	jobs, order, done := make(chan job), make(chan chan made, 8), make(chan struct{})
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for j := range jobs {
				var m made
				for n := j.first; n < j.first+each && m.err == nil; n++ {
					for _, r := range g.story(n) {
						var item record.Item
						if item, m.err = record.Prepare(record.Item{Reading: r, Source: fmt.Sprintf("scale:%d", n)}); m.err != nil {
							break
						}
						m.items, m.events = append(m.items, item), m.events+len(r.Events)
					}
				}
				j.out <- m
			}
		})
	}
	group.Go(func() {
		defer close(jobs)
		for n := 0; ; n += each {
			j := job{n, make(chan made, 1)}
			select {
			case order <- j.out:
			case <-done:
				return
			}
			select {
			case jobs <- j:
			case <-done:
				return
			}
		}
	})
	next = func() ([]record.Item, int, error) {
		m := <-<-order
		return m.items, m.events, m.err
	}
	return next, sync.OnceFunc(func() { close(done); group.Wait() })
}

// adding measures the adding of some more reports.
func (m *mark) adding(add func() error, dir string) error {
	file := filepath.Join(dir, "cpu.profile")
	profile, err := os.Create(file)
	if err != nil {
		return err
	}
	if err := pprof.StartCPUProfile(profile); err != nil {
		return err
	}
	const batches = 8
	// What the writer's thread uses is told apart from what the makers of readings use, who run beside it.
	runtime.LockOSThread()
	cpu, begin := threadTime(), time.Now()
	for range batches {
		if err = add(); err != nil {
			break
		}
	}
	m.wall, m.cpu = time.Since(begin)*window/(batches*batch), (threadTime()-cpu)*window/(batches*batch)
	runtime.UnlockOSThread()
	pprof.StopCPUProfile()
	if err = errors.Join(err, profile.Close()); err != nil {
		return err
	}
	m.parts, err = partsOf(file, batches*batch)
	return err
}

// threadTime is the CPU time that this thread has used.
func threadTime() time.Duration {
	const thread = 1 // RUSAGE_THREAD of Linux
	var u syscall.Rusage
	if syscall.Getrusage(thread, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// parts are the functions of the record whose time is told apart.
var parts = []struct{ name, function string }{
	{"joining", `record.(*writer).join`}, {"copies", `record.(*writer).copies`}, {"index", `record.(*writer).shelve`}, {"full text", `record.(*writer).indexTexts`},
}

// partsOf reads from a profile how much of the time the parts took, for 1,000 reports.
func partsOf(profile string, reports int) (map[string]time.Duration, error) {
	out, err := exec.Command("go", "tool", "pprof", "-top", "-cum", "-unit=ms", "-nodecount=100000", profile).Output()
	if err != nil {
		return nil, fmt.Errorf("go tool pprof: %w", err)
	}
	found := map[string]time.Duration{}
	line := regexp.MustCompile(`^\s*\S+\s+\S+\s+\S+\s+([0-9.]+)ms\s+\S+\s+(\S+)`)
	for _, l := range strings.Split(string(out), "\n") {
		if m := line.FindStringSubmatch(l); m != nil {
			for _, p := range parts {
				if strings.HasSuffix(m[2], p.function) {
					ms, err := strconv.ParseFloat(m[1], 64)
					if err != nil {
						return nil, err
					}
					found[p.name] = time.Duration(ms * float64(time.Millisecond) * window / float64(reports))
				}
			}
		}
	}
	return found, nil
}

// memory is the most that the process has used, in MB.
func memory() int64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return u.Maxrss * 1024 / 1e6 // Linux counts in KiB
}

// scaleBase gives the readings that others are made of: those with at least four events.
func scaleBase(ctx context.Context, o scaleOptions) ([]reading.Reading, error) {
	var all []reading.Reading
	if o.readings != "" {
		file, err := os.Open(o.readings)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		lines := bufio.NewReaderSize(file, 1<<20)
		for {
			line, err := lines.ReadBytes('\n')
			if len(bytes.TrimSpace(line)) > 0 {
				var r reading.Reading
				if err := json.Unmarshal(line, &r); err != nil {
					return nil, fmt.Errorf("%s: %w", o.readings, err)
				}
				all = append(all, r)
			}
			if err == io.EOF {
				break
			}
			if err != nil {
				return nil, err
			}
		}
	} else {
		reader, err := reading.New(reading.Options{})
		if err != nil {
			return nil, err
		}
		read := func(rep report.Report, err error) error {
			if err != nil {
				return err
			}
			r, err := reader.Read(ctx, rep)
			all = append(all, r)
			return err
		}
		for rep, err := range report.Each(ctx, []string{"examples/armenia-azerbaijan"}, report.Options{}) {
			if err := read(rep, err); err != nil {
				return nil, err
			}
		}
		corpus, items := filepath.Join(o.corpora, "reuters21578", "reuters21578.tar.gz"), 0
		if _, err := os.Stat(corpus); err == nil {
			for item, err := range eval.Reuters(corpus) {
				if items++; err != nil || items > 4000 {
					break
				}
				if err := read(report.FromText([]byte(item.Text), report.Options{ID: item.ID, Title: item.Title, Published: item.Date, Outlet: "Reuters"})); err != nil {
					return nil, err
				}
			}
		}
	}
	var base []reading.Reading
	for i := range all {
		if len(all[i].Events) >= 4 {
			base = append(base, all[i])
		}
	}
	if len(base) == 0 {
		return nil, errors.New("no reading has four events: there is nothing to make others of")
	}
	return base, nil
}

func printScale(w io.Writer, o scaleOptions, marks []mark, memory int64) {
	fmt.Fprintf(w, `## A record that grows

Made by `+"`go run ./internal/measure scale --events %d`"+` on %s (%s, %d cores, %s). The reports are made by rule from readings of
the examples and of Reuters-21578 (internal/measure/scale_generate.go) and added as `+"`chancery add`"+` adds them, in changes of %d.
The CPU time is that of the one thread that writes, of which the parts are told apart by a profile; the wall time includes
waiting for the processor and the disk. The process used at most %d MB.

| events | reports | record | adding 1,000 reports: CPU | wall |`, o.events, o.date, processor(), runtime.NumCPU(), runtime.Version(), batch, memory)
	for _, p := range parts {
		fmt.Fprintf(w, " %s |", p.name)
	}
	fmt.Fprint(w, "\n|---|---|---|---|---|"+strings.Repeat("---|", len(parts))+"\n")
	for _, m := range marks {
		fmt.Fprintf(w, "| %s | %s | %.2f GB | %d ms | %d ms |", thousands(float64(m.events)), thousands(float64(m.reports)), float64(m.size)/1e9, m.cpu.Milliseconds(), m.wall.Milliseconds())
		for _, p := range parts {
			fmt.Fprintf(w, " %d ms |", m.parts[p.name].Milliseconds())
		}
		fmt.Fprintln(w)
	}
	printFinds(w, marks)
}
