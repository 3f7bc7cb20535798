package network

import (
	"math/rand/v2"
	"testing"
)

// TestTreeAgainstAllTrees compares with the best of all trees of short sentences.
func TestTreeAgainstAllTrees(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var finder TreeFinder
	for range 3000 {
		n := 1 + random.IntN(6)
		score := make([]int32, n*(n+1))
		for i := range score {
			score[i] = random.Int32N(100) - 50
		}
		heads := make([]int32, n)
		finder.Find(score, n, heads)
		if !finder.isTree(heads) {
			t.Fatalf("no tree: %v", heads)
		}
		total := func(heads []int32) (s, roots int) {
			for d, h := range heads {
				s += int(score[d*(n+1)+int(h)+1])
				if h < 0 {
					roots++
				}
			}
			return
		}
		best := -1 << 30
		try := make([]int32, n)
		var all func(d int)
		all = func(d int) {
			if d == n {
				if s, roots := total(try); roots == 1 && s > best && finder.isTree(try) {
					best = s
				}
				return
			}
			for h := -1; h < n; h++ {
				if h != d {
					try[d] = int32(h)
					all(d + 1)
				}
			}
		}
		all(0)
		if s, roots := total(heads); s != best || roots != 1 {
			t.Fatalf("tree %v scores %d with %d roots, the best scores %d", heads, s, roots, best)
		}
	}
}
