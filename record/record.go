package record

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"time"
)

// Record is an open record. It is safe for any number of goroutines.
type Record struct {
	path    string
	options Options
	pool    *pool

	lock       chan struct{} // held by whoever uses what follows
	writers    *sql.DB
	connection *sql.Conn // the one that writes
	statements map[string]*sql.Stmt
	dictionary dictionary // of terms
}

// Path is where the record is.
func (r *Record) Path() string { return r.path }

// Size is how many bytes the record takes, its log included.
func (r *Record) Size() (int64, error) {
	info, err := os.Stat(r.path)
	if err != nil {
		return 0, fmt.Errorf("the size of the record: %w", err)
	}
	size := info.Size()
	if log, err := os.Stat(r.path + "-wal"); err == nil {
		size += log.Size()
	}
	return size, nil
}

// View is the record as known at one change. It is safe for any number of goroutines, but for one that an [Amendment]
// gives. The zero View is of no record.
type View struct {
	record *Record
	source source
	change int64
}

// Change is the number of the last change that the view knows; 0 for the empty record.
func (v View) Change() int64 { return v.change }

// Record is the record that the view is of.
func (v View) Record() *Record { return v.record }

// Now is the record as it stands.
func (r *Record) Now(ctx context.Context) (View, error) {
	v := View{record: r, source: r.pool}
	err := v.source.row(ctx, `SELECT coalesce(max(n), 0) FROM changes`).Scan(&v.change)
	if err != nil {
		return View{}, fmt.Errorf("the record as it stands: %w", err)
	}
	return v, nil
}

// AsOf is the record as it was known at a time, the changes of that very moment included.
func (r *Record) AsOf(ctx context.Context, t time.Time) (View, error) {
	v := View{record: r, source: r.pool}
	at := t.UTC().Truncate(time.Millisecond).Format(timeFormat)
	err := v.source.row(ctx, `SELECT n FROM changes WHERE at <= ? ORDER BY n DESC LIMIT 1`, at).Scan(&v.change)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return View{}, fmt.Errorf("the record as of %s: %w", at, err)
	}
	return v, nil
}

// At is the record as known at a change: right after it.
func (r *Record) At(ctx context.Context, change int64) (View, error) {
	now, err := r.Now(ctx)
	if err != nil {
		return View{}, err
	}
	if change < 0 || change > now.change {
		return View{}, fmt.Errorf("change %d: %w: the last is %d", change, ErrNotFound, now.change)
	}
	now.change = change
	return now, nil
}

// ParseAsOf reads the time of an as-of: a day, which means its end in UTC, or a full time of RFC 3339.
func ParseAsOf(s string) (time.Time, error) {
	if day, err := time.Parse(time.DateOnly, s); err == nil {
		return day.AddDate(0, 0, 1).Add(-time.Millisecond), nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is neither a day (2021-06-10) nor a time (2021-06-10T14:05:00Z)", s)
	}
	return t, nil
}
