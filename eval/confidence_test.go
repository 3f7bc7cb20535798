package eval

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"chancery/actor"
	"chancery/event"
	"chancery/report"
)

// Events with one ground are right four times in five, those with another once in five; what is rare gets no weight.
func judgedExamples() []JudgedEvent {
	var out []JudgedEvent
	for i := range 2000 {
		e := JudgedEvent{Item: fmt.Sprint("item ", i), Grounds: []string{"sound"}, Right: i%5 != 0}
		if i%2 == 1 {
			e.Grounds, e.Right = []string{"shaky"}, i%10 == 1
		}
		if i == 7 {
			e.Grounds = append(e.Grounds, "rare")
		}
		out = append(out, e)
	}
	return out
}

func TestFitConfidence(t *testing.T) {
	m := FitConfidence(judgedExamples())
	for _, test := range []struct {
		ground string
		want   float64
	}{{"sound", .8}, {"shaky", .2}} {
		if got := m.Confidence([]string{test.ground}); math.Abs(got-test.want) > .06 {
			t.Errorf("%s: %.2f, want about %.2f", test.ground, got, test.want)
		}
	}
	if _, ok := m.Weights["rare"]; ok {
		t.Error("what was seen once has a weight")
	}
	if again := FitConfidence(judgedExamples()); fmt.Sprint(again) != fmt.Sprint(m) {
		t.Error("the same events gave other weights")
	}
}

func TestReliability(t *testing.T) {
	events := judgedExamples()
	bins, brier, calibration := ReliabilityOf(events, HeldOutConfidence(events))
	total := 0
	for _, b := range bins {
		total += b.Events
		if off := math.Abs(b.Stated - float64(b.Right)/float64(b.Events)); off > .1 {
			t.Errorf("%.1f to %.1f: %.2f was stated, %d of %d are right", b.Low, b.High, b.Stated, b.Right, b.Events)
		}
	}
	if total != len(events) || brier > .18 || calibration > .06 {
		t.Errorf("%d events, Brier %.3f, calibration %.3f", total, brier, calibration)
	}
}

func TestJudgementsFindTheirEvents(t *testing.T) {
	e := event.Event{
		Category: event.Aid, Status: event.Actual, Evidence: []report.Span{{Start: 10, End: 40}},
		Sources: []actor.Party{{Name: "Norway"}}, Recipients: []actor.Party{{Name: "Mali"}, {Name: "Niger"}},
	}
	line := JudgementLine("1", "agnews:3", &e) + "\tright\t"
	file := "# remark\n" + strings.Join(judgementColumns, "\t") + "\n" + line + "\n"
	judgements, err := ReadJudgements(strings.NewReader(file), "file")
	if err != nil || len(judgements) != 1 || !judgements[0].Of(&e) || !judgements[0].Right {
		t.Fatalf("%+v, %v", judgements, err)
	}
	e.Evidence[0] = report.Span{Start: 30, End: 60}
	if !judgements[0].Of(&e) {
		t.Error("overlapping words are not recognised")
	}
	e.Recipients = e.Recipients[:1]
	if judgements[0].Of(&e) {
		t.Error("an event with another recipient has the judgement")
	}
	for _, bad := range []string{"item\n", file + "1\tx\n", strings.Replace(file, "\tright\t", "\tmaybe\t", 1), strings.Replace(file, "\t10\t", "\tten\t", 1)} {
		if _, err := ReadJudgements(strings.NewReader(bad), "file"); err == nil || !strings.Contains(err.Error(), "file:") {
			t.Errorf("%q: error %v names no line", bad, err)
		}
	}
}
