package picture

import (
	"fmt"
	"io"
	"math"

	"chancery/when"
)

// Matrix shows who did how much to whom: rows act, columns are acted upon. The
// area of a square is how much there was; its hatched part is conflict.
type Matrix struct {
	Title       string
	Description string // empty takes a sentence with the numbers

	Rows, Columns []Heading
	Cells         []Cell // those that are empty need not be given

	// First and Last are the days that the cells' Months run over. Unknown ends
	// are taken from the months.
	First, Last when.Day
}

// Heading names a row or column.
type Heading struct {
	ID   string
	Name string
	Href string
}

// Cell is what one row's actor did to one column's.
type Cell struct {
	Row, Column                  int
	Cooperation, Conflict, Other int
	Months                       []Count // how it went, drawn small; a matrix with months in any cell draws all so
	Href                         string
	Title                        string // the tooltip; empty takes the names and numbers
}

// Total is all that a cell counts.
func (m Cell) Total() int { return m.Cooperation + m.Conflict + m.Other }

// SVG draws the matrix. It is wider than the options say when its cells would
// otherwise become too small to hit.
func (p *Matrix) SVG(w io.Writer, o Options) error {
	for i := range p.Cells {
		m := &p.Cells[i]
		if m.Row < 0 || m.Row >= len(p.Rows) || m.Column < 0 || m.Column >= len(p.Columns) {
			return fmt.Errorf("picture: cell %d in row %d, column %d of a matrix of %d by %d: %w", i, m.Row, m.Column, len(p.Rows), len(p.Columns), ErrOutside)
		}
	}
	c := newCanvas("matrix", o)
	width := o.width(900)
	if len(p.Rows) == 0 || len(p.Columns) == 0 {
		c.text(width/2, 30, 0.5, normalSize, "quiet", "Nobody did anything to anybody here.")
		return c.finish(w, width, 56, p.Title, p.Description)
	}
	monthly, greatest := p.scan()

	// Headings take a fifth of the width at most; columns are turned by 45 degrees
	// while cells are wide enough for the lines not to touch.
	rowRoom := min(max(width*0.26, 84), 220)
	rowHead := 0.0
	for _, h := range p.Rows {
		rowHead = max(rowHead, min(textWidth(h.Name, normalSize), rowRoom-10))
	}
	rowHead += 10
	columnHead := 0.0
	for _, h := range p.Columns {
		columnHead = max(columnHead, min(textWidth(h.Name, normalSize), 130))
	}
	least, greatestCell := 17.0, 44.0
	if monthly {
		least, greatestCell = 40, 84
	}
	n := float64(len(p.Columns))
	turn := -45.0
	lean := columnHead * math.Sqrt2 / 2
	cell := (width - rowHead - lean - 12) / n
	if cell < 19 {
		turn, lean = -90, 0
		cell = (width - rowHead - 12) / n
	}
	cell = min(max(math.Floor(cell), least), greatestCell)
	if monthly && columnHead < cell-4 {
		turn, lean = 0, 0
	}
	high := cell
	if monthly {
		high = max(math.Floor(cell/2), 26)
	}
	top := columnHead*math.Sin(-turn*math.Pi/180) + 18
	if turn == 0 {
		top = 22
	}
	gridRight, gridBottom := rowHead+cell*n, top+high*float64(len(p.Rows))
	width = max(min(width, gridRight+lean+12), gridRight+lean+4)

	c.tag("g").class("ticks").inside()
	for i := range len(p.Rows) + 1 {
		y := top + high*float64(i)
		c.line(rowHead, y, gridRight, y, "grid")
	}
	for i := range len(p.Columns) + 1 {
		x := rowHead + cell*float64(i)
		c.line(x, top, x, gridBottom, "grid")
	}
	for i, r := range p.Rows {
		for j, k := range p.Columns {
			if r.ID != "" && r.ID == k.ID {
				c.rect(rowHead+cell*float64(j)+1, top+high*float64(i)+1, cell-2, high-2, "band")
			}
		}
	}
	c.close("g")
	for i, h := range p.Rows {
		y := top + high*(float64(i)+0.5) + 4
		c.open(h.Href, "heading").data("data-id", h.ID).whole("data-row", i).titled(h.Name)
		c.text(rowHead-8, y, 1, normalSize, "", shorten(printable(h.Name), normalSize, rowHead-10))
		c.shut()
	}
	for j, h := range p.Columns {
		x, y := rowHead+cell*(float64(j)+0.5)+4, top-6
		anchor := 0.0
		if turn == 0 {
			x, anchor = x-4, 0.5
		}
		c.open(h.Href, "heading").data("data-id", h.ID).whole("data-column", j).titled(h.Name)
		c.turned(x, y, anchor, normalSize, turn, "", shorten(printable(h.Name), normalSize, columnHead))
		c.shut()
	}
	sparks, sparkMost := p.sparks(monthly, cell-6)
	for i := range p.Cells {
		m := &p.Cells[i]
		if m.Total() == 0 {
			continue
		}
		x, y := rowHead+cell*float64(m.Column), top+high*float64(m.Row)
		c.open(m.Href, "cell").data("data-from", p.Rows[m.Row].ID).data("data-to", p.Columns[m.Column].ID).whole("data-cooperation", m.Cooperation).whole("data-conflict", m.Conflict)
		title := m.Title
		if title == "" {
			title = m.words(p.Rows[m.Row].Name, p.Columns[m.Column].Name)
		}
		c.titled(title)
		c.rect(x+0.5, y+0.5, cell-1, high-1, "hit")
		if monthly {
			c.spark(sparks[i], x+3, y+3, cell-6, high-6, sparkMost)
		} else {
			c.square(m, x, y, cell, greatest)
		}
		c.shut()
	}
	y := gridBottom + 4
	if !o.Unexplained {
		y = c.legend(2, y, width-4, p.explained(c, monthly))
	}
	description := p.Description
	if description == "" {
		description = p.describe()
	}
	return c.finish(w, width, y, p.Title, description)
}

// scan finds whether cells have months, and the greatest amount.
func (p *Matrix) scan() (monthly bool, greatest int) {
	greatest = 1
	for i := range p.Cells {
		m := &p.Cells[i]
		greatest = max(greatest, m.Total())
		monthly = monthly || len(m.Months) > 0
	}
	return monthly, greatest
}

func (m *Cell) words(from, to string) string {
	return fmt.Sprintf("%s to %s: %s (%d cooperation, %d conflict)", from, to, counted(m.Total(), "event"), m.Cooperation, m.Conflict)
}

// sparks gathers the cells' months over the same days and finds the greatest
// of them, so that cells can be compared.
func (p *Matrix) sparks(monthly bool, width float64) ([][]Count, int) {
	if !monthly {
		return nil, 1
	}
	months := make([][]Count, len(p.Cells))
	for i := range p.Cells {
		months[i] = p.Cells[i].Months
	}
	first, last := spanOf(p.First, p.Last, months...)
	if !first.Known() || !last.Known() {
		return make([][]Count, len(p.Cells)), 1
	}
	s := newScale(first, last, 0, width)
	sparks, greatest, unit := make([][]Count, len(p.Cells)), 1, s.unit(2).atLeast(months...)
	for i := range p.Cells {
		sparks[i] = gather(p.Cells[i].Months, s, unit)
		greatest = max(greatest, most(sparks[i]))
	}
	return sparks, greatest
}

// square draws a cell's amount as the area of a square, its parts from below:
// neither, cooperation, conflict.
func (c *canvas) square(m *Cell, x, y, cell float64, greatest int) {
	side := max((cell-5)*math.Sqrt(float64(m.Total())/float64(greatest)), 3)
	x += (cell - side) / 2
	y += (cell + side) / 2
	n := Count{Cooperation: m.Cooperation, Conflict: m.Conflict, Other: m.Other}
	c.column(n, x, side, y, side, m.Total(), true)
}

func (p *Matrix) explained(c *canvas, monthly bool) []explained {
	var signs []explained
	one := func(t Tone) func(x, y float64) {
		return func(x, y float64) {
			n := Count{}
			n.add(t, 1)
			c.column(n, x, 11, y+5, 11, 1, true)
		}
	}
	for _, k := range [...]struct {
		t     Tone
		words string
	}{{Cooperation, "cooperation"}, {Conflict, "conflict"}, {Neutral, "neither"}} {
		if c.noted("bar-" + k.t.class()) {
			signs = append(signs, explained{k.words, 11, one(k.t)})
		}
	}
	words := "rows act, columns are acted upon; the area is how much"
	if monthly {
		words = "rows act, columns are acted upon; each cell runs through the time"
	}
	return append(signs, explained{words, 0, func(float64, float64) {}})
}

func (p *Matrix) describe() string {
	total, strongest := 0, -1
	for i := range p.Cells {
		total += p.Cells[i].Total()
		if strongest < 0 || p.Cells[i].Total() > p.Cells[strongest].Total() {
			strongest = i
		}
	}
	s := fmt.Sprintf("%s between %d who act and %d who are acted upon.", counted(total, "event"), len(p.Rows), len(p.Columns))
	if strongest >= 0 && total > 0 {
		m := &p.Cells[strongest]
		s += " The most is " + m.words(p.Rows[m.Row].Name, p.Columns[m.Column].Name) + "."
	}
	return s
}
