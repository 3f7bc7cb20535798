package reading

import (
	"encoding/json"

	"chancery/actor"
	"chancery/event"
	"chancery/quote"
	"chancery/report"
	"chancery/when"
)

// The types below are the JSON of a reading, key by key as docs/formats/reading.md gives it.
// They are apart from the types of the engine so that neither binds the other.

type spanJSON struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

type furnitureJSON struct {
	spanJSON
	Kind string `json:"kind"`
}

type publishedJSON struct {
	EDTF      string `json:"edtf"`
	Precision string `json:"precision,omitempty"`
	Basis     string `json:"basis,omitempty"`
}

type datelineJSON struct {
	Place  string   `json:"place,omitempty"`
	Date   string   `json:"date,omitempty"`
	Agency string   `json:"agency,omitempty"`
	Span   spanJSON `json:"span"`
}

type reportJSON struct {
	ID        string          `json:"id"`
	Outlet    string          `json:"outlet,omitempty"`
	URL       string          `json:"url,omitempty"`
	Title     string          `json:"title,omitempty"`
	Published *publishedJSON  `json:"published,omitempty"`
	Dateline  *datelineJSON   `json:"dateline,omitempty"`
	Language  string          `json:"language"`
	Text      string          `json:"text"`
	SHA256    string          `json:"sha256"`
	Raw       string          `json:"raw,omitempty"` // only when it is not the text
	Furniture []furnitureJSON `json:"furniture"`
}

type partyJSON struct {
	Name     string    `json:"name"`
	Actor    string    `json:"actor,omitempty"`
	Country  string    `json:"country,omitempty"`
	Sector   string    `json:"sector,omitempty"`
	Office   string    `json:"office,omitempty"`
	Resolved string    `json:"resolved_by,omitempty"`
	Reason   string    `json:"reason,omitempty"`
	Span     *spanJSON `json:"span,omitempty"`
}

type voiceJSON struct {
	Name   string    `json:"name"`
	Actor  string    `json:"actor,omitempty"`
	Kind   string    `json:"kind"`
	Stance string    `json:"stance,omitempty"`
	Span   *spanJSON `json:"span,omitempty"`
}

type quotationJSON struct {
	ID          string      `json:"id"`
	Kind        string      `json:"kind"`
	Speaker     *partyJSON  `json:"speaker,omitempty"`
	Content     []spanJSON  `json:"content"`
	Cue         *spanJSON   `json:"cue,omitempty"`
	Attribution []voiceJSON `json:"attribution"`
	Medium      string      `json:"medium,omitempty"`
	Addressee   *partyJSON  `json:"addressee,omitempty"`
	Sentence    int         `json:"sentence"`
}

type timeJSON struct {
	EDTF  string    `json:"edtf,omitempty"`
	First string    `json:"first,omitempty"`
	Last  string    `json:"last,omitempty"`
	ACLED int       `json:"acled,omitempty"`
	UCDP  int       `json:"ucdp,omitempty"`
	Basis string    `json:"basis"`
	Span  *spanJSON `json:"span,omitempty"`
}

type placeJSON struct {
	Name     string    `json:"name"`
	Kind     string    `json:"kind,omitempty"`
	Country  string    `json:"country,omitempty"`
	Admin1   string    `json:"admin1,omitempty"`
	Lat      *float64  `json:"lat,omitempty"`
	Lon      *float64  `json:"lon,omitempty"`
	GeoNames int       `json:"geonames,omitempty"`
	ACLED    int       `json:"acled,omitempty"`
	UCDP     int       `json:"ucdp,omitempty"`
	Span     *spanJSON `json:"span,omitempty"`
}

type countJSON struct {
	Low  *int      `json:"low,omitempty"`
	Best *int      `json:"best,omitempty"`
	High *int      `json:"high,omitempty"`
	Span *spanJSON `json:"span,omitempty"`
}

type groupJSON struct {
	Group   string     `json:"group"`
	Killed  *countJSON `json:"killed,omitempty"`
	Injured *countJSON `json:"injured,omitempty"`
	Span    *spanJSON  `json:"span,omitempty"`
}

type casualtiesJSON struct {
	Killed     *countJSON  `json:"killed,omitempty"`
	Injured    *countJSON  `json:"injured,omitempty"`
	Groups     []groupJSON `json:"groups,omitempty"`
	Cumulative bool        `json:"cumulative"`
	Claimant   string      `json:"claimant,omitempty"`
}

type contentJSON struct {
	Category   string       `json:"category,omitempty"`
	Mode       string       `json:"mode,omitempty"`
	Sources    []partyJSON  `json:"sources"`
	Recipients []partyJSON  `json:"recipients"`
	Status     string       `json:"status,omitempty"`
	Span       *spanJSON    `json:"span,omitempty"`
	Codebook   string       `json:"codebook,omitempty"`
	Content    *contentJSON `json:"content,omitempty"`
}

type codebookJSON struct {
	Entry   string `json:"entry"`
	Version string `json:"version"`
}

type eventJSON struct {
	ID          string          `json:"id"`
	Category    string          `json:"category"`
	Mode        string          `json:"mode,omitempty"`
	Contexts    []string        `json:"contexts"`
	CAMEO       string          `json:"cameo,omitempty"`
	Quad        int             `json:"quad,omitempty"`
	Intensity   float64         `json:"intensity"`
	Status      string          `json:"status"`
	Historical  bool            `json:"historical"`
	Sources     []partyJSON     `json:"sources"`
	Recipients  []partyJSON     `json:"recipients"`
	Speaker     *partyJSON      `json:"speaker,omitempty"`
	Mechanism   *partyJSON      `json:"mechanism,omitempty"`
	Attribution []voiceJSON     `json:"attribution"`
	Content     *contentJSON    `json:"content,omitempty"`
	Condition   *contentJSON    `json:"condition,omitempty"`
	Medium      string          `json:"medium,omitempty"`
	Time        *timeJSON       `json:"time,omitempty"`
	Place       *placeJSON      `json:"place,omitempty"`
	Casualties  *casualtiesJSON `json:"casualties,omitempty"`
	Tracks      []string        `json:"tracks"`
	Sentence    int             `json:"sentence"`
	Evidence    []spanJSON      `json:"evidence"`
	Codebook    codebookJSON    `json:"codebook"`
	Confidence  float64         `json:"confidence"`
	Explanation []string        `json:"explanation,omitempty"`
}

type versionsJSON struct {
	Engine   string `json:"engine"`
	Models   string `json:"models"`
	Codebook string `json:"codebook"`
}

type readingJSON struct {
	Report     reportJSON      `json:"report"`
	Sentences  [][2]int        `json:"sentences"` // start and end of what "sentence" counts
	Quotations []quotationJSON `json:"quotations"`
	Events     []eventJSON     `json:"events"`
	Versions   versionsJSON    `json:"versions"`
}

// MarshalJSON writes the reading with the keys of docs/formats/reading.md. Every span carries its own words.
func (r Reading) MarshalJSON() ([]byte, error) {
	w := jsonWriter{text: r.Report.Text, codebook: r.Versions.Codebook}
	out := readingJSON{
		Report:     w.report(&r.Report),
		Sentences:  make([][2]int, 0, len(r.Sentences)),
		Quotations: make([]quotationJSON, 0, len(r.Quotations)),
		Events:     make([]eventJSON, 0, len(r.Events)),
		Versions:   versionsJSON(r.Versions),
	}
	for _, s := range r.Sentences {
		out.Sentences = append(out.Sentences, [2]int{s.Start, s.End})
	}
	for i := range r.Quotations {
		out.Quotations = append(out.Quotations, w.quotation(quotationID(&r.Report, &r.Quotations[i]), &r.Quotations[i]))
	}
	for i := range r.Events {
		out.Events = append(out.Events, w.event(&r.Events[i]))
	}
	return json.Marshal(out)
}

// jsonWriter turns spans into spans with their words.
type jsonWriter struct {
	text     string
	codebook string
}

func (w *jsonWriter) report(r *report.Report) reportJSON {
	out := reportJSON{
		ID: r.ID, Outlet: r.Outlet, URL: r.URL, Title: r.Title, Language: r.Language,
		Text: r.Text, SHA256: r.SHA256, Furniture: make([]furnitureJSON, 0, len(r.Furniture)),
	}
	if r.Published.EDTF != "" {
		out.Published = &publishedJSON{r.Published.EDTF, r.Published.Precision, r.Published.Basis}
	}
	if d := r.Dateline; d != nil {
		out.Dateline = &datelineJSON{d.Place, d.Date, d.Agency, *w.span(d.Span)}
	}
	if r.Raw != r.Text {
		out.Raw = r.Raw
	}
	for _, f := range r.Furniture {
		out.Furniture = append(out.Furniture, furnitureJSON{spanJSON{f.Start, f.End, f.In(r.Raw)}, f.Kind})
	}
	return out
}

func (w *jsonWriter) span(s report.Span) *spanJSON {
	if s.Empty() {
		return nil
	}
	return &spanJSON{s.Start, s.End, s.In(w.text)}
}

func (w *jsonWriter) spans(spans []report.Span) []spanJSON {
	out := make([]spanJSON, 0, len(spans))
	for _, s := range spans {
		if j := w.span(s); j != nil {
			out = append(out, *j)
		}
	}
	return out
}

func (w *jsonWriter) party(p *actor.Party) *partyJSON {
	if p == nil {
		return nil
	}
	return &partyJSON{p.Name, p.Actor, p.Country, string(p.Sector), p.Office, string(p.Resolved), p.Reason, w.span(p.Span)}
}

func (w *jsonWriter) parties(ps []actor.Party) []partyJSON {
	out := make([]partyJSON, 0, len(ps))
	for i := range ps {
		out = append(out, *w.party(&ps[i]))
	}
	return out
}

func (w *jsonWriter) voices(vs []quote.Voice) []voiceJSON {
	out := make([]voiceJSON, 0, len(vs))
	for _, v := range vs {
		out = append(out, voiceJSON{v.Name, v.Actor, string(v.Kind), string(v.Stance), w.span(v.Span)})
	}
	return out
}

func (w *jsonWriter) quotation(id string, q *quote.Quotation) quotationJSON {
	return quotationJSON{
		ID: id, Kind: string(q.Kind), Speaker: w.party(q.Speaker), Content: w.spans(q.Content), Cue: w.span(q.Cue),
		Attribution: w.voices(q.Attribution), Medium: string(q.Medium), Addressee: w.party(q.Addressee), Sentence: q.Sentence,
	}
}

func (w *jsonWriter) content(c *event.Content) *contentJSON {
	if c == nil {
		return nil
	}
	return &contentJSON{
		Category: string(c.Category), Mode: c.Mode, Sources: w.parties(c.Sources), Recipients: w.parties(c.Recipients),
		Status: string(c.Status), Span: w.span(c.Span), Codebook: c.Entry, Content: w.content(c.Content),
	}
}

func (w *jsonWriter) count(c *event.Count) *countJSON {
	if c == nil {
		return nil
	}
	known := func(n int) *int {
		if n < 0 {
			return nil
		}
		return &n
	}
	return &countJSON{known(c.Low), known(c.Best), known(c.High), w.span(c.Span)}
}

func (w *jsonWriter) casualties(c *event.Casualties) *casualtiesJSON {
	if c == nil {
		return nil
	}
	out := &casualtiesJSON{Killed: w.count(c.Killed), Injured: w.count(c.Injured), Cumulative: c.Cumulative, Claimant: c.Claimant}
	for _, g := range c.Groups {
		out.Groups = append(out.Groups, groupJSON{g.Group, w.count(g.Killed), w.count(g.Injured), w.span(g.Span)})
	}
	return out
}

func (w *jsonWriter) time(t when.Interval) *timeJSON {
	if t.EDTF == "" && t.First == (when.Day{}) && t.Last == (when.Day{}) {
		return nil
	}
	basis := string(t.Basis)
	if basis == "" {
		basis = string(when.Unstated)
	}
	return &timeJSON{t.EDTF, dayString(t.First), dayString(t.Last), t.ACLED, t.UCDP, basis, w.span(t.Span)}
}

func (w *jsonWriter) event(e *event.Event) eventJSON {
	out := eventJSON{
		ID: e.ID, Category: string(e.Category), Mode: e.Mode, Contexts: orEmpty(e.Contexts), CAMEO: e.CAMEO, Quad: e.Quad,
		Intensity: e.Intensity, Status: string(e.Status), Historical: e.Historical,
		Sources: w.parties(e.Sources), Recipients: w.parties(e.Recipients), Speaker: w.party(e.Speaker), Mechanism: w.party(e.Mechanism),
		Attribution: w.voices(e.Attribution), Content: w.content(e.Content), Condition: w.content(e.Condition),
		Medium: string(e.Medium), Time: w.time(e.Time), Casualties: w.casualties(e.Casualties), Tracks: orEmpty(e.Tracks),
		Sentence: e.Sentence, Evidence: w.spans(e.Evidence), Codebook: codebookJSON{e.Entry, w.codebook},
		Confidence: e.Confidence, Explanation: e.Explanation,
	}
	if p := e.Place; p != nil {
		out.Place = &placeJSON{Name: p.Place.Name, Country: p.Place.Country, Admin1: p.Place.Admin1, GeoNames: p.Place.GeoNames,
			ACLED: p.ACLED, UCDP: p.UCDP, Span: w.span(p.Span)}
		if p.Resolved {
			out.Place.Lat, out.Place.Lon, out.Place.Kind = &p.Place.Lat, &p.Place.Lon, p.Place.Kind.String()
		} else if out.Place.Name == "" {
			out.Place.Name = p.In(w.text)
		}
	}
	return out
}

func orEmpty(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}
