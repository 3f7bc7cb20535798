package event

import (
	"testing"

	"chancery/actor"
	"chancery/when"
)

func TestNumeral(t *testing.T) {
	for _, c := range []struct {
		word string
		want int
		ok   bool
	}{
		{"14", 14, true}, {"1,200", 1200, true}, {"two", 2, true}, {"Twelve", 12, true}, {"twenty-one", 21, true}, {"ninety", 90, true},
		{"hundred", 100, true}, {"dozen", 12, true}, {"3.5", 0, false}, {"many", 0, false}, {"", 0, false}, {"99999999999999999999", 0, false},
	} {
		if got, ok := numeral(c.word); ok != c.ok || ok && got != c.want {
			t.Errorf("numeral(%q) = %d, %v; want %d, %v", c.word, got, ok, c.want, c.ok)
		}
	}
}

func TestShift(t *testing.T) {
	for _, c := range []struct {
		from when.Day
		days int
		want when.Day
	}{
		{when.Day{Year: 2021, Month: 5, Day: 24}, -2, when.Day{Year: 2021, Month: 5, Day: 22}},
		{when.Day{Year: 2021, Month: 3, Day: 1}, -1, when.Day{Year: 2021, Month: 2, Day: 28}},
		{when.Day{Year: 2020, Month: 2, Day: 28}, 1, when.Day{Year: 2020, Month: 2, Day: 29}},
		{when.Day{Year: 2021, Month: 12, Day: 31}, 1, when.Day{Year: 2022, Month: 1, Day: 1}},
		{when.Day{}, 5, when.Day{}},
	} {
		if got := shift(c.from, c.days); got != c.want {
			t.Errorf("shift(%v, %d) = %v, want %v", c.from, c.days, got, c.want)
		}
	}
}

func TestCodesAgree(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"190", "194", true}, {"040", "046", true}, {"194", "195", false}, {"057", "051", false}, {"0841", "084", true}, {"033", "163", false}, {"", "163", true},
	} {
		if got := codesAgree(c.a, c.b); got != c.want {
			t.Errorf("codesAgree(%q, %q) = %v", c.a, c.b, got)
		}
	}
}

func TestCompatibleParties(t *testing.T) {
	armenia := actor.Party{Name: "Armenia", Actor: "ARM", Country: "ARM"}
	minister := actor.Party{Name: "the Armenian foreign minister", Country: "ARM", Sector: "GOV"}
	georgia := actor.Party{Name: "Georgia", Actor: "GEO", Country: "GEO"}
	rebels := actor.Party{Name: "rebels", Sector: "REB"}
	for _, c := range []struct {
		name string
		a, b []actor.Party
		want bool
	}{
		{"a state and its minister", []actor.Party{armenia}, []actor.Party{minister}, true},
		{"two states", []actor.Party{armenia}, []actor.Party{georgia}, false},
		{"one of two", []actor.Party{armenia, georgia}, []actor.Party{georgia}, true},
		{"nobody is told", nil, []actor.Party{georgia}, true},
		{"people without a country", []actor.Party{rebels}, []actor.Party{georgia}, false},
	} {
		if got := compatibleParties(c.a, c.b); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
	if rest := without([]actor.Party{armenia, georgia}, []actor.Party{minister}); len(rest) != 1 || rest[0].Country != "GEO" {
		t.Errorf("without a minister's state: %v", rest)
	}
}

// A mood of several flags gives the status that says least.
func TestStatusOfMood(t *testing.T) {
	for _, c := range []struct {
		mood mood
		want Status
	}{
		{past, Actual}, {progressive, Ongoing}, {future, Planned}, {possible | future, Hypothetical}, {negated | past, NotHappened},
		{conditional | negated, Hypothetical}, {would, Hypothetical}, {communicated | purposive, Actual},
	} {
		if got := c.mood.status(); got != c.want {
			t.Errorf("%s: %s, want %s", moodWords(c.mood), got, c.want)
		}
	}
}
