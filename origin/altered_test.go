package origin

import (
	"slices"
	"strings"
	"unicode"
)

// An alteration makes of a report what another outlet, or the same one later, would print. paragraphs are the report's,
// others are those of a report about something else.
type alteration struct {
	name  string
	want  []Relation // any of these is right
	alter func(paragraphs, others []string) []string
}

var alterations = []alteration{
	{"identical", []Relation{Identical}, func(p, _ []string) []string { return p }},
	{"tail cut to two thirds", []Relation{Excerpt, Near}, func(p, _ []string) []string { return cutTail(p, 0.67) }},
	{"tail cut to a third", []Relation{Excerpt}, func(p, _ []string) []string { return cutTail(p, 0.34) }},
	{"first paragraph rewritten", []Relation{Near, Contained, Excerpt, Version}, func(p, o []string) []string {
		return append([]string{lead(o)}, p[1:]...)
	}},
	{"introduction of one's own", []Relation{Near, Contained, Version}, func(p, o []string) []string { return append([]string{lead(o)}, p...) }},
	{"within a report three times as long", []Relation{Contained}, func(p, o []string) []string {
		words := strings.Fields(strings.Join(o, " "))
		for len(words) < 2*count(p) {
			// The same words backwards are other shingles: enough text of one's own.
			back := slices.Clone(words)
			slices.Reverse(back)
			words = append(words, back...)
			if len(back) == 0 {
				break
			}
		}
		half := min(count(p), len(words)/2)
		return slices.Concat([]string{strings.Join(words[:half], " ")}, p, []string{strings.Join(words[half:], " ")})
	}},
	{"credit changed", []Relation{Identical, Near, Excerpt}, func(p, _ []string) []string {
		return append(append([]string(nil), p...), "(With reporting by the Northern Desk in Port Ellis)")
	}},
	{"paragraphs in another order", []Relation{Near}, func(p, _ []string) []string {
		out := append([]string(nil), p...)
		for i := 1; i+1 < len(out); i += 2 {
			out[i], out[i+1] = out[i+1], out[i]
		}
		return out
	}},
	{"spelt the other way", []Relation{Identical, Near}, func(p, _ []string) []string { return each(p, respell) }},
	{"one number updated", []Relation{Version, Near}, func(p, _ []string) []string { return renumber(p, 1) }},
	{"three numbers updated", []Relation{Version, Near}, func(p, _ []string) []string { return renumber(p, 3) }},
	{"one word in twelve replaced", []Relation{Near, Version}, func(p, o []string) []string { return replace(p, o, 12) }},
	{"one word in six replaced", []Relation{Near, Version}, func(p, o []string) []string { return replace(p, o, 6) }},
}

func count(p []string) (n int) {
	for _, s := range p {
		n += len(strings.Fields(s))
	}
	return n
}

// cutTail keeps whole paragraphs, then sentences, up to a share of the words.
func cutTail(p []string, share float64) []string {
	left := int(share * float64(count(p)))
	var out []string
	for _, s := range p {
		words := strings.Fields(s)
		if len(words) <= left {
			out = append(out, s)
			left -= len(words)
			continue
		}
		if left > 3 {
			out = append(out, strings.Join(words[:left], " "))
		}
		break
	}
	return out
}

// lead is the beginning of another report, up to 40 words.
func lead(o []string) string {
	words := strings.Fields(strings.Join(o, " "))
	return strings.Join(words[:min(40, len(words))], " ")
}

func each(p []string, f func(string) string) []string {
	out := make([]string, len(p))
	for i, s := range p {
		out[i] = f(s)
	}
	return out
}

// respell turns British spelling into American and back.
func respell(s string) string {
	return strings.NewReplacer("defence", "defense", "Defence", "Defense", "defense", "defence", "Defense", "Defence", "labour", "labor", "labor", "labour",
		"centre", "center", "center", "centre", "organis", "organiz", "organiz", "organis", "favour", "favor", "favor", "favour", "programme", "program",
		"recognize", "recognise", "neighbour", "neighbor", "travelled", "traveled", "colour", "color", "stabilis", "stabiliz", "stabiliz", "stabilis").Replace(s)
}

// renumber gives the first n numbers of more than one digit another value.
func renumber(p []string, n int) []string {
	return each(p, func(s string) string {
		b := []byte(s)
		for i := 0; i < len(b) && n > 0; i++ {
			if !isDigit(b[i]) {
				continue
			}
			j := i
			for j < len(b) && isDigit(b[j]) {
				j++
			}
			b[i] = '1' + (b[i]-'0')%9
			n--
			i = j
		}
		return string(b)
	})
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// replace puts a word of another report in the place of every nth word.
func replace(p, o []string, n int) []string {
	var others []string
	for _, w := range strings.Fields(strings.Join(o, " ")) {
		if unicode.IsLower(rune(w[0])) {
			others = append(others, w)
		}
	}
	if len(others) == 0 {
		others = []string{"instead"}
	}
	k, at := 0, 0
	return each(p, func(s string) string {
		words := strings.Fields(s)
		for i := range words {
			if k++; k%n == 0 {
				words[i] = others[at%len(others)]
				at++
			}
		}
		return strings.Join(words, " ")
	})
}
