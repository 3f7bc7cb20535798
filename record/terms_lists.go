package record

import (
	"context"
	"encoding/binary"
	"fmt"
)

// list is the numbers of rows that have a term, or a part of them: the first, the last, and the differences between
// them. Lists of one term need not be in order; each is.
type list struct {
	term        uint32
	first, last uint64
	differences []byte
}

// appendList writes a list behind one of another term, or of the same.
func appendList(out []byte, before uint32, l *list) []byte {
	out = binary.AppendUvarint(out, uint64(l.term-before))
	out = binary.AppendUvarint(out, l.first)
	out = binary.AppendUvarint(out, l.last-l.first)
	out = binary.AppendUvarint(out, uint64(len(l.differences)))
	return append(out, l.differences...)
}

// list reads what appendList wrote.
func (p *packed) list(before uint32) list {
	l := list{term: before + uint32(p.uint()), first: p.uint()}
	l.last = l.first + p.uint()
	l.differences = p.bytes(int(min(p.uint(), 1<<31)))
	return l
}

// builder writes the lists of a segment, in the order of terms.
type builder struct {
	*writer
	segment int64
	body    []byte // of the row that is being filled
	begins  uint32 // its first term
	before  uint32 // its last term
	open    list   // that may still grow
	filled  bool   // open is one
}

// postings adds the rows of one term.
func (b *builder) postings(ctx context.Context, p []posting) error {
	l := list{term: p[0].term, first: uint64(p[0].n), last: uint64(p[0].n)}
	for _, x := range p[1:] {
		n := uint64(x.n)
		if n == l.last {
			continue
		}
		if n < l.last || len(l.differences) > longestList {
			if err := b.add(ctx, &l); err != nil {
				return err
			}
			l = list{term: l.term, first: n, last: n}
			continue
		}
		l.differences = binary.AppendUvarint(l.differences, n-l.last)
		l.last = n
	}
	return b.add(ctx, &l)
}

// add adds a list: it grows the last one where it can.
func (b *builder) add(ctx context.Context, l *list) error {
	if b.filled && b.open.term == l.term && b.open.last < l.first && len(b.open.differences)+len(l.differences) < longestList {
		b.open.differences = binary.AppendUvarint(b.open.differences, l.first-b.open.last)
		b.open.differences = append(b.open.differences, l.differences...)
		b.open.last = l.last
		return nil
	}
	if err := b.put(ctx); err != nil {
		return err
	}
	b.open.term, b.open.first, b.open.last, b.filled = l.term, l.first, l.last, true
	b.open.differences = append(b.open.differences[:0], l.differences...)
	return nil
}

// put writes the open list into the row, which is written out first when it is full.
func (b *builder) put(ctx context.Context) error {
	if !b.filled {
		return nil
	}
	if len(b.body) > 0 && len(b.body)+len(b.open.differences) > longestList {
		if err := b.write(ctx); err != nil {
			return err
		}
	}
	if len(b.body) == 0 {
		b.begins, b.before = b.open.term, b.open.term
	}
	b.body = appendList(b.body, b.before, &b.open)
	b.before, b.filled = b.open.term, false
	return nil
}

func (b *builder) write(ctx context.Context) error {
	if len(b.body) == 0 {
		return nil
	}
	n, err := b.next(ctx, "lists")
	if err != nil {
		return err
	}
	if err := b.exec(ctx, `INSERT INTO lists (n, segment, term, body) VALUES (?, ?, ?, ?)`, n, b.segment, b.begins, b.body); err != nil {
		return fmt.Errorf("insert lists: %w", err)
	}
	b.body = b.body[:0]
	return nil
}

// flush writes all that is left.
func (b *builder) flush(ctx context.Context) error {
	if err := b.put(ctx); err != nil {
		return err
	}
	return b.write(ctx)
}

// mergeSegments makes one segment of those of a level when there are enough of them, on every level.
func (w *writer) mergeSegments(ctx context.Context) error {
	for level := 0; ; level++ {
		segments, err := numbersOf(ctx, w, `SELECT n FROM segments WHERE level = ? ORDER BY n`, level)
		if err != nil {
			return err
		}
		if len(segments) < fanOut {
			return nil
		}
		if err := w.merge(ctx, segments, level+1); err != nil {
			return fmt.Errorf("merge the index: %w", err)
		}
	}
}

// merge makes one segment of several. Lists of a term are put one after the other without being unpacked.
func (w *writer) merge(ctx context.Context, segments []int64, level int) error {
	into, err := w.newSegment(ctx, level)
	if err != nil {
		return err
	}
	cursors := make([]cursor, len(segments))
	for i, s := range segments {
		c := &cursors[i]
		c.writer = w
		if c.rows, err = numbersOf(ctx, w, `SELECT n FROM lists WHERE segment = ? ORDER BY n`, s); err != nil {
			return err
		}
		if err := c.next(ctx); err != nil {
			return err
		}
	}
	b := builder{writer: w, segment: into}
	for {
		lowest := -1
		for i := range cursors {
			if !cursors[i].done && (lowest < 0 || cursors[i].list.term < cursors[lowest].list.term) {
				lowest = i
			}
		}
		if lowest < 0 {
			break
		}
		// Segments are older the earlier they stand: a term's lists come in their order.
		term := cursors[lowest].list.term
		for i := lowest; i < len(cursors); i++ {
			c := &cursors[i]
			for !c.done && c.list.term == term {
				if err := b.add(ctx, &c.list); err != nil {
					return err
				}
				if err := c.next(ctx); err != nil {
					return err
				}
			}
		}
	}
	if err := b.flush(ctx); err != nil {
		return err
	}
	for _, s := range segments {
		if err := w.exec(ctx, `DELETE FROM lists WHERE segment = ?`, s); err != nil {
			return err
		}
		if err := w.exec(ctx, `DELETE FROM segments WHERE n = ?`, s); err != nil {
			return err
		}
	}
	return nil
}

// cursor reads the lists of a segment one by one.
type cursor struct {
	*writer
	rows   []int64 // that are to be read
	packed packed
	before uint32
	list   list
	done   bool
}

func (c *cursor) next(ctx context.Context) error {
	if len(c.packed.data) == 0 {
		if len(c.rows) == 0 {
			c.done = true
			return nil
		}
		var body []byte
		if err := c.row(ctx, `SELECT term, body FROM lists WHERE n = ?`, c.rows[0]).Scan(&c.before, &body); err != nil {
			return err
		}
		c.rows, c.packed.data = c.rows[1:], body
	}
	c.list = c.packed.list(c.before)
	c.before = c.list.term
	if c.packed.wrong {
		return fmt.Errorf("%w: packed terms", ErrDamaged)
	}
	return nil
}
