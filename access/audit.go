package access

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"
	"unicode/utf8"
)

// by fills in who did what an entry tells.
func (e Entry) by(who Who) Entry {
	e.Who, e.How = who.Name, who.How
	if who.Address.IsValid() {
		e.Address = who.Address.String()
	}
	if who.Token != "" {
		e.Detail = strings.TrimPrefix(e.Detail+"; by "+who.Token, "; ")
	}
	return e
}

// Event makes the entry of what somebody did; its outcome is Done.
func Event(who Who, action, target, detail string) Entry {
	return Entry{Action: action, Target: target, Outcome: Done, Detail: detail}.by(who)
}

// Note appends an entry to the audit log. Its number and time are given here. Without a file nothing is kept.
func (a *Access) Note(ctx context.Context, e Entry) error {
	if a.db == nil {
		return nil
	}
	// What was done was done, even when who asked for it has gone away.
	ctx = context.WithoutCancel(ctx)
	if err := a.note(ctx, a.db, e); err != nil {
		return fmt.Errorf("the audit log: %w", err)
	}
	return nil
}

type executer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// note appends an entry within whatever is being written.
func (a *Access) note(ctx context.Context, x executer, e Entry) error {
	if e.Outcome == "" {
		e.Outcome = Done
	}
	_, err := x.ExecContext(ctx, `INSERT INTO audit (at, who, address, how, action, target, outcome, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		a.now(), clip(e.Who, 200), clip(e.Address, 100), string(e.How), clip(e.Action, 100), clip(e.Target, 500), string(e.Outcome), clip(e.Detail, 2000))
	return err
}

// clip shortens what somebody else wrote to so many bytes, at the end of a letter, and mends what is no UTF-8.
func clip(s string, most int) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if len(s) <= most {
		return s
	}
	s = s[:most-len("…")]
	for !utf8.ValidString(s) {
		s = s[:len(s)-1]
	}
	return s + "…"
}

// AuditFilter says which entries are asked for. The zero value asks for the newest.
type AuditFilter struct {
	Before  int64 // the cursor: entries with smaller numbers; 0 begins with the newest
	Since   time.Time
	Until   time.Time // before it
	Who     string
	Action  string // the action, or the first of its words: "account" for "account add" and "account role"
	Outcome Outcome
	Limit   int // 0 for 100
}

// Entries gives entries of the audit log, the newest first, and the cursor for those after them: 0 at the end.
func (a *Access) Entries(ctx context.Context, f AuditFilter) (entries []Entry, next int64, err error) {
	if a.db == nil {
		return nil, 0, ErrClosed
	}
	limit := f.Limit
	if limit <= 0 {
		limit = 100
	}
	where, args := f.where()
	rows, err := a.db.QueryContext(ctx, `SELECT n, at, who, address, how, action, target, outcome, detail FROM audit WHERE `+where+` ORDER BY n DESC LIMIT ?`, append(args, limit+1)...)
	if err != nil {
		return nil, 0, fmt.Errorf("the audit log: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var e Entry
		var at int64
		if err := rows.Scan(&e.Number, &at, &e.Who, &e.Address, &e.How, &e.Action, &e.Target, &e.Outcome, &e.Detail); err != nil {
			return nil, 0, err
		}
		e.At = moment(at)
		entries = append(entries, e)
	}
	if len(entries) > limit {
		entries = entries[:limit]
		next = entries[limit-1].Number
	}
	return entries, next, rows.Err()
}

// where is the filter as a condition.
func (f AuditFilter) where() (string, []any) {
	conditions, args := []string{"1"}, []any{}
	add := func(condition string, values ...any) {
		conditions, args = append(conditions, condition), append(args, values...)
	}
	if f.Before > 0 {
		add(`n < ?`, f.Before)
	}
	if !f.Since.IsZero() {
		add(`at >= ?`, f.Since.UnixMilli())
	}
	if !f.Until.IsZero() {
		add(`at < ?`, f.Until.UnixMilli())
	}
	if f.Who != "" {
		add(`who = ?`, f.Who)
	}
	if f.Action != "" {
		add(`(action = ? OR substr(action, 1, ?) = ?)`, f.Action, utf8.RuneCountInString(f.Action)+1, f.Action+" ")
	}
	if f.Outcome != "" {
		add(`outcome = ?`, string(f.Outcome))
	}
	return strings.Join(conditions, " AND "), args
}

// AllEntries gives all entries that a filter asks for, page by page, the newest first.
func (a *Access) AllEntries(ctx context.Context, f AuditFilter) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for {
			entries, next, err := a.Entries(ctx, f)
			if err != nil {
				yield(Entry{}, err)
				return
			}
			for _, e := range entries {
				if !yield(e, nil) {
					return
				}
			}
			if next == 0 {
				return
			}
			f.Before = next
		}
	}
}

// entryLine is an entry as a line of JSON.
type entryLine struct {
	Number  int64  `json:"number"`
	At      string `json:"at"`
	Who     string `json:"who,omitempty"`
	Address string `json:"address,omitempty"`
	How     How    `json:"how,omitempty"`
	Action  string `json:"action"`
	Target  string `json:"target,omitempty"`
	Outcome string `json:"outcome"`
	Detail  string `json:"detail,omitempty"`
}

// WriteEntries writes entries as lines of JSON, the newest first.
func WriteEntries(out io.Writer, entries iter.Seq2[Entry, error]) error {
	buffered := bufio.NewWriter(out)
	encoder := json.NewEncoder(buffered)
	encoder.SetEscapeHTML(false)
	for e, err := range entries {
		if err != nil {
			return errors.Join(err, buffered.Flush())
		}
		line := entryLine{e.Number, e.At.Format("2006-01-02T15:04:05.000Z"), e.Who, e.Address, e.How, e.Action, e.Target, string(e.Outcome), e.Detail}
		if err := encoder.Encode(line); err != nil {
			return err
		}
	}
	return buffered.Flush()
}
