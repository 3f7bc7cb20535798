package picture

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"chancery/when"
)

// Ledger shows what became of offers, demands and commitments: one line for
// each, with its steps in the order of their days, the day that it was promised
// for, and how far it was carried out.
type Ledger struct {
	Title       string
	Description string // empty takes the steps in words

	First, Last when.Day // unknown ends are taken from the steps
	Today       when.Day // what is open goes on until here; unknown takes the end of the window
	Entries     []Entry

	// Window gives the address of the same picture with other days. Nil makes no
	// such links.
	Window func(first, last when.Day) string
}

// Entry is one offer, demand or commitment.
type Entry struct {
	ID    string
	Name  string
	Note  string // a few words below the name
	Href  string
	Steps []Step
}

// Move is what a step does with an entry. The words are those of the record.
type Move string

// The moves.
const (
	Opened     Move = "opened"
	Repeated   Move = "repeated"
	Accepted   Move = "accepted"
	Rejected   Move = "rejected"
	Signed     Move = "signed"
	CarriedOut Move = "carried out"
	Broken     Move = "broken"
	PutOff     Move = "put off"
	NotDone    Move = "not done"
	Denied     Move = "denied"
	Overdue    Move = "overdue"
	Lapsed     Move = "lapsed"
)

// Step is one thing that happened to an entry.
type Step struct {
	ID          string
	Move        Move
	Level       int      // of carrying out, 1 to 3
	First, Last when.Day // the first and last possible day
	Due         when.Day // the promised day from here on, where the step tells or moves it
	Label       string   // empty takes the move
	Title       string   // the tooltip; empty takes the label and the days
	Href        string
}

func (t *Step) label() string {
	if t.Label != "" {
		return t.Label
	}
	if t.Move == CarriedOut && t.Level > 0 {
		return fmt.Sprintf("carried out, %d of 3", min(t.Level, 3))
	}
	return string(t.Move)
}

func (t *Step) words() string {
	s := t.label() + ", " + periodWords(t.First, t.Last)
	if t.Due.Known() {
		s += ", due on " + dayWords(t.Due)
	}
	return s
}

// drawnStep is a step with its place.
type drawnStep struct {
	step      *Step
	x, x0, x1 float64 // the symbol, and the ends of its possible days
	row       int
	label     string
	labelX    float64
	labelY    float64 // against the entry's line
	sure      bool
}

type drawnEntry struct {
	entry      *Entry
	name       rowName
	steps      []drawnStep
	dues       []dueDay
	above      float64 // room above the line
	below      float64
	top, base  float64
	unplacable int
}

type dueDay struct {
	day   when.Day
	valid bool // it was not put off afterwards
}

// stepWidth is the room that a step's symbol takes.
const stepWidth = 15.0

// SVG draws the ledger.
func (p *Ledger) SVG(w io.Writer, o Options) error {
	c := newCanvas("ledger", o)
	width := o.width(900)
	first, last, ok := p.span()
	if !ok {
		c.text(width/2, 30, 0.5, normalSize, "quiet", "No step here has a day.")
		return c.finish(w, width, 56, p.Title, p.Description)
	}
	head := 0.0
	if width >= narrow {
		for i := range p.Entries {
			head = max(head, textWidth(p.Entries[i].Name, normalSize)+16, textWidth(p.Entries[i].Note, smallSize)+16)
		}
		head = min(head, width*0.3)
	}
	s := newScale(first, last, max(head, 6)+stepWidth/2, width-8-stepWidth/2)
	entries := make([]drawnEntry, len(p.Entries))
	y := axisHeight + 2.0
	for i := range p.Entries {
		e := &entries[i]
		*e = arrangeEntry(&p.Entries[i], s)
		e.top = y
		note := e.entry.Note
		if note == "" && e.unplacable > 0 {
			note = counted(e.unplacable, "step") + " without a day"
		}
		e.name = newRowName(e.entry.Name, note, false, head, width)
		if head == 0 {
			y += e.name.height()
		} else {
			e.above, e.below = max(e.above, e.name.beside()), max(e.below, e.name.beside())
		}
		e.base = y + e.above
		y = e.base + e.below
	}
	bottom := y
	for i := range entries {
		if i%2 == 1 {
			c.rect(0, entries[i].top, width, entries[i].base+entries[i].below-entries[i].top, "band")
		}
	}
	c.axis(s, 0, bottom, p.Window)
	today := s.last
	if p.Today.Known() {
		today = min(max(p.Today.Number(), s.first), s.last)
		if p.Today.Number() <= s.last && p.Today.Number() >= s.first {
			x := s.at(today + 1)
			c.open("", "").titled("As of " + dayWords(p.Today))
			c.line(x, axisHeight-4, x, bottom, "now")
			c.shut()
		}
	}
	for i := range entries {
		c.drawEntry(&entries[i], s, head, today)
	}
	if !o.Unexplained {
		y = c.legend(6, y+4, width-12, c.stepsExplained())
	}
	description := p.Description
	if description == "" {
		description = p.describe()
	}
	return c.finish(w, width, y, p.Title, description, "data-first", first.String(), "data-last", last.String(),
		"data-left", fmt.Sprintf("%.1f", s.left), "data-right", fmt.Sprintf("%.1f", s.right))
}

func (p *Ledger) describe() string {
	var b strings.Builder
	for i := range p.Entries {
		e := &p.Entries[i]
		if b.Len() > 2000 {
			fmt.Fprintf(&b, " And %d more.", len(p.Entries)-i)
			break
		}
		if i > 0 {
			b.WriteByte(' ')
		}
		steps := make([]string, len(e.Steps))
		for k := range e.Steps {
			steps[k] = e.Steps[k].words()
		}
		if e.Name != "" {
			b.WriteString(e.Name + ": ")
		}
		b.WriteString(strings.Join(steps, "; ") + ".")
	}
	return b.String()
}

func (p *Ledger) span() (first, last when.Day, ok bool) {
	var days []Count
	for i := range p.Entries {
		for k := range p.Entries[i].Steps {
			t := &p.Entries[i].Steps[k]
			days = append(days, Count{First: t.First, Last: t.First}, Count{First: t.Last, Last: t.Last}, Count{First: t.Due, Last: t.Due})
		}
	}
	if len(days) > 0 {
		days = append(days, Count{First: p.Today, Last: p.Today})
	}
	first, last = spanOf(p.First, p.Last, days)
	return first, last, first.Known() && last.Known() && !last.Before(first)
}

// arrangeEntry puts the steps in the order of their days, those that would
// cover each other above each other, and gives labels the room that is left.
func arrangeEntry(entry *Entry, s scale) drawnEntry {
	e := drawnEntry{entry: entry}
	for i := range entry.Steps {
		t := &entry.Steps[i]
		if t.Due.Known() {
			for k := range e.dues {
				e.dues[k].valid = false
			}
			e.dues = append(e.dues, dueDay{t.Due, true})
		}
		first, last := t.First, t.Last
		if !first.Known() {
			first = last
		}
		if !last.Known() {
			last = first
		}
		if !first.Known() {
			e.unplacable++
			continue
		}
		x0, x1, ok := s.clip(first.Number(), last.Number())
		if !ok {
			continue
		}
		e.steps = append(e.steps, drawnStep{step: t, x: (x0 + x1) / 2, x0: x0, x1: x1, sure: first == last})
	}
	slices.SortStableFunc(e.steps, func(a, b drawnStep) int {
		switch {
		case a.x < b.x:
			return -1
		case a.x > b.x:
			return 1
		}
		return 0
	})
	var ends []float64
	var taken []area
	for i := range e.steps {
		t := &e.steps[i]
		for t.row < len(ends) && ends[t.row] > t.x-stepWidth/2 {
			t.row++
		}
		if t.row == len(ends) {
			ends = append(ends, 0)
		}
		ends[t.row] = t.x + stepWidth/2
		y := -stepWidth * float64(t.row)
		taken = append(taken, area{t.x - 7, y - 7, t.x + 7, y + 7})
	}
	for _, d := range e.dues {
		x := s.at(d.day.Number() + 1)
		taken = append(taken, area{x - 2, -22, x + 9, 8})
	}
	e.above, e.below = 22, 14
	rows := len(ends)
	if rows > 1 {
		e.above = max(e.above, stepWidth*float64(rows-1)+12)
	}
	for i := range e.steps {
		t := &e.steps[i]
		y := -stepWidth * float64(t.row)
		for _, room := range [...]float64{200, 90} {
			text := shorten(printable(t.step.label()), smallSize, room)
			if text == "" || t.label != "" {
				continue
			}
			w := textWidth(text, smallSize)
			for _, at := range [...]Point{{t.x - w/2, y - 11}, {t.x - 6, y - 11}, {t.x - w/2, 21}, {t.x - 6, 21}, {t.x + 6 - w, 21}, {t.x + 10, y - 11}, {t.x - 6, 34}} {
				if y < 0 && at.Y > 0 {
					continue
				}
				a := area{at.X - 2, at.Y - 10, at.X + w + 2, at.Y + 3}
				if a.x0 < s.left-stepWidth/2 || a.x1 > s.right+stepWidth/2+4 || slices.ContainsFunc(taken, a.meets) {
					continue
				}
				taken = append(taken, a)
				t.label, t.labelX, t.labelY = text, at.X, at.Y
				e.above, e.below = max(e.above, -a.y0+4), max(e.below, a.y1+4)
				break
			}
		}
	}
	return e
}

func (c *canvas) drawEntry(e *drawnEntry, s scale, head float64, today int) {
	c.tag("g").class("entry").data("data-id", e.entry.ID).inside()
	if head == 0 {
		c.rowName(&e.name, e.entry.Href, "entry-name", 6, e.top)
	} else {
		c.rowName(&e.name, e.entry.Href, "entry-name", 2, e.base-e.name.height()/2)
	}
	c.thread(e, s, today)
	for _, d := range e.dues {
		n := d.day.Number()
		if n < s.first || n > s.last {
			continue
		}
		x := s.at(n + 1)
		words := "Due on " + dayWords(d.day)
		class := "flag"
		if !d.valid {
			words += ", put off later"
			class = "due"
		}
		c.open("", "").day("data-due", d.day).titled(words)
		c.line(x, e.base-20, x, e.base+6, "due")
		c.shape(class, "MLLZ", x, e.base-20, x+8, e.base-16, x, e.base-12)
		c.shut()
		c.note("due")
	}
	for i := range e.steps {
		t := &e.steps[i]
		y := e.base - stepWidth*float64(t.row)
		title := t.step.Title
		if title == "" {
			title = t.step.words()
		}
		c.open(t.step.Href, "").data("data-id", t.step.ID).data("data-move", string(t.step.Move)).day("data-first", t.step.First).day("data-last", t.step.Last).titled(title)
		if !t.sure && t.x1-t.x0 > stepWidth {
			c.shape("axis", "MLMLML", t.x0, y, t.x1, y, t.x0, y-4, t.x0, y+4, t.x1, y-4, t.x1, y+4)
			c.note("possible days")
		}
		c.stepSign(t.x, y, t.step.Move, t.step.Level)
		if t.label != "" {
			c.text(t.labelX, e.base+t.labelY, 0, smallSize, "halo", t.label)
		}
		c.shut()
		c.note("move-" + string(t.step.Move))
	}
	c.close("g")
}

// thread draws the line between the steps, which says where the entry stood in
// between.
func (c *canvas) thread(e *drawnEntry, s scale, today int) {
	if len(e.steps) == 0 {
		return
	}
	class, pledged := "thread", false
	end := s.at(today + 1)
	for i := range e.steps {
		t := &e.steps[i]
		switch t.step.Move {
		case Accepted, Signed:
			pledged = true
			class = "thread pledged"
		case PutOff:
			if pledged {
				class = "thread pledged"
			} else {
				class = "thread"
			}
		case CarriedOut:
			class = "thread kept"
			if t.step.Level >= 3 {
				class = "thread gone"
			}
		case Rejected, Broken, Lapsed:
			class = "thread gone"
		case Overdue, NotDone:
			class = "thread late"
		}
		to := end
		if i+1 < len(e.steps) {
			to = e.steps[i+1].x
		} else if class == "thread gone" { // it is over: nothing goes on from here
			break
		}
		if to > t.x {
			c.line(t.x, e.base, to, e.base, class)
		}
		c.note(class)
	}
}

// stepSign draws the sign of a move.
func (c *canvas) stepSign(x, y float64, m Move, level int) {
	const r = 5.5
	switch m {
	case Opened:
		c.tag("circle").num("cx", x).num("cy", y).num("r", r).class("step").end()
	case Repeated:
		c.tag("circle").num("cx", x).num("cy", y).num("r", 3.5).class("step").end()
	case Accepted:
		c.tag("circle").num("cx", x).num("cy", y).num("r", r).class("step").end()
		c.shape("step solid", "MAZ", x, y-r, r, r, 0, 0, 1, x, y+r)
	case Signed:
		c.tag("circle").num("cx", x).num("cy", y).num("r", r).class("step solid").end()
	case CarriedOut:
		// Three steps of a stair, filled as far as it was carried out.
		c.rect(x-7, y-7, 14, 14, "step kept")
		for i := range 3 {
			h := 3.5 * float64(i+1)
			if i < level {
				c.rect(x-5.2+float64(i)*3.7, y+5.2-h, 3, h, "level")
			}
		}
	case Rejected:
		c.tag("circle").num("cx", x).num("cy", y).num("r", r).class("step broken").end()
		c.shape("step broken", "MLML", x-3, y-3, x+3, y+3, x-3, y+3, x+3, y-3)
	case Broken:
		c.rect(x-6, y-6, 12, 12, "step broken")
		c.shape("step broken", "MLLL", x+1, y-6, x-2, y-1, x+2, y+1, x-1, y+6)
	case PutOff:
		c.tag("circle").num("cx", x).num("cy", y).num("r", r).class("step warn").end()
		c.shape("step warn", "MLMLL", x-3, y, x+2.5, y, x+0.5, y-2.5, x+3, y, x+0.5, y+2.5)
	case NotDone:
		c.rect(x-6, y-6, 12, 12, "step warn")
		c.shape("step warn", "ML", x-3, y, x+3, y)
	case Denied:
		c.tag("circle").num("cx", x).num("cy", y).num("r", r).class("step").end()
		c.shape("step", "ML", x-4, y+4, x+4, y-4)
	case Overdue:
		c.shape("step warn", "MLLZ", x, y-7, x+7, y+5.5, x-7, y+5.5)
		c.shape("step warn", "MLML", x, y-3, x, y+1, x, y+3, x, y+3.6)
	case Lapsed:
		c.shape("step warn", "MLLZ", x, y+7, x+7, y-5.5, x-7, y-5.5)
	default:
		c.rect(x-3.5, y-3.5, 7, 7, "step")
	}
}

func (c *canvas) stepsExplained() []explained {
	var signs []explained
	for _, k := range [...]struct {
		m     Move
		words string
	}{
		{Opened, "opened"}, {Repeated, "repeated"}, {Accepted, "accepted"}, {Signed, "signed"}, {Rejected, "rejected"}, {PutOff, "put off"},
		{CarriedOut, "carried out, 1 to 3"}, {NotDone, "told as not done"}, {Broken, "broken"}, {Denied, "denied"}, {Overdue, "overdue"}, {Lapsed, "lapsed"},
	} {
		if c.noted("move-" + string(k.m)) {
			signs = append(signs, explained{k.words, 14, func(x, y float64) { c.stepSign(x+7, y, k.m, 2) }})
		}
	}
	if c.noted("due") {
		signs = append(signs, explained{"due day (hollow when put off later)", 10, func(x, y float64) {
			c.line(x+1, y-7, x+1, y+7, "due")
			c.shape("flag", "MLLZ", x+1, y-7, x+9, y-3, x+1, y+1)
		}})
	}
	if c.noted("possible days") {
		signs = append(signs, explained{"on one of these days", 26, func(x, y float64) {
			c.shape("axis", "MLMLML", x, y, x+26, y, x, y-4, x, y+4, x+26, y-4, x+26, y+4)
		}})
	}
	return signs
}
