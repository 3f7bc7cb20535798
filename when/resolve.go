package when

import (
	"chancery/report"
)

// This file ties what the words mean to the calendar: what the calendar names itself.

// tellsHistory reports whether the text tells of years long before the report, so that "in March" follows the
// date last named and not the report's: an article on a war that names its years, and no "on Monday".
func (f *finder) tellsHistory() bool {
	if !f.report.known() {
		return true
	}
	old, near := 0, 0
	for i := range f.found {
		m := &f.found[i].meaning
		switch {
		case m.kind == absolute && m.point.year != 0 && m.point.year < f.report.year-1:
			old++
			if m.point.unit == unitDay || m.point.unit == unitMonth {
				old++
			}
		case m.kind == absolute && m.point.unit == unitDay && m.weekday > 0 && m.point.n == 0,
			m.kind == deictic && m.unit <= unitMonth, m.point.year == f.report.year:
			near++
		}
	}
	return old >= 8 && old > 4*near
}

// resolve ties a candidate to the calendar.
func (f *finder) resolve(c *candidate) Expression {
	m := &c.meaning
	sentence := &f.doc.Sentences[c.sentence]
	e := Expression{
		Span: report.Span{Start: int(c.start), End: int(c.end)}, Sentence: c.sentence,
		First: c.first, Last: c.last, Head: headOf(sentence, c.first, c.last),
	}
	if m.isTime() {
		e.Type = Time
	}
	e.Interval.Basis = Unstated
	basis := FromReport
	var p point
	switch m.kind {
	case vague:
		e.Value = m.value
		return f.vague(e)
	case set:
		e.Type, e.Value = Set, m.value
		return e
	case duration, anchored:
		e.Type, e.Value = Duration, amountValue(m.amount, m.unit)
		if m.kind == anchored {
			e.Type, e.Value = Date, point{unit: m.unit}.value()
			if m.eve {
				e.Value = ""
			}
		}
		if c.anchor >= 0 {
			e.Anchored, e.AnchorSentence, e.Anchor = true, c.sentence, c.anchor
			e.Shift = m.shiftDays()
			e.Interval.Basis = Relative
			e.Interval.Span = report.Span{Start: int(c.start), End: max(int(c.end), int(c.phraseEnd))}
		}
		return e
	case rolling:
		e.Type, e.Value = Duration, amountValue(m.amount, m.unit)
		f.rolling(&e, m)
		return e
	case absolute:
		p, basis = f.absolute(c, m)
		if m.end.unit != unitNone {
			last := m.end
			if last.year == 0 {
				last.year = p.year
				if p.year != 0 && last.n < p.n {
					last.year++
				}
			}
			first, _ := p.days()
			_, end := last.days()
			e.Value = p.value() + "/" + last.value()
			if first.Known() {
				e.Interval = NewInterval(first, end, basis)
			} else {
				e.Interval.EDTF = e.Value
			}
			e.Interval.Span = e.Span
			f.bind(&e, c)
			f.remember(p)
			return e
		}
	case deictic:
		if m.part == partNight+1 && m.sense < 0 && c.end-c.start == int32(len("overnight")) {
			// The night before the report, which ends on its day.
			if day, _ := f.report.to(unitDay).days(); day.Known() {
				e.Interval = NewInterval(day.Add(-1), day, FromReport)
			}
		}
		if m.unit == unitYear && m.amount.n == 1 && m.sense < 0 && !m.approx && m.ago && f.inQuarter(c) {
			p, basis = f.quarter.addYears(-1), Relative
			break
		}
		if m.sense > 0 && m.the && f.focus.known() && (f.narrative || f.tense(c) < 0) {
			basis = Relative
			p = f.anaphoric(c, &e, m)
			break
		}
		p = f.deictic(&e, m)
	case anaphoric:
		basis = Relative
		p = f.anaphoric(c, &e, m)
	case bare:
		p = f.bare(c, m)
		if f.focus.known() && m.direction != anyOf && m.direction != latestOf {
			basis = Relative
		}
	}
	if m.mod >= weekOf && p.unit == unitMonth && p.known() {
		p = f.inMonth(&e, m, p, basis)
	}
	if e.Value == "" {
		e.Value = p.value()
		if p.unit == unitDay && p.n == 0 && m.weekday > 0 {
			e.Value = "XXXX-WXX-" + string(byte('0'+m.weekday))
		}
	}
	if m.isTime() {
		e.Value += m.timeValue()
	}
	if !e.Interval.Known() {
		first, last := p.days()
		if first.Known() {
			first, last = narrow(first, last, m.mod, p.unit, f.report)
			e.Interval = NewInterval(first, last, basis)
			if m.approx && len(e.Interval.EDTF) <= 10 {
				e.Interval.EDTF += "~"
			}
		} else if p.year == 0 && p.unit != unitNone && (p.n != 0 || p.day != 0) {
			e.Interval.EDTF = p.edtf()
		}
	}
	e.Interval.Span = e.Span
	f.bind(&e, c)
	if (basis == Stated || m.yearUnit && m.kind == absolute) && p.unit <= unitMonth {
		f.stated, f.statedIn = p, c.sentence
	}
	// What is compared with ("a year earlier") is not what the text is about.
	if m.direction != yearAgo && !(p.unit == unitQuarter && (m.kind == anaphoric || m.kind == deictic || m.direction == sameOf)) && (m.kind != bare || m.unit == unitQuarter) {
		f.remember(p)
		if p.unit == unitQuarter {
			f.quarterIn = c.sentence
		}
	}
	return e
}

// following returns the next candidate of the same sentence, or nil.
func (f *finder) following(c *candidate) *candidate {
	if c.index+1 < len(f.found) && f.found[c.index+1].sentence == c.sentence {
		return &f.found[c.index+1]
	}
	return nil
}

// inQuarter reports whether the text is about a quarter, so that "a year ago" is that quarter a year before:
// "net fell to $5 million in the third quarter, from $6 million a year ago".
func (f *finder) inQuarter(c *candidate) bool {
	return f.quarter.known() && c.sentence-f.quarterIn <= 4
}

// inMonth ties a part of a month: "the first week of June", "the last day of May".
func (f *finder) inMonth(e *Expression, m *meaning, p point, basis Basis) point {
	length := monthLength(p.year, p.n)
	which := int(m.which)
	from, to := which, which
	switch m.mod {
	case weekOf:
		from, to = 7*which-6, min(7*which, length)
		if which < 0 || from > length {
			from, to = length-6, length
		}
	case daysOf:
		from, to = 1, 5
		if which < 0 {
			from, to = length-4, length
		}
	case dayOf:
		if which < 0 {
			from, to = length, length
		}
		if to > length {
			return p
		}
		return point{unitDay, p.year, p.n, from}
	}
	e.Interval = NewInterval(Day{p.year, p.n, from}, Day{p.year, p.n, to}, basis)
	return p
}

// edtf writes a point whose year is unknown: "XXXX-06-08". EDTF has no weeks, and codes seasons 21 to 24.
func (p point) edtf() string {
	switch p.unit {
	case unitDay, unitMonth:
		if p.n == 0 {
			return ""
		}
		return p.value()
	case unitSeason:
		return "XXXX-2" + string(byte('0'+p.n))
	}
	return ""
}

// remember makes p the time last named.
func (f *finder) remember(p point) {
	if !p.known() {
		return
	}
	f.focus = p
	if p.unit == unitQuarter {
		f.quarter = p
	}
	if y := p.to(unitYear); y.known() {
		f.year = y
	}
}

// absolute ties a point that the words give, and says on what basis.
func (f *finder) absolute(c *candidate, m *meaning) (point, Basis) {
	p := m.point
	if p.year != 0 {
		return m.inYear(p.year), Stated
	}
	if p.unit == unitDay && m.weekday > 0 && p.n == 0 && m.rule == 0 {
		return f.weekday(c, m)
	}
	if m.mod == dayOf && p.unit == unitDay {
		// "on the 23rd": of the month last named, else the latest such day.
		if f.focus.known() && f.focus.unit <= unitMonth && f.focus.unit != unitWeek {
			if q := f.focus.to(unitMonth); q.known() && int(m.which) <= monthLength(q.year, q.n) {
				return point{unitDay, q.year, q.n, int(m.which)}, Relative
			}
		}
		q := f.report.to(unitMonth)
		if f.report.unit == unitDay && int(m.which) > f.report.day && f.tense(c) <= 0 {
			q = q.add(-1)
		}
		if !q.known() || int(m.which) > monthLength(q.year, q.n) {
			return point{unit: unitDay}, Unstated
		}
		return point{unitDay, q.year, q.n, int(m.which)}, FromReport
	}
	if p.unit == unitDay && p.n == 0 && m.rule == 0 {
		return f.clockDay(c)
	}
	in := func(year int) point { return m.inYear(year) }
	if next := f.following(c); next != nil && c.linked != 0 && next.meaning.kind == absolute && next.meaning.point.year != 0 && next.meaning.point.unit <= unitMonth && p.unit <= unitMonth {
		// "from 27 September to 10 November 2020"
		year := next.meaning.point.year
		if p.n > next.meaning.point.n {
			year--
		}
		return in(year), Stated
	}
	if m.yearUnit {
		base := f.report.to(unitYear)
		basis := FromReport
		if m.yearNamed {
			if f.year.known() {
				base = f.year
			}
			basis = Relative
		}
		if !base.known() {
			return p, Unstated
		}
		return in(base.year + m.yearShift), basis
	}
	switch m.direction {
	case sameOf, previous, following:
		if f.focus.known() {
			q := in(f.focus.year)
			if m.direction == previous && !before(q, f.focus) {
				q = in(f.focus.year - 1)
			} else if m.direction == following && !before(f.focus, q) {
				q = in(f.focus.year + 1)
			}
			return q, Relative
		}
	case yearAgo:
		if f.quarter.known() {
			return in(f.quarter.year - 1), Relative
		}
		if f.report.known() {
			return in(f.nearest(m, -2).year - 1), FromReport
		}
	}
	if f.narrative {
		if f.focus.known() && f.focus.unit <= unitMonth && p.unit <= unitMonth {
			return f.next(m), Relative
		}
		if f.year.known() {
			return in(f.year.year), Relative
		}
		if !f.report.known() {
			return p, Unstated
		}
	}
	if f.report.unit == unitYear {
		return in(f.report.year), FromReport
	}
	if m.direction == anyOf && f.stated.known() && f.stated == f.focus && f.stated.year < f.report.year && c.sentence-f.statedIn <= 1 && f.tense(c) == -2 && p.n >= f.stated.n && p.unit <= unitMonth && p.n <= f.stated.n+4 {
		// "On April 2, 2016 the fighting began. On April 5 …"
		return in(f.stated.year), Relative
	}
	switch m.direction {
	case lastOf:
		q := f.nearest(m, -10)
		if here := f.report.to(q.unit); here == q {
			q = in(q.year - 1)
		}
		return q, FromReport
	case nextOf:
		q := f.nearest(m, 10)
		if here := f.report.to(q.unit); here == q {
			q = in(q.year + 1)
		}
		return q, FromReport
	case thisOf:
		return in(f.report.year), FromReport
	}
	tense := f.tense(c)
	if p.unit == unitQuarter {
		tense = min(tense, 0)
		if m.fiscal {
			tense = -2
		}
	}
	return f.nearest(m, tense), FromReport
}

// next returns the meaning's point in the year of the time last named, or in the one after where that would be a
// leap back by most of a year: after December 2020, "11 January" is of 2021.
func (f *finder) next(m *meaning) point {
	here, _ := f.focus.days()
	p := m.inYear(f.focus.year)
	if first, _ := p.days(); here.Number()-first.Number() > 240 {
		return m.inYear(f.focus.year + 1)
	}
	return p
}

// inYear returns the meaning's point in a year.
func (m *meaning) inYear(year int) point {
	if m.rule > 0 {
		d := holidayRules[m.rule-1].day(year)
		return pointAt(m.point.unit, d)
	}
	p := m.point
	p.year = year
	if p.unit == unitDay && p.n > 0 {
		p.day = min(p.day, monthLength(year, p.n))
	}
	return p
}

func before(a, b point) bool {
	_, last := a.days()
	first, _ := b.days()
	return last.Before(first)
}

// nearest returns the meaning's point in the year that the tense asks for: the latest that has begun (-1), the next
// that has not ended (1), or the nearest (0).
func (f *finder) nearest(m *meaning, tense int) point {
	today, _ := f.report.days()
	var best point
	bestDistance := 0
	for year := f.report.year - 1; year <= f.report.year+1; year++ {
		p := m.inYear(year)
		first, last := p.days()
		distance := 0
		switch {
		case today.Before(first):
			distance = first.Number() - today.Number()
			if tense < 0 {
				distance += against(tense)
			}
		case last.Before(today):
			distance = today.Number() - last.Number()
			if tense > 0 {
				distance += against(tense)
			}
		}
		if best.unit == unitNone || distance < bestDistance {
			best, bestDistance = p, distance
		}
	}
	return best
}

// against is by how many days a date against the tense counts as farther. It is less than a year: newspapers give
// the year of what is almost a year away, so that "set Nov. 9 as the date" on 1 November means the coming one.
func against(tense int) int {
	if abs(tense) > 2 {
		return 1000
	}
	if abs(tense) > 1 {
		return 200
	}
	return 80
}

// weekday ties "Friday".
func (f *finder) weekday(c *candidate, m *meaning) (point, Basis) {
	wd := int(m.weekday)
	unknown := point{unit: unitDay}
	base, basis := f.report, FromReport
	if m.direction == sameOf || m.direction == previous || m.direction == following || f.narrative && f.report.known() && f.focus.unit == unitDay {
		if f.focus.known() {
			base, basis = f.focus.to(unitDay), Relative
		}
	}
	if base.unit != unitDay || !base.known() {
		return unknown, Unstated
	}
	day, _ := base.days()
	back := (day.Weekday() - wd + 7) % 7
	ahead := (wd - day.Weekday() + 7) % 7
	shift := 0
	if m.inWeek {
		week := f.report.to(unitWeek).add(int(m.sense))
		return pointAt(unitDay, weekStart(week.year, week.n).Add(wd-1)), FromReport
	}
	switch m.direction {
	case lastOf, previous:
		if back == 0 {
			back = 7
		}
		shift = -back
	case nextOf, following:
		if ahead == 0 {
			ahead = 7
		}
		shift = ahead
	case thisOf, sameOf:
		shift = wd - day.Weekday()
	default:
		shift = -back
		if basis == Relative || f.tense(c) > 1 || f.tense(c) >= 0 && c.before == wUntil {
			shift = ahead
		}
	}
	return pointAt(unitDay, day.Add(shift)), basis
}

// clockDay is the day of a time of day that names none: the day named right after it ("at 9 a.m. on Tuesday"), the
// day last named, or the report's.
func (f *finder) clockDay(c *candidate) (point, Basis) {
	if next := f.following(c); next != nil && next.start-c.end <= int32(len(" on ")) {
		if m := next.meaning; m.kind == absolute && m.point.unit == unitDay && (m.point.n > 0 || m.weekday > 0) {
			return f.absolute(next, &m)
		}
	}
	if f.focus.unit == unitDay && f.focus.known() {
		return f.focus, Relative
	}
	if f.report.unit == unitDay && f.report.known() && !f.narrative {
		return f.report, FromReport
	}
	return point{unit: unitDay}, Unstated
}
