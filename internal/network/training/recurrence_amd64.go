package training

// recurrenceArguments are what the recurrence needs for sixteen units of one sentence and direction. Steps are in
// bytes.
type recurrenceArguments struct {
	steps                         int
	u                             *float32
	uStep, gate                   int
	x                             *float32
	step                          int
	out, c, f, r                  *float32
	forget, reset                 *float32
	forgetGradient, resetGradient *float32
	du, dx                        *float32
}

//go:noescape
func forward512(p *recurrenceArguments)

//go:noescape
func backward512(p *recurrenceArguments)

func (r *recurrence) forward() {
	if !haveKernel || r.units%16 != 0 {
		r.plainForward()
		return
	}
	for j := 0; j < r.units; j += 16 {
		at := r.at + j
		forward512(&recurrenceArguments{steps: r.steps, u: &r.u[r.uAt+j], uStep: 4 * r.uStep, gate: 4 * r.units,
			x: &r.x[at], step: 4 * r.step, out: &r.out[at], c: &r.c[at], f: &r.f[at], r: &r.r[at], forget: &r.forget[j], reset: &r.reset[j]})
	}
}

func (r *recurrence) backward() {
	if !haveKernel || r.units%16 != 0 {
		r.plainBackward()
		return
	}
	for j := 0; j < r.units; j += 16 {
		at, u := r.at+j+(r.steps-1)*r.step, r.uAt+j+(r.steps-1)*r.uStep
		backward512(&recurrenceArguments{steps: r.steps, u: &r.u[u], uStep: -4 * r.uStep, gate: 4 * r.units,
			x: &r.x[at], step: -4 * r.step, out: &r.out[at], c: &r.c[at], f: &r.f[at], r: &r.r[at], forget: &r.forget[j], reset: &r.reset[j],
			forgetGradient: &r.forgetGradient[j], resetGradient: &r.resetGradient[j], du: &r.du[u], dx: &r.dx[at]})
	}
}
