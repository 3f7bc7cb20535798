package training

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestMultiplier(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var p multiplier
	for _, shape := range [][3]int{{1, 1, 1}, {8, 32, 5}, {13, 50, 300}, {70, 96, 17}, {3, 33, 64}} {
		m, n, k := shape[0], shape[1], shape[2]
		for kind := range 4 {
			var a, b, c matrix
			a.resize(m, k)
			b.resize(k, n)
			c.resize(m, n)
			if kind&1 != 0 {
				a.resize(k, m)
			}
			if kind&2 != 0 {
				b.resize(n, k)
			}
			for i := range a.data {
				a.data[i] = random.Float32() - .5
			}
			for i := range b.data {
				b.data[i] = random.Float32() - .5
			}
			p.add(&c, &a, kind&1 != 0, &b, kind&2 != 0)
			for i := range m {
				for j := range n {
					var want float64
					for x := range k {
						av, bv := 0, 0
						if kind&1 != 0 {
							av = x*m + i
						} else {
							av = i*k + x
						}
						if kind&2 != 0 {
							bv = j*k + x
						} else {
							bv = x*n + j
						}
						want += float64(a.data[av]) * float64(b.data[bv])
					}
					if got := float64(c.data[i*n+j]); math.Abs(got-want) > 1e-4 {
						t.Fatalf("shape %v kind %d: element %d,%d is %g, want %g", shape, kind, i, j, got, want)
					}
				}
			}
		}
	}
}

func BenchmarkMultiplier(b *testing.B) {
	var p multiplier
	var x, w, y matrix
	x.resize(1000, 256)
	w.resize(256, 768)
	y.resize(1000, 768)
	for b.Loop() {
		p.add(&y, &x, false, &w, false)
	}
	b.ReportMetric(float64(b.N)*2*1000*256*768/b.Elapsed().Seconds()/1e9, "GFLOPS")
}
