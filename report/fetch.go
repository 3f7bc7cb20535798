package report

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"
)

// Fetch reads one report from an address of the web. The answer must come within Options.Timeout and
// Options.MaxBytes and be HTML, plain text or one line of JSON. Addresses in private networks are refused when
// the connection is made, for redirects and for names that resolve to them, too.
func Fetch(ctx context.Context, address string, o Options) (Report, error) {
	page, err := fetch(ctx, address, &o)
	if err != nil {
		return Report{}, &Error{address, 0, err}
	}
	r, err := page.report(page.options(o))
	if err != nil {
		return Report{}, &Error{address, 0, err}
	}
	r.Origin = address
	return r, nil
}

// fetched is the answer of an address.
type fetched struct {
	body        []byte
	contentType string
	url         string // after redirects
	kind        Kind
}

// options completes what is known of a report by what its address says.
func (f *fetched) options(o Options) Options {
	if o.ContentType == "" {
		o.ContentType = f.contentType
	}
	if o.Kind == Auto {
		o.Kind = f.kind
	}
	return o
}

func (f *fetched) report(o Options) (r Report, err error) {
	switch o.Kind {
	case HTML:
		r, err = FromHTML(f.body, o)
	case FeedItems:
		return Report{}, fmt.Errorf("%w: a feed holds many reports", ErrKind)
	case JSONLines:
		line := strings.TrimSpace(string(f.body))
		if line == "" {
			return Report{}, ErrEmpty
		}
		r, err = fromJSON([]byte(line), o)
	default:
		var text string
		if text, err = decodeHTML(string(f.body), o.ContentType); err == nil {
			r, err = fromText(text, o)
		}
	}
	if err == nil && r.URL == "" {
		r.URL = f.url
	}
	return r, err
}

// FromAnswer reads one report from what an address answered: a page, a plain text or one line of JSON, told from
// the content type and the content. Options.URL is the address.
func FromAnswer(body []byte, contentType string, o Options) (Report, error) {
	page := &fetched{body: body, contentType: contentType, url: o.URL}
	if err := page.tellKind(); err != nil {
		return Report{}, err
	}
	if int64(len(body)) > o.maxBytes() {
		return Report{}, fmt.Errorf("%w: %d bytes, the limit is %d", ErrTooLarge, len(body), o.maxBytes())
	}
	return page.report(page.options(o))
}

// tellKind sets the kind by the content type, and by the content where that does not say.
func (f *fetched) tellKind() (err error) {
	if f.kind, err = kindOfContentType(f.contentType); err != nil {
		return err
	}
	if feedFormat(string(f.body[:min(len(f.body), feedHead)])) != "" {
		f.kind = FeedItems // many servers call it text/html
	}
	if f.kind == Auto || f.kind == PlainText {
		if k := kindOfContent(f.body[:min(len(f.body), 4096)]); k == HTML || f.kind == Auto {
			f.kind = k
		}
	}
	return nil
}

// maxRedirects is how often an address may send us elsewhere.
const maxRedirects = 10

func fetch(ctx context.Context, address string, o *Options) (*fetched, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, ErrAddress
	}
	within, cancel := context.WithTimeout(ctx, o.timeout())
	defer cancel()
	transport := Transport(o.AllowPrivate)
	defer transport.CloseIdleConnections()
	client := http.Client{Transport: transport, CheckRedirect: func(req *http.Request, via []*http.Request) error {
		switch {
		case len(via) > maxRedirects:
			return fmt.Errorf("%w: more than %d of them", ErrRedirect, maxRedirects)
		case req.URL.Scheme != "http" && req.URL.Scheme != "https":
			return fmt.Errorf("%w: to %s", ErrRedirect, req.URL.Redacted())
		}
		return nil
	}}
	req, err := http.NewRequestWithContext(within, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, ErrAddress
	}
	agent := o.UserAgent
	if agent == "" {
		agent = DefaultUserAgent
	}
	req.Header.Set("User-Agent", agent)
	req.Header.Set("Accept", "text/html, application/xhtml+xml, text/plain;q=0.9, application/json;q=0.8")
	resp, err := client.Do(req)
	if err != nil {
		return nil, fetchError(ctx, err, o.timeout())
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%w: %s", ErrStatus, resp.Status)
	}
	if resp.ContentLength > o.maxBytes() {
		return nil, fmt.Errorf("%w: %d bytes, the limit is %d", ErrTooLarge, resp.ContentLength, o.maxBytes())
	}
	page := &fetched{contentType: resp.Header.Get("Content-Type"), url: resp.Request.URL.String()}
	if _, err = kindOfContentType(page.contentType); err != nil {
		return nil, err
	}
	page.body, err = io.ReadAll(io.LimitReader(resp.Body, o.maxBytes()+1))
	if err != nil {
		return nil, fetchError(ctx, err, o.timeout())
	}
	if int64(len(page.body)) > o.maxBytes() {
		return nil, fmt.Errorf("%w: the limit is %d bytes", ErrTooLarge, o.maxBytes())
	}
	return page, page.tellKind()
}

// Transport connects to public addresses only, unless told otherwise. It looks at each address right before
// the connection is made, when names have been resolved, so no name and no redirect gets around it. Proxies of
// the environment are not used, because they would make the connection in our stead.
func Transport(allowPrivate bool) *http.Transport {
	dialer := &net.Dialer{Timeout: 15 * time.Second}
	if !allowPrivate {
		dialer.Control = func(_, address string, _ syscall.RawConn) error {
			to, err := netip.ParseAddrPort(address)
			if err != nil {
				return fmt.Errorf("%w: %s", ErrPrivateAddress, address)
			}
			if !public(to.Addr()) {
				return fmt.Errorf("%w: %s", ErrPrivateAddress, to.Addr())
			}
			return nil
		}
	}
	return &http.Transport{DialContext: dialer.DialContext, ForceAttemptHTTP2: true, TLSHandshakeTimeout: 15 * time.Second, MaxResponseHeaderBytes: 1 << 20}
}

// reserved are the networks beside the private, loopback, link-local and multicast ones that lead nowhere in
// public (IANA special-purpose registries).
var reserved = [...]string{
	"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
	"::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "5f00::/16", "fec0::/10",
}

// public reports whether an address is one of the public internet. IPv4 addresses inside IPv6 ones (mapped,
// NAT64, 6to4) are judged by themselves.
func public(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	if !a.IsValid() || !a.IsGlobalUnicast() || a.IsPrivate() {
		return false
	}
	for _, r := range reserved {
		if netip.MustParsePrefix(r).Contains(a) {
			return false
		}
	}
	if a.Is6() {
		b := a.As16()
		switch {
		case netip.MustParsePrefix("64:ff9b::/96").Contains(a):
			return public(netip.AddrFrom4([4]byte(b[12:16])))
		case b[0] == 0x20 && b[1] == 0x02:
			return public(netip.AddrFrom4([4]byte(b[2:6])))
		}
	}
	return true
}

// fetchError gives the cause of a failed fetch without the address, which the *Error around it names.
func fetchError(ctx context.Context, err error, limit time.Duration) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	var timeout interface{ Timeout() bool }
	if errors.Is(err, context.DeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout() {
		return fmt.Errorf("%w: %v", ErrTimeout, limit)
	}
	return err
}

func kindOfContentType(contentType string) (Kind, error) {
	if contentType == "" {
		return Auto, nil
	}
	media, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		media, _, _ = strings.Cut(contentType, ";")
		media = strings.ToLower(strings.TrimSpace(media))
	}
	switch media {
	case "text/html", "application/xhtml+xml":
		return HTML, nil
	case "text/plain", "text/markdown":
		return PlainText, nil
	case "application/json", "application/x-ndjson", "application/jsonl", "application/x-jsonlines", "application/json-lines":
		return JSONLines, nil
	case "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json":
		return FeedItems, nil
	case "application/octet-stream", "text/xml", "application/xml":
		return Auto, nil
	}
	return Auto, fmt.Errorf("%w: %s", ErrContentType, media)
}

// isAddress reports whether an input is an address of the web rather than a file.
func isAddress(s string) bool {
	return len(s) > 7 && (strings.EqualFold(s[:7], "http://") || len(s) > 8 && strings.EqualFold(s[:8], "https://"))
}
