package record

import (
	"context"
	"database/sql"
	"slices"
	"sync"
)

// columnsMost is how many bytes of columns a record that is open keeps in memory: those of two million events.
const columnsMost = 64 << 20

// columnCache keeps rows of the table days, which never change, for whoever asks more than once. A page of a query that
// finds much looks through most of them.
type columnCache struct {
	lock   sync.RWMutex
	asked  [shelves]bool
	bodies map[int64][]byte // by days.n
	bytes  int
}

// known gives what is kept of some rows, by their numbers, and tells whether what is missing may be kept.
func (c *columnCache) known(s shelf, numbers []int64) (bodies [][]byte, missing []int64, keep bool) {
	c.lock.Lock()
	keep = c.asked[s] && c.bytes < columnsMost
	c.asked[s] = true // a command that asks once has nothing of it
	c.lock.Unlock()
	c.lock.RLock()
	defer c.lock.RUnlock()
	bodies = make([][]byte, len(numbers))
	for i, n := range numbers {
		if bodies[i] = c.bodies[n]; bodies[i] == nil {
			missing = append(missing, n)
		}
	}
	return bodies, missing, keep
}

func (c *columnCache) add(bodies map[int64][]byte) {
	c.lock.Lock()
	defer c.lock.Unlock()
	if c.bodies == nil {
		c.bodies = map[int64][]byte{}
	}
	for n, body := range bodies {
		if c.bodies[n] == nil && c.bytes < columnsMost {
			c.bodies[n] = body
			c.bytes += len(body)
		}
	}
}

// daysPart is a row of the table days.
type daysPart struct{ n, first, last int64 }

// columns hands the columns of the rows that are wanted to take. Where no number is left out between the first row and the
// last, which its length tells, each row has its place, and what is not wanted is not looked at.
func (p *daysPart) columns(s shelf, body []byte, wanted rowSet, take func(*unpackedRow)) error {
	size := int64(s.columnBytes()) + 1 // and one for the step from the row before
	if p.last < p.first || int64(len(body)) != (p.last-p.first+1)*size {
		return eachColumns(s, p.first, body, wanted, take)
	}
	r := unpackedRow{shelf: s}
	wanted.eachFrom(p.first, p.last, func(n int64) {
		r.n = n
		at := (n - p.first) * size
		r.key, r.columns = columnsIn(body[at+1:at+size], s)
		take(&r)
	})
	return nil
}

// eachDays hands the columns of the rows that are wanted to take, from some rows of the table days.
func (f *finder) eachDays(ctx context.Context, parts []daysPart, wanted rowSet, take func(*unpackedRow)) error {
	s, pooled := f.source.(snapshot)
	if !pooled { // what a transaction has not stored yet is nobody else's
		return f.readDays(ctx, parts, func(p *daysPart, body []byte) error { return p.columns(f.shelf, body, wanted, take) })
	}
	numbers := make([]int64, len(parts))
	for i := range parts {
		numbers[i] = parts[i].n
	}
	bodies, missing, keep := s.columns.known(f.shelf, numbers)
	if len(missing) > 0 && !keep {
		return f.readDays(ctx, parts, func(p *daysPart, body []byte) error { return p.columns(f.shelf, body, wanted, take) })
	}
	if len(missing) > 0 {
		lacking := make([]daysPart, 0, len(missing))
		for i := range parts {
			if bodies[i] == nil {
				lacking = append(lacking, parts[i])
			}
		}
		read := make(map[int64][]byte, len(missing))
		err := f.readDays(ctx, lacking, func(p *daysPart, body []byte) error {
			read[p.n] = slices.Clone(body)
			return nil
		})
		if err != nil {
			return err
		}
		s.columns.add(read)
		for i := range parts {
			if bodies[i] == nil {
				bodies[i] = read[parts[i].n]
			}
		}
	}
	for i := range parts {
		if err := parts[i].columns(f.shelf, bodies[i], wanted, take); err != nil {
			return err
		}
	}
	return nil
}

// readDays reads rows of the table days in the order of their first row; body is valid until do returns.
func (f *finder) readDays(ctx context.Context, parts []daysPart, do func(p *daysPart, body []byte) error) error {
	if len(parts) == 0 {
		return nil
	}
	numbers := make([]int64, len(parts))
	for i := range parts {
		numbers[i] = parts[i].n
	}
	return each(ctx, f.source, func(rows *sql.Rows) error {
		var p daysPart
		var body sql.RawBytes
		if err := rows.Scan(&p.n, &p.first, &p.last, &body); err != nil {
			return err
		}
		return do(&p, body)
	}, `SELECT n, first, last, body FROM days WHERE n IN (SELECT value FROM json_each(?)) ORDER BY first`, jsonNumbers(numbers))
}
