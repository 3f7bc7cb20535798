package watch

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"chancery/report"
)

// request is what is asked for.
type request struct {
	url      string
	accept   string
	etag     string // for If-None-Match
	modified string // for If-Modified-Since
	robots   bool   // at each address that leads to it, robots.txt is asked first
	maxBytes int64  // 0 for Options.MaxBytes
}

// answer is what came. A body that could not be read to its end is there beside the error.
type answer struct {
	status int
	header http.Header
	body   []byte
	url    string    // after redirects
	moved  string    // where permanent redirects alone led; "" for nowhere
	date   time.Time // the server's clock; zero when it does not say
}

const maxRedirects = 10

const (
	acceptFeeds = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
	acceptPages = "text/html, application/xhtml+xml, text/plain;q=0.8"
	acceptRules = "text/plain, */*;q=0.5"
)

// fetch asks for an address and follows its redirects, each in the turn of its host.
func (w *Watcher) fetch(ctx context.Context, r request) (answer, error) {
	at, err := url.Parse(r.url)
	if err != nil || at.Host == "" || at.Scheme != "http" && at.Scheme != "https" {
		return answer{}, report.ErrAddress
	}
	seen := map[string]bool{}
	moved, permanent := "", true
	for {
		if seen[at.String()] {
			return answer{}, fmt.Errorf("%w: in a circle", report.ErrRedirect)
		}
		if seen[at.String()] = true; len(seen) > maxRedirects+1 {
			return answer{}, fmt.Errorf("%w: more than %d of them", report.ErrRedirect, maxRedirects)
		}
		pause := w.o.HostDelay
		if r.robots {
			rules, err := w.robots.rules(ctx, at)
			if err != nil {
				return answer{}, err
			}
			switch {
			case rules.unread:
				return answer{}, ErrNoRules
			case !rules.allows(at):
				return answer{}, ErrRobots
			}
			pause = max(pause, rules.delay)
		}
		a, err := w.ask(ctx, at, &r, pause)
		a.moved = moved
		if err != nil {
			return a, err
		}
		switch a.status {
		case http.StatusOK, http.StatusNotModified:
			return a, nil
		case http.StatusMovedPermanently, http.StatusPermanentRedirect, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect:
		default:
			return a, &statusError{status: a.status, text: fmt.Sprint(a.status)}
		}
		next, err := at.Parse(strings.TrimSpace(a.header.Get("Location")))
		if err != nil || a.header.Get("Location") == "" {
			return a, fmt.Errorf("%w: to no address", report.ErrRedirect)
		}
		if next.Host == "" || next.Scheme != "http" && next.Scheme != "https" {
			return a, fmt.Errorf("%w: to %s", report.ErrRedirect, next.Redacted())
		}
		next.Fragment = ""
		// What is not encrypted may have been put there by somebody on the way: it is followed, not remembered.
		permanent = permanent && (a.status == http.StatusMovedPermanently || a.status == http.StatusPermanentRedirect) && !(at.Scheme == "https" && next.Scheme == "http")
		if permanent {
			moved = next.String()
		}
		at = next
	}
}

// ask makes one request and reads its answer, within the turn of the host and Options.Timeout.
func (w *Watcher) ask(ctx context.Context, at *url.URL, r *request, pause time.Duration) (answer, error) {
	leave, err := w.hosts.enter(ctx, at.Host, pause)
	if err != nil {
		return answer{}, err
	}
	defer leave()
	within, cancel := context.WithTimeout(ctx, w.o.Timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(within, http.MethodGet, at.String(), nil)
	if err != nil {
		return answer{}, report.ErrAddress
	}
	req.Header.Set("User-Agent", w.o.UserAgent)
	req.Header.Set("Accept", r.accept)
	req.Header.Set("Accept-Encoding", "gzip") // said here, it is unpacked here: what is labelled so is not always so
	if u := at.User; u != nil {
		password, _ := u.Password()
		req.SetBasicAuth(u.Username(), password)
	}
	if r.etag != "" {
		req.Header.Set("If-None-Match", r.etag)
	}
	if r.modified != "" {
		req.Header.Set("If-Modified-Since", r.modified)
	}
	resp, err := w.client.RoundTrip(req)
	if err != nil {
		return answer{}, w.cause(ctx, err)
	}
	defer resp.Body.Close()
	a := answer{status: resp.StatusCode, header: resp.Header, url: at.String()}
	if a.date, err = http.ParseTime(resp.Header.Get("Date")); err != nil {
		a.date = time.Time{}
	}
	switch {
	case a.status == http.StatusNotModified:
		return a, nil
	case a.status >= 300 && a.status < 400:
		return a, nil
	case a.status != http.StatusOK:
		retry := w.retryAfter(&a)
		if retry.After(w.o.Now()) && (a.status == http.StatusTooManyRequests || a.status == http.StatusServiceUnavailable) {
			w.hosts.hold(at.Host, retry)
		}
		return a, &statusError{a.status, resp.Status, retry}
	}
	limit := r.maxBytes
	if limit == 0 {
		limit = w.o.MaxBytes
	}
	a.body, err = readBody(resp, limit)
	return a, w.cause(ctx, err)
}

// readBody reads the body of an answer, unpacked, up to a limit. What was read stands beside the error.
func readBody(resp *http.Response, limit int64) ([]byte, error) {
	switch encoding := strings.ToLower(strings.TrimSpace(resp.Header.Get("Content-Encoding"))); encoding {
	case "", "identity", "gzip", "x-gzip", "utf-8", "none": // the last two are mistakes that mean nothing
	default:
		return nil, fmt.Errorf("%w: %s", ErrEncoding, encoding)
	}
	in := io.LimitReader(resp.Body, limit+1)
	// Told by its bytes: some answers are labelled gzip and are not, some are packed twice.
	for range 2 {
		b := bufio.NewReader(in)
		in = b
		if head, _ := b.Peek(3); !bytes.Equal(head, []byte("\x1f\x8b\x08")) {
			break
		}
		z, err := gzip.NewReader(b)
		if err != nil {
			return nil, fmt.Errorf("damaged gzip: %w", err)
		}
		in = z
	}
	body, err := io.ReadAll(io.LimitReader(in, limit+1))
	if int64(len(body)) > limit {
		return body[:limit], fmt.Errorf("%w: the limit is %d bytes", report.ErrTooLarge, limit)
	}
	return body, err
}

// cause gives the reason of a failed request.
func (w *Watcher) cause(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var timeout interface{ Timeout() bool }
	if errors.Is(err, context.DeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout() {
		return fmt.Errorf("%w: %v", report.ErrTimeout, w.o.Timeout)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("the answer breaks off: %w", err)
	}
	return err
}

// retryAfter reads Retry-After: seconds, or a date, which is taken relative to the server's own clock.
func (w *Watcher) retryAfter(a *answer) time.Time {
	value := strings.TrimSpace(a.header.Get("Retry-After"))
	if value == "" {
		return time.Time{}
	}
	now := w.now()
	if seconds, ok := figures(value); ok {
		return now.Add(min(time.Duration(seconds)*time.Second, maxRetryAfter))
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return time.Time{}
	}
	wait := at.Sub(now)
	if !a.date.IsZero() {
		wait = at.Sub(a.date)
	}
	return now.Add(min(max(wait, 0), maxRetryAfter)).Truncate(time.Second)
}

// figures reads a number of at most nine figures.
func figures(s string) (n int, ok bool) {
	if s == "" || len(s) > 9 {
		return 0, false
	}
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}
