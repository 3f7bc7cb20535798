package record

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Remembered is something that a part of chancery keeps in the record for its own use, such as when a feed is due. It
// is no fact: it belongs to no change, views do not know of it, and keeping it anew replaces it.
type Remembered struct {
	Kind, Owner, Name string // what it is found by
	Body              []byte // JSON
}

// Remember keeps things, all in one transaction or none of them.
func (r *Record) Remember(ctx context.Context, things ...Remembered) error {
	return r.remember(ctx, func(ctx context.Context, w *writer) error {
		for _, t := range things {
			err := w.exec(ctx, `INSERT INTO remembered (kind, owner, name, body) VALUES (?, ?, ?, ?)
				ON CONFLICT (kind, owner, name) DO UPDATE SET body = excluded.body`, t.Kind, t.Owner, t.Name, string(t.Body))
			if err != nil {
				return fmt.Errorf("remember %s %s: %w", t.Kind, t.Name, err)
			}
		}
		return nil
	})
}

// Forget removes the things of one kind and owner that have these names.
func (r *Record) Forget(ctx context.Context, kind, owner string, names []string) error {
	return r.remember(ctx, func(ctx context.Context, w *writer) error {
		for _, name := range names {
			if err := w.exec(ctx, `DELETE FROM remembered WHERE kind = ? AND owner = ? AND name = ?`, kind, owner, name); err != nil {
				return fmt.Errorf("forget %s %s: %w", kind, name, err)
			}
		}
		return nil
	})
}

// Recall gives one thing; ErrNotFound when there is none.
func (r *Record) Recall(ctx context.Context, kind, owner, name string) (Remembered, error) {
	out := Remembered{Kind: kind, Owner: owner, Name: name}
	err := r.pool.row(ctx, `SELECT body FROM remembered WHERE kind = ? AND owner = ? AND name = ?`, kind, owner, name).Scan(&out.Body)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	if err != nil {
		return Remembered{}, fmt.Errorf("recall %s %s: %w", kind, name, err)
	}
	return out, nil
}

// RecallAll gives all things of one kind and owner, ordered by name.
func (r *Record) RecallAll(ctx context.Context, kind, owner string) ([]Remembered, error) {
	var all []Remembered
	err := each(ctx, r.pool, func(rows *sql.Rows) error {
		t := Remembered{Kind: kind, Owner: owner}
		if err := rows.Scan(&t.Name, &t.Body); err != nil {
			return err
		}
		all = append(all, t)
		return nil
	}, `SELECT name, body FROM remembered WHERE kind = ? AND owner = ? ORDER BY name`, kind, owner)
	if err != nil {
		return nil, fmt.Errorf("recall every %s of %s: %w", kind, owner, err)
	}
	return all, nil
}

// remember runs do in a transaction that makes no change of the record.
func (r *Record) remember(ctx context.Context, do func(context.Context, *writer) error) (err error) {
	if r.options.ReadOnly {
		return ErrReadOnly
	}
	select {
	case r.lock <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-r.lock }()
	if r.connection == nil {
		return fmt.Errorf("the record is closed: %w", sql.ErrConnDone)
	}
	if err := r.begin(ctx); err != nil {
		return err
	}
	ended := false
	defer func() {
		if !ended { // do broke down: without this nobody could write afterwards
			_ = r.rollback(ctx)
		}
	}()
	err = do(ctx, &writer{conn: r.connection, statements: r.statements})
	ended = true
	end := `COMMIT`
	if err != nil {
		end = `ROLLBACK`
	}
	// As in write: the end is not interrupted.
	if _, endErr := r.connection.ExecContext(context.WithoutCancel(ctx), end); endErr != nil {
		_, _ = r.connection.ExecContext(context.WithoutCancel(ctx), `ROLLBACK`)
		return errors.Join(err, fmt.Errorf("remember: %w", endErr))
	}
	return err
}
