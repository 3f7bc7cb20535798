package picture

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chancery/atlas"
)

func showBox(b atlas.Box) string { return "/map?box=" + b.String() }

// caucasus is a map with every kind of mark.
func caucasus() *Map {
	return &Map{
		Title: "Where it happened", Box: atlas.Box{West: 43, South: 38, East: 49.5, North: 42}, Show: showBox,
		Marks: []MapMark{
			{ID: "yerevan", Name: "Yerevan", Lat: 40.18, Lon: 44.51, Country: "ARM", Precision: Exactly, Cooperation: 14, Conflict: 3, Other: 2, Href: "/find?place=yerevan"},
			{ID: "baku", Name: "Baku", Lat: 40.38, Lon: 49.89, Country: "AZE", Precision: Exactly, Cooperation: 12, Conflict: 6, Href: "/find?place=baku"},
			{ID: "tbilisi", Name: "Tbilisi", Lat: 41.69, Lon: 44.83, Country: "GEO", Precision: Exactly, Cooperation: 5, Href: "/find?place=tbilisi"},
			{ID: "lachin", Name: "Lachin", Lat: 39.64, Lon: 46.55, Precision: Exactly, Conflict: 7, Note: "Last on 3 May 2021"},
			{ID: "goris", Name: "Goris", Lat: 39.51, Lon: 46.34, Precision: Near, Conflict: 2},
			{ID: "syunik", Name: "Syunik", Lat: 39.3, Lon: 46.2, Precision: InProvince, Conflict: 4, Cooperation: 1, Href: "/find?place=syunik"},
			{ID: "kalbajar", Name: "Kalbajar district", Lat: 40.1, Lon: 46.04, Precision: InDistrict, Conflict: 2},
			{ID: "karabakh", Name: "Nagorno-Karabakh", Lat: 39.82, Lon: 46.75, Precision: InRegion, Conflict: 3, Cooperation: 3},
			{ID: "aze", Name: "Azerbaijan", Country: "AZE", Precision: InCountry, Cooperation: 6, Href: "/find?place=aze"},
			{ID: "arm", Name: "Armenia", Country: "ARM", Precision: InCountry, Conflict: 3},
			{ID: "sotk", Name: "Sotk", Lat: 40.2, Lon: 45.87, Precision: Exactly, Conflict: 1, Selected: true},
			{ID: "khankendi", Name: "Khankendi", Lat: 39.82, Lon: 46.75, Precision: Exactly, Other: 3},
			{ID: "shusha", Name: "Shusha", Lat: 39.76, Lon: 46.75, Precision: Exactly, Cooperation: 2},
			{ID: "caspian", Name: "Caspian Sea", Lat: 41.5, Lon: 50.5, Precision: AtSeaOrInTheAir, Conflict: 1},
		},
	}
}

// islands is a map across the antimeridian.
func islands() *Map {
	return &Map{Title: "The islands", Show: showBox, Marks: []MapMark{
		{Name: "Suva", Lat: -18.14, Lon: 178.44, Precision: Exactly, Cooperation: 4},
		{Name: "Apia", Lat: -13.83, Lon: -171.76, Precision: Exactly, Cooperation: 3},
		{Name: "Wellington", Lat: -41.3, Lon: 174.78, Precision: Exactly, Conflict: 3},
		{Name: "Fiji", Lat: -18, Lon: 178, Country: "FJI", Precision: InCountry, Conflict: 3},
		{Name: "Tuvalu", Lat: -8, Lon: 178, Country: "TUV", Precision: InCountry, Other: 1},
		{Name: "Honolulu", Lat: 21.3, Lon: -157.86, Precision: Exactly, Cooperation: 9},
	}}
}

// everywhere is a map of the world with many marks.
func everywhere(n int) *Map {
	r := rand.New(rand.NewPCG(11, uint64(n)))
	m := &Map{Title: "Everywhere", Box: atlas.World(), Show: showBox}
	for i := range n {
		p := MapMark{
			ID: strconv.Itoa(i), Name: fmt.Sprintf("Town %d", i), Href: "/find", Precision: Precision(1 + r.IntN(7)),
			Lat: r.NormFloat64()*20 + 30, Lon: r.NormFloat64()*40 + 30, Cooperation: r.IntN(1 + 400/(i+1)), Conflict: r.IntN(3), Other: 1,
		}
		if p.Precision == InCountry {
			p.Country = []string{"ARM", "RUS", "FRA", "USA", "IRN", "LUX", "TUR", "EGY"}[r.IntN(8)]
		}
		m.Marks = append(m.Marks, p)
	}
	return m
}

// maps are kept in testdata too, to be looked at and compared.
var maps = []struct {
	name string
	p    Picture
	o    Options
}{
	{"map", caucasus(), Options{}},
	{"map.phone", caucasus(), Options{Width: 360}},
	{"map.antimeridian", islands(), Options{Width: 720}},
	{"map.world", everywhere(60), Options{Width: 600}},
}

func TestGoldenMaps(t *testing.T) {
	for _, s := range maps {
		t.Run(s.name, func(t *testing.T) {
			golden(t, s.name, s.p, s.o)
		})
	}
}

// drawnMark is a mark as it stands in the drawing.
type drawnMark struct{ class, href, id, box, title, count string }

// marksOf reads the marks of a map, and fails when the drawing is no XML or holds what it must not.
func marksOf(t interface {
	Helper()
	Fatalf(string, ...any)
}, svg string) (marks []drawnMark) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(svg))
	var current *drawnMark
	inTitle := false
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return marks
		}
		if err != nil {
			t.Fatalf("no XML: %v", err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			attribute := map[string]string{}
			for _, a := range e.Attr {
				if a.Name.Local == "style" || strings.HasPrefix(a.Name.Local, "on") {
					t.Fatalf("attribute %s of %s", a.Name.Local, e.Name.Local)
				}
				attribute[a.Name.Local] = a.Value
			}
			switch e.Name.Local {
			case "svg", "g", "path", "circle", "rect", "text", "desc", "defs", "pattern", "style":
			case "a":
			case "title":
				inTitle = true
			default:
				t.Fatalf("element %s", e.Name.Local)
			}
			switch attribute["class"] {
			case "point", "place", "cluster":
				marks = append(marks, drawnMark{class: attribute["class"], href: attribute["href"], id: attribute["data-id"], box: attribute["data-box"], count: attribute["data-count"]})
				current = &marks[len(marks)-1]
			}
		case xml.CharData:
			if inTitle && current != nil {
				current.title, current = string(e), nil
			}
		case xml.EndElement:
			inTitle = false
		}
	}
}

func draw(t testing.TB, m *Map, o Options) string {
	t.Helper()
	s, err := String(m, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestMapMarks(t *testing.T) {
	byID := map[string]drawnMark{}
	for _, m := range marksOf(t, draw(t, caucasus(), Options{Width: 1000})) {
		byID[m.id] = m
	}
	for id, want := range map[string]drawnMark{
		"yerevan":  {class: "point", href: "/find?place=yerevan", title: "Yerevan: 19 events (14 cooperation, 3 conflict, 2 other)", count: "19"},
		"lachin":   {class: "point", title: "Lachin: 7 events (7 conflict). Last on 3 May 2021", count: "7"},
		"goris":    {class: "place", title: "Near Goris: 2 events (2 conflict)", count: "2"},
		"syunik":   {class: "place", href: "/find?place=syunik", title: "Somewhere in Syunik: 5 events (1 cooperation, 4 conflict)", count: "5"},
		"aze":      {class: "place", href: "/find?place=aze", title: "Somewhere in Azerbaijan: 6 events (6 cooperation)", count: "6"},
		"caspian":  {class: "place", title: "At sea or in the air, Caspian Sea: 1 event (1 conflict)", count: "1"},
		"karabakh": {class: "place", title: "Somewhere in Nagorno-Karabakh: 6 events (3 cooperation, 3 conflict)", count: "6"},
	} {
		want.id = id
		if byID[id] != want {
			t.Errorf("%s is drawn as %+v, not %+v", id, byID[id], want)
		}
	}
}

// Whatever the marks, all that are in view are drawn: alone or in a count, and counts lead to where their marks are.
func TestMapLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := &Map{Show: showBox}
		total := 0
		for i := range rapid.IntRange(1, 40).Draw(t, "marks") {
			n := rapid.IntRange(0, 50).Draw(t, "count")
			total += n
			m.Marks = append(m.Marks, MapMark{
				ID: strconv.Itoa(i), Name: fmt.Sprintf("Town %d", i), Precision: Precision(rapid.IntRange(0, 5).Draw(t, "precision")),
				Lat: rapid.Float64Range(-80, 80).Draw(t, "lat"), Lon: rapid.Float64Range(-180, 180).Draw(t, "lon"), Conflict: n,
			})
		}
		o := Options{Width: rapid.IntRange(200, 1400).Draw(t, "width")}
		svg, err := String(m, o)
		if err != nil {
			t.Fatal(err)
		}
		sum := 0
		for _, d := range marksOf(t, svg) {
			n, err := strconv.Atoi(d.count)
			if err != nil {
				t.Fatal(err)
			}
			sum += n
			if d.class != "cluster" {
				continue
			}
			b, err := atlas.ParseBox(d.box)
			if err != nil || d.href != "/map?box="+d.box && d.href != "" {
				t.Fatalf("box %s, address %s: %v", d.box, d.href, err)
			}
			inside := 0
			for _, p := range m.Marks {
				if b.Into(p.Lon) <= b.East && p.Lat >= b.South && p.Lat <= b.North {
					inside += p.Total()
				}
			}
			if inside < n {
				t.Fatalf("a count of %d leads to %s, which has %d", n, d.box, inside)
			}
		}
		if sum != total {
			t.Fatalf("%d of %d events are drawn", sum, total)
		}
	})
}

func TestMapEscapesHostileNames(t *testing.T) {
	hostile := "<script>alert(1)</script>\"'&\x00\u202e]]><a href=\"javascript:x\">"
	m := caucasus()
	for i := range m.Marks {
		m.Marks[i].Name, m.Marks[i].Note, m.Marks[i].ID = hostile, hostile, hostile
		m.Marks[i].Href = "javascript:alert(1)"
	}
	m.Marks[8].Country = "AZE"
	m.Title, m.Description, m.Noun = hostile, hostile, hostile
	m.Show = func(atlas.Box) string { return "data:text/html,x" }
	for _, width := range []int{300, 1000} {
		svg := draw(t, m, Options{Width: width, Standalone: true, ID: hostile, Links: hostile})
		for _, d := range marksOf(t, svg) {
			if d.href != "" {
				t.Errorf("an address %q", d.href)
			}
		}
		if strings.Contains(svg, "<script") || strings.Contains(svg, "javascript:x\"") {
			t.Error("script in the drawing")
		}
	}
}

func TestMapLabelsDoNotCollide(t *testing.T) {
	for _, s := range maps {
		for _, width := range []int{360, 700, 1200} {
			var labels []label
			if _, err := String(s.p, Options{Width: width, Unexplained: true, labels: &labels}); err != nil {
				t.Fatal(err)
			}
			if len(labels) < 3 {
				t.Errorf("%s at %d has %d labels", s.name, width, len(labels))
			}
			for i, a := range labels {
				for _, b := range labels[:i] {
					if a.x < b.x+b.w-0.5 && b.x < a.x+a.w-0.5 && a.y-a.h*0.7 < b.y && b.y-b.h*0.7 < a.y {
						t.Errorf("%s at %d: %q and %q cover each other", s.name, width, a.text, b.text)
					}
				}
			}
		}
	}
}

func TestMapFits(t *testing.T) {
	for _, c := range []struct {
		name  string
		m     *Map
		whole bool
		inner string // lies within the view
	}{
		{"nothing", &Map{}, true, "-180,-50,180,80"},
		{"across the antimeridian", islands(), false, "174.78,-41.3,202.14,21.3"},
		{"one town", &Map{Marks: []MapMark{{Name: "Yerevan", Lat: 40.18, Lon: 44.51, Other: 1}}}, false, "44,39.6,45,40.7"},
		{"one country", &Map{Marks: []MapMark{{Name: "Armenia", Country: "ARM", Precision: InCountry, Other: 1}}}, false, "43.5,39,46.5,41.2"},
		{"a country and a town", &Map{Marks: []MapMark{{Country: "RUS", Precision: InCountry}, {Lat: 59.9, Lon: 30.3}}}, false, "30.3,59.9,97,60"},
		{"far apart", &Map{Marks: []MapMark{{Lat: 38.9, Lon: -77}, {Lat: 39.9, Lon: 116.4}, {Lat: 48, Lon: 2}}}, true, "-77,38,116,48"},
		{"the Antarctic", &Map{Box: atlas.World(), Marks: []MapMark{{Lat: -75, Lon: 0}}}, true, "-180,-89,180,80"},
		{"a point", &Map{Box: atlas.Box{West: 44, South: 40, East: 44, North: 40}}, false, "44,40,44,40"},
		{"the north", &Map{Box: atlas.Box{West: 0, South: 84, East: 60, North: 90}}, false, "0,84,60,90"},
		{"nowhere", &Map{Marks: []MapMark{{Lat: math.NaN(), Lon: 4}, {Lat: 400, Lon: math.Inf(1)}}}, true, "-180,-50,180,80"},
	} {
		for _, width := range []int{360, 960} {
			o := Options{Width: width}
			v, err := c.m.View(o)
			if err != nil {
				t.Fatal(err)
			}
			var inner atlas.Box
			if _, err := fmt.Sscanf(strings.ReplaceAll(c.inner, ",", " "), "%g %g %g %g", &inner.West, &inner.South, &inner.East, &inner.North); err != nil {
				t.Fatal(err)
			}
			west := v.Box.Into(inner.West)
			if v.Whole != c.whole || west+inner.East-inner.West > v.Box.East+1e-6 || inner.South < v.Box.South-1e-6 || inner.North > v.Box.North+1e-6 {
				t.Errorf("%s at %d pixels: %+v does not show %s", c.name, width, v, c.inner)
			}
			if v.Width != float64(width) || v.Height < 100 || v.Height > 1.3*v.Width {
				t.Errorf("%s at %d pixels is %g by %g", c.name, width, v.Width, v.Height)
			}
			marksOf(t, draw(t, c.m, o))
		}
	}
}

func TestMapMovesAndZooms(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		west, south := rapid.Float64Range(-180, 179).Draw(t, "west"), rapid.Float64Range(-85, 70).Draw(t, "south")
		m := &Map{Box: atlas.Box{West: west, South: south, East: west + rapid.Float64Range(0.1, 150).Draw(t, "width"), North: south + rapid.Float64Range(0.1, 15).Draw(t, "height")}}
		v, err := m.View(Options{Width: rapid.IntRange(300, 1200).Draw(t, "pixels")})
		if err != nil {
			t.Fatal(err)
		}
		nearer, farther := v.Zoomed(0.5), v.Zoomed(2)
		if wide := nearer.East - nearer.West; wide > (v.Box.East-v.Box.West)*0.51 && wide > 2*leastSpan {
			t.Fatalf("nearer, %v becomes %v", v.Box, nearer)
		}
		if farther.East-farther.West < v.Box.East-v.Box.West || farther.North-farther.South < (v.Box.North-v.Box.South)*0.99 {
			t.Fatalf("farther, %v becomes %v", v.Box, farther)
		}
		for _, b := range []atlas.Box{nearer, farther, v.Moved(0.5, 0), v.Moved(-0.5, 0.5), v.Moved(0, -1)} {
			if b.South < -90 || b.North > 90 || b.South >= b.North || b.East <= b.West || b.West < -180 || b.West >= 180 {
				t.Fatalf("%v leads to %v", v.Box, b)
			}
			if _, err := atlas.ParseBox(b.String()); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestNaturalEarth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lon, lat := rapid.Float64Range(-180, 180).Draw(t, "lon"), rapid.Float64Range(-89, 89).Draw(t, "lat")
		x, y := naturalEarth(lon, lat)
		if mx, my := naturalEarth(-lon, -lat); math.Abs(mx+x) > 1e-9 || math.Abs(my+y) > 1e-9 {
			t.Fatalf("%g, %g is not opposite", lon, lat)
		}
		if _, north := naturalEarth(lon, lat+1); north <= y {
			t.Fatalf("north of %g is not above", lat)
		}
		if east, _ := naturalEarth(lon+1, lat); east <= x {
			t.Fatalf("east of %g is not to the right", lon)
		}
	})
}

// A page must stay small, and so must the world.
func TestMapIsSmall(t *testing.T) {
	for _, c := range []struct {
		m    *Map
		most int
	}{{&Map{Box: atlas.World()}, 90_000}, {everywhere(100), 120_000}, {everywhere(5000), 200_000}, {caucasus(), 45_000}} {
		if n := len(draw(t, c.m, Options{Width: 1000})); n > c.most {
			t.Errorf("a map of %d marks takes %d bytes", len(c.m.Marks), n)
		}
	}
}

func TestMapIsTheSameTwice(t *testing.T) {
	if a, b := draw(t, everywhere(500), Options{}), draw(t, everywhere(500), Options{}); a != b {
		t.Error("two drawings of the same differ")
	}
}

// The country that is named by a mark is not named twice.
func TestMapNamesCountriesOnce(t *testing.T) {
	svg := draw(t, caucasus(), Options{Width: 1200})
	if n := len(regexp.MustCompile(`>Azerbaijan[^<]*</text>`).FindAllString(svg, -1)); n != 1 {
		t.Errorf("Azerbaijan is named %d times", n)
	}
	if !strings.Contains(svg, ">Georgia</text>") {
		t.Error("Georgia is not named")
	}
}

func BenchmarkMap(b *testing.B) {
	if _, err := atlas.Load(); err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct {
		name string
		m    *Map
	}{{"region", caucasus()}, {"continent", &Map{Box: atlas.Box{West: -12, South: 34, East: 45, North: 71}}}, {"world", everywhere(100)}, {"world of 10,000 marks", everywhere(10_000)}} {
		b.Run(c.name, func(b *testing.B) {
			size := 0
			for b.Loop() {
				size = len(draw(b, c.m, Options{Width: 1000}))
			}
			b.ReportMetric(float64(size), "bytes")
		})
	}
}

// A count leads to a map that shows its places apart, or, where none would, to the first of them.
func TestMapCountsLeadSomewhere(t *testing.T) {
	two := func(lat float64) string {
		m := &Map{Show: showBox, Box: atlas.Box{West: 40, South: 35, East: 60, North: 45}, Marks: []MapMark{
			{Name: "Old town", Lat: 40, Lon: 50, Cooperation: 3, Href: "/place/old"}, {Name: "New town", Lat: lat, Lon: 50, Conflict: 1, Href: "/place/new"},
		}}
		marks := marksOf(t, draw(t, m, Options{}))
		if len(marks) != 1 || marks[0].class != "cluster" || marks[0].count != "4" {
			t.Fatalf("%+v", marks)
		}
		return marks[0].href
	}
	if href := two(40); href != "/place/old" {
		t.Errorf("two at one point lead to %s", href)
	}
	href := two(40.05)
	b, err := atlas.ParseBox(strings.TrimPrefix(href, "/map?box="))
	if err != nil {
		t.Fatalf("two close together lead to %s", href)
	}
	near := &Map{Show: showBox, Box: b, Marks: []MapMark{{Name: "Old town", Lat: 40, Lon: 50, Cooperation: 3}, {Name: "New town", Lat: 40.05, Lon: 50, Conflict: 1}}}
	if marks := marksOf(t, draw(t, near, Options{})); len(marks) != 2 {
		t.Errorf("nearer there are %+v", marks)
	}
}

// Marks of one country fill its outline once.
func TestMapFillsACountryOnce(t *testing.T) {
	m := &Map{Marks: []MapMark{
		{ID: "a", Name: "Armenia", Country: "ARM", Precision: InCountry, Cooperation: 3}, {ID: "b", Name: "Republic of Armenia", Country: "ARM", Precision: InCountry, Conflict: 2},
		{ID: "c", Name: "Atlantis", Lat: 40, Lon: 44, Country: "ATL", Precision: InCountry, Other: 1},
	}}
	marks := marksOf(t, draw(t, m, Options{}))
	if len(marks) != 2 || marks[1].count != "5" || marks[1].id != "a" || marks[0].title != "Somewhere in Atlantis: 1 event (1 other)" {
		t.Errorf("%+v", marks)
	}
}
