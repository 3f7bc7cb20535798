package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"chancery/actor"
	"chancery/codebook"
	"chancery/eval"
	"chancery/syntax"
)

type evalCorefCommand struct {
	evalFlags
	Paths    []string `arg:"" name:"path" type:"path" help:"OntoGUM or CoNLL-2012 files (.conll), GAP files (.tsv), or folders of them."`
	Codebook string   `placeholder:"DIR" type:"path" help:"A folder laid over the shipped codebook."`
}

// Help is shown by chancery eval coref --help.
func (c *evalCorefCommand) Help() string {
	return `Which words mean the same actor. Of .conll files conll_f1 is the mean of the F1 of MUC, B³ and CEAF-e, chains of one left
out (CoNLL-2012, Pradhan and others 2014); of GAP's files gap_f1 is the F1 over the answers yes to whether the pronoun
means each of two names, where the names have to be found too (Webster and others 2018). chancery resolves actors: people,
states, organisations and groups; chains of things count as missed.

  chancery eval coref ontogum/dev_open
  chancery eval coref --errors gap-validation.tsv | head`
}

// Run reads every document and compares.
func (c *evalCorefCommand) Run(ctx context.Context, env Environment) error {
	analyzer, err := syntax.Load()
	if err != nil {
		return err
	}
	book, err := codebook.Open(c.Codebook)
	if err != nil {
		return err
	}
	lexicon, err := actor.Load(book)
	if err != nil {
		return err
	}
	reader := &eval.CorefReader{Analyse: analyzer.Analyze, Find: lexicon.Find}
	paths, err := corefFiles(c.Paths)
	if err != nil {
		return err
	}
	var chains eval.CorefScore
	var pronouns eval.PronounScore
	documents, rows := 0, 0
	for _, path := range paths {
		if err := ctx.Err(); err != nil {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		if strings.HasSuffix(path, ".tsv") {
			gap, err := eval.ReadPronouns(f, path)
			if err = errors.Join(err, f.Close()); err != nil {
				return err
			}
			for i := range gap {
				means := reader.Antecedents(&gap[i])
				pronouns.Add(gap[i].Means, means)
				if means != gap[i].Means {
					c.wrong(env, "%s", gap[i].Difference(means))
				}
			}
			rows += len(gap)
			continue
		}
		more, err := eval.ReadCoref(f, filepath.Base(path))
		if err = errors.Join(err, f.Close()); err != nil {
			return err
		}
		for i := range more {
			found := reader.Chains(&more[i])
			chains.Add(more[i].Chains, found)
			for _, line := range more[i].Differences(found) {
				c.wrong(env, "%s", line)
			}
		}
		documents += len(more)
	}
	var lines []string
	if documents > 0 {
		lines = append(lines, chains.Lines()...)
	}
	if rows > 0 {
		lines = append(lines, pronouns.Lines()...)
	}
	return c.report(env, lines)
}

// corefFiles lists the files of the paths, in order.
func corefFiles(paths []string) ([]string, error) {
	var files []string
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			files = append(files, path)
			continue
		}
		entries, err := os.ReadDir(path)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if ext := filepath.Ext(e.Name()); ext == ".conll" || ext == ".tsv" {
				files = append(files, filepath.Join(path, e.Name()))
			}
		}
	}
	return files, nil
}
