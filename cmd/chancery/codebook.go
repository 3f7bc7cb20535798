package main

import (
	"context"
	"fmt"
)

// codebookCommand is chancery codebook.
type codebookCommand struct {
	Check codebookCheckCommand `cmd:"" help:"Load a codebook and read its example sentences."`
}

type codebookCheckCommand struct {
	Codebook string `arg:"" optional:"" placeholder:"DIR" type:"path" help:"A folder laid over the shipped codebook; without it the shipped one alone."`
}

// Help is the long help, with examples.
func (codebookCheckCommand) Help() string {
	return `Loads the codebook, names every mistake with its file and line, then reads the example sentence of each
act and operator: its entry must fire on it, with the parties that stand behind the arrow.

Examples:
  chancery codebook check
  chancery codebook check mine`
}

// Run loads and checks.
func (c *codebookCheckCommand) Run(ctx context.Context, env Environment) error {
	reader, err := newReader(c.Codebook)
	if err != nil {
		return err
	}
	n, failures, err := reader.CheckExamples(ctx)
	if err != nil {
		return err
	}
	for _, f := range failures {
		fail(env, f, exitFailed)
	}
	if _, err := fmt.Fprintf(env.Stdout, "codebook %s: loaded; %d of %d examples hold\n", reader.Versions().Codebook, n-len(failures), n); err != nil {
		return err
	}
	if len(failures) > 0 {
		return errSome
	}
	return nil
}
