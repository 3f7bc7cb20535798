package report

import (
	"errors"
	"testing"
)

func TestParsePublished(t *testing.T) {
	for _, c := range []struct{ in, edtf, precision string }{
		{"2021", "2021", "year"},
		{"2021-06", "2021-06", "month"},
		{"2021-06-10", "2021-06-10", "day"},
		{" 2021-06-10 ", "2021-06-10", "day"},
		{"2020-02-29", "2020-02-29", "day"},
		{"2021-06-10T14:05:00Z", "2021-06-10T14:05:00Z", "second"},
		{"2021-06-10T14:05:09.123+04:00", "2021-06-10T14:05:09+04:00", "second"},
		{"2021-06-10 14:05", "2021-06-10T14:05:00", "second"},
		{"2021-06-10T14:05:00+0400", "2021-06-10T14:05:00+04:00", "second"},
		{"2021-06-10T14:05:00 GMT", "2021-06-10T14:05:00Z", "second"},
	} {
		p, err := ParsePublished(c.in)
		if err != nil || p.EDTF != c.edtf || p.Precision != c.precision {
			t.Errorf("%q gives %v, %v", c.in, p, err)
		}
	}
	for _, in := range []string{"", "21", "0000", "2021-13", "2021-00", "2021-06-31", "2021-02-29", "1900-02-29", "2021-6-1", "2021/06/10", "10.06.2021", "yesterday", "2021-06-10T25:00", "2021-06-10T14", "2021-06-10T14:05:00+99:00", "2021-06-10X", "2021-06-10T", "-2021", "２０２１"} {
		if p, err := ParsePublished(in); !errors.Is(err, ErrDate) {
			t.Errorf("%q gives %v, %v", in, p, err)
		}
	}
}

func TestWrittenDate(t *testing.T) {
	for in, want := range map[string]string{
		"June 10, 2021":                 "2021-06-10",
		"10 June 2021":                  "2021-06-10",
		"10th June 2021":                "2021-06-10",
		"Thu, 10 Jun 2021 14:05:00 GMT": "2021-06-10",
		"Thursday, June 10, 2021":       "2021-06-10",
		"Jun. 10, 2021 5:30 p.m. EST":   "2021-06-10",
		"10-Jun-2021":                   "2021-06-10",
		"June 2021":                     "2021-06",
		"10.06.2021":                    "2021-06-10",
		"1.6.2021 14:05":                "2021-06-01",
		"31.06.2021":                    "",
		"10.06.21":                      "",
		"June 10":                       "",
		"10/06/2021":                    "",
		"June 31, 2021":                 "",
		"June 10, 2021 was a Thursday":  "",
		"Juneau 10, 2021":               "",
	} {
		if p, _ := parseWrittenDate(in); p.EDTF != want {
			t.Errorf("%q gives %q, want %q", in, p.EDTF, want)
		}
	}
}

func TestDay(t *testing.T) {
	if y, m, d, ok := (Published{EDTF: "2021-06-10T14:05:00Z"}).Day(); y != 2021 || m != 6 || d != 10 || !ok {
		t.Error(y, m, d, ok)
	}
	if _, _, _, ok := (Published{EDTF: "2021-06"}).Day(); ok {
		t.Error("a month has a day")
	}
}
