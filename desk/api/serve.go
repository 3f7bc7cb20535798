package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/klauspost/compress/gzip"

	"chancery/access"
	"chancery/query"
	"chancery/record"
	"chancery/when"
)

// asked is what all operations know of a request.
type asked struct {
	request *http.Request
	address string // its path, for the log
	who     access.Who
	view    record.View
	day     when.Day // for which ledgers are drawn up
	past    bool     // the view is of the past
	drawn   bool     // the day is another than today
}

type askedKey struct{}

// asking is what is known of the request that a context is of.
func asking(ctx context.Context) *asked {
	if at, ok := ctx.Value(askedKey{}).(*asked); ok {
		return at
	}
	return &asked{}
}

// Through are the parameters by which one looks through the record at another time.
type Through struct {
	AsOf string `query:"as_of" doc:"The record as it was known at the end of this day, or at this time." example:"2022-01-31"`
	On   string `query:"on" doc:"The day for which ledgers and positions are drawn up. Else today." example:"2022-03-01"`
}

// Since is a look through the record where the day of ledgers makes no difference.
type Since struct {
	AsOf string `query:"as_of" doc:"The record as it was known at the end of this day, or at this time." example:"2022-01-31"`
}

// look finds the view that a request looks through.
func (a *API) look(r *http.Request) (*asked, error) {
	at := &asked{request: r, address: r.URL.Path, who: a.Who(r), day: a.Today()}
	query := r.URL.Query()
	asOf, on := query.Get("as_of"), query.Get("on")
	var err error
	if asOf == "" {
		if at.view, err = a.Now(r.Context()); err != nil {
			return nil, err
		}
	} else {
		t, err := record.ParseAsOf(asOf)
		if err != nil {
			return nil, fmt.Errorf("%w: as_of: %w", ErrAsk, err)
		}
		if at.view, err = a.Record.AsOf(r.Context(), t); err != nil {
			return nil, err
		}
		at.past, at.drawn, at.day = true, true, when.DayOf(t.Year(), int(t.Month()), t.Day())
	}
	if on != "" {
		t, err := time.Parse(time.DateOnly, on)
		if err != nil {
			return nil, fmt.Errorf("%w: on=%s is no day: write it as 2021-06-08", ErrAsk, on)
		}
		at.drawn, at.day = true, when.DayOf(t.Year(), int(t.Month()), t.Day())
	}
	return at, nil
}

// ServeHTTP answers a request below /api/.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, pattern := a.mux.Handler(r)
	if pattern == "" {
		a.elsewhere(w, r)
		return
	}
	at, err := a.look(r)
	if err != nil {
		a.problem(err).Send(w)
		return
	}
	r = r.WithContext(context.WithValue(r.Context(), askedKey{}, at))
	kind := a.kinds[pattern]
	if kind == byNobody && r.Method == http.MethodGet { // streams and exports go out as they are made
		a.mux.ServeHTTP(w, r)
		return
	}
	reads := r.Method == http.MethodGet || r.Method == http.MethodHead
	zips := zipsWanted(r.Header.Get("Accept-Encoding"))
	var tag string
	if reads && kind == byRecord {
		tag = at.tag(r, zips)
		if matches(r.Header.Get("If-None-Match"), tag) {
			keepable(w.Header(), tag)
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	made := &buffered{ResponseWriter: w, status: http.StatusOK}
	a.mux.ServeHTTP(made, r)
	h := w.Header()
	body := made.body.Bytes()
	if reads && made.status == http.StatusOK {
		if tag == "" {
			sum := sha256.Sum256(body)
			tag = tagOf(sum[:], zips)
			if matches(r.Header.Get("If-None-Match"), tag) {
				h.Del("Content-Type")
				keepable(h, tag)
				w.WriteHeader(http.StatusNotModified)
				return
			}
		} else if at := a.modified(r.Context(), at.view); !at.IsZero() {
			h.Set("Last-Modified", at.UTC().Format(http.TimeFormat))
		}
		keepable(h, tag)
	} else if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-store")
	}
	if zips && len(body) >= leastZipped {
		if zipped, err := zip(body); err == nil {
			h.Set("Content-Encoding", "gzip")
			body = zipped
		}
	}
	if made.status != http.StatusNoContent {
		h.Set("Content-Length", strconv.Itoa(len(body)))
	}
	w.WriteHeader(made.status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the program may have gone
	}
}

// leastZipped is how many bytes are worth compressing.
const leastZipped = 1 << 10

// keepable says that an answer may be kept by whom it was made for, and must be asked for before it is used again.
func keepable(h http.Header, tag string) {
	h.Set("ETag", tag)
	h.Set("Cache-Control", "private, no-cache")
	h.Set("Vary", "Accept-Encoding")
}

// tag says what an answer is made of: the same tag is the same answer, byte for byte.
func (at *asked) tag(r *http.Request, zips bool) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d|%s|%s|%s|%s", at.view.Change(), at.day, at.who.Name, at.who.Role, r.URL.RequestURI()))
	return tagOf(sum[:], zips)
}

// tagOf writes a tag. A compressed answer has other bytes, so another tag.
func tagOf(sum []byte, zips bool) string {
	tag := hex.EncodeToString(sum[:12])
	if zips {
		tag += "-gzip"
	}
	return `"` + tag + `"`
}

// matches tells whether If-None-Match names a tag. It compares weakly, as RFC 9110 asks.
func matches(header, tag string) bool {
	for one := range strings.SplitSeq(header, ",") {
		if one = strings.TrimSpace(one); one == "*" || strings.TrimPrefix(one, "W/") == tag {
			return true
		}
	}
	return false
}

// zipsWanted tells whether a program takes gzip.
func zipsWanted(accept string) bool {
	for one := range strings.SplitSeq(accept, ",") {
		name, parameters, _ := strings.Cut(strings.TrimSpace(one), ";")
		if name = strings.ToLower(strings.TrimSpace(name)); name == "gzip" || name == "*" {
			weight, found := strings.CutPrefix(strings.ReplaceAll(parameters, " ", ""), "q=")
			q, err := strconv.ParseFloat(weight, 64)
			return !found || err != nil || q > 0
		}
	}
	return false
}

func zip(body []byte) ([]byte, error) {
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(body); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// modified is when the last change of a view was made.
func (a *API) modified(ctx context.Context, view record.View) time.Time {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if view.Change() != a.change || a.at.IsZero() {
		last, err := view.LastChange(ctx)
		if err != nil {
			return time.Time{}
		}
		a.change, a.at = view.Change(), last.At
	}
	return a.at
}

// buffered keeps an answer until it is whole.
type buffered struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

// WriteHeader keeps the status.
func (b *buffered) WriteHeader(status int) { b.status = status }

// Write keeps a part of the body.
func (b *buffered) Write(p []byte) (int, error) { return b.body.Write(p) }

// Unwrap gives the answer itself, for deadlines.
func (b *buffered) Unwrap() http.ResponseWriter { return b.ResponseWriter }

// elsewhere answers what is no operation: an address that is none, or a method that an address does not take.
func (a *API) elsewhere(w http.ResponseWriter, r *http.Request) {
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		other := r.Clone(r.Context())
		other.Method = method
		if _, pattern := a.mux.Handler(other); pattern == "" {
			continue
		}
		if allowed = append(allowed, method); method == http.MethodGet {
			allowed = append(allowed, http.MethodHead)
		}
	}
	if len(allowed) == 0 {
		(&Problem{Status: http.StatusNotFound, Title: "There is no such address", Detail: "The API has nothing at " + r.URL.Path + ": /api lists what there is."}).Send(w)
		return
	}
	w.Header().Set("Allow", strings.Join(append(allowed, http.MethodOptions), ", "))
	if r.Method == http.MethodOptions {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	(&Problem{Status: http.StatusMethodNotAllowed, Title: "This method is not for this address",
		Detail: r.URL.Path + " takes " + strings.Join(allowed, ", ") + ", not " + r.Method + "."}).Send(w)
}

// knownParameters refuses parameters that an operation does not have: what is misspelt would else do nothing, unnoticed.
func (a *API) knownParameters(ctx huma.Context, next func(huma.Context)) {
	r, w := humago.Unwrap(ctx)
	var known []string
	for _, p := range ctx.Operation().Parameters {
		if p.In == "query" {
			known = append(known, p.Name)
		}
	}
	var unknown []string
	for name := range r.URL.Query() {
		if !slices.Contains(known, name) {
			unknown = append(unknown, name)
		}
	}
	if len(unknown) == 0 {
		next(ctx)
		return
	}
	slices.Sort(unknown)
	p := &Problem{Status: http.StatusUnprocessableEntity, Title: "This cannot be asked"}
	var said []string
	for _, name := range unknown {
		message := fmt.Sprintf("there is no parameter %q", name)
		if near := query.Nearest(name, known); len(near) > 0 {
			message += ": did you mean " + strings.Join(near, " or ") + "?"
			p.Suggestions = append(p.Suggestions, near...)
		}
		said = append(said, message)
		p.Errors = append(p.Errors, &huma.ErrorDetail{Message: message, Location: "query." + name})
	}
	p.Detail = strings.Join(said, "; ")
	p.Send(w)
}
