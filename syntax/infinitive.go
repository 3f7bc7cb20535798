package syntax

// repairInfinitives gives infinitives that the parser has hung on their own object back to what stands above it: in
// "threatened to shell Indian villages" no villages are "to shell". In "ready to free twelve prisoners" the tagger takes
// "free" for an adjective; what stands before a number or an article behind "to" is a verb.
func (s *Sentence) repairInfinitives() bool {
	changed := false
	for v := 1; v+1 < len(s.Tokens); v++ {
		tok := &s.Tokens[v]
		n := int(tok.Head)
		if tok.Rel != Amod || n <= v || s.Tokens[n].UPOS != NOUN || lowerForm(s.Tokens[v-1].Form) != "to" {
			continue
		}
		to := &s.Tokens[v-1]
		if tok.XPOS != TagVB || int(to.Head) != v {
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
