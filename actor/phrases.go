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
	for name != "" {
		i := strings.IndexAny(name, " -‐‑–,/()&+")
		var word string
		if i < 0 {
			word, name = name, ""
		} else {
			word = name[:i]
			if c := name[i]; c == ',' || c == '/' || c == '(' || c == ')' || c == '&' || c == '+' {
				out = appendWord(out, word)
				out = append(out, name[i:i+1])
				name = name[i+1:]
				continue
			}
			size := 1
			if name[i] >= 0x80 {
				size = 3 // the three hyphens and dashes above
			}
			name = name[i+size:]
		}
		out = appendWord(out, word)
	}
	return out
}

// appendWord adds a word, with the possessive ending as a token of its own: "People's" is two.
func appendWord(out []string, word string) []string {
	if word == "" {
		return out
	}
	for _, end := range []string{"'s", "’s"} {
		if rest, ok := strings.CutSuffix(word, end); ok && rest != "" {
			return append(out, rest, "'s")
		}
	}
	if rest, ok := strings.CutSuffix(word, "s'"); ok && rest != "" {
		return append(out, rest+"s", "'")
	}
	return append(out, word)
}
