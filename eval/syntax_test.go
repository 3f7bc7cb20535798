package eval

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"chancery/syntax"
)

func TestSyntaxOnTreebanks(t *testing.T) {
	analyzer, err := syntax.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"ud_ewt/dev/en_ewt-ud-dev.conllu", "gum/dev_open/gum_dev.conllu"} {
		f, err := os.Open(filepath.Join("../../shared/corpora", name))
		if err != nil {
			t.Skipf("the corpora are not here: %v", err)
		}
		gold, err := syntax.ReadCoNLLU(f)
		f.Close()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var system []*syntax.Document
		start := time.Now()
		for _, d := range gold {
			system = append(system, analyzer.Analyze(d.Text, d.Paragraphs()))
		}
		seconds := time.Since(start).Seconds()
		scores, err := Syntax(gold, system)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		t.Logf("%s: %v (%.0f words/s)", name, scores, float64(scores.SystemWords)/seconds)
		system = system[:0]
		for _, d := range gold {
			copied := &syntax.Document{Text: d.Text}
			for _, s := range d.Sentences {
				s.Tokens = slices.Clone(s.Tokens)
				copied.Sentences = append(copied.Sentences, s)
			}
			analyzer.Annotate(copied.Sentences)
			system = append(system, copied)
		}
		if scores, err = Syntax(gold, system); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		t.Logf("%s, gold tokens: %v", name, scores)
	}
}
