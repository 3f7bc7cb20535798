package occurrence

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"chancery/event"
	"chancery/origin"
	"chancery/quote"
	"chancery/reading"
	"chancery/report"
)

var update = flag.Bool("update", false, "rewrite the expectations of the cases from what comes out now")

// joinCase is one case of a file; testdata/README.md explains the format.
type joinCase struct {
	before  []string // comments before it
	name    string
	known   string
	reports []caseReport
	want    []string
	line    int
}

type caseReport struct {
	name   string
	header []string
	text   string
}

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
				got := c.run(t)
				diff := difference(c.want, got)
				switch {
				case *update && c.known == "":
					c.want = got
				case c.known != "" && diff == "":
					t.Errorf("%s:%d: this case holds now: take the line \"known: %s\" off", file, c.line, c.known)
				case c.known != "":
					t.Skipf("known to fail: %s\n%s", c.known, diff)
				case diff != "":
					t.Errorf("%s:%d:\n%s", file, c.line, diff)
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

func difference(want, got []string) string {
	var out []string
	for i := range want {
		if want[i] != got[i] {
			out = append(out, "want "+want[i]+"\ngot  "+got[i])
		}
	}
	return strings.Join(out, "\n")
}

func parseCases(file string) ([]joinCase, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var cases []joinCase
	var comments []string
	var c *joinCase
	var r *caseReport
	const (
		outside = iota
		headers
		text
		expectations
	)
	state := outside
	for i, line := range strings.Split(strings.TrimRight(string(data), "\n"), "\n") {
		switch {
		case strings.HasPrefix(line, "#") && state != text:
			comments = append(comments, line)
		case strings.HasPrefix(line, "=== "):
			cases = append(cases, joinCase{before: comments, name: line[4:], line: i + 1})
			comments, c, state = nil, &cases[len(cases)-1], outside
		case c == nil:
			if line != "" {
				return nil, fmt.Errorf("%s:%d: want === before %q", file, i+1, line)
			}
		case state != expectations && strings.HasPrefix(line, "known: "):
			c.known = line[7:]
		case state != expectations && strings.HasPrefix(line, "report ") && len(strings.Fields(line)) == 2:
			c.reports = append(c.reports, caseReport{name: line[7:]})
			r, state = &c.reports[len(c.reports)-1], headers
		case line == "---":
			state = expectations
		case state == headers && line == "":
			state = text
		case state == headers:
			r.header = append(r.header, line)
		case state == text:
			r.text += line + "\n"
		case state == expectations && line != "":
			c.want = append(c.want, line)
		case line != "":
			return nil, fmt.Errorf("%s:%d: what is %q?", file, i+1, line)
		}
	}
	return cases, nil
}

func formatCases(cases []joinCase) string {
	var b strings.Builder
	for i, c := range cases {
		if i > 0 {
			b.WriteByte('\n')
		}
		for _, line := range c.before {
			b.WriteString(line + "\n")
			if line == c.before[len(c.before)-1] && i == 0 {
				b.WriteByte('\n')
			}
		}
		b.WriteString("=== " + c.name + "\n")
		if c.known != "" {
			b.WriteString("known: " + c.known + "\n")
		}
		for k, r := range c.reports {
			if k > 0 {
				b.WriteByte('\n')
			}
			b.WriteString("report " + r.name + "\n")
			for _, h := range r.header {
				b.WriteString(h + "\n")
			}
			b.WriteString("\n" + strings.TrimSpace(r.text) + "\n")
		}
		b.WriteString("---\n" + strings.Join(c.want, "\n") + "\n")
	}
	return b.String()
}

// run joins a case's reports and renders each expectation with what came out.
func (c *joinCase) run(t *testing.T) []string {
	t.Helper()
	var j joiner
	for _, r := range c.reports {
		o := report.Options{ID: r.name}
		for _, h := range r.header {
			key, value, _ := strings.Cut(h, ":")
			value = strings.TrimSpace(value)
			switch key {
			case "outlet":
				o.Outlet = value
			case "published":
				o.Published = value
			case "title":
				o.Title = value
			case "url":
				o.URL = value
			default:
				t.Fatalf("unknown header %q", key)
			}
		}
		rep, err := report.FromText([]byte(strings.TrimSpace(r.text)), o)
		if err != nil {
			t.Fatal(err)
		}
		got, err := reading.Read(context.Background(), rep)
		if err != nil {
			t.Fatal(err)
		}
		j.add(&got)
	}
	out := make([]string, len(c.want))
	for i, line := range c.want {
		kind, rest, ok := strings.Cut(line, ": ")
		if !ok {
			t.Fatalf("want a kind and a colon in %q", line)
		}
		switch kind {
		case "same", "possible", "apart":
			x, y, ok := strings.Cut(rest, " = ")
			if !ok {
				t.Fatalf("want = between two events in %q", line)
			}
			out[i] = j.relation(t, x, y) + ": " + rest
		case "sums":
			x, fields, ok := strings.Cut(rest, "\": ")
			if !ok {
				t.Fatalf("want an event and a colon in %q", line)
			}
			s := Weigh(j.occurrence(j.find(t, x+"\"").occurrence))
			var parts []string
			for _, f := range strings.Split(fields, "; ") {
				name, _, _ := strings.Cut(f, " ")
				if name == "rule" {
					name = strings.Join(strings.Fields(f)[:2], " ")
				}
				parts = append(parts, name+" "+fieldText(t, &s, name))
			}
			out[i] = "sums: " + x + "\": " + strings.Join(parts, "; ")
		default:
			t.Fatalf("%q is neither same, possible, apart nor sums", kind)
		}
	}
	return out
}

// fieldText renders a field of a summary as cases have it.
func fieldText(t *testing.T, s *Summary, name string) string {
	t.Helper()
	var out []string
	switch name {
	case "accounts":
		return fmt.Sprint(s.Accounts)
	case "reports":
		return fmt.Sprint(s.Reports)
	case "outlets":
		return fmt.Sprint(len(s.Outlets))
	case "origins":
		return fmt.Sprint(s.Origins)
	case "disagree":
		for _, f := range s.Disagreements {
			out = append(out, f.Name)
		}
	case "claims":
		for _, c := range s.Claims {
			out = append(out, c.By+" "+string(c.Stance))
		}
	case "silent":
		for _, x := range s.Silences {
			text := fmt.Sprintf("%s until %s (%d days)", x.Country, edtfDay(x.Until), x.Days)
			for _, words := range x.Words {
				text += " " + fmt.Sprintf("%q", words.Text)
			}
			out = append(out, text)
		}
	default:
		rule, isRule := strings.CutPrefix(name, "rule ")
		for _, f := range s.Fields {
			switch {
			case isRule && f.Name == rule:
				return f.Rule
			case f.Name != name:
				continue
			}
			for _, v := range f.Consensus {
				out = append(out, v.Text)
			}
			if fig := figureOf(s, name); fig != nil && fig.Low != fig.High {
				high := fmt.Sprint(fig.High)
				if fig.High < 0 {
					high = "more"
				}
				out[0] = fmt.Sprintf("%s (%d to %s)", out[0], fig.Low, high)
			}
			for _, v := range f.Others {
				out = append(out, "not "+v.Text)
			}
		}
	}
	if len(out) == 0 {
		return "-"
	}
	return strings.Join(out, ", ")
}

func figureOf(s *Summary, name string) *Figure {
	switch {
	case s.Casualties == nil:
	case name == "killed":
		return s.Casualties.Killed
	case name == "injured":
		return s.Casualties.Injured
	}
	return nil
}

// joiner joins readings in memory, as the record does.
type joiner struct {
	events []joined
	blocks map[uint64][]int
	origin *origin.Outlets
}

type joined struct {
	features   *Features
	reading    *reading.Reading
	event      *event.Event
	occurrence string
	decision   Decision
	origins    []origin.Origin
}

func (j *joiner) add(r *reading.Reading) {
	if j.blocks == nil {
		j.blocks = map[uint64][]int{}
		var err error
		if j.origin, err = origin.Shipped(); err != nil {
			panic(err)
		}
	}
	told := j.origin.Told(r)
	features := make([]*Features, len(r.Events))
	candidates := make([][]Candidate, len(r.Events))
	for i := range r.Events {
		f := FeaturesOf(r, &r.Events[i])
		features[i], candidates[i] = &f, j.candidates(&f)
	}
	for i, d := range DecideAll(features, candidates) {
		e := &r.Events[i]
		x := joined{features[i], r, e, d.Occurrence, d, j.origin.OfEvent(&told, e)}
		if x.occurrence == "" {
			x.occurrence = "o-" + strings.TrimPrefix(e.ID, "e-")
		}
		for _, k := range features[i].Keys() {
			j.blocks[k] = append(j.blocks[k], len(j.events))
		}
		j.events = append(j.events, x)
	}
}

func (j *joiner) candidates(f *Features) []Candidate {
	var out []Candidate
	seen := map[int]bool{}
	for _, k := range f.Probes() {
		b := j.blocks[k]
		for i := len(b) - 1; i >= max(0, len(b)-BlockMost) && len(out) < CandidatesMost; i-- {
			if n := b[i]; !seen[n] {
				seen[n] = true
				out = append(out, Candidate{j.events[n].occurrence, j.events[n].features})
			}
		}
	}
	return out
}

func (j *joiner) occurrence(id string) *Occurrence {
	o := &Occurrence{ID: id}
	for i := range j.events {
		if x := &j.events[i]; x.occurrence == id {
			o.Members = append(o.Members, Member{
				Account: Account{Event: *x.event, Report: &x.reading.Report, Origins: x.origins, Versions: x.reading.Versions},
				Join:    Join{Score: x.decision.Score, Reasons: x.decision.Reasons, By: "chancery"},
			})
		}
	}
	return o
}

// find gives the event that `a CONSULT "words"` names.
func (j *joiner) find(t *testing.T, reference string) *joined {
	t.Helper()
	before, words, ok := strings.Cut(reference, " \"")
	words = strings.TrimSuffix(words, "\"")
	rep, category, _ := strings.Cut(before, " ")
	var have []string
	for i := range j.events {
		x := &j.events[i]
		if x.reading.Report.ID != rep {
			continue
		}
		name := string(x.event.Category)
		if x.event.Mode != "" {
			name += "/" + x.event.Mode
		}
		var evidence []string
		for _, s := range x.event.Evidence {
			evidence = append(evidence, strings.Join(strings.Fields(s.In(x.reading.Report.Text)), " "))
		}
		text := strings.Join(evidence, " | ")
		have = append(have, fmt.Sprintf("%s %s %q", rep, name, text))
		if ok && strings.Contains(text, words) && (category == "" || category == name || category == string(x.event.Category)) {
			return x
		}
	}
	t.Fatalf("no event is %s; its report has\n%s", reference, strings.Join(have, "\n"))
	return nil
}

func (j *joiner) relation(t *testing.T, a, b string) string {
	t.Helper()
	x, y := j.find(t, a), j.find(t, b)
	if testing.Verbose() {
		l := Compare(y.features, x.features)
		t.Logf("%s = %s: %.2f %s %s %q", a, b, l.Score, l.Apart, l.Doubt, l.Reasons)
	}
	if x.occurrence == y.occurrence {
		return "same"
	}
	for i := range j.events {
		z := &j.events[i]
		for _, l := range z.decision.Possible {
			pair := []string{z.occurrence, l.Occurrence}
			if slices.Contains(pair, x.occurrence) && slices.Contains(pair, y.occurrence) {
				return "possible"
			}
		}
	}
	return "apart"
}

// TestStances holds that a claim can only be for, against or in doubt.
func TestStances(t *testing.T) {
	for _, s := range []quote.Stance{quote.Asserts, quote.Denies, quote.Doubts} {
		e := event.Event{Category: event.Assault, Status: event.Actual, Evidence: []report.Span{{Start: 0, End: 4}}, Attribution: []quote.Voice{{Name: "Baku", Kind: quote.BodyVoice, Stance: s}}}
		o := Occurrence{ID: "o-1", Members: []Member{{Account: Account{Event: e, Report: &report.Report{ID: "r", Text: "some words"}}}}}
		if got := Weigh(&o).Claims; len(got) != 1 || got[0].Stance != s || got[0].By != "Baku" {
			t.Errorf("%s: %+v", s, got)
		}
	}
}
