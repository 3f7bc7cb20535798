package origin

import (
	"strings"

	"chancery/report"
)

// named is an outlet that a credit line or another mark of a report names.
type named struct {
	known
	span   report.Span
	reason string
}

// credits finds the outlets that a report's credit lines name, and those named in brackets at the end of its last
// paragraph or of the headline: "(AP)", "Source: TASS", "With reporting by Reuters", "… the ministry said. (Xinhua)". A
// line that credits a picture says nothing of the words.
func (o *Outlets) credits(r *report.Report) (out []named) {
	last := -1
	for i := range r.Blocks {
		b := &r.Blocks[i]
		switch b.Kind {
		case report.Paragraph:
			last = i
		case report.Title:
			if n, ok := o.closing(b.In(r.Text), b.Start); ok {
				n.reason = "the headline ends with "
				out = append(out, n)
			}
		case report.Credit:
			text := b.In(r.Text)
			if !ofPicture(text) {
				out = append(out, o.scan(text, b.Start, "the credit line names ")...)
			}
		}
	}
	if last >= 0 {
		b := r.Blocks[last]
		if n, ok := o.closing(b.In(r.Text), b.Start); ok {
			out = append(out, n)
		}
	}
	if n, ok := o.closing(r.Title, 0); ok {
		// A headline that does not stand in the text has no place in it.
		out = append(out, named{n.known, report.Span{}, "the headline ends with "})
	}
	return out
}

// ofPicture reports whether a credit line is about a picture.
func ofPicture(text string) bool {
	lower := strings.ToLower(text)
	for _, word := range [...]string{"photo", "image", "picture", "illustration", "getty"} {
		if strings.Contains(lower, word) {
			return true
		}
	}
	return false
}

// closing reads a known outlet in brackets or after a dash at the very end of a paragraph: "(ANI)", "— TASS".
func (o *Outlets) closing(text string, at int) (named, bool) {
	end := strings.TrimRight(text, " \t\n.")
	if open := strings.LastIndexByte(end, '('); open > 0 && strings.HasSuffix(end, ")") {
		if k, ok := o.find(end[open+1 : len(end)-1]); ok {
			return named{k, report.Span{Start: at + open + 1, End: at + len(end) - 1}, "the text ends with "}, true
		}
	}
	for _, dash := range [...]string{" - ", " – ", " — "} {
		if i := strings.LastIndex(end, dash); i > 0 && endsSentence(end[:i]) {
			if k, ok := o.find(end[i+len(dash):]); ok {
				return named{k, report.Span{Start: at + i + len(dash), End: at + len(end)}, "the text ends with "}, true
			}
		}
	}
	return named{}, false
}

// endsSentence reports whether text ends as sentences do.
func endsSentence(text string) bool {
	text = strings.TrimRight(text, " ")
	for _, mark := range [...]string{".", "!", "?", "\"", "”"} {
		if strings.HasSuffix(text, mark) {
			return true
		}
	}
	return false
}

// scan finds the names of known outlets in a line, the longest first at every word.
func (o *Outlets) scan(text string, at int, reason string) (out []named) {
	type piece struct{ start, end int }
	var words []piece
	for i := 0; i < len(text); {
		for i < len(text) && isBetween(text[i]) {
			i++
		}
		start := i
		for i < len(text) && !isBetween(text[i]) {
			i++
		}
		if i > start {
			words = append(words, piece{start, i})
		}
	}
	for i := 0; i < len(words); i++ {
		for n := min(o.most, len(words)-i); n > 0; n-- {
			span := piece{words[i].start, words[i+n-1].end}
			written := text[span.start:span.end]
			k, ok := o.byName[foldName(written)]
			if !ok || written[0] >= 'a' && written[0] <= 'z' && k.name[0] < 'a' {
				continue
			}
			out = append(out, named{k, report.Span{Start: at + span.start, End: at + span.end}, reason})
			i += n - 1
			break
		}
	}
	return out
}

// isBetween reports whether a byte separates the words of a credit line.
func isBetween(c byte) bool { return strings.IndexByte(" \t\n()[];,:|", c) >= 0 }
