package alike

// The likenesses of two reports, in the order in which trees ask for them.
const (
	wordsCosine = iota
	namesCosine
	restCosine // of the words that are no names
	leadCosine
	leadInOther // the better of how well each lead's words stand in the other report
	leadInOtherWorse
	titleShared
	namesCommon
	namesFewest
	namesBest // the weightiest name in both
	wordsBest
	wordsCommon
	numbersCommon
	numbersBest
	numbersFewest
	daysBetween
	datesBetween // the least of the days between two that they name
	datesCommon
	reportVectors
	leadVectors
	lengthLess
	lengthMore
	reportLikenesses
)

// reportPair is the likenesses of two reports.
type reportPair [reportLikenesses]int16

// TogetherOdds is how likely it is that two reports tell of the same things, as log-odds.
func (m *Model) TogetherOdds(a, b *Report) float64 {
	var p reportPair
	m.compareReports(a, b, &p)
	return float64(m.reports.sum(p[:])) / 1000
}

// compareReports fills in the likenesses. They are the same whichever report comes first.
func (m *Model) compareReports(a, b *Report, p *reportPair) {
	set := func(k, v int) { p[k] = int16(max(-1000, min(1000, v))) }
	set(wordsCosine, Likeness(a, b))
	set(namesCosine, cosineOf(a.Names, b.Names, length(a.Names), length(b.Names)))
	set(restCosine, restOf(a, b))
	set(leadCosine, cosineOf(a.Lead, b.Lead, length(a.Lead), length(b.Lead)))
	x, y := covered(a.Lead, b.Words), covered(b.Lead, a.Words)
	set(leadInOther, max(x, y))
	set(leadInOtherWorse, min(x, y))
	set(titleShared, m.shared(a.Title, b.Title))
	set(namesCommon, commonWords(a.Names, b.Names))
	set(namesFewest, min(len(a.Names), len(b.Names)))
	set(namesBest, weightiest(a.Names, b.Names))
	set(wordsBest, weightiest(a.Words, b.Words))
	set(wordsCommon, commonWords(a.Words, b.Words))
	set(numbersCommon, common(a.Numbers, b.Numbers))
	set(numbersBest, m.shared(a.Numbers, b.Numbers))
	set(numbersFewest, min(len(a.Numbers), len(b.Numbers)))
	set(daysBetween, unknown)
	if a.Day != 0 && b.Day != 0 {
		set(daysBetween, abs(a.Day-b.Day))
	}
	least, same := unknown, 0
	for _, x := range a.Dates {
		for _, y := range b.Dates {
			if least == unknown || abs(x-y) < least {
				least = abs(x - y)
			}
			if x == y {
				same++
			}
		}
	}
	set(datesBetween, least)
	set(datesCommon, same)
	set(reportVectors, m.gist(a.Words, b.Words))
	set(leadVectors, m.gist(a.Lead, b.Lead))
	set(lengthLess, min(len(a.Words), len(b.Words)))
	set(lengthMore, max(len(a.Words), len(b.Words)))
}

// restOf is the cosine of the words that are no names.
func restOf(a, b *Report) int {
	sum, x, y := 0, 0, 0
	for _, w := range a.Words {
		if !holds(a.Names, w.Lemma) {
			x += w.Weight * w.Weight
		}
	}
	for _, w := range b.Words {
		if !holds(b.Names, w.Lemma) {
			y += w.Weight * w.Weight
		}
	}
	for i, k := 0, 0; i < len(a.Words) && k < len(b.Words); {
		switch v, w := &a.Words[i], &b.Words[k]; {
		case v.Lemma < w.Lemma:
			i++
		case v.Lemma > w.Lemma:
			k++
		default:
			if !holds(a.Names, v.Lemma) && !holds(b.Names, v.Lemma) {
				sum += v.Weight * w.Weight
			}
			i++
			k++
		}
	}
	return sum * 1000 / max(1, root(x)*root(y))
}

// covered is the share of the weight of words that stand in a text, in thousandths.
func covered(words, text []Word) int {
	sum, all := 0, 0
	for _, w := range words {
		all += w.Weight
		if holds(text, w.Lemma) {
			sum += w.Weight
		}
	}
	return sum * 1000 / max(1, all)
}

func commonWords(a, b []Word) (n int) {
	for i, k := 0, 0; i < len(a) && k < len(b); {
		switch {
		case a[i].Lemma < b[k].Lemma:
			i++
		case a[i].Lemma > b[k].Lemma:
			k++
		default:
			n++
			i++
			k++
		}
	}
	return n
}

// Likeness tells how alike the words of two reports are: the cosine of their weights, in thousandths.
func Likeness(a, b *Report) int {
	return cosineOf(a.Words, b.Words, length(a.Words), length(b.Words))
}

// cosineOf is in thousandths; both lists are sorted.
func cosineOf(a, b []Word, lengthA, lengthB int) int {
	sum := 0
	for i, k := 0, 0; i < len(a) && k < len(b); {
		switch {
		case a[i].Lemma < b[k].Lemma:
			i++
		case a[i].Lemma > b[k].Lemma:
			k++
		default:
			sum += a[i].Weight * b[k].Weight
			i++
			k++
		}
	}
	return int(int64(sum) * 1000 / (int64(lengthA) * int64(lengthB)))
}
