package syntax

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Training says what the models are trained on and where they go.
type Training struct {
	Corpora string    // the folder of corpora
	Out     string    // the folder the models are written to
	Epochs  int       // passes over the data
	Log     io.Writer // progress
}

// Treebanks that the tagger, the parser and the lemmatiser are trained on, below Training.Corpora.
var trainTreebanks = []string{"ud_ewt/train/en_ewt-ud-train.conllu", "gum/train_open/gum_train.conllu"}

// example is a sentence to learn from.
type example struct {
	tokens []Token
	words  []word
	tags   []uint8 // gold pairs
	heads  []int32 // gold heads; the root's is the number of words
	rels   []Rel
}

// TrainTrees trains the tagger, the lemmatiser and the parser and writes tagger.model, lemmas.tsv and parser.model.
// The same data give the same bytes.
func (t Training) TrainTrees() error {
	var examples []example
	for _, name := range trainTreebanks {
		f, err := os.Open(filepath.Join(t.Corpora, name))
		if err != nil {
			return err
		}
		documents, err := ReadCoNLLU(f)
		f.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for _, d := range documents {
			for i := range d.Sentences {
				examples = append(examples, newExample(d.Sentences[i].Tokens))
			}
		}
	}
	if err := t.write("lemmas.tsv", trainLemmas(examples)); err != nil {
		return err
	}
	clusters, err := readClusters(clusterModel)
	if err != nil {
		return err
	}
	pairs := collectPairs(examples)
	// The parser learns from tags as the tagger gives them to sentences that it has not seen.
	const folds = 5
	for fold := range folds {
		var rest []example
		for i := range examples {
			if i%folds != fold {
				rest = append(rest, examples[i])
			}
		}
		tagger, _ := trainTagger(rest, pairs, clusters, 4, io.Discard)
		right, all := 0, 0
		for i := fold; i < len(examples); i += folds {
			e := &examples[i]
			tagger.look(e.words)
			tagger.tag(e.words)
			for j := range e.words {
				all++
				if e.words[j].tag == e.tags[j] {
					right++
				}
			}
		}
		fmt.Fprintf(t.Log, "tagger without fold %d: %.2f%% of pairs right\n", fold, 100*float64(right)/float64(all))
	}
	held := make([][]uint8, len(examples))
	for i := range examples {
		for _, w := range examples[i].words {
			held[i] = append(held[i], w.tag)
		}
	}
	tagger, table := trainTagger(examples, pairs, clusters, t.Epochs, t.Log)
	if err := t.write("tagger.model", writeTagger(tagger, table)); err != nil {
		return err
	}
	for i := range examples {
		tagger.look(examples[i].words)
		for j := range held[i] {
			examples[i].words[j].tag = held[i][j]
		}
	}
	moves, labels := trainParser(examples, pairs, t.Epochs, t.Log)
	return t.write("parser.model", joinSections(parserKind, string(moves), string(labels)))
}

func (t Training) write(name, content string) error {
	fmt.Fprintf(t.Log, "%s: %d bytes\n", name, len(content))
	return os.WriteFile(filepath.Join(t.Out, name), []byte(content), 0o644)
}

func newExample(tokens []Token) example {
	e := example{tokens: tokens, words: describeWords(tokens, nil)}
	for i := range tokens {
		h := tokens[i].Head
		if h < 0 {
			h = int32(len(tokens))
		}
		e.heads = append(e.heads, h)
		e.rels = append(e.rels, tokens[i].Rel)
	}
	return e
}

// collectPairs lists the pairs of tags by frequency and sets the examples' gold pairs. Pairs seen fewer than three
// times are taken for the most frequent pair with the same Penn tag, or the same universal one.
func collectPairs(examples []example) []tagPair {
	var counts [len(uposNames)][len(xposNames)]int
	for i := range examples {
		for _, t := range examples[i].tokens {
			counts[t.UPOS][t.XPOS]++
		}
	}
	var pairs []tagPair
	for u := range counts {
		for x := range counts[u] {
			if counts[u][x] >= 3 && u > 0 {
				pairs = append(pairs, tagPair{UPOS(u), XPOS(x)})
			}
		}
	}
	slices.SortFunc(pairs, func(a, b tagPair) int {
		return cmp.Or(cmp.Compare(counts[b.upos][b.xpos], counts[a.upos][a.xpos]), cmp.Compare(a.upos, b.upos), cmp.Compare(a.xpos, b.xpos))
	})
	find := func(t Token) uint8 {
		for i, p := range pairs {
			if p.upos == t.UPOS && p.xpos == t.XPOS {
				return uint8(i)
			}
		}
		for i, p := range pairs {
			if p.xpos == t.XPOS {
				return uint8(i)
			}
		}
		for i, p := range pairs {
			if p.upos == t.UPOS {
				return uint8(i)
			}
		}
		return 0
	}
	for i := range examples {
		for _, t := range examples[i].tokens {
			examples[i].tags = append(examples[i].tags, find(t))
		}
	}
	return pairs
}

// buildLexicon makes the ambiguity classes of the words in the examples.
func buildLexicon(examples []example, pairs []tagPair) ([][]uint8, lexicon) {
	counts := map[uint32]*[256]int{}
	var order []uint32
	count := func(h uint32, tag uint8) {
		c := counts[h]
		if c == nil {
			c = new([256]int)
			counts[h] = c
			order = append(order, h)
		}
		c[tag]++
	}
	for i := range examples {
		for j, w := range examples[i].words {
			count(w.exact, examples[i].tags[j])
			count(w.lower^0x5bd1e995, examples[i].tags[j])
		}
	}
	// Open pairs are those of many words seen once.
	var rare [256]int
	for _, h := range order {
		total, last := 0, 0
		for tag, n := range counts[h] {
			if n > 0 {
				total += n
				last = tag
			}
		}
		if total == 1 {
			rare[last]++
		}
	}
	var open []uint8
	for tag := range pairs {
		if rare[tag] >= 10 {
			open = append(open, uint8(tag))
		}
	}
	classes := [][]uint8{open}
	ids := map[string]uint16{"": 0}
	var hashes []uint32
	var values []uint16
	for _, h := range order {
		total := 0
		for _, n := range counts[h] {
			total += n
		}
		if total < 3 {
			continue
		}
		var class []uint8
		for tag := range pairs {
			if n := counts[h][tag]; n > 0 && n*200 >= total {
				class = append(class, uint8(tag))
			}
		}
		key := string(class)
		if total < 12 {
			key += "+"
		}
		id, ok := ids[key]
		if !ok {
			id = uint16(len(classes))
			ids[key] = id
			if total < 12 {
				for _, tag := range open {
					if !slices.Contains(class, tag) {
						class = append(class, tag)
					}
				}
			}
			classes = append(classes, class)
		}
		hashes = append(hashes, h)
		values = append(values, id)
	}
	return classes, newLexicon(hashes, values)
}

const taggerBits = 21

func trainTagger(examples []example, pairs []tagPair, clusters lexicon, epochs int, log io.Writer) (*tagger, []byte) {
	l := newLearner(taggerBits)
	t := &tagger{pairs: pairs, clusters: clusters, weights: l, shift: l.shift}
	t.classes, t.lexicon = buildLexicon(examples, pairs)
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	rng := random(1)
	var places [tagFeatures]uint32
	for epoch := range epochs {
		rng.shuffle(order)
		right, all := 0, 0
		for _, k := range order {
			e := &examples[k]
			t.look(e.words)
			for i := range e.words {
				gold := e.tags[i]
				candidates := t.classes[e.words[i].class]
				l.step++
				t.features(e.words, i, &places)
				guess := t.best(candidates, &places)
				e.words[i].tag = guess
				all++
				if guess == gold {
					right++
					continue
				}
				l.update(places[:], int(gold), 1)
				l.update(places[:], int(guess), -1)
			}
		}
		fmt.Fprintf(log, "tagger, epoch %d: %.2f%% of pairs right in training\n", epoch+1, 100*float64(right)/float64(all))
	}
	table := l.average()
	t.weights = weights(table)
	return t, table
}

const (
	moveBits  = 22
	labelBits = 22
)

func trainParser(examples []example, pairs []tagPair, epochs int, log io.Writer) (moves, labels []byte) {
	m, l := newLearner(moveBits), newLearner(labelBits)
	p := &parser{moves: m, labels: l, moveShift: m.shift, labelShift: l.shift}
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	rng := random(2)
	var s parseState
	for epoch := range epochs {
		rng.shuffle(order)
		right, labelled, all := 0, 0, 0
		for _, k := range order {
			e := &examples[k]
			s.start(e.words, pairs)
			for !s.done() {
				t := p.learnMove(&s, m, e.heads, epoch, &rng)
				if t == shift {
					s.push()
					continue
				}
				h, d := s.arc(t)
				s.attach(t, p.learnLabel(&s, l, h, d, e))
			}
			for i := range e.heads {
				all++
				if s.nodes[i].head == e.heads[i] {
					right++
					if s.nodes[i].rel == e.rels[i] {
						labelled++
					}
				}
			}
		}
		fmt.Fprintf(log, "parser, epoch %d: UAS %.2f LAS %.2f in training\n", epoch+1, 100*float64(right)/float64(all), 100*float64(labelled)/float64(all))
	}
	return m.average(), l.average()
}

// learnMove learns from one state and returns the transition to follow.
func (p *parser) learnMove(s *parseState, m *learner, heads []int32, epoch int, rng *random) transition {
	var scores [transitions]int32
	var allowed [transitions]bool
	count := 0
	last := shift
	for t := shift; t < transitions; t++ {
		if allowed[t] = s.allowed(t); allowed[t] {
			count++
			last = t
		}
	}
	if count == 1 {
		return last
	}
	places := p.moveFeatures(s)
	m.score(places, scores[:])
	m.step++
	least := 1 << 30
	var costs [transitions]int
	for t := shift; t < transitions; t++ {
		if allowed[t] {
			costs[t] = s.cost(t, heads)
			least = min(least, costs[t])
		}
	}
	guess, gold := transitions, transitions
	for t := shift; t < transitions; t++ {
		if !allowed[t] {
			continue
		}
		if guess == transitions || scores[t] > scores[guess] {
			guess = t
		}
		if costs[t] == least && (gold == transitions || scores[t] > scores[gold]) {
			gold = t
		}
	}
	if costs[guess] > least {
		m.update(places, int(gold), 1)
		m.update(places, int(guess), -1)
		if epoch == 0 || rng.next()%10 == 0 {
			return gold
		}
	}
	return guess
}

// learnLabel learns from an arc that is right and returns the relation to go on with.
func (p *parser) learnLabel(s *parseState, l *learner, h, d int32, e *example) Rel {
	guess := p.label(s, h, d)
	if h == s.n || e.heads[d] != h {
		return guess
	}
	l.step++
	if gold := e.rels[d]; guess != gold {
		places := p.labelFeatures(s, h, d)
		l.update(places, int(gold), 1)
		l.update(places, int(guess), -1)
		return gold
	}
	return guess
}

// trainLemmas learns the edits of endings and returns the file of rules.
func trainLemmas(examples []example) string {
	type key struct {
		xpos   XPOS
		ending string
	}
	counts := map[key]map[edit]int{}
	whole := map[key]map[edit]int{}
	for i := range examples {
		for _, t := range examples[i].tokens {
			if t.Lemma == "_" || t.Lemma == "" {
				continue
			}
			base := t.Form
			if t.UPOS != PROPN {
				base = lowerForm(t.Form)
			}
			e := editOf(base, t.Lemma)
			addEdit := func(m map[key]map[edit]int, k key) {
				if m[k] == nil {
					m[k] = map[edit]int{}
				}
				m[k][e]++
			}
			k := key{t.XPOS, base}
			addEdit(whole, k)
			// Endings count each word once: "Sept." says nothing of other words in "t.".
			if whole[k][e] == 1 && len(e.add) < 4 && e.strip < 5 {
				for n := 0; n <= min(longestEnding, len(base)); n++ {
					addEdit(counts, key{t.XPOS, base[len(base)-n:]})
				}
			}
		}
	}
	best := func(m map[edit]int) (edit, int) {
		var top edit
		most := 0
		for e, n := range m {
			if n > most || n == most && (e.strip < top.strip || e.strip == top.strip && e.add < top.add) {
				top, most = e, n
			}
		}
		return top, most
	}
	l := &lemmatiser{edits: map[string]edit{}}
	var rows []string
	put := func(k key, marker string, e edit) {
		l.edits[string(rune(k.xpos))+marker+k.ending] = e
		rows = append(rows, fmt.Sprintf("%s\t%s%s\t%d\t%s\n", k.xpos, marker, k.ending, e.strip, e.add))
	}
	sorted := func(m map[key]map[edit]int) []key {
		var keys []key
		for k := range m {
			keys = append(keys, k)
		}
		slices.SortFunc(keys, func(a, b key) int {
			return cmp.Or(cmp.Compare(len(a.ending), len(b.ending)), cmp.Compare(a.xpos, b.xpos), cmp.Compare(a.ending, b.ending))
		})
		return keys
	}
	for _, k := range sorted(counts) {
		e, n := best(counts[k])
		if n < 4 && len(k.ending) > 0 {
			continue
		}
		inherited, ok := l.find("\x00"+k.ending, k.xpos, nil)
		if !ok || inherited != e {
			put(k, "", e)
		}
	}
	for _, k := range sorted(whole) {
		e, n := best(whole[k])
		if predicted, _ := l.find(k.ending, k.xpos, nil); predicted != e && (n > 1 || len(whole[k]) == 1) && !strings.ContainsAny(k.ending+e.add, "\t\n") && len(k.ending) < 30 {
			put(k, "^", e)
		}
	}
	return "# Edits of word endings, by Penn tag: tag, ending (^ is the front of the word), bytes to strip, what to add. Made by internal/train.\n" + strings.Join(rows, "")
}

func editOf(base, lemma string) edit {
	n := 0
	for n < len(base) && n < len(lemma) && base[n] == lemma[n] {
		n++
	}
	for n > 0 && n < len(base) && base[n]&0xc0 == 0x80 {
		n--
	}
	return edit{strip: len(base) - n, add: lemma[n:]}
}
