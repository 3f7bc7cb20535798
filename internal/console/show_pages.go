package console

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"chancery/actor"
	"chancery/event"
	"chancery/ledger"
	"chancery/occurrence"
	"chancery/quote"
	"chancery/reading"
	"chancery/report"
)

// ActorPage is what the record knows of one actor.
type ActorPage struct {
	ID      string
	Name    string
	Country string
	Kind    string         // person, state, organisation…
	Offices []actor.Tenure // of a person: held; of a state or an organisation: who held its highest
	// Positions are what the actor last said on each track.
	Positions  []ledger.Position
	Statements []Statement          // the last ones, the newest first
	Events     []occurrence.Account // the last ones, the newest first
	Counts     []Count              // of events by category, as they are sorted in the codebook
	Total      int                  // events that the actor is a party of
	More       bool                 // there are more than Total
}

// Statement is a quotation with its report.
type Statement struct {
	ID        string
	Quotation quote.Quotation
	Report    *report.Report
}

// Count is how often something occurs.
type Count struct {
	What string
	N    int
	More bool // at least so often
}

// Actor prints what the record knows of an actor.
func Actor(w io.Writer, a *ActorPage, opts Options) error {
	if opts.Width <= 0 {
		opts.Width = 100
	}
	p := &printer{w: bufio.NewWriter(w), opts: opts}
	fmt.Fprintln(p.w, p.paint(bold, clean(a.Name)))
	facts := []string{a.ID, a.Kind}
	if a.Country != "" && a.Country != a.ID {
		facts = append(facts, a.Country)
	}
	fmt.Fprintln(p.w, p.paint(dim, strings.Join(facts, " · ")))
	if len(a.Offices) > 0 {
		p.section("Offices")
		for _, t := range a.Offices {
			days := padTo(orWord(t.First, "?"), 10) + " – " + padTo(orWord(t.Last, "now"), 10)
			line := t.Office + " of " + t.OfName
			if t.Person != a.ID {
				line = t.Name + ", " + t.Office
			}
			p.hang("  "+p.paint(dim, days)+"  ", 2+23+2, clean(line))
		}
	}
	if len(a.Positions) > 0 {
		p.section("Last positions")
		for i := range a.Positions {
			x := &a.Positions[i]
			text := fmt.Sprintf("%s: “%s” (%s)", x.Stance, clip(clean(x.What), 160), positionSource(x))
			if x.Earlier > 0 {
				text += fmt.Sprintf(", %d before", x.Earlier)
			}
			p.hang("  "+padTo(x.Track, 20)+"  "+p.paint(dim, padTo(orWord(x.Day, "?"), 10))+"  ", 2+20+2+10+2, text)
		}
	}
	p.statements(a.Statements)
	if len(a.Counts) > 0 {
		total := fmt.Sprint(a.Total)
		if a.More {
			total += " or more"
		}
		p.section("Events: " + total)
		for _, c := range a.Counts {
			n := fmt.Sprint(c.N)
			if c.More {
				n += "+"
			}
			fmt.Fprintf(p.w, "  %s %s\n", padTo(c.What, 12), n)
		}
	}
	p.timeline("Last events", a.Events)
	return p.w.Flush()
}

func positionSource(x *ledger.Position) string {
	if x.Account.Outlet != "" {
		return clean(x.Account.Outlet) + ", " + x.Account.Event
	}
	return orWord(x.Account.Voice, "no outlet") + ", " + x.Account.Event
}

func (p *printer) statements(list []Statement) {
	if len(list) == 0 {
		return
	}
	p.section("Last statements")
	for i := range list {
		s := &list[i]
		p.hang("  "+p.paint(dim, padTo(dayOfReport(s.Report), 10))+"  ", 2+10+2, quotedText(&s.Quotation, s.Report.Text)+" "+p.paint(dim, "("+s.ID+")"))
	}
}

func dayOfReport(r *report.Report) string {
	if len(r.Published.EDTF) >= 10 {
		return r.Published.EDTF[:10]
	}
	return orWord(r.Published.EDTF, "no date")
}

// quotedText is the words of a quotation, in quotation marks when it is direct.
func quotedText(q *quote.Quotation, text string) string {
	var parts []string
	for _, c := range q.Content {
		if c.End <= len(text) && !c.Empty() {
			parts = append(parts, strings.Join(strings.Fields(c.In(text)), " "))
		}
	}
	words := clean(strings.Join(parts, " … "))
	if q.Kind == quote.Indirect {
		return words
	}
	return "“" + words + "”"
}

func (p *printer) timeline(title string, accounts []occurrence.Account) {
	if len(accounts) == 0 {
		return
	}
	p.section(title)
	for i := range accounts {
		a := &accounts[i]
		p.hang("  "+p.paint(dim, padTo(eventDay(&a.Event, a.Report), 10))+"  ", 2+10+2,
			clean(Sentence(&a.Event))+" "+p.paint(dim, "("+statusText(&a.Event)+", "+a.Event.ID+")"))
	}
}

func eventDay(e *event.Event, r *report.Report) string {
	if e.Time.First.Known() {
		return e.Time.First.String()
	}
	return dayOfReport(r)
}

// TrackPage is what the record knows of one track.
type TrackPage struct {
	ID          string
	Title       string
	Ledger      []ledger.Entry
	Occurrences []occurrence.Occurrence // the last ones, the newest first
	Total       int
	More        bool
}

// Track prints what the record knows of a track: its ledger in short, and its occurrences through time.
func Track(w io.Writer, t *TrackPage, opts Options) error {
	if opts.Width <= 0 {
		opts.Width = 100
	}
	p := &printer{w: bufio.NewWriter(w), opts: opts}
	fmt.Fprintln(p.w, p.paint(bold, clean(t.Title)))
	total := plural(t.Total, "occurrence")
	if t.More {
		total = "more than " + total
	}
	fmt.Fprintln(p.w, p.paint(dim, t.ID+" · "+total))
	if len(t.Ledger) > 0 {
		p.section("Ledger")
		for i := range t.Ledger {
			e := &t.Ledger[i]
			state := string(e.State)
			if e.Level > 0 {
				state += fmt.Sprintf(" %d of 3", e.Level)
			}
			who := partyNames(e.From)
			if to := partyNames(e.To); to != "" {
				who += " → " + to
			}
			text := fmt.Sprintf("%s, %s: “%s”", who, e.Kind, clip(clean(e.What), 120))
			if e.Due != "" {
				text += ", due " + e.Due
			}
			p.hang("  "+p.paint(stateColour(e.State), padTo(state, 18))+"  ", 2+18+2, text+" "+p.paint(dim, "("+e.ID+")"))
		}
		fmt.Fprintf(p.w, "  %s\n", p.paint(dim, ledgerSummary(t.Ledger)))
	}
	if len(t.Occurrences) > 0 {
		p.section("Occurrences")
		for i := range t.Occurrences {
			o := &t.Occurrences[i]
			s := occurrence.Weigh(o)
			day := dayText(s.Time.First)
			if day == "" && len(o.Members) > 0 {
				day = dayOfReport(o.Members[0].Report)
			}
			facts := o.ID
			if n := len(o.Members); n > 1 {
				facts = plural(n, "account") + ", " + facts
			}
			if s.Contested {
				facts = "contested, " + facts
			}
			p.hang("  "+p.paint(dim, padTo(day, 10))+"  ", 2+10+2, clean(Sentence(ConsensusEvent(&s)))+" "+p.paint(dim, "("+facts+")"))
		}
	}
	return p.w.Flush()
}

// EventPage is an event with what the record knows of it beside its words.
type EventPage struct {
	Account    occurrence.Account
	Occurrence string   // that it belongs to
	Others     int      // accounts of it beside this one
	Reviews    []string // what people decided, a line each
}

// Event prints one event: its sentence and fields, its evidence, why it was read so, and what people made of it.
func Event(w io.Writer, e *EventPage, opts Options) error {
	if opts.Width <= 0 {
		opts.Width = 100
	}
	opts.Explain = true
	p := &printer{w: bufio.NewWriter(w), opts: opts, r: &reading.Reading{Report: *e.Account.Report, Sentences: SentencesAround(&e.Account)}}
	facts := []string{e.Account.Event.ID, e.Account.Report.ID}
	if e.Account.Report.Outlet != "" {
		facts = append(facts, e.Account.Report.Outlet)
	}
	facts = append(facts, "published "+dayOfReport(e.Account.Report))
	fmt.Fprint(p.w, p.paint(dim, clean(strings.Join(facts, " · "))))
	p.event(1, &e.Account.Event)
	if e.Occurrence != "" {
		others := "no other account"
		if e.Others > 0 {
			others = plural(e.Others, "other account")
		}
		p.field("in", e.Occurrence+", "+others)
	}
	var from []string
	for _, o := range e.Account.Origins {
		from = append(from, o.Name+" ("+o.Reason+")")
	}
	p.field("origin", strings.Join(from, "; "))
	p.field("read by", fmt.Sprintf("chancery %s, codebook %s", e.Account.Versions.Engine, e.Account.Versions.Codebook))
	if len(e.Account.ByHand) > 0 {
		p.field("by hand", strings.Join(e.Account.ByHand, ", "))
	}
	p.field("verdict", e.Account.Verdict)
	for _, line := range e.Reviews {
		p.field("review", line)
	}
	return p.w.Flush()
}

// Quoted prints one quotation with the report that it stands in.
func Quoted(w io.Writer, s *Statement, opts Options) error {
	if opts.Width <= 0 {
		opts.Width = 100
	}
	p := &printer{w: bufio.NewWriter(w), opts: opts}
	speaker := "Somebody"
	q := &s.Quotation
	if q.Speaker != nil && q.Speaker.Name != "" {
		speaker = q.Speaker.Name
		if q.Speaker.Office != "" {
			speaker += ", " + q.Speaker.Office
		}
	}
	fmt.Fprintln(p.w, p.paint(bold, clean(speaker)))
	facts := []string{s.ID, string(q.Kind), s.Report.ID}
	if s.Report.Outlet != "" {
		facts = append(facts, s.Report.Outlet)
	}
	facts = append(facts, "published "+dayOfReport(s.Report))
	fmt.Fprintln(p.w, p.paint(dim, clean(strings.Join(facts, " · "))))
	p.hang("", 2, quotedText(q, s.Report.Text))
	p.field("voices", voicesText(q.Attribution))
	p.field("medium", string(q.Medium))
	if q.Addressee != nil {
		p.field("to", q.Addressee.Name)
	}
	if !q.Cue.Empty() {
		p.field("cue", q.Cue.In(s.Report.Text))
	}
	return p.w.Flush()
}

// Text prints the words of a report, paragraph by paragraph.
func Text(w io.Writer, r *report.Report, opts Options) error {
	if opts.Width <= 0 {
		opts.Width = 100
	}
	p := &printer{w: bufio.NewWriter(w), opts: opts}
	p.section("Text")
	for paragraph := range strings.SplitSeq(r.Text, "\n") {
		if strings.TrimSpace(paragraph) != "" {
			p.hang("", 2, clean(paragraph))
		}
	}
	return p.w.Flush()
}
