package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// figure is a row of docs/accuracy.md: what is measured, on what, by which command. Paths are below the folder of
// corpora.
type figure struct {
	id         string // by which the table of published figures finds it
	what, data string
	task       string // and flags
	paths      []string
}

var figures = []figure{
	{"ewt", "words, tags, trees from raw text", "UD English EWT, dev", "syntax", []string{"ud_ewt/dev"}},
	{"gum", "words, tags, trees from raw text", "GUM, open part, dev", "syntax", []string{"gum/dev_open"}},
	{"ewt-given", "tags, trees from given words", "UD English EWT, dev", "syntax --gold-tokens", []string{"ud_ewt/dev"}},
	{"gum-given", "tags, trees from given words", "GUM, open part, dev", "syntax --gold-tokens", []string{"gum/dev_open"}},
	{"eww", "names", "English Worldwide Newswire, dev", "names", []string{"eww/dev"}},
	{"uner", "names", "Universal NER on EWT, dev", "names", []string{"uner/dev"}},
	{"polnear", "quotations", "PolNeAR, dev/dev", "quotes", []string{"polnear/dev/dev"}},
	{"tbaq", "time expressions", "TimeBank and AQUAINT", "dates", []string{"timex/dev/timebank", "timex/dev/aquaint"}},
	{"wikiwars", "time expressions", "WikiWars, dev", "dates", []string{"timex/dev/wikiwars"}},
	{"lgl", "places", "LGL", "places", []string{"geo/dev/lgl.xml"}},
	{"geovirus", "places", "GeoVirus", "places", []string{"geo/dev/GeoVirus.xml"}},
	{"ontogum", "coreference", "OntoGUM, open part, dev", "coref", []string{"ontogum/dev_open"}},
	{"gap", "coreference", "GAP, dev", "coref", []string{"gap/dev"}},
	{"plv-rules", "relations, by the codebook alone", "PLV, train (rules were written against it)", "relations --rules", []string{"plv/train"}},
	{"plv", "relations, with the ranker", "PLV, train, 5-fold cross-validation", "relations", []string{"plv/train"}},
	{"ecb", "events of many reports that are the same, with given mentions", "ECB+, development topics", "occurrences", []string{"ecbplus/dev"}},
	{"muc", "incidents", "MUC-3 and MUC-4, TST1 and TST2", "incidents", []string{"muc4/dev"}},
	{"pages", "text of pages", "trafilatura's evaluation, English pages", "pages", []string{"web_articles/dev"}},
}

// metric is one figure of a task, as chancery prints it.
type metric struct{ name, value string }

// accuracy writes the page: the figures of chancery eval, published ones beside them, then the count by hand.
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

Made by %s on %s. All figures are per cent (kilometres aside) and on development data, which rules were
written against; where a corpus has a test part, it was not looked at. %s says whose definitions the metrics follow.

## Parts of the engine

| what | data | command | figures |
|---|---|---|---|
`, "`go run ./internal/measure accuracy --date "+date+" > docs/accuracy.md`", date, "`chancery eval TASK --help`")
	measured := map[string][]metric{} // looked up only
	for _, f := range figures {
		if measured[f.id], err = f.measure(binary, corpora); err != nil {
			return err
		}
		var lines []string
		for _, m := range measured[f.id] {
			lines = append(lines, m.name+" "+m.value)
		}
		fmt.Printf("| %s | %s | `chancery eval %s %s` | %s |\n", f.what, f.data, f.task, strings.Join(f.paths, " "), strings.Join(lines, "<br>"))
	}
	if err := besidePublished(os.Stdout, measured); err != nil {
		return err
	}
	if judged := filepath.Join(filepath.Dir(counted), "judged-events.tsv"); exists(judged) {
		if err := reliability(os.Stdout, corpora, judged); err != nil {
			return err
		}
	}
	if err := handCount(counted); err != nil {
		return err
	}
	if judged := filepath.Join(filepath.Dir(counted), "judged-joins.tsv"); exists(judged) {
		return judgedJoins(os.Stdout, judged)
	}
	return nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// measure runs the command of a row.
func (f *figure) measure(binary, corpora string) ([]metric, error) {
	args := append([]string{"eval"}, strings.Fields(f.task)...)
	for _, p := range f.paths {
		path := filepath.Join(corpora, p)
		if !exists(path) {
			return nil, fmt.Errorf("%s is not in %s", p, corpora)
		}
		args = append(args, path)
	}
	cmd := exec.Command(binary, args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("chancery %s: %w", strings.Join(args, " "), err)
	}
	var metrics []metric
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		name, value, ok := strings.Cut(line, " ")
		if !ok {
			return nil, fmt.Errorf("chancery %s: %q is no metric with its value", strings.Join(args, " "), line)
		}
		metrics = append(metrics, metric{name, value})
	}
	return metrics, nil
}
