package console

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"chancery/event"
	"chancery/occurrence"
	"chancery/quote"
	"chancery/reading"
	"chancery/report"
	"chancery/when"
)

// red is for what accounts contradict each other in.
const red = "31"

// Occurrence prints an occurrence: what its accounts together say with its support, what they disagree in, who claims
// and who denies it, the accounts with their words and why they were joined, and what is possibly the same.
func Occurrence(w io.Writer, o *occurrence.Occurrence, s occurrence.Summary, opts Options) error {
	if opts.Width <= 0 {
		opts.Width = 100
	}
	p := &printer{w: bufio.NewWriter(w), opts: opts, r: &reading.Reading{}}
	p.occurrenceHeading(o, &s)
	for _, f := range s.Fields {
		p.occurrenceField(&f, s.Accounts)
	}
	p.claims(&s)
	p.silences(&s)
	p.casualties(s.Casualties)
	p.accounts(o)
	p.possible(o.Possible)
	return p.w.Flush()
}

// ConsensusEvent is an event as the accounts together tell it, for saying it in one sentence.
func ConsensusEvent(s *occurrence.Summary) *event.Event {
	return &event.Event{
		Category: s.Category, Mode: s.Mode, Status: s.Status, Sources: s.Sources, Recipients: s.Recipients,
		Content: s.Content, Medium: s.Medium, Time: s.Time, Place: s.Place,
	}
}

func (p *printer) occurrenceHeading(o *occurrence.Occurrence, s *occurrence.Summary) {
	p.wrappedBehind("", strings.Fields(clean(Sentence(ConsensusEvent(s)))), bold)
	facts := []string{o.ID, plural(s.Accounts, "account"), plural(s.Reports, "report"), plural(len(s.Outlets), "outlet"), plural(s.Origins, "origin")}
	if n := len(s.Disagreements); n > 0 {
		facts = append(facts, plural(n, "disagreement"))
	}
	if s.Contested {
		facts = append(facts, "contested")
	}
	fmt.Fprintf(p.w, "%s\n\n", p.paint(dim, clean(strings.Join(facts, " · "))))
}

// fieldNames are the fields as people call them.
var fieldNames = map[string]string{"source": "who", "recipient": "to whom", "time": "when", "place": "where", "content": "what", "category": "kind"}

func (p *printer) occurrenceField(f *occurrence.Field, accounts int) {
	name := f.Name
	if other, ok := fieldNames[name]; ok {
		name = other
	}
	if f.Name == "wording" {
		fmt.Fprintf(p.w, "  %s\n", p.paint(red, "wording differs"))
		for _, v := range append(append([]occurrence.Value(nil), f.Consensus...), f.Others...) {
			p.wrappedBehind("  "+strings.Repeat(" ", fieldWidth), strings.Fields(clean("“"+v.Text+"”"+p.supportText(&v, accounts))), "")
		}
		return
	}
	for i, v := range f.Consensus {
		label := p.paint(dim, pad(name, fieldWidth))
		if i > 0 {
			label = strings.Repeat(" ", fieldWidth)
		}
		fmt.Fprintf(p.w, "  %s%s%s\n", label, clean(p.valueText(f.Name, v.Text)), p.paint(dim, p.supportText(&v, accounts)))
	}
	if f.Rule != "" {
		fmt.Fprintf(p.w, "  %s%s\n", strings.Repeat(" ", fieldWidth), p.paint(dim, "("+f.Rule+")"))
	}
	for _, v := range f.Others {
		fmt.Fprintf(p.w, "  %s%s%s\n", p.paint(red, pad("  but", fieldWidth)), p.paint(red, clean(p.valueText(f.Name, v.Text))), clean(p.supportText(&v, accounts)+saidBy(&v)))
	}
}

// fieldWidth is the width of the names of fields, in columns.
const fieldWidth = 11

// pad fills a text up to n columns, and leaves one behind it at least.
func pad(s string, n int) string { return s + strings.Repeat(" ", max(1, n-len(s))) }

func (p *printer) valueText(field, value string) string {
	if field == "status" {
		return strings.ReplaceAll(value, "_", " ")
	}
	return value
}

// supportText says who gives a value. Of one account alone nothing is said: there is nobody to agree with it.
func (p *printer) supportText(v *occurrence.Value, accounts int) string {
	if accounts == 1 {
		return ""
	}
	return fmt.Sprintf("  %d of %d accounts, %s, %s", len(v.Support.Evidence), accounts, plural(v.Support.Origins, "origin"), plural(v.Support.Outlets, "outlet"))
}

// saidBy names the events that give a value.
func saidBy(v *occurrence.Value) string {
	var ids []string
	for _, e := range v.Support.Evidence {
		ids = append(ids, e.Event)
	}
	return "  " + strings.Join(ids, ", ")
}

func (p *printer) section(title string) { fmt.Fprintf(p.w, "\n%s\n", p.paint(bold, title)) }

func (p *printer) claims(s *occurrence.Summary) {
	told := len(s.Claims) > 1 || s.Contested
	for _, c := range s.Claims {
		told = told || c.Stance != quote.Asserts
	}
	if !told {
		return
	}
	p.section("Who says so")
	for _, c := range s.Claims {
		colour := ""
		if c.Stance != quote.Asserts {
			colour = red
		}
		line := c.By
		if day := dayText(c.Day); day != "" {
			line += ", " + day
		}
		stance := pad(string(c.Stance), fieldWidth)
		if colour != "" {
			stance = p.paint(colour, stance)
		}
		fmt.Fprintf(p.w, "  %s%s\n", stance, clean(line))
		if c.Words.Text != "" {
			p.wrappedBehind("  "+strings.Repeat(" ", fieldWidth), strings.Fields(clean("“"+c.Words.Text+"”")), "")
		}
	}
}

func (p *printer) silences(s *occurrence.Summary) {
	if len(s.Silences) == 0 {
		return
	}
	p.section("Not heard")
	for _, x := range s.Silences {
		line := x.Party + " is not quoted in these accounts"
		if len(x.Words) > 0 {
			line = x.Party + " did not answer"
		}
		if until := dayText(x.Until); until != "" {
			line += " up to " + until
			if x.Days == 0 {
				line += ", the same day"
			} else {
				line += ", " + plural(x.Days, "day") + " after"
			}
		}
		fmt.Fprintf(p.w, "  %s\n", clean(line))
		for _, words := range x.Words {
			p.wrappedBehind("  "+strings.Repeat(" ", fieldWidth), strings.Fields(clean("“"+words.Text+"”")), "")
		}
	}
}

func (p *printer) casualties(t *occurrence.CasualtyTable) {
	if t == nil || len(t.Rows) < 2 {
		return
	}
	p.section("Victims")
	widest := 0
	for _, r := range t.Rows {
		widest = max(widest, len([]rune(r.Claimant)))
	}
	widest = min(widest, 40)
	for _, r := range t.Rows {
		var parts []string
		if r.Killed != nil {
			parts = append(parts, countText(r.Killed)+" killed")
		}
		if r.Injured != nil {
			parts = append(parts, countText(r.Injured)+" injured")
		}
		if r.Cumulative {
			parts = append(parts, "so far, not of this alone")
		}
		day := dayText(r.Day)
		if day == "" {
			day = "no date  "
		}
		claimant := r.Claimant + strings.Repeat(" ", max(0, widest-len([]rune(r.Claimant))))
		fmt.Fprintf(p.w, "  %s  %s  %s\n", day, clean(claimant), strings.Join(parts, ", "))
	}
	best := func(name string, f *occurrence.Figure) {
		if f == nil {
			return
		}
		text := fmt.Sprintf("%d %s", f.Best, name)
		switch {
		case f.High < 0:
			text += fmt.Sprintf(" (%d or more)", f.Low)
		case f.Low != f.High:
			text += fmt.Sprintf(" (%d to %d)", f.Low, f.High)
		}
		fmt.Fprintf(p.w, "  %s  %s\n", p.paint(bold, "best: "+text), p.paint(dim, f.Rule))
	}
	best("killed", t.Killed)
	best("injured", t.Injured)
}

func dayText(d when.Day) string {
	if !d.Known() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

func (p *printer) accounts(o *occurrence.Occurrence) {
	p.section("Accounts")
	for i := range o.Members {
		m := &o.Members[i]
		facts := []string{m.Event.ID}
		if m.Report.Outlet != "" {
			facts = append(facts, m.Report.Outlet)
		}
		if m.Report.Published.EDTF != "" {
			facts = append(facts, m.Report.Published.EDTF)
		}
		facts = append(facts, m.Report.ID)
		var from []string
		for _, origin := range m.Origins {
			if origin.Name != "" && origin.Name != m.Report.Outlet {
				from = append(from, origin.Name)
			}
		}
		if len(from) > 0 {
			facts = append(facts, "from "+strings.Join(from, ", "))
		}
		if m.Verdict != "" {
			facts = append(facts, m.Verdict)
		}
		if len(m.ByHand) > 0 {
			facts = append(facts, "corrected: "+strings.Join(m.ByHand, ", "))
		}
		if i > 0 {
			p.w.WriteByte('\n')
		}
		p.wrappedBehind("  ", strings.Fields(clean(strings.Join(facts, " · "))), "")
		if voices := voicesText(m.Event.Attribution); voices != "" {
			fmt.Fprintf(p.w, "    %s %s\n", p.paint(dim, "voices"), clean(voices))
		}
		p.r = &reading.Reading{Report: *m.Report, Sentences: SentencesAround(&m.Account)}
		p.marked(&m.Event)
		switch {
		case len(m.Join.Reasons) > 0:
			by := ""
			if m.Join.By != "" && m.Join.By != "chancery" {
				by = " by " + m.Join.By
			}
			p.wrappedBehind("    ", strings.Fields(clean(fmt.Sprintf("joined%s, %.2f: %s", by, m.Join.Score, strings.Join(m.Join.Reasons, "; ")))), dim)
		case m.Join.By != "" && m.Join.By != "chancery":
			fmt.Fprintf(p.w, "    %s\n", p.paint(dim, clean("joined by "+m.Join.By)))
		}
	}
}

func (p *printer) possible(links []occurrence.Link) {
	if len(links) == 0 {
		return
	}
	p.section("Possibly the same")
	for _, l := range links {
		p.wrappedBehind("  ", strings.Fields(clean(fmt.Sprintf("%s  %.2f: %s", l.Occurrence, l.Score, strings.Join(l.Reasons, "; ")))), "")
	}
}

// wrappedBehind prints words in lines of the wanted width, each behind an indent.
func (p *printer) wrappedBehind(indent string, words []string, attribute string) {
	var line []string
	length := len(indent)
	flush := func() {
		text := strings.Join(line, " ")
		if attribute != "" {
			text = p.paint(attribute, text)
		}
		fmt.Fprintf(p.w, "%s%s\n", indent, text)
		line, length = nil, len(indent)
	}
	for _, w := range words {
		n := len([]rune(w))
		if len(line) > 0 && length+1+n > p.opts.Width {
			flush()
		}
		line = append(line, w)
		length += 1 + n
	}
	if len(line) > 0 {
		flush()
	}
}

// SentencesAround cuts an account's report around its evidence, since an account comes without its sentences: from the
// end of the sentence before to the end of its own, by their marks.
func SentencesAround(a *occurrence.Account) []report.Span {
	text := a.Report.Text
	var out []report.Span
	for _, e := range a.Event.Evidence {
		if e.Empty() || e.End > len(text) {
			continue
		}
		s := report.Span{Start: sentenceStart(text, e.Start), End: sentenceEnd(text, e.End)}
		if n := len(out); n > 0 && s.Start < out[n-1].End {
			out[n-1].End = max(out[n-1].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}

func sentenceStart(text string, at int) int {
	start := 0
	for _, mark := range [...]string{". ", ".\n", "\n\n", "? ", "! "} {
		if i := strings.LastIndex(text[:at], mark); i >= 0 {
			start = max(start, i+len(mark))
		}
	}
	return start
}

func sentenceEnd(text string, at int) int {
	end := len(text)
	for _, mark := range [...]string{". ", ".\n", "\n\n", "? ", "! "} {
		if i := strings.Index(text[at:], mark); i >= 0 {
			end = min(end, at+i+1)
		}
	}
	return end
}
