package event

import (
	"slices"

	"chancery/actor"
	"chancery/report"
	"chancery/syntax"
)

// sourcesOf resolves who applies an operator: its source, else the subject of the verb that carries it, else the
// speaker of the quotation it stands in.
func (c *coding) sourcesOf(i int) []actor.Party {
	m := &c.matches[i]
	if src := c.rolesOf(m, SourceRole); len(src) > 0 {
		return src
	}
	if int(m.carrier) != int(m.token) {
		if t := c.subjectOf(int(m.carrier), 0); t >= 0 {
			if src := c.parties(t, SourceRole); len(src) > 0 {
				return src
			}
		}
	}
	// A passive hides its source on purpose: "was urged to" is not the speaker's own demand.
	if m.frame.class == verbFrame && c.passive(int(m.token)) {
		return nil
	}
	// "sent a letter requesting the extradition": who sends it requests it.
	if h := int(c.s.Tokens[m.token].Head); c.s.Tokens[m.token].Rel == syntax.Acl && h >= 0 && (c.is(h, c.known.letter) || c.is(h, c.known.statement) || c.is(h, c.known.decree)) {
		if v := int(c.s.Tokens[h].Head); v >= 0 && c.s.Tokens[h].Rel == syntax.Obj {
			if t := c.subjectOf(v, 0); t >= 0 {
				return c.parties(t, SourceRole)
			}
		}
	}
	for k := range m.frame.slots {
		if sl := &m.frame.slots[k]; sl.kind == subjectSlot && sl.role == SourceRole && m.fill[k].token >= 0 && !c.firstPerson(int(m.fill[k].token)) {
			return nil // somebody is named, whom the lexicon does not know
		}
	}
	if sp := c.speakerOf(int(m.token)); sp != nil {
		return []actor.Party{*sp}
	}
	return nil
}

// compose makes the events of offers, demands, refusals, threats and accusations out of the acts they are about.
func (c *coding) compose(i int, inner []outcome) []outcome {
	m := &c.matches[i]
	e := m.entry()
	src := c.sourcesOf(i)
	rec := c.rolesOf(m, RecipientRole)
	if len(src) > 1 && c.eachOther(m) {
		rec = src
	}
	if len(rec) == 0 && e.Effect == Demands {
		if rec = drop(c.letterTo(int(m.token)), src); len(rec) > 0 && len(inner) == 0 {
			return c.alone(i, src, rec)
		}
	}
	doers := src
	if e.Doer == RecipientRole {
		doers = rec
	}
	var out []outcome
	core := c.evidenceCore(i)
	for k := range inner {
		o := inner[k]
		if e.Doer == RecipientRole && len(rec) == 0 && len(o.content.Sources) > 0 {
			// "called for a withdrawal by Russia", "demanded that Russia withdraw"
		} else {
			if e.Doer == RecipientRole && len(rec) > 0 && len(src) > 0 && o.act >= 0 && o.ops == 0 && o.entry.Frames(BothRole) && overlapActors(o.content.Sources, src) {
				// "urged Serbia and Kosovo to resume talks": their talks, not the speaker's
				o.content.Sources = add(slices.Clone(rec), drop(o.content.Sources, src)...)
				o.content.Recipients = o.content.Sources
			}
			if e.Doer == RecipientRole && len(rec) > 0 && overlap(o.content.Sources, src) && o.act >= 0 && c.borrowed(&c.matches[o.act]) {
				o.content.Sources = nil // "urged Israel not to attack": the parser lent the infinitive the wrong subject
			}
			c.supply(&o, doers)
		}
		span := o.content.Span
		for _, x := range c.composeOne(i, o, src, rec) {
			if k > 0 && !x.independent && x.ops != o.ops && !core.Overlaps(span) {
				x.spans = []report.Span{core, span}
				if span.Start < core.Start {
					x.spans = []report.Span{span, core}
				}
			} else if !x.independent && x.ops != o.ops {
				x.spans = []report.Span{{Start: min(core.Start, span.Start), End: max(core.End, span.End)}}
			}
			out = append(out, x)
		}
	}
	if len(inner) > 0 {
		if e.Effect == Demands {
			share(out)
		}
		return out
	}
	if e.Code == nil {
		return nil
	}
	return c.alone(i, src, rec)
}

// letterTo resolves to whom the letter is sent in which something is asked: "sent a letter to the United Nations demanding
// a meeting", "wrote to the embassy asking for a waiver".
func (c *coding) letterTo(v int) []actor.Party {
	s := c.s
	tok := &s.Tokens[v]
	h := int(tok.Head)
	if h < 0 || h > v || tok.XPOS != syntax.TagVBG && c.subordinator(v) != "to" || tok.Rel != syntax.Acl && tok.Rel != syntax.Advcl && tok.Rel != syntax.Xcomp {
		return nil
	}
	for n := 0; h >= 0 && n < 4; n++ {
		letter := s.Tokens[h].UPOS == syntax.NOUN && c.is(h, c.known.letter)
		if letter || s.Tokens[h].UPOS == syntax.VERB && c.is(h, c.known.communicate) {
			for d := s.First(h); d >= 0; d = s.Next(d) {
				if r := s.Tokens[d].Rel; (r == syntax.Obl || r == syntax.Nmod) && d > h && d < v && c.caseOf(d) == "to" && c.someone(d) {
					return c.parties(d, RecipientRole)
				}
				if s.Tokens[d].Rel == syntax.Obj && c.is(d, c.known.letter) {
					for e := s.First(d); e >= 0; e = s.Next(e) {
						if s.Tokens[e].Rel == syntax.Nmod && c.caseOf(e) == "to" && c.someone(e) {
							return c.parties(e, RecipientRole)
						}
					}
				}
			}
			if !letter {
				return nil
			}
		} else if u := s.Tokens[h].UPOS; u != syntax.NOUN && u != syntax.PROPN {
			return nil
		}
		h = int(s.Tokens[h].Head)
	}
	return nil
}

// borrowed reports whether an act's subject stands in another clause.
func (c *coding) borrowed(m *match) bool {
	return m.frame.class == verbFrame && c.s.Child(int(m.token), syntax.Nsubj, syntax.NsubjPass) < 0
}

// share gives those of several demands made in one breath that name nobody the recipients of the others: "urge the
// parties to engage and to normalise their relations".
func share(out []outcome) {
	for k := range out {
		if out[k].independent || len(out[k].content.Recipients) > 0 || out[k].content.Category != Request {
			continue
		}
		for i := range out {
			if i != k && !out[i].independent && len(out[i].content.Recipients) > 0 {
				out[k].content.Recipients = out[i].content.Recipients
				break
			}
		}
	}
}

// columns and statuses of the effects that make events of their own.
func (e Effect) column() (composition, Status) {
	switch e {
	case Offers, Promises, Consents:
		return offered, Offered
	case Plans:
		return offered, Planned
	case Demands:
		return demanded, Demanded
	case Refuses:
		return refused, Actual
	case Threatens:
		return threatened, Threatened
	case Accuses:
		return accused, Actual
	}
	return compositions, Actual
}

func (c *coding) composeOne(i int, o outcome, src, rec []actor.Party) []outcome {
	m := &c.matches[i]
	e := m.entry()
	column, status := e.Effect.column()
	if e.Effect == Plans && len(src) == 0 {
		if src = o.side; len(src) == 0 {
			src = o.content.Sources // "Chile is expected to sign"
		}
	}
	inner := o.content
	if inner.Status != NotHappened {
		inner.Status = Hypothetical
	}
	var extra []outcome
	quad := inner.Category.Quad()
	switch e.Effect {
	case Plans, Offers, Promises, Consents:
		switch {
		case inner.Category == Agree || quad == 3:
			// A plan to offer or to demand is that offer or demand, not made yet; so is the readiness to demand.
			if e.Effect == Plans || quad == 3 {
				o.content.Status = Planned
			}
			return []outcome{o}
		case quad == 4 && inner.Status == NotHappened:
			// "promised not to attack"
		case quad == 4 && e.Effect == Plans:
			o.content.Status = Planned
			return []outcome{o}
		case quad == 4:
			if e.Effect == Promises && len(rec) == 0 { // "vowed to strike back"
				column, status = threatened, Threatened
			} else {
				o.content.Status = Planned
				return []outcome{o}
			}
		case inner.Status == NotHappened && e.Effect != Plans: // "vowed not to negotiate"
			column, status = refused, Actual
		}
	case Refuses:
		inner.Status = NotHappened
		if inner.Category == Request && len(inner.Recipients) == 0 {
			inner.Recipients = drop(src, inner.Sources) // "rejected a call by Sweden": it was made to who rejects it
		}
	case Accuses:
		intended := o.content.Status == Hypothetical || o.content.Status == Planned // "charged with conspiring to use poison"
		if !intended {
			inner.Status = Actual
		}
		if quad == 4 && o.act >= 0 && !intended && (len(src) > 0 || !c.inPassing(m)) {
			claim := o
			claim.independent, claim.claimed = true, true
			if len(src) > 0 {
				claim.speaker = &src[0]
			}
			extra = append(extra, claim)
		}
	}
	code := c.composed(column, &o)
	if e.Effect == Refuses && inner.Category == Request && o.act >= 0 && o.entry != nil && o.entry.Code != nil {
		// "rejected a demand by Egypt to release the prisoners" refuses the release
		if k := c.composed(column, &outcome{code: o.entry.Code, entry: o.entry}); k != nil {
			code = k
		}
	}
	if code == nil {
		if code = e.Code; code == nil {
			return nil
		}
	}
	if e.Effect == Demands && inner.Status == NotHappened {
		// "urged them not to attack": a demand to yield.
		if y := c.codes["105"]; y != nil && quad == 4 {
			code = y
			if inner.Category == Assault && c.codes["1056"] != nil {
				code = c.codes["1056"]
			}
		}
	}
	if len(rec) == 0 {
		switch e.Effect {
		case Demands, Accuses:
			rec = drop(inner.Sources, src)
			if t := m.role(ContentRole); len(rec) == 0 && t >= 0 {
				if sub := c.subjectOf(t, 0); sub >= 0 && c.s.Tokens[t].UPOS == syntax.VERB {
					rec = drop(c.parties(sub, RecipientRole), src)
				}
			}
		default:
			rec = without(inner.Recipients, src)
			if len(inner.Sources) > 1 || len(src) > 0 && !overlap(inner.Sources, src) {
				rec = add(rec, without(inner.Sources, src)...)
			}
			if len(rec) == 0 && len(src) > 1 && o.entry != nil && o.entry.Frames(BothRole) && o.ops == 0 {
				rec = src // "India and Myanmar agreed to cooperate": each with the other
			}
		}
	}
	o.content = Content{Category: code.Category, Mode: code.Mode, Sources: src, Recipients: rec, Status: status, Span: c.evidence(i), Entry: e.ID, Content: &inner}
	o.code, o.match = code, int32(i)
	o.mood = m.mood
	o.ops |= 1 << e.Effect
	return append([]outcome{o}, extra...)
}

// inPassing reports whether an accusation only says who somebody is: "two officers charged with beating prisoners appeared".
func (c *coding) inPassing(m *match) bool {
	t := int(m.token)
	return m.frame.class == verbFrame && (c.s.Tokens[t].Rel == syntax.Acl || c.s.Tokens[t].XPOS == syntax.TagVBD && c.chargedItself(t))
}

func overlap(a, b []actor.Party) bool {
	for i := range a {
		if has(b, &a[i]) || a[i].Country != "" && hasCountry(b, a[i].Country) {
			return true
		}
	}
	return false
}

func hasCountry(list []actor.Party, country string) bool {
	for i := range list {
		if list[i].Country == country {
			return true
		}
	}
	return false
}

// alone makes the event of an operator whose content is no act of the codebook: "urged calm", "ready for active work".
func (c *coding) alone(i int, src, rec []actor.Party) []outcome {
	m := &c.matches[i]
	e := m.entry()
	_, status := e.Effect.column()
	t := m.role(ContentRole)
	o := outcome{code: e.Code, entry: e, match: int32(i), act: -1, mood: m.mood, topicToken: int32(t), ops: 1 << e.Effect}
	inner := Content{Status: Hypothetical, Sources: src}
	if e.Effect == Consents && len(rec) == 0 && len(src) > 1 {
		rec = src // "India and Bangladesh agreed to share the river": with each other
	}
	if t >= 0 {
		inner.Span = c.subtreeSpan(t)
		if e.Doer == RecipientRole {
			inner.Sources = rec
			if len(rec) == 0 && c.s.Tokens[t].UPOS == syntax.VERB {
				if sub := c.subjectOf(t, 0); sub >= 0 {
					rec = drop(c.parties(sub, RecipientRole), src)
					inner.Sources = rec
				}
			}
		} else if len(rec) == 0 {
			for _, p := range without(c.around(nil, t, 0), src) {
				if p.Country != "" || p.Actor != "" {
					rec = append(rec, p)
				}
			}
			o.inferred = len(rec) > 0
		}
	}
	if c.moodOf(max(t, 0))&negated != 0 && t >= 0 || e.Effect == Refuses {
		inner.Status = NotHappened
	}
	o.content = Content{Category: e.Category, Mode: e.Mode, Sources: src, Recipients: rec, Status: status, Span: c.evidence(i), Entry: e.ID}
	if t >= 0 {
		o.content.Content = &inner
	}
	return []outcome{o}
}

// implied returns the act that is asked for, offered, refused or threatened when one entry tells both layers at once, as
// "asked Japan for aid" does: the table of operators and acts, read backwards. nil when many acts come to that code.
func (c *coding) implied(i int, whole *Content) *Content {
	var column composition
	switch whole.Category {
	case Request:
		column = demanded
	case Agree:
		column = offered
	case Reject:
		column = refused
	case Threaten:
		column = threatened
	default:
		return nil
	}
	e := c.matches[i].entry()
	var act *Code
	for _, r := range c.lexicon.compose[column] {
		if e.Code == nil || r.code.CAMEO != e.Code.CAMEO {
			continue
		}
		code := c.codes[r.prefix]
		if code == nil {
			code = c.codes[r.prefix+"0"]
		}
		if code == nil || act != nil && act.Category != code.Category {
			return nil
		}
		if act == nil || len(code.CAMEO) < len(act.CAMEO) {
			act = code
		}
	}
	if act == nil {
		return nil
	}
	inner := &Content{Category: act.Category, Mode: act.Mode, Sources: whole.Sources, Recipients: whole.Recipients, Status: Hypothetical, Span: whole.Span, Entry: e.ID}
	switch whole.Category {
	case Request:
		inner.Sources, inner.Recipients = whole.Recipients, nil
		if act.Category.Quad() <= 2 && act.Category != Retreat && act.Category != Concede {
			inner.Recipients = whole.Sources
		}
	case Reject:
		inner.Status = NotHappened
	}
	if t := c.matches[i].role(ThingRole); t >= 0 {
		inner.Span = c.phraseSpan(t)
	}
	return inner
}

// composed returns the code of an operator × act: the act's own, else the table's; nil when there is none.
func (c *coding) composed(column composition, o *outcome) *Code {
	if o.entry != nil && o.ops == 0 && o.entry.Composed[column] != nil {
		return o.entry.Composed[column]
	}
	if o.code == nil {
		return nil
	}
	for _, r := range c.lexicon.compose[column] {
		if len(o.code.CAMEO) >= len(r.prefix) && o.code.CAMEO[:len(r.prefix)] == r.prefix {
			return r.code
		}
	}
	return nil
}

// end turns an act into its ending: "halted attacks", "stopped aid".
func (c *coding) end(o *outcome) {
	code := c.composed(ended, o)
	if code == nil {
		return
	}
	o.code = code
	o.content.Category, o.content.Mode = code.Category, code.Mode
	if len(o.side) > 0 {
		o.content.Sources, o.content.Recipients = o.side, without(o.content.Recipients, o.side)
	}
	o.ops |= 1 << Ends
}
