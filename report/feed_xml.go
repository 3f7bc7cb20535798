package report

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"
)

// A feed in XML is read with the tokenizer of HTML, which knows no errors: it takes ampersands, attributes and
// tags as they come, declares no entities (so that none can be blown up), and knows where each token stands.
// Which elements are open is kept here, and end tags without a beginning are passed over: feeds put whole
// pages into a description without escaping them.

// feedElement is an element that is open.
type feedElement struct {
	space, local string // space: "" (RSS of any kind), "atom", "dc", "content", … by its namespace
	name         string // as written, in small letters: end tags are matched by it
	attrs        []attribute
	base, lang   string // xml:base and xml:lang in force
	start, inner int    // offsets of its start tag and of what follows that
	text         strings.Builder
	markup       bool // it has elements inside
	bindings     int  // how many prefixes were bound before it
}

func (e *feedElement) attr(key string) string {
	for _, a := range e.attrs {
		if a.key == key {
			return strings.TrimSpace(a.value)
		}
	}
	return ""
}

// feedReader is one run of parseXMLFeed.
type feedReader struct {
	raw, base string
	feed      Feed
	stack     []*feedElement
	bindings  []struct{ prefix, space string }
	lines     lineCounter

	item      *xmlItem // the one that is open
	itemDepth int      // its place in stack
	failure   error
	failedAt  int
}

// The bounds of what is open at a time. Elements that lie deeper stand side by side; of prefixes that are bound beyond
// them none is known.
const (
	maxFeedDepth    = 300
	maxFeedBindings = 256
)

// feedSpaces are the namespaces of feeds. A prefix that is not declared, as happens, means what it usually does.
var feedSpaces = map[string]string{
	"http://purl.org/rss/1.0/":                     "",
	"http://my.netscape.com/rdf/simple/0.9/":       "",
	"http://channel.netscape.com/rdf/simple/0.9/":  "",
	"http://backend.userland.com/rss2":             "",
	"http://blogs.law.harvard.edu/tech/rss":        "",
	"http://www.w3.org/2005/atom":                  "atom",
	"http://purl.org/atom/ns#":                     "atom",
	"http://purl.org/rss/1.0/modules/content/":     "content",
	"http://purl.org/dc/elements/1.1/":             "dc",
	"http://purl.org/dc/elements/1.0/":             "dc",
	"http://purl.org/dc/terms/":                    "dcterms",
	"http://purl.org/rss/1.0/modules/dcterms/":     "dcterms",
	"http://search.yahoo.com/mrss/":                "media",
	"http://search.yahoo.com/mrss":                 "media",
	"http://www.itunes.com/dtds/podcast-1.0.dtd":   "itunes",
	"http://purl.org/rss/1.0/modules/syndication/": "sy",
	"http://rssnamespace.org/feedburner/ext/1.0":   "feedburner",
	"http://www.w3.org/1999/xhtml":                 "xhtml",
	"http://www.w3.org/1999/02/22-rdf-syntax-ns#":  "rdf",
}

func parseXMLFeed(raw, base string) (Feed, int, error) {
	r := &feedReader{raw: raw, base: base, lines: lineCounter{raw: raw}}
	z := html.NewTokenizer(strings.NewReader(raw))
	z.AllowCDATA(true)
	at := 0
	for r.failure == nil {
		t := z.Next()
		if t == html.ErrorToken {
			break
		}
		start := at
		at += len(z.Raw())
		switch t {
		case html.TextToken:
			if len(r.stack) > 0 {
				r.text(raw[start:at])
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			r.open(z, start, at, t == html.SelfClosingTagToken)
			z.NextIsNotRawText() // a title of a feed is no title of a page
		case html.EndTagToken:
			name, _ := z.TagName()
			r.close(string(name), start)
		}
	}
	switch {
	case r.failure != nil:
		return r.feed, lineAt(raw, r.failedAt), r.failure
	case r.feed.Format == "":
		return r.feed, lineAt(raw, len(raw)), fmt.Errorf("%w in its first tag", ErrBrokenFeed)
	case r.item != nil:
		return r.feed, r.item.Line, fmt.Errorf("%w in the midst of item %d", ErrBrokenFeed, len(r.feed.Items)+1)
	case len(r.stack) > 0:
		return r.feed, lineAt(raw, len(raw)), fmt.Errorf("%w after %d items: <%s> is not closed", ErrBrokenFeed, len(r.feed.Items), r.stack[len(r.stack)-1].name)
	}
	return r.feed, 0, nil
}

// text adds to the open element a stretch of raw that is no tag: characters with references, or a CDATA section.
func (r *feedReader) text(s string) {
	top := r.stack[len(r.stack)-1]
	if data, ok := strings.CutPrefix(s, "<![CDATA["); ok {
		top.text.WriteString(strings.TrimSuffix(data, "]]>"))
		return
	}
	top.text.WriteString(resolveReferences(s))
}

func (r *feedReader) open(z *html.Tokenizer, start, end int, selfClosing bool) {
	tag, more := z.TagName()
	e := &feedElement{name: string(tag), start: start, inner: end, bindings: len(r.bindings), base: r.base}
	if n := len(r.stack); n > 0 {
		e.base, e.lang = r.stack[n-1].base, r.stack[n-1].lang
		r.stack[n-1].markup = true
	}
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		if len(e.attrs) == maxAttributes {
			continue
		}
		a := attribute{string(key), string(value)}
		e.attrs = append(e.attrs, a)
		switch {
		case a.key == "xmlns":
			r.bind("", a.value)
		case strings.HasPrefix(a.key, "xmlns:"):
			r.bind(a.key[len("xmlns:"):], a.value)
		case a.key == "xml:base":
			if b := resolveLink(a.value, e.base); b != "" {
				e.base = b
			}
		case a.key == "xml:lang":
			e.lang = strings.TrimSpace(a.value)
		}
	}
	e.space, e.local = r.resolve(e.name)
	if len(r.stack) == 0 {
		r.root(e)
	}
	if r.isItem(e) {
		if r.item != nil && len(r.stack)-1 == r.itemDepth {
			r.popTo(r.itemDepth, start) // the item before was not closed
		}
		if r.item == nil {
			if len(r.feed.Items) == maxFeedItems {
				r.failure, r.failedAt = fmt.Errorf("%w: more than %d items", ErrTooLarge, maxFeedItems), start
				return
			}
			r.item, r.itemDepth = newXMLItem(e, r.lines.at(start)), len(r.stack)
		}
	}
	if len(r.stack) >= maxFeedDepth {
		r.bindings = r.bindings[:e.bindings]
		return
	}
	r.stack = append(r.stack, e)
	if selfClosing {
		r.popTo(len(r.stack)-1, end)
	}
}

// bind binds a prefix to a namespace until the element that does so is closed.
func (r *feedReader) bind(prefix, address string) {
	if len(r.bindings) == maxFeedBindings {
		return
	}
	address = strings.ToLower(strings.TrimSpace(address))
	space, ok := feedSpaces[address]
	if !ok {
		space = "?" + address // the same for the same, unlike all that is known
		if prefix == "" {
			space = "" // RSS has no namespace, but feeds give it the most various ones
		}
	}
	r.bindings = append(r.bindings, struct{ prefix, space string }{prefix, space})
}

// resolve gives the namespace and the local name of an element. In Atom, what has no namespace is Atom's.
func (r *feedReader) resolve(name string) (space, local string) {
	prefix, local, ok := strings.Cut(name, ":")
	if !ok {
		prefix, local = "", name
	}
	space = prefix
	for i := len(r.bindings) - 1; i >= 0; i-- {
		if r.bindings[i].prefix == prefix {
			space = r.bindings[i].space
			break
		}
	}
	if space == "" && (r.feed.Format == "atom" || len(r.stack) == 0 && local == "feed") {
		space = "atom"
	}
	return space, local
}

// root says of what format the feed is.
func (r *feedReader) root(e *feedElement) {
	switch e.local {
	case "feed":
		r.feed.Format = "atom"
	case "rdf":
		r.feed.Format = "rdf"
	default:
		r.feed.Format = "rss"
	}
}

func (r *feedReader) isItem(e *feedElement) bool {
	if e.local == "entry" {
		return e.space == "atom" && r.feed.Format == "atom"
	}
	return e.local == "item" && e.space == "" && r.feed.Format != "atom"
}

// close closes the innermost element of that name with all that is open inside; when there is none, nothing
// happens: "</p>" in a description that is not escaped ends no item.
func (r *feedReader) close(name string, at int) {
	for k := len(r.stack) - 1; k >= 0; k-- {
		if r.stack[k].name == name {
			r.popTo(k, at)
			return
		}
	}
}

// popTo closes the open elements from the k-th on; at is where the content of the last of them ends in raw.
func (r *feedReader) popTo(k, at int) {
	for n := len(r.stack) - 1; n >= k; n-- {
		e := r.stack[n]
		value := feedValue{element: e, reader: r, end: at}
		switch {
		case r.item == nil:
			if n > 0 {
				r.channelField(r.stack[n-1], e, value)
			}
		case n == r.itemDepth:
			if it, ok := r.item.finish(r); ok {
				r.feed.Items = append(r.feed.Items, it)
			}
			r.item = nil
		case n == r.itemDepth+1:
			r.item.field(e, value)
		case n == r.itemDepth+2:
			r.item.inner(r.stack[n-1], e, value)
		}
		r.stack = r.stack[:n]
		r.bindings = r.bindings[:e.bindings]
	}
}

// feedValue is the content of an element that is being closed.
type feedValue struct {
	element *feedElement
	reader  *feedReader
	end     int
}

// plain gives the text without the elements inside and with white space folded.
func (v feedValue) plain() string { return fold(v.element.text.String()) }

// content gives the text as it is or, when there are elements inside, all of it as markup.
func (v feedValue) content() (s string, markup bool) {
	if !v.element.markup {
		return v.element.text.String(), false
	}
	s = v.reader.raw[v.element.inner:max(v.end, v.element.inner)]
	if strings.Contains(s, "<![CDATA[") {
		s = escapeSections(s)
	}
	if strings.Contains(s, "xhtml:") || strings.Contains(s, "XHTML:") {
		s = strings.NewReplacer("<xhtml:", "<", "</xhtml:", "</", "<XHTML:", "<", "</XHTML:", "</").Replace(s)
	}
	return s, true
}

// escapeSections writes the CDATA sections of markup as characters, for HTML has none.
func escapeSections(s string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(s, "<![CDATA[")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		data, after, _ := strings.Cut(rest, "]]>")
		b.WriteString(html.EscapeString(data))
		s = after
	}
}

// resolveReferences resolves the character references of XML and the names that HTML has beside them. Those
// without a semicolon stay as they are: in "?a=1&section=2" HTML would see a section sign.
func resolveReferences(s string) string {
	i := strings.IndexByte(s, '&')
	if i < 0 {
		return s
	}
	var b strings.Builder
	for i >= 0 {
		b.WriteString(s[:i])
		s = s[i:]
		n := 1
		for n < len(s) && n < 32 && (isLetter(s[n]) || isDigit(s[n]) || s[n] == '#') {
			n++
		}
		if n > 1 && n < len(s) && s[n] == ';' {
			b.WriteString(withoutControls(html.UnescapeString(s[:n+1])))
			s = s[n+1:]
		} else {
			b.WriteByte('&')
			s = s[1:]
		}
		i = strings.IndexByte(s, '&')
	}
	b.WriteString(s)
	return b.String()
}
