package main

import (
	"context"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the scripts call chancery as a command of its own.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"chancery": func() {
		os.Exit(Run(context.Background(), os.Args[1:], Environment{
			Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv,
		}))
	}})
}

// TestScripts runs testdata/*.txtar: a script and its files each.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata", Cmds: map[string]func(*testscript.TestScript, bool, []string){"pack": pack}})
}
