package watch

import (
	"hash/fnv"
	"net/http"
	"strings"
	"time"

	"chancery/report"
)

// The bounds of waiting.
const (
	maxWait       = 24 * time.Hour       // between two polls of a feed that fails
	maxHint       = 6 * time.Hour        // how far a feed is believed that wants to be asked rarely: many say so by mistake
	maxRetryAfter = 7 * 24 * time.Hour   // how far a server is believed that wants to be left alone
	heldFailures  = 3                    // after so many failures in a row not even Once asks before the feed is due
	maxPoll       = 10 * time.Minute     // after so long no more pages are fetched in one poll of a feed
	seenFor       = 180 * 24 * time.Hour // items that the feed no longer has are remembered for so long
)

// rewind makes a feed due whose last poll lies in the future: the clock was wrong then.
func (w *Watcher) rewind(st *FeedState) {
	if st.Polled.After(w.now().Add(time.Minute)) {
		st.Polled, st.Next, st.HeldUntil = time.Time{}, time.Time{}, time.Time{}
	}
}

// succeeded sets the rhythm and the next time of a feed that has answered: twice as often, down to the shortest
// interval, while there is news, and half as often again, up to the longest, while there is none.
func (w *Watcher) succeeded(st *FeedState, news, left bool, fresh time.Duration) {
	switch {
	case st.Interval == 0 || st.Interval < w.o.Interval:
		st.Interval = w.o.Interval
	case news:
		st.Interval = max(st.Interval/2, w.o.Interval)
	default:
		st.Interval = min(st.Interval*3/2, w.o.MaxInterval)
	}
	wait := max(st.Interval, min(max(fresh, time.Duration(st.MinutesToLive)*time.Minute), maxHint))
	if left {
		wait = w.o.Interval
	}
	next := w.now().Add(wait)
	next = next.Add(spread(st.URL, next, wait/10))
	st.Next = st.unskipped(next)
	st.HeldUntil, st.Failures, st.Reason = time.Time{}, 0, ""
	st.Succeeded = w.now()
}

// failed sets the next time of a feed that has failed: after the interval, then after twice as long each time, but
// not before the server wants to be asked.
func (w *Watcher) failed(st *FeedState, err error, retry time.Time) {
	st.Failures++
	st.Reason = err.Error()
	wait := w.o.Interval
	for range min(st.Failures-1, 20) {
		wait = min(2*wait, max(maxWait, w.o.Interval))
	}
	next := w.now().Add(wait)
	st.Next = next.Add(spread(st.URL, next, wait/10))
	st.HeldUntil = retry
	if retry.After(st.Next) {
		st.Next = retry.Add(spread(st.URL, retry, time.Minute))
	}
	if st.Failures >= heldFailures && st.HeldUntil.Before(st.Next) {
		st.HeldUntil = st.Next
	}
	// Where a permanent redirect led is not believed for ever.
	if st.Failures >= heldFailures {
		st.Address = ""
	}
}

// spread keeps feeds that fell into step from being asked all at once: between 0 and limit, the same for the same
// feed and time.
func spread(url string, at time.Time, limit time.Duration) time.Duration {
	h := fnv.New64a()
	h.Write([]byte(url))
	h.Write([]byte(at.UTC().Format(time.RFC3339)))
	return (time.Duration(h.Sum64()%1000) * limit / 1000).Truncate(time.Second)
}

// freshness is how long an answer stays fresh, as HTTP says: by Cache-Control, else by Expires (RFC 9111, 4.2.1).
func freshness(a *answer) time.Duration {
	said := false
	fresh := time.Duration(0)
	for directive := range strings.SplitSeq(a.header.Get("Cache-Control"), ",") {
		key, value, _ := strings.Cut(strings.ToLower(strings.TrimSpace(directive)), "=")
		switch key {
		case "no-cache", "no-store":
			return 0
		case "max-age":
			if n, ok := figures(strings.Trim(value, `"`)); ok && !said {
				age, _ := figures(strings.TrimSpace(a.header.Get("Age")))
				fresh, said = time.Duration(n-age)*time.Second, true
			}
		}
	}
	if expires, err := http.ParseTime(a.header.Get("Expires")); err == nil && !said && !a.date.IsZero() {
		fresh = expires.Sub(a.date)
	}
	return max(fresh, 0)
}

// says takes from a feed how often it wants to be asked.
func (st *FeedState) says(f *report.Feed) {
	st.MinutesToLive, st.SkipHours, st.SkipDays = min(f.MinutesToLive, int(maxHint/time.Minute)), 0, 0
	for i, skip := range f.SkipHours {
		if skip {
			st.SkipHours |= 1 << i
		}
	}
	for i, skip := range f.SkipDays {
		if skip {
			st.SkipDays |= 1 << i
		}
	}
}

// unskipped moves a time out of the hours and days on which the feed does not want to be asked; where it wants to
// be asked never, it is not believed.
func (st *FeedState) unskipped(t time.Time) time.Time {
	moved := t
	for range 7 * 24 {
		if st.SkipHours>>moved.UTC().Hour()&1 == 0 && st.SkipDays>>moved.UTC().Weekday()&1 == 0 {
			return moved
		}
		moved = moved.UTC().Truncate(time.Hour).Add(time.Hour)
	}
	return t
}
