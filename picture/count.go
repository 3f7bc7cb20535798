package picture

import (
	"math"
	"slices"
	"strconv"

	"chancery/when"
)

// Count says how much there was on some days.
type Count struct {
	First, Last when.Day
	Cooperation int
	Conflict    int
	Other       int
	Said        bool   // planned, offered, demanded or threatened, and not done
	Href        string // where its events are listed; empty takes the picture's own link to its days
}

// Total is all that is counted.
func (n Count) Total() int { return n.Cooperation + n.Conflict + n.Other }

func (n *Count) add(t Tone, by int) {
	switch t {
	case Cooperation:
		n.Cooperation += by
	case Conflict:
		n.Conflict += by
	default:
		n.Other += by
	}
}

// words says the count: "8 June 2021: 12 events (7 cooperation, 5 conflict)".
func (n Count) words(noun string) string {
	b := appendPeriod(make([]byte, 0, 96), n.First, n.Last)
	b = appendCounted(append(b, ": "...), n.Total(), noun)
	between := " ("
	for _, k := range [...]struct {
		n    int
		name string
	}{{n.Cooperation, " cooperation"}, {n.Conflict, " conflict"}, {n.Other, " other"}} {
		if k.n > 0 {
			b = append(strconv.AppendInt(append(b, between...), int64(k.n), 10), k.name...)
			between = ", "
		}
	}
	if n.Total() > 0 {
		b = append(b, ')')
	}
	return string(b)
}

// counted says "1 event", "2 events".
func counted(n int, noun string) string { return string(appendCounted(nil, n, noun)) }

func appendCounted(b []byte, n int, noun string) []byte {
	b = append(append(strconv.AppendInt(b, int64(n), 10), ' '), noun...)
	if n != 1 {
		b = append(b, 's')
	}
	return b
}

// gather adds counts up into the periods of a scale; a count belongs to the
// period in the middle of those of its days that are in the window. Counts
// outside the window are left out. The address of a count that is alone in its
// period stays.
func gather(counts []Count, s scale, u Unit) []Count {
	periods := s.periods(u)
	sums := make([]Count, len(periods))
	for i, p := range periods {
		sums[i].First, sums[i].Last = p.first, p.last
	}
	for k := range counts {
		n := &counts[k]
		if !n.First.Known() || !n.Last.Known() || n.Total() == 0 {
			continue
		}
		first, last := max(n.First.Number(), s.first), min(n.Last.Number(), s.last)
		if first > last {
			continue
		}
		i := periodOf(periods, first+(last-first)/2)
		if i < 0 {
			continue
		}
		if sums[i].Total() == 0 {
			sums[i].Href = n.Href
		} else {
			sums[i].Href = ""
		}
		sums[i].Cooperation += n.Cooperation
		sums[i].Conflict += n.Conflict
		sums[i].Other += n.Other
	}
	return sums
}

// atLeast gives the unit, or a longer one when most of the counts are longer
// than it themselves: counts by month drawn by week would leave gaps that
// nobody counted.
func (u Unit) atLeast(lists ...[]Count) Unit {
	var lengths []int
	for _, counts := range lists {
		for _, n := range counts {
			if n.First.Known() && n.Last.Known() {
				lengths = append(lengths, n.Last.Number()-n.First.Number()+1)
			}
		}
	}
	if len(lengths) == 0 {
		return u
	}
	slices.Sort(lengths)
	// A little more than the mean length, for months of 31 days and leap years.
	for u < Centuries && average[u]*1.04 < float64(lengths[len(lengths)/2]) {
		u++
	}
	return u
}

// periodOf finds the period that holds a day, or -1.
func periodOf(periods []period, day int) int {
	lo, hi := 0, len(periods)
	for lo < hi {
		m := (lo + hi) / 2
		if periods[m].last.Number() < day {
			lo = m + 1
		} else {
			hi = m
		}
	}
	if lo == len(periods) || periods[lo].first.Number() > day {
		return -1
	}
	return lo
}

// most is the greatest total, and at least 1.
func most(counts []Count) int {
	m := 1
	for _, n := range counts {
		m = max(m, n.Total())
	}
	return m
}

// column draws a count as one bar that stands on y, or hangs from it when up is
// false: other, then cooperation, then conflict outermost and hatched.
func (c *canvas) column(n Count, x, w, y, high float64, greatest int, up bool) {
	total := n.Total()
	if total == 0 {
		return
	}
	whole := math.Max(high*float64(total)/float64(greatest), 1.5)
	at := y
	for _, part := range [...]struct {
		n int
		t Tone
	}{{n.Other, Neutral}, {n.Cooperation, Cooperation}, {n.Conflict, Conflict}} {
		if part.n == 0 {
			continue
		}
		h := whole * float64(part.n) / float64(total)
		top := at - h
		if !up {
			top = at
		}
		class := "bar " + part.t.class()
		if part.t == Conflict && up {
			class += "-line"
		}
		if !up {
			class += " said"
		}
		c.tag("rect").num("x", x).num("y", top).num("width", w).num("height", h).class(class)
		if part.t == Conflict && up {
			c.paint("hatch-conflict")
		}
		c.end()
		if up {
			at -= h
		} else {
			at += h
		}
		c.note("bar-" + part.t.class())
		if !up {
			c.note("bar-said")
		}
	}
}
