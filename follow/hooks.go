package follow

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"chancery/record"
)

// secretPrefix is what secrets begin with, by the conventions of Standard Webhooks.
const secretPrefix = "whsec_"

// CheckAddress says what is wrong with the address of a webhook, if anything. Whether it leads into a private network is
// seen only when it is called.
func CheckAddress(address string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.Hostname() == "":
		return fmt.Errorf("%w: write it whole: https://example.org/hook", ErrAddress)
	case u.Scheme != "https" && u.Scheme != "http":
		return fmt.Errorf("%w: it begins with https:// or http://", ErrAddress)
	case u.User != nil:
		return fmt.Errorf("%w: a name or a password in it would be shown: deliveries are signed instead", ErrAddress)
	case u.Fragment != "":
		return fmt.Errorf("%w: what stands after # is never sent", ErrAddress)
	case len(address) > 2000:
		return fmt.Errorf("%w: it is longer than 2000 bytes", ErrAddress)
	}
	return nil
}

// SetHook has an address called with what a search finds from now on. Deliveries to another address that were under way
// are left out. Author is who set it.
func (s *Searches) SetHook(ctx context.Context, name, address, author string) (Hook, error) {
	if _, err := s.Named(ctx, name); err != nil {
		return Hook{}, err
	}
	address = strings.TrimSpace(address)
	if err := CheckAddress(address); err != nil {
		return Hook{}, err
	}
	id, err := s.random(8)
	if err != nil {
		return Hook{}, err
	}
	secret, err := s.random(32)
	if err != nil {
		return Hook{}, err
	}
	view, err := s.Record.Now(ctx)
	if err != nil {
		return Hook{}, err
	}
	hook := Hook{ID: hex.EncodeToString(id), Address: address, Secret: secretPrefix + base64.StdEncoding.EncodeToString(secret), Author: author,
		Made: s.now().Truncate(time.Second)}
	one, err := remembered(hookKind, "", name, hook)
	if err != nil {
		return Hook{}, err
	}
	two, err := remembered(stateKind, "", name, State{Hook: hook.ID, Sent: view.Change()})
	if err != nil {
		return Hook{}, err
	}
	return hook, s.Record.Remember(ctx, one, two)
}

// RemoveHook ends the webhook of a search.
func (s *Searches) RemoveHook(ctx context.Context, name string) error {
	if _, err := s.Hook(ctx, name); err != nil {
		return err
	}
	return errors.Join(s.Record.Forget(ctx, hookKind, "", []string{name}), s.Record.Forget(ctx, stateKind, "", []string{name}))
}

// Hook gives the webhook of a search: ErrNoHook without.
func (s *Searches) Hook(ctx context.Context, name string) (Hook, error) {
	hook, err := recall[Hook](ctx, s, hookKind, "", name)
	if errors.Is(err, record.ErrNotFound) {
		return hook, fmt.Errorf("%w: %q", ErrNoHook, name)
	}
	return hook, err
}

// State gives how far the webhook of a search is.
func (s *Searches) State(ctx context.Context, name string) (State, error) {
	state, err := recall[State](ctx, s, stateKind, "", name)
	if errors.Is(err, record.ErrNotFound) {
		return state, fmt.Errorf("%w: %q", ErrNoHook, name)
	}
	return state, err
}

func (s *Searches) saveState(ctx context.Context, name string, state State) error {
	row, err := remembered(stateKind, "", name, state)
	if err != nil {
		return err
	}
	return s.Record.Remember(ctx, row)
}

// Resume has a delivery tried again at once, with all its attempts before it.
func (s *Searches) Resume(ctx context.Context, name string) error {
	state, err := s.State(ctx, name)
	if err != nil {
		return err
	}
	state.Stopped = ""
	if state.Pending != nil {
		state.Pending.Attempts, state.Pending.Next = 0, time.Time{}
	}
	return s.saveState(ctx, name, state)
}

// Skip leaves out the delivery that cannot be made: what it holds is never sent, and the next one follows.
func (s *Searches) Skip(ctx context.Context, name string) error {
	state, err := s.State(ctx, name)
	if err != nil {
		return err
	}
	state.Stopped = ""
	if p := state.Pending; p != nil {
		state.Sent, state.Number, state.Pending = p.To, p.Number, nil
	}
	return s.saveState(ctx, name, state)
}

// hooked are the names of the searches that have a webhook, in order, with these.
func (s *Searches) hooked(ctx context.Context) (names []string, hooks []Hook, err error) {
	rows, err := s.Record.RecallAll(ctx, hookKind, "")
	if err != nil {
		return nil, nil, err
	}
	for _, row := range rows {
		var hook Hook
		if err := json.Unmarshal(row.Body, &hook); err != nil {
			return nil, nil, fmt.Errorf("%w: the webhook of %s: %w", record.ErrDamaged, row.Name, err)
		}
		names, hooks = append(names, row.Name), append(hooks, hook)
	}
	return names, hooks, nil
}
