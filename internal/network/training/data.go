package training

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"chancery/internal/network"
	"chancery/syntax"
)

// sentence is what the network learns from: any of the layers of annotation may be missing.
type sentence struct {
	forms    []string
	features []network.Features
	vector   []int32 // rows of the static vectors, -1 for none
	upos     []int32
	xpos     []int32
	heads    []int32 // -1 for the root; nil without a tree
	rels     []int32
	names    []uint32 // the sets of name tags that the words may have; nil without names
	count    []int32  // of the word in the training data
}

func readTreebank(path string) ([]*sentence, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	documents, err := syntax.ReadCoNLLU(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var out []*sentence
	for _, d := range documents {
		for i := range d.Sentences {
			s := &sentence{}
			for _, t := range d.Sentences[i].Tokens {
				s.forms = append(s.forms, t.Form)
				s.upos = append(s.upos, int32(t.UPOS))
				s.xpos = append(s.xpos, int32(t.XPOS))
				s.heads = append(s.heads, t.Head)
				s.rels = append(s.rels, int32(t.Rel))
			}
			if len(s.forms) > 0 {
				out = append(out, s)
			}
		}
	}
	return out, nil
}

// corpora is all that the network learns from and is measured on.
type corpora struct {
	trees, names   []*sentence
	labels         []*sentence // with all that a teacher said of open texts
	goldNames      []*sentence // those of names that have no labels
	devEWT, devGUM []*sentence
	vectors        *vectors
	frequency      map[string]int32
	words          int // in trees
}

func readCorpora(o Options) (*corpora, error) {
	c := &corpora{frequency: map[string]int32{}}
	var err error
	read := func(name string) []*sentence {
		list, e := readTreebank(filepath.Join(o.Corpora, name))
		if err == nil {
			err = e
		}
		return list
	}
	c.trees = append(read("ud_ewt/train/en_ewt-ud-train.conllu"), read("gum/train_open/gum_train.conllu")...)
	c.devEWT = read("ud_ewt/dev/en_ewt-ud-dev.conllu")
	c.devGUM = read("gum/dev_open/gum_dev.conllu")
	if err != nil {
		return nil, err
	}
	named, err := syntax.Training{Corpora: o.Corpora}.NameSentences(o.Silver)
	if err != nil {
		return nil, err
	}
	// Sentences of Universal NER are those of EWT: they learn both at once.
	byText := map[string]*sentence{}
	for _, s := range c.trees {
		byText[strings.Join(s.forms, " ")] = s
	}
	for _, n := range named {
		if s := byText[strings.Join(n.Forms, " ")]; s != nil {
			s.names = n.Allowed
			continue
		}
		if len(n.Forms) <= longestSentence {
			c.names = append(c.names, &sentence{forms: n.Forms, names: n.Allowed})
		}
	}
	news, err := syntax.Training{Corpora: o.Corpora}.TaggedNews()
	if err != nil {
		return nil, err
	}
	tagged := map[string][]syntax.Token{}
	for _, tokens := range news {
		var forms []string
		for _, t := range tokens {
			forms = append(forms, t.Form)
		}
		tagged[strings.Join(forms, " ")] = tokens
	}
	for _, s := range c.names {
		for _, t := range tagged[strings.Join(s.forms, " ")] {
			upos := syntax.NoUPOS
			switch t.XPOS {
			case syntax.TagNN, syntax.TagNNS:
				upos = syntax.NOUN
			case syntax.TagNNP, syntax.TagNNPS:
				upos = syntax.PROPN
			case syntax.TagJJ, syntax.TagJJR, syntax.TagJJS:
				upos = syntax.ADJ
			}
			s.upos, s.xpos = append(s.upos, int32(upos)), append(s.xpos, int32(t.XPOS))
		}
	}
	if err := c.readLabels(o); err != nil {
		return nil, err
	}
	if o.Vectors != "" {
		if c.vectors, err = readVectors(o.Vectors); err != nil {
			return nil, err
		}
	}
	for _, list := range [][]*sentence{c.trees, c.names, c.labels} {
		for _, s := range list {
			for _, w := range s.forms {
				c.frequency[strings.ToLower(w)]++
			}
		}
	}
	for _, s := range c.trees {
		c.words += len(s.forms)
	}
	for _, list := range [][]*sentence{c.trees, c.names, c.labels, c.devEWT, c.devGUM} {
		for _, s := range list {
			c.prepare(s)
		}
	}
	return c, nil
}

// readLabels reads the open texts with the labels of the teacher, and finds the names that have none.
func (c *corpora) readLabels(o Options) error {
	c.goldNames = c.names
	if o.Labels == "" {
		return nil
	}
	texts, err := readTexts(o.Corpora, o.Labels)
	if err != nil {
		return err
	}
	// What people said of names stands above what the teacher says.
	gold := map[string][]uint32{}
	for _, s := range c.names {
		gold[strings.Join(s.forms, " ")] = s.names
	}
	has := map[string]bool{}
	for _, t := range texts {
		byHand := t.text.Name == "wikigold" || t.text.Name == "re3d"
		list, err := t.labels.sentences(t.text)
		if err != nil {
			return fmt.Errorf("%s: %w", o.Labels, err)
		}
		for _, s := range list {
			has[strings.Join(s.forms, "")] = true
			if names := gold[strings.Join(s.forms, " ")]; byHand && names != nil {
				s.names = names
			}
			if s.heads != nil && len(s.forms) <= longestSentence {
				c.labels = append(c.labels, s)
			}
		}
	}
	c.goldNames = nil
	for _, s := range c.names {
		if !has[strings.Join(s.forms, "")] {
			c.goldNames = append(c.goldNames, s)
		}
	}
	return nil
}

// longestSentence bounds the sentences that names are learned from.
const longestSentence = 150

func (c *corpora) prepare(s *sentence) {
	s.features = make([]network.Features, len(s.forms))
	s.vector = make([]int32, len(s.forms))
	s.count = make([]int32, len(s.forms))
	for i, w := range s.forms {
		s.features[i].Of(w)
		s.vector[i] = -1
		if c.vectors != nil {
			s.vector[i] = c.vectors.word(w)
		}
		s.count[i] = c.frequency[strings.ToLower(w)]
	}
}
