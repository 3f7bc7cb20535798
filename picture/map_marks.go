package picture

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"chancery/atlas"
)

// radius returns how large, in kilometres, the area of a mark is drawn: as far as a region of its name reaches, about
// what divisions of its country measure, or what is usual for its precision. A point has none.
func (m MapMark) radius(outlines *atlas.Atlas) float64 {
	if m.Radius > 0 {
		return m.Radius
	}
	if m.Precision == InProvince || m.Precision == InRegion || m.Precision == AtSeaOrInTheAir {
		if far, ok := atlas.Reach(m.Name); ok {
			return far
		}
	}
	side := 0.0 // of the country, if it were a square
	if c := outlines.Country(m.Country); c != nil {
		side = math.Sqrt(c.Area)
	}
	switch m.Precision {
	case Near:
		return 12
	case InDistrict:
		return max(20, min(60, 0.03*side))
	case InProvince: // Armenia's have 20 to 40 kilometres, those of Canada 500
		return max(35, min(400, 0.12*side))
	case InRegion:
		return 60
	case InCountry:
		return 200
	case AtSeaOrInTheAir:
		return 120
	}
	return 0
}

// known reports whether the mark has a place on the earth.
func (m MapMark) known() bool {
	return math.Abs(m.Lat) <= 90 && math.Abs(m.Lon) <= 720
}

// tone is the tone of most of the mark's events; of as many of each, neither.
func (m MapMark) tone() Tone {
	switch {
	case m.Cooperation > m.Conflict && m.Cooperation >= m.Other:
		return Cooperation
	case m.Conflict > m.Cooperation && m.Conflict >= m.Other:
		return Conflict
	}
	return Neutral
}

// words says what a tooltip says: "in Syunik province: 3 events (2 cooperation, 1 conflict)".
func (m MapMark) words(noun string) string {
	where := m.Name
	switch m.Precision {
	case Near:
		where = "Near " + m.Name
	case InDistrict, InProvince, InRegion, InCountry:
		where = "Somewhere in " + m.Name
	case AtSeaOrInTheAir:
		where = "At sea or in the air, " + m.Name
	}
	text := where + ": " + counted(m.Total(), noun) + m.tones()
	if m.Note != "" {
		text += ". " + m.Note
	}
	return text
}

func (m MapMark) tones() string {
	var kinds []string
	for _, k := range [...]struct {
		n    int
		name string
	}{{m.Cooperation, "cooperation"}, {m.Conflict, "conflict"}, {m.Other, "other"}} {
		if k.n > 0 {
			kinds = append(kinds, fmt.Sprintf("%d %s", k.n, k.name))
		}
	}
	if len(kinds) == 0 {
		return ""
	}
	return " (" + strings.Join(kinds, ", ") + ")"
}

// sorted returns the marks that have a place, those with most events first. The order of what is alike is that of
// names and then of the caller.
func (m Map) sorted() []MapMark {
	marks := make([]MapMark, 0, len(m.Marks))
	for _, m := range m.Marks {
		if m.known() {
			marks = append(marks, m)
		}
	}
	slices.SortStableFunc(marks, func(a, b MapMark) int {
		return cmp.Or(cmp.Compare(b.Total(), a.Total()), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return marks
}

// inView reports whether a mark's point, or a country's outline, is on the map.
func (d *drawnMap) inView(m MapMark) bool {
	if m.Precision == InCountry {
		if c := d.atlas.Country(m.Country); c != nil {
			for _, s := range d.shapes {
				if s.Country == c {
					return true
				}
			}
			return false
		}
	}
	x, y := d.project.place(m.Lat, m.Lon)
	return x >= 0 && x <= d.view.Width && y >= 0 && y <= d.view.Height
}

// spot is what is drawn at one point: a mark, or several that would cover each other.
type spot struct {
	marks []MapMark // the first has most events and gives the point
	x, y  float64
	r     float64 // in pixels
	area  bool    // drawn as an area
}

func (s spot) total() (m MapMark) {
	for _, n := range s.marks {
		m.Cooperation += n.Cooperation
		m.Conflict += n.Conflict
		m.Other += n.Other
		m.Selected = m.Selected || n.Selected
	}
	return m
}

// marks draws areas, the larger below the smaller, and points over them.
func (d *drawnMap) marks() {
	d.named = map[string]bool{}
	d.most = 1
	for _, m := range d.known {
		if d.inView(m) {
			d.most = max(d.most, m.Total())
		}
	}
	var outlines []outlined
	var areas, spots []spot
	numbers := map[string]int{} // of countries that are outlined
	for _, m := range d.known {
		x, y := d.project.place(m.Lat, m.Lon)
		if m.Precision == InCountry {
			if i, ok := numbers[m.Country]; ok {
				outlines[i].add(m)
				continue
			}
			if o, ok := d.outlined(m); ok {
				numbers[m.Country] = len(outlines)
				outlines = append(outlines, o)
				continue
			} else if c := d.atlas.Country(m.Country); c != nil {
				if !o.seen {
					continue
				}
				x, y = d.project.place(c.Label.Lat, c.Label.Lon)
				m.Radius = 1 // as large as it can be seen
			}
		}
		far := m.radius(d.atlas)
		r := far * d.project.kilometre(m.Lat)
		reach := max(r, 20)
		if x < -reach || x > d.view.Width+reach || y < -reach || y > d.view.Height+reach {
			continue
		}
		s := spot{marks: []MapMark{m}, x: x, y: y, r: d.pointRadius(m.Total()), area: far > 0}
		if r >= leastArea {
			s.r = r
			areas = append(areas, s)
		} else {
			spots = append(spots, s)
		}
	}
	slices.SortStableFunc(areas, func(a, b spot) int { return cmp.Compare(b.r, a.r) })
	// Larger areas lie below smaller ones, so that none hides another from the pointer: Europe below Germany.
	bodies := make([]body, 0, len(outlines)+len(areas))
	for _, o := range outlines {
		bodies = append(bodies, body{o.size, func() { d.drawOutline(o) }})
	}
	for _, s := range areas {
		bodies = append(bodies, body{math.Pi * s.r * s.r, func() { d.drawArea(s) }})
	}
	slices.SortStableFunc(bodies, func(a, b body) int { return cmp.Compare(b.size, a.size) })
	for _, b := range bodies {
		b.draw()
	}
	spots = d.clustered(spots)
	for i := len(spots) - 1; i >= 0; i-- { // the largest last, on top
		d.drawSpot(spots[i])
	}
	d.markLabels(outlines, areas, spots)
}

// body is an outline or a circle that is to be drawn.
type body struct {
	size float64 // in square pixels
	draw func()
}

// leastArea is the radius in pixels under which a circle does not show how large an area is any more: then it is
// drawn as small as a point, and joins those near it.
const leastArea = 14

// broad is the radius in pixels from which on a circle is drawn faintly.
const broad = 80

// pointRadius makes the area of a point grow with its count.
func (d *drawnMap) pointRadius(n int) float64 {
	greatest := min(19, d.view.Width/28, 9+2*math.Log2(float64(d.most)))
	return max(4.5, greatest*math.Sqrt(float64(max(n, 0))/float64(d.most)))
}

// clustered joins the spots that would cover one another, until none do: what is joined is larger, and may cover
// more. A spot takes in what is near it, the one with most first, and keeps its own place.
func (d *drawnMap) clustered(spots []spot) []spot {
	for range 8 {
		before := len(spots)
		spots = d.joinedOnce(spots)
		if len(spots) == before {
			break
		}
	}
	return spots
}

func (d *drawnMap) joinedOnce(spots []spot) []spot {
	size := 24.0 // of the squares in which neighbours are sought: the largest distance that joins
	for _, s := range spots {
		size = max(size, 2*s.r)
	}
	square := func(s spot) [2]int { return [2]int{int(math.Floor(s.x / size)), int(math.Floor(s.y / size))} }
	squares := map[[2]int][]int{}
	for i, s := range spots {
		squares[square(s)] = append(squares[square(s)], i)
	}
	gone := make([]bool, len(spots))
	var kept []spot
	for i, s := range spots {
		if gone[i] {
			continue
		}
		gone[i] = true
		at := square(s)
		var near []int
		for dx := -1; dx <= 1; dx++ {
			for dy := -1; dy <= 1; dy++ {
				near = append(near, squares[[2]int{at[0] + dx, at[1] + dy}]...)
			}
		}
		slices.Sort(near)
		joined := false
		for _, j := range near {
			if gone[j] {
				continue
			}
			if math.Hypot(spots[j].x-s.x, spots[j].y-s.y) < max(11, 0.9*(s.r+spots[j].r)) {
				if !joined {
					s.marks = slices.Clone(s.marks) // others hold the same
				}
				gone[j], joined = true, true
				s.marks = append(s.marks, spots[j].marks...)
			}
		}
		if joined {
			s.r = d.clusterRadius(s)
		}
		kept = append(kept, s)
	}
	return kept
}

func (d *drawnMap) drawSpot(s spot) {
	sum := s.total()
	first := s.marks[0]
	if len(s.marks) == 1 {
		d.openMark(first, first.Href, "point")
		if s.area {
			d.tag("circle").num("cx", s.x).num("cy", s.y).num("r", max(s.r, 7)).class("area " + sum.tone().class()).end()
			d.note("map-area")
		} else {
			d.glyph(s.x, s.y, s.r, sum)
		}
		d.chosen(s.x, s.y, s.r, first.Selected)
		d.shut()
		return
	}
	box := d.around(s.marks)
	href := first.Href
	if d.Show != nil && apart(s.marks) {
		href = d.Show(box)
	}
	names := make([]string, 0, 8)
	for i, m := range s.marks {
		if i == 6 {
			names = append(names, fmt.Sprintf("%d more", len(s.marks)-i))
			break
		}
		names = append(names, fmt.Sprintf("%s %d", m.Name, m.Total()))
	}
	d.open(href, "cluster").data("data-box", box.String()).data("data-count", fmt.Sprint(sum.Total())).
		titled(fmt.Sprintf("%d places: %s%s: %s", len(s.marks), counted(sum.Total(), d.Noun), sum.tones(), strings.Join(names, ", ")))
	d.tag("circle").num("cx", s.x).num("cy", s.y).num("r", s.r).class("ring").end()
	d.glyph(s.x, s.y, s.r-3, sum)
	number := fmt.Sprint(sum.Total())
	d.tag("circle").num("cx", s.x).num("cy", s.y).num("r", max(6.5, textWidth(number, smallSize)/2+1)).class("halo-disc").end()
	d.text(s.x, s.y+4, 0.5, smallSize, "strong", number)
	d.chosen(s.x, s.y, s.r, sum.Selected)
	d.shut()
	d.note("map-cluster")
}

// apart reports whether any map would show the marks apart. Where they are all at one point, an address that shows it
// nearer would lead nowhere new.
func apart(marks []MapMark) bool {
	const least = 0.002 // degrees
	for _, m := range marks {
		if math.Abs(m.Lat-marks[0].Lat) > least || math.Abs(math.Remainder(m.Lon-marks[0].Lon, 360)) > least {
			return true
		}
	}
	return false
}

// clusterRadius returns the radius of several marks: of the disc, with its number inside and a ring around.
func (d *drawnMap) clusterRadius(s spot) float64 {
	n := s.total().Total()
	return 3 + max(11, min(20, d.pointRadius(n)), textWidth(fmt.Sprint(n), smallSize)/2+4)
}

// openMark begins a mark with all that scripts may want of it.
func (d *drawnMap) openMark(m MapMark, href, class string) {
	d.open(href, class).data("data-id", m.ID).data("data-count", fmt.Sprint(m.Total())).data("data-precision", precisionCode(m.Precision)).
		titled(m.words(d.Noun))
}

func precisionCode(p Precision) string {
	if p <= 0 {
		return ""
	}
	return fmt.Sprint(int(p))
}

// glyph draws counts by tone at a point: the tone's own shape when there is only one, else a disc in slices.
func (d *drawnMap) glyph(x, y, r float64, m MapMark) {
	parts := [...]struct {
		n int
		t Tone
	}{{m.Cooperation, Cooperation}, {m.Conflict, Conflict}, {m.Other, Neutral}}
	total := m.Total()
	for _, p := range parts {
		if p.n == total {
			if total == 0 {
				p.t = Neutral
			}
			d.dot(x, y, r, p.t, Actual)
			d.note("map-" + p.t.class())
			return
		}
	}
	from := 0.0
	for _, p := range parts {
		if p.n == 0 {
			continue
		}
		to := from + float64(p.n)/float64(total)
		x0, y0 := x+r*math.Sin(2*math.Pi*from), y-r*math.Cos(2*math.Pi*from)
		x1, y1 := x+r*math.Sin(2*math.Pi*to), y-r*math.Cos(2*math.Pi*to)
		large := 0.0
		if to-from > 0.5 {
			large = 1
		}
		d.filled("path", "slice", p.t).path("MLAZ", x, y, x0, y0, r, r, 0, large, 1, x1, y1).end()
		from = to
	}
	d.note("map-slices")
}

// filled begins an element of a tone. Conflict is hatched, by an attribute that a class of the tone would override.
func (d *drawnMap) filled(element, class string, t Tone) *canvas {
	d.note("map-" + t.class())
	if t == Conflict {
		return d.tag(element).class(class + " hatched").paint("hatch-conflict")
	}
	return d.tag(element).class(class + " " + t.class())
}

func (d *drawnMap) chosen(x, y, r float64, selected bool) {
	if selected {
		d.tag("circle").num("cx", x).num("cy", y).num("r", r+4).class("chosen").end()
	}
}

// drawArea draws a place that is not known exactly as a circle about as large as what is not known.
func (d *drawnMap) drawArea(s spot) {
	m := s.marks[0]
	d.openMark(m, m.Href, "place")
	if s.r > broad { // one event somewhere in Europe should not darken all of it
		d.note("map-" + m.tone().class())
		d.tag("circle").class("area broad " + m.tone().class())
	} else {
		d.filled("circle", "area", m.tone())
	}
	d.num("cx", s.x).num("cy", s.y).num("r", s.r).end()
	d.chosen(s.x, s.y, s.r, m.Selected)
	d.shut()
	d.note("map-area")
}

// outlined is a country that is drawn by its outline.
type outlined struct {
	mark  MapMark
	shape atlas.Shape
	seen  bool    // some of it is in view
	size  float64 // of its shape, in square pixels
}

// add counts another mark of the same country.
func (o *outlined) add(m MapMark) {
	o.mark.Cooperation += m.Cooperation
	o.mark.Conflict += m.Conflict
	o.mark.Other += m.Other
	o.mark.Selected = o.mark.Selected || m.Selected
}

// outlined finds the outline of a mark that is in a country; it is false when there is none or it is too small to
// be seen.
func (d *drawnMap) outlined(m MapMark) (o outlined, ok bool) {
	for _, s := range d.shapes {
		if s.Country.Code == m.Country && m.Country != "" {
			o = outlined{mark: m, shape: s, seen: true}
			for _, ring := range s.Rings {
				o.size += d.size(ring)
			}
			return o, o.size > 100 || s.Cut && o.size > 1
		}
	}
	if c := d.atlas.Country(m.Country); c != nil { // too small to be a shape
		x, y := d.project.place(c.Label.Lat, c.Label.Lon)
		o.seen = x >= 0 && x <= d.view.Width && y >= 0 && y <= d.view.Height
	}
	return o, false
}

// size returns a ring's area in square pixels.
func (d *drawnMap) size(ring []atlas.Point) (sum float64) {
	px, py := d.project.at(ring[len(ring)-1])
	for _, q := range ring {
		x, y := d.project.at(q)
		sum += px*y - x*py
		px, py = x, y
	}
	return math.Abs(sum) / 2
}

func (d *drawnMap) drawOutline(o outlined) {
	m := o.mark
	d.openMark(m, m.Href, "place")
	share := float64(m.Total()) / float64(d.most)
	much := "few"
	switch {
	case share > 0.5:
		much = "many"
	case share > 0.15:
		much = "some"
	}
	class := "outline " + much
	if m.Selected {
		class += " picked"
	}
	if o.shape.Cut { // the line round it is another than that of what is filled
		class += " cut"
	}
	d.filled("path", class, m.tone()).data("data-country", m.Country)
	d.rings(o.shape.Rings)
	d.end()
	if o.shape.Cut {
		rim := "rim " + m.tone().class()
		if m.Selected {
			rim = "chosen"
		}
		d.tag("path").class(rim)
		d.lines(d.rim(o.shape.Rings))
		d.end()
	}
	d.shut()
	d.note("map-country")
}

// rim returns the lines of rings without the stretches along which a country is cut off: at the edge of the map, and
// where the source cuts it in two at the antimeridian.
func (d *drawnMap) rim(rings [][]atlas.Point) (lines [][]atlas.Point) {
	box := d.beyond()
	cut := func(a, b atlas.Point) bool {
		if a.Lon == b.Lon && math.Abs(math.Remainder(a.Lon-180, 360)) < 1e-6 {
			return true
		}
		return a.Lon == b.Lon && (a.Lon == box.West || a.Lon == box.East) || a.Lat == b.Lat && (a.Lat == box.South || a.Lat == box.North)
	}
	for _, ring := range rings {
		line := []atlas.Point{ring[0]}
		for i := range ring {
			a, b := ring[i], ring[(i+1)%len(ring)]
			if cut(a, b) {
				lines = append(lines, line)
				line = nil
			}
			line = append(line, b)
		}
		lines = append(lines, line)
	}
	return lines
}

// around returns a box that shows marks apart, with some room.
func (d *drawnMap) around(marks []MapMark) atlas.Box {
	pieces := make([]atlas.Box, len(marks))
	for i, m := range marks {
		pieces[i] = atlas.Box{West: m.Lon, South: m.Lat, East: m.Lon, North: m.Lat}
	}
	b := atlas.Around(pieces)
	x := max(0.25*(b.East-b.West), (0.2-(b.East-b.West))/2)
	y := max(0.25*(b.North-b.South), (0.15-(b.North-b.South))/2)
	return atlas.Box{West: b.West - x, South: max(-90, b.South-y), East: b.East + x, North: min(90, b.North+y)}.Normal()
}
