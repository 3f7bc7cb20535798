package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"chancery/eval"
	"chancery/syntax"
)

// evalCommand is chancery eval: one task a subcommand.
type evalCommand struct {
	Syntax evalSyntaxCommand `cmd:"" help:"Sentences, words, tags, lemmas and trees from raw text, against CoNLL-U treebanks (CoNLL 2018 definitions)."`

	Coref     evalCorefCommand     `cmd:"" help:"Which words mean the same actor, against OntoGUM (CoNLL-2012 definitions) and GAP."`
	Relations evalRelationsCommand `cmd:"" help:"What a given source does to a given target, against PLV (roots of the first PLOVER)."`
}

// metric prints one line of the result: its name and its value with two decimals.
func metric(env Environment, name string, value float64) error {
	_, err := fmt.Fprintf(env.Stdout, "%s %.2f\n", name, value)
	return err
}

type evalSyntaxCommand struct {
	Paths []string `arg:"" name:"path" type:"existingfile" help:"CoNLL-U files."`
}

// Run reads the raw text that the treebanks were made from and compares.
func (c *evalSyntaxCommand) Run(ctx context.Context, env Environment) error {
	analyzer, err := syntax.Load()
	if err != nil {
		return err
	}
	var gold, system []*syntax.Document
	for _, path := range c.Paths {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		documents, err := syntax.ReadCoNLLU(f)
		if err = errors.Join(err, f.Close()); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		gold = append(gold, documents...)
	}
	for _, d := range gold {
		if err := ctx.Err(); err != nil {
			return err
		}
		system = append(system, analyzer.Analyze(d.Text, d.Paragraphs()))
	}
	scores, err := eval.Syntax(gold, system)
	if err != nil {
		return err
	}
	for _, m := range []struct {
		name  string
		value float64
	}{
		{"sentences_f1", scores.Sentences}, {"words_f1", scores.Words}, {"upos_f1", scores.UPOS}, {"xpos_f1", scores.XPOS},
		{"lemmas_f1", scores.Lemmas}, {"uas_f1", scores.UAS}, {"las_f1", scores.LAS},
	} {
		if err := metric(env, m.name, m.value); err != nil {
			return err
		}
	}
	return nil
}
