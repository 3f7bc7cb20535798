package training

import (
	"fmt"
	"math"
	"math/rand/v2"

	"chancery/internal/network"
	"chancery/syntax"
)

var (
	uposCount  = syntax.UPOSCount
	xposCount  = syntax.XPOSCount
	tagCount   = uposCount + xposCount
	relCount   = syntax.RelCount
	nameLabels = syntax.NameTagCount
)

type recurrent struct {
	w, b, v *parameter
	u       matrix // gates and candidates of the batch
	c       matrix // states
	f, r    matrix
	x       matrix // input of the products after dropout
}

type model struct {
	Options
	random                               *rand.Rand
	mul                                  multiplier
	table, inputBias, project            *parameter
	conv, convBias                       *parameter
	rnn                                  []*recurrent
	tags, tagBias, names, nameBias       *parameter
	arcD, arcDB, arcH, arcHB, arcU, arcR *parameter
	arcRoot                              *parameter // the root among the heads
	labD, labH, labB, labRoot, labDist   *parameter
	labOut, labOutB                      *parameter
	all                                  []*parameter
	vectors                              *vectors
	batch                                []*sentence
	start                                []int
	x0, a0, col, y, vec                  matrix
	act                                  []*matrix // activations: after the convolution, and each recurrent layer
	grad                                 []*matrix
	mask                                 [][]float32
	top, dTop                            matrix
	scratch                              [24]matrix
	drop                                 [][]bool
}

func newModel(c Options, v *vectors) *model {
	m := &model{Options: c, random: rand.New(rand.NewPCG(c.Seed, 77)), vectors: v}
	r := m.random
	d := c.Width
	add := func(p *parameter) *parameter { m.all = append(m.all, p); return p }
	m.table = add(newParameter("table", network.TableRows, d, 0.15, r))
	m.table.sparse = true
	m.table.isTouched = make([]bool, network.TableRows)
	m.inputBias = add(newParameter("inputBias", 1, d, 0, r))
	if v != nil {
		m.project = add(newParameter("project", v.data.columns, d, 0.05, r))
	}
	m.conv = add(dense("conv", 3*d, d, r))
	m.convBias = add(newParameter("convBias", 1, d, 0, r))
	for i := range c.Layers {
		l := &recurrent{
			w: add(newParameter(fmt.Sprintf("rnn%d", i), d, 3*d, math.Sqrt(3/float64(d)), r)),
			b: add(newParameter(fmt.Sprintf("rnnBias%d", i), 1, 3*d, 0, r)),
			v: add(newParameter(fmt.Sprintf("rnnState%d", i), 1, 2*d, 0, r)),
		}
		// Forget gates from short to long memory.
		h := d / 2
		for side := range 2 {
			for j := range h {
				l.b.data[side*3*h+h+j] = -1 + 2.5*float32(j)/float32(h)
			}
		}
		m.rnn = append(m.rnn, l)
	}
	m.tags = add(dense("tags", d, tagCount, r))
	m.tagBias = add(newParameter("tagBias", 1, tagCount, 0, r))
	m.names = add(dense("names", d, nameLabels, r))
	m.nameBias = add(newParameter("nameBias", 1, nameLabels, 0, r))
	m.arcD, m.arcDB = add(dense("arcD", d, c.Arc, r)), add(newParameter("arcDB", 1, c.Arc, 0, r))
	m.arcH, m.arcHB = add(dense("arcH", d, c.Arc, r)), add(newParameter("arcHB", 1, c.Arc, 0, r))
	m.arcU = add(newParameter("arcU", c.Arc+1, c.Arc, 0.08, r))
	m.arcR = add(newParameter("arcR", c.Arc+1, network.DistanceBuckets, 0, r))
	m.arcRoot = add(newParameter("arcRoot", 1, c.Arc, 0.3, r))
	m.labD, m.labH = add(dense("labD", d, c.Label, r)), add(dense("labH", d, c.Label, r))
	m.labB = add(newParameter("labB", 1, c.Label, 0, r))
	m.labRoot = add(newParameter("labRoot", 1, c.Label, 0.3, r))
	m.labDist = add(newParameter("labDist", network.DistanceBuckets, c.Label, 0, r))
	m.labOut, m.labOutB = add(dense("labOut", c.Label, relCount, r)), add(newParameter("labOutB", 1, relCount, 0, r))
	for range c.Layers + 1 {
		m.act, m.grad = append(m.act, &matrix{}), append(m.grad, &matrix{})
	}
	m.mask = make([][]float32, c.Layers+8)
	return m
}

// addBias adds the row b to every row of m.
func addBias(m *matrix, b []float32) {
	for i := range m.rows {
		row := m.row(i)
		for j, x := range b {
			row[j] += x
		}
	}
}

func biasGradient(b []float32, g *matrix) {
	for i := range g.rows {
		row := g.row(i)
		b := b[:len(row)]
		for j, x := range row {
			b[j] += x
		}
	}
}

func relu(x []float32) {
	for i, v := range x {
		x[i] = max(v, 0)
	}
}

// makeMask draws a dropout mask for each sentence: the same for all its words (Gal and Ghahramani 2016).
func (m *model) makeMask(slot int, width int, p float64) []float32 {
	n := len(m.batch) * width
	mask := grow(m.mask[slot], n)
	m.mask[slot] = mask
	keep := float32(1 / (1 - p))
	limit := uint32(p * (1 << 32))
	for i := 0; i < n; i += 2 {
		x := m.random.Uint64()
		mask[i] = keep
		if uint32(x) < limit {
			mask[i] = 0
		}
		if i+1 < n {
			mask[i+1] = keep
			if uint32(x>>32) < limit {
				mask[i+1] = 0
			}
		}
	}
	return mask
}

func (m *model) applyMask(x *matrix, slot int) {
	mask := m.mask[slot]
	w := x.columns
	for s := range m.batch {
		row := mask[s*w : (s+1)*w]
		for t := m.start[s]; t < m.start[s+1]; t++ {
			to := x.row(t)
			for j, f := range row {
				to[j] *= f
			}
		}
	}
}

// encode runs the encoder over the batch. The result is the last of m.act.
func (m *model) encode(batch []*sentence, train bool) {
	m.batch = batch
	m.start = m.start[:0]
	n := 0
	for _, s := range batch {
		m.start = append(m.start, n)
		n += len(s.forms)
	}
	m.start = append(m.start, n)
	d := m.Width
	m.x0.resize(n, d)
	addBias(&m.x0, m.inputBias.data)
	if m.project != nil {
		m.vec.resize(n, m.vectors.data.columns)
	}
	if cap(m.drop) < n {
		m.drop = make([][]bool, n*2)
		flat := make([]bool, n*2*4)
		for i := range m.drop {
			m.drop[i] = flat[i*4 : i*4+4]
		}
	}
	m.drop = m.drop[:cap(m.drop)]
	t := 0
	for _, s := range batch {
		for i := range s.forms {
			dropWord, dropVector, dropAffix := false, false, false
			if train {
				p := m.DropWord + 0.5/(0.5+float64(s.count[i]))*0.5
				dropWord = m.random.Float64() < p
				dropVector = m.random.Float64() < m.DropWord
				dropAffix = m.random.Float64() < m.DropWord*0.5
			}
			m.drop[t][0], m.drop[t][1], m.drop[t][2] = dropWord, dropVector, dropAffix
			row := m.x0.row(t)
			for f, id := range s.features[i] {
				if f < network.WordFeatures && dropWord || f >= network.WordFeatures && f < 8 && dropAffix {
					continue
				}
				from := m.table.row(int(id))[:len(row)]
				for j, x := range from {
					row[j] += x
				}
			}
			if m.project != nil && s.vector[i] >= 0 && !dropVector {
				copy(m.vec.row(t), m.vectors.data.row(int(s.vector[i])))
			}
			t++
		}
	}
	if m.project != nil {
		m.mul.add(&m.x0, &m.vec, false, &m.project.matrix, false)
	}
	relu(m.x0.data)
	m.a0.resize(n, d)
	copy(m.a0.data, m.x0.data)
	if train {
		m.makeMask(0, d, m.DropInput)
		m.applyMask(&m.a0, 0)
	}
	// Convolution over three words.
	m.windows(&m.col, &m.a0)
	m.y.resize(n, d)
	addBias(&m.y, m.convBias.data)
	m.mul.add(&m.y, &m.col, false, &m.conv.matrix, false)
	relu(m.y.data)
	a := m.act[0]
	a.resize(n, d)
	for i := range a.data {
		a.data[i] = m.a0.data[i] + m.y.data[i]
	}
	for l, layer := range m.rnn {
		m.forwardRecurrent(layer, m.act[l], m.act[l+1], l, train)
	}
}

// windows lays each word's left neighbour, the word and its right neighbour side by side.
func (m *model) windows(to, from *matrix) {
	d := from.columns
	to.resize(from.rows, 3*d)
	for s := range m.batch {
		for t := m.start[s]; t < m.start[s+1]; t++ {
			row := to.row(t)
			if t > m.start[s] {
				copy(row[:d], from.row(t-1))
			}
			copy(row[d:], from.row(t))
			if t+1 < m.start[s+1] {
				copy(row[2*d:], from.row(t+1))
			}
		}
	}
}

func (m *model) forwardRecurrent(l *recurrent, in, out *matrix, index int, train bool) {
	n, d := in.rows, m.Width
	l.x.resize(n, d)
	copy(l.x.data, in.data)
	if train {
		m.makeMask(1+index, d, m.DropLayer)
		m.applyMask(&l.x, 1+index)
	}
	l.u.resize(n, 3*d)
	addBias(&l.u, l.b.data)
	m.mul.add(&l.u, &l.x, false, &l.w.matrix, false)
	l.c.resize(n, d)
	l.f.resize(n, d)
	l.r.resize(n, d)
	out.resize(n, d)
	for s := range m.batch {
		for side := range 2 {
			r := m.direction(l, in, s, side)
			r.out = out.data
			r.forward()
		}
	}
}

// direction prepares one direction of the recurrence over a sentence.
func (m *model) direction(l *recurrent, in *matrix, s, side int) recurrence {
	d := m.Width
	h := d / 2
	first, steps, step := m.start[s], m.start[s+1]-m.start[s], 1
	if side == 1 {
		first, step = m.start[s+1]-1, -1
	}
	return recurrence{
		units: h, steps: steps, u: l.u.data, uAt: first*3*d + side*3*h, uStep: step * 3 * d,
		x: in.data, at: first*d + side*h, step: step * d,
		c: l.c.data, f: l.f.data, r: l.r.data,
		forget: l.v.data[side*2*h : side*2*h+h], reset: l.v.data[side*2*h+h : side*2*h+2*h],
	}
}

// backwardRecurrent adds to dIn the gradient of the layer's input, given that of its output.
func (m *model) backwardRecurrent(l *recurrent, in, dIn, dOut *matrix, index int) {
	n, d := in.rows, m.Width
	h := d / 2
	du := &m.scratch[20]
	du.resize(n, 3*d)
	dIn.resize(n, d)
	for s := range m.batch {
		for side := range 2 {
			r := m.direction(l, in, s, side)
			r.out, r.du, r.dx = dOut.data, du.data, dIn.data
			r.forgetGradient, r.resetGradient = l.v.gradient.data[side*2*h:side*2*h+h], l.v.gradient.data[side*2*h+h:side*2*h+2*h]
			r.backward()
		}
	}
	biasGradient(l.b.gradient.data, du)
	m.mul.add(&l.w.gradient, &l.x, true, du, false)
	dx := &m.scratch[21]
	dx.resize(n, d)
	m.mul.add(dx, du, false, &l.w.matrix, true)
	m.applyMask(dx, 1+index)
	for i, x := range dx.data {
		dIn.data[i] += x
	}
}

// backwardEncoder takes the gradient of the encodings through the whole encoder.
func (m *model) backwardEncoder(dTop *matrix) {
	d := m.Width
	g := dTop
	for l := len(m.rnn) - 1; l >= 0; l-- {
		m.backwardRecurrent(m.rnn[l], m.act[l], m.grad[l], g, l)
		g = m.grad[l]
	}
	n := g.rows
	dy := &m.scratch[22]
	dy.resize(n, d)
	for i, x := range g.data {
		if m.y.data[i] > 0 {
			dy.data[i] = x
		}
	}
	biasGradient(m.convBias.gradient.data, dy)
	m.mul.add(&m.conv.gradient, &m.col, true, dy, false)
	dcol := &m.scratch[23]
	dcol.resize(n, 3*d)
	m.mul.add(dcol, dy, false, &m.conv.matrix, true)
	for s := range m.batch {
		for t := m.start[s]; t < m.start[s+1]; t++ {
			row := dcol.row(t)
			addRow(g.row(t), row[d:2*d])
			if t > m.start[s] {
				addRow(g.row(t-1), row[:d])
			}
			if t+1 < m.start[s+1] {
				addRow(g.row(t+1), row[2*d:])
			}
		}
	}
	m.applyMask(g, 0)
	for i, x := range m.x0.data {
		if x <= 0 {
			g.data[i] = 0
		}
	}
	biasGradient(m.inputBias.gradient.data, g)
	if m.project != nil {
		m.mul.add(&m.project.gradient, &m.vec, true, g, false)
	}
	t := 0
	for _, s := range m.batch {
		for i := range s.forms {
			row := g.row(t)
			for f, id := range s.features[i] {
				if f < network.WordFeatures && m.drop[t][0] || f >= network.WordFeatures && f < 8 && m.drop[t][2] {
					continue
				}
				m.table.touch(int32(id))
				addRow(m.table.gradient.row(int(id)), row)
			}
			t++
		}
	}
}

func addRow(to, from []float32) {
	from = from[:len(to)]
	for i, x := range from {
		to[i] += x
	}
}
