package access

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// How failing to sign in is slowed down: of one name from one address the first few cost nothing, then each makes the
// next wait twice as long. Who knows the password and comes from elsewhere waits for nobody's failures, so that no
// stranger can lock an account.
const (
	freeFailures = 3
	longestWait  = 15 * time.Minute
	forgiveAfter = 24 * time.Hour
	mostFailures = 20_000 // rows that are kept
)

// waitAfter is how long who has failed so often waits after the last failure.
func waitAfter(failures int) time.Duration {
	if failures <= freeFailures {
		return 0
	}
	if over := failures - freeFailures; over < 10 {
		return min(time.Second<<over, longestWait)
	}
	return longestWait
}

// SignIn signs somebody in who gives a name and a password: it begins a session, ends the one that the request may
// show, and sets the cookie. The error is ErrWrong whatever is wrong, a *Wait for who has failed too often, ErrBusy when
// too many sign in at once.
//
// For a name that there is no account of it does all the same and takes as long.
func (a *Access) SignIn(w http.ResponseWriter, r *http.Request, name, password string) (Who, error) {
	if a.db == nil {
		return Who{}, ErrClosed
	}
	who, id, err := a.signIn(r, name, password)
	if err != nil {
		return Who{}, fmt.Errorf("sign in: %w", err)
	}
	http.SetCookie(w, a.cookie(r, id, a.options.Ends))
	return who, nil
}

func (a *Access) signIn(r *http.Request, name, password string) (Who, string, error) {
	ctx, from := r.Context(), a.Address(r)
	if ok, wait := a.names.Allow(network(from), 1); !ok {
		return Who{}, "", &Wait{For: wait}
	}
	if len(name) > 4*longestName || len(password) > longestPassword {
		name, password = "", "" // nobody's: not worth hashing more
	}
	key := a.failureKey(name)
	if err := a.attempt(ctx, key, network(from)); err != nil {
		return Who{}, "", err
	}
	row, stored, err := a.passwordOf(ctx, name)
	if err != nil {
		return Who{}, "", err
	}
	var right bool
	if err := a.hashing.do(ctx, func() { right = stored.is(password) }); err != nil {
		// Nothing was tried: nothing failed.
		return Who{}, "", errors.Join(err, a.forgive(context.WithoutCancel(ctx), key, network(from), false))
	}
	entry := Entry{Action: "sign in", Address: from.String(), How: Session, Who: row.name, Target: row.name, Outcome: Refused}
	switch {
	case row.name == "":
		entry.Detail = "no such account" // the name is not kept: it may be a password in the wrong field
	case row.password == "":
		entry.Detail = "the account has no password"
	case !right:
		entry.Detail = "wrong password"
	case row.disabled:
		entry.Detail = "the account is disabled"
	default:
		return a.begin(r, row, password, stored.work != a.options.Work, key)
	}
	entry.Who = "" // whoever it was, that is not known
	if err := a.within(ctx, func(tx *sql.Tx) error { return a.note(ctx, tx, entry) }); err != nil {
		return Who{}, "", err
	}
	return Who{}, "", ErrWrong
}

// failureKey stands for a name among the failures.
func (a *Access) failureKey(name string) []byte { return a.keyed("name", fold(name)) }

// keyed makes what only this file can make of some parts.
func (a *Access) keyed(parts ...string) []byte {
	mac := hmac.New(sha256.New, a.key)
	for _, p := range parts {
		fmt.Fprintf(mac, "%d:%s", len(p), p)
	}
	return mac.Sum(nil)
}

// attempt counts an attempt as failed before it is made, so that many at once do not pass together: a *Wait when it is
// too early. Who signs in is forgiven.
func (a *Access) attempt(ctx context.Context, key []byte, from string) error {
	now := a.now()
	return a.within(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM failures WHERE last < ?`, now-forgiveAfter.Milliseconds()); err != nil {
			return err
		}
		var count int
		var last int64
		err := tx.QueryRowContext(ctx, `SELECT count, last FROM failures WHERE name = ? AND address = ?`, key, from).Scan(&count, &last)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		// A clock that was set back makes nobody wait for a year.
		if wait := waitAfter(count) - time.Duration(now-last)*time.Millisecond; last <= now && wait > 0 {
			return &Wait{For: wait}
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO failures (name, address, count, last) VALUES (?, ?, 1, ?)
			ON CONFLICT DO UPDATE SET count = count + 1, last = excluded.last`, key, from, now); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM failures WHERE last < (SELECT last FROM failures ORDER BY last DESC LIMIT 1 OFFSET ?)`, mostFailures)
		return err
	})
}

// forgive takes one failure back, or all.
func (a *Access) forgive(ctx context.Context, key []byte, from string, all bool) error {
	query := `UPDATE failures SET count = max(count - 1, 0) WHERE name = ? AND address = ?`
	if all {
		query = `DELETE FROM failures WHERE name = ? AND address = ?`
	}
	_, err := a.db.ExecContext(ctx, query, key, from)
	return err
}

// passwordOf gives what is stored for a name; of one without account or password, what nobody's password is.
func (a *Access) passwordOf(ctx context.Context, name string) (accountRow, storedPassword, error) {
	// Hashing against what is no hash takes as long as against one.
	nobody := storedPassword{work: a.options.Work, salt: make([]byte, saltSize), sum: make([]byte, hashSize)}
	row, err := account(ctx, a.db, name)
	switch {
	case errors.Is(err, ErrNone):
		return accountRow{}, nobody, nil
	case err != nil:
		return accountRow{}, nobody, err
	case row.password == "":
		return row, nobody, nil
	}
	stored, err := parsePassword(row.password)
	if err != nil {
		return accountRow{}, nobody, fmt.Errorf("account %s: %w", row.name, err)
	}
	return row, stored, nil
}

// begin begins a session of who gave the right password.
func (a *Access) begin(r *http.Request, row accountRow, password string, rehash bool, key []byte) (Who, string, error) {
	ctx, from := r.Context(), a.Address(r)
	fresh := ""
	if rehash { // the cost of hashing was changed since
		var err error
		if fresh, err = a.newHash(ctx, password); err != nil && !errors.Is(err, ErrBusy) { // another time, then
			return Who{}, "", err
		}
	}
	id, hash, err := a.newSession()
	if err != nil {
		return Who{}, "", err
	}
	who := Who{Name: row.name, Role: row.role, How: Session, Address: from, session: hash}
	now := a.now()
	err = a.within(ctx, func(tx *sql.Tx) error {
		// The account may have been disabled, or have got another password, since it was looked at.
		again, err := account(ctx, tx, row.name)
		if err != nil || again.disabled || again.password != row.password {
			return errors.Join(err, ErrWrong)
		}
		if fresh != "" {
			if _, err := tx.ExecContext(ctx, `UPDATE accounts SET password = ? WHERE n = ?`, fresh, row.n); err != nil {
				return err
			}
		}
		if old, ok := a.sessionOf(r); ok {
			if _, err := tx.ExecContext(ctx, `DELETE FROM sessions WHERE hash = ?`, old[:]); err != nil {
				return err
			}
		}
		for _, step := range []struct {
			query string
			args  []any
		}{
			{`DELETE FROM sessions WHERE ends <= ? OR seen <= ?`, []any{now, now - a.options.Idle.Milliseconds()}},
			{`DELETE FROM failures WHERE name = ? AND address = ?`, []any{key, network(from)}},
			{`UPDATE accounts SET seen = ? WHERE n = ?`, []any{now, row.n}},
			{`INSERT INTO sessions (hash, account, created, seen, ends, address, agent) VALUES (?, ?, ?, ?, ?, ?, ?)`,
				[]any{hash[:], row.n, now, now, now + a.options.Ends.Milliseconds(), from.String(), clip(r.UserAgent(), 200)}},
		} {
			if _, err := tx.ExecContext(ctx, step.query, step.args...); err != nil {
				return err
			}
		}
		return a.note(ctx, tx, Entry{Action: "sign in", Target: row.name}.by(who))
	})
	return who, id, err
}

// ChangeOwnPassword gives who asks another password, when the old one is right, and ends all other sessions. Wrong ones
// are counted as failures to sign in are.
func (a *Access) ChangeOwnPassword(r *http.Request, who Who, old, password string) error {
	if a.db == nil {
		return ErrClosed
	}
	if who.How != Session {
		return fmt.Errorf("change the password: %w: sign in with the old one first", ErrRole)
	}
	ctx, from := r.Context(), network(who.Address)
	if err := CheckPassword(who.Name, password); err != nil {
		return err
	}
	key := a.failureKey(who.Name)
	if err := a.attempt(ctx, key, from); err != nil {
		return fmt.Errorf("change the password: %w", err)
	}
	row, stored, err := a.passwordOf(ctx, who.Name)
	if err != nil {
		return fmt.Errorf("change the password: %w", err)
	}
	right := false
	if err := a.hashing.do(ctx, func() { right = stored.is(old) }); err != nil {
		return errors.Join(fmt.Errorf("change the password: %w", err), a.forgive(context.WithoutCancel(ctx), key, from, false))
	}
	if !right || row.disabled {
		return errors.Join(fmt.Errorf("change the password: %w", ErrWrong), a.Note(ctx, Entry{Action: "account password", Target: who.Name, Outcome: Refused, Detail: "wrong password"}.by(who)))
	}
	fresh, err := a.newHash(ctx, password)
	if err != nil {
		return fmt.Errorf("change the password: %w", err)
	}
	if err := a.forgive(ctx, key, from, true); err != nil {
		return err
	}
	return a.changeAccount(ctx, who.Name, func(tx *sql.Tx, row accountRow) error { return a.storePassword(ctx, tx, who, row, fresh) })
}
