package record

import (
	"errors"
	"testing"

	"chancery/review"
)

// TestTryDecisionStoresNothing: what would be decided is told with its values, and the record stays as it was.
func TestTryDecisionStoresNothing(t *testing.T) {
	r := newRecord(t)
	one, _, other := twoReports(t, r)
	n, err := names()
	if err != nil {
		t.Fatal(err)
	}
	before, rows := now(t, r).Change(), standingRows(t, r)
	would, err := r.TryDecision(t.Context(), "Ada", review.Act{Action: review.Correct, Target: one.Event.ID, Field: "status", Value: "planned"}, n)
	if err != nil {
		t.Fatal(err)
	}
	if would.Field != "status" || string(would.After) != `"planned"` || would.Target != one.Event.ID {
		t.Errorf("it would be %+v", would)
	}
	if _, err := r.TryDecision(t.Context(), "Ada", review.Act{Action: review.Join, Target: one.Event.ID, Value: other.Event.ID}, n); err != nil {
		t.Errorf("joining: %v", err)
	}
	for _, test := range []struct {
		act review.Act
		is  error
	}{
		{review.Act{Action: review.Correct, Target: one.Event.ID, Field: "status", Value: "nonsense"}, review.ErrAct},
		{review.Act{Action: review.Accept, Target: "e-none"}, ErrNotFound},
		{review.Act{Action: "praise", Target: one.Event.ID}, review.ErrAct},
	} {
		if _, err := r.TryDecision(t.Context(), "Ada", test.act, n); !errors.Is(err, test.is) {
			t.Errorf("%+v: %v, not %v", test.act, err, test.is)
		}
	}
	if after := now(t, r).Change(); after != before {
		t.Errorf("trying made change %d of %d", after, before)
	}
	if standingRows(t, r) != rows {
		t.Error("trying changed rows")
	}
}
