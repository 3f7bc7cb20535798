package network

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// randomWeights are those of a small network that has learned nothing.
func randomWeights() *Weights {
	random := rand.New(rand.NewPCG(9, 9))
	numbers := func(n int, size float32) []float32 {
		x := make([]float32, n)
		for i := range x {
			x[i] = (random.Float32()*2 - 1) * size
		}
		return x
	}
	matrix := func(rows, columns int) Matrix {
		return Matrix{Rows: rows, Columns: columns, Data: numbers(rows*columns, 0.2)}
	}
	w := &Weights{
		Shape:  Shape{Width: 64, Layers: 2, Arc: 32, Label: 32, UPOS: 5, XPOS: 7, Relations: 9, Names: 17, VectorKeys: 3, VectorRows: 2, TableShift: 1, VectorShift: 2},
		Origin: "random numbers", Keys: []uint32{5, 1 << 20, 1 << 31}, KeyRows: []uint16{0, 1, 1}, Vectors: matrix(2, 64), Table: matrix(TableRows, 64), InputBias: numbers(64, 0.1),
		Convolution: matrix(192, 64), ConvolutionBias: numbers(64, 0.1), Tags: matrix(64, 12), TagBias: numbers(12, 0.1), NameLabels: matrix(64, 17), NameBias: numbers(17, 0.1),
		ArcD: matrix(64, 32), ArcDBias: numbers(32, 0.1), ArcH: matrix(64, 32), ArcHBias: numbers(32, 0.1), ArcU: matrix(33, 32), ArcFar: matrix(33, DistanceBuckets), ArcRoot: numbers(32, 1),
		LabelD: matrix(64, 32), LabelBias: numbers(32, 0.1), LabelH: matrix(64, 32), LabelRoot: numbers(32, 1), LabelFar: matrix(DistanceBuckets, 32), LabelOut: matrix(32, 9), LabelOutBias: numbers(9, 0.1),
	}
	for range w.Layers {
		w.Recurrent = append(w.Recurrent, matrix(64, 192))
		w.RecurrentBias = append(w.RecurrentBias, numbers(192, 0.5))
		w.RecurrentState = append(w.RecurrentState, numbers(128, 0.5))
	}
	return w
}

func randomNetwork(t testing.TB) (*Network, string) {
	b, err := randomWeights().Encode()
	if err != nil {
		t.Fatal(err)
	}
	n, err := Load(string(b))
	if err != nil {
		t.Fatal(err)
	}
	return n, string(b)
}

func sentencesOf(texts ...string) []Sentence {
	var out []Sentence
	for _, t := range texts {
		out = append(out, Sentence{Forms: strings.Fields(t)})
	}
	return out
}

func checkTree(t *testing.T, s *Sentence) {
	t.Helper()
	if len(s.Heads) != len(s.Forms) {
		t.Fatalf("%d heads for %d words", len(s.Heads), len(s.Forms))
	}
	roots := 0
	for _, h := range s.Heads {
		if h < 0 {
			roots++
		}
	}
	var f TreeFinder
	if len(s.Forms) > 0 && roots != 1 || !f.isTree(s.Heads) {
		t.Fatalf("no tree with one root: %v", s.Heads)
	}
}

// TestReadOnAllMachines reads with and without vector instructions: every number must be the same.
func TestReadOnAllMachines(t *testing.T) {
	long := strings.Repeat("the talks that he said had failed , ", 60)
	var want []Sentence
	widths(func(bits int) {
		n, _ := randomNetwork(t) // prepares its weights for the kernels in use
		in := sentencesOf("Talks resumed .", "", "Baku", "İstanbul Ղարաբաղ 2022-05-23 naïve", long, "He 's ready to help", strings.Repeat("a ", 1000))
		n.NewReader().Read(in)
		for i := range in {
			checkTree(t, &in[i])
		}
		if want == nil {
			want = in
		}
		if !reflect.DeepEqual(in, want) {
			t.Fatalf("with %d bits the network reads otherwise", bits)
		}
	})
}

// TestReaderForgets: what a reader has read before changes nothing, though it keeps what it knows of words and memory of
// all sizes.
func TestReaderForgets(t *testing.T) {
	n, _ := randomNetwork(t)
	r := n.NewReader()
	random := rand.New(rand.NewPCG(5, 6))
	for range 60 {
		var in, again []Sentence
		for range 1 + random.IntN(8) {
			var forms []string
			for range random.IntN(90) {
				forms = append(forms, fmt.Sprint("w", random.IntN(20000)))
			}
			in, again = append(in, Sentence{Forms: forms}), append(again, Sentence{Forms: forms})
		}
		r.Read(in)
		n.NewReader().Read(again)
		for i := range in {
			if !reflect.DeepEqual(in[i].Heads, again[i].Heads) || !reflect.DeepEqual(in[i].Names, again[i].Names) || !reflect.DeepEqual(in[i].Rels, again[i].Rels) {
				t.Fatalf("%q is read otherwise by a reader that has read before", in[i].Forms)
			}
		}
	}
}

// TestSentencesDoNotTouch: what stands beside a sentence in a batch changes nothing.
func TestSentencesDoNotTouch(t *testing.T) {
	n, _ := randomNetwork(t)
	r := n.NewReader()
	texts := []string{"One two three", "four", "five six seven eight nine ten eleven twelve thirteen fourteen"}
	together := sentencesOf(texts...)
	r.Read(together)
	for i, text := range texts {
		alone := sentencesOf(text)
		r.Read(alone)
		if !reflect.DeepEqual(alone[0], together[i]) {
			t.Errorf("%q is read otherwise in company", text)
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	_, model := randomNetwork(t)
	for _, damaged := range []string{"", "chancery", model[:100], model[:len(model)-1], model + "x",
		strings.Replace(model, "width 64", "width 63", 1), strings.Replace(model, "layers 2", "layers x", 1), strings.Replace(model, "arc 32", "arc 64", 1)} {
		if _, err := Load(damaged); !errors.Is(err, ErrFormat) {
			t.Errorf("a damaged model gives %v", err)
		}
	}
}

func FuzzLoadHeader(f *testing.F) {
	f.Add("# made by hand\nwidth 64\nlayers 2\narc 32\n")
	f.Fuzz(func(t *testing.T, header string) {
		if _, err := Load(magic + header); err != nil && !errors.Is(err, ErrFormat) {
			t.Fatal(err)
		}
	})
}

func ExampleReader_Read() {
	b, err := randomWeights().Encode()
	if err != nil {
		fmt.Println(err)
		return
	}
	n, err := Load(string(b))
	if err != nil {
		fmt.Println(err)
		return
	}
	sentences := []Sentence{{Forms: []string{"Talks", "resumed", "."}}}
	n.NewReader().Read(sentences)
	fmt.Println(len(sentences[0].Heads), "words have a head, a relation and tags")
	// Output: 3 words have a head, a relation and tags
}
