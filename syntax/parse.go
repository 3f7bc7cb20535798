package syntax

// The parser is a greedy transition parser of the arc-hybrid system (Kuhlmann, Gómez-Rodríguez and Satta 2011): a stack, a
// buffer, and three transitions. It learns with a dynamic oracle (Goldberg and Nivre 2013), which says for every
// state, also one reached by mistakes, which transitions lose no more arcs. A transition is chosen without the
// relation; when an arc is made a second model gives it its relation, so that later choices can see it.

// transition is what the parser does next.
type transition uint8

const (
	shift transition = iota // the first word of the buffer goes on the stack
	left                    // the top of the stack hangs on the first word of the buffer
	right                   // the top of the stack hangs on the word below it
	transitions
)

// parser finds the heads and relations of tagged words.
type parser struct {
	moves, labels         scorer
	moveShift, labelShift uint
}

// parseState is one sentence being parsed. Word n (behind the last) is the root.
type parseState struct {
	words []word
	pairs []tagPair
	nodes []node
	stack []int32
	next  int32
	n     int32

	places      [128]uint32
	labelPlaces [64]uint32
}

// node is what the parser knows of a word's arcs so far.
type node struct {
	head                int32
	left, left2         int32 // leftmost dependent and the one right of it, -1 when there is none
	right, right2       int32
	leftCount, rightCnt uint8
	rel                 Rel
	leftRels, rightRels uint64 // sets of the dependents' relations
	tag, upos           uint8
	lower               uint32
	cluster             uint16
}

var rootNode = node{head: -1, left: -1, left2: -1, right: -1, right2: -1, tag: 250, upos: 30, lower: 101, cluster: 2001}
var noNode = node{head: -1, left: -1, left2: -1, right: -1, right2: -1, tag: 251, upos: 31, lower: 102, cluster: 2002}

func (s *parseState) start(words []word, pairs []tagPair) {
	s.words, s.pairs = words, pairs
	s.n = int32(len(words))
	s.next = 0
	s.stack = s.stack[:0]
	if cap(s.nodes) < len(words)+1 {
		s.nodes = make([]node, 0, 2*len(words)+16)
	}
	s.nodes = s.nodes[:0]
	for i := range words {
		s.nodes = append(s.nodes, node{head: -1, left: -1, left2: -1, right: -1, right2: -1, tag: words[i].tag, upos: uint8(pairs[words[i].tag].upos), lower: words[i].lower, cluster: words[i].cluster})
	}
	s.nodes = append(s.nodes, rootNode)
}

func (s *parseState) done() bool { return s.next >= s.n && len(s.stack) == 0 }

// allowed reports whether a transition keeps the tree possible: one word only hangs on the root.
func (s *parseState) allowed(t transition) bool {
	switch t {
	case shift:
		return s.next < s.n
	case left:
		return len(s.stack) > 0 && (s.next < s.n || len(s.stack) == 1)
	default:
		return len(s.stack) > 1
	}
}

// arc returns the head and dependent that a transition joins.
func (s *parseState) arc(t transition) (head, dependent int32) {
	top := len(s.stack) - 1
	if t == left {
		return s.next, s.stack[top]
	}
	return s.stack[top-1], s.stack[top]
}

// attach makes the arc of a transition with its relation.
func (s *parseState) attach(t transition, rel Rel) {
	h, d := s.arc(t)
	s.stack = s.stack[:len(s.stack)-1]
	head := &s.nodes[h]
	s.nodes[d].head, s.nodes[d].rel = h, rel
	if t == left {
		head.left2, head.left = head.left, d
		head.leftRels |= 1 << rel
		if head.leftCount < 7 {
			head.leftCount++
		}
		return
	}
	head.right2, head.right = head.right, d
	head.rightRels |= 1 << rel
	if head.rightCnt < 7 {
		head.rightCnt++
	}
}

func (s *parseState) push() {
	s.stack = append(s.stack, s.next)
	s.next++
}

func (s *parseState) node(i int32) *node {
	if i < 0 || i > s.n {
		return &noNode
	}
	return &s.nodes[i]
}

// stackAt returns the index of a word on the stack counted from its top, or -1.
func (s *parseState) stackAt(depth int) int32 {
	if depth >= len(s.stack) {
		return -1
	}
	return s.stack[len(s.stack)-1-depth]
}

func (s *parseState) bufferAt(i int32) int32 {
	if s.next+i > s.n {
		return -1
	}
	return s.next + i
}

// parse parses the words of s, which start has set.
func (p *parser) parse(s *parseState) {
	for !s.done() {
		t := p.choose(s)
		if t == shift {
			s.push()
			continue
		}
		h, d := s.arc(t)
		s.attach(t, p.label(s, h, d))
	}
}

// choose returns the transition with the highest score among those allowed.
func (p *parser) choose(s *parseState) transition {
	only, count := shift, 0
	for t := shift; t < transitions; t++ {
		if s.allowed(t) {
			only = t
			count++
		}
	}
	if count == 1 {
		return only
	}
	var scores [transitions]int32
	p.moves.score(p.moveFeatures(s), scores[:])
	best := transitions
	for t := shift; t < transitions; t++ {
		if s.allowed(t) && (best == transitions || scores[t] > scores[best]) {
			best = t
		}
	}
	return best
}

// label returns the best relation for an arc.
func (p *parser) label(s *parseState, h, d int32) Rel {
	if h == s.n {
		return Root
	}
	var scores [len(relNames)]int32
	p.labels.score(p.labelFeatures(s, h, d), scores[:])
	best := Punct
	for r := Punct; int(r) < len(relNames); r++ {
		if scores[r] > scores[best] && r != Root {
			best = r
		}
	}
	return best
}

func distance(a, b int32) uint64 {
	if a < 0 || b < 0 {
		return 15
	}
	d := b - a
	if d < 0 {
		d = -d
	}
	switch {
	case d < 5:
		return uint64(d)
	case d < 8:
		return 5
	case d < 12:
		return 6
	}
	return 7
}

// moveFeatures returns the places of the features of a state, after Zhang and Nivre (2011).
func (p *parser) moveFeatures(s *parseState) []uint32 {
	i0, i1, i2, j0, j1, j2 := s.stackAt(0), s.stackAt(1), s.stackAt(2), s.bufferAt(0), s.bufferAt(1), s.bufferAt(2)
	s0, s1, s2, b0, b1, b2 := s.node(i0), s.node(i1), s.node(i2), s.node(j0), s.node(j1), s.node(j2)
	s0l, s0r, s1l, s1r, b0l := s.node(s0.left), s.node(s0.right), s.node(s1.left), s.node(s1.right), s.node(b0.left)
	s0l2, s0r2, s1r2, b0l2 := s.node(s0.left2), s.node(s0.right2), s.node(s1.right2), s.node(b0.left2)
	s0w, s1w, b0w, b1w := uint64(s0.lower), uint64(s1.lower), uint64(b0.lower), uint64(b1.lower)
	s0p, s1p, s2p, b0p, b1p, b2p := uint64(s0.tag), uint64(s1.tag), uint64(s2.tag), uint64(b0.tag), uint64(b1.tag), uint64(b2.tag)
	d := distance(i0, j0)
	d1 := distance(i1, i0)

	n := 0
	sh := p.moveShift
	places := &s.places
	add := func(template, a, b, c uint64) {
		places[n] = place(feature(template, a, b, c), sh)
		n++
	}
	// single words
	add(1, s0w, s0p, 0)
	add(2, s0w, 0, 0)
	add(3, s0p, 0, 0)
	add(4, s1w, s1p, 0)
	add(5, s1w, 0, 0)
	add(6, s1p, 0, 0)
	add(7, b0w, b0p, 0)
	add(8, b0w, 0, 0)
	add(9, b0p, 0, 0)
	add(10, b1w, b1p, 0)
	add(11, b1w, 0, 0)
	add(12, b1p, 0, 0)
	add(13, uint64(b2.lower), b2p, 0)
	add(14, b2p, uint64(s2.lower), s2p)
	// pairs
	add(15, s0w|s0p<<32, b0w|b0p<<32, 0)
	add(16, s0w|s0p<<32, b0w, 0)
	add(17, s0w, b0w|b0p<<32, 0)
	add(18, s0w|s0p<<32, b0p, 0)
	add(19, s0p, b0w|b0p<<32, 0)
	add(20, s0w, b0w, 0)
	add(21, s0p, b0p, 0)
	add(22, b0p, b1p, 0)
	add(23, s0w|s0p<<32, s1w|s1p<<32, 0)
	add(24, s0w|s0p<<32, s1p, 0)
	add(25, s0p, s1w|s1p<<32, 0)
	add(26, s0p, s1p, 0)
	add(27, s0w, s1w, 0)
	add(28, s1p, b0p, 0)
	add(29, s1w, b0w, 0)
	// triples
	add(30, b0p, b1p, b2p)
	add(31, s0p, b0p, b1p)
	add(32, s1p, s0p, b0p)
	add(33, s1p, s0p, b0p|b1p<<8)
	add(34, s2p, s1p, s0p)
	add(35, s2p|s1p<<8, s0p, b0p)
	add(36, s0w, s0p|s1p<<8, b0p)
	add(37, b0w, s0p|s1p<<8, b0p)
	add(38, s1w, s0p|s1p<<8, b0p)
	add(39, b1w, s0p, b0p)
	add(40, s0p, b0p, uint64(b0l.tag))
	add(41, s0p|uint64(s0l.tag)<<8, b0p, 0)
	add(42, s0p|uint64(s0r.tag)<<8, b0p, 0)
	add(43, s1p|uint64(s1r.tag)<<8, s0p, b0p)
	add(44, s1p|uint64(s1l.tag)<<8, s0p, b0p)
	add(45, s0p|uint64(s0l.tag)<<8, s1p, b0p)
	// distance
	add(46, s0w, d, 1)
	add(47, s0p, d, 2)
	add(48, b0w, d, 3)
	add(49, b0p, d, 4)
	add(50, s0p, b0p, d)
	add(51, s0p, s1p, d1)
	add(52, s0w, s1p, d1)
	add(53, s1w, s0p, d1)
	// valency
	add(54, s0w, uint64(s0.rightCnt), s0p)
	add(55, s0p, uint64(s0.leftCount), 0)
	add(56, b0w, uint64(b0.leftCount), b0p)
	add(57, b0p, uint64(b0.leftCount), s0p)
	add(58, s1w, uint64(s1.rightCnt), s1p)
	add(59, s1p, uint64(s1.rightCnt), s0p)
	add(60, s0p, uint64(s0.rightCnt), uint64(s0.leftCount))
	// dependents
	add(61, uint64(s0l.lower), uint64(s0l.rel), s0p)
	add(62, uint64(s0r.lower), uint64(s0r.rel), s0p)
	add(63, uint64(s1r.lower), uint64(s1r.rel), s1p)
	add(64, uint64(b0l.lower), uint64(b0l.rel), b0p)
	add(65, uint64(s0l.rel), uint64(s0l2.rel), s0p)
	add(66, uint64(s0r.rel), uint64(s0r2.rel), s0p)
	add(67, uint64(s1r.rel), uint64(s1r2.rel), s1p)
	add(68, uint64(b0l.rel), uint64(b0l2.rel), b0p)
	add(69, uint64(s1l.lower), uint64(s1l.rel), s1p)
	add(70, s0p, s0.leftRels, b0p)
	add(71, s0w, s0.leftRels, 0)
	add(72, s0p, s0.rightRels, b0p)
	add(73, s0w, s0.rightRels, 0)
	add(74, s1p, s1.rightRels, s0p)
	add(75, s1w, s1.rightRels, s0p)
	add(76, b0p, b0.leftRels, s0p)
	add(77, b0w, b0.leftRels, 0)
	add(78, s0p, s0.leftRels|s1.leftRels<<1, s1p)
	add(79, s1p, s1.leftRels, s0p|b0p<<8)
	add(80, s0w, b0p, b1p)
	add(81, s0w, s0.leftRels, s1w)
	add(82, uint64(s0l.lower), s1w, s0p)
	add(83, uint64(s0l.lower), uint64(s2.lower), s0p|s1p<<8)
	// clusters
	s0c, s1c, b0c := uint64(s0.cluster), uint64(s1.cluster), uint64(b0.cluster)
	add(84, s0c, s0p, 0)
	add(85, b0c, b0p, 0)
	add(86, s0c, b0c, 0)
	add(87, s0c, b0p, d)
	add(88, s0p, b0c, d)
	add(89, s1c, s0c, 0)
	add(90, s1c, s0p, b0p)
	add(91, s0c>>4, b0c>>4, s1c>>4)
	add(92, s0c>>4|s0p<<8, b0c>>4|b0p<<8, 0)
	add(93, s1c>>4|s1p<<8, s0c>>4|s0p<<8, b0p)
	add(94, s0c, s1p, b0p)
	add(95, s0c, s0.leftRels, b0p)
	add(96, s1c, s1.rightRels, s0p)
	add(97, uint64(s0l.lower), s1c, s0c)
	add(98, b0c, b0.leftRels, s0p)
	add(99, uint64(b1.cluster), s0p, b0p)
	return places[:n]
}

// labelFeatures returns the places of the features of the arc from head h to dependent d.
func (p *parser) labelFeatures(s *parseState, h, d int32) []uint32 {
	head, dep := s.node(h), s.node(d)
	hl, hr := s.node(head.left), s.node(head.right)
	dl, dl2, dr := s.node(dep.left), s.node(dep.left2), s.node(dep.right)
	before, after := s.node(d-1), s.node(d+1)
	hBefore, hAfter := s.node(h-1), s.node(h+1)
	hw, dw := uint64(head.lower), uint64(dep.lower)
	hp, dp := uint64(head.tag), uint64(dep.tag)
	side := uint64(0)
	if h > d {
		side = 1
	}
	dist := distance(h, d)
	suffix := uint64(s.words[d].suffix3)
	n := 0
	sh := p.labelShift
	places := &s.labelPlaces
	add := func(template, a, b, c uint64) {
		places[n] = place(feature(template+200, a, b, c|side<<63), sh)
		n++
	}
	add(1, hw, hp, 0)
	add(2, dw, dp, 0)
	add(3, hw, dp, 0)
	add(4, hp, dw, 0)
	add(5, hp, dp, 0)
	add(6, hw, dw, 0)
	add(7, hp, dp, dist)
	add(8, dp, uint64(before.tag), hp)
	add(9, dp, uint64(after.tag), hp)
	add(10, dp, uint64(hBefore.tag), hp)
	add(11, dp, uint64(hAfter.tag), hp)
	add(12, uint64(dl.lower), dp, hp)
	add(13, uint64(dl.lower), dp, hw)
	add(14, uint64(dl.rel)|uint64(dl2.rel)<<8, dp, hp)
	add(15, dep.leftRels, dp, hp)
	add(16, dep.rightRels, dp, hp)
	add(17, uint64(dr.lower), dp, hp)
	add(18, uint64(dr.rel), dp, hp)
	add(19, head.leftRels, dp, hp)
	add(20, head.rightRels, dp, hp)
	add(21, head.leftRels, dw, hw)
	add(22, head.rightRels, dp, hw)
	add(23, uint64(hl.rel)|uint64(hl.tag)<<8, hp, dp)
	add(24, uint64(hr.rel)|uint64(hr.tag)<<8, hp, dp)
	add(25, dw, head.leftRels, 0)
	add(26, suffix, dp, hp)
	add(27, uint64(dl2.lower), uint64(dl.lower), dp)
	add(28, dw, uint64(dl.lower), hp)
	add(29, dw, uint64(before.lower), 0)
	add(30, dw, uint64(after.lower), 0)
	add(31, dep.leftRels, dep.rightRels, dp|hp<<8)
	add(32, dp, hp, uint64(s.words[d].shape))
	add(33, head.rightRels, dw, hp)
	add(34, head.rightRels, uint64(dl.lower), dp|hp<<8)
	add(35, hw, uint64(dl.lower), dw)
	hc, dc := uint64(head.cluster), uint64(dep.cluster)
	add(36, hc, dp, 0)
	add(37, hp, dc, 0)
	add(38, hc, dc, 0)
	add(39, hc>>4, dc>>4, hp|dp<<8)
	add(40, hc, uint64(dl.lower), dp)
	add(41, dc, uint64(dl.lower), hp)
	add(42, dc, uint64(dl.lower), hc>>4)
	add(43, hc, head.leftRels, dp)
	add(44, hc, head.rightRels, dp)
	add(45, dc, dep.leftRels, hp)
	return places[:n]
}

// cost returns how many arcs of the gold tree, still within reach, a transition would lose.
func (s *parseState) cost(t transition, heads []int32) int {
	cost := 0
	top := len(s.stack) - 1
	switch t {
	case shift:
		b := s.next
		for i, k := range s.stack {
			if heads[k] == b || heads[b] == k && i < top {
				cost++
			}
		}
	case left:
		d := s.stack[top]
		if h := heads[d]; top > 0 && h == s.stack[top-1] || h > s.next {
			cost++
		}
		for k := s.next; k < s.n; k++ {
			if heads[k] == d {
				cost++
			}
		}
	default:
		d := s.stack[top]
		if heads[d] >= s.next {
			cost++
		}
		for k := s.next; k < s.n; k++ {
			if heads[k] == d {
				cost++
			}
		}
	}
	return cost
}
