package syntax

// joinPersons hangs the parts of a person's name together that the parser has hung side by side on the same word: in "a
// letter to President Kais Saied to congratulate him" Kais and Saied are one. What hung on the second part goes to the
// first.
func (s *Sentence) joinPersons() bool {
	changed := false
	for _, n := range s.Names {
		if n.Class != PersonName {
			continue
		}
		first := &s.Tokens[n.First]
		for i := n.First + 1; i <= n.Last; i++ {
			tok := &s.Tokens[i]
			if tok.Head != first.Head || tok.Rel != first.Rel || tok.UPOS != PROPN || first.UPOS != PROPN || tok.Head < 0 {
				continue
			}
			tok.Head, tok.Rel = int32(n.First), Flat
			for d := s.First(i); d >= 0; d = s.Next(d) {
				s.Tokens[d].Head = int32(n.First)
			}
			changed = true
		}
	}
	return changed
}
