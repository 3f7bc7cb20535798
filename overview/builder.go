package overview

import (
	"slices"

	"chancery/place"
	"chancery/record"
)

// builder makes the columns. One goroutine at a time uses it.
type builder struct {
	names *names
	columns
	byNumber map[uint64]uint32
	byOdd    map[uint64]uint32
	moves    map[uint32][]move    // of rows that did not always belong where they do
	linkOf   map[[2]uint32]uint32 // the last link of two
	reviews  []reviewed           // of occurrences, in order
	change   uint32

	touched map[uint32]bool // occurrences that are to be weighed again; nil as long as all are
	buffer  []byte
	scale   *weigher
}

// move is that a row belongs to an occurrence from a change on.
type move struct{ change, occurrence uint32 }

// linked is how two occurrences stand to each other from a change on.
type linked struct {
	a, b         uint32
	since, until uint32 // changes; until 0 while it stands
	score        uint16
	same         bool // possibly
}

// reviewed is that somebody looked at an occurrence.
type reviewed struct{ occurrence, change uint32 }

func newBuilder() *builder {
	b := &builder{byNumber: map[uint64]uint32{}, byOdd: map[uint64]uint32{}, moves: map[uint32][]move{}, linkOf: map[[2]uint32]uint32{}}
	b.names, b.tables = newNames()
	b.members.add(nil)
	b.scale = &weigher{builder: b, known: b.wellKnown()}
	return b
}

// columns are what a snapshot reads.
type columns struct {
	tables
	rows        chunks[row]
	reports     chunks[told]
	occurrences chunks[occurrence]
	members     chunks[[]uint32] // rows of occurrences that have had several accounts; the first is none
	links       chunks[linked]   // of all times, in order
}

// batch is the glances of one change, with what their numbers mean here.
type batch struct {
	*record.Glances
	words   []uint32
	codes   []uint16
	parties []uint32
	places  []uint32
	list    []uint32
}

func (b *builder) batch(g *record.Glances) *batch {
	t := &batch{
		Glances: g, words: make([]uint32, max(1, len(g.Words))), codes: make([]uint16, max(1, len(g.Words))),
		parties: make([]uint32, max(1, len(g.Parties))), places: make([]uint32, max(1, len(g.Places))),
	}
	for i := 1; i < len(g.Words); i++ {
		t.words[i] = none
	}
	for i := 1; i < len(g.Parties); i++ {
		p := &g.Parties[i]
		t.parties[i] = b.party(g.Words[p.Name], g.Words[p.Actor], g.Words[p.Country], g.Words[p.Sector])
	}
	for i := 1; i < len(g.Places); i++ {
		p := &g.Places[i]
		t.places[i] = b.place(Place{
			Name: g.Words[p.Name], Country: g.Words[p.Country], Admin1: g.Words[p.Admin1], Lat: float64(p.Lat), Lon: float64(p.Lon),
			GeoNames: p.GeoNames, Kind: place.Kind(p.Kind), Resolved: p.Resolved, ACLED: int(p.ACLED), UCDP: int(p.UCDP),
		})
	}
	return t
}

// word is the number of a word, which most batches mean often.
func (t *batch) word(b *builder, n uint32) uint32 {
	if t.words[n] == none {
		t.words[n] = b.word(t.Words[n])
	}
	return t.words[n]
}

func (t *batch) code(b *builder, n uint32) uint16 {
	if n != 0 && t.codes[n] == 0 {
		t.codes[n] = b.code(t.Words[n])
	}
	return t.codes[n]
}

// apply takes in what a change did.
func (b *builder) apply(g *record.Glances) {
	t := b.batch(g)
	change := uint32(g.Change)
	b.change = max(b.change, change)
	for _, r := range g.Reports {
		for int64(b.reports.n) < r.Number-1 {
			b.reports.add(told{})
		}
		b.reports.add(told{since: change, outlet: t.word(b, r.Outlet), day: r.Day})
	}
	for _, n := range g.ClosedReports {
		if n >= 1 && n <= int64(b.reports.n) {
			b.reports.change(uint32(n - 1)).until = change
		}
	}
	for i := range g.Opened {
		b.open(t, &g.Opened[i], change)
	}
	for _, n := range g.Closed {
		if n >= 1 && n <= int64(b.rows.n) {
			r := b.rows.change(uint32(n - 1))
			r.until = change
			b.leave(uint32(n-1), r.occurrence)
		}
	}
	for i := range g.Moved {
		b.move(&g.Moved[i], change)
	}
	for i := range g.Links {
		l := &g.Links[i]
		one, other := b.occurrenceOf(l.A, change), b.occurrenceOf(l.B, change)
		if before, ok := b.linkOf[[2]uint32{one, other}]; ok {
			b.links.change(before).until = change
		}
		b.linkOf[[2]uint32{one, other}] = b.links.add(linked{a: one, b: other, since: change, score: l.Score, same: l.Verdict == record.Possible})
	}
	for _, r := range g.Reviews {
		if len(r.Target) > 2 && r.Target[:2] == "o-" {
			b.reviews = append(b.reviews, reviewed{b.occurrenceOf(r.Target, change), change})
		}
	}
}

// occurrenceOf gives the index of an occurrence, which is made when it is new.
func (b *builder) occurrenceOf(id string, change uint32) uint32 {
	number, odd := b.identity(id)
	known := b.byNumber
	if odd {
		known = b.byOdd
	}
	at, ok := known[number]
	if !ok {
		o := occurrence{id: number, one: none, since: change}
		if odd {
			o.flags |= isOdd
		}
		at = b.occurrences.add(o)
		known[number] = at
	}
	return at
}

func (b *builder) open(t *batch, e *record.Glance, change uint32) {
	for int64(b.rows.n) < e.Number-1 {
		b.rows.add(row{})
	}
	r := row{
		report: uint32(e.Report - 1), since: change, first: e.First, last: e.Last,
		speaker: t.parties[e.Speaker], place: t.places[e.Place], entry: t.word(b, e.Entry), killed: e.Killed, injured: e.Injured,
		status: t.code(b, e.Status), basis: t.code(b, e.Basis), category: t.code(b, e.Category), mode: t.code(b, e.Mode),
		act: t.code(b, e.ActCategory), actMode: t.code(b, e.ActMode), intensity: e.Intensity, confidence: e.Confidence,
		hand: uint16(e.Hand), quad: e.Quad, verdict: e.Verdict, precision: e.ACLED<<4 | e.UCDP&15, flags: isThere,
	}
	for _, f := range [...]struct {
		is   bool
		flag uint8
	}{{e.Historical, isHistorical}, {e.Denied, isDenied}, {e.Asserted, isAsserted}, {e.Stated, isStated}} {
		if f.is {
			r.flags |= f.flag
		}
	}
	r.sources, r.recipients = b.partySet(t, e.Sources), b.partySet(t, e.Recipients)
	t.list = t.list[:0]
	for _, n := range e.Tracks {
		t.list = append(t.list, t.word(b, n))
	}
	r.tracks = b.set(t.list)
	var odd bool
	if r.id, odd = b.identity(e.ID); odd {
		r.flags |= isOdd
	}
	r.occurrence = b.occurrenceOf(e.Occurrence, change)
	n := b.rows.add(r)
	b.join(n, &r)
}

func (b *builder) partySet(t *batch, parties []uint32) uint32 {
	t.list = t.list[:0]
	for _, n := range parties {
		if p := t.parties[n]; !slices.Contains(t.list, p) {
			t.list = append(t.list, p)
		}
	}
	return b.set(t.list)
}

// join puts a row into its occurrence.
func (b *builder) join(n uint32, r *row) {
	at := r.occurrence
	b.touch(at)
	o := b.occurrences.change(at)
	switch {
	case o.many != 0:
		list := b.members.change(o.many)
		*list = append(*list, n)
	case o.one == none:
		o.one = n
	default:
		o.many = b.members.add([]uint32{o.one, n})
	}
	if outlet := b.reports.at(r.report).outlet; outlet != 0 {
		b.post(byOutlet, outlet, at)
	}
	if r.entry != 0 {
		b.post(byEntry, r.entry, at)
	}
}

// leave takes a row out of an occurrence.
func (b *builder) leave(n, at uint32) {
	b.touch(at)
	o := b.occurrences.change(at)
	if o.many == 0 {
		if o.one == n {
			o.one = none
		}
		return
	}
	list := b.members.change(o.many)
	// Readers may hold the list: it is not changed, but for growing.
	*list = slices.DeleteFunc(slices.Clone(*list), func(m uint32) bool { return m == n })
}

func (b *builder) move(m *record.GlanceMove, change uint32) {
	if m.Number < 1 || m.Number > int64(b.rows.n) {
		return
	}
	n := uint32(m.Number - 1)
	r := b.rows.change(n)
	into := b.occurrenceOf(m.Occurrence, change)
	if into == r.occurrence {
		return
	}
	if b.moves[n] == nil {
		b.moves[n] = []move{{r.since, r.occurrence}}
	}
	b.moves[n] = append(b.moves[n], move{change, into})
	b.leave(n, r.occurrence)
	r.occurrence = into
	b.join(n, r)
}

func (b *builder) touch(at uint32) {
	if b.touched != nil {
		b.touched[at] = true
	}
}

// accountsOf gives the rows of an occurrence. The list is valid until the next call.
func (c *columns) accountsOf(o *occurrence, one *[1]uint32) []uint32 {
	switch {
	case o.many != 0:
		return *c.members.at(o.many)
	case o.one == none:
		return nil
	}
	one[0] = o.one
	return one[:]
}

// weighAll weighs what changed, all of it the first time.
func (b *builder) weighAll() {
	if b.touched == nil {
		for at := range uint32(b.occurrences.n) {
			b.weighOne(at)
		}
		b.touched = map[uint32]bool{}
		return
	}
	list := make([]uint32, 0, len(b.touched))
	for at := range b.touched {
		list = append(list, at)
	}
	slices.Sort(list)
	for _, at := range list {
		b.weighOne(at)
	}
	clear(b.touched)
}

func (b *builder) weighOne(at uint32) {
	o := b.occurrences.change(at)
	before := *o
	var one [1]uint32
	b.scale.weigh(o, b.accountsOf(o, &one))
	if o.flags&isAlive == 0 {
		return
	}
	if o.sources != before.sources {
		b.postParties(o.sources, at)
	}
	if o.recipients != before.recipients {
		b.postParties(o.recipients, at)
	}
	if o.speaker != before.speaker {
		b.postParty(o.speaker, at)
	}
	if o.tracks != before.tracks {
		for _, t := range b.sets[o.tracks] {
			b.post(byTrack, t, at)
		}
	}
	if o.place != before.place {
		if country := b.places[o.place].Country; country != "" {
			b.post(byCountry, b.word(country), at)
		}
	}
}

func (b *builder) postParties(set, at uint32) {
	for _, p := range b.sets[set] {
		b.postParty(p, at)
	}
}

func (b *builder) postParty(n, at uint32) {
	p := &b.parties[n]
	if p.key != 0 {
		b.post(byParty, p.key, at)
	}
	if p.actor != 0 && p.actor != p.key {
		b.post(byParty, p.actor, at)
	}
}
