package api

import (
	"context"
	"net/http"

	"chancery/internal/wire"
	"chancery/occurrence"
	"chancery/record"
)

// occurrenceOperations tell of one occurrence.
func (a *API) occurrenceOperations() {
	get := func(path, id, summary, description string) operation {
		return operation{method: http.MethodGet, path: "/api/v1/occurrences/{id}" + path, id: id, tag: tagThings, summary: summary, description: description}
	}
	register(a, get("", "get-occurrence", "One occurrence", "What its accounts together say, field by field, with agreement, disagreement, denials, silences and the words of each (docs/formats/occurrence.md)."), a.occurrence)
	register(a, get("/accounts", "get-occurrence-accounts", "Its accounts", "The event of each report that tells of it, and why they are the same occurrence."), a.accounts)
	register(a, get("/sources", "get-occurrence-sources", "Its sources", "Independent origins and outlets apart, and circles of outlets that cite each other."), a.sources)
	register(a, get("/history", "get-occurrence-history", "Its history", "What each change did to it and to its accounts."), a.historyOf("occurrence"))
	for _, kind := range []string{"event", "quotation", "report"} {
		register(a, operation{method: http.MethodGet, path: "/api/v1/" + kind + "s/{id}/history", id: "get-" + kind + "-history", tag: tagFind,
			summary: "The history of the " + kind, description: "What each change did to it, field by field; also of what stands no more."}, a.historyOf(kind))
	}
}

func (a *API) oneOccurrence(ctx context.Context, id string) (occurrence.Occurrence, error) {
	id, err := a.resolve(ctx, "occurrence", id)
	if err != nil {
		return occurrence.Occurrence{}, err
	}
	return asking(ctx).view.Occurrence(ctx, id)
}

func (a *API) occurrence(ctx context.Context, in *oneIn) (*body[wire.Occurrence], error) {
	o, err := a.oneOccurrence(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	summary := occurrence.Weigh(&o)
	out, err := occurrence.Encode(&o, &summary)
	return &body[wire.Occurrence]{out}, err
}

func (a *API) accounts(ctx context.Context, in *oneIn) (*listed[wire.Member], error) {
	o, err := a.oneOccurrence(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	members, err := wire.MembersOf(&o)
	out := newList[wire.Member](ctx, 0)
	out.Body.Items = append(out.Body.Items, members...)
	return out, err
}

// sourcesBody is from whom an occurrence is known.
type sourcesBody struct {
	Outlets []string      `json:"outlets" doc:"Their identities."`
	Origins []originGroup `json:"origins" doc:"One an independent origin, the one with most reports first."`
	Circles []circleBody  `json:"circles" doc:"Outlets that give each other as their source."`
}

type originGroup struct {
	Origin  originBody `json:"origin"`
	Outlets []string   `json:"outlets"`
	Reports []string   `json:"reports"`
}

type circleBody struct {
	Outlets   []string       `json:"outlets"`
	Citations []citationBody `json:"citations"`
}

type citationBody struct {
	From   string `json:"from"`
	To     string `json:"to"`
	Report string `json:"report"`
}

func (a *API) sources(ctx context.Context, in *oneIn) (*body[sourcesBody], error) {
	o, err := a.oneOccurrence(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	accounts := make([]occurrence.Account, len(o.Members))
	for i := range o.Members {
		accounts[i] = o.Members[i].Account
	}
	found, err := asking(ctx).view.Sources(ctx, o.ID, accounts)
	if err != nil {
		return nil, err
	}
	out := &body[sourcesBody]{sourcesBody{Outlets: append([]string{}, found.Outlets...), Origins: []originGroup{}, Circles: []circleBody{}}}
	for _, g := range found.Groups {
		out.Body.Origins = append(out.Body.Origins, originGroup{Origin: originBody{g.Origin.ID, g.Origin.Name, string(g.Origin.Kind), g.Origin.Reason},
			Outlets: append([]string{}, g.Outlets...), Reports: append([]string{}, g.Reports...)})
	}
	for _, c := range found.Circles {
		circle := circleBody{Outlets: append([]string{}, c.Outlets...), Citations: []citationBody{}}
		for _, x := range c.Citations {
			circle.Citations = append(circle.Citations, citationBody{x.From, x.To, x.Report})
		}
		out.Body.Circles = append(out.Body.Circles, circle)
	}
	return out, nil
}

// historyOf tells what was done to a thing of a kind, be it there or not any more.
func (a *API) historyOf(kind string) func(context.Context, *oneIn) (*listed[wire.Step], error) {
	return func(ctx context.Context, in *oneIn) (*listed[wire.Step], error) {
		view := asking(ctx).view
		found, id, err := view.ResolveEver(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if found != kind {
			return nil, record.ErrNotFound
		}
		steps, err := view.History(ctx, kind, id)
		if err != nil {
			return nil, err
		}
		out := newList[wire.Step](ctx, len(steps))
		for i := range steps {
			out.Body.Items = append(out.Body.Items, wire.StepOf(&steps[i]))
		}
		return out, nil
	}
}
