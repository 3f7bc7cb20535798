package syntax

import (
	_ "embed" // the model

	"chancery/report"
)

// maxSentenceTokens bounds a sentence: what is longer is cut, so that a report without a full stop costs no more
// time and memory than any other.
const maxSentenceTokens = 256

//go:embed models/sentences.model
var sentenceModel string

// splitter cuts blocks into sentences. Between every two words it adds up the weights of what holds there (the words,
// their kinds, what the rules say, how long the sentence is, what is open, what follows), and cuts where the sum is
// above nothing.
type splitter struct {
	table weights
	shift uint
}

const sentenceKind = "chancery sentences 1"

func readSplitter(model string) (*splitter, error) {
	parts, err := sections(model, sentenceKind, 1)
	if err != nil {
		return nil, err
	}
	shift, err := tableShift(parts[0])
	if err != nil {
		return nil, err
	}
	return &splitter{table: weights(parts[0]), shift: shift}, nil
}

// split calls yield with the first and last+1 token of each sentence of a block. Titles and headings are one sentence
// each.
func (s *splitter) split(text string, kind report.BlockKind, spans []report.Span, clusters lexicon, w *splitWork, yield func(first, end int)) {
	whole := kind == report.Title || kind == report.Heading
	if !whole {
		w.describe(text, spans, clusters)
	}
	first := 0
	for i := range spans {
		if i+1 == len(spans) || i+1-first >= maxSentenceTokens || !whole && s.cuts(w, first, i) {
			yield(first, i+1)
			first = i + 1
		}
	}
}

// hopeless is the sum of what the two words beside a gap weigh below which nothing else ever outweighs it.
const hopeless = -20

// cuts reports whether the sentence that began at token first ends with token i.
func (s *splitter) cuts(w *splitWork, first, i int) bool {
	if w.words[i].newlines > 1 {
		return true
	}
	if w.isPlain(i) || !w.mayEnd(i) {
		return false
	}
	if l, r := w.words[i].kind, w.words[i+1].kind; l == abbreviated && r < fullStop && endsSentence(w.text, w.spans, first, i) {
		return true // "on the U.S. The talks": before such a word the rules are right, and treebanks have few examples
	}
	sum := int32(0)
	for _, h := range w.near(first, i) {
		sum += s.table.at(place(h, s.shift), 0)
	}
	if sum < hopeless {
		return false
	}
	for _, h := range w.far(first, i) {
		sum += s.table.at(place(h, s.shift), 0)
	}
	return sum > w.doubt(i)
}
