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
	Labels      string  `help:"Labels that a teacher gave to open texts; empty for none." default:"internal/train/labels/labels.bin"`
	Silver      string  `help:"Names that silver.py found in the lines of name-texts, for training without labels." type:"existingfile"`
	Out         string  `help:"File to write the network to." default:"syntax/models/network.model"`
	Checkpoint  string  `help:"File for the weights in floating point."`
	From        string  `help:"Checkpoint to go on from: of the passes over the treebanks, or with --from-labels of those over the labels."`
	FromLabels  bool    `help:"The checkpoint has learned from the labels already."`
	Width       int     `help:"Width of a word's encoding." default:"256"`
	Layers      int     `help:"Recurrent layers." default:"4"`
	Arc         int     `help:"Width of the space in which heads are chosen." default:"128"`
	Label       int     `help:"Width of the space in which relations are chosen." default:"128"`
	Epochs      int     `help:"Passes over the treebanks before those over the labels." default:"0"`
	LabelPasses int     `help:"Passes over the teacher's labels, each with the treebanks twice." default:"5"`
	LabelRate   float64 `help:"Learning rate of these passes at its highest." default:"0.002"`
	StyleLabels int     `help:"Words of the teacher's labels in each of the last passes." default:"300000"`
	StylePasses int     `help:"Passes at the end that also read sentences as headlines, in capitals, and in curly quotation marks." default:"3"`
	StyleRate   float64 `help:"Learning rate of these passes at its highest." default:"0.0005"`
	BatchWords  int     `help:"Words a step." default:"700"`
	Rate        float64 `help:"Learning rate at its highest." default:"0.002"`
	DropInput   float64 `help:"Share of the input layer that a step leaves out." default:"0.15"`
	DropLayer   float64 `help:"Share of a layer's inputs that a step leaves out." default:"0.2"`
	DropHead    float64 `help:"Share of the parser's spaces that a step leaves out." default:"0.2"`
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
	o.log("%d sentences with trees of %d words, %d with a teacher's labels, %d with names only", len(data.trees), data.words, len(data.labels), len(data.names))
	m := newModel(o, data.vectors)
	switch {
	case o.From != "":
		if err := m.load(o.From); err != nil {
			return err
		}
		o.log("floating point: EWT %s | GUM %s", m.evaluate(data.devEWT), m.evaluate(data.devGUM))
	case o.Epochs > 0:
		m.train(data)
		if err := m.keep("treebanks"); err != nil {
			return err
		}
	}
	if !o.FromLabels && len(data.labels) > 0 {
		m.learnLabels(data)
		if err := m.keep("labels"); err != nil {
			return err
		}
	}
	m.trainStyles(data)
	w := m.export(fmt.Sprintf("made by internal/train network: %d passes over UD English EWT and GUM, %d over a teacher's labels, %d in other styles\nlicence CC BY-SA 4.0; sources and figures in README.md", o.Epochs, o.LabelPasses, o.StylePasses))
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

// keep writes a checkpoint behind a stage.
func (m *model) keep(stage string) error {
	if m.Checkpoint == "" {
		return nil
	}
	return m.save(m.Checkpoint + "." + stage)
}

// train runs the passes over the treebanks. The rate rises over the first steps and then falls in a straight line.
func (m *model) train(data *corpora) {
	random := rand.New(rand.NewPCG(m.Seed, 5))
	m.passes(data, random, stage{passes: m.Epochs, rate: m.Rate, treebanks: 1, names: data.names, nameWords: m.NameWords})
}

// learnLabels learns from the teacher's labels and the treebanks together (Hinton, Vinyals and Dean 2015; here from
// what the teacher decided, not how sure it was).
func (m *model) learnLabels(data *corpora) {
	random := m.begin(79)
	words := 0
	for _, s := range data.labels {
		words += len(s.forms)
	}
	m.passes(data, random, stage{passes: m.LabelPasses, rate: m.LabelRate, treebanks: 2, names: data.goldNames, nameWords: m.NameWords, labels: data.labels, labelWords: words})
}

// trainStyles goes on with sentences of which every fifth is written in another style.
func (m *model) trainStyles(data *corpora) {
	random := m.begin(78)
	m.logStyles(data)
	m.passes(data, random, stage{passes: m.StylePasses, rate: m.StyleRate, treebanks: 1, names: data.goldNames, nameWords: m.NameWords, labels: data.labels, labelWords: m.StyleLabels, change: func(list []*sentence) {
		for i, s := range list {
			if k := random.IntN(5 * int(styles)); k < int(styles) {
				list[i] = data.restyle(s, style(k))
			}
		}
	}})
	m.logStyles(data)
}

// begin starts a stage afresh with its random numbers and moments, so that it does the same after the stage before and
// after reading a checkpoint. It returns the random numbers for the order of sentences.
func (m *model) begin(stream uint64) *rand.Rand {
	m.random = rand.New(rand.NewPCG(m.Seed, stream))
	for _, p := range m.all {
		clear(p.first)
		clear(p.second)
	}
	return rand.New(rand.NewPCG(m.Seed, stream-72))
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

// stage is a run of passes over the same mixture.
type stage struct {
	passes     int
	rate       float64
	treebanks  int // how often a pass reads them
	names      []*sentence
	nameWords  int // in each pass, or all of them if fewer
	labels     []*sentence
	labelWords int
	change     func([]*sentence) // rewrites some sentences
}

// share takes sentences in an order of chance, going on where the pass before ended.
type share struct {
	list  []*sentence
	order []int
	at    int
	words int // a pass takes so many
}

func newShare(list []*sentence, words int, random *rand.Rand) share {
	all := 0
	for _, s := range list {
		all += len(s.forms)
	}
	return share{list: list, order: random.Perm(len(list)), words: min(words, all)}
}

func (s *share) add(to []*sentence) []*sentence {
	for w := 0; w < s.words; s.at++ {
		one := s.list[s.order[s.at%len(s.order)]]
		to = append(to, one)
		w += len(one.forms)
	}
	return to
}

// passes runs a stage.
func (m *model) passes(data *corpora, random *rand.Rand, g stage) {
	step := 0
	begin := time.Now()
	names, labels := newShare(g.names, g.nameWords, random), newShare(g.labels, g.labelWords, random)
	steps := (g.treebanks*data.words + names.words + labels.words) * g.passes / m.BatchWords
	for pass := range g.passes {
		var list []*sentence
		for range g.treebanks {
			list = append(list, data.trees...)
		}
		list = labels.add(names.add(list))
		random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		if g.change != nil {
			g.change(list)
		}
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
			now := g.rate * min(1, float64(step)/150)
			m.update(float32(now*max(0.01, 1-float64(step)/float64(steps))), step)
		})
		k := float64(seen)
		line := fmt.Sprintf("%s pass %d (%.0fs) loss tag %.3f arc %.3f label %.3f name %.3f", time.Now().Format("15:04:05"), pass+1, time.Since(begin).Seconds(), sum.tag/k, sum.arc/k, sum.label/k, sum.name/k)
		if pass%2 == 1 || pass == g.passes-1 || g.labels != nil {
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
