package syntax

import "chancery/internal/network"

// nameVotes counts the tags that a word has in a text.
type nameVotes [nameTags]uint8

const (
	maxVotes  = 3
	voteScore = 130 // what a vote is worth beside the scores of the model
)

// networkScore, of 32, is what the network's scores are worth beside those of the model. Both err, each in its own
// places: together they are better than either.
const networkScore = 5

// addNetwork adds what the network says of the name tags.
func addNetwork(scores [][nameTags]int32, found []int16) {
	for i := range scores {
		s, n := &scores[i], found[i*nameTags:(i+1)*nameTags]
		for t, x := range n {
			if s[t] > noScore {
				s[t] += int32(x) * networkScore >> 5
			}
		}
	}
}

// findNames finds the names of sentences, at most a batch of them from one text, with what the network read in them. It reads twice: what a name is in one
// place ("Foreign Minister Ararat Mirzoyan") helps where the words around it do not tell ("Mirzoyan in Brussels").
func (f *nameFinder) findNames(sentences []Sentence, clusters lexicon, read []network.Sentence, w *namesWork) {
	w.words, w.starts = w.words[:0], w.starts[:0]
	for i := range sentences {
		w.starts = append(w.starts, len(w.words))
		w.words = describeWords(sentences[i].Tokens, clusters, w.words)
	}
	w.starts = append(w.starts, len(w.words))
	w.reset(len(w.words))
	for i := range sentences {
		a, b := w.starts[i], w.starts[i+1]
		f.score(w.words[a:b], w.flags[a:b], w.scores[a:b])
		if read != nil {
			addNetwork(w.scores[a:b], read[i].Names)
		}
		f.viterbi(w.scores[a:b], w.back[a:b], w.tags[a:b], nil)
	}
	w.count()
	for i := range sentences {
		a, b := w.starts[i], w.starts[i+1]
		if w.vote(a, b) {
			f.viterbi(w.scores[a:b], w.back[a:b], w.tags[a:b], nil)
		}
		sentences[i].Names = names(w.tags[a:b])
	}
}

// hasCapital reports whether a word is written with a capital letter.
func (w *word) hasCapital() bool { return w.shape&7 > 3 }

// count counts the tags of the words that have a capital letter.
func (w *namesWork) count() {
	if w.votes == nil {
		w.votes = make(map[uint32]*nameVotes)
	}
	clear(w.votes)
	w.spare = w.spare[:0]
	if cap(w.spare) < len(w.words) {
		w.spare = make([]nameVotes, 0, 2*len(w.words))
	}
	for i := range w.words {
		if !w.words[i].hasCapital() {
			continue
		}
		v := w.votes[w.words[i].lower]
		if v == nil {
			w.spare = append(w.spare, nameVotes{})
			v = &w.spare[len(w.spare)-1]
			w.votes[w.words[i].lower] = v
		}
		if v[w.tags[i]] < 100 {
			v[w.tags[i]]++
		}
	}
}

// vote adds to the scores of words [a, b) what the same words are elsewhere, and reports whether it added anything.
func (w *namesWork) vote(a, b int) bool {
	changed := false
	for i := a; i < b; i++ {
		if !w.words[i].hasCapital() {
			continue
		}
		v := *w.votes[w.words[i].lower]
		v[w.tags[i]]--
		for class := range NameClass(nameClasses) {
			unit, last := nameTag(class, nameUnit), nameTag(class, nameLast)
			alone := v[unit]
			if class == PersonName {
				alone += v[last] // the surname of a full name
			}
			for _, c := range [...]struct {
				tag   int
				votes uint8
			}{{unit, alone}, {last, v[last]}, {nameTag(class, nameBegin), v[nameTag(class, nameBegin)]}, {nameTag(class, nameInside), v[nameTag(class, nameInside)]}} {
				if c.votes > 0 && w.scores[i][c.tag] > noScore {
					w.scores[i][c.tag] += voteScore * int32(min(c.votes, maxVotes))
					changed = true
				}
			}
		}
	}
	return changed
}
