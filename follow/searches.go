package follow

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"chancery/query"
	"chancery/record"
)

// The kinds under which the record remembers.
const (
	searchKind = "search"
	hookKind   = "search-hook"
	stateKind  = "search-delivery"
	seenKind   = "search-seen"
)

const (
	longestName  = 80 // letters
	longestQuery = 4000
	mostSearches = 500
)

// Searches are the watched searches of a record. It is safe for any number of goroutines.
type Searches struct {
	Record *record.Record
	Words  *query.Vocabulary
	Now    func() time.Time // nil for the machine's clock
	Random io.Reader        // nil for crypto/rand
}

func (s *Searches) now() time.Time {
	if s.Now == nil {
		return time.Now().UTC()
	}
	return s.Now().UTC()
}

func (s *Searches) random(n int) ([]byte, error) {
	from := s.Random
	if from == nil {
		from = rand.Reader
	}
	b := make([]byte, n)
	if _, err := io.ReadFull(from, b); err != nil {
		return nil, fmt.Errorf("the source of randomness: %w", err)
	}
	return b, nil
}

// CleanName gives a name in its one form, or ErrName with the reason. It stands in addresses.
func CleanName(name string) (string, error) {
	name = strings.Join(strings.Fields(name), " ")
	switch {
	case name == "":
		return "", fmt.Errorf("%w: it is empty", ErrName)
	case !utf8.ValidString(name):
		return "", fmt.Errorf("%w: it is no UTF-8", ErrName)
	case utf8.RuneCountInString(name) > longestName:
		return "", fmt.Errorf("%w: it is longer than %d letters", ErrName, longestName)
	case strings.ContainsAny(name, `/\`):
		return "", fmt.Errorf("%w: it has a stroke, which would part its address", ErrName)
	case strings.Trim(name, ".") == "":
		return "", fmt.Errorf("%w: it is full stops only", ErrName)
	}
	for _, c := range name {
		if !unicode.IsPrint(c) {
			return "", fmt.Errorf("%w: it has a character that is not seen", ErrName)
		}
	}
	return name, nil
}

// check says what is wrong with a query, if anything.
func (s *Searches) check(text string) error {
	if len(text) > longestQuery {
		return fmt.Errorf("%w: it is longer than %d bytes", query.ErrQuery, longestQuery)
	}
	q, err := query.Parse(text, s.Words)
	if err != nil {
		return err
	}
	if q.AsOf != nil {
		return &query.Error{Query: text, At: q.AsOf.At, Reason: "a search that is watched looks at the present: take as-of: out"}
	}
	return nil
}

func recall[T any](ctx context.Context, s *Searches, kind, owner, name string) (out T, err error) {
	got, err := s.Record.Recall(ctx, kind, owner, name)
	if err != nil {
		return out, err
	}
	if err := json.Unmarshal(got.Body, &out); err != nil {
		return out, fmt.Errorf("%w: %s %s: %w", record.ErrDamaged, kind, name, err)
	}
	return out, nil
}

func remembered(kind, owner, name string, value any) (record.Remembered, error) {
	body, err := json.Marshal(value)
	return record.Remembered{Kind: kind, Owner: owner, Name: name, Body: body}, err
}

// All gives the searches in the order of their names.
func (s *Searches) All(ctx context.Context) ([]Search, error) {
	rows, err := s.Record.RecallAll(ctx, searchKind, "")
	if err != nil {
		return nil, err
	}
	out := make([]Search, len(rows))
	for i, row := range rows {
		if err := json.Unmarshal(row.Body, &out[i]); err != nil {
			return nil, fmt.Errorf("%w: search %s: %w", record.ErrDamaged, row.Name, err)
		}
	}
	return out, nil
}

// Named gives a search: ErrNone without.
func (s *Searches) Named(ctx context.Context, name string) (Search, error) {
	found, err := recall[Search](ctx, s, searchKind, "", name)
	if errors.Is(err, record.ErrNotFound) {
		return found, fmt.Errorf("%w: %q", ErrNone, name)
	}
	return found, err
}

// Add keeps a search: what comes from now on is new. The error is ErrName, ErrTaken, ErrMany or a *query.Error.
func (s *Searches) Add(ctx context.Context, name, text, author string) (Search, error) {
	name, err := CleanName(name)
	if err != nil {
		return Search{}, err
	}
	text = strings.TrimSpace(text)
	if err := s.check(text); err != nil {
		return Search{}, err
	}
	all, err := s.All(ctx)
	if err != nil {
		return Search{}, err
	}
	if len(all) >= mostSearches {
		return Search{}, fmt.Errorf("%w: %d at the most; delete one that nobody needs", ErrMany, mostSearches)
	}
	for i := range all {
		if all[i].Name == name {
			return Search{}, fmt.Errorf("%w: %q", ErrTaken, name)
		}
	}
	id, err := s.random(8)
	if err != nil {
		return Search{}, err
	}
	view, err := s.Record.Now(ctx)
	if err != nil {
		return Search{}, err
	}
	made := Search{ID: hex.EncodeToString(id), Name: name, Query: text, Author: author, Made: s.now().Truncate(time.Second), Since: view.Change()}
	return made, s.save(ctx, made)
}

func (s *Searches) save(ctx context.Context, search Search) error {
	row, err := remembered(searchKind, "", search.Name, search)
	if err != nil {
		return err
	}
	return s.Record.Remember(ctx, row)
}

// Ask changes the query of a search. What was delivered stays delivered.
func (s *Searches) Ask(ctx context.Context, name, text string) error {
	search, err := s.Named(ctx, name)
	if err != nil {
		return err
	}
	text = strings.TrimSpace(text)
	if err := s.check(text); err != nil {
		return err
	}
	search.Query = text
	return s.save(ctx, search)
}

// Delete forgets a search with its webhook.
func (s *Searches) Delete(ctx context.Context, name string) error {
	if _, err := s.Named(ctx, name); err != nil {
		return err
	}
	if err := s.Record.Forget(ctx, hookKind, "", []string{name}); err != nil {
		return err
	}
	if err := s.Record.Forget(ctx, stateKind, "", []string{name}); err != nil {
		return err
	}
	return s.Record.Forget(ctx, searchKind, "", []string{name})
}

// Seen gives the change at which somebody last looked at a search: the one at which it was made, when never.
func (s *Searches) Seen(ctx context.Context, search Search, who string) (int64, error) {
	got, err := s.Record.Recall(ctx, seenKind, who, search.ID)
	if errors.Is(err, record.ErrNotFound) {
		return search.Since, nil
	}
	if err != nil {
		return 0, err
	}
	if n, err := strconv.ParseInt(string(got.Body), 10, 64); err == nil && n >= 0 {
		return n, nil
	}
	return search.Since, nil // what cannot be read is as good as never
}

// Look keeps that somebody has looked at a search as of a change.
func (s *Searches) Look(ctx context.Context, search Search, who string, change int64) error {
	return s.Record.Remember(ctx, record.Remembered{Kind: seenKind, Owner: who, Name: search.ID, Body: strconv.AppendInt(nil, change, 10)})
}

// New finds what a search found after a change, the newest first, and counts it.
func (s *Searches) New(ctx context.Context, view record.View, search Search, after int64, limit int) (record.Result, error) {
	q, err := query.Parse(search.Query, s.Words)
	if err != nil {
		return record.Result{}, err
	}
	return view.Find(ctx, q, record.Page{Limit: limit, Sort: record.ByAdded, Count: true, After: after})
}
