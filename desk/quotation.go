package desk

import (
	"fmt"
	"net/http"
	"strings"

	"chancery/quote"
	"chancery/record"
	"chancery/report"
)

// evidenceRoutes are the pages of single things: occurrences, events, quotations, reports, changes.
func (d *Desk) evidenceRoutes(mux *http.ServeMux) {
	d.get(mux, "GET /occurrences/{id}", d.occurrencePage)
	mux.HandleFunc("GET /events/{id}", d.eventRedirect)
	d.get(mux, "GET /quotations/{id}", d.quotationPage)
	d.get(mux, "GET /reports/{id}", d.reportPage)
	d.get(mux, "GET /changes", d.changesPage)
	d.get(mux, "GET /changes/{n}", d.changePage)
}

// quotationBody is a quotation in its report.
type quotationBody struct {
	ID        string
	Kind      string // in words
	Words     []string
	Direct    bool
	Speaker   string
	SpeakerID string // the address of the actor
	About     string // office, sector, state
	Why       string // how the speaker was resolved
	Cue       string
	Medium    string
	Addressee string
	Voices    []voiceView
	Outlet    string
	Day       string
	Title     string
	Report    string
	Telling   telling
	History   []changeView
}

// quotationPage is /quotations/ID.
func (d *Desk) quotationPage(v *visit) (*page, error) {
	ctx := v.Context()
	id, err := v.resolve("quotation", v.PathValue("id"))
	if err != nil {
		return d.gone(v, "quotation", err)
	}
	found, err := v.find("kind:quotations quotation:"+id, record.Page{Limit: 1})
	if err != nil {
		return nil, err
	}
	if len(found.Hits) == 0 || found.Hits[0].Quotation == nil {
		return nil, fmt.Errorf("the quotation %s: %w", id, record.ErrNotFound)
	}
	q := &found.Hits[0].Quotation.Quotation
	rep := found.Hits[0].Quotation.Report
	got, err := v.view.Reading(ctx, rep.ID)
	if err != nil {
		return nil, err
	}
	b := quotationBody{
		ID: id, Kind: quotationKind(q.Kind), Words: quotedWords(q, rep), Direct: q.Kind != quote.Indirect, Speaker: speakerName(q.Speaker), Cue: wordsOf(rep.Text, q.Cue), Medium: string(q.Medium),
		Voices: v.to.voices(rep, q.Attribution), Outlet: outletSaid(rep), Day: publishedSaid(rep.Published), Title: titleSaid(rep), Report: rep.ID,
		Telling: v.to.tell(&got.Report, quotationMarks(q), got.Events, ""),
	}
	for i := range b.Telling.Roles {
		switch k := &b.Telling.Roles[i]; k.Role {
		case roleFound:
			k.Name = "the words"
		case roleAction:
			k.Name = "what tells that they are somebody’s"
		}
	}
	if p := q.Speaker; p != nil {
		b.About, b.SpeakerID, b.Why = d.partySaid(p), v.partyHref(p), partyWhy(p)
	}
	if q.Addressee != nil {
		b.Addressee = q.Addressee.Name
	}
	steps, err := v.view.History(ctx, "quotation", id)
	if err != nil {
		return nil, err
	}
	b.History = v.changesOf(steps)
	title := b.Speaker + ": " + clipped(strings.Join(b.Words, " … "), 80)
	return &page{Template: "quotation", Title: title, Section: "reports", Body: b, Scripts: []string{"evidence"}, Exports: v.exports("quotation:"+id, "csv", "jsonl")}, nil
}

func quotationKind(k quote.Kind) string {
	switch k {
	case quote.Direct:
		return "direct speech: the very words, in quotation marks"
	case quote.Indirect:
		return "indirect speech: told in the outlet’s words"
	case quote.Mixed:
		return "partly the very words, in quotation marks, partly the outlet’s"
	}
	return string(k)
}

// quotedWords are the words of a quotation, a part each.
func quotedWords(q *quote.Quotation, r *report.Report) []string {
	var out []string
	for _, s := range q.Content {
		if words := strings.Join(strings.Fields(wordsOf(r.Text, s)), " "); words != "" {
			out = append(out, words)
		}
	}
	return out
}

// quotationMarks are the words of a quotation: what is said, who says it, and the cue between them.
func quotationMarks(q *quote.Quotation) []mark {
	var marks []mark
	add := func(s report.Span, role, field string) {
		if !s.Empty() {
			marks = append(marks, mark{Start: s.Start, End: s.End, Role: role, Field: field})
		}
	}
	for _, s := range q.Content {
		add(s, roleFound, "words")
	}
	add(q.Source, roleSpeaker, "speaker")
	if q.Speaker != nil {
		add(q.Speaker.Span, roleSpeaker, "speaker")
	}
	add(q.Cue, roleAction, "cue")
	for i := range q.Attribution {
		add(q.Attribution[i].Span, roleSpeaker, fmt.Sprintf("voice-%d", i))
	}
	return marks
}
