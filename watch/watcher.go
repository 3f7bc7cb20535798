package watch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"chancery/report"
)

// Options say how feeds are followed. State and Sink must be there; all else has a default.
type Options struct {
	State  State
	Sink   Sink
	Notify func(Notice) // called by one goroutine at a time; nil for nobody

	Interval    time.Duration // the shortest rhythm of a feed; 0 means DefaultInterval
	MaxInterval time.Duration // the longest; 0 means eight times Interval, at most a day
	HostDelay   time.Duration // the pause after each request to a host; 0 means DefaultHostDelay, negative none
	Timeout     time.Duration // for one request, to the last byte; 0 means report.DefaultTimeout
	MaxBytes    int64         // of one answer, as it comes and unpacked; 0 means report.DefaultMaxBytes
	MaxPages    int           // fetched in one poll of a feed, the rest in the next; 0 means DefaultMaxPages
	Workers     int           // feeds polled at the same time; 0 means DefaultWorkers

	NoPages      bool   // keep to what feeds say themselves
	AllowPrivate bool   // private and loopback networks may be asked
	Retry        bool   // ask feeds that are held back or gone, too
	UserAgent    string // "" means report.DefaultUserAgent; its product is what robots.txt is asked for

	Now   func() time.Time                                 // nil means the machine's clock
	Sleep func(ctx context.Context, d time.Duration) error // nil means real sleep; gives ctx's error when ctx is done first

	transport http.RoundTripper // for tests
}

// The defaults of Options.
const (
	DefaultInterval  = 15 * time.Minute
	DefaultHostDelay = 2 * time.Second
	DefaultMaxPages  = 100
	DefaultWorkers   = 8
)

// Watcher follows feeds. It holds no state of its own but the pauses of hosts and the rules of robots.txt that it
// has read; all else is in the State.
type Watcher struct {
	o      Options
	client http.RoundTripper
	hosts  hosts
	robots robotsCache
	store  sync.Mutex // one report is stored, one notice given at a time
}

// New makes a Watcher.
func New(o Options) *Watcher {
	o.Interval = cmp.Or(max(o.Interval, 0), DefaultInterval)
	o.MaxInterval = max(cmp.Or(o.MaxInterval, min(8*o.Interval, maxWait)), o.Interval)
	o.HostDelay = cmp.Or(o.HostDelay, DefaultHostDelay)
	o.Timeout = cmp.Or(o.Timeout, report.DefaultTimeout)
	o.MaxBytes = cmp.Or(o.MaxBytes, report.DefaultMaxBytes)
	o.MaxPages = cmp.Or(o.MaxPages, DefaultMaxPages)
	o.Workers = cmp.Or(o.Workers, DefaultWorkers)
	o.UserAgent = cmp.Or(o.UserAgent, report.DefaultUserAgent)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	if o.Notify == nil {
		o.Notify = func(Notice) {}
	}
	w := &Watcher{o: o, client: o.transport}
	if w.client == nil {
		w.client = report.Transport(o.AllowPrivate)
	}
	w.hosts.watcher, w.robots.watcher = w, w
	return w
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// rest closes the connections that are kept for later.
func (w *Watcher) rest() {
	if t, ok := w.client.(*http.Transport); ok {
		t.CloseIdleConnections()
	}
}

// now is the time to the second, as it is stored.
func (w *Watcher) now() time.Time { return w.o.Now().UTC().Truncate(time.Second) }

func (w *Watcher) notify(n Notice) {
	n.At = w.now()
	w.o.Notify(n)
}

// Once polls each feed one time, several at once, and hands on what they give in the order of the feeds. Feeds
// that are held back or gone are told as a Problem, unless Options.Retry. The error is that of ctx or of the
// State; what is wrong with feeds is told by notices.
func (w *Watcher) Once(ctx context.Context, feeds []Feed) error {
	defer w.rest()
	feeds = distinct(feeds)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	polls := make([]*poll, len(feeds))
	for i := range polls {
		polls[i] = newPoll(w, feeds[i])
	}
	slots := make(chan struct{}, w.o.Workers)
	var group sync.WaitGroup
	group.Go(func() {
		for _, p := range polls {
			select {
			case slots <- struct{}{}:
			case <-ctx.Done():
				p.abandon(ctx.Err())
				continue
			}
			group.Go(func() {
				defer func() { <-slots }()
				p.run(ctx)
			})
		}
	})
	var err error
	for _, p := range polls {
		if _, settleErr := p.settle(ctx); settleErr != nil && err == nil {
			err = settleErr
			cancel() // and the other polls end
		}
	}
	group.Wait()
	return err
}

// Run follows the feeds until ctx is done, whose error it then gives, or until all of them are gone. Errors of the
// State end it, too.
func (w *Watcher) Run(ctx context.Context, feeds []Feed) error {
	defer w.rest()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	slots := make(chan struct{}, w.o.Workers)
	var group sync.WaitGroup
	for _, feed := range distinct(feeds) {
		group.Go(func() {
			if err := w.follow(ctx, feed, slots); err != nil {
				cancel(err)
			}
		})
	}
	group.Wait()
	return context.Cause(ctx)
}

// follow polls one feed whenever it is due.
func (w *Watcher) follow(ctx context.Context, feed Feed, slots chan struct{}) error {
	st, err := w.o.State.Feed(ctx, feed.URL)
	if err != nil {
		return fmt.Errorf("the state of %s: %w", feed.URL, err)
	}
	w.rewind(&st)
	first := true
	for {
		if st.Gone && !(first && w.o.Retry) {
			if first {
				w.store.Lock()
				w.notify(Notice{Kind: GoneFeed, Feed: feed.URL, Err: ErrGone})
				w.store.Unlock()
			}
			return nil
		}
		if wait := st.Next.Sub(w.now()); wait > 0 && !(first && w.o.Retry) {
			if err := w.o.Sleep(ctx, wait); err != nil {
				return err
			}
		}
		first = false
		select {
		case slots <- struct{}{}:
		case <-ctx.Done():
			return ctx.Err()
		}
		p := newPoll(w, feed)
		p.due = true
		var group sync.WaitGroup
		group.Go(func() { p.run(ctx) })
		st, err = p.settle(ctx)
		group.Wait()
		<-slots
		if err != nil {
			return err
		}
	}
}

// distinct gives the feeds with each address once, in their order.
func distinct(feeds []Feed) []Feed {
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(feeds), func(f Feed) bool {
		was := seen[f.URL]
		seen[f.URL] = true
		return was
	})
}

// abandoned reports whether an error only says that the watcher is to end.
func abandoned(ctx context.Context, err error) bool {
	return ctx.Err() != nil && (errors.Is(err, ctx.Err()) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded))
}
