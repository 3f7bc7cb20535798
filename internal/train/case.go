package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"chancery/internal/truecase"
)

type letterCase struct {
	Corpora string `help:"Folder of corpora." default:"../shared/corpora" type:"existingdir"`
	Out     string `help:"The table to write." default:"internal/truecase/words.tsv" type:"path"`
}

// Run counts how words are written in the Groningen Meaning Bank, EWT, the open part of GUM and MASC.
func (c letterCase) Run() error {
	counts := truecase.NewCounts()
	for _, source := range []struct {
		file   string
		column int
	}{{"gmb/train/gmb_ner.conll", 0}, {"ud_ewt/train/en_ewt-ud-train.conllu", 1}, {"gum/train_open/gum_train.conllu", 1}} {
		f, err := os.Open(filepath.Join(c.Corpora, source.file))
		if err != nil {
			return err
		}
		var sentence []string
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			fields := strings.Split(lines.Text(), "\t")
			switch {
			case strings.TrimSpace(lines.Text()) == "":
				counts.Sentence(sentence)
				sentence = sentence[:0]
			case strings.HasPrefix(lines.Text(), "#") || len(fields) <= source.column || source.column == 1 && strings.ContainsAny(fields[0], "-."):
			default:
				sentence = append(sentence, fields[source.column])
			}
		}
		counts.Sentence(sentence)
		if err := lines.Err(); err != nil {
			return fmt.Errorf("%s: %w", source.file, err)
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	if err := c.masc(counts); err != nil {
		return err
	}
	out, err := os.Create(c.Out)
	if err != nil {
		return err
	}
	if err := counts.Write(out, "How words are written: what small letters, a capital and capitals cost after a small word, and after a capital\n(sixteenths of a bit). Made by go run ./internal/train case; README.md tells from what."); err != nil {
		return err
	}
	return out.Close()
}

// masc counts MASC's files, which have a sentence a line and words with their tags: "said_VBD".
func (c letterCase) masc(counts *truecase.Counts) error {
	return filepath.WalkDir(filepath.Join(c.Corpora, "masc/train"), func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".txt" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for line := range strings.Lines(string(text)) {
			var sentence []string
			for _, token := range strings.Fields(line) {
				if at := strings.LastIndexByte(token, '_'); at > 0 {
					sentence = append(sentence, token[:at])
				}
			}
			counts.Sentence(sentence)
		}
		return nil
	})
}
