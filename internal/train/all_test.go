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
	a := all{Corpora: folder, Wheel: file("wheel"), Labels: file("labels"), Silver: []string{file("one"), file("two")}, Out: folder}
	steps := a.steps(folder, file("silver"))
	for _, step := range steps {
		switch step[0] {
		case "names": // its further files are found from the repository's root
			step = append(step, "--gazetteer", network, "--organisations", network)
		case "lemmas":
			step = append(step, "--word-net", folder)
		}
		if _, err := parse(step); err != nil {
			t.Errorf("%q: %v", step, err)
		}
	}
	if len(steps) != 5 {
		t.Errorf("%d steps", len(steps))
	}
}
