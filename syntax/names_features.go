package syntax

// nameFeatures is the most features that a word has.
const nameFeatures = 80

// Flags of phrases: names of several words.
const (
	phraseGoesOn = 1 << iota // the beginning of a longer one
	placePhrase
	bodyPhrase
	personPhrase
)

// run is a stretch of words with capital letters.
type run struct{ first, last int }

// sentenceView is what the features of a sentence's words are read from.
type sentenceView struct {
	flags   []uint16
	phrases []uint8 // flags of the phrase that a word is in, twice shifted, and where in it: 1 first, 2 inside, 3 last
	strict  []run   // the words with capital letters around a word; first is -1 for a word without
	loose   []run   // the same across "of the", "and" and the like
	heads   []int32 // the word of a run that hangs on a word outside
	style   uint64
}

// look prepares the view for a sentence.
func (v *sentenceView) look(f *nameFinder, words []word) {
	n := len(words)
	if cap(v.flags) < n {
		v.flags, v.phrases = make([]uint16, n, 2*n), make([]uint8, n, 2*n)
		v.strict, v.loose, v.heads = make([]run, n, 2*n), make([]run, n, 2*n), make([]int32, n, 2*n)
	}
	v.flags, v.phrases, v.strict, v.loose, v.heads = v.flags[:n], v.phrases[:n], v.strict[:n], v.loose[:n], v.heads[:n]
	for i := range words {
		v.flags[i] = f.gazetteer.find(words[i].lower)
		v.phrases[i] = 0
		v.strict[i], v.loose[i], v.heads[i] = run{-1, -1}, run{-1, -1}, -1
	}
	v.style = style(words)
	for i := 0; i < n; {
		if end := f.phrase(words, i); end > i {
			i = v.mark(f, words, i, end)
		} else {
			i++
		}
	}
	for i := 0; i < n; {
		if !words[i].hasCapital() {
			i++
			continue
		}
		last := i // the last word with a capital letter of the loose run
		for j := i; j < n && (words[j].hasCapital() || j-last <= 2 && v.flags[j]&connectorFlag != 0); j++ {
			if words[j].hasCapital() {
				last = j
			}
		}
		for j := i; j <= last; {
			v.loose[j] = run{i, last}
			if !words[j].hasCapital() {
				j++
				continue
			}
			end := j
			for end < last && words[end+1].hasCapital() {
				end++
			}
			head := int32(end)
			for k := end; k >= j; k-- {
				if h := int(words[k].head); h < j || h > end {
					head = int32(k)
					break
				}
			}
			for k := j; k <= end; k++ {
				v.strict[k], v.loose[k], v.heads[k] = run{j, end}, run{i, last}, head
			}
			j = end + 1
		}
		i = last + 1
	}
}

// phraseHash adds a word to the hash of those before it.
func phraseHash(before, lower uint32) uint32 {
	h := (before ^ lower) * 16777619
	return h ^ h>>15
}

const longestPhrase = 8

// phrase returns the end of the longest phrase that begins at i, or i.
func (f *nameFinder) phrase(words []word, i int) int {
	if !words[i].hasCapital() {
		return i
	}
	end := i
	h := words[i].lower
	for j := i; j < len(words) && j < i+longestPhrase; j++ {
		if j > i {
			h = phraseHash(h, words[j].lower)
		}
		found := f.phrases.find(h)
		if found&^phraseGoesOn != 0 && words[j].hasCapital() {
			end = j + 1
		}
		if found&phraseGoesOn == 0 {
			break
		}
	}
	return end
}

// mark marks the words [i, end) as a phrase and returns end.
func (v *sentenceView) mark(f *nameFinder, words []word, i, end int) int {
	h := words[i].lower
	for j := i + 1; j < end; j++ {
		h = phraseHash(h, words[j].lower)
	}
	kind := uint8(f.phrases.find(h)) >> 1 << 2
	for j := i; j < end; j++ {
		switch j {
		case i:
			v.phrases[j] = kind | 1
		case end - 1:
			v.phrases[j] = kind | 3
		default:
			v.phrases[j] = kind | 2
		}
	}
	return end
}

// features fills places with those of a word's features and returns how many there are.
func (v *sentenceView) features(words []word, i int, shift uint, places *[nameFeatures]uint32) int {
	w := &words[i]
	l1, l2, r1, r2 := wordAt(words, i-1), wordAt(words, i-2), wordAt(words, i+1), wordAt(words, i+2)
	flagAt := func(j int) uint64 {
		if j < 0 || j >= len(v.flags) {
			return 99
		}
		return uint64(v.flags[j])
	}
	style := v.style
	if i == 0 {
		style |= 2
	}
	n := 0
	add := func(template, a, b, c uint64) {
		places[n] = place(feature(template+400, a, b, c), shift)
		n++
	}
	lower, shape, cluster, tag := uint64(w.lower), uint64(w.shape), uint64(w.cluster), uint64(w.tag)
	add(1, lower, 0, 0)
	add(2, uint64(w.exact), 0, 0)
	add(3, shape, style, 0)
	add(4, uint64(w.suffix2), shape, 0)
	add(5, uint64(w.suffix3), shape, 0)
	add(6, uint64(w.suffix4), 0, 0)
	add(7, uint64(w.prefix2), shape, 0)
	add(8, uint64(w.prefix), shape, 0)
	add(9, tag, shape, style)
	add(10, cluster, shape, 0)
	add(11, cluster>>4, shape, 0)
	add(12, flagAt(i), shape, 0)
	add(13, uint64(l1.lower), 0, 0)
	add(14, uint64(l1.lower), shape, style)
	add(15, uint64(r1.lower), 0, 0)
	add(16, uint64(r1.lower), shape, style)
	add(17, uint64(l2.lower), shape, 0)
	add(18, uint64(r2.lower), shape, 0)
	add(19, uint64(l1.lower), lower, 0)
	add(20, lower, uint64(r1.lower), 0)
	add(21, uint64(l1.shape), shape, uint64(r1.shape))
	add(22, uint64(l2.shape), uint64(l1.shape), shape)
	add(23, shape, uint64(r1.shape), uint64(r2.shape))
	add(24, uint64(l1.tag), tag, uint64(r1.tag))
	add(25, uint64(l1.tag), tag, shape)
	add(26, tag, uint64(r1.tag), shape)
	add(27, uint64(l1.cluster), shape, 0)
	add(28, uint64(r1.cluster), shape, 0)
	add(29, uint64(l1.cluster), cluster, 0)
	add(30, cluster, uint64(r1.cluster), 0)
	add(31, uint64(l2.cluster), uint64(l1.cluster), shape)
	add(32, uint64(r1.cluster), uint64(r2.cluster), shape)
	add(33, flagAt(i-1), flagAt(i), shape)
	add(34, flagAt(i), flagAt(i+1), shape)
	add(35, uint64(l2.lower), uint64(l1.lower), shape)
	add(36, uint64(r1.lower), uint64(r2.lower), shape)
	add(37, uint64(l1.lower), uint64(r1.lower), shape)
	add(38, cluster, style, tag)
	add(39, uint64(l1.cluster)>>4, cluster>>4, uint64(r1.cluster)>>4)
	add(40, uint64(l1.suffix3), shape, 0)
	add(41, uint64(r1.suffix3), shape, 0)
	add(42, uint64(l1.cluster), uint64(r1.lower), shape)
	add(43, uint64(l1.lower), uint64(r1.cluster), shape)
	add(44, uint64(w.suffix3), uint64(l1.shape), uint64(r1.shape))
	add(45, cluster, uint64(l1.lower), 0)
	add(46, cluster, uint64(r1.lower), 0)
	add(47, uint64(l2.tag), uint64(l1.tag), tag)
	add(48, tag, uint64(r1.tag), uint64(r2.tag))
	add(49, uint64(l1.exact), uint64(w.suffix3), 0)
	add(50, uint64(r1.exact), uint64(w.suffix3), 0)
	add(51, lower, uint64(l1.shape), uint64(r1.shape))
	add(52, cluster, uint64(l1.shape), uint64(r1.shape))
	add(60, uint64(w.rel), shape, uint64(v.phrases[i]))
	head := wordAt(words, int(w.head))
	add(61, uint64(w.rel), uint64(head.lower), shape)
	for _, near := range [...]*word{wordAt(words, i-3), wordAt(words, i-4), l2} {
		add(62, uint64(near.lower), shape, 0)
	}
	for _, near := range [...]*word{wordAt(words, i+3), wordAt(words, i+4), r2} {
		add(63, uint64(near.lower), shape, 0)
	}
	if v.phrases[i] != 0 {
		add(64, uint64(v.phrases[i]), 0, 0)
		add(65, uint64(v.phrases[i]), flagAt(i), 0)
	}
	loose := v.loose[i]
	if loose.first < 0 {
		return n
	}
	first, last := &words[loose.first], &words[loose.last]
	at := position(loose, i)
	add(66, uint64(first.lower), at, shape)
	add(67, uint64(last.lower), at, shape)
	add(68, uint64(wordAt(words, loose.first-1).lower), uint64(wordAt(words, loose.last+1).lower), at)
	strict := v.strict[i]
	if strict.first < 0 {
		return n
	}
	at = position(strict, i)
	first, last = &words[strict.first], &words[strict.last]
	before, after := wordAt(words, strict.first-1), wordAt(words, strict.last+1)
	add(69, uint64(first.lower), at, 0)
	add(70, uint64(last.lower), at, 0)
	add(71, uint64(last.suffix3), at, uint64(last.shape))
	add(72, uint64(last.cluster), at, 0)
	add(73, uint64(before.lower), at, 0)
	add(74, uint64(after.lower), at, 0)
	add(75, uint64(before.cluster), at, uint64(after.cluster))
	add(76, uint64(min(strict.last-strict.first, 5)), uint64(min(i-strict.first, 3))<<4|uint64(min(strict.last-i, 3)), style)
	outer := &words[v.heads[i]]
	above := wordAt(words, int(outer.head))
	add(77, uint64(outer.rel), uint64(above.lower), at)
	add(78, uint64(outer.rel), uint64(above.cluster), at)
	add(79, uint64(outer.rel), at, uint64(above.tag))
	return n
}

// position tells apart where in a run a word stands: alone, first, inside or last.
func position(r run, i int) uint64 {
	switch {
	case r.first == r.last:
		return 0
	case i == r.first:
		return 1
	case i == r.last:
		return 3
	}
	return 2
}
