package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"chancery/eval"
	"chancery/syntax"
)

type evalNamesCommand struct {
	evalFlags
	engineFlags
	Paths []string `arg:"" name:"path" help:"Files with one word a line in columns, an empty line between sentences, or folders of them."`
	Form  int      `default:"-1" help:"The column of the words, from 0; -1 finds it."`
	Label int      `default:"-1" help:"The column of the labels, from 0; -1 finds it."`
}

// Help is shown by chancery eval names --help.
func (c *evalNamesCommand) Help() string {
	return `Names of persons, organisations and places on given words. A name is right when its first word, its last word and its
class are (CoNLL-2003, Tjong Kim Sang and De Meulder); f1 is over the names of the three classes together.

Columns are divided by tabs or spaces; which of them hold the words and the labels, and whether the labels are IOB1, IOB2 or
BIOES, shows from the file. Classes are mapped, whatever their letters' case:
  PER  per person
  ORG  org organization organisation corporation company group
  LOC  loc location gpe geo geo-loc fac facility
Other classes (MISC, NORP, nationality, product, date, money…) are left out on both sides.

Further figures (--all): precision and recall; span_f1, in which the class does not matter.

  chancery eval names eww/dev
  chancery eval names --errors en_ewt-ud-dev.iob2 | head`
}

// Run reads every sentence and compares.
func (c *evalNamesCommand) Run(ctx context.Context, env Environment) error {
	engine, err := c.open()
	if err != nil {
		return err
	}
	run := c.begin(ctx, env)
	var scores eval.NameScores
	err = run.each(c.Paths, func(path string) error {
		return withFile(path, func(r io.Reader) error {
			documents, err := eval.ReadNames(r, path, eval.NameColumns{Form: c.Form, Label: c.Label})
			if errors.Is(err, eval.ErrNoLabels) && !slices.Contains(c.Paths, path) {
				return errSkipped // a list beside the corpus
			}
			if err != nil {
				return err
			}
			for _, gold := range documents {
				if err := ctx.Err(); err != nil {
					return err
				}
				found := eval.FindNames(engine.analyzer, gold)
				scores.Add(gold, found)
				c.mistakes(run, gold, found)
				run.meter.add()
			}
			return nil
		})
	}, ".tsv", ".conll", ".iob2", ".iob", ".bio", ".txt")
	if err != nil {
		return err
	}
	return run.report(scores.Lines(), 4)
}

func (c *evalNamesCommand) mistakes(run *evaluation, gold, found []syntax.Sentence) {
	for i := range gold {
		for _, n := range gold[i].Names {
			if n.Class != syntax.MiscName && !slices.Contains(found[i].Names, n) {
				run.wrong("missed: %s: %s", nameText(&gold[i], n), sentenceText(&gold[i]))
			}
		}
		for _, n := range found[i].Names {
			if n.Class != syntax.MiscName && !slices.Contains(gold[i].Names, n) {
				run.wrong("wrong: %s: %s", nameText(&gold[i], n), sentenceText(&gold[i]))
			}
		}
	}
}

func nameText(s *syntax.Sentence, n syntax.Name) string {
	var words []string
	for t := n.First; t <= n.Last; t++ {
		words = append(words, s.Tokens[t].Form)
	}
	return fmt.Sprintf("%s (%s)", strings.Join(words, " "), [...]string{"PER", "ORG", "LOC", "MISC"}[n.Class])
}
