package overview

import (
	"math"
	"slices"

	"chancery/record"
)

// compiled is a filter in numbers.
type compiled struct {
	*Snapshot
	nothing    bool // something is asked for that the record has never told of
	from, to   int32
	tracks     []uint32
	noTrack    bool
	statuses   []uint16
	categories []uint16
	quads      uint8 // bits
	actors     []uint32
	parties    [][]uint32 // each list is one word
	sources    []uint32
	recipients []uint32
	speakers   []uint32
	countries  []string
	places     []string
	outlets    []uint32
	noOutlet   bool
	entries    []uint32
	historical Historical
	confidence uint16
	verdicts   []string
	accounts   uint16
	each       bool // accounts must be looked at one by one
}

// wordsOf looks words up. Where none is known nothing can be found.
func (c *compiled) wordsOf(list []string) []uint32 {
	var out []uint32
	for _, s := range list {
		if n, ok := c.names.find(s); ok && int(n) < len(c.words) {
			out = append(out, n)
		}
	}
	c.nothing = c.nothing || len(list) > 0 && len(out) == 0
	return out
}

func codesOf[T ~string](c *compiled, list []T) []uint16 {
	var out []uint16
	for _, s := range list {
		if n, ok := c.names.findCode(string(s)); ok && int(n) < len(c.codes) {
			out = append(out, n)
		}
	}
	c.nothing = c.nothing || len(list) > 0 && len(out) == 0
	return out
}

func (s *Snapshot) compile(f *Filter) *compiled {
	c := &compiled{Snapshot: s, from: math.MinInt32, to: math.MaxInt32, historical: f.Historical, verdicts: f.Verdicts,
		countries: f.Countries, places: f.Places, accounts: uint16(min(max(f.Accounts, 0), math.MaxUint16))}
	if f.From.Known() {
		c.from = int32(f.From.Number())
	}
	if f.To.Known() {
		c.to = int32(f.To.Number())
	}
	c.tracks, c.noTrack = c.wordsOf(f.Tracks), slices.Contains(f.Tracks, "")
	c.statuses, c.categories = codesOf(c, f.Statuses), codesOf(c, f.Categories)
	for _, q := range f.Quads {
		if q >= 0 && q <= 4 {
			c.quads |= 1 << q
		}
	}
	if mood := [...]uint8{1<<2 | 1<<4, 1<<1 | 1<<3}; f.Mood == Done || f.Mood == Said {
		m := mood[0]
		if f.Mood == Said {
			m = mood[1]
		}
		if c.quads == 0 {
			c.quads = m
		} else if c.quads &= m; c.quads == 0 {
			c.nothing = true
		}
	}
	c.actors, c.sources, c.recipients, c.speakers = c.wordsOf(f.Actors), c.wordsOf(f.Sources), c.wordsOf(f.Recipients), c.wordsOf(f.Speakers)
	for _, p := range f.Parties {
		c.parties = append(c.parties, c.wordsOf([]string{p}))
	}
	c.outlets, c.noOutlet, c.entries = c.wordsOf(f.Outlets), slices.Contains(f.Outlets, ""), c.wordsOf(f.Entries)
	c.confidence = uint16(math.Round(min(max(f.Confidence, 0), 1) * 1000))
	c.each = len(c.outlets)+len(c.entries)+len(c.verdicts) > 0
	return c
}

// has tells whether a set of parties has one of some keys or actors.
func (c *compiled) has(set uint32, words []uint32) bool {
	for _, p := range c.sets[set] {
		if c.is(p, words) {
			return true
		}
	}
	return false
}

func (c *compiled) is(n uint32, words []uint32) bool {
	if n == 0 {
		return false
	}
	p := &c.Snapshot.parties[n]
	for _, w := range words {
		if p.key == w || p.actor == w && w != 0 {
			return true
		}
	}
	return false
}

// holds tells whether an occurrence is asked for.
func (c *compiled) holds(o *occurrence) bool {
	if o.flags&isAlive == 0 || c.quads != 0 && c.quads>>o.quad&1 == 0 || o.confidence < c.confidence || o.accounts < c.accounts {
		return false
	}
	if c.from > math.MinInt32 || c.to < math.MaxInt32 {
		if o.first == record.NoDay && o.last == record.NoDay {
			return false
		}
		if first, last := o.first, o.last; first > c.to || last != record.NoDay && last < c.from {
			return false
		}
	}
	switch {
	case c.historical == WithoutHistorical && o.flags&isBackground != 0, c.historical == OnlyHistorical && o.flags&isBackground == 0:
		return false
	case len(c.statuses) > 0 && !slices.Contains(c.statuses, o.status), len(c.categories) > 0 && !slices.Contains(c.categories, o.category):
		return false
	case len(c.tracks) > 0 && !c.onTrack(o):
		return false
	case len(c.sources) > 0 && !c.has(o.sources, c.sources), len(c.recipients) > 0 && !c.has(o.recipients, c.recipients), len(c.speakers) > 0 && !c.is(o.speaker, c.speakers):
		return false
	case len(c.actors) > 0 && !c.has(o.sources, c.actors) && !c.has(o.recipients, c.actors) && !c.is(o.speaker, c.actors):
		return false
	case len(c.countries) > 0 && !slices.Contains(c.countries, c.Snapshot.places[o.place].Country):
		return false
	case len(c.places) > 0 && !slices.Contains(c.places, c.Snapshot.places[o.place].Name):
		return false
	}
	for _, p := range c.parties {
		if !c.has(o.sources, p) && !c.has(o.recipients, p) {
			return false
		}
	}
	return !c.each || c.accountHolds(o)
}

func (c *compiled) onTrack(o *occurrence) bool {
	set := c.sets[o.tracks]
	if len(set) == 0 {
		return c.noTrack
	}
	for _, t := range set {
		if t != 0 && slices.Contains(c.tracks, t) {
			return true
		}
	}
	return false
}

// accountHolds tells whether one of the accounts has all that is asked of an account.
func (c *compiled) accountHolds(o *occurrence) bool {
	var one [1]uint32
	for _, n := range c.accountsOf(o, &one) {
		r := c.rows.at(n)
		if r.verdict == record.Rejected {
			continue
		}
		if outlet := c.reports.at(r.report).outlet; len(c.outlets) > 0 && !(slices.Contains(c.outlets, outlet) && (outlet != 0 || c.noOutlet)) {
			continue
		}
		if len(c.entries) > 0 && !slices.Contains(c.entries, r.entry) {
			continue
		}
		if len(c.verdicts) > 0 && !c.judgedAs(r) {
			continue
		}
		return true
	}
	return false
}

func (c *compiled) judgedAs(r *row) bool {
	for _, v := range c.verdicts {
		switch v {
		case Unjudged:
			if !r.judged() {
				return true
			}
		case Accepted:
			if r.verdict == record.Accepted {
				return true
			}
		case Amended:
			if r.hand != 0 {
				return true
			}
		}
	}
	return false
}

// few gives occurrences among which all are that the filter may hold for, when an index knows them; in ascending order,
// each once.
func (c *compiled) few() (list []uint32, known bool) {
	if c.past {
		return nil, false
	}
	best, most := []posting(nil), c.occurrences.n/2
	try := func(kind postedKind, words []uint32) {
		if len(words) == 0 || slices.Contains(words, 0) {
			return
		}
		if lists, count := c.names.postings(kind, words); count < most {
			best, most, known = lists, count, true
		}
	}
	try(byParty, c.actors)
	try(byParty, c.sources)
	try(byParty, c.recipients)
	try(byParty, c.speakers)
	for _, p := range c.parties {
		try(byParty, p)
	}
	try(byTrack, c.tracks)
	try(byOutlet, c.outlets)
	try(byEntry, c.entries)
	if len(c.countries) > 0 && !slices.Contains(c.countries, "") {
		// A country without a word has no place.
		var words []uint32
		for _, s := range c.countries {
			if n, ok := c.names.find(s); ok {
				words = append(words, n)
			}
		}
		try(byCountry, words)
	}
	if !known {
		return nil, false
	}
	if len(best) == 1 && !best[0].disorder {
		list = best[0].list
		for len(list) > 0 && int(list[len(list)-1]) >= c.occurrences.n {
			list = list[:len(list)-1] // newer than the snapshot
		}
		return list, true
	}
	seen := newBits(c.occurrences.n)
	for _, p := range best {
		for _, at := range p.list {
			if int(at) < c.occurrences.n && !seen.has(at) {
				seen.set(at)
				list = append(list, at)
			}
		}
	}
	slices.Sort(list)
	return list, true
}

// all calls do with every occurrence that the filter holds for.
func (c *compiled) all(do func(at uint32, o *occurrence)) {
	if c.nothing {
		return
	}
	if list, known := c.few(); known {
		for _, at := range list {
			if o := c.occurrences.at(at); c.holds(o) {
				do(at, o)
			}
		}
		return
	}
	for p, part := range c.occurrences.parts {
		n := min(c.occurrences.n-p<<chunkBits, chunkSize)
		for i := range n {
			if o := &part[i]; c.holds(o) {
				do(uint32(p<<chunkBits+i), o)
			}
		}
	}
}
