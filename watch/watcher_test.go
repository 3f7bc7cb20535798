package watch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"chancery/report"
)

// clock is a clock that stands still but for sleeps, which take no time.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

var morning = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) // a Monday

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	c.now = c.now.Add(d)
	c.mu.Unlock()
	return ctx.Err()
}

// shelf is a Sink that keeps everything.
type shelf struct {
	reports []report.Report
	fail    func(report.Report) error
}

func (s *shelf) Store(_ context.Context, r report.Report) error {
	if s.fail != nil {
		if err := s.fail(r); err != nil {
			return err
		}
	}
	s.reports = append(s.reports, r)
	return nil
}

func (s *shelf) texts() (texts []string) {
	for _, r := range s.reports {
		texts = append(texts, r.Text)
	}
	return texts
}

// world is a web of hosts, all of them one server on the loopback interface, and a watcher in it.
type world struct {
	*testing.T
	clock    clock
	sink     shelf
	state    State
	notices  []Notice
	options  Options
	mu       sync.Mutex
	asked    []string // "host/path" in the order of the requests
	headers  []http.Header
	handlers map[string]http.HandlerFunc // by "host/path"
}

func newWorld(t *testing.T) *world {
	w := &world{T: t, clock: clock{now: morning}, state: &Memory{}, handlers: map[string]http.HandlerFunc{}}
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		name := r.Host + r.URL.RequestURI()
		if r.URL.Path != "/robots.txt" || w.handlers[name] != nil {
			w.asked = append(w.asked, name)
			w.headers = append(w.headers, r.Header.Clone())
		}
		handler := w.handlers[name]
		w.mu.Unlock()
		rw.Header().Set("Date", w.clock.Now().Format(http.TimeFormat))
		if handler == nil {
			http.NotFound(rw, r)
			return
		}
		handler(rw, r)
	}))
	t.Cleanup(server.Close)
	transport := report.Transport(true)
	t.Cleanup(transport.CloseIdleConnections)
	transport.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, server.Listener.Addr().String())
	}
	w.options = Options{Now: w.clock.Now, Sleep: w.clock.Sleep, Timeout: 20 * time.Second, transport: transport}
	return w
}

func (w *world) handle(name string, h http.HandlerFunc) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.handlers[name] = h
}

// serve answers with a body; headers are "Key: value".
func (w *world) serve(name, body string, headers ...string) {
	w.handle(name, func(rw http.ResponseWriter, _ *http.Request) {
		for _, h := range headers {
			key, value, _ := strings.Cut(h, ": ")
			rw.Header().Set(key, value)
		}
		fmt.Fprint(rw, body)
	})
}

func (w *world) status(name string, code int, headers ...string) {
	w.handle(name, func(rw http.ResponseWriter, _ *http.Request) {
		for _, h := range headers {
			key, value, _ := strings.Cut(h, ": ")
			rw.Header().Set(key, value)
		}
		rw.WriteHeader(code)
	})
}

func (w *world) watcher() *Watcher {
	o := w.options
	o.State, o.Sink = w.state, &w.sink
	o.Notify = func(n Notice) { w.notices = append(w.notices, n) }
	return New(o)
}

// once polls the feeds with a new watcher, as a new process does, and gives what was asked for and said.
func (w *world) once(feeds ...string) (asked, said []string) {
	w.Helper()
	w.asked, w.headers, w.notices = nil, nil, nil
	list := make([]Feed, len(feeds))
	for i, f := range feeds {
		list[i] = Feed{URL: f}
	}
	if err := w.watcher().Once(context.Background(), list); err != nil {
		w.Fatal(err)
	}
	return w.asked, w.said()
}

func (w *world) said() (said []string) {
	for _, n := range w.notices {
		switch n.Kind {
		case NewReport, ChangedReport:
			s := map[NoticeKind]string{NewReport: "new", ChangedReport: "changed"}[n.Kind] + " " + n.Item
			if n.Note != nil {
				s += " (" + n.Note.Error() + ")"
			}
			said = append(said, s)
		case Problem, GoneFeed:
			said = append(said, strings.TrimSpace("problem "+n.Item)+": "+n.Err.Error())
		case MovedFeed:
			said = append(said, "moved to "+n.Address)
		}
	}
	return said
}

func (w *world) feed(url string) FeedState {
	w.Helper()
	st, err := w.state.Feed(context.Background(), url)
	if err != nil {
		w.Fatal(err)
	}
	return st
}

func (w *world) want(what string, got []string, want ...string) {
	w.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		w.Errorf("%s:\n%s\nwant:\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// rss makes a feed of items, each "guid|address|title|description".
func rss(items ...string) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Example Daily</title><link>http://news.example/</link>`)
	for _, it := range items {
		f := append(strings.Split(it, "|"), "", "", "")
		b.WriteString("<item>")
		if f[0] != "" {
			b.WriteString(`<guid isPermaLink="false">` + f[0] + "</guid>")
		}
		if f[1] != "" {
			b.WriteString("<link>" + f[1] + "</link>")
		}
		b.WriteString("<title>" + f[2] + "</title><description>" + f[3] + "</description><pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate></item>")
	}
	return b.String() + "</channel></rss>"
}

const feedURL = "http://news.example/rss"

// article is a page with a title and a sentence that is made long enough to be one.
func article(title, sentence string) string {
	return `<html><head><title>` + title + ` | Example Daily</title><meta property="og:site_name" content="Example Daily"></head><body><nav><a href="/">Home</a></nav><article><h1>` + title + `</h1><p>` +
		sentence + `</p><p>The talks went on late into the night, a spokesman of the foreign ministry said on Monday, and will go on next week.</p></article></body></html>`
}

const rest = "The talks went on late into the night, a spokesman of the foreign ministry said on Monday, and will go on next week."

func TestPages(t *testing.T) {
	w := newWorld(t)
	w.serve("news.example/rss", rss("2|http://news.example/b|Envoy leaves Oslo again|She left.", "1|http://news.example/a?utm_source=rss|Ministers meet in Oslo|They met."), "ETag: \"1\"", "Last-Modified: Mon, 02 Mar 2026 08:00:00 GMT")
	w.serve("news.example/a?utm_source=rss", article("Ministers meet in Oslo", "The ministers of Norway and Sweden met in Oslo."))
	w.serve("news.example/b", article("Envoy leaves Oslo again", "The envoy of Norway left Oslo again."))
	asked, said := w.once(feedURL)
	w.want("asked", asked, "news.example/rss", "news.example/a?utm_source=rss", "news.example/b")
	w.want("said", said, "new http://news.example/a?utm_source=rss", "new http://news.example/b")
	w.want("texts", w.sink.texts(), "Ministers meet in Oslo\n\nThe ministers of Norway and Sweden met in Oslo.\n\n"+rest, "Envoy leaves Oslo again\n\nThe envoy of Norway left Oslo again.\n\n"+rest)
	r := w.sink.reports[0]
	if r.Outlet != "Example Daily" || r.Title != "Ministers meet in Oslo" || r.Published.EDTF != "2026-03-02T08:00:00Z" || r.Published.Basis != "feed" || r.URL != "http://news.example/a" || r.ID != r.URL || r.Origin != r.URL {
		t.Errorf("%+v", r)
	}
	// Nothing is asked twice: the feed is asked whether it changed, and pages are known.
	w.handle("news.example/rss", func(rw http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") != `"1"` || r.Header.Get("If-Modified-Since") != "Mon, 02 Mar 2026 08:00:00 GMT" {
			t.Errorf("no conditional request: %v", r.Header)
		}
		rw.WriteHeader(http.StatusNotModified)
	})
	asked, said = w.once(feedURL)
	w.want("asked", asked, "news.example/rss")
	w.want("said", said)
	if n := w.notices[len(w.notices)-1]; n.Kind != PolledFeed || !n.Unmodified {
		t.Errorf("%+v", n)
	}
}

func TestFeedTextsThatAreWhole(t *testing.T) {
	w := newWorld(t)
	whole := "<p>" + strings.Repeat("The ministers of Norway and Sweden met in Oslo on Monday. ", 30) + "</p>"
	feed := strings.Replace(rss("1|http://news.example/a|Ministers meet|x"), "<description>x</description>", "<content:encoded><![CDATA["+whole+"]]></content:encoded>", 1)
	w.serve("news.example/rss", feed)
	asked, said := w.once(feedURL)
	w.want("asked", asked, "news.example/rss")
	w.want("said", said, "new http://news.example/a")
}

// What cannot be had as a page is kept as the feed gives it, with a note.
func TestFallback(t *testing.T) {
	w := newWorld(t)
	w.options.MaxBytes = 100_000
	items := []string{"1|http://news.example/missing|A|Missing.", "2|http://news.example/picture|B|Picture.", "3|http://news.example/home|C|Home.", "4|http://news.example/consent|Ministers meet near frozen border|Consent.", "5||D|No address.", "6|http://news.example/cut|E|Cut.",
		"7|http://news.example/endless|F|Endless.", "8|http://news.example/empty|G|Empty.", "9|http://blocked.example/a|H|Blocked."}
	w.serve("news.example/rss", rss(items...))
	w.serve("news.example/picture", "x", "Content-Type: image/png")
	w.status("news.example/home", 302, "Location: /")
	w.serve("news.example/", article("Example Daily", "All the news."))
	w.serve("news.example/consent", article("Before you go on", "We and our partners ask you to agree to this."))
	w.serve("news.example/empty", "<html><body></body></html>")
	w.serve("blocked.example/robots.txt", "User-agent: *\nDisallow: /")
	w.handle("news.example/cut", func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Length", "100000")
		fmt.Fprint(rw, article("E", "Cut."))
	})
	w.handle("news.example/endless", func(rw http.ResponseWriter, _ *http.Request) {
		for {
			if _, err := fmt.Fprint(rw, "<p>The talks go on."); err != nil {
				return
			}
		}
	})
	_, said := w.once(feedURL)
	w.want("said", said,
		"new http://blocked.example/a (not allowed by robots.txt)",
		"new http://news.example/empty (no text: the page shows none)",
		"new http://news.example/endless (too large: the limit is 100000 bytes)",
		"new http://news.example/cut (the answer breaks off: unexpected EOF)",
		"new 5",
		`new http://news.example/consent (the page is not the article: it is titled "Before you go on")`,
		"new http://news.example/home (the page is not the article: it leads to http://news.example/)",
		"new http://news.example/picture (content type not read: image/png)",
		"new http://news.example/missing (unexpected status: 404 Not Found)")
	w.want("texts", w.sink.texts(), "Blocked.", "Empty.", "Endless.", "Cut.", "No address.", "Consent.", "Home.", "Picture.", "Missing.")
	// A passing failure is tried again, the others are not.
	w.serve("news.example/cut", article("Talks go on", "The ministers went on."))
	asked, said := w.once(feedURL)
	w.want("asked", asked, "news.example/rss", "news.example/cut")
	w.want("said", said, "changed http://news.example/cut")
	asked, _ = w.once(feedURL)
	w.want("asked", asked, "news.example/rss")
	w.serve("news.example/rss", rss(items...)+"\n")
	asked, _ = w.once(feedURL)
	w.want("asked", asked, "news.example/rss")
}

func TestTriesAreCounted(t *testing.T) {
	w := newWorld(t)
	w.status("news.example/a", 500)
	for i := range 6 {
		w.serve("news.example/rss", rss("1|http://news.example/a|A|Teaser."))
		asked, _ := w.once(feedURL)
		want := []string{"news.example/rss", "news.example/a"}
		if i >= maxTries {
			want = want[:1]
		}
		w.want(fmt.Sprint("asked in poll ", i), asked, want...)
	}
	w.want("texts", w.sink.texts(), "Teaser.")
}

func TestChangedItems(t *testing.T) {
	w := newWorld(t)
	w.options.NoPages = true
	w.serve("news.example/rss", rss("1|http://news.example/a|Talks|They met.", "2|http://news.example/b|Envoy|She came.", "||No name|It happened."))
	w.once(feedURL)
	// The same id with a changed text; an id given to another article; a new id on an old article; one that has
	// neither; and another article at an address that stands in the feed twice but for what counts visits.
	w.serve("news.example/rss", rss("1|http://news.example/a|Talks|They met twice.", "2|http://news.example/c|Minister|He spoke.", "new|http://news.example/b#x|Envoy|She came.", "||No name|It happened.", "3|http://news.example/a?utm_medium=rss|Other|Other."))
	_, said := w.once(feedURL)
	w.want("said", said, "new http://news.example/a?utm_medium=rss", "new http://news.example/c", "changed http://news.example/a")
	w.want("texts", w.sink.texts(), "It happened.", "She came.", "They met.", "Other.", "He spoke.", "They met twice.")
}

// An Atom feed that dates all its entries anew each time is not believed for long.
func TestUpdatedInVain(t *testing.T) {
	w := newWorld(t)
	w.serve("news.example/a", article("Talks go on in Oslo", "They met."))
	asked := 0
	for i := range 8 {
		w.serve("news.example/rss", fmt.Sprintf(`<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><id>1</id><title>Talks go on in Oslo</title><link href="http://news.example/a"/><updated>2026-03-02T08:00:%02dZ</updated></entry></feed>`, i))
		got, _ := w.once(feedURL)
		asked += len(got) - 1
	}
	if asked != 1+maxIdle || len(w.sink.reports) != 1 {
		t.Errorf("the page was asked for %d times, %d reports", asked, len(w.sink.reports))
	}
}

func TestSameIDForAll(t *testing.T) {
	w := newWorld(t)
	w.options.NoPages = true
	feed := rss("x|http://news.example/|One|First.", "x|http://news.example/|Two|Second.", "x|http://news.example/|Three|Third.")
	w.serve("news.example/rss", feed)
	w.once(feedURL)
	w.want("texts", w.sink.texts(), "Third.", "Second.", "First.")
	w.serve("news.example/rss", feed+"\n")
	w.once(feedURL)
	if len(w.sink.reports) != 3 {
		t.Errorf("stored again: %q", w.sink.texts())
	}
	// An item twice: the first is the newest.
	w.serve("news.example/rss", rss("y|http://news.example/y|Y|New words.", "y|http://news.example/y|Y|Old words."))
	w.once(feedURL)
	w.serve("news.example/rss", rss("y|http://news.example/y|Y|New words.", "y|http://news.example/y|Y|Old words.")+"\n")
	w.once(feedURL)
	if len(w.sink.reports) != 4 || w.sink.reports[3].Text != "New words." {
		t.Errorf("%q", w.sink.texts())
	}
}

func TestValidators(t *testing.T) {
	w := newWorld(t)
	w.options.NoPages = true
	n := 0
	w.handle("news.example/rss", func(rw http.ResponseWriter, _ *http.Request) {
		n++
		rw.Header().Set("ETag", fmt.Sprintf(`"%d"`, n)) // another each time, with the same content
		fmt.Fprint(rw, rss("1||A|One."))
	})
	w.once(feedURL)
	w.once(feedURL)
	if last := w.notices[len(w.notices)-1]; !last.Unmodified || w.feed(feedURL).ETag != `"2"` || len(w.sink.reports) != 1 {
		t.Errorf("%+v, %+v", last, w.feed(feedURL))
	}
	w.status("news.example/rss", 304)
	if _, said := w.once(feedURL); len(said) != 0 {
		t.Errorf("%q", said)
	}
	w.status("other.example/rss", 304) // to a request that was not conditional
	_, said := w.once("http://other.example/rss")
	w.want("said", said, "problem: "+ErrNotModified.Error())
}

func TestFutureDates(t *testing.T) {
	w := newWorld(t)
	w.options.NoPages = true
	feed := rss("1||A|Tomorrow.", "2||B|In five years.")
	feed = strings.Replace(feed, "Mon, 02 Mar 2026 08:00:00 GMT", "Tue, 03 Mar 2026 01:00:00 +0900", 1)
	feed = strings.Replace(feed, "Mon, 02 Mar 2026 08:00:00 GMT", "Mon, 03 Mar 2031 01:00:00 GMT", 1)
	w.serve("news.example/rss", feed)
	w.once(feedURL)
	if len(w.sink.reports) != 2 || w.sink.reports[0].Published.EDTF != "" || w.sink.reports[1].Published.EDTF != "2026-03-03T01:00:00+09:00" {
		t.Errorf("%+v", w.sink.reports)
	}
}

// Ten thousand items are read at once; of their pages, MaxPages a poll.
func TestManyItems(t *testing.T) {
	w := newWorld(t)
	items := make([]string, 10_000)
	for i := range items {
		items[i] = fmt.Sprintf("%d|http://news.example/%d|Item %d|Text of item %d.", i, i, i, i)
	}
	w.options.NoPages = true
	w.serve("news.example/rss", rss(items...))
	w.once(feedURL)
	if len(w.sink.reports) != 10_000 || w.sink.reports[0].Text != "Text of item 9999." {
		t.Fatalf("%d reports", len(w.sink.reports))
	}
	w.options.NoPages, w.options.MaxPages = false, 3
	w.serve("other.example/rss", rss(items[:8]...), `ETag: "x"`)
	for i, want := range []int{5, 2, 0} {
		asked, _ := w.once("http://other.example/rss")
		last := w.notices[len(w.notices)-1]
		if last.Left != want || len(asked) != min(4, 3+1-max(0, i-1)) || (w.feed("http://other.example/rss").ETag == "") != (want > 0) {
			t.Errorf("poll %d: %q, %d left", i, asked, last.Left)
		}
	}
}

// A report that cannot be stored is handed on again, and the feed is read again for it.
func TestSinkFails(t *testing.T) {
	w := newWorld(t)
	w.options.NoPages = true
	w.serve("news.example/rss", rss("2||B|Two.", "1||A|One."), `ETag: "1"`)
	full := errors.New("the disk is full")
	w.sink.fail = func(r report.Report) error {
		if r.Text == "One." {
			return full
		}
		return nil
	}
	_, said := w.once(feedURL)
	w.want("said", said, "problem 1: storing 1: the disk is full", "new 2")
	if st := w.feed(feedURL); st.ETag != "" || st.Failures != 1 {
		t.Errorf("%+v", st)
	}
	w.sink.fail = nil
	_, said = w.once(feedURL)
	w.want("said", said, "new 1")
	w.want("texts", w.sink.texts(), "Two.", "One.")
}
