package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"text/tabwriter"
	"time"

	"chancery/record"
)

// recordFlag says which record a command works on.
type recordFlag struct {
	Record string `placeholder:"PATH" type:"path" help:"The record. Else $$CHANCERY_RECORD, else chancery/record.db in $$XDG_DATA_HOME or ~/.local/share."`
}

// path is where the record is.
func (f *recordFlag) path(env Environment) string {
	if f.Record != "" {
		return f.Record
	}
	return record.DefaultPath(env.Getenv)
}

// open opens the record; one that is to be read only must be there.
func (f *recordFlag) open(ctx context.Context, env Environment, o record.Options) (*record.Record, error) {
	r, err := record.Open(ctx, f.path(env), o)
	if o.ReadOnly && errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no record at %s: chancery add makes one, --record names another", f.path(env))
	}
	return r, err
}

// recordCommand is chancery record.
type recordCommand struct {
	recordFlag
	AsOf  string `placeholder:"DATE" help:"Count what was known on that day."`
	Check bool   `help:"Look the whole record through: whether the file is whole, everything fits together, and every span says what its text says."`
	JSON  bool   `name:"json" help:"One JSON object."`
}

// Help is the long help, with examples.
func (recordCommand) Help() string {
	return `Examples:
  chancery record
  chancery record --as-of 2021-06-30
  chancery record --check --record caucasus.db

The record is one file of SQLite; docs/formats/record.md describes its tables. What was read with other versions than
this chancery's is read again by: chancery reread`
}

// recordInfo is what chancery record tells.
type recordInfo struct {
	Path     string           `json:"path"`
	Bytes    int64            `json:"bytes"`
	Schema   int              `json:"schema"`
	Changes  int64            `json:"changes"`
	First    string           `json:"first,omitempty"` // when the first change was
	Last     string           `json:"last,omitempty"`
	Counts   recordCounts     `json:"counts"`
	Versions []recordVersions `json:"versions"`
	Checked  bool             `json:"checked"`
	Problems []string         `json:"problems,omitempty"`
}

type recordCounts struct {
	Reports     int `json:"reports"`
	Quotations  int `json:"quotations"`
	Events      int `json:"events"`
	Occurrences int `json:"occurrences"`
	Copies      int `json:"copies"`
	Failures    int `json:"failures"`
	Reviews     int `json:"reviews"`
}

type recordVersions struct {
	Engine   string `json:"engine"`
	Models   string `json:"models"`
	Codebook string `json:"codebook"`
	Reports  int    `json:"reports"`
}

// Run tells what the record holds.
func (c *recordCommand) Run(ctx context.Context, env Environment) (err error) {
	rec, err := c.open(ctx, env, record.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rec.Close()) }()
	view, _, err := viewOf(ctx, rec, c.AsOf)
	if err != nil {
		return err
	}
	info, err := c.inform(ctx, rec, view)
	if err != nil {
		return err
	}
	if c.JSON {
		err = newEncoder(env.Stdout).Encode(info)
	} else {
		err = info.print(env.Stdout)
	}
	if err != nil {
		return err
	}
	if len(info.Problems) > 0 {
		return errSome
	}
	return nil
}

func (c *recordCommand) inform(ctx context.Context, rec *record.Record, view record.View) (*recordInfo, error) {
	info := &recordInfo{Path: rec.Path(), Schema: record.SchemaVersion(), Changes: view.Change(), Versions: []recordVersions{}}
	var err error
	if info.Bytes, err = rec.Size(); err != nil {
		return nil, err
	}
	for _, end := range [...]struct {
		change int64
		at     *string
	}{{1, &info.First}, {view.Change(), &info.Last}} {
		if view.Change() == 0 {
			break
		}
		at, err := rec.At(ctx, end.change)
		if err != nil {
			return nil, err
		}
		change, err := at.LastChange(ctx)
		if err != nil {
			return nil, err
		}
		*end.at = change.At.Format(time.RFC3339)
	}
	counts, err := view.Counts(ctx)
	if err != nil {
		return nil, err
	}
	info.Counts = recordCounts(counts)
	versions, err := view.Versions(ctx)
	if err != nil {
		return nil, err
	}
	for _, v := range versions {
		info.Versions = append(info.Versions, recordVersions{v.Versions.Engine, v.Versions.Models, v.Versions.Codebook, v.Reports})
	}
	if c.Check {
		info.Checked = true
		if info.Problems, err = rec.Check(ctx); err != nil {
			return nil, err
		}
	}
	return info, nil
}

// print prints for people.
func (i *recordInfo) print(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "record\t%s\n", i.Path)
	fmt.Fprintf(w, "size\t%.1f MB, schema %d\n", float64(i.Bytes)/1e6, i.Schema)
	if i.Changes == 0 {
		fmt.Fprintf(w, "changes\tnone\n")
	} else {
		fmt.Fprintf(w, "changes\t%d, from %s to %s\n", i.Changes, i.First, i.Last)
	}
	for _, c := range [...]struct {
		name string
		n    int
	}{
		{"reports", i.Counts.Reports}, {"copies", i.Counts.Copies}, {"quotations", i.Counts.Quotations}, {"events", i.Counts.Events},
		{"occurrences", i.Counts.Occurrences}, {"reviews", i.Counts.Reviews}, {"set aside", i.Counts.Failures},
	} {
		fmt.Fprintf(w, "%s\t%d\n", c.name, c.n)
	}
	for _, v := range i.Versions {
		fmt.Fprintf(w, "read with\tengine %s, models %s, codebook %s: %d reports\n", v.Engine, v.Models, v.Codebook, v.Reports)
	}
	if i.Checked && len(i.Problems) == 0 {
		fmt.Fprintf(w, "check\tall is well\n")
	}
	for _, p := range i.Problems {
		fmt.Fprintf(w, "problem\t%s\n", p)
	}
	return w.Flush()
}
