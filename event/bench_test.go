package event

import (
	"os"
	"path/filepath"
	"testing"

	"chancery/actor"
	"chancery/codebook"
	"chancery/place"
	"chancery/quote"
	"chancery/report"
	"chancery/syntax"
	"chancery/when"
)

// benchText is a report of our own with the usual mixture of deeds, words and plans.
const benchText = `Envoys of Chad and Sudan meet in Cairo

The foreign ministers of Chad and Sudan met in Cairo on Tuesday and agreed to resume talks on the border, Egypt's foreign ministry said. The two sides will hold another round of negotiations in Khartoum next month.

"We are ready to hand over all prisoners," Sudan's minister said after the meeting. He urged Chad to withdraw its troops from the border area and accused its army of shelling a village near El Geneina, killing at least 12 civilians. Chad denied that it had attacked Sudan.

The African Union welcomed the talks. The United States threatened to impose sanctions on both countries if they do not respect the ceasefire. Over 200 people have been killed in clashes since January, according to the United Nations.
`

func input(tb testing.TB, text, published string) (Input, *Coder) {
	tb.Helper()
	analyzer, err := syntax.Load()
	if err != nil {
		tb.Fatal(err)
	}
	lexicon, err := actor.Load(codebook.Shipped())
	if err != nil {
		tb.Fatal(err)
	}
	gazetteer, err := place.Load(codebook.Shipped())
	if err != nil {
		tb.Fatal(err)
	}
	coder, err := Load(codebook.Shipped())
	if err != nil {
		tb.Fatal(err)
	}
	rep, err := report.FromText([]byte(text), report.Options{Published: published})
	if err != nil {
		tb.Fatal(err)
	}
	doc := analyzer.Analyze(rep.Text, rep.Blocks)
	mentions := lexicon.Find(doc, &rep)
	times := when.Find(doc, rep.Published)
	places := gazetteer.Find(doc, &rep, mentions)
	return Input{Report: &rep, Doc: doc, Mentions: mentions, Times: times, Places: places, Quotations: quote.Find(doc, &rep, mentions)}, coder
}

// BenchmarkCode measures this stage alone on a report of about 130 words.
func BenchmarkCode(b *testing.B) {
	in, coder := input(b, benchText, "2021-03-10")
	b.ReportAllocs()
	b.SetBytes(int64(len(benchText)))
	for b.Loop() {
		coder.Code(in)
	}
}

// BenchmarkLoad measures reading the codebook, which every start of the program pays for.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(codebook.Shipped()); err != nil {
			b.Fatal(err)
		}
	}
}

// TestHugeSentence guards against work that grows with the square of a sentence's length.
func TestHugeSentence(t *testing.T) {
	if testing.Short() {
		t.Skip("reads a sentence of many thousand words")
	}
	text := make([]byte, 0, 1<<20)
	for range 4000 {
		text = append(text, "Chad attacked Sudan and urged Egypt to release prisoners and "...)
	}
	in, coder := input(t, string(text), "2021-03-10")
	coder.Code(in)
}

// TestSameEventsAgain reads the seeds, and our own report, twice and wants the same events.
func TestSameEventsAgain(t *testing.T) {
	texts := []string{benchText}
	files, _ := filepath.Glob(filepath.Join("..", "..", "shared", "seeds", "*.txt"))
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(data))
	}
	for _, text := range texts {
		in, coder := input(t, text, "2022-05-23")
		first, second := coder.Code(in), coder.Code(in)
		if len(first) == 0 || len(first) != len(second) {
			t.Fatalf("%d events, then %d", len(first), len(second))
		}
		for i := range first {
			a, b := first[i], second[i]
			if a.Entry != b.Entry || a.Status != b.Status || a.Evidence[0] != b.Evidence[0] || a.Confidence != b.Confidence {
				t.Errorf("event %d differs: %+v and %+v", i, a, b)
			}
			for _, s := range a.Evidence {
				if s.Start < 0 || s.End > len(in.Report.Text) || s.Empty() {
					t.Errorf("event %d: evidence %v lies outside of the text", i, s)
				}
			}
		}
	}
}
