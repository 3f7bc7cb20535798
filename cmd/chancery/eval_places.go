package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"chancery/eval"
)

type evalPlacesCommand struct {
	evalFlags
	engineFlags
	Paths   []string `arg:"" name:"path" help:"XML files as LGL, GeoVirus, TR-News and GeoWebNews have them, or folders of them."`
	Address bool     `help:"Let the resolver know the outlet's address that the corpus tells."`
}

// Help is shown by chancery eval places --help.
func (c *evalPlacesCommand) Help() string {
	return `Places by name, counted as Gritta, Pilehvar and Collier count them (2020): mention_f1 compares what is found in plain text
with the marked names, exactly; acc161 is the share of the marked places with coordinates that are set within 161 km (100
miles) when their spans are given, one that is not set counting as wrong; median_km is the median distance of those that
are set. Of GeoWebNews, expressions that are no names ("the village"), demonyms, languages and homonyms are neither asked
for as mentions nor held against what was found.

Further figures (--all): mention_precision, mention_recall; acc161_known without the places that the gazetteer lacks, which
get the coordinates of what is named beside them; places, the number of places with coordinates.

  chancery eval places lgl.xml
  chancery eval places --address --errors lgl.xml | head`
}

// Run reads every article and compares.
func (c *evalPlacesCommand) Run(ctx context.Context, env Environment) error {
	engine, err := c.open()
	if err != nil {
		return err
	}
	run := c.begin(ctx, env)
	scorer := eval.PlacesScorer{Gazetteer: engine.gazetteer, Options: eval.PlacesOptions{Hints: c.Address, Errors: c.Errors, Analyse: engine.analyzer.Analyze, Actors: engine.actors.Find}}
	err = run.each(c.Paths, func(path string) error {
		return withFile(path, func(r io.Reader) error {
			articles, err := eval.ReadPlaces(r)
			if err != nil {
				return err
			}
			for i := range articles {
				if err := ctx.Err(); err != nil {
					return err
				}
				for _, m := range scorer.Add(&articles[i]) {
					run.wrong("%s", placeMistake(&m))
				}
				run.meter.add()
			}
			return nil
		})
	}, ".xml")
	if err != nil {
		return err
	}
	score := scorer.Score()
	return run.report(score.Lines(), 3)
}

// placeMistake is a mistake in a line.
func placeMistake(m *eval.PlaceMistake) string {
	what := m.Kind
	switch {
	case what != eval.PlaceFar:
	case m.Resolved:
		what = fmt.Sprintf("is set %.0f km off, in %s, %s:", m.Kilometres, m.Given.Name, m.Given.Country)
	default:
		what = "is not set:"
	}
	return fmt.Sprintf("%s: %q %s %s", m.Article, m.Phrase, what, strings.Join(strings.Fields(m.Context), " "))
}
