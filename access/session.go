package access

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// The names of the cookie. Browsers take the first by TLS only, from this very host and for all its paths, so that no
// neighbour can set it.
const (
	secureCookie = "__Host-chancery"
	plainCookie  = "chancery"
)

const touchEvery = time.Minute // how exactly it is kept when a session was used last

// CookieName is the name of the cookie of a session.
func (a *Access) CookieName(r *http.Request) string {
	if a.Secure(r) {
		return secureCookie
	}
	return plainCookie
}

// cookie makes the cookie of a session; without identity the one that has browsers forget it.
func (a *Access) cookie(r *http.Request, id string, lasts time.Duration) *http.Cookie {
	c := &http.Cookie{Name: a.CookieName(r), Value: id, Path: "/", MaxAge: int(lasts.Seconds()), Secure: a.Secure(r), HttpOnly: true, SameSite: http.SameSiteLaxMode}
	if id == "" {
		c.MaxAge = -1
	}
	return c
}

// newSession makes the identity of a session, and its hash.
func (a *Access) newSession() (id string, hash [hashSize]byte, err error) {
	raw := make([]byte, sessionID)
	if err := a.randomBytes(raw); err != nil {
		return "", hash, err
	}
	return base64.RawURLEncoding.EncodeToString(raw), sha256.Sum256(raw), nil
}

// sessionOf gives the hash of the session that a request shows. Of several cookies of the name, as a neighbour may set
// one without TLS, none is believed.
func (a *Access) sessionOf(r *http.Request) (hash [hashSize]byte, ok bool) {
	cookies := r.CookiesNamed(a.CookieName(r))
	if len(cookies) != 1 {
		return hash, false
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(cookies[0].Value)
	if err != nil || len(raw) != sessionID {
		return hash, false
	}
	return sha256.Sum256(raw), true
}

// bySession tells who has the session of a hash: ErrEnded when it does not stand.
func (a *Access) bySession(ctx context.Context, hash [hashSize]byte) (Who, error) {
	var who Who
	var seen, ends, accountSeen, n int64
	var disabled bool
	err := a.db.QueryRowContext(ctx, `SELECT s.seen, s.ends, a.n, a.name, a.role, a.disabled, a.seen FROM sessions s JOIN accounts a ON a.n = s.account WHERE s.hash = ?`, hash[:]).
		Scan(&seen, &ends, &n, &who.Name, &who.Role, &disabled, &accountSeen)
	if errors.Is(err, sql.ErrNoRows) {
		return Who{}, ErrEnded
	}
	if err != nil {
		return Who{}, fmt.Errorf("the session: %w", err)
	}
	now := a.now()
	if disabled || now >= ends || now-seen >= a.options.Idle.Milliseconds() {
		return Who{}, ErrEnded
	}
	who.How, who.session = Session, hash
	if now-seen >= touchEvery.Milliseconds() {
		a.touch(ctx, `UPDATE sessions SET seen = max(seen, ?) WHERE hash = ?`, now, hash[:])
	}
	if now-accountSeen >= seenEvery.Milliseconds() {
		a.touch(ctx, `UPDATE accounts SET seen = max(seen, ?) WHERE n = ?`, now, n)
	}
	return who, nil
}

// touch keeps when something was used. When that cannot be written now, the next request will.
func (a *Access) touch(ctx context.Context, query string, args ...any) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	_, _ = a.db.ExecContext(ctx, query, args...)
}

// SignOut ends the session that a request shows, and has the browser forget its cookie.
func (a *Access) SignOut(w http.ResponseWriter, r *http.Request) error {
	http.SetCookie(w, a.cookie(r, "", 0))
	hash, ok := a.sessionOf(r)
	if !ok || a.db == nil {
		return nil
	}
	who, err := a.bySession(r.Context(), hash)
	if errors.Is(err, ErrEnded) {
		return nil
	}
	if err != nil {
		return err
	}
	who.Address = a.Address(r)
	_, err = a.end(r.Context(), who, who.Name, "sign out", `DELETE FROM sessions WHERE hash = ?`, hash[:])
	return err
}

// SignOutEverywhere ends all sessions of an account, the one that asks included, and says how many.
func (a *Access) SignOutEverywhere(ctx context.Context, by Who, name string) (int, error) {
	if a.db == nil {
		return 0, ErrClosed
	}
	return a.end(ctx, by, name, "sign out everywhere", `DELETE FROM sessions WHERE account = (SELECT n FROM accounts WHERE fold = ?)`, fold(name))
}

// EndSession ends one session of an account: ErrNone when it has none of this identity.
func (a *Access) EndSession(ctx context.Context, by Who, name, id string) error {
	if a.db == nil {
		return ErrClosed
	}
	n, err := a.end(ctx, by, name, "sign out", `DELETE FROM sessions WHERE substr(lower(hex(hash)), 1, 16) = ? AND account = (SELECT n FROM accounts WHERE fold = ?)`, id, fold(name))
	if err == nil && n == 0 {
		return fmt.Errorf("session %q: %w", id, ErrNone)
	}
	return err
}

func (a *Access) end(ctx context.Context, by Who, name, action, query string, args ...any) (n int, err error) {
	err = a.within(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, query, args...)
		if err != nil {
			return err
		}
		ended, err := result.RowsAffected()
		if err != nil || ended == 0 {
			return err
		}
		n = int(ended)
		return a.note(ctx, tx, Entry{Action: action, Target: name, Detail: sessions(ended) + " ended"}.by(by))
	})
	if err != nil {
		return 0, fmt.Errorf("%s: %w", action, err)
	}
	return n, nil
}

// SessionsOf gives the sessions of an account that stand, the one used last first; who marks the one that asks.
func (a *Access) SessionsOf(ctx context.Context, who Who, name string) (all []SessionInfo, err error) {
	if a.db == nil {
		return nil, ErrClosed
	}
	now := a.now()
	rows, err := a.db.QueryContext(ctx, `SELECT s.hash, s.created, s.seen, s.ends, s.address, s.agent FROM sessions s JOIN accounts a ON a.n = s.account
		WHERE a.fold = ? AND s.ends > ? AND s.seen > ? ORDER BY s.seen DESC, s.hash`, fold(name), now, now-a.options.Idle.Milliseconds())
	if err != nil {
		return nil, fmt.Errorf("list the sessions: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var one SessionInfo
		var hash []byte
		var created, seen, ends int64
		if err := rows.Scan(&hash, &created, &seen, &ends, &one.Address, &one.Agent); err != nil {
			return nil, err
		}
		one.ID = hex.EncodeToString(hash)[:16]
		one.Created, one.Seen, one.Ends = moment(created), moment(seen), moment(min(ends, seen+a.options.Idle.Milliseconds()))
		one.Current = [hashSize]byte(hash) == who.session
		all = append(all, one)
	}
	return all, rows.Err()
}
