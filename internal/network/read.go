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
	words          vocabulary
	zeros          []int16
	a, b           []int16 // encodings
	bytes          []uint8 // what a product reads
	gates          []int16 // of the units that are computed together
	found          []int16 // what the heads say of each word
	arcs           []int16 // the words' own side of the arc scores
	candidates     product // the heads of one sentence, as weights
	arcScores      []int16
	score          []int32
	hidden, labels []int16
	starts         []int
	tree           TreeFinder
}

// NewReader returns a reader.
func (n *Network) NewReader() *Reader { return &Reader{Network: n, zeros: make([]int16, n.Width)} }

const (
	batchRows = 96 // words read together, so that weights are used often once they are near
	// longest is how many words one tree may span: choosing heads takes time and memory with the square of it.
	longest = 320
)

// Read finds tags, trees and names of sentences.
func (r *Reader) Read(sentences []Sentence) {
	for i := 0; i < len(sentences); {
		rows, j := 0, i
		for j < len(sentences) && (j == i || rows+len(sentences[j].Forms) <= batchRows) {
			rows += len(sentences[j].Forms)
			j++
		}
		if rows > 0 {
			r.read(sentences[i:j], rows)
		} else {
			for k := range sentences[i:j] {
				sentences[i+k].prepare(r.Names)
			}
		}
		i = j
	}
}

func resize(s []int16, n int) []int16 {
	if cap(s) < n {
		return make([]int16, n, n+n/4)
	}
	return s[:n]
}

// resizeKeeping is resize for what must not be lost.
func resizeKeeping(s []int16, n int) []int16 {
	if cap(s) < n {
		return append(make([]int16, 0, 2*n), s...)[:n]
	}
	return s[:n]
}

func resizeBytes(s []uint8, n int) []uint8 {
	if cap(s) < n {
		return make([]uint8, n, n+n/4)
	}
	return s[:n]
}

func (r *Reader) read(sentences []Sentence, rows int) {
	rows = (rows + tile - 1) / tile * tile
	w := r.Width
	r.a, r.b = resize(r.a, rows*w), resize(r.b, rows*w)
	at := 0
	r.starts = r.starts[:0]
	for i := range sentences {
		s := &sentences[i]
		s.prepare(r.Names)
		r.starts = append(r.starts, at)
		at += len(s.Forms)
	}
	from, to := r.a, r.b
	r.convolve(sentences, from)
	for l := range r.recurrent {
		r.recurse(l, sentences, from, to, rows)
		from, to = to, from
	}
	columns := r.Network.heads.panels * panel
	r.found = resize(r.found, rows*columns)
	r.narrow(from, rows, w, w)
	r.Network.heads.all(rows, r.bytes, w, r.found, columns)
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
	if v := r.formVector(form); v >= 0 {
		addBytes(to, r.vectors[v*r.Width:(v+1)*r.Width], r.VectorShift)
	}
	clamp(to, 0, activationLimit)
}

// narrow makes bytes of the first numbers of rows that lie stride numbers apart.
func (r *Reader) narrow(from []int16, rows, numbers, stride int) {
	r.bytes = resizeBytes(r.bytes, rows*numbers)
	if numbers == stride {
		narrow(r.bytes, from)
		return
	}
	for i := range rows {
		narrow(r.bytes[i*numbers:(i+1)*numbers], from[i*stride:])
	}
}

// recurse runs one recurrent layer in both directions. Units are read panel by panel, so that what the product says of
// their gates is still near when the recurrence needs it.
func (r *Reader) recurse(layer int, sentences []Sentence, from, to []int16, rows int) {
	w, h := r.Width, r.Width/2
	r.narrow(from, rows, w, w)
	r.gates = resize(r.gates, rows*3*panel)
	product, state := &r.recurrent[layer], r.state[layer]
	for side := range 2 {
		for unit := 0; unit < h; unit += panel {
			for gate := range 3 {
				product.panel(((3*side+gate)*h+unit)/panel, rows, r.bytes, w, r.gates[gate*panel:], 3*panel)
			}
			for i := range sentences {
				n := len(sentences[i].Forms)
				if n == 0 {
					continue
				}
				first, step := r.starts[i], 1
				if side == 1 {
					first, step = first+n-1, -1
				}
				recur(n, panel, r.gates, first*3*panel, step*3*panel, panel, from, to, first*w+side*h+unit, step*w, state[side*2*h+unit:], h)
			}
		}
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
	tagPanels, namePanels := panels(r.UPOS+r.XPOS)*panel, panels(r.Names)*panel
	arcD := tagPanels + namePanels
	arcH := arcD + r.Arc
	labelD := arcH + r.Arc
	labelH := labelD + r.Label
	arcColumns := r.Arc + DistanceBuckets
	r.arcs = resize(r.arcs, rows*arcColumns)
	r.narrow(r.found[arcD:], rows, r.Arc, columns)
	r.arc.all(rows, r.bytes, r.Arc, r.arcs, arcColumns)
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
	r.narrow(r.hidden, rows, r.Label, r.Label)
	r.label.all(rows, r.bytes, r.Label, r.labels, labelColumns)
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
	c := &r.candidates
	c.reset(r.Arc, panels(n+1))
	r.bytes = resizeBytes(r.bytes, r.Arc)
	for h := range n + 1 {
		from := r.arcRoot
		if h > 0 {
			at := (start+h-1)*columns + arcH
			from = r.found[at : at+r.Arc]
		}
		narrow(r.bytes, from)
		c.column(h, r.bytes)
	}
	c.pack()
	scoreColumns := c.panels * panel
	rows := (n + tile - 1) / tile * tile
	r.arcScores = resize(r.arcScores, rows*scoreColumns)
	// The last tile may reach beyond the batch's last row.
	r.bytes = resizeBytes(r.bytes, rows*r.Arc)
	for i := range n {
		narrow(r.bytes[i*r.Arc:(i+1)*r.Arc], r.arcs[(start+i)*arcColumns:])
	}
	c.all(rows, r.bytes, r.Arc, r.arcScores, scoreColumns)
	if cap(r.score) < n*(n+1) {
		r.score = make([]int32, 2*n*(n+1))
	}
	r.score = r.score[:n*(n+1)]
	for d := range n {
		row := r.score[d*(n+1) : (d+1)*(n+1)]
		from := r.arcScores[d*scoreColumns:][:len(row)]
		at := (start+d)*arcColumns + r.Arc
		far := (*[DistanceBuckets]int16)(r.arcs[at:])
		row[0] = int32(from[0]) + int32(far[rootBucket])
		heads, from := row[1:], from[1:]
		buckets := bucketsFrom(d)[:len(heads)]
		for h, b := range buckets {
			heads[h] = int32(from[h]) + int32(far[b%DistanceBuckets])
		}
	}
	r.tree.Find(r.score, n, heads)
}
