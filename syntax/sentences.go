package syntax

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/report"
)

// maxSentenceTokens bounds a sentence: what is longer is cut, so that a report without a full stop costs no more
// time and memory than any other.
const maxSentenceTokens = 256

// splitSentences calls yield with the first and last+1 token of each sentence of a block. Titles and headings are one
// sentence each.
func splitSentences(text string, kind report.BlockKind, spans []report.Span, yield func(first, end int)) {
	first := 0
	whole := kind == report.Title || kind == report.Heading
	for i := range spans {
		length := i + 1 - first
		if length >= maxSentenceTokens || i+1 == len(spans) || !whole && endsSentence(text, spans, first, i) {
			yield(first, i+1)
			first = i + 1
		}
	}
}

// endsSentence reports whether a sentence that began at token first ends with token i.
func endsSentence(text string, spans []report.Span, first, i int) bool {
	gap := text[spans[i].End:spans[i+1].Start]
	if strings.Count(gap, "\n") > 1 {
		return true
	}
	next := spans[i+1]
	nextWord := next.In(text)
	if closesSentence(nextWord, gap) {
		return false // the mark belongs to this sentence; decide behind it
	}
	// Closing quotation marks and brackets may stand between the full stop and the end.
	at := i
	closed := false
	for at > first && isCloser(spans[at].In(text)) && spans[at].Start == spans[at-1].End {
		at--
		closed = true
	}
	stop := spans[at].In(text)
	last, _ := utf8.DecodeLastRuneInString(stop)
	if !isTerminal(last) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(nextWord)
	if isOpener(nextWord) && i+2 < len(spans) {
		r, _ = utf8.DecodeRuneInString(spans[i+2].In(text))
	}
	if unicode.IsLower(r) {
		return false // "“Why?” he asked", "the U.S. said"
	}
	if len(stop) > 1 && last == '.' && stop[len(stop)-2] != '.' && !isTerminal(rune(stop[0])) {
		return abbreviationEnds(stop, nextWord)
	}
	if gap == "" && !closed {
		// "said.The" has lost its space; "Yahoo!Japan" and ".doc" have none.
		return last == '.' && unicode.IsUpper(r)
	}
	return true
}

// closesSentence reports whether a token that follows directly still belongs to the sentence before it.
func closesSentence(word, gap string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	if isTerminal(r) {
		return true
	}
	return gap == "" && isCloser(word)
}

func isCloser(word string) bool {
	switch word {
	case "\"", "”", "’", "'", "''", ")", "]", "}", "»", "’’":
		return true
	}
	return false
}

func isOpener(word string) bool {
	switch word {
	case "\"", "“", "‘", "'", "``", "(", "[", "{", "«", "‘‘", "-", "–", "—", "*":
		return true
	}
	return false
}

// abbreviationEnds reports whether a sentence ends with an abbreviation before a word: "It met the U.S. The talks"
// does, "the U.S. Senate" does not.
func abbreviationEnds(stop, next string) bool {
	word := stop[:len(stop)-1]
	if len(word) == 1 {
		return false // an initial
	}
	if kind, ok := abbreviations[strings.ToLower(word)]; ok {
		switch kind {
		case title, beforeNumber:
			return false
		}
	}
	switch next {
	case "The", "He", "She", "It", "They", "We", "I", "You", "This", "That", "These", "Those", "In", "On", "At", "But", "And",
		"However", "A", "An", "His", "Her", "Its", "Their", "There", "As", "After", "For", "If", "When", "While", "Some", "Many",
		"Both", "According", "Earlier", "Meanwhile", "With", "Since", "By", "From", "What", "Also", "Last", "During", "Under":
		return true
	}
	return isOpener(next)
}
