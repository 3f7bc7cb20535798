package picture

import (
	"math"
	"strconv"

	"chancery/when"
)

// Unit is a length of the calendar.
type Unit uint8

// The units, from short to long.
const (
	Days Unit = iota
	Weeks
	Months
	Quarters
	Years
	Lustra // five years
	Decades
	HalfCenturies
	Centuries
)

// average is the length of a unit in days.
var average = [...]float64{1, 7, 30.44, 91.3, 365.25, 1826.2, 3652.4, 18262, 36524}

// Start returns the first day of the unit that holds a day. Weeks begin on Monday.
func (u Unit) Start(d when.Day) when.Day {
	switch u {
	case Days:
		return d
	case Weeks:
		return d.Add(1 - d.Weekday())
	case Months:
		return when.DayOf(d.Year, d.Month, 1)
	case Quarters:
		return when.DayOf(d.Year, (d.Month-1)/3*3+1, 1)
	}
	n := u.years()
	y := d.Year - ((d.Year%n)+n)%n
	return when.DayOf(y, 1, 1)
}

// Next returns the first day of the unit after the one that begins on a day.
func (u Unit) Next(start when.Day) when.Day {
	switch u {
	case Days:
		return start.Add(1)
	case Weeks:
		return start.Add(7)
	case Months, Quarters:
		m := start.Month + 1
		if u == Quarters {
			m = start.Month + 3
		}
		if m > 12 {
			return when.DayOf(start.Year+1, m-12, 1)
		}
		return when.DayOf(start.Year, m, 1)
	}
	return when.DayOf(start.Year+u.years(), 1, 1)
}

func (u Unit) years() int {
	switch u {
	case Lustra:
		return 5
	case Decades:
		return 10
	case HalfCenturies:
		return 50
	case Centuries:
		return 100
	}
	return 1
}

var (
	monthNames = [...]string{"", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}
	monthShort = [...]string{"", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}
)

// dayWords says a day as "8 June 2021".
func dayWords(d when.Day) string { return string(appendDay(nil, d)) }

func appendDay(b []byte, d when.Day) []byte {
	if !d.Known() {
		return append(b, "an unknown day"...)
	}
	b = strconv.AppendInt(b, int64(d.Day), 10)
	b = append(append(append(b, ' '), monthNames[d.Month]...), ' ')
	return appendYear(b, d.Year)
}

func appendYear(b []byte, y int) []byte {
	if y <= 0 {
		return append(strconv.AppendInt(b, int64(1-y), 10), " BC"...)
	}
	return strconv.AppendInt(b, int64(y), 10)
}

func yearWords(y int) string { return string(appendYear(nil, y)) }

// periodWords says which days a stretch holds, as shortly as is exact.
func periodWords(first, last when.Day) string { return string(appendPeriod(nil, first, last)) }

func appendPeriod(b []byte, first, last when.Day) []byte {
	month := func(b []byte, d when.Day) []byte { return append(b, monthNames[d.Month]...) }
	year := func(b []byte, d when.Day) []byte { return appendYear(append(b, ' '), d.Year) }
	to := func(b []byte) []byte { return append(b, " to "...) }
	switch {
	case !first.Known() && !last.Known():
		return append(b, "on an unknown day"...)
	case !first.Known():
		return appendDay(append(b, "until "...), last)
	case !last.Known():
		return appendDay(append(b, "from "...), first)
	case first == last:
		return appendDay(b, first)
	case first.Day == 1 && first.Month == 1 && last == when.DayOf(last.Year, 12, 31):
		b = appendYear(b, first.Year)
		if first.Year != last.Year {
			b = appendYear(to(b), last.Year)
		}
		return b
	case first.Day == 1 && Months.Next(Months.Start(last)) == last.Add(1):
		b = month(b, first)
		if first.Year == last.Year && first.Month == last.Month {
			return year(b, first)
		}
		if first.Year != last.Year {
			b = year(b, first)
		}
		return year(month(to(b), last), last)
	case first.Year == last.Year && first.Month == last.Month:
		return appendDay(to(strconv.AppendInt(b, int64(first.Day), 10)), last)
	case first.Year == last.Year:
		return appendDay(to(month(append(strconv.AppendInt(b, int64(first.Day), 10), ' '), first)), last)
	}
	return appendDay(to(appendDay(b, first)), last)
}

// scale maps days to pixels. A day d covers at(d) to at(d+1).
type scale struct {
	first, last int // day numbers, both within
	left, right float64
}

func newScale(first, last when.Day, left, right float64) scale {
	return scale{first.Number(), last.Number(), left, right}
}

func (s scale) perDay() float64 { return (s.right - s.left) / float64(s.last-s.first+1) }

func (s scale) at(day int) float64 { return s.left + float64(day-s.first)*s.perDay() }

// clip gives the pixels of a stretch of days within the window; ok is false
// when it lies outside.
func (s scale) clip(first, last int) (x0, x1 float64, ok bool) {
	if last < s.first || first > s.last {
		return 0, 0, false
	}
	return s.at(max(first, s.first)), s.at(min(last, s.last) + 1), true
}

// unit gives the shortest unit that takes at least so many pixels.
func (s scale) unit(pixels float64) Unit {
	for u := Days; u < Centuries; u++ {
		if average[u]*s.perDay() >= pixels {
			return u
		}
	}
	return Centuries
}

// period is one unit of the axis.
type period struct {
	first, last when.Day
	x0, x1      float64 // clipped to the window
}

// periods lists the units that touch the window.
func (s scale) periods(u Unit) []period {
	var all []period
	for d := u.Start(when.DayNumbered(s.first)); d.Number() <= s.last; {
		next := u.Next(d)
		x0, x1, _ := s.clip(d.Number(), next.Number()-1)
		all = append(all, period{d, next.Add(-1), x0, x1})
		d = next
	}
	return all
}

// axisHeight is the room that an axis takes.
const axisHeight = 34

// axis draws two rows of labels from y down, small units below large ones, and
// the grid from the rows' end to bottom. Labels lead to the window of their
// unit, where the caller gives such addresses.
func (c *canvas) axis(s scale, y, bottom float64, window func(first, last when.Day) string) {
	small := s.small()
	var large Unit
	switch small {
	case Days, Weeks:
		large = Months
	case Months, Quarters:
		large = Years
	default:
		large = small
	}
	base := y + axisHeight - 4
	smalls := s.periods(small)
	c.tag("g").class("ticks").inside()
	for _, p := range smalls {
		if p.x0 > s.left+0.5 {
			c.line(p.x0, base, p.x0, bottom, "grid")
		}
	}
	if large != small {
		for _, p := range s.periods(large) {
			if p.x0 > s.left+0.5 {
				c.line(p.x0, y+2, p.x0, base, "grid")
			}
		}
	}
	c.line(s.left, base, s.right, base, "axis")
	c.close("g")

	room := 0.0
	for _, p := range smalls {
		room = max(room, p.x1-p.x0)
	}
	for _, p := range smalls {
		// A week is called by its Monday and a decade by its first year, which is
		// where they begin; other units by a name that stands for all of them.
		anchor := 0.5
		if small == Weeks || small > Years {
			if p.first.Number() < s.first {
				continue
			}
			anchor = 0
		}
		c.tick(p, small.label(p.first, room), y+28, anchor, "quiet", window)
	}
	if large != small {
		for _, p := range s.periods(large) {
			c.tick(p, large.longLabel(p.first, p.x1-p.x0-8), y+12, 0, "strong", window)
		}
	}
}

// small chooses the unit of the lower row: the shortest whose labels fit.
func (s scale) small() Unit {
	need := [...]float64{19, 19, 27, 30, 38, 42, 42, 42, 42}
	for u := Days; u < Centuries; u++ {
		shortest := average[u]
		if u == Months {
			shortest = 28
		}
		if shortest*s.perDay() >= need[u] {
			return u
		}
	}
	return Centuries
}

func (c *canvas) tick(p period, text string, y, anchor float64, class string, window func(first, last when.Day) string) {
	w := textWidth(text, smallSize)
	x, room := (p.x0+p.x1)/2, p.x1-p.x0-2
	if anchor == 0 {
		x, room = p.x0+4, p.x1-p.x0-4
	}
	if text == "" || w > room {
		return
	}
	href := ""
	if window != nil {
		href = window(p.first, p.last)
	}
	if href == "" {
		c.text(x, y, anchor, smallSize, class, text)
		return
	}
	c.open(href, "tick").day("data-first", p.first).day("data-last", p.last).titled("Show " + periodWords(p.first, p.last))
	c.text(x, y, anchor, smallSize, class, text)
	c.shut()
}

func (u Unit) label(d when.Day, room float64) string {
	switch u {
	case Days, Weeks:
		return strconv.Itoa(d.Day)
	case Months:
		if textWidth("September", smallSize) < room-8 {
			return monthNames[d.Month]
		}
		return monthShort[d.Month]
	case Quarters:
		if textWidth("Oct–Dec", smallSize) < room-6 {
			return monthShort[d.Month] + "–" + monthShort[d.Month+2]
		}
		return monthShort[d.Month]
	}
	return yearWords(d.Year)
}

func (u Unit) longLabel(d when.Day, room float64) string {
	var choices []string
	if u == Months {
		choices = []string{monthNames[d.Month] + " " + yearWords(d.Year), monthShort[d.Month] + " " + yearWords(d.Year), monthShort[d.Month]}
	} else {
		choices = []string{u.label(d, math.Inf(1))}
	}
	for _, s := range choices {
		if textWidth(s, smallSize) <= room {
			return s
		}
	}
	return ""
}

// isoOf writes a day number as ISO 8601 does.
func isoOf(n int) string { return when.DayNumbered(n).String() }
