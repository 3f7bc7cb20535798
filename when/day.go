package when

import "chancery/report"

// DayOf returns the day of a year, month and day of month. Year 0 is 1 BC, as in ISO 8601.
func DayOf(year, month, day int) Day { return Day{Year: year, Month: month, Day: day} }

// Known reports whether the day is known.
func (d Day) Known() bool { return d.Month != 0 }

// Number counts days from 1 January 1970, which is 0.
// The arithmetic is that of Howard Hinnant's "chrono-compatible low-level date algorithms".
func (d Day) Number() int {
	y, m := d.Year, d.Month
	if m <= 2 {
		y--
	}
	era := floorDivide(y, 400)
	yearOfEra := y - era*400
	shifted := (m + 9) % 12
	dayOfYear := (153*shifted+2)/5 + d.Day - 1
	return era*146097 + yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear - 719468
}

// DayNumbered is the inverse of [Day.Number].
func DayNumbered(n int) Day {
	n += 719468
	era := floorDivide(n, 146097)
	dayOfEra := n - era*146097
	yearOfEra := (dayOfEra - dayOfEra/1460 + dayOfEra/36524 - dayOfEra/146096) / 365
	dayOfYear := dayOfEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	shifted := (5*dayOfYear + 2) / 153
	d := Day{Year: yearOfEra + era*400, Month: shifted + 3, Day: dayOfYear - (153*shifted+2)/5 + 1}
	if d.Month > 12 {
		d.Month -= 12
		d.Year++
	}
	return d
}

func floorDivide(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// Add returns the day that is n days later. An unknown day stays unknown.
func (d Day) Add(n int) Day {
	if !d.Known() {
		return d
	}
	return DayNumbered(d.Number() + n)
}

// Compare orders days of the calendar: -1 when d is before o, 0 when they are the same day, 1 when d is after o.
func (d Day) Compare(o Day) int {
	switch {
	case d.Year != o.Year:
		return sign(d.Year - o.Year)
	case d.Month != o.Month:
		return sign(d.Month - o.Month)
	}
	return sign(d.Day - o.Day)
}

func sign(n int) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}

// Before reports whether both days are known and d is earlier than o.
func (d Day) Before(o Day) bool { return d.Known() && o.Known() && d.Compare(o) < 0 }

// Weekday returns 1 for Monday to 7 for Sunday, as ISO 8601 counts.
func (d Day) Weekday() int { return (d.Number()+3-7*floorDivide(d.Number()+3, 7))%7 + 1 }

// Week returns the ISO 8601 week that holds the day, and the year which that week belongs to.
func (d Day) Week() (year, week int) {
	thursday := d.Add(4 - d.Weekday())
	first := Day{thursday.Year, 1, 1}
	return thursday.Year, (thursday.Number()-first.Number())/7 + 1
}

// weekStart returns the Monday of an ISO 8601 week.
func weekStart(year, week int) Day {
	fourth := Day{year, 1, 4}
	return fourth.Add(1 - fourth.Weekday() + 7*(week-1))
}

// String writes the day as ISO 8601 does, and "" when it is unknown.
func (d Day) String() string {
	if !d.Known() {
		return ""
	}
	b := appendYear(make([]byte, 0, 10), d.Year)
	b = append(b, '-')
	b = appendPadded(b, d.Month, 2)
	b = append(b, '-')
	return string(appendPadded(b, d.Day, 2))
}

func appendYear(b []byte, year int) []byte {
	if year < 0 {
		b, year = append(b, '-'), -year
	}
	return appendPadded(b, year, 4)
}

func appendPadded(b []byte, n, width int) []byte {
	var digits [20]byte
	i := len(digits)
	for n > 0 || len(digits)-i < width {
		i--
		digits[i] = byte('0' + n%10)
		n /= 10
	}
	return append(b, digits[i:]...)
}

func leap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

// monthLength returns how many days a month has; February of an unknown year (0) has 29.
func monthLength(year, month int) int {
	switch month {
	case 2:
		if leap(year) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// addMonths moves a month by n months.
func addMonths(year, month, n int) (int, int) {
	months := year*12 + month - 1 + n
	return floorDivide(months, 12), months - 12*floorDivide(months, 12) + 1
}

// easter returns Easter Sunday of the Gregorian calendar (the "anonymous" algorithm, Nature, 1876).
func easter(year int) Day {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	f := (b + 8) / 25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	return Day{year, (h + l - 7*m + 114) / 31, (h+l-7*m+114)%31 + 1}
}

// publishedPoint returns what is known of the day of publication.
func publishedPoint(p report.Published) point {
	if y, m, d, ok := p.Day(); ok && d <= monthLength(y, m) {
		return point{unit: unitDay, year: y, n: m, day: d}
	}
	number := func(i, j int) int {
		n := 0
		for ; i < j; i++ {
			if i >= len(p.EDTF) || p.EDTF[i] < '0' || p.EDTF[i] > '9' {
				return 0
			}
			n = n*10 + int(p.EDTF[i]-'0')
		}
		return n
	}
	year := number(0, 4)
	if year == 0 {
		return point{}
	}
	if month := number(5, 7); month >= 1 && month <= 12 {
		return point{unit: unitMonth, year: year, n: month}
	}
	return point{unit: unitYear, year: year}
}
