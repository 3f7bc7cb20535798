package desk

import (
	"cmp"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"chancery/actor"
	"chancery/ledger"
	"chancery/overview"
	"chancery/picture"
	"chancery/record"
	"chancery/when"
)

// How much of the actors is drawn: more than this nobody can read.
const (
	networkNodes = 24
	networkEdges = 70
	matrixSide   = 14
	actorsListed = 60
	slices4      = 4 // stretches of time in which a network is shown side by side
)

// actorsBody is what the page of all actors shows.
type actorsBody struct {
	Window  *window
	Show    string         // network, matrix or list
	Shows   []exportLink   // the other ways; without an address the present one
	Picture template.HTML  // network or matrix
	Slices  []networkSlice // the network over time
	Actors  []actorLine
	More    int // how many actors are not listed
}

type networkSlice struct {
	Days    string
	Picture template.HTML
	Href    string
}

// actorLine is an actor in the list.
type actorLine struct {
	Name, Href, Country, Days               string
	Count, AsSource, AsRecipient, AsSpeaker int
}

// actorViews are the ways in which actors can be seen.
var actorViews = []pair{{"network", "Network"}, {"matrix", "Matrix of dyads"}, {"list", "List"}}

// actorsRoutes are the addresses of actors.
func (d *Desk) actorsRoutes(mux *http.ServeMux) {
	d.get(mux, "GET /actors", d.actorsPage)
	d.get(mux, "GET /actors/{id}", d.actorPage)
	d.getPicture(mux, "GET /pictures/network.svg", "network", (*visit).networkPicture)
	d.getPicture(mux, "GET /pictures/matrix.svg", "matrix", (*visit).matrixPicture)
}

// actorsPage shows who has to do with whom.
func (d *Desk) actorsPage(v *visit) (*page, error) {
	w, err := v.windowOf("show")
	if err != nil {
		return nil, err
	}
	s, err := v.snapshot()
	if err != nil {
		return nil, err
	}
	body := actorsBody{Window: w, Show: v.URL.Query().Get("show")}
	if body.Show == "" {
		body.Show = "network"
	}
	for _, way := range actorViews {
		link := exportLink{Name: way.Value}
		if way.Name != body.Show {
			link.Href = v.to.Page("actors", w.pairs("show", way.Name)...)
		}
		body.Shows = append(body.Shows, link)
	}
	actors := s.Actors(w.filter, 0)
	for _, a := range actors[:min(len(actors), actorsListed)] {
		body.Actors = append(body.Actors, v.actorLine(&a))
	}
	body.More = len(actors) - len(body.Actors)
	p := &page{Template: "actors", Title: "Actors", Section: "actors", Wide: true, Scripts: []string{"network"}}
	pairs := w.pairs()
	switch body.Show {
	case "network":
		if body.Picture, body.Slices, err = v.networkOverTime(s, w); err != nil {
			return nil, err
		}
		p.Exports = append(p.Exports, exportLink{"this network (SVG)", v.to.to([]string{"pictures", "network.svg"}, pairs...)},
			exportLink{"GraphML", v.to.Export("graphml", w.query())}, exportLink{"GEXF", v.to.Export("gexf", w.query())})
	case "matrix":
		if body.Picture, err = picture.HTML(v.matrix(s, w), picture.Options{Width: v.pictureWidth(), ID: "matrix"}); err != nil {
			return nil, err
		}
		p.Exports = append(p.Exports, exportLink{"this matrix (SVG)", v.to.to([]string{"pictures", "matrix.svg"}, pairs...)})
	case "list":
	default:
		return nil, fmt.Errorf("%w: show is network, matrix or list, not %q", ErrAsk, body.Show)
	}
	p.Exports = append(p.Exports, exportLink{"parties as CSV", v.to.to([]string{"export", "csv"}, "table", "parties", "q", w.query())})
	p.Body = body
	return p, nil
}

func (v *visit) actorLine(a *overview.Actor) actorLine {
	id := a.Actor // a minister has a line beside the state
	if id == "" {
		id = a.Key
	}
	line := actorLine{Name: v.desk.partyName(id, a.Name), Href: v.to.Actor(id), Country: a.Country,
		Count: a.Count, AsSource: a.AsSource, AsRecipient: a.AsRecipient, AsSpeaker: a.AsSpeaker}
	if a.First.Known() {
		line.Days = a.First.String() + " to " + a.Last.String()
	}
	return line
}

// network makes the network of the actors told of most; keys are theirs, in the order of the nodes.
func (v *visit) network(s *overview.Snapshot, f overview.Filter, keys []string, nodes []picture.Node, title string, w *window) *picture.Network {
	n := &picture.Network{Title: title, Nodes: nodes}
	at := make(map[string]int, len(keys))
	for i, key := range keys {
		at[key] = i
	}
	type direction struct {
		from, to int
		tone     picture.Tone
		said     bool
	}
	counts := map[direction]int{}
	var order []direction
	for _, part := range [...]struct {
		mood overview.Mood
		said bool
	}{{overview.Done, false}, {overview.Said, true}} {
		if f.Mood != "" && f.Mood != part.mood {
			continue
		}
		of := f
		of.Mood = part.mood
		for _, d := range s.Dyads(of, 0) {
			from, ok := at[d.Source.Key]
			to, known := at[d.Recipient.Key]
			if !ok || !known || from == to {
				continue
			}
			for tone, count := range map[picture.Tone]int{picture.Cooperation: d.Cooperation, picture.Conflict: d.Conflict} {
				if count == 0 {
					continue
				}
				e := direction{from, to, tone, part.said}
				if counts[e] == 0 {
					order = append(order, e)
				}
				counts[e] += count
			}
		}
	}
	slices.SortFunc(order, func(a, b direction) int {
		switch {
		case counts[a] != counts[b]:
			return counts[b] - counts[a]
		case a.from != b.from:
			return a.from - b.from
		case a.to != b.to:
			return a.to - b.to
		case a.tone != b.tone:
			return int(a.tone) - int(b.tone)
		case a.said == b.said:
			return 0
		case a.said:
			return 1
		}
		return -1
	})
	for _, e := range order[:min(len(order), networkEdges)] {
		quads := map[bool]map[picture.Tone]string{false: {picture.Cooperation: "2", picture.Conflict: "4"}, true: {picture.Cooperation: "1", picture.Conflict: "3"}}[e.said][e.tone]
		n.Edges = append(n.Edges, picture.Edge{From: e.from, To: e.to, Tone: e.tone, Said: e.said, Count: counts[e],
			Href: v.to.Search("kind:occurrences source:" + quotedValue(keys[e.from]) + " recipient:" + quotedValue(keys[e.to]) + " quad:" + quads + w.days())})
	}
	return n
}

// days are the window's days as conditions of a query.
func (w *window) days() string {
	out := ""
	if w.From != "" {
		out += " since:" + w.From
	}
	if w.To != "" {
		out += " until:" + w.To
	}
	return out
}

// side is one of whom the dyads tell: all who act for a state are the state.
type side struct {
	overview.Party
	AsSource, AsRecipient int
}

// sides are those of whom the dyads tell, those of whom they tell most first.
func sides(dyads []overview.Dyad) []side {
	at := map[string]int{}
	var list []side
	find := func(p overview.Party) *side {
		i, ok := at[p.Key]
		if !ok {
			i = len(list)
			at[p.Key] = i
			list = append(list, side{Party: p})
		}
		return &list[i]
	}
	for i := range dyads {
		find(dyads[i].Source).AsSource += dyads[i].Count
		find(dyads[i].Recipient).AsRecipient += dyads[i].Count
	}
	slices.SortFunc(list, func(a, b side) int {
		return cmp.Or(b.AsSource+b.AsRecipient-a.AsSource-a.AsRecipient, strings.Compare(a.Key, b.Key))
	})
	return list
}

// nodes are those of whom the dyads tell most, as nodes of a network.
func (v *visit) nodes(dyads []overview.Dyad) (keys []string, nodes []picture.Node) {
	for _, a := range sides(dyads) {
		if len(nodes) == networkNodes {
			break
		}
		keys = append(keys, a.Key)
		nodes = append(nodes, picture.Node{ID: a.Key, Name: v.desk.partyName(a.Key, a.Name), Href: v.to.Actor(a.Key), Kind: v.desk.nodeKind(&a.Party), Events: a.AsSource + a.AsRecipient})
	}
	return keys, nodes
}

// nodeKind is the shape that an actor has in a network.
func (d *Desk) nodeKind(p *overview.Party) picture.Kind {
	if p.Key == p.Country && p.Country != "" {
		return picture.State
	}
	if named := d.lexicon.Called(p.Key); len(named) > 0 {
		switch named[0].Class {
		case actor.Person:
			return picture.Person
		case actor.State:
			return picture.State
		case actor.Group:
			return picture.Group
		default:
			return picture.Organisation
		}
	}
	return picture.Unsorted
}

// networkOverTime is the network of the whole window, and the same in stretches of it with everybody in the same place.
func (v *visit) networkOverTime(s *overview.Snapshot, w *window) (whole template.HTML, parts []networkSlice, err error) {
	keys, nodes := v.nodes(s.Dyads(w.filter, 0))
	if len(nodes) == 0 {
		return "", nil, nil
	}
	n := v.network(s, w.filter, keys, nodes, "Who has to do with whom", w)
	if n.Positions, err = n.Layout(); err != nil {
		return "", nil, err
	}
	if whole, err = picture.HTML(n, picture.Options{Width: min(v.pictureWidth(), 900), ID: "network"}); err != nil {
		return "", nil, err
	}
	for _, days := range v.stretches(s, w) {
		f := w.filter
		f.From, f.To = days[0], days[1]
		part := *w
		part.From, part.To = days[0].String(), days[1].String()
		slice := v.network(s, f, keys, nodes, days[0].String()+" to "+days[1].String(), &part)
		slice.Positions = n.Positions
		drawn, err := picture.HTML(slice, picture.Options{Width: 420, Height: 320, ID: "network-" + days[0].String(), Unexplained: true})
		if err != nil {
			return "", nil, err
		}
		parts = append(parts, networkSlice{Days: days[0].String() + " to " + days[1].String(), Picture: drawn,
			Href: v.to.Page("actors", w.pairs("from", days[0].String(), "to", days[1].String())...)})
	}
	return whole, parts, nil
}

// stretches cuts the window into equal parts; none when it is shorter than a few days.
func (v *visit) stretches(s *overview.Snapshot, w *window) [][2]when.Day {
	first, last := w.filter.From, w.filter.To
	if !first.Known() || !last.Known() {
		counts := s.Counts()
		if !first.Known() {
			first = counts.First
		}
		if !last.Known() {
			last = counts.Last
		}
	}
	if !first.Known() || !last.Known() {
		return nil
	}
	length := last.Number() - first.Number() + 1
	if length < 2*slices4 {
		return nil
	}
	out := make([][2]when.Day, slices4)
	for i := range out {
		out[i] = [2]when.Day{first.Add(i * length / slices4), first.Add((i+1)*length/slices4 - 1)}
	}
	return out
}

// matrix shows who did how much to whom, by month.
func (v *visit) matrix(s *overview.Snapshot, w *window) *picture.Matrix {
	m := &picture.Matrix{Title: "Who did how much to whom", First: w.filter.From, Last: w.filter.To}
	rows, columns := map[string]int{}, map[string]int{}
	dyads := s.Dyads(w.filter, 0)
	all := sides(dyads)
	chosen := func(count func(*side) int, at map[string]int) (headings []picture.Heading) {
		list := slices.Clone(all)
		slices.SortStableFunc(list, func(a, b side) int { return count(&b) - count(&a) })
		for i := range list[:min(len(list), matrixSide)] {
			if a := &list[i]; count(a) > 0 {
				at[a.Key] = len(headings)
				headings = append(headings, picture.Heading{ID: a.Key, Name: v.desk.partyName(a.Key, a.Name), Href: v.to.Actor(a.Key)})
			}
		}
		return headings
	}
	m.Rows = chosen(func(a *side) int { return a.AsSource }, rows)
	m.Columns = chosen(func(a *side) int { return a.AsRecipient }, columns)
	for _, d := range dyads {
		row, ok := rows[d.Source.Key]
		column, known := columns[d.Recipient.Key]
		if !ok || !known {
			continue
		}
		cell := picture.Cell{Row: row, Column: column, Cooperation: d.Cooperation, Conflict: d.Conflict, Other: d.Count - d.Cooperation - d.Conflict,
			Href: v.to.Search("kind:occurrences source:" + quotedValue(d.Source.Key) + " recipient:" + quotedValue(d.Recipient.Key) + w.days())}
		for _, month := range d.Months {
			cell.Months = append(cell.Months, picture.Count{First: month.Month, Last: monthEnd(month.Month), Cooperation: month.Cooperation, Conflict: month.Conflict})
		}
		m.Cells = append(m.Cells, cell)
	}
	return m
}

func (v *visit) networkPicture() (picture.Picture, error) {
	w, err := v.windowOf()
	if err != nil {
		return nil, err
	}
	s, err := v.snapshot()
	if err != nil {
		return nil, err
	}
	keys, nodes := v.nodes(s.Dyads(w.filter, 0))
	return v.network(s, w.filter, keys, nodes, "Who has to do with whom", w), nil
}

func (v *visit) matrixPicture() (picture.Picture, error) {
	w, err := v.windowOf()
	if err != nil {
		return nil, err
	}
	s, err := v.snapshot()
	if err != nil {
		return nil, err
	}
	return v.matrix(s, w), nil
}

// actorBody is what the page of one actor shows.
type actorBody struct {
	ID, Name, Kind, Country string
	State                   string // what the codebook calls the country
	Activity                template.HTML
	Offices                 []officeLine
	Terms                   template.HTML
	Positions               []positionLine
	Quotations              []quotationLine
	Events                  []itemLine
	Partners                []partnerLine
	Search, Said            string
}

type officeLine struct{ Office, Of, OfHref, Holder, HolderHref, First, Last string }

type positionLine struct {
	Track, TrackHref, Stance, Day, What, Href string
	Wording                                   string // the address of how the wording changed; "" when nothing was said before
}

type quotationLine struct {
	Words, Day, Outlet, Href string
	Kind                     string
}

type partnerLine struct {
	Name, Href            string
	To, From              int
	Cooperation, Conflict int
}

// highest are the offices whose holders are shown of a state or an organisation.
var highest = []string{"head-of-state", "president", "monarch", "prime-minister", "foreign-minister", "defence-minister", "secretary-general", "chair"}

// actorPage shows one actor: offices through time, positions by track, words, deeds, and with whom.
func (d *Desk) actorPage(v *visit) (*page, error) {
	id := v.PathValue("id")
	body := actorBody{ID: id, Name: id}
	isPerson := false
	if named := d.lexicon.Called(id); len(named) > 0 {
		body.Name, body.Country, isPerson = named[0].Name, named[0].Country, named[0].Class == actor.Person
		body.Kind, body.State = classWords(named[0].Class), d.countrySaid(body.Country)
	}
	if err := v.offices(&body, isPerson); err != nil {
		return nil, err
	}
	s, err := v.snapshot()
	if err != nil {
		return nil, err
	}
	if err := v.positions(&body, s); err != nil {
		return nil, err
	}
	body.Said = "kind:quotations speaker:" + quotedValue(id)
	body.Search = "kind:occurrences party:" + quotedValue(id)
	said, err := v.find(body.Said, record.Page{Limit: 8})
	if err != nil {
		return nil, err
	}
	for i := range said.Hits {
		if q := said.Hits[i].Quotation; q != nil {
			var words []string
			for _, s := range q.Quotation.Content {
				words = append(words, s.In(q.Report.Text))
			}
			body.Quotations = append(body.Quotations, quotationLine{Words: strings.Join(words, " … "), Day: q.Report.Published.EDTF, Outlet: q.Report.Outlet, Href: v.to.Quotation(q.ID), Kind: string(q.Quotation.Kind)})
		}
	}
	if err := v.deeds(&body, s); err != nil {
		return nil, err
	}
	if len(body.Quotations)+len(body.Events)+len(body.Positions)+len(body.Offices) == 0 && len(d.lexicon.Called(id)) == 0 {
		return nil, fmt.Errorf("%w: nobody of whom the record or the codebook tells is called %q", record.ErrNotFound, id)
	}
	p := &page{Template: "actor", Title: body.Name, Section: "actors", Body: body, Exports: []exportLink{
		{"events as CSV", v.to.Export("csv", "party:"+quotedValue(id))}, {"timeline (SVG)", v.to.to([]string{"pictures", "timeline.svg"}, "actor", id)},
		{"calendar", v.to.Export("icalendar", "party:"+quotedValue(id))}}}
	return p, nil
}

func classWords(c actor.Class) string {
	switch c {
	case actor.Person:
		return "a person"
	case actor.State:
		return "a state"
	case actor.Group:
		return "an armed group"
	case actor.Outlet:
		return "an outlet"
	case actor.Unknown: // a state's branch or people: the name says which
		return ""
	}
	return "an organisation"
}

// offices are the offices that a person has held, or the holders of the highest offices of a state or organisation.
func (v *visit) offices(body *actorBody, isPerson bool) error {
	tenures := v.desk.lexicon.Tenures(body.ID)
	title := "Offices of " + body.Name
	if !isPerson {
		tenures = v.desk.lexicon.Tenures(body.ID, highest...)
		title = "Who held the highest offices of " + body.Name
	}
	if len(tenures) == 0 {
		return nil
	}
	terms := &picture.Terms{Title: title, Today: v.day}
	for _, t := range tenures {
		line := officeLine{Office: t.Office, Of: t.OfName, OfHref: v.to.Actor(t.Of), Holder: t.Name, HolderHref: v.to.Actor(t.Person), First: t.First, Last: t.Last}
		body.Offices = append(body.Offices, line)
		term := picture.Term{Row: t.Office, Label: t.Name, Href: line.HolderHref, From: between(t.First), To: between(t.Last)}
		if isPerson {
			term.Row, term.Label, term.Href = t.Office, t.OfName, line.OfHref
		}
		terms.Terms = append(terms.Terms, term)
	}
	var err error
	body.Terms, err = picture.HTML(terms, picture.Options{Width: min(v.pictureWidth(), 900), ID: "terms"})
	return err
}

// between reads a day of the tables, which may know only the month or the year.
func between(s string) picture.Between {
	first, last, err := daysIn(s)
	if err != nil {
		return picture.Between{}
	}
	return picture.Between{First: first, Last: last}
}

// Whose positions are shown: on so many tracks, each from so many of the newest occurrences. What somebody said on a
// track before that is older than what was said last.
const (
	positionTracks = 8
	positionDepth  = 3
)

// positions fills in what an actor last said on the tracks on which it has most to do with.
func (v *visit) positions(body *actorBody, s *overview.Snapshot) error {
	f := overview.Filter{Actors: []string{body.ID}}
	var ids []string
	told := map[string]int{} // on each track
	for _, track := range s.Tracks(f) {
		if track.ID == "" || len(told) == positionTracks {
			continue
		}
		told[track.ID] = track.Count
		f.Tracks = []string{track.ID}
		for _, i := range s.Latest(f, v.day, positionDepth) {
			if !slices.Contains(ids, i.ID) {
				ids = append(ids, i.ID)
			}
		}
	}
	occurrences, err := v.view.OccurrencesOf(v.Context(), ids)
	if err != nil {
		return err
	}
	all := ledger.Positions(occurrences, v.day)
	shown := map[string]bool{}
	for i := range all {
		p := &all[i]
		if told[p.Track] == 0 || shown[p.Track] || p.Party.Key != body.ID && p.Party.Actor != body.ID {
			continue
		}
		shown[p.Track] = true // what a person says stands under the person and under the state
		line := positionLine{Track: v.desk.trackTitle(p.Track), TrackHref: v.to.Track(p.Track), Stance: p.Stance, Day: p.Day, What: p.What, Href: v.to.Event(p.Account.Event)}
		if told[p.Track] > 1 {
			line.Wording = v.to.to([]string{"tracks", p.Track, "wording"}, "speaker", body.ID)
		}
		body.Positions = append(body.Positions, line)
	}
	slices.SortStableFunc(body.Positions, func(a, b positionLine) int { return strings.Compare(b.Day, a.Day) })
	return nil
}

// deeds fills in what the overview knows of an actor.
func (v *visit) deeds(body *actorBody, s *overview.Snapshot) error {
	f := overview.Filter{Actors: []string{body.ID}, Historical: overview.WithoutHistorical}
	latest := s.Latest(f, v.day, 12)
	for i := range latest {
		body.Events = append(body.Events, v.itemLine(&latest[i]))
	}
	made := timelineMade{snapshot: s}
	counts := made.density(f)
	if len(counts) > 0 {
		var err error
		body.Activity, err = picture.HTML(&picture.Activity{Title: "Occurrences with " + body.Name, Noun: "occurrence", Counts: counts, Window: func(first, last when.Day) string {
			return v.to.Page("timeline", "actor", body.ID, "from", first.String(), "to", last.String())
		}}, picture.Options{Width: min(v.pictureWidth(), 900), Height: 150, ID: "activity"})
		if err != nil {
			return err
		}
	}
	partners := map[string]*partnerLine{}
	var order []string
	state := v.desk.actsFor(body.ID)
	mine := func(p overview.Party) bool {
		return p.Key == body.ID || p.Actor == body.ID || state != "" && p.Key == state
	}
	for _, d := range s.Dyads(f, 0) {
		other, to := d.Recipient, true
		switch {
		case mine(d.Recipient):
			other, to = d.Source, false
		case !mine(d.Source):
			continue
		}
		line := partners[other.Key]
		if line == nil {
			line = &partnerLine{Name: v.desk.partyName(other.Key, other.Name), Href: v.to.Actor(other.Key)}
			partners[other.Key] = line
			order = append(order, other.Key)
		}
		if to {
			line.To += d.Count
		} else {
			line.From += d.Count
		}
		line.Cooperation += d.Cooperation
		line.Conflict += d.Conflict
	}
	slices.SortStableFunc(order, func(a, b string) int {
		x, y := partners[a], partners[b]
		if n := (y.To + y.From) - (x.To + x.From); n != 0 {
			return n
		}
		return strings.Compare(a, b)
	})
	for _, key := range order[:min(len(order), 10)] {
		body.Partners = append(body.Partners, *partners[key])
	}
	return nil
}

// actsFor is the state that a person acts for: what it does with others is filed under the state.
func (d *Desk) actsFor(id string) string {
	if named := d.lexicon.Called(id); len(named) > 0 && named[0].Class == actor.Person {
		return named[0].Country
	}
	return ""
}
