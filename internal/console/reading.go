// Package console prints readings for people.
//
// Each event is one plain sentence, with its code, status, time, place and
// voices below it, and below these the sentence of the report that it was read
// from with the words of the event marked: in bold on a terminal, in [square
// brackets] in a pipe or a file.
package console

import (
	"bufio"
	"fmt"
	"io"
	"sort"
	"strings"

	"chancery/event"
	"chancery/quote"
	"chancery/reading"
	"chancery/report"
	"chancery/when"
)

// Options say how to print. The zero value is plain text without explanations.
type Options struct {
	Colour  bool // ANSI colours
	Explain bool // which codebook entry fired on which words, and how each field was found
	Width   int  // columns; 0 for 100
}

// printer keeps what one call of Reading needs.
type printer struct {
	w    *bufio.Writer
	opts Options
	r    *reading.Reading
}

// Reading prints one reading.
func Reading(w io.Writer, r *reading.Reading, opts Options) error {
	if opts.Width <= 0 {
		opts.Width = 100
	}
	p := &printer{w: bufio.NewWriter(w), opts: opts, r: r}
	p.heading()
	for i := range r.Events {
		p.event(i+1, &r.Events[i])
	}
	p.quotations()
	p.w.WriteByte('\n')
	return p.w.Flush()
}

// ANSI attributes.
const (
	bold   = "1"
	dim    = "2"
	green  = "32"
	yellow = "33"
	cyan   = "36"
)

func (p *printer) paint(attribute, text string) string {
	if !p.opts.Colour || text == "" {
		return text
	}
	return "\x1b[" + attribute + "m" + text + "\x1b[0m"
}

func (p *printer) heading() {
	rep := &p.r.Report
	title := rep.Title
	if title == "" {
		title = "(no title) " + firstWords(rep.Text, 60)
	}
	fmt.Fprintln(p.w, p.paint(bold, clean(title)))
	facts := []string{rep.ID}
	if rep.Outlet != "" {
		facts = append(facts, rep.Outlet)
	}
	if rep.Published.EDTF != "" {
		facts = append(facts, "published "+rep.Published.EDTF)
	} else {
		facts = append(facts, "date unknown")
	}
	if !reading.English(rep.Language) {
		facts = append(facts, "language "+rep.Language+": kept, not read")
	} else {
		facts = append(facts, plural(len(p.r.Events), "event"), plural(len(p.r.Quotations), "quotation"))
	}
	fmt.Fprintln(p.w, p.paint(dim, clean(strings.Join(facts, " · "))))
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func (p *printer) event(number int, e *event.Event) {
	fmt.Fprintf(p.w, "\n%3d  %s\n", number, p.paint(bold, clean(Sentence(e))))
	code := string(e.Category)
	if e.Mode != "" {
		code += "/" + e.Mode
	}
	line := p.paint(cyan, code) + "  " + p.paint(statusColour(e.Status), statusText(e))
	if e.CAMEO != "" {
		line += "  CAMEO " + e.CAMEO
	}
	if len(e.Contexts) > 0 {
		line += "  " + strings.Join(e.Contexts, ", ")
	}
	if len(e.Tracks) > 0 {
		line += "  track: " + strings.Join(e.Tracks, ", ")
	}
	fmt.Fprintf(p.w, "     %s\n", line)
	p.field("when", timeText(e.Time))
	if e.Place != nil {
		p.field("where", placeText(p.r.Report.Text, e))
	}
	p.field("voices", voicesText(e.Attribution))
	if e.Mechanism != nil {
		p.field("within", e.Mechanism.Name)
	}
	p.field("medium", string(e.Medium))
	p.field("victims", casualtiesText(e.Casualties))
	p.marked(e)
	if p.opts.Explain {
		p.field("entry", e.Entry+fmt.Sprintf("  confidence %.2f", e.Confidence))
		for _, line := range e.Explanation {
			p.field("why", line)
		}
	}
}

func (p *printer) field(name, value string) {
	if value != "" {
		fmt.Fprintf(p.w, "     %s %s\n", p.paint(dim, fmt.Sprintf("%-7s", name)), clean(value))
	}
}

func statusText(e *event.Event) string {
	text := strings.ReplaceAll(string(e.Status), "_", " ")
	if e.Historical {
		text += ", background"
	}
	return text
}

func statusColour(s event.Status) string {
	if s == event.Actual || s == event.Ongoing {
		return green
	}
	return yellow
}

func timeText(t when.Interval) string {
	switch {
	case t.EDTF == "":
		return ""
	case t.Basis == when.FromReport:
		return t.EDTF + " (from the report's date)"
	case t.Basis == when.Relative:
		return t.EDTF + " (from another time in the text)"
	}
	return t.EDTF
}

func placeText(text string, e *event.Event) string {
	pl := e.Place.Place
	if !e.Place.Resolved {
		return e.Place.In(text) + " (not in the gazetteer)"
	}
	parts := []string{pl.Name}
	if pl.Admin1 != "" && pl.Admin1 != pl.Name {
		parts = append(parts, pl.Admin1)
	}
	if pl.Country != "" {
		parts = append(parts, pl.Country)
	}
	return strings.Join(parts, ", ")
}

// voicesText is the chain, the voice nearest to the reader first: "Reuters ← Azertac ← letter ← Joe Biden".
func voicesText(voices []quote.Voice) string {
	names := make([]string, 0, len(voices))
	for _, v := range voices {
		name := v.Name
		switch v.Stance {
		case quote.Denies:
			name += " (denies)"
		case quote.Doubts:
			name += " (doubts)"
		}
		names = append(names, name)
	}
	return strings.Join(names, " ← ")
}

func casualtiesText(c *event.Casualties) string {
	if c == nil {
		return ""
	}
	var parts []string
	add := func(n *event.Count, what string) {
		if n != nil {
			parts = append(parts, countText(n)+" "+what)
		}
	}
	add(c.Killed, "killed")
	add(c.Injured, "injured")
	for _, g := range c.Groups {
		var of []string
		if g.Killed != nil {
			of = append(of, countText(g.Killed)+" killed")
		}
		if g.Injured != nil {
			of = append(of, countText(g.Injured)+" injured")
		}
		parts = append(parts, g.Group+": "+strings.Join(of, ", "))
	}
	if c.Cumulative {
		parts = append(parts, "cumulative")
	}
	if c.Claimant != "" {
		parts = append(parts, "by the count of "+c.Claimant)
	}
	return strings.Join(parts, "; ")
}

func countText(c *event.Count) string {
	switch {
	case c.Low == c.High:
		return fmt.Sprint(c.Best)
	case c.High < 0:
		return fmt.Sprintf("at least %d", c.Low)
	case c.Low <= 0:
		return fmt.Sprintf("at most %d", c.High)
	}
	return fmt.Sprintf("%d to %d (best %d)", c.Low, c.High, c.Best)
}

// marked prints each sentence that holds evidence, the evidence marked.
func (p *printer) marked(e *event.Event) {
	evidence := append([]report.Span(nil), e.Evidence...)
	sort.Slice(evidence, func(i, j int) bool { return evidence[i].Start < evidence[j].Start })
	for _, s := range p.r.Sentences {
		var here []report.Span
		for _, v := range evidence {
			if v.Overlaps(s) {
				here = append(here, report.Span{Start: max(v.Start, s.Start), End: min(v.End, s.End)})
			}
		}
		if len(here) > 0 {
			p.wrapped(p.mark(s, here))
		}
	}
}

// mark returns a sentence's words with the evidence marked.
func (p *printer) mark(s report.Span, evidence []report.Span) []string {
	text := p.r.Report.Text
	var words []string
	at := s.Start
	add := func(end int, inside bool) {
		fields := strings.Fields(text[at:end])
		for i, f := range fields {
			f = clean(f)
			switch {
			case !inside:
			case p.opts.Colour:
				f = p.paint(bold, f)
			default:
				if i == 0 {
					f = "[" + f
				}
				if i == len(fields)-1 {
					f += "]"
				}
			}
			// "…between Armenia and Azerbaijan" directly followed by "," stays one word
			if i == 0 && len(words) > 0 && at > s.Start && !isSpace(text[at]) && !isSpace(text[at-1]) {
				words[len(words)-1] += f
			} else {
				words = append(words, f)
			}
		}
		at = end
	}
	for _, v := range evidence {
		if v.Start > at {
			add(v.Start, false)
		}
		if v.End > at {
			add(v.End, true)
		}
	}
	if at < s.End {
		add(s.End, false)
	}
	return words
}

func isSpace(b byte) bool { return b == ' ' || b == '\n' || b == '\t' || b == '\r' }

// wrapped prints words in lines of the wanted width, behind a bar. Long sentences are cut in the middle of nothing:
// all words are shown.
func (p *printer) wrapped(words []string) {
	const indent = "     │ "
	column := 0
	for _, w := range words {
		n := visible(w)
		if column > 0 && column+1+n > p.opts.Width-len(indent) {
			p.w.WriteByte('\n')
			column = 0
		}
		if column == 0 {
			p.w.WriteString(p.paint(dim, indent))
		} else {
			p.w.WriteByte(' ')
			column++
		}
		p.w.WriteString(w)
		column += n
	}
	p.w.WriteByte('\n')
}

// visible counts a word's characters without the colours.
func visible(w string) (n int) {
	escape := false
	for _, c := range w {
		switch {
		case c == '\x1b':
			escape = true
		case escape:
			escape = c != 'm'
		default:
			n++
		}
	}
	return n
}

func (p *printer) quotations() {
	if len(p.r.Quotations) == 0 {
		return
	}
	fmt.Fprintf(p.w, "\n%s\n", p.paint(bold, "Quotations"))
	for i := range p.r.Quotations {
		q := &p.r.Quotations[i]
		speaker := "(speaker unknown)"
		if q.Speaker != nil && q.Speaker.Name != "" {
			speaker = q.Speaker.Name
		}
		var parts []string
		for _, c := range q.Content {
			parts = append(parts, strings.Join(strings.Fields(c.In(p.r.Report.Text)), " "))
		}
		open, end := "“", "”"
		if q.Kind == quote.Indirect {
			open, end = "", ""
		}
		line := fmt.Sprintf("%s, %s: %s%s%s", speaker, q.Kind, open, strings.Join(parts, " … "), end)
		p.wrapped(strings.Fields(clean(line)))
	}
}

// clean takes control characters out of text from outside, so that a report cannot steer the terminal.
func clean(text string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c == '\n' || c == '\t' || c == '\r':
			return ' '
		case c < 0x20, c >= 0x7f && c < 0xa0, c >= 0x202a && c <= 0x202e, c >= 0x2066 && c <= 0x2069:
			return -1
		}
		return c
	}, text)
}

// firstWords returns about the first n characters of a text, cut between words.
func firstWords(text string, n int) string {
	var out []string
	length := 0
	for _, w := range strings.Fields(text[:min(len(text), 8*n)]) {
		if length += len(w) + 1; length > n {
			return strings.Join(out, " ") + " …"
		}
		out = append(out, w)
	}
	return strings.Join(out, " ")
}
