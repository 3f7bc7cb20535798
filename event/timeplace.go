package event

import (
	"fmt"
	"strings"

	"chancery/report"
	"chancery/syntax"
	"chancery/when"
)

// owner returns the match that what hangs on token t belongs to: the nearest one up the tree, or the one whose
// carrier is on the way. -1 when a clause of its own comes between, or there is none.
func (c *coding) owner(t int) int32 {
	for range maxClimb {
		if t < 0 {
			return -1
		}
		if o := c.live(c.w[t].match); o >= 0 {
			return o
		}
		if o := c.carriedBy(t); o >= 0 {
			return o
		}
		switch c.s.Tokens[t].Rel {
		case syntax.Ccomp, syntax.AclRelcl, syntax.Parataxis, syntax.Advcl:
			return -1
		case syntax.Acl:
			// "the call made in April" is the call's month, "the rail link suspended in 1965" nobody's.
			if h := c.s.Tokens[t].Head; h >= 0 {
				return c.live(c.w[h].match)
			}
			return -1
		}
		t = int(c.s.Tokens[t].Head)
	}
	return -1
}

// live follows a match to the one that absorbed it, and drops those that were used up.
func (c *coding) live(o int32) int32 {
	for k := 0; o >= 0 && k < maxClimb; k++ {
		if c.matches[o].into >= 0 {
			o = c.matches[o].into
			continue
		}
		if c.matches[o].dropped {
			return -1
		}
		return o
	}
	return -1
}

// carriedBy returns the match whose light verb token v is, or -1.
func (c *coding) carriedBy(v int) int32 {
	if c.s.Tokens[v].UPOS != syntax.VERB {
		return -1
	}
	if o := c.w[v].carries; o >= 0 && !c.matches[o].dropped {
		return o
	}
	return -1
}

// hasTime reports whether a time expression hangs directly on token t.
func (c *coding) hasTime(t int) bool {
	for d := c.s.First(t); d >= 0; d = c.s.Next(d) {
		if c.w[d].time >= 0 {
			return true
		}
	}
	return false
}

// attach hands the times and places of the sentence at hand to its matches.
func (c *coding) attach(sentence int) {
	for t := range c.w {
		w := &c.w[t]
		if w.time >= 0 {
			e := &c.in.Times[w.time]
			if e.Type == when.Date || e.Type == when.Time || e.Anchored {
				if o := c.timeOwner(t); o >= 0 && (c.matches[o].time < 0 || c.finer(int(w.time), int(c.matches[o].time))) {
					c.matches[o].time = w.time
				}
			}
		}
		if w.place >= 0 && c.located(t) {
			o := c.adjoins(c.in.Places[w.place].First)
			if o < 0 {
				o = c.owner(int(c.s.Tokens[t].Head))
			}
			if o >= 0 {
				if old := c.matches[o].place; old < 0 || c.in.Places[w.place].Resolved && rank(c.in.Places[w.place].UCDP) < rank(c.in.Places[old].UCDP) {
					c.matches[o].place = w.place
				}
			}
		}
	}
}

// timeOwner returns the match a time belongs to. The time of a light verb's noun may hang on either.
func (c *coding) timeOwner(t int) int32 {
	if o := c.live(c.w[t].match); o >= 0 {
		return -1 // the word is itself an act: "the day of the attack"
	}
	switch c.s.Tokens[t].Rel {
	case syntax.Compound, syntax.NmodPoss, syntax.Amod, syntax.Nummod, syntax.Flat:
		// "the 1965 war", "Monday's meeting": the time of what it stands before, and of nothing further up.
		x := &c.in.Times[c.w[t].time]
		if h := int(c.s.Tokens[t].Head); h >= 0 && (h < x.First || h > x.Last) && (x.First == 0 || c.s.Tokens[x.First-1].UPOS != syntax.ADP) {
			return c.live(c.w[h].match)
		}
	}
	if o := c.adjoins(c.in.Times[c.w[t].time].First); o >= 0 {
		return o
	}
	return c.owner(int(c.s.Tokens[t].Head))
}

// adjoins returns the event noun whose phrase ends right before token t, when the noun itself stands in an adjunct:
// in "said during his visit to Baku on June 8" the day is that of the visit whatever the parser hangs it on.
func (c *coding) adjoins(t int) int32 {
	k := t - 1
	if k >= 0 && c.s.Tokens[k].UPOS == syntax.ADP {
		k--
	}
	for n := 0; k >= 0 && n < maxClimb; n++ {
		tok := &c.s.Tokens[k]
		if tok.UPOS == syntax.VERB || tok.UPOS == syntax.PUNCT {
			return -1
		}
		if o := c.live(c.w[k].match); o >= 0 && c.w[k].match == o {
			m := &c.matches[o]
			if m.frame.class == nounFrame && (m.mood&adjunct != 0 || c.leads(k, t)) {
				return o
			}
			return -1
		}
		h := int(tok.Head)
		if h >= k || h < 0 {
			return -1
		}
		k = h
	}
	return -1
}

// leads reports whether noun k stands before the verb it hangs on and that verb after token t: "The killing of three
// men on Tuesday sparked protests".
func (c *coding) leads(k, t int) bool {
	h := int(c.s.Tokens[k].Head)
	return h > t && (c.s.Tokens[k].Rel == syntax.Nsubj || c.s.Tokens[k].Rel == syntax.NsubjPass)
}

// finer reports whether time a says more than time b.
func (c *coding) finer(a, b int) bool {
	x, y := &c.in.Times[a], &c.in.Times[b]
	if x.Since != y.Since {
		return !x.Since
	}
	return x.Interval.First != (when.Day{}) && (y.Interval.First == (when.Day{}) || days(x.Interval) < days(y.Interval))
}

func days(i when.Interval) int {
	return (i.Last.Year-i.First.Year)*372 + (i.Last.Month-i.First.Month)*31 + i.Last.Day - i.First.Day
}

func rank(ucdp int) int {
	if ucdp == 0 {
		return 9
	}
	return ucdp
}

// located reports whether a place's words say where something is: after a preposition of place, as the object of
// an act on it, or as an adjunct.
func (c *coding) located(t int) bool {
	tok := &c.s.Tokens[t]
	switch tok.Rel {
	case syntax.Obl, syntax.Nmod, syntax.NmodUnmarked, syntax.OblUnmarked, syntax.Conj:
		head := t
		if tok.Rel == syntax.Conj {
			head = int(tok.Head)
		}
		switch c.caseOf(head) {
		case "in", "at", "near", "around", "outside", "inside", "across", "throughout", "off", "along", "within", "on", "into", "from", "over", "to":
			return true
		}
	case syntax.Obj:
		return true
	}
	return false
}

// published is the interval of the report's date, for acts that are told without a time of their own.
func (c *coding) published() (when.Interval, bool) {
	y, m, d, ok := c.in.Report.Published.Day()
	if !ok {
		return when.Interval{}, false
	}
	day := when.Day{Year: y, Month: m, Day: d}
	return when.Interval{First: day, Last: day, EDTF: fmt.Sprintf("%04d-%02d-%02d~", y, m, d), Basis: when.FromReport, ACLED: 2, UCDP: 3}, true
}

// fill sets an event's time from its matches: its own, then that of the act inside when it is planned, then that of
// the speech it is made in, then the report's date.
func (c *coding) fill(d *draft) {
	m := &c.matches[d.match]
	try := func(i int32) bool {
		if i < 0 || d.timed {
			return d.timed
		}
		if t := c.matches[i].time; t >= 0 {
			d.timed = c.setTime(d, int(t))
		}
		return d.timed
	}
	try(d.match)
	if d.act >= 0 && d.act != d.match && (d.event.Status == Planned || d.event.Status == Hypothetical) {
		try(d.act)
	}
	if d.timed {
		return
	}
	if m.mood&communicated != 0 {
		// "On May 24 he sent a letter to congratulate him"
		for t, k := int(m.carrier), 0; t >= 0 && k < maxClimb; t, k = int(c.s.Tokens[t].Head), k+1 {
			if x := c.clauseTime(t); x >= 0 {
				d.timed = c.setTime(d, x)
				return
			}
		}
	}
	if d.speech || d.event.Status != Actual {
		// The speech act's time: "said during his visit to Baku on June 8".
		for p, k := m.parent, 0; p >= 0 && k < maxNesting; p, k = c.matches[p].parent, k+1 {
			if try(p) {
				return
			}
		}
		c.speechTime(d)
	}
	if d.timed {
		return
	}
	// A time on the clause that an act stands in: "On Monday, during talks in Doha, …".
	if !d.speech && m.mood&(adjunct|weak) != 0 {
		for t := int(m.carrier); t >= 0; t = int(c.s.Tokens[t].Head) {
			if x := c.clauseTime(t); x >= 0 {
				d.timed = c.setTime(d, x)
				return
			}
			if r := c.s.Tokens[t].Rel; r == syntax.Ccomp || r == syntax.Parataxis || r == syntax.AclRelcl {
				break
			}
		}
	}
}

// clauseTime returns a time that hangs on token t, or -1.
func (c *coding) clauseTime(t int) int {
	for d := c.s.First(t); d >= 0; d = c.s.Next(d) {
		if x := c.w[d].time; x >= 0 && !c.in.Times[x].Since && (c.in.Times[x].Type == when.Date || c.in.Times[x].Type == when.Time) {
			return int(x)
		}
	}
	return -1
}

// speechTime looks for the time of the quotation that the event's words stand in: at its cue, or at the meeting,
// visit or letter that the cue names.
func (c *coding) speechTime(d *draft) {
	m := &c.matches[d.match]
	q := c.w[m.token].quote
	sentence, cue := c.sent, -1
	if q >= 0 {
		sentence, cue = c.in.Quotations[q].Sentence, c.in.Quotations[q].CueToken
	} else if m.parent < 0 {
		cue = int(m.carrier)
	}
	if cue < 0 {
		return
	}
	here := c.sent
	if sentence != here {
		c.enter(sentence)
		defer c.enter(here)
	}
	if x := c.clauseTime(cue); x >= 0 {
		d.timed = c.setTime(d, x)
		return
	}
	for k := c.s.First(cue); k >= 0; k = c.s.Next(k) {
		if r := c.s.Tokens[k].Rel; r == syntax.Obl || r == syntax.Obj {
			if x := c.clauseTime(k); x >= 0 {
				d.timed = c.setTime(d, x)
				return
			}
			if o := c.live(c.w[k].match); o >= 0 && c.matches[o].time >= 0 {
				d.timed = c.setTime(d, int(c.matches[o].time))
				return
			}
		}
	}
}

// setTime gives an event the interval of a time expression.
func (c *coding) setTime(d *draft, t int) bool {
	x := &c.in.Times[t]
	i := x.Interval
	i.Span = x.Span
	e := &d.event
	if x.Anchored {
		d.anchor = int32(t)
		if i.First == (when.Day{}) && i.Last == (when.Day{}) {
			return true // anchored pass 2 fills it in
		}
	}
	if x.Since {
		d.since = true
		if p, ok := c.published(); ok {
			i.Last = p.Last
		} else {
			i.Last = when.Day{}
		}
		if i.First != (when.Day{}) {
			i.EDTF = day(i.First) + "/"
			if i.Last != (when.Day{}) {
				i.EDTF += day(i.Last)
			} else {
				i.EDTF += ".."
			}
		}
		i.ACLED, i.UCDP = 0, 5
	}
	if i.EDTF == "" && i.First == (when.Day{}) && i.Last == (when.Day{}) {
		return false
	}
	// What has happened happened before it was reported.
	if p, ok := c.published(); ok && (e.Status == Actual || e.Status == Ongoing) && before(p.Last, i.Last) && !before(p.Last, i.First) {
		i.Last = p.Last
		i.EDTF = day(i.First) + "/" + day(i.Last)
		if i.First == i.Last {
			i.EDTF = day(i.First)
		}
	}
	e.Time = i
	d.timeToken = int32(t)
	return true
}

func before(a, b when.Day) bool {
	if a.Year != b.Year {
		return a.Year < b.Year
	}
	if a.Month != b.Month {
		return a.Month < b.Month
	}
	return a.Day < b.Day
}

func day(d when.Day) string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// shift moves a day by n days.
func shift(d when.Day, n int) when.Day {
	if d == (when.Day{}) || d.Month == 0 || d.Day == 0 {
		return d
	}
	d.Day += n
	for d.Day < 1 {
		if d.Month--; d.Month < 1 {
			d.Month, d.Year = 12, d.Year-1
		}
		d.Day += monthDays(d.Year, d.Month)
	}
	for d.Day > monthDays(d.Year, d.Month) {
		d.Day -= monthDays(d.Year, d.Month)
		if d.Month++; d.Month > 12 {
			d.Month, d.Year = 1, d.Year+1
		}
	}
	return d
}

func monthDays(y, m int) int {
	switch m {
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// anchored fills in times that are told relative to another event of the report: "a few days before Biden's
// statement". The event is the one told at the anchor's word, else the nearest earlier one of the same people.
func (c *coding) anchored() {
	for i := range c.events {
		d := &c.events[i]
		if d.anchor < 0 {
			continue
		}
		x := &c.in.Times[d.anchor]
		a := c.anchorEvent(i, x)
		if a < 0 || c.events[a].event.Time.First == (when.Day{}) {
			if d.event.Time.EDTF == "" {
				d.event.Time = when.Interval{Basis: when.Unstated, Span: x.Span}
			}
			continue
		}
		t := c.events[a].event.Time
		first, last := shift(t.First, x.Shift[0]), shift(t.Last, x.Shift[1])
		d.event.Time = when.Interval{First: first, Last: last, EDTF: day(first) + "/" + day(last), Basis: when.Relative, Span: x.Span}
		if first == last {
			d.event.Time.EDTF = day(first)
			d.event.Time.ACLED, d.event.Time.UCDP = 1, 1
		} else {
			d.event.Time.ACLED, d.event.Time.UCDP = 2, 3
		}
		d.notef("time: %s, counted from %q of %s", d.event.Time.EDTF, words(c.in.Report.Text, c.events[a].event.Evidence[0]), t.EDTF)
	}
}

func (c *coding) anchorEvent(i int, x *when.Expression) int {
	for k := range c.events {
		if d := &c.events[k]; k != i && d.sentence == x.AnchorSentence && d.match >= 0 && int(c.matches[d.match].token) == x.Anchor {
			return k
		}
	}
	// "Biden's statement": what Biden said last before.
	if x.AnchorSentence >= len(c.in.Doc.Sentences) || x.Anchor < 0 || x.Anchor >= len(c.in.Doc.Sentences[x.AnchorSentence].Tokens) {
		return -1
	}
	here := c.sent
	c.enter(x.AnchorSentence)
	who := c.modifiers(nil, x.Anchor, SourceRole, 0)
	c.enter(here)
	best := -1
	for k := range c.events {
		d := &c.events[k]
		if k == i || d.anchor >= 0 || d.sentence > x.AnchorSentence || d.event.Time.First == (when.Day{}) {
			continue
		}
		if len(who) > 0 {
			sp := d.event.Speaker
			if !(sp != nil && has(who, sp)) && !overlapActors(d.event.Sources, who) {
				continue
			}
		}
		if best < 0 || d.sentence >= c.events[best].sentence && (d.timed || !c.events[best].timed) {
			best = k
		}
	}
	return best
}

// words quotes a span in messages, on one line and cut to a bearable length.
func words(text string, s report.Span) string {
	out := strings.Join(strings.Fields(s.In(text)), " ")
	if len(out) > 80 {
		cut := 77
		for cut > 0 && out[cut]&0xC0 == 0x80 {
			cut--
		}
		out = out[:cut] + "…"
	}
	return out
}
