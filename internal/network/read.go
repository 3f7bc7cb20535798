package network

// Sentence is what a Reader reads, and what it finds. The slices of results have the length of Forms.
type Sentence struct {
	Forms []string
	UPOS  []uint8 // numbers of tags and relations as in training
	XPOS  []uint8
	Rels  []uint8
	Heads []int32 // -1 for the root
	Names []int16 // for each word the scores of all name labels, in natural logarithms times 512
}

func (s *Sentence) prepare(names int) {
	n := len(s.Forms)
	if cap(s.UPOS) < n {
		bytes := make([]uint8, 3*n)
		s.UPOS, s.XPOS, s.Rels = bytes[:n:n], bytes[n:2*n:2*n], bytes[2*n:]
		s.Heads, s.Names = make([]int32, n), make([]int16, n*names)
	}
	s.UPOS, s.XPOS, s.Rels, s.Heads, s.Names = s.UPOS[:n], s.XPOS[:n], s.Rels[:n], s.Heads[:n], s.Names[:n*names]
}

// Reader reads sentences with a network. It keeps memory from one call to the next and serves one goroutine.
type Reader struct {
	*Network
	input, a, b    []int16 // encodings, with one row of margin at each end
	gates          []int16
	found          []int16 // what the heads say of each word
	arcs           []int16 // the words' own side of the arc scores
	candidates     []int16 // the heads of one sentence, as weights
	arcScores      []int16
	score          []int32
	hidden, labels []int16
	starts         []int
	tree           TreeFinder
	zeroBias       [panel]int32
}

// NewReader returns a reader.
func (n *Network) NewReader() *Reader { return &Reader{Network: n} }

const (
	batchRows = 160 // words read together, so that weights are used often once they are near
	// longest is how many words one tree may span: choosing heads takes time and memory with the square of it.
	longest = 320
)

// Read finds tags, trees and names of sentences.
func (r *Reader) Read(sentences []Sentence) {
	for i := 0; i < len(sentences); {
		rows, j := 0, i
		for j < len(sentences) && (j == i || rows+len(sentences[j].Forms) < batchRows) {
			rows += len(sentences[j].Forms) + 1
			j++
		}
		r.read(sentences[i:j], rows)
		i = j
	}
}

func resize(s []int16, n int) []int16 {
	if cap(s) < n {
		return make([]int16, n+n/4)
	}
	return s[:n]
}

func (r *Reader) read(sentences []Sentence, rows int) {
	rows = (rows + tile - 1) / tile * tile
	w := r.Width
	size := (rows + 2) * w
	r.input, r.a, r.b = resize(r.input, size), resize(r.a, size), resize(r.b, size)
	r.gates = resize(r.gates, rows*3*w)
	clear(r.input[:w])
	at := 1
	r.starts = r.starts[:0]
	for i := range sentences {
		s := &sentences[i]
		s.prepare(r.Names)
		r.starts = append(r.starts, at-1)
		for _, form := range s.Forms {
			r.word(form, r.input[at*w:(at+1)*w])
			at++
		}
		clear(r.input[at*w : (at+1)*w])
		at++
	}
	clear(r.input[at*w:])
	r.apply(&r.convolution, r.input, rows, w, r.a[w:], w)
	addWords(r.a[w:(rows+1)*w], r.input[w:(rows+1)*w])
	clamp(r.a[w:(rows+1)*w], -activationLimit, activationLimit)
	from, to := r.a, r.b
	for l := range r.recurrent {
		r.recurse(l, sentences, from[w:], to[w:], rows)
		from, to = to, from
	}
	columns := r.Network.heads.panels * panel
	r.found = resize(r.found, rows*columns)
	r.apply(&r.Network.heads, from[w:], rows, w, r.found, columns)
	r.decide(sentences, rows, columns)
}

// word computes the input layer for one word.
func (r *Reader) word(form string, to []int16) {
	var f Features
	f.Of(form)
	copy(to, r.inputBias)
	for _, row := range f {
		addBytes(to, r.table[int(row)*r.Width:(int(row)+1)*r.Width], r.TableShift)
	}
	v := r.vector(VectorKey(form))
	if v < 0 {
		v = r.vector(LowerVectorKey(form))
	}
	if v >= 0 {
		addBytes(to, r.vectors[v*r.Width:(v+1)*r.Width], r.VectorShift)
	}
	clamp(to, 0, activationLimit)
}

// apply computes a linear map of rows that lie stride numbers apart.
func (r *Reader) apply(l *linear, in []int16, rows, stride int, out []int16, columns int) {
	pairs := (l.inputs + 1) / 2
	for p := range l.panels {
		multiply(rows, pairs, in, stride, l.w[p*pairs*2*panel:], l.bias[p*panel:], out[p*panel:], columns, int(l.shift[p]), int(l.low[p]), int(l.high[p]))
	}
}

// recurse runs one recurrent layer in both directions.
func (r *Reader) recurse(layer int, sentences []Sentence, from, to []int16, rows int) {
	w, h := r.Width, r.Width/2
	r.apply(&r.recurrent[layer], from, rows, w, r.gates, 3*w)
	clear(to[:rows*w])
	state := r.state[layer]
	for i := range sentences {
		n, start := len(sentences[i].Forms), r.starts[i]
		if n == 0 {
			continue
		}
		recur(n, h, r.gates, start*3*w, 3*w, h, from, to, start*w, w, state[:2*h])
		last := start + n - 1
		recur(n, h, r.gates, last*3*w+3*h, -3*w, h, from, to, last*w+h, -w, state[2*h:])
	}
}

func highest(x []int16) uint8 {
	b := 0
	for i, v := range x {
		if v > x[b] {
			b = i
		}
	}
	return uint8(b)
}

// decide reads tags, names and trees off what the heads found.
func (r *Reader) decide(sentences []Sentence, rows, columns int) {
	tagPanels, namePanels, arcPanels := panels(r.UPOS+r.XPOS)*panel, panels(r.Names)*panel, r.Arc
	arcD := tagPanels + namePanels
	arcH := arcD + arcPanels
	labelD := arcH + arcPanels
	labelH := labelD + r.Label
	arcColumns := r.Arc + DistanceBuckets
	r.arcs = resize(r.arcs, rows*arcColumns)
	r.apply(&r.arc, r.found[arcD:], rows, columns, r.arcs, arcColumns)
	r.hidden = resize(r.hidden, rows*r.Label)
	clear(r.hidden)
	for i := range sentences {
		s := &sentences[i]
		n, start := len(s.Forms), r.starts[i]
		for t := range n {
			row := r.found[(start+t)*columns : (start+t+1)*columns]
			s.UPOS[t] = highest(row[:r.UPOS])
			s.XPOS[t] = highest(row[r.UPOS : r.UPOS+r.XPOS])
			copy(s.Names[t*r.Names:(t+1)*r.Names], row[tagPanels:])
		}
		for first := 0; first < n; first += longest {
			r.parse(s.Heads[first:min(n, first+longest)], start+first, columns, arcH)
			for t := first; t < min(n, first+longest); t++ {
				if s.Heads[t] >= 0 {
					s.Heads[t] += int32(first)
				} else if first > 0 {
					s.Heads[t] = int32(rootOf(s.Heads))
				}
			}
		}
		for t := range n {
			to := r.hidden[(start+t)*r.Label : (start+t+1)*r.Label]
			copy(to, r.found[(start+t)*columns+labelD:])
			head := int(s.Heads[t])
			if head < 0 {
				addWords(to, r.labelRoot)
			} else {
				at := (start+head)*columns + labelH
				addWords(to, r.found[at:at+r.Label])
			}
			b := DistanceBucket(t, head)
			addWords(to, r.labelFar[b*r.Label:(b+1)*r.Label])
		}
	}
	clamp(r.hidden, 0, activationLimit)
	labelColumns := r.label.panels * panel
	r.labels = resize(r.labels, rows*labelColumns)
	r.apply(&r.label, r.hidden, rows, r.Label, r.labels, labelColumns)
	for i := range sentences {
		s := &sentences[i]
		for t := range s.Forms {
			at := (r.starts[i] + t) * labelColumns
			s.Rels[t] = highest(r.labels[at : at+r.Relations])
		}
	}
}

func rootOf(heads []int32) int {
	for i, h := range heads {
		if h < 0 {
			return i
		}
	}
	return 0
}

// parse finds the tree of n words that start at a row. Heads are numbered within them.
func (r *Reader) parse(heads []int32, start, columns, arcH int) {
	n := len(heads)
	if n == 0 {
		return
	}
	arcColumns := r.Arc + DistanceBuckets
	// The possible heads become the weights of a product with the words' own side: the root first.
	columnPanels := panels(n + 1)
	pairs := r.Arc / 2
	r.candidates = resize(r.candidates, columnPanels*pairs*2*panel)
	clear(r.candidates[(columnPanels-1)*pairs*2*panel:])
	for h := range n + 1 {
		from := r.arcRoot
		if h > 0 {
			at := (start+h-1)*columns + arcH
			from = r.found[at : at+r.Arc]
		}
		to := r.candidates[h/panel*pairs*2*panel+h%panel*2:]
		for k := range pairs {
			pair := to[k*2*panel : k*2*panel+2]
			pair[0], pair[1] = from[2*k], from[2*k+1]
		}
	}
	scoreColumns := columnPanels * panel
	rows := (n + tile - 1) / tile * tile
	r.arcScores = resize(r.arcScores, rows*scoreColumns)
	in := r.arcs[start*arcColumns:]
	// The last tile may reach beyond the batch's last row: it is computed from a copy.
	if need := (rows-1)*arcColumns + r.Arc; need > len(in) {
		in = append(in[:len(in):len(in)], make([]int16, need-len(in))...)
	}
	for p := range columnPanels {
		multiply(rows, pairs, in, arcColumns, r.candidates[p*pairs*2*panel:], r.zeroBias[:], r.arcScores[p*panel:], scoreColumns, 2*activationBits-scoreBits, -32768, 32767)
	}
	if cap(r.score) < n*(n+1) {
		r.score = make([]int32, 2*n*(n+1))
	}
	r.score = r.score[:n*(n+1)]
	for d := range n {
		row := r.score[d*(n+1) : (d+1)*(n+1)]
		from := r.arcScores[d*scoreColumns : d*scoreColumns+n+1]
		at := (start+d)*arcColumns + r.Arc
		far := r.arcs[at : at+DistanceBuckets]
		for h := range row {
			row[h] = int32(from[h]) + int32(far[DistanceBucket(d, h-1)])
		}
	}
	r.tree.Find(r.score, n, heads)
}
