package watch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"chancery/report"
)

// stepped is a clock that goes on when the test says so.
type stepped struct {
	mu      sync.Mutex
	changed *sync.Cond
	now     time.Time
	sleeps  []time.Time // when those who sleep want to wake
}

func newStepped() *stepped {
	c := &stepped{now: morning}
	c.changed = sync.NewCond(&c.mu)
	return c
}

func (c *stepped) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *stepped) Sleep(ctx context.Context, d time.Duration) error {
	stop := context.AfterFunc(ctx, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.changed.Broadcast()
	})
	defer stop()
	c.mu.Lock()
	defer c.mu.Unlock()
	until := c.now.Add(d)
	c.sleeps = append(c.sleeps, until)
	c.changed.Broadcast()
	for c.now.Before(until) && ctx.Err() == nil {
		c.changed.Wait()
	}
	c.sleeps = slices.DeleteFunc(c.sleeps, func(t time.Time) bool { return t.Equal(until) })
	return ctx.Err()
}

// next waits until n sleep and wakes the one that wants to wake first.
func (c *stepped) next(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(c.sleeps) < n {
		c.changed.Wait()
	}
	c.now = slices.MinFunc(c.sleeps, time.Time.Compare)
	c.sleeps = slices.DeleteFunc(c.sleeps, func(t time.Time) bool { return !t.After(c.now) })
	c.changed.Broadcast()
}

// A feed is polled in its rhythm, which slows down without news and quickens with them; the server goes down and
// comes up again.
func TestRun(t *testing.T) {
	w := newWorld(t)
	c := newStepped()
	w.options.Now, w.options.Sleep, w.options.NoPages, w.options.HostDelay = c.Now, c.Sleep, true, -1
	polls := make(chan time.Time, 1)
	n := 0
	w.handle("news.example/rss", func(rw http.ResponseWriter, _ *http.Request) {
		polls <- c.Now()
		switch n++; {
		case n == 8 || n == 9:
			rw.WriteHeader(502)
		case n > 10:
			fmt.Fprint(rw, rss(fmt.Sprintf("%d||A|Item %d.", n, n))) // news each time
		default:
			fmt.Fprint(rw, rss("1||A|One."))
		}
	})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	watcher := w.watcher()
	go func() { done <- watcher.Run(ctx, []Feed{{URL: feedURL}, {URL: feedURL}}) }()
	// Half as long again each time, up to two hours; when it fails 15 minutes, then 30; then up again; then news.
	last := <-polls
	for i, want := range []float64{15, 22.5, 33.75, 50.625, 75.9375, 113.90625, 120, 15, 30, 120, 60, 30, 15, 15} {
		c.next(1)
		at := <-polls
		if got := at.Sub(last).Minutes(); got < want-0.1 || got > 1.1*want {
			t.Errorf("poll %d after %v minutes, want %v and up to a tenth more", i+1, got, want)
		}
		last = at
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("Run ends with %v", err)
	}
	if len(w.sink.reports) < 4 {
		t.Errorf("%d reports", len(w.sink.reports))
	}
}

// The end comes quickly in the midst of a fetch, nothing is stored by half, and the next process goes on.
func TestStopInTheMidst(t *testing.T) {
	for _, hanging := range []string{"news.example/rss", "news.example/b", "news.example/robots.txt"} {
		w := newWorld(t)
		feed := rss("2|http://news.example/b|Envoy arrives|She came.", "1|http://news.example/a|Ministers meet|They met.")
		w.serve("news.example/rss", feed, `ETag: "1"`)
		w.serve("news.example/a", article("Ministers meet", "They met in Oslo."))
		w.serve("news.example/b", article("Envoy arrives", "She came to Oslo."))
		was := w.handlers[hanging]
		reached := make(chan bool)
		w.handle(hanging, func(_ http.ResponseWriter, r *http.Request) {
			close(reached)
			<-r.Context().Done()
		})
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan error)
		watcher := w.watcher()
		go func() { done <- watcher.Run(ctx, []Feed{{URL: feedURL}}) }()
		<-reached
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", hanging, err)
		}
		for _, s := range w.said() {
			if strings.HasPrefix(s, "problem") {
				t.Errorf("%s: an end is no problem: %s", hanging, s)
			}
		}
		if st := w.feed(feedURL); st.ETag != "" || st.Failures != 0 || !st.Polled.IsZero() {
			t.Errorf("%s: %+v", hanging, st)
		}
		stored := len(w.sink.reports)
		if hanging != "news.example/b" && stored > 0 || stored > 1 {
			t.Errorf("%s: %q", hanging, w.sink.texts())
		}
		w.mu.Lock()
		delete(w.handlers, hanging)
		w.mu.Unlock()
		if was != nil {
			w.handle(hanging, was)
		}
		w.once(feedURL)
		w.want(hanging, w.sink.texts(), "Ministers meet\n\nThey met in Oslo.\n\n"+rest, "Envoy arrives\n\nShe came to Oslo.\n\n"+rest)
	}
}

// A Store that is under way when the end comes is not counted as done unless it was.
func TestStopWhileStoring(t *testing.T) {
	w := newWorld(t)
	w.options.NoPages = true
	w.serve("news.example/rss", rss("2||B|Two.", "1||A|One."))
	ctx, cancel := context.WithCancel(context.Background())
	w.sink.fail = func(report.Report) error {
		cancel()
		return fmt.Errorf("adding: %w", ctx.Err())
	}
	if err := w.watcher().Once(ctx, []Feed{{URL: feedURL}}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if said := w.said(); len(said) > 0 {
		t.Errorf("%q", said)
	}
	w.sink.fail = nil
	w.once(feedURL)
	w.want("texts", w.sink.texts(), "One.", "Two.")
}

// A new process keeps to what the last one planned.
func TestRestart(t *testing.T) {
	w := newWorld(t)
	c := newStepped()
	w.options.Now, w.options.Sleep, w.options.NoPages, w.options.HostDelay = c.Now, c.Sleep, true, -1
	w.serve("news.example/rss", rss("1||A|One."))
	w.once(feedURL)
	due := w.feed(feedURL).Next
	w.asked = nil
	polled := make(chan time.Time, 1)
	w.handle("news.example/rss", func(rw http.ResponseWriter, _ *http.Request) {
		polled <- c.Now()
		fmt.Fprint(rw, rss("2||B|Two.", "1||A|One."))
	})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	watcher := w.watcher()
	go func() { done <- watcher.Run(ctx, []Feed{{URL: feedURL}}) }()
	c.next(1)
	if at := <-polled; !at.Equal(due) {
		t.Errorf("polled at %v, due at %v", at, due)
	}
	c.next(1) // it sleeps again: the poll has ended
	cancel()
	<-done
	w.want("texts", w.sink.texts(), "One.", "Two.")
}

// brokenState is a State that cannot be written.
type brokenState struct{ Memory }

var errState = errors.New("the record is closed")

func (*brokenState) SaveItem(context.Context, string, Seen) error { return errState }

func TestStateFails(t *testing.T) {
	w := newWorld(t)
	w.options.NoPages = true
	w.state = &brokenState{}
	w.serve("news.example/rss", rss("2||B|Two.", "1||A|One."))
	if err := w.watcher().Once(context.Background(), []Feed{{URL: feedURL}, {URL: "http://other.example/rss"}}); !errors.Is(err, errState) {
		t.Error(err)
	}
	if err := w.watcher().Run(context.Background(), []Feed{{URL: feedURL}, {URL: "http://other.example/rss"}}); !errors.Is(err, errState) {
		t.Error(err)
	}
}

// What many feeds give comes in the order of the feeds, whatever the number of workers and the time they take.
func TestOnceIsInOrder(t *testing.T) {
	var first []string
	for _, workers := range []int{1, 3, 16} {
		w := newWorld(t)
		w.options.NoPages, w.options.Workers = true, workers
		var feeds []string
		for i := range 20 {
			name := fmt.Sprintf("host%d.example/rss", i)
			feeds = append(feeds, "http://"+name)
			items := make([]string, 10)
			for k := range items {
				items[k] = fmt.Sprintf("%d||A|Item %d of feed %d.", k, k, i)
			}
			w.handle(name, func(rw http.ResponseWriter, _ *http.Request) {
				time.Sleep(time.Duration((i*7)%5) * time.Millisecond)
				if i == 7 {
					rw.WriteHeader(500)
					return
				}
				fmt.Fprint(rw, rss(items...))
			})
		}
		_, said := w.once(feeds...)
		if first == nil {
			first = said
		}
		if !slices.Equal(said, first) || len(w.sink.reports) != 190 {
			t.Errorf("%d workers: %d reports in another order", workers, len(w.sink.reports))
		}
	}
}

func TestSchedule(t *testing.T) {
	for _, test := range []struct {
		name   string
		header []string
		extra  string
		want   time.Duration // at least, and at most a tenth more
	}{
		{"nothing said", nil, "", 15 * time.Minute},
		{"fresh for an hour", []string{"Cache-Control: public, max-age=3600"}, "", time.Hour},
		{"an hour, of which half is over", []string{"Cache-Control: max-age=3600", "Age: 1800"}, "", 30 * time.Minute},
		{"fresh for a year", []string{"Cache-Control: max-age=31536000"}, "", maxHint},
		{"not to be kept", []string{"Cache-Control: max-age=3600, no-cache"}, "", 15 * time.Minute},
		{"expires", []string{"Expires: " + morning.Add(2*time.Hour).Format(http.TimeFormat)}, "", 2 * time.Hour},
		{"max-age before expires", []string{"Cache-Control: max-age=60", "Expires: " + morning.Add(2*time.Hour).Format(http.TimeFormat)}, "", 15 * time.Minute},
		{"expires nowhere", []string{"Expires: 0"}, "", 15 * time.Minute},
		{"ttl", nil, "<ttl>45</ttl>", 45 * time.Minute},
		{"a ttl of years", nil, "<ttl>99999999</ttl>", maxHint},
		{"hours to skip", nil, "<skipHours><hour>9</hour><hour>10</hour></skipHours>", 2 * time.Hour},
		{"days to skip", nil, "<skipDays><day>Monday</day></skipDays>", 15 * time.Hour},
		{"all hours to skip", nil, "<skipDays><day>Monday</day><day>Tuesday</day><day>Wednesday</day><day>Thursday</day><day>Friday</day><day>Saturday</day><day>Sunday</day></skipDays>", 15 * time.Minute},
	} {
		w := newWorld(t)
		w.options.NoPages = true
		body := strings.Replace(rss("1||A|One."), "<item>", test.extra+"<item>", 1)
		w.serve("news.example/rss", body, test.header...)
		w.once(feedURL)
		if wait := w.feed(feedURL).Next.Sub(morning); wait < test.want || wait > test.want+test.want/10 {
			t.Errorf("%s: %v, want %v", test.name, wait, test.want)
		}
		// What the feed itself says holds when it answers that nothing has changed.
		if strings.Contains(test.extra, "skip") {
			w.once(feedURL)
			if wait := w.feed(feedURL).Next.Sub(morning); wait < test.want {
				t.Errorf("%s, unmodified: %v", test.name, wait)
			}
		}
	}
}

// Items that a feed has long dropped are forgotten, the others never.
func TestForgetting(t *testing.T) {
	w := newWorld(t)
	w.options.NoPages = true
	w.serve("news.example/rss", rss("2||B|Two.", "1||A|One."))
	w.once(feedURL)
	w.clock.now = morning.Add(seenFor + time.Hour)
	w.serve("news.example/rss", rss("3||C|Three.", "2||B|Two."))
	w.once(feedURL)
	items, err := w.state.Items(context.Background(), feedURL)
	if err != nil || len(items) != 2 || items[0].ID != "2" || items[1].ID != "3" {
		t.Errorf("%+v, %v", items, err)
	}
	w.want("texts", w.sink.texts(), "One.", "Two.", "Three.")
}

// A clock that was wrong once, years ahead, does not keep a feed from being asked.
func TestClockGoesBack(t *testing.T) {
	w := newWorld(t)
	w.options.NoPages = true
	w.clock.now = morning.AddDate(5, 0, 0)
	w.status("news.example/rss", 429, "Retry-After: 7200")
	w.once(feedURL)
	w.clock.now = morning
	w.serve("news.example/rss", rss("1||A|One."))
	_, said := w.once(feedURL)
	w.want("said", said, "new 1")
	if st := w.feed(feedURL); !st.Polled.Equal(morning) || st.Next.Sub(morning) > time.Hour {
		t.Errorf("%+v", st)
	}
}

// A poll does not go on for ever where the pauses are long; what is left comes with the next.
func TestLongPauses(t *testing.T) {
	w := newWorld(t)
	w.serve("news.example/robots.txt", "User-agent: *\nCrawl-delay: 60\n")
	items := make([]string, 30)
	for i := range items {
		items[i] = fmt.Sprintf("%d|http://news.example/%d|Item %d|Text of item %d.", i, i, i, i)
	}
	w.serve("news.example/rss", rss(items...))
	w.once(feedURL)
	first := len(w.sink.reports)
	if last := w.notices[len(w.notices)-1]; first < 10 || first > 12 || last.Left != 30-first {
		t.Errorf("%d reports, %d left", first, last.Left)
	}
	w.once(feedURL)
	w.once(feedURL)
	if len(w.sink.reports) != 30 {
		t.Errorf("%d reports in the end", len(w.sink.reports))
	}
}

// A feed behind a name and a password; they are not handed on to other hosts.
func TestPasswords(t *testing.T) {
	w := newWorld(t)
	w.options.NoPages = true
	w.status("news.example/rss", 302, "Location: /real")
	w.status("news.example/real", 302, "Location: http://other.example/rss")
	w.serve("other.example/rss", rss("1||A|One."))
	w.once("http://us:secret@news.example/rss")
	var got []string
	for _, h := range w.headers {
		got = append(got, h.Get("Authorization"))
	}
	w.want("authorization", got, "Basic dXM6c2VjcmV0", "Basic dXM6c2VjcmV0", "")
}
