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

	"chancery/codebook"
)

var updateOccurrences = flag.Bool("update-occurrences", false, "write testdata/occurrences.golden anew")

// TestOccurrenceFigures holds the joining of events to the figures in testdata/occurrences.golden: a change in them is a
// diff to review. The topics of train are what the model learned from.
func TestOccurrenceFigures(t *testing.T) {
	folder := filepath.Join("..", "..", "shared", "corpora", "ecbplus")
	if _, err := os.Stat(folder); err != nil {
		t.Skip("the corpora are not here")
	}
	out := &strings.Builder{}
	fmt.Fprintln(out, "# Events of ECB+'s development topics, joined (go test ./eval -run OccurrenceFigures -update-occurrences).")
	documents, reader := readTellings(t, folder, filepath.Join("dev", "*"))
	score := ScoreOccurrences(reader.Model, documents, nil)
	for _, line := range score.Lines() {
		fmt.Fprintf(out, "ecbplus/dev %s\n", line)
	}
	golden := filepath.Join("testdata", "occurrences.golden")
	if *updateOccurrences {
		if err := os.WriteFile(golden, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Errorf("other figures than in %s; when that is meant, run with -update-occurrences (-want +got):\n%s", golden, diff)
	}
}

// readTellings reads the documents of the folders below one that has a list of sentences.
func readTellings(t *testing.T, folder, below string) ([]*ToldDocument, *TellingReader) {
	t.Helper()
	reader, err := NewTellingReader(codebook.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(filepath.Join(folder, "ECBplus_coreference_sentences.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	list, err := ReadAnnotatedSentences(f, "list")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(folder, below, "*.xml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no documents: %v", err)
	}
	var documents []*ToldDocument
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		d, err := ReadTellings(strings.NewReader(string(text)), name)
		if err != nil {
			t.Fatal(err)
		}
		if !d.Keep(list) {
			continue
		}
		told, err := reader.Tell(d)
		if err != nil {
			t.Fatal(err)
		}
		documents = append(documents, told)
	}
	return documents, reader
}

func TestReadTellings(t *testing.T) {
	documents, _ := readTellings(t, filepath.Join("testdata", "ecbplus"), "90")
	byName := map[string]*ToldDocument{}
	for _, d := range documents {
		byName[d.Name] = d
	}
	ferry := byName["90_1ecbplus"]
	if len(documents) != 4 || ferry == nil {
		t.Fatalf("%d documents", len(documents))
	}
	if ferry.Topic != "90" || ferry.Story() != "90plus" || byName["90_1ecb"].Story() != "90" {
		t.Errorf("topic %q, story %q", ferry.Topic, ferry.Story())
	}
	if want := "http://news.example/2019/ferry-sinks"; ferry.URL != want || strings.Contains(ferry.Text, "http") {
		t.Errorf("address %q of %q", ferry.URL, ferry.Text)
	}
	if got := ferry.Published.In(ferry.Text); got != "March 4, 2019" || ferry.Report.Day != 17959 {
		t.Errorf("published %q, day %d", got, ferry.Report.Day)
	}
	var words []string
	for _, m := range ferry.Mentions {
		words = append(words, fmt.Sprintf("%d %s %s", m.Sentence, m.Words, m.Chain))
		if m.In(ferry.Text) != m.Words {
			t.Errorf("%q stands where %q should", m.In(ferry.Text), m.Words)
		}
	}
	want := []string{"3 sank ACT90f", "3 rescued ACT90r", "4 died 90_1ecbplus/alone/3", "4 sinking ACT90f"}
	if diff := cmp.Diff(want, words); diff != "" {
		t.Errorf("mentions (-want +got):\n%s", diff)
	}
	// "arrested" stands in a sentence that is not in the list.
	if n := len(byName["90_2ecbplus"].Mentions); n != 2 {
		t.Errorf("%d mentions in the sentences of the list", n)
	}
}

// TestScoreJoined scores joinings whose figures can be worked out on paper.
func TestScoreJoined(t *testing.T) {
	documents, _ := readTellings(t, filepath.Join("testdata", "ecbplus"), "90")
	var gold, alone, one []int
	number := map[string]int{}
	for _, d := range documents {
		for _, m := range d.Mentions {
			if _, ok := number[m.Chain]; !ok {
				number[m.Chain] = len(number)
			}
			gold, alone, one = append(gold, number[m.Chain]), append(alone, len(alone)), append(one, 0)
		}
	}
	if s := ScoreJoined(documents, gold, false); s.CoNLL() != 100 {
		t.Errorf("the corpus's own joining gives %.2f", s.CoNLL())
	}
	// 16 mentions of 8 events: 5 of the signing, 3 of the sinking, 2 each of treaty, talks and rescue, which alone have
	// links; two sayings, a death.
	if s := ScoreJoined(documents, alone, false); s.MUC.Recall() != 0 || s.BCubed.Precision() != 100 || s.BCubed.Recall() != 100*8/float64(len(alone)) {
		t.Errorf("each alone: MUC recall %.2f, B³ %.2f and %.2f", s.MUC.Recall(), s.BCubed.Precision(), s.BCubed.Recall())
	}
	if s := ScoreJoined(documents, one, false); s.MUC.Recall() != 100 || s.BCubed.Recall() != 100 || s.MUC.Precision() != 100*float64(len(one)-8)/float64(len(one)-1) {
		t.Errorf("all one: MUC %.2f and %.2f", s.MUC.Precision(), s.MUC.Recall())
	}
	// Within documents only the links of one document count.
	if s := ScoreJoined(documents, gold, true); s.CoNLL() != 100 || s.MUC.Gold != 3 {
		t.Errorf("within documents %.2f, %.0f links", s.CoNLL(), s.MUC.Gold)
	}
}

// TestOccurrencesJoined joins the events of four reports of two occurrences.
func TestOccurrencesJoined(t *testing.T) {
	documents, reader := readTellings(t, filepath.Join("testdata", "ecbplus"), "90")
	var wrong []string
	score := ScoreOccurrences(reader.Model, documents, func(line string) { wrong = append(wrong, line) })
	if score.Across.CoNLL() < 75 || score.Across.CoNLL() <= score.LemmaAcross.CoNLL() {
		t.Errorf("conll_f1 %.2f, by lemma %.2f\n%s", score.Across.CoNLL(), score.LemmaAcross.CoNLL(), strings.Join(wrong, "\n"))
	}
	lines := score.Lines()
	if !slices.ContainsFunc(lines, func(l string) bool { return strings.Contains(l, "16 given mentions of events") }) {
		t.Errorf("%q", lines)
	}
	if (score.Across.CoNLL() == 100) != (len(wrong) == 0) {
		t.Errorf("%.2f and %d mistakes", score.Across.CoNLL(), len(wrong))
	}
}

func TestReadTellingsMistakes(t *testing.T) {
	for name, text := range map[string]string{
		"no XML":                "x",
		"a word that is absent": `<Document><token t_id="1" sentence="0" number="0">Oslo</token><Markables><ACTION_STATE m_id="1"><token_anchor t_id="2"/></ACTION_STATE></Markables></Document>`,
	} {
		if _, err := ReadTellings(strings.NewReader(text), "90_1ecb.xml"); err == nil || !strings.Contains(err.Error(), "90_1ecb.xml") {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, text := range map[string]string{"two columns": "Topic,File\n", "no number": "Topic,File,Sentence Number\n90,1ecb,x\n"} {
		if _, err := ReadAnnotatedSentences(strings.NewReader(text), "list.csv"); err == nil || !strings.Contains(err.Error(), "list.csv") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzReadTellings(f *testing.F) {
	text, err := os.ReadFile(filepath.Join("testdata", "ecbplus", "90", "90_1ecbplus.xml"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(text))
	f.Add(`<Document><token t_id="1" sentence="0">Oslo</token></Document>`)
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ReadTellings(strings.NewReader(text), "90_1ecb.xml")
		if err != nil {
			return
		}
		for _, m := range d.Mentions {
			if m.Start < 0 || m.End > len(d.Text) || m.Empty() {
				t.Errorf("a mention at %d to %d of %d bytes", m.Start, m.End, len(d.Text))
			}
		}
	})
}
