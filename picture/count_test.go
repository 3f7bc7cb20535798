package picture

import (
	"testing"

	"chancery/when"
)

func TestGatherLosesNothingInTheWindow(t *testing.T) {
	counts := crowd(11, 500, "2019-03-05", "2021-10-20", 1)
	s := newScale(day("2019-06-10"), day("2021-02-03"), 0, 900)
	want := 0
	for _, n := range counts {
		if d := n.First.Number(); d >= s.first && d <= s.last {
			want += n.Total()
		}
	}
	for u := Days; u <= Centuries; u++ {
		got := 0
		for _, n := range gather(counts, s, u) {
			got += n.Total()
		}
		if got != want {
			t.Errorf("by unit %d there are %d, want %d", u, got, want)
		}
	}
}

func TestGatherKeepsTheAddressOfOneCount(t *testing.T) {
	s := newScale(day("2021-01-10"), day("2021-03-31"), 0, 300)
	counts := []Count{
		{First: day("2021-01-01"), Last: day("2021-01-31"), Conflict: 2, Href: "/january"}, // its middle is before the window's half of it
		{First: day("2021-02-03"), Last: day("2021-02-03"), Other: 1, Href: "/a"},
		{First: day("2021-02-04"), Last: day("2021-02-04"), Other: 1, Href: "/b"},
	}
	got := gather(counts, s, Months)
	if len(got) != 3 || got[0].Href != "/january" || got[0].Conflict != 2 || got[1].Href != "" || got[1].Other != 2 || got[2].Total() != 0 {
		t.Errorf("got %+v", got)
	}
}

func TestCountsByMonthAreDrawnByMonth(t *testing.T) {
	var months, days []Count
	for d := day("2020-01-01"); d.Before(day("2022-01-01")); d = Months.Next(d) {
		months = append(months, Count{First: d, Last: Months.Next(d).Add(-1), Cooperation: 1})
		days = append(days, Count{First: d, Last: d, Cooperation: 1})
	}
	for _, c := range []struct {
		counts []Count
		from   Unit
		want   Unit
	}{{months, Days, Months}, {months, Years, Years}, {days, Days, Days}, {nil, Weeks, Weeks}, {[]Count{{First: day("2020-01-01"), Last: day("2020-12-31")}}, Days, Years}} {
		if got := c.from.atLeast(c.counts); got != c.want {
			t.Errorf("unit %d for %d counts, want %d", got, len(c.counts), c.want)
		}
	}
}

func TestUnitsFollowTheCalendar(t *testing.T) {
	for _, c := range []struct {
		u                 Unit
		of, start, nextAt string
	}{
		{Days, "2021-06-08", "2021-06-08", "2021-06-09"},
		{Weeks, "2021-06-08", "2021-06-07", "2021-06-14"},
		{Months, "2020-02-29", "2020-02-01", "2020-03-01"},
		{Months, "2020-12-31", "2020-12-01", "2021-01-01"},
		{Quarters, "2021-06-08", "2021-04-01", "2021-07-01"},
		{Quarters, "2021-12-08", "2021-10-01", "2022-01-01"},
		{Years, "2021-06-08", "2021-01-01", "2022-01-01"},
		{Lustra, "2021-06-08", "2020-01-01", "2025-01-01"},
		{Decades, "1999-06-08", "1990-01-01", "2000-01-01"},
		{Centuries, "1999-06-08", "1900-01-01", "2000-01-01"},
	} {
		start := c.u.Start(day(c.of))
		if start != day(c.start) || c.u.Next(start) != day(c.nextAt) {
			t.Errorf("%s: from %s to %s, want %s to %s", c.of, start, c.u.Next(start), c.start, c.nextAt)
		}
	}
	if got := Decades.Start(when.DayOf(-3, 5, 5)); got != when.DayOf(-10, 1, 1) {
		t.Errorf("a decade before Christ begins on %s", got)
	}
}

func TestPeriodsInWords(t *testing.T) {
	for _, c := range []struct{ first, last, want string }{
		{"2021-06-08", "2021-06-08", "8 June 2021"},
		{"2021-06-08", "2021-06-12", "8 to 12 June 2021"},
		{"2021-06-01", "2021-06-30", "June 2021"},
		{"2021-06-01", "2021-08-31", "June to August 2021"},
		{"2020-12-01", "2021-01-31", "December 2020 to January 2021"},
		{"2021-01-01", "2021-12-31", "2021"},
		{"2010-01-01", "2019-12-31", "2010 to 2019"},
		{"2021-06-08", "2021-07-02", "8 June to 2 July 2021"},
		{"2021-06-08", "2022-07-02", "8 June 2021 to 2 July 2022"},
		{"", "2022-07-02", "until 2 July 2022"},
		{"2022-07-02", "", "from 2 July 2022"},
		{"", "", "on an unknown day"},
	} {
		if got := periodWords(day(c.first), day(c.last)); got != c.want {
			t.Errorf("%s to %s is %q, want %q", c.first, c.last, got, c.want)
		}
	}
}

func TestShorten(t *testing.T) {
	for _, c := range []struct {
		text string
		room float64
		want string
	}{
		{"Armistice", 200, "Armistice"},
		{"The armistice of the lake", 80, "The armisti…"},
		{"A long, long name", 54, "A long…"},
		{"Abc", 5, ""},
		{"👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 180, "👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦…"},
	} {
		got := shorten(c.text, 12, c.room)
		if got != c.want {
			t.Errorf("%q in %.0f pixels is %q, want %q", c.text, c.room, got, c.want)
		}
		if textWidth(got, 12) > c.room {
			t.Errorf("%q is %.0f wide, more than %.0f", got, textWidth(got, 12), c.room)
		}
	}
}
