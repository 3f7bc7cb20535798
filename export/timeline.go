package export

import (
	"context"
	"html"
	"io"

	"chancery/occurrence"
	"chancery/when"
)

// writeTimeline writes what TimelineJS 3 reads: an event for each occurrence whose day is known, with the words of its
// first account. Text is escaped, as TimelineJS takes it for HTML.
func writeTimeline(ctx context.Context, w io.Writer, source Source, o Options) error {
	type date struct {
		Year  int `json:"year"`
		Month int `json:"month,omitempty"`
		Day   int `json:"day,omitempty"`
	}
	type text struct {
		Headline string `json:"headline"`
		Text     string `json:"text,omitempty"`
	}
	type slide struct {
		ID    string `json:"unique_id"`
		Start date   `json:"start_date"`
		End   *date  `json:"end_date,omitempty"`
		Text  text   `json:"text"`
		Group string `json:"group,omitempty"`
	}
	type timeline struct {
		Title  map[string]text `json:"title"`
		Events []slide         `json:"events"`
	}
	dateOf := func(d when.Day) date { return date{d.Year, d.Month, d.Day} }
	document := timeline{Title: map[string]text{"text": {Headline: html.EscapeString(o.title())}}, Events: []slide{}}
	err := eachOccurrence(ctx, source, func(oc *occurrence.Occurrence) error {
		t := told(oc)
		e := &t.Event
		if !e.Time.First.Known() {
			return nil
		}
		quoted, _, _ := evidence(e, t.Report.Text)
		s := slide{ID: oc.ID, Start: dateOf(e.Time.First), Text: text{html.EscapeString(t.title()), "<p>“" + html.EscapeString(quoted) + "”</p><p>" + html.EscapeString(cited(t)) + "</p>"}}
		if e.Time.Last.Known() && e.Time.Last != e.Time.First {
			last := dateOf(e.Time.Last)
			s.End = &last
		}
		if len(e.Tracks) > 0 {
			s.Group = e.Tracks[0]
		}
		document.Events = append(document.Events, s)
		return nil
	})
	if err != nil {
		return err
	}
	return writeJSON(w, document)
}

// cited names the report of a telling: "Example Daily, 2021-05-13".
func cited(t *telling) string {
	name := sourceName(t.Account)
	if name == "" {
		name = t.Report.Title
	}
	if t.Report.Published.EDTF != "" {
		name += ", " + t.Report.Published.EDTF
	}
	return name
}
