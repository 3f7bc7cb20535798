package watch

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
)

// Memory is a [State] that lasts as long as the process. The zero value is empty and ready.
type Memory struct {
	mu     sync.Mutex
	feeds  map[string]FeedState
	items  map[string]map[string]Seen
	robots map[string]Robots
}

// Feed implements State.
func (m *Memory) Feed(_ context.Context, url string) (FeedState, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if f, ok := m.feeds[url]; ok {
		return f, nil
	}
	return FeedState{URL: url}, nil
}

// Feeds implements State.
func (m *Memory) Feeds(context.Context) ([]FeedState, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.SortedFunc(maps.Values(m.feeds), func(a, b FeedState) int { return cmp.Compare(a.URL, b.URL) }), nil
}

// SaveFeed implements State.
func (m *Memory) SaveFeed(_ context.Context, f FeedState) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.feeds == nil {
		m.feeds = map[string]FeedState{}
	}
	m.feeds[f.URL] = f
	return nil
}

// Items implements State.
func (m *Memory) Items(_ context.Context, feed string) ([]Seen, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.SortedFunc(maps.Values(m.items[feed]), func(a, b Seen) int { return cmp.Compare(a.Key, b.Key) }), nil
}

// SaveItem implements State.
func (m *Memory) SaveItem(_ context.Context, feed string, s Seen) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.items == nil {
		m.items = map[string]map[string]Seen{}
	}
	if m.items[feed] == nil {
		m.items[feed] = map[string]Seen{}
	}
	m.items[feed][s.Key] = s
	return nil
}

// ForgetItems implements State.
func (m *Memory) ForgetItems(_ context.Context, feed string, keys []string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, k := range keys {
		delete(m.items[feed], k)
	}
	return nil
}

// Robots implements State.
func (m *Memory) Robots(_ context.Context, origin string) (Robots, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r, ok := m.robots[origin]
	return r, ok, nil
}

// SaveRobots implements State.
func (m *Memory) SaveRobots(_ context.Context, r Robots) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.robots == nil {
		m.robots = map[string]Robots{}
	}
	m.robots[r.Origin] = r
	return nil
}
