package when

// determined reads the phrases that begin with a determiner or a direction: "the past two months", "last Friday",
// "that year", "each week", "the latest quarter", "the 1990s", "this morning", "the future".
func (s *scanner) determined(i int) (m meaning, end int) {
	j := i
	the := s.is(j, wThe, wIts)
	this := s.is(j, wThis, wThese)
	that := s.is(j, wThat, wThose)
	if that && s.joins(j) {
		return m, 0
	}
	plain := !the && !this && !that
	if s.is(j, wEach, wEvery, wPer) {
		return s.every(i)
	}
	indefinite := s.is(j, wA)
	if !plain || indefinite {
		j++
		j = s.joined(j)
	}
	dir := anyOf
	rolls := false // "past", "recent": up to the report
	fiscal := false
	mod := unmodified
	which := 0
	past := false
	year := 0
adjectives:
	for range 6 {
		p := s.at(j)
		if p.class == word {
			switch p.number {
			case wLast:
				dir = lastOf
			case wPast:
				dir, rolls, past = lastOf, true, true
			case wNext, wComing, wUpcoming:
				dir = nextOf
			case wFollowing:
				dir = following
			case wPrevious, wPrior:
				dir = previous
			case wSame:
				dir = sameOf
			case wCurrent:
				dir = thisOf
			case wLatest:
				dir = latestOf
			case wRecent:
				dir, rolls = lastOf, true
			case wComparable:
				dir = sameOf
			case wFiscal:
				fiscal = true
			case wFull, wWhole, wVery, wFinal, wOpening, wOther:
			case wEarly:
				mod = startOf
			case wLate:
				mod = endOf
			case wMid:
				mod = middleOf
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
			dir = yearAgo
			j = k
			continue
		}
		if n, k := s.ordinalAt(j); k > 0 && which == 0 {
			if d, l := s.decade(j); l > 0 && d.kind == absolute {
				break
			}
			if s.at(s.joined(k)).class == month || s.is(k, wOf) && s.at(k+1).class == month {
				if d, l := s.dayMonth(j); l > 0 && dir == anyOf {
					return d, s.partTail(&d, l)
				}
				break
			}
			which = n
			j = s.joined(k)
			continue
		}
		if y, k := s.yearAt(j); k > 0 && year == 0 && (s.is(k, wPeriod) || s.unitOf(k) || s.is(k, wFiscal) || s.ordinalBefore(k, unitQuarter)) {
			year, j = y, k
			continue
		}
		break
	}
	if j == i {
		return m, 0
	}
	// "this year's third quarter", "last year's quarter"
	head := s.at(j)
	if dir == anyOf && which == 0 && mod == unmodified && year == 0 {
		if d, k := s.decade(j); k > 0 && the {
			return d, k
		}
	}
	if mod != unmodified {
		if d, k := s.decade(j); k > 0 && the {
			d.mod = mod
			return d, k
		}
		if !(head.class == unitWord || head.class == season || head.class == month || head.class == dayPart) {
			return m, 0
		}
	}
	// An amount: "the past two months", "the next 12 to 18 months", "the first nine months".
	if !indefinite {
		if a, k := s.quantity(j); k > 0 && !s.is(j, wA, wAnother) {
			k = s.joined(k)
			for s.is(k, wMore, wAdditional, wStraight, wFull, wFiscal, wPrevious, wPast, wFollowing, wComing) {
				if s.is(k, wPrevious, wPast) {
					dir = previous
				}
				k++
			}
			u, plural := s.unitAt(k)
			if u == unitNone || u == unitSecond || !(plural || a.n == 1) {
				return m, 0
			}
			m = meaning{kind: duration, unit: u, amount: a}
			switch dir {
			case lastOf, latestOf:
				m.kind, m.sense = rolling, -1
			case nextOf:
				m.kind, m.sense = rolling, 1
			case previous, following:
				m.kind = duration
			case anyOf:
				if plain {
					return meaning{}, 0
				}
				if s.is(i, wThat) {
					return meaning{}, 0
				}
			}
			return m, s.orSo(&m, k+1)
		}
	}
	if m, end := s.partOfMonth(i, j, dir, which); end > 0 {
		return m, end
	}
	if indefinite && dir == anyOf && which == 0 {
		// "a three-year period"
		if a, k := s.quantity(j); k > 0 && s.joined(k) > k {
			if u, _ := s.unitAt(k + 1); u != unitNone && s.is(k+2, wPeriod) {
				return meaning{kind: duration, unit: u, amount: a}, k + 3
			}
		}
		return m, 0
	}
	switch {
	case head.class == unitWord:
		if indefinite && (dir != anyOf || !head.plural) && which == 0 {
			return m, 0
		}
		return s.unitHead(i, j, unit(head.number), head.plural, dir, rolls, this, that, the, past, which, fiscal, year, mod)
	case which == 2 && head.class != unitWord && s.at(j-1).class == ordinal && s.same(j-1, "second") && (dir != anyOf):
		return m, 0
	case s.is(j, wHalf) && which > 0:
		m = meaning{kind: absolute, point: point{unit: unitHalf, n: min(which, 2)}}
		if k := s.yearTail(&m, j+1); k > j+1 {
			return m, k
		}
		return m, 0
	case s.is(j, wPeriod):
		if year > 0 {
			return meaning{kind: bare, unit: unitQuarter, direction: sameOf, yearShift: year, yearUnit: true}, j + 1
		}
		switch dir {
		case latestOf, yearAgo:
			return meaning{kind: bare, unit: unitQuarter, direction: dir}, j + 1
		case sameOf:
			m = meaning{kind: bare, unit: unitQuarter, direction: sameOf}
			if k := s.relativeYear(&m, j+1); k > 0 {
				m.direction = yearAgo
				return m, k
			}
		}
		return meaning{}, 0
	case head.class == season:
		if which > 0 || indefinite {
			return m, 0
		}
		if plain && (dir == anyOf || dir == lastOf && rolls && !past) || s.same(j, "fall") && the && dir == anyOf && !s.is(j+1, wOf, wIn) {
			return m, 0
		}
		if the && dir == anyOf && s.same(j, "fall") {
			m = meaning{kind: absolute, point: point{unit: unitSeason, n: 3}}
			if k := s.yearTail(&m, j+1); k > j+1 {
				return m, k
			}
			return meaning{}, 0
		}
		m = meaning{kind: absolute, point: point{unit: unitSeason, n: int(head.number)}, direction: dir, mod: mod}
		if this {
			m.direction = thisOf
			if dir == lastOf {
				m.direction = lastOf
			}
		} else if that {
			m.direction = sameOf
		}
		return m, s.yearTail(&m, j+1)
	case head.class == month:
		if plain && dir == anyOf || the && dir == anyOf || indefinite || which > 0 || !head.capital {
			return m, 0
		}
		m = meaning{kind: absolute, point: point{unit: unitMonth, n: int(head.number)}, direction: dir}
		end = j + 1
		if s.isMark(end, '.') && shortMonth(head) {
			end++
		}
		if d, k := s.monthDate(j); k > 0 && d.point.unit == unitDay {
			m, end = d, k
			m.direction = dir
		}
		if dir == anyOf {
			m.direction = thisOf
			if that {
				m.direction = sameOf
			}
		}
		return m, end
	case head.class == weekday:
		if plain && dir == anyOf || the && dir == anyOf || which > 0 || indefinite || rolls && !past {
			return m, 0
		}
		d, k := s.weekdayDate(j)
		if k == 0 {
			return m, 0
		}
		if dir == anyOf {
			dir = thisOf
			if that {
				dir = sameOf
			}
		} else if dir == lastOf && this {
			dir = lastOf
		}
		if d.point.n == 0 {
			d.direction = dir
		}
		return d, s.partTail(&d, k)
	case head.class == dayPart && !head.plural:
		return s.partHead(j, head, dir, this, that, the, plain)
	case head.class == holiday:
		if dir == anyOf && plain {
			return m, 0
		}
		if d, k := s.holiday(j); k > 0 {
			d.direction = dir
			if dir == anyOf && this {
				d.direction = thisOf
			}
			return d, s.yearTail(&d, k)
		}
		return m, 0
	case s.is(j, wFuture) && s.is(i, wThe) && j == i+1 && !s.is(j+1, wOf) && !s.is(i-1, wTo):
		return meaning{kind: vague, value: references[futureReference]}, j + 1
	case the && past && !s.is(j, wFew) && s.plainPast(j):
		return meaning{kind: vague, value: references[pastReference]}, j
	case s.is(j, wMoment, wTime) && (this && dir == anyOf):
		if s.is(j, wTime) && !s.is(i-1, wAt, wBy, wUntil) {
			return m, 0
		}
		return meaning{kind: vague, value: references[presentReference]}, j + 1
	case s.is(j, wTime) && that && dir == anyOf && s.is(i-1, wAt, wBy, wSince, wUntil):
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

// unitHead reads the end of a phrase whose noun is a unit: "last week", "the quarter", "that day", "recent years".
func (s *scanner) unitHead(i, j int, u unit, plural bool, dir direction, rolls, this, that, the, past bool, which int, fiscal bool, year int, mod modifier) (m meaning, end int) {
	end = j + 1
	if s.isMark(end, hyphen) && !s.at(end).spaced && !s.at(end+1).spaced && u != unitYear && !s.is(end+1, wLong) || s.at(j).capital && j > i && !s.upper(i) {
		return m, 0 // "its quarter-century low", "the last-minute bid"; "This Week", a title
	}
	if plural {
		if which > 0 && dir == anyOf && the {
			if which == 1 && u <= unitMonth {
				return meaning{kind: duration, unit: u, amount: amount{vague: true, low: 1, high: 10}}, end
			}
			return m, 0
		}
		m = meaning{kind: rolling, unit: u, amount: amount{vague: true, low: 2, high: 10}}
		switch {
		case this && dir == anyOf && u == unitDay:
			return meaning{kind: vague, value: references[presentReference]}, end
		case dir == lastOf && (rolls || the):
			m.sense = -1
		case dir == nextOf:
			m.sense = 1
		case (dir == following || dir == previous) && the:
			m.kind = duration
		case the && s.is(end, wAhead):
			m.sense = 1
			end++
		default:
			return meaning{}, 0
		}
		return m, end
	}
	if u == unitHour || u == unitMinute || u == unitSecond {
		if dir == lastOf || dir == nextOf {
			m = meaning{kind: rolling, unit: u, sense: -1, amount: amount{n: 1, low: 1, high: 1}}
			if dir == nextOf {
				m.sense = 1
			}
			return m, end
		}
		return m, 0
	}
	if which > 0 {
		if u == unitQuarter && which <= 4 {
			if dir == anyOf && (that || !s.is(i, wThe, wThis) || s.isMark(j-1, hyphen)) {
				return m, 0
			}
			m = meaning{kind: absolute, fiscal: fiscal, point: point{unit: unitQuarter, n: which, year: year}}
			switch dir {
			case yearAgo, sameOf:
				m.direction = dir
			case thisOf, lastOf, nextOf:
				m.direction = dir
			}
			return m, s.yearTail(&m, end)
		}
		if u == unitCentury {
			c, k := s.partOfYear(j - 1)
			if k == 0 {
				c, k = s.partOfYear(j - 2)
			}
			c.mod = mod
			return c, k
		}
		if u == unitHalf || u == unitDay && the {
			return m, 0
		}
		return m, 0
	}
	if u == unitYear && the && dir == anyOf {
		// "the year 2000"
		if y, k := s.yearAt(end); k > 0 {
			return meaning{kind: absolute, point: point{unit: unitYear, year: y}}, k
		}
	}
	if year > 0 && u == unitQuarter {
		return meaning{kind: bare, unit: unitQuarter, direction: sameOf, yearShift: year, yearUnit: true}, end
	}
	m = meaning{kind: deictic, unit: u, fiscal: fiscal, mod: mod, amount: amount{n: 1, low: 1, high: 1}}
	switch dir {
	case lastOf:
		m.sense = -1
		if rolls && !past {
			return meaning{}, 0 // "a recent day"
		}
		if past {
			if u == unitDay {
				m.kind = rolling
			} else {
				m.kind, m.value = rolling, "past"
			}
			if u == unitYear || u == unitDecade || u == unitCentury {
				m.kind = rolling
			}
		}
	case nextOf:
		m.sense, m.the = 1, the
		if u == unitDay {
			m.kind = anaphoric
		}
	case previous:
		m.kind, m.sense, m.the = anaphoric, -1, true
	case following:
		m.kind, m.sense, m.the = anaphoric, 1, true
	case sameOf:
		m.kind, m.sense = anaphoric, 0
		if u == unitQuarter {
			if k := s.relativeYear(&m, end); k > 0 {
				return meaning{kind: bare, unit: unitQuarter, direction: yearAgo}, k
			}
		}
	case thisOf:
		m.sense = 0
	case latestOf:
		m = meaning{kind: bare, unit: u, direction: latestOf}
	case yearAgo:
		m = meaning{kind: bare, unit: u, direction: yearAgo}
	case anyOf:
		switch {
		case this:
			m.sense = 0
		case that:
			m.kind, m.sense = anaphoric, 0
		case the:
			switch u {
			case unitQuarter, unitWeekend:
				if u == unitQuarter && s.is(end, wA) && s.unitYearAgo(end+1) > 0 {
					return meaning{kind: bare, unit: u, direction: yearAgo}, s.unitYearAgo(end + 1)
				}
				m = meaning{kind: bare, unit: u, fiscal: fiscal}
			case unitYear, unitMonth, unitWeek, unitDay:
				if m2, k := s.dayAnchor(i, j, u); k > 0 {
					return m2, k
				}
				if u == unitDay && !s.is(i-1, wIn, wOf) && mod == unmodified {
					return meaning{}, 0
				}
				if u == unitYear && (s.same(end, "ended") || s.same(end, "ending")) {
					return meaning{kind: duration, unit: u, amount: amount{n: 1, low: 1, high: 1}}, end
				}
				if s.is(end, wOf) && u != unitWeek {
					return meaning{}, 0
				}
				if u == unitWeek && s.is(end, wOf) {
					d, k := s.monthDate(end + 1)
					if k > 0 && d.point.unit == unitDay && d.end.unit == unitNone {
						d.unit = unitWeek
						return d, k
					}
					return meaning{}, 0
				}
				m = meaning{kind: bare, unit: u, fiscal: fiscal}
			default:
				return meaning{}, 0
			}
		default:
			return meaning{}, 0
		}
	}
	// "this year's third quarter", "next year's first half", "last year's quarter", "this year's end"
	if u == unitYear && (m.kind == deictic || m.kind == anaphoric || m.kind == bare) {
		if k := s.possessive(end); k > end {
			if q, l := s.partOfYear(k); m.kind != bare && l > k && (q.point.unit == unitQuarter || q.point.unit == unitSeason) && q.point.year == 0 {
				q.yearUnit, q.yearNamed, q.yearShift = true, m.kind == anaphoric, int(m.sense)
				return q, l
			}
			if v, _ := s.unitAt(k); m.kind != bare && v == unitQuarter {
				return meaning{kind: bare, unit: unitQuarter, direction: yearAgo}, k + 1
			}
			if s.is(k, wEnd) && !s.is(k+1, wOf) {
				m.mod = finish
				return m, k + 1
			}
			if m.kind != bare && (s.at(k).class == holiday || s.at(k).class == month) {
				if q, l := s.core(k); l > k && q.point.year == 0 && q.kind == absolute {
					q.yearUnit, q.yearNamed, q.yearShift = true, m.kind == anaphoric, int(m.sense)
					return q, l
				}
			}
		}
	}
	if m.kind == deictic && m.unit == unitDay && dir == lastOf {
		return meaning{}, 0
	}
	if u == unitDay && (m.kind == anaphoric) {
		end = s.partTail(&m, end)
	}
	return m, s.orSo(&m, end)
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

// partHead reads the end of a phrase whose noun is a part of a day: "this morning", "last night", "the next morning".
func (s *scanner) partHead(j int, head *piece, dir direction, this, that, the, plain bool) (m meaning, end int) {
	if head.number > partNight {
		return m, 0
	}
	m = meaning{kind: deictic, unit: unitDay, part: int8(head.number) + 1, amount: amount{n: 1, low: 1, high: 1}}
	switch {
	case dir == lastOf && plain:
		m.sense = -1
	case dir == nextOf || dir == following:
		if plain {
			return meaning{}, 0
		}
		m.kind, m.sense = anaphoric, 1
	case dir == previous:
		m.kind, m.sense = anaphoric, -1
	case dir == sameOf || that && dir == anyOf:
		m.kind = anaphoric
	case this && dir == anyOf:
	default:
		return meaning{}, 0
	}
	return m, j + 1
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
