package network

// TreeFinder finds the best tree of a sentence and keeps its memory from one to the next.
type TreeFinder struct {
	state []int8
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
		best := 0
		for h := 1; h <= n; h++ {
			if h != d+1 && row[h] > row[best] {
				best = h
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
	m := n + 1
	wide := make([]int64, m*m)
	for d := 1; d <= n; d++ {
		row := wide[d*m : (d+1)*m]
		for h, s := range score[(d-1)*m : d*m] {
			row[h] = int64(s)
		}
		row[0] -= rootCost
	}
	best := make([]int32, m)
	spanningTree(wide, m, best)
	for d := range n {
		heads[d] = best[d+1] - 1
	}
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

// spanningTree finds the best arborescence from node 0 (Chu and Liu 1965, Edmonds 1967): every node takes its best
// head; a cycle is contracted into one node, the smaller graph solved, and the cycle broken where the solution
// enters it. score[d*m+h] is the score of h as the head of d.
func spanningTree(score []int64, m int, heads []int32) {
	heads[0] = -1
	for d := 1; d < m; d++ {
		best := 0
		for h := 1; h < m; h++ {
			if h != d && score[d*m+h] > score[d*m+best] {
				best = h
			}
		}
		heads[d] = int32(best)
	}
	cycle := findCycle(heads)
	if cycle == nil {
		return
	}
	inside := make([]bool, m)
	for _, c := range cycle {
		inside[c] = true
	}
	rest := make([]int32, 0, m) // the nodes of the smaller graph; the cycle is its last
	for i := range int32(m) {
		if !inside[i] {
			rest = append(rest, i)
		}
	}
	k := len(rest) + 1
	smaller := make([]int64, k*k)
	enter := make([]int32, k) // from the outside node i, the cycle is best entered at
	leave := make([]int32, k) // for the outside node i, the best head within the cycle
	for i, x := range rest {
		for j, y := range rest {
			smaller[i*k+j] = score[int(x)*m+int(y)]
		}
		for n, c := range cycle {
			gain := score[int(c)*m+int(x)] - score[int(c)*m+int(heads[c])]
			if n == 0 || gain > smaller[(k-1)*k+i] {
				smaller[(k-1)*k+i], enter[i] = gain, c
			}
			if s := score[int(x)*m+int(c)]; n == 0 || s > smaller[i*k+k-1] {
				smaller[i*k+k-1], leave[i] = s, c
			}
		}
	}
	inner := make([]int32, k)
	spanningTree(smaller, k, inner)
	for i, x := range rest {
		switch h := inner[i]; {
		case i == 0: // the root
		case int(h) == k-1:
			heads[x] = leave[i]
		default:
			heads[x] = rest[h]
		}
	}
	outside := inner[k-1]
	heads[enter[outside]] = rest[outside]
}

// findCycle returns the nodes of one cycle of the graph in which every node but 0 has a head, or nil.
func findCycle(heads []int32) []int32 {
	seen := make([]int32, len(heads))
	for i := 1; i < len(heads); i++ {
		at := int32(i)
		for at > 0 && seen[at] == 0 {
			seen[at] = int32(i)
			at = heads[at]
		}
		if at > 0 && seen[at] == int32(i) {
			cycle := []int32{at}
			for x := heads[at]; x != at; x = heads[x] {
				cycle = append(cycle, x)
			}
			return cycle
		}
	}
	return nil
}
