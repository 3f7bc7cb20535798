package desk

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"chancery/access"
	"chancery/event"
	"chancery/internal/console"
	"chancery/occurrence"
	"chancery/origin"
	"chancery/quote"
	"chancery/record"
	"chancery/report"
)

// accountsBeside is how many accounts stand side by side. The others are a link away.
const accountsBeside = 12

// occurrenceBody is what the page of an occurrence shows.
type occurrenceBody struct {
	ID       string
	Sentence string
	Chips    []chip
	Weighed  occurrence.Summary
	Chosen   chosenAccount
	Fields   []fieldView
	Telling  telling
	Beside   *comparison // nil for one account alone
	Claims   []claimView // none where one account asserts and nobody else says anything
	Sources  []sourceView
	Circles  []circularView
	Possible []likelyView
	Members  []memberView
	Paging   paging // of Beside and Members
	History  []changeView
	Earlier  int    // steps of the history that are not shown
	All      string // where they are
	Ledger   []ledgerView
	Related  []relatedView
}

// chip is a word or two about the occurrence that is seen before anything is read.
type chip struct {
	Class, Text, About string
	Href               string
}

// chosenAccount is the account whose text is shown.
type chosenAccount struct {
	*occurrence.Member
	Number   int // among all, from 1
	Sentence string
	Outlet   string
	Title    string
	Untitled bool // the title is only the first words of the text
	Day      string
	URL      string // of the web; "" when it has none
	Voices   []voiceView
	ByHand   []string
	Why      string // it is shown first
	Others   int    // events of the same report
}

// voiceView is one link of the chain of voices, the outlet first.
type voiceView struct {
	Name, Kind, Stance string
	Href               string
	Field              string // the field that its words go with; "" for words that the report does not hold
	Loud               bool   // it denies or doubts
}

// paging is which part of many accounts is shown.
type paging struct {
	From, To, Of int // from 1
	Before       string
	After        string
}

// occurrencePage is /occurrences/ID, with ?account=EVENT for the account whose text is shown.
func (d *Desk) occurrencePage(v *visit) (*page, error) {
	ctx := v.Context()
	o, err := v.view.Occurrence(ctx, v.PathValue("id"))
	if err != nil {
		return d.gone(v, "occurrence", err)
	}
	at, why, err := v.chooseAccount(&o, v.URL.Query().Get("account"))
	if err != nil {
		return nil, err
	}
	chosen := &o.Members[at]
	s := occurrence.Weigh(&o)
	b := &occurrenceBody{ID: o.ID, Weighed: s, All: v.to.to([]string{"occurrences", o.ID}, "account", v.URL.Query().Get("account"), "history", "all") + "#history"}
	said := console.ConsensusEvent(&s)
	b.Sentence = sentenceOf(said)
	got, err := v.view.Reading(ctx, chosen.Report.ID)
	if err != nil {
		return nil, err
	}
	b.Chosen = d.chosenAccount(v.to, chosen, at, why)
	b.Chosen.Others = len(got.Events) - 1
	b.Chips = occurrenceChips(&s, chosen)
	b.Fields = v.occurrenceFields(&s, chosen)
	b.Telling = v.to.tell(chosen.Report, eventMarks(&chosen.Event), got.Events, chosen.Event.ID)
	b.page(v, &o, at)
	if len(o.Members) > 1 {
		b.Beside = v.compare(&o, &s, at, b.Paging.From-1, b.Paging.To)
	}
	b.Claims = v.claims(&o, &s)
	if err := v.sources(b, &o); err != nil {
		return nil, err
	}
	if err := v.possible(b, &o); err != nil {
		return nil, err
	}
	if b.History, b.Earlier, err = v.occurrenceHistory(&o, chosen); err != nil {
		return nil, err
	}
	waiting, err := v.surroundings(b, &s)
	if err != nil {
		return nil, err
	}
	return &page{
		Fleeting: waiting, Template: "occurrence", Title: b.Sentence, Section: "timeline", Body: b, Wide: true, Scripts: []string{"evidence"},
		Exports: v.exports("occurrence:"+o.ID, "csv", "jsonl", "annotations", "bibtex"),
	}, nil
}

// exports are the links with which what a query finds is taken along.
func (v *visit) exports(query string, formats ...string) []exportLink {
	var out []exportLink
	for _, f := range formats {
		name := f
		switch f {
		case "csv":
			name = "CSV"
		case "jsonl":
			name = "JSON lines"
		case "annotations":
			name = "Web Annotations"
		case "bibtex":
			name = "BibTeX"
		}
		out = append(out, exportLink{Name: name, Href: v.to.Export(f, query)})
	}
	return out
}

// originalsLooked is among how many accounts the original is looked for.
const originalsLooked = 8

// chooseAccount gives the account whose text is shown: that which was asked for, else the earliest original rather than a
// copy of one, and no account that a reviewer rejected while there are others.
func (v *visit) chooseAccount(o *occurrence.Occurrence, asked string) (at int, why string, err error) {
	if asked != "" {
		at = slices.IndexFunc(o.Members, func(m occurrence.Member) bool { return m.Event.ID == asked })
		if at < 0 {
			return 0, "", fmt.Errorf("the account %s of the occurrence %s: %w", asked, o.ID, record.ErrNotFound)
		}
		return at, "", nil
	}
	var standing []int
	for i := range o.Members {
		if o.Members[i].Verdict != "rejected" {
			standing = append(standing, i)
		}
	}
	if len(standing) == 0 {
		return 0, "", nil
	}
	if len(standing) == 1 {
		return standing[0], "", nil
	}
	for _, i := range standing[:min(len(standing), originalsLooked)] {
		family, err := v.view.Family(v.Context(), o.Members[i].Report.ID)
		if err != nil {
			return 0, "", err
		}
		if len(family.Reports) == 0 || family.Reports[0] == o.Members[i].Report.ID {
			return i, "the earliest that copies no other", nil
		}
	}
	return standing[0], "the earliest", nil
}

func (d *Desk) chosenAccount(to links, m *occurrence.Member, at int, why string) chosenAccount {
	return chosenAccount{
		Member: m, Number: at + 1, Sentence: sentenceOf(&m.Event), Outlet: outletSaid(m.Report), Title: titleSaid(m.Report),
		Day: publishedSaid(m.Report.Published), URL: webAddress(m.Report.URL), Voices: to.voices(m.Report, m.Event.Attribution),
		ByHand: m.ByHand, Why: why, Untitled: strings.TrimSpace(m.Report.Title) == "",
	}
}

// voices is the chain through which an account reaches its reader, from the outlet on.
func (l links) voices(r *report.Report, chain []quote.Voice) []voiceView {
	var out []voiceView
	if len(chain) == 0 || chain[0].Kind != quote.OutletVoice {
		first := voiceView{Name: outletSaid(r), Kind: string(quote.OutletVoice), Stance: string(quote.Asserts)}
		if r.Outlet != "" {
			first.Href = l.Outlet(r.Outlet)
		}
		out = append(out, first)
	}
	for i := range chain {
		c := &chain[i]
		voice := voiceView{Name: cmp.Or(c.Name, "somebody not named"), Kind: string(c.Kind), Stance: stanceSaid(c.Stance), Loud: c.Stance == quote.Denies || c.Stance == quote.Doubts}
		if !c.Span.Empty() {
			voice.Field = "voice-" + strconv.Itoa(i)
		}
		if c.Actor != "" && (c.Kind == quote.PersonVoice || c.Kind == quote.BodyVoice) {
			voice.Href = l.Actor(c.Actor)
		}
		out = append(out, voice)
	}
	return out
}

// occurrenceChips say how real, how precise and how sure it is.
func occurrenceChips(s *occurrence.Summary, chosen *occurrence.Member) []chip {
	e := &chosen.Event
	chips := []chip{{Class: string(s.Status), Text: statusText(s.Status), About: statusSaid(s.Status), Href: "#field-status"}}
	if s.Contested {
		chips = append(chips, chip{Class: "contested", Text: "contested", About: "It is both asserted and denied.", Href: "#claims"})
	}
	if n := len(s.Disagreements); n > 0 {
		chips = append(chips, chip{Class: "contested", Text: plural(n, "disagreement"), About: "Accounts contradict each other.", Href: "#accounts"})
	}
	if e.Historical {
		chips = append(chips, chip{Text: "background", About: "Told as background: history, not news.", Href: "#field-status"})
	}
	chips = append(chips,
		chip{Text: timePrecision(s.Time), About: "How precisely the time is known.", Href: "#field-time"},
		chip{Text: placePrecision(s.Place), About: "How precisely the place is known.", Href: "#field-place"},
		chip{Text: fmt.Sprintf("confidence %.0f%%", 100*e.Confidence), About: fmt.Sprintf("Of readings like this one some %.0f in 10 are right.", 10*e.Confidence), Href: "#field-confidence"},
	)
	switch chosen.Verdict {
	case "accepted":
		chips = append(chips, chip{Class: "accepted", Text: "accepted", About: "A reviewer found this account right.", Href: "#history"})
	case "rejected":
		chips = append(chips, chip{Class: "rejected", Text: "rejected", About: "A reviewer found that the report does not say this.", Href: "#history"})
	}
	if len(chosen.ByHand) > 0 {
		chips = append(chips, chip{Text: "corrected", About: "Somebody corrected fields of this account.", Href: "#history"})
	}
	return chips
}

func statusText(s event.Status) string {
	switch s {
	case event.NotHappened:
		return "did not happen"
	case "":
		return "status unknown"
	}
	return string(s)
}

// page says which accounts are shown: those from ?from= on, else the part in which the chosen one is.
func (b *occurrenceBody) page(v *visit, o *occurrence.Occurrence, at int) {
	from := at / accountsBeside * accountsBeside
	if asked, err := strconv.Atoi(v.URL.Query().Get("from")); err == nil && asked >= 1 && asked <= len(o.Members) {
		from = asked - 1
	}
	to := min(from+accountsBeside, len(o.Members))
	address := func(from int) string {
		return v.to.to([]string{"occurrences", o.ID}, "account", v.URL.Query().Get("account"), "from", strconv.Itoa(from+1)) + "#accounts"
	}
	b.Paging = paging{From: from + 1, To: to, Of: len(o.Members)}
	if from > 0 {
		b.Paging.Before = address(max(0, from-accountsBeside))
	}
	if to < len(o.Members) {
		b.Paging.After = address(to)
	}
	for i := from; i < to; i++ {
		b.Members = append(b.Members, v.member(o, i, i == at))
	}
}

// memberView is one account in the list that says why it belongs here.
type memberView struct {
	Event    string
	Href     string
	Outlet   string
	Day      string
	Title    string
	Report   string
	Words    string
	From     []string // origins that are not the outlet itself
	Verdict  string
	Score    string
	Reasons  []string
	By       string // who joined it, when somebody did
	Chosen   bool
	First    bool // it opened the occurrence
	Sentence string
}

func (v *visit) member(o *occurrence.Occurrence, i int, chosen bool) memberView {
	m := &o.Members[i]
	view := memberView{
		Event: m.Event.ID, Href: v.to.account(o.ID, m.Event.ID), Outlet: outletSaid(m.Report), Day: publishedSaid(m.Report.Published), Title: titleSaid(m.Report),
		Report: m.Report.ID, Verdict: m.Verdict, Score: fmt.Sprintf("%.2f", m.Join.Score), Reasons: m.Join.Reasons, Chosen: chosen,
		First: len(m.Join.Reasons) == 0 && m.Join.By == record.Machine, Sentence: sentenceOf(&m.Event), Words: evidenceSaid(&m.Account),
	}
	if m.Join.By != record.Machine {
		view.By = m.Join.By
	}
	for _, from := range m.Origins {
		if from.Name != "" && from.Name != m.Report.Outlet {
			view.From = append(view.From, from.Name)
		}
	}
	return view
}

// account is the address of an occurrence at one of its accounts.
func (l links) account(occurrence, event string) string {
	return l.to([]string{"occurrences", occurrence}, "account", event)
}

// evidenceSaid is the words that an event was read from.
func evidenceSaid(a *occurrence.Account) string {
	if len(a.Event.Evidence) == 0 {
		return ""
	}
	return clipped(wordsOf(a.Report.Text, a.Event.Evidence[0]), 160)
}

// claimView is somebody's word for or against it, or that somebody was not heard.
type claimView struct {
	Stance string // asserts, denies, doubts, silent
	By     string
	Href   string // of the actor
	Day    string
	Words  string
	At     string // the account in which the words stand
	Lag    string // of a silence
	Loud   bool
}

// claims are who asserts and who denies it, and who was not heard.
func (v *visit) claims(o *occurrence.Occurrence, s *occurrence.Summary) []claimView {
	var out []claimView
	told := len(s.Claims) > 1 || s.Contested
	for i := range s.Claims {
		c := &s.Claims[i]
		told = told || c.Stance != quote.Asserts
		view := claimView{Stance: stanceSaid(c.Stance), By: claimant(c.By, o), Day: daySaid(c.Day), Words: clipped(c.Words.Text, 220), At: v.to.account(s.ID, c.Words.Event), Loud: c.Stance != quote.Asserts}
		if c.Actor != "" {
			view.Href = v.to.Actor(c.Actor)
		}
		out = append(out, view)
	}
	if !told {
		out = nil
	}
	out = fewer(out)
	for i := range s.Silences {
		q := &s.Silences[i]
		view := claimView{Stance: "silent", By: q.Party, Day: daySaid(q.Until), Lag: "is not quoted in any account", Loud: len(q.Words) > 0}
		if len(q.Words) > 0 {
			view.Lag, view.Words, view.At = "did not answer", clipped(q.Words[0].Text, 220), v.to.account(s.ID, q.Words[0].Event)
		}
		if q.Until.Known() {
			if view.Lag += " up to " + daySaid(q.Until); q.Days > 0 {
				view.Lag += ", " + plural(q.Days, "day") + " after it was first told"
			} else {
				view.Lag += ", the day on which it was first told"
			}
		}
		view.Day = ""
		out = append(out, view)
	}
	return out
}

// claimsMost is how many are listed of those who say the same of it.
const claimsMost = 12

// fewer keeps the first of those who take each stance, with how many more there are.
func fewer(claims []claimView) []claimView {
	var out []claimView
	counts := map[string]int{}
	for _, c := range claims {
		if counts[c.Stance]++; counts[c.Stance] <= claimsMost {
			out = append(out, c)
		}
	}
	for _, stance := range [...]quote.Stance{quote.Asserts, quote.Denies, quote.Doubts} {
		if more := counts[string(stance)] - claimsMost; more > 0 {
			out = append(out, claimView{Stance: string(stance), By: plural(more, "other account"), Loud: stance != quote.Asserts})
		}
	}
	return out
}

// claimant names who says something: where no outlet is known a claim bears the identity of its report, and the report's
// dateline may still tell.
func claimant(by string, o *occurrence.Occurrence) string {
	for i := range o.Members {
		if r := o.Members[i].Report; r.ID == by {
			return outletSaid(r)
		}
	}
	return by
}

// sourceView is an independent origin with those who print what it says.
type sourceView struct {
	Name    string
	Reports int
	Printed []string // outlets, beside the origin itself
	Reasons []string
}

// circularView is outlets that give each other as their source.
type circularView struct {
	Outlets   []string
	Citations []circularCitation
}

type circularCitation struct{ From, To, Words, Href string }

// sources counts origins against outlets.
func (v *visit) sources(b *occurrenceBody, o *occurrence.Occurrence) error {
	if len(o.Members) < 2 {
		return nil
	}
	accounts := make([]occurrence.Account, len(o.Members))
	printed := make(map[string]string, len(o.Members))
	for i := range o.Members {
		accounts[i] = o.Members[i].Account
		printed[o.Members[i].Report.ID] = o.Members[i].Report.Outlet
	}
	sources, err := v.view.Sources(v.Context(), o.ID, accounts)
	if err != nil {
		return err
	}
	for i := range sources.Groups {
		if i == sourcesMost {
			b.Sources = append(b.Sources, sourceView{Name: plural(len(sources.Groups)-i, "other origin"), Reports: reportsOfGroups(sources.Groups[i:])})
			break
		}
		g := &sources.Groups[i]
		view := sourceView{Name: claimant(cmp.Or(g.Origin.Name, "origin not known"), o), Reports: len(g.Reports)}
		for _, id := range g.Reports {
			if outlet := printed[id]; outlet != "" && outlet != view.Name {
				view.Printed = with(view.Printed, outlet)
			}
		}
		for _, reason := range append([]string{g.Origin.Reason}, g.Reasons...) {
			view.Reasons = with(view.Reasons, reason)
		}
		b.Sources = append(b.Sources, view)
	}
	for i := range sources.Circles {
		c := &sources.Circles[i]
		var view circularView
		for _, cited := range c.Citations {
			view.Outlets = with(with(view.Outlets, cited.FromName), cited.ToName)
			view.Citations = append(view.Citations, circularCitation{From: cited.FromName, To: cited.ToName, Words: clipped(cited.Words, 220), Href: v.to.Report(cited.Report)})
		}
		b.Circles = append(b.Circles, view)
	}
	return nil
}

// sourcesMost is how many origins are listed, those with most reports first.
const sourcesMost = 20

func reportsOfGroups(groups []origin.Group) (n int) {
	for i := range groups {
		n += len(groups[i].Reports)
	}
	return n
}

// likelyView is an occurrence that is possibly the same.
type likelyView struct {
	ID, Sentence, Status, Day, Words, Outlet string
	Accounts                                 int
	Score                                    string
	Reasons                                  []string
}

// possibleMost is how many occurrences that are possibly the same are shown, the likeliest first.
const possibleMost = 5

func (v *visit) possible(b *occurrenceBody, o *occurrence.Occurrence) error {
	list := slices.Clone(o.Possible)
	slices.SortStableFunc(list, func(x, y occurrence.Link) int { return cmp.Compare(y.Score, x.Score) })
	list = list[:min(len(list), possibleMost)]
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = list[i].Occurrence
	}
	others, err := v.view.OccurrencesOf(v.Context(), ids)
	if err != nil {
		return err
	}
	for i := range others {
		first := &others[i].Members[0]
		b.Possible = append(b.Possible, likelyView{
			ID: others[i].ID, Sentence: sentenceOf(&first.Event), Status: statusText(first.Event.Status), Day: timeSaid(first.Event.Time), Words: evidenceSaid(&first.Account),
			Outlet: outletSaid(first.Report), Accounts: len(others[i].Members), Score: fmt.Sprintf("%.2f", list[i].Score), Reasons: list[i].Reasons,
		})
	}
	return nil
}

// May reports whether forms of review are shown on a page: to reviewers, and of the present only.
func (l *layout) May() bool { return l.Who.Role.May(access.Decide) && l.AsOf == "" }
