package desk

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"chancery/access"
	"chancery/follow"
	"chancery/query"
	"chancery/record"
	"chancery/report"
)

// feedEntries is how many results a feed holds: those that were added last.
const feedEntries = 50

// The elements of a feed (RFC 4287).
type atomFeed struct {
	XMLName   xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Language  string      `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
	ID        string      `xml:"id"`
	Title     string      `xml:"title"`
	Subtitle  string      `xml:"subtitle,omitempty"`
	Updated   string      `xml:"updated"`
	Author    string      `xml:"author>name"`
	Generator string      `xml:"generator"`
	Links     []atomLink  `xml:"link"`
	Entries   []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID         string         `xml:"id"`
	Title      string         `xml:"title"`
	Updated    string         `xml:"updated"`
	Published  string         `xml:"published,omitempty"`
	Authors    []string       `xml:"author>name,omitempty"`
	Links      []atomLink     `xml:"link"`
	Categories []atomCategory `xml:"category"`
	Content    atomContent    `xml:"content"`
}

type atomCategory struct {
	Term  string `xml:"term,attr"`
	Label string `xml:"label,attr,omitempty"`
}

type atomContent struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

// savedFeed answers with the feed of a watched search. Feed readers give a token as the password; what they have already
// is answered with 304.
func (d *Desk) savedFeed(w http.ResponseWriter, r *http.Request) {
	who, _ := visitor(r)
	if err := who.Must(access.See); err != nil {
		d.fail(w, r, err)
		return
	}
	v, err := d.newVisit(r, who)
	if err != nil {
		d.fail(w, r, err)
		return
	}
	s, err := d.searches.Named(r.Context(), r.PathValue("name"))
	if err != nil {
		d.fail(w, r, fmt.Errorf("%w: %w", record.ErrNotFound, err))
		return
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s|%s|%s|%d|%s", s.ID, s.Name, s.Query, v.view.Change(), d.addressFor(r)))
	tag := `"` + hex.EncodeToString(sum[:12]) + `"`
	h := w.Header()
	h.Set("ETag", tag)
	h.Set("Cache-Control", "private, no-cache")
	h.Set("Vary", "Authorization, Cookie")
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body, err := v.feedOf(s)
	if err != nil {
		d.fail(w, r, err)
		return
	}
	h.Set("Content-Type", "application/atom+xml; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // the reader may have gone
}

// feedOf makes the feed of a search.
func (v *visit) feedOf(s follow.Search) ([]byte, error) {
	d := v.desk
	q, err := query.Parse(s.Query, d.words)
	if err != nil {
		return nil, err
	}
	result, err := v.view.Find(v.Context(), q, record.Page{Limit: feedEntries, Sort: record.ByAdded})
	if err != nil {
		return nil, err
	}
	address := d.addressFor(v.Request)
	here := address + links{}.to([]string{"searches", s.Name})
	feed := atomFeed{Language: "en", ID: "urn:chancery:search:" + s.ID, Title: s.Name, Subtitle: s.Query, Updated: s.Made.UTC().Format(time.RFC3339), Author: "chancery",
		Generator: "chancery", Links: []atomLink{{"self", "application/atom+xml", here + "/feed.atom"}, {"alternate", "text/html", here}}}
	for i := range result.Hits {
		h := &result.Hits[i]
		e := feedEntry(v.desk, h, address)
		if e.Updated > feed.Updated {
			feed.Updated = e.Updated
		}
		feed.Entries = append(feed.Entries, e)
	}
	var out bytes.Buffer
	out.WriteString(xml.Header)
	encoder := xml.NewEncoder(&out)
	encoder.Indent("", " ")
	if err := encoder.Encode(feed); err != nil {
		return nil, fmt.Errorf("the feed of %s: %w", s.Name, err)
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

// feedEntry tells one result in a feed: as a sentence, with its words and who tells of it.
func feedEntry(d *Desk, h *record.Hit, address string) atomEntry {
	r := h.Report
	e := atomEntry{Updated: h.Added.UTC().Format(time.RFC3339), Published: h.Added.UTC().Format(time.RFC3339)}
	to := links{}
	var words []string
	switch {
	case h.Event != nil:
		one := &h.Event.Event
		e.ID, e.Title = "urn:chancery:"+one.ID, strings.TrimSuffix(sentenceOf(one), ".")
		href := to.Event(one.ID)
		if h.Occurrence != nil {
			e.ID, href = "urn:chancery:"+h.Occurrence.ID, to.Occurrence(h.Occurrence.ID)
			for i := range h.Occurrence.Members { // it is updated when another account joins it
				if at := h.Occurrence.Members[i].Added.UTC().Format(time.RFC3339); at < e.Published {
					e.Published = at
				}
			}
		}
		e.Links = append(e.Links, atomLink{"alternate", "text/html", address + href})
		e.Categories = append(e.Categories, atomCategory{string(one.Category), categoryWords(one.Category)}, atomCategory{string(one.Status), ""})
		for _, t := range one.Tracks {
			e.Categories = append(e.Categories, atomCategory{t, d.trackTitle(t)})
		}
		for _, s := range h.Sentences {
			words = append(words, s.In(r.Text))
		}
	case h.Quotation != nil:
		e.ID, e.Title = "urn:chancery:"+h.Quotation.ID, speakerName(h.Quotation.Quotation.Speaker)+" in "+sourceName(r)
		e.Links = append(e.Links, atomLink{"alternate", "text/html", address + to.Quotation(h.Quotation.ID)})
		for _, s := range h.Quotation.Quotation.Content {
			words = append(words, s.In(r.Text))
		}
	default:
		e.ID, e.Title = "urn:chancery:report:"+url.PathEscape(r.ID), titleOr(r)
		e.Links = append(e.Links, atomLink{"alternate", "text/html", address + to.Report(r.ID)})
		for _, w := range reportWords(r, nil) {
			for _, s := range w.Segments {
				words = append(words, s.Text)
			}
		}
	}
	if web(r.URL) {
		e.Links = append(e.Links, atomLink{"via", "", r.URL})
	}
	if r.Outlet != "" {
		e.Authors = []string{r.Outlet}
	}
	e.Content = atomContent{"text", "“" + strings.Join(words, " … ") + "” (" + citation(r) + ")"}
	return e
}

func sourceName(r *report.Report) string {
	if r.Outlet != "" {
		return r.Outlet
	}
	return "a report"
}

// citation names a report: outlet, day, title.
func citation(r *report.Report) string {
	parts := []string{sourceName(r)}
	if day := publishedDay(r); day != "" {
		parts = append(parts, longDay(day))
	}
	if r.Title != "" {
		parts = append(parts, "“"+r.Title+"”")
	}
	return strings.Join(parts, ", ")
}

// web tells whether an address that a report names can be a link.
func web(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}
