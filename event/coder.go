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
	confidence *ConfidenceModel
	pool       sync.Pool // of *coding
}

// Load reads the codebook's events/ and tracks/. Its mistakes come back joined, each a *codebook.Error.
func Load(book *codebook.Book) (*Coder, error) {
	x, err := load(book)
	if err != nil {
		return nil, err
	}
	confidence, err := ReadConfidenceModel(confidenceTable)
	if err != nil {
		return nil, err
	}
	return &Coder{lexicon: x, confidence: confidence}, nil
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
	quoted    bool // stands between quotation marks
	topic     int  // token that heads the content, -1 for none
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

// voice sets the chain of voices that the event reaches the reader through, and its speaker.
func (c *coding) voice(d *draft, o *outcome) {
	e := &d.event
	m := &c.matches[d.match]
	if q := c.w[m.token].quote; q >= 0 {
		x := &c.in.Quotations[q]
		d.quoted = x.Kind == quote.Direct
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
				if a := c.s.Child(int(t), syntax.Appos); a >= 0 {
					set(c.w[a].place) // "visited the South Korean capital Seoul"
				}
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
