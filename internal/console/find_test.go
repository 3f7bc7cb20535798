package console

import (
	"strings"
	"testing"

	"github.com/rivo/uniseg"

	"chancery/actor"
	"chancery/event"
	"chancery/occurrence"
	"chancery/query"
	"chancery/record"
	"chancery/report"
	"chancery/when"
)

// foundResult is three events of one report.
func foundResult() *record.Result {
	rep := &report.Report{ID: "r", Outlet: "Example Daily", Text: "Zürich and Bern met. They shook hands."}
	hit := func(id string, sources, tracks string) record.Hit {
		e := event.Event{ID: id, Category: event.Consult, Mode: "meet", Status: event.Actual, Confidence: 0.5,
			Time: when.FromDay(when.DayOf(2021, 5, 13), when.Stated), Sources: []actor.Party{{Name: sources}}, Evidence: []report.Span{{Start: 17, End: 20}}}
		if tracks != "" {
			e.Tracks = []string{tracks}
		}
		return record.Hit{Event: &occurrence.Account{Event: e, Report: rep}, Report: rep, Sentences: []report.Span{{Start: 0, End: 21}}}
	}
	return &record.Result{Kind: query.Events, Hits: []record.Hit{
		hit("e-0000000000000001", "Zürich", ""), hit("e-0000000000000002", "大韓民国 (Republic of Korea), the European Union and a delegation of the city of Bern", "peace-agreement"), hit("e-0000000000000003", "", ""),
	}}
}

func TestFound(t *testing.T) {
	var out strings.Builder
	if err := Found(&out, foundResult(), FoundOptions{Words: true}); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(out.String(), "\n")
	if want := "2021-05-13  actual  Zürich"; !strings.HasPrefix(lines[0], want) || !strings.HasSuffix(lines[0], "CONSULT/meet                   0.50  e-0000000000000001") {
		t.Errorf("got %q, want it to begin with %q", lines[0], want)
	}
	if want := "     │ Zürich and Bern [met]."; lines[1] != want {
		t.Errorf("got %q, want %q", lines[1], want)
	}
	for _, width := range []int{40, 60, 80, 100, 140} {
		out.Reset()
		if err := Found(&out, foundResult(), FoundOptions{Width: width, Colour: true}); err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(strings.TrimRight(out.String(), "\n"), "\n") {
			plain := withoutColours(line)
			if width >= 60 && !strings.Contains(plain, "actual") {
				t.Errorf("in %d columns it does not say that it happened: %s", width, plain)
			}
			if n := uniseg.StringWidth(plain); n > width {
				t.Errorf("in %d columns a line of %d: %s", width, n, plain)
			}
			if id := foundResult().Hits[i].Event.Event.ID; !strings.HasSuffix(plain, id) {
				t.Errorf("in %d columns %s is cut: %s", width, id, plain)
			}
		}
	}
}

// withoutColours takes ANSI attributes out.
func withoutColours(text string) string {
	var out strings.Builder
	escape := false
	for _, c := range text {
		switch {
		case c == '\x1b':
			escape = true
		case escape:
			escape = c != 'm'
		default:
			out.WriteRune(c)
		}
	}
	return out.String()
}
