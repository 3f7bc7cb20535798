package occurrence

import (
	"slices"

	"chancery/event"
)

// A blocking key stands for a period of days, and within it for a kind of act and a party, two parties, a place, a
// sentence or words quoted. The period is in the upper bits, so that what is added in the order of time is written to
// one corner of an index however large that has become.

// fineDays is the length of a short period, coarseDays that of a long one.
const (
	fineDays   = 4
	coarseDays = 32
)

// wide is the length in days from which on an interval is looked up by long periods.
const wide = 3 * fineDays

// group is what an act is looked up as: acts of different groups are never compared. Acts stand together that the same
// words are read as now this and now that.
func group(c event.Category) byte {
	switch c {
	case event.Agree:
		return 1
	case event.Consult:
		return 2
	case event.Support, event.Cooperate, event.Aid:
		return 3
	case event.Retreat, event.Concede:
		return 4
	case event.Request:
		return 5
	case event.Accuse:
		return 6
	case event.Reject:
		return 7
	case event.Threaten:
		return 8
	case event.Protest:
		return 9
	case event.Sanction, event.Coerce:
		return 10
	case event.Assault, event.Mobilize:
		return 11
	}
	return 12
}

// blockKind says what a key names beside the period.
type blockKind byte

const (
	bySentence blockKind = iota
	byQuotation
	byPair
	byPlace
	byParty
	byWords
)

// Keys gives the blocks in which an event stands, a handful of numbers below 1<<63, sorted.
func (f *Features) Keys() []uint64 {
	keys := make([]uint64, 0, 16)
	fine, coarse := f.periods(0)
	for _, b := range f.blocks() {
		if b.kind != byParty || !f.wide() {
			for p := fine[0]; p <= fine[1]; p++ {
				keys = append(keys, blockKey(p, false, b.hash))
			}
		}
		if b.kind == byPair || b.kind == byWords || f.wide() {
			for p := coarse[0]; p <= coarse[1]; p++ {
				keys = append(keys, blockKey(p, true, b.hash))
			}
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// Probes gives the blocks in which the candidates of an event stand, those first in which a candidate is likelier to be
// the same: the caller looks them up in this order, takes at most [BlockMost] events of each, the latest added first, and
// stops at [CandidatesMost].
func (f *Features) Probes() []uint64 {
	probes := make([]uint64, 0, 24)
	add := func(k uint64) {
		if !slices.Contains(probes, k) {
			probes = append(probes, k)
		}
	}
	fine, coarse := f.periods(slack)
	for _, b := range f.blocks() {
		if f.wide() {
			for p := coarse[0]; p <= coarse[1]; p++ {
				add(blockKey(p, true, b.hash))
			}
			continue
		}
		for p := fine[0]; p <= fine[1]; p++ {
			add(blockKey(p, false, b.hash))
		}
		if b.kind == byPair || b.kind == byWords {
			// those whose time is only known to a month stand in long periods alone
			for p := coarse[0]; p <= coarse[1]; p++ {
				add(blockKey(p, true, b.hash))
			}
		}
	}
	return probes
}

// The caps of a look-up. They hold the cost of joining an event down however many events a block has: in a record of
// everything the press says, "the United States talks" alone would be hundreds of candidates a day. What lies beyond is
// not compared; the latest added come first, for reports of the same thing come close to each other.
const (
	BlockMost      = 16
	CandidatesMost = 24
)

// slack is how many days two tellings of the same may lie apart by their dates.
const slack = 2

// periodsMost is how many periods of one kind an event stands in: what lasts longer is found by its end.
const periodsMost = 3

// wide reports whether an event's days are so uncertain that it is looked up by long periods only.
func (f *Features) wide() bool { return f.Basis == Dated && f.Last-f.First >= wide }

// periods gives the first and the last short and long period of an event, with some days of room on either side.
func (f *Features) periods(room int32) (fine, coarse [2]int64) {
	first, last := int64(f.First-room), int64(f.Last+room)
	if f.First == NoDay {
		// Without any date, in a period of their own: undated reports are compared with undated ones only.
		return [2]int64{}, [2]int64{}
	}
	period := func(day, length int64) int64 {
		// 1<<21 days keeps the years from about -3800 on positive
		return max(day+1<<21, 0) / length
	}
	of := func(length int64) [2]int64 {
		p := [2]int64{period(first, length), period(last, length)}
		p[0] = max(p[0], p[1]-periodsMost+1)
		return p
	}
	if f.Basis == FromReport && f.Last-f.First > fineDays {
		last = first + fineDays // a plan without a day: where its report stands
	}
	return of(fineDays), of(coarseDays)
}

func blockKey(period int64, long bool, hash uint32) uint64 {
	k := uint64(period&0x3fffff)<<40 | uint64(hash)
	if long {
		k |= 1 << 39
	}
	return k
}

type block struct {
	kind blockKind
	hash uint32
}

// blocks names what an event is looked up by, apart from its period, the most selective first.
func (f *Features) blocks() []block {
	out := make([]block, 0, 12)
	g := uint32(group(f.Category))
	for _, s := range f.Sentences[:min(len(f.Sentences), 2)] {
		out = append(out, block{bySentence, mixHash(g, uint32(bySentence), uint32(s))})
	}
	for _, s := range f.Quoted[:min(len(f.Quoted), 2)] {
		// the two smallest shingles: who quotes half of the same words has one of them with good odds
		out = append(out, block{byQuotation, mixHash(g, uint32(byQuotation), uint32(s))})
	}
	parties := f.blockParties()
	for i := range parties {
		for j := i + 1; j < len(parties); j++ {
			out = append(out, block{byPair, mixHash(g, uint32(byPair), hashString(parties[i]), hashString(parties[j]))})
		}
	}
	if f.Place.Exact {
		out = append(out, block{byPlace, mixHash(g, uint32(byPlace), hashString(f.Place.Name))})
	}
	if f.First != NoDay {
		for _, p := range parties {
			out = append(out, block{byParty, mixHash(g, uint32(byParty), hashString(p))})
		}
	}
	if f.First == NoDay || len(parties) == 0 {
		// Nobody is named, or nothing tells when, and one party's events of all times would be one block: the most
		// telling words stand in for them.
		for _, w := range telltale(f.Evidence, f.Topic) {
			out = append(out, block{byWords, mixHash(g, uint32(byWords), uint32(w))})
		}
	}
	return out
}

// blockPartiesMost bounds the blocks of an event with many parties.
const blockPartiesMost = 3

// blockParties gives the countries of an event's parties, and the actors of those that have none, in a fixed order.
func (f *Features) blockParties() []string {
	var out []string
	add := func(parties []Party) {
		for _, p := range parties {
			key := p.Country
			if key == "" {
				key = p.Actor
			}
			if key == "" && p.Sector == "" {
				key = p.Name
			}
			if key != "" && !slices.Contains(out, key) {
				out = append(out, key)
			}
		}
	}
	add(f.Sources)
	add(f.Recipients)
	if len(out) == 0 && f.Content != nil {
		add(f.Content.Sources)
		add(f.Content.Recipients)
	}
	if len(out) == 0 {
		add(f.Speaker) // "a bomber killed ten, Turkish officials said"
	}
	slices.Sort(out)
	out = out[:min(len(out), blockPartiesMost)]
	if (len(out) == 0 || deed(f.Category)) && f.Place.Country != "" && !slices.Contains(out, f.Place.Country) {
		out = append(out, f.Place.Country) // "a bomber killed ten in Istanbul": nobody of Turkey is named
		slices.Sort(out)
	}
	return out
}

// telltale gives up to four words that are likely to be told again by whoever tells the same.
func telltale(sets ...[]word) []word {
	var out []word
	for _, set := range sets {
		for _, w := range set {
			if w&3 == telling && len(out) < 4 && !slices.Contains(out, w) {
				out = append(out, w)
			}
		}
	}
	return out
}

func mixHash(parts ...uint32) uint32 {
	h := uint32(2166136261)
	for _, p := range parts {
		h = (h ^ p) * 16777619
		h ^= h >> 13
	}
	return h
}
