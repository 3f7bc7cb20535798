package actor

import "strings"

// phraseTable maps sequences of token hashes to entries. Every prefix of a sequence is in the table,
// so a search goes on as long as the prefix is found and remembers the last sequence that was whole.
// Two sequences with the same 64-bit hash would be confused; with some hundred thousand prefixes the
// odds of a single such pair are below one in a hundred million.
type phraseTable struct {
	keys  []uint64
	vals  []int32 // index into entries plus one; 0 for a mere prefix
	used  int
	start uint64 // hash of the empty sequence
}

// noPrefix is what find returns for a sequence that begins no phrase.
const noPrefix = -1

func newPhraseTable(size int) phraseTable {
	n := 1024
	for n < size*2 {
		n *= 2
	}
	return phraseTable{keys: make([]uint64, n), vals: make([]int32, n), start: hashStart}
}

// find returns 0 for a prefix, an entry's index plus one for a phrase, noPrefix for neither.
func (t *phraseTable) find(h uint64) int32 {
	mask := uint64(len(t.keys) - 1)
	for i := h & mask; ; i = (i + 1) & mask {
		switch t.keys[i] {
		case h:
			return t.vals[i]
		case 0:
			return noPrefix
		}
	}
}

// slot returns the place of h, which it adds when it is new.
func (t *phraseTable) slot(h uint64) *int32 {
	if t.used*2 >= len(t.keys) {
		t.grow()
	}
	mask := uint64(len(t.keys) - 1)
	for i := h & mask; ; i = (i + 1) & mask {
		switch t.keys[i] {
		case h:
			return &t.vals[i]
		case 0:
			t.keys[i] = h
			t.used++
			return &t.vals[i]
		}
	}
}

func (t *phraseTable) grow() {
	keys, vals := t.keys, t.vals
	t.keys, t.vals = make([]uint64, 2*len(keys)), make([]int32, 2*len(keys))
	mask := uint64(len(t.keys) - 1)
	for j, k := range keys {
		if k == 0 {
			continue
		}
		i := k & mask
		for t.keys[i] != 0 {
			i = (i + 1) & mask
		}
		t.keys[i], t.vals[i] = k, vals[j]
	}
}

// add enters the sequence of tokens and returns the slot of its whole.
func (t *phraseTable) add(tokens []uint64) *int32 {
	h := t.start
	var last *int32
	for _, x := range tokens {
		h = join(h, x)
		last = t.slot(h)
	}
	return last
}

// words cuts a name of the tables into tokens as the tokeniser would cut them in running text, save
// that hyphens divide and vanish: "Nagorno-Karabakh", "Nagorno Karabakh". It appends to out.
func words(out []string, name string) []string {
	start := 0
	for i := 0; i < len(name); {
		size := 1
		switch c := name[i]; {
		case c == ' ' || c == '-':
		case c == ',' || c == '/' || c == '(' || c == ')' || c == '&' || c == '+':
			out = append(appendWord(out, name[start:i]), name[i:i+1])
			i++
			start = i
			continue
		case isLongHyphen(name[i:]):
			size = 3
		default:
			i++
			continue
		}
		out = appendWord(out, name[start:i])
		i += size
		start = i
	}
	return appendWord(out, name[start:])
}

// isLongHyphen tells whether s begins with one of the hyphens beyond ASCII or an en dash.
func isLongHyphen(s string) bool {
	return len(s) >= 3 && s[0] == 0xE2 && s[1] == 0x80 && s[2] >= 0x90 && s[2] <= 0x93
}

// appendWord adds a word, with the possessive ending as a token of its own: "People's" is two.
func appendWord(out []string, word string) []string {
	if word == "" {
		return out
	}
	if len(word) < 3 {
		return append(out, word)
	}
	if rest, ok := strings.CutSuffix(word, "'s"); ok {
		return append(out, rest, "'s")
	}
	if rest, ok := strings.CutSuffix(word, "’s"); ok && rest != "" {
		return append(out, rest, "'s")
	}
	if rest, ok := strings.CutSuffix(word, "s'"); ok && rest != "" {
		return append(out, rest+"s", "'")
	}
	return append(out, word)
}
