package follow

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"chancery/codebook"
	"chancery/intake"
	"chancery/query"
	"chancery/reading"
	"chancery/record"
	"chancery/report"
)

var reader = sync.OnceValues(func() (*reading.Reader, error) { return reading.New(reading.Options{}) })

// clock is a time that a test sets.
type clock struct {
	mutex sync.Mutex
	at    time.Time
}

func (c *clock) now() time.Time {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.at = c.at.Add(d)
}

// desk is a record with its searches and a clock.
type desk struct {
	*Searches
	t     *testing.T
	clock *clock
	path  string
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, clock: &clock{at: time.Date(2024, 6, 1, 8, 0, 0, 0, time.UTC)}, path: filepath.Join(t.TempDir(), "record.db")}
	d.open()
	return d
}

func (d *desk) open() {
	d.t.Helper()
	rec, err := record.Open(d.t.Context(), d.path, record.Options{Now: d.clock.now})
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { _ = rec.Close() })
	d.Searches = &Searches{Record: rec, Words: query.Load(codebook.Shipped()), Now: d.clock.now}
}

// add puts sentences into the record, a report each.
func (d *desk) add(texts ...string) {
	d.t.Helper()
	r, err := reader()
	if err != nil {
		d.t.Fatal(err)
	}
	d.clock.pass(time.Second)
	items := func(yield func(report.Item) bool) {
		for _, text := range texts {
			rep, err := report.FromText([]byte(text), report.Options{Outlet: "The Harbour Post", Published: "2024-05-30"})
			if err != nil {
				d.t.Error(err)
				return
			}
			if !yield(report.NewItem(rep)) {
				return
			}
		}
	}
	if _, err := intake.Run(d.t.Context(), r, d.Record, items, intake.Options{Workers: 1}); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) search(name, text string) Search {
	d.t.Helper()
	s, err := d.Add(d.t.Context(), name, text, "ann")
	if err != nil {
		d.t.Fatal(err)
	}
	return s
}

func (d *desk) follower() *Follower {
	return NewFollower(d.Searches, Options{AllowPrivate: true, Timeout: time.Second, Quiet: time.Millisecond, Address: "https://desk.example.org"})
}

// step sees a change, lets it settle, and delivers.
func (d *desk) step(f *Follower) {
	d.t.Helper()
	for range 2 {
		if err := f.Step(d.t.Context()); err != nil {
			d.t.Fatal(err)
		}
		d.clock.pass(10 * time.Millisecond)
	}
}

func (d *desk) state(name string) State {
	d.t.Helper()
	s, err := d.State(d.t.Context(), name)
	if err != nil {
		d.t.Fatal(err)
	}
	return s
}

// listener is a server that is called, and answers as it is told.
type listener struct {
	*httptest.Server
	mutex  sync.Mutex
	heard  []heard
	answer func(w http.ResponseWriter, r *http.Request) // nil for 204
}

type heard struct {
	id, at, signature string
	body              []byte
	said              message
}

func listen(t *testing.T) *listener {
	t.Helper()
	l := &listener{}
	l.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		h := heard{r.Header.Get("Webhook-Id"), r.Header.Get("Webhook-Timestamp"), r.Header.Get("Webhook-Signature"), body, message{}}
		if err := json.Unmarshal(body, &h.said); err != nil || r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/json" {
			t.Errorf("called with %s %s: %v", r.Method, r.Header.Get("Content-Type"), err)
		}
		l.mutex.Lock()
		l.heard = append(l.heard, h)
		answer := l.answer
		l.mutex.Unlock()
		if answer != nil {
			answer(w, r)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	}))
	t.Cleanup(l.Close)
	return l
}

func (l *listener) set(answer func(w http.ResponseWriter, r *http.Request)) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.answer = answer
}

func (l *listener) take() []heard {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	out := l.heard
	l.heard = nil
	return out
}

const (
	iran    = "Iran accused Azerbaijan of spying on 28 May 2024."
	georgia = "Georgia offered Armenia technical assistance on 29 May 2024."
	turkey  = "Turkey accused Greece of violating its airspace on 27 May 2024."
	belgium = "Belgium accused Norway of breaking the fishing accord on 26 May 2024."
)

func TestSearches(t *testing.T) {
	d := newDesk(t)
	d.add(georgia)
	s := d.search(" Accusations  of the day ", "category:ACCUSE")
	if s.Name != "Accusations of the day" || s.Since == 0 || len(s.ID) != 16 {
		t.Errorf("kept as %+v", s)
	}
	for name, want := range map[string]error{"": ErrName, "a/b": ErrName, "..": ErrName, "a\x00b": ErrName, strings.Repeat("x", 81): ErrName, "Accusations of the day": ErrTaken} {
		if _, err := d.Add(t.Context(), name, "x", "ann"); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", name, err, want)
		}
	}
	for _, text := range []string{"sorce:USA", "as-of:2021-01-01 border", strings.Repeat("a ", 3000)} {
		if _, err := d.Add(t.Context(), "other", text, "ann"); !errors.Is(err, query.ErrQuery) {
			t.Errorf("%.20s: %v", text, err)
		}
	}
	count := func(who string) int {
		t.Helper()
		view, err := d.Record.Now(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		after, err := d.Seen(t.Context(), s, who)
		if err != nil {
			t.Fatal(err)
		}
		got, err := d.New(t.Context(), view, s, after, 10)
		if err != nil {
			t.Fatal(err)
		}
		return got.Count
	}
	if n := count("bob"); n != 0 {
		t.Errorf("%d new before anything came", n)
	}
	d.add(iran)
	if n := count("bob"); n != 1 {
		t.Errorf("%d new, want 1", n)
	}
	view, _ := d.Record.Now(t.Context())
	if err := d.Look(t.Context(), s, "bob", view.Change()); err != nil {
		t.Fatal(err)
	}
	d.add(turkey)
	if n := count("bob"); n != 1 {
		t.Errorf("%d new since bob looked, want 1", n)
	}
	if n := count("ann"); n != 2 {
		t.Errorf("%d new for ann, who never looked, want 2", n)
	}
	if err := d.Ask(t.Context(), s.Name, "category:ACCUSE source:IRN"); err != nil {
		t.Fatal(err)
	}
	if got, err := d.Named(t.Context(), s.Name); err != nil || got.ID != s.ID || got.Query != "category:ACCUSE source:IRN" {
		t.Errorf("%+v, %v", got, err)
	}
	if err := d.Delete(t.Context(), s.Name); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Named(t.Context(), s.Name); !errors.Is(err, ErrNone) {
		t.Errorf("deleted: %v", err)
	}
}

func TestAddresses(t *testing.T) {
	for address, ok := range map[string]bool{
		"https://example.org/hook": true, "http://example.org:8080/a?b=c": true,
		"ftp://example.org": false, "javascript:alert(1)": false, "https://": false, "https://:80/": false, "https://ann:secret@example.org/": false,
		"/hook": false, "https://example.org/#x": false, "": false, "https://exa mple.org": false,
	} {
		if err := CheckAddress(address); (err == nil) != ok || err != nil && !errors.Is(err, ErrAddress) {
			t.Errorf("%q: %v", address, err)
		}
	}
}

// verified recomputes a signature as its receiver does.
func verified(t *testing.T, secret string, h heard) {
	t.Helper()
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil || len(key) != 32 {
		t.Fatal(secret, err)
	}
	mac := hmac.New(sha256.New, key)
	_, _ = fmt.Fprintf(mac, "%s.%s.%s", h.id, h.at, h.body)
	if want := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)); h.signature != want {
		t.Errorf("signed %s, want %s", h.signature, want)
	}
	if h.said.ID != h.id {
		t.Errorf("the header says %s, the body %s", h.id, h.said.ID)
	}
}

func TestDelivers(t *testing.T) {
	d, l := newDesk(t), listen(t)
	d.add(belgium)
	d.search("Accusations", "category:ACCUSE")
	hook, err := d.SetHook(t.Context(), "Accusations", l.URL+"/hook", "root")
	if err != nil {
		t.Fatal(err)
	}
	f := d.follower()
	d.step(f)
	if got := l.take(); len(got) > 0 {
		t.Fatalf("called %d times with what was there before", len(got))
	}
	d.add(iran)
	d.add(georgia)
	d.step(f)
	got := l.take()
	if len(got) != 1 {
		t.Fatalf("called %d times, want once", len(got))
	}
	verified(t, hook.Secret, got[0])
	m := got[0].said
	if m.Type != "search.results" || m.Number != 1 || m.Search.Name != "Accusations" || m.Search.Address != "https://desk.example.org/searches/Accusations" || m.Window.More {
		t.Errorf("said %+v", m)
	}
	if len(m.Results) != 1 || m.Results[0].Kind != "event" || !strings.Contains(m.Results[0].Says, "Iran") || m.Results[0].Words[0] != iran ||
		m.Results[0].Address != "https://desk.example.org/events/"+m.Results[0].ID || m.Results[0].Report.Outlet != "The Harbour Post" {
		t.Errorf("results %+v", m.Results)
	}
	d.step(f)
	if got := l.take(); len(got) > 0 {
		t.Errorf("called again %d times", len(got))
	}
	if s := d.state("Accusations"); s.Number != 1 || s.Pending != nil || s.Delivered.IsZero() {
		t.Errorf("state %+v", s)
	}
}

// TestMisbehaves calls a server that does all that servers do: the same delivery is made again until it is taken, and
// the next one waits for it.
func TestMisbehaves(t *testing.T) {
	d, l := newDesk(t), listen(t)
	d.search("Accusations", "category:ACCUSE")
	if _, err := d.SetHook(t.Context(), "Accusations", l.URL, "root"); err != nil {
		t.Fatal(err)
	}
	elsewhere := listen(t)
	hang := make(chan struct{})
	t.Cleanup(func() { close(hang) })
	f := d.follower()
	first := ""
	for i, wrong := range []struct {
		answer func(w http.ResponseWriter, r *http.Request)
		says   string
	}{
		{func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }, "500"},
		{func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, elsewhere.URL, http.StatusTemporaryRedirect)
		}, "redirects are not followed"},
		{func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "closed the connection"},
		{func(_ http.ResponseWriter, r *http.Request) {
			select {
			case <-hang:
			case <-r.Context().Done():
			}
		}, "no answer within"},
		{func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "7200")
			w.WriteHeader(http.StatusTooManyRequests)
		}, "429"},
	} {
		l.set(wrong.answer)
		if i == 0 {
			d.add(iran)
		} else {
			d.add(fmt.Sprintf("Turkey accused Greece of violating its airspace on %d May 2024.", i+1)) // must wait
		}
		d.step(f)
		got := l.take()
		if len(got) != 1 {
			t.Fatalf("%s: called %d times", wrong.says, len(got))
		}
		if first == "" {
			first = got[0].id
		}
		s := d.state("Accusations")
		if got[0].id != first || s.Pending == nil || s.Pending.ID != first || s.Pending.Attempts != i+1 || !strings.Contains(s.Pending.Problem, wrong.says) {
			t.Fatalf("%s: delivery %s, state %+v %+v", wrong.says, got[0].id, s, s.Pending)
		}
		if s.Pending.Next.Before(d.clock.now().Add(2 * time.Second)) {
			t.Errorf("%s: tried again at %s, now is %s", wrong.says, s.Pending.Next, d.clock.now())
		}
		d.step(f) // too early
		if got := l.take(); len(got) > 0 {
			t.Errorf("%s: called %d times before it was time", wrong.says, len(got))
		}
		d.clock.pass(s.Pending.Next.Sub(d.clock.now()))
	}
	if s := d.state("Accusations"); s.Pending.Next.Sub(s.Pending.Begun) < 2*time.Hour {
		t.Errorf("Retry-After was not waited for: %+v", s.Pending)
	}
	// Another process goes on where this one stopped, in order.
	if err := d.Record.Close(); err != nil {
		t.Fatal(err)
	}
	d.open()
	l.set(nil)
	f = d.follower()
	d.step(f)
	d.step(f)
	got := l.take()
	if len(got) != 2 || got[0].id != first || got[0].said.Number != 1 || got[1].said.Number != 2 || got[1].said.Window.After != got[0].said.Window.To {
		t.Fatalf("after the restart: %d calls: %+v", len(got), got)
	}
	if n := len(got[1].said.Results); n != 4 {
		t.Errorf("the second delivery has %d results, want 4", n)
	}
	if !slices.IsSortedFunc(got[1].said.Results, func(a, b result) int { return a.Added.Compare(b.Added) }) {
		t.Error("the results are not in the order in which they came")
	}
	if len(elsewhere.take()) > 0 {
		t.Error("a redirect was followed")
	}
}

func TestStops(t *testing.T) {
	d, l := newDesk(t), listen(t)
	d.search("Accusations", "category:ACCUSE")
	if _, err := d.SetHook(t.Context(), "Accusations", l.URL, "root"); err != nil {
		t.Fatal(err)
	}
	l.set(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	d.add(iran)
	f := d.follower()
	d.step(f)
	var waited []time.Duration
	for range len(waits) {
		p := d.state("Accusations").Pending
		waited = append(waited, p.Next.Sub(d.clock.now()).Round(time.Second))
		d.clock.pass(p.Next.Sub(d.clock.now()))
		d.step(f)
	}
	if !slices.IsSorted(waited) || waited[0] < 4*time.Second || waited[len(waited)-1] < 20*time.Hour {
		t.Errorf("waited %v", waited)
	}
	s := d.state("Accusations")
	if calls := len(l.take()); s.Stopped == "" || calls != len(waits)+1 {
		t.Fatalf("after %d calls: %+v", calls, s)
	}
	l.set(nil)
	d.add(turkey)
	d.clock.pass(100 * time.Hour)
	d.step(f)
	if len(l.take()) > 0 {
		t.Error("called although it stopped")
	}
	if err := d.Resume(t.Context(), "Accusations"); err != nil {
		t.Fatal(err)
	}
	d.step(f)
	if got := l.take(); len(got) != 2 || got[0].id != s.Pending.ID || got[1].said.Number != 2 {
		t.Errorf("after it was resumed: %d calls", len(got))
	}
	// What is gone for good stops at once, and what cannot be delivered can be left out.
	l.set(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) })
	d.add(belgium)
	d.step(f)
	if s := d.state("Accusations"); !strings.Contains(s.Stopped, "410") || len(l.take()) != 1 {
		t.Errorf("gone: %+v", s)
	}
	l.set(nil)
	if err := d.Skip(t.Context(), "Accusations"); err != nil {
		t.Fatal(err)
	}
	d.step(f)
	if got := l.take(); len(got) > 0 {
		t.Errorf("what was left out was delivered")
	}
	d.add("France accused Chad of holding its ambassador on 25 May 2024.")
	d.step(f)
	if got := l.take(); len(got) != 1 || got[0].said.Number != 4 || len(got[0].said.Results) != 1 {
		t.Errorf("after the one that was left out: %+v", got)
	}
}

// TestParts delivers more than one delivery holds.
func TestParts(t *testing.T) {
	d, l := newDesk(t), listen(t)
	d.search("Reports", "kind:reports")
	if _, err := d.SetHook(t.Context(), "Reports", l.URL, "root"); err != nil {
		t.Fatal(err)
	}
	texts := make([]string, partSize*2+30)
	for i := range texts {
		texts[i] = fmt.Sprintf("The council of town number %d met on Monday and spoke about nothing.", i)
	}
	d.add(texts...)
	f := d.follower()
	d.step(f)
	var ids []string
	got := l.take()
	for i, h := range got {
		if h.said.Number != i+1 || h.said.Window.More != (i < len(got)-1) {
			t.Errorf("part %d: %+v", i, h.said.Window)
		}
		for _, r := range h.said.Results {
			ids = append(ids, r.ID)
		}
	}
	sorted := slices.Clone(ids)
	slices.Sort(sorted)
	if len(got) != 3 || len(ids) != len(texts) || len(slices.Compact(sorted)) != len(ids) {
		t.Errorf("%d deliveries with %d results", len(got), len(ids))
	}
}

func TestPrivateAddress(t *testing.T) {
	d, l := newDesk(t), listen(t)
	d.search("Accusations", "category:ACCUSE")
	if _, err := d.SetHook(t.Context(), "Accusations", l.URL, "root"); err != nil {
		t.Fatal(err)
	}
	f := NewFollower(d.Searches, Options{Quiet: time.Millisecond})
	if err := f.Try(t.Context(), "Accusations"); !errors.Is(err, report.ErrPrivateAddress) {
		t.Errorf("tried: %v", err)
	}
	d.add(iran)
	d.step(f)
	if s := d.state("Accusations"); s.Pending == nil || !strings.Contains(s.Pending.Problem, "private") || len(l.take()) > 0 {
		t.Errorf("a private address was called: %+v", s)
	}
	f = d.follower()
	if err := f.Try(t.Context(), "Accusations"); err != nil {
		t.Error(err)
	}
	if got := l.take(); len(got) != 1 || got[0].said.Type != "search.test" {
		t.Errorf("tried: %+v", got)
	}
}

// TestQueryChanges changes the query in the midst of a window, and deletes a search that delivers.
func TestQueryChanges(t *testing.T) {
	d, l := newDesk(t), listen(t)
	d.search("Accusations", "category:ACCUSE")
	if _, err := d.SetHook(t.Context(), "Accusations", l.URL, "root"); err != nil {
		t.Fatal(err)
	}
	l.set(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) })
	d.add(iran, turkey)
	f := d.follower()
	d.step(f)
	if err := d.Ask(t.Context(), "Accusations", "category:ACCUSE source:TUR"); err != nil {
		t.Fatal(err)
	}
	l.set(nil)
	l.take()
	d.clock.pass(time.Minute)
	d.step(f)
	if got := l.take(); len(got) != 1 || len(got[0].said.Results) != 1 || got[0].said.Search.Query != "category:ACCUSE source:TUR" {
		t.Errorf("after the query was changed: %+v", got)
	}
	if err := d.RemoveHook(t.Context(), "Accusations"); err != nil {
		t.Fatal(err)
	}
	d.add(belgium)
	d.step(f)
	if got := l.take(); len(got) > 0 {
		t.Error("called after the webhook was removed")
	}
	if _, err := d.Hook(t.Context(), "Accusations"); !errors.Is(err, ErrNoHook) {
		t.Error(err)
	}
}

func TestRunEnds(t *testing.T) {
	d := newDesk(t)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	f := d.follower()
	go func() { ended <- f.Run(ctx) }()
	f.Wake()
	cancel()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Error("it does not end")
	}
}
