package overview

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"chancery/event"
	"chancery/record"
	"chancery/when"
)

// Snapshot is the record as known at a change. It never changes. What its methods give may be shared with others: do not
// change it.
type Snapshot struct {
	columns
	names   *names
	known   wellKnown
	change  uint32
	past    bool              // of a change before the newest: postings tell nothing
	moves   map[uint32]uint32 // of the past: where rows belonged that were moved since
	reviews []reviewed
	order   []dated // occurrences that are alive, by day, then identity
	answers answers
}

// dated is an occurrence with its days.
type dated struct {
	first, last int32 // what is not known is far away: first last of all, last long ago
	at          uint32
}

// Change is the change that the snapshot knows last.
func (s *Snapshot) Change() int64 { return int64(s.change) }

// Events is about how many events the snapshot holds, those that do not stand any more counted with them.
func (s *Snapshot) Events() int { return s.rows.n }

// snapshot publishes what was built. touched are the occurrences that are new or otherwise than in the one before.
func (b *builder) snapshot(before *Snapshot, touched []uint32) *Snapshot {
	s := &Snapshot{
		columns: columns{tables: b.tables, rows: b.rows.publish(), reports: b.reports.publish(), occurrences: b.occurrences.publish(), members: b.members.publish(), links: b.links.publish()},
		names:   b.names, known: b.scale.known, change: b.change, reviews: b.reviews,
	}
	if before == nil {
		s.sort()
		return s
	}
	s.merge(before.order, touched)
	return s
}

func (s *Snapshot) dated(at uint32) dated {
	o := s.occurrences.at(at)
	d := dated{o.first, o.last, at}
	switch {
	case o.first == record.NoDay && o.last == record.NoDay:
		d.first = farAway
	case o.first == record.NoDay:
		d.first = o.last // "before May 1993"
	case o.last == record.NoDay:
		d.last = farAway
	}
	return d
}

// day is by which day an occurrence is sorted and counted; NoDay when it has none.
func (o *occurrence) day() int32 {
	if o.first == record.NoDay {
		return o.last
	}
	return o.first
}

func (s *Snapshot) compare(a, b dated) int {
	if c := cmp.Compare(a.first, b.first); c != 0 {
		return c
	}
	x, y := s.occurrences.at(a.at), s.occurrences.at(b.at)
	if (x.flags|y.flags)&isOdd != 0 {
		return cmp.Compare(s.occurrenceID(x), s.occurrenceID(y))
	}
	return cmp.Compare(x.id, y.id)
}

func (s *Snapshot) sort() {
	type keyed struct {
		dated
		id uint64
	}
	all := make([]keyed, 0, s.occurrences.n)
	odd := false
	for at := range uint32(s.occurrences.n) {
		if o := s.occurrences.at(at); o.flags&isAlive != 0 {
			all = append(all, keyed{s.dated(at), o.id})
			odd = odd || o.flags&isOdd != 0
		}
	}
	// What is compared lies in what is sorted: occurrences lie far from each other.
	slices.SortFunc(all, func(a, b keyed) int {
		if odd {
			return s.compare(a.dated, b.dated)
		}
		return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.id, b.id))
	})
	s.order = make([]dated, len(all))
	for i := range all {
		s.order[i] = all[i].dated
	}
}

// merge makes the order out of that before.
func (s *Snapshot) merge(before []dated, touched []uint32) {
	again := newBits(s.occurrences.n)
	var fresh []dated
	for _, at := range touched {
		again.set(at)
		if s.occurrences.at(at).flags&isAlive != 0 {
			fresh = append(fresh, s.dated(at))
		}
	}
	slices.SortFunc(fresh, s.compare)
	s.order = make([]dated, 0, len(before)+len(fresh))
	for _, d := range before {
		if again.has(d.at) {
			continue
		}
		for len(fresh) > 0 && s.compare(fresh[0], d) < 0 {
			s.order = append(s.order, fresh[0])
			fresh = fresh[1:]
		}
		s.order = append(s.order, d)
	}
	s.order = append(s.order, fresh...)
}

// history makes the snapshot of a change before the newest: which rows stood then, where they belonged, and what they
// said together. order is that of the newest.
func (b *builder) history(ctx context.Context, change uint32, order []dated) (*Snapshot, error) {
	count := b.occurrences.n
	starts := make([]uint32, count+1)
	belongs := make([]uint32, b.rows.n)
	moved := map[uint32]uint32{}
	for n := range uint32(b.rows.n) {
		belongs[n] = none
		r := b.rows.at(n)
		if !r.stands(change) {
			continue
		}
		belongs[n] = r.occurrence
		for _, m := range b.moves[n] {
			if m.change <= change {
				belongs[n] = m.occurrence
			}
		}
		if belongs[n] != r.occurrence {
			moved[n] = belongs[n]
		}
		starts[belongs[n]+1]++
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("overview: %w", err)
	}
	for i := 1; i < len(starts); i++ {
		starts[i] += starts[i-1]
	}
	members := make([]uint32, starts[count])
	fill := slices.Clone(starts[:count])
	for n, at := range belongs {
		if at != none {
			members[fill[at]] = uint32(n)
			fill[at]++
		}
	}
	s := &Snapshot{
		columns: columns{rows: b.rows.publish(), reports: b.reports.publish(), links: b.links.publish()},
		names:   b.names, known: b.scale.known, change: change, past: true, moves: moved,
	}
	s.members.add(nil)
	var touched []uint32 // that were otherwise
	for at := range uint32(count) {
		if at%(1<<16) == 0 && ctx.Err() != nil {
			return nil, fmt.Errorf("overview: %w", ctx.Err())
		}
		live := b.occurrences.at(at)
		o := occurrence{id: live.id, since: live.since, flags: live.flags & isOdd, one: none}
		list := members[starts[at]:starts[at+1]:starts[at+1]]
		if live.flags&isAlive != 0 && b.hasAll(live, list) {
			o = *live // it was then what it is now
			if live.many != 0 {
				o.many = s.members.add(list)
			}
			s.occurrences.add(o)
			continue
		}
		touched = append(touched, at)
		switch {
		case len(list) == 1:
			o.one = list[0]
			b.scale.weigh(&o, list)
		case len(list) > 1:
			o.one, o.many = list[0], s.members.add(list)
			b.scale.weigh(&o, list)
		}
		s.occurrences.add(o)
	}
	s.tables = b.tables // weighing may have made sets
	for _, r := range b.reviews {
		if r.change <= change {
			s.reviews = append(s.reviews, r)
		}
	}
	s.merge(order, touched)
	return s, nil
}

// hasAll tells whether the accounts of an occurrence are these.
func (b *builder) hasAll(o *occurrence, list []uint32) bool {
	var one [1]uint32
	accounts := b.accountsOf(o, &one)
	if len(accounts) != len(list) {
		return false
	}
	if o.many == 0 {
		return len(list) == 0 || accounts[0] == list[0]
	}
	sorted := slices.Sorted(slices.Values(accounts)) // as list is
	return slices.Equal(sorted, list)
}

// bits is a set of small numbers.
type bits []uint64

func newBits(n int) bits { return make(bits, (n+63)/64) }

func (b bits) has(n uint32) bool { return b[n/64]>>(n%64)&1 != 0 }

func (b bits) set(n uint32) { b[n/64] |= 1 << (n % 64) }

func (s *Snapshot) occurrenceID(o *occurrence) string {
	return s.identityOf("o-", o.id, o.flags&isOdd != 0)
}

func (s *Snapshot) eventID(n uint32) string {
	r := s.rows.at(n)
	return s.identityOf("e-", r.id, r.flags&isOdd != 0)
}

func dayOf(n int32) when.Day {
	if n == record.NoDay {
		return when.Day{}
	}
	return when.DayNumbered(int(n))
}

// party gives a party in words.
func (s *Snapshot) party(n uint32) Party {
	p := &s.parties[n]
	return Party{Key: s.words[p.key], Name: s.words[p.name], Actor: s.words[p.actor], Country: s.words[p.country], Sector: s.words[p.sector]}
}

func (s *Snapshot) partiesOf(set uint32) []Party {
	var out []Party
	for _, p := range s.sets[set] {
		out = append(out, s.party(p))
	}
	return out
}

// item gives an occurrence in words.
func (s *Snapshot) item(at uint32) Item {
	o := s.occurrences.at(at)
	i := Item{
		ID: s.occurrenceID(o), First: dayOf(o.first), Last: dayOf(o.last), ACLED: int(o.precision >> 4), UCDP: int(o.precision & 15),
		Basis: when.Basis(s.codes[o.basis]), Reported: dayOf(o.reported), Status: event.Status(s.codes[o.status]),
		Category: event.Category(s.codes[o.category]), Mode: s.codes[o.mode], Quad: int(o.quad), Intensity: float64(o.intensity) / 10,
		Confidence: float64(o.confidence) / 1000, Historical: o.flags&isBackground != 0,
		Sources: s.partiesOf(o.sources), Recipients: s.partiesOf(o.recipients), Accounts: int(o.accounts), Outlets: int(o.outlets),
		Contested: o.flags&isContested != 0, Added: int64(o.since), Event: s.eventID(o.leading),
	}
	for _, t := range s.sets[o.tracks] {
		i.Tracks = append(i.Tracks, s.words[t])
	}
	if o.speaker != 0 {
		p := s.party(o.speaker)
		i.Speaker = &p
	}
	if o.place != 0 {
		i.Place = &s.places[o.place]
	}
	for _, d := range disagreements {
		if o.disagree&d.bit != 0 {
			i.Disagree = append(i.Disagree, d.name)
		}
	}
	return i
}
