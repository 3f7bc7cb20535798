package desk

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"chancery/access"
	"chancery/codebook"
)

// password is one that will do.
const password = "a gate by the river"

// quickWork is what hashing a password costs in tests.
var quickWork = access.Work{Memory: 8, Passes: 1, Lanes: 1}

// sharedDesk is a desk with accounts over the example process, one for each role.
type sharedDesk struct {
	*Desk
	handler http.Handler
	cookies map[string]*http.Cookie // of those who signed in, by name
	tokens  map[string]string
}

// newSharedDesk makes a desk with the accounts reader, reviewer and admin, all signed in.
func newSharedDesk(t testing.TB, change func(*access.Options)) *sharedDesk {
	t.Helper()
	e, err := example()
	if err != nil {
		t.Fatal(err)
	}
	o := access.Options{Work: quickWork, Hosts: []string{"desk.example.org"}}
	if change != nil {
		change(&o)
	}
	who, err := access.Open(t.Context(), filepath.Join(t.TempDir(), "record.db.access"), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = who.Close() })
	d, err := New(t.Context(), Options{Record: e.record, Reader: e.reader, Book: codebook.Shipped(), Access: who, Today: DemoToday(), Now: o.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	if err := d.overview.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	s := &sharedDesk{Desk: d, handler: d.Handler(), cookies: map[string]*http.Cookie{}, tokens: map[string]string{}}
	root := access.Who{Name: "root", Role: access.Admin, How: access.Terminal}
	for name, role := range map[string]access.Role{"reader": access.Read, "reviewer": access.Review, "admin": access.Admin} {
		if _, err := who.AddAccount(t.Context(), root, name, role, password); err != nil {
			t.Fatal(err)
		}
		w := s.send(t, http.MethodPost, "/sign-in", url.Values{"name": {name}, "password": {password}}, nil)
		if w.Code != http.StatusSeeOther || len(w.Result().Cookies()) != 1 {
			t.Fatalf("%s signs in: %d, cookies %v", name, w.Code, w.Result().Cookies())
		}
		s.cookies[name] = w.Result().Cookies()[0]
		if s.tokens[name], _, err = who.AddToken(t.Context(), root, name, "a program", role, 0); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// send sends a form, or asks when there is none, after the request was changed.
func (s *sharedDesk) send(t testing.TB, method, address string, form url.Values, change func(*http.Request)) *httptest.ResponseRecorder {
	t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequestWithContext(t.Context(), method, address, body)
	r.Host, r.RemoteAddr = "desk.example.org", "203.0.113.9:4711"
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w
}

// as makes requests those of somebody who is signed in.
func (s *sharedDesk) as(name string) func(*http.Request) {
	return func(r *http.Request) { r.AddCookie(s.cookies[name]) }
}

// formToken is the token of the forms of somebody who is signed in.
func (s *sharedDesk) formToken(t testing.TB, name string) string {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
	r.Host, r.RemoteAddr = "desk.example.org", "203.0.113.9:4711"
	r.AddCookie(s.cookies[name])
	who, err := s.Access.Identify(r)
	if err != nil {
		t.Fatal(err)
	}
	return s.Access.FormToken(who)
}

// routesInSource are all patterns that the package registers, as they stand in its source: a route that is added is
// tested without anybody's thinking of it.
func routesInSource(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var patterns []string
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			for _, arg := range call.Args {
				literal, ok := arg.(*ast.BasicLit)
				if !ok || literal.Kind != token.STRING {
					continue
				}
				text, err := strconv.Unquote(literal.Value)
				if err != nil {
					t.Fatal(err)
				}
				if method, path, ok := strings.Cut(text, " "); ok && strings.HasPrefix(path, "/") && method == strings.ToUpper(method) {
					patterns = append(patterns, text)
				}
			}
			return true
		})
	}
	if len(patterns) < 50 {
		t.Fatalf("only %d patterns found: %q", len(patterns), patterns)
	}
	return patterns
}

// addressOf is an address that a pattern matches.
func addressOf(pattern string) (method, address string) {
	method, path, _ := strings.Cut(pattern, " ")
	path = strings.TrimSuffix(path, "{$}")
	for {
		before, rest, ok := strings.Cut(path, "{")
		if !ok {
			return method, path
		}
		_, after, _ := strings.Cut(rest, "}")
		path = before + "x" + after
	}
}

// posts are the addresses that take forms.
func posts(t testing.TB) []string {
	var out []string
	for _, pattern := range routesInSource(t) {
		if method, address := addressOf(pattern); method == http.MethodPost {
			out = append(out, address)
		}
	}
	if !slices.Contains(out, "/review") || !slices.Contains(out, "/accounts") {
		t.Fatalf("the addresses that take forms: %q", out)
	}
	return out
}

// TestFormsMustComeFromTheDesk: every address that changes something turns away forms of other pages.
func TestFormsMustComeFromTheDesk(t *testing.T) {
	s := newSharedDesk(t, nil)
	good := s.formToken(t, "admin")
	for _, address := range posts(t) {
		for _, test := range [...]struct {
			name   string
			form   url.Values
			change func(*http.Request)
		}{
			{"without a token", url.Values{}, nil},
			{"with a wrong token", url.Values{"csrf": {"AAAA" + good[4:]}}, nil},
			{"with a token of somebody else", url.Values{"csrf": {s.formToken(t, "reader")}}, nil},
			{"with the token in the address", nil, func(r *http.Request) { r.URL.RawQuery = "csrf=" + good }},
			{"from another origin", url.Values{"csrf": {good}}, func(r *http.Request) { r.Header.Set("Origin", "https://elsewhere.example") }},
			{"from nowhere", url.Values{"csrf": {good}}, func(r *http.Request) { r.Header.Set("Origin", "null") }},
			{"from another site", url.Values{"csrf": {good}}, func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }},
			{"from a neighbour", url.Values{"csrf": {good}}, func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-site") }},
			{"as plain text", nil, func(r *http.Request) {
				r.Header.Set("Content-Type", "text/plain")
				r.Body = io.NopCloser(strings.NewReader("csrf=" + good))
			}},
		} {
			if address == "/sign-in" && test.form != nil && test.change == nil {
				continue // who signs in has no session yet that somebody else could use
			}
			w := s.send(t, http.MethodPost, address, test.form, func(r *http.Request) {
				s.as("admin")(r)
				if test.change != nil {
					test.change(r)
				}
			})
			if w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "does not come from a page of the desk") {
				t.Errorf("POST %s %s: %d", address, test.name, w.Code)
			}
		}
		// And with it, whatever is wrong with an empty form is something else.
		if w := s.send(t, http.MethodPost, address, url.Values{"csrf": {good}}, s.as("admin")); strings.Contains(w.Body.String(), "does not come from a page of the desk") {
			t.Errorf("POST %s with its token: %d", address, w.Code)
		}
		if address == "/sign-out" { // it did
			w := s.send(t, http.MethodPost, "/sign-in", url.Values{"name": {"admin"}, "password": {password}}, nil)
			s.cookies["admin"] = w.Result().Cookies()[0]
			good = s.formToken(t, "admin")
		}
	}
}

// TestRoles: what a role does not reach is refused on every address that changes something, and on administrators' pages.
func TestRoles(t *testing.T) {
	s := newSharedDesk(t, nil)
	open := []string{"/sign-in", "/sign-out", "/account", "/read"} // of everybody who may see the desk
	admins := []string{"/accounts", "/codebook/reread", "/codebook/rehearsals/x/keep"}
	for _, address := range posts(t) {
		if slices.Contains(open, address) {
			continue
		}
		names := []string{"reader"}
		if slices.Contains(admins, address) {
			names = append(names, "reviewer")
		}
		for _, name := range names {
			w := s.send(t, http.MethodPost, address, url.Values{"csrf": {s.formToken(t, name)}, "action": {"accept"}, "target": {"e-1"}, "do": {"add"}}, s.as(name))
			nothing := w.Code == http.StatusNotFound && strings.Contains(address, "/x/stop") // whoever began it may stop it, and nobody did
			if w.Code != http.StatusForbidden && !nothing {
				t.Errorf("POST %s as %s: %d, want 403\n%s", address, name, w.Code, mainOf(t, w.Body.String()))
			}
		}
	}
	for address, lowest := range map[string]string{
		"/": "reader", "/timeline": "reader", "/account": "reader", "/export/csv": "reader", "/accounts": "admin", "/accounts/audit": "admin",
		"/reports?show=add": "reviewer", "/review/add?report=x": "reviewer",
	} {
		reached := false
		for _, name := range [...]string{"reader", "reviewer", "admin"} {
			reached = reached || name == lowest
			w := s.send(t, http.MethodGet, address, nil, s.as(name))
			if refused := w.Code == http.StatusForbidden; refused == reached {
				t.Errorf("GET %s as %s: %d", address, name, w.Code)
			}
		}
	}
	// A role that was lost counts at once.
	root := access.Who{Name: "root", Role: access.Admin, How: access.Terminal}
	if _, err := s.Access.AddAccount(t.Context(), root, "second", access.Admin, password); err != nil {
		t.Fatal(err)
	}
	if err := s.Access.SetRole(t.Context(), root, "admin", access.Read); err != nil {
		t.Fatal(err)
	}
	if w := s.send(t, http.MethodGet, "/accounts", nil, s.as("admin")); w.Code != http.StatusForbidden {
		t.Errorf("who was an administrator: %d", w.Code)
	}
}

// mainOf is what a page says, without what surrounds it.
func mainOf(t testing.TB, body string) string {
	t.Helper()
	_, rest, _ := strings.Cut(body, "<main")
	text, _, ok := strings.Cut(rest, "</main>")
	if !ok {
		return body
	}
	return text
}

// TestHosts: a name that was bent to this machine's address, and a request that was passed on, do not reach the desk.
func TestHosts(t *testing.T) {
	handler := exampleDesk(t).Handler()
	for _, test := range [...]struct {
		host, header, from string
		want               int
	}{
		{"localhost", "", "127.0.0.1:5", http.StatusOK},
		{"localhost:8321", "", "[::1]:5", http.StatusOK},
		{"127.0.0.1:8321", "", "127.0.0.1:5", http.StatusOK},
		{"[::1]:8321", "", "[::1]:5", http.StatusOK},
		{"LOCALHOST.", "", "127.0.0.1:5", http.StatusOK},
		{"desk.elsewhere.example", "", "127.0.0.1:5", http.StatusMisdirectedRequest},
		{"localhost.elsewhere.example", "", "127.0.0.1:5", http.StatusMisdirectedRequest},
		{"127.0.0.1.elsewhere.example:8321", "", "127.0.0.1:5", http.StatusMisdirectedRequest},
		{"", "", "127.0.0.1:5", http.StatusMisdirectedRequest},
		{"localhost@elsewhere.example", "", "127.0.0.1:5", http.StatusMisdirectedRequest},
		{"0.0.0.0:8321", "", "127.0.0.1:5", http.StatusMisdirectedRequest},
		{"localhost", "X-Forwarded-For", "127.0.0.1:5", http.StatusMisdirectedRequest},
		{"localhost", "Forwarded", "127.0.0.1:5", http.StatusMisdirectedRequest},
		{"localhost", "", "192.0.2.7:5", http.StatusMisdirectedRequest},
	} {
		for _, address := range [...]string{"/", "/static/x", "/health/live", "/export/csv"} {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
			r.Host, r.RemoteAddr = test.host, test.from
			if test.header != "" {
				r.Header.Set(test.header, "192.0.2.7")
			}
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, r)
			if refused := w.Code == http.StatusMisdirectedRequest; refused != (test.want == http.StatusMisdirectedRequest) {
				t.Errorf("%q %s from %s, %s: %d, want %d", test.host, test.header, test.from, address, w.Code, test.want)
			}
		}
	}
	s := newSharedDesk(t, nil)
	w := s.send(t, http.MethodGet, "/", nil, func(r *http.Request) {
		s.as("reader")(r)
		r.Host = "elsewhere.example"
	})
	if w.Code != http.StatusMisdirectedRequest {
		t.Errorf("a desk with accounts under another name: %d", w.Code)
	}
}

// TestSigningInAndOut: strangers are led to sign in and back, never elsewhere; who signed out, or whose session is over,
// is a stranger.
func TestSigningInAndOut(t *testing.T) {
	clock := struct {
		sync.Mutex
		at time.Time
	}{at: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	s := newSharedDesk(t, func(o *access.Options) {
		o.Now = func() time.Time { clock.Lock(); defer clock.Unlock(); return clock.at }
	})
	w := s.send(t, http.MethodGet, "/timeline?track=prisoners&from=2021", nil, nil)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/sign-in?to="+url.QueryEscape("/timeline?track=prisoners&from=2021") {
		t.Errorf("a stranger is led to %d %s", w.Code, w.Header().Get("Location"))
	}
	for to, want := range map[string]string{
		"": "/", "/timeline?track=prisoners": "/timeline?track=prisoners", "https://elsewhere.example/": "/", "//elsewhere.example": "/", `/\elsewhere.example`: "/",
		"/\telsewhere": "/", "javascript:alert(1)": "/", "\x00/": "/", "/%2f%2felsewhere.example": "/%2f%2felsewhere.example", "\u00a0//elsewhere.example": "/", "timeline": "/",
	} {
		w := s.send(t, http.MethodPost, "/sign-in", url.Values{"name": {"reader"}, "password": {password}, "to": {to}}, nil)
		if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != want {
			t.Errorf("signed in to see %q: %d, led to %q", to, w.Code, got)
		}
		if cookie := w.Result().Cookies()[0]; !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/" || cookie.Domain != "" {
			t.Errorf("the cookie %v", cookie)
		}
		if page := s.send(t, http.MethodGet, "/sign-in?to="+url.QueryEscape(to), nil, nil); want == "/" && to != "" && !strings.Contains(page.Body.String(), `name="to" value=""`) {
			t.Errorf("the form for signing in would lead to %q", to)
		}
	}
	for _, form := range []url.Values{{"name": {"reader"}, "password": {"wrong wrong wrong"}}, {"name": {"nobody"}, "password": {password}}, {}} {
		w := s.send(t, http.MethodPost, "/sign-in", form, nil)
		if w.Code != http.StatusUnauthorized || len(w.Result().Cookies()) != 0 || !strings.Contains(w.Body.String(), "name or password is wrong") {
			t.Errorf("%v: %d %v", form, w.Code, w.Result().Cookies())
		}
	}
	out := s.send(t, http.MethodPost, "/sign-out", url.Values{"csrf": {s.formToken(t, "reviewer")}}, s.as("reviewer"))
	if cookie := out.Result().Cookies(); out.Code != http.StatusSeeOther || len(cookie) != 1 || cookie[0].MaxAge >= 0 {
		t.Errorf("signing out: %d %v", out.Code, cookie)
	}
	if w := s.send(t, http.MethodGet, "/", nil, s.as("reviewer")); w.Code != http.StatusSeeOther {
		t.Errorf("after signing out: %d", w.Code)
	}
	clock.Lock()
	clock.at = clock.at.Add(13 * time.Hour)
	clock.Unlock()
	for _, address := range [...]string{"/", "/pictures/timeline.svg", "/review/names"} {
		if w := s.send(t, http.MethodGet, address, nil, s.as("reader")); w.Code != http.StatusSeeOther {
			t.Errorf("%s with a session that is over: %d", address, w.Code)
		}
	}
	if w := s.send(t, http.MethodGet, "/export/csv", nil, s.as("reader")); w.Code != http.StatusUnauthorized || w.Header().Get("WWW-Authenticate") == "" {
		t.Errorf("an export with a session that is over: %d", w.Code)
	}
}

// TestKeepingPages: nobody but a visitor's own browser keeps a page, and not even that where people sign out.
func TestKeepingPages(t *testing.T) {
	s := newSharedDesk(t, nil)
	tags := map[string]string{}
	for _, name := range [...]string{"reader", "reviewer", "admin"} {
		w := s.send(t, http.MethodGet, "/timeline", nil, s.as(name))
		if got := w.Header().Get("Cache-Control"); got != "private, no-store" {
			t.Errorf("the page of %s is kept: %q", name, got)
		}
		tag := w.Header().Get("ETag")
		if other, ok := tags[tag]; ok || tag == "" {
			t.Errorf("%s and %s share the tag %q", name, other, tag)
		}
		tags[tag] = name
	}
	for tag, owner := range tags {
		for _, name := range [...]string{"reader", "reviewer", "admin"} {
			w := s.send(t, http.MethodGet, "/timeline", nil, func(r *http.Request) {
				s.as(name)(r)
				r.Header.Set("If-None-Match", tag)
			})
			if (w.Code == http.StatusNotModified) != (owner == name) {
				t.Errorf("%s shows the tag of %s: %d", name, owner, w.Code)
			}
		}
	}
	program := func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+s.tokens["reader"]) }
	if got := s.send(t, http.MethodGet, "/timeline", nil, program).Header().Get("Cache-Control"); got != "private, no-cache" {
		t.Errorf("the page of a program is kept: %q", got)
	}
	for _, address := range [...]string{"/pictures/timeline.svg", "/export/csv", "/nowhere", "/review/names", "/account"} {
		w := s.send(t, http.MethodGet, address, nil, s.as("reader"))
		if got := w.Header().Get("Cache-Control"); got != "private, no-store" {
			t.Errorf("%s is kept: %q", address, got)
		}
	}

	d := exampleDesk(t)
	first := get(t, d, "/timeline")
	tag := first.Header().Get("ETag")
	for given, want := range map[string]int{
		tag: http.StatusNotModified, "W/" + tag: http.StatusNotModified, `"other", ` + tag: http.StatusNotModified, "*": http.StatusNotModified,
		`"other"`: http.StatusOK, strings.Trim(tag, `"`): http.StatusOK, "": http.StatusOK,
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/timeline", nil)
		r.Header.Set("If-None-Match", given)
		w := ask(t, d, r)
		if w.Code != want || w.Code == http.StatusNotModified && w.Body.Len() > 0 {
			t.Errorf("If-None-Match %q: %d, want %d", given, w.Code, want)
		}
	}
	for accepts, want := range map[string]string{"gzip, br": "gzip", "br, GZIP;q=0.5": "gzip", "gzip;q=0": "", "gzip; q=0.0": "", "br": "", "": "", "xgzip": ""} {
		for _, address := range [...]string{"/timeline", d.styles.address} {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
			r.Header.Set("Accept-Encoding", accepts)
			if got := ask(t, d, r).Header().Get("Content-Encoding"); got != want {
				t.Errorf("%s for Accept-Encoding %q comes as %q", address, accepts, got)
			}
		}
	}
}

// TestWhoeverRestarts: another record at the same change, or the same after a restart, has other tags.
func TestWhoeverRestarts(t *testing.T) {
	first, second := get(t, exampleDesk(t), "/timeline").Header().Get("ETag"), get(t, exampleDesk(t), "/timeline").Header().Get("ETag")
	if first == second {
		t.Errorf("two desks share the tag %s", first)
	}
}

// TestHeadersOfEveryAnswer: what keeps hostile text from doing harm stands on whatever the desk answers.
func TestHeadersOfEveryAnswer(t *testing.T) {
	s := newSharedDesk(t, nil)
	addresses := []string{"/nowhere", "/static/nowhere.css", s.styles.address, s.scripts["theme.js"].address, "/export/nothing", "/occurrences/nothing", "/search?q=sorce:USA",
		"/timeline?as-of=never", "//double", "/a/../b", "/%00", "/sign-in"}
	for _, pattern := range routesInSource(t) {
		if method, address := addressOf(pattern); method == http.MethodGet {
			addresses = append(addresses, address)
		}
	}
	for _, address := range addresses {
		for _, visitor := range [...]func(*http.Request){nil, s.as("admin"), func(r *http.Request) { r.Method = "BREW" }, func(r *http.Request) { r.Host = "elsewhere.example" }} {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://desk.example.org/", nil)
			u, err := url.ParseRequestURI(address)
			if err != nil {
				t.Fatal(err)
			}
			r.URL, r.Host, r.RemoteAddr = u, "desk.example.org", "203.0.113.9:4711"
			if visitor != nil {
				visitor(r)
			}
			w := httptest.NewRecorder()
			s.handler.ServeHTTP(w, r)
			h := w.Header()
			where := r.Method + " " + address + " on " + r.Host + " → " + strconv.Itoa(w.Code)
			csp := h.Get("Content-Security-Policy")
			if !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "script-src") && strings.Contains(csp, "unsafe") {
				t.Errorf("%s: the policy %q", where, csp)
			}
			if !strings.Contains(csp, "frame-ancestors 'none'") && !strings.Contains(csp, "sandbox") {
				t.Errorf("%s: others may frame it: %q", where, csp)
			}
			for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin"} {
				if h.Get(name) != want {
					t.Errorf("%s: %s is %q", where, name, h.Get(name))
				}
			}
			if kept := h.Get("Cache-Control"); !strings.HasPrefix(kept, "private") && !strings.HasPrefix(address, "/static/") || strings.HasPrefix(kept, "public") && w.Code != http.StatusOK {
				t.Errorf("%s: anybody may keep it: %q", where, kept)
			}
			if h.Get("Access-Control-Allow-Origin") != "" || h.Get("Set-Cookie") != "" {
				t.Errorf("%s: %v", where, h)
			}
			if w.Code == http.StatusInternalServerError {
				t.Errorf("%s\n%s", where, mainOf(t, w.Body.String()))
			}
			if w.Body.Len() > 0 && w.Code != http.StatusMovedPermanently && w.Code != http.StatusTemporaryRedirect && w.Code != http.StatusPermanentRedirect && h.Get("Content-Type") == "" {
				t.Errorf("%s: the answer does not say what it is", where)
			}
		}
	}
}

// TestMethods: an address says how it is asked.
func TestMethods(t *testing.T) {
	s := newSharedDesk(t, nil)
	program := func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+s.tokens["admin"]) }
	for _, test := range [...]struct {
		method, address string
		want            int
		allow           string
	}{
		{http.MethodHead, "/timeline", http.StatusOK, ""},
		{http.MethodHead, "/nowhere", http.StatusNotFound, ""},
		{http.MethodPost, "/timeline", http.StatusMethodNotAllowed, "GET, HEAD, OPTIONS"},
		{http.MethodDelete, "/occurrences/x", http.StatusMethodNotAllowed, "GET, HEAD, OPTIONS"},
		{"BREW", "/timeline", http.StatusMethodNotAllowed, "GET, HEAD, OPTIONS"},
		{http.MethodTrace, "/", http.StatusMethodNotAllowed, "GET, HEAD, OPTIONS"},
		{http.MethodGet, "/sign-out", http.StatusMethodNotAllowed, "POST, OPTIONS"},
		{http.MethodPut, "/review", http.StatusMethodNotAllowed, "GET, HEAD, POST, OPTIONS"},
		{http.MethodOptions, "/review", http.StatusNoContent, "GET, HEAD, POST, OPTIONS"},
		{http.MethodOptions, "/nowhere", http.StatusNotFound, ""},
		{"BREW", "/nowhere", http.StatusNotFound, ""},
	} {
		w := s.send(t, test.method, test.address, nil, program)
		if w.Code != test.want || w.Header().Get("Allow") != test.allow {
			t.Errorf("%s %s: %d, Allow: %s; want %d, %s", test.method, test.address, w.Code, w.Header().Get("Allow"), test.want, test.allow)
		}
	}
}

// TestPaths: no address leads out of what the desk serves.
func TestPaths(t *testing.T) {
	d := exampleDesk(t)
	server := httptest.NewServer(d.Handler())
	t.Cleanup(server.Close)
	for _, path := range [...]string{
		"/static/../server.go", "/static/..%2fserver.go", "/static/%2e%2e/%2e%2e/etc/passwd", "/static/..%5c..%5cwindows", "/static//etc/passwd", "/static/style/base.css",
		"/export/..%2f..%2fetc%2fpasswd", "/export/csv%00", "/export/%2fetc", "/pictures/..%2fx.svg", "/pictures/track/..%2f..%2fx", "/codebook/files/..%2f../x", "/codebook/files/..%2f..%2fetc/passwd",
		"/codebook/files/events/..%2f..%2fgo.mod", "/codebook/files/%2fetc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/\\etc", "/intakes/..%2fx", "/%00", "/" + strings.Repeat("a", 30_000),
		"/occurrences/%ff%fe", "/actors/" + url.PathEscape("\u202e<script>"), "/?q=%zz", "/search?q=" + strings.Repeat("%28", 9000),
	} {
		connection, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", server.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(connection, "GET "+path+" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		said, err := io.ReadAll(connection)
		_ = connection.Close()
		if err != nil {
			t.Fatal(err)
		}
		line, _, _ := strings.Cut(string(said), "\r\n")
		code := strings.Fields(line + " 0 0")[1]
		if code[0] != '4' && code[0] != '3' && !strings.Contains(path, "?") && !strings.HasPrefix(path, "/actors/") || code[0] == '5' {
			t.Errorf("%.80s: %s", path, line)
		}
		if bytes.Contains(said, []byte("root:")) || bytes.Contains(said, []byte("package desk")) || bytes.Contains(said, []byte("module chancery")) {
			t.Errorf("%s hands out a file", path)
		}
	}
}

// FuzzAddresses: no address and no query breaks a page.
func FuzzAddresses(f *testing.F) {
	for _, pattern := range routesInSource(f) {
		if method, address := addressOf(pattern); method == http.MethodGet && address != "/export/x" {
			f.Add(address, "as-of=2021-05-13&q=source:USA&from=2020&to=2022&track=prisoners&actor=Russia")
		}
	}
	for _, query := range []string{"as-of=-1", "as-of=%00", "on=0000-00-00", "after=x", "page=-9999999999999999999", "box=NaN,NaN,NaN,NaN", "box=1e309,0,0,0", "box=180,90,-180,-90", "done=1&done=2",
		"q=((((", `q="`, "q=since:9999-99", "from=99999&to=-1", "width=-1", "by=%ff", "field=nothing&start=99999999&end=-1", "show=matrix&unit=%3Cscript%3E", "before=9223372036854775808", "from=2022&to=2020"} {
		for _, address := range []string{"/timeline", "/search", "/map", "/actors", "/review", "/ledger", "/reports", "/changes", "/occurrences/o-1", "/review/add", "/codebook/try"} {
			f.Add(address, query)
		}
	}
	d := exampleDesk(f)
	handler := d.Handler()
	f.Fuzz(func(t *testing.T, path, query string) {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://localhost/", nil)
		r.URL.Path, r.URL.RawQuery, r.RemoteAddr = path, query, "127.0.0.1:5"
		r.RequestURI = r.URL.RequestURI()
		if len(path) == 0 || path[0] != '/' || len(path)+len(query) > 4000 {
			t.Skip("no request has it")
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code == http.StatusInternalServerError {
			t.Errorf("%q?%q: %s", path, query, mainOf(t, w.Body.String()))
		}
	})
}
