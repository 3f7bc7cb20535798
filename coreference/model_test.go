package coreference

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/report"
	"chancery/syntax"
)

func TestParseMistakes(t *testing.T) {
	good := string(file(make([]byte, 2<<tableBits), "", ""))
	if _, err := parse(good); err != nil {
		t.Fatal(err)
	}
	full := strings.Repeat("\x01\x00\x00\x00\x00\x00\x00\x00", 2)
	for name, data := range map[string]string{
		"empty": "", "another heading": "chancery coreference 0\n", "cut off": good[:len(good)-2], "no lengths": heading, "too long": good + "x",
		"weights of another length": string(file(nil, "", "")), "a table without room": string(file(make([]byte, 2<<tableBits), full, "")), "three entries": string(file(make([]byte, 2<<tableBits), full+full[:8], "")),
	} {
		if _, err := parse(data); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(shipped)
	f.Add(heading + "\x01\x00\x00\x00x")
	doc := &syntax.Document{Text: "It is.", Sentences: []syntax.Sentence{{Tokens: []syntax.Token{
		{Span: report.Span{Start: 0, End: 2}, Form: "It", Lemma: "it", UPOS: syntax.PRON, Rel: syntax.Nsubj, Head: 1},
		{Span: report.Span{Start: 3, End: 5}, Form: "is", Lemma: "be", UPOS: syntax.VERB, Rel: syntax.Root, Head: -1},
	}}}}
	doc.Sentences[0].Link()
	f.Fuzz(func(t *testing.T, data string) {
		m, err := parse(data)
		if err != nil {
			return
		}
		if got := m.Resolve(doc, nil); len(got) != 1 || got[0].In(doc.Text) != "It" {
			t.Errorf("%+v", got)
		}
		// Whatever the bytes, looking a noun up ends.
		if n, ok := m.nouns.find(hashLower("envoy")); ok && n.synset >= 1<<20 {
			t.Errorf("synset %d", n.synset)
		}
		if steps := m.nouns.below(1, 1<<19); steps < -1 || steps > 4 {
			t.Errorf("%d steps", steps)
		}
	})
}

// TestTrainLearns teaches one document and asks for it again.
func TestTrainLearns(t *testing.T) {
	analyzer, err := syntax.Load()
	if err != nil {
		t.Fatal(err)
	}
	text := "The farmer sold a cow. The cow was old. The farmer was glad."
	span := func(words string, from int) report.Span {
		at := strings.Index(text[from:], words) + from
		return report.Span{Start: at, End: at + len(words)}
	}
	doc := analyzer.Analyze(text, []report.Block{{Span: report.Span{Start: 0, End: len(text)}}})
	lesson := Lesson{Doc: doc, Chains: [][]report.Span{{span("The farmer", 0), span("The farmer", 20)}, {span("a cow", 0), span("The cow", 0)}}}
	data, err := Train(Training{Epochs: 8, Rounds: 1, Rate: 0.1, Missed: 1, Wrong: 1, Log: io.Discard}, []Lesson{lesson}, "", "")
	if err != nil {
		t.Fatal(err)
	}
	again, err := Train(Training{Epochs: 8, Rounds: 1, Rate: 0.1, Missed: 1, Wrong: 1, Log: io.Discard}, []Lesson{lesson}, "", "")
	if err != nil || string(again) != string(data) {
		t.Errorf("other bytes the second time, or %v", err)
	}
	model, err := parse(string(data))
	if err != nil {
		t.Fatal(err)
	}
	chain := map[string]int{}
	for _, m := range model.Resolve(doc, nil) {
		words := strings.ToLower(m.In(text))
		if old, ok := chain[words]; ok && old != m.Chain {
			t.Errorf("“%s” in two chains", words)
		}
		chain[words] = m.Chain
	}
	if chain["a cow"] != chain["the cow"] || chain["the cow"] == chain["the farmer"] {
		t.Errorf("chains %v", chain)
	}
	if _, err := Train(Training{Epochs: 1}, nil, "", ""); err == nil {
		t.Error("no error without lessons")
	}
}

func TestNouns(t *testing.T) {
	folder := filepath.Join(string(filepath.Separator), "usr", "share", "wordnet")
	if _, err := os.Stat(filepath.Join(folder, "data.noun")); err != nil {
		t.Skip("WordNet is not here")
	}
	table, above, err := CompileNouns(folder)
	if err != nil {
		t.Fatal(err)
	}
	x := nouns{table, above}
	find := func(word string) noun {
		n, ok := x.find(hashLower(word))
		if !ok {
			t.Fatalf("no %s", word)
		}
		return n
	}
	if n := find("policewoman"); n.gender != 2 || classOfSense(n.sense) != Person {
		t.Errorf("policewoman: %+v", n)
	}
	if n := find("city"); classOfSense(n.sense) != Place {
		t.Errorf("city: %+v", n)
	}
	if up := x.below(find("treaty").synset, find("agreement").synset); up < 1 {
		t.Errorf("a treaty is an agreement %d steps up", up)
	}
	if up := x.below(find("agreement").synset, find("treaty").synset); up != -1 {
		t.Errorf("an agreement is a treaty %d steps up", up)
	}
	if _, ok := x.find(hashLower("zzzyx")); ok {
		t.Error("zzzyx found")
	}
}
