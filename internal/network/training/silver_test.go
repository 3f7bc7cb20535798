package training

import (
	"errors"
	"io"
	"os"
	"strings"
	"testing"
)

// silverCase has a sentence that both teachers saw, one that a teacher saw cut in another way, one with a mark of no
// width, and one that only the second teacher saw, twice.
func silverCase() (texts []silverText, first, second string) {
	texts = []silverText{
		{name: "first", sentences: [][]string{{"Talks", "ended", "."}, {"Ana", "Silva", "left", "Geneva-based", "bodies"}, {"So", "did", "Chad"}}, lines: []string{"Talks ended.", "Ana Silva left Geneva-based bodies", "So did \u00adChad"}},
		{name: "gum", sentences: [][]string{{"Rain", "in", "Lima"}}},
	}
	first = "Talks O\nended O\n. O\n\nAna B-PERSON\nSilva I-PERSON\nleft O\nGeneva B-GPE\n- O\nbased O\nbodies O\n\nSo O\ndid O\n\u00adChad B-ORG\n\n"
	second = "Rain PER\nin O\nLima O\n\nTalks MISC\nended MISC\n. O\n\nRain O\nin O\nLima LOCATION\n\n"
	return texts, first, second
}

func TestSilverComesBack(t *testing.T) {
	texts, first, second := silverCase()
	s, err := packSilver(texts, []io.Reader{strings.NewReader(first), strings.NewReader(second)})
	if err != nil {
		t.Fatal(err)
	}
	s, err = decodeSilver(s.encode(texts), texts)
	if err != nil {
		t.Fatal(err)
	}
	var got [2]strings.Builder
	if err := s.write(texts, []io.Writer{&got[0], &got[1]}); err != nil {
		t.Fatal(err)
	}
	// Sentences come back in the order in which any teacher first had them.
	want := [2]string{first, "Talks B-NORP\nended I-NORP\n. O\n\nRain O\nin O\nLima B-GPE\n\n"}
	for i := range got {
		if got[i].String() != want[i] {
			t.Errorf("teacher %d: got\n%s\nwant\n%s", i+1, got[i].String(), want[i])
		}
	}
	file := s.encode(texts)
	texts[0].sentences[1][0] = "Eva"
	if _, err := decodeSilver(file, texts); !errors.Is(err, errSilver) {
		t.Errorf("names of other sentences are taken: %v", err)
	}
	if _, err := packSilver(texts, []io.Reader{strings.NewReader("Nobody O\nwrote O\nthis O\n\n")}); err == nil {
		t.Error("a sentence of no text is taken")
	}
}

func FuzzSilver(f *testing.F) {
	texts, first, second := silverCase()
	s, err := packSilver(texts, []io.Reader{strings.NewReader(first), strings.NewReader(second)})
	if err != nil {
		f.Fatal(err)
	}
	file := s.encode(texts)
	inside, err := decompressed(silverMagic, file)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(inside)
	f.Fuzz(func(t *testing.T, inside []byte) {
		s, err := decodeSilver(compressed(silverMagic, inside), texts)
		if err == nil {
			out := make([]io.Writer, s.teachers)
			for i := range out {
				out[i] = io.Discard
			}
			err = s.write(texts, out)
		}
		if err != nil && !errors.Is(err, errSilver) {
			t.Fatalf("error %v is not errSilver", err)
		}
	})
}

// TestSilverFitsCorpora reads the names that are kept beside the texts for which they were made: the name finder can
// only be trained again as long as they fit.
func TestSilverFitsCorpora(t *testing.T) {
	const corpora = "../../../../shared/corpora"
	if _, err := os.Stat(corpora); err != nil {
		t.Skip("the corpora are not here: ", err)
	}
	folder := t.TempDir()
	paths, err := Silver{Corpora: corpora, Labels: "../../train/labels/labels.bin", Names: "../../train/labels/names.bin"}.Unpack(folder)
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) != 4 {
		t.Fatalf("%d teachers", len(paths))
	}
	for i, least := range []int{100_000, 120_000, 120_000, 75_000} {
		b, err := os.ReadFile(paths[i])
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(string(b), "\n\n"); n < least {
			t.Errorf("teacher %d: %d sentences", i+1, n)
		}
	}
}
