package main

import (
	"context"
	"io"
	"path/filepath"

	"chancery/eval"
	"chancery/when"
)

type evalDatesCommand struct {
	evalFlags
	engineFlags
	Paths []string `arg:"" name:"path" help:"TimeML files (.tml), WikiWars files (.key.xml), or folders of them."`
}

// Help is shown by chancery eval dates --help.
func (c *evalDatesCommand) Help() string {
	return `Time expressions and their values, counted as TempEval-3 counts them (UzZaman and others 2013): relaxed_f1 needs a
shared character, strict_f1 the same extent, value_f1 the right value of one that matches relaxed. The document's own
date is given and not counted. TIMEX3 values of TimeML and TIMEX2 values of WikiWars (Mazur and Dale 2010) are compared
as they are written. In a folder with WikiWars' key files their sources without marks are left out.

Further figures (--all): type_f1, the right type of one that matches relaxed (TimeML alone has types).

  chancery eval dates timebank aquaint
  chancery eval dates --errors wikiwars | head`
}

// Run reads every document and compares.
func (c *evalDatesCommand) Run(ctx context.Context, env Environment) error {
	engine, err := c.open()
	if err != nil {
		return err
	}
	run := c.begin(ctx, env)
	var score eval.DatesScore
	err = run.each(c.Paths, func(path string) error {
		if eval.IsDatesSource(path) {
			return nil
		}
		return withFile(path, func(r io.Reader) error {
			d, err := eval.ReadDatesDocument(r, filepath.Base(path))
			if err != nil {
				return err
			}
			score.Add(&d, when.Find(engine.analyzer.Analyze(d.Text, d.Paragraphs()), d.Published), func(e eval.DatesError) { run.wrong("%s", e.String()) })
			run.meter.add()
			return nil
		})
	}, ".tml", ".xml", ".sgm", ".sgml")
	if err != nil {
		return err
	}
	return run.report(score.Lines(), 3)
}
