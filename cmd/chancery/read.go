package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"runtime"
	"strconv"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"chancery/internal/console"
	"chancery/report"
)

// readCommand is chancery read.
type readCommand struct {
	Inputs []string `arg:"" name:"input" help:"Files, folders, patterns, http(s) addresses, or - for standard input: text, HTML, JSON lines, WARC, MBOX, RSS, Atom; also packed with gzip or zstd (docs/formats/input.md)."`

	JSON    bool   `help:"One JSON object a report, one a line (docs/formats/reading.md)." xor:"form"`
	Explain bool   `help:"Show for each event which codebook entry fired on which words and how each field was found."`
	Colour  string `name:"color" enum:"auto,always,never" default:"auto" help:"Colours: auto (on a terminal), always or never."`
	Width   int    `default:"0" help:"Columns to print in; 0 means the terminal's, 100 elsewhere."`

	Codebook string `placeholder:"DIR" type:"path" help:"A folder laid over the shipped codebook (docs/formats/codebook.md)."`

	Workers    int  `default:"0" help:"Reports read at the same time; 0 means one a core."`
	NoProgress bool `help:"No progress bar."`

	inputFlags
}

// Help is the long help, with examples.
func (readCommand) Help() string {
	return `Examples:
  chancery read report.txt --published 2021-06-10
  chancery read https://news.example/article.html
  chancery read --json news.jsonl pages/ > readings.jsonl
  pbpaste | chancery read - --outlet "Example Daily" --explain

Output is in the order of the input, whatever the number of workers. What cannot be read is named on
standard error with its file and line; the rest is read, and the exit code is 1.`
}

// result is what one input became, ready to print.
type result struct {
	out bytes.Buffer
	err error
}

// Run reads all inputs and prints their readings in order.
func (c *readCommand) Run(ctx context.Context, env Environment) error {
	opts, err := c.options(env)
	if err != nil {
		return err
	}
	reader, err := newReader(c.Codebook)
	if err != nil {
		return err
	}
	print := console.Options{Colour: c.coloured(env), Explain: c.Explain, Width: c.Width}
	if print.Width == 0 {
		print.Width = columns(env.Stdout, env.Getenv)
	}
	workers := c.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	progress := newMeter(env, c.NoProgress, "reading", "reports")
	failed := 0
	err = inOrder(ctx, workers, report.Each(ctx, c.Inputs, opts), func(rep report.Report, err error) *result {
		res := &result{err: err}
		if err != nil {
			return res
		}
		got, err := reader.Read(ctx, rep)
		if err != nil {
			res.err = err
			return res
		}
		if !c.JSON {
			res.err = console.Reading(&res.out, &got, print)
			return res
		}
		// HTML escaping would make "<" unreadable and says nothing to a JSON reader.
		encoder := json.NewEncoder(&res.out)
		encoder.SetEscapeHTML(false)
		if !c.Explain {
			for i := range got.Events {
				got.Events[i].Explanation = nil
			}
		}
		res.err = encoder.Encode(got)
		return res
	}, func(res *result) error {
		progress.add()
		if res.err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			failed++
			progress.clear()
			fail(env, res.err, exitFailed)
			return nil
		}
		_, err := env.Stdout.Write(res.out.Bytes())
		return err
	})
	progress.finish()
	if err != nil {
		return err
	}
	if failed > 0 {
		return errSome
	}
	return nil
}

// inOrder runs work on each item in several goroutines and hands the results to done in the order of the
// items. No more than a few items a worker are held at a time.
func inOrder[T any](ctx context.Context, workers int, items func(func(T, error) bool), work func(T, error) *result, done func(*result) error) error {
	type job struct {
		item T
		err  error
		out  chan *result
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	jobs := make(chan job)
	order := make(chan chan *result, 4*workers)
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for j := range jobs {
				j.out <- work(j.item, j.err)
			}
		})
	}
	group.Go(func() {
		defer close(jobs)
		defer close(order)
		for item, err := range items {
			j := job{item, err, make(chan *result, 1)}
			select {
			case order <- j.out:
			case <-ctx.Done():
				return
			}
			select {
			case jobs <- j:
			case <-ctx.Done():
				j.out <- &result{err: ctx.Err()}
				return
			}
		}
	})
	var err error
	for out := range order {
		res := <-out
		if err != nil {
			continue // drain, so that the workers end
		}
		if err = done(res); err != nil {
			cancel()
		}
	}
	group.Wait()
	return err
}

func (c *readCommand) coloured(env Environment) bool {
	switch c.Colour {
	case "always":
		return true
	case "never":
		return false
	}
	return env.Getenv("NO_COLOR") == "" && env.Getenv("TERM") != "dumb" && isTerminal(env.Stdout)
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// columns is the terminal's width, at most 120; where w is none, what COLUMNS says, as for "… | less"; else 0.
func columns(w io.Writer, getenv func(string) string) int {
	if f, ok := w.(*os.File); ok {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil {
			return min(width, 120)
		}
	}
	if width, err := strconv.Atoi(getenv("COLUMNS")); err == nil && width >= 40 {
		return min(width, 120)
	}
	return 0
}

// meter is a progress bar, or nothing.
type meter struct{ bar *progressbar.ProgressBar }

// newMeter makes a meter when somebody sees it and it does not run into the output: standard error is a terminal and
// standard output is none.
func newMeter(env Environment, off bool, doing, things string) meter {
	if off || !isTerminal(env.Stderr) || isTerminal(env.Stdout) {
		return meter{}
	}
	return meter{progressbar.NewOptions64(-1,
		progressbar.OptionSetWriter(env.Stderr),
		progressbar.OptionSetDescription(doing),
		progressbar.OptionShowCount(),
		progressbar.OptionShowIts(),
		progressbar.OptionSetItsString(things),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionSpinnerType(14),
	)}
}

func (m meter) add() {
	if m.bar != nil {
		_ = m.bar.Add(1) // a bar that cannot be drawn is no failure
	}
}

func (m meter) clear() {
	if m.bar != nil {
		_ = m.bar.Clear()
	}
}

func (m meter) finish() {
	if m.bar != nil {
		_ = m.bar.Finish()
	}
}
