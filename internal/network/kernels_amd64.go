package network

import "golang.org/x/sys/cpu"

//go:noescape
func multiply512(tiles, inputs int, a *uint8, aStride int, w *int8, bias, scale *int32, out *int16, outStride int, shift, low, high int)

//go:noescape
func multiply256(tiles, inputs int, a *uint8, aStride int, w *int8, bias, scale *int32, out *int16, outStride int, shift, low, high int)

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

//go:noescape
func join256(n int, to, before, own, behind, input *int16, high int)

//go:noescape
func narrow256(n int, to *uint8, from *int16)

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

// multiplyPanel computes one panel of a product, see referenceMultiply.
func multiplyPanel(rows, inputs int, a []uint8, aStride int, w []int8, bias, scale []int32, out []int16, outStride int, shift, low, high int) {
	_, _, _, _, _ = a[(rows-1)*aStride+inputs-1], w[inputs*panel-1], bias[panel-1], scale[panel-1], out[(rows-1)*outStride+panel-1]
	if vectorBits == 512 {
		multiply512(rows/tile, inputs, &a[0], aStride, &w[0], &bias[0], &scale[0], &out[0], outStride*2, shift, low, high)
		return
	}
	for c := 0; c < panel; c += panel / 2 {
		multiply256(rows/(tile/2), inputs, &a[0], aStride, &w[4*c], &bias[c], &scale[c], &out[c], outStride*2, shift, low, high)
	}
}

func recur(steps, units int, u []int16, at, uStep, gate int, x, out []int16, xAt, xStep int, state []int16, stateGate int) {
	switch vectorBits {
	case 512:
		for j := 0; j < units; j += 32 {
			recur512(steps, &u[at+j], uStep*2, gate*2, &x[xAt+j], xStep*2, &out[xAt+j], &state[j], stateGate*2)
		}
	case 256:
		for j := 0; j < units; j += 16 {
			recur256(steps, &u[at+j], uStep*2, gate*2, &x[xAt+j], xStep*2, &out[xAt+j], &state[j], stateGate*2)
		}
	default:
		plainRecur(steps, units, u, at, uStep, gate, x, out, xAt, xStep, state, stateGate)
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

func join(to, before, own, behind, input []int16) {
	if vectorBits > 0 {
		_, _, _, _ = before[len(to)-1], own[len(to)-1], behind[len(to)-1], input[len(to)-1]
		join256(len(to), &to[0], &before[0], &own[0], &behind[0], &input[0], activationLimit)
		return
	}
	plainJoin(to, before, own, behind, input)
}

func narrow(to []uint8, from []int16) {
	if vectorBits > 0 {
		_ = from[len(to)-1]
		narrow256(len(to), &to[0], &from[0])
		return
	}
	plainNarrow(to, from)
}
