package event

import (
	"sort"

	"chancery/actor"
	"chancery/report"
	"chancery/syntax"
	"chancery/when"
)

// maxCompared is how many events before an event are looked at for the same act. No report tells so much between an
// act and its repetition; texts that do are no reports.
const maxCompared = 200

// finish merges what tells of one act, gives the rest of the times, and returns the events in the order of the text.
func (c *coding) finish() []Event {
	for i := range c.events {
		if c.events[i].match < 0 {
			continue
		}
		for k := max(0, i-maxCompared); k < i; k++ {
			if c.events[k].match >= 0 && c.oneAct(&c.events[k], &c.events[i]) {
				c.join(&c.events[k], &c.events[i])
				c.events[i].gone = true
				break
			}
		}
	}
	var out []Event
	for i := range c.events {
		d := &c.events[i]
		if d.gone {
			continue
		}
		c.date(d)
		d.explainParties()
		d.event.Grounds = c.grounds(d)
		d.event.Confidence = c.confidence.Confidence(d.event.Grounds)
		d.notes = append(d.notes, c.confidence.explain(&d.event))
		d.event.Explanation = d.notes
		out = append(out, d.event)
	}
	sort.SliceStable(out, func(i, j int) bool {
		return out[i].Evidence[0].Start < out[j].Evidence[0].Start
	})
	return out
}

// date gives an event without a time the report's date where that is sound: what a report tells as news, not as background.
func (c *coding) date(d *draft) {
	e := &d.event
	if e.Time.EDTF != "" || e.Time.Basis == when.Unstated {
		return
	}
	e.Time.Basis = when.Unstated
	if e.Historical || d.mood&pluperfect != 0 || e.Status == Hypothetical || e.Status == NotHappened || e.Status == Planned {
		return
	}
	if p, ok := c.published(); ok {
		e.Time = p
		d.notef("time: about %s, the report's date, for the words give none", p.EDTF)
	}
}

// oneAct reports whether two drafts tell of the same act: same category and mode, compatible status, parties, times and places.
func (c *coding) oneAct(a, b *draft) bool {
	x, y := &a.event, &b.event
	if a.gone || b.gone || x.Category != y.Category || x.Status != y.Status {
		return false
	}
	if x.Mode != y.Mode && x.Mode != "" && y.Mode != "" {
		return false
	}
	if a.match == b.match {
		// Several contents of one operator: "urge them to withdraw and to release": one demand a code.
		if x.Category == Agree && !equalParties(x.Recipients, y.Recipients) {
			return false // offers of different things to different people are two
		}
		return x.CAMEO == y.CAMEO || sameParties(x, y) && vague(x, y)
	}
	if !codesAgree(x.CAMEO, y.CAMEO) {
		return false
	}
	if !compatibleParties(x.Sources, y.Sources) || !compatibleParties(x.Recipients, y.Recipients) {
		return false
	}
	if len(x.Sources) == 0 && len(y.Sources) == 0 && x.Category != Assault {
		return false
	}
	if a.timed && b.timed && !meet(x.Time, y.Time) {
		return false
	}
	if x.Place != nil && y.Place != nil && x.Place.Place.Name != y.Place.Place.Name && x.Place.Place.Kind == y.Place.Place.Kind {
		return false
	}
	if (x.Casualties != nil && x.Casualties.Cumulative) != (y.Casualties != nil && y.Casualties.Cumulative) {
		return false
	}
	if x.Medium != "" && y.Medium != "" && x.Medium != y.Medium && !a.speech {
		return false
	}
	return c.alike(a, b)
}

// vague reports whether one of two codes only says less than the other.
func vague(x, y *Event) bool {
	return codesAgree(x.CAMEO, y.CAMEO) || x.CAMEO == "100" || y.CAMEO == "100" || x.CAMEO == "030" || y.CAMEO == "030"
}

func sameParties(x, y *Event) bool {
	return compatibleParties(x.Sources, y.Sources) && compatibleParties(x.Recipients, y.Recipients)
}

// codesAgree reports whether one code is the other or a coarser form of it: 190 and 194, 040 and 046.
func codesAgree(a, b string) bool {
	if a == b || a == "" || b == "" {
		return true
	}
	if a[:2] != b[:2] {
		return false
	}
	coarse := func(s string) bool { return len(s) == 2 || len(s) == 3 && s[2] == '0' }
	if coarse(a) || coarse(b) {
		return true
	}
	return len(a) > len(b) && a[:len(b)] == b || len(b) > len(a) && b[:len(a)] == a
}

// compatibleParties reports whether two lists can name the same parties: one is empty, or the states of one are among those of the other.
func compatibleParties(a, b []actor.Party) bool {
	if len(a) == 0 || len(b) == 0 {
		return true
	}
	return among(a, b) || among(b, a)
}

func among(a, b []actor.Party) bool {
	for i := range a {
		if !has(b, &a[i]) && !(a[i].Country != "" && hasCountry(b, a[i].Country)) {
			return false
		}
	}
	return true
}

func overlapActors(a, b []actor.Party) bool {
	for i := range a {
		if has(b, &a[i]) {
			return true
		}
	}
	return false
}

// meet reports whether two intervals have a day in common, as far as they are known.
func meet(a, b when.Interval) bool {
	var none when.Day
	if a.First != none && b.Last != none && before(b.Last, a.First) {
		return false
	}
	if b.First != none && a.Last != none && before(a.Last, b.First) {
		return false
	}
	return true
}

// alike reports whether the words of two drafts are alike enough: they share content words of their evidence, or both tell
// the same act by the same entry and name the same parties.
func (c *coding) alike(a, b *draft) bool {
	x, y := &a.event, &b.event
	equal := len(x.Sources) > 0 && len(y.Sources) > 0 && among(x.Sources, y.Sources) && among(y.Sources, x.Sources) &&
		(len(x.Recipients) == 0) == (len(y.Recipients) == 0) && among(x.Recipients, y.Recipients) && among(y.Recipients, x.Recipients)
	common, smaller := c.commonWords(a, b)
	switch x.Category {
	case Consult:
		return equal || common > 0 && a.sentence == b.sentence || common*2 >= smaller && smaller > 0
	case Assault, Coerce, Protest, Sanction, Retreat, Mobilize:
		if x.Casualties != nil && y.Casualties != nil && !sameCount(x.Casualties, y.Casualties) {
			return false
		}
		if a.sentence == b.sentence && x.Entry == y.Entry && len(x.Recipients)*len(y.Recipients) == 0 && len(x.Sources)*len(y.Sources) == 0 {
			return true // "The kidnapped engineer was found a day after he was abducted by gunmen"
		}
		return common*2 >= smaller && smaller > 0
	}
	if a.sentence == b.sentence && equal && a.event.CAMEO == b.event.CAMEO && common > 0 {
		return true
	}
	if !equalParties(x.Recipients, y.Recipients) && len(x.Recipients) > 0 && len(y.Recipients) > 0 {
		return common*5 >= smaller*4 && smaller > 0
	}
	if c.in.Doc.Sentences[a.sentence].Kind == report.Title && equalParties(x.Recipients, y.Recipients) {
		return common*5 >= smaller*2 && smaller > 0 // a headline says it in other words
	}
	return common*5 >= smaller*3 && smaller > 0
}

func equalParties(a, b []actor.Party) bool { return among(a, b) && among(b, a) }

func sameCount(a, b *Casualties) bool {
	f := func(x, y *Count) bool { return x == nil || y == nil || x.Best == y.Best }
	return f(a.Killed, b.Killed) && f(a.Injured, b.Injured)
}

// commonWords counts the lemmas of content words that the evidence of two drafts shares, and those of the shorter one.
func (c *coding) commonWords(a, b *draft) (common, smaller int) {
	nx, ny := c.contentWords(a), c.contentWords(b)
	for _, w := range nx {
		for _, v := range ny {
			if w == v {
				common++
				break
			}
		}
	}
	return common, min(len(nx), len(ny))
}

// contentWords returns the lemmas of the nouns, verbs, adjectives and names in a draft's evidence, each once.
func (c *coding) contentWords(d *draft) []string {
	if d.words != nil {
		return d.words
	}
	out := make([]string, 0, 24)
	s := &c.in.Doc.Sentences[d.sentence]
	t0 := int(c.matches[d.match].token)
	for t := max(0, t0-reach); t < min(len(s.Tokens), t0+reach) && len(out) < 48; t++ {
		tok := &s.Tokens[t]
		inside := false
		for _, e := range d.event.Evidence {
			inside = inside || e.Contains(tok.Span)
		}
		if !inside {
			continue
		}
		switch tok.UPOS {
		case syntax.NOUN, syntax.VERB, syntax.ADJ, syntax.PROPN:
			w := lowerASCII(tok.Lemma)
			dup := false
			for _, o := range out {
				dup = dup || o == w
			}
			if !dup {
				out = append(out, w)
			}
		}
	}
	d.words = out
	return out
}

// join adds what draft b tells to a.
func (c *coding) join(a, b *draft) {
	x, y := &a.event, &b.event
	for _, s := range y.Evidence {
		x.Evidence = addSpan(x.Evidence, s)
	}
	if len(y.Sources) > len(x.Sources) {
		x.Sources = y.Sources
	}
	x.Recipients = widen(x.Recipients, y.Recipients)
	if x.Mode == "" {
		x.Mode = y.Mode
	}
	if len(y.CAMEO) > len(x.CAMEO) || len(x.CAMEO) == 3 && x.CAMEO[2] == '0' && y.CAMEO != "" || x.CAMEO == "" {
		x.CAMEO, x.Intensity = y.CAMEO, y.Intensity
	}
	if !a.timed && b.timed {
		x.Time, a.timed = y.Time, true
		x.Historical = y.Historical
	}
	if x.Place == nil || y.Place != nil && rank(y.Place.UCDP) < rank(x.Place.UCDP) {
		x.Place = y.Place
	}
	if x.Casualties == nil {
		x.Casualties = y.Casualties
	}
	if x.Mechanism == nil {
		x.Mechanism = y.Mechanism
	}
	if x.Speaker == nil {
		x.Speaker = y.Speaker
	}
	if len(x.Attribution) == 0 {
		x.Attribution = y.Attribution
	}
	if x.Medium == "" {
		x.Medium = y.Medium
	}
	if x.Content == nil || x.Content.Category == "" && y.Content != nil && y.Content.Category != "" {
		x.Content = y.Content
	}
	if x.Condition == nil {
		x.Condition = y.Condition
	}
	x.Contexts = union(x.Contexts, y.Contexts)
	x.Tracks = union(x.Tracks, y.Tracks)
	a.notef("also told at %q", words(c.in.Report.Text, y.Evidence[0]))
}

// widen joins two lists of parties that are compatible: the longer one.
func widen(a, b []actor.Party) []actor.Party {
	if len(b) > len(a) {
		return b
	}
	return a
}

func addSpan(list []report.Span, s report.Span) []report.Span {
	for _, o := range list {
		if o == s {
			return list
		}
	}
	return append(list, s)
}

func union(a, b []string) []string {
	out := append(append([]string{}, a...), b...)
	sort.Strings(out)
	k := 0
	for i, s := range out {
		if i == 0 || s != out[i-1] {
			out[k] = s
			k++
		}
	}
	if k == 0 {
		return nil
	}
	return out[:k]
}
