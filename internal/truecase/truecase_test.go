package truecase

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func load(t testing.TB) *Model {
	t.Helper()
	m, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestRestore writes sentences in capitals and wants them back.
func TestRestore(t *testing.T) {
	m := load(t)
	for _, want := range []string{
		"The government of El Salvador met the foreign minister of Norway in Mexico City on Monday.",
		"Norway's envoy said that they don't agree. He left for the United States.",
		"Two soldiers of the U.S. army were killed near Morazan. Nobody has claimed the attack.",
		"Rebels with M-16 and AR-15 rifles attacked the police of Bogota, said J. Pottinger of AFP.",
		"The FPMR has said that it will lay down its arms in March.",
	} {
		if got := m.Restore(strings.ToUpper(want)); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func TestAllCapitals(t *testing.T) {
	for text, want := range map[string]bool{
		strings.ToUpper("the president of El Salvador met the foreign minister of Norway in Mexico City"): true,
		"The president of El Salvador met the foreign minister of Norway in Mexico City":                  false,
		"AFP, BOGOTA": false, // too little to tell
		"":            false,
		"一 二 三 四 五 六 七 八 九 十 百 千 万": false,
	} {
		if got := AllCapitals(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestReadMistakes(t *testing.T) {
	for table, says := range map[string]string{
		"":                           "any ending",
		"the\t1\t2\n":                "words.tsv:1: 3 columns",
		"# a\nthe\t1\t2\t3\t4\t5\tx": "words.tsv:2: ",
		"the\t1\t2\t3\t4\t5\t256":    "words.tsv:1: ",
	} {
		if _, err := Read(table); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, want %q in it", table, err, says)
		}
	}
}

// TestTrain: what is learned from a few sentences writes them again, the same every time.
func TestTrain(t *testing.T) {
	var tables [2]strings.Builder
	for i := range tables {
		c := NewCounts()
		for range 4 {
			c.Sentence(strings.Fields("Yesterday the envoy of Chad met the UN in Paris ."))
			c.Sentence(strings.Fields("EVERYTHING IN CAPITALS SAYS NOTHING"))
		}
		if err := c.Write(&tables[i], "made by a test"); err != nil {
			t.Fatal(err)
		}
	}
	if tables[0].String() != tables[1].String() {
		t.Error("learned twice, written differently")
	}
	if strings.Contains(tables[0].String(), "everything") {
		t.Error("capitals were counted in a sentence that has nothing else")
	}
	m, err := Read(tables[0].String() + "*\t9\t26\t97\t38\t6\t84\n")
	if err != nil {
		t.Fatal(err)
	}
	if got := m.Restore("SO THE ENVOY OF CHAD MET THE UN"); got != "So the envoy of Chad met the UN" {
		t.Error(got)
	}
}

// FuzzRestore: every byte keeps its place, and only letters change, in their case alone.
func FuzzRestore(f *testing.F) {
	f.Add("EL SALVADOR'S PRESIDENT MET THE FMLN IN MEXICO CITY.")
	f.Add("İSTANBUL ŞIRNAK \xff Ⱥ ẞ")
	f.Fuzz(func(t *testing.T, text string) {
		got := load(t).Restore(text)
		if len(got) != len(text) {
			t.Fatalf("%d bytes of %d", len(got), len(text))
		}
		for i, r := range text {
			if r == utf8.RuneError {
				continue
			}
			if q, _ := utf8.DecodeRuneInString(got[i:]); q != r && !strings.EqualFold(string(q), string(r)) && strings.ToLower(string(r)) != string(q) {
				t.Fatalf("%q became %q", r, q)
			}
		}
	})
}
