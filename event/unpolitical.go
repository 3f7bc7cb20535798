package event

import (
	"chancery/actor"
	"chancery/report"
	"chancery/syntax"
)

// unpolitical reports whether the words of an outcome tell of nothing that belongs to the record although an entry
// fits them: a rule or habit, what happens on a pitch or in a film, what private people do with each other, an
// interview.
func (c *coding) unpolitical(o *outcome) bool {
	m := &c.matches[o.match]
	t := int(m.token)
	e := &o.content
	if m.frame.class == verbFrame && c.customary(o, m) {
		return true
	}
	if o.ops == 0 && m.frame.class == verbFrame {
		tok := &c.s.Tokens[t]
		if tok.Rel == syntax.Amod && tok.XPOS == syntax.TagVBN && int(tok.Head) > t && len(e.Sources) == 0 && e.Mode != "arrest" {
			return true // "watch over the captured fighters", "loyal to the ousted government": a state of theirs
		}
	}
	if o.ops == 0 && m.frame.class == verbFrame && c.onPaper(t) {
		return true // "the agreement on sending soldiers", "the measures include closing the border"
	}
	if m.frame.class == nounFrame && c.openAmount(t) {
		return true // "it is open how much assistance the rebels receive"
	}
	if m.frame.class == verbFrame && c.selfNamed(m, e.Sources) {
		return true // "the premier lost. He urged them not to follow the premier": he is somebody else
	}
	if s := c.subjectOf(t, 0); m.frame.class == verbFrame && s >= 0 && c.is(s, c.known.natural) && c.mentionAt(s) == nil {
		return true // "the hurricane struck Cuba"
	}
	if s := c.subjectOf(t, 0); m.frame.class == verbFrame && s >= 0 && c.is(s, c.known.inert) && !c.passive(t) {
		return true // "the loss of its leader deprives the group of skills", "documents allowing him to marry"
	}
	if quad := e.Category.Quad(); quad%2 == 1 && len(e.Sources) == 1 && len(e.Recipients) == 1 && e.Sources[0].Name == e.Recipients[0].Name {
		return true // "the premier is likely to win support": by the premier, for the premier
	}
	switch e.Category {
	case Agree:
		if len(e.Recipients) == 0 && e.Status == Hypothetical {
			return true // "he readied the hall in preparation for a summit": whether they meet, and who, is not told
		}
		if o.ops != 0 && len(e.Sources) > 0 && unknownState(e.Sources) && unknownState(e.Recipients) && c.private(e.Sources) {
			return true // "the victim decided to let her name be printed"
		}
		if x := e.Content; x != nil && x.Category == Consult && x.Mode == "" && len(e.Sources) == 1 && len(e.Recipients) == 0 && ofOneState(&e.Sources[0]) {
			return true // "the senate is to meet on Monday", "the cabinet is to meet": with itself
		}
	case Support:
		if len(e.Sources) > 0 && allPress(e.Sources) && unknownState(e.Sources) {
			return true // "this columnist never forgave the premier"
		}
		if o.ops == 0 && c.ownThing(m, e.Sources) {
			return true // "the army defended its record in Syria"
		}
	case Accuse:
		if h := int(c.s.Tokens[t].Head); o.ops == 0 && h >= 0 && c.s.Tokens[t].Rel == syntax.Acl && c.s.Tokens[t].XPOS == syntax.TagVBG && c.is(h, c.known.people) && len(e.Sources) == 1 && e.Sources[0].Country == "" {
			return true // "a gathering of persons opposing the government": who they might be
		}
		if e.Mode == "investigate" && len(e.Sources) > 0 && allPress(e.Sources) {
			return true // "was questioned about the case by the press"
		}
		return len(e.Sources) > 0 && len(e.Recipients) > 0 && c.private(e.Sources) && c.private(e.Recipients) || c.inFiction(t)
	case Request:
		if m.frame.class == adjectiveFrame && o.act < 0 && len(e.Recipients) == 0 {
			return true // "it is important to note", "necessary to keep our communities safe"
		}
		if len(e.Sources) == 0 && m.frame.class == verbFrame && c.is(t, c.known.binding) {
			return true // "ministers are required to declare their assets", "the delegates required to win"
		}
		if m.frame.class == nounFrame && o.act < 0 && o.topicToken < 0 && len(e.Recipients) == 0 {
			return true // "declared the order of the government unlawful": what it ordered is not told
		}
	case Threaten:
		if o.ops != 0 && o.act < 0 && len(e.Recipients) == 0 {
			return true // "threatened to hold a news conference", "the threat of a fallen wall"
		}
	case Aid:
		if o.ops == 0 && e.Mode == "" && len(e.Recipients) == 0 {
			return true // "a scheme that helps to support young painters"
		}
		if e.Mode == "" && len(e.Sources) > 0 && allBusiness(e.Sources) {
			return true // "the shop helped police with their inquiries"
		}
	case Consult:
		if o.ops == 0 && e.Mode == "visit" && unknown(e.Sources) {
			return true // "a programmer who visited Estonia"
		}
		if o.ops == 0 && m.entry().Frames(BothRole) && c.pressAmong(e) {
			return true // "spoke to reporters", "met the press"
		}
	case Assault:
		if v := m.role(VictimRole); v >= 0 && len(e.Sources) == 0 && o.ops == 0 && c.kin(v) && unknownState(e.Recipients) {
			return true // "her father was killed in the war": a life, told to say who she is
		}
		if e.Mode == "beat" && len(e.Recipients) == 1 && e.Recipients[0].Sector == "" && e.Recipients[0].Country != "" {
			return true // "beat Croatia": nobody lays hands on a state
		}
		if c.inPlay(t) {
			return true // "Brazil attacked Germany from the first minute of the match"
		}
		if len(e.Sources) > 0 && len(e.Recipients) > 0 && allBusiness(e.Sources) {
			return true // "was struck by a Volvo", "Apple attacked Samsung"
		}
	case Coerce:
		if e.Mode == "censor" && len(e.Sources) > 0 && (allPress(e.Sources) || allBusiness(e.Sources)) {
			return true // "the platform blocked the film"
		}
		if e.Mode == "arrest" && o.ops == 0 && e.Status == NotHappened && len(e.Sources) == 0 {
			return true // "he was not handcuffed"
		}
		if e.Mode == "arrest" && o.ops == 0 && m.frame.class == verbFrame && c.standingState(m) {
			return true // "the wing where the most dangerous prisoners are held"
		}
		if e.Mode == "martial-law" && len(e.Recipients) == 0 && c.inSentence(c.known.natural) {
			return true // "declared a state of emergency as the hurricane came near"
		}
	case Protest:
		if o.ops == 0 && m.frame.class == nounFrame && e.Status == NotHappened && len(e.Sources) == 1 && ofPlace(e.Sources[0]) {
			return true // "the protests in Malabo were called off": by whom they were planned is not told
		}
	case Sanction:
		if x := m.role(ThingRole); x >= 0 && o.ops == 0 && c.passiveMatch(m) && c.subjectOf(t, 0) < 0 && (c.isWord(c.w[x].lemma, "export") || c.isWord(c.w[x].lemma, "import")) {
			return true // "oil exports to Turkey were halted", by a fire or by somebody
		}
	case Mobilize:
	default:
		if len(e.Sources) > 0 && len(e.Recipients) > 0 && c.private(e.Sources) && c.private(e.Recipients) {
			return true // "the company sued its customers", "a woman criticised her neighbour"
		}
	}
	return c.inFiction(t)
}

// onPaper reports whether a participle tells what words provide for: "the agreement on sending soldiers", "the proposed
// measures include closing the border".
func (c *coding) onPaper(t int) bool {
	tok := &c.s.Tokens[t]
	h := int(tok.Head)
	if tok.XPOS != syntax.TagVBG || h < 0 {
		return false
	}
	if c.isWord(c.w[h].lemma, "include") {
		h = c.subjectOf(h, 0)
	} else if tok.Rel != syntax.Acl || h > t || c.s.Child(t, syntax.Mark) < 0 {
		return false
	}
	if h < 0 {
		return false
	}
	for _, w := range [...]string{"agreement", "deal", "accord", "memorandum", "proposal", "bill", "plan", "measure", "option", "idea"} {
		if c.isWord(c.w[h].lemma, w) {
			return true
		}
	}
	return false
}

// kin reports whether a noun names somebody by whose relative or friend they are: "her father".
func (c *coding) kin(t int) bool {
	d := c.s.Child(t, syntax.NmodPoss)
	return d >= 0 && c.s.Tokens[d].UPOS == syntax.PRON && c.is(t, c.known.associate) && c.s.Child(t, syntax.Appos) < 0
}

// unknownState reports whether of none of the parties a state or office is known.
func unknownState(parties []actor.Party) bool {
	for i := range parties {
		if p := &parties[i]; p.Country != "" || p.Actor != "" || p.Office != "" {
			return false
		}
	}
	return true
}

// openAmount reports whether a noun stands in a question about its amount: "how much assistance".
func (c *coding) openAmount(t int) bool {
	for d := c.s.First(t); d >= 0 && d < t; d = c.s.Next(d) {
		if c.s.Tokens[d].Rel == syntax.Amod && d > 0 && lowerASCII(c.s.Tokens[d-1].Form) == "how" {
			return true
		}
	}
	return false
}

// selfNamed reports whether the subject of a verb is a pronoun that was taken for somebody whom the same clause names: a
// pronoun never goes before the name of its own in one clause (principle C of Chomsky 1981).
func (c *coding) selfNamed(m *match, sources []actor.Party) bool {
	t := int(m.token)
	s := c.subjectOf(t, 0)
	if s < 0 || len(sources) != 1 || c.s.Tokens[s].UPOS != syntax.PRON {
		return false
	}
	pronoun := c.mentionAt(s)
	if pronoun == nil || pronoun.Form != actor.Pronoun || len(pronoun.Parties) != 1 || !same(&pronoun.Parties[0], &sources[0]) || lowerASCII(c.s.Tokens[s].Form) == "it" || lowerASCII(c.s.Tokens[s].Form) == "they" {
		return false
	}
	for k := t + 1; k < len(c.w) && k < t+reach; k++ {
		if o := c.mentionAt(k); o != nil && o.Form != actor.Pronoun && !o.Modifier && o.First > t && c.below(k, t) && len(o.Parties) == 1 && same(&o.Parties[0], &sources[0]) {
			return true
		}
	}
	return false
}

// below reports whether token k stands in the clause of token t, or one that this clause takes, and not in one beside it.
func (c *coding) below(k, t int) bool {
	for n := 0; k >= 0 && n < maxClimb; n++ {
		if k == t {
			return true
		}
		switch c.s.Tokens[k].Rel {
		case syntax.Conj, syntax.Parataxis, syntax.Advcl:
			return false // "She will welcome the envoy, but Silva has questions"
		}
		k = int(c.s.Tokens[k].Head)
	}
	return false
}

// unknown reports whether of none of the parties a state, office or part in public affairs is known.
func unknown(parties []actor.Party) bool {
	for i := range parties {
		if p := &parties[i]; p.Country != "" || p.Actor != "" || p.Sector != "" || p.Office != "" {
			return false
		}
	}
	return len(parties) > 0
}

// standingState reports whether a passive in the present tells how things are and not what was done: "where the most
// dangerous prisoners are held".
func (c *coding) standingState(m *match) bool {
	t := int(m.token)
	if c.s.Kind == report.Title || c.hasTime(t) || c.s.Child(t, syntax.Aux, syntax.OblAgent) >= 0 {
		return false
	}
	d := c.s.Child(t, syntax.AuxPass)
	if d < 0 || c.s.Tokens[d].XPOS != syntax.TagVBP {
		return false
	}
	v := c.patientOf(t, 0)
	return v >= 0 && c.number(v) == nil
}

// ownThing reports whether what an act is done to is the doer's own: "praised its efforts in Peru".
func (c *coding) ownThing(m *match, sources []actor.Party) bool {
	t := m.role(RecipientRole)
	for _, r := range [...]Role{ThingRole, ContentRole} {
		if t < 0 {
			t = m.role(r)
		}
	}
	if t < 0 || c.mentionAt(t) != nil {
		return false
	}
	d := c.s.Child(t, syntax.NmodPoss)
	if d < 0 || c.s.Tokens[d].UPOS != syntax.PRON || len(sources) == 0 {
		return false
	}
	whose := c.parties(d, RecipientRole)
	return len(whose) == 0 || overlap(sources, whose)
}

// ofOneState reports whether a party is a body that can meet with itself.
func ofOneState(p *actor.Party) bool {
	switch p.Sector {
	case "LEG", "GOV", "JUD", "PTY", "OPP":
		return p.Office == ""
	}
	return false
}

// customary reports whether a clause tells what is usually or always done: "governments usually support their farmers",
// "would sometimes kill farmers", "police arrest anybody who crosses", "workers support unions".
func (c *coding) customary(o *outcome, m *match) bool {
	t := int(m.token)
	if c.w[t].quote >= 0 && o.ops != 0 {
		return false
	}
	x := c.s.Tokens[t].XPOS
	present := (x == syntax.TagVBP || x == syntax.TagVBZ) && c.s.Kind != report.Title
	for d := c.s.First(t); d >= 0; d = c.s.Next(d) {
		tok := &c.s.Tokens[d]
		switch {
		case tok.Rel == syntax.Advmod && c.is(d, c.known.habit):
			if present || m.mood&(would|possible) != 0 || c.eitherTense(t) {
				return true
			}
		case tok.Rel == syntax.Obj && present && tok.UPOS == syntax.PRON:
			switch lowerASCII(tok.Form) {
			case "anyone", "anybody", "whoever", "everyone", "everybody":
				return true
			}
		}
	}
	if !present || o.ops != 0 || m.mood&progressive != 0 || c.hasTime(t) || c.s.Tokens[t].Rel == syntax.AclRelcl {
		return false
	}
	s := c.subjectOf(t, 0)
	if s < 0 {
		return false
	}
	if c.is(s, c.known.rule) {
		return true // "the law forbids criticism of the king"
	}
	if c.s.Tokens[s].XPOS != syntax.TagNNS || c.s.Child(s, syntax.Det, syntax.Nummod, syntax.NmodPoss, syntax.Amod, syntax.Compound, syntax.Nmod, syntax.Acl, syntax.AclRelcl) >= 0 {
		return false
	}
	for i := range o.content.Sources {
		if p := &o.content.Sources[i]; p.Country != "" || p.Actor != "" {
			return false
		}
	}
	return len(o.content.Sources) > 0
}

// eitherTense reports whether what the tagger takes for a past tense may be a present as well, by its form and its
// subject: "Police regularly beat prisoners in Eritrea".
func (c *coding) eitherTense(t int) bool {
	tok := &c.s.Tokens[t]
	if tok.XPOS != syntax.TagVBD || tok.Form != tok.Lemma || c.s.Kind == report.Title {
		return false
	}
	s := c.s.Child(t, syntax.Nsubj)
	return s >= 0 && (c.s.Tokens[s].XPOS == syntax.TagNNS || c.s.Tokens[s].XPOS == syntax.TagNNPS)
}

// pressAmong reports whether one of those who talk to each other is only the press.
func (c *coding) pressAmong(e *Content) bool {
	if len(e.Sources)+len(e.Recipients) < 2 {
		return false
	}
	others := false
	press := false
	for _, list := range [2][]actor.Party{e.Sources, e.Recipients} {
		for i := range list {
			if s := list[i].Sector; s == "JRN" || s == "MED" || list[i].Name != "" && list[i].Name == c.in.Report.Outlet {
				press = true
			} else {
				others = true
			}
		}
	}
	return press && others && len(e.Sources) <= 2
}

func allBusiness(parties []actor.Party) bool {
	for i := range parties {
		if parties[i].Sector != "BUS" && parties[i].Sector != "MNC" {
			return false
		}
	}
	return true
}

func allPress(parties []actor.Party) bool {
	for i := range parties {
		if s := parties[i].Sector; s != "JRN" && s != "MED" {
			return false
		}
	}
	return true
}

func (c *coding) inSentence(class int32) bool {
	for t := range c.w {
		if c.is(t, class) {
			return true
		}
	}
	return false
}

// inPlay reports whether violence is told in words of sport and nobody comes to harm.
func (c *coding) inPlay(t int) bool {
	if !c.inSentence(c.known.sport) {
		return false
	}
	return !c.inSentence(c.known.killed) && !c.inSentence(c.known.injured) && !c.inSentence(c.known.weapon)
}

// inFiction reports whether a clause stands in what a film or book tells: "the film tells of a soldier who killed",
// "in the novel rebels kidnap a minister".
func (c *coding) inFiction(t int) bool {
	for k := 0; t >= 0 && k < maxClimb; k++ {
		for d := c.s.First(t); d >= 0; d = c.s.Next(d) {
			if !c.is(d, c.known.fiction) {
				continue
			}
			switch r := c.s.Tokens[d].Rel; {
			case r == syntax.Nsubj, r.Base() == syntax.Obl && c.caseOf(d) == "in":
				return true
			}
		}
		t = int(c.s.Tokens[t].Head)
	}
	return false
}
