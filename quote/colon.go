package quote

import (
	"unicode"
	"unicode/utf8"

	"chancery/report"
	"chancery/syntax"
)

// speakerLine returns the colon of a paragraph that opens with its speaker ("Reeker: We are ready to help.", "Q: Were
// you told?", "Poll: Voters want peace") and the head of the speaker; -1 when it does not. A letter is a speaker only
// in an interview, which the caller has to make sure of.
func (f *finder) speakerLine(i int) (colon, head int) {
	s := &f.doc.Sentences[i]
	if f.paras[f.paraOf[i]].first != i || s.Kind != report.Paragraph {
		return -1, -1
	}
	colon = -1
	for k := 1; k+2 < len(s.Tokens) && k < 8; k++ {
		if s.Tokens[k].Form == ":" && s.Tokens[k].End < s.Tokens[k+1].Start {
			colon = k
			break
		}
	}
	if colon < 0 || f.marks[i][colon] != 0 {
		return -1, -1
	}
	next := s.Tokens[colon+1].Form
	if r, _ := utf8.DecodeRuneInString(next); !unicode.IsUpper(r) && f.marks[i][colon+1] == 0 {
		return -1, -1
	}
	first := s.Tokens[0].Form
	if colon == 1 && (first == "Q" || first == "A") {
		return colon, 0
	}
	if colon == 1 && labels(lower(first)) {
		return -1, -1
	}
	if _, paper := cues.documents[lower(first)]; colon == 1 && isUpper(first) && (paper || cues.bodies[lower(first)]) {
		return colon, 0 // "Report: Minister used private email"
	}
	head = -1
	for k := range colon {
		tok := &s.Tokens[k]
		if labels(lower(tok.Form)) {
			return -1, -1
		}
		switch tok.UPOS {
		case syntax.PROPN:
			head = k
		case syntax.PUNCT:
			if tok.Form == "," {
				return -1, -1
			}
		case syntax.NOUN, syntax.ADJ:
			if !isUpper(tok.Form) && k == 0 {
				return -1, -1
			}
		default:
			return -1, -1
		}
	}
	if head < 0 || isTime(&s.Tokens[head]) {
		return -1, -1
	}
	if last := &s.Tokens[colon-1]; last.UPOS != syntax.PROPN && last.Form != ")" {
		return -1, -1
	}
	for n := range s.Names {
		if s.Names[n].First <= head && head <= s.Names[n].Last && s.Names[n].Class == syntax.PlaceName && f.doc.Sentences[i].Tokens[head].Form != first {
			return -1, -1
		}
	}
	return colon, head
}

// labels reports whether a word before a colon labels what follows instead of naming a speaker.
func labels(word string) bool {
	switch word {
	case "update", "updated", "correction", "breaking", "exclusive", "video", "photo", "photos", "note", "related", "watch", "read",
		"look", "contributing", "email", "byline", "latest", "revealed", "notice", "wow", "twitter", "phone", "date", "time", "name", "age", "source", "sources", "story", "article":
		return true
	}
	return false
}

// interview reports whether the report is a transcript: at least three paragraphs open with their speaker, and one speaker
// opens two of them.
func (f *finder) interview() bool {
	if f.transcript != 0 {
		return f.transcript > 0
	}
	f.transcript = -1
	var who []string
	lines, again := 0, false
	for p := range f.paras {
		if colon, head := f.speakerLine(f.paras[p].first); colon > 0 {
			name := f.doc.Sentences[f.paras[p].first].Tokens[head].Form
			lines++
			for _, w := range who {
				again = again || w == name
			}
			if len(who) < 32 {
				who = append(who, name)
			}
		}
	}
	if lines >= 3 && again {
		f.transcript = 1
	}
	return f.transcript > 0
}

// colonCue makes a cue of the colon before a stretch whose sentence has no word of saying: "She turned to the crowd
// again: “…”". Who does what the sentence tells is the speaker. It returns the cue, -1 when the sentence names nobody.
func (f *finder) colonCue(q int) int {
	p := &f.at[q]
	i, k := p.firstSentence, p.firstToken-1
	if k < 0 {
		if i == 0 || f.paraOf[i-1] != f.paraOf[i] {
			return -1
		}
		i--
		k = len(f.doc.Sentences[i].Tokens) - 1
	}
	s := &f.doc.Sentences[i]
	if k < 1 || s.Tokens[k].Form != ":" || f.marks[i][k] != 0 || f.small(q, 5) || !f.standsLast(q) {
		return -1
	}
	t := f.treeFor(i)
	root := s.Root()
	if root < 0 || root >= k {
		root = k - 1
		for root >= 0 && (!isVerb(&s.Tokens[root]) || f.marks[i][root] != 0) {
			root--
		}
	}
	if root < 0 {
		return -1
	}
	source := -1
	if who, _, passive := t.subject(root); who >= 0 && !passive {
		source = who
	} else if isVerb(&s.Tokens[root]) && root < 2 && root+1 < k && s.Tokens[root+1].UPOS == syntax.PROPN {
		source = k - 1 // "Continued Stone: “…”"
	}
	if source < 0 || source >= k || f.marks[i][source] != 0 || s.Tokens[source].UPOS == syntax.DET || isRelative(&s.Tokens[source]) {
		return -1
	}
	if tok := &s.Tokens[source]; tok.UPOS == syntax.PRON && tok.XPOS != syntax.TagPRP || lower(tok.Form) == "it" {
		return -1
	}
	c := cue{sentence: i, token: k, first: k, last: k, entry: &headlineEntry, source: source, ownSource: true, from: -1, to: -1, before: -1, relayed: -1, patient: -1}
	c.sourceFirst, c.sourceTo = t.nounPhrase(source, k, f.marks[i])
	t.narrow(&c)
	f.cues = append(f.cues, c)
	return len(f.cues) - 1
}
