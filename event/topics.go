package event

import (
	"slices"
	"sort"

	"chancery/syntax"
)

// topics sets contexts and tracks by the entry and by the words that belong to the event.
func (c *coding) topics(d *draft, o *outcome) {
	e := &d.event
	e.Contexts = c.contextsOf(d, o)
	codes := []string{e.CAMEO}
	for _, x := range []int32{d.act, d.match} {
		if x >= 0 && c.matches[x].entry().Code != nil {
			codes = append(codes, c.matches[x].entry().Code.CAMEO)
		}
	}
	for i := range c.tracks {
		t := &c.tracks[i]
		hit := slices.ContainsFunc(codes, func(code string) bool { return hasCode(t.codes, code) })
		if !hit && t.words >= 0 {
			hit = c.tells(d, t.words)
		}
		if hit && t.with >= 0 {
			hit = c.tells(d, t.with)
		}
		if hit && len(t.actors) > 0 {
			hit = slices.ContainsFunc(t.actors, func(a string) bool {
				for _, list := range [2]int{0, 1} {
					parties := e.Sources
					if list == 1 {
						parties = e.Recipients
					}
					for k := range parties {
						if parties[k].Actor == a || parties[k].Country == a {
							return true
						}
					}
				}
				return false
			})
		}
		if hit {
			e.Tracks = append(e.Tracks, t.id)
		}
	}
	sort.Strings(e.Tracks)
	e.Tracks = slices.Compact(e.Tracks)
}

// contextsOf are the entry's contexts and those of the act inside, and those whose words stand in the event.
func (c *coding) contextsOf(d *draft, o *outcome) (out []string) {
	if o.code != nil {
		out = append(out, o.code.Contexts...)
	}
	for _, x := range []int32{d.match, d.act} {
		if x >= 0 {
			out = append(out, c.matches[x].entry().Contexts...)
		}
	}
	for i := range c.contexts {
		if c.tells(d, c.contexts[i].class) {
			out = append(out, c.contexts[i].name)
		}
	}
	sort.Strings(out)
	return slices.Compact(out)
}

// tells reports whether a word of the class belongs to the event: in its evidence, below its content, or below its predicate.
func (c *coding) tells(d *draft, class int32) bool {
	from, to := c.neighbourhood(d.match)
	for t := from; t < to; t++ {
		if c.is(t, class) && c.within(t, d) {
			return true
		}
	}
	return false
}

// within reports whether token t belongs to the event: it stands in the evidence, or hangs on its words without a clause between.
func (c *coding) within(t int, d *draft) bool {
	crossed := false
	for k := 0; t >= 0 && k < maxClimb; k++ {
		if t == d.topic {
			return true
		}
		// What a relative clause says of a party is not what the event is about: "Azerbaijan, which released prisoners, …".
		if c.fills(t, d.match) || d.act >= 0 && c.fills(t, d.act) {
			return !crossed
		}
		if o := c.live(c.w[t].match); o >= 0 {
			if o == d.match || o == d.act {
				return true
			}
			for p := c.matches[o].parent; p >= 0; p = c.matches[p].parent {
				if p == d.match {
					return true
				}
			}
			return false
		}
		if int(c.matches[d.match].carrier) == t {
			return true
		}
		switch c.s.Tokens[t].Rel {
		case syntax.Parataxis:
			return false
		case syntax.AclRelcl:
			crossed = true
		}
		t = int(c.s.Tokens[t].Head)
	}
	return false
}

// fills reports whether token t fills a slot of a match.
func (c *coding) fills(t int, match int32) bool {
	m := &c.matches[match]
	for k := range m.frame.slots {
		if int(m.fill[k].token) == t && m.fill[k].kind != ownerArgument {
			return true
		}
	}
	return false
}

// refine makes a kind of violence more precise by the weapons named in it.
func (c *coding) refine(d *draft) {
	m := &c.matches[d.match]
	from, to := c.neighbourhood(d.match)
	for _, w := range m.entry().With {
		for t := from; t < to; t++ {
			if c.is(t, w.class) && (c.within(t, d) || c.subjectOf(int(m.token), 0) == t) {
				if w.mode != "" {
					d.event.Mode = w.mode
				}
				if w.code != nil {
					d.event.CAMEO, d.event.Intensity = w.code.CAMEO, w.code.Goldstein
				}
				d.notef("mode: %s, by %q", d.event.Mode, c.s.Tokens[t].Form)
				return
			}
		}
	}
}
