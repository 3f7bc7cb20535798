package syntax

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// lemmatiser turns forms into lemmas by edits of their ends, learned for each Penn tag: the edit of the longest known
// ending wins, and the longest ending is the whole word ("^men").
type lemmatiser struct {
	edits map[string]edit // key: tag as one byte, then the ending
	// known has a bit for each hash of a key, so that most endings without an edit are not looked for; nil in training.
	known []uint64
}

const knownBits = 18

// endingHash is the hash of a tag and an ending from the hash of the ending that is a byte shorter.
func endingHash(shorter uint32, front byte) uint32 { return (shorter ^ uint32(front)) * 16777619 }

// knownBit is the place of a hash's bit.
func knownBit(hash uint32) (word uint32, bit uint64) {
	hash = (hash ^ hash>>15) & (1<<knownBits - 1)
	return hash >> 6, 1 << (hash & 63)
}

// note sets the bit of a key.
func (l *lemmatiser) note(key string) {
	hash := endingHash(2166136261, key[0])
	for i := len(key) - 1; i > 0; i-- {
		hash = endingHash(hash, key[i])
	}
	word, bit := knownBit(hash)
	l.known[word] |= bit
}

// mayHave reports whether there may be an edit for a key with the hash.
func (l *lemmatiser) mayHave(hash uint32) bool {
	if l.known == nil {
		return true
	}
	word, bit := knownBit(hash)
	return l.known[word]&bit != 0
}

// edit takes strip bytes off the end of a form and puts add there.
type edit struct {
	strip int
	add   string
}

const longestEnding = 6

// lemmaBase is what a lemma is made from: the form, in lower case unless it is a name or part of one ("New York"), as the
// treebanks have it.
func lemmaBase(form string, upos UPOS, xpos XPOS) string {
	switch {
	case upos == PROPN || xpos == TagNNP || xpos == TagNNPS:
		return nameBase(form, upos)
	case xpos == TagCD && strings.IndexByte(form, ',') > 0:
		return strings.ReplaceAll(form, ",", "") // "3,000"
	case xpos == TagNN && len(form) == 1:
		return form // "plan C"
	}
	return lowerForm(form)
}

const (
	longestAcronym  = 5 // letters; what is longer is written in capital letters for show
	longestParticle = 3 // letters: "bin", "de"
)

// nameBase writes a name as names are written: Kerala for "kerala", Tehran for "TEHRAN".
func nameBase(form string, upos UPOS) string {
	lower, upper := 0, 0
	for i := 0; i < len(form); i++ {
		switch c := form[i]; {
		case c >= 'a' && c <= 'z':
			lower++
		case c >= 'A' && c <= 'Z':
			upper++
		default:
			return form
		}
	}
	switch {
	case upper == 0 && lower > longestParticle && upos == PROPN:
		return string(form[0]-'a'+'A') + form[1:]
	case lower == 0 && upper > longestAcronym:
		return form[:1] + strings.ToLower(form[1:])
	}
	return form
}

// lemma returns the lemma of a form.
func (l *lemmatiser) lemma(form string, upos UPOS, xpos XPOS, key []byte) string {
	base := lemmaBase(form, upos, xpos)
	e, ok := l.find(base, xpos, key)
	if !ok || e.strip > len(base) || e.strip == len(base) && e.add == "" {
		return base
	}
	if e.strip == 0 && e.add == "" {
		return base
	}
	return base[:len(base)-e.strip] + e.add
}

func (l *lemmatiser) find(base string, xpos XPOS, key []byte) (edit, bool) {
	var hashes [longestEnding + 1]uint32
	hash := endingHash(2166136261, byte(xpos))
	hashes[0] = hash
	for n := 1; n <= len(base); n++ {
		hash = endingHash(hash, base[len(base)-n])
		if n <= longestEnding {
			hashes[n] = hash
		}
	}
	key = append(key[:0], byte(xpos), '^')
	if l.mayHave(endingHash(hash, '^')) {
		key = append(key, base...)
		if e, ok := l.edits[string(key)]; ok {
			return e, true
		}
	}
	for n := min(longestEnding, len(base)); n >= 0; n-- {
		if !l.mayHave(hashes[n]) {
			continue
		}
		key = append(key[:1], base[len(base)-n:]...)
		if e, ok := l.edits[string(key)]; ok {
			return e, true
		}
	}
	return edit{}, false
}

// lowerForm is the form in lower case, the same string when nothing changes.
func lowerForm(form string) string {
	for i := 0; i < len(form); i++ {
		if c := form[i]; c >= 'A' && c <= 'Z' || c >= utf8.RuneSelf {
			return strings.Map(func(r rune) rune {
				if r == '’' || r == '‘' {
					return '\''
				}
				return unicode.ToLower(r)
			}, form)
		}
	}
	return form
}

// readLemmatiser reads lines of tag, ending, number of bytes to strip, and what to add, divided by tabs.
func readLemmatiser(text string) (*lemmatiser, error) {
	l := &lemmatiser{edits: make(map[string]edit, strings.Count(text, "\n")), known: make([]uint64, 1<<knownBits/64)}
	for line := 1; text != ""; line++ {
		row, rest, _ := strings.Cut(text, "\n")
		text = rest
		if row == "" || row[0] == '#' {
			continue
		}
		tag, row, ok1 := strings.Cut(row, "\t")
		ending, row, ok2 := strings.Cut(row, "\t")
		strip, add, ok3 := strings.Cut(row, "\t")
		xpos := ParseXPOS(tag)
		if !ok1 || !ok2 || !ok3 || len(strip) != 1 && len(strip) != 2 || xpos == NoXPOS && tag != "_" {
			return nil, fmt.Errorf("%w: lemma rule in line %d", ErrModel, line)
		}
		n, err := strconv.Atoi(strip)
		if err != nil || n < 0 {
			return nil, fmt.Errorf("%w: lemma rule in line %d", ErrModel, line)
		}
		key := string(rune(xpos)) + ending
		l.edits[key] = edit{strip: n, add: add}
		l.note(key)
	}
	return l, nil
}
