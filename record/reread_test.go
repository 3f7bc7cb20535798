package record

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chancery/event"
	"chancery/reading"
	"chancery/report"
)

const rereadText = "Norway praised Peru. Chad thanked Norway. Kenya met Sweden. Peru criticised Chile."

// rereadRecord stores a report of four events, the second of which somebody corrected, the third accepted, the fourth
// rejected, and gives the record and the events.
func rereadRecord(t *testing.T) (*Record, Item) {
	t.Helper()
	r := newRecord(t)
	item := read(t, rereadText, report.Options{ID: "a", Outlet: "X", Published: "2022-02-01"})
	if len(item.Reading.Events) != 4 {
		t.Fatalf("%d events, want one a sentence", len(item.Reading.Events))
	}
	item.Reading.Versions.Codebook = "older"
	add(t, r, item)
	amend(t, r, func(ctx context.Context, a *Amendment) error {
		corrected := item.Reading.Events[1]
		corrected.Status = event.Planned
		return errors.Join(
			a.PutEvent(ctx, corrected, []string{"status"}, ""),
			a.PutEvent(ctx, item.Reading.Events[2], nil, "accepted"),
			a.PutEvent(ctx, item.Reading.Events[3], nil, "rejected"),
		)
	})
	return r, item
}

// rereadWith reads again with an engine that changes what was read.
func rereadWith(t *testing.T, r *Record, keep bool, change func(*reading.Reading)) []Rereading {
	t.Helper()
	versions := reading.Versions{Engine: "new", Models: "new", Codebook: "new"}
	var out []Rereading
	err := r.Reread(t.Context(), Reread{
		Versions: versions, Keep: keep, Reason: "a new engine",
		Read: func(ctx context.Context, rep report.Report) (reading.Reading, error) {
			got, err := reading.Read(ctx, rep)
			got.Versions = versions
			got.Events = slices.Clone(got.Events)
			change(&got)
			return got, err
		},
	}, func(x *Rereading) error {
		out = append(out, *x)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestReread: what the engine reads otherwise is shown, stored only when it is to be kept, and never touches what people
// decided.
func TestReread(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*reading.Reading)
		want   []string // the differences
		stand  []string // the events that stand after keeping: their number before, or "new"
	}{
		{"nothing changes", func(*reading.Reading) {}, []string{"stays 1: status"}, []string{"0", "1", "2", "3"}},
		{"a value of the same event", func(r *reading.Reading) { r.Events[0].Confidence = 0.125 },
			[]string{"changed 0→0: confidence", "stays 1: status"}, []string{"0", "1", "2", "3"}},
		{"another event from the same words", func(r *reading.Reading) {
			r.Events[0].Category, r.Events[0].ID = event.Assault, "e-0000000000000001"
		}, []string{"changed 0→new: category id", "stays 1: status"}, []string{"new", "1", "2", "3"}},
		{"all are gone", func(r *reading.Reading) { r.Events = nil }, []string{"gone 0:", "stays 1:", "stays 2:", "stays 3:"}, []string{"1", "2", "3"}},
		{"beside what people decided", func(r *reading.Reading) {
			for i := 1; i < 4; i++ {
				e := r.Events[i]
				e.Category, e.ID = event.Assault, fmt.Sprintf("e-000000000000000%d", i)
				r.Events = append(r.Events, e)
			}
		}, []string{"stays 1: status", "withheld new:", "withheld new:", "withheld new:"}, []string{"0", "1", "2", "3"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, item := rereadRecord(t)
			name := func(e *event.Event) string {
				i := slices.IndexFunc(item.Reading.Events, func(o event.Event) bool { return o.ID == e.ID })
				if i < 0 {
					return "new"
				}
				return fmt.Sprint(i)
			}
			before, was := dump(t, r), now(t, r)
			shown := rereadWith(t, r, false, c.change)
			if diff := cmp.Diff(before, dump(t, r)); diff != "" {
				t.Fatalf("showing changed the record: %s", diff)
			}
			var got []string
			for _, d := range shown[0].Events {
				line := string(d.What) + " "
				switch {
				case d.Before != nil && d.After != nil && d.What == Changed:
					line += name(d.Before) + "→" + name(d.After)
				case d.Before != nil:
					line += name(d.Before)
				default:
					line += name(d.After)
				}
				line += ":"
				for _, f := range d.Fields {
					line += " " + f.Field
				}
				got = append(got, line)
			}
			slices.Sort(got)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			kept := rereadWith(t, r, true, c.change)
			if diff := cmp.Diff(shown, kept); diff != "" {
				t.Errorf("what was kept is not what was shown: %s", diff)
			}
			v := now(t, r)
			after, err := v.Reading(t.Context(), "a")
			if err != nil {
				t.Fatal(err)
			}
			var stand []string
			for i := range after.Events {
				stand = append(stand, name(&after.Events[i]))
			}
			if diff := cmp.Diff(c.stand, stand); diff != "" {
				t.Error(diff)
			}
			if after.Versions.Engine != "new" {
				t.Errorf("versions %+v", after.Versions)
			}
			hand, err := v.Accounts(t.Context(), []string{item.Reading.Events[1].ID, item.Reading.Events[2].ID, item.Reading.Events[3].ID})
			if err != nil {
				t.Fatal(err)
			}
			if hand[0].Event.Status != event.Planned || hand[1].Verdict != "accepted" || hand[2].Verdict != "rejected" {
				t.Errorf("what people decided became %+v", hand)
			}
			if n := v.Change(); n != was.Change()+1 {
				t.Errorf("change %d after %d", n, was.Change())
			}
			log, err := v.Log(t.Context(), "")
			if err != nil {
				t.Fatal(err)
			}
			if last := log[len(log)-1]; last.Kind != "reread" || last.Reason != "a new engine" || last.Author != Machine {
				t.Errorf("change %+v", last)
			}
			if again := rereadWith(t, r, true, c.change); len(again) != 0 {
				t.Errorf("what is up to date was read again: %+v", again)
			}
			problems, err := r.Check(t.Context())
			if err != nil || len(problems) > 0 {
				t.Errorf("%v %v", problems, err)
			}
		})
	}
}

// TestRereadOrigins: what a report says of where it comes from is read again, too.
func TestRereadOrigins(t *testing.T) {
	r, fresh := newRecord(t), newRecord(t)
	item := read(t, "\"Norway helps Chad,\" the minister told Al Jazeera on Monday.", report.Options{ID: "a", Outlet: "X", Published: "2022-02-01"})
	add(t, fresh, item)
	item.Reading.Quotations, item.Reading.Versions.Engine = nil, "older" // as an engine that found no quotations
	item.prepared = nil
	add(t, r, item)
	told := func(r *Record) (body string) {
		if err := r.pool.row(t.Context(), `SELECT coalesce((SELECT body FROM told WHERE until IS NULL), '')`).Scan(&body); err != nil {
			t.Fatal(err)
		}
		return body
	}
	want := told(fresh)
	if want == "" || told(r) == want {
		t.Fatalf("the sentence tells nothing of a quotation's origin: %q", want)
	}
	rereadWith(t, r, true, func(*reading.Reading) {})
	if got := told(r); got != want {
		t.Errorf("after reading again %q, want %q", got, want)
	}
}

// TestRereadSome: only the reports that are asked for, and what cannot be read stays as it is.
func TestRereadSome(t *testing.T) {
	r := newRecord(t)
	for i := range 3 {
		add(t, r, read(t, fmt.Sprintf("Norway offered Chad help %d times.", i+2), report.Options{ID: fmt.Sprint(i)}))
	}
	broken := errors.New("it does not work")
	var got []string
	o := Reread{
		All: true, Keep: true, Reports: []string{"2", "0"}, Versions: examples(t)[0].Reading.Versions,
		Read: func(context.Context, report.Report) (reading.Reading, error) { return reading.Reading{}, broken },
	}
	if n, err := r.ToReread(t.Context(), o); err != nil || n != 2 {
		t.Errorf("%d to read: %v", n, err)
	}
	before := dump(t, r)
	err := r.Reread(t.Context(), o, func(x *Rereading) error {
		if !errors.Is(x.Err, broken) {
			t.Errorf("%s: %v", x.Report, x.Err)
		}
		got = append(got, x.Report)
		return nil
	})
	if err != nil || strings.Join(got, " ") != "0 2" {
		t.Errorf("read %q: %v", got, err)
	}
	if diff := cmp.Diff(before, dump(t, r)); diff != "" {
		t.Error(diff)
	}
}
