package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"chancery/access"
	"chancery/follow"
	"chancery/record"
)

// searchOperations keep searches that are watched.
func (a *API) searchOperations() {
	add := func(method, path, id, summary, description string, role access.Action, keep keeping, status int) operation {
		return operation{method: method, path: "/api/v1/searches" + path, id: id, tag: tagCodebook, role: role, keep: keep, summary: summary, description: description, status: status}
	}
	register(a, add(http.MethodGet, "", "list-searches", "Watched searches", "With how much is new for whoever asks since they last looked, which asking does not change.", access.See, byBody, 0), a.searches)
	register(a, add(http.MethodGet, "/{name}", "get-search", "One watched search", "", access.See, byBody, 0), a.search)
	register(a, add(http.MethodPost, "", "add-search", "Watch a search", "Its feed is at /searches/NAME/feed.atom; webhooks are set at the desk.", access.Save, byNobody, http.StatusCreated), a.addSearch)
	register(a, add(http.MethodDelete, "/{name}", "delete-search", "Forget a search", "One with a webhook can be forgotten by the role admin only.", access.Save, byNobody, http.StatusNoContent), a.deleteSearch)
}

type searchBody struct {
	Name   string `json:"name"`
	Query  string `json:"query"`
	Author string `json:"author"`
	Made   string `json:"made" format:"date-time"`
	Since  int64  `json:"since" doc:"The change at which it was made."`
	Seen   int64  `json:"seen" doc:"The change at which whoever asks last looked at it."`
	New    int    `json:"new" doc:"How many results came since."`
	More   bool   `json:"more,omitempty" doc:"There may be more than new."`
	Wrong  string `json:"wrong,omitempty" doc:"Why the query makes no sense any more."`
	Feed   string `json:"feed" doc:"The address of its Atom feed."`
}

func (a *API) searchBody(ctx context.Context, s *follow.Search) (searchBody, error) {
	at := asking(ctx)
	out := searchBody{Name: s.Name, Query: s.Query, Author: s.Author, Made: s.Made.UTC().Format(time.RFC3339), Since: s.Since, Feed: "/searches/" + pathEscape(s.Name) + "/feed.atom"}
	var err error
	if out.Seen, err = a.Searches.Seen(ctx, *s, at.who.Name); err != nil {
		return out, err
	}
	fresh, err := a.Searches.New(ctx, at.view, *s, out.Seen, 1)
	if p := (*Problem)(nil); err != nil {
		if p = a.problem(err); p.Position == nil {
			return out, err
		}
		out.Wrong = p.Detail
		return out, nil
	}
	out.New, out.More = fresh.Count, fresh.More
	return out, nil
}

func (a *API) searches(ctx context.Context, _ *struct{}) (*listed[searchBody], error) {
	all, err := a.Searches.All(ctx)
	if err != nil {
		return nil, err
	}
	out := newList[searchBody](ctx, len(all))
	for i := range all {
		one, err := a.searchBody(ctx, &all[i])
		if err != nil {
			return nil, err
		}
		out.Body.Items = append(out.Body.Items, one)
	}
	return out, nil
}

type namedIn struct {
	Name string `path:"name" maxLength:"200"`
}

func (a *API) search(ctx context.Context, in *namedIn) (*body[searchBody], error) {
	s, err := a.Searches.Named(ctx, in.Name)
	if err != nil {
		return nil, searchProblem(err)
	}
	out, err := a.searchBody(ctx, &s)
	return &body[searchBody]{out}, err
}

type addSearchIn struct {
	Body struct {
		Name  string `json:"name" minLength:"1" maxLength:"200"`
		Query string `json:"query" maxLength:"10000" example:"source:USA status:offered"`
	}
}

func (a *API) addSearch(ctx context.Context, in *addSearchIn) (*body[searchBody], error) {
	s, err := a.Searches.Add(ctx, in.Body.Name, in.Body.Query, asking(ctx).who.Name)
	if err != nil {
		return nil, searchProblem(err)
	}
	out, err := a.searchBody(ctx, &s)
	return &body[searchBody]{out}, err
}

func (a *API) deleteSearch(ctx context.Context, in *namedIn) (*struct{}, error) {
	if _, err := a.Searches.Hook(ctx, in.Name); err == nil {
		if err := asking(ctx).who.Must(access.Hook); err != nil {
			return nil, fmt.Errorf("this search has a webhook, which ends with it: %w", err)
		}
	}
	if err := a.Searches.Delete(ctx, in.Name); err != nil {
		return nil, searchProblem(err)
	}
	return nil, nil
}

// searchProblem says what is wrong with a search.
func searchProblem(err error) error {
	status := 0
	switch {
	case errors.Is(err, follow.ErrNone):
		return errors.Join(record.ErrNotFound, err)
	case errors.Is(err, follow.ErrTaken):
		status = http.StatusConflict
	case errors.Is(err, follow.ErrName), errors.Is(err, follow.ErrMany):
		status = http.StatusUnprocessableEntity
	default:
		return err
	}
	return &Problem{Status: status, Title: "This search cannot be watched", Detail: err.Error()}
}
