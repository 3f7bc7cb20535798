package report

import (
	"encoding/json"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// metadata is what a page says of itself, apart from its text.
type metadata struct {
	title, outlet, url, language string
	published                    Published
	body                         string // the text of the article in JSON-LD, when it is there

}

// readMetadata collects what JSON-LD says, then what meta, link, title and time elements say. Of each field
// the first value stands.
func readMetadata(p *page, address string) metadata {
	var m metadata
	var linked metadata // from JSON-LD
	var siteName, canonical, ogURL, ogTitle, metaTitle, titleElement, h1, timed, marked string
	var metaDate Published
	var metaRank int
	for i := range p.nodes {
		n, k := &p.nodes[i], int32(i)
		switch n.tag {
		case atom.Html:
			set(&m.language, p.attr(k, "lang"))
		case atom.Script:
			if strings.EqualFold(strings.TrimSpace(p.attr(k, "type")), "application/ld+json") {
				for _, c := range p.nodes[i+1 : n.last] {
					readLinkedData(c.text, &linked)
				}
			}
		case atom.Title:
			if titleElement == "" && (n.parent < 0 || p.nodes[n.parent].tag != atom.Svg) {
				titleElement = p.textOf(k)
			}
		case atom.Link:
			if strings.EqualFold(p.attr(k, "rel"), "canonical") {
				set(&canonical, strings.TrimSpace(p.attr(k, "href")))
			}
		case atom.Meta:
			key := p.attr(k, "property")
			if key == "" {
				key = p.attr(k, "name")
			}
			if key == "" {
				key = p.attr(k, "itemprop")
			}
			content := fold(p.attr(k, "content"))
			if content == "" {
				continue
			}
			key = strings.ToLower(key)
			switch key {
			case "og:site_name":
				set(&siteName, content)
			case "og:url":
				set(&ogURL, content)
			case "og:title":
				set(&ogTitle, content)
			case "twitter:title", "dc.title", "title", "headline", "sailthru.title", "parsely-title":
				set(&metaTitle, content)
			case "og:locale", "language", "content-language", "inlanguage":
				set(&m.language, strings.ReplaceAll(content, "_", "-"))
			case "application-name":
				set(&marked, content)
			default:
				if rank, basis := dateKey(key); rank > metaRank {
					if d, ok := parseWrittenDate(content); ok && d.Precision != "year" {
						d.Basis = basis
						metaDate, metaRank = d, rank
					}
				}
			}
		case atom.H1:
			if h1 == "" {
				h1 = p.textOf(k)
			}
		case atom.Time:
			// The first time that says it is the publication's, else the first of all.
			t := p.attr(k, "datetime")
			if t == "" {
				t = p.textOf(k)
			}
			if timed == "" || p.hasAttr(k, "pubdate") || p.attr(k, "itemprop") == "datePublished" {
				if _, ok := parseWrittenDate(t); ok && (timed == "" || !strings.Contains(timed, "\x00")) {
					timed = t
					if p.hasAttr(k, "pubdate") || p.attr(k, "itemprop") == "datePublished" {
						timed += "\x00" // found: look no further
					}
				}
			}
		}
	}
	m.outlet, m.body = linked.outlet, linked.body
	set(&m.outlet, siteName)
	m.url = webAddress(linked.url, address)
	set(&m.url, webAddress(canonical, address))
	set(&m.url, webAddress(ogURL, address))
	m.title = linked.title
	set(&m.title, withoutSite(ogTitle, m.outlet))
	set(&m.title, withoutSite(metaTitle, m.outlet))
	set(&m.title, h1)
	set(&m.title, withoutSite(titleElement, m.outlet))
	m.title = shownTitle(m.title, h1)
	m.published = linked.published
	if m.published.EDTF == "" {
		m.published = metaDate
	}
	if m.published.EDTF == "" && timed != "" {
		if d, ok := parseWrittenDate(strings.TrimSuffix(timed, "\x00")); ok {
			d.Basis = "time-element"
			m.published = d
		}
	}
	if m.published.EDTF == "" {
		m.published = shownDate(p)
	}
	return m
}

// shownTitle prefers the title that the page shows over one that is cut off ("… Hong Kong leader...") or has
// the name of the site behind it.
func shownTitle(title, shown string) string {
	if countWords(shown, 3) < 3 {
		return title
	}
	if cut := strings.TrimRight(title, ".… "); cut != title && strings.HasPrefix(shown, cut) {
		return shown
	}
	if rest := strings.TrimPrefix(title, shown); rest != title {
		if rest = strings.TrimSpace(rest); rest != "" && !isWordByte(rest[0]) || strings.HasPrefix(rest, "–") || strings.HasPrefix(rest, "—") || strings.HasPrefix(rest, "»") {
			return shown
		}
	}
	return title
}

// shownDate reads the date in the first short element after the title that is named for it: "Posted on
// September 21, 2020 by …" in <div class="entry-meta">.
func shownDate(p *page) Published {
	from := 0
	for i := range p.nodes {
		if p.nodes[i].tag == atom.H1 {
			from = i
			break
		}
	}
	for i := max(from, 1); i < len(p.nodes); i++ {
		n, k := &p.nodes[i], int32(i)
		if n.tag == textNode || n.last-k > 24 || n.last-k < 2 {
			continue
		}
		name := strings.ToLower(p.attr(k, "class") + " " + p.attr(k, "id"))
		if !strings.Contains(name, "date") && !strings.Contains(name, "time") && !strings.Contains(name, "publish") && !strings.Contains(name, "posted") && !strings.Contains(name, "meta") && !strings.Contains(name, "byline") {
			continue
		}
		text := p.textOf(k)
		if len(text) > 160 {
			continue
		}
		for at := 0; at < len(text); at++ {
			if at > 0 && text[at-1] != ' ' {
				continue
			}
			d, size := scanDate(text[at:])
			if size == 0 {
				if iso, ok := parseISO(text[at:min(len(text), at+10)]); ok && iso.Precision == "day" {
					iso.Basis = "date-line"
					return iso
				}
				continue
			}
			if d.year > 0 && d.day > 0 {
				out := d.published()
				out.Basis = "date-line"
				return out
			}
		}
	}
	return Published{}
}

func set(field *string, value string) {
	if *field == "" {
		*field = value
	}
}

// dateKey says how far a meta element is to be trusted with the date of publication, and what its basis is
// called; 0 when it is about something else.
func dateKey(key string) (rank int, basis string) {
	switch key {
	case "article:published_time", "og:article:published_time":
		return 5, "opengraph"
	case "datepublished", "og:published_time", "og:pubdate":
		return 4, "meta"
	case "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "publication-date", "date_published", "parsely-pub-date", "sailthru.date", "published_time", "article_date_original", "cxenseparse:recs:publishtime", "datecreated", "citation_publication_date":
		return 3, "meta"
	case "dc.date", "dc.date.issued", "dcterms.date", "dcterms.created", "dcterms.issued", "date", "dc.date.created":
		return 2, "meta"
	}
	return 0, ""
}

// withoutSite takes the name of the site off a title: "Ceasefire holds | Example Daily".
func withoutSite(title, site string) string {
	for _, mark := range [...]string{" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • "} {
		i := strings.LastIndex(title, mark)
		if i <= 0 {
			continue
		}
		tail := strings.TrimSpace(title[i+len(mark):])
		if site != "" && (strings.EqualFold(tail, site) || strings.Contains(strings.ToLower(site), strings.ToLower(tail)) || strings.Contains(strings.ToLower(tail), strings.ToLower(site))) {
			return strings.TrimSpace(title[:i])
		}
		// Without a name to compare with, a bar is a sure sign, and a dash is not: "Minister: no talks – for now".
		if site == "" && mark == " | " && countWords(title[:i], 4) >= 4 && countWords(tail, 6) <= 4 {
			return strings.TrimSpace(title[:i])
		}
	}
	return title
}

// webAddress resolves what a page says its address is, and gives "" when that is not one of the web.
func webAddress(s, base string) string {
	if s == "" {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil {
		return ""
	}
	if b, err := url.Parse(base); base != "" && err == nil {
		u = b.ResolveReference(u)
	}
	if u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}

// maxLinkedData bounds what is read as JSON-LD: encoding/json calls itself for each level.
const maxLinkedData = 4 << 20

// readLinkedData reads a script of JSON-LD: an object, an array of objects, or an object with "@graph".
func readLinkedData(text string, m *metadata) {
	text = strings.TrimSpace(text)
	text = strings.TrimSuffix(strings.TrimPrefix(text, "<!--"), "-->")
	if len(text) > maxLinkedData {
		return
	}
	var v any
	if json.Unmarshal([]byte(text), &v) != nil {
		// Pages put line ends into strings, which JSON does not allow.
		if json.Unmarshal([]byte(strings.Map(func(r rune) rune {
			if r < ' ' {
				return ' '
			}
			return r
		}, text)), &v) != nil {
			return
		}
	}
	var articles []map[string]any
	walkLinkedData(v, 0, func(o map[string]any) {
		if articleType(o["@type"]) {
			articles = append(articles, o)
		}
	})
	for _, o := range articles {
		set(&m.title, linkedString(o["headline"]))
		set(&m.title, linkedString(o["name"]))
		set(&m.outlet, linkedName(o["publisher"]))
		set(&m.url, linkedString(o["url"]))
		set(&m.url, linkedID(o["mainEntityOfPage"]))
		if body := linkedString(o["articleBody"]); len(body) > len(m.body) {
			m.body = body
		}
		if m.published.EDTF == "" {
			for _, key := range [...]string{"datePublished", "dateCreated"} {
				if d, ok := parseWrittenDate(linkedString(o[key])); ok {
					d.Basis = "json-ld"
					m.published = d
					break
				}
			}
		}
	}
}

// findLinkedBody gives the text of the article in JSON-LD as it is written there, and where its string stands in
// raw, without the quotation marks. body is the same text with white space folded.
func findLinkedBody(p *page, body string) (text string, at Span, ok bool) {
	const key = `"articleBody"`
	for i := range p.nodes {
		if p.nodes[i].tag != atom.Script || p.attr(int32(i), "type") == "" {
			continue
		}
		span := p.nodes[i].Span
		for from := span.Start; ; {
			k := strings.Index(p.raw[from:span.End], key)
			if k < 0 {
				break
			}
			from += k + len(key)
			start := from
			for start < span.End && (isSpaceByte(p.raw[start]) || p.raw[start] == ':') {
				start++
			}
			if start == span.End || p.raw[start] != '"' {
				continue
			}
			end := start + 1
			for end < span.End && p.raw[end] != '"' {
				if p.raw[end] == '\\' {
					end++
				}
				end++
			}
			if end >= span.End || json.Unmarshal([]byte(p.raw[start:end+1]), &text) != nil {
				continue
			}
			if text = html.UnescapeString(text); fold(text) == body {
				return text, Span{start + 1, end}, true
			}
			from = end
		}
	}
	return "", Span{}, false
}

// walkLinkedData calls f for each object at the top, in arrays and under "@graph", in their order.
func walkLinkedData(v any, depth int, f func(map[string]any)) {
	if depth > 4 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			walkLinkedData(e, depth+1, f)
		}
	case map[string]any:
		f(v)
		walkLinkedData(v["@graph"], depth+1, f)
		walkLinkedData(v["mainEntity"], depth+1, f)
		if w, ok := v["mainEntityOfPage"].(map[string]any); ok && articleType(w["@type"]) {
			f(w)
		}
	}
}

// articleType reports whether a schema.org type is an article: NewsArticle, ReportageNewsArticle, BlogPosting…
func articleType(v any) bool {
	switch v := v.(type) {
	case string:
		return strings.HasSuffix(v, "Article") || strings.HasSuffix(v, "BlogPosting") || strings.HasSuffix(v, "Report") || strings.HasSuffix(v, "LiveBlogPosting")
	case []any:
		for _, e := range v {
			if s, ok := e.(string); ok && articleType(s) {
				return true
			}
		}
	}
	return false
}

func linkedString(v any) string {
	switch v := v.(type) {
	case string:
		return fold(html.UnescapeString(v))
	case []any:
		if len(v) > 0 {
			s, _ := v[0].(string)
			return fold(html.UnescapeString(s))
		}
	}
	return ""
}

func linkedName(v any) string {
	switch v := v.(type) {
	case string:
		if strings.Contains(v, "://") {
			return ""
		}
		return fold(v)
	case map[string]any:
		return linkedString(v["name"])
	case []any:
		if len(v) > 0 {
			return linkedName(v[0])
		}
	}
	return ""
}

func linkedID(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case map[string]any:
		return linkedString(v["@id"])
	}
	return ""
}
