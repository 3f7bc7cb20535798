package console

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"chancery/ledger"
)

// refused marks what was refused or broken.
const refused = "31"

// Ledger prints entries, grouped by track and by who deals with whom. Each is one line: state, who to whom, what in the
// words; below it stand its steps with their evidence. Explain adds why each step belongs to its entry, and what
// possibly answers it.
func Ledger(w io.Writer, entries []ledger.Entry, opts Options) error {
	if opts.Width <= 0 {
		opts.Width = 100
	}
	p := &printer{w: bufio.NewWriter(w), opts: opts}
	sorted := slices.Clone(entries)
	slices.SortStableFunc(sorted, func(a, b ledger.Entry) int {
		return cmp.Or(compareTracks(a.Track, b.Track), cmp.Compare(strings.Join(a.Pair, " "), strings.Join(b.Pair, " ")))
	})
	group := "\x00"
	for i := range sorted {
		e := &sorted[i]
		if g := e.Track + " " + strings.Join(e.Pair, " "); g != group {
			if i > 0 {
				p.w.WriteByte('\n')
			}
			group = g
			fmt.Fprintf(p.w, "%s · %s\n", p.paint(bold, orWord(e.Track, "no track")), p.paint(bold, strings.Join(e.Pair, " – ")))
		}
		p.entry(e)
	}
	if len(entries) == 0 {
		fmt.Fprintln(p.w, "Nothing in the ledger.")
	} else {
		fmt.Fprintf(p.w, "\n%s\n", p.paint(dim, ledgerSummary(entries)))
	}
	return p.w.Flush()
}

// compareTracks puts what is on no track last.
func compareTracks(a, b string) int {
	if (a == "") != (b == "") {
		return cmp.Compare(len(b), len(a))
	}
	return cmp.Compare(a, b)
}

// ledgerSummary counts entries by state: "21 entries: 12 open, 3 accepted".
func ledgerSummary(entries []ledger.Entry) string {
	count := map[ledger.State]int{}
	for i := range entries {
		count[entries[i].State]++
	}
	var parts []string
	for _, s := range ledger.States() {
		if count[s] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", count[s], s))
		}
	}
	noun := "entries"
	if len(entries) == 1 {
		noun = "entry"
	}
	return fmt.Sprintf("%d %s: %s", len(entries), noun, strings.Join(parts, ", "))
}

// Entry prints one entry of the ledger with the reasons of its steps.
func Entry(w io.Writer, e *ledger.Entry, opts Options) error {
	if opts.Width <= 0 {
		opts.Width = 100
	}
	opts.Explain = true
	p := &printer{w: bufio.NewWriter(w), opts: opts}
	fmt.Fprintf(p.w, "%s  %s\n", p.paint(bold, e.ID), p.paint(dim, strings.Join(e.Tracks, ", ")))
	p.entry(e)
	return p.w.Flush()
}

func (p *printer) entry(e *ledger.Entry) {
	state := string(e.State)
	if e.State == ledger.CarriedOut || e.Level > 0 {
		state += fmt.Sprintf(" %d of 3", e.Level)
	}
	since := ""
	if e.Since != "" {
		since = "since " + e.Since
	}
	head := fmt.Sprintf("  %s %s  ", p.paint(stateColour(e.State), padTo(state, 18)), p.paint(dim, padTo(since, 16)))
	who := partyNames(e.From)
	if to := partyNames(e.To); to != "" {
		who += " → " + to
	}
	line := fmt.Sprintf("%s, %s: “%s”", who, e.Kind, clean(e.What))
	if e.Due != "" {
		line += ", due " + e.Due
	}
	p.hang(head, 2+18+1+16+2, line)
	for i := range e.Steps {
		p.step(&e.Steps[i])
	}
	if !p.opts.Explain {
		return
	}
	for i := range e.Possible {
		q := &e.Possible[i]
		p.hang(fmt.Sprintf("      %s  %s  ", padTo(orWord(q.Day, "?"), 10), p.paint(dim, padTo("possibly", 16))), 6+10+2+16+2, string(q.Move)+" by "+accountsText(q.Accounts))
		for _, r := range q.Reasons {
			p.hang(strings.Repeat(" ", 36), 38, p.paint(dim, "· "+clean(r)))
		}
	}
}

func (p *printer) step(s *ledger.Step) {
	move := string(s.Move)
	if s.Level > 0 {
		move += fmt.Sprintf(" (%s)", levelName(s.Level))
	}
	if s.Move == ledger.Extends && s.Due != "" {
		move += " to"
	}
	head := fmt.Sprintf("      %s  %s  ", padTo(orWord(s.Day, "?"), 10), p.paint(moveColour(s.Move), padTo(move, 26)))
	text := accountsText(s.Accounts)
	if s.Move == ledger.Extends && s.Due != "" {
		text = s.Due + ": " + text
	}
	if text == "" {
		text = strings.Join(s.Reasons, "; ")
	}
	p.hang(head, 6+10+2+26+2, text)
	if p.opts.Explain && len(s.Accounts) > 0 {
		for _, r := range s.Reasons {
			p.hang(strings.Repeat(" ", 44), 46, p.paint(dim, "· "+clean(r)))
		}
	}
}

// levelName is the degree of carrying out in the words of the Peace Accords Matrix.
func levelName(level int) string {
	return [...]string{"none", "minimal", "intermediate", "full"}[max(0, min(level, 3))]
}

// accountsText tells by whose account and in which words: “Azerbaijan released ten soldiers” (Tiflis Herald, 2021-12-04).
func accountsText(accounts []ledger.Account) string {
	var parts []string
	for i := range accounts {
		a := &accounts[i]
		var words []string
		for _, e := range a.Evidence {
			words = append(words, strings.Join(strings.Fields(e.Text), " "))
		}
		source := orWord(a.Voice, "somebody")
		if a.Denies {
			source += " denies"
		}
		if a.Outlet != "" && a.Outlet != a.Voice {
			source += " in " + a.Outlet
		}
		parts = append(parts, fmt.Sprintf("“%s” (%s, %s)", clip(clean(strings.Join(words, " … ")), 160), clean(source), a.Event))
	}
	return strings.Join(parts, "; ")
}

// clip cuts a text at a word when it is longer than n characters.
func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	cut := 0
	for i, r := 0, 0; i < len(s) && r < n; r++ {
		if s[i] == ' ' {
			cut = i
		}
		_, size := utf8.DecodeRuneInString(s[i:])
		i += size
	}
	return s[:cut] + " …"
}

func partyNames(parties []ledger.Party) string {
	names := make([]string, 0, len(parties))
	for _, p := range parties {
		names = append(names, clean(p.Name))
	}
	switch n := len(names); n {
	case 0:
		return ""
	case 1:
		return names[0]
	default:
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
}

func stateColour(s ledger.State) string {
	switch s {
	case ledger.Accepted, ledger.Signed, ledger.CarriedOut:
		return green
	case ledger.Rejected, ledger.Broken:
		return refused
	case ledger.Overdue, ledger.Lapsed:
		return yellow
	}
	return cyan
}

func moveColour(m ledger.Move) string {
	switch m {
	case ledger.Accepts, ledger.Signs, ledger.CarriesOut:
		return green
	case ledger.Rejects, ledger.Breaks:
		return refused
	case ledger.PassesDue, ledger.PassesLapsed, ledger.NotDone, ledger.Denies:
		return yellow
	}
	return dim
}

func orWord(s, instead string) string {
	if s == "" {
		return instead
	}
	return clean(s)
}

// padTo fills a text up to n columns.
func padTo(s string, n int) string {
	if k := utf8.RuneCountInString(s); k < n {
		return s + strings.Repeat(" ", n-k)
	}
	return s
}

// hang prints a head and a text that is folded beside it: indent is the head's width in columns.
func (p *printer) hang(head string, indent int, text string) {
	p.w.WriteString(strings.TrimRight(head, " "))
	column := indent
	first := true
	for word := range strings.FieldsSeq(text) {
		n := visible(word)
		switch {
		case first:
			p.w.WriteString(strings.Repeat(" ", max(1, indent-visible(strings.TrimRight(head, " ")))))
		case column+1+n > p.opts.Width:
			p.w.WriteString("\n" + strings.Repeat(" ", indent))
			column = indent
		default:
			p.w.WriteByte(' ')
			column++
		}
		first = false
		p.w.WriteString(word)
		column += n
	}
	p.w.WriteByte('\n')
}
