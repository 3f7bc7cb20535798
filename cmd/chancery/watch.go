package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"
	"time"
	"unicode"

	"chancery/intake"
	"chancery/record"
	"chancery/report"
	"chancery/watch"
)

// watchCommand is chancery watch.
type watchCommand struct {
	Inputs []string `arg:"" optional:"" name:"feed" help:"Addresses of feeds: RSS, Atom or JSON Feed. Without any, those that the record knows."`

	recordFlag
	Feeds        string        `placeholder:"FILE" type:"path" help:"A list of feeds: OPML, or one address a line, with the outlet behind it where it is not to be taken from the feed."`
	Once         bool          `help:"Ask each feed once and end; for cron."`
	List         bool          `help:"Show the feeds that the record knows: when they answered last, when they are due, what is wrong."`
	Forget       bool          `help:"Forget the feeds and what was seen of them. Their reports stay."`
	Interval     time.Duration `default:"15m" help:"The shortest time between two polls of a feed. Feeds without news are asked more rarely, down to an eighth as often."`
	NoPages      bool          `help:"Keep to the texts of the feeds: fetch no article."`
	Retry        bool          `help:"Ask feeds that are gone or held back after failures, too."`
	AllowPrivate bool          `help:"Fetch from private and loopback addresses too."`
	Timeout      time.Duration `default:"30s" help:"The longest that one address may take."`
	MaxBytes     int64         `default:"16777216" placeholder:"N" help:"The largest feed or page, in bytes."`
	UserAgent    string        `placeholder:"NAME" help:"What chancery calls itself to servers; its first word is what robots.txt is asked for. \"chancery\" when not given."`
	Workers      int           `default:"8" help:"Feeds asked at the same time. A host is asked one thing at a time."`
	JSON         bool          `name:"json" help:"One JSON object for each thing that happens, one a line; with --list, one a feed."`
	Verbose      bool          `short:"v" help:"A line for each poll, also when there is nothing new."`
	Codebook     string        `placeholder:"DIR" type:"path" help:"A folder laid over the shipped codebook (docs/formats/codebook.md)."`
}

// Help is the long help, with examples.
func (watchCommand) Help() string {
	return `Examples:
  chancery watch https://news.example/world.rss https://agency.example/atom.xml
  chancery watch --feeds feeds.opml --record caucasus.db --interval 30m
  chancery watch --once                 ask the feeds that the record knows, then end
  chancery watch --list
  chancery watch --forget https://news.example/world.rss

New and changed articles are fetched, read and added to the record, as chancery add does; a line tells of each, and
of each problem. Feeds that give only teasers have their pages fetched, as robots.txt allows and with a pause between
two requests to a host; a page that cannot be had leaves the feed's own text. Interrupt, or SIGTERM, ends at once:
what was printed is stored, and the next run goes on from there. docs/formats/feeds.md describes what is read.`
}

// Validate says what is wrong on the command line.
func (c *watchCommand) Validate() error {
	for _, address := range c.Inputs {
		if err := watch.CheckAddress(address); err != nil {
			return fmt.Errorf("%w; chancery add reads saved feeds", err)
		}
	}
	switch {
	case c.Interval <= 0:
		return errors.New("--interval must be longer than nothing")
	case c.List && (c.Once || c.Forget):
		return errors.New("--list only shows: leave --once and --forget out")
	case c.Forget && len(c.Inputs) == 0 && c.Feeds == "":
		return errors.New("--forget: say which feeds")
	}
	return nil
}

// Run follows the feeds.
func (c *watchCommand) Run(ctx context.Context, env Environment) (err error) {
	feeds, err := c.given()
	if err != nil {
		return err
	}
	rec, err := c.open(ctx, env, record.Options{ReadOnly: c.List})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rec.Close()) }()
	state := watch.Recorded{Record: rec}
	switch {
	case c.List:
		return c.list(ctx, env, state, feeds)
	case c.Forget:
		return c.forget(ctx, env, state, feeds)
	}
	if len(feeds) == 0 {
		known, err := state.Feeds(ctx)
		if err != nil {
			return err
		}
		for _, f := range known {
			if !f.Gone || c.Retry {
				feeds = append(feeds, watch.Feed{URL: f.URL, Outlet: f.Outlet})
			}
		}
		if len(feeds) == 0 {
			return fmt.Errorf("no feeds to follow: give their addresses, or --feeds FILE; the record at %s knows none", c.path(env))
		}
	}
	reader, err := newReader(c.Codebook)
	if err != nil {
		return err
	}
	sink := &watchSink{reader: reader, record: rec}
	told := &watchLog{env: env, json: c.JSON, verbose: c.Verbose, sink: sink, colour: (&readCommand{Colour: "auto"}).coloured(env), progress: meter{}}
	if c.Once {
		told.progress = newMeter(env, false, "asking", "feeds")
	}
	watcher := watch.New(watch.Options{
		State: state, Sink: sink, Notify: told.notice,
		Interval: c.Interval, Timeout: c.Timeout, MaxBytes: c.MaxBytes, Workers: c.Workers,
		NoPages: c.NoPages, AllowPrivate: c.AllowPrivate, Retry: c.Retry, UserAgent: c.UserAgent,
	})
	follow := watcher.Run
	if c.Once {
		follow = watcher.Once
	}
	err = follow(ctx, feeds)
	told.progress.finish()
	switch {
	case told.err != nil:
		return told.err
	case ctx.Err() != nil:
		return told.end("stopped: what was told is stored; the next run goes on from there")
	case err != nil:
		return err
	case !c.Once:
		if err := told.end("all feeds are gone"); err != nil {
			return err
		}
		return errSome
	}
	if err := told.summary(len(feeds)); err != nil {
		return err
	}
	if told.problems > 0 {
		return errSome
	}
	return nil
}

// given are the feeds of the command line and of --feeds.
func (c *watchCommand) given() ([]watch.Feed, error) {
	var feeds []watch.Feed
	for _, address := range c.Inputs {
		feeds = append(feeds, watch.Feed{URL: address})
	}
	if c.Feeds == "" {
		return feeds, nil
	}
	data, err := os.ReadFile(c.Feeds)
	if err != nil {
		return nil, fmt.Errorf("--feeds: %w", err)
	}
	listed, err := watch.ParseList(data)
	if err != nil {
		return nil, fmt.Errorf("--feeds %s: %w", c.Feeds, err)
	}
	if len(listed) == 0 {
		return nil, fmt.Errorf("--feeds %s: it lists no feed", c.Feeds)
	}
	return append(feeds, listed...), nil
}

// watchSink puts reports into the record on the way that chancery add takes.
type watchSink struct {
	reader intake.Reader
	record *record.Record
	last   intake.Result // what became of the last report
}

// Store implements watch.Sink.
func (s *watchSink) Store(ctx context.Context, r report.Report) error {
	one := func(yield func(report.Item) bool) { yield(report.NewItem(r)) }
	s.last = intake.Result{}
	_, err := intake.Run(ctx, s.reader, s.record, one, intake.Options{Workers: 1, Kind: "watch", BatchItems: 1, Stored: func(results []intake.Result) { s.last = results[0] }})
	return err
}

// watchLog prints what happens.
type watchLog struct {
	env      Environment
	json     bool
	verbose  bool
	colour   bool
	sink     *watchSink
	progress meter

	added, revised, problems int
	err                      error // of writing
}

// watchLine is what --json says of one thing that happens.
type watchLine struct {
	Time      time.Time `json:"time"`
	Kind      string    `json:"kind"` // new, changed, known, problem, moved, gone, polled
	Feed      string    `json:"feed"`
	Item      string    `json:"item,omitempty"`
	Report    string    `json:"report,omitempty"`
	Outlet    string    `json:"outlet,omitempty"`
	Title     string    `json:"title,omitempty"`
	Published string    `json:"published,omitempty"`
	Events    int       `json:"events,omitempty"`
	Joined    int       `json:"joined,omitempty"`
	Note      string    `json:"note,omitempty"`
	Error     string    `json:"error,omitempty"`
	Address   string    `json:"address,omitempty"`

	Items      int       `json:"items,omitempty"`
	New        int       `json:"new,omitempty"`
	Changed    int       `json:"changed,omitempty"`
	Left       int       `json:"left,omitempty"`
	Unmodified bool      `json:"unmodified,omitempty"`
	Failures   int       `json:"failures,omitempty"`
	Next       time.Time `json:"next,omitzero"`
}

// notice is told by the watcher; for a report right after it was stored.
func (l *watchLog) notice(n watch.Notice) {
	line := watchLine{Time: n.At, Feed: n.Feed, Item: n.Item}
	if n.Note != nil {
		line.Note = n.Note.Error()
	}
	if n.Err != nil {
		line.Error = n.Err.Error()
		if errors.Is(n.Err, report.ErrPrivateAddress) {
			line.Error += " (--allow-private fetches from there)"
		}
	}
	switch n.Kind {
	case watch.NewReport, watch.ChangedReport:
		stored := l.sink.last
		line.Report, line.Events, line.Joined = stored.Report, stored.Events, stored.Joined
		line.Outlet, line.Title, line.Published = n.Report.Outlet, n.Report.Title, n.Report.Published.EDTF
		switch stored.Outcome {
		case record.Added:
			line.Kind = "new"
			l.added++
		case record.Revised:
			line.Kind = "changed"
			l.revised++
		case record.Known:
			line.Kind = "known"
		case record.SetAside:
			line.Kind = "problem"
			l.problems++
			if stored.Err != nil {
				line.Error = stored.Err.Error()
			}
		}
	case watch.Problem:
		line.Kind = "problem"
		l.problems++
	case watch.GoneFeed:
		line.Kind = "gone"
		l.problems++
	case watch.MovedFeed:
		line.Kind, line.Address = "moved", n.Address
	case watch.PolledFeed:
		l.progress.add()
		line.Kind = "polled"
		line.Items, line.New, line.Changed, line.Left, line.Unmodified, line.Failures, line.Next = n.Items, n.New, n.Changed, n.Left, n.Unmodified, n.Failures, n.Next
		if !l.verbose && !l.json && n.Left == 0 {
			return
		}
	}
	l.progress.clear()
	if l.json {
		l.write(func(w io.Writer) error { return newEncoder(w).Encode(line) })
		return
	}
	l.write(func(w io.Writer) error {
		_, err := fmt.Fprintf(w, "%s  %s  %s\n", n.At.Format(time.RFC3339), l.coloured(line.Kind), printable(line.words()))
		return err
	})
}

// write writes unless writing has failed before.
func (l *watchLog) write(do func(io.Writer) error) {
	if l.err == nil {
		l.err = do(l.env.Stdout)
	}
}

// coloured is a kind, in colour on a terminal, filled up to the longest.
func (l *watchLog) coloured(kind string) string {
	colour := map[string]string{"new": "32", "changed": "36", "problem": "31", "gone": "31", "moved": "33"}[kind]
	if !l.colour || colour == "" {
		return fmt.Sprintf("%-7s", kind)
	}
	return fmt.Sprintf("\x1b[%sm%-7s\x1b[0m", colour, kind)
}

// words says for people what a line tells.
func (l *watchLine) words() string {
	switch l.Kind {
	case "new", "changed", "known":
		parts := []string{cmp.Or(l.Outlet, redacted(l.Feed))}
		if l.Title != "" {
			parts = append(parts, l.Title)
		}
		parts = append(parts, plural(l.Events, "event"))
		if l.Joined > 0 {
			parts = append(parts, fmt.Sprintf("%d joined", l.Joined))
		}
		if l.Item != l.Title {
			parts = append(parts, l.Item)
		}
		s := strings.Join(parts, " · ")
		if l.Note != "" {
			s += " · the feed's own text: " + l.Note
		}
		return s
	case "moved":
		return redacted(l.Feed) + " has moved to " + redacted(l.Address)
	case "polled":
		what := fmt.Sprintf("%s, %d new, %d changed", plural(l.Items, "item"), l.New, l.Changed)
		switch {
		case l.Unmodified:
			what = "as it was"
		case l.Failures > 0:
			what = "failed " + plural(l.Failures, "time") + " in a row"
		case l.Left > 0:
			what += fmt.Sprintf(", %d left for the next poll", l.Left)
		}
		return fmt.Sprintf("%s: %s; next %s", redacted(l.Feed), what, l.Next.Format(time.RFC3339))
	}
	if l.Item != "" {
		return redacted(l.Feed) + ": " + l.Item + ": " + l.Error
	}
	return redacted(l.Feed) + ": " + l.Error
}

// redacted is an address without the password that may stand in it, for people.
func redacted(address string) string {
	if u, err := url.Parse(address); err == nil && u.User != nil {
		return u.Redacted()
	}
	return address
}

// printable takes out what would steer a terminal: titles and messages come from outside.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
}

func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// summary is the last line of --once.
func (l *watchLog) summary(feeds int) error {
	if l.json {
		return newEncoder(l.env.Stdout).Encode(map[string]any{"summary": map[string]int{"feeds": feeds, "new": l.added, "changed": l.revised, "problems": l.problems}})
	}
	_, err := fmt.Fprintf(l.env.Stdout, "%s: %d new, %d changed, %s\n", plural(feeds, "feed"), l.added, l.revised, plural(l.problems, "problem"))
	return err
}

// end is the last line of a run that was stopped; it goes where it is read by people.
func (l *watchLog) end(words string) error {
	_, err := fmt.Fprintf(l.env.Stderr, "chancery: %s\n", words)
	return err
}

// list prints the feeds that the record knows; when some are given, only those.
func (c *watchCommand) list(ctx context.Context, env Environment, state watch.Recorded, only []watch.Feed) error {
	feeds, err := state.Feeds(ctx)
	if err != nil {
		return err
	}
	if len(only) > 0 {
		feeds = feeds[:0]
		for _, f := range only {
			st, err := state.Feed(ctx, f.URL)
			if err != nil {
				return err
			}
			feeds = append(feeds, st)
		}
	}
	if c.JSON {
		encoder := newEncoder(env.Stdout)
		for _, f := range feeds {
			if err := encoder.Encode(feedLine{f.URL, f.Address, f.Title, f.Outlet, f.Polled, f.Succeeded, f.Next, f.HeldUntil, f.Interval.Seconds(), f.Failures, f.Reason, f.Gone}); err != nil {
				return err
			}
		}
		return nil
	}
	if len(feeds) == 0 {
		_, err := fmt.Fprintln(env.Stdout, "no feeds: chancery watch FEED… follows some")
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%-20s  %-20s  failures  feed\n", "last success", "next")
	for _, f := range feeds {
		next := moment(f.Next)
		if f.Gone {
			next = "never"
		}
		fmt.Fprintf(&b, "%-20s  %-20s  %8d  %s\n", moment(f.Succeeded), next, f.Failures, redacted(f.URL))
		if f.Reason != "" { // on a line of its own: both it and the address can be long
			fmt.Fprintf(&b, "  %s\n", f.Reason)
		}
	}
	_, err = io.WriteString(env.Stdout, b.String())
	return err
}

// feedLine is what --list --json says of one feed. Times that never were are left out.
type feedLine struct {
	URL       string    `json:"url"`
	Address   string    `json:"address,omitempty"`
	Title     string    `json:"title,omitempty"`
	Outlet    string    `json:"outlet,omitempty"`
	Polled    time.Time `json:"polled,omitzero"`
	Succeeded time.Time `json:"succeeded,omitzero"`
	Next      time.Time `json:"next,omitzero"`
	HeldUntil time.Time `json:"held_until,omitzero"`
	Interval  float64   `json:"interval_seconds"`
	Failures  int       `json:"failures"`
	Reason    string    `json:"reason,omitempty"`
	Gone      bool      `json:"gone"`
}

func moment(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.UTC().Format(time.RFC3339)
}

// forget removes feeds.
func (c *watchCommand) forget(ctx context.Context, env Environment, state watch.Recorded, feeds []watch.Feed) error {
	unknown := false
	for _, f := range feeds {
		known, err := state.ForgetFeed(ctx, f.URL)
		if err != nil {
			return err
		}
		if !known {
			unknown = true
			fail(env, fmt.Errorf("%s: the record knows no such feed (chancery watch --list shows them)", f.URL), exitFailed)
		}
	}
	if unknown {
		return errSome
	}
	return nil
}
