package atlas

import (
	"errors"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseBox(t *testing.T) {
	for _, c := range []struct{ in, out, wrong string }{
		{"43,38,49.5,42", "43,38,49.5,42", ""},
		{" 43 , 38,49.5, 42", "43,38,49.5,42", ""},
		{"160,-30,-150,20", "160,-30,210,20", ""},
		{"520,-30,570,20", "160,-30,210,20", ""},
		{"-180,-90,180,90", "-180,-90,180,90", ""},
		{"-200,0,200,1", "160,0,520,1", ""},
		{"43,38,49.5", "", "has 3 numbers"},
		{"43,38,east,42", "", `"east" is no number`},
		{"43,42,49,38", "", "below the north"},
		{"43,38,49,91", "", "between -90 and 90"},
		{"43,38,43,39", "", "west and east are both 43"},
		{"9180,0,180,1", "", "west and east are both -180"},
		{"NaN,38,43,39", "", "no number of degrees"},
		{"", "", "has 1 numbers"},
	} {
		b, err := ParseBox(c.in)
		switch {
		case c.wrong != "":
			if !errors.Is(err, ErrBox) || !strings.Contains(err.Error(), c.wrong) {
				t.Errorf("%q: %v", c.in, err)
			}
		case err != nil || b.String() != c.out:
			t.Errorf("%q: %v, %v; want %s", c.in, b, err, c.out)
		}
	}
}

func FuzzParseBox(f *testing.F) {
	for _, s := range []string{"43,38,49.5,42", "160,-30,-150,20", "-180,-90,180,90", "1e3,0,1e4,0.1", ",,,", "0,0,0.0001,1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		b, err := ParseBox(s)
		if err != nil {
			return
		}
		if b.West < -180 || b.West >= 180 || b.East <= b.West || b.East > b.West+360 || b.South < -90 || b.South >= b.North || b.North > 90 {
			t.Fatalf("%q gives %v", s, b)
		}
		again, err := ParseBox(b.String())
		if err != nil {
			if b.East-b.West < 0.002 || b.North-b.South < 0.002 { // written with three decimals, nothing may be left of it
				return
			}
			t.Fatal(err)
		}
		if math.Abs(again.North-b.North) > 0.001 || math.Abs(math.Remainder(again.West-b.West, 360)) > 0.001 {
			t.Fatalf("%v is read again as %v", b, again)
		}
	})
}

func TestAround(t *testing.T) {
	point := func(lon, lat float64) Box { return Box{lon, lat, lon, lat} }
	for _, c := range []struct {
		pieces []Box
		want   string
	}{
		{nil, "0,0,0,0"},
		{[]Box{point(44, 40), point(50, 41)}, "44,40,50,41"},
		{[]Box{point(178, -18), point(-172, -14)}, "178,-18,188,-14"},
		{[]Box{point(-172, -14), {170, -20, 190, -10}}, "170,-20,190,-10"},
		{[]Box{point(-122, 40), point(151, -34), point(139, 35)}, "139,-34,238,40"},
	} {
		if got := Around(c.pieces).String(); got != c.want {
			t.Errorf("around %v is %s, not %s", c.pieces, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Box {
			return point(rapid.Float64Range(-180, 179).Draw(t, "lon"), rapid.Float64Range(-90, 90).Draw(t, "lat"))
		}), 1, 8).Draw(t, "points")
		b := Around(pieces)
		for _, p := range pieces {
			if lon := b.Into(p.West); lon > b.East+1e-6 && lon-360 < b.West-1e-6 || p.South < b.South || p.North > b.North {
				t.Fatalf("%v is not in %v", p, b)
			}
		}
		for i := range pieces { // no other beginning gives a narrower box
			width := 0.0
			from := pieces[i].West
			for _, p := range pieces {
				width = max(width, Box{West: from}.Into(p.West)-from)
			}
			if b.East-b.West > width+1e-6 {
				t.Fatalf("%v is wider than %g", b, width)
			}
		}
	})
}
