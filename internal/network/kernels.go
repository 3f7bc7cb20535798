package network

// The arithmetic of the network. Everything is integer, so that every machine computes the same bits: in plain Go
// here, and with vector instructions where the processor has them.

const (
	panel = 32 // columns of a product that are computed together
	tile  = 8  // rows of a product that are computed together
)

// plainMultiply computes one panel of columns of a product, for rows that start aStride numbers apart:
//
//	out[r][c] = clamp((bias[c] + sum over k of a[r][k]*w[k][c]) >> shift, low, high)
//
// w holds the panel's weights in pairs of k: those of k and k+1 stand side by side, column after column. rows is a
// multiple of tile.
func plainMultiply(rows, pairs int, a []int16, aStride int, w []int16, bias []int32, out []int16, outStride int, shift, low, high int) {
	for r := range rows {
		var sum [panel]int32
		copy(sum[:], bias[:panel])
		row := a[r*aStride : r*aStride+2*pairs]
		for k := range pairs {
			x, y := int32(row[2*k]), int32(row[2*k+1])
			if x == 0 && y == 0 {
				continue
			}
			weights := w[k*2*panel : (k+1)*2*panel]
			for c := range sum {
				sum[c] += x*int32(weights[2*c]) + y*int32(weights[2*c+1])
			}
		}
		to := out[r*outStride : r*outStride+panel]
		for c, s := range sum {
			to[c] = int16(min(max(s>>uint(shift), int32(low)), int32(high)))
		}
	}
}

func saturate(x int32) int16 { return int16(min(max(x, -32768), 32767)) }

// scaled is the high half of twice the product, rounded: a times b/32768.
func scaled(a, b int16) int16 { return int16((int32(a)*int32(b) + 1<<14) >> 15) }

// gateOne is what a gate that is fully open adds up to, in units of 1/8192.
const gateOne = 8191

func gateValue(sum, state, weight int16) int16 {
	s := saturate(int32(sum) + int32(scaled(state, weight)<<3))
	return min(max(s, 0), gateOne) << 2
}

// plainRecur runs the recurrence of one direction over a sentence. u holds for each word the candidates, forget
// gates and reset gates, gate numbers apart, starting at index at; words are uStep apart, x and out, which start at
// xAt, xStep apart (steps are negative from right to left).
//
//	f = gate(forget + c*state), r = gate(reset + c*state)
//	c = candidate + f*(c-candidate)
//	out = x + r*(c-x)
func plainRecur(steps, units int, u []int16, at, uStep, gate int, x, out []int16, xAt, xStep int, state []int16) {
	for j := range units {
		var c int16
		ui, xi := at+j, xAt+j
		for range steps {
			candidate := u[ui]
			f := gateValue(u[ui+gate], c, state[j])
			r := gateValue(u[ui+2*gate], c, state[units+j])
			c = saturate(int32(candidate) + int32(scaled(saturate(int32(c)-int32(candidate)), f)))
			in := x[xi]
			out[xi] = saturate(int32(in) + int32(scaled(saturate(int32(c)-int32(in)), r)))
			ui += uStep
			xi += xStep
		}
	}
}

func plainAddBytes(to []int16, from []int8, shift int) {
	for i, x := range from[:len(to)] {
		to[i] = saturate(int32(to[i]) + int32(int16(x)<<uint(shift)))
	}
}

func plainAddWords(to, from []int16) {
	for i, x := range from[:len(to)] {
		to[i] = saturate(int32(to[i]) + int32(x))
	}
}

func plainClamp(to []int16, low, high int) {
	for i, x := range to {
		to[i] = min(max(x, int16(low)), int16(high))
	}
}
