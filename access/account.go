package access

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// within runs one transaction that writes.
func (a *Access) within(ctx context.Context, do func(tx *sql.Tx) error) (err error) {
	if a.db == nil {
		return ErrClosed
	}
	tx, err := a.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// AddAccount makes an account; by is who does so. The password may be "": then a proxy or a token must say who it is.
func (a *Access) AddAccount(ctx context.Context, by Who, name string, role Role, password string) (Account, error) {
	name, err := CleanName(name)
	if err != nil {
		return Account{}, err
	}
	if role.rank() == 0 {
		return Account{}, fmt.Errorf("%w, not %q", ErrRoleName, role)
	}
	stored := ""
	if password != "" {
		if err := CheckPassword(name, password); err != nil {
			return Account{}, err
		}
		if stored, err = a.newHash(ctx, password); err != nil {
			return Account{}, err
		}
	}
	now := a.now()
	err = a.within(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `INSERT INTO accounts (name, fold, role, password, created) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, name, fold(name), string(role), stored, now)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, fmt.Errorf("%w: %s", ErrTaken, name))
		}
		return a.note(ctx, tx, Entry{Action: "account add", Target: name, Detail: "role " + string(role)}.by(by))
	})
	if err != nil {
		return Account{}, fmt.Errorf("add the account: %w", err)
	}
	return Account{Name: name, Role: role, Password: stored != "", Created: moment(now)}, nil
}

// accountRow is what a change of an account looks at first.
type accountRow struct {
	n        int64
	name     string
	role     Role
	password string
	disabled bool
	seen     int64
}

// account finds an account by its name, however its capitals are written. ErrNone without.
func account(ctx context.Context, q querier, name string) (accountRow, error) {
	var row accountRow
	err := q.QueryRowContext(ctx, `SELECT n, name, role, password, disabled, seen FROM accounts WHERE fold = ?`, fold(name)).
		Scan(&row.n, &row.name, &row.role, &row.password, &row.disabled, &row.seen)
	if errors.Is(err, sql.ErrNoRows) {
		return row, fmt.Errorf("account %q: %w", name, ErrNone)
	}
	return row, err
}

// querier is the database or one transaction of it.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// SetRole gives an account another role, which counts from its next request on.
func (a *Access) SetRole(ctx context.Context, by Who, name string, role Role) error {
	if role.rank() == 0 {
		return fmt.Errorf("%w, not %q", ErrRoleName, role)
	}
	return a.changeAccount(ctx, name, func(tx *sql.Tx, row accountRow) error {
		if row.role == role {
			return nil
		}
		if row.role == Admin && !row.disabled {
			if err := a.keepAdmin(ctx, tx, by); err != nil {
				return err
			}
		}
		if _, err := tx.ExecContext(ctx, `UPDATE accounts SET role = ? WHERE n = ?`, string(role), row.n); err != nil {
			return err
		}
		return a.note(ctx, tx, Entry{Action: "account role", Target: row.name, Detail: fmt.Sprintf("%s → %s", row.role, role)}.by(by))
	})
}

// SetPassword gives an account another password and ends its sessions; "" takes the password away. What somebody does
// with the own password is ChangeOwnPassword.
func (a *Access) SetPassword(ctx context.Context, by Who, name, password string) error {
	stored := ""
	if password != "" {
		var err error
		if err = CheckPassword(name, password); err != nil {
			return err
		}
		if stored, err = a.newHash(ctx, password); err != nil {
			return err
		}
	}
	return a.changeAccount(ctx, name, func(tx *sql.Tx, row accountRow) error {
		return a.storePassword(ctx, tx, by, row, stored)
	})
}

func (a *Access) storePassword(ctx context.Context, tx *sql.Tx, by Who, row accountRow, stored string) error {
	if _, err := tx.ExecContext(ctx, `UPDATE accounts SET password = ? WHERE n = ?`, stored, row.n); err != nil {
		return err
	}
	result, err := tx.ExecContext(ctx, `DELETE FROM sessions WHERE account = ? AND hash != ?`, row.n, by.session[:])
	if err != nil {
		return err
	}
	ended, err := result.RowsAffected()
	if err != nil {
		return err
	}
	detail := fmt.Sprintf("%s ended", sessions(ended))
	if stored == "" {
		detail = "taken away; " + detail
	}
	return a.note(ctx, tx, Entry{Action: "account password", Target: row.name, Detail: detail}.by(by))
}

func sessions(n int64) string {
	if n == 1 {
		return "1 session"
	}
	return fmt.Sprintf("%d sessions", n)
}

// SetDisabled shuts an account out, with all its sessions and tokens, or lets it in again: tokens that were not revoked
// then work again, sessions do not.
func (a *Access) SetDisabled(ctx context.Context, by Who, name string, disabled bool) error {
	return a.changeAccount(ctx, name, func(tx *sql.Tx, row accountRow) error {
		if row.disabled == disabled {
			return nil
		}
		if disabled && row.role == Admin {
			if err := a.keepAdmin(ctx, tx, by); err != nil {
				return err
			}
		}
		if _, err := tx.ExecContext(ctx, `UPDATE accounts SET disabled = ? WHERE n = ?`, disabled, row.n); err != nil {
			return err
		}
		action, detail := "account enable", ""
		if disabled {
			result, err := tx.ExecContext(ctx, `DELETE FROM sessions WHERE account = ?`, row.n)
			if err != nil {
				return err
			}
			ended, err := result.RowsAffected()
			if err != nil {
				return err
			}
			action, detail = "account disable", fmt.Sprintf("%s ended", sessions(ended))
		}
		return a.note(ctx, tx, Entry{Action: action, Target: row.name, Detail: detail}.by(by))
	})
}

// changeAccount runs a change of one account.
func (a *Access) changeAccount(ctx context.Context, name string, do func(tx *sql.Tx, row accountRow) error) error {
	err := a.within(ctx, func(tx *sql.Tx) error {
		row, err := account(ctx, tx, name)
		if err != nil {
			return err
		}
		return do(tx, row)
	})
	if err != nil {
		return fmt.Errorf("change the account: %w", err)
	}
	return nil
}

// keepAdmin gives ErrLast when only one admin is left. Who has the file in hand may do as they like; where a proxy says
// who is who, roles need no accounts.
func (a *Access) keepAdmin(ctx context.Context, q querier, by Who) error {
	if by.How == Terminal || by.How == Proxied {
		return nil
	}
	var admins int
	if err := q.QueryRowContext(ctx, `SELECT count(*) FROM accounts WHERE role = ? AND NOT disabled`, string(Admin)).Scan(&admins); err != nil {
		return err
	}
	if admins <= 1 {
		return ErrLast
	}
	return nil
}

const accountColumns = `a.name, a.role, a.disabled, a.password != '', a.created, a.seen,
	(SELECT count(*) FROM sessions s WHERE s.account = a.n AND s.ends > ?1 AND s.seen > ?2),
	(SELECT count(*) FROM tokens t WHERE t.account = a.n AND t.revoked = 0 AND (t.expires = 0 OR t.expires > ?1))`

func scanAccount(row interface{ Scan(...any) error }) (Account, error) {
	var one Account
	var created, seen int64
	err := row.Scan(&one.Name, &one.Role, &one.Disabled, &one.Password, &created, &seen, &one.Sessions, &one.Tokens)
	one.Created, one.Seen = moment(created), moment(seen)
	return one, err
}

// AccountOf gives the account of a name: ErrNone without.
func (a *Access) AccountOf(ctx context.Context, name string) (Account, error) {
	if a.db == nil {
		return Account{}, ErrClosed
	}
	now := a.now()
	one, err := scanAccount(a.db.QueryRowContext(ctx, `SELECT `+accountColumns+` FROM accounts a WHERE a.fold = ?3`, now, now-a.options.Idle.Milliseconds(), fold(name)))
	if errors.Is(err, sql.ErrNoRows) {
		return one, fmt.Errorf("account %q: %w", name, ErrNone)
	}
	return one, err
}

// ListAccounts gives all accounts in the order of their names.
func (a *Access) ListAccounts(ctx context.Context) (all []Account, err error) {
	if a.db == nil {
		return nil, ErrClosed
	}
	now := a.now()
	rows, err := a.db.QueryContext(ctx, `SELECT `+accountColumns+` FROM accounts a ORDER BY a.fold`, now, now-a.options.Idle.Milliseconds())
	if err != nil {
		return nil, fmt.Errorf("list the accounts: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		one, err := scanAccount(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// Ready says whether anybody could enter at all: ErrNoAccounts when no account stands and no proxy says who somebody is.
func (a *Access) Ready(ctx context.Context) error {
	if a.options.LocalUser != "" || a.options.Proxy.UserHeader != "" {
		return nil
	}
	var standing bool
	if err := a.db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM accounts WHERE NOT disabled)`).Scan(&standing); err != nil {
		return fmt.Errorf("the accounts: %w", err)
	}
	if !standing {
		return ErrNoAccounts
	}
	return nil
}

// seenEvery is how exactly it is kept when an account was seen and a token used: more often would only wear the disk.
const seenEvery = 5 * time.Minute
