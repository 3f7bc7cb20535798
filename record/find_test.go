package record

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"chancery/event"
	"chancery/query"
	"chancery/report"
)

// ids gives the identities of the events that a query finds.
func ids(t *testing.T, v View, text string) []string {
	t.Helper()
	return found(t, v, parsed(t, text), 50)
}

// TestFindHistory corrects and rejects events: the newest state is what is found, and the past as it was.
func TestFindHistory(t *testing.T) {
	r := newRecord(t)
	one, two, other := twoReports(t, r)
	before := now(t, r)
	id := other.Event.ID
	if got := ids(t, before, "source:IRN"); !slices.Equal(got, []string{id}) {
		t.Fatalf("found %v, want %s", got, id)
	}
	changed := other.Event
	changed.Category, changed.Status = event.Threaten, event.Threatened
	amend(t, r, func(ctx context.Context, a *Amendment) error {
		return a.PutEvent(ctx, changed, []string{"category", "status"}, "accepted")
	})
	corrected := now(t, r)
	for _, test := range []struct {
		v    View
		text string
		want []string
	}{
		{corrected, "category:THREATEN", []string{id}},
		{corrected, "category:ACCUSE source:IRN", nil},
		{corrected, "reviewed:corrected", []string{id}},
		{corrected, "reviewed:accepted", []string{id}},
		{corrected, "reviewed:yes", []string{id}},
		{before, "category:THREATEN", nil},
		{before, "category:ACCUSE source:IRN", []string{id}},
		{before, "reviewed:yes", nil},
		{corrected, "source:IRN spying", []string{id}}, // its words are still those of its sentences
		{corrected, "added-since:2022-03-01 source:IRN", []string{id}},
		{corrected, "added-until:2022-02 source:IRN", nil},
	} {
		if got := ids(t, test.v, test.text); !slices.Equal(got, test.want) {
			t.Errorf("%s: got %v, want %v", test.text, got, test.want)
		}
	}
	amend(t, r, func(ctx context.Context, a *Amendment) error { return a.PutEvent(ctx, one.Event, nil, "rejected") })
	rejected := now(t, r)
	if got := ids(t, rejected, "party:ARM"); slices.Contains(got, one.Event.ID) || !slices.Contains(got, two.Event.ID) {
		t.Errorf("found %v after %s was rejected", got, one.Event.ID)
	}
	if got := ids(t, rejected, "reviewed:rejected"); !slices.Equal(got, []string{one.Event.ID}) {
		t.Errorf("rejected: found %v, want %s", got, one.Event.ID)
	}
	if got := ids(t, corrected, "party:ARM"); !slices.Contains(got, one.Event.ID) {
		t.Errorf("found %v before %s was rejected", got, one.Event.ID)
	}
	amend(t, r, func(ctx context.Context, a *Amendment) error { return a.DropEvent(ctx, two.Event.ID) })
	if got := ids(t, now(t, r), "party:ARM"); slices.Contains(got, two.Event.ID) {
		t.Errorf("found %v after %s was dropped", got, two.Event.ID)
	}
}

// TestFindAsOf asks with as-of: in the query.
func TestFindAsOf(t *testing.T) {
	day := time.Date(2022, 3, 1, 12, 0, 0, 0, time.UTC)
	r := open(t, t.TempDir()+"/record.db", Options{Now: func() time.Time { return day }})
	items := examples(t)
	add(t, r, items[:10]...)
	was := ids(t, now(t, r), "")
	day = day.AddDate(0, 1, 0)
	add(t, r, items[10:]...)
	all := ids(t, now(t, r), "")
	if len(all) <= len(was) {
		t.Fatalf("%d events, before %d", len(all), len(was))
	}
	for _, test := range []struct {
		text string
		want []string
	}{
		{"as-of:2022-03-01", was}, {"as-of:2022-03", was}, {"as-of:2022", all}, {"as-of:2021", nil},
	} {
		if got := ids(t, now(t, r), test.text); !slices.Equal(got, test.want) {
			t.Errorf("%s: found %d, want %d", test.text, len(got), len(test.want))
		}
	}
	newer := ids(t, now(t, r), "added-since:2022-03-02")
	if len(newer)+len(was) != len(all) {
		t.Errorf("%d were added since, %d before, %d in all", len(newer), len(was), len(all))
	}
}

// TestFindRevised stores another version of a report: only the newer is found, in the past the older.
func TestFindRevised(t *testing.T) {
	r := newRecord(t)
	add(t, r, read(t, "Iran accused Azerbaijan of spying on 5 October 2022.", report.Options{ID: "c", Outlet: "C Daily", Published: "2022-10-05"}))
	then := now(t, r)
	add(t, r, read(t, "Iran accused Georgia of smuggling on 5 October 2022.", report.Options{ID: "c", Outlet: "C Daily", Published: "2022-10-05"}))
	for text, want := range map[string][2]int{
		"recipient:AZE": {1, 0}, "recipient:GEO": {0, 1}, "kind:reports spying": {1, 0}, "kind:reports smuggl*": {0, 1}, "kind:reports": {1, 1},
	} {
		for i, v := range []View{then, now(t, r)} {
			if got := ids(t, v, text); len(got) != want[i] {
				t.Errorf("%s, view %d: found %v, want %d", text, i, got, want[i])
			}
		}
	}
}

// TestFindOrder asks in every order, and for marks and sentences.
func TestFindOrder(t *testing.T) {
	v, _ := exampleRecord(t)
	for _, sort := range []Order{ByDay, ByAdded, ByConfidence} {
		r, err := v.Find(t.Context(), parsed(t, ""), Page{Limit: 100, Sort: sort})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.IsSortedFunc(r.Hits, func(a, b Hit) int {
			x, y := &a.Event.Event, &b.Event.Event
			switch {
			case sort == ByAdded:
				return b.Added.Compare(a.Added)
			case sort == ByConfidence:
				if x.Confidence != y.Confidence {
					return int(1e9 * (y.Confidence - x.Confidence))
				}
				return strings.Compare(x.ID, y.ID)
			case dayOf(a) != dayOf(b):
				return int(dayOf(b) - dayOf(a))
			}
			return strings.Compare(x.ID, y.ID)
		}) {
			t.Errorf("by %s: not in order", sort)
		}
	}
	r, err := v.Find(t.Context(), parsed(t, `"prime minister" or peace`), Page{})
	if err != nil || len(r.Hits) == 0 {
		t.Fatalf("found %d: %v", len(r.Hits), err)
	}
	for _, h := range r.Hits {
		if len(h.Marks) == 0 || len(h.Sentences) == 0 {
			t.Errorf("%s has no marks", h.Event.Event.ID)
		}
		for _, m := range h.Marks {
			if word := strings.ToLower(m.In(h.Report.Text)); word != "prime minister" && word != "peace" {
				t.Errorf("%s marks %q", h.Event.Event.ID, word)
			}
		}
	}
	if _, err := v.Find(t.Context(), parsed(t, "kind:reports"), Page{Sort: ByConfidence}); err == nil {
		t.Error("reports were sorted by confidence")
	}
}

// dayOf is by what the event of a hit is ordered.
func dayOf(h Hit) int32 {
	c := columnsOf(h.Event.Event.Time.First, h.Event.Event.Time.Last, FirstDay(h.Report.Published.EDTF), 0)
	return c.day()
}

// TestFindCursor gives cursors of another query, and none.
func TestFindCursor(t *testing.T) {
	v, _ := exampleRecord(t)
	first, err := v.Find(t.Context(), parsed(t, "party:AZE"), Page{Limit: 2})
	if err != nil || first.Next == "" {
		t.Fatalf("no second page: %v", err)
	}
	for _, test := range []struct {
		text, cursor string
		sort         Order
	}{
		{"party:ARM", first.Next, ByDay}, {"party:AZE", first.Next, ByAdded}, {"party:AZE", "nonsense!", ByDay}, {"party:AZE", "AAAA", ByDay}, {"kind:occurrences party:AZE", first.Next, ByDay},
	} {
		if _, err := v.Find(t.Context(), parsed(t, test.text), Page{Cursor: test.cursor, Sort: test.sort}); !errors.Is(err, ErrCursor) {
			t.Errorf("%s with %s: %v, want ErrCursor", test.text, test.cursor, err)
		}
	}
	// What is added between two pages does not come into the answer.
	add(t, v.record, read(t, "Azerbaijan accused Armenia of shelling a village on 20 October 2022.", report.Options{ID: "new", Outlet: "New Daily", Published: "2020-11-20"}))
	q, n, cursor := parsed(t, "party:AZE"), len(first.Hits), first.Next
	for cursor != "" {
		next, err := now(t, v.record).Find(t.Context(), q, Page{Limit: 3, Cursor: cursor})
		if err != nil {
			t.Fatal(err)
		}
		n, cursor = n+len(next.Hits), next.Next
	}
	if want := len(ids(t, v, "party:AZE")); n != want {
		t.Errorf("the pages have %d events, want %d", n, want)
	}
}

// TestFindEmpty asks a record that holds nothing.
func TestFindEmpty(t *testing.T) {
	v := now(t, newRecord(t))
	for _, text := range []string{"", "source:USA", "-source:USA", "since:2020", `"prime minister"`, "kind:quotations", "kind:reports x", "kind:occurrences", "near:Baku", "added-since:2020"} {
		r, err := v.Find(t.Context(), parsed(t, text), Page{Count: true})
		if err != nil || len(r.Hits) > 0 || r.Count > 0 || r.Next != "" {
			t.Errorf("%s: %d hits, %d counted, %v", text, len(r.Hits), r.Count, err)
		}
	}
}

// TestIndexBatches adds the same reports in changes of different sizes: the index is the same.
func TestIndexBatches(t *testing.T) {
	items := examples(t)
	var first string
	for _, size := range []int{1, 5, len(items)} {
		r := newRecord(t)
		r.dictionary.limit = 3
		for batch := range slices.Chunk(items, size) {
			add(t, r, batch...)
		}
		_, rest, _ := strings.Cut(dump(t, r), "== lists\n")
		lists, _, _ := strings.Cut(rest, "== ")
		_, rest, _ = strings.Cut(dump(t, r), "== terms\n")
		terms, _, _ := strings.Cut(rest, "== ")
		if first == "" {
			first = lists + terms
		}
		if lists == "" || terms == "" || lists+terms != first {
			t.Errorf("in changes of %d: another index", size)
		}
	}
}

// TestIndexRollsBack lets a transaction fail: the terms that it numbered are forgotten.
func TestIndexRollsBack(t *testing.T) {
	r := newRecord(t)
	one, _, _ := twoReports(t, r)
	failed := errors.New("changed my mind")
	e := one.Event
	e.Tracks = []string{"made-up"}
	_, err := r.Amend(t.Context(), "Ada", "a test", func(ctx context.Context, a *Amendment) error {
		if err := a.PutEvent(ctx, e, []string{"tracks"}, ""); err != nil {
			return err
		}
		return failed
	})
	if !errors.Is(err, failed) {
		t.Fatal(err)
	}
	amend(t, r, func(ctx context.Context, a *Amendment) error { return a.PutEvent(ctx, e, []string{"tracks"}, "") })
	q, err := query.Parse("track:made-up", nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := found(t, now(t, r), q, 50); !slices.Equal(got, []string{e.ID}) {
		t.Errorf("found %v, want %s", got, e.ID)
	}
}
