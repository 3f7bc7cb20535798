package watch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"chancery/record"
)

// Recorded is a [State] that is kept in a record, beside its facts.
type Recorded struct{ Record *record.Record }

// The kinds under which the record remembers.
const (
	kindFeed   = "feed"
	kindItem   = "item"
	kindRobots = "robots"
)

// Feed implements State.
func (s Recorded) Feed(ctx context.Context, url string) (FeedState, error) {
	st, _, err := recall[FeedState](ctx, s.Record, kindFeed, url)
	st.URL = url
	return st, err
}

// Feeds implements State.
func (s Recorded) Feeds(ctx context.Context) ([]FeedState, error) {
	return recallAll[FeedState](ctx, s.Record, kindFeed, "")
}

// SaveFeed implements State.
func (s Recorded) SaveFeed(ctx context.Context, f FeedState) error {
	return remember(ctx, s.Record, kindFeed, "", f.URL, f)
}

// Items implements State.
func (s Recorded) Items(ctx context.Context, feed string) ([]Seen, error) {
	return recallAll[Seen](ctx, s.Record, kindItem, feed)
}

// SaveItem implements State.
func (s Recorded) SaveItem(ctx context.Context, feed string, item Seen) error {
	return remember(ctx, s.Record, kindItem, feed, item.Key, item)
}

// ForgetItems implements State.
func (s Recorded) ForgetItems(ctx context.Context, feed string, keys []string) error {
	return s.Record.Forget(ctx, kindItem, feed, keys)
}

// Robots implements State.
func (s Recorded) Robots(ctx context.Context, origin string) (Robots, bool, error) {
	return recall[Robots](ctx, s.Record, kindRobots, origin)
}

// SaveRobots implements State.
func (s Recorded) SaveRobots(ctx context.Context, r Robots) error {
	return remember(ctx, s.Record, kindRobots, "", r.Origin, r)
}

// ForgetFeed removes a feed and what was seen of it; false when it was not known.
func (s Recorded) ForgetFeed(ctx context.Context, url string) (bool, error) {
	if _, ok, err := recall[FeedState](ctx, s.Record, kindFeed, url); err != nil || !ok {
		return false, err
	}
	items, err := s.Items(ctx, url)
	if err != nil {
		return false, err
	}
	keys := make([]string, len(items))
	for i := range items {
		keys[i] = items[i].Key
	}
	if err := s.Record.Forget(ctx, kindItem, url, keys); err != nil {
		return false, err
	}
	return true, s.Record.Forget(ctx, kindFeed, "", []string{url})
}

func remember(ctx context.Context, r *record.Record, kind, owner, name string, value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return r.Remember(ctx, record.Remembered{Kind: kind, Owner: owner, Name: name, Body: body})
}

func recall[T any](ctx context.Context, r *record.Record, kind, name string) (value T, ok bool, err error) {
	kept, err := r.Recall(ctx, kind, "", name)
	if errors.Is(err, record.ErrNotFound) {
		return value, false, nil
	}
	if err != nil {
		return value, false, err
	}
	return value, true, decode(kept, &value)
}

func recallAll[T any](ctx context.Context, r *record.Record, kind, owner string) ([]T, error) {
	kept, err := r.RecallAll(ctx, kind, owner)
	if err != nil {
		return nil, err
	}
	values := make([]T, len(kept))
	for i := range kept {
		if err := decode(kept[i], &values[i]); err != nil {
			return nil, err
		}
	}
	return values, nil
}

func decode(kept record.Remembered, value any) error {
	if err := json.Unmarshal(kept.Body, value); err != nil {
		return fmt.Errorf("what is remembered of %s %s: %w", kept.Kind, kept.Name, err)
	}
	return nil
}
