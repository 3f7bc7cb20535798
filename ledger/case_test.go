package ledger

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"chancery/occurrence"
	"chancery/origin"
	"chancery/reading"
	"chancery/report"
	"chancery/when"
)

var update = flag.Bool("update", false, "rewrite the expectations of the cases from what is built now")

// readerOnce loads the engine once for all tests of the package.
var readerOnce = sync.OnceValues(func() (*reading.Reader, error) { return reading.New(reading.Options{}) })

// ledgerCase is one case of a file; testdata/README.md explains the format.
type ledgerCase struct {
	comments []string
	name     string
	asOf     string
	reports  []caseReport
	want     []string
	line     int
}

type caseReport struct{ published, outlet, text string }

func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.case")
	if err != nil || len(files) == 0 {
		t.Fatalf("no case files: %v", err)
	}
	for _, file := range files {
		cases, err := parseCases(file)
		if err != nil {
			t.Fatal(err)
		}
		for i := range cases {
			c := &cases[i]
			t.Run(strings.TrimSuffix(filepath.Base(file), ".case")+"/"+c.name, func(t *testing.T) {
				asOf, err := parseDay(c.asOf)
				if err != nil {
					t.Fatal(err)
				}
				got := lines(Build(occurrencesOf(t, c.reports), asOf))
				if *update {
					c.want = got
				} else if g, w := strings.Join(got, "\n"), strings.Join(c.want, "\n"); g != w {
					t.Errorf("%s:%d: built\n%s\nwant\n%s", file, c.line, g, w)
				}
			})
		}
		if *update {
			if err := os.WriteFile(file, []byte(formatCases(cases)), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// occurrencesOf reads reports and makes an occurrence of each event: joining is tested where it is done.
func occurrencesOf(t *testing.T, reports []caseReport) []occurrence.Occurrence {
	t.Helper()
	reader, err := readerOnce()
	if err != nil {
		t.Fatal(err)
	}
	var out []occurrence.Occurrence
	for _, r := range reports {
		rep, err := report.FromText([]byte(r.text), report.Options{Published: r.published, Outlet: r.outlet})
		if err != nil {
			t.Fatal(err)
		}
		got, err := reader.Read(context.Background(), rep)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, occurrencesOfReading(&got)...)
	}
	return out
}

func occurrencesOfReading(got *reading.Reading) (out []occurrence.Occurrence) {
	for i := range got.Events {
		e := got.Events[i]
		account := occurrence.Account{Event: e, Report: &got.Report, Versions: got.Versions,
			Origins: []origin.Origin{{ID: "name:" + got.Report.Outlet, Name: got.Report.Outlet, Kind: origin.Own}}}
		out = append(out, occurrence.Occurrence{ID: "o-" + e.ID, Members: []occurrence.Member{{Account: account}}})
	}
	return out
}

func parseDay(s string) (when.Day, error) {
	var d when.Day
	if s == "" {
		return d, nil
	}
	_, err := fmt.Sscanf(s, "%4d-%2d-%2d", &d.Year, &d.Month, &d.Day)
	return d, err
}

// lines writes entries as the cases expect them: one line an entry, its steps indented below, possible answers last.
func lines(entries []Entry) (out []string) {
	for i := range entries {
		n := &entries[i]
		line := fmt.Sprintf("%s %s > %s: %s", n.Kind, orDash(keysOfParties(n.From)), orDash(keysOfParties(n.To)), n.What)
		if n.Due != "" {
			line += " | due " + n.Due
		}
		line += " | " + string(n.State)
		if n.State == CarriedOut || n.Level > 0 {
			line += fmt.Sprintf(" %d", n.Level)
		}
		out = append(out, line+" since "+n.Since)
		for _, s := range n.Steps {
			out = append(out, "    "+strings.Join(strings.Fields(fmt.Sprintf("%s %s %s %s", s.Day, s.Move, levelText(s.Level), voices(s.Accounts))), " "))
		}
		for _, p := range n.Possible {
			out = append(out, fmt.Sprintf("    %s possibly %s", p.Day, p.Move))
		}
	}
	if len(out) == 0 {
		return []string{"nothing"}
	}
	return out
}

func levelText(level int) string {
	if level == 0 {
		return ""
	}
	return fmt.Sprint(level)
}

func voices(accounts []Account) string {
	var names []string
	for _, a := range accounts {
		name := a.Voice
		if a.Denies {
			name += " (denies)"
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return ""
	}
	return "by the account of " + strings.Join(names, "; ")
}

func orDash(keys []string) string {
	if len(keys) == 0 {
		return "-"
	}
	return strings.Join(keys, ",")
}

func parseCases(file string) ([]ledgerCase, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var cases []ledgerCase
	var comments []string
	var c *ledgerCase
	var r *caseReport
	for i, line := range strings.Split(string(data), "\n") {
		line = strings.TrimRight(line, " ")
		key, value, _ := strings.Cut(line, ": ")
		switch {
		case strings.HasPrefix(line, "#"):
			comments = append(comments, line)
		case strings.HasPrefix(line, "== "):
			cases = append(cases, ledgerCase{comments: comments, name: strings.TrimPrefix(line, "== "), line: i + 1})
			c, r, comments = &cases[len(cases)-1], nil, nil
		case line == "":
		case c == nil:
			return nil, fmt.Errorf("%s:%d: a case begins with == and its name", file, i+1)
		case key == "as of":
			c.asOf = value
		case key == "report":
			published, outlet, _ := strings.Cut(value, " ")
			c.reports = append(c.reports, caseReport{published: published, outlet: outlet})
			r = &c.reports[len(c.reports)-1]
		case strings.HasPrefix(line, "-> "):
			c.want = append(c.want, strings.TrimPrefix(line, "-> "))
		case r == nil:
			return nil, fmt.Errorf("%s:%d: a text follows a line \"report: DATE OUTLET\"", file, i+1)
		default:
			if r.text != "" {
				r.text += "\n\n"
			}
			r.text += line
		}
	}
	return cases, nil
}

func formatCases(cases []ledgerCase) string {
	var b strings.Builder
	for i, c := range cases {
		if i > 0 {
			b.WriteString("\n")
		}
		for _, line := range c.comments {
			b.WriteString(line + "\n")
		}
		if len(c.comments) > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "== %s\n", c.name)
		if c.asOf != "" {
			fmt.Fprintf(&b, "as of: %s\n", c.asOf)
		}
		for _, r := range c.reports {
			fmt.Fprintf(&b, "\nreport: %s %s\n%s\n", r.published, r.outlet, r.text)
		}
		b.WriteString("\n")
		for _, w := range c.want {
			b.WriteString("-> " + w + "\n")
		}
	}
	return b.String()
}
