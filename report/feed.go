package report

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"
)

// Feed is what a feed says of itself and the items that it holds: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, or
// JSON Feed. docs/formats/feeds.md says which element becomes which field. What a feed does not say is zero.
type Feed struct {
	Format   string // "rss", "rdf", "atom" or "json"
	Title    string
	URL      string // of the site that it is the feed of
	Language string // BCP 47, as the feed says it

	// How often the feed wants to be asked. Hours are those of GMT, weekdays count from Sunday, 0.
	MinutesToLive int
	SkipHours     [24]bool
	SkipDays      [7]bool

	Items []FeedItem
}

// FeedItem is one item of a feed, as the feed gives it.
type FeedItem struct {
	ID        string // guid or atom:id; unique only as far as the feed keeps its word
	URL       string // of the article, resolved; "" when the item names none
	Title     string // plain text
	Published Published
	Updated   Published
	Content   string // the longest text that the item gives; plain text or, when Markup is set, HTML
	Markup    bool
	Whole     bool     // Content stands where feeds put whole texts: content:encoded, atom:content, content_html
	Authors   []string // as given
	Outlet    string   // the item's own source, else the title of the feed
	Language  string   // BCP 47, as the item or the feed says it
	Line      int      // the line of the feed on which the item begins, counted from 1
}

// The bounds of one feed. Feeds of news hold some hundred items; archives that were saved as feeds hold some
// ten thousand.
const (
	maxFeedItems   = 100_000
	feedMaxReports = 4 // a feed may have the bytes of so many reports of Options.MaxBytes
)

// ParseFeed reads a feed in any of its formats and faults: a charset that is declared wrongly, Windows-1252 in
// the midst of UTF-8, entities that XML does not know, control characters, ampersands and markup that are not
// escaped, elements that are not closed. Options.URL is the address of the feed, against which its links are
// resolved; ContentType is what HTTP says of the bytes.
//
// A feed that breaks off gives the items that are whole, and an *Error that names the line and wraps
// [ErrBrokenFeed]. What is no feed gives an error that wraps [ErrNotFeed].
func ParseFeed(data []byte, o Options) (Feed, error) {
	f, line, err := parseFeed(data, &o)
	if err != nil {
		return f, &Error{cmp.Or(o.URL, "feed"), line, err}
	}
	return f, nil
}

func parseFeed(data []byte, o *Options) (f Feed, line int, err error) {
	if limit := feedMaxReports * o.maxBytes(); int64(len(data)) > limit {
		return f, 0, fmt.Errorf("%w: %d bytes, the limit is %d", ErrTooLarge, len(data), limit)
	}
	raw, err := decodeFeed(string(data), o.ContentType)
	if err != nil {
		return f, 0, err
	}
	if strings.TrimSpace(raw) == "" {
		return f, 0, ErrEmpty
	}
	switch feedFormat(raw[:min(len(raw), feedHead)]) {
	case "xml":
		f, line, err = parseXMLFeed(raw, o.URL)
	case "json":
		f, line, err = parseJSONFeed(raw, o.URL)
	default:
		return f, 0, notFeed(raw, o.URL)
	}
	for i := range f.Items {
		it := &f.Items[i]
		it.Outlet = cmp.Or(it.Outlet, f.Title)
		it.Language = cmp.Or(it.Language, f.Language)
	}
	return f, line, err
}

// feedHead is how many bytes are looked at to tell a feed: some begin with a licence as a comment.
const feedHead = 4096

// feedFormat tells from its first bytes whether an input is a feed: "xml", "json", or "" for none.
func feedFormat(head string) string {
	s := strings.TrimLeft(strings.TrimPrefix(head, "\ufeff"), " \t\r\n")
	if strings.HasPrefix(s, "{") && strings.Contains(s, "jsonfeed.org/version/") {
		return "json"
	}
	for {
		s = strings.TrimLeft(s, " \t\r\n")
		end := ">"
		switch {
		case strings.HasPrefix(s, "<!--"):
			end = "-->"
		case strings.HasPrefix(s, "<?"), strings.HasPrefix(s, "<!"):
			if k := strings.IndexByte(s, '['); strings.HasPrefix(s, "<!") && k > 0 && k < strings.IndexByte(s, '>') {
				end = "]>"
			}
		default:
			if !strings.HasPrefix(s, "<") {
				return ""
			}
			name := s[1:]
			if k := strings.IndexAny(name, " \t\r\n/>"); k >= 0 {
				name = name[:k]
			}
			prefix, local, ok := strings.Cut(strings.ToLower(name), ":")
			if !ok {
				prefix, local = "", prefix
			}
			switch {
			case local == "rss", local == "feed", local == "rdf" && prefix == "rdf", local == "channel":
				return "xml"
			}
			return ""
		}
		k := strings.Index(s, end)
		if k < 0 {
			return ""
		}
		s = s[k+len(end):]
	}
}

// notFeed says what came in the stead of a feed, and, when it is a page that names its feed, where that is.
func notFeed(raw, base string) error {
	if kindOfContent([]byte(raw[:min(len(raw), feedHead)])) != HTML {
		return ErrNotFeed
	}
	p, err := parsePage(raw)
	if err != nil {
		return fmt.Errorf("%w: a web page", ErrNotFeed)
	}
	for i := range p.nodes {
		k := int32(i)
		switch strings.ToLower(strings.TrimSpace(p.attr(k, "type"))) {
		case "application/rss+xml", "application/atom+xml", "application/feed+json":
			if at := webAddress(strings.TrimSpace(p.attr(k, "href")), base); at != "" && strings.Contains(strings.ToLower(p.attr(k, "rel")), "alternate") {
				return fmt.Errorf("%w: a web page, whose feed is %s", ErrNotFeed, at)
			}
		}
	}
	if title := readMetadata(p, base).title; title != "" {
		return fmt.Errorf("%w: a web page, %q", ErrNotFeed, shorten(title, 60))
	}
	return fmt.Errorf("%w: a web page", ErrNotFeed)
}

// shorten cuts s after at most n bytes, at the end of a character.
func shorten(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return strings.TrimSpace(s[:n]) + "…"
}

// Text gives the item's content as plain text, markup taken out and white space folded; "" when it has none.
func (it *FeedItem) Text() string {
	if !it.Markup {
		return fold(it.Content)
	}
	text, _ := shownText(it.Content)
	return text
}

// shownText gives the text of a stretch of HTML without scripts, styles and the like, white space folded; false for
// one that has more elements than pages may have.
func shownText(markup string) (string, bool) {
	p, err := parsePage(markup)
	if err != nil {
		return "", false
	}
	c := content{page: p, junk: make([]string, len(p.nodes))}
	c.markTags()
	for i := range p.nodes {
		if c.junk[i] != "" && p.nodes[i].tag == textNode {
			p.nodes[i].text = ""
		}
	}
	return p.textOf(0), true
}

// Date is when the item was published or, where the feed does not say that, when it says it was last updated: Atom
// asks for no more. The basis tells which: "feed" or "feed-updated".
func (it *FeedItem) Date() Published {
	if it.Published.EDTF != "" || it.Updated.EDTF == "" {
		return it.Published
	}
	p := it.Updated
	p.Basis = "feed-updated"
	return p
}

// Report makes a report of what the feed gives of the item. Its text is the item's content; an item that has
// only a title is a report of its title. What Options name goes before what the item says. An item of a feed has the id of its text, as other reports have: guids
// are unique within a feed at best.
func (it *FeedItem) Report(o Options) (Report, error) {
	o.URL = cmp.Or(it.URL, o.URL)
	o.Title = cmp.Or(o.Title, it.Title)
	o.Outlet = cmp.Or(o.Outlet, it.Outlet)
	o.ContentType, o.Kind = "", Auto
	text, markup := it.Content, it.Markup
	if strings.TrimSpace(text) == "" {
		text, markup = it.Title, false
	}
	if int64(len(text)) > o.maxBytes() {
		return Report{}, fmt.Errorf("%w: the item has %d bytes, the limit is %d", ErrTooLarge, len(text), o.maxBytes())
	}
	date := it.Date()
	dated := o.Published == "" && date.EDTF != ""
	if dated {
		o.Published = date.EDTF
	}
	read := fromText
	if markup {
		read = fromHTML
	}
	r, err := read(text, o)
	if markup && errors.Is(err, ErrEmpty) && it.Title != "" {
		r, err = fromText(it.Title, o) // nothing but a picture
	}
	if err != nil {
		return Report{}, err
	}
	if dated {
		r.Published.Basis = date.Basis
	}
	if r.Language == "und" && o.Language == "" {
		r.Language = cmp.Or(it.Language, r.Language)
	}
	return r, nil
}

// NewItem gives a report that has been read as an item, from its Origin.
func NewItem(r Report) Item {
	return Item{Origin: r.Origin, Bytes: len(r.Raw), report: r}
}

// feed yields a report for each item of a feed, and an error for what it breaks off with.
func (e *each) feed(data []byte, name string, o Options) bool {
	f, line, err := parseFeed(data, &o)
	o.URL = ""
	for i := range f.Items {
		it := &f.Items[i]
		if !e.offer(len(it.Content), name, it.Line, func() (Report, error) { return it.Report(o) }) {
			return false
		}
	}
	switch {
	case err != nil:
		return e.give(Report{}, err, name, line)
	case len(f.Items) == 0:
		return e.give(Report{}, fmt.Errorf("%w: the feed has no items", ErrEmpty), name, 0)
	}
	return true
}

// resolveLink resolves a link of a feed against the first base that is an address; "" when what comes out is
// none of the web.
func resolveLink(link string, bases ...string) string {
	link = strings.TrimSpace(link)
	if link == "" {
		return ""
	}
	u, err := url.Parse(strings.ReplaceAll(link, " ", "%20"))
	if err != nil {
		return ""
	}
	for _, base := range bases {
		if u.IsAbs() {
			break
		}
		if b, err := url.Parse(base); err == nil && b.IsAbs() {
			u = b.ResolveReference(u)
		}
	}
	if u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}
