package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// figures are the rows of docs/accuracy.md: what is measured, on what, by which command. Paths are below the
// folder of corpora.
var figures = []struct {
	what, data string
	task       string // and flags
	paths      []string
}{
	{"words, tags, trees from raw text", "UD English EWT, dev", "syntax", []string{"ud_ewt/dev/en_ewt-ud-dev.conllu"}},
	{"words, tags, trees from raw text", "GUM, open part, dev", "syntax", []string{"gum/dev_open/*.conllu"}},
	{"names", "English Worldwide Newswire, dev", "names", []string{"eww/dev/*.tsv"}},
	{"names", "Universal NER on EWT, dev", "names --form 1 --label 2", []string{"uner/dev/en_ewt-ud-dev.iob2"}},
	{"quotations", "PolNeAR, dev/dev", "quotes", []string{"polnear/dev/dev"}},
	{"time expressions", "TimeBank and AQUAINT", "dates", []string{"timex/dev/timebank", "timex/dev/aquaint"}},
	{"time expressions", "WikiWars, dev", "dates", []string{"timex/dev/wikiwars"}},
	{"places", "LGL", "places", []string{"geo/dev/lgl.xml"}},
	{"places", "GeoVirus", "places", []string{"geo/dev/GeoVirus.xml"}},
	{"coreference", "OntoGUM, open part, dev", "coref", []string{"ontogum/dev_open"}},
	{"coreference", "GAP, dev", "coref", []string{"gap/dev/gap-validation.tsv"}},
	{"relations, by the codebook alone", "PLV, train (rules were written against it)", "relations --rules", []string{"plv/train/PLV_train.tsv"}},
	{"relations, with the ranker", "PLV, train, 5-fold cross-validation", "relations", []string{"plv/train/PLV_train.tsv"}},
}

// accuracy writes the page: the figures of chancery eval, then the count by hand.
func accuracy(corpora, counted, date string) error {
	dir, err := os.MkdirTemp("", "chancery-measure")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	binary := filepath.Join(dir, "chancery")
	if out, err := exec.Command("go", "build", "-o", binary, "./cmd/chancery").CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, out)
	}
	fmt.Printf(`# Accuracy

Made by %s on %s. All figures are per cent (counts and kilometres aside) and on development data, which rules were
written against; where a corpus has a test part, it was not looked at. %s says whose definitions the metrics follow.

## Parts of the engine

| what | data | command | figures |
|---|---|---|---|
`, "`go run ./internal/measure accuracy --date "+date+" > docs/accuracy.md`", date, "`chancery eval TASK --help`")
	for _, f := range figures {
		args := append([]string{"eval"}, strings.Fields(f.task)...)
		for _, p := range f.paths {
			files, err := filepath.Glob(filepath.Join(corpora, p))
			if err != nil || len(files) == 0 {
				return fmt.Errorf("%s is not in %s: %w", p, corpora, errors.Join(err, os.ErrNotExist))
			}
			args = append(args, files...)
		}
		cmd := exec.Command(binary, args...)
		cmd.Stderr = os.Stderr
		out, err := cmd.Output()
		if err != nil {
			return fmt.Errorf("chancery %s: %w", strings.Join(args, " "), err)
		}
		lines := strings.Split(strings.TrimSpace(string(out)), "\n")
		fmt.Printf("| %s | %s | `chancery eval %s %s` | %s |\n", f.what, f.data, f.task, strings.Join(f.paths, " "), strings.Join(lines, "<br>"))
	}
	return handCount(counted)
}
