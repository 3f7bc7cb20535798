package report

import (
	"errors"
	"strings"
	"testing"
)

func mustHTML(t *testing.T, page string, o Options) Report {
	t.Helper()
	r, err := FromHTML([]byte(page), o)
	if err != nil {
		t.Fatal(err)
	}
	checkPageReport(t, &r)
	return r
}

// newsPage is a page with most of what news sites put around an article.
const newsPage = `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Ministers agree to go on with talks | Example Daily</title>
<meta property="og:site_name" content="Example Daily"><meta property="og:title" content="Ministers agree to go on with talks - Example Daily">
<link rel="canonical" href="https://daily.example/world/talks"><meta property="article:published_time" content="2021-06-10T14:05:00+04:00">
<style>p { color: red }</style><script>var x = "<p>not text, not even a little, whatever it may look like to others</p>";</script></head>
<body class="single has-sidebar">
<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<div class="cookie-banner"><p>We use cookies to make this site better. By going on you accept our policy on them.</p></div>
<article class="post tag-border category-world comments-open">
<div class="breadcrumbs"><a href="/">Home</a> &gt; <a href="/world">World</a></div>
<h1>Ministers agree to go on with talks</h1>
<p class="standfirst">Both sides want a treaty on the border before the end of the year.</p>
<div class="byline">By <a href="/jane">Jane Roe</a> <time datetime="2021-06-10">10 June</time></div>
<div class="share-buttons"><a href="#">Facebook</a> <a href="#">Twitter</a></div>
<figure><img src="a.jpg"><figcaption>The ministers before the meeting.</figcaption></figure>
<div class="article-body">
<p><strong>GENEVA, 10 June (AFP)</strong> &ndash; The foreign ministers of the two countries met on Thursday &amp; agreed to go on with the talks, which began in <a href="/spring">spring</a>, a spokesman said.</p>
<p>&ldquo;We have come closer,&rdquo; the minister told reporters. &quot;There is more to do.&quot;</p>
<p><a href="/other">READ MORE: Two hurt in fire at the market in the old town</a></p>
<h2>Long road ahead</h2>
<p>No date was set for the next round of talks, which both sides want to hold before the end of the month.</p>
<aside class="related"><h3>Related</h3><ul><li><a href="/1">President to visit the north</a></li><li><a href="/2">Bridge closed for a week</a></li></ul></aside>
<div class="newsletter-signup"><p>Sign up for our newsletter and get the news of the day every morning.</p><form><input type="email"><button>Sign up</button></form></div>
<p>The treaty would open the roads between the two countries,<br>the spokesman added.
<p>It would also settle what becomes of the villages along the border.
</div>
<div class="tags"><a href="/t/border">border</a>, <a href="/t/talks">talks</a></div>
</article>
<section id="comments"><h3>2 comments</h3><div class="comment"><p>I do not believe a word of it, and neither does anybody that I know in the town where I live.</p></div></section>
<div class="most-popular"><h3>Most popular</h3><p>A man bit a dog on Tuesday in the park behind the station, and the police are looking into it.</p></div>
<footer><p>Copyright 2021 Example Daily. All rights reserved.</p></footer>
</body></html>`

func TestFromHTML(t *testing.T) {
	r := mustHTML(t, newsPage, Options{})
	const want = `title: Ministers agree to go on with talks
paragraph: Both sides want a treaty on the border before the end of the year.
dateline: GENEVA, 10 June (AFP) –
paragraph: The foreign ministers of the two countries met on Thursday & agreed to go on with the talks, which began in spring, a spokesman said.
paragraph: “We have come closer,” the minister told reporters. "There is more to do."
heading: Long road ahead
paragraph: No date was set for the next round of talks, which both sides want to hold before the end of the month.
paragraph: The treaty would open the roads between the two countries, the spokesman added.
paragraph: It would also settle what becomes of the villages along the border.
`
	if got := outline(&r); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if r.Title != "Ministers agree to go on with talks" || r.Outlet != "Example Daily" || r.URL != "https://daily.example/world/talks" || r.Language != "en" || r.Published != (Published{"2021-06-10T14:05:00+04:00", "second", "opengraph"}) {
		t.Errorf("metadata: %q, %q, %q, %q, %v", r.Title, r.Outlet, r.URL, r.Language, r.Published)
	}
	if r.Dateline == nil || r.Dateline.Place != "GENEVA" || r.Dateline.Date != "XXXX-06-10" || r.Dateline.Agency != "AFP" {
		t.Errorf("dateline %+v", r.Dateline)
	}
	kinds := map[string]bool{}
	for _, f := range r.Furniture {
		kinds[f.Kind] = true
	}
	for _, kind := range []string{"markup", navigation, cookies, share, related, newsletter, tags, comments, bylineLabel} {
		if !kinds[kind] {
			t.Errorf("no furniture of the kind %s", kind)
		}
	}
}

func TestMetadata(t *testing.T) {
	const body = `<body><article><p>` + pageSentence + `</p></article></body>`
	for _, c := range []struct {
		name, head           string
		title, outlet, url   string
		published, precision string
		basis                string
	}{
		{"JSON-LD before OpenGraph", `<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ministers &amp; talks","publisher":{"@type":"Organization","name":"Example Daily"},"datePublished":"2021-06-10T10:00:00Z","mainEntityOfPage":{"@id":"https://a.example/1"}}</script><meta property="og:title" content="Other"><meta property="article:published_time" content="2020-01-01">`,
			"Ministers & talks", "Example Daily", "https://a.example/1", "2021-06-10T10:00:00Z", "second", "json-ld"},
		{"an array", `<script type="application/ld+json">[{"@type":"WebSite","name":"x"},{"@type":["Thing","ReportageNewsArticle"],"headline":"Ministers","datePublished":"2021-06-10"}]</script>`,
			"Ministers", "", "", "2021-06-10", "day", "json-ld"},
		{"a graph", `<script type="application/ld+json">{"@context":"x","@graph":[{"@type":"WebPage","name":"x"},{"@type":"NewsArticle","headline":"Ministers","publisher":[{"name":"Example Daily"}],"datePublished":"10 June 2021"}]}</script>`,
			"Ministers", "Example Daily", "", "2021-06-10", "day", "json-ld"},
		{"line ends inside strings", "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"Ministers\n meet\"}</script>", "Ministers meet", "", "", "", "", ""},
		{"broken JSON-LD", `<script type="application/ld+json">{"@type":"NewsArticle",</script><title>Ministers meet in Geneva again | Example Daily</title>`, "Ministers meet in Geneva again", "", "", "", "", ""},
		{"meta names", `<meta name="pubdate" content="2021-06-10 14:05:00"><meta name="twitter:title" content="Ministers meet">`, "Ministers meet", "", "", "2021-06-10T14:05:00", "second", "meta"},
		{"the time element", `<title>Ministers meet</title></head><body><time datetime="2021-06-10T14:05Z">today</time>`, "Ministers meet", "", "", "2021-06-10T14:05:00Z", "second", "time-element"},
		{"a date that is shown", `<title>Ministers meet</title></head><body><div class="entry-meta">Posted on June 10, 2021 by Jane</div>`, "Ministers meet", "", "", "2021-06-10", "day", "date-line"},
		{"no date", `<meta property="og:url" content="javascript:alert(1)"><meta property="article:published_time" content="soon">`, "", "", "", "", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := mustHTML(t, "<html><head>"+c.head+"</head>"+body, Options{})
			if r.Title != c.title || r.Outlet != c.outlet || r.URL != c.url || r.Published != (Published{c.published, c.precision, c.basis}) {
				t.Errorf("%q, %q, %q, %+v", r.Title, r.Outlet, r.URL, r.Published)
			}
		})
	}
	r := mustHTML(t, newsPage, Options{Title: "Given", Outlet: "Given too", URL: "https://given.example/", Published: "2020", ID: "9"})
	if r.Title != "Given" || r.Outlet != "Given too" || r.URL != "https://given.example/" || r.Published != (Published{"2020", "year", "given"}) || r.ID != "9" {
		t.Errorf("what was given does not stand: %+v", r.Published)
	}
}

// TestLinkedBody reads a page that shows its text only when scripts run: the text is taken from JSON-LD.
func TestLinkedBody(t *testing.T) {
	body := strings.Repeat(pageSentence+" ", 4)
	page := `<html><head><script type="application/ld+json">{"@type":"NewsArticle","headline":"Ministers meet","articleBody":"` + body + `\n\n\u201cSo it was,\u201d he said."}</script></head><body><div id="app"><p>This page needs scripts to be shown to you here.</p></div></body></html>`
	r, err := FromHTML([]byte(page), Options{})
	if err != nil {
		t.Fatal(err)
	}
	checkReport(t, &r)
	if want := body + "\n\n“So it was,” he said."; r.Text != want || r.Title != "Ministers meet" || len(r.Blocks) != 2 {
		t.Errorf("%q, %q, %v", r.Title, r.Text, r.Blocks)
	}
	if got := withoutFurniture(&r); got != body+`\n\n\u201cSo it was,\u201d he said.` {
		t.Errorf("Raw without furniture is %q", got)
	}
}

// TestBadHTML reads pages that browsers forgive: all give a report with this sentence in it.
func TestBadHTML(t *testing.T) {
	for name, page := range map[string]string{
		"no markup":                pageSentence,
		"never ends":               "<html><body><div><p>" + pageSentence + "<div><p><b",
		"an open comment":          "<p>" + pageSentence + "</p><!-- and then",
		"an open attribute":        "<p>" + pageSentence + "</p><a href=\"",
		"deep nesting":             strings.Repeat("<div>", 100000) + "<p>" + pageSentence,
		"deep inline nesting":      strings.Repeat("<b><i>", 50000) + pageSentence,
		"end tags only":            "</div></p></table></b>" + pageSentence + "</html></body>",
		"many end tags":            "<p>" + pageSentence + strings.Repeat("</div></x>", 100000),
		"many attributes":          "<p" + strings.Repeat(" a=b", 100000) + ">" + pageSentence,
		"tables in tables":         strings.Repeat("<table><tr><td>", 1000) + pageSentence,
		"the whole page a form":    "<form><div class=modal><p>" + pageSentence + "</p></div></form>",
		"a title without an end":   "<svg><title/></svg><p>" + pageSentence,
		"carriage returns":         "<p>\r\n" + pageSentence + "\r\n</p>\r",
		"drop cap":                 "<div><div class=cap>T</div>" + pageSentence[1:] + "</div>",
		"direction and soft marks": "<p>\u200f" + strings.ReplaceAll(pageSentence, "minis", "mini\u00ads") + "</p>",
	} {
		t.Run(name, func(t *testing.T) {
			r := mustHTML(t, page, Options{})
			if !strings.Contains(r.Text, pageSentence) {
				t.Errorf("the text is %.200q", r.Text)
			}
		})
	}
	for name, page := range map[string]string{"nothing": "", "white space": " \n ", "markup only": "<html><head><title>x</title></head><body><img src=a></body></html>", "scripts": "<script>var a = 'text'</script>"} {
		if r, err := FromHTML([]byte(page), Options{}); !errors.Is(err, ErrEmpty) {
			t.Errorf("%s: %q, %v", name, r.Text, err)
		}
	}
	if _, err := FromHTML([]byte("%PDF-1.4"), Options{}); !errors.Is(err, ErrBinary) {
		t.Error(err)
	}
	if _, err := FromHTML([]byte(newsPage), Options{MaxBytes: 100}); !errors.Is(err, ErrTooLarge) {
		t.Error(err)
	}
}

func BenchmarkFromHTML(b *testing.B) {
	page := []byte(newsPage)
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		if _, err := FromHTML(page, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFromText(b *testing.B) {
	text := []byte("Ministers agree to go on with talks\n\n" + strings.Repeat(twoParagraphs+"\n\n", 6) + "Leave a Reply")
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := FromText(text, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
