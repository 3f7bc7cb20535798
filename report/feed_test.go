package report

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
)

const rss2Feed = `<?xml version="1.0" encoding="UTF-8"?>
<!-- a comment <rss> before -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:creator="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
  <title>Example Daily &amp; Sunday</title>
  <link>https://news.example/</link>
  <atom:link href="https://news.example/rss" rel="self"/>
  <image><title>The logo</title><link>https://news.example/logo</link></image>
  <language>en-gb</language>
  <ttl>30</ttl>
  <skipHours><hour>3</hour><hour>24</hour></skipHours>
  <skipDays><day>Sunday</day></skipDays>
  <item>
    <title>Ministers meet &lt;i&gt;again&lt;/i&gt;: Q&amp;amp;A</title>
    <link>https://news.example/a?x=1&section=2</link>
    <guid isPermaLink="false">17</guid>
    <atom:link href="https://news.example/other" rel="related"/>
    <pubDate>Thu, 10 Jun 2021 14:05:09 +0400</pubDate>
    <description>The ministers met.</description>
    <content:encoded><![CDATA[<p>The ministers of Norway and Sweden met on Monday, a spokesman said.</p><p>They will meet again in May &amp; June.</p>]]></content:encoded>
    <creator:creator>Jane Roe</creator:creator>
    <author>desk@news.example (The Desk)</author>
    <comments>https://news.example/a#comments</comments>
  </item>
  <item>
    <title>Teaser</title>
    <guid>https://news.example/b</guid>
    <description>Sweden thanked Norway &mdash; for its support.</description>
    <source url="https://wire.example/rss">Example Wire</source>
  </item>
</channel>
</rss>`

const rdfFeed = `<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel rdf:about="https://news.example/rdf"><title>Example Radio</title><link>https://news.example/</link><sy:updatePeriod>hourly</sy:updatePeriod>
<items><rdf:Seq><rdf:li rdf:resource="https://news.example/c"/></rdf:Seq></items></channel>
<item rdf:about="https://news.example/c"><title>Talks end</title><link>https://news.example/c</link><description>The talks ended on Friday.</description><dc:date>2021-06-10T14:05:00+00:00</dc:date><dc:creator>John Doe</dc:creator></item>
</rdf:RDF>`

const atomFeed = `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://news.example/world/" xml:lang="en">
  <title type="html">Example &amp;amp; Co</title>
  <link href="https://news.example/"/><link rel="self" href="atom.xml"/>
  <author><name>The paper</name></author>
  <entry>
    <id>tag:news.example,2021:1</id>
    <title>Envoy arrives</title>
    <link rel="enclosure" type="audio/mpeg" href="sound.mp3"/>
    <link rel="alternate" type="text/html" href="2021/envoy.html"/>
    <published>2021-06-10T14:05:00Z</published><updated>2021-06-11T09:00:00Z</updated>
    <author><name>Jane Roe</name><email>roe@news.example</email></author>
    <summary>The envoy arrived.</summary>
    <content type="xhtml" xml:base="https://cdn.example/"><div xmlns="http://www.w3.org/1999/xhtml"><p>The envoy arrived in <b>Oslo</b> on Monday.</p><p>She left on Tuesday.</p></div></content>
  </entry>
  <entry xml:base="/africa/">
    <id>tag:news.example,2021:2</id><title type="text">Less &lt; more</title><link href="one.html"/>
    <updated>2021-06-11T09:00:00Z</updated>
    <content type="html">&lt;p&gt;The minister said &amp;quot;no&amp;quot;.&lt;/p&gt;</content>
    <source><title>Example Agency</title></source>
  </entry>
</feed>`

const oldAtomFeed = `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Old Daily</title>
<entry><id>x1</id><title mode="escaped">Talks &amp;amp; tea</title><link rel="alternate" type="text/html" href="https://news.example/old"/>
<issued>2004-06-10T14:05:00Z</issued><modified>2004-06-11T00:00:00Z</modified>
<content type="text/html" mode="base64">PHA+VGhlIHRhbGtzIGVuZGVkLjwvcD4=</content></entry></feed>`

const jsonFeedText = `{"version": "https://jsonfeed.org/version/1.1", "title": "Example JSON", "home_page_url": "https://news.example/",
"items": [
 {"id": 7, "url": "/seven", "title": "Seven", "content_html": "<p>The ministers met.</p>", "date_published": "2021-06-10T14:05:00Z", "authors": [{"name": "Jane Roe"}], "tags": ["x"]},
 {"id": "8", "external_url": "https://other.example/8", "content_text": "Two\n\nparagraphs.", "author": {"name": "John Doe"}, "title": 9, "language": "fr"},
 "no object",
 {"id": "9", "summary": "Only a summary."}
]}`

func given(s string) Published {
	p := parseFeedDate(s)
	return p
}

func TestParseFeed(t *testing.T) {
	f, err := ParseFeed([]byte(rss2Feed), Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := Feed{Format: "rss", Title: "Example Daily & Sunday", URL: "https://news.example/", Language: "en-gb", MinutesToLive: 30, Items: []FeedItem{
		{ID: "17", URL: "https://news.example/a?x=1&section=2", Title: "Ministers meet again: Q&A", Published: Published{"2021-06-10T14:05:09+04:00", "second", "feed"},
			Content: "<p>The ministers of Norway and Sweden met on Monday, a spokesman said.</p><p>They will meet again in May &amp; June.</p>", Markup: true, Whole: true,
			Authors: []string{"Jane Roe", "The Desk"}, Outlet: "Example Daily & Sunday", Language: "en-gb", Line: 13},
		{ID: "https://news.example/b", URL: "https://news.example/b", Title: "Teaser", Content: "Sweden thanked Norway — for its support.", Outlet: "Example Wire", Language: "en-gb", Line: 25},
	}}
	want.SkipHours[3], want.SkipHours[0], want.SkipDays[0] = true, true, true
	if d := cmp.Diff(want, f); d != "" {
		t.Error("RSS 2.0:", d)
	}

	f, err = ParseFeed([]byte(rdfFeed), Options{})
	if err != nil {
		t.Fatal(err)
	}
	want = Feed{Format: "rdf", Title: "Example Radio", URL: "https://news.example/", MinutesToLive: 60, Items: []FeedItem{
		{ID: "https://news.example/c", URL: "https://news.example/c", Title: "Talks end", Published: given("2021-06-10T14:05:00+00:00"), Content: "The talks ended on Friday.", Authors: []string{"John Doe"}, Outlet: "Example Radio", Line: 5},
	}}
	if d := cmp.Diff(want, f); d != "" {
		t.Error("RSS 1.0:", d)
	}

	f, err = ParseFeed([]byte(atomFeed), Options{})
	if err != nil {
		t.Fatal(err)
	}
	want = Feed{Format: "atom", Title: "Example & Co", URL: "https://news.example/", Language: "en", Items: []FeedItem{
		{ID: "tag:news.example,2021:1", URL: "https://news.example/world/2021/envoy.html", Title: "Envoy arrives", Published: given("2021-06-10T14:05:00Z"), Updated: given("2021-06-11T09:00:00Z"),
			Content: `<div xmlns="http://www.w3.org/1999/xhtml"><p>The envoy arrived in <b>Oslo</b> on Monday.</p><p>She left on Tuesday.</p></div>`, Markup: true, Whole: true, Authors: []string{"Jane Roe"}, Outlet: "Example & Co", Language: "en", Line: 6},
		{ID: "tag:news.example,2021:2", URL: "https://news.example/africa/one.html", Title: "Less < more", Updated: given("2021-06-11T09:00:00Z"),
			Content: "<p>The minister said &quot;no&quot;.</p>", Markup: true, Whole: true, Outlet: "Example Agency", Language: "en", Line: 16},
	}}
	if d := cmp.Diff(want, f); d != "" {
		t.Error("Atom 1.0:", d)
	}

	f, err = ParseFeed([]byte(oldAtomFeed), Options{})
	if err != nil {
		t.Fatal(err)
	}
	want = Feed{Format: "atom", Title: "Old Daily", Items: []FeedItem{
		{ID: "x1", URL: "https://news.example/old", Title: "Talks & tea", Published: given("2004-06-10T14:05:00Z"), Updated: given("2004-06-11T00:00:00Z"), Content: "<p>The talks ended.</p>", Markup: true, Whole: true, Outlet: "Old Daily", Line: 2},
	}}
	if d := cmp.Diff(want, f); d != "" {
		t.Error("Atom 0.3:", d)
	}

	f, err = ParseFeed([]byte(jsonFeedText), Options{URL: "https://news.example/feed.json"})
	if err != nil {
		t.Fatal(err)
	}
	want = Feed{Format: "json", Title: "Example JSON", URL: "https://news.example/", Items: []FeedItem{
		{ID: "7", URL: "https://news.example/seven", Title: "Seven", Published: given("2021-06-10T14:05:00Z"), Content: "<p>The ministers met.</p>", Markup: true, Whole: true, Authors: []string{"Jane Roe"}, Outlet: "Example JSON", Line: 3},
		{ID: "8", URL: "https://other.example/8", Title: "9", Content: "Two\n\nparagraphs.", Whole: true, Authors: []string{"John Doe"}, Outlet: "Example JSON", Language: "fr", Line: 4},
		{ID: "9", Content: "Only a summary.", Outlet: "Example JSON", Line: 6},
	}}
	if d := cmp.Diff(want, f); d != "" {
		t.Error("JSON Feed:", d)
	}
}

// oneItem parses an RSS feed with the given elements in its one item.
func oneItem(t *testing.T, elements string) FeedItem {
	t.Helper()
	f, err := ParseFeed([]byte(`<rss><channel><title>T</title><link>https://news.example/</link><item>`+elements+`</item></channel></rss>`), Options{})
	if err != nil || len(f.Items) != 1 {
		t.Fatalf("%q gives %+v, %v", elements, f, err)
	}
	return f.Items[0]
}

// The faults that templates and hands put into feeds.
func TestParseFeedFaults(t *testing.T) {
	for _, test := range []struct{ name, item, title, text, url string }{
		{"ampersands that are not escaped", `<title>Q&A: AT&T & tea</title><description>Fish & chips</description>`, "Q&A: AT&T & tea", "Fish & chips", ""},
		{"entities of HTML", `<title>Caf&eacute;&nbsp;talks</title><description>&ldquo;No&rdquo; &hellip;</description>`, "Café talks", "“No” …", ""},
		{"an entity that nothing declares", `<title>&myown; talks</title>`, "&myown; talks", "", ""},
		{"escaped twice", `<title>AT&amp;amp;T &amp;#8217;s</title><description>&amp;quot;No&amp;quot;</description>`, "AT&T ’s", `"No"`, ""},
		{"Windows-1252 as numbers", `<title>The minister&#146;s &#x93;no&#x94;</title>`, "The minister’s “no”", "", ""},
		{"markup that is not escaped", `<title>A <b>bold</b> step</title><description><p>One.<br>Two.</p><img src="x"><p>Three.</description><link>/a</link>`, "A bold step", "One. Two. Three.", "https://news.example/a"},
		{"an end tag without a beginning", `<description>One.</p></div> Two.</description><title>T</title>`, "T", "One. Two.", ""},
		{"a title in CDATA with markup", `<title><![CDATA[<h1>Talks</h1> &amp; tea]]></title>`, "Talks & tea", "", ""},
		{"CDATA beside characters", `<title>Talks <![CDATA[& tea]]> &amp; cake</title>`, "Talks & tea & cake", "", ""},
		{"CDATA among elements", `<description><p><![CDATA[a < b]]></p></description>`, "", "a < b", ""},
		{"a link in an attribute", `<link href="https://news.example/a"/><title>T</title>`, "T", "", "https://news.example/a"},
		{"Atom in RSS", `<link rel="enclosure" href="https://news.example/sound.mp3"/><link href="https://news.example/a"/><id>1</id><title>T</title><summary>S</summary>`, "T", "S", "https://news.example/a"},
		{"an empty link and a guid that is an address", `<link/><guid>https://news.example/g</guid><title>T</title>`, "T", "", "https://news.example/g"},
		{"a guid that only looks like one", `<guid isPermaLink="false">https://news.example/g</guid><title>T</title>`, "T", "", ""},
		{"a link with white space and a script for a link", "<link>\n  https://news.example/a b\n</link><title>T</title>", "T", "", "https://news.example/a%20b"},
		{"a link that is a script", `<link>javascript:alert(1)</link><title>T</title>`, "T", "", ""},
		{"control characters", "<title>Talks\x00 \x08end\x0b</title><description>a\x1fb&#1;c</description>", "Talks end", "abc", ""},
		{"prefixes that are not declared", `<content:encoded>&lt;p&gt;Whole.&lt;/p&gt;</content:encoded><dc:date>2021-06-10</dc:date><title>T</title>`, "T", "Whole.", ""},
		{"a title in another namespace", `<title>T</title><media:content><media:title>Picture</media:title></media:content><media:thumbnail url="x"/>`, "T", "", ""},
		{"capitals", `<TITLE>T</TITLE><Description>D</Description>`, "T", "D", ""},
		{"the whole text in the description", `<description>` + strings.Repeat("A long sentence. ", 20) + `</description><content:encoded>Short.</content:encoded><title>T</title>`, "T", strings.TrimSpace(strings.Repeat("A long sentence. ", 20)), ""},
		{"a counting service", `<link>https://count.example/1</link><feedburner:origLink>https://news.example/a</feedburner:origLink><title>T</title>`, "T", "", "https://news.example/a"},
		{"less than", `<title>5 < 7 and <3</title>`, "5 < 7 and <3", "", ""},
	} {
		it := oneItem(t, test.item)
		if it.Title != test.title || it.Text() != test.text || it.URL != test.url {
			t.Errorf("%s: %q, %q, %q; want %q, %q, %q", test.name, it.Title, it.Text(), it.URL, test.title, test.text, test.url)
		}
	}
	// An item that is not closed ends where the next begins.
	f, err := ParseFeed([]byte(`<rss><channel><item><title>One</title><item><title>Two</title></item></channel></rss>`), Options{})
	if err != nil || len(f.Items) != 2 || f.Items[0].Title != "One" || f.Items[1].Title != "Two" {
		t.Errorf("%+v, %v", f.Items, err)
	}
	// Entities that are declared are not expanded, so that none can be blown up.
	bomb := `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rss><channel><item><title>&b; talks</title></item></channel></rss>`
	f, err = ParseFeed([]byte(bomb), Options{})
	if err != nil || len(f.Items) != 1 || f.Items[0].Title != "&b; talks" {
		t.Errorf("%+v, %v", f.Items, err)
	}
}

func TestFeedDates(t *testing.T) {
	for in, want := range map[string]string{
		"Thu, 10 Jun 2021 14:05:09 GMT":     "2021-06-10T14:05:09Z",
		"Mon, 10 Jun 2021 14:05:09 +0000":   "2021-06-10T14:05:09+00:00", // it was a Thursday
		"10 Jun 2021 14:05 EST":             "2021-06-10T14:05:00-05:00",
		"Thu, 10 Jun 21 14:05:09 UT":        "2021-06-10T14:05:09Z",
		"Thu, 10 Jun 99 14:05:09 GMT":       "1999-06-10T14:05:09Z",
		"Thu, 3 June 2021 4:05:09 PDT":      "2021-06-03T04:05:09-07:00",
		"Thu, 10 Jun 2021 14:05:09":         "2021-06-10T14:05:09",
		"Thu, 10 Jun 2021 14:05:09 IST":     "2021-06-10T14:05:09", // Irish, Israeli, Indian
		"Thu, 10 Jun 2021 14:05:09 GMT+4":   "2021-06-10T14:05:09+04:00",
		"Thu, 10 Jun 2021 14:05:09 +04:00":  "2021-06-10T14:05:09+04:00",
		"Thu, 10 Jun 2021 14:05:09 -0000":   "2021-06-10T14:05:09Z",
		"Thu, 10 Jun 2021":                  "2021-06-10",
		"Thursday, June 10, 2021 - 14:05":   "2021-06-10T14:05:00",
		"Thu, June 10, 2021 at 2:05 PM EDT": "2021-06-10T14:05:00-04:00",
		"June 10, 2021, 12:05 a.m.":         "2021-06-10T00:05:00",
		"Jun 10 2021 02:05:09PM":            "2021-06-10T14:05:09",
		"June 10, 2021 14:05 PM":            "2021-06-10",
		"Thu Jun 10 14:05:09 GMT 2021":      "2021-06-10T14:05:09Z",
		"Thu Jun 10 14:05:09 2021":          "2021-06-10T14:05:09",
		"Thu, 10 Jun 2021 14:05:09EST":      "2021-06-10T14:05:09-05:00",
		"Thu, 10th Jun 2021 14 +0400":       "2021-06-10",
		"Thursday, 10. June 2021 - 14:05":   "2021-06-10T14:05:00",
		"Thu, 2021-06-10 14:05":             "2021-06-10T14:05:00",
		"2021/6/10":                         "2021-06-10",
		"2021-6-10T14:05:09+04:00Z":         "2021-06-10T14:05:09+04:00",
		"2021-06-10 at 14:05:09":            "2021-06-10T14:05:09",
		"2021-06-10 14:05:09 CET":           "2021-06-10T14:05:09+01:00",
		"14:05 10.06.2021 +0400":            "2021-06-10T14:05:00+04:00",
		"10.06.2021 14:05":                  "2021-06-10T14:05:00",
		"10 June, 2021":                     "2021-06-10",
		"Thu Jun 10 2021 14:05:09 GMT+0400": "2021-06-10T14:05:09+04:00",
		"10-Jun-2021 14:05:09 GMT":          "2021-06-10T14:05:09Z",
		"June 10, 2021":                     "2021-06-10",
		"2021-06-10T14:05:09Z":              "2021-06-10T14:05:09Z",
		"2021-06-10T14:05:09.123+04:00":     "2021-06-10T14:05:09+04:00",
		"2021-06-10 14:05:09":               "2021-06-10T14:05:09",
		"2021-06-10":                        "2021-06-10",
		"чт, 10 Jun 2021 14:05:09 +0300":    "2021-06-10T14:05:09+03:00", // only the weekday is in Russian
		// Unknown, for to read them would be to guess.
		"jeu., 10 juin 2021 14:05:09 +0200": "",
		"Чт, 10 июн 2021 14:05:09 +0300":    "",
		"06/10/2021 14:05":                  "",
		"Thu, 31 Jun 2021 14:05:09 GMT":     "",
		"Thu, 29 Feb 2021 14:05:09 GMT":     "",
		"Wed, 30 Nov -0001 00:00:00 +0000":  "",
		"0000-00-00 00:00:00":               "",
		"0001-01-01T00:00:00Z":              "",
		"Thu, 01 Jan 1970 00:00:00 GMT":     "",
		"1623333909":                        "",
		"yesterday":                         "",
		"10-06-2021":                        "",
		"10.06.21":                          "",
		"June 2021 issue":                   "",
		"10 14 Jun 2021":                    "",
		"2021-13-01":                        "",
		"":                                  "",
		"Thu, 10 Jun 20210 14:05:09 GMT":    "",
	} {
		if got := parseFeedDate(in); got.EDTF != want || want != "" && got.Basis != "feed" {
			t.Errorf("%q is read as %+v, want %q", in, got, want)
		}
	}
	it := oneItem(t, `<title>T</title><pubDate>gestern</pubDate><dc:date>2021-06-10</dc:date>`)
	if it.Published.EDTF != "2021-06-10" {
		t.Errorf("beside a broken date: %+v", it.Published)
	}
}

func TestFeedCharsets(t *testing.T) {
	feed := func(declared, title string) string {
		return `<?xml version="1.0" encoding="` + declared + `"?><rss><channel><title>T</title><item><title>` + title + `</title></item></channel></rss>`
	}
	encode := func(e interface{ String(string) (string, error) }, s string) string {
		out, err := e.String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	const title = "“Café” talks"
	for name, test := range map[string]struct{ data, contentType, want string }{
		"UTF-8":                               {feed("utf-8", title), "", title},
		"UTF-8, nothing declared":             {strings.Replace(feed("x", title), ` encoding="x"`, "", 1), "", title},
		"UTF-8, declared ISO-8859-1":          {feed("iso-8859-1", title), "", title},
		"UTF-8, ISO-8859-1 in the header":     {feed("utf-8", title), "text/xml; charset=ISO-8859-1", title},
		"UTF-8, declared UTF-16":              {feed("utf-16", title), "", title},
		"UTF-8 with a mark":                   {"\xef\xbb\xbf" + feed("iso-8859-1", title), "", title},
		"Windows-1252, declared ISO-8859-1":   {encode(charmap.Windows1252.NewEncoder(), feed("ISO-8859-1", title)), "", title},
		"Windows-1252, declared UTF-8":        {encode(charmap.Windows1252.NewEncoder(), feed("utf-8", title)), "text/xml; charset=utf-8", title},
		"Windows-1252, declared nonsense":     {encode(charmap.Windows1252.NewEncoder(), feed("none", title)), "", title},
		"Windows-1252 in UTF-8":               {feed("utf-8", "“Café” \x93talks\x94"), "", "“Café” “talks”"},
		"C1 in UTF-8":                         {feed("utf-8", "\u0093Café\u0094 talks"), "", title},
		"Windows-1251":                        {encode(charmap.Windows1251.NewEncoder(), feed("windows-1251", "Переговоры")), "", "Переговоры"},
		"Windows-1251 by the header":          {encode(charmap.Windows1251.NewEncoder(), feed("utf-8", "Переговоры")), "text/xml; charset=windows-1251", "Переговоры"},
		"UTF-16 with a mark":                  {encode(unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder(), feed("utf-16", title)), "", title},
		"UTF-16 without a mark":               {encode(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder(), feed("utf-16", title)), "", title},
		"ISO-2022-JP, which looks like ASCII": {encode(japanese.ISO2022JP.NewEncoder(), feed("iso-2022-jp", "会談")), "", "会談"},
		"a character cut off at the end":      {feed("utf-8", title) + "\xe2\x80", "", title},
	} {
		f, err := ParseFeed([]byte(test.data), Options{ContentType: test.contentType})
		if err != nil || len(f.Items) != 1 || f.Items[0].Title != test.want {
			t.Errorf("%s: %+v, %v", name, f.Items, err)
		}
	}
}

// A feed that breaks off anywhere gives the items before, whole, and says so.
func TestParseFeedTruncated(t *testing.T) {
	for name, feed := range map[string]string{"rss": rss2Feed, "rdf": rdfFeed, "atom": atomFeed, "json": jsonFeedText} {
		whole, err := ParseFeed([]byte(feed), Options{URL: "https://news.example/feed"})
		if err != nil {
			t.Fatal(err)
		}
		for n := strings.IndexAny(feed, "f{") + 60; n < len(feed); n++ {
			part, err := ParseFeed([]byte(feed[:n]), Options{URL: "https://news.example/feed"})
			if errors.Is(err, ErrNotFeed) && n < 240 {
				continue // the first tag is not there
			}
			var place *Error
			if !errors.Is(err, ErrBrokenFeed) || !errors.As(err, &place) || place.Line == 0 {
				t.Fatalf("%s after %d bytes of %d: %v", name, n, len(feed), err)
			}
			if len(part.Items) > len(whole.Items) {
				t.Fatalf("%s after %d bytes: %d items of %d", name, n, len(part.Items), len(whole.Items))
			}
			if d := cmp.Diff(whole.Items[:len(part.Items)], part.Items, cmpopts.EquateEmpty()); part.Language == whole.Language && d != "" {
				t.Fatalf("%s after %d bytes: %s", name, n, d)
			}
		}
	}
}

func TestParseFeedRefuses(t *testing.T) {
	page := `<!DOCTYPE html><html><head><title>Example Daily</title><link rel="alternate" type="application/rss+xml" href="/rss"></head><body><p>News.</p></body></html>`
	for _, test := range []struct {
		data, says string
		is         error
	}{
		{page, "https://news.example/rss", ErrNotFeed},
		{`<html><title>404 Not Found</title><p>Gone.</p></html>`, "404 Not Found", ErrNotFeed},
		{`<?xml version="1.0"?><sitemap><url/></sitemap>`, "", ErrNotFeed},
		{`{"error": "no such feed"}`, "", ErrNotFeed},
		{"The ministers met.", "", ErrNotFeed},
		{" \n", "", ErrEmpty},
		{"", "", ErrEmpty},
		{"%PDF-1.7", "", ErrBinary},
		{"<rss>" + strings.Repeat(" ", 5000), "", ErrTooLarge},
	} {
		_, err := ParseFeed([]byte(test.data), Options{URL: "https://news.example/world", MaxBytes: 1000})
		if !errors.Is(err, test.is) || !strings.Contains(fmt.Sprint(err), test.says) || !strings.HasPrefix(err.Error(), "https://news.example/world") {
			t.Errorf("%.40q: %v", test.data, err)
		}
	}
}

func TestFeedReports(t *testing.T) {
	long := "<p>The ministers of Norway and Sweden met in Oslo on Monday, and the talks went on late into the night, a spokesman said.</p>\n<p>They will meet again in May.</p>\n<p>The post <a href=\"https://news.example/a\">Ministers meet</a> appeared first on <a href=\"https://news.example/\">Example Daily</a>.</p>"
	it := FeedItem{URL: "https://news.example/a", Title: "Ministers meet", Outlet: "Example Daily", Published: given("2021-06-10T14:05:00Z"), Content: long, Markup: true, Language: "de"}
	r, err := it.Report(Options{})
	if err != nil {
		t.Fatal(err)
	}
	checkPageReport(t, &r)
	if want := "The ministers of Norway and Sweden met in Oslo on Monday, and the talks went on late into the night, a spokesman said.\n\nThey will meet again in May."; strings.TrimSpace(r.Text) != want {
		t.Errorf("%q", r.Text)
	}
	if r.URL != it.URL || r.Title != it.Title || r.Outlet != it.Outlet || r.Published != (Published{"2021-06-10T14:05:00Z", "second", "feed"}) || r.Language != "en" || !strings.HasPrefix(r.ID, "sha256:") {
		t.Errorf("%+v", r)
	}
	if r, err = it.Report(Options{Published: "2020", Outlet: "Given"}); err != nil || r.Published.EDTF != "2020" || r.Published.Basis != "given" || r.Outlet != "Given" {
		t.Errorf("%+v, %v", r, err)
	}
	updated := FeedItem{Title: "Ministers meet in Oslo", Updated: given("2021-06-11")}
	if r, err = updated.Report(Options{}); err != nil || r.Published != (Published{"2021-06-11", "day", "feed-updated"}) {
		t.Errorf("%+v, %v", r, err)
	}
	for _, test := range []struct {
		it   FeedItem
		text string
	}{
		{FeedItem{Title: "Ministers meet in Oslo", Content: `<img src="x">`, Markup: true}, "Ministers meet in Oslo"},
		{FeedItem{Title: "Ministers meet in Oslo"}, "Ministers meet in Oslo"},
		{FeedItem{Content: "One paragraph.\n\nAnother."}, "One paragraph.\n\nAnother."},
		{FeedItem{Content: "The ministers met… <a href=\"/a\">Read more</a>", Markup: true}, "The ministers met… Read more"},
	} {
		r, err := test.it.Report(Options{})
		if err != nil || r.Text != test.text {
			t.Errorf("%+v: %q, %v", test.it, r.Text, err)
		}
	}
	if _, err := (&FeedItem{URL: "https://news.example/a"}).Report(Options{}); !errors.Is(err, ErrEmpty) {
		t.Errorf("an item of nothing: %v", err)
	}
}

func TestEachFeed(t *testing.T) {
	dir := t.TempDir()
	broken, _, _ := strings.Cut(rss2Feed, "</channel>")
	rss := write(t, filepath.Join(dir, "a.xml"), broken)
	write(t, filepath.Join(dir, "b.json"), jsonFeedText)
	write(t, filepath.Join(dir, "c.atom"), atomFeed)
	write(t, filepath.Join(dir, "d.xml"), "<?xml version=\"1.0\"?><html><body><p>"+pageSentence+"</p></body></html>")
	write(t, filepath.Join(dir, "e.rss"), "<rss><channel><title>Nothing yet</title></channel></rss>")
	write(t, filepath.Join(dir, "f.txt"), rdfFeed)
	lines, errs := collect(t, Options{ID: "x"}, dir)
	want(t, lines, rss+":13 x", rss+":25 x", "error "+rss+":31: the feed breaks off after 2 items: <channel> is not closed",
		dir+"/b.json:3 x", dir+"/b.json:4 x", dir+"/b.json:6 x", dir+"/c.atom:6 x", dir+"/c.atom:16 x", dir+"/d.xml x",
		"error "+dir+"/e.rss: no text: the feed has no items", dir+"/f.txt:5 x")
	if !errors.Is(errs[0], ErrBrokenFeed) {
		t.Error(errs)
	}
}

func FuzzParseFeed(f *testing.F) {
	for _, s := range []string{rss2Feed, rdfFeed, atomFeed, oldAtomFeed, jsonFeedText, "<rss><item><title>a</item>", "<feed><entry><content type=xhtml><div><![CDATA[a]]>b</div></content></entry>",
		"<rss xmlns='x'><channel><item/><item><link>//a</link></item>", "<rdf:RDF><item rdf:about='http://a'><title><![CDATA[a", `{"version":"https://jsonfeed.org/version/1","items":[{"id":1},[],null`, "<rss><item><description>&#x80;&#0;&amp</description></item></rss>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		feed, err := ParseFeed([]byte(s), Options{URL: "https://news.example/feed"})
		if err != nil && errors.Is(err, ErrNotFeed) && len(feed.Items) > 0 {
			t.Fatal("items of what is no feed")
		}
		line := 0
		for i := range feed.Items {
			it := &feed.Items[i]
			if it.Line < line || it.Line > strings.Count(s, "\n")+1 && !strings.Contains(s, "\x00") {
				t.Fatalf("item %d begins on line %d, the one before on %d", i, it.Line, line)
			}
			line = it.Line
			if it.ID == "" && it.URL == "" && it.Title == "" && it.Content == "" {
				t.Fatalf("item %d says nothing", i)
			}
			if it.Published.EDTF != "" {
				if _, err := ParsePublished(it.Published.EDTF); err != nil {
					t.Fatal(err)
				}
			}
			if r, err := it.Report(Options{}); err == nil {
				checkReport(t, &r)
			}
		}
	})
}

// Feeds that are made to take long: elements and prefixes without end.
func TestParseFeedHostile(t *testing.T) {
	for name, body := range map[string]string{
		"deep":               strings.Repeat("<a>", 1_000_000),
		"prefixes":           strings.Repeat("<a xmlns:x='http://x.example'>", 300_000),
		"items in items":     strings.Repeat("<item><description>", 300_000),
		"ends without begin": strings.Repeat("</a>", 1_000_000),
		"attributes":         "<item " + strings.Repeat("a='b' ", 1_000_000) + ">",
		"references":         "<item><title>" + strings.Repeat("&a;", 1_000_000),
	} {
		f, err := ParseFeed([]byte("<rss><channel>"+body), Options{})
		if !errors.Is(err, ErrBrokenFeed) || len(f.Items) > 0 {
			t.Errorf("%s: %d items, %v", name, len(f.Items), err)
		}
	}
	items := strings.Repeat("<item><title>T</title></item>", maxFeedItems+1)
	if f, err := ParseFeed([]byte("<rss><channel>"+items+"</channel></rss>"), Options{}); !errors.Is(err, ErrTooLarge) || len(f.Items) != maxFeedItems {
		t.Errorf("%d items, %v", len(f.Items), err)
	}
}

func BenchmarkParseFeed(b *testing.B) {
	item := "<item><title>Ministers meet</title><link>https://news.example/a</link><guid>1</guid><pubDate>Thu, 10 Jun 2021 14:05:09 +0400</pubDate><description>&lt;p&gt;" + strings.Repeat("The ministers of Norway and Sweden met in Oslo. ", 20) + "&lt;/p&gt;</description></item>"
	feed := []byte("<rss><channel><title>T</title>" + strings.Repeat(item, 1000) + "</channel></rss>")
	b.SetBytes(int64(len(feed)))
	for b.Loop() {
		if f, err := ParseFeed(feed, Options{}); err != nil || len(f.Items) != 1000 {
			b.Fatal(err)
		}
	}
}
