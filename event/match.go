package event

import (
	"chancery/actor"
	"chancery/syntax"
)

// maxSlots is how many arguments a construction may have.
const maxSlots = 6

// match is an entry of the codebook found at a word.
type match struct {
	frame    *frame
	sentence int32
	token    int32 // the predicate
	carrier  int32 // the verb whose tense and mood count: a light verb, else the predicate
	score    int32
	fill     [maxSlots]filled
	// What climbing found (operator.go).
	parent   int32 // match in whose CONTENT it stands, -1 for none
	relation relation
	mood     mood
	dropped  bool  // part of another match
	into     int32 // the match that absorbed it, -1 for none
	time     int32 // time expression that hangs on it, -1 for none
	place    int32 // place mention that hangs on it, -1 for none
}

// filled is the argument that fills a slot.
type filled struct {
	token int32 // -1 for none
	kind  argumentKind
}

func (m *match) entry() *Entry { return m.frame.entry }

// role returns the token that fills the first slot with the role, or -1.
func (m *match) role(r Role) int {
	for i := range m.frame.slots {
		if m.frame.slots[i].role == r && m.fill[i].token >= 0 {
			return int(m.fill[i].token)
		}
	}
	return -1
}

// findMatches finds the best construction for every verb, noun and adjective of the sentence at hand.
func (c *coding) findMatches() {
	first := len(c.matches)
	for t := range c.w {
		if id := c.misread(t); id >= 0 {
			c.matchForm(t, verbFrame, id)
			continue
		}
		id := c.w[t].lemma
		if id < 0 {
			continue
		}
		class, ok := c.predicateClass(t)
		if !ok {
			continue
		}
		if len(c.frames[class][id]) > 0 {
			c.matchAt(t, class)
		}
		// A participle may be an adjective of the codebook: "remains committed to", "is expected to".
		if class == verbFrame && c.s.Tokens[t].XPOS == syntax.TagVBN {
			if form, ok := c.lexicon.lower(c.s.Tokens[t].Form); ok && len(c.frames[adjectiveFrame][form]) > 0 {
				c.matchForm(t, adjectiveFrame, form)
			}
		}
		// What the tagger takes for a verb without subject or object may be a noun: "in a mine blast".
		if c.w[t].match < 0 && class == verbFrame && len(c.frames[nounFrame][id]) > 0 && c.s.Child(t, syntax.Aux, syntax.Obj, syntax.Mark) < 0 && c.lexicon.words[id] == lowerASCII(c.s.Tokens[t].Form) {
			c.matchAt(t, nounFrame)
		}
	}
	for i := first; i < len(c.matches); i++ {
		c.consume(&c.matches[i])
	}
}

// misread returns the lemma of a verb that the parser takes for a noun before a noun, -1 for all other words: "denies
// *shelling* village", and in headlines "Russia *shells* village".
func (c *coding) misread(t int) int32 {
	tok := &c.s.Tokens[t]
	if tok.UPOS != syntax.NOUN || tok.Rel != syntax.Compound || int(tok.Head) <= t || !c.titled() {
		return -1
	}
	f := tok.Form
	n := len(f)
	var stem string
	switch {
	case n > 5 && f[n-3:] == "ing":
		stem = f[:n-3]
	case n > 3 && f[n-1] == 's' && t > 0 && tok.XPOS == syntax.TagNNS && c.mentionAt(t-1) != nil && c.mentionAt(t-1).Last == t-1:
		stem = f[:n-1]
	default:
		return -1
	}
	if id, ok := c.lexicon.lower(stem); ok && len(c.frames[verbFrame][id]) > 0 {
		return id
	}
	return -1
}

// predicateClass tells what kind of predicate a token could be.
func (c *coding) predicateClass(t int) (wordClass, bool) {
	tok := &c.s.Tokens[t]
	switch tok.UPOS {
	case syntax.VERB:
		if tok.XPOS == syntax.TagJJ && len(c.frames[adjectiveFrame][max(c.w[t].lemma, 0)]) > 0 && c.w[t].lemma >= 0 {
			return adjectiveFrame, true // the two tags of "unwilling" do not always agree
		}
		return verbFrame, true
	case syntax.AUX:
		return verbFrame, tok.Rel != syntax.Aux && tok.Rel != syntax.AuxPass && tok.Rel != syntax.Cop
	case syntax.NOUN:
		if tok.XPOS == syntax.TagNNS && c.s.Child(t, syntax.Nsubj) >= 0 && c.s.Child(t, syntax.Ccomp, syntax.Obj) >= 0 && c.s.Child(t, syntax.Cop, syntax.Det) < 0 {
			return verbFrame, true // "Poland fears that Russia will attack"
		}
		if m := c.w[t].cover; m >= 0 && c.in.Mentions[m].Form == actor.Proper && t > 0 && tok.Form[0] >= 'A' && tok.Form[0] <= 'Z' && !c.titled() {
			return 0, false // "The Occupied Protest Choir sang"
		}
		if t > 0 && t+1 < len(c.w) && tok.XPOS == syntax.TagNN && tok.Form[0] >= 'A' && tok.Form[0] <= 'Z' && c.s.Tokens[t+1].UPOS == syntax.PROPN && c.s.Tokens[t-1].UPOS != syntax.PUNCT && !c.titled() {
			return 0, false // the same, when nobody has found the name
		}
		return nounFrame, tok.Rel != syntax.Compound
	case syntax.PROPN:
		// "Sanctions" in a headline in title case; but not the "Summit" inside of a name.
		if m := c.w[t].cover; m >= 0 && c.in.Mentions[m].Form == actor.Proper {
			return 0, false
		}
		return nounFrame, tok.Rel != syntax.Compound && tok.Rel != syntax.Flat
	case syntax.ADJ:
		if tok.Rel == syntax.Amod && int(tok.Head) > t {
			return 0, false // "an important visit"
		}
		if len(c.frames[adjectiveFrame][c.w[t].lemma]) > 0 {
			return adjectiveFrame, true
		}
		// A participle that the tagger takes for an adjective: "two soldiers dead", "killed".
		return verbFrame, tok.XPOS == syntax.TagVBN || tok.XPOS == syntax.TagVBG
	}
	return 0, false
}

// matchAt matches the constructions of one predicate and keeps the best.
func (c *coding) matchAt(t int, class wordClass) { c.matchForm(t, class, c.w[t].lemma) }

// matchForm matches the constructions of a word, given as lemma or form, and replaces what the token had if it is better.
func (c *coding) matchForm(t int, class wordClass, id int32) {
	frames := c.frames[class][id]
	carrier := c.gather(t, class)
	particle := int32(-1)
	if class == verbFrame {
		if d := c.s.Child(t, syntax.CompoundPrt); d >= 0 && !(d+2 < len(c.w) && c.isWord(c.w[d+1].lemma, "to") && c.s.Tokens[d+2].UPOS == syntax.NUM) { // not "killed up to 30"
			particle = c.w[d].lemma
			if particle < 0 {
				particle = -2 // a particle that no construction has
			}
		}
	}
	best := match{score: -1}
	for _, f := range frames {
		if m, ok := c.fit(f, t, particle); ok && m.score > best.score {
			best = m
		}
	}
	if best.score < 0 {
		return
	}
	if class == adjectiveFrame && c.s.Tokens[t].XPOS == syntax.TagVBN && c.s.Child(t, syntax.OblAgent) < 0 {
		best.score += 3 // "remains committed to" says more of who is committed than the passive of "commit"
	}
	best.sentence, best.token, best.carrier = int32(c.sent), int32(t), int32(carrier)
	best.parent, best.into, best.time, best.place = -1, -1, -1, -1
	if old := c.w[t].match; old >= 0 {
		if c.matches[old].score < best.score {
			c.matches[old] = best
		}
		return
	}
	c.w[t].match = int32(len(c.matches))
	if carrier != t && c.w[carrier].carries < 0 {
		c.w[carrier].carries = int32(len(c.matches))
	}
	c.matches = append(c.matches, best)
}

// fit fits one construction to the arguments that gather has collected.
func (c *coding) fit(f *frame, t int, particle int32) (match, bool) {
	m := match{frame: f, score: 1}
	for i := range m.fill {
		m.fill[i].token = -1
	}
	if f.particle >= 0 {
		if particle != f.particle && !c.hasAdverb(t, f.particle) && !(t+1 < len(c.w) && c.w[t+1].lemma == f.particle) {
			return m, false
		}
		m.score += 3
	} else if particle != -1 {
		if !f.hasPreposition(particle) {
			return m, false
		}
	}
	if f.modifier >= 0 {
		if !c.modifiedBy(t, f.modifier) {
			return m, false
		}
		m.score += 4
	}
	var used uint64
	if len(f.slots) > maxSlots {
		return m, false
	}
	bySlot := false
	for i := range f.slots {
		for _, p := range f.slots[i].preps {
			if c.isWord(p, "of") {
				bySlot = true
			}
		}
	}
	objectTaken := false
	for i := range f.slots {
		sl := &f.slots[i]
		found := -1
		for a := range c.args {
			if a < 64 && used&(1<<a) != 0 {
				continue
			}
			if sl.role != ThingRole && c.timeOnly(int(c.args[a].token)) {
				continue // "On Monday, Canada lifted its sanctions on Sudan": not on Monday
			}
			if found >= 0 && (sl.kind != prepSlot || sl.rank(c.args[a].prep) >= sl.rank(c.args[found].prep)) {
				continue // "imposed sanctions on officials over an arrest": the first preposition of the construction before the others
			}
			if c.slotTakes(f, sl, &c.args[a], bySlot, particle) && c.fillerFits(f, sl, &c.args[a]) {
				if found = a; sl.kind != prepSlot || len(sl.preps) < 2 {
					break
				}
			}
		}
		if found < 0 && sl.kind == objectSlot && sl.role == ThingRole && !sl.optional && f.class == verbFrame {
			if k := c.objectBefore(sl, t); k >= 0 {
				m.fill[i] = filled{int32(k), objectArgument}
				m.score += 2
				objectTaken = true
				continue
			}
		}
		if found < 0 {
			switch {
			case sl.kind == subjectSlot:
				// A subject that is there but cannot be this one speaks against the construction.
				if len(sl.fillers) > 0 && (f.class != verbFrame || c.argumentOf(subjectArgument) >= 0) {
					return m, false
				}
			case !sl.optional:
				return m, false
			}
			continue
		}
		if found < 64 {
			used |= 1 << found
		}
		m.fill[i] = filled{c.args[found].token, c.args[found].kind}
		if sl.kind == objectSlot {
			objectTaken = true
		}
		if eff := f.entry.Effect; sl.role == ContentRole && eff == Accuses && c.tellsAct(int(c.args[found].token)) {
			m.score++ // an act inside speaks for the construction that has room for one
		}
		switch {
		case (sl.kind == subjectSlot || sl.kind == ownerSlot) && len(sl.fillers) > 0:
			m.score += 2 // "protesters clashed with police" is more than "somebody clashed with somebody"
		case sl.kind == subjectSlot || sl.kind == ownerSlot:
			m.score++
		case sl.words && !sl.optional:
			m.score += 5 // "lifted the curfew": the very word, before a class that has it
		case sl.kind == thatSlot && f.entry.Effect == Demands:
			m.score += 3 // no indicative clause: "insisted that Serbia withdraw"
		case len(sl.fillers) > 0 && !sl.optional:
			m.score += 4
		case len(sl.fillers) > 0:
			m.score += 3
		default:
			m.score += 2
		}
	}
	// A verb with an object is not used as one without: "met the deadline", "helped themselves".
	if f.class == verbFrame && !objectTaken {
		if a := c.argumentOf(objectArgument); a >= 0 && used&(1<<min(a, 63)) == 0 {
			return m, false
		}
	}
	return m, true
}

// objectBefore finds the thing a passive is done to when the tree has lost it: the nearest fitting subject before a
// passive that has none, as in "the waiver of the act that bans aid, was extended".
func (c *coding) objectBefore(sl *slot, v int) int {
	if !c.passive(v) || c.s.Child(v, syntax.AuxPass) < 0 || c.patientOf(v, 0) >= 0 {
		return -1
	}
	for k := v - 1; k >= 0; k-- {
		if r := c.s.Tokens[k].Rel; (r == syntax.Nsubj || r == syntax.NsubjPass) && c.satisfies(sl.fillers, k) {
			return k
		}
	}
	return -1
}

// hasPreposition reports whether a word, which the parser may have taken for a particle, is a preposition of the construction.
func (f *frame) hasPreposition(word int32) bool {
	for i := range f.slots {
		for _, p := range f.slots[i].preps {
			if p == word {
				return true
			}
		}
	}
	return false
}

func (c *coding) hasAdverb(t int, lemma int32) bool {
	for d := c.s.First(t); d >= 0; d = c.s.Next(d) {
		if c.w[d].lemma == lemma {
			switch c.s.Tokens[d].Rel {
			case syntax.Advmod, syntax.CompoundPrt, syntax.Xcomp, syntax.Amod:
				return true
			}
		}
	}
	return false
}

// modifiedBy reports whether noun t has the word before it, as in "phone call".
func (c *coding) modifiedBy(t int, lemma int32) bool {
	for d := c.s.First(t); d >= 0 && d < t; d = c.s.Next(d) {
		if c.w[d].lemma == lemma {
			return true
		}
	}
	return t > 0 && c.w[t-1].lemma == lemma
}

func (c *coding) argumentOf(kind argumentKind) int {
	for i := range c.args {
		if c.args[i].kind == kind {
			return i
		}
	}
	return -1
}

// slotTakes reports whether an argument stands where the slot wants it.
func (c *coding) slotTakes(f *frame, sl *slot, a *argument, ofTaken bool, particle int32) bool {
	verbal := a.kind == infinitive || a.kind == gerund || a.kind == clause
	if verbal && sl.role != ContentRole {
		return false
	}
	switch sl.kind {
	case subjectSlot:
		return a.kind == subjectArgument
	case ownerSlot:
		switch a.kind {
		case ownerArgument, subjectArgument:
			return true
		case prepArgument:
			if f.class != nounFrame {
				return false
			}
			if c.isWord(a.prep, "of") {
				// "the bombing of a hotel": of harm, "of" names who suffers it, not who does it.
				harm := f.entry.Category.Quad() == 4 && f.entry.Category != Protest && f.entry.Category != Mobilize
				return !ofTaken && !(harm && sl.role == SourceRole)
			}
			// "an attack by Eritrea", "came under attack from Eritrea"
			return (sl.role == SourceRole || sl.role == BothRole) && (c.isWord(a.prep, "by") || a.prep == c.known.from && c.argumentOf(recipientArgument) >= 0)
		}
		return false
	case objectSlot:
		if sl.role == ContentRole {
			return a.kind == objectArgument || a.kind == gerund && a.prep < 0
		}
		if (sl.role == RecipientRole || sl.role == TargetRole || sl.role == ThingRole && a.kind == indirectArgument) && (a.kind == recipientArgument || a.kind == indirectArgument) {
			return true // "termed the vote a disgrace": the vote may be an indirect object
		}
		// "struck down the law", with "down" taken for a preposition
		return a.kind == objectArgument || a.kind == prepArgument && f.particle >= 0 && a.prep == f.particle
	case toSlot:
		if a.kind == infinitive {
			// "rejected a call to support Ukraine": the infinitive is the call's, wherever the parser hangs it
			return !sl.optional || !c.objectTakes(int(a.token))
		}
		return (a.kind == prepArgument || a.kind == gerund) && sl.takes(a.prep)
	case thatSlot:
		if f.entry.Effect == Demands && a.kind == clause && c.indicative(int(a.token)) {
			return false // "insisted that it had withdrawn" says so, "insisted that it withdraw" demands it
		}
		return a.kind == clause
	case prepSlot:
		if a.kind == recipientArgument || a.kind == indirectArgument {
			return sl.role == RecipientRole || sl.role == TargetRole || sl.role == DestinationRole
		}
		if a.kind == objectArgument && particle >= 0 && sl.takes(particle) {
			return true // "called on Iran": the parser took "on" for a particle
		}
		return (a.kind == prepArgument || a.kind == gerund) && sl.takes(a.prep)
	}
	return false
}

// objectTakes reports whether the object of the verb that infinitive v hangs on stands before v and is a noun that takes
// an infinitive: "rejected a *call* to support Ukraine".
func (c *coding) objectTakes(v int) bool {
	h := int(c.s.Tokens[v].Head)
	if h < 0 {
		return false
	}
	o := c.s.Child(h, syntax.Obj)
	if o < 0 || o > v || c.s.Tokens[o].UPOS != syntax.NOUN || c.w[o].lemma < 0 {
		return false
	}
	for _, f := range c.frames[nounFrame][c.w[o].lemma] {
		for i := range f.slots {
			if f.slots[i].kind == toSlot && f.slots[i].role == ContentRole {
				return true
			}
		}
	}
	return false
}

// indicative reports whether a clause tells what was or is, and not what should be.
func (c *coding) indicative(v int) bool {
	x := c.s.Tokens[v].XPOS
	if x == syntax.TagVBD || x == syntax.TagVBZ {
		return true
	}
	for d := c.s.First(v); d >= 0; d = c.s.Next(d) {
		if r := c.s.Tokens[d].Rel; r == syntax.Aux || r == syntax.AuxPass || r == syntax.Cop {
			switch c.s.Tokens[d].XPOS {
			case syntax.TagVBD, syntax.TagVBZ, syntax.TagVBP:
				return true
			}
			switch lowerASCII(c.s.Tokens[d].Form) {
			case "will", "would", "could", "may", "might", "can":
				return true
			}
		}
	}
	return false
}

// rank tells how early a preposition stands in the construction; those it does not have come last.
func (sl *slot) rank(prep int32) int {
	for i, p := range sl.preps {
		if p == prep {
			return i
		}
	}
	return len(sl.preps)
}

func (sl *slot) takes(prep int32) bool {
	if prep < 0 {
		return false
	}
	for _, p := range sl.preps {
		if p == prep {
			return true
		}
	}
	return false
}

// fillerFits reports whether an argument satisfies the slot's constraint; without one, whether it can play the role.
func (c *coding) fillerFits(f *frame, sl *slot, a *argument) bool {
	t := int(a.token)
	if a.kind == ownerArgument {
		return true // its modifiers are looked at when parties are resolved
	}
	if len(sl.fillers) > 0 {
		return c.satisfies(sl.fillers, t)
	}
	if f.entry.Operator && sl.role == RecipientRole {
		return c.someone(t) // who is urged or accused must be somebody, not something of theirs
	}
	if sl.role == RecipientRole && sl.kind == objectSlot && f.entry.Frames(ContentRole) && c.s.Tokens[t].UPOS == syntax.NOUN && c.mentionAt(t) == nil && c.tellsActItself(t) {
		return false // "welcomed the release of prisoners": not the prisoners are welcomed
	}
	switch sl.role {
	case VictimRole:
		return c.s.Tokens[t].UPOS == syntax.NUM || c.is(t, c.known.quantity) || c.partyLike(t, 0)
	case TargetRole:
		return c.partyLike(t, 0) || c.is(c.through(t), c.known.strikable)
	case RecipientRole, BothRole, DestinationRole, MechanismRole:
		return c.partyLike(t, 0)
	}
	return true
}

// satisfies reports whether token t, or the noun that it counts, is one of the alternatives and none of the excluded.
func (c *coding) satisfies(fillers []alternative, t int) bool {
	inner := c.through(t)
	wanted, got := false, false
	for i := range fillers {
		a := &fillers[i]
		hit := c.alternative(a, t) || inner != t && c.alternative(a, inner)
		if !hit && !a.not {
			hit = c.conjunct(a, t)
		}
		if a.not {
			if hit {
				return false
			}
			continue
		}
		wanted = true
		got = got || hit
	}
	return got || !wanted
}

// conjunct looks at what is joined to t: "aid and weapons".
func (c *coding) conjunct(a *alternative, t int) bool {
	for d := c.s.First(t); d >= 0; d = c.s.Next(d) {
		if c.s.Tokens[d].Rel == syntax.Conj && c.alternative(a, d) {
			return true
		}
	}
	return false
}

// bareForm reports whether a clause's verb stands in the bare form of a wish: "that Serbia withdraw", "that they be
// released". The tagger may take it for the present tense; of one doer that would be "withdraws".
func (c *coding) bareForm(v int) bool {
	s := c.s
	for d := s.First(v); d >= 0; d = s.Next(d) {
		switch s.Tokens[d].Rel {
		case syntax.Aux, syntax.AuxPass, syntax.Cop:
			return lowerASCII(s.Tokens[d].Form) == "be" && s.Child(v, syntax.Aux) < 0
		}
	}
	switch s.Tokens[v].XPOS {
	case syntax.TagVB:
		return c.subordinator(v) == "that"
	case syntax.TagVBP:
		x := s.Child(v, syntax.Nsubj)
		return x >= 0 && (s.Tokens[x].XPOS == syntax.TagNNP || s.Tokens[x].XPOS == syntax.TagNN) && s.Child(x, syntax.Conj) < 0
	}
	return false
}

func (c *coding) alternative(a *alternative, t int) bool {
	switch {
	case a.class >= 0:
		return c.is(t, a.class)
	case a.lemma >= 0:
		return c.w[t].lemma == a.lemma
	case a.kind == actKind:
		return c.tellsAct(t)
	case a.kind == wishKind:
		return c.bareForm(t)
	case a.kind == placeKind:
		if c.w[t].place >= 0 {
			return true
		}
		if m := c.mentionAt(t); m != nil {
			return m.Class == actor.State
		}
		return c.s.Tokens[t].UPOS == syntax.NOUN && c.is(t, c.known.site) && c.partyLike(t, 0) // "the South Korean capital"
	}
	m := c.mentionAt(t)
	if m == nil || m.Class == actor.Outlet {
		return false
	}
	switch a.kind {
	case partyKind:
		return true
	case stateKind:
		return m.Class == actor.State
	case personKind:
		return m.Class == actor.Person || m.Form == actor.Pronoun && m.Class == actor.Unknown
	case bodyKind:
		return m.Class == actor.Organisation
	case groupKind:
		return m.Class == actor.Group
	}
	return false
}

// tellsAct reports whether a word can tell of an act: a verb or noun that an act has constructions for, or a light
// verb or a noun of quantity that carries one.
func (c *coding) tellsAct(t int) bool {
	if c.tellsActItself(t) {
		return true
	}
	if inner := c.through(t); inner != t && c.tellsActItself(inner) {
		return true
	}
	if c.is(t, c.known.light) && c.s.Tokens[t].UPOS == syntax.VERB {
		if o := c.s.Child(t, syntax.Obj); o >= 0 && c.tellsActItself(c.through(o)) {
			return true
		}
	}
	for d := c.s.First(t); d >= 0; d = c.s.Next(d) {
		switch c.s.Tokens[d].Rel {
		case syntax.Conj, syntax.Xcomp:
			if c.tellsActItself(d) {
				return true
			}
		case syntax.Compound:
			if c.misread(d) >= 0 {
				return true // "denies shelling village"
			}
		case syntax.Nmod: // "claims of an attack", "the issue of prisoners' release"
			if c.tellsActItself(d) {
				return true
			}
		}
	}
	return false
}

func (c *coding) tellsActItself(t int) bool {
	id := c.w[t].lemma
	if id < 0 {
		return false
	}
	class := verbFrame
	switch c.s.Tokens[t].UPOS {
	case syntax.NOUN, syntax.PROPN:
		class = nounFrame
	case syntax.VERB:
	default:
		return false
	}
	return len(c.frames[class][id]) > 0
}

// mentionAt returns the mention that token t heads or lies in, or nil.
func (c *coding) mentionAt(t int) *actor.Mention {
	if t < 0 {
		return nil
	}
	w := &c.w[t]
	if w.mention >= 0 && !c.in.Mentions[w.mention].Modifier {
		return &c.in.Mentions[w.mention]
	}
	if w.cover >= 0 && (c.s.Tokens[t].UPOS == syntax.PROPN || w.mention >= 0) {
		return &c.in.Mentions[w.cover]
	}
	if w.mention >= 0 {
		return &c.in.Mentions[w.mention]
	}
	return nil
}

// someone reports whether an argument is somebody: a mention, a name, a pronoun, people.
func (c *coding) someone(t int) bool {
	if m := c.mentionAt(t); m != nil {
		return m.Class != actor.Outlet
	}
	tok := &c.s.Tokens[t]
	if inner := c.through(t); inner != t {
		return c.someone(inner)
	}
	return tok.UPOS == syntax.PROPN || tok.UPOS == syntax.PRON && !c.relativiser(t) || c.is(t, c.known.people)
}

// partyLike reports whether an argument can be a party: a mention, a place, people, a name, or something of theirs
// ("Azerbaijan's role", "the dialogue between A and B").
func (c *coding) partyLike(t, depth int) bool {
	if t < 0 || depth > 3 {
		return false
	}
	if m := c.mentionAt(t); m != nil {
		return m.Class != actor.Outlet
	}
	if c.w[t].place >= 0 || c.is(t, c.known.people) {
		return true
	}
	tok := &c.s.Tokens[t]
	if f := tok.Form; tok.UPOS == syntax.PRON && len(f) > 4 && (f[len(f)-4:] == "self" || f[len(f)-4:] == "lves") {
		return false // "killed himself"
	}
	if tok.UPOS == syntax.PROPN || tok.UPOS == syntax.PRON {
		return true
	}
	if inner := c.through(t); inner != t {
		return c.partyLike(inner, depth+1)
	}
	for d := c.s.First(t); d >= 0; d = c.s.Next(d) {
		switch c.s.Tokens[d].Rel {
		case syntax.NmodPoss, syntax.Compound, syntax.Amod:
			if c.mentionAt(d) != nil {
				return true
			}
		case syntax.Nmod:
			if c.belonging(d) {
				return true
			}
		case syntax.Conj:
			if c.partyLike(d, depth+1) {
				return true
			}
		}
	}
	d := c.phraseBehind(t)
	return d >= 0 && c.belonging(d)
}

// belonging reports whether a phrase tells whose its noun is: "of Chad", "in Cameroon".
func (c *coding) belonging(d int) bool {
	switch c.caseOf(d) {
	case "of", "between", "in", "among", "from", "with", "near", "outside":
		return c.mentionAt(d) != nil || c.w[d].place >= 0
	}
	return false
}

// consume takes nouns that a construction has used up out of the list of matches: with "imposed sanctions on"
// matched at the verb, "sanctions" tells nothing more.
func (c *coding) consume(m *match) {
	for i := range m.frame.slots {
		if e := m.entry(); m.frame.slots[i].role == RecipientRole && m.fill[i].token >= 0 && m.frame.class == verbFrame && !e.Operator && (e.Category == Concede || e.Category == Reject) {
			// "yielded to a demand by Mali", "declared the order unlawful": the demand is told as what is answered
			if o := c.w[m.fill[i].token].match; o >= 0 && c.matches[o].entry().Operator && c.matches[o].entry().Effect == Demands {
				c.matches[o].dropped = true
				c.w[m.fill[i].token].match = -1
			}
		}
		if m.frame.slots[i].role != ThingRole || m.fill[i].token < 0 {
			continue
		}
		t := c.through(int(m.fill[i].token))
		for _, k := range [2]int{int(m.fill[i].token), t} {
			// An operator too, when its content is the construction's: "put pressure on Ethiopia to release them".
			if o := c.w[k].match; o >= 0 && (!c.matches[o].entry().Operator || m.frame.class == verbFrame && m.role(ContentRole) >= 0 && m.role(ContentRole) == c.matches[o].role(ContentRole) || m.frame.class == verbFrame && m.entry().Category == Concede && c.matches[o].entry().Effect == Demands) {
				c.matches[o].dropped = true
				c.w[k].match = -1
			}
		}
	}
}
