package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what is printed now into the README")

// TestReadmeShowsWhatIsPrinted holds the reading that the README shows against what the command prints.
func TestReadmeShowsWhatIsPrinted(t *testing.T) {
	const command = "$ chancery read examples/armenia-azerbaijan/06-2021-05-13-black-lake-yerevan.txt\n"
	t.Chdir("../..")
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(readme), command)
	shown, after, closed := strings.Cut(rest, "```\n")
	if !found || !closed {
		t.Fatalf("README.md does not show %q", command)
	}
	var out, problems bytes.Buffer
	code := Run(context.Background(), strings.Fields(command)[2:], Environment{
		Stdin: strings.NewReader(""), Stdout: &out, Stderr: &problems, Getenv: func(string) string { return "" },
	})
	if code != exitOK {
		t.Fatalf("exit code %d: %s", code, problems.String())
	}
	printed := strings.TrimRight(out.String(), "\n") + "\n"
	if *update {
		if err := os.WriteFile("README.md", []byte(before+command+printed+"```\n"+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if shown != printed {
		t.Errorf("README.md shows\n%s\nbut the command prints\n%s", shown, printed)
	}
}
