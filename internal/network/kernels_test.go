package network

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// widths runs f with each width of vector instructions that the machine has, and with none.
func widths(f func(bits int)) {
	have := vectorBits
	defer func() { vectorBits = have }()
	for _, bits := range []int{0, 256, 512} {
		if bits <= have {
			vectorBits = bits
			f(bits)
		}
	}
}

func randoms(random *rand.Rand, n, limit int) []int16 {
	x := make([]int16, n)
	for i := range x {
		x[i] = int16(random.IntN(2*limit+1) - limit)
	}
	return x
}

func TestKernelsAgree(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 20 {
		rows, pairs := tile*(1+random.IntN(4)), 1+random.IntN(200)
		a, w := randoms(random, rows*2*pairs, 16383), randoms(random, pairs*2*panel, 200)
		bias := make([]int32, panel)
		for i := range bias {
			bias[i] = random.Int32N(1<<20) - 1<<19
		}
		steps, units := 1+random.IntN(30), 64
		u, x, state := randoms(random, steps*3*units, 32767), randoms(random, steps*units, 32767), randoms(random, 2*units, 32767)
		bytes := make([]int8, 64)
		for i := range bytes {
			bytes[i] = int8(random.IntN(256) - 128)
		}
		var want [][]int16
		widths(func(bits int) {
			out := make([]int16, rows*panel)
			multiply(rows, pairs, a, 2*pairs, w, bias, out, panel, 9, -5000, 16383)
			forward, backward := make([]int16, steps*units), make([]int16, steps*units)
			recur(steps, units, u, 0, 3*units, units, x, forward, 0, units, state)
			recur(steps, units, u, (steps-1)*3*units, -3*units, units, x, backward, (steps-1)*units, -units, state)
			sum := slices.Clone(x[:64])
			addBytes(sum, bytes, 3)
			addWords(sum, u[:64])
			clamp(sum, 0, 20000)
			got := [][]int16{out, forward, backward, sum}
			if want == nil {
				want = got
			}
			for i := range got {
				if !slices.Equal(got[i], want[i]) {
					t.Fatalf("kernel %d with %d bits differs from plain Go", i, bits)
				}
			}
		})
	}
}

func BenchmarkMultiply(b *testing.B) {
	random := rand.New(rand.NewPCG(3, 4))
	a, w := randoms(random, 128*256, 16383), randoms(random, 24*128*2*panel, 200)
	bias, out := make([]int32, panel), make([]int16, 128*768)
	widths(func(bits int) {
		b.Run(fmt.Sprintf("%d bits", bits), func(b *testing.B) {
			for b.Loop() {
				for p := range 24 {
					multiply(128, 128, a, 256, w[p*128*2*panel:], bias, out[p*panel:], 768, 9, -16000, 16000)
				}
			}
			b.ReportMetric(float64(b.N)*128*256*768/b.Elapsed().Seconds()/1e9, "GMAC/s")
		})
	})
}
