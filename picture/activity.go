package picture

import (
	"fmt"
	"io"
	"math"

	"chancery/when"
)

// Activity shows how much there was over time, in columns: cooperation below,
// hatched conflict on top of it. What was only planned or said hangs below the
// line.
type Activity struct {
	Title       string
	Description string // empty takes a sentence with the numbers
	Noun        string // what is counted, in the singular; empty is "event"

	First, Last when.Day // unknown ends are taken from the counts
	Counts      []Count
	Unit        Unit // of a column; a longer one is taken when columns of this would be too thin

	// Window gives the address of what a column counts, where the count has no
	// address of its own. Nil makes no such links.
	Window func(first, last when.Day) string
}

// SVG draws the columns with an axis of days above and of amounts at the left.
func (p *Activity) SVG(w io.Writer, o Options) error {
	c := newCanvas("activity", o)
	width := o.width(900)
	first, last := spanOf(p.First, p.Last, p.Counts)
	if !first.Known() || !last.Known() || last.Before(first) {
		c.text(width/2, 30, 0.5, normalSize, "quiet", "Nothing here has a day.")
		return c.finish(w, width, 56, p.Title, p.Description)
	}
	height := float64(o.Height)
	if height <= 0 {
		height = 170
	}
	noun := p.Noun
	if noun == "" {
		noun = "event"
	}
	var done, said []Count
	for _, n := range p.Counts {
		if n.Said {
			said = append(said, n)
		} else {
			done = append(done, n)
		}
	}
	s := newScale(first, last, 0, width)
	unit := max(p.Unit, s.unit(3)).atLeast(p.Counts)
	up, down := gather(done, s, unit), gather(said, s, unit)
	greatest := most(up)
	step := niceStep(greatest)
	left := textWidth(grouped(greatest), smallSize) + 14
	s = newScale(first, last, left, width-6)

	top, end := axisHeight+8.0, max(height-4, axisHeight+60.0)
	base := end
	if some(down) {
		both := greatest + most(down)
		base = math.Round(top + (end-top)*float64(greatest)/float64(both))
		base = min(max(base, (top+end)/2), end-14)
	}
	c.axis(s, 0, end, p.Window)
	for v := step; v <= greatest; v += step {
		y := base - (base-top)*float64(v)/float64(greatest)
		c.line(left, y, s.right, y, "grid")
		c.text(left-6, y+4, 1, smallSize, "quiet", grouped(v))
	}
	c.line(left, base, s.right, base, "axis")
	// Both sides have the same pixels for one event, unless what was said is more
	// than the room below holds.
	below, belowMost := base-top, greatest
	if n := most(down); below*float64(n)/float64(greatest) > end-base {
		below, belowMost = end-base, n
	}
	for i := range up {
		c.activityColumn(up[i], s, base, base-top, greatest, true, noun, p.Window)
		c.activityColumn(down[i], s, base, below, belowMost, false, "planned or said "+noun, p.Window)
	}
	y := end + 4
	if !o.Unexplained {
		y = c.legend(left, y+2, width-left-6, c.marksExplained())
	}
	description := p.Description
	if description == "" {
		total := Count{First: first, Last: last}
		for i := range up {
			total.Cooperation += up[i].Cooperation + down[i].Cooperation
			total.Conflict += up[i].Conflict + down[i].Conflict
			total.Other += up[i].Other + down[i].Other
		}
		description = total.words(noun) + "."
	}
	return c.finish(w, width, y, p.Title, description,
		"data-first", first.String(), "data-last", last.String(),
		"data-left", fmt.Sprintf("%.1f", s.left), "data-right", fmt.Sprintf("%.1f", s.right))
}

func (c *canvas) activityColumn(n Count, s scale, base, high float64, greatest int, up bool, noun string, window func(first, last when.Day) string) {
	if n.Total() == 0 {
		return
	}
	x0, x1, _ := s.clip(n.First.Number(), n.Last.Number())
	href := n.Href
	if href == "" && window != nil {
		href = window(n.First, n.Last)
	}
	c.open(href, "").day("data-first", n.First).day("data-last", n.Last).whole("data-count", n.Total()).titled(n.words(noun))
	gap := min(1, (x1-x0)/6)
	top := base
	if up {
		top = base - high
	}
	c.rect(x0, top, x1-x0, high, "hit")
	c.column(n, x0+gap/2, x1-x0-gap, base, high, greatest, up)
	c.shut()
}

// niceStep gives a round step so that an axis up to a number has two to five
// lines.
func niceStep(greatest int) int {
	step := 1
	for {
		for _, f := range [...]int{1, 2, 5} {
			if greatest/(step*f) <= 4 {
				return step * f
			}
		}
		step *= 10
	}
}

// grouped writes a number with thin groups of three: "12 500".
func grouped(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u202f" + s[i:]
	}
	return s
}

// spanOf gives the days that hold all counts, in the place of those that are
// unknown.
func spanOf(first, last when.Day, lists ...[]Count) (when.Day, when.Day) {
	var lo, hi when.Day
	for _, counts := range lists {
		for _, n := range counts {
			if n.First.Known() && (!lo.Known() || n.First.Before(lo)) {
				lo = n.First
			}
			if n.Last.Known() && (!hi.Known() || hi.Before(n.Last)) {
				hi = n.Last
			}
		}
	}
	if !first.Known() {
		first = lo
	}
	if !last.Known() {
		last = hi
	}
	return first, last
}

// Spark is activity at the size of a word, for a line of text or a cell of a
// table. It has no axis, no links and no legend.
type Spark struct {
	Title       string
	Noun        string // what is counted, in the singular; empty is "event"
	First, Last when.Day
	Counts      []Count
	Most        int // the amount that fills the height, to compare several; 0 takes the greatest of this one
}

// SVG draws the spark, 120 by 24 pixels unless the options say otherwise.
func (p *Spark) SVG(w io.Writer, o Options) error {
	c := newCanvas("spark", o)
	width, height := 120.0, 24.0
	if o.Width > 0 {
		width = float64(o.Width)
	}
	if o.Height > 0 {
		height = float64(o.Height)
	}
	noun := p.Noun
	if noun == "" {
		noun = "event"
	}
	first, last := spanOf(p.First, p.Last, p.Counts)
	title := p.Title
	var counts []Count
	if first.Known() && last.Known() && !last.Before(first) {
		s := newScale(first, last, 0, width)
		counts = gather(p.Counts, s, s.unit(2).atLeast(p.Counts))
		total := Count{First: first, Last: last}
		for _, n := range counts {
			total.Cooperation += n.Cooperation
			total.Conflict += n.Conflict
			total.Other += n.Other
		}
		if title == "" {
			title = total.words(noun)
		}
	}
	if title == "" {
		title = "no " + noun + "s"
	}
	greatest := p.Most
	if greatest <= 0 {
		greatest = most(counts)
	}
	c.spark(counts, 0, 1, width, height-2, greatest)
	return c.finish(w, width, height, title, "")
}

// spark draws counts side by side within a box.
func (c *canvas) spark(counts []Count, x, y, w, h float64, greatest int) {
	c.line(x, y+h, x+w, y+h, "grid")
	if len(counts) == 0 {
		return
	}
	s := newScale(counts[0].First, counts[len(counts)-1].Last, x, x+w)
	for _, n := range counts {
		x0, x1, _ := s.clip(n.First.Number(), n.Last.Number())
		gap := min(0.5, (x1-x0)/5)
		c.column(n, x0, x1-x0-gap, y+h, h, max(greatest, n.Total()), true)
	}
}
