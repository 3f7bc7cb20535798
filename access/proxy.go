package access

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"strings"
)

// check says what makes no sense in what is trusted.
func (p Proxy) check(local bool) error {
	switch {
	case p.UserHeader != "" && len(p.From) == 0:
		return fmt.Errorf("names in the header %s are believed of nobody: say from which addresses the proxy comes", p.UserHeader)
	case local && len(p.From) > 0:
		return errors.New("a desk where everybody is the local user cannot stand behind a proxy: whoever reaches the proxy would have every right")
	case p.RoleHeader != "" && p.UserHeader == "":
		return errors.New("a header for roles needs one for names")
	case p.RoleHeader != "" && len(p.Roles) == 0:
		return fmt.Errorf("no value of the header %s means a role: say which", p.RoleHeader)
	case p.Default != "" && p.Default.rank() == 0:
		return fmt.Errorf("%w, not %q", ErrRoleName, p.Default)
	}
	for _, prefix := range p.From {
		if !prefix.IsValid() {
			return errors.New("an address of a proxy is none")
		}
	}
	for _, role := range p.Roles {
		if role.rank() == 0 {
			return fmt.Errorf("%w, not %q", ErrRoleName, role)
		}
	}
	return nil
}

// trusts says whether a proxy at an address is believed.
func (p Proxy) trusts(address netip.Addr) bool {
	address = address.Unmap().WithZone("")
	for _, prefix := range p.From {
		if prefix.Contains(address) {
			return true
		}
	}
	return false
}

// ParsePrefix reads an address or a network of addresses: 10.0.0.0/8, 127.0.0.1, ::1.
func ParsePrefix(s string) (netip.Prefix, error) {
	if address, err := netip.ParseAddr(s); err == nil {
		address = address.Unmap().WithZone("")
		return netip.PrefixFrom(address, address.BitLen()), nil
	}
	prefix, err := netip.ParsePrefix(s)
	if err != nil {
		return netip.Prefix{}, fmt.Errorf("%q is no address, such as 127.0.0.1, and no network, such as 10.0.0.0/8", s)
	}
	if prefix != prefix.Masked() {
		return netip.Prefix{}, fmt.Errorf("%q: the network is %s", s, prefix.Masked())
	}
	return prefix, nil
}

// peer is who is at the other end of the connection; not valid for a socket of the file system.
func peer(r *http.Request) netip.Addr {
	if at, err := netip.ParseAddrPort(r.RemoteAddr); err == nil {
		return at.Addr().Unmap().WithZone("")
	}
	return netip.Addr{}
}

// fromProxy says whether a request comes from a trusted proxy.
func (a *Access) fromProxy(r *http.Request) bool { return a.options.Proxy.trusts(peer(r)) }

// mostHops are the addresses of X-Forwarded-For that are looked at.
const mostHops = 32

// Address is the client's address: of a request from a trusted proxy, the last address in X-Forwarded-For that is not of
// a trusted proxy itself, since what stands before it anybody may have written.
func (a *Access) Address(r *http.Request) netip.Addr {
	address := peer(r)
	if !a.options.Proxy.trusts(address) {
		return address
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := range min(len(hops), mostHops) {
		hop, ok := parseHop(strings.TrimSpace(hops[len(hops)-1-i]))
		if !ok {
			return address
		}
		address = hop
		if !a.options.Proxy.trusts(address) {
			return address
		}
	}
	return address
}

// parseHop reads an address of X-Forwarded-For, which some proxies write with the port.
func parseHop(s string) (netip.Addr, bool) {
	if at, err := netip.ParseAddrPort(s); err == nil {
		return at.Addr().Unmap().WithZone(""), true
	}
	address, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(s, "["), "]"))
	return address.Unmap().WithZone(""), err == nil
}

// Secure says whether the browser reaches the desk by TLS.
func (a *Access) Secure(r *http.Request) bool {
	return r.TLS != nil || a.options.Secure || a.fromProxy(r) && strings.EqualFold(strings.TrimSpace(r.Header.Get("X-Forwarded-Proto")), "https")
}

// byProxy tells who a trusted proxy says it is; not ok when it names nobody.
func (a *Access) byProxy(ctx context.Context, r *http.Request) (who Who, ok bool, err error) {
	p := a.options.Proxy
	if p.UserHeader == "" || !a.fromProxy(r) {
		return Who{}, false, nil
	}
	names := r.Header.Values(p.UserHeader)
	if len(names) == 0 || len(names) == 1 && names[0] == "" {
		return Who{}, false, nil
	}
	if len(names) > 1 { // one of them is not the proxy's
		return Who{}, true, fmt.Errorf("%w: the proxy gives several names", ErrStranger)
	}
	who.How = Proxied
	if who.Name, err = CleanName(names[0]); err != nil {
		return Who{}, true, fmt.Errorf("%w: %w", ErrStranger, err)
	}
	if p.RoleHeader != "" {
		for _, group := range strings.Split(strings.Join(r.Header.Values(p.RoleHeader), ","), ",") {
			if role := p.Roles[strings.TrimSpace(group)]; role.rank() > who.Role.rank() {
				who.Role = role
			}
		}
	}
	if a.db != nil {
		row, err := account(ctx, a.db, who.Name)
		switch {
		case errors.Is(err, ErrNone):
		case err != nil:
			return Who{}, true, fmt.Errorf("the account of %s: %w", who.Name, err)
		case row.disabled:
			return Who{}, true, ErrStranger
		default:
			who.Name = row.name
			if who.Role == "" {
				who.Role = row.role
			}
			if now := a.now(); now-row.seen >= seenEvery.Milliseconds() {
				a.touch(ctx, `UPDATE accounts SET seen = max(seen, ?) WHERE n = ?`, now, row.n)
			}
		}
	}
	if who.Role == "" {
		who.Role = p.Default
	}
	if who.Role == "" {
		return Who{}, true, ErrStranger
	}
	return who, true, nil
}
