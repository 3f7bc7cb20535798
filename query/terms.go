package query

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/internal/gazetteer"
)

// The kinds of terms are the contract between a query and an index. An event has, as terms:
//
//	source, recipient, speaker   the actor's id, its country, and the state that its id begins with: "USAGOV:antony-blinken", "USA"
//	source.name, …               every word of the name, folded, of a party without an id: "border", "guards"
//	source.office, …             the office held, folded: "secretary of state of the united states"
//	source.sector, …             "GOV"
//	category, mode, context, cameo, status, medium, track, stance
//	outlet, origin               the name, folded; the origin's id, too
//	place                        the place's name, folded
//	place-country                ISO 3166-1 alpha-3
//	at                           "40.3777 49.8920": latitude and longitude of a place that is known better than to its region
//	killed, injured              "12": the best figure, else the lowest
//	historical                   "yes"
//	reviewed                     "accepted", "rejected", "corrected"
//	text                         every word of the sentences that it was read from, folded
//
// A quotation has speaker, recipient (whom a letter or call went to), medium, stance, outlet and text; a report has
// outlet, language and text.
const (
	TextTerms = "text"
	AtTerms   = "at"
)

// Word is a word of a text as it is looked for.
type Word struct {
	Text       string // folded: lower case, without accents, apostrophes and full stops
	Start, End int    // bytes of the text
}

// WordsOf appends the words of a text to dst: runs of letters and digits; a full stop or an apostrophe within one belongs
// to it ("U.S.", "O'Brien"), a hyphen ends it, and a possessive ending is no part of it ("Baku's" is "baku").
func WordsOf(dst []Word, text string) []Word {
	for i := 0; i < len(text); {
		if b := text[i]; b < utf8.RuneSelf {
			if !letterOrDigit[b] {
				i++
				continue
			}
		} else if c, size := utf8.DecodeRuneInString(text[i:]); !isWordRune(c) {
			i += size
			continue
		}
		start, end, plain := i, i, true
		for i < len(text) {
			if b := text[i]; b < utf8.RuneSelf {
				switch {
				case letterOrDigit[b]:
					if b < 'a' && b > '9' {
						plain = false
					}
					i++
					end = i
					continue
				case b == '.' && isLetter(text[end-1]) && i+1 < len(text) && isLetter(text[i+1]), b == '\'' && wordBegins(text[i+1:]):
					if b == '\'' && isPossessive(text[i+1:]) {
						i += 2
						break
					}
					plain = false
					i++
					continue
				}
				break
			}
			c, size := utf8.DecodeRuneInString(text[i:])
			if isWordRune(c) {
				plain = false
				i += size
				end = i
				continue
			}
			if isApostrophe(c) && wordBegins(text[i+size:]) {
				if isPossessive(text[i+size:]) {
					i += size + 1
					break
				}
				plain = false
				i += size
				continue
			}
			break
		}
		word := Word{Start: start, End: end}
		if plain {
			word.Text = text[start:end]
		} else {
			word.Text = foldWord(text[start:end])
		}
		if len(word.Text) > longestWord {
			word.Text = word.Text[:cutAt(word.Text, longestWord)]
		}
		if word.Text != "" {
			dst = append(dst, word)
		}
		i = max(i, end)
	}
	return dst
}

// longestWord is how many bytes of a word take part; what is longer is no word but an address or a mistake.
const longestWord = 64

// cutAt gives the last beginning of a character at or before n.
func cutAt(text string, n int) int {
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return n
}

var letterOrDigit = func() (table [utf8.RuneSelf]bool) {
	for c := range table {
		table[c] = 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
	}
	return table
}()

func isWordRune(c rune) bool {
	return unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.Is(unicode.Mn, c)
}

func isApostrophe(c rune) bool { return c == '’' || c == 'ʼ' }

// isLetter tells whether a byte is a letter of ASCII.
func isLetter(b byte) bool { return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' }

// isPossessive tells whether what follows an apostrophe is the s of the possessive.
func isPossessive(rest string) bool {
	return rest != "" && (rest[0] == 's' || rest[0] == 'S') && !wordBegins(rest[1:])
}

// wordBegins tells whether a text begins with a letter or a digit.
func wordBegins(text string) bool {
	c, _ := utf8.DecodeRuneInString(text)
	return isWordRune(c)
}

// foldWord folds one word.
func foldWord(word string) string {
	for i := 0; i < len(word); i++ {
		if word[i] >= utf8.RuneSelf {
			return gazetteer.Fold(word)
		}
	}
	out := make([]byte, 0, len(word))
	for i := 0; i < len(word); i++ {
		switch c := word[i]; {
		case 'A' <= c && c <= 'Z':
			out = append(out, c+'a'-'A')
		case c == '.' || c == '\'':
		default:
			out = append(out, c)
		}
	}
	return string(out)
}

// Fold gives a name as it is looked for: its words, folded, with one space between them.
func Fold(name string) string {
	var buf [16]Word
	out := make([]byte, 0, len(name))
	for i, w := range WordsOf(buf[:0], name) {
		if i > 0 {
			out = append(out, ' ')
		}
		out = append(out, w.Text...)
	}
	return string(out)
}

// Common tells whether a folded word stands in so many texts that it is not kept as a term: a phrase with it is found
// by its other words.
func Common(word string) bool { return common[word] }

// CommonBegins tells whether a word that is not kept as a term begins so.
func CommonBegins(start string) bool {
	for w := range common {
		if strings.HasPrefix(w, start) {
			return true
		}
	}
	return false
}

var common = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range []string{
		"a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "for", "from", "had", "has", "have", "he", "his",
		"in", "is", "it", "its", "of", "on", "or", "s", "said", "that", "the", "their", "they", "this", "to", "was", "were",
		"which", "who", "will", "with", "would",
	} {
		m[w] = true
	}
	return m
}()

// Phrase is what a text is looked through for: words next to each other.
type Phrase struct {
	Words []string // folded
	Open  bool     // the last one is only the beginning of a word: negotiat*
}

// PhraseOf makes a phrase of words as they stand in a query. Literal is that they stood in quotation marks.
func PhraseOf(text string, literal bool) Phrase {
	var p Phrase
	if !literal && len(text) > 0 && text[len(text)-1] == '*' {
		p.Open = true
	}
	for _, w := range WordsOf(nil, text) {
		p.Words = append(p.Words, w.Text)
	}
	return p
}

// In appends to dst where in a text, whose words are given, the phrase stands: pairs of its first and last word.
func (p Phrase) In(dst [][2]int, words []Word) [][2]int {
	n := len(p.Words)
	if n == 0 {
		return dst
	}
next:
	for i := 0; i+n <= len(words); i++ {
		for j, w := range p.Words {
			have := words[i+j].Text
			if have == w || p.Open && j == n-1 && len(have) > len(w) && have[:len(w)] == w {
				continue
			}
			continue next
		}
		dst = append(dst, [2]int{i, i + n - 1})
		i += n - 1
	}
	return dst
}
