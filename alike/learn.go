package alike

import (
	"encoding/binary"
	"math"
	"slices"
)

// row is the likenesses of two things of which is known whether they belong together.
type row struct {
	likeness []int16
	same     bool
	weight   float64
}

// Learning says how trees are learned.
type Learning struct {
	Trees  int     // how many
	Leaves int     // of each tree, at most 60
	Rate   float64 // share of a tree's answer that is taken
	Ridge  float64 // pull of the answers to nought
	Least  float64 // weight of examples that a leaf has at least, in units of the loss's second derivative
	Share  float64 // of the examples that a tree learns from
}

// learner grows trees for the logistic loss, each for what those before it leave (gradient boosting, Friedman 2001),
// leaf after leaf where it gains most, on values in bins (Ke and others 2017).
type learner struct {
	Learning
	edges    [][]int16 // the upper ends of the bins of each likeness
	bins     [][]uint8 // of each example
	label    []float64
	weight   []float64
	score    []float64
	gradient []float64
	curve    []float64
	random   uint64
	out      []byte
}

const mostBins = 96

// learn returns trees as the file has them.
func learn(how Learning, rows []row) []byte {
	n := len(rows)
	l := &learner{Learning: how, random: 20261121}
	width := 0
	if n > 0 {
		width = len(rows[0].likeness)
	}
	l.edges, l.bins = make([][]int16, width), make([][]uint8, width)
	for k := range width {
		column := make([]int16, n)
		for i := range rows {
			column[i] = rows[i].likeness[k]
		}
		slices.Sort(column)
		distinct := slices.Compact(slices.Clone(column))
		var edges []int16
		if len(distinct) <= mostBins {
			edges = distinct
		} else {
			for b := 1; b <= mostBins; b++ {
				if v := column[(n*b-1)/mostBins]; len(edges) == 0 || v > edges[len(edges)-1] {
					edges = append(edges, v)
				}
			}
		}
		l.edges[k] = edges
		l.bins[k] = make([]uint8, n)
		for i := range rows {
			at, _ := slices.BinarySearch(edges, rows[i].likeness[k])
			l.bins[k][i] = uint8(min(at, len(edges)-1))
		}
	}
	positive, all := 0.0, 0.0
	for i := range rows {
		w := rows[i].weight
		l.weight = append(l.weight, w)
		y := 0.0
		if rows[i].same {
			y = 1
			positive += w
		}
		l.label = append(l.label, y)
		all += w
	}
	base := math.Round(1000 * math.Log((positive+1)/(all-positive+1)))
	l.out = binary.LittleEndian.AppendUint32(nil, uint32(int32(base)))
	l.score, l.gradient, l.curve = make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range l.score {
		l.score[i] = base / 1000
	}
	for range how.Trees {
		l.grow()
	}
	return l.out
}

func (l *learner) next() float64 {
	l.random ^= l.random << 13
	l.random ^= l.random >> 7
	l.random ^= l.random << 17
	return float64(l.random>>11) / (1 << 53)
}

// bin is the sums of the examples whose likeness is in it.
type bin struct{ gradient, curve float64 }

// leaf is a node that may yet be cut.
type leaf struct {
	rows            []int32
	bins            [][mostBins]bin
	gradient, curve float64
	gain            float64
	likeness, cut   int
	node            int
}

// node of a tree that grows.
type node struct {
	likeness    int // -1 for a leaf
	threshold   int16
	left, right int
	value       int16
	rows        []int32
}

// grow adds one tree.
func (l *learner) grow() {
	var rows []int32
	for i := range l.score {
		p := 1 / (1 + math.Exp(-l.score[i]))
		l.gradient[i] = l.weight[i] * (l.label[i] - p)
		l.curve[i] = l.weight[i] * p * (1 - p)
		if l.Share >= 1 || l.next() < l.Share {
			rows = append(rows, int32(i))
		}
	}
	nodes := []node{{likeness: -1, rows: rows}}
	first := l.leaf(rows, 0)
	l.fill(first)
	l.best(first)
	open := []*leaf{first}
	for len(open) < l.Leaves {
		at := -1
		for i, f := range open {
			if f.gain > 1e-6 && (at < 0 || f.gain > open[at].gain) {
				at = i
			}
		}
		if at < 0 {
			break
		}
		f := open[at]
		column := l.bins[f.likeness]
		var low, high []int32
		for _, r := range f.rows {
			if int(column[r]) <= f.cut {
				low = append(low, r)
			} else {
				high = append(high, r)
			}
		}
		left, right := l.leaf(low, len(nodes)), l.leaf(high, len(nodes)+1)
		nodes[f.node].likeness, nodes[f.node].threshold = f.likeness, l.edges[f.likeness][f.cut]
		nodes[f.node].left, nodes[f.node].right, nodes[f.node].rows = len(nodes), len(nodes)+1, nil
		nodes = append(nodes, node{likeness: -1, rows: low}, node{likeness: -1, rows: high})
		small, large := left, right
		if len(high) < len(low) {
			small, large = right, left
		}
		l.fill(small)
		large.bins = f.bins // what is left when the smaller one's are taken away
		for k := range large.bins {
			for b := range large.bins[k] {
				large.bins[k][b].gradient -= small.bins[k][b].gradient
				large.bins[k][b].curve -= small.bins[k][b].curve
			}
		}
		l.best(left)
		l.best(right)
		open[at] = left
		open = append(open, right)
	}
	for i := range nodes {
		if nodes[i].likeness >= 0 {
			continue
		}
		var g, h float64
		for _, r := range nodes[i].rows {
			g += l.gradient[r]
			h += l.curve[r]
		}
		nodes[i].value = int16(max(-32000, min(32000, math.Round(1000*l.Rate*g/(h+l.Ridge)))))
	}
	l.apply(nodes)
	l.write(nodes, 0, len(l.out)/nodeSize+len(nodes))
}

func (l *learner) leaf(rows []int32, node int) *leaf {
	f := &leaf{rows: rows, node: node}
	for _, r := range rows {
		f.gradient += l.gradient[r]
		f.curve += l.curve[r]
	}
	return f
}

func (l *learner) fill(f *leaf) {
	f.bins = make([][mostBins]bin, len(l.bins))
	for k := range f.bins {
		column, bins := l.bins[k], &f.bins[k]
		for _, r := range f.rows {
			b := &bins[column[r]]
			b.gradient += l.gradient[r]
			b.curve += l.curve[r]
		}
	}
}

// best finds where cutting a leaf gains most.
func (l *learner) best(f *leaf) {
	whole := f.gradient * f.gradient / (f.curve + l.Ridge)
	for k := range f.bins {
		var g, h float64
		for b := range len(l.edges[k]) - 1 {
			g += f.bins[k][b].gradient
			h += f.bins[k][b].curve
			if h < l.Least || f.curve-h < l.Least {
				continue
			}
			rest := f.gradient - g
			if gain := g*g/(h+l.Ridge) + rest*rest/(f.curve-h+l.Ridge) - whole; gain > f.gain {
				f.gain, f.likeness, f.cut = gain, k, b
			}
		}
	}
}

// apply adds the tree's answers to the scores of all examples.
func (l *learner) apply(nodes []node) {
	cut := make([]uint8, len(nodes))
	for k := range nodes {
		if nodes[k].likeness >= 0 {
			at, _ := slices.BinarySearch(l.edges[nodes[k].likeness], nodes[k].threshold)
			cut[k] = uint8(at)
		}
	}
	for i := range l.score {
		k := 0
		for nodes[k].likeness >= 0 {
			if l.bins[nodes[k].likeness][i] <= cut[k] {
				k = nodes[k].left
			} else {
				k = nodes[k].right
			}
		}
		l.score[i] += float64(nodes[k].value) / 1000
	}
}

// write appends a node and what hangs below it; end is where the tree ends, in nodes.
func (l *learner) write(nodes []node, k, end int) {
	x := &nodes[k]
	at := len(l.out)
	if x.likeness < 0 {
		l.out = append(l.out, leafMark, byte(end-at/nodeSize), byte(x.value), byte(uint16(x.value)>>8))
		return
	}
	l.out = append(l.out, byte(x.likeness), 0, byte(x.threshold), byte(uint16(x.threshold)>>8))
	l.write(nodes, x.left, end)
	l.out[at+1] = byte((len(l.out) - at) / nodeSize)
	l.write(nodes, x.right, end)
}
