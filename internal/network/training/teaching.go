package training

import (
	"bufio"
	"fmt"
	"io"
	"math/bits"

	"chancery/syntax"
)

// Teaching says where the corpora are that a teacher learns from and reads.
type Teaching struct {
	Corpora string `help:"Folder of corpora." default:"../shared/corpora" type:"existingdir"`
	Silver  string `help:"Names that silver.py found in the lines of name-texts; they widen those of the Groningen Meaning Bank." type:"existingfile"`
}

// WriteTeaching writes what teacher.py learns from, is measured on, and is to label. A line has a token: the form and
// the numbers of its tags, head (from one; 0 for the root) and relation, and the set of its name tags, or a dash for
// what is not known; an empty line ends a sentence, a line "# name" begins a part.
func WriteTeaching(o Teaching, out io.Writer) error {
	c, err := readCorpora(Options{Corpora: o.Corpora, Silver: o.Silver})
	if err != nil {
		return err
	}
	if o.Silver != "" {
		// Sentences that only the other teacher labelled follow those of the corpora.
		corpora, err := readCorpora(Options{Corpora: o.Corpora})
		if err != nil {
			return err
		}
		c.names = c.names[:len(corpora.names)]
	}
	w := bufio.NewWriter(out)
	for _, part := range []struct {
		name string
		list []*sentence
	}{{"trees", c.trees}, {"names", c.names}, {"ewt", c.devEWT}, {"gum", c.devGUM}} {
		fmt.Fprintf(w, "# %s\n", part.name)
		for _, s := range part.list {
			for i, form := range s.forms {
				w.WriteString(form)
				put := func(known bool, v int) {
					if known {
						fmt.Fprintf(w, "\t%d", v)
					} else {
						w.WriteString("\t-")
					}
				}
				put(s.upos != nil, at(s.upos, i))
				put(s.xpos != nil, at(s.xpos, i))
				put(s.heads != nil, at(s.heads, i)+1)
				put(s.rels != nil, at(s.rels, i))
				put(s.names != nil, at(s.names, i))
				w.WriteByte('\n')
			}
			w.WriteByte('\n')
		}
	}
	texts, err := syntax.Training{Corpora: o.Corpora}.OpenTexts()
	if err != nil {
		return err
	}
	w.WriteString("# texts\n")
	for _, t := range texts {
		for _, s := range t.Sentences() {
			for _, form := range s {
				w.WriteString(form)
				w.WriteByte('\n')
			}
			w.WriteByte('\n')
		}
	}
	return w.Flush()
}

func at[T int32 | uint32](x []T, i int) int {
	if x == nil {
		return 0
	}
	return int(x[i])
}

// NamesOf says which labels WriteNames writes.
type NamesOf struct {
	Corpora string `help:"Folder of corpora." default:"../shared/corpora" type:"existingdir"`
	Labels  string `help:"Labels that a teacher gave to open texts." default:"internal/train/labels/labels.bin" type:"existingfile"`
}

// silverClasses are the classes of OntoNotes that stand for ours in silver names: person, organisation, place, other.
var silverClasses = [...]string{"PERSON", "ORG", "GPE", "NORP"}

// WriteNames writes the names that the teacher found in the open texts in the form of silver.py.
func WriteNames(o NamesOf, out io.Writer) error {
	texts, err := readTexts(o.Corpora, o.Labels)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(out)
	for _, t := range texts {
		sentences, err := t.labels.sentences(t.text)
		if err != nil {
			return err
		}
		for _, s := range sentences {
			if s.names == nil {
				continue
			}
			for i, form := range s.forms {
				label := "O"
				if tag := bits.TrailingZeros32(s.names[i]); tag > 0 {
					label = "I-" + silverClasses[(tag-1)/4]
					if p := (tag - 1) % 4; p == 0 || p == 3 {
						label = "B-" + silverClasses[(tag-1)/4]
					}
				}
				fmt.Fprintf(w, "%s %s\n", form, label)
			}
			w.WriteByte('\n')
		}
	}
	return w.Flush()
}
