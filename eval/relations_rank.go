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
	"chancery/syntax"
)

// RelationModel weighs what speaks for a choice among the entries that a sentence proposes: a log-linear ranker over
// the events, the acts that fall short of events, and the words that the codebook knows. It can only choose what an
// entry of the codebook stands for. Weights are whole numbers, hundredths of natural logarithms.
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
	words := x.wordsOutside()
	add := func(c RelationChoice, features ...string) {
		for _, w := range words {
			features = append(features, "word "+w+" "+c.Root)
		}
		features = append(features, "how "+c.How, "root "+c.Root, "entry "+c.Entry, "how+root "+c.How+" "+c.Root)
		out = append(out, ranked{c, features})
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
			add(c, link, how+" "+link, "status "+string(e.Status), "status+root "+string(e.Status)+" "+c.Root, "first "+strconv.FormatBool(i == 0))
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
		add(c, at, "fits "+strconv.FormatBool(p.Fits), "lemma "+s.Tokens[p.Token].Lemma+" "+c.Root, "inside "+strconv.FormatBool(p.Parent >= 0))
	}
	for i := range out {
		if c := &out[i].choice; c.Root == rules.Root {
			out[i].features = append(out[i].features, "as the rules "+rules.How)
		}
		if c := &out[i].choice; c.Entry == rules.Entry && c.How == rules.How {
			out[i].features = append(out[i].features, "what the rules choose "+rules.How)
		}
	}
	return out
}

// wordsOutside returns the lemmas of verbs, nouns, adjectives and particles of the source's sentence that are no part of
// source or target, each once, near the source and the target: further than ten words from both they say little.
func (x *relationText) wordsOutside() (words []string) {
	if x.source.sentence < 0 {
		return nil
	}
	s := &x.input.Doc.Sentences[x.source.sentence]
	inside := func(at site, t, reach int) bool {
		return at.sentence == x.source.sentence && at.first-reach <= t && t <= at.last+reach
	}
	for t := range s.Tokens {
		tok := &s.Tokens[t]
		switch tok.UPOS {
		case syntax.VERB, syntax.NOUN, syntax.ADJ, syntax.ADP, syntax.AUX, syntax.PART:
		default:
			continue
		}
		if inside(x.source, t, 0) || inside(x.target, t, 0) || !inside(x.source, t, relationReach) && !inside(x.target, t, relationReach) || slices.Contains(words, tok.Lemma) {
			continue
		}
		words = append(words, tok.Lemma)
	}
	return words
}

// relationReach is how far from source and target words are looked at.
const relationReach = 10

// ChooseRanked chooses as [RelationReader.Choose] does, but by weights.
func (r *RelationReader) ChooseRanked(rel *Relation, w *RelationModel) (RelationChoice, error) {
	x, err := r.read(rel)
	if err != nil {
		return RelationChoice{}, err
	}
	return w.best(r.rank(x)), nil
}

func (w *RelationModel) best(list []ranked) (best RelationChoice) {
	most := math.MinInt
	for i := range list {
		sum := 0
		for _, f := range list[i].features {
			sum += w.weights[f]
		}
		if sum > most {
			best, most = list[i].choice, sum
		}
	}
	return best
}

// Training of the ranker: passes over the sentences, size of the first step, and how much weights shrink in each pass.
const (
	relationPasses = 15
	relationStep   = 0.15
	relationShrink = 0.04
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
	weights := map[string]float64{}
	for pass := range relationPasses {
		step := relationStep / (1 + float64(pass)/4)
		for _, i := range use {
			list := lists[i]
			p, right := make([]float64, len(list)), 0.0
			top := math.Inf(-1)
			for k := range list {
				for _, f := range list[k].features {
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
			for k := range list {
				g := -p[k] / sum
				if list[k].choice.Root == truth[i].Root {
					g += p[k] / right
				}
				for _, f := range list[k].features {
					weights[f] += step * g
				}
			}
		}
		for f := range weights {
			weights[f] *= 1 - relationShrink
		}
	}
	out := &RelationModel{weights: map[string]int{}}
	for f, v := range weights {
		if n := int(math.Round(100 * v)); n != 0 {
			out.weights[f] = n
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
