package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"chancery/eval"
	"chancery/report"
)

type evalPagesCommand struct {
	evalFlags
	Paths []string `arg:"" name:"path" help:"trafilatura's evaldata.json or the article-extraction benchmark's ground-truth.json with their pages in a folder html beside it, or folders of them."`
}

// Help is shown by chancery eval pages --help.
func (c *evalPagesCommand) Help() string {
	return `The text of news pages, by the definitions of the benchmark that is given.

trafilatura's evaluation (Barbaresi 2021, tests/evaluate.py): for each page stretches of words that the text must hold and
such that it must not; precision, recall and f1 over these, white space left out.

The article-extraction benchmark (Zyte, evaluate.py): text and article are cut into shingles of four words, precision and
recall are means over the pages, f1 is that of the two means. The text is without its title.

A page that cannot be read counts as one without text. Further figures (--all): accuracy.

  chancery eval pages web_articles/dev
  chancery eval pages --errors evaldata.json | head`
}

// Run reads every page and compares.
func (c *evalPagesCommand) Run(ctx context.Context, env Environment) error {
	run := c.begin(ctx, env)
	var stretches eval.PageScore
	var bodies eval.BodyScore
	known := false
	err := run.each(c.Paths, func(path string) error {
		var pages *eval.Pages
		err := withFile(path, func(r io.Reader) (err error) {
			pages, err = eval.ReadPages(r, path)
			return err
		})
		if err != nil {
			return err
		}
		if run.read > 0 && known != pages.Bodies {
			return fmt.Errorf("%s: the figures of the two benchmarks do not add up; score them one by one", path)
		}
		known = pages.Bodies
		for i := range pages.Pages {
			if err := ctx.Err(); err != nil {
				return err
			}
			p := &pages.Pages[i]
			rep, err := pageReport(p)
			if errors.Is(err, report.ErrEmpty) || errors.Is(err, report.ErrBinary) || errors.Is(err, report.ErrTooLarge) {
				run.wrong("%v", err) // nothing was found in a page that is there
			} else if err != nil {
				run.fail(err)
			}
			if pages.Bodies {
				if f := bodies.Add(p.Body, eval.ArticleBody(&rep)); f < 90 {
					run.wrong("%s: F1 %.0f", p.Name, f)
				}
			} else {
				stretches.Add(p, rep.Text, func(what, words string) {
					run.wrong("%s: %s: %s", p.Name, what, strings.Join(strings.Fields(words), " "))
				})
			}
			run.meter.add()
		}
		return nil
	}, "evaldata.json", "ground-truth.json")
	if err != nil {
		return err
	}
	if known {
		return run.report(bodies.Lines(), 3)
	}
	return run.report(stretches.Lines(), 3)
}

// pageReport reads one page.
func pageReport(p *eval.Page) (rep report.Report, err error) {
	err = withFile(p.File, func(r io.Reader) error {
		page, err := io.ReadAll(r)
		if err != nil {
			return err
		}
		rep, err = report.FromHTML(page, report.Options{URL: p.URL})
		return err
	})
	return rep, err
}
