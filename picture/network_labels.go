package picture

import "slices"

// placedLabel is a node's name with its baseline's start.
type placedLabel struct {
	x, y float64
	text string
}

type area struct{ x0, y0, x1, y1 float64 }

func (a area) meets(b area) bool {
	return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1
}

// crowdedness counts in squares of a few pixels how many edges pass.
type crowdedness struct {
	left, top     float64
	width, height float64
	columns, rows int
	passes        []uint16
}

const square = 6.0

func newCrowd(left, top, width, height float64) *crowdedness {
	g := &crowdedness{left: left, top: top, width: width, height: height, columns: int(width/square) + 1, rows: int(height/square) + 1}
	g.passes = make([]uint16, g.columns*g.rows)
	return g
}

// curve counts a quadratic curve's way.
func (g *crowdedness) curve(x0, y0, cx, cy, x1, y1 float64) {
	last := -1
	const steps = 64
	for i := range steps + 1 {
		t := float64(i) / steps
		x := (1-t)*(1-t)*x0 + 2*t*(1-t)*cx + t*t*x1
		y := (1-t)*(1-t)*y0 + 2*t*(1-t)*cy + t*t*y1
		k, ok := g.at(x, y)
		if ok && k != last {
			g.passes[k]++
			last = k
		}
	}
}

func (g *crowdedness) at(x, y float64) (int, bool) {
	i, j := int((x-g.left)/square), int((y-g.top)/square)
	if x < g.left || y < g.top || i >= g.columns || j >= g.rows {
		return 0, false
	}
	return j*g.columns + i, true
}

// in sums the passes of an area.
func (g *crowdedness) in(a area) int {
	sum := 0
	for j := max(int((a.y0-g.top)/square), 0); j <= int((a.y1-g.top)/square) && j < g.rows; j++ {
		for i := max(int((a.x0-g.left)/square), 0); i <= int((a.x1-g.left)/square) && i < g.columns; i++ {
			sum += int(g.passes[j*g.columns+i])
		}
	}
	return sum
}

// placeLabels finds a place beside each node for its name, the most active
// first, that meets neither a node nor another name, and of those the one that
// the fewest edges pass. Names that find none are shortened, then left to the
// tooltip.
func (p *Network) placeLabels(nodes []placedNode, active []bool, busy *crowdedness, small bool) []placedLabel {
	taken := make([]area, 0, 2*len(nodes))
	for _, n := range nodes {
		r := n.r * 1.15
		taken = append(taken, area{n.x - r, n.y - r, n.x + r, n.y + r})
	}
	order := make([]int, len(nodes))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return p.Nodes[b].Events - p.Nodes[a].Events })
	labels := make([]placedLabel, len(nodes))
	for _, i := range order {
		if small && !active[i] {
			continue
		}
		full := printable(p.Nodes[i].Name)
		tried := ""
		for _, room := range [...]float64{160, 80, 48} {
			text := shorten(full, smallSize, room)
			if text == "" || text == tried {
				continue
			}
			tried = text
			if at, box, ok := place(nodes[i], text, taken, busy); ok {
				taken = append(taken, box)
				labels[i] = placedLabel{at.X, at.Y, text}
				break
			}
		}
	}
	return labels
}

// place tries the eight sides of a node.
func place(n placedNode, text string, taken []area, busy *crowdedness) (best Point, box area, found bool) {
	const high, below = smallSize, 3.0
	w := textWidth(text, smallSize)
	r := n.r*1.15 + 3
	least := 0
	for k, at := range [...]Point{
		{n.x + r, n.y + 4}, {n.x - r - w, n.y + 4},
		{n.x - w/2, n.y + r + high - 2}, {n.x - w/2, n.y - r - below},
		{n.x + r*0.7, n.y - r*0.7}, {n.x + r*0.7, n.y + r*0.7 + high - 3},
		{n.x - r*0.7 - w, n.y - r*0.7}, {n.x - r*0.7 - w, n.y + r*0.7 + high - 3},
	} {
		a := area{at.X - 1, at.Y - high, at.X + w + 1, at.Y + below}
		if a.x0 < busy.left || a.x1 > busy.left+busy.width || a.y0 < busy.top || a.y1 > busy.top+busy.height {
			continue
		}
		if slices.ContainsFunc(taken, a.meets) {
			continue
		}
		// An earlier side is worth a few passes: names to the right read best.
		if cost := busy.in(a)*2 + k; !found || cost < least {
			best, box, found, least = at, a, true, cost
		}
	}
	return best, box, found
}
