package place

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"chancery/codebook"
)

func TestParseOverlay(t *testing.T) {
	const head = "name\tkind\tcountry\tlatitude\tlongitude\tprecision\tother names\n"
	entries, err := parseOverlay("places/x.tsv", "# about\n\n"+head+"Tatev Monastery\tfeature\tARM\t39.3794\t46.25\t1\tTatev; Tatevi Vank\r\nSahel\tarea\t\t15\t5\n")
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 2 {
		t.Fatalf("%d entries", len(entries))
	}
	e := entries[0]
	if e.Name != "Tatev Monastery" || e.Kind != Feature || e.Country != "ARM" || e.Lat != 39.3794 || e.ucdp != 1 || len(e.names) != 2 || e.names[1] != "Tatevi Vank" || e.line != 4 || !e.located {
		t.Errorf("%+v", e)
	}
	if entries[1].Kind != Area || entries[1].Country != "" {
		t.Errorf("%+v", entries[1])
	}
}

func TestOverlayMistakes(t *testing.T) {
	for _, c := range []struct{ name, text, reason string }{
		{"unknown column", "name\tkind\tcolour\n", "unknown column"},
		{"no kind", "name\tcountry\n", "at least the columns"},
		{"twice", "name\tkind\tname\n", "stands twice"},
		{"kind", "name\tkind\nX\tkingdom\n", "unknown kind"},
		{"no name", "name\tkind\n \ttown\n", "needs a name"},
		{"one coordinate", "name\tkind\tlatitude\tlongitude\nX\ttown\t40\n", "go together"},
		{"latitude", "name\tkind\tlatitude\tlongitude\nX\ttown\t140\t40\n", "latitude"},
		{"not a number", "name\tkind\tlatitude\tlongitude\nX\ttown\tNaN\t40\n", "latitude"},
		{"precision", "name\tkind\tprecision\nX\ttown\t9\n", "precision"},
		{"too many columns", "name\tkind\nX\ttown\tARM\n", "3 columns"},
		{"not UTF-8", "name\tkind\nX\xff\ttown\n", "UTF-8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := parseOverlay("places/x.tsv", c.text)
			var mistake *codebook.Error
			if !errors.As(err, &mistake) || !errors.Is(err, codebook.ErrCodebook) {
				t.Fatalf("error %v is no codebook error", err)
			}
			if want := strings.Count(strings.TrimSuffix(c.text, "\n"), "\n") + 1; mistake.Line != want || mistake.File != "places/x.tsv" {
				t.Errorf("at %s:%d, want line %d", mistake.File, mistake.Line, want)
			}
			if !strings.Contains(mistake.Reason, c.reason) {
				t.Errorf("reason %q does not say %q", mistake.Reason, c.reason)
			}
		})
	}
}

// book returns the shipped codebook with a file of places laid over it.
func book(t *testing.T, places string) *codebook.Book {
	t.Helper()
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "places"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "places", "mine.tsv"), []byte(places), 0o666); err != nil {
		t.Fatal(err)
	}
	b, err := codebook.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestOverlayOfOnesOwn(t *testing.T) {
	g, err := Load(book(t, "name\tkind\tcountry\tlatitude\tlongitude\tother names\n"+
		"Tatev Monastery\tfeature\tARM\t39.3794\t46.25\tTatevi Vank\n"+
		"Goris\ttown\tARM\t\t\tOld Goris\n"+
		"Sahel\tarea\t\t16\t4\t\n"))
	if err != nil {
		t.Fatal(err)
	}
	if p := g.Lookup("tatevi vank"); len(p) != 1 || p[0].Name != "Tatev Monastery" {
		t.Errorf("Tatevi Vank: %v", p)
	}
	if p := g.Lookup("Old Goris"); len(p) != 1 || p[0].Name != "Goris" {
		t.Errorf("Old Goris: %v", p)
	}
	if p := g.Lookup("Sahel"); len(p) == 0 || p[0].Lat != 16 {
		t.Errorf("the later line does not replace the shipped one: %v", p)
	}
}

func TestOverlayMistakesOfContent(t *testing.T) {
	_, err := Load(book(t, "name\tkind\tcountry\tlatitude\tlongitude\nX\ttown\tXYZ\t1\t2\nNowhere at all\ttown\tARM\nY\tcountry\t\t1\t2\n"))
	var joined interface{ Unwrap() []error }
	if !errors.As(err, &joined) || len(joined.Unwrap()) != 3 {
		t.Fatalf("want three mistakes, have %v", err)
	}
	for i, e := range joined.Unwrap() {
		var mistake *codebook.Error
		if !errors.As(e, &mistake) || mistake.Line != i+2 || !strings.HasSuffix(mistake.File, "mine.tsv") {
			t.Errorf("mistake %d: %v", i, e)
		}
	}
}

func FuzzParseOverlay(f *testing.F) {
	f.Add("name\tkind\tcountry\nX\ttown\tARM\n")
	f.Add("# x\nkind\tname\tlatitude\tlongitude\narea\tSahel\t15\t5\n")
	f.Add("\ufeffname\tkind\r\nX\tcapital")
	f.Add("name\tkind\tother names\tadjectives\nX\twater\t;;a;\tb;b\n")
	g, err := Load(codebook.Shipped())
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		entries, err := parseOverlay("x.tsv", text)
		if err != nil && !errors.Is(err, codebook.ErrCodebook) {
			t.Errorf("%v is no codebook error", err)
		}
		own := &Gazetteer{file: g.file, hidden: map[int32]bool{}, moved: map[int32][2]float64{}, renamed: map[int32]string{}, alpha3: g.alpha3, alpha2: g.alpha2}
		if err := own.lay(entries); err != nil && !errors.Is(err, codebook.ErrCodebook) {
			t.Errorf("%v is no codebook error", err)
		}
		for _, e := range entries {
			own.Lookup(e.Name)
		}
	})
}
