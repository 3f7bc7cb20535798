package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"chancery/actor"
	"chancery/codebook"
	"chancery/coreference"
	"chancery/eval"
	"chancery/report"
	"chancery/syntax"
)

// coreferenceTraining trains the ranker of coreference on the trees and names that chancery itself finds.
type coreferenceTraining struct {
	Corpora string  `help:"Folder of corpora: ontogum/train_open and gap/train are read." default:"../shared/corpora" type:"existingdir"`
	WordNet string  `help:"Folder with WordNet 3.0's index.noun and data.noun (Debian package wordnet-base)." default:"/usr/share/wordnet" type:"existingdir"`
	Out     string  `help:"The model's file." default:"coreference/models/coreference.model" type:"path"`
	Epochs  int     `help:"Passes over the data." default:"10"`
	Rounds  int     `help:"Trainings from the start, each in another order, whose weights are averaged." default:"4"`
	Rate    float64 `help:"Step of AdaGrad." default:"0.03"`
	False   float64 `help:"Cost of linking what stands alone." default:"0.1"`
	Missed  float64 `help:"Cost of leaving alone what belongs to a chain." default:"3"`
	Wrong   float64 `help:"Cost of linking to the wrong chain." default:"1"`
	Pronoun float64 `help:"Weight of one of GAP's pronouns." default:"1.5"`
	Dropout float64 `help:"Share of the features that are left out by chance." default:"0.1"`
	Ridge   float64 `help:"Pull of the weights to nought." default:"0.002"`
}

func (c coreferenceTraining) Run() error {
	analyzer, err := syntax.Load()
	if err != nil {
		return err
	}
	lexicon, err := actor.Load(codebook.Shipped())
	if err != nil {
		return err
	}
	table, above, err := coreference.CompileNouns(c.WordNet)
	if err != nil {
		return err
	}
	read := func(text string) (*syntax.Document, []coreference.Known) {
		r := &report.Report{Text: text, Blocks: []report.Block{{Span: report.Span{Start: 0, End: len(text)}}}}
		doc := analyzer.Analyze(text, r.Blocks)
		return doc, lexicon.Known(doc, r)
	}
	var lessons []coreference.Lesson
	files, err := filepath.Glob(filepath.Join(c.Corpora, "ontogum", "train_open", "*.conll"))
	if err != nil {
		return err
	}
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		documents, err := eval.ReadCoref(f, name)
		if err = errors.Join(err, f.Close()); err != nil {
			return err
		}
		for i := range documents {
			d := &documents[i]
			doc, known := read(d.Text)
			lesson := coreference.Lesson{Doc: doc, Known: known, Chains: [][]report.Span{}}
			for _, chain := range d.Chains {
				if len(chain) < 2 {
					continue
				}
				var spans []report.Span
				for _, m := range chain {
					spans = append(spans, report.Span{Start: d.Words[m.First].Start, End: d.Words[m.Last].End})
				}
				lesson.Chains = append(lesson.Chains, spans)
			}
			lessons = append(lessons, lesson)
		}
	}
	name := filepath.Join(c.Corpora, "gap", "train", "gap-development.tsv")
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	pronouns, err := eval.ReadPronouns(f, name)
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	for i := range pronouns {
		p := &pronouns[i]
		doc, known := read(p.Text)
		lessons = append(lessons, coreference.Lesson{Doc: doc, Known: known, Pronoun: p.Pronoun, Names: p.Names, Means: p.Means})
	}
	fmt.Fprintf(os.Stderr, "%d documents with chains, %d with one pronoun\n", len(files), len(pronouns))
	model, err := coreference.Train(coreference.Training{
		Epochs: c.Epochs, Rounds: c.Rounds, Rate: c.Rate, False: c.False, Missed: c.Missed, Wrong: c.Wrong, Pronoun: c.Pronoun, Ridge: c.Ridge, Dropout: c.Dropout, Log: os.Stderr,
	}, lessons, table, above)
	if err != nil {
		return err
	}
	return os.WriteFile(c.Out, model, 0o644)
}
