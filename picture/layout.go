package picture

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/iterator"
	"gonum.org/v1/gonum/graph/layout"
	"gonum.org/v1/gonum/spatial/r2"
)

// Point is where a node of a network stands: both within 0 and 1.
type Point struct{ X, Y float64 }

// Layout places the nodes so that those who have much to do with each other
// stand near. It is the slow part of a network: keep it, give it back in
// Positions, and use the layout of a whole for the slices of it, so that actors
// stay where they are.
//
// The forces are those of Eades as gonum has them. Every component begins on a
// spiral in the order of the nodes, so the same network always gets the same
// layout.
func (p *Network) Layout() ([]Point, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	g := p.forces()
	parts := g.components()
	var boxes []box
	for _, part := range parts {
		boxes = append(boxes, g.place(part))
	}
	return shelve(boxes, len(p.Nodes)), nil
}

// forceGraph is the network as gonum wants it, with nodes and neighbours in a
// fixed order.
type forceGraph struct {
	near   [][]int // neighbours, ascending
	weight []map[int]float64
	part   []int // the nodes that are laid out now; nil for all
}

// forces adds both directions and all kinds of edges between two nodes. The
// pull grows with the logarithm: a dyad with a thousand events must not
// collapse into one point.
func (p *Network) forces() *forceGraph {
	g := &forceGraph{near: make([][]int, len(p.Nodes)), weight: make([]map[int]float64, len(p.Nodes))}
	for i := range g.weight {
		g.weight[i] = map[int]float64{}
	}
	for _, e := range p.Edges {
		if e.From == e.To {
			continue
		}
		for _, d := range [...][2]int{{e.From, e.To}, {e.To, e.From}} {
			if _, ok := g.weight[d[0]][d[1]]; !ok {
				g.near[d[0]] = append(g.near[d[0]], d[1])
			}
			g.weight[d[0]][d[1]] += float64(max(e.Count, 1))
		}
	}
	for i := range g.near {
		slices.Sort(g.near[i])
		for _, j := range g.near[i] {
			// Without the degrees a hub is pulled by all its edges at once, so far
			// in one step that it flies out of the picture.
			degrees := float64(len(g.near[i]) * len(g.near[j]))
			g.weight[i][j] = (0.6 + 0.35*math.Log1p(g.weight[i][j])) / math.Sqrt(degrees) * 2
		}
	}
	return g
}

type number int

func (n number) ID() int64 { return int64(n) }

type link struct{ from, to number }

func (l link) From() graph.Node         { return l.from }
func (l link) To() graph.Node           { return l.to }
func (l link) ReversedEdge() graph.Edge { return link{l.to, l.from} }

func ordered(nodes []int) graph.Nodes {
	all := make([]graph.Node, len(nodes))
	for i, n := range nodes {
		all[i] = number(n)
	}
	return iterator.NewOrderedNodes(all)
}

func (g *forceGraph) Node(id int64) graph.Node  { return number(id) }
func (g *forceGraph) Nodes() graph.Nodes        { return ordered(g.part) }
func (g *forceGraph) From(id int64) graph.Nodes { return ordered(g.near[id]) }
func (g *forceGraph) HasEdgeBetween(x, y int64) bool {
	_, ok := g.weight[x][int(y)]
	return ok
}
func (g *forceGraph) Edge(x, y int64) graph.Edge {
	if !g.HasEdgeBetween(x, y) {
		return nil
	}
	return link{number(x), number(y)}
}

// Weight makes the pull of an edge weighted for gonum.
func (g *forceGraph) Weight(x, y int64) (float64, bool) {
	w, ok := g.weight[x][int(y)]
	return w, ok
}

// WeightedEdge completes gonum's interface of a weighted graph.
func (g *forceGraph) WeightedEdge(x, y int64) graph.WeightedEdge {
	w, ok := g.Weight(x, y)
	if !ok {
		return nil
	}
	return weightedLink{link{number(x), number(y)}, w}
}

type weightedLink struct {
	link
	weight float64
}

func (l weightedLink) Weight() float64 { return l.weight }

// components lists the connected parts, the largest first, equals in the order
// of their first node.
func (g *forceGraph) components() [][]int {
	seen := make([]bool, len(g.near))
	var parts [][]int
	for i := range g.near {
		if seen[i] {
			continue
		}
		part := []int{i}
		seen[i] = true
		for k := 0; k < len(part); k++ {
			for _, j := range g.near[part[k]] {
				if !seen[j] {
					seen[j] = true
					part = append(part, j)
				}
			}
		}
		slices.Sort(part)
		parts = append(parts, part)
	}
	slices.SortStableFunc(parts, func(a, b []int) int { return len(b) - len(a) })
	return parts
}

// box is a component with the places of its nodes, from 0 to w and h.
type box struct {
	nodes []int
	at    []Point
	w, h  float64
}

// spiral is gonum's source of chance without chance: it gives the coordinates
// of points on a spiral of seeds, one after the other.
type spiral struct{ n, total int }

// Uint64 returns the bits that become the next coordinate.
func (s *spiral) Uint64() uint64 {
	k := float64(s.n / 2)
	r := 0.48 * math.Sqrt((k+0.5)/float64(s.total))
	angle := k * 2.399963229728653 // the golden angle
	v := 0.5 + r*math.Cos(angle)
	if s.n%2 == 1 {
		v = 0.5 + r*math.Sin(angle)
	}
	s.n++
	return uint64(math.Round(v*(1<<30))) << 23
}

// updates is how many steps the forces get.
const updates = 220

func (g *forceGraph) place(part []int) box {
	switch len(part) {
	case 1:
		return box{part, []Point{{0.5, 0.5}}, 1, 1}
	case 2:
		return box{part, []Point{{0.4, 0.6}, {1.6, 0.4}}, 2, 1}
	}
	g.part = part
	eades := layout.EadesR2{Updates: updates, Repulsion: 1, Rate: 0.05, Theta: 0.1, Src: &spiral{total: len(part)}}
	optimizer := layout.NewOptimizerR2(g, eades.Update)
	for optimizer.Update() {
	}
	at := make([]r2.Vec, len(part))
	for i, n := range part {
		at[i] = optimizer.Coord2(int64(n))
	}
	return lay(part, at)
}

// lay turns a component so that it is wide rather than high, and gives it room
// by its number of nodes.
func lay(part []int, at []r2.Vec) box {
	var mean r2.Vec
	for _, v := range at {
		mean = r2.Add(mean, v)
	}
	mean = r2.Scale(1/float64(len(at)), mean)
	var xx, xy, yy float64
	for _, v := range at {
		d := r2.Sub(v, mean)
		xx += d.X * d.X
		xy += d.X * d.Y
		yy += d.Y * d.Y
	}
	angle := -0.5 * math.Atan2(2*xy, xx-yy)
	sin, cos := math.Sincos(angle)
	lo, hi := r2.Vec{X: math.Inf(1), Y: math.Inf(1)}, r2.Vec{X: math.Inf(-1), Y: math.Inf(-1)}
	turned := make([]Point, len(at))
	for i, v := range at {
		d := r2.Sub(v, mean)
		x, y := d.X*cos-d.Y*sin, d.X*sin+d.Y*cos
		turned[i] = Point{x, y}
		lo.X, lo.Y = min(lo.X, x), min(lo.Y, y)
		hi.X, hi.Y = max(hi.X, x), max(hi.Y, y)
	}
	// Eades lets far nodes drift; the square root of the number of nodes is the
	// side of a square in which each has its own unit of room.
	side := math.Sqrt(float64(len(part))) * 1.2
	b := box{nodes: part, at: turned, w: side * 1.25, h: side}
	for i, q := range turned {
		b.at[i] = Point{stretch01(q.X, lo.X, hi.X) * b.w, stretch01(q.Y, lo.Y, hi.Y) * b.h}
	}
	return b
}

func stretch01(v, lo, hi float64) float64 {
	if hi-lo < 1e-9 || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0.5
	}
	return (v - lo) / (hi - lo)
}

// shelve puts the components on shelves from the top left, the largest first,
// and scales the whole to 0 to 1.
func shelve(boxes []box, nodes int) []Point {
	points := make([]Point, nodes)
	if len(boxes) == 0 {
		return points
	}
	const gap = 0.6
	area := 0.0
	for _, b := range boxes {
		area += (b.w + gap) * (b.h + gap)
	}
	room := max(math.Sqrt(area*1.6), boxes[0].w+gap)
	x, y, shelf, widest := 0.0, 0.0, 0.0, 0.0
	corner := make([]Point, len(boxes))
	for i, b := range boxes {
		if x > 0 && x+b.w > room {
			x, y, shelf = 0, y+shelf+gap, 0
		}
		corner[i] = Point{x, y}
		x += b.w + gap
		widest = max(widest, x-gap)
		shelf = max(shelf, b.h)
	}
	high := y + shelf
	for i, b := range boxes {
		for k, n := range b.nodes {
			points[n] = Point{thousandth((corner[i].X + b.at[k].X) / widest), thousandth((corner[i].Y + b.at[k].Y) / high)}
		}
	}
	return points
}

// thousandth rounds, so that the last bits of a float do not show in a kept layout.
func thousandth(v float64) float64 { return math.Round(v*1000) / 1000 }

func (p *Network) check() error {
	for i, e := range p.Edges {
		if e.From < 0 || e.From >= len(p.Nodes) || e.To < 0 || e.To >= len(p.Nodes) {
			return fmt.Errorf("picture: edge %d from node %d to node %d of a network of %d nodes: %w", i, e.From, e.To, len(p.Nodes), ErrOutside)
		}
	}
	if p.Positions != nil && len(p.Positions) != len(p.Nodes) {
		return fmt.Errorf("picture: %d positions for %d nodes: %w", len(p.Positions), len(p.Nodes), ErrOutside)
	}
	return nil
}
