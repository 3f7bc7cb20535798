package main

import (
	"context"
	"io"
	"path/filepath"
	"strings"

	"chancery/eval"
)

type evalCorefCommand struct {
	evalFlags
	engineFlags
	Paths []string `arg:"" name:"path" help:"OntoGUM or CoNLL-2012 files (.conll), GAP files (.tsv), or folders of them."`
}

// Help is shown by chancery eval coref --help.
func (c *evalCorefCommand) Help() string {
	return `Which words mean the same. Of .conll files conll_f1 is the mean of the F1 of MUC, B³ and CEAF-e, chains of one left
out (CoNLL-2012, Pradhan and others 2014); of GAP's files gap_f1 is the F1 over the answers yes to whether the pronoun
means each of two names, where the names have to be found too (Webster and others 2018).

Further figures (--all): muc_f1, b3_f1, ceafe_f1, mention_precision, mention_recall; gap_precision, gap_recall.

  chancery eval coref ontogum/dev_open
  chancery eval coref --errors gap-validation.tsv | head`
}

// Run reads every document and compares.
func (c *evalCorefCommand) Run(ctx context.Context, env Environment) error {
	engine, err := c.open()
	if err != nil {
		return err
	}
	run := c.begin(ctx, env)
	reader := &eval.CorefReader{Analyse: engine.analyzer.Analyze, Find: engine.actors.FindAll}
	var chains eval.CorefScore
	var pronouns eval.PronounScore
	documents, rows := 0, 0
	err = run.each(c.Paths, func(path string) error {
		return withFile(path, func(r io.Reader) error {
			if strings.HasSuffix(strings.ToLower(path), ".tsv") {
				gap, err := eval.ReadPronouns(r, path)
				if err != nil {
					return err
				}
				for i := range gap {
					if err := ctx.Err(); err != nil {
						return err
					}
					means := reader.Antecedents(&gap[i])
					pronouns.Add(gap[i].Means, means)
					if means != gap[i].Means {
						run.wrong("%s", gap[i].Difference(means))
					}
					run.meter.add()
				}
				rows += len(gap)
				return nil
			}
			more, err := eval.ReadCoref(r, path)
			if err != nil {
				return err
			}
			for i := range more {
				if err := ctx.Err(); err != nil {
					return err
				}
				more[i].Name = filepath.Base(path)
				found := reader.Chains(&more[i])
				chains.Add(more[i].Chains, found)
				for _, line := range more[i].Differences(found) {
					run.wrong("%s", line)
				}
				run.meter.add()
			}
			documents += len(more)
			return nil
		})
	}, ".conll", ".tsv")
	if err != nil {
		return err
	}
	// The metric of each corpus first, then what --all adds.
	var own, further []string
	add := func(lines []string) { own, further = append(own, lines[0]), append(further, lines[1:]...) }
	if documents > 0 {
		add(chains.Lines())
	}
	if rows > 0 {
		add(pronouns.Lines())
	}
	return run.report(append(own, further...), len(own))
}
