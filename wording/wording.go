package wording

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"chancery/event"
	"chancery/occurrence"
	"chancery/query"
	"chancery/quote"
	"chancery/record"
	"chancery/report"
)

// Wording is what somebody said at one time, in the words of one report.
type Wording struct {
	Day    string `json:"day,omitempty"` // ISO 8601
	Words  string `json:"words"`
	Quoted bool   `json:"quoted"` // told as the speaker's words, directly or not; else in the outlet's
	Direct bool   `json:"direct"` // all in quotation marks
	Outlet string `json:"outlet,omitempty"`
	Report string `json:"report"`
	ID     string `json:"id"` // of the event
	// Diff is what changed since the wording before; empty for the first.
	Diff []Edit `json:"diff,omitempty"`

	Medium quote.Medium `json:"-"` // in which it was said: "letter", "call"
	Title  string       `json:"-"` // of the report
}

// Ask says whose words on what are wanted.
type Ask struct {
	Speaker string // an actor's id
	Track   string
	First   string // days, months or years, as a query has them: "2021", "2021-06"; "" for all
	Last    string
	Most    int // the newest so many accounts are looked at; 0 for all
}

// pageSize is how many events are asked for at once.
const pageSize = 500

// Found is what somebody said on a track.
type Found struct {
	Wordings []Wording // in the order of their days, each compared with the one before
	More     bool      // there are older ones than the newest that were asked for
}

// Find gives what an actor said on a track, from the events that tell of a speech act of this actor or that are told in
// the actor's words. Where some are told as the speaker's own words, what outlets tell in theirs is left out.
func Find(ctx context.Context, view record.View, words *query.Vocabulary, ask Ask) (Found, error) {
	found := Found{}
	accounts, more, err := accountsOf(ctx, view, words, ask)
	if err != nil {
		return found, fmt.Errorf("the wordings of %s on %s: %w", ask.Speaker, ask.Track, err)
	}
	found.More = more
	said, err := quotationsIn(ctx, view, words, ask.Speaker, accounts)
	if err != nil {
		return found, fmt.Errorf("the wordings of %s on %s: %w", ask.Speaker, ask.Track, err)
	}
	for _, a := range accounts {
		w := wordingOf(said[a.Report.ID], a)
		if !slices.ContainsFunc(found.Wordings, func(x Wording) bool { return x.Report == w.Report && x.Words == w.Words }) {
			found.Wordings = append(found.Wordings, w)
		}
	}
	list := found.Wordings
	slices.SortStableFunc(list, func(a, b Wording) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Report, b.Report), cmp.Compare(a.ID, b.ID))
	})
	if slices.ContainsFunc(list, func(x Wording) bool { return x.Quoted }) {
		list = slices.DeleteFunc(list, func(x Wording) bool { return !x.Quoted })
	}
	for i := 1; i < len(list); i++ {
		list[i].Diff = Diff(list[i-1].Words, list[i].Words)
	}
	found.Wordings = list
	return found, nil
}

// accountsOf gives the events that tell what an actor said: those with the actor for their speaker, and those in which
// the actor acts by speaking.
func accountsOf(ctx context.Context, view record.View, words *query.Vocabulary, ask Ask) (list []*occurrence.Account, more bool, err error) {
	days := ""
	if ask.First != "" {
		days += " since:" + ask.First
	}
	if ask.Last != "" {
		days += " until:" + ask.Last
	}
	for _, role := range [...]string{"speaker", "source"} {
		q, err := query.Parse(role+":"+quoted(ask.Speaker)+" track:"+quoted(ask.Track)+days, words)
		if err != nil {
			return nil, false, err
		}
		page := record.Page{Limit: pageSize}
		if ask.Most > 0 {
			page.Limit = min(ask.Most, pageSize)
		}
		for seen := 0; ; {
			found, err := view.Find(ctx, q, page)
			if err != nil {
				return nil, false, err
			}
			seen += len(found.Hits)
			for i := range found.Hits {
				a := found.Hits[i].Event
				if a != nil && (role == "speaker" || spoken(a.Event.Category)) {
					list = append(list, a)
				}
			}
			if found.Next == "" {
				break
			}
			if ask.Most > 0 && seen >= ask.Most {
				more = true
				break
			}
			page.Cursor = found.Next
		}
	}
	return list, more, nil
}

// quoted makes a value of a query of any identity.
func quoted(id string) string { return `"` + strings.ReplaceAll(id, `"`, ``) + `"` }

// spoken tells whether somebody acts by speaking.
func spoken(c event.Category) bool {
	switch c {
	case event.Agree, event.Request, event.Reject, event.Support, event.Accuse, event.Threaten:
		return true
	}
	return false
}

// reportsAtOnce is for how many reports quotations are asked for at once.
const reportsAtOnce = 50

// quotationsIn gives the quotations of a speaker in the reports of some accounts, by the reports' identities, in the order
// of their text.
func quotationsIn(ctx context.Context, view record.View, words *query.Vocabulary, speaker string, accounts []*occurrence.Account) (map[string][]*quote.Quotation, error) {
	var reports []string
	for _, a := range accounts {
		if id := quoted(a.Report.ID); !slices.Contains(reports, id) {
			reports = append(reports, id)
		}
	}
	said := map[string][]*quote.Quotation{}
	for part := range slices.Chunk(reports, reportsAtOnce) {
		q, err := query.Parse("kind:quotations speaker:"+quoted(speaker)+" report:"+strings.Join(part, ","), words)
		if err != nil {
			return nil, err
		}
		page := record.Page{Limit: pageSize}
		for {
			found, err := view.Find(ctx, q, page)
			if err != nil {
				return nil, err
			}
			for i := range found.Hits {
				q := found.Hits[i].Quotation
				if q == nil || q.Quotation.Speaker == nil || q.Quotation.Speaker.Actor != speaker && q.Quotation.Speaker.Country != speaker {
					continue
				}
				said[q.Report.ID] = append(said[q.Report.ID], &q.Quotation)
			}
			if found.Next == "" {
				break
			}
			page.Cursor = found.Next
		}
	}
	for _, list := range said {
		slices.SortStableFunc(list, func(a, b *quote.Quotation) int { return cmp.Compare(startOf(a), startOf(b)) })
	}
	return said, nil
}

func startOf(q *quote.Quotation) int {
	if len(q.Content) == 0 {
		return 0
	}
	return q.Content[0].Start
}

// wordingOf is what was said in an event's sentence: the quotation of the speaker that tells it, else the event's evidence.
func wordingOf(said []*quote.Quotation, a *occurrence.Account) Wording {
	day := a.Report.Published.EDTF
	if a.Event.Time.First.Known() {
		day = a.Event.Time.First.String()
	}
	w := Wording{Day: day[:min(len(day), len("2021-06-08"))], Outlet: a.Report.Outlet, Report: a.Report.ID, ID: a.Event.ID,
		Medium: a.Event.Medium, Title: a.Report.Title}
	if w.Outlet == "" && a.Report.Dateline != nil {
		w.Outlet = a.Report.Dateline.Agency
	}
	for _, q := range said {
		if slices.ContainsFunc(q.Content, func(c report.Span) bool { return slices.ContainsFunc(a.Event.Evidence, c.Overlaps) }) {
			w.Words, w.Quoted, w.Direct = joined(q.Content, a.Report.Text), true, q.Kind == quote.Direct
			if w.Medium == "" {
				w.Medium = q.Medium
			}
			return w
		}
	}
	w.Words = joined(a.Event.Evidence, a.Report.Text)
	return w
}

// joined are the words of spans, with "…" where words stand between.
func joined(spans []report.Span, text string) string {
	parts := make([]string, 0, len(spans))
	for _, s := range spans {
		parts = append(parts, strings.Join(strings.Fields(s.In(text)), " "))
	}
	return strings.Join(parts, " … ")
}
