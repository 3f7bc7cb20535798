package eval

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chancery/syntax"
)

var updateSyntax = flag.Bool("update-syntax", false, "write the figures of syntax to testdata/syntax.golden")

// TestSyntaxFigures holds the analyser to the figures in testdata/syntax.golden: a change in them is a diff to review.
func TestSyntaxFigures(t *testing.T) {
	analyzer, err := syntax.Load()
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	out.WriteString("# What syntax finds, in per cent. Trees as the CoNLL 2018 shared task counts, from raw text and from gold words;\n" +
		"# names exact in both ends and class. Made by: go test ./eval -run SyntaxFigures -update-syntax\n")
	for _, c := range []struct{ name, path string }{
		{"UD English EWT, dev", "ud_ewt/dev/en_ewt-ud-dev.conllu"},
		{"GUM, open part of dev", "gum/dev_open/gum_dev.conllu"},
	} {
		f, err := os.Open(corpus(t, c.path))
		if err != nil {
			t.Fatal(err)
		}
		gold, err := syntax.ReadCoNLLU(f)
		f.Close()
		if err != nil {
			t.Fatalf("%s: %v", c.path, err)
		}
		var raw, given []*syntax.Document
		for _, d := range gold {
			raw = append(raw, analyzer.Analyze(d.Text, d.Paragraphs()))
			copied := &syntax.Document{Text: d.Text, Sentences: slices.Clone(d.Sentences)}
			for i := range copied.Sentences {
				copied.Sentences[i].Tokens = slices.Clone(copied.Sentences[i].Tokens)
			}
			analyzer.Annotate(copied.Sentences)
			given = append(given, copied)
		}
		for _, system := range []struct {
			name string
			read []*syntax.Document
		}{{"raw text", raw}, {"gold words", given}} {
			scores, err := Syntax(gold, system.read)
			if err != nil {
				t.Fatalf("%s: %v", c.path, err)
			}
			fmt.Fprintf(&out, "%s, %s: %v\n", c.name, system.name, scores)
		}
	}
	for _, c := range []struct {
		name, pattern string
		every         int // of the files, for the time the test takes
		form, label   int
		class         func(string) (syntax.NameClass, bool)
	}{
		{"English Worldwide Newswire, dev, every fourth article", "eww/dev/*.tsv", 4, 0, 1, worldwideClass},
		{"Universal NER on EWT dev", "uner/dev/en_ewt-ud-dev.iob2", 1, 1, 2, universalClass},
	} {
		paths, err := filepath.Glob(corpus(t, c.pattern))
		if err != nil || len(paths) == 0 {
			t.Fatalf("%s: nothing there", c.pattern)
		}
		var gold, system []syntax.Sentence
		for i := 0; i < len(paths); i += c.every {
			f, err := os.Open(paths[i])
			if err != nil {
				t.Fatal(err)
			}
			sentences, err := ReadNames(f, c.form, c.label, c.class)
			f.Close()
			if err != nil {
				t.Fatalf("%s: %v", paths[i], err)
			}
			gold = append(gold, sentences...)
			found := make([]syntax.Sentence, len(sentences))
			for j := range sentences {
				found[j].Tokens = slices.Clone(sentences[j].Tokens)
			}
			analyzer.Annotate(found)
			system = append(system, found...)
		}
		fmt.Fprintf(&out, "%s: %v\n", c.name, Names(gold, system))
	}
	golden := filepath.Join("testdata", "syntax.golden")
	if *updateSyntax {
		if err := os.WriteFile(golden, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Errorf("other figures than in %s (-want +got):\n%s", golden, diff)
	}
}

// corpus returns the path of a corpus and skips the test when the corpora are not here.
func corpus(t *testing.T, path string) string {
	t.Helper()
	root := filepath.Join("..", "..", "shared", "corpora")
	if _, err := os.Stat(root); err != nil {
		t.Skipf("the corpora are not here: %v", err)
	}
	return filepath.Join(root, path)
}

func worldwideClass(label string) (syntax.NameClass, bool) {
	switch label {
	case "Person":
		return syntax.PersonName, true
	case "Organization":
		return syntax.OrganisationName, true
	case "Location", "Facility":
		return syntax.PlaceName, true
	case "NORP", "Misc", "Product":
		return syntax.MiscName, true
	}
	return 0, false
}

func universalClass(label string) (syntax.NameClass, bool) {
	switch label {
	case "PER":
		return syntax.PersonName, true
	case "ORG":
		return syntax.OrganisationName, true
	case "LOC":
		return syntax.PlaceName, true
	}
	return 0, false
}

const goldTrees = `# newdoc
# newpar
1	They	they	PRON	PRP	_	4	nsubj	_	_
2-3	don't	_	_	_	_	_	_	_	_
2	do	do	AUX	VBP	_	4	aux	_	_
3	n't	not	PART	RB	_	4	advmod	_	_
4	agree	agree	VERB	VB	_	0	root	_	SpaceAfter=No
5	.	.	PUNCT	.	_	4	punct	_	_

`

func read(t *testing.T, conllu string) []*syntax.Document {
	t.Helper()
	documents, err := syntax.ReadCoNLLU(strings.NewReader(conllu))
	if err != nil {
		t.Fatal(err)
	}
	return documents
}

func TestSyntaxCounts(t *testing.T) {
	same := SyntaxScores{Words: 100, Sentences: 100, UPOS: 100, XPOS: 100, Lemmas: 100, UAS: 100, LAS: 100, FullLAS: 100, CLAS: 100, Roles: 100, GoldWords: 5, SystemWords: 5}
	wrong := same
	wrong.UAS, wrong.LAS, wrong.FullLAS, wrong.UPOS, wrong.CLAS = 80, 80, 80, 80, 200*2./6
	relation := same
	relation.LAS, relation.FullLAS, relation.CLAS, relation.Roles = 80, 80, 200*2./6, 50
	joined := SyntaxScores{Words: 200 * 3. / 9, Sentences: 100, UPOS: 200 * 3. / 9, XPOS: 200 * 3. / 9, Lemmas: 200 * 3. / 9, UAS: 200 * 3. / 9, LAS: 200 * 3. / 9, FullLAS: 200 * 3. / 9, CLAS: 200 * 2. / 5, Roles: 100, GoldWords: 5, SystemWords: 4}
	for _, c := range []struct {
		name, system string
		want         SyntaxScores
	}{
		{"the same", goldTrees, same},
		{"another head and tag", strings.Replace(strings.Replace(goldTrees, "PART	RB	_	4", "PART	RB	_	2", 1), "do	AUX", "do	VERB", 1), wrong},
		{"another relation", strings.Replace(goldTrees, "nsubj", "obj", 1), relation},
		{"words not cut", `1	They	they	PRON	PRP	_	3	nsubj	_	_
2	don't	do	AUX	VBP	_	3	aux	_	_
3	agree	agree	VERB	VB	_	0	root	_	SpaceAfter=No
4	.	.	PUNCT	.	_	3	punct	_	_

`, joined},
	} {
		got, err := Syntax(read(t, goldTrees), read(t, c.system))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		} else if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
	if _, err := Syntax(read(t, goldTrees), read(t, strings.Replace(goldTrees, "agree	agree", "meet	meet", 1))); err == nil {
		t.Error("no error for another text")
	}
}

func TestNamesCounts(t *testing.T) {
	const columns = "In\tO\nPort\tB-LOC\nVila\tI-LOC\nMr\tO\nNatapei\tB-PER\n\nUN\tB-ORG\n"
	gold, err := ReadNames(strings.NewReader(columns), 0, 1, universalClass)
	if err != nil {
		t.Fatal(err)
	}
	if len(gold) != 2 || len(gold[0].Tokens) != 5 || !slices.Equal(gold[0].Names, []syntax.Name{{First: 1, Last: 2, Class: syntax.PlaceName}, {First: 4, Last: 4, Class: syntax.PersonName}}) {
		t.Fatalf("ReadNames: %+v", gold)
	}
	system := slices.Clone(gold)
	system[0].Names = []syntax.Name{{First: 1, Last: 2, Class: syntax.OrganisationName}, {First: 3, Last: 4, Class: syntax.PersonName}}
	got := Names(gold, system)
	if want := (Counts{Gold: 3, System: 3, Right: 1}); got.All != want {
		t.Errorf("all: %+v, want %+v", got.All, want)
	}
	if want := (Counts{Gold: 3, System: 3, Right: 2}); got.Spans != want {
		t.Errorf("spans: %+v, want %+v", got.Spans, want)
	}
	if want := (Counts{Gold: 1, System: 2, Right: 1}); got.Class[syntax.OrganisationName] != want {
		t.Errorf("organisations: %+v, want %+v", got.Class[syntax.OrganisationName], want)
	}
}
