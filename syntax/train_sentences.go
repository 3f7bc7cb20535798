package syntax

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"

	"chancery/report"
)

const (
	splitBits   = 18   // the table has 2^18 weights
	splitPasses = 8    // over the examples
	splitRate   = 0.1  // of AdaGrad
	splitDecay  = 1e-5 // of the weights
	splitCuts   = 3.0  // how much more a cut weighs than a gap that is none: most gaps are none
	splitNews   = 0.3  // how much a gap of news weighs
	splitFirst  = 1    // passes before the weights are averaged

	unknownNames = 5 // of the names in news one in so many becomes one that nobody has heard of
)

// splitExample is a gap between two words.
type splitExample struct {
	places []uint32
	cut    bool
	weight float64
}

// TrainSentences trains the splitter and writes sentences.model. The weights are those of a logistic regression with
// AdaGrad's steps (Duchi et al. 2011, "Adaptive subgradient methods"), averaged over the passes, over the gaps between
// the words of EWT and GUM; of the Groningen Meaning Bank's news, so that a name which the treebanks lack begins no
// sentence; and of Wikinews as the rules cut it, so that well-edited news stays as it is.
func (t Training) TrainSentences() error {
	clusters, err := readClusters(clusterModel)
	if err != nil {
		return fmt.Errorf("clusters: %w", err)
	}
	c := splitCollector{clusters: clusters, chance: 7}
	for _, name := range lemmaTreebanks {
		if err := c.addTreebank(filepath.Join(t.Corpora, name)); err != nil {
			return err
		}
	}
	if err := c.addNews(t.Corpora); err != nil {
		return err
	}
	texts, err := t.plainTexts()
	if err != nil {
		return err
	}
	for _, text := range texts[:min(len(texts), wikinewsYears)] {
		for paragraph := range strings.SplitSeq(text, "\n") {
			c.add(paragraph, report.Span{Start: 0, End: len(paragraph)}, nil, splitNews)
		}
	}
	return t.write("sentences.model", joinSections(sentenceKind, string(t.learnSplits(c.examples))))
}

// wikinewsYears is how many of the plain texts are Wikinews; the speeches behind it are not cut as news is.
const wikinewsYears = 2

// learnSplits returns the weights, one byte each.
func (t Training) learnSplits(examples []splitExample) []byte {
	n := 1<<splitBits + weightPadding
	w, squares, mean := make([]float64, n), make([]float64, n), make([]float64, n)
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	chance := random(1)
	for pass := range splitPasses {
		chance.shuffle(order)
		wrong := 0
		for _, i := range order {
			e := &examples[i]
			sum := 0.0
			for _, p := range e.places {
				sum += w[p]
			}
			step := e.weight / (1 + math.Exp(-sum))
			if e.cut {
				step = (step - e.weight) * splitCuts
			}
			if e.cut != (sum > 0) {
				wrong++
			}
			if math.Abs(step) < 1e-3 {
				continue // learned
			}
			for _, p := range e.places {
				d := step + splitDecay*w[p]
				squares[p] += d * d
				w[p] -= splitRate * d / (math.Sqrt(squares[p]) + 1e-3)
			}
		}
		if pass >= splitFirst {
			for i := range w {
				mean[i] += w[i]
			}
		}
		fmt.Fprintf(t.Log, "pass %d: %d of %d gaps wrong\n", pass+1, wrong, len(examples))
	}
	top := 0.0
	for _, v := range mean {
		top = max(top, math.Abs(v))
	}
	table := make([]byte, n)
	for i, v := range mean {
		table[i] = byte(int8(math.Round(v * 127 / top)))
	}
	return table
}

// splitCollector turns texts into examples.
type splitCollector struct {
	clusters lexicon
	work     splitWork
	chance   random
	examples []splitExample
}

// add adds the gaps of a block. Sentences end at the bytes that ends has, or where the rules say when it is nil.
func (c *splitCollector) add(text string, block report.Span, ends map[int]bool, weight float64) {
	spans := tokenise(text, block, nil)
	c.work.describe(text, spans, c.clusters)
	if weight < 1 {
		for i := range c.work.words {
			if w := &c.work.words[i]; w.kind == capitalWord && c.chance.next()%unknownNames == 0 {
				w.form, w.cluster = uint32(c.chance.next()), 0
			}
		}
	}
	first := 0
	for i := 0; i+1 < len(spans); i++ {
		cut := ends[spans[i].End]
		if ends == nil {
			cut = endsSentence(text, spans, first, i)
		}
		if c.work.mayEnd(i) {
			var places []uint32
			for _, h := range c.work.near(first, i) {
				places = append(places, place(h, 64-splitBits))
			}
			for _, h := range c.work.far(first, i) {
				places = append(places, place(h, 64-splitBits))
			}
			c.examples = append(c.examples, splitExample{places: places, cut: cut, weight: weight})
		}
		if cut {
			first = i + 1
		}
	}
}

func (c *splitCollector) addTreebank(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	documents, err := ReadCoNLLU(f)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	for _, d := range documents {
		ends := map[int]bool{}
		for i := range d.Sentences {
			ends[d.Sentences[i].End] = true
		}
		for _, b := range d.Paragraphs() {
			c.add(d.Text, b.Span, ends, 1)
		}
	}
	return nil
}

// addNews adds paragraphs of one to three sentences of the Groningen Meaning Bank that follow each other.
func (c *splitCollector) addNews(corpora string) error {
	sentences, err := nameCorpora[0].read(corpora)
	if err != nil {
		return err
	}
	for len(sentences) > 0 {
		var text strings.Builder
		ends := map[int]bool{}
		n := min(1+int(c.chance.next()%3), len(sentences))
		for _, s := range sentences[:n] {
			writeSentence(&text, s)
			ends[text.Len()] = true
		}
		c.add(text.String(), report.Span{Start: 0, End: text.Len()}, ends, splitNews)
		sentences = sentences[n:]
	}
	return nil
}

// writeSentence writes the words of a sentence with the white space that belongs between them.
func writeSentence(out *strings.Builder, sentence []labelledWord) {
	joined := out.Len() == 0
	inQuotes := false
	for _, w := range sentence {
		switch {
		case w.form == "\"" || w.form == "``" || w.form == "''":
			if !inQuotes && !joined {
				out.WriteByte(' ')
			}
			inQuotes = !inQuotes
			joined = inQuotes
			out.WriteByte('"')
			continue
		case strings.IndexByte(".,;:?!)%'", w.form[0]) >= 0 || w.form == "n't":
		case !joined:
			out.WriteByte(' ')
		}
		out.WriteString(w.form)
		joined = w.form == "(" || w.form == "$"
	}
}
