package desk

import (
	"errors"
	"fmt"
	"net/url"

	"chancery/access"
	"chancery/follow"
)

// hookWords says in a line how the webhook of a search is; "" without one. Troubled is that it needs somebody.
func (v *visit) hookWords(name string) (words string, troubled bool, err error) {
	state, err := v.desk.searches.State(v.Context(), name)
	if errors.Is(err, follow.ErrNoHook) {
		return "", false, nil
	}
	if err != nil {
		return "", false, err
	}
	words, troubled = stateWords(&state)
	return words, troubled, nil
}

// stateWords says how a webhook is.
func stateWords(s *follow.State) (words string, troubled bool) {
	switch {
	case s.Stopped != "":
		return "stopped: " + s.Stopped, true
	case s.Problem != "":
		return "cannot look: " + s.Problem, true
	case s.Pending != nil && s.Pending.Attempts > 0:
		return fmt.Sprintf("waits for another attempt after %d that failed", s.Pending.Attempts), false
	case s.Pending != nil:
		return "delivers", false
	case s.Number == 0:
		return "has delivered nothing yet", false
	}
	return "delivered " + plural(s.Number, "message"), false
}

// hookView is the webhook of a search for its page: nil without one. Its address and its secret are for those alone who
// may set it.
func (v *visit) hookView(name string) (*hookView, error) {
	hook, err := v.desk.searches.Hook(v.Context(), name)
	if errors.Is(err, follow.ErrNoHook) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	state, err := v.desk.searches.State(v.Context(), name)
	if err != nil {
		return nil, err
	}
	out := &hookView{Address: hook.Address, Author: hook.Author, Made: hook.Made, Secret: hook.Secret, Number: state.Number, Delivered: state.Delivered}
	out.Words, _ = stateWords(&state)
	out.Stopped = state.Stopped != ""
	if p := state.Pending; p != nil {
		out.Problem, out.Attempts, out.Next = p.Problem, p.Attempts, p.Next
		out.Results = fmt.Sprintf("what came with changes %d to %d", p.After+1, p.To)
	}
	if !v.who.May(access.Hook) {
		out.Secret = ""
		if u, err := url.Parse(hook.Address); err == nil {
			out.Address = u.Scheme + "://" + u.Host + "/…"
		}
	}
	return out, nil
}
