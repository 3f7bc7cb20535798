package network

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unsafe"
)

// ErrFormat is what errors of Load wrap: the bytes are no network of this version.
var ErrFormat = errors.New("not a network of this version")

const magic = "chancery network 1\n"

// Shape is how large the parts of a network are.
type Shape struct {
	Width       int // of a word's encoding
	Layers      int // recurrent layers
	Arc, Label  int // width of the spaces in which heads and relations are chosen
	UPOS, XPOS  int // tags
	Relations   int
	Names       int // labels of the name layer
	VectorKeys  int // words that have a static vector
	VectorRows  int
	TableShift  int // table entries are in units of 2^TableShift activations
	VectorShift int
}

func (s *Shape) fields() []*int {
	return []*int{&s.Width, &s.Layers, &s.Arc, &s.Label, &s.UPOS, &s.XPOS, &s.Relations, &s.Names, &s.VectorKeys, &s.VectorRows, &s.TableShift, &s.VectorShift}
}

var shapeNames = []string{"width", "layers", "arc", "label", "upos", "xpos", "relations", "names", "vector-keys", "vector-rows", "table-shift", "vector-shift"}

// Activations are in units of 2^-activationBits and lie within ±activationLimit.
const (
	activationBits  = 9
	activationLimit = 16383
	gateBits        = 11 // 0.25 (the slope of the gates) of 8192
	scoreBits       = 8
)

// linear is a linear map in integers: panels of columns, each with its own scale and range.
type linear struct {
	inputs, panels   int
	w                []int16 // panel after panel, pair of inputs after pair, column after column
	bias             []int32
	shift, low, high []int32
}

// Matrix is a dense matrix of floating-point weights, row after row; a row for each input.
type Matrix struct {
	Rows, Columns int
	Data          []float32
}

// Weights are a trained network before its numbers are made integers.
type Weights struct {
	Shape
	Origin               string // lines that say how it was made
	Table                Matrix // TableRows rows
	InputBias            []float32
	Keys                 []uint32 // ascending
	KeyRows              []uint16
	Vectors              Matrix // already brought to Width
	Convolution          Matrix
	ConvolutionBias      []float32
	Recurrent            []Matrix
	RecurrentBias        [][]float32
	RecurrentState       [][]float32
	Tags, NameLabels     Matrix
	TagBias, NameBias    []float32
	ArcD, ArcH           Matrix
	ArcDBias, ArcHBias   []float32
	ArcU, ArcFar         Matrix // with a last row for a constant input of one
	ArcRoot              []float32
	LabelD, LabelH       Matrix
	LabelBias, LabelRoot []float32
	LabelFar             Matrix
	LabelOut             Matrix
	LabelOutBias         []float32
}

// part is one run of columns of a linear map under construction.
type part struct {
	m         Matrix
	bias      []float32
	from, to  int // columns of m
	bits      int // the output is in units of 2^-bits
	offset    float64
	low, high int32
}

// quantise makes a linear map in integers. Each part starts on a panel of its own.
func quantise(inputs int, parts []part) (linear, error) {
	l := linear{inputs: inputs}
	for _, p := range parts {
		for first := p.from; first < p.to; first += panel {
			n := min(panel, p.to-first)
			var top float64
			for k := range inputs {
				for c := range n {
					top = max(top, math.Abs(float64(p.m.Data[k*p.m.Columns+first+c])))
				}
			}
			// As many bits as the weights can have so that no sum overflows.
			for bits := 14; ; bits-- {
				if bits < 2 {
					return l, fmt.Errorf("weights as large as %g cannot be made integers", top)
				}
				w, bias, ok := quantisePanel(p, inputs, first, n, bits)
				if !ok {
					continue
				}
				l.w = append(l.w, w...)
				l.bias = append(l.bias, bias...)
				l.shift = append(l.shift, int32(activationBits+bits-p.bits))
				l.low, l.high = append(l.low, p.low), append(l.high, p.high)
				l.panels++
				break
			}
		}
	}
	return l, nil
}

func quantisePanel(p part, inputs, first, n, bits int) (w []int16, bias []int32, ok bool) {
	w, bias = make([]int16, (inputs+1)/2*2*panel), make([]int32, panel)
	shift := activationBits + bits - p.bits
	if shift < 1 {
		return nil, nil, false
	}
	scale := math.Ldexp(1, bits)
	for c := range n {
		var sum float64
		for k := range inputs {
			x := math.RoundToEven(float64(p.m.Data[k*p.m.Columns+first+c]) * scale)
			if math.Abs(x) > 32767 {
				return nil, nil, false
			}
			sum += math.Abs(x)
			w[k/2*2*panel+2*c+k%2] = int16(x)
		}
		b := p.offset * math.Ldexp(1, shift)
		if p.bias != nil {
			b += float64(p.bias[first+c]) * math.Ldexp(1, activationBits+bits)
		}
		b = math.RoundToEven(b) + math.Ldexp(1, shift-1)
		// Inputs rarely come near their limit together: a quarter of it in all of them at once is allowed for.
		if sum*activationLimit/4+math.Abs(b) > math.MaxInt32 {
			return nil, nil, false
		}
		bias[c] = int32(b)
	}
	return w, bias, true
}

const wide = activationLimit

// linears makes the linear maps: the convolution, the recurrent layers, all that reads the encodings, the products
// of the arc space, and the relations.
func (w *Weights) linears() ([]linear, error) {
	var out []linear
	add := func(inputs int, parts ...part) error {
		l, err := quantise(inputs, parts)
		out = append(out, l)
		return err
	}
	d, h := w.Width, w.Width/2
	errs := []error{add(3*d, part{m: w.Convolution, bias: w.ConvolutionBias, to: d, bits: activationBits, high: wide})}
	for i, m := range w.Recurrent {
		var parts []part
		for side := range 2 {
			at := side * 3 * h
			b := w.RecurrentBias[i]
			parts = append(parts,
				part{m: m, bias: b, from: at, to: at + h, bits: activationBits, low: -wide, high: wide},
				part{m: m, bias: b, from: at + h, to: at + 3*h, bits: gateBits, offset: 4096, low: -32768, high: 32767})
		}
		errs = append(errs, add(d, parts...))
	}
	full := func(m Matrix, bias []float32, low int32) part {
		return part{m: m, bias: bias, to: m.Columns, bits: activationBits, low: low, high: wide}
	}
	errs = append(errs, add(d, full(w.Tags, w.TagBias, -wide), full(w.NameLabels, w.NameBias, -wide), full(w.ArcD, w.ArcDBias, 0), full(w.ArcH, w.ArcHBias, 0),
		full(w.LabelD, w.LabelBias, -wide), full(w.LabelH, nil, -wide)))
	last := func(m Matrix) []float32 { return m.Data[(m.Rows-1)*m.Columns:] }
	far := full(w.ArcFar, last(w.ArcFar), -wide)
	far.bits = scoreBits
	errs = append(errs, add(w.Arc, full(w.ArcU, last(w.ArcU), -wide), far))
	errs = append(errs, add(w.Label, full(w.LabelOut, w.LabelOutBias, -wide)))
	return out, errors.Join(errs...)
}

func fixed(x []float32, bits int) []int16 {
	out := make([]int16, len(x))
	for i, v := range x {
		out[i] = int16(math.RoundToEven(min(max(float64(v)*math.Ldexp(1, bits), -32767), 32767)))
	}
	return out
}

// bytesOf makes a table of bytes; its unit is 2^shift activations.
func bytesOf(x []float32, shift int) []int8 {
	out := make([]int8, len(x))
	for i, v := range x {
		out[i] = int8(math.RoundToEven(min(max(float64(v)*math.Ldexp(1, activationBits-shift), -127), 127)))
	}
	return out
}

// Encode writes the network in integers, in the form that Load reads.
func (w *Weights) Encode() ([]byte, error) {
	linears, err := w.linears()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString(magic)
	for _, line := range strings.Split(strings.TrimSpace(w.Origin), "\n") {
		fmt.Fprintf(&b, "# %s\n", line)
	}
	for i, f := range w.fields() {
		fmt.Fprintf(&b, "%s %d\n", shapeNames[i], *f)
	}
	b.WriteString("\n")
	for b.Len()%64 != 0 {
		b.WriteByte('\n')
	}
	put := func(x any) { _ = binary.Write(&b, binary.LittleEndian, x) } // a bytes.Buffer takes everything
	put(fixed(w.InputBias, activationBits))
	for _, s := range w.RecurrentState {
		put(fixed(s, 14))
	}
	put(fixed(w.ArcRoot, activationBits))
	put(fixed(w.LabelRoot, activationBits))
	put(fixed(w.LabelFar.Data, activationBits))
	for _, l := range linears {
		put(l.shift)
		put(l.low)
		put(l.high)
		put(l.bias)
		put(l.w)
	}
	put(w.Keys)
	put(w.KeyRows)
	put(bytesOf(w.Vectors.Data, w.VectorShift))
	put(bytesOf(w.Table.Data, w.TableShift))
	return b.Bytes(), nil
}

// Network is a trained network. It is safe for many goroutines, each with a Reader of its own.
type Network struct {
	Shape
	inputBias          []int16
	state              [][]int16
	arcRoot, labelRoot []int16
	labelFar           []int16
	convolution        [3]product // of the word before, the word itself, and the word behind
	recurrent          []product
	heads              product
	arc, label         product
	keys               []uint32
	keyRows            []uint16
	bucket             []uint32 // the keys by their upper bits
	vectors, table     []int8
}

type decoder struct {
	data   []byte
	failed bool
}

func (d *decoder) take(n int) []byte {
	if n < 0 || n > len(d.data) {
		d.failed = true
		return nil
	}
	b := d.data[:n]
	d.data = d.data[n:]
	return b
}

func (d *decoder) int16s(n int) []int16 {
	b := d.take(2 * n)
	out := make([]int16, len(b)/2)
	for i := range out {
		out[i] = int16(binary.LittleEndian.Uint16(b[2*i:]))
	}
	return out
}

func (d *decoder) int32s(n int) []int32 {
	b := d.take(4 * n)
	out := make([]int32, len(b)/4)
	for i := range out {
		out[i] = int32(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return out
}

// int8s returns the bytes themselves: tables are read where they lie.
func (d *decoder) int8s(n int) []int8 {
	b := d.take(n)
	if len(b) == 0 {
		return nil
	}
	return unsafe.Slice((*int8)(unsafe.Pointer(&b[0])), len(b))
}

func panels(n int) int { return (n + panel - 1) / panel }

func (d *decoder) linear(inputs, panels int) linear {
	l := linear{inputs: inputs, panels: panels}
	l.shift, l.low, l.high = d.int32s(panels), d.int32s(panels), d.int32s(panels)
	l.bias = d.int32s(panels * panel)
	l.w = d.int16s((inputs + 1) / 2 * 2 * panel * panels)
	for _, s := range l.shift {
		d.failed = d.failed || s < 1 || s > 30
	}
	return l
}

// product reads a linear map and makes a product of it.
func (d *decoder) product(inputs, panels int) product {
	l := d.linear(inputs, panels)
	if d.failed {
		return product{}
	}
	return productOf(&l)
}

// taps reads the map over the encodings of three words and makes three products of it, whose sums are not clamped.
func (d *decoder) taps(width int) (out [3]product) {
	l := d.linear(3*width, panels(width))
	if d.failed {
		return out
	}
	for i := range out {
		tap := linear{inputs: width, panels: l.panels, shift: l.shift, low: make([]int32, l.panels), high: make([]int32, l.panels), bias: l.bias}
		if i != 1 {
			tap.bias = make([]int32, len(l.bias))
		}
		for p := range l.panels {
			tap.low[p], tap.high[p] = -32768, 32767
			tap.w = append(tap.w, l.w[(3*p+i)*width*panel:][:width*panel]...)
		}
		out[i] = productOf(&tap)
	}
	return out
}

// Load reads a network. Its tables are used where they lie.
func Load(model string) (*Network, error) {
	if !strings.HasPrefix(model, magic) {
		return nil, ErrFormat
	}
	data := unsafe.Slice(unsafe.StringData(model), len(model)) // only read
	n := &Network{}
	at := len(magic)
	fields := n.fields()
	for i := 0; i < len(fields); {
		end := bytes.IndexByte(data[at:], '\n')
		if end < 0 {
			return nil, fmt.Errorf("%w: header ends early", ErrFormat)
		}
		line := string(data[at : at+end])
		at += end + 1
		if strings.HasPrefix(line, "#") {
			continue
		}
		name, value, _ := strings.Cut(line, " ")
		v, err := strconv.Atoi(value)
		if name != shapeNames[i] || err != nil || v < 0 || v > 1<<20 {
			return nil, fmt.Errorf("%w: header line %q where %s should stand", ErrFormat, line, shapeNames[i])
		}
		*fields[i] = v
		i++
	}
	if n.Width == 0 || n.Width%64 != 0 || max(n.Width, n.Arc, n.Label) > laneInputs || n.Arc%panel != 0 || n.Label%panel != 0 || n.Layers > 16 || n.TableShift > 8 || n.VectorShift > 8 {
		return nil, fmt.Errorf("%w: impossible shape", ErrFormat)
	}
	at++
	at = (at + 63) / 64 * 64
	if at > len(data) {
		return nil, fmt.Errorf("%w: ends early", ErrFormat)
	}
	d := &decoder{data: data[at:]}
	n.inputBias = d.int16s(n.Width)
	for range n.Layers {
		n.state = append(n.state, d.int16s(2*n.Width))
	}
	n.arcRoot, n.labelRoot = d.int16s(n.Arc), d.int16s(n.Label)
	n.labelFar = d.int16s(DistanceBuckets * n.Label)
	n.convolution = d.taps(n.Width)
	for range n.Layers {
		n.recurrent = append(n.recurrent, d.product(n.Width, panels(3*n.Width)))
	}
	n.heads = d.product(n.Width, panels(n.UPOS+n.XPOS)+panels(n.Names)+2*panels(n.Arc)+2*panels(n.Label))
	n.arc = d.product(n.Arc, panels(n.Arc)+panels(DistanceBuckets))
	n.label = d.product(n.Label, panels(n.Relations))
	keys := d.int32s(n.VectorKeys)
	n.keys = make([]uint32, len(keys))
	for i, k := range keys {
		n.keys[i] = uint32(k)
	}
	rows := d.int16s(n.VectorKeys)
	n.keyRows = make([]uint16, len(rows))
	for i, r := range rows {
		n.keyRows[i] = uint16(r)
		if int(uint16(r)) >= n.VectorRows {
			d.failed = true
		}
	}
	n.vectors = d.int8s(n.VectorRows * n.Width)
	n.table = d.int8s(TableRows * n.Width)
	if d.failed || len(d.data) != 0 {
		return nil, fmt.Errorf("%w: its parts do not have the sizes that its header says", ErrFormat)
	}
	n.bucket = make([]uint32, 1<<16+1)
	b := 0
	for i, k := range n.keys {
		if i > 0 && k < n.keys[i-1] {
			return nil, fmt.Errorf("%w: keys out of order", ErrFormat)
		}
		for ; b <= int(k>>16); b++ {
			n.bucket[b] = uint32(i)
		}
	}
	for ; b < len(n.bucket); b++ {
		n.bucket[b] = uint32(len(n.keys))
	}
	return n, nil
}

// vector returns the row of a key's static vector, or -1.
func (n *Network) vector(key uint32) int {
	b := key >> 16
	for i := n.bucket[b]; i < n.bucket[b+1]; i++ {
		if n.keys[i] == key {
			return int(n.keyRows[i])
		}
	}
	return -1
}

// formVector returns the row of a form's static vector, else of the form's in lower case, or -1.
func (n *Network) formVector(form string) int {
	if v := n.vector(VectorKey(form)); v >= 0 {
		return v
	}
	return n.vector(LowerVectorKey(form))
}
