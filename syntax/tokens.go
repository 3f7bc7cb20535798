package syntax

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/report"
)

// maxTokenBytes bounds a token, so that a megabyte without white space stays many tokens.
const maxTokenBytes = 512

// maxAddressBytes bounds how far the tokeniser looks for the end of an address.
const maxAddressBytes = 2048

// tokeniser cuts text into syntactic words as the English treebanks of Universal Dependencies do: contractions and
// possessives apart (do|n't, Aliyev|'s), hyphenated compounds at the hyphen (US|-|based) except after a prefix
// (pro-Russian), numbers, times, abbreviations and addresses whole.
type tokeniser struct {
	text        string
	spans       []report.Span
	singleQuote bool // an opening ‘ or ' waits for its end, so that "s'" may be one
}

// tokenise appends the tokens of a block to spans and returns them.
func tokenise(text string, block report.Span, spans []report.Span) []report.Span {
	t := tokeniser{text: text, spans: spans}
	for at := block.Start; at < block.End; {
		r, size := utf8.DecodeRuneInString(text[at:block.End])
		if isSpace(r) {
			at += size
			continue
		}
		end := at + size
		for end < block.End {
			r, size = utf8.DecodeRuneInString(text[end:block.End])
			if isSpace(r) {
				break
			}
			end += size
		}
		t.chunk(at, end, block.End)
		at = end
	}
	return t.spans
}

func isSpace(r rune) bool {
	if r < utf8.RuneSelf {
		return r <= ' ' || r == 0x7f
	}
	return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r == '\u200e' || r == '\u200f' || r == '\u2060'
}

func (t *tokeniser) add(start, end int) {
	for end-start > maxTokenBytes {
		cut := start + maxTokenBytes
		for cut > start+maxTokenBytes-utf8.UTFMax && !utf8.RuneStart(t.text[cut]) {
			cut--
		}
		t.spans = append(t.spans, report.Span{Start: start, End: cut})
		start = cut
	}
	if end > start {
		t.spans = append(t.spans, report.Span{Start: start, End: end})
	}
}

// chunk cuts text between white space.
func (t *tokeniser) chunk(start, end, blockEnd int) {
	for start < end {
		// What stands before the word.
		r, size := utf8.DecodeRuneInString(t.text[start:end])
		if isWordRune(r) {
			stop := t.wordEnd(start, end)
			start = t.word(start, stop, end, blockEnd)
			continue
		}
		switch {
		case r == '\'' || r == '’' || r == '`':
			// "'90s" and "'em" are words; "'s" after a bracket or quotation mark is a clitic.
			if n := cliticLength(t.text[start:end]); n > 0 && len(t.spans) > 0 && t.spans[len(t.spans)-1].End == start {
				t.add(start, start+n)
				start += n
				continue
			}
			if next := t.text[start+size : end]; next != "" && next[0] >= '0' && next[0] <= '9' {
				stop := t.wordEnd(start+size, end)
				if strings.HasSuffix(t.text[start:stop], "s") {
					t.add(start, stop)
					start = stop
					continue
				}
			}
			if strings.HasPrefix(t.text[start+size:end], t.text[start:start+size]) {
				t.add(start, start+2*size) // '' and ’’ for ”
				start += 2 * size
				continue
			}
			t.singleQuote = start+size < end && (len(t.spans) == 0 || t.spans[len(t.spans)-1].End < start)
			t.add(start, start+size)
			start += size
		case r == '‘':
			t.singleQuote = true
			t.add(start, start+size)
			start += size
		case (r == '.' || r == '-' || r == '+') && start+1 < end && isDigit(t.text[start+1]) && (len(t.spans) == 0 || t.spans[len(t.spans)-1].End < start):
			stop := t.wordEnd(start+1, end)
			if r == '-' || r == '+' {
				t.add(start, start+1)
				start++
			}
			start = t.word(start, stop, end, blockEnd)
		case r == '@' || r == '#':
			stop := start + 1
			if stop < end {
				if n, _ := utf8.DecodeRuneInString(t.text[stop:end]); unicode.IsLetter(n) {
					stop = t.wordEnd(stop, end)
				}
			}
			t.add(start, stop)
			start = stop
		default:
			stop := start + size
			if n := emoticonLength(t.text[start:end]); n > 0 {
				stop = start + n
			} else if isTerminal(r) || r == '$' || r == '-' || r == '*' || r == '=' || r == '+' || r == '\\' || r == '/' || r == '_' || r == '~' || r == '<' || r == '>' {
				stop = t.runEnd(start, end, r)
			}
			t.add(start, stop)
			start = stop
		}
	}
}

// runEnd returns the end of a run of one mark ("...", "--"), or of mixed marks that end a sentence ("?!").
func (t *tokeniser) runEnd(start, end int, first rune) int {
	for at := start; at < end; {
		r, size := utf8.DecodeRuneInString(t.text[at:end])
		if r != first && !(isTerminal(first) && isTerminal(r)) && !(isRule(first) && isRule(r)) {
			return at
		}
		at += size
	}
	return end
}

// isRule reports whether r is one of the marks that lines across a page are drawn with.
func isRule(r rune) bool { return r == '-' || r == '=' || r == '_' || r == '*' || r == '~' }

// emoticonLength returns the length of an emoticon at the front of s that runs to its end, or 0.
func emoticonLength(s string) int {
	switch s {
	case ":)", ":-)", ":(", ":-(", ";)", ";-)", ":D", ":P", ":-D", ":-P", ":p", ":/", ":?", "=)", ":'(":
		return len(s)
	}
	return 0
}

func isTerminal(r rune) bool {
	return r == '.' || r == '!' || r == '?' || r == '…' || r == '؟' || r == '。'
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == utf8.RuneError
}

// wordEnd returns the end of the word that begins at start: letters and digits, and marks between them that
// belong to a word (5:00, 3,000, AT&T, O'Neill, U.S., name@example.org).
func (t *tokeniser) wordEnd(start, end int) int {
	if n := addressLength(t.text[start:end]); n > 0 {
		return start + n
	}
	at := start
	var before rune
	for at < end {
		r, size := utf8.DecodeRuneInString(t.text[at:end])
		if isWordRune(r) {
			before = r
			at += size
			continue
		}
		next, _ := utf8.DecodeRuneInString(t.text[at+size : end])
		if at+size >= end || !isWordRune(next) {
			return at
		}
		digits := unicode.IsDigit(before) && unicode.IsDigit(next)
		switch r {
		case '.':
			// "U.S", "3.5", "a.m", "file.doc"; but a full stop that somebody set without a space
			// ("the border.Armenia said") ends its word.
			if !digits && unicode.IsUpper(next) && at-start > 3 && unicode.IsLower(before) {
				return at
			}
			// "Feb.24", "Mr.Novak"
			if at-start <= 5 && !digits && (at-start > 1 || unicode.IsDigit(next)) && (unicode.IsUpper(next) || unicode.IsDigit(next)) && abbreviations[strings.ToLower(t.text[start:at])] > 0 {
				return at
			}
		case ',':
			if !digits || !threeDigits(t.text[at+1:end]) {
				return at
			}
		case '-':
			if digits {
				if !isTelephone(t.text[start:at], t.text[at+1:end]) {
					return at
				}
			} else if !keepsHyphen(t.text[start:at], t.text[at+1:end]) {
				return at
			}
		case ':', '/':
			if r == '/' && at == start+1 && shortSlash(t.text[start:end]) > 0 {
				return start + shortSlash(t.text[start:end])
			}
			if !digits {
				return at
			}
		case '\'', '’', '&', '_', '·':
		case '`':
			return at
		default:
			return at
		}
		before = r
		at += size
	}
	return at
}

// shortSlash returns the length of one of the words that are shortened with a stroke, at the front of s: "b/c", "w/o".
func shortSlash(s string) int {
	for _, w := range [...]string{"b/c", "w/o"} {
		if hasFoldPrefix(s, w) {
			if r, _ := utf8.DecodeRuneInString(s[len(w):]); len(s) == len(w) || !isWordRune(r) {
				return len(w)
			}
		}
	}
	return 0
}

// threeDigits tells the comma of "40,000" from that of a list of years.
func threeDigits(s string) bool {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	return n == 3
}

// addressLength returns how many bytes at the front of s are a web or mail address, or 0.
func addressLength(s string) int {
	if len(s) < 5 {
		return 0
	}
	s = s[:min(len(s), maxAddressBytes)]
	web := hasFoldPrefix(s, "http://") || hasFoldPrefix(s, "https://") || hasFoldPrefix(s, "www.") || hasFoldPrefix(s, "ftp://") || hasFoldPrefix(s, "mailto:")
	if !web {
		mail := strings.IndexByte(s, '@')
		if mail <= 0 || strings.IndexByte(s[mail:], '.') < 0 || strings.ContainsAny(s[:mail], "\"“”()<>,;:") {
			return 0
		}
	}
	end := len(s)
	if i := strings.IndexAny(s, "<>\"|"); i >= 0 {
		end = i
	}
	if i := strings.IndexAny(s, "“”«»"); i >= 0 && i < end {
		end = i
	}
	for end > 0 && strings.IndexByte(".,;:!?')]}", s[end-1]) >= 0 {
		if s[end-1] == ')' && strings.IndexByte(s[:end], '(') >= 0 {
			break
		}
		end--
	}
	return end
}

func hasFoldPrefix(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// cliticLength returns the length of a clitic with its apostrophe ('s, 're, ’ll) at the front of s, or 0.
func cliticLength(s string) int {
	quote := apostropheLength(s)
	if quote == 0 {
		return 0
	}
	for _, c := range clitics {
		if n := quote + len(c); len(s) >= n && strings.EqualFold(s[quote:n], c) {
			if r, _ := utf8.DecodeRuneInString(s[n:]); n == len(s) || !isWordRune(r) {
				return n
			}
		}
	}
	return 0
}

var clitics = [...]string{"s", "m", "d", "re", "ve", "ll"}

func apostropheLength(s string) int {
	switch {
	case strings.HasPrefix(s, "'"), strings.HasPrefix(s, "`"):
		return 1
	case strings.HasPrefix(s, "’"):
		return len("’")
	}
	return 0
}

// word adds the word [start, stop) of the chunk that ends at end, and the full stop or apostrophe that belongs to
// it, and returns where it ended.
func (t *tokeniser) word(start, stop, end, blockEnd int) int {
	if stop < end && t.text[stop] == '.' && t.keepsStop(t.text[start:stop], stop, end, blockEnd) {
		t.add(start, stop+1)
		return stop + 1
	}
	if stop-start == 3 && strings.EqualFold(t.text[start:stop], "its") && behindIts(t.text[stop:blockEnd]) {
		t.add(start, stop-1)
		t.add(stop-1, stop)
		return stop
	}
	t.pieces(start, stop)
	// "the parties' positions": a possessive when no quotation waits for its end.
	if n := apostropheLength(t.text[stop:end]); n > 0 && (t.text[stop-1] == 's' || t.text[stop-1] == 'S') && !t.singleQuote && t.text[stop] != '`' {
		t.add(stop, stop+n)
		return stop + n
	}
	return stop
}

// behindIts reports whether the text behind "its" begins with a word that follows no possessive, so that "its" is a careless
// "it's": "its not open", "its the best".
func behindIts(rest string) bool {
	rest = strings.TrimLeft(rest, " ")
	n := 0
	for n < len(rest) && rest[n] >= 'a' && rest[n] <= 'z' {
		n++
	}
	if n < len(rest) && rest[n] != ' ' && rest[n] != '\n' {
		return false // "its in-house lawyers"
	}
	switch rest[:n] {
	case "not", "a", "an", "the", "really", "simply", "like", "in", "definitely", "for", "also", "between", "from", "been",
		"just", "getting", "so", "too", "nothing", "all", "about", "because", "going", "called", "my", "your":
		return true
	}
	return false
}

// keepsStop reports whether the full stop behind word s belongs to an abbreviation.
func (t *tokeniser) keepsStop(s string, stop, end, blockEnd int) bool {
	if stop+1 < end && t.text[stop+1] == '.' {
		return false // "..."
	}
	if len(s) == 1 && s[0] >= 'A' && s[0] <= 'Z' {
		// An initial ("Joseph R. Biden") stands before a name; at the end of its paragraph it is a word ("plan B.").
		next := strings.TrimLeft(t.text[stop+1:blockEnd], " \t\r\n\u00a0")
		r, _ := utf8.DecodeRuneInString(next)
		return unicode.IsUpper(r) && s[0] != 'I' || len(t.spans) == 0
	}
	dot := strings.LastIndexByte(s, '.')
	if dot > 0 && len(s)-dot <= 3 && isInitials(s) {
		return true // "U.S.", "a.m.", "Ph.D."
	}
	kind, known := abbreviations[strings.ToLower(s)]
	if !known {
		return false
	}
	next := strings.TrimLeft(t.text[stop+1:blockEnd], " \t\r\n\u00a0")
	switch kind {
	case beforeNumber:
		return next != "" && isDigit(next[0])
	case mayEnd:
		return next != "" || !strings.EqualFold(s, "etc")
	case capitalised:
		return s[0] >= 'A' && s[0] <= 'Z' && next != ""
	}
	return true
}

// isInitials reports whether s is letters with full stops between: "U.S", "e.g", "Ph.D".
func isInitials(s string) bool {
	run := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '.':
			if run == 0 {
				return false
			}
			run = 0
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			if run++; run > 2 {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// pieces cuts clitics off a word.
func (t *tokeniser) pieces(start, stop int) {
	s := t.text[start:stop]
	if len(s) > maxTokenBytes {
		t.add(start, stop)
		return
	}
	// n't before the other clitics: "don't", "isn’t"; "couldn't've" has both.
	for i := len(s) - 2; i > 0; i-- {
		if s[i] != '\'' && s[i] != '\xe2' {
			continue
		}
		n := apostropheLength(s[i:])
		if n == 0 {
			continue
		}
		rest := s[i+n:]
		if strings.EqualFold(rest, "t") && (s[i-1] == 'n' || s[i-1] == 'N') && i > 1 {
			t.pieces(start, start+i-1)
			t.add(start+i-1, stop)
			return
		}
		if rest == "s" && i >= 2 && s[i-1] == '0' && isDigit(s[i-2]) {
			break // "the 1980's"
		}
		for _, c := range clitics {
			if strings.EqualFold(rest, c) {
				t.pieces(start, start+i)
				t.add(start+i, stop)
				return
			}
		}
	}
	cut := joinedContraction(s)
	if cut == 0 {
		cut = unitStart(s)
	}
	if cut > 0 {
		t.add(start, start+cut)
		t.add(start+cut, stop)
		return
	}
	t.add(start, stop)
}

// unitStart returns where the unit begins that is written on to a number ("5km", "30bn", "10pm"), or 0.
func unitStart(s string) int {
	if !isDigit(s[0]) {
		return 0
	}
	at := 1
	for at < len(s) && (isDigit(s[at]) || s[at] == '.' || s[at] == ',' || s[at] == ':') {
		at++
	}
	switch s[at:] {
	case "m", "k", "b", "pm", "am", "M", "K", "AM", "PM", "mm", "ft", "cm", "bn", "tn", "km", "kg", "lb", "lbs", "mph", "kph",
		"gb", "GB", "mb", "MB", "hrs", "hz", "Hz", "MW", "GW", "kV", "sq", "ha", "mn", "mln", "bln":
		return at
	}
	return 0
}

// isTelephone reports whether the hyphen between two parts of a number is that of a telephone number
// ("555-0142", "202-555-0142", "extension 3-5076"), not of a range ("2020-2024", "300-400").
func isTelephone(before, after string) bool {
	n := 0
	for n < len(after) && isDigit(after[n]) {
		n++
	}
	lead := len(before)
	if i := strings.LastIndexByte(before, '-'); i >= 0 {
		lead -= i + 1
	}
	return lead == 1 && len(before) == 1 && n == 4 || lead == 3 && (n == 4 || n == 3 && len(after) > 4 && after[3] == '-' && isDigit(after[4]))
}

// joinedContraction returns where a contraction without apostrophe is cut: can|not, gon|na, do|nt. It is 0 for others.
func joinedContraction(s string) int {
	if len(s) < 2 || len(s) > 8 {
		return 0
	}
	for _, c := range joinedContractions {
		if len(c.word) == len(s) && (c.word == s || len(s) > 3 && strings.EqualFold(c.word, s)) { // "Im" and "Ive" are surnames
			return c.cut
		}
	}
	return 0
}

var joinedContractions = [...]struct {
	word string
	cut  int
}{
	{"cannot", 3}, {"gonna", 3}, {"wanna", 3}, {"gotta", 3}, {"dont", 2}, {"cant", 2}, {"wont", 2}, {"didnt", 3}, {"doesnt", 4},
	{"isnt", 2}, {"arent", 3}, {"wasnt", 3}, {"werent", 4}, {"havent", 4}, {"hasnt", 3}, {"hadnt", 3}, {"couldnt", 5},
	{"wouldnt", 5}, {"shouldnt", 6}, {"aint", 2}, {"im", 1}, {"ive", 1}, {"hes", 2}, {"thats", 4}, {"whats", 4}, {"theres", 5},
	{"youre", 3}, {"youll", 3}, {"theyre", 4}, {"itll", 2}, {"alot", 1}, {"outta", 3},
}

// keepsHyphen reports whether the hyphen between two parts of a word does not cut it: the treebanks keep prefixes
// ("anti-corruption", "co-chair", "e-mail") with their word and cut all other compounds.
func keepsHyphen(before, after string) bool {
	if len(before) > 7 || after == "" || isDigit(after[0]) {
		return false
	}
	switch strings.ToLower(before) {
	case "e", "anti", "non", "pro", "re", "co", "ex", "pre", "post", "semi", "pan", "multi", "mid", "over", "cross",
		"mini", "sub", "un", "neo", "socio", "counter", "inter", "intra", "trans", "ultra", "quasi", "pseudo", "de", "micro", "bi":
		return true
	}
	return false
}
