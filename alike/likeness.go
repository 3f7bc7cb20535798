package alike

import "slices"

// unknown is the value of a likeness that cannot be told, because one side lacks what is compared.
const unknown = -1000

// The likenesses of two tellings, in the order in which trees ask for them.
const (
	sameHead = iota
	headSenses
	headCosine
	headWeight  // the smaller weight of the two heads
	headWeight2 // the larger
	kinds
	phraseShared
	phraseSame
	phraseCosine
	verbFileA
	verbFileB
	nounFileA
	nounFileB
	subjectShared
	objectShared
	crossShared
	otherShared
	anyShared
	subjectCosine
	objectCosine
	anyCosine
	argumentsFewest
	namesShared
	namesOnlyOne
	numbersShared
	contextCosine
	contextVectors
	contextShared // the weight of the weightiest word that both sentences have
	nearShared
	governorSame
	daysApart
	reportCosine
	reportNames
	reportDaysApart
	sameReport
	sentencesApart
	sentenceFirst
	sentenceLast
	headInOther // whether each head stands in the other's sentence
	headInTitles
	salienceLeast
	salienceMost
	moodDiffers
	deniedDiffers
	headInReports // whether each head is among the weighty words of the other's report
	likenesses
)

// pair is the likenesses of two tellings.
type pair [likenesses]int16

// compare fills in the likenesses. They are the same whichever telling comes first.
func (m *Model) compare(a, b *Telling, p *pair) {
	set := func(k, v int) { p[k] = int16(max(-1000, min(1000, v))) }
	wa, wb := m.words.find(a.Head), m.words.find(b.Head)
	set(sameHead, flag(a.Head == b.Head)+flag(a.Root == b.Root))
	wa, wb = m.root(a, wa), m.root(b, wb)
	if a.Root == b.Root {
		set(headSenses, 4)
		set(headCosine, 100)
	} else {
		set(headSenses, senses(wa, wb))
		set(headCosine, cosine(wa, wb))
	}
	set(headWeight, min(wa.weight(), wb.weight()))
	set(headWeight2, max(wa.weight(), wb.weight()))
	set(kinds, int(min(a.Kind, b.Kind))*4+int(max(a.Kind, b.Kind)))
	set(phraseShared, m.shared(a.Phrase, b.Phrase))
	set(phraseSame, flag(slices.Equal(a.Phrase, b.Phrase)))
	set(phraseCosine, m.nearest(a.Phrase, b.Phrase))
	va, na := wa.files()
	vb, nb := wb.files()
	if a.Kind == Verb {
		na = 0
	} else {
		va = 0
	}
	if b.Kind == Verb {
		nb = 0
	} else {
		vb = 0
	}
	set(verbFileA, min(va, vb))
	set(verbFileB, max(va, vb))
	set(nounFileA, min(na, nb))
	set(nounFileB, max(na, nb))
	set(subjectShared, m.shared(a.Subject, b.Subject))
	set(objectShared, m.shared(a.Object, b.Object))
	set(crossShared, max(m.shared(a.Subject, b.Object), m.shared(a.Object, b.Subject)))
	set(otherShared, m.shared(a.Other, b.Other))
	set(subjectCosine, m.nearest(a.Subject, b.Subject))
	set(objectCosine, m.nearest(a.Object, b.Object))
	best, bestCosine := unknown, unknown
	for _, x := range [...][]string{a.Subject, a.Object, a.Other} {
		for _, y := range [...][]string{b.Subject, b.Object, b.Other} {
			best = max(best, m.shared(x, y))
			bestCosine = max(bestCosine, m.nearest(x, y))
		}
	}
	set(anyShared, best)
	set(anyCosine, bestCosine)
	set(argumentsFewest, min(len(a.Subject)+len(a.Object)+len(a.Other), len(b.Subject)+len(b.Object)+len(b.Other)))
	set(namesShared, m.shared(a.Names, b.Names))
	set(namesOnlyOne, len(a.Names)+len(b.Names)-2*common(a.Names, b.Names))
	set(numbersShared, m.shared(a.Numbers, b.Numbers))
	set(contextCosine, cosineOf(a.Context, b.Context, length(a.Context), length(b.Context)))
	set(contextVectors, m.gist(a.Context, b.Context))
	set(contextShared, weightiest(a.Context, b.Context))
	set(nearShared, m.shared(a.Near, b.Near))
	set(governorSame, flag(a.Governor != "" && a.Governor == b.Governor))
	set(daysApart, apart(a, b))
	ra, rb := a.Report, b.Report
	same := ra == rb
	set(sameReport, flag(same))
	if same {
		set(reportCosine, 1000)
		set(reportNames, 100)
		set(reportDaysApart, 0)
		set(sentencesApart, abs(a.Sentence-b.Sentence))
	} else {
		set(reportCosine, Likeness(ra, rb))
		set(reportNames, cosineOf(ra.Names, rb.Names, length(ra.Names), length(rb.Names)))
		set(reportDaysApart, unknown)
		if ra.Day != 0 && rb.Day != 0 {
			set(reportDaysApart, abs(ra.Day-rb.Day))
		}
		set(sentencesApart, unknown)
	}
	set(sentenceFirst, min(a.Sentence, b.Sentence))
	set(sentenceLast, max(a.Sentence, b.Sentence))
	set(headInOther, flag(holds(a.Context, b.Head))+flag(holds(b.Context, a.Head)))
	set(headInTitles, flag(has(ra.Title, a.Head) || has(ra.Title, b.Head))+flag(has(rb.Title, b.Head) || has(rb.Title, a.Head)))
	set(salienceLeast, min(a.Salience, b.Salience))
	set(salienceMost, max(a.Salience, b.Salience))
	set(moodDiffers, flag(a.Unsure != b.Unsure))
	set(deniedDiffers, flag(a.Denied != b.Denied))
	set(headInReports, flag(holds(ra.Words, b.Head))+flag(holds(rb.Words, a.Head)))
}

// root is the entry of the verb that a telling's head comes from, else that of the head, which is given.
func (m *Model) root(t *Telling, head word) word {
	if t.Root != t.Head {
		return m.words.find(t.Root)
	}
	return head
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// shared is the largest weight of a word in both sorted lists, 0 when there is none, unknown when a list is empty.
func (m *Model) shared(a, b []string) int {
	if len(a) == 0 || len(b) == 0 {
		return unknown
	}
	best := 0
	for i, k := 0, 0; i < len(a) && k < len(b); {
		switch {
		case a[i] < b[k]:
			i++
		case a[i] > b[k]:
			k++
		default:
			best = max(best, 1+m.words.find(a[i]).weight())
			i++
			k++
		}
	}
	return best
}

// nearest is the largest cosine of a word of one list and one of the other, 100 for a word in both, unknown when there
// are no two vectors.
func (m *Model) nearest(a, b []string) int {
	best := unknown
	for _, x := range a[:min(len(a), 8)] {
		wx := m.words.find(x)
		for _, y := range b[:min(len(b), 8)] {
			if x == y {
				return 100
			}
			best = max(best, cosine(wx, m.words.find(y)))
		}
	}
	return best
}

// gist is the cosine of the sums of the vectors of two sentences' words, in per cent.
func (m *Model) gist(a, b []Word) int {
	var x, y [vectorSize]int
	m.addVectors(a, &x)
	m.addVectors(b, &y)
	var xy, xx, yy int
	for i := range x {
		xy += x[i] * y[i]
		xx += x[i] * x[i]
		yy += y[i] * y[i]
	}
	if xx == 0 || yy == 0 {
		return unknown
	}
	return xy * 100 / max(1, root(xx)*root(yy))
}

func (m *Model) addVectors(words []Word, sum *[vectorSize]int) {
	for _, w := range words {
		entry := m.words.find(w.Lemma)
		if entry == "" {
			continue
		}
		for i := range sum {
			sum[i] += int(int8(entry[vectorAt+i])) * w.Weight / 16
		}
	}
}

// weightiest is the largest weight of a word in both sorted lists, 0 when there is none.
func weightiest(a, b []Word) int {
	best := 0
	for i, k := 0, 0; i < len(a) && k < len(b); {
		switch {
		case a[i].Lemma < b[k].Lemma:
			i++
		case a[i].Lemma > b[k].Lemma:
			k++
		default:
			best = max(best, min(a[i].Weight, b[k].Weight))
			i++
			k++
		}
	}
	return best
}

// common counts the words in both sorted lists.
func common(a, b []string) (n int) {
	for i, k := 0, 0; i < len(a) && k < len(b); {
		switch {
		case a[i] < b[k]:
			i++
		case a[i] > b[k]:
			k++
		default:
			n++
			i++
			k++
		}
	}
	return n
}

func length(words []Word) int {
	sum := 0
	for _, w := range words {
		sum += w.Weight * w.Weight
	}
	return max(1, root(sum))
}

// apart is how many days lie between the dates of two tellings, 0 when they overlap, unknown when one has none.
func apart(a, b *Telling) int {
	if a.First == 0 && a.Last == 0 || b.First == 0 && b.Last == 0 {
		return unknown
	}
	return max(0, a.First-b.Last, b.First-a.Last)
}

func holds(words []Word, lemma string) bool {
	low, high := 0, len(words)
	for low < high {
		if mid := (low + high) / 2; words[mid].Lemma < lemma {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low < len(words) && words[low].Lemma == lemma
}

func has(words []string, lemma string) bool {
	for _, w := range words {
		if w == lemma {
			return true
		}
	}
	return false
}
