package watch

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"time"

	"chancery/report"
)

// How long a robots.txt is believed (RFC 9309, 2.4), and how soon it is asked for again when it could not be had.
const (
	robotsAge      = 24 * time.Hour
	robotsRetryAge = time.Hour
)

// robotsCache keeps the rules of origins, fetched when they are first needed.
type robotsCache struct {
	watcher *Watcher
	mu      sync.Mutex
	origins map[string]*robotsOrigin
}

type robotsOrigin struct {
	mu    sync.Mutex // held while the rules are fetched
	known bool
	last  Robots
	rules rules
}

// rules gives the rules of the origin of an address. As RFC 9309 says, an origin that has no robots.txt allows
// everything, and one that cannot be asked for it, or fails, nothing; an older copy goes before that.
func (c *robotsCache) rules(ctx context.Context, at *url.URL) (*rules, error) {
	name := at.Scheme + "://" + at.Host
	c.mu.Lock()
	if c.origins == nil {
		c.origins = map[string]*robotsOrigin{}
	}
	o := c.origins[name]
	if o == nil {
		o = &robotsOrigin{}
		c.origins[name] = o
	}
	c.mu.Unlock()

	o.mu.Lock()
	defer o.mu.Unlock()
	w := c.watcher
	if !o.known {
		last, ok, err := w.o.State.Robots(ctx, name)
		if err != nil {
			return nil, fmt.Errorf("the rules of %s: %w", name, err)
		}
		if o.known = ok; ok {
			o.set(last, w)
		}
	}
	now := w.now()
	if o.known {
		age := now.Sub(o.last.Fetched)
		if age < robotsRetryAge || age < robotsAge && o.last.Reached {
			return &o.rules, nil
		}
	}
	a, err := w.fetch(ctx, request{url: name + "/robots.txt", accept: acceptRules, maxBytes: maxRobotsBytes})
	if abandoned(ctx, err) || errors.Is(err, ErrHeld) || errors.Is(err, report.ErrPrivateAddress) {
		return nil, err // nothing was learned of its rules
	}
	fresh := Robots{Origin: name, Fetched: now, Reached: true}
	var status *statusError
	switch {
	case err == nil && a.status == 200, errors.Is(err, report.ErrTooLarge):
		fresh.Body = string(a.body)
	case errors.As(err, &status) && status.status >= 400 && status.status < 500 && status.status != 429:
		// There is none: all is allowed.
	case errors.Is(err, report.ErrRedirect):
		// Redirects that lead nowhere are as good as none (RFC 9309, 2.3.1.2).
	default:
		fresh.Reached = false
		if o.known && o.last.Reached {
			fresh.Body, fresh.Reached = o.last.Body, true
			fresh.Fetched = now.Add(robotsRetryAge - robotsAge) // asked for again in an hour
		}
	}
	if err := w.o.State.SaveRobots(ctx, fresh); err != nil {
		return nil, fmt.Errorf("the rules of %s: %w", name, err)
	}
	o.known = true
	o.set(fresh, w)
	return &o.rules, nil
}

func (o *robotsOrigin) set(r Robots, w *Watcher) {
	o.last = r
	if !r.Reached {
		o.rules = rules{list: []rule{{false, "/"}}, unread: true}
		return
	}
	o.rules = parseRobots(r.Body, productToken(w.o.UserAgent))
}
