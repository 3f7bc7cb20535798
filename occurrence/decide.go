package occurrence

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Candidate is an event that stands in an occurrence and shares a block with the event that is to be placed.
type Candidate struct {
	Occurrence string
	Features   *Features
}

// Decision is where an event belongs.
type Decision struct {
	Occurrence string   // that it joins; "" for one of its own
	Score      float64  // 0 to 1: how sure it is that it belongs there; 1 for one of its own
	Reasons    []string // why, a line each; none for one of its own
	Possible   []Link   // occurrences that are possibly the same
}

// The scores, in log-odds, from which on an account joins an occurrence and from which on it is possibly one of it.
// A wrong join is worse than a missed one: it makes two accounts of what one source told about each of two things.
const (
	joins    = 2.2 // nine to one
	possible = 0.5
)

// possibleMost is how many possible occurrences of an event are kept, the likeliest.
const possibleMost = 3

// Decide compares an event with its candidates and says where it belongs. The order of the candidates does not matter.
func Decide(f *Features, candidates []Candidate) Decision {
	return DecideAll([]*Features{f}, [][]Candidate{candidates})[0]
}

// DecideAll places the events of one report together. Two of its events are normally different things, so each
// occurrence takes the event that fits it best, and the others are asked for their next best. candidates[i] are those of
// events[i].
func DecideAll(events []*Features, candidates [][]Candidate) []Decision {
	decisions := make([]Decision, len(events))
	var all []option
	for i, f := range events {
		all = append(all, optionsOf(i, f, candidates[i])...)
	}
	slices.SortStableFunc(all, func(a, b option) int {
		if c := cmp.Compare(b.score, a.score); c != 0 {
			return c
		}
		if c := cmp.Compare(a.event, b.event); c != 0 {
			return c
		}
		return cmp.Compare(a.occurrence, b.occurrence)
	})
	taken := make(map[string]int) // occurrences that an event of this report has joined
	for _, o := range all {
		d := &decisions[o.event]
		f := events[o.event]
		doubt := ""
		if o.doubted != nil {
			doubt = compare(f, o.doubted, true).Doubt
		}
		if first, ok := taken[o.occurrence]; ok && doubt == "" && d.Occurrence == "" {
			if l := compare(f, events[first], false); l.Score < retold-2 {
				doubt = "another event of the same report fits better"
			}
		}
		switch {
		case d.Occurrence == "" && doubt == "" && o.score >= joins:
			l := compare(f, o.with, true)
			d.Occurrence, d.Score, d.Reasons = o.occurrence, round(l.Probability()), l.Reasons
			if _, ok := taken[o.occurrence]; !ok {
				taken[o.occurrence] = o.event
			}
		case o.score >= possible && len(d.Possible) < possibleMost:
			l := compare(f, o.with, true)
			if doubt != "" && !slices.ContainsFunc(l.Reasons, func(r string) bool { return strings.HasPrefix(r, "but "+doubt) }) {
				l.Reasons = append(l.Reasons, "but "+doubt)
			}
			d.Possible = append(d.Possible, Link{Occurrence: o.occurrence, Score: round(min(l.Probability(), 0.89)), Reasons: l.Reasons})
		}
	}
	for i := range decisions {
		if decisions[i].Occurrence == "" {
			decisions[i].Score = 1
		}
	}
	return decisions
}

func round(p float64) float64 { return math.Round(p*100) / 100 }

// option is one occurrence that an event may belong to.
type option struct {
	event      int
	occurrence string
	score      float64
	with       *Features // the account that the event is likest to
	doubted    *Features // an account that speaks against joining; nil when none does
}

// optionsOf groups the candidates of an event by their occurrence. An occurrence is as like as its likest account; but
// one account that the event cannot be the same as keeps it apart, so that occurrences do not grow by chains of accounts
// of which the ends have nothing to do with each other.
func optionsOf(event int, f *Features, candidates []Candidate) []option {
	sorted := slices.Clone(candidates)
	slices.SortStableFunc(sorted, func(a, b Candidate) int { return cmp.Compare(a.Occurrence, b.Occurrence) })
	var out []option
	for len(sorted) > 0 {
		n := 1
		for n < len(sorted) && sorted[n].Occurrence == sorted[0].Occurrence {
			n++
		}
		best := option{event: event, occurrence: sorted[0].Occurrence, score: math.Inf(-1)}
		sum, apart := 0.0, false
		for _, c := range sorted[:n] {
			l := compare(f, c.Features, false)
			sum += l.Score
			apart = apart || l.Apart != ""
			if l.Doubt != "" && (best.doubted == nil || less(c.Features, best.doubted)) {
				best.doubted = c.Features
			}
			if l.Score > best.score || l.Score == best.score && less(c.Features, best.with) {
				best.score, best.with = l.Score, c.Features
			}
		}
		// An account must fit the others too: a quarter of the way to the mean is taken off.
		best.score -= 0.25 * max(0, best.score-sum/float64(n))
		if best.score >= possible && !apart {
			out = append(out, best)
		}
		sorted = sorted[n:]
	}
	return out
}

// less is any fixed order of features, for ties.
func less(a, b *Features) bool {
	if c := cmp.Or(strings.Compare(a.Report, b.Report), cmp.Compare(a.First, b.First), slices.Compare(a.Evidence, b.Evidence), slices.Compare(a.Sentences, b.Sentences)); c != 0 {
		return c < 0
	}
	return slices.Compare(a.Encode(), b.Encode()) < 0
}
