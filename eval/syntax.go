package eval

import (
	"fmt"
	"strings"

	"chancery/report"
	"chancery/syntax"
)

// SyntaxScores are F1 scores in per cent as the CoNLL 2018 shared task counts them (universaldependencies.org/conll18/
// evaluation.html): a word of the system counts when its characters are those of a gold word and the value agrees.
type SyntaxScores struct {
	Words, Sentences   float64
	UPOS, XPOS, Lemmas float64
	UAS, LAS           float64 // LAS without subtypes of relations, as the shared task has it
	FullLAS            float64 // LAS with subtypes
	CLAS               float64 // LAS of content words only
	Roles              float64 // LAS of the relations that say who does what to whom (see isRole)
	GoldWords          int
	SystemWords        int
}

// String returns the scores in one line.
func (s SyntaxScores) String() string {
	return fmt.Sprintf("words %.2f sentences %.2f UPOS %.2f XPOS %.2f lemmas %.2f UAS %.2f LAS %.2f (with subtypes %.2f) CLAS %.2f roles %.2f",
		s.Words, s.Sentences, s.UPOS, s.XPOS, s.Lemmas, s.UAS, s.LAS, s.FullLAS, s.CLAS, s.Roles)
}

// Lines returns the figures, a line each, as "metric value" with two decimals: the shared task's own first.
func (s SyntaxScores) Lines() []string {
	return []string{
		fmt.Sprintf("sentences_f1 %.2f", s.Sentences), fmt.Sprintf("words_f1 %.2f", s.Words),
		fmt.Sprintf("upos_f1 %.2f", s.UPOS), fmt.Sprintf("xpos_f1 %.2f", s.XPOS), fmt.Sprintf("lemmas_f1 %.2f", s.Lemmas),
		fmt.Sprintf("uas_f1 %.2f", s.UAS), fmt.Sprintf("las_f1 %.2f", s.LAS),
		fmt.Sprintf("las_subtypes_f1 %.2f", s.FullLAS), fmt.Sprintf("clas_f1 %.2f", s.CLAS),
	}
}

// Syntax compares analyses with the gold trees of the same texts. It is an error when the texts differ.
func Syntax(gold, system []*syntax.Document) (SyntaxScores, error) {
	if len(gold) != len(system) {
		return SyntaxScores{}, fmt.Errorf("%d documents of the system, %d gold ones", len(system), len(gold))
	}
	var c syntaxCounts
	for i := range gold {
		if gold[i].Text != system[i].Text {
			return SyntaxScores{}, fmt.Errorf("document %d: the system has read another text", i+1)
		}
		c.document(gold[i], system[i])
	}
	words := func(right int) float64 { return f1(right, c.gold, c.system) }
	return SyntaxScores{
		Words: words(c.aligned), Sentences: f1(c.sentences, c.goldSentences, c.systemSentences),
		UPOS: words(c.upos), XPOS: words(c.xpos), Lemmas: words(c.lemmas),
		UAS: words(c.uas), LAS: words(c.las), FullLAS: words(c.full), CLAS: f1(c.clas, c.goldContent, c.systemContent),
		Roles:     f1(c.roles, c.goldRoles, c.systemRoles),
		GoldWords: c.gold, SystemWords: c.system,
	}, nil
}

func f1(right, gold, system int) float64 {
	if gold+system == 0 {
		return 0
	}
	return 200 * float64(right) / float64(gold+system)
}

type syntaxCounts struct {
	gold, system, aligned                     int
	goldSentences, systemSentences, sentences int
	upos, xpos, lemmas, uas, las, full, clas  int
	goldContent, systemContent                int
	roles, goldRoles, systemRoles             int
}

// syntaxWord is a token with its head as an index into all words of the document, -1 for a root.
type syntaxWord struct {
	*syntax.Token
	head int
}

func flatten(d *syntax.Document) (words []syntaxWord, sentences map[report.Span]bool) {
	sentences = make(map[report.Span]bool, len(d.Sentences))
	for i := range d.Sentences {
		s := &d.Sentences[i]
		if len(s.Tokens) == 0 {
			continue
		}
		sentences[report.Span{Start: s.Tokens[0].Start, End: s.Tokens[len(s.Tokens)-1].End}] = true
		first := len(words)
		for j := range s.Tokens {
			head := int(s.Tokens[j].Head)
			if head >= 0 {
				head += first
			}
			words = append(words, syntaxWord{&s.Tokens[j], head})
		}
	}
	return words, sentences
}

func (c *syntaxCounts) document(gold, system *syntax.Document) {
	g, goldSentences := flatten(gold)
	s, systemSentences := flatten(system)
	c.gold += len(g)
	c.system += len(s)
	c.goldSentences += len(goldSentences)
	c.systemSentences += len(systemSentences)
	for span := range goldSentences {
		if systemSentences[span] {
			c.sentences++
		}
	}
	toSystem := align(g, s)
	for i := range g {
		if isContent(g[i].Rel) {
			c.goldContent++
		}
		if isRole(g[i].Rel) {
			c.goldRoles++
		}
		j := toSystem[i]
		if j < 0 {
			continue
		}
		c.aligned++
		if g[i].UPOS == s[j].UPOS {
			c.upos++
		}
		if g[i].XPOS == s[j].XPOS {
			c.xpos++
		}
		if g[i].Lemma == "_" || g[i].Lemma == s[j].Lemma {
			c.lemmas++
		}
		rightHead := g[i].head < 0 && s[j].head < 0 || g[i].head >= 0 && s[j].head >= 0 && toSystem[g[i].head] == s[j].head
		if !rightHead {
			continue
		}
		c.uas++
		if g[i].Rel.Base() == s[j].Rel.Base() {
			c.las++
			if isContent(g[i].Rel) {
				c.clas++
			}
			if isRole(g[i].Rel) {
				c.roles++
			}
		}
		if g[i].Rel == s[j].Rel {
			c.full++
		}
	}
	for j := range s {
		if isContent(s[j].Rel) {
			c.systemContent++
		}
		if isRole(s[j].Rel) {
			c.systemRoles++
		}
	}
}

// isContent reports whether a relation is one of content words, as the shared task lists them.
func isContent(r syntax.Rel) bool {
	switch r.Base() {
	case syntax.Aux, syntax.Case, syntax.Cc, syntax.Cop, syntax.Det, syntax.Mark, syntax.Punct:
		return false
	}
	return true
}

// isRole reports whether a relation is one of those that everything after the tree depends on: subjects, objects,
// clausal complements, obliques, noun modifiers and conjuncts.
func isRole(r syntax.Rel) bool {
	switch r.Base() {
	case syntax.Nsubj, syntax.Csubj, syntax.Obj, syntax.Iobj, syntax.Ccomp, syntax.Xcomp, syntax.Obl, syntax.Nmod, syntax.Conj, syntax.Root:
		return true
	}
	return false
}

// align returns for each gold word the system's word with the same characters, or -1. Where words of one side share
// their characters (a multiword token that is not just its words in a row) the longest common subsequence of the
// forms decides.
func align(gold, system []syntaxWord) []int {
	to := make([]int, len(gold))
	for i := range to {
		to[i] = -1
	}
	for i, j := 0, 0; i < len(gold) && j < len(system); {
		multi := i+1 < len(gold) && gold[i].Span == gold[i+1].Span || j+1 < len(system) && system[j].Span == system[j+1].Span
		switch {
		case multi && gold[i].Span.Overlaps(system[j].Span):
			end := max(gold[i].End, system[j].End)
			iEnd, jEnd := i, j
			for grown := true; grown; {
				grown = false
				for iEnd < len(gold) && gold[iEnd].Start < end {
					end = max(end, gold[iEnd].End)
					iEnd++
					grown = true
				}
				for jEnd < len(system) && system[jEnd].Start < end {
					end = max(end, system[jEnd].End)
					jEnd++
					grown = true
				}
			}
			alignForms(gold[i:iEnd], system[j:jEnd], i, j, to)
			i, j = iEnd, jEnd
		case gold[i].Span == system[j].Span:
			to[i] = j
			i++
			j++
		case gold[i].Start < system[j].Start || gold[i].Start == system[j].Start && gold[i].End < system[j].End:
			i++
		default:
			j++
		}
	}
	return to
}

func alignForms(gold, system []syntaxWord, goldFirst, systemFirst int, to []int) {
	common := make([][]int, len(gold)+1)
	for i := range common {
		common[i] = make([]int, len(system)+1)
	}
	for i := len(gold) - 1; i >= 0; i-- {
		for j := len(system) - 1; j >= 0; j-- {
			if strings.EqualFold(gold[i].Form, system[j].Form) {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	for i, j := 0, 0; i < len(gold) && j < len(system); {
		switch {
		case strings.EqualFold(gold[i].Form, system[j].Form):
			to[goldFirst+i] = systemFirst + j
			i++
			j++
		case common[i+1][j] >= common[i][j+1]:
			i++
		default:
			j++
		}
	}
}
