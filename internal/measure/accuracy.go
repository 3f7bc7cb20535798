package main

import (
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
	task       string
	paths      []string
}{
	{"words, tags, trees from raw text", "UD English EWT, dev", "syntax", []string{"ud_ewt/dev/en_ewt-ud-dev.conllu"}},
	{"words, tags, trees from raw text", "GUM, open part, dev", "syntax", []string{"gum/dev_open"}},
	{"names", "English Worldwide Newswire, dev", "names", []string{"eww/dev"}},
	{"names", "Universal NER on EWT, dev", "names", []string{"uner/dev"}},
	{"quotations", "PolNeAR, dev/dev", "quotes", []string{"polnear/dev/dev"}},
	{"time expressions", "TimeBank and AQUAINT", "dates", []string{"timex/dev/timebank", "timex/dev/aquaint"}},
	{"time expressions", "WikiWars, dev", "dates", []string{"timex/dev/wikiwars"}},
	{"places", "LGL", "places", []string{"geo/dev/lgl.xml"}},
	{"places", "GeoVirus", "places", []string{"geo/dev/GeoVirus.xml"}},
	{"coreference", "OntoGUM, open part, dev", "coref", []string{"ontogum/dev_open"}},
	{"coreference", "GAP, dev", "coref", []string{"gap/dev/gap-validation.tsv"}},
	{"relations", "PLV, train (no part of it is trained on)", "relations", []string{"plv/train/PLV_train.tsv"}},
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

Made by %s on %s. All figures are per cent and on development data, which rules were written against; where a
corpus has a test part, it was not looked at. %s says whose definitions the metrics follow.

## Parts of the engine

| what | data | command | figures |
|---|---|---|---|
`, "`go run ./internal/measure accuracy --date "+date+" > docs/accuracy.md`", date, "`chancery eval TASK --help`")
	for _, f := range figures {
		args := []string{"eval", f.task}
		for _, p := range f.paths {
			args = append(args, filepath.Join(corpora, p))
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
