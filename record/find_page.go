package record

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/fnv"
	"math"
	"slices"
	"strconv"
	"time"

	"chancery/query"
	"chancery/reading"
	"chancery/report"
)

// position is where a row stands in the order of an answer: the highest primary first, then the lowest key and number.
type position struct {
	primary int64
	key     uint32
	n       int64
}

func comparePositions(a, b position) int {
	return cmp.Or(cmp.Compare(b.primary, a.primary), cmp.Compare(a.key, b.key), cmp.Compare(a.n, b.n))
}

// positionOf gives where a row stands.
func (f *finder) positionOf(r *unpackedRow) position {
	p := position{primary: int64(r.columns.day()), key: r.key, n: r.n}
	switch f.page.Sort {
	case ByAdded:
		p.primary = r.n
	case ByOldest:
		p.primary = -r.n
	case ByConfidence:
		p.primary = int64(math.Float64bits(r.columns.confidence)) // of numbers that are not negative the bits are in order
	}
	return p
}

// pageEnd is where a page ended.
type pageEnd struct {
	set    bool
	change int64 // as of which the first page was found
	at     position
	query  uint32 // a hash of what was asked
}

func hashOf(q *query.Query, page *Page) uint32 {
	h := fnv.New32a()
	asked := string(q.Kind) + "\x00" + string(page.Sort) + "\x00" + q.String()
	if page.After > 0 {
		asked += "\x00" + strconv.FormatInt(page.After, 10)
	}
	_, _ = h.Write([]byte(asked)) // a hash takes everything
	return h.Sum32()
}

func (e pageEnd) String() string {
	out := binary.AppendVarint(nil, e.change)
	out = binary.AppendVarint(out, e.at.primary)
	out = binary.AppendVarint(out, e.at.n)
	out = binary.BigEndian.AppendUint32(out, e.at.key)
	out = binary.BigEndian.AppendUint32(out, e.query)
	return base64.RawURLEncoding.EncodeToString(out)
}

func parseCursor(text string, q *query.Query, page *Page) (pageEnd, error) {
	if text == "" {
		return pageEnd{}, nil
	}
	data, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return pageEnd{}, ErrCursor
	}
	p := packed{data: data}
	e := pageEnd{set: true, change: p.int(), at: position{primary: p.int(), n: p.int()}}
	e.at.key = binary.BigEndian.Uint32(p.bytes(4))
	e.query = binary.BigEndian.Uint32(p.bytes(4))
	if p.wrong || len(p.data) > 0 || e.query != hashOf(q, page) || e.change < 0 {
		return pageEnd{}, ErrCursor
	}
	return e, nil
}

// queue gives positions in their order. It is a heap: of a million rows only those of the page are sorted.
type queue []position

func (q queue) down(i int) {
	for {
		child := 2*i + 1
		if child >= len(q) {
			return
		}
		if child+1 < len(q) && comparePositions(q[child+1], q[child]) < 0 {
			child++
		}
		if comparePositions(q[i], q[child]) <= 0 {
			return
		}
		q[i], q[child] = q[child], q[i]
		i = child
	}
}

func newQueue(positions []position) queue {
	q := queue(positions)
	for i := len(q)/2 - 1; i >= 0; i-- {
		q.down(i)
	}
	return q
}

func (q *queue) pop() (position, bool) {
	old := *q
	if len(old) == 0 {
		return position{}, false
	}
	first := old[0]
	old[0] = old[len(old)-1]
	*q = old[:len(old)-1]
	q.down(0)
	return first, true
}

// answer gives the page after from.
func (f *finder) answer(ctx context.Context, from pageEnd) (Result, error) {
	out := Result{Kind: f.query.Kind, Notes: f.query.Notes}
	positions := make([]position, 0, len(f.rows))
	for i := range f.rows {
		if p := f.positionOf(&f.rows[i]); !from.set || comparePositions(p, from.at) > 0 {
			positions = append(positions, p)
		}
	}
	queue := newQueue(positions)
	var page []position
	var occurrences []string
	for {
		if err := ctx.Err(); err != nil {
			return Result{}, err
		}
		p, ok := queue.pop()
		if !ok {
			break
		}
		if found, err := f.found(ctx, p.n); err != nil {
			return Result{}, err
		} else if !found {
			continue
		}
		if f.query.Kind == query.Occurrences {
			o, first, err := f.firstOfOccurrence(ctx, p, occurrences, from)
			if err != nil {
				return Result{}, err
			}
			if !first {
				continue
			}
			occurrences = append(occurrences, o)
		}
		if len(page) == f.page.Limit {
			out.Next = pageEnd{change: f.change, at: page[len(page)-1], query: hashOf(f.query, &f.page)}.String()
			break
		}
		page = append(page, p)
	}
	var err error
	if out.Hits, err = f.hits(ctx, page, occurrences); err != nil {
		return Result{}, err
	}
	if f.page.Count {
		out.Count, out.More, err = f.count(ctx)
	}
	return out, err
}

// found tells whether a row is found, and looks into its text when that is open.
func (f *finder) found(ctx context.Context, n int64) (bool, error) {
	if f.sure.has(n) {
		return true, nil
	}
	return f.holds(ctx, f.plan, n)
}

// occurrenceOf gives the occurrence of an event's row; "" when it has none.
func (f *finder) occurrenceOf(ctx context.Context, n int64) (string, error) {
	var o string
	err := f.source.row(ctx, `SELECT m.occurrence FROM events e JOIN members m ON m.event = e.id
		WHERE e.n = ?1 AND m.since <= ?2 AND (m.until IS NULL OR m.until > ?2)`, n, f.change).Scan(&o)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return o, err
}

// firstOfOccurrence tells whether a row is the first of its occurrence that is found: on this page, by what was seen,
// and on the pages before, by the occurrence's other events.
func (f *finder) firstOfOccurrence(ctx context.Context, p position, seen []string, from pageEnd) (string, bool, error) {
	o, err := f.occurrenceOf(ctx, p.n)
	if err != nil || o == "" {
		return o, err == nil, err
	}
	if slices.Contains(seen, o) {
		return o, false, nil
	}
	if !from.set {
		return o, true, nil
	}
	others, err := numbersOf(ctx, f.source, `SELECT e.n FROM members m JOIN events e ON e.id = m.event
		WHERE m.occurrence = ?1 AND m.since <= ?2 AND (m.until IS NULL OR m.until > ?2)`, o, f.change)
	if err != nil {
		return o, false, err
	}
	for _, n := range others {
		i, ok := slices.BinarySearchFunc(f.rows, n, func(r unpackedRow, n int64) int { return cmp.Compare(r.n, n) })
		if !ok || comparePositions(f.positionOf(&f.rows[i]), from.at) > 0 {
			continue
		}
		if found, err := f.found(ctx, n); found || err != nil {
			return o, false, err
		}
	}
	return o, true, nil
}

// count counts what is found, and tells whether there may be more.
func (f *finder) count(ctx context.Context) (n int, more bool, err error) {
	if f.query.Kind == query.Occurrences {
		return f.countOccurrences(ctx)
	}
	n = f.sure.count()
	looked := 0
	f.maybe.each(func(row int64) bool {
		if looked == f.page.CountTo || ctx.Err() != nil {
			more = true
			return false
		}
		looked++
		var found bool
		if found, err = f.holds(ctx, f.plan, row); found {
			n++
		}
		return err == nil
	})
	if err == nil {
		err = ctx.Err()
	}
	return n, more, err
}

func (f *finder) countOccurrences(ctx context.Context) (n int, more bool, err error) {
	seen := map[string]bool{}
	looked := 0
	for i := range f.rows {
		if looked == f.page.CountTo || ctx.Err() != nil {
			return len(seen) + n, true, ctx.Err()
		}
		found, err := f.found(ctx, f.rows[i].n)
		if err != nil {
			return 0, false, err
		}
		if !found {
			continue
		}
		looked++
		o, err := f.occurrenceOf(ctx, f.rows[i].n)
		if err != nil {
			return 0, false, err
		}
		if o == "" {
			n++
		} else {
			seen[o] = true
		}
	}
	return len(seen) + n, false, nil
}

// hits reads what was found.
func (f *finder) hits(ctx context.Context, page []position, occurrences []string) ([]Hit, error) {
	hits := make([]Hit, len(page))
	var err error
	switch f.shelf {
	case onEvents:
		err = f.eventHits(ctx, page, occurrences, hits)
	case onQuotations:
		err = f.quotationHits(ctx, page, hits)
	case onReports:
		err = f.reportHits(ctx, page, hits)
	}
	if err != nil {
		return nil, err
	}
	looked := phrases(f.query)
	for i := range hits {
		if f.shelf == onReports && len(looked) == 0 {
			continue
		}
		t, err := f.textOfHit(ctx, &hits[i], page[i].n)
		if err != nil {
			return nil, err
		}
		hits[i].Marks = t.marks(looked)
		if f.shelf != onReports {
			hits[i].Sentences = t.regions
		}
	}
	return hits, nil
}

func (f *finder) eventHits(ctx context.Context, page []position, occurrences []string, hits []Hit) error {
	ids := make([]string, len(page))
	for i, p := range page {
		if err := f.source.row(ctx, `SELECT id FROM events WHERE n = ?`, p.n).Scan(&ids[i]); err != nil {
			return err
		}
	}
	accounts, err := f.Accounts(ctx, ids)
	if err != nil {
		return err
	}
	for i := range accounts {
		a := &accounts[i]
		hits[i] = Hit{Event: a, Report: a.Report, Added: a.Added}
		if f.query.Kind == query.Occurrences && occurrences[i] != "" {
			o, err := f.Occurrence(ctx, occurrences[i])
			if err != nil {
				return err
			}
			hits[i].Occurrence = &o
		}
	}
	return nil
}

// added gives the time of a change.
func (f *finder) added(ctx context.Context, change int64) (time.Time, error) {
	var at string
	if err := f.source.row(ctx, `SELECT at FROM changes WHERE n = ?`, change).Scan(&at); err != nil {
		return time.Time{}, err
	}
	return parseTime(at)
}

func (f *finder) quotationHits(ctx context.Context, page []position, hits []Hit) error {
	for i, p := range page {
		var number, since int64
		var body []byte
		err := f.source.row(ctx, `SELECT report, since, body FROM quotations WHERE n = ?`, p.n).Scan(&number, &since, &body)
		if err != nil {
			return err
		}
		var rep *report.Report
		if rep, _, err = reportRow(ctx, f.source, number, false); err != nil {
			return err
		}
		q, id, err := reading.DecodeQuotation(body, rep.Text)
		if err != nil {
			return damaged(err)
		}
		hits[i] = Hit{Quotation: &Quotation{id, q, rep}, Report: rep}
		if hits[i].Added, err = f.added(ctx, since); err != nil {
			return err
		}
	}
	return nil
}

func (f *finder) reportHits(ctx context.Context, page []position, hits []Hit) error {
	for i, p := range page {
		rep, _, err := reportRow(ctx, f.source, p.n, false)
		if err != nil {
			return err
		}
		var since int64
		if err := f.source.row(ctx, `SELECT since FROM reports WHERE n = ?`, p.n).Scan(&since); err != nil {
			return err
		}
		hits[i] = Hit{Report: rep}
		if hits[i].Added, err = f.added(ctx, since); err != nil {
			return err
		}
	}
	return nil
}

// sortedSpans sorts spans and joins those that overlap.
func sortedSpans(spans []report.Span) []report.Span {
	slices.SortFunc(spans, func(a, b report.Span) int { return cmp.Or(a.Start-b.Start, a.End-b.End) })
	out := spans[:0]
	for _, s := range spans {
		if n := len(out); n > 0 && s.Start <= out[n-1].End {
			out[n-1].End = max(out[n-1].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}
