package syntax

// repairPredicate gives a sentence its verb back where the parser has taken it for a participle before its object and so
// made the subject the root: in "The premier of Nepal dissolved parliament and called an election" no parliament is
// dissolved beforehand.
func (s *Sentence) repairPredicate() bool {
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
		if u := s.Tokens[v-1].UPOS; u != NOUN && u != PROPN || int(s.Tokens[v-1].Head) == n || s.Child(n, Case, Det) >= 0 && s.Child(n, Case, Det) < v || s.Child(n, Case) >= 0 {
			continue
		}
		object := s.Tokens[n].Rel
		if object != Nmod && object != NmodUnmarked && object != Appos && object != Obj && object != Dep {
			continue
		}
		tok.UPOS, tok.XPOS, tok.Rel, tok.Head = VERB, TagVBD, Root, -1
		s.Tokens[n].Head, s.Tokens[n].Rel = int32(v), Obj
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
