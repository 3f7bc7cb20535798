package eval

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"

	"chancery/event"
)

// RelationModel weighs what speaks for a choice among the entries that a sentence proposes: a log-linear ranker over
// the events, the acts that fall short of events, and the words that the codebook knows. It can only choose what an
// entry of the codebook stands for. Weights are whole numbers, thousandths of natural logarithms.
type RelationModel struct {
	// LearnedFrom is the [RelationsHash] of the sentences that the weights were learned from. On these very sentences
	// only cross-validation says anything.
	LearnedFrom string
	weights     map[string]int
}

// RelationsHash identifies a set of sentences with their roots.
func RelationsHash(relations []Relation) string {
	h := sha256.New()
	for i := range relations {
		fmt.Fprintf(h, "%s\t%s\t%s\t%s\n", relations[i].Sentence, relations[i].Source, relations[i].Target, relations[i].Root)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// ranked is one thing that may be chosen.
type ranked struct {
	choice   RelationChoice
	features []string
}

// rank lists all that may be chosen for a sentence, what the rules would choose first.
func (r *RelationReader) rank(x *relationText) []ranked {
	var out []ranked
	around := x.context(r.analyzer.Cluster)
	add := func(c RelationChoice, features ...string) {
		for _, f := range around.features {
			features = append(features, f+" "+c.Root)
		}
		features = append(features, "how "+c.How, "root "+c.Root, "entry "+c.Entry, "how+root "+c.How+" "+c.Root)
		out = append(out, ranked{c, features})
	}
	// The act as it is told, and what the words around it may turn it into.
	offer := func(c RelationChoice, category event.Category, turned bool, features ...string) {
		add(c, slices.Clone(features)...)
		if !turned {
			return
		}
		for _, t := range turns(category) {
			v := c
			v.Root, v.Quad, v.Turn = t.root, rootQuad(t.root), t.name
			more := append(slices.Clone(features), "turn "+t.name, "turn "+t.name+" "+string(category), "turn "+t.name+" of "+c.How)
			for _, m := range around.moods {
				more = append(more, "turn "+t.name+" mood "+m)
			}
			if len(around.moods) == 0 {
				more = append(more, "turn "+t.name+" without mood")
			}
			add(v, more...)
		}
	}
	rules, ok := r.byEvent(x)
	if !ok {
		rules = r.byProposal(x)
	}
	for k, list := range [2][]event.Event{r.coder.Code(x.input), r.coder.Candidates(x.input)} {
		how := [2]string{"event", "candidate"}[k]
		for i := range list {
			e := &list[i]
			c := RelationChoice{Root: Root(e.Category, e.CAMEO), Entry: e.Entry, Words: e.Evidence[0].In(x.input.Report.Text), How: how}
			c.Quad = rootQuad(c.Root)
			link := "link " + strconv.Itoa(linked(e.Sources, e.Recipients))
			features := []string{link, how + " " + link, "status " + string(e.Status), "status+root " + string(e.Status) + " " + c.Root, "first " + strconv.FormatBool(i == 0)}
			if e.Content != nil {
				features = append(features, "content "+string(e.Content.Category)+" "+c.Root)
			}
			offer(c, e.Category, true, features...)
			if e.Status == event.NotHappened && e.Quad <= 2 {
				c.Root, c.Quad = string(event.Reject), "3"
				add(c, link, how+" "+link, "refusal of what did not happen")
			}
		}
	}
	proposals := r.coder.Propose(x.input)
	for i := range proposals {
		p := &proposals[i]
		if p.Entry.Category == "" {
			continue
		}
		cameo := ""
		if p.Entry.Code != nil {
			cameo = p.Entry.Code.CAMEO
		}
		c := RelationChoice{Root: Root(p.Entry.Category, cameo), Entry: p.Entry.ID, Words: p.Span.In(x.input.Report.Text), How: "proposal"}
		c.Quad = rootQuad(c.Root)
		s := &x.input.Doc.Sentences[p.Sentence]
		at := "weight " + strconv.Itoa(x.weigh(p)/4)
		on := p.Sentence == x.source.sentence && slices.Contains(around.path, p.Token)
		offer(c, p.Entry.Category, on, at, "fits "+strconv.FormatBool(p.Fits), "lemma "+s.Tokens[p.Token].Lemma+" "+c.Root, "inside "+strconv.FormatBool(p.Parent >= 0),
			"on the path "+strconv.FormatBool(on), "where the ways meet "+strconv.FormatBool(p.Sentence == x.source.sentence && p.Token == around.meet))
	}
	for i := range out {
		if c := &out[i].choice; c.Root == rules.Root {
			out[i].features = append(out[i].features, "as the rules "+rules.How)
		}
		if c := &out[i].choice; c.Entry == rules.Entry && c.How == rules.How && c.Turn == "" {
			out[i].features = append(out[i].features, "what the rules choose "+rules.How)
		}
	}
	return out
}

// ChooseRanked chooses as [RelationReader.Choose] does, but by weights.
func (r *RelationReader) ChooseRanked(rel *Relation, w *RelationModel) (RelationChoice, error) {
	x, err := r.read(rel)
	if err != nil {
		return RelationChoice{}, err
	}
	return w.best(r.rank(x)), nil
}

// best chooses the root for which most speaks, all choices that stand for it together, and of these choices the one for
// which most speaks: two entries that agree are worth more than one.
func (w *RelationModel) best(list []ranked) (best RelationChoice) {
	if len(list) == 0 {
		return best
	}
	sums := make([]int, len(list))
	top := math.MinInt
	for i := range list {
		for _, f := range list[i].features {
			sums[i] += w.weights[f]
		}
		top = max(top, sums[i])
	}
	var roots []string
	var mass []float64
	for i := range list {
		k := slices.Index(roots, list[i].choice.Root)
		if k < 0 {
			k = len(roots)
			roots, mass = append(roots, list[i].choice.Root), append(mass, 0)
		}
		mass[k] += math.Exp(float64(sums[i]-top) / 1000)
	}
	root := -1
	for k := range mass {
		if root < 0 || mass[k] > mass[root] {
			root = k
		}
	}
	most := math.MinInt
	for i := range list {
		if list[i].choice.Root == roots[root] && sums[i] > most {
			best, most = list[i].choice, sums[i]
		}
	}
	return best
}

// Training of the ranker: passes over the sentences, size of the first step, and how much weights shrink in each pass.
const (
	relationPasses = 30
	relationStep   = 0.15
	relationShrink = 0.02
)

// TrainRelations learns weights from sentences with their roots. The same sentences give the same weights.
func (r *RelationReader) TrainRelations(truth []Relation) (*RelationModel, error) {
	lists, err := r.rankAll(truth)
	if err != nil {
		return nil, err
	}
	all := make([]int, len(truth))
	for i := range all {
		all[i] = i
	}
	w := trainRelations(truth, lists, all)
	w.LearnedFrom = RelationsHash(truth)
	return w, nil
}

func (r *RelationReader) rankAll(truth []Relation) ([][]ranked, error) {
	lists := make([][]ranked, len(truth))
	for i := range truth {
		x, err := r.read(&truth[i])
		if err != nil {
			return nil, err
		}
		lists[i] = r.rank(x)
	}
	return lists, nil
}

// trainRelations maximises the likelihood that one of the choices with the true root is taken, by stochastic gradient.
func trainRelations(truth []Relation, lists [][]ranked, use []int) *RelationModel {
	ids := map[string]int32{}
	var names []string
	numbered := make([][][]int32, len(lists))
	for _, i := range use {
		numbered[i] = make([][]int32, len(lists[i]))
		for k := range lists[i] {
			for _, f := range lists[i][k].features {
				id, ok := ids[f]
				if !ok {
					id = int32(len(names))
					ids[f], names = id, append(names, f)
				}
				numbered[i][k] = append(numbered[i][k], id)
			}
		}
	}
	weights, gradient := make([]float64, len(names)), make([]float64, len(names))
	seen := make([]int, len(names)) // the sentence, plus one, whose gradient a feature has
	var touched []int32
	for pass := range relationPasses {
		step := relationStep / (1 + float64(pass)/4)
		for _, i := range use {
			list := lists[i]
			p, right := make([]float64, len(list)), 0.0
			top := math.Inf(-1)
			for k := range list {
				for _, f := range numbered[i][k] {
					p[k] += weights[f]
				}
				top = max(top, p[k])
			}
			sum := 0.0
			for k := range p {
				p[k] = math.Exp(p[k] - top)
				sum += p[k]
				if list[k].choice.Root == truth[i].Root {
					right += p[k]
				}
			}
			if right == 0 {
				continue // no entry stands for the true root
			}
			touched = touched[:0]
			for k := range list {
				g := -p[k] / sum
				if list[k].choice.Root == truth[i].Root {
					g += p[k] / right
				}
				for _, f := range numbered[i][k] {
					if seen[f] != i+1 {
						seen[f], gradient[f] = i+1, 0
						touched = append(touched, f)
					}
					gradient[f] += g
				}
			}
			for _, f := range touched {
				weights[f] += step * (gradient[f] - relationShrink*weights[f])
				seen[f] = 0
			}
		}
		for f := range weights {
			weights[f] *= 1 - relationShrink
		}
	}
	out := &RelationModel{weights: map[string]int{}}
	for f, v := range weights {
		if n := int(math.Round(1000 * v)); n != 0 {
			out.weights[names[f]] = n
		}
	}
	return out
}

// CrossValidateRelations learns on all folds but one and chooses on that one, for each fold. The fold of a sentence
// is its number modulo folds.
func (r *RelationReader) CrossValidateRelations(truth []Relation, folds int) ([]RelationChoice, error) {
	lists, err := r.rankAll(truth)
	if err != nil {
		return nil, err
	}
	found := make([]RelationChoice, len(truth))
	for fold := range folds {
		var use []int
		for i := range truth {
			if i%folds != fold {
				use = append(use, i)
			}
		}
		w := trainRelations(truth, lists, use)
		for i := fold; i < len(truth); i += folds {
			found[i] = w.best(lists[i])
		}
	}
	return found, nil
}

// Write writes the weights as lines of feature, tab and weight, in the order of the features.
func (w *RelationModel) Write(out io.Writer) error {
	names := make([]string, 0, len(w.weights))
	for f := range w.weights {
		names = append(names, f)
	}
	sort.Strings(names)
	b := bufio.NewWriter(out)
	fmt.Fprintf(b, "# learned from %s\n", w.LearnedFrom)
	for _, f := range names {
		fmt.Fprintf(b, "%s\t%d\n", f, w.weights[f])
	}
	return b.Flush()
}

// ReadRelationWeights reads what [RelationModel.Write] wrote. Lines that begin with # are comments.
func ReadRelationWeights(in io.Reader, name string) (*RelationModel, error) {
	w := &RelationModel{weights: map[string]int{}}
	scan := bufio.NewScanner(in)
	for line := 1; scan.Scan(); line++ {
		text := scan.Text()
		if hash, ok := strings.CutPrefix(text, "# learned from "); ok {
			w.LearnedFrom = hash
		}
		if text == "" || text[0] == '#' {
			continue
		}
		feature, weight, ok := strings.Cut(text, "\t")
		n, err := strconv.Atoi(weight)
		if !ok || err != nil {
			return nil, fmt.Errorf("%s:%d: a line is a feature, a tab and a whole number", name, line)
		}
		w.weights[feature] = n
	}
	if err := scan.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return w, nil
}
