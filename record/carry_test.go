package record

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"chancery/event"
	"chancery/occurrence"
	"chancery/report"
)

// TestCarriedOver: what people decided about an event holds for the revised report, where its words still stand.
func TestCarriedOver(t *testing.T) {
	const older = "Norway praised Peru. Chad thanked Norway. Kenya met Sweden. Peru criticised Chile."
	for _, c := range []struct {
		name, newer string
		want        string // the events that stand, by their evidence, with what was decided
	}{
		{"more at the end", older + " Japan met Peru.", "Norway praised Peru: status planned|Chad thanked Norway: rejected|Kenya met Sweden: accepted|Peru criticised Chile:|Japan met Peru:"},
		{"more at the beginning", "Updates with details. " + older, "Norway praised Peru: status planned|Chad thanked Norway: rejected|Kenya met Sweden: accepted|Peru criticised Chile:"},
		{"a word within", strings.Replace(older, "Kenya met Sweden", "Kenya met Finland", 1), "Norway praised Peru: status planned|Chad thanked Norway: rejected|Kenya met Finland:|Peru criticised Chile:"},
		{"what was corrected is gone", strings.Replace(older, "Norway praised Peru. ", "", 1), "Chad thanked Norway: rejected|Kenya met Sweden: accepted|Peru criticised Chile:"},
		{"both ends", "New: " + older + " More follows.", "Norway praised Peru: status planned|Chad thanked Norway: rejected|Kenya met Sweden: accepted|Peru criticised Chile:"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRecord(t)
			o := report.Options{ID: "a", Outlet: "X", Published: "2022-02-01", Language: "en"}
			first := read(t, older, o)
			if len(first.Reading.Events) != 4 {
				t.Fatalf("%d events, want one a sentence", len(first.Reading.Events))
			}
			add(t, r, first)
			events := slices.Clone(first.Reading.Events)
			amend(t, r, func(ctx context.Context, a *Amendment) error {
				corrected := events[0]
				corrected.Status = event.Planned
				return errors.Join(a.PutEvent(ctx, corrected, []string{"status"}, ""), a.PutEvent(ctx, events[1], nil, "rejected"), a.PutEvent(ctx, events[2], nil, "accepted"))
			})
			newer := read(t, c.newer, o)
			if s := add(t, r, newer)[0]; s.Outcome != Revised {
				t.Fatalf("%+v", s)
			}
			v := now(t, r)
			got, err := v.Reading(t.Context(), "a")
			if err != nil {
				t.Fatal(err)
			}
			var lines []string
			for i := range got.Events {
				a, err := v.Account(t.Context(), got.Events[i].ID)
				if err != nil {
					t.Fatal(err)
				}
				line := strings.TrimSuffix(a.Event.Evidence[0].In(a.Report.Text), ".") + ":"
				for _, field := range a.ByHand {
					line += " " + field + " " + string(a.Event.Status)
				}
				if a.Verdict != "" {
					line += " " + a.Verdict
				}
				lines = append(lines, line)
			}
			if got := strings.Join(lines, "|"); got != c.want {
				t.Errorf("%s\nwant %s", got, c.want)
			}
			problems, err := r.Check(t.Context())
			if err != nil || len(problems) > 0 {
				t.Errorf("%v %v", problems, err)
			}
			if s := add(t, r, newer, first); s[0].Outcome != Known || s[1].Outcome != Known {
				t.Errorf("again: %+v", s)
			}
		})
	}
}

// TestCarriedMember: an event that somebody put into an occurrence is in it after its report was revised.
func TestCarriedMember(t *testing.T) {
	r := newRecord(t)
	o := report.Options{ID: "a", Outlet: "X", Published: "2022-02-01", Language: "en"}
	first := read(t, "Norway praised Peru.", o)
	add(t, r, first, read(t, "Kenya met Sweden.", report.Options{ID: "b", Outlet: "Y", Published: "2022-02-03", Language: "en"}))
	v := now(t, r)
	ids, err := v.OccurrenceIDs(t.Context())
	if err != nil || len(ids) != 2 {
		t.Fatalf("%v, %v", ids, err)
	}
	amend(t, r, func(ctx context.Context, a *Amendment) error {
		_, err := a.PutMember(ctx, first.Reading.Events[0].ID, ids[1], occurrence.Join{Score: 1, Reasons: []string{"I was there"}})
		return err
	})
	add(t, r, read(t, "Norway praised Peru. It was Tuesday.", o))
	got, err := now(t, r).Occurrence(t.Context(), ids[1])
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(got.Members, func(m occurrence.Member) bool { return m.Report.ID == "a" })
	if len(got.Members) != 2 || i < 0 || got.Members[i].Join.By != "Ada" || !slices.Equal(got.Members[i].Join.Reasons, []string{"I was there"}) {
		t.Errorf("%+v", got.Members)
	}
}
