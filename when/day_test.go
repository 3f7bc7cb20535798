package when

import (
	"testing"
	"time"
)

// TestDayNumber holds the calendar against the standard library's over 4 centuries and some edges.
func TestDayNumber(t *testing.T) {
	start := time.Date(1799, 12, 25, 0, 0, 0, 0, time.UTC)
	for i := range 366 * 401 {
		at := start.AddDate(0, 0, i)
		d := Day{at.Year(), int(at.Month()), at.Day()}
		if got, want := d.Number(), int(at.Unix()/86400); at.Unix()%86400 == 0 && got != want {
			if at.Unix() >= 0 || got != want {
				t.Fatalf("%s: number %d, want %d", d, got, want)
			}
		}
		if back := DayNumbered(d.Number()); back != d {
			t.Fatalf("%s: number %d is %s", d, d.Number(), back)
		}
		if got, want := d.Weekday(), (int(at.Weekday())+6)%7+1; got != want {
			t.Fatalf("%s: weekday %d, want %d", d, got, want)
		}
		y, w := d.Week()
		if wantYear, wantWeek := at.ISOWeek(); y != wantYear || w != wantWeek {
			t.Fatalf("%s: week %d-%d, want %d-%d", d, y, w, wantYear, wantWeek)
		}
		if m := weekStart(y, w); m.Weekday() != 1 || d.Number()-m.Number() > 6 || d.Before(m) {
			t.Fatalf("%s: its week starts %s", d, m)
		}
	}
}

func TestEaster(t *testing.T) {
	for _, want := range []Day{{1961, 4, 2}, {1998, 4, 12}, {2000, 4, 23}, {2008, 3, 23}, {2011, 4, 24}, {2018, 4, 1}, {2021, 4, 4}, {2038, 4, 25}} {
		if got := easter(want.Year); got != want {
			t.Errorf("Easter is %s, want %s", got, want)
		}
	}
}

func TestHolidays(t *testing.T) {
	for _, c := range []struct {
		name string
		got  Day
		want string
	}{
		{"Thanksgiving 1999", nth(11, 4, 4)(1999), "1999-11-25"},
		{"Memorial Day 2021", nth(5, 1, -1)(2021), "2021-05-31"},
		{"Labor Day 2021", nth(9, 1, 1)(2021), "2021-09-06"},
		{"last Sunday of March 2020", nth(3, 7, -1)(2020), "2020-03-29"},
	} {
		if c.got.String() != c.want {
			t.Errorf("%s is %s, want %s", c.name, c.got, c.want)
		}
	}
}
