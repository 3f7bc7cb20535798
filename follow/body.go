package follow

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"time"

	"chancery/internal/console"
	"chancery/query"
	"chancery/reading"
	"chancery/record"
	"chancery/report"
)

// partSize is how many results one delivery holds at the most.
const partSize = 100

// message is what a delivery says.
type message struct {
	Type    string    `json:"type"` // "search.results" or "search.test"
	ID      string    `json:"id"`
	Number  int       `json:"number,omitempty"`
	Search  about     `json:"search"`
	Window  *window   `json:"window,omitempty"`
	Results []result  `json:"results"`
	At      time.Time `json:"at"` // of the last change of the window
}

type about struct {
	Name    string `json:"name"`
	Query   string `json:"query"`
	Kind    string `json:"kind"`
	Address string `json:"address,omitempty"`
}

// window says which changes the results came with, and whether more of them follow.
type window struct {
	After int64 `json:"after"`
	To    int64 `json:"to"`
	More  bool  `json:"more"`
}

// result is one thing that was found.
type result struct {
	Kind       string          `json:"kind"`
	ID         string          `json:"id"`
	Occurrence string          `json:"occurrence,omitempty"`
	Accounts   []string        `json:"accounts,omitempty"`
	Says       string          `json:"says,omitempty"` // an event as a sentence
	Words      []string        `json:"words,omitempty"`
	Event      json.RawMessage `json:"event,omitempty"`
	Quotation  json.RawMessage `json:"quotation,omitempty"`
	Report     reportOf        `json:"report"`
	Added      time.Time       `json:"added"`
	Address    string          `json:"address,omitempty"`
}

type reportOf struct {
	ID        string `json:"id"`
	Outlet    string `json:"outlet,omitempty"`
	URL       string `json:"url,omitempty"`
	Title     string `json:"title,omitempty"`
	Published string `json:"published,omitempty"`
	Language  string `json:"language,omitempty"`
}

// part is a part of a window.
type part struct {
	results []result
	next    string // the cursor of what follows; "" for nothing
}

// partOf looks up what a search found within a window.
func (s *Searches) partOf(ctx context.Context, search Search, p *Pending, address string) (part, error) {
	q, err := query.Parse(search.Query, s.Words)
	if err != nil {
		return part{}, err
	}
	view, err := s.Record.At(ctx, p.To)
	if err != nil {
		return part{}, err
	}
	found, err := view.Find(ctx, q, record.Page{Limit: partSize, Cursor: p.Cursor, Sort: record.ByOldest, After: p.After})
	if err != nil {
		return part{}, err
	}
	out := part{next: found.Next, results: []result{}}
	for i := range found.Hits {
		one, err := resultOf(&found.Hits[i], address)
		if err != nil {
			return part{}, err
		}
		out.results = append(out.results, one)
	}
	return out, nil
}

func resultOf(h *record.Hit, address string) (result, error) {
	r := h.Report
	out := result{Added: h.Added.UTC(), Report: reportOf{ID: r.ID, Outlet: r.Outlet, URL: r.URL, Title: r.Title, Published: r.Published.EDTF, Language: r.Language}}
	where := func(page, id string) {
		if address != "" {
			out.Address = address + "/" + page + "/" + url.PathEscape(id)
		}
	}
	switch {
	case h.Event != nil:
		e := &h.Event.Event
		body, err := reading.EncodeEvent(e, r.Text, h.Event.Versions.Codebook)
		if err != nil {
			return out, err
		}
		out.Kind, out.ID, out.Event, out.Says = "event", e.ID, body, console.Sentence(e)
		where("events", e.ID)
		if o := h.Occurrence; o != nil {
			out.Kind, out.ID, out.Occurrence = "occurrence", o.ID, o.ID
			for i := range o.Members {
				out.Accounts = append(out.Accounts, o.Members[i].Event.ID)
			}
			where("occurrences", o.ID)
		}
		out.Words = texts(r, h.Sentences)
	case h.Quotation != nil:
		body, err := reading.EncodeQuotation(&h.Quotation.Quotation, r)
		if err != nil {
			return out, err
		}
		out.Kind, out.ID, out.Quotation = "quotation", h.Quotation.ID, body
		out.Words = texts(r, h.Quotation.Quotation.Content)
		where("quotations", h.Quotation.ID)
	default:
		out.Kind, out.ID = "report", r.ID
		where("reports", r.ID)
	}
	return out, nil
}

func texts(r *report.Report, spans []report.Span) []string {
	var out []string
	for _, s := range spans {
		out = append(out, s.In(r.Text))
	}
	return out
}

// bodyOf makes the body of a delivery. It is the same for each attempt.
func bodyOf(m *message) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(m); err != nil {
		return nil, fmt.Errorf("a delivery: %w", err)
	}
	return out.Bytes(), nil
}

// aboutOf tells of which search a delivery is.
func (s *Searches) aboutOf(search Search, address string) about {
	out := about{Name: search.Name, Query: search.Query}
	if q, err := query.Parse(search.Query, s.Words); err == nil {
		out.Kind = string(q.Kind)
	}
	if address != "" {
		out.Address = strings.TrimSuffix(address, "/") + "/searches/" + url.PathEscape(search.Name)
	}
	return out
}
