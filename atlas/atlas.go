package atlas

import (
	_ "embed" // the outlines
	"math"
	"sync"
)

//go:embed outlines.bin
var file string

var load = sync.OnceValues(func() (*Atlas, error) { return Open(file) })

// Load returns the outlines that come with the program. They are read when they are first asked for.
func Load() (*Atlas, error) { return load() }

// Atlas is a set of outlines. It is read only and safe for many goroutines.
type Atlas struct {
	note      string
	points    []Point // of all arcs, one after another
	ranks     []uint8 // of each point
	starts    []int32 // where each arc's points begin, and where the last one's end
	bounds    []Box   // of each arc
	owners    []int32 // of each arc: how many different countries it bounds
	countries []Country
	byCode    map[string]*Country
}

// Note says how the file was made.
func (a *Atlas) Note() string { return a.note }

// Countries returns all countries, sorted by code and name.
func (a *Atlas) Countries() []*Country {
	all := make([]*Country, len(a.countries))
	for i := range a.countries {
		all[i] = &a.countries[i]
	}
	return all
}

// Country returns the country of a code, ISO 3166-1 alpha-3 or the codebook's, and nil when the atlas has none.
func (a *Atlas) Country(code string) *Country { return a.byCode[code] }

// finish works out what follows from the arcs: bounds of countries, and which arcs are borders.
func (a *Atlas) finish() {
	a.byCode = make(map[string]*Country, len(a.countries))
	a.owners = make([]int32, len(a.bounds))
	last := make([]int32, len(a.bounds))
	for i := range a.countries {
		c := &a.countries[i]
		if c.Code != "" {
			a.byCode[c.Code] = c
		}
		for _, polygon := range c.polygons {
			for _, ring := range polygon {
				for _, arc := range ring.arcs {
					if arc = number(arc); last[arc] != int32(i)+1 {
						last[arc] = int32(i) + 1
						a.owners[arc]++
					}
				}
			}
		}
		c.Bound = bound(c)
		c.Area = a.size(c)
	}
}

// bound returns the smallest box around a country. The box of one on both sides of the antimeridian crosses it.
func bound(c *Country) Box {
	var pieces []Box
	for _, polygon := range c.polygons {
		if len(polygon) > 0 {
			pieces = append(pieces, polygon[0].bound)
		}
	}
	return Around(pieces)
}

// size returns a country's area. Its larger turns are enough for that.
func (a *Atlas) size(c *Country) (sum float64) {
	least := leastRank(0.1)
	for _, polygon := range c.polygons {
		rings := make([][]Point, 0, len(polygon))
		for _, r := range polygon {
			if points := a.walk(r, least, 0); len(points) > 2 {
				rings = append(rings, points)
			}
		}
		sum += area(rings)
	}
	return sum
}

// joined makes a ring of arcs, each turned round the earth to begin where the one before ended.
func (a *Atlas) joined(arcs []int32) ring {
	r := ring{arcs: arcs, bound: nowhere}
	var first, last float64
	for i, arc := range arcs {
		from, to := a.starts[number(arc)], a.starts[number(arc)+1]-1
		if arc < 0 {
			from, to = to, from
		}
		turn := 0.0
		if i == 0 {
			first = a.points[from].Lon
		} else if turn = 360 * math.Round((last-a.points[from].Lon)/360); turn != 0 && r.turns == nil {
			r.turns = make([]float64, len(arcs))
		}
		if r.turns != nil {
			r.turns[i] = turn
		}
		last = a.points[to].Lon + turn
		r.bound = r.bound.with(a.bounds[number(arc)].turned(turn))
	}
	if math.Abs(last-first) > 180 {
		r.pole = true
		if r.bound.South < 0 {
			r.bound.South = -90
		} else {
			r.bound.North = 90
		}
	}
	return r
}

// number returns an arc's number, in whichever direction it is walked.
func number(arc int32) int32 {
	if arc < 0 {
		return ^arc
	}
	return arc
}

// nowhere is the box that holds nothing.
var nowhere = Box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}

func (b Box) with(o Box) Box {
	return Box{min(b.West, o.West), min(b.South, o.South), max(b.East, o.East), max(b.North, o.North)}
}

func (b Box) meets(o Box) bool {
	return b.West < o.East && o.West < b.East && b.South <= o.North && o.South <= b.North
}

func (b Box) holds(o Box) bool {
	return b.West <= o.West && o.East <= b.East && b.South <= o.South && o.North <= b.North
}
