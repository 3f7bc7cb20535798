package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"chancery/access"
	"chancery/overview"
	"chancery/query"
)

// problemType is the media type of problem details (RFC 9457).
const problemType = "application/problem+json"

// Problem says what went wrong (RFC 9457), with the place of what is wrong in a query.
type Problem struct {
	Type        string              `json:"type,omitempty" format:"uri-reference" doc:"What kind of problem it is; absent when the status says it all."`
	Title       string              `json:"title" doc:"In a few words."`
	Status      int                 `json:"status"`
	Detail      string              `json:"detail,omitempty" doc:"What is wrong and what can be done, in sentences."`
	Errors      []*huma.ErrorDetail `json:"errors,omitempty" doc:"Of parameters and bodies: what is wrong where."`
	Query       string              `json:"query,omitempty" doc:"The query that makes no sense."`
	Position    *Position           `json:"position,omitempty" doc:"What is wrong in the query."`
	Suggestions []string            `json:"suggestions,omitempty" doc:"What may have been meant."`
	Changed     int64               `json:"changed,omitempty" doc:"Of a conflict: the change by which somebody was faster."`

	retry int // seconds after which it may be tried again; 0 for nothing to say
}

// Position is a stretch of a query in bytes; empty where something is missing.
type Position struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Error is the problem as an error.
func (p *Problem) Error() string { return p.Title + ": " + p.Detail }

// GetStatus is the status of the answer.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is that of problem details.
func (p *Problem) ContentType(string) string { return problemType }

// GetHeaders tells when it may be tried again.
func (p *Problem) GetHeaders() http.Header {
	h := http.Header{"Cache-Control": {"no-store"}}
	if p.retry > 0 {
		h.Set("Retry-After", strconv.Itoa(p.retry))
	}
	return h
}

// ProblemOf adds to a status, a title and a detail what an error itself tells: where a query is wrong and what may have
// been meant.
func ProblemOf(status int, title, detail string, err error) *Problem {
	p := &Problem{Status: status, Title: title, Detail: detail}
	var wrong *query.Error
	if errors.As(err, &wrong) {
		p.Type, p.Query, p.Position, p.Detail = "/api#query", wrong.Query, &Position{wrong.At.Start, wrong.At.End}, wrong.Reason
	}
	if status >= 400 && status < 500 {
		p.Suggestions = suggested(p.Detail)
	}
	switch {
	case errors.Is(err, overview.ErrLoading):
		p.retry = 1
	case status == http.StatusServiceUnavailable, errors.Is(err, access.ErrBusy):
		p.retry = 5
	}
	return p
}

var meant = regexp.MustCompile(`did you mean ([^?]+)\?`)

// suggested are the names that a message ends with: "did you mean source or status?"
func suggested(message string) []string {
	m := meant.FindStringSubmatch(message)
	if m == nil {
		return nil
	}
	var out []string
	for _, s := range strings.Split(strings.ReplaceAll(m[1], ", ", " or "), " or ") {
		out = append(out, strings.Trim(strings.TrimSpace(s), `"`))
	}
	return out
}

// Send answers with the problem.
func (p *Problem) Send(w http.ResponseWriter) {
	for name, values := range p.GetHeaders() {
		if w.Header().Get(name) == "" {
			w.Header()[name] = values
		}
	}
	w.Header().Del("ETag")
	w.Header().Set("Content-Type", problemType)
	w.WriteHeader(p.Status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(p) // the program may have gone
}

// problem makes an answer of an error.
func (a *API) problem(err error) *Problem {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	var stated huma.StatusError
	if errors.As(err, &stated) {
		return &Problem{Status: stated.GetStatus(), Title: http.StatusText(stated.GetStatus()), Detail: stated.Error()}
	}
	switch {
	case errors.Is(err, ErrAsk):
		return ProblemOf(http.StatusBadRequest, "This cannot be asked", err.Error(), err)
	case errors.Is(err, ErrBusy):
		return ProblemOf(http.StatusServiceUnavailable, "The desk is busy", err.Error(), err)
	}
	return a.Failure(err)
}
