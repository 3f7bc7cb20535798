package training

import (
	"math"

	"chancery/internal/network"
)

// softmaxLoss turns the scores of one choice into the gradient of its cross entropy and returns the loss.
func softmaxLoss(scores []float32, gold int, weight float32) float64 {
	top := scores[0]
	for _, s := range scores {
		top = max(top, s)
	}
	var sum float64
	for i, s := range scores {
		e := math.Exp(float64(s - top))
		scores[i] = float32(e)
		sum += e
	}
	loss := -math.Log(float64(scores[gold])/sum + 1e-12)
	f := float32(1/sum) * weight
	for i := range scores {
		scores[i] *= f
	}
	scores[gold] -= weight
	return loss
}

// setLoss is softmaxLoss for a choice of which only a set is known: the loss is that of choosing outside the set.
func setLoss(scores []float32, allowed uint32, weight float32) float64 {
	top := scores[0]
	for _, s := range scores {
		top = max(top, s)
	}
	var sum, within float64
	for i, s := range scores {
		e := math.Exp(float64(s - top))
		scores[i] = float32(e)
		sum += e
		if allowed>>i&1 != 0 {
			within += e
		}
	}
	if within < 1e-9 {
		within = 1e-9
	}
	for i, e := range scores {
		g := float64(e) / sum
		if allowed>>i&1 != 0 {
			g -= float64(e) / within
		}
		scores[i] = float32(g) * weight
	}
	return math.Log(sum / within)
}

func best(scores []float32) int {
	b := 0
	for i, s := range scores {
		if s > scores[b] {
			b = i
		}
	}
	return b
}

type losses struct{ tag, name, arc, label float64 }

func (m *model) linear(out, in *matrix, w, b *parameter) {
	out.resize(in.rows, w.columns)
	if b != nil {
		addBias(out, b.data)
	}
	m.mul.add(out, in, false, &w.matrix, false)
}

// linearBack adds the gradients of a linear map, given dOut, to its parameters and to dIn.
func (m *model) linearBack(dOut, in, dIn *matrix, w, b *parameter) {
	if b != nil {
		biasGradient(b.gradient.data, dOut)
	}
	m.mul.add(&w.gradient, in, true, dOut, false)
	m.mul.add(dIn, dOut, false, &w.matrix, true)
}

// space computes relu(in·w+b) with dropout, of a parser's space.
func (m *model) space(out, in *matrix, w, b *parameter, slot int, train bool) {
	m.linear(out, in, w, b)
	relu(out.data)
	if train {
		m.makeMask(slot, out.columns, m.DropHead)
		m.applyMask(out, slot)
	}
}

func (m *model) spaceBack(dOut, out, in, dIn *matrix, w, b *parameter, slot int) {
	m.applyMask(dOut, slot)
	for i, x := range out.data {
		if x <= 0 {
			dOut.data[i] = 0
		}
	}
	m.linearBack(dOut, in, dIn, w, b)
}

// withOne appends a column of ones.
func withOne(to, from *matrix) {
	to.resize(from.rows, from.columns+1)
	for i := range from.rows {
		row := to.row(i)
		copy(row, from.row(i))
		row[from.columns] = 1
	}
}

// learn computes the losses of a batch and adds all gradients.
func (m *model) learn(batch []*sentence) losses {
	m.encode(batch, true)
	var loss losses
	top := &m.top
	last := m.act[len(m.act)-1]
	n, d := last.rows, m.Width
	top.resize(n, d)
	copy(top.data, last.data)
	slot := m.Layers + 1
	m.makeMask(slot, d, m.DropLayer)
	m.applyMask(top, slot)
	dTop := &m.dTop
	dTop.resize(n, d)
	weight := 1 / float32(n)

	scores := &m.scratch[0]
	m.linear(scores, top, m.tags, m.tagBias)
	t := 0
	for _, s := range batch {
		for i := range s.forms {
			row := scores.row(t)
			// A tag of none is unknown: the corpora of names tell only some.
			tagLoss := func(row []float32, gold []int32) {
				if gold == nil || gold[i] == 0 {
					clear(row)
					return
				}
				loss.tag += softmaxLoss(row, int(gold[i]), weight*0.5)
			}
			tagLoss(row[:uposCount], s.upos)
			tagLoss(row[uposCount:], s.xpos)
			t++
		}
	}
	m.linearBack(scores, top, dTop, m.tags, m.tagBias)
	if m.NameWords > 0 {
		m.linear(scores, top, m.names, m.nameBias)
		t = 0
		for _, s := range batch {
			for i := range s.forms {
				row := scores.row(t)
				if s.names != nil {
					loss.name += setLoss(row, s.names[i], weight)
				} else {
					clear(row)
				}
				t++
			}
		}
		m.linearBack(scores, top, dTop, m.names, m.nameBias)
	}
	m.learnTrees(batch, top, dTop, weight, &loss)
	m.applyMask(dTop, slot)
	m.backwardEncoder(dTop)
	return loss
}

func (m *model) learnTrees(batch []*sentence, top, dTop *matrix, weight float32, loss *losses) {
	n := top.rows
	slot := m.Layers + 2
	arcD, arcH, arcD1, q, far := &m.scratch[1], &m.scratch[2], &m.scratch[3], &m.scratch[4], &m.scratch[5]
	m.space(arcD, top, m.arcD, m.arcDB, slot, true)
	m.space(arcH, top, m.arcH, m.arcHB, slot+1, true)
	withOne(arcD1, arcD)
	m.linear(q, arcD1, m.arcU, nil)
	m.linear(far, arcD1, m.arcR, nil)
	dArcD1, dArcH, dq, dfar := &m.scratch[6], &m.scratch[7], &m.scratch[8], &m.scratch[9]
	dArcD1.resize(n, m.Arc+1)
	dArcH.resize(n, m.Arc)
	dq.resize(n, m.Arc)
	dfar.resize(n, network.DistanceBuckets)
	labD, labH := &m.scratch[10], &m.scratch[11]
	m.linear(labD, top, m.labD, m.labB)
	m.linear(labH, top, m.labH, nil)
	hidden := &m.scratch[12]
	hidden.resize(n, m.Label)
	score, dHead := &m.scratch[13], &m.scratch[14]
	heads, dq1, q1 := &m.scratch[15], &m.scratch[16], &m.scratch[17]
	for b, s := range batch {
		if s.heads == nil {
			continue
		}
		from, k := m.start[b], len(s.forms)
		heads.resize(k+1, m.Arc)
		copy(heads.row(0), m.arcRoot.data)
		copy(heads.data[m.Arc:], arcH.data[from*m.Arc:(from+k)*m.Arc])
		*q1 = matrix{k, m.Arc, q.data[from*m.Arc : (from+k)*m.Arc]}
		score.resize(k, k+1)
		m.mul.add(score, q1, false, heads, true)
		for i := range k {
			row, f, df := score.row(i), far.row(from+i), dfar.row(from+i)
			for h := range row {
				row[h] += f[network.DistanceBucket(i, h-1)]
			}
			row[i+1] = -1e9
			loss.arc += softmaxLoss(row, int(s.heads[i])+1, weight)
			for h, g := range row {
				df[network.DistanceBucket(i, h-1)] += g
			}
			// The label, given the gold head.
			head := int(s.heads[i])
			to := hidden.row(from + i)
			copy(to, labD.row(from+i))
			if head < 0 {
				addRow(to, m.labRoot.data)
			} else {
				addRow(to, labH.row(from+head))
			}
			addRow(to, m.labDist.row(network.DistanceBucket(i, head)))
			relu(to)
		}
		dHead.resize(k+1, m.Arc)
		m.mul.add(dHead, score, true, q1, false)
		addRow(m.arcRoot.gradient.data, dHead.row(0))
		copy(dArcH.data[from*m.Arc:(from+k)*m.Arc], dHead.data[m.Arc:])
		*dq1 = matrix{k, m.Arc, dq.data[from*m.Arc : (from+k)*m.Arc]}
		m.mul.add(dq1, score, false, heads, false)
	}
	m.linearBack(dq, arcD1, dArcD1, m.arcU, nil)
	m.linearBack(dfar, arcD1, dArcD1, m.arcR, nil)
	dArcD := &m.scratch[18]
	dArcD.resize(n, m.Arc)
	for i := range n {
		copy(dArcD.row(i), dArcD1.row(i)[:m.Arc])
	}
	m.spaceBack(dArcD, arcD, top, dTop, m.arcD, m.arcDB, slot)
	m.spaceBack(dArcH, arcH, top, dTop, m.arcH, m.arcHB, slot+1)

	// Labels.
	m.makeMask(slot+2, m.Label, m.DropHead)
	m.applyMask(hidden, slot+2)
	scores := &m.scratch[0]
	m.linear(scores, hidden, m.labOut, m.labOutB)
	for b, s := range batch {
		for i := range s.forms {
			row := scores.row(m.start[b] + i)
			if s.heads == nil {
				clear(row)
				continue
			}
			loss.label += softmaxLoss(row, int(s.rels[i]), weight)
		}
	}
	dHidden := &m.scratch[19]
	dHidden.resize(n, m.Label)
	m.linearBack(scores, hidden, dHidden, m.labOut, m.labOutB)
	m.applyMask(dHidden, slot+2)
	dLabH := &m.scratch[9]
	dLabH.resize(n, m.Label)
	for b, s := range batch {
		for i := range s.forms {
			t := m.start[b] + i
			g, h := dHidden.row(t), hidden.row(t)
			for j, x := range h {
				if x <= 0 {
					g[j] = 0
				}
			}
			if s.heads == nil {
				continue
			}
			head := int(s.heads[i])
			if head < 0 {
				addRow(m.labRoot.gradient.data, g)
			} else {
				addRow(dLabH.row(m.start[b]+head), g)
			}
			addRow(m.labDist.gradient.row(network.DistanceBucket(i, head)), g)
		}
	}
	m.linearBack(dHidden, top, dTop, m.labD, m.labB)
	m.linearBack(dLabH, top, dTop, m.labH, nil)
}

// prediction is what the network says of one sentence.
type prediction struct {
	upos, xpos, heads, rels, names []int32
}

var finder network.TreeFinder

// predict reads sentences with the network in floating point.
func (m *model) predict(batch []*sentence) []prediction {
	m.encode(batch, false)
	top := m.act[len(m.act)-1]
	out := make([]prediction, len(batch))
	scores := &m.scratch[0]
	m.linear(scores, top, m.tags, m.tagBias)
	nameScores := &m.scratch[6]
	m.linear(nameScores, top, m.names, m.nameBias)
	arcD, arcH, arcD1, q, far := &m.scratch[1], &m.scratch[2], &m.scratch[3], &m.scratch[4], &m.scratch[5]
	m.space(arcD, top, m.arcD, m.arcDB, 0, false)
	m.space(arcH, top, m.arcH, m.arcHB, 0, false)
	withOne(arcD1, arcD)
	m.linear(q, arcD1, m.arcU, nil)
	m.linear(far, arcD1, m.arcR, nil)
	labD, labH := &m.scratch[10], &m.scratch[11]
	m.linear(labD, top, m.labD, m.labB)
	m.linear(labH, top, m.labH, nil)
	hidden := &m.scratch[12]
	hidden.resize(top.rows, m.Label)
	score, heads, q1 := &m.scratch[13], &m.scratch[15], &m.scratch[17]
	var whole []int32
	for b, s := range batch {
		p := &out[b]
		from, k := m.start[b], len(s.forms)
		p.heads, p.rels = make([]int32, k), make([]int32, k)
		heads.resize(k+1, m.Arc)
		copy(heads.row(0), m.arcRoot.data)
		copy(heads.data[m.Arc:], arcH.data[from*m.Arc:(from+k)*m.Arc])
		*q1 = matrix{k, m.Arc, q.data[from*m.Arc : (from+k)*m.Arc]}
		score.resize(k, k+1)
		m.mul.add(score, q1, false, heads, true)
		whole = whole[:0]
		for i := range k {
			row, f := score.row(i), far.row(from+i)
			top := float32(-1e30)
			for h := range row {
				row[h] += f[network.DistanceBucket(i, h-1)]
				if h != i+1 {
					top = max(top, row[h])
				}
			}
			// Relative to the best, so that trees are compared by log probability up to each word's constant.
			for _, x := range row {
				whole = append(whole, int32(max(x-top, -1000)*1000))
			}
		}
		finder.Find(whole, k, p.heads)
		for i := range k {
			p.upos = append(p.upos, int32(best(scores.row(from + i)[:uposCount])))
			p.xpos = append(p.xpos, int32(best(scores.row(from + i)[uposCount:])))
			p.names = append(p.names, int32(best(nameScores.row(from+i))))
			head := int(p.heads[i])
			to := hidden.row(from + i)
			copy(to, labD.row(from+i))
			if head < 0 {
				addRow(to, m.labRoot.data)
			} else {
				addRow(to, labH.row(from+head))
			}
			addRow(to, m.labDist.row(network.DistanceBucket(i, head)))
			relu(to)
		}
	}
	m.linear(scores, hidden, m.labOut, m.labOutB)
	for b, s := range batch {
		for i := range s.forms {
			out[b].rels[i] = int32(best(scores.row(m.start[b] + i)))
		}
	}
	return out
}
