package eval

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"chancery/syntax"
)

// NameScores are precision and recall of names, exact in both ends and the class.
type NameScores struct {
	Class       [4]Counts // by syntax.NameClass
	All         Counts
	Spans       Counts // both ends only, whatever the class
	WithoutMisc Counts // persons, organisations and places only
}

// Counts are how many gold things there are, how many the system gave, and how many of these are right.
type Counts struct {
	Gold, System, Right int
}

// F1 returns the harmonic mean of precision and recall, in per cent.
func (c Counts) F1() float64 { return f1(c.Right, c.Gold, c.System) }

// Precision returns the share of the system's things that are right, in per cent.
func (c Counts) Precision() float64 { return percent(c.Right, c.System) }

// Recall returns the share of the gold things that the system has, in per cent.
func (c Counts) Recall() float64 { return percent(c.Right, c.Gold) }

func percent(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return 100 * float64(part) / float64(whole)
}

// String returns the scores in one line.
func (n NameScores) String() string {
	one := func(c Counts) string { return fmt.Sprintf("P %.1f R %.1f F1 %.1f", c.Precision(), c.Recall(), c.F1()) }
	return fmt.Sprintf("all %s | person %s | organisation %s | place %s | misc %s | without misc %s | spans %s",
		one(n.All), one(n.Class[0]), one(n.Class[1]), one(n.Class[2]), one(n.Class[3]), one(n.WithoutMisc), one(n.Spans))
}

// Names compares the names of sentences with gold ones of the same tokens.
func Names(gold, system []syntax.Sentence) NameScores {
	var n NameScores
	count := func(c *Counts, right bool) {
		c.Gold++
		if right {
			c.Right++
		}
	}
	for i := range gold {
		for _, g := range gold[i].Names {
			exact, span := false, false
			for _, s := range system[i].Names {
				if s.First == g.First && s.Last == g.Last {
					span = true
					exact = s.Class == g.Class
				}
			}
			count(&n.Class[g.Class], exact)
			count(&n.All, exact)
			count(&n.Spans, span)
			if g.Class != syntax.MiscName {
				count(&n.WithoutMisc, exact)
			}
		}
		for _, s := range system[i].Names {
			n.Class[s.Class].System++
			n.All.System++
			n.Spans.System++
			if s.Class != syntax.MiscName {
				n.WithoutMisc.System++
			}
		}
	}
	return n
}

// ReadNames reads sentences with names from lines of columns that tabs or spaces divide, one token a line, an empty
// line between sentences; lines that begin with "# " are left out. form and label are the columns' numbers from 0.
// Labels are in the IOB2 scheme; class gives the class of a label without its prefix, and false for what is no name.
func ReadNames(r io.Reader, form, label int, class func(string) (syntax.NameClass, bool)) ([]syntax.Sentence, error) {
	var sentences []syntax.Sentence
	var s syntax.Sentence
	open := false
	end := func() {
		if len(s.Tokens) > 0 {
			sentences = append(sentences, s)
		}
		s, open = syntax.Sentence{}, false
	}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := strings.TrimRight(lines.Text(), "\r\n")
		if strings.TrimSpace(line) == "" {
			end()
			continue
		}
		if strings.HasPrefix(line, "# ") {
			continue
		}
		columns := strings.Fields(line)
		if len(columns) <= max(form, label) {
			continue
		}
		s.Tokens = append(s.Tokens, syntax.Token{Form: columns[form]})
		at := len(s.Tokens) - 1
		prefix, name, _ := strings.Cut(columns[label], "-")
		c, known := class(name)
		switch {
		case prefix == "O" || !known:
			open = false
		case prefix == "I" && open && s.Names[len(s.Names)-1].Class == c:
			s.Names[len(s.Names)-1].Last = at
		default:
			s.Names = append(s.Names, syntax.Name{First: at, Last: at, Class: c})
			open = true
		}
	}
	end()
	return sentences, lines.Err()
}
