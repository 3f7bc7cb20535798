package syntax

import "encoding/binary"

// tagPair is a universal and a Penn tag that occur together.
type tagPair struct {
	upos UPOS
	xpos XPOS
}

// tagger gives each word its pair of tags from left to right.
type tagger struct {
	pairs    []tagPair
	classes  [][]uint8 // ambiguity classes: the candidates of a known word; class 0 is that of unknown words
	lexicon  lexicon   // form to class
	clusters lexicon   // form to cluster
	weights  scorer
	shift    uint
}

// lexicon maps hashes of forms to ambiguity classes: an open-addressed table of 6-byte entries, hash and class.
type lexicon string

func (l lexicon) find(hash uint32) uint16 {
	if hash == 0 {
		hash = 1
	}
	n := uint32(len(l) / 6)
	for at := hash & (n - 1); ; at = (at + 1) & (n - 1) {
		entry := l[at*6 : at*6+6]
		key := uint32(entry[0]) | uint32(entry[1])<<8 | uint32(entry[2])<<16 | uint32(entry[3])<<24
		if key == hash {
			return uint16(entry[4]) | uint16(entry[5])<<8
		}
		if key == 0 {
			return 0
		}
	}
}

// newLexicon builds the table. Each hash goes in once, the first wins.
func newLexicon(hashes []uint32, classes []uint16) lexicon {
	size := 1024
	for size*2 < len(hashes)*3 {
		size *= 2
	}
	table := make([]byte, size*6)
	for i, h := range hashes {
		if h == 0 {
			h = 1
		}
		for at := int(h) & (size - 1); ; at = (at + 1) & (size - 1) {
			key := binary.LittleEndian.Uint32(table[at*6:])
			if key == h {
				break
			}
			if key == 0 {
				binary.LittleEndian.PutUint32(table[at*6:], h)
				binary.LittleEndian.PutUint16(table[at*6+4:], classes[i])
				break
			}
		}
	}
	return lexicon(table)
}

// look sets the words' clusters and ambiguity classes: those of the form as written, else of its lower case.
func (t *tagger) look(words []word) {
	for i := range words {
		w := &words[i]
		w.cluster = t.clusters.find(w.exact)
		if w.cluster == 0 && w.exact != w.lower {
			w.cluster = t.clusters.find(w.lower)
		}
		w.class = t.lexicon.find(w.exact)
		if w.class == 0 && w.exact != w.lower {
			w.class = t.lexicon.find(w.lower ^ 0x5bd1e995)
		}
	}
}

const tagFeatures = 43

// tag sets the words' tags.
func (t *tagger) tag(words []word) {
	var places [tagFeatures]uint32
	for i := range words {
		candidates := t.classes[words[i].class]
		if len(candidates) == 1 {
			words[i].tag = candidates[0]
			continue
		}
		t.features(words, i, &places)
		words[i].tag = t.best(candidates, &places)
	}
}

func (t *tagger) best(candidates []uint8, places *[tagFeatures]uint32) uint8 {
	best, bestScore := candidates[0], int32(-1<<31)
	for _, c := range candidates {
		score := int32(0)
		if w, ok := t.weights.(weights); ok {
			for _, p := range places {
				score += int32(int8(w[int(p)+int(c)]))
			}
		} else {
			for _, p := range places {
				score += t.weights.at(p, int(c))
			}
		}
		if score > bestScore {
			best, bestScore = c, score
		}
	}
	return best
}

var outsideWord = word{exact: 11, lower: 12, suffix1: 13, suffix2: 14, suffix3: 15, suffix4: 16, shape: 32, class: 0xffff}

func wordAt(words []word, i int) *word {
	if i < 0 || i >= len(words) {
		return &outsideWord
	}
	return &words[i]
}

// features fills places with the features of word i, whose left neighbours have their tags.
func (t *tagger) features(words []word, i int, places *[tagFeatures]uint32) {
	w := &words[i]
	l1, l2, r1, r2 := wordAt(words, i-1), wordAt(words, i-2), wordAt(words, i+1), wordAt(words, i+2)
	p1, p2 := uint64(255), uint64(255)
	if i > 0 {
		p1 = uint64(l1.tag)
	}
	if i > 1 {
		p2 = uint64(l2.tag)
	}
	n := 0
	add := func(template, a, b, c uint64) {
		places[n] = place(feature(template, a, b, c), t.shift)
		n++
	}
	lower, shape, class := uint64(w.lower), uint64(w.shape), uint64(w.class)
	start := uint64(0)
	if i == 0 {
		start = 1
	}
	add(1, lower, 0, 0)
	add(2, uint64(w.exact), start, 0)
	add(3, uint64(w.suffix1), shape, 0)
	add(4, uint64(w.suffix2), 0, 0)
	add(5, uint64(w.suffix3), 0, 0)
	add(6, uint64(w.suffix4), 0, 0)
	add(7, uint64(w.prefix1), 0, 0)
	add(8, uint64(w.prefix2), 0, 0)
	add(9, uint64(w.prefix), 0, 0)
	add(10, shape, start, 0)
	add(11, shape, uint64(l1.shape), uint64(r1.shape))
	add(12, p1, 0, 0)
	add(13, p1, p2, 0)
	add(14, p1, lower, 0)
	add(15, p1, p2, class)
	add(16, uint64(l1.lower), 0, 0)
	add(17, uint64(l1.lower), lower, 0)
	add(18, uint64(l2.lower), 0, 0)
	add(19, uint64(r1.lower), 0, 0)
	add(20, uint64(r1.lower), lower, 0)
	add(21, uint64(r2.lower), 0, 0)
	add(22, uint64(r1.class), 0, 0)
	add(23, uint64(r1.class), class, p1)
	add(24, uint64(r1.class), uint64(r2.class), class)
	add(25, class, p1, 0)
	add(26, uint64(r1.suffix3), class, 0)
	add(27, uint64(r1.suffix2), uint64(w.suffix3), 0)
	add(28, uint64(l1.suffix3), class, 0)
	add(29, uint64(w.suffix3), p1, 0)
	add(30, uint64(w.suffix2), p1, shape)
	add(31, uint64(l1.lower), uint64(r1.lower), class)
	add(32, uint64(l2.lower), uint64(l1.lower), class)
	add(33, uint64(r1.lower), uint64(r2.lower), class)
	add(34, uint64(r1.shape), shape, p1)
	add(35, uint64(w.cluster), 0, 0)
	add(36, uint64(w.cluster), p1, shape)
	add(37, uint64(w.cluster), uint64(w.suffix2), 0)
	add(38, uint64(l1.cluster), class, 0)
	add(39, uint64(r1.cluster), class, 0)
	add(40, uint64(w.cluster)>>4, uint64(l1.cluster)>>4, uint64(r1.cluster)>>4)
	add(41, uint64(w.cluster), uint64(r1.cluster)>>4, p1)
	add(42, uint64(r1.class), p1, p2)
	add(43, uint64(w.cluster), uint64(r1.class), 0)
}
