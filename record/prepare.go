package record

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"github.com/klauspost/compress/zstd"

	"chancery/actor"
	"chancery/event"
	"chancery/reading"
	"chancery/report"
	"chancery/when"
)

// prepared is what of an item can be made before the transaction, by any number of goroutines.
type prepared struct {
	day        when.Day
	rest       []byte
	raw        []byte // nil when it is the text
	sentences  []byte
	quotations []preparedQuotation
	events     []preparedEvent
	copies     preparedCopies
	terms      []term // of the report
	title      string // of the report, its words folded
	text       string
}

type preparedQuotation struct {
	id, speaker, body string
	terms             []term
}

type preparedEvent struct {
	first, last when.Day
	body        string
	join        preparedJoin
	terms       preparedTerms
}

// Prepare makes what [Record.Add] stores of an item as far as this needs no record. Add does it for items that come
// without; who reads reports in several goroutines calls it there, since Add works in one.
func Prepare(item Item) (Item, error) {
	if item.failed() || item.prepared != nil {
		return item, nil
	}
	r := &item.Reading
	p := &prepared{
		day: FirstDay(r.Report.Published.EDTF), sentences: encodeSpans(r.Sentences), copies: prepareCopies(r),
	}
	var err error
	if p.rest, err = encodeRest(&r.Report); err != nil {
		return item, fmt.Errorf("prepare %s: %w", r.Report.ID, err)
	}
	if r.Report.Raw != r.Report.Text && r.Report.Raw != "" {
		p.raw = compress([]byte(r.Report.Raw))
	}
	p.quotations = make([]preparedQuotation, len(r.Quotations))
	for i := range r.Quotations {
		q := &r.Quotations[i]
		body, err := reading.EncodeQuotation(q, &r.Report)
		if err != nil {
			return item, fmt.Errorf("prepare %s: %w", r.Report.ID, err)
		}
		p.quotations[i] = preparedQuotation{reading.QuotationID(&r.Report, q), speakerOf(q.Speaker), string(body), nil}
	}
	p.events = make([]preparedEvent, len(r.Events))
	for i := range r.Events {
		if p.events[i], err = prepareEvent(&r.Report, &r.Events[i], r.Versions.Codebook); err != nil {
			return item, fmt.Errorf("prepare %s: %w", r.Report.ID, err)
		}
		p.events[i].join = prepareJoin(r, &r.Events[i])
	}
	if err := prepareTerms(r, p); err != nil {
		return item, fmt.Errorf("prepare %s: %w", r.Report.ID, err)
	}
	item.prepared = p
	return item, nil
}

// failed reports whether there is no reading.
func (i *Item) failed() bool { return i.Err != nil }

func prepareEvent(r *report.Report, e *event.Event, codebook string) (preparedEvent, error) {
	body, err := reading.EncodeEvent(e, r.Text, codebook)
	if err != nil {
		return preparedEvent{}, err
	}
	return preparedEvent{e.Time.First, e.Time.Last, string(body), preparedJoin{}, preparedTerms{}}, nil
}

// speakerOf is by what the quotations of a speaker are found.
func speakerOf(p *actor.Party) string {
	switch {
	case p == nil:
		return ""
	case p.Actor != "":
		return p.Actor
	}
	return p.Name
}

// FirstDay is the first day that a time of EDTF may mean: "2021-06" is 1 June 2021. It is unknown when no year is given.
func FirstDay(edtf string) when.Day {
	edtf, _, _ = strings.Cut(edtf, "/")
	edtf, _, _ = strings.Cut(edtf, "T")
	edtf = strings.TrimRight(edtf, "~?%")
	d := when.Day{Month: 1, Day: 1}
	var year, month, day int
	switch len(edtf) {
	case 4:
		if _, err := fmt.Sscanf(edtf, "%04d", &year); err != nil {
			return when.Day{}
		}
		d.Year = year
	case 7:
		if _, err := fmt.Sscanf(edtf, "%04d-%02d", &year, &month); err != nil || month < 1 || month > 12 {
			return when.Day{}
		}
		d.Year, d.Month = year, month
	case 10:
		if _, err := fmt.Sscanf(edtf, "%04d-%02d-%02d", &year, &month, &day); err != nil || month < 1 || month > 12 || day < 1 || day > 31 {
			return when.Day{}
		}
		d = when.DayOf(year, month, day)
	default:
		return when.Day{}
	}
	return d
}

// number is a day as a column: NULL when it is not known.
func number(d when.Day) any {
	if !d.Known() {
		return nil
	}
	return int64(d.Number())
}

// restJSON is what is kept of a report beside the columns.
type restJSON struct {
	Precision string               `json:"precision,omitempty"` // of published
	Basis     string               `json:"basis,omitempty"`
	Origin    string               `json:"origin,omitempty"`
	Blocks    [][3]int             `json:"blocks,omitempty"`    // start, end, kind
	Furniture []restFurniture      `json:"furniture,omitempty"` // into raw
	Dateline  *report.DatelineInfo `json:"dateline,omitempty"`
}

type restFurniture struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Kind  string `json:"kind"`
}

func encodeRest(r *report.Report) ([]byte, error) {
	rest := restJSON{Precision: r.Published.Precision, Basis: r.Published.Basis, Dateline: r.Dateline, Origin: r.Origin}
	for _, b := range r.Blocks {
		rest.Blocks = append(rest.Blocks, [3]int{b.Start, b.End, int(b.Kind)})
	}
	for _, f := range r.Furniture {
		rest.Furniture = append(rest.Furniture, restFurniture{f.Start, f.End, f.Kind})
	}
	data, err := json.Marshal(rest)
	if err != nil {
		return nil, err
	}
	return compress(data), nil
}

func decodeRest(data []byte, r *report.Report) error {
	data, err := decompress(data)
	if err != nil {
		return err
	}
	var rest restJSON
	if err := json.Unmarshal(data, &rest); err != nil {
		return err
	}
	r.Published.Precision, r.Published.Basis, r.Dateline, r.Origin = rest.Precision, rest.Basis, rest.Dateline, rest.Origin
	for _, b := range rest.Blocks {
		r.Blocks = append(r.Blocks, report.Block{Span: report.Span{Start: b[0], End: b[1]}, Kind: report.BlockKind(b[2])})
	}
	for _, f := range rest.Furniture {
		r.Furniture = append(r.Furniture, report.Furniture{Span: report.Span{Start: f.Start, End: f.End}, Kind: f.Kind})
	}
	return nil
}

// encodeSpans writes spans that are in order: the start of each counted from the end of the one before, and the length.
func encodeSpans(spans []report.Span) []byte {
	out := make([]byte, 0, 3*len(spans))
	end := 0
	for _, s := range spans {
		out = binary.AppendVarint(out, int64(s.Start-end))
		out = binary.AppendVarint(out, int64(s.End-s.Start))
		end = s.End
	}
	return out
}

func decodeSpans(data []byte) ([]report.Span, error) {
	var out []report.Span
	end := 0
	for len(data) > 0 {
		start, n := binary.Varint(data)
		if n <= 0 {
			return nil, errSpans
		}
		length, m := binary.Varint(data[n:])
		if m <= 0 {
			return nil, errSpans
		}
		data = data[n+m:]
		s := report.Span{Start: end + int(start)}
		s.End = s.Start + int(length)
		end = s.End
		out = append(out, s)
	}
	return out, nil
}

// worth is how many bytes are worth compressing: below, Zstandard saves less than it costs.
const worth = 512

// zstdMagic begins every frame of Zstandard; no JSON and no text begins so.
const zstdMagic = "\x28\xb5\x2f\xfd"

var encoder = sync.OnceValues(func() (*zstd.Encoder, error) {
	return zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithLowerEncoderMem(true))
})

var decoder = sync.OnceValues(func() (*zstd.Decoder, error) { return zstd.NewReader(nil) })

func compress(data []byte) []byte {
	if len(data) < worth {
		return data
	}
	z, err := encoder()
	if err != nil {
		return data // what is not compressed can be read as well
	}
	return z.EncodeAll(data, make([]byte, 0, len(data)/2))
}

func decompress(data []byte) ([]byte, error) {
	if len(data) < len(zstdMagic) || string(data[:len(zstdMagic)]) != zstdMagic {
		return data, nil
	}
	z, err := decoder()
	if err != nil {
		return nil, err
	}
	return z.DecodeAll(data, nil)
}
