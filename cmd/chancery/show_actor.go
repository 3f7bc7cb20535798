package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"chancery/actor"
	"chancery/event"
	"chancery/internal/console"
	"chancery/occurrence"
	"chancery/query"
	"chancery/quote"
	"chancery/record"
	"chancery/report"
)

// highest are the offices whose holders are shown of a state or an organisation.
var highest = []string{"head-of-state", "president", "monarch", "prime-minister", "foreign-minister", "defence-minister", "secretary-general", "chair"}

// officesSince is how long ago the holders of a state's offices may have left them to be shown: five years, in days.
const officesSince = 5 * 365

// categories are PLOVER's, from cooperation in words to conflict in deeds.
var categories = []event.Category{
	event.Agree, event.Consult, event.Support, event.Concede, event.Cooperate, event.Aid, event.Retreat,
	event.Request, event.Accuse, event.Reject, event.Threaten, event.Protest, event.Sanction, event.Mobilize, event.Coerce, event.Assault,
}

// actor shows what the record knows of an actor: offices, positions, statements, events.
func (s *shower) actor(ctx context.Context, id string) error {
	page := console.ActorPage{ID: id, Name: id}
	if named := s.lexicon.Called(id); len(named) > 0 {
		page.Name, page.Country, page.Kind = named[0].Name, named[0].Country, className(named[0].Class)
	}
	if page.Kind == "person" {
		page.Offices = s.lexicon.Tenures(id)
	} else {
		since := s.day.Add(-officesSince).String()
		page.Offices = slices.DeleteFunc(s.lexicon.Tenures(id, highest...), func(t actor.Tenure) bool {
			return t.Last != "" && t.Last < since
		})
	}
	var err error
	if page.Positions, err = s.view.Positions(ctx, s.day, id); err != nil {
		return err
	}
	said, err := s.find(ctx, "kind:quotations speaker:"+quoted(id), s.Last)
	if err != nil {
		return err
	}
	for i := range said.Hits {
		if q := said.Hits[i].Quotation; q != nil {
			page.Statements = append(page.Statements, console.Statement{ID: q.ID, Quotation: q.Quotation, Report: q.Report})
		}
	}
	did, err := s.find(ctx, "party:"+quoted(id), s.Last)
	if err != nil {
		return err
	}
	page.Total, page.More = did.Count, did.More
	for i := range did.Hits {
		if a := did.Hits[i].Event; a != nil {
			page.Events = append(page.Events, *a)
		}
	}
	for _, c := range categories {
		n, err := s.find(ctx, "party:"+quoted(id)+" category:"+string(c), 1)
		if err != nil {
			return err
		}
		if n.Count > 0 {
			page.Counts = append(page.Counts, console.Count{What: string(c), N: n.Count, More: n.More})
		}
	}
	if s.JSON {
		return s.encode(actorJSON(&page))
	}
	return console.Actor(s.env.Stdout, &page, s.options)
}

// quoted makes a value of a query of any identity.
func quoted(id string) string { return `"` + strings.ReplaceAll(id, `"`, ``) + `"` }

func className(c actor.Class) string {
	switch c {
	case actor.Person:
		return "person"
	case actor.State:
		return "state"
	case actor.Group:
		return "group"
	case actor.Outlet:
		return "outlet"
	}
	return "organisation"
}

func actorJSON(page *console.ActorPage) map[string]any {
	type office struct {
		Person string `json:"person"`
		Name   string `json:"name"`
		Office string `json:"office"`
		Of     string `json:"of"`
		First  string `json:"first,omitempty"`
		Last   string `json:"last,omitempty"`
	}
	offices := make([]office, 0, len(page.Offices))
	for _, t := range page.Offices {
		offices = append(offices, office{t.Person, t.Name, t.Office, t.Of, t.First, t.Last})
	}
	counts := map[string]int{}
	for _, c := range page.Counts {
		counts[c.What] = c.N
	}
	events := make([]string, 0, len(page.Events))
	for i := range page.Events {
		events = append(events, page.Events[i].Event.ID)
	}
	statements := make([]string, 0, len(page.Statements))
	for i := range page.Statements {
		statements = append(statements, page.Statements[i].ID)
	}
	return map[string]any{"id": page.ID, "name": page.Name, "country": page.Country, "kind": page.Kind, "offices": offices,
		"positions": page.Positions, "statements": statements, "events": events, "counts": counts, "total": page.Total}
}

// track shows a track: its ledger in short, and its occurrences through time.
func (s *shower) track(ctx context.Context, id string) error {
	page := console.TrackPage{ID: id, Title: id}
	for _, t := range s.tracks {
		if t.ID == id {
			page.Title = t.Title
		}
	}
	var err error
	if page.Ledger, err = s.view.Ledger(ctx, record.LedgerFilter{Tracks: []string{id}, Day: s.day}); err != nil {
		return err
	}
	found, err := s.find(ctx, "kind:occurrences track:"+id, s.Last)
	if err != nil {
		return err
	}
	page.Total, page.More = found.Count, found.More
	for i := range found.Hits {
		if o := found.Hits[i].Occurrence; o != nil {
			page.Occurrences = append(page.Occurrences, *o)
		}
	}
	if s.JSON {
		ids := make([]string, 0, len(page.Occurrences))
		for i := range page.Occurrences {
			ids = append(ids, page.Occurrences[i].ID)
		}
		return s.encode(map[string]any{"id": id, "title": page.Title, "ledger": page.Ledger, "occurrences": ids, "total": page.Total})
	}
	return console.Track(s.env.Stdout, &page, s.options)
}

// diff shows how an actor's wording on a track changed.
func (s *shower) diff(ctx context.Context, id string) error {
	if _, _, err := s.resolveTrack(s.Track); err != nil {
		return err
	}
	from, until, ok := strings.Cut(s.Diff, "..")
	if !ok {
		return fmt.Errorf("--diff: %q is no range of days: 2021-01..2022-12, 2021.. for all since then, .. for all days", s.Diff)
	}
	days := ""
	if from != "" {
		days += " since:" + from
	}
	if until != "" {
		days += " until:" + until
	}
	var list []console.Wording
	for _, role := range []string{"speaker", "source"} {
		q, err := query.Parse(role+":"+quoted(id)+" track:"+s.Track+days, s.words)
		if err != nil {
			return fmt.Errorf("--diff: %w", err)
		}
		page := record.Page{Limit: 500}
		for {
			found, err := s.view.Find(ctx, q, page)
			if err != nil {
				return err
			}
			for i := range found.Hits {
				a := found.Hits[i].Event
				if a == nil || role == "source" && !spokenAct(a.Event.Category) {
					continue
				}
				w, err := s.wording(ctx, id, a)
				if err != nil {
					return err
				}
				if !slices.ContainsFunc(list, func(x console.Wording) bool { return x.Report == w.Report && x.Words == w.Words }) {
					list = append(list, w)
				}
			}
			if found.Next == "" {
				break
			}
			page.Cursor = found.Next
		}
	}
	slices.SortStableFunc(list, func(a, b console.Wording) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Report, b.Report), cmp.Compare(a.ID, b.ID))
	})
	// The speaker's words go before what outlets tell in theirs that was said.
	if slices.ContainsFunc(list, func(x console.Wording) bool { return x.Quoted }) {
		list = slices.DeleteFunc(list, func(x console.Wording) bool { return !x.Quoted })
	}
	for i := 1; i < len(list); i++ {
		list[i].Diff = console.Diff(list[i-1].Words, list[i].Words)
	}
	name := id
	if named := s.lexicon.Called(id); len(named) > 0 {
		name = named[0].Name
	}
	if s.JSON {
		return s.encode(map[string]any{"actor": id, "name": name, "track": s.Track, "wordings": append([]console.Wording{}, list...)})
	}
	return console.Wordings(s.env.Stdout, name, s.Track, list, s.options)
}

// spokenAct tells whether somebody acts by speaking.
func spokenAct(c event.Category) bool {
	switch c {
	case event.Agree, event.Request, event.Reject, event.Support, event.Accuse, event.Threaten:
		return true
	}
	return false
}

// wording is what was said in an event's sentence: the quotation of the actor that tells it, else the event's evidence.
func (s *shower) wording(ctx context.Context, id string, a *occurrence.Account) (console.Wording, error) {
	day := a.Report.Published.EDTF
	if a.Event.Time.First.Known() {
		day = a.Event.Time.First.String()
	}
	w := console.Wording{Day: day[:min(len(day), 10)], Outlet: a.Report.Outlet, Report: a.Report.ID, ID: a.Event.ID}
	if w.Outlet == "" && a.Report.Dateline != nil {
		w.Outlet = a.Report.Dateline.Agency
	}
	got, err := s.view.Reading(ctx, a.Report.ID)
	if err != nil {
		return w, err
	}
	for i := range got.Quotations {
		q := &got.Quotations[i]
		if q.Speaker == nil || q.Speaker.Actor != id && q.Speaker.Country != id {
			continue
		}
		if slices.ContainsFunc(q.Content, func(c report.Span) bool {
			return slices.ContainsFunc(a.Event.Evidence, c.Overlaps)
		}) {
			var parts []string
			for _, c := range q.Content {
				parts = append(parts, strings.Join(strings.Fields(c.In(got.Report.Text)), " "))
			}
			w.Words, w.Quoted, w.Direct = strings.Join(parts, " … "), true, q.Kind == quote.Direct
			return w, nil
		}
	}
	var parts []string
	for _, e := range a.Event.Evidence {
		parts = append(parts, strings.Join(strings.Fields(e.In(a.Report.Text)), " "))
	}
	w.Words = strings.Join(parts, " … ")
	return w, nil
}
