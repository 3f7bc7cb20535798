package syntax

// repairInfinitives gives infinitives that the parser has hung on their own object back to what stands above it: in
// "threatened to shell Indian villages" no villages are "to shell". In "ready to free twelve prisoners" the tagger takes
// "free" for an adjective; what stands before a number or an article behind "to" is a verb. In "its
// readiness to host talks" the tree may take the tagger's verb for a part of its object.
func (s *Sentence) repairInfinitives() bool {
	changed := false
	for v := 1; v+1 < len(s.Tokens); v++ {
		tok := &s.Tokens[v]
		n := int(tok.Head)
		if tok.Rel != Amod && tok.Rel != Compound || n <= v || s.Tokens[n].UPOS != NOUN || lowerForm(s.Tokens[v-1].Form) != "to" {
			continue
		}
		to := &s.Tokens[v-1]
		if tok.XPOS != TagVB || int(to.Head) != v && (int(to.Head) != n || n != v+1) {
			next := &s.Tokens[v+1]
			if tok.XPOS != TagJJ || lowerForm(tok.Form) != "free" || int(to.Head) != n || int(next.Head) != n || next.Rel != Nummod && next.Rel != Det {
				continue
			}
		}
		h := int(s.Tokens[n].Head)
		if h >= v-1 {
			continue // what stands above comes before
		}
		tok.UPOS, tok.XPOS, tok.Lemma = VERB, TagVB, lowerForm(tok.Form)
		to.UPOS, to.XPOS, to.Rel, to.Head = PART, TagTO, Mark, int32(v)
		tok.Head = int32(h)
		switch {
		case h < 0:
			tok.Rel = Root
		case s.Tokens[h].UPOS == NOUN || s.Tokens[h].UPOS == PROPN:
			tok.Rel = Acl
		default:
			tok.Rel = Xcomp
		}
		s.Tokens[n].Head, s.Tokens[n].Rel = int32(v), Obj
		changed = true
	}
	return changed
}

// repairGerunds gives an -ing form that the parser has hung on its own object back to the verb before it, where that verb
// takes one: "started attacking villages", "stopped shelling towns". Behind an article, or behind a verb that takes none,
// as in "met visiting ministers", it stays what it is.
func (s *Sentence) repairGerunds() bool {
	changed := false
	for v := 1; v+1 < len(s.Tokens); v++ {
		tok := &s.Tokens[v]
		n := int(tok.Head)
		if tok.XPOS != TagVBG || tok.Rel != Amod && tok.Rel != Compound || n <= v || s.Tokens[n].UPOS != NOUN || s.Tokens[n].Rel != Obj || int(s.Tokens[n].Head) != v-1 || s.Child(n, Det, NmodPoss) >= 0 && s.Child(n, Det, NmodPoss) < v {
			continue
		}
		if above := &s.Tokens[v-1]; above.UPOS != VERB || !takesGerund(above.Lemma) {
			continue
		}
		tok.UPOS = VERB
		tok.Head, tok.Rel = int32(v-1), Xcomp
		s.Tokens[n].Head = int32(v)
		changed = true
	}
	return changed
}

func takesGerund(lemma string) bool {
	switch lemma {
	case "start", "begin", "stop", "keep", "continue", "finish", "resume", "quit", "cease", "deny", "admit", "avoid", "risk", "consider", "favour", "favor", "oppose":
		return true
	}
	return false
}
