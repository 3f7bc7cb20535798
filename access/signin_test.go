package access

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// try tries to sign in from an address.
func try(t testing.TB, a *Access, name, password, from string) error {
	t.Helper()
	_, err := a.SignIn(httptest.NewRecorder(), request("POST", "http://desk.example/signin", from), name, password)
	return err
}

func TestWhoMayNotSignIn(t *testing.T) {
	a, _ := opened(t, Options{})
	a.mustAdd(t, "Anna", Review)
	a.mustAdd(t, "Bo", Review)
	if err := a.SetDisabled(t.Context(), terminal, "bo", true); err != nil {
		t.Fatal(err)
	}
	if _, err := a.AddAccount(t.Context(), terminal, "Robot", Read, ""); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, password string }{
		{"Anna", "not her password"},
		{"Anna", ""},
		{"Nobody", good},
		{"", ""},
		{"Bo", good},
		{"Robot", ""},
		{"Robot", good},
		{strings.Repeat("x", 5000), good},
		{"Anna", strings.Repeat(good, 100)},
		{"Anna\x00", good},
		{"\xff", "\xff"},
	} {
		if err := try(t, a, test.name, test.password, client); !errors.Is(err, ErrWrong) || err.Error() != "sign in: "+ErrWrong.Error() {
			t.Errorf("%.20q with %.20q: %v", test.name, test.password, err)
		}
	}
	log := audit(t, a)
	if strings.Contains(log, "Nobody") {
		t.Errorf("the log holds what was typed for a name:\n%s", log)
	}
	for _, line := range []string{"|sign in|Anna|refused|wrong password", "|sign in||refused|no such account", "|sign in|Bo|refused|the account is disabled", "|sign in|Robot|refused|the account has no password"} {
		if !strings.Contains(log, "\n"+line) {
			t.Errorf("the log lacks %q:\n%s", line, log)
		}
	}
}

// Hashing takes nearly all the time of an attempt: what is hashed for nobody must cost what it does for somebody.
func TestUnknownNamesCostAsMuch(t *testing.T) {
	a, _ := opened(t, Options{})
	a.mustAdd(t, "Anna", Review)
	_, known, err := a.passwordOf(t.Context(), "anna")
	if err != nil {
		t.Fatal(err)
	}
	_, unknown, err := a.passwordOf(t.Context(), "nobody")
	if err != nil {
		t.Fatal(err)
	}
	if known.work != unknown.work || len(known.salt) != len(unknown.salt) || len(known.sum) != len(unknown.sum) {
		t.Errorf("known %v, unknown %v", known.work, unknown.work)
	}
}

func TestFailuresMakeWait(t *testing.T) {
	a, c := opened(t, Options{})
	a.mustAdd(t, "Anna", Review)
	for _, name := range []string{"anna", "nobody"} { // nothing tells whether there is such an account
		t.Run(name, func(t *testing.T) {
			for i := range 4 {
				if err := try(t, a, name, "wrong", client); !errors.Is(err, ErrWrong) {
					t.Fatalf("attempt %d: %v", i, err)
				}
			}
			var wait *Wait
			if err := try(t, a, name, good, client); !errors.As(err, &wait) || wait.For != 2*time.Second {
				t.Fatalf("the fifth: %v", err)
			}
			c.pass(2 * time.Second)
			if err := try(t, a, name, "wrong", client); !errors.Is(err, ErrWrong) {
				t.Fatalf("after waiting: %v", err)
			}
			c.pass(3 * time.Second)
			if err := try(t, a, name, "wrong", client); !errors.As(err, &wait) || wait.For != time.Second {
				t.Fatalf("it does not double: %v", err)
			}
			c.pass(time.Minute)
		})
	}
	if err := try(t, a, "anna", good, "198.51.100.7:1"); err != nil {
		t.Errorf("from elsewhere: %v", err)
	}
	c.pass(time.Minute)
	if err := try(t, a, "anna", good, client); err != nil {
		t.Errorf("the right one after waiting: %v", err)
	}
	for i := range 4 {
		if err := try(t, a, "anna", "wrong", client); !errors.Is(err, ErrWrong) {
			t.Errorf("attempt %d after signing in: %v", i, err)
		}
	}
}

func TestWaitsGrowAndEnd(t *testing.T) {
	for failures, want := range map[int]time.Duration{0: 0, 3: 0, 4: 2 * time.Second, 5: 4 * time.Second, 10: 128 * time.Second, 13: 15 * time.Minute, 1 << 40: 15 * time.Minute} {
		if got := waitAfter(failures); got != want {
			t.Errorf("after %d failures %v, want %v", failures, got, want)
		}
	}
	a, c := opened(t, Options{})
	for range 4 {
		_ = try(t, a, "anna", "wrong", client)
	}
	c.pass(25 * time.Hour)
	if err := try(t, a, "anna", "wrong", client); !errors.Is(err, ErrWrong) {
		t.Errorf("a day later: %v", err)
	}
	c.pass(-48 * time.Hour)
	if err := try(t, a, "anna", "wrong", client); !errors.Is(err, ErrWrong) {
		t.Errorf("when the clock was set back: %v", err)
	}
}

func TestFailuresAreStored(t *testing.T) {
	path, c := filepath.Join(t.TempDir(), "a"), newClock()
	a := openedAt(t, path, Options{}, c)
	for range 4 {
		_ = try(t, a, "anna", "wrong", client)
	}
	var wait *Wait
	if err := try(t, openedAt(t, path, Options{}, c), "anna", "wrong", client); !errors.As(err, &wait) {
		t.Errorf("after opening again: %v", err)
	}
}

// Many attempts at once must not pass together before the first has failed.
func TestManyAttemptsAtOnce(t *testing.T) {
	a, _ := opened(t, Options{Hashing: 16})
	a.mustAdd(t, "Anna", Review)
	var group sync.WaitGroup
	var mu sync.Mutex
	tried := 0
	for range 16 {
		group.Go(func() {
			if errors.Is(try(t, a, "anna", "wrong", client), ErrWrong) {
				mu.Lock()
				tried++
				mu.Unlock()
			}
		})
	}
	group.Wait()
	if tried != freeFailures+1 {
		t.Errorf("%d passwords were tried at once, want %d", tried, freeFailures+1)
	}
}

func TestAttemptsOfAnAddressAreBounded(t *testing.T) {
	a, c := opened(t, Options{})
	var wait *Wait
	for i := range 20 {
		from := fmt.Sprintf("[2001:db8:1:2::%x]:80", i+1) // one network
		if err := try(t, a, fmt.Sprintf("name%d", i), "wrong", from); !errors.Is(err, ErrWrong) {
			t.Fatalf("attempt %d: %v", i, err)
		}
	}
	if err := try(t, a, "another", "wrong", "[2001:db8:1:2::ffff]:80"); !errors.As(err, &wait) {
		t.Errorf("the twenty-first: %v", err)
	}
	if err := try(t, a, "another", "wrong", "[2001:db8:1:3::1]:80"); !errors.Is(err, ErrWrong) {
		t.Errorf("of another network: %v", err)
	}
	c.pass(6 * time.Second)
	if err := try(t, a, "another", "wrong", "[2001:db8:1:2::ffff]:80"); !errors.Is(err, ErrWrong) {
		t.Errorf("later: %v", err)
	}
}

func TestHashingIsBounded(t *testing.T) {
	h := newHashers(1)
	started, release := make(chan struct{}), make(chan struct{})
	var group sync.WaitGroup
	group.Go(func() {
		if err := h.do(context.Background(), func() { close(started); <-release }); err != nil {
			t.Error(err)
		}
	})
	<-started
	ctx, cancel := context.WithCancel(t.Context())
	for range longestQueue {
		group.Go(func() {
			if err := h.do(ctx, func() { t.Error("hashed though nobody waits any more") }); !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		})
	}
	for len(h.waiting) < cap(h.waiting) {
		time.Sleep(time.Millisecond)
	}
	if err := h.do(t.Context(), func() { t.Error("hashed though too many wait") }); !errors.Is(err, ErrBusy) {
		t.Errorf("one too many: %v", err)
	}
	cancel()
	for len(h.waiting) > 1 {
		time.Sleep(time.Millisecond)
	}
	close(release)
	group.Wait()
	if err := h.do(t.Context(), func() {}); err != nil {
		t.Errorf("when all is done: %v", err)
	}
}

func TestPasswordsAreHashedAnewWhenTheCostChanges(t *testing.T) {
	path, c := filepath.Join(t.TempDir(), "a"), newClock()
	a := openedAt(t, path, Options{}, c)
	a.mustAdd(t, "Anna", Review)
	dearer := Work{Memory: 16, Passes: 2, Lanes: 1}
	b := openedAt(t, path, Options{Work: dearer}, c)
	for range 2 {
		if err := try(t, b, "anna", good, client); err != nil {
			t.Fatal(err)
		}
		if _, stored, err := b.passwordOf(t.Context(), "anna"); err != nil || stored.work != dearer {
			t.Errorf("stored with %v, %v, want %v", stored.work, err, dearer)
		}
	}
}

func TestChangeOwnPassword(t *testing.T) {
	const fresh = "seven ships at anchor"
	a, c := opened(t, Options{})
	a.mustAdd(t, "Anna", Review)
	other, _ := signIn(t, a, "anna", good)
	r, who := signIn(t, a, "anna", good)
	for _, test := range []struct {
		old, fresh string
		want       error
	}{{"wrong", fresh, ErrWrong}, {good, "short", ErrPassword}, {good, fresh, nil}} {
		if err := a.ChangeOwnPassword(r, who, test.old, test.fresh); !errors.Is(err, test.want) {
			t.Errorf("from %q to %q: %v, want %v", test.old, test.fresh, err, test.want)
		}
	}
	if _, err := a.Identify(r); err != nil {
		t.Errorf("the session that changed it: %v", err)
	}
	if _, err := a.Identify(other); !errors.Is(err, ErrEnded) {
		t.Errorf("the other session: %v", err)
	}
	if err := try(t, a, "anna", good, client); !errors.Is(err, ErrWrong) {
		t.Errorf("with the old one: %v", err)
	}
	c.pass(time.Hour)
	if err := try(t, a, "anna", fresh, client); err != nil {
		t.Errorf("with the new one: %v", err)
	}
	if err := a.ChangeOwnPassword(r, Who{Name: "Anna", Role: Review, How: Token}, fresh, good); !errors.Is(err, ErrRole) {
		t.Errorf("by a token: %v", err)
	}
}
