package api

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"chancery/actor"
	"chancery/event"
	"chancery/internal/wire"
	"chancery/ledger"
	"chancery/overview"
	"chancery/query"
	"chancery/record"
	"chancery/wording"
)

// actorOperations tell of who acts, on which tracks, and what they said last.
func (a *API) actorOperations() {
	get := func(path, id, summary, description string) operation {
		return operation{method: http.MethodGet, path: "/api/v1/" + path, id: id, tag: tagThings, summary: summary, description: description}
	}
	register(a, get("actors", "list-actors", "Actors", "Those of whom is told most, by the occurrences in which they take part: states as a whole under their code, and each actor of the codebook beside."), a.actors)
	register(a, get("actors/{id}", "get-actor", "One actor", "By name, code or id: offices, positions by track, newest quotations and events, counts by category (as chancery show --json)."), a.actor)
	register(a, get("tracks", "list-tracks", "Tracks", "The questions under negotiation with what is told on each."), a.tracks)
	register(a, get("tracks/{id}", "get-track", "One track", "Its occurrences by status, who takes part in them, and what stands in its ledger."), a.track)
	register(a, get("positions", "list-positions", "Positions", "What each actor last said on each track."), a.positions)
	register(a, get("wordings", "list-wordings", "Wordings", "How an actor's formula on a track changed, word by word (as chancery show --diff --json)."), a.wordings)
}

// Party is one who takes part.
type Party struct {
	Key     string `json:"key" doc:"The code of a state, which stands for all who act for it, else the actor's id, else the name in small letters."`
	Name    string `json:"name"`
	Actor   string `json:"actor,omitempty"`
	Country string `json:"country,omitempty"`
	Sector  string `json:"sector,omitempty"`
}

func partyOf(p *overview.Party) Party {
	return Party{p.Key, p.Name, p.Actor, p.Country, p.Sector}
}

type actorRow struct {
	Party
	Count       int    `json:"count" doc:"Occurrences."`
	AsSource    int    `json:"as_source"`
	AsRecipient int    `json:"as_recipient"`
	AsSpeaker   int    `json:"as_speaker"`
	First       string `json:"first,omitempty" format:"date"`
	Last        string `json:"last,omitempty" format:"date"`
}

func (a *API) actors(ctx context.Context, in *WholeIn) (*listed[actorRow], error) {
	s, f, err := a.whole(ctx)
	if err != nil {
		return nil, err
	}
	found := s.Actors(f, in.Limit)
	out := newList[actorRow](ctx, len(found))
	for i := range found {
		x := &found[i]
		out.Body.Items = append(out.Body.Items, actorRow{partyOf(&x.Party), x.Count, x.AsSource, x.AsRecipient, x.AsSpeaker, dayOf(x.First), dayOf(x.Last)})
	}
	return out, nil
}

// namedActor finds who is meant by a name, a code or an id: of several of one name, the one of whom the record tells.
func (a *API) namedActor(ctx context.Context, name string) (actor.Naming, error) {
	found := slices.DeleteFunc(slices.Clone(a.Lexicon.Called(name)), func(n actor.Naming) bool { return n.Kind == actor.NamedOffice })
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return actor.Naming{}, fmt.Errorf("%w: the codebook calls nobody %q%s", record.ErrNotFound, name, didYouMean(query.Nearest(name, a.actorNames())))
	}
	if s, err := a.Overview.Snapshot(ctx, 0); err == nil {
		for _, n := range found {
			if _, told := s.Party(n.ID); told {
				return n, nil
			}
		}
	}
	ids := make([]string, 0, len(found))
	for _, n := range found[:min(len(found), 8)] {
		ids = append(ids, n.ID)
	}
	return actor.Naming{}, fmt.Errorf("%w: %q can be %s: give the id", ErrAsk, name, strings.Join(ids, ", "))
}

func (a *API) actorNames() (names []string) {
	for _, n := range a.Lexicon.Actors() {
		names = append(names, n.Name)
	}
	return names
}

func didYouMean(near []string) string {
	if len(near) == 0 {
		return ""
	}
	return ": did you mean " + strings.Join(near, " or ") + "?"
}

// quoted makes a value of a query of any identity.
func quoted(id string) string { return `"` + strings.ReplaceAll(id, `"`, ``) + `"` }

type actorIn struct {
	ID   string `path:"id" maxLength:"200" doc:"A name, a code (ARM), or an actor's id." example:"AZEGOV:ilham-aliyev"`
	Last int    `query:"last" minimum:"1" maximum:"100" default:"10" doc:"How many of the newest events and quotations."`
	Through
}

// officesSince is how long ago the holders of a state's offices may have left them to be told: five years, in days.
const officesSince = 5 * 365

func (a *API) actor(ctx context.Context, in *actorIn) (*body[wire.Actor], error) {
	at := asking(ctx)
	named, err := a.namedActor(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	id := named.ID
	out := wire.Actor{ID: id, Name: named.Name, Country: named.Country, Kind: wire.ClassName(named.Class), Counts: map[string]int{}, Events: []string{}, Statements: []string{}}
	if named.Class == actor.Person {
		out.Offices = wire.OfficesOf(a.Lexicon.Tenures(id))
	} else {
		left := at.day.Add(-officesSince).String()
		out.Offices = wire.OfficesOf(slices.DeleteFunc(a.Lexicon.Tenures(id, wire.HighestOffices()...), func(t actor.Tenure) bool { return t.Last != "" && t.Last < left }))
	}
	positions, _, err := a.positionsOf(ctx, id)
	if err != nil {
		return nil, err
	}
	out.Positions = append([]ledger.Position{}, positions...)
	said, err := a.ask(ctx, "kind:quotations speaker:"+quoted(id), record.Page{Limit: in.Last})
	if err != nil {
		return nil, err
	}
	for i := range said.Hits {
		out.Statements = append(out.Statements, said.Hits[i].Quotation.ID)
	}
	did, err := a.ask(ctx, "party:"+quoted(id), record.Page{Limit: in.Last, Count: true})
	if err != nil {
		return nil, err
	}
	out.Total = did.Count
	for i := range did.Hits {
		out.Events = append(out.Events, did.Hits[i].Event.Event.ID)
	}
	for _, c := range a.Reader().Vocabulary().Categories {
		n, err := a.ask(ctx, "party:"+quoted(id)+" category:"+string(c), record.Page{Limit: 1, Count: true})
		if err != nil {
			return nil, err
		}
		if n.Count > 0 {
			out.Counts[string(c)] = n.Count
		}
	}
	return &body[wire.Actor]{out}, nil
}

type share struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// TrackRow is a track with what is told on it.
type TrackRow struct {
	ID       string  `json:"id" doc:"Empty for what is on no track."`
	Title    string  `json:"title,omitempty"`
	Count    int     `json:"count" doc:"Occurrences."`
	First    string  `json:"first,omitempty" format:"date"`
	Last     string  `json:"last,omitempty" format:"date"`
	Statuses []share `json:"statuses"`
	Newest   string  `json:"newest,omitempty" doc:"An occurrence."`
}

func (a *API) trackRows(s *overview.Snapshot, f overview.Filter) []TrackRow {
	found := s.Tracks(f)
	out := make([]TrackRow, 0, len(found))
	for _, t := range found {
		row := TrackRow{ID: t.ID, Title: a.trackTitle(t.ID), Count: t.Count, First: dayOf(t.First), Last: dayOf(t.Last), Statuses: []share{}, Newest: t.Newest}
		for _, x := range t.Statuses {
			row.Statuses = append(row.Statuses, share(x))
		}
		out = append(out, row)
	}
	return out
}

func (a *API) trackTitle(id string) string {
	for _, t := range a.Reader().Vocabulary().Tracks {
		if t.ID == id {
			return t.Title
		}
	}
	return ""
}

func (a *API) tracks(ctx context.Context, _ *FilterIn) (*listed[TrackRow], error) {
	s, f, err := a.whole(ctx)
	if err != nil {
		return nil, err
	}
	out := newList[TrackRow](ctx, 0)
	out.Body.Items = a.trackRows(s, f)
	return out, nil
}

type trackIn struct {
	ID string `path:"id" maxLength:"200" example:"prisoners"`
	Through
}

type trackBody struct {
	TrackRow
	Actors []actorRow `json:"actors" doc:"Who takes part most."`
	Ledger []share    `json:"ledger" doc:"Entries by state."`
}

func (a *API) track(ctx context.Context, in *trackIn) (*body[trackBody], error) {
	at := asking(ctx)
	known := a.Reader().Vocabulary().Tracks
	if !slices.ContainsFunc(known, func(t event.Track) bool { return t.ID == in.ID }) {
		ids := make([]string, 0, len(known))
		for _, t := range known {
			ids = append(ids, t.ID)
		}
		return nil, fmt.Errorf("%w: the codebook has no track %q%s", record.ErrNotFound, in.ID, didYouMean(query.Nearest(in.ID, ids)))
	}
	s, err := a.snapshot(ctx)
	if err != nil {
		return nil, err
	}
	f := overview.Filter{Tracks: []string{in.ID}}
	out := trackBody{TrackRow: TrackRow{ID: in.ID, Title: a.trackTitle(in.ID), Statuses: []share{}}, Actors: []actorRow{}, Ledger: []share{}}
	for _, row := range a.trackRows(s, f) {
		if row.ID == in.ID {
			out.TrackRow = row
		}
	}
	for _, x := range s.Actors(f, 20) {
		out.Actors = append(out.Actors, actorRow{partyOf(&x.Party), x.Count, x.AsSource, x.AsRecipient, x.AsSpeaker, dayOf(x.First), dayOf(x.Last)})
	}
	filter, err := a.Ledger(url.Values{"track": {in.ID}}, at.day)
	if err != nil {
		return nil, err
	}
	counts, err := a.LedgerCounts(ctx, at.view, filter, at.drawn)
	if err != nil {
		return nil, err
	}
	for _, state := range ledger.States() {
		n := counts[state]
		if n > 0 {
			out.Ledger = append(out.Ledger, share{string(state), n})
		}
	}
	return &body[trackBody]{out}, nil
}

type positionsIn struct {
	Actor string `query:"actor" maxLength:"200" doc:"Only those of this actor: a name, a code or an id."`
	Through
}

func (a *API) positions(ctx context.Context, in *positionsIn) (*listed[ledger.Position], error) {
	at := asking(ctx)
	var only []string
	if in.Actor != "" {
		named, err := a.namedActor(ctx, in.Actor)
		if err != nil {
			return nil, err
		}
		only = []string{named.ID}
	}
	var found []ledger.Position
	out := newList[ledger.Position](ctx, 0)
	if len(only) == 0 {
		s, err := a.snapshot(ctx)
		if err != nil {
			return nil, err
		}
		if events := s.Counts().Events; events > positionsMost {
			return nil, fmt.Errorf("%w: the positions of everybody take all %d events of this record: name an actor", ErrAsk, events)
		}
		found, err = at.view.Positions(ctx, at.day)
		if err != nil {
			return nil, err
		}
	} else {
		var note string
		var err error
		if found, note, err = a.positionsOf(ctx, only[0]); err != nil {
			return nil, err
		}
		if note != "" {
			out.Body.Notes = append(out.Body.Notes, note)
		}
	}
	out.Body.Items = append(out.Body.Items, found...)
	return out, nil
}

const (
	// positionsMost is up to how many events a record may have for all of them to be looked at.
	positionsMost = 20_000
	// positionsDepth is how many of the newest occurrences on a track are looked at in a larger one.
	positionsDepth = 20
)

// positionsOf gives what an actor last said on each track. In a large record only the newest occurrences on each are
// looked at, which the note says: what was said last stands among them, how often something was said before does not.
func (a *API) positionsOf(ctx context.Context, id string) (positions []ledger.Position, note string, err error) {
	at := asking(ctx)
	s, err := a.snapshot(ctx)
	if err != nil {
		return nil, "", err
	}
	if s.Counts().Events <= positionsMost {
		positions, err = at.view.Positions(ctx, at.day, id)
		return positions, "", err
	}
	f := overview.Filter{Actors: []string{id}}
	var ids []string
	for _, track := range s.Tracks(f) {
		if track.ID == "" {
			continue
		}
		f.Tracks = []string{track.ID}
		for _, i := range s.Latest(f, at.day, positionsDepth) {
			if !slices.Contains(ids, i.ID) {
				ids = append(ids, i.ID)
			}
		}
	}
	occurrences, err := at.view.OccurrencesOf(ctx, ids)
	if err != nil {
		return nil, "", err
	}
	for _, p := range ledger.Positions(occurrences, at.day) {
		if p.Party.Key == id || p.Party.Actor == id {
			positions = append(positions, p)
		}
	}
	return positions, fmt.Sprintf("from the newest %d occurrences on each track", positionsDepth), nil
}

type wordingsIn struct {
	Actor string `query:"actor" required:"true" maxLength:"200" doc:"Whose words: a name, a code or an id."`
	Track string `query:"track" required:"true" maxLength:"200" doc:"On which track."`
	From  string `query:"from" maxLength:"10" doc:"Since this day, month or year."`
	To    string `query:"to" maxLength:"10" doc:"Until this day, month or year."`
	Since
}

func (a *API) wordings(ctx context.Context, in *wordingsIn) (*listed[wording.Wording], error) {
	named, err := a.namedActor(ctx, in.Actor)
	if err != nil {
		return nil, err
	}
	found, err := wording.Find(ctx, asking(ctx).view, a.Words, wording.Ask{Speaker: named.ID, Track: in.Track, First: in.From, Last: in.To, Most: 1000})
	if err != nil {
		return nil, err
	}
	out := newList[wording.Wording](ctx, 0)
	out.Body.Items, out.Body.More = append(out.Body.Items, found.Wordings...), found.More
	return out, nil
}
