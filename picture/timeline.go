package picture

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"chancery/when"
)

// Timeline shows what happened, lane by lane, over days to centuries. In each
// lane what was done stands above the line; what was planned, offered,
// demanded, threatened, supposed or did not happen hangs below it.
type Timeline struct {
	Title       string
	Description string // for those who do not see it; empty takes a sentence with the numbers

	First, Last when.Day // the window; unknown ends are taken from the marks
	Today       when.Day // marked by a line when it is in the window; unknown for none
	Lanes       []Lane
	Overview    []Count // activity over the whole span, for the strip below; empty for none

	// Window gives the address of the same timeline with other days. Nil makes
	// no such links.
	Window func(first, last when.Day) string

	// Rows is how many rows of marks a lane may have above its line and below
	// it before its marks become counts. 0 is 7.
	Rows int
}

// Lane is one row of a timeline: a track, a status, an actor.
type Lane struct {
	ID    string
	Name  string
	Href  string
	Note  string // a few words below the name
	Marks []Mark
	// Counts stand for marks that the caller has counted already, because there
	// are too many to hand over. A lane has marks or counts.
	Counts []Count
}

// Mark is one event, or one occurrence, on a timeline.
type Mark struct {
	ID          string
	Label       string // a few words beside it, where there is room
	Title       string // the tooltip; empty takes the label and the days
	Href        string
	First, Last when.Day // the first and last possible day; one may be unknown
	Status      Status
	Tone        Tone
	Track       string
}

// dayless counts the marks that cannot be drawn because nothing is known of
// their days.
func (l *Lane) dayless() int {
	n := 0
	for i := range l.Marks {
		if !l.Marks[i].First.Known() && !l.Marks[i].Last.Known() {
			n++
		}
	}
	return n
}

// note is what stands below a lane's name.
func (l *Lane) note() string {
	if n := l.dayless(); l.Note == "" && n > 0 {
		return fmt.Sprintf("%d without a day", n)
	}
	return printable(l.Note)
}

// Windows are the stretches that the usual moves from a window lead to.
type Windows struct {
	Earlier, Later, In, Out [2]when.Day
}

// WindowsFrom gives the moves from a window: half a window earlier and later,
// in to its middle half, out to twice its length.
func WindowsFrom(first, last when.Day) Windows {
	n := last.Number() - first.Number() + 1
	half := max(n/2, 1)
	quarter := n / 4
	in := [2]when.Day{first.Add(quarter), last.Add(-quarter)}
	return Windows{
		Earlier: [2]when.Day{first.Add(-half), last.Add(-half)},
		Later:   [2]when.Day{first.Add(half), last.Add(half)},
		In:      in,
		Out:     [2]when.Day{first.Add(-half), last.Add(half)},
	}
}

// Measures of a timeline, in pixels.
const (
	rowHeight     = 17.0
	dotRadius     = 4.6
	laneGap       = 8.0
	histogramUp   = 40.0
	histogramDown = 24.0
	narrow        = 620.0 // below this width the lanes' names stand above them
)

// SVG draws the timeline.
func (p *Timeline) SVG(w io.Writer, o Options) error {
	c := newCanvas("timeline", o)
	width := o.width(1040)
	first, last, ok := p.window()
	if !ok {
		c.text(width/2, 30, 0.5, normalSize, "quiet", "Nothing here has a day.")
		return c.finish(w, width, 56, p.Title, p.Description)
	}
	head := 0.0
	if width >= narrow {
		for i := range p.Lanes {
			l := &p.Lanes[i]
			head = max(head, textWidth(l.Name, normalSize)*boldly+16, textWidth(l.note(), smallSize)+16)
		}
		head = min(head, width*0.2)
	}
	left := max(head, 6)
	s := newScale(first, last, left, width-8)
	lanes := make([]drawnLane, len(p.Lanes))
	drawn := 0
	for i := range p.Lanes {
		lanes[i] = p.arrange(&p.Lanes[i], s)
		drawn += len(lanes[i].above) + len(lanes[i].below)
	}
	c.b = slices.Grow(c.b, 360*drawn) // what a mark usually takes
	greatest := 1
	for i := range lanes {
		greatest = max(greatest, most(lanes[i].up), most(lanes[i].down))
	}

	y := axisHeight + 2.0
	for i := range lanes {
		l := &lanes[i]
		l.top = y
		l.name = newRowName(l.lane.Name, l.lane.note(), true, head, width)
		if head == 0 {
			y += l.name.height()
		} else {
			l.high, l.low = max(l.high, l.name.beside()), max(l.low, l.name.beside())
		}
		l.base = y + l.high
		y = l.base + l.low + laneGap
	}
	bottom := y
	c.axis(s, 0, bottom, p.Window)
	for i := range lanes {
		c.drawLane(&lanes[i], s, head, i%2 == 1, greatest, p.Window)
	}
	if p.Today.Known() && p.Today.Number() >= s.first && p.Today.Number() <= s.last {
		c.open("", "").titled("As of " + dayWords(p.Today))
		x := s.at(p.Today.Number() + 1)
		c.line(x, axisHeight-4, x, bottom, "now")
		c.shut()
	}
	if len(p.Overview) > 0 {
		y = c.overview(p, s, y+6)
	}
	if !o.Unexplained {
		y = c.legend(6, y+4, width-12, c.marksExplained())
	}
	description := p.Description
	if description == "" {
		description = p.describe(lanes, first, last)
	}
	return c.finish(w, width, y, p.Title, description,
		"data-first", first.String(), "data-last", last.String(),
		"data-left", fmt.Sprintf("%.1f", s.left), "data-right", fmt.Sprintf("%.1f", s.right))
}

// window fills unknown ends of the window from the marks and counts.
func (p *Timeline) window() (first, last when.Day, ok bool) {
	first, last = p.First, p.Last
	if !first.Known() || !last.Known() {
		lo, hi := when.Day{}, when.Day{}
		widen := func(d when.Day) {
			if d.Known() {
				if !lo.Known() || d.Before(lo) {
					lo = d
				}
				if !hi.Known() || hi.Before(d) {
					hi = d
				}
			}
		}
		for _, l := range p.Lanes {
			for _, m := range l.Marks {
				widen(m.First)
				widen(m.Last)
			}
			for _, n := range l.Counts {
				widen(n.First)
				widen(n.Last)
			}
		}
		if !lo.Known() {
			widen(first)
			widen(last)
		}
		if !first.Known() {
			first = lo
		}
		if !last.Known() {
			last = hi
		}
	}
	if !first.Known() || !last.Known() {
		return first, last, false
	}
	if last.Before(first) {
		first, last = last, first
	}
	return first, last, true
}

func (p *Timeline) describe(lanes []drawnLane, first, last when.Day) string {
	var b strings.Builder
	fmt.Fprintf(&b, "From %s to %s.", dayWords(first), dayWords(last))
	for i := range lanes {
		l := &lanes[i]
		name := l.lane.Name
		if name == "" {
			name = "In all"
		}
		fmt.Fprintf(&b, " %s: %d done, %d planned or said.", name, l.done, l.said)
		if n := l.lane.dayless(); n > 0 {
			fmt.Fprintf(&b, " %d without a day.", n)
		}
		if b.Len() > 2000 {
			fmt.Fprintf(&b, " And %d more lanes.", len(lanes)-i-1)
			break
		}
	}
	return b.String()
}

// drawnLane is a lane with everything in its place.
type drawnLane struct {
	lane           *Lane
	name           rowName
	top, base      float64
	high, low      float64 // room above the base line and below it
	above, below   []placed
	up, down       []Count // instead of above and below when there are too many
	anyUp, anyDown int     // of those, how many could be on nearly any day of the window
	done, said     int
}

// placed is a mark with its place: pixels and the row away from the base line.
type placed struct {
	mark     *Mark
	x0, x1   float64 // of the shape
	stretch  bool
	from, to bool // it goes on beyond the window's start, its end
	row      int
	label    string
	labelX   float64
	before   bool // the label stands before the shape and ends at labelX
	ordering int
}

// arrange decides how a lane is drawn: as marks in rows, or as counts.
func (p *Timeline) arrange(l *Lane, s scale) drawnLane {
	d := drawnLane{lane: l}
	var above, below []placed
	for i := range l.Marks {
		m := &l.Marks[i]
		if !m.First.Known() && !m.Last.Known() {
			continue
		}
		first, last := s.first, s.last
		if m.First.Known() {
			first = m.First.Number()
		}
		if m.Last.Known() {
			last = m.Last.Number()
		}
		if !m.First.Known() {
			first = min(s.first, last)
		}
		if !m.Last.Known() {
			last = max(s.last, first)
		}
		x0, x1, ok := s.clip(min(first, last), max(first, last))
		if !ok {
			continue
		}
		q := placed{mark: m, x0: x0, x1: x1, from: first < s.first || !m.First.Known(), to: last > s.last || !m.Last.Known(), stretch: first != last && x1-x0 > 2.6*dotRadius, ordering: i}
		if !q.stretch {
			middle := (x0 + x1) / 2
			q.x0, q.x1 = middle-dotRadius*1.2, middle+dotRadius*1.2
		}
		if m.Status.Done() {
			d.done++
			above = append(above, q)
		} else {
			d.said++
			below = append(below, q)
		}
	}
	rows := p.Rows
	if rows <= 0 {
		rows = 7
	}
	if len(l.Counts) == 0 {
		a, okA := pack(above, rows, s)
		b, okB := pack(below, rows, s)
		if okA && okB {
			d.above, d.below = above, below
			d.high = max(float64(a)*rowHeight, 6) + 2
			d.low = max(float64(b)*rowHeight, 4) + 2
			if a == 0 && b == 0 {
				d.high = rowHeight
			}
			return d
		}
	}
	p.bin(&d, l, above, below, s)
	return d
}

// pack gives every mark a row, and a label where all labels of a length find
// room: it tries long labels first, and none at last. It returns the number of
// rows, and false when there are not enough.
func pack(marks []placed, rows int, s scale) (int, bool) {
	if len(marks) == 0 {
		return 0, true
	}
	// More marks than could stand side by side need no try.
	if float64(len(marks)) > float64(rows)*((s.right-s.left)/(2.4*dotRadius)+1) {
		return 0, false
	}
	slices.SortFunc(marks, func(a, b placed) int {
		switch {
		case a.x0 < b.x0:
			return -1
		case a.x0 > b.x0:
			return 1
		case a.x1 > b.x1:
			return -1
		case a.x1 < b.x1:
			return 1
		}
		return a.ordering - b.ordering
	})
	ends := make([]float64, rows)
	var need int
	fits := false
	for _, room := range [...]float64{230, 120, 60, 0} {
		if room > 0 && len(marks) > 400 {
			continue
		}
		if need, fits = packLabels(marks, ends, s, room); fits {
			break
		}
	}
	if !fits {
		return 0, false
	}
	labelRows(marks, need, s)
	return need, true
}

// labelRows gives marks their labels: behind a mark in what room its row leaves
// there, or before it when there is more room on that side.
func labelRows(marks []placed, rows int, s scale) {
	next := make([]float64, rows)
	for i := range next {
		next[i] = s.right
	}
	gap := make([]float64, len(marks)) // where the room behind each mark ends
	for i := len(marks) - 1; i >= 0; i-- {
		gap[i] = next[marks[i].row] - 5
		next[marks[i].row] = marks[i].x0
	}
	taken := make([]float64, rows) // how far each row is filled
	for i := range taken {
		taken[i] = s.left
	}
	for i := range marks {
		m := &marks[i]
		name := printable(m.mark.Label)
		from := m.x1 + 4
		if m.mark.Status == Ongoing && !m.stretch {
			from += dotRadius * 1.6
		}
		behind, before := min(gap[i]-from, 230), min(m.x0-4-taken[m.row]-4, 230)
		m.label, m.labelX, m.before = worth(name, behind), from, false
		if m.label != name {
			if l := worth(name, before); l == name || before > behind && l != "" {
				m.label, m.labelX, m.before = l, m.x0-4, true
			}
		}
		taken[m.row] = m.x1
		if m.label != "" && !m.before {
			taken[m.row] = from + textWidth(m.label, smallSize)
		}
	}
}

// worth shortens a label, to nothing when too little of it would be left to be
// read.
func worth(name string, room float64) string {
	if room < 52 && textWidth(name, smallSize) > room {
		return ""
	}
	return shorten(name, smallSize, room)
}

func packLabels(marks []placed, ends []float64, s scale, room float64) (int, bool) {
	for i := range ends {
		ends[i] = s.left - 100
	}
	need := 0
	for i := range marks {
		m := &marks[i]
		end := m.x1 + 2
		if room > 0 && m.mark.Label != "" {
			end = min(m.x1+8+min(textWidth(m.mark.Label, smallSize), room), max(s.right, m.x1))
		}
		row := 0
		for row < len(ends) && ends[row] > m.x0 {
			row++
		}
		if row == len(ends) {
			return 0, false
		}
		m.row, ends[row] = row, end
		need = max(need, row+1)
	}
	return need, true
}

// bin makes counts of a lane's marks. A mark whose possible days take up more
// than half of the window tells nothing of when: those are counted apart.
func (p *Timeline) bin(d *drawnLane, l *Lane, above, below []placed, s scale) {
	unit := s.unit(7).atLeast(l.Counts)
	half := (s.right - s.left) / 2
	count := func(marks []placed, said bool) (counts []Count, anywhere int) {
		all := make([]Count, 0, len(marks))
		for i := range marks {
			m := &marks[i]
			if m.stretch && m.x1-m.x0 > half {
				anywhere++
				continue
			}
			day := s.first + int(((m.x0+m.x1)/2-s.left)/s.perDay())
			at := when.DayNumbered(min(max(day, s.first), s.last))
			n := Count{First: at, Last: at}
			n.add(m.mark.Tone, 1)
			all = append(all, n)
		}
		for _, n := range l.Counts {
			if n.Said == said {
				all = append(all, n)
			}
		}
		return gather(all, s, unit), anywhere
	}
	d.up, d.anyUp = count(above, false)
	d.down, d.anyDown = count(below, true)
	for _, n := range l.Counts {
		if n.Said {
			d.said += n.Total()
		} else {
			d.done += n.Total()
		}
	}
	d.high, d.low = histogramUp+6, 6
	if d.anyUp > 0 {
		d.high += rowHeight
	}
	if some(d.down) {
		d.low = histogramDown + 6
	}
	if d.anyDown > 0 {
		d.low += rowHeight
	}
}

func some(counts []Count) bool {
	return slices.ContainsFunc(counts, func(n Count) bool { return n.Total() > 0 })
}
