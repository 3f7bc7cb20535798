package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"chancery/syntax"
)

// evalCommand is chancery eval: one task a subcommand.
type evalCommand struct {
	Syntax      evalSyntaxCommand      `cmd:"" help:"Sentences, words, tags, lemmas and trees, against CoNLL-U treebanks (CoNLL 2018 definitions)."`
	Names       evalNamesCommand       `cmd:"" help:"Names of persons, organisations and places, against labelled words (CoNLL-2003 definitions)."`
	Quotes      evalQuotesCommand      `cmd:"" help:"Quotations, cues and sources, against PolNeAR's brat files (Citron's definitions)."`
	Dates       evalDatesCommand       `cmd:"" help:"Time expressions and their values, against TimeML and WikiWars (TempEval-3 definitions)."`
	Places      evalPlacesCommand      `cmd:"" help:"Places found and set on the map, against LGL, GeoVirus, TR-News and GeoWebNews (Gritta and others 2020)."`
	Coref       evalCorefCommand       `cmd:"" help:"Which words mean the same actor, against OntoGUM (CoNLL-2012 definitions) and GAP."`
	Relations   evalRelationsCommand   `cmd:"" help:"What a given source does to a given target, against PLV (roots of the first PLOVER)."`
	Incidents   evalIncidentsCommand   `cmd:"" help:"Violent incidents with date, country, victims and effect, against MUC-4's keys."`
	Occurrences evalOccurrencesCommand `cmd:"" help:"Events of different reports that are the same, against ECB+ (CoNLL-2012 definitions)."`
	Pages       evalPagesCommand       `cmd:"" help:"The text of news pages, against trafilatura's evaluation and the article-extraction benchmark."`
}

// evalFlags are what every task of chancery eval takes.
type evalFlags struct {
	Errors     bool `help:"Print what was missed and what is wrong before the figures, a line each."`
	All        bool `help:"Print further figures after the task's own."`
	JSON       bool `name:"json" help:"Print the figures as one JSON object."`
	NoProgress bool `help:"No progress bar."`
}

// report prints lines "metric value", as they are or as one JSON object whose keys stand in the same order. The first
// own lines are the task's own metrics; the rest is left out unless --all asks for it.
func (e *evaluation) report(lines []string, own int) error {
	e.meter.finish()
	if !e.flags.All {
		lines = lines[:min(own, len(lines))]
	}
	if err := e.print(lines); err != nil {
		return err
	}
	if e.failed > 0 {
		return errSome
	}
	return nil
}

func (e *evaluation) print(lines []string) error {
	if !e.flags.JSON {
		_, err := fmt.Fprintln(e.env.Stdout, strings.Join(lines, "\n"))
		return err
	}
	var fields []string
	for _, l := range lines {
		name, value, _ := strings.Cut(l, " ")
		key, err := json.Marshal(name)
		if err != nil {
			return err
		}
		fields = append(fields, string(key)+":"+value)
	}
	_, err := fmt.Fprintln(e.env.Stdout, "{"+strings.Join(fields, ",")+"}")
	return err
}

// wrong prints one mistake when mistakes are asked for. Beside JSON they go to standard error.
func (e *evaluation) wrong(format string, args ...any) {
	if !e.flags.Errors {
		return
	}
	w := e.env.Stdout
	if e.flags.JSON {
		w = e.env.Stderr
	}
	e.meter.clear()
	fmt.Fprintf(w, format+"\n", args...)
}

// evaluation is one run of a task: it goes through the files, shows how far it is, and counts what could not be read.
type evaluation struct {
	ctx    context.Context
	env    Environment
	flags  *evalFlags
	meter  meter
	failed int
	read   int
}

func (f *evalFlags) begin(ctx context.Context, env Environment) *evaluation {
	return &evaluation{ctx: ctx, env: env, flags: f, meter: newMeter(env, f.NoProgress, "scoring", "documents")}
}

// fail names what could not be read; the rest goes on.
func (e *evaluation) fail(err error) {
	e.meter.clear()
	fail(e.env, err, exitFailed)
	e.failed++
}

// sentenceText is the words of a sentence with spaces between.
func sentenceText(s *syntax.Sentence) string {
	var words []string
	for t := range s.Tokens {
		words = append(words, s.Tokens[t].Form)
	}
	return strings.Join(words, " ")
}
