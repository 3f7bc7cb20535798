package atlas

import (
	"testing"
)

func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		if _, err := Open(file); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkShapes(b *testing.B) {
	a, err := Load()
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct {
		name      string
		box       Box
		tolerance float64
	}{
		{"world", Box{-180, -90, 180, 90}, 0.36},
		{"region", Box{43, 38, 49.5, 42}, 0.0065},
		{"continent", Box{-12, 34, 45, 72}, 0.05},
	} {
		b.Run(c.name, func(b *testing.B) {
			points := 0
			for b.Loop() {
				points = 0
				for _, s := range a.Shapes(c.box, c.tolerance) {
					for _, r := range s.Rings {
						points += len(r)
					}
				}
				for _, l := range a.Borders(c.box, c.tolerance) {
					points += len(l)
				}
			}
			b.ReportMetric(float64(points), "points")
		})
	}
}
