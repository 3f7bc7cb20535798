//go:build !amd64

package network

var vectorBits = 0

// multiplyPanel computes one panel of a product.
func multiplyPanel(rows, inputs int, a []uint8, aStride int, w []int8, bias, scale []int32, out []int16, outStride int, shift, low, high int) {
	referenceMultiply(rows, inputs, a, aStride, w, bias, scale, out, outStride, shift, low, high)
}

func recur(steps, units int, u []int16, at, uStep, gate int, x, out []int16, xAt, xStep int, state []int16, stateGate int) {
	plainRecur(steps, units, u, at, uStep, gate, x, out, xAt, xStep, state, stateGate)
}

func addBytes(to []int16, from []int8, shift int) { plainAddBytes(to, from, shift) }

func addWords(to, from []int16) { plainAddWords(to, from) }

func clamp(to []int16, low, high int) { plainClamp(to, low, high) }

func join(to, before, own, behind, input []int16) { plainJoin(to, before, own, behind, input) }

func narrow(to []uint8, from []int16) { plainNarrow(to, from) }
