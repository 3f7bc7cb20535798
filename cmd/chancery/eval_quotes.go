package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"chancery/eval"
	"chancery/quote"
	"chancery/report"
)

type evalQuotesCommand struct {
	evalFlags
	engineFlags
	Paths []string `arg:"" name:"path" help:"brat files (.ann) with their texts beside them or in a folder text next to theirs, or folders of them."`
}

// Help is shown by chancery eval quotes --help.
func (c *evalQuotesCommand) Help() string {
	return `Quotations with their cues and sources, against brat files with the attributions of PARC and PolNeAR (Newell and others
2018), counted as Citron counts them (BBC 2021): exact needs the cue to overlap and the spans to be the same, overlap
counts the words that found and true spans share, over all pairs of an article; cue_exact_f1 needs the same cue.
Attributions without a cue are left out. direct_speaker_accuracy: of the quotations that stand in quotation marks
altogether and have a source, the share for which the found quotation that shares most of their words has a source that
overlaps the true one.

  chancery eval quotes polnear/dev
  chancery eval quotes --errors polnear/dev | head`
}

// Run reads every article and compares.
func (c *evalQuotesCommand) Run(ctx context.Context, env Environment) error {
	engine, err := c.open()
	if err != nil {
		return err
	}
	run := c.begin(ctx, env)
	var scores eval.QuoteScores
	lastText, lastFound := "", []eval.Attribution(nil)
	err = run.each(c.Paths, func(path string) error {
		article, err := eval.ReadQuoteArticle(path)
		if err != nil {
			return err
		}
		if article.Text != lastText { // an article may have several annotators
			lastText = article.Text
			lastFound = eval.Attributions(lastText, quote.Attributions(engine.analyzer.Analyze(lastText, eval.Lines(lastText)), nil, nil))
		}
		article.Found = lastFound
		scores.Add(article)
		c.mistakes(run, article)
		run.meter.add()
		return nil
	}, ".ann")
	if err != nil {
		return err
	}
	return run.report(scores.Lines(), 6)
}

// mistakes prints the attributions whose cue is not among those of the other side, and those whose source or content
// are others.
func (c *evalQuotesCommand) mistakes(run *evaluation, a *eval.QuoteArticle) {
	for i := range a.Gold {
		g := &a.Gold[i]
		f := withCue(a.Found, g.Cue)
		switch {
		case f == nil:
			run.wrong("%s: missed: %s", a.Name, attributionText(a, g))
		case !slices.Equal(f.Source, g.Source):
			run.wrong("%s: source: %s, not %s", a.Name, attributionText(a, g), spanWords(a, f.Source))
		case !slices.Equal(f.Content, g.Content):
			run.wrong("%s: content: %s, not %s", a.Name, attributionText(a, g), spanWords(a, f.Content))
		}
	}
	for i := range a.Found {
		if withCue(a.Gold, a.Found[i].Cue) == nil {
			run.wrong("%s: wrong: %s", a.Name, attributionText(a, &a.Found[i]))
		}
	}
}

// withCue returns the first of the attributions with a cue that overlaps the given one, nil when there is none.
func withCue(list []eval.Attribution, cue []report.Span) *eval.Attribution {
	for i := range list {
		for _, a := range list[i].Cue {
			if slices.ContainsFunc(cue, a.Overlaps) {
				return &list[i]
			}
		}
	}
	return nil
}

func attributionText(a *eval.QuoteArticle, x *eval.Attribution) string {
	return fmt.Sprintf("%s %s: %s", spanWords(a, x.Source), spanWords(a, x.Cue), spanWords(a, x.Content))
}

// spanWords is the words of spans in square brackets.
func spanWords(a *eval.QuoteArticle, spans []report.Span) string {
	var all []string
	for _, s := range spans {
		all = append(all, strings.Fields(s.In(a.Text))...)
	}
	return "[" + strings.Join(all, " ") + "]"
}
