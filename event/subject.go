package event

import "chancery/syntax"

// This file finds who does what a verb says and to whom, over shared, controlled and lost subjects.

// passive reports whether a verb is passive: "was killed", "troops stationed there", "Wounded by shells, he…".
func (c *coding) passive(v int) bool {
	s := c.s
	tok := &s.Tokens[v]
	if tok.UPOS != syntax.VERB && tok.XPOS != syntax.TagVBN {
		return false
	}
	have := false
	for d := s.First(v); d >= 0; d = s.Next(d) {
		switch s.Tokens[d].Rel {
		case syntax.AuxPass:
			return true
		case syntax.NsubjPass, syntax.CsubjPass:
			if finite(tok.XPOS) && s.Child(v, syntax.AuxPass) < 0 && !c.titled() {
				continue // "Amnesty International called for his release": an active form, whatever the relation
			}
			return true
		case syntax.OblAgent:
			if tok.XPOS != syntax.TagVBN && s.Child(v, syntax.Nsubj) >= 0 && (s.Child(v, syntax.Obj) >= 0 || !c.someone(d)) {
				continue // "Ethiopia rejected mediation by Kenya", "the ministers spoke by phone"
			}
			if p := c.caseOf(d); p == "by" || p == "" {
				return true // and not "delegates called on the cleric", whatever the parser says
			}
		case syntax.Aux:
			have = true
		}
	}
	if tok.XPOS == syntax.TagVBD && !have && (c.telegraphic(v) || c.chargedItself(v) || c.titled() && s.Child(v, syntax.Nsubj) >= 0 && s.Child(v, syntax.Obj, syntax.Iobj, syntax.Ccomp, syntax.Xcomp) < 0 && c.transitive(v)) {
		return true // "Two Swedish tourists kidnapped in Niger"
	}
	if tok.XPOS != syntax.TagVBN || have {
		return false
	}
	switch tok.Rel {
	case syntax.Acl, syntax.Advcl, syntax.Amod:
		return !c.rootClause(v)
	case syntax.Xcomp:
		return true
	case syntax.Conj:
		if h := int(tok.Head); h >= 0 && s.Tokens[h].XPOS == syntax.TagVBN && s.Child(v, syntax.Nsubj, syntax.Obj) < 0 {
			return c.passive(h)
		}
		if h := int(tok.Head); h >= 0 && (s.Tokens[h].XPOS == syntax.TagVBD || s.Tokens[h].XPOS == syntax.TagVBZ || s.Tokens[h].XPOS == syntax.TagVBP) && s.Child(h, syntax.AuxPass) < 0 {
			return false // "expelled diplomats and threatened more": a past tense, whatever the tagger says
		}
	}
	// A headline leaves "was" out: "Two soldiers killed in border clash". In running text a bare participle with a
	// subject is more likely a past tense that the tagger took for one.
	return (c.titled() || s.Child(v, syntax.Nsubj) < 0 || c.telegraphic(v)) && s.Child(v, syntax.Obj) < 0
}

// telegraphic reports whether a past tense without an object is in truth a participle in a sentence that leaves articles
// and "was" out although it is no title: "Abducted engineer killed in Nigeria."
func (c *coding) telegraphic(v int) bool {
	d := c.s.Child(v, syntax.Nsubj)
	if d < 0 || d > v || c.s.Tokens[d].XPOS != syntax.TagNN || c.s.Child(d, syntax.Det, syntax.NmodPoss, syntax.Nummod, syntax.Case) >= 0 || !c.someone(d) {
		return false
	}
	return c.s.Child(v, syntax.Obj, syntax.Iobj, syntax.Ccomp, syntax.Xcomp, syntax.Aux) < 0 && c.transitive(v)
}

// finite reports whether a tag is that of a verb in a finite form.
func finite(x syntax.XPOS) bool {
	return x == syntax.TagVBD || x == syntax.TagVBZ || x == syntax.TagVBP
}

// chargedItself reports whether a past tense that accuses nobody is in truth a participle: "Two officers charged with
// beating prisoners appeared in court", "A man accused of plotting an attack was jailed".
func (c *coding) chargedItself(v int) bool {
	id := c.w[v].lemma
	if id < 0 || c.s.Child(v, syntax.Obj, syntax.Iobj, syntax.Ccomp) >= 0 || c.s.Child(v, syntax.Nsubj) < 0 || v+1 >= len(c.w) {
		return false
	}
	if next := lowerASCII(c.s.Tokens[v+1].Form); next != "of" && next != "with" {
		return false
	}
	for _, f := range c.frames[verbFrame][id] {
		if f.entry.Operator && f.entry.Effect == Accuses {
			return true
		}
	}
	return false
}

// subjectOf returns the token of whoever does what verb, adjective or carrier v says, as far as the sentence's
// construction tells, or -1: its own subject or by-agent, or one shared with or controlled from another clause.
func (c *coding) subjectOf(v, depth int) int {
	if v < 0 || depth > 8 {
		return -1
	}
	s := c.s
	tok := &s.Tokens[v]
	passive := c.passive(v)
	for d := s.First(v); d >= 0; d = s.Next(d) {
		r := s.Tokens[d].Rel
		switch {
		case !passive && (r == syntax.Nsubj || r == syntax.NsubjOuter || r == syntax.NsubjPass):
			if c.relativiser(d) && tok.Rel == syntax.AclRelcl {
				return int(tok.Head)
			}
			if n := d + 1; n < v && c.s.Tokens[n].Rel == r && int(c.s.Tokens[n].Head) == v && s.Tokens[d].UPOS == syntax.NOUN && s.Tokens[n].UPOS == syntax.PROPN {
				return n // "Estonia's neighbour Latvia condemned", "Presidents Ana Silva and": two subjects, and the name says who
			}
			return d
		case passive && (r == syntax.OblAgent && c.prepOf(d) < 0 || (r == syntax.OblAgent || r == syntax.Obl) && c.isWord(c.prepOf(d), "by")):
			return d
		}
	}
	if passive {
		// "Nigeria was sent aid by Japan": "by Japan" may hang on the aid.
		if o := c.thing(v); o >= 0 {
			for d := s.First(o); d >= 0; d = s.Next(d) {
				if s.Tokens[d].Rel == syntax.Nmod && c.caseOf(d) == "by" {
					return d
				}
			}
		}
		if a := s.Child(v, syntax.Xcomp); a > v && s.Tokens[a].UPOS == syntax.ADJ {
			return s.Child(a, syntax.OblAgent) // "were set free by Eritrea"
		}
		return -1
	}
	if k := c.w[v].speaker; k >= 0 {
		return int(k) // the parser lost the subject of "said", the quotation knows it
	}
	// "for the parties to engage"
	if s.Child(v, syntax.Mark) >= 0 {
		for d := s.First(v); d >= 0 && d < v; d = s.Next(d) {
			if s.Tokens[d].Rel == syntax.Obl && c.caseOf(d) == "for" {
				return d
			}
		}
	}
	// A name before a verb without a subject, hung on it in some other way: "Norway delivered missiles".
	if tok.XPOS == syntax.TagVBD || tok.XPOS == syntax.TagVBZ || tok.XPOS == syntax.TagVBP {
		for d := s.First(v); d >= 0 && d < v; d = s.Next(d) {
			switch s.Tokens[d].Rel {
			case syntax.OblUnmarked, syntax.Dep, syntax.Vocative, syntax.Dislocated, syntax.Obj, syntax.NsubjPass:
				if c.w[d].time < 0 && c.mentionAt(d) != nil && s.Child(d, syntax.Case) < 0 && !c.relativiser(d) {
					return d
				}
			}
		}
	}
	if t := c.subjectBehindTime(v); t >= 0 {
		return t
	}
	h := int(tok.Head)
	if h < 0 {
		return -1
	}
	switch tok.Rel {
	case syntax.AclRelcl:
		// "the man who…" has a subject; what has none is "the deal signed by".
		if s.Child(v, syntax.Obj) >= 0 {
			return h
		}
	case syntax.Acl:
		if c.headline(v) || c.rootClause(v) {
			return h
		}
		if up := int(s.Tokens[h].Head); (tok.XPOS == syntax.TagVBG && s.Child(v, syntax.Mark) < 0 || tok.XPOS == syntax.TagVB) && up >= 0 && s.Tokens[h].Rel == syntax.Obj &&
			(c.is(h, c.known.letter) || c.is(h, c.known.statement) || c.is(h, c.known.decree)) {
			return c.subjectOf(up, depth+1) // "sent a letter demanding a meeting", "sent a letter to congratulate him"
		}
		if tok.XPOS == syntax.TagVBG && s.Child(v, syntax.Mark) < 0 {
			return h // "a man carrying a gun"
		}
	case syntax.Conj:
		if s.Tokens[h].UPOS == syntax.VERB || s.Tokens[h].UPOS == syntax.ADJ || s.Child(h, syntax.Cop) >= 0 {
			// "urged China to resume talks on ending the tests and pressed Beijing to agree": a finite verb goes with
			// the finite verb further up.
			for k := 0; c.finiteApart(h, v) && s.Child(h, syntax.Nsubj, syntax.NsubjPass, syntax.Aux) < 0 && k < maxClimb; k++ {
				up := int(s.Tokens[h].Head)
				for up >= 0 && s.Tokens[up].UPOS != syntax.VERB && s.Tokens[up].Head >= 0 && s.Tokens[h].Rel == syntax.Acl {
					up = int(s.Tokens[up].Head) // an infinitive hung on the object: "urged the embassy to think again and spoke with"
				}
				if up < 0 || s.Tokens[up].UPOS != syntax.VERB {
					break
				}
				h = up
			}
			if k := c.nearerVerb(v, h); k >= 0 {
				h = k
			}
			if c.passive(h) {
				return c.patientOf(h, depth+1)
			}
			return c.subjectOf(h, depth+1)
		}
	case syntax.Xcomp:
		for s.Tokens[h].UPOS == syntax.PROPN && s.Child(h, syntax.Cop) < 0 && s.Tokens[h].Head >= 0 && int(s.Tokens[h].Head) < h {
			h = int(s.Tokens[h].Head) // "sent a letter to President Saied to congratulate him": no infinitive hangs on a name
			if s.Tokens[h].UPOS == syntax.NOUN && s.Tokens[h].Head >= 0 {
				h = int(s.Tokens[h].Head)
			}
		}
		if o := s.Child(h, syntax.Obj, syntax.Iobj); o >= 0 && o < v && !c.subjectControl(h) && !c.is(h, c.known.communicate) {
			return o
		}
		if c.passive(h) {
			return c.patientOf(h, depth+1)
		}
		return c.subjectOf(h, depth+1)
	case syntax.Advcl:
		if marker := s.Child(v, syntax.Mark); tok.XPOS == syntax.TagVBG && marker >= 0 && h < v && !c.passive(h) {
			if m := s.Tokens[marker].Form; m == "of" || m == "from" {
				// "accused Azerbaijan of violating the truce by sending troops": Azerbaijan sends them.
				if o := s.Child(h, syntax.Obj, syntax.Iobj); o >= 0 && o < v {
					return o
				}
			}
			if m := s.Tokens[marker].Form; m == "for" {
				// "rewarded Rwanda for freezing its programme", but not "used the money for buying arms"
				if o := s.Child(h, syntax.Obj, syntax.Iobj); o >= 0 && o < v && c.someone(o) {
					return o
				}
			}
		}
		if tok.XPOS == syntax.TagVBG && h < v && c.w[h].speaker >= 0 && s.Tokens[h].Rel == syntax.Parataxis {
			return -1 // "a drone struck a hospital, officials said, killing nine": not the officials
		}
		if c.passive(h) {
			return c.patientOf(h, depth+1)
		}
		return c.subjectOf(h, depth+1)
	case syntax.Ccomp, syntax.Root:
		return c.strayedSubject(v)
	}
	return -1
}

// nearerVerb returns the verb of a clause of saying's content that stands between the verb of saying h and verb v, which
// the parser has joined to h: in "Finland said that Bulgaria expelled three diplomats and threatened more" Bulgaria
// threatened. A comma before "and" speaks for the parser. -1 when there is none.
func (c *coding) nearerVerb(v, h int) int {
	s := c.s
	k := s.Child(h, syntax.Ccomp)
	if k < 0 || k < h || k > v || s.Tokens[k].UPOS != syntax.VERB {
		return -1
	}
	if cc := s.Child(v, syntax.Cc); cc < 1 || s.Tokens[cc-1].Form == "," {
		return -1
	}
	return k
}

// subjectBehindTime finds the subject of a finite verb that the parser has hung on the time before it: in "On Monday,
// France and Spain imposed sanctions" France is no other name of Monday. -1 when there is none.
func (c *coding) subjectBehindTime(v int) int {
	s := c.s
	if x := s.Tokens[v].XPOS; x != syntax.TagVBD && x != syntax.TagVBZ && x != syntax.TagVBP && s.Child(v, syntax.Aux) < 0 {
		return -1
	}
	for d := s.First(v); d >= 0 && d < v; d = s.Next(d) {
		if r := s.Tokens[d].Rel; r != syntax.Obl && r != syntax.OblUnmarked || c.w[d].time < 0 {
			continue
		}
		for e := s.First(d); e >= 0 && e < v; e = s.Next(e) {
			if r := s.Tokens[e].Rel; (r == syntax.Appos || r == syntax.Conj) && e > d && c.w[e].time < 0 && c.mentionAt(c.through(e)) != nil {
				return e
			}
		}
	}
	return -1
}

// strayedSubject finds the subject of a finite verb that the parser has hung on a verb further on: in "Over 200 people
// have been killed, the United Nations said" the people are not what said. -1 when there is none.
func (c *coding) strayedSubject(v int) int {
	s := c.s
	if x := s.Tokens[v].XPOS; x != syntax.TagVBD && x != syntax.TagVBZ && x != syntax.TagVBP && s.Child(v, syntax.Aux, syntax.AuxPass) < 0 {
		return -1
	}
	for k := v - 1; k >= 0 && k > v-30; k-- {
		tok := &s.Tokens[k]
		if tok.UPOS == syntax.VERB && tok.Rel != syntax.Case && tok.Rel != syntax.Amod {
			return -1
		}
		if int(tok.Head) <= v {
			continue
		}
		switch tok.Rel {
		case syntax.Nsubj, syntax.NsubjPass:
			return k
		case syntax.Ccomp, syntax.Dep, syntax.Dislocated, syntax.OblUnmarked:
			if (tok.UPOS == syntax.NOUN || tok.UPOS == syntax.PROPN) && s.Child(k, syntax.Case, syntax.Cop) < 0 && c.w[k].time < 0 {
				return k // "Over 200 people, including children, have been killed, the United Nations said"
			}
		}
	}
	return -1
}

// headline reports whether an infinitive that hangs on a name is a headline's future: "Erdogan to meet Putin".
func (c *coding) headline(v int) bool {
	h := int(c.s.Tokens[v].Head)
	if c.s.Tokens[v].Rel != syntax.Acl || h < 0 || c.s.Tokens[h].Head >= 0 || c.s.Tokens[v].XPOS != syntax.TagVB || c.subordinator(v) != "to" {
		return false
	}
	m := c.mentionAt(h)
	return m != nil && h < v && c.w[h].match < 0
}

// rootClause reports whether a participle that the parser hangs on the sentence's first name is in truth the
// sentence's verb: "The Arab League called for talks."
func (c *coding) rootClause(v int) bool {
	tok := &c.s.Tokens[v]
	h := int(tok.Head)
	if h >= 0 && tok.Rel == syntax.Acl && c.isWord(c.w[v].lemma, "call") && v+1 < len(c.w) && (c.s.Tokens[v+1].Form == "for" || c.s.Tokens[v+1].Form == "on") && c.s.Tokens[h].Head < 0 && h < v {
		return c.s.Child(v, syntax.OblAgent) < 0 // "The Turkish statement called for a safe zone."
	}
	if tok.Rel == syntax.Acl && (tok.XPOS == syntax.TagVBD || tok.XPOS == syntax.TagVBZ) && h >= 0 && h < v && c.s.Tokens[h].Head < 0 && c.s.Tokens[h].UPOS != syntax.VERB && c.s.Child(v, syntax.Nsubj, syntax.Mark) < 0 {
		return true // a finite verb hangs on no noun: "Both the council and the government called for…"
	}
	if tok.Rel != syntax.Acl || tok.XPOS != syntax.TagVBN || h < 0 || h > v || c.titled() || c.s.Child(v, syntax.OblAgent) >= 0 {
		return false
	}
	if c.transitive(v) {
		return false // "Kidnapped Italian journalist killed in Iraq."
	}
	top := h
	if up := int(c.s.Tokens[h].Head); up >= 0 && c.s.Tokens[h].Rel == syntax.Nmod && up < h && c.through(up) == h {
		top = up // "Thousands of opposition supporters protested", with the verb hung on the supporters
	}
	if c.s.Tokens[top].Head >= 0 {
		return false
	}
	return c.mentionAt(c.through(top)) != nil || c.is(top, c.known.quantity) // "Thousands of Georgians protested", "Hundreds rallied"
}

// transitive reports whether all that the codebook's acts know of a verb is done to an object.
func (c *coding) transitive(v int) bool {
	id := c.w[v].lemma
	if id < 0 || len(c.frames[verbFrame][id]) == 0 {
		return false
	}
	for _, f := range c.frames[verbFrame][id] {
		object := false
		for i := range f.slots {
			object = object || f.slots[i].kind == objectSlot && !f.slots[i].optional
		}
		if !object {
			return false
		}
	}
	return true
}

// subjectControl reports whether the subject of v also does what v's infinitive says although v has an object:
// "promised them to leave". The codebook's operators tell.
func (c *coding) subjectControl(v int) bool {
	id := c.w[v].lemma
	if id < 0 {
		return false
	}
	for _, f := range c.frames[verbFrame][id] {
		if f.entry.Operator && f.entry.Doer == SourceRole && f.entry.Effect != Hopes && f.entry.Effect != Assists {
			return true
		}
	}
	return false
}

// patientOf returns the token of whom a passive verb is done to, or -1.
func (c *coding) patientOf(v, depth int) int {
	if v < 0 || depth > 8 {
		return -1
	}
	s := c.s
	tok := &s.Tokens[v]
	for d := s.First(v); d >= 0; d = s.Next(d) {
		if r := s.Tokens[d].Rel; r == syntax.NsubjPass || r == syntax.Nsubj || r == syntax.CsubjPass {
			if k := c.wholeOf(d); k >= 0 {
				return k
			}
			if c.relativiser(d) && tok.Rel == syntax.AclRelcl {
				return int(tok.Head)
			}
			return d
		}
	}
	h := int(tok.Head)
	if h < 0 {
		return -1
	}
	switch tok.Rel {
	case syntax.Ccomp:
		return c.strayedSubject(v)
	case syntax.Acl, syntax.AclRelcl, syntax.Amod:
		return h
	case syntax.Conj:
		if c.passive(h) {
			return c.patientOf(h, depth+1)
		}
		return c.subjectOf(h, depth+1)
	case syntax.Xcomp:
		if o := s.Child(h, syntax.Obj); o >= 0 {
			return o
		}
		return c.subjectOf(h, depth+1)
	case syntax.Advcl:
		if c.subordinator(v) == "to" {
			// "called for his death to be investigated"
			for d := s.First(h); d >= 0 && d < v; d = s.Next(d) {
				if d > h && s.Tokens[d].Rel == syntax.Obl && c.caseOf(d) == "for" {
					return d
				}
			}
		}
		if c.passive(h) {
			return c.patientOf(h, depth+1)
		}
		return c.subjectOf(h, depth+1)
	}
	return -1
}

// wholeOf returns the noun of which noun d, after "including", is only a part: in "over 20 citizens, including 14
// civilians, were killed" the parser may take the civilians for the subject. -1 when d is no such part.
func (c *coding) wholeOf(d int) int {
	for k := c.s.First(d); k >= 0 && k < d; k = c.s.Next(k) {
		if lowerASCII(c.s.Tokens[k].Form) != "including" {
			continue
		}
		if k > 1 && c.s.Tokens[k-1].UPOS == syntax.PUNCT {
			k--
		}
		t := k - 1
		for n := 0; t >= 0 && n < maxClimb && c.s.Tokens[t].Head >= 0 && int(c.s.Tokens[t].Head) < k && (c.s.Tokens[c.s.Tokens[t].Head].UPOS == syntax.NOUN || c.s.Tokens[c.s.Tokens[t].Head].UPOS == syntax.PROPN); n++ {
			t = int(c.s.Tokens[t].Head)
		}
		if t >= 0 && (c.s.Tokens[t].UPOS == syntax.NOUN || c.s.Tokens[t].UPOS == syntax.NUM) {
			return t
		}
	}
	return -1
}

// relativeObject returns the head noun of a relative clause whose object it is: "prisoners whom Syria released",
// "the prisoners Syria released"; else -1.
func (c *coding) relativeObject(v int) int {
	s := c.s
	tok := &s.Tokens[v]
	if tok.Rel != syntax.AclRelcl || tok.Head < 0 {
		return -1
	}
	subject, object := -1, -1
	for d := s.First(v); d >= 0; d = s.Next(d) {
		switch s.Tokens[d].Rel {
		case syntax.Nsubj:
			subject = d
		case syntax.Obj:
			object = d
		case syntax.Obl:
			if c.relativiser(d) {
				return -1
			}
		case syntax.Advmod:
			if w := lowerASCII(s.Tokens[d].Form); w == "where" || w == "when" || w == "why" {
				return -1 // "a city where troops are trying to drive out the rebels"
			}
		}
	}
	if object >= 0 {
		if c.relativiser(object) {
			return int(tok.Head)
		}
		return -1
	}
	if subject >= 0 && !c.relativiser(subject) {
		return int(tok.Head)
	}
	return -1
}
