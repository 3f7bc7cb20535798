package alike

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chancery/actor"
	"chancery/codebook"
	"chancery/report"
	"chancery/syntax"
	"chancery/when"
)

const noTrees = "\x00\x00\x00\x00"

func TestParseMistakes(t *testing.T) {
	good := string(file("", noTrees, noTrees, limits{}))
	if _, err := parse(good); err != nil {
		t.Fatal(err)
	}
	entry := "\x01" + strings.Repeat("\x00", entrySize-1)
	for name, data := range map[string]string{
		"empty": "", "another heading": "chancery alike 0\n", "no limits": heading, "cut off": good[:len(good)-2], "too long": good + "x",
		"a table without room": string(file(entry, noTrees, noTrees, limits{})), "half an entry": string(file(entry[1:], noTrees, noTrees, limits{})),
		"no trees":                     string(file("", "", noTrees, limits{})),
		"a leaf that leads nowhere":    string(file("", noTrees, noTrees+"\xff\x00\x00\x00", limits{})),
		"a leaf that leads too far":    string(file("", noTrees, noTrees+"\xff\x02\x00\x00", limits{})),
		"a node without branches":      string(file("", noTrees, noTrees+"\x00\x01\x00\x00", limits{})),
		"a likeness that is not there": string(file("", noTrees, noTrees+"\xfe\x01\x00\x00\xff\x01\x00\x00", limits{})),
	} {
		if _, err := parse(data); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(shipped)
	f.Add(string(file("", noTrees+"\x00\x02\x00\x00\xff\x02\x01\x00\xff\x01\x02\x00", noTrees, limits{})))
	a := Telling{Report: &Report{}, Head: "sign", Context: []Word{{"treaty", 70}}}
	b := Telling{Report: &Report{Day: 5}, Head: "signing", Subject: []string{"oslo"}}
	f.Fuzz(func(t *testing.T, data string) {
		m, err := parse(data)
		if err != nil {
			return
		}
		// Whatever the bytes, asking ends.
		if chance, _ := m.Same(&a, &b); chance < 0 || chance > 1 {
			t.Errorf("%f", chance)
		}
	})
}

// TestLearn teaches that small sums go together, and that the model says so.
func TestLearn(t *testing.T) {
	var rows []row
	for x := range int16(20) {
		for y := range int16(20) {
			r := row{likeness: make([]int16, likenesses), same: x+y < 12, weight: 1}
			r.likeness[3], r.likeness[7] = x, y
			rows = append(rows, r)
		}
	}
	forest, err := trees(learn(Learning{Trees: 60, Leaves: 8, Rate: 0.3, Ridge: 1, Least: 0.1, Share: 0.8}, rows)).checked(likenesses)
	if err != nil {
		t.Fatal(err)
	}
	wrong := 0
	for _, r := range rows {
		if forest.sum(r.likeness) > 0 != r.same {
			wrong++
		}
	}
	if wrong > len(rows)/50 {
		t.Errorf("%d of %d wrong", wrong, len(rows))
	}
	if again := learn(Learning{Trees: 60, Leaves: 8, Rate: 0.3, Ridge: 1, Least: 0.1, Share: 0.8}, rows); string(again) != string(forest) {
		t.Error("the same examples gave other trees")
	}
	if len(learn(Learning{Trees: 3, Leaves: 4}, nil)) < len(noTrees) {
		t.Error("no examples gave no trees at all")
	}
}

func TestClusters(t *testing.T) {
	points := []float64{0, 10, 1, 11, 2, 40}
	like := func(i, k int) float64 { return -abs64(points[i] - points[k]) }
	for _, c := range []struct {
		threshold float64
		want      []int
	}{{-3, []int{0, 1, 0, 1, 0, 2}}, {0.5, []int{0, 1, 2, 3, 4, 5}}, {-1000, []int{0, 0, 0, 0, 0, 0}}, {-12, []int{0, 0, 0, 0, 0, 1}}} {
		if got := Clusters(len(points), c.threshold, like); !slices.Equal(got, c.want) {
			t.Errorf("from %.1f: %v, want %v", c.threshold, got, c.want)
		}
	}
	if got := Clusters(0, 0, nil); len(got) != 0 {
		t.Errorf("of nothing: %v", got)
	}
}

func abs64(x float64) float64 { return max(x, -x) }

// engine is what tellings are made with.
type engine struct {
	model    *Model
	analyzer *syntax.Analyzer
	actors   *actor.Lexicon
}

func load(t testing.TB) *engine {
	t.Helper()
	var e engine
	var err error
	if e.model, err = Load(); err != nil {
		t.Fatal(err)
	}
	if e.analyzer, err = syntax.Load(); err != nil {
		t.Fatal(err)
	}
	if e.actors, err = actor.Load(codebook.Shipped()); err != nil {
		t.Fatal(err)
	}
	return &e
}

// tell makes the tellings of words of a text, each the first time that they stand there.
func (e *engine) tell(t testing.TB, published, text string, words ...string) []*Telling {
	t.Helper()
	r, err := report.FromText([]byte(text), report.Options{Published: published})
	if err != nil {
		t.Fatal(err)
	}
	doc := e.analyzer.Analyze(r.Text, r.Blocks)
	teller := Teller{Model: e.model, Doc: doc, Report: &r, Times: when.Find(doc, r.Published)}
	teller.Mentions, teller.Chains = e.actors.FindAll(doc, &r)
	var list []*Telling
	for _, w := range words {
		at := strings.Index(r.Text, w)
		told, ok := teller.Tell(report.Span{Start: at, End: at + len(w)})
		if at < 0 || !ok {
			t.Fatalf("%q is not in the text", w)
		}
		list = append(list, &told)
	}
	return list
}

const (
	signing = "Norway and Chad sign fishing treaty\n\nThe foreign minister of Norway signed a fishing treaty with Chad in Nairobi on Monday. She said the signing had taken 14 months of talks. It was not ratified."
	echo    = "OSLO - Norway has signed a treaty on fishing with Chad, the government said on Tuesday. The agreement was signed in Nairobi after 14 months."
	quake   = "A strong earthquake shook the coast of Peru on 3 March 2020, killing 9 people. The tremor was felt in Lima."
)

func TestTell(t *testing.T) {
	e := load(t)
	told := e.tell(t, "2021-06-08", signing, "signed", "signing had", "ratified")
	signed, noun, ratified := told[0], told[1], told[2]
	if signed.Head != "sign" || signed.Kind != Verb || noun.Head != "signing" || noun.Kind != Noun {
		t.Errorf("heads %q %d, %q %d", signed.Head, signed.Kind, noun.Head, noun.Kind)
	}
	for _, c := range []struct {
		what string
		list []string
		word string
	}{{"subject", signed.Subject, "minister"}, {"subject", signed.Subject, "norway"}, {"object", signed.Object, "treaty"}, {"other", signed.Other, "nairobi"}, {"names", signed.Names, "chad"}, {"numbers", told[1].Numbers, "14"}} {
		if !slices.Contains(c.list, c.word) {
			t.Errorf("%s %v has no %q", c.what, c.list, c.word)
		}
	}
	if want := when.DayOf(2021, 6, 7).Number(); signed.First != want || signed.Last != want {
		t.Errorf("days %d to %d, want %d", signed.First, signed.Last, want)
	}
	if signed.Report != noun.Report || signed.Report.Day != when.DayOf(2021, 6, 8).Number() || noun.Sentence != 2 {
		t.Errorf("report %+v, sentence %d", noun.Report, noun.Sentence)
	}
	if !ratified.Denied || signed.Denied {
		t.Errorf("denied %v and %v", ratified.Denied, signed.Denied)
	}
	// A telling can be kept and comes back as it was.
	kept, err := json.Marshal(signed)
	if err != nil {
		t.Fatal(err)
	}
	var back Telling
	if err := json.Unmarshal(kept, &back); err != nil {
		t.Fatal(err)
	}
	back.Report = signed.Report
	if diff := cmp.Diff(*signed, back); diff != "" {
		t.Errorf("kept and read again (-was +is):\n%s", diff)
	}
	if _, ok := (&Teller{Model: e.model, Doc: &syntax.Document{}}).Tell(report.Span{Start: 3, End: 5}); ok {
		t.Error("words of no text made a telling")
	}
}

func TestSame(t *testing.T) {
	e := load(t)
	one := e.tell(t, "2021-06-08", signing, "signed", "talks", "sign")
	two := e.tell(t, "2021-06-08", echo, "signed", "said")
	three := e.tell(t, "2020-03-04", quake, "shook", "tremor")
	near, reasons := e.model.Same(one[0], two[0])
	for _, want := range []string{`same head "sign"`, "both name Chad and Norway", "reports of one day", "of fishing and treaty in both"} {
		if !strings.Contains(strings.Join(reasons, "\n"), want) {
			t.Errorf("no reason %q in %q", want, reasons)
		}
	}
	far, reasons := e.model.Same(one[0], three[0])
	if near < 0.4 || far > 0.05 {
		t.Errorf("two reports of one signing %.3f, a signing and an earthquake %.3f", near, far)
	}
	if !strings.Contains(strings.Join(reasons, "\n"), "no name in common") {
		t.Errorf("reasons %q", reasons)
	}
	all := slices.Concat(one, two, three)
	for _, a := range all {
		for _, b := range all {
			if x, y := e.model.Chance(a, b), e.model.Chance(b, a); x != y {
				t.Errorf("%s and %s: %f and %f the other way round", a.Head, b.Head, x, y)
			}
			if x, _ := e.model.Same(a, b); x != e.model.Chance(a, b) {
				t.Errorf("%s and %s: another chance without reasons", a.Head, b.Head)
			}
		}
	}
	joined := e.model.Join(all)
	if joined[0] != joined[3] || joined[0] == joined[1] || joined[0] == joined[5] {
		t.Errorf("joined %v", joined)
	}
	within := e.model.JoinWithin(all)
	if within[0] != within[2] || within[0] == within[3] {
		t.Errorf("joined within reports %v", within)
	}
}

func BenchmarkChance(b *testing.B) {
	e := load(b)
	x := e.tell(b, "2021-06-08", signing, "signed")[0]
	y := e.tell(b, "2021-06-08", echo, "signed")[0]
	for b.Loop() {
		e.model.Chance(x, y)
	}
}

func BenchmarkTell(b *testing.B) {
	e := load(b)
	r := report.Report{Text: signing}
	doc := e.analyzer.Analyze(signing, nil)
	at := strings.Index(signing, "signed")
	for b.Loop() {
		teller := Teller{Model: e.model, Doc: doc, Report: &r}
		teller.Tell(report.Span{Start: at, End: at + 6})
	}
}
