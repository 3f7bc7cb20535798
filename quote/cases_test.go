package quote_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"chancery/quote"
	"chancery/report"
	"chancery/syntax"
)

var update = flag.Bool("update", false, "write what is found into the golden files")

var analyzer = sync.OnceValues(syntax.Load)

// analyse reads a text whose lines are its paragraphs. A first line that begins with "# " is the title.
func analyse(tb testing.TB, text string) (*syntax.Document, *report.Report) {
	tb.Helper()
	a, err := analyzer()
	if err != nil {
		tb.Fatal(err)
	}
	blocks := lines(text)
	if len(blocks) > 0 && strings.HasPrefix(text, "# ") {
		blocks[0].Start += len("# ")
		blocks[0].Kind = report.Title
	}
	return a.Analyze(text, blocks), &report.Report{Text: text, Blocks: blocks}
}

// lines makes a paragraph of each line that is not blank.
func lines(text string) []report.Block {
	var out []report.Block
	at := 0
	for _, line := range strings.SplitAfter(text, "\n") {
		start, end := at, at+len(line)
		at = end
		start += len(line) - len(strings.TrimLeft(line, " \t\r\n"))
		end -= len(line) - len(strings.TrimRight(line, " \t\r\n"))
		if start < end {
			out = append(out, report.Block{Span: report.Span{Start: start, End: end}})
		}
	}
	return out
}

// TestCases reads testdata/*.case. A case is a run of lines that begin with "> ", a paragraph each (the title
// begins with "> # "), perhaps a line "outlet: NAME", and then a line for each quotation that is found:
//
//	kind | speaker | cue | content ¦ content | key=value …
//
// with the keys medium, to and voices, the outermost voice first; a voice that denies or doubts has "!" or "?" after
// its name. "-" stands for nothing. Cases are set apart by blank lines; lines that begin with ";" are remarks.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.case")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases in testdata: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".case"), func(t *testing.T) {
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var out []string
			for _, c := range strings.Split(strings.TrimRight(string(b), "\n"), "\n\n") {
				out = append(out, runCase(t, c))
			}
			got := strings.Join(out, "\n\n") + "\n"
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func runCase(t *testing.T, c string) string {
	var head, want, text []string
	outlet := ""
	for _, line := range strings.Split(c, "\n") {
		switch {
		case strings.HasPrefix(line, "> "):
			text = append(text, line[2:])
			head = append(head, line)
		case strings.HasPrefix(line, ";"):
			head = append(head, line)
		case strings.HasPrefix(line, "outlet: "):
			outlet = line[len("outlet: "):]
			head = append(head, line)
		default:
			want = append(want, line)
		}
	}
	if len(text) == 0 {
		return c
	}
	doc, r := analyse(t, strings.Join(text, "\n"))
	r.Outlet = outlet
	var got []string
	for _, q := range quote.Find(doc, r, nil) {
		got = append(got, describe(doc.Text, &q))
	}
	if len(got) == 0 {
		got = []string{"none"}
	}
	if w, g := strings.Join(want, "\n"), strings.Join(got, "\n"); w != g {
		t.Errorf("%s\n got %s\nwant %s", strings.Join(text, "\n"), strings.ReplaceAll(g, "\n", "\n     "), strings.ReplaceAll(w, "\n", "\n     "))
	}
	return strings.Join(append(head, got...), "\n")
}

func describe(text string, q *quote.Quotation) string {
	var parts, voices, extra []string
	for _, s := range q.Content {
		parts = append(parts, s.In(text))
	}
	speaker, cue := "-", "-"
	if q.Speaker != nil {
		speaker = q.Speaker.Name
	} else if !q.Source.Empty() {
		speaker = "(" + q.Source.In(text) + ")"
	}
	if !q.Cue.Empty() {
		cue = q.Cue.In(text)
	}
	if q.Medium != "" {
		extra = append(extra, "medium="+string(q.Medium))
	}
	if q.Addressee != nil {
		extra = append(extra, "to="+q.Addressee.Name)
	}
	for _, v := range q.Attribution {
		name := v.Name
		switch v.Stance {
		case quote.Denies:
			name += "!"
		case quote.Doubts:
			name += "?"
		}
		voices = append(voices, fmt.Sprintf("%s(%s)", name, v.Kind))
	}
	if len(voices) > 1 || len(voices) == 1 && (q.Attribution[0].Stance != quote.Asserts || q.Attribution[0].Kind != quote.PersonVoice) {
		extra = append(extra, "voices="+strings.Join(voices, " ← "))
	}
	line := fmt.Sprintf("%s | %s | %s | %s", q.Kind, speaker, cue, strings.Join(parts, " ¦ "))
	if len(extra) > 0 {
		line += " | " + strings.Join(extra, "; ")
	}
	return line
}
