package truecase

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"unicode"
)

// Counts are how often words were written in which way.
type Counts struct {
	words map[string]*[2][ways]int
}

// NewCounts returns counts of nothing.
func NewCounts() *Counts { return &Counts{words: map[string]*[2][ways]int{}} }

// Sentence counts the words of a sentence but the first, whose capital says nothing. Sentences that are headlines, most
// of their words with capitals, are passed over.
func (c *Counts) Sentence(tokens []string) {
	big := 0
	for _, t := range tokens {
		if way, ok := written(t); ok && way != small {
			big++
		}
	}
	if big*2 > len(tokens) {
		return
	}
	before, inside := 0, false
	for _, t := range tokens {
		way, ok := written(t)
		if !ok {
			before = 0
			continue
		}
		if inside {
			lower := strings.ToLower(t)
			if c.words[lower] == nil {
				c.words[lower] = &[2][ways]int{}
			}
			c.words[lower][before][way]++
		}
		inside, before = true, min(way, 1)
	}
}

// written tells how a token is written; false for what is no word.
func written(token string) (way int, ok bool) {
	small, big, first := 0, 0, false
	for i, r := range token {
		switch {
		case !unicode.IsLetter(r):
			return 0, false
		case unicode.IsUpper(r):
			big++
			first = first || i == 0
		default:
			small++
		}
	}
	switch {
	case big == 0:
		return 0, true
	case small == 0 && big > 1:
		return capitals, true
	case first:
		return capital, true
	}
	return 0, false // "iPhone"
}

// Least is how often a word must have been seen to be in the table.
const Least = 3

// Write writes the table: words in the order of their letters, then endings. comment goes before it.
func (c *Counts) Write(out io.Writer, comment string) error {
	var all [2][ways]float64
	endings := map[string]*[2][ways]float64{}
	var names, tails []string
	for lower, n := range c.words { // sums of whole numbers: the order does not matter
		seen := 0
		for before := range n {
			for way, k := range n[before] {
				seen += k
				all[before][way] += float64(k)
			}
		}
		if seen >= Least {
			names = append(names, lower)
		}
		if seen > 1 || len(lower) <= 3 { // words seen once are the most like those never seen
			continue
		}
		for _, tail := range []string{"", lower[len(lower)-3:]} {
			if endings[tail] == nil {
				endings[tail] = &[2][ways]float64{}
				tails = append(tails, tail)
			}
			for before := range n {
				for way, k := range n[before] {
					endings[tail][before][way] += float64(k)
				}
			}
		}
	}
	slices.Sort(names)
	slices.Sort(tails)
	b := bufio.NewWriter(out)
	for line := range strings.Lines(comment) {
		fmt.Fprintf(b, "# %s\n", strings.TrimRight(line, "\n"))
	}
	for _, name := range names {
		var n [2][ways]float64
		for before := range n {
			for way, k := range c.words[name][before] {
				n[before][way] = float64(k)
			}
		}
		line(b, name, n, all, 0.5)
	}
	for _, tail := range tails {
		if n := endings[tail]; tail == "" || n[0][0]+n[0][1]+n[0][2]+n[1][0]+n[1][1]+n[1][2] >= 5 {
			line(b, "*"+tail, *n, *endings[""], 2)
		}
	}
	return b.Flush()
}

// line writes the costs of a word: shares among what stood after a small word and after a capital, smoothed by the word's
// shares wherever it stood, and these by those of all words, worth prior occurrences.
func line(b *bufio.Writer, name string, n, all [2][ways]float64, prior float64) {
	fmt.Fprint(b, name)
	whole := all[0][0] + all[0][1] + all[0][2] + all[1][0] + all[1][1] + all[1][2]
	mine := n[0][0] + n[0][1] + n[0][2] + n[1][0] + n[1][1] + n[1][2]
	for before := range n {
		here := n[before][0] + n[before][1] + n[before][2]
		for way := range ways {
			any := (n[0][way] + n[1][way] + prior*(all[0][way]+all[1][way])/whole) / (mine + prior)
			share := (n[before][way] + 2*any) / (here + 2)
			fmt.Fprintf(b, "\t%d", int(min(255, math.Round(-16*math.Log2(share)))))
		}
	}
	fmt.Fprintln(b)
}
