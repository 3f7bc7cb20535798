package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"chancery/access"
	"chancery/codebook"
	"chancery/desk"
	"chancery/reading"
	"chancery/record"
)

var update = flag.Bool("update", false, "write docs/openapi.json as the API describes itself now")

// example is the example process, read once for all tests that do not change it.
var example = sync.OnceValues(func() (*exampleRecord, error) {
	reader, err := reading.New(reading.Options{})
	if err != nil {
		return nil, err
	}
	rec, remove, err := desk.Demo(context.Background(), reader)
	return &exampleRecord{reader, rec, remove}, err
})

type exampleRecord struct {
	reader *reading.Reader
	record *record.Record
	remove func() error
}

func TestMain(m *testing.M) {
	flag.Parse()
	code := m.Run()
	if used, err := example(); err == nil {
		_ = used.remove()
	}
	os.Exit(code)
}

// server is a desk on a port of this machine.
type server struct {
	t testing.TB
	*httptest.Server
	record *record.Record
	access *access.Access
	token  string
	stop   context.CancelFunc
}

// serve serves the example process; own is for tests that change it.
func serve(t testing.TB, own bool) *server {
	t.Helper()
	who, err := access.Open(t.Context(), "", access.Options{LocalUser: "a tester"})
	if err != nil {
		t.Fatal(err)
	}
	return serveWith(t, own, who)
}

func serveWith(t testing.TB, own bool, who *access.Access) *server {
	t.Helper()
	e, err := example()
	if err != nil {
		t.Fatal(err)
	}
	rec := e.record
	if own {
		var remove func() error
		if rec, remove, err = desk.Demo(t.Context(), e.reader); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = remove() })
	}
	t.Cleanup(func() { _ = who.Close() })
	ctx, stop := context.WithCancel(t.Context())
	d, err := desk.New(ctx, desk.Options{Record: rec, Reader: e.reader, Book: codebook.Shipped(), Access: who, Today: desk.DemoToday(), Demo: true, Log: slog.New(slog.NewTextHandler(t.Output(), nil))})
	if err != nil {
		t.Fatal(err)
	}
	s := &server{t: t, Server: httptest.NewServer(d.Handler()), record: rec, access: who, stop: stop}
	t.Cleanup(func() {
		stop()
		s.Close()
		_ = d.Close()
	})
	for range 200 { // until the record has been looked over
		if a := s.get("/health/ready"); a.status == http.StatusOK {
			return s
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatal("the desk does not become ready")
	return nil
}

// answer is what a request was answered with.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func (a *answer) json(t testing.TB) map[string]any {
	t.Helper()
	var out map[string]any
	if err := json.Unmarshal(a.body, &out); err != nil {
		t.Fatalf("no JSON: %v\n%.300s", err, a.body)
	}
	return out
}

func (s *server) do(method, path string, body string, headers ...string) *answer {
	s.t.Helper()
	var in io.Reader
	if body != "" {
		in = strings.NewReader(body)
	}
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.URL+path, in)
	if err != nil {
		s.t.Fatal(err)
	}
	if method != http.MethodGet && method != http.MethodHead {
		r.Header.Set("Content-Type", "application/json")
	}
	if s.token != "" {
		r.Header.Set("Authorization", "Bearer "+s.token)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	client := &http.Client{Transport: &http.Transport{DisableCompression: true}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	defer client.CloseIdleConnections()
	w, err := client.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer w.Body.Close()
	all, err := io.ReadAll(w.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return &answer{w.StatusCode, w.Header, all}
}

func (s *server) get(path string, headers ...string) *answer {
	s.t.Helper()
	return s.do(http.MethodGet, path, "", headers...)
}

// one gives the identity of the first thing that a list has.
func (s *server) one(path, key string) string {
	s.t.Helper()
	items, _ := s.get(path).json(s.t)["items"].([]any)
	if len(items) == 0 {
		s.t.Fatalf("%s has nothing", path)
	}
	return fmt.Sprint(items[0].(map[string]any)[key])
}

// TestAnswersFitTheSpecification asks every operation that reads, in several ways, and checks status, media type and body
// against what the specification says of it.
func TestAnswersFitTheSpecification(t *testing.T) {
	s := serve(t, true)
	if a := s.do(http.MethodPost, "/api/v1/searches", `{"name":"offers","query":"status:offered"}`); a.status != http.StatusCreated {
		t.Fatalf("a search: %d %s", a.status, a.body)
	}
	event := s.one("/api/v1/events?q=status:offered", "id")
	if a := s.do(http.MethodPost, "/api/v1/reviews", `{"action":"accept","target":"`+event+`"}`); a.status != http.StatusOK {
		t.Fatalf("an act: %d %s", a.status, a.body)
	}
	check := newChecker(t, s)
	for path, addresses := range map[string][]string{
		"/api/v1/events":                    {"", "?q=status:offered&count=true", "?q=killed:%3E0&limit=1000", "?q=party:ARM&sort=confidence&limit=3", "?as_of=2000-01-01"},
		"/api/v1/quotations":                {"", "?q=speaker:Aliyev", "?q=%22border%22"},
		"/api/v1/occurrences":               {"?limit=1000", "?q=status:offered&sort=added", "?q=historical:yes"},
		"/api/v1/reports":                   {"", "?limit=1000", "?q=minefield*"},
		"/api/v1/events/{id}":               {event},
		"/api/v1/events/{id}/history":       {event},
		"/api/v1/quotations/{id}":           {s.one("/api/v1/quotations", "id")},
		"/api/v1/quotations/{id}/history":   {s.one("/api/v1/quotations", "id")},
		"/api/v1/reports/{id}/origins":      {s.one("/api/v1/reports", "id")},
		"/api/v1/reports/{id}/history":      {s.one("/api/v1/reports", "id")},
		"/api/v1/tracks":                    {"", "?actor=ARM"},
		"/api/v1/tracks/{id}":               {"prisoners", "border-demarcation", "prisoners?on=2021-07-01"},
		"/api/v1/actors":                    {"", "?tone=conflict&limit=3"},
		"/api/v1/actors/{id}":               {"ARM", "Aliyev", "AZEGOV:ilham-aliyev", "OSCE"},
		"/api/v1/positions":                 {"", "?actor=ARM", "?on=2021-06-01"},
		"/api/v1/wordings":                  {"?actor=Aliyev&track=peace-agreement", "?actor=ARM&track=border-demarcation&from=2021&to=2022-12"},
		"/api/v1/ledger":                    {"", "?track=prisoners", "?state=overdue", "?state=carried-out", "?on=2021-06-30&limit=2", "?party=Armenia&kind=offer"},
		"/api/v1/ledger/{id}":               {s.one("/api/v1/ledger", "id")},
		"/api/v1/counts":                    {"", "?as_of=2000-01-01"},
		"/api/v1/activity":                  {"", "?group=track&step=week", "?group=status&actor=AZE", "?group=quad&step=year&historical=with"},
		"/api/v1/timeline":                  {"", "?limit=3", "?from=2021-05&to=2021-06", "?status=planned"},
		"/api/v1/dyads":                     {"", "?limit=2&mood=done"},
		"/api/v1/places":                    {"", "?west=40&south=38&east=50&north=42"},
		"/api/v1/outlets":                   {"", "?track=prisoners"},
		"/api/v1/doubts":                    {"", "?reason=same", "?limit=2", "?reason=contradiction"},
		"/api/v1/failures":                  {""},
		"/api/v1/reviews":                   {"", "?coder=a+tester&action=accept"},
		"/api/v1/changes":                   {"", "?limit=1", "?after=0&limit=1", "?kind=review"},
		"/api/v1/changes/{number}":          {"1", "1?limit=2"},
		"/api/v1/codebook":                  {""},
		"/api/v1/codebook/entries":          {""},
		"/api/v1/versions":                  {""},
		"/api/v1/exports":                   {""},
		"/api/v1/searches":                  {""},
		"/api/v1/searches/{name}":           {"offers"},
		"/api/v1/me":                        {""},
		"/api/v1/reports/{id}":              s.all("/api/v1/reports?limit=1000", "id"),
		"/api/v1/occurrences/{id}":          s.all("/api/v1/occurrences?limit=1000", "id"),
		"/api/v1/occurrences/{id}/accounts": s.all("/api/v1/occurrences?limit=20", "id"),
		"/api/v1/occurrences/{id}/sources":  s.all("/api/v1/occurrences?limit=20", "id"),
		"/api/v1/occurrences/{id}/history":  s.all("/api/v1/occurrences?limit=20", "id"),
	} {
		check.asked[path] = true
		for _, address := range addresses {
			full := path + address
			if open := strings.Index(path, "{"); open >= 0 {
				end := strings.Index(path, "}")
				thing, query, asks := strings.Cut(address, "?")
				full = path[:open] + url.PathEscape(thing) + path[end+1:]
				if asks {
					full += "?" + query
				}
			}
			check.get(path, full)
		}
	}
	check.post("/api/v1/read", `{"text":"Armenia offered to hand over maps of minefields on Friday, a spokesman said.","outlet":"Meridian Wire","published":"2021-06-10"}`)
	check.post("/api/v1/reports", `[{"text":"Georgia offered to host the next round of talks, its foreign minister said.","outlet":"Meridian Wire","published":"2021-06-11"},
		{"text":"Georgia offered to host the next round of talks, its foreign minister said.","outlet":"Meridian Wire","published":"2021-06-11"}]`)
	check.post("/api/v1/reviews", `[{"action":"note","target":"`+event+`","value":"seen"},{"action":"accept","target":"e-none"}]`)
	check.everyPath()
}

// all gives the values of a key of all items of a list.
func (s *server) all(path, key string) (out []string) {
	s.t.Helper()
	items, _ := s.get(path).json(s.t)["items"].([]any)
	for _, i := range items {
		out = append(out, fmt.Sprint(i.(map[string]any)[key]))
	}
	return out
}

// TestSpecificationIsKept compares the specification with the one in docs, so that a change of it is seen.
func TestSpecificationIsKept(t *testing.T) {
	s := serve(t, false)
	got := s.get("/api/openapi.json").body
	path := filepath.Join("..", "..", "docs", "openapi.json")
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("the specification is not that of docs/openapi.json: look at the difference, and keep it with: go test ./desk/api -run Specification -update")
	}
	for _, forbidden := range []string{"$schema", "unpkg", "http://"} {
		if bytes.Contains(got, []byte(forbidden)) {
			t.Errorf("the specification holds %q", forbidden)
		}
	}
	if a := s.get("/api/openapi.yaml"); a.status != http.StatusOK || !bytes.Contains(a.body, []byte("openapi: 3.1.0")) {
		t.Errorf("as YAML: %d", a.status)
	}
}
