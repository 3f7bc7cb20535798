package access

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

func TestProtect(t *testing.T) {
	local := openedAt(t, "", Options{LocalUser: "Anna"}, newClock())
	accounts, _ := opened(t, Options{Hosts: []string{"desk.example"}})
	me := Who{Name: "Anna", Role: Admin, How: Local}
	bo := Who{Name: "Bo", Role: Review, How: Session, session: [hashSize]byte{1}}
	const form, json = "application/x-www-form-urlencoded", "application/json"
	for _, test := range []struct {
		name   string
		a      *Access
		who    Who
		method string
		target string
		token  string // "field", "header", "another's", "", "nonsense"
		kind   string
		header http.Header
		want   error
	}{
		{"reading", accounts, bo, "GET", "https://desk.example/", "", "", http.Header{"Sec-Fetch-Site": {"cross-site"}}, nil},
		{"a form of the desk", accounts, bo, "POST", "https://desk.example/", "field", form, http.Header{"Sec-Fetch-Site": {"same-origin"}, "Origin": {"https://desk.example"}}, nil},
		{"a script of the desk", accounts, bo, "DELETE", "https://desk.example/", "header", json, http.Header{"Sec-Fetch-Site": {"same-origin"}, "Origin": {"https://desk.example"}}, nil},
		{"a browser of old", accounts, bo, "POST", "https://desk.example/", "field", form, nil, nil},
		{"without the token", accounts, bo, "POST", "https://desk.example/", "", form, http.Header{"Sec-Fetch-Site": {"same-origin"}}, ErrForged},
		{"with nonsense", accounts, bo, "POST", "https://desk.example/", "nonsense", form, http.Header{"Sec-Fetch-Site": {"same-origin"}}, ErrForged},
		{"with another's token", accounts, bo, "POST", "https://desk.example/", "another's", form, http.Header{"Sec-Fetch-Site": {"same-origin"}}, ErrForged},
		{"from another site", accounts, bo, "POST", "https://desk.example/", "field", form, http.Header{"Sec-Fetch-Site": {"cross-site"}}, ErrForged},
		{"from a neighbour", accounts, bo, "POST", "https://desk.example/", "field", form, http.Header{"Sec-Fetch-Site": {"same-site"}}, ErrForged},
		{"from another origin", accounts, bo, "POST", "https://desk.example/", "field", form, http.Header{"Origin": {"https://evil.example"}}, ErrForged},
		{"from a hidden origin", accounts, bo, "POST", "https://desk.example/", "field", form, http.Header{"Origin": {"null"}}, ErrForged},
		{"from the desk without TLS", accounts, bo, "POST", "https://desk.example/", "field", form, http.Header{"Origin": {"http://desk.example"}}, ErrForged},
		{"from another port", accounts, bo, "POST", "http://desk.test:8080/", "field", form, http.Header{"Origin": {"http://desk.test:9090"}}, ErrForged},
		{"behind a proxy that hides the name", accounts, bo, "POST", "http://10.0.0.7:8080/", "field", form, http.Header{"Origin": {"https://desk.example"}}, nil},
		{"to sign in", accounts, Who{}, "POST", "https://desk.example/signin", "", form, http.Header{"Sec-Fetch-Site": {"same-origin"}}, nil},
		{"to sign in from elsewhere", accounts, Who{}, "POST", "https://desk.example/signin", "", form, http.Header{"Sec-Fetch-Site": {"cross-site"}}, ErrForged},
		{"a program with a token", accounts, Who{Name: "Bo", How: Token}, "POST", "https://desk.example/api", "", json, nil, nil},
		{"local: a form", local, me, "POST", "http://localhost:8080/", "field", form, http.Header{"Sec-Fetch-Site": {"same-origin"}, "Origin": {"http://localhost:8080"}}, nil},
		{"local: from a page elsewhere", local, me, "POST", "http://localhost:8080/", "", form, http.Header{"Sec-Fetch-Site": {"cross-site"}, "Origin": {"https://evil.example"}}, ErrForged},
		{"local: from a page elsewhere of a browser of old", local, me, "POST", "http://localhost:8080/", "", form, nil, ErrForged},
		{"local: plain text from a page elsewhere", local, me, "POST", "http://localhost:8080/", "", "text/plain", nil, ErrForged},
		{"local: without a kind", local, me, "POST", "http://localhost:8080/", "", "", nil, ErrForged},
		{"local: another program's page", local, me, "POST", "http://localhost:8080/", "", json, http.Header{"Origin": {"http://localhost:3000"}}, ErrForged},
		{"local: a program", local, me, "POST", "http://localhost:8080/api", "", json, nil, nil},
		{"local: a script with cookies", local, me, "POST", "http://localhost:8080/api", "", json, http.Header{"Cookie": {"a=b"}}, ErrForged},
	} {
		t.Run(test.name, func(t *testing.T) {
			token := map[string]string{"field": test.a.FormToken(test.who), "header": test.a.FormToken(test.who), "nonsense": "x",
				"another's": test.a.FormToken(Who{Name: "Bo", How: Session, session: [hashSize]byte{2}})}[test.token]
			body := ""
			if token != "" && test.token != "header" {
				body = url.Values{FormField: {token}}.Encode()
			}
			r := httptest.NewRequest(test.method, test.target, strings.NewReader(body))
			if test.header != nil {
				r.Header = test.header.Clone()
			}
			if test.kind != "" {
				r.Header.Set("Content-Type", test.kind)
			}
			if test.token == "header" {
				r.Header.Set(FormHeader, token)
			}
			if err := test.a.Protect(r, test.who); !errors.Is(err, test.want) {
				t.Errorf("%v, want %v", err, test.want)
			}
		})
	}
}

func TestFormTokens(t *testing.T) {
	a, _ := opened(t, Options{})
	seen := map[string]Who{}
	for _, who := range []Who{
		{Name: "Anna", How: Session, session: [hashSize]byte{1}},
		{Name: "Anna", How: Session, session: [hashSize]byte{2}},
		{Name: "Anna", How: Proxied},
		{Name: "Bo", How: Proxied},
	} {
		token := a.FormToken(who)
		if other, ok := seen[token]; ok {
			t.Errorf("%+v and %+v have one token", who, other)
		}
		if token != a.FormToken(who) || len(token) != 43 {
			t.Errorf("the token of %+v is %q, then %q", who, token, a.FormToken(who))
		}
		seen[token] = who
	}
}
