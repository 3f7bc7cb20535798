// Package truecase gives a text that is all in capitals the capitals that it would have in a newspaper.
//
// "EL SALVADOR'S PRESIDENT MET THE FMLN IN MEXICO CITY" becomes "El Salvador's president met the FMLN in Mexico City". Telexes and
// the translations of broadcasts of the last century are written so, and some headlines still are; what reads
// names, tags and trees has learned from text with both kinds of letters. The result has the same number of bytes, so
// that every offset into it is one into the text.
//
// A word is written in one of three ways: small, with a capital, or in capitals. The most likely sequence is chosen, where
// what a word is likely to be hangs on the word and on the way the word before it is written (a Markov model of
// first order, after Lita and others, "tRuEcasIng", 2003). Words that were not seen go by their endings.
package truecase

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed words.tsv
var shipped string

// The ways of writing a word.
const (
	small = iota
	capital
	capitals
	ways
)

// costs are what each way costs after a small word or none, and after one with a capital: sixteenths of a bit.
type costs [2][ways]uint8

// Model knows how words are written. It is safe for any number of goroutines.
type Model struct {
	words   map[string]costs
	endings map[string]costs // the last three letters of words that were hardly seen; "" for any
}

// Load returns the model that is compiled in.
var Load = sync.OnceValues(func() (*Model, error) { return Read(shipped) })

// Read reads a model: lines of a word, or of "*" and an ending, and six costs, between tabs. Lines that begin with "# " are comments.
// Errors name the line.
func Read(table string) (*Model, error) {
	m := &Model{words: map[string]costs{}, endings: map[string]costs{}}
	n := 0
	for line := range strings.Lines(table) {
		n++
		line = strings.TrimRight(line, "\n")
		if line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		fields := strings.Split(line, "\t")
		if len(fields) != 1+2*ways {
			return nil, fmt.Errorf("words.tsv:%d: %d columns, not a word and six costs", n, len(fields))
		}
		var c costs
		for i, f := range fields[1:] {
			cost, err := strconv.ParseUint(f, 10, 8)
			if err != nil {
				return nil, fmt.Errorf("words.tsv:%d: %w", n, err)
			}
			c[i/ways][i%ways] = uint8(cost)
		}
		if ending, ok := strings.CutPrefix(fields[0], "*"); ok {
			m.endings[ending] = c
		} else {
			m.words[fields[0]] = c
		}
	}
	if _, ok := m.endings[""]; !ok {
		return nil, fmt.Errorf("words.tsv: no line for words with any ending")
	}
	return m, nil
}

// AllCapitals reports whether a text is written in capitals: it has at least twelve words, and fewer than one in
// twenty of its letters is small.
func AllCapitals(text string) bool {
	big, little, words, inside := 0, 0, 0, false
	for _, r := range text {
		letter := unicode.IsLetter(r)
		if letter && !inside {
			words++
		}
		inside = letter
		switch {
		case unicode.IsUpper(r):
			big++
		case unicode.IsLower(r):
			little++
		}
	}
	return words >= 12 && little*20 < big
}

// word is a run of letters of the text.
type word struct {
	start, end int
	lower      string
	first      bool // of a sentence: it has a capital whatever it is
	free       bool // no word stands right before it
	fixed      int  // the way it has to be written, or -1
}

// Restore returns the text with the letters it would have in a newspaper. Every byte keeps its place.
func (m *Model) Restore(text string) string {
	out := []byte(text)
	words := split(text)
	back := make([][ways]uint8, len(words))
	var sum [ways]int
	for i := range words {
		w := &words[i]
		c, known := m.words[w.lower]
		if !known {
			c = m.unknown(w.lower)
		}
		var next [ways]int
		for way := range next {
			best, from := 1<<30, 0
			for before := range sum {
				after := 0
				if before != small && !w.free {
					after = 1
				}
				if s := sum[before] + int(c[after][way]); s < best {
					best, from = s, before
				}
			}
			if w.fixed >= 0 && way != w.fixed {
				best += 1 << 20
			}
			next[way], back[i][way] = best, uint8(from)
		}
		sum = next
	}
	way := 0
	for k := range sum {
		if sum[k] < sum[way] {
			way = k
		}
	}
	for i := len(words) - 1; i >= 0; i-- {
		w := &words[i]
		write(out, text, w, way)
		way = int(back[i][way])
	}
	return string(out)
}

// unknown is what a word costs that is in no table.
func (m *Model) unknown(lower string) costs {
	vowel := strings.ContainsAny(lower, "aeiouyáéíóú")
	if !vowel && len(lower) > 1 && len(lower) <= 6 {
		return costs{{90, 60, 5}, {90, 60, 5}} // "FPMR"
	}
	c := m.endings[""]
	if len(lower) > 3 {
		if ending, ok := m.endings[lower[len(lower)-3:]]; ok {
			c = ending
		}
	}
	for before := range c {
		c[before][capital] -= min(c[before][capital], nameBonus)
	}
	return c
}

// nameBonus is what makes a word a name that is in no table: the words that were seen once, of which the endings tell,
// are more often rare words than those never seen ("MORAZAN").
const nameBonus = 24

// split finds the words of a text.
func split(text string) []word {
	var words []word
	start := -1
	sentence, gap := true, true
	for i, r := range text + " " {
		if unicode.IsLetter(r) {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			w := word{start: start, end: i, lower: strings.ToLower(text[start:i]), first: sentence, free: gap, fixed: -1}
			switch before, _ := utf8.DecodeLastRuneInString(text[:start]); {
			case (before == '\'' || before == '’') && clitic(w.lower) && len(words) > 0 && words[len(words)-1].end >= start-3:
				w.fixed = small
			case i-start == 1 && (r == '.' || r == '-') && text[start] != 'a' && text[start] != 'A':
				w.fixed = capital // "U.S.", "J. Smith", "M-16"
			case i-start <= 3 && r == '-' && i+1 < len(text) && '0' <= text[i+1] && text[i+1] <= '9':
				w.fixed = capitals // "AR-15"
			}
			words = append(words, w)
			start, sentence, gap = -1, false, false
		}
		switch {
		case r == '.' || r == '!' || r == '?':
			// "U.S. AID": a point after one letter ends no sentence.
			last := len(words) - 1
			if (last < 0 || words[last].end != i || words[last].end-words[last].start > 1) && (i+1 >= len(text) || text[i+1] <= ' ' || text[i+1] == '"') {
				sentence = true // but not "NO.4"
			}
			gap = true
		case r == '\n' && i+1 < len(text) && text[i+1] == '\n':
			sentence, gap = true, true
		case !unicode.IsSpace(r) && r != '\'' && r != '’' && r != '-':
			gap = true
		}
	}
	return words
}

// clitic reports whether letters after an apostrophe belong to the word before it.
func clitic(lower string) bool {
	switch lower {
	case "s", "t", "re", "ve", "ll", "d", "m":
		return true
	}
	return false
}

// write puts a word into the bytes the way it is to be written, as far as its letters keep their length.
func write(out []byte, text string, w *word, way int) {
	for i, r := range text[w.start:w.end] {
		if way == capitals || i == 0 && (way == capital || w.first) {
			continue
		}
		lower := unicode.ToLower(r)
		if utf8.RuneLen(lower) == utf8.RuneLen(r) {
			utf8.EncodeRune(out[w.start+i:], lower)
		}
	}
}
