package event

import (
	"slices"

	"chancery/actor"
	"chancery/quote"
	"chancery/report"
	"chancery/syntax"
)

// outcome is what a match comes to once its contents and mood have been taken in: an event, or the content of one.
type outcome struct {
	content Content
	code    *Code
	entry   *Entry // of the act inside
	match   int32  // the match that tells it
	act     int32  // the match of the act inside; -1 when the content is no act
	// independent marks what is told beside the operators around it: the release in "praised the release".
	independent bool
	denied      bool
	doubted     bool
	claimed     bool
	speaker     *actor.Party // who says so, when the words around tell
	condition   *Content
	ops         uint32 // effects that were applied, as bits
	mood        mood
	void        bool // no event after all: "Rwanda must withdraw", which nobody says
	inferred    bool // a party was looked for in the words around
	topicToken  int32
	// spans are the words, when they do not stand together: the second of two offers after one "ready".
	spans []report.Span
	// side are those who begin a reciprocal act, where the words tell: "Ethiopia will not negotiate with the rebels".
	side []actor.Party
}

// maxNesting is how deep acts about acts are followed.
const maxNesting = 12

// evaluate turns a match with all that stands in its content into outcomes.
func (c *coding) evaluate(i, depth int) []outcome {
	if depth > maxNesting {
		return nil
	}
	m := &c.matches[i]
	var inner, beside []outcome
	for k := c.child(i); k >= 0; k = c.sibling(k) {
		switch c.matches[k].relation {
		case inContent:
			for _, o := range c.evaluate(k, depth+1) {
				if m.entry().Effect == Denies && (o.claimed || o.ops&(1<<Accuses) != 0) {
					// "denied allegations that its troops had attacked": the attack is denied, nobody is accused here.
					if o.claimed {
						o.independent = false
						inner = append(inner, o)
					}
					continue
				}
				if o.independent {
					beside = append(beside, o)
				} else {
					inner = append(inner, o)
				}
			}
		}
	}
	var out []outcome
	if m.entry().Operator {
		out = c.operate(i, inner)
	} else {
		out = c.act(i, inner)
	}
	for k := c.child(i); k >= 0; k = c.sibling(k) {
		if c.matches[k].relation == inIf {
			if inside := c.evaluate(k, depth+1); len(inside) > 0 {
				for o := range out {
					if !out[o].independent {
						condition := inside[0].content
						condition.Status = Hypothetical
						out[o].condition = &condition
					}
				}
			}
		}
	}
	parent := NoEffect
	if m.relation == inContent && m.parent >= 0 {
		parent = c.matches[m.parent].entry().Effect
	}
	for o := range out {
		if out[o].independent {
			continue
		}
		c.settle(&out[o], m, parent)
		if r := &out[o].content; len(r.Recipients) == 0 && out[o].condition != nil && (r.Status == Threatened || r.Status == Offered) {
			for _, p := range without(out[o].condition.Sources, r.Sources) {
				p.Resolved, p.Reason = actor.ByInference, "the condition is theirs to fulfil"
				r.Recipients = append(r.Recipients, p)
			}
		}
	}
	return append(out, beside...)
}

// child and sibling walk over the matches that hang on a match, in order of the text. They are few.
func (c *coding) child(i int) int {
	return c.next(i, c.firstOf(i)-1)
}

func (c *coding) firstOf(i int) int {
	k := i
	for k > 0 && c.matches[k-1].sentence == c.matches[i].sentence {
		k--
	}
	return k
}

func (c *coding) sibling(k int) int {
	return c.next(int(c.matches[k].parent), k)
}

func (c *coding) next(parent, k int) int {
	for k++; k < len(c.matches) && c.matches[k].sentence == c.matches[parent].sentence; k++ {
		if int(c.matches[k].parent) == parent && !c.matches[k].dropped {
			return k
		}
	}
	return -1
}

// rolesOf resolves the parties of a match's slots with a role.
func (c *coding) rolesOf(m *match, roles ...Role) (out []actor.Party) {
	for i := range m.frame.slots {
		f := m.fill[i]
		if f.token < 0 {
			continue
		}
		for _, r := range roles {
			if m.frame.slots[i].role != r {
				continue
			}
			if f.kind == ownerArgument {
				out = c.modifiers(out, int(f.token), r, 0)
			} else {
				out = add(out, c.parties(int(f.token), r)...)
			}
		}
	}
	return out
}

// act makes the outcome of an act: the act itself, and what it takes for granted.
func (c *coding) act(i int, inner []outcome) []outcome {
	m := &c.matches[i]
	e := m.entry()
	o := outcome{code: e.Code, entry: e, match: int32(i), act: int32(i), mood: m.mood, topicToken: -1}
	o.content = Content{Category: e.Category, Mode: e.Mode, Entry: e.ID, Span: c.evidence(i), Status: Actual}
	switch e.Category {
	case Request:
		o.content.Status = Demanded
	case Agree:
		o.content.Status = Offered
	case Threaten:
		o.content.Status = Threatened
	}
	both := c.rolesOf(m, BothRole)
	rec := c.rolesOf(m, RecipientRole, TargetRole, DestinationRole, VictimRole)
	src := c.rolesOf(m, SourceRole)
	if m.mood&adjunct != 0 && len(src) == 0 && len(both) < 2 {
		// "Reeker said during the meeting with Bayramov": who is said to speak there took part.
		if p := c.clauseSubject(int(m.carrier)); len(p) > 0 {
			if len(both) > 0 || e.Frames(BothRole) {
				both = add(both, p...)
			} else if e.Frames(SourceRole) && e.Category.Quad() == 1 {
				src = p
			}
		}
	}
	if len(both) > 0 {
		o.side = c.firstSide(m)
	}
	if t := m.role(ThingRole); t >= 0 && len(src) == 0 && len(both) == 0 && (e.Category.Quad()%2 == 0 || e.Category == Concede) {
		src = c.modifiers(nil, t, SourceRole, 0) // "US sanctions were lifted", "Russian troops were withdrawn"
	}
	if t := m.role(ThingRole); t >= 0 && len(rec) == 0 && len(both) == 0 && e.Frames(RecipientRole) && len(src) > 0 {
		rec = without(c.modifiers(nil, t, RecipientRole, 0), src) // "hailed Ethiopia's efforts"
		if len(rec) == 0 && e.Category.Quad() != 2 {
			rec = without(c.parties(t, RecipientRole), src) // "welcomed the dialogue between Chad and Sudan"
		}
	}
	if len(src) == 0 && len(both) == 0 && !c.passiveMatch(m) {
		if sp := c.speakerOf(int(m.token)); sp != nil && (e.Category == Support || e.Category == Accuse) && m.frame.class != nounFrame || sp != nil && e.Category == Support && m.role(SourceRole) < 0 && c.s.Child(int(m.token), syntax.Cop) >= 0 {
			src = []actor.Party{*sp} // "the ties are of strategic nature", he said
		}
	}
	if len(both) > 0 {
		src = add(src, both...)
		if len(src) > 1 {
			rec = add(rec, both...)
		}
	}
	if len(src) > 1 && c.eachOther(m) {
		rec = src
	} else if len(src) > 0 && len(both) == 0 {
		rec = drop(rec, src)
		if others := without(rec, src); len(others) > 0 && len(others) < len(rec) && e.Category.Quad() == 1 {
			rec = others // "the ties between Baku and Washington", says Baku: of Washington
		}
	}
	if t := m.role(ThingRole); t >= 0 && (e.Category == Concede || e.Category == Aid || e.Category == Sanction) {
		// "the waiver of the act that bans aid to Azerbaijan was extended": whose act it is, the words tell by who speaks of it.
		if sp := c.speakerOf(int(m.token)); len(src) == 0 && sp != nil && sp.Country != "" && c.passiveMatch(m) && c.subjectOf(int(m.token), 0) < 0 {
			p := *sp
			p.Resolved, p.Reason = actor.ByInference, "who tells of the act, which names nobody, speaks for the state"
			src = []actor.Party{p}
		}
		if len(rec) == 0 && len(both) == 0 && len(src) > 0 {
			for _, p := range without(c.around(nil, t, -1), src) {
				p.Reason = "named in the words of what the act is about"
				rec = append(rec, p)
			}
			o.inferred = len(rec) > 0
		}
	}
	o.content.Sources, o.content.Recipients = src, rec
	effect := e.Effect
	if effect == NoEffect {
		effect = Assists
		switch e.Category {
		case Support, Accuse:
			effect = Presumes
		case Reject:
			effect = Refuses
		}
	}
	content := m.role(ContentRole)
	if content >= 0 {
		o.topicToken = int32(content)
	}
	out := []outcome{o}
	for k := range inner {
		in := &inner[k]
		if effect == Presumes && len(rec) > 0 && in.act >= 0 && overlap(in.content.Sources, src) && c.borrowed(&c.matches[in.act]) && c.s.Child(int(c.matches[in.act].token), syntax.Mark) >= 0 {
			in.content.Sources = rec // "thanked Poland for helping": Poland helped
			in.content.Recipients = drop(in.content.Recipients, rec)
		}
		if effect == Presumes && in.content.Status == Actual && in.act >= 0 && !in.ofSpeech() {
			if len(in.content.Sources) == 0 && in.content.Category != Assault {
				in.content.Sources = rec
			}
			in.independent = true
			out = append(out, *in)
		}
		if out[0].content.Content == nil {
			nested := in.content
			if effect == Assists && nested.Status == Actual {
				nested.Status = Hypothetical
			}
			if effect == Refuses {
				nested.Status = NotHappened
				if len(nested.Sources) == 0 {
					nested.Sources = src
				}
			}
			out[0].content.Content = &nested
		}
	}
	r := &out[0].content
	if len(r.Recipients) == 0 && len(both) == 0 {
		// "welcome the dialogue between Armenia and Azerbaijan", "help intensify engagement between them"
		for k := range inner {
			doers := without(inner[k].content.Sources, src)
			r.Recipients = add(r.Recipients, doers...)
			if effect != Presumes || len(doers) == 0 {
				r.Recipients = add(r.Recipients, without(inner[k].content.Recipients, src)...)
			}
		}
		if len(r.Recipients) == 0 && content >= 0 && e.Category != Assault {
			r.Recipients = without(c.around(nil, content, 0), src)
			out[0].inferred = len(r.Recipients) > 0
		}
	}
	return out
}

func (c *coding) passiveMatch(m *match) bool {
	return m.frame.class == verbFrame && c.passive(int(m.token))
}

// firstSide resolves the parties of a reciprocal act that stand as its subject or owner, if others stand elsewhere.
func (c *coding) firstSide(m *match) (side []actor.Party) {
	other := false
	for k := range m.frame.slots {
		if m.frame.slots[k].role != BothRole || m.fill[k].token < 0 {
			continue
		}
		if sk := m.frame.slots[k].kind; sk == subjectSlot || sk == ownerSlot && m.fill[k].kind == subjectArgument {
			side = c.parties(int(m.fill[k].token), BothRole)
		} else {
			other = true
		}
	}
	if !other {
		return nil
	}
	return side
}

// eachOther reports whether the recipient of a match is "each other" or "one another".
func (c *coding) eachOther(m *match) bool {
	for k := range m.frame.slots {
		switch m.frame.slots[k].role {
		case RecipientRole, TargetRole, VictimRole:
		default:
			continue
		}
		if t := int(m.fill[k].token); t > 0 {
			a, b := lowerASCII(c.s.Tokens[t-1].Form), lowerASCII(c.s.Tokens[t].Form)
			if a == "each" && b == "other" || a == "one" && b == "another" || b == "each" && t+1 < len(c.w) && lowerASCII(c.s.Tokens[t+1].Form) == "other" {
				return true
			}
		}
	}
	return false
}

// clauseSubject resolves the subject of the clause that token t is an adjunct of, if it is a person or a body.
func (c *coding) clauseSubject(t int) []actor.Party {
	for k := 0; t >= 0 && k < maxClimb; k++ {
		if c.s.Tokens[t].UPOS == syntax.VERB && c.w[t].match < 0 || c.w[t].match >= 0 && c.matches[c.w[t].match].frame.class == verbFrame {
			if x := c.subjectOf(t, 0); x >= 0 {
				if mm := c.mentionAt(x); mm != nil && (mm.Class == actor.Person || mm.Class == actor.State || mm.Class == actor.Organisation || mm.Class == actor.Group && mm.Parties != nil) {
					return c.parties(x, SourceRole)
				}
			}
		}
		t = int(c.s.Tokens[t].Head)
	}
	return nil
}

// drop returns list without the parties that stand in others too.
func drop(list, others []actor.Party) (rest []actor.Party) {
	for i := range list {
		if !has(others, &list[i]) {
			rest = append(rest, list[i])
		}
	}
	return rest
}

func (o *outcome) ofSpeech() bool {
	switch o.content.Category {
	case Request, Reject, Threaten, Accuse, Agree, Support:
		return true
	}
	return false
}

// operate applies an operator to the outcomes of its content.
func (c *coding) operate(i int, inner []outcome) []outcome {
	m := &c.matches[i]
	e := m.entry()
	switch e.Effect {
	case Says:
		return c.said(i, inner)
	case Mentions:
		// "the plan to impose sanctions was discussed": what is said of an act stands, the bare act does not.
		var kept []outcome
		for k := range inner {
			if inner[k].ops != 0 || inner[k].content.Status == Hypothetical {
				kept = append(kept, inner[k])
			}
		}
		return kept
	case Asks:
		return nil
	case Doubts:
		for k := range inner {
			inner[k].doubted = true
		}
		return inner
	case Begins:
		for k := range inner {
			if inner[k].content.Status == Actual {
				inner[k].content.Status = Ongoing
			}
			c.supply(&inner[k], c.rolesOf(m, SourceRole))
		}
		return inner
	case Achieves, Assists:
		for k := range inner {
			inner[k].kept(Actual) // "kept its promise to free them"
			c.supply(&inner[k], c.rolesOf(m, SourceRole))
		}
		return inner
	case Allows, Hopes, Attempts:
		for k := range inner {
			c.supply(&inner[k], c.rolesOf(m, SourceRole))
			if inner[k].content.Status != NotHappened {
				inner[k].content.Status = Hypothetical
			}
		}
		return inner
	case Negates:
		for k := range inner {
			inner[k].kept(NotHappened) // "broke its promise to free them"
			inner[k].content.Status = NotHappened
			if e.Doer == SourceRole && !c.hasSlot(m, RecipientRole) {
				c.supply(&inner[k], c.rolesOf(m, SourceRole))
			} else {
				c.supply(&inner[k], c.rolesOf(m, RecipientRole))
			}
		}
		return inner
	case Ends:
		for k := range inner {
			c.supply(&inner[k], c.rolesOf(m, SourceRole))
			c.end(&inner[k])
		}
		return inner
	case Denies:
		src := c.sourcesOf(i)
		for k := range inner {
			c.supply(&inner[k], src)
			inner[k].content.Status, inner[k].denied, inner[k].claimed = NotHappened, true, false
			if len(src) > 0 {
				inner[k].speaker = &src[0]
			}
		}
		return inner
	case Presumes:
		for k := range inner {
			inner[k].independent = true
		}
		return inner
	}
	return c.compose(i, inner)
}

// kept turns a promise, threat or plan that was kept, or was not, into the act that was promised.
func (o *outcome) kept(s Status) {
	if o.ops&(1<<Offers|1<<Promises|1<<Consents|1<<Plans|1<<Threatens) == 0 || o.content.Content == nil || o.act < 0 {
		if o.content.Status == Planned && o.ops == 0 {
			o.content.Status = s
		}
		return
	}
	inner := *o.content.Content
	inner.Status = s
	o.content, o.ops = inner, 0
	if o.entry != nil {
		o.code = o.entry.Code
	}
}

func (c *coding) hasSlot(m *match, r Role) bool {
	for i := range m.frame.slots {
		if m.frame.slots[i].role == r && m.fill[i].token >= 0 {
			return true
		}
	}
	return false
}

// supply gives an act that names nobody as its source the parties that would do it.
func (c *coding) supply(o *outcome, doers []actor.Party) {
	if len(doers) == 0 {
		return
	}
	if o.act >= 0 && o.ops == 0 && o.entry.Frames(BothRole) && len(o.content.Sources) == 1 && len(o.content.Recipients) == 0 && !overlap(o.content.Sources, doers) {
		// "halted talks with Washington": whoever halts them was in them.
		all := add(slices.Clone(doers), o.content.Sources...)
		o.content.Sources, o.content.Recipients, o.side = all, all, doers
		return
	}
	if len(o.content.Sources) == 0 {
		o.content.Sources = doers
		o.content.Recipients = drop(o.content.Recipients, doers)
	}
}

// said passes the content of a verb of saying on, with the speaker.
func (c *coding) said(i int, inner []outcome) []outcome {
	m := &c.matches[i]
	var speaker *actor.Party
	if src := c.rolesOf(m, SourceRole); len(src) > 0 {
		speaker = &src[0]
	}
	for k := range inner {
		if inner[k].speaker == nil {
			inner[k].speaker = speaker
		}
	}
	if m.mood&(negated|questioned) != 0 {
		return nil
	}
	return inner
}

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
		return out
	}
	if e.Code == nil {
		return nil
	}
	return c.alone(i, src, rec)
}

// borrowed reports whether an act's subject stands in another clause.
func (c *coding) borrowed(m *match) bool {
	return m.frame.class == verbFrame && c.s.Child(int(m.token), syntax.Nsubj, syntax.NsubjPass) < 0
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
			// A plan to offer or to demand is that offer or demand, not made yet.
			if e.Effect == Plans {
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
	case Accuses:
		inner.Status = Actual
		if quad == 4 && o.act >= 0 {
			claim := o
			claim.independent, claim.claimed = true, true
			if len(src) > 0 {
				claim.speaker = &src[0]
			}
			extra = append(extra, claim)
		}
	}
	code := c.composed(column, &o)
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

// settle applies tense, mood and negation of a match to its outcome. Under an operator that makes its content
// hypothetical anyway, only negation counts.
func (c *coding) settle(o *outcome, m *match, parent Effect) {
	mo := m.mood
	if m.carrier != m.token {
		mo |= 0
	}
	switch parent {
	case Demands, Offers, Promises, Consents, Plans, Refuses, Threatens, Hopes, Allows, Attempts:
		mo &= negated | doubted
	}
	if mo&doubted != 0 {
		o.doubted = true
	}
	own := int(o.match) >= 0 && &c.matches[o.match] == m
	if !own {
		// The mood of an operator that passes its content on: "could begin to withdraw", "did not manage to".
		switch s := mo.status(); {
		case s == NotHappened && o.content.Status == NotHappened:
			o.content.Status = Actual // "did not fail to"
		case s == NotHappened, s == Hypothetical:
			o.content.Status = s
		case s == Planned && o.content.Status != NotHappened:
			c.planned(o)
		}
		return
	}
	if e := m.entry(); e.Status != "" {
		o.content.Status = e.Status
		return
	}
	quad := o.content.Category.Quad()
	effect := NoEffect
	if m.entry().Operator {
		effect = m.entry().Effect
	}
	switch {
	case mo&(conditional|questioned) != 0:
		o.content.Status = Hypothetical
	case mo&negated != 0 && effect == NoEffect && quad <= 3 && quad > 0 && mo&(future|would) != 0:
		c.refuse(o)
	case mo&negated != 0 && (effect == Consents || effect == Plans || effect == Offers && (m.frame.class != verbFrame || mo&future != 0)):
		c.refuse(o)
	case effect == NoEffect && c.imperative(m):
		c.ought(o, m)
	case mo&necessary != 0 && effect == NoEffect && parent == NoEffect || mo&necessary != 0 && parent == Says && effect == NoEffect:
		c.ought(o, m)
	case mo&necessary != 0 && effect != NoEffect:
	case effect == NoEffect && mo&(future|planned) != 0 && mo&negated == 0:
		c.planned(o)
	case effect == NoEffect && mo&would != 0 && mo&(negated|past) == 0 && o.condition != nil && quad > 0 && quad <= 2:
		c.planned(o) // "would lift its sanctions if Sudan released them"
	case effect == NoEffect && mo&would != 0 && (parent == Says || c.w[m.token].quote >= 0) && mo&negated == 0 && o.condition == nil:
		c.planned(o)
	case effect == NoEffect:
		if s := mo.status(); s != Actual {
			o.content.Status = s
		}
	case mo&would != 0 && mo&(negated|possible|conditional) == 0 && (parent == Says || c.w[m.token].quote >= 0) && o.condition == nil:
		if effect == Demands || effect == Accuses || effect == Refuses {
			o.content.Status = Planned // "said it would reject any proposal"
		}
	default:
		switch s := mo.status(); s {
		case NotHappened, Hypothetical:
			o.content.Status = s
		case Planned:
			if effect == Demands || effect == Accuses || effect == Refuses {
				o.content.Status = Planned
			}
		}
	}
}

// imperative reports whether a verb in a direct quotation orders: "Release our journalists," he told Belarus.
func (c *coding) imperative(m *match) bool {
	t := int(m.token)
	tok := &c.s.Tokens[t]
	q := c.w[t].quote
	if m.frame.class != verbFrame || tok.XPOS != syntax.TagVB || q < 0 || c.in.Quotations[q].Kind != quote.Direct {
		return false
	}
	if tok.Rel != syntax.Root && tok.Rel != syntax.Ccomp && tok.Rel != syntax.Parataxis {
		return false
	}
	return c.s.Child(t, syntax.Nsubj, syntax.NsubjPass, syntax.Aux, syntax.AuxPass, syntax.Mark) < 0
}

// planned makes an act that is to come: cooperation is an agreement in PLOVER, conflict stays what it is; with a
// condition, or said by the one who would do it, conflict is a threat.
func (c *coding) planned(o *outcome) {
	quad := o.content.Category.Quad()
	inner := o.content
	inner.Status = Hypothetical
	switch {
	case o.content.Category == Agree || quad == 3 || quad == 0:
		if quad == 3 {
			o.content.Status = Planned
		}
		return
	case quad <= 2:
		status := Planned
		if o.condition != nil {
			status = Offered // "will lift its blockade if Eritrea withdraws"
		}
		code := c.composed(offered, o)
		if code == nil {
			o.content.Status = Planned
			return
		}
		o.code = code
		src, rec := inner.Sources, without(inner.Recipients, inner.Sources)
		if len(o.side) > 0 {
			src, rec = o.side, without(inner.Recipients, o.side)
		}
		o.content = Content{Category: code.Category, Mode: code.Mode, Sources: src, Recipients: rec, Status: status, Span: inner.Span, Entry: inner.Entry, Content: &inner}
		if len(inner.Sources) > 1 && len(o.side) == 0 {
			o.content.Recipients = inner.Recipients
		}
		o.ops |= 1 << Plans
	case o.condition != nil || c.ownSide(o):
		code := c.composed(threatened, o)
		if code == nil {
			o.content.Status = Planned
			return
		}
		o.code = code
		o.content = Content{Category: code.Category, Mode: code.Mode, Sources: inner.Sources, Recipients: inner.Recipients, Status: Threatened, Span: inner.Span, Entry: inner.Entry, Content: &inner}
		o.ops |= 1 << Threatens
	default:
		o.content.Status = Planned
	}
}

// ownSide reports whether the one who would act is the one who says so.
func (c *coding) ownSide(o *outcome) bool {
	sp := c.speakerOf(int(c.matches[o.match].token))
	if sp == nil {
		sp = o.speaker
	}
	return sp != nil && len(o.content.Sources) > 0 && overlap(o.content.Sources, []actor.Party{*sp})
}

// refuse turns an act or offer that is negated into a refusal: "will not negotiate", "is not ready to sign".
func (c *coding) refuse(o *outcome) {
	inner := o.content
	target := o
	if inner.Content != nil && inner.Category == Agree {
		inner = *inner.Content
	}
	code := c.composed(refused, o)
	if o.entry != nil && o.ops != 0 && o.entry.Code != nil {
		plain := outcome{code: o.entry.Code, entry: o.entry}
		if o.act >= 0 {
			code = c.composed(refused, &plain)
		}
	}
	if code == nil {
		target.content.Status = NotHappened
		return
	}
	inner.Status = NotHappened
	if len(o.side) > 0 && inner.Category == Consult {
		o.content.Sources, o.content.Recipients = o.side, without(inner.Recipients, o.side)
	}
	target.code = code
	target.content = Content{Category: code.Category, Mode: code.Mode, Sources: o.content.Sources, Recipients: without(o.content.Recipients, o.content.Sources), Status: Actual, Span: o.content.Span, Entry: o.content.Entry, Content: &inner}
	target.ops |= 1 << Refuses
}

// ought turns "Russia must withdraw" into the speaker's demand. Without a speaker it is nobody's demand, and no event.
func (c *coding) ought(o *outcome, m *match) {
	sp := c.speakerOf(int(m.token))
	if sp == nil {
		sp = o.speaker
	}
	code := c.composed(demanded, o)
	if sp == nil || code == nil {
		o.content.Status, o.void = Hypothetical, true
		return
	}
	inner := o.content
	inner.Status = Hypothetical
	if m.mood&negated != 0 {
		inner.Status = NotHappened
		if y := c.codes["1056"]; y != nil && inner.Category == Assault {
			code = y
		}
	}
	src := []actor.Party{*sp}
	if len(inner.Sources) == 0 {
		inner.Sources = c.addressee(int(m.token)) // "You must release them," he told Sudan
	}
	o.code = code
	o.content = Content{Category: code.Category, Mode: code.Mode, Sources: src, Recipients: without(inner.Sources, src), Status: Demanded, Span: inner.Span, Entry: inner.Entry, Content: &inner}
	o.ops |= 1 << Demands
}

// addressee resolves to whom the quotation around token t is said, if its cue tells.
func (c *coding) addressee(t int) []actor.Party {
	q := c.w[t].quote
	if q < 0 {
		return nil
	}
	x := &c.in.Quotations[q]
	if x.Addressee != nil {
		return []actor.Party{*x.Addressee}
	}
	if x.CueToken < 0 {
		return nil
	}
	here := c.sent
	if x.Sentence != here {
		c.enter(x.Sentence)
		defer c.enter(here)
	}
	if o := c.s.Child(x.CueToken, syntax.Obj, syntax.Iobj); o >= 0 && c.w[o].quote < 0 {
		return c.parties(o, RecipientRole)
	}
	return nil
}

// evidence returns the words of an outcome.
func (o *outcome) evidence() []report.Span {
	if len(o.spans) > 0 {
		return o.spans
	}
	return []report.Span{o.content.Span}
}

// evidenceCore is the span of an operator's own words, without its content.
func (c *coding) evidenceCore(i int) report.Span {
	m := &c.matches[i]
	first, last := min(int(m.token), int(m.carrier)), max(int(m.token), int(m.carrier))
	for k := range m.frame.slots {
		if t := int(m.fill[k].token); t >= 0 && m.frame.slots[k].role != ContentRole {
			f, l := c.phraseExtent(t)
			if l >= first-40 && f <= last+40 {
				first, last = min(first, f), max(last, l)
			}
		}
	}
	return c.s.Words(first, last)
}

// evidence is the span from the first to the last of a match's words: predicate, carrier, arguments and what is told in its content.
func (c *coding) evidence(i int) report.Span {
	first, last := c.evidenceTokens(i, 0)
	return c.s.Words(first, last)
}

func (c *coding) evidenceTokens(i, depth int) (first, last int) {
	m := &c.matches[i]
	first, last = min(int(m.token), int(m.carrier)), max(int(m.token), int(m.carrier))
	for k := range m.frame.slots {
		t := int(m.fill[k].token)
		if t < 0 {
			continue
		}
		if h := c.s.Tokens[t].Head; m.frame.slots[k].kind == subjectSlot && h != m.token && h != m.carrier && int(c.s.Tokens[m.token].Head) != t {
			continue // a subject shared with another clause
		}
		f, l := c.phraseExtent(t)
		// An argument far away, as the subject of a joined verb is, would take in what lies between.
		if l < first-40 || f > last+40 {
			continue
		}
		first, last = min(first, f), max(last, l)
		if o := c.w[t].match; o >= 0 && int(o) != i && depth < 6 && m.frame.slots[k].role == ContentRole {
			f, l = c.evidenceTokens(int(o), depth+1)
			first, last = min(first, f), max(last, l)
		}
	}
	return first, last
}

// phraseExtent is a noun phrase without the clauses that hang on it.
func (c *coding) phraseExtent(t int) (first, last int) {
	first, last = t, t
	for d := c.s.First(t); d >= 0; d = c.s.Next(d) {
		switch c.s.Tokens[d].Rel {
		case syntax.Det, syntax.Amod, syntax.Compound, syntax.Nummod, syntax.NmodPoss, syntax.Flat, syntax.Fixed, syntax.NmodDesc, syntax.Case, syntax.Mark, syntax.Aux, syntax.Cop, syntax.CompoundPrt, syntax.NmodUnmarked, syntax.Advmod:
			f, l := c.s.Subtree(d)
			first, last = min(first, f), max(last, l)
		case syntax.Nmod, syntax.Obj, syntax.Obl:
			if d > t {
				f, l := c.phraseExtent(d)
				first, last = min(first, f), max(last, l)
			}
		case syntax.Conj:
			if c.s.Tokens[d].UPOS != syntax.VERB {
				f, l := c.phraseExtent(d)
				first, last = min(first, f), max(last, l)
			}
		}
	}
	return first, last
}

// phraseSpan is the span of a noun phrase without the clauses that hang on it.
func (c *coding) phraseSpan(t int) report.Span {
	first, last := c.phraseExtent(t)
	return c.s.Words(first, last)
}
