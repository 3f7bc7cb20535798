package event

import (
	"chancery/actor"
	"chancery/quote"
	"chancery/syntax"
)

// settle applies tense, mood and negation of a match to its outcome. Under an operator that makes its content
// hypothetical anyway, only negation counts.
func (c *coding) settle(o *outcome, m *match, parent Effect) {
	mo := m.mood
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
		case s == NotHappened && m.entry().Effect == Offers && o.content.Category.Quad() == 4:
			o.void = true // "is not ready to launch attacks"
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
		if o.condition != nil || c.depends(o) {
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
	case o.condition != nil || c.depends(o) || o.content.Category != Mobilize && c.ownSide(o):
		code := c.composed(threatened, o)
		if code == nil {
			o.content.Status = Planned
			return
		}
		o.code = code
		o.content = Content{Category: code.Category, Mode: code.Mode, Sources: inner.Sources, Recipients: inner.Recipients, Status: Threatened, Span: inner.Span, Entry: inner.Entry, Content: &inner}
		o.ops |= 1 << Threatens
		if d := c.provided(o); d >= 0 && o.condition == nil && len(inner.Recipients) == 0 {
			for _, p := range without(c.parties(c.subjectOf(d, 0), RecipientRole), inner.Sources) {
				p.Resolved, p.Reason = actor.ByInference, "the condition is theirs to fulfil"
				o.content.Recipients = append(o.content.Recipients, p)
			}
		}
	default:
		o.content.Status = Planned
	}
}

// depends reports whether an if-clause stands beside an act.
func (c *coding) depends(o *outcome) bool { return c.provided(o) >= 0 }

// provided returns the verb of the if-clause beside an act, whatever it says, or -1: "Iran will quit the treaty if Britain
// puts pressure on it".
func (c *coding) provided(o *outcome) int {
	t := int(c.matches[o.match].carrier)
	for k := 0; k < 3 && t >= 0; k++ {
		for d := c.s.First(t); d >= 0; d = c.s.Next(d) {
			if c.s.Tokens[d].Rel == syntax.Advcl {
				if w := c.subordinator(d); w == "if" || w == "unless" {
					if d > t || k == 0 {
						return d
					}
					return -1
				}
			}
		}
		// "will quit the treaty and arm in secret if Britain presses it": the condition may hang on the second verb
		for e := c.s.First(t); e >= 0 && k == 0; e = c.s.Next(e) {
			if c.s.Tokens[e].Rel != syntax.Conj || e < t || c.s.Tokens[e].UPOS != syntax.VERB || c.s.Child(e, syntax.Nsubj, syntax.NsubjPass) >= 0 {
				continue
			}
			for d := c.s.First(e); d >= 0; d = c.s.Next(d) {
				if w := c.subordinator(d); d > e && c.s.Tokens[d].Rel == syntax.Advcl && (w == "if" || w == "unless") {
					return d
				}
			}
		}
		if r := c.s.Tokens[t].Rel; r != syntax.Obj && r != syntax.Xcomp && r != syntax.NsubjPass {
			return -1
		}
		t = int(c.s.Tokens[t].Head)
	}
	return -1
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
