//go:build !amd64

package network

var vectorBits = 0

func multiply(rows, pairs int, a []int16, aStride int, w []int16, bias []int32, out []int16, outStride int, shift, low, high int) {
	plainMultiply(rows, pairs, a, aStride, w, bias, out, outStride, shift, low, high)
}

func recur(steps, units int, u []int16, at, uStep, gate int, x, out []int16, xAt, xStep int, state []int16) {
	plainRecur(steps, units, u, at, uStep, gate, x, out, xAt, xStep, state)
}

func addBytes(to []int16, from []int8, shift int) { plainAddBytes(to, from, shift) }

func addWords(to, from []int16) { plainAddWords(to, from) }

func clamp(to []int16, low, high int) { plainClamp(to, low, high) }
