package watch

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestRobotsRules(t *testing.T) {
	for _, test := range []struct{ name, body, allowed, refused string }{
		{"none", "", "/ /a", ""},
		{"all", "User-agent: *\nDisallow: /\n", "/robots.txt", "/ /a /a?b"},
		{"nothing", "User-agent: *\nDisallow:\n", "/ /a", ""},
		{"a page of HTML", "<html><body>Not found: /a</body></html>", "/a", ""},
		{"longest match", "User-agent: *\nAllow: /p\nDisallow: /\n", "/p /page", "/ /q"},
		{"equally long", "User-agent: *\nDisallow: /page\nAllow: /page\n", "/page", ""},
		{"order says nothing", "User-agent: *\nDisallow: /folder\nAllow: /folder/in\n", "/folder/in /folder/inside", "/folder /folder/out"},
		{"stars", "User-agent: *\nDisallow: /*.php$\nDisallow: /x/*/y\n", "/a.php?b /a.html /x/y", "/a.php /b/c.php /x/1/y /x/1/2/y/z"},
		{"a star at the end", "User-agent: *\nDisallow: /a*\n", "/b", "/a /ab"},
		{"an end", "User-agent: *\nDisallow: /a$\n", "/ab /a/", "/a"},
		{"own group", "User-agent: *\nDisallow: /\n\nUser-agent: chancery\nDisallow: /b\n", "/a", "/b"},
		{"own group in capitals, with a version", "User-agent: Chancery/2.0\nDisallow: /b\nUser-agent: *\nDisallow: /\n", "/a", "/b"},
		{"another's group", "User-agent: chancery-news\nDisallow: /\n", "/a", ""},
		{"groups of one name are one", "User-agent: chancery\nDisallow: /a\n\nUser-agent: other\nDisallow: /\n\nUser-agent: chancery\nDisallow: /b\n", "/c", "/a /b"},
		{"several names", "User-agent: other\nUser-agent: chancery\nDisallow: /a\n", "/b", "/a"},
		{"a line between", "User-agent: chancery\nSitemap: http://x/\nDisallow: /a\n", "/b", "/a"},
		{"rules before a name", "Disallow: /\nUser-agent: *\nDisallow: /a\n", "/b", "/a"},
		{"comments, spaces, returns", "# all\r\nUser-agent : * # us\r\n  Disallow :/a # not this\r\n", "/b", "/a"},
		{"old line ends", "User-agent: *\rDisallow: /a\r", "/b", "/a"},
		{"encoded", "User-agent: *\nDisallow: /caf%c3%a9\nDisallow: /%7Euser\nDisallow: /a%2fb\n", "/a/b", "/café /~user /a%2Fb"},
		{"queries", "User-agent: *\nDisallow: /*?\n", "/a", "/a?b"},
		{"a byte order mark", "\ufeffUser-agent: *\nDisallow: /a\n", "/b", "/a"},
		{"only what begins so", "User-agent: *\nDisallow: /fish\n", "/Fish /catfish", "/fish /fish.html /fish/a"},
	} {
		r := parseRobots(test.body, "chancery")
		for list, want := range map[string]bool{test.allowed: true, test.refused: false} {
			for path := range strings.FieldsSeq(list) {
				u, err := url.Parse("http://news.example" + path)
				if err != nil {
					t.Fatal(err)
				}
				if got := r.allows(u); got != want {
					t.Errorf("%s: %s allowed: %v", test.name, path, got)
				}
			}
		}
	}
	for body, want := range map[string]time.Duration{
		"User-agent: *\nCrawl-delay: 2.5\n":                                     2500 * time.Millisecond,
		"User-agent: *\nCrawl-delay: 9\nUser-agent: chancery\nCrawl-delay: 3\n": 3 * time.Second,
		"User-agent: *\nCrawl-delay: 99999\n":                                   maxCrawlDelay,
		"User-agent: *\nCrawl-delay: -1\n":                                      0,
		"User-agent: *\nCrawl-delay: NaN\n":                                     0,
		"User-agent: *\nCrawl-delay: soon\n":                                    0,
	} {
		if got := parseRobots(body, "chancery").delay; got != want {
			t.Errorf("%q: %v", body, got)
		}
	}
}

func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /*a*b$\nAllow: /%zz\nCrawl-delay: 1e9\n", "/a/b")
	f.Add("user-agent:chancery\rdisallow:*\r", "/%C3%A9?x")
	f.Fuzz(func(t *testing.T, body, path string) {
		r := parseRobots(body, "chancery")
		u, err := url.Parse("http://news.example/" + path)
		if err != nil {
			return
		}
		r.allows(u)
		if r.delay < 0 || r.delay > maxCrawlDelay {
			t.Fatal(r.delay)
		}
		if all := parseRobots("User-agent: *\nDisallow: /", "chancery"); all.allows(u) && u.EscapedPath() != "/robots.txt" {
			t.Fatalf("%q is allowed where nothing is", u)
		}
		n := normalisePath(u.EscapedPath())
		if again := normalisePath(n); again != n {
			t.Fatalf("%q, then %q", n, again)
		}
	})
}

// Patterns of many stars are matched without trying all ways.
func BenchmarkRobots(b *testing.B) {
	r := parseRobots("User-agent: *\nDisallow: /"+strings.Repeat("*a", 500)+"b$\n", "chancery")
	u, _ := url.Parse("http://news.example/" + strings.Repeat("a", 2000))
	for b.Loop() {
		r.allows(u)
	}
}
