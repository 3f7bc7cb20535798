package when

import (
	"chancery/report"
	"chancery/syntax"
)

// plain cuts a text into sentences and tokens by white space and punctuation, without tags or trees: what Find must
// survive, and enough for whatever does not depend on the tense.
func plain(text string) *syntax.Document {
	doc := &syntax.Document{Text: text}
	pieces := cut(nil, text, 0, len(text))
	var s syntax.Sentence
	flush := func() {
		if len(s.Tokens) > 0 {
			s.Span = report.Span{Start: s.Tokens[0].Start, End: s.Tokens[len(s.Tokens)-1].End}
			s.Link()
			doc.Sentences = append(doc.Sentences, s)
			s = syntax.Sentence{}
		}
	}
	for i, p := range pieces {
		s.Tokens = append(s.Tokens, syntax.Token{Span: report.Span{Start: int(p.start), End: int(p.end)}, Form: text[p.start:p.end], Head: -1})
		ends := p.class == mark && (p.number == '.' || p.number == '?' || p.number == '!')
		if ends && i+1 < len(pieces) && pieces[i+1].spaced && pieces[i+1].capital && pieces[i+1].class == other {
			flush()
		}
	}
	flush()
	return doc
}

// Plain is plain for the tests outside the package.
var Plain = plain
