package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"chancery/eval"
	"chancery/reading"
)

type confidence struct {
	Corpora string `help:"Folder of corpora." default:"../shared/corpora" type:"existingdir"`
	Judged  string `help:"Events that readers judged." default:"docs/judged-events.tsv" type:"existingfile"`
	Out     string `help:"The table of weights to write." default:"event/confidence.tsv" type:"path"`
}

func (c confidence) Run() error {
	r, err := reading.New(reading.Options{})
	if err != nil {
		return err
	}
	events, judged, err := eval.JudgedEvents(context.Background(), r, c.Corpora, c.Judged)
	if err != nil {
		return err
	}
	m := eval.FitConfidence(events)
	var b strings.Builder
	fmt.Fprintf(&b, "# Log-odds that an event is right, in hundredths, by what is known of its reading (confidence.go).\n")
	fmt.Fprintf(&b, "# Made by go run ./internal/train confidence from the %d of %d judged events in %s that the engine finds.\n", len(events), judged, filepath.Base(c.Judged))
	fmt.Fprintf(&b, "base\t%d\n", m.Base)
	var names []string
	for g := range m.Weights {
		names = append(names, g)
	}
	sort.Strings(names)
	for _, g := range names {
		fmt.Fprintf(&b, "%s\t%d\n", g, m.Weights[g])
	}
	return os.WriteFile(c.Out, []byte(b.String()), 0o644)
}
