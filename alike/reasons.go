package alike

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// reasonsOf tells in words which likenesses speak for two tellings being of the same event, and which against it, the
// weightiest first as far as that can be said without the trees.
func (m *Model) reasonsOf(a, b *Telling, p *pair) (reasons []string) {
	add := func(format string, args ...any) { reasons = append(reasons, fmt.Sprintf(format, args...)) }
	switch {
	case a.Head == b.Head:
		add("same head %q", a.Head)
	case a.Root == b.Root:
		add("%q and %q are of one verb", a.Head, b.Head)
	case p[headSenses] >= 2:
		add("%q and %q share a meaning", a.Head, b.Head)
	case p[headCosine] >= 50:
		add("%q and %q are used alike", a.Head, b.Head)
	case p[phraseShared] > 0:
		add("both say %s", m.list(a.Phrase, b.Phrase, false))
	default:
		add("%q and %q are different words", a.Head, b.Head)
	}
	if names := m.list(a.Names, b.Names, true); names != "" {
		add("both name %s", names)
	} else if len(a.Names) > 0 && len(b.Names) > 0 {
		add("no name in common")
	}
	if who := m.list(a.Subject, b.Subject, false); who != "" {
		add("by %s in both", who)
	}
	if whom := m.list(a.Object, b.Object, false); whom != "" {
		add("of %s in both", whom)
	}
	switch d := p[daysApart]; {
	case d == 0:
		add("dated alike")
	case d > 0:
		add("dated %d days apart", d)
	}
	if numbers := m.list(a.Numbers, b.Numbers, false); numbers != "" {
		add("both have the number %s", numbers)
	}
	if words := m.list(lemmas(a.Context), lemmas(b.Context), false); words != "" {
		add("both speak of %s", words)
	}
	switch {
	case p[sameReport] == 1 && p[sentencesApart] == 0:
		add("in one sentence")
	case p[sameReport] == 1:
		add("%d sentences apart in one report", p[sentencesApart])
	case p[reportDaysApart] > 0:
		add("reports of %d days apart", p[reportDaysApart])
	case p[reportDaysApart] == 0:
		add("reports of one day")
	}
	if p[sameReport] == 0 {
		switch chance := probability(m.TogetherOdds(a.Report, b.Report)); {
		case chance >= 0.7:
			add("the reports tell of the same things")
		case chance < 0.3:
			add("the reports tell of different things")
		}
	}
	if p[deniedDiffers] == 1 {
		add("one says that it did not happen")
	}
	return reasons
}

// list names the weightiest three words that stand in both sorted lists.
func (m *Model) list(a, b []string, names bool) string {
	var both []Word
	for i, k := 0, 0; i < len(a) && k < len(b); {
		switch {
		case a[i] < b[k]:
			i++
		case a[i] > b[k]:
			k++
		default:
			if !strings.HasPrefix(a[i], "=") {
				both = append(both, Word{a[i], m.words.find(a[i]).weight()})
			}
			i++
			k++
		}
	}
	slices.SortStableFunc(both, func(a, b Word) int { return cmp.Compare(b.Weight, a.Weight) })
	both = both[:min(len(both), 3)]
	var words []string
	for _, w := range both {
		if names {
			r, size := utf8.DecodeRuneInString(w.Lemma)
			w.Lemma = string(unicode.ToUpper(r)) + w.Lemma[size:]
		}
		words = append(words, w.Lemma)
	}
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return strings.Join(words, "")
}

func lemmas(words []Word) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = w.Lemma
	}
	return out
}
