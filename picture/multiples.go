package picture

import (
	"fmt"
	"io"
	"math"
)

// Multiples shows a network at several times, side by side. Actors stand at the
// same place in each, so that what changes is the arrows.
type Multiples struct {
	Title       string
	Description string // empty takes a sentence with the numbers

	Nodes     []Node
	Positions []Point // from the Layout of the whole; nil works it out from all slices
	Slices    []Slice
}

// Slice is the network at one time.
type Slice struct {
	Name  string
	Href  string
	Edges []Edge
}

// Whole is the network of all slices together.
func (p *Multiples) Whole() *Network {
	n := &Network{Title: p.Title, Nodes: p.Nodes, Positions: p.Positions}
	for _, s := range p.Slices {
		n.Edges = append(n.Edges, s.Edges...)
	}
	return n
}

// SVG draws the slices in rows, as many beside each other as stay legible.
func (p *Multiples) SVG(w io.Writer, o Options) error {
	whole := p.Whole()
	if err := whole.check(); err != nil {
		return err
	}
	c := newCanvas("multiples", o)
	width := o.width(1040)
	if len(p.Slices) == 0 || len(p.Nodes) == 0 {
		c.text(width/2, 30, 0.5, normalSize, "quiet", "There is no network here.")
		return c.finish(w, width, 56, p.Title, p.Description)
	}
	positions := p.Positions
	if positions == nil {
		var err error
		if positions, err = whole.Layout(); err != nil {
			return err
		}
	}
	columns := min(max(int(width/300), 1), len(p.Slices))
	const gap, head = 12.0, 20.0
	wide := math.Floor((width - gap*float64(columns-1)) / float64(columns))
	high := math.Round(wide * 0.75)
	var y float64
	for i, s := range p.Slices {
		x := float64(i%columns) * (wide + gap)
		y = float64(i/columns) * (high + head + gap)
		c.tag("g").class("multiple").whole("data-slice", i).inside()
		c.open(s.Href, "").titled(s.Name)
		c.text(x, y+14, 0, normalSize, "strong", shorten(printable(s.Name), normalSize*boldly, wide))
		c.shut()
		c.shape("grid", "MHVHZ", x+0.5, y+head+0.5, x+wide-0.5, y+head+high-0.5, x+0.5)
		slice := Network{Nodes: p.Nodes, Edges: s.Edges}
		c.network(&slice, positions, x, y+head, wide, high, true)
		c.close("g")
	}
	bottom := y + head + high
	if !o.Unexplained {
		bottom = c.legend(2, bottom+4, width-4, c.networkExplained())
	}
	description := p.Description
	if description == "" {
		description = fmt.Sprintf("%d actors at %d times, from %s to %s.", len(p.Nodes), len(p.Slices), p.Slices[0].Name, p.Slices[len(p.Slices)-1].Name)
	}
	return c.finish(w, width, bottom, p.Title, description)
}
