package coreference

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"chancery/report"
	"chancery/syntax"
)

// Lesson is a document with the answers: either its chains or a pronoun and two names.
type Lesson struct {
	Doc     *syntax.Document
	Known   []Known
	Chains  [][]report.Span // of at least two mentions each
	Pronoun report.Span     // when there are no chains
	Names   [2]report.Span
	Means   [2]bool // whether the pronoun means that name's bearer
}

// Training says how to learn.
type Training struct {
	Epochs               int     // passes over the lessons
	Rounds               int     // trainings from the start, each in another order, whose weights are averaged
	Rate                 float64 // step of AdaGrad
	False, Missed, Wrong float64 // costs of linking what stands alone, of leaving alone what does not, of the wrong chain
	Pronoun              float64 // weight of lessons on one pronoun
	Ridge                float64 // pull of the weights to nought
	Dropout              float64 // share of the features that are left out by chance
	Log                  io.Writer
}

// learner learns the ranker's weights: it raises the likelihood of the right antecedents together, whichever of them
// (Durrett and Klein 2013), links what it has read as it now would, and steps with AdaGrad (Duchi, Hazan and Singer
// 2011). The weights are averages over the passes after the first.
type learner struct {
	Training
	w, sum  []float64
	squares []float64
	rows    [][]uint32
	scores  []float64
	right   []bool
	masked  []bool
	wrong   int
	asked   int
	random  uint64
}

// Train returns a model's file.
func Train(t Training, lessons []Lesson, table, above string) ([]byte, error) {
	if len(lessons) == 0 {
		return nil, errors.New("no lessons")
	}
	l := &learner{Training: t, w: make([]float64, 1<<tableBits), sum: make([]float64, 1<<tableBits), squares: make([]float64, 1<<tableBits)}
	r := &ranker{nouns: nouns{table, above}}
	order := make([]int, len(lessons))
	for i := range order {
		order[i] = i
	}
	l.random = 20261121
	for round := range t.Rounds {
		clear(l.w)
		clear(l.squares)
		for epoch := range t.Epochs {
			l.pass(r, lessons, order)
			if epoch > 0 {
				for k, w := range l.w {
					l.sum[k] += w
				}
			}
			fmt.Fprintf(t.Log, "round %d, pass %d: %d of %d wrong\n", round+1, epoch+1, l.wrong, l.asked)
		}
	}
	weights := make([]byte, 2<<tableBits)
	for k, s := range l.sum {
		w := math.Round(s / float64(max(1, t.Rounds*(t.Epochs-1))) * 1000)
		binary.LittleEndian.PutUint16(weights[2*k:], uint16(int16(max(-32767, min(32767, w)))))
	}
	return file(weights, table, above), nil
}

// pass goes through the lessons once in a new order.
func (l *learner) pass(r *ranker, lessons []Lesson, order []int) {
	for i := len(order) - 1; i > 0; i-- {
		k := int(l.next() * float64(i+1))
		order[i], order[k] = order[k], order[i]
	}
	l.wrong, l.asked = 0, 0
	for _, k := range order {
		lesson := &lessons[k]
		r.begin(lesson.Doc, lesson.Known)
		if lesson.Chains != nil {
			l.chains(r, lesson)
		} else {
			l.pronoun(r, lesson)
		}
	}
}

// next is a number from 0 up to 1 (xorshift64, Marsaglia 2003).
func (l *learner) next() float64 {
	l.random ^= l.random << 13
	l.random ^= l.random >> 7
	l.random ^= l.random << 17
	return float64(l.random>>11) / (1 << 53)
}

// score fills rows and scores: first of standing alone, then of each candidate.
func (l *learner) score(r *ranker, j int) {
	n := len(r.list) + 1
	for len(l.rows) < n {
		l.rows = append(l.rows, nil)
	}
	l.scores, l.right, l.masked = l.scores[:0], l.right[:0], l.masked[:0]
	r.fitting, r.subjects = 0, 0
	for k := range n {
		var features []uint32
		if k == 0 {
			features = r.alone(j)
		} else {
			features = r.pair(int(r.list[k-1]), j)
			r.count(int(r.list[k-1]), j)
		}
		l.rows[k] = l.rows[k][:0]
		for _, f := range features {
			if l.Dropout == 0 || l.next() >= l.Dropout {
				l.rows[k] = append(l.rows[k], f)
			}
		}
		sum := 0.0
		for _, f := range l.rows[k] {
			sum += l.w[f]
		}
		l.scores, l.right, l.masked = append(l.scores, sum), append(l.right, false), append(l.masked, false)
	}
}

// best is the candidate of the highest score, 0 for none; ties go to the first.
func (l *learner) best() int {
	best := 0
	for k, s := range l.scores {
		if s > l.scores[best] {
			best = k
		}
	}
	return best
}

// step changes the weights for the likelihood of the right ones; cost is added to the scores of wrong ones.
func (l *learner) step(weight float64, cost func(k int) float64) {
	top, topRight := math.Inf(-1), math.Inf(-1)
	for k := range l.scores {
		if l.masked[k] {
			continue
		}
		if !l.right[k] {
			l.scores[k] += cost(k)
		} else {
			topRight = max(topRight, l.scores[k])
		}
		top = max(top, l.scores[k])
	}
	total, totalRight := 0.0, 0.0
	for k, s := range l.scores {
		if l.masked[k] {
			continue
		}
		total += math.Exp(s - top)
		if l.right[k] {
			totalRight += math.Exp(s - topRight)
		}
	}
	for k, s := range l.scores {
		if l.masked[k] {
			continue
		}
		g := -math.Exp(s-top) / total
		if l.right[k] {
			g += math.Exp(s-topRight) / totalRight
		}
		g *= weight
		if g < 1e-4 && g > -1e-4 {
			continue
		}
		for _, f := range l.rows[k] {
			g := g - l.Ridge*l.w[f]
			l.squares[f] += g * g
			l.w[f] += l.Rate * g / math.Sqrt(l.squares[f]+1e-6)
		}
	}
}

func (l *learner) chains(r *ranker, lesson *Lesson) {
	answer := map[report.Span]int{}
	for k, c := range lesson.Chains {
		for _, span := range c {
			answer[span] = k + 1
		}
	}
	gold := make([]int, len(r.mentions))
	for j := range r.mentions {
		gold[j] = answer[r.mentions[j].Span]
	}
	for _, at := range r.order {
		j := int(at)
		r.candidates(j)
		if len(r.list) == 0 {
			r.link(j, -1)
			continue
		}
		l.score(r, j)
		best := l.best()
		linked := false
		for k, i := range r.list {
			if gold[j] > 0 && gold[i] == gold[j] {
				l.right[k+1], linked = true, true
			}
		}
		l.right[0] = !linked
		l.asked++
		if !l.right[best] {
			l.wrong++
		}
		l.step(1, func(k int) float64 {
			switch {
			case k == 0:
				return l.Missed
			case !linked:
				return l.False
			}
			return l.Wrong
		})
		r.link(j, l.chosen(r, best))
	}
}

// chosen is the mention that the k-th choice means, or -1.
func (l *learner) chosen(r *ranker, k int) int {
	if k == 0 {
		return -1
	}
	return int(r.list[k-1])
}

// pronoun learns from one pronoun of which is only told which of two names it means. What else may be the same
// person counts neither way.
func (l *learner) pronoun(r *ranker, lesson *Lesson) {
	for _, at := range r.order {
		j := int(at)
		m := &r.mentions[j]
		r.candidates(j)
		if len(r.list) == 0 {
			r.link(j, -1)
			continue
		}
		l.score(r, j)
		best := l.best()
		if m.Span != lesson.Pronoun {
			r.link(j, l.chosen(r, best))
			continue
		}
		any := false
		for k, i := range r.list {
			if names := r.bears(int(i), &lesson.Names); names[0] && lesson.Means[0] || names[1] && lesson.Means[1] {
				l.right[k+1], any = true, true
			}
		}
		for k, i := range r.list {
			a := &r.mentions[i]
			names := r.bears(int(i), &lesson.Names)
			if l.right[k+1] || names[0] || names[1] {
				continue
			}
			if !any {
				l.right[k+1] = !lesson.Means[0] && !lesson.Means[1]
				continue
			}
			l.masked[k+1] = a.kind == pronominal || a.kind == common && a.class == Person
		}
		if !any && (lesson.Means[0] || lesson.Means[1]) {
			return // the name is no candidate
		}
		l.right[0] = !any
		l.asked++
		if !l.right[best] && !l.masked[best] {
			l.wrong++
		}
		l.step(l.Pronoun, func(k int) float64 {
			if k == 0 {
				return l.Missed
			}
			return l.Wrong
		})
		return
	}
}

// bears tells which of two names the chain of mention i has.
func (r *ranker) bears(i int, names *[2]report.Span) (bears [2]bool) {
	for at := range r.mentions {
		m := &r.mentions[at]
		if m.Chain != r.mentions[i].Chain {
			continue
		}
		head := r.doc.Sentences[m.Sentence].Tokens[m.Head].Span
		for k := range names {
			bears[k] = bears[k] || names[k].Start <= head.Start && head.End <= names[k].End
		}
	}
	return bears
}

// CompileNouns reads WordNet's nouns (index.noun, data.noun) and returns the two tables of the model.
func CompileNouns(folder string) (table, above string, err error) {
	type synset struct {
		number uint32
		up     string
		sense  uint8
	}
	synsets := map[string]*synset{}
	var names []string
	err = eachLine(filepath.Join(folder, "data.noun"), func(fields []string) error {
		if len(fields) < 6 {
			return fmt.Errorf("expected six fields, got %d", len(fields))
		}
		sense, err := strconv.Atoi(fields[1])
		if err != nil {
			return err
		}
		s := &synset{number: uint32(len(names)), sense: uint8(sense)}
		for k := 4; k+1 < len(fields) && fields[k] != "|"; k++ {
			if fields[k] == "@" || fields[k] == "@i" {
				s.up = fields[k+1]
				break
			}
		}
		if sense == 3 && fields[0] == "00007846" {
			s.sense = 18 // a person is the uppermost of its kind
		}
		synsets[fields[0]] = s
		names = append(names, fields[0])
		return nil
	})
	if err != nil {
		return "", "", err
	}
	const male, female = "09624168", "09619168"
	gender := func(name string) uint8 {
		for n := 0; n < 20 && name != ""; n++ {
			switch name {
			case male:
				return 1
			case female:
				return 2
			}
			name = synsets[name].up
		}
		return 0
	}
	var hashes []uint32
	var values []noun
	err = eachLine(filepath.Join(folder, "index.noun"), func(fields []string) error {
		if len(fields) < 7 {
			return fmt.Errorf("expected seven fields, got %d", len(fields))
		}
		if strings.Contains(fields[0], "_") {
			return nil
		}
		pointers, err := strconv.Atoi(fields[3])
		if err != nil || 6+pointers >= len(fields) {
			return fmt.Errorf("pointers: %q", fields[3])
		}
		first := fields[6+pointers]
		s := synsets[first]
		if s == nil {
			return fmt.Errorf("no synset %s", first)
		}
		g := gender(first)
		if s.sense == 18 && g == 0 {
			if strings.HasSuffix(fields[0], "woman") {
				g = 2
			} else if strings.HasSuffix(fields[0], "man") && !strings.HasSuffix(fields[0], "human") {
				g = 1
			}
		}
		hashes = append(hashes, hashLower(fields[0]))
		values = append(values, noun{synset: s.number, sense: s.sense, gender: g})
		return nil
	})
	if err != nil {
		return "", "", err
	}
	ups := make([]byte, 4*len(names))
	for i, name := range names {
		up := uint32(i)
		if s := synsets[name]; s.up != "" {
			up = synsets[s.up].number
		}
		binary.LittleEndian.PutUint32(ups[4*i:], up)
	}
	return packNouns(hashes, values), string(ups), nil
}

// eachLine calls do with the fields of each line but those of the licence at the top.
func eachLine(path string, do func([]string) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		if strings.HasPrefix(lines.Text(), "  ") {
			continue
		}
		if err := do(strings.Fields(lines.Text())); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
	return lines.Err()
}
