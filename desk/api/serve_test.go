package api_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"chancery/access"
)

// TestCursorsGiveEverythingOnce walks through lists in small pages while reports are added.
func TestCursorsGiveEverythingOnce(t *testing.T) {
	s := serve(t, true)
	for _, list := range []string{"/api/v1/events?sort=day", "/api/v1/events?sort=added", "/api/v1/events?sort=confidence&q=party:ARM", "/api/v1/quotations?sort=oldest",
		"/api/v1/occurrences?sort=day", "/api/v1/reports?sort=added", "/api/v1/ledger?kind=demand", "/api/v1/changes?after=0", "/api/v1/doubts?reason=confidence"} {
		key := "id"
		switch {
		case strings.Contains(list, "changes"):
			key = "change"
		case strings.Contains(list, "doubts"):
			key = "event"
		}
		want := s.all(list+"&limit=1000", key)
		if strings.Contains(list, "changes") {
			want = append([]string{}, want...)
		}
		var got []string
		address := list + "&limit=7"
		for page := 0; address != "" && page < 200; page++ {
			a := s.get(address)
			if a.status != http.StatusOK {
				t.Fatalf("%s: %d %s", address, a.status, a.body)
			}
			body := a.json(t)
			for _, i := range body["items"].([]any) {
				got = append(got, fmt.Sprint(i.(map[string]any)[key]))
			}
			next, _ := body["next"].(string)
			link := a.header.Get("Link")
			if (next == "") != (link == "") || next != "" && !strings.Contains(link, url.QueryEscape(next)) {
				t.Fatalf("%s: next %q, Link %q", address, next, link)
			}
			address = ""
			if link != "" {
				address = strings.TrimSuffix(strings.TrimPrefix(link, "<"), `>; rel="next"`)
			}
			if page == 1 && !strings.Contains(list, "ledger") && !strings.Contains(list, "doubts") {
				text := fmt.Sprintf(`{"text":"Armenia and Azerbaijan agreed on Friday to exchange maps, according to list %s.","outlet":"Meridian Wire","published":"2021-06-10"}`, url.QueryEscape(list))
				if a := s.do(http.MethodPost, "/api/v1/reports", text); a.status != http.StatusOK {
					t.Fatalf("adding: %d %s", a.status, a.body)
				}
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: in pages %d items, at once %d", list, len(got), len(want))
		}
	}
}

func TestTagsAndCompression(t *testing.T) {
	s := serve(t, true)
	const address = "/api/v1/events?limit=20"
	first := s.get(address)
	tag := first.header.Get("ETag")
	if first.status != http.StatusOK || !strings.HasPrefix(tag, `"`) || first.header.Get("Last-Modified") == "" {
		t.Fatalf("%d, ETag %q, Last-Modified %q", first.status, tag, first.header.Get("Last-Modified"))
	}
	for _, header := range []string{tag, "W/" + tag, `"other", ` + tag, "*"} {
		if a := s.get(address, "If-None-Match", header); a.status != http.StatusNotModified || len(a.body) != 0 || a.header.Get("ETag") != tag {
			t.Errorf("If-None-Match %s: %d, %d bytes, ETag %s", header, a.status, len(a.body), a.header.Get("ETag"))
		}
	}
	zipped := s.get(address, "Accept-Encoding", "gzip")
	if zipped.header.Get("Content-Encoding") != "gzip" || zipped.header.Get("ETag") == tag || len(zipped.body) >= len(first.body) {
		t.Errorf("compressed: %v, %d of %d bytes", zipped.header, len(zipped.body), len(first.body))
	}
	z, err := gzip.NewReader(bytes.NewReader(zipped.body))
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := io.ReadAll(z); err != nil || !bytes.Equal(plain, first.body) {
		t.Errorf("compressed is something else: %v", err)
	}
	if a := s.get(address, "Accept-Encoding", "gzip;q=0"); a.header.Get("Content-Encoding") != "" {
		t.Error("compressed although it is not taken")
	}
	for _, other := range []string{address + "&on=2021-01-01", address + "&as_of=2030-01-01"} {
		if a := s.get(strings.ReplaceAll(other, "&on=2021-01-01", "&sort=added"), "If-None-Match", tag); a.status != http.StatusOK {
			t.Errorf("%s has the tag of %s: %d", other, address, a.status)
		}
	}
	head := s.do(http.MethodHead, address, "")
	if head.status != http.StatusOK || len(head.body) != 0 || head.header.Get("Content-Length") != fmt.Sprint(len(first.body)) || head.header.Get("ETag") != tag {
		t.Errorf("HEAD: %d %v", head.status, head.header)
	}
	event := s.one(address, "id")
	if a := s.do(http.MethodPost, "/api/v1/reviews", `{"action":"accept","target":"`+event+`"}`); a.status != http.StatusOK {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if a := s.get(address, "If-None-Match", tag); a.status != http.StatusOK || a.header.Get("ETag") == tag {
		t.Errorf("after a change: %d, ETag %s", a.status, a.header.Get("ETag"))
	}
	me := s.get("/api/v1/me")
	if a := s.get("/api/v1/me", "If-None-Match", me.header.Get("ETag")); a.status != http.StatusNotModified {
		t.Errorf("who I am has not changed: %d", a.status)
	}
}

func TestErrorsAreProblems(t *testing.T) {
	s := serve(t, true)
	long := strings.Repeat("Armenia and Azerbaijan spoke. ", 40_000)
	for _, c := range []struct {
		method, path, body string
		status             int
		says               string
	}{
		{"GET", "/api/v1/events?q=sorce:USA", "", 400, "did you mean source"},
		{"GET", "/api/v1/events?q=status:", "", 400, ""},
		{"GET", "/api/v1/events?limit=0", "", 422, ""},
		{"GET", "/api/v1/events?limit=many", "", 422, ""},
		{"GET", "/api/v1/events?sort=size", "", 422, ""},
		{"GET", "/api/v1/events?offset=10", "", 422, "no parameter"},
		{"GET", "/api/v1/events?lmit=10", "", 422, "did you mean limit"},
		{"GET", "/api/v1/events?cursor=what", "", 400, "cursor"},
		{"GET", "/api/v1/events?as_of=yesterday", "", 400, "as_of"},
		{"GET", "/api/v1/ledger?on=yesterday", "", 400, "on="},
		{"GET", "/api/v1/ledger?track=prisonrs", "", 404, "did you mean prisoners"},
		{"GET", "/api/v1/events/e-0000", "", 404, ""},
		{"GET", "/api/v1/actors/Nobody%20At%20All", "", 404, ""},
		{"GET", "/api/v1/tracks/none", "", 404, ""},
		{"GET", "/api/v1/changes/999999", "", 404, "last change"},
		{"GET", "/api/v1/nowhere", "", 404, ""},
		{"GET", "/api/v2/events", "", 404, ""},
		{"GET", "/api/v1/export/none", "", 400, ""},
		{"GET", "/api/v1/activity?group=outlet", "", 422, ""},
		{"GET", "/api/v1/timeline?from=soon", "", 400, "soon"},
		{"DELETE", "/api/v1/events", "", 405, "GET"},
		{"POST", "/api/v1/counts", "{}", 405, ""},
		{"POST", "/api/v1/read", "{", 400, ""},
		{"POST", "/api/v1/read", "{}", 422, ""},
		{"POST", "/api/v1/read", `{"text":"a","wrong":1}`, 422, ""},
		{"POST", "/api/v1/read", `{"text":"` + long[:100_000] + `"}`, 413, ""},
		{"POST", "/api/v1/read", `{"text":"` + long + `"}`, 413, ""},
		{"POST", "/api/v1/reports", `{"text":"Armenia spoke.","published":"yesterday"}`, 422, ""},
		{"POST", "/api/v1/reviews", `{"action":"accept","target":"e-0000"}`, 404, ""},
		{"POST", "/api/v1/reviews", `{"action":"dance","target":"e-0000"}`, 422, ""},
		{"POST", "/api/v1/reviews", `[]`, 422, ""},
		{"GET", "/api/v1/searches/none", "", 404, ""},
		{"DELETE", "/api/v1/searches/none", "", 404, ""},
		{"GET", "/api/v1/changes/stream?after=soon", "", 400, ""},
	} {
		a := s.do(c.method, c.path, c.body)
		name := c.method + " " + c.path
		if a.status != c.status || a.header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %s, want %d\n%.300s", name, a.status, a.header.Get("Content-Type"), c.status, a.body)
			continue
		}
		p := a.json(t)
		if p["status"] != float64(c.status) || p["title"] == "" || !strings.Contains(string(a.body), c.says) {
			t.Errorf("%s: %s", name, a.body)
		}
		if a.status == http.StatusMethodNotAllowed && a.header.Get("Allow") == "" {
			t.Errorf("%s: no Allow", name)
		}
	}
	p := s.get("/api/v1/events?q=" + url.QueryEscape("status:offered sorce:USA")).json(t)
	if at, ok := p["position"].(map[string]any); !ok || at["start"] != 15.0 || at["end"] != 20.0 {
		t.Errorf("where the query is wrong: %v", p)
	}
	if fmt.Sprint(p["suggestions"]) != "[source]" {
		t.Errorf("what was meant: %v", p["suggestions"])
	}
	options := s.do(http.MethodOptions, "/api/v1/reviews", "")
	if options.status != http.StatusNoContent || options.header.Get("Allow") != "GET, HEAD, POST, OPTIONS" || options.header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("OPTIONS: %d %v", options.status, options.header)
	}
}

// TestReviewOverTheAPI decides, meets a conflict, and takes back.
func TestReviewOverTheAPI(t *testing.T) {
	s := serve(t, true)
	event := s.one("/api/v1/events?q=status:offered", "id")
	before := int64(s.get("/api/v1/counts").json(t)["change"].(float64))
	corrected := s.do(http.MethodPost, "/api/v1/reviews", `{"action":"correct","target":"`+event+`","field":"status","value":"demanded","reason":"asked for"}`)
	if corrected.status != http.StatusOK {
		t.Fatalf("%d %s", corrected.status, corrected.body)
	}
	result := corrected.json(t)["results"].([]any)[0].(map[string]any)
	if status := s.get("/api/v1/events/" + event).json(t)["event"].(map[string]any)["status"]; status != "demanded" {
		t.Errorf("after the correction: %v", status)
	}
	late := s.do(http.MethodPost, "/api/v1/reviews", fmt.Sprintf(`{"action":"reject","target":%q,"seen":%d}`, event, before))
	if late.status != http.StatusConflict || late.json(t)["changed"] != result["change"] {
		t.Errorf("a decision on what was changed since: %d %s", late.status, late.body)
	}
	undone := s.do(http.MethodPost, "/api/v1/reviews", fmt.Sprintf(`{"action":"undo","target":"%.0f"}`, result["change"]))
	if undone.status != http.StatusOK {
		t.Fatalf("%d %s", undone.status, undone.body)
	}
	if status := s.get("/api/v1/events/" + event).json(t)["event"].(map[string]any)["status"]; status != "offered" {
		t.Errorf("after taking it back: %v", status)
	}
	reviews := s.get("/api/v1/reviews?target=" + event).json(t)["items"].([]any)
	if len(reviews) == 0 || reviews[len(reviews)-1].(map[string]any)["undone"] == nil {
		t.Errorf("what was decided: %v", reviews)
	}
	past := s.get("/api/v1/events/" + event + "?as_of=2000-01-01")
	if past.status != http.StatusNotFound {
		t.Errorf("before there was a record: %d", past.status)
	}
}

// TestRolesAndTokens asks with tokens of accounts of each role, and with one that was revoked.
func TestRolesAndTokens(t *testing.T) {
	who, err := access.Open(t.Context(), filepath.Join(t.TempDir(), "desk.access"), access.Options{Work: access.Work{Memory: 64, Passes: 1, Lanes: 1}})
	if err != nil {
		t.Fatal(err)
	}
	s := serveWith(t, true, who)
	admin := access.Who{Name: "the first", Role: access.Admin, How: access.Terminal}
	tokens, ids := map[access.Role]string{}, map[access.Role]string{}
	for _, role := range access.Roles() {
		name := "program " + string(role)
		if _, err := who.AddAccount(t.Context(), admin, name, role, ""); err != nil {
			t.Fatal(err)
		}
		token, info, err := who.AddToken(t.Context(), admin, name, "a test", "", 0)
		if err != nil {
			t.Fatal(err)
		}
		tokens[role], ids[role] = token, info.ID
	}
	for _, path := range []string{"/api/v1/events", "/api/openapi.json", "/api/v1/changes/stream", "/api/v1/nowhere"} {
		a := s.get(path)
		if a.status != http.StatusUnauthorized || !strings.HasPrefix(a.header.Get("WWW-Authenticate"), "Bearer") || a.header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s without a token: %d %v", path, a.status, a.header)
		}
	}
	s.token = tokens[access.Read]
	event := s.one("/api/v1/events?q=status:offered", "id")
	for _, c := range []struct {
		role       access.Role
		path, body string
		status     int
	}{
		{access.Read, "/api/v1/reviews", `{"action":"accept","target":"` + event + `"}`, 403},
		{access.Read, "/api/v1/reports", `{"text":"Armenia spoke with Georgia."}`, 403},
		{access.Read, "/api/v1/searches", `{"name":"a","query":"status:offered"}`, 403},
		{access.Read, "/api/v1/read", `{"text":"Armenia spoke with Georgia."}`, 200},
		{access.Review, "/api/v1/reviews", `{"action":"accept","target":"` + event + `"}`, 200},
		{access.Review, "/api/v1/reports", `{"text":"Armenia spoke with Georgia on Friday."}`, 200},
		{access.Review, "/api/v1/searches", `{"name":"a","query":"status:offered"}`, 201},
	} {
		s.token = tokens[c.role]
		if a := s.do(http.MethodPost, c.path, c.body); a.status != c.status {
			t.Errorf("%s %s: %d, want %d: %s", c.role, c.path, a.status, c.status, a.body)
		}
	}
	s.token = tokens[access.Review]
	if me := s.get("/api/v1/me").json(t); me["role"] != "review" || me["how"] != "token" || me["name"] != "program review" {
		t.Errorf("who am I: %v", me)
	}
	for role, status := range map[access.Role]int{access.Read: 403, access.Review: 403, access.Admin: 200} {
		s.token = tokens[role]
		if a := s.get("/metrics"); a.status != status {
			t.Errorf("%s asks for the metrics: %d", role, a.status)
		}
	}
	if err := who.Revoke(t.Context(), admin, "", ids[access.Review]); err != nil {
		t.Fatal(err)
	}
	s.token = tokens[access.Review]
	if a := s.get("/api/v1/me"); a.status != http.StatusUnauthorized {
		t.Errorf("with a revoked token: %d", a.status)
	}
}

// listen reads the changes of a stream until it ends; stop ends it.
func (s *server) listen(ctx context.Context, path string, headers ...string) (changes <-chan map[string]any) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	if w.StatusCode != http.StatusOK || w.Header.Get("Content-Type") != "text/event-stream" {
		s.t.Fatalf("%s: %d %s", path, w.StatusCode, w.Header.Get("Content-Type"))
	}
	out := make(chan map[string]any, 1000)
	go func() {
		defer close(out)
		defer w.Body.Close()
		lines := bufio.NewScanner(w.Body)
		id := ""
		for lines.Scan() {
			if rest, ok := strings.CutPrefix(lines.Text(), "id: "); ok {
				id = rest
			}
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				var one map[string]any
				if json.Unmarshal([]byte(data), &one) == nil {
					one["id"] = id
					out <- one
				}
			}
		}
	}()
	return out
}

// next waits for a change.
func (s *server) next(changes <-chan map[string]any) map[string]any {
	s.t.Helper()
	select {
	case one, open := <-changes:
		if !open {
			s.t.Fatal("the stream ended")
		}
		return one
	case <-time.After(20 * time.Second):
		s.t.Fatal("nothing came")
	}
	return nil
}

func TestStream(t *testing.T) {
	s := serve(t, true)
	ctx, stop := context.WithCancel(t.Context())
	last := int64(s.get("/api/v1/counts").json(t)["change"].(float64))
	live := s.listen(ctx, "/api/v1/changes/stream")
	add := func(text string) {
		t.Helper()
		if a := s.do(http.MethodPost, "/api/v1/reports", `{"text":"`+text+`","outlet":"Meridian Wire"}`); a.status != http.StatusOK {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	add("Georgia offered to host the next round of talks, its foreign minister said.")
	one := s.next(live)
	if one["change"] != float64(last+1) || one["id"] != fmt.Sprint(last+1) || one["kind"] != "add" || one["reports"] != 1.0 || one["events"].(float64) < 1 {
		t.Errorf("what came: %v", one)
	}
	stop()
	add("Armenia demanded on Monday that Azerbaijan release all prisoners.")
	add("Azerbaijan rejected the demand on Tuesday.")
	again := s.listen(t.Context(), "/api/v1/changes/stream", "Last-Event-ID", fmt.Sprint(last+1))
	for n := last + 2; n <= last+3; n++ {
		if one := s.next(again); one["change"] != float64(n) {
			t.Errorf("going on after a break: %v, want change %d", one, n)
		}
	}
	whole := s.listen(t.Context(), "/api/v1/changes/stream?after=0")
	for n := int64(1); n <= last+3; n++ {
		if one := s.next(whole); one["change"] != float64(n) {
			t.Fatalf("from the beginning: %v, want change %d", one, n)
		}
	}
	for range 6 {
		s.listen(t.Context(), "/api/v1/changes/stream")
	}
	if a := s.get("/api/v1/changes/stream"); a.status != http.StatusTooManyRequests || a.header.Get("Retry-After") == "" {
		t.Errorf("one stream too many: %d", a.status)
	}
	s.stop() // as when the desk is closed
	select {
	case _, open := <-again:
		if open {
			t.Error("something came after the end")
		}
	case <-time.After(20 * time.Second):
		t.Error("the stream does not end with the desk")
	}
}

// TestExportsOverTheAPI fetches a table, and the same as it was before the record was made.
func TestExportsOverTheAPI(t *testing.T) {
	s := serve(t, false)
	a := s.get("/api/v1/export/jsonl?table=events&q=status:offered")
	if lines := bytes.Count(a.body, []byte("\n")); a.status != http.StatusOK || lines < 2 {
		t.Errorf("%d, %d lines", a.status, lines)
	}
	if a := s.get("/api/v1/export/jsonl?table=events&as_of=2000-01-01"); a.status != http.StatusOK || len(a.body) != 0 {
		t.Errorf("of the past: %d, %d bytes", a.status, len(a.body))
	}
}

// FuzzParameters sends anything as parameters to every address that reads: no answer is ever a fault of the desk's own.
func FuzzParameters(f *testing.F) {
	s := serve(f, false)
	spec := s.get("/api/openapi.json").json(f)
	var paths []string
	for path, item := range spec["paths"].(map[string]any) {
		if _, reads := item.(map[string]any)["get"]; reads && !strings.HasSuffix(path, "/stream") && !strings.Contains(path, "/export/") {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	for i, query := range []string{"q=status:offered&limit=3", "q=(&cursor=x", "actor=ARM&from=2021-13", "as_of=0000-00-00", "on=9999-99-99&track=%00", "limit=-1&count=maybe",
		"cursor=MSBh", "west=999&east=nan", "reason=same&cursor=OSAx", "last=101", "q=near:Baku/1e999km", "after=99999999999999999999", "from=2022&to=2021&outlet=%ff"} {
		for p := range 5 {
			f.Add(uint8(i*5+p), "a", query)
		}
	}
	f.Fuzz(func(t *testing.T, which uint8, thing, query string) {
		path := paths[int(which)%len(paths)]
		if open := strings.Index(path, "{"); open >= 0 {
			if thing == "" || thing == "." || thing == ".." {
				thing = "x"
			}
			path = path[:open] + url.PathEscape(thing) + path[strings.Index(path, "}")+1:]
		}
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+path, nil)
		if err != nil {
			t.Skip()
		}
		r.URL.RawQuery = strings.Map(func(c rune) rune {
			if c <= ' ' || c == '#' || c >= 0x7f {
				return '+'
			}
			return c
		}, query)
		w, err := s.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer w.Body.Close()
		body, err := io.ReadAll(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		if w.StatusCode >= 500 {
			t.Errorf("%s?%s: %d %s", path, query, w.StatusCode, body)
		}
		if w.StatusCode >= 400 && w.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s?%s: %d as %s", path, query, w.StatusCode, w.Header.Get("Content-Type"))
		}
	})
}
