package when

// unit is a unit of time.
type unit uint8

const (
	unitNone unit = iota
	unitSecond
	unitMinute
	unitHour
	unitDay
	unitWeekend
	unitWeek
	unitMonth
	unitSeason
	unitQuarter
	unitHalf
	unitYear
	unitDecade
	unitCentury
	unitMillennium
)

// point is a place on the calendar at some coarseness: a day, an ISO week, a month, a season, a quarter, half a
// year, a year, a decade or a century. Year 0 is unknown; a negative year is BC (-480 is 480 BC).
// For a decade year is its first; for a century too ("the 20th century" is 1900).
type point struct {
	unit unit
	year int
	n    int // day: month; week and weekend: ISO week; month, quarter, half: which; season: 1 spring … 4 winter
	day  int // day of the month
}

// days returns the first and last day of the point, unknown when the year is.
func (p point) days() (first, last Day) {
	if p.year == 0 || p.unit == unitNone {
		return Day{}, Day{}
	}
	y := p.year
	if y < 0 {
		y++
	}
	months := func(from, count int) (Day, Day) {
		ly, lm := addMonths(y, from, count-1)
		return Day{y, from, 1}, Day{ly, lm, monthLength(ly, lm)}
	}
	switch p.unit {
	case unitDay:
		return Day{y, p.n, p.day}, Day{y, p.n, p.day}
	case unitWeek:
		m := weekStart(y, p.n)
		return m, m.Add(6)
	case unitWeekend:
		m := weekStart(y, p.n)
		return m.Add(5), m.Add(6)
	case unitMonth:
		return months(p.n, 1)
	case unitQuarter:
		return months(p.n*3-2, 3)
	case unitHalf:
		return months(p.n*6-5, 6)
	case unitSeason:
		// The months of the northern seasons; winter begins in the December of the year that names it.
		return months(p.n*3, 3)
	case unitYear:
		return months(1, 12)
	case unitDecade:
		return Day{y, 1, 1}, Day{y + 9, 12, 31}
	case unitCentury:
		return Day{y, 1, 1}, Day{y + 99, 12, 31}
	}
	return Day{}, Day{}
}

// pointAt returns the point of a unit that holds a day.
func pointAt(u unit, d Day) point {
	switch u {
	case unitDay:
		return point{unitDay, d.Year, d.Month, d.Day}
	case unitWeek, unitWeekend:
		y, w := d.Week()
		return point{u, y, w, 0}
	case unitMonth:
		return point{unitMonth, d.Year, d.Month, 0}
	case unitQuarter:
		return point{unitQuarter, d.Year, (d.Month + 2) / 3, 0}
	case unitHalf:
		return point{unitHalf, d.Year, (d.Month + 5) / 6, 0}
	case unitSeason:
		if d.Month < 3 {
			return point{unitSeason, d.Year - 1, 4, 0}
		}
		return point{unitSeason, d.Year, d.Month / 3, 0}
	case unitYear:
		return point{unitYear, d.Year, 0, 0}
	case unitDecade:
		return point{unitDecade, d.Year - d.Year%10, 0, 0}
	case unitCentury:
		return point{unitCentury, d.Year - d.Year%100, 0, 0}
	}
	return point{}
}

// known reports whether the point is tied to the calendar.
func (p point) known() bool { return p.unit != unitNone && p.year != 0 }

// to returns the point seen at another coarseness: the month of a day, the year of a month. A coarser point
// cannot be made finer and gives an unknown one.
func (p point) to(u unit) point {
	if p.unit == u {
		return p
	}
	if !p.known() || p.unit > u {
		return point{}
	}
	if p.year < 0 {
		if u == unitYear {
			return point{unitYear, p.year, 0, 0}
		}
		return point{}
	}
	first, last := p.days()
	if p.unit == unitWeek {
		first = first.Add(3) // a week belongs to the month and year of its Thursday
	} else if p.unit == unitWeekend {
		first = last
	}
	return pointAt(u, first)
}

// add moves the point by n of its own units.
func (p point) add(n int) point {
	if !p.known() {
		return p
	}
	cycle := func(per int) point {
		k := p.year*per + p.n - 1 + n
		return point{p.unit, floorDivide(k, per), k - per*floorDivide(k, per) + 1, 0}
	}
	switch p.unit {
	case unitDay:
		d := Day{p.year, p.n, p.day}.Add(n)
		return point{unitDay, d.Year, d.Month, d.Day}
	case unitWeek, unitWeekend:
		y, w := weekStart(p.year, p.n).Add(7 * n).Week()
		return point{p.unit, y, w, 0}
	case unitMonth:
		return cycle(12)
	case unitQuarter, unitSeason:
		return cycle(4)
	case unitHalf:
		return cycle(2)
	case unitYear:
		p.year += n
	case unitDecade:
		p.year += 10 * n
	case unitCentury:
		p.year += 100 * n
	}
	return p
}

// addYears moves the point by n years and keeps its coarseness; 29 February becomes 28.
func (p point) addYears(n int) point {
	if !p.known() {
		return p
	}
	p.year += n
	if p.unit == unitDay {
		p.day = min(p.day, monthLength(p.year, p.n))
	}
	return p
}

var seasonCodes = [...]string{"", "SP", "SU", "FA", "WI"}

// value writes the point as a TIMEX3 value.
func (p point) value() string {
	b := make([]byte, 0, 16)
	if p.unit == unitDecade || p.unit == unitCentury {
		if p.year == 0 {
			return "XXX"
		}
		y := p.year
		if y < 0 {
			b, y = append(b, "BC"...), -y
		}
		if p.unit == unitDecade {
			return string(appendPadded(b, y/10, 3))
		}
		return string(appendPadded(b, y/100, 2))
	}
	switch {
	case p.year == 0:
		b = append(b, "XXXX"...)
	case p.year < 0:
		b = appendPadded(append(b, "BC"...), -p.year, 4)
	default:
		b = appendPadded(b, p.year, 4)
	}
	switch p.unit {
	case unitDay:
		b = append(b, '-')
		if p.n == 0 {
			b = append(b, "XX"...)
		} else {
			b = appendPadded(b, p.n, 2)
		}
		b = append(b, '-')
		if p.day == 0 {
			b = append(b, "XX"...)
		} else {
			b = appendPadded(b, p.day, 2)
		}
	case unitMonth:
		b = append(b, '-')
		if p.n == 0 {
			b = append(b, "XX"...)
		} else {
			b = appendPadded(b, p.n, 2)
		}
	case unitWeek, unitWeekend:
		b = append(b, "-W"...)
		if p.n == 0 {
			b = append(b, "XX"...)
		} else {
			b = appendPadded(b, p.n, 2)
		}
		if p.unit == unitWeekend {
			b = append(b, "-WE"...)
		}
	case unitQuarter:
		b = append(b, "-Q"...)
		if p.n == 0 {
			b = append(b, 'X')
		} else {
			b = appendPadded(b, p.n, 1)
		}
	case unitHalf:
		b = append(b, "-H"...)
		b = appendPadded(b, p.n, 1)
	case unitSeason:
		b = append(b, '-')
		b = append(b, seasonCodes[p.n&7%5]...)
	}
	return string(b)
}
