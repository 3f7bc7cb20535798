package desk

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"chancery/access"
)

// TestTooMuch: who asks too much is told when to come again, and others are not kept from anything.
func TestTooMuch(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	s := newSharedDesk(t, func(o *access.Options) { o.Now = func() time.Time { return at } })
	from := func(address string) func(*http.Request) {
		return func(r *http.Request) { r.RemoteAddr = address }
	}
	var last *httptest.ResponseRecorder
	for range requestBurst {
		last = s.send(t, http.MethodGet, "/health/live", nil, from("198.51.100.1:5"))
	}
	if last.Code != http.StatusOK {
		t.Fatalf("the last that is allowed: %d", last.Code)
	}
	for _, address := range [...]string{"/health/live", "/", "/sign-in", "/export/csv", s.styles.address} {
		w := s.send(t, http.MethodGet, address, nil, from("198.51.100.1:9"))
		if wait, err := strconv.Atoi(w.Header().Get("Retry-After")); w.Code != http.StatusTooManyRequests || err != nil || wait < 1 {
			t.Errorf("%s after too many: %d, Retry-After %q", address, w.Code, w.Header().Get("Retry-After"))
		}
	}
	if w := s.send(t, http.MethodGet, "/health/live", nil, from("198.51.100.2:5")); w.Code != http.StatusOK {
		t.Errorf("somebody else: %d", w.Code)
	}
	if w := s.send(t, http.MethodGet, "/codebook/try", nil, func(r *http.Request) { from("198.51.100.1:5")(r); s.as("reader")(r) }); w.Code != http.StatusOK {
		t.Errorf("somebody with an account at the same address: %d", w.Code)
	}
}

// TestSizes: what is too large is refused as such, packed or not.
func TestSizes(t *testing.T) {
	s := newSharedDesk(t, nil)
	token := s.formToken(t, "admin")
	long := strings.Repeat("a", formBytes+1)
	for _, address := range posts(t) {
		if address == "/reports" {
			continue
		}
		w := s.send(t, http.MethodPost, address, url.Values{"csrf": {token}, "text": {long}}, s.as("admin"))
		if w.Code != http.StatusRequestEntityTooLarge {
			t.Errorf("POST %s with a megabyte: %d", address, w.Code)
		}
	}
	// A form of a stranger is refused before it is read.
	read := &counting{Reader: strings.NewReader("text=" + long)}
	if w := s.send(t, http.MethodPost, "/reports", nil, func(r *http.Request) {
		r.Body = io.NopCloser(read)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}); w.Code != http.StatusUnauthorized || read.count > 0 {
		t.Errorf("a stranger's form: %d, %d bytes of it were read", w.Code, read.count)
	}
	// A page that unpacks to more than a report may be is no page.
	var packed, body bytes.Buffer
	z := gzip.NewWriter(&packed)
	for range 40 {
		if _, err := z.Write(make([]byte, 1<<20)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	form := multipart.NewWriter(&body)
	if err := form.WriteField("csrf", token); err != nil {
		t.Fatal(err)
	}
	file, err := form.CreateFormFile("files", "../../etc/bomb.txt.gz")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Write(packed.Bytes()); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	w := s.send(t, http.MethodPost, "/reports", nil, func(r *http.Request) {
		s.as("admin")(r)
		r.Body = io.NopCloser(&body)
		r.Header.Set("Content-Type", form.FormDataContentType())
	})
	if w.Code != http.StatusSeeOther {
		t.Fatalf("a bomb: %d\n%s", w.Code, mainOf(t, w.Body.String()))
	}
	for range 100 {
		page := s.send(t, http.MethodGet, w.Header().Get("Location"), nil, s.as("admin"))
		if text := page.Body.String(); strings.Contains(text, "too large") {
			if strings.Contains(text, "/etc/") {
				t.Errorf("the name of the file leads away: %s", mainOf(t, text))
			}
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Errorf("a bomb is not refused: %s", mainOf(t, s.send(t, http.MethodGet, w.Header().Get("Location"), nil, s.as("admin")).Body.String()))
}

// counting counts what is read.
type counting struct {
	io.Reader
	count int
}

func (c *counting) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	c.count += n
	return n, err
}

// TestBreakingDown: a page that breaks down is an error on a page, and one that broke off while it was sent is no page.
func TestBreakingDown(t *testing.T) {
	d := exampleDesk(t)
	serve := func(h http.HandlerFunc) *httptest.Server {
		server := httptest.NewServer(d.sane(d.known(d.limited(h))))
		t.Cleanup(server.Close)
		return server
	}
	before := serve(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		w.Header().Set("ETag", `"x"`)
		var nothing []int
		_ = nothing[len(w.Header())]
	})
	answer, err := http.Get(before.URL)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusInternalServerError || !bytes.Contains(text, []byte("Something broke")) || answer.Header.Get("ETag") != "" {
		t.Errorf("%d %s", answer.StatusCode, text)
	}
	if bytes.Contains(text, []byte("index out of range")) {
		t.Error("the page tells strangers what broke")
	}
	during := serve(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write(bytes.Repeat([]byte("a"), 1<<16))
		panic("in the middle")
	})
	if answer, err = http.Get(during.URL); err == nil {
		_, err = io.ReadAll(answer.Body)
		_ = answer.Body.Close()
	}
	if err == nil {
		t.Error("half a page came as a whole one")
	}
	if answer, err = http.Get(before.URL + "/again"); err != nil {
		t.Errorf("the desk did not live on: %v", err)
	} else {
		_ = answer.Body.Close()
	}
}

// TestSlowVisitors: a form that comes in slowly is given up; nobody waits for it, and it takes nobody's place.
func TestSlowVisitors(t *testing.T) {
	d := exampleDesk(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = patiently(w, r, 200*time.Millisecond)
		if err := readForm(r); err != nil {
			d.fail(w, r, err)
		}
	}))
	t.Cleanup(server.Close)
	connection, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = connection.Close() }()
	if _, err := io.WriteString(connection, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nname=a"); err != nil {
		t.Fatal(err)
	}
	if err := connection.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	said, _ := io.ReadAll(connection)
	if !bytes.HasPrefix(said, []byte("HTTP/1.1 408 ")) {
		t.Errorf("a slow form is answered: %.300s", said)
	}

	// A page that takes long may take so, after a form that came in at once and on a connection that was used before.
	long := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = patiently(w, r, 100*time.Millisecond)
		if err := readForm(r); err != nil {
			d.fail(w, r, err)
			return
		}
		select {
		case <-time.After(300 * time.Millisecond):
			_, _ = io.WriteString(w, r.PostFormValue("name"))
		case <-r.Context().Done():
		}
	}))
	t.Cleanup(long.Close)
	for range 2 {
		answer, err := http.PostForm(long.URL, url.Values{"name": {"in time"}})
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if err != nil || string(text) != "in time" {
			t.Errorf("%q, %v", text, err)
		}
	}
}

// TestManyAtOnce: beyond what is answered at once others wait a while, and then are told.
func TestManyAtOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for as long as a visitor would")
	}
	d := exampleDesk(t)
	release, entered := make(chan struct{}), make(chan struct{}, atOnce)
	handler := d.limited(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		entered <- struct{}{}
		<-release
	}))
	var group sync.WaitGroup
	for range atOnce {
		group.Go(func() { handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil)) })
	}
	for range atOnce {
		<-entered
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(gone, http.MethodGet, "/", nil)) // does not wait
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
		t.Errorf("one too many: %d", w.Code)
	}
	close(release)
	group.Wait()
}

// TestDeadline: what takes too long ends, and says so.
func TestDeadline(t *testing.T) {
	d := exampleDesk(t)
	w := httptest.NewRecorder()
	d.limited(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if at, ok := r.Context().Deadline(); !ok || time.Until(at) > longest {
			t.Errorf("a page may take until %v", at)
		}
		ctx, cancel := context.WithDeadline(r.Context(), time.Unix(0, 0))
		defer cancel()
		_, err := d.Record.Now(ctx)
		d.fail(w, r, err)
	})).ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil))
	if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "took too long") {
		t.Errorf("%d", w.Code)
	}
	d.limited(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if _, ok := r.Context().Deadline(); ok {
			t.Error("an export is cut off")
		}
	})).ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/export/csv", nil))
}
