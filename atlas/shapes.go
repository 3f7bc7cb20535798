package atlas

import "math"

// always is the rank of the points that are never left out, the ends of arcs: where countries meet, a thinned arc must
// end where its neighbours do.
const always = 15

// leastArea is the triangle, in square degrees, that has rank 1; each further rank is of two and a half times as large ones. A degree of longitude counts as
// long as it is at its latitude.
const leastArea = 1.5e-5

// rankStep is by how much the triangles of a rank are larger than those of the one before.
const rankStep = 2.5

// Rank returns the rank of a point that makes a triangle of so many square degrees, from 0 to 14.
func Rank(area float64) uint8 {
	if area < leastArea {
		return 0
	}
	return uint8(min(always-1, 1+math.Floor(math.Log(area/leastArea)/math.Log(rankStep)+1e-9)))
}

// Shapes returns what a box shows of each country, in the order of [Atlas.Countries]. Details much smaller than
// tolerance, in degrees of latitude, are left out; borders stay shared. Longitudes of the points lie within the box,
// beyond 180 if it does.
func (a *Atlas) Shapes(box Box, tolerance float64) []Shape {
	var shapes []Shape
	for i := range a.countries {
		if s := a.shape(&a.countries[i], box, tolerance); len(s.Rings) > 0 {
			shapes = append(shapes, s)
		}
	}
	return shapes
}

// Shape returns what a box shows of the country of a code, and whether that is anything.
func (a *Atlas) Shape(code string, box Box, tolerance float64) (Shape, bool) {
	c := a.byCode[code]
	if c == nil {
		return Shape{}, false
	}
	s := a.shape(c, box, tolerance)
	return s, len(s.Rings) > 0
}

func (a *Atlas) shape(c *Country, box Box, tolerance float64) Shape {
	s := Shape{Country: c}
	least := leastRank(tolerance)
	for _, polygon := range c.polygons {
		for i, ring := range polygon {
			if b := ring.bound; b.East-b.West < tolerance && b.North-b.South < tolerance {
				if i == 0 { // the holes of what is not seen are not seen
					break
				}
				continue
			}
			for _, turn := range turns(ring.bound, box) {
				if math.Abs(ring.bound.West+180) < 1e-6 || math.Abs(ring.bound.East-180) < 1e-6 {
					s.Cut = true
				}
				points := a.walk(ring, least, turn)
				if !box.holds(ring.bound.turned(turn)) {
					points = clipRing(points, box)
					s.Cut = true
				}
				if len(points) >= 3 {
					s.Rings = append(s.Rings, points)
				}
			}
		}
	}
	return s
}

// Borders returns the lines between countries that a box shows, each once. Coasts are not among them.
func (a *Atlas) Borders(box Box, tolerance float64) [][]Point {
	var lines [][]Point
	least := leastRank(tolerance)
	for arc, owners := range a.owners {
		if owners < 2 {
			continue
		}
		for _, turn := range turns(a.bounds[arc], box) {
			bound := a.bounds[arc].turned(turn)
			line := a.walk(ring{arcs: []int32{int32(arc)}}, least, turn)
			if box.holds(bound) {
				lines = append(lines, line)
			} else {
				lines = append(lines, clipLine(line, box)...)
			}
		}
	}
	return lines
}

// walk returns a ring's points, or an open line's, of at least a rank. The first is not repeated at a ring's end.
func (a *Atlas) walk(r ring, least uint8, turn float64) []Point {
	var points []Point
	for n, arc := range r.arcs {
		by := turn
		if r.turns != nil {
			by += r.turns[n]
		}
		i, end, step := a.starts[number(arc)], a.starts[number(arc)+1], int32(1)
		if arc < 0 {
			i, end, step = end-1, i-1, -1
		}
		for ; i != end; i += step {
			if a.ranks[i] < least {
				continue
			}
			p := Point{a.points[i].Lon + by, a.points[i].Lat}
			if len(points) == 0 || points[len(points)-1] != p {
				points = append(points, p)
			}
		}
	}
	last := len(points) - 1
	if r.pole && last > 0 { // along the pole back to the beginning
		return append(points, Point{points[last].Lon, r.poleLat()}, Point{points[0].Lon, r.poleLat()})
	}
	if last > 0 && points[0] == points[last] {
		points = points[:last]
	}
	return points
}

func (r ring) poleLat() float64 {
	if r.bound.South == -90 {
		return -90
	}
	return 90
}

func leastRank(tolerance float64) uint8 {
	if tolerance <= 0 {
		return 0
	}
	return Rank(tolerance * tolerance * math.Sqrt(rankStep)) // the nearest rank
}

// turns returns by how many degrees something must be turned round the earth to be seen in a box, in all ways there are.
func turns(b, box Box) []float64 {
	var all []float64
	for _, turn := range [...]float64{-720, -360, 0, 360, 720} {
		if b.turned(turn).meets(box) {
			all = append(all, turn)
		}
	}
	return all
}

func (b Box) turned(turn float64) Box { return Box{b.West + turn, b.South, b.East + turn, b.North} }

// clipRing cuts a ring off at a box, one side after another (Sutherland and Hodgman's method). What it leaves runs
// along the box where it was cut.
func clipRing(ring []Point, box Box) []Point {
	for side := range 4 {
		if len(ring) == 0 {
			return nil
		}
		kept := make([]Point, 0, len(ring)+4)
		before := ring[len(ring)-1]
		for _, p := range ring {
			in, was := inside(p, box, side), inside(before, box, side)
			if in != was {
				kept = append(kept, crossing(before, p, box, side))
			}
			if in {
				kept = append(kept, p)
			}
			before = p
		}
		ring = kept
	}
	return ring
}

// clipLine returns the pieces of a line that lie in a box.
func clipLine(line []Point, box Box) [][]Point {
	pieces := [][]Point{line}
	for side := range 4 {
		var kept [][]Point
		for _, line := range pieces {
			var piece []Point
			for i, p := range line {
				in := inside(p, box, side)
				if i > 0 && in != inside(line[i-1], box, side) {
					piece = append(piece, crossing(line[i-1], p, box, side))
				}
				if in {
					piece = append(piece, p)
				} else {
					kept, piece = keep(kept, piece), nil
				}
			}
			kept = keep(kept, piece)
		}
		pieces = kept
	}
	return pieces
}

func keep(lines [][]Point, line []Point) [][]Point {
	if len(line) < 2 {
		return lines
	}
	return append(lines, line)
}

// The sides of a box: west, south, east, north.
func inside(p Point, box Box, side int) bool {
	switch side {
	case 0:
		return p.Lon >= box.West
	case 1:
		return p.Lat >= box.South
	case 2:
		return p.Lon <= box.East
	}
	return p.Lat <= box.North
}

// crossing returns where a line crosses a side of a box.
func crossing(a, b Point, box Box, side int) Point {
	switch side {
	case 0, 2:
		at := box.West
		if side == 2 {
			at = box.East
		}
		return Point{at, a.Lat + (b.Lat-a.Lat)*(at-a.Lon)/(b.Lon-a.Lon)}
	}
	at := box.South
	if side == 3 {
		at = box.North
	}
	return Point{a.Lon + (b.Lon-a.Lon)*(at-a.Lat)/(b.Lat-a.Lat), at}
}
