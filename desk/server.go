package desk

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"chancery/access"
	"chancery/query"
	"chancery/record"
	"chancery/review"
)

// visitorKey is under which the server keeps who visits in a request's context.
type visitorKey struct{}

type visiting struct {
	who  access.Who
	csrf string
}

// visitor is who makes a request, and the token that forms of this visitor carry.
func visitor(r *http.Request) (access.Who, string) {
	v, _ := r.Context().Value(visitorKey{}).(visiting)
	return v.who, v.csrf
}

// Handler answers requests for the desk.
func (d *Desk) Handler() http.Handler {
	mux := http.NewServeMux()
	d.routes(mux)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { d.fail(w, r, ErrNowhere) })
	return d.safely(mux)
}

// policy is what pages may load and do: the desk's own files only, no script or style within a page.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// safely sets the headers that keep hostile text from doing harm, and finds out who visits.
func (d *Desk) safely(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		v := visiting{who: access.Who{Name: d.Local, Role: access.Admin}}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), visitorKey{}, v)))
	})
}

// failure is what the page of an error says.
type failure struct {
	Status int
	What   string // in a few words
	Why    string
	Query  string // the query that makes no sense, with a caret
}

// fail answers with a page that says what went wrong and what can be done.
func (d *Desk) fail(w http.ResponseWriter, r *http.Request, err error) {
	f := failure{Status: http.StatusInternalServerError, What: "Something broke", Why: "The desk could not make this page. What was stored stays. The log of chancery serve says what happened."}
	var wrong *query.Error
	switch {
	case errors.Is(err, context.Canceled):
		return // the visitor has gone
	case errors.As(err, &wrong):
		f = failure{Status: http.StatusBadRequest, What: "This query makes no sense", Why: wrong.Error(), Query: wrong.Caret(0)}
	case errors.Is(err, ErrAsk), errors.Is(err, record.ErrCursor), errors.Is(err, review.ErrAct), errors.Is(err, record.ErrAmbiguous):
		f = failure{Status: http.StatusBadRequest, What: "This cannot be asked", Why: err.Error()}
	case errors.Is(err, ErrForbidden):
		f = failure{Status: http.StatusForbidden, What: "You may not do this", Why: err.Error()}
	case errors.Is(err, ErrNowhere):
		f = failure{Status: http.StatusNotFound, What: "There is no such page", Why: "The address may have been cut short."}
	case errors.Is(err, record.ErrNotFound):
		f = failure{Status: http.StatusNotFound, What: "This is not in the record", Why: err.Error()}
	default:
		d.Log.Error("a page failed", "address", r.URL.Path, "error", err)
	}
	who, csrf := visitor(r)
	v := &visit{Request: r, desk: d, who: who, day: d.today()}
	made, err := d.answer(v, &page{Template: "failure", Title: f.What, Body: f, Status: f.Status}, csrf, "", false)
	if err != nil {
		d.Log.Error("the page of an error failed", "error", err)
		http.Error(w, f.What, f.Status)
		return
	}
	made.send(w)
}

// changeNumber reads the number of a change from an address: 0 when it is none.
func changeNumber(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}
