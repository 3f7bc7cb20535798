package when

// amountValue writes an amount of a unit as a TIMEX3 duration: "P3D", "PT5H30M", "PXW", "P20Y" for two decades.
func amountValue(a amount, u unit) string {
	b := make([]byte, 0, 12)
	b = append(b, 'P')
	letter := byte('Y')
	times := 1
	switch u {
	case unitSecond, unitMinute, unitHour:
		b = append(b, 'T')
		letter = "SMH"[u-unitSecond]
	case unitDay:
		letter = 'D'
	case unitWeekend:
		letter = 'D'
		times = 2
	case unitWeek:
		letter = 'W'
	case unitMonth:
		letter = 'M'
	case unitQuarter:
		letter = 'Q'
	case unitDecade:
		times = 10
	case unitCentury:
		times = 100
	case unitMillennium:
		times = 1000
	}
	if a.vague {
		b = append(b, 'X')
		if u == unitDecade {
			b = append(b, "DE"...)
			return string(b)
		}
		if u == unitCentury {
			b = append(b, "CE"...)
			return string(b)
		}
		return string(append(b, letter))
	}
	if !a.half {
		b = appendPadded(b, a.n*times, 1)
		return string(append(b, letter))
	}
	whole := func() {
		if a.n > 0 {
			b = appendPadded(b, a.n, 1)
			b = append(b, letter)
		}
	}
	switch u {
	case unitHour:
		whole()
		b = append(b, "30M"...)
	case unitMinute:
		whole()
		b = append(b, "30S"...)
	case unitDay:
		whole()
		b = append(b, "T12H"...)
	case unitYear:
		whole()
		b = append(b, "6M"...)
	case unitDecade:
		b = appendPadded(b, a.n*10+5, 1)
		b = append(b, 'Y')
	case unitCentury:
		b = appendPadded(b, a.n*100+50, 1)
		b = append(b, 'Y')
	default:
		b = appendPadded(b, a.n, 1)
		b = append(b, ".5"...)
		b = append(b, letter)
	}
	return string(b)
}

// timeValue writes the time of day as the end of a TIMEX3 value.
func (m *meaning) timeValue() string {
	b := []byte{'T'}
	if m.hour == 0 {
		return string(append(b, dayParts[m.part-1]...))
	}
	b = appendPadded(b, int(m.hour)-1, 2)
	if m.minute > 0 {
		b = append(b, ':')
		b = appendPadded(b, int(m.minute)-1, 2)
	} else {
		b = append(b, ":00"...)
	}
	return string(b)
}

// shiftDays returns by how many days the first and the last day of an anchor are to be moved. Days are exact; weeks,
// months and years are rounded by newspapers, so that "two weeks after" is 11 to 17 days.
func (m *meaning) shiftDays() [2]int {
	low, high := m.amount.low, m.amount.high
	if m.amount.half {
		high++
	}
	switch m.unit {
	case unitSecond, unitMinute, unitHour:
		low, high = 0, max(1, high/24)
		if m.unit != unitHour {
			high = 0
		}
	case unitDay:
	case unitWeek, unitWeekend:
		low, high = 7*low-3, 7*high+3
	case unitMonth:
		low, high = 30*low-10, 30*high+10
	case unitQuarter:
		low, high = 91*low-20, 91*high+20
	case unitDecade:
		low, high = 3652*low-600, 3652*high+600
	case unitCentury:
		low, high = 36525*low-6000, 36525*high+6000
	default:
		low, high = 365*low-60, 366*high+60
	}
	if m.within {
		low = 0
	}
	if m.sense < 0 {
		return [2]int{-high, -low}
	}
	return [2]int{low, high}
}

// narrow takes the part of a stretch of days that a modifier names. Early, middle and late are its thirds; months
// for what is longer than a month.
func narrow(first, last Day, mod modifier, u unit, published point) (Day, Day) {
	if mod == unmodified || u == unitDay && mod != earlierIn && mod != laterIn {
		return first, last
	}
	start, length := first.Number(), last.Number()-first.Number()+1
	months := 0
	if first.Day == 1 && last.Day == monthLength(last.Year, last.Month) {
		months = last.Year*12 + last.Month - first.Year*12 - first.Month + 1
	}
	// cut returns the day at a share of the stretch, on a month's edge when it is long.
	cut := func(share, of int) Day {
		if months >= of {
			y, m := addMonths(first.Year, first.Month, months*share/of)
			return Day{y, m, 1}
		}
		return DayNumbered(start + length*share/of)
	}
	if u == unitDecade {
		// "the early 1990s" may be 1993, and "the mid-1990s" too.
		switch mod {
		case startOf:
			return first, Day{first.Year + 3, 12, 31}
		case middleOf:
			return Day{first.Year + 3, 1, 1}, Day{first.Year + 6, 12, 31}
		case endOf, finish:
			return Day{first.Year + 6, 1, 1}, last
		}
	}
	switch mod {
	case startOf:
		return first, cut(1, 3).Add(-1)
	case middleOf:
		return cut(1, 3), cut(2, 3).Add(-1)
	case endOf:
		return cut(2, 3), last
	case finish:
		if months >= 12 {
			return cut(11, 12), last
		}
		return cut(2, 3), last
	case firstHalf:
		return first, cut(1, 2).Add(-1)
	case secondHalf:
		return cut(1, 2), last
	case earlierIn, laterIn:
		today, _ := published.to(unitDay).days()
		if !today.Known() || today.Before(first) || last.Before(today) {
			return first, last
		}
		if mod == earlierIn {
			return first, today
		}
		return today, last
	}
	return first, last
}
