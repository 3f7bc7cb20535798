package occurrence

import (
	"slices"
	"strings"

	"chancery/event"
)

// symmetric are acts whose parties do the same to each other.
func symmetric(c event.Category) bool {
	// AGREE is none of them: who offers a mission and who agrees to it take two steps
	return c == event.Consult || c == event.Cooperate
}

func compareParties(t *tally, a, b *Features) {
	if symmetric(a.Category) && !(a.Mode == "visit" && b.Mode == "visit") || mutual(a) && mutual(b) {
		x, y := together(a), together(b)
		m := match(x, y)
		switch {
		case len(x) == 0 || len(y) == 0:
		case m.best == 0:
			t.add(-3, "their parties differ: %s; %s", names(x), names(y))
			t.part("they are of different parties")
		default:
			weight := m.sum
			if m.countries >= 2 {
				weight += 0.5
			}
			t.add(min(weight, 3.2), "both name %s", m.names)
			t.add(-0.5*float64(m.missed), "only one names %s", m.missing)
			if len(x) > 1 && len(y) > 1 && m.matched == 1 {
				t.add(-1.5, "the other side differs: %s; %s", names(x), names(y))
				t.part("they are of different parties")
			}
		}
		return
	}
	role := func(x, y []Party, what string, conflict float64) bool {
		m := match(x, y)
		switch {
		case len(x) == 0 || len(y) == 0:
			return false
		case m.best == 0:
			t.add(conflict, "%s differ: %s; %s", what, names(x), names(y))
			t.part("%s differ: %s; %s", what, names(x), names(y))
			return false
		}
		t.firm = t.firm || m.best >= 1.5 && deed(a.Category) // somebody by name is killed once
		t.add(min(m.sum, 2.2), "%s in both: %s", what, m.names)
		t.add(-0.3*float64(m.missed), "only one names %s", m.missing)
		return true
	}
	sources := role(a.Sources, b.Sources, "those who act", -4)
	recipients := role(a.Recipients, b.Recipients, "those whom it is done to", -2.5)
	if recipients && a.Category == event.Assault && b.Category == event.Assault && (a.Killed == 1 || b.Killed == 1) && sameName(a.Recipients, b.Recipients) {
		t.firm = true
		t.add(1.2, "somebody by name is killed once")
	}
	if a.Denied != b.Denied && sources && recipients && (classOf(a) == notDone) != (classOf(b) == notDone) {
		// Who denies at all answers a claim, and the words are the denier's own: "crossed the border", "took positions".
		t.add(2.0, "it is denied of the very parties of whom it is claimed")
	}
	if speech(a.Category) && len(a.Sources) > 0 && len(b.Sources) > 0 && person(a.Sources) && person(b.Sources) && !shareActor(a.Sources, b.Sources) {
		t.add(-1.5, "different people speak: %s; %s", names(a.Sources), names(b.Sources))
	}
}

// mutual reports whether an act is read as done by all its parties to all of them: "Turkey and Libya signed".
func mutual(f *Features) bool {
	return len(f.Sources) > 1 && slices.Equal(f.Sources, f.Recipients)
}

func together(f *Features) []Party {
	out := append(make([]Party, 0, len(f.Sources)+len(f.Recipients)), f.Sources...)
	for _, p := range f.Recipients {
		if !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

// matching is how two lists of parties go together.
type matching struct {
	best      float64 // of one party
	sum       float64
	matched   int
	countries int // that are matched
	missed    int // parties of the shorter list that the other lacks
	names     names
	missing   names
}

// match finds for every party of the shorter list the party of the other that it is likest to.
func match(a, b []Party) (m matching) {
	if len(a) > len(b) {
		a, b = b, a
	}
	var used, seen uint32
	for i := range a {
		best, at := 0.0, -1
		for j := range b {
			if used&(1<<(j%32)) != 0 {
				continue
			}
			if w := likeParty(&a[i], &b[j]); w > best {
				best, at = w, j
			}
		}
		if at < 0 {
			m.missed++
			m.missing = append(m.missing, a[i])
			continue
		}
		used |= 1 << (at % 32)
		m.matched++
		m.sum += best
		m.best = max(m.best, best)
		if a[i].Country != "" {
			// countries are counted once, by a hash that can at worst count two as one
			if bit := uint32(1) << (hashString(a[i].Country) % 32); seen&bit == 0 {
				seen |= bit
				m.countries++
			}
		}
		m.names = append(m.names, b[at])
	}
	return m
}

// likeParty is the weight of two parties that can be the same, 0 when they cannot. Somebody by name weighs more than a
// state, a state more than a crowd without a name.
func likeParty(a, b *Party) float64 {
	switch {
	case a.Actor != "" && a.Actor == b.Actor:
		if a.Actor == a.Country {
			return 1.0
		}
		if !isPerson(a) {
			return 1.2 // bodies meet and speak every day, each person less often
		}
		return 1.6
	case a.Country == "" && b.Country == "" && a.Actor == "" && b.Actor == "":
		if share := likeNames(a.Name, b.Name); share > 0 {
			return share
		}
		if a.Sector == b.Sector && a.Sector != "" && !(twoNames(a.Name) && twoNames(b.Name)) {
			return 0.3
		}
		return 0
	case a.Country == "" || b.Country == "":
		if a.Actor != "" && b.Actor != "" {
			return 0
		}
		if share := likeNames(a.Name, b.Name); share > 0 {
			return share
		}
		if a.Sector == b.Sector && a.Sector != "" && (a.Actor == "" && a.Country == "" || b.Actor == "" && b.Country == "") {
			return 0.3 // "soldiers", "soldiers of Armenia"
		}
		return 0
	case a.Country != b.Country:
		return 0
	}
	named := isPerson(a) && isPerson(b)
	switch {
	case named:
		return 0.2 // two people of one government
	case state(a) && state(b):
		return 0.8 // "Biden", "the United States"; "Baku", "the Foreign Ministry"
	case a.Sector == b.Sector:
		return 0.8 * max(0.6, likeNames(a.Name, b.Name))
	case legislature(a) || legislature(b):
		return 0.2 // the House and the White House speak for themselves
	case state(a) || state(b):
		return 0.5
	}
	return 0.2 // "civilians of Israel", "soldiers of Israel"
}

func likeNames(a, b string) float64 {
	if strings.EqualFold(a, b) {
		return 1.2
	}
	var x, y [16]word
	wa := wordsOf(x[:0], a)
	wb := wordsOf(y[:0], b)
	share, shared := alike(wa, wb)
	if shared >= 0.9 && share >= 0.5 {
		return share
	}
	return 0
}

func wordsOf(set []word, name string) []word {
	for field := range strings.FieldsSeq(name) {
		if w, ok := wordOf(strings.Trim(field, ",.'’"), true); ok {
			set = append(set, w)
		}
	}
	return tidy(set)
}

// twoNames reports whether a name looks like somebody's own: "Carl Greenidge".
func twoNames(name string) bool {
	before, after, ok := strings.Cut(name, " ")
	return ok && before != "" && after != "" && startsUpper(before) && startsUpper(after) && !strings.Contains(after, " of ")
}

func isPerson(p *Party) bool {
	// "USAGOV:joe-biden"; organisations are "IGO:…", outlets "OUT:…"
	before, _, named := strings.Cut(p.Actor, ":")
	return named && len(before) == 6 && strings.HasSuffix(before, "GOV") || p.Actor == "" && p.Country != "" && twoNames(p.Name) && strings.Count(p.Name, " ") == 1 && p.Sector == "GOV"
}

func startsUpper(s string) bool { return s[0] >= 'A' && s[0] <= 'Z' }

func state(p *Party) bool { return p.Actor == p.Country || p.Sector == "GOV" || p.Sector == "" }

func legislature(p *Party) bool {
	return p.Sector == "LEG" || p.Sector == "OPP" || p.Sector == "JUD" || p.Sector == "PTY"
}

func person(parties []Party) bool {
	for i := range parties {
		if !isPerson(&parties[i]) {
			return false
		}
	}
	return true
}

// sameName reports whether two lists share somebody with a name of two words and more: "Qassem Soleimani".
func sameName(a, b []Party) bool {
	for _, p := range a {
		for _, q := range b {
			if twoNames(p.Name) && strings.EqualFold(p.Name, q.Name) {
				return true
			}
		}
	}
	return false
}

func shareActor(a, b []Party) bool {
	for _, p := range a {
		for _, q := range b {
			if p.Actor != "" && p.Actor == q.Actor || likeNames(p.Name, q.Name) > 0 {
				return true
			}
		}
	}
	return false
}

// clash reports whether two lists of parties, both known, have nobody in common.
func clash(a, b []Party) bool { return len(a) > 0 && len(b) > 0 && match(a, b).best == 0 }

type names []Party

func (parties names) String() string {
	var out []string
	for _, p := range parties {
		out = append(out, p.Name)
	}
	return strings.Join(out, ", ")
}
