package record

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"chancery/internal/backup"
)

// kind is what a record is among databases of SQLite.
func kind() backup.Kind {
	return backup.Kind{ApplicationID: applicationID, Schema: SchemaVersion(), Other: ErrNotRecord, Newer: ErrNewer, Damaged: ErrDamaged}
}

// BackupOptions say how a copy of a record is made. The zero value makes a plain one.
type BackupOptions struct {
	Pack bool // with Zstandard
	// Keep is how many copies stay in a folder, those of the newest changes; 0 keeps all.
	Keep int
	// Now names the day of a copy in a folder; nil is the record's clock.
	Now func() time.Time
	// Progress is told how far a stage ("copying", "checking", "packing", "unpacking") is, in bytes; it may be nil.
	Progress func(stage string, done, total int64)
}

func (o *BackupOptions) progress() backup.Progress {
	if o.Progress == nil {
		return nil
	}
	return func(stage backup.Stage, done, total int64) { o.Progress(string(stage), done, total) }
}

// Copy tells of a copy of a record what it holds.
type Copy struct {
	Path    string
	Bytes   int64 // as it lies there
	Schema  int
	Last    Change // the last that it holds; zero for the empty record
	Counts  Counts
	Removed []string // older copies in its folder that are not kept any more
}

// Backup makes a copy of the record as it stands at one moment while others read and write it: at to, or, when that is a
// folder, in it by the day and the last change: record-2021-06-30-c118.db. What has the name is replaced when the copy is
// whole; until then there is no trace of it but a hidden file. The copy has been read through.
func (r *Record) Backup(ctx context.Context, to string, o BackupOptions) (Copy, error) {
	c, err := r.backup(ctx, to, o)
	if err != nil {
		return Copy{}, fmt.Errorf("back up the record: %w", err)
	}
	return c, nil
}

func (r *Record) backup(ctx context.Context, to string, o BackupOptions) (Copy, error) {
	folder, name := filepath.Split(to)
	info, err := os.Stat(to)
	inFolder := name == "" || err == nil && info.IsDir()
	if inFolder {
		folder, name = to, stem(r.path)
	}
	if folder == "" {
		folder = "."
	}
	if same, err := os.Stat(r.path); err == nil && info != nil && os.SameFile(same, info) {
		return Copy{}, fmt.Errorf("%s is the record itself", to)
	}
	if info, err = os.Stat(folder); err != nil {
		return Copy{}, err
	} else if !info.IsDir() {
		return Copy{}, fmt.Errorf("%s is no folder", folder)
	}
	file, err := r.take(ctx, folder, name, o)
	if err != nil {
		return Copy{}, err
	}
	c, err := inspectCopy(ctx, file.Path(), o.progress())
	if err != nil {
		return Copy{}, errors.Join(err, file.Discard())
	}
	c.Path = to
	if inFolder {
		now := r.options.Now
		if o.Now != nil {
			now = o.Now
		}
		c.Path = filepath.Join(folder, copyName(name, now(), c.Last.Number, o.Pack))
	}
	if err := file.Keep(ctx, c.Path, o.Pack, o.progress()); err != nil {
		return Copy{}, err
	}
	kept, err := os.Stat(c.Path)
	if err != nil {
		return Copy{}, err
	}
	c.Bytes = kept.Size()
	if inFolder && o.Keep > 0 {
		if c.Removed, err = thin(folder, name, o.Keep); err != nil {
			return Copy{}, fmt.Errorf("the copy is made, but older ones could not be removed: %w", err)
		}
	}
	return c, nil
}

// take copies the record through one of the connections that read.
func (r *Record) take(ctx context.Context, folder, name string, o BackupOptions) (file *backup.File, err error) {
	mode := fs.FileMode(0o600)
	if info, err := os.Stat(r.path); err == nil {
		mode = info.Mode().Perm()
	}
	conn, err := r.pool.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	return backup.Take(ctx, conn, folder, name, backup.Options{Kind: kind(), Mode: mode, Progress: o.progress()})
}

// inspectCopy reads a copy through and tells what it holds.
func inspectCopy(ctx context.Context, path string, progress backup.Progress) (c Copy, err error) {
	if err := kind().Check(ctx, path, progress); err != nil {
		return Copy{}, err
	}
	db, err := backup.Open(path)
	if err != nil {
		return Copy{}, err
	}
	p := &pool{db: db, snapshots: make(chan struct{}, 1)}
	defer func() { err = errors.Join(err, p.close()) }()
	if err := db.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&c.Schema); err != nil {
		return Copy{}, err
	}
	v := View{source: p}
	if err := v.source.row(ctx, `SELECT coalesce(max(n), 0) FROM changes`).Scan(&v.change); err != nil {
		return Copy{}, err
	}
	if c.Last, err = v.LastChange(ctx); err != nil {
		return Copy{}, err
	}
	if c.Schema == SchemaVersion() { // what an older one lacks cannot be counted
		if c.Counts, err = v.Counts(ctx); err != nil {
			return Copy{}, err
		}
	}
	return c, nil
}

// close ends all work of a pool.
func (p *pool) close() error {
	var errs []error
	p.statements.Range(func(_, s any) bool {
		errs = append(errs, s.(*sql.Stmt).Close())
		return true
	})
	return errors.Join(append(errs, p.db.Close())...)
}

// CheckBackup reads a copy through, packed or not, and tells what it holds. With all set it looks for everything that
// Record.Check does; problems are what that finds. ErrNotRecord, ErrNewer, ErrDamaged. It changes nothing. What is packed,
// and with all set what is of an older version, needs room for the record beside the copy, or where temporary files are.
func CheckBackup(ctx context.Context, path string, all bool, o BackupOptions) (c Copy, problems []string, err error) {
	c, problems, err = checkBackup(ctx, path, all, o)
	if err != nil {
		return Copy{}, nil, fmt.Errorf("check the backup %s: %w", path, err)
	}
	return c, problems, nil
}

func checkBackup(ctx context.Context, path string, all bool, o BackupOptions) (c Copy, problems []string, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return Copy{}, nil, err
	}
	packed, err := kind().Packed(path)
	if err != nil {
		return Copy{}, nil, err
	}
	plain := path
	// What is to be opened as a record is brought up to date by that, which is not for the copy itself.
	apart := packed
	if !packed {
		if c, err = inspectCopy(ctx, path, o.progress()); err != nil {
			return Copy{}, nil, err
		}
		apart = all && c.Schema < SchemaVersion()
	}
	if apart {
		file, err := unpackSomewhere(ctx, path, o.progress())
		if err != nil {
			return Copy{}, nil, err
		}
		defer func() { err = errors.Join(err, file.Discard()) }()
		plain = file.Path()
	}
	if packed {
		if c, err = inspectCopy(ctx, plain, o.progress()); err != nil {
			return Copy{}, nil, err
		}
	}
	c.Path, c.Bytes = path, info.Size()
	if all {
		problems, err = checkAll(ctx, plain)
	}
	return c, problems, err
}

// unpackSomewhere unpacks a copy beside it, or where temporary files are when nothing can be written there.
func unpackSomewhere(ctx context.Context, path string, progress backup.Progress) (*backup.File, error) {
	options := backup.Options{Kind: kind(), Progress: progress}
	file, err := backup.Unpack(ctx, path, filepath.Dir(path), filepath.Base(path), options)
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, errReadOnlyDisk) {
		return backup.Unpack(ctx, path, os.TempDir(), filepath.Base(path), options)
	}
	return file, err
}

// checkAll looks a copy through as a record.
func checkAll(ctx context.Context, path string) (problems []string, err error) {
	rec, err := Open(ctx, path, Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rec.Close()) }()
	return rec.Check(ctx)
}

// RestoreOptions say how a copy becomes the record.
type RestoreOptions struct {
	Force    bool             // replace the record that is there, and keep it beside under the day's name
	Now      func() time.Time // nil for the machine's clock
	Progress func(stage string, done, total int64)
}

// Restored tells what was restored.
type Restored struct {
	Copy
	Path  string // where the record now is
	Aside string // where the one is that was there; "" when none was
}

// Restore makes the copy at path, packed or not, the record at to. The copy is read through first. A record that is there
// is not replaced without Force (ErrExists), and never while anybody has it open (ErrInUse).
func Restore(ctx context.Context, path, to string, o RestoreOptions) (Restored, error) {
	r, err := restore(ctx, path, to, o)
	if err != nil {
		return Restored{}, fmt.Errorf("restore %s: %w", path, err)
	}
	return r, nil
}

func restore(ctx context.Context, path, to string, o RestoreOptions) (Restored, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	to, err := filepath.Abs(to)
	if err != nil {
		return Restored{}, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return Restored{}, err
	}
	mode := info.Mode().Perm()
	if old, err := os.Stat(to); err == nil {
		if os.SameFile(info, old) {
			return Restored{}, fmt.Errorf("%s is the record itself", path)
		}
		if !o.Force { // before any work is done for nothing
			return Restored{}, fmt.Errorf("%w: %s", ErrExists, to)
		}
		mode = old.Mode().Perm()
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return Restored{}, err
	}
	progress := (&BackupOptions{Progress: o.Progress}).progress()
	file, err := backup.Unpack(ctx, path, filepath.Dir(to), filepath.Base(to), backup.Options{Kind: kind(), Mode: mode, Progress: progress})
	if err != nil {
		return Restored{}, err
	}
	c, err := inspectCopy(ctx, file.Path(), progress)
	if err != nil {
		return Restored{}, errors.Join(err, file.Discard())
	}
	c.Path = path
	aside, err := file.Replace(ctx, to, o.Force, backup.Aside(to, o.Now()))
	if err != nil {
		return Restored{}, err
	}
	return Restored{Copy: c, Path: to, Aside: aside}, nil
}

// stem is the name of a record without what says that it is one.
func stem(path string) string { return strings.TrimSuffix(filepath.Base(path), ".db") }

// copyName names a copy in a folder.
func copyName(stem string, now time.Time, change int64, pack bool) string {
	name := fmt.Sprintf("%s-%s-c%d.db", stem, now.UTC().Format(time.DateOnly), change)
	if pack {
		name += ".zst"
	}
	return name
}

// Beside a copy stands what belongs to it: the name with one more ending, as package access gives it.
var copyNames = regexp.MustCompile(`^(.+)-(\d{4}-\d\d-\d\d)-c(\d+)\.db(\.zst)?$`)

// namedCopy is a copy in a folder, by its name.
type namedCopy struct {
	name, day string
	change    int64
}

// thin removes the oldest copies of a record in a folder, with what stands beside them under their names, and gives
// their names.
func thin(folder, stem string, keep int) (removed []string, err error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var copies []namedCopy
	for _, e := range entries {
		m := copyNames.FindStringSubmatch(e.Name())
		if m == nil || m[1] != stem || !e.Type().IsRegular() {
			continue
		}
		change, err := strconv.ParseInt(m[3], 10, 64)
		if err != nil {
			continue // no number that a change could have: not ours
		}
		copies = append(copies, namedCopy{e.Name(), m[2], change})
	}
	slices.SortFunc(copies, func(a, b namedCopy) int {
		if c := strings.Compare(b.day, a.day); c != 0 {
			return c
		}
		if a.change != b.change {
			return int(max(min(b.change-a.change, 1), -1))
		}
		return strings.Compare(a.name, b.name)
	})
	for _, old := range copies[min(keep, len(copies)):] {
		for _, e := range entries {
			if rest, ok := strings.CutPrefix(e.Name(), old.name); ok && (rest == "" || rest == ".access") && e.Type().IsRegular() {
				if err := os.Remove(filepath.Join(folder, e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
					return removed, err
				}
			}
		}
		removed = append(removed, filepath.Join(folder, old.name))
	}
	return removed, nil
}
