package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"chancery/access"
	"chancery/record"
	"chancery/review"
)

// actsMost is how many acts are taken at once: more are for chancery review apply.
const actsMost = 1000

// reviewOperations tell what people decided, and let them decide.
func (a *API) reviewOperations() {
	register(a, operation{method: http.MethodGet, path: "/api/v1/reviews", id: "list-reviews", tag: tagReview, summary: "What was decided",
		description: "Accepted, corrected, rejected, split, joined, added, noted, undone: the newest first."}, a.reviews)
	register(a, operation{method: http.MethodPost, path: "/api/v1/reviews", id: "decide", tag: tagReview, role: access.Decide, keep: byNobody, summary: "Decide",
		description: "One act of review, or a list of them (docs/formats/review.md). One that makes no sense is answered with a problem; of a list, each act has a result of its own, " +
			"those before it stand. With seen, an act is refused with 409 when somebody changed its target after that change."}, a.decide)
}

type reviewsIn struct {
	Paged
	Target string `query:"target" maxLength:"200" doc:"Only on this event, occurrence or report."`
	Coder  string `query:"coder" maxLength:"200" doc:"Only by this coder."`
	Action string `query:"action" enum:"accept,correct,reject,split,join,add,note,undo"`
	Since
}

type reviewBody struct {
	Number int64           `json:"number"`
	Change int64           `json:"change"`
	At     string          `json:"at" format:"date-time"`
	Author string          `json:"author" doc:"Of the change."`
	Coder  string          `json:"coder" doc:"Who judged."`
	Action string          `json:"action"`
	Target string          `json:"target"`
	Field  string          `json:"field,omitempty"`
	Before json.RawMessage `json:"before,omitempty"`
	After  json.RawMessage `json:"after,omitempty"`
	Reason string          `json:"reason,omitempty"`
	Undone int64           `json:"undone,omitempty" doc:"The change by which it was taken back."`
}

func (a *API) reviews(ctx context.Context, in *reviewsIn) (*listed[reviewBody], error) {
	cursor, err := a.goOn(ctx, in.Cursor)
	if err != nil {
		return nil, err
	}
	all, err := asking(ctx).view.Reviews(ctx, "")
	if err != nil {
		return nil, err
	}
	undone := record.Undone(all)
	all = slices.DeleteFunc(all, func(r record.Review) bool {
		return in.Target != "" && r.Target != in.Target || in.Coder != "" && r.Coder != in.Coder || in.Action != "" && r.Action != in.Action
	})
	slices.Reverse(all)
	part, next, err := partOf(all, in.Limit, cursor)
	if err != nil {
		return nil, err
	}
	out := newList[reviewBody](ctx, len(part))
	for i := range part {
		r := &part[i]
		out.Body.Items = append(out.Body.Items, reviewBody{r.Number, r.Change.Number, r.Change.At.UTC().Format(time.RFC3339Nano), r.Change.Author, r.Coder, r.Action,
			r.Target, r.Field, r.Before, r.After, r.Reason, undone[r.Change.Number]})
	}
	out.follow(ctx, next)
	return out, nil
}

// act is one act of review.
type act struct {
	Action string `json:"action" enum:"accept,correct,reject,split,join,add,note,undo"`
	Target string `json:"target" maxLength:"200" doc:"An event, occurrence or report; for undo the number of a change."`
	Field  string `json:"field,omitempty" maxLength:"40" doc:"For correct."`
	Value  string `json:"value,omitempty" maxLength:"100000" doc:"The new value for correct, the occurrence for join and split, the event as JSON for add, the words for note."`
	Reason string `json:"reason,omitempty" maxLength:"10000"`
	Seen   int64  `json:"seen,omitempty" minimum:"0" doc:"The last change that whoever decides has seen."`
}

// acts are one act or a list of them.
type acts struct {
	list   []act
	single bool
}

// Schema describes both forms.
func (acts) Schema(r huma.Registry) *huma.Schema {
	one := huma.SchemaFromType(r, reflectAct)
	most, least := actsMost, 1
	return &huma.Schema{OneOf: []*huma.Schema{one, {Type: huma.TypeArray, Items: one, MinItems: &least, MaxItems: &most}},
		Examples: []any{map[string]any{"action": "correct", "target": "e-8f5e326c1d983aeb", "field": "status", "value": "offered", "reason": "ready to, not did"}}}
}

// UnmarshalJSON takes both forms.
func (x *acts) UnmarshalJSON(data []byte) error {
	var one act
	if err := json.Unmarshal(data, &x.list); err == nil {
		return nil
	}
	if err := json.Unmarshal(data, &one); err != nil {
		return err
	}
	x.list, x.single = []act{one}, true
	return nil
}

type decideIn struct{ Body acts }

// result is what became of one act.
type result struct {
	Decided
	Status  int      `json:"status" doc:"200, or that of the problem."`
	Problem *Problem `json:"problem,omitempty"`
}

type resultsBody struct {
	Results []result `json:"results" doc:"One an act, in their order."`
	Done    int      `json:"done"`
	Failed  int      `json:"failed"`
}

func (a *API) decide(ctx context.Context, in *decideIn) (*body[resultsBody], error) {
	at := asking(ctx)
	out := &body[resultsBody]{resultsBody{Results: []result{}}}
	for _, x := range in.Body.list {
		asked := review.Act{Action: review.Action(x.Action), Target: x.Target, Field: x.Field, Value: x.Value, Reason: x.Reason}
		made, err := a.Decide(at.request, at.who, asked, x.Seen)
		if err == nil {
			out.Body.Done++
			out.Body.Results = append(out.Body.Results, result{Decided: made, Status: http.StatusOK})
			continue
		}
		p := a.problem(err)
		if in.Body.single || p.Status >= http.StatusInternalServerError || errors.Is(err, context.Canceled) {
			return nil, err
		}
		out.Body.Failed++
		out.Body.Results = append(out.Body.Results, result{Status: p.Status, Problem: p})
	}
	return out, nil
}
