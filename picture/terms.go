package picture

import (
	"fmt"
	"io"
	"math"
	"slices"

	"chancery/when"
)

// Terms shows offices through time: who held what from when to when. Ends that
// are not known to the day fade over the days that are possible; an end that is
// not known at all, or has not come, is open.
type Terms struct {
	Title       string
	Description string // empty takes a sentence for each term

	First, Last when.Day // unknown ends are taken from the terms
	Today       when.Day // marked by a line when it is in the window; open terms end here. Unknown for none
	Terms       []Term

	// Window gives the address of the same picture with other days. Nil makes no
	// such links.
	Window func(first, last when.Day) string
}

// Between is a day of which the first and last possible are known. Both unknown
// is an open end.
type Between struct{ First, Last when.Day }

// Known reports whether anything is known of the day.
func (b Between) Known() bool { return b.First.Known() || b.Last.Known() }

// On is a day that is known.
func On(d when.Day) Between { return Between{d, d} }

func (b Between) words() string {
	switch {
	case !b.First.Known():
		return dayWords(b.Last) + " or earlier"
	case !b.Last.Known():
		return dayWords(b.First) + " or later"
	case b.First == b.Last:
		return dayWords(b.First)
	}
	return "a day from " + dayWords(b.First) + " to " + dayWords(b.Last)
}

// Term is one office held once. Terms that follow each other with the same Row
// stand on one line.
type Term struct {
	ID    string
	Row   string // the office, or the holder: what stands at the left
	Label string // the holder, or the office: what stands in the bar
	Href  string
	Title string // the tooltip; empty takes the row, the label and the days
	From  Between
	To    Between
}

// words says when a term was.
func (t *Term) words() string {
	s := t.Row
	if t.Label != "" {
		if s != "" {
			s += ", "
		}
		s += t.Label
	}
	switch {
	case t.From.Known() && t.To.Known():
		return s + ": from " + t.From.words() + " until " + t.To.words()
	case t.From.Known():
		return s + ": since " + t.From.words()
	case t.To.Known():
		return s + ": until " + t.To.words()
	}
	return s + ": on unknown days"
}

// drawnTerm has the day numbers of a term: surely held from b to c, perhaps
// from a and until d.
type drawnTerm struct {
	term              *Term
	a, b, c, d        int
	openFrom, openTil bool
	lane              int // of its row, because terms of one office may overlap
	next              int // the day on which the next term of the lane may begin
}

// SVG draws the terms.
func (p *Terms) SVG(w io.Writer, o Options) error {
	c := newCanvas("terms", o)
	width := o.width(900)
	first, last, ok := p.span()
	if !ok {
		c.text(width/2, 30, 0.5, normalSize, "quiet", "No term of office here has a day.")
		return c.finish(w, width, 56, p.Title, p.Description)
	}
	head := 0.0
	if width >= narrow {
		for i := range p.Terms {
			head = max(head, textWidth(p.Terms[i].Row, normalSize)+16)
		}
		head = min(head, width*0.32)
	}
	s := newScale(first, last, max(head, 6), width-8)

	rows, byRow := []string{}, map[string][]drawnTerm{}
	for i := range p.Terms {
		t := &p.Terms[i]
		if _, ok := byRow[t.Row]; !ok {
			rows = append(rows, t.Row)
		}
		byRow[t.Row] = append(byRow[t.Row], p.place(t, s))
	}
	const bar, gap = 20.0, 4.0
	y := axisHeight + 4.0
	type row struct {
		name   string
		y      float64
		banded bool
		terms  []drawnTerm
		lanes  int
	}
	drawn := make([]row, 0, len(rows))
	for i, name := range rows {
		terms := byRow[name]
		lanes := overlapping(terms)
		r := row{name, y, i%2 == 1, terms, lanes}
		if head == 0 && name != "" {
			y += 16
		}
		y += float64(lanes)*(bar+gap) + gap
		drawn = append(drawn, r)
	}
	bottom := y
	for _, r := range drawn {
		if r.banded {
			end := r.y + float64(r.lanes)*(bar+gap) + gap
			if head == 0 {
				end += 16
			}
			c.rect(0, r.y-gap/2, width, end-r.y, "band")
		}
	}
	c.axis(s, 0, bottom, p.Window)
	for _, r := range drawn {
		at := r.y
		if r.name != "" {
			if head == 0 {
				c.text(s.left, at+12, 0, normalSize, "strong", shorten(printable(r.name), normalSize*boldly, width-14))
				at += 16
			} else {
				c.open("", "").titled(r.name)
				c.text(2, at+bar/2+4+gap/2, 0, normalSize, "", shorten(printable(r.name), normalSize, head-12))
				c.shut()
			}
		}
		for i := range r.terms {
			t := &r.terms[i]
			c.term(t, s, at+gap/2+float64(t.lane)*(bar+gap), bar)
		}
	}
	if p.Today.Known() && p.Today.Number() >= s.first && p.Today.Number() <= s.last {
		x := s.at(p.Today.Number() + 1)
		c.open("", "").titled("As of " + dayWords(p.Today))
		c.line(x, axisHeight-4, x, bottom, "now")
		c.shut()
	}
	if !o.Unexplained {
		y = c.legend(6, y+4, width-12, c.termsExplained())
	}
	description := p.Description
	for i := range p.Terms {
		if p.Description != "" || len(description) > 2000 {
			break
		}
		if i > 0 {
			description += " "
		}
		description += p.Terms[i].words() + "."
	}
	return c.finish(w, width, y, p.Title, description, "data-first", first.String(), "data-last", last.String(),
		"data-left", fmt.Sprintf("%.1f", s.left), "data-right", fmt.Sprintf("%.1f", s.right))
}

func (p *Terms) span() (first, last when.Day, ok bool) {
	var days []Count
	for i := range p.Terms {
		for _, d := range [...]when.Day{p.Terms[i].From.First, p.Terms[i].From.Last, p.Terms[i].To.First, p.Terms[i].To.Last} {
			days = append(days, Count{First: d, Last: d})
		}
	}
	if len(days) > 0 {
		days = append(days, Count{First: p.Today, Last: p.Today})
	}
	first, last = spanOf(p.First, p.Last, days)
	return first, last, first.Known() && last.Known() && !last.Before(first)
}

// place gives a term its days. An open end goes to the end of the window, or to
// today for a term that has not ended.
func (p *Terms) place(t *Term, s scale) drawnTerm {
	d := drawnTerm{term: t}
	number := func(day when.Day, otherwise int) int {
		if day.Known() {
			return day.Number()
		}
		return otherwise
	}
	d.openFrom, d.openTil = !t.From.Known(), !t.To.Known()
	end := s.last
	if p.Today.Known() && d.openTil {
		end = min(end, max(p.Today.Number(), number(t.From.Last, s.first)))
	}
	d.a = number(t.From.First, s.first)
	d.b = number(t.From.Last, d.a)
	d.d = number(t.To.Last, end)
	d.c = number(t.To.First, d.d)
	if !t.From.First.Known() && t.From.Last.Known() {
		d.a = min(d.a, d.b)
	}
	if t.To.First.Known() && !t.To.Last.Known() {
		d.d = max(d.d, d.c)
	}
	d.b, d.d = max(d.a, d.b), max(d.a, d.d)
	d.c = min(max(d.c, d.a), d.d)
	if d.b > d.c { // the two uncertain ends overlap: nothing is sure in between
		middle := (d.b + d.c) / 2
		d.b, d.c = middle, middle
	}
	return d
}

// overlapping gives terms of one row that share more than a day lanes of their
// own, and says how many lanes there are.
func overlapping(terms []drawnTerm) int {
	lanes := 1
	for i := range terms {
		t := &terms[i]
		for t.lane = 0; slices.ContainsFunc(terms[:i], func(o drawnTerm) bool {
			return o.lane == t.lane && (t.a < o.d && o.a < t.d || t.a == o.a)
		}); t.lane++ {
		}
		lanes = max(lanes, t.lane+1)
	}
	for i := range terms {
		t := &terms[i]
		t.next = math.MaxInt
		for _, o := range terms {
			if o.lane == t.lane && o.a > t.a {
				t.next = min(t.next, o.a)
			}
		}
	}
	return lanes
}

func (c *canvas) term(t *drawnTerm, s scale, y, high float64) {
	x0, x1, ok := s.clip(t.a, t.d)
	if !ok {
		return
	}
	if t.next <= s.last { // one goes and the next comes on the same day
		x1 = min(x1, s.at(t.next))
	}
	x1 = max(x1, x0+2)
	k := t.term
	title := k.Title
	if title == "" {
		title = k.words()
	}
	c.open(k.Href, "term").data("data-id", k.ID).data("data-first", isoOf(t.a)).data("data-last", isoOf(t.d)).titled(title)
	sure0, sure1 := min(max(s.at(t.b), x0), x1), max(min(s.at(t.c+1), x1), x0)
	if t.b == t.a {
		sure0 = x0
	}
	if t.c == t.d {
		sure1 = x1
	}
	sure1 = max(sure1, sure0)
	switch {
	case t.openFrom && t.openTil: // nothing is known: nothing is sure
		sure0, sure1 = x1, x1
	case t.openFrom: // it began some time before its end
		sure0 = x0 + (x1-x0)*0.5
		sure1 = max(sure1, sure0)
	}
	const r = 4.0
	if t.openFrom && t.openTil {
		c.rect(x0, y+r, x1-x0, high-2*r, "perhaps unfilled")
	} else if sure0 > x0+0.5 {
		c.tag("rect").num("x", x0).num("y", y+r).num("width", sure0-x0).num("height", high-2*r).class("perhaps").paint("in-term").end()
		c.note("perhaps")
	}
	if sure1 < x1-0.5 {
		c.tag("rect").num("x", sure1).num("y", y+r).num("width", x1-sure1).num("height", high-2*r).class("perhaps").paint("out-term").end()
		c.note("perhaps")
	}
	if sure1 > sure0 || sure0 < x1 {
		c.rect(sure0, y, max(sure1-sure0, 1), high, "tenure")
	}
	if t.openTil || t.d > s.last {
		c.shape("open", "MLL", x1-7, y+4, x1-2, y+high/2, x1-7, y+high-4)
		c.note("open")
	}
	if !k.From.First.Known() || t.a < s.first {
		c.shape("open", "MLL", x0+7, y+4, x0+2, y+high/2, x0+7, y+high-4)
		c.note("open")
	}
	// The label stands in the sure part where it fits, else in the whole, else
	// behind it.
	name := printable(k.Label)
	at, l := sure0+9, worth(name, sure1-sure0-20)
	if l != name {
		if whole := worth(name, x1-x0-20); whole == name || l == "" {
			at, l = x0+10, whole
		}
	}
	if l == "" {
		free := s.right
		if t.next <= s.last {
			free = s.at(t.next)
		}
		at, l = x1+5, worth(name, free-x1-10)
	}
	if l != "" {
		c.text(at, y+high/2+4, 0, smallSize, "", l)
	}
	c.shut()
}

func (c *canvas) termsExplained() []explained {
	var signs []explained
	if c.noted("perhaps") {
		signs = append(signs, explained{"on one of these days", 30, func(x, y float64) {
			c.tag("rect").num("x", x).num("y", y-5).num("width", 30).num("height", 10).class("perhaps").paint("in-term").end()
		}})
	}
	if c.noted("open") {
		signs = append(signs, explained{"open: goes on, or its end is not known", 14, func(x, y float64) {
			c.rect(x, y-6, 14, 12, "tenure")
			c.shape("open", "MLL", x+7, y-4, x+11, y, x+7, y+4)
		}})
	}
	return signs
}
