package backup

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"

	sqlite3 "modernc.org/sqlite/lib"
)

// Kind says what databases are, and by which errors it is told that one is not so.
type Kind struct {
	ApplicationID int64
	Schema        int   // the newest version that is known
	Other         error // a database of something else, or none
	Newer         error // of a version that is not known yet
	Damaged       error // not whole
}

// Check reads the copy through: whether it is such a database, of a version that is known, and whole. The error is
// one of the kind's.
func (f *File) Check(ctx context.Context, progress Progress) error {
	return f.kind.Check(ctx, f.path, progress)
}

// Check does so with a database that nobody writes to.
func (k Kind) Check(ctx context.Context, path string, progress Progress) (err error) {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	size := info.Size()
	progress.tell(Checking, 0, size)
	db, err := Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := k.is(ctx, db); err != nil {
		return err
	}
	var page, pages int64
	if err := errors.Join(db.QueryRowContext(ctx, `PRAGMA page_size`).Scan(&page), db.QueryRowContext(ctx, `PRAGMA page_count`).Scan(&pages)); err != nil {
		return k.damaged(err)
	}
	if page*pages != size { // SQLite takes what is missing of the last page for zeros
		return fmt.Errorf("%w: it has %d bytes, and says of itself that it has %d", k.Damaged, size, page*pages)
	}
	if err := k.whole(ctx, db); err != nil {
		return err
	}
	progress.tell(Checking, size, size)
	return nil
}

// Open opens a database that nobody writes to and leaves nothing beside it.
func Open(path string) (*sql.DB, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	return sql.Open("sqlite", address(path, url.Values{"mode": {"ro"}, "immutable": {"1"}, "_pragma": {"cache_size(-16384)", "mmap_size(0)"}}))
}

// is says whether a database is of the kind.
func (k Kind) is(ctx context.Context, db *sql.DB) error {
	var id int64
	var version int
	err := errors.Join(db.QueryRowContext(ctx, `PRAGMA application_id`).Scan(&id), db.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version))
	switch {
	case isCode(err, sqlite3.SQLITE_NOTADB):
		return fmt.Errorf("%w: no database of SQLite", k.Other)
	case err != nil:
		return k.damaged(err)
	case id != k.ApplicationID:
		return fmt.Errorf("%w: a database of SQLite of something else", k.Other)
	case version > k.Schema:
		return fmt.Errorf("%w: its version is %d, this chancery knows up to %d: use a newer chancery", k.Newer, version, k.Schema)
	}
	return nil
}

// damaged wraps what SQLite says of a file that is not whole.
func (k Kind) damaged(err error) error {
	if isCode(err, sqlite3.SQLITE_CORRUPT) || isCode(err, sqlite3.SQLITE_NOTADB) || isCode(err, sqlite3.SQLITE_IOERR) {
		return fmt.Errorf("%w: %w", k.Damaged, err)
	}
	return err
}

const mostFaults = 3 // of a damaged file that are told

// whole has SQLite look at all pages. Of what its indices hold it looks at the order only; Record.Check does the rest.
func (k Kind) whole(ctx context.Context, db *sql.DB) (err error) {
	rows, err := db.QueryContext(ctx, fmt.Sprintf(`PRAGMA quick_check(%d)`, mostFaults))
	if err != nil {
		return k.damaged(err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var faults []error
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return k.damaged(err)
		}
		if line != "ok" {
			faults = append(faults, errors.New(line))
		}
	}
	if err := rows.Err(); err != nil {
		return k.damaged(err)
	}
	if len(faults) > 0 {
		return fmt.Errorf("%w: %w", k.Damaged, errors.Join(faults...))
	}
	return nil
}
