package record

import (
	"errors"
	"maps"
	"strings"
	"testing"

	"chancery/event"
	"chancery/review"
)

// TestUndoOneAfterAnother: a row of corrections can be taken back from the last to the first, also when one is said
// again, and each undoing can be taken back in its turn.
func TestUndoOneAfterAnother(t *testing.T) {
	r := newRecord(t)
	one, two, other := twoReports(t, r)
	decide(t, r, review.Act{Action: review.Accept, Target: other.Event.ID})
	var changes []Change
	stood := []string{standingRows(t, r)}
	for _, act := range []review.Act{
		{Action: review.Accept, Target: one.Event.ID},
		{Action: review.Correct, Target: one.Event.ID, Field: "status", Value: "planned"},
		{Action: review.Correct, Target: one.Event.ID, Field: "status", Value: "offered"},
		{Action: review.Correct, Target: one.Event.ID, Field: "category", Value: "ASSAULT"}, // leaves its occurrence
		{Action: review.Join, Target: one.Event.ID, Value: other.Event.ID},
		{Action: review.Split, Target: one.Event.ID},
		{Action: review.Join, Target: one.Event.ID, Value: two.Event.ID},
		{Action: review.Reject, Target: one.Event.ID},
	} {
		changes = append(changes, decide(t, r, act))
		stood = append(stood, standingRows(t, r))
	}
	var undoings []Change
	for i := len(changes) - 1; i >= 0; i-- {
		undoings = append(undoings, decide(t, r, review.Act{Action: review.Undo, Target: itoa(changes[i].Number)}))
		if got := standingRows(t, r); got != stood[i] {
			t.Fatalf("after undoing %d there stands\n%s, before\n%s", i, got, stood[i])
		}
	}
	for i := len(undoings) - 1; i >= 0; i-- { // and all back again
		decide(t, r, review.Act{Action: review.Undo, Target: itoa(undoings[i].Number)})
		if got := standingRows(t, r); got != stood[len(changes)-i] {
			t.Fatalf("after undoing undoing %d there stands\n%s, before\n%s", i, got, stood[len(changes)-i])
		}
	}
	reviews, err := now(t, r).Reviews(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	want := map[int64]int64{}
	for i, c := range undoings {
		want[c.Number] = reviews[len(reviews)-1-i].Change.Number
	}
	if got := Undone(reviews); !maps.Equal(got, want) {
		t.Errorf("undone %v, not %v", got, want)
	}
}

// TestUndoOutOfTheMiddle: what others did to other fields since stays.
func TestUndoOutOfTheMiddle(t *testing.T) {
	r := newRecord(t)
	one, _, _ := twoReports(t, r)
	id := one.Event.ID
	slip := decide(t, r, review.Act{Action: review.Correct, Target: id, Field: "status", Value: "planned", Coder: "Bo"})
	decide(t, r, review.Act{Action: review.Correct, Target: id, Field: "time", Value: "2022-10-01"})
	decide(t, r, review.Act{Action: review.Accept, Target: id})
	decide(t, r, review.Act{Action: review.Undo, Target: "#" + itoa(slip.Number)})
	got := account(t, r, id)
	if got.Event.Status != one.Event.Status || got.Event.Time.EDTF != "2022-10-01" || got.Verdict != "accepted" || strings.Join(got.ByHand, " ") != "time" {
		t.Errorf("%s %s %s, by hand %v", got.Event.Status, got.Event.Time.EDTF, got.Verdict, got.ByHand)
	}
	_, err := tryDecide(t, r, review.Act{Action: review.Undo, Target: itoa(slip.Number)})
	if !errors.Is(err, review.ErrAct) || !strings.Contains(err.Error(), "undone already") {
		t.Errorf("undoing it twice: %v", err)
	}
}

// TestUndoNamesWhatIsInTheWay: of several later changes of a field the one to begin with, and not one that was undone.
func TestUndoNamesWhatIsInTheWay(t *testing.T) {
	r := newRecord(t)
	one, _, _ := twoReports(t, r)
	var changes []Change
	for _, status := range []string{"planned", "offered", "demanded"} {
		changes = append(changes, decide(t, r, review.Act{Action: review.Correct, Target: one.Event.ID, Field: "status", Value: status}))
	}
	for last := 2; last > 0; last-- {
		_, err := tryDecide(t, r, review.Act{Action: review.Undo, Target: itoa(changes[0].Number)})
		if want := "undo #" + itoa(changes[0].Number) + ": status of event " + one.Event.ID + " was changed again by change " + itoa(changes[last].Number) + ": undo that first"; err == nil || strings.ReplaceAll(err.Error(), "undo "+itoa(changes[0].Number), "undo #"+itoa(changes[0].Number)) != want {
			t.Errorf("%v, not %s", err, want)
		}
		decide(t, r, review.Act{Action: review.Undo, Target: itoa(changes[last].Number)})
	}
	decide(t, r, review.Act{Action: review.Undo, Target: itoa(changes[0].Number)})
	if got := account(t, r, one.Event.ID); got.Event.Status != event.Actual || len(got.ByHand) > 0 {
		t.Errorf("%s, by hand %v", got.Event.Status, got.ByHand)
	}
}

// TestUndoAdded: an event that was added comes back when its undoing is undone, as it was, and cannot be taken away while
// a correction of it stands.
func TestUndoAdded(t *testing.T) {
	r := newRecord(t)
	twoReports(t, r)
	before := standingRows(t, r)
	const value = `{"evidence":"met Azerbaijani Foreign Minister","category":"CONSULT","status":"actual","sources":"ARM","recipients":"AZE"}`
	added := decide(t, r, review.Act{Action: review.Add, Target: "a", Value: value})
	reviews, err := now(t, r).Reviews(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	corrected := decide(t, r, review.Act{Action: review.Correct, Target: reviews[0].Target, Field: "status", Value: "planned"})
	with := standingRows(t, r)
	if _, err := tryDecide(t, r, review.Act{Action: review.Undo, Target: itoa(added.Number)}); !errors.Is(err, review.ErrAct) || !strings.Contains(err.Error(), "change "+itoa(corrected.Number)) {
		t.Errorf("undoing what was corrected: %v", err)
	}
	first := decide(t, r, review.Act{Action: review.Undo, Target: itoa(corrected.Number)})
	second := decide(t, r, review.Act{Action: review.Undo, Target: itoa(added.Number)})
	if got := standingRows(t, r); got != before {
		t.Errorf("without it there stands\n%s, before\n%s", got, before)
	}
	decide(t, r, review.Act{Action: review.Undo, Target: itoa(second.Number)})
	decide(t, r, review.Act{Action: review.Undo, Target: itoa(first.Number)})
	if got := standingRows(t, r); got != with {
		t.Errorf("back again there stands\n%s, before\n%s", got, with)
	}
}
