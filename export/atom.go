package export

import (
	"bufio"
	"context"
	"encoding/xml"
	"io"
	"slices"
	"time"

	"chancery/occurrence"
)

// atomEntries is how many occurrences a feed holds.
const atomEntries = 100

// writeAtom writes an Atom feed (RFC 4287) of the occurrences that were added last, the newest first.
func writeAtom(ctx context.Context, w io.Writer, source Source, o Options) error {
	type link struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	}
	type category struct {
		Term string `xml:"term,attr"`
	}
	type content struct {
		Type string `xml:"type,attr"`
		Text string `xml:",chardata"`
	}
	type entry struct {
		ID         string     `xml:"id"`
		Title      string     `xml:"title"`
		Updated    string     `xml:"updated"`
		Published  string     `xml:"published,omitempty"`
		Links      []link     `xml:"link"`
		Categories []category `xml:"category"`
		Content    content    `xml:"content"`
	}
	type feed struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		ID      string   `xml:"id"`
		Title   string   `xml:"title"`
		Updated string   `xml:"updated"`
		Author  string   `xml:"author>name"`
		Links   []link   `xml:"link"`
		Entries []entry  `xml:"entry"`
	}
	type dated struct {
		at time.Time
		entry
	}
	var latest []dated
	newestFirst := func(a, b dated) int {
		if c := b.at.Compare(a.at); c != 0 {
			return c
		}
		if a.ID < b.ID {
			return -1
		}
		return 1
	}
	err := eachOccurrence(ctx, source, func(oc *occurrence.Occurrence) error {
		t := told(oc)
		d := dated{}
		for i := range oc.Members {
			if at := oc.Members[i].Added; at.After(d.at) {
				d.at = at
			}
		}
		quoted, _, _ := evidence(&t.Event, t.Report.Text)
		d.entry = entry{
			ID: "urn:chancery:" + oc.ID, Title: t.title(), Updated: d.at.UTC().Format(time.RFC3339), Published: oc.Members[0].Added.UTC().Format(time.RFC3339),
			Categories: []category{{string(t.Event.Category)}}, Content: content{"text", "“" + quoted + "” (" + cited(t) + ")"},
		}
		if o.Address != "" {
			d.Links = append(d.Links, link{"alternate", o.Address + "/occurrences/" + oc.ID})
		} else if t.Report.URL != "" {
			d.Links = append(d.Links, link{"alternate", t.Report.URL})
		}
		for i := range oc.Members {
			if u := oc.Members[i].Report.URL; u != "" {
				d.Links = append(d.Links, link{"via", u})
			}
		}
		for _, track := range t.Event.Tracks {
			d.Categories = append(d.Categories, category{track})
		}
		latest = append(latest, d)
		if len(latest) == 2*atomEntries { // keeps memory bounded
			slices.SortFunc(latest, newestFirst)
			latest = latest[:atomEntries]
		}
		return nil
	})
	if err != nil {
		return err
	}
	slices.SortFunc(latest, newestFirst)
	latest = latest[:min(len(latest), atomEntries)]
	updated := o.At
	if updated.IsZero() && len(latest) > 0 {
		updated = latest[0].at
	}
	document := feed{ID: "urn:chancery:record", Title: o.title(), Updated: updated.UTC().Format(time.RFC3339), Author: "chancery"}
	if o.Address != "" {
		document.ID = o.Address + "/"
		document.Links = []link{{"alternate", o.Address + "/"}}
	}
	for i := range latest {
		document.Entries = append(document.Entries, latest[i].entry)
	}
	out := bufio.NewWriter(w)
	if _, err := out.WriteString(xml.Header); err != nil {
		return err
	}
	encoder := xml.NewEncoder(out)
	encoder.Indent("", " ")
	if err := encoder.Encode(document); err != nil {
		return err
	}
	if err := out.WriteByte('\n'); err != nil {
		return err
	}
	return out.Flush()
}
