package syntax

// NameSentence is a sentence to learn names from. Corpora differ in what they take for a name, so each word has the
// set of name tags that it may have: bit t for tag t (see NameTagCount).
type NameSentence struct {
	Forms   []string
	Allowed []uint32
	XPOS    []XPOS // Penn tags of words where the corpus has them and they mean the same as in the treebanks, else NoXPOS
}

// NameTagCount is the number of name tags: 0 is outside names, 1+4*class+p the positions begin, inside, last and
// only word of each class.
const NameTagCount = nameTags

// NameSentences returns the sentences that the name finder learns from. silver is what a teacher made of
// WriteNameTexts' lines, or empty.
func (t Training) NameSentences(silver string) ([]NameSentence, error) {
	examples, err := t.nameExamples(silver)
	if err != nil {
		return nil, err
	}
	out := make([]NameSentence, 0, len(examples))
	for i := range examples {
		s := NameSentence{Allowed: examples[i].allowed}
		for j := range examples[i].tokens {
			s.Forms = append(s.Forms, examples[i].tokens[j].Form)
			s.XPOS = append(s.XPOS, examples[i].tokens[j].XPOS)
		}
		if len(s.Forms) > 0 {
			out = append(out, s)
		}
	}
	return out, nil
}

// The numbers of tags and relations, the one for none included.
const (
	UPOSCount = len(uposNames)
	XPOSCount = len(xposNames)
	RelCount  = len(relNames)
)
