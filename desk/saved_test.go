package desk

import (
	"context"
	"encoding/xml"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/html"

	"chancery/access"
	"chancery/follow"
	"chancery/report"
)

// asRole sends a request past the door, as somebody with a role.
func asRole(t testing.TB, d *Desk, role access.Role, method, address string, fields url.Values) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(context.WithValue(t.Context(), visitorKey{}, visiting{who: access.Who{Name: "somebody", Role: role}}),
		method, address, strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	mux := http.NewServeMux()
	d.routes(mux)
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, r)
	return w
}

// add puts a report into the record of a desk by its form.
func addPasted(t testing.TB, d *Desk, text string) {
	t.Helper()
	w := submit(t, d, "/reports", url.Values{"text": {text}, "outlet": {"The Harbour Post"}, "published": {"2024-05-30"}}, "text/html")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	<-d.intakes.get(strings.TrimPrefix(w.Header().Get("Location"), "/intakes/")).done
}

func TestSavedSearch(t *testing.T) {
	d := ownDesk(t)
	w := submit(t, d, "/searches", url.Values{"name": {"Accusations & more"}, "query": {"category:ACCUSE"}}, "text/html")
	address := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther || address != "/searches/Accusations%20&%20more" {
		t.Fatalf("%d %s", w.Code, address)
	}
	newOnes := func() string {
		t.Helper()
		for _, row := range nodes(t, get(t, d, "/searches").Body.String(), "tr") {
			if strings.Contains(textOf(row), "Accusations & more") {
				return textOf(row)
			}
		}
		t.Fatal("the search is not listed")
		return ""
	}
	if row := newOnes(); !strings.Contains(row, "nothing new") {
		t.Errorf("just kept: %s", row)
	}
	addPasted(t, d, "Iran accused Azerbaijan of spying on 28 May 2024.")
	if row := newOnes(); !strings.Contains(row, "1 new event") {
		t.Errorf("after one came: %s", row)
	}
	page := get(t, d, address).Body.String()
	if marked := classed(t, page, "span", "new"); len(marked) != 1 {
		t.Errorf("%d are marked as new", len(marked))
	}
	if row := newOnes(); !strings.Contains(row, "nothing new") {
		t.Errorf("after it was looked at: %s", row)
	}
	// Mistakes are shown where they were made, and what was written stays.
	w = submit(t, d, "/searches", url.Values{"name": {"Other"}, "query": {"categry:ACCUSE"}}, "text/html")
	if w.Code != http.StatusUnprocessableEntity || len(classed(t, w.Body.String(), "span", "wrong")) != 1 || !strings.Contains(w.Body.String(), `value="categry:ACCUSE"`) {
		t.Errorf("a wrong query: %d", w.Code)
	}
	for name, says := range map[string]string{"Accusations & more": "there is a watched search of this name", "": "empty", "a/b": "stroke"} {
		w = submit(t, d, "/searches", url.Values{"name": {name}, "query": {"border"}}, "text/html")
		problem := classed(t, w.Body.String(), "p", "problem")
		if w.Code != http.StatusUnprocessableEntity || len(problem) != 1 || !strings.Contains(strings.ToLower(textOf(problem[0])), says) {
			t.Errorf("%q: %d", name, w.Code)
		}
	}
	w = submit(t, d, address, url.Values{"action": {"edit"}, "query": {"status:nonsense"}}, "text/html")
	if w.Code != http.StatusUnprocessableEntity || len(classed(t, w.Body.String(), "span", "wrong")) != 1 {
		t.Errorf("edited to a wrong query: %d", w.Code)
	}
	if w = submit(t, d, address, url.Values{"action": {"edit"}, "query": {"category:ACCUSE source:IRN"}}, "text/html"); w.Code != http.StatusSeeOther {
		t.Errorf("edited: %d %s", w.Code, w.Body)
	}
	if page = get(t, d, address).Body.String(); len(classed(t, page, "li", "hit")) == 0 || !strings.Contains(page, "category:ACCUSE source:IRN") {
		t.Error("the other query is not asked")
	}
	if w = submit(t, d, address, url.Values{"action": {"explode"}}, "text/html"); w.Code != http.StatusBadRequest {
		t.Errorf("an action that is none: %d", w.Code)
	}
	if w = submit(t, d, address, url.Values{"action": {"delete"}}, "text/html"); w.Code != http.StatusSeeOther {
		t.Errorf("deleted: %d", w.Code)
	}
	if w = get(t, d, address); w.Code != http.StatusNotFound {
		t.Errorf("after it was deleted: %d", w.Code)
	}
}

func TestSavedRoles(t *testing.T) {
	d := ownDesk(t)
	if _, err := d.searches.Add(t.Context(), "Mine", "border", "ann"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.searches.SetHook(t.Context(), "Mine", "https://example.org/secret-path", "root"); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		role   access.Role
		action url.Values
		want   int
	}{
		{access.Read, url.Values{"action": {"edit"}, "query": {"peace"}}, http.StatusForbidden},
		{access.Read, url.Values{"action": {"delete"}}, http.StatusForbidden},
		{access.Review, url.Values{"action": {"hook"}, "address": {"https://example.org/"}}, http.StatusForbidden},
		{access.Review, url.Values{"action": {"hook-remove"}}, http.StatusForbidden},
		{access.Review, url.Values{"action": {"hook-test"}}, http.StatusForbidden},
		{access.Review, url.Values{"action": {"delete"}}, http.StatusForbidden}, // its webhook would end
		{access.Review, url.Values{"action": {"edit"}, "query": {"peace"}}, http.StatusSeeOther},
		{access.Admin, url.Values{"action": {"hook"}, "address": {"http://localhost/"}}, http.StatusOK},
		{access.Admin, url.Values{"action": {"hook"}, "address": {"file:///etc/passwd"}}, http.StatusUnprocessableEntity},
	} {
		if w := asRole(t, d, test.role, http.MethodPost, "/searches/Mine", test.action); w.Code != test.want {
			t.Errorf("%s %v: %d, want %d", test.role, test.action, w.Code, test.want)
		}
	}
	if w := asRole(t, d, access.Read, http.MethodPost, "/searches", url.Values{"name": {"x"}, "query": {"border"}}); w.Code != http.StatusForbidden {
		t.Errorf("a reader may watch: %d", w.Code)
	}
	hook, err := d.searches.SetHook(t.Context(), "Mine", "https://example.org/secret-path", "root")
	if err != nil {
		t.Fatal(err)
	}
	for role, sees := range map[access.Role]bool{access.Read: false, access.Review: false, access.Admin: true} {
		page := html.UnescapeString(asRole(t, d, role, http.MethodGet, "/searches/Mine", nil).Body.String())
		if strings.Contains(page, hook.Secret) != sees || strings.Contains(page, "secret-path") != sees || !strings.Contains(page, "https://example.org") {
			t.Errorf("%s: sees the secret or the address: want %t", role, sees)
		}
		if forms := len(nodes(t, page, "form")); role == access.Read && forms > 1 {
			t.Errorf("a reader has %d forms", forms)
		}
	}
	if w := asRole(t, d, "", http.MethodGet, "/searches/Mine/feed.atom", nil); w.Code != http.StatusForbidden {
		t.Errorf("nobody reads the feed: %d", w.Code)
	}
}

// TestFeed reads the feed as feed readers do, and looks whether it is what RFC 4287 asks for.
func TestFeed(t *testing.T) {
	d := ownDesk(t)
	for name, text := range map[string]string{"Offers": "status:offered", "Words": "speaker:Aliyev kind:quotations", "News": "kind:reports", "Once": "kind:occurrences category:ACCUSE", "None": "nothingofthekind"} {
		if _, err := d.searches.Add(t.Context(), name, text, "ann"); err != nil {
			t.Fatal(err)
		}
		address := links{}.to([]string{"searches", name, "feed.atom"})
		w := get(t, d, address)
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/atom+xml; charset=utf-8" {
			t.Fatalf("%s: %d %s", name, w.Code, w.Header())
		}
		body := w.Body.Bytes()
		atom(t, name, body)
		feed, err := report.ParseFeed(body, report.Options{URL: "http://localhost" + address})
		if err != nil || feed.Format != "atom" || feed.Title != name {
			t.Fatalf("%s: %v %s %s", name, err, feed.Format, feed.Title)
		}
		if (len(feed.Items) == 0) != (name == "None") {
			t.Errorf("%s: %d items", name, len(feed.Items))
		}
		for _, item := range feed.Items {
			if item.Title == "" || !strings.HasPrefix(item.ID, "urn:chancery:") || !strings.HasPrefix(item.URL, "http://localhost/") || !strings.Contains(item.Text(), "“") || item.Date().EDTF == "" {
				t.Errorf("%s: %+v", name, item)
			}
		}
		if again := get(t, d, address); !slices.Equal(again.Body.Bytes(), body) {
			t.Errorf("%s: another feed without a change", name)
		}
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
		r.Header.Set("If-None-Match", w.Header().Get("ETag"))
		if w := ask(t, d, r); w.Code != http.StatusNotModified || w.Body.Len() > 0 {
			t.Errorf("%s: what the reader has is sent again: %d", name, w.Code)
		}
	}
	tag := get(t, d, "/searches/News/feed.atom").Header().Get("ETag")
	addPasted(t, d, "Iran accused Azerbaijan \x0b of spying ]]> on 28 May 2024 & called its envoy.")
	w := get(t, d, "/searches/News/feed.atom")
	if w.Header().Get("ETag") == tag {
		t.Error("the feed has the same tag after a report came in")
	}
	atom(t, "News", w.Body.Bytes())
	if w := get(t, d, "/searches/Other/feed.atom"); w.Code != http.StatusNotFound || w.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("a feed of no search: %d %s", w.Code, w.Header().Get("Content-Type"))
	}
	hostile := hostileDesk(t)
	if _, err := hostile.searches.Add(t.Context(), hostileName, "kind:events", "ann"); err != nil {
		t.Fatal(err)
	}
	w = get(t, hostile, links{}.to([]string{"searches", hostileName, "feed.atom"}))
	atom(t, "hostile", w.Body.Bytes())
	if strings.Contains(w.Body.String(), "javascript:") || strings.Contains(w.Body.String(), "<script") {
		t.Error("hostile text stands in the feed as it came")
	}
}

// atom checks what RFC 4287 asks of a feed.
func atom(t testing.TB, name string, body []byte) {
	t.Helper()
	decoder := xml.NewDecoder(strings.NewReader(string(body)))
	decoder.Strict = true
	for {
		if _, err := decoder.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("%s: not well-formed: %v", name, err)
		}
	}
	type person struct {
		Name string `xml:"name"`
	}
	type link struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	}
	var feed struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		ID      []string `xml:"http://www.w3.org/2005/Atom id"`
		Title   []string `xml:"http://www.w3.org/2005/Atom title"`
		Updated []string `xml:"http://www.w3.org/2005/Atom updated"`
		Author  []person `xml:"http://www.w3.org/2005/Atom author"`
		Links   []link   `xml:"http://www.w3.org/2005/Atom link"`
		Entries []struct {
			ID      []string `xml:"http://www.w3.org/2005/Atom id"`
			Title   []string `xml:"http://www.w3.org/2005/Atom title"`
			Updated []string `xml:"http://www.w3.org/2005/Atom updated"`
			Links   []link   `xml:"http://www.w3.org/2005/Atom link"`
			Content []string `xml:"http://www.w3.org/2005/Atom content"`
		} `xml:"http://www.w3.org/2005/Atom entry"`
	}
	if err := xml.Unmarshal(body, &feed); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if len(feed.ID) != 1 || len(feed.Title) != 1 || len(feed.Updated) != 1 || len(feed.Author) != 1 || feed.Author[0].Name == "" {
		t.Errorf("%s: %+v", name, feed)
	}
	if !slices.ContainsFunc(feed.Links, func(l link) bool { return l.Rel == "self" && strings.HasSuffix(l.Href, "/feed.atom") }) {
		t.Errorf("%s: does not say where it is", name)
	}
	ids := map[string]bool{}
	for _, e := range feed.Entries {
		if len(e.ID) != 1 || len(e.Title) != 1 || len(e.Updated) != 1 || len(e.Content) != 1 || ids[e.ID[0]] {
			t.Errorf("%s: %+v", name, e)
			continue
		}
		ids[e.ID[0]] = true
		if u, err := url.Parse(e.ID[0]); err != nil || u.Scheme == "" {
			t.Errorf("%s: the identity %s is no address", name, e.ID[0])
		}
		if _, err := time.Parse(time.RFC3339, e.Updated[0]); err != nil || e.Updated[0] > feed.Updated[0] {
			t.Errorf("%s: updated %s, the feed %s", name, e.Updated[0], feed.Updated[0])
		}
		alternates := 0
		for _, l := range e.Links {
			if l.Rel == "alternate" {
				alternates++
			}
		}
		if alternates != 1 {
			t.Errorf("%s: an entry with %d pages", name, alternates)
		}
	}
}

// TestWebhookState shows on the page how a webhook is: what failed, that it stopped, that it goes on.
func TestWebhookState(t *testing.T) {
	d := ownDesk(t)
	var status atomic.Int64
	status.Store(http.StatusGone)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(int(status.Load())) }))
	t.Cleanup(server.Close)
	d.follower = follow.NewFollower(d.searches, follow.Options{AllowPrivate: true, Quiet: time.Nanosecond})
	if _, err := d.searches.Add(t.Context(), "Accusations", "category:ACCUSE", "ann"); err != nil {
		t.Fatal(err)
	}
	const address = "/searches/Accusations"
	if w := submit(t, d, address, url.Values{"action": {"hook"}, "address": {server.URL}}, "text/html"); w.Code != http.StatusOK || len(classed(t, w.Body.String(), "p", "said")) != 1 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if w := submit(t, d, address, url.Values{"action": {"hook-test"}}, "text/html"); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "410") {
		t.Errorf("a test that fails: %d", w.Code)
	}
	step := func() {
		t.Helper()
		for range 2 {
			if err := d.follower.Step(t.Context()); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Millisecond)
		}
	}
	addPasted(t, d, "Iran accused Azerbaijan of spying on 28 May 2024.")
	step()
	buttons := func(page string) (names []string) {
		for _, n := range nodes(t, page, "input") {
			if attribute(n, "name") == "action" {
				names = append(names, attribute(n, "value"))
			}
		}
		return names
	}
	page := get(t, d, address).Body.String()
	if !strings.Contains(page, "stopped") || !slices.Contains(buttons(page), "hook-resume") || !slices.Contains(buttons(page), "hook-skip") {
		t.Errorf("stopped, and the page has %v", buttons(page))
	}
	if list := get(t, d, "/searches").Body.String(); !strings.Contains(list, "stopped") {
		t.Error("the list does not say that the webhook stopped")
	}
	status.Store(http.StatusNoContent)
	if w := submit(t, d, address, url.Values{"action": {"hook-resume"}}, "text/html"); w.Code != http.StatusOK {
		t.Errorf("%d", w.Code)
	}
	step()
	page = get(t, d, address).Body.String()
	if !strings.Contains(page, "delivered 1 message") || slices.Contains(buttons(page), "hook-skip") {
		t.Errorf("after it went on: %v", buttons(page))
	}
	if w := submit(t, d, address, url.Values{"action": {"hook-remove"}}, "text/html"); w.Code != http.StatusOK {
		t.Errorf("%d", w.Code)
	}
	if dl := slices.ContainsFunc(nodes(t, get(t, d, address).Body.String(), "dl"), func(n *html.Node) bool { return attribute(n, "class") == "hook" }); dl {
		t.Error("the webhook is still there")
	}
}
