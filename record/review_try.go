package record

import (
	"context"
	"errors"
	"fmt"

	"chancery/review"
)

// errTried ends an amendment of which nothing is to stay.
var errTried = errors.New("only tried")

// TryDecision tells what [Record.Decide] would do of one act, without that anything is stored: the review as it would be
// kept, with what was before and after. Its errors are those of Decide.
func (r *Record) TryDecision(ctx context.Context, author string, act review.Act, names *review.Names) (Review, error) {
	if err := act.Check(); err != nil {
		return Review{}, err
	}
	if act.Coder == "" {
		act.Coder = author
	}
	if author == "" {
		author = act.Coder
	}
	var would Review
	var refused error
	_, err := r.Amend(ctx, author, act.Reason, func(ctx context.Context, a *Amendment) error {
		d := &decision{Amendment: a, act: &act, names: names}
		if refused = d.apply(ctx); refused != nil {
			return refused
		}
		reviews, err := a.View().ReviewsOf(ctx, a.Change())
		if err != nil {
			return err
		}
		if len(reviews) > 0 {
			would = reviews[len(reviews)-1]
		}
		return errTried
	})
	switch {
	case refused != nil:
		return Review{}, fmt.Errorf("%s %s: %w", act.Action, act.Target, refused)
	case !errors.Is(err, errTried):
		return Review{}, fmt.Errorf("%s %s: %w", act.Action, act.Target, err)
	}
	return would, nil
}
