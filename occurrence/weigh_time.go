package occurrence

import (
	"cmp"
	"fmt"
	"slices"

	"chancery/event"
	"chancery/place"
	"chancery/when"
)

// span of days of an account, with open ends far away.
type days struct {
	account     int
	first, last int
	planned     bool
	interval    when.Interval
}

const longAgo, farAway = -1 << 30, 1 << 30

func (d *days) meets(o *days) bool { return d.first <= o.last && o.first <= d.last }

// times settles when it was. What accounts say is intersected as long as it can all be true: "in early June" and "on
// June 8" agree. Otherwise the days that most independent origins can agree on win, and the others stand beside them.
func (w *weighing) times(s *Summary) {
	var told []days
	done := false
	for i, m := range w.members {
		t := m.Event.Time
		if !t.First.Known() && !t.Last.Known() || t.Span.Empty() && !w.byHand(i, "time") {
			continue
		}
		d := days{account: i, first: longAgo, last: farAway, interval: t, planned: m.Event.Status == event.Planned}
		if t.First.Known() {
			d.first = t.First.Number()
		}
		if t.Last.Known() {
			d.last = t.Last.Number()
		}
		done = done || !d.planned
		told = append(told, d)
	}
	if len(told) == 0 {
		w.untimed(s)
		return
	}
	var votes []vote
	for _, d := range told {
		votes = append(votes, vote{d.account, d.interval.EDTF, d.interval.EDTF, d.interval.Span, w.byHand(d.account, "time")})
	}
	ballots := w.gather(votes)
	// For every value, what can be true together with it; the value with most origins behind it leads.
	lead, best := 0, -1
	for i := range ballots {
		own := told[slices.IndexFunc(told, func(d days) bool { return d.account == ballots[i].votes[0].account })]
		var with []vote
		for k, d := range told {
			if d.meets(&own) {
				with = append(with, votes[k])
			}
		}
		score := 1000*w.support(with).Origins + 10*ballots[i].value.Support.Origins
		if own.planned && done {
			score -= 100_000 // what was told of it afterwards goes before what was planned
		}
		if ballots[i].value.ByHand {
			score += 1_000_000
		}
		if width := min(own.last-own.first, 9); score-width > best || best < 0 && i == 0 {
			lead, best = i, score-width
		}
	}
	leader := told[slices.IndexFunc(told, func(d days) bool { return d.account == ballots[lead].votes[0].account })]
	first, last := leader.first, leader.last
	if !ballots[lead].value.ByHand {
		narrow := slices.Clone(told)
		slices.SortStableFunc(narrow, func(a, b days) int {
			return cmp.Or(cmp.Compare(a.last-a.first, b.last-b.first), cmp.Compare(a.first, b.first))
		})
		for _, d := range narrow {
			if (!d.planned || !done) && d.first <= last && first <= d.last {
				first, last = max(first, d.first), min(last, d.last)
			}
		}
	}
	s.Time = w.interval(first, last, told, leader)
	f := Field{Name: "time"}
	agreed := days{first: first, last: last}
	var with, planned []vote
	for k, d := range told {
		switch {
		case d.meets(&agreed):
			with = append(with, votes[k])
		case d.planned && done:
			planned = append(planned, votes[k])
		}
	}
	f.Consensus = []Value{w.value(with)}
	f.Consensus[0].Text = s.Time.EDTF
	for _, b := range ballots {
		if !slices.ContainsFunc(with, func(v vote) bool { return v.key == b.key }) {
			if slices.ContainsFunc(planned, func(v vote) bool { return v.key == b.key }) {
				b.value.Text = "planned for " + b.value.Text
			}
			f.Others = append(f.Others, b.value)
		}
	}
	switch {
	case len(f.Others) > 0:
		f.Rule = "the days that most independent origins can agree on"
	case len(ballots) > 1:
		f.Rule = "the days that all accounts can agree on"
	}
	s.add(f)
}

// interval makes the time of the agreed days: an account's own when it says just that, so that "2021-06" stays a month.
func (w *weighing) interval(first, last int, told []days, leader days) when.Interval {
	for _, d := range append([]days{leader}, told...) {
		if d.first == first && d.last == last {
			t := d.interval
			return t
		}
	}
	t := when.Interval{Basis: leader.interval.Basis, Span: leader.interval.Span}
	if first > longAgo {
		t.First = when.DayNumbered(first)
	}
	if last < farAway {
		t.Last = when.DayNumbered(last)
	}
	t.EDTF = edtfDay(t.First) + "/" + edtfDay(t.Last)
	if first == last {
		t.EDTF, t.ACLED, t.UCDP = edtfDay(t.First), 1, 1
	} else if last-first < 7 {
		t.ACLED, t.UCDP = 2, 2
	}
	return t
}

func edtfDay(d when.Day) string {
	if !d.Known() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// untimed dates what no words date by the first report that tells of it.
func (w *weighing) untimed(s *Summary) {
	for i, m := range w.members {
		if t := m.Event.Time; t.EDTF != "" {
			s.Time = t
			s.add(Field{Name: "time", Rule: "no words say when: about the day of the first report",
				Consensus: []Value{w.value([]vote{{i, t.EDTF, t.EDTF, t.Span, false}})}})
			return
		}
	}
}

// places settles where it was: the most precise place that most origins can agree on. A country and a town in it agree.
func (w *weighing) places(s *Summary) {
	type spot struct {
		account int
		mention *place.Mention
		as      Place
		text    string
	}
	var told []spot
	for i, m := range w.members {
		if m.Event.Place == nil {
			continue
		}
		var f Features
		f.setPlace(m.Report, m.Event.Place)
		told = append(told, spot{i, m.Event.Place, f.Place, f.Place.Name})
	}
	if len(told) == 0 {
		return
	}
	agree := func(a, b *spot) bool {
		switch {
		case a.as.Name == b.as.Name:
			return true
		case a.as.Exact && b.as.Exact && a.as.known() && b.as.known():
			return distance(&a.as, &b.as) <= near
		case a.as.Exact && b.as.Exact:
			return false
		case a.as.Country != "" && b.as.Country != "" && a.as.Country != b.as.Country:
			return false
		}
		// an area beside a town, or two areas of one country: an area reaches some way
		return !a.as.known() || !b.as.known() || precision(a.mention) == countryPlace || precision(b.mention) == countryPlace || distance(&a.as, &b.as) <= 150
	}
	votes := make([]vote, len(told))
	for i, p := range told {
		votes[i] = vote{p.account, p.text, p.text, p.mention.Span, w.byHand(p.account, "place")}
	}
	ballots := w.gather(votes)
	spotOf := func(b *ballot) *spot {
		return &told[slices.IndexFunc(told, func(p spot) bool { return p.account == b.votes[0].account })]
	}
	lead, best := 0, -1
	for i := range ballots {
		own := spotOf(&ballots[i])
		var with []vote
		for k := range told {
			if agree(own, &told[k]) {
				with = append(with, votes[k])
			}
		}
		score := 1000*w.support(with).Origins + 20*ballots[i].value.Support.Origins + precision(own.mention)
		if ballots[i].value.ByHand {
			score += 1_000_000
		}
		if score > best {
			lead, best = i, score
		}
	}
	own := spotOf(&ballots[lead])
	s.Place = own.mention
	var with []vote
	f := Field{Name: "place"}
	for i := range ballots {
		if agree(own, spotOf(&ballots[i])) {
			with = append(with, ballots[i].votes...)
		} else {
			f.Others = append(f.Others, ballots[i].value)
		}
	}
	f.Consensus = []Value{w.value(with)}
	f.Consensus[0].Text = own.text
	if len(with) > len(ballots[lead].votes) {
		f.Rule = "the most precise place that these accounts can agree on"
	}
	s.add(f)
}
