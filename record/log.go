package record

import (
	"context"
	"database/sql"
	"fmt"
)

// touched is where a change may have touched the thing with the identity ?1: each query gives numbers of changes.
const touched = `
	SELECT since FROM reports WHERE id = ?1 UNION SELECT until FROM reports WHERE id = ?1
	UNION SELECT r.since FROM readings r JOIN reports p ON p.n = r.report WHERE p.id = ?1
	UNION SELECT e.since FROM events e JOIN reports p ON p.n = e.report WHERE p.id = ?1
	UNION SELECT e.until FROM events e JOIN reports p ON p.n = e.report WHERE p.id = ?1
	UNION SELECT since FROM quotations WHERE id = ?1 UNION SELECT until FROM quotations WHERE id = ?1
	UNION SELECT since FROM events WHERE id = ?1 UNION SELECT until FROM events WHERE id = ?1
	UNION SELECT since FROM members WHERE event = ?1 UNION SELECT until FROM members WHERE event = ?1
	UNION SELECT since FROM members WHERE occurrence = ?1 UNION SELECT until FROM members WHERE occurrence = ?1
	UNION SELECT since FROM links WHERE a = ?1 UNION SELECT until FROM links WHERE a = ?1
	UNION SELECT since FROM links WHERE b = ?1 UNION SELECT until FROM links WHERE b = ?1
	UNION SELECT since FROM ledger WHERE id = ?1 UNION SELECT until FROM ledger WHERE id = ?1
	UNION SELECT change FROM reviews WHERE target = ?1`

// Log gives the changes that touched the thing with this identity, the oldest first; with "" all changes. ErrNotFound
// when none did.
func (v View) Log(ctx context.Context, id string) ([]Change, error) {
	query, args := `SELECT n, at, author, kind, reason FROM changes WHERE n <= ?1 ORDER BY n`, []any{v.change}
	if id != "" {
		query = `SELECT n, at, author, kind, reason FROM changes WHERE n <= ?2 AND n IN (` + touched + `) ORDER BY n`
		args = []any{id, v.change}
	}
	var out []Change
	err := each(ctx, v.source, func(rows *sql.Rows) error {
		var c Change
		if err := scanChange(rows, &c); err != nil {
			return err
		}
		out = append(out, c)
		return nil
	}, query, args...)
	if err != nil {
		return nil, fmt.Errorf("the log of %s: %w", id, err)
	}
	if id != "" && len(out) == 0 {
		return nil, fmt.Errorf("%s: %w", id, ErrNotFound)
	}
	return out, nil
}

// LastChange is the last change that the view knows; the zero one for the empty record.
func (v View) LastChange(ctx context.Context) (Change, error) {
	var c Change
	err := each(ctx, v.source, func(rows *sql.Rows) error { return scanChange(rows, &c) },
		`SELECT n, at, author, kind, reason FROM changes WHERE n = ?1`, v.change)
	if err != nil {
		return Change{}, fmt.Errorf("the last change: %w", err)
	}
	return c, nil
}

// OnlyAdded tells whether all that was done since a change, up to the view, is that reports came in: nobody decided
// anything, and nothing was read again.
func (v View) OnlyAdded(ctx context.Context, since int64) (bool, error) {
	var other bool
	err := v.source.row(ctx, `SELECT EXISTS (SELECT 1 FROM changes WHERE n > ? AND n <= ? AND kind NOT IN ('add', 'watch'))`, since, v.change).Scan(&other)
	if err != nil {
		return false, fmt.Errorf("what was done since change %d: %w", since, err)
	}
	return !other, nil
}
