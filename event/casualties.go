package event

import (
	"strconv"
	"strings"

	"chancery/actor"
	"chancery/syntax"
)

// casualties counts the victims of a match and of those it absorbed: killed, injured, by group.
func (c *coding) casualties(i int) *Casualties {
	out := &Casualties{}
	c.count(out, i)
	for k := c.firstMatch; k < len(c.matches); k++ {
		if k != i && c.matches[k].into >= 0 && int(c.live(int32(k))) == i {
			c.count(out, k)
		}
	}
	if out.Killed == nil && out.Injured == nil {
		return nil
	}
	return out
}

func (c *coding) count(out *Casualties, i int) {
	m := &c.matches[i]
	t := int(m.token)
	victims := m.role(VictimRole)
	if victims < 0 {
		return
	}
	killed := c.is(t, c.known.killed)
	if !killed && !c.is(t, c.known.injured) {
		return
	}
	c.countVictims(out, victims, killed, true)
	if out.Injured == nil || out.Killed == nil {
		c.elliptic(out, t)
	}
}

// elliptic counts the other half of "20 people were killed and more than 85 injured", where the second verb has a
// bare number and no noun.
func (c *coding) elliptic(out *Casualties, verb int) {
	for t := verb + 1; t < len(c.w) && t < verb+12; t++ {
		killed := c.is(t, c.known.killed)
		if !killed && !c.is(t, c.known.injured) || killed && out.Killed != nil || !killed && out.Injured != nil {
			continue
		}
		d := t - 1
		if d < 0 || c.s.Tokens[d].UPOS != syntax.NUM {
			continue
		}
		if n, ok := c.numeralAt(d); ok {
			count := c.bounded(n, d, t)
			if killed {
				out.Killed = count
			} else {
				out.Injured = count
			}
			if o := c.w[t].match; o >= 0 && int(o) != int(c.w[verb].match) {
				c.matches[o].dropped = true
			}
		}
	}
}

// countVictims adds the number of people that a noun phrase names.
func (c *coding) countVictims(out *Casualties, t int, killed, top bool) {
	n := c.number(t)
	groups := 0
	// What follows after "including" may hang elsewhere in the tree than on the noun it is a part of.
	if _, last := c.phraseExtent(t); top && last+2 < len(c.w) {
		for k := last + 1; k < len(c.w) && k <= last+8; k++ {
			if c.s.Tokens[k].UPOS == syntax.NOUN && c.including(k) && int(c.s.Tokens[k].Head) != t {
				c.group(out, k, c.number(k), killed)
			}
		}
	}
	total := n
	for d := c.s.First(t); d >= 0; d = c.s.Next(d) {
		tok := &c.s.Tokens[d]
		switch {
		case tok.Rel == syntax.Conj && tok.UPOS != syntax.VERB:
			if killed && c.between(t, d, c.known.injured) || !killed && c.between(t, d, c.known.killed) {
				c.countVictims(out, d, !killed, false) // "killing twelve civilians and wounding dozens"
				continue
			}
			if k := c.number(d); k != nil {
				groups++
				if groups == 1 {
					c.group(out, t, n, killed)
				}
				c.group(out, d, k, killed)
				total = sum(total, k)
			}
		case c.including(d):
			// "Over 20 citizens, including 14 civilians": a part of them, not more of them.
			c.group(out, d, c.number(d), killed)
			for e := c.s.First(d); e >= 0; e = c.s.Next(e) {
				if c.s.Tokens[e].Rel == syntax.Conj && c.s.Tokens[e].UPOS != syntax.VERB {
					c.group(out, e, c.number(e), killed)
				}
			}
		}
	}
	if total == nil {
		return
	}
	total.Span = c.subtreeSpan(t)
	where := &out.Killed
	if !killed {
		where = &out.Injured
	}
	if *where == nil {
		*where = total
	}
	if groups == 0 && top && c.is(c.through(t), c.known.people) {
		c.group(out, t, n, killed)
	}
}

// between reports whether a word of the class stands between two tokens.
func (c *coding) between(a, b int, class int32) bool {
	for t := a + 1; t < b; t++ {
		if c.is(t, class) {
			return true
		}
	}
	return false
}

// including reports whether noun d hangs on another by "including" or "among them".
func (c *coding) including(d int) bool {
	for k := c.s.First(d); k >= 0; k = c.s.Next(k) {
		switch lowerASCII(c.s.Tokens[k].Form) {
		case "including", "among":
			return true
		}
	}
	return false
}

// group adds one kind of victim.
func (c *coding) group(out *Casualties, t int, n *Count, killed bool) {
	if n == nil {
		return
	}
	inner := c.through(t)
	g := CasualtyGroup{Group: plural(c.s.Tokens[inner].Lemma), Span: c.phraseSpan(t)}
	if c.s.Tokens[inner].UPOS == syntax.NUM || c.s.Tokens[inner].UPOS == syntax.PROPN {
		return
	}
	count := *n
	if killed {
		g.Killed = &count
	} else {
		g.Injured = &count
	}
	for k := range out.Groups {
		if o := &out.Groups[k]; o.Group == g.Group && o.Span == g.Span {
			return
		}
	}
	out.Groups = append(out.Groups, g)
}

// plural names a group by its lemma, as the field's tables do: "civilians".
func plural(lemma string) string {
	lemma = strings.ToLower(lemma)
	switch {
	case lemma == "person":
		return "people"
	case strings.HasSuffix(lemma, "man"):
		return lemma[:len(lemma)-2] + "en"
	case lemma == "child":
		return "children"
	case lemma == "people" || lemma == "personnel" || lemma == "police" || strings.HasSuffix(lemma, "s"):
		return lemma
	case strings.HasSuffix(lemma, "y") && len(lemma) > 1 && !strings.ContainsRune("aeou", rune(lemma[len(lemma)-2])):
		return lemma[:len(lemma)-1] + "ies"
	}
	return lemma + "s"
}

func sum(a, b *Count) *Count {
	if a == nil {
		return b
	}
	if b == nil {
		return a
	}
	s := &Count{Low: a.Low + b.Low, Best: a.Best + b.Best, High: a.High + b.High, Span: a.Span}
	if a.High < 0 || b.High < 0 {
		s.High = -1
	}
	return s
}

// number reads how many people a noun phrase names, nil when it does not say: "two journalists" 2, "a local official" 1,
// "over 20 citizens" 21 and more, "dozens of people" 24 and more.
func (c *coding) number(t int) *Count {
	s := c.s
	span := c.phraseSpan(t)
	if s.Tokens[t].UPOS == syntax.NUM {
		if n, ok := numeral(s.Tokens[t].Form); ok {
			return c.bounded(n, t, t)
		}
	}
	singular := s.Tokens[t].XPOS == syntax.TagNN
	article := false
	for d := s.First(t); d >= 0; d = s.Next(d) {
		tok := &s.Tokens[d]
		switch tok.Rel {
		case syntax.Nummod:
			if n, ok := c.numeralAt(d); ok {
				cnt := c.bounded(n, d, t)
				cnt.Span = span
				return cnt
			}
		case syntax.Det:
			if f := lowerASCII(tok.Form); f == "a" || f == "an" || f == "another" || f == "one" {
				article = true
			}
		}
	}
	switch w := lowerASCII(s.Tokens[t].Lemma); w {
	case "dozen":
		return &Count{Low: 24, Best: 24, High: -1, Span: span}
	case "score":
		return &Count{Low: 40, Best: 40, High: -1, Span: span}
	case "hundred":
		return &Count{Low: 200, Best: 200, High: -1, Span: span}
	case "thousand":
		return &Count{Low: 2000, Best: 2000, High: -1, Span: span}
	}
	if singular && article && c.is(t, c.known.people) {
		return &Count{Low: 1, Best: 1, High: 1, Span: span}
	}
	if m := c.mentionAt(t); m != nil && m.Class == actor.Person && m.Form == actor.Proper && s.Tokens[t].XPOS != syntax.TagNNPS {
		return &Count{Low: 1, Best: 1, High: 1, Span: span}
	}
	if m := c.mentionAt(t); m != nil && m.Count > 0 {
		return &Count{Low: m.Count, Best: m.Count, High: m.Count, Span: span}
	}
	return nil
}

// bounded makes a count of n, whose numeral is token d in the phrase of token t, with what stands before it.
func (c *coding) bounded(n, d, t int) *Count {
	out := &Count{Low: n, Best: n, High: n, Span: c.s.Tokens[d].Span}
	for k := d - 1; k >= 0 && k >= d-4; k-- {
		switch w := lowerASCII(c.s.Tokens[k].Form); {
		case w == "least":
			out.High = -1
			return out
		case w == "most":
			out.Low = 0
			return out
		case c.is(k, c.known.more):
			out.Low, out.Best, out.High = n+1, n+1, -1
			return out
		case c.is(k, c.known.less):
			out.Low, out.Best, out.High = 0, max(0, n-1), max(0, n-1)
			return out
		case c.is(k, c.known.upTo):
			out.Low = 0
			return out
		case w == "than", w == "at", w == "as", w == "to", w == "some", w == "about", w == "around", w == "of":
		default:
			return out
		}
	}
	return out
}

func (c *coding) numeralAt(d int) (int, bool) {
	if n, ok := numeral(c.s.Tokens[d].Form); ok {
		// "20 thousand"
		for k := c.s.First(d); k >= 0; k = c.s.Next(k) {
			if k < d && c.s.Tokens[k].UPOS == syntax.NUM {
				if f, ok := numeral(c.s.Tokens[k].Form); ok && n >= 100 {
					return f * n, true
				}
			}
		}
		return n, true
	}
	return 0, false
}

var numerals = [...]string{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"}

// numeral reads a whole number in figures or words.
func numeral(s string) (int, bool) {
	if s == "" || len(s) > 16 {
		return 0, false
	}
	if s[0] >= '0' && s[0] <= '9' {
		n, err := strconv.Atoi(strings.ReplaceAll(s, ",", ""))
		return n, err == nil && n < 10_000_000
	}
	w := lowerASCII(s)
	for i, name := range numerals {
		if w == name {
			return i, true
		}
	}
	tens, unit, _ := strings.Cut(w, "-")
	for i, name := range [...]string{"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"} {
		if tens == name {
			n := 20 + 10*i
			if unit != "" {
				u, ok := numeral(unit)
				return n + u, ok
			}
			return n, true
		}
	}
	switch w {
	case "hundred":
		return 100, true
	case "thousand":
		return 1000, true
	case "million":
		return 1_000_000, true
	case "dozen":
		return 12, true
	}
	return 0, false
}
