package console

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chancery/actor"
	"chancery/event"
	"chancery/occurrence"
	"chancery/origin"
	"chancery/quote"
	"chancery/report"
	"chancery/when"
)

var update = flag.Bool("update", false, "rewrite the goldens from what is printed now")

// member makes an account of an attack; the counts and days are those of no real one.
func member(id, outlet, published, text, evidence string, killed int, voices ...quote.Voice) occurrence.Member {
	span := func(words string) report.Span {
		at := strings.Index(text, words)
		return report.Span{Start: at, End: at + len(words)}
	}
	e := event.Event{
		ID: "e-" + id, Category: event.Assault, Mode: "heavy-weapons", Status: event.Actual,
		Sources:     []actor.Party{{Name: "Norland forces", Country: "NOR", Sector: "MIL"}},
		Recipients:  []actor.Party{{Name: "Westhaven", Actor: "WES", Country: "WES"}},
		Attribution: voices, Evidence: []report.Span{span(evidence)},
		Time: when.Interval{First: when.DayOf(2021, 7, 28), Last: when.DayOf(2021, 7, 28), EDTF: "2021-07-28", Basis: when.FromReport, Span: span("Wednesday")},
	}
	if killed > 0 {
		e.Casualties = &event.Casualties{Killed: &event.Count{Low: killed, Best: killed, High: killed, Span: span("killed")}}
	}
	return occurrence.Member{
		Account: occurrence.Account{
			Event: e, Origins: []origin.Origin{{ID: "name:" + outlet, Name: outlet, Kind: origin.Own}},
			Report: &report.Report{ID: "r-" + id, Outlet: outlet, Published: report.Published{EDTF: published}, Text: text},
		},
		Join: occurrence.Join{Score: 0.97, Reasons: []string{"both on 2021-07-28", "both name Westhaven", "but the counts differ: 3 and 5 killed"}, By: "chancery", At: time.Date(2021, 7, 30, 12, 0, 0, 0, time.UTC)},
	}
}

func TestOccurrence(t *testing.T) {
	ministry := quote.Voice{Name: "Ministry of Defence of Westhaven", Actor: "WESGOV:ministry-of-defence", Kind: quote.BodyVoice, Stance: quote.Asserts}
	norland := quote.Voice{Name: "Norland", Actor: "NOR", Kind: quote.BodyVoice, Stance: quote.Denies}
	first := member("1", "Westhaven Post", "2021-07-28", "Norland forces shelled Westhaven positions on Wednesday and killed three soldiers, the ministry said. Norland did not respond.", "Norland forces shelled Westhaven positions", 3, ministry)
	first.Join.Score, first.Join.Reasons = 1, nil
	second := member("2", "Meridian Wire", "2021-07-29", "The shelling of Westhaven on Wednesday killed five soldiers.", "The shelling of Westhaven", 5)
	third := member("3", "Norland Times", "2021-07-29", "Norland denied that it had shelled Westhaven on Wednesday.", "shelled Westhaven", 0, norland)
	third.Event.Status = event.NotHappened
	o := &occurrence.Occurrence{
		ID: "o-1", Members: []occurrence.Member{first, second, third},
		Possible: []occurrence.Link{{Occurrence: "o-9", Score: 0.7, Reasons: []string{"both name Westhaven", "but no words tell the day, and the like is told day after day"}}},
	}
	var out bytes.Buffer
	if err := Occurrence(&out, o, occurrence.Weigh(o), Options{Width: 90}); err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("testdata", "occurrence.golden")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if out.String() != string(want) {
		t.Errorf("printed:\n%s\nwant:\n%s", out.String(), want)
	}
	for _, words := range []string{"contested", "but denied", "5 killed", "Possibly the same", "o-9", "[shelled Westhaven]"} {
		if !strings.Contains(strings.Join(strings.Fields(out.String()), " "), words) {
			t.Errorf("%q is not told", words)
		}
	}
	var coloured bytes.Buffer
	if err := Occurrence(&coloured, o, occurrence.Weigh(o), Options{Width: 90, Colour: true}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(coloured.String(), "\x1b[31m") {
		t.Error("disagreements are not loud")
	}
	for _, line := range strings.Split(out.String(), "\n") {
		if visible(line) > 200 {
			t.Errorf("a line of %d columns: %s", visible(line), line)
		}
	}
}
