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

// randomProduct is one of random weights, as large as they may be.
func randomProduct(random *rand.Rand, inputs, columns int) product {
	p := product{inputs: inputs, panels: columns / panel}
	for range inputs * columns {
		p.w = append(p.w, int8(random.IntN(2*byteLimit+1)-byteLimit))
	}
	for range columns {
		p.bias, p.scale = append(p.bias, random.Int32N(1<<20)-1<<19), append(p.scale, 1+random.Int32N(1<<9))
	}
	for range p.panels {
		p.shift, p.low, p.high = append(p.shift, random.Int32N(16)), append(p.low, -5000), append(p.high, 16383)
	}
	p.pack()
	return p
}

func randomBytes(random *rand.Rand, n int) []uint8 {
	x := make([]uint8, n)
	for i := range x {
		x[i] = uint8(byteOffset - byteLimit + random.IntN(2*byteLimit+1))
	}
	return x
}

func TestKernelsAgree(t *testing.T) {
	for seed := range uint64(30) {
		var want [][]int16
		widths(func(bits int) {
			random := rand.New(rand.NewPCG(3, seed))
			rows, inputs, columns := tile*(1+random.IntN(4)), 8*(1+random.IntN(32)), panel*(1+random.IntN(3))
			p, a := randomProduct(random, inputs, columns), randomBytes(random, rows*inputs)
			if seed == 0 { // as large as sums can be
				for i := range a {
					a[i] = byteOffset + byteLimit
				}
				for i := range p.w {
					p.w[i] = byteLimit
				}
				p.pack()
			}
			out := make([]int16, rows*columns)
			p.all(rows, a, inputs, out, columns)
			steps, units := 1+random.IntN(30), 64
			u, x, state := randoms(random, steps*3*units, 32767), randoms(random, steps*units, 32767), randoms(random, 2*units, 32767)
			forward, backward := make([]int16, steps*units), make([]int16, steps*units)
			recur(steps, units, u, 0, 3*units, units, x, forward, 0, units, state, units)
			recur(steps, units, u, (steps-1)*3*units, -3*units, units, x, backward, (steps-1)*units, -units, state, units)
			rows8 := make([]int8, 64)
			for i := range rows8 {
				rows8[i] = int8(random.IntN(256) - 128)
			}
			sum := slices.Clone(x[:64])
			addBytes(sum, rows8, 3)
			addWords(sum, u[:64])
			clamp(sum, 0, 20000)
			joined := make([]int16, 64)
			join(joined, u[:64], u[64:], u[128:], sum)
			small := make([]uint8, 64)
			narrow(small, u[:64])
			narrowed := make([]int16, 64)
			for i, s := range small {
				narrowed[i] = int16(s)
			}
			got := [][]int16{out, forward, backward, sum, joined, narrowed}
			if want == nil {
				want = got
				for i := range p.panels { // nothing else is held against the reference
					referenceMultiply(rows, inputs, a, inputs, p.w[i*inputs*panel:], p.bias[i*panel:], p.scale[i*panel:], out[i*panel:], columns, int(p.shift[i]), -5000, 16383)
				}
				again := make([]int16, rows*columns)
				p.all(rows, a, inputs, again, columns)
				if !slices.Equal(out, again) {
					t.Fatal("packed weights give another product")
				}
			}
			for i := range got {
				if !slices.Equal(got[i], want[i]) {
					t.Fatalf("seed %d: kernel %d with %d bits differs from plain Go", seed, i, bits)
				}
			}
		})
	}
}

func BenchmarkMultiply(b *testing.B) {
	widths(func(bits int) {
		random := rand.New(rand.NewPCG(3, 4))
		p, a := randomProduct(random, 256, 768), randomBytes(random, 128*256)
		out := make([]int16, 128*768)
		b.Run(fmt.Sprintf("%d bits", bits), func(b *testing.B) {
			for b.Loop() {
				p.all(128, a, 256, out, 768)
			}
			b.ReportMetric(float64(b.N)*128*256*768/b.Elapsed().Seconds()/1e9, "GMAC/s")
		})
	})
}
