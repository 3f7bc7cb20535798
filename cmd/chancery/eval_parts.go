package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"chancery/actor"
	"chancery/codebook"
	"chancery/eval"
	"chancery/place"
	"chancery/quote"
	"chancery/report"
	"chancery/syntax"
	"chancery/when"
)

type evalDatesCommand struct {
	evalFlags
	Paths []string `arg:"" name:"path" type:"path" help:"TimeML files (.tml), WikiWars files (.key.xml), or folders of them."`
}

// Help is shown by chancery eval dates --help.
func (c *evalDatesCommand) Help() string {
	return `Time expressions and their values, counted as TempEval-3 counts them (UzZaman and others 2013): relaxed_f1 needs a
shared character, strict_f1 the same extent, value_f1 and type_f1 the right value or type of one that matches relaxed.

  chancery eval dates timebank aquaint
  chancery eval dates --errors wikiwars | head`
}

// Run reads every document and compares.
func (c *evalDatesCommand) Run(ctx context.Context, env Environment) error {
	analyzer, err := syntax.Load()
	if err != nil {
		return err
	}
	documents, err := eval.ReadDates(c.Paths...)
	if err != nil {
		return err
	}
	score := eval.Dates(documents, func(d *eval.DatesDocument) []when.Expression {
		if ctx.Err() != nil {
			return nil
		}
		return when.Find(analyzer.Analyze(d.Text, d.Paragraphs()), d.Published)
	}, func(e eval.DatesError) { c.wrong(env, "%s: %s", e.Document.Name, e.String()) })
	if err := ctx.Err(); err != nil {
		return err
	}
	return c.report(env, strings.Split(strings.TrimSpace(score.String()), "\n"))
}

type evalQuotesCommand struct {
	evalFlags
	Path string `arg:"" name:"folder" type:"existingdir" help:"A brat folder with text/*.txt and attributions/*.ann, or both side by side."`
}

// Help is shown by chancery eval quotes --help.
func (c *evalQuotesCommand) Help() string {
	return `Quotations with their cues and sources, against brat files with the attributions of PARC and PolNeAR, counted as Citron
counts them (BBC 2021): exact needs the cue to overlap and the spans to be the same, overlap counts shared words.

  chancery eval quotes polnear/dev
  chancery eval quotes --errors polnear/dev | head`
}

// Run reads every article and compares.
func (c *evalQuotesCommand) Run(ctx context.Context, env Environment) error {
	analyzer, err := syntax.Load()
	if err != nil {
		return err
	}
	scores, err := eval.Quotes(c.Path, func(text string) []eval.Attribution {
		if ctx.Err() != nil {
			return nil
		}
		return eval.Attributions(text, quote.Attributions(analyzer.Analyze(text, eval.Lines(text)), nil, nil))
	}, func(a *eval.QuoteArticle) {
		for i := range a.Gold {
			if !hasCue(a.Found, a.Gold[i].Cue) {
				c.wrong(env, "%s: missed: %s", a.Name, attributionText(a, &a.Gold[i]))
			}
		}
		for i := range a.Found {
			if !hasCue(a.Gold, a.Found[i].Cue) {
				c.wrong(env, "%s: extra: %s", a.Name, attributionText(a, &a.Found[i]))
			}
		}
	})
	if err = errors.Join(err, ctx.Err()); err != nil {
		return err
	}
	return c.report(env, scores.Lines())
}

// hasCue reports whether one of the attributions has a cue that overlaps the given one.
func hasCue(list []eval.Attribution, cue []report.Span) bool {
	for i := range list {
		for _, a := range list[i].Cue {
			if slices.ContainsFunc(cue, func(b report.Span) bool { return a.Start < b.End && b.Start < a.End }) {
				return true
			}
		}
	}
	return false
}

func attributionText(a *eval.QuoteArticle, x *eval.Attribution) string {
	words := func(spans []report.Span) string {
		var all []string
		for _, s := range spans {
			all = append(all, strings.Fields(s.In(a.Text))...)
		}
		return strings.Join(all, " ")
	}
	return fmt.Sprintf("[%s] %s: %s", words(x.Source), words(x.Cue), words(x.Content))
}

type evalPlacesCommand struct {
	evalFlags
	Paths    []string `arg:"" name:"path" type:"existingfile" help:"XML files as LGL, GeoVirus, TR-News and GeoWebNews have them."`
	Address  bool     `help:"Let the resolver know the outlet's address that the corpus tells."`
	Codebook string   `placeholder:"DIR" type:"path" help:"A folder laid over the shipped codebook."`
}

// Help is shown by chancery eval places --help.
func (c *evalPlacesCommand) Help() string {
	return `Places by name, counted as Gritta, Pilehvar and Collier count them (2020): mention_f1 compares what is found in plain text
with the marked names, exactly; acc161 is the share of marked places that are set within 161 km, one that is not set
counting as wrong; median_km is the median distance of those that are set.

  chancery eval places lgl.xml
  chancery eval places --address --errors lgl.xml | head`
}

// Run reads every article and compares.
func (c *evalPlacesCommand) Run(ctx context.Context, env Environment) error {
	analyzer, err := syntax.Load()
	if err != nil {
		return err
	}
	book, err := codebook.Open(c.Codebook)
	if err != nil {
		return err
	}
	gazetteer, err := place.Load(book)
	if err != nil {
		return err
	}
	actors, err := actor.Load(book)
	if err != nil {
		return err
	}
	var articles []eval.PlacesArticle
	for _, path := range c.Paths {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		more, err := eval.ReadPlaces(f)
		if err = errors.Join(err, f.Close()); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		articles = append(articles, more...)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	score := eval.Places(gazetteer, articles, eval.PlacesOptions{Hints: c.Address, Errors: c.Errors, Analyse: analyzer.Analyze, Actors: actors.Find})
	for _, m := range score.Mistakes {
		given := "not set"
		if m.Resolved {
			given = fmt.Sprintf("%s, %s, %.0f km off", m.Given.Name, m.Given.Country, m.Kilometres)
		}
		c.wrong(env, "%s: %q %s: %s", m.Article, m.Phrase, given, strings.Join(strings.Fields(m.Context), " "))
	}
	var lines []string
	for _, m := range score.Metrics() {
		lines = append(lines, fmt.Sprintf("%s %.2f", m.Name, m.Value))
	}
	return c.report(env, lines)
}

type evalNamesCommand struct {
	evalFlags
	Paths []string `arg:"" name:"path" type:"existingfile" help:"Files with one token a line in columns, an empty line between sentences."`
	Form  int      `default:"0" help:"The column of the words, from 0."`
	Label int      `default:"1" help:"The column of the labels, in the IOB2 scheme."`
}

// Help is shown by chancery eval names --help.
func (c *evalNamesCommand) Help() string {
	return `Names of persons, organisations, places and others on given words. A name is right when its first and last word and its
class are (CoNLL-2003, Tjong Kim Sang and De Meulder); span_f1 leaves the class out.

  chancery eval names eww/*.tsv
  chancery eval names --form 1 --label 2 en_ewt-ud-dev.iob2`
}

// Run reads every sentence and compares.
func (c *evalNamesCommand) Run(ctx context.Context, env Environment) error {
	analyzer, err := syntax.Load()
	if err != nil {
		return err
	}
	var gold []syntax.Sentence
	for _, path := range c.Paths {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		more, err := eval.ReadNames(f, c.Form, c.Label, eval.NameClassOf)
		if err = errors.Join(err, f.Close()); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		gold = append(gold, more...)
	}
	found := make([]syntax.Sentence, len(gold))
	for i := range gold {
		found[i].Tokens = slices.Clone(gold[i].Tokens)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	analyzer.Annotate(found)
	for i := range gold {
		for _, n := range gold[i].Names {
			if !slices.Contains(found[i].Names, n) {
				c.wrong(env, "missed: %s: %s", nameText(&gold[i], n), sentenceText(&gold[i]))
			}
		}
		for _, n := range found[i].Names {
			if !slices.Contains(gold[i].Names, n) {
				c.wrong(env, "extra: %s: %s", nameText(&gold[i], n), sentenceText(&gold[i]))
			}
		}
	}
	n := eval.Names(gold, found)
	var lines []string
	for _, m := range []struct {
		name string
		c    eval.Counts
	}{{"", n.All}, {"person_", n.Class[0]}, {"organisation_", n.Class[1]}, {"place_", n.Class[2]}, {"misc_", n.Class[3]}, {"without_misc_", n.WithoutMisc}, {"span_", n.Spans}} {
		lines = append(lines, fmt.Sprintf("%sprecision %.2f", m.name, m.c.Precision()), fmt.Sprintf("%srecall %.2f", m.name, m.c.Recall()), fmt.Sprintf("%sf1 %.2f", m.name, m.c.F1()))
	}
	return c.report(env, lines)
}

func nameText(s *syntax.Sentence, n syntax.Name) string {
	var words []string
	for t := n.First; t <= n.Last; t++ {
		words = append(words, s.Tokens[t].Form)
	}
	return fmt.Sprintf("%s (%s)", strings.Join(words, " "), [...]string{"person", "organisation", "place", "misc"}[n.Class])
}

func sentenceText(s *syntax.Sentence) string {
	var words []string
	for t := range s.Tokens {
		words = append(words, s.Tokens[t].Form)
	}
	return strings.Join(words, " ")
}
