package record

import (
	"encoding/binary"
	"encoding/hex"
	"hash/fnv"
	"math"
	"slices"
	"strconv"
	"strings"

	"chancery/actor"
	"chancery/event"
	"chancery/origin"
	"chancery/place"
	"chancery/query"
	"chancery/quote"
	"chancery/report"
	"chancery/when"
)

// shelf is one of the tables whose rows are found.
type shelf uint8

const (
	onEvents shelf = iota
	onQuotations
	onReports
	shelves
)

// table is the table of a shelf's rows.
func (s shelf) table() string { return [...]string{"events", "quotations", "reports"}[s] }

// termKind is what sort of term it is, and on which shelf.
type termKind uint8

// term is something by which rows are found.
type term struct {
	kind termKind
	word string
}

// The kinds of terms that are given by number here; the others go with a party.
const (
	eventText termKind = iota
	quotationText
	eventSource
	eventSourceName
	eventSourceOffice
	eventSourceSector
	eventRecipient
	eventRecipientName
	eventRecipientOffice
	eventRecipientSector
	eventSpeaker
	eventSpeakerName
	eventSpeakerOffice
	eventSpeakerSector
	quotationSpeaker
	quotationSpeakerName
	quotationSpeakerOffice
	quotationSpeakerSector
	quotationRecipient
	quotationRecipientName
	quotationRecipientOffice
	quotationRecipientSector
	eventCategory
	eventMode
	eventContext
	eventCAMEO
	eventStatus
	eventMedium
	eventTrack
	eventStance
	eventOutlet
	eventOrigin
	eventPlace
	eventPlaceCountry
	eventAt
	eventKilled
	eventInjured
	eventHistorical
	eventReviewed
	quotationMedium
	quotationStance
	quotationOutlet
	reportOutlet
	reportLanguage
	kindsOfTerms
)

// kindNames are the kinds as they stand in the table terms.
var kindNames = [kindsOfTerms]string{
	"event text", "quotation text",
	"event source", "event source.name", "event source.office", "event source.sector",
	"event recipient", "event recipient.name", "event recipient.office", "event recipient.sector",
	"event speaker", "event speaker.name", "event speaker.office", "event speaker.sector",
	"quotation speaker", "quotation speaker.name", "quotation speaker.office", "quotation speaker.sector",
	"quotation recipient", "quotation recipient.name", "quotation recipient.office", "quotation recipient.sector",
	"event category", "event mode", "event context", "event cameo", "event status", "event medium", "event track", "event stance",
	"event outlet", "event origin", "event place", "event place-country", "event at", "event killed", "event injured",
	"event historical", "event reviewed", "quotation medium", "quotation stance", "quotation outlet", "report outlet", "report language",
}

// extractor takes the terms of things. It is used by one goroutine.
type extractor struct {
	words []query.Word
	terms []term
}

// add adds a term unless it is empty.
func (x *extractor) add(kind termKind, word string) {
	if word != "" {
		x.terms = append(x.terms, term{kind, word})
	}
}

// taken gives the terms that were added, each once, and begins anew.
func (x *extractor) taken() []term {
	slices.SortFunc(x.terms, func(a, b term) int {
		if a.kind != b.kind {
			return int(a.kind) - int(b.kind)
		}
		return strings.Compare(a.word, b.word)
	})
	out := slices.Clone(slices.Compact(x.terms))
	x.terms = x.terms[:0]
	return out
}

// text adds the words of a text.
func (x *extractor) text(kind termKind, text string) {
	x.words = query.WordsOf(x.words[:0], text)
	for _, w := range x.words {
		if !query.Common(w.Text) {
			x.terms = append(x.terms, term{kind, w.Text})
		}
	}
}

func (x *extractor) report(r *report.Report) []term {
	x.add(reportOutlet, query.Fold(r.Outlet))
	x.add(reportLanguage, strings.ToLower(r.Language))
	return x.taken()
}

func (x *extractor) quotation(r *report.Report, q *quote.Quotation) []term {
	if q.Speaker != nil {
		x.party(quotationSpeaker, q.Speaker)
	}
	if q.Addressee != nil {
		x.party(quotationRecipient, q.Addressee)
	}
	x.add(quotationMedium, string(q.Medium))
	for i := range q.Attribution {
		x.add(quotationStance, string(q.Attribution[i].Stance))
	}
	x.add(quotationOutlet, query.Fold(r.Outlet))
	for _, s := range q.Content {
		if !s.Empty() {
			x.text(quotationText, s.In(r.Text))
		}
	}
	return x.taken()
}

func (x *extractor) event(r *report.Report, sentences []report.Span, told *origin.Told, e *event.Event) []term {
	for i := range e.Sources {
		x.party(eventSource, &e.Sources[i])
	}
	for i := range e.Recipients {
		x.party(eventRecipient, &e.Recipients[i])
	}
	if e.Speaker != nil {
		x.party(eventSpeaker, e.Speaker)
	}
	x.add(eventCategory, string(e.Category))
	x.add(eventMode, e.Mode)
	for _, c := range e.Contexts {
		x.add(eventContext, c)
	}
	x.add(eventCAMEO, e.CAMEO)
	x.add(eventStatus, string(e.Status))
	x.add(eventMedium, string(e.Medium))
	for _, t := range e.Tracks {
		x.add(eventTrack, t)
	}
	for i := range e.Attribution {
		x.add(eventStance, string(e.Attribution[i].Stance))
	}
	x.add(eventOutlet, query.Fold(r.Outlet))
	x.origins(told, e)
	if e.Place != nil {
		x.place(r, e.Place)
	}
	if c := e.Casualties; c != nil {
		x.count(eventKilled, c.Killed)
		x.count(eventInjured, c.Injured)
	}
	if e.Historical {
		x.add(eventHistorical, "yes")
	}
	for _, s := range eventSentences(sentences, e) {
		x.text(eventText, s.In(r.Text))
	}
	return x.taken()
}

// eventSentences gives the sentences that an event was read from; where they are not known, the words themselves.
func eventSentences(sentences []report.Span, e *event.Event) []report.Span {
	var out []report.Span
	for _, s := range sentences {
		for _, v := range e.Evidence {
			if s.Overlaps(v) {
				out = append(out, s)
				break
			}
		}
	}
	if len(out) == 0 {
		return e.Evidence
	}
	return out
}

// party adds the terms of a party; those of its name, office and sector are the kinds after its own.
func (x *extractor) party(kind termKind, p *actor.Party) {
	const name, office, sector = 1, 2, 3
	x.add(kind, p.Country)
	if p.Actor != "" {
		x.add(kind, p.Actor)
		x.add(kind, stateOf(p.Actor))
	} else {
		for _, w := range query.NameWords(p.Name) {
			x.add(kind+name, w)
		}
	}
	x.add(kind+office, query.Fold(p.Office))
	x.add(kind+sector, string(p.Sector))
}

// stateOf is the state that an actor's id begins with: "NKR" for "NKRGOV:arayik-harutyunyan"; "" for "IGO:un", which
// begins with a sector, and for "OUT:tass".
func stateOf(id string) string {
	head, _, colon := strings.Cut(id, ":")
	for i := 0; i < len(head); i++ {
		if head[i] < 'A' || head[i] > 'Z' {
			return ""
		}
	}
	if len(head) == 6 || len(head) == 3 && !colon {
		return head[:3]
	}
	return ""
}

// origins adds where the account comes from, as far as the report itself says so.
func (x *extractor) origins(told *origin.Told, e *event.Event) {
	outlets, err := origin.Shipped()
	if err != nil {
		return // whoever read the report has told of it
	}
	for _, o := range outlets.OfEvent(told, e) {
		x.add(eventOrigin, o.ID)
		x.add(eventOrigin, query.Fold(o.Name))
	}
}

// toldIn gives what a report tells of its origins.
func toldIn(r *report.Report, body string) (origin.Told, error) {
	outlets, err := origin.Shipped()
	if err != nil {
		return origin.Told{}, err
	}
	return toldOf(outlets, r, body)
}

func (x *extractor) place(r *report.Report, m *place.Mention) {
	if !m.Resolved {
		if m.Place.Name != "" {
			x.add(eventPlace, query.Fold(m.Place.Name))
		} else if m.End <= len(r.Text) {
			x.add(eventPlace, query.Fold(m.In(r.Text)))
		}
		return
	}
	x.add(eventPlace, query.Fold(m.Place.Name))
	x.add(eventPlace, query.Fold(m.Place.Admin1))
	x.add(eventPlaceCountry, m.Place.Country)
	// The middle of a province or a country is no place that something was near to.
	if m.Place.Kind != place.Country && m.Place.Kind != place.Province && m.UCDP <= 3 {
		x.add(eventAt, strconv.FormatFloat(m.Place.Lat, 'f', 4, 64)+" "+strconv.FormatFloat(m.Place.Lon, 'f', 4, 64))
	}
}

// count adds the best figure, else the lowest.
func (x *extractor) count(kind termKind, c *event.Count) {
	switch {
	case c == nil:
	case c.Best >= 0:
		x.add(kind, strconv.Itoa(c.Best))
	case c.Low >= 0:
		x.add(kind, strconv.Itoa(c.Low))
	}
}

// columns are what rows are ordered by and compared with, beside their terms.
type columns struct {
	first, last, published int32 // days since 1970-01-01; noDay when unknown
	confidence             float64
}

const noDay = math.MinInt32

func columnsOf(first, last, published when.Day, confidence float64) columns {
	day := func(d when.Day) int32 {
		if !d.Known() {
			return noDay
		}
		return int32(d.Number())
	}
	return columns{day(first), day(last), day(published), confidence}
}

// day is by what rows are ordered: the first day, else the last, else that of the report; noDay when none is known.
func (c *columns) day() int32 {
	switch {
	case c.first != noDay:
		return c.first
	case c.last != noDay:
		return c.last
	}
	return c.published
}

// keyOf is the beginning of an identity as a number, in the order of identities of one kind.
func keyOf(id string) uint32 {
	_, digits, _ := strings.Cut(id, "-")
	var buf [4]byte
	if len(digits) >= 8 {
		if _, err := hex.Decode(buf[:], []byte(digits[:8])); err == nil {
			return binary.BigEndian.Uint32(buf[:])
		}
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(id)) // a hash takes everything
	return h.Sum32()
}
