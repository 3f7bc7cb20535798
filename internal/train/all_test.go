package main

import (
	"os"
	"path/filepath"
	"testing"
)

// TestStepsParse checks that every step of the command all is a command line that there is.
func TestStepsParse(t *testing.T) {
	folder := t.TempDir()
	file := func(name string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	network := file("network.model")
	a := all{Corpora: folder, Wheel: file("wheel"), Labels: file("labels"), Out: folder}
	steps := a.steps(folder)
	for _, step := range steps {
		switch step[0] {
		case "names": // its further files are found from the repository's root
			step = append(step, "--gazetteer", network, "--organisations", network, "--silver-names", network)
		case "lemmas":
			step = append(step, "--word-net", folder)
		}
		if _, err := parse(step); err != nil {
			t.Errorf("%q: %v", step, err)
		}
	}
	for _, command := range a.readers() {
		if command[1] != "./internal/train" {
			continue
		}
		switch command[2] {
		case "coreference", "occurrences":
			command = append(command, "--word-net", folder)
		case "confidence":
			command = append(command, "--judged", network)
		}
		if _, err := parse(command[2:]); err != nil {
			t.Errorf("%q: %v", command, err)
		}
	}
	if len(steps) != 5 {
		t.Errorf("%d steps", len(steps))
	}
}
