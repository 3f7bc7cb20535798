package network

import (
	"math"
	"slices"
)

// A product is a linear map as it is computed: from bytes, with weights of seven bits. Every column has a scale of its
// own, by which its sums become activations.
type product struct {
	inputs, panels   int
	w                []int8 // panel after panel, see referenceMultiply
	bias, scale      []int32
	shift, low, high []int32 // of panels

	// Only without vector instructions:
	packed []int64
	offset []int32 // of each column, the sum of its weights times byteOffset
}

// productOf makes a product of a linear map.
func productOf(l *linear) product {
	p := product{inputs: l.inputs, panels: l.panels, low: l.low, high: l.high}
	p.w = make([]int8, l.inputs*panel*l.panels)
	p.bias, p.scale = make([]int32, panel*l.panels), make([]int32, panel*l.panels)
	p.shift = make([]int32, l.panels)
	for i := range l.panels {
		p.shrink(i, l.w[i*l.inputs*panel:][:l.inputs*panel], l.bias[i*panel:(i+1)*panel], uint(l.shift[i]))
	}
	p.pack()
	return p
}

// shrink makes one panel: from weights of 16 bits in pairs, whose sums with activations are shifted.
func (p *product) shrink(at int, w []int16, bias []int32, shift uint) {
	var top, sum [panel]int64
	for i, x := range w {
		v := int64(x)
		if v < 0 {
			v = -v
		}
		c := i / 2 % panel
		top[c] = max(top[c], v)
		sum[c] += v
	}
	// A sum of bytes is 2^byteShift smaller than one of activations. The largest weight of a column becomes byteLimit.
	// Scales have as many bits as they can so that no sum overflows, those of rounded weights included.
	var most int64
	for c := range panel {
		rounded := (top[c]/byteLimit + 1) * int64(p.inputs)
		b := int64(bias[c])
		if b < 0 {
			b = -b
		}
		most = max(most, ((sum[c]+rounded)*byteLimit<<byteShift+b)>>shift)
	}
	bits := uint(0)
	for bits < 20 && most<<(bits+1) < math.MaxInt32 {
		bits++
	}
	p.shift[at] = int32(bits)
	var unit [panel]float64 // weights of 16 bits in one of the product
	for c := range panel {
		scale := max(1, (top[c]<<(byteShift+bits)/byteLimit)>>shift+1)
		p.scale[at*panel+c] = int32(scale)
		unit[c] = math.Ldexp(1, byteShift+int(bits)-int(shift)) / float64(scale)
	}
	to := p.w[at*p.inputs*panel:][:p.inputs*panel]
	var sums [panel]int32
	for i, x := range w {
		k, c := i/(2*panel)*2+i%2, i/2%panel
		q := int8(math.RoundToEven(float64(x) * unit[c]))
		to[k/4*4*panel+4*c+k%4] = q
		sums[c] += int32(q)
	}
	for c := range panel {
		b := math.RoundToEven(float64(bias[c]) * unit[c] / (1 << byteShift))
		p.bias[at*panel+c] = int32(b) - byteOffset*sums[c]
	}
}

// pack prepares for plainMultiply where it is needed.
func (p *product) pack() {
	if vectorBits > 0 {
		return
	}
	size := laneGroups * (p.inputs + 1)
	p.packed = slices.Grow(p.packed[:0], size*p.panels)[:size*p.panels]
	p.offset = slices.Grow(p.offset[:0], panel*p.panels)[:panel*p.panels]
	clear(p.offset)
	for i := range p.panels {
		w := p.w[i*p.inputs*panel:][:p.inputs*panel]
		pack(p.packed[i*size:], w, p.inputs)
		for j, x := range w {
			p.offset[i*panel+j/4%panel] += int32(x) * byteOffset
		}
	}
}

// panel computes panel i of the product for rows that start aStride bytes apart.
func (p *product) panel(i, rows int, a []uint8, aStride int, out []int16, outStride int) {
	bias, scale := p.bias[i*panel:(i+1)*panel], p.scale[i*panel:(i+1)*panel]
	shift, low, high := int(p.shift[i]), int(p.low[i]), int(p.high[i])
	if p.packed != nil {
		size := laneGroups * (p.inputs + 1)
		plainMultiply(rows, p.inputs, a, aStride, p.packed[i*size:(i+1)*size], bias, p.offset[i*panel:(i+1)*panel], scale, out, outStride, shift, low, high)
		return
	}
	multiplyPanel(rows, p.inputs, a, aStride, p.w[i*p.inputs*panel:], bias, scale, out, outStride, shift, low, high)
}

// all computes all panels side by side.
func (p *product) all(rows int, a []uint8, aStride int, out []int16, outStride int) {
	for i := range p.panels {
		p.panel(i, rows, a, aStride, out[i*panel:], outStride)
	}
}

// reset makes an empty product of scores: what its sums are in units of 2^-scoreBits.
func (p *product) reset(inputs, panels int) {
	const bits = 2*activationBits - scoreBits - 2*byteShift
	p.inputs, p.panels = inputs, panels
	p.w = slices.Grow(p.w[:0], panels*panel*inputs)[:panels*panel*inputs]
	clear(p.w[(panels-1)*panel*inputs:])
	p.bias = slices.Grow(p.bias[:0], panels*panel)[:panels*panel]
	clear(p.bias[(panels-1)*panel:])
	for len(p.shift) < panels {
		p.shift, p.low, p.high = append(p.shift, max(bits, 0)), append(p.low, -32768), append(p.high, 32767)
		for range panel {
			p.scale = append(p.scale, 1<<max(-bits, 0))
		}
	}
}

// column makes the bytes of activations the weights of a column.
func (p *product) column(at int, bytes []uint8) {
	to := p.w[at/panel*panel*p.inputs+at%panel*4:]
	var sum int32
	for k := 0; k < len(bytes); k += 4 {
		four := to[k*panel : k*panel+4]
		for i, x := range bytes[k : k+4] {
			four[i] = int8(x - byteOffset)
			sum += int32(four[i])
		}
	}
	p.bias[at] = -byteOffset * sum
}
