package main

import (
	"context"
	"fmt"
	"io"
	"slices"

	"chancery/eval"
	"chancery/syntax"
)

type evalSyntaxCommand struct {
	evalFlags
	engineFlags
	Paths      []string `arg:"" name:"path" help:"CoNLL-U files (.conllu), or folders of them."`
	GoldTokens bool     `help:"Take the treebank's sentences and words as given; only tags, lemmas and trees are found."`
}

// Help is shown by chancery eval syntax --help.
func (c *evalSyntaxCommand) Help() string {
	return `Sentences, words, tags, lemmas and trees as the CoNLL 2018 shared task counts them (Zeman and others 2018, its
conll18_ud_eval.py). The input is raw text, put together again from the forms: a space between words unless SpaceAfter=No,
an empty line before "# newdoc" and "# newpar", multiword tokens as they are written, empty nodes left out. The words of
both sides are aligned by their characters. Every figure is an F1 over the words or sentences of both sides; uas_f1 needs the
right head, las_f1 the right relation too, without its subtype.

Further figures (--all): las_subtypes_f1 with subtypes; clas_f1, LAS over content words.

  chancery eval syntax en_ewt-ud-dev.conllu
  chancery eval syntax --gold-tokens gum/dev_open`
}

// Run reads the text that the treebanks were made from and compares.
func (c *evalSyntaxCommand) Run(ctx context.Context, env Environment) error {
	engine, err := c.open()
	if err != nil {
		return err
	}
	run := c.begin(ctx, env)
	var gold, system []*syntax.Document
	err = run.each(c.Paths, func(path string) error {
		return withFile(path, func(r io.Reader) error {
			documents, err := syntax.ReadCoNLLU(r)
			if err != nil {
				return err
			}
			if len(documents) == 0 {
				return fmt.Errorf("%s: no sentence in it; CoNLL-U files have ten columns between tabs", path)
			}
			for _, d := range documents {
				if err := ctx.Err(); err != nil {
					return err
				}
				found := c.read(engine.analyzer, d)
				c.mistakes(run, d, found)
				gold, system = append(gold, d), append(system, found)
				run.meter.add()
			}
			return nil
		})
	}, ".conllu", ".conllu.gz")
	if err != nil {
		return err
	}
	scores, err := eval.Syntax(gold, system)
	if err != nil {
		return err
	}
	return run.report(scores.Lines(), 7)
}

// read analyses the text of a treebank's document, or its words.
func (c *evalSyntaxCommand) read(analyzer *syntax.Analyzer, gold *syntax.Document) *syntax.Document {
	if !c.GoldTokens {
		return analyzer.Analyze(gold.Text, gold.Paragraphs())
	}
	given := &syntax.Document{Text: gold.Text, Sentences: slices.Clone(gold.Sentences)}
	for i := range given.Sentences {
		s := &given.Sentences[i]
		s.Tokens, s.Names = slices.Clone(s.Tokens), nil
	}
	analyzer.Annotate(given.Sentences)
	return given
}

// mistakes prints the words that are cut otherwise, and those that have another tag, lemma, head or relation.
func (c *evalSyntaxCommand) mistakes(run *evaluation, gold, system *syntax.Document) {
	if !c.Errors {
		return
	}
	type word struct {
		token    *syntax.Token
		sentence *syntax.Sentence
	}
	at := map[int]word{} // by start; looked up only
	for i := range system.Sentences {
		s := &system.Sentences[i]
		for t := range s.Tokens {
			at[s.Tokens[t].Start] = word{&s.Tokens[t], s}
		}
	}
	for i := range gold.Sentences {
		s := &gold.Sentences[i]
		for t := range s.Tokens {
			g := &s.Tokens[t]
			w, ok := at[g.Start]
			switch {
			case !ok || w.token.End != g.End:
				run.wrong("%q is cut otherwise: %s", g.Form, sentenceText(s))
			case w.token.UPOS != g.UPOS || headForm(w.sentence, w.token) != headForm(s, g) || w.token.Rel.Base() != g.Rel.Base():
				run.wrong("%q is %v %v of %q, not %v %v of %q: %s", g.Form, g.UPOS, g.Rel, headForm(s, g), w.token.UPOS, w.token.Rel, headForm(w.sentence, w.token), sentenceText(s))
			case g.Lemma != "_" && w.token.Lemma != g.Lemma:
				run.wrong("%q is a form of %q, not of %q: %s", g.Form, g.Lemma, w.token.Lemma, sentenceText(s))
			}
		}
	}
}

func headForm(s *syntax.Sentence, t *syntax.Token) string {
	if t.Head < 0 {
		return "the root"
	}
	return s.Tokens[t.Head].Form
}
