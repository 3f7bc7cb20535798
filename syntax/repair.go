package syntax

// repair mends what the network gets wrong for want of examples in the treebanks, once names are known.
func (s *Sentence) repair() {
	for i := range s.Tokens {
		if s.Tokens[i].XPOS == TagVBZ && s.Tokens[i].Rel == Aux {
			s.repairHas(i)
		}
		if len(s.Tokens[i].Form) == 4 && s.Tokens[i].XPOS == TagPRP && lowerForm(s.Tokens[i].Form) == "mine" {
			s.repairMine(i)
		}
	}
	s.markThat()
	if s.reattachReported() {
		s.Link()
	}
	if s.repairInfinitives() {
		s.Link()
	}
	if s.repairGerunds() {
		s.Link()
	}
	if s.joinPersons() {
		s.Link()
	}
	s.dropPortfolios()
	s.joinHyphens()
	for _, n := range s.Names {
		if n.Class != PersonName {
			continue
		}
		// "Price said": a surname that is also a word.
		for i := n.First; i <= n.Last; i++ {
			if t := &s.Tokens[i]; t.XPOS == TagNN && t.Form != lowerForm(t.Form) {
				t.UPOS, t.XPOS, t.Lemma = PROPN, TagNNP, t.Form
			}
		}
	}
}

// repairHas: "'s" before a participle of the past is "has" ("he's met them"), unless the verb is passive ("he's being
// met").
func (s *Sentence) repairHas(i int) {
	t := &s.Tokens[i]
	if t.Form != "'s" && t.Form != "’s" || t.Head < 0 {
		return
	}
	if head := &s.Tokens[t.Head]; head.XPOS == TagVBN && s.Child(int(t.Head), AuxPass) != i {
		for d := i + 1; d < int(t.Head); d++ {
			if s.Tokens[d].Lemma == "be" && s.Tokens[d].XPOS == TagVBG {
				return
			}
		}
		t.Lemma = "have"
	}
}

// repairMine: in the treebanks "mine" is mostly what belongs to me; in news it explodes. The pronoun stands alone, so
// before a noun ("in a mine blast"), where it explodes, and behind an article, adjective or participle ("an Armenian-planted mine") it is
// the noun.
func (s *Sentence) repairMine(i int) {
	mine := &s.Tokens[i]
	beforeNoun := i+1 < len(s.Tokens) && s.Tokens[i+1].UPOS == NOUN
	behind := i+1 < len(s.Tokens) && (s.Tokens[i+1].Lemma == "explode" || s.Tokens[i+1].Lemma == "detonate") // "as mine explodes"
	if i > 0 {
		switch s.Tokens[i-1].XPOS {
		case TagDT, TagJJ, TagVBN, TagCD, TagPRPS, TagNN: // "the gold mine"
			behind = true
		}
	}
	if !beforeNoun && !behind {
		return
	}
	mine.UPOS, mine.XPOS, mine.Lemma = NOUN, TagNN, "mine"
	if beforeNoun && int(mine.Head) == i+1 && (mine.Rel == NmodPoss || mine.Rel == Nsubj || mine.Rel == Det) {
		mine.Rel = Compound
	}
}

// dropPortfolios takes away names that are only the end of an office: "State" and "Foreign Affairs" in "the Secretary of
// State met the Minister of Foreign Affairs" are no organisations.
func (s *Sentence) dropPortfolios() {
	kept := s.Names[:0]
	for _, n := range s.Names {
		of := n.First - 1
		if lowerForm(s.Tokens[n.First].Form) == "of" {
			of = n.First
		}
		if n.Class == OrganisationName && of > 0 && (s.Tokens[of].Form == "of" || s.Tokens[of].Form == "for") && isOfficeWord(s.Tokens[of-1].Form) {
			continue
		}
		kept = append(kept, n)
	}
	s.Names = kept
}

func isOfficeWord(form string) bool {
	switch form {
	case "Secretary", "secretary", "Minister", "minister", "Undersecretary", "undersecretary", "Ministers", "ministers", "Secretaries", "secretaries":
		return true
	}
	return false
}

// joinHyphens takes the second half of a hyphenated name into it when the finder has only the first: "Nagorno" in
// "over Nagorno-Karabakh". Where both halves are names ("Baku-Moscow ties") they stay two.
func (s *Sentence) joinHyphens() {
	for i := range s.Names {
		n := &s.Names[i]
		half := n.Last + 2
		if half >= len(s.Tokens) || i+1 < len(s.Names) && s.Names[i+1].First <= half {
			continue
		}
		hyphen, second := &s.Tokens[n.Last+1], &s.Tokens[half]
		if hyphen.Form == "-" && hyphen.End > hyphen.Start && s.Tokens[n.Last].End == hyphen.Start && hyphen.End == second.Start &&
			second.XPOS == TagNNP && lowerForm(second.Form) != second.Form {
			n.Last = half
		}
	}
}
