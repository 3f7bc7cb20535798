package record

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

//go:embed migrations/*.sql
var migrations embed.FS

// applicationID marks a file of SQLite as a record: "chan" in ASCII.
const applicationID = 0x6368616e

// What the file and its connections are set to; docs/formats/record.md gives the reasons, and Benchmark* the figures.
const (
	pageSize    = 8192             // bytes
	cacheSize   = 64 << 10         // KiB, of the connection that writes
	readerCache = 16 << 10         // KiB, of each that reads
	checkpoint  = 32 << 20         // bytes of the log after which it is written back
	busy        = 5 * time.Second  // how long SQLite waits before it says that another process writes
	busyChange  = time.Second / 4  // the same for changes, which ask again: so long nobody can interrupt it
	patience    = 10 * time.Minute // how long a change waits for other processes in all
	smallest    = 512              // bytes of a page of SQLite: what is shorter is none of its files
)

// DefaultPath is where the record is when nobody says: CHANCERY_RECORD, else record.db in the folder chancery of
// XDG_DATA_HOME, else in ~/.local/share/chancery.
func DefaultPath(getenv func(string) string) string {
	if path := getenv("CHANCERY_RECORD"); path != "" {
		return path
	}
	if data := getenv("XDG_DATA_HOME"); filepath.IsAbs(data) { // the standard has relative ones ignored
		return filepath.Join(data, "chancery", "record.db")
	}
	home := getenv("HOME")
	if home == "" {
		home, _ = os.UserHomeDir() // without any, the record is in the folder that one stands in
	}
	return filepath.Join(home, ".local", "share", "chancery", "record.db")
}

// SchemaVersion is the number of the newest migration: the version of records that this chancery makes.
func SchemaVersion() int {
	entries, err := fs.ReadDir(migrations, "migrations")
	if err != nil {
		return 0 // embedded: it is there
	}
	newest := 0
	for _, e := range entries {
		digits, _, _ := strings.Cut(e.Name(), "_")
		if n, err := strconv.Atoi(digits); err == nil {
			newest = max(newest, n)
		}
	}
	return newest
}

// Open opens the record at path, makes it when there is none, and brings one of an older version up to date. To be
// read only it must exist: fs.ErrNotExist. The error is ErrNotRecord for a file of something else, ErrNewer for the
// record of a newer chancery.
func Open(ctx context.Context, path string, o Options) (*Record, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Author == "" {
		o.Author = Machine
	}
	full, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open the record %s: %w", path, err)
	}
	r := &Record{path: full, options: o, lock: make(chan struct{}, 1)}
	if err := r.open(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open the record %s: %w", path, err), r.Close())
	}
	return r, nil
}

func (r *Record) open(ctx context.Context) error {
	if !r.options.ReadOnly {
		if err := os.MkdirAll(filepath.Dir(r.path), 0o755); err != nil {
			return err
		}
	}
	version, err := r.inspect(ctx)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !r.options.ReadOnly:
	case err != nil:
		return err
	}
	if version > SchemaVersion() {
		return fmt.Errorf("%w: its version is %d, this chancery knows up to %d: use a newer chancery", ErrNewer, version, SchemaVersion())
	}
	if !r.options.ReadOnly || version < SchemaVersion() {
		// What is to be read only is brought up to date, too: nobody can read what is not.
		if err := r.openWriter(ctx, version); err != nil {
			if r.options.ReadOnly {
				return fmt.Errorf("the record is of version %d and cannot be brought up to %d: %w", version, SchemaVersion(), err)
			}
			return err
		}
	}
	if r.options.ReadOnly {
		if err := r.closeWriter(); err != nil {
			return err
		}
	}
	return r.openPool(ctx)
}

// inspect tells a record from other files without changing anything, and gives its version, 0 when there is nothing. It
// leaves opening the file to SQLite: closing it here would take the locks away that SQLite may hold on it elsewhere in
// this process.
func (r *Record) inspect(ctx context.Context) (version int, err error) {
	info, err := os.Stat(r.path)
	switch {
	case err != nil:
		return 0, err
	case info.IsDir():
		return 0, fmt.Errorf("%w: it is a folder", ErrNotRecord)
	case info.Size() == 0:
		if r.options.ReadOnly {
			return 0, fmt.Errorf("%w: the file is empty", ErrNotRecord)
		}
		return 0, nil
	case info.Size() < smallest:
		return 0, fmt.Errorf("%w: no database of SQLite", ErrNotRecord)
	}
	db, err := r.connectReadOnly(ctx)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var id, tables int
	err = errors.Join(
		db.QueryRowContext(ctx, `PRAGMA application_id`).Scan(&id),
		db.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version),
		db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_master`).Scan(&tables),
	)
	switch {
	case err != nil && isCode(err, sqlite3.SQLITE_NOTADB):
		return 0, fmt.Errorf("%w: %w", ErrNotRecord, err)
	case err != nil:
		return 0, err
	case id != applicationID && (tables > 0 || r.options.ReadOnly):
		return 0, fmt.Errorf("%w: a database of SQLite of something else", ErrNotRecord)
	}
	return version, nil
}

// connectReadOnly opens the file for reading. In a folder that cannot be written to, SQLite cannot share its log with
// others; when no log is there, nobody writes, and the file can be read as it is.
func (r *Record) connectReadOnly(ctx context.Context) (*sql.DB, error) {
	settings := url.Values{"mode": {"ro"}, "_pragma": {pragma("busy_timeout", busy.Milliseconds()), pragma("query_only", 1), pragma("cache_size", -readerCache)}}
	db, err := r.connect(settings)
	if err != nil {
		return nil, err
	}
	var tables int
	err = db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_master`).Scan(&tables)
	if err == nil || !isCode(err, sqlite3.SQLITE_CANTOPEN) && !isCode(err, sqlite3.SQLITE_READONLY) {
		return db, nil // what else is wrong the first use will say
	}
	if log, statErr := os.Stat(r.path + "-wal"); statErr == nil && log.Size() > 0 {
		return nil, errors.Join(fmt.Errorf("the folder cannot be written to, and the log beside the record holds changes: %w", err), db.Close())
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	settings.Set("immutable", "1")
	return r.connect(settings)
}

func (r *Record) connect(settings url.Values) (*sql.DB, error) {
	address := url.URL{Scheme: "file", OmitHost: true, Path: r.path, RawQuery: settings.Encode()}
	return sql.Open("sqlite", address.String())
}

func pragma[T int | int64 | string](name string, value T) string {
	return fmt.Sprintf("%s(%v)", name, value)
}

func isCode(err error, code int) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == code
}

// openWriter opens the one connection that writes, and brings the record up to date.
func (r *Record) openWriter(ctx context.Context, version int) (err error) {
	// The driver sets _journal_mode after the rest: the size of pages is settled by the first that is written.
	r.writers, err = r.connect(url.Values{"_txlock": {"immediate"}, "_journal_mode": {"WAL"}, "_pragma": {
		pragma("busy_timeout", busy.Milliseconds()),
		pragma("page_size", pageSize),
		// FULL: the log is on the disk before a change counts as stored, so that a power cut takes nothing back.
		pragma("synchronous", "FULL"),
		pragma("foreign_keys", 1),
		pragma("cache_size", -cacheSize),
		pragma("wal_autocheckpoint", checkpoint/pageSize),
		// While a backup reads, the log grows; afterwards it gives its room back.
		pragma("journal_size_limit", 2*checkpoint),
		pragma("temp_store", "MEMORY"),
	}})
	if err != nil {
		return err
	}
	r.writers.SetMaxOpenConns(1)
	if version < SchemaVersion() {
		if err := r.migrate(ctx); err != nil {
			return err
		}
	}
	r.connection, err = r.writers.Conn(ctx)
	if err != nil {
		return err
	}
	r.statements = map[string]*sql.Stmt{}
	_, err = r.connection.ExecContext(ctx, fmt.Sprintf(`PRAGMA busy_timeout = %d`, busyChange.Milliseconds()))
	return err
}

// migrate runs the migrations that the record lacks. When two processes open a new record at once, one of them finds
// tables made that it wanted to make: it looks again.
func (r *Record) migrate(ctx context.Context) error {
	folder, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	for attempt := 0; ; attempt++ {
		err := r.migrateOnce(ctx, folder)
		if err == nil || attempt == 20 || ctx.Err() != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
		var version int
		if r.writers.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version) == nil && version >= SchemaVersion() {
			return nil
		}
	}
}

func (r *Record) migrateOnce(ctx context.Context, folder fs.FS) error {
	if _, err := r.writers.ExecContext(ctx, fmt.Sprintf(`PRAGMA application_id = %d`, applicationID)); err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, r.writers, folder, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("the migrations: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("bring the record up to version %d: %w", SchemaVersion(), err)
	}
	_, err = r.writers.ExecContext(ctx, fmt.Sprintf(`PRAGMA user_version = %d`, SchemaVersion()))
	return err
}

func (r *Record) openPool(ctx context.Context) error {
	db, err := r.connectReadOnly(ctx)
	if err != nil {
		return err
	}
	// More connections than cores only wait for each other; a view that streams holds one while another asks.
	most := max(4, 2*runtime.GOMAXPROCS(0))
	db.SetMaxOpenConns(most)
	db.SetMaxIdleConns(most)
	// Half of them at most hold a snapshot: whoever holds one may need another to prepare a statement.
	r.pool = &pool{db: db, snapshots: make(chan struct{}, most/2)}
	return nil
}

func (r *Record) closeWriter() error {
	var errs []error
	for _, s := range r.statements {
		errs = append(errs, s.Close())
	}
	r.statements = nil
	if r.connection != nil {
		errs = append(errs, r.connection.Close())
		r.connection = nil
	}
	if r.writers != nil {
		errs = append(errs, r.writers.Close())
		r.writers = nil
	}
	return errors.Join(errs...)
}

// Close ends all work on the record. It waits for a change that is being made.
func (r *Record) Close() error {
	r.lock <- struct{}{}
	defer func() { <-r.lock }()
	var errs []error
	if r.pool != nil {
		r.pool.statements.Range(func(_, s any) bool {
			errs = append(errs, s.(*sql.Stmt).Close())
			return true
		})
		errs = append(errs, r.pool.db.Close())
	}
	return errors.Join(append(errs, r.closeWriter())...)
}
