package coreference

import (
	"chancery/report"
	"chancery/syntax"
)

// finder finds the mentions of one document.
type finder struct {
	doc      *syntax.Document
	s        *syntax.Sentence
	number   int
	mentions []mention
	named    []int8 // of each token of the sentence at hand: 1 + the class of the name it stands in, 0 for none
	ends     []int  // of each token that a name begins with, the name's last token
}

// find lists the mentions in the order of the text: by their first word, the longer before the shorter.
func find(doc *syntax.Document) []mention {
	f := &finder{doc: doc}
	tokens := 0
	for n := range doc.Sentences {
		tokens += len(doc.Sentences[n].Tokens)
	}
	f.mentions = make([]mention, 0, tokens/3+4)
	for n := range doc.Sentences {
		f.s, f.number = &doc.Sentences[n], n
		f.sentence()
	}
	return f.mentions
}

func (f *finder) sentence() {
	s := f.s
	f.named, f.ends = f.named[:0], f.ends[:0]
	for range s.Tokens {
		f.named, f.ends = append(f.named, 0), append(f.ends, -1)
	}
	for _, n := range s.Names {
		for t := n.First; t <= n.Last; t++ {
			f.named[t] = int8(n.Class) + 1
		}
		f.ends[n.First] = n.Last
	}
	begin := len(f.mentions)
	for h := range s.Tokens {
		t := &s.Tokens[h]
		switch t.UPOS {
		case syntax.PRON:
			f.pronoun(h)
			continue
		case syntax.ADV:
			if (t.Rel == syntax.Advmod || t.Rel == syntax.Root) && (isWord(t.Form, "here") || isWord(t.Form, "there")) {
				f.add(h, h, h, pronominal)
			}
			continue
		case syntax.NOUN, syntax.PROPN, syntax.NUM, syntax.SYM, syntax.X, syntax.ADJ, syntax.DET:
		default:
			continue
		}
		f.nominal(h)
	}
	f.order(begin)
}

// nominal adds the noun phrase whose head is h, and the coordination that begins with it.
func (f *finder) nominal(h int) {
	s := f.s
	t := &s.Tokens[h]
	switch t.Rel {
	case syntax.Compound, syntax.Amod, syntax.NmodDesc, syntax.Nummod:
		// "U.S. officials", "the New England towns": names that modify nouns are mentions, other nouns are not
		if t.UPOS == syntax.PROPN && t.Rel != syntax.Nummod {
			if f.ends[h] >= h {
				f.add(h, f.ends[h], h, proper)
			} else if first, last := s.Subtree(h); last == h && f.plain(first, h) {
				f.add(first, h, h, proper)
			}
		}
		return
	case syntax.Flat, syntax.Fixed, syntax.Goeswith, syntax.Case, syntax.Mark, syntax.Cc, syntax.Advmod, syntax.Discourse, syntax.Aux, syntax.Cop, syntax.Expl:
		return
	case syntax.Det, syntax.DetPredet:
		return
	}
	k := common
	switch t.UPOS {
	case syntax.PROPN:
		k = proper
	case syntax.NUM, syntax.SYM, syntax.X:
		k = number
	case syntax.ADJ, syntax.DET:
		// "the latter", "the poor"; and "the two"
		if s.Child(h, syntax.Det) < 0 || s.Child(h, syntax.Nsubj, syntax.Cop) >= 0 {
			return
		}
		k = number
	}
	first, last, joined := f.phrase(h)
	f.add(first, last, h, k)
	if joined > last {
		f.add(first, joined, h, coordination)
	}
}

// plain tells whether all words of a name that modifies are names or articles.
func (f *finder) plain(first, last int) bool {
	for t := first; t <= last; t++ {
		if u := f.s.Tokens[t].UPOS; u != syntax.PROPN && (u != syntax.DET || t != first) {
			return false
		}
	}
	return true
}

// phrase is the span of h's noun phrase, and where the coordination that it begins ends (-1 when it begins none).
func (f *finder) phrase(h int) (first, last, joined int) {
	s := f.s
	first, last, joined = h, h, -1
	for d := s.First(h); d >= 0; d = s.Next(d) {
		if d > h {
			break
		}
		switch s.Tokens[d].Rel {
		case syntax.Det, syntax.DetPredet, syntax.Amod, syntax.NmodPoss, syntax.Nummod, syntax.Compound, syntax.NmodDesc, syntax.Nmod, syntax.NmodUnmarked, syntax.Flat, syntax.Goeswith, syntax.Advmod, syntax.Acl, syntax.Appos:
			from, to := s.Subtree(d)
			if to < h {
				first = min(first, from)
			}
		}
	}
	for d := s.First(h); d >= 0; d = s.Next(d) {
		if d < h {
			continue
		}
		switch s.Tokens[d].Rel {
		case syntax.Conj:
			if s.Tokens[d].UPOS == syntax.VERB || s.Child(d, syntax.Nsubj, syntax.NsubjPass, syntax.Cop) >= 0 {
				continue
			}
			_, joined = s.Subtree(d)
		case syntax.Case:
			if d == last+1 && joined < 0 {
				last = d // "Russia's": the corpora count the 's in
			}
		case syntax.Nmod, syntax.Acl, syntax.AclRelcl, syntax.Appos, syntax.Nummod, syntax.Amod, syntax.Compound, syntax.Flat, syntax.Goeswith, syntax.NmodUnmarked, syntax.NmodDesc, syntax.Fixed, syntax.Det, syntax.Advmod:
			if joined >= 0 {
				continue
			}
			from, to := s.Subtree(d)
			if from > h {
				last = max(last, to)
			}
		}
	}
	first, last = f.trim(first, last, h)
	if joined >= 0 {
		_, joined = f.trim(first, joined, h)
	}
	return first, last, joined
}

// trim takes punctuation off the ends, but for marks that belong in pairs.
func (f *finder) trim(first, last, h int) (int, int) {
	s := f.s
	for last > h && s.Tokens[last].UPOS == syntax.PUNCT {
		if form := s.Tokens[last].Form; form == ")" || form == "]" {
			break
		} else if (form == `"` || form == "”") && f.opens(first, last) {
			break
		}
		last--
	}
	for first < h && s.Tokens[first].UPOS == syntax.PUNCT {
		if form := s.Tokens[first].Form; form == `"` || form == "“" || form == "(" || form == "[" {
			if f.closes(first, last) {
				break
			}
		}
		first++
	}
	return first, last
}

// opens tells whether the quotation mark at last was opened from first on.
func (f *finder) opens(first, last int) bool {
	n := 0
	for t := first; t < last; t++ {
		switch f.s.Tokens[t].Form {
		case `"`, "“":
			n++
		}
	}
	return n%2 == 1
}

// closes tells whether the mark at first is closed before last.
func (f *finder) closes(first, last int) bool {
	for t := first + 1; t <= last; t++ {
		switch f.s.Tokens[t].Form {
		case `"`, "”", ")", "]":
			return true
		}
	}
	return false
}

// pronoun adds the mention of a pronoun.
func (f *finder) pronoun(h int) {
	s := f.s
	t := &s.Tokens[h]
	p := pronounOf(t.Form)
	if t.Rel == syntax.Expl || p == pronounRelative || t.XPOS == syntax.TagEX || t.XPOS == syntax.TagWDT {
		return
	}
	first, last := h, h
	if p == noPronoun {
		// "those who left", "everyone in the room"
		first, last, _ = f.phrase(h)
	}
	f.add(first, last, h, pronominal)
	if c := s.Child(h, syntax.Conj); c > h && s.Tokens[c].UPOS != syntax.VERB && s.Child(c, syntax.Nsubj) < 0 {
		if _, _, joined := f.phrase(h); joined > h {
			f.add(h, joined, h, coordination) // "you and your friends"
		}
	}
}

func (f *finder) add(first, last, head int, k kind) {
	var m mention
	m.First, m.Last, m.Head, m.Sentence, m.kind = first, last, head, f.number, k
	m.Span = report.Span{Start: f.s.Tokens[first].Start, End: f.s.Tokens[last].End}
	m.Antecedent, m.Chain = -1, -1
	m.name = uint8(f.named[head])
	f.mentions = append(f.mentions, m)
}

// order sorts the sentence's mentions, by insertion: they are nearly in order. Of two with the same words the first
// stays.
func (f *finder) order(begin int) {
	list := f.mentions[begin:]
	for i := 1; i < len(list); i++ {
		for j := i; j > 0 && before(&list[j], &list[j-1]); j-- {
			list[j], list[j-1] = list[j-1], list[j]
		}
	}
	kept := list[:0]
	for i := range list {
		if n := len(kept); n > 0 && kept[n-1].First == list[i].First && kept[n-1].Last == list[i].Last {
			continue
		}
		kept = append(kept, list[i])
	}
	f.mentions = f.mentions[:begin+len(kept)]
}

func before(a, b *mention) bool {
	if a.First != b.First {
		return a.First < b.First
	}
	return a.Last > b.Last
}

// isWord compares without regard to case; word is in lower case.
func isWord(form, word string) bool {
	if len(form) != len(word) {
		return false
	}
	for i := 0; i < len(form); i++ {
		c := form[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != word[i] {
			return false
		}
	}
	return true
}
