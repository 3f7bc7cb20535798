package place

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/report"
	"chancery/syntax"
)

// found lists what Find finds in a text of one paragraph: "Baku 1/1; near Kapan 2/2" as name and codes.
func found(t testing.TB, g *Gazetteer, a *syntax.Analyzer, text string) string {
	t.Helper()
	r := &report.Report{Text: text, Blocks: []report.Block{{Span: report.Span{Start: 0, End: len(text)}}}}
	doc := a.Analyze(text, r.Blocks)
	var list []string
	last := 0
	for _, m := range g.Find(doc, r, nil) {
		s := &doc.Sentences[m.Sentence]
		if m.Span != s.Words(m.First, m.Last) || m.Head < m.First || m.Head > m.Last {
			t.Errorf("%q: span %v and tokens %d–%d with head %d disagree", text, m.Span, m.First, m.Last, m.Head)
		}
		if m.Start < last {
			t.Errorf("%q: mentions out of order", text)
		}
		last = m.End
		name := m.Place.Name
		if !m.Resolved {
			name = "?" + name
		}
		list = append(list, fmt.Sprintf("%s %d/%d", name, m.ACLED, m.UCDP))
	}
	return strings.Join(list, "; ")
}

func analyzer(t testing.TB) *syntax.Analyzer {
	t.Helper()
	a, err := syntax.Load()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestFind(t *testing.T) {
	g, a := load(t), analyzer(t)
	for _, c := range []struct{ text, want string }{
		// Places, governments and addressees.
		{"The minister arrived in Baku on Monday.", "Baku 1/1"},
		{"She spoke during her visit to Baku.", "Baku 1/1"},
		{"Baku said that it was ready for talks.", ""},
		{"Washington is ready to help Armenia.", ""},
		{"The president sent a letter to Azerbaijan.", ""},
		{"Armenia urged Azerbaijan to withdraw its troops.", ""},
		{"The ministers of Armenia and Azerbaijan met in Geneva.", "Geneva 1/1"},
		{"Fighting went on in Armenia.", "Armenia 3/6"},
		{"He travelled to Armenia and Georgia.", "Armenia 3/6; Georgia 3/6"},
		{"The ties between Baku and Washington are strong.", ""},
		{"The president of Georgia resigned.", ""},
		// How exactly.
		{"Two soldiers were killed near Kapan.", "Kapan 2/2"},
		{"A mine exploded in Kalbajar district.", "Kalbajar District 2/3"},
		{"The Lachin corridor was closed.", "Lachin corridor 3/5"},
		{"Clashes broke out in Syunik province.", "Syunik 3/4"},
		{"Peace in the South Caucasus is possible.", "South Caucasus 3/5"},
		{"A tanker was seized in the Strait of Hormuz.", "Strait of Hormuz 3/7"},
		{"The shelling hit the village of Movses.", "Movses 1/1"},
		{"People on the outskirts of Goris heard shots.", "Goris 2/2"},
		{"Troops were seen in and around Nagorno-Karabakh.", "Nagorno-Karabakh 3/5"},
		{"The road between Goris and Kapan is closed.", "Goris 2/2; Kapan 2/2"},
		{"The shells landed near Black Lake.", "Sev Lich 2/2"},
		{"The minister flew from Ankara to Tbilisi and then to Baku.", "Ankara 1/1; Tbilisi 1/1; Baku 1/1"},
		{"A soldier was wounded near the Sotk gold mine.", "Sotk gold mine 2/2"},
		{"Rockets were fired at Kiryat Shmona from southern Lebanon.", "Qiryat Shmona 1/1; Southern Lebanon 3/5"},
		{"Shots were heard in northern Armenia.", "Armenia 3/5"},
		// Where it is.
		{"A man was arrested in Paris, Texas.", "Paris 1/1; Texas 3/4"},
		{"A man was arrested in the village of Qwertzuivank.", "?Qwertzuivank 0/0"},
		// No places.
		{"Jordan Smith won the race.", ""},
		{"She studied at the University of Oxford.", ""},
		{"It was a nice day for reading.", ""},
		{"Police said on Monday that March had been quiet.", ""},
	} {
		if got := found(t, g, a, c.text); got != c.want {
			t.Errorf("%q\n\thas  %s\n\twant %s", c.text, got, c.want)
		}
	}
}

func TestFindIsDeterministic(t *testing.T) {
	g, a := load(t), analyzer(t)
	text := "Crews from Lexington, Versailles, Springfield and Paris met in Frankfort, Kentucky, after a storm in Ohio and a flood near Columbus."
	first := found(t, g, a, text)
	for range 20 {
		if got := found(t, g, a, text); got != first {
			t.Fatalf("%s, then %s", first, got)
		}
	}
}

// The places of the seeds that their gold standard names.
func TestFindInSeeds(t *testing.T) {
	files, _ := filepath.Glob("../../shared/seeds/004_*.txt")
	if len(files) == 0 {
		t.Skip("../shared/seeds is not here")
	}
	data, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	got := found(t, load(t), analyzer(t), string(data))
	for _, want := range []string{"Baku 1/1", "Kalbajar 1/1", "Nagorno-Karabakh 3/5"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	g, a := load(b), analyzer(b)
	text := strings.Repeat("The minister said in Baku that troops near Kapan and Goris had fired on Kalbajar district. "+
		"A spokesman in Yerevan, who had returned from Moscow, denied it. Talks in Geneva and Washington go on, the United Nations said on Tuesday. "+
		"Residents of the village of Movses in Tavush told reporters from Berlin, Paris and London that they had fled to Ijevan.\n", 5)
	r := &report.Report{Text: text, Blocks: []report.Block{{Span: report.Span{Start: 0, End: len(text)}}}}
	doc := a.Analyze(text, r.Blocks)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		g.Find(doc, r, nil)
	}
}
