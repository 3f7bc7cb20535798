package picture

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden pictures anew")

// samples are the pictures kept in testdata, which are there to be looked at too.
var samples = []struct {
	name string
	p    Picture
	o    Options
}{
	{"timeline", talks(), Options{}},
	{"timeline.phone", talks(), Options{Width: 360}},
	{"timeline.busy", busy(1200), Options{}},
	{"timeline.empty", &Timeline{Title: "Nothing"}, Options{}},
	{"matrix", dyads(8, false), Options{}},
	{"matrix.months", dyads(6, true), Options{}},
	{"matrix.phone", dyads(8, false), Options{Width: 360}},
	{"network", quarrel(), Options{}},
	{"network.phone", quarrel(), Options{Width: 360}},
	{"activity", months(), Options{}},
	{"activity.phone", months(), Options{Width: 360}},
	{"spark", &Spark{Counts: crowd(2, 300, "2019-01-01", "2021-12-31", 1)}, Options{}},
	{"terms", careers(), Options{}},
	{"terms.phone", careers(), Options{Width: 360}},
	{"ledger", promises(), Options{}},
	{"ledger.phone", promises(), Options{Width: 360}},
	{"multiples", years(), Options{}},
	{"network.many", manyActors(60), Options{Width: 1100}},
}

// drawing is a picture without its style sheet, which changes more often than
// what is drawn.
func drawing(svg string) string {
	before, rest, _ := strings.Cut(svg, "<style>")
	_, after, _ := strings.Cut(rest, "</style>")
	return before + after
}

func TestGolden(t *testing.T) {
	for _, s := range samples {
		t.Run(s.name, func(t *testing.T) {
			golden(t, s.name, s.p, s.o)
		})
	}
}

// golden compares a picture that stands alone with the one that was kept, but for the sheet that all share.
func golden(t *testing.T, name string, p Picture, o Options) {
	t.Helper()
	o.Standalone = true
	got, err := String(p, o)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("testdata", name+".svg")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if drawing(got) != drawing(string(want)) {
		t.Errorf("%s differs from %s; look at both, and run with -update when the new one is right", name, file)
	}
}
