package network

// The arithmetic of the network. Everything is integer, so that every machine computes the same numbers: in plain Go
// here, and with vector instructions where the processor has them.

const (
	panel = 32 // columns of a product that are computed together
	tile  = 8  // rows of a product that are computed together
)

// An activation enters a product as a byte: in units of 2^byteShift, at most byteLimit of them, and byteOffset added,
// so that it is never negative. Seven bits are enough: with sixteen the network reads no better. And they are few enough
// that two products fit into 16 bits (AVX2), and three sums side by side into 64 (plain Go).
const (
	byteShift  = 6
	byteLimit  = 63
	byteOffset = 64
)

// plainNarrow turns activations into bytes.
func plainNarrow(to []uint8, from []int16) {
	for i, x := range from[:len(to)] {
		to[i] = uint8(min(max((int32(x)+1<<(byteShift-1))>>byteShift, -byteLimit), byteLimit) + byteOffset)
	}
}

// referenceMultiply computes one panel of columns of a product, for rows that start aStride bytes apart:
//
//	out[r][c] = clamp((bias[c] + sum over k of a[r][k]*w[k][c]) * scale[c] >> shift, low, high)
//
// w holds the panel's weights, none larger than byteLimit, in fours of k: those of k to k+3 stand side by side, column
// after column. bias makes up for the offset of the bytes. rows is a multiple of tile, the number of inputs of 8.
func referenceMultiply(rows, inputs int, a []uint8, aStride int, w []int8, bias, scale []int32, out []int16, outStride int, shift, low, high int) {
	for r := range rows {
		for c := range panel {
			sum := bias[c]
			for k := range inputs {
				sum += int32(a[r*aStride+k]) * int32(w[k/4*4*panel+4*c+k%4])
			}
			out[r*outStride+c] = int16(min(max(sum*scale[c]>>uint(shift), int32(low)), int32(high)))
		}
	}
}

// Without vector instructions, three columns are computed with each multiplication: their weights stand 21 bits apart
// in one number of 64 bits, and so do the sums, of which none needs more, as byteLimit² times 256 is less than 2^20.
const (
	lanes      = 3
	laneBits   = 21
	laneGroups = (panel + lanes - 1) / lanes
	laneInputs = 1 << 20 / (byteLimit * byteLimit) // the most inputs that sums have room for
)

// pack brings a panel's weights into the form that plainMultiply reads: for each group of columns the sum of its
// weights times -byteOffset, with which its sums begin, and then its weights.
func pack(to []int64, w []int8, inputs int) {
	for g := range laneGroups {
		group := to[g*(inputs+1) : (g+1)*(inputs+1)]
		var sum int64
		for k := range inputs {
			var x int64
			for lane := range lanes {
				if c := g*lanes + lane; c < panel {
					x += int64(w[k/4*4*panel+4*c+k%4]) << (laneBits * lane)
				}
			}
			group[k+1] = x
			sum += x
		}
		group[0] = -byteOffset * sum
	}
}

// plainMultiply is referenceMultiply with packed weights. bias, which makes up for the offset of the bytes, is that of
// the other kernels; offset is what of it does so.
func plainMultiply(rows, inputs int, a []uint8, aStride int, packed []int64, bias, offset, scale []int32, out []int16, outStride int, shift, low, high int) {
	for g := range laneGroups {
		first := packed[g*(inputs+1)]
		w := packed[g*(inputs+1)+1 : (g+1)*(inputs+1)]
		for r := 0; r+3 < rows; r += 4 {
			var sums [4]int64
			sums[0], sums[1], sums[2], sums[3] = fourSums(w, a[r*aStride:], a[(r+1)*aStride:], a[(r+2)*aStride:], a[(r+3)*aStride:], first)
			for i, s := range sums {
				to := out[(r+i)*outStride:]
				for c := g * lanes; c < min((g+1)*lanes, panel); c++ {
					sum := s << (64 - laneBits) >> (64 - laneBits)
					s = (s - sum) >> laneBits
					v := (int32(sum) + bias[c] + offset[c]) * scale[c] >> uint(shift)
					to[c] = int16(min(max(v, int32(low)), int32(high)))
				}
			}
		}
	}
}

// fourSums adds up a column's, or a group of columns', products with four rows. It stands alone so that all that its
// loop needs finds room in registers.
//
//go:noinline
func fourSums(w []int64, a0, a1, a2, a3 []uint8, first int64) (s0, s1, s2, s3 int64) {
	s0, s1, s2, s3 = first, first, first, first
	// Slices of one length, so that the loop needs no checks of bounds.
	a0, a1, a2, a3 = a0[:len(w)], a1[:len(w)], a2[:len(w)], a3[:len(w)]
	for k, x := range w {
		s0 += int64(a0[k]) * x
		s1 += int64(a1[k]) * x
		s2 += int64(a2[k]) * x
		s3 += int64(a3[k]) * x
	}
	return s0, s1, s2, s3
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
// gates and reset gates of the units, gate numbers apart, starting at index at; words are uStep apart, x and out,
// which start at xAt, xStep apart (steps are negative from right to left). state holds the weights of the state in the
// forget gate, and stateGate numbers further in the reset gate.
//
//	f = gate(forget + c*state), r = gate(reset + c*state)
//	c = candidate + f*(c-candidate)
//	out = x + r*(c-x)
func plainRecur(steps, units int, u []int16, at, uStep, gate int, x, out []int16, xAt, xStep int, state []int16, stateGate int) {
	for j := range units {
		var c int16
		ui, xi := at+j, xAt+j
		for range steps {
			candidate := u[ui]
			f := gateValue(u[ui+gate], c, state[j])
			r := gateValue(u[ui+2*gate], c, state[stateGate+j])
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

// plainJoin is what the convolution makes of a word: its input added to the sum of three products, clamped.
func plainJoin(to, before, own, behind, input []int16) {
	for i := range to {
		s := saturate(int32(saturate(int32(before[i])+int32(own[i]))) + int32(behind[i]))
		to[i] = min(saturate(int32(min(max(s, 0), activationLimit))+int32(input[i])), activationLimit)
	}
}
