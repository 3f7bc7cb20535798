package coreference

import "encoding/binary"

// nouns is what WordNet tells of nouns, as it lies in the model: an open-addressed table of a power of two entries of
// eight bytes (hash of the lemma, 0 for a free one; synset in 20 bits, lexicographer file in 5, gender in 3), and of
// each synset the one above it (4 bytes, itself for the highest).
type nouns struct{ table, above string }

type noun struct {
	synset uint32
	sense  uint8
	gender uint8
}

func (x nouns) find(hash uint32) (noun, bool) {
	if len(x.table) == 0 {
		return noun{}, false
	}
	mask := uint32(len(x.table)/8 - 1)
	for at := hash & mask; ; at = (at + 1) & mask {
		entry := x.table[at*8 : at*8+8]
		h := word(entry[:4])
		if h == 0 {
			return noun{}, false
		}
		if h == hash {
			v := word(entry[4:])
			return noun{synset: v & (1<<20 - 1), sense: uint8(v >> 20 & 31), gender: uint8(v >> 25)}, true
		}
	}
}

// below tells in how many steps up b is reached from a: 0 when they are the same, -1 when not within four.
func (x nouns) below(a, b uint32) int {
	for n := 0; n <= 4; n++ {
		if a == b {
			return n
		}
		if int(a)*4+4 > len(x.above) {
			return -1
		}
		up := word(x.above[a*4 : a*4+4])
		if up == a {
			return -1
		}
		a = up
	}
	return -1
}

func word(s string) uint32 {
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

// packNouns builds the table of find. The order of the entries decides where they lie.
func packNouns(hashes []uint32, values []noun) string {
	size := 1
	for size < 2*len(hashes) {
		size *= 2
	}
	table := make([]byte, size*8)
	mask := uint32(size - 1)
	for i, h := range hashes {
		if h == 0 {
			continue
		}
		for at := h & mask; ; at = (at + 1) & mask {
			entry := table[at*8 : at*8+8]
			other := binary.LittleEndian.Uint32(entry)
			if other == h {
				break // the first stays
			}
			if other == 0 {
				binary.LittleEndian.PutUint32(entry, h)
				binary.LittleEndian.PutUint32(entry[4:], values[i].synset|uint32(values[i].sense)<<20|uint32(values[i].gender)<<25)
				break
			}
		}
	}
	return string(table)
}
