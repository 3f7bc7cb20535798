package overview

import (
	"cmp"
	"maps"
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

func (t *tally) told() DyadMonth {
	return DyadMonth{
		Count: t.count, Cooperation: int(t.quads[1] + t.quads[2]), Conflict: int(t.quads[3] + t.quads[4]),
		Verbal: int(t.quads[1] + t.quads[3]), Material: int(t.quads[2] + t.quads[4]), Intensity: float64(t.sum) / 10 / float64(max(1, t.count)),
	}
}

// pair is two keys: words.
type pair struct{ source, recipient uint32 }

// pairing is what is known of a pair.
type pairing struct {
	pair
	total  tally
	months map[int32]*tally // of those that are shown
}

// Dyads gives who did what to whom by months: the largest first, at most limit of them; 0 for all. Both sides are keys:
// all who act for a state are the state. What a party does with others of its own key stands in no dyad. What several
// did to several counts for each pair of them.
func (s *Snapshot) Dyads(f Filter, limit int) []Dyad {
	return answered(s, func() []Dyad { return s.dyads(&f, limit) }, "dyads", f, limit)
}

func (s *Snapshot) dyads(f *Filter, limit int) []Dyad {
	c := s.compile(f)
	keys := s.setKeys()
	known := map[pair]int32{}
	var pairs []pairing
	each := func(o *occurrence, do func(pair)) {
		for _, a := range keys[o.sources] {
			for _, b := range keys[o.recipients] {
				if a != b {
					do(pair{a, b})
				}
			}
		}
	}
	c.all(func(_ uint32, o *occurrence) {
		each(o, func(p pair) {
			at, ok := known[p]
			if !ok {
				at = int32(len(pairs))
				known[p] = at
				pairs = append(pairs, pairing{pair: p})
			}
			pairs[at].total.add(o)
		})
	})
	slices.SortFunc(pairs, func(a, b pairing) int {
		return cmp.Or(cmp.Compare(b.total.count, a.total.count), strings.Compare(s.words[a.source], s.words[b.source]), strings.Compare(s.words[a.recipient], s.words[b.recipient]))
	})
	if limit > 0 && len(pairs) > limit {
		pairs = pairs[:limit]
	}
	// Months are counted for those only that are given.
	clear(known)
	for i := range pairs {
		known[pairs[i].pair] = int32(i)
		pairs[i].months = map[int32]*tally{}
	}
	st := newStepper(Monthly)
	c.all(func(_ uint32, o *occurrence) {
		day := o.day()
		if day == record.NoDay {
			return
		}
		month := st.bin(day)
		each(o, func(p pair) {
			at, ok := known[p]
			if !ok {
				return
			}
			t := pairs[at].months[month]
			if t == nil {
				t = new(tally)
				pairs[at].months[month] = t
			}
			t.add(o)
		})
	})
	out := make([]Dyad, len(pairs))
	for i := range pairs {
		p := &pairs[i]
		out[i] = Dyad{Source: s.named(p.source), Recipient: s.named(p.recipient), DyadMonth: p.total.told()}
		for _, n := range slices.Sorted(maps.Keys(p.months)) {
			m := p.months[n].told()
			m.Month = st.first(n)
			out[i].Months = append(out[i].Months, m)
		}
	}
	return out
}

// setKeys gives the keys of every set of parties, each once.
func (s *Snapshot) setKeys() [][]uint32 {
	return answered(s, func() [][]uint32 {
		out := make([][]uint32, len(s.sets))
		var all []uint32
		for i, set := range s.sets {
			start := len(all)
			for _, p := range set {
				if int(p) >= len(s.parties) {
					continue // a set of tracks
				}
				if key := s.parties[p].key; key != 0 && !slices.Contains(all[start:], key) {
					all = append(all, key)
				}
			}
			out[i] = all[start:len(all):len(all)]
		}
		return out
	}, "keys")
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
