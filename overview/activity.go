package overview

import (
	"cmp"
	"slices"
	"strings"

	"chancery/event"
	"chancery/record"
	"chancery/when"
)

// statusOrder is the order in which statuses are listed.
var statusOrder = [...]event.Status{event.Actual, event.Ongoing, event.Planned, event.Offered, event.Demanded, event.Threatened, event.Hypothetical, event.NotHappened}

func statusRank(status string) int {
	if i := slices.Index(statusOrder[:], event.Status(status)); i >= 0 {
		return i
	}
	return len(statusOrder)
}

// Activity counts occurrences over time by the bin of their first possible day. Where only the last possible day is
// known it counts instead.
func (s *Snapshot) Activity(f Filter, step Step, group Group) Activity {
	return answered(s, func() Activity { return s.activity(&f, step, group) }, "activity", f, step, group)
}

func (s *Snapshot) activity(f *Filter, step Step, group Group) Activity {
	c := s.compile(f)
	st := newStepper(step)
	out := Activity{Step: st.step}
	groups := newGrouping(s, group)
	c.all(func(_ uint32, o *occurrence) {
		out.Count++
		day := o.day()
		if day == record.NoDay {
			out.Undated++
		}
		groups.add(o, day, st)
	})
	out.Series = groups.series(st)
	return out
}

// grouping counts over time in groups.
type grouping struct {
	*Snapshot
	group  Group
	counts []*grouped // by code, quad class or word
}

type grouped struct {
	counter
	undated int
}

func newGrouping(s *Snapshot, group Group) *grouping { return &grouping{Snapshot: s, group: group} }

func (g *grouping) add(o *occurrence, day int32, st *stepper) {
	switch g.group {
	case ByStatus:
		g.count(int(o.status), day, st)
	case ByQuad:
		g.count(int(o.quad), day, st)
	case ByTrack:
		set := g.sets[o.tracks]
		if len(set) == 0 {
			g.count(0, day, st)
		}
		for _, t := range set {
			g.count(int(t), day, st)
		}
	default:
		g.count(0, day, st)
	}
}

func (g *grouping) count(n int, day int32, st *stepper) {
	for n >= len(g.counts) {
		g.counts = append(g.counts, make([]*grouped, n-len(g.counts)+1)...)
	}
	c := g.counts[n]
	if c == nil {
		c = new(grouped)
		g.counts[n] = c
	}
	if day == record.NoDay {
		c.undated++
		return
	}
	c.add(st.bin(day))
}

func (g *grouping) series(st *stepper) []Series {
	var out []Series
	for n, c := range g.counts {
		if c == nil {
			continue
		}
		name := ""
		switch g.group {
		case ByStatus:
			name = g.codes[n]
		case ByQuad:
			name = string(rune('0' + n))
		case ByTrack:
			name = g.words[n]
		}
		out = append(out, Series{Group: name, Count: c.total + c.undated, Bins: c.bins(st)})
	}
	switch g.group {
	case ByStatus:
		slices.SortFunc(out, func(a, b Series) int {
			return cmp.Or(cmp.Compare(statusRank(a.Group), statusRank(b.Group)), strings.Compare(a.Group, b.Group))
		})
	case ByTrack:
		slices.SortFunc(out, func(a, b Series) int {
			return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Group, b.Group))
		})
	}
	return out
}

// timelineBins is about how many bins a timeline of counts has at most.
const timelineBins = 240

// Timeline gives occurrences in the order of their days, or, when there are more than limit, counts over time in bins
// that fit what was found: days, weeks, months or years. Limit 0 is 500.
func (s *Snapshot) Timeline(f Filter, limit int) Timeline {
	if limit <= 0 {
		limit = 500
	}
	return answered(s, func() Timeline { return s.timeline(&f, limit) }, "timeline", f, limit)
}

func (s *Snapshot) timeline(f *Filter, limit int) Timeline {
	c := s.compile(f)
	var out Timeline
	var found []dated
	first, last := int32(farAway), int32(longAgo)
	c.all(func(at uint32, o *occurrence) {
		out.Count++
		if day := o.day(); day == record.NoDay {
			out.Undated++
		} else {
			first, last = min(first, day), max(last, day)
		}
		if out.Count <= limit {
			found = append(found, s.dated(at))
		}
	})
	if out.Count > out.Undated {
		out.First, out.Last = dayOf(first), dayOf(last)
	}
	if out.Count <= limit {
		slices.SortFunc(found, s.compare)
		for _, d := range found {
			out.Items = append(out.Items, s.item(d.at))
		}
		return out
	}
	switch days := int64(last) - int64(first); {
	case days < timelineBins:
		out.Step = Daily
	case days < 7*timelineBins:
		out.Step = Weekly
	case days < 31*timelineBins:
		out.Step = Monthly
	default:
		out.Step = Yearly
	}
	st := newStepper(out.Step)
	statuses, tracks := newGrouping(s, ByStatus), newGrouping(s, ByTrack)
	c.all(func(_ uint32, o *occurrence) {
		day := o.day()
		statuses.add(o, day, st)
		tracks.add(o, day, st)
	})
	out.ByStatus, out.ByTrack = statuses.series(st), tracks.series(st)
	return out
}

// Latest gives the newest occurrences by their days, those of days after until left out (what is planned for next year
// is not the latest), and what is told as background; with an unknown day none is left out.
func (s *Snapshot) Latest(f Filter, until when.Day, n int) []Item {
	return answered(s, func() []Item { return s.latest(&f, until, n) }, "latest", f, until, n)
}

func (s *Snapshot) latest(f *Filter, until when.Day, n int) []Item {
	c := s.compile(f)
	if c.nothing {
		return nil
	}
	limit := int32(farAway - 1)
	if until.Known() {
		limit = int32(until.Number())
	}
	end, _ := slices.BinarySearchFunc(s.order, limit, func(d dated, limit int32) int {
		if d.first > limit {
			return 1
		}
		return -1
	})
	var out []Item
	if list, known := c.few(); known && len(list) < 1<<14 {
		var found []dated
		for _, at := range list {
			if d := s.dated(at); d.first <= limit && c.holds(s.occurrences.at(at)) {
				found = append(found, d)
			}
		}
		slices.SortFunc(found, func(a, b dated) int { return s.compare(b, a) })
		for _, d := range found[:min(n, len(found))] {
			out = append(out, s.item(d.at))
		}
		return out
	}
	for i := end - 1; i >= 0 && len(out) < n; i-- {
		if at := s.order[i].at; c.holds(s.occurrences.at(at)) {
			out = append(out, s.item(at))
		}
	}
	return out
}

// LatestAdded gives the occurrences of which the record came to know last.
func (s *Snapshot) LatestAdded(f Filter, n int) []Item {
	return answered(s, func() []Item {
		c := s.compile(&f)
		var out []Item
		for at := s.occurrences.n - 1; at >= 0 && len(out) < n && !c.nothing; at-- {
			if c.holds(s.occurrences.at(uint32(at))) {
				out = append(out, s.item(uint32(at)))
			}
		}
		return out
	}, "added", f, n)
}
