package picture

import (
	"math"

	"chancery/atlas"
)

// projection puts the earth on the plane. A part of it is drawn with straight degrees, those of longitude shortened
// as they are at the middle latitude, so that shapes and distances hold in its middle; the whole world in the Natural
// Earth projection of Tom Patterson and Bojan Šavrič, whose polynomial this is.
type projection struct {
	box    atlas.Box
	whole  bool
	middle float64 // longitude of the middle
	x, y   float64 // of the point at the middle's longitude and the equator (whole) or the box's north-west corner
	kx, ky float64 // pixels a degree, or for the whole world pixels a unit
}

func newProjection(v View) projection {
	p := projection{box: v.Box, whole: v.Whole, middle: (v.Box.West + v.Box.East) / 2}
	if v.Whole {
		right, _ := naturalEarth(180, 0)
		_, top := naturalEarth(0, v.Box.North)
		p.kx = (v.Width/2 - 1) / right
		p.ky = p.kx
		p.x, p.y = v.Width/2, 1+top*p.ky
		return p
	}
	p.kx = v.Width / (v.Box.East - v.Box.West)
	p.ky = v.Height / (v.Box.North - v.Box.South)
	return p
}

func (p projection) name() string {
	if p.whole {
		return "natural-earth"
	}
	return "equirectangular"
}

// at returns where a point lies on the plane. Its longitude is one of the box's.
func (p projection) at(q atlas.Point) (x, y float64) {
	if p.whole {
		x, y = naturalEarth(q.Lon-p.middle, q.Lat)
		return p.x + x*p.kx, p.y - y*p.ky
	}
	return (q.Lon - p.box.West) * p.kx, (p.box.North - q.Lat) * p.ky
}

// place returns where a mark lies, turned round the earth to where the box is nearest.
func (p projection) place(lat, lon float64) (x, y float64) {
	lon = p.box.Into(lon)
	if over := lon - p.box.East; over > 0 && p.box.West-(lon-360) < over {
		lon -= 360
	}
	return p.at(atlas.Point{Lon: lon, Lat: lat})
}

// kilometre returns the pixels that a kilometre takes at a latitude, from north to south.
func (p projection) kilometre(lat float64) float64 {
	const kilometres = 111.2 // a degree of latitude
	if p.whole {
		_, north := naturalEarth(0, min(lat+0.5, 90))
		_, south := naturalEarth(0, max(lat-0.5, -90))
		return (north - south) * p.ky / kilometres
	}
	return p.ky / kilometres
}

// edge returns the outline of the whole world.
func (p projection) edge() []atlas.Point {
	b := p.box
	return []atlas.Point{{Lon: b.West, Lat: b.South}, {Lon: b.West, Lat: b.North}, {Lon: b.East, Lat: b.North}, {Lon: b.East, Lat: b.South}}
}

// naturalEarth projects degrees to the plane, where the equator is about 5.4 long.
func naturalEarth(lon, lat float64) (x, y float64) {
	l, p := lon*math.Pi/180, lat*math.Pi/180
	p2 := p * p
	p4 := p2 * p2
	x = l * (0.8707 - 0.131979*p2 + p4*(-0.013791+p4*(0.003971*p2-0.001529*p4)))
	y = p * (1.007226 + p2*(0.015085+p4*(-0.044475+0.028874*p2-0.005916*p4)))
	return x, y
}

const (
	mostRoom  = 150  // kilometres around an area: "in Europe" should not make a map of a town one of Europe
	leastSpan = 0.05 // degrees of latitude: nothing smaller is shown
	wholeSpan = 200  // degrees of longitude from which on the whole world is shown
)

// view works out what the map shows.
func (m Map) view(outlines *atlas.Atlas, o Options) View {
	width := o.width(mapWidth)
	box := m.Box
	if box == (atlas.Box{}) {
		box = m.fit(outlines)
	}
	box = box.Normal()
	if box.East-box.West >= wholeSpan || box.North-box.South > 110 {
		return m.wholeView(box, width, o)
	}
	if box.North-box.South < leastSpan {
		middle := (box.North + box.South) / 2
		box.South, box.North = middle-leastSpan/2, middle+leastSpan/2
	}
	shrink := math.Cos((box.North + box.South) / 2 * math.Pi / 180)
	shrink = max(shrink, 0.1)
	height := float64(o.Height)
	if height <= 0 {
		lowest, highest := 0.42, 0.7
		if width < 600 { // a narrow screen is higher than wide
			lowest, highest = 0.75, 1.2
		}
		ratio := (box.North - box.South) / ((box.East - box.West) * shrink)
		if box.East == box.West {
			ratio = highest
		}
		height = math.Round(width * max(lowest, min(highest, ratio)))
	}
	height = max(height, 120)
	// The side that is too short is made longer.
	perDegree := min(width/max((box.East-box.West)*shrink, 1e-9), height/(box.North-box.South))
	x, w := (box.East+box.West)/2, width/perDegree/shrink
	if w >= wholeSpan {
		return m.wholeView(box, width, o)
	}
	y, h := (box.North+box.South)/2, height/perDegree
	y = max(-90+h/2, min(90-h/2, y))
	if h >= 180 {
		return m.wholeView(box, width, o)
	}
	return View{Box: atlas.Box{West: x - w/2, South: y - h/2, East: x + w/2, North: y + h/2}.Normal(), Width: width, Height: height}
}

// wholeView shows all longitudes, with the middle of the box in the middle. The Antarctic is cut off unless something
// is there.
func (m Map) wholeView(box atlas.Box, width float64, o Options) View {
	south, north := -58.0, 84.0
	for _, mark := range m.Marks {
		if mark.Lat < south+2 || mark.Country == "ATA" {
			south = -90
		}
		if mark.Lat > north-2 {
			north = 90
		}
	}
	middle := (box.West + box.East) / 2
	b := atlas.Box{West: middle - 180, South: south, East: middle + 180, North: north}
	right, _ := naturalEarth(180, 0)
	_, top := naturalEarth(0, north)
	_, bottom := naturalEarth(0, south)
	return View{Box: b, Width: width, Height: math.Ceil((top-bottom)*(width/2-1)/right) + 2, Whole: true}
}

// fit returns a box around the marks with some room, and the world when there are none. Where other marks are there,
// a country counts with its whole outline only if that makes the map little larger: one report on Russia should not
// make a map of all of Asia.
func (m Map) fit(outlines *atlas.Atlas) atlas.Box {
	var pieces, countries []atlas.Box
	for _, mark := range m.Marks {
		if !mark.known() {
			continue
		}
		if c := outlines.Country(mark.Country); mark.Precision == InCountry && c != nil {
			countries = append(countries, c.Bound)
			pieces = append(pieces, atlas.Box{West: c.Label.Lon, South: c.Label.Lat, East: c.Label.Lon, North: c.Label.Lat})
			continue
		}
		lat := min(mark.radius(outlines), mostRoom) / 111.2
		lon := lat / max(0.1, math.Cos(mark.Lat*math.Pi/180))
		pieces = append(pieces, atlas.Box{West: mark.Lon - lon, South: mark.Lat - lat, East: mark.Lon + lon, North: mark.Lat + lat})
	}
	if len(pieces) == len(countries) {
		pieces = countries
	}
	if len(pieces) == 0 {
		return atlas.World()
	}
	b := atlas.Around(pieces)
	for _, c := range countries {
		if with := atlas.Around([]atlas.Box{b, c}); with.East-with.West <= 1.6*(b.East-b.West) && with.North-with.South <= 1.6*(b.North-b.South) {
			b = with
		}
	}
	if b.East-b.West > wholeSpan {
		return atlas.World()
	}
	shrink := max(0.1, math.Cos((b.North+b.South)/2*math.Pi/180))
	x := max(0.08*(b.East-b.West), (2-(b.East-b.West))/2/shrink, 0)
	y := max(0.08*(b.North-b.South), (1.5-(b.North-b.South))/2, 0)
	return atlas.Box{West: b.West - x, South: max(-90, b.South-y), East: b.East + min(x, 180), North: min(90, b.North+y)}
}
