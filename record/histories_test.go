package record

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"chancery/event"
	"chancery/occurrence"
	"chancery/report"
)

// storyTexts are three texts each of four reports: as first published and as revised.
var storyTexts = [4][3]string{
	{"Norway condemned the attack on Chad.", "Norway condemned the attack on Chad. Chad thanked Norway.", "Norway offered Chad help."},
	{"Oslo condemned the attack on Chad.", "Oslo condemned the raid on Chad.", "Kenya offered Chad help."},
	{"Chad thanked Norway for its help on Monday.", "Chad rejected the offer of Norway on Monday.", "Nothing has happened."},
	{"Kenya will send troops to Chad.", "Kenya sent troops to Chad, the minister said.", "Kenya withdrew its troops from Chad."},
}

var stories = sync.OnceValues(func() (out [4][3]Item, err error) {
	for i, texts := range storyTexts {
		for j, text := range texts {
			rep, err := report.FromText([]byte(text), report.Options{ID: fmt.Sprint("story-", i), Outlet: fmt.Sprint("outlet-", i%2), Published: fmt.Sprintf("2022-02-%02d", 1+i)})
			if err != nil {
				return out, err
			}
			r, err := readWith(rep)
			if err != nil {
				return out, err
			}
			out[i][j] = Item{Reading: r, Source: fmt.Sprintf("story.jsonl:%d", i)}
		}
	}
	return out, nil
})

// seen writes out all that a view shows.
func seen(ctx context.Context, v View) (string, error) {
	var out strings.Builder
	counts, err := v.Counts(ctx)
	if err != nil {
		return "", err
	}
	fmt.Fprintf(&out, "%+v\n", counts)
	for i := range storyTexts {
		r, err := v.Reading(ctx, fmt.Sprint("story-", i))
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return "", err
		}
		data, err := json.Marshal(r)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&out, "%s\n", data)
		for j := range r.Events {
			a, err := v.Account(ctx, r.Events[j].ID)
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&out, "%s %v %q %v\n", a.Event.ID, a.ByHand, a.Verdict, a.Added)
		}
	}
	for o, err := range v.Occurrences(ctx) {
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&out, "%s %v", o.ID, o.Possible)
		for _, m := range o.Members {
			fmt.Fprintf(&out, " %s %+v", m.Event.ID, m.Join)
		}
		out.WriteByte('\n')
	}
	failures, err := v.Failures(ctx)
	fmt.Fprintf(&out, "%+v\n", failures)
	return out.String(), err
}

// TestHistories: whatever is added, revised, corrected, joined and undone, the record as of each earlier change shows
// what it showed then, and after each change it is whole.
func TestHistories(t *testing.T) {
	all, err := stories()
	if err != nil {
		t.Fatal(err)
	}
	// A history costs as much as fifty checks of other properties.
	if checks := flag.Lookup("rapid.checks"); checks.Value.String() == checks.DefValue {
		if err := checks.Value.Set("30"); err != nil {
			t.Fatal(err)
		}
		defer checks.Value.Set(checks.DefValue) //nolint:errcheck // it was its value before
	}
	folder := t.TempDir()
	run := 0
	rapid.Check(t, func(t *rapid.T) {
		ctx := context.Background()
		run++
		r, err := Open(ctx, filepath.Join(folder, fmt.Sprintf("%d.db", run)), Options{Now: clock()})
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		shown := map[int64]string{}
		for range rapid.IntRange(1, 8).Draw(t, "steps") {
			step := rapid.SampledFrom([]string{"add", "add", "add", "fail", "put", "drop", "move", "link"}).Draw(t, "step")
			if err := act(ctx, t, r, step, all); err != nil {
				t.Fatalf("%s: %v", step, err)
			}
			v, err := r.Now(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if shown[v.change], err = seen(ctx, v); err != nil {
				t.Fatalf("after %s: %v", step, err)
			}
			problems, err := r.Check(ctx)
			if err != nil || len(problems) > 0 {
				t.Fatalf("after %s: %v %v", step, problems, err)
			}
		}
		if err := sameGlances(ctx, r); err != nil {
			t.Fatal(err)
		}
		for change, before := range shown {
			v, err := r.At(ctx, change)
			if err != nil {
				t.Fatal(err)
			}
			if after, err := seen(ctx, v); err != nil || after != before {
				t.Fatalf("change %d showed\n%s\nand now shows\n%s\n%v", change, before, after, err)
			}
		}
	})
}

// act does one random step.
func act(ctx context.Context, t *rapid.T, r *Record, step string, all [4][3]Item) error {
	v, err := r.Now(ctx)
	if err != nil {
		return err
	}
	var events []string
	for i := range all {
		got, err := v.Reading(ctx, fmt.Sprint("story-", i))
		if err != nil {
			continue
		}
		for j := range got.Events {
			events = append(events, got.Events[j].ID)
		}
	}
	switch {
	case step == "fail":
		source := fmt.Sprintf("story.jsonl:%d", rapid.IntRange(0, 4).Draw(t, "source"))
		_, err := r.Add(ctx, "add", "", []Item{{Source: source, Err: errors.New("it is broken")}})
		return err
	case step == "add" || len(events) == 0:
		var items []Item
		for range rapid.IntRange(1, 3).Draw(t, "items") {
			items = append(items, all[rapid.IntRange(0, 3).Draw(t, "story")][rapid.IntRange(0, 2).Draw(t, "version")])
		}
		_, err := r.Add(ctx, "add", "", items)
		return err
	}
	id := rapid.SampledFrom(events).Draw(t, "event")
	other := rapid.SampledFrom(events).Draw(t, "other")
	_, err = r.Amend(ctx, "Ada", "", func(ctx context.Context, a *Amendment) error {
		account, err := a.View().Account(ctx, id)
		if err != nil {
			return err
		}
		switch step {
		case "put":
			account.Event.Status = rapid.SampledFrom([]event.Status{event.Actual, event.Planned, event.Demanded}).Draw(t, "status")
			return a.PutEvent(ctx, account.Event, []string{"status"}, rapid.SampledFrom([]string{"", "accepted", "rejected"}).Draw(t, "verdict"))
		case "drop":
			return a.DropEvent(ctx, id)
		}
		var from, into string
		if err := a.w.row(ctx, `SELECT occurrence FROM members WHERE event = ? AND until IS NULL`, id).Scan(&from); err != nil {
			return err
		}
		if err := a.w.row(ctx, `SELECT occurrence FROM members WHERE event = ? AND until IS NULL`, other).Scan(&into); err != nil {
			return err
		}
		if step == "link" && from != into {
			return a.PutLink(ctx, from, into, rapid.SampledFrom([]string{Possible, Apart, ""}).Draw(t, "verdict"), occurrence.Join{Score: 0.5})
		}
		if rapid.Bool().Draw(t, "alone") {
			into = ""
		}
		_, err = a.PutMember(ctx, id, into, occurrence.Join{Score: 1})
		return err
	})
	return err
}
