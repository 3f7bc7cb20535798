package report

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"
)

const pageSentence = "The ministers met on Monday, and the talks went on late into the night, a spokesman said."

func testServer(t *testing.T) *httptest.Server {
	done := make(chan struct{})
	mux := http.NewServeMux()
	mux.HandleFunc("/page", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<html><head><meta property="og:title" content="Ministers meet"><link rel=canonical href="/talks"></head><body><article><p>%s</p></article></body></html>`, pageSentence)
	})
	mux.HandleFunc("/text", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=windows-1252")
		fmt.Fprint(w, pageSentence+" \x93So it was.\x94")
	})
	mux.HandleFunc("/lines", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/x-ndjson")
		fmt.Fprintf(w, "{\"id\":\"1\",\"text\":%q}\n{\"id\":\"2\",\"text\":\n{\"id\":\"3\",\"text\":%q}\n", pageSentence, pageSentence)
	})
	mux.HandleFunc("/picture", func(w http.ResponseWriter, r *http.Request) { w.Header().Set("Content-Type", "image/png") })
	mux.HandleFunc("/missing", http.NotFound)
	mux.HandleFunc("/loop", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/loop", http.StatusFound) })
	mux.HandleFunc("/file", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
	})
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/page", http.StatusMovedPermanently)
	})
	mux.HandleFunc("/hang", func(w http.ResponseWriter, r *http.Request) { <-done })
	mux.HandleFunc("/drip", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		for {
			if _, err := fmt.Fprint(w, "word "); err != nil {
				return
			}
			w.(http.Flusher).Flush()
			select {
			case <-done:
				return
			case <-r.Context().Done():
				return
			case <-time.After(10 * time.Millisecond):
			}
		}
	})
	mux.HandleFunc("/endless", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		for range 1 << 16 {
			if _, err := fmt.Fprint(w, "<div><p>"+pageSentence); err != nil {
				return
			}
		}
	})
	mux.HandleFunc("/cut", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "100000")
		fmt.Fprint(w, pageSentence)
	})
	s := httptest.NewServer(mux)
	t.Cleanup(func() { close(done); s.Close() })
	return s
}

func TestFetch(t *testing.T) {
	s := testServer(t)
	o := Options{AllowPrivate: true}
	r, err := Fetch(context.Background(), s.URL+"/moved", o)
	if err != nil {
		t.Fatal(err)
	}
	checkPageReport(t, &r)
	if r.Text != pageSentence || r.Title != "Ministers meet" || r.Origin != s.URL+"/moved" {
		t.Errorf("%q, %q, %q", r.Text, r.Title, r.Origin)
	}
	if r, err = Fetch(context.Background(), s.URL+"/text", o); err != nil || !strings.HasSuffix(r.Text, "“So it was.”") || r.URL != s.URL+"/text" {
		t.Errorf("%q, %q, %v", r.Text, r.URL, err)
	}
	lines, errs := collect(t, o, s.URL+"/lines", s.URL+"/missing", s.URL+"/page")
	if len(lines) != 5 || lines[0] != s.URL+"/lines:1 1" || lines[2] != s.URL+"/lines:3 3" || !errors.Is(errs[0], ErrNotJSON) || !errors.Is(errs[1], ErrStatus) {
		t.Errorf("%q", lines)
	}
}

func TestFetchRefuses(t *testing.T) {
	s := testServer(t)
	o := Options{AllowPrivate: true, MaxBytes: 100000}
	for path, want := range map[string]error{
		"/missing": ErrStatus, "/picture": ErrContentType, "/loop": ErrRedirect, "/file": ErrRedirect, "/hang": ErrTimeout, "/drip": ErrTimeout, "/endless": ErrTooLarge,
	} {
		o := o
		if want == ErrTimeout {
			o.Timeout = 100 * time.Millisecond // the others answer, however busy the machine is
		}
		_, err := Fetch(context.Background(), s.URL+path, o)
		var place *Error
		if !errors.Is(err, want) || !errors.As(err, &place) || place.Origin != s.URL+path {
			t.Errorf("%s: %v, want %v", path, err, want)
		}
	}
	if _, err := Fetch(context.Background(), s.URL+"/cut", o); err == nil {
		t.Error("an answer that breaks off gave a report")
	}
	if _, err := Fetch(context.Background(), s.URL+"/page", Options{}); !errors.Is(err, ErrPrivateAddress) {
		t.Errorf("loopback: %v", err)
	}
	if _, err := Fetch(context.Background(), strings.Replace(s.URL, "127.0.0.1", "localhost", 1)+"/page", Options{}); !errors.Is(err, ErrPrivateAddress) {
		t.Errorf("a name for loopback: %v", err)
	}
	for _, address := range []string{"ftp://news.example/", "http://", "file:///etc/passwd", "news.example", "http://[::1", ""} {
		if _, err := Fetch(context.Background(), address, o); !errors.Is(err, ErrAddress) {
			t.Errorf("%q: %v", address, err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Fetch(ctx, s.URL+"/hang", o); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled context: %v", err)
	}
}

// A redirect into a private network is refused when the connection is made: the transport of a client that may
// not go there is asked to, as after a redirect from a public address.
func TestFetchRefusesAtDial(t *testing.T) {
	s := testServer(t)
	transport := Transport(false)
	defer transport.CloseIdleConnections()
	req, _ := http.NewRequest(http.MethodGet, s.URL+"/page", nil)
	if _, err := transport.RoundTrip(req); !errors.Is(err, ErrPrivateAddress) {
		t.Errorf("dialled: %v", err)
	}
}

func TestPublic(t *testing.T) {
	for _, a := range []string{"127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "0.1.2.3", "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "203.0.113.9", "240.0.0.1",
		"::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:0a00:0001::1", "2001::1", "2001:db8::1", "fec0::1", "64:ff9b:1::1"} {
		if public(netip.MustParseAddr(a)) {
			t.Errorf("%s is said to be public", a)
		}
	}
	for _, a := range []string{"1.1.1.1", "93.184.216.34", "100.128.0.1", "172.32.0.1", "2606:4700::1111", "2a00:1450::1", "::ffff:1.1.1.1", "64:ff9b::101:101"} {
		if !public(netip.MustParseAddr(a)) {
			t.Errorf("%s is said to be private", a)
		}
	}
	if public(netip.Addr{}) {
		t.Error("no address is public")
	}
}
