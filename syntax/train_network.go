package syntax

import (
	"os"

	"chancery/internal/network"
)

// network returns the network whose tags other models learn from.
func (t Training) network() (*network.Network, error) {
	if t.Network == "" {
		return readNetwork(networkModel)
	}
	b, err := os.ReadFile(t.Network)
	if err != nil {
		return nil, err
	}
	return readNetwork(string(b))
}

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
	var paths []string
	if silver != "" {
		paths = []string{silver}
	}
	examples, err := t.nameExamples(paths)
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

// TaggedNews returns the sentences of the Groningen Meaning Bank, which is news, with its Penn tags where they mean
// what those of UD mean: names, other nouns, verbs and adjectives. The tags are a machine's, corrected in part. They
// bring in what the treebanks lack: "mine" is a pronoun in all of EWT.
func (t Training) TaggedNews() ([][]Token, error) {
	news := nameCorpora[0]
	sentences, err := news.read(t.Corpora)
	if err != nil {
		return nil, err
	}
	var out [][]Token
	for _, s := range sentences {
		tokens, _, _ := news.spread(s)
		// The words that the tokeniser leaves whole keep their tags.
		at := 0
		for _, w := range s {
			if at < len(tokens) && tokens[at].Form == w.form {
				switch x := ParseXPOS(w.tag); x {
				case TagNN, TagNNS, TagNNP, TagNNPS, TagVB, TagVBD, TagVBG, TagVBN, TagVBP, TagVBZ, TagJJ, TagJJR, TagJJS:
					tokens[at].XPOS = x
				}
				at++
				continue
			}
			for n := len(w.form); n > 0 && at < len(tokens); at++ {
				n -= len(tokens[at].Form)
			}
		}
		out = append(out, tokens)
	}
	return out, nil
}
