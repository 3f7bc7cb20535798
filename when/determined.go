package when

// A nounPhrase is what stands before the noun of a phrase such as "the previous fiscal year": its determiner, its
// direction, its number.
type nounPhrase struct {
	start, head int // pieces: the first, and the noun
	the         bool
	this        bool // "this", "these"
	that        bool // "that", "those"
	indefinite  bool // "a"
	plain       bool // none of the first three
	direction   direction
	past        bool // "past" gave the direction
	rolls       bool // "past", "recent": up to the report
	fiscal      bool
	which       int // of an ordinal: "the third quarter"
	year        int // "the 1988 quarter"
	mod         modifier
}

// determined reads the phrases that begin with a determiner or a direction: "the past two months", "last Friday",
// "that year", "each week", "the latest quarter", "the 1990s", "this morning", "the future".
func (s *scanner) determined(i int) (m meaning, end int) {
	j := i
	np := nounPhrase{start: i, the: s.is(j, wThe, wIts), this: s.is(j, wThis, wThese), that: s.is(j, wThat, wThose), indefinite: s.is(j, wA)}
	if np.that && s.joins(j) {
		return m, 0
	}
	np.plain = !np.the && !np.this && !np.that
	if s.is(j, wEach, wEvery, wPer) {
		return s.every(i)
	}
	if np.the && s.is(j+1, wEve) && s.is(j+2, wOf) {
		return meaning{kind: anchored, unit: unitDay, sense: -1, eve: true, amount: amount{n: 1, low: 1, high: 1}}, j + 2 // "on the eve of the summit"
	}
	if !np.plain || np.indefinite {
		j++
		j = s.joined(j)
	}
adjectives:
	for range 6 {
		p := s.at(j)
		if p.class == word {
			if (np.direction == following || np.direction == previous) && (p.number == wLast || p.number == wNext || p.number == wThis) {
				return m, 0 // "the days following last week's vote"
			}
			switch p.number {
			case wLast:
				np.direction = lastOf
			case wPast:
				np.direction, np.rolls, np.past = lastOf, true, true
			case wNext, wComing, wUpcoming:
				np.direction = nextOf
			case wFollowing:
				np.direction = following
			case wPrevious, wPrior:
				np.direction = previous
			case wSame:
				np.direction = sameOf
			case wCurrent:
				np.direction = thisOf
			case wLatest:
				np.direction = latestOf
			case wRecent:
				np.direction, np.rolls = lastOf, true
			case wComparable:
				np.direction = sameOf
			case wFiscal:
				np.fiscal = true
			case wFull, wWhole, wVery, wFinal, wOpening, wOther:
			case wEarly:
				np.mod = startOf
			case wLate:
				np.mod = endOf
			case wMid:
				np.mod = middleOf
			case wNear, wForeseeable:
				if s.is(j+1, wFuture) || s.is(j+1, wTerm) {
					return meaning{kind: vague, value: references[futureReference]}, j + 2
				}
				break adjectives
			default:
				break adjectives
			}
			j = s.joined(j + 1)
			continue
		}
		// "the year-ago quarter", "the year-earlier period"
		if k := s.yearAgo(j); k > 0 {
			if np.indefinite {
				return m, 0 // "a year-earlier loss": the words begin with "year"
			}
			np.direction = yearAgo
			j = k
			continue
		}
		if n, k := s.ordinalAt(j); k > 0 && np.which == 0 {
			if d, l := s.decade(j); l > 0 && d.kind == absolute {
				break
			}
			if s.at(s.joined(k)).class == month || s.is(k, wOf) && s.at(k+1).class == month {
				if d, l := s.dayMonth(j); l > 0 && np.direction == anyOf {
					end = s.partTail(&d, l)
					return d, end
				}
				break
			}
			np.which = n
			j = s.joined(k)
			continue
		}
		if y, k := s.yearAt(j); k > 0 && np.year == 0 && (s.is(k, wPeriod) || s.unitOf(k) || s.is(k, wFiscal) || s.ordinalBefore(k, unitQuarter)) {
			np.year, j = y, k
			continue
		}
		break
	}
	if j == i {
		return m, 0
	}
	// "this year's third quarter", "last year's quarter"
	head := s.at(j)
	if np.direction == anyOf && np.which == 0 && np.mod == unmodified && np.year == 0 {
		if d, k := s.decade(j); k > 0 && np.the {
			return d, k
		}
	}
	if np.mod != unmodified {
		if d, k := s.decade(j); k > 0 && np.the {
			d.mod = np.mod
			return d, k
		}
		if !(head.class == unitWord || head.class == season || head.class == month || head.class == dayPart) {
			return m, 0
		}
	}
	// An amount: "the past two months", "the next 12 to 18 months", "the first nine months".
	if !np.indefinite {
		if a, k := s.quantity(j); k > 0 && !s.is(j, wA, wAnother) {
			k = s.joined(k)
			for s.is(k, wMore, wAdditional, wStraight, wFull, wFiscal, wPrevious, wPast, wFollowing, wComing) {
				if s.is(k, wPrevious, wPast) {
					np.direction = previous
				}
				k++
			}
			u, plural := s.unitAt(k)
			if u == unitNone || u == unitSecond || !(plural || a.n == 1) {
				return m, 0
			}
			m = meaning{kind: duration, unit: u, amount: a}
			switch np.direction {
			case lastOf, latestOf:
				m.kind, m.sense = rolling, -1
			case nextOf:
				m.kind, m.sense = rolling, 1
			case previous, following:
				m.kind = duration
			case anyOf:
				if np.plain {
					return meaning{}, 0
				}
				if s.is(i, wThat) {
					return meaning{}, 0
				}
			}
			end = s.orSo(&m, k+1)
			return m, end
		}
	}
	if m, end := s.partOfMonth(i, j, np.direction, np.which); end > 0 {
		return m, end
	}
	if np.indefinite && np.direction == anyOf && np.which == 0 {
		// "a three-year period"
		if a, k := s.quantity(j); k > 0 && s.joined(k) > k {
			if u, _ := s.unitAt(k + 1); u != unitNone && s.is(k+2, wPeriod) {
				return meaning{kind: duration, unit: u, amount: a}, k + 3
			}
		}
		return m, 0
	}
	np.head = j
	switch {
	case head.class == unitWord:
		if np.indefinite && (np.direction != anyOf || !head.plural) && np.which == 0 {
			return m, 0
		}
		return s.unitHead(np)
	case np.which == 2 && s.at(j-1).class == ordinal && np.direction != anyOf:
		return m, 0 // "the last second", and what follows is no unit
	case s.is(j, wHalf) && np.which > 0:
		return s.halfHead(np)
	case s.is(j, wPeriod):
		return s.periodHead(np)
	case head.class == season:
		return s.seasonHead(np)
	case head.class == month:
		return s.monthHead(np)
	case head.class == weekday:
		return s.weekdayHead(np)
	case head.class == dayPart && !head.plural:
		return s.partHead(np)
	case head.class == holiday:
		return s.holidayHead(np)
	case s.is(j, wFuture) && s.is(i, wThe) && j == i+1 && !s.is(j+1, wOf) && !s.is(i-1, wTo):
		return meaning{kind: vague, value: references[futureReference]}, j + 1
	case np.the && np.past && !s.is(j, wFew) && s.plainPast(j):
		return meaning{kind: vague, value: references[pastReference]}, j
	case s.is(j, wMoment, wTime) && (np.this && np.direction == anyOf):
		if s.is(j, wTime) && !s.is(i-1, wAt, wBy, wUntil) {
			return m, 0
		}
		return meaning{kind: vague, value: references[presentReference]}, j + 1
	case s.is(j, wTime) && np.that && np.direction == anyOf && s.is(i-1, wAt, wBy, wSince, wUntil):
		return meaning{kind: vague, value: references[pastReference]}, j + 1
	}
	return m, 0
}

// partOfMonth reads "the first week of June", "the last days of December", "the 15th of this month", "the 23rd";
// piece j stands after the ordinal.
func (s *scanner) partOfMonth(i, j int, dir direction, which int) (m meaning, end int) {
	last := dir == lastOf && which == 0
	if which == 0 && !last || dir != anyOf && !last {
		return m, 0
	}
	u, _ := s.unitAt(j)
	switch {
	case u == unitWeek && which <= 5 || u == unitDay && (which == 1 || last):
		if !s.is(j+1, wOf, wIn) {
			return m, 0
		}
		m, end = s.monthOrThis(j + 2)
		if end == 0 {
			return m, 0
		}
		plural := s.at(j).plural
		m.mod = weekOf
		m.which = int8(which)
		if last {
			m.which = -1
		}
		if u == unitDay {
			m.mod = daysOf
			if !plural {
				m.mod = dayOf
			}
		}
		return m, end
	case u == unitNone && s.at(j-1).class == suffix && s.is(i, wThe) && which <= 31 && dir == anyOf:
		// "the 15th of this month"
		if s.is(j, wOf) {
			m, end = s.monthOrThis(j + 1)
			if end > 0 && m.kind == deictic {
				m.mod, m.which = dayOf, int8(which)
				return m, end
			}
			return meaning{}, 0
		}
		if s.is(i-1, wOn) && (s.at(j).class == mark && s.at(j).number != hyphen && s.at(j).number != apostrophe || s.at(j).width() == 0) {
			return meaning{kind: absolute, mod: dayOf, which: int8(which), point: point{unit: unitDay}}, j
		}
	}
	return m, 0
}

// monthOrThis reads "June", "June 2021", "this month", "next month".
func (s *scanner) monthOrThis(k int) (m meaning, end int) {
	if s.at(k).class == month {
		m, end = s.monthDate(k)
		if end == 0 {
			return meaning{kind: absolute, point: point{unit: unitMonth, n: int(s.at(k).number)}}, k + 1
		}
		if m.point.unit != unitMonth {
			return m, 0
		}
		return m, end
	}
	if s.is(k, wThis, wLast, wNext) {
		if u, plural := s.unitAt(k + 1); u == unitMonth && !plural {
			m = meaning{kind: deictic, unit: unitMonth, amount: amount{n: 1, low: 1, high: 1}}
			if s.is(k, wLast) {
				m.sense = -1
			} else if s.is(k, wNext) {
				m.sense = 1
			}
			return m, k + 2
		}
	}
	return m, 0
}

// plainPast reports whether "the past" before piece j is a noun: "in the past, …".
func (s *scanner) plainPast(j int) bool {
	p := s.at(j)
	return p.width() == 0 || p.class == mark && p.number != hyphen && p.number != apostrophe || p.class == word && !s.is(j, wHalf)
}

func (s *scanner) orSo(m *meaning, end int) int {
	if s.is(end, wOr) && s.is(end+1, wSo) {
		m.approx = true
		return end + 2
	}
	return end
}

// ordinalBefore reports whether "third quarter" begins at piece k.
func (s *scanner) ordinalBefore(k int, u unit) bool {
	_, l := s.ordinalAt(k)
	if l == 0 {
		return false
	}
	l = s.joined(l)
	v, _ := s.unitAt(l)
	return v == u
}

// yearAgo reads "year-ago", "year-earlier".
func (s *scanner) yearAgo(j int) int {
	if p := s.at(j); p.class == unitWord && unit(p.number) == unitYear && !p.plural && s.isMark(j+1, hyphen) && s.is(j+2, wAgo, wEarlier) {
		return j + 3
	}
	return 0
}

func (s *scanner) unitYearAgo(k int) int {
	if p := s.at(k); p.class == unitWord && unit(p.number) == unitYear && s.is(k+1, wAgo, wEarlier) {
		return k + 2
	}
	return 0
}

// dayAnchor reads "the day after the talks", "the week before": the unit before or after an event.
func (s *scanner) dayAnchor(i, j int, u unit) (m meaning, end int) {
	if !s.is(j+1, wBefore, wAfter, wFollowing) {
		return m, 0
	}
	sense := int8(1)
	if s.is(j+1, wBefore) {
		sense = -1
	}
	if s.at(j+2).class == nearDay {
		// "the day before yesterday", "the day after tomorrow"
		e := nearDays[s.at(j+2).number]
		if e.shift != 0 && sign(e.shift) == int(sense) && u == unitDay {
			return meaning{kind: deictic, unit: unitDay, sense: sense, amount: amount{n: 2, low: 2, high: 2}}, j + 3
		}
		return m, 0
	}
	if s.is(j+1, wAfter) && s.is(j+2, wNext) && s.at(j+3).class != unitWord {
		return meaning{kind: deictic, unit: u, sense: 1, amount: amount{n: 2, low: 2, high: 2}}, j + 3 // "the week after next"
	}
	next := s.at(j + 2)
	if next.width() == 0 || next.class == mark {
		return meaning{kind: anaphoric, unit: u, sense: sense, amount: amount{n: 1, low: 1, high: 1}}, j + 2
	}
	return meaning{kind: anchored, unit: u, sense: sense, amount: amount{n: 1, low: 1, high: 1}}, j + 1
}

// every reads "each year", "every three months", "every Monday", "per month".
func (s *scanner) every(i int) (m meaning, end int) {
	j := i + 1
	if s.is(j, wOther) {
		if u, plural := s.unitAt(j + 1); u != unitNone && !plural {
			return meaning{kind: set, value: amountValue(amount{n: 2}, u)}, j + 2
		}
		return m, 0
	}
	// "each of the past three years"
	if s.is(j, wOf) {
		if r, k := s.determined(j + 1); k > 0 && r.kind == rolling {
			return r, k
		}
		return m, 0
	}
	p := s.at(j)
	switch p.class {
	case unitWord:
		if !p.plural {
			return meaning{kind: set, value: amountValue(amount{n: 1}, unit(p.number))}, j + 1
		}
	case weekday:
		return meaning{kind: set, value: "XXXX-WXX-" + string(byte('0'+p.number))}, s.partTail(&m, j+1)
	case month:
		return meaning{kind: set, value: point{unit: unitMonth, n: int(p.number)}.value()}, j + 1
	case season:
		return meaning{kind: set, value: point{unit: unitSeason, n: int(p.number)}.value()}, j + 1
	case dayPart:
		if p.number <= partNight {
			return meaning{kind: set, value: "XXXX-XX-XXT" + dayParts[p.number]}, j + 1
		}
	}
	if a, k := s.quantity(j); k > 0 && !s.is(i, wPer) {
		if u, _ := s.unitAt(k); u != unitNone {
			return meaning{kind: set, value: amountValue(a, u)}, k + 1
		}
	}
	return m, 0
}

// bareUnit reads an expression that begins with a unit: "year-ago", "year's end", "years ago", "weeks later".
func (s *scanner) bareUnit(i int) (m meaning, end int) {
	p := s.at(i)
	u := unit(p.number)
	if k := s.yearAgo(i); k > 0 {
		if s.is(k, wPeriod) || s.at(k).class == unitWord && unit(s.at(k).number) == unitQuarter {
			k++
		}
		return meaning{kind: bare, unit: unitQuarter, direction: yearAgo}, k
	}
	if k := s.joined(i + 1); k > i+1 && s.is(k, wLong) && u >= unitHour {
		a := amount{n: 1, low: 1, high: 1}
		if p.plural {
			a = amount{vague: true, low: 2, high: 30}
		}
		return meaning{kind: duration, unit: u, amount: a}, k + 1 // "a decades-long conflict"
	}
	if u == unitYear && !p.plural {
		k := s.possessive(i + 1)
		if k == i+1 {
			k = s.joined(k)
		}
		if s.is(k, wEnd) && s.same(k, "end") {
			return meaning{kind: bare, unit: unitYear, mod: finish}, k + 1
		}
		return m, 0
	}
	if u == unitDay && !p.plural && s.is(i+1, wBefore, wAfter) {
		return s.dayAnchor(i, i, u)
	}
	if !p.plural || u == unitQuarter && !s.is(i+1, wAgo, wEarlier, wLater) {
		return m, 0
	}
	m = meaning{kind: duration, unit: u, amount: amount{vague: true, low: 2, high: 30}}
	m, end = s.shiftTail(m, i, i+1)
	if m.kind == duration && !s.is(i-1, wFor, wIn, wWithin, wOver, wAfter, wOf) && !s.is(i+1, wBefore, wAfter, wOf) {
		return m, 0
	}
	if m.kind == duration && s.is(i-1, wOf, wAfter, wOver) && u < unitDay {
		return meaning{}, 0
	}
	return m, end
}

// undated reads the words that point to no day: "now", "soon", "recent", "current".
func (s *scanner) undated(i int) (m meaning, end int) {
	p := s.at(i)
	m.kind = vague
	switch p.number {
	case wNow:
		m.value = references[presentReference]
	case wRight:
		if !s.is(i+1, wNow) {
			return meaning{}, 0
		}
		m.value = references[presentReference]
		return m, i + 2
	case wCurrent:
		m.value = references[presentReference]
	case wFiscal:
		if y, k := s.yearAt(i + 1); k > 0 {
			return meaning{kind: absolute, fiscal: true, point: point{unit: unitYear, year: y}}, k
		}
		return meaning{}, 0
	case wQ:
		return s.partOfYear(i)
	case wOnce, wTwice:
		if u, plural := s.unitAt(i + 2); s.is(i+1, wA, wEvery, wEach) && u >= unitDay && !plural {
			return meaning{kind: set, value: amountValue(amount{n: 1}, u)}, i + 3
		}
		return meaning{}, 0
	default:
		return meaning{}, 0
	}
	return m, i + 1
}
