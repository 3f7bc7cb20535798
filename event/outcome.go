package event

import (
	"slices"
	"strings"

	"chancery/actor"
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
			} else if r == SourceRole && f.kind == subjectArgument && m.frame.class == verbFrame && c.deed(int(f.token)) {
				// "The arrest of a commander raises concerns": the commander raises none.
			} else {
				out = add(out, c.parties(int(f.token), r)...)
				if r == SourceRole && f.kind == subjectArgument && m.frame.class == verbFrame {
					if o := c.joined(int(m.token)); o >= 0 {
						out = add(out, c.parties(o, r)...)
					}
				}
				if t := int(f.token); f.kind == subjectArgument && c.s.Tokens[t].Rel == syntax.OblAgent {
					for d := c.s.Next(t); d >= 0; d = c.s.Next(d) { // "condemned by India, by Iran and by the United States"
						if c.s.Tokens[d].Rel == syntax.OblAgent && c.caseOf(d) == "by" {
							out = add(out, c.parties(d, r)...)
						}
					}
				}
			}
		}
	}
	return out
}

// joined returns whom the doer of verb v joins in doing it: "Japan joined Canada in condemning the test"; -1 for nobody.
func (c *coding) joined(v int) int {
	h := int(c.s.Tokens[v].Head)
	if h < 0 || c.s.Tokens[v].XPOS != syntax.TagVBG || c.subordinator(v) != "in" || !c.isWord(c.w[h].lemma, "join") {
		return -1
	}
	return c.s.Child(h, syntax.Obj)
}

// deed reports whether a noun that is no mention tells of an act.
func (c *coding) deed(t int) bool {
	return c.s.Tokens[t].UPOS == syntax.NOUN && c.mentionAt(t) == nil && c.w[t].match >= 0
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
	if m.mood&adjunct != 0 && len(src) == 0 && len(both) < 2 && !(len(both) == 1 && c.afterwards(int(m.carrier))) {
		// "Reeker said during the meeting with Bayramov": who is said to speak there took part.
		if p := c.clauseSubject(int(m.carrier)); len(p) > 0 {
			if (len(both) > 0 || e.Frames(BothRole)) && e.Category.Quad() == 1 {
				both = add(both, p...)
			} else if e.Frames(SourceRole) && e.Category.Quad() == 1 {
				src = p
			}
		}
	}
	if len(both) > 0 {
		o.side = c.firstSide(m)
	}
	if t := m.role(ThingRole); t >= 0 && len(src) == 0 && len(both) == 0 && !c.civil(t) && !c.beside(m, t) && (e.Category.Quad()%2 == 0 || e.Category == Concede) {
		src = c.modifiers(nil, t, SourceRole, 0) // "US sanctions were lifted", "Russian troops were withdrawn"
	}
	if t := m.role(ThingRole); t >= 0 && len(rec) == 0 && len(both) == 0 && e.Frames(RecipientRole) && len(src) > 0 {
		rec = without(c.modifiers(nil, t, RecipientRole, 0), src)                                        // "hailed Ethiopia's efforts"
		if len(rec) == 0 && e.Category.Quad() != 2 && !(e.Category == Accuse && c.mentionAt(t) != nil) { // but "expressed their opposition to the sale"
			rec = without(c.parties(t, RecipientRole), src) // "welcomed the dialogue between Chad and Sudan"
		}
	}
	if e.Category == Support || e.Category == Accuse {
		// "welcomed the release of the prisoners by Sudan": it is Sudan that is praised, not the prisoners.
		if t := m.role(RecipientRole); t >= 0 && c.w[t].match >= 0 && int(c.w[t].match) != i && c.matches[c.w[t].match].frame.class == nounFrame {
			deed := &c.matches[c.w[t].match]
			if doers := without(c.rolesOf(deed, SourceRole), src); len(doers) > 0 {
				rec = doers
			} else {
				rec = drop(rec, c.rolesOf(deed, RecipientRole, VictimRole)) // whose doing it was is not told
			}
		}
	}
	if e.Category == Assault && len(rec) > 1 && !ofPlace(rec[0]) {
		rec = slices.DeleteFunc(rec, ofPlace) // "the commander survived an attempt on his life in Gaza": he, not Gaza
	}
	if t := m.role(RecipientRole); t >= 0 && e.Category == Accuse && m.frame.class == verbFrame && c.is(t, c.known.plight) {
		rec = slices.DeleteFunc(rec, ofPlace) // "voiced concern about the conditions in Syria": whose doing they are is not told
	}
	if len(src) == 0 && len(both) == 0 && !c.passiveMatch(m) {
		if sp := c.speakerOf(int(m.token)); sp != nil && (e.Category == Support || e.Category == Accuse) && m.frame.class != nounFrame || sp != nil && (e.Category == Support || e.Category == Accuse) && m.role(SourceRole) < 0 && c.s.Child(int(m.token), syntax.Cop) >= 0 {
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
		// But "Mexico said that sanctions have been imposed on Belarus" tells of others' sanctions as well.
		if sp := c.speakerOf(int(m.token)); len(src) == 0 && sp != nil && sp.Country != "" && e.Category != Sanction && c.passiveMatch(m) && c.subjectOf(int(m.token), 0) < 0 {
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
	if t := m.role(RecipientRole); t >= 0 && m.frame.class == verbFrame && len(src) > 0 && len(rec) == 0 && c.s.Tokens[t].UPOS == syntax.PRON && !c.eachOther(m) {
		rec = drop(c.letterTo(int(m.token)), src) // "sent a letter to Saied to congratulate him": nobody is "him" to himself
	}
	if e.Category == Request && len(rec) == 0 && m.frame.class == verbFrame {
		rec = drop(c.letterTo(int(m.token)), src) // "sent a letter to the United Nations asking for help"
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
		stated := in.content.Status == Actual && !in.ofSpeech() || in.content.Status == Offered && in.ops != 0 && c.matches[in.match].frame.class == nounFrame
		if effect == Presumes && stated && in.act >= 0 {
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
			if effect != Presumes { // "praised the release of the prisoners": not the prisoners
				r.Recipients = add(r.Recipients, without(inner[k].content.Recipients, src)...)
			}
		}
		if len(r.Recipients) == 0 && content >= 0 && e.Category != Assault {
			r.Recipients = without(c.around(nil, content, 0), src)
			out[0].inferred = len(r.Recipients) > 0
		}
	}
	if len(r.Recipients) == 0 && content >= 0 && e.Category == Threaten {
		if t := c.s.Child(content, syntax.Obj); t >= 0 && c.someone(t) {
			r.Recipients = without(c.parties(t, RecipientRole), src) // "vowed to crush the militants"
		}
	}
	if r.Content == nil && o.code == e.Code {
		r.Content = c.implied(i, r)
	}
	return out
}

// beside reports whether token t fills a slot of a construction of a verb that stands after a preposition: "killed 12 in a
// Baghdad market" does not say whose deed it was.
func (c *coding) beside(m *match, t int) bool {
	for k := range m.frame.slots {
		if int(m.fill[k].token) == t && m.frame.slots[k].role == ThingRole {
			return m.frame.class == verbFrame && m.frame.slots[k].kind == prepSlot && !c.tellsActItself(t) // but "killed in a Rwandan attack"
		}
	}
	return false
}

// afterwards reports whether a noun of an act stands after "after" or "before": who "spoke after the cabinet meeting"
// need not have been there.
func (c *coding) afterwards(t int) bool {
	switch c.caseOf(t) {
	case "after", "before", "following", "since", "until":
		return true
	}
	return false
}

// civil reports whether token t names private people: "a Colombian businessman was extradited" does not say by whom.
func (c *coding) civil(t int) bool {
	mm := c.mentionAt(t)
	return mm != nil && c.private(mm.Parties)
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

// ofPlace reports whether a party is the state of a place that the words name, and is not named itself.
func ofPlace(p actor.Party) bool { return strings.HasSuffix(p.Reason, liesThere) }

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
			if in := &inner[k]; in.content.Category == Assault && len(in.content.Recipients) == 0 && len(in.content.Sources) > 0 && in.ops == 0 {
				in.content.Recipients = without(c.rolesOf(m, SourceRole), in.content.Sources) // "prevented an attack by Eritrea"
			}
		}
		return inner
	case Ends:
		for k := range inner {
			c.supply(&inner[k], c.rolesOf(m, SourceRole))
			if c.spent(m.role(ContentRole)) {
				continue // "ended three days of talks": they were held
			}
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

// spent reports whether a noun only says for how long: "three days of talks".
func (c *coding) spent(t int) bool {
	if t >= 0 && c.caseOf(t) == "of" && c.s.Tokens[t].Rel.Base() == syntax.Nmod {
		t = int(c.s.Tokens[t].Head)
	}
	return t >= 0 && (c.w[t].time >= 0 || c.isWord(c.w[t].lemma, "day") || c.isWord(c.w[t].lemma, "hour"))
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
		if o.act >= 0 && o.ops == 0 && len(doers) > 1 && len(o.content.Recipients) == 0 && o.entry.Frames(BothRole) {
			o.content.Recipients = doers // "Japan and North Korea ended three days of talks"
		}
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

// passes reports whether an operator only passes its content on, changed or not, without making an event of its own.
func (e Effect) passes() bool {
	switch e {
	case Negates, Ends, Begins, Achieves, Attempts, Allows, Assists:
		return true
	}
	return false
}

// open reports whether what stands in an operator's content has not happened by its words.
func (e Effect) open() bool {
	switch e {
	case Offers, Promises, Consents, Plans, Demands, Refuses, Threatens, Hopes, Allows, Attempts, Negates:
		return true
	}
	return false
}
