package network

import (
	"unicode"
	"unicode/utf8"
)

// What a word gives to the input layer: rows of one table, found by hashing. Rows may be shared by chance; the word
// itself has two, so that two words rarely share both (Bloom embeddings, Serrà and Karatzoglou 2017).
const (
	FeatureCount = 10
	WordFeatures = 2 // the first features: the rows of the whole word
	wordRows     = 1 << 14
	affixRows    = 1 << 13
	TableRows    = wordRows + affixRows
)

// Features are the rows of the input table that a word's form selects.
type Features [FeatureCount]uint32

const (
	hashStart = 14695981039346656037
	hashPrime = 1099511628211
)

func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

func hashRunes(runes []rune, kind uint64) uint64 {
	h := uint64(hashStart) ^ kind
	for _, r := range runes {
		h = (h ^ uint64(r)) * hashPrime
	}
	return mix(h)
}

// Lower writes the word in lower case to buffer, without allocation for ordinary words.
func lower(form string, buffer []rune) []rune {
	for i := 0; i < len(form); {
		c := form[i]
		if c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			buffer = append(buffer, rune(c))
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(form[i:])
		buffer = append(buffer, unicode.ToLower(r))
		i += n
	}
	return buffer
}

// Of computes the features of a word.
func (f *Features) Of(form string) {
	var space [64]rune
	word := lower(form, space[:0])
	for i, r := range word {
		if '0' <= r && r <= '9' {
			word[i] = '0'
		}
	}
	h := hashRunes(word, 1)
	f[0] = uint32(h) % wordRows
	f[1] = uint32(h>>32) % wordRows
	n := len(word)
	affix := func(runes []rune, kind uint64) uint32 {
		return wordRows + uint32(hashRunes(runes, kind))%affixRows
	}
	f[2] = affix(word[:min(2, n)], 2)
	f[3] = affix(word[:min(3, n)], 3)
	f[4] = affix(word[max(0, n-1):], 4)
	f[5] = affix(word[max(0, n-2):], 5)
	f[6] = affix(word[max(0, n-3):], 6)
	f[7] = affix(word[max(0, n-4):], 7)
	// The shape keeps at most three of a run: "Washington" is Xxxx, "2022-05-23" is ddd-dd-dd.
	var shapeSpace [32]rune
	shape := shapeSpace[:0]
	var last rune
	run, capitals := 0, 0
	for _, r := range form {
		switch {
		case 'a' <= r && r <= 'z':
			r = 'x'
		case 'A' <= r && r <= 'Z':
			r = 'X'
		case '0' <= r && r <= '9':
			r = 'd'
		case r >= utf8.RuneSelf && unicode.IsUpper(r):
			r = 'X'
		case r >= utf8.RuneSelf && unicode.IsLetter(r):
			r = 'x'
		}
		if r == 'X' {
			capitals++
		}
		if r == last {
			run++
		} else {
			last, run = r, 0
		}
		if run < 3 && len(shape) < cap(shape) {
			shape = append(shape, r)
		}
	}
	f[8] = affix(shape, 8)
	f[9] = affix([]rune{rune(min(n, 12)), rune(min(capitals, 3))}, 9)
}

// VectorKey is the key under which a word's static vector is kept.
func VectorKey(form string) uint32 {
	h := uint64(hashStart)
	for i := 0; i < len(form); i++ {
		h = (h ^ uint64(form[i])) * hashPrime
	}
	return uint32(mix(h) >> 32)
}

// LowerVectorKey is the key of the word in lower case.
func LowerVectorKey(form string) uint32 {
	var space [64]rune
	h := uint64(hashStart)
	var bytes [4]byte
	for _, r := range lower(form, space[:0]) {
		for _, b := range bytes[:utf8.EncodeRune(bytes[:], r)] {
			h = (h ^ uint64(b)) * hashPrime
		}
	}
	return uint32(mix(h) >> 32)
}
