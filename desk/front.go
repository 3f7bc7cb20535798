package desk

import (
	"cmp"
	"errors"
	"fmt"
	"html/template"
	"slices"

	"chancery/event"
	"chancery/internal/console"
	"chancery/ledger"
	"chancery/occurrence"
	"chancery/overview"
	"chancery/picture"
	"chancery/quote"
	"chancery/record"
)

// How much stands on the front page.
const (
	frontMarks  = 40 // occurrences on the timeline
	frontLanes  = 5
	frontNewest = 3 // in sentences
	frontTracks = 8
	frontLooked = 8 // contradictions that are looked at for one to show
)

// frontPage shows what the program is by showing it: what happened last, one disagreement, one overdue promise.
type frontPage struct {
	Reports, Occurrences int
	Empty                bool
	Counting             int // how much of the record is looked over, in percent; 100 when all of it is
	Picture              template.HTML
	Latest               []frontLine
	Disagreement         *disagreement
	Overdue              *entryView
	Threads              template.HTML
	Tracks               []trackRow
	More                 int // tracks that are not in the table
}

// frontLine is one of the newest occurrences.
type frontLine struct {
	itemLine
	Outlets []string
}

// disagreement is an occurrence whose accounts contradict each other.
type disagreement struct {
	Occurrence string
	Sentence   string
	Day        string
	Field      string // in what: "whether it happened", "how many died"
	Sides      [2]disputedSide
	More       int // disagreements of the record beside this one
}

// disputedSide is what one side of a disagreement says.
type disputedSide struct {
	Value    string // "17", "denies"
	By       string
	Outlet   string
	Day      string
	Event    string
	Excerpts [][]segment
	Words    string // when the excerpts are not at hand
}

// frontPage makes the first page.
func (d *Desk) frontPage(v *visit) (*page, error) {
	body := &frontPage{Empty: v.view.Change() == 0, Counting: 100}
	p := &page{Template: "front", Section: "", Body: body, Scripts: []string{"paste", "live"}}
	if body.Empty {
		return p, nil
	}
	snapshot, err := v.snapshot()
	switch {
	case errors.Is(err, overview.ErrLoading):
		body.Counting = int(100 * d.overview.Progress().Share())
		p.Fleeting = true
		return p, nil
	case err != nil:
		return nil, err
	}
	counts := snapshot.Counts()
	if body.Reports, body.Occurrences = counts.Reports, counts.Occurrences; counts.Reports == 0 {
		body.Empty = true // nothing but failures, or nothing yet on that day
		return p, nil
	}
	if err := v.frontLatest(body, snapshot); err != nil {
		return nil, err
	}
	if err := v.frontDisagreement(body, snapshot); err != nil {
		return nil, err
	}
	for _, part := range [...]func(*frontPage) error{v.frontOverdue, v.frontTracks} {
		if err := part(body); errors.Is(err, overview.ErrLoading) {
			p.Fleeting = true // the ledger is still being read
		} else if err != nil && !errors.Is(err, errPastLedger) { // without it the page still shows the rest
			return nil, err
		}
	}
	return p, nil
}

// frontLatest draws what happened last, and says the newest of it in sentences.
func (v *visit) frontLatest(body *frontPage, snapshot *overview.Snapshot) error {
	items := snapshot.Latest(overview.Filter{}, v.told(snapshot), frontMarks)
	if len(items) == 0 {
		return nil
	}
	drawn := &picture.Timeline{Title: "What happened last", Today: v.day, Rows: 2, Lanes: v.lanesByTrack(items, frontLanes)}
	var err error
	if body.Picture, err = picture.HTML(drawn, picture.Options{Width: min(v.pictureWidth(), 720), ID: "latest"}); err != nil {
		return err
	}
	newest := items[:min(len(items), frontNewest)]
	ids := make([]string, 0, len(newest))
	for i := range newest {
		ids = append(ids, newest[i].ID)
	}
	told, err := v.view.OccurrencesOf(v.Context(), ids)
	if err != nil && !errors.Is(err, record.ErrNotFound) { // the overview may be a moment behind
		return err
	}
	for i := range newest {
		line := frontLine{itemLine: v.itemLine(&newest[i])}
		if i < len(told) {
			s := occurrence.Weigh(&told[i])
			line.Sentence, line.Outlets = console.Sentence(console.ConsensusEvent(&s)), outletsOf(&told[i])
		}
		body.Latest = append(body.Latest, line)
	}
	return nil
}

// lanesByTrack puts occurrences into lanes by their first track; those of which least is told share the last lane.
func (v *visit) lanesByTrack(items []overview.Item, most int) []picture.Lane {
	count := map[string]int{}
	var ids []string
	trackOf := func(i *overview.Item) string {
		if len(i.Tracks) == 0 {
			return ""
		}
		return i.Tracks[0]
	}
	for i := range items {
		id := trackOf(&items[i])
		if count[id]++; id != "" && count[id] == 1 {
			ids = append(ids, id)
		}
	}
	slices.SortStableFunc(ids, func(a, b string) int { return cmp.Or(count[b]-count[a], cmp.Compare(a, b)) })
	ids = ids[:min(len(ids), most)]
	lanes := make([]picture.Lane, 0, len(ids)+1)
	for _, id := range ids {
		lanes = append(lanes, picture.Lane{ID: id, Name: trackInShort(id), Href: v.to.Track(id)})
	}
	rest := picture.Lane{ID: "others", Name: "All else"}
	for i := range items {
		mark := v.mark(&items[i])
		if at := slices.Index(ids, trackOf(&items[i])); at >= 0 {
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

// frontOverdue takes the promise that was to be kept last and was not.
func (v *visit) frontOverdue(body *frontPage) error {
	entry, err := v.overdueEntry()
	if err != nil || entry == nil {
		return err
	}
	told := v.desk.entryView(entry, v.day)
	body.Overdue = &told
	body.Threads, err = picture.HTML(v.thread("What became of it", []ledger.Entry{*entry}), picture.Options{Width: min(v.pictureWidth(), 520), ID: "overdue", Unexplained: true})
	return err
}

// frontTracks fills in the small table of tracks.
func (v *visit) frontTracks(body *frontPage) error {
	var all tracksPage
	rows, err := v.trackRows(&all)
	if err != nil {
		return err
	}
	rows = slices.DeleteFunc(rows, func(r trackRow) bool { return r.Count == 0 && len(r.States) == 0 })
	slices.SortStableFunc(rows, func(a, b trackRow) int { return cmp.Compare(b.Count, a.Count) })
	body.More = max(0, len(rows)-frontTracks)
	body.Tracks = rows[:min(len(rows), frontTracks)]
	return nil
}

// frontDisagreement takes the newest occurrence whose accounts contradict each other, of those that are most in doubt.
func (v *visit) frontDisagreement(body *frontPage, snapshot *overview.Snapshot) error {
	doubts, err := snapshot.Doubts(overview.Filter{}, frontLooked, "", overview.Contradiction)
	if err != nil {
		return err
	}
	for _, doubt := range doubts.Items {
		o, err := v.view.Occurrence(v.Context(), doubt.Occurrence)
		if errors.Is(err, record.ErrNotFound) {
			continue // the overview may be a moment behind
		}
		if err != nil {
			return err
		}
		s := occurrence.Weigh(&o)
		found := v.disagreementOf(&o, &s)
		if found == nil {
			continue
		}
		found.More = doubts.Counts[overview.Contradiction] - 1
		body.Disagreement = found
		return nil
	}
	return nil
}

// fieldQuestions say in what accounts contradict each other.
var fieldQuestions = map[string]string{
	"status": "whether it happened", "killed": "how many were killed", "injured": "how many were injured", "category": "what was done",
	"source": "who did it", "recipient": "to whom it was done", "time": "when it was", "place": "where it was", "content": "what was said", "wording": "in which words",
}

// disagreementOf puts two sides of an occurrence beside each other: who says so and who denies it, else two values of a
// field; nil when there are none.
func (v *visit) disagreementOf(o *occurrence.Occurrence, s *occurrence.Summary) *disagreement {
	d := &disagreement{Occurrence: o.ID, Sentence: console.Sentence(console.ConsensusEvent(s))}
	if s.Time.First.Known() {
		d.Day = s.Time.First.String()
	}
	accounts := map[string]*occurrence.Account{}
	for i := range o.Members {
		accounts[o.Members[i].Event.ID] = &o.Members[i].Account
	}
	if s.Contested {
		yes := slices.IndexFunc(s.Claims, func(c occurrence.Claim) bool { return c.Stance == quote.Asserts })
		no := slices.IndexFunc(s.Claims, func(c occurrence.Claim) bool { return c.Stance == quote.Denies })
		if yes >= 0 && no >= 0 {
			d.Field = "whether it happened"
			for i, c := range []*occurrence.Claim{&s.Claims[yes], &s.Claims[no]} {
				d.Sides[i] = v.disputedSide(accounts[c.Words.Event], c.Words, c.By)
				d.Sides[i].Value = [...]string{"says so", "denies it"}[i]
			}
			return d
		}
	}
	for i := range s.Disagreements {
		f := &s.Disagreements[i]
		if len(f.Consensus) == 0 || len(f.Others) == 0 {
			continue
		}
		if d.Field = fieldQuestions[f.Name]; d.Field == "" {
			d.Field = f.Name
		}
		for n, value := range []*occurrence.Value{&f.Consensus[0], &f.Others[0]} {
			if len(value.Support.Evidence) == 0 {
				return nil
			}
			words := value.Support.Evidence[0]
			a := accounts[words.Event]
			d.Sides[n] = v.disputedSide(a, words, voiceOf(a))
			d.Sides[n].Value = sideValue(f.Name, value.Text)
		}
		return d
	}
	return nil
}

// sideValue says the value of a field in words.
func sideValue(field, value string) string {
	switch field {
	case "status":
		if value == string(event.NotHappened) {
			return "did not happen"
		}
		return value
	case "killed", "injured":
		return fmt.Sprintf("%s %s", value, field)
	}
	return value
}

// voiceOf is whose account it is: the innermost voice, else the outlet.
func voiceOf(a *occurrence.Account) string {
	if a == nil {
		return ""
	}
	if n := len(a.Event.Attribution); n > 0 && a.Event.Attribution[n-1].Name != "" {
		return a.Event.Attribution[n-1].Name
	}
	if a.Event.Speaker != nil {
		return a.Event.Speaker.Name
	}
	return outletSaid(a.Report)
}

// outletsOf are those who tell of an occurrence, in the order of its accounts.
func outletsOf(o *occurrence.Occurrence) []string {
	var names []string
	for i := range o.Members {
		if name := outletSaid(o.Members[i].Report); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// disputedSide is what one account says, in its words.
func (v *visit) disputedSide(a *occurrence.Account, words occurrence.Evidence, by string) disputedSide {
	s := disputedSide{By: by, Event: words.Event, Words: words.Text}
	if a == nil || a.Report == nil {
		return s
	}
	s.Outlet, s.Day = outletSaid(a.Report), a.Report.Published.EDTF
	marks := eventMarks(&a.Event)
	for _, span := range console.SentencesAround(a) {
		s.Excerpts = append(s.Excerpts, marked(a.Report.Text, span.Start, span.End, marks))
	}
	return s
}
