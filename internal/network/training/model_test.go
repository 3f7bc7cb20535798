package training

import (
	"math"
	"math/rand/v2"
	"testing"

	"chancery/internal/network"
)

// smallModel is a network without dropout, and sentences with all layers of annotation.
func smallModel() (*model, []*sentence) {
	random := rand.New(rand.NewPCG(8, 9))
	var v vectors
	v.data.resize(3, 20)
	for i := range v.data.data {
		v.data.data[i] = random.Float32() - .5
	}
	m := newModel(Options{Width: 64, Layers: 2, Arc: 32, Label: 32, NameWords: 1, Seed: 3}, &v)
	var batch []*sentence
	for _, forms := range [][]string{{"Talks", "on", "the", "border", "resumed", "."}, {"Baku", "agreed"}, {"Maps", "?"}} {
		s := &sentence{forms: forms}
		for i, w := range forms {
			var f network.Features
			f.Of(w)
			s.features = append(s.features, f)
			s.vector = append(s.vector, int32(i%4-1))
			s.count = append(s.count, 1<<30)
			s.upos, s.xpos = append(s.upos, int32(1+i)), append(s.xpos, int32(2+i))
			s.heads, s.rels = append(s.heads, int32(i-1)), append(s.rels, int32(3+i))
			s.names = append(s.names, 1<<uint(i)|1<<9)
		}
		batch = append(batch, s)
	}
	batch[2].heads, batch[2].rels, batch[2].upos, batch[2].xpos = nil, nil, nil, nil
	batch[0].names = nil
	return m, batch
}

func (l losses) total(words int) float64 {
	return (l.tag/2 + l.name + l.arc + l.label) / float64(words)
}

// TestGradients holds the gradients of the whole network against finite differences.
func TestGradients(t *testing.T) {
	m, batch := smallModel()
	clear := func() {
		for _, p := range m.all {
			p.gradient.resize(p.rows, p.columns)
			for i := range p.isTouched {
				p.isTouched[i] = false
			}
			p.touched = p.touched[:0]
		}
	}
	clear()
	m.learn(batch)
	gradients := map[string][]float32{}
	for _, p := range m.all {
		gradients[p.name] = append([]float32(nil), p.gradient.data...)
	}
	random := rand.New(rand.NewPCG(1, 1))
	for _, p := range m.all {
		rows := make([]int, 0, p.rows)
		for i := range p.rows {
			rows = append(rows, i)
		}
		if p.sparse {
			rows = rows[:0]
			for _, f := range batch[0].features {
				rows = append(rows, int(f[0]))
			}
		}
		bad := 0
		for range 12 {
			i := rows[random.IntN(len(rows))]*p.columns + random.IntN(p.columns)
			const small = 4e-3
			was := p.data[i]
			p.data[i] = was + small
			up := m.learn(batch).total(10)
			p.data[i] = was - small
			down := m.learn(batch).total(10)
			p.data[i] = was
			want, got := (up-down)/(2*small), float64(gradients[p.name][i])
			// Where a line of a gate or a rectifier bends in between, the difference lies.
			if math.Abs(want-got) > 2e-3+0.05*math.Abs(want) {
				bad++
				t.Logf("gradient of %s %d is %.5f, differences give %.5f", p.name, i, got, want)
			}
		}
		if bad > 2 {
			t.Errorf("%d of 12 gradients of %s are wrong", bad, p.name)
		}
		clear()
	}
}

// TestIntegersAgree trains a little, makes the network integers, and compares what both say.
func TestIntegersAgree(t *testing.T) {
	m, batch := smallModel()
	for step := range 60 {
		m.learn(batch)
		m.update(0.003, step+1)
	}
	encoded, err := m.export("a test").Encode()
	if err != nil {
		t.Fatal(err)
	}
	n, err := network.Load(string(encoded))
	if err != nil {
		t.Fatal(err)
	}
	// The network finds the vectors' rows by key; without keys both must do without.
	for _, s := range batch {
		for i := range s.vector {
			s.vector[i] = -1
		}
	}
	in := make([]network.Sentence, len(batch))
	for i, s := range batch {
		in[i].Forms = s.forms
	}
	n.NewReader().Read(in)
	for i, p := range m.predict(batch) {
		for j := range batch[i].forms {
			if p.heads[j] != in[i].Heads[j] || p.rels[j] != int32(in[i].Rels[j]) || p.upos[j] != int32(in[i].UPOS[j]) || p.xpos[j] != int32(in[i].XPOS[j]) {
				t.Errorf("sentence %d word %d: head %d relation %d in floating point, %d %d in integers", i, j, p.heads[j], p.rels[j], in[i].Heads[j], in[i].Rels[j])
			}
		}
	}
}

// TestRunIsRepeatable trains twice on a few sentences and compares the bytes.
func TestRunIsRepeatable(t *testing.T) {
	var files [2][]byte
	for i := range files {
		m, batch := smallModel()
		m.BatchWords, m.Epochs, m.Rate, m.DropLayer, m.DropWord, m.NameWords = 4, 3, 0.002, 0.3, 0.2, 2
		m.Log = testLog{t}
		data := &corpora{trees: batch[:2], names: batch[2:], goldNames: batch[2:], labels: batch[:1], words: 8, devEWT: batch[:1], devGUM: batch[1:2]}
		m.LabelPasses, m.LabelRate = 1, 0.001
		m.train(data)
		m.learnLabels(data)
		encoded, err := m.export("a test").Encode()
		if err != nil {
			t.Fatal(err)
		}
		files[i] = encoded
	}
	if string(files[0]) != string(files[1]) {
		t.Fatal("two trainings on the same sentences differ")
	}
}

type testLog struct{ *testing.T }

func (l testLog) Write(b []byte) (int, error) { l.Logf("%s", b); return len(b), nil }
