package when

// This file ties to the calendar what leans on the report ("two days ago"), on the time last named ("a week later")
// or on what the text is about ("the quarter").

// deictic ties so many units before or after the report.
func (f *finder) deictic(e *Expression, m *meaning) point {
	base := f.report
	n := int(m.sense) * m.amount.n
	if m.unit < unitDay {
		e.Type = Time
		return base.to(unitDay)
	}
	if m.amount.vague {
		e.Value = references[futureReference]
		if m.sense < 0 {
			e.Value = references[pastReference]
		}
		if today, _ := base.to(unitDay).days(); today.Known() {
			s := m.shiftDays()
			e.Interval = NewInterval(today.Add(s[0]), today.Add(s[1]), FromReport)
		}
		return point{}
	}
	u := m.unit
	if u == unitDecade && m.amount.n > 0 && m.sense != 0 && e.Span.End-e.Span.Start > len("last decade") {
		u, n = unitYear, n*10
	}
	if u == unitCentury && m.amount.n > 1 {
		u, n = unitYear, n*100
	}
	if m.amount.half && u == unitYear {
		u, n = unitMonth, n*12+6*int(m.sense)
	}
	if u == unitWeekend && m.sense < 0 {
		// The weekend that has been: on a Saturday or Sunday "last weekend" is the one before.
		w := base.to(unitWeekend)
		return w.add(-1)
	}
	p := base.to(u)
	if !p.known() {
		return point{unit: u}
	}
	return p.add(n)
}

// anaphoric ties so many units before or after the time last named.
func (f *finder) anaphoric(c *candidate, e *Expression, m *meaning) point {
	base := f.focus
	if !base.known() && m.unit >= unitYear {
		base = f.report
	}
	n := int(m.sense) * m.amount.n
	if m.unit < unitDay {
		e.Type = Time
		return base.to(unitDay)
	}
	if !base.known() || m.amount.vague {
		if m.amount.vague {
			e.Type = Duration
			e.Value = amountValue(m.amount, m.unit)
			if first, last := base.days(); first.Known() {
				s := m.shiftDays()
				e.Interval = NewInterval(first.Add(s[0]), last.Add(s[1]), Relative)
			}
			return point{}
		}
		return point{unit: m.unit}
	}
	switch m.unit {
	case unitYear:
		if n != 0 && m.amount.n == 1 && !m.the && f.inQuarter(c) {
			return f.quarter.addYears(n)
		}
		if m.amount.half {
			return base.to(unitMonth).add(n*12 + 6*int(m.sense))
		}
		return base.to(unitYear).add(n)
	case unitDecade:
		if n != 0 {
			return base.to(unitYear).add(10 * n)
		}
	case unitWeek:
		if base.unit == unitDay && n != 0 {
			return base.add(7 * n)
		}
	}
	p := base.to(m.unit)
	if !p.known() {
		return point{unit: m.unit}
	}
	return p.add(n)
}

// bare ties "the quarter", "the year", "year's end": the one that the text is about.
func (f *finder) bare(c *candidate, m *meaning) point {
	switch m.unit {
	case unitQuarter:
		q := f.quarter
		if !q.known() {
			q = f.report.to(unitQuarter).add(-1)
		}
		if !q.known() {
			return point{unit: unitQuarter}
		}
		switch m.direction {
		case yearAgo:
			q = q.addYears(-1)
		case sameOf:
			if m.yearUnit {
				q.year = m.yearShift
			}
		case latestOf:
			if done := f.report.to(unitQuarter).add(-1); done.known() && before(done, q) {
				q = done
			}
		}
		return q
	case unitWeekend:
		w := f.report.to(unitWeekend)
		if !w.known() {
			return point{unit: unitWeekend}
		}
		if f.report.unit == unitDay {
			if d, _ := f.report.days(); d.Weekday() < 6 {
				return w.add(-1)
			}
		}
		return w
	}
	base := f.report
	if f.narrative || f.focus.known() && m.unit <= unitMonth && f.focus.unit <= m.unit {
		base = f.focus
	}
	p := base.to(m.unit)
	if !p.known() {
		return point{unit: m.unit}
	}
	if m.mod == finish && m.unit == unitYear && base == f.report && f.report.n > 0 && f.report.n < 11 && f.tense(c) == -2 {
		return p.add(-1) // "by the end of the year nothing had changed", said in June
	}
	if m.direction == yearAgo || m.direction == latestOf && m.unit == unitYear {
		p = p.addYears(-1)
	}
	return p
}

// rolling gives "the past two months" its days.
func (f *finder) rolling(e *Expression, m *meaning) {
	e.Interval.Basis = Unstated
	today, end := f.report.days()
	if !today.Known() {
		return
	}
	low, high := m.amount.low, m.amount.high
	if m.amount.half {
		high++
	}
	_ = low
	first, last := today, end
	if m.sense < 0 {
		first = back(today, m.unit, high)
	} else {
		last = back(end, m.unit, -high)
	}
	e.Interval = NewInterval(first, last, FromReport)
	e.Interval.Span = e.Span
}

// back moves a day n units back.
func back(d Day, u unit, n int) Day {
	switch u {
	case unitDay:
		return d.Add(-n)
	case unitHour:
		return d.Add(-(n + sign(n)*23) / 24)
	case unitWeek, unitWeekend:
		return d.Add(-7 * n)
	case unitMonth, unitQuarter, unitHalf, unitSeason:
		per := 1
		if u == unitQuarter || u == unitSeason {
			per = 3
		} else if u == unitHalf {
			per = 6
		}
		y, mo := addMonths(d.Year, d.Month, -n*per)
		return Day{y, mo, min(d.Day, monthLength(y, mo))}
	case unitYear, unitDecade, unitCentury:
		per := 1
		if u == unitDecade {
			per = 10
		} else if u == unitCentury {
			per = 100
		}
		y := d.Year - n*per
		return Day{y, d.Month, min(d.Day, monthLength(y, d.Month))}
	}
	return d
}

// vague gives "now" the report's day; "recently" and "soon" have no days that could be vouched for.
func (f *finder) vague(e Expression) Expression {
	e.Interval.Basis = Unstated
	if e.Value == references[presentReference] && !f.narrative {
		if first, last := f.report.days(); first.Known() {
			e.Interval = NewInterval(first, last, FromReport)
		}
	}
	e.Interval.Span = e.Span
	return e
}
