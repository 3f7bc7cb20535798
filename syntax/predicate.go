package syntax

// repairPredicate gives a sentence its verb back where the parser has taken it for a participle before its object and so
// made the subject the root: in "The premier of Nepal dissolved parliament and called an election" no parliament is
// dissolved beforehand.
//
// A participle that has a subject of its own is none either: "Ukraine: Russia shelled hospital".
func (s *Sentence) repairPredicate() bool {
	changed := false
	for v := range s.Tokens {
		tok := &s.Tokens[v]
		n := int(tok.Head)
		if tok.Rel != Amod || tok.XPOS != TagVBN && tok.XPOS != TagVBD || n <= v || s.Tokens[n].UPOS != NOUN || s.Child(v, Nsubj) < 0 || !pastForm(tok.Form) {
			continue
		}
		tok.UPOS, tok.XPOS, tok.Rel, tok.Head = VERB, TagVBD, s.Tokens[n].Rel, s.Tokens[n].Head
		s.Tokens[n].Head, s.Tokens[n].Rel = int32(v), Obj
		changed = true
	}
	return s.repairRoot() || changed
}

// repairRoot does the first of what repairPredicate does.
func (s *Sentence) repairRoot() bool {
	root := s.Root()
	if root < 0 || s.Tokens[root].UPOS != NOUN && s.Tokens[root].UPOS != PROPN || s.Child(root, Cop, Nsubj) >= 0 {
		return false
	}
	for v := root + 1; v+1 < len(s.Tokens); v++ {
		tok := &s.Tokens[v]
		n := int(tok.Head)
		if tok.Rel != Amod || tok.XPOS != TagVBN && tok.XPOS != TagVBD || !pastForm(tok.Form) || n <= v || int(s.Tokens[n].Head) != root || s.Tokens[n].UPOS != NOUN {
			continue
		}
		// What stands before it must be a noun, and not an article or adjective of the object's, nor a preposition.
		if u := s.Tokens[v-1].UPOS; u != NOUN && u != PROPN || int(s.Tokens[v-1].Head) == n || s.Child(n, Det) >= 0 && s.Child(n, Det) < v {
			continue
		}
		preposition := s.Child(n, Case)
		if preposition >= 0 && (preposition >= v-1 || preposition < root || int(s.Tokens[v-1].Head) > preposition || s.Child(v-1, Case) >= 0) {
			continue
		}
		object := s.Tokens[n].Rel
		if object != Nmod && object != NmodUnmarked && object != Appos && object != Obj && object != Dep {
			continue
		}
		tok.UPOS, tok.XPOS, tok.Rel, tok.Head = VERB, TagVBD, Root, -1
		s.Tokens[n].Head, s.Tokens[n].Rel = int32(v), Obj
		if preposition >= 0 {
			s.Tokens[preposition].Head = int32(v - 1) // "Police in Egypt tortured prisoners": in Egypt
		}
		for d := range s.Tokens {
			if k := &s.Tokens[d]; d > v && int(k.Head) == root {
				k.Head = int32(v)
			}
		}
		s.Tokens[root].Head, s.Tokens[root].Rel = int32(v), Nsubj
		return true
	}
	return false
}
