package alike

import "fmt"

// words is what the model knows of words, as it lies in the file: an open-addressed table. An entry has the hash of the lemma (0 for a free one), its weight, the WordNet files of its first senses as verb and
// noun, the numbers of its senses and of those above them, and its vector.
type words string

const (
	vectorSize = 32
	sensesKept = 12
	aboveKept  = 2
	entrySize  = 4 + 4 + 2*sensesKept + 2*aboveKept + vectorSize

	weightAt = 4
	verbAt   = 5
	nounAt   = 6
	sensesAt = 8
	aboveAt  = sensesAt + 2*sensesKept
	vectorAt = aboveAt + 2*aboveKept
)

// rareWeight is the weight of words that the table does not have.
const rareWeight = 100

// word is an entry; "" is that of an unknown word.
type word string

// find returns the entry of a lemma.
func (w words) find(lemma string) word {
	n := len(w) / entrySize
	if n == 0 {
		return ""
	}
	hash := hashOf(lemma)
	for at := slot(hash, n); ; at = (at + 1) % n {
		entry := w[at*entrySize : (at+1)*entrySize]
		switch number32(entry) {
		case hash:
			return word(entry)
		case 0:
			return ""
		}
	}
}

// slot is where looking for a hash begins in a table of n entries.
func slot(hash uint32, n int) int { return int(uint64(hash) * uint64(n) >> 32) }

// weight is the inverse document frequency, from 0 for what stands in every report to 100 for what stands in hardly any.
func (w word) weight() int {
	if w == "" {
		return rareWeight
	}
	return int(w[weightAt])
}

// files are WordNet's lexicographer files of the first sense as a verb and as a noun, 0 for none.
func (w word) files() (verb, noun int) {
	if w == "" {
		return 0, 0
	}
	return int(w[verbAt]), int(w[nounAt])
}

// hasVector reports whether the word has a vector.
func (w word) hasVector() bool {
	if w == "" {
		return false
	}
	for i := vectorAt; i < entrySize; i++ {
		if w[i] != 0 {
			return true
		}
	}
	return false
}

// cosine is that of two words' vectors, in per cent; unknown when one has none.
func cosine(a, b word) int {
	if !a.hasVector() || !b.hasVector() {
		return unknown
	}
	sum := 0
	for i := vectorAt; i < entrySize; i++ {
		sum += int(int8(a[i])) * int(int8(b[i]))
	}
	return sum * 100 / (127 * 127)
}

// firstSenses is how many of an entry's senses have room for the foremost: a verb's three, a noun's two, and what is
// derived from them. Behind them are rarer ones.
const firstSenses = 8

// senses tells how two words are related in WordNet: 3 when they share one of their first senses or one is derived from
// the other's, 2 when they share a rarer one, 1 when a sense of one is above a sense of the other or both have the same
// above them, 0 when they are not related, unknown when WordNet lacks one.
func senses(a, b word) int {
	if a == "" || b == "" || number16(a[sensesAt:]) == 0 || number16(b[sensesAt:]) == 0 {
		return unknown
	}
	best := 0
	for i := sensesAt; i < vectorAt; i += 2 {
		x := number16(a[i:])
		if x == 0 {
			continue
		}
		for k := sensesAt; k < vectorAt; k += 2 {
			if x != number16(b[k:]) {
				continue
			}
			switch {
			case i >= aboveAt || k >= aboveAt:
				best = max(best, 1)
			case i >= sensesAt+2*firstSenses || k >= sensesAt+2*firstSenses:
				best = max(best, 2)
			default:
				return 3
			}
		}
	}
	return best
}

// isVerb reports whether WordNet has the word as a verb.
func (w word) isVerb() bool { return w != "" && w[verbAt] != 0 }

// hashOf is FNV-1a, never 0.
func hashOf(s string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	h ^= h >> 15
	return max(h, 1)
}

func number32[S ~string | ~[]byte](s S) uint32 {
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

func number16[S ~string | ~[]byte](s S) uint16 { return uint16(s[0]) | uint16(s[1])<<8 }

// checked makes sure that the table can be searched: it is made of whole entries, and one of them is free.
func (w words) checked() (words, error) {
	n := len(w) / entrySize
	if n*entrySize != len(w) {
		return "", fmt.Errorf("%w: a table of words of %d bytes", ErrModel, len(w))
	}
	for at := range n {
		if number32(w[at*entrySize:]) == 0 {
			return w, nil
		}
	}
	if n == 0 {
		return w, nil
	}
	return "", fmt.Errorf("%w: a table of words without end", ErrModel)
}
