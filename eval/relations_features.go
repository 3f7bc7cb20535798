package eval

import (
	"slices"
	"strconv"
	"strings"

	"chancery/event"
	"chancery/syntax"
)

// relationReach is how far from source and target words are looked at.
const relationReach = 10

// relationContext is what a sentence says around source and target, whatever entry is chosen. The ranker weighs each of
// these together with the root that a choice stands for.
type relationContext struct {
	features []string
	moods    []string // of the verbs that source and target hang on
	path     []int    // tokens from the source's head up to where the ways to source and target meet, and down to the target's
	meet     int      // where they meet, -1 when they do not
}

// context collects what stands around source and target: the words near them, the way from one to the other in the
// tree, how each hangs on it, and tense, negation and necessity of the verb where the ways meet.
func (x *relationText) context(clusters func(string) int) (c relationContext) {
	c.meet = -1
	if x.source.sentence < 0 {
		return c
	}
	s := &x.input.Doc.Sentences[x.source.sentence]
	for _, w := range x.wordsOutside() {
		c.features = append(c.features, "word "+w)
	}
	if x.target.sentence != x.source.sentence {
		return c
	}
	c.features = append(c.features, "first "+strconv.FormatBool(x.source.first < x.target.first))
	up := func(t int) (way []int) {
		for n := 0; t >= 0 && n < 60; n++ {
			way = append(way, t)
			t = int(s.Tokens[t].Head)
		}
		return way
	}
	a, b := up(x.source.head), up(x.target.head)
	i, j := len(a), len(b)
	for i > 0 && j > 0 && a[i-1] == b[j-1] {
		i, j = i-1, j-1
	}
	if i < len(a) {
		c.meet = a[i]
	}
	c.path = append(c.path, a[:i]...)
	if c.meet >= 0 {
		c.path = append(c.path, c.meet)
	}
	for k := j - 1; k >= 0; k-- {
		c.path = append(c.path, b[k])
	}
	side := func(name string, way []int, head int) {
		if len(way) == 0 {
			return
		}
		last := &s.Tokens[way[len(way)-1]] // the one right below where the ways meet
		c.features = append(c.features, name+" under "+last.Rel.String())
		for _, t := range way {
			for d := s.First(t); d >= 0; d = s.Next(d) {
				if s.Tokens[d].Rel == syntax.Case || s.Tokens[d].Rel == syntax.Mark {
					c.features = append(c.features, name+" "+strings.ToLower(s.Tokens[d].Form))
				}
			}
		}
	}
	side("source", a[:i], x.source.head)
	side("target", b[:j], x.target.head)
	inside := func(t int) bool {
		return x.source.first <= t && t <= x.source.last || x.target.first <= t && t <= x.target.last
	}
	for _, t := range c.path {
		tok := &s.Tokens[t]
		if inside(t) {
			continue
		}
		switch tok.UPOS {
		case syntax.VERB, syntax.NOUN, syntax.ADJ, syntax.AUX:
			c.features = append(c.features, "path "+tok.Lemma, "path cluster "+strconv.Itoa(clusters(tok.Form)))
		}
		c.mood(s, t)
	}
	for t, n := c.meet, 0; t >= 0 && n < 60; t, n = int(s.Tokens[t].Head), n+1 {
		if t != c.meet && (s.Tokens[t].UPOS == syntax.VERB || s.Tokens[t].UPOS == syntax.NOUN) && !inside(t) {
			c.features = append(c.features, "above "+s.Tokens[t].Lemma)
			c.mood(s, t)
		}
	}
	if c.meet >= 0 {
		for d := s.First(c.meet); d >= 0; d = s.Next(d) {
			switch s.Tokens[d].Rel {
			case syntax.Obj, syntax.Xcomp, syntax.Ccomp, syntax.CompoundPrt, syntax.Advcl, syntax.Obl:
				if !inside(d) && s.Tokens[d].UPOS != syntax.PROPN {
					c.features = append(c.features, "below "+s.Tokens[d].Rel.String()+" "+s.Tokens[d].Lemma, "below cluster "+strconv.Itoa(clusters(s.Tokens[d].Form)))
					if s.Tokens[d].Rel != syntax.Advcl && s.Tokens[d].Rel != syntax.Obl {
						c.mood(s, d)
					}
				}
			}
		}
	}
	for _, m := range c.moods {
		c.features = append(c.features, "mood "+m)
	}
	slices.Sort(c.features)
	c.features = slices.Compact(c.features)
	return c
}

// mood adds tense, negation and necessity of a word, as its auxiliaries and adverbs tell.
func (c *relationContext) mood(s *syntax.Sentence, t int) {
	add := func(m string) {
		if !slices.Contains(c.moods, m) {
			c.moods = append(c.moods, m)
		}
	}
	for d := s.First(t); d >= 0; d = s.Next(d) {
		tok := &s.Tokens[d]
		switch tok.Rel {
		case syntax.Aux, syntax.AuxPass, syntax.Cop:
			switch l := strings.ToLower(tok.Lemma); l {
			case "will", "shall", "'ll", "wo":
				add("will")
			case "would", "'d":
				add("would")
			case "must", "should", "ought", "need":
				add("must")
			case "can", "could", "may", "might":
				add("may")
			}
		case syntax.Advmod, syntax.Det:
			switch strings.ToLower(tok.Form) {
			case "not", "n't", "never", "no", "neither":
				add("not")
			}
		case syntax.Mark:
			switch l := strings.ToLower(tok.Form); l {
			case "to", "if", "unless", "that":
				add(l)
			}
		}
	}
}

// wordsOutside returns the lemmas of verbs, nouns, adjectives and particles of the source's sentence that are no part of
// source or target, each once, near the source and the target: further than ten words from both they say little.
func (x *relationText) wordsOutside() (words []string) {
	if x.source.sentence < 0 {
		return nil
	}
	s := &x.input.Doc.Sentences[x.source.sentence]
	inside := func(at site, t, reach int) bool {
		return at.sentence == x.source.sentence && at.first-reach <= t && t <= at.last+reach
	}
	for t := range s.Tokens {
		tok := &s.Tokens[t]
		switch tok.UPOS {
		case syntax.VERB, syntax.NOUN, syntax.ADJ, syntax.ADP, syntax.AUX, syntax.PART:
		default:
			continue
		}
		if inside(x.source, t, 0) || inside(x.target, t, 0) || !inside(x.source, t, relationReach) && !inside(x.target, t, relationReach) || slices.Contains(words, tok.Lemma) {
			continue
		}
		words = append(words, tok.Lemma)
	}
	return words
}

// turn is what words around an act may make of it, without an operator that the codebook knows: the columns of the
// codebook's table of operators and acts, and the root that each leads to.
type turn struct{ name, root string }

// turns returns what an act of a category may be turned into: a deed of cooperation that "will" be done is an agreement
// to it, one that "must" be done a request, a harm that "will" be done a threat, what is "cancelled" a rejection.
func turns(c event.Category) []turn {
	switch c.Quad() {
	case 1, 2:
		if c == event.Agree {
			return []turn{{"refused", "REJECT"}}
		}
		return []turn{{"offered", "AGREE"}, {"demanded", "REQUEST"}, {"refused", "REJECT"}, {"ended", "SANCTION"}}
	case 4:
		return []turn{{"threatened", "THREATEN"}, {"demanded", "REQUEST"}, {"ended", "YIELD"}}
	}
	return nil
}
