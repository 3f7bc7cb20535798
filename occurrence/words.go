package occurrence

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/report"
)

// A word is a content word as joining compares it: 24 bits of the hash of its stem and, in the lowest two bits, how
// telling it is. Sets of words are sorted and hold each word once.
type word uint32

// How telling a word is: the weight that it has when two sets are compared.
const (
	common  = 0 // in every other news report: "government", "told", "Monday"
	plain   = 1 // any other word
	telling = 2 // a name in the middle of a sentence, or a number
)

var weightOf = [4]float64{0.25, 1, 1.6, 1}

// hashed keeps 24 bits of a hash.
func hashed(h uint32, class word) word { return word(h<<8>>6) | class }

func (w word) weight() float64 { return weightOf[w&3] }

// functionWords say nothing of what is told.
var functionWords = wordSet(`a about above after again against all also although am among an and any are as at be because been before being
	between both but by can could did do does doing down during each either few for from further had has have having he her here hers him his how
	however i if in into is it its itself just may me might more most must my neither no nor not now of off on once one only or other our out over
	own per same shall she should since so some such than that the their them then there these they this those though through to too toward towards
	under until up upon us very was we were what when where whether which while who whom whose why will with within without would yet you your`)

// commonWords are found in so many news reports that sharing them says little.
var commonWords = wordSet(`say says said tell told call called add added ask asked make made take took taken come came give given go went gone get got
	year years month months week weeks day days today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday january february
	march april june july august september october november december morning evening night time last next first new old former
	president minister prime foreign official officials government state states country countries people spokesman spokeswoman spokesperson
	statement report reports reported reporter reporters news agency according source sources leader leaders head chief secretary deputy
	ministry department office member members group party parliament international national world united nations region regional
	mr mrs ms dr two three four five several many part parties side sides issue issues meeting talks visit support work
	dlrs mln pct bln billion million percent accused accuse urge urged warned warn announced announce expressed express
	killed kill kills dead died death attack attacks attacked wounded injured least police army military forces force troops soldiers`)

func wordSet(list string) map[string]bool {
	set := make(map[string]bool)
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// wordsIn adds the content words of a stretch of text to set, leaving out those that overlap a span of without: parties,
// times and places are compared as what they are, and must not count a second time as words.
func wordsIn(set []word, text string, in report.Span, without []report.Span) []word {
	first := true
	for at := in.Start; at < in.End; {
		r, size := rune(text[at]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[at:in.End])
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			if r == '.' || r == '?' || r == '!' || r == '\n' {
				first = true
			}
			at += size
			continue
		}
		start := at
		for at < in.End {
			r, size = rune(text[at]), 1
			if r >= utf8.RuneSelf {
				r, size = utf8.DecodeRuneInString(text[at:in.End])
			}
			inNumber := (r == '.' || r == ',') && at+1 < in.End && isDigit(text[at+1]) && isDigit(text[at-1])
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !inNumber {
				break
			}
			at += size
		}
		span := report.Span{Start: start, End: at}
		atStart := first
		first = false
		if at-start < 2 && !isDigit(text[start]) || overlapsAny(span, without) {
			continue
		}
		if w, ok := wordOf(text[start:at], atStart); ok {
			set = append(set, w)
		}
	}
	return set
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

func overlapsAny(s report.Span, spans []report.Span) bool {
	for _, o := range spans {
		if s.Overlaps(o) {
			return true
		}
	}
	return false
}

func wordOf(surface string, atStart bool) (word, bool) {
	lower := strings.ToLower(surface)
	if lower == "" || functionWords[lower] { // "": a name of quotation marks alone
		return 0, false
	}
	class := word(plain)
	first, _ := utf8.DecodeRuneInString(surface)
	switch {
	case commonWords[lower]:
		class = common
	case isDigit(surface[0]), unicode.IsUpper(first) && !atStart:
		class = telling
	}
	return hashed(hashString(stem(lower)), class), true
}

// stem takes the endings off that English puts on a word and its family, and cuts what is left: "demarcation",
// "demarcate" and "demarcated" compare as the same word. It errs towards joining words, which is harmless here.
func stem(w string) string {
	if isDigit(w[0]) {
		return strings.ReplaceAll(w, ",", "")
	}
	for _, ending := range [...]string{"ations", "ation", "ating", "ements", "ement", "ments", "ment", "ings", "ing", "ions", "ion", "ates", "ated", "ate", "ies", "ied", "ers", "ed", "es", "er", "ly", "s", "e", "y"} {
		if rest, ok := strings.CutSuffix(w, ending); ok && len(rest) >= 4 {
			w = rest
			break
		}
	}
	if len(w) > 8 {
		w = w[:8]
	}
	return w
}

// hashString is FNV-1a.
func hashString(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

func tidy(set []word) []word {
	slices.Sort(set)
	return slices.Compact(set)
}

// alike compares two sets of words: the weight of what they share over the weight of the lighter set, so that a short
// account is like a long one that says the same and more; and the weight that they share.
func alike(a, b []word) (share, shared float64) {
	var wa, wb float64
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case j == len(b) || i < len(a) && a[i]>>2 < b[j]>>2:
			wa += a[i].weight()
			i++
		case i == len(a) || b[j]>>2 < a[i]>>2:
			wb += b[j].weight()
			j++
		default:
			w := min(a[i].weight(), b[j].weight())
			wa, wb, shared = wa+a[i].weight(), wb+b[j].weight(), shared+w
			i, j = i+1, j+1
		}
	}
	if light := min(wa, wb); light > 0 {
		share = min(1, shared/light)
	}
	return share, shared
}

// shingleLength is how many words in a row make a shingle of a quotation.
const shingleLength = 4

// shinglesIn gives the hashes of all runs of four words of a quotation, function words included: who quotes the same
// words shares most of them, whoever quotes about the same thing shares none. A quotation of fewer words is one shingle.
func shinglesIn(set []word, text string) []word {
	var last [shingleLength]uint32
	n := 0
	for field := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		copy(last[:], last[1:])
		last[shingleLength-1] = hashString(strings.ToLower(field))
		if n++; n >= shingleLength {
			set = append(set, mix(last[:]))
		}
	}
	if n == shingleLength-1 {
		set = append(set, mix(last[1:]))
	}
	return set
}

func mix(parts []uint32) word {
	h := uint32(2166136261)
	for _, p := range parts {
		h = (h ^ p) * 16777619
		h ^= h >> 15
	}
	return hashed(h, plain)
}

// numbered are things that come in numbers: "the second meeting", "the 21st round of talks".
var numbered = wordSet(`meeting meetings round rounds summit session sessions talk talks visit letter attack attacks day phase stage test launch explosion
	blast bomb bombing strike raid call conference batch convoy exchange swap package tranche incident crossing flight resolution draft group time times anniversary`)

var ordinalWords = [...]string{"", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"}

// ordinalsIn gives the numbers of a series that the words name, as bits: "the second meeting" has bit 2. Numbers above
// 62 count as 63 less multiples, which can only make two different numbers look alike.
func ordinalsIn(text string) (bits uint64) {
	pending, distance := 0, 0
	for field := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		lower := strings.ToLower(field)
		if n := ordinal(lower); n > 0 {
			pending, distance = n, 0
			continue
		}
		if distance++; pending > 0 && numbered[lower] {
			bits |= 1 << (pending % 63)
			pending = 0
		}
		if distance >= 3 {
			pending = 0
		}
	}
	return bits
}

func ordinal(w string) int {
	if len(w) > 2 && isDigit(w[0]) {
		n := 0
		for i := range len(w) {
			if !isDigit(w[i]) {
				if rest := w[i:]; rest == "st" || rest == "nd" || rest == "rd" || rest == "th" {
					return n
				}
				return 0
			}
			n = min(10*n+int(w[i]-'0'), 9999)
		}
		return 0
	}
	return max(0, slices.Index(ordinalWords[:], w))
}
