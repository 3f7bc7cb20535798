package syntax

// nameFinder finds names with an averaged structured perceptron (Collins 2002): each word is outside a name, begins
// one, is inside, is its last word, or is a name by itself, for each class; the best sequence is found by Viterbi's
// algorithm.
type nameFinder struct {
	weights     scorer
	shift       uint
	gazetteer   lexicon // hash of a lower-case word to gazetteer flags
	phrases     lexicon // hash of several words in lower case to phrase flags
	network     int32   // what a score of the network's is worth, of 4,096
	transitions [nameTags][nameTags]int32
}

// A name tag is 0 outside names, else 1 + class × 4 + position.
const (
	nameBegin  = iota // first of several words
	nameInside        // between first and last
	nameLast          // last of several words
	nameUnit          // the only word

	nameClasses = 4
	nameTags    = 1 + nameClasses*4
	noScore     = -1 << 29
)

func nameTag(class NameClass, position int) int { return 1 + int(class)*4 + position }

// nameOpen reports whether a name goes on behind a word with the tag.
func nameOpen(tag int) bool { return tag > 0 && (tag-1)%4 <= nameInside }

// nameFollows reports whether tag may stand behind before.
func nameFollows(before, tag int) bool {
	continues := tag > 0 && ((tag-1)%4 == nameInside || (tag-1)%4 == nameLast)
	if nameOpen(before) {
		return continues && (before-1)/4 == (tag-1)/4
	}
	return !continues
}

// Flags of the gazetteer.
const (
	firstNameFlag = 1 << iota
	countryFlag
	nationalityFlag
	stateFlag
	holderFirstFlag // a first name of somebody who held an office
	holderLastFlag
	placeFlag     // the one-word name of a place
	placePartFlag // a word of a place's name
	bodyFlag      // a word of an organisation's name
	acronymFlag   // an organisation's short name
	connectorFlag // joins the words of a name without a capital letter: "of", "the", "and", "de"
	soleFlag      // a whole country or American state by itself: "Mexico", but not "New"
	titleFlag     // stands before a person's name and is not part of it: "Mr", "President"
)

// namesWork is what the name finder works with, used again for every batch of sentences.
type namesWork struct {
	words  []word
	starts []int // where each sentence's words begin, and the end of the last
	view   sentenceView
	scores [][nameTags]int32
	back   [][nameTags]uint8
	tags   []uint8
	votes  map[uint32]*nameVotes
	spare  []nameVotes
}

// reset makes room for n words.
func (w *namesWork) reset(n int) {
	if cap(w.scores) < n {
		w.scores, w.back, w.tags = make([][nameTags]int32, n, 2*n), make([][nameTags]uint8, n, 2*n), make([]uint8, n, 2*n)
	}
	w.scores, w.back, w.tags = w.scores[:n], w.back[:n], w.tags[:n]
}

// mayBeName reports whether a word could be part of a name: it or a word at most two away from it has a capital letter
// or a digit. All others are outside without asking the model.
func mayBeName(words []word, i int) bool {
	for j := max(0, i-2); j <= min(len(words)-1, i+2); j++ {
		if s := words[j].shape & 7; s != 1 && s != 3 {
			return true
		}
	}
	return false
}

// likelyName reports whether the network finds some name tag nearly as likely as none: careless writers leave the
// capital letters out ("i am from mexico").
func likelyName(network []int16) bool {
	const nearly = 2 * 512 // the scores are natural logarithms times 512
	for _, x := range network[1:] {
		if int32(x)+nearly > int32(network[0]) {
			return true
		}
	}
	return false
}

// score fills scores with those of a sentence's words. network is what the network says of their name tags, or nil.
func (f *nameFinder) score(words []word, w *sentenceView, network []int16, scores [][nameTags]int32) {
	w.look(f, words)
	var places [nameFeatures]uint32
	for i := range words {
		scores[i] = [nameTags]int32{}
		if !mayBeName(words, i) && (network == nil || !likelyName(network[i*nameTags:(i+1)*nameTags])) {
			for t := 1; t < nameTags; t++ {
				scores[i][t] = noScore
			}
			continue
		}
		if network != nil {
			for t, x := range network[i*nameTags : (i+1)*nameTags] {
				scores[i][t] = int32(int64(x) * int64(f.network) >> 12)
			}
		}
		n := w.features(words, i, f.shift, &places)
		f.weights.score(places[:n], scores[i][:])
		if w.flags[i]&titleFlag != 0 {
			for p := range 4 {
				scores[i][nameTag(PersonName, p)] = noScore
			}
		}
	}
}

// style tells headlines and lists of names, where a capital letter says little, from running text.
func style(words []word) uint64 {
	capitals, letters := 0, 0
	for i := range words {
		switch words[i].shape & 7 {
		case 4, 5, 6:
			capitals++
			letters++
		case 3, 7:
			letters++
		}
	}
	if capitals*3 > letters*2 {
		return 1
	}
	return 0
}

// closedTags are those behind which a name may begin; a name goes on behind the others.
var closedTags = func() (tags []int) {
	for t := range nameTags {
		if !nameOpen(t) {
			tags = append(tags, t)
		}
	}
	return tags
}()

// viterbi sets tags to the best sequence. A set of allowed tags for each word may be given.
func (f *nameFinder) viterbi(scores [][nameTags]int32, back [][nameTags]uint8, tags []uint8, allowed []uint32) {
	n := len(scores)
	if n == 0 {
		return
	}
	var before [nameTags]int32
	for t := 1; t < nameTags; t++ {
		before[t] = 2 * noScore // a sentence begins as if behind a word outside names
	}
	for i := range n {
		var now [nameTags]int32
		for t := range nameTags {
			if scores[i][t] <= noScore || allowed != nil && allowed[i]>>t&1 == 0 || i == n-1 && nameOpen(t) {
				now[t] = 2 * noScore
				continue
			}
			best, from := int32(-1<<31), 0
			if nameFollows(0, t) {
				for _, p := range closedTags {
					if score := before[p] + f.transitions[p][t]; score > best {
						best, from = score, p
					}
				}
			} else {
				begin := t - (t-1)%4
				for p := begin; p <= begin+nameInside; p++ {
					if score := before[p] + f.transitions[p][t]; score > best {
						best, from = score, p
					}
				}
			}
			now[t], back[i][t] = max(best+scores[i][t], 2*noScore), uint8(from)
		}
		before = now
	}
	best := 0
	for t := range nameTags {
		if before[t] > before[best] {
			best = t
		}
	}
	for i := n - 1; i >= 0; i-- {
		tags[i] = uint8(best)
		best = int(back[i][best])
	}
}

// transitionPlace is where the weights of the tags behind a tag begin.
func (f *nameFinder) transitionPlace(before int) uint32 {
	return place(feature(399, uint64(before), 0, 0), f.shift)
}

// prepare computes the transition scores from the weights.
func (f *nameFinder) prepare() {
	for p := range nameTags {
		at := f.transitionPlace(p)
		for t := range nameTags {
			f.transitions[p][t] = f.weights.at(at, t)
		}
	}
}

// names turns tags into names.
func names(tags []uint8) []Name {
	count := 0
	for _, t := range tags {
		if p := (int(t) - 1) % 4; t > 0 && (p == nameLast || p == nameUnit) {
			count++
		}
	}
	if count == 0 {
		return nil
	}
	found := make([]Name, 0, count)
	first := 0
	for i, t := range tags {
		if t == 0 {
			continue
		}
		switch (int(t) - 1) % 4 {
		case nameBegin:
			first = i
		case nameLast:
			found = append(found, Name{First: first, Last: i, Class: NameClass((t - 1) / 4)})
		case nameUnit:
			found = append(found, Name{First: i, Last: i, Class: NameClass((t - 1) / 4)})
		}
	}
	return found
}

const namesKind = "chancery names 2"

func readNameFinder(model string) (*nameFinder, error) {
	parts, err := sections(model, namesKind, 3)
	if err != nil {
		return nil, err
	}
	f := &nameFinder{weights: weights(parts[2]), network: networkScore}
	if f.gazetteer, err = readLexicon(parts[0]); err != nil {
		return nil, err
	}
	if f.phrases, err = readLexicon(parts[1]); err != nil {
		return nil, err
	}
	if f.shift, err = tableShift(parts[2]); err != nil {
		return nil, err
	}
	f.prepare()
	return f, nil
}
