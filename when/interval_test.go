package when

import (
	"testing"

	"chancery/report"
)

func TestNewInterval(t *testing.T) {
	for _, c := range []struct {
		name        string
		first, last Day
		edtf        string
		acled, ucdp int
	}{
		{"a day", Day{2021, 6, 8}, Day{2021, 6, 8}, "2021-06-08", 1, 1},
		{"some days", Day{2021, 5, 21}, Day{2021, 5, 23}, "2021-05-21/2021-05-23", 2, 2},
		{"turned round", Day{2021, 5, 23}, Day{2021, 5, 21}, "2021-05-21/2021-05-23", 2, 2},
		{"a week", Day{2021, 6, 7}, Day{2021, 6, 13}, "2021-06-07/2021-06-13", 2, 3},
		{"a third of a month", Day{2021, 4, 21}, Day{2021, 4, 30}, "2021-04-21/2021-04-30", 3, 4},
		{"a month", Day{2020, 2, 1}, Day{2020, 2, 29}, "2020-02", 3, 4},
		{"a quarter", Day{2021, 1, 1}, Day{2021, 3, 31}, "2021-01-01/2021-03-31", 0, 5},
		{"a year", Day{2020, 1, 1}, Day{2020, 12, 31}, "2020", 0, 5},
		{"years", Day{2016, 1, 1}, Day{2018, 12, 31}, "2016-01-01/2018-12-31", 0, 0},
		{"no first day", Day{}, Day{2019, 12, 31}, "/2019-12-31", 0, 0},
		{"no last day", Day{2020, 1, 1}, Day{}, "2020-01-01/", 0, 0},
		{"nothing", Day{}, Day{}, "", 0, 0},
	} {
		i := NewInterval(c.first, c.last, Stated)
		if i.EDTF != c.edtf || i.ACLED != c.acled || i.UCDP != c.ucdp {
			t.Errorf("%s: %q ACLED %d UCDP %d, want %q %d %d", c.name, i.EDTF, i.ACLED, i.UCDP, c.edtf, c.acled, c.ucdp)
		}
		if known := c.first.Known() || c.last.Known(); i.Known() != known || known != (i.Basis == Stated) {
			t.Errorf("%s: known %v, basis %s", c.name, i.Known(), i.Basis)
		}
	}
}

func TestReport(t *testing.T) {
	for _, c := range []struct{ published, edtf string }{
		{"2021-06-10", "2021-06-10"},
		{"2021-06-10T14:05:00Z", "2021-06-10"},
		{"2021-06", "2021-06"},
		{"2021", "2021"},
		{"", ""},
		{"2021-02-31", "2021-02"},
		{"soon", ""},
	} {
		if i := Report(report.Published{EDTF: c.published}); i.EDTF != c.edtf || i.Known() != (i.Basis == FromReport) {
			t.Errorf("published %q: %q on basis %s, want %q", c.published, i.EDTF, i.Basis, c.edtf)
		}
	}
}

func TestIntervalArithmetic(t *testing.T) {
	day := func(s string) Interval { return Report(report.Published{EDTF: s}) }
	june, eighth, year := day("2021-06"), day("2021-06-08"), day("2021")
	open := NewInterval(Day{}, Day{2021, 6, 7}, Stated)
	if got := eighth.Shift(-7, -2); got.EDTF != "2021-06-01/2021-06-06" || got.Basis != Relative {
		t.Errorf("a few days before 8 June is %s, %s", got.EDTF, got.Basis)
	}
	if got, ok := june.Intersect(open); !ok || got.EDTF != "2021-06-01/2021-06-07" {
		t.Errorf("June before the eighth is %s, %v", got.EDTF, ok)
	}
	if _, ok := eighth.Intersect(open); ok || !open.Before(eighth) || open.Overlaps(eighth) {
		t.Error("8 June is not before 8 June")
	}
	if !june.Overlaps(eighth) || !june.Contains(Day{2021, 6, 30}) || june.Contains(Day{2021, 7, 1}) || open.Contains(Day{2021, 6, 1}) {
		t.Error("June holds its days")
	}
	if got := eighth.Union(day("2021-06-10")); got.EDTF != "2021-06-08/2021-06-10" || got.Length() != 3 {
		t.Errorf("union is %s of %d days", got.EDTF, got.Length())
	}
	if got := open.Union(eighth); got.First.Known() || got.Last != (Day{2021, 6, 8}) {
		t.Errorf("union with an open interval is %s", got.EDTF)
	}
	if got := june.Until(year); got.EDTF != "2021-06-01/2021-12-31" {
		t.Errorf("from June to the year's end is %s", got.EDTF)
	}
	war, published := day("2020"), report.Published{EDTF: "2021-06-10"}
	since := Expression{Anchored: true, Since: true, Interval: Interval{Basis: Relative}}
	if got := since.Tie(war, published); got.EDTF != "2020-01-01/2021-06-10" {
		t.Errorf("since the war of 2020 is %s", got.EDTF)
	}
	few := Expression{Anchored: true, Shift: [2]int{-7, -2}, Interval: Interval{Basis: Relative}}
	if got := few.Tie(day("2021-05-24"), published); got.EDTF != "2021-05-17/2021-05-22" {
		t.Errorf("a few days before 24 May is %s", got.EDTF)
	}
	if got := few.Tie(Interval{}, published); got.Known() {
		t.Errorf("a few days before nothing is %s", got.EDTF)
	}
	if (Interval{}).Before(eighth) || eighth.Before(Interval{}) || !(Interval{}).Overlaps(eighth) {
		t.Error("what is unknown comes before nothing and may be at any time")
	}
}
