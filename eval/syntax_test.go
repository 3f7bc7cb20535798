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
	}{
		{"English Worldwide Newswire, dev, every fourth article", "eww/dev/*.tsv", 4},
		{"Universal NER on EWT dev", "uner/dev/en_ewt-ud-dev.iob2", 1},
	} {
		paths, err := filepath.Glob(corpus(t, c.pattern))
		if err != nil || len(paths) == 0 {
			t.Fatalf("%s: nothing there", c.pattern)
		}
		var scores NameScores
		for i := 0; i < len(paths); i += c.every {
			f, err := os.Open(paths[i])
			if err != nil {
				t.Fatal(err)
			}
			documents, err := ReadNames(f, paths[i], AnyColumns)
			f.Close()
			if err != nil {
				t.Fatal(err)
			}
			for _, gold := range documents {
				scores.Add(gold, FindNames(analyzer, gold))
			}
		}
		fmt.Fprintf(&out, "%s: %s\n", c.name, strings.Join(scores.Lines(), " "))
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
