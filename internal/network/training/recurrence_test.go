package training

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestRecurrence holds the gradients against finite differences, and the vector instructions against plain Go.
func TestRecurrence(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	const units, steps = 16, 5
	numbers := func(n int) []float32 {
		x := make([]float32, n)
		for i := range x {
			x[i] = random.Float32()*2 - 1
		}
		return x
	}
	for _, backwards := range []bool{false, true} {
		r := recurrence{units: units, steps: steps, u: numbers(steps * 3 * units), uStep: 3 * units, x: numbers(steps * units), step: units,
			forget: numbers(units), reset: numbers(units), c: make([]float32, steps*units), f: make([]float32, steps*units), r: make([]float32, steps*units)}
		if backwards {
			r.uAt, r.at, r.uStep, r.step = (steps-1)*3*units, (steps-1)*units, -r.uStep, -r.step
		}
		weights := numbers(steps * units)
		loss := func() float64 {
			r.out = make([]float32, steps*units)
			r.plainForward()
			var sum float64
			for i, o := range r.out {
				sum += float64(o * weights[i])
			}
			return sum
		}
		loss()
		plain := r.out
		r.out = make([]float32, steps*units)
		r.forward()
		for i := range plain {
			if math.Abs(float64(plain[i]-r.out[i])) > 1e-5 {
				t.Fatalf("output %d: %g, plain Go has %g", i, r.out[i], plain[i])
			}
		}
		for _, vector := range []bool{false, true} {
			loss()
			r.out = append([]float32(nil), weights...)
			r.du, r.dx = make([]float32, len(r.u)), make([]float32, len(r.x))
			r.forgetGradient, r.resetGradient = make([]float32, units), make([]float32, units)
			if vector {
				r.backward()
			} else {
				r.plainBackward()
			}
			check := func(name string, x, gradient []float32) {
				for i := range x {
					const small = 1e-2
					was := x[i]
					x[i] = was + small
					up := loss()
					x[i] = was - small
					down := loss()
					x[i] = was
					if want := (up - down) / (2 * small); math.Abs(want-float64(gradient[i])) > 2e-2 {
						t.Errorf("gradient of %s %d is %g, differences give %g", name, i, gradient[i], want)
					}
				}
			}
			du, dx, fg, rg := r.du, r.dx, r.forgetGradient, r.resetGradient
			check("u", r.u, du)
			check("x", r.x, dx)
			check("forget", r.forget, fg)
			check("reset", r.reset, rg)
		}
	}
}
