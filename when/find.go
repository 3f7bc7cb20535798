package when

import (
	"slices"

	"chancery/report"
	"chancery/syntax"
)

// Find returns the time expressions of a report's sentences, in the order of the text. What leans on the report's
// date is tied to published; when that is unknown it stays unknown unless the text gave a year before.
func Find(doc *syntax.Document, published report.Published) []Expression {
	f := finder{doc: doc, report: publishedPoint(published)}
	f.read()
	if len(f.found) == 0 && len(f.sinces) == 0 {
		return nil
	}
	f.narrative = f.tellsHistory()
	f.out = make([]Expression, 0, len(f.found)+len(f.sinces))
	for i := range f.found {
		f.out = append(f.out, f.resolve(&f.found[i]))
	}
	f.joinRanges()
	f.tieToExpressions()
	f.addSinces()
	return f.out
}

// candidate is an expression that has been read but not yet tied to the calendar.
type candidate struct {
	index      int // in finder.found
	sentence   int
	start, end int32 // bytes
	first      int   // tokens
	last       int
	meaning    meaning
	before     int32 // the function word that stands before it, 0 for none
	owner      bool  // "'s" follows
	after      int32 // the function word that follows it
	anchor     int   // the token that a word such as "before" after the expression belongs to; -1 for none
	phraseEnd  int32 // where the words about the anchor end
	linked     int32 // how it is linked to the next candidate: wTo, wAnd or a hyphen
	from       bool  // "from" or "between" stands before it
}

// finder reads one report.
type finder struct {
	doc       *syntax.Document
	report    point
	found     []candidate
	sinces    []sinceWord
	narrative bool
	focus     point // the time last named
	quarter   point // the quarter last named
	year      point // the year last named whole
	stated    point // the date last named with its year
	statedIn  int   // … in which sentence
	quarterIn int   // the sentence of quarter
	out       []Expression
}

type sinceWord struct{ sentence, token int }

// read fills found and sinces.
func (f *finder) read() {
	var pieces []piece
	for n := range f.doc.Sentences {
		sentence := &f.doc.Sentences[n]
		if len(sentence.Tokens) == 0 || sentence.Start < 0 || sentence.End > len(f.doc.Text) {
			continue
		}
		pieces = cut(pieces[:0], f.doc.Text, sentence.Start, sentence.End)
		s := scanner{f.doc.Text, pieces, sentence}
		from := 0
		previous := -1
		for i := 0; i < len(pieces); {
			if pieces[i].class == other || pieces[i].class == mark && pieces[i].number != apostrophe {
				i++
				continue
			}
			if s.is(i, wSince) {
				token, _ := tokensOf(sentence, from, int(pieces[i].start), int(pieces[i].end))
				f.sinces = append(f.sinces, sinceWord{n, token})
			}
			m, end := s.expression(i)
			if end <= i || m.kind == nothing || m.kind == vague && m.value == "" {
				i++
				continue
			}
			c := candidate{sentence: n, start: pieces[i].start, end: pieces[end-1].end, meaning: m, anchor: -1}
			c.first, c.last = tokensOf(sentence, from, int(c.start), int(c.end))
			from = c.first
			f.neighbours(&s, sentence, &c, i, end)
			if previous >= 0 {
				p := &f.found[len(f.found)-1]
				switch gap := i - previous; {
				case gap == 1 && s.is(previous, wTo, wUntil, wThrough, wAnd):
					p.linked = pieces[previous].number
				case gap == 1 && s.isMark(previous, hyphen):
					p.linked = wTo
				}
			}
			c.index = len(f.found)
			f.found = append(f.found, c)
			previous = end
			i = end
			// "May 21 and 22": the second day leans on the first one's month.
			for m.kind == absolute && m.point.unit == unitDay && m.point.n > 0 && m.rule == 0 && m.end.unit == unitNone && s.is(i, wAnd, wOr) {
				day, k := s.dayNumber(i + 1)
				if k == 0 || pieces[i+1].class != digits || day <= m.point.day || day > monthLength(0, m.point.n) || !s.closes(k) {
					break
				}
				m.point.day, m.weekday = day, 0
				c := candidate{sentence: n, start: pieces[i+1].start, end: pieces[k-1].end, meaning: m, anchor: -1, index: len(f.found), before: c.before}
				c.first, c.last = tokensOf(sentence, from, int(c.start), int(c.end))
				f.found = append(f.found, c)
				previous, i = k, k
			}
		}
	}
}

// neighbours notes the words around an expression that bear on its meaning.
func (f *finder) neighbours(s *scanner, sentence *syntax.Sentence, c *candidate, i, end int) {
	if p := s.at(i - 1); p.class == word {
		c.before = p.number
	}
	if s.is(i-1, wThe) && s.at(i-2).class == word {
		c.before = s.at(i - 2).number
	}
	c.from = s.is(i-1, wFrom, wBetween)
	c.owner = s.possessive(end) > end
	if p := s.at(end); p.class == word {
		c.after = p.number
	}
	m := &c.meaning
	if m.kind == duration && c.before == wWithin && s.is(end, wOf) {
		// "within two weeks of the ceasefire"
		token, _ := tokensOf(sentence, c.last, int(s.at(end).start), int(s.at(end).end))
		if c.anchor = anchorOf(sentence, token, s.at(end+1).start); c.anchor >= 0 {
			c.phraseEnd = int32(sentence.Tokens[c.anchor].End)
			m.sense, m.within = 1, true
		}
		return
	}
	if m.kind != duration && m.kind != anchored || !s.is(end, wBefore, wAfter) && !(s.is(end, wFollowing)) && !(s.is(end, wPrior) && s.is(end+1, wTo)) {
		return
	}
	k := end + 1
	if s.is(end, wPrior) {
		k++
	}
	if next := s.at(k); next.width() == 0 || next.class == mark {
		return
	}
	m.sense = 1
	if s.is(end, wBefore, wPrior) {
		m.sense = -1
	}
	token, _ := tokensOf(sentence, c.last, int(s.at(end).start), int(s.at(end).end))
	c.anchor = anchorOf(sentence, token, s.at(k).start)
	if c.anchor >= 0 {
		c.phraseEnd = int32(sentence.Tokens[c.anchor].End)
	}
}

// anchorOf returns the word of the event that "before" or "after" (token t) is about: what the tree says when it
// points forward, else the next noun or verb.
func anchorOf(sentence *syntax.Sentence, t int, start int32) int {
	head := int(sentence.Tokens[t].Head)
	if head > t && head < len(sentence.Tokens) {
		return head
	}
	for i := t + 1; i < min(len(sentence.Tokens), t+40); i++ {
		w := &sentence.Tokens[i]
		if w.Start < int(start) {
			continue
		}
		switch w.UPOS {
		case syntax.PUNCT, syntax.SCONJ, syntax.CCONJ:
			return -1
		case syntax.NOUN, syntax.VERB:
			if w.UPOS == syntax.NOUN && i+1 < len(sentence.Tokens) && sentence.Tokens[i+1].UPOS == syntax.NOUN {
				continue
			}
			return i
		}
	}
	return -1
}

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
	if basis == Stated && p.unit <= unitMonth {
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

// bind applies the preposition: "since 2020" is open to the report, "before 2020" has no first day.
func (f *finder) bind(e *Expression, c *candidate) {
	i := &e.Interval
	if c.before != 0 && !f.governed(c) {
		return
	}
	if c.before == wSince && !c.owner {
		e.Since = true
	}
	if !i.Closed() || c.owner {
		return
	}
	_, today := f.report.days()
	first, last := i.First, i.Last
	switch c.before {
	case wSince:
		if !today.Known() || today.Before(first) {
			return
		}
		last = today
	case wUntil, wBy:
		first = Day{}
	case wBefore:
		first, last = Day{}, first.Add(-1)
	case wAfter:
		if c.meaning.isTime() {
			return
		}
		first, last = last.Add(1), Day{}
	default:
		return
	}
	n := NewInterval(first, last, i.Basis)
	n.Span = i.Span
	*i = n
}

// governed reports whether the preposition before the expression belongs to it, and not to a noun that the
// expression is part of: "before the Nov. 3 election".
func (f *finder) governed(c *candidate) bool {
	s := &f.doc.Sentences[c.sentence]
	for t := c.first - 1; t >= 0 && t >= c.first-2; t-- {
		w := &s.Tokens[t]
		if w.UPOS != syntax.ADP && w.UPOS != syntax.SCONJ && w.UPOS != syntax.NoUPOS {
			continue
		}
		h := int(w.Head)
		return h < 0 || h <= c.last || h > c.last+3
	}
	return true
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
	if m.direction == anyOf && f.stated.known() && f.stated.year < f.report.year-1 && c.sentence-f.statedIn <= 1 && f.tense(c) == -2 && p.n >= f.stated.n && p.unit <= unitMonth && p.n <= f.stated.n+4 {
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
	if m.direction == sameOf || m.direction == previous || m.direction == following || f.narrative && f.focus.unit == unitDay {
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

// joinRanges gives both ends of "from Monday to Friday" and "between May 21 and May 23" the whole range.
func (f *finder) joinRanges() {
	for i := 0; i+1 < len(f.out); i++ {
		a, b := &f.out[i], &f.out[i+1]
		c := &f.found[i]
		if c.linked == 0 || c.linked == wAnd && c.before != wBetween || c.linked != wAnd && !c.from && c.linked != wTo && c.linked != wThrough {
			continue
		}
		if a.Type != Date || b.Type != Date || !a.Interval.Closed() || !b.Interval.Known() || a.Sentence != b.Sentence {
			continue
		}
		last := b.Interval.Last
		if !last.Known() || last.Before(a.Interval.First) {
			continue
		}
		r := NewInterval(a.Interval.First, last, a.Interval.Basis)
		r.Span = report.Span{Start: a.Start, End: b.End}
		a.Interval, b.Interval = r, r
	}
}

// tieToExpressions resolves what is anchored to a word that is itself a time: "two days after June 8".
func (f *finder) tieToExpressions() {
	for i := range f.out {
		e := &f.out[i]
		if !e.Anchored || i+1 >= len(f.out) {
			continue
		}
		next := &f.out[i+1]
		if s := &f.doc.Sentences[e.Sentence]; next.Sentence == e.AnchorSentence && next.First > e.Last && next.Last < e.Anchor && int(s.Tokens[next.Head].Head) == e.Anchor && next.Interval.Closed() {
			// "three weeks before the Nov. 3 election": the election's own time is told.
			span := e.Interval.Span
			e.Interval = next.Interval.Shift(e.Shift[0], e.Shift[1])
			e.Interval.Span = span
			continue
		}
		if next.Sentence != e.AnchorSentence || e.Anchor < next.First || e.Anchor > next.Last || next.Type == Duration || f.found[i+1].owner {
			continue
		}
		e.Anchored, e.Anchor, e.AnchorSentence = false, 0, 0
		base := next.Interval
		if p, ok := f.plain(i + 1); ok {
			base = p
		}
		if base.Closed() {
			span := e.Interval.Span
			e.Interval = base.Shift(e.Shift[0], e.Shift[1])
			e.Interval.Span = span
		}
	}
}

// plain returns the interval of an expression without its preposition.
func (f *finder) plain(i int) (Interval, bool) {
	c := f.found[i]
	if c.before != wBefore && c.before != wAfter {
		return Interval{}, false
	}
	c.before = 0
	saved := *f
	e := f.resolve(&c)
	f.focus, f.quarter, f.year = saved.focus, saved.quarter, saved.year
	return e.Interval, true
}

// addSinces adds "since the war" and "since Azerbaijan regained control …", whose first day is the event's.
func (f *finder) addSinces() {
	own := len(f.out)
	for _, since := range f.sinces {
		sentence := &f.doc.Sentences[since.sentence]
		anchor, end := eventAfter(sentence, since.token)
		if anchor < 0 {
			continue
		}
		interval := Interval{Basis: Relative}
		taken := false
		for i := range f.out[:own] {
			e := &f.out[i]
			if e.Sentence != since.sentence || e.First <= since.token || e.First > end || e.Value == "" {
				continue
			}
			if e.Since {
				taken = true
			}
			if !taken && anchor >= e.First && anchor <= e.Last {
				// "since Biden's election last year", the preposition hung on the year: the event is the noun before.
				for anchor = e.First - 1; anchor > since.token && sentence.Tokens[anchor].UPOS != syntax.NOUN; anchor-- {
				}
				taken = anchor <= since.token
			}
			if e.Interval.First.Known() && (e.Type == Date || e.Type == Time) && !interval.First.Known() {
				interval.First = e.Interval.First
			}
		}
		if taken {
			continue
		}
		if interval.First.Known() {
			_, today := f.report.days()
			interval = NewInterval(interval.First, today, Relative)
		}
		e := Expression{
			Span: sentence.Words(since.token, anchor), Sentence: since.sentence,
			First: since.token, Last: anchor, Head: anchor, Since: true,
			Anchored: true, AnchorSentence: since.sentence, Anchor: anchor, Interval: interval,
		}
		e.Interval.Span = e.Span
		f.out = append(f.out, e)
	}
	if len(f.out) > own {
		slices.SortStableFunc(f.out, func(a, b Expression) int { return a.Start - b.Start })
	}
}

// eventAfter returns the word of the event that "since" (token t) is about, and the last token of what is said of it;
// -1 when it is about none: "he has since resigned".
func eventAfter(s *syntax.Sentence, t int) (anchor, end int) {
	w := &s.Tokens[t]
	anchor = int(w.Head)
	if w.UPOS == syntax.ADV || anchor <= t || s.Tokens[anchor].UPOS == syntax.ADV {
		return -1, -1
	}
	end = anchor
	for i := t + 1; i < min(len(s.Tokens), anchor+40); i++ {
		x := &s.Tokens[i]
		finite := x.XPOS == syntax.TagVBD || x.XPOS == syntax.TagVBZ || x.XPOS == syntax.TagVBP ||
			x.XPOS == syntax.TagVBN && (s.Tokens[i-1].UPOS == syntax.PROPN || s.Tokens[i-1].UPOS == syntax.PRON)
		if x.UPOS == syntax.PUNCT && (x.Form == "," || x.Form == ";" || x.Form == ".") && i > anchor {
			break
		}
		if finite && x.UPOS == syntax.VERB && i < anchor && x.Rel != syntax.AclRelcl {
			anchor = i // the tree missed the clause: "since Azerbaijan regained control …"
		} else if finite && i > anchor && s.Tokens[anchor].UPOS == syntax.NOUN {
			break
		}
		end = i
	}
	return anchor, max(end, anchor)
}

// headOf returns the token of first..last that hangs on a token outside, the last such.
func headOf(s *syntax.Sentence, first, last int) int {
	for i := last; i >= first; i-- {
		if h := int(s.Tokens[i].Head); h < first || h > last {
			if s.Tokens[i].UPOS != syntax.PUNCT {
				return i
			}
		}
	}
	return last
}
