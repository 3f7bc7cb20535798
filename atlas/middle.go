package atlas

import "math"

// Middle returns the point inside rings, filled by the even-odd rule, that is farthest from their lines, and how far
// it is. Points are as given on a plane; the caller stretches them first if one direction counts for more.
//
// The method is that of polylabel: cells that may hold a better point than the best so far are cut in four, the most
// promising first, until none promises more than a hundredth better.
func Middle(rings [][]Point) (Point, float64) {
	largest, most := -1, 0.0
	for i, ring := range rings {
		if area := math.Abs(areaOf(ring)); area > most {
			largest, most = i, area
		}
	}
	if largest < 0 {
		return Point{}, 0
	}
	bound := nowhere
	for _, p := range rings[largest] {
		bound = bound.with(Box{p.Lon, p.Lat, p.Lon, p.Lat})
	}
	var lines [][]Point // only what lies in the largest ring's bounds can be near
	for _, ring := range rings {
		own := nowhere
		for _, p := range ring {
			own = own.with(Box{p.Lon, p.Lat, p.Lon, p.Lat})
		}
		if own.meets(bound) {
			lines = append(lines, ring)
		}
	}

	var queue cells
	best := cell{}
	add := func(p Point, half float64) {
		distance := toLines(p, lines)
		if distance > best.distance {
			best = cell{at: p, distance: distance}
		}
		if promise := distance + half*math.Sqrt2; promise > best.distance*1.01 {
			queue.push(cell{p, half, distance, promise})
		}
	}
	side := max(min(bound.East-bound.West, bound.North-bound.South), (bound.East-bound.West+bound.North-bound.South)/40)
	if side <= 0 {
		return rings[largest][0], 0
	}
	for lon := bound.West; lon < bound.East; lon += side {
		for lat := bound.South; lat < bound.North; lat += side {
			add(Point{lon + side/2, lat + side/2}, side/2)
		}
	}
	for range 500 {
		c, ok := queue.pop()
		if !ok || c.promise <= best.distance*1.01 {
			break
		}
		half := c.half / 2
		for _, corner := range [...]Point{{-half, -half}, {half, -half}, {-half, half}, {half, half}} {
			add(Point{c.at.Lon + corner.Lon, c.at.Lat + corner.Lat}, half)
		}
	}
	return best.at, best.distance
}

func areaOf(ring []Point) (sum float64) {
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		sum += p.Lon*q.Lat - q.Lon*p.Lat
	}
	return sum / 2
}

// toLines returns how far a point is from the nearest line, negative outside.
func toLines(p Point, rings [][]Point) float64 {
	within := false
	least := math.Inf(1)
	for _, ring := range rings {
		a := ring[len(ring)-1]
		for _, b := range ring {
			if (a.Lat > p.Lat) != (b.Lat > p.Lat) && p.Lon < (b.Lon-a.Lon)*(p.Lat-a.Lat)/(b.Lat-a.Lat)+a.Lon {
				within = !within
			}
			x, y := a.Lon, a.Lat
			if dx, dy := b.Lon-a.Lon, b.Lat-a.Lat; dx != 0 || dy != 0 {
				t := min(1, max(0, ((p.Lon-x)*dx+(p.Lat-y)*dy)/(dx*dx+dy*dy)))
				x, y = x+t*dx, y+t*dy
			}
			least = min(least, (p.Lon-x)*(p.Lon-x)+(p.Lat-y)*(p.Lat-y))
			a = b
		}
	}
	if !within {
		return -math.Sqrt(least)
	}
	return math.Sqrt(least)
}

type cell struct {
	at                      Point
	half, distance, promise float64
}

// cells is a heap with the most promising cell on top.
type cells []cell

func (c *cells) push(v cell) {
	*c = append(*c, v)
	h := *c
	for i := len(h) - 1; i > 0; {
		up := (i - 1) / 2
		if h[up].promise >= h[i].promise {
			break
		}
		h[up], h[i] = h[i], h[up]
		i = up
	}
}

func (c *cells) pop() (cell, bool) {
	h := *c
	if len(h) == 0 {
		return cell{}, false
	}
	top := h[0]
	h[0] = h[len(h)-1]
	h = h[:len(h)-1]
	for i := 0; ; {
		down := 2*i + 1
		if down >= len(h) {
			break
		}
		if down+1 < len(h) && h[down+1].promise > h[down].promise {
			down++
		}
		if h[i].promise >= h[down].promise {
			break
		}
		h[i], h[down] = h[down], h[i]
		i = down
	}
	*c = h
	return top, true
}
