package eval

import (
	"fmt"
	"slices"

	"chancery/syntax"
)

// NameScores count names as CoNLL-2003 does (Tjong Kim Sang and De Meulder): a name is right when its first word, its last
// word and its class are. Names of the class misc are left out on both sides.
type NameScores struct {
	Class [3]Counts // persons, organisations, places
	All   Counts    // the three together
	Spans Counts    // both ends, whichever of the three classes
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

// Lines returns the figures, a line each, as "metric value" with two decimals: the F1 of the classes and of all first.
func (n *NameScores) Lines() []string {
	names := [...]string{"per_", "org_", "loc_", "", "span_"}
	counts := [...]Counts{n.Class[0], n.Class[1], n.Class[2], n.All, n.Spans}
	var lines []string
	for i, c := range counts {
		lines = append(lines, fmt.Sprintf("%sf1 %.2f", names[i], c.F1()))
	}
	for i, c := range counts {
		lines = append(lines, fmt.Sprintf("%sprecision %.2f", names[i], c.Precision()), fmt.Sprintf("%srecall %.2f", names[i], c.Recall()))
	}
	return lines
}

// Add compares the names of one document's sentences with gold ones of the same words.
func (n *NameScores) Add(gold, system []syntax.Sentence) {
	counted := func(names []syntax.Name) []syntax.Name {
		return slices.DeleteFunc(slices.Clone(names), func(x syntax.Name) bool { return x.Class == syntax.MiscName })
	}
	for i := range gold {
		g, s := counted(gold[i].Names), counted(system[i].Names)
		for _, x := range g {
			c := &n.Class[x.Class]
			c.Gold++
			n.All.Gold++
			n.Spans.Gold++
			if slices.Contains(s, x) {
				c.Right++
				n.All.Right++
			}
			if slices.ContainsFunc(s, func(y syntax.Name) bool { return x.First == y.First && x.Last == y.Last }) {
				n.Spans.Right++
			}
		}
		for _, x := range s {
			n.Class[x.Class].System++
			n.All.System++
			n.Spans.System++
		}
	}
}

// FindNames finds the names in the sentences of one document, whose words are given.
func FindNames(analyzer *syntax.Analyzer, document []syntax.Sentence) []syntax.Sentence {
	found := make([]syntax.Sentence, len(document))
	for i := range document {
		found[i].Tokens = slices.Clone(document[i].Tokens)
	}
	findNames(found, analyzer.Annotate)
	return found
}
