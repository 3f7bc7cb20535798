package watch

import (
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// rules are the rules of robots.txt for one product (RFC 9309).
type rules struct {
	list  []rule
	delay time.Duration // Crawl-delay, which is no part of the RFC but meant all the same; at most maxCrawlDelay
	// unread: robots.txt could not be had, so that nothing is allowed for now
	unread bool
}

type rule struct {
	allow   bool
	pattern string // normalised; "*" stands for any characters, "$" at the end for the end
}

// The bounds of a robots.txt: the RFC asks for 500 KiB at least.
const (
	maxRobotsBytes = 500 << 10
	maxCrawlDelay  = time.Minute
)

// parseRobots gives the rules for a product: those of all groups that name it, else those of "*".
func parseRobots(body, product string) rules {
	var own, others rules
	named := false         // a group names the product
	var forUs, forAll bool // the group that is being read is for us, for all
	inAgents := false      // its user-agent lines are being read
	body = strings.TrimPrefix(body[:min(len(body), maxRobotsBytes)], "\ufeff")
	for line := range strings.FieldsFuncSeq(body, func(r rune) bool { return r == '\n' || r == '\r' }) {
		line, _, _ = strings.Cut(line, "#")
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		key, value = strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value)
		switch key {
		case "user-agent":
			if !inAgents {
				forUs, forAll, inAgents = false, false, true
			}
			switch token := productToken(value); {
			case value == "*":
				forAll = true
			case token != "" && strings.EqualFold(token, product):
				forUs, named = true, true
			}
			continue
		case "allow", "disallow":
			inAgents = false
			if value == "" || !utf8.ValidString(value) {
				continue // "Disallow:" disallows nothing
			}
			r := rule{key == "allow", normalisePath(value)}
			if forUs {
				own.list = append(own.list, r)
			}
			if forAll {
				others.list = append(others.list, r)
			}
		case "crawl-delay":
			inAgents = false
			seconds, err := strconv.ParseFloat(value, 64)
			if err != nil || !(seconds > 0) {
				continue
			}
			delay := time.Duration(min(seconds, maxCrawlDelay.Seconds()) * float64(time.Second))
			if forUs {
				own.delay = max(own.delay, delay)
			}
			if forAll {
				others.delay = max(others.delay, delay)
			}
		}
		// Other lines, such as Sitemap, belong to no group and end none.
	}
	if named {
		return own
	}
	return others
}

// productToken gives the product of a user-agent line: letters, underscores and hyphens at its beginning.
func productToken(value string) string {
	n := 0
	for n < len(value) && (value[n]|0x20 >= 'a' && value[n]|0x20 <= 'z' || value[n] == '-' || value[n] == '_') {
		n++
	}
	return value[:n]
}

// allows reports whether the page may be fetched: by the longest pattern that matches its path and query, an
// allowing one where two are equally long, and yes when none does.
func (r *rules) allows(u *url.URL) bool {
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	path = normalisePath(path)
	if path == "/robots.txt" {
		return true
	}
	allowed, longest := true, -1
	for _, rule := range r.list {
		if n := len(rule.pattern); (n > longest || n == longest && rule.allow) && matchPattern(rule.pattern, path) {
			allowed, longest = rule.allow, n
		}
	}
	return allowed
}

// matchPattern reports whether a pattern matches the beginning of path. It takes time in proportion to the product
// of their lengths at worst: stars are tried greedily from left to right, which is enough because nothing but a
// "$" comes after the last.
func matchPattern(pattern, path string) bool {
	whole := strings.HasSuffix(pattern, "$")
	pattern = strings.TrimSuffix(pattern, "$")
	parts := strings.Split(pattern, "*")
	rest, ok := strings.CutPrefix(path, parts[0])
	if !ok {
		return false
	}
	if len(parts) == 1 {
		return !whole || rest == ""
	}
	for i, part := range parts[1:] {
		if whole && i == len(parts)-2 {
			return strings.HasSuffix(rest, part)
		}
		k := strings.Index(rest, part)
		if k < 0 {
			return false
		}
		rest = rest[k+len(part):]
	}
	return true
}

// normalisePath writes a path so that equal ones are the same bytes: what is not ASCII is percent-encoded, what
// needs no encoding is not, and hexadecimal digits are capitals.
func normalisePath(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '%' && i+2 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				if c = byte(n); unreserved(c) {
					b.WriteByte(c)
				} else {
					encodeByte(&b, c)
				}
				i += 2
				continue
			}
		}
		if c >= utf8.RuneSelf || c <= ' ' {
			encodeByte(&b, c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

func encodeByte(b *strings.Builder, c byte) {
	const figures = "0123456789ABCDEF"
	b.WriteByte('%')
	b.WriteByte(figures[c>>4])
	b.WriteByte(figures[c&15])
}

// unreserved are the characters that mean the same encoded or not (RFC 3986, 2.3).
func unreserved(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~'
}
