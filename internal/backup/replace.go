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
	"time"

	sqlite3 "modernc.org/sqlite/lib"
)

// Besides a database SQLite may keep these; they belong to it and must never meet another of its name.
var companions = [...]string{"-wal", "-shm", "-journal"}

// patience is how long a database that is to be replaced may be in use by somebody who ends soon.
const patience = 2 * time.Second

// Replace puts the copy in the place of the database at path, and gives the name under which the one that was there is
// kept. ErrExists when there is one and it is not to be replaced, ErrInUse when another process, or this one, has it
// open. There is a whole database by the name at every moment.
//
// aside gives the name for the one that was there; it is asked for one that is free until it gives one.
func (f *File) Replace(ctx context.Context, path string, replace bool, aside func(attempt int) string) (kept string, err error) {
	defer func() { err = errors.Join(full(err, f.folder), f.Discard()) }()
	if err := f.held.Sync(); err != nil {
		return "", err
	}
	there, err := f.kind.present(path)
	if err != nil {
		return "", err
	}
	if len(there) == 0 {
		// Linking, unlike renaming, does not replace what somebody made in the meantime.
		if err := os.Link(f.path, path); err != nil {
			if errors.Is(err, fs.ErrExist) {
				return "", fmt.Errorf("%w: %s", ErrExists, path)
			}
			return "", err
		}
		return "", syncFolder(filepath.Dir(path))
	}
	if !replace {
		return "", fmt.Errorf("%w: %s", ErrExists, there[0])
	}
	if kept, err = f.kind.freeName(aside); err != nil {
		return "", err
	}
	if there[0] != path { // a log whose database is gone
		return kept, f.moveAside(path, kept, there)
	}
	// SQLite may throw the log of a database away that it cannot read: it is held on to until that is known.
	for _, name := range there[1:] {
		if err := os.Link(name, kept+name[len(path):]); err != nil {
			return "", fmt.Errorf("keep the old one: %w", err)
		}
	}
	err = f.replaceLocked(ctx, path, kept)
	if isCode(err, sqlite3.SQLITE_NOTADB) || isCode(err, sqlite3.SQLITE_CORRUPT) {
		// It is to be replaced because it is damaged. SQLite cannot lock it; the locks of others are seen all the same.
		var held bool
		if held, err = heldByOthers(path); held {
			err = fmt.Errorf("%w: %s", ErrInUse, path)
		}
		if err == nil {
			return kept, f.moveAside(path, kept, there)
		}
	}
	for _, name := range there[1:] {
		err = errors.Join(err, os.Remove(kept+name[len(path):]))
	}
	if err != nil {
		return "", err
	}
	return kept, nil
}

// present gives what is there of a database and its companions, the database first.
func (k Kind) present(path string) (there []string, err error) {
	for _, suffix := range append([]string{""}, companions[:]...) {
		info, err := os.Lstat(path + suffix)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return nil, err
		case info.IsDir():
			return nil, fmt.Errorf("%w: %s is a folder", k.Other, path+suffix)
		case suffix == "-shm" && len(there) == 0: // it holds nothing
		default:
			there = append(there, path+suffix)
		}
	}
	return there, nil
}

// freeName gives the first name that nothing has.
func (k Kind) freeName(aside func(attempt int) string) (string, error) {
	for attempt := 0; ; attempt++ {
		name := aside(attempt)
		there, err := k.present(name)
		if err != nil || len(there) == 0 {
			return name, err
		}
	}
}

// replaceLocked replaces a database while it is locked against everybody else.
func (f *File) replaceLocked(ctx context.Context, path, kept string) (err error) {
	db, err := sql.Open("sqlite", address(path, url.Values{"mode": {"rw"}, "_pragma": {fmt.Sprintf("busy_timeout(%d)", patience.Milliseconds())}}))
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	defer func() { err = errors.Join(err, db.Close()) }()
	inUse := func(err error) error {
		if isCode(err, sqlite3.SQLITE_BUSY) || isCode(err, sqlite3.SQLITE_LOCKED) {
			return fmt.Errorf("%w: %s", ErrInUse, path)
		}
		return err
	}
	// Whoever has a database open that has a log shares it: to do without the log needs everybody else gone, and brings
	// what the log holds into the file, which then is whole by itself.
	var mode string
	if err := db.QueryRowContext(ctx, `PRAGMA journal_mode = DELETE`).Scan(&mode); err != nil {
		return inUse(err)
	}
	if mode != "delete" {
		return fmt.Errorf("%w: %s", ErrInUse, path)
	}
	if _, err := db.ExecContext(ctx, `BEGIN EXCLUSIVE`); err != nil {
		return inUse(err)
	}
	defer func() {
		_, endErr := db.ExecContext(context.WithoutCancel(ctx), `ROLLBACK`)
		err = errors.Join(err, endErr)
	}()
	if err := os.Link(path, kept); err != nil {
		return fmt.Errorf("keep the old one: %w", err)
	}
	if err := f.rename(path); err != nil {
		return errors.Join(err, os.Remove(kept))
	}
	return nil
}

// rename gives the copy the name of what is there.
func (f *File) rename(path string) error {
	if err := os.Rename(f.path, path); err != nil {
		return err
	}
	err := f.held.Close()
	f.held = nil
	return errors.Join(err, syncFolder(filepath.Dir(path)))
}

// moveAside moves what is there of a damaged database away with all that belongs to it, then puts the copy in place. What
// has a link by its new name already loses the old one only.
func (f *File) moveAside(path, kept string, there []string) error {
	for _, name := range there {
		_, err := os.Lstat(kept + name[len(path):])
		if err == nil {
			if err = os.Remove(name); errors.Is(err, fs.ErrNotExist) {
				err = nil
			}
		} else {
			err = os.Rename(name, kept+name[len(path):])
		}
		if err != nil {
			return fmt.Errorf("keep the old one: %w", err)
		}
	}
	return f.rename(path)
}

// Aside names what is replaced on a day: record.db.2021-06-30, then record.db.2021-06-30-2.
func Aside(path string, now time.Time) func(attempt int) string {
	name := path + "." + now.UTC().Format(time.DateOnly)
	return func(attempt int) string {
		if attempt == 0 {
			return name
		}
		return fmt.Sprintf("%s-%d", name, attempt+1)
	}
}
