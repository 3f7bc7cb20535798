package network

import "slices"

// TreeFinder finds the best tree of a sentence and keeps its memory from one to the next.
type TreeFinder struct {
	state []int8
	contraction
}

// rootCost is taken off the score of every edge from the root, so that the best tree has as few of them as a tree
// can have, which is one (Gabow and Tarjan 1984; Zmigrod, Vieira and Cotterell 2020).
const rootCost = 1 << 44

// Find writes to heads the heads of the spanning tree of highest score, with -1 for its root. score has n rows of
// n+1 numbers: a word's score for hanging from the root, and from each word. The diagonal is not read.
func (f *TreeFinder) Find(score []int32, n int, heads []int32) {
	if n == 0 {
		return
	}
	// The words' own best heads are nearly always a tree with one root already.
	roots := 0
	for d := range n {
		row := score[d*(n+1) : (d+1)*(n+1)]
		best, top := 0, row[0]
		for h, s := range row {
			if s > top && h != d+1 {
				best, top = h, s
			}
		}
		heads[d] = int32(best) - 1
		if best == 0 {
			roots++
		}
	}
	if roots == 1 && f.isTree(heads[:n]) {
		return
	}
	f.prepare(score, n)
	f.expand(heads[:n], f.contract())
}

// isTree reports whether following heads always ends at the root.
func (f *TreeFinder) isTree(heads []int32) bool {
	n := len(heads)
	if cap(f.state) < n {
		f.state = make([]int8, n+n/2)
	}
	state := f.state[:n]
	clear(state)
	const onPath, safe = 1, 2
	for i := range heads {
		at := int32(i)
		for at >= 0 && state[at] == 0 {
			state[at] = onPath
			at = heads[at]
		}
		if at >= 0 && state[at] == onPath {
			return false
		}
		for at = int32(i); at >= 0 && state[at] == onPath; at = heads[at] {
			state[at] = safe
		}
	}
	return true
}

// A contraction finds the best arborescence from node 0 (Chu and Liu 1965, Edmonds 1967): every node takes its best
// head; a cycle is contracted into one node, whose edges remember which words they join; and when there is no cycle
// left, each is broken where an edge enters it. A contracted cycle takes over the row and the column of one of its
// nodes, so that all contractions together take time with the square of the number of words (Tarjan 1977).
type contraction struct {
	m     int     // words and the root
	score []int64 // of each node's edge to each other as its head
	edge  []int32 // of these, the words that they join: dependent times m and head
	live  []int32 // the rows of nodes, the root's first
	best  []int32 // the row of each node's best head
	walk  []int32 // which walk has seen a node
	name  []int32 // of the node that has a row: words have their number, contracted cycles those behind
	up    []int32 // the cycle into which a node, by its name, was contracted
	taken []int32 // the edge by which a node, by its name, hangs from its head
	cycle []int32
}

const (
	unseen   = 0
	theRoot  = -1 // where every walk ends
	inCycle  = -2 // being contracted, or contracted into another
	maxNames = 2  // times m: a word each, and fewer contracted cycles than words
)

func (c *contraction) prepare(score []int32, n int) {
	m := n + 1
	c.m = m
	c.score, c.edge = slices.Grow(c.score[:0], m*m)[:m*m], slices.Grow(c.edge[:0], m*m)[:m*m]
	for _, s := range []*[]int32{&c.live, &c.best, &c.walk, &c.name, &c.up, &c.taken} {
		*s = slices.Grow((*s)[:0], maxNames*m)[:maxNames*m]
	}
	c.live = c.live[:m]
	for i := range m {
		c.live[i], c.name[i], c.walk[i] = int32(i), int32(i), unseen
	}
	c.walk[0] = theRoot
	for d := 1; d < m; d++ {
		row, edge := c.score[d*m:(d+1)*m], c.edge[d*m:(d+1)*m]
		for h, s := range score[(d-1)*m : d*m] {
			row[h], edge[h] = int64(s), int32(d*m+h)
		}
		row[0] -= rootCost
		c.choose(d)
	}
}

// choose finds the best head of the node in a row.
func (c *contraction) choose(d int) {
	row := c.score[d*c.m : (d+1)*c.m]
	best, top := int32(0), row[0]
	for _, h := range c.live[1:] {
		if s := row[h]; s > top && int(h) != d {
			best, top = h, s
		}
	}
	c.best[d] = best
}

// contract walks from each word towards the root and contracts the cycles that it runs into. It returns the number of
// names.
func (c *contraction) contract() int {
	names := c.m
	for start := 1; start < c.m; start++ {
		if c.walk[start] != unseen {
			continue
		}
		for at := int32(start); ; {
			for c.walk[at] == unseen {
				c.walk[at] = int32(start)
				at = c.best[at]
			}
			if c.walk[at] != int32(start) {
				break // the root, or where an earlier walk has been
			}
			c.merge(at, int32(names))
			names++
		}
	}
	for _, d := range c.live[1:] {
		c.taken[c.name[d]] = c.edge[int(d)*c.m+int(c.best[d])]
	}
	return names
}

// merge contracts the cycle that a node is on. The new node has its row.
func (c *contraction) merge(at, name int32) {
	m := c.m
	c.cycle = c.cycle[:0]
	for x := at; c.walk[x] != inCycle; x = c.best[x] {
		c.cycle = append(c.cycle, x)
		c.walk[x] = inCycle
		c.taken[c.name[x]] = c.edge[int(x)*m+int(c.best[x])]
		c.up[c.name[x]] = name
	}
	live := c.live[:0]
	for _, v := range c.live {
		if c.walk[v] == inCycle {
			if v == at {
				live = append(live, v)
			}
			continue
		}
		live = append(live, v)
		var enter, leave int64
		var entering, leaving int32
		for i, x := range c.cycle {
			row := int(x) * m
			if gain := c.score[row+int(v)] - c.score[row+int(c.best[x])]; i == 0 || gain > enter {
				enter, entering = gain, c.edge[row+int(v)]
			}
			if s := c.score[int(v)*m+int(x)]; i == 0 || s > leave {
				leave, leaving = s, c.edge[int(v)*m+int(x)]
			}
		}
		// Nothing above reads this column again, and of this row only columns still to come and the cycle's own.
		c.score[int(at)*m+int(v)], c.edge[int(at)*m+int(v)] = enter, entering
		if v != 0 {
			c.score[int(v)*m+int(at)], c.edge[int(v)*m+int(at)] = leave, leaving
			if c.walk[c.best[v]] == inCycle {
				c.best[v] = at
			}
		}
	}
	c.live = live
	c.name[at], c.walk[at] = name, unseen
	c.choose(int(at))
}

// expand breaks the contracted cycles, the last first, and writes the heads of the words.
func (c *contraction) expand(heads []int32, names int) {
	for cycle := int32(names) - 1; cycle >= int32(c.m); cycle-- {
		edge := c.taken[cycle]
		x := edge / int32(c.m)
		for c.up[x] != cycle {
			x = c.up[x]
		}
		c.taken[x] = edge
	}
	for d := range heads {
		heads[d] = c.taken[d+1]%int32(c.m) - 1
	}
}
