package ledger

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/actor"
)

// stem is what two forms of a word share: "commission" and "commissions", "demarcate" and "demarcation".
type stem struct {
	text string
	name bool // it was written with a capital: "Kalbajar"
}

// words is the set of stems that say what something is about, sorted, each once.
type words []stem

// wordsOf takes the telling words of a text: no function words, and no names of the parties, which are compared as
// parties.
func wordsOf(text string, parties ...[]actor.Party) words {
	var set words
	for field := range strings.FieldsFuncSeq(text, func(r rune) bool {
		return !unicode.IsLetter(r) && r != '-' && r != '\'' && r != '’'
	}) {
		field = strings.Trim(field, "-'’")
		field = strings.TrimSuffix(strings.TrimSuffix(field, "'s"), "’s")
		if utf8.RuneCountInString(field) < 3 {
			continue
		}
		lower := strings.ToLower(field)
		if functionWords[lower] {
			continue
		}
		first, _ := utf8.DecodeRuneInString(field)
		name := unicode.IsUpper(first)
		if name && ofParty(lower, parties) || slices.Contains(monthsAndDays, lower) {
			continue
		}
		set = append(set, stem{stemOf(lower), name})
	}
	slices.SortFunc(set, func(a, b stem) int {
		if c := strings.Compare(a.text, b.text); c != 0 {
			return c
		}
		if a.name == b.name {
			return 0
		}
		if a.name {
			return -1
		}
		return 1
	})
	return slices.CompactFunc(set, func(a, b stem) bool { return a.text == b.text })
}

var monthsAndDays = strings.Split(monthNames+"|"+weekdays, "|")

// ofParty tells whether a capitalised word names one of the parties: "Azerbaijani" names Azerbaijan.
func ofParty(lower string, parties [][]actor.Party) bool {
	for _, group := range parties {
		for i := range group {
			for name := range strings.FieldsSeq(strings.ToLower(group[i].Name)) {
				n := min(len(name), len(lower), 6)
				if n >= 4 && name[:n] == lower[:n] || name == lower {
					return true
				}
			}
		}
	}
	return false
}

// endings are taken off, the longest first, as long as four letters stay.
var endings = [...]string{"ations", "ation", "itions", "ition", "ments", "ment", "ings", "ing", "ions", "ion", "als", "ers", "ies", "al", "er", "ed", "es", "ee", "s", "e", "y"}

// irregular past forms of verbs that ledgers live of.
var irregular = map[string]string{
	"withdrew": "withdraw", "withdrawn": "withdraw", "gave": "give", "given": "give", "sent": "send", "met": "meet", "held": "hold",
	"took": "take", "taken": "take", "began": "begin", "begun": "begin", "left": "leave", "built": "build", "broke": "break", "broken": "break",
	"freed": "free", "frees": "free", "detainees": "detain", "detainee": "detain", "prisoners": "prison", "prisoner": "prison", "maps": "map",
}

func stemOf(lower string) string {
	if base, ok := irregular[lower]; ok {
		return base
	}
	for _, e := range endings {
		if strings.HasSuffix(lower, e) && len(lower)-len(e) >= 4 {
			return lower[:len(lower)-len(e)]
		}
	}
	return lower
}

// weak stems say little of what something is about: they count a third.
var weak = setOf(`accord agree announc begin both call carr commit continu countr creat do done end expect extend first form full further
	give group hand have help hold implement includ issu joint leader made make meet mutual next new offer other part plan pledg possibl prepar promis propos
	provid ready receiv requir second send set side sides start state step support take talk urg demand ask press appeal request insist third toward two type use way will work year month week day
	deadline deadlin territor area district region provinc between along republic govern minist president foreign`)

// functionWords are left out: they say nothing of what something is about.
var functionWords = setOf(`the and for from with into onto upon about after before until till under over between among against along across through during
	within without toward towards that this these those which who whom whose what when where while why how its his her their our your has have had having
	been being are was were will would shall should can could may might must not nor but than then there here also only just yet still already again both
	all any some each every either neither one ones other others more most less least such same very too out off per via because since if whether by of to in on at
	as an or it he she they we you them him us me my said says say told tell according`)

func setOf(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}

// weight is how much it tells that two texts share this word.
func (s stem) weight() float64 {
	switch {
	case weak[s.text]:
		return 0.3
	case s.name:
		return 1.3
	}
	return 1
}

// shared gives the stems of both, and their weight. Words sorted alike make this one walk.
func (a words) shared(b words) (both []string, weight float64) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch c := strings.Compare(a[i].text, b[j].text); {
		case c < 0:
			i++
		case c > 0:
			j++
		default:
			w := min(a[i].weight(), b[j].weight())
			weight += w
			if w >= 1 {
				both = append(both, a[i].text)
			}
			i++
			j++
		}
	}
	return both, weight
}

// telling is the weight of all words.
func (a words) telling() (weight float64) {
	for _, s := range a {
		weight += s.weight()
	}
	return weight
}

// has reports whether any word of a text begins with one of the beginnings: "violat" is in "accused of violating".
func has(text string, beginnings ...string) bool {
	for field := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && r != '-' }) {
		for _, b := range beginnings {
			if strings.HasPrefix(field, b) {
				return true
			}
		}
	}
	return false
}

// hasWord reports whether a text has one of some words, whole: "all" is not in "allies".
func hasWord(text string, whole ...string) bool {
	for field := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && r != '-' }) {
		if slices.Contains(whole, field) {
			return true
		}
	}
	return false
}
