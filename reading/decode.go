package reading

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"chancery/actor"
	"chancery/event"
	"chancery/place"
	"chancery/quote"
	"chancery/report"
	"chancery/when"
)

// ErrSpan says that a span of the JSON leaves its text or does not say what stands there.
var ErrSpan = errors.New("a span does not say its words")

// What the JSON does not hold, decoding cannot bring back: of a report its blocks and its Origin, of a quotation
// Source, CueToken, SpeakerHead and Attitude, of an event Grounds and the words of a time that tell no day, of a place
// its inhabitants and tokens. Tokens become -1. All else comes back, so that encoding what was decoded gives the same
// bytes.

// UnmarshalJSON reads the JSON of docs/formats/reading.md. Every span is checked against its text: ErrSpan.
func (r *Reading) UnmarshalJSON(data []byte) error {
	var in readingJSON
	if err := json.Unmarshal(data, &in); err != nil {
		return err
	}
	rep := in.Report
	out := Reading{
		Report: report.Report{
			ID: rep.ID, Outlet: rep.Outlet, URL: rep.URL, Title: rep.Title, Language: rep.Language,
			Text: rep.Text, SHA256: rep.SHA256, Raw: rep.Raw,
		},
		Versions: Versions(in.Versions),
	}
	if out.Report.Raw == "" {
		out.Report.Raw = rep.Text
	}
	if p := rep.Published; p != nil {
		out.Report.Published = report.Published(*p)
	}
	d := jsonReader{text: rep.Text}
	if l := rep.Dateline; l != nil {
		out.Report.Dateline = &report.DatelineInfo{Span: d.span(&l.Span), Place: l.Place, Date: l.Date, Agency: l.Agency}
	}
	raw := jsonReader{text: out.Report.Raw}
	for _, f := range rep.Furniture {
		out.Report.Furniture = append(out.Report.Furniture, report.Furniture{Span: raw.span(&f.spanJSON), Kind: f.Kind})
	}
	for _, s := range in.Sentences {
		if s[0] < 0 || s[1] < s[0] || s[1] > len(rep.Text) {
			return fmt.Errorf("%w: sentence %v leaves the text", ErrSpan, s)
		}
		out.Sentences = append(out.Sentences, report.Span{Start: s[0], End: s[1]})
	}
	for i := range in.Quotations {
		out.Quotations = append(out.Quotations, d.quotation(&in.Quotations[i]))
	}
	for i := range in.Events {
		out.Events = append(out.Events, d.event(&in.Events[i]))
	}
	if err := errors.Join(d.err, raw.err); err != nil {
		return fmt.Errorf("the reading of %s: %w", rep.ID, err)
	}
	*r = out
	return nil
}

// EncodeEvent gives the JSON of one event of a report with this text, as it stands in the reading's JSON; codebook is
// the version of the codebook that it was read with.
func EncodeEvent(e *event.Event, text, codebook string) ([]byte, error) {
	w := jsonWriter{text: text, codebook: codebook}
	return json.Marshal(w.event(e))
}

// DecodeEvent is the inverse of [EncodeEvent]: the event, and the version of its codebook. The error is ErrSpan when a
// span does not say what the text says.
func DecodeEvent(data []byte, text string) (e event.Event, codebook string, err error) {
	var in eventJSON
	if err := json.Unmarshal(data, &in); err != nil {
		return event.Event{}, "", fmt.Errorf("decode an event: %w", err)
	}
	d := jsonReader{text: text}
	e = d.event(&in)
	if d.err != nil {
		return event.Event{}, "", fmt.Errorf("decode event %s: %w", in.ID, d.err)
	}
	return e, in.Codebook.Version, nil
}

// EncodeQuotation gives the JSON of one quotation of a report, as it stands in the reading's JSON.
func EncodeQuotation(q *quote.Quotation, r *report.Report) ([]byte, error) {
	w := jsonWriter{text: r.Text}
	return json.Marshal(w.quotation(quotationID(r, q), q))
}

// DecodeQuotation is the inverse of [EncodeQuotation]: the quotation and its identity. The error is ErrSpan when a span
// does not say what the text says.
func DecodeQuotation(data []byte, text string) (q quote.Quotation, id string, err error) {
	var in quotationJSON
	if err := json.Unmarshal(data, &in); err != nil {
		return quote.Quotation{}, "", fmt.Errorf("decode a quotation: %w", err)
	}
	d := jsonReader{text: text}
	q = d.quotation(&in)
	if d.err != nil {
		return quote.Quotation{}, "", fmt.Errorf("decode quotation %s: %w", in.ID, d.err)
	}
	return q, in.ID, nil
}

// QuotationID gives the identity of a quotation of a report.
func QuotationID(r *report.Report, q *quote.Quotation) string { return quotationID(r, q) }

// EventID makes the identity of an event of a report from what it says and where. That of an event which was
// corrected stays what it was: only new events get theirs here.
func EventID(r *report.Report, e *event.Event) string { return eventID(r, e) }

// jsonReader turns spans with their words into spans, and keeps the first that does not say its words.
type jsonReader struct {
	text string
	err  error
}

func (d *jsonReader) span(s *spanJSON) report.Span {
	if s == nil {
		return report.Span{}
	}
	out := report.Span{Start: s.Start, End: s.End}
	if s.Start < 0 || s.End < s.Start || s.End > len(d.text) || out.In(d.text) != s.Text {
		if d.err == nil {
			d.err = fmt.Errorf("%w: bytes %d to %d of %d, %q", ErrSpan, s.Start, s.End, len(d.text), s.Text)
		}
		return report.Span{}
	}
	return out
}

func (d *jsonReader) spans(in []spanJSON) []report.Span {
	if len(in) == 0 {
		return nil
	}
	out := make([]report.Span, len(in))
	for i := range in {
		out[i] = d.span(&in[i])
	}
	return out
}

func (d *jsonReader) party(p *partyJSON) *actor.Party {
	if p == nil {
		return nil
	}
	return &actor.Party{
		Name: p.Name, Actor: p.Actor, Country: p.Country, Sector: actor.Sector(p.Sector), Office: p.Office,
		Resolved: actor.ResolvedBy(p.Resolved), Reason: p.Reason, Span: d.span(p.Span),
	}
}

func (d *jsonReader) parties(in []partyJSON) []actor.Party {
	if len(in) == 0 {
		return nil
	}
	out := make([]actor.Party, len(in))
	for i := range in {
		out[i] = *d.party(&in[i])
	}
	return out
}

func (d *jsonReader) voices(in []voiceJSON) []quote.Voice {
	if len(in) == 0 {
		return nil
	}
	out := make([]quote.Voice, len(in))
	for i, v := range in {
		out[i] = quote.Voice{Name: v.Name, Actor: v.Actor, Kind: quote.VoiceKind(v.Kind), Stance: quote.Stance(v.Stance), Span: d.span(v.Span)}
	}
	return out
}

func (d *jsonReader) quotation(q *quotationJSON) quote.Quotation {
	return quote.Quotation{
		Kind: quote.Kind(q.Kind), Speaker: d.party(q.Speaker), Content: d.spans(q.Content), Cue: d.span(q.Cue), Sentence: q.Sentence,
		CueToken: -1, SpeakerHead: -1, Attribution: d.voices(q.Attribution), Medium: quote.Medium(q.Medium), Addressee: d.party(q.Addressee),
	}
}

func (d *jsonReader) content(c *contentJSON) *event.Content {
	if c == nil {
		return nil
	}
	return &event.Content{
		Category: event.Category(c.Category), Mode: c.Mode, Sources: d.parties(c.Sources), Recipients: d.parties(c.Recipients),
		Status: event.Status(c.Status), Span: d.span(c.Span), Entry: c.Codebook, Content: d.content(c.Content),
	}
}

func (d *jsonReader) count(c *countJSON) *event.Count {
	if c == nil {
		return nil
	}
	known := func(n *int) int {
		if n == nil {
			return -1
		}
		return *n
	}
	return &event.Count{Low: known(c.Low), Best: known(c.Best), High: known(c.High), Span: d.span(c.Span)}
}

func (d *jsonReader) casualties(c *casualtiesJSON) *event.Casualties {
	if c == nil {
		return nil
	}
	out := &event.Casualties{Killed: d.count(c.Killed), Injured: d.count(c.Injured), Cumulative: c.Cumulative, Claimant: c.Claimant}
	for _, g := range c.Groups {
		out.Groups = append(out.Groups, event.CasualtyGroup{Group: g.Group, Killed: d.count(g.Killed), Injured: d.count(g.Injured), Span: d.span(g.Span)})
	}
	return out
}

func (d *jsonReader) time(t *timeJSON) when.Interval {
	if t == nil {
		return when.Interval{Basis: when.Unstated}
	}
	return when.Interval{
		EDTF: t.EDTF, First: d.day(t.First), Last: d.day(t.Last), Basis: when.Basis(t.Basis), ACLED: t.ACLED, UCDP: t.UCDP, Span: d.span(t.Span),
	}
}

// day reads what dayString wrote; years before 0 begin with a minus.
func (d *jsonReader) day(s string) when.Day {
	if s == "" {
		return when.Day{}
	}
	if len(s) >= 10 && s[len(s)-3] == '-' && s[len(s)-6] == '-' {
		year, err1 := strconv.Atoi(s[:len(s)-6])
		month, err2 := strconv.Atoi(s[len(s)-5 : len(s)-3])
		day, err3 := strconv.Atoi(s[len(s)-2:])
		if err1 == nil && err2 == nil && err3 == nil && month >= 1 && month <= 12 && day >= 1 && day <= 31 {
			return when.DayOf(year, month, day)
		}
	}
	if d.err == nil {
		d.err = fmt.Errorf("%q is no day", s)
	}
	return when.Day{}
}

func (d *jsonReader) place(p *placeJSON) *place.Mention {
	if p == nil {
		return nil
	}
	out := &place.Mention{
		Span: d.span(p.Span), First: -1, Last: -1, Head: -1, ACLED: p.ACLED, UCDP: p.UCDP,
		Place: place.Place{Name: p.Name, Country: p.Country, Admin1: p.Admin1, GeoNames: p.GeoNames},
	}
	if p.Lat != nil && p.Lon != nil {
		out.Place.Lat, out.Place.Lon, out.Resolved = *p.Lat, *p.Lon, true
		out.Place.Kind, _ = place.KindNamed(p.Kind) // what an older reading does not tell is a populated place
	}
	return out
}

func (d *jsonReader) event(e *eventJSON) event.Event {
	return event.Event{
		ID: e.ID, Category: event.Category(e.Category), Mode: e.Mode, Contexts: orNil(e.Contexts), CAMEO: e.CAMEO, Quad: e.Quad,
		Intensity: e.Intensity, Status: event.Status(e.Status), Historical: e.Historical,
		Sources: d.parties(e.Sources), Recipients: d.parties(e.Recipients), Speaker: d.party(e.Speaker), Mechanism: d.party(e.Mechanism),
		Attribution: d.voices(e.Attribution), Content: d.content(e.Content), Condition: d.content(e.Condition),
		Medium: quote.Medium(e.Medium), Time: d.time(e.Time), Place: d.place(e.Place), Casualties: d.casualties(e.Casualties),
		Tracks: orNil(e.Tracks), Sentence: e.Sentence, Evidence: d.spans(e.Evidence), Entry: e.Codebook.Entry,
		Confidence: e.Confidence, Explanation: orNil(e.Explanation),
	}
}

func orNil(s []string) []string {
	if len(s) == 0 {
		return nil
	}
	return s
}
