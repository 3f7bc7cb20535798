package origin

import "fmt"

// Relation is what two texts have to do with each other of which one is a copy of the other, or both of a third.
type Relation string

// The relations, the closest first.
const (
	Identical Relation = "identical" // the same words in the same order
	Near      Relation = "near"      // most of either is in the other
	Version   Relation = "version"   // the same text with other numbers or names, or changed by the same outlet: a later version
	Excerpt   Relation = "excerpt"   // the shorter is the longer with parts, most often its tail, cut off
	Contained Relation = "contained" // the shorter stands within a longer text that begins otherwise: agency text in a report of one's own
)

// Copy says how two texts a and b share their words. The zero value is of texts that are no copies.
type Copy struct {
	Relation Relation
	OfA, OfB float64 // the share of a's shingles (four words in a row) that b has too, and of b's that a has, 0 to 1
	Longer   int     // -1 when a is longer, 1 when b is, 0 when they have as many words
	Kept     int     // places in which both have the same number or name
	Replaced int     // places in which both have a number or a name, and not the same
	Reason   string  // a line that a reader understands
}

// What two texts must share to be copies. docs/experiments.md tells how the numbers were found.
const (
	shortText     = 60   // words under which a text is short: a formula ("Qtly div 25 cts vs 25 cts prior") may be most of it
	tinyText      = 20   // words under which nearly all must be the same
	leastShared   = 12   // shingles: less than a sentence in common is no copy
	copiedShare   = 0.6  // of one of two texts that are not short
	rewritten     = 0.45 // of one and 0.3 of the other, when many numbers and names are the same in the same places
	rewrittenLess = 0.3
	shortShare    = 0.8
	nearShare     = 0.7  // of both: near copies
	evenShare     = 0.85 // of the larger share is the smaller
	leadShare     = 0.5  // of the longer's first words in the shorter: it was cut, not quoted
)

// Compare tells whether two texts are copies, by their signatures. It is symmetric: exchanging a and b exchanges OfA
// and OfB and turns Longer around, and changes nothing else but the order in Reason.
//
// Two texts in which the same places hold other numbers and names tell of different things by one formula, as money
// markets, weather and letters of congratulation do, and are no copies, however many words they share; a few replaced
// numbers make a later version. Dates and outlets are not looked at: [Relate] does.
func Compare(a, b *Signature) (Copy, bool) {
	c, ok := compare(a, b)
	if !ok {
		return Copy{}, false
	}
	c.Reason = c.reason()
	return c, true
}

// compare is Compare without the reason.
func compare(a, b *Signature) (Copy, bool) {
	c := Copy{}
	if a.words == 0 || b.words == 0 {
		return c, false
	}
	switch {
	case a.words > b.words:
		c.Longer = -1
	case a.words < b.words:
		c.Longer = 1
	}
	if a.order == b.order && a.words == b.words {
		c.Relation, c.OfA, c.OfB = Identical, 1, 1
		c.Kept = len(a.details)
		return c, a.words >= shingleWords
	}
	shared := 0
	shared, c.OfA, c.OfB = shares(a, b)
	c.Kept, c.Replaced = compareDetails(a.details, b.details)
	high, low := max(c.OfA, c.OfB), min(c.OfA, c.OfB)
	fewer := min(a.words, b.words)
	switch {
	case shared < leastShared && (fewer >= shingleWords+leastShared || low < 0.9):
		return c, false
	case fewer < tinyText && low < 0.9 && high < 1:
		return c, false
	case fewer < shortText && (high < shortShare || 8*c.Replaced > max(c.Kept, 8)):
		return c, false
	case c.Replaced >= 2 && 4*c.Replaced > c.Kept && (low < 0.85 || 2*c.Replaced > c.Kept):
		return c, false
	case high < nearShare && 6*c.Replaced > max(c.Kept, 6):
		return c, false
	case high < copiedShare && !(high >= rewritten && low >= rewrittenLess && c.Kept >= 10 && 8*c.Replaced <= c.Kept):
		return c, false
	}
	switch {
	case low >= nearShare || low >= evenShare*high || high < copiedShare:
		// As much of the one as of the other: the whole text was kept, or rewritten throughout.
		c.Relation = Near
		if c.Replaced > 0 {
			c.Relation = Version
		}
	case leadOf(a, b, c.Longer) >= leadShare:
		c.Relation = Excerpt
	default:
		c.Relation = Contained
	}
	return c, true
}

// reason says it for readers.
func (c *Copy) reason() string {
	if c.Relation == Identical {
		return "the same words in the same order"
	}
	s := fmt.Sprintf("%.0f%% of the one text stands in the other and %.0f%% of that in the one", 100*c.OfA, 100*c.OfB)
	switch {
	case c.Replaced == 1:
		s += ", with another number or name in one place"
	case c.Replaced > 1:
		s += fmt.Sprintf(", with other numbers or names in %d places", c.Replaced)
	}
	switch c.Relation {
	case Excerpt:
		s += "; the shorter has the longer's beginning"
	case Contained:
		s += "; the longer begins with words of its own"
	}
	return s
}

// shares counts the shingles that two texts share and gives their shares of either. Of a text whose sketch does not
// hold all its shingles, the hashes up to the sketch's largest are a random sample (bottom-k sampling), and both texts
// are compared within the smaller sample.
func shares(a, b *Signature) (shared int, ofA, ofB float64) {
	limit := ^uint32(0)
	for _, s := range [...]*Signature{a, b} {
		if s.total > len(s.sketch) {
			limit = min(limit, s.sketch[len(s.sketch)-1])
		}
	}
	i, j := 0, 0
	for i < len(a.sketch) && j < len(b.sketch) && a.sketch[i] <= limit && b.sketch[j] <= limit {
		switch x, y := a.sketch[i], b.sketch[j]; {
		case x == y:
			shared++
			i++
			j++
		case x < y:
			i++
		default:
			j++
		}
	}
	within := func(s []uint32, from int) int {
		for from < len(s) && s[from] <= limit {
			from++
		}
		return from
	}
	return shared, float64(shared) / float64(max(within(a.sketch, i), 1)), float64(shared) / float64(max(within(b.sketch, j), 1))
}

// compareDetails counts the places in which two texts have the same number or name, and those in which they have
// different ones.
func compareDetails(a, b []uint32) (kept, replaced int) {
	for len(a) > 0 && len(b) > 0 {
		switch x, y := a[0], b[0]; {
		case x == y:
			kept++
			a, b = a[1:], b[1:]
		case x>>9 == y>>9:
			// "rose 3 pct … rose 4 pct" gives one place several values: what both have is kept first.
			place := x >> 9
			var same, onlyA, onlyB int
			for len(a) > 0 && len(b) > 0 && a[0]>>9 == place && b[0]>>9 == place {
				switch {
				case a[0] == b[0]:
					same++
					a, b = a[1:], b[1:]
				case a[0] < b[0]:
					onlyA++
					a = a[1:]
				default:
					onlyB++
					b = b[1:]
				}
			}
			for ; len(a) > 0 && a[0]>>9 == place; a = a[1:] {
				onlyA++
			}
			for ; len(b) > 0 && b[0]>>9 == place; b = b[1:] {
				onlyB++
			}
			kept += same
			replaced += min(onlyA, onlyB)
		case x < y:
			a = a[1:]
		default:
			b = b[1:]
		}
	}
	return kept, replaced
}

// leadOf is the share of the longer text's first shingles that the shorter has.
func leadOf(a, b *Signature, longer int) float64 {
	long, short := b, a
	if longer < 0 {
		long, short = a, b
	}
	limit := ^uint32(0)
	if short.total > len(short.sketch) {
		limit = short.sketch[len(short.sketch)-1]
	}
	n, have := 0, 0
	for _, h := range long.lead {
		if h > limit {
			continue
		}
		n++
		if contains(short.sketch, h) {
			have++
		}
	}
	if n == 0 {
		return 0
	}
	return float64(have) / float64(n)
}

// contains looks for h in ascending s.
func contains(s []uint32, h uint32) bool {
	low, high := 0, len(s)
	for low < high {
		if middle := (low + high) / 2; s[middle] < h {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low < len(s) && s[low] == h
}

// Holds is the share of a sentence's shingles that the text of a signature has, 0 to 1. Of a text that is longer than
// its sketch it is an estimate, and 0 when the sketch says nothing of the sentence.
func (s *Signature) Holds(sentence string) float64 {
	one := SignatureOf(sentence)
	if one.words < shingleWords {
		return 0
	}
	shared, of, _ := shares(&one, s)
	if shared == 0 {
		return 0
	}
	return of
}
