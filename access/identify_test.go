package access

import (
	"errors"
	"net/http"
	"net/netip"
	"strings"
	"testing"
)

func TestADeskOfTheLocalUser(t *testing.T) {
	a := openedAt(t, "", Options{LocalUser: "Anna", Hosts: []string{"desk.test"}}, newClock())
	for _, test := range []struct {
		name, host, from, header string
		want                     error
	}{
		{"by its name", "localhost:8080", "127.0.0.1:5000", "", nil},
		{"by its name and a dot", "LOCALHOST.:8080", "127.0.0.1:5000", "", nil},
		{"by its address", "127.0.0.1:8080", "127.0.0.1:5000", "", nil},
		{"by another of its addresses", "127.9.9.9", "127.0.0.1:5000", "", nil},
		{"by its address of IPv6", "[::1]:8080", "[::1]:5000", "", nil},
		{"without a port", "[::1]", "[::1]:5000", "", nil},
		{"by a name that was allowed", "desk.test", "127.0.0.1:5000", "", nil},
		{"by a socket", "localhost", "@", "", nil},
		{"by a name that was bent", "evil.example:8080", "127.0.0.1:5000", "", ErrHost},
		{"by a name that begins so", "localhost.evil.example", "127.0.0.1:5000", "", ErrHost},
		{"by a name that looks so", "127.0.0.1.evil.example", "127.0.0.1:5000", "", ErrHost},
		{"by no name", "", "127.0.0.1:5000", "", ErrHost},
		{"from elsewhere", "localhost", "192.0.2.1:5000", "", ErrForwarded},
		{"passed on", "localhost", "127.0.0.1:5000", "X-Forwarded-For", ErrForwarded},
		{"passed on by the standard's header", "localhost", "127.0.0.1:5000", "Forwarded", ErrForwarded},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := request("GET", "http://localhost/", test.from)
			r.Host = test.host
			if test.header != "" {
				r.Header.Set(test.header, "192.0.2.1")
			}
			who, err := a.Identify(r)
			if !errors.Is(err, test.want) {
				t.Fatalf("%v, want %v", err, test.want)
			}
			if err == nil && (who.Name != "Anna" || who.Role != Admin || who.How != Local) || err != nil && who != (Who{}) {
				t.Errorf("it is %+v", who)
			}
		})
	}
}

func TestHostsOfADeskWithAccounts(t *testing.T) {
	a, _ := opened(t, Options{Hosts: []string{"Desk.Example"}})
	for target, want := range map[string]error{"http://desk.example:8443/": ErrNobody, "http://localhost/": ErrHost} {
		if _, err := a.Identify(request("GET", target, client)); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", target, err, want)
		}
	}
	if _, err := a.Identify(request("GET", "http://localhost/", client)); !strings.Contains(err.Error(), "ask for desk.example") && !strings.Contains(err.Error(), "ask for Desk.Example") {
		t.Errorf("the error does not say by which name the desk is reached: %v", err)
	}
}

func prefixes(t testing.TB, list ...string) []netip.Prefix {
	t.Helper()
	var all []netip.Prefix
	for _, s := range list {
		p, err := ParsePrefix(s)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

func TestParsePrefix(t *testing.T) {
	for s, want := range map[string]string{"127.0.0.1": "127.0.0.1/32", "::ffff:10.0.0.1": "10.0.0.1/32", "10.0.0.0/8": "10.0.0.0/8", "fd00::/8": "fd00::/8", "10.0.0.1/8": "", "desk": "", "": ""} {
		p, err := ParsePrefix(s)
		if (err == nil) != (want != "") || err == nil && p.String() != want {
			t.Errorf("%q: %v, %v", s, p, err)
		}
	}
}

func TestAReverseProxysWord(t *testing.T) {
	a, _ := opened(t, Options{Proxy: Proxy{
		From: prefixes(t, "10.0.0.0/8", "::1"), UserHeader: "X-Forwarded-User", RoleHeader: "X-Groups",
		Roles: map[string]Role{"coders": Review, "desk admins": Admin}, Default: Read,
	}})
	a.mustAdd(t, "Bo", Review)
	a.mustAdd(t, "Cem", Admin)
	if err := a.SetDisabled(t.Context(), terminal, "cem", true); err != nil {
		t.Fatal(err)
	}
	token, _, err := a.AddToken(t.Context(), terminal, "bo", "x", "", 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, from string
		header     http.Header
		want       Who
		err        error
	}{
		{"by a group", "10.1.2.3:80", http.Header{"X-Forwarded-User": {"Anna"}, "X-Groups": {"staff, coders"}}, Who{Name: "Anna", Role: Review, How: Proxied}, nil},
		{"by the highest of its groups", "10.1.2.3:80", http.Header{"X-Forwarded-User": {"Anna"}, "X-Groups": {"coders", "desk admins"}}, Who{Name: "Anna", Role: Admin, How: Proxied}, nil},
		{"by its account", "[::1]:80", http.Header{"X-Forwarded-User": {"BO"}}, Who{Name: "Bo", Role: Review, How: Proxied}, nil},
		{"by no more than the name", "[::ffff:10.1.2.3]:80", http.Header{"X-Forwarded-User": {"anna@desk.example"}}, Who{Name: "anna@desk.example", Role: Read, How: Proxied}, nil},
		{"who is disabled", "10.1.2.3:80", http.Header{"X-Forwarded-User": {"Cem"}, "X-Groups": {"desk admins"}}, Who{}, ErrStranger},
		{"from elsewhere", "192.0.2.1:80", http.Header{"X-Forwarded-User": {"Anna"}, "X-Groups": {"desk admins"}}, Who{}, ErrNobody},
		{"with two names", "10.1.2.3:80", http.Header{"X-Forwarded-User": {"Anna", "Bo"}}, Who{}, ErrStranger},
		{"with no name", "10.1.2.3:80", http.Header{"X-Forwarded-User": {""}}, Who{}, ErrNobody},
		{"as chancery itself", "10.1.2.3:80", http.Header{"X-Forwarded-User": {"chancery"}}, Who{}, ErrStranger},
		{"with a name that is none", "10.1.2.3:80", http.Header{"X-Forwarded-User": {"<script>"}}, Who{}, ErrStranger},
		{"without anything", "10.1.2.3:80", http.Header{}, Who{}, ErrNobody},
		{"with the proxy's own token", "10.1.2.3:80", http.Header{"X-Forwarded-User": {"Bo"}, "Authorization": {"Bearer eyJhbGciOi"}}, Who{Name: "Bo", Role: Review, How: Proxied}, nil},
		{"with a token that is none", "192.0.2.1:80", http.Header{"Authorization": {"Bearer eyJhbGciOi"}}, Who{}, ErrToken},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := request("GET", "http://desk.example/", test.from)
			r.Header = test.header
			who, err := a.Identify(r)
			who.Address = netip.Addr{}
			if !errors.Is(err, test.err) || who != test.want {
				t.Errorf("%+v, %v, want %+v, %v", who, err, test.want, test.err)
			}
		})
	}
	r := withToken(token)
	r.RemoteAddr = "10.1.2.3:80"
	r.Header.Set("X-Forwarded-User", "Anna")
	if who, err := a.Identify(r); err != nil || who.Name != "Bo" || who.How != Token {
		t.Errorf("a program behind the proxy: %+v, %v", who, err)
	}
}

func TestWithoutADefaultStrangersStayOutside(t *testing.T) {
	a := openedAt(t, "", Options{Proxy: Proxy{From: prefixes(t, "10.0.0.0/8"), UserHeader: "x-forwarded-user"}}, newClock())
	r := request("GET", "http://desk.example/", "10.0.0.1:80")
	r.Header.Set("X-Forwarded-User", "Anna")
	if _, err := a.Identify(r); !errors.Is(err, ErrStranger) {
		t.Errorf("a stranger: %v", err)
	}
}

func TestOptionsThatMakeNoSense(t *testing.T) {
	from := prefixes(t, "10.0.0.0/8")
	for name, o := range map[string]Options{
		"names of anybody":             {Proxy: Proxy{UserHeader: "X-Forwarded-User"}},
		"the local user and a proxy":   {LocalUser: "Anna", Proxy: Proxy{From: from, UserHeader: "X-Forwarded-User"}},
		"the local user passed on":     {LocalUser: "Anna", Proxy: Proxy{From: from}},
		"roles of nobody":              {Proxy: Proxy{From: from, RoleHeader: "X-Groups"}},
		"no group with a role":         {Proxy: Proxy{From: from, UserHeader: "X-Forwarded-User", RoleHeader: "X-Groups"}},
		"a role that is none":          {Proxy: Proxy{From: from, UserHeader: "X-Forwarded-User", Default: "owner"}},
		"a group's role that is none":  {Proxy: Proxy{From: from, UserHeader: "U", RoleHeader: "G", Roles: map[string]Role{"x": "owner"}}},
		"an address that is none":      {Proxy: Proxy{From: []netip.Prefix{{}}}},
		"the local user as the record": {LocalUser: "chancery"},
		"a cost out of reason":         {LocalUser: "Anna", Work: Work{Memory: 1, Passes: 1, Lanes: 1}},
	} {
		a, err := Open(t.Context(), "", o)
		if err == nil {
			t.Errorf("%s: opened", name)
			a.Close()
		}
	}
}

func TestAddress(t *testing.T) {
	a, _ := opened(t, Options{Proxy: Proxy{From: prefixes(t, "10.0.0.0/8")}})
	for _, test := range []struct {
		from      string
		forwarded []string
		want      string
	}{
		{"192.0.2.1:80", nil, "192.0.2.1"},
		{"192.0.2.1:80", []string{"198.51.100.1"}, "192.0.2.1"}, // nobody's word
		{"10.0.0.1:80", nil, "10.0.0.1"},
		{"10.0.0.1:80", []string{"198.51.100.1"}, "198.51.100.1"},
		{"10.0.0.1:80", []string{"1.2.3.4, 198.51.100.1, 10.0.0.2"}, "198.51.100.1"},
		{"10.0.0.1:80", []string{"1.2.3.4", "198.51.100.1"}, "198.51.100.1"},
		{"10.0.0.1:80", []string{"198.51.100.1:4711"}, "198.51.100.1"},
		{"10.0.0.1:80", []string{"[2001:db8::1]:4711"}, "2001:db8::1"},
		{"10.0.0.1:80", []string{"2001:db8::1"}, "2001:db8::1"},
		{"10.0.0.1:80", []string{"[2001:db8::1]"}, "2001:db8::1"},
		{"10.0.0.1:80", []string{"198.51.100.1, unknown"}, "10.0.0.1"},
		{"10.0.0.1:80", []string{"10.0.0.3, 10.0.0.2"}, "10.0.0.3"},
	} {
		r := request("GET", "http://desk.example/", test.from)
		r.Header["X-Forwarded-For"] = test.forwarded
		if got := a.Address(r).String(); got != test.want {
			t.Errorf("from %s for %q: %s, want %s", test.from, test.forwarded, got, test.want)
		}
	}
}

func FuzzAddress(f *testing.F) {
	f.Add("10.0.0.1:80", "1.2.3.4, 198.51.100.1:80, [::1%eth0]:8")
	a, err := Open(f.Context(), "", Options{Proxy: Proxy{From: prefixes(f, "10.0.0.0/8"), UserHeader: "U"}})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, from, forwarded string) {
		r := request("GET", "http://desk.example/", from)
		r.Header.Set("X-Forwarded-For", forwarded)
		got := a.Address(r)
		if !a.fromProxy(r) && got != peer(r) {
			t.Errorf("%q was believed of %q", forwarded, from)
		}
		if got.Zone() != "" || got.Is4In6() {
			t.Errorf("%v is not in its one form", got)
		}
	})
}

func TestSecure(t *testing.T) {
	a, _ := opened(t, Options{Proxy: Proxy{From: prefixes(t, "10.0.0.0/8")}})
	for _, test := range []struct {
		target, from, proto string
		want                bool
	}{
		{"http://desk.example/", client, "", false},
		{"https://desk.example/", client, "", true},
		{"http://desk.example/", client, "https", false},
		{"http://desk.example/", "10.0.0.1:80", "https", true},
		{"http://desk.example/", "10.0.0.1:80", "http", false},
	} {
		r := request("GET", test.target, test.from)
		if test.proto != "" {
			r.Header.Set("X-Forwarded-Proto", test.proto)
		}
		if got := a.Secure(r); got != test.want {
			t.Errorf("%+v: %v", test, got)
		}
	}
}
