package event

import (
	"chancery/actor"
	"chancery/place"
	"chancery/quote"
	"chancery/report"
	"chancery/syntax"
	"chancery/when"
)

// Input is a report with all that the stages before have found in it.
type Input struct {
	Report     *report.Report
	Doc        *syntax.Document
	Mentions   []actor.Mention
	Times      []when.Expression
	Places     []place.Mention
	Quotations []quote.Quotation
}

// word is what the coder knows of one token beside its syntax. All are -1 when there is none.
type word struct {
	lemma   int32 // number in the lexicon
	mention int32 // mention whose head it is: the longest that is no modifier, else the longest
	cover   int32 // longest mention it lies in that is no modifier
	place   int32 // place mention whose head it is
	time    int32 // time expression whose head it is
	quote   int32 // innermost quotation it stands in
	match   int32 // match whose predicate it is
	inside  int32 // match whose CONTENT it heads
	carries int32 // match whose light verb it is
	speaker int32 // token of the speaker, when it is the cue of a quotation
	speaks  int32 // quotation whose speaker it heads
}

// coding is the work on one report. It is used again for the next one.
type coding struct {
	*Coder
	in      Input
	words   []word
	start   []int32 // per sentence: where its words begin
	matches []match
	args    []argument
	sent    int // the sentence at hand
	s       *syntax.Sentence
	w       []word // the words of that sentence
	events  []draft
	// firstMatch is where the matches of the sentence at hand begin.
	firstMatch int
}

func (c *coding) reset(in Input) {
	c.in = in
	total := 0
	for i := range in.Doc.Sentences {
		total += len(in.Doc.Sentences[i].Tokens)
	}
	if cap(c.words) < total {
		c.words = make([]word, total)
	}
	c.words = c.words[:total]
	c.start = c.start[:0]
	c.matches = c.matches[:0]
	c.events = c.events[:0]
	n := 0
	for i := range in.Doc.Sentences {
		c.start = append(c.start, int32(n))
		s := &in.Doc.Sentences[i]
		for t := range s.Tokens {
			c.words[n] = word{c.lexicon.lookup(&s.Tokens[t]), -1, -1, -1, -1, -1, -1, -1, -1, -1, -1}
			n++
		}
	}
	c.start = append(c.start, int32(n))
	c.index()
}

// index hangs mentions, places, times and quotations at the tokens they belong to.
func (c *coding) index() {
	in := &c.in
	for i := range in.Mentions {
		m := &in.Mentions[i]
		w := c.wordsOf(m.Sentence)
		if m.Head < 0 || m.Head >= len(w) || m.Last >= len(w) {
			continue
		}
		if old := w[m.Head].mention; old < 0 || better(m, &in.Mentions[old]) {
			w[m.Head].mention = int32(i)
		}
		if m.Modifier {
			continue
		}
		for t := m.First; t <= m.Last; t++ {
			if old := w[t].cover; old < 0 || m.Last-m.First > in.Mentions[old].Last-in.Mentions[old].First {
				w[t].cover = int32(i)
			}
		}
	}
	for i := range in.Places {
		p := &in.Places[i]
		w := c.wordsOf(p.Sentence)
		if p.Head >= 0 && p.Head < len(w) {
			if old := w[p.Head].place; old < 0 || !in.Places[old].Resolved {
				w[p.Head].place = int32(i)
			}
		}
	}
	for i := range in.Times {
		t := &in.Times[i]
		w := c.wordsOf(t.Sentence)
		if t.Head >= 0 && t.Head < len(w) && w[t.Head].time < 0 {
			w[t.Head].time = int32(i)
		}
	}
	for q := range in.Quotations {
		if x := &in.Quotations[q]; x.CueToken >= 0 && x.SpeakerHead >= 0 {
			if w := c.wordsOf(x.Sentence); x.CueToken < len(w) && x.SpeakerHead < len(w) {
				w[x.CueToken].speaker = int32(x.SpeakerHead)
				w[x.SpeakerHead].speaks = int32(q)
			}
		}
		for _, span := range in.Quotations[q].Content {
			c.quoteSpan(q, span)
		}
	}
}

// quoteSpan marks the words inside a quotation; the shorter quotation is the inner one.
func (c *coding) quoteSpan(q int, span report.Span) {
	sents := c.in.Doc.Sentences
	lo, hi := 0, len(sents)
	for lo < hi {
		if mid := (lo + hi) / 2; sents[mid].End <= span.Start {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	length := contentLength(&c.in.Quotations[q])
	for i := lo; i < len(sents) && sents[i].Start < span.End; i++ {
		w := c.wordsOf(i)
		for t := range w {
			if tok := &sents[i].Tokens[t]; tok.Start >= span.Start && tok.End <= span.End {
				if old := w[t].quote; old < 0 || length < contentLength(&c.in.Quotations[old]) {
					w[t].quote = int32(q)
				}
			}
		}
	}
}

func contentLength(q *quote.Quotation) (n int) {
	for _, s := range q.Content {
		n += s.End - s.Start
	}
	return n
}

func better(a, b *actor.Mention) bool {
	if a.Modifier != b.Modifier {
		return !a.Modifier
	}
	return a.Last-a.First > b.Last-b.First
}

func (c *coding) wordsOf(sentence int) []word {
	return c.words[c.start[sentence]:c.start[sentence+1]]
}

// reach is how many words before and after an act are looked at for what belongs to it.
const reach = 120

// neighbourhood returns the words that can belong to a match, as a range of tokens.
func (c *coding) neighbourhood(match int32) (from, to int) {
	t := int(c.matches[match].token)
	return max(0, t-reach), min(len(c.w), t+reach)
}

// enter makes a sentence the one at hand.
func (c *coding) enter(sentence int) {
	c.sent = sentence
	c.s = &c.in.Doc.Sentences[sentence]
	c.w = c.wordsOf(sentence)
}

// lookup returns the number of a token's lemma, or -1 when the codebook does not have it.
func (x *lexicon) lookup(t *syntax.Token) int32 {
	lemma := t.Lemma
	if lemma == "" {
		lemma = t.Form
	}
	if id, ok := x.lower(lemma); ok {
		return id
	}
	// A headline's "Sanctions" or an unusual plural may have been left as it is by the lemmatiser.
	if id, ok := x.lower(t.Form); ok {
		return id
	}
	// Plurals may have been left as they are: "troops", "hostilities".
	if f := t.Form; t.UPOS == syntax.NOUN && len(f) > 3 && f[len(f)-1] == 's' {
		if id, ok := x.lower(f[:len(f)-1]); ok {
			return id
		}
		if len(f) > 4 && f[len(f)-3:] == "ies" {
			if id, ok := x.ids[lowerASCII(f[:len(f)-3])+"y"]; ok {
				return id
			}
		}
	}
	// Rare verbs may have got a wrong lemma: "shelled", "raiding".
	if t.UPOS == syntax.VERB {
		f := t.Form
		for _, ending := range [...]string{"ed", "ing"} {
			if len(f) > len(ending)+2 && f[len(f)-len(ending):] == ending {
				stem := f[:len(f)-len(ending)]
				if id, ok := x.lower(stem); ok {
					return id
				}
				if ending == "ed" {
					if id, ok := x.lower(f[:len(f)-1]); ok {
						return id // "freed"
					}
				}
				if id, ok := x.ids[lowerASCII(stem)+"e"]; ok {
					return id
				}
				if id, ok := x.lower(stem[:len(stem)-1]); ok && stem[len(stem)-1] == stem[len(stem)-2] {
					return id
				}
			}
		}
	}
	return -1
}

// lower looks a word up in lower case, without making a string.
func (x *lexicon) lower(s string) (int32, bool) {
	var buf [48]byte
	if len(s) > len(buf) {
		return -1, false
	}
	for i := 0; i < len(s); i++ {
		b := s[i]
		if 'A' <= b && b <= 'Z' {
			b += 'a' - 'A'
		}
		buf[i] = b
	}
	id, ok := x.ids[string(buf[:len(s)])]
	return id, ok
}

// is reports whether token t of the sentence at hand belongs to a word class.
func (c *coding) is(t int, class int32) bool {
	if class < 0 || t < 0 {
		return false
	}
	id := c.w[t].lemma
	if id < 0 {
		return false
	}
	if bits := c.member[class]; int(id/64) < len(bits) && bits[id/64]&(1<<(id%64)) != 0 {
		return true
	}
	for i := range c.phrases[id] {
		if p := &c.phrases[id][i]; p.class == class && c.phraseAt(t, p) {
			return true
		}
	}
	return false
}

// phraseAt reports whether the other words of a phrase stand around its head t: those before it within
// three words of each other, those after it likewise.
func (c *coding) phraseAt(t int, p *phrase) bool {
	at := t
	for i := len(p.before) - 1; i >= 0; i-- {
		found := -1
		for k := at - 1; k >= 0 && k >= at-3; k-- {
			if c.w[k].lemma == p.before[i] {
				found = k
				break
			}
		}
		if found < 0 {
			return false
		}
		at = found
	}
	at = t
	for _, want := range p.after {
		found := -1
		for k := at + 1; k < len(c.w) && k <= at+3; k++ {
			if c.w[k].lemma == want {
				found = k
				break
			}
		}
		if found < 0 {
			return false
		}
		at = found
	}
	return true
}

// through looks through nouns that only count or group: from "hundreds" in "hundreds of prisoners" to "prisoners".
func (c *coding) through(t int) int {
	for range 4 {
		if t < 0 || !c.is(t, c.known.quantity) {
			return t
		}
		inner := -1
		for d := c.s.First(t); d >= 0; d = c.s.Next(d) {
			if c.s.Tokens[d].Rel.Base() == syntax.Nmod && c.caseOf(d) == "of" {
				inner = d
				break
			}
		}
		if inner < 0 {
			return t
		}
		t = inner
	}
	return t
}

// caseOf returns the preposition of a noun, "" for none.
func (c *coding) caseOf(t int) string {
	if k := c.s.Child(t, syntax.Case); k >= 0 {
		return lowerASCII(c.s.Tokens[k].Form)
	}
	return ""
}

// lowerASCII lower-cases short words; words that are so already cost nothing.
func lowerASCII(s string) string {
	for i := 0; i < len(s); i++ {
		if 'A' <= s[i] && s[i] <= 'Z' {
			b := []byte(s)
			for j := range b {
				if 'A' <= b[j] && b[j] <= 'Z' {
					b[j] += 'a' - 'A'
				}
			}
			return string(b)
		}
	}
	return s
}
