package occurrence

import (
	"math"
	"slices"
	"strings"

	"chancery/actor"
	"chancery/event"
	"chancery/place"
	"chancery/quote"
	"chancery/reading"
	"chancery/report"
	"chancery/when"
)

// NoDay is a day that is not known.
const NoDay = math.MinInt32

// Features are what joining looks at in an event: some three hundred bytes that are kept beside it, so that a candidate
// need not be read again. Unknown fields are zero, unknown days NoDay.
type Features struct {
	Report string // whose event it is
	Outlet string
	Copies []string // reports that its text is a copy of, at most CopiesMost; the caller sets it
	Day    int32    // when the report was published, days since 1970-01-01

	Act              // what is told; of a plan the planned act
	Root      string // of the CAMEO code, two digits
	Denied    bool   // told by a voice that denies it
	Doubted   bool
	Speaker   []Party // the innermost voice, one or none
	Medium    quote.Medium
	First     int32 // first and last possible day
	Last      int32
	Basis     Basis
	Place     Place
	Killed    int32 // best count; -1 when not told
	Injured   int32
	SoFar     bool   // the counts are of all that happened since something
	Ordinals  uint64 // "the second meeting": bit 2
	Weekdays  uint8  // that its sentences name, Monday in bit 0: all that undated reports tell of the day
	Again     bool   // "another", "new", "fresh": it is told as one more
	Tracks    []word
	Evidence  []word // what is told, without parties, times and places
	Sentence  []word // the rest of its sentences
	Topic     []word // the report's headline and first sentences
	Quoted    []word // shingles of the words that are quoted in its sentences
	Sentences []word // a hash of each of its sentences, for words that were taken over
}

// CopiesMost is how many copies of its report an event's features name.
const CopiesMost = 8

// Act is who does what to whom, as joining compares it.
type Act struct {
	Category   event.Category
	Mode       string
	Status     event.Status
	Entry      string
	Sources    []Party
	Recipients []Party
	Content    *Act // what is offered, demanded, refused…
}

// Party is an actor as joining compares it.
type Party struct {
	Name, Actor, Country, Sector string
}

// Basis is how well the time of an event is known.
type Basis uint8

// The bases of a time.
const (
	Undated    Basis = iota // neither the event nor its report has a time
	FromReport              // nothing is said: about when the report was published
	Dated                   // the words tell the time
)

// Place is where, as joining compares it.
type Place struct {
	Name     string
	Country  string
	Lat, Lon float32 // degrees; both zero when not known
	Exact    bool    // a town or a spot: two of them apart are two places
}

// FeaturesOf takes from an event of a reading what joining looks at.
func FeaturesOf(r *reading.Reading, e *event.Event) Features {
	f := Features{
		Report: r.Report.ID, Outlet: r.Report.Outlet, Day: publishedDay(r.Report.Published), First: NoDay, Last: NoDay,
		Act: actOf(e), Killed: -1, Injured: -1, Medium: e.Medium,
	}
	if len(e.CAMEO) >= 2 {
		f.Root = e.CAMEO[:2]
	}
	for _, v := range e.Attribution {
		f.Denied = f.Denied || v.Stance == quote.Denies
		f.Doubted = f.Doubted || v.Stance == quote.Doubts
	}
	if e.Speaker != nil {
		f.Speaker = partiesOf([]actor.Party{*e.Speaker})
	}
	f.setTime(e)
	f.setPlace(&r.Report, e.Place)
	if c := e.Casualties; c != nil {
		f.Killed, f.Injured, f.SoFar = bestOf(c.Killed), bestOf(c.Injured), c.Cumulative
	}
	for _, t := range e.Tracks {
		f.Tracks = append(f.Tracks, hashed(hashString(t), plain))
	}
	f.Tracks = tidy(f.Tracks)
	f.setWords(r, e)
	return f
}

// actOf lifts the planned act out of a plan, so that "will meet on Tuesday" stands beside "met on Tuesday".
func actOf(e *event.Event) Act {
	a := Act{
		Category: e.Category, Mode: e.Mode, Status: e.Status, Entry: e.Entry,
		Sources: partiesOf(e.Sources), Recipients: partiesOf(e.Recipients), Content: contentOf(e.Content),
	}
	if e.Category != event.Agree || e.Status != event.Planned || a.Content == nil {
		return a
	}
	plan := *a.Content
	plan.Status = event.Planned
	if len(plan.Sources) == 0 {
		plan.Sources = a.Sources
	}
	if len(plan.Recipients) == 0 {
		plan.Recipients = a.Recipients
	}
	return plan
}

func contentOf(c *event.Content) *Act {
	if c == nil || c.Category == "" {
		return nil
	}
	return &Act{
		Category: c.Category, Mode: c.Mode, Status: c.Status, Entry: c.Entry,
		Sources: partiesOf(c.Sources), Recipients: partiesOf(c.Recipients), Content: contentOf(c.Content),
	}
}

// partiesMost is how many parties of one role are compared.
const partiesMost = 6

func partiesOf(parties []actor.Party) []Party {
	var out []Party
	for i := range parties {
		p := &parties[i]
		name := strings.Join(strings.Fields(p.Name), " ")
		if len(name) > 60 {
			name = name[:cutAt(name, 60)]
		}
		q := Party{Name: name, Actor: p.Actor, Country: p.Country, Sector: string(p.Sector)}
		if len(out) < partiesMost && !slices.Contains(out, q) {
			out = append(out, q)
		}
	}
	slices.SortFunc(out, func(a, b Party) int {
		if c := strings.Compare(a.Country, b.Country); c != 0 {
			return c
		}
		if c := strings.Compare(a.Actor, b.Actor); c != 0 {
			return c
		}
		return strings.Compare(a.Name, b.Name)
	})
	return out
}

// cutAt is the last place up to n where a string can be cut without cutting a character.
func cutAt(s string, n int) int {
	for n > 0 && n < len(s) && s[n]&0xc0 == 0x80 {
		n--
	}
	return n
}

func bestOf(c *event.Count) int32 {
	if c == nil || c.Best < 0 {
		return -1
	}
	return int32(min(c.Best, math.MaxInt32))
}

func publishedDay(p report.Published) int32 {
	y, m, d, ok := p.Day()
	if !ok {
		return NoDay
	}
	return int32(when.DayOf(y, m, d).Number())
}

// setTime takes over the days of an event. What the words do not date is dated by its report with some room: news tells
// what was shortly before, or, of plans, what will be soon.
func (f *Features) setTime(e *event.Event) {
	if e.Time.First.Known() {
		f.First = int32(e.Time.First.Number())
	}
	if e.Time.Last.Known() {
		f.Last = int32(e.Time.Last.Number())
	}
	switch {
	case f.First == NoDay && f.Last == NoDay, e.Time.Span.Empty():
		f.Basis = FromReport
		if f.Day == NoDay {
			f.Basis, f.First, f.Last = Undated, NoDay, NoDay
			return
		}
		f.First, f.Last = f.Day-2, f.Day
		if f.Status == event.Planned {
			f.First, f.Last = f.Day, f.Day+14
		}
	case f.First == NoDay:
		f.Basis, f.First = Dated, f.Last-openEnd
	case f.Last == NoDay:
		f.Basis, f.Last = Dated, f.First+openEnd
	default:
		f.Basis = Dated
	}
	f.Last = max(f.First, f.Last)
}

// openEnd is how many days an interval with one end is taken to last.
const openEnd = 31

func (f *Features) setPlace(r *report.Report, m *place.Mention) {
	if m == nil {
		return
	}
	if !m.Resolved {
		if m.End <= len(r.Text) {
			f.Place = Place{Name: m.In(r.Text), Exact: true}
		}
		return
	}
	p := &m.Place
	f.Place = Place{Name: p.Name, Country: p.Country, Lat: float32(p.Lat), Lon: float32(p.Lon)}
	f.Place.Exact = precision(m) >= exactPlace
}

// exactPlace is the precision from which on two places apart are two.
const exactPlace = 8

// precision ranks places, the most precise highest: by UCDP's code, which is stored with every event, else by kind.
func precision(m *place.Mention) int {
	if !m.Resolved {
		return 1
	}
	switch m.UCDP {
	case 1:
		return 9 // a town or a spot
	case 2:
		return 8 // near one
	case 3:
		return 7 // a district
	case 4:
		return 5 // a province
	case 5, 7:
		return 4 // an area, a border, a sea
	case 6:
		return countryPlace
	}
	switch m.Place.Kind {
	case place.Populated, place.Capital, place.Feature:
		return 9
	case place.District:
		return 7
	case place.Province:
		return 5
	case place.Area, place.Water:
		return 4
	case place.Country:
	}
	return countryPlace
}

// countryPlace is the precision of a whole country.
const countryPlace = 2

// The most words of each set, so that the features of an event stay small whatever its sentences are like.
const (
	evidenceMost = 24
	sentenceMost = 40
	topicMost    = 32
	quotedMost   = 32
)

func (f *Features) setWords(r *reading.Reading, e *event.Event) {
	text := r.Report.Text
	var without []report.Span
	add := func(parties []actor.Party) {
		for i := range parties {
			without = append(without, parties[i].Span)
		}
	}
	add(e.Sources)
	add(e.Recipients)
	for c := e.Content; c != nil; c = c.Content {
		add(c.Sources)
		add(c.Recipients)
	}
	if e.Speaker != nil {
		without = append(without, e.Speaker.Span)
	}
	if e.Time.EDTF != "" {
		without = append(without, e.Time.Span)
	}
	if e.Place != nil {
		without = append(without, e.Place.Span)
	}
	for _, s := range e.Evidence {
		f.Evidence = wordsIn(f.Evidence, text, s, without)
		f.Ordinals |= ordinalsIn(s.In(text))
		f.Again = f.Again || again(s.In(text))
	}
	f.Evidence = fewest(f.Evidence, evidenceMost)
	for i, s := range r.Sentences {
		inside := false
		for _, v := range e.Evidence {
			inside = inside || v.Overlaps(s)
		}
		if i < 3 && i < len(r.Sentences) {
			f.Topic = wordsIn(f.Topic, text, s, nil)
		}
		if !inside {
			continue
		}
		f.Sentence = wordsIn(f.Sentence, text, s, without)
		f.Weekdays |= weekdaysIn(s.In(text))
		if h, long := sentenceHash(s.In(text)); long {
			f.Sentences = append(f.Sentences, h)
		}
		for k := range r.Quotations {
			q := &r.Quotations[k]
			if q.Kind == quote.Indirect {
				continue
			}
			for _, c := range q.Content {
				if c.Overlaps(s) {
					f.Quoted = shinglesIn(f.Quoted, text[max(c.Start, s.Start):min(c.End, s.End)])
				}
			}
		}
	}
	f.Sentence = fewest(f.Sentence, sentenceMost)
	if r.Report.Title != "" {
		f.Topic = wordsIn(f.Topic, r.Report.Title, report.Span{End: len(r.Report.Title)}, nil)
	}
	f.Topic = fewest(f.Topic, topicMost)
	f.Quoted = fewest(f.Quoted, quotedMost)
	f.Sentences = fewest(f.Sentences, 4)
}

// fewest sorts a set and keeps the n that stay when the most telling come first and, among equals, the smallest hashes:
// the same words stay in every report that has them.
func fewest(set []word, n int) []word {
	set = tidy(set)
	if len(set) <= n {
		return set
	}
	slices.SortFunc(set, func(a, b word) int {
		if a&3 != b&3 {
			return int(b&3) - int(a&3)
		}
		return int(a) - int(b)
	})
	return tidy(set[:n:n])
}

// sentenceHash hashes the words of a sentence; false for one that is so short that chance could repeat it.
func sentenceHash(sentence string) (word, bool) {
	var parts []uint32
	for field := range strings.FieldsFuncSeq(sentence, func(r rune) bool { return r < '0' || r > '9' && r < 'A' || r > 'Z' && r < 'a' || r > 'z' && r < 0x80 }) {
		parts = append(parts, hashString(strings.ToLower(field)))
	}
	return mix(parts), len(parts) >= 8
}

// weekdaysIn gives the weekdays that a sentence names, as bits.
func weekdaysIn(sentence string) (bits uint8) {
	for i, name := range [...]string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"} {
		if strings.Contains(sentence, name) {
			bits |= 1 << i
		}
	}
	return bits
}

// again reports whether words tell an act as one more of its kind: "another rocket attack", "held fresh talks".
func again(evidence string) bool {
	for field := range strings.FieldsSeq(evidence) {
		switch strings.ToLower(strings.Trim(field, ".,;:\"'“”")) {
		case "another", "fresh", "again", "renewed":
			return true
		}
	}
	return false
}
