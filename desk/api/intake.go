package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"chancery/access"
	"chancery/intake"
	"chancery/reading"
	"chancery/report"
)

// Bounds of what is put in.
const (
	takenAtOnce  = 2 // requests that put something in at the same time
	reportsMost  = 200
	reportsBytes = 16 << 20
	readBytes    = 60_000 // of a text that is read while somebody waits
)

// reportOperations put reports in, and read without storing.
func (a *API) reportOperations() {
	register(a, operation{method: http.MethodPost, path: "/api/v1/reports", id: "add-reports", tag: tagReports, role: access.Add, keep: byNobody, status: http.StatusOK,
		most: reportsBytes, slow: time.Minute, summary: "Add reports", description: fmt.Sprintf("One report, or a list of up to %d. They are read and stored before the answer comes; "+
			"what is known already changes nothing, what cannot be read is set aside with its reason. Large collections are added with: chancery add", reportsMost)}, a.addReports)
	register(a, operation{method: http.MethodPost, path: "/api/v1/read", id: "read", tag: tagReports, role: access.TryText, keep: byNobody, summary: "Read a text",
		description: "The reading of a text (docs/formats/reading.md), as chancery read --json prints it. Nothing is stored."}, a.read)
}

// reportIn is a report as somebody puts it in.
type reportIn struct {
	Text      string `json:"text" minLength:"1" doc:"The words of the report."`
	ID        string `json:"id,omitempty" maxLength:"200" doc:"Whose identity it has where it comes from; made from the text without."`
	Title     string `json:"title,omitempty" maxLength:"2000"`
	Outlet    string `json:"outlet,omitempty" maxLength:"200"`
	URL       string `json:"url,omitempty" maxLength:"4000" pattern:"^https?://" doc:"http or https."`
	Published string `json:"published,omitempty" maxLength:"40" doc:"2021, 2021-06, 2021-06-10 or 2021-06-10T14:05:00Z"`
	Language  string `json:"language,omitempty" maxLength:"40" doc:"BCP 47; chancery reads English."`
}

func (r *reportIn) report() (report.Report, error) {
	if r.Published != "" {
		if _, err := report.ParsePublished(r.Published); err != nil {
			return report.Report{}, err
		}
	}
	return report.FromText([]byte(strings.ReplaceAll(r.Text, "\r\n", "\n")),
		report.Options{ID: r.ID, Title: r.Title, Outlet: r.Outlet, URL: r.URL, Published: r.Published, Language: r.Language})
}

// reportsIn are one report or a list of them.
type reportsIn struct{ list []reportIn }

// Schema describes both forms.
func (reportsIn) Schema(r huma.Registry) *huma.Schema {
	one := huma.SchemaFromType(r, reflect.TypeFor[reportIn]())
	most, least := reportsMost, 1
	return &huma.Schema{OneOf: []*huma.Schema{one, {Type: huma.TypeArray, Items: one, MinItems: &least, MaxItems: &most}},
		Examples: []any{map[string]any{"text": "Georgia offered to host the next round of talks.", "outlet": "Meridian Wire", "published": "2021-06-10"}}}
}

// UnmarshalJSON takes both forms.
func (x *reportsIn) UnmarshalJSON(data []byte) error {
	var one reportIn
	if err := json.Unmarshal(data, &x.list); err == nil {
		return nil
	}
	if err := json.Unmarshal(data, &one); err != nil {
		return err
	}
	x.list = []reportIn{one}
	return nil
}

type addIn struct{ Body reportsIn }

// added is what became of a report.
type added struct {
	Outcome string `json:"outcome" enum:"added,known,revised,set aside"`
	Report  string `json:"report,omitempty" doc:"Its identity."`
	Events  int    `json:"events"`
	Joined  int    `json:"joined" doc:"Events that joined an occurrence which was there."`
	Copies  int    `json:"copies" doc:"Reports that were there and share its words."`
	Reason  string `json:"reason,omitempty" doc:"Why it was set aside."`
}

type addedReports struct {
	Results []added `json:"results" doc:"One a report, in their order."`
	Change  int64   `json:"change" doc:"The last change of the record now."`
}

func (a *API) addReports(ctx context.Context, in *addIn) (*body[addedReports], error) {
	select {
	case a.taking <- struct{}{}:
		defer func() { <-a.taking }()
	default:
		return nil, ErrBusy
	}
	at := asking(ctx)
	items := make([]report.Item, 0, len(in.Body.list))
	for i := range in.Body.list {
		rep, err := in.Body.list[i].report()
		if err != nil {
			return nil, unreadable(err, len(in.Body.list), i)
		}
		rep.Origin = "sent to the API"
		items = append(items, report.NewItem(rep))
	}
	if err := a.Access.Note(ctx, access.Event(at.who, "add", fmt.Sprintf("%d by the API", len(items)), "")); err != nil {
		return nil, err
	}
	out := &body[addedReports]{addedReports{Results: make([]added, 0, len(items))}}
	_, err := intake.Run(ctx, a.Reader(), a.Record, slices.Values(items), intake.Options{Reason: "added by the API for " + at.who.Name, Stored: func(results []intake.Result) {
		for i := range results {
			r := &results[i]
			one := added{Outcome: r.Outcome.String(), Report: r.Report, Events: r.Events, Joined: r.Joined, Copies: r.Copies}
			if r.Err != nil {
				one.Reason = r.Err.Error()
			}
			out.Body.Results = append(out.Body.Results, one)
		}
		a.Changed()
	}})
	if err != nil {
		return nil, fmt.Errorf("%d of %d reports were stored: %w", len(out.Body.Results), len(items), err)
	}
	view, err := a.Record.Now(ctx)
	if err != nil {
		return nil, err
	}
	out.Body.Change = view.Change()
	return out, nil
}

// unreadable says what is wrong with a text.
func unreadable(err error, of, i int) error {
	if !errors.Is(err, report.ErrEmpty) && !errors.Is(err, report.ErrBinary) && !errors.Is(err, report.ErrDate) && !errors.Is(err, report.ErrTooLarge) {
		return err
	}
	location := "body"
	if of > 1 {
		location = fmt.Sprintf("body[%d]", i)
	}
	return &Problem{Status: http.StatusUnprocessableEntity, Title: "This cannot be read", Detail: err.Error(), Errors: []*huma.ErrorDetail{{Message: err.Error(), Location: location}}}
}

type readIn struct{ Body reportIn }

func (a *API) read(ctx context.Context, in *readIn) (*body[reading.Reading], error) {
	if n := len(in.Body.Text); n > readBytes {
		return nil, &Problem{Status: http.StatusRequestEntityTooLarge, Title: "This is too long to be read while you wait",
			Detail: fmt.Sprintf("The text has %d bytes, where up to %d are read at once. Add it to the record instead, or send a part of it.", n, readBytes)}
	}
	rep, err := in.Body.report()
	if err != nil {
		return nil, unreadable(err, 1, 0)
	}
	if !reading.English(rep.Language) {
		return nil, &Problem{Status: http.StatusUnprocessableEntity, Title: "This is not English", Detail: "chancery reads English; this seems to be " + rep.Language + "."}
	}
	got, err := a.Reader().Read(ctx, rep)
	return &body[reading.Reading]{got}, err
}
