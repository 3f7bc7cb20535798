package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// written is what a command has written so far.
type written struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (w *written) Write(b []byte) (int, error) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return w.text.Write(b)
}

func (w *written) String() string {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return w.text.String()
}

var servedAt = regexp.MustCompile(`at (https?://\S+)\n`)

// startServe starts chancery serve and gives its address; stop ends it as Ctrl-C does and gives its exit code.
func startServe(t *testing.T, args ...string) (address string, stop func() int, stderr *written) {
	t.Helper()
	ctx, interrupt := context.WithCancel(t.Context())
	out, errs, code := &written{}, &written{}, make(chan int, 1)
	go func() {
		code <- Run(ctx, append([]string{"serve"}, args...), Environment{Stdin: strings.NewReader(""), Stdout: out, Stderr: errs, Getenv: func(string) string { return "" }})
	}()
	var once sync.Once
	ended := 0
	stop = func() int {
		once.Do(func() {
			interrupt()
			ended = <-code
		})
		return ended
	}
	t.Cleanup(func() { stop() })
	for range 600 {
		if m := servedAt.FindStringSubmatch(out.String()); m != nil {
			return strings.TrimSuffix(m[1], "/"), stop, errs
		}
		select {
		case ended := <-code:
			t.Fatalf("serve ended with %d: %s%s", ended, out, errs)
		case <-time.After(50 * time.Millisecond):
		}
	}
	t.Fatalf("serve says nothing: %s%s", out, errs)
	return "", nil, nil
}

// fetch asks for an address and gives the status and the text.
func fetch(t *testing.T, client *http.Client, address string) (int, string) {
	t.Helper()
	answer, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

// writeCertificate makes a certificate of this machine's own, with a number to tell it by.
func writeCertificate(t *testing.T, dir string, number int64) (cert, key string, pool *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(number), Subject: pkix.Name{CommonName: "the desk"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, DNSNames: []string{"desk.example.org"}, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	keyBytes, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(dir, "desk.pem"), filepath.Join(dir, "desk.key")
	for name, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: keyBytes}} {
		if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pool = x509.NewCertPool()
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool.AddCert(parsed)
	return cert, key, pool
}

// smallRecord is a record with one report.
func smallRecord(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "talks.txt")
	if err := os.WriteFile(file, []byte("Talks in Moscow\n\nMOSCOW, March 3, 2022 - Armenian Prime Minister Nikol Pashinyan met Russian President Vladimir Putin in Moscow on Thursday.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "record.db")
	if code, out, errs := chancery(t.Context(), "add", "--record", path, file); code != 0 {
		t.Fatalf("add: %d %s%s", code, out, errs)
	}
	return path
}

// TestServeDemo: the example process is served from any folder, another one beside it, and nothing stays behind.
func TestServeDemo(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	t.Chdir(t.TempDir())
	first, stop, _ := startServe(t, "--demo", "--listen", "127.0.0.1:0")
	code, text := fetch(t, http.DefaultClient, first)
	if code != http.StatusOK || !strings.Contains(text, "<h1") {
		t.Errorf("%d", code)
	}
	_, port, err := net.SplitHostPort(strings.TrimPrefix(first, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	if code, _, errs := chancery(t.Context(), "serve", "--demo", "--listen", "127.0.0.1:"+port); code != exitFailed || !strings.Contains(errs, "is taken") || !strings.Contains(errs, "--listen 127.0.0.1:0") {
		t.Errorf("on a port that is taken: %d %s", code, errs)
	}
	if code := stop(); code != exitOK {
		t.Errorf("interrupted, serve ends with %d", code)
	}
	left, err := os.ReadDir(temporary)
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	here, err := os.ReadDir(".")
	if err != nil || len(here) > 0 {
		t.Errorf("left in the folder: %v, %v", here, err)
	}
}

// TestServeRefuses: what would open the record to strangers, or cannot be served, is said before anything is served.
func TestServeRefuses(t *testing.T) {
	path := smallRecord(t)
	dir := t.TempDir()
	cert, key, _ := writeCertificate(t, dir, 1)
	nothing := filepath.Join(dir, "nothing.db")
	for _, test := range [...]struct {
		name string
		args []string
		code int
		says string
	}{
		{"beyond this machine without TLS", []string{"--record", path, "--listen", "0.0.0.0:0"}, exitFailed, "--cert and --key for TLS"},
		{"beyond this machine without accounts", []string{"--record", path, "--listen", "0.0.0.0:0", "--plain"}, exitFailed, "chancery account add NAME --role admin"},
		{"with TLS and without accounts", []string{"--record", path, "--listen", ":0", "--cert", cert, "--key", key}, exitFailed, "chancery account add"},
		{"behind a proxy on this machine without accounts", []string{"--record", path, "--listen", "127.0.0.1:0", "--trusted-proxy", "127.0.0.1"}, exitFailed, "chancery account add"},
		{"the example process to all", []string{"--demo", "--listen", "0.0.0.0:0", "--plain"}, exitFailed, "on this machine only"},
		{"a certificate without its key", []string{"--record", path, "--cert", cert}, exitUsage, "go together"},
		{"a certificate that is none", []string{"--record", path, "--listen", "127.0.0.1:0", "--cert", path, "--key", key}, exitFailed, "--cert " + path},
		{"a certificate that is not there", []string{"--record", path, "--listen", "127.0.0.1:0", "--cert", nothing, "--key", key}, exitFailed, "no such file"},
		{"a header of anybody's", []string{"--record", path, "--user-header", "X-Forwarded-User"}, exitUsage, "--trusted-proxy"},
		{"no record", []string{"--record", nothing, "--listen", "127.0.0.1:0"}, exitFailed, "there is no record at " + nothing},
		{"something else", []string{"--record", cert, "--listen", "127.0.0.1:0"}, exitFailed, cert},
		{"both", []string{"--demo", "--record", path}, exitUsage, "leave --record out"},
		{"an address that is none", []string{"--record", path, "--listen", "127.0.0.1:0", "--address", "desk"}, exitFailed, "--address"},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		code, out, errs := chancery(ctx, append([]string{"serve"}, test.args...)...)
		cancel()
		if code != test.code || !strings.Contains(errs, test.says) || strings.Contains(out, "chancery serves") {
			t.Errorf("%s: %d, %q\n%s", test.name, code, errs, out)
		}
	}
	if _, err := os.Stat(nothing); !errors.Is(err, os.ErrNotExist) {
		t.Error("a record was made")
	}
}

// TestServeTLS: with a certificate of one's own and accounts the desk is reached by TLS only, with cookies that go no
// other way.
func TestServeTLS(t *testing.T) {
	path := smallRecord(t)
	cert, key, pool := writeCertificate(t, t.TempDir(), 1)
	ctx := t.Context()
	in := strings.NewReader("a gate by the river\n")
	var errs bytes.Buffer
	if code := Run(ctx, []string{"account", "add", "Anna", "--role", "admin", "--password-stdin", "--record", path}, Environment{Stdin: in, Stdout: io.Discard, Stderr: &errs, Getenv: func(string) string { return "" }}); code != 0 {
		t.Fatalf("account add: %d %s", code, &errs)
	}
	address, stop, said := startServe(t, "--record", path, "--listen", "0.0.0.0:0", "--cert", cert, "--key", key)
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" {
		t.Fatalf("%s: %v", address, err)
	}
	base := "https://127.0.0.1:" + u.Port()
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, ForceAttemptHTTP2: true}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	defer client.CloseIdleConnections()
	answer, err := client.Get(base + "/")
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther || !strings.HasPrefix(answer.Header.Get("Location"), "/sign-in") || answer.Proto != "HTTP/2.0" {
		t.Errorf("a stranger: %s %d %s", answer.Proto, answer.StatusCode, answer.Header.Get("Location"))
	}
	if answer.Header.Get("Strict-Transport-Security") == "" {
		t.Error("browsers may come without TLS")
	}
	answer, err = client.PostForm(base+"/sign-in", url.Values{"name": {"Anna"}, "password": {"a gate by the river"}})
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	cookies := answer.Cookies()
	if answer.StatusCode != http.StatusSeeOther || len(cookies) != 1 || !cookies[0].Secure || !cookies[0].HttpOnly || cookies[0].Name != "__Host-chancery" || cookies[0].SameSite != http.SameSiteLaxMode {
		t.Fatalf("signed in: %d %v", answer.StatusCode, cookies)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/search?q=Moscow", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.AddCookie(cookies[0])
	if answer, err = client.Do(request); err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Errorf("Anna: %d", answer.StatusCode)
	}
	if _, err := http.Get("http://127.0.0.1:" + u.Port() + "/"); err == nil {
		if code, _ := fetch(t, http.DefaultClient, "http://127.0.0.1:"+u.Port()+"/"); code != http.StatusBadRequest {
			t.Errorf("without TLS: %d", code)
		}
	}
	if _, err := tls.Dial("tcp", "127.0.0.1:"+u.Port(), &tls.Config{RootCAs: pool, MaxVersion: tls.VersionTLS11, MinVersion: tls.VersionTLS10}); err == nil { //nolint:gosec // that it is refused is tested
		t.Error("old TLS is spoken")
	}
	if code := stop(); code != exitOK || strings.Contains(said.String(), "handshake") {
		t.Errorf("%d: %s", code, said)
	}
}

// TestCertificate: a certificate that was renewed counts without a restart, one that cannot be read does not.
func TestCertificate(t *testing.T) {
	dir := t.TempDir()
	cert, key, _ := writeCertificate(t, dir, 1)
	said := &written{}
	c, err := newCertificate(cert, key, slog.New(slog.NewTextHandler(said, nil)))
	if err != nil {
		t.Fatal(err)
	}
	at := time.Now()
	c.now = func() time.Time { return at }
	number := func() int64 {
		t.Helper()
		pair, err := c.get(nil)
		if err != nil {
			t.Fatal(err)
		}
		return pair.Leaf.SerialNumber.Int64()
	}
	renew := func(n int64) {
		writeCertificate(t, dir, n)
		for _, name := range [...]string{cert, key} { // some file systems know seconds only
			if err := os.Chtimes(name, at, at.Add(time.Duration(n)*time.Hour)); err != nil {
				t.Fatal(err)
			}
		}
	}
	renew(2)
	if n := number(); n != 1 {
		t.Errorf("number %d before it is time to look", n)
	}
	at = at.Add(lookEvery)
	if n := number(); n != 2 {
		t.Errorf("number %d after it was renewed", n)
	}
	if err := os.WriteFile(cert, []byte("half of a certif"), 0o600); err != nil {
		t.Fatal(err)
	}
	at = at.Add(lookEvery)
	if n := number(); n != 2 || !strings.Contains(said.String(), "the old one stands") {
		t.Errorf("number %d while it is being written: %s", n, said)
	}
	renew(3)
	at = at.Add(lookEvery)
	if n := number(); n != 3 {
		t.Errorf("number %d when it is whole", n)
	}
	if err := os.Remove(key); err != nil {
		t.Fatal(err)
	}
	at = at.Add(lookEvery)
	if n := number(); n != 3 {
		t.Errorf("number %d without a file", n)
	}
}

// TestServeWhileAdding: others add to the record while it is served, and the desk shows it.
func TestServeWhileAdding(t *testing.T) {
	path := smallRecord(t)
	address, stop, _ := startServe(t, "--record", path, "--listen", "127.0.0.1:0")
	more := filepath.Join(t.TempDir(), "more.txt")
	if err := os.WriteFile(more, []byte("Visit to Tbilisi\n\nTBILISI, March 9, 2022 - Turkish Foreign Minister Mevlut Cavusoglu visited Georgia on Wednesday.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, out, errs := chancery(t.Context(), "add", "--record", path, more); code != 0 {
		t.Fatalf("add beside serve: %d %s%s", code, out, errs)
	}
	for i := range 100 {
		code, text := fetch(t, http.DefaultClient, address+"/reports")
		if code == http.StatusOK && strings.Contains(text, "Visit to Tbilisi") {
			break
		}
		if i == 99 {
			t.Errorf("what was added does not show: %d", code)
		}
		time.Sleep(100 * time.Millisecond)
	}
	if code := stop(); code != exitOK {
		t.Errorf("serve ends with %d", code)
	}
}

// TestClosing: what is being answered when the desk is closed is answered; a stream ends at once; nobody waits for ever.
func TestClosing(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, interrupt := context.WithCancel(t.Context())
	entered := make(chan string, 2)
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "begun ")
		_ = http.NewResponseController(w).Flush()
		entered <- r.URL.Path
		if r.URL.Path == "/api/v1/stream" {
			<-r.Context().Done()
			return
		}
		<-ctx.Done()
		time.Sleep(200 * time.Millisecond)
		if r.Context().Err() != nil {
			t.Error("a page is cut off")
		}
		_, _ = io.WriteString(w, "and ended")
	})
	served := make(chan error, 1)
	go func() { served <- serve(ctx, listener, handler, slog.New(slog.DiscardHandler)) }()
	base := "http://" + listener.Addr().String()
	type said struct {
		text string
		err  error
	}
	texts := map[string]chan said{"/page": make(chan said, 1), "/api/v1/stream": make(chan said, 1)}
	for path, to := range texts {
		go func() {
			answer, err := http.Get(base + path)
			if err != nil {
				to <- said{"", err}
				return
			}
			defer func() { _ = answer.Body.Close() }()
			text, err := io.ReadAll(answer.Body)
			to <- said{string(text), err}
		}()
	}
	<-entered
	<-entered
	began := time.Now()
	interrupt()
	if err := <-served; err != nil {
		t.Errorf("closing: %v", err)
	}
	if took := time.Since(began); took >= closing {
		t.Errorf("a stream kept the desk from closing for %s", took)
	}
	if got := <-texts["/page"]; got.err != nil || got.text != "begun and ended" {
		t.Errorf("the page: %q, %v", got.text, got.err)
	}
	if got := <-texts["/api/v1/stream"]; got.err != nil || got.text != "begun " {
		t.Errorf("the stream: %q, %v", got.text, got.err)
	}
}

// TestServeHeaders: whoever sends endless headers, or sends them slowly, is turned away by the server itself.
func TestServeHeaders(t *testing.T) {
	address, _, _ := startServe(t, "--record", smallRecord(t), "--listen", "127.0.0.1:0")
	connection, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(address, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = connection.Close() }()
	if err := connection.SetDeadline(time.Now().Add(30 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(connection, "GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: "+strings.Repeat("a", 80<<10)+"\r\n"); err != nil {
		t.Log(err) // it may be turned away before all of it is sent
	}
	said, _ := io.ReadAll(connection)
	if !bytes.HasPrefix(said, []byte("HTTP/1.1 431 ")) {
		t.Errorf("endless headers: %.200s", said)
	}
}
