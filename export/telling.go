package export

import (
	"fmt"
	"time"

	"chancery/actor"
	"chancery/event"
	"chancery/occurrence"
	"chancery/quote"
	"chancery/when"
)

// telling is one account, or what the accounts of an occurrence together say, in the form of one.
type telling struct {
	*occurrence.Account
	Outlets, Origins int
	Disagreements    []string
	where            string // the words that name the place, when they stand in another account's report
}

func (t *telling) placeName() string {
	if p := t.Event.Place; p != nil {
		if p.Place.Name == "" {
			return t.placeWords()
		}
		return p.Place.Name
	}
	return ""
}

func (t *telling) placeCountry() string {
	if p := t.Event.Place; p != nil {
		return p.Place.Country
	}
	return ""
}

// placeWords gives the words that name the place.
func (t *telling) placeWords() string {
	if p := t.Event.Place; p != nil && t.where == "" {
		return words(p.Span, t.Report.Text)
	}
	return t.where
}

// coordinates are nil when the place is not known, or is only a name.
func (t *telling) coordinates() (latitude, longitude any) {
	if p := t.Event.Place; p != nil && p.Resolved {
		return p.Place.Lat, p.Place.Lon
	}
	return nil, nil
}

func (t *telling) killed() (low, best, high any) {
	if c := t.Event.Casualties; c != nil {
		return count(c.Killed)
	}
	return nil, nil, nil
}

func (t *telling) injured() (low, best, high any) {
	if c := t.Event.Casualties; c != nil {
		return count(c.Injured)
	}
	return nil, nil, nil
}

// count gives the three figures of a count, nil for those that are not known.
func count(c *event.Count) (low, best, high any) {
	if c == nil {
		return nil, nil, nil
	}
	figure := func(n int) any {
		if n < 0 {
			return nil
		}
		return int64(n)
	}
	return figure(c.Low), figure(c.Best), figure(c.High)
}

// day writes a day as ISO 8601 does, nil for an unknown one.
func day(d when.Day) any {
	if !d.Known() {
		return nil
	}
	return d.String()
}

// party gives the party, the zero one for nil.
func party(p *actor.Party) actor.Party {
	if p == nil {
		return actor.Party{}
	}
	return *p
}

// each gives what f says of the parties, without what is empty or there already.
func each(parties []actor.Party, f func(*actor.Party) string) []string {
	var out []string
next:
	for i := range parties {
		value := f(&parties[i])
		if value == "" {
			continue
		}
		for _, before := range out {
			if before == value {
				continue next
			}
		}
		out = append(out, value)
	}
	return out
}

func actorOf(p *actor.Party) string   { return p.Actor }
func countryOf(p *actor.Party) string { return p.Country }
func sectorOf(p *actor.Party) string  { return string(p.Sector) }
func nameOf(p *actor.Party) string    { return p.Name }

func names(parties []actor.Party) []string { return each(parties, nameOf) }

func categories() []string {
	return []string{
		string(event.Agree), string(event.Consult), string(event.Support), string(event.Concede), string(event.Cooperate), string(event.Aid),
		string(event.Retreat), string(event.Request), string(event.Accuse), string(event.Reject), string(event.Threaten), string(event.Protest),
		string(event.Sanction), string(event.Mobilize), string(event.Coerce), string(event.Assault),
	}
}

func statuses() []string {
	return []string{
		string(event.Actual), string(event.Ongoing), string(event.Planned), string(event.Offered), string(event.Demanded), string(event.Threatened),
		string(event.Hypothetical), string(event.NotHappened),
	}
}

func media() []string {
	return []string{
		string(quote.Letter), string(quote.Call), string(quote.Meeting), string(quote.Visit), string(quote.Briefing), string(quote.Statement),
		string(quote.Interview), string(quote.Decree),
	}
}

// dayNumber gives the days since 1 January 1970 of a day in ISO 8601.
func dayNumber(iso string) (int32, error) {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return 0, fmt.Errorf("a day: %w", err)
	}
	return int32(t.Unix() / 86400), nil
}

// told gives what the accounts of an occurrence together say. Report, origins and words are those of the account that is
// likeliest to be right among those that say so.
func told(o *occurrence.Occurrence) *telling {
	s := occurrence.Weigh(o)
	lead := -1
	for i := range o.Members {
		a := &o.Members[i].Account
		if a.Verdict == "rejected" || a.Event.Category != s.Category {
			continue
		}
		if lead < 0 || a.Event.Confidence > o.Members[lead].Event.Confidence {
			lead = i
		}
	}
	account := o.Members[max(lead, 0)].Account // a copy: what is told together stands in its event
	e := &account.Event
	e.Category, e.Mode, e.Status, e.Medium = s.Category, s.Mode, s.Status, s.Medium
	e.Sources, e.Recipients, e.Content = s.Sources, s.Recipients, s.Content
	e.Time, e.Place, e.Tracks = s.Time, s.Place, s.Tracks
	e.Casualties = nil
	if table := s.Casualties; table != nil && (table.Killed != nil || table.Injured != nil) {
		e.Casualties = &event.Casualties{Killed: figure(table.Killed), Injured: figure(table.Injured)}
		if own := o.Members[max(lead, 0)].Event.Casualties; own != nil {
			e.Casualties.Groups, e.Casualties.Claimant, e.Casualties.Cumulative = own.Groups, own.Claimant, own.Cumulative
		}
	}
	t := &telling{Account: &account, Outlets: len(s.Outlets), Origins: s.Origins}
	for i := range s.Fields {
		if f := &s.Fields[i]; f.Name == "place" && len(f.Consensus) > 0 && len(f.Consensus[0].Support.Evidence) > 0 {
			t.where = f.Consensus[0].Support.Evidence[0].Text
		}
	}
	for i := range s.Disagreements {
		t.Disagreements = append(t.Disagreements, s.Disagreements[i].Name)
	}
	return t
}

func figure(f *occurrence.Figure) *event.Count {
	if f == nil {
		return nil
	}
	return &event.Count{Low: f.Low, Best: f.Best, High: f.High}
}
