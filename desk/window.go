package desk

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"chancery/actor"
	"chancery/event"
	"chancery/overview"
	"chancery/query"
	"chancery/when"
)

// window is which part of the record a picture shows, as its address says: what the form above every picture sets.
type window struct {
	From, To   string // as written: a day, a month or a year
	Track      string
	Status     string
	Actor      string // as written: a name, a code or an id
	Tone       string // cooperation, conflict
	Mood       string // done, said
	Historical string // with: background, too
	Country    string // of the place
	Outlet     string

	Tracks   []event.Track // to choose from
	Statuses []event.Status
	Action   string // the address of the page
	Keep     []pair // what the page's address says beside: how lanes are grouped

	filter overview.Filter
	named  string // the actor's name as the codebook has it
	asked  url.Values
}

type pair struct{ Name, Value string }

// windowOf reads the window of a page's address; keep names what else the page reads from it.
func (v *visit) windowOf(keep ...string) (*window, error) {
	asked := v.URL.Query()
	w := &window{
		From: asked.Get("from"), To: asked.Get("to"), Track: asked.Get("track"), Status: asked.Get("status"), Actor: strings.TrimSpace(asked.Get("actor")),
		Tone: asked.Get("tone"), Mood: asked.Get("mood"), Historical: asked.Get("historical"), Country: asked.Get("country"), Outlet: asked.Get("outlet"),
		Tracks: v.desk.tracks, Statuses: v.desk.Reader.Vocabulary().Statuses, Action: v.URL.Path, asked: asked,
	}
	for _, name := range keep {
		if value := asked.Get(name); value != "" {
			w.Keep = append(w.Keep, pair{name, value})
		}
	}
	f := &w.filter
	var err error
	if f.From, _, err = daysIn(w.From); err != nil {
		return nil, fmt.Errorf("%w: from: %w", ErrAsk, err)
	}
	if _, f.To, err = daysIn(w.To); err != nil {
		return nil, fmt.Errorf("%w: to: %w", ErrAsk, err)
	}
	if f.From.Known() && f.To.Known() && f.To.Before(f.From) {
		f.From, f.To, w.From, w.To = f.To, f.From, w.To, w.From
	}
	if w.Track != "" {
		if !slices.ContainsFunc(v.desk.tracks, func(t event.Track) bool { return t.ID == w.Track }) {
			return nil, fmt.Errorf("%w: the codebook has no track %q", ErrAsk, w.Track)
		}
		f.Tracks = []string{w.Track}
	}
	if w.Status != "" {
		if !slices.Contains(w.Statuses, event.Status(w.Status)) {
			return nil, fmt.Errorf("%w: there is no status %q", ErrAsk, w.Status)
		}
		f.Statuses = []event.Status{event.Status(w.Status)}
	}
	if w.Actor != "" {
		key, name, err := v.desk.actorNamed(w.Actor)
		if err != nil {
			return nil, err
		}
		f.Actors, w.named = []string{key}, name
	}
	switch w.Tone {
	case "":
	case "cooperation":
		f.Quads = []int{1, 2}
	case "conflict":
		f.Quads = []int{3, 4}
	default:
		return nil, fmt.Errorf("%w: tone is cooperation or conflict, not %q", ErrAsk, w.Tone)
	}
	switch f.Mood = overview.Mood(w.Mood); f.Mood {
	case "", overview.Done, overview.Said:
	default:
		return nil, fmt.Errorf("%w: mood is done or said, not %q", ErrAsk, w.Mood)
	}
	if w.Historical != "with" {
		f.Historical = overview.WithoutHistorical
	}
	if w.Country != "" {
		f.Countries = []string{strings.ToUpper(w.Country)}
	}
	if w.Outlet != "" {
		f.Outlets = []string{w.Outlet}
	}
	return w, nil
}

// daysIn reads a day, a month or a year, and gives its first and last day; unknown for "".
func daysIn(s string) (first, last when.Day, err error) {
	if s == "" {
		return when.Day{}, when.Day{}, nil
	}
	for _, form := range [...]struct {
		layout string
		days   func(time.Time) time.Time
	}{
		{"2006-01-02", func(t time.Time) time.Time { return t }},
		{"2006-01", func(t time.Time) time.Time { return t.AddDate(0, 1, -1) }},
		{"2006", func(t time.Time) time.Time { return t.AddDate(1, 0, -1) }},
	} {
		if t, err := time.Parse(form.layout, s); err == nil {
			return dayOf(t), dayOf(form.days(t)), nil
		}
	}
	return when.Day{}, when.Day{}, fmt.Errorf("%q is no day: write 2021-06-08, 2021-06 or 2021", s)
}

func dayOf(t time.Time) when.Day { return when.DayOf(t.Year(), int(t.Month()), t.Day()) }

// actorNamed tells whom a name means: the key by which the overview files them, and the name as the codebook has it.
func (d *Desk) actorNamed(name string) (key, called string, err error) {
	found := slices.DeleteFunc(d.lexicon.Called(name), func(n actor.Naming) bool { return n.Kind == actor.NamedOffice })
	switch len(found) {
	case 1:
		return found[0].ID, found[0].Name, nil
	case 0:
		if party, ok := d.toldOf(name); ok {
			return party.Key, party.Name, nil
		}
		var names []string
		for _, n := range d.lexicon.Actors() {
			names = append(names, n.Name)
		}
		hint := ""
		if near := query.Nearest(name, names); len(near) > 0 {
			hint = ": did you mean " + strings.Join(near, " or ") + "?"
		}
		return "", "", fmt.Errorf("%w: nobody is called %q%s", ErrAsk, name, hint)
	}
	for _, n := range found { // of several, the first of whom the record tells
		if _, ok := d.toldOf(n.ID); ok {
			return n.ID, n.Name, nil
		}
	}
	return found[0].ID, found[0].Name, nil
}

// toldOf gives the party of a key when the record tells of it.
func (d *Desk) toldOf(key string) (overview.Party, bool) {
	s, err := d.overview.Snapshot(context.Background(), 0) // the present one is never waited for
	if err != nil {
		return overview.Party{}, false
	}
	return s.Party(key)
}

// pairs are the window as pairs of a name and a value for an address, with some values set otherwise.
func (w *window) pairs(set ...string) []string {
	values := url.Values{}
	for name, list := range w.asked {
		switch name {
		case "as-of", "on", "done":
		default:
			values[name] = list
		}
	}
	for i := 0; i+1 < len(set); i += 2 {
		values.Set(set[i], set[i+1])
	}
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names)
	var out []string
	for _, name := range names {
		for _, value := range values[name] {
			out = append(out, name, value)
		}
	}
	return out
}

// query is the window in the query language, for what lists or exports its occurrences.
func (w *window) query() string {
	var conditions []string
	add := func(field, value string) {
		if value != "" {
			conditions = append(conditions, field+":"+quotedValue(value))
		}
	}
	if len(w.filter.Actors) > 0 {
		add("party", w.filter.Actors[0])
	}
	add("track", w.Track)
	add("status", w.Status)
	quads := w.filter.Quads
	switch w.filter.Mood {
	case overview.Done:
		quads = both(quads, []int{2, 4})
	case overview.Said:
		quads = both(quads, []int{1, 3})
	}
	if len(quads) > 0 {
		var list []string
		for _, q := range quads {
			list = append(list, strconv.Itoa(q))
		}
		conditions = append(conditions, "quad:"+strings.Join(list, ","))
	}
	add("since", w.From)
	add("until", w.To)
	add("place-country", w.Country)
	add("outlet", w.Outlet)
	if w.filter.Historical == overview.WithoutHistorical {
		conditions = append(conditions, "historical:no")
	}
	return strings.Join(conditions, " ")
}

// both gives what two lists have in common; the second when the first is empty.
func both(a, b []int) []int {
	if len(a) == 0 {
		return b
	}
	return slices.DeleteFunc(slices.Clone(a), func(x int) bool { return !slices.Contains(b, x) })
}

// quotedValue writes a value of a query so that it is one value, whatever stands in it.
func quotedValue(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_:.", r))
	}) || strings.Contains(s, ":") {
		return `"` + strings.ReplaceAll(s, `"`, "") + `"`
	}
	return s
}
