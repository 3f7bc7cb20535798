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

	Names     evalNamesCommand     `cmd:"" help:"Names of persons, organisations, places and others, against labelled words (CoNLL-2003 definitions)."`
	Dates     evalDatesCommand     `cmd:"" help:"Time expressions and their values, against TimeML and WikiWars (TempEval-3 definitions)."`
	Places    evalPlacesCommand    `cmd:"" help:"Places found and set on the map, against LGL, GeoVirus and their like (Gritta and others 2020)."`
	Quotes    evalQuotesCommand    `cmd:"" help:"Quotations, cues and sources, against PolNeAR's brat files (Citron's definitions)."`
	Coref     evalCorefCommand     `cmd:"" help:"Which words mean the same actor, against OntoGUM (CoNLL-2012 definitions) and GAP."`
	Relations evalRelationsCommand `cmd:"" help:"What a given source does to a given target, against PLV (roots of the first PLOVER)."`
}

type evalSyntaxCommand struct {
	evalFlags
	Paths []string `arg:"" name:"path" type:"existingfile" help:"CoNLL-U files."`
}

// Help is shown by chancery eval syntax --help.
func (c *evalSyntaxCommand) Help() string {
	return `Sentences, words, tags, lemmas and trees from raw text, as the CoNLL 2018 shared task counts them (Zeman and others): F1 over
spans that both have; las_f1 needs the right head and relation, without its subtype.

  chancery eval syntax en_ewt-ud-dev.conllu
  chancery eval syntax --json en_ewt-ud-dev.conllu`
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
	c.mistakes(env, gold, system)
	var lines []string
	for _, m := range []struct {
		name  string
		value float64
	}{
		{"sentences_f1", scores.Sentences}, {"words_f1", scores.Words}, {"upos_f1", scores.UPOS}, {"xpos_f1", scores.XPOS},
		{"lemmas_f1", scores.Lemmas}, {"uas_f1", scores.UAS}, {"las_f1", scores.LAS},
	} {
		lines = append(lines, fmt.Sprintf("%s %.2f", m.name, m.value))
	}
	return c.report(env, lines)
}

// mistakes prints the words that stand at the same bytes in both and have another tag, lemma, head or relation.
func (c *evalSyntaxCommand) mistakes(env Environment, gold, system []*syntax.Document) {
	if !c.Errors {
		return
	}
	for d := range gold {
		type word struct {
			token    *syntax.Token
			sentence *syntax.Sentence
		}
		at := map[int]word{} // by start; looked up only
		for i := range system[d].Sentences {
			s := &system[d].Sentences[i]
			for t := range s.Tokens {
				at[s.Tokens[t].Start] = word{&s.Tokens[t], s}
			}
		}
		for i := range gold[d].Sentences {
			s := &gold[d].Sentences[i]
			for t := range s.Tokens {
				g := &s.Tokens[t]
				w, ok := at[g.Start]
				switch {
				case !ok || w.token.End != g.End:
					c.wrong(env, "%q is cut otherwise: %s", g.Form, sentenceText(s))
				case w.token.UPOS != g.UPOS || headForm(w.sentence, w.token) != headForm(s, g) || w.token.Rel != g.Rel:
					c.wrong(env, "%q is %v %v of %q, not %v %v of %q: %s", g.Form, g.UPOS, g.Rel, headForm(s, g), w.token.UPOS, w.token.Rel, headForm(w.sentence, w.token), sentenceText(s))
				}
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
