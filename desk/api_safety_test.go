package desk

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestProgramsNeedRoles: every operation of the API that changes something refuses strangers, forms of other pages, and
// tokens whose role does not reach so far; and whatever it answers is what it says.
func TestProgramsNeedRoles(t *testing.T) {
	s := newSharedDesk(t, nil)
	bearer := func(name string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+s.tokens[name]) }
	}
	w := s.send(t, http.MethodGet, "/api/openapi.json", nil, bearer("reader"))
	var specification struct {
		Paths map[string]map[string]json.RawMessage `json:"paths"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &specification); err != nil {
		t.Fatalf("%d: %v", w.Code, err)
	}
	own := []string{"/read", "/try", "/account", "/export", "/tokens", "/password", "/query"} // of everybody who may see the desk
	bodies := map[string]string{"/api/v1/reports": `{"text":"Talks were held in Moscow on Monday."}`, "/api/v1/reviews": `{"action":"accept","target":"e-1"}`, "/api/v1/searches": `{"name":"talks","query":"talks"}`}
	changing, reading := 0, 0
	for path, operations := range specification.Paths {
		address := "/api/v1" + strings.TrimPrefix(path, "/api/v1")
		for before, rest, ok := strings.Cut(address, "{"); ok; before, rest, ok = strings.Cut(address, "{") {
			_, after, _ := strings.Cut(rest, "}")
			address = before + "x" + after
		}
		for name := range operations {
			method := strings.ToUpper(name)
			if strings.HasSuffix(path, "/stream") || name == "parameters" {
				continue
			}
			send := func(change func(*http.Request)) *httptest.ResponseRecorder {
				return s.send(t, method, address, nil, func(r *http.Request) {
					if method != http.MethodGet {
						r.Header.Set("Content-Type", "application/json")
						r.Body = io.NopCloser(strings.NewReader(bodies[path]))
						r.ContentLength = int64(len(bodies[path]))
					}
					if change != nil {
						change(r)
					}
				})
			}
			if w := send(nil); w.Code != http.StatusUnauthorized || w.Header().Get("WWW-Authenticate") == "" {
				t.Errorf("%s %s of a stranger: %d", method, path, w.Code)
			}
			if w := send(func(r *http.Request) { r.Header.Set("Authorization", "Bearer chancery_wrong") }); w.Code != http.StatusUnauthorized {
				t.Errorf("%s %s with a token that is none: %d", method, path, w.Code)
			}
			w := send(bearer("reader"))
			if kind := w.Header().Get("Content-Type"); w.Code >= 400 && !strings.HasPrefix(kind, "application/problem+json") || w.Header().Get("X-Content-Type-Options") != "nosniff" || strings.Contains(kind, "html") {
				t.Errorf("%s %s: %d %q", method, path, w.Code, kind)
			}
			if w.Code >= 500 {
				t.Errorf("%s %s: %d %s", method, path, w.Code, w.Body)
			}
			if method == http.MethodGet {
				reading++
				continue
			}
			changing++
			mine := false
			for _, part := range own {
				mine = mine || strings.Contains(path, part)
			}
			if w.Code != http.StatusForbidden && !mine {
				t.Errorf("%s %s of somebody who may read: %d %s", method, path, w.Code, w.Body)
			}
			forged := send(func(r *http.Request) { s.as("admin")(r); r.Header.Set("Sec-Fetch-Site", "cross-site") })
			plain := send(func(r *http.Request) { s.as("admin")(r) }) // a session, without the token of its pages
			if forged.Code != http.StatusForbidden || plain.Code != http.StatusForbidden {
				t.Errorf("%s %s by a page of somebody else: %d, %d", method, path, forged.Code, plain.Code)
			}
		}
	}
	if changing < 3 || reading < 10 {
		t.Errorf("%d operations that change something and %d that read", changing, reading)
	}
	t.Logf("%d operations that change something and %d that read", changing, reading)
}
