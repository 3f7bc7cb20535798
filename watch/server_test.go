package watch

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"chancery/report"
)

func gzipped(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	fmt.Fprint(z, s)
	z.Close()
	return b.String()
}

// What servers send in the stead of a feed, or around one.
func TestAnswers(t *testing.T) {
	one := rss("1||A|One.")
	for name, test := range map[string]struct {
		serve http.HandlerFunc
		texts string
		says  string
	}{
		"gzip": {func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Encoding", "gzip")
			fmt.Fprint(rw, gzipped(one))
		}, "One.", ""},
		"plain, labelled gzip": {func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Encoding", "gzip")
			fmt.Fprint(rw, one)
		}, "One.", ""},
		"gzip, not labelled": {func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprint(rw, gzipped(one)) }, "One.", ""},
		"gzip of gzip": {func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Encoding", "gzip")
			fmt.Fprint(rw, gzipped(gzipped(one)))
		}, "One.", ""},
		"a bomb": {func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprint(rw, gzipped(strings.Repeat(" ", 50<<20))) }, "", "too large: the limit is 1000000 bytes"},
		"a bomb behind an item": {func(rw http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(rw, gzipped(strings.TrimSuffix(one, "</channel></rss>")+strings.Repeat(" ", 50<<20)))
		}, "One.", "too large"},
		"an encoding not asked for": {func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Encoding", "br")
			fmt.Fprint(rw, "x")
		}, "", "content encoding not read: br"},
		"a page with status 200": {func(rw http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(rw, "<!DOCTYPE html><title>Error</title><p>Sorry.")
		}, "", `not a feed: a web page, "Error"`},
		"nothing": {func(rw http.ResponseWriter, _ *http.Request) {}, "", "no text"},
		"cut off by its length": {func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Length", "9999")
			fmt.Fprint(rw, strings.TrimSuffix(one, "</channel></rss>"))
		}, "One.", "the answer breaks off"},
		"cut off in the midst": {func(rw http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(rw, strings.TrimSuffix(rss("2||B|Two.", "1||A|One."), "</item></channel></rss>"))
		}, "Two.", "line 1: the feed breaks off in the midst of item 2"},
		"cut off gzip":                 {func(rw http.ResponseWriter, _ *http.Request) { z := gzipped(one); fmt.Fprint(rw, z[:len(z)-10]) }, "One.", "the answer breaks off"},
		"a connection that is dropped": {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "", "EOF"},
		"never-ending": {func(rw http.ResponseWriter, _ *http.Request) {
			endless(rw, rss("1||A|One.")[:120], "<item><title>The talks go on</title>")
		}, "The talks go on", "too large"},
		"500": {func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(500) }, "", "unexpected status: 500 Internal Server Error"},
		"404": {http.NotFound, "", "unexpected status: 404 Not Found"},
		"300": {func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(300) }, "", "unexpected status: 300"},
		"204": {func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(204) }, "", "unexpected status: 204 No Content"},
		"Windows-1252, said to be UTF": {func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Type", "text/xml; charset=utf-8")
			fmt.Fprint(rw, strings.Replace(one, "One.", "\x93One\x94.", 1))
		}, "“One”.", ""},
		"UTF-8, said to be Latin": {func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Type", "text/xml; charset=iso-8859-1")
			fmt.Fprint(rw, strings.Replace(one, "One.", "“One”.", 1))
		}, "“One”.", ""},
		"headers without end": {func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("X", strings.Repeat("x", 2<<20))
			fmt.Fprint(rw, one)
		}, "", "exceeded"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.options.NoPages, w.options.MaxBytes = true, 1_000_000
			w.handle("news.example/rss", test.serve)
			_, said := w.once(feedURL)
			problem := ""
			for _, s := range said {
				if strings.HasPrefix(s, "problem") {
					problem = s
				}
			}
			if !strings.Contains(problem, test.says) || (problem == "") != (test.says == "") {
				t.Errorf("said %q", said)
			}
			if got := w.sink.texts(); test.texts != "" && (len(got) == 0 || got[len(got)-1] != test.texts) || test.texts == "" && len(got) > 0 {
				t.Errorf("stored %.100q", got)
			}
			if st := w.feed(feedURL); (st.Failures > 0) != (test.texts == "") || (st.Reason == "") != (test.says == "") || test.says != "" && st.ETag+st.Body != "" {
				t.Errorf("%+v", st)
			}
		})
	}
}

// endless writes until nobody listens.
func endless(rw http.ResponseWriter, head, body string) {
	fmt.Fprint(rw, head)
	for {
		if _, err := fmt.Fprint(rw, body); err != nil {
			return
		}
	}
}

// A body that drips is given up when its time is over; what came whole is kept.
func TestDrip(t *testing.T) {
	w := newWorld(t)
	w.options.NoPages, w.options.Timeout = true, time.Second
	w.handle("news.example/rss", func(rw http.ResponseWriter, r *http.Request) {
		fmt.Fprint(rw, strings.TrimSuffix(rss("1||A|One."), "</channel></rss>"))
		for {
			fmt.Fprint(rw, " ")
			rw.(http.Flusher).Flush()
			select {
			case <-r.Context().Done():
				return
			case <-time.After(10 * time.Millisecond):
			}
		}
	})
	_, said := w.once(feedURL)
	w.want("said", said, "new 1", "problem: no answer in time: 1s")
}

func TestRedirects(t *testing.T) {
	w := newWorld(t)
	w.options.NoPages = true
	w.status("news.example/rss", 301, "Location: http://new.example/rss")
	w.status("new.example/rss", 308, "Location: /feed")
	w.status("new.example/feed", 302, "Location: http://cdn.example/today")
	w.serve("cdn.example/today", rss("1||A|One."))
	asked, said := w.once(feedURL)
	w.want("asked", asked, "news.example/rss", "new.example/rss", "new.example/feed", "cdn.example/today")
	w.want("said", said, "moved to http://new.example/feed", "new 1")
	// Remembered as far as it was permanent.
	asked, said = w.once(feedURL)
	w.want("asked", asked, "new.example/feed", "cdn.example/today")
	w.want("said", said)
	// Not for ever: where the new address fails, the old one is asked again.
	w.status("cdn.example/today", 500)
	w.options.Retry = true
	for range heldFailures {
		w.once(feedURL)
	}
	w.serve("news.example/rss", rss("1||A|One."))
	asked, _ = w.once(feedURL)
	w.want("asked", asked, "news.example/rss")

	// A permanent redirect to a page is no new address of the feed.
	w.status("portal.example/rss", 301, "Location: /login")
	w.serve("portal.example/login", "<html><title>Log in</title></html>")
	w.once("http://portal.example/rss")
	if st := w.feed("http://portal.example/rss"); st.Address != "" || st.Failures != 1 {
		t.Errorf("%+v", st)
	}
	for path, test := range map[string]struct{ to, says string }{
		"/loop":  {"/loop", "bad redirect: in a circle"},
		"/file":  {"file:///etc/passwd", "bad redirect: to file:///etc/passwd"},
		"/empty": {"", "bad redirect: to no address"},
	} {
		w.status("bad.example"+path, 302, "Location: "+test.to)
		_, said := w.once("http://bad.example" + path)
		w.want(path, said, "problem: "+test.says)
	}
	for i := range 20 {
		w.status(fmt.Sprintf("bad.example/%d", i), 302, fmt.Sprintf("Location: /%d", i+1))
	}
	_, said = w.once("http://bad.example/0")
	w.want("a long way", said, "problem: bad redirect: more than 10 of them")
}

// Private networks are refused for the feed, behind its redirects and for its pages.
func TestPrivateAddresses(t *testing.T) {
	inside := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		t.Errorf("%s was asked for", r.URL)
		fmt.Fprint(rw, rss("1||A|Secret."))
	}))
	defer inside.Close()
	var state Memory
	var sink shelf
	var errs []error
	o := Options{State: &state, Sink: &sink, Now: func() time.Time { return morning }, HostDelay: -1, Notify: func(n Notice) {
		if n.Err != nil {
			errs = append(errs, n.Err)
		}
		if n.Note != nil {
			errs = append(errs, n.Note)
		}
	}}
	if err := New(o).Once(context.Background(), []Feed{{URL: inside.URL + "/rss"}, {URL: strings.Replace(inside.URL, "127.0.0.1", "localhost", 1) + "/rss"}}); err != nil {
		t.Fatal(err)
	}
	// A public host, played by a transport, that redirects into the network and whose articles lie in it.
	real := report.Transport(false)
	defer real.CloseIdleConnections()
	o.transport = roundTrip(func(r *http.Request) (*http.Response, error) {
		rec := httptest.NewRecorder()
		switch r.URL.String() {
		case "http://public.example/to":
			http.Redirect(rec, r, inside.URL+"/rss", http.StatusFound)
		case "http://public.example/rss":
			fmt.Fprint(rec, rss("1|"+inside.URL+"/a|A|Teaser of one.", "2|http://public.example/b|B|Teaser of two."))
		case "http://public.example/b":
			http.Redirect(rec, r, inside.URL+"/b", http.StatusFound)
		case "http://public.example/robots.txt":
			http.NotFound(rec, r)
		default:
			return real.RoundTrip(r)
		}
		return rec.Result(), nil
	})
	if err := New(o).Once(context.Background(), []Feed{{URL: "http://public.example/to"}, {URL: "http://public.example/rss"}}); err != nil {
		t.Fatal(err)
	}
	if len(errs) != 5 {
		t.Fatalf("%v", errs)
	}
	for _, err := range errs {
		if !errors.Is(err, report.ErrPrivateAddress) {
			t.Error(err)
		}
	}
	if got := strings.Join(sink.texts(), " "); got != "Teaser of two. Teaser of one." {
		t.Errorf("%q", got)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestRetryAfter(t *testing.T) {
	w := newWorld(t)
	w.options.NoPages = true
	for name, test := range map[string]struct {
		code   int
		header string
		want   time.Duration
	}{
		"seconds":       {429, "Retry-After: 7200", 2 * time.Hour},
		"date":          {503, "Retry-After: " + morning.Add(3*time.Hour).Format(http.TimeFormat), 3 * time.Hour},
		"date gone by":  {503, "Retry-After: " + morning.Add(-3*time.Hour).Format(http.TimeFormat), 0},
		"far too long":  {429, "Retry-After: 999999999", 7 * 24 * time.Hour},
		"nonsense":      {503, "Retry-After: soon", 0},
		"without":       {429, "X: y", 0},
		"a busy server": {503, "Retry-After: 1", time.Second},
	} {
		url := "http://" + strings.ReplaceAll(name, " ", "-") + ".example/rss"
		w.clock.now = morning
		w.status(strings.TrimPrefix(url, "http://"), test.code, test.header)
		w.once(url)
		st := w.feed(url)
		if held := max(0, st.HeldUntil.Sub(morning)); held != test.want || st.Next.Before(morning.Add(max(test.want, DefaultInterval))) || st.Failures != 1 {
			t.Errorf("%s: held for %v, next in %v", name, held, st.Next.Sub(morning))
		}
	}
	// Not even Once asks before; and the other feeds of the host wait with it.
	w.clock.now = morning
	asked, said := w.once("http://seconds.example/rss")
	w.want("asked", asked)
	w.want("said", said, "problem: held back until 2026-03-02 11:00:00 UTC: unexpected status: 429 Too Many Requests")
	w.status("busy.example/1", 429, "Retry-After: 600")
	w.serve("busy.example/2", rss("1||A|One."))
	w.options.Workers = 1
	asked, said = w.once("http://busy.example/1", "http://busy.example/2")
	w.want("asked", asked, "busy.example/1")
	w.want("said", said, "problem: unexpected status: 429 Too Many Requests", "problem: held back: busy.example asked not to be asked before 2026-03-02T09:10:00Z")
	if st := w.feed("http://busy.example/2"); st.Failures != 0 || !st.Next.Equal(morning.Add(10*time.Minute)) {
		t.Errorf("%+v", st)
	}
	w.clock.now = morning.Add(time.Hour)
	_, said = w.once("http://busy.example/2")
	w.want("said", said, "new 1")
	w.options.Retry = true
	if asked, _ = w.once("http://seconds.example/rss"); len(asked) != 1 {
		t.Error("Retry does not ask")
	}
}

func TestBackOff(t *testing.T) {
	w := newWorld(t)
	w.options.Retry = true
	w.status("news.example/rss", 500)
	var last time.Duration
	for i := range 12 {
		w.clock.now = morning
		w.once(feedURL)
		st := w.feed(feedURL)
		wait := st.Next.Sub(morning)
		least := min(DefaultInterval<<i, maxWait)
		if wait < least || wait > least+least/10 || wait < last && last < maxWait {
			t.Errorf("after %d failures: %v", i+1, wait)
		}
		last = wait
	}
	// Up again: as if nothing had been.
	w.options.NoPages = true
	w.serve("news.example/rss", rss("1||A|One."))
	_, said := w.once(feedURL)
	w.want("said", said, "new 1")
	if st := w.feed(feedURL); st.Failures != 0 || st.Reason != "" || st.Next.Sub(morning) > 2*DefaultInterval {
		t.Errorf("%+v", st)
	}
}

func TestGone(t *testing.T) {
	w := newWorld(t)
	w.status("news.example/rss", 410)
	_, said := w.once(feedURL)
	w.want("said", said, "problem: gone for good")
	asked, said := w.once(feedURL)
	w.want("asked", asked)
	w.want("said", said, "problem: gone for good")
	if err := w.watcher().Run(context.Background(), []Feed{{URL: feedURL}}); err != nil {
		t.Error(err)
	}
	w.options.Retry, w.options.NoPages = true, true
	w.serve("news.example/rss", rss("1||A|One."))
	_, said = w.once(feedURL)
	w.want("said", said, "new 1")
	if w.feed(feedURL).Gone {
		t.Error("still gone")
	}
}

// Each host is asked with a pause between, however many feeds and pages it has.
func TestManners(t *testing.T) {
	w := newWorld(t)
	var times []time.Time
	under := 0
	for _, name := range []string{"news.example/1", "news.example/2", "news.example/a", "news.example/b", "news.example/c"} {
		body := article("A", "They met.")
		switch name {
		case "news.example/1":
			body = rss("1|http://news.example/a|A|x", "2|http://news.example/b|B|y")
		case "news.example/2":
			body = rss("3|http://news.example/c|C|z")
		}
		w.handle(name, func(rw http.ResponseWriter, _ *http.Request) {
			w.mu.Lock()
			times = append(times, w.clock.Now())
			under++
			if under > 1 {
				t.Error("two requests at once")
			}
			w.mu.Unlock()
			time.Sleep(5 * time.Millisecond)
			fmt.Fprint(rw, body)
			w.mu.Lock()
			under--
			w.mu.Unlock()
		})
	}
	w.serve("news.example/robots.txt", "User-agent: chancery\nCrawl-delay: 7\n")
	w.once("http://news.example/1", "http://news.example/2")
	if len(times) != 5 {
		t.Fatalf("%v", times)
	}
	for i := 1; i < len(times); i++ {
		if times[i].Sub(times[i-1]) < DefaultHostDelay {
			t.Errorf("%v", times)
		}
	}
	if last := times[4].Sub(times[3]); last < 7*time.Second {
		t.Errorf("Crawl-delay: %v", last)
	}
}

func TestRobots(t *testing.T) {
	w := newWorld(t)
	w.serve("news.example/robots.txt", "User-agent: *\nDisallow: /a\nAllow: /a/free\n")
	w.status("broken.example/robots.txt", 503)
	w.serve("open.example/x", article("X", "It is open."))
	for _, name := range []string{"news.example/a/free", "news.example/b"} {
		w.serve(name, article("X", "It is allowed."))
	}
	w.status("news.example/b", 302, "Location: /a/hidden")
	items := []string{"1|http://news.example/a/closed|A|1.", "2|http://news.example/a/free|B|2.", "3|http://broken.example/x|C|3.", "4|http://open.example/x|D|4.", "5|http://news.example/b|E|5."}
	w.serve("news.example/rss", rss(items...))
	asked, said := w.once(feedURL)
	w.want("asked", asked, "news.example/rss", "news.example/robots.txt", "news.example/b", "open.example/x", "broken.example/robots.txt", "news.example/a/free")
	w.want("said", said, "new http://news.example/b (not allowed by robots.txt)", "new http://open.example/x", "new http://broken.example/x (its robots.txt cannot be had)",
		"new http://news.example/a/free", "new http://news.example/a/closed (not allowed by robots.txt)")
	// It is believed for a day, by the next process too; one that could not be had for an hour.
	w.clock.now = morning.Add(2 * time.Hour)
	w.serve("news.example/rss", rss(append([]string{"6|http://news.example/a/more|F|6."}, items...)...))
	w.serve("broken.example/robots.txt", "")
	w.serve("broken.example/x", article("C", "It is up again."))
	asked, said = w.once(feedURL)
	w.want("asked", asked, "news.example/rss", "broken.example/robots.txt", "broken.example/x")
	w.want("said", said, "changed http://broken.example/x", "new http://news.example/a/more (not allowed by robots.txt)")
	w.clock.now = morning.Add(25 * time.Hour)
	w.status("news.example/robots.txt", 404)
	w.serve("news.example/a/last", article("G", "It is allowed now."))
	w.serve("news.example/rss", rss("7|http://news.example/a/last|G|7."))
	_, said = w.once(feedURL)
	w.want("said", said, "new http://news.example/a/last")
	// Down after a day: what it said last holds.
	w.clock.now = morning.Add(60 * time.Hour)
	w.status("news.example/robots.txt", 500)
	w.serve("news.example/a/later", article("H", "It is still allowed."))
	w.serve("news.example/rss", rss("8|http://news.example/a/later|H|8."))
	_, said = w.once(feedURL)
	w.want("said", said, "new http://news.example/a/later")
}
