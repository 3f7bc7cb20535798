package watch

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"time"

	"chancery/report"
)

// poll is one poll of one feed in two halves, which run side by side: run asks and makes reports, settle stores
// them. Between them is a short queue, so that fetching never gets far ahead of what is stored.
type poll struct {
	w     *Watcher
	feed  Feed
	due   bool // the caller has waited until the feed is due; else what is held back is not asked
	queue chan step
	// What run leaves when it closes the queue.
	state   FeedState
	summary Notice
	err     error // of ctx or of the State: nothing of state is to be kept
	skipped bool  // the feed was not asked: nothing of state is to be kept
	news    bool  // there was something to store
	pending bool  // a page is to be tried again: the next poll must see its item
}

// step is one thing that run found out: an item, with a report to store or without one, or something to tell.
type step struct {
	seen   *Seen
	report *report.Report
	notice Notice
	tell   bool
}

func newPoll(w *Watcher, feed Feed) *poll {
	return &poll{w: w, feed: feed, queue: make(chan step, 4), summary: Notice{Kind: PolledFeed, Feed: feed.URL}}
}

// abandon ends a poll that never ran.
func (p *poll) abandon(err error) {
	p.err = err
	close(p.queue)
}

// push hands a step to settle.
func (p *poll) push(ctx context.Context, s step) error {
	s.notice.Feed = p.feed.URL
	select {
	case p.queue <- s:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p *poll) tell(ctx context.Context, n Notice) error {
	return p.push(ctx, step{notice: n, tell: true})
}

// settle stores what run finds and tells about it; then it stores the state of the feed. The error is that of ctx
// or of the State.
func (p *poll) settle(ctx context.Context) (FeedState, error) {
	var failed, broken error // of the Sink: the feed is read again; of the State: the end
	for s := range p.queue {
		if broken != nil || ctx.Err() != nil {
			continue // run is to end, too: drain
		}
		p.w.store.Lock()
		if s.report != nil {
			if err := p.w.o.Sink.Store(ctx, *s.report); err != nil {
				if !abandoned(ctx, err) {
					failed = fmt.Errorf("storing %s: %w", cmp.Or(s.notice.Item, s.report.ID), err)
					p.w.notify(Notice{Kind: Problem, Feed: p.feed.URL, Item: s.notice.Item, Err: failed})
				}
				p.w.store.Unlock()
				continue
			}
			if s.notice.Kind == ChangedReport {
				p.summary.Changed++
			} else {
				p.summary.New++
			}
		}
		if s.seen != nil {
			if err := p.w.o.State.SaveItem(ctx, p.feed.URL, *s.seen); err != nil {
				broken = fmt.Errorf("the items of %s: %w", p.feed.URL, err)
			}
		}
		if s.tell {
			p.w.notify(s.notice)
		}
		p.w.store.Unlock()
	}
	switch {
	case broken != nil:
		return p.state, broken
	case p.err != nil:
		return p.state, p.err
	case ctx.Err() != nil:
		return p.state, ctx.Err()
	case p.skipped:
		return p.state, nil
	}
	if failed != nil {
		p.state.forgetAnswer()
		p.w.failed(&p.state, failed, p.state.HeldUntil)
	}
	if err := p.w.o.State.SaveFeed(ctx, p.state); err != nil {
		return p.state, fmt.Errorf("the state of %s: %w", p.feed.URL, err)
	}
	p.summary.Next, p.summary.Failures = p.state.Next, p.state.Failures
	p.w.store.Lock()
	defer p.w.store.Unlock()
	if !p.state.Gone {
		p.w.notify(p.summary)
	}
	return p.state, nil
}

// forgetAnswer makes the next poll read the whole feed again.
func (st *FeedState) forgetAnswer() { st.ETag, st.LastModified, st.Body = "", "", "" }

// run polls the feed.
func (p *poll) run(ctx context.Context) {
	defer close(p.queue)
	p.err = p.ask(ctx)
	if p.err == nil && ctx.Err() != nil {
		p.err = ctx.Err()
	}
}

func (p *poll) ask(ctx context.Context) error {
	w := p.w
	st, err := w.o.State.Feed(ctx, p.feed.URL)
	if err != nil {
		return fmt.Errorf("the state of %s: %w", p.feed.URL, err)
	}
	w.rewind(&st)
	st.Outlet = cmp.Or(p.feed.Outlet, st.Outlet)
	p.state = st
	if !w.o.Retry && !p.due {
		switch {
		case st.Gone:
			p.skipped = true
			return p.tell(ctx, Notice{Kind: GoneFeed, Err: ErrGone})
		case st.HeldUntil.After(w.now()):
			p.skipped = true
			return p.tell(ctx, Notice{Kind: Problem, Err: fmt.Errorf("%w until %s: %s", ErrHeld, st.HeldUntil.Format("2006-01-02 15:04:05 MST"), st.Reason)})
		}
	}
	st.Polled, st.Gone = w.now(), false
	a, err := w.fetch(ctx, request{url: cmp.Or(st.Address, st.URL), accept: acceptFeeds, etag: st.ETag, modified: st.LastModified})
	if abandoned(ctx, err) {
		return err
	}
	if unchanged := err == nil && (a.status == http.StatusNotModified && (st.ETag != "" || st.LastModified != "") || a.status == http.StatusOK && st.Body == hashOf(a.body)); unchanged {
		p.summary.Unmodified = true
		if a.status == http.StatusOK {
			st.keepValidators(&a)
		}
		w.succeeded(&st, false, false, freshness(&a))
		p.state = st
		return nil
	}
	if err == nil && a.status == http.StatusNotModified {
		err = ErrNotModified
	}
	// What came of a body that broke off may still hold whole items.
	if err != nil && len(a.body) == 0 {
		return p.fail(ctx, st, err)
	}
	f, parseErr := report.ParseFeed(a.body, report.Options{URL: cmp.Or(a.url, st.URL), ContentType: a.header.Get("Content-Type"), MaxBytes: w.o.MaxBytes})
	var place *report.Error
	if errors.As(parseErr, &place) {
		parseErr = place.Err // the notice names the feed
		if place.Line > 0 {
			parseErr = fmt.Errorf("line %d: %w", place.Line, place.Err)
		}
	}
	err = cmp.Or(err, parseErr)
	if err != nil && len(f.Items) == 0 {
		return p.fail(ctx, st, err)
	}
	if a.moved != "" && a.moved != st.Address {
		st.Address = a.moved
		if err := p.tell(ctx, Notice{Kind: MovedFeed, Address: a.moved}); err != nil {
			return err
		}
	}
	st.Title = cmp.Or(f.Title, st.Title)
	st.says(&f)
	left, itemsErr := p.items(ctx, &st, &f, err == nil)
	if itemsErr != nil {
		return itemsErr
	}
	p.summary.Items, p.summary.Left = len(f.Items), left
	if left > 0 || err != nil || p.pending {
		st.forgetAnswer()
	} else {
		st.keepValidators(&a)
		st.Body = hashOf(a.body)
	}
	if err != nil {
		// Whole items came: the feed is no failure, but what is wrong with it is told and kept.
		w.succeeded(&st, p.news, left > 0, freshness(&a))
		st.Reason = err.Error()
		p.state = st
		return p.tell(ctx, Notice{Kind: Problem, Err: err})
	}
	w.succeeded(&st, p.news, left > 0, freshness(&a))
	p.state = st
	return nil
}

// keepValidators remembers what the server says its answer is known by.
func (st *FeedState) keepValidators(a *answer) {
	st.ETag, st.LastModified = a.header.Get("ETag"), a.header.Get("Last-Modified")
}

// fail sets when a feed that failed is asked again, and tells why it did.
func (p *poll) fail(ctx context.Context, st FeedState, err error) error {
	var status *statusError
	var held *heldError
	switch {
	case errors.As(err, &held):
		// The host asked to be left alone when another of its feeds, or a page, was fetched: no fault of this one.
		st.Next, st.HeldUntil = held.until, held.until
		st.Reason = err.Error()
	case errors.As(err, &status) && status.status == http.StatusGone:
		st.Gone, st.Reason = true, ErrGone.Error()
		p.state = st
		return p.tell(ctx, Notice{Kind: GoneFeed, Err: ErrGone})
	case errors.As(err, &status):
		p.w.failed(&st, err, status.retry)
	default:
		p.w.failed(&st, err, time.Time{})
	}
	p.state = st
	return p.tell(ctx, Notice{Kind: Problem, Err: err})
}

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
