package atlas

import (
	_ "embed" // the outlines
	"math"
	"sync"
)

//go:embed outlines.bin
var file string

// Load returns the outlines that come with the program. They are read when they are first asked for.
var Load = sync.OnceValues(func() (*Atlas, error) { return Open(file) })

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
				for _, arc := range ring {
					if arc = number(arc); last[arc] != int32(i)+1 {
						last[arc] = int32(i) + 1
						a.owners[arc]++
					}
				}
			}
		}
		c.Bound = a.bound(c)
	}
}

// bound returns the smallest box around a country. The box of one on both sides of the antimeridian crosses it.
func (a *Atlas) bound(c *Country) Box {
	var pieces []Box
	for _, polygon := range c.polygons {
		if len(polygon) > 0 {
			if b := a.ringBound(polygon[0]); b.West <= b.East {
				pieces = append(pieces, b)
			}
		}
	}
	return Around(pieces)
}

func (a *Atlas) ringBound(ring []int32) Box {
	b := Box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, arc := range ring {
		b = b.with(a.bounds[number(arc)])
	}
	return b
}

// number returns an arc's number, in whichever direction it is walked.
func number(arc int32) int32 {
	if arc < 0 {
		return ^arc
	}
	return arc
}

func (b Box) with(o Box) Box {
	return Box{min(b.West, o.West), min(b.South, o.South), max(b.East, o.East), max(b.North, o.North)}
}

func (b Box) meets(o Box) bool {
	return b.West < o.East && o.West < b.East && b.South <= o.North && o.South <= b.North
}

func (b Box) holds(o Box) bool {
	return b.West <= o.West && o.East <= b.East && b.South <= o.South && o.North <= b.North
}
