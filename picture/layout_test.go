package picture

import "testing"

func BenchmarkLayout(b *testing.B) {
	p := manyActors(60)
	for b.Loop() {
		if _, err := p.Layout(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNetwork(b *testing.B) {
	p := manyActors(60)
	p.Positions, _ = p.Layout()
	for b.Loop() {
		if _, err := String(p, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTimeline(b *testing.B) {
	p := busy(10160)
	n := 0
	for _, l := range p.Lanes {
		n += len(l.Marks)
	}
	b.ReportMetric(float64(n), "marks")
	for b.Loop() {
		if _, err := String(p, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
