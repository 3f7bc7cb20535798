package record

import (
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strings"
)

// How the index is packed. A find looks into every segment and through what is unpacked, so there should be few of
// both; every posting is packed once and moved once for each level, so the levels should be few, too.
const (
	mostUnpacked = 1024  // rows of the table unpacked before they become a segment
	fanOut       = 8     // segments of a level before they become one of the next
	longestList  = 6000  // bytes of packed numbers in one row of lists: a row should fit a page
	longestDays  = 32000 // bytes of columns in one row of days: all rows are listed, few are read
	mostKnown    = 1 << 20
)

// shelved is a row of a shelf with its terms, on its way into the index.
type shelved struct {
	shelf   shelf
	n       int64
	key     uint32
	columns columns
	terms   []term
}

// dictionary keeps numbers of terms between transactions. It belongs to whoever holds the right to write.
type dictionary struct {
	known map[term]uint32
	fresh []term // looked up or given numbers by the transaction that is open
	limit int64  // rows of the table unpacked, when a test wants other than mostUnpacked
}

// full tells whether so many unpacked rows are to become a segment.
func (d *dictionary) full(rows int64) bool {
	if d.limit > 0 {
		return rows >= d.limit
	}
	return rows >= mostUnpacked
}

// forget takes back what a transaction that was rolled back has given.
func (d *dictionary) forget() {
	for _, t := range d.fresh {
		delete(d.known, t)
	}
	d.fresh = d.fresh[:0]
}

// keep is called when a transaction has ended well.
func (d *dictionary) keep() {
	d.fresh = d.fresh[:0]
	if len(d.known) > mostKnown {
		clear(d.known)
	}
}

// endShelf ends what is written as one row of the index: that of one report, of one review. It does not depend on how
// many there are in a transaction, so that neither does the index.
func (w *writer) endShelf() {
	if n := len(w.shelved); n > 0 && (len(w.shelfEnds) == 0 || w.shelfEnds[len(w.shelfEnds)-1] < n) {
		w.shelfEnds = append(w.shelfEnds, n)
	}
}

// shelve writes what the transaction has indexed. It comes last: terms that are new are looked up and inserted all at
// once.
func (w *writer) shelve(ctx context.Context) error {
	w.endShelf()
	if len(w.shelved) == 0 {
		return nil
	}
	if err := w.numberTerms(ctx); err != nil {
		return fmt.Errorf("number terms: %w", err)
	}
	var numbers []uint32
	start := 0
	for _, end := range w.shelfEnds {
		var body []byte
		for i := start; i < end; i++ {
			s := &w.shelved[i]
			numbers = numbers[:0]
			for _, t := range s.terms {
				numbers = append(numbers, w.dictionary.known[t])
			}
			slices.Sort(numbers)
			body = appendShelved(body, s, slices.Compact(numbers))
		}
		start = end
		n, err := w.next(ctx, "unpacked")
		if err != nil {
			return err
		}
		if err := w.exec(ctx, `INSERT INTO unpacked (n, body) VALUES (?, ?)`, n, body); err != nil {
			return fmt.Errorf("insert terms: %w", err)
		}
		if w.dictionary.full(n) {
			if err := w.pack(ctx); err != nil {
				return err
			}
		}
	}
	w.shelved, w.shelfEnds = w.shelved[:0], w.shelfEnds[:0]
	return nil
}

// numberTerms makes sure that the dictionary has all terms of the transaction. Those that the record does not have get
// numbers in the order in which they first stand.
func (w *writer) numberTerms(ctx context.Context) error {
	d := w.dictionary
	if d.known == nil {
		d.known = map[term]uint32{}
	}
	var unknown []term
	for i := range w.shelved {
		for _, t := range w.shelved[i].terms {
			if _, ok := d.known[t]; !ok {
				// The word may be a part of a report's text, which must not be kept for it.
				t.word = strings.Clone(t.word)
				d.known[t] = 0
				d.fresh = append(d.fresh, t)
				unknown = append(unknown, t)
			}
		}
	}
	if len(unknown) == 0 {
		return nil
	}
	var list []byte
	for i, t := range unknown {
		list = appendJSONTerm(list, i, t)
	}
	found := make([]int64, len(unknown))
	err := each(ctx, w, func(rows *sql.Rows) error {
		var i, n int64
		err := rows.Scan(&i, &n)
		if err == nil && i >= 0 && i < int64(len(found)) {
			found[i] = n
		}
		return err
	}, `SELECT j.key, t.n FROM json_each(?) j JOIN terms t ON t.kind = j.value ->> 0 AND t.word = j.value ->> 1`, string(append(list, ']')))
	if err != nil {
		return err
	}
	first := int64(0)
	list = list[:0]
	for i, t := range unknown {
		if found[i] == 0 {
			if found[i], err = w.next(ctx, "terms"); err != nil {
				return err
			}
			if first == 0 {
				first = found[i]
			}
			list = appendJSONTerm(list, int(found[i]-first), t)
		}
		if found[i] > math.MaxUint32 {
			return fmt.Errorf("%w: too many terms", ErrDamaged)
		}
		d.known[t] = uint32(found[i])
	}
	if len(list) == 0 {
		return nil
	}
	return w.exec(ctx, `INSERT INTO terms (n, kind, word) SELECT ? + key, value ->> 0, value ->> 1 FROM json_each(?)`, first, string(append(list, ']')))
}

// appendJSONTerm adds a term to a JSON array of pairs.
func appendJSONTerm(list []byte, i int, t term) []byte {
	if i == 0 {
		list = append(list, `[["`...)
	} else {
		list = append(list, `,["`...)
	}
	list = append(append(list, kindNames[t.kind]...), `","`...)
	for j := 0; j < len(t.word); j++ {
		switch c := t.word[j]; {
		case c == '"' || c == '\\':
			list = append(list, '\\', c)
		case c < 0x20:
			list = fmt.Appendf(list, `\u%04x`, c)
		default:
			list = append(list, c)
		}
	}
	return append(list, `"]`...)
}

// appendShelved writes a row: its shelf, number, columns, and its terms as differences.
func appendShelved(out []byte, s *shelved, numbers []uint32) []byte {
	out = append(out, byte(s.shelf))
	out = binary.AppendUvarint(out, uint64(s.n))
	out = appendColumns(out, s.shelf, s.key, &s.columns)
	out = binary.AppendUvarint(out, uint64(len(numbers)))
	last := uint32(0)
	for _, n := range numbers {
		out = binary.AppendUvarint(out, uint64(n-last))
		last = n
	}
	return out
}

// Sizes of columns: all of a shelf have the same, so that those of rows that are not wanted are passed over.
const (
	usualColumns = 16               // bytes: key, first, last, published
	eventColumns = usualColumns + 8 // and the confidence
)

// columnBytes is how many bytes the columns of a shelf take.
func (s shelf) columnBytes() int {
	if s == onEvents {
		return eventColumns
	}
	return usualColumns
}

// appendColumns writes columns.
func appendColumns(out []byte, s shelf, key uint32, c *columns) []byte {
	out = binary.LittleEndian.AppendUint32(out, key)
	out = binary.LittleEndian.AppendUint32(out, uint32(c.first))
	out = binary.LittleEndian.AppendUint32(out, uint32(c.last))
	out = binary.LittleEndian.AppendUint32(out, uint32(c.published))
	if s == onEvents {
		out = binary.LittleEndian.AppendUint64(out, math.Float64bits(c.confidence))
	}
	return out
}

// columnsIn reads what appendColumns wrote.
func columnsIn(data []byte, s shelf) (key uint32, c columns) {
	key = binary.LittleEndian.Uint32(data)
	c.first = int32(binary.LittleEndian.Uint32(data[4:]))
	c.last = int32(binary.LittleEndian.Uint32(data[8:]))
	c.published = int32(binary.LittleEndian.Uint32(data[12:]))
	if s == onEvents {
		c.confidence = math.Float64frombits(binary.LittleEndian.Uint64(data[16:]))
	}
	return key, c
}

// packed reads packed numbers; what is wrong with them is found out once, at the end.
type packed struct {
	data  []byte
	wrong bool
}

func (p *packed) uint() uint64 {
	if len(p.data) > 0 && p.data[0] < 0x80 {
		v := p.data[0]
		p.data = p.data[1:]
		return uint64(v)
	}
	v, n := binary.Uvarint(p.data)
	if n <= 0 {
		p.data, p.wrong = nil, true
		return 0
	}
	p.data = p.data[n:]
	return v
}

func (p *packed) int() int64 {
	v := p.uint()
	return int64(v>>1) ^ -int64(v&1)
}

func (p *packed) bytes(n int) []byte {
	if n < 0 || n > len(p.data) {
		p.data, p.wrong = nil, true
		return make([]byte, min(max(n, 0), eventColumns))
	}
	b := p.data[:n]
	p.data = p.data[n:]
	return b
}

// unpackedRow is a row of a shelf as it stands in the table unpacked.
type unpackedRow struct {
	shelf   shelf
	n       int64
	key     uint32
	columns columns
}

// eachShelved reads the rows in the body of an unpacked row. With is told every term of a row; its arguments are valid
// until it returns.
func eachShelved(body []byte, row func(r *unpackedRow), with func(r *unpackedRow, term uint32)) error {
	p := packed{data: body}
	for len(p.data) > 0 {
		r := unpackedRow{shelf: shelf(p.bytes(1)[0])}
		r.n = int64(p.uint())
		r.key, r.columns = columnsIn(p.bytes(r.shelf.columnBytes()), r.shelf)
		if p.wrong || r.shelf >= shelves {
			return fmt.Errorf("%w: unpacked terms", ErrDamaged)
		}
		row(&r)
		last := uint64(0)
		for count := p.uint(); count > 0 && !p.wrong; count-- {
			last += p.uint()
			with(&r, uint32(last))
		}
	}
	if p.wrong {
		return fmt.Errorf("%w: unpacked terms", ErrDamaged)
	}
	return nil
}

// posting is a term of a row.
type posting struct{ term, n uint32 }

// pack makes a segment of what is unpacked, and larger segments where there are enough of a level.
func (w *writer) pack(ctx context.Context) error {
	var postings []posting
	var rows [shelves][]unpackedRow
	bodies, err := w.blobs(ctx, `SELECT body FROM unpacked ORDER BY n`)
	if err != nil {
		return err
	}
	for _, body := range bodies {
		err := eachShelved(body, func(r *unpackedRow) { rows[r.shelf] = append(rows[r.shelf], *r) },
			func(r *unpackedRow, term uint32) { postings = append(postings, posting{term, uint32(r.n)}) })
		if err != nil {
			return err
		}
	}
	for s := range rows {
		if err := w.packDays(ctx, shelf(s), rows[s]); err != nil {
			return err
		}
	}
	segment, err := w.newSegment(ctx, 0)
	if err != nil {
		return err
	}
	b := builder{writer: w, segment: segment}
	sortPostings(postings)
	for len(postings) > 0 {
		end := 1
		for end < len(postings) && postings[end].term == postings[0].term {
			end++
		}
		if err := b.postings(ctx, postings[:end]); err != nil {
			return err
		}
		postings = postings[end:]
	}
	if err := b.flush(ctx); err != nil {
		return err
	}
	if err := w.exec(ctx, `DELETE FROM unpacked`); err != nil {
		return err
	}
	delete(w.numbers, "unpacked")
	return w.mergeSegments(ctx)
}

// sortPostings sorts by term; postings of one term stay in their order. It is a radix sort: there are hundreds of
// thousands of them.
func sortPostings(p []posting) {
	highest := uint32(0)
	for i := range p {
		highest = max(highest, p[i].term)
	}
	const bits = 11
	from, to := p, make([]posting, len(p))
	for shift := 0; shift == 0 || highest>>shift > 0; shift += bits {
		var count [1<<bits + 1]int
		for i := range from {
			count[from[i].term>>shift&(1<<bits-1)+1]++
		}
		for i := 1; i < len(count); i++ {
			count[i] += count[i-1]
		}
		for i := range from {
			digit := from[i].term >> shift & (1<<bits - 1)
			to[count[digit]] = from[i]
			count[digit]++
		}
		from, to = to, from
		if shift+bits >= 32 {
			break
		}
	}
	if len(p) > 0 && &from[0] != &p[0] {
		copy(p, from)
	}
}

// packDays writes the columns of rows.
func (w *writer) packDays(ctx context.Context, s shelf, rows []unpackedRow) error {
	slices.SortFunc(rows, func(a, b unpackedRow) int { return int(a.n - b.n) })
	for len(rows) > 0 {
		var body []byte
		end, last := 0, rows[0].n
		for ; end < len(rows) && len(body) < longestDays; end++ {
			body = binary.AppendUvarint(body, uint64(rows[end].n-last))
			last = rows[end].n
			body = appendColumns(body, s, rows[end].key, &rows[end].columns)
		}
		n, err := w.next(ctx, "days")
		if err != nil {
			return err
		}
		if err := w.exec(ctx, `INSERT INTO days (n, shelf, first, last, body) VALUES (?, ?, ?, ?, ?)`, n, int(s), rows[0].n, last, body); err != nil {
			return fmt.Errorf("insert days: %w", err)
		}
		rows = rows[end:]
	}
	return nil
}

// eachColumns reads what packDays wrote: the columns of the rows that are wanted.
func eachColumns(s shelf, first int64, body []byte, wanted rowSet, do func(r *unpackedRow)) error {
	size := s.columnBytes()
	r := unpackedRow{shelf: s, n: first}
	for len(body) > 0 {
		if body[0] < 0x80 {
			r.n += int64(body[0])
			body = body[1:]
		} else {
			step, n := binary.Uvarint(body)
			if n <= 0 {
				return fmt.Errorf("%w: packed days", ErrDamaged)
			}
			r.n += int64(step)
			body = body[n:]
		}
		if len(body) < size {
			return fmt.Errorf("%w: packed days", ErrDamaged)
		}
		if wanted.has(r.n) {
			r.key, r.columns = columnsIn(body, s)
			do(&r)
		}
		body = body[size:]
	}
	return nil
}

func (w *writer) newSegment(ctx context.Context, level int) (int64, error) {
	n, err := w.next(ctx, "segments")
	if err != nil {
		return 0, err
	}
	return n, w.exec(ctx, `INSERT INTO segments (n, level) VALUES (?, ?)`, n, level)
}

// blobs reads all rows of a query of one blob.
func (w *writer) blobs(ctx context.Context, query string, args ...any) (out [][]byte, err error) {
	err = each(ctx, w, func(rows *sql.Rows) error {
		var b []byte
		err := rows.Scan(&b)
		out = append(out, b)
		return err
	}, query, args...)
	return out, err
}

// numbersOf reads all rows of a query of one number.
func numbersOf(ctx context.Context, s source, query string, args ...any) (out []int64, err error) {
	err = each(ctx, s, func(rows *sql.Rows) error {
		var n int64
		err := rows.Scan(&n)
		out = append(out, n)
		return err
	}, query, args...)
	return out, err
}
