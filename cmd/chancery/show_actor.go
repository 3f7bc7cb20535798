package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"chancery/actor"
	"chancery/event"
	"chancery/internal/console"
	"chancery/internal/wire"
	"chancery/ledger"
	"chancery/record"
	"chancery/wording"
)

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
		page.Name, page.Country, page.Kind = named[0].Name, named[0].Country, wire.ClassName(named[0].Class)
	}
	if page.Kind == "person" {
		page.Offices = s.lexicon.Tenures(id)
	} else {
		since := s.day.Add(-officesSince).String()
		page.Offices = slices.DeleteFunc(s.lexicon.Tenures(id, wire.HighestOffices()...), func(t actor.Tenure) bool {
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

func actorJSON(page *console.ActorPage) wire.Actor {
	out := wire.Actor{ID: page.ID, Name: page.Name, Country: page.Country, Kind: page.Kind, Offices: wire.OfficesOf(page.Offices),
		Positions: append([]ledger.Position{}, page.Positions...), Counts: map[string]int{}, Events: []string{}, Statements: []string{}, Total: page.Total}
	for _, c := range page.Counts {
		out.Counts[c.What] = c.N
	}
	for i := range page.Events {
		out.Events = append(out.Events, page.Events[i].Event.ID)
	}
	for i := range page.Statements {
		out.Statements = append(out.Statements, page.Statements[i].ID)
	}
	return out
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
	found, err := wording.Find(ctx, s.view, s.words, wording.Ask{Speaker: id, Track: s.Track, First: from, Last: until})
	if err != nil {
		return fmt.Errorf("--diff: %w", err)
	}
	name := id
	if named := s.lexicon.Called(id); len(named) > 0 {
		name = named[0].Name
	}
	if s.JSON {
		return s.encode(map[string]any{"actor": id, "name": name, "track": s.Track, "wordings": append([]wording.Wording{}, found.Wordings...)})
	}
	return console.Wordings(s.env.Stdout, name, s.Track, found.Wordings, s.options)
}
