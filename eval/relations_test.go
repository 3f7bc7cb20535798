package eval

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chancery/codebook"
	"chancery/event"
	"chancery/report"
)

var updateRelations = flag.Bool("update-relations", false, "rewrite testdata/relations.golden")

// TestRelationsGolden holds the figures on PLV's training part. Nothing is learned from it: the codebook decides.
func TestRelationsGolden(t *testing.T) {
	path := filepath.Join("..", "..", "shared", "corpora", "plv", "train", "PLV_train.tsv")
	f, err := os.Open(path)
	if err != nil {
		t.Skip("PLV is not here: ../shared is absent")
	}
	defer f.Close()
	truth, err := ReadRelations(f, "PLV_train.tsv")
	if err != nil {
		t.Fatal(err)
	}
	reader, err := NewRelationReader(codebook.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	found := make([]RelationChoice, len(truth))
	for i := range truth {
		if found[i], err = reader.Choose(&truth[i]); err != nil {
			t.Fatal(err)
		}
		if found[i].Root != "" && found[i].Entry == "" {
			t.Errorf("%s:%d: %s is chosen by no entry", truth[i].File, truth[i].Line, found[i].Root)
		}
	}
	scores := ScoreRelations(truth, found)
	got := strings.Join(scores.Lines(), "\n") + "\n"
	keepsRelations(t, "relations.golden", got)
	t.Logf("PLV train, %d relations:\n%s", len(truth), got)
}

func TestReadRelations(t *testing.T) {
	const file = "sentence\tsource\ttarget\tmarked_sentence\tquad\troot\n" +
		"A <b> B.\tA\tB\t<s>A</s> <b> <t>B</t>.\t1\tAGREE\n"
	got, err := ReadRelations(strings.NewReader(file), "f.tsv")
	if err != nil {
		t.Fatal(err)
	}
	want := []Relation{{Sentence: "A <b> B.", Source: "A", Target: "B", SourceSpan: report.Span{Start: 0, End: 1}, TargetSpan: report.Span{Start: 6, End: 7}, Quad: "1", Root: "AGREE", File: "f.tsv", Line: 2}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	// Another order, a mark of the byte order, quotation marks, no marks around the two, and today's names of roots.
	got, err = ReadRelations(strings.NewReader("\ufeffRoot\tTarget\tSource\tSentence\nretreat\tA\tA B\t\"A B left \"\"A\"\".\"\n"), "f.tsv")
	if err != nil {
		t.Fatal(err)
	}
	want = []Relation{{Sentence: "A B left \"A\".", Source: "A B", Target: "A", SourceSpan: report.Span{Start: 0, End: 3}, TargetSpan: report.Span{Start: 10, End: 11}, Quad: "2", Root: "YIELD", File: "f.tsv", Line: 2}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for bad, says := range map[string]string{
		"sentence\tsource\n":                                            "f.tsv:1: the header lacks the column \"target\"",
		"source\ttarget\troot\n":                                        "f.tsv:1: the header lacks the columns",
		"sentence\tsource\ttarget\n":                                    "f.tsv:1: the header lacks the column \"root\": without",
		"sentence\tsource\ttarget\troot\nx\ty\tz\t\n":                   "f.tsv:2: the root is missing",
		"sentence\tsource\ttarget\troot\nx\ty\tz\tGO\n":                 "f.tsv:2: \"GO\" is none",
		"root\tsentence\tsource\ttarget\tquad\nAID\tx\ty\tz\t5\n":       "f.tsv:2: \"5\" is no quad",
		"root\tsentence\tsource\ttarget\n":                              "f.tsv: no sentence in it",
		"sentence\tsource\ttarget\tmarked_sentence\tquad\troot\nx\ty\n": "f.tsv:2: 2 columns",
	} {
		if _, err := ReadRelations(strings.NewReader(bad), "f.tsv"); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func FuzzReadRelations(f *testing.F) {
	f.Add("sentence\tsource\ttarget\tmarked_sentence\tquad\troot\nA.\tA\tB\t<s>A</s> <t>B</t>.\t1\tAGREE\n")
	f.Fuzz(func(t *testing.T, text string) {
		relations, err := ReadRelations(strings.NewReader(text), "f.tsv")
		if err != nil {
			return
		}
		for _, r := range relations {
			for _, s := range []report.Span{r.SourceSpan, r.TargetSpan} {
				if s.Start < 0 || s.End > len(r.Sentence) || s.End != 0 && s.Start > s.End {
					t.Errorf("span %v in a sentence of %d bytes", s, len(r.Sentence))
				}
			}
		}
	})
}

// TestScoreRelations counts by hand: macro-F1 is the mean over the classes that the truth has.
func TestScoreRelations(t *testing.T) {
	truth := []Relation{{Quad: "1", Root: "AGREE"}, {Quad: "1", Root: "AGREE"}, {Quad: "4", Root: "ASSAULT"}}
	found := []RelationChoice{{Root: "AGREE", Quad: "1", How: "event"}, {Root: "ASSAULT", Quad: "4"}, {Root: "ASSAULT", Quad: "4", How: "event"}}
	s := ScoreRelations(truth, found)
	got := strings.Join(s.Lines(), " ")
	const want = "binary_f1 66.67 quad_f1 66.67 root_f1 66.67 root_accuracy 66.67 by_event 66.67 by_event_accuracy 100.00"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestRoot(t *testing.T) {
	for _, c := range []struct {
		category event.Category
		cameo    string
		root     string
	}{
		{event.Concede, "083", "YIELD"}, {event.Retreat, "0841", "YIELD"}, {event.Sanction, "116", "ACCUSE"},
		{event.Sanction, "163", "COERCE"}, {event.Coerce, "192", "ASSAULT"}, {event.Agree, "030", "AGREE"},
	} {
		if got := Root(c.category, c.cameo); got != c.root {
			t.Errorf("%s %s: %s, want %s", c.category, c.cameo, got, c.root)
		}
	}
}

// fallen returns the metrics of got that are lower than in want by more than a number of points, a line each. Both
// hold lines "metric value".
func fallen(want, got string, points float64) (string, error) {
	var b strings.Builder
	w, g := strings.Fields(want), strings.Fields(got)
	if len(w) != len(g) {
		return "", fmt.Errorf("other metrics than before:\n%s\nnow\n%s", want, got)
	}
	for i := 0; i+1 < len(w); i += 2 {
		before, err := strconv.ParseFloat(w[i+1], 64)
		if err != nil {
			return "", err
		}
		now, err := strconv.ParseFloat(g[i+1], 64)
		if err != nil {
			return "", err
		}
		if w[i] != g[i] || now < before-points {
			fmt.Fprintf(&b, "%s %.2f, was %s %.2f\n", g[i], now, w[i], before)
		}
	}
	return b.String(), nil
}

// TestRelationsCrossValidated holds the figures of the ranker on sentences that it was not learned from.
func TestRelationsCrossValidated(t *testing.T) {
	f, err := os.Open(filepath.Join("..", "..", "shared", "corpora", "plv", "train", "PLV_train.tsv"))
	if err != nil {
		t.Skip("PLV is not here: ../shared is absent")
	}
	defer f.Close()
	truth, err := ReadRelations(f, "PLV_train.tsv")
	if err != nil {
		t.Fatal(err)
	}
	reader, err := NewRelationReader(codebook.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	found, err := reader.CrossValidateRelations(truth, 5)
	if err != nil {
		t.Fatal(err)
	}
	scores := ScoreRelations(truth, found)
	got := strings.Join(scores.Lines()[:4], "\n") + "\n"
	keepsRelations(t, "relations-ranked.golden", got)
	if model, err := ShippedRelationWeights(); err != nil || model != nil && model.LearnedFrom != RelationsHash(truth) {
		t.Errorf("the weights that are compiled in were learned from other sentences: %v", err)
	}
}

// TestTrainRelations: what is learned prefers what it has seen, survives writing and reading, and is the same every time.
func TestTrainRelations(t *testing.T) {
	const file = "sentence\tsource\ttarget\tmarked_sentence\tquad\troot\n" +
		"Norway praised Chad.\tNorway\tChad\t<s>Norway</s> praised <t>Chad</t>.\t1\tSUPPORT\n" +
		"Chad attacked Norway.\tChad\tNorway\t<s>Chad</s> attacked <t>Norway</t>.\t4\tASSAULT\n"
	truth, err := ReadRelations(strings.NewReader(file), "f.tsv")
	if err != nil {
		t.Fatal(err)
	}
	reader, err := NewRelationReader(codebook.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	var written [2]strings.Builder
	for i := range written {
		model, err := reader.TrainRelations(truth)
		if err != nil {
			t.Fatal(err)
		}
		if err := model.Write(&written[i]); err != nil {
			t.Fatal(err)
		}
	}
	if written[0].String() != written[1].String() {
		t.Error("learned twice, written differently")
	}
	model, err := ReadRelationWeights(strings.NewReader(written[0].String()), "weights")
	if err != nil {
		t.Fatal(err)
	}
	if model.LearnedFrom != RelationsHash(truth) {
		t.Error("what the weights were learned from is lost")
	}
	for i := range truth {
		choice, err := reader.ChooseRanked(&truth[i], model)
		if err != nil {
			t.Fatal(err)
		}
		if choice.Root != truth[i].Root || choice.Entry == "" {
			t.Errorf("%s: %+v", truth[i].Sentence, choice)
		}
	}
	if _, err := ReadRelationWeights(strings.NewReader("feature without weight\n"), "weights"); err == nil || !strings.Contains(err.Error(), "weights:1") {
		t.Errorf("%v", err)
	}
}

// keepsRelations holds figures against a golden file: none may fall by more than a point.
func keepsRelations(t *testing.T, name, got string) {
	t.Helper()
	golden := filepath.Join("testdata", name)
	if *updateRelations {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	fell, err := fallen(string(want), got, 1)
	if err != nil {
		t.Fatal(err)
	}
	if fell != "" {
		t.Errorf("figures fell by more than a point (-update-relations takes them):\n%s", fell)
	}
}
