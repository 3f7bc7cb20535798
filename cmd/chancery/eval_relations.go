package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"chancery/codebook"
	"chancery/eval"
)

type evalRelationsCommand struct {
	evalFlags
	Paths    []string `arg:"" name:"path" help:"TSV files with the columns sentence, source, target, marked_sentence, quad and root, or folders of them."`
	Codebook string   `placeholder:"DIR" type:"path" help:"A folder laid over the shipped codebook."`
	Rules    bool     `xor:"weights" help:"Let the codebook alone decide; nothing learned ranks what it proposes."`
	Weights  string   `placeholder:"FILE" type:"existingfile" xor:"weights" help:"Rank by the weights of a file."`
	Folds    int      `placeholder:"N" xor:"weights" help:"Learn to rank, and choose by N-fold cross-validation."`
	Train    string   `placeholder:"FILE" type:"path" xor:"weights" help:"Learn to rank from the files and write the weights here."`
}

// Help is shown by chancery eval relations --help.
func (c *evalRelationsCommand) Help() string {
	return `A sentence, its source and its target are given; the root category of what the source does to the target is asked for:
the 15 of the first PLOVER, where YIELD is today's CONCEDE and RETREAT. The figures are macro-F1 over cooperation against
conflict (quads 1 and 2 against 3 and 4), over quad classes and over roots, and the share of right roots, as in PLV (Hu and
others 2024). Columns are known by their names in the first line, in any order; without marked_sentence the first place
where source and target stand counts, and without quad the root's own.

Further figures (--all): by_event, the share in which an event of the reading links the two, and by_event_accuracy.

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
	run := c.begin(ctx, env)
	var truth []eval.Relation
	err = run.each(c.Paths, func(path string) error {
		return withFile(path, func(r io.Reader) error {
			more, err := eval.ReadRelations(r, path)
			truth = append(truth, more...)
			return err
		})
	}, ".tsv")
	if err != nil {
		return err
	}
	if c.Train != "" {
		return c.train(reader, truth)
	}
	found, err := c.choose(run, reader, truth)
	if err != nil {
		return err
	}
	for i := range truth {
		if r, x := &truth[i], &found[i]; x.Root != r.Root {
			run.wrong("%s:%d: %s, not %s, by %s (%s) at %q: [%s] > [%s] %s", r.File, r.Line, r.Root, cmp.Or(x.Root, "none"), cmp.Or(x.Entry, "none"), cmp.Or(x.How, "none"), x.Words, r.Source, r.Target, r.Sentence)
		}
	}
	scores := eval.ScoreRelations(truth, found)
	return run.report(scores.Lines(), 4)
}

// choose lets the codebook choose, or a ranker over what it proposes.
func (c *evalRelationsCommand) choose(run *evaluation, reader *eval.RelationReader, truth []eval.Relation) ([]eval.RelationChoice, error) {
	model, err := c.model()
	if err != nil {
		return nil, err
	}
	folds := c.Folds
	if folds < 2 && model != nil && model.LearnedFrom == eval.RelationsHash(truth) {
		folds = 5
		fmt.Fprintln(run.env.Stderr, "chancery: these are the sentences that the ranker was learned from; the figures are by 5-fold cross-validation")
	}
	if folds > 1 {
		return reader.CrossValidateRelations(truth, folds)
	}
	if model != nil && c.Weights == "" {
		fmt.Fprintln(run.env.Stderr, "chancery: the ranker was learned from PLV's training part; for sentences of that, --rules or --folds 5 give honest figures")
	}
	found := make([]eval.RelationChoice, len(truth))
	for i := range truth {
		if err := run.ctx.Err(); err != nil {
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
		run.meter.add()
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
