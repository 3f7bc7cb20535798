package wire

import (
	"encoding/json"
	"strings"
	"time"

	"chancery/query"
	"chancery/reading"
	"chancery/record"
	"chancery/report"
)

// Event is an event as docs/formats/reading.md gives it.
type Event json.RawMessage

// MarshalJSON gives the event as it was encoded.
func (e Event) MarshalJSON() ([]byte, error) { return e, nil }

// Quotation is a quotation as docs/formats/reading.md gives it.
type Quotation json.RawMessage

// MarshalJSON gives the quotation as it was encoded.
func (q Quotation) MarshalJSON() ([]byte, error) { return q, nil }

// Hit is one thing that a query found (docs/formats/query.md).
type Hit struct {
	Kind       string    `json:"kind" enum:"event,quotation,occurrence,report"`
	ID         string    `json:"id"`
	Occurrence string    `json:"occurrence,omitempty"`
	Accounts   []string  `json:"accounts,omitempty" doc:"Of an occurrence: its events."`
	Event      Event     `json:"event,omitempty" doc:"Of an occurrence the newest of its events that was found."`
	Quotation  Quotation `json:"quotation,omitempty"`
	Report     HitReport `json:"report" doc:"In which it stands."`
	Origins    []string  `json:"origins,omitempty" doc:"From whom the report has it."`
	Added      string    `json:"added" format:"date-time" doc:"When the record came to know of it."`
	ByHand     []string  `json:"by_hand,omitempty" doc:"Fields that somebody corrected; event for one that somebody added."`
	Verdict    string    `json:"verdict,omitempty" doc:"accepted or rejected, when somebody judged it."`
	Sentences  []Span    `json:"sentences,omitempty" doc:"What it was read from."`
	Marks      []Span    `json:"marks,omitempty" doc:"The words that were looked for."`
}

// HitReport is a report in a few values.
type HitReport struct {
	ID        string `json:"id"`
	Outlet    string `json:"outlet,omitempty"`
	URL       string `json:"url,omitempty"`
	Title     string `json:"title,omitempty"`
	Published string `json:"published,omitempty" doc:"EDTF"`
	Language  string `json:"language,omitempty"`
	Text      string `json:"text,omitempty" doc:"Of a report that was found itself."`
}

// Span is a stretch of a report's text, in bytes.
type Span struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// SpansOf gives stretches with their words.
func SpansOf(r *report.Report, spans []report.Span) []Span {
	var out []Span
	for _, s := range spans {
		out = append(out, Span{s.Start, s.End, s.In(r.Text)})
	}
	return out
}

// HitOf makes the JSON of something that a query for things of a kind found.
func HitOf(kind query.Kind, h *record.Hit) (Hit, error) {
	r := h.Report
	out := Hit{
		Kind: strings.TrimSuffix(string(kind), "s"), Added: h.Added.UTC().Format(time.RFC3339),
		Report: HitReport{ID: r.ID, Outlet: r.Outlet, URL: r.URL, Title: r.Title, Published: r.Published.EDTF, Language: r.Language},
		Marks:  SpansOf(r, h.Marks), Sentences: SpansOf(r, h.Sentences),
	}
	switch {
	case h.Event != nil:
		a := h.Event
		body, err := reading.EncodeEvent(&a.Event, r.Text, a.Versions.Codebook)
		if err != nil {
			return Hit{}, err
		}
		out.ID, out.Event, out.ByHand, out.Verdict = a.Event.ID, body, a.ByHand, a.Verdict
		for _, o := range a.Origins {
			out.Origins = append(out.Origins, o.Name)
		}
		if o := h.Occurrence; o != nil {
			out.ID, out.Occurrence = o.ID, o.ID
			for j := range o.Members {
				out.Accounts = append(out.Accounts, o.Members[j].Event.ID)
			}
		}
	case h.Quotation != nil:
		body, err := reading.EncodeQuotation(&h.Quotation.Quotation, r)
		if err != nil {
			return Hit{}, err
		}
		out.ID, out.Quotation = h.Quotation.ID, body
	default:
		out.ID, out.Report.Text = r.ID, r.Text
	}
	return out, nil
}
