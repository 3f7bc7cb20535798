package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"

	"chancery/codebook"
	"chancery/internal/wire"
	"chancery/query"
	"chancery/reading"
	"chancery/record"
)

// rereadCommand is chancery reread.
type rereadCommand struct {
	Query []string `arg:"" optional:"" help:"Only reports of what this query finds (docs/formats/query.md); all without it."`

	recordFlag
	DryRun     bool   `help:"Show the difference and keep nothing; so it is without --keep." xor:"keep"`
	Keep       bool   `help:"Store what is different, as a change." xor:"keep"`
	All        bool   `help:"Read again what was read with these very versions, too."`
	Reason     string `default:"read again" help:"Why, for the record's log."`
	JSON       bool   `name:"json" help:"One JSON object a report that comes out otherwise, and one that sums up."`
	Codebook   string `placeholder:"DIR" type:"path" help:"A folder laid over the shipped codebook (docs/formats/codebook.md)."`
	Workers    int    `default:"0" help:"Reports read at the same time; 0 means one a core."`
	Colour     string `name:"color" enum:"auto,always,never" default:"auto" help:"Colours: auto (on a terminal), always or never."`
	NoProgress bool   `help:"No progress bar."`
}

// Help is the long help, with examples.
func (rereadCommand) Help() string {
	return `Examples:
  chancery reread                              what would come out otherwise today
  chancery reread --keep --reason "engine 0.2"
  chancery reread --codebook mine 'recipient:ARM since:2021-05'
  chancery reread --all --json > difference.jsonl

Reports that were read with other versions of engine, models or codebook are read again, and the difference is shown
before anything is kept. What people corrected, accepted, rejected or added stays as it is, and no new event is put
beside it that is read from the same words.`
}

// rereadSum counts what came out.
type rereadSum struct {
	Reports    int  `json:"reports"`   // read again
	Different  int  `json:"different"` // of these, how many came out otherwise
	Gone       int  `json:"gone"`      // events…
	New        int  `json:"new"`
	Changed    int  `json:"changed"`
	Stays      int  `json:"stays"`
	Withheld   int  `json:"withheld"`
	Quotations int  `json:"quotations"`
	Failed     int  `json:"failed"` // reports
	Kept       bool `json:"kept"`
}

// Run reads again.
func (c *rereadCommand) Run(ctx context.Context, env Environment) (err error) {
	book, err := codebook.Open(c.Codebook)
	if err != nil {
		return err
	}
	var asked *query.Query
	if len(c.Query) > 0 {
		if asked, err = query.Parse(queryOf(c.Query), query.Load(book)); err != nil {
			return err
		}
	}
	reader, err := reading.New(reading.Options{Codebook: book})
	if err != nil {
		return err
	}
	rec, err := c.open(ctx, env, record.Options{ReadOnly: !c.Keep})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rec.Close()) }()
	o := record.Reread{Read: reader.Read, Versions: reader.Versions(), All: c.All, Keep: c.Keep, Reason: c.Reason, Workers: c.Workers}
	if asked != nil {
		if o.Reports, err = reportsOf(ctx, rec, asked); err != nil {
			return err
		}
	}
	progress := newMeter(env, c.NoProgress, "reading", "reports")
	if progress.bar != nil {
		total, err := rec.ToReread(ctx, o)
		if err != nil {
			return err
		}
		progress.bar.ChangeMax(total)
	}
	printer := logPrinter{out: env.Stdout, colour: (&readCommand{Colour: c.Colour}).coloured(env)}
	encoder := newEncoder(env.Stdout)
	sum := rereadSum{Kept: c.Keep}
	err = rec.Reread(ctx, o, func(r *record.Rereading) error {
		progress.add()
		sum.count(r)
		switch {
		case r.Failed():
			progress.clear()
			fail(env, fmt.Errorf("%s: %w", r.Report, r.Err), exitFailed)
			return nil
		case !r.Differs():
			return nil
		case c.JSON:
			return encoder.Encode(rereadingOf(r))
		}
		progress.clear()
		printRereading(&printer, r)
		return printer.err
	})
	progress.finish()
	if err != nil {
		return err
	}
	if c.JSON {
		err = encoder.Encode(sum)
	} else {
		err = sum.print(env.Stdout)
	}
	if err == nil && sum.Failed > 0 {
		return errSome
	}
	return err
}

// reportsOf gives the reports of what a query finds.
func reportsOf(ctx context.Context, rec *record.Record, q *query.Query) ([]string, error) {
	view, err := rec.Now(ctx)
	if err != nil {
		return nil, err
	}
	reports := []string{}
	seen := map[string]bool{}
	page := record.Page{Limit: 500}
	for {
		result, err := view.Find(ctx, q, page)
		if err != nil {
			return nil, err
		}
		for i := range result.Hits {
			if r := result.Hits[i].Report; r != nil && !seen[r.ID] {
				seen[r.ID] = true
				reports = append(reports, r.ID)
			}
		}
		if page.Cursor = result.Next; page.Cursor == "" {
			return reports, nil
		}
	}
}

func (s *rereadSum) count(r *record.Rereading) {
	s.Reports++
	if r.Failed() {
		s.Failed++
		return
	}
	if r.Differs() {
		s.Different++
	}
	s.Quotations += r.Quotations
	for i := range r.Events {
		switch r.Events[i].What {
		case record.Gone:
			s.Gone++
		case record.New:
			s.New++
		case record.Changed:
			s.Changed++
		case record.Stays:
			s.Stays++
		case record.Withheld:
			s.Withheld++
		}
	}
}

// print sums up for people.
func (s *rereadSum) print(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "read again\t%d reports, %d come out otherwise\n", s.Reports, s.Different)
	fmt.Fprintf(w, "events\t%d gone, %d new, %d changed\n", s.Gone, s.New, s.Changed)
	if s.Stays+s.Withheld > 0 {
		fmt.Fprintf(w, "by hand\t%d stay as people decided, %d new ones were not put beside them\n", s.Stays, s.Withheld)
	}
	if s.Quotations > 0 {
		fmt.Fprintf(w, "quotations\t%d differ\n", s.Quotations)
	}
	switch {
	case s.Kept:
		fmt.Fprintf(w, "kept\tas a change of the record\n")
	case s.Different > 0:
		fmt.Fprintf(w, "kept\tnothing: --keep stores it\n")
	}
	return w.Flush()
}

// rereadingJSON is what came out otherwise in one report.
type rereadingJSON struct {
	Report     string           `json:"report"`
	Title      string           `json:"title,omitempty"`
	Events     []differenceJSON `json:"events"`
	Quotations int              `json:"quotations"`
}

type differenceJSON struct {
	What   string       `json:"what"`
	Before string       `json:"before,omitempty"` // the event's identity
	After  string       `json:"after,omitempty"`
	Fields []wire.Field `json:"fields"`
}

func rereadingOf(r *record.Rereading) rereadingJSON {
	out := rereadingJSON{Report: r.Report, Title: r.Title, Quotations: r.Quotations, Events: []differenceJSON{}}
	for i := range r.Events {
		d := &r.Events[i]
		line := differenceJSON{What: string(d.What), Fields: []wire.Field{}}
		if d.Before != nil {
			line.Before = d.Before.ID
		}
		if d.After != nil {
			line.After = d.After.ID
		}
		for _, f := range d.Fields {
			line.Fields = append(line.Fields, wire.Field(f))
		}
		out.Events = append(out.Events, line)
	}
	return out
}

// printRereading prints what came out otherwise in one report.
func printRereading(p *logPrinter, r *record.Rereading) {
	p.printf("%s  %s\n", p.paint(1, r.Report), r.Title)
	for i := range r.Events {
		d := &r.Events[i]
		p.printf("    %s\n", d)
		for _, f := range d.Fields {
			if f.Field != "id" {
				p.field(f)
			}
		}
	}
	if r.Quotations > 0 {
		p.printf("    %d quotations differ\n", r.Quotations)
	}
}
