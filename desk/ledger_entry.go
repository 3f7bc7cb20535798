package desk

import (
	"errors"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"chancery/internal/console"
	"chancery/ledger"
	"chancery/occurrence"
	"chancery/record"
)

// ledgerEntryPage is one entry of the ledger with its steps.
type ledgerEntryPage struct {
	entryView
	Picture  template.HTML
	Steps    []stepView
	Possible []possibleView
	On       string
	Earlier  *thenLink // the day of the step before the last, on which the entry stood otherwise
	Later    *thenLink
	Denied   bool // somebody denies one of the steps
}

// thenLink leads to the entry as it stood on another day.
type thenLink struct{ Day, Href string }

// stepView is one thing that happened to an entry.
type stepView struct {
	ledger.Step
	Number   int
	Words    string // what it did: "carried out in part"
	Class    string // of its chip
	Accounts []ledgerAccount
	Then     string // the address of the entry as it stood on that day
}

// possibleView is an occurrence that may answer the entry.
type possibleView struct {
	ledger.Possible
	Words    string
	Accounts []ledgerAccount
}

// ledgerAccount is one report's telling, with its words in their sentence.
type ledgerAccount struct {
	ledger.Account
	Title    string
	Medium   string
	Excerpts [][]segment // its sentences, with the words of the fields marked; none when the report does not stand any more
}

// ledgerEntryPage shows one entry: what became of it, step by step, by whose account and in whose words.
func (d *Desk) ledgerEntryPage(v *visit) (*page, error) {
	id := v.PathValue("id")
	e, err := v.entry(id)
	if err != nil {
		return nil, err
	}
	body := &ledgerEntryPage{entryView: d.entryView(e, v.day), On: v.day.String()}
	told, err := v.accountsOf(e)
	if err != nil {
		return nil, err
	}
	for i := range e.Steps {
		s := &e.Steps[i]
		step := stepView{Step: *s, Number: i + 1, Words: moveWords(s), Class: moveClass(s.Move), Accounts: v.ledgerAccounts(s.Accounts, told)}
		if s.Day != "" {
			step.Then = v.on(toldBy(s)).Entry(e.ID)
		}
		for j := range s.Accounts {
			body.Denied = body.Denied || s.Accounts[j].Denies
		}
		body.Steps = append(body.Steps, step)
	}
	for i := range e.Possible {
		p := &e.Possible[i]
		body.Possible = append(body.Possible, possibleView{Possible: *p, Words: string(p.Move), Accounts: v.ledgerAccounts(p.Accounts, told)})
	}
	v.otherDays(body, e)
	if body.Picture, err = v.entryPicture(e); err != nil {
		return nil, err
	}
	return &page{Template: "entry", Title: body.Sentence(), Section: "tracks", Body: body, Exports: []exportLink{
		{"picture (SVG)", v.to.EntryPicture(e.ID)},
	}}, nil
}

// on is the same address through the ledger of another day.
func (v *visit) on(day string) links {
	to := v.to
	to.on = day
	return to
}

// toldBy is the first day on which a step stands in the ledger: its own, or that of the first report of it, which may
// come out later.
func toldBy(s *ledger.Step) string {
	first := ""
	for i := range s.Accounts {
		if p := s.Accounts[i].Published; p != "" && (first == "" || p < first) {
			first = p
		}
	}
	return max(s.Day, first[:min(len(first), len(time.DateOnly))])
}

// otherDays finds the days of the steps around the day for which the page is drawn up. What comes after that day the
// entry does not know: it is asked for as of now.
func (v *visit) otherDays(body *ledgerEntryPage, e *ledger.Entry) {
	today, last := v.day.String(), ""
	for i := range e.Steps {
		day := toldBy(&e.Steps[i])
		if e.Steps[i].Day == "" || day > today || day <= last {
			continue
		}
		if last != "" {
			body.Earlier = &thenLink{Day: last, Href: v.on(last).Entry(e.ID)}
		}
		last = day
	}
	if v.to.on == "" {
		return // the entry as it stands is whole
	}
	now := *v
	now.to.on, now.day = "", v.desk.today()
	whole, err := now.entry(e.ID)
	if err != nil {
		return // what comes later is a convenience
	}
	for i := range whole.Steps {
		if day := toldBy(&whole.Steps[i]); whole.Steps[i].Day != "" && day > today {
			body.Later = &thenLink{Day: day, Href: v.on(day).Entry(e.ID)}
			return
		}
	}
}

// accountsOf reads the events that an entry rests on, by their identities. An event that does not stand any more is left
// out: then the words that the entry keeps are all that is shown.
func (v *visit) accountsOf(e *ledger.Entry) (map[string]*occurrence.Account, error) {
	var ids []string
	take := func(accounts []ledger.Account) {
		for i := range accounts {
			if !slices.Contains(ids, accounts[i].Event) {
				ids = append(ids, accounts[i].Event)
			}
		}
	}
	for i := range e.Steps {
		take(e.Steps[i].Accounts)
	}
	for i := range e.Possible {
		take(e.Possible[i].Accounts)
	}
	told := make(map[string]*occurrence.Account, len(ids))
	all, err := v.view.Accounts(v.Context(), ids)
	switch {
	case err == nil:
		for i := range all {
			told[all[i].Event.ID] = &all[i]
		}
		return told, nil
	case !errors.Is(err, record.ErrNotFound):
		return nil, fmt.Errorf("the accounts of %s: %w", e.ID, err)
	}
	for _, id := range ids {
		a, err := v.view.Account(v.Context(), id)
		if errors.Is(err, record.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("the accounts of %s: %w", e.ID, err)
		}
		told[id] = &a
	}
	return told, nil
}

// ledgerAccounts puts the words of accounts into their sentences.
func (v *visit) ledgerAccounts(accounts []ledger.Account, told map[string]*occurrence.Account) []ledgerAccount {
	out := make([]ledgerAccount, 0, len(accounts))
	for i := range accounts {
		a := ledgerAccount{Account: accounts[i]}
		if t := told[a.Event]; t != nil && t.Report != nil {
			a.Title, a.Medium = t.Report.Title, string(t.Event.Medium)
			marks := eventMarks(&t.Event)
			for _, s := range console.SentencesAround(t) {
				a.Excerpts = append(a.Excerpts, marked(t.Report.Text, s.Start, s.End, marks))
			}
		}
		out = append(out, a)
	}
	return out
}

// Words are the words of an account that the ledger keeps, for when its report is not at hand.
func (a *ledgerAccount) Words() string {
	parts := make([]string, 0, len(a.Evidence))
	for _, e := range a.Evidence {
		parts = append(parts, strings.Join(strings.Fields(e.Text), " "))
	}
	return strings.Join(parts, " … ")
}

// moveClass is the class of a step's chip, which has the colour of the state that it leads to.
func moveClass(m ledger.Move) string {
	switch m {
	case ledger.Accepts, ledger.Signs, ledger.CarriesOut:
		return "carried-out"
	case ledger.Rejects, ledger.Breaks:
		return "broken"
	case ledger.PassesDue, ledger.PassesLapsed, ledger.NotDone:
		return "overdue"
	case ledger.Denies:
		return "contested"
	}
	return ""
}
