package record

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"chancery/event"
	"chancery/reading"
	"chancery/report"
	"chancery/when"
)

// writer is one transaction of the record: the change that it makes, and the statements it makes it with.
//
// Everything that writes does so through a writer and marks its rows with w.change: since when a row is opened, until
// when one is closed (w.close). Within the transaction what was written before is seen by later queries. An error that
// a hook gives ends the transaction and nothing of it is stored.
//
// A query is prepared once a connection and kept, so that the same text must be given each time: constant queries with
// ? for what varies, never values put into the text. Rows must be closed before the next statement is run, as there is
// one connection: read them whole, then write.
//
//	w.exec(ctx, `INSERT INTO blocks (key, event) VALUES (?, ?)`, key, event.n)
//	err := w.row(ctx, `SELECT occurrence FROM members WHERE event = ? AND until IS NULL`, id).Scan(&occurrence)
//	rows, err := w.rows(ctx, `SELECT event FROM blocks WHERE key = ?`, key)
//
// Keys of new rows are given by w.next("members"), which costs nothing after its first call in a transaction.
type writer struct {
	conn       *sql.Conn
	statements map[string]*sql.Stmt // by their text; they live as long as the connection
	numbers    map[string]int64     // the last key given, by table
	versions   map[reading.Versions]int64

	change  int64     // the number of the change
	at      time.Time // its time
	author  string    // its author
	kind    string    // add, watch, review, reread, import
	reason  string
	derived bool            // something was written that follows from what is stored: it is to be kept, but it is no change
	opened  bool            // the row of the change is written: it is only once there is something to change
	joined  int             // events that joined an occurrence which was there: join adds to it, Add tells it
	texts   []text          // whose words are to be indexed at the end of the transaction
	joining joining         // what joining remembers of candidates, in join.go
	glances glancing        // what the change did, in glance.go
	fresh   map[string]bool // events that the change opened

	dictionary *dictionary // numbers of terms, in terms_pack.go
	shelved    []shelved   // what was indexed and is not written yet
	shelfEnds  []int       // where in shelved the rows of the index end
}

// storedReport is a report that the transaction has stored.
type storedReport struct {
	n      int64          // reports.n
	report *report.Report // as given, with Raw
	day    when.Day       // the first possible day of its publication
	copies preparedCopies // what [Prepare] found, in copies.go
	copied int            // how many copies were found
}

// storedEvent is an event that the transaction has stored, changed or closed.
type storedEvent struct {
	n        int64 // events.n of the row that stands now; 0 when gone
	previous int64 // events.n of the row that stood before, which is closed; 0 for a new event
	event    *event.Event
	report   *storedReport // n, report and day are set; of an event that is gone or corrected, too
	byHand   string        // events.by_hand
	verdict  string        // events.verdict: "", "accepted", "rejected"
	// gone is set when the event does not stand any more: its report was revised, or a rereading does not find it. event
	// is what it was.
	gone  bool
	join  preparedJoin  // what [Prepare] found, in join.go
	terms preparedTerms // what [Prepare] found, in terms.go
}

// prepare gives the cached statement of a query.
func (w *writer) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	if s := w.statements[query]; s != nil {
		return s, nil
	}
	s, err := w.conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("prepare %s: %w", query, err)
	}
	w.statements[query] = s
	return s, nil
}

// exec runs a statement that gives no rows.
func (w *writer) exec(ctx context.Context, query string, args ...any) error {
	s, err := w.prepare(ctx, query)
	if err != nil {
		return err
	}
	// Between statements, not within one, is where a transaction ends: watching the context of every statement costs as
	// much as a small statement.
	_, err = s.ExecContext(context.WithoutCancel(ctx), args...)
	return err
}

// row runs a query of one row; Scan gives sql.ErrNoRows when there is none.
func (w *writer) row(ctx context.Context, query string, args ...any) scanner {
	s, err := w.prepare(ctx, query)
	if err != nil {
		return failedRow{err}
	}
	return s.QueryRowContext(context.WithoutCancel(ctx), args...)
}

// rows runs a query.
func (w *writer) rows(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := w.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(context.WithoutCancel(ctx), args...)
}

// next gives the key of a new row of a table whose key is n.
func (w *writer) next(ctx context.Context, table string) (int64, error) {
	n, ok := w.numbers[table]
	if !ok {
		err := w.row(ctx, `SELECT coalesce(max(n), 0) FROM `+table).Scan(&n)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return 0, fmt.Errorf("the last row of %s: %w", table, err)
		}
	}
	n++
	w.numbers[table] = n
	return n, nil
}

// close gives the row n of a table its until.
func (w *writer) close(ctx context.Context, table string, n int64) error {
	switch table {
	case "events":
		w.glances.close(n)
	case "reports":
		w.glances.ClosedReports = append(w.glances.ClosedReports, n)
	}
	return w.exec(ctx, `UPDATE `+table+` SET until = ? WHERE n = ?`, w.change, n)
}
