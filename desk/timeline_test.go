package desk

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// parsed reads a page of the desk as a browser does.
func parsed(t testing.TB, d *Desk, address string) *html.Node {
	t.Helper()
	w := get(t, d, address)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d\n%s", address, w.Code, w.Body)
	}
	root, err := html.Parse(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// every gives the elements of a page that fit.
func every(root *html.Node, fits func(*html.Node) bool) (found []*html.Node) {
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && fits(n) {
			found = append(found, n)
		}
	}
	return found
}

// value gives an attribute of an element; "" when it has none.
func value(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// marksOf are the occurrences that a picture of the page shows one by one.
func marksOf(root *html.Node) (ids []string) {
	for _, n := range every(root, func(n *html.Node) bool { return n.Data == "a" && strings.HasPrefix(value(n, "data-id"), "o-") }) {
		ids = append(ids, value(n, "data-id"))
	}
	return ids
}

func TestTimelineFilters(t *testing.T) {
	d := exampleDesk(t)
	all := len(marksOf(parsed(t, d, "/timeline")))
	if all < 50 {
		t.Fatalf("the whole timeline has %d marks", all)
	}
	for _, test := range []struct {
		query string
		check func(status string) bool
	}{
		{"from=2022&to=2022", nil},
		{"track=prisoners", nil},
		{"actor=Russia", nil},
		{"tone=conflict", nil},
		{"mood=done", nil},
		{"status=offered", func(s string) bool { return s == "offered" }},
		{"by=status", nil},
	} {
		root := parsed(t, d, "/timeline?"+test.query)
		marks := every(root, func(n *html.Node) bool { return n.Data == "a" && strings.HasPrefix(value(n, "data-id"), "o-") })
		if len(marks) == 0 || test.query != "by=status" && len(marks) >= all {
			t.Errorf("%s: %d marks of %d", test.query, len(marks), all)
		}
		for _, m := range marks {
			if test.check != nil && !test.check(value(m, "data-status")) {
				t.Errorf("%s: a mark of the status %q", test.query, value(m, "data-status"))
			}
			if !strings.HasPrefix(value(m, "href"), "/occurrences/o-") {
				t.Errorf("%s: a mark leads to %q", test.query, value(m, "href"))
			}
		}
	}
}

// TestTimelineMoves follows the links that move the window: they keep everything else that was asked for.
func TestTimelineMoves(t *testing.T) {
	d := exampleDesk(t)
	root := parsed(t, d, "/timeline?from=2021-05&to=2021-06&actor=Armenia&by=status&on=2021-07-01")
	moves := every(root, func(n *html.Node) bool { return value(n, "data-move") != "" })
	if len(moves) != 5 {
		t.Fatalf("%d moves", len(moves))
	}
	for _, m := range moves {
		u, err := url.Parse(value(m, "href"))
		if err != nil {
			t.Fatal(err)
		}
		if q := u.Query(); q.Get("actor") != "Armenia" || q.Get("by") != "status" || q.Get("on") != "2021-07-01" {
			t.Errorf("%s loses what was asked for: %s", value(m, "data-move"), u)
		}
		parsed(t, d, u.String())
	}
}

func TestWindowRefuses(t *testing.T) {
	d := exampleDesk(t)
	for _, query := range []string{"from=yesterday", "to=2021-13", "track=nothing", "status=perhaps", "actor=Nobody+At+All", "tone=grey", "mood=bad", "by=colour", "as-of=long+ago", "on=2021"} {
		if w := get(t, d, "/timeline?"+query); w.Code != http.StatusBadRequest {
			t.Errorf("%s: %d", query, w.Code)
		}
	}
	if w := get(t, d, "/timeline?actor=Armennia"); !strings.Contains(w.Body.String(), "did you mean Armenia") {
		t.Errorf("a name that is nearly right is not corrected: %s", w.Body)
	}
}

func TestTimelineAsOfThePast(t *testing.T) {
	d := exampleDesk(t)
	w := get(t, d, "/timeline?as-of=2020-01-01")
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "as it was known on") || len(marksOf(parsed(t, d, "/timeline?as-of=2020-01-01"))) != 0 {
		t.Errorf("before anything was added: %d\n%s", w.Code, w.Body)
	}
}

func TestActors(t *testing.T) {
	d := exampleDesk(t)
	nodes := every(parsed(t, d, "/actors"), func(n *html.Node) bool { return value(n, "data-events") != "" })
	var azerbaijan bool
	for _, n := range nodes {
		azerbaijan = azerbaijan || value(n, "data-id") == "AZE" && value(n, "href") == "/actors/AZE"
	}
	if !azerbaijan {
		t.Error("the network has no node for Azerbaijan that leads to its page")
	}
	cells := every(parsed(t, d, "/actors?show=matrix"), func(n *html.Node) bool {
		return value(n, "data-from") == "AZE" && value(n, "data-to") == "ARM" && n.Data == "a"
	})
	if len(cells) != 1 {
		t.Fatalf("%d cells for what Azerbaijan did to Armenia", len(cells))
	}
	found := parsed(t, d, value(cells[0], "href"))
	if len(every(found, func(n *html.Node) bool { return strings.HasPrefix(value(n, "href"), "/occurrences/") })) == 0 {
		t.Error("the cell leads to a search that finds nothing")
	}
	text := get(t, d, "/actors/AZEGOV:ilham-aliyev").Body.String()
	for _, part := range []string{"Ilham Aliyev", "President", "Positions by track", "<blockquote>"} {
		if !strings.Contains(text, part) {
			t.Errorf("the page of a president does not say %q", part)
		}
	}
	if w := get(t, d, "/actors/nobody-at-all"); w.Code != http.StatusNotFound {
		t.Errorf("who is nobody: %d", w.Code)
	}
}

func TestMap(t *testing.T) {
	d := exampleDesk(t)
	root := parsed(t, d, "/map?box=43,38,49.5,42")
	spots := every(root, func(n *html.Node) bool { return value(n, "data-precision") != "" })
	if len(spots) < 4 {
		t.Errorf("%d places in the South Caucasus", len(spots))
	}
	if text := get(t, d, "/map?box=43,38,49.5,42").Body.String(); strings.Contains(text, "Brussels") {
		t.Error("a map of the South Caucasus lists Brussels")
	}
	for _, box := range []string{"1,2,3", "a,b,c,d", "10,50,5,40", "0,-100,10,0"} {
		if w := get(t, d, "/map?box="+box); w.Code != http.StatusBadRequest && w.Code != http.StatusOK {
			t.Errorf("box=%s: %d", box, w.Code)
		}
	}
}

// TestPicturesStandAlone reads the pictures that can be taken away: each is one svg element with its own style, and
// leads back to the desk.
func TestPicturesStandAlone(t *testing.T) {
	d := exampleDesk(t)
	for _, name := range []string{"timeline", "network", "matrix", "map"} {
		w := get(t, d, "/pictures/"+name+".svg?actor=Armenia")
		body := w.Body.String()
		if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "image/svg+xml") || !strings.Contains(body, "<style>") {
			t.Errorf("%s: %d %s", name, w.Code, w.Header().Get("Content-Type"))
		}
		if !strings.Contains(body, `href="http://localhost/`) {
			t.Errorf("%s does not lead back to the desk", name)
		}
	}
}
