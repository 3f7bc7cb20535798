package access

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// tokenPrefix lets people and scanners of leaked secrets see what a token is.
const tokenPrefix = "chancery_"

const (
	tokenSize    = 20 // random bytes
	checkSize    = 5  // bytes of checksum: mistyped tokens are told without looking them up
	longestLabel = 100
)

var tokenLetters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// tokenOf writes a token: the prefix, then the random bytes and their checksum in small letters and digits.
func tokenOf(raw []byte) string {
	return tokenPrefix + tokenLetters.EncodeToString(append(bytes.Clone(raw), tokenCheck(raw)...))
}

func tokenCheck(raw []byte) []byte {
	sum := sha256.Sum256(append([]byte(tokenPrefix), raw...))
	return sum[:checkSize]
}

// parseToken gives the hash of a token by which it is stored; not ok when it is none.
func parseToken(s string) (hash [hashSize]byte, ok bool) {
	letters, ok := strings.CutPrefix(s, tokenPrefix)
	if !ok || len(letters) != tokenLetters.EncodedLen(tokenSize+checkSize) {
		return hash, false
	}
	all, err := tokenLetters.DecodeString(letters)
	if err != nil || len(all) != tokenSize+checkSize || !bytes.Equal(tokenCheck(all[:tokenSize]), all[tokenSize:]) {
		return hash, false
	}
	return sha256.Sum256(all[:tokenSize]), true
}

// AddToken makes a token of an account for a program, and gives it: it is not stored and cannot be seen again. The role
// is at most the account's; "" is the account's role as it is now. lasts 0 is for ever.
func (a *Access) AddToken(ctx context.Context, by Who, name, label string, role Role, lasts time.Duration) (token string, info TokenInfo, err error) {
	label = strings.TrimSpace(label)
	switch {
	case label == "":
		return "", info, fmt.Errorf("%w: say what it is for", ErrLabel)
	case !utf8.ValidString(label) || utf8.RuneCountInString(label) > longestLabel || strings.ContainsFunc(label, func(c rune) bool { return !unicode.IsPrint(c) }):
		return "", info, fmt.Errorf("%w: up to %d letters that can be printed", ErrLabel, longestLabel)
	case lasts < 0:
		return "", info, fmt.Errorf("%w: it would have expired already", ErrLabel)
	}
	raw := make([]byte, tokenSize)
	if err := a.randomBytes(raw); err != nil {
		return "", info, err
	}
	hash := sha256.Sum256(raw)
	now := a.now()
	info = TokenInfo{ID: "t-" + hex.EncodeToString(hash[:6]), Label: label, Created: moment(now)}
	var expires int64
	if lasts > 0 {
		expires = now + lasts.Milliseconds()
		info.Expires = moment(expires)
	}
	err = a.within(ctx, func(tx *sql.Tx) error {
		row, err := account(ctx, tx, name)
		if err != nil {
			return err
		}
		info.Account, info.Role = row.name, role
		if role == "" {
			info.Role = row.role
		}
		if info.Role.rank() == 0 {
			return fmt.Errorf("%w, not %q", ErrRoleName, info.Role)
		}
		if !row.role.Reaches(info.Role) {
			return fmt.Errorf("%w: %s has the role %s, a token of %s would reach further", ErrReach, row.name, row.role, info.Role)
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO tokens (id, hash, account, label, role, created, expires) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			info.ID, hash[:], row.n, label, string(info.Role), now, expires)
		if err != nil {
			return err
		}
		detail := fmt.Sprintf("%s %q, role %s, for ever", info.ID, label, info.Role)
		if lasts > 0 {
			detail = fmt.Sprintf("%s %q, role %s, until %s", info.ID, label, info.Role, info.Expires.Format(time.DateOnly))
		}
		return a.note(ctx, tx, Entry{Action: "token add", Target: row.name, Detail: detail}.by(by))
	})
	if err != nil {
		return "", TokenInfo{}, fmt.Errorf("add the token: %w", err)
	}
	return tokenOf(raw), info, nil
}

// byToken tells who shows a token: ErrToken when it opens nothing.
func (a *Access) byToken(ctx context.Context, token string) (Who, error) {
	hash, ok := parseToken(token)
	if !ok || a.db == nil {
		return Who{}, ErrToken
	}
	var who Who
	var role Role
	var expires, used, revoked, n, accountSeen int64
	var disabled bool
	err := a.db.QueryRowContext(ctx, `SELECT t.id, t.role, t.expires, t.used, t.revoked, a.n, a.name, a.role, a.disabled, a.seen FROM tokens t JOIN accounts a ON a.n = t.account WHERE t.hash = ?`, hash[:]).
		Scan(&who.Token, &role, &expires, &used, &revoked, &n, &who.Name, &who.Role, &disabled, &accountSeen)
	if errors.Is(err, sql.ErrNoRows) {
		return Who{}, ErrToken
	}
	if err != nil {
		return Who{}, fmt.Errorf("the token: %w", err)
	}
	now := a.now()
	if disabled || revoked != 0 || expires != 0 && now >= expires {
		return Who{}, ErrToken
	}
	who.How, who.Role = Token, lower(role, who.Role)
	if now-used >= seenEvery.Milliseconds() {
		a.touch(ctx, `UPDATE tokens SET used = max(used, ?) WHERE id = ?`, now, who.Token)
	}
	if now-accountSeen >= seenEvery.Milliseconds() {
		a.touch(ctx, `UPDATE accounts SET seen = max(seen, ?) WHERE n = ?`, now, n)
	}
	return who, nil
}

// Tokens gives the tokens of an account, or with "" of all, those made last first; with all set also those that were
// revoked or have expired.
func (a *Access) Tokens(ctx context.Context, name string, all bool) (tokens []TokenInfo, err error) {
	if a.db == nil {
		return nil, ErrClosed
	}
	rows, err := a.db.QueryContext(ctx, `SELECT t.id, a.name, t.label, t.role, t.created, t.expires, t.used, t.revoked FROM tokens t JOIN accounts a ON a.n = t.account
		WHERE (?1 = '' OR a.fold = ?1) AND (?2 OR t.revoked = 0 AND (t.expires = 0 OR t.expires > ?3)) ORDER BY t.created DESC, t.id`, fold(name), all, a.now())
	if err != nil {
		return nil, fmt.Errorf("list the tokens: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var one TokenInfo
		var created, expires, used, revoked int64
		if err := rows.Scan(&one.ID, &one.Account, &one.Label, &one.Role, &created, &expires, &used, &revoked); err != nil {
			return nil, err
		}
		one.Created, one.Expires, one.Used, one.Revoked = moment(created), moment(expires), moment(used), moment(revoked)
		tokens = append(tokens, one)
	}
	return tokens, rows.Err()
}

// Revoke ends a token for good. Who is no admin may do so with the own ones: account "" is for any, else ErrNone for
// those of others. To revoke again changes nothing.
func (a *Access) Revoke(ctx context.Context, by Who, account, id string) error {
	err := a.within(ctx, func(tx *sql.Tx) error {
		var owner, label string
		var revoked int64
		err := tx.QueryRowContext(ctx, `SELECT a.name, t.label, t.revoked FROM tokens t JOIN accounts a ON a.n = t.account WHERE t.id = ?1 AND (?2 = '' OR a.fold = ?2)`, id, fold(account)).Scan(&owner, &label, &revoked)
		if errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("token %q: %w", id, ErrNone)
		}
		if err != nil || revoked != 0 {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE tokens SET revoked = ? WHERE id = ?`, a.now(), id); err != nil {
			return err
		}
		return a.note(ctx, tx, Entry{Action: "token revoke", Target: owner, Detail: fmt.Sprintf("%s %q", id, label)}.by(by))
	})
	if err != nil {
		return fmt.Errorf("revoke: %w", err)
	}
	return nil
}
