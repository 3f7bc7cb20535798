package training

// recurrence is one direction of a recurrent layer over one sentence. Numbers of a word lie at index at plus a
// multiple of step, those of the gates at uAt plus a multiple of uStep: candidates, forget gates, reset gates.
//
//	f = gate(u.f + c*forget), r = gate(u.r + c*reset)
//	c = candidate + f*(c-candidate)
//	out = x + r*(c-x)
//
// A gate is a straight line from zero to one: gate(z) = 0.5 + z/4, cut off at both ends.
type recurrence struct {
	units, steps                  int
	u                             []float32
	uAt, uStep                    int
	x, out, c, f, r               []float32 // out is the output, or on the way back its gradient
	at, step                      int
	forget, reset                 []float32 // weights of the state
	du, dx                        []float32 // gradients of u and x
	forgetGradient, resetGradient []float32
}

func gate(z float32) float32 { return min(max(0.5+0.25*z, 0), 1) }

func (r *recurrence) plainForward() {
	h := r.units
	for j := range h {
		var c float32
		u, at := r.uAt+j, r.at+j
		for range r.steps {
			f := gate(r.u[u+h] + r.forget[j]*c)
			g := gate(r.u[u+2*h] + r.reset[j]*c)
			c = r.u[u] + f*(c-r.u[u])
			r.f[at], r.r[at], r.c[at] = f, g, c
			r.out[at] = r.x[at] + g*(c-r.x[at])
			u += r.uStep
			at += r.step
		}
	}
}

// plainBackward writes du and dx and adds to the gradients of the state's weights.
func (r *recurrence) plainBackward() {
	h := r.units
	for j := range h {
		var carry, forgetSum, resetSum float32
		for k := r.steps - 1; k >= 0; k-- {
			u, at := r.uAt+j+k*r.uStep, r.at+j+k*r.step
			var previous float32
			if k > 0 {
				previous = r.c[at-r.step]
			}
			o, x, c, f, g := r.out[at], r.x[at], r.c[at], r.f[at], r.r[at]
			r.dx[at] = o * (1 - g)
			dc := carry + o*g
			var zr, zf float32
			if g > 0 && g < 1 {
				zr = 0.25 * o * (c - x)
			}
			if f > 0 && f < 1 {
				zf = 0.25 * dc * (previous - r.u[u])
			}
			r.du[u], r.du[u+h], r.du[u+2*h] = dc*(1-f), zf, zr
			carry = dc*f + zf*r.forget[j] + zr*r.reset[j]
			forgetSum += zf * previous
			resetSum += zr * previous
		}
		r.forgetGradient[j] += forgetSum
		r.resetGradient[j] += resetSum
	}
}
