package occurrence

import (
	"encoding/json"
	"time"

	"chancery/event"
	"chancery/report"
)

// The types below are the JSON of an occurrence, key by key as docs/formats/occurrence.md gives it. They are apart from
// the types of the engine so that neither binds the other.

type occurrenceJSON struct {
	ID        string          `json:"id"`
	Members   []memberJSON    `json:"members"`
	Possible  []linkJSON      `json:"possible"`
	Accounts  int             `json:"accounts"`
	Reports   int             `json:"reports"`
	Outlets   []string        `json:"outlets"`
	Origins   int             `json:"origins"`
	Consensus consensusJSON   `json:"consensus"`
	Fields    []fieldJSON     `json:"fields"`
	Disagree  []string        `json:"disagreements"`
	Claims    []claimJSON     `json:"claims"`
	Contested bool            `json:"contested"`
	Silences  []silenceJSON   `json:"silences"`
	Victims   *casualtiesJSON `json:"casualties,omitempty"`
}

type memberJSON struct {
	Event   string     `json:"event"`
	Report  string     `json:"report"`
	Outlet  string     `json:"outlet,omitempty"`
	Date    string     `json:"published,omitempty"`
	Origins []string   `json:"origins"`
	Verdict string     `json:"verdict,omitempty"`
	ByHand  []string   `json:"by_hand,omitempty"`
	Words   []spanJSON `json:"evidence"`
	Join    joinJSON   `json:"join"`
}

type joinJSON struct {
	Score   float64  `json:"score"`
	Reasons []string `json:"reasons"`
	By      string   `json:"by,omitempty"`
	At      string   `json:"at,omitempty"`
}

type linkJSON struct {
	Occurrence string   `json:"occurrence"`
	Score      float64  `json:"score"`
	Reasons    []string `json:"reasons"`
}

type consensusJSON struct {
	Category   string      `json:"category"`
	Mode       string      `json:"mode,omitempty"`
	Status     string      `json:"status"`
	Sources    []partyJSON `json:"sources"`
	Recipients []partyJSON `json:"recipients"`
	Content    string      `json:"content,omitempty"`
	Medium     string      `json:"medium,omitempty"`
	Time       *timeJSON   `json:"time,omitempty"`
	Place      *placeJSON  `json:"place,omitempty"`
	Tracks     []string    `json:"tracks"`
}

type partyJSON struct {
	Name    string `json:"name"`
	Actor   string `json:"actor,omitempty"`
	Country string `json:"country,omitempty"`
	Sector  string `json:"sector,omitempty"`
}

type timeJSON struct {
	EDTF  string `json:"edtf,omitempty"`
	First string `json:"first,omitempty"`
	Last  string `json:"last,omitempty"`
}

type placeJSON struct {
	Name     string   `json:"name"`
	Country  string   `json:"country,omitempty"`
	Admin1   string   `json:"admin1,omitempty"`
	Lat      *float64 `json:"lat,omitempty"`
	Lon      *float64 `json:"lon,omitempty"`
	GeoNames int      `json:"geonames,omitempty"`
}

type fieldJSON struct {
	Name      string      `json:"field"`
	Consensus []valueJSON `json:"consensus"`
	Others    []valueJSON `json:"others"`
	Rule      string      `json:"rule,omitempty"`
}

type valueJSON struct {
	Value    string         `json:"value"`
	Origins  int            `json:"origins"`
	Outlets  int            `json:"outlets"`
	ByHand   bool           `json:"by_hand,omitempty"`
	Evidence []evidenceJSON `json:"evidence"`
}

type evidenceJSON struct {
	Event  string    `json:"event"`
	Report string    `json:"report"`
	Span   *spanJSON `json:"span,omitempty"`
}

type spanJSON struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

type claimJSON struct {
	By      string       `json:"by"`
	Actor   string       `json:"actor,omitempty"`
	Country string       `json:"country,omitempty"`
	Stance  string       `json:"stance"`
	Day     string       `json:"day,omitempty"`
	Words   evidenceJSON `json:"words"`
}

type silenceJSON struct {
	Party   string         `json:"party"`
	Country string         `json:"country"`
	Since   string         `json:"since,omitempty"`
	Until   string         `json:"until,omitempty"`
	Days    int            `json:"days"`
	Words   []evidenceJSON `json:"words"`
}

type casualtiesJSON struct {
	Killed  *figureJSON `json:"killed,omitempty"`
	Injured *figureJSON `json:"injured,omitempty"`
	Rows    []rowJSON   `json:"rows"`
}

type figureJSON struct {
	Low      int            `json:"low"`
	Best     int            `json:"best"`
	High     *int           `json:"high,omitempty"`
	Rule     string         `json:"rule"`
	Origins  int            `json:"origins"`
	Outlets  int            `json:"outlets"`
	Evidence []evidenceJSON `json:"evidence"`
}

type rowJSON struct {
	Claimant   string       `json:"claimant"`
	Day        string       `json:"day,omitempty"`
	Killed     *countJSON   `json:"killed,omitempty"`
	Injured    *countJSON   `json:"injured,omitempty"`
	Cumulative bool         `json:"cumulative"`
	Words      evidenceJSON `json:"words"`
}

type countJSON struct {
	Low  int  `json:"low"`
	Best int  `json:"best"`
	High *int `json:"high,omitempty"`
}

// Encode writes an occurrence with what its accounts together say as one JSON object (docs/formats/occurrence.md).
func Encode(o *Occurrence, s *Summary) ([]byte, error) {
	out := occurrenceJSON{
		ID: o.ID, Members: make([]memberJSON, 0, len(o.Members)), Possible: make([]linkJSON, 0, len(o.Possible)),
		Accounts: s.Accounts, Reports: s.Reports, Outlets: orEmpty(s.Outlets), Origins: s.Origins, Consensus: consensusOf(s),
		Fields: make([]fieldJSON, 0, len(s.Fields)), Disagree: []string{}, Claims: make([]claimJSON, 0, len(s.Claims)),
		Contested: s.Contested, Silences: make([]silenceJSON, 0, len(s.Silences)), Victims: victimsOf(s.Casualties),
	}
	for i := range o.Members {
		out.Members = append(out.Members, memberOf(&o.Members[i]))
	}
	for _, l := range o.Possible {
		out.Possible = append(out.Possible, linkJSON{l.Occurrence, l.Score, orEmpty(l.Reasons)})
	}
	for _, f := range s.Fields {
		out.Fields = append(out.Fields, fieldJSON{f.Name, valuesOf(f.Consensus), valuesOf(f.Others), f.Rule})
	}
	for _, f := range s.Disagreements {
		out.Disagree = append(out.Disagree, f.Name)
	}
	for _, c := range s.Claims {
		out.Claims = append(out.Claims, claimJSON{c.By, c.Actor, c.Country, string(c.Stance), edtfDay(c.Day), evidenceOf(c.Words)})
	}
	for _, x := range s.Silences {
		out.Silences = append(out.Silences, silenceJSON{x.Party, x.Country, edtfDay(x.Since), edtfDay(x.Until), x.Days, evidencesOf(x.Words)})
	}
	return json.Marshal(out)
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

func memberOf(m *Member) memberJSON {
	out := memberJSON{
		Event: m.Event.ID, Report: m.Report.ID, Outlet: m.Report.Outlet, Date: m.Report.Published.EDTF, Origins: []string{},
		Verdict: m.Verdict, ByHand: m.ByHand, Words: []spanJSON{}, Join: joinJSON{Score: m.Join.Score, Reasons: orEmpty(m.Join.Reasons), By: m.Join.By},
	}
	if !m.Join.At.IsZero() {
		out.Join.At = m.Join.At.UTC().Format(time.RFC3339)
	}
	for _, o := range m.Origins {
		out.Origins = append(out.Origins, o.ID)
	}
	for _, e := range m.Event.Evidence {
		if !e.Empty() && e.End <= len(m.Report.Text) {
			out.Words = append(out.Words, spanJSON{e.Start, e.End, e.In(m.Report.Text)})
		}
	}
	return out
}

func consensusOf(s *Summary) consensusJSON {
	out := consensusJSON{
		Category: string(s.Category), Mode: s.Mode, Status: string(s.Status), Sources: []partyJSON{}, Recipients: []partyJSON{},
		Medium: string(s.Medium), Tracks: orEmpty(s.Tracks),
	}
	for _, p := range s.Sources {
		out.Sources = append(out.Sources, partyJSON{p.Name, p.Actor, p.Country, string(p.Sector)})
	}
	for _, p := range s.Recipients {
		out.Recipients = append(out.Recipients, partyJSON{p.Name, p.Actor, p.Country, string(p.Sector)})
	}
	if c := s.Content; c != nil {
		out.Content = actName(&Act{Category: c.Category, Mode: c.Mode})
	}
	if s.Time.EDTF != "" {
		out.Time = &timeJSON{s.Time.EDTF, edtfDay(s.Time.First), edtfDay(s.Time.Last)}
	}
	if s.Place != nil {
		p := &s.Place.Place
		out.Place = &placeJSON{Name: p.Name, Country: p.Country, Admin1: p.Admin1, GeoNames: p.GeoNames}
		if p.Name == "" {
			out.Place.Name = fieldValue(s, "place")
		}
		if p.Lat != 0 || p.Lon != 0 {
			out.Place.Lat, out.Place.Lon = &p.Lat, &p.Lon
		}
	}
	return out
}

// fieldValue is the consensus value of a field, as text.
func fieldValue(s *Summary, name string) string {
	for _, f := range s.Fields {
		if f.Name == name && len(f.Consensus) > 0 {
			return f.Consensus[0].Text
		}
	}
	return ""
}

func valuesOf(values []Value) []valueJSON {
	out := make([]valueJSON, 0, len(values))
	for _, v := range values {
		out = append(out, valueJSON{v.Text, v.Support.Origins, v.Support.Outlets, v.ByHand, evidencesOf(v.Support.Evidence)})
	}
	return out
}

func evidencesOf(list []Evidence) []evidenceJSON {
	out := make([]evidenceJSON, 0, len(list))
	for _, e := range list {
		out = append(out, evidenceOf(e))
	}
	return out
}

func evidenceOf(e Evidence) evidenceJSON {
	return evidenceJSON{e.Event, e.Report, spanOf(e.Span, e.Text)}
}

func spanOf(s report.Span, text string) *spanJSON {
	if s.Empty() {
		return nil
	}
	return &spanJSON{s.Start, s.End, text}
}

func victimsOf(t *CasualtyTable) *casualtiesJSON {
	if t == nil {
		return nil
	}
	out := &casualtiesJSON{Killed: figureOfTable(t.Killed), Injured: figureOfTable(t.Injured), Rows: make([]rowJSON, 0, len(t.Rows))}
	for _, r := range t.Rows {
		out.Rows = append(out.Rows, rowJSON{r.Claimant, edtfDay(r.Day), countOf(r.Killed), countOf(r.Injured), r.Cumulative, evidenceOf(r.Words)})
	}
	return out
}

func figureOfTable(f *Figure) *figureJSON {
	if f == nil {
		return nil
	}
	return &figureJSON{f.Low, f.Best, bound(f.High), f.Rule, f.Support.Origins, f.Support.Outlets, evidencesOf(f.Support.Evidence)}
}

func countOf(c *event.Count) *countJSON {
	if c == nil {
		return nil
	}
	return &countJSON{c.Low, c.Best, bound(c.High)}
}

// bound is an upper bound; nil for an open end.
func bound(n int) *int {
	if n < 0 {
		return nil
	}
	return &n
}
