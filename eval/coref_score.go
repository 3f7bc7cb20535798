package eval

import "fmt"

// CorefScore counts agreement of chains as the CoNLL-2012 shared task does (Pradhan and others 2014): MUC
// (Vilain and others 1995) counts links, B³ (Bagga and Baldwin 1998) mentions, CEAF-e (Luo 2005) entities that are
// matched one to one by their likeness φ4; the figure of the shared task is the mean of the three F1.
type CorefScore struct {
	MUC, BCubed, CEAF, Mentions Ratios
}

// Ratios are sums over documents: precision is RightSystem/System, recall RightGold/Gold.
type Ratios struct{ RightGold, Gold, RightSystem, System float64 }

// Precision is in per cent.
func (r Ratios) Precision() float64 { return hundredfold(r.RightSystem, r.System) }

// Recall is in per cent.
func (r Ratios) Recall() float64 { return hundredfold(r.RightGold, r.Gold) }

// F1 is in per cent.
func (r Ratios) F1() float64 {
	p, q := r.Precision(), r.Recall()
	if p+q == 0 {
		return 0
	}
	return 2 * p * q / (p + q)
}

// hundredfold is a of b, in per cent.
func hundredfold(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return 100 * a / b
}

// CoNLL is the mean of the F1 of MUC, B³ and CEAF-e, in per cent.
func (s *CorefScore) CoNLL() float64 { return (s.MUC.F1() + s.BCubed.F1() + s.CEAF.F1()) / 3 }

// Lines are the figures, "metric value" each.
func (s *CorefScore) Lines() []string {
	return []string{
		fmt.Sprintf("conll_f1 %.2f", s.CoNLL()),
		fmt.Sprintf("muc_f1 %.2f", s.MUC.F1()), fmt.Sprintf("b3_f1 %.2f", s.BCubed.F1()), fmt.Sprintf("ceafe_f1 %.2f", s.CEAF.F1()),
		fmt.Sprintf("mention_precision %.2f", s.Mentions.Precision()), fmt.Sprintf("mention_recall %.2f", s.Mentions.Recall()),
	}
}

// Add counts the chains of one more document.
func (s *CorefScore) Add(gold, system [][]CorefSpan) {
	inGold, inSystem := chainOf(gold), chainOf(system)
	var common float64
	for m := range inGold {
		if _, ok := inSystem[m]; ok {
			common++
		}
	}
	s.Mentions = s.Mentions.plus(common, float64(len(inGold)), common, float64(len(inSystem)))
	rightGold, allGold := links(gold, inSystem)
	rightSystem, allSystem := links(system, inGold)
	s.MUC = s.MUC.plus(rightGold, allGold, rightSystem, allSystem)
	s.BCubed = s.BCubed.plus(together(gold, inSystem), float64(len(inGold)), together(system, inGold), float64(len(inSystem)))
	likeness := alignment(gold, system, inSystem)
	s.CEAF = s.CEAF.plus(likeness, float64(len(gold)), likeness, float64(len(system)))
}

func (r Ratios) plus(rightGold, gold, rightSystem, system float64) Ratios {
	return Ratios{r.RightGold + rightGold, r.Gold + gold, r.RightSystem + rightSystem, r.System + system}
}

// chainOf tells in which chain each mention stands.
func chainOf(chains [][]CorefSpan) map[CorefSpan]int {
	in := map[CorefSpan]int{}
	for k, c := range chains {
		for _, m := range c {
			in[m] = k
		}
	}
	return in
}

// links counts MUC's links: a chain of n mentions has n-1, and loses one for each part beyond the first that the
// other chains cut it into.
func links(chains [][]CorefSpan, other map[CorefSpan]int) (right, all float64) {
	for _, c := range chains {
		parts := map[int]bool{}
		alone := 0
		for _, m := range c {
			if k, ok := other[m]; ok {
				parts[k] = true
			} else {
				alone++
			}
		}
		right += float64(len(c) - len(parts) - alone)
		all += float64(len(c) - 1)
	}
	return right, all
}

// together sums over mentions which share of their chain the other side puts with them.
func together(chains [][]CorefSpan, other map[CorefSpan]int) (sum float64) {
	for _, c := range chains {
		parts := map[int]int{}
		for _, m := range c {
			if k, ok := other[m]; ok {
				parts[k]++
			}
		}
		squares := 0
		for _, n := range parts {
			squares += n * n
		}
		sum += float64(squares) / float64(len(c))
	}
	return sum
}

// alignment is the largest sum of φ4 = 2|G∩S|/(|G|+|S|) over one-to-one matchings of chains.
func alignment(gold, system [][]CorefSpan, inSystem map[CorefSpan]int) float64 {
	likeness := make([][]float64, len(gold))
	for g, c := range gold {
		likeness[g] = make([]float64, len(system))
		for _, m := range c {
			if k, ok := inSystem[m]; ok {
				likeness[g][k] += 2 / float64(len(c)+len(system[k]))
			}
		}
	}
	sum := 0.0
	for g, k := range assign(likeness, len(system)) {
		if k >= 0 {
			sum += likeness[g][k]
		}
	}
	return sum
}

// assign matches rows with columns one to one so that the sum of their values is the largest, by the Hungarian
// method with potentials. It returns the column of each row, -1 for none.
func assign(value [][]float64, columns int) []int {
	partner := make([]int, len(value))
	for i := range partner {
		partner[i] = -1
	}
	n := max(len(value), columns)
	if n == 0 || columns == 0 {
		return partner
	}
	cost := make([][]float64, n+1)
	for i := range cost {
		cost[i] = make([]float64, n+1)
	}
	for i := range value {
		for j, v := range value[i] {
			cost[i+1][j+1] = -v
		}
	}
	const infinite = 1e18
	u, v := make([]float64, n+1), make([]float64, n+1)
	match, way := make([]int, n+1), make([]int, n+1)
	least, done := make([]float64, n+1), make([]bool, n+1)
	for i := 1; i <= n; i++ {
		match[0] = i
		for j := range least {
			least[j], done[j] = infinite, false
		}
		j0 := 0
		for {
			done[j0] = true
			i0, delta, j1 := match[j0], infinite, 0
			for j := 1; j <= n; j++ {
				if done[j] {
					continue
				}
				if c := cost[i0][j] - u[i0] - v[j]; c < least[j] {
					least[j], way[j] = c, j0
				}
				if least[j] < delta {
					delta, j1 = least[j], j
				}
			}
			for j := 0; j <= n; j++ {
				if done[j] {
					u[match[j]] += delta
					v[j] -= delta
				} else {
					least[j] -= delta
				}
			}
			j0 = j1
			if match[j0] == 0 {
				break
			}
		}
		for j0 != 0 {
			j1 := way[j0]
			match[j0] = match[j1]
			j0 = j1
		}
	}
	for j := 1; j <= columns; j++ {
		if i := match[j] - 1; i >= 0 && i < len(value) {
			partner[i] = j - 1
		}
	}
	return partner
}

// PronounScore counts as GAP's own scorer does: every row asks of each of two names whether the pronoun means it;
// the F1 is over the answers yes.
type PronounScore struct{ Right, Wrong, Missed int }

// Add counts one more row.
func (s *PronounScore) Add(gold, found [2]bool) {
	for k := range gold {
		switch {
		case gold[k] && found[k]:
			s.Right++
		case gold[k]:
			s.Missed++
		case found[k]:
			s.Wrong++
		}
	}
}

// Precision is in per cent.
func (s *PronounScore) Precision() float64 {
	return hundredfold(float64(s.Right), float64(s.Right+s.Wrong))
}

// Recall is in per cent.
func (s *PronounScore) Recall() float64 {
	return hundredfold(float64(s.Right), float64(s.Right+s.Missed))
}

// F1 is in per cent.
func (s *PronounScore) F1() float64 {
	return hundredfold(float64(2*s.Right), float64(2*s.Right+s.Wrong+s.Missed))
}

// Lines are the figures, "metric value" each.
func (s *PronounScore) Lines() []string {
	return []string{fmt.Sprintf("gap_f1 %.2f", s.F1()), fmt.Sprintf("gap_precision %.2f", s.Precision()), fmt.Sprintf("gap_recall %.2f", s.Recall())}
}
