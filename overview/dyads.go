package overview

import (
	"cmp"
	"slices"
	"strings"

	"chancery/record"
)

// tally adds up what one did to another.
type tally struct {
	count int
	quads [5]int32
	sum   int64 // of intensities
}

func (t *tally) add(o *occurrence) {
	t.count++
	if o.quad < 5 {
		t.quads[o.quad]++
	}
	t.sum += int64(o.intensity)
}

func (t *tally) merge(o *tally) {
	t.count += o.count
	t.sum += o.sum
	for i := range t.quads {
		t.quads[i] += o.quads[i]
	}
}

func (t *tally) told() DyadMonth {
	return DyadMonth{
		Count: t.count, Cooperation: int(t.quads[1] + t.quads[2]), Conflict: int(t.quads[3] + t.quads[4]),
		Verbal: int(t.quads[1] + t.quads[3]), Material: int(t.quads[2] + t.quads[4]), Intensity: float64(t.sum) / 10 / float64(max(1, t.count)),
	}
}

type pair struct{ source, recipient uint32 } // words: keys

type pairMonth struct {
	pair
	month int32
}

// Dyads gives who did what to whom by months: the largest first, at most limit of them; 0 for all. Both sides are keys:
// all who act for a state are the state. What a party does with others of its own key stands in no dyad. What several
// did to several counts for each pair of them.
func (s *Snapshot) Dyads(f Filter, limit int) []Dyad {
	return answered(s, func() []Dyad { return s.dyads(&f, limit) }, "dyads", f, limit)
}

func (s *Snapshot) dyads(f *Filter, limit int) []Dyad {
	c := s.compile(f)
	st := newStepper(Monthly)
	months := map[pairMonth]*tally{}
	const undated = -1 << 31
	pairs := newPairs(s)
	c.all(func(_ uint32, o *occurrence) {
		list := pairs.of(o.sources, o.recipients)
		if len(list) == 0 {
			return
		}
		month := int32(undated)
		if day := o.day(); day != record.NoDay {
			month = st.bin(day)
		}
		for _, p := range list {
			k := pairMonth{p, month}
			t := months[k]
			if t == nil {
				t = new(tally)
				months[k] = t
			}
			t.add(o)
		}
	})
	type entry struct {
		pairMonth
		tally *tally
	}
	all := make([]entry, 0, len(months))
	for k, t := range months {
		all = append(all, entry{k, t})
	}
	slices.SortFunc(all, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.recipient, b.recipient), cmp.Compare(a.month, b.month))
	})
	type dyad struct {
		pair
		total  tally
		months []entry
	}
	var dyads []dyad
	for _, e := range all {
		if n := len(dyads); n == 0 || dyads[n-1].pair != e.pair {
			dyads = append(dyads, dyad{pair: e.pair})
		}
		d := &dyads[len(dyads)-1]
		d.total.merge(e.tally)
		d.months = append(d.months, e)
	}
	slices.SortFunc(dyads, func(a, b dyad) int {
		return cmp.Or(cmp.Compare(b.total.count, a.total.count), strings.Compare(s.words[a.source], s.words[b.source]), strings.Compare(s.words[a.recipient], s.words[b.recipient]))
	})
	if limit > 0 && len(dyads) > limit {
		dyads = dyads[:limit]
	}
	out := make([]Dyad, len(dyads))
	for i := range dyads {
		d := &dyads[i]
		out[i] = Dyad{Source: s.named(d.source), Recipient: s.named(d.recipient), DyadMonth: d.total.told()}
		for _, e := range d.months {
			if e.month != undated {
				m := e.tally.told()
				m.Month = st.first(e.month)
				out[i].Months = append(out[i].Months, m)
			}
		}
	}
	return out
}

// pairs makes pairs of keys out of sets of parties.
type pairs struct {
	*Snapshot
	known map[[2]uint32][]pair
}

func newPairs(s *Snapshot) *pairs { return &pairs{Snapshot: s, known: map[[2]uint32][]pair{}} }

func (p *pairs) of(sources, recipients uint32) []pair {
	if sources == 0 || recipients == 0 {
		return nil
	}
	k := [2]uint32{sources, recipients}
	list, ok := p.known[k]
	if !ok {
		for _, a := range p.sets[sources] {
			for _, b := range p.sets[recipients] {
				x := pair{p.parties[a].key, p.parties[b].key}
				if x.source != x.recipient && x.source != 0 && x.recipient != 0 && !slices.Contains(list, x) {
					list = append(list, x)
				}
			}
		}
		p.known[k] = list
	}
	return list
}

// keyNames gives for each key and each actor the party that bears its name: of a key the state or the actor itself, else
// the first that the record told of.
func (s *Snapshot) keyNames() map[uint32]uint32 {
	return answered(s, func() map[uint32]uint32 {
		out := make(map[uint32]uint32, len(s.parties))
		for i := range s.parties[1:] {
			n := uint32(i + 1)
			p := &s.parties[n]
			if p.actor != 0 && (p.actor != p.key || out[p.key] == 0) {
				if out[p.actor] == 0 {
					out[p.actor] = n
				}
			}
			if before := out[p.key]; before == 0 || p.actor == p.key && s.parties[before].actor != p.key {
				out[p.key] = n
			}
		}
		return out
	}, "names")
}

// named is the party of a key or of an actor.
func (s *Snapshot) named(key uint32) Party {
	n := s.keyNames()[key]
	out := s.party(n)
	if p := &s.parties[n]; p.actor != key && p.key == key { // somebody who acts for it
		out.Actor, out.Sector = "", ""
		if p.country == key {
			out.Name = s.words[key]
		}
	}
	return out
}
