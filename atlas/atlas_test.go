package atlas

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chancery/codebook"
)

func loaded(t testing.TB) *Atlas {
	t.Helper()
	a, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// within reports whether a point lies in the shape of a country, over the whole world and in all detail.
func within(a *Atlas, code string, p Point) bool {
	s, ok := a.Shape(code, World(), 0)
	return ok && toLines(p, s.Rings) > 0
}

func TestTownsLieInTheirCountries(t *testing.T) {
	a := loaded(t)
	for _, c := range []struct {
		town     string
		lat, lon float64
		code     string
	}{
		{"Yerevan", 40.18, 44.51, "ARM"}, {"Nakhchivan", 39.21, 45.41, "AZE"}, {"Ganja", 40.68, 46.36, "AZE"}, {"Lachin", 39.64, 46.55, "AZE"},
		{"Goris", 39.51, 46.34, "ARM"}, {"Tbilisi", 41.69, 44.83, "GEO"}, {"Paris", 48.85, 2.35, "FRA"}, {"Cayenne", 4.9, -52.35, "FRA"},
		{"Maseru", -29.4, 27.6, "LSO"}, {"Kaliningrad", 54.7, 20.6, "RUS"}, {"Anadyr", 64.7, 177.3, "RUS"}, {"Uelen, inland", 66, -171.5, "RUS"},
		{"Anchorage", 61.2, -149.5, "USA"}, {"Denver", 39.7, -105, "USA"}, {"Suva", -17.9, 178.2, "FJI"}, {"Taveuni", -16.85, -179.97, "FJI"},
		{"Pristina", 42.66, 21.16, "XKX"}, {"Hargeisa", 9.56, 44.06, "SOL"}, {"the South Pole, nearly", -89.5, 30, "ATA"}, {"Jerusalem", 31.78, 35.2, "ISR"},
		{"Gaza", 31.45, 34.4, "PSE"}, {"San Marino", 43.94, 12.45, "SMR"},
	} {
		var in []string
		for _, country := range a.Countries() {
			if country.Code != "" && within(a, country.Code, Point{c.lon, c.lat}) {
				in = append(in, country.Code)
			}
		}
		if c.town == "Jerusalem" { // a matter of which side of a line
			if len(in) != 1 {
				t.Errorf("%s lies in %v", c.town, in)
			}
			continue
		}
		if len(in) != 1 || in[0] != c.code {
			t.Errorf("%s lies in %v, not in %s", c.town, in, c.code)
		}
	}
}

func TestCountries(t *testing.T) {
	a := loaded(t)
	all := a.Countries()
	if len(all) < 240 {
		t.Errorf("%d countries", len(all))
	}
	seen := map[string]bool{}
	for i, c := range all {
		if c.Name == "" || strings.HasSuffix(c.Name, ".") {
			t.Errorf("country %q is called %q", c.Code, c.Name)
		}
		if c.Code != "" && (len(c.Code) != 3 || seen[c.Code] || a.Country(c.Code) != c) {
			t.Errorf("code %q of %s", c.Code, c.Name)
		}
		seen[c.Code] = true
		if i > 0 && (all[i-1].Code > c.Code || all[i-1].Code == c.Code && all[i-1].Name >= c.Name) {
			t.Errorf("%s stands after %s", c.Name, all[i-1].Name)
		}
		// Of the smallest the outline is coarser than what the label was reckoned from, and of the Vatican a point.
		s, ok := a.Shape(c.Code, World(), 0)
		if tiny := c.Bound.East-c.Bound.West < 0.03; c.Code != "" && !tiny && (!ok || toLines(c.Label, s.Rings) < -0.05) {
			t.Errorf("the label of %s lies outside, at %v", c.Name, c.Label)
		}
	}
	for _, code := range strings.Fields("ARM AZE GEO TUR IRN RUS USA GBR FRA DEU CHN TUV VAT XKX NCY SOL PSE TWN ESH SSD MKD SWZ") {
		if a.Country(code) == nil {
			t.Errorf("no %s", code)
		}
	}
	if a.Country("") != nil || a.Country("ZZZ") != nil {
		t.Error("a country of no code")
	}
	if note := a.Note(); !strings.Contains(note, "Natural Earth") || !strings.Contains(note, "go run") {
		t.Errorf("the file says of itself: %s", note)
	}
}

func TestAreas(t *testing.T) {
	a := loaded(t)
	for code, want := range map[string]float64{"ARM": 29_743, "AZE": 86_600, "FRA": 643_801, "USA": 9_830_000, "RUS": 17_100_000, "LSO": 30_355, "FJI": 18_272, "ZAF": 1_221_000} {
		if got := a.Country(code).Area; got < 0.88*want || got > 1.12*want {
			t.Errorf("%s has %.0f square kilometres, not about %.0f", code, got, want)
		}
	}
}

// The codebook's areas and waters have a reach, so that the South Caucasus is not drawn as large as a corridor.
func TestReach(t *testing.T) {
	book := codebook.Shipped()
	named := map[string]bool{}
	for _, file := range book.Files("places", ".tsv") {
		data, err := book.Read(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			columns := strings.Split(line, "\t")
			if len(columns) < 4 || strings.HasPrefix(line, "#") {
				continue
			}
			named[columns[0]] = true
			if columns[1] != "area" && columns[1] != "water" {
				continue
			}
			if far, ok := Reach(columns[0]); !ok || far <= 0 || far > 7000 {
				t.Errorf("%s: %s reaches %g kilometres, %v", file, columns[0], far, ok)
			}
		}
	}
	for name := range reaches() {
		if !named[name] {
			t.Errorf("%s is no place of the codebook", name)
		}
	}
}

func TestBoundsCrossTheAntimeridian(t *testing.T) {
	a := loaded(t)
	for code, want := range map[string]Box{
		"ARM": {43, 38, 47, 42}, "RUS": {19, 41, 192, 82}, "FJI": {174, -22, 182, -12}, "USA": {172, 18, 294, 72}, "NZL": {165, -53, 185, -8},
	} {
		if got := a.Country(code).Bound; got.West < want.West || got.South < want.South || got.East > want.East || got.North > want.North {
			t.Errorf("%s is bound by %v, not within %v", code, got, want)
		}
	}
	// Seen from either side of the antimeridian, in one piece.
	for _, box := range []Box{{170, 60, 200, 72}, {-190, 60, -160, 72}} {
		s, ok := a.Shape("RUS", box, 0.01)
		if !ok {
			t.Fatalf("no Russia in %v", box)
		}
		for _, ring := range s.Rings {
			for _, p := range ring {
				if p.Lon < box.West || p.Lon > box.East {
					t.Fatalf("%v outside of %v", p, box)
				}
			}
		}
		if p := (Point{box.West + 7.3, 66.5}); toLines(p, s.Rings) <= 0 {
			t.Errorf("%v is not in Russia", p)
		}
	}
}

// A border is one line: what is left of it after thinning, both countries have.
func TestBordersStayShared(t *testing.T) {
	a := loaded(t)
	for _, tolerance := range []float64{0.001, 0.013, 0.05, 0.13, 0.36, 1} {
		owners := map[Point]int{}
		for _, s := range a.Shapes(World(), tolerance) {
			own := map[Point]bool{}
			for _, ring := range s.Rings {
				for _, p := range ring {
					if !own[p] {
						own[p] = true
						owners[p]++
					}
				}
			}
		}
		for _, line := range a.Borders(World(), tolerance) {
			if len(line) < 4 { // of a country too small to be drawn
				continue
			}
			for _, p := range line[1 : len(line)-1] {
				if owners[p] == 1 {
					t.Fatalf("at tolerance %g only one country has %v", tolerance, p)
				}
			}
		}
	}
}

func TestThinning(t *testing.T) {
	a := loaded(t)
	before := math.MaxInt
	for _, tolerance := range []float64{0, 0.01, 0.05, 0.2, 1} {
		points := 0
		for _, s := range a.Shapes(World(), tolerance) {
			for _, ring := range s.Rings {
				points += len(ring)
			}
		}
		if points >= before {
			t.Errorf("at tolerance %g there are %d points, not fewer than %d", tolerance, points, before)
		}
		before = points
	}
}

func TestShapesLieInTheirBox(t *testing.T) {
	a := loaded(t)
	rapid.Check(t, func(t *rapid.T) {
		west := rapid.Float64Range(-180, 180).Draw(t, "west")
		south := rapid.Float64Range(-90, 80).Draw(t, "south")
		box := Box{west, south, west + rapid.Float64Range(0.1, 360).Draw(t, "width"), min(90, south+rapid.Float64Range(0.1, 60).Draw(t, "height"))}
		tolerance := rapid.Float64Range(0.001, 1).Draw(t, "tolerance")
		const slack = 1e-9
		inBox := func(lines [][]Point) {
			for _, line := range lines {
				for _, p := range line {
					if p.Lon < box.West-slack || p.Lon > box.East+slack || p.Lat < box.South-slack || p.Lat > box.North+slack {
						t.Fatalf("%v lies outside of %v", p, box)
					}
				}
			}
		}
		for _, s := range a.Shapes(box, tolerance) {
			inBox(s.Rings)
			for _, ring := range s.Rings {
				if len(ring) < 3 {
					t.Fatalf("a ring of %d points", len(ring))
				}
			}
		}
		inBox(a.Borders(box, tolerance))
	})
}

func drawRing(t *rapid.T) []Point {
	n := rapid.IntRange(3, 12).Draw(t, "points")
	ring := make([]Point, n)
	for i := range ring { // a star around the middle, which crosses itself nowhere
		angle, r := 2*math.Pi*float64(i)/float64(n), rapid.Float64Range(1, 10).Draw(t, "radius")
		ring[i] = Point{r * math.Cos(angle), r * math.Sin(angle)}
	}
	return ring
}

func TestClipping(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ring := drawRing(t)
		whole := areaOf(ring)
		if got := clipRing(ring, Box{-11, -11, 11, 11}); math.Abs(areaOf(got)-whole) > 1e-9 {
			t.Fatalf("a box around all changes the area from %g to %g", whole, areaOf(got))
		}
		at := rapid.Float64Range(-9, 9).Draw(t, "cut")
		parts := 0.0
		for _, box := range []Box{{-11, -11, at, 0}, {at, -11, 11, 0}, {-11, 0, at, 11}, {at, 0, 11, 11}} {
			if part := clipRing(ring, box); len(part) > 0 {
				parts += areaOf(part)
			}
		}
		if math.Abs(parts-whole) > 1e-6 {
			t.Fatalf("four parts have %g of %g", parts, whole)
		}
		for _, piece := range clipLine(ring, Box{-3, -3, 3, 3}) {
			for _, p := range piece {
				if math.Abs(p.Lon) > 3+1e-9 || math.Abs(p.Lat) > 3+1e-9 {
					t.Fatalf("%v of a line lies outside", p)
				}
			}
		}
	})
}

func TestMiddle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rings := [][]Point{drawRing(t)}
		p, room := Middle(rings)
		if room <= 0 || math.Abs(toLines(p, rings)-room) > 1e-9 {
			t.Fatalf("the middle %v has %g around it, and %g", p, room, toLines(p, rings))
		}
		for range 20 {
			q := Point{rapid.Float64Range(-10, 10).Draw(t, "x"), rapid.Float64Range(-10, 10).Draw(t, "y")}
			if other := toLines(q, rings); other > room*1.02 {
				t.Fatalf("%v has %g around it, the middle only %g", q, other, room)
			}
		}
	})
	if p, room := Middle(nil); p != (Point{}) || room != 0 {
		t.Errorf("the middle of nothing is %v, %g", p, room)
	}
	square := []Point{{0, 0}, {8, 0}, {8, 8}, {0, 8}}
	hole := []Point{{3, 3}, {5, 3}, {5, 5}, {3, 5}}
	if p, _ := Middle([][]Point{square, hole}); p.Lon > 3 && p.Lon < 5 && p.Lat > 3 && p.Lat < 5 {
		t.Errorf("the middle %v lies in a hole", p)
	}
}

func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		if _, err := Open(file); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkShapes(b *testing.B) {
	a := loaded(b)
	for _, c := range []struct {
		name      string
		box       Box
		tolerance float64
	}{
		{"world", World(), 0.36},
		{"continent", Box{-12, 34, 45, 72}, 0.05},
		{"region", Box{43, 38, 49.5, 42}, 0.0065},
	} {
		b.Run(c.name, func(b *testing.B) {
			points := 0
			for b.Loop() {
				points = 0
				for _, s := range a.Shapes(c.box, c.tolerance) {
					for _, r := range s.Rings {
						points += len(r)
					}
				}
				for _, l := range a.Borders(c.box, c.tolerance) {
					points += len(l)
				}
			}
			b.ReportMetric(float64(points), "points")
		})
	}
}
