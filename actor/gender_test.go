package actor

import (
	"errors"
	"testing"

	"chancery/codebook"
)

func TestGenderOfName(t *testing.T) {
	lexicon, err := Load(codebook.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]byte{
		"Alice Hobbs": 'f', "Robert Niles": 'm', "Jean-Luc Reiter": 'm', "Mohammed Ali": 'm', "Zqxv Brim": 0, "": 0, "Brim": 0,
		"Irakli Garibashvili": 'm', "Salome Zourabichvili": 'f', "José Mujica": 'm',
	} {
		if got := lexicon.genderOfName(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestGenderOfTitle(t *testing.T) {
	for word, want := range map[string]byte{
		"Mr": 'm', "Mr.": 'm', "Mrs": 'f', "Ms.": 'f', "Queen": 'f', "chairwoman": 'f', "spokesman": 'm', "Dr": 0, "human": 0, "German": 0, "minister": 0, "": 0,
	} {
		if got := genderOfTitle(word); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
}

func TestGivenNames(t *testing.T) {
	names := source{"names.tsv", "given\tnames\nf\tKim; Robin\n"}
	x, err := load([]source{names, {"more.tsv", "given\tnames\nm\tKim\n-\tRobin\n"}})
	if err != nil {
		t.Fatal(err)
	}
	if g := x.genderOfName("Kim Doe"); g != 'm' {
		t.Errorf("Kim: %q; the later file's word counts", g)
	}
	if g := x.genderOfName("Robin Doe"); g != 0 {
		t.Errorf("Robin: %q; it was taken out", g)
	}
	if _, err := load([]source{{"wrong.tsv", "given\tnames\nx\tKim\n"}}); !errors.As(err, new(*codebook.Error)) {
		t.Errorf("a wrong gender: %v", err)
	}
}
