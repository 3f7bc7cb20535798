package overview

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"chancery/event"
	"chancery/record"
)

// weigher says what the accounts of an occurrence together say, as occurrence.Weigh does. It keeps what it needs
// between occurrences.
type weigher struct {
	*builder
	told     []*row
	numbers  []uint32
	outlets  []uint32 // of each account: the outlet, else the report, which then counts as one
	distinct []uint32 // the outlets, each once, sorted
	of       []int32  // of each account: which of these it has
	stamps   []int32  // of each of these: what was counted with it last
	stamp    int32
	spans    []spanned
	votes    []vote
	ballots  []ballot
	list     []uint32
	known    wellKnown
}

// wellKnown are the codes that weighing asks for.
type wellKnown struct{ actual, ongoing, planned, notHappened, denied uint16 }

func (b *builder) wellKnown() wellKnown {
	return wellKnown{
		actual: b.code(string(event.Actual)), ongoing: b.code(string(event.Ongoing)), planned: b.code(string(event.Planned)),
		notHappened: b.code(string(event.NotHappened)), denied: b.code("denied"),
	}
}

// vote is one account's word.
type vote struct {
	account int
	key     uint32
	hand    bool
}

// ballot is the votes for one value.
type ballot struct {
	key            uint32
	first          int // account
	votes, outlets int
	hand           bool
}

// weigh fills in what accounts say together, and keeps what belongs to the occurrence itself. An occurrence without
// accounts that count keeps what it said last and is not alive.
func (w *weigher) weigh(o *occurrence, accounts []uint32) {
	w.told, w.numbers, w.outlets = w.told[:0], w.numbers[:0], w.outlets[:0]
	for _, n := range accounts {
		if r := w.rows.at(n); r.verdict != record.Rejected {
			w.numbers = append(w.numbers, n)
		}
	}
	o.flags &^= isAlive
	if len(w.numbers) == 0 {
		return
	}
	o.flags |= isAlive
	o.flags &^= isBackground | isContested
	o.disagree = 0
	if len(w.numbers) == 1 {
		w.single(o, w.numbers[0])
		return
	}
	slices.SortFunc(w.numbers, w.order)
	for _, n := range w.numbers {
		r := w.rows.at(n)
		w.told = append(w.told, r)
		outlet := w.reports.at(r.report).outlet
		if outlet == 0 {
			outlet = math.MaxUint32 - r.report
		}
		w.outlets = append(w.outlets, outlet)
	}
	w.several(o)
}

// order is that of the reports' days, what has none last, then of identities.
func (w *weigher) order(a, b uint32) int {
	x, y := w.rows.at(a), w.rows.at(b)
	return cmp.Or(cmp.Compare(sortDay(w.reports.at(x.report).day), sortDay(w.reports.at(y.report).day)), w.compareIDs(x, y))
}

func (w *weigher) compareIDs(x, y *row) int {
	if (x.flags|y.flags)&isOdd != 0 {
		return strings.Compare(w.identityOf("e-", x.id, x.flags&isOdd != 0), w.identityOf("e-", y.id, y.flags&isOdd != 0))
	}
	return cmp.Compare(x.id, y.id)
}

// sortDay puts what has no day last.
func sortDay(day int32) int32 {
	if day == record.NoDay {
		return math.MaxInt32
	}
	return day
}

// single takes over what the only account says.
func (w *weigher) single(o *occurrence, n uint32) {
	r := w.rows.at(n)
	o.first, o.last, o.reported = r.first, r.last, w.reports.at(r.report).day
	o.basis, o.precision = r.basis, r.precision
	o.sources, o.recipients, o.tracks, o.speaker, o.place = r.sources, r.recipients, r.tracks, r.speaker, r.place
	o.category, o.mode, o.quad, o.intensity, o.confidence = r.act, r.actMode, r.quad, r.intensity, r.confidence
	o.accounts, o.outlets = 1, 1
	switch {
	case r.flags&isDenied != 0:
		o.status = w.known.notHappened
	case r.status == w.known.ongoing:
		o.status = w.known.actual
	default:
		o.status = r.status
	}
	if r.flags&isHistorical != 0 {
		o.flags |= isBackground
	}
	o.leading = n
}

func (w *weigher) several(o *occurrence) {
	o.leading = w.numbers[0]
	o.accounts = uint16(min(len(w.told), math.MaxUint16))
	w.distinct = append(w.distinct[:0], w.outlets...)
	slices.Sort(w.distinct)
	w.distinct = slices.Compact(w.distinct)
	w.of = w.of[:0]
	for _, outlet := range w.outlets {
		i, _ := slices.BinarySearch(w.distinct, outlet)
		w.of = append(w.of, int32(i))
	}
	w.stamp, w.stamps = 0, append(w.stamps[:0], make([]int32, len(w.distinct))...)
	o.outlets = uint16(min(len(w.distinct), math.MaxUint16))
	o.reported = w.reports.at(w.told[0].report).day
	o.confidence = 0
	background := 0
	for _, r := range w.told {
		o.confidence = max(o.confidence, r.confidence)
		if r.flags&isHistorical != 0 {
			background++
		}
	}
	if 2*background > len(w.told) {
		o.flags |= isBackground
	}
	w.acts(o)
	w.statuses(o)
	o.sources = w.weighParties(func(r *row) uint32 { return r.sources }, record.HandSources)
	o.recipients = w.weighParties(func(r *row) uint32 { return r.recipients }, record.HandRecipients)
	w.times(o)
	w.placed(o)
	o.tracks = w.tracked()
	o.speaker = 0
	for _, r := range w.told {
		if o.speaker == 0 {
			o.speaker = r.speaker
		}
	}
	w.contest(o)
	w.casualties(o)
}

// hand tells whether somebody corrected a field.
func (r *row) corrected(field record.GlanceHand) bool {
	return record.GlanceHand(r.hand)&(field|record.HandEvent) != 0
}

// gather counts votes, the value that most outlets give first; word says what a key means, for what is equal.
func (w *weigher) gather(word func(uint32) string) []ballot {
	w.ballots = w.ballots[:0]
	for _, v := range w.votes {
		at := slices.IndexFunc(w.ballots, func(b ballot) bool { return b.key == v.key })
		if at < 0 {
			at = len(w.ballots)
			w.ballots = append(w.ballots, ballot{key: v.key, first: v.account})
		}
		b := &w.ballots[at]
		b.votes++
		b.hand = b.hand || v.hand
	}
	for k := range w.ballots {
		b := &w.ballots[k]
		w.stamp++
		for _, v := range w.votes {
			if v.key == b.key {
				b.outlets += w.once(v.account)
			}
		}
	}
	slices.SortStableFunc(w.ballots, func(a, b ballot) int {
		return cmp.Or(compareBool(b.hand, a.hand), cmp.Compare(b.outlets, a.outlets), cmp.Compare(b.votes, a.votes), strings.Compare(word(a.key), word(b.key)))
	})
	return w.ballots
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

func (w *weigher) codeWord(n uint32) string { return w.codes[n] }

func (w *weigher) acts(o *occurrence) {
	w.votes = w.votes[:0]
	for i, r := range w.told {
		if r.flags&isDenied == 0 && r.status != w.known.notHappened {
			w.votes = append(w.votes, vote{i, uint32(r.act), r.corrected(record.HandCategory)})
		}
	}
	if len(w.votes) == 0 {
		for i, r := range w.told {
			w.votes = append(w.votes, vote{i, uint32(r.act), r.corrected(record.HandCategory)})
		}
	}
	ballots := w.gather(w.codeWord)
	o.category = uint16(ballots[0].key)
	lead := w.told[ballots[0].first]
	if len(ballots) > 1 {
		o.disagree |= aboutCategory
	}
	w.votes = w.votes[:0]
	for i, r := range w.told {
		if r.act == o.category && r.actMode != 0 {
			w.votes = append(w.votes, vote{i, uint32(r.actMode), r.corrected(record.HandMode)})
		}
	}
	o.mode = 0
	if ballots = w.gather(w.codeWord); len(ballots) > 0 {
		o.mode = uint16(ballots[0].key)
		lead = w.told[ballots[0].first]
	}
	o.quad, o.intensity = lead.quad, lead.intensity
}

func (w *weigher) statuses(o *occurrence) {
	done := int32(record.NoDay) // the last day on which it was told as done, or not done
	any := false
	for _, r := range w.told {
		if (r.status == w.known.actual || r.status == w.known.ongoing || r.status == w.known.notHappened) && r.flags&isDenied == 0 {
			done, any = max(done, w.reports.at(r.report).day), true
		}
	}
	w.votes = w.votes[:0]
	for i, r := range w.told {
		status := r.status
		switch {
		case r.flags&isDenied != 0:
			status = w.known.denied
		case status == w.known.ongoing:
			status = w.known.actual
		}
		if r.status == w.known.planned && any && w.reports.at(r.report).day <= done {
			continue
		}
		w.votes = append(w.votes, vote{i, uint32(status), r.corrected(record.HandStatus)})
	}
	ballots := w.gather(w.codeWord)
	if len(ballots) == 0 {
		return
	}
	denied := uint32(w.known.denied)
	slices.SortStableFunc(ballots, func(a, b ballot) int {
		return compareBool(a.key == denied && !a.hand, b.key == denied && !b.hand)
	})
	if o.status = uint16(ballots[0].key); o.status == w.known.denied {
		o.status = w.known.notHappened
	}
	if len(ballots) > 1 {
		o.disagree |= aboutStatus
	}
}

// parties are those whom half of the accounts name that name anybody, by their keys.
func (w *weigher) weighParties(of func(*row) uint32, field record.GlanceHand) uint32 {
	same := of(w.told[0])
	all := true
	for _, r := range w.told[1:] {
		all = all && of(r) == same
	}
	if all {
		return same
	}
	w.votes = w.votes[:0]
	named := 0
	for i, r := range w.told {
		set := w.sets[of(r)]
		if len(set) > 0 {
			named++
		}
		start := len(w.votes)
		for _, p := range set {
			key := w.tables.parties[p].key
			if !slices.ContainsFunc(w.votes[start:], func(v vote) bool { return v.key == key }) {
				w.votes = append(w.votes, vote{i, key, r.corrected(field)})
			}
		}
	}
	ballots := w.gather(func(n uint32) string { return w.words[n] })
	w.list = w.list[:0]
	for k, b := range ballots {
		if 2*b.votes >= named || b.hand || k == 0 && !slices.ContainsFunc(ballots, func(b ballot) bool { return 2*b.votes >= named || b.hand }) {
			for _, p := range w.sets[of(w.told[b.first])] {
				if w.tables.parties[p].key == b.key {
					w.list = append(w.list, p)
					break
				}
			}
		}
	}
	return w.set(w.list)
}

// tracked is every track that an account has.
func (w *weigher) tracked() uint32 {
	same, all := w.told[0].tracks, true
	for _, r := range w.told[1:] {
		all = all && r.tracks == same
	}
	if all {
		return same
	}
	w.list = w.list[:0]
	for _, r := range w.told {
		for _, t := range w.sets[r.tracks] {
			if !slices.Contains(w.list, t) {
				w.list = append(w.list, t)
			}
		}
	}
	slices.SortFunc(w.list, func(a, b uint32) int { return strings.Compare(w.words[a], w.words[b]) })
	return w.set(w.list)
}

const longAgo, farAway = math.MinInt32 + 1, math.MaxInt32

// spanned is a span of days that accounts give.
type spanned struct {
	account       int // the first
	first, last   int32
	planned, hand bool
}

// span is the possible days of a row, with open ends far away.
func span(r *row) (first, last int32) {
	first, last = longAgo, farAway
	if r.first != record.NoDay {
		first = r.first
	}
	if r.last != record.NoDay {
		last = r.last
	}
	return first, last
}

// times takes the days that most can agree on, and of these the narrowest.
func (w *weigher) times(o *occurrence) {
	w.votes, w.spans = w.votes[:0], w.spans[:0]
	done := false
	for i, r := range w.told {
		if r.first == record.NoDay && r.last == record.NoDay || r.flags&isStated == 0 && !r.corrected(record.HandTime) {
			continue
		}
		done = done || r.status != w.known.planned
		x := spanned{account: i, planned: r.status == w.known.planned, hand: r.corrected(record.HandTime)}
		x.first, x.last = span(r)
		at := slices.IndexFunc(w.spans, func(s spanned) bool {
			return s.first == x.first && s.last == x.last && s.planned == x.planned && s.hand == x.hand
		})
		if at < 0 {
			at = len(w.spans)
			w.spans = append(w.spans, x)
		}
		w.votes = append(w.votes, vote{i, uint32(at), x.hand})
	}
	if len(w.votes) == 0 {
		lead := w.told[0]
		for _, r := range w.told {
			if r.first != record.NoDay || r.last != record.NoDay {
				lead = r
				break
			}
		}
		o.first, o.last, o.basis, o.precision = lead.first, lead.last, lead.basis, lead.precision
		return
	}
	lead, best := w.told[w.votes[0].account], math.MinInt
	for k := range w.spans {
		own := &w.spans[k]
		with, same := 0, 0
		w.stamp++
		for _, v := range w.votes {
			other := &w.spans[v.key]
			if other.first <= own.last && own.first <= other.last {
				with += w.once(v.account)
			}
		}
		w.stamp++
		for _, v := range w.votes {
			if other := &w.spans[v.key]; other.first == own.first && other.last == own.last {
				same += w.once(v.account)
			}
		}
		score := 1000*with + 10*same - int(min(int64(own.last)-int64(own.first), 9))
		if own.planned && done {
			score -= 100_000
		}
		if own.hand {
			score += 1_000_000
		}
		if score > best {
			lead, best = w.told[own.account], score
		}
	}
	first, last := span(lead)
	if !lead.corrected(record.HandTime) {
		slices.SortStableFunc(w.spans, func(a, b spanned) int {
			return cmp.Or(cmp.Compare(int64(a.last)-int64(a.first), int64(b.last)-int64(b.first)), cmp.Compare(a.first, b.first))
		})
		for _, x := range w.spans {
			if (!x.planned || !done) && x.first <= last && first <= x.last {
				first, last = max(first, x.first), min(last, x.last)
			}
		}
	}
	o.basis, o.precision = lead.basis, lead.precision
	exact := false
	if f, l := span(lead); f == first && l == last {
		exact = true
	}
	for _, v := range w.votes {
		if r := w.told[v.account]; !exact {
			if f, l := span(r); f == first && l == last {
				o.basis, o.precision, exact = r.basis, r.precision, true
			}
		}
	}
	if !exact {
		o.precision = 0
		switch {
		case first == last:
			o.precision = 1<<4 | 1
		case int64(last)-int64(first) < 7:
			o.precision = 2<<4 | 2
		}
	}
	o.first, o.last = record.NoDay, record.NoDay
	if first > longAgo {
		o.first = first
	}
	if last < farAway {
		o.last = last
	}
}

// once is 1 for the first account of an outlet since stamp was raised, so that an outlet counts once.
func (w *weigher) once(account int) int {
	if s := &w.stamps[w.of[account]]; *s != w.stamp {
		*s = w.stamp
		return 1
	}
	return 0
}

// placed takes the place that most can agree on, and of these the most precise: a country and a town in it agree.
func (w *weigher) placed(o *occurrence) {
	w.votes = w.votes[:0]
	for i, r := range w.told {
		if r.place != 0 {
			w.votes = append(w.votes, vote{i, r.place, r.corrected(record.HandPlace)})
		}
	}
	o.place = 0
	best := math.MinInt
	w.list = w.list[:0]
	for _, v := range w.votes {
		if slices.Contains(w.list, v.key) && !v.hand {
			continue // looked at
		}
		w.list = append(w.list, v.key)
		own := &w.places[v.key]
		score := sharpness(own)
		for _, weight := range [...]int{1000, 20} { // for those that agree, and for those that say the same
			w.stamp++
			for _, u := range w.votes {
				if other := &w.places[u.key]; own.agrees(other, weight == 20) {
					score += weight * w.once(u.account)
				}
			}
		}
		if v.hand {
			score += 1_000_000
		}
		if score > best {
			best, o.place = score, v.key
		}
	}
}

// agrees tells whether two places can be of the same: a country and a town in it can.
func (p *Place) agrees(o *Place, same bool) bool {
	if p.Name == o.Name && p.Country == o.Country {
		return true
	}
	return !same && p.Country == o.Country && (sharpness(p) <= 4 || sharpness(o) <= 4)
}

// sharpness is how precise a place is: the higher the better.
func sharpness(p *Place) int {
	if !p.Resolved {
		return 1
	}
	switch p.UCDP {
	case 1:
		return 9
	case 2:
		return 8
	case 3:
		return 7
	case 4:
		return 5
	case 5, 7:
		return 4
	case 6:
		return 2
	}
	return 3
}

// contest finds out whether it is both asserted and denied.
func (w *weigher) contest(o *occurrence) {
	asserted, denied := false, false
	for _, r := range w.told {
		no := r.flags&isDenied != 0 || r.status == w.known.notHappened && r.flags&isAsserted != 0 && o.status != w.known.notHappened
		denied = denied || no
		asserted = asserted || !no && r.flags&isAsserted != 0
	}
	if asserted && denied {
		o.flags |= isContested
	}
}

func (w *weigher) casualties(o *occurrence) {
	killed, injured := int32(-1), int32(-1)
	for _, r := range w.told {
		if r.killed >= 0 {
			if killed >= 0 && killed != r.killed {
				o.disagree |= aboutKilled
			}
			killed = r.killed
		}
		if r.injured >= 0 {
			if injured >= 0 && injured != r.injured {
				o.disagree |= aboutInjured
			}
			injured = r.injured
		}
	}
}
