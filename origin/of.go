package origin

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"chancery/actor"
	"chancery/event"
	"chancery/quote"
	"chancery/reading"
	"chancery/report"
)

// Told is what a report says of where it comes from: what [Outlets.OfEvent] needs beside the event itself. It is small,
// and can be kept in place of the reading. JSON keeps it whole.
type Told struct {
	Outlet string   `json:"outlet,omitempty"` // the identity of who published the report; "" when not known
	Whole  []Origin `json:"whole"`            // of the report as a whole, as Of gives them
	Heard  []Heard  `json:"heard,omitempty"`  // what was said to other outlets
}

// Heard is what was said to another outlet, in the order of the text: "told Al Jazeera", "in an interview with the BBC".
type Heard struct {
	Words  []report.Span `json:"words"` // the words that were said, and those that say that they were
	Origin Origin        `json:"origin"`
}

// Told reads what a report says of where it comes from.
func (o *Outlets) Told(r *reading.Reading) Told {
	t := Told{Whole: o.Of(r)}
	t.Outlet, _ = o.outletOf(&r.Report)
	for i := range r.Quotations {
		q := &r.Quotations[i]
		if q.Addressee == nil || !strings.HasPrefix(q.Addressee.Actor, "OUT:") || q.Addressee.Actor == t.Outlet {
			continue
		}
		h := Heard{Words: slices.Clone(q.Content), Origin: heard(q.Addressee)}
		if !q.Cue.Empty() {
			h.Words = append(h.Words, q.Cue)
		}
		t.Heard = append(t.Heard, h)
	}
	return t
}

// Of tells where a report as a whole came from: the agencies that its dateline, its credit lines or its first sentence
// name, else the outlet itself. It never gives none. Several are given when several are named: "(AP, AFP)".
func (o *Outlets) Of(r *reading.Reading) []Origin {
	rep := &r.Report
	own, ownName := o.outletOf(rep)
	var out []Origin
	add := func(k known, span report.Span, reason string) {
		if k.id == own {
			return
		}
		for i := range out {
			if out[i].ID == k.id {
				return
			}
		}
		out = append(out, Origin{ID: k.id, Name: k.name, Kind: Agency, Reason: reason + k.name, Span: span})
	}
	if d := rep.Dateline; d != nil && d.Agency != "" {
		span := d.Span
		if i := strings.Index(d.In(rep.Text), d.Agency); i >= 0 {
			span = report.Span{Start: d.Start + i, End: d.Start + i + len(d.Agency)}
		}
		id, name := o.Identify(d.Agency)
		if id != "" {
			if own == "" {
				// A text of which only the dateline tells who wrote it.
				return []Origin{{ID: id, Name: name, Kind: Own, Reason: "the dateline names " + name, Span: span}}
			}
			add(known{id: id, name: name}, span, "the dateline names ")
		}
	}
	for _, n := range o.credits(rep) {
		add(n.known, n.span, n.reason)
	}
	if len(out) == 0 {
		for _, v := range o.leadVoices(r) {
			id, name := o.voice(&v)
			add(known{id: id, name: name}, v.Span, "the first sentence is told by ")
		}
	}
	if len(out) > 0 {
		return out
	}
	return []Origin{ownOrigin(rep, own, ownName)}
}

// Own is what is told of a report that names nobody else.
func (o *Outlets) Own(r *report.Report) Told {
	id, name := o.outletOf(r)
	return Told{Outlet: id, Whole: []Origin{ownOrigin(r, id, name)}}
}

func ownOrigin(r *report.Report, id, name string) Origin {
	if id == "" {
		return Origin{ID: "report:" + r.ID, Kind: Own, Reason: "nobody is named, and who published the report is not known"}
	}
	return Origin{ID: id, Name: name, Kind: Own, Reason: "the outlet's own: nobody else is named"}
}

// OfEvent tells where the account of one event of a report came from. That is the innermost voice which asserts it
// and can be told from others: "Interfax reported, citing the Defence Ministry" comes from the ministry, through
// Interfax. Witnesses, officials and sources without a name cannot be told apart between reports: what they say comes
// from whom they told it. Whoever does the event is no origin of it: that Blinken called on both sides to stop is not
// Blinken's account. An event that nobody is named for comes from where its report came from.
func (o *Outlets) OfEvent(t *Told, e *event.Event) []Origin {
	if named, ok := o.Named(t, e); ok {
		return []Origin{named}
	}
	return t.Whole
}

// Named gives the origin that the words around an event itself name; false when they name none and the event comes
// from where its report came from.
func (o *Outlets) Named(t *Told, e *event.Event) (Origin, bool) {
	var through []string // who passed it on, from the outside
	var found *Origin
	document := false
	for i := range e.Attribution {
		v := &e.Attribution[i]
		if v.Stance != quote.Asserts || v.Kind == quote.OutletVoice || doesIt(e, v) {
			continue
		}
		if v.Kind == quote.DocumentVoice {
			document = true
			continue
		}
		id, name := o.voice(v)
		if id == "" || id == t.Outlet {
			continue
		}
		if found != nil {
			through = append(through, found.Name)
		}
		found = &Origin{ID: id, Name: name, Kind: kindOf(v, document), Span: v.Span}
	}
	heard, ok := t.heardBy(e)
	switch {
	case found == nil:
		return heard, ok
	case ok && heard.ID != found.ID:
		through = append(through, heard.Name)
	}
	switch found.Kind {
	case Agency:
		found.Reason = found.Name + " reported it"
	case Document:
		found.Reason = "a document of " + found.Name + " says so"
	default:
		found.Reason = found.Name + " said so"
	}
	if len(through) > 0 {
		found.Reason += ", as passed on by " + strings.Join(through, " and ")
	}
	return *found, true
}

// kindOf says what sort of origin a voice is.
func kindOf(v *quote.Voice, document bool) Kind {
	switch {
	case v.Kind == quote.AgencyVoice:
		return Agency
	case document:
		return Document
	case v.Kind == quote.PersonVoice:
		return Person
	}
	return Body
}

// voice identifies a voice. The id is "" when the words do not tell it from others: "officials", "a source", "state
// media", "witnesses".
func (o *Outlets) voice(v *quote.Voice) (id, name string) {
	if v.Kind == quote.AgencyVoice || v.Kind == quote.OutletVoice {
		if strings.HasPrefix(v.Actor, "OUT:") {
			return v.Actor, v.Name
		}
		if k, ok := o.find(v.Name); ok {
			return k.id, k.name
		}
	}
	if v.Actor != "" {
		return v.Actor, v.Name
	}
	if !isName(v.Name) {
		return "", ""
	}
	return "name:" + strings.ReplaceAll(foldName(v.Name), " ", "-"), v.Name
}

// isName reports whether words name somebody: each begins with a capital, but for small words between, and there are
// two at least, since a sentence gives its first word a capital too: "Officials said".
func isName(s string) bool {
	capitals := 0
	for _, w := range strings.Fields(s) {
		r, _ := utf8.DecodeRuneInString(w)
		switch {
		case unicode.IsUpper(r):
			capitals++
		case w == "of" || w == "the" || w == "and" || w == "for" || w == "al" || w == "bin" || w == "de" || w == "van" || w == "von":
		default:
			return false
		}
	}
	return capitals >= 2
}

// doesIt reports whether a voice does the event: it is one of its sources by actor or by the very words.
func doesIt(e *event.Event, v *quote.Voice) bool {
	if v.Kind == quote.AgencyVoice || e.Quad != 1 && e.Quad != 3 {
		return false
	}
	for i := range e.Sources {
		s := &e.Sources[i]
		if v.Actor != "" && s.Actor == v.Actor || !v.Span.Empty() && s.Span.Overlaps(v.Span) {
			return true
		}
	}
	return false
}

// heardBy finds the outlet to which the words of an event were said: they stand among these words, or open them:
// "accused".
func (t *Told) heardBy(e *event.Event) (Origin, bool) {
	for i := range t.Heard {
		for _, words := range t.Heard[i].Words {
			for _, evidence := range e.Evidence {
				if words.Overlaps(evidence) {
					return t.Heard[i].Origin, true
				}
			}
		}
	}
	return Origin{}, false
}

func heard(p *actor.Party) Origin {
	return Origin{ID: p.Actor, Name: p.Name, Kind: Agency, Reason: "it was said to " + p.Name, Span: p.Span}
}

// leadVoices are the agencies that tell a report's first sentence, "Azerbaijan will build a railway, Azertac reported",
// or that heard it: "…, the president told Reuters". The headline counts as no sentence.
func (o *Outlets) leadVoices(r *reading.Reading) (out []quote.Voice) {
	lead := -1
	for i := range r.Report.Blocks {
		if b := &r.Report.Blocks[i]; b.Kind == report.Paragraph {
			lead, _ = slices.BinarySearchFunc(r.Sentences, b.Start, func(s report.Span, at int) int { return cmp.Compare(s.Start, at) })
			break
		}
	}
	if lead < 0 || lead >= len(r.Sentences) {
		return nil
	}
	for i := range r.Quotations {
		q := &r.Quotations[i]
		if q.Sentence != lead {
			continue
		}
		for _, v := range q.Attribution {
			if id, _ := o.voice(&v); v.Kind == quote.AgencyVoice && v.Stance == quote.Asserts && id != "" {
				out = append(out, v)
			}
		}
		if q.Addressee != nil && strings.HasPrefix(q.Addressee.Actor, "OUT:") {
			out = append(out, quote.Voice{Name: q.Addressee.Name, Actor: q.Addressee.Actor, Kind: quote.AgencyVoice, Stance: quote.Asserts, Span: q.Addressee.Span})
		}
	}
	return out
}

// OfCopy tells where a report came from whose text is a copy: from where the report came that it is a copy of, whose
// origins are given. of says in words which report that is: "an earlier report of TASS".
func OfCopy(r Relation, of string, origins []Origin) []Origin {
	out := slices.Clone(origins)
	for i := range out {
		reason := fmt.Sprintf("the text is a copy (%s) of %s", r, of)
		if out[i].Kind == Own {
			// What is an outlet's own is an agency's for those who copy it.
			out[i].Kind = Agency
		} else {
			reason += "; there " + out[i].Reason
		}
		out[i].Reason, out[i].Span = reason, report.Span{}
	}
	return out
}
