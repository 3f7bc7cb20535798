package quote

import (
	"unicode"
	"unicode/utf8"

	"chancery/report"
	"chancery/syntax"
)

// stretch is a run of text between quotation marks, inside one paragraph.
type stretch struct {
	inner, outer report.Span // without and with the marks
	block        int         // index in the paragraphs
	closed       bool        // it has its closing mark
	runsOn       bool        // the next stretch, which opens the next paragraph, goes on with it
	single       bool        // its marks are single ones
}

// paragraph is the sentences of one block.
type paragraph struct {
	report.Span
	first, last int // sentences, both inclusive
	kind        report.BlockKind
}

// paragraphs groups the sentences by the block that they stand in.
func paragraphs(doc *syntax.Document) []paragraph {
	var out []paragraph
	for i := range doc.Sentences {
		s := &doc.Sentences[i]
		if n := len(out); n > 0 && i > 0 && doc.Sentences[i-1].Block == s.Block {
			out[n-1].End, out[n-1].last = max(out[n-1].End, s.End), i
			continue
		}
		out = append(out, paragraph{Span: s.Span, first: i, last: i, kind: s.Kind})
	}
	return out
}

// stretches finds what stands between quotation marks, in the order of the text. Quotation marks within
// others are left to the outer ones.
func stretches(text string, paras []paragraph) []stretch {
	var out []stretch
	for p := range paras {
		before := len(out)
		out = scanMarks(text, paras[p].Span, p, out)
		// "“First paragraph. ¶ “Second paragraph.”": an opening mark at each paragraph, a closing one at the end only.
		if before > 0 && len(out) > before {
			prev, here := &out[before-1], &out[before]
			if !prev.closed && prev.block == p-1 && prev.outer.End == paras[p-1].End &&
				here.outer.Start == paras[p].Start && prev.single == here.single {
				prev.runsOn = true
			}
		}
	}
	return out
}

// openers and closers by style. The straight mark and the single ones are decided by what stands around them.
const (
	doubleStyle = iota
	guillemetStyle
	reversedGuillemetStyle
	singleStyle
)

// longestSingle is how many bytes a stretch in single quotation marks may have.
const longestSingle = 3000

func scanMarks(text string, block report.Span, p int, out []stretch) []stretch {
	at := block.Start
	noneBefore := 0 // no single closing mark stands before this byte
	for at < block.End {
		r, size := utf8.DecodeRuneInString(text[at:block.End])
		style, width, ok := opens(text, block, at, r, size)
		if !ok || style == singleStyle && at < noneBefore {
			at += size
			continue
		}
		st := stretch{block: p, single: style == singleStyle}
		st.outer.Start, st.inner.Start = at, at+width
		end, closeWidth, state := closing(text, block, st.inner.Start, style)
		if state == noClose && style == singleStyle {
			noneBefore = end
			at += size // an apostrophe
			continue
		}
		st.closed = state == closed
		st.inner.End, st.outer.End = end, end+closeWidth
		st.inner = trimSpace(text, st.inner)
		if !st.closed {
			st.outer.End = st.inner.End
			if state == noClose {
				st.outer.End = block.End
				st.inner.End = trimSpace(text, report.Span{Start: st.inner.Start, End: block.End}).End
			}
		}
		if !st.inner.Empty() {
			out = append(out, st)
		}
		if state == noClose {
			return out
		}
		at = max(end+closeWidth, st.inner.Start, at+size)
	}
	return out
}

// opens tells whether an opening quotation mark stands at a byte, and which style closes it.
func opens(text string, block report.Span, at int, r rune, size int) (style, width int, ok bool) {
	prev, next := around(text, block, at, size)
	free := !unicode.IsLetter(prev) && !unicode.IsDigit(prev)
	switch r {
	case '“', '„', '‟', '〝':
		return doubleStyle, size, !unicode.IsSpace(next) && next != 0
	case '«':
		return guillemetStyle, size, next != 0
	case '»':
		// »German style« points inwards.
		return reversedGuillemetStyle, size, free && unicode.IsLetter(next) && has(text[at+size:min(block.End, at+size+longestSingle)], '«')
	case '”':
		// Swedish and careless style: the same mark on both sides.
		return doubleStyle, size, (prev == 0 || unicode.IsSpace(prev)) && unicode.IsLetter(next)
	case '"':
		return doubleStyle, size, free && prev != '.' && prev != ',' && next != 0 && !unicode.IsSpace(next) ||
			prev == 0 && next != 0
	case '`':
		if next == '`' {
			return doubleStyle, 2, true
		}
		return singleStyle, size, free && unicode.IsLetter(next)
	case '‘', '‚', '‹', '\'', '’':
		if r == '\'' && next == '\'' {
			// Two apostrophes on both sides, as old typesetting has them: ''We agree,'' he said.
			_, after := around(text, block, at+1, 1)
			return doubleStyle, 2, free && after != 0 && !unicode.IsSpace(after)
		}
		if r == '’' && prev != 0 && !unicode.IsSpace(prev) {
			return 0, 0, false
		}
		return singleStyle, size, free && (unicode.IsLetter(next) || next == '“' || next == '"' || next == '[')
	}
	return 0, 0, false
}

type closeState uint8

const (
	closed    closeState = iota
	noClose              // the paragraph ends before the stretch does
	newOpener            // another opening mark comes first
)

// closing finds the end of a stretch that begins at from.
func closing(text string, block report.Span, from, style int) (end, width int, state closeState) {
	limit := block.End
	if style == singleStyle {
		// An apostrophe at the head of a word ('90s, 'em) must not make us read the whole paragraph each time.
		limit = min(limit, from+longestSingle)
	}
	candidate := -1
	candidateSize := 0
	for at := from; at < limit; {
		r, size := utf8.DecodeRuneInString(text[at:block.End])
		prev, next := around(text, block, at, size)
		switch style {
		case doubleStyle:
			switch {
			case r == '”' || r == '"' && !(at > from && unicode.IsSpace(prev) && unicode.IsLetter(next)):
				return at, size, closed
			case r == '"':
				return at, 0, newOpener // "We are ready, he said. "We will go."
			case r == '\'' && next == '\'':
				if third := at + 2; third < limit && text[third] == '\'' {
					break // ''He asked, 'Where?''' closes what was asked first
				}
				return at, 2, closed
			case r == '“':
				// „Low and high“ closes with what opens elsewhere.
				if !unicode.IsLetter(next) && !unicode.IsSpace(prev) {
					return at, size, closed
				}
				return at, 0, newOpener
			}
		case guillemetStyle:
			if r == '»' {
				return at, size, closed
			}
		case reversedGuillemetStyle:
			if r == '«' {
				return at, size, closed
			}
		case singleStyle:
			if (r == '’' || r == '\'' || r == '›' || r == '‘' && !unicode.IsLetter(next)) &&
				!unicode.IsSpace(prev) && !unicode.IsLetter(next) && !unicode.IsDigit(next) {
				// 'the ministers' joint words': a plural's apostrophe is the end only when no better one follows.
				if prev == 's' && unicode.IsSpace(next) && candidate < 0 {
					candidate, candidateSize = at, size
					break
				}
				return at, size, closed
			}
		}
		at += size
	}
	if candidate >= 0 {
		return candidate, candidateSize, closed
	}
	if style == singleStyle {
		return limit, 0, noClose
	}
	return block.End, 0, noClose
}

// around returns the runes before and after the one at a byte; 0 at the ends of the block.
func around(text string, block report.Span, at, size int) (prev, next rune) {
	if at > block.Start {
		prev, _ = utf8.DecodeLastRuneInString(text[block.Start:at])
	}
	if at+size < block.End {
		next, _ = utf8.DecodeRuneInString(text[at+size : block.End])
	}
	return prev, next
}

func has(text string, r rune) bool {
	for _, c := range text {
		if c == r {
			return true
		}
	}
	return false
}

// trimSpace narrows a span to leave out white space at its ends.
func trimSpace(text string, s report.Span) report.Span {
	for s.Start < s.End {
		r, n := utf8.DecodeRuneInString(text[s.Start:s.End])
		if !unicode.IsSpace(r) {
			break
		}
		s.Start += n
	}
	for s.Start < s.End {
		r, n := utf8.DecodeLastRuneInString(text[s.Start:s.End])
		if !unicode.IsSpace(r) {
			break
		}
		s.End -= n
	}
	return s
}
