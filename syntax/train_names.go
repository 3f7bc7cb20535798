package syntax

import (
	"fmt"
	"slices"
)

const (
	nameBits = 22

	// What the network's scores are worth while the finder learns beside them, of 4,096 in units of its weights.
	trainedNetwork = 24
	// How much better than all others the right tags are to be.
	nameMargin = 10
)

// TrainNames trains the name finder on the corpora and on what teachers made of WriteNameTexts' lines, a file each, and
// writes names.model. It needs the tags, trees and names of the network: the finder learns to be right beside it.
func (t Training) TrainNames(silver []string) error {
	examples, err := t.readNameExamples(silver)
	if err != nil {
		return err
	}
	l := newLearner(nameBits)
	f := &nameFinder{weights: l, shift: l.shift, network: trainedNetwork}
	if f.gazetteer, f.phrases, err = t.buildGazetteer(); err != nil {
		return err
	}
	fmt.Fprintf(t.Log, "names: %d sentences\n", len(examples))
	var order []int
	for i := range examples {
		for range examples[i].often + 1 {
			order = append(order, i)
		}
	}
	rng := random(4)
	var work namesWork
	for epoch := range t.Epochs {
		rng.shuffle(order)
		wrong := 0
		for _, k := range order {
			if f.learn(&examples[k], l, &work, &rng) {
				wrong++
			}
		}
		fmt.Fprintf(t.Log, "names, epoch %d: %.2f%% of sentences wrong\n", epoch+1, 100*float64(wrong)/float64(len(order)))
	}
	return t.write("names.model", joinSections(namesKind, string(f.gazetteer), string(f.phrases), string(l.average())))
}

// readNameExamples returns all examples as the network reads them.
func (t Training) readNameExamples(silver []string) ([]nameExample, error) {
	clusters, err := readClusters(clusterModel)
	if err != nil {
		return nil, err
	}
	reader, err := t.network()
	if err != nil {
		return nil, err
	}
	examples, err := t.nameExamples(silver)
	if err != nil {
		return nil, err
	}
	var tagging batch
	one := make([]Sentence, 1)
	for i := range examples {
		e := &examples[i]
		one[0].Tokens = e.tokens
		if found := tagging.read(reader, one); found != nil {
			e.network = slices.Clone(found[0].Names)
		}
		e.words = describeWords(e.tokens, clusters, nil)
		e.tokens = nil
	}
	return examples, nil
}

// learn learns from one sentence and reports whether the finder was wrong.
func (f *nameFinder) learn(e *nameExample, l *learner, w *namesWork, rng *random) bool {
	w.words = append(w.words[:0], e.words...)
	words := w.words
	for i := range words {
		// One name in eight is made unknown, so that the finder also learns to go by what stands around.
		if words[i].hasCapital() && rng.next()%8 == 0 {
			words[i].exact, words[i].lower, words[i].cluster = 21, 22, 0
			words[i].suffix4, words[i].prefix = 23, 24
		}
	}
	f.prepare()
	w.reset(len(words))
	f.score(words, &w.view, e.network, w.scores)
	for i := range w.scores {
		for t := range nameTags {
			if e.allowed[i]>>t&1 == 0 && w.scores[i][t] > noScore {
				w.scores[i][t] += nameMargin
			}
		}
	}
	f.viterbi(w.scores, w.back, w.tags, nil)
	l.step++
	wrong := false
	for i, t := range w.tags {
		if e.allowed[i]>>t&1 == 0 {
			wrong = true
		}
	}
	if !wrong {
		return false
	}
	guess := slices.Clone(w.tags)
	f.viterbi(w.scores, w.back, w.tags, e.allowed)
	for i, gold := range w.tags {
		if e.allowed[i]>>gold&1 == 0 {
			return true // no sequence within the sets
		}
	}
	var places [nameFeatures]uint32
	before, beforeGuess := 0, 0
	for i, gold := range w.tags {
		if gold != guess[i] && w.scores[i][nameTag(MiscName, nameUnit)] > noScore {
			n := w.view.features(words, i, f.shift, &places)
			l.update(places[:n], int(gold), 1)
			l.update(places[:n], int(guess[i]), -1)
		}
		if gold != guess[i] || before != beforeGuess {
			l.update([]uint32{f.transitionPlace(before)}, int(gold), 1)
			l.update([]uint32{f.transitionPlace(beforeGuess)}, int(guess[i]), -1)
		}
		before, beforeGuess = int(gold), int(guess[i])
	}
	return true
}
