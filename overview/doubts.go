package overview

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"

	"chancery/event"
	"chancery/record"
)

// doubt is something in the queue. Its place there is by score, the highest first, then by reason and number.
type doubt struct {
	score  uint16 // thousandths
	reason uint8
	n      uint32 // a row; an occurrence; a link
}

// The reasons, in the order of equal scores.
const (
	reasonContradiction uint8 = iota
	reasonSame
	reasonUnsure
)

var reasons = [...]Reason{Contradiction, Same, Unsure}

func compareDoubts(a, b doubt) int {
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.reason, b.reason), cmp.Compare(a.n, b.n))
}

// cursor writes the place of a doubt.
func (d doubt) cursor() string { return fmt.Sprintf("%d.%d.%d", d.score, d.reason, d.n) }

// Doubts gives what a person should look at, the most doubtful first, from a cursor on, at most limit of it, 0 for 50:
//
//   - events that nobody has judged, by their confidence: the lower the more doubtful;
//   - occurrences whose accounts contradict each other: one asserts what another denies (above all events but the least
//     sure), status, casualties or category differ, as long as an account of them is unjudged, and nobody has reviewed
//     the occurrence since its last account came;
//   - pairs of occurrences that are possibly the same, the likelier the higher.
//
// With reasons only what is there for one of these. The filter is asked of occurrences.
func (s *Snapshot) Doubts(f Filter, limit int, cursor string, only ...Reason) (Doubts, error) {
	if limit <= 0 {
		limit = 50
	}
	after := doubt{score: 1001}
	if cursor != "" {
		_, err := fmt.Sscanf(cursor, "%d.%d.%d", &after.score, &after.reason, &after.n)
		if err != nil || after.cursor() != cursor {
			return Doubts{}, fmt.Errorf("%q: %w", cursor, ErrCursor)
		}
	}
	return answered(s, func() Doubts { return s.doubts(&f, limit, after, only) }, "doubts", f, limit, after, only), nil
}

func (s *Snapshot) doubts(f *Filter, limit int, after doubt, only []Reason) Doubts {
	out := Doubts{Counts: map[Reason]int{}}
	var counts [len(reasons)]int
	var found []doubt
	lowest := uint16(0) // scores below are none of the next limit
	s.eachDoubt(f, only, func(d doubt) {
		counts[d.reason]++
		if d.score < lowest || d.score > after.score || compareDoubts(d, after) <= 0 {
			return
		}
		if found = append(found, d); len(found) > 4*limit+1000 {
			slices.SortFunc(found, compareDoubts)
			found = found[:limit+1]
			lowest = found[limit].score
		}
	})
	for i, r := range reasons {
		if counts[i] > 0 {
			out.Counts[r] = counts[i]
		}
	}
	slices.SortFunc(found, compareDoubts)
	more := len(found) > limit
	for _, d := range found[:min(limit, len(found))] {
		out.Items = append(out.Items, s.doubt(d))
	}
	if more {
		out.Next = out.Items[len(out.Items)-1].Cursor
	}
	return out
}

// doubt gives an item of the queue in words.
func (s *Snapshot) doubt(d doubt) Doubt {
	out := Doubt{Reason: reasons[d.reason], Score: float64(d.score) / 1000, Cursor: d.cursor()}
	var o *occurrence
	switch d.reason {
	case reasonUnsure:
		r := s.rows.at(d.n)
		o = s.occurrences.at(s.belongs(d.n))
		out.Event, out.Confidence = s.eventID(d.n), float64(r.confidence)/1000
		out.Occurrence, out.Day = s.occurrenceID(o), dayOf(o.day())
		out.Category, out.Status = event.Category(s.codes[r.category]), event.Status(s.codes[r.status])
		return out
	case reasonContradiction:
		o = s.occurrences.at(d.n)
		if o.flags&isContested != 0 {
			out.Fields = append(out.Fields, "denied")
		}
		for _, x := range disagreements {
			if o.disagree&x.bit != 0 {
				out.Fields = append(out.Fields, x.name)
			}
		}
		out.Confidence = float64(o.confidence) / 1000
	default:
		l := s.links.at(d.n)
		o = s.occurrences.at(l.a)
		out.Other, out.Confidence = s.occurrenceID(s.occurrences.at(l.b)), float64(l.score)/1000
	}
	out.Event, out.Occurrence, out.Day = s.eventID(o.leading), s.occurrenceID(o), dayOf(o.day())
	out.Category, out.Status = event.Category(s.codes[o.category]), event.Status(s.codes[o.status])
	return out
}

// eachDoubt goes through all that waits for somebody.
func (s *Snapshot) eachDoubt(f *Filter, only []Reason, do func(doubt)) {
	wants := func(r Reason) bool { return len(only) == 0 || slices.Contains(only, r) }
	unsure, contradiction := wants(Unsure), wants(Contradiction)
	c := s.compile(f)
	reviewed := s.reviewedLast()
	if whole := reflect.ValueOf(*f).IsZero(); whole && unsure {
		// Whatever stands unjudged counts: rows lie one beside the other, their occurrences do not.
		unsure = false
		for p, part := range s.rows.parts {
			for i := range min(s.rows.n-p<<chunkBits, chunkSize) {
				if r := &part[i]; !r.judged() && r.stands(s.change) {
					do(doubt{1000 - min(r.confidence, 1000), reasonUnsure, uint32(p<<chunkBits + i)})
				}
			}
		}
	}
	c.all(func(at uint32, o *occurrence) {
		contradicts := contradiction && (o.disagree != 0 || o.flags&isContested != 0)
		if !unsure && !contradicts {
			return
		}
		var one [1]uint32
		list := s.accountsOf(o, &one)
		if unsure {
			for _, n := range list {
				if r := s.rows.at(n); !r.judged() {
					do(doubt{1000 - min(r.confidence, 1000), reasonUnsure, n})
				}
			}
		}
		if contradicts && s.waits(list, reviewed[at]) {
			do(doubt{contradictionScore(o), reasonContradiction, at})
		}
	})
	if !wants(Same) || c.nothing {
		return
	}
	for n := range uint32(s.links.n) {
		l := s.links.at(n)
		if !l.same || l.since > s.change || l.until != 0 && l.until <= s.change {
			continue
		}
		a, b := s.occurrences.at(l.a), s.occurrences.at(l.b)
		if a.flags&b.flags&isAlive != 0 && (c.holds(a) || c.holds(b)) {
			do(doubt{500 + uint16(uint32(min(l.score, 1000))*4/10), reasonSame, n})
		}
	}
}

func contradictionScore(o *occurrence) uint16 {
	score := uint16(600)
	switch {
	case o.flags&isContested != 0:
		score = 900
	case o.disagree&aboutStatus != 0:
		score = 800
	case o.disagree&(aboutKilled|aboutInjured) != 0:
		score = 700
	}
	return score + min(o.outlets, 50)
}

// waits tells whether a contradiction is still to be looked at.
func (s *Snapshot) waits(accounts []uint32, reviewed uint32) bool {
	waiting, newest := false, uint32(0)
	for _, n := range accounts {
		r := s.rows.at(n)
		if r.verdict == record.Rejected {
			continue
		}
		waiting = waiting || !r.judged()
		newest = max(newest, r.since)
	}
	return waiting && reviewed < newest
}

// reviewedLast gives the last change in which somebody reviewed an occurrence.
func (s *Snapshot) reviewedLast() map[uint32]uint32 {
	return answered(s, func() map[uint32]uint32 {
		out := map[uint32]uint32{}
		for _, r := range s.reviews {
			out[r.occurrence] = max(out[r.occurrence], r.change)
		}
		return out
	}, "reviewed")
}

// belongs gives the occurrence of a row.
func (s *Snapshot) belongs(n uint32) uint32 {
	r := s.rows.at(n)
	if !s.past {
		return r.occurrence
	}
	if at, moved := s.moves[n]; moved {
		return at
	}
	return r.occurrence
}
