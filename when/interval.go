package when

import "chancery/report"

// NewInterval returns the interval from first to last with its EDTF and its precision codes.
// Either day may be unknown; when both are, the interval is unknown whatever the basis.
func NewInterval(first, last Day, basis Basis) Interval {
	if !first.Known() && !last.Known() {
		return Interval{Basis: Unstated}
	}
	if first.Known() && last.Known() && last.Before(first) {
		first, last = last, first
	}
	i := Interval{First: first, Last: last, Basis: basis}
	i.code()
	return i
}

// FromDay returns the interval of one day.
func FromDay(d Day, basis Basis) Interval { return NewInterval(d, d, basis) }

// Report returns the report's own date as an interval: what happened is told no later than this, and most
// news is of that day. It is the fallback for an event with no time of its own; the basis is [FromReport].
func Report(published report.Published) Interval {
	p := publishedPoint(published)
	if p.year == 0 {
		return Interval{Basis: Unstated}
	}
	first, last := p.days()
	return NewInterval(first, last, FromReport)
}

// Known reports whether at least one end of the interval is known.
func (i Interval) Known() bool { return i.First.Known() || i.Last.Known() }

// Closed reports whether both ends are known.
func (i Interval) Closed() bool { return i.First.Known() && i.Last.Known() }

// Length returns the number of days from first to last, both counted, and 0 when an end is unknown.
func (i Interval) Length() int {
	if !i.Closed() {
		return 0
	}
	return i.Last.Number() - i.First.Number() + 1
}

// code fills in the EDTF and the precision codes from the days.
func (i *Interval) code() {
	i.EDTF = edtf(i.First, i.Last)
	i.ACLED, i.UCDP = precision(i.First, i.Last)
}

// edtf writes two days as EDTF (ISO 8601-2) does: the shortest of a year, a month, a day and an interval that
// covers them exactly. An end that is unknown is left empty.
func edtf(first, last Day) string {
	if !first.Known() && !last.Known() {
		return ""
	}
	if first == last {
		return first.String()
	}
	if first.Known() && first.Year == last.Year && first.Day == 1 {
		if first.Month == 1 && last.Month == 12 && last.Day == 31 {
			return string(appendYear(nil, first.Year))
		}
		if first.Month == last.Month && last.Day == monthLength(last.Year, last.Month) {
			return first.String()[:len(first.String())-3]
		}
	}
	return first.String() + "/" + last.String()
}

// precision returns ACLED's time_precision (1 day, 2 week, 3 month; 0 coarser or unknown) and UCDP GED's
// date_prec (1 exact, 2 two to six days, 3 a week, 4 a month, 5 more than a month up to a year; 0 coarser or unknown).
func precision(first, last Day) (acled, ucdp int) {
	if !first.Known() || !last.Known() {
		return 0, 0
	}
	switch days := last.Number() - first.Number() + 1; {
	case days == 1:
		return 1, 1
	case days < 7:
		return 2, 2
	case days == 7:
		return 2, 3
	case days <= 31:
		return 3, 4
	case days <= 366:
		return 0, 5
	}
	return 0, 0
}

// Shift moves the interval by days: its first day by from, its last by to. It gives the time of
// "a few days before the statement" from that of the statement; the basis becomes [Relative].
func (i Interval) Shift(from, to int) Interval {
	s := NewInterval(i.First.Add(from), i.Last.Add(to), Relative)
	s.Span = i.Span
	return s
}

// Tie gives an anchored expression its interval, once the time of the event that it is anchored to is known: the
// anchor's days moved by Shift, or for "since the war" all days from the war's first to the report's.
// What the expression's own words told (Interval, when it is known) goes before.
func (e *Expression) Tie(anchor Interval, published report.Published) Interval {
	if e.Interval.Known() || !e.Anchored || !anchor.Known() {
		return e.Interval
	}
	var tied Interval
	if e.Since {
		tied = NewInterval(anchor.First, Report(published).Last, Relative)
	} else {
		tied = anchor.Shift(e.Shift[0], e.Shift[1])
	}
	tied.Span = e.Interval.Span
	return tied
}

// Union returns the smallest interval that holds both. An end that is unknown in one is unknown in the union.
func (i Interval) Union(o Interval) Interval {
	first, last := i.First, i.Last
	if !o.First.Known() || o.First.Before(first) {
		first = o.First
	}
	if !o.Last.Known() || last.Before(o.Last) {
		last = o.Last
	}
	u := NewInterval(first, last, i.Basis)
	u.Span = i.Span
	return u
}

// Intersect returns the days that are in both, and false when there are none. An unknown end bounds nothing.
func (i Interval) Intersect(o Interval) (Interval, bool) {
	first, last := i.First, i.Last
	if !first.Known() || first.Before(o.First) {
		first = o.First
	}
	if !last.Known() || o.Last.Before(last) {
		last = o.Last
	}
	if last.Before(first) {
		return Interval{Basis: Unstated}, false
	}
	n := NewInterval(first, last, i.Basis)
	n.Span = i.Span
	return n, true
}

// Overlaps reports whether the two may share a day. An unknown end bounds nothing.
func (i Interval) Overlaps(o Interval) bool {
	return !i.Last.Before(o.First) && !o.Last.Before(i.First)
}

// Before reports whether the whole of i is known to be earlier than the whole of o.
func (i Interval) Before(o Interval) bool { return i.Last.Before(o.First) }

// Contains reports whether day d is surely within the interval.
func (i Interval) Contains(d Day) bool {
	return i.Closed() && d.Known() && !d.Before(i.First) && !i.Last.Before(d)
}

// Until returns the interval from i's first day to the last day of o: what has lasted since i, seen from o.
func (i Interval) Until(o Interval) Interval {
	u := NewInterval(i.First, o.Last, i.Basis)
	u.Span = i.Span
	return u
}
