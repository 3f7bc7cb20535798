package record

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
)

// source is what a view reads from: the pool of connections that only read, or a transaction of the writer.
type source interface {
	// row runs a query of one row; Scan gives sql.ErrNoRows when there is none.
	row(ctx context.Context, query string, args ...any) scanner
	// rows runs a query.
	rows(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// scanner is a row, or why there is none.
type scanner interface{ Scan(...any) error }

// pool is the connections that only read. It is safe for any number of goroutines. Statements are prepared once and
// kept, so that queries must be constant texts with ? for what varies; lists go in as one JSON array:
//
//	… WHERE id IN (SELECT value FROM json_each(?))
type pool struct {
	db         *sql.DB
	statements sync.Map // query → *sql.Stmt
	columns    columnCache
	snapshots  chan struct{} // as many as may be held at once
}

func (p *pool) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	if s, ok := p.statements.Load(query); ok {
		return s.(*sql.Stmt), nil
	}
	s, err := p.db.PrepareContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("prepare %s: %w", query, err)
	}
	if other, loaded := p.statements.LoadOrStore(query, s); loaded {
		_ = s.Close() // another goroutine was faster; this one was never used
		return other.(*sql.Stmt), nil
	}
	return s, nil
}

func (p *pool) row(ctx context.Context, query string, args ...any) scanner {
	s, err := p.prepare(ctx, query)
	if err != nil {
		return failedRow{err}
	}
	return s.QueryRowContext(ctx, args...)
}

func (p *pool) rows(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := p.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

// failedRow is the row of a query that could not be prepared.
type failedRow struct{ err error }

func (f failedRow) Scan(...any) error { return f.err }

// each runs a query and hands every row to scan; then the rows are closed.
func each(ctx context.Context, s source, scan func(*sql.Rows) error, query string, args ...any) error {
	rows, err := s.rows(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // Err, below, tells what went wrong
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
