package picture

import (
	"fmt"
	"math"

	"chancery/atlas"
)

// rectangle is room on the map that is taken.
type rectangle struct{ x0, y0, x1, y1 float64 }

func (r rectangle) meets(s rectangle) bool {
	return r.x0 < s.x1 && s.x0 < r.x1 && r.y0 < s.y1 && s.y0 < r.y1
}

// free takes a rectangle if nothing is there yet and it lies on the map.
func (d *drawnMap) free(r rectangle) bool {
	if r.x0 < 2 || r.y0 < 2 || r.x1 > d.view.Width-2 || r.y1 > d.view.Height-2 {
		return false
	}
	for _, t := range d.taken {
		if r.meets(t) {
			return false
		}
	}
	return true
}

// label writes a text if its place is free. x is its start, middle or end by anchor, y its baseline.
func (d *drawnMap) label(x, y, anchor, size float64, class, s string) bool {
	w := textWidth(s, size)
	r := rectangle{x - anchor*w - 1, y - size*0.8 - 1, x - anchor*w + w + 1, y + size*0.25 + 1}
	if s == "" || !d.free(r) {
		return false
	}
	d.taken = append(d.taken, r)
	d.text(x, y, anchor, size, class+" halo", s)
	return true
}

// mostLabels is how many names of marks are tried.
const mostLabels = 300

// markLabels names the marks, those with most events first, where there is room: beside points, in areas.
func (d *drawnMap) markLabels(outlines []outlined, areas, spots []spot) {
	if !d.view.Whole { // the scale stands there
		d.taken = append(d.taken, rectangle{0, d.view.Height - 26, min(180, d.view.Width/2), d.view.Height})
	}
	for _, s := range spots {
		d.taken = append(d.taken, rectangle{s.x - s.r, s.y - s.r, s.x + s.r, s.y + s.r})
	}
	for i, s := range spots {
		if i == mostLabels {
			break
		}
		text, r := s.marks[0].labelled(), s.r
		if len(s.marks) > 1 {
			text = fmt.Sprintf("%s and %d more", s.marks[0].Name, len(s.marks)-1)
		}
		text = shorten(printable(text), normalSize, 190)
		for _, at := range [...][3]float64{
			{r + 4, 4, 0}, {-r - 4, 4, 1}, {0, -r - 5, 0.5}, {0, r + 13, 0.5},
			{r, -r, 0}, {r, r + 8, 0}, {-r, -r, 1}, {-r, r + 8, 1},
		} {
			if d.label(s.x+at[0], s.y+at[1], at[2], normalSize, "", text) {
				break
			}
		}
	}
	for i, s := range areas {
		if i == mostLabels {
			break
		}
		text := shorten(printable(s.marks[0].labelled()), smallSize, 150)
		// Of a circle that is cut off at the edge, the name stands in the part that is seen.
		half := textWidth(text, smallSize)/2 + 4
		x, y := max(half, min(d.view.Width-half, s.x)), max(14, min(d.view.Height-8, s.y))
		if math.Hypot(x-s.x, y-s.y) > s.r {
			continue
		}
		for _, dy := range [...]float64{4, -s.r * 0.5, s.r*0.5 + 8, -s.r - 4, s.r + 12} {
			if d.label(x, y+dy, 0.5, smallSize, "italic", text) {
				break
			}
		}
	}
	for _, o := range outlines {
		text := shorten(printable(o.mark.labelled()), normalSize, 180)
		if d.labelCountry(o.shape, text, normalSize, "strong country", true) {
			d.named[o.mark.Country] = true
		}
	}
}

// labelled is a mark's name with its count, unless that is one.
func (m MapMark) labelled() string {
	text := m.Name
	if m.Precision == Near {
		text = "near " + text
	}
	if m.Total() > 1 {
		text += " " + bracketed(m.Total())
	}
	return text
}

// countryNames names the countries in which there is room for it.
func (d *drawnMap) countryNames() {
	for _, s := range d.shapes {
		if d.named[s.Country.Code] && s.Country.Code != "" {
			continue
		}
		d.labelCountry(s, s.Country.Name, smallSize, "quiet country", false)
	}
}

// labelCountry writes a text where a country has most room on the map; anyway even if it is too wide for that.
func (d *drawnMap) labelCountry(s atlas.Shape, text string, size float64, class string, anyway bool) bool {
	const spacing = 1.12 // names of countries are letterspaced
	width := textWidth(text, size) * spacing
	var x, y, room float64
	if d.view.Whole || !s.Cut {
		c := s.Country
		x, y = d.project.place(c.Label.Lat, c.Label.Lon)
		x1, _ := d.project.place(c.Label.Lat, c.Label.Lon+c.Room)
		room = math.Abs(x1 - x)
	} else {
		x, y, room = d.roomiest(s.Rings)
	}
	if !anyway && width > 2.7*room {
		return false
	}
	w := width / spacing
	for _, dy := range [...]float64{0, -size - 4, size + 4, -2*size - 6, 2*size + 6} {
		r := rectangle{x - width/2 - 2, y + dy - size*0.5 - 2, x + width/2 + 2, y + dy + size*0.5 + 2}
		if !anyway && math.Abs(dy) > room/2.5 || !d.free(r) {
			continue
		}
		d.taken = append(d.taken, r)
		d.text(x, y+dy+size*0.35, 0.5, size, class+" halo", text)
		return w > 0
	}
	return false
}

// roomiest returns the point of the rings on the map around which there is most room to the sides, and how much.
func (d *drawnMap) roomiest(rings [][]atlas.Point) (x, y, room float64) {
	const squeeze = 2.5
	flat := make([][]atlas.Point, 0, len(rings))
	for _, ring := range rings {
		points := make([]atlas.Point, len(ring))
		for i, q := range ring {
			px, py := d.project.at(q)
			px, py = max(0, min(d.view.Width, px)), max(0, min(d.view.Height, py))
			points[i] = atlas.Point{Lon: px / squeeze, Lat: py}
		}
		flat = append(flat, points)
	}
	at, room := atlas.Middle(flat)
	return at.Lon * squeeze, at.Lat, room * squeeze
}
