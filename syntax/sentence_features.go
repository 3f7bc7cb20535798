package syntax

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/report"
)

// splitWork is what the splitter sees of a block.
type splitWork struct {
	text     string
	spans    []report.Span
	clusters lexicon
	words    []splitWord
	style    uint64 // how the block is written: capital letters, and whether it ends with a full stop
	found    [40]uint64
}

// splitWord is what the splitter sees of a token and of the gap behind it.
type splitWord struct {
	form      uint32 // hash of the form in lower case, with every digit as 0
	cluster   int32  // of the form as written; 0 when unknown, -1 when nobody has looked
	kind      splitKind
	gap       bool   // white space follows
	newlines  uint8  // in the gap
	quotes    uint8  // 1 inside straight quotation marks
	depth     int8   // open brackets and curly quotation marks behind the token
	capitals  uint8  // how many tokens up to here begin with a capital letter without a break
	verbs     uint16 // auxiliaries and pronouns up to here
	untilStop uint8  // tokens from here to the next full stop or the end of the block, at most 255
}

// splitKind is the kind of a token: what it looks like.
type splitKind uint8

const (
	outside splitKind = iota
	lowerWord
	capitalWord
	upperWord // NATO
	upperLetter
	lowerLetter
	mixedWord
	abbreviated // with a full stop
	initial     // "J."
	number
	numberMixed // 5th, 3-0
	clock       // 10:30
	dateNumber  // 03/27/2001
	address     // of the web or of mail
	fullStop
	questionMark
	exclamationMark
	ellipsis
	manyMarks // "?!", "!!!"
	comma
	semicolon
	colon
	dash
	ruleLine // "-----"
	openQuote
	closeQuote
	straightQuote
	openBracket
	closeBracket
	smile
	bullet
	symbol
	splitKinds
)

// describe looks at the tokens of a block.
func (w *splitWork) describe(text string, spans []report.Span, clusters lexicon) {
	w.text, w.spans, w.clusters = text, spans, clusters
	w.words = w.words[:0]
	quotes, depth, verbs, capitals := uint8(0), int8(0), uint16(0), uint8(0)
	upper := 0
	for i, span := range spans {
		form := span.In(text)
		kind, hash := kindOf(form)
		word := splitWord{form: hash, kind: kind, cluster: -1}
		if kind == straightQuote {
			// Which way a straight quotation mark faces shows in the white space round it.
			before := i == 0 || spans[i-1].End < span.Start || strings.IndexByte("([-", text[span.Start-1]) >= 0
			behind := i+1 == len(spans) || span.End < spans[i+1].Start || strings.IndexByte(".,;:?!)]-", text[span.End]) >= 0
			if before && !behind {
				kind = openQuote
			} else if behind && !before {
				kind = closeQuote
			}
			word.kind = kind
			if form == "\"" {
				quotes ^= 1
			}
		}
		switch kind {
		case openQuote, closeQuote, ellipsis:
			word.form = uint32(kind) // whatever they are drawn like
		}
		switch kind {
		case openBracket, openQuote:
			depth = min(depth+1, 3)
		case closeBracket:
			depth = max(depth-1, 0)
		case closeQuote:
			if form != "'" && form != "’" {
				depth = max(depth-1, 0)
			}
		}
		switch kind {
		case capitalWord, upperWord, initial, upperLetter, mixedWord:
			upper++
			capitals = min(capitals+1, 4)
		default:
			capitals = 0
		}
		if isClauseWord(form) {
			verbs++
		}
		word.quotes, word.depth, word.verbs, word.capitals = quotes, depth, verbs, capitals
		if i+1 < len(spans) {
			gap := text[span.End:spans[i+1].Start]
			word.gap = gap != ""
			if len(gap) > 1 {
				word.newlines = uint8(min(strings.Count(gap, "\n"), 2))
			}
		}
		w.words = append(w.words, word)
	}
	until := uint8(0)
	for i := len(w.words) - 1; i >= 0; i-- {
		switch w.words[i].kind {
		case fullStop, questionMark, exclamationMark, ellipsis, manyMarks:
			until = 0
		}
		w.words[i].untilStop = until
		if until < 255 {
			until++
		}
	}
	w.style = 0
	if n := len(spans); n > 0 {
		switch share := upper * 100 / n; {
		case upper == 0:
		case share < 8:
			w.style = 1
		case share < 25:
			w.style = 2
		case share < 60:
			w.style = 3
		default:
			w.style = 4
		}
		if k := w.words[n-1].kind; k >= fullStop && k <= manyMarks {
			w.style |= 8
		}
	}
}

// kindOf returns the kind of a form and the hash of its lower case.
func kindOf(form string) (splitKind, uint32) {
	h := uint32(2166136261)
	lower, upper, digits, others := 0, 0, 0, 0
	dots, slashes, colons, at := 0, 0, 0, 0
	firstUpper := false
	for i := 0; i < len(form); {
		c := form[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(form[i:])
			switch {
			case unicode.IsUpper(r):
				firstUpper = firstUpper || i == 0
				upper++
				r = unicode.ToLower(r)
			case unicode.IsLetter(r):
				lower++
			default:
				others++
			}
			for ; size > 0; size-- {
				h = (h ^ uint32(r&0xff)) * 16777619
				r >>= 8
				i++
			}
			continue
		}
		switch {
		case c >= 'a' && c <= 'z':
			lower++
		case c >= 'A' && c <= 'Z':
			firstUpper = firstUpper || i == 0
			upper++
			c += 'a' - 'A'
		case c >= '0' && c <= '9':
			digits++
			c = '0'
		case c == '.':
			dots++
		case c == '/':
			slashes++
		case c == ':':
			colons++
		case c == '@':
			at++
		default:
			others++
		}
		h = (h ^ uint32(c)) * 16777619
		i++
	}
	h ^= h >> 15
	letters := lower + upper
	switch {
	case emoticonLength(form) > 0:
		return smile, h
	case letters == 0 && digits == 0:
		return kindOfMark(form), h
	case at > 0 && letters > 0 && len(form) > 3, colons > 0 && slashes > 1, dots > 1 && letters > 6, strings.HasPrefix(form, "www."):
		return address, h
	case letters == 0:
		switch {
		case colons > 0:
			return clock, h
		case slashes > 0:
			return dateNumber, h
		}
		return number, h
	case digits > 0:
		return numberMixed, h
	case dots > 0 && letters == 1:
		return initial, h
	case dots > 0 && form[len(form)-1] == '.':
		return abbreviated, h
	case letters == 1 && upper == 1:
		return upperLetter, h
	case letters == 1:
		return lowerLetter, h
	case upper == 0:
		return lowerWord, h
	case lower == 0:
		return upperWord, h
	case firstUpper && upper == 1:
		return capitalWord, h
	}
	return mixedWord, h
}

func kindOfMark(form string) splitKind {
	switch form {
	case ".", "。":
		return fullStop
	case "?", "؟":
		return questionMark
	case "!":
		return exclamationMark
	case "...", "…", "..", "....":
		return ellipsis
	case ",":
		return comma
	case ";":
		return semicolon
	case ":":
		return colon
	case "-", "–", "—", "--":
		return dash
	case "\"", "'":
		return straightQuote
	case "“", "‘", "``", "«":
		return openQuote
	case "”", "’", "''", "»":
		return closeQuote
	case "(", "[", "{":
		return openBracket
	case ")", "]", "}":
		return closeBracket
	case "*", "•", "·", "●", "o", "§", "**":
		return bullet
	}
	r, _ := utf8.DecodeRuneInString(form)
	switch {
	case isTerminal(r):
		return manyMarks
	case isRule(r):
		return ruleLine
	}
	return symbol
}

// isClauseWord reports whether a form is one that mostly stands in clauses with a verb: a title or a signature has none.
func isClauseWord(form string) bool {
	if len(form) > 6 || len(form) == 0 {
		return false
	}
	switch form {
	case "is", "are", "was", "were", "am", "'s", "'re", "'m", "’s", "’re", "’m", "has", "have", "had", "do", "does", "did", "will", "would",
		"can", "could", "should", "may", "might", "must", "I", "i", "you", "he", "she", "it", "we", "they", "You", "He", "She", "It",
		"We", "They", "said", "says", "be", "been", "n't", "n’t", "'ll", "'ve", "’ll", "’ve", "please", "Please", "that", "which", "who":
		return true
	}
	return false
}

// isPlain reports whether the gap behind token i is one of those inside sentences: a small letter or a number follows, or
// a comma, and no mark stands before it. Careless writers end one sentence in a hundred there, and the splitter learns
// from such gaps, but looking at them all would cost more than it finds.
func (w *splitWork) isPlain(i int) bool {
	l, r := w.words[i].kind, w.words[i+1].kind
	return (r == lowerWord || r == number) && (l < fullStop || l == comma) || r == comma || r == fullStop
}

// mayEnd reports whether a sentence can end behind token i at all.
func (w *splitWork) mayEnd(i int) bool {
	l, r := w.words[i].kind, w.words[i+1].kind
	switch l {
	case colon:
		return r != openQuote && r != straightQuote // "The minister said: “We agree.”"
	case dash:
		// "KYIV (Interfax) - The minister said": what stands before the dash says where from.
		return i > 12 || w.words[0].kind != upperWord
	}
	return true
}

// doubt returns what the weights must add up to at least before a sentence ends behind token i: more where a cut does
// harm in news.
func (w *splitWork) doubt(i int) int32 {
	l, r := &w.words[i], &w.words[i+1]
	if !isCapital(r.kind) {
		return 0
	}
	form := w.spans[i].In(w.text)
	switch {
	case isCapital(l.kind):
		if kind, ok := abbreviations[lowerForm(form)]; ok && kind == title {
			return math.MaxInt32 // "Mr Higgins", as the British write
		}
		return 80 // "Foreign Minister Ranil Wickremesinghe", whom no treebank knows
	case l.kind < fullStop:
		return 40 // "running since 1968 Mr Russell says"
	case l.kind == closeBracket && form == "]" && w.at(i-1).kind == lowerWord:
		return math.MaxInt32 // "it rains [during] January"
	case l.kind == dash && i > 0 && i < 12:
		switch w.spans[i-1].In(w.text) {
		case ")", "Reuters", "AFP", "AP", "dpa", "TASS", "Interfax", "Xinhua", "PA", "UPI", "Press":
			return math.MaxInt32 // "Reuters - The minister said"
		}
	}
	return 0
}

func isCapital(k splitKind) bool {
	return k == capitalWord || k == upperWord || k == mixedWord || k == upperLetter || k == initial
}

var outsideSplitWord = splitWord{kind: outside}

// cluster returns the cluster of token i.
func (w *splitWork) cluster(i int) int32 {
	if i < 0 || i >= len(w.words) {
		return 0
	}
	k := &w.words[i]
	if k.cluster < 0 {
		k.cluster = 0
		if k.kind < fullStop && k.kind != number {
			k.cluster = int32(w.clusters.find(hashString(w.spans[i].In(w.text))))
		}
	}
	return k.cluster
}

func (w *splitWork) at(i int) *splitWord {
	if i < 0 || i >= len(w.words) {
		return &outsideSplitWord
	}
	return &w.words[i]
}

// near returns the hashes of what the two words beside a gap are, behind token i of a sentence that began at token first.
func (w *splitWork) near(first, i int) []uint64 {
	l, r := &w.words[i], &w.words[i+1]
	rule := w.rule(first, i)
	kinds := uint64(l.kind) | uint64(r.kind)<<6
	return append(w.found[:0],
		feature(1, rule, 0, 0),
		feature(2, rule, uint64(l.form), 0),
		feature(3, rule, uint64(r.form), 0),
		feature(4, rule, kinds, 0),
		feature(5, uint64(l.form), uint64(r.kind), 0),
		feature(6, uint64(r.form), uint64(l.kind), 0),
		feature(7, uint64(l.form), uint64(r.form), 0),
	)
}

// rule is 1 where the rules end a sentence, and 2 more where there is white space.
func (w *splitWork) rule(first, i int) (rule uint64) {
	l := &w.words[i]
	if (l.kind >= fullStop || l.kind == abbreviated || l.kind == initial) && endsSentence(w.text, w.spans, first, i) {
		rule = 1
	}
	if l.gap {
		rule |= 2
	}
	return rule
}

// far returns the hashes of what holds round a gap beyond the two words: more words, the sentence and the block.
func (w *splitWork) far(first, i int) []uint64 {
	l, r := &w.words[i], &w.words[i+1]
	l2, l3, r2, r3 := w.at(i-1), w.at(i-2), w.at(i+2), w.at(i+3)
	start := &w.words[first]
	rule := w.rule(first, i)
	lk, rk := uint64(l.kind), uint64(r.kind)
	kinds := lk | rk<<6
	wide := kinds | uint64(l2.kind)<<12 | uint64(r2.kind)<<18
	length := bucket(i + 1 - first)
	after := bucket(int(r.untilStop))
	verbsBefore := uint16(0)
	if first > 0 {
		verbsBefore = w.words[first-1].verbs
	}
	stop := min(i+1+int(r.untilStop), len(w.words)-1)
	clauses := uint64(min(l.verbs-verbsBefore, 2)) | uint64(min(w.words[stop].verbs-l.verbs, 2))<<2
	run := uint64(0) // of capital letters that follow
	for k := i + 1; k < len(w.words) && run < 4 && w.words[k].capitals > 0; k++ {
		run++
	}
	open := uint64(l.depth) | uint64(l.quotes)<<2
	same := uint64(0) // the block or the sentence began in the same way: lists
	if r.form == w.words[0].form {
		same = 1
	}
	if r.form == start.form {
		same |= 2
	}
	return append(w.found[:0],
		feature(8, uint64(l2.form), kinds, 0),
		feature(9, uint64(r2.form), kinds, 0),
		feature(10, uint64(l2.kind), kinds, rule),
		feature(11, uint64(r2.kind), kinds, rule),
		feature(12, uint64(r.form), uint64(r2.form), 0),
		feature(13, uint64(l2.form), uint64(l.form), 0),
		feature(14, wide, rule, 0),
		feature(15, wide|uint64(l3.kind)<<24|uint64(r3.kind)<<30, 0, 0),
		feature(16, length, kinds, 0),
		feature(17, length, rule, uint64(start.kind)),
		feature(18, uint64(start.form), kinds, 0),
		feature(19, uint64(start.form), length, 0),
		feature(20, clauses, kinds, 0),
		feature(21, clauses, length, after),
		feature(22, after, kinds, 0),
		feature(23, open, kinds, rule),
		feature(24, uint64(l.capitals)|run<<4, kinds, 0),
		feature(25, uint64(w.cluster(i)), rk, 0),
		feature(26, uint64(w.cluster(i+1)), lk, 0),
		feature(27, uint64(w.cluster(i)), uint64(w.cluster(i+1)), 0),
		feature(28, uint64(w.cluster(i+2)), kinds, 0),
		feature(29, w.style, kinds, rule),
		feature(30, same, kinds, 0),
		feature(31, bucket(len(w.words)-i-2), kinds, 0),
		feature(32, w.style, length, clauses),
		feature(33, uint64(w.cluster(i-1)), kinds, 0),
		feature(34, uint64(start.kind), kinds, length),
	)
}

// bucket puts a length into one of 12 classes.
func bucket(n int) uint64 {
	switch {
	case n <= 5:
		return uint64(n)
	case n <= 7:
		return 6
	case n <= 10:
		return 7
	case n <= 15:
		return 8
	case n <= 25:
		return 9
	case n <= 40:
		return 10
	}
	return 11
}
