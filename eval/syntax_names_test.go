package eval

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"chancery/syntax"
)

func TestNamesOnCorpora(t *testing.T) {
	analyzer, err := syntax.Load()
	if err != nil {
		t.Fatal(err)
	}
	worldwide := func(label string) (syntax.NameClass, bool) {
		switch label {
		case "Person":
			return syntax.PersonName, true
		case "Organization":
			return syntax.OrganisationName, true
		case "Location", "Facility":
			return syntax.PlaceName, true
		case "NORP", "Misc", "Product":
			return syntax.MiscName, true
		}
		return 0, false
	}
	universal := func(label string) (syntax.NameClass, bool) {
		switch label {
		case "PER":
			return syntax.PersonName, true
		case "ORG":
			return syntax.OrganisationName, true
		case "LOC":
			return syntax.PlaceName, true
		}
		return 0, false
	}
	for _, c := range []struct {
		name        string
		pattern     string
		form, label int
		class       func(string) (syntax.NameClass, bool)
	}{
		{"English Worldwide Newswire, dev", "eww/dev/*.tsv", 0, 1, worldwide},
		{"Universal NER on EWT dev", "uner/dev/en_ewt-ud-dev.iob2", 1, 2, universal},
	} {
		paths, err := filepath.Glob(filepath.Join("../../shared/corpora", c.pattern))
		if err != nil || len(paths) == 0 {
			t.Skipf("the corpora are not here: %s", c.pattern)
		}
		var gold, system []syntax.Sentence
		for _, p := range paths {
			f, err := os.Open(p)
			if err != nil {
				t.Fatal(err)
			}
			sentences, err := ReadNames(io.Reader(f), c.form, c.label, c.class)
			f.Close()
			if err != nil {
				t.Fatalf("%s: %v", p, err)
			}
			gold = append(gold, sentences...)
			found := slices.Clone(sentences)
			analyzer.Annotate(found)
			system = append(system, found...)
		}
		t.Logf("%s: %v", c.name, Names(gold, system))
	}
}
