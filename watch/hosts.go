package watch

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// hosts sees to it that each host has one request at a time, with a pause after it, and is left alone when it
// asks to be.
type hosts struct {
	watcher *Watcher
	mu      sync.Mutex
	byName  map[string]*host
}

type host struct {
	turn chan struct{} // holds one token: who has it may ask
	mu   sync.Mutex
	next time.Time // when the pause ends
	held time.Time // when it may be asked again
}

func (h *hosts) get(name string) *host {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.byName == nil {
		h.byName = map[string]*host{}
	}
	one := h.byName[name]
	if one == nil {
		one = &host{turn: make(chan struct{}, 1)}
		one.turn <- struct{}{}
		h.byName[name] = one
	}
	return one
}

// enter waits until the host may be asked; leave must be called when its answer was read. A host that is held
// gives an error that wraps ErrHeld at once.
func (h *hosts) enter(ctx context.Context, name string, pause time.Duration) (leave func(), err error) {
	one := h.get(name)
	select {
	case <-one.turn:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	one.mu.Lock()
	next, held := one.next, one.held
	one.mu.Unlock()
	now := h.watcher.o.Now()
	if held.After(now) {
		one.turn <- struct{}{}
		return nil, &heldError{name, held}
	}
	if wait := next.Sub(now); wait > 0 {
		if err := h.watcher.o.Sleep(ctx, wait); err != nil {
			one.turn <- struct{}{}
			return nil, err
		}
	}
	return func() {
		one.mu.Lock()
		one.next = h.watcher.o.Now().Add(max(pause, 0))
		one.mu.Unlock()
		one.turn <- struct{}{}
	}, nil
}

// hold leaves a host alone until a time.
func (h *hosts) hold(name string, until time.Time) {
	one := h.get(name)
	one.mu.Lock()
	defer one.mu.Unlock()
	if until.After(one.held) {
		one.held = until
	}
}

// heldError says until when a host or feed is held back.
type heldError struct {
	name  string
	until time.Time
}

func (e *heldError) Error() string {
	return fmt.Sprintf("%v: %s asked not to be asked before %s", ErrHeld, e.name, e.until.UTC().Format(time.RFC3339))
}

func (e *heldError) Unwrap() error { return ErrHeld }
