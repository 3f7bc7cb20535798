package syntax

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestScoreAddsWeights holds the sums that are made many at a time against those made one by one.
func TestScoreAddsWeights(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	table := make([]byte, 1<<10+weightPadding)
	for i := range table {
		table[i] = byte(random.IntN(256))
	}
	w := weights(table)
	for _, outcomes := range []int{1, 7, 16, 17, 40} {
		for _, count := range []int{0, 1, 52, 256, 700} {
			places := make([]uint32, count)
			got, want := make([]int32, outcomes), make([]int32, outcomes)
			for i := range places {
				places[i] = random.Uint32N(1 << 10)
				for o := range want {
					want[o] += w.at(places[i], o)
				}
			}
			w.score(places, got)
			if !slices.Equal(got, want) {
				t.Errorf("%d outcomes of %d features: %v, not %v", outcomes, count, got, want)
			}
		}
	}
}
