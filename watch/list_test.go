package watch

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestParseList(t *testing.T) {
	for name, test := range map[string]struct {
		data, says string
		want       []Feed
	}{
		"lines": {"# ours\nhttps://a.example/rss\n\n https://b.example/rss#x\tExample Daily # ours\r\n", "", []Feed{{"https://a.example/rss", ""}, {"https://b.example/rss#x", "Example Daily"}}},
		"OPML": {"\ufeff<?xml version=\"1.0\"?><opml version=\"2.0\"><body><outline text=\"World\"><outline type=\"rss\" text=\"A &amp; B\" xmlUrl=\"https://a.example/rss?x=1&y=2\"/><outline text='B' XMLURL='https://b.example/rss'></outline></outline></body></opml>", "",
			[]Feed{{"https://a.example/rss?x=1&y=2", ""}, {"https://b.example/rss", ""}}},
		"nothing":              {"", "", nil},
		"no address":           {"https://a.example/rss\nfeed.xml\n", `line 2: "feed.xml" is not an http or https address`, nil},
		"no address in OPML":   {"<opml>\n<outline xmlUrl='x'/></opml>", `line 2: "x" is not`, nil},
		"a feed":               {"<rss></rss>", "it is <rss>, want OPML", nil},
		"OPML that breaks off": {"<opml><outline", "line 1", nil},
	} {
		got, err := ParseList([]byte(test.data))
		if !slices.Equal(got, test.want) || (err != nil) != (test.says != "") || err != nil && (!errors.Is(err, ErrFeedList) || !strings.Contains(err.Error(), test.says)) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

func FuzzParseList(f *testing.F) {
	f.Add("https://a.example/rss x # y\n")
	f.Add("<opml><outline xmlUrl='https://a.example/'/></opml>")
	f.Fuzz(func(t *testing.T, s string) {
		feeds, err := ParseList([]byte(s))
		for _, feed := range feeds {
			if CheckAddress(feed.URL) != nil || err != nil {
				t.Fatalf("%v, %v", feed, err)
			}
		}
	})
}
