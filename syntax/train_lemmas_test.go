package syntax

import (
	"io"
	"os"
	"path/filepath"
	"testing"
)

// TestLemmasMadeAgain checks that the command of the model card gives the bytes that the binary carries.
func TestLemmasMadeAgain(t *testing.T) {
	const corpora, wordNet = "../../shared/corpora", "/usr/share/wordnet"
	for _, folder := range []string{corpora, wordNet} {
		if _, err := os.Stat(folder); err != nil {
			t.Skip("what the lemmas are learned from is not here: ", err)
		}
	}
	training := Training{Corpora: corpora, Out: t.TempDir(), Log: io.Discard}
	if err := training.TrainLemmas(wordNet); err != nil {
		t.Fatal(err)
	}
	made, err := os.ReadFile(filepath.Join(training.Out, "lemmas.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	if string(made) != lemmaModel {
		t.Errorf("made again, the lemmas have %d bytes; those in the binary have %d and are not the same", len(made), len(lemmaModel))
	}
}
