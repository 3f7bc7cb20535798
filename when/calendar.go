package when

// This file reads dates that the calendar names: months, days, years, decades, quarters, seasons, and times of day.

// monthDate reads "June 8, 2021", "May 21-23", "June 2021", "June last year", "June".
func (s *scanner) monthDate(i int) (m meaning, end int) {
	p := s.at(i)
	if p.class != month {
		return m, 0
	}
	name := p.number
	end = i + 1
	// "may", "march" and the short forms need more than a capital where they open a sentence: "May said", "Mar …".
	weak := p.width() == 3 || name == 3
	if s.isMark(end, '.') && !s.at(end).spaced && shortMonth(p) {
		end++
		weak = false
	}
	m = meaning{kind: absolute, point: point{unit: unitMonth, n: int(name)}}
	j := end
	if s.is(j, wThe) {
		j++
	}
	j = s.joined(j)
	if day, k := s.dayNumber(j); k > 0 && day <= monthLength(0, int(name)) && !s.unitOf(k) && (j == end || s.at(j).class == ordinal || s.at(k-1).class == suffix) &&
		!(s.at(j).class == ordinal && s.at(k).class == unitWord) && !s.isMark(k, '%') && !s.decimal(k) {
		m.point.unit, m.point.day = unitDay, day
		end = k
		// "May 21-23", "May 21 to 23", "May 30-June 2"
		if s.isMark(k, hyphen) {
			if last, l := s.dayNumber(k + 1); l > 0 && last > day && last <= monthLength(0, int(name)) && !s.decimal(l) {
				m.end = point{unitDay, 0, int(name), last}
				end = l
			} else if s.at(k+1).class == month && !s.isMark(i-1, hyphen) {
				if n, l := s.monthDate(k + 1); l > 0 && n.point.unit == unitDay && n.end.unit == unitNone {
					m.end, end = n.point, l
					m.point.year = n.point.year
					if n.point.year != 0 && n.point.n < m.point.n {
						m.point.year--
					}
					return m, end
				}
			}
		}
		end = s.yearTail(&m, end)
		return m, end
	}
	tail := s.yearTail(&m, end)
	if tail == end && weak && (!s.monthContext(i) || p.width() == 3 && name != 5) {
		return m, 0
	}
	if tail == end && p.capital && s.at(end).class == other && s.at(end).capital && (!s.monthContext(i) || s.is(i-1, wAnd)) && (name == 4 || name == 6 || name == 8) {
		return m, 0 // a first name: "April Glaspie", "June Carter", "August Hanning"
	}
	return m, tail
}

// shortMonth reports whether a month's name is cut short, so that a full stop belongs to it.
func shortMonth(p *piece) bool {
	return p.width() == 3 && p.number != 5 || p.width() == 4 && p.number == 9
}

// decimal reports whether piece k continues a number: "June 8.5", "May 3,000".
func (s *scanner) decimal(k int) bool {
	return (s.isMark(k, '.') || s.isMark(k, ',') || s.isMark(k, ':')) && !s.at(k).spaced && s.at(k+1).class == digits && !s.at(k+1).spaced
}

// unitOf reports whether a unit follows, so that a number before it counts: "in May 12 people", "June 3 hours".
func (s *scanner) unitOf(k int) bool { u, _ := s.unitAt(k); return u != unitNone }

// monthContext reports whether the words before piece i make "May" or "March" a month.
func (s *scanner) monthContext(i int) bool {
	if s.is(i-1, wThe, wIts) && !s.at(i+1).capital && s.at(i+1).class != mark {
		return true // "the March accession"
	}
	if s.is(i-1, wIn, wSince, wUntil, wBy, wDuring, wFrom, wOf, wLast, wNext, wThis, wEarly, wLate, wMid, wAnd, wTo, wThrough, wBefore, wAfter, wBetween, wEach, wEvery, wThat, wPrevious, wFollowing) {
		return true
	}
	return s.isMark(i-1, hyphen) && (s.is(i-2, wMid, wEarly, wLate) || s.at(i-2).class == month) || s.isMark(i+1, hyphen) && s.at(i+2).class == month && s.at(i+2).capital
}

// yearTail reads the year after a date that has none: ", 2021", "of 2021", "last year", "of the same year".
func (s *scanner) yearTail(m *meaning, i int) int {
	j := i
	if s.isMark(j, ',') {
		j++
	}
	if y, k := s.yearAt(j); k > 0 && (j == i || y > 1200 && (m.point.unit != unitMonth || y < 2100)) && !s.countNoun(y, k) {
		m.setYear(y)
		return k
	}
	if s.isMark(j, apostrophe) && s.at(j+1).class == digits && s.at(j+1).width() == 2 && !s.at(j+1).spaced {
		m.setYear(shortYear(int(s.at(j + 1).number)))
		return j + 2
	}
	j = i
	if s.is(j, wOf, wIn) {
		j++
		if m.point.unit != unitDay && s.is(j, wFiscal) {
			j++
		}
		if y, k := s.yearAt(j); k > 0 {
			m.setYear(y)
			return k
		}
	}
	if k := s.relativeYear(m, j); k > 0 {
		return k
	}
	return i
}

// countNoun reports whether a round number rather counts what follows: "1000 troops".
func (s *scanner) countNoun(year, k int) bool {
	return year%100 == 0 && year != 2000 && s.at(k).class == other && !s.at(k).capital
}

// relativeYear reads "last year", "this year", "the same year", "a year ago" after a date.
func (s *scanner) relativeYear(m *meaning, j int) int {
	the := j
	if s.is(j, wThe) {
		j++
	}
	year := func(k int) bool {
		return s.at(k).class == unitWord && s.at(k).number == int32(unitYear) && !s.at(k).plural
	}
	if s.is(j, wVery) {
		j++
	}
	switch {
	case !year(j + 1):
	case s.is(j, wLast):
		m.yearUnit, m.yearShift = true, -1
		return j + 2
	case s.is(j, wThis, wCurrent):
		m.yearUnit = true
		return j + 2
	case s.is(j, wNext, wComing):
		m.yearUnit, m.yearShift = true, 1
		return j + 2
	case s.is(j, wThat, wSame):
		m.yearUnit, m.yearNamed = true, true
		return j + 2
	case s.is(j, wPrevious):
		m.yearUnit, m.yearNamed, m.yearShift = true, true, -1
		return j + 2
	case s.is(j, wFollowing):
		m.yearUnit, m.yearNamed, m.yearShift = true, true, 1
		return j + 2
	case s.is(j, wA) && s.is(j+2, wAgo):
		m.yearUnit, m.yearShift = true, -1
		return j + 3
	case s.is(j, wA) && s.is(j+2, wEarlier):
		m.yearUnit, m.yearNamed, m.yearShift = true, true, -1
		return j + 3
	}
	if j > the && year(j) && s.is(the-1, wOf) && m.point.unit != unitDay {
		m.yearUnit = true
		return j + 1
	}
	return 0
}

func (m *meaning) setYear(y int) {
	m.point.year = y
	if m.end.unit != unitNone {
		m.end.year = y
	}
}

// shortYear reads two digits as a year from 1950 to 2049.
func shortYear(n int) int {
	if n < 50 {
		return 2000 + n
	}
	return 1900 + n
}

// dayMonth reads "8 June 2021", "the 8th of June", "21-23 May", "21 and 23 May" from its second date on.
func (s *scanner) dayMonth(i int) (m meaning, end int) {
	day, j := s.dayNumber(i)
	if j == 0 {
		return m, 0
	}
	last := 0
	if s.isMark(j, hyphen) && s.at(i).class == digits && s.at(j+1).class != month {
		if n, k := s.dayNumber(j + 1); k > 0 && n > day {
			last, j = n, k
		}
	}
	if s.isMark(j, hyphen) && !s.at(j).spaced || s.is(j, wOf) && (s.at(j-1).class == suffix || s.at(j-1).class == ordinal || s.at(j+1).capital) ||
		s.isMark(j, '.') && !s.at(j).spaced && s.at(j+1).spaced && s.at(i).class == digits && s.at(j+1).class == month && s.at(j+1).capital {
		j++
	}
	p := s.at(j)
	if p.class != month || max(day, last) > monthLength(0, int(p.number)) {
		return m, 0
	}
	if p.number == 5 && !p.capital {
		return m, 0
	}
	m = meaning{kind: absolute, point: point{unitDay, 0, int(p.number), day}}
	if last > 0 {
		m.end = point{unitDay, 0, int(p.number), last}
	}
	j++
	if s.isMark(j, '.') && !s.at(j).spaced && shortMonth(p) && s.at(j+1).width() > 0 && (!s.at(j+1).capital || s.at(j+1).class != other) {
		j++
	}
	end = s.yearTail(&m, s.joined(j))
	return m, end
}

// dayList reads the first day of "14 and 15 May" or "14, 15 and 16 May", which leans on the month that follows.
func (s *scanner) dayList(i int) (m meaning, end int) {
	day, j := s.dayNumber(i)
	if j == 0 || s.at(i).class != digits || !s.is(j, wAnd, wOr) && !s.isMark(j, ',') || s.at(j+1).class != digits {
		return m, 0
	}
	if second, _ := s.dayNumber(j + 1); second <= day {
		return m, 0 // also keeps a long list of numbers from being read again and again
	}
	next, k := s.dayMonth(j + 1)
	if k == 0 {
		if next, k = s.dayList(j + 1); k == 0 {
			return m, 0
		}
	}
	if next.end.unit != unitNone {
		return m, 0
	}
	next.point.day = day
	return next, j
}

// weekdayDate reads "Monday", "Monday, Oct. 26", "Friday 8 June", "Friday morning" from the weekday on.
func (s *scanner) weekdayDate(i int) (m meaning, end int) {
	p := s.at(i)
	if p.class != weekday {
		return m, 0
	}
	width := p.width()
	end = i + 1
	dotted := s.isMark(end, '.') && width <= 5 && !s.at(end).spaced
	if dotted {
		end++
	}
	j := end
	if s.isMark(j, ',') {
		j++
	}
	if s.is(j, wThe) {
		j++
	}
	m = meaning{kind: absolute, weekday: int8(p.number), point: point{unit: unitDay}}
	// "Friday last week", "Monday of next week"
	w := end
	if s.is(w, wOf) {
		w++
	}
	if u, plural := s.unitAt(w + 1); u == unitWeek && !plural && s.is(w, wLast, wNext, wThis) {
		m.inWeek = true
		switch {
		case s.is(w, wLast):
			m.sense = -1
		case s.is(w, wNext):
			m.sense = 1
		}
		return m, w + 2
	}
	if d, k := s.monthDate(j); k > 0 && d.point.unit == unitDay {
		d.weekday = m.weekday
		return d, k
	}
	if d, k := s.dayMonth(j); k > 0 {
		d.weekday = m.weekday
		return d, k
	}
	if width == 3 && s.is(i-1, wThe) {
		return m, 0 // The Sun
	}
	if width <= 5 && !dotted && s.at(i).width() == 3 && (s.same(i, "sun") || s.same(i, "sat") || s.same(i, "mon") || s.same(i, "wed")) {
		return m, 0
	}
	return m, end
}

// numeric reads "2021-06-08", "2021/06/08", "02/13/1998", "8.6.2021", "08-10-98".
func (s *scanner) numeric(i int) (m meaning, end int) {
	a, sep, b, c := s.at(i), s.at(i+1), s.at(i+2), s.at(i+4)
	if a.class != digits || sep.class != mark || sep.spaced || b.class != digits || b.spaced || s.at(i+3).spaced || c.class != digits || c.spaced ||
		!s.isMark(i+3, sep.number) || sep.number != '-' && sep.number != '/' && sep.number != '.' {
		return m, 0
	}
	if next := s.at(i + 5); !next.spaced && next.class == mark && (next.number == sep.number && sep.number != '.' || next.number == '.' && s.at(i+6).class == digits && !s.at(i+6).spaced) {
		return m, 0
	}
	var y, mo, d int
	switch {
	case a.width() == 4 && b.width() <= 2 && c.width() <= 2:
		y, mo, d = int(a.number), int(b.number), int(c.number)
	case (c.width() == 4 || c.width() == 2 && sep.number != '.') && a.width() <= 2 && b.width() <= 2:
		y = int(c.number)
		if c.width() == 2 {
			y = shortYear(y)
		}
		// Dots are European, day first; with slashes and hyphens the month is first as in the United States,
		// unless only the other order is a date.
		mo, d = int(a.number), int(b.number)
		if sep.number == '.' || mo > 12 {
			mo, d = d, mo
		}
	default:
		return m, 0
	}
	if y < 1000 || mo < 1 || mo > 12 || d < 1 || d > monthLength(y, mo) {
		return m, 0
	}
	m = meaning{kind: absolute, point: point{unitDay, y, mo, d}}
	end = i + 5
	// "2021-06-08T14:05"
	if s.same(end, "t") && !s.at(end).spaced {
		if t, k := s.clock(end + 1); k > 0 && !s.at(end+1).spaced {
			m.hour, m.minute = t.hour, t.minute
			end = k
		}
	}
	return m, end
}

// clock reads a time of day: "5 p.m. EST", "10:35 a.m.", "17:30", "4 in the morning", "noon", "midnight", "five o'clock".
func (s *scanner) clock(i int) (m meaning, end int) {
	p := s.at(i)
	if p.class == dayPart && (p.number == partNoon || p.number == partMidnight || p.number == partMidday) && !s.same(i-1, "high") {
		m = meaning{kind: absolute, point: point{unit: unitDay}, part: int8(p.number) + 1}
		switch p.number {
		case partNoon, partMidday:
			m.part, m.hour = 0, 13
		case partMidnight:
			m.part, m.hour = 0, 25
		}
		return m, s.zoneTail(i + 1)
	}
	h, j := -1, 0
	if p.class == digits && p.width() <= 2 && p.number <= 24 {
		h, j = int(p.number), i+1
	} else if p.class == cardinal && p.number <= 12 {
		h, j = int(p.number), i+1
	}
	if j == 0 {
		return m, 0
	}
	m = meaning{kind: absolute, point: point{unit: unitDay}}
	sure := false
	if p.class == digits && (s.isMark(j, ':') || s.isMark(j, '.')) && !s.at(j).spaced && s.at(j+1).class == digits && s.at(j+1).width() == 2 && !s.at(j+1).spaced && s.at(j+1).number < 60 {
		colon := s.isMark(j, ':')
		m.minute = int8(s.at(j+1).number) + 1
		j += 2
		if colon && s.isMark(j, ':') && s.at(j+1).class == digits && s.at(j+1).width() == 2 {
			j += 2
		}
		sure = colon
	}
	switch {
	case s.isMark(j, apostrophe) || s.is(j, wO):
		// "five o'clock"
		if s.is(j, wO) && s.isMark(j+1, apostrophe) && s.is(j+2, wClock) {
			sure, j = true, j+3
		}
	}
	if k, pm := s.halfDay(j); k > 0 && h >= 1 && h <= 12 {
		if pm && h < 12 {
			h += 12
		} else if !pm && h == 12 {
			h = 0
		}
		sure, j = true, k
	} else if s.is(j, wIn) && s.is(j+1, wThe) && s.at(j+2).class == dayPart && h >= 1 && h <= 12 {
		if n := s.at(j + 2).number; n == partAfternoon || n == partEvening {
			h = h%12 + 12
		}
		sure, j = true, j+3
	} else if s.same(j, "hours") && m.minute != 0 {
		j++
	}
	if !sure || h > 24 {
		return m, 0
	}
	m.hour = int8(h) + 1
	return m, s.zoneTail(j)
}

// halfDay reads "a.m.", "AM", "p.m".
func (s *scanner) halfDay(i int) (end int, pm bool) {
	if s.is(i, wAm, wPm) {
		return i + 1, s.is(i, wPm)
	}
	if (s.same(i, "a") || s.same(i, "p")) && s.isMark(i+1, '.') && s.same(i+2, "m") && !s.at(i+2).spaced {
		end = i + 3
		if s.isMark(end, '.') && !s.at(end).spaced {
			end++
		}
		return end, s.same(i, "p")
	}
	return 0, false
}

// zoneTail reads "EST", "GMT", "local time", "Moscow time" after a time of day.
func (s *scanner) zoneTail(i int) int {
	if s.at(i).class == zone {
		return i + 1
	}
	if s.same(i, "local") && s.is(i+1, wTime) {
		return i + 2
	}
	if s.at(i).capital && s.at(i).class == other && s.is(i+1, wTime) {
		return i + 2
	}
	return i
}

// decade reads "1990s", "'90s", "nineties" without what stands before.
func (s *scanner) decade(i int) (m meaning, end int) {
	m = meaning{kind: absolute, point: point{unit: unitDecade}}
	p := s.at(i)
	tail := func(j int) int {
		if s.is(j, wS) && !s.at(j).spaced {
			return j + 1
		}
		if s.isMark(j, apostrophe) && !s.at(j).spaced && s.is(j+1, wS) && !s.at(j+1).spaced {
			return j + 2
		}
		return 0
	}
	switch {
	case p.class == digits && p.width() == 4 && p.number%10 == 0 && p.number >= 1000 && p.number < 2100:
		if end = tail(i + 1); end > 0 {
			m.point.year = int(p.number)
			if p.number%100 == 0 {
				m.point.unit = unitCentury
				if p.number >= 2000 {
					m.point.unit = unitDecade
				}
			}
			return m, end
		}
	case p.class == mark && p.number == apostrophe && s.at(i+1).class == digits && s.at(i+1).width() == 2 && s.at(i+1).number%10 == 0 && !s.at(i+1).spaced:
		if end = tail(i + 2); end > 0 {
			m.point.year = 1900 + int(s.at(i+1).number)
			return m, end
		}
	case p.class == digits && p.width() == 2 && p.number%10 == 0 && p.number >= 50 && s.is(i-1, wThe, wEarly, wLate, wMid):
		if end = tail(i + 1); end > 0 {
			m.point.year = 1900 + int(p.number)
			return m, end
		}
	case p.class == decadeWord:
		m.point.year = 1900 + int(p.number)
		if s.at(i-1).class == cardinal && s.at(i-1).number == 19 {
			return m, i + 1
		}
		return m, i + 1
	case p.class == cardinal && p.number == 19 && s.at(s.joined(i+1)).class == decadeWord:
		m.point.year = 1900 + int(s.at(s.joined(i+1)).number)
		return m, s.joined(i+1) + 1
	}
	return m, 0
}

// partOfYear reads "third quarter", "third-quarter", "second half", "20th century", "spring" and the year after it.
func (s *scanner) partOfYear(i int) (m meaning, end int) {
	m = meaning{kind: absolute}
	if p := s.at(i); p.class == season {
		m.point = point{unit: unitSeason, n: int(p.number)}
		end = s.yearTail(&m, i+1)
		return m, end
	}
	if s.is(i, wFiscal) {
		i = s.joined(i + 1)
		m.fiscal = true
	}
	n, j := s.ordinalAt(i)
	if s.is(i, wQ) && s.at(i).capital && s.at(i+1).class == digits && s.at(i+1).number >= 1 && s.at(i+1).number <= 4 && !s.at(i+1).spaced {
		m.point = point{unit: unitQuarter, n: int(s.at(i + 1).number)}
		end = s.yearTail(&m, i+2)
		return m, end
	}
	if s.is(i, wLast, wFinal) {
		n, j = 0, i+1
	}
	if j == 0 {
		return m, 0
	}
	j = s.joined(j)
	if s.is(j, wFiscal) {
		j++
		m.fiscal = true
	}
	p := s.at(j)
	switch {
	case p.class == unitWord && p.number == int32(unitQuarter) && n >= 1 && n <= 4:
		m.point = point{unit: unitQuarter, n: n}
		if p.plural {
			m = meaning{kind: set, value: "XXXX-Q" + string(byte('0'+n)), unit: unitQuarter}
			return m, j + 1
		}
		end = s.yearTail(&m, j+1)
		return m, end
	case p.class == unitWord && p.number == int32(unitCentury) && n >= 1 && n <= 30 && !p.plural:
		m.point = point{unit: unitCentury, year: (n - 1) * 100}
		if n == 1 {
			m.point.year = 1
		}
		j++
		if s.is(j, wBC) && s.at(j).capital {
			m.point.year = -n * 100
			j++
		}
		return m, j
	case s.is(j, wHalf) && n <= 2:
		if n == 0 {
			n = 2
		}
		m.point = point{unit: unitHalf, n: n}
		k := s.yearTail(&m, j+1)
		if k == j+1 {
			return m, 0
		}
		return m, k
	}
	return m, 0
}
