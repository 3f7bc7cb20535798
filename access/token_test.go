package access

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"
)

// withToken makes a request of a program.
func withToken(token string) *http.Request {
	r := request("GET", "http://desk.example/api/events", client)
	r.Header.Set("Authorization", "Bearer "+token)
	return r
}

func TestTokens(t *testing.T) {
	a, c := opened(t, Options{})
	ctx := t.Context()
	a.mustAdd(t, "Anna", Review)
	token, info, err := a.AddToken(ctx, terminal, "anna", "nightly export", Read, 90*24*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(token, "chancery_") || len(token) != 49 || info.Account != "Anna" || info.Role != Read {
		t.Errorf("token %q, %+v", token, info)
	}
	who, err := a.Identify(withToken(token))
	if err != nil || who.Name != "Anna" || who.Role != Read || who.How != Token || who.Token != info.ID {
		t.Errorf("Identify = %+v, %v", who, err)
	}
	if list, err := a.Tokens(ctx, "ANNA", false); err != nil || len(list) != 1 || !list[0].Used.Equal(c.now()) {
		t.Errorf("tokens %+v, %v", list, err)
	}
	// Who is known by a token is so in the log.
	if err := a.Note(ctx, Event(who, "export", "csv", "12 events")); err != nil {
		t.Fatal(err)
	}
	if log := audit(t, a); !strings.HasSuffix(log, "Anna|export|csv|done|12 events; by "+info.ID) || strings.Contains(log, token[9:]) {
		t.Errorf("the audit log:\n%s", log)
	}

	for _, wrong := range []string{"", "x", "chancery_", token[:len(token)-1], token + "a", strings.ToUpper(token), flip(token, 12), flip(token, 48)} {
		if _, err := a.Identify(withToken(wrong)); !errors.Is(err, ErrToken) {
			t.Errorf("%q: %v", wrong, err)
		}
	}

	c.pass(90 * 24 * time.Hour)
	if _, err := a.Identify(withToken(token)); !errors.Is(err, ErrToken) {
		t.Errorf("expired: %v", err)
	}
	if list, err := a.Tokens(ctx, "", false); err != nil || len(list) != 0 {
		t.Errorf("tokens that stand: %+v, %v", list, err)
	}
	if list, err := a.Tokens(ctx, "", true); err != nil || len(list) != 1 {
		t.Errorf("all tokens: %+v, %v", list, err)
	}
}

// flip changes one letter.
func flip(s string, i int) string {
	c := byte('a')
	if s[i] == c {
		c = 'b'
	}
	return s[:i] + string(c) + s[i+1:]
}

func TestTokensReachNoFurtherThanTheirAccount(t *testing.T) {
	a, _ := opened(t, Options{})
	ctx := t.Context()
	a.mustAdd(t, "Anna", Review)
	if _, _, err := a.AddToken(ctx, terminal, "anna", "x", Admin, 0); !errors.Is(err, ErrReach) {
		t.Errorf("a token of admin for an account of review: %v", err)
	}
	token, _, err := a.AddToken(ctx, terminal, "anna", "x", "", 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.SetRole(ctx, terminal, "anna", Read); err != nil {
		t.Fatal(err)
	}
	if who, err := a.Identify(withToken(token)); err != nil || who.Role != Read {
		t.Errorf("when the account has lost its role: %+v, %v", who, err)
	}
	for label, want := range map[string]error{"": ErrLabel, " ": ErrLabel, "a\nb": ErrLabel, strings.Repeat("x", 101): ErrLabel, "Tokyo 東京": nil} {
		if _, _, err := a.AddToken(ctx, terminal, "anna", label, "", 0); !errors.Is(err, want) {
			t.Errorf("label %q: %v, want %v", label, err, want)
		}
	}
	if _, _, err := a.AddToken(ctx, terminal, "nobody", "x", "", 0); !errors.Is(err, ErrNone) {
		t.Errorf("of nobody: %v", err)
	}
}

func TestRevoke(t *testing.T) {
	a, _ := opened(t, Options{})
	ctx := t.Context()
	a.mustAdd(t, "Anna", Review)
	a.mustAdd(t, "Bo", Review)
	token, info, err := a.AddToken(ctx, terminal, "anna", "x", "", 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Revoke(ctx, Who{Name: "Bo"}, "bo", info.ID); !errors.Is(err, ErrNone) {
		t.Errorf("another's: %v", err)
	}
	for range 2 {
		if err := a.Revoke(ctx, Who{Name: "Anna"}, "anna", info.ID); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := a.Identify(withToken(token)); !errors.Is(err, ErrToken) {
		t.Errorf("revoked: %v", err)
	}
	if n := strings.Count(audit(t, a), "token revoke"); n != 1 {
		t.Errorf("revoked %d times", n)
	}
}

// Readers of feeds know passwords only.
func TestTokenForAPassword(t *testing.T) {
	a, _ := opened(t, Options{})
	a.mustAdd(t, "Anna", Review)
	token, _, err := a.AddToken(t.Context(), terminal, "anna", "feeds", "", 0)
	if err != nil {
		t.Fatal(err)
	}
	r := request("GET", "http://desk.example/feed", client)
	r.SetBasicAuth("anything", token)
	who, err := a.Identify(r)
	if err != nil || who.Name != "Anna" {
		t.Fatalf("Identify = %+v, %v", who, err)
	}
	if err := a.Protect(r, who); err != nil {
		t.Errorf("to read: %v", err)
	}
	r.Method = "POST" // a browser may send this of itself
	if err := a.Protect(r, who); !errors.Is(err, ErrForged) {
		t.Errorf("to change: %v", err)
	}
	r = request("GET", "http://desk.example/feed", client)
	r.SetBasicAuth("anna", good) // the password itself is for signing in
	if _, err := a.Identify(r); !errors.Is(err, ErrNobody) {
		t.Errorf("with the password: %v", err)
	}
}

func FuzzParseToken(f *testing.F) {
	f.Add(tokenOf(make([]byte, tokenSize)))
	f.Add("chancery_")
	f.Fuzz(func(t *testing.T, s string) {
		hash, ok := parseToken(s)
		if !ok {
			return
		}
		raw, err := tokenLetters.DecodeString(strings.TrimPrefix(s, tokenPrefix))
		if err != nil || tokenOf(raw[:tokenSize]) != s {
			t.Errorf("%q is a second way to write a token (%x)", s, hash)
		}
	})
}
