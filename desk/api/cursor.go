package api

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"chancery/record"
)

// Paged are the parameters of a list that is given in pages.
type Paged struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"1000" default:"50" doc:"At most so many."`
	Cursor string `query:"cursor" maxLength:"4000" doc:"next of the page before; nothing for the first."`
}

// List is a page of a list.
type List[T any] struct {
	Items  []T      `json:"items"`
	Next   string   `json:"next,omitempty" doc:"The cursor of the next page; absent on the last one."`
	Count  *int     `json:"count,omitempty" doc:"How many there are, when it was asked for."`
	More   bool     `json:"more,omitempty" doc:"There may be more than count."`
	Notes  []string `json:"notes,omitempty" doc:"What names of the query were taken to mean."`
	Change int64    `json:"change" doc:"The last change of the record that is seen here."`
}

// listed is an answer with a page of a list.
type listed[T any] struct {
	Link string `header:"Link" doc:"The address of the next page, as rel=next (RFC 8288)."`
	Body List[T]
}

// newList begins an answer.
func newList[T any](ctx context.Context, capacity int) *listed[T] {
	return &listed[T]{Body: List[T]{Items: make([]T, 0, capacity), Change: asking(ctx).view.Change()}}
}

// follow sets the way to the next page. The walk goes on through the view that this page was of.
func (l *listed[T]) follow(ctx context.Context, next string) {
	if next == "" {
		return
	}
	at := asking(ctx)
	l.Body.Next = base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(at.view.Change(), 10) + " " + next))
	values := at.request.URL.Query()
	values.Set("cursor", l.Body.Next)
	l.Link = "<" + (&url.URL{Path: at.request.URL.Path, RawQuery: values.Encode()}).String() + `>; rel="next"`
}

// goOn reads a cursor, and has the request look through the view in which the walk began.
func (a *API) goOn(ctx context.Context, cursor string) (inner string, err error) {
	if cursor == "" {
		return "", nil
	}
	plain, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return "", fmt.Errorf("%w: cursor", record.ErrCursor)
	}
	number, inner, ok := strings.Cut(string(plain), " ")
	change, err := strconv.ParseInt(number, 10, 64)
	at := asking(ctx)
	if !ok || err != nil || inner == "" || change < 0 || change > at.view.Change() && at.past {
		return "", fmt.Errorf("%w: cursor", record.ErrCursor)
	}
	if change == at.view.Change() {
		return inner, nil
	}
	view, err := a.Record.At(ctx, change)
	if err != nil {
		return "", fmt.Errorf("%w: cursor", record.ErrCursor)
	}
	at.view, at.past = view, true
	return inner, nil
}

// goOnHere reads a cursor of a list that is walked through as it stands now: each of its items has its place for good.
func goOnHere(cursor string) (inner string, err error) {
	if cursor == "" {
		return "", nil
	}
	plain, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return "", fmt.Errorf("%w: cursor", record.ErrCursor)
	}
	_, inner, ok := strings.Cut(string(plain), " ")
	if !ok || inner == "" {
		return "", fmt.Errorf("%w: cursor", record.ErrCursor)
	}
	return inner, nil
}

// partOf gives a part of a list that is there as a whole, by its place in it: for lists that a view gives in an order of
// their own, which is the same for all of a walk.
func partOf[T any](all []T, limit int, cursor string) (part []T, next string, err error) {
	from := 0
	if cursor != "" {
		if from, err = strconv.Atoi(cursor); err != nil || from < 0 || from > len(all) {
			return nil, "", fmt.Errorf("%w: cursor", record.ErrCursor)
		}
	}
	to := min(from+limit, len(all))
	if to < len(all) {
		next = strconv.Itoa(to)
	}
	return all[from:to], next, nil
}
