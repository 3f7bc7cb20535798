package syntax

// reattachReported hangs a reported clause that the parser has taken for a relative clause of the day before it on the
// verb of saying: in "Finland said on Monday that talks had collapsed" no Monday is meant that talks collapsed on. A
// day's name, unlike "the day that", takes no clause of its own.
func (s *Sentence) reattachReported() bool {
	changed := s.reattachAcross()
	if s.reattachSpeaker() {
		changed = true
		s.Link()
	}
	for v := range s.Tokens {
		tok := &s.Tokens[v]
		h := int(tok.Head)
		if tok.Rel != AclRelcl && tok.Rel != Acl && tok.Rel != Ccomp || h < 0 || h > v {
			continue
		}
		day, p := h, h
		if tok.Rel == Ccomp {
			if day = s.dayBefore(h, v); day < 0 {
				continue
			}
		} else {
			p = int(s.Tokens[h].Head)
			if u := s.Tokens[h].UPOS; u != PROPN && u != NUM || p < 0 || p > h || s.Tokens[p].UPOS != VERB || s.Tokens[h].Rel.Base() != Obl && s.Tokens[h].Rel != OblUnmarked || s.Child(p, Ccomp) >= 0 {
				continue
			}
		}
		that := day + 1
		if that >= v || s.Tokens[that].Form != "that" {
			continue
		}
		if x := int(s.Tokens[that].Head); x != v {
			if x < that || x > v || int(s.Tokens[x].Head) != v || s.Tokens[x].Rel != Nsubj && s.Tokens[x].Rel != Csubj || s.Child(x, Aux, AuxPass, Cop) >= 0 {
				continue
			}
			// "said on Monday that talks took place": "that" was taken for the subject of "talks", and "talks" for a verb.
			s.Tokens[that].Head, s.Tokens[x].Rel = int32(v), Nsubj
			s.Link()
		}
		subject := -1
		for d := s.First(v); d >= 0; d = s.Next(d) {
			if r := s.Tokens[d].Rel; d > that && (r == Nsubj || r == NsubjPass || r == NsubjOuter) {
				subject = d
			}
		}
		if subject < 0 {
			continue
		}
		if s.Tokens[that].Rel != Mark {
			// "said on Monday that talks took place": with "that" as its subject "talks" was taken for a verb.
			s.Tokens[that].Rel, s.Tokens[that].UPOS, s.Tokens[that].XPOS = Mark, SCONJ, TagIN
			if x := &s.Tokens[subject]; x.XPOS == TagVBZ {
				x.UPOS, x.XPOS = NOUN, TagNNS
			}
		}
		if tok.Rel != Ccomp {
			tok.Head, tok.Rel = int32(p), Ccomp
		}
		changed = true
	}
	return changed
}

// reattachAcross hangs a clause that is told first on the first verb behind it that can take it, where the parser hangs it
// on a later one across that verb: in "Talks will go on, the president said in a letter, the agency reported" the agency
// reports what the president said.
func (s *Sentence) reattachAcross() bool {
	changed := false
	for c := range s.Tokens {
		tok := &s.Tokens[c]
		h := int(tok.Head)
		if tok.Rel != Ccomp || h <= c {
			continue
		}
		v := int(s.Tokens[h].Head)
		if r := s.Tokens[h].Rel; v <= c || v >= h || r != Ccomp && r != Parataxis && r != Conj || s.Tokens[v].UPOS != VERB {
			continue
		}
		tok.Head = int32(v)
		if s.Tokens[h].Rel == Ccomp {
			s.Tokens[h].Rel = Parataxis
		}
		changed = true
	}
	return changed
}

// reattachSpeaker gives a verb of saying that follows what is said and has no subject the name before it that the parser
// takes for another name of the one before the comma: in "Serbia needs to recognise Kosovo, Albania said" Kosovo is not
// Albania. Nobody else could have said it.
func (s *Sentence) reattachSpeaker() bool {
	changed := false
	for v := 3; v < len(s.Tokens); v++ {
		tok := &s.Tokens[v]
		if tok.XPOS != TagVBD && tok.XPOS != TagVBZ && tok.XPOS != TagVBP || tok.UPOS != VERB {
			continue
		}
		clause := s.Child(v, Ccomp)
		if clause < 0 || clause > v || s.Child(v, Nsubj, NsubjPass, NsubjOuter, Csubj, AuxPass) >= 0 {
			continue
		}
		n := v - 1
		for s.Tokens[n].Rel != Appos && int(s.Tokens[n].Head) >= 0 && (s.Tokens[n].UPOS == NOUN || s.Tokens[n].UPOS == PROPN) && n != clause {
			n = int(s.Tokens[n].Head)
		}
		if n >= v || s.Tokens[n].Rel != Appos || int(s.Tokens[n].Head) > n {
			continue
		}
		if first, last := s.Subtree(n); last == v-1 && first > 1 && (s.Tokens[first].Form == "," || s.Tokens[first-1].Form == ",") {
			s.Tokens[n].Head, s.Tokens[n].Rel = int32(v), Nsubj
			changed = true
		}
	}
	return changed
}

// dayBefore returns the name of a day or month, or a number, that hangs on verb p and is the last before "that" in the
// clause of v; -1 when there is none.
func (s *Sentence) dayBefore(p, v int) int {
	for d := s.First(p); d >= 0 && d < v; d = s.Next(d) {
		if u := s.Tokens[d].UPOS; d > p && (u == PROPN || u == NUM) && (s.Tokens[d].Rel.Base() == Obl || s.Tokens[d].Rel == OblUnmarked) && d+1 < v && s.Tokens[d+1].Form == "that" {
			return d
		}
	}
	return -1
}

// markThat makes a "that" a conjunction where the clause has all that a relative pronoun could stand for: in "the
// accusation that Russia had shelled a village" the village is what was shelled.
func (s *Sentence) markThat() {
	for i := range s.Tokens {
		that := &s.Tokens[i]
		if that.Form != "that" || that.Rel != Obj || int(that.Head) <= i {
			continue
		}
		v := int(that.Head)
		object := false
		for d := s.First(v); d >= 0; d = s.Next(d) {
			object = object || d > v && s.Tokens[d].Rel == Obj
		}
		if object && s.Child(v, Nsubj, NsubjPass) >= 0 {
			that.Rel, that.UPOS, that.XPOS = Mark, SCONJ, TagIN
		}
	}
}
