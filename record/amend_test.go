package record

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chancery/event"
	"chancery/occurrence"
	"chancery/reading"
	"chancery/report"
)

func amend(t testing.TB, r *Record, edit func(ctx context.Context, a *Amendment) error) Change {
	t.Helper()
	c, err := r.Amend(t.Context(), "Ada", "a reason", edit)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// example adds a report with an event and gives its first.
func example(t testing.TB, r *Record) occurrence.Account {
	t.Helper()
	item := read(t, "Norway condemned the attack on Chad. Chad thanked Norway.", report.Options{ID: "a", Outlet: "X", Published: "2022-02-01"})
	add(t, r, item)
	a, err := now(t, r).Account(t.Context(), item.Reading.Events[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestCorrection: a corrected event keeps its identity; the record as of before shows it as it was.
func TestCorrection(t *testing.T) {
	r := newRecord(t)
	was := example(t, r)
	before := now(t, r)
	corrected := was.Event
	corrected.Status = event.Demanded
	corrected.Contexts = append(slices.Clone(corrected.Contexts), "zoning")
	change := amend(t, r, func(ctx context.Context, a *Amendment) error {
		if err := a.PutEvent(ctx, corrected, []string{"status", "contexts", "status"}, "accepted"); err != nil {
			return err
		}
		seen, err := a.View().Account(ctx, corrected.ID)
		if err != nil {
			return err
		}
		if seen.Event.Status != event.Demanded {
			t.Errorf("within the amendment the event is %s", seen.Event.Status)
		}
		_, err = a.Review(ctx, Review{Action: "correct", Target: corrected.ID, Field: "status", Before: json.RawMessage(`"actual"`), After: json.RawMessage(`"demanded"`), Reason: "the words"})
		return err
	})
	if change.Author != "Ada" || change.Kind != "review" || change.Reason != "a reason" || change.Number != before.Change()+1 {
		t.Errorf("change %+v", change)
	}
	after := now(t, r)
	got, err := after.Account(t.Context(), corrected.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(corrected, got.Event, kept); diff != "" {
		t.Error(diff)
	}
	if !slices.Equal(got.ByHand, []string{"contexts", "status"}) || got.Verdict != "accepted" || !got.Added.Equal(was.Added) {
		t.Errorf("by hand %v, verdict %q, added %s, want %s", got.ByHand, got.Verdict, got.Added, was.Added)
	}
	old, err := before.Account(t.Context(), corrected.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(was, old); diff != "" {
		t.Errorf("as of before: %s", diff)
	}
	steps, err := after.History(t.Context(), "event", corrected.ID)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, s := range steps {
		if s.Kind == "membership" {
			continue
		}
		line := fmt.Sprintf("%d %s %s %s:", s.Change.Number, s.Change.Author, s.Kind, s.What)
		for _, f := range s.Fields {
			if s.What != "opened" && !strings.HasPrefix(f.Field, "contexts") {
				line += fmt.Sprintf(" %s %s→%s", f.Field, f.Before, f.After)
			}
		}
		lines = append(lines, line)
	}
	want := []string{
		"1 chancery event opened:",
		`2 Ada event changed: by_hand ""→"contexts,status" status "` + string(was.Event.Status) + `"→"demanded" verdict ""→"accepted"`,
		`2 Ada review correct: status "actual"→"demanded"`,
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Error(diff)
	}
	// The same once more is no change, and undoing is putting what was there.
	again := amend(t, r, func(ctx context.Context, a *Amendment) error {
		return a.PutEvent(ctx, corrected, []string{"contexts", "status"}, "accepted")
	})
	if again.Number != 0 {
		t.Errorf("nothing new was change %d", again.Number)
	}
	amend(t, r, func(ctx context.Context, a *Amendment) error {
		return a.PutEvent(ctx, old.Event, old.ByHand, old.Verdict)
	})
	undone, err := now(t, r).Account(t.Context(), corrected.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(old, undone); diff != "" {
		t.Error(diff)
	}
}

// TestAddedByHand: an event that somebody found stands among the others, and can be dropped again.
func TestAddedByHand(t *testing.T) {
	r := newRecord(t)
	other := example(t, r)
	added := event.Event{
		Category: event.Consult, Status: event.Actual, Entry: "by-hand", Sources: other.Event.Sources, Recipients: other.Event.Recipients,
		Evidence: []report.Span{{Start: 0, End: 6}}, Confidence: 1,
	}
	var id string
	amend(t, r, func(ctx context.Context, a *Amendment) (err error) {
		id, err = a.AddEvent(ctx, "a", added)
		return err
	})
	got, err := now(t, r).Account(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got.ByHand, []string{ByHand}) || got.Event.Category != event.Consult {
		t.Errorf("%+v", got)
	}
	withIt, err := now(t, r).Reading(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	amend(t, r, func(ctx context.Context, a *Amendment) error { return a.DropEvent(ctx, id) })
	if _, err := now(t, r).Account(t.Context(), id); !errors.Is(err, ErrNotFound) {
		t.Errorf("a dropped event: %v", err)
	}
	without, err := now(t, r).Reading(t.Context(), "a")
	if err != nil || len(without.Events)+1 != len(withIt.Events) {
		t.Errorf("%d events with it, %d without: %v", len(withIt.Events), len(without.Events), err)
	}
}

// TestMembersByHand: who belongs where by somebody's decision is kept, with who decided.
func TestMembersByHand(t *testing.T) {
	r := newRecord(t)
	first := example(t, r)
	second := read(t, "Kenya condemned the attack on Peru.", report.Options{ID: "b", Outlet: "Y", Published: "2022-02-20"})
	add(t, r, second)
	moved := second.Reading.Events[0].ID
	of := func(v View, event string) string {
		var id string
		if err := v.source.row(t.Context(), `SELECT occurrence FROM members WHERE event = ?1 AND since <= ?2 AND (until IS NULL OR until > ?2)`, event, v.change).Scan(&id); err != nil {
			t.Fatal(err)
		}
		return id
	}
	apart := now(t, r)
	home := of(apart, first.Event.ID)
	if of(apart, moved) == home {
		t.Fatal("events of other countries were joined")
	}
	amend(t, r, func(ctx context.Context, a *Amendment) error {
		_, err := a.PutMember(ctx, moved, home, occurrence.Join{Score: 1, Reasons: []string{"I was there", "twice"}})
		return err
	})
	together, err := now(t, r).Occurrence(t.Context(), home)
	if err != nil {
		t.Fatal(err)
	}
	last := together.Members[len(together.Members)-1]
	if len(together.Members) != 2 || last.Event.ID != moved || last.Join.By != "Ada" || !slices.Equal(last.Join.Reasons, []string{"I was there", "twice"}) {
		t.Errorf("%+v", together.Members)
	}
	var alone string
	amend(t, r, func(ctx context.Context, a *Amendment) (err error) {
		if alone, err = a.PutMember(ctx, moved, "", occurrence.Join{Score: 1}); err != nil {
			return err
		}
		return a.PutLink(ctx, alone, home, Possible, occurrence.Join{Score: 0.5, Reasons: []string{"perhaps"}})
	})
	split, err := now(t, r).Occurrence(t.Context(), alone)
	if err != nil {
		t.Fatal(err)
	}
	if alone == home || len(split.Members) != 1 || len(split.Possible) != 1 || split.Possible[0].Occurrence != home {
		t.Errorf("%+v", split)
	}
	amend(t, r, func(ctx context.Context, a *Amendment) error {
		return a.PutLink(ctx, home, alone, Apart, occurrence.Join{})
	})
	if split, err = now(t, r).Occurrence(t.Context(), alone); err != nil || len(split.Possible) != 0 {
		t.Errorf("%+v, %v", split.Possible, err)
	}
	if of(apart, moved) == home {
		t.Error("the record as of before changed")
	}
	// Correcting the event does not undo what somebody joined.
	e := split.Members[0].Event
	e.Status = event.Planned
	amend(t, r, func(ctx context.Context, a *Amendment) error { return a.PutEvent(ctx, e, []string{"status"}, "") })
	if got := of(now(t, r), moved); got != alone {
		t.Errorf("after a correction the event is in %s, not %s", got, alone)
	}
}

// TestRefused: what makes no sense is refused, and nothing of the amendment is stored.
func TestRefused(t *testing.T) {
	r := newRecord(t)
	was := example(t, r)
	before := dump(t, r)
	outside, cut, bare, verdict := was.Event, was.Event, was.Event, was.Event
	outside.Evidence = []report.Span{{Start: 0, End: 9999}}
	cut.Evidence = []report.Span{{Start: 5, End: 2}}
	bare.Evidence = nil
	verdict.Status = event.Planned
	unknown := was.Event
	unknown.ID = "e-0000000000000000"
	for _, c := range []struct {
		name string
		want error
		edit func(ctx context.Context, a *Amendment) error
	}{
		{"evidence outside the text", reading.ErrSpan, func(ctx context.Context, a *Amendment) error { return a.PutEvent(ctx, outside, nil, "") }},
		{"evidence backwards", reading.ErrSpan, func(ctx context.Context, a *Amendment) error { return a.PutEvent(ctx, cut, nil, "") }},
		{"no evidence", reading.ErrSpan, func(ctx context.Context, a *Amendment) error { return a.PutEvent(ctx, bare, nil, "") }},
		{"no verdict", nil, func(ctx context.Context, a *Amendment) error { return a.PutEvent(ctx, verdict, nil, "perhaps") }},
		{"unknown event", ErrNotFound, func(ctx context.Context, a *Amendment) error { return a.PutEvent(ctx, unknown, nil, "") }},
		{"unknown report", ErrNotFound, func(ctx context.Context, a *Amendment) error {
			_, err := a.AddEvent(ctx, "none", was.Event)
			return err
		}},
		{"an event that is there", ErrIdentity, func(ctx context.Context, a *Amendment) error {
			_, err := a.AddEvent(ctx, "a", was.Event)
			return err
		}},
		{"dropping what is not there", ErrNotFound, func(ctx context.Context, a *Amendment) error { return a.DropEvent(ctx, unknown.ID) }},
		{"an occurrence that is not there", ErrNotFound, func(ctx context.Context, a *Amendment) error {
			_, err := a.PutMember(ctx, was.Event.ID, "o-none", occurrence.Join{})
			return err
		}},
		{"itself", ErrIdentity, func(ctx context.Context, a *Amendment) error {
			return a.PutLink(ctx, "o-1", "o-1", Apart, occurrence.Join{})
		}},
		{"no JSON", nil, func(ctx context.Context, a *Amendment) error {
			_, err := a.Review(ctx, Review{Action: "note", Before: json.RawMessage("{")})
			return err
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := r.Amend(t.Context(), "Ada", "", func(ctx context.Context, a *Amendment) error {
				if err := a.PutEvent(ctx, verdict, []string{"status"}, ""); err != nil { // is taken back with the rest
					return err
				}
				return c.edit(ctx, a)
			})
			if err == nil || c.want != nil && !errors.Is(err, c.want) {
				t.Errorf("error %v, want %v", err, c.want)
			}
			if diff := cmp.Diff(before, dump(t, r)); diff != "" {
				t.Error(diff)
			}
		})
	}
	for _, author := range []string{"", Machine} {
		if _, err := r.Amend(t.Context(), author, "", func(context.Context, *Amendment) error { return nil }); !errors.Is(err, ErrAuthor) {
			t.Errorf("author %q: %v", author, err)
		}
	}
}

// correctFixture corrects an event and keeps the review.
func correctFixture(t *testing.T, r *Record, id string) {
	t.Helper()
	amend(t, r, func(ctx context.Context, a *Amendment) error {
		account, err := a.View().Account(ctx, id)
		if err != nil {
			return err
		}
		before, err := json.Marshal(account.Event.Status)
		if err != nil {
			return err
		}
		account.Event.Status = event.Planned
		if err := a.PutEvent(ctx, account.Event, []string{"status"}, ""); err != nil {
			return err
		}
		_, err = a.Review(ctx, Review{Action: "correct", Target: id, Field: "status", Before: before, After: json.RawMessage(`"planned"`), Reason: "an example"})
		return err
	})
}
