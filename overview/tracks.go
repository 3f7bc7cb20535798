package overview

import (
	"cmp"
	"slices"
	"strings"

	"chancery/record"
)

// Tracks gives the tracks with what is on them, the largest first; what is on none comes last.
func (s *Snapshot) Tracks(f Filter) []Track {
	return answered(s, func() []Track { return s.onTracks(&f) }, "tracks", f)
}

func (s *Snapshot) onTracks(f *Filter) []Track {
	type track struct {
		count     int
		period    period
		statuses  map[uint16]int
		newest    uint32
		newestDay int32
	}
	c := s.compile(f)
	tracks := map[uint32]*track{}
	add := func(n, at uint32, o *occurrence) {
		t := tracks[n]
		if t == nil {
			t = &track{period: newPeriod(), statuses: map[uint16]int{}, newest: at, newestDay: o.day()}
			tracks[n] = t
		}
		t.count++
		t.statuses[o.status]++
		day := o.day()
		t.period.add(day)
		if day > t.newestDay || day == t.newestDay && o.id < s.occurrences.at(t.newest).id {
			t.newest, t.newestDay = at, day
		}
	}
	c.all(func(at uint32, o *occurrence) {
		set := s.sets[o.tracks]
		if len(set) == 0 {
			add(0, at, o)
		}
		for _, n := range set {
			add(n, at, o)
		}
	})
	out := make([]Track, 0, len(tracks))
	for n, t := range tracks {
		first, last := t.period.days()
		x := Track{ID: s.words[n], Count: t.count, First: dayOf(first), Last: dayOf(last), Newest: s.occurrenceID(s.occurrences.at(t.newest))}
		for code, count := range t.statuses {
			x.Statuses = append(x.Statuses, Share{s.codes[code], count})
		}
		slices.SortFunc(x.Statuses, func(a, b Share) int {
			return cmp.Or(cmp.Compare(statusRank(a.Value), statusRank(b.Value)), strings.Compare(a.Value, b.Value))
		})
		out = append(out, x)
	}
	slices.SortFunc(out, func(a, b Track) int {
		return cmp.Or(compareBool(a.ID == "", b.ID == ""), cmp.Compare(b.Count, a.Count), strings.Compare(a.ID, b.ID))
	})
	return out
}

// Outlets gives who published reports, those with most reports first. Of the filter the events and occurrences are what
// it holds for; reports are counted whole.
func (s *Snapshot) Outlets(f Filter) []Outlet {
	return answered(s, func() []Outlet { return s.published(&f) }, "outlets", f)
}

func (s *Snapshot) published(f *Filter) []Outlet {
	type outlet struct {
		Outlet
		period period
	}
	at := make([]int32, len(s.words))
	var outlets []outlet
	of := func(n uint32) *outlet {
		if at[n] == 0 {
			outlets = append(outlets, outlet{Outlet: Outlet{Name: s.words[n]}, period: newPeriod()})
			at[n] = int32(len(outlets))
		}
		return &outlets[at[n]-1]
	}
	for i := range uint32(s.reports.n) {
		if r := s.reports.at(i); r.stands(s.change) {
			o := of(r.outlet)
			o.Reports++
			o.period.add(r.day)
		}
	}
	c := s.compile(f)
	var seen []uint32
	c.all(func(_ uint32, o *occurrence) {
		seen = seen[:0]
		first, firsts := int32(farAway), 0
		var one [1]uint32
		var earliest uint32
		for _, n := range s.accountsOf(o, &one) {
			r := s.rows.at(n)
			if r.verdict == record.Rejected {
				continue
			}
			report := s.reports.at(r.report)
			x := of(report.outlet)
			x.Events++
			if day := sortDay(report.day); !slices.Contains(seen, report.outlet) {
				seen = append(seen, report.outlet)
				x.Occurrences++
				if day < first {
					first, firsts, earliest = day, 1, report.outlet
				} else if day == first {
					firsts++
				}
			} else if day < first {
				first, firsts, earliest = day, 1, report.outlet
			}
		}
		switch {
		case len(seen) == 1:
			of(seen[0]).Alone++
		case firsts == 1 && first != farAway:
			of(earliest).Before++
		}
	})
	out := make([]Outlet, 0, len(outlets))
	for i := range outlets {
		o := &outlets[i]
		first, last := o.period.days()
		o.First, o.Last = dayOf(first), dayOf(last)
		if o.Reports+o.Events > 0 {
			out = append(out, o.Outlet)
		}
	}
	slices.SortFunc(out, func(a, b Outlet) int {
		return cmp.Or(cmp.Compare(b.Reports, a.Reports), strings.Compare(a.Name, b.Name))
	})
	return out
}

// newestMost is how many events an entry of the codebook names.
const newestMost = 20

// Entries gives the entries of the codebook with the events that they made, by their names.
func (s *Snapshot) Entries() []Entry {
	return answered(s, s.entries, "entries")
}

func (s *Snapshot) entries() []Entry {
	type newest struct {
		day int32
		n   uint32
	}
	type entry struct {
		events, rejected int
		newest           []newest
	}
	at := make([]int32, len(s.words))
	var entries []entry
	var keys []uint32
	for n := range uint32(s.rows.n) {
		r := s.rows.at(n)
		if r.entry == 0 || !r.stands(s.change) {
			continue
		}
		if at[r.entry] == 0 {
			entries, keys = append(entries, entry{}), append(keys, r.entry)
			at[r.entry] = int32(len(entries))
		}
		e := &entries[at[r.entry]-1]
		if r.verdict == record.Rejected {
			e.rejected++
			continue
		}
		e.events++
		x := newest{s.reports.at(r.report).day, n}
		if len(e.newest) == newestMost && x.day <= e.newest[newestMost-1].day {
			continue
		}
		i, _ := slices.BinarySearchFunc(e.newest, x, func(a, b newest) int { return cmp.Or(cmp.Compare(b.day, a.day), cmp.Compare(a.n, b.n)) })
		e.newest = slices.Insert(e.newest, i, x)
		e.newest = e.newest[:min(len(e.newest), newestMost)]
	}
	out := make([]Entry, len(entries))
	for i := range entries {
		e := &entries[i]
		out[i] = Entry{ID: s.words[keys[i]], Events: e.events, Rejected: e.rejected}
		for _, x := range e.newest {
			out[i].Newest = append(out[i].Newest, s.eventID(x.n))
		}
	}
	slices.SortFunc(out, func(a, b Entry) int { return strings.Compare(a.ID, b.ID) })
	return out
}

// Counts counts what the snapshot holds.
func (s *Snapshot) Counts() Counts { return answered(s, s.count, "counts") }

func (s *Snapshot) count() Counts {
	var out Counts
	outlets := newBits(len(s.words))
	for i := range uint32(s.reports.n) {
		if r := s.reports.at(i); r.stands(s.change) {
			out.Reports++
			if r.outlet != 0 && !outlets.has(r.outlet) {
				outlets.set(r.outlet)
				out.Outlets++
			}
		}
	}
	for n := range uint32(s.rows.n) {
		r := s.rows.at(n)
		if !r.stands(s.change) {
			continue
		}
		out.Events++
		if r.verdict == record.Rejected {
			out.Rejected++
		}
		if r.judged() {
			out.Judged++
		}
	}
	days := newPeriod()
	for at := range uint32(s.occurrences.n) {
		o := s.occurrences.at(at)
		if o.flags&isAlive == 0 {
			continue
		}
		out.Occurrences++
		if o.flags&isContested != 0 {
			out.Contested++
		}
		if day := o.day(); day != record.NoDay {
			out.Dated++
			if o.flags&isBackground == 0 {
				days.add(day)
			}
		}
	}
	first, last := days.days()
	out.First, out.Last = dayOf(first), dayOf(last)
	return out
}
