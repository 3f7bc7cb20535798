package record

import (
	"context"
	"database/sql"
	"fmt"

	"chancery/reading"
	"chancery/report"
)

// Check looks the whole record through and gives what is wrong, a line each, none when all is well: whether the file is
// whole (SQLite's own checks), whether every row refers to rows that are there, whether rows of one thing overlap in
// time, whether the glances tell of every event, whether every report, quotation and event can be read, and whether every span says what its text says.
func (r *Record) Check(ctx context.Context) ([]string, error) {
	c := checker{record: r, source: r.pool}
	for _, check := range [...]func(context.Context) error{c.file, c.references, c.intervals, c.memberships, c.glances, c.bodies} {
		if err := check(ctx); err != nil {
			return nil, fmt.Errorf("check the record: %w", err)
		}
	}
	return c.problems, nil
}

type checker struct {
	record   *Record
	source   source
	problems []string
}

func (c *checker) problem(format string, args ...any) {
	c.problems = append(c.problems, fmt.Sprintf(format, args...))
}

// file has SQLite check its pages and indices.
func (c *checker) file(ctx context.Context) error {
	return each(ctx, c.source, func(rows *sql.Rows) error {
		var line string
		if err := rows.Scan(&line); err != nil {
			return err
		}
		if line != "ok" {
			c.problem("the file: %s", line)
		}
		return nil
	}, `PRAGMA integrity_check`)
}

func (c *checker) references(ctx context.Context) error {
	return each(ctx, c.source, func(rows *sql.Rows) error {
		var table, parent string
		var row, constraint sql.NullInt64
		if err := rows.Scan(&table, &row, &parent, &constraint); err != nil {
			return err
		}
		c.problem("%s, row %d, refers to a row of %s that is missing", table, row.Int64, parent)
		return nil
	}, `PRAGMA foreign_key_check`)
}

// once are the tables in which no two rows of one thing may stand at the same time, with what identifies it.
var once = []struct{ table, identity string }{
	{"reports", "id"}, {"readings", "report"}, {"quotations", "id"}, {"events", "id"}, {"members", "event"}, {"links", "a || ' ' || b"}, {"ledger", "id"},
}

// intervals makes sure that the rows of one thing follow each other.
func (c *checker) intervals(ctx context.Context) error {
	for _, t := range once {
		err := each(ctx, c.source, func(rows *sql.Rows) error {
			var id string
			if err := rows.Scan(&id); err != nil {
				return err
			}
			c.problem("%s: two rows of %s stand at the same time", t.table, id)
			return nil
		}, `SELECT id FROM (SELECT `+t.identity+` AS id, since, lag(coalesce(until, 9223372036854775807)) OVER (PARTITION BY `+t.identity+` ORDER BY since, n) AS before
			FROM `+t.table+`) WHERE since < before`)
		if err != nil {
			return fmt.Errorf("%s: %w", t.table, err)
		}
	}
	return nil
}

// memberships makes sure that what stands belongs together: events to reports that stand, and to one occurrence each.
func (c *checker) memberships(ctx context.Context) error {
	for _, q := range [...]struct{ what, query string }{
		{"event %s stands and its report does not", `SELECT e.id FROM events e JOIN reports r ON r.n = e.report WHERE e.until IS NULL AND r.until IS NOT NULL`},
		{"event %s belongs to no occurrence", `SELECT e.id FROM events e WHERE e.until IS NULL AND NOT EXISTS (SELECT 1 FROM members m WHERE m.event = e.id AND m.until IS NULL)`},
		{"event %s does not stand and belongs to an occurrence", `SELECT m.event FROM members m WHERE m.until IS NULL AND NOT EXISTS (SELECT 1 FROM events e WHERE e.id = m.event AND e.until IS NULL)`},
		{"report %s stands without a reading", `SELECT r.id FROM reports r WHERE r.until IS NULL AND NOT EXISTS (SELECT 1 FROM readings g WHERE g.report = r.n AND g.until IS NULL)`},
	} {
		err := each(ctx, c.source, func(rows *sql.Rows) error {
			var id string
			if err := rows.Scan(&id); err != nil {
				return err
			}
			c.problem(q.what, id)
			return nil
		}, q.query)
		if err != nil {
			return err
		}
	}
	return nil
}

// glances makes sure that those that changes stored can be read and leave no event out.
func (c *checker) glances(ctx context.Context) error {
	v, err := c.record.Now(ctx)
	if err != nil {
		return err
	}
	if _, last, err := unglanced(ctx, c.source); err != nil || last > 0 {
		return err // they are made when they are asked for
	}
	opened, closed := 0, 0
	for g, err := range v.Glances(ctx, 0) {
		if err != nil {
			if ctx.Err() != nil {
				return err
			}
			c.problem("%v", err)
			return nil
		}
		opened += len(g.Opened)
		closed += len(g.Closed)
	}
	var stood, gone int
	err = c.source.row(ctx, `SELECT count(*), coalesce(sum(until <= ?1), 0) FROM events WHERE since <= ?1 AND (until IS NULL OR until > since)`, v.change).Scan(&stood, &gone)
	if err == nil && (opened != stood || closed != gone) {
		c.problem("the glances tell of %d events, of which %d were closed; there are %d, of which %d were closed", opened, closed, stood, gone)
	}
	return err
}

// bodies reads every report, with all its quotations and events, of all times.
func (c *checker) bodies(ctx context.Context) error {
	var numbers []int64
	err := each(ctx, c.source, func(rows *sql.Rows) error {
		var n int64
		err := rows.Scan(&n)
		numbers = append(numbers, n)
		return err
	}, `SELECT n FROM reports ORDER BY n`)
	if err != nil {
		return err
	}
	for _, n := range numbers {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := c.report(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

func (c *checker) report(ctx context.Context, n int64) error {
	rep, _, err := reportRow(ctx, c.source, n, true)
	if err != nil {
		c.problem("report number %d: %v", n, err)
		return ctx.Err()
	}
	if hash := report.Hash(rep.Text); hash != rep.SHA256 {
		c.problem("report %s: its text has the hash %s, not %s", rep.ID, hash, rep.SHA256)
	}
	for _, f := range rep.Furniture {
		if f.Start < 0 || f.End < f.Start || f.End > len(rep.Raw) {
			c.problem("report %s: furniture outside what came in: bytes %d to %d of %d", rep.ID, f.Start, f.End, len(rep.Raw))
		}
	}
	for _, q := range [...]struct {
		query  string
		decode func([]byte) (string, error)
	}{
		{`SELECT id, body FROM quotations WHERE report = ? ORDER BY n`, func(b []byte) (string, error) {
			_, id, err := reading.DecodeQuotation(b, rep.Text)
			return id, err
		}},
		{`SELECT id, body FROM events WHERE report = ? ORDER BY n`, func(b []byte) (string, error) {
			e, _, err := reading.DecodeEvent(b, rep.Text)
			return e.ID, err
		}},
	} {
		err := each(ctx, c.source, func(rows *sql.Rows) error {
			var id string
			var body []byte
			if err := rows.Scan(&id, &body); err != nil {
				return err
			}
			within, err := q.decode(body)
			switch {
			case err != nil:
				c.problem("report %s: %s: %v", rep.ID, id, err)
			case within != id:
				c.problem("report %s: the row of %s holds %s", rep.ID, id, within)
			}
			return nil
		}, q.query, n)
		if err != nil {
			return err
		}
	}
	return nil
}
