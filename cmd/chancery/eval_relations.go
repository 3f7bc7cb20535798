package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"chancery/codebook"
	"chancery/eval"
)

// evalFlags are what every task of chancery eval takes.
type evalFlags struct {
	Errors bool `help:"Print what is wrong before the figures, a line each."`
	JSON   bool `name:"json" help:"Print the figures as one JSON object."`
}

// report prints lines "metric value", as they are or as one JSON object whose keys stand in the same order.
func (f *evalFlags) report(env Environment, lines []string) error {
	if !f.JSON {
		_, err := fmt.Fprintln(env.Stdout, strings.Join(lines, "\n"))
		return err
	}
	var fields []string
	for _, l := range lines {
		name, value, _ := strings.Cut(l, " ")
		key, err := json.Marshal(name)
		if err != nil {
			return err
		}
		fields = append(fields, string(key)+":"+value)
	}
	_, err := fmt.Fprintln(env.Stdout, "{"+strings.Join(fields, ",")+"}")
	return err
}

// wrong prints one mistake when mistakes are asked for.
func (f *evalFlags) wrong(env Environment, format string, args ...any) {
	if f.Errors {
		w := env.Stdout
		if f.JSON {
			w = env.Stderr
		}
		fmt.Fprintf(w, format+"\n", args...)
	}
}

type evalRelationsCommand struct {
	evalFlags
	Paths    []string `arg:"" name:"path" type:"existingfile" help:"TSV files with the columns sentence, source, target, marked_sentence, quad and root."`
	Codebook string   `placeholder:"DIR" type:"path" help:"A folder laid over the shipped codebook."`
}

// Help is shown by chancery eval relations --help.
func (c *evalRelationsCommand) Help() string {
	return `A sentence, its source and its target are given; the root category of what the source does to the target is asked for:
the 15 of the first PLOVER, where YIELD is today's CONCEDE and RETREAT. The figures are macro-F1 over roots, quad classes
and cooperation against conflict, and the share of right roots, as in PLV (Hu and others 2024).

  chancery eval relations PLV_train.tsv
  chancery eval relations --errors PLV_train.tsv | head`
}

// Run reads every sentence and compares.
func (c *evalRelationsCommand) Run(ctx context.Context, env Environment) error {
	book, err := codebook.Open(c.Codebook)
	if err != nil {
		return err
	}
	reader, err := eval.NewRelationReader(book)
	if err != nil {
		return err
	}
	var truth []eval.Relation
	for _, path := range c.Paths {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		more, err := eval.ReadRelations(f, path)
		if err = errors.Join(err, f.Close()); err != nil {
			return err
		}
		truth = append(truth, more...)
	}
	found := make([]eval.RelationChoice, len(truth))
	for i := range truth {
		if err := ctx.Err(); err != nil {
			return err
		}
		if found[i], err = reader.Choose(&truth[i]); err != nil {
			return err
		}
		if r, x := &truth[i], &found[i]; x.Root != r.Root {
			c.wrong(env, "%s:%d: %s, not %s, by %s (%s) at %q: [%s] > [%s] %s", r.File, r.Line, r.Root, orNone(x.Root), orNone(x.Entry), orNone(x.How), x.Words, r.Source, r.Target, r.Sentence)
		}
	}
	scores := eval.ScoreRelations(truth, found)
	return c.report(env, scores.Lines())
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}
