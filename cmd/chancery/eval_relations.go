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
	Rules    bool     `xor:"weights" help:"Let the codebook alone decide; nothing learned ranks what it proposes."`
	Weights  string   `placeholder:"FILE" type:"existingfile" xor:"weights" help:"Rank by the weights of a file."`
	Folds    int      `placeholder:"N" xor:"weights" help:"Learn to rank, and choose by N-fold cross-validation."`
	Train    string   `placeholder:"FILE" type:"path" xor:"weights" help:"Learn to rank from the files and write the weights here."`
}

// Help is shown by chancery eval relations --help.
func (c *evalRelationsCommand) Help() string {
	return `A sentence, its source and its target are given; the root category of what the source does to the target is asked for:
the 15 of the first PLOVER, where YIELD is today's CONCEDE and RETREAT. The figures are macro-F1 over roots, quad classes
and cooperation against conflict, and the share of right roots, as in PLV (Hu and others 2024).

  chancery eval relations PLV_train.tsv
  chancery eval relations --errors PLV_train.tsv | head

The codebook proposes, and a small ranker chooses among what it proposes (eval/models/README.md says what that was learned
from). On the very sentences that it was learned from the figures are those of 5-fold cross-validation.

  chancery eval relations --rules PLV_train.tsv
  chancery eval relations --train relations.tsv PLV_train.tsv
  chancery eval relations --folds 5 PLV_train.tsv`
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
	if c.Train != "" {
		return c.train(reader, truth)
	}
	found, err := c.choose(ctx, env, reader, truth)
	if err != nil {
		return err
	}
	for i := range truth {
		if r, x := &truth[i], &found[i]; x.Root != r.Root {
			c.wrong(env, "%s:%d: %s, not %s, by %s (%s) at %q: [%s] > [%s] %s", r.File, r.Line, r.Root, orNone(x.Root), orNone(x.Entry), orNone(x.How), x.Words, r.Source, r.Target, r.Sentence)
		}
	}
	scores := eval.ScoreRelations(truth, found)
	return c.report(env, scores.Lines())
}

// choose lets the codebook choose, or a ranker over what it proposes.
func (c *evalRelationsCommand) choose(ctx context.Context, env Environment, reader *eval.RelationReader, truth []eval.Relation) ([]eval.RelationChoice, error) {
	model, err := c.model()
	if err != nil {
		return nil, err
	}
	folds := c.Folds
	if folds < 2 && model != nil && model.LearnedFrom == eval.RelationsHash(truth) {
		folds = 5
		fmt.Fprintln(env.Stderr, "chancery: these are the sentences that the ranker was learned from; the figures are by 5-fold cross-validation")
	}
	if folds > 1 {
		return reader.CrossValidateRelations(truth, folds)
	}
	if model != nil && c.Weights == "" {
		fmt.Fprintln(env.Stderr, "chancery: the ranker was learned from PLV's training part; for sentences of that, --rules or --folds 5 give honest figures")
	}
	found := make([]eval.RelationChoice, len(truth))
	for i := range truth {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if model != nil {
			found[i], err = reader.ChooseRanked(&truth[i], model)
		} else {
			found[i], err = reader.Choose(&truth[i])
		}
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

// model returns the weights to rank by, nil for none.
func (c *evalRelationsCommand) model() (*eval.RelationModel, error) {
	switch {
	case c.Rules || c.Folds > 1:
		return nil, nil
	case c.Weights == "":
		return eval.ShippedRelationWeights()
	}
	f, err := os.Open(c.Weights)
	if err != nil {
		return nil, err
	}
	model, err := eval.ReadRelationWeights(f, c.Weights)
	return model, errors.Join(err, f.Close())
}

func (c *evalRelationsCommand) train(reader *eval.RelationReader, truth []eval.Relation) error {
	weights, err := reader.TrainRelations(truth)
	if err != nil {
		return err
	}
	f, err := os.Create(c.Train)
	if err != nil {
		return err
	}
	return errors.Join(weights.Write(f), f.Close())
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}
