package event

import (
	"chancery/actor"
	"chancery/report"
	"chancery/syntax"
)

// This file tells what belongs in a diplomatic record from what does not: acts of private people, habits, epithets,
// and words of violence without a conflict.

// worth reports whether an outcome says enough to be an event.
func (c *coding) worth(o *outcome) bool {
	m := &c.matches[o.match]
	content := &o.content
	if content.Category == "" || o.void || o.mood&questioned != 0 {
		return false
	}
	sources, recipients := len(content.Sources), len(content.Recipients)
	if content.Category == Assault && recipients == 0 && o.ops == 0 && (c.claimsVictims(o.match) || m.role(VictimRole) >= 0 && c.number(m.role(VictimRole)) != nil && c.countryAround(o.match) >= 0) {
		recipients = 1 // "Bombs exploded near a convoy, killing 37 people": whom is told by what it absorbed
	}
	if sources == 0 && recipients == 0 {
		return false
	}
	if !c.concerns(o) || c.unpolitical(o) {
		return false
	}
	for _, r := range m.entry().Needs {
		if o.ops == 0 && (r == SourceRole && sources == 0 || r == RecipientRole && recipients == 0) {
			return false
		}
	}
	if m.mood&generic != 0 && o.ops == 0 {
		return false
	}
	if m.entry().Conflict && !c.inConflict(o) && (sources == 0 || !c.agentNamed(m)) {
		return false
	}
	quad := content.Category.Quad()
	both := m.entry().Frames(BothRole)
	if o.act >= 0 {
		if a := &c.matches[o.act]; a.entry().Category == Assault && a.entry().Frames(BothRole) && a.frame.class == nounFrame && sources+recipients < 2 && c.strugglesFor(int(a.token)) {
			return false // "a long fight by the veterans for the right to settle"
		}
	}
	switch content.Category {
	case Consult, Cooperate:
		if o.ops == 0 && sources+recipients < 2 && (both || content.Category == Cooperate) {
			// "Blinken held talks in Cairo": one side is known, and that it happened is told by a verb.
			return false
		}
		if o.ops == 0 && recipients == 0 && m.entry().Medium != "" {
			return false // "wrote a letter": to whom is not known
		}
	case Assault, Coerce, Sanction, Protest, Mobilize, Retreat, Concede:
		if content.Category == Assault && both && o.ops == 0 && sources+recipients < 2 && m.frame.class == verbFrame && content.Status != Actual && content.Status != Ongoing {
			return false // "waits to fight another day"
		}
		if sources == 0 && m.frame.class == verbFrame && !c.passive(int(m.token)) && o.ops == 0 {
			if t := c.subjectOf(int(m.token), 0); t >= 0 && content.Category != Assault && m.role(RecipientRole) != t {
				return false // somebody did it whom the lexicon does not know, or something that is nobody
			}
		}
	default:
		// Words are somebody's. A passive may hide whose: "Russia was urged to withdraw".
		if sources == 0 && !(quad == 3 && c.passiveMatch(m)) {
			return false
		}
	}
	if o.ops == 0 && m.frame.class == nounFrame && m.carrier == m.token && !both && (sources == 0 || recipients == 0) {
		switch content.Category {
		case Assault, Protest, Coerce:
		default:
			return false // "for its help": whom it helped is not told
		}
	}
	if content.Category == Agree && recipients == 0 && o.act >= 0 && c.matches[o.act].entry().Medium != "" {
		return false // "planned to write"
	}
	if (content.Category == Sanction || content.Category == Accuse) && o.ops == 0 && m.frame.class == verbFrame && c.s.Tokens[m.token].Rel == syntax.Amod {
		return false // "convicted underworld boss", "the accused soldier": who they are, not what is done now
	}
	if content.Category == Consult && o.ops == 0 && (c.private(content.Sources) || c.homeward(m, content)) {
		return false // "the journalists returned to France"
	}
	if o.act < 0 && recipients == 0 && content.Category == Reject && (content.Content == nil || content.Content.Category == "") && !c.measure(o) {
		return false // "declined to comment"
	}
	if o.act < 0 && recipients == 0 && content.Category == Reject && c.tellsSpeech(int(o.topicToken)) {
		return false // "declined to comment"
	}
	if o.act < 0 && recipients == 0 && content.Category == Agree && !c.publicPromise(o) {
		return false // "ready to launch", "promised to win": nobody's business but their own
	}
	if o.act < 0 && recipients == 0 && content.Category == Request && c.nominalContent(o) {
		return false // "requested an exemption"
	}
	if c.epithet(m) || o.ops == 0 && content.Category == Coerce && content.Mode == "restrict" && ownOrgans(content) {
		return false
	}
	if content.Category == Assault && (c.habitual(m) || content.Status == NotHappened && c.nobody(m)) {
		return false
	}
	// A noun deep inside a phrase needs both sides to be told, and what is only possible needs them too.
	if o.ops == 0 && (m.mood&weak != 0 || content.Status == Hypothetical) && (sources == 0 || recipients == 0) {
		return false
	}
	for p, k := m.parent, 0; p >= 0 && o.ops&^(1<<Ends) == 0 && k < maxClimb; p, k = c.matches[p].parent, k+1 {
		if above := &c.matches[p]; above.mood&purposive != 0 && above.entry().Effect.passes() {
			return false // "cancelled talks to avert an assault"
		}
	}
	if o.ops == 0 && m.mood&purposive != 0 || o.ops == 0 && content.Status == Hypothetical && m.frame.class == nounFrame && m.carrier == m.token && quad == 1 && m.parent < 0 {
		return false
	}
	return true
}

// strugglesFor reports whether a fight is told with what it is for: a right, an office, a law.
func (c *coding) strugglesFor(t int) bool {
	for d := c.s.First(t); d >= 0; d = c.s.Next(d) {
		if d > t && c.s.Tokens[d].Rel == syntax.Nmod && c.caseOf(d) == "for" {
			return true
		}
	}
	d := c.phraseBehind(t)
	return d >= 0 && c.caseOf(d) == "for"
}

// ownOrgans reports whether organs of one state deal with each other: "Parliament passed a bill obliging the government".
func ownOrgans(e *Content) bool {
	for i := range e.Sources {
		s := &e.Sources[i]
		for k := range e.Recipients {
			r := &e.Recipients[k]
			if s.Sector != "LEG" && s.Sector != "JUD" || r.Sector != "" && r.Sector != "GOV" || s.Country != r.Country {
				return false
			}
		}
	}
	return len(e.Sources) > 0 && len(e.Recipients) > 0
}

// epithet reports whether a participle only says who somebody is, of whom something else is told: "The jailed leader
// said", "Kidnapped engineer killed".
func (c *coding) epithet(m *match) bool {
	tok := &c.s.Tokens[m.token]
	if m.frame.class == verbFrame && m.token == 0 && (tok.XPOS == syntax.TagVBN || tok.XPOS == syntax.TagVBD) && tok.Rel == syntax.Root {
		// "Kidnapped Italian journalist killed in Iraq": a headline, of which the parser takes the first word for the verb
		if o := c.s.Child(0, syntax.Obj); o >= 0 && c.s.Child(0, syntax.Nsubj) < 0 {
			for d := c.s.First(o); d >= 0; d = c.s.Next(d) {
				if d > o && c.s.Tokens[d].Rel == syntax.Acl && c.s.Tokens[d].XPOS == syntax.TagVBN {
					return true
				}
			}
		}
	}
	if m.frame.class != verbFrame || tok.Rel != syntax.Amod || tok.XPOS != syntax.TagVBN && tok.XPOS != syntax.TagJJ || tok.Head < m.token {
		return false
	}
	switch h := &c.s.Tokens[tok.Head]; h.Rel {
	case syntax.Nsubj, syntax.NsubjPass, syntax.Compound, syntax.Appos, syntax.NmodDesc:
		return h.XPOS == syntax.TagNN || h.XPOS == syntax.TagNNP
	}
	return false
}

// claimsVictims reports whether an act of violence has absorbed words that name its victims.
func (c *coding) claimsVictims(match int32) bool {
	for k := c.firstMatch; k < len(c.matches); k++ {
		if c.matches[k].into >= 0 && c.live(int32(k)) == match && c.hasSlot(&c.matches[k], VictimRole) {
			return true
		}
	}
	return false
}

// concerns reports whether somebody takes part whom the record is about: a state or its people, an actor of the
// codebook, or somebody in a political, military or international part. Musicians and companies are not enough.
func (c *coding) concerns(o *outcome) bool {
	public := func(p *actor.Party) bool {
		switch p.Sector {
		case "", "CVL", "BUS", "JRN", "MED", "OUT", "EDU", "HLH", "AGR", "LAB", "MNC", "REL", "CRM":
			return p.Country != "" || p.Actor != ""
		}
		return true
	}
	for i := range o.content.Sources {
		if public(&o.content.Sources[i]) {
			return true
		}
	}
	for i := range o.content.Recipients {
		if public(&o.content.Recipients[i]) {
			return true
		}
		if p := &o.content.Recipients[i]; o.content.Category == Assault && (p.Sector == "JRN" || p.Sector == "REL") {
			return true // "the murder of a journalist", "the killing of two priests"
		}
	}
	switch o.content.Category {
	case Assault, Protest, Coerce, Sanction:
		if o.content.Category != Sanction && c.inConflict(o) {
			return true // "gunmen killed villagers"
		}
		// "Thirty people were arrested in Minsk": the state's business where it happens
		return (o.content.Category == Protest || o.content.Mode == "arrest" || o.content.Mode == "convict") && c.countryAround(o.match) >= 0
	}
	return false
}

// nominalContent reports whether what is asked for is told with a noun and not with a clause.
func (c *coding) nominalContent(o *outcome) bool {
	t := int(o.topicToken)
	return t >= 0 && c.s.Tokens[t].UPOS != syntax.VERB && c.s.Tokens[t].UPOS != syntax.ADJ && !c.is(t, c.known.demandable)
}

// publicPromise reports whether somebody in a public part gives their word in a public matter: "the group pledged to end
// all violence", "the president promised that every ballot would be counted".
func (c *coding) publicPromise(o *outcome) bool {
	m := &c.matches[o.match]
	t := int(o.topicToken)
	if m.entry().Effect != Promises || m.frame.class != verbFrame || t < 0 || len(o.content.Sources) == 0 {
		return false
	}
	for i := range o.content.Sources {
		switch p := &o.content.Sources[i]; p.Sector {
		case "GOV", "LEG", "PTY", "OPP", "REB", "MIL", "IGO", "SEP":
		default:
			if p.Actor == "" && p.Country == "" || p.Sector != "" {
				return false
			}
		}
	}
	if c.is(t, c.known.publicMatter) {
		return true
	}
	for d := c.s.First(t); d >= 0; d = c.s.Next(d) {
		switch c.s.Tokens[d].Rel {
		case syntax.Obj, syntax.NsubjPass:
			if c.is(d, c.known.publicMatter) {
				return true
			}
			for e := c.s.First(d); e >= 0; e = c.s.Next(e) {
				if r := c.s.Tokens[e].Rel; (r == syntax.Nmod || r == syntax.Compound) && c.is(e, c.known.publicMatter) {
					return true // "pledged to make a new push for reforms"
				}
			}
		}
	}
	return false
}

// homeward reports whether a visit leads somebody only to where they belong, or is the journey of somebody of whom
// nothing is known: "the sultan returned to Oman", "Jane Doe returned to the US".
func (c *coding) homeward(m *match, e *Content) bool {
	if e.Mode != "visit" || len(e.Recipients) == 0 {
		return false
	}
	unknown := c.isWord(c.w[m.token].lemma, "return")
	for i := range e.Sources {
		p := &e.Sources[i]
		if p.Country != "" && !hasCountry(e.Recipients, p.Country) || p.Country == "" && !(unknown && p.Office == "" && p.Actor == "") {
			return false
		}
	}
	return true
}

// measure reports whether what is refused is a public matter told with a noun: "opposed the withdrawal", "rejected the plan".
func (c *coding) measure(o *outcome) bool {
	t := int(o.topicToken)
	if t < 0 || c.caseOf(t) == "to" || c.subordinator(t) == "to" {
		return false // "declined to comment", whatever the tagger takes "comment" for
	}
	if v := c.s.Child(t, syntax.Obj); c.s.Tokens[t].UPOS == syntax.VERB && v >= 0 {
		return c.is(v, c.known.measure) || c.is(v, c.known.demandable) // "refused to recognise the vote"
	}
	return c.s.Tokens[t].UPOS == syntax.NOUN && (c.is(t, c.known.measure) || c.tellsAct(t) || c.is(t, c.known.demandable))
}

// tellsSpeech reports whether a verb only says or talks about something: "comment", "say".
func (c *coding) tellsSpeech(t int) bool {
	if t < 0 || c.w[t].lemma < 0 || c.s.Tokens[t].UPOS != syntax.VERB {
		return false
	}
	for _, f := range c.frames[verbFrame][c.w[t].lemma] {
		if e := f.entry; e.Operator && (e.Effect == Says || e.Effect == Mentions || e.Effect == Presumes) {
			return true
		}
	}
	return false
}

// nobody reports whether violence has no victims: "No soldiers were injured" tells of none, and of an attack elsewhere.
func (c *coding) nobody(m *match) bool {
	v := m.role(VictimRole)
	if v < 0 {
		return false
	}
	for d := c.s.First(v); d >= 0; d = c.s.Next(d) {
		if c.s.Tokens[d].Rel == syntax.Det && c.is(d, c.known.negative) {
			return true
		}
	}
	return c.is(v, c.known.negative)
}

// private reports whether all of the parties are people without a part in public affairs.
func (c *coding) private(parties []actor.Party) bool {
	for i := range parties {
		switch parties[i].Sector {
		case "CVL", "JRN", "MED", "CRM", "REF", "EDU", "BUS", "AGR", "HLH":
		default:
			return false
		}
	}
	return len(parties) > 0
}

// agentNamed reports whether whoever did it stands in the words as somebody, and not only as the owner of a thing:
// "a China Eastern plane crashed, killing 53" names nobody who kills. Words of a disaster speak against it too.
func (c *coding) agentNamed(m *match) bool {
	from, to := c.neighbourhood(c.w[m.token].match)
	for t := from; t < to; t++ {
		if c.is(t, c.known.disaster) && !c.ofViolence(t) {
			return false
		}
	}
	for k := range m.frame.slots {
		if t := int(m.fill[k].token); t >= 0 && m.frame.slots[k].role == SourceRole {
			if m.fill[k].kind == ownerArgument {
				return true
			}
			return c.mentionAt(t) != nil || c.is(t, c.known.strikable) // "by Israeli and allied forces"
		}
	}
	return false
}

// habitual reports whether violence is told as a state of things and not as an event: "people are killed by mines".
func (c *coding) habitual(m *match) bool {
	t := int(m.token)
	if m.frame.class != verbFrame || c.s.Kind == report.Title || c.hasTime(t) {
		return false
	}
	d := c.s.Child(t, syntax.AuxPass)
	if d < 0 || c.s.Tokens[d].XPOS != syntax.TagVBP && c.s.Tokens[d].XPOS != syntax.TagVBZ || c.s.Child(t, syntax.Aux) >= 0 {
		return false
	}
	v := m.role(VictimRole)
	return v >= 0 && c.number(v) == nil && c.s.Child(v, syntax.Det) < 0
}

// inConflict reports whether the words of an act that could be an accident speak of a conflict.
func (c *coding) inConflict(o *outcome) bool {
	conflict, disaster := false, false
	from, to := c.neighbourhood(o.match)
	for t := from; t < to; t++ {
		conflict = conflict || c.is(t, c.known.conflict)
		disaster = disaster || c.is(t, c.known.disaster) && !c.ofViolence(t)
	}
	return conflict && !disaster || conflict && o.content.Mode != "" && !disaster
}

// ofViolence reports whether a word that can speak of a disaster is used of violence here: "fired missiles", "opened fire".
func (c *coding) ofViolence(t int) bool {
	if u := c.s.Tokens[t].UPOS; u != syntax.NOUN && u != syntax.PROPN {
		return true
	}
	if h := c.s.Tokens[t].Head; h >= 0 && c.w[h].match >= 0 {
		m := &c.matches[c.w[h].match]
		for k := range m.frame.slots {
			if m.frame.slots[k].role == ThingRole && int(m.fill[k].token) == t {
				return m.entry().Category == Assault
			}
		}
	}
	return false
}
