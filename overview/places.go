package overview

import (
	"cmp"
	"slices"
	"strings"
)

// Places gives the places of occurrences, the one with most first, at most limit of them, 0 for all. A box that is not
// zero leaves out what lies outside, and what has no coordinates.
func (s *Snapshot) Places(f Filter, box Box, limit int) []Spot {
	return answered(s, func() []Spot { return s.spots(&f, box, limit) }, "places", f, box, limit)
}

func (b *Box) holds(p *Place) bool {
	if *b == (Box{}) {
		return true
	}
	if p.Lat == 0 && p.Lon == 0 || p.Lat < b.South || p.Lat > b.North {
		return false
	}
	if b.West <= b.East {
		return p.Lon >= b.West && p.Lon <= b.East
	}
	return p.Lon >= b.West || p.Lon <= b.East
}

func (s *Snapshot) spots(f *Filter, box Box, limit int) []Spot {
	type spot struct {
		count, cooperation, conflict int32
		period                       period
		newest                       uint32
		newestDay                    int32
	}
	c := s.compile(f)
	spots := make([]spot, len(s.places))
	inside := make([]bool, len(s.places))
	for i := range s.places {
		inside[i] = i > 0 && box.holds(&s.places[i])
	}
	c.all(func(at uint32, o *occurrence) {
		if !inside[o.place] {
			return
		}
		p := &spots[o.place]
		if p.count == 0 {
			p.period, p.newestDay = newPeriod(), longAgo-1
		}
		p.count++
		switch o.quad {
		case 1, 2:
			p.cooperation++
		case 3, 4:
			p.conflict++
		}
		day := o.day()
		p.period.add(day)
		if day > p.newestDay || day == p.newestDay && o.id < s.occurrences.at(p.newest).id || p.count == 1 {
			p.newest, p.newestDay = at, day
		}
	})
	var order []uint32
	for i := range spots {
		if spots[i].count > 0 {
			order = append(order, uint32(i))
		}
	}
	slices.SortFunc(order, func(a, b uint32) int {
		p, q := &s.places[a], &s.places[b]
		return cmp.Or(cmp.Compare(spots[b].count, spots[a].count), strings.Compare(p.Name, q.Name), strings.Compare(p.Country, q.Country),
			strings.Compare(p.Admin1, q.Admin1), cmp.Compare(p.UCDP, q.UCDP), cmp.Compare(p.GeoNames, q.GeoNames), cmp.Compare(p.ACLED, q.ACLED))
	})
	if limit > 0 && len(order) > limit {
		order = order[:limit]
	}
	out := make([]Spot, len(order))
	for i, n := range order {
		p := &spots[n]
		first, last := p.period.days()
		out[i] = Spot{Place: s.places[n], Count: int(p.count), Cooperation: int(p.cooperation), Conflict: int(p.conflict),
			First: dayOf(first), Last: dayOf(last), Newest: s.occurrenceID(s.occurrences.at(p.newest))}
	}
	return out
}
