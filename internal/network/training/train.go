package training

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"time"

	"chancery/internal/network"
)

// Options are the shape of the network and how it is trained.
type Options struct {
	Corpora     string  `help:"Folder of corpora." default:"../shared/corpora" type:"existingdir"`
	Vectors     string  `help:"Wheel of the spaCy model whose word vectors are used." type:"existingfile" required:""`
	Silver      string  `help:"Names that a teacher found in the lines of name-texts." type:"existingfile"`
	Out         string  `help:"File to write the network to." default:"syntax/models/network.model"`
	Checkpoint  string  `help:"File for the weights in floating point."`
	From        string  `help:"Checkpoint to go on from with the passes in other styles."`
	Width       int     `help:"Width of a word's encoding." default:"256"`
	Layers      int     `help:"Recurrent layers." default:"4"`
	Arc         int     `help:"Width of the space in which heads are chosen." default:"128"`
	Label       int     `help:"Width of the space in which relations are chosen." default:"128"`
	Epochs      int     `help:"Passes over the treebanks." default:"20"`
	StylePasses int     `help:"Passes at the end that also read sentences as headlines, in capitals, and in curly quotation marks." default:"4"`
	StyleRate   float64 `help:"Learning rate of these passes at its highest." default:"0.0005"`
	BatchWords  int     `help:"Words a step." default:"500"`
	Rate        float64 `help:"Learning rate at its highest." default:"0.002"`
	DropInput   float64 `help:"Share of the input layer that a step leaves out." default:"0.2"`
	DropLayer   float64 `help:"Share of a layer's inputs that a step leaves out." default:"0.3"`
	DropHead    float64 `help:"Share of the parser's spaces that a step leaves out." default:"0.3"`
	DropWord    float64 `help:"Share of words whose form a step hides." default:"0.1"`
	NameWords   int     `help:"Words of the name corpora a pass." default:"120000"`
	Seed        uint64  `help:"Seed of all choices." default:"1"`

	Log io.Writer `kong:"-" json:"-"`
}

func (o Options) log(format string, a ...any) { fmt.Fprintf(o.Log, format+"\n", a...) }

// Run trains a network and writes it. The same data and options give the same bytes on machines of one kind (the
// order of sums is fixed, but whether products and sums are rounded apart is the processor's).
func Run(o Options) error {
	data, err := readCorpora(o)
	if err != nil {
		return err
	}
	b, err := json.Marshal(o)
	if err != nil {
		return err
	}
	o.log("%s", b)
	o.log("%d sentences with trees of %d words, %d with names only", len(data.trees), data.words, len(data.names))
	m := newModel(o, data.vectors)
	if o.From != "" {
		if err := m.load(o.From); err != nil {
			return err
		}
		o.log("floating point: EWT %s | GUM %s", m.evaluate(data.devEWT), m.evaluate(data.devGUM))
	} else {
		m.train(data)
	}
	if o.Checkpoint != "" && o.From == "" {
		if err := m.save(o.Checkpoint); err != nil {
			return err
		}
	}
	m.StylePasses, m.StyleRate = o.StylePasses, o.StyleRate
	m.trainStyles(data)
	w := m.export(fmt.Sprintf("made by internal/train network: %d passes over UD English EWT and GUM, with names of %d words a pass\nlicence CC BY-SA 4.0; sources and figures in README.md", m.Epochs, m.NameWords))
	encoded, err := w.Encode()
	if err != nil {
		return err
	}
	n, err := network.Load(string(encoded))
	if err != nil {
		return err
	}
	o.log("integers: EWT %s | GUM %s", evaluateIntegers(n, data.devEWT), evaluateIntegers(n, data.devGUM))
	o.log("%d bytes, table shift %d, vector shift %d", len(encoded), w.TableShift, w.VectorShift)
	return os.WriteFile(o.Out, encoded, 0o644)
}

// train runs all passes. The rate rises over the first steps and then falls in a straight line.
func (m *model) train(data *corpora) {
	random := rand.New(rand.NewPCG(m.Seed, 5))
	m.passes(data, random, m.Epochs, m.Rate, func(list []*sentence) []*sentence { return list })
}

// trainStyles goes on with sentences of which every fifth is written in another style. It begins afresh with its
// random numbers and moments, so that it does the same after training and after reading a checkpoint.
func (m *model) trainStyles(data *corpora) {
	random := rand.New(rand.NewPCG(m.Seed, 6))
	m.random = rand.New(rand.NewPCG(m.Seed, 78))
	for _, p := range m.all {
		clear(p.first)
		clear(p.second)
	}
	m.logStyles(data)
	m.passes(data, random, m.StylePasses, m.StyleRate, func(list []*sentence) []*sentence {
		for i, s := range list {
			if k := random.IntN(5 * int(styles)); k < int(styles) {
				list[i] = data.restyle(s, style(k))
			}
		}
		return list
	})
	m.logStyles(data)
}

// logStyles reports how well the network reads the same trees in other styles.
func (m *model) logStyles(data *corpora) {
	for k := range styles {
		var list []*sentence
		for _, s := range data.devGUM {
			list = append(list, data.restyle(s, k))
		}
		m.log("GUM in style %d: %s", k, m.evaluate(list))
	}
}

// passes trains on all trees, and as many names as are wanted, in each pass.
func (m *model) passes(data *corpora, random *rand.Rand, passes int, rate float64, change func([]*sentence) []*sentence) {
	steps := (data.words + m.NameWords) * passes / m.BatchWords
	step, nameAt := 0, 0
	begin := time.Now()
	nameOrder := random.Perm(len(data.names))
	for pass := range passes {
		list := append([]*sentence(nil), data.trees...)
		for w := 0; w < m.NameWords; nameAt++ {
			s := data.names[nameOrder[nameAt%len(nameOrder)]]
			list = append(list, s)
			w += len(s.forms)
		}
		random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		list = change(list)
		var sum losses
		seen := 0
		batches(list, m.BatchWords, func(batch []*sentence) {
			step++
			l := m.learn(batch)
			sum.tag += l.tag
			sum.arc += l.arc
			sum.label += l.label
			sum.name += l.name
			for _, s := range batch {
				seen += len(s.forms)
			}
			now := rate * min(1, float64(step)/150)
			m.update(float32(now*max(0.01, 1-float64(step)/float64(steps))), step)
		})
		k := float64(seen)
		line := fmt.Sprintf("%s pass %d (%.0fs) loss tag %.3f arc %.3f label %.3f name %.3f", time.Now().Format("15:04:05"), pass+1, time.Since(begin).Seconds(), sum.tag/k, sum.arc/k, sum.label/k, sum.name/k)
		if pass%2 == 1 || pass == passes-1 {
			line += " | EWT " + m.evaluate(data.devEWT) + " | GUM " + m.evaluate(data.devGUM)
		}
		m.log("%s", line)
	}
}

// update takes a step along the gradients, which are cut to a length of at most five.
func (m *model) update(rate float32, step int) {
	var norm float64
	for _, p := range m.all {
		norm += p.norm()
	}
	norm = math.Sqrt(norm)
	scale := float32(1)
	if norm > 5 {
		scale = float32(5 / norm)
	}
	for _, p := range m.all {
		p.step(rate, scale, step)
	}
}

// batches cuts a list into runs of about so many words.
func batches(list []*sentence, words int, yield func([]*sentence)) {
	var batch []*sentence
	n := 0
	for i, s := range list {
		batch = append(batch, s)
		n += len(s.forms)
		if n >= words || i == len(list)-1 {
			yield(batch)
			batch, n = batch[:0], 0
		}
	}
}

// accuracy counts words whose tags and heads are right, given the treebank's tokens.
type accuracy struct{ words, upos, xpos, uas, las int }

func (a *accuracy) count(gold *sentence, upos, xpos, head, rel int32, i int) {
	a.words++
	if upos == gold.upos[i] {
		a.upos++
	}
	if xpos == gold.xpos[i] {
		a.xpos++
	}
	if head == gold.heads[i] {
		a.uas++
		if baseRelation(rel) == baseRelation(gold.rels[i]) {
			a.las++
		}
	}
}

func (a *accuracy) String() string {
	f := func(n int) float64 { return 100 * float64(n) / float64(a.words) }
	return fmt.Sprintf("UPOS %.2f XPOS %.2f UAS %.2f LAS %.2f", f(a.upos), f(a.xpos), f(a.uas), f(a.las))
}

// evaluate gives accuracies on gold tokens.
func (m *model) evaluate(list []*sentence) string {
	var a accuracy
	batches(list, 1000, func(batch []*sentence) {
		for b, p := range m.predict(batch) {
			for i := range batch[b].forms {
				a.count(batch[b], p.upos[i], p.xpos[i], p.heads[i], p.rels[i], i)
			}
		}
	})
	return a.String()
}

// evaluateIntegers gives accuracies and speed of the network in integers.
func evaluateIntegers(n *network.Network, list []*sentence) string {
	in := make([]network.Sentence, len(list))
	for i, s := range list {
		in[i].Forms = s.forms
	}
	r := n.NewReader()
	r.Read(in)
	begin := time.Now()
	r.Read(in)
	took := time.Since(begin).Seconds()
	var a accuracy
	for k, s := range list {
		p := &in[k]
		for i := range s.forms {
			a.count(s, int32(p.UPOS[i]), int32(p.XPOS[i]), p.Heads[i], int32(p.Rels[i]), i)
		}
	}
	return fmt.Sprintf("%s at %.0f words/s", a.String(), float64(a.words)/took)
}
