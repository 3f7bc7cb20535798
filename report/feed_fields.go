package report

import (
	"cmp"
	"encoding/base64"
	"slices"
	"strings"
)

// xmlItem is an item of an RSS or Atom feed that is being read: the candidates for each field.
type xmlItem struct {
	FeedItem
	base, lang string

	guid, permalink, about string // RSS: guid, the guid when it is an address, rdf:about
	link, original, other  string // the article's address; before a counting service; an atom:link in RSS
	published, created     string
	updated                string
	otherTitle             string // of the picture, or in another vocabulary
	source                 string
	texts                  []feedText
}

// feedText is one of the texts that an item gives.
type feedText struct {
	text   string
	markup bool
	whole  bool
}

func newXMLItem(e *feedElement, line int) *xmlItem {
	it := &xmlItem{base: e.base, lang: e.lang, about: e.attr("rdf:about")}
	it.Line = line
	return it
}

// field takes one element of the item.
func (it *xmlItem) field(e *feedElement, v feedValue) {
	switch e.space + ":" + e.local {
	case ":guid":
		set(&it.guid, v.plain())
		if p := e.attr("ispermalink"); !strings.EqualFold(p, "false") {
			set(&it.permalink, resolveLink(v.plain()))
		}
	case "atom:id", ":id", "dc:identifier":
		set(&it.guid, v.plain())
	case ":link":
		// Elements of Atom stand in RSS without their namespace: this one has its address in href.
		if address := v.plain(); address != "" {
			set(&it.link, resolveLink(address, e.base))
		} else {
			it.atomLink(e, v)
		}
	case "atom:link":
		it.atomLink(e, v)
	case "feedburner:origlink":
		set(&it.original, resolveLink(v.plain()))
	case ":title", "atom:title":
		set(&it.Title, titleText(v, e.attr("type")))
	case "dc:title", "media:title":
		set(&it.otherTitle, titleText(v, ""))
	case ":pubdate", ":published", "atom:published", "atom:issued", "dcterms:issued":
		set(&it.published, v.plain())
	case "dc:date", "dcterms:created", "atom:created", ":date", "dcterms:available":
		set(&it.created, v.plain())
	case ":updated", "atom:updated", "atom:modified", "dcterms:modified":
		set(&it.updated, v.plain())
	case "content:encoded", ":encoded", ":body", "xhtml:body", ":fullitem", ":fulltext", ":content":
		it.rss(v, true)
	case ":description", ":summary", "dc:description", "media:description", "itunes:summary":
		it.rss(v, false)
	case "atom:content", "atom:summary":
		it.atom(e, v)
	case ":author", "dc:creator", "dc:author", "itunes:author", "media:credit":
		it.author(creditOf(v.plain()))
	case "dc:language", ":language":
		it.Language = v.plain()
	case ":source", "dc:source":
		if s := v.plain(); !strings.Contains(s, "://") {
			set(&it.source, s)
		}
	}
}

// inner takes an element inside an element of the item.
func (it *xmlItem) inner(parent, e *feedElement, v feedValue) {
	switch parent.space + ":" + parent.local + "/" + e.local {
	case "atom:author/name", ":author/name":
		it.author(v.plain())
	case "atom:source/title":
		set(&it.source, titleText(v, e.attr("type")))
	case "media:group/description":
		it.rss(v, false)
	case "media:group/title":
		set(&it.otherTitle, titleText(v, ""))
	}
}

// atomLink takes a link by what it says it leads to. One without rel leads to the article.
func (it *xmlItem) atomLink(e *feedElement, v feedValue) {
	at := resolveLink(cmp.Or(e.attr("href"), v.plain()), e.base)
	switch rel := strings.ToLower(cmp.Or(e.attr("rel"), "alternate")); {
	case at == "":
	case strings.TrimPrefix(rel, "http://www.iana.org/assignments/relation/") != "alternate":
	case e.attr("type") == "" || strings.Contains(strings.ToLower(e.attr("type")), "html"):
		set(&it.link, at)
	default:
		set(&it.other, at)
	}
}

func (it *xmlItem) author(name string) {
	if name != "" && !slices.Contains(it.Authors, name) && len(it.Authors) < 20 {
		it.Authors = append(it.Authors, name)
	}
}

// creditOf takes the name out of RSS's "editor@news.example (Jane Roe)".
func creditOf(s string) string {
	address, name, ok := strings.Cut(s, "(")
	if name = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(name), ")")); ok && strings.Contains(address, "@") && name != "" {
		return name
	}
	return s
}

// rss takes a text of RSS: HTML, escaped or not, or plain text.
func (it *xmlItem) rss(v feedValue, whole bool) {
	text, markup := v.content()
	it.texts = append(it.texts, feedText{text, markup || looksMarkedUp(text), whole})
}

// atom takes atom:content or atom:summary by its type and, in Atom 0.3, its mode.
func (it *xmlItem) atom(e *feedElement, v feedValue) {
	kind, mode := strings.ToLower(e.attr("type")), strings.ToLower(e.attr("mode"))
	t := feedText{whole: e.local == "content"}
	t.text, t.markup = v.content()
	switch {
	case mode == "base64":
		if !strings.HasPrefix(cmp.Or(kind, "text"), "text") {
			return
		}
		t.text = unpacked(t.text)
		t.markup = looksMarkedUp(t.text)
	case strings.Contains(kind, "/") && !strings.HasPrefix(kind, "text/") && !strings.Contains(kind, "html"):
		return // a picture, a map
	case t.markup:
	case kind == "html", kind == "xhtml", strings.Contains(kind, "html"), mode == "escaped", kind == "" && mode == "":
		t.markup = looksMarkedUp(t.text)
	case kind == "text", kind == "text/plain":
		// Said to be plain text, but whole paragraphs are marked up.
		t.markup = strings.Contains(t.text, "</p>") || strings.Contains(t.text, "<br")
	}
	it.texts = append(it.texts, t)
}

// unpacked decodes a text that Atom 0.3 gives in base64; "" when it is none.
func unpacked(s string) string {
	data, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(s), ""))
	if err != nil {
		return ""
	}
	return withoutControls(mendUTF8(string(data)))
}

// looksMarkedUp reports whether a text holds tags or character references of HTML.
func looksMarkedUp(s string) bool {
	for i := 0; i+2 < len(s); i++ {
		switch c := s[i+1]; s[i] {
		case '<':
			if (isLetter(c) || c == '/' || c == '!') && strings.IndexByte(s[i:], '>') > 0 {
				return true
			}
		case '&':
			if isLetter(c) || c == '#' {
				if k := strings.IndexByte(s[i:min(len(s), i+12)], ';'); k > 2 && !strings.ContainsAny(s[i:i+k], " \n") {
					return true
				}
			}
		}
	}
	return false
}

// titleText gives a title as plain text. What is escaped twice ("AT&amp;amp;T") is resolved twice, unless the
// title says that it is plain text and holds no tag or reference.
func titleText(v feedValue, kind string) string {
	text, markup := v.content()
	if strings.EqualFold(v.element.attr("mode"), "base64") {
		text = unpacked(text)
	}
	if !markup && (kind == "text" && !strings.Contains(text, "&") || !looksMarkedUp(text)) {
		return fold(text)
	}
	shown, ok := shownText(text)
	if !ok {
		return fold(text)
	}
	return withoutControls(shown)
}

// finish chooses the fields among their candidates; false when the item says nothing at all.
func (it *xmlItem) finish(r *feedReader) (FeedItem, bool) {
	it.ID = cmp.Or(it.guid, it.about)
	it.Title = cmp.Or(it.Title, it.otherTitle)
	it.URL = cmp.Or(it.original, it.link, it.permalink, it.other, resolveLink(it.about))
	if it.URL == "" && r.feed.Format == "atom" {
		it.URL = resolveLink(it.guid) // an id that is an address
	}
	for _, s := range [...]string{it.published, it.created} {
		if it.Published.EDTF == "" {
			it.Published = parseFeedDate(s)
		}
	}
	it.Updated = parseFeedDate(it.updated)
	it.Outlet = it.source
	it.Language = cmp.Or(it.Language, it.lang)
	it.chooseContent()
	return it.FeedItem, it.ID != "" || it.URL != "" || it.Title != "" || it.Content != ""
}

// chooseContent takes the text that stands where whole texts stand, unless another is twice as long: some
// feeds have the teaser there and the text in the description.
func (it *xmlItem) chooseContent() {
	best := 0
	for _, t := range it.texts {
		c := FeedItem{Content: t.text, Markup: t.markup}
		n := len(c.Text())
		if t.whole && n > 0 {
			n *= 2
		}
		if n > best {
			best = n
			it.Content, it.Markup, it.Whole = t.text, t.markup, t.whole
		}
	}
}

// channelField takes an element outside the items: of the channel, or of the feed itself.
func (r *feedReader) channelField(parent, e *feedElement, v feedValue) {
	switch parent.local {
	case "channel", "rss", "feed", "rdf":
	case "skiphours", "skipdays":
		r.skip(e, v.plain())
		return
	default:
		return // the title of an image is not the feed's
	}
	f := &r.feed
	switch e.space + ":" + e.local {
	case ":title", "atom:title":
		set(&f.Title, titleText(v, e.attr("type")))
	case ":link":
		set(&f.URL, resolveLink(v.plain(), e.base))
		if r.base == "" && parent.base == "" {
			r.adopt(f.URL)
		}
	case "atom:link":
		if rel := e.attr("rel"); f.Format == "atom" && (rel == "" || rel == "alternate") {
			set(&f.URL, resolveLink(e.attr("href"), e.base))
			if r.base == "" && parent.base == "" {
				r.adopt(f.URL)
			}
		}
	case ":language", "dc:language":
		set(&f.Language, v.plain())
	case ":ttl":
		f.MinutesToLive = max(f.MinutesToLive, figures(v.plain()))
	case "sy:updateperiod":
		f.MinutesToLive = max(f.MinutesToLive, periods[strings.ToLower(v.plain())])
	}
	set(&f.Language, r.stack[0].lang)
}

// adopt makes the address of the site the base of the links that follow, in a feed that names none.
func (r *feedReader) adopt(base string) {
	for _, e := range r.stack {
		if e.base == "" {
			e.base = base
		}
	}
}

// periods are the minutes of sy:updatePeriod; how often in it (sy:updateFrequency) a feed changes is left
// aside, as most feeds that say "hourly" mean nothing by it but the default of their software.
var periods = map[string]int{"hourly": 60, "daily": 24 * 60, "weekly": 7 * 24 * 60}

// skip takes an hour or a day on which the feed does not want to be asked.
func (r *feedReader) skip(e *feedElement, value string) {
	switch e.local {
	case "hour":
		if n := figures(value); n <= 24 && value != "" && isDigit(value[0]) {
			r.feed.SkipHours[n%24] = true // 24 is midnight in RSS 0.91
		}
	case "day":
		for i, name := range [...]string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"} {
			if strings.EqualFold(value, name) {
				r.feed.SkipDays[i] = true
			}
		}
	}
}

// figures gives the number that s begins with, at most 9 figures of it; 0 when it begins with none.
func figures(s string) int { return atoi(s[:min(digitRun(s), 9)]) }
