package access

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"chancery/internal/backup"
)

// kind is what a file of accounts is among databases of SQLite.
func kind() backup.Kind {
	return backup.Kind{ApplicationID: applicationID, Schema: schemaVersion(), Other: ErrNotAccess, Newer: ErrNewer, Damaged: ErrDamaged}
}

// Copy makes a copy of the accounts at to, packed with Zstandard when that is asked for, while others use them. It holds
// the accounts, tokens and the audit log as they stand at one moment, but no sessions: nobody is signed in by a restored
// file. Only its owner can read it.
func (a *Access) Copy(ctx context.Context, to string, pack bool) (err error) {
	if a.db == nil {
		return ErrClosed
	}
	wrap := func(err error) error { return fmt.Errorf("back up the accounts: %w", err) }
	conn, err := a.db.Conn(ctx)
	if err != nil {
		return wrap(err)
	}
	file, err := backup.Take(ctx, conn, filepath.Dir(to), filepath.Base(to), backup.Options{Kind: kind(), Mode: fileMode})
	if err := errors.Join(err, conn.Close()); err != nil {
		return wrap(err)
	}
	if err := errors.Join(file.Edit(ctx, `DELETE FROM sessions`, `DELETE FROM failures`), file.Check(ctx, nil)); err != nil {
		return wrap(errors.Join(err, file.Discard()))
	}
	if err := file.Keep(ctx, to, pack, nil); err != nil {
		return wrap(err)
	}
	return nil
}

// CheckCopy reads a copy of accounts through, packed or not: ErrNotAccess, ErrNewer, ErrDamaged.
func CheckCopy(ctx context.Context, path string) error {
	folder, err := os.MkdirTemp("", "chancery")
	if err != nil {
		return fmt.Errorf("check the accounts %s: %w", path, err)
	}
	defer os.RemoveAll(folder)
	file, err := backup.Unpack(ctx, path, folder, "accounts", backup.Options{Kind: kind(), Mode: fileMode})
	if err != nil {
		return fmt.Errorf("check the accounts %s: %w", path, err)
	}
	if err := errors.Join(file.Check(ctx, nil), file.Discard()); err != nil {
		return fmt.Errorf("check the accounts %s: %w", path, err)
	}
	return nil
}

// RestoreCopy makes a copy the accounts at to, which must not be in use (ErrInUse). Those that are there are replaced
// only when that is asked for (ErrExists), as tokens that were revoked and accounts that were disabled since would open
// doors again; they are kept under the name that is given.
func RestoreCopy(ctx context.Context, path, to string, replace bool, now time.Time) (aside string, err error) {
	wrap := func(err error) error { return fmt.Errorf("restore the accounts %s: %w", path, err) }
	to, err = filepath.Abs(to)
	if err != nil {
		return "", wrap(err)
	}
	file, err := backup.Unpack(ctx, path, filepath.Dir(to), filepath.Base(to), backup.Options{Kind: kind(), Mode: fileMode})
	if err != nil {
		return "", wrap(err)
	}
	if err := file.Check(ctx, nil); err != nil {
		return "", wrap(errors.Join(err, file.Discard()))
	}
	if aside, err = file.Replace(ctx, to, replace, backup.Aside(to, now)); err != nil {
		return "", wrap(err)
	}
	return aside, nil
}
