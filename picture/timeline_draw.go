package picture

import (
	"fmt"
	"strings"

	"chancery/when"
)

// drawLane draws a lane's name, its line, and its marks or counts.
func (c *canvas) drawLane(l *drawnLane, s scale, head float64, banded bool, greatest int, window func(first, last when.Day) string) {
	end := l.base + l.low + laneGap/2
	c.tag("g").class("lane").data("data-lane", l.lane.ID).inside()
	if banded {
		c.rect(0, l.top-laneGap/2, s.right+8, end-l.top+laneGap/2, "band")
	}
	c.line(s.left, l.base, s.right, l.base, "axis")
	if head == 0 {
		c.rowName(&l.name, l.lane.Href, "lane-name", s.left, l.top)
	} else {
		c.rowName(&l.name, l.lane.Href, "lane-name", 2, l.base-l.name.height()/2)
	}
	if l.up != nil {
		c.drawCounts(l, s, greatest, window)
	}
	for i := range l.above {
		c.drawMark(&l.above[i], l.base-rowHeight*(float64(l.above[i].row)+0.5))
	}
	for i := range l.below {
		c.drawMark(&l.below[i], l.base+rowHeight*(float64(l.below[i].row)+0.5))
	}
	c.close("g")
}

// drawMark draws one event with its label.
func (c *canvas) drawMark(m *placed, y float64) {
	k := m.mark
	class := ""
	c.open(k.Href, class).data("data-id", k.ID).day("data-first", k.First).day("data-last", k.Last).data("data-track", k.Track).data("data-status", string(k.Status))
	title := k.Title
	if title == "" {
		title = strings.TrimPrefix(k.Label+", "+periodWords(k.First, k.Last), ", ")
		if !k.Status.Done() {
			title += " (" + strings.ReplaceAll(string(k.Status), "_", " ") + ")"
		}
	}
	c.titled(title)
	if m.stretch {
		c.stretch(m.x0, m.x1, y, dotRadius, m.from, m.to, k.Tone, k.Status)
		c.note("stretch")
	} else {
		c.dot((m.x0+m.x1)/2, y, dotRadius, k.Tone, k.Status)
	}
	c.note("tone-" + k.Tone.class())
	c.note("status-" + k.Status.class())
	if m.label != "" {
		anchor := 0.0
		if m.before {
			anchor = 1
		}
		c.text(m.labelX, y+4, anchor, smallSize, "", m.label)
	}
	c.shut()
}

// drawCounts draws a lane whose marks were too many.
func (c *canvas) drawCounts(l *drawnLane, s scale, greatest int, window func(first, last when.Day) string) {
	c.note("counts")
	up, down := l.base, l.base
	if l.anyUp > 0 {
		c.anywhere(s, l.top+rowHeight/2+max(l.base-l.high-l.top, 0), l.anyUp, "done", "")
	}
	if l.anyDown > 0 {
		c.anywhere(s, l.base+l.low-rowHeight/2, l.anyDown, "planned or said", " said")
	}
	for i := range l.up {
		for _, side := range [...]struct {
			n    Count
			y    float64
			high float64
			up   bool
			what string
		}{{l.up[i], up, histogramUp, true, "event"}, {l.down[i], down, histogramDown, false, "planned or said event"}} {
			n := side.n
			if n.Total() == 0 {
				continue
			}
			x0, x1, _ := s.clip(n.First.Number(), n.Last.Number())
			href := n.Href
			if href == "" && window != nil {
				href = window(n.First, n.Last)
			}
			c.open(href, "").day("data-first", n.First).day("data-last", n.Last).whole("data-count", n.Total()).titled(n.words(side.what))
			top := side.y - side.high
			if !side.up {
				top = side.y
			}
			c.rect(x0, top, x1-x0, side.high, "hit")
			c.column(n, x0+0.5, max(x1-x0-1, 0.8), side.y, side.high-2, greatest, side.up)
			c.shut()
		}
	}
}

// anywhere says how many events could be on nearly any day of the window.
func (c *canvas) anywhere(s scale, y float64, n int, what, class string) {
	text := fmt.Sprintf("%d more that may be on almost any of these days", n)
	c.open("", "").titled(fmt.Sprintf("%s, %s: their days are known too roughly to be counted below", counted(n, "event"), what))
	c.tag("rect").num("x", s.left).num("y", y-dotRadius).num("width", s.right-s.left).num("height", 2*dotRadius)
	if class == "" {
		c.class("span neutral-line").paint("fade-neutral").end()
	} else {
		c.class("span neutral" + class).end()
	}
	if short := shorten(text, smallSize, s.right-s.left-20); short != "" {
		c.text((s.left+s.right)/2, y+4, 0.5, smallSize, "halo", short)
	}
	c.shut()
}

const overviewHeight = 34.0

// overview draws the strip that shows the whole span with the window marked, in
// as many pieces that lead to a window of the same length. It returns where it
// ends.
func (c *canvas) overview(p *Timeline, s scale, y float64) float64 {
	first, last := s.first, s.last
	for _, n := range p.Overview {
		if n.First.Known() && n.Last.Known() {
			first, last = min(first, n.First.Number()), max(last, n.Last.Number())
		}
	}
	if first == s.first && last == s.last {
		return y - 6
	}
	whole := scale{first, last, s.left, s.right}
	base := y + overviewHeight
	c.tag("g").class("overview").attr("data-first", isoOf(first)).attr("data-last", isoOf(last)).
		attr("data-left", fmt.Sprintf("%.1f", whole.left)).attr("data-right", fmt.Sprintf("%.1f", whole.right)).inside()
	c.rect(whole.left, y, whole.right-whole.left, overviewHeight, "band")
	counts := gather(p.Overview, whole, whole.unit(3).atLeast(p.Overview))
	greatest := most(counts)
	for _, n := range counts {
		x0, x1, _ := whole.clip(n.First.Number(), n.Last.Number())
		c.column(n, x0, max(x1-x0-0.4, 0.8), base, overviewHeight-3, greatest, true)
	}
	c.line(whole.left, base, whole.right, base, "axis")
	x0, x1, _ := whole.clip(s.first, s.last)
	if x1-x0 < 3 {
		x0, x1 = (x0+x1)/2-1.5, (x0+x1)/2+1.5
	}
	c.rect(x0, y-1.5, x1-x0, overviewHeight+3, "window")
	if p.Window != nil {
		// Pieces of at least 16 pixels, each centred in the window that it leads to.
		length := s.last - s.first + 1
		pieces := max(int((whole.right-whole.left)/max(16, min(x1-x0, 60))), 1)
		for i := range pieces {
			a := whole.left + (whole.right-whole.left)*float64(i)/float64(pieces)
			b := whole.left + (whole.right-whole.left)*float64(i+1)/float64(pieces)
			middle := first + int(((a+b)/2-whole.left)/whole.perDay())
			from := middle - length/2
			from = max(min(from, last-length+1), first)
			d0, d1 := when.DayNumbered(from), when.DayNumbered(from+length-1)
			c.open(p.Window(d0, d1), "").day("data-first", d0).day("data-last", d1).titled("Move to " + periodWords(d0, d1))
			c.rect(a, y, b-a, overviewHeight, "hit")
			c.shut()
		}
	}
	// The ends of the span and some years between, below the strip.
	unit := whole.unit(70)
	if unit < Years {
		unit = Years
	}
	drawn := whole.left - 100
	for _, q := range whole.periods(unit) {
		t := unit.label(q.first, 200)
		x := max(whole.at(q.first.Number()), whole.left)
		if w := textWidth(t, smallSize); x > drawn+8 && x+w < whole.right {
			c.text(x, base+12, 0, smallSize, "quiet", t)
			drawn = x + w
		}
	}
	c.close("g")
	return base + 18
}
