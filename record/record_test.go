package record

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"chancery/event"
	"chancery/place"
	"chancery/quote"
	"chancery/reading"
	"chancery/report"
	"chancery/when"
)

// clock is a clock that goes on by a second each time it is asked.
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

// open opens a record at a path, new when there is none, and closes it at the end of the test.
func open(t testing.TB, path string, o Options) *Record {
	t.Helper()
	if o.Now == nil {
		o.Now = clock()
	}
	r, err := Open(t.Context(), path, o)
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

func newRecord(t testing.TB) *Record {
	return open(t, filepath.Join(t.TempDir(), "record.db"), Options{})
}

// exampleItems reads the example reports, once.
var exampleItems = sync.OnceValues(func() ([]Item, error) {
	var items []Item
	for rep, err := range report.Each(context.Background(), []string{filepath.Join("..", "examples", "armenia-azerbaijan")}, report.Options{}) {
		if err != nil {
			return nil, err
		}
		got, err := reading.Read(context.Background(), rep)
		if err != nil {
			return nil, err
		}
		items = append(items, Item{Reading: got, Source: rep.Origin})
	}
	return items, nil
})

func examples(t testing.TB) []Item {
	t.Helper()
	items, err := exampleItems()
	if err != nil {
		t.Fatal(err)
	}
	return slices.Clone(items)
}

// readWith reads a report with the shipped engine.
func readWith(rep report.Report) (reading.Reading, error) {
	return reading.Read(context.Background(), rep)
}

// read makes an item of a text.
func read(t testing.TB, text string, o report.Options) Item {
	t.Helper()
	rep, err := report.FromText([]byte(text), o)
	if err != nil {
		t.Fatal(err)
	}
	got, err := reading.Read(t.Context(), rep)
	if err != nil {
		t.Fatal(err)
	}
	return Item{Reading: got, Source: o.ID + ".txt"}
}

func add(t testing.TB, r *Record, items ...Item) []Stored {
	t.Helper()
	stored, err := r.Add(t.Context(), "add", "a test", items)
	if err != nil {
		t.Fatal(err)
	}
	return stored
}

func now(t testing.TB, r *Record) View {
	t.Helper()
	v, err := r.Now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func counts(t testing.TB, v View) Counts {
	t.Helper()
	c, err := v.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// kept are the options under which what was stored is what was read: what the JSON of a reading does not hold is set aside.
var kept = cmp.Options{
	cmpopts.IgnoreFields(quote.Quotation{}, "Source", "CueToken", "SpeakerHead", "Attitude"),
	cmpopts.IgnoreFields(event.Event{}, "Grounds"),
	cmpopts.IgnoreFields(place.Mention{}, "Sentence", "First", "Last", "Head"),
	cmpopts.IgnoreFields(place.Place{}, "Kind", "Pop"),
	cmpopts.EquateEmpty(),
	// The words of a time that tell no day are not in the JSON.
	cmp.Transformer("time", func(t when.Interval) timeTold {
		if t.EDTF == "" && !t.First.Known() && !t.Last.Known() {
			return timeTold{}
		}
		return timeTold(t)
	}),
}

// timeTold is when.Interval, so that the transformer does not see its own result.
type timeTold when.Interval

// TestStoredIsWhatWasRead: readings come back as they went in, and every event as an account with its report.
func TestStoredIsWhatWasRead(t *testing.T) {
	r := newRecord(t)
	items := examples(t)
	for i, s := range add(t, r, items...) {
		if s.Outcome != Added || s.Report != items[i].Reading.Report.ID || s.Events != len(items[i].Reading.Events) {
			t.Errorf("%s: %+v", items[i].Source, s)
		}
	}
	v := now(t, r)
	want := Counts{Reports: len(items)}
	for _, item := range items {
		got, err := v.Reading(t.Context(), item.Reading.Report.ID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(item.Reading, got, kept); diff != "" {
			t.Errorf("%s: %s", item.Source, diff)
		}
		want.Events += len(got.Events)
		want.Quotations += len(got.Quotations)
		ids := make([]string, len(got.Events))
		for i := range got.Events {
			ids[len(ids)-1-i] = got.Events[i].ID
		}
		accounts, err := v.Accounts(t.Context(), ids)
		if err != nil {
			t.Fatal(err)
		}
		for i, a := range accounts {
			if a.Event.ID != ids[i] || a.Report.ID != item.Reading.Report.ID || a.Report != accounts[0].Report || a.Report.Raw != "" {
				t.Errorf("account %d of %s: event %s of report %s", i, item.Source, a.Event.ID, a.Report.ID)
			}
			if a.Added.IsZero() || a.Versions != item.Reading.Versions || a.Verdict != "" || len(a.ByHand) > 0 {
				t.Errorf("account %s: %+v", a.Event.ID, a)
			}
		}
	}
	got := counts(t, v)
	got.Occurrences, got.Copies = 0, 0
	if got != want {
		t.Errorf("counts %+v, want %+v", got, want)
	}
}

// TestAddingAgainChangesNothing: not even the number of changes.
func TestAddingAgainChangesNothing(t *testing.T) {
	r := newRecord(t)
	items := append(examples(t), Item{Source: "broken.txt", Err: report.ErrEmpty})
	add(t, r, items...)
	before, dumped := now(t, r), dump(t, r)
	for i, s := range add(t, r, items...) {
		if i < len(items)-1 && (s.Outcome != Known || s.Report != items[i].Reading.Report.ID) || i == len(items)-1 && s.Outcome != SetAside {
			t.Errorf("%s: %+v", items[i].Source, s)
		}
	}
	if after := now(t, r); after.Change() != before.Change() {
		t.Errorf("change %d became %d", before.Change(), after.Change())
	}
	if diff := cmp.Diff(dumped, dump(t, r)); diff != "" {
		t.Error(diff)
	}
}

// TestOutcomes: what becomes of an item beside what is there.
func TestOutcomes(t *testing.T) {
	const first = "Norway offered Chad help on Monday."
	const second = "Norway offered Chad help on Monday. Chad thanked Norway."
	for _, c := range []struct {
		name   string
		before report.Options
		text   string
		o      report.Options
		want   Outcome
	}{
		{"same identity, same text", report.Options{ID: "a", Outlet: "X"}, first, report.Options{ID: "a", Outlet: "X"}, Known},
		{"same identity, same text, other outlet", report.Options{ID: "a", Outlet: "X"}, first, report.Options{ID: "a", Outlet: "Y"}, Known},
		{"other identity, same text", report.Options{ID: "a", Outlet: "X"}, first, report.Options{ID: "b", Outlet: "Y"}, Added},
		{"identity from the text, same text", report.Options{ID: "a", Outlet: "X"}, first, report.Options{}, Known},
		{"identity from the text, other text", report.Options{}, second, report.Options{}, Added},
		{"given identity, text that is there", report.Options{}, first, report.Options{ID: "a"}, Added},
		{"changed text, same outlet", report.Options{ID: "a", Outlet: "X"}, second, report.Options{ID: "a", Outlet: "X"}, Revised},
		{"changed text, same address", report.Options{ID: "a", Outlet: "X", URL: "https://x.example/1"}, second, report.Options{ID: "a", Outlet: "Y", URL: "https://x.example/1"}, Revised},
		{"changed text, nobody says whose", report.Options{ID: "a"}, second, report.Options{ID: "a"}, Revised},
		{"changed text, other outlet", report.Options{ID: "a", Outlet: "X"}, second, report.Options{ID: "a", Outlet: "Y"}, SetAside},
		{"changed text, other outlet and address", report.Options{ID: "a", Outlet: "X", URL: "https://x.example/1"}, second, report.Options{ID: "a", Outlet: "Y", URL: "https://y.example/1"}, SetAside},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRecord(t)
			add(t, r, read(t, first, c.before))
			got := add(t, r, read(t, c.text, c.o))[0]
			if got.Outcome != c.want {
				t.Fatalf("%+v, want outcome %d", got, c.want)
			}
			if errors.Is(got.Err, ErrIdentity) != (c.want == SetAside) {
				t.Errorf("error %v", got.Err)
			}
			again := add(t, r, read(t, c.text, c.o))[0]
			if want := map[bool]Outcome{true: SetAside, false: Known}[c.want == SetAside]; again.Outcome != want {
				t.Errorf("a second time: %+v, want outcome %d", again, want)
			}
			// And the first again: nothing that was there once comes a second time.
			if back := add(t, r, read(t, first, c.before))[0]; back.Outcome != Known {
				t.Errorf("the first again: %+v", back)
			}
		})
	}
}

// TestRevised: the older text stands closed beside the newer one, and the record as of before shows the older.
func TestRevised(t *testing.T) {
	r := newRecord(t)
	o := report.Options{ID: "a", Outlet: "X", Published: "2022-02-01"}
	older := read(t, "Norway condemned the attack on Chad. Chad thanked Norway.", o)
	newer := read(t, "Norway condemned the attack on Chad. Kenya offered Chad help.", o)
	if len(older.Reading.Events) == 0 || len(newer.Reading.Events) == 0 {
		t.Fatal("the sentences give no events")
	}
	add(t, r, older)
	before := now(t, r)
	add(t, r, newer)
	after := now(t, r)
	for _, c := range []struct {
		view       View
		want, gone reading.Reading
	}{{before, older.Reading, newer.Reading}, {after, newer.Reading, older.Reading}} {
		got, err := c.view.Reading(t.Context(), "a")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, got, kept); diff != "" {
			t.Errorf("as of change %d: %s", c.view.Change(), diff)
		}
		if n := counts(t, c.view); n.Reports != 1 || n.Events != len(c.want.Events) || n.Quotations != len(c.want.Quotations) {
			t.Errorf("as of change %d: %+v", c.view.Change(), n)
		}
		if _, err := c.view.Account(t.Context(), c.gone.Events[0].ID); !errors.Is(err, ErrNotFound) {
			t.Errorf("as of change %d an event of the other text is there: %v", c.view.Change(), err)
		}
	}
}

// TestSetAside: a failure is kept with its reason until its source can be added.
func TestSetAside(t *testing.T) {
	r := newRecord(t)
	fail := func(source string, err error) Item { return Item{Source: source, Err: err} }
	steps := []struct {
		item    Item
		outcome Outcome
		want    []string // the failures that stand then
	}{
		{fail("a.txt", errors.New("it is empty")), SetAside, []string{"a.txt: it is empty"}},
		{fail("a.txt", errors.New("it is empty")), SetAside, []string{"a.txt: it is empty"}},
		{fail("b.txt", errors.New("it is binary")), SetAside, []string{"a.txt: it is empty", "b.txt: it is binary"}},
		{fail("a.txt", errors.New("it is broken")), SetAside, []string{"b.txt: it is binary", "a.txt: it is broken"}},
		{read(t, "Norway offered Chad help.", report.Options{ID: "a"}), Added, []string{"b.txt: it is binary"}},
		{fail("", errors.New("one")), SetAside, []string{"b.txt: it is binary", ": one"}},
		{fail("", errors.New("two")), SetAside, []string{"b.txt: it is binary", ": one", ": two"}},
	}
	views := make([]View, len(steps))
	for i, s := range steps {
		if got := add(t, r, s.item)[0]; got.Outcome != s.outcome {
			t.Fatalf("step %d: %+v", i, got)
		}
		views[i] = now(t, r)
	}
	for i, s := range steps {
		failures, err := views[i].Failures(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range failures {
			got = append(got, f.Source+": "+f.Reason)
		}
		if diff := cmp.Diff(s.want, got); diff != "" {
			t.Errorf("step %d: %s", i, diff)
		}
		if n := counts(t, views[i]); n.Failures != len(s.want) {
			t.Errorf("step %d: %d failures", i, n.Failures)
		}
	}
}

// TestAsOf: a time gives the last change up to it; before the first there is nothing.
func TestAsOf(t *testing.T) {
	day := func(d, h int) time.Time { return time.Date(2022, 3, d, h, 0, 0, 0, time.UTC) }
	var clock time.Time
	r := open(t, filepath.Join(t.TempDir(), "record.db"), Options{Now: func() time.Time { return clock }})
	for i, at := range []time.Time{day(1, 9), day(1, 21), day(3, 9), day(2, 9)} { // the clock was set back
		clock = at
		add(t, r, read(t, fmt.Sprintf("Norway offered Chad help %d times.", i+2), report.Options{ID: fmt.Sprint(i)}))
	}
	for _, c := range []struct {
		asOf string
		want int
	}{
		{"2022-02-28", 0}, {"2022-03-01T08:59:59Z", 0}, {"2022-03-01T09:00:00Z", 1}, {"2022-03-01T10:00:00+01:00", 1},
		{"2022-03-01", 2}, {"2022-03-02", 2}, {"2022-03-03", 4}, {"2030-01-01", 4},
	} {
		at, err := ParseAsOf(c.asOf)
		if err != nil {
			t.Fatal(err)
		}
		v, err := r.AsOf(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		if n := counts(t, v); n.Reports != c.want {
			t.Errorf("as of %s: %d reports, want %d", c.asOf, n.Reports, c.want)
		}
	}
	for _, bad := range []string{"", "yesterday", "2022-13-01", "2022-3-1"} {
		if _, err := ParseAsOf(bad); err == nil {
			t.Errorf("%q is taken for a time", bad)
		}
	}
}

// TestOddText: whatever a report holds comes back byte for byte.
func TestOddText(t *testing.T) {
	r := newRecord(t)
	for i, text := range []string{
		"Norway met \x00 Chad. Nothing after the zero is lost.",
		"Norway met Chad.\r\n\r\nThe \u2028 minister\u00a0said: \"Да, 𝕏 🕊️ ار\".",
		"'; DROP TABLE reports; -- Norway met Chad.",
		strings.Repeat("Norway met Chad. ", 20000),
	} {
		rep, err := report.FromText([]byte(strings.ReplaceAll(text, "\x00", "")), report.Options{ID: fmt.Sprintf("odd ' \" \x00 %d", i), Title: "A \x00 title", KeepFurniture: true})
		if err != nil {
			t.Fatal(err)
		}
		rep.Text, rep.Blocks, rep.Raw = text, []report.Block{{Span: report.Span{Start: 0, End: len(text)}}}, "raw \x00 "+text
		rep.SHA256 = report.Hash(text)
		item := Item{Reading: reading.Reading{Report: rep, Sentences: []report.Span{{Start: 0, End: len(text)}}}, Source: "a \x00 source"}
		if s := add(t, r, item)[0]; s.Outcome != Added {
			t.Fatalf("%+v", s)
		}
		got, err := now(t, r).Reading(t.Context(), rep.ID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(item.Reading, got, kept); diff != "" {
			t.Errorf("%d: %.500s", i, diff)
		}
		if s := add(t, r, item)[0]; s.Outcome != Known {
			t.Errorf("again: %+v", s)
		}
	}
	problems, err := r.Check(t.Context())
	if err != nil || len(problems) > 0 {
		t.Errorf("%v %v", problems, err)
	}
}
