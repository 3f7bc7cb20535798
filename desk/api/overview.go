package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"chancery/overview"
	"chancery/when"
)

// overviewOperations count over the whole record.
func (a *API) overviewOperations() {
	get := func(path, id, summary, description string) operation {
		return operation{method: http.MethodGet, path: "/api/v1/" + path, id: id, tag: tagWhole, summary: summary, description: description}
	}
	register(a, get("counts", "get-counts", "How much the record holds", ""), a.counts)
	register(a, get("activity", "get-activity", "Occurrences over time", "Counted by the bin of their first possible day, apart by track, status or quad class."), a.activity)
	register(a, get("timeline", "get-timeline", "The timeline", "Occurrences in the order of their days; where there are more than limit, none, and counts over time instead."), a.timeline)
	register(a, get("dyads", "get-dyads", "Who to whom", "What one party did to another, by months: cooperation and conflict, words and deeds."), a.dyads)
	register(a, get("places", "get-places", "Places", "Where occurrences were, the place with most first, each with how exactly it is known."), a.places)
	register(a, get("outlets", "get-outlets", "Outlets", "Who published the reports, and what they alone or first told."), a.outlets)
	doubts := get("doubts", "list-doubts", "The queue of doubts", "What a person should look at, the most doubtful first: events that nobody judged, contradictions, occurrences that may be the same.")
	doubts.tag = tagReview
	register(a, doubts, a.doubts)
	failures := get("failures", "list-failures", "What failed", "Items that were set aside and could not be added since, with the reason.")
	failures.tag = tagReports
	register(a, failures, a.failures)
}

// FilterIn says which occurrences are looked at: the same as above every picture of the desk.
type FilterIn struct {
	From       string `query:"from" maxLength:"10" doc:"Since this day, month or year." example:"2021-05"`
	To         string `query:"to" maxLength:"10" doc:"Until this day, month or year."`
	Track      string `query:"track" maxLength:"200"`
	Status     string `query:"status" maxLength:"40"`
	Actor      string `query:"actor" maxLength:"200" doc:"Takes part: a name, a code (ARM: all who act for it) or an id."`
	Tone       string `query:"tone" enum:"cooperation,conflict"`
	Mood       string `query:"mood" enum:"done,said" doc:"Deeds or words."`
	Historical string `query:"historical" enum:"with" doc:"with: what is told as background, too."`
	Country    string `query:"country" maxLength:"3" doc:"Of the place, ISO 3166-1 alpha-3."`
	Outlet     string `query:"outlet" maxLength:"200"`
	Since
}

// WholeIn is a filter, and how much is wanted.
type WholeIn struct {
	FilterIn
	Limit int `query:"limit" minimum:"1" maximum:"10000" default:"500" doc:"At most so many."`
}

// whole gives the whole record in few values, and what of it is asked for.
func (a *API) whole(ctx context.Context) (*overview.Snapshot, overview.Filter, error) {
	f, err := a.Filter(asking(ctx).request.URL.Query())
	if err != nil {
		return nil, f, err
	}
	s, err := a.snapshot(ctx)
	return s, f, err
}

func (a *API) snapshot(ctx context.Context) (*overview.Snapshot, error) {
	if at := asking(ctx); at.past {
		return a.Overview.Snapshot(ctx, at.view.Change())
	}
	return a.Overview.Snapshot(ctx, 0)
}

// dayOf writes a day; "" for none.
func dayOf(d when.Day) string {
	if !d.Known() {
		return ""
	}
	return d.String()
}

type countsBody struct {
	Change      int64  `json:"change" doc:"The last change of the record."`
	At          string `json:"at,omitempty" format:"date-time" doc:"When it was made."`
	Reports     int    `json:"reports"`
	Events      int    `json:"events"`
	Occurrences int    `json:"occurrences"`
	Failures    int    `json:"failures"`
	Rejected    int    `json:"rejected" doc:"Of events."`
	Judged      int    `json:"judged" doc:"Of events: accepted, rejected or corrected."`
	Contested   int    `json:"contested" doc:"Occurrences that are both asserted and denied."`
	Outlets     int    `json:"outlets"`
	First       string `json:"first,omitempty" format:"date" doc:"Of occurrences that are no background."`
	Last        string `json:"last,omitempty" format:"date"`
}

type sinceIn struct{ Since }

func (a *API) counts(ctx context.Context, _ *sinceIn) (*body[countsBody], error) {
	view := asking(ctx).view
	s, err := a.snapshot(ctx)
	if err != nil {
		return nil, err
	}
	last, err := view.LastChange(ctx)
	if err != nil {
		return nil, err
	}
	failures, err := view.Failures(ctx)
	if err != nil {
		return nil, err
	}
	o := s.Counts()
	out := countsBody{Change: view.Change(), Reports: o.Reports, Events: o.Events, Occurrences: o.Occurrences, Failures: len(failures), Rejected: o.Rejected, Judged: o.Judged, Contested: o.Contested, Outlets: o.Outlets, First: dayOf(o.First), Last: dayOf(o.Last)}
	if !last.At.IsZero() {
		out.At = last.At.UTC().Format(time.RFC3339)
	}
	return &body[countsBody]{out}, nil
}

type activityIn struct {
	FilterIn
	Step  string `query:"step" enum:"day,week,month,year" default:"month"`
	Group string `query:"group" enum:"track,status,quad" doc:"By what it is counted apart; all together without."`
}

type activityBody struct {
	Step    string   `json:"step"`
	Series  []series `json:"series"`
	Count   int      `json:"count" doc:"Occurrences, each once."`
	Undated int      `json:"undated" doc:"Of these have no day and stand in no bin."`
}

type series struct {
	Group string `json:"group" doc:"A track, a status, a quad class; empty for the whole and for what is on no track."`
	Count int    `json:"count"`
	Bins  []bin  `json:"bins"`
}

type bin struct {
	First string `json:"first" format:"date" doc:"The first day of the bin."`
	Count int    `json:"count"`
}

func seriesOf(all []overview.Series) []series {
	out := make([]series, 0, len(all))
	for _, s := range all {
		one := series{s.Group, s.Count, make([]bin, 0, len(s.Bins))}
		for _, b := range s.Bins {
			one.Bins = append(one.Bins, bin{dayOf(b.First), b.Count})
		}
		out = append(out, one)
	}
	return out
}

func (a *API) activity(ctx context.Context, in *activityIn) (*body[activityBody], error) {
	s, f, err := a.whole(ctx)
	if err != nil {
		return nil, err
	}
	found := s.Activity(f, overview.Step(in.Step), overview.Group(in.Group))
	return &body[activityBody]{activityBody{string(found.Step), seriesOf(found.Series), found.Count, found.Undated}}, nil
}

type timelineBody struct {
	Items    []item   `json:"items" doc:"The earliest first, those without a day last; none when there are more than limit."`
	Count    int      `json:"count"`
	Undated  int      `json:"undated"`
	First    string   `json:"first,omitempty" format:"date"`
	Last     string   `json:"last,omitempty" format:"date"`
	Step     string   `json:"step,omitempty" doc:"Of the bins."`
	ByStatus []series `json:"by_status"`
	ByTrack  []series `json:"by_track"`
}

// item is an occurrence in a few values.
type item struct {
	ID         string   `json:"id"`
	First      string   `json:"first,omitempty" format:"date" doc:"The first possible day."`
	Last       string   `json:"last,omitempty" format:"date"`
	ACLED      int      `json:"acled,omitempty" doc:"Precision of the time."`
	UCDP       int      `json:"ucdp,omitempty"`
	Basis      string   `json:"basis,omitempty" doc:"How the time is known."`
	Reported   string   `json:"reported,omitempty" format:"date"`
	Status     string   `json:"status"`
	Category   string   `json:"category"`
	Mode       string   `json:"mode,omitempty"`
	Quad       int      `json:"quad"`
	Intensity  float64  `json:"intensity"`
	Confidence float64  `json:"confidence" doc:"Of its surest account."`
	Historical bool     `json:"historical"`
	Sources    []Party  `json:"sources"`
	Recipients []Party  `json:"recipients"`
	Speaker    *Party   `json:"speaker,omitempty"`
	Tracks     []string `json:"tracks"`
	Place      *Place   `json:"place,omitempty"`
	Accounts   int      `json:"accounts"`
	Outlets    int      `json:"outlets"`
	Contested  bool     `json:"contested"`
	Disagree   []string `json:"disagreements"`
	Added      int64    `json:"added" doc:"The change that brought its first account."`
	Event      string   `json:"event" doc:"Its first account."`
}

// Place is where something was.
type Place struct {
	Name     string   `json:"name"`
	Country  string   `json:"country,omitempty"`
	Admin1   string   `json:"admin1,omitempty"`
	Lat      *float64 `json:"lat,omitempty"`
	Lon      *float64 `json:"lon,omitempty"`
	GeoNames int64    `json:"geonames,omitempty"`
	Kind     string   `json:"kind,omitempty"`
	ACLED    int      `json:"acled,omitempty" doc:"Precision: 1 town, 2 part of a region, 3 region."`
	UCDP     int      `json:"ucdp,omitempty" doc:"Precision: 1 exact … 6 country, 7 sea or air."`
}

func placeOf(p *overview.Place) Place {
	out := Place{Name: p.Name, Country: p.Country, Admin1: p.Admin1, GeoNames: p.GeoNames, Kind: p.Kind.String(), ACLED: p.ACLED, UCDP: p.UCDP}
	if p.Resolved && (p.Lat != 0 || p.Lon != 0) {
		out.Lat, out.Lon = &p.Lat, &p.Lon
	}
	return out
}

func partiesOf(parties []overview.Party) []Party {
	out := make([]Party, 0, len(parties))
	for i := range parties {
		out = append(out, partyOf(&parties[i]))
	}
	return out
}

func itemOf(i *overview.Item) item {
	out := item{ID: i.ID, First: dayOf(i.First), Last: dayOf(i.Last), ACLED: i.ACLED, UCDP: i.UCDP, Basis: string(i.Basis), Reported: dayOf(i.Reported),
		Status: string(i.Status), Category: string(i.Category), Mode: i.Mode, Quad: i.Quad, Intensity: i.Intensity, Confidence: i.Confidence, Historical: i.Historical,
		Sources: partiesOf(i.Sources), Recipients: partiesOf(i.Recipients), Tracks: append([]string{}, i.Tracks...), Accounts: i.Accounts, Outlets: i.Outlets,
		Contested: i.Contested, Disagree: append([]string{}, i.Disagree...), Added: i.Added, Event: i.Event}
	if i.Speaker != nil {
		p := partyOf(i.Speaker)
		out.Speaker = &p
	}
	if i.Place != nil {
		p := placeOf(i.Place)
		out.Place = &p
	}
	return out
}

func (a *API) timeline(ctx context.Context, in *WholeIn) (*body[timelineBody], error) {
	s, f, err := a.whole(ctx)
	if err != nil {
		return nil, err
	}
	t := s.Timeline(f, in.Limit)
	out := timelineBody{Items: make([]item, 0, len(t.Items)), Count: t.Count, Undated: t.Undated, First: dayOf(t.First), Last: dayOf(t.Last), ByStatus: seriesOf(t.ByStatus), ByTrack: seriesOf(t.ByTrack)}
	if len(t.Items) < t.Count {
		out.Step = string(t.Step)
	}
	for i := range t.Items {
		out.Items = append(out.Items, itemOf(&t.Items[i]))
	}
	return &body[timelineBody]{out}, nil
}

type dyad struct {
	Source    Party `json:"source"`
	Recipient Party `json:"recipient"`
	DyadCount
	Months []dyadMonth `json:"months" doc:"The earliest first; what has no day stands in none."`
}

type dyadMonth struct {
	Month string `json:"month" format:"date" doc:"Its first day."`
	DyadCount
}

// DyadCount is how much one party did to another.
type DyadCount struct {
	Count       int     `json:"count" doc:"Occurrences."`
	Cooperation int     `json:"cooperation"`
	Conflict    int     `json:"conflict"`
	Verbal      int     `json:"verbal"`
	Material    int     `json:"material"`
	Intensity   float64 `json:"intensity"`
}

func dyadCountOf(m *overview.DyadMonth) DyadCount {
	return DyadCount{m.Count, m.Cooperation, m.Conflict, m.Verbal, m.Material, m.Intensity}
}

func (a *API) dyads(ctx context.Context, in *WholeIn) (*listed[dyad], error) {
	s, f, err := a.whole(ctx)
	if err != nil {
		return nil, err
	}
	found := s.Dyads(f, in.Limit)
	out := newList[dyad](ctx, len(found))
	for i := range found {
		d := &found[i]
		one := dyad{Source: partyOf(&d.Source), Recipient: partyOf(&d.Recipient), DyadCount: dyadCountOf(&d.DyadMonth), Months: make([]dyadMonth, 0, len(d.Months))}
		for j := range d.Months {
			one.Months = append(one.Months, dyadMonth{dayOf(d.Months[j].Month), dyadCountOf(&d.Months[j])})
		}
		out.Body.Items = append(out.Body.Items, one)
	}
	return out, nil
}

type spot struct {
	Place
	Count       int    `json:"count" doc:"Occurrences."`
	Cooperation int    `json:"cooperation"`
	Conflict    int    `json:"conflict"`
	First       string `json:"first,omitempty" format:"date"`
	Last        string `json:"last,omitempty" format:"date"`
	Newest      string `json:"newest,omitempty" doc:"An occurrence."`
}

type placesIn struct {
	WholeIn
	West  float64 `query:"west" minimum:"-180" maximum:"180" doc:"With south, east and north: only within this box, in degrees."`
	South float64 `query:"south" minimum:"-90" maximum:"90"`
	East  float64 `query:"east" minimum:"-180" maximum:"180"`
	North float64 `query:"north" minimum:"-90" maximum:"90"`
}

func (a *API) places(ctx context.Context, in *placesIn) (*listed[spot], error) {
	s, f, err := a.whole(ctx)
	if err != nil {
		return nil, err
	}
	found := s.Places(f, overview.Box{West: in.West, South: in.South, East: in.East, North: in.North}, in.Limit)
	out := newList[spot](ctx, len(found))
	for i := range found {
		p := &found[i]
		out.Body.Items = append(out.Body.Items, spot{placeOf(&p.Place), p.Count, p.Cooperation, p.Conflict, dayOf(p.First), dayOf(p.Last), p.Newest})
	}
	return out, nil
}

type outlet struct {
	Name        string `json:"name" doc:"Empty when it is not named."`
	Reports     int    `json:"reports"`
	Events      int    `json:"events"`
	First       string `json:"first,omitempty" format:"date"`
	Last        string `json:"last,omitempty" format:"date"`
	Occurrences int    `json:"occurrences"`
	Alone       int    `json:"alone" doc:"Occurrences of which only it tells."`
	Before      int    `json:"before" doc:"Occurrences of which it told before others."`
}

func (a *API) outlets(ctx context.Context, _ *FilterIn) (*listed[outlet], error) {
	s, f, err := a.whole(ctx)
	if err != nil {
		return nil, err
	}
	found := s.Outlets(f)
	out := newList[outlet](ctx, len(found))
	for i := range found {
		o := &found[i]
		out.Body.Items = append(out.Body.Items, outlet{o.Name, o.Reports, o.Events, dayOf(o.First), dayOf(o.Last), o.Occurrences, o.Alone, o.Before})
	}
	return out, nil
}

type doubtsIn struct {
	FilterIn
	Paged
	Reason string `query:"reason" enum:"confidence,contradiction,same"`
}

type doubt struct {
	Reason     string   `json:"reason" doc:"confidence: nobody has judged it; contradiction: its accounts contradict each other; same: possibly the same as other."`
	Score      float64  `json:"score" doc:"The higher the more doubtful."`
	Event      string   `json:"event,omitempty"`
	Occurrence string   `json:"occurrence,omitempty"`
	Other      string   `json:"other,omitempty" doc:"The other occurrence."`
	Fields     []string `json:"fields" doc:"In which accounts contradict each other."`
	Confidence float64  `json:"confidence"`
	Day        string   `json:"day,omitempty" format:"date"`
	Category   string   `json:"category,omitempty"`
	Status     string   `json:"status,omitempty"`
}

type doubtsBody struct {
	List[doubt]
	Waiting []share `json:"waiting" doc:"All that wait, by reason."`
}

type doubtsOut struct {
	Link string `header:"Link" doc:"The address of the next page, as rel=next (RFC 8288)."`
	Body doubtsBody
}

func (a *API) doubts(ctx context.Context, in *doubtsIn) (*doubtsOut, error) {
	s, f, err := a.whole(ctx)
	if err != nil {
		return nil, err
	}
	if in.Historical == "" {
		f.Historical = overview.WithHistorical // a doubt about the past is one too
	}
	cursor, err := goOnHere(in.Cursor)
	if err != nil {
		return nil, err
	}
	var only []overview.Reason
	if in.Reason != "" {
		only = append(only, overview.Reason(in.Reason))
	}
	found, err := s.Doubts(f, in.Limit, cursor, only...)
	if err != nil {
		return nil, err
	}
	part := newList[doubt](ctx, len(found.Items))
	for i := range found.Items {
		d := &found.Items[i]
		part.Body.Items = append(part.Body.Items, doubt{string(d.Reason), d.Score, d.Event, d.Occurrence, d.Other, append([]string{}, d.Fields...), d.Confidence,
			dayOf(d.Day), string(d.Category), string(d.Status)})
	}
	part.follow(ctx, found.Next)
	out := &doubtsOut{Link: part.Link, Body: doubtsBody{List: part.Body, Waiting: []share{}}}
	for _, r := range []overview.Reason{overview.Contradiction, overview.Same, overview.Unsure} {
		out.Body.Waiting = append(out.Body.Waiting, share{string(r), found.Counts[r]})
	}
	return out, nil
}

type failure struct {
	Source string `json:"source" doc:"File and line, address or feed."`
	Reason string `json:"reason"`
	Change int64  `json:"change"`
	At     string `json:"at" format:"date-time"`
}

type failuresIn struct {
	Paged
	Since
}

func (a *API) failures(ctx context.Context, in *failuresIn) (*listed[failure], error) {
	cursor, err := a.goOn(ctx, in.Cursor)
	if err != nil {
		return nil, err
	}
	all, err := asking(ctx).view.Failures(ctx)
	if err != nil {
		return nil, err
	}
	slices.Reverse(all)
	out := newList[failure](ctx, 0)
	part, next, err := partOf(all, in.Limit, cursor)
	if err != nil {
		return nil, err
	}
	for _, f := range part {
		out.Body.Items = append(out.Body.Items, failure{f.Source, f.Reason, f.Since.Number, f.Since.At.UTC().Format(time.RFC3339)})
	}
	out.follow(ctx, next)
	return out, nil
}
