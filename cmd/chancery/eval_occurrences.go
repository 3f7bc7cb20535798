package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"chancery/codebook"
	"chancery/eval"
)

type evalOccurrencesCommand struct {
	evalFlags
	engineFlags
	Sentences    string   `placeholder:"FILE" type:"existingfile" help:"ECB+'s list of the sentences in which all events are marked (ECBplus_coreference_sentences.csv). Without the flag it is looked for in the folders of the files and in the two above each."`
	AllSentences bool     `help:"Score the marked events of all sentences, also of those in which not all are marked."`
	Paths        []string `arg:"" name:"path" help:"Documents of ECB+ (.xml), or folders of them."`
}

// sentenceList is the name under which ECB+ has its list of sentences.
const sentenceList = "ECBplus_coreference_sentences.csv"

// Help is shown by chancery eval occurrences --help.
func (c *evalOccurrencesCommand) Help() string {
	return `Events of different reports that are the same, against ECB+ (Cybulska and Vossen 2014). Which words name events is given
(ACTION_… and NEG_ACTION_…, in the sentences in which the corpus vouches that all are marked, as published systems are scored);
nothing else of the corpus's marks is used. conll_f1 is the mean of the F1 of MUC, B³ and CEAF-e (CoNLL-2012) with all documents
as one, chains of one included; within_conll_f1 is the same with every document for itself. lemma_conll_f1 is what joining all
mentions of one head lemma gives, for comparison. The last line says what was scored. Documents that the list does not name are
left out.

Further figures (--all): precision and recall of each; the lemma's figures within documents (lemma_within_…) and within groups of
documents that chancery takes for reports of the same things (lemma_clustered_…).

  chancery eval occurrences ecbplus/dev
  chancery eval occurrences --all --json ecbplus/dev
  chancery eval occurrences --errors ecbplus/dev/12 | head`
}

// Run reads all documents, joins their events and compares.
func (c *evalOccurrencesCommand) Run(ctx context.Context, env Environment) error {
	list, err := c.list()
	if err != nil {
		return err
	}
	book, err := codebook.Open(c.Codebook)
	if err != nil {
		return err
	}
	reader, err := eval.NewTellingReader(book)
	if err != nil {
		return err
	}
	run := c.begin(ctx, env)
	var documents []*eval.ToldDocument
	err = run.each(c.Paths, func(path string) error {
		return withFile(path, func(r io.Reader) error {
			d, err := eval.ReadTellings(r, path)
			if err != nil {
				return err
			}
			if !c.AllSentences && !d.Keep(list) {
				return errSkipped
			}
			told, err := reader.Tell(d)
			if err != nil {
				return err
			}
			documents = append(documents, told)
			run.meter.add()
			return nil
		})
	}, ".xml")
	if err != nil {
		return err
	}
	wrong := func(line string) { run.wrong("%s", line) }
	if !c.Errors {
		wrong = nil
	}
	score := eval.ScoreOccurrences(reader.Model, documents, wrong)
	score.AllSentences = c.AllSentences
	return run.report(score.Lines(), 7)
}

// list reads the list of sentences.
func (c *evalOccurrencesCommand) list() (eval.AnnotatedSentences, error) {
	if c.AllSentences {
		return nil, nil
	}
	name, there := c.Sentences, false
	for _, path := range c.Paths {
		if _, err := os.Stat(path); err != nil {
			continue // said when it is to be read
		}
		there = true
		for k := 0; k < 3 && name == ""; k++ {
			folder := filepath.Join(path, strings.Repeat("../", k))
			if _, err := os.Stat(filepath.Join(folder, sentenceList)); err == nil {
				name = filepath.Join(folder, sentenceList)
			}
		}
	}
	if name == "" && !there {
		return nil, nil
	}
	if name == "" {
		return nil, errors.New("there is no " + sentenceList + " beside the documents or above; name it with --sentences, or score all marked events with --all-sentences")
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("the list of sentences: %w", err)
	}
	list, err := eval.ReadAnnotatedSentences(f, name)
	return list, errors.Join(err, f.Close())
}
