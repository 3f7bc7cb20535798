package access

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

func TestSignInAndOut(t *testing.T) {
	a, c := opened(t, Options{})
	a.mustAdd(t, "Anna Petrosyan", Review)
	r, who := signIn(t, a, "anna petrosyan", good)
	if who.Name != "Anna Petrosyan" || who.Role != Review || who.How != Session || who.Address.String() != "203.0.113.9" {
		t.Errorf("signed in as %+v", who)
	}
	got, err := a.Identify(r)
	if err != nil || got != who {
		t.Errorf("Identify = %+v, %v, want %+v", got, err, who)
	}
	if _, err := a.Identify(request("GET", "http://desk.example/", client)); !errors.Is(err, ErrNobody) {
		t.Errorf("without a cookie: %v", err)
	}
	w := httptest.NewRecorder()
	if err := a.SignOut(w, r); err != nil {
		t.Fatal(err)
	}
	if cookie := w.Result().Cookies()[0]; cookie.MaxAge != -1 || cookie.Value != "" {
		t.Errorf("the cookie after signing out is %v", cookie)
	}
	if _, err := a.Identify(r); !errors.Is(err, ErrEnded) {
		t.Errorf("after signing out: %v", err)
	}
	c.pass(time.Minute)
	const want = "Root|account add|Anna Petrosyan|done|role review\n" +
		"Anna Petrosyan|sign in|Anna Petrosyan|done|\n" +
		"Anna Petrosyan|sign out|Anna Petrosyan|done|1 session ended"
	if got := audit(t, a); got != want {
		t.Errorf("the audit log:\n%s\nwant:\n%s", got, want)
	}
}

func TestCookie(t *testing.T) {
	for _, test := range []struct {
		name   string
		secure bool
		want   string
	}{
		{"plain", false, "chancery"},
		{"TLS", true, "__Host-chancery"},
	} {
		t.Run(test.name, func(t *testing.T) {
			a, _ := opened(t, Options{Secure: test.secure})
			a.mustAdd(t, "bo", Read)
			w := httptest.NewRecorder()
			if _, err := a.SignIn(w, request("POST", "http://desk.example/signin", client), "bo", good); err != nil {
				t.Fatal(err)
			}
			cookie := w.Result().Cookies()[0]
			if cookie.Name != test.want || cookie.Secure != test.secure || !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/" || cookie.Domain != "" {
				t.Errorf("the cookie is %v", cookie)
			}
		})
	}
}

func TestSessionsEnd(t *testing.T) {
	for _, test := range []struct {
		name  string
		steps []time.Duration // between requests
		want  error           // of the last
	}{
		{"used now and then", []time.Duration{50 * time.Minute, 50 * time.Minute, 50 * time.Minute}, nil},
		{"not used", []time.Duration{time.Minute, time.Hour}, ErrEnded},
		{"used for too long", []time.Duration{50 * time.Minute, 50 * time.Minute, 50 * time.Minute, 40 * time.Minute}, ErrEnded},
	} {
		t.Run(test.name, func(t *testing.T) {
			a, c := opened(t, Options{Idle: time.Hour, Ends: 3 * time.Hour})
			a.mustAdd(t, "bo", Read)
			r, _ := signIn(t, a, "bo", good)
			var err error
			for _, step := range test.steps {
				if err != nil {
					t.Fatalf("ended early: %v", err)
				}
				c.pass(step)
				_, err = a.Identify(r)
			}
			if !errors.Is(err, test.want) {
				t.Errorf("at last: %v, want %v", err, test.want)
			}
		})
	}
}

func TestSigningInAgainEndsTheOldSession(t *testing.T) {
	a, _ := opened(t, Options{})
	a.mustAdd(t, "bo", Read)
	old, _ := signIn(t, a, "bo", good)
	again := old.Clone(t.Context())
	again.Method = "POST"
	w := httptest.NewRecorder()
	if _, err := a.SignIn(w, again, "bo", good); err != nil {
		t.Fatal(err)
	}
	if w.Result().Cookies()[0].Value == old.Cookies()[0].Value {
		t.Error("the new session has the old one's identity")
	}
	if _, err := a.Identify(old); !errors.Is(err, ErrEnded) {
		t.Errorf("the old session: %v", err)
	}
}

func TestSessionsOfAnAccount(t *testing.T) {
	a, c := opened(t, Options{})
	a.mustAdd(t, "bo", Read)
	first, _ := signIn(t, a, "bo", good)
	c.pass(time.Minute)
	second, who := signIn(t, a, "bo", good)
	all, err := a.SessionsOf(t.Context(), who, "bo")
	if err != nil || len(all) != 2 || !all[0].Current || all[1].Current {
		t.Fatalf("sessions %+v, %v", all, err)
	}
	if err := a.EndSession(t.Context(), who, "bo", all[1].ID); err != nil {
		t.Fatal(err)
	}
	if err := a.EndSession(t.Context(), who, "bo", all[1].ID); !errors.Is(err, ErrNone) {
		t.Errorf("ended again: %v", err)
	}
	if _, err := a.Identify(first); !errors.Is(err, ErrEnded) {
		t.Errorf("the session that was ended: %v", err)
	}
	if _, err := a.Identify(second); err != nil {
		t.Errorf("the other: %v", err)
	}
	if n, err := a.SignOutEverywhere(t.Context(), who, "bo"); err != nil || n != 1 {
		t.Errorf("signed out %d, %v", n, err)
	}
	if _, err := a.Identify(second); !errors.Is(err, ErrEnded) {
		t.Errorf("after signing out everywhere: %v", err)
	}
}

func TestOfSeveralCookiesNoneIsBelieved(t *testing.T) {
	a, _ := opened(t, Options{})
	a.mustAdd(t, "bo", Read)
	r, _ := signIn(t, a, "bo", good)
	r.AddCookie(&http.Cookie{Name: plainCookie, Value: "AAAA"})
	if _, err := a.Identify(r); !errors.Is(err, ErrNobody) {
		t.Errorf("with two cookies: %v", err)
	}
}

// What every request costs.
func BenchmarkIdentify(b *testing.B) {
	a, _ := opened(b, Options{})
	a.mustAdd(b, "bo", Read)
	r, _ := signIn(b, a, "bo", good)
	for b.Loop() {
		if _, err := a.Identify(r); err != nil {
			b.Fatal(err)
		}
	}
}
