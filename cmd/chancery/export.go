package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"chancery/codebook"
	"chancery/event"
	"chancery/export"
	"chancery/query"
	"chancery/record"
	"chancery/when"
)

// exportCommand is chancery export.
type exportCommand struct {
	Format string   `arg:"" optional:"" help:"The format; --formats lists them."`
	Query  []string `arg:"" optional:"" help:"What to export (see chancery find --help); everything when none is given."`

	recordFlag
	Table   string `placeholder:"NAME" help:"For csv, jsonl and parquet: reports, quotations, occurrences, events, parties or ledger. Default: events."`
	Output  string `short:"o" placeholder:"PATH" type:"path" help:"The file to write, or for datapackage the folder. Default: standard output."`
	AsOf    string `placeholder:"DATE" help:"Export the record as it was known at the end of this day, or at this time."`
	Title   string `help:"The title of a feed, a calendar, a timeline, a package."`
	Address string `placeholder:"URL" help:"Where the record is served: links of the Atom feed then lead there."`
	Formats bool   `help:"List the formats."`
}

// Help is the long help, with examples.
func (exportCommand) Help() string {
	var b strings.Builder
	b.WriteString("Formats (docs/formats/exports.md describes each):\n")
	for _, f := range export.Formats() {
		fmt.Fprintf(&b, "  %-16s %s\n", f.Name, f.Title)
	}
	b.WriteString(`
Examples:
  chancery export csv > events.csv
  chancery export parquet --table quotations -o quotations.parquet
  chancery export gdelt-events since:2021 until:2021 > 2021.export.CSV
  chancery export datapackage -o record/
  chancery export icalendar track:border-demarcation > meetings.ics`)
	return b.String()
}

// Run writes one export.
func (c *exportCommand) Run(ctx context.Context, env Environment) (err error) {
	if c.Format == "" && !c.Formats && (c.Table != "" || c.Output != "" || c.AsOf != "") {
		return errors.New("export needs a format first: chancery export csv --table events (--formats lists them)")
	}
	if c.Formats || c.Format == "" {
		for _, f := range export.Formats() {
			if _, err := fmt.Fprintf(env.Stdout, "%-16s %s\n", f.Name, f.Title); err != nil {
				return err
			}
		}
		return nil
	}
	format, err := export.FormatNamed(c.Format)
	if err != nil {
		return err
	}
	if c.Table != "" {
		if !format.Tables() {
			return fmt.Errorf("%s has no tables to choose from: --table is for csv, jsonl and parquet", format.Name)
		}
		if _, err := export.TableNamed(c.Table); err != nil {
			return err
		}
	}
	if format.Folder == nil {
		if err := writable(c.Output); err != nil {
			return err
		}
	}
	if format.Folder != nil && c.Output == "" {
		return fmt.Errorf("%s: %w", format.Name, export.ErrFolder)
	}
	if format.Name == "parquet" && c.Output == "" && isTerminal(env.Stdout) {
		return fmt.Errorf("parquet is no text to print: --output FILE, or into a pipe")
	}
	r, err := c.open(ctx, env, record.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	view, day, err := viewOf(ctx, r, c.AsOf)
	if err != nil {
		return err
	}
	source, err := c.source(ctx, env, view, day)
	if err != nil {
		return showQueryError(env, err)
	}
	last, err := view.LastChange(ctx)
	if err != nil {
		return err
	}
	options := export.Options{Table: c.Table, Title: c.Title, Address: strings.TrimRight(c.Address, "/"), At: last.At}
	if format.Folder != nil {
		coder, err := event.Load(codebook.Shipped())
		if err != nil {
			return err
		}
		options.Vocabulary = coder.Vocabulary()
	}
	switch {
	case format.Folder != nil:
		return format.Folder(ctx, c.Output, source, options)
	case c.Output == "":
		return format.Write(ctx, env.Stdout, source, options)
	}
	return export.WriteFile(c.Output, func(w io.Writer) error { return format.Write(ctx, w, source, options) })
}

// writable says what is in the way of a file that is to be written, before an export is made for nothing.
func writable(path string) error {
	if path == "" {
		return nil
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return fmt.Errorf("--output %s: this is a folder: name a file in it", path)
	}
	if _, err := os.Stat(filepath.Dir(path)); err != nil {
		return fmt.Errorf("--output %s: there is no folder %s", path, filepath.Dir(path))
	}
	return nil
}

// source gives the record, or what the query asks for. A table of quotations, occurrences or reports that is not named
// follows from the kind that the query asks for.
func (c *exportCommand) source(ctx context.Context, env Environment, view record.View, day when.Day) (export.Source, error) {
	text := strings.TrimSpace(queryOf(c.Query))
	if text == "" {
		return view.On(day), nil
	}
	if c.Table == "ledger" {
		return nil, errors.New("the ledger is exported whole; chancery ledger --json chooses from it")
	}
	vocabulary := query.Load(codebook.Shipped())
	q, err := query.Parse(text, vocabulary)
	if err != nil {
		return nil, err
	}
	switch {
	case c.Table == "":
		if c.Format == "csv" || c.Format == "jsonl" || c.Format == "parquet" {
			c.Table = string(q.Kind)
		}
	case (c.Table == "quotations" || c.Table == "reports") && !strings.Contains(text, "kind:"):
		// "speaker:Aliyev" asks for quotations here. What only events have ("category:ACCUSE") asks for those of its reports.
		if of, err := query.Parse("kind:"+c.Table+" ("+text+")", vocabulary); err == nil {
			q = of
		}
	}
	choice, err := view.Choose(ctx, q)
	if err != nil {
		return nil, err
	}
	for _, note := range choice.Notes() {
		if _, err := fmt.Fprintf(env.Stderr, "note: %s\n", note); err != nil {
			return nil, err
		}
	}
	return choice.On(day), nil
}
