package when

// This file reads the phrases around the calendar's names: determiners and directions ("the past two months",
// "last Friday", "that year"), amounts ("three days ago", "a week later"), modifiers ("late", "the end of").

// expression reads the longest time expression that begins at piece i.
func (s *scanner) expression(i int) (m meaning, end int) {
	p := s.at(i)
	if p.class == other || p.class == zone || p.class == suffix || p.class == scale && !p.plural {
		return m, 0
	}
	// Modifiers, and what they are about.
	if p.class == word {
		if m, end = s.modified(i); end > 0 {
			return m, end
		}
		if m, end = s.approximate(i); end > 0 {
			return m, end
		}
		if m, end = s.determined(i); end > 0 {
			return m, end
		}
		if m, end = s.amountOf(i); end > 0 {
			return m, end
		}
		if m, end = s.undated(i); end > 0 {
			return m, end
		}
		return s.holiday(i)
	}
	return s.core(i)
}

// core reads an expression that begins with a name or number.
func (s *scanner) core(i int) (m meaning, end int) {
	p := s.at(i)
	switch p.class {
	case month:
		m, end = s.monthDate(i)
		if end > 0 && m.point.unit == unitDay {
			end = s.partTail(&m, end)
		}
		return m, end
	case weekday:
		m, end = s.weekdayDate(i)
		if end > 0 {
			if p := s.at(i); s.text[p.end-1] == 's' && p.width() > 5 {
				return meaning{kind: set, value: "XXXX-WXX-" + string(byte('0'+p.number))}, end
			}
			end = s.partTail(&m, end)
		}
		return m, end
	case digits, cardinal, ordinal, mark, scale:
		return s.numbered(i)
	case season:
		m, end = s.partOfYear(i)
		if end == i+1 && p.number == 3 && s.same(i, "fall") || end == i+1 && p.number == 1 && !s.is(i-1, wIn, wBy, wThe, wEarly, wLate, wSince, wUntil) {
			return m, 0 // "fall" and "spring" are words of many meanings
		}
		return m, end
	case dayPart:
		if m, end = s.clock(i); end > 0 {
			end = s.dateTail(&m, end)
			return m, end
		}
		return m, 0
	case nearDay:
		e := nearDays[p.number]
		m = meaning{kind: deictic, unit: unitDay, sense: int8(sign(e.shift)), part: int8(e.part + 1)}
		m.amount = amount{n: abs(e.shift)}
		end = i + 1
		if e.part < 0 {
			end = s.partTail(&m, end)
		}
		return m, end
	case reference:
		return meaning{kind: vague, value: references[p.number]}, i + 1
	case frequency:
		return meaning{kind: set, value: frequencies[p.number]}, i + 1
	case decadeWord:
		if s.is(i-1, wThe, wEarly, wLate, wMid) || s.isMark(i-1, hyphen) {
			return s.decade(i)
		}
		return m, 0
	case holiday:
		m, end = s.holiday(i)
		if end > 0 {
			end = s.yearTail(&m, end)
		}
		return m, end
	case unitWord:
		return s.bareUnit(i)
	}
	return m, 0
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// numbered reads an expression that begins with a number.
func (s *scanner) numbered(i int) (m meaning, end int) {
	if p := s.at(i); p.class == mark {
		if p.number == apostrophe {
			if m, end = s.decade(i); end > 0 {
				return m, end
			}
		}
		return m, 0
	}
	if prev := s.at(i - 1); !s.at(i).spaced && (prev.class == mark && (prev.number == '$' || prev.number == '#' || prev.number == '.' || prev.number == '£' || prev.number == '€' || prev.number == ',') || prev.class == other && prev.width() > 0) {
		return m, 0
	}
	if m, end = s.numeric(i); end > 0 {
		return m, end
	}
	if m, end = s.clock(i); end > 0 {
		end = s.dateTail(&m, end)
		return m, end
	}
	if m, end = s.dayMonth(i); end > 0 {
		end = s.partTail(&m, end)
		return m, end
	}
	if m, end = s.dayList(i); end > 0 {
		return m, end
	}
	if m, end = s.decade(i); end > 0 {
		return m, end
	}
	if m, end = s.partOfYear(i); end > 0 {
		return m, end
	}
	if m, end = s.amountOf(i); end > 0 {
		return m, end
	}
	if y, k := s.yearAt(i); k > 0 {
		if !s.yearLikely(i, y, k) {
			return m, 0
		}
		m = meaning{kind: absolute, point: point{unit: unitYear, year: y}}
		if s.at(k).class == season && !s.same(k, "fall") && !s.same(k, "spring") {
			m.point.unit, m.point.n = unitSeason, int(s.at(k).number) // "the 2020 autumn war"
			return m, k + 1
		}
		// "the 2021-2023 talks", "2021-22"
		if s.isMark(k, hyphen) && !s.at(k).spaced && !s.at(k+1).spaced {
			if y2, l := s.yearAt(k + 1); l > 0 && y2 > y {
				return m, k // the second year is an expression of its own
			}
			if n := s.at(k + 1); n.class == digits && n.width() == 2 && n.number >= 1 && n.number <= 12 && int(n.number) < y%100 && !s.isMark(k+2, hyphen) {
				m.point.unit, m.point.n = unitMonth, int(n.number) // "2016-11"
				return m, k + 2
			}
			if n := s.at(k + 1); n.class == digits && n.width() == 2 && int(n.number) > y%100 {
				m.end = point{unit: unitYear, year: y - y%100 + int(n.number)}
				return m, k + 2
			}
		}
		if s.is(k, wPeriod) {
			return m, k
		}
		return m, k
	}
	return m, 0
}

// yearLikely reports whether four digits are rather a year than a number of things.
func (s *scanner) yearLikely(i, year, k int) bool {
	prev := s.at(i - 1)
	if prev.class == mark && (prev.number == '$' || prev.number == '#' || prev.number == '£' || prev.number == '€') ||
		prev.class == digits && !s.at(i).spaced {
		return false
	}
	if u, _ := s.unitAt(k); u != unitNone && u != unitQuarter {
		return false
	}
	if s.isMark(k, '%') || s.same(k, "percent") || s.at(k).class == scale {
		return false
	}
	dated := s.is(i-1, wIn, wSince, wUntil, wBy, wFrom, wOf, wTo, wDuring, wBefore, wAfter, wBetween, wThrough, wEarly, wLate, wMid, wFiscal, wAbout, wAnd) ||
		prev.class == mark && (prev.number == '(' || prev.number == hyphen) || prev.class == month || prev.class == season
	if year < 0 {
		return true
	}
	if year < 1700 && s.at(i).class == digits {
		return s.is(i-1, wIn, wSince, wUntil, wBy, wDuring) && s.at(k).class != other
	}
	if year%50 == 0 && year != 2000 && year != 1950 || year > 2060 {
		return dated && (s.at(k).class != other || s.at(k).capital)
	}
	if year == 2000 {
		return dated && !s.is(i-1, wAnd) || s.at(k).class != other
	}
	return true
}

// partTail reads "morning", "night" after a day.
func (s *scanner) partTail(m *meaning, i int) int {
	j := i
	if s.is(j, wEarly, wLate) {
		j++
	}
	if p := s.at(j); p.class == dayPart && p.number <= partMidnight {
		if p.number == partNoon {
			m.hour = 13
		} else if p.number == partMidnight {
			m.hour = 25
		} else {
			m.part = int8(p.number) + 1
		}
		return j + 1
	}
	return i
}

// dateTail reads the day after a time of day: "5 p.m. EST Nov. 9", "noon Saturday", "10 p.m. on Wednesday".
func (s *scanner) dateTail(m *meaning, i int) int {
	j := i
	if s.isMark(j, ',') {
		j++
	}
	var d meaning
	end := 0
	switch s.at(j).class {
	case month:
		if d, end = s.monthDate(j); end > 0 && d.point.unit != unitDay {
			end = 0
		}
	case weekday:
		d, end = s.weekdayDate(j)
	case digits:
		d, end = s.dayMonth(j)
	case nearDay:
		if e := nearDays[s.at(j).number]; e.part < 0 {
			d = meaning{kind: deictic, unit: unitDay, sense: int8(sign(e.shift)), amount: amount{n: abs(e.shift)}}
			end = j + 1
		}
	}
	if end == 0 || j > i && s.at(j).class == weekday {
		return i
	}
	d.part, d.hour, d.minute = m.part, m.hour, m.minute
	*m = d
	return end
}

// amountOf reads an amount of a unit with what follows: "three days", "three-day", "two weeks ago", "a year earlier".
func (s *scanner) amountOf(i int) (m meaning, end int) {
	a, j := s.quantity(i)
	if j == 0 {
		return m, 0
	}
	j = s.joined(j)
	for s.is(j, wMore, wAdditional, wStraight, wFull, wWhole) {
		j++
	}
	u, plural := s.unitAt(j)
	if u == unitNone {
		return m, 0
	}
	if u == unitSecond && s.at(j).class == ordinal {
		return m, 0
	}
	single := s.is(i, wA) && a.n == 1 && !a.vague && !a.half
	hyphenated := s.isMark(j-1, hyphen)
	if single && plural || !single && !plural && !hyphenated && (a.vague || a.n != 1) && !a.half && u != unitDay && u != unitYear && u != unitHour && u != unitMonth && u != unitWeek {
		return m, 0
	}
	if u == unitQuarter && (!plural || hyphenated || a.n == 3 && s.is(j+1, wOf)) {
		return m, 0 // "three-quarters of the food"
	}
	if s.at(j).capital && !s.at(i).capital && !hyphenated {
		return m, 0 // "60 Minutes", a title
	}
	m = meaning{kind: duration, unit: u, amount: a}
	end = j + 1
	// "a minute and a half"
	if s.is(end, wAnd) && s.is(end+1, wA) && s.is(end+2, wHalf) {
		m.amount.half = true
		end += 3
	}
	return s.shiftTail(m, i, end)
}

// shiftTail reads what turns an amount into a time: "ago", "earlier", "later", "from now", "before", "after".
func (s *scanner) shiftTail(m meaning, i, end int) (meaning, int) {
	j := s.joined(end)
	switch {
	case s.is(j, wOld) || s.is(end, wOld):
		return meaning{}, 0 // an age: "a 52-year-old teacher"
	case s.is(j, wAgo):
		m.kind, m.sense, m.ago = deictic, -1, true
		return m, j + 1
	case s.is(j, wEarlier):
		m.kind, m.sense = anaphoric, -1
		return m, j + 1
	case s.is(j, wLater):
		m.kind, m.sense = anaphoric, 1
		return m, j + 1
	case s.is(j, wFrom) && s.is(j+1, wNow):
		m.kind, m.sense = deictic, 1
		return m, j + 2
	case s.is(j, wHence):
		m.kind, m.sense = deictic, 1
		return m, j + 1
	case s.is(j, wLong) && j > end && s.is(i, wA):
		return meaning{}, 0 // "a year-long siege": the words begin with "year"
	case s.is(j, wLong) && j > end:
		return m, j + 1
	case s.is(end, wOr) && s.is(end+1, wSo):
		m.approx = true
		m, j = s.shiftTail(m, i, end+2)
		return m, j
	case s.is(end, wPeriod) && s.is(i, wA):
		return m, end + 1
	}
	if !s.is(i, wA) || m.amount.n != 1 || m.amount.half || s.isMark(end-2, hyphen) {
		return m, end
	}
	// "a day", "a year": an amount only after a word that asks for one; else a rate, "$5 million a year".
	if s.is(i-1, wFor, wIn, wWithin, wOver, wNearly, wAbout, wThan, wOf, wAfter, wOnce, wTwice, wUp, wLeast, wDuring, wJust, wUntil) || s.is(end, wBefore, wAfter) {
		return m, end
	}
	return meaning{}, 0
}

// approximate reads what makes an amount or a time rough: "about two years ago", "more than four hours", "around Nov. 1".
func (s *scanner) approximate(i int) (m meaning, end int) {
	j := i
	switch {
	case s.is(j, wAbout, wNearly):
		j++
	case s.is(j, wOver) && (i == 0 || s.is(i-1, wFor, wAfter, wJust, wIn, wWithin, wOf) || s.same(i-1, "well")):
		j++
	case s.is(j, wMore, wLess) && s.is(j+1, wThan):
		j += 2
	case s.is(j, wNo) && s.is(j+1, wMore, wLess) && s.is(j+2, wThan):
		j += 3
	case s.is(j, wAt) && s.is(j+1, wLeast, wMost):
		j += 2
	case s.is(j, wUp) && s.is(j+1, wTo):
		j += 2
	case s.is(j, wAs) && s.is(j+1, wMany) && s.is(j+2, wAs):
		j += 3
	default:
		return m, 0
	}
	if m, end = s.amountOf(j); end == 0 && s.is(i, wNearly, wOver, wMore, wAt) && s.is(j, wThe) {
		if m, end = s.determined(j); m.kind != rolling {
			return m, 0
		}
	}
	if end == 0 && s.is(i, wAbout) {
		if s.at(j).class == word || s.at(j).class == weekday {
			return m, 0
		}
		m, end = s.core(j)
	}
	if end == 0 {
		return m, 0
	}
	m.approx = true
	return m, end
}

// modified reads "early", "late", "mid-", "the end of", "earlier", "later" and the point that they narrow.
func (s *scanner) modified(i int) (m meaning, end int) {
	j := i
	if s.is(j, wThe) {
		j++
	}
	var mod modifier
	of := false
	p := s.at(j)
	if p.class == ordinal && p.number <= 2 && s.is(j+1, wHalf) && s.is(j+2, wOf) || s.is(j, wLast) && s.is(j+1, wHalf) && s.is(j+2, wOf) {
		mod = firstHalf
		if s.is(j, wLast) || p.number == 2 {
			mod = secondHalf
		}
		if y, k := s.yearAt(j + 3); k > 0 {
			if s.decadeAt(j + 3) {
				y = 0
			}
			if y != 0 {
				return meaning{kind: absolute, point: point{unit: unitHalf, year: y, n: int(mod-firstHalf) + 1}}, k
			}
		}
		j += 3
		m, end = s.pointIn(j)
		if end == 0 {
			return m, 0
		}
		if m.point.unit == unitYear || m.unit == unitYear {
			n := int(mod-firstHalf) + 1
			h := meaning{kind: absolute, point: point{unit: unitHalf, year: m.point.year, n: n}}
			if m.kind == deictic {
				h.yearUnit, h.yearShift = true, int(m.sense)*m.amount.n
			} else if m.kind == anaphoric {
				h.yearUnit, h.yearNamed, h.yearShift = true, true, int(m.sense)*m.amount.n
			} else if m.kind == bare {
				h.yearUnit = true
			}
			return h, end
		}
		m.mod = mod
		return m, end
	}
	if p.class != word {
		return m, 0
	}
	switch p.number {
	case wEarly:
		mod = startOf
	case wLate:
		mod = endOf
	case wMid:
		mod = middleOf
	case wBeginning:
		mod, of = startOf, true
	case wMiddle:
		mod, of = middleOf, true
	case wEnd:
		mod, of = finish, true
	case wTurn:
		mod, of = startOf, true
	case wEarlier:
		mod = earlierIn
	case wLater:
		mod = laterIn
	case wMidway:
		return m, 0
	default:
		return m, 0
	}
	j++
	switch {
	case of && s.is(j, wOf):
		j++
	case of:
		return m, 0
	case mod == earlierIn || mod == laterIn:
		// "earlier this week", "earlier in the day", "later that year", "Earlier Sunday"
		if s.is(j, wIn, wOn) {
			j++
		}
		if s.at(j).class == weekday {
			return m, 0
		}
	default:
		j = s.joined(j)
		if s.is(j, wIn, wOn) {
			j++
		}
	}
	m, end = s.pointIn(j)
	if end == 0 || m.kind == vague || m.kind == set || m.kind == duration || m.kind == rolling {
		return meaning{}, 0
	}
	if s.is(i, wThe) && !of && m.point.unit != unitDecade && m.point.unit != unitCentury && m.point.unit != unitSeason && m.point.unit != unitQuarter {
		return meaning{}, 0
	}
	if m.mod == unmodified {
		m.mod = mod
	}
	return m, end
}

func (s *scanner) decadeAt(i int) bool {
	_, end := s.decade(i)
	return end > 0
}

// pointIn reads a point that a modifier may narrow.
func (s *scanner) pointIn(j int) (m meaning, end int) {
	if s.at(j).class == word {
		return s.determined(j)
	}
	if s.at(j).class == unitWord {
		return m, 0
	}
	m, end = s.core(j)
	if end == 0 && (s.at(j).class == season) {
		return s.partOfYear(j)
	}
	if end == 0 && s.at(j).class == month {
		return meaning{kind: absolute, point: point{unit: unitMonth, n: int(s.at(j).number)}}, j + 1
	}
	return m, end
}
