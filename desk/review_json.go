package desk

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"chancery/record"
)

// takesJSON tells whether whoever asks is a program that wants an answer in JSON rather than a page.
func takesJSON(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	return strings.Contains(accept, "application/json") || strings.Contains(accept, "application/problem+json")
}

// writeJSON answers with JSON.
func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value) // the program may have gone
}

// problem answers a program with what went wrong with a decision (RFC 9457).
func (d *Desk) problem(w http.ResponseWriter, r *http.Request, err error) {
	f := failureOf(err)
	var changed *changedSince
	var refused *refusal
	details := map[string]any{}
	switch {
	case errors.As(err, &changed):
		f = failure{Status: http.StatusConflict, What: "Somebody was faster", Why: err.Error()}
		details["changed"] = changed.steps[len(changed.steps)-1].Change.Number
	case errors.As(err, &refused):
		f = failure{Status: http.StatusUnprocessableEntity, What: "This does not fit", Why: reasonOf(err)}
	case errors.Is(err, record.ErrAmbiguous):
		f.Status = http.StatusUnprocessableEntity
	}
	if f.Status == http.StatusInternalServerError {
		d.Log.Error("a decision failed", "address", r.URL.Path, "error", err)
	}
	details["title"], details["status"], details["detail"] = f.What, f.Status, f.Why
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(f.Status)
	_ = json.NewEncoder(w).Encode(details) // the program may have gone
}

// show answers a form with a page.
func (d *Desk) show(w http.ResponseWriter, r *http.Request, make pageFunc) {
	who, csrf := visitor(r)
	v, err := d.newVisit(r, who)
	if err != nil {
		d.fail(w, r, err)
		return
	}
	p, err := make(v)
	if err != nil {
		d.fail(w, r, err)
		return
	}
	made, err := d.answer(v, p, csrf, "", strings.Contains(r.Header.Get("Accept-Encoding"), "gzip"))
	if err != nil {
		d.fail(w, r, err)
		return
	}
	made.send(w)
}
