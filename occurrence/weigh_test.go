package occurrence

import (
	"fmt"
	"slices"
	"testing"

	"chancery/actor"
	"chancery/event"
	"chancery/origin"
	"chancery/quote"
	"chancery/report"
	"chancery/when"
)

// told makes an account of an attack by one outlet.
func told(n int, published string, change func(*Member)) Member {
	outlet := fmt.Sprintf("Outlet %d", n)
	m := Member{Account: Account{
		Event: event.Event{
			ID: fmt.Sprintf("e-%d", n), Category: event.Assault, Status: event.Actual, Evidence: []report.Span{{Start: 0, End: 24}},
			Sources:    []actor.Party{{Name: "Norland", Actor: "NOR", Country: "NOR"}},
			Recipients: []actor.Party{{Name: "Westhaven", Actor: "WES", Country: "WES"}},
		},
		Report:  &report.Report{ID: fmt.Sprintf("r-%d", n), Outlet: outlet, Published: report.Published{EDTF: published}, Text: propertyText},
		Origins: []origin.Origin{{ID: "name:" + outlet, Name: outlet, Kind: origin.Own}},
	}}
	if change != nil {
		change(&m)
	}
	return m
}

func on(day int, byHand bool) func(*Member) {
	return func(m *Member) {
		d := when.DayOf(2021, 7, day)
		m.Event.Time = when.Interval{First: d, Last: d, EDTF: edtfDay(d), Basis: when.Stated, Span: report.Span{Start: 49, End: 55}}
		if byHand {
			m.ByHand = []string{"time"}
		}
	}
}

func between(first, last int) func(*Member) {
	return func(m *Member) {
		m.Event.Time = when.Interval{First: when.DayOf(2021, 7, first), Last: when.DayOf(2021, 7, last), EDTF: fmt.Sprintf("2021-07-%02d/2021-07-%02d", first, last), Basis: when.Stated, Span: report.Span{Start: 49, End: 55}}
	}
}

func all(changes ...func(*Member)) func(*Member) {
	return func(m *Member) {
		for _, c := range changes {
			c(m)
		}
	}
}

func killed(n int, claimant string, cumulative bool) func(*Member) {
	return func(m *Member) {
		m.Event.Casualties = &event.Casualties{Killed: &event.Count{Low: n, Best: n, High: n}, Claimant: claimant, Cumulative: cumulative}
	}
}

func TestWeighTimes(t *testing.T) {
	for _, c := range []struct {
		name    string
		members []Member
		want    string
		others  []string
	}{
		{"most origins", []Member{told(1, "2021-07-29", on(28, false)), told(2, "2021-07-29", on(28, false)), told(3, "2021-07-29", on(27, false))}, "2021-07-28", []string{"2021-07-27"}},
		{"what all can agree on", []Member{told(1, "2021-07-30", between(26, 29)), told(2, "2021-07-30", between(28, 31)), told(3, "2021-07-30", nil)}, "2021-07-28/2021-07-29", nil},
		{"the day within the week", []Member{told(1, "2021-07-30", between(26, 31)), told(2, "2021-07-29", on(28, false))}, "2021-07-28", nil},
		{"by hand", []Member{told(1, "2021-07-29", on(28, false)), told(2, "2021-07-29", on(28, false)), told(3, "2021-07-29", on(27, true))}, "2021-07-27", []string{"2021-07-28"}},
		{"planned for another day", []Member{
			told(1, "2021-07-20", all(on(25, false), func(m *Member) { m.Event.Status = event.Planned })),
			told(2, "2021-07-20", all(on(25, false), func(m *Member) { m.Event.Status = event.Planned })), told(3, "2021-07-29", on(28, false)),
		}, "2021-07-28", []string{"planned for 2021-07-25"}},
		{"rejected", []Member{told(1, "2021-07-29", on(28, false)), told(2, "2021-07-28", all(on(27, false), func(m *Member) { m.Verdict = "rejected" }))}, "2021-07-28", nil},
	} {
		s := Weigh(&Occurrence{ID: "o-1", Members: c.members})
		var others []string
		for _, f := range s.Fields {
			if f.Name == "time" {
				for _, v := range f.Others {
					others = append(others, v.Text)
				}
			}
		}
		if s.Time.EDTF != c.want || !slices.Equal(others, c.others) {
			t.Errorf("%s: %s, others %q; want %s, others %q", c.name, s.Time.EDTF, others, c.want, c.others)
		}
	}
}

func TestWeighCasualties(t *testing.T) {
	for _, c := range []struct {
		name            string
		members         []Member
		low, best, high int
		rows            int
	}{
		{"the latest of one claimant", []Member{told(1, "2021-07-28", killed(3, "Westhaven", false)), told(2, "2021-07-29", killed(5, "Westhaven", false))}, 5, 5, 5, 2},
		{"most origins", []Member{told(1, "2021-07-28", killed(3, "", false)), told(2, "2021-07-28", killed(3, "", false)), told(3, "2021-07-30", killed(7, "Norland", false))}, 3, 3, 7, 3},
		{"of the same day the lower", []Member{told(1, "2021-07-28", killed(6, "Westhaven", false)), told(2, "2021-07-28", killed(15, "a lawmaker", false))}, 6, 6, 15, 2},
		{"the dead of the war stay out", []Member{told(1, "2021-07-28", killed(3, "Westhaven", false)), told(2, "2021-07-29", killed(140, "Westhaven", true))}, 3, 3, 3, 2},
	} {
		s := Weigh(&Occurrence{ID: "o-1", Members: c.members})
		f := s.Casualties.Killed
		if f == nil || f.Low != c.low || f.Best != c.best || f.High != c.high || len(s.Casualties.Rows) != c.rows {
			t.Errorf("%s: %+v, %d rows", c.name, f, len(s.Casualties.Rows))
		}
	}
}

// TestWeighSides: who claims, who denies, and who is not heard.
func TestWeighSides(t *testing.T) {
	voice := func(name, id string, stance quote.Stance) func(*Member) {
		return func(m *Member) {
			m.Event.Attribution = []quote.Voice{{Name: name, Actor: id, Kind: quote.BodyVoice, Stance: stance}}
		}
	}
	one := told(1, "2021-07-28", all(on(28, false), voice("Ministry of Defence of Westhaven", "WESGOV:ministry-of-defence", quote.Asserts)))
	two := told(2, "2021-07-30", on(28, false))
	s := Weigh(&Occurrence{ID: "o-1", Members: []Member{one, two}})
	if s.Contested || len(s.Silences) != 1 || s.Silences[0].Country != "NOR" || s.Silences[0].Days != 2 || edtfDay(s.Silences[0].Until) != "2021-07-30" {
		t.Errorf("contested %v, silences %+v", s.Contested, s.Silences)
	}
	if len(s.Silences) == 1 && (len(s.Silences[0].Words) != 1 || s.Silences[0].Words[0].Text != propertyText) {
		t.Errorf("the words that say so: %+v", s.Silences[0].Words)
	}
	three := told(3, "2021-07-30", voice("Norland", "NOR", quote.Denies))
	three.Event.Status = event.NotHappened
	s = Weigh(&Occurrence{ID: "o-1", Members: []Member{one, two, three}})
	stances := map[string]quote.Stance{}
	for _, c := range s.Claims {
		stances[c.By] = c.Stance
	}
	if !s.Contested || stances["Ministry of Defence of Westhaven"] != quote.Asserts || stances["Outlet 2"] != quote.Asserts || stances["Norland"] != quote.Denies {
		t.Errorf("contested %v, claims %v", s.Contested, stances)
	}
	if s.Status != event.Actual || len(s.Claims) != 3 {
		t.Errorf("status %s, %d claims", s.Status, len(s.Claims))
	}
	if !slices.ContainsFunc(s.Disagreements, func(f Field) bool { return f.Name == "status" }) {
		t.Error("that one denies it is no disagreement")
	}
}
