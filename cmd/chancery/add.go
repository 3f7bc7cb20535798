package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/schollz/progressbar/v3"

	"chancery/intake"
	"chancery/record"
	"chancery/report"
)

// addCommand is chancery add.
type addCommand struct {
	Inputs []string `arg:"" optional:"" name:"path" help:"Files, folders, patterns, http(s) addresses, or - for standard input: text, HTML, JSON lines, WARC, MBOX, RSS, Atom; also packed with gzip or zstd."`

	recordFlag
	Failed     bool   `help:"List what was set aside, and why, and add nothing."`
	JSON       bool   `name:"json" help:"One JSON object a report when it is stored, and the summary; with --failed, one for each that was set aside."`
	Workers    int    `default:"0" help:"Reports read at the same time; 0 means one a core."`
	NoProgress bool   `help:"No progress bar."`
	Codebook   string `placeholder:"DIR" type:"path" help:"A folder laid over the shipped codebook (docs/formats/codebook.md)."`
	Reason     string `help:"Why the reports are added, for the record's log."`

	inputFlags
}

// Help is the long help, with examples.
func (addCommand) Help() string {
	return `Examples:
  chancery add news.jsonl.zst pages/ letters.mbox
  chancery add 'crawl/CC-NEWS-2021*.warc.gz' --record caucasus.db
  chancery add report.txt --outlet "Example Daily" --published 2021-06-10
  chancery add --failed

A report that the record has is passed over, so that adding again changes nothing, and a run that was stopped, by
whatever, goes on when the same command is given again. What cannot be read is set aside with its reason, the rest is
added, and the exit code is 1. docs/formats/input.md describes the inputs.`
}

// Validate says what is missing on the command line.
func (c *addCommand) Validate() error {
	switch {
	case c.Failed && len(c.Inputs) > 0:
		return errors.New("--failed adds nothing: leave the paths out")
	case !c.Failed && len(c.Inputs) == 0:
		return errors.New("nothing to add: give files, folders, patterns, addresses, or - for standard input")
	}
	return nil
}

// Run adds the reports of all inputs.
func (c *addCommand) Run(ctx context.Context, env Environment) (err error) {
	if c.Failed {
		return c.listFailed(ctx, env)
	}
	opts, err := c.options(env)
	if err != nil {
		return err
	}
	reader, err := newReader(c.Codebook)
	if err != nil {
		return err
	}
	rec, err := c.open(ctx, env, record.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rec.Close()) }()
	start := time.Now()
	bar := c.newBar(env)
	told := stored{env: env, json: c.JSON, bar: bar, start: start}
	summary, runErr := intake.Run(ctx, reader, rec, report.Items(ctx, c.Inputs, opts), intake.Options{Workers: c.Workers, Reason: c.reason(), Stored: told.tell})
	bar.finish()
	if err := c.print(env, &summary, time.Since(start)); err != nil {
		return err
	}
	switch {
	case told.err != nil:
		return told.err
	case ctx.Err() != nil:
		fail(env, errors.New("interrupted: what is counted is stored; the same command goes on from there"), exitFailed)
		return errSome
	case runErr != nil:
		return fmt.Errorf("%w\nwhat is counted is stored; when the cause is mended, the same command goes on from there", runErr)
	case summary.SetAside > 0:
		return errSome
	}
	return nil
}

// stored tells what was stored.
type stored struct {
	env   Environment
	json  bool
	bar   *addBar
	start time.Time
	items int
	err   error // of writing
}

// storedLine is what --json says of one report.
type storedLine struct {
	ID      string `json:"id,omitempty"`
	Source  string `json:"source"`
	Outcome string `json:"outcome"`
	Events  int    `json:"events"`
	Joined  int    `json:"joined"`
	Copies  int    `json:"copies"`
	Reason  string `json:"reason,omitempty"`
}

// tell is called after each transaction.
func (s *stored) tell(results []intake.Result) {
	s.items += len(results)
	var out strings.Builder
	encoder := newEncoder(&out)
	for i := range results {
		r := &results[i]
		line := storedLine{ID: r.Report, Source: r.Source, Outcome: strings.ReplaceAll(r.Outcome.String(), " ", "_"), Events: r.Events, Joined: r.Joined, Copies: r.Copies}
		if r.Outcome == record.SetAside {
			line.Reason = r.Err.Error()
			s.bar.clear()
			fail(s.env, fmt.Errorf("%s: %w", r.Source, r.Err), exitFailed)
		}
		if s.json && s.err == nil {
			s.err = encoder.Encode(line)
		}
	}
	if s.err == nil && out.Len() > 0 {
		_, s.err = io.WriteString(s.env.Stdout, out.String())
	}
	s.bar.set(results[len(results)-1].Position, s.items, time.Since(s.start))
}

// newEncoder writes JSON for machines: no character is escaped that need not be.
func newEncoder(w io.Writer) *json.Encoder {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder
}

// print prints the summary.
func (c *addCommand) print(env Environment, s *intake.Summary, took time.Duration) error {
	rate := float64(s.Items()) / max(took.Seconds(), 1e-9)
	if c.JSON {
		type counts struct {
			Record   string  `json:"record"`
			Added    int     `json:"added"`
			Known    int     `json:"known"`
			Revised  int     `json:"revised"`
			SetAside int     `json:"set_aside"`
			Events   int     `json:"events"`
			Joined   int     `json:"joined"`
			Copies   int     `json:"copies"`
			Seconds  float64 `json:"seconds"`
			Rate     float64 `json:"reports_per_second"`
		}
		return newEncoder(env.Stdout).Encode(map[string]counts{"summary": {c.path(env), s.Added, s.Known, s.Revised, s.SetAside,
			s.Events, s.Joined, s.Copies, round(took.Seconds()), round(rate)}})
	}
	_, err := fmt.Fprintf(env.Stdout, "added      %d\nknown      %d\nrevised    %d\nset aside  %d\nevents     %d, %d of them joined to what was there\ncopies     %d\ntime       %.1f s, %.0f reports a second\nrecord     %s\n",
		s.Added, s.Known, s.Revised, s.SetAside, s.Events, s.Joined, s.Copies, took.Seconds(), rate, c.path(env))
	if s.SetAside > 0 && err == nil {
		_, err = fmt.Fprintln(env.Stdout, "chancery add --failed lists what was set aside.")
	}
	return err
}

func round(x float64) float64 { return float64(int64(x*1000+0.5)) / 1000 }

// listFailed prints what was set aside.
func (c *addCommand) listFailed(ctx context.Context, env Environment) (err error) {
	rec, err := c.open(ctx, env, record.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rec.Close()) }()
	now, err := rec.Now(ctx)
	if err != nil {
		return err
	}
	failures, err := now.Failures(ctx)
	if err != nil {
		return err
	}
	encoder := newEncoder(env.Stdout)
	for _, f := range failures {
		if c.JSON {
			err = encoder.Encode(struct {
				Source string    `json:"source"`
				Reason string    `json:"reason"`
				Since  time.Time `json:"since"`
				Kind   string    `json:"kind"`
			}{f.Source, f.Reason, f.Since.At, f.Since.Kind})
		} else {
			_, err = fmt.Fprintf(env.Stdout, "%s: %s (%s, %s)\n", f.Source, f.Reason, f.Since.Kind, f.Since.At.Format(time.DateOnly))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// addBar is a progress bar over the bytes of the inputs, or nothing. It moves when something is stored.
type addBar struct{ bar *progressbar.ProgressBar }

// newBar makes a bar when somebody sees it: standard error is a terminal, and no lines of JSON run into it.
func (c *addCommand) newBar(env Environment) *addBar {
	if c.NoProgress || !isTerminal(env.Stderr) || c.JSON && isTerminal(env.Stdout) {
		return &addBar{}
	}
	total, known := report.Size(c.Inputs, env.Stdin)
	if !known || total == 0 {
		total = -1
	}
	return &addBar{progressbar.NewOptions64(total,
		progressbar.OptionSetWriter(env.Stderr),
		progressbar.OptionSetDescription("adding"),
		progressbar.OptionSetPredictTime(true),
		progressbar.OptionSetWidth(24),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionSpinnerType(14),
		progressbar.OptionClearOnFinish(),
	)}
}

// set says how many bytes were passed and how many items are stored. A bar that cannot be drawn is no failure.
func (b *addBar) set(position int64, items int, took time.Duration) {
	if b.bar != nil {
		b.bar.Describe(fmt.Sprintf("%d stored, %.0f a second", items, float64(items)/max(took.Seconds(), 1e-9)))
		_ = b.bar.Set64(position)
	}
}

func (b *addBar) clear() {
	if b.bar != nil {
		_ = b.bar.Clear()
	}
}

func (b *addBar) finish() {
	if b.bar != nil {
		_ = b.bar.Finish()
	}
}

// reason is why the reports are added, as the log tells it: what was said, else what was typed.
func (c *addCommand) reason() string {
	if c.Reason != "" {
		return c.Reason
	}
	const longest = 120
	typed := "chancery add " + strings.Join(c.Inputs, " ")
	if utf8.RuneCountInString(typed) > longest {
		typed = string([]rune(typed)[:longest-1]) + "…"
	}
	return typed
}
