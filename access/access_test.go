package access

import (
	"bytes"
	"context"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

const good = "a gate by the river" // a password that will do

// cheap is what hashing costs in tests.
var cheap = Work{Memory: 8, Passes: 1, Lanes: 1}

// clock is a clock that is set by hand.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// randomness is the same in each test.
func randomness() *rand.ChaCha8 { return rand.NewChaCha8([32]byte{1}) }

// terminal is who has the file in hand.
var terminal = Who{Name: "Root", Role: Admin, How: Terminal}

// opened opens a new file of accounts.
func opened(t testing.TB, o Options) (*Access, *clock) {
	t.Helper()
	c := newClock()
	return openedAt(t, filepath.Join(t.TempDir(), "record.db.access"), o, c), c
}

func openedAt(t testing.TB, path string, o Options, c *clock) *Access {
	t.Helper()
	o.Now, o.Random = c.now, randomness()
	if o.Work == (Work{}) {
		o.Work = cheap
	}
	a, err := Open(t.Context(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return a
}

// account adds one.
func (a *Access) mustAdd(t testing.TB, name string, role Role) {
	t.Helper()
	if _, err := a.AddAccount(t.Context(), terminal, name, role, good); err != nil {
		t.Fatal(err)
	}
}

// request makes a request to the desk from a client's address.
func request(method, target, from string) *http.Request {
	r := httptest.NewRequestWithContext(context.Background(), method, target, nil)
	r.RemoteAddr = from
	return r
}

const client = "203.0.113.9:4711" // an address that is nobody's

// signIn signs in and gives a request that shows the cookie.
func signIn(t testing.TB, a *Access, name, password string) (*http.Request, Who) {
	t.Helper()
	w := httptest.NewRecorder()
	who, err := a.SignIn(w, request("POST", "http://desk.example/signin", client), name, password)
	if err != nil {
		t.Fatal(err)
	}
	r := request("GET", "http://desk.example/", client)
	for _, c := range w.Result().Cookies() {
		r.AddCookie(c)
	}
	return r, who
}

// audit gives the log as lines of "who action target outcome detail", the oldest first.
func audit(t testing.TB, a *Access) string {
	t.Helper()
	var lines []string
	for e, err := range a.AllEntries(t.Context(), AuditFilter{Limit: 2}) {
		if err != nil {
			t.Fatal(err)
		}
		lines = append([]string{strings.Join([]string{e.Who, e.Action, e.Target, string(e.Outcome), e.Detail}, "|")}, lines...)
	}
	return strings.Join(lines, "\n")
}

func lines(t testing.TB, a *Access, f AuditFilter) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteEntries(&b, a.AllEntries(t.Context(), f)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
