package review

import (
	"errors"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// krippendorff is the example of Krippendorff's paper of 2011, section D: four observers, twelve units, gaps.
var krippendorff = []string{
	"1 2 3 3 2 1 4 1 2 . . .",
	"1 2 3 3 2 2 4 1 2 5 . 3",
	". 3 3 3 2 3 4 2 2 5 1 .",
	"1 2 3 3 2 4 4 1 2 5 1 .",
}

func judgementsOf(rows []string) (all []Judgement) {
	for coder, row := range rows {
		for unit, value := range strings.Fields(row) {
			if value != "." {
				all = append(all, Judgement{Unit: string(rune('a' + unit)), Coder: string(rune('A' + coder)), Value: value})
			}
		}
	}
	return all
}

func TestAlpha(t *testing.T) {
	for _, test := range []struct {
		name  string
		scale Scale
		rows  []string
		alpha float64
		known bool
		units int
	}{
		{"the paper, nominal", Nominal, krippendorff, 0.743, true, 11},
		{"the paper, interval", Interval, krippendorff, 0.849, true, 11},
		{"two coders who agree", Nominal, []string{"a b a", "a b a"}, 1, true, 3},
		{"two coders who always differ", Nominal, []string{"a b", "b a"}, -0.5, true, 2},
		{"one value only", Nominal, []string{"a a", "a a"}, 0, false, 2},
		{"nobody judged the same", Nominal, []string{"a .", ". b"}, 0, false, 0},
		{"lists in another order", Sets, []string{"ARM;AZE RUS", "AZE;ARM RUS"}, 1, true, 2},
		{"lists that share one of two", Sets, []string{"ARM;AZE RUS", "ARM RUS"}, 1 - 3*1/(2*(0.5+2*1+2*1)), true, 2},
		{"no numbers", Interval, []string{"many 2", "3 2"}, 0, false, 1},
	} {
		got := Alpha("field", test.scale, judgementsOf(test.rows))
		if math.Abs(got.Alpha-test.alpha) > 0.0005 || got.Known != test.known || got.Units != test.units {
			t.Errorf("%s: %+v, not alpha %.3f %v of %d units", test.name, got, test.alpha, test.known, test.units)
		}
	}
}

// TestAlphaIsOfTheJudgements holds that alpha does not depend on the order of judgements, nor on what coders are called.
func TestAlphaIsOfTheJudgements(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		judgements := rapid.SliceOfDistinct(rapid.Custom(func(t *rapid.T) Judgement {
			return Judgement{rapid.SampledFrom([]string{"u", "v", "w"}).Draw(t, "unit"), rapid.SampledFrom([]string{"A", "B", "C"}).Draw(t, "coder"),
				rapid.SampledFrom([]string{"x", "y", "x;y"}).Draw(t, "value")}
		}), func(j Judgement) [2]string { return [2]string{j.Unit, j.Coder} }).Draw(t, "judgements")
		want := Alpha("f", Sets, judgements)
		other := rapid.Permutation(judgements).Draw(t, "order")
		for i := range other {
			other[i].Coder = strings.Map(func(r rune) rune { return 'C' - r + 'A' }, other[i].Coder)
		}
		got := Alpha("f", Sets, other)
		if math.Abs(got.Alpha-want.Alpha) > 1e-12 || got.Known != want.Known || got.Units != want.Units || got.Agreed != want.Agreed {
			t.Fatalf("%+v, not %+v", got, want)
		}
		if got.Known && got.Alpha > 1+1e-12 {
			t.Fatalf("alpha is %v", got.Alpha)
		}
	})
}

func TestParse(t *testing.T) {
	const table = "\xef\xbb\xbfaction\ttarget\tfield\tvalue\tcoder\treason\n" +
		"accept\te-1\t\t\tanna\t\n" +
		"correct\te-2\tstatus\toffered\tanna\tthe words \"ready to\" offer it\n" +
		"\t\t\t\t\t\n" +
		"correct\te-2\tcolour\tred\tanna\t\n" +
		"JOIN\to-1\t\to-2\tanna\tthe same letter\n"
	acts, faults := Parse("a.tsv", strings.NewReader(table))
	want := []Act{
		{Accept, "e-1", "", "", "anna", ""},
		{Correct, "e-2", "status", "offered", "anna", `the words "ready to" offer it`},
		{Join, "o-1", "", "o-2", "anna", "the same letter"},
	}
	if len(acts) != len(want) {
		t.Fatalf("%d acts, not %d: %v", len(acts), len(want), acts)
	}
	for i := range want {
		if acts[i] != want[i] {
			t.Errorf("act %d is %+v, not %+v", i, acts[i], want[i])
		}
	}
	var line *LineError
	if len(faults) != 1 || !errors.As(faults[0], &line) || line.Line != 5 || !errors.Is(faults[0], ErrAct) || !strings.Contains(faults[0].Error(), "recipients") {
		t.Errorf("the faults are %v", faults)
	}
	const lines = `{"action":"note","target":"e-1","value":"see the letter itself"}
{"action":"accept","target":"e-1","valu":"x"}
{"action":"add","target":"r1"}
`
	acts, faults = Parse("a.jsonl", strings.NewReader(lines))
	if len(acts) != 1 || acts[0].Value != "see the letter itself" || len(faults) != 2 {
		t.Errorf("JSON lines give %v and %v", acts, faults)
	}
	if _, faults := Parse("b.csv", strings.NewReader("who,what\n")); len(faults) != 1 || !errors.Is(faults[0], ErrColumns) {
		t.Errorf("a table of something else gives %v", faults)
	}
	if acts, faults := Parse("c.csv", strings.NewReader("target;action\ne-9;reject\n")); len(faults) != 0 || len(acts) != 1 || acts[0].Action != Reject {
		t.Errorf("semicolons give %v and %v", acts, faults)
	}
}

// TestParseSaysWhatIsWrongWithAFile: as spreadsheets save it by other names than CSV in UTF-8.
func TestParseSaysWhatIsWrongWithAFile(t *testing.T) {
	for _, test := range []struct {
		name, text, says string
		acts             int
	}{
		{"UTF-16", "\xff\xfea\x00c\x00", "f:1: this is UTF-16", 0},
		{"Latin-1", "action,target,value\nnote,e-1,caf\xe9\nnote,e-1,tea\n", "f:2: \"caf\\xe9\" is not UTF-8", 1},
		{"nothing", "", "f:1: a file of reviews needs the columns action and target: the file is empty", 0},
		{"an unquoted comma", "action,target,reason\naccept,e-1,yes, it is\naccept,e-2,yes,\n", "f:2: 4 columns, where the header has 3", 1},
	} {
		acts, faults := Parse("f", strings.NewReader(test.text))
		if len(acts) != test.acts || len(faults) != 1 || !strings.HasPrefix(faults[0].Error(), test.says) {
			t.Errorf("%s: %v, %v", test.name, acts, faults)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("action,target\naccept,e-1\n")
	f.Add("{\"action\":\"note\",\"target\":\"e\",\"value\":\"v\"}\n")
	f.Add("action\ttarget\n\"accept\te\n")
	f.Fuzz(func(t *testing.T, text string) {
		acts, _ := Parse("f", strings.NewReader(text))
		for i := range acts {
			if err := acts[i].Check(); err != nil {
				t.Fatalf("Parse gave an act that is none: %v", err)
			}
		}
	})
}
