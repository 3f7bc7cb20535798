package actor

import (
	"slices"

	"chancery/coreference"
	"chancery/report"
	"chancery/syntax"
)

// Known returns what the names of a report tell and whom the rules of this package would take its pronouns and
// descriptions for. The ranker of package coreference builds on it: it is trained on this and told this.
func (x *Lexicon) Known(doc *syntax.Document, r *report.Report) []coreference.Known {
	return x.propose(doc, r, x.find(doc, r).mentions)
}

// propose resolves a copy of the mentions by rules alone and lists them as the ranker takes them. A number that no
// other mention shares says something only where the words are a name.
func (x *Lexicon) propose(doc *syntax.Document, r *report.Report, mentions []Mention) []coreference.Known {
	c := x.newResolver(doc, r, slices.Clone(mentions))
	c.resolve()
	times := make([]int32, len(c.gender))
	for i := range c.mentions {
		if e := c.mentions[i].Entity; e >= 0 {
			times[e]++
		}
	}
	out := make([]coreference.Known, 0, len(c.mentions))
	for i := range c.mentions {
		m := &c.mentions[i]
		k := coreference.Known{Sentence: m.Sentence, Head: m.Head, Entity: m.Entity, Class: classes[m.Class], Certain: m.Form == Proper}
		if m.Entity >= 0 {
			k.Gender = c.gender[m.Entity]
			if times[m.Entity] < 2 && !k.Certain {
				k.Entity = -1
			}
		}
		out = append(out, k)
	}
	return out
}

// follow makes the links of the ranker known to the rules.
func (c *resolver) follow(links []coreference.Mention) {
	c.links = links
	both := make([]int32, 2*c.offsets[len(c.offsets)-1])
	c.linked, c.heads = both[:len(both)/2], both[len(both)/2:]
	for k := range links {
		// of two with one head the coordination comes first and the phrase alone after it
		c.linked[c.offsets[links[k].Sentence]+links[k].Head] = int32(k) + 1
	}
	for i := range c.mentions {
		m := &c.mentions[i]
		c.heads[c.offsets[m.Sentence]+m.Head] = int32(i) + 1
	}
}

// linkedTo is the mention that fits among those to which the ranker links mention i: the nearest before it, else the
// first after it; -1 when there is none.
func (c *resolver) linkedTo(i int, fits func(*Mention) bool) int {
	if c.links == nil {
		return -1
	}
	m := &c.mentions[i]
	at := int(c.linked[c.offsets[m.Sentence]+m.Head]) - 1
	if at < 0 {
		return -1
	}
	chain := c.links[at].Chain
	for k := at - 1; k >= max(0, at-4*farthest); k-- {
		if j := c.inChain(k, chain); j >= 0 && j != i && fits(&c.mentions[j]) {
			return j
		}
	}
	for k := at + 1; k < len(c.links) && c.links[k].Sentence == m.Sentence; k++ {
		if j := c.inChain(k, chain); j >= 0 && j != i && fits(&c.mentions[j]) {
			return j
		}
	}
	return -1
}

// inChain is the mention of an actor that link k is about when it belongs to the chain, or -1.
func (c *resolver) inChain(k, chain int) int {
	l := &c.links[k]
	if l.Chain != chain {
		return -1
	}
	return int(c.heads[c.offsets[l.Sentence]+l.Head]) - 1
}

// classes maps the classes of this package to those of coreference.
var classes = [...]coreference.Class{Unknown: coreference.Unknown, Person: coreference.Person, State: coreference.State, Organisation: coreference.Organisation, Group: coreference.Group, Outlet: coreference.Organisation}
