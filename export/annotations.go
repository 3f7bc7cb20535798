package export

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"chancery/actor"
	"chancery/occurrence"
	"chancery/report"
)

// The annotations follow the W3C Web Annotation Data Model (2017): each field of an event is an annotation whose body
// is the value and whose target is the words, by position in code points and by the words with what stands around them.
// Terms of PROV-O tell what the text was quoted from and what it was made by.

type positionSelector struct {
	Type  string `json:"type"`
	Start int    `json:"start"` // in code points of the text
	End   int    `json:"end"`
}

type quoteSelector struct {
	Type   string `json:"type"`
	Exact  string `json:"exact"`
	Prefix string `json:"prefix,omitempty"`
	Suffix string `json:"suffix,omitempty"`
}

type annotationTarget struct {
	Source   string `json:"source"`
	Hash     string `json:"chancery:sha256"` // a reader must not re-anchor in a text with another
	Selector []any  `json:"selector"`
}

type annotation struct {
	ID         string           `json:"id"`
	Type       string           `json:"type"`
	Motivation string           `json:"motivation"`
	Body       map[string]any   `json:"body"`
	Target     annotationTarget `json:"target"`
	Generator  map[string]any   `json:"generator"`
	QuotedFrom string           `json:"prov:wasQuotedFrom,omitempty"`
	Attributed []string         `json:"prov:wasAttributedTo,omitempty"`
}

// around is how many characters of the text stand in a selector before and after the words.
const around = 32

// writeAnnotations writes an AnnotationPage of JSON-LD.
func writeAnnotations(ctx context.Context, w io.Writer, source Source, o Options) error {
	out := bufio.NewWriter(w)
	if _, err := out.WriteString(`{"@context":["http://www.w3.org/ns/anno.jsonld",{"prov":"http://www.w3.org/ns/prov#","chancery":"urn:chancery:term:"}],` +
		`"id":"urn:chancery:annotations","type":"AnnotationPage","items":[`); err != nil {
		return err
	}
	var line bytes.Buffer
	separator := "\n"
	err := eachAccount(ctx, source, func(oc *occurrence.Occurrence, a *occurrence.Account) error {
		for _, f := range annotated(a) {
			if f.span.Empty() || f.span.End > len(a.Report.Text) {
				continue
			}
			body := map[string]any{"type": "TextualBody", "purpose": "tagging", "value": f.value, "chancery:field": f.name, "chancery:event": a.Event.ID, "chancery:occurrence": oc.ID}
			target := a.Report.URL
			if target == "" {
				target = "urn:chancery:report:" + urnText(a.Report.ID)
			}
			var attributed []string
			for _, v := range a.Event.Attribution {
				attributed = append(attributed, v.Name)
			}
			line.Reset()
			line.WriteString(separator)
			separator = ",\n"
			if err := appendJSON(&line, annotation{
				ID: "urn:chancery:" + a.Event.ID + ":" + f.name, Type: "Annotation", Motivation: "tagging", Body: body,
				Target:     annotationTarget{target, a.Report.SHA256, selectors(a.Report.Text, f.span)},
				Generator:  map[string]any{"type": "Software", "name": "chancery", "chancery:engine": a.Versions.Engine, "chancery:models": a.Versions.Models, "chancery:codebook": a.Versions.Codebook},
				QuotedFrom: a.Report.URL, Attributed: attributed,
			}); err != nil {
				return err
			}
			if _, err := out.Write(line.Bytes()); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if _, err := out.WriteString("\n]}\n"); err != nil {
		return err
	}
	return out.Flush()
}

// annotatedField is a field of an event with the words it was read from.
type annotatedField struct {
	name, value string
	span        report.Span
}

func annotated(a *occurrence.Account) []annotatedField {
	e := &a.Event
	var all []annotatedField
	for i, span := range e.Evidence {
		value := string(e.Category)
		if e.Mode != "" {
			value += " " + e.Mode
		}
		all = append(all, annotatedField{"action-" + strconv.Itoa(i+1), value + " " + string(e.Status), span})
	}
	for _, role := range roles(e) {
		for i := range role.parties {
			p := &role.parties[i]
			all = append(all, annotatedField{role.name + "-" + strconv.Itoa(i+1), partyValue(p), p.Span})
		}
	}
	if e.Content != nil {
		all = append(all, annotatedField{"content", strings.TrimSpace(string(e.Content.Category) + " " + e.Content.Mode), e.Content.Span})
	}
	all = append(all, annotatedField{"time", e.Time.EDTF, e.Time.Span})
	if p := e.Place; p != nil {
		t := telling{Account: a}
		all = append(all, annotatedField{"place", t.placeName(), p.Span})
	}
	if c := e.Casualties; c != nil {
		if c.Killed != nil {
			_, best, _ := count(c.Killed)
			all = append(all, annotatedField{"killed", field(best), c.Killed.Span})
		}
		if c.Injured != nil {
			_, best, _ := count(c.Injured)
			all = append(all, annotatedField{"injured", field(best), c.Injured.Span})
		}
	}
	for i, v := range e.Attribution {
		all = append(all, annotatedField{"voice-" + strconv.Itoa(i+1), v.Name, v.Span})
	}
	return all
}

func partyValue(p *actor.Party) string {
	if p.Actor != "" {
		return p.Name + " (" + p.Actor + ")"
	}
	return p.Name
}

// selectors gives the two selectors of a span: a reader who has the same text uses the position, another the words.
func selectors(text string, span report.Span) []any {
	start := utf8.RuneCountInString(text[:span.Start])
	return []any{
		positionSelector{"TextPositionSelector", start, start + utf8.RuneCountInString(span.In(text))},
		quoteSelector{"TextQuoteSelector", span.In(text), lastRunes(text[:span.Start], around), firstRunes(text[span.End:], around)},
	}
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

func lastRunes(s string, n int) string {
	i := len(s)
	for ; n > 0 && i > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:i])
		i -= size
	}
	return s[i:]
}

// urnText percent-encodes what an address cannot hold.
func urnText(s string) string {
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~:", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		const hex = "0123456789ABCDEF"
		b.WriteByte('%')
		b.WriteByte(hex[c>>4])
		b.WriteByte(hex[c&15])
	}
	return b.String()
}
