package syntax

// agree gives a word the universal tag that its relation demands where its Penn tag leaves two open: what marks a clause
// is a subordinating conjunction and what stands before a noun an adposition, and "both" in "both Oslo and Bonn" is a
// coordinating conjunction.
func (t *Token) agree() {
	switch {
	case t.XPOS == TagIN && t.Rel == Mark && t.UPOS == ADP:
		t.UPOS = SCONJ
	case t.XPOS == TagIN && t.Rel == Case && t.UPOS == SCONJ:
		t.UPOS = ADP
	case t.Rel == CcPreconj && t.UPOS == DET:
		t.UPOS, t.XPOS = CCONJ, TagCC
	}
}
