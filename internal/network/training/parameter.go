package training

import (
	"math"
	"math/rand/v2"
)

// parameter is one trained matrix with its gradient and the moments of Adam (Kingma and Ba 2015).
type parameter struct {
	name          string
	matrix        // the weights
	gradient      matrix
	first, second []float32
	sparse        bool // only rows that a step touched are updated
	touched       []int32
	isTouched     []bool
	decay         float32
}

func newParameter(name string, rows, columns int, scale float64, random *rand.Rand) *parameter {
	p := &parameter{name: name}
	p.resize(rows, columns)
	p.gradient.resize(rows, columns)
	p.first, p.second = make([]float32, rows*columns), make([]float32, rows*columns)
	if scale > 0 {
		for i := range p.data {
			p.data[i] = float32((random.Float64()*2 - 1) * scale)
		}
	}
	return p
}

// dense makes a parameter for a linear map, initialised after Glorot and Bengio (2010).
func dense(name string, rows, columns int, random *rand.Rand) *parameter {
	return newParameter(name, rows, columns, math.Sqrt(6/float64(rows+columns)), random)
}

func (p *parameter) touch(row int32) {
	if !p.isTouched[row] {
		p.isTouched[row] = true
		p.touched = append(p.touched, row)
	}
}

const (
	beta1   = 0.9
	beta2   = 0.98
	epsilon = 1e-8
)

// step takes one step of Adam and clears the gradient. scale is applied to the gradient first.
func (p *parameter) step(rate, scale float32, t int) {
	correct := float32(math.Sqrt(1-math.Pow(beta2, float64(t))) / (1 - math.Pow(beta1, float64(t))))
	rate *= correct
	if p.sparse {
		for _, r := range p.touched {
			p.isTouched[r] = false
			a, b := int(r)*p.columns, (int(r)+1)*p.columns
			adam(p.data[a:b], p.gradient.data[a:b], p.first[a:b], p.second[a:b], rate, scale, 0)
		}
		p.touched = p.touched[:0]
		return
	}
	adam(p.data, p.gradient.data, p.first, p.second, rate, scale, p.decay*rate)
}

func adam(w, g, first, second []float32, rate, scale, decay float32) {
	first, second, g = first[:len(w)], second[:len(w)], g[:len(w)]
	for i := range w {
		x := g[i] * scale
		m := beta1*first[i] + (1-beta1)*x
		v := beta2*second[i] + (1-beta2)*x*x
		first[i], second[i] = m, v
		w[i] -= rate*m/(float32(math.Sqrt(float64(v)))+epsilon) + decay*w[i]
		g[i] = 0
	}
}

func (p *parameter) norm() float64 {
	var sum float64
	if p.sparse {
		for _, r := range p.touched {
			for _, x := range p.gradient.row(int(r)) {
				sum += float64(x * x)
			}
		}
		return sum
	}
	for _, x := range p.gradient.data {
		sum += float64(x * x)
	}
	return sum
}
