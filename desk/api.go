package desk

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"sync"

	"chancery/access"
	"chancery/desk/api"
	"chancery/ledger"
	"chancery/overview"
	"chancery/reading"
	"chancery/record"
	"chancery/review"
	"chancery/when"
)

// apiRoutes are the addresses for programs. The API is made when the first of them asks: most desks are looked at by
// people first.
func (d *Desk) apiRoutes(mux *http.ServeMux) {
	mux.HandleFunc("/api/", func(w http.ResponseWriter, r *http.Request) {
		made, err := d.programs()
		if err != nil {
			d.fail(w, r, err)
			return
		}
		made.ServeHTTP(w, r)
	})
	d.get(mux, "GET /api", d.apiPage)
}

// makeAPI makes the interface for programs.
func (d *Desk) makeAPI(done <-chan struct{}) func() (*api.API, error) {
	return sync.OnceValues(func() (*api.API, error) {
		return api.New(api.Options{
			Record: d.Record, Access: d.Access, Overview: d.overview, Searches: d.searches, Words: d.words, Lexicon: d.lexicon,
			Reader: func() *reading.Reader { return d.codebookNow().reader },
			Who:    func(r *http.Request) access.Who { who, _ := visitor(r); return who },
			Now:    d.now, Today: d.today, Changed: func() { d.changed(); d.follower.Wake() },
			Filter: func(asked url.Values) (overview.Filter, error) {
				w, err := d.asking(asked, when.Day{}).windowOf()
				if err != nil {
					return overview.Filter{}, err
				}
				return w.filter, nil
			},
			Ledger: func(asked url.Values, day when.Day) (record.LedgerFilter, error) {
				_, filter, err := d.asking(asked, day).ledgerAsked()
				return filter, err
			},
			LedgerStored: func(ctx context.Context, view record.View) (bool, error) {
				rows, err := d.looking(ctx, view, when.Day{}).ledgerRows()
				return err == nil && !rows.unstored, err
			},
			LedgerPast: func(ctx context.Context, view record.View, f record.LedgerFilter) ([]ledger.Entry, error) {
				return d.looking(ctx, view, f.Day).pastLedger(f)
			},
			LedgerCounts: func(ctx context.Context, view record.View, f record.LedgerFilter, drawn bool) (map[ledger.State]int, error) {
				v := d.looking(ctx, view, f.Day)
				if drawn {
					v.to.on = f.Day.String()
				}
				chosen, err := v.chooseEntries(f, 1)
				if err != nil {
					return nil, err
				}
				return chosen.counts, nil
			},
			Decide: func(r *http.Request, who access.Who, act review.Act, seen int64) (api.Decided, error) {
				made, err := d.apply(r, who, decision{act: act, seen: seen})
				return api.Decided(made), err
			},
			Export: d.export, Failure: problemOf, Log: d.Log, Clock: d.Now, Done: done,
		})
	})
}

// asking is a visit of which nothing but its parameters is known: what reads a filter from an address reads them from it.
func (d *Desk) asking(asked url.Values, day when.Day) *visit {
	return &visit{Request: &http.Request{URL: &url.URL{RawQuery: asked.Encode()}}, desk: d, day: day}
}

// looking is a visit that looks through a view.
func (d *Desk) looking(ctx context.Context, view record.View, day when.Day) *visit {
	return &visit{Request: (&http.Request{URL: &url.URL{}}).WithContext(ctx), desk: d, view: view, day: day}
}

// problemOf says to a program what went wrong.
func problemOf(err error) *api.Problem {
	f := failureOf(err)
	var changed *changedSince
	var refused *refusal
	switch {
	case errors.As(err, &changed):
		f = failure{Status: http.StatusConflict, What: "Somebody was faster", Why: err.Error()}
	case errors.As(err, &refused):
		f = failure{Status: http.StatusUnprocessableEntity, What: "This does not fit", Why: reasonOf(refused)}
	}
	p := api.ProblemOf(f.Status, f.What, f.Why, err)
	if changed != nil {
		p.Changed = changed.steps[len(changed.steps)-1].Change.Number
	}
	return p
}

// apiBody is the page for those who write programs.
type apiBody struct {
	Groups  []api.Group
	Address string // of this desk
}

// apiPage lists the operations from the specification, with how they are asked.
func (d *Desk) apiPage(v *visit) (*page, error) {
	made, err := d.programs()
	if err != nil {
		return nil, err
	}
	body := &apiBody{Groups: slices.Clone(made.Operations()), Address: d.addressFor(v.Request)}
	return &page{Template: "api", Title: "For programs", Section: "programs", Body: body}, nil
}
