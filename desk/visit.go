package desk

import (
	"fmt"
	"net/http"
	"time"

	"chancery/access"
	"chancery/query"
	"chancery/record"
	"chancery/when"
)

// visit is one request for a page: who asks, and through which view of the record.
type visit struct {
	*http.Request
	desk *Desk
	who  access.Who
	view record.View
	day  when.Day // for which ledgers are drawn up
	to   links
}

// newVisit reads what all pages have in common from a request.
func (d *Desk) newVisit(r *http.Request, who access.Who) (*visit, error) {
	v := &visit{Request: r, desk: d, who: who, day: d.today()}
	asked := r.URL.Query()
	var err error
	if v.to.asOf = asked.Get("as-of"); v.to.asOf == "" {
		if v.view, err = d.now(r.Context()); err != nil {
			return nil, err
		}
	} else {
		t, err := record.ParseAsOf(v.to.asOf)
		if err != nil {
			return nil, fmt.Errorf("%w: as-of: %w", ErrAsk, err)
		}
		if v.view, err = d.Record.AsOf(r.Context(), t); err != nil {
			return nil, err
		}
		v.day = when.DayOf(t.Year(), int(t.Month()), t.Day())
	}
	if on := asked.Get("on"); on != "" {
		t, err := time.Parse(time.DateOnly, on)
		if err != nil {
			return nil, fmt.Errorf("%w: on=%s is no day: write it as 2021-06-08", ErrAsk, on)
		}
		v.to.on, v.day = on, when.DayOf(t.Year(), int(t.Month()), t.Day())
	}
	return v, nil
}

// find asks the record in the query language.
func (v *visit) find(text string, page record.Page) (record.Result, error) {
	q, err := query.Parse(text, v.desk.words)
	if err != nil {
		return record.Result{}, err
	}
	return v.view.Find(v.Context(), q, page)
}
