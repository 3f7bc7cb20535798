package when

// This file reads the nouns that end a phrase with a determiner or a direction.

// unitHead reads the end of a phrase whose noun is a unit: "last week", "the quarter", "that day", "recent years".
func (s *scanner) unitHead(np nounPhrase) (m meaning, end int) {
	i, j := np.start, np.head
	u, plural := unit(s.at(j).number), s.at(j).plural
	end = j + 1
	if s.isMark(end, hyphen) && !s.at(end).spaced && !s.at(end+1).spaced && u != unitYear && !s.is(end+1, wLong) || s.at(j).capital && j > i && !s.upper(i) {
		return m, 0 // "its quarter-century low", "the last-minute bid"; "This Week", a title
	}
	if plural {
		if np.which > 0 && np.direction == anyOf && np.the {
			if np.which == 1 && u <= unitMonth {
				return meaning{kind: duration, unit: u, amount: amount{vague: true, low: 1, high: 10}}, end
			}
			return m, 0
		}
		m = meaning{kind: rolling, unit: u, amount: amount{vague: true, low: 2, high: 10}}
		switch {
		case np.this && np.direction == anyOf && u == unitDay:
			return meaning{kind: vague, value: references[presentReference]}, end
		case np.direction == lastOf && (np.rolls || np.the):
			m.sense = -1
		case np.direction == nextOf:
			m.sense = 1
		case (np.direction == following || np.direction == previous) && np.the:
			m.kind = duration
		case np.the && s.is(end, wAhead):
			m.sense = 1
			end++
		default:
			return meaning{}, 0
		}
		return m, end
	}
	if u == unitHour || u == unitMinute || u == unitSecond {
		if s.isMark(j-1, hyphen) {
			return m, 0 // "the last-minute bid"
		}
		if np.direction == lastOf || np.direction == nextOf {
			m = meaning{kind: rolling, unit: u, sense: -1, amount: amount{n: 1, low: 1, high: 1}}
			if np.direction == nextOf {
				m.sense = 1
			}
			return m, end
		}
		return m, 0
	}
	if np.which > 0 {
		if u == unitQuarter && np.which <= 4 {
			if np.direction == anyOf && (np.that || !s.is(i, wThe, wThis) || s.isMark(j-1, hyphen)) {
				return m, 0
			}
			m = meaning{kind: absolute, fiscal: np.fiscal, point: point{unit: unitQuarter, n: np.which, year: np.year}}
			switch np.direction {
			case yearAgo, sameOf:
				m.direction = np.direction
			case thisOf, lastOf, nextOf:
				m.direction = np.direction
			}
			end = s.yearTail(&m, end)
			return m, end
		}
		if u == unitCentury {
			c, k := s.partOfYear(j - 1)
			if k == 0 {
				c, k = s.partOfYear(j - 2)
			}
			c.mod = np.mod
			return c, k
		}
		if u == unitHalf || u == unitDay && np.the {
			return m, 0
		}
		return m, 0
	}
	if u == unitYear && np.the && np.direction == anyOf {
		// "the year 2000"
		if y, k := s.yearAt(end); k > 0 {
			return meaning{kind: absolute, point: point{unit: unitYear, year: y}}, k
		}
	}
	if np.year > 0 && u == unitQuarter {
		return meaning{kind: bare, unit: unitQuarter, direction: sameOf, yearShift: np.year, yearUnit: true}, end
	}
	m = meaning{kind: deictic, unit: u, fiscal: np.fiscal, mod: np.mod, amount: amount{n: 1, low: 1, high: 1}}
	switch np.direction {
	case lastOf:
		m.sense = -1
		if np.rolls && !np.past {
			return meaning{}, 0 // "a recent day"
		}
		if np.past || np.the && u >= unitYear {
			m.kind = rolling
		}
	case nextOf:
		m.sense, m.the = 1, np.the
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
		case np.this:
			m.sense = 0
		case np.that:
			m.kind, m.sense = anaphoric, 0
		case np.the:
			switch u {
			case unitQuarter, unitWeekend:
				if u == unitQuarter && s.is(end, wA) && s.unitYearAgo(end+1) > 0 {
					return meaning{kind: bare, unit: u, direction: yearAgo}, s.unitYearAgo(end + 1)
				}
				m = meaning{kind: bare, unit: u, fiscal: np.fiscal}
			case unitYear, unitMonth, unitWeek, unitDay:
				if m2, k := s.dayAnchor(i, j, u); k > 0 {
					return m2, k
				}
				if u == unitDay && !s.is(i-1, wIn, wOf) && np.mod == unmodified {
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
				m = meaning{kind: bare, unit: u, fiscal: np.fiscal}
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
	if m.kind == deictic && m.unit == unitDay && np.direction == lastOf {
		return meaning{}, 0
	}
	if u == unitDay && (m.kind == anaphoric) {
		end = s.partTail(&m, end)
	}
	end = s.orSo(&m, end)
	return m, end
}

// partHead reads the end of a phrase whose noun is a part of a day: "this morning", "last night", "the next morning".
func (s *scanner) partHead(np nounPhrase) (m meaning, end int) {
	j, head := np.head, s.at(np.head)
	if head.number > partNight {
		return m, 0
	}
	m = meaning{kind: deictic, unit: unitDay, part: int8(head.number) + 1, amount: amount{n: 1, low: 1, high: 1}}
	switch {
	case np.direction == lastOf && np.plain:
		m.sense = -1
	case np.direction == nextOf || np.direction == following:
		if np.plain {
			return meaning{}, 0
		}
		m.kind, m.sense = anaphoric, 1
	case np.direction == previous:
		m.kind, m.sense = anaphoric, -1
	case np.direction == sameOf || np.that && np.direction == anyOf:
		m.kind = anaphoric
	case np.this && np.direction == anyOf:
	default:
		return meaning{}, 0
	}
	return m, j + 1
}

// halfHead reads "the first half of 2021".
func (s *scanner) halfHead(np nounPhrase) (m meaning, end int) {
	j := np.head
	m = meaning{kind: absolute, point: point{unit: unitHalf, n: min(np.which, 2)}}
	if k := s.yearTail(&m, j+1); k > j+1 {
		return m, k
	}
	return m, 0
}

// periodHead reads "the latest period", "the 1988 period": a quarter, in reports on firms.
func (s *scanner) periodHead(np nounPhrase) (m meaning, end int) {
	j := np.head
	if np.year > 0 {
		return meaning{kind: bare, unit: unitQuarter, direction: sameOf, yearShift: np.year, yearUnit: true}, j + 1
	}
	switch np.direction {
	case latestOf, yearAgo:
		return meaning{kind: bare, unit: unitQuarter, direction: np.direction}, j + 1
	case sameOf:
		m = meaning{kind: bare, unit: unitQuarter, direction: sameOf}
		if k := s.relativeYear(&m, j+1); k > 0 {
			m.direction = yearAgo
			return m, k
		}
	}
	return meaning{}, 0
}

// seasonHead reads "last spring", "the summer of 2020".
func (s *scanner) seasonHead(np nounPhrase) (m meaning, end int) {
	j, head := np.head, s.at(np.head)
	if np.which > 0 || np.indefinite {
		return m, 0
	}
	if np.plain && (np.direction == anyOf || np.direction == lastOf && np.rolls && !np.past) || s.same(j, "fall") && np.the && np.direction == anyOf && !s.is(j+1, wOf, wIn) {
		return m, 0
	}
	if np.the && np.direction == anyOf && s.same(j, "fall") {
		m = meaning{kind: absolute, point: point{unit: unitSeason, n: 3}}
		if k := s.yearTail(&m, j+1); k > j+1 {
			return m, k
		}
		return meaning{}, 0
	}
	m = meaning{kind: absolute, point: point{unit: unitSeason, n: int(head.number)}, direction: np.direction, mod: np.mod}
	if np.this {
		m.direction = thisOf
		if np.direction == lastOf {
			m.direction = lastOf
		}
	} else if np.that {
		m.direction = sameOf
	}
	end = s.yearTail(&m, j+1)
	return m, end
}

// monthHead reads "last June", "that October".
func (s *scanner) monthHead(np nounPhrase) (m meaning, end int) {
	j, head := np.head, s.at(np.head)
	if np.plain && np.direction == anyOf || np.the && np.direction == anyOf || np.indefinite || np.which > 0 || !head.capital {
		return m, 0
	}
	m = meaning{kind: absolute, point: point{unit: unitMonth, n: int(head.number)}, direction: np.direction}
	end = j + 1
	if s.isMark(end, '.') && shortMonth(head) {
		end++
	}
	if d, k := s.monthDate(j); k > 0 && d.point.unit == unitDay {
		m, end = d, k
		m.direction = np.direction
	}
	if np.direction == anyOf {
		m.direction = thisOf
		if np.that {
			m.direction = sameOf
		}
	}
	return m, end
}

// weekdayHead reads "last Friday", "the previous Friday".
func (s *scanner) weekdayHead(np nounPhrase) (m meaning, end int) {
	j := np.head
	if np.plain && np.direction == anyOf || np.the && np.direction == anyOf || np.which > 0 || np.indefinite || np.rolls && !np.past {
		return m, 0
	}
	d, k := s.weekdayDate(j)
	if k == 0 {
		return m, 0
	}
	if np.direction == anyOf {
		np.direction = thisOf
		if np.that {
			np.direction = sameOf
		}
	} else if np.direction == lastOf && np.this {
		np.direction = lastOf
	}
	if d.point.n == 0 {
		d.direction = np.direction
	}
	end = s.partTail(&d, k)
	return d, end
}

// holidayHead reads "last Christmas".
func (s *scanner) holidayHead(np nounPhrase) (m meaning, end int) {
	j := np.head
	if np.direction == anyOf && np.plain {
		return m, 0
	}
	if d, k := s.holiday(j); k > 0 {
		d.direction = np.direction
		if np.direction == anyOf && np.this {
			d.direction = thisOf
		}
		end = s.yearTail(&d, k)
		return d, end
	}
	return m, 0
}
