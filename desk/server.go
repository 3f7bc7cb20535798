package desk

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"chancery/access"
)

// Limits on what one visitor may ask. Pages of people stay far below them; what programs need they can have by asking
// at the pace that the answers tell.
const (
	formBytes    = 1 << 20  // of a form or a body of the API
	uploadBytes  = 64 << 20 // of reports that are uploaded
	formInMemory = 8 << 20  // of an upload; what is beyond waits on the disk
	longest      = 30 * time.Second
	requestBurst = 600 // requests at once from one account or address
	requestEvery = time.Second / 100
	atOnce       = 64 // requests being answered; others wait, in the order in which the scheduler wakes them
	longestQueue = 5 * time.Second

	slowestForm   = 30 * time.Second // for a form to come in
	slowestUpload = 10 * time.Minute
	stalled       = 2 * time.Minute // for whoever takes an answer to take some of it
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
	mux.HandleFunc("/", d.elsewhere(mux))
	return d.measured(mux, d.sane(d.known(d.limited(mux))))
}

// elsewhere answers for addresses that no page has, and says of those that are asked in a wrong way how they are asked.
func (d *Desk) elsewhere(mux *http.ServeMux) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var allowed []string
		for _, method := range [...]string{http.MethodDelete, http.MethodGet, http.MethodHead, http.MethodPatch, http.MethodPost, http.MethodPut} {
			asked := r.WithContext(r.Context())
			asked.Method = method
			if _, pattern := mux.Handler(asked); pattern != "/" {
				allowed = append(allowed, method)
			}
		}
		if len(allowed) == 0 {
			d.fail(w, r, ErrNowhere)
			return
		}
		w.Header().Set("Allow", strings.Join(append(allowed, http.MethodOptions), ", "))
		if r.Method == http.MethodOptions { // it names nobody else's pages: they get no leave to ask
			w.WriteHeader(http.StatusNoContent)
			return
		}
		d.fail(w, r, fmt.Errorf("%w: %s", errMethod, r.Method))
	}
}

// policy is what pages may load and do: the desk's own files only, no script or style within a page.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// sane sets the headers that keep hostile text from doing harm, and keeps a page that breaks down from ending the desk.
func (d *Desk) sane(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		out := &sent{ResponseWriter: w, control: http.NewResponseController(w)}
		out.wait()
		w = out
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		// Browsers keep this for all ports of a name: other things may be tried on localhost.
		if d.Access.Secure(r) && !strings.HasPrefix(r.Host, "localhost") {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		defer func() {
			if broken := recover(); broken != nil {
				if err, ok := broken.(error); ok && errors.Is(err, http.ErrAbortHandler) {
					panic(broken)
				}
				d.Log.Error("a page broke down", "address", r.URL.Path, "error", broken, "stack", string(debug.Stack()))
				if out.begun { // nobody should take the part that was sent for the whole
					panic(http.ErrAbortHandler)
				}
				d.fail(w, r, errors.New("the page broke down"))
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// open says which addresses need nobody's name: what a page of signing in is made of, and what monitors ask.
func open(path string) bool {
	return path == "/sign-in" || strings.HasPrefix(path, "/static/") || strings.HasPrefix(path, "/health/")
}

// known finds out who visits, and turns away whom the desk does not know, who asks too much, and what does not come from
// its own pages.
func (d *Desk) known(next http.Handler) http.Handler {
	rate := access.NewLimiter(access.LimiterOptions{Burst: requestBurst, Every: requestEvery, Now: d.Now})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		most, patience := int64(formBytes), slowestForm
		if r.Method == http.MethodPost && (r.URL.Path == "/reports" || r.URL.Path == "/api/v1/reports") {
			most, patience = uploadBytes, slowestUpload
		}
		r.Body = http.MaxBytesReader(w, patiently(w, r, patience), most)
		if err := d.Access.Admit(r); err != nil {
			d.fail(w, r, err)
			return
		}
		who, err := d.Access.Identify(r)
		if out, ok := w.(*sent); ok {
			out.how = who.How
		}
		if who.How != access.Local { // at one's own machine there is nobody to take the desk away from
			key := who
			key.Address = d.Access.Address(r)
			if ok, wait := rate.Allow(access.KeyOf(key), 1); !ok {
				w.Header().Set("Retry-After", strconv.Itoa(max(1, int(math.Ceil(wait.Seconds())))))
				d.fail(w, r, &access.Wait{For: wait})
				return
			}
		}
		if err != nil && !open(r.URL.Path) {
			d.ask(w, r, err)
			return
		}
		if err := readForm(r); err != nil {
			d.fail(w, r, err)
			return
		}
		if err := d.Access.Protect(r, who); err != nil {
			d.fail(w, r, err)
			return
		}
		v := visiting{who: who, csrf: d.Access.FormToken(who)}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), visitorKey{}, v)))
	})
}

// readForm reads the fields of a form before anything is done with them, so that what is wrong with it is told as such,
// and nobody keeps a place among those that are answered by sending a form slowly.
func readForm(r *http.Request) error {
	switch r.Method {
	case http.MethodPost, http.MethodPut, http.MethodPatch:
	default:
		return nil
	}
	err := r.ParseForm()
	if err == nil {
		err = r.ParseMultipartForm(formInMemory)
	}
	var large *http.MaxBytesError
	switch {
	case err == nil, errors.Is(err, http.ErrNotMultipart):
		return nil
	case errors.As(err, &large), errors.Is(err, os.ErrDeadlineExceeded):
		return err
	}
	return fmt.Errorf("%w: the form cannot be read: %w", ErrAsk, err)
}

// ask has somebody sign in who is not known: on the page for that, or, for a program, by saying what is missing.
func (d *Desk) ask(w http.ResponseWriter, r *http.Request, err error) {
	page := r.Method == http.MethodGet && !forPrograms(r.URL.Path) && (errors.Is(err, access.ErrNobody) || errors.Is(err, access.ErrEnded))
	if !page || !d.Access.SignsIn() || r.Header.Get("Authorization") != "" {
		w.Header().Set("WWW-Authenticate", `Bearer realm="chancery"`)
		w.Header().Add("WWW-Authenticate", `Basic realm="chancery: any name, a token for the password"`)
		d.fail(w, r, err)
		return
	}
	http.Redirect(w, r, "/sign-in?to="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
}

// forPrograms says which addresses are asked by programs: they get errors that programs read.
func forPrograms(path string) bool {
	return strings.HasPrefix(path, "/api/") || path == "/metrics" || strings.HasSuffix(path, ".atom") || strings.HasPrefix(path, "/export/")
}

// lasting says which answers may take as long as they take: streams and exports.
func lasting(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, "/export/") || strings.HasPrefix(r.URL.Path, "/api/v1/export") || strings.HasSuffix(r.URL.Path, "/stream") ||
		r.Method == http.MethodPost && r.URL.Path == "/reports"
}

// limited keeps those who ask from all being answered at once, and long.
func (d *Desk) limited(next http.Handler) http.Handler {
	places := make(chan struct{}, atOnce)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if lasting(r) {
			next.ServeHTTP(w, r)
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), longest)
		defer cancel()
		waiting := time.NewTimer(longestQueue)
		defer waiting.Stop()
		select {
		case places <- struct{}{}:
			defer func() { <-places }()
		case <-waiting.C:
			w.Header().Set("Retry-After", "5")
			d.fail(w, r, errFull)
			return
		case <-ctx.Done():
			return
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// fail answers with what went wrong and what can be done: a page for people, problem details (RFC 9457) for programs.
func (d *Desk) fail(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		return // the visitor has gone
	}
	f := failureOf(err)
	if f.Status == http.StatusInternalServerError {
		d.Log.Error("a page failed", "address", r.URL.Path, "error", err)
	}
	for _, of := range [...]string{"ETag", "Content-Encoding", "Content-Disposition", "Content-Length", "Cache-Control", "Last-Modified"} {
		w.Header().Del(of) // they were of the answer that came to nothing
	}
	if forPrograms(r.URL.Path) {
		w.Header().Set("Cache-Control", "private, no-store")
		problemOf(err).Send(w)
		return
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
