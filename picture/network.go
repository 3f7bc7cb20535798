package picture

import (
	"fmt"
	"io"
	"math"
	"slices"
)

// Network shows who has to do with whom: actors as nodes, what they did and
// said to each other as arrows.
type Network struct {
	Title       string
	Description string // empty takes a sentence with the numbers

	Nodes []Node
	Edges []Edge

	// Positions are the nodes' places, from Layout. Nil works them out, which
	// takes longer than the drawing.
	Positions []Point
}

// Kind is what sort of actor a node is.
type Kind uint8

// The kinds, each with a shape: a circle, a square, a diamond, a triangle, a hexagon.
const (
	State Kind = iota
	Organisation
	Group // an armed group, a party to a conflict that is no state
	Person
	Unsorted
)

var kindWords = [...]string{"state", "organisation", "armed group", "person", "other"}

// Node is an actor.
type Node struct {
	ID     string
	Name   string
	Href   string
	Title  string // the tooltip; empty takes the name, the kind and the number of events
	Kind   Kind
	Events int // gives its size
}

// Edge is what one actor did, or only said, to another, on one side. Give an
// edge for each direction, tone and kind that there was.
type Edge struct {
	From, To int // indices of nodes
	Tone     Tone
	Said     bool // said and not done: a dashed line
	Count    int  // gives its width
	Href     string
	Title    string // the tooltip; empty takes the names and the number
}

// placedNode is a node in pixels.
type placedNode struct {
	x, y, r float64
}

// SVG draws the network.
func (p *Network) SVG(w io.Writer, o Options) error {
	if err := p.check(); err != nil {
		return err
	}
	c := newCanvas("network", o)
	width := o.width(900)
	if len(p.Nodes) == 0 {
		c.text(width/2, 30, 0.5, normalSize, "quiet", "Nobody is here.")
		return c.finish(w, width, 56, p.Title, p.Description)
	}
	positions := p.Positions
	if positions == nil {
		var err error
		if positions, err = p.Layout(); err != nil {
			return err
		}
	}
	height := float64(o.Height)
	if height <= 0 {
		height = math.Round(min(max(width*0.62, 260), 130+math.Sqrt(float64(len(p.Nodes)))*90))
		if width < narrow { // on a phone there is room below, not beside
			height = math.Round(min(width*1.25, 160+math.Sqrt(float64(len(p.Nodes)))*90))
		}
	}
	c.network(p, positions, 0, 0, width, height, false)
	y := height
	if !o.Unexplained {
		y = c.legend(6, height+4, width-12, c.networkExplained())
	}
	description := p.Description
	if description == "" {
		description = fmt.Sprintf("%d actors and %d relations between them.", len(p.Nodes), len(p.Edges))
	}
	return c.finish(w, width, y, p.Title, description)
}

// network draws nodes and edges into a box. In a small one the nodes without
// an edge are faint.
func (c *canvas) network(p *Network, positions []Point, left, top, width, height float64, small bool) {
	nodes := p.fit(positions, left, top, width, height, small)
	busy := newCrowd(left, top, width, height)
	c.edges(p, nodes, busy)
	active := make([]bool, len(p.Nodes))
	for _, e := range p.Edges {
		active[e.From], active[e.To] = true, true
	}
	labels := p.placeLabels(nodes, active, busy, small)
	c.tag("g").class("nodes").inside()
	for i := range p.Nodes {
		n, q := &p.Nodes[i], nodes[i]
		title := n.Title
		if title == "" {
			title = fmt.Sprintf("%s, %s: %s", n.Name, kindWords[min(int(n.Kind), len(kindWords)-1)], counted(n.Events, "event"))
		}
		class := ""
		if small && !active[i] {
			class = "faint"
		}
		c.open(n.Href, class).data("data-id", n.ID).whole("data-events", n.Events).titled(title)
		c.nodeShape(q.x, q.y, q.r, n.Kind)
		if l := labels[i]; l.text != "" {
			c.text(l.x, l.y, 0, smallSize, "halo", l.text)
		}
		c.shut()
		c.note("kind-" + kindWords[min(int(n.Kind), len(kindWords)-1)])
	}
	c.close("g")
}

func (c *canvas) nodeShape(x, y, r float64, k Kind) {
	switch k {
	case State:
		c.tag("circle").num("cx", x).num("cy", y).num("r", r).class("node state").end()
	case Organisation:
		d := r * 0.9
		c.rect(x-d, y-d, 2*d, 2*d, "node")
	case Group:
		d := r * 1.15
		c.shape("node", "MLLLZ", x, y-d, x+d, y, x, y+d, x-d, y)
	case Person:
		d := r * 1.1
		c.shape("node", "MLLZ", x, y-d, x+d, y+d*0.75, x-d, y+d*0.75)
	default:
		d, e := r, r*0.55
		c.shape("node", "MLLLLLZ", x-e, y-d, x+e, y-d, x+d*1.1, y, x+e, y+d, x-e, y+d, x-d*1.1, y)
	}
}

// fit scales a layout to a box and pushes apart nodes that would touch.
func (p *Network) fit(positions []Point, left, top, width, height float64, small bool) []placedNode {
	greatest := 1
	for i := range p.Nodes {
		greatest = max(greatest, p.Nodes[i].Events)
	}
	share := 4.5
	if small {
		share = 6.5
	}
	big := min(20, math.Sqrt(width*height/float64(len(p.Nodes)))/share)
	big = max(big, 4)
	low := max(min(5, big*0.5), 2.5)
	nodes := make([]placedNode, len(p.Nodes))
	padX, padY := min(big+34, width/5), min(big+14, height/5)
	for i := range nodes {
		r := low + (big-low)*math.Sqrt(float64(max(p.Nodes[i].Events, 0))/float64(greatest))
		nodes[i] = placedNode{left + padX + positions[i].X*(width-2*padX), top + padY + positions[i].Y*(height-2*padY), r}
	}
	// The gap between two nodes holds an arrowhead where there is room for it.
	gap := min(16, big)
	for range 60 {
		moved := false
		for i := range nodes {
			for j := i + 1; j < len(nodes); j++ {
				a, b := &nodes[i], &nodes[j]
				dx, dy := b.x-a.x, b.y-a.y
				least := a.r + b.r + gap
				d2 := dx*dx + dy*dy
				if d2 >= least*least {
					continue
				}
				d := math.Sqrt(d2)
				if d < 1e-6 {
					dx, dy, d = math.Cos(float64(j)), math.Sin(float64(j)), 1
				}
				push := (least - d) / 2
				a.x, a.y = a.x-dx/d*push, a.y-dy/d*push
				b.x, b.y = b.x+dx/d*push, b.y+dy/d*push
				moved = true
			}
		}
		for i := range nodes {
			n := &nodes[i]
			n.x = min(max(n.x, left+n.r*1.2+3), left+width-n.r*1.2-3)
			n.y = min(max(n.y, top+n.r*1.2+3), top+height-n.r*1.2-3)
		}
		if !moved {
			break
		}
	}
	return nodes
}

// edges draws the arrows, the widest first. Those between the same two nodes
// bend away from each other: one direction to this side, the other to that.
func (c *canvas) edges(p *Network, nodes []placedNode, busy *crowdedness) {
	greatest := 1
	order := make([]int, 0, len(p.Edges))
	type pair struct{ a, b int }
	ways := map[pair][]int{}
	for i, e := range p.Edges {
		if e.Count <= 0 {
			continue
		}
		greatest = max(greatest, e.Count)
		order = append(order, i)
		k := pair{min(e.From, e.To), max(e.From, e.To)}
		ways[k] = append(ways[k], i)
	}
	bend := make([]float64, len(p.Edges))
	for _, same := range ways { // each pair is independent of the others
		slices.SortFunc(same, func(x, y int) int {
			a, b := p.Edges[x], p.Edges[y]
			if ab, bb := a.From < a.To, b.From < b.To; ab != bb {
				if ab {
					return -1
				}
				return 1
			}
			return x - y
		})
		for k, i := range same {
			bend[i] = (float64(k) - float64(len(same)-1)/2) * 20
		}
	}
	slices.SortFunc(order, func(x, y int) int {
		if d := p.Edges[y].Count - p.Edges[x].Count; d != 0 {
			return d
		}
		return x - y
	})
	c.tag("g").class("edges").inside()
	for _, i := range order {
		e := &p.Edges[i]
		title := e.Title
		if title == "" {
			verb := "did"
			if e.Said {
				verb = "said"
			}
			title = fmt.Sprintf("%s to %s: %s, %s", p.Nodes[e.From].Name, p.Nodes[e.To].Name, counted(e.Count, e.Tone.class()+" event"), verb)
			if e.Tone == Neutral {
				title = fmt.Sprintf("%s to %s: %s, %s", p.Nodes[e.From].Name, p.Nodes[e.To].Name, counted(e.Count, "event"), verb)
			}
		}
		c.open(e.Href, e.Tone.class()).data("data-from", p.Nodes[e.From].ID).data("data-to", p.Nodes[e.To].ID).whole("data-count", e.Count).titled(title)
		wide := 1 + 4.5*math.Sqrt(float64(e.Count)/float64(greatest))
		if e.From == e.To {
			c.loop(nodes[e.From], bend[i], wide, e)
		} else {
			// The bend is measured from the pair's first node to its second, so
			// that the two directions do not bend to the same side.
			b := bend[i]
			if e.From > e.To {
				b = -b
			}
			c.arrow(nodes[e.From], nodes[e.To], b, wide, e, busy)
		}
		c.shut()
		c.note("edge-" + e.Tone.class())
		if e.Said {
			c.note("edge-said")
		} else {
			c.note("edge-done")
		}
	}
	c.close("g")
}

func edgeClass(e *Edge) string {
	class := "edge " + e.Tone.class() + "-line"
	if e.Said {
		class += " said"
	}
	return class
}

// arrow draws an edge between two nodes as a curve that ends in a head, with a
// bar across it for conflict.
func (c *canvas) arrow(from, to placedNode, bend, wide float64, e *Edge, busy *crowdedness) {
	dx, dy := to.x-from.x, to.y-from.y
	d := math.Hypot(dx, dy)
	if d < 1e-6 {
		return
	}
	ux, uy := dx/d, dy/d
	bend = max(min(bend, d*0.8), -d*0.8)
	cx, cy := (from.x+to.x)/2-uy*bend, (from.y+to.y)/2+ux*bend
	head := 4 + wide*1.3
	x0, y0 := towards(from.x, from.y, cx, cy, from.r+2)
	tipX, tipY := towards(to.x, to.y, cx, cy, to.r*1.1+2)
	x1, y1 := towards(tipX, tipY, cx, cy, head*0.8)
	if wide < 5 && busy != nil { // a thin line is hard to hit
		c.tag("path").class("reach").path("MQ", x0, y0, cx, cy, x1, y1).end()
	}
	c.tag("path").class(edgeClass(e)).num("stroke-width", wide).path("MQ", x0, y0, cx, cy, x1, y1).end()
	if busy != nil {
		busy.curve(x0, y0, cx, cy, tipX, tipY)
	}
	vx, vy := unit(tipX-cx, tipY-cy, ux, uy)
	c.head(tipX, tipY, vx, vy, head, e.Tone)
}

// head draws the end of an arrow that comes along (vx, vy).
func (c *canvas) head(x, y, vx, vy, size float64, t Tone) {
	bx, by := x-vx*size, y-vy*size
	h := size * 0.5
	c.shape("arrow "+t.class(), "MLLZ", x, y, bx-vy*h, by+vx*h, bx+vy*h, by-vx*h)
	if t == Conflict {
		bx, by, h = bx-vx*3, by-vy*3, h+2
		c.shape("bolt conflict-line", "ML", bx-vy*h, by+vx*h, bx+vy*h, by-vx*h)
	}
}

// loop draws what an actor did within itself.
func (c *canvas) loop(n placedNode, bend, wide float64, e *Edge) {
	r := n.r + 10 + math.Abs(bend)/2
	if bend < 0 {
		r = n.r + 5 + math.Abs(bend)/2
	}
	x0, y0 := n.x-n.r*0.6, n.y-n.r-2
	x1, y1 := n.x+n.r*0.6, n.y-n.r-2
	c.tag("path").class(edgeClass(e)).num("stroke-width", wide).path("MC", x0, y0, n.x-r, n.y-n.r-r, n.x+r, n.y-n.r-r, x1, y1-4).end()
	c.head(x1, y1+1, -0.35, 0.94, 4+wide*1.3, e.Tone)
}

// towards goes a way from a point in the direction of another.
func towards(x, y, tx, ty, way float64) (float64, float64) {
	ux, uy := unit(tx-x, ty-y, 0, 0)
	return x + ux*way, y + uy*way
}

func unit(x, y, elseX, elseY float64) (float64, float64) {
	d := math.Hypot(x, y)
	if d < 1e-9 {
		return elseX, elseY
	}
	return x / d, y / d
}

func (c *canvas) networkExplained() []explained {
	var signs []explained
	arrow := func(t Tone, said bool) func(x, y float64) {
		return func(x, y float64) {
			c.arrow(placedNode{x - 2, y, 0}, placedNode{x + 32, y, 0}, 0, 1.8, &Edge{Tone: t, Said: said}, nil)
		}
	}
	for _, t := range [...]Tone{Cooperation, Conflict, Neutral} {
		if c.noted("edge-" + t.class()) {
			signs = append(signs, explained{toneWords[t], 32, arrow(t, false)})
		}
	}
	if c.noted("edge-said") {
		signs = append(signs, explained{"said, not done", 32, arrow(Neutral, true)})
	}
	for k, words := range kindWords {
		if c.noted("kind-" + words) {
			signs = append(signs, explained{words, 11, func(x, y float64) { c.nodeShape(x+5, y, 5, Kind(k)) }})
		}
	}
	return signs
}
