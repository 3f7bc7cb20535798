package event

import (
	"fmt"
	"slices"
	"sort"
	"sync"

	"chancery/actor"
	"chancery/codebook"
	"chancery/quote"
	"chancery/report"
	"chancery/syntax"
	"chancery/when"
)

// Coder codes reports by a codebook. It is safe for use by several goroutines.
type Coder struct {
	*lexicon
	pool sync.Pool // of *coding
}

// Load reads the codebook's events/ and tracks/. Its mistakes come back joined, each a *codebook.Error.
func Load(book *codebook.Book) (*Coder, error) {
	x, err := load(book)
	if err != nil {
		return nil, err
	}
	return &Coder{lexicon: x}, nil
}

// Code returns the events that a report tells of, in the order of the text. The same input gives the same events.
// An event's ID is left to the caller, who knows how reports are named.
func (c *Coder) Code(in Input) []Event {
	w, ok := c.pool.Get().(*coding)
	if !ok {
		w = &coding{Coder: c}
	}
	w.reset(in)
	for i := range in.Doc.Sentences {
		w.sentence(i)
	}
	w.anchored()
	events := w.finish()
	w.in = Input{}
	clear(w.events)
	c.pool.Put(w)
	return events
}

// draft is an event in the making.
type draft struct {
	event     Event
	sentence  int
	match     int32 // that tells it
	act       int32 // of the act inside, -1 when that is none of the codebook's
	timeToken int32 // time expression used, -1 for none
	anchor    int32 // time expression that is relative to another event, -1 for none
	timed     bool
	since     bool
	speech    bool
	topic     int // token that heads the content, -1 for none
	mood      mood
	gone      bool // merged into another
	notes     []string
	words     []string // content words of the evidence, made when first asked for
}

func (d *draft) notef(format string, args ...any) {
	d.notes = append(d.notes, fmt.Sprintf(format, args...))
}

// sentence codes one sentence.
func (c *coding) sentence(i int) {
	c.enter(i)
	switch c.s.Kind {
	case report.Heading, report.Caption, report.Dateline, report.Credit:
		return
	}
	if len(c.w) == 0 {
		return
	}
	c.firstMatch = len(c.matches)
	c.findMatches()
	if len(c.matches) == c.firstMatch {
		return
	}
	c.relate(c.firstMatch)
	c.attach(i)
	end := len(c.matches)
	for k := c.firstMatch; k < end; k++ {
		m := &c.matches[k]
		if m.dropped || m.relation != top {
			continue
		}
		for _, o := range c.evaluate(k, 0) {
			c.emit(&o)
		}
	}
}

// emit makes an event of an outcome, if it is one.
func (c *coding) emit(o *outcome) {
	c.crowd(o)
	if !c.worth(o) {
		return
	}
	m := &c.matches[o.match]
	e := Event{
		Category: o.content.Category, Mode: o.content.Mode, Status: o.content.Status,
		Sources: slices.Clone(o.content.Sources), Recipients: slices.Clone(o.content.Recipients),
		Content: o.content.Content, Condition: o.condition,
		Sentence: c.sent, Evidence: o.evidence(), Entry: o.content.Entry,
		Quad: o.content.Category.Quad(),
	}
	if o.code != nil {
		e.CAMEO, e.Intensity = o.code.CAMEO, o.code.Goldstein
	}
	d := draft{event: e, sentence: c.sent, match: o.match, act: o.act, timeToken: -1, anchor: -1, topic: int(o.topicToken), mood: o.mood}
	d.speech = o.ofSpeech()
	inOrder(d.event.Sources)
	inOrder(d.event.Recipients)
	c.explainMatch(&d, o)
	c.voice(&d, o)
	c.fill(&d)
	c.placeOf(&d)
	c.violence(&d, o)
	if o.ops == 0 && d.event.Category != Assault && d.event.Category != Coerce {
		c.refine(&d) // "demonstrated for the resignation of the president"; violence is refined with its victims
	}
	c.mediumOf(&d, m)
	c.mechanismOf(&d)
	c.background(&d)
	c.topics(&d, o)
	c.events = append(c.events, d)
}

// inOrder puts parties in the order of the text.
func inOrder(list []actor.Party) {
	slices.SortStableFunc(list, func(a, b actor.Party) int { return a.Span.Start - b.Span.Start })
}

// worth reports whether an outcome says enough to be an event.
func (c *coding) worth(o *outcome) bool {
	m := &c.matches[o.match]
	content := &o.content
	if content.Category == "" || o.void || o.mood&questioned != 0 {
		return false
	}
	sources, recipients := len(content.Sources), len(content.Recipients)
	if content.Category == Assault && recipients == 0 && o.ops == 0 && c.claimsVictims(o.match) {
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
	if o.act < 0 && recipients == 0 && content.Category == Agree {
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
	if m.frame.class == verbFrame && m.token == 0 && tok.XPOS == syntax.TagVBN && tok.Rel == syntax.Root {
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
	case syntax.Nsubj, syntax.NsubjPass, syntax.Compound, syntax.Appos:
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

// homeward reports whether a visit leads somebody only to where they belong, or is the journey of somebody of whom
// nothing is known: "the sultan returned to Oman", "Jane Doe returned to the US".
func (c *coding) homeward(m *match, e *Content) bool {
	if e.Mode != "visit" || len(e.Recipients) == 0 {
		return false
	}
	unknown := c.isWord(c.w[m.token].lemma, "return")
	for i := range e.Sources {
		p := &e.Sources[i]
		if p.Country != "" && !hasCountry(e.Recipients, p.Country) || p.Country == "" && !(unknown && p.Sector == "" && p.Actor == "") {
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

// voice sets the chain of voices that the event reaches the reader through, and its speaker.
func (c *coding) voice(d *draft, o *outcome) {
	e := &d.event
	m := &c.matches[d.match]
	if q := c.w[m.token].quote; q >= 0 {
		x := &c.in.Quotations[q]
		e.Attribution = slices.Clone(x.Attribution)
		e.Speaker = c.knownParty(x.Speaker)
		if x.Speaker != nil {
			d.notef("voice: %s, by the quotation around it", x.Speaker.Name)
		}
	}
	if o.speaker != nil && (e.Speaker == nil || o.denied || o.claimed) {
		if e.Speaker == nil || !same(e.Speaker, o.speaker) {
			stance := quote.Asserts
			if o.denied {
				stance = quote.Denies
			}
			e.Attribution = append(e.Attribution, voiceOf(o.speaker, stance))
		} else if o.denied && len(e.Attribution) > 0 {
			e.Attribution[len(e.Attribution)-1].Stance = quote.Denies
		}
		e.Speaker = o.speaker
	}
	if o.doubted && len(e.Attribution) > 0 {
		e.Attribution[len(e.Attribution)-1].Stance = quote.Doubts
	}
	if e.Speaker == nil && d.speech {
		c.ownVoice(d)
	}
}

// ownVoice makes who speaks in a speech act told in the outlet's words its speaker: "he also praised…".
func (c *coding) ownVoice(d *draft) {
	m := &c.matches[d.match]
	e := &d.event
	if int(m.carrier) != int(m.token) {
		if t := c.subjectOf(int(m.carrier), 0); t >= 0 {
			if p := c.parties(t, SourceRole); len(p) > 0 && overlap(p, e.Sources) {
				e.Speaker = &p[0]
				return
			}
		}
	}
	// "Price made a statement signaling U.S. readiness": who makes the statement speaks.
	for t, k := int(m.carrier), 0; t >= 0 && k < maxClimb; t, k = int(c.s.Tokens[t].Head), k+1 {
		if c.s.Tokens[t].UPOS != syntax.VERB {
			continue
		}
		if x := c.subjectOf(t, 0); x >= 0 {
			for _, p := range c.parties(x, SourceRole) {
				if mm := c.mentionAt(x); mm != nil && mm.Class == actor.Person && overlap([]actor.Party{p}, e.Sources) {
					e.Speaker = &p
					d.notef("voice: %s, who speaks in this clause", p.Name)
					return
				}
			}
		}
	}
	if len(e.Sources) > 0 {
		p := e.Sources[0]
		e.Speaker = &p
	}
}

func voiceOf(p *actor.Party, stance quote.Stance) quote.Voice {
	kind := quote.BodyVoice
	if p.Office != "" {
		kind = quote.PersonVoice
	}
	return quote.Voice{Name: p.Name, Actor: p.Actor, Kind: kind, Stance: stance, Span: p.Span}
}

// placeOf sets where it was: the place that hangs on the act, on one it absorbed, or the place visited.
func (c *coding) placeOf(d *draft) {
	m := &c.matches[d.match]
	set := func(p int32) {
		if p >= 0 && d.event.Place == nil {
			pm := c.in.Places[p]
			d.event.Place = &pm
			d.notef("place: %s, by %q", pm.Place.Name, words(c.in.Report.Text, pm.Span))
		}
	}
	for k := range m.frame.slots {
		if t := m.fill[k].token; t >= 0 && m.fill[k].kind != ownerArgument {
			switch m.frame.slots[k].role {
			case DestinationRole, TargetRole, WhereRole:
				set(c.w[t].place)
			}
		}
	}
	set(m.place)
	if d.act >= 0 && d.act != d.match && d.event.Status != Actual {
		if x := &c.matches[d.act]; x.place >= 0 && d.event.Category.Quad() == 4 {
			set(x.place)
		}
	}
	// "shelled a village in Tavush": the place hangs on what was struck.
	if d.event.Place == nil && d.event.Quad == 4 {
		for k := range m.frame.slots {
			if t := int(m.fill[k].token); t >= 0 && m.fill[k].kind != ownerArgument {
				switch m.frame.slots[k].role {
				case VictimRole, TargetRole, RecipientRole, ThingRole:
					set(c.placeBelow(t, 0))
				}
			}
		}
	}
}

// placeBelow finds a place told with a noun: "a village in Tavush".
func (c *coding) placeBelow(t, depth int) int32 {
	for d := c.s.First(t); d >= 0; d = c.s.Next(d) {
		if r := c.s.Tokens[d].Rel; r == syntax.Nmod || r == syntax.Obl || r == syntax.Conj && depth < 2 {
			if p := c.w[d].place; p >= 0 && c.located(d) {
				return p
			}
			if depth < 3 {
				if p := c.placeBelow(d, depth+1); p >= 0 {
					return p
				}
			}
		}
	}
	return -1
}

// violence counts the victims, and refines mode and code by the weapons named.
func (c *coding) violence(d *draft, o *outcome) {
	if d.event.Category != Assault && d.event.Category != Coerce || o.ops != 0 && o.ops != 1<<Denies {
		return
	}
	e := &d.event
	e.Casualties = c.casualties(int(d.match))
	if e.Casualties != nil {
		e.Casualties.Cumulative = d.since || c.soFar(d)
		if e.Speaker != nil {
			e.Casualties.Claimant = e.Speaker.Name
		}
	}
	for k := c.firstMatch; k < len(c.matches); k++ {
		in := &c.matches[k]
		if in.into < 0 || c.live(int32(k)) != d.match {
			continue
		}
		if x := in.entry(); x.Mode != "" && (e.Mode == "" || e.Mode == "targeted" && len(e.Sources) == 0) {
			e.Mode, e.CAMEO = x.Mode, x.Code.CAMEO
			e.Intensity = x.Code.Goldstein
			d.notef("mode: %s, by %s at %q", e.Mode, x.ID, c.s.Tokens[in.token].Form)
		}
		if len(e.Sources) == 0 {
			agents := c.rolesOf(in, SourceRole)
			if e.Sources = without(agents, e.Recipients); len(e.Sources) == 0 {
				e.Sources = rebels(drop(agents, e.Recipients))
			}
		}
		for _, p := range c.rolesOf(in, RecipientRole, TargetRole, VictimRole) {
			if !has(e.Sources, &p) {
				e.Recipients = add(e.Recipients, p)
			}
		}
	}
	c.locals(e)
	if len(e.Recipients) == 0 && e.Place != nil && e.Place.Place.Country != "" && e.Casualties != nil {
		for i := range c.in.Places {
			if c.in.Places[i].Span == e.Place.Span && !hasCountry(e.Sources, e.Place.Place.Country) {
				e.Recipients = c.state(nil, i)
				if len(e.Recipients) > 0 {
					e.Recipients[0].Resolved = actor.ByInference
					e.Recipients[0].Reason = "the people who were harmed were at " + e.Place.Place.Name
				}
				break
			}
		}
	}
	c.refine(d)
}

// rebels returns those of the parties who fight the state they belong to: "Three Russian guards were killed when Chechen
// rebels mined the road".
func rebels(list []actor.Party) (rest []actor.Party) {
	for i := range list {
		if s := list[i].Sector; s == "REB" || s == "CRM" || s == "OPP" {
			rest = append(rest, list[i])
		}
	}
	return rest
}

// locals gives people who are only described, as "an army post" or "a local official", the country they were struck in.
func (c *coding) locals(e *Event) {
	if e.Place == nil || e.Place.Place.Country == "" {
		return
	}
	for i := range e.Recipients {
		p := &e.Recipients[i]
		if p.Country != "" || p.Actor != "" || p.Resolved != actor.ByDescription {
			continue
		}
		switch p.Sector {
		case "", "REB", "UAF", "IGO", "NGO", "MNC":
			continue
		}
		p.Country, p.Reason = e.Place.Place.Country, "struck at "+e.Place.Place.Name
	}
}

// soFar reports whether the clause counts over a stretch of time: "so far", "since", "in total".
func (c *coding) soFar(d *draft) bool {
	from, to := c.neighbourhood(d.match)
	for t := from; t < to; t++ {
		switch lowerASCII(c.s.Tokens[t].Form) {
		case "since":
			return true
		case "far":
			if t > 0 && lowerASCII(c.s.Tokens[t-1].Form) == "so" {
				return true
			}
		case "total", "overall", "altogether":
			return true
		}
	}
	return false
}

// mediumOf sets how a speech act was made.
func (c *coding) mediumOf(d *draft, m *match) {
	e := &d.event
	if d.act >= 0 && c.matches[d.act].entry().Medium != "" && d.act == d.match {
		e.Medium = quote.Medium(m.entry().Medium)
		return
	}
	if !d.speech && e.Category != Consult {
		return
	}
	if q := c.w[m.token].quote; q >= 0 && c.in.Quotations[q].Medium != "" {
		e.Medium = c.in.Quotations[q].Medium
		return
	}
	if e.Category == Consult {
		switch e.Mode {
		case "phone":
			e.Medium = quote.Call
		case "visit":
			e.Medium = quote.Visit
		default:
			// "spoke with" does not say whether they met.
			if e.CAMEO == "040" && m.entry().Medium == "" && !c.isWord(c.w[m.token].lemma, "speak") && !c.isWord(c.w[m.token].lemma, "consult") {
				e.Medium = quote.Meeting
			}
		}
		return
	}
	// "sent a letter to congratulate", "said in a letter", "at a press briefing"
	for t, k := int(m.carrier), 0; t >= 0 && k < maxClimb; t, k = int(c.s.Tokens[t].Head), k+1 {
		if med := c.mediumAt(t); med != "" {
			e.Medium = med
			return
		}
		for x := c.s.First(t); x >= 0; x = c.s.Next(x) {
			if r := c.s.Tokens[x].Rel; r == syntax.Obl || r == syntax.Obj {
				if med := c.mediumAt(x); med != "" && x != d.topic {
					e.Medium = med
					return
				}
			}
		}
		if r := c.s.Tokens[t].Rel; r == syntax.Ccomp || r == syntax.AclRelcl || r == syntax.Parataxis {
			break
		}
	}
}

func (c *coding) mediumAt(t int) quote.Medium {
	k := &c.known
	for _, x := range [...]struct {
		class  int32
		medium quote.Medium
	}{{k.call, quote.Call}, {k.letter, quote.Letter}, {k.briefing, quote.Briefing}, {k.interview, quote.Interview}, {k.statement, quote.Statement}, {k.decree, quote.Decree}, {k.visit, quote.Visit}, {k.meeting, quote.Meeting}} {
		if c.is(t, x.class) && c.s.Tokens[t].UPOS == syntax.NOUN {
			return x.medium
		}
	}
	return ""
}

// mechanismOf sets the body within which it happens: "under the chairmanship of the OSCE Minsk Group", "in its
// capacity as a co-chair of the Quartet", "talks mediated by Qatar".
func (c *coding) mechanismOf(d *draft) {
	from, to := c.neighbourhood(d.match)
	for t := from; t < to; t++ {
		if !c.is(t, c.known.chair) && !c.is(t, c.known.capacity) {
			continue
		}
		if c.s.Tokens[t].UPOS != syntax.NOUN || !c.belongs(t, d) {
			continue
		}
		if p := c.bodyBelow(t, 0); p != nil {
			p.Reason = fmt.Sprintf("by %q", c.s.Tokens[t].Form)
			d.event.Mechanism = p
			d.notef("mechanism: %s, by %q", p.Name, c.s.Tokens[t].Form)
			return
		}
	}
}

// belongs reports whether token t hangs on the event's words.
func (c *coding) belongs(t int, d *draft) bool {
	for k := 0; t >= 0 && k < maxClimb; k++ {
		if o := c.live(c.w[t].match); o >= 0 {
			for p := o; p >= 0; p = c.matches[p].parent {
				if p == d.match {
					return true
				}
			}
			return o == d.act
		}
		if int(c.matches[d.match].carrier) == t {
			return true
		}
		t = int(c.s.Tokens[t].Head)
	}
	return false
}

func (c *coding) bodyBelow(t, depth int) *actor.Party {
	if depth > 4 {
		return nil
	}
	for x := c.s.First(t); x >= 0; x = c.s.Next(x) {
		if r := c.s.Tokens[x].Rel; r != syntax.Nmod && r != syntax.NmodPoss && r != syntax.Compound && r != syntax.Obl {
			continue
		}
		if m := c.mentionAt(x); m != nil && len(m.Parties) > 0 && (m.Class == actor.Organisation && m.Form == actor.Proper || m.Parties[0].Sector == "IGO") {
			p := m.Parties[0]
			return &p
		}
		if p := c.bodyBelow(x, depth+1); p != nil {
			return p
		}
		if c.s.Tokens[x].UPOS == syntax.PROPN && c.s.Tokens[x].Rel == syntax.Nmod {
			return c.bodyNamed(x)
		}
	}
	return nil
}

// bodyNamed makes a party of a proper name that is no mention by itself, as in "a co-chair of the OSCE Minsk Group"
// where the whole is one; elsewhere in the report it may be known.
func (c *coding) bodyNamed(t int) *actor.Party {
	first, last := t, t
	for d := c.s.First(t); d >= 0; d = c.s.Next(d) {
		switch c.s.Tokens[d].Rel {
		case syntax.Compound, syntax.Flat, syntax.Amod:
			first, last = min(first, d), max(last, d)
		}
	}
	span := c.s.Words(first, last)
	name := span.In(c.in.Report.Text)
	for i := range c.in.Mentions {
		for k := range c.in.Mentions[i].Parties {
			if q := &c.in.Mentions[i].Parties[k]; q.Name == name {
				p := *q
				p.Span = span
				return &p
			}
		}
	}
	return &actor.Party{Name: name, Resolved: actor.ByName, Span: span}
}

// background marks what is told as history: a time well before the report, or "last year's", or a past perfect without a time.
func (c *coding) background(d *draft) {
	y, mo, da, ok := c.in.Report.Published.Day()
	if !ok {
		return
	}
	limit := shift(when.Day{Year: y, Month: mo, Day: da}, -60)
	if d.event.Time.Last == (when.Day{}) {
		if t := c.narrated(d); t != nil && before(t.Interval.Last, limit) {
			d.event.Historical = true
			d.notef("historical: told after %q, which lies long before the report", words(c.in.Report.Text, t.Span))
		}
		return
	}
	if before(d.event.Time.Last, limit) {
		d.event.Historical = true
		d.notef("historical: %s lies long before the report", d.event.Time.EDTF)
	}
}

// narrated returns the time that the story around an event without one has reached: the last date that a verb of a
// sentence before it in its paragraph has. "He was arrested in 1963. He later led a guerrilla war." nil for none.
func (c *coding) narrated(d *draft) *when.Expression {
	if d.event.Time.EDTF != "" || d.event.Status != Actual || d.speech || c.matches[d.match].mood&past == 0 || c.w[c.matches[d.match].token].quote >= 0 {
		return nil
	}
	times, sentences := c.in.Times, c.in.Doc.Sentences
	last := sort.Search(len(times), func(k int) bool { return times[k].Sentence > d.sentence }) - 1
	for k := last; k >= 0 && k > last-maxClimb && sentences[times[k].Sentence].Block == sentences[d.sentence].Block; k-- {
		t := &times[k]
		if t.Type != when.Date && t.Type != when.Time {
			continue
		}
		if t.Since || t.Interval.Last == (when.Day{}) || t.Head < 0 {
			continue
		}
		switch sentences[t.Sentence].Tokens[t.Head].Rel.Base() {
		case syntax.Obl, syntax.Advmod:
			return t
		}
	}
	return nil
}
