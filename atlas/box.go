package atlas

import (
	"fmt"
	"math"
	"sort"
	"strconv"
	"strings"
)

// World returns the box of all of it.
func World() Box { return Box{West: -180, South: -90, East: 180, North: 90} }

// ParseBox reads what [Box.String] writes: west, south, east and north in degrees with commas between. Longitudes may
// have any number of turns. Errors wrap [ErrBox] and say what is wrong.
func ParseBox(s string) (Box, error) {
	parts := strings.Split(s, ",")
	if len(parts) != 4 {
		return Box{}, fmt.Errorf("%w: %q has %d numbers; give west, south, east and north: 43,38,49.5,42", ErrBox, s, len(parts))
	}
	var v [4]float64
	for i, part := range parts {
		n, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil || math.IsNaN(n) || math.Abs(n) > 1e4 {
			return Box{}, fmt.Errorf("%w: %q is no number of degrees; give west, south, east and north: 43,38,49.5,42", ErrBox, part)
		}
		v[i] = n
	}
	b := Box{v[0], v[1], v[2], v[3]}
	if b.South < -90 || b.North > 90 || b.South >= b.North {
		return Box{}, fmt.Errorf("%w: the south, %g, must be below the north, %g, and both between -90 and 90", ErrBox, b.South, b.North)
	}
	if b = b.Normal(); b.West == b.East {
		return Box{}, fmt.Errorf("%w: west and east are both %g", ErrBox, b.West)
	}
	return b, nil
}

// String writes the box as west, south, east and north: "43,38,49.5,42". A tenth of a kilometre is exact enough.
func (b Box) String() string {
	var out []byte
	for i, v := range [...]float64{b.West, b.South, b.East, b.North} {
		if i > 0 {
			out = append(out, ',')
		}
		out = strconv.AppendFloat(out, math.Round(v*1000)/1000+0, 'f', -1, 64)
	}
	return string(out)
}

// Normal returns the same box with its West from -180 to below 180 and its East beyond it by at most one turn.
func (b Box) Normal() Box {
	width := b.East - b.West
	if width < 0 {
		width += 360 * math.Ceil(-width/360)
	}
	if width >= 360 {
		width = 360
	}
	west := math.Mod(b.West, 360)
	if west < -180 {
		west += 360
	} else if west >= 180 {
		west -= 360
	}
	return Box{west, max(b.South, -90), west + width, min(b.North, 90)}
}

// Into returns a longitude with as many turns as it needs to lie in the box, or east of its West if it does not.
func (b Box) Into(lon float64) float64 {
	turned := math.Mod(lon-b.West, 360)
	if turned < 0 {
		turned += 360
	}
	return b.West + turned
}

// Around returns the smallest box that holds the points and boxes, whichever side of the antimeridian they are on:
// the widest stretch of longitudes that holds none of them is left out. Without any it is the zero box.
func Around(pieces []Box) Box {
	if len(pieces) == 0 {
		return Box{}
	}
	sorted := make([]Box, len(pieces))
	for i, p := range pieces {
		sorted[i] = p.Normal()
	}
	sort.Slice(sorted, func(i, j int) bool { return sorted[i].West < sorted[j].West })
	whole := sorted[0]
	widest, from := 0.0, 0 // the widest gap inside, and the piece after it
	for i, p := range sorted[1:] {
		if gap := p.West - whole.East; gap > widest {
			widest, from = gap, i+1
		}
		whole = whole.with(p)
	}
	if widest > 360-(whole.East-whole.West) { // more is free inside than around
		east := sorted[from].East
		for _, p := range sorted[from:] {
			east = max(east, p.East)
		}
		for _, p := range sorted[:from] {
			east = max(east, p.East+360)
		}
		whole.West, whole.East = sorted[from].West, east
	}
	return whole.Normal()
}
