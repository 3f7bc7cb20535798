package api

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"chancery/internal/wire"
	"chancery/record"
)

// changeOperations tell what was done to the record, by whom and why.
func (a *API) changeOperations() {
	register(a, operation{method: http.MethodGet, path: "/api/v1/changes", id: "list-changes", tag: tagHistory, summary: "Changes",
		description: "Every change of the record, the newest first; with after, those since a change, the oldest first."}, a.changes)
	register(a, operation{method: http.MethodGet, path: "/api/v1/changes/{number}", id: "get-change", tag: tagHistory, summary: "One change",
		description: "With what it did to each thing, a page at a time."}, a.oneChange)
}

type changesIn struct {
	Paged
	After  int64  `query:"after" minimum:"0" doc:"Only changes after this one, the oldest first."`
	Kind   string `query:"kind" maxLength:"40" doc:"add, watch, review, reread, import."`
	Author string `query:"author" maxLength:"200"`
	Since
}

func (a *API) changes(ctx context.Context, in *changesIn) (*listed[wire.Change], error) {
	cursor, err := a.goOn(ctx, in.Cursor)
	if err != nil {
		return nil, err
	}
	all, err := asking(ctx).view.Log(ctx, "")
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(c record.Change) bool {
		return c.Number <= in.After || in.Kind != "" && c.Kind != in.Kind || in.Author != "" && c.Author != in.Author
	})
	if asking(ctx).request.URL.Query().Get("after") == "" {
		slices.Reverse(all)
	}
	part, next, err := partOf(all, in.Limit, cursor)
	if err != nil {
		return nil, err
	}
	out := newList[wire.Change](ctx, len(part))
	for _, c := range part {
		out.Body.Items = append(out.Body.Items, wire.ChangeOf(c))
	}
	out.follow(ctx, next)
	return out, nil
}

type changeIn struct {
	Number int64 `path:"number" minimum:"1"`
	Paged
}

// changeSteps is a change with what it did.
type changeSteps struct {
	wire.Change
	Steps []wire.Step `json:"steps" doc:"What it did to each thing."`
	Count int         `json:"count" doc:"How many steps it has."`
	Next  string      `json:"next,omitempty" doc:"The cursor of the next page; absent on the last one."`
}

type changeOut struct {
	Link string `header:"Link" doc:"The address of the next page, as rel=next (RFC 8288)."`
	Body changeSteps
}

func (a *API) oneChange(ctx context.Context, in *changeIn) (*changeOut, error) {
	cursor, err := goOnHere(in.Cursor)
	if err != nil {
		return nil, err
	}
	view := asking(ctx).view
	if in.Number > view.Change() {
		return nil, fmt.Errorf("%w: the last change is %d", record.ErrNotFound, view.Change())
	}
	then, err := a.Record.At(ctx, in.Number)
	if err != nil {
		return nil, err
	}
	change, err := then.LastChange(ctx)
	if err != nil {
		return nil, err
	}
	steps, err := view.History(ctx, "change", strconv.FormatInt(in.Number, 10))
	if err != nil {
		return nil, err
	}
	part, next, err := partOf(steps, in.Limit, cursor)
	if err != nil {
		return nil, err
	}
	list := newList[wire.Step](ctx, len(part))
	for i := range part {
		list.Body.Items = append(list.Body.Items, wire.StepOf(&part[i]))
	}
	list.follow(ctx, next)
	return &changeOut{Link: list.Link, Body: changeSteps{Change: wire.ChangeOf(change), Steps: list.Body.Items, Count: len(steps), Next: list.Body.Next}}, nil
}
