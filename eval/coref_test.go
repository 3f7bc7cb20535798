package eval

import (
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chancery/actor"
	"chancery/codebook"
	"chancery/syntax"
)

var updateCoref = flag.Bool("update-coref", false, "write testdata/coref.golden anew")

// TestCorefFigures holds coreference to the figures in testdata/coref.golden: a change in them is a diff to review.
func TestCorefFigures(t *testing.T) {
	corpora := filepath.Join("..", "..", "shared", "corpora")
	if _, err := os.Stat(filepath.Join(corpora, "ontogum")); err != nil {
		t.Skip("the corpora are not here")
	}
	reader := newCorefReader(t)
	out := &strings.Builder{}
	fmt.Fprintln(out, "# Coreference of all noun phrases, and of pronouns with two names (go test ./eval -run CorefFigures -update-coref).")
	for _, part := range []string{"train_open", "dev_open"} {
		for _, genre := range []string{"news", ""} {
			files, err := filepath.Glob(filepath.Join(corpora, "ontogum", part, "GUM_"+genre+"*.conll"))
			if err != nil {
				t.Fatal(err)
			}
			var score CorefScore
			for _, name := range files {
				f, err := os.Open(name)
				if err != nil {
					t.Fatal(err)
				}
				documents, err := ReadCoref(f, name)
				f.Close()
				if err != nil {
					t.Fatal(err)
				}
				for i := range documents {
					score.Add(documents[i].Chains, reader.Chains(&documents[i]))
				}
			}
			name := genre
			if name == "" {
				name = "all"
			}
			fmt.Fprintf(out, "ontogum/%s %s %s\n", part, name, strings.Join(score.Lines(), " "))
		}
	}
	for _, name := range []string{"train/gap-development.tsv", "dev/gap-validation.tsv"} {
		f, err := os.Open(filepath.Join(corpora, "gap", name))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := ReadPronouns(f, name)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		var score PronounScore
		for i := range rows {
			score.Add(rows[i].Means, reader.Antecedents(&rows[i]))
		}
		fmt.Fprintf(out, "gap/%s %s\n", name, strings.Join(score.Lines(), " "))
	}
	golden := filepath.Join("testdata", "coref.golden")
	if *updateCoref {
		if err := os.WriteFile(golden, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Errorf("other figures than in %s; when that is meant, run with -update-coref (-want +got):\n%s", golden, diff)
	}
}

func newCorefReader(t *testing.T) *CorefReader {
	t.Helper()
	analyzer, err := syntax.Load()
	if err != nil {
		t.Fatal(err)
	}
	lexicon, err := actor.Load(codebook.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	return &CorefReader{Analyse: analyzer.Analyze, Find: lexicon.FindAll}
}

const threeColumns = "# begin document one\n0\tJane\t(1\n1\tDoe\t1)\n2\ttold\t_\n3\tthe\t(2\n4\tHague\t2)(3)\n5\tshe\t(1)\n6\t,\t_\n7\t\"\t_\n8\tca\t_\n9\tn't\t_\n10\t\"\t_\n# end document\n"

func TestReadCoref(t *testing.T) {
	documents, err := ReadCoref(strings.NewReader(threeColumns), "x.conll")
	if err != nil {
		t.Fatal(err)
	}
	if len(documents) != 1 {
		t.Fatalf("%d documents", len(documents))
	}
	d := documents[0]
	if want := `Jane Doe told the Hague she, "can't"`; d.Text != want {
		t.Errorf("text %q, want %q", d.Text, want)
	}
	if diff := cmp.Diff([][]CorefSpan{{{0, 1}, {5, 5}}, {{3, 4}}, {{4, 4}}}, d.Chains); diff != "" {
		t.Errorf("chains (-want +got):\n%s", diff)
	}
	for i, w := range []string{"Jane", "Doe", "told", "the", "Hague", "she", ",", `"`, "ca", "n't", `"`} {
		if got := d.Words[i].In(d.Text); got != w {
			t.Errorf("word %d is %q, want %q", i, got, w)
		}
	}
	full := "#begin document (x); part 000\nx 0 0 Jane NNP * - - - * (0)\nx 0 1 left VBD * - - - * -\n\n#end document\n"
	if documents, err = ReadCoref(strings.NewReader(full), "x"); err != nil || documents[0].Text != "Jane left" {
		t.Errorf("CoNLL-2012's own columns: %v, %+v", err, documents)
	}
}

func TestReadCorefMistakes(t *testing.T) {
	for _, s := range []string{"", "1\tword\t_\n", "# begin document\n0\tword\t(1\n# end document\n", "# begin document\n0\tword\t1)\n", "# begin document\n0\tword\n", "# begin document\n0\tword\t()\n"} {
		if _, err := ReadCoref(strings.NewReader(s), "x"); err == nil {
			t.Errorf("no error for %q", s)
		}
	}
}

func FuzzReadCoref(f *testing.F) {
	f.Add(threeColumns)
	f.Add("# begin document\n0\tword\t(1(2)|1)\n")
	f.Fuzz(func(t *testing.T, s string) {
		documents, err := ReadCoref(strings.NewReader(s), "x")
		if err != nil {
			return
		}
		for _, d := range documents {
			var score CorefScore
			score.Add(d.Chains, d.Chains)
			for _, w := range d.Words {
				_ = w.In(d.Text)
			}
		}
	})
}

const gapRows = "ID\tText\tPronoun\tPronoun-offset\tA\tA-offset\tA-coref\tB\tB-offset\tB-coref\tURL\n" +
	"t-1\tÉva Doe met Jane Roe. She left.\tShe\t22\tÉva Doe\t0\tTRUE\tJane Roe\t12\tFALSE\tx\n"

func TestReadPronouns(t *testing.T) {
	rows, err := ReadPronouns(strings.NewReader(gapRows), "x.tsv")
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 1 || rows[0].Pronoun.In(rows[0].Text) != "She" || rows[0].Names[1].In(rows[0].Text) != "Jane Roe" || rows[0].Means != [2]bool{true, false} {
		t.Fatalf("%+v", rows)
	}
	if got, want := rows[0].Difference([2]bool{false, true}), "t-1: {Éva Doe}=right met {Jane Roe}=found. ⟦She⟧ left."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	for _, s := range []string{"t\tx\n", strings.Replace(gapRows, "\t22\t", "\t23\t", 1), strings.Replace(gapRows, "\t22\t", "\tx\t", 1), strings.Replace(gapRows, "\t22\t", "\t-1\t", 1), strings.Replace(gapRows, "\t22\t", "\t900\t", 1)} {
		if _, err := ReadPronouns(strings.NewReader(s), "x"); err == nil {
			t.Errorf("no error for %q", s)
		}
	}
	var score PronounScore
	score.Add([2]bool{true, false}, [2]bool{true, true})
	score.Add([2]bool{false, true}, [2]bool{false, false})
	if score != (PronounScore{Right: 1, Wrong: 1, Missed: 1}) || score.F1() != 50 {
		t.Errorf("%+v, F1 %v", score, score.F1())
	}
}

// TestCorefScore uses the example of Luo (2005), whose values are printed in the papers: twelve mentions in chains of
// 5, 2 and 5, which a system joins in two ways.
func TestCorefScore(t *testing.T) {
	chain := func(from, to int) (c []CorefSpan) {
		for i := from; i <= to; i++ {
			c = append(c, CorefSpan{i, i})
		}
		return c
	}
	gold := [][]CorefSpan{chain(1, 5), chain(6, 7), chain(8, 12)}
	for _, test := range []struct {
		name              string
		system            [][]CorefSpan
		muc, b3, ceaf, f1 float64
	}{
		{"the same", gold, 1, 1, 1, 100},
		{"second and third joined", [][]CorefSpan{chain(1, 5), chain(6, 12)}, 18. / 19, 2 * (16. / 21) / (1 + 16./21), 2 * (1 + 10./12) / 5, 0},
		{"first and third joined", [][]CorefSpan{append(chain(1, 5), chain(8, 12)...), chain(6, 7)}, 18. / 19, 2 * (7. / 12) / (1 + 7./12), 2 * (1 + 10./15) / 5, 0},
		{"nothing found", nil, 0, 0, 0, 0},
	} {
		var s CorefScore
		s.Add(gold, test.system)
		if test.f1 == 0 {
			test.f1 = 100 * (test.muc + test.b3 + test.ceaf) / 3
		}
		for _, v := range []struct {
			name      string
			got, want float64
		}{{"MUC", s.MUC.F1(), 100 * test.muc}, {"B³", s.BCubed.F1(), 100 * test.b3}, {"CEAF-e", s.CEAF.F1(), 100 * test.ceaf}, {"CoNLL", s.CoNLL(), test.f1}} {
			if math.Abs(v.got-v.want) > 1e-9 {
				t.Errorf("%s: %s %.4f, want %.4f", test.name, v.name, v.got, v.want)
			}
		}
	}
}

func TestChains(t *testing.T) {
	reader := newCorefReader(t)
	documents, err := ReadCoref(strings.NewReader("# begin document\n"+"0 Robert _\n1 Niles _\n2 met _\n3 Alice _\n4 Hobbs _\n5 . _\n6 He _\n7 left _\n8 . _\n"), "x")
	if err != nil {
		t.Fatal(err)
	}
	d := &documents[0]
	found := reader.Chains(d)
	if diff := cmp.Diff([][]CorefSpan{{{0, 1}, {6, 6}}}, found); diff != "" {
		t.Errorf("chains (-want +got):\n%s", diff)
	}
	d.Chains = [][]CorefSpan{{{3, 4}, {6, 6}}}
	want := []string{"missed x “He” ← “Alice Hobbs”: Robert Niles met Alice Hobbs. ⟦He⟧ left.", "wrong x “He” ← “Robert Niles”: Robert Niles met Alice Hobbs. ⟦He⟧ left."}
	if diff := cmp.Diff(want, d.Differences(found)); diff != "" {
		t.Errorf("differences (-want +got):\n%s", diff)
	}
}
