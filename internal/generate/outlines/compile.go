package main

import (
	"container/heap"
	"math"

	"chancery/atlas"
)

const (
	// Points that make smaller triangles, in square degrees, are left out. What is asked of borders is finer: a map of
	// two countries at 1000 pixels shows those, and of coasts about what a map of ten degrees shows.
	coastDetail  = 1.1e-3
	borderDetail = 1.5e-5
	// Islands of less, in square degrees, are left out, but for a country's few largest pieces: about 12 square kilometres.
	smallIsland = 1e-3
	alwaysKept  = 3
	leastPoints = 4 // of an island's outline stay, however small it is
)

// compile ranks the points of arcs, leaves out what no map shows, and numbers anew the arcs that stay.
func (t *topology) compile(countries []country) ([]atlas.Arc, []atlas.Outline) {
	owner := make([]int, len(t.Arcs)) // the country's number from 1, -1 for several
	for i, c := range countries {
		for _, polygon := range c.polygons {
			for _, ring := range polygon {
				for _, arc := range ring {
					arc = number(arc)
					switch owner[arc] {
					case 0, i + 1:
						owner[arc] = i + 1
					default:
						owner[arc] = -1
					}
				}
			}
		}
	}

	var outlines []atlas.Outline
	used := make([]bool, len(t.Arcs))
	for _, c := range countries {
		o := atlas.Outline{Code: c.code, Name: c.name, Polygons: t.worthShowing(c.polygons, owner)}
		o.Label, o.Room = t.label(o.Polygons)
		for _, polygon := range o.Polygons {
			for _, ring := range polygon {
				for _, arc := range ring {
					used[number(arc)] = true
				}
			}
		}
		outlines = append(outlines, o)
	}

	var arcs []atlas.Arc
	numbers := make([]int32, len(t.Arcs))
	for i, points := range t.Arcs {
		if !used[i] {
			continue
		}
		numbers[i] = int32(len(arcs))
		least := coastDetail
		if owner[i] < 0 {
			least = borderDetail
		}
		arcs = append(arcs, t.rank(points, least))
	}
	for _, o := range outlines {
		for _, polygon := range o.Polygons {
			for _, ring := range polygon {
				for i, arc := range ring {
					if ring[i] = numbers[number(arc)]; arc < 0 {
						ring[i] = ^ring[i]
					}
				}
			}
		}
	}
	return arcs, outlines
}

// worthShowing returns the polygons of a country that are large enough, among the largest, or have a neighbour.
func (t *topology) worthShowing(polygons [][][]int32, owner []int) (kept [][][]int32) {
	areas := make([]float64, len(polygons))
	for i, polygon := range polygons {
		areas[i] = math.Abs(area(t.ring(polygon[0])))
	}
	for i, polygon := range polygons {
		larger, neighbour := 0, false
		for _, other := range areas {
			if other > areas[i] {
				larger++
			}
		}
		for _, arc := range polygon[0] {
			neighbour = neighbour || owner[number(arc)] < 0
		}
		if areas[i] >= smallIsland || larger < alwaysKept || neighbour {
			kept = append(kept, polygon)
		}
	}
	return kept
}

// label returns where a country's name goes. Names are wider than high, so that room to the sides counts.
func (t *topology) label(polygons [][][]int32) (best atlas.Point, free float64) {
	most := 0.0
	for _, polygon := range polygons {
		var rings [][]atlas.Point
		for _, r := range polygon {
			rings = append(rings, t.ring(r))
		}
		if math.Abs(area(rings[0])) <= most {
			if best == (atlas.Point{}) { // so small that it has no area on the grid
				best = rings[0][0]
			}
			continue
		}
		most = math.Abs(area(rings[0]))
		best, free = rings[0][0], 0
		squeeze := math.Cos(best.Lat*math.Pi/180) / 2.5
		for _, ring := range rings {
			for i := range ring {
				ring[i].Lon *= squeeze
			}
		}
		if middle, room := atlas.Middle(rings); room > 0 {
			best, free = atlas.Point{Lon: round(math.Remainder(middle.Lon/squeeze, 360)), Lat: round(middle.Lat)}, round(room/squeeze)
		}
	}
	return best, free
}

// ring returns the points of a ring in degrees. One that crosses the antimeridian goes on beyond it.
func (t *topology) ring(arcs []int32) (points []atlas.Point) {
	for _, arc := range arcs {
		line := t.Arcs[number(arc)]
		for i := range line {
			p := line[i]
			if arc < 0 {
				p = line[len(line)-1-i]
			}
			q := t.point(p)
			if n := len(points); n > 0 {
				q.Lon += 360 * math.Round((points[n-1].Lon-q.Lon)/360)
			}
			points = append(points, q)
		}
	}
	return points
}

func (t *topology) point(p [2]int32) atlas.Point {
	return atlas.Point{
		Lon: t.Transform.Translate[0] + float64(p[0])*t.Transform.Scale[0],
		Lat: t.Transform.Translate[1] + float64(p[1])*t.Transform.Scale[1],
	}
}

// area returns the area of a ring in square degrees of latitude.
func area(ring []atlas.Point) (sum float64) {
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		sum += p.Lon*q.Lat - q.Lon*p.Lat
	}
	return sum / 2 * math.Cos(ring[0].Lat*math.Pi/180)
}

func number(arc int32) int32 {
	if arc < 0 {
		return ^arc
	}
	return arc
}

func round(v float64) float64 { return math.Round(v*1000) / 1000 }

// rank gives each inner point of an arc its rank by Visvalingam's method: time and again the point that makes the
// smallest triangle with its neighbours is taken out, and its rank is the size of that triangle, or of the largest
// before it. Points of less than a size are left out.
func (t *topology) rank(line [][2]int32, least float64) atlas.Arc {
	corners := make(corners, 0, len(line))
	all := make([]*corner, len(line))
	for i := range line {
		all[i] = &corner{number: i, at: t.point(line[i])}
		if i > 0 {
			all[i].before, all[i-1].after = all[i-1], all[i]
		}
	}
	for i := 1; i < len(line)-1; i++ {
		all[i].size = all[i].triangle()
		all[i].place = len(corners)
		corners = append(corners, all[i])
	}
	heap.Init(&corners)
	closed := line[0] == line[len(line)-1]
	largest := 0.0
	for corners.Len() > 0 {
		if closed && corners.Len() == leastPoints {
			least = min(least, largest)
		}
		c := heap.Pop(&corners).(*corner)
		largest = max(largest, c.size)
		c.size = largest
		c.before.after, c.after.before = c.after, c.before
		for _, n := range []*corner{c.before, c.after} {
			if n.before != nil && n.after != nil {
				n.size = n.triangle()
				heap.Fix(&corners, n.place)
			}
		}
	}
	var arc atlas.Arc
	for i, c := range all {
		end := i == 0 || i == len(all)-1
		if !end && (c.size < least || line[i] == line[i-1]) {
			continue
		}
		arc.X, arc.Y = append(arc.X, line[i][0]), append(arc.Y, line[i][1])
		arc.Ranks = append(arc.Ranks, atlas.Rank(c.size))
	}
	return arc
}

// corner is a point of an arc between the two that are still its neighbours.
type corner struct {
	number, place int
	at            atlas.Point
	before, after *corner
	size          float64
}

func (c *corner) triangle() float64 {
	a, b, d := c.before.at, c.at, c.after.at
	doubled := (b.Lon-a.Lon)*(d.Lat-a.Lat) - (d.Lon-a.Lon)*(b.Lat-a.Lat)
	return math.Abs(doubled) / 2 * math.Cos(b.Lat*math.Pi/180)
}

// corners is a heap with the smallest triangle on top; of several, the first of the arc.
type corners []*corner

func (c corners) Len() int { return len(c) }
func (c corners) Less(i, j int) bool {
	if c[i].size != c[j].size {
		return c[i].size < c[j].size
	}
	return c[i].number < c[j].number
}
func (c corners) Swap(i, j int) {
	c[i], c[j] = c[j], c[i]
	c[i].place, c[j].place = i, j
}
func (c *corners) Push(v any) { *c = append(*c, v.(*corner)) }
func (c *corners) Pop() any {
	last := (*c)[len(*c)-1]
	*c = (*c)[:len(*c)-1]
	return last
}
