package backup

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"
)

// Stage is what is being done, for who waits.
type Stage string

// The stages, in their order.
const (
	Copying   Stage = "copying"
	Checking  Stage = "checking"
	Packing   Stage = "packing"
	Unpacking Stage = "unpacking"
)

// Progress is told how far a stage is, in bytes; total is 0 when nobody knows. It may be nil.
type Progress func(stage Stage, done, total int64)

func (p Progress) tell(stage Stage, done, total int64) {
	if p != nil {
		p(stage, done, total)
	}
}

// Options say how a copy is taken or unpacked.
type Options struct {
	Kind     Kind
	Mode     fs.FileMode // of the file; 0 for 0600
	Progress Progress
	// pages bounds the copy, for tests of a full disk.
	pages int
}

// File is a copy that has no name yet. It is to be kept, put in place, or discarded.
type File struct {
	folder, path string
	kind         Kind
	held         *os.File // open and locked as long as somebody works on it: what is not is left over, and removed
	mode         fs.FileMode
}

// Path is the hidden name that the copy has.
func (f *File) Path() string { return f.path }

// Size is how many bytes it has.
func (f *File) Size() (int64, error) {
	info, err := f.held.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// partial stands in the hidden names.
const partial = ".partial-"

// newFile makes an empty file in a folder for what will have a name there, and removes what dead processes left.
func newFile(folder, name string, o Options) (*File, error) {
	mode := o.Mode
	if mode == 0 {
		mode = 0o600
	}
	if err := sweep(folder, name); err != nil {
		return nil, err
	}
	held, err := os.CreateTemp(folder, "."+name+partial+"*")
	if err != nil {
		return nil, full(err, folder)
	}
	f := &File{folder: folder, path: held.Name(), held: held, mode: mode, kind: o.Kind}
	if err := errors.Join(lock(held), held.Chmod(mode)); err != nil {
		return nil, errors.Join(err, f.Discard())
	}
	return f, nil
}

// sweep removes hidden files of a name that nobody holds any more.
func sweep(folder, name string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), "."+name+partial) && abandoned(filepath.Join(folder, e.Name())) {
			if err := os.Remove(filepath.Join(folder, e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("remove what an earlier copy left: %w", err)
			}
		}
	}
	return nil
}

// Discard removes the file, when it has no name yet.
func (f *File) Discard() error {
	if f.held == nil {
		return nil
	}
	err := f.held.Close()
	f.held = nil
	var errs []error
	for _, suffix := range [...]string{"", "-journal", "-wal", "-shm"} {
		if err := os.Remove(f.path + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(append(errs, err)...)
}

// backuper is what a connection of the driver can do.
type backuper interface {
	NewBackup(to string) (*sqlite.Backup, error)
}

// stepPages are copied between two looks at whether to go on: 8 MB of a record.
const stepPages = 1024

// Take copies the database that a connection is of into folder, for what will be called name there. The copy is as the
// database was at one moment between the call and its return. The connection must not be in a transaction.
func Take(ctx context.Context, from *sql.Conn, folder, name string, o Options) (*File, error) {
	f, err := newFile(folder, name, o)
	if err != nil {
		return nil, err
	}
	if err := f.copy(ctx, from, o); err != nil {
		return nil, errors.Join(full(err, folder), f.Discard())
	}
	return f, nil
}

func (f *File) copy(ctx context.Context, from *sql.Conn, o Options) (err error) {
	var size int64
	if err := from.QueryRowContext(ctx, `PRAGMA page_size`).Scan(&size); err != nil {
		return err
	}
	// A transaction that reads sees the database as of its first statement, whatever others write. Without it the copy
	// would begin again with every write of another process.
	if _, err := from.ExecContext(ctx, `BEGIN`); err != nil {
		return err
	}
	defer func() {
		_, endErr := from.ExecContext(context.WithoutCancel(ctx), `ROLLBACK`)
		err = errors.Join(err, endErr)
	}()
	var tables int
	if err := from.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_master`).Scan(&tables); err != nil {
		return err
	}
	// What is half written is thrown away, so that no journal is needed; the disk is asked once, at the end.
	settings := []string{"journal_mode(OFF)", "synchronous(OFF)"}
	if o.pages > 0 {
		settings = append(settings, fmt.Sprintf("page_size(%d)", size), fmt.Sprintf("max_page_count(%d)", o.pages))
	}
	err = from.Raw(func(connection any) error {
		source, ok := connection.(backuper)
		if !ok {
			return errors.New("the driver makes no backups")
		}
		backup, err := source.NewBackup(address(f.path, url.Values{"_pragma": settings}))
		if err != nil {
			return err
		}
		for more := true; more && err == nil; {
			if err = ctx.Err(); err == nil {
				more, err = backup.Step(stepPages)
			}
			total := int64(backup.PageCount()) * size
			o.Progress.tell(Copying, total-int64(backup.Remaining())*size, total)
		}
		return errors.Join(err, backup.Finish())
	})
	if err != nil {
		return err
	}
	if err := f.standAlone(ctx); err != nil {
		return err
	}
	return f.held.Sync()
}

// standAlone has the copy need no log beside it, so that it can be opened where nothing can be written.
func (f *File) standAlone(ctx context.Context) (err error) {
	db, err := sql.Open("sqlite", address(f.path, url.Values{"mode": {"rw"}}))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var mode string
	if err := db.QueryRowContext(ctx, `PRAGMA journal_mode = DELETE`).Scan(&mode); err != nil {
		return err
	}
	if mode != "delete" {
		return fmt.Errorf("the copy stays in the journal mode %s", mode)
	}
	return nil
}

// Edit changes the copy: for what is not to be handed on.
func (f *File) Edit(ctx context.Context, statements ...string) (err error) {
	db, err := sql.Open("sqlite", address(f.path, url.Values{"mode": {"rw"}, "_pragma": {"secure_delete(1)"}}))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(full(err, f.folder), db.Close()) }()
	for _, s := range statements {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	return f.held.Sync()
}

// address is how SQLite is told of a file.
func address(path string, settings url.Values) string {
	u := url.URL{Scheme: "file", OmitHost: true, Path: path, RawQuery: settings.Encode()}
	return u.String()
}
