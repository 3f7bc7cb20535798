package api

import (
	"context"
	"errors"
	"net/http"

	"chancery/internal/wire"
	"chancery/query"
	"chancery/reading"
	"chancery/record"
)

// findIn are the parameters of a search.
type findIn struct {
	Q string `query:"q" maxLength:"10000" doc:"The query (docs/formats/query.md); everything without one." example:"source:USA status:offered since:2021-05"`
	Paged
	Sort  string `query:"sort" enum:"day,added,confidence,oldest" default:"day" doc:"The newest day first (day), what was added last (added) or first (oldest), the surest (confidence)."`
	Count bool   `query:"count" doc:"Count what is found, up to 500 where it cannot be counted at once."`
	Since
}

// Identity names one thing.
type Identity struct {
	ID string `path:"id" maxLength:"200" doc:"Its identity; the beginning is enough when only one begins so."`
}

// findOperations find things by the query language.
func (a *API) findOperations() {
	for _, one := range []struct {
		kind             query.Kind
		id, summary, doc string
	}{
		{query.Events, "find-events", "Find events", "What reports tell that somebody did, one item an account. An item is what chancery find --json prints."},
		{query.Quotations, "find-quotations", "Find quotations", "Somebody's words. An item is what chancery find --json prints."},
		{query.Occurrences, "find-occurrences", "Find occurrences", "What happened once, however many reports tell of it. An item is what chancery find --kind occurrences --json prints."},
		{query.Reports, "find-reports", "Find reports", "News items with their text. An item is what chancery find --kind reports --json prints."},
	} {
		register(a, operation{method: http.MethodGet, path: "/api/v1/" + string(one.kind), id: one.id, tag: tagFind, summary: one.summary, description: one.doc},
			func(ctx context.Context, in *findIn) (*listed[wire.Hit], error) { return a.find(ctx, one.kind, in) })
	}
	register(a, operation{method: http.MethodGet, path: "/api/v1/events/{id}", id: "get-event", tag: tagFind, summary: "One event",
		description: "With what the record knows of it: its occurrence, corrections, reviews."}, a.event)
	register(a, operation{method: http.MethodGet, path: "/api/v1/quotations/{id}", id: "get-quotation", tag: tagFind, summary: "One quotation"}, a.quotation)
	register(a, operation{method: http.MethodGet, path: "/api/v1/reports/{id}", id: "get-report", tag: tagFind, summary: "The reading of a report",
		description: "The report with everything that was read in it, each field with the words that it was read from (docs/formats/reading.md)."}, a.report)
	register(a, operation{method: http.MethodGet, path: "/api/v1/reports/{id}/origins", id: "get-report-origins", tag: tagFind, summary: "Where a report comes from",
		description: "From whom it has its words, and the reports that share them."}, a.reportOrigins)
}

// parse reads a query for things of a kind. "speaker:Aliyev" alone asks for events: what of it does not fit them may fit
// the kind that is asked for.
func (a *API) parse(text string, kind query.Kind) (*query.Query, error) {
	q, err := query.Parse(text, a.Words)
	if err == nil {
		return q.As(kind)
	}
	if kind != query.Events {
		if of, other := query.Parse("kind:"+string(kind)+" "+text, a.Words); other == nil {
			return of.As(kind)
		}
	}
	return nil, err
}

func (a *API) find(ctx context.Context, kind query.Kind, in *findIn) (*listed[wire.Hit], error) {
	q, err := a.parse(in.Q, kind)
	if err != nil {
		return nil, err
	}
	cursor, err := a.goOn(ctx, in.Cursor)
	if err != nil {
		return nil, err
	}
	found, err := asking(ctx).view.Find(ctx, q, record.Page{Limit: in.Limit, Cursor: cursor, Sort: record.Order(in.Sort), Count: in.Count})
	if err != nil {
		return nil, err
	}
	out := newList[wire.Hit](ctx, len(found.Hits))
	for i := range found.Hits {
		hit, err := wire.HitOf(found.Kind, &found.Hits[i])
		if err != nil {
			return nil, err
		}
		out.Body.Items = append(out.Body.Items, hit)
	}
	if out.Body.Notes = found.Notes; in.Count {
		out.Body.Count, out.Body.More = &found.Count, found.More
	}
	out.follow(ctx, found.Next)
	return out, nil
}

// resolve gives the whole identity of a thing of a kind.
func (a *API) resolve(ctx context.Context, kind, id string) (string, error) {
	found, whole, err := asking(ctx).view.Resolve(ctx, id)
	if err != nil {
		return "", err
	}
	if found != kind {
		return "", &Problem{Status: http.StatusNotFound, Title: "This is something else", Detail: whole + " is a " + found + ", not a " + kind + "."}
	}
	return whole, nil
}

// body is an answer that is nothing but a body.
type body[T any] struct{ Body T }

type oneIn struct {
	Identity
	Since
}

func (a *API) event(ctx context.Context, in *oneIn) (*body[wire.Account], error) {
	view := asking(ctx).view
	id, err := a.resolve(ctx, "event", in.ID)
	if err != nil {
		return nil, err
	}
	account, err := view.Account(ctx, id)
	if err != nil {
		return nil, err
	}
	out, err := wire.AccountOf(&account)
	if err != nil {
		return nil, err
	}
	found, err := a.ask(ctx, "kind:occurrences event:"+id, record.Page{Limit: 1})
	if err != nil {
		return nil, err
	}
	if len(found.Hits) == 1 && found.Hits[0].Occurrence != nil {
		out.Occurrence = found.Hits[0].Occurrence.ID
	}
	reviews, err := view.Reviews(ctx, id)
	if err != nil {
		return nil, err
	}
	for i := range reviews {
		out.Reviews = append(out.Reviews, wire.ReviewLine(&reviews[i]))
	}
	return &body[wire.Account]{out}, nil
}

// ask asks the record in the query language.
func (a *API) ask(ctx context.Context, text string, page record.Page) (record.Result, error) {
	q, err := query.Parse(text, a.Words)
	if err != nil {
		return record.Result{}, err
	}
	return asking(ctx).view.Find(ctx, q, page)
}

func (a *API) quotation(ctx context.Context, in *oneIn) (*body[wire.Statement], error) {
	id, err := a.resolve(ctx, "quotation", in.ID)
	if err != nil {
		return nil, err
	}
	found, err := a.ask(ctx, "kind:quotations quotation:"+id, record.Page{Limit: 1})
	if err != nil {
		return nil, err
	}
	if len(found.Hits) == 0 || found.Hits[0].Quotation == nil {
		return nil, errors.Join(record.ErrNotFound, errors.New(id))
	}
	out, err := wire.StatementOf(found.Hits[0].Quotation)
	return &body[wire.Statement]{out}, err
}

func (a *API) report(ctx context.Context, in *oneIn) (*body[reading.Reading], error) {
	id, err := a.resolve(ctx, "report", in.ID)
	if err != nil {
		return nil, err
	}
	got, err := asking(ctx).view.Reading(ctx, id)
	return &body[reading.Reading]{got}, err
}

// originsBody is where a report comes from.
type originsBody struct {
	Report  string       `json:"report"`
	Origins []originBody `json:"origins"`
	Copies  []copyBody   `json:"copies" doc:"Reports that share its words."`
}

type originBody struct {
	ID     string `json:"id"`
	Name   string `json:"name,omitempty"`
	Kind   string `json:"kind"`
	Reason string `json:"reason" doc:"Why it is taken for one."`
}

type copyBody struct {
	Report    string `json:"report"`
	Outlet    string `json:"outlet,omitempty"`
	URL       string `json:"url,omitempty"`
	Title     string `json:"title,omitempty"`
	Published string `json:"published,omitempty"`
	Reason    string `json:"reason"`
}

func (a *API) reportOrigins(ctx context.Context, in *oneIn) (*body[originsBody], error) {
	id, err := a.resolve(ctx, "report", in.ID)
	if err != nil {
		return nil, err
	}
	view := asking(ctx).view
	origins, err := view.ReportOrigins(ctx, []string{id})
	if err != nil {
		return nil, err
	}
	copies, err := view.Copies(ctx, id)
	if err != nil {
		return nil, err
	}
	out := &body[originsBody]{originsBody{Report: id, Origins: []originBody{}, Copies: []copyBody{}}}
	for _, o := range origins[id] {
		out.Body.Origins = append(out.Body.Origins, originBody{o.ID, o.Name, string(o.Kind), o.Reason})
	}
	for i := range copies {
		c := &copies[i]
		out.Body.Copies = append(out.Body.Copies, copyBody{c.Report, c.Outlet, c.URL, c.Title, c.Published.EDTF, c.Link.Reason})
	}
	return out, nil
}
