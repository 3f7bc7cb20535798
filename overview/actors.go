package overview

import (
	"cmp"
	"slices"
	"strings"

	"chancery/record"
)

// period is the first and the last day of something.
type period struct{ first, last int32 }

func newPeriod() period { return period{farAway, longAgo} }

func (p *period) add(day int32) {
	if day != record.NoDay {
		p.first, p.last = min(p.first, day), max(p.last, day)
	}
}

func (p *period) days() (first, last int32) {
	if p.first > p.last {
		return record.NoDay, record.NoDay
	}
	return p.first, p.last
}

// Actors gives those of whom is told most, at most limit of them, 0 for all: states as a whole under their code, and
// each actor of the codebook who acts for a state beside it. Whom the codebook does not know stands under a name.
func (s *Snapshot) Actors(f Filter, limit int) []Actor {
	return answered(s, func() []Actor { return s.actors(&f, limit) }, "actors", f, limit)
}

func (s *Snapshot) actors(f *Filter, limit int) []Actor {
	type part struct {
		source, recipient, speaker, count int32
		last                              uint32 // the occurrence that was counted last, plus one
		period                            period
	}
	c := s.compile(f)
	at := make([]int32, len(s.words)) // index into parts, plus one
	var parts []part
	var keys []uint32
	var done []uint32
	count := func(n uint32, occurrence uint32, day int32, of func(*part) *int32) {
		if n == 0 || slices.Contains(done, n) {
			return
		}
		done = append(done, n)
		if at[n] == 0 {
			parts, keys = append(parts, part{period: newPeriod()}), append(keys, n)
			at[n] = int32(len(parts))
		}
		p := &parts[at[n]-1]
		*of(p)++
		if p.last != occurrence+1 {
			p.last = occurrence + 1
			p.count++
			p.period.add(day)
		}
	}
	source := func(p *part) *int32 { return &p.source }
	recipient := func(p *part) *int32 { return &p.recipient }
	speaker := func(p *part) *int32 { return &p.speaker }
	c.all(func(n uint32, o *occurrence) {
		day := o.day()
		for _, side := range [...]struct {
			set uint32
			of  func(*part) *int32
		}{{o.sources, source}, {o.recipients, recipient}} {
			done = done[:0]
			for _, p := range s.sets[side.set] {
				count(s.parties[p].key, n, day, side.of)
				count(s.parties[p].actor, n, day, side.of)
			}
		}
		if o.speaker != 0 {
			done = done[:0]
			count(s.parties[o.speaker].key, n, day, speaker)
			count(s.parties[o.speaker].actor, n, day, speaker)
		}
	})
	order := make([]int32, len(parts))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(parts[b].count, parts[a].count), strings.Compare(s.words[keys[a]], s.words[keys[b]]))
	})
	if limit > 0 && len(order) > limit {
		order = order[:limit]
	}
	out := make([]Actor, len(order))
	for i, n := range order {
		p := &parts[n]
		first, last := p.period.days()
		out[i] = Actor{Party: s.named(keys[n]), Count: int(p.count), AsSource: int(p.source), AsRecipient: int(p.recipient), AsSpeaker: int(p.speaker), First: dayOf(first), Last: dayOf(last)}
	}
	return out
}

// Party gives the party that a key or an actor's id means; false when the record never told of it.
func (s *Snapshot) Party(key string) (Party, bool) {
	n, ok := s.names.find(key)
	if !ok || n == 0 || s.keyNames()[n] == 0 {
		return Party{}, false
	}
	return s.named(n), true
}
