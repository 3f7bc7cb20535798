package watch

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"chancery/reading"
	"chancery/record"
	"chancery/report"
)

func openRecord(t *testing.T, path string) *record.Record {
	t.Helper()
	r, err := record.Open(t.Context(), path, record.Options{Now: func() time.Time { return morning }})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Every State gives back what it was given.
func TestStates(t *testing.T) {
	r := openRecord(t, filepath.Join(t.TempDir(), "record.db"))
	defer r.Close()
	for name, state := range map[string]State{"Memory": &Memory{}, "Recorded": Recorded{r}} {
		ctx := t.Context()
		check := func(what string, got, want any, err error) {
			t.Helper()
			if d := cmp.Diff(want, got); err != nil || d != "" {
				t.Errorf("%s: %s: %v %s", name, what, err, d)
			}
		}
		f, err := state.Feed(ctx, feedURL)
		check("an unknown feed", f, FeedState{URL: feedURL}, err)
		whole := FeedState{URL: feedURL, Outlet: "o", Address: "a", Title: "t", ETag: `"e"`, LastModified: "l", Body: "b", MinutesToLive: 1, SkipHours: 2, SkipDays: 3,
			Polled: morning, Succeeded: morning.Add(1e9), Next: morning.Add(2e9), HeldUntil: morning.Add(3e9), Interval: time.Hour, Failures: 4, Reason: "r", Gone: true}
		other := FeedState{URL: "http://a.example/rss"}
		for _, f := range []FeedState{{URL: feedURL, Title: "older"}, whole, other} {
			if err := state.SaveFeed(ctx, f); err != nil {
				t.Fatal(err)
			}
		}
		f, err = state.Feed(ctx, feedURL)
		check("a feed", f, whole, err)
		all, err := state.Feeds(ctx)
		check("feeds", all, []FeedState{other, whole}, err)
		items := []Seen{{Key: "1", ID: "i", URL: "u", Title: "t", Hash: "h", Updated: "2026", Report: "r", Text: "x", At: morning, Tries: 1, Page: true, Idle: 2}, {Key: "2"}, {Key: "3"}}
		for _, s := range []Seen{items[2], {Key: "1"}, items[1], items[0]} {
			if err := state.SaveItem(ctx, feedURL, s); err != nil {
				t.Fatal(err)
			}
		}
		if err := state.ForgetItems(ctx, feedURL, []string{"3", "none"}); err != nil {
			t.Fatal(err)
		}
		got, err := state.Items(ctx, feedURL)
		check("items", got, items[:2], err)
		got, err = state.Items(ctx, other.URL)
		check("no items", len(got), 0, err)
		_, ok, err := state.Robots(ctx, "http://news.example")
		check("no robots", ok, false, err)
		robots := Robots{"http://news.example", morning, true, "User-agent: *\n"}
		check("saving robots", nil, nil, state.SaveRobots(ctx, robots))
		back, ok, err := state.Robots(ctx, "http://news.example")
		check("robots", back, robots, err)
		check("known robots", ok, true, nil)
	}
	if known, err := (Recorded{r}).ForgetFeed(t.Context(), feedURL); err != nil || !known {
		t.Error(known, err)
	}
	if items, err := (Recorded{r}).Items(t.Context(), feedURL); err != nil || len(items) != 0 {
		t.Error(items, err)
	}
	if known, err := (Recorded{r}).ForgetFeed(t.Context(), feedURL); err != nil || known {
		t.Error(known, err)
	}
}

// recordSink puts reports into a record as they are, without reading them.
type recordSink struct {
	record   *record.Record
	outcomes []record.Outcome
}

func (s *recordSink) Store(ctx context.Context, r report.Report) error {
	stored, err := s.record.Add(ctx, "watch", "", []record.Item{{Reading: reading.Reading{Report: r}, Source: r.Origin}})
	if err != nil {
		return err
	}
	s.outcomes = append(s.outcomes, stored[0].Outcome)
	return nil
}

// An article keeps its identity while it changes: first the teaser because the page cannot be had, then the page,
// then the page with more in it; each supersedes the one before. All of it survives the end of the process.
func TestArticlesAreRevised(t *testing.T) {
	w := newWorld(t)
	path := filepath.Join(t.TempDir(), "record.db")
	sink := &recordSink{}
	poll := func(feed string) {
		t.Helper()
		r := openRecord(t, path)
		defer r.Close()
		sink.record = r
		o := w.options
		o.State, o.Sink = Recorded{r}, sink
		o.Notify = func(n Notice) {
			if n.Err != nil {
				t.Error(n.Err)
			}
		}
		w.serve("news.example/rss", feed)
		if err := New(o).Once(t.Context(), []Feed{{URL: feedURL}}); err != nil {
			t.Fatal(err)
		}
	}
	w.status("news.example/a", 503)
	poll(rss("1|http://news.example/a|Ministers meet in Oslo|They met."))
	w.serve("news.example/a", article("Ministers meet in Oslo", "The ministers met."))
	poll(rss("1|http://news.example/a|Ministers meet in Oslo|They met.") + "\n")
	w.serve("news.example/a", article("Ministers meet in Oslo", "The ministers met and agreed."))
	poll(rss("1|http://news.example/a|Ministers meet in Oslo|They met and agreed."))
	poll(rss("1|http://news.example/a|Ministers meet in Oslo|They met and agreed.") + "\n")
	// The same address, another article: a briefing of every day.
	w.serve("news.example/a", article("Envoy leaves for home", "The envoy left."))
	poll(rss("2|http://news.example/a|Envoy leaves for home|She left."))
	if want := []record.Outcome{record.Added, record.Revised, record.Revised, record.Added}; cmp.Diff(want, sink.outcomes) != "" {
		t.Errorf("%v, want %v", sink.outcomes, want)
	}
	r := openRecord(t, path)
	defer r.Close()
	now, err := r.Now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if n, err := now.Counts(t.Context()); err != nil || n.Reports != 2 {
		t.Errorf("%+v, %v", n, err)
	}
}
