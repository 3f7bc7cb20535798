package network

import "golang.org/x/sys/cpu"

//go:noescape
func multiply512(tiles, pairs int, a *int16, aStride int, w *int16, bias *int32, out *int16, outStride int, shift, low, high int)

//go:noescape
func multiply256(tiles, pairs int, a *int16, aStride int, w *int16, bias *int32, out *int16, outStride int, shift, low, high int)

//go:noescape
func recur512(steps int, u *int16, uStride int, gate int, x *int16, xStride int, out *int16, state *int16, stateGate int)

//go:noescape
func recur256(steps int, u *int16, uStride int, gate int, x *int16, xStride int, out *int16, state *int16, stateGate int)

//go:noescape
func addBytes256(n int, to *int16, from *int8, shift int)

//go:noescape
func addWords256(n int, to, from *int16)

//go:noescape
func clamp256(n int, to *int16, low, high int)

// vectorBits is the width of the vector instructions in use: 512, 256, or 0 for none. It is a variable for the
// tests, which hold the results of all widths against each other.
var vectorBits = func() int {
	switch {
	case cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VNNI && cpu.X86.HasAVX2:
		return 512
	case cpu.X86.HasAVX2:
		return 256
	}
	return 0
}()

func multiply(rows, pairs int, a []int16, aStride int, w []int16, bias []int32, out []int16, outStride int, shift, low, high int) {
	_, _, _, _ = a[(rows-1)*aStride+2*pairs-1], w[pairs*2*panel-1], bias[panel-1], out[(rows-1)*outStride+panel-1]
	switch vectorBits {
	case 512:
		multiply512(rows/tile, pairs, &a[0], aStride*2, &w[0], &bias[0], &out[0], outStride*2, shift, low, high)
	case 256:
		multiply256(rows/(tile/2), pairs, &a[0], aStride*2, &w[0], &bias[0], &out[0], outStride*2, shift, low, high)
		multiply256(rows/(tile/2), pairs, &a[0], aStride*2, &w[panel], &bias[panel/2], &out[panel/2], outStride*2, shift, low, high)
	default:
		plainMultiply(rows, pairs, a, aStride, w, bias, out, outStride, shift, low, high)
	}
}

func recur(steps, units int, u []int16, at, uStep, gate int, x, out []int16, xAt, xStep int, state []int16) {
	switch vectorBits {
	case 512:
		for j := 0; j < units; j += 32 {
			recur512(steps, &u[at+j], uStep*2, gate*2, &x[xAt+j], xStep*2, &out[xAt+j], &state[j], units*2)
		}
	case 256:
		for j := 0; j < units; j += 16 {
			recur256(steps, &u[at+j], uStep*2, gate*2, &x[xAt+j], xStep*2, &out[xAt+j], &state[j], units*2)
		}
	default:
		plainRecur(steps, units, u, at, uStep, gate, x, out, xAt, xStep, state)
	}
}

func addBytes(to []int16, from []int8, shift int) {
	if vectorBits > 0 {
		_ = from[len(to)-1]
		addBytes256(len(to), &to[0], &from[0], shift)
		return
	}
	plainAddBytes(to, from, shift)
}

func addWords(to, from []int16) {
	if vectorBits > 0 {
		_ = from[len(to)-1]
		addWords256(len(to), &to[0], &from[0])
		return
	}
	plainAddWords(to, from)
}

func clamp(to []int16, low, high int) {
	if vectorBits > 0 {
		clamp256(len(to), &to[0], low, high)
		return
	}
	plainClamp(to, low, high)
}
