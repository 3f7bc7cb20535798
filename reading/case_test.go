package reading

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"chancery/actor"
	"chancery/event"
	"chancery/report"
)

var update = flag.Bool("update", false, "rewrite the expectations of the cases and goldens from what is read now")

// readingCase is one case of a file; testdata/README.md explains the format.
type readingCase struct {
	comments []string // before it
	name     string
	header   []string
	text     string
	known    string // why it fails; "" when it must hold
	passive  string // the same clause in the passive, which must be read alike
	want     []string
	line     int
}

func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.case")
	if err != nil || len(files) == 0 {
		t.Fatalf("no case files: %v", err)
	}
	reader, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		cases, tail, err := parseCases(file)
		if err != nil {
			t.Fatal(err)
		}
		for i := range cases {
			c := &cases[i]
			t.Run(strings.TrimSuffix(filepath.Base(file), ".case")+"/"+c.name, func(t *testing.T) {
				got := readCase(t, reader, c)
				diff := compareLines(c.want, got)
				switch {
				case *update && c.known != "":
					if diff == "" {
						c.unmark()
					}
				case *update && !strings.HasPrefix(filepath.Base(file), "contrast-"):
					c.want = got
				case c.known != "" && diff == "":
					t.Errorf("%s:%d: this case holds now: take the line \"known: %s\" off (-update does)", file, c.line, c.known)
				case c.known != "":
					t.Skipf("known to fail: %s\n%s\n%s", c.known, c.text, diff)
				case diff != "":
					t.Errorf("%s:%d: %s\n%s", file, c.line, c.text, diff)
				}
			})
		}
		if *update {
			if err := os.WriteFile(file, []byte(formatCases(cases, tail)), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// The expectations of contrast cases say what ought to be read, and are never rewritten from what is.

// readCase reads a case's text and renders the result with the fields that the case asks for.
func readCase(t *testing.T, reader *Reader, c *readingCase) []string {
	t.Helper()
	meta := report.Options{}
	for _, h := range c.header {
		key, value, _ := strings.Cut(h, ":")
		value = strings.TrimSpace(value)
		switch key {
		case "published":
			meta.Published = value
		case "outlet":
			meta.Outlet = value
		case "title":
			meta.Title = value
		case "url":
			meta.URL = value
		case "known", "passive":
			// for the tests, not for the reader
		default:
			t.Fatalf("unknown header %q", key)
		}
	}
	rep, err := report.FromText([]byte(c.text), meta)
	if err != nil {
		t.Fatal(err)
	}
	got, err := reader.Read(context.Background(), rep)
	if err != nil {
		t.Fatal(err)
	}
	var events, quotes []string
	for _, w := range c.want {
		if strings.HasPrefix(w, "quote ") {
			quotes = append(quotes, w)
		} else if w != "nothing" {
			events = append(events, w)
		}
	}
	var lines []string
	for i := range got.Events {
		e := &got.Events[i]
		fields := []string{"content", "speaker"}
		if i < len(events) {
			fields = fieldsOf(events[i])
		}
		lines = append(lines, renderEvent(e, &got, fields, i >= len(events)))
	}
	if len(lines) == 0 {
		lines = append(lines, "nothing")
	}
	if len(quotes) > 0 {
		for i := range got.Quotations {
			q := &got.Quotations[i]
			speaker := "?"
			if q.Speaker != nil {
				speaker = q.Speaker.Name
			}
			var words []string
			for _, s := range q.Content {
				words = append(words, strings.Fields(s.In(got.Report.Text))...)
			}
			full := strings.Join(words, " ")
			if i < len(quotes) {
				if _, given, ok := strings.Cut(quotes[i], ": "); ok && strings.HasPrefix(full, given) {
					full = given
				}
			}
			lines = append(lines, fmt.Sprintf("quote %s %s: %s", q.Kind, speaker, full))
		}
	}
	return lines
}

func fieldsOf(line string) (fields []string) {
	for _, part := range strings.Split(line, ";")[1:] {
		if f := strings.Fields(part); len(f) > 0 {
			fields = append(fields, f[0])
		}
	}
	return fields
}

// renderEvent writes an event as a case's line; skipEmpty leaves out fields that are unknown.
func renderEvent(e *event.Event, r *Reading, fields []string, skipEmpty bool) string {
	line := fmt.Sprintf("%s %s %s -> %s", codeText(e.Category, e.Mode), e.Status, partiesText(e.Sources), partiesText(e.Recipients))
	for _, f := range fields {
		value := "?"
		set := func(s string) {
			if s != "" {
				value = s
			}
		}
		switch f {
		case "content":
			set(contentText(e.Content))
		case "condition":
			set(contentText(e.Condition))
		case "speaker":
			if e.Speaker != nil {
				set(e.Speaker.Name)
			}
		case "voices":
			var names []string
			for _, v := range e.Attribution {
				names = append(names, v.Name)
			}
			set(strings.Join(names, " < "))
		case "time":
			set(e.Time.EDTF)
		case "basis":
			set(string(e.Time.Basis))
		case "place":
			if e.Place != nil {
				set(e.Place.Place.Name)
				if !e.Place.Resolved {
					set(e.Place.In(r.Report.Text))
				}
			}
		case "cameo":
			set(e.CAMEO)
		case "contexts":
			set(strings.Join(e.Contexts, ", "))
		case "tracks":
			set(strings.Join(e.Tracks, ", "))
		case "medium":
			set(string(e.Medium))
		case "mechanism":
			if e.Mechanism != nil {
				set(e.Mechanism.Name)
			}
		case "killed", "injured":
			if e.Casualties != nil {
				n := e.Casualties.Killed
				if f == "injured" {
					n = e.Casualties.Injured
				}
				set(countRange(n))
			}
		case "cumulative":
			value = strconv.FormatBool(e.Casualties != nil && e.Casualties.Cumulative)
		case "historical":
			value = strconv.FormatBool(e.Historical)
		default:
			value = "(no such field)"
		}
		if !skipEmpty || value != "?" {
			line += "; " + f + " " + value
		}
	}
	return line
}

func codeText(c event.Category, mode string) string {
	if mode != "" {
		return string(c) + "/" + mode
	}
	return string(c)
}

func contentText(c *event.Content) string {
	if c == nil || c.Category == "" {
		return ""
	}
	text := codeText(c.Category, c.Mode)
	if len(c.Sources)+len(c.Recipients) > 0 {
		text += " " + partiesText(c.Sources) + " -> " + partiesText(c.Recipients)
	}
	return text
}

func partiesText(parties []actor.Party) string {
	var all []string
	for _, p := range parties {
		name := p.Country
		if name == "" {
			name = p.Name
		} else if p.Sector != "" && p.Sector != "GOV" {
			name += ":" + string(p.Sector)
		}
		all = append(all, name)
	}
	if len(all) == 0 {
		return "?"
	}
	return strings.Join(all, ", ")
}

func countRange(c *event.Count) string {
	switch {
	case c == nil:
		return ""
	case c.Low == c.High:
		return strconv.Itoa(c.Best)
	case c.High < 0:
		return strconv.Itoa(c.Low) + "+"
	default:
		return fmt.Sprintf("%d-%d", c.Low, c.High)
	}
}

// compareLines returns "" when got says what want says. A wanted "content AID" is content with any parties.
func compareLines(want, got []string) string {
	same := len(want) == len(got)
	for i := 0; same && i < len(want); i++ {
		same = matches(want[i], got[i])
	}
	if same {
		return ""
	}
	return "want:\n  " + strings.Join(want, "\n  ") + "\ngot:\n  " + strings.Join(got, "\n  ")
}

func matches(want, got string) bool {
	if strings.HasPrefix(want, "quote ") {
		return want == got
	}
	w, g := strings.Split(want, ";"), strings.Split(got, ";")
	if len(w) != len(g) {
		return false
	}
	for i := range w {
		a, b := strings.TrimSpace(w[i]), strings.TrimSpace(g[i])
		if a != b && !(strings.HasPrefix(a, "content ") && !strings.Contains(a, "->") && strings.HasPrefix(b, a+" ")) {
			return false
		}
	}
	return true
}

// parseCases reads a case file; tail is the comment after the last case.
func parseCases(file string) (cases []readingCase, tail []string, err error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, nil, err
	}
	var c *readingCase
	var comments []string
	state := "" // "header", "text", "want"
	for i, line := range strings.Split(strings.TrimSuffix(string(data), "\n"), "\n") {
		switch {
		case strings.HasPrefix(line, "=== "):
			cases = append(cases, readingCase{comments: comments, name: strings.TrimSpace(line[4:]), line: i + 1})
			c, comments, state = &cases[len(cases)-1], nil, "header"
		case strings.HasPrefix(line, "#") && state != "text":
			comments = append(comments, line)
		case state == "header" && line == "":
			state = "text"
		case state == "header":
			if !strings.Contains(line, ":") {
				return nil, nil, fmt.Errorf("%s:%d: a header line is \"key: value\"; put an empty line before the text", file, i+1)
			}
			c.header = append(c.header, line)
			switch key, value, _ := strings.Cut(line, ":"); key {
			case "known":
				c.known = strings.TrimSpace(value)
			case "passive":
				c.passive = strings.TrimSpace(value)
			}
		case state == "text" && line == "---":
			c.text = strings.TrimSpace(c.text)
			state = "want"
		case state == "text":
			c.text += line + "\n"
		case line == "":
		case state == "want":
			c.want = append(c.want, line)
		default:
			return nil, nil, fmt.Errorf("%s:%d: a case begins with \"=== its name\"", file, i+1)
		}
	}
	return cases, comments, nil
}

// unmark takes the mark of a known failure off.
func (c *readingCase) unmark() {
	c.known = ""
	c.header = slices.DeleteFunc(c.header, func(h string) bool { return strings.HasPrefix(h, "known:") })
}

func formatCases(cases []readingCase, tail []string) string {
	var b strings.Builder
	write := func(lines []string) {
		for _, l := range lines {
			b.WriteString(l + "\n")
		}
	}
	for i, c := range cases {
		if i > 0 {
			b.WriteString("\n")
		}
		write(c.comments)
		if len(c.comments) > 0 {
			b.WriteString("\n")
		}
		b.WriteString("=== " + c.name + "\n")
		write(c.header)
		b.WriteString("\n" + c.text + "\n---\n")
		write(c.want)
	}
	if len(tail) > 0 {
		b.WriteString("\n")
		write(tail)
	}
	return b.String()
}
