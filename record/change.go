package record

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	sqlite3 "modernc.org/sqlite/lib"

	"chancery/reading"
)

// Machine is the author of what chancery does of itself. What bears another author was decided by somebody and is
// never undone by chancery.
const Machine = "chancery"

// timeFormat is how times stand in the record: RFC 3339 with milliseconds, in UTC, so that their order is that of the words.
const timeFormat = "2006-01-02T15:04:05.000Z"

// write makes a change: one transaction, in which do writes. When do writes nothing no change is made. It waits for
// other goroutines and other processes that write.
func (r *Record) write(ctx context.Context, author, kind, reason string, do func(context.Context, *writer) error) (Change, error) {
	if r.options.ReadOnly {
		return Change{}, ErrReadOnly
	}
	select {
	case r.lock <- struct{}{}:
	case <-ctx.Done():
		return Change{}, ctx.Err()
	}
	defer func() { <-r.lock }()
	if r.connection == nil {
		return Change{}, fmt.Errorf("the record is closed: %w", sql.ErrConnDone)
	}
	if err := r.begin(ctx); err != nil {
		return Change{}, err
	}
	ended := false
	defer func() {
		if !ended { // do broke down: without this nobody could write afterwards
			_ = r.rollback(ctx)
			r.dictionary.forget()
		}
	}()
	w := &writer{
		conn: r.connection, statements: r.statements, numbers: map[string]int64{}, versions: map[reading.Versions]int64{},
		author: author, kind: kind, reason: reason, dictionary: &r.dictionary,
	}
	err := w.start(ctx, r.options.Now())
	if err == nil {
		err = do(ctx, w)
	}
	if err == nil {
		err = w.shelve(ctx)
	}
	if err == nil {
		err = w.storeGlances(ctx)
	}
	if err == nil {
		err = ctx.Err()
	}
	if err == nil && (w.opened || w.derived) {
		err = r.commit(ctx)
	} else {
		err = errors.Join(err, r.rollback(ctx))
		r.dictionary.forget()
	}
	ended = true
	if err != nil {
		r.dictionary.forget()
		return Change{}, err
	}
	r.dictionary.keep()
	if !w.opened {
		return Change{}, nil
	}
	return Change{Number: w.change, At: w.at, Author: author, Kind: kind, Reason: reason}, nil
}

// commit ends a transaction that is to be stored. It is not interrupted: it is short, and half an end is none.
func (r *Record) commit(ctx context.Context) error {
	if _, err := r.connection.ExecContext(context.WithoutCancel(ctx), `COMMIT`); err != nil {
		// On a full disk the transaction may still be open.
		return errors.Join(fmt.Errorf("store the change: %w", err), r.rollback(ctx))
	}
	return nil
}

// rollback ends a transaction of which nothing is to be stored.
func (r *Record) rollback(ctx context.Context) error {
	_, err := r.connection.ExecContext(context.WithoutCancel(ctx), `ROLLBACK`)
	if err != nil && !isCode(err, sqlite3.SQLITE_ERROR) { // that SQLite has rolled back itself, on a full disk, is no fault
		return fmt.Errorf("take the change back: %w", err)
	}
	return nil
}

// begin takes the right to write, and waits for other processes as long as it takes, within reason.
func (r *Record) begin(ctx context.Context) error {
	start := time.Now() // how long to wait is no part of what is stored
	for {
		_, err := r.connection.ExecContext(ctx, `BEGIN IMMEDIATE`)
		switch {
		case err == nil:
			return nil
		case !isCode(err, sqlite3.SQLITE_BUSY) || ctx.Err() != nil:
			return fmt.Errorf("begin a change: %w", err)
		case time.Since(start) > patience:
			return fmt.Errorf("begin a change: another process has been writing to the record for %s: %w", patience, err)
		}
	}
}

// start gives the change its number and time. Times never go back, whatever the clock does.
func (w *writer) start(ctx context.Context, now time.Time) error {
	var last sql.NullInt64
	var at sql.NullString
	err := w.row(ctx, `SELECT n, at FROM changes ORDER BY n DESC LIMIT 1`).Scan(&last, &at)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("the last change: %w", err)
	}
	w.change, w.at = last.Int64+1, now.UTC().Truncate(time.Millisecond)
	if at.Valid {
		before, err := parseTime(at.String)
		if err != nil {
			return err
		}
		if w.at.Before(before) {
			w.at = before
		}
	}
	return nil
}

// open writes the row of the change. Whoever is about to write calls it first; all but the first call do nothing.
func (w *writer) open(ctx context.Context) error {
	if w.opened {
		return nil
	}
	w.opened = true
	return w.exec(ctx, `INSERT INTO changes (n, at, author, kind, reason) VALUES (?, ?, ?, ?, ?)`,
		w.change, w.at.Format(timeFormat), w.author, w.kind, w.reason)
}

func parseTime(s string) (time.Time, error) {
	t, err := time.Parse(timeFormat, s)
	if err != nil {
		return time.Time{}, fmt.Errorf("a time of the record: %w", err)
	}
	return t, nil
}
