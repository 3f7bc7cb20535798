package record

import (
	"context"
	"slices"
	"testing"

	"chancery/query"
)

// after gives the identities of what a query finds among what came after a change, page by page.
func after(t *testing.T, v View, text string, change int64) (got []string) {
	t.Helper()
	page := Page{Limit: 2, Sort: ByAdded, Count: true, After: change}
	for {
		r, err := v.Find(t.Context(), parsed(t, text), page)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range r.Hits {
			switch r.Kind {
			case query.Quotations:
				got = append(got, h.Quotation.ID)
			case query.Reports:
				got = append(got, h.Report.ID)
			case query.Occurrences:
				got = append(got, h.Occurrence.ID)
			default:
				got = append(got, h.Event.Event.ID)
			}
		}
		if r.Next == "" {
			if r.Count != len(got) || r.More {
				t.Errorf("%s after %d: counted %d (more: %t), found %d", text, change, r.Count, r.More, len(got))
			}
			slices.Sort(got)
			return got
		}
		page.Cursor = r.Next
	}
}

// TestFindAfter asks for what came after a change: of each kind what is there now and was not there then. What was
// corrected since was known before.
func TestFindAfter(t *testing.T) {
	r := newRecord(t)
	items := examples(t)
	add(t, r, items[:20]...)
	then := now(t, r)
	was := map[string][]string{}
	asked := []string{"", "kind:quotations", "kind:reports", "status:actual", "kind:reports border"}
	for _, text := range asked {
		was[text] = ids(t, then, text)
	}
	old, err := then.Account(t.Context(), was[""][0])
	if err != nil {
		t.Fatal(err)
	}
	add(t, r, items[20:]...)
	amend(t, r, func(ctx context.Context, a *Amendment) error {
		corrected := old.Event
		corrected.Tracks = []string{"prisoners"}
		return a.PutEvent(ctx, corrected, []string{"tracks"}, "")
	})
	for _, text := range asked {
		want := slices.DeleteFunc(ids(t, now(t, r), text), func(id string) bool { return slices.Contains(was[text], id) })
		slices.Sort(want)
		got := after(t, now(t, r), text, then.Change())
		if len(want) == 0 || !slices.Equal(got, want) {
			t.Errorf("%s: found %d since, want %d\n%v\n%v", text, len(got), len(want), got, want)
		}
	}
	if got := after(t, now(t, r), "", now(t, r).Change()); len(got) > 0 {
		t.Errorf("found %v after the last change", got)
	}
	if got := after(t, then, "", then.Change()); len(got) > 0 {
		t.Errorf("found %v after the view", got)
	}
	if got := after(t, now(t, r), "kind:occurrences", then.Change()); len(got) == 0 || len(got) != len(slices.Compact(slices.Clone(got))) {
		t.Errorf("occurrences since: %v", got)
	}
	// The oldest first is the newest first turned around.
	for _, limit := range []int{1, 3, 100} {
		var oldest []string
		for page := (Page{Limit: limit, Sort: ByOldest, After: then.Change()}); ; {
			r, err := now(t, r).Find(t.Context(), parsed(t, ""), page)
			if err != nil {
				t.Fatal(err)
			}
			for _, h := range r.Hits {
				oldest = append(oldest, h.Event.Event.ID)
			}
			if page.Cursor = r.Next; r.Next == "" {
				break
			}
		}
		newest, err := now(t, r).Find(t.Context(), parsed(t, ""), Page{Limit: 1000, Sort: ByAdded, After: then.Change()})
		if err != nil {
			t.Fatal(err)
		}
		slices.Reverse(oldest)
		for i, h := range newest.Hits {
			if i >= len(oldest) || oldest[i] != h.Event.Event.ID {
				t.Fatalf("by pages of %d the oldest first is not the newest first turned around", limit)
			}
		}
	}
	// A cursor belongs to what was asked.
	page, err := now(t, r).Find(t.Context(), parsed(t, ""), Page{Limit: 1, After: then.Change()})
	if err != nil || page.Next == "" {
		t.Fatal(page.Next, err)
	}
	if _, err := now(t, r).Find(t.Context(), parsed(t, ""), Page{Limit: 1, Cursor: page.Next}); err == nil {
		t.Error("a cursor of what came after a change was taken for everything")
	}
}
