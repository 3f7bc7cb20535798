package syntax

import "chancery/internal/network"

// What the parts of the finder are worth beside each other, in the units of the stored weights. The network and the
// weights err each in its own places: together they are better than either.
const (
	networkScore = 1000 // a score of the network's, of 4,096
	voteScore    = 200  // a tag that the word has elsewhere in the text
	maxVotes     = 3    // so many of them count
	mostLean     = 400  // the most that one place says of the class that a word has by itself in others
	acronymScore = 1000 // the class of the long form that an acronym has in the text
	lonePerson   = 300  // against persons that are never named with more than one word
)

// nameVotes counts the tags that a word has in a text.
type nameVotes struct {
	tags    [nameTags]uint8
	lean    [nameClasses]int32 // summed over where the word is a name by itself, units times (see namesWork.lean)
	units   int32
	acronym uint8 // what the word is when the text explains it in brackets
}

// findNames finds the names of sentences, at most a batch of them from one text, with what the network read in them. It
// reads twice: what a name is in one place ("Foreign Minister Ararat Mirzoyan") helps where the words around it do not
// tell ("Mirzoyan in Brussels").
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
		var network []int16
		if read != nil {
			network = read[i].Names
		}
		f.score(w.words[a:b], &w.view, network, w.scores[a:b])
		f.viterbi(w.scores[a:b], w.back[a:b], w.tags[a:b], nil)
	}
	w.count()
	for i := range sentences {
		a, b := w.starts[i], w.starts[i+1]
		w.acronyms(&sentences[i], w.tags[a:b], a)
	}
	for i := range sentences {
		a, b := w.starts[i], w.starts[i+1]
		if w.vote(a, b) {
			f.viterbi(w.scores[a:b], w.back[a:b], w.tags[a:b], nil)
		}
		sentences[i].Names = names(w.tags[a:b])
		sentences[i].mendNames()
		f.splitPlaces(&sentences[i], w.words[a:b])
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
		if v.tags[w.tags[i]] < 100 {
			v.tags[w.tags[i]]++
		}
		if lean, ok := w.lean(i); ok && v.units < 50 {
			v.units++
			for c, x := range lean {
				v.lean[c] += x
			}
		}
	}
}

// lean returns how much better than the mean of all classes each is for a word that is a name by itself.
func (w *namesWork) lean(i int) (lean [nameClasses]int32, ok bool) {
	t := int(w.tags[i])
	if t == 0 || (t-1)%4 != nameUnit {
		return lean, false
	}
	mean := int32(0)
	for c := range NameClass(nameClasses) {
		x := w.scores[i][nameTag(c, nameUnit)]
		if x <= noScore/2 {
			return lean, false
		}
		mean += x / nameClasses
	}
	for c := range NameClass(nameClasses) {
		lean[c] = max(-mostLean, min(mostLean, w.scores[i][nameTag(c, nameUnit)]-mean))
	}
	return lean, true
}

// vote adds to the scores of words [a, b) what the same words are elsewhere, and reports whether it added anything.
func (w *namesWork) vote(a, b int) bool {
	changed := false
	for i := a; i < b; i++ {
		if !w.words[i].hasCapital() {
			continue
		}
		v := *w.votes[w.words[i].lower]
		v.tags[w.tags[i]]--
		if lean, ok := w.lean(i); ok && v.units > 1 {
			v.units--
			for c := range NameClass(nameClasses) {
				if t := nameTag(c, nameUnit); w.scores[i][t] > noScore {
					w.scores[i][t] += max(-2*mostLean, min(2*mostLean, (v.lean[c]-lean[c])/2))
					changed = true
				}
			}
		}
		// People have their full name somewhere in a report: what is called so again and again by one word alone is mostly
		// no person.
		if t := nameTag(PersonName, nameUnit); v.tags[t] > 1 && v.tags[nameTag(PersonName, nameLast)] == 0 && v.tags[nameTag(PersonName, nameBegin)] == 0 && w.scores[i][t] > noScore {
			w.scores[i][t] -= lonePerson
			changed = true
		}
		switch {
		case v.acronym == plainAcronym:
			for c := range NameClass(nameClasses) {
				w.scores[i][nameTag(c, nameUnit)] = noScore
			}
			changed = true
		case v.acronym >= namedAcronym:
			if t := nameTag(NameClass(v.acronym-namedAcronym), nameUnit); w.scores[i][t] > noScore {
				w.scores[i][t] += acronymScore
				changed = true
			}
		}
		for class := range NameClass(nameClasses) {
			unit, last := nameTag(class, nameUnit), nameTag(class, nameLast)
			alone := v.tags[unit]
			if class == PersonName {
				alone += v.tags[last] // the surname of a full name
			}
			for _, c := range [...]struct {
				tag   int
				votes uint8
			}{{unit, alone}, {last, v.tags[last]}, {nameTag(class, nameBegin), v.tags[nameTag(class, nameBegin)]}, {nameTag(class, nameInside), v.tags[nameTag(class, nameInside)]}} {
				if c.votes > 0 && w.scores[i][c.tag] > noScore {
					w.scores[i][c.tag] += voteScore * int32(min(c.votes, maxVotes))
					changed = true
				}
			}
		}
	}
	return changed
}
