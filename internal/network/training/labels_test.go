package training

import (
	"bufio"
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"

	"chancery/syntax"
)

func packed(t testing.TB) ([]textLabels, []syntax.OpenText) {
	texts := []syntax.OpenText{
		{Name: "first", Lines: []string{"Talks ended.Envoys can't leave", "Geneva"}},
		{Name: "second", Lines: []string{"Rain fell"}},
	}
	forms := "Talks\nended\n.\n\nEnvoys\nca\nn't\nleave\nGeneva\n\nRain\nfell\n\n"
	shares := []string{
		"8 10 2 4 0\n16 13 0 5 0\n13 7 2 1 0\n\n-\n-\n\n",
		"8 10 4 4 0\n4 20 4 15 0\n10 8 4 6 0\n16 11 0 5 0\n12 4 4 8 12\n\n",
	}
	p := packer{forms: bufio.NewScanner(strings.NewReader(forms))}
	for _, s := range shares {
		p.shares = append(p.shares, bufio.NewScanner(strings.NewReader(s)))
	}
	var list []textLabels
	for _, text := range texts {
		l, err := p.text(text)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, l)
	}
	return list, texts
}

func TestLabelsComeBack(t *testing.T) {
	list, texts := packed(t)
	read, err := decodeLabels(encodeLabels(list))
	if err != nil {
		t.Fatal(err)
	}
	var got []*sentence
	for i := range read {
		s, err := read[i].sentences(texts[i])
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, s...)
	}
	want := []*sentence{
		{forms: []string{"Talks", "ended", "."}, upos: []int32{8, 16, 13}, xpos: []int32{10, 13, 7}, heads: []int32{1, -1, 1}, rels: []int32{4, 5, 1}, names: []uint32{1, 1, 1}},
		{forms: []string{"Envoys", "ca", "n't", "leave", "Geneva"}, upos: []int32{8, 4, 10, 16, 12}, xpos: []int32{10, 20, 8, 11, 4}, heads: []int32{3, 3, 3, -1, 3}, rels: []int32{4, 15, 6, 5, 8}, names: []uint32{1, 1, 1, 1, 1 << 12}},
		{forms: []string{"Rain", "fell"}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v %+v", *got[0], *got[1])
	}
	texts[0].Lines[1] = "Genoa"
	if _, err := read[0].sentences(texts[0]); err == nil {
		t.Error("labels of another text are taken")
	}
}

func FuzzLabels(f *testing.F) {
	list, texts := packed(f)
	f.Add(encodeLabels(list), "Talks ended.Envoys can't leave Geneva")
	f.Fuzz(func(t *testing.T, file []byte, line string) {
		read, err := decodeLabels(file)
		if err != nil {
			if !errors.Is(err, errLabels) {
				t.Fatalf("error %v is not errLabels", err)
			}
			return
		}
		for i := range read {
			text := texts[0]
			text.Lines = []string{line}
			read[i].sum = text.Sum()
			sentences, err := read[i].sentences(text)
			if err != nil {
				continue
			}
			for _, s := range sentences {
				for _, h := range s.heads {
					if int(h) >= len(s.forms) || h < -1 {
						t.Fatalf("head %d of %d words", h, len(s.forms))
					}
				}
			}
		}
	})
}

// TestLabelsFitCorpora reads the labels that are kept beside the texts for which they were made: the network can only
// be trained again as long as they fit.
func TestLabelsFitCorpora(t *testing.T) {
	const corpora = "../../../../shared/corpora"
	if _, err := os.Stat(corpora); err != nil {
		t.Skip("the corpora are not here: ", err)
	}
	texts, err := readTexts(corpora, "../../train/labels/labels.bin")
	if err != nil {
		t.Fatal(err)
	}
	words, whole := 0, 0
	for _, text := range texts {
		sentences, err := text.labels.sentences(text.text)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range sentences {
			whole += len(s.forms)
			if s.heads != nil {
				words += len(s.forms)
			}
		}
	}
	if words < 1_700_000 || whole < 2_500_000 {
		t.Errorf("%d words with labels of %d", words, whole)
	}
}
