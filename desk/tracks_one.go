package desk

import (
	"cmp"
	"errors"
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"chancery/internal/console"
	"chancery/ledger"
	"chancery/occurrence"
	"chancery/overview"
	"chancery/picture"
	"chancery/record"
	"chancery/when"
)

// How much of a track stands on its page.
const (
	trackTimelineMost   = 400 // occurrences one by one
	trackLanesMost      = 7   // who acts most
	trackLatestMost     = 10
	trackStatementsMost = 8
	trackToldOf         = 40 // the newest occurrences, from which positions and statements are taken
	trackThreadsMost    = 12
	trackGroupMost      = 6
)

// trackPage is one track.
type trackPage struct {
	trackTitle
	Form       ledgerForm
	Count      int
	First      string
	Last       string
	Counting   bool
	NoLedger   bool          // it is not drawn up for that day
	Picture    template.HTML // its timeline
	Threads    template.HTML // what became of its entries
	Counts     []stateCount
	Groups     []stateGroup
	Positions  []positionView
	Latest     []itemLine
	Statements []statementView
	Others     []trackTitle // told together with this one
}

// positionView is what a party last said.
type positionView struct {
	ledger.Position
	Who   []ledger.Party
	Words string // those of the account, where they are others
	Said  string // "offers", "demands"
}

// statementView is somebody's words on the track, in their sentence.
type statementView struct {
	Speaker  ledger.Party
	Day      string
	Outlet   string
	Medium   string
	Event    string
	Excerpts [][]segment
}

// trackPage shows a track: what happened, where its offers, demands and commitments stand, who stands where.
func (d *Desk) trackPage(v *visit) (*page, error) {
	id := v.PathValue("id")
	if err := d.knowsTrack(id); err != nil {
		return nil, err
	}
	asked, filter, err := v.ledgerAsked()
	if err != nil {
		return nil, err
	}
	asked.Track, filter.Tracks = id, []string{id}
	body := &trackPage{trackTitle: trackTitle{id, d.trackTitle(id)}, Form: v.ledgerForm(asked)}
	body.Form.Action, body.Form.Own = v.to.Track(id), true
	if err := v.trackLedger(body, asked, filter); err != nil {
		return nil, err
	}
	if err := v.trackTimeline(body, filter.Parties); err != nil {
		return nil, err
	}
	query := "track:" + id
	exports := append([]exportLink{{"timeline (SVG)", v.to.TrackPicture(id)}}, v.ledgerExports(asked)...)
	exports = append(exports, exportLink{"its events (CSV)", v.to.Export("csv", query)})
	return &page{Template: "track", Title: body.Title, Section: "tracks", Body: body, Exports: exports, Fleeting: body.Counting}, nil
}

// trackLedger fills in where the entries stand.
func (v *visit) trackLedger(body *trackPage, asked ledgerAsked, filter record.LedgerFilter) error {
	found, err := v.chooseEntries(filter, trackGroupMost)
	if errors.Is(err, errPastLedger) {
		body.NoLedger = true
		return nil
	}
	if err != nil {
		return err
	}
	body.Counts = v.stateCounts(found.counts, "track", asked.Track, "party", asked.Party, "kind", asked.Kind)
	for i := range body.Counts {
		body.Counts[i].Chosen = body.Counts[i].State.Class == asked.State
	}
	if len(found.ids) == 0 {
		return nil
	}
	if body.Groups, err = v.groups(found, trackGroupMost, func(state string) string {
		return v.to.Ledger("track", asked.Track, "party", asked.Party, "kind", asked.Kind, "state", state)
	}); err != nil {
		return err
	}
	var drawn []ledger.Entry
	for i := range body.Groups {
		for n := range body.Groups[i].Entries {
			if len(drawn) < trackThreadsMost {
				drawn = append(drawn, body.Groups[i].Entries[n].Entry)
			}
		}
	}
	ledger.Sort(drawn)
	title := "What became of " + plural(len(drawn), "entry")
	if found.total > len(drawn) {
		title += ", the most urgent of " + strconv.Itoa(found.total)
	}
	body.Threads, err = picture.HTML(v.thread(title, drawn), picture.Options{Width: v.inlineWidth(), ID: "threads"})
	return err
}

// trackTimeline fills in what happened.
func (v *visit) trackTimeline(body *trackPage, parties []string) error {
	drawn, found, err := v.trackDrawn(body.trackTitle, parties)
	if errors.Is(err, overview.ErrLoading) {
		body.Counting = true
		return nil
	}
	if err != nil {
		return err
	}
	body.Count = found.Count
	if found.First.Known() {
		body.First, body.Last = found.First.String(), found.Last.String()
	}
	if found.Count == 0 {
		return nil
	}
	if body.Picture, err = picture.HTML(drawn, picture.Options{Width: v.inlineWidth(), ID: "track"}); err != nil {
		return err
	}
	snapshot, err := v.snapshot()
	if err != nil {
		return err
	}
	own := overview.Filter{Tracks: []string{body.ID}, Actors: parties, To: v.until()}
	latest := snapshot.Latest(own, v.told(snapshot), trackToldOf)
	for i := range latest {
		if i < trackLatestMost {
			body.Latest = append(body.Latest, v.itemLine(&latest[i]))
		}
		for _, t := range latest[i].Tracks {
			other := trackTitle{t, v.desk.trackTitle(t)}
			if t != body.ID && !slices.Contains(body.Others, other) {
				body.Others = append(body.Others, other)
			}
		}
	}
	slices.SortFunc(body.Others, func(a, b trackTitle) int { return strings.Compare(a.Title, b.Title) })
	return v.trackTold(body, latest)
}

// trackDrawn draws the occurrences of a track by who acts, or counts of them by status where there are too many.
func (v *visit) trackDrawn(track trackTitle, parties []string) (*picture.Timeline, overview.Timeline, error) {
	snapshot, err := v.snapshot()
	if err != nil {
		return nil, overview.Timeline{}, err
	}
	f := overview.Filter{Tracks: []string{track.ID}, Actors: parties, To: v.until(), Historical: overview.WithoutHistorical}
	found := snapshot.Timeline(f, trackTimelineMost)
	p := &picture.Timeline{Title: track.Title, Today: v.day, Rows: 4, Window: func(first, last when.Day) string {
		return v.to.Page("timeline", "track", track.ID, "from", first.String(), "to", last.String())
	}}
	if found.Items == nil {
		for i := range found.ByStatus {
			one := &found.ByStatus[i]
			lane := picture.Lane{ID: one.Group, Name: strings.ReplaceAll(one.Group, "_", " "), Note: plural(one.Count, "occurrence")}
			for _, b := range one.Bins {
				lane.Counts = append(lane.Counts, picture.Count{First: b.First, Last: stepEnd(b.First, found.Step), Other: b.Count})
			}
			p.Lanes = append(p.Lanes, lane)
		}
		return p, found, nil
	}
	p.Lanes = v.lanesBySource(found.Items, trackLanesMost)
	return p, found, nil
}

// lanesBySource puts occurrences into lanes by who acts; those who act least share the last lane.
func (v *visit) lanesBySource(items []overview.Item, most int) []picture.Lane {
	const others = "\x00"
	count := map[string]int{}
	var keys []string
	keyOf := func(i *overview.Item) string {
		if len(i.Sources) == 0 {
			return others
		}
		return i.Sources[0].Key
	}
	name := map[string]string{}
	for i := range items {
		key := keyOf(&items[i])
		if count[key]++; key != others && count[key] == 1 {
			keys = append(keys, key)
			name[key] = v.desk.partyName(key, items[i].Sources[0].Name)
		}
	}
	slices.SortStableFunc(keys, func(a, b string) int { return count[b] - count[a] })
	keys = keys[:min(len(keys), most)]
	lanes := make([]picture.Lane, 0, len(keys)+1)
	for _, key := range keys {
		lanes = append(lanes, picture.Lane{ID: key, Name: name[key], Href: v.to.Actor(key)})
	}
	rest := picture.Lane{ID: "others", Name: "others"}
	for i := range items {
		mark := v.mark(&items[i])
		if at := slices.Index(keys, keyOf(&items[i])); at >= 0 {
			lanes[at].Marks = append(lanes[at].Marks, mark)
		} else {
			rest.Marks = append(rest.Marks, mark)
		}
	}
	if len(rest.Marks) > 0 {
		lanes = append(lanes, rest)
	}
	return lanes
}

// trackAlone is the timeline of a track as a file of its own.
func (v *visit) trackAlone() (picture.Picture, error) {
	id, ok := strings.CutSuffix(v.PathValue("name"), ".svg")
	if !ok {
		return nil, ErrNowhere
	}
	if err := v.desk.knowsTrack(id); err != nil {
		return nil, err
	}
	drawn, _, err := v.trackDrawn(trackTitle{id, v.desk.trackTitle(id)}, nil)
	return drawn, err
}

// trackTold fills in what each party last said, and what was said last in somebody's words, from the newest occurrences.
func (v *visit) trackTold(body *trackPage, latest []overview.Item) error {
	ids := make([]string, 0, len(latest))
	for i := range latest {
		ids = append(ids, latest[i].ID)
	}
	told, err := v.view.OccurrencesOf(v.Context(), ids)
	if err != nil && !errors.Is(err, record.ErrNotFound) { // the overview may be a moment behind
		return fmt.Errorf("what was told of %s: %w", body.ID, err)
	}
	for _, p := range ledger.Positions(told, v.day) {
		if p.Track != body.ID {
			continue
		}
		a := ledgerAccount{Account: p.Account}
		position := positionView{Position: p, Who: []ledger.Party{p.Party}, Words: a.Words(), Said: p.Stance}
		if strings.Contains(position.Words, p.What) && p.What != "" || strings.Contains(p.What, position.Words) {
			position.What, position.Words = cmp.Or(position.Words, p.What), ""
		}
		body.Positions = append(body.Positions, position)
	}
	slices.SortStableFunc(body.Positions, func(a, b positionView) int { return strings.Compare(b.Day, a.Day) })
	for i := range told {
		for n := range told[i].Members {
			a := &told[i].Members[n].Account
			if a.Event.Speaker != nil && slices.Contains(a.Event.Tracks, body.ID) && len(body.Statements) < trackStatementsMost {
				body.Statements = append(body.Statements, statementOf(a))
			}
		}
	}
	return nil
}

// statementOf is an account in somebody's words.
func statementOf(a *occurrence.Account) statementView {
	s := statementView{Event: a.Event.ID, Outlet: outletSaid(a.Report), Medium: string(a.Event.Medium), Day: a.Report.Published.EDTF,
		Speaker: ledger.Party{Name: a.Event.Speaker.Name, Actor: a.Event.Speaker.Actor}}
	if a.Event.Time.First.Known() {
		s.Day = a.Event.Time.First.String()
	}
	s.Day = s.Day[:min(len(s.Day), len("2021-06-08"))]
	marks := eventMarks(&a.Event)
	for _, span := range console.SentencesAround(a) {
		s.Excerpts = append(s.Excerpts, marked(a.Report.Text, span.Start, span.End, marks))
	}
	return s
}
