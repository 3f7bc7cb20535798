package access

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// Admit refuses requests that no page and no answer of the desk is for, whoever sends them: ErrHost for those to another
// host, ErrForwarded for those to a desk of the local user that come, or were passed on, from elsewhere.
//
// A page in a browser can make a name of its own mean this machine's address, and then read what the desk answers: the
// browser takes it for that page's own site. The name in the request gives it away.
func (a *Access) Admit(r *http.Request) error {
	host := hostName(a.host(r))
	if a.options.LocalUser == "" {
		if len(a.options.Hosts) > 0 && !a.isHost(host) {
			return fmt.Errorf("%w: %q; ask for %s, or have other names allowed where it is started: chancery serve --host NAME", ErrHost, host, strings.Join(a.options.Hosts, " or "))
		}
		return nil
	}
	if !isLoopback(host) && !a.isHost(host) {
		return fmt.Errorf("%w: %q; ask for localhost or 127.0.0.1", ErrHost, host)
	}
	if from := peer(r); from.IsValid() && !from.IsLoopback() {
		return fmt.Errorf("%w: by %s", ErrForwarded, from)
	}
	for _, header := range [...]string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip"} {
		if r.Header.Get(header) != "" {
			return fmt.Errorf("%w: it has the header %s", ErrForwarded, header)
		}
	}
	return nil
}

// Identify tells who makes a request. The error is ErrNobody when nothing shows it, so that a page asks to sign in; what
// is shown and does not count is ErrEnded, ErrToken or ErrStranger; what Admit refuses it refuses, too.
func (a *Access) Identify(r *http.Request) (Who, error) {
	if err := a.Admit(r); err != nil {
		return Who{}, err
	}
	who, err := a.identify(r)
	if err != nil {
		return Who{}, err
	}
	who.Address = a.Address(r)
	return who, nil
}

func (a *Access) identify(r *http.Request) (Who, error) {
	ctx := r.Context()
	if a.options.LocalUser != "" {
		return Who{Name: a.options.LocalUser, Role: Admin, How: Local}, nil
	}
	token, basic, shown := bearer(r)
	// A proxy may pass on what it was shown itself: only what looks like ours is for us.
	if shown && (strings.HasPrefix(token, tokenPrefix) || !basic && !a.fromProxy(r)) {
		who, err := a.byToken(ctx, token)
		who.reading = basic
		return who, err
	}
	if who, ok, err := a.byProxy(ctx, r); ok || err != nil {
		return who, err
	}
	if a.db != nil {
		if hash, ok := a.sessionOf(r); ok {
			return a.bySession(ctx, hash)
		}
	}
	return Who{}, ErrNobody
}

// bearer gives the token in the header Authorization. Readers of feeds know names and passwords only: they give the
// token for a password.
func bearer(r *http.Request) (token string, basic, shown bool) {
	if _, password, ok := r.BasicAuth(); ok {
		return password, true, true
	}
	scheme, token, ok := strings.Cut(r.Header.Get("Authorization"), " ")
	if !ok || !strings.EqualFold(scheme, "Bearer") {
		return "", false, false
	}
	return strings.TrimSpace(token), false, true
}

// LocalUser is who everybody is at a desk for this machine only; "" elsewhere.
func (a *Access) LocalUser() string { return a.options.LocalUser }

// SignsIn says whether somebody may sign in with a password: there is a file of accounts, and not everybody is the
// local user.
func (a *Access) SignsIn() bool { return a.db != nil && a.options.LocalUser == "" }

// host is what the browser asked for, as a trusted proxy says where it stands between.
func (a *Access) host(r *http.Request) string {
	if a.fromProxy(r) {
		if host := r.Header.Get("X-Forwarded-Host"); host != "" {
			return host
		}
	}
	return r.Host
}

// hostName is a host without its port, in small letters.
func hostName(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	return strings.ToLower(strings.TrimSuffix(host, "."))
}

func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.Unmap().IsLoopback()
}

// isHost says whether a name is one of the desk's.
func (a *Access) isHost(host string) bool {
	for _, h := range a.options.Hosts {
		if hostName(h) == host {
			return true
		}
	}
	return false
}
