package quote

import "chancery/syntax"

// tree holds, for one sentence, what is asked again and again of its tree: where each subtree begins and
// ends and whether one token hangs below another. It is filled in one walk, so that a sentence of a
// hundred thousand words costs no more a word than a short one.
type tree struct {
	s        *syntax.Sentence
	pre      []int32 // place in the walk from the root down
	size     []int32 // tokens in the subtree, the token itself included
	low, top []int32 // first and last token of the subtree
	order    []int32
}

// grow fills t for a sentence, reusing its memory.
func (t *tree) grow(s *syntax.Sentence) {
	n := len(s.Tokens)
	t.s = s
	if cap(t.pre) < n {
		m := n + n/2
		t.pre, t.size, t.low, t.top, t.order = make([]int32, m), make([]int32, m), make([]int32, m), make([]int32, m), make([]int32, m)
	}
	t.pre, t.size, t.low, t.top, t.order = t.pre[:n], t.size[:n], t.low[:n], t.top[:n], t.order[:0]
	for i := range n {
		t.pre[i], t.size[i], t.low[i], t.top[i] = -1, 1, int32(i), int32(i)
	}
	for root := range n {
		if s.Tokens[root].Head >= 0 {
			continue
		}
		// A walk without recursion: down to the first child, else on to the next one of the nearest ancestor.
		at := root
		for at >= 0 {
			t.pre[at] = int32(len(t.order))
			t.order = append(t.order, int32(at))
			if c := s.First(at); c >= 0 {
				at = c
				continue
			}
			for at != root && s.Next(at) < 0 {
				at = int(s.Tokens[at].Head)
			}
			if at == root {
				break
			}
			at = s.Next(at)
		}
	}
	for i := len(t.order) - 1; i >= 0; i-- {
		d := t.order[i]
		if h := s.Tokens[d].Head; h >= 0 {
			t.size[h] += t.size[d]
			t.low[h] = min(t.low[h], t.low[d])
			t.top[h] = max(t.top[h], t.top[d])
		}
	}
}

// below reports whether token d is h or hangs below it.
func (t *tree) below(d, h int) bool {
	return d == h || t.pre[d] >= t.pre[h] && t.pre[d] < t.pre[h]+t.size[h] && t.pre[h] >= 0
}

// childUnder returns the dependent of h whose subtree holds d, or -1 when d is h or elsewhere.
func (t *tree) childUnder(d, h int) int {
	if d == h || !t.below(d, h) {
		return -1
	}
	for int(t.s.Tokens[d].Head) != h {
		d = int(t.s.Tokens[d].Head)
	}
	return d
}
