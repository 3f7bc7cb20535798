package desk

import (
	"fmt"
	"strings"

	"chancery/event"
	"chancery/occurrence"
	"chancery/reading"
	"chancery/record"
	"chancery/report"
)

// reportBody is a report with everything that was read from it.
type reportBody struct {
	ID       string
	Title    string
	Outlet   string
	Href     string // of the outlet's reports
	Day      string
	Facts    []factView
	URL      string
	Address  string // that is no address of the web: shown, never a link
	English  bool
	Language string
	Telling  telling
	Events   []reportEvent
	Quotes   []reportQuote
	Copies   []copyView
	Family   int // reports that go back to one text
	Origins  []originView
	Raw      []furnitureView
	Failures []record.Failure
	Changes  []changeView
	Versions reading.Versions
	Add      string // the page on which an event is added that was not read; "" for who may not
}

// factView is something known of a report, and how.
type factView struct{ Name, Value, Basis string }

// reportEvent is an event in the list beside the text.
type reportEvent struct {
	ID, Sentence, Status, Class, Code, Href string
	Fields                                  []reportField
	Confidence                              float64
	Verdict                                 string
	Hand, Historical                        bool
}

// reportField is one field of an event, so that its words can be found.
type reportField struct{ Field, Role, Name, Text string }

type reportQuote struct{ ID, Speaker, Words string }

type copyView struct{ Report, Outlet, Day, Title, Reason, Which string }

type originView struct{ Name, Kind, Reason string }

type furnitureView struct {
	Kind, Text string
	Start, End int
}

// furnitureMost is how many characters of each piece of furniture are shown.
const furnitureMost = 600

// reportPage is /reports/ID.
func (d *Desk) reportPage(v *visit) (*page, error) {
	ctx := v.Context()
	id, err := v.resolve("report", v.PathValue("id"))
	if err != nil {
		return d.gone(v, "report", err)
	}
	got, err := v.view.Reading(ctx, id)
	if err != nil {
		return nil, err
	}
	r := &got.Report
	b := &reportBody{
		ID: id, Title: titleSaid(r), Outlet: outletSaid(r), Day: publishedSaid(r.Published), URL: webAddress(r.URL), English: reading.English(r.Language),
		Language: languageName(r.Language), Versions: got.Versions,
	}
	if r.Outlet != "" {
		b.Href = v.to.Outlet(r.Outlet)
	}
	if b.URL == "" {
		b.Address = r.URL
	}
	b.Facts = reportFacts(r)
	if err := v.reportEvents(b, &got); err != nil {
		return nil, err
	}
	ids := got.QuotationIDs()
	for i := range got.Quotations {
		q := &got.Quotations[i]
		b.Quotes = append(b.Quotes, reportQuote{ID: ids[i], Speaker: speakerName(q.Speaker), Words: clipped(strings.Join(quotedWords(q, r), " … "), 160)})
	}
	if err := v.provenance(b, r); err != nil {
		return nil, err
	}
	b.Raw = furniture(r)
	if err := v.troubles(b, r); err != nil {
		return nil, err
	}
	changes, err := v.view.Log(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, c := range changes {
		b.Changes = append(b.Changes, changeOf(c))
	}
	if v.to.asOf == "" {
		b.Add = v.to.to([]string{"review", "add"}, "report", id, "back", v.URL.RequestURI())
	}
	return &page{
		Template: "report", Title: b.Title, Section: "reports", Body: b, Wide: true, Scripts: []string{"evidence", "report"},
		Exports: v.exports("report:"+quotedValue(id), "csv", "jsonl", "annotations", "bibtex"),
	}, nil
}

// reportFacts say what is known of a report and how it is known.
func reportFacts(r *report.Report) []factView {
	facts := []factView{{"Published", publishedSaid(r.Published), r.Published.Basis}}
	if r.Published.EDTF != "" && r.Published.EDTF != publishedSaid(r.Published) {
		facts[0].Value += " (" + r.Published.EDTF + ")"
	}
	if l := r.Dateline; l != nil {
		facts = append(facts, factView{"Dateline", strings.Join(strings.Fields(wordsOf(r.Text, l.Span)), " "), ""})
	}
	return append(facts, factView{"Language", r.Language, ""}, factView{"Identity", r.ID, ""}, factView{"Fingerprint", r.SHA256, "SHA-256 of the text"})
}

// reportEvents lists the events of a report and marks their words in its text.
func (v *visit) reportEvents(b *reportBody, got *reading.Reading) error {
	ids := make([]string, len(got.Events))
	for i := range got.Events {
		ids[i] = got.Events[i].ID
	}
	var accounts []occurrence.Account
	if len(ids) > 0 {
		var err error
		if accounts, err = v.view.Accounts(v.Context(), ids); err != nil {
			return err
		}
	}
	var marks []mark
	for i := range accounts {
		a := &accounts[i]
		e := &a.Event
		marks = append(marks, apart(e)...)
		b.Events = append(b.Events, reportEvent{
			ID: e.ID, Sentence: sentenceOf(e), Status: statusText(e.Status), Class: string(e.Status), Code: eventCode(e), Href: v.to.Event(e.ID), Fields: v.reportFields(e),
			Confidence: e.Confidence, Verdict: a.Verdict, Hand: len(a.ByHand) > 0, Historical: e.Historical,
		})
	}
	b.Telling = v.to.tell(&got.Report, marks, nil, "")
	return nil
}

// reportFields are the fields of an event that have words.
func (v *visit) reportFields(e *event.Event) []reportField {
	var out []reportField
	add := func(s report.Span, field, role, text string) {
		if !s.Empty() && text != "" {
			out = append(out, reportField{Field: e.ID + "." + field, Role: role, Name: nameOfRole(role), Text: text})
		}
	}
	if len(e.Evidence) > 0 {
		add(e.Evidence[0], "action", roleAction, categoryWords(e.Category))
	}
	for i := range e.Sources {
		add(e.Sources[i].Span, fmt.Sprintf("source-%d", i), roleSource, e.Sources[i].Name)
	}
	for i := range e.Recipients {
		add(e.Recipients[i].Span, fmt.Sprintf("recipient-%d", i), roleRecipient, e.Recipients[i].Name)
	}
	if p := e.Speaker; p != nil {
		add(p.Span, "speaker", roleSpeaker, p.Name)
	}
	for i := range e.Attribution {
		if c := &e.Attribution[i]; e.Speaker == nil || c.Span != e.Speaker.Span {
			add(c.Span, fmt.Sprintf("voice-%d", i), roleSpeaker, c.Name)
		}
	}
	add(e.Time.Span, "time", roleTime, timeSaid(e.Time))
	if e.Place != nil {
		add(e.Place.Span, "place", rolePlace, e.Place.Place.Name)
	}
	if c := e.Casualties; c != nil {
		if c.Killed != nil {
			add(c.Killed.Span, "killed", roleCasualties, countSaid(c.Killed)+" killed")
		}
		if c.Injured != nil {
			add(c.Injured.Span, "injured", roleCasualties, countSaid(c.Injured)+" injured")
		}
	}
	return out
}

// provenance says whose words a report has, and who has its.
func (v *visit) provenance(b *reportBody, r *report.Report) error {
	ctx := v.Context()
	copies, err := v.view.Copies(ctx, r.ID)
	if err != nil {
		return err
	}
	for i := range copies {
		c := &copies[i]
		which := ""
		switch c.Link.First {
		case -1:
			which = "later than this one"
		case 1:
			which = "earlier than this one"
		}
		rep := report.Report{Outlet: c.Outlet, Title: c.Title}
		b.Copies = append(b.Copies, copyView{Report: c.Report, Outlet: outletSaid(&rep), Day: publishedSaid(c.Published), Title: strings.Join(strings.Fields(c.Title), " "), Reason: c.Link.Reason, Which: which})
	}
	family, err := v.view.Family(ctx, r.ID)
	if err != nil {
		return err
	}
	b.Family = len(family.Reports)
	origins, err := v.view.ReportOrigins(ctx, []string{r.ID})
	if err != nil {
		return err
	}
	for _, o := range origins[r.ID] {
		name := o.Name
		if name == "" || name == r.ID {
			name = "this report itself"
		}
		b.Origins = append(b.Origins, originView{Name: name, Kind: string(o.Kind), Reason: o.Reason})
	}
	return nil
}

// troubles are what could not be added of the same source.
func (v *visit) troubles(b *reportBody, r *report.Report) error {
	failures, err := v.view.Failures(v.Context())
	if err != nil {
		return err
	}
	for _, f := range failures {
		if f.Source != "" && (f.Source == r.Origin || f.Source == r.URL) {
			b.Failures = append(b.Failures, f)
		}
	}
	return nil
}

// furniture is what was taken off, because it belongs to the page and not to the news.
func furniture(r *report.Report) []furnitureView {
	var out []furnitureView
	for _, f := range r.Furniture {
		text := strings.TrimSpace(wordsOf(r.Raw, f.Span))
		if text == "" {
			continue
		}
		if cut := []rune(text); len(cut) > furnitureMost {
			text = string(cut[:furnitureMost]) + "…"
		}
		out = append(out, furnitureView{Kind: strings.ReplaceAll(f.Kind, "-", " "), Text: text, Start: f.Start, End: f.End})
	}
	return out
}
