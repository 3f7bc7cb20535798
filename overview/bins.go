package overview

import (
	"slices"

	"chancery/when"
)

// stepper numbers the bins of days.
type stepper struct {
	step  Step
	known []int32 // bins of the days around 1970, plus one; 0 for what was not asked for
}

// near is how many days before and after 1970-01-01 are remembered.
const near = 40_000

func newStepper(step Step) *stepper {
	switch step {
	case Daily, Weekly, Yearly:
	default:
		step = Monthly
	}
	return &stepper{step: step, known: make([]int32, 2*near)}
}

// bin numbers the bin of a day.
func (s *stepper) bin(day int32) int32 {
	switch s.step {
	case Daily:
		return day
	case Weekly: // 1970-01-01 was a Thursday
		if day+3 < 0 {
			return -((-(day + 3) + 6) / 7)
		}
		return (day + 3) / 7
	}
	if day < -near || day >= near {
		return s.count(day)
	}
	k := &s.known[day+near]
	if *k == 0 {
		*k = s.count(day) + 1<<20
	}
	return *k - 1<<20
}

func (s *stepper) count(day int32) int32 {
	d := when.DayNumbered(int(day))
	if s.step == Yearly {
		return int32(d.Year)
	}
	return int32(d.Year*12 + d.Month - 1)
}

// first is the first day of a bin.
func (s *stepper) first(bin int32) when.Day {
	switch s.step {
	case Daily:
		return when.DayNumbered(int(bin))
	case Weekly:
		return when.DayNumbered(int(bin)*7 - 3)
	case Yearly:
		return when.DayOf(int(bin), 1, 1)
	}
	year := int(bin) / 12
	if bin < 0 && bin%12 != 0 {
		year--
	}
	return when.DayOf(year, int(bin)-year*12+1, 1)
}

// counter counts by bins, most of which lie near each other.
type counter struct {
	base   int32
	counts []int32
	far    map[int32]int32
	total  int
}

// reach is how many bins are held one beside the other.
const reach = 1 << 17

func (c *counter) add(bin int32) {
	c.total++
	if len(c.counts) == 0 {
		c.base, c.counts = bin, append(c.counts, 1)
		return
	}
	at := int64(bin) - int64(c.base)
	switch {
	case at >= 0 && at < int64(len(c.counts)):
		c.counts[at]++
	case at >= int64(len(c.counts)) && at < reach:
		c.counts = append(c.counts, make([]int32, int(at)-len(c.counts)+1)...)
		c.counts[at]++
	case at < 0 && int64(len(c.counts))-at < reach:
		room := max(int32(-at), int32(min(len(c.counts), reach-len(c.counts))))
		c.counts = append(make([]int32, room, int(room)+len(c.counts)), c.counts...)
		c.base -= room
		c.counts[bin-c.base]++
	default:
		if c.far == nil {
			c.far = map[int32]int32{}
		}
		c.far[bin]++
	}
}

// bins gives what was counted.
func (c *counter) bins(s *stepper) []Bin {
	type bin struct{ n, count int32 }
	var all []bin
	for i, count := range c.counts {
		if count > 0 {
			all = append(all, bin{c.base + int32(i), count})
		}
	}
	for n, count := range c.far {
		all = append(all, bin{n, count})
	}
	slices.SortFunc(all, func(a, b bin) int { return int(int64(a.n) - int64(b.n)) })
	out := make([]Bin, len(all))
	for i, b := range all {
		out[i] = Bin{s.first(b.n), int(b.count)}
	}
	return out
}
