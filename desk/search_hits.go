package desk

import (
	"strings"
	"time"

	"chancery/event"
	"chancery/record"
	"chancery/report"
)

// hitView is one thing found, in words.
type hitView struct {
	Href     string
	Headline string // an event as a sentence, whose words a quotation is, the title of a report
	Quoted   bool   // the words are somebody's: they stand in quotation marks
	Words    []hitWords
	Status   string
	Kind     string // what it is in words, of events: "speaks with"
	Code     string // "CONSULT visit"
	Day      string
	Place    string
	Tracks   []trackLink
	Outlet   string
	Report   string // its address
	Title    string // of the report
	Accounts int    // of an occurrence
	Sure     float64
	Verdict  string
	Added    time.Time
	New      bool // since the visitor last looked
}

// hitWords is a stretch of a text with marks.
type hitWords struct {
	Before, After bool // something was cut off
	Segments      []segment
}

type trackLink struct{ Title, Href string }

// mostWords is how many bytes of the words of one hit are shown.
const mostWords = 420

// hit gives one thing found its words.
func (v *visit) hit(h *record.Hit) hitView {
	r := h.Report
	out := hitView{Outlet: r.Outlet, Title: r.Title, Report: v.to.Report(r.ID), Day: longDay(publishedDay(r)), Added: h.Added}
	marks := make([]mark, 0, len(h.Marks)+4)
	for _, m := range h.Marks {
		marks = append(marks, mark{Start: m.Start, End: m.End, Role: roleFound})
	}
	switch {
	case h.Event != nil:
		e := &h.Event.Event
		out.Headline, out.Href = sentenceOf(e), v.to.Event(e.ID)
		if h.Occurrence != nil {
			out.Href, out.Accounts = v.to.Occurrence(h.Occurrence.ID), len(h.Occurrence.Members)
		}
		out.Status, out.Kind, out.Code, out.Sure, out.Verdict = string(e.Status), categoryWords(e.Category), eventCode(e), e.Confidence, h.Event.Verdict
		out.Day = eventDay(e, r)
		if e.Place != nil {
			out.Place = e.Place.Place.Name
			if out.Place == "" {
				out.Place = e.Place.In(r.Text)
			}
		}
		for _, t := range e.Tracks {
			out.Tracks = append(out.Tracks, trackLink{v.desk.trackTitle(t), v.to.Track(t)})
		}
		for _, s := range e.Evidence {
			marks = append(marks, mark{Start: s.Start, End: s.End, Role: roleAction})
		}
		for _, s := range h.Sentences {
			out.Words = append(out.Words, excerpt(r.Text, s, marks))
		}
	case h.Quotation != nil:
		q := &h.Quotation.Quotation
		out.Headline, out.Href, out.Quoted = speakerName(q.Speaker), v.to.Quotation(h.Quotation.ID), true
		for _, s := range q.Content {
			out.Words = append(out.Words, excerpt(r.Text, s, marks))
		}
	default:
		out.Headline, out.Href, out.Report = titleOr(r), v.to.Report(r.ID), ""
		out.Words = reportWords(r, marks)
	}
	return out
}

// titleOr is the title of a report, or its first words.
func titleOr(r *report.Report) string {
	if r.Title != "" {
		return r.Title
	}
	first, _, _ := strings.Cut(strings.TrimSpace(r.Text), "\n")
	if len(first) > 90 {
		cut := strings.LastIndexByte(first[:90], ' ')
		if cut < 40 {
			cut = len(wholeRunes(first, 90))
		}
		first = first[:cut] + "…"
	}
	if first == "" {
		return "a report without words"
	}
	return first
}

// wholeRunes are the first bytes of a text, at most so many, without a rune cut through.
func wholeRunes(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "")
}

// publishedDay is when a report was published: "2021-05-13".
func publishedDay(r *report.Report) string {
	day, _, _ := strings.Cut(r.Published.EDTF, "T")
	return day
}

// eventDay is when an event was, or, when no words say so, when it was reported.
func eventDay(e *event.Event, r *report.Report) string {
	if e.Time.EDTF != "" {
		return timeWords(e.Time.EDTF)
	}
	if day := publishedDay(r); day != "" {
		return "reported " + longDay(day)
	}
	return ""
}

// timeWords writes a time of EDTF in words: "about 7 October 2022", "until 31 December 2021", "from 3 to 5 May 2021".
func timeWords(edtf string) string {
	one := func(s string) string {
		if rest, ok := strings.CutSuffix(s, "~"); ok {
			return "about " + monthWords(rest)
		}
		if rest, ok := strings.CutSuffix(s, "?"); ok {
			return "perhaps " + monthWords(rest)
		}
		return monthWords(s)
	}
	from, to, between := strings.Cut(edtf, "/")
	switch {
	case !between:
		return one(edtf)
	case from == "" || from == "..":
		return "until " + one(to)
	case to == "" || to == "..":
		return "since " + one(from)
	}
	return one(from) + " to " + one(to)
}

// monthWords writes a day, a month or a year: "7 October 2022", "October 2022", "7 October of an unknown year".
func monthWords(s string) string {
	rest, unknown := strings.CutPrefix(s, "XXXX-")
	if unknown {
		if t, err := time.Parse("01-02", rest); err == nil {
			return t.Format("2 January") + " of an unknown year"
		}
	}
	if t, err := time.Parse("2006-01", s); err == nil {
		return t.Format("January 2006")
	}
	return longDay(s)
}

// excerpt is a stretch of a text with marks, cut to what can be read at a glance: around the first mark.
func excerpt(text string, s report.Span, marks []mark) hitWords {
	start, end := max(0, s.Start), min(len(text), s.End)
	var out hitWords
	if end-start > mostWords {
		from := start
		for _, m := range marks {
			if m.Start >= start && m.End <= end {
				from = max(start, m.Start-mostWords/3)
				break
			}
		}
		from = min(from, end-mostWords)
		to := from + mostWords
		if from > start {
			from, out.Before = wordStart(text, from), true
		}
		if to < end {
			to, out.After = wordEnd(text, to), true
		}
		start, end = from, max(from, to)
	}
	out.Segments = marked(text, start, end, marks)
	return out
}

// wordStart is the beginning of the next word at or after a byte, wordEnd the end of the word before one.
func wordStart(text string, at int) int {
	for at < len(text) && at > 0 && text[at-1] != ' ' && text[at-1] != '\n' {
		at++
	}
	return at
}

func wordEnd(text string, at int) int {
	for at > 0 && at < len(text) && text[at] != ' ' && text[at] != '\n' {
		at--
	}
	return at
}

// reportWords are the places of a report where the words stand that were looked for, or its beginning.
func reportWords(r *report.Report, marks []mark) []hitWords {
	const around, most = 90, 3
	var out []hitWords
	last := -1
	for _, m := range marks {
		if len(out) == most {
			break
		}
		if m.Start <= last {
			continue
		}
		from, to := max(0, m.Start-around), min(len(r.Text), m.End+around)
		w := hitWords{Before: from > 0, After: to < len(r.Text)}
		if w.Before {
			from = wordStart(r.Text, from)
		}
		if w.After {
			to = wordEnd(r.Text, to)
		}
		w.Segments = marked(r.Text, from, to, marks)
		last = to
		out = append(out, w)
	}
	if len(out) > 0 {
		return out
	}
	for _, b := range r.Blocks {
		if b.Kind == report.Paragraph {
			return []hitWords{excerpt(r.Text, b.Span, nil)}
		}
	}
	return nil
}
