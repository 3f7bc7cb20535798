package syntax

import (
	"encoding/binary"
	"fmt"
)

// lexicon maps hashes of forms to numbers: an open-addressed table of 6-byte entries, hash and number. 0 is no entry.
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
func newLexicon(hashes []uint32, values []uint16) lexicon {
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
				binary.LittleEndian.PutUint16(table[at*6+4:], values[i])
				break
			}
		}
	}
	return lexicon(table)
}

// readLexicon checks that a table can be searched: its entries are a power of two, and one of them is free.
func readLexicon(table string) (lexicon, error) {
	n := len(table) / 6
	if n == 0 || n*6 != len(table) || n&(n-1) != 0 {
		return "", fmt.Errorf("%w: a lexicon of %d bytes", ErrModel, len(table))
	}
	for i := 0; i < len(table); i += 6 {
		if table[i:i+4] == "\x00\x00\x00\x00" {
			return lexicon(table), nil
		}
	}
	return "", fmt.Errorf("%w: a lexicon without end", ErrModel)
}

const clusterKind = "chancery clusters 1"

// readClusters reads the clusters of words.
func readClusters(model string) (lexicon, error) {
	parts, err := sections(model, clusterKind, 1)
	if err != nil {
		return "", err
	}
	return readLexicon(parts[0])
}
