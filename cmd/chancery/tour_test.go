package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestTourShowsWhatIsPrinted runs every command of docs/tour.md, in order, on a record that is made on the way, and
// holds what is printed against what the tour shows. With -update it writes what is printed now.
func TestTourShowsWhatIsPrinted(t *testing.T) {
	if testing.Short() {
		t.Skip("reads and stores the example reports")
	}
	t.Chdir("../..")
	tour, err := os.ReadFile("docs/tour.md")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "record.db")
	var out strings.Builder
	commands, code := 0, false
	lines := strings.SplitAfter(string(tour), "\n")
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		if strings.HasPrefix(line, "```") {
			code = !code
		}
		out.WriteString(line)
		rest, is := strings.CutPrefix(line, "$ chancery ")
		if !code || !is {
			continue
		}
		commands++
		args, err := split(strings.TrimSuffix(rest, "\n"))
		if err != nil {
			t.Fatalf("docs/tour.md:%d: %v", i+1, err)
		}
		from := i + 1
		for i+1 < len(lines) && !strings.HasPrefix(lines[i+1], "```") && !strings.HasPrefix(lines[i+1], "$ ") {
			i++
		}
		shown := strings.Join(lines[from:i+1], "")
		printed := steady(tourRun(t, path, args), path)
		out.WriteString(printed)
		if !*update && shown != printed {
			t.Errorf("docs/tour.md:%d: chancery %s prints\n%s\nbut the tour shows\n%s", from, rest, printed, shown)
		}
	}
	if commands < 10 {
		t.Errorf("the tour runs only %d commands", commands)
	}
	if *update {
		if err := os.WriteFile("docs/tour.md", []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// tourRun runs one command; what goes to standard error stands where a terminal would show it, before the rest.
func tourRun(t *testing.T, path string, args []string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	Run(context.Background(), args, Environment{
		Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr,
		Getenv: func(name string) string {
			switch name {
			case "CHANCERY_RECORD":
				return path
			case "CHANCERY_CODER":
				return "anna"
			}
			return ""
		},
	})
	printed := strings.Trim(stderr.String()+stdout.String(), "\n")
	if printed == "" {
		return ""
	}
	return printed + "\n"
}

// What differs from run to run: when, how fast, and where.
var (
	times  = regexp.MustCompile(`\d{4}-\d\d-\d\d([T ])\d\d:\d\d:\d\d(?:\.\d+)?( UTC|Z)?`)
	speeds = regexp.MustCompile(`(?m)^time .*$`)
	blanks = regexp.MustCompile(`(?m)[ \t]+$`)
)

// steady takes out of an output what differs from run to run.
func steady(printed, path string) string {
	printed = strings.ReplaceAll(printed, path, "record.db")
	printed = times.ReplaceAllString(printed, "2024-06-01${1}12:00:00${2}")
	printed = speeds.ReplaceAllString(printed, "time       0.4 s, 100 reports a second")
	return blanks.ReplaceAllString(printed, "")
}

// split takes a command line apart as a shell does: words, and what stands in quotation marks.
func split(line string) ([]string, error) {
	var args []string
	var word strings.Builder
	started := false
	mark := rune(0)
	for _, c := range line {
		switch {
		case mark != 0 && c == mark:
			mark = 0
		case mark != 0:
			word.WriteRune(c)
		case c == '\'' || c == '"':
			mark, started = c, true
		case c == ' ':
			if started {
				args = append(args, word.String())
			}
			word.Reset()
			started = false
		default:
			word.WriteRune(c)
			started = true
		}
	}
	if mark != 0 {
		return nil, fmt.Errorf("%c is not closed", mark)
	}
	if started {
		args = append(args, word.String())
	}
	return args, nil
}
