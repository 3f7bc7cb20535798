package follow

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"chancery/query"
	"chancery/record"
	"chancery/report"
)

// Options say how webhooks are called. The zero value calls public addresses only.
type Options struct {
	Address      string        // where the desk is reached, for links; "" for none
	AllowPrivate bool          // addresses in private networks may be called
	Timeout      time.Duration // for one call; 0 for 10 seconds
	Poll         time.Duration // how often the record is looked at; 0 for 2 seconds
	Quiet        time.Duration // how long after a change it is waited for others; 0 for one second, at most ten in a row
	AtOnce       int           // webhooks that are called at the same time; 0 for 4
	Log          *slog.Logger  // nil for none
}

// waits is how long is waited after each attempt that failed. After the last one the webhook stops.
var waits = [...]time.Duration{
	5 * time.Second, 30 * time.Second, 2 * time.Minute, 10 * time.Minute, 30 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour,
}

const longestRetryAfter = 24 * time.Hour

// Follower calls webhooks with what searches newly find.
type Follower struct {
	searches *Searches
	options  Options
	client   *http.Client
	wake     chan struct{}

	mutex   sync.Mutex
	looked  map[string]int64 // by hook: up to which change nothing more was found than what was delivered
	change  int64            // the last one that was seen
	changed time.Time        // when it was seen
	since   time.Time        // the first of those that were not looked at yet
	done    int64            // the change that was looked at
}

// NewFollower makes a follower. Close its idle connections by ending Run.
func NewFollower(searches *Searches, o Options) *Follower {
	if o.Timeout <= 0 {
		o.Timeout = 10 * time.Second
	}
	if o.Poll <= 0 {
		o.Poll = 2 * time.Second
	}
	if o.Quiet <= 0 {
		o.Quiet = time.Second
	}
	if o.AtOnce <= 0 {
		o.AtOnce = 4
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Follower{searches: searches, options: o, wake: make(chan struct{}, 1), looked: map[string]int64{}, client: &http.Client{
		Transport: report.Transport(o.AllowPrivate), Timeout: o.Timeout,
		// The address was set by somebody who may; where it leads on was not.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Wake has the record looked at soon, as after a change that was just made.
func (f *Follower) Wake() {
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

// Run delivers until the context is done, which is no error.
func (f *Follower) Run(ctx context.Context) error {
	defer f.client.CloseIdleConnections()
	timer := time.NewTicker(f.options.Poll)
	defer timer.Stop()
	for {
		if err := f.Step(ctx); err != nil && ctx.Err() == nil {
			f.options.Log.Error("webhooks", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-timer.C:
		case <-f.wake:
		}
	}
}

// Step makes all deliveries that are due.
func (f *Follower) Step(ctx context.Context) error {
	names, hooks, err := f.searches.hooked(ctx)
	if err != nil || len(names) == 0 {
		return err
	}
	view, err := f.searches.Record.Now(ctx)
	if err != nil {
		return err
	}
	to := f.settled(view.Change())
	var group sync.WaitGroup
	places := make(chan struct{}, f.options.AtOnce)
	failed := make([]error, len(names))
	for i := range names {
		places <- struct{}{}
		group.Go(func() {
			defer func() { <-places }()
			if err := f.serve(ctx, names[i], hooks[i], to); err != nil {
				failed[i] = fmt.Errorf("the webhook of %s: %w", names[i], err)
			}
		})
	}
	group.Wait()
	return errors.Join(failed...)
}

// settled is the change up to which searches are looked at: while reports are added the record changes several times a
// second, and what comes together is told together.
func (f *Follower) settled(change int64) int64 {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	now := f.searches.now()
	if change != f.change {
		if f.change == f.done {
			f.since = now
		}
		f.change, f.changed = change, now
	}
	if now.Sub(f.changed) >= f.options.Quiet || now.Sub(f.since) >= 10*f.options.Quiet {
		f.done = f.change
	}
	return f.done
}

// serve makes the deliveries of one webhook that are due, in their order.
func (f *Follower) serve(ctx context.Context, name string, hook Hook, to int64) error {
	s := f.searches
	search, err := s.Named(ctx, name)
	if errors.Is(err, ErrNone) {
		return nil // deleted meanwhile
	}
	for err == nil && ctx.Err() == nil {
		state, err := s.State(ctx, name)
		if errors.Is(err, ErrNoHook) {
			return nil
		}
		if err != nil {
			return err
		}
		if state.Stopped != "" || state.Hook != hook.ID {
			return nil
		}
		if state.Pending == nil {
			begun, err := f.begin(ctx, search, hook, &state, to)
			if err != nil || !begun {
				return err
			}
		}
		if state.Pending.Next.After(s.now()) {
			return nil
		}
		if done, err := f.deliver(ctx, search, hook, &state); err != nil || !done {
			return err
		}
	}
	return err
}

// begin opens a window when there is something in it.
func (f *Follower) begin(ctx context.Context, search Search, hook Hook, state *State, to int64) (bool, error) {
	f.mutex.Lock()
	looked := max(f.looked[hook.ID], state.Sent)
	f.mutex.Unlock()
	if to <= looked {
		return false, nil
	}
	p := &Pending{After: looked, To: to, Number: state.Number + 1, Begun: f.searches.now().Truncate(time.Second)}
	problem := ""
	some, err := f.some(ctx, search, p)
	if errors.Is(err, query.ErrQuery) {
		problem, err = err.Error(), nil // the codebook is another: somebody must mend the query
	}
	if err != nil {
		return false, err
	}
	if problem != state.Problem {
		state.Problem = problem
		if err := f.searches.saveState(ctx, search.Name, *state); err != nil {
			return false, err
		}
	}
	if problem != "" {
		return false, nil
	}
	f.mutex.Lock()
	f.looked[hook.ID] = to // nothing needs to be written where nothing was found
	f.mutex.Unlock()
	if !some {
		return false, nil
	}
	p.ID = identity(hook, p)
	state.Pending = p
	return true, f.searches.saveState(ctx, search.Name, *state)
}

// some tells whether a search found anything in a window.
func (f *Follower) some(ctx context.Context, search Search, p *Pending) (bool, error) {
	q, err := query.Parse(search.Query, f.searches.Words)
	if err != nil {
		return false, err
	}
	view, err := f.searches.Record.At(ctx, p.To)
	if err != nil {
		return false, err
	}
	found, err := view.Find(ctx, q, record.Page{Limit: 1, Sort: record.ByOldest, After: p.After})
	return len(found.Hits) > 0, err
}

// identity makes the identity of a delivery from what it holds: it is the same for each attempt, also after a restart.
func identity(hook Hook, p *Pending) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s|%d|%d|%d|%s", hook.ID, p.Number, p.After, p.To, p.Cursor))
	return "msg_" + hex.EncodeToString(sum[:12])
}

// deliver makes one attempt, and keeps how it ended. Done is that the next delivery may follow.
func (f *Follower) deliver(ctx context.Context, search Search, hook Hook, state *State) (done bool, err error) {
	p := state.Pending
	what, err := f.searches.partOf(ctx, search, p, f.options.Address)
	if errors.Is(err, record.ErrCursor) { // the query was changed in the midst of a window: it is told from its beginning
		p.Cursor = ""
		p.ID = identity(hook, p)
		what, err = f.searches.partOf(ctx, search, p, f.options.Address)
	}
	if errors.Is(err, query.ErrQuery) {
		state.Problem = err.Error()
		return false, f.searches.saveState(ctx, search.Name, *state)
	}
	if err != nil {
		return false, err
	}
	now := f.searches.now()
	if len(what.results) > 0 {
		at, err := f.atOf(ctx, p.To)
		if err != nil {
			return false, err
		}
		body, err := bodyOf(&message{Type: "search.results", ID: p.ID, Number: p.Number, Search: f.searches.aboutOf(search, f.options.Address),
			Window: &window{p.After, p.To, what.next != ""}, Results: what.results, At: at})
		if err != nil {
			return false, err
		}
		retry, gone, err := f.post(ctx, hook, p.ID, body)
		select {
		case <-ctx.Done():
			return false, nil // ended in the midst: it is made again
		default:
		}
		if err != nil {
			return false, f.failed(ctx, search.Name, state, err, retry, gone)
		}
	}
	state.Number, state.Delivered, state.Problem = p.Number, now.Truncate(time.Second), ""
	if what.next != "" {
		next := &Pending{Number: p.Number + 1, After: p.After, To: p.To, Cursor: what.next, Begun: now.Truncate(time.Second)}
		next.ID = identity(hook, next)
		state.Pending = next
	} else {
		state.Sent, state.Pending = p.To, nil
	}
	return true, f.keep(ctx, search.Name, hook, *state)
}

// keep stores a state unless the webhook was set anew meanwhile.
func (f *Follower) keep(ctx context.Context, name string, hook Hook, state State) error {
	now, err := f.searches.State(ctx, name)
	if errors.Is(err, ErrNoHook) || err == nil && now.Hook != hook.ID {
		return nil
	}
	if err != nil {
		return err
	}
	return f.searches.saveState(ctx, name, state)
}

// atOf is the time of a change.
func (f *Follower) atOf(ctx context.Context, change int64) (time.Time, error) {
	view, err := f.searches.Record.At(ctx, change)
	if err != nil {
		return time.Time{}, err
	}
	last, err := view.LastChange(ctx)
	return last.At.UTC(), err
}

// failed keeps that an attempt failed, and when the next one is made.
func (f *Follower) failed(ctx context.Context, name string, state *State, why error, retry time.Duration, gone bool) error {
	p := state.Pending
	p.Attempts++
	p.Problem = why.Error()
	switch {
	case gone:
		state.Stopped = "the address says that it is gone for good (410)"
	case p.Attempts > len(waits):
		state.Stopped = fmt.Sprintf("%d attempts failed", p.Attempts)
	default:
		wait := max(waits[p.Attempts-1], min(retry, longestRetryAfter))
		p.Next = f.searches.now().Add(wait).Truncate(time.Second)
	}
	hook := Hook{ID: state.Hook}
	return f.keep(ctx, name, hook, *state)
}

// post makes one call. Retry is how long the other side wants to be left alone, gone that it wants to be left alone for
// good.
func (f *Follower) post(ctx context.Context, hook Hook, id string, body []byte) (retry time.Duration, gone bool, err error) {
	now := f.searches.now()
	signature, err := Sign(hook.Secret, id, now, body)
	if err != nil {
		return 0, false, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, hook.Address, bytes.NewReader(body))
	if err != nil {
		return 0, false, fmt.Errorf("%w: %w", ErrAddress, err)
	}
	h := request.Header
	h.Set("Content-Type", "application/json")
	h.Set("User-Agent", report.DefaultUserAgent)
	h.Set(headerID, id)
	h.Set(headerTime, strconv.FormatInt(now.Unix(), 10))
	h.Set(headerSignature, signature)
	answer, err := f.client.Do(request)
	if err != nil {
		return 0, false, callError(err, f.options.Timeout)
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 64<<10)) // so that the connection can be used again; what it says is not looked at
	switch code := answer.StatusCode; {
	case code >= 200 && code < 300:
		return 0, false, nil
	case code >= 300 && code < 400:
		return 0, false, fmt.Errorf("%w: it answered %d: redirects are not followed; set the address that it leads to", ErrAnswer, code)
	case code == http.StatusGone:
		return 0, true, fmt.Errorf("%w: it answered 410", ErrAnswer)
	default:
		if seconds, err := strconv.Atoi(strings.TrimSpace(answer.Header.Get("Retry-After"))); err == nil && seconds > 0 && seconds <= int(longestRetryAfter/time.Second) {
			retry = time.Duration(seconds) * time.Second
		}
		return retry, false, fmt.Errorf("%w: it answered %d", ErrAnswer, code)
	}
}

// callError says why a call failed, without the address, which may hold what not everybody should read.
func callError(err error, limit time.Duration) error {
	var outer *url.Error
	if errors.As(err, &outer) {
		if outer.Timeout() {
			return fmt.Errorf("%w: no answer within %v", ErrAnswer, limit)
		}
		err = outer.Err
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: it closed the connection without an answer", ErrAnswer)
	}
	return fmt.Errorf("%w: %w", ErrAnswer, err)
}

// Try calls a webhook with a message without results, and says what is wrong, if anything. Nothing is kept.
func (f *Follower) Try(ctx context.Context, name string) error {
	search, err := f.searches.Named(ctx, name)
	if err != nil {
		return err
	}
	hook, err := f.searches.Hook(ctx, name)
	if err != nil {
		return err
	}
	now := f.searches.now().Truncate(time.Second)
	sum := sha256.Sum256(fmt.Appendf(nil, "%s|test|%d", hook.ID, now.Unix()))
	id := "msg_" + hex.EncodeToString(sum[:12])
	body, err := bodyOf(&message{Type: "search.test", ID: id, Search: f.searches.aboutOf(search, f.options.Address), Results: []result{}, At: now})
	if err != nil {
		return err
	}
	_, _, err = f.post(ctx, hook, id, body)
	return err
}
