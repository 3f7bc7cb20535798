package record

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Failure is an item that was set aside.
type Failure struct {
	Source string // file and line, address or feed
	Reason string
	Since  Change
}

// failure is one that stands.
type failure struct {
	n      int64
	reason string
}

// openFailures gives the failures that stand, by source.
func (w *writer) openFailures(ctx context.Context) (map[string]failure, error) {
	out := map[string]failure{}
	err := each(ctx, w, func(rows *sql.Rows) error {
		var f failure
		var source string
		err := rows.Scan(&f.n, &source, &f.reason)
		out[failureKey(source, f.reason)] = f
		return err
	}, `SELECT n, source, reason FROM failures WHERE until IS NULL ORDER BY n`)
	if err != nil {
		return nil, fmt.Errorf("the failures that stand: %w", err)
	}
	return out, nil
}

// failureKey is what failures are told apart by: the source, or the reason when the source is not known.
func failureKey(source, reason string) string {
	if source == "" {
		return "\x00" + reason
	}
	return source
}

// setAside keeps an item that cannot be stored, with its reason. The same failure a second time changes nothing.
func (w *writer) setAside(ctx context.Context, item *Item, cause error, failures map[string]failure) (Stored, error) {
	out := Stored{Outcome: SetAside, Report: item.Reading.Report.ID, Err: cause}
	key := failureKey(item.Source, cause.Error())
	older, ok := failures[key]
	if ok && older.reason == cause.Error() {
		return out, nil
	}
	if err := w.open(ctx); err != nil {
		return out, err
	}
	if ok {
		if err := w.close(ctx, "failures", older.n); err != nil {
			return out, err
		}
	}
	n, err := w.next(ctx, "failures")
	if err != nil {
		return out, err
	}
	if err := w.exec(ctx, `INSERT INTO failures (n, source, reason, since) VALUES (?, ?, ?, ?)`, n, item.Source, cause.Error(), w.change); err != nil {
		return out, fmt.Errorf("keep the failure: %w", err)
	}
	failures[key] = failure{n, cause.Error()}
	return out, nil
}

// closeFailure is called when an item of a source could be added after all.
func (w *writer) closeFailure(ctx context.Context, source string, failures map[string]failure) error {
	f, ok := failures[source]
	if !ok {
		return nil
	}
	if err := w.open(ctx); err != nil {
		return err
	}
	delete(failures, source)
	return w.close(ctx, "failures", f.n)
}

// Failures gives what was set aside and could not be added since, in the order in which it was.
func (v View) Failures(ctx context.Context) ([]Failure, error) {
	var out []Failure
	err := each(ctx, v.source, func(rows *sql.Rows) error {
		var f Failure
		if err := scanChange(rows, &f.Since, &f.Source, &f.Reason); err != nil {
			return err
		}
		out = append(out, f)
		return nil
	}, `SELECT c.n, c.at, c.author, c.kind, c.reason, f.source, f.reason FROM failures f JOIN changes c ON c.n = f.since
		WHERE f.since <= ?1 AND (f.until IS NULL OR f.until > ?1) ORDER BY f.n`, v.change)
	if err != nil {
		return nil, fmt.Errorf("what was set aside: %w", err)
	}
	return out, nil
}

// scanChange scans the columns n, at, author, kind and reason of a change, then what stands behind them.
func scanChange(rows *sql.Rows, c *Change, more ...any) error {
	var at string
	if err := rows.Scan(append([]any{&c.Number, &at, &c.Author, &c.Kind, &c.Reason}, more...)...); err != nil {
		return err
	}
	var err error
	c.At, err = parseTime(at)
	return err
}

// changeTime is the time of a column that holds changes.at.
type changeTime struct{ at *time.Time }

// Scan implements sql.Scanner.
func (c changeTime) Scan(value any) error {
	s, ok := value.(string)
	if !ok {
		return fmt.Errorf("%w: a change has no time", ErrDamaged)
	}
	t, err := parseTime(s)
	*c.at = t
	return err
}
