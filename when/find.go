package when

import (
	"chancery/report"
	"chancery/syntax"
)

// Find returns the time expressions of a report's sentences, in the order of the text. What leans on the report's
// date is tied to published; when that is unknown it stays unknown unless the text gave a year before.
func Find(doc *syntax.Document, published report.Published) []Expression {
	f := finder{doc: doc, report: publishedPoint(published)}
	f.read()
	if len(f.found) == 0 && len(f.sinces) == 0 {
		return nil
	}
	f.narrative = f.tellsHistory()
	f.out = make([]Expression, 0, len(f.found)+len(f.sinces))
	for i := range f.found {
		f.out = append(f.out, f.resolve(&f.found[i]))
	}
	f.joinRanges()
	f.tieToExpressions()
	f.addSinces()
	return f.out
}

// candidate is an expression that has been read but not yet tied to the calendar.
type candidate struct {
	index      int // in finder.found
	sentence   int
	start, end int32 // bytes
	first      int   // tokens
	last       int
	meaning    meaning
	before     int32 // the function word that stands before it, 0 for none
	owner      bool  // "'s" follows
	after      int32 // the function word that follows it
	anchor     int   // the token that a word such as "before" after the expression belongs to; -1 for none
	phraseEnd  int32 // where the words about the anchor end
	linked     int32 // how it is linked to the next candidate: wTo, wAnd or a hyphen
	from       bool  // "from" or "between" stands before it
}

// finder reads one report.
type finder struct {
	doc       *syntax.Document
	report    point
	found     []candidate
	sinces    []sinceWord
	narrative bool
	focus     point // the time last named
	quarter   point // the quarter last named
	year      point // the year last named whole
	stated    point // the date last named with its year
	statedIn  int   // … in which sentence
	quarterIn int   // the sentence of quarter
	out       []Expression
}

type sinceWord struct{ sentence, token int }

// read fills found and sinces.
func (f *finder) read() {
	pieces := make([]piece, 0, 128)
	f.found = make([]candidate, 0, 16)
	for n := range f.doc.Sentences {
		sentence := &f.doc.Sentences[n]
		if len(sentence.Tokens) == 0 || sentence.Start < 0 || sentence.End > len(f.doc.Text) {
			continue
		}
		pieces = cut(pieces[:0], f.doc.Text, sentence.Start, sentence.End)
		s := scanner{f.doc.Text, pieces, sentence}
		from := 0
		previous := -1
		for i := 0; i < len(pieces); {
			if pieces[i].class == other || pieces[i].class == mark && pieces[i].number != apostrophe {
				i++
				continue
			}
			if s.is(i, wSince) {
				token, _ := tokensOf(sentence, from, int(pieces[i].start), int(pieces[i].end))
				f.sinces = append(f.sinces, sinceWord{n, token})
			}
			m, end := s.expression(i)
			if end <= i || m.kind == nothing || m.kind == vague && m.value == "" {
				i++
				continue
			}
			c := candidate{sentence: n, start: pieces[i].start, end: pieces[end-1].end, meaning: m, anchor: -1}
			c.first, c.last = tokensOf(sentence, from, int(c.start), int(c.end))
			from = c.first
			f.neighbours(&s, sentence, &c, i, end)
			if previous >= 0 {
				p := &f.found[len(f.found)-1]
				switch gap := i - previous; {
				case gap == 1 && s.is(previous, wTo, wUntil, wThrough, wAnd):
					p.linked = pieces[previous].number
				case gap == 1 && s.isMark(previous, hyphen):
					p.linked = wTo
				}
			}
			c.index = len(f.found)
			f.found = append(f.found, c)
			previous = end
			i = end
			// "May 21 and 22": the second day leans on the first one's month.
			for m.kind == absolute && m.point.unit == unitDay && m.point.n > 0 && m.rule == 0 && m.end.unit == unitNone && s.is(i, wAnd, wOr) {
				day, k := s.dayNumber(i + 1)
				if k == 0 || pieces[i+1].class != digits || day <= m.point.day || day > monthLength(0, m.point.n) || !s.closes(k) {
					break
				}
				m.point.day, m.weekday = day, 0
				c := candidate{sentence: n, start: pieces[i+1].start, end: pieces[k-1].end, meaning: m, anchor: -1, index: len(f.found), before: c.before}
				c.first, c.last = tokensOf(sentence, from, int(c.start), int(c.end))
				f.found = append(f.found, c)
				previous, i = k, k
			}
		}
	}
}

// neighbours notes the words around an expression that bear on its meaning.
func (f *finder) neighbours(s *scanner, sentence *syntax.Sentence, c *candidate, i, end int) {
	if p := s.at(i - 1); p.class == word {
		c.before = p.number
	}
	if s.is(i-1, wThe) && s.at(i-2).class == word {
		c.before = s.at(i - 2).number
	}
	c.from = s.is(i-1, wFrom, wBetween)
	c.owner = s.possessive(end) > end
	if p := s.at(end); p.class == word {
		c.after = p.number
	}
	m := &c.meaning
	if m.kind == duration && c.before == wWithin && s.is(end, wOf) {
		// "within two weeks of the ceasefire"
		token, _ := tokensOf(sentence, c.last, int(s.at(end).start), int(s.at(end).end))
		if c.anchor = anchorOf(sentence, token, s.at(end+1).start); c.anchor >= 0 {
			c.phraseEnd = int32(sentence.Tokens[c.anchor].End)
			m.sense, m.within = 1, true
		}
		return
	}
	if m.eve {
		token, _ := tokensOf(sentence, c.last, int(s.at(end).start), int(s.at(end).end))
		if c.anchor = anchorOf(sentence, token, s.at(end+1).start); c.anchor >= 0 {
			c.phraseEnd = int32(sentence.Tokens[c.anchor].End)
		}
		return
	}
	if m.kind != duration && m.kind != anchored || !s.is(end, wBefore, wAfter) && !(s.is(end, wFollowing)) && !(s.is(end, wPrior) && s.is(end+1, wTo)) {
		return
	}
	k := end + 1
	if s.is(end, wPrior) {
		k++
	}
	if next := s.at(k); next.width() == 0 || next.class == mark {
		return
	}
	m.sense = 1
	if s.is(end, wBefore, wPrior) {
		m.sense = -1
	}
	token, _ := tokensOf(sentence, c.last, int(s.at(end).start), int(s.at(end).end))
	c.anchor = anchorOf(sentence, token, s.at(k).start)
	if c.anchor >= 0 {
		c.phraseEnd = int32(sentence.Tokens[c.anchor].End)
	}
}

// headOf returns the token of first..last that hangs on a token outside, the last such.
func headOf(s *syntax.Sentence, first, last int) int {
	for i := last; i >= first; i-- {
		if h := int(s.Tokens[i].Head); h < first || h > last {
			if s.Tokens[i].UPOS != syntax.PUNCT {
				return i
			}
		}
	}
	return last
}
