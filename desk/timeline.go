package desk

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"chancery/actor"
	"chancery/event"
	"chancery/internal/console"
	"chancery/overview"
	"chancery/picture"
	"chancery/when"
)

// timelineMost is up to how many occurrences a timeline shows one by one; more are counted.
const timelineMost = 600

// listedMost is how many occurrences of a window are listed in words below its picture.
const listedMost = 40

// timelineBody is what the page of the timeline shows.
type timelineBody struct {
	Window  *window
	Lanes   []exportLink // the other orders of lanes; without an address the present one
	Picture template.HTML
	Count   int
	Undated int
	First   string
	Last    string
	Moves   []exportLink // earlier, later, nearer, farther, all
	Items   []itemLine   // the newest of the window
	All     string       // the address of all of them as a search
}

// itemLine is an occurrence in a list.
type itemLine struct {
	Day      string
	Sentence string
	Href     string
	Status   event.Status
	Track    string
	Accounts int
	Contest  bool
}

// laneTitles are the orders of the lanes that a timeline can have.
var laneTitles = []pair{{"track", "by track"}, {"status", "by status"}, {"actor", "by actor"}}

// timelinePage shows what happened over days to years.
func (d *Desk) timelinePage(v *visit) (*page, error) {
	t, w, err := v.timeline()
	if err != nil {
		return nil, err
	}
	body := timelineBody{Window: w, Count: t.found.Count, Undated: t.found.Undated}
	for _, by := range laneTitles {
		lane := exportLink{Name: by.Value}
		if by.Name != t.by {
			lane.Href = v.to.Page("timeline", w.pairs("by", by.Name)...)
		}
		body.Lanes = append(body.Lanes, lane)
	}
	if t.drawn.First.Known() {
		body.First, body.Last = t.drawn.First.String(), t.drawn.Last.String()
		body.Moves = t.moves(v, w)
	}
	if body.Picture, err = picture.HTML(t.drawn, picture.Options{Width: v.pictureWidth(), ID: "timeline"}); err != nil {
		return nil, err
	}
	items := t.found.Items
	if items == nil {
		items = t.snapshot.Latest(w.filter, when.Day{}, listedMost)
	} else {
		items = slices.Clone(items)
		slices.Reverse(items)
	}
	for i := range items[:min(len(items), listedMost)] {
		body.Items = append(body.Items, v.itemLine(&items[i]))
	}
	body.All = v.to.Search("kind:occurrences " + w.query())
	pairs := w.pairs()
	return &page{Template: "timeline", Title: "Timeline", Section: "timeline", Body: body, Wide: true, Scripts: []string{"timeline", "live"}, Exports: []exportLink{
		{"this picture (SVG)", v.to.to([]string{"pictures", "timeline.svg"}, pairs...)},
		{"TimelineJS", v.to.Export("timelinejs", w.query())},
		{"calendar", v.to.Export("icalendar", w.query())},
		{"CSV", v.to.Export("csv", w.query())},
	}}, nil
}

// timelineMade is a timeline ready to be drawn.
type timelineMade struct {
	snapshot *overview.Snapshot
	found    overview.Timeline
	drawn    *picture.Timeline
	by       string
}

// timeline gathers what the address asks for.
func (v *visit) timeline() (*timelineMade, *window, error) {
	w, err := v.windowOf("by")
	if err != nil {
		return nil, nil, err
	}
	made := &timelineMade{by: v.URL.Query().Get("by")}
	if made.by == "" {
		made.by = "track"
	}
	if !slices.ContainsFunc(laneTitles, func(p pair) bool { return p.Name == made.by }) {
		return nil, nil, fmt.Errorf("%w: lanes are by track, by status or by actor, not by %q", ErrAsk, made.by)
	}
	if made.snapshot, err = v.snapshot(); err != nil {
		return nil, nil, err
	}
	made.found = made.snapshot.Timeline(w.filter, timelineMost)
	p := &picture.Timeline{Title: "Timeline", Today: v.day, First: w.filter.From, Last: w.filter.To}
	if !p.First.Known() {
		p.First = made.found.First
	}
	if !p.Last.Known() {
		p.Last = made.found.Last
	}
	p.Window = func(first, last when.Day) string {
		return v.to.Page("timeline", w.pairs("from", first.String(), "to", last.String())...)
	}
	if made.found.Items != nil || made.found.Count == 0 {
		p.Lanes = v.lanes(made)
	} else {
		p.Lanes = v.countedLanes(made)
	}
	whole := w.filter
	whole.From, whole.To = when.Day{}, when.Day{}
	p.Overview = made.density(whole)
	made.drawn = p
	return made, w, nil
}

// density is how much there was over the whole span, whatever the window.
func (t *timelineMade) density(f overview.Filter) []picture.Count {
	activity := t.snapshot.Activity(f, overview.Monthly, overview.ByQuad)
	counts := map[when.Day]*picture.Count{}
	var order []when.Day
	for _, s := range activity.Series {
		for _, b := range s.Bins {
			c := counts[b.First]
			if c == nil {
				c = &picture.Count{First: b.First, Last: monthEnd(b.First)}
				counts[b.First] = c
				order = append(order, b.First)
			}
			switch s.Group {
			case "1", "2":
				c.Cooperation += b.Count
			case "3", "4":
				c.Conflict += b.Count
			default:
				c.Other += b.Count
			}
		}
	}
	slices.SortFunc(order, when.Day.Compare)
	out := make([]picture.Count, 0, len(order))
	for _, day := range order {
		out = append(out, *counts[day])
	}
	return out
}

func monthEnd(first when.Day) when.Day {
	if first.Month == 12 {
		return when.DayOf(first.Year+1, 1, 1).Add(-1)
	}
	return when.DayOf(first.Year, first.Month+1, 1).Add(-1)
}

// lanes puts occurrences into lanes, each as one mark.
func (v *visit) lanes(t *timelineMade) []picture.Lane {
	titles := map[string]string{}
	byKey := map[string]*picture.Lane{}
	var order []string
	put := func(key string, i *overview.Item) {
		lane := byKey[key]
		if lane == nil {
			lane = &picture.Lane{ID: key, Name: v.laneTitle(t.by, key, titles[key]), Href: v.laneAddress(t.by, key)}
			byKey[key] = lane
			order = append(order, key)
		}
		lane.Marks = append(lane.Marks, v.mark(i))
	}
	for n := range t.found.Items {
		i := &t.found.Items[n]
		switch t.by {
		case "status":
			put(string(i.Status), i)
		case "actor":
			if len(i.Sources) == 0 {
				put("", i)
			}
			for _, p := range i.Sources {
				titles[p.Key] = p.Name
				put(p.Key, i)
			}
		default:
			if len(i.Tracks) == 0 {
				put("", i)
			}
			for _, track := range i.Tracks {
				put(track, i)
			}
		}
	}
	v.sortLanes(t.by, order, func(key string) int { return len(byKey[key].Marks) })
	const most = 24 // lanes; what is in smaller ones stands in the list below
	lanes := make([]picture.Lane, 0, min(len(order), most))
	for _, key := range order[:min(len(order), most)] {
		lane := byKey[key]
		lane.Note = plural(len(lane.Marks), "occurrence")
		lanes = append(lanes, *lane)
	}
	return lanes
}

// sortLanes puts what has no name last, statuses in their order, and else the fullest first.
func (v *visit) sortLanes(by string, keys []string, size func(string) int) {
	statuses := v.desk.Reader.Vocabulary().Statuses
	slices.SortStableFunc(keys, func(a, b string) int {
		switch {
		case a == "" && b != "":
			return 1
		case b == "" && a != "":
			return -1
		case by == "status":
			return slices.Index(statuses, event.Status(a)) - slices.Index(statuses, event.Status(b))
		case size(a) != size(b):
			return size(b) - size(a)
		}
		return strings.Compare(a, b)
	})
}

// countedLanes are lanes of counts, where there are too many occurrences to be shown one by one.
func (v *visit) countedLanes(t *timelineMade) []picture.Lane {
	series := t.found.ByTrack
	if t.by == "status" {
		series = t.found.ByStatus
	}
	lanes := make([]picture.Lane, 0, len(series))
	for _, s := range series {
		by := t.by
		if by == "actor" {
			by = "track" // whose lanes would be as many as there are actors
		}
		lane := picture.Lane{ID: s.Group, Name: v.laneTitle(by, s.Group, ""), Href: v.laneAddress(by, s.Group), Note: plural(s.Count, "occurrence")}
		for _, b := range s.Bins {
			lane.Counts = append(lane.Counts, picture.Count{First: b.First, Last: stepEnd(b.First, t.found.Step), Other: b.Count})
		}
		lanes = append(lanes, lane)
	}
	return lanes
}

// stepEnd is the last day of a bin.
func stepEnd(first when.Day, step overview.Step) when.Day {
	switch step {
	case overview.Weekly:
		return first.Add(6)
	case overview.Monthly:
		return monthEnd(first)
	case overview.Yearly:
		return when.DayOf(first.Year, 12, 31)
	}
	return first
}

// laneTitle is what a lane is called.
func (v *visit) laneTitle(by, key, name string) string {
	switch by {
	case "status":
		if key == "" {
			return "no status"
		}
		return strings.ReplaceAll(key, "_", " ")
	case "actor":
		switch {
		case key == "":
			return "nobody named"
		case name != "":
			return v.desk.partyName(key, name)
		}
		return key
	}
	if key == "" {
		return "on no track"
	}
	return v.desk.trackTitle(key)
}

// laneAddress is where a lane's name leads.
func (v *visit) laneAddress(by, key string) string {
	switch {
	case key == "":
		return ""
	case by == "actor":
		return v.to.Actor(key)
	case by == "track":
		return v.to.Track(key)
	}
	return ""
}

// partyName is what the codebook calls who is filed under a key; else the name that was read.
func (d *Desk) partyName(key, name string) string {
	for _, n := range d.lexicon.Called(key) {
		if n.ID == key {
			return n.Name
		}
	}
	return name
}

// mark is an occurrence on a timeline.
func (v *visit) mark(i *overview.Item) picture.Mark {
	sentence := itemSentence(i)
	m := picture.Mark{ID: i.ID, Label: sentence, Href: v.to.Occurrence(i.ID), First: i.First, Last: i.Last,
		Status: picture.Status(i.Status), Tone: picture.ToneOf(i.Quad), Title: itemDays(i) + ": " + sentence}
	if len(i.Tracks) > 0 {
		m.Track = i.Tracks[0]
	}
	if i.Accounts > 1 {
		m.Title += " (" + plural(i.Accounts, "account") + ")"
	}
	return m
}

// itemSentence says an occurrence in a sentence from its few values.
func itemSentence(i *overview.Item) string {
	parties := func(list []overview.Party) []actor.Party {
		out := make([]actor.Party, len(list))
		for n, p := range list {
			out[n] = actor.Party{Name: p.Name, Actor: p.Actor, Country: p.Country, Sector: actor.Sector(p.Sector)}
		}
		return out
	}
	return console.Sentence(&event.Event{Category: i.Category, Mode: i.Mode, Status: i.Status, Sources: parties(i.Sources), Recipients: parties(i.Recipients)})
}

// itemDays writes when an occurrence was, as far as is known.
func itemDays(i *overview.Item) string {
	switch {
	case !i.First.Known() && !i.Last.Known():
		return "undated"
	case i.First == i.Last:
		return i.First.String()
	case !i.Last.Known():
		return "after " + i.First.String()
	case !i.First.Known():
		return "before " + i.Last.String()
	}
	return i.First.String() + " to " + i.Last.String()
}

// itemLine is an occurrence in a list, in a sentence with its facts.
func (v *visit) itemLine(i *overview.Item) itemLine {
	line := itemLine{Day: itemDays(i), Sentence: itemSentence(i), Href: v.to.Occurrence(i.ID), Status: i.Status, Accounts: i.Accounts, Contest: i.Contested}
	if len(i.Tracks) > 0 {
		line.Track = v.desk.trackTitle(i.Tracks[0])
	}
	return line
}

// moves are the links by which a window is moved without a script.
func (t *timelineMade) moves(v *visit, w *window) []exportLink {
	moves := picture.WindowsFrom(t.drawn.First, t.drawn.Last)
	to := func(name string, days [2]when.Day) exportLink {
		return exportLink{name, t.drawn.Window(days[0], days[1])}
	}
	links := []exportLink{to("Earlier", moves.Earlier), to("Later", moves.Later), to("Nearer", moves.In), to("Farther", moves.Out)}
	if w.From != "" || w.To != "" {
		links = append(links, exportLink{"All", v.to.Page("timeline", w.pairs("from", "", "to", "")...)})
	}
	return links
}

// timelinePicture is the timeline alone.
func (v *visit) timelinePicture() (picture.Picture, error) {
	t, _, err := v.timeline()
	if err != nil {
		return nil, err
	}
	return t.drawn, nil
}
