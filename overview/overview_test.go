package overview

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"chancery/event"
	occurrences "chancery/occurrence"
	"chancery/reading"
	"chancery/record"
	"chancery/report"
	"chancery/when"
)

func clock() func() time.Time {
	var lock sync.Mutex
	now := time.Date(2022, 3, 1, 12, 0, 0, 0, time.UTC)
	return func() time.Time {
		lock.Lock()
		defer lock.Unlock()
		now = now.Add(time.Second)
		return now
	}
}

// exampleItems reads the example reports, once.
var exampleItems = sync.OnceValues(func() ([]record.Item, error) {
	var items []record.Item
	for rep, err := range report.Each(context.Background(), []string{filepath.Join("..", "examples", "armenia-azerbaijan")}, report.Options{}) {
		if err != nil {
			return nil, err
		}
		got, err := reading.Read(context.Background(), rep)
		if err != nil {
			return nil, err
		}
		items = append(items, record.Item{Reading: got, Source: rep.Origin})
	}
	return items, nil
})

func newRecord(t testing.TB) *record.Record {
	t.Helper()
	r, err := record.Open(t.Context(), filepath.Join(t.TempDir(), "record.db"), record.Options{Now: clock()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

func examples(t testing.TB) []record.Item {
	t.Helper()
	items, err := exampleItems()
	if err != nil {
		t.Fatal(err)
	}
	return slices.Clone(items)
}

func add(t testing.TB, r *record.Record, items ...record.Item) {
	t.Helper()
	if _, err := r.Add(t.Context(), "add", "", items); err != nil {
		t.Fatal(err)
	}
}

// over opens an overview and waits for it.
func over(t testing.TB, r *record.Record) *Overview {
	t.Helper()
	o := Open(t.Context(), r, Options{})
	t.Cleanup(func() {
		if err := o.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := o.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	return o
}

func snapshotOf(t testing.TB, o *Overview, change int64) *Snapshot {
	t.Helper()
	s, err := o.Snapshot(t.Context(), change)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// plain is an occurrence as the record itself tells it.
type plain struct {
	occurrences.Summary
	alive    bool // an account of it counts
	accounts []occurrences.Member
}

func plainly(ctx context.Context, v record.View) (map[string]plain, error) {
	out := map[string]plain{}
	for o, err := range v.Occurrences(ctx) {
		if err != nil {
			return nil, err
		}
		p := plain{Summary: occurrences.Weigh(&o)}
		for _, m := range o.Members {
			if m.Verdict != "rejected" {
				p.alive = true
				p.accounts = append(p.accounts, m)
			}
		}
		if p.alive {
			out[o.ID] = p
		}
	}
	return out, nil
}

// everything gives all occurrences of a snapshot by their identities.
func everything(s *Snapshot) map[string]Item {
	out := map[string]Item{}
	for _, i := range s.Timeline(Filter{}, 1<<30).Items {
		out[i.ID] = i
	}
	return out
}

// agree compares a snapshot with the record as known at its change.
func agree(ctx context.Context, r *record.Record, s *Snapshot) error {
	v, err := r.At(ctx, s.Change())
	if err != nil {
		return err
	}
	want, err := plainly(ctx, v)
	if err != nil {
		return err
	}
	got := everything(s)
	for id := range got {
		if _, ok := want[id]; !ok {
			return fmt.Errorf("change %d: occurrence %s is not in the record", s.Change(), id)
		}
	}
	for id, p := range want {
		i, ok := got[id]
		if !ok {
			return fmt.Errorf("change %d: occurrence %s is missing", s.Change(), id)
		}
		type values struct {
			Category  event.Category
			Mode      string
			Status    event.Status
			Accounts  int
			Tracks    []string
			Contested bool
			First     when.Day
			Last      when.Day
			Place     string
		}
		a := values{p.Category, p.Mode, p.Status, p.Accounts, p.Tracks, p.Contested, p.Time.First, p.Time.Last, ""}
		b := values{i.Category, i.Mode, i.Status, i.Accounts, i.Tracks, i.Contested, i.First, i.Last, ""}
		if p.Place != nil {
			a.Place = p.Place.Place.Name
		}
		if i.Place != nil {
			b.Place = i.Place.Name
		}
		if diff := cmp.Diff(a, b); diff != "" {
			return fmt.Errorf("change %d: occurrence %s of %d accounts: %s", s.Change(), id, p.Accounts, diff)
		}
		if p.Accounts == 1 {
			e := &p.accounts[0].Event
			if len(i.Sources) > len(e.Sources) || len(i.Sources) == 0 && len(e.Sources) > 0 || len(i.Sources) > 0 && i.Sources[0].Name != e.Sources[0].Name {
				return fmt.Errorf("change %d: occurrence %s: sources %v, want %v", s.Change(), id, i.Sources, e.Sources)
			}
			if i.Historical != e.Historical || i.Quad != e.Quad || i.Event != e.ID {
				return fmt.Errorf("change %d: occurrence %s: %+v, want %+v", s.Change(), id, i, e)
			}
		}
	}
	counts, err := v.Counts(ctx)
	if err != nil {
		return err
	}
	if c := s.Counts(); c.Reports != counts.Reports || c.Events != counts.Events || c.Occurrences != len(want) {
		return fmt.Errorf("change %d: %+v, want %+v", s.Change(), c, counts)
	}
	return nil
}

// TestExamples: what the overview says of the example process is what the record says.
func TestExamples(t *testing.T) {
	r := newRecord(t)
	items := examples(t)
	o := over(t, r)
	for part := range slices.Chunk(items, 7) {
		add(t, r, part...)
		if changed, err := o.Refresh(t.Context()); err != nil || !changed {
			t.Fatal(changed, err)
		}
		if err := agree(t.Context(), r, snapshotOf(t, o, 0)); err != nil {
			t.Fatal(err)
		}
	}
	if changed, err := o.Refresh(t.Context()); err != nil || changed {
		t.Error(changed, err)
	}
	for change := int64(1); change <= snapshotOf(t, o, 0).Change(); change++ {
		if err := agree(t.Context(), r, snapshotOf(t, o, change)); err != nil {
			t.Error(err)
		}
	}
	// Read at once it is what it is read bit by bit.
	again := snapshotOf(t, over(t, r), 0)
	if diff := cmp.Diff(everything(snapshotOf(t, o, 0)), everything(again)); diff != "" {
		t.Error(diff)
	}
}

// storyTexts are three texts each of four reports: as first published and as revised.
var storyTexts = [4][3]string{
	{"Norway condemned the attack on Chad.", "Norway condemned the attack on Chad. Chad thanked Norway.", "Norway offered Chad help."},
	{"Oslo condemned the attack on Chad.", "Oslo condemned the raid on Chad.", "Kenya offered Chad help."},
	{"Chad thanked Norway for its help on Monday.", "Chad rejected the offer of Norway on Monday.", "Nothing has happened."},
	{"Kenya will send troops to Chad.", "Kenya sent troops to Chad, the minister said.", "Kenya withdrew its troops from Chad."},
}

var stories = sync.OnceValues(func() (out [4][3]record.Item, err error) {
	for i, texts := range storyTexts {
		for j, text := range texts {
			rep, err := report.FromText([]byte(text), report.Options{ID: fmt.Sprint("story-", i), Outlet: fmt.Sprint("outlet-", i%2), Published: fmt.Sprintf("2022-02-%02d", 1+i)})
			if err != nil {
				return out, err
			}
			r, err := reading.Read(context.Background(), rep)
			if err != nil {
				return out, err
			}
			out[i][j] = record.Item{Reading: r, Source: fmt.Sprintf("story.jsonl:%d", i)}
		}
	}
	return out, nil
})

// TestHistories: whatever is added, revised, corrected, joined and undone, the overview of each change is that of the
// record as known at it, whether it was followed step by step or read at the end.
func TestHistories(t *testing.T) {
	all, err := stories()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	run := 0
	check := func(t *rapid.T) {
		ctx := context.Background()
		run++
		r, err := record.Open(ctx, filepath.Join(folder, fmt.Sprintf("%d.db", run)), record.Options{Now: clock()})
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		followed := Open(ctx, r, Options{})
		defer followed.Close()
		for range rapid.IntRange(1, 8).Draw(t, "steps") {
			if err := step(ctx, t, r, all); err != nil {
				t.Fatal(err)
			}
			if _, err := followed.Refresh(ctx); err != nil {
				t.Fatal(err)
			}
			s, err := followed.Snapshot(ctx, 0)
			if err != nil {
				t.Fatal(err)
			}
			if err := agree(ctx, r, s); err != nil {
				t.Fatal(err)
			}
		}
		read := Open(ctx, r, Options{})
		defer read.Close()
		if err := read.Wait(ctx); err != nil {
			t.Fatal(err)
		}
		newest, err := followed.Snapshot(ctx, 0)
		if err != nil {
			t.Fatal(err)
		}
		for change := newest.Change(); change > 0; change-- {
			var told []string
			for _, o := range [...]*Overview{followed, read} {
				s, err := o.Snapshot(ctx, change)
				if err != nil {
					t.Fatal(err)
				}
				if err := agree(ctx, r, s); err != nil {
					t.Fatal(err)
				}
				doubts, err := s.Doubts(Filter{}, 100, "")
				if err != nil {
					t.Fatal(err)
				}
				for i := range doubts.Items {
					doubts.Items[i].Cursor = "" // numbers of one overview
				}
				told = append(told, fmt.Sprintf("%+v\n%+v\n%+v\n%+v\n%+v", s.Actors(Filter{}, 0), s.Dyads(Filter{}, 0), s.Entries(), s.Outlets(Filter{}), doubts.Counts))
			}
			if told[0] != told[1] {
				t.Fatalf("change %d: followed %s\nread at the end %s", change, told[0], told[1])
			}
		}
	}
	// A history costs as much as fifty checks of other properties.
	if checks := flag.Lookup("rapid.checks"); checks.Value.String() == checks.DefValue {
		if err := checks.Value.Set("25"); err != nil {
			t.Fatal(err)
		}
		defer checks.Value.Set(checks.DefValue) //nolint:errcheck // it was its value before
	}
	rapid.Check(t, check)
}

// step does one random thing to a record.
func step(ctx context.Context, t *rapid.T, r *record.Record, all [4][3]record.Item) error {
	v, err := r.Now(ctx)
	if err != nil {
		return err
	}
	belongs := map[string]string{}
	var events []string
	for o, err := range v.Occurrences(ctx) {
		if err != nil {
			return err
		}
		for _, m := range o.Members {
			belongs[m.Event.ID] = o.ID
			events = append(events, m.Event.ID)
		}
	}
	what := rapid.SampledFrom([]string{"add", "add", "add", "put", "drop", "move", "link", "note"}).Draw(t, "step")
	if what == "add" || len(events) == 0 {
		var items []record.Item
		for range rapid.IntRange(1, 3).Draw(t, "items") {
			items = append(items, all[rapid.IntRange(0, 3).Draw(t, "story")][rapid.IntRange(0, 2).Draw(t, "version")])
		}
		_, err := r.Add(ctx, "add", "", items)
		return err
	}
	id, other := rapid.SampledFrom(events).Draw(t, "event"), rapid.SampledFrom(events).Draw(t, "other")
	_, err = r.Amend(ctx, "Ada", "", func(ctx context.Context, a *record.Amendment) error {
		account, err := a.View().Account(ctx, id)
		if err != nil {
			return err
		}
		from, into := belongs[id], belongs[other]
		switch {
		case what == "put":
			account.Event.Status = rapid.SampledFrom([]event.Status{event.Actual, event.Planned, event.Demanded}).Draw(t, "status")
			return a.PutEvent(ctx, account.Event, []string{"status"}, rapid.SampledFrom([]string{"", "accepted", "rejected"}).Draw(t, "verdict"))
		case what == "drop":
			return a.DropEvent(ctx, id)
		case what == "note":
			_, err := a.Review(ctx, record.Review{Action: "note", Target: from})
			return err
		case what == "link" && from != into:
			return a.PutLink(ctx, from, into, rapid.SampledFrom([]string{record.Possible, record.Apart, ""}).Draw(t, "verdict"), occurrences.Join{Score: 0.5})
		}
		if rapid.Bool().Draw(t, "alone") {
			into = ""
		}
		_, err = a.PutMember(ctx, id, into, occurrences.Join{Score: 1})
		return err
	})
	return err
}

func TestLoading(t *testing.T) {
	r := newRecord(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	o := Open(ctx, r, Options{})
	if err := o.Wait(t.Context()); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if _, err := o.Snapshot(t.Context(), 0); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if p := o.Progress(); p.Ready || p.Err == nil || o.Ready() {
		t.Errorf("%+v", p)
	}
	empty := over(t, r)
	s := snapshotOf(t, empty, 0)
	if s.Change() != 0 || s.Counts() != (Counts{}) || len(s.Actors(Filter{}, 0)) != 0 || !empty.Progress().Ready {
		t.Errorf("an empty record: %+v", s.Counts())
	}
	if _, err := s.Doubts(Filter{}, 1, "nonsense"); !errors.Is(err, ErrCursor) {
		t.Errorf("%v", err)
	}
}
