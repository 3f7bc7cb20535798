package desk

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"chancery/access"
	"chancery/overview"
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

// snapshot is the whole record in few values, as the visit sees it; overview.ErrLoading while it is still being counted,
// for which the visitor gets a page that says so.
func (v *visit) snapshot() (*overview.Snapshot, error) {
	switch {
	case v.to.asOf == "":
		return v.desk.overview.Snapshot(v.Context(), 0)
	case v.view.Change() == 0: // before anything was stored
		return overview.Empty(), nil
	}
	return v.desk.overview.Snapshot(v.Context(), v.view.Change())
}

// counting is the page that is shown until the record has been looked over.
func (v *visit) counting() *page {
	return &page{Template: "counting", Title: "Counting", Body: int(100 * v.desk.overview.Progress().Share()), Fleeting: true}
}

// Widths of pictures, in pixels.
const (
	wideWidth  = 1180
	phoneWidth = 350
)

// pictureWidth is how wide a picture is drawn for the visitor: a telephone gets one in which its letters can be read.
// What a wide window on a small screen shows all the same can be scrolled.
func (v *visit) pictureWidth() int {
	if v.Header.Get("Sec-Ch-Ua-Mobile") == "?1" || strings.Contains(v.UserAgent(), "Mobi") {
		return phoneWidth
	}
	return wideWidth
}

// find asks the record in the query language.
func (v *visit) find(text string, page record.Page) (record.Result, error) {
	q, err := query.Parse(text, v.desk.words)
	if err != nil {
		return record.Result{}, err
	}
	return v.view.Find(v.Context(), q, page)
}
