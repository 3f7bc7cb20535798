package actor

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/codebook"
)

// lexicon loads the shipped codebook once for all tests.
var lexicon = func() func(testing.TB) *Lexicon {
	var x *Lexicon
	return func(t testing.TB) *Lexicon {
		t.Helper()
		if x == nil {
			var err error
			if x, err = Load(codebook.Shipped()); err != nil {
				t.Fatal(err)
			}
		}
		return x
	}
}()

// Each case is a file laid over the shipped ones and what the loader must say of it, line by line.
func TestLoadMistakes(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string // ":line: part of the reason"
	}{
		{"no header", "ARM\tArmenia\n", []string{":1: the first line must name the columns"}},
		{"unknown column", "state\tname\tcolour\n", []string{`:1: a table of states has no column "colour"`}},
		{"too many columns", "state\tname\nXAA\tRuritania\tRuritanian\n", []string{":2: 2 columns are named at the top"}},
		{"no name", "# comment\nstate\tname\nXAA\n", []string{":3: XAA has no name"}},
		{"no id", "state\tname\n\tRuritania\n", []string{":2: the first column is empty"}},
		{"wrong code", "state\tname\tcountry\nXAA\tRuritania\tru\n", []string{`:2: "ru" is no ISO 3166-1 alpha-3 code`}},
		{"wrong status", "state\tname\tstatus\nXAA\tRuritania\tkingdom\n", []string{":2: the status is one of"}},
		{"wrong sector", "organisation\tname\tsector\nIGO:x\tX Group\tigo\n", []string{`:2: "igo" is no sector`}},
		{"unknown state", "organisation\tname\tcountry\tsector\nXAAGOV:x\tX Office\tXAA\tGOV\n", []string{`:2: no state has the id "XAA"`}},
		{"unknown country of an office", "office\ttitle\tsector\tcountry\nx\tX\tGOV\tXAA\n", []string{`:2: office x: no state or organisation has the id "XAA"`}},
		{"braces", "office\ttitle\tnames\tsector\nx\tX Minister\t{a|b minister; c} minister; {a|{b}} d\tGOV\n", []string{":2: office x: \"{a|b minister\" has a { without its }", ":2: office x: \"c} minister\" has a } without its {", ":2: office x: \"{a|{b}} d\" has braces inside braces"}},
		{"agent kind", "agent\tkind\twords\nMIL\tpeople\thussar\n", []string{":2: the kind of an agent is one of body, generic, group, outlet, person, sides and state"}},
		{"holder without name", "holder\tname\toffice\tof\nXAAGOV:rudolf\t\tpresident\tARM\n", []string{":2: XAAGOV:rudolf has no name"}},
		{"holder of nothing", "holder\tname\toffice\tof\nXAAGOV:rudolf\tRudolf Rassendyll\tgrand-vizier\tARM\nXAAGOV:rudolf\t\tpresident\tXAA\n", []string{`:2: no office has the id "grand-vizier"`, `:3: no state or organisation has the id "XAA"`}},
		{"days", "holder\tname\toffice\tof\tfirst\tlast\nARMGOV:a\tAnna Anyan\tpresident\tARM\t21 May 2020\t..\nARMGOV:b\tBela Belyan\tpresident\tARM\t2020-05-21\t2019\n", []string{":2: a day is written 2021-01-26", ":3: the first day 2020-05-21 is after the last day 2019"}},
		{"gender", "holder\tname\tgender\nARMGOV:a\tAnna Anyan\tfemale\n", []string{":2: the gender is m, f or empty"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.Mkdir(filepath.Join(dir, "actors"), 0o755); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(dir, "actors", "mine.tsv")
			if err := os.WriteFile(file, []byte(tt.text), 0o644); err != nil {
				t.Fatal(err)
			}
			book, err := codebook.Open(dir)
			if err != nil {
				t.Fatal(err)
			}
			_, err = Load(book)
			if err == nil {
				t.Fatal("loaded without a mistake")
			}
			var mistake *codebook.Error
			if !errors.As(err, &mistake) || !errors.Is(err, codebook.ErrCodebook) {
				t.Fatalf("%v is no codebook.Error", err)
			}
			lines := strings.Split(err.Error(), "\n")
			if len(lines) != len(tt.want) {
				t.Errorf("%d mistakes, want %d:\n%v", len(lines), len(tt.want), err)
			}
			for i, want := range tt.want {
				if i < len(lines) && !strings.HasPrefix(lines[i], file+want) {
					t.Errorf("mistake %d is\n%s, want\n%s", i, lines[i], file+want)
				}
			}
		})
	}
}

func TestOverlayExtendsAndReplaces(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "actors"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"ruritania.tsv": "state\tname\tadjectives\tcapitals\tcountry\nRUR\tRuritania\tRuritanian\tStrelsau\t-\nDNK\tKingdom of Hamlet\tDanish\tElsinore\n",
		"people.tsv":    "holder\tname\tgender\toffice\tof\tfirst\tlast\nRURGOV:rudolf\tRudolf Rassendyll\tm\tforeign-minister\tRUR\t2020-03\t..\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, "actors", name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	book, err := codebook.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	x, err := Load(book)
	if err != nil {
		t.Fatal(err)
	}
	got := read(t, x, "2021-06-10", "The Ruritanian foreign minister criticised Elsinore. Copenhagen is a city.")
	want := []string{
		"Ruritanian foreign minister = Rudolf Rassendyll|RURGOV:rudolf||GOV|Foreign Minister of Ruritania|office",
		"Elsinore = Kingdom of Hamlet|DNK|DNK|GOV||capital",
	}
	compare(t, got, want)
}

func TestDayNumber(t *testing.T) {
	tests := []struct {
		s    string
		end  bool
		want int32
		ok   bool
	}{
		{"2021-01-26", false, 20210126, true}, {"2021-02", false, 20210201, true}, {"2021-02", true, 20210231, true},
		{"2021", true, 20211231, true}, {"..", true, forever, true}, {"", false, 0, true},
		{"21", false, 0, false}, {"2021-13", false, 0, false}, {"2021-1-2", false, 0, false}, {"2021-01-32", false, 0, false}, {"May 2021", false, 0, false},
	}
	for _, tt := range tests {
		if got, ok := dayNumber(tt.s, tt.end); got != tt.want || ok != tt.ok {
			t.Errorf("dayNumber(%q, %v) = %d, %v, want %d, %v", tt.s, tt.end, got, ok, tt.want, tt.ok)
		}
	}
}

func TestSpellings(t *testing.T) {
	x := lexicon(t)
	same := [][]string{
		{"Aliyev", "Aliev", "Əliyev", "ALIYEV"}, {"Zelensky", "Zelenskyy", "Zelenskiy", "Zelenskyi"}, {"Lukashenko", "Lukashenka"},
		{"Mohammed", "Muhammad", "Mohamed", "Mohammad"}, {"Erdoğan", "Erdogan"}, {"Sargsyan", "Sargsian", "Sarkissian"}, {"Çavuşoğlu", "Cavusoglu"},
		{"Sergey", "Sergei", "Serhiy"}, {"Schröder", "Schroeder"}, {"Qaddafi", "Gaddafi"}, {"Jeyhun", "Ceyhun"},
	}
	for _, group := range same {
		for _, name := range group[1:] {
			if x.nameHash(name) != x.nameHash(group[0]) {
				t.Errorf("%s and %s are told apart", group[0], name)
			}
		}
	}
	for _, pair := range [][2]string{{"Aliyev", "Aliyeva"}, {"Mirzoyan", "Mirziyoyev"}, {"Putin", "Patton"}, {"Xi", "Ki"}} {
		if x.nameHash(pair[0]) == x.nameHash(pair[1]) {
			t.Errorf("%s and %s are taken for one", pair[0], pair[1])
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add("state\tname\tadjectives\nARM\tArmenia\tArmenian\n", "holder\tname\toffice\tof\tfirst\tlast\nARMGOV:a\tAnna Anyan\tpresident\tARM\t2020\t..\n")
	f.Add("office\ttitle\tnames\tsector\nx\tX Minister\t{a|b} minister\tGOV\n", "agent\tkind\twords\nJRN\tperson\treporter; {news|press} man\n")
	f.Add("spelling\tspellings\nMohammed\tMuhammad\n", "other\tnames\nNew Mexico\t\xff\xfe; \u2013\u2010\n")
	f.Fuzz(func(t *testing.T, a, b string) {
		x, err := load([]source{{"a.tsv", a}, {"b.tsv", b}})
		if err != nil {
			if !errors.Is(err, codebook.ErrCodebook) {
				t.Fatalf("%v is no mistake of a codebook", err)
			}
			return
		}
		x.Find(document(a), newReport(a, ""))
	})
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(codebook.Shipped()); err != nil {
			b.Fatal(err)
		}
	}
}
