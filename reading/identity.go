package reading

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"chancery/event"
	"chancery/quote"
	"chancery/report"
	"chancery/when"
)

// An identity is made from the report's own and from where in it the words stand, so that the
// same report gives the same identities on every run and every machine.

func identity(kind string, r *report.Report, what string, spans []report.Span) string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\x00%s\x00%s", r.ID, r.SHA256, what)
	for _, s := range spans {
		fmt.Fprintf(h, "\x00%d-%d", s.Start, s.End)
	}
	return kind + hex.EncodeToString(h.Sum(nil)[:8])
}

func quotationID(r *report.Report, q *quote.Quotation) string {
	// The cue belongs to it: in "rejected Aliyev's demand that …" the same words are two people's, demanded and rejected.
	return identity("q-", r, string(q.Kind), append(q.Content[:len(q.Content):len(q.Content)], q.Cue))
}

func eventID(r *report.Report, e *event.Event) string {
	what := string(e.Category) + "/" + e.Mode + "/" + string(e.Status) + "/" + e.Entry
	for _, p := range e.Sources {
		what += "\x00" + p.Actor + "|" + p.Name
	}
	what += "\x00\x00"
	for _, p := range e.Recipients {
		what += "\x00" + p.Actor + "|" + p.Name
	}
	return identity("e-", r, what, e.Evidence)
}

// dayString writes a day as YYYY-MM-DD, the unknown day as "".
func dayString(d when.Day) string {
	if d == (when.Day{}) {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// QuotationIDs gives the identities of the reading's quotations, in their order.
func (r *Reading) QuotationIDs() []string {
	ids := make([]string, len(r.Quotations))
	for i := range r.Quotations {
		ids[i] = quotationID(&r.Report, &r.Quotations[i])
	}
	return ids
}
