package ledger

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"chancery/actor"
	"chancery/event"
	"chancery/occurrence"
	"chancery/quote"
	"chancery/report"
	"chancery/when"
)

// fact is an occurrence as the ledger looks at it: by its first account that does not deny it, with the others beside.
type fact struct {
	occurrence  string
	event       *event.Event
	day         when.Day // when it was, else when it was told; zero when neither is known
	told        when.Day // when the report was published
	published   string
	whole       string // the report
	text        string // the words of the evidence
	around      string // the whole sentence of the first evidence
	sources     []string
	recipients  []string
	parties     [][]actor.Party // all of them, for telling their names from what is said of them
	words       words
	aroundWords words
	accounts    []Account
	denials     []Account
	denied      bool // no account asserts it
	kind        Kind // what it opens, "" when it opens nothing
	due         when.Day
}

// factOf prepares an occurrence; ok is false when it has no account that counts.
func factOf(o *occurrence.Occurrence) (*fact, bool) {
	members := make([]*occurrence.Member, 0, len(o.Members))
	for i := range o.Members {
		if m := &o.Members[i]; m.Report != nil && m.Verdict != "rejected" {
			members = append(members, m)
		}
	}
	if len(members) == 0 {
		return nil, false
	}
	slices.SortStableFunc(members, func(a, b *occurrence.Member) int {
		return cmp.Or(cmp.Compare(a.Report.Published.EDTF, b.Report.Published.EDTF), cmp.Compare(a.Event.ID, b.Event.ID))
	})
	f := &fact{occurrence: o.ID}
	for _, m := range members {
		a := accountOf(&m.Account)
		if a.Denies {
			f.denials = append(f.denials, a)
			continue
		}
		f.accounts = append(f.accounts, a)
		if f.event == nil {
			f.lead(m)
		}
	}
	if f.event == nil { // told only by those who deny it
		f.denied = true
		f.lead(members[0])
	}
	return f, true
}

// lead fills a fact from the account that it is looked at by.
func (f *fact) lead(m *occurrence.Member) {
	e, text := &m.Event, m.Report.Text
	f.event, f.published, f.whole = e, m.Report.Published.EDTF, text
	if y, mo, d, ok := m.Report.Published.Day(); ok {
		f.told = when.DayOf(y, mo, d)
	}
	f.day = dayOf(e, f.told)
	var parts []string
	for _, s := range e.Evidence {
		parts = append(parts, inText(s, text))
	}
	f.text = strings.Join(parts, " … ")
	if len(e.Evidence) > 0 {
		f.around = sentenceOf(text, e.Evidence[0])
	}
	f.sources, f.recipients = doersOf(e.Sources), keysOf(e.Recipients)
	f.parties = partiesWithWords(e, text)
	f.words, f.aroundWords = wordsOf(f.text, f.parties...), wordsOf(f.around, f.parties...)
	f.kind = kindOf(f, text)
	if f.kind != "" || extends(f.text) {
		f.due = dueOf(f, text)
	}
}

// partiesWithWords gives the parties of an event, and each that is known a second time by the words that it has in the
// text: "Britain" is a word for the United Kingdom, and tells nothing of what is promised.
func partiesWithWords(e *event.Event, text string) [][]actor.Party {
	groups := [][]actor.Party{e.Sources, e.Recipients}
	for c := e.Content; c != nil; c = c.Content {
		groups = append(groups, c.Sources, c.Recipients)
	}
	var written []actor.Party
	for _, g := range groups {
		for i := range g {
			byName := g[i].Resolved == actor.ByName || g[i].Resolved == actor.ByNationality || g[i].Resolved == actor.ByCapital
			// By description, the words may be of more than the party: "the Kalbajar district" for Azerbaijan.
			if words := inText(g[i].Span, text); words != "" && byName && key(&g[i]) != "" {
				written = append(written, actor.Party{Name: words})
			}
		}
	}
	return append(groups, written)
}

func inText(s report.Span, text string) string {
	if s.Start < 0 || s.End > len(text) || s.Empty() {
		return ""
	}
	return text[s.Start:s.End]
}

// dayOf is when an event was: its first possible day, unless that lies after its report. What is told of the future
// is said on the day of the report.
func dayOf(e *event.Event, told when.Day) when.Day {
	t := e.Time
	switch {
	case t.First.Known() && !told.Before(t.First):
		return t.First
	case told.Known():
		return told
	case t.First.Known():
		return t.First
	}
	return t.Last
}

// dueOf is the day by which something is promised or demanded: an event whose time is open towards the past or lies
// after its report names a term ("promised to hand over the district by November 15"); else the sentence may.
func dueOf(f *fact, text string) when.Day {
	t := f.event.Time
	open := t.Last.Known() && (!t.First.Known() || f.told.Before(t.First))
	from := 0
	if len(f.event.Evidence) > 0 {
		from = f.event.Evidence[0].Start
	}
	if c := f.event.Content; c != nil && c.Span.Start > from {
		from = c.Span.Start
	}
	if d, ok := Deadline(restOfSentence(text, from), f.told); ok {
		return d
	}
	if open {
		return t.Last
	}
	return when.Day{}
}

// sentenceOf is the sentence that holds a span, by its stops.
func sentenceOf(text string, s report.Span) string {
	if s.Start < 0 || s.Start >= len(text) {
		return ""
	}
	start := 0
	for i := s.Start - 1; i > 0; i-- {
		if text[i] == '\n' || stops(text, i) {
			start = i + 1
			break
		}
	}
	return strings.TrimSpace(text[start:s.Start] + restOfSentence(text, s.Start))
}

func restOfSentence(text string, from int) string {
	if from < 0 || from >= len(text) {
		return ""
	}
	for i := from; i < len(text); i++ {
		if text[i] == '\n' || stops(text, i) {
			return text[from:i]
		}
	}
	return text[from:]
}

// stops tells whether a sentence ends at a byte: a stop after a word of two letters or more and before white space and
// a capital. "U.S. Secretary" is no end; neither is "10 a.m. on".
func stops(text string, i int) bool {
	if c := text[i]; c != '.' && c != '!' && c != '?' {
		return false
	}
	if i < 2 || !isLetterOrDigit(text[i-1]) && text[i-1] < 0x80 || text[i-2] == '.' || text[i-2] == ' ' && text[i-1] > '9' {
		return false
	}
	if i+2 >= len(text) || text[i+1] != ' ' {
		return i+1 >= len(text)
	}
	next := text[i+2]
	return next >= 'A' && next <= 'Z' || next >= 0x80 || next == '"'
}

func isLetterOrDigit(c byte) bool { return unicode.IsLetter(rune(c)) || unicode.IsDigit(rune(c)) }

// accountOf is one report's telling, for the step's evidence.
func accountOf(a *occurrence.Account) Account {
	out := Account{Event: a.Event.ID, Report: a.Report.ID, Outlet: a.Report.Outlet, Published: a.Report.Published.EDTF, Voice: a.Report.Outlet}
	if out.Voice == "" && a.Report.Dateline != nil {
		out.Voice = a.Report.Dateline.Agency
	}
	if out.Voice == "" && len(a.Origins) > 0 {
		out.Voice = a.Origins[0].Name
	}
	for i, v := range a.Event.Attribution {
		out.Voice = v.Name
		out.Denies = out.Denies || i == len(a.Event.Attribution)-1 && v.Stance == quote.Denies
	}
	for _, s := range a.Event.Evidence {
		out.Evidence = append(out.Evidence, Evidence{Start: s.Start, End: s.End, Text: inText(s, a.Report.Text)})
	}
	return out
}

// private are the sectors of those who do not act for their state, though they have its nationality.
var private = map[actor.Sector]bool{
	"REB": true, "OPP": true, "UAF": true, "CRM": true, "NGO": true, "MNC": true, "CVL": true, "JRN": true, "MED": true,
	"BUS": true, "REL": true, "LAB": true, "EDU": true, "REF": true, "ELI": true,
}

// key is what a party counts as in a pair: the state for a state, its offices, its forces and those of its nationality;
// else the actor. "" is somebody who is not known: "two journalists", "officials".
func key(p *actor.Party) string {
	if private[p.Sector] || p.Sector == "IGO" {
		if p.Actor != "" && !strings.HasPrefix(p.Actor, p.Country) || p.Country == "" {
			return p.Actor
		}
	}
	if p.Country != "" {
		return p.Country
	}
	return p.Actor
}

// doerKey is what a party counts as when it acts: a citizen, a company, a rebel does nothing for the state. What is done
// to them is done to their state all the same: "released ten Armenian prisoners".
func doerKey(p *actor.Party) string {
	k := key(p)
	if private[p.Sector] && k == p.Country {
		return ""
	}
	return k
}

// doersOf gives the keys of those who act, sorted, each once.
func doersOf(parties []actor.Party) []string {
	var keys []string
	for i := range parties {
		if k := doerKey(&parties[i]); k != "" {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// keysOf gives the keys of parties, sorted, each once.
func keysOf(parties []actor.Party) []string {
	var keys []string
	for i := range parties {
		if k := key(&parties[i]); k != "" {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// partiesOf gives the parties that are known, each key once, in the order of the words.
func partiesOf(groups ...[]actor.Party) []Party {
	var out []Party
	for _, g := range groups {
		for i := range g {
			k := key(&g[i])
			if k != "" && !slices.ContainsFunc(out, func(p Party) bool { return p.Key == k }) {
				out = append(out, Party{Name: g[i].Name, Actor: g[i].Actor, Country: g[i].Country, Key: k})
			}
		}
	}
	return out
}

// actingOf gives those who act, as [doerKey] files them.
func actingOf(parties []actor.Party) []Party {
	return slices.DeleteFunc(partiesOf(parties), func(p Party) bool {
		return !slices.ContainsFunc(parties, func(a actor.Party) bool { return doerKey(&a) == p.Key })
	})
}

func without(parties, minus []Party) []Party {
	var out []Party
	for _, p := range parties {
		if !slices.ContainsFunc(minus, func(m Party) bool { return m.Key == p.Key }) {
			out = append(out, p)
		}
	}
	return out
}

func holdsAny(parties []Party, keys []string) (Party, bool) {
	for _, p := range parties {
		if slices.Contains(keys, p.Key) {
			return p, true
		}
	}
	return Party{}, false
}

// textOf gives words of the lead's report, in one line.
func (f *fact) textOf(start, end int) string {
	return strings.Join(strings.Fields(inText(report.Span{Start: start, End: end}, f.whole)), " ")
}
