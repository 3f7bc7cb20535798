package syntax

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/report"
)

// maxClosers is how many closing marks may stand between a full stop and the end of its sentence.
const maxClosers = 6

// splitByRules calls yield with the first and last+1 token of each sentence of a block as the rules cut it. Titles and
// headings are one sentence each.
func splitByRules(text string, kind report.BlockKind, spans []report.Span, yield func(first, end int)) {
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

// endsSentence reports whether a sentence that began at token first ends with token i by the rules of careful writers:
// with a full stop, question mark or exclamation mark that is no part of an abbreviation. What it says is one of the
// things that the splitter judges by, and the splitter learns from it how news is cut.
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
	for at > first && i-at < maxClosers && isCloser(spans[at].In(text)) && spans[at].Start == spans[at-1].End {
		at--
		closed = true
	}
	stop := spans[at].In(text)
	last, _ := utf8.DecodeLastRuneInString(stop)
	if emoticonLength(stop) > 0 && at == i {
		return gap != "" && i > first // "Thanks :) See you"
	}
	if !isTerminal(last) {
		return false
	}
	if closed && stop[0] != '.' && last == '…' || closed && strings.HasSuffix(stop, "..") {
		if spans[at+1].In(text) == "]" && at+1 == i {
			return false // "it fails […] in many ways"
		}
	}
	r, _ := utf8.DecodeRuneInString(nextWord)
	if isOpener(nextWord) && i+2 < len(spans) {
		r, _ = utf8.DecodeRuneInString(spans[i+2].In(text))
	}
	if unicode.IsLower(r) && !hasArticle(text[next.Start:]) && !(at == i && at > first && gap != "" && plainStop(stop, spans[at-1].In(text))) {
		return false // "“Why?” he asked", "the U.S. said"
	}
	if len(stop) > 1 && last == '.' && stop[len(stop)-2] != '.' && !isTerminal(rune(stop[0])) {
		return gap != "" && abbreviationEnds(stop, nextWord)
	}
	if i == first+1 && at == i && spans[first].End-spans[first].Start <= 2 && isDigit(text[spans[first].Start]) {
		return false // "1. The parties agree"
	}
	if gap == "" && !closed {
		// "said.The" has lost its space; "Yahoo!Japan" and ".doc" have none.
		return last == '.' && unicode.IsUpper(r)
	}
	return true
}

// plainStop reports whether a mark ends a sentence even before a small letter, as careless writers set it: a full stop
// or question mark behind a whole word ("it is ready. we sign tomorrow"). What has a capital letter or is short may be
// an abbreviation, and "!" may belong to a name ("Yahoo! said").
func plainStop(stop, word string) bool {
	if stop != "." && stop != "?" || len(word) < 3 {
		return false
	}
	for i := 0; i < len(word); i++ {
		if word[i] < 'a' || word[i] > 'z' {
			return false
		}
	}
	return true
}

// hasArticle reports whether a text begins with a name that has an article in front: "It failed. al-Sadr said".
func hasArticle(text string) bool {
	name, ok := strings.CutPrefix(text, "al-")
	if !ok {
		name, ok = strings.CutPrefix(text, "el-")
	}
	r, _ := utf8.DecodeRuneInString(name)
	return ok && unicode.IsUpper(r)
}

// closesSentence reports whether a token that follows directly still belongs to the sentence before it.
func closesSentence(word, gap string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	if isTerminal(r) {
		return true
	}
	return gap == "" && isCloser(word) || emoticonLength(word) > 0
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
	if strings.EqualFold(word, "a.m") || strings.EqualFold(word, "p.m") {
		return !behindHours(next) // "until 6 a.m. Officials said", but "at 6 a.m. Eastern time"
	}
	if c := word[0]; c >= 'a' && c <= 'z' && strings.IndexByte(word, '.') > 0 {
		return false // "e.g. The Hague"
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

// behindHours reports whether a word follows a time of day in the same sentence: zones, days, months.
func behindHours(word string) bool {
	switch word {
	case "Eastern", "Central", "Pacific", "Mountain", "Greenwich", "British", "Moscow", "Tehran", "Beijing", "Indian", "GMT", "UTC", "EST", "EDT",
		"ET", "CST", "CDT", "CT", "PST", "PDT", "PT", "BST", "CET", "CEST", "MSK", "IST", "Monday", "Tuesday", "Wednesday",
		"Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March", "April", "May", "June", "July", "August",
		"September", "October", "November", "December", "(", "[":
		return true
	}
	r, _ := utf8.DecodeRuneInString(word)
	return !unicode.IsUpper(r) && !isOpener(word)
}
