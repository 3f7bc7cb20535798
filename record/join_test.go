package record

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"chancery/event"
	"chancery/occurrence"
	"chancery/reading"
	"chancery/report"
	"chancery/when"
)

// belongings gives the occurrence of every event of a view, by event.
func belongings(t testing.TB, v View) map[string]string {
	t.Helper()
	out := map[string]string{}
	for o, err := range v.Occurrences(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		for i := range o.Members {
			if other, ok := out[o.Members[i].Event.ID]; ok {
				t.Errorf("%s belongs to %s and %s", o.Members[i].Event.ID, other, o.ID)
			}
			out[o.Members[i].Event.ID] = o.ID
		}
	}
	return out
}

// met are two reports of one meeting and a third of another.
func met(t testing.TB) []Item {
	t.Helper()
	one := read(t, "Armenian Prime Minister Nikol Pashinyan met Azerbaijani President Ilham Aliyev in Brussels on Wednesday.", report.Options{ID: "a", Outlet: "Ararat Observer", Published: "2022-04-07"})
	two := read(t, "Ilham Aliyev held talks with Nikol Pashinyan in Brussels on April 6.", report.Options{ID: "b", Outlet: "Caspian Courier", Published: "2022-04-07"})
	three := read(t, "Nikol Pashinyan met Ilham Aliyev in Brussels on May 22.", report.Options{ID: "c", Outlet: "Tiflis Herald", Published: "2022-05-23"})
	for _, item := range []Item{one, two, three} {
		if len(item.Reading.Events) != 1 {
			t.Fatalf("%s has %d events, want the meeting", item.Reading.Report.ID, len(item.Reading.Events))
		}
	}
	return []Item{one, two, three}
}

func occurrenceOf(t testing.TB, v View, event string) string {
	t.Helper()
	id, ok := belongings(t, v)[event]
	if !ok {
		t.Fatalf("%s belongs nowhere", event)
	}
	return id
}

// TestJoin: accounts of one meeting are one occurrence, with the reasons; another meeting of the same two is another.
func TestJoin(t *testing.T) {
	r := newRecord(t)
	items := met(t)
	stored := add(t, r, items...)
	if stored[0].Joined != 0 || stored[1].Joined != 1 || stored[2].Joined != 0 {
		t.Errorf("joined %d, %d, %d; want the second alone", stored[0].Joined, stored[1].Joined, stored[2].Joined)
	}
	a, b, c := items[0].Reading.Events[0].ID, items[1].Reading.Events[0].ID, items[2].Reading.Events[0].ID
	o, err := now(t, r).Occurrence(t.Context(), "o-"+strings.TrimPrefix(a, "e-"))
	if err != nil {
		t.Fatal(err)
	}
	if len(o.Members) != 2 {
		t.Fatalf("%d accounts, want two", len(o.Members))
	}
	first, second := o.Members[0].Join, o.Members[1].Join
	if o.Members[0].Event.ID == b {
		first, second = second, first // both are of one day
	}
	if first.Score != 1 || len(first.Reasons) != 0 || first.By != Machine {
		t.Errorf("the first account stands there for %+v", first)
	}
	if second.Score < 0.9 || second.By != Machine || !slices.Contains(second.Reasons, "both in Brussels") {
		t.Errorf("the second account joined for %+v", second)
	}
	if occurrenceOf(t, now(t, r), c) == o.ID {
		t.Error("the meeting of May is that of April")
	}
}

// TestJoinIsOfTheOrderAlone: batches do not change what belongs where, and every event belongs to one occurrence.
func TestJoinIsOfTheOrderAlone(t *testing.T) {
	items := append(examples(t), met(t)...)
	events := 0
	for i := range items {
		events += len(items[i].Reading.Events)
	}
	together, alone := newRecord(t), newRecord(t)
	add(t, together, items...)
	for _, item := range items {
		add(t, alone, item)
	}
	a, b := belongings(t, now(t, together)), belongings(t, now(t, alone))
	if len(a) != events || len(b) != events {
		t.Errorf("%d and %d events belong to an occurrence, want all %d", len(a), len(b), events)
	}
	for event, id := range a {
		if b[event] != id {
			t.Errorf("%s belongs to %s, in batches of one to %s", event, id, b[event])
		}
	}
}

// TestRevisedReportLeaves: the events of a text that was replaced leave; the occurrence keeps its identity and those
// who joined it.
func TestRevisedReportLeaves(t *testing.T) {
	r := newRecord(t)
	items := met(t)
	add(t, r, items[0], items[1])
	b := items[1].Reading.Events[0].ID
	before := now(t, r)
	id := occurrenceOf(t, before, b)
	add(t, r, read(t, "The weather in Brussels was fine.", report.Options{ID: "a", Outlet: "Ararat Observer", Published: "2022-04-07"}))
	o, err := now(t, r).Occurrence(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if len(o.Members) != 1 || o.Members[0].Event.ID != b {
		t.Errorf("members %v, want the second account alone", o.Members)
	}
	if old, err := before.Occurrence(t.Context(), id); err != nil || len(old.Members) != 2 {
		t.Errorf("as of before there are %d members, %v", len(old.Members), err)
	}
	// What joins now finds the account that is left, and not the one that is gone.
	late := read(t, "Pashinyan met Azerbaijani President Ilham Aliyev in Brussels on April 6, 2022.", report.Options{ID: "d", Outlet: "Tiflis Herald", Published: "2022-04-09"})
	add(t, r, late)
	if got := occurrenceOf(t, now(t, r), late.Reading.Events[0].ID); got != id {
		t.Errorf("a third account belongs to %s, want %s", got, id)
	}
}

// TestByHandStays: what somebody split is not joined again, whatever is corrected or added later.
func TestByHandStays(t *testing.T) {
	r := newRecord(t)
	items := met(t)
	add(t, r, items[0], items[1])
	a, b := items[0].Reading.Events[0], items[1].Reading.Events[0]
	whole := occurrenceOf(t, now(t, r), a.ID)
	var split string
	amend(t, r, func(ctx context.Context, m *Amendment) error {
		var err error
		split, err = m.PutMember(ctx, b.ID, "", occurrence.Join{Score: 1, Reasons: []string{"two meetings"}})
		if err != nil {
			return err
		}
		return m.PutLink(ctx, whole, split, Apart, occurrence.Join{Reasons: []string{"two meetings"}})
	})
	if split == whole {
		t.Fatal("splitting changed nothing")
	}
	amend(t, r, func(ctx context.Context, m *Amendment) error {
		corrected := b
		corrected.Historical = !corrected.Historical
		return m.PutEvent(ctx, corrected, []string{"historical"}, "")
	})
	if got := occurrenceOf(t, now(t, r), b.ID); got != split {
		t.Errorf("after a correction it belongs to %s, want %s, where somebody put it", got, split)
	}
	late := read(t, "Nikol Pashinyan met Azerbaijani President Ilham Aliyev in Brussels on April 6, 2022.", report.Options{ID: "d", Outlet: "Tiflis Herald", Published: "2022-04-08"})
	add(t, r, late)
	for _, o := range []string{whole, split} {
		got, err := now(t, r).Occurrence(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Possible) != 0 {
			t.Errorf("%s is possibly the same as %v, though somebody told them apart", o, got.Possible)
		}
	}
}

// TestCorrectedLeaves: an event that is corrected so that it fits no more leaves its occurrence.
func TestCorrectedLeaves(t *testing.T) {
	r := newRecord(t)
	items := met(t)
	add(t, r, items[0], items[1])
	b := items[1].Reading.Events[0]
	whole := occurrenceOf(t, now(t, r), b.ID)
	amend(t, r, func(ctx context.Context, m *Amendment) error {
		b.Time = when.Interval{First: when.DayOf(2021, 4, 6), Last: when.DayOf(2021, 4, 6), EDTF: "2021-04-06", Basis: when.Stated, Span: b.Time.Span}
		return m.PutEvent(ctx, b, []string{"time"}, "")
	})
	if got := occurrenceOf(t, now(t, r), b.ID); got == whole {
		t.Error("a meeting of another year is still an account of this one")
	}
}

// TestSeedLetters: the two seed reports tell of two letters of Biden to Aliyev, a year apart: two occurrences.
func TestSeedLetters(t *testing.T) {
	seeds := filepath.Join("..", "..", "shared", "seeds")
	if _, err := os.Stat(seeds); err != nil {
		t.Skip("the seed reports are not here: ../shared is absent")
	}
	r := newRecord(t)
	letters := map[string]bool{}
	count := 0
	for _, seed := range [2][2]string{{"000_6ee4d7014e4dbf03.txt", "2022-05-23"}, {"004_494d6f47ca38feeb.txt", "2021-06-10"}} {
		text, err := os.ReadFile(filepath.Join(seeds, seed[0]))
		if err != nil {
			t.Fatal(err)
		}
		item := read(t, string(text), report.Options{Published: seed[1]})
		add(t, r, item)
		for i := range item.Reading.Events {
			e := &item.Reading.Events[i]
			if e.Category == "CONSULT" && e.Medium == "letter" {
				letters[occurrenceOf(t, now(t, r), e.ID)] = true
				count++
			}
		}
	}
	if count != 2 || len(letters) != 2 {
		t.Errorf("%d letters in %d occurrences, want two in two", count, len(letters))
	}
}

// TestJoinCaps: however many events share the blocks of one, no more than the cap are compared.
func TestJoinCaps(t *testing.T) {
	r := newRecord(t)
	items := grown(t, met(t)[:1], 300, func(int) int { return 0 })
	for part := range slices.Chunk(items, 100) {
		add(t, r, part...)
	}
	last := grown(t, met(t)[:1], 301, func(int) int { return 0 })[300]
	_, err := r.write(t.Context(), Machine, "add", "look", func(ctx context.Context, w *writer) error {
		e := storedEvent{event: &last.Reading.Events[0], join: prepareJoin(&last.Reading, &last.Reading.Events[0])}
		w.joining.events = map[int64]*remembered{}
		found, err := w.joinable(ctx, &placing{event: &e})
		if err == nil && (len(found) == 0 || len(found) > occurrence.CandidatesMost) {
			err = fmt.Errorf("%d candidates, want 1 to %d", len(found), occurrence.CandidatesMost)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// grown makes n readings out of a few: each is told again by a report of its own, shifted by days.
func grown(t testing.TB, items []Item, n int, shift func(copy int) int) []Item {
	t.Helper()
	out := make([]Item, n)
	for i := range out {
		item := items[i%len(items)]
		r := item.Reading
		k := i / len(items)
		by := shift(k)
		r.Report.ID = fmt.Sprintf("%s-%d", r.Report.ID, k)
		r.Report.SHA256 = fmt.Sprintf("%s%06x", r.Report.SHA256[:58], k)
		if y, m, d, ok := r.Report.Published.Day(); ok {
			r.Report.Published.EDTF = dayText(when.DayOf(y, m, d).Add(by))
		}
		r.Events = slices.Clone(r.Events)
		for j := range r.Events {
			e := &r.Events[j]
			e.Time.First, e.Time.Last = e.Time.First.Add(by), e.Time.Last.Add(by)
			e.ID = reading.EventID(&r.Report, e)
		}
		out[i] = Item{Reading: r, Source: r.Report.ID}
	}
	return out
}

func dayText(d when.Day) string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// BenchmarkJoin is what joining costs an event in a record of ten thousand and of two hundred thousand events. The
// reports of the example process are told again and again, so that all events are of the same few parties: over ten
// years, over two hundred, and, "dense", twenty times as many over ten years, where every block is full. An operation is
// one batch of the reports; "µs/event" is the processor time within join alone.
func BenchmarkJoin(b *testing.B) {
	items := examples(b)
	perRound := 0
	for i := range items {
		perRound += len(items[i].Reading.Events)
	}
	for _, record := range []struct {
		name       string
		size, days int
	}{{"10000", 10_000, 3650}, {"200000", 200_000, 73_000}, {"200000-dense", 200_000, 3650}} {
		size := record.size
		spread := func(k int) int { return k * 37 % record.days }
		b.Run(record.name, func(b *testing.B) {
			if testing.Short() && size > 10_000 {
				b.Skip("takes minutes")
			}
			r := newRecord(b)
			rounds := size / perRound
			for k := 0; k < rounds; k += 8 {
				batch := grown(b, items, len(items)*8, func(copy int) int { return spread(k + copy) })
				for i := range batch {
					batch[i].Reading.Report.ID += fmt.Sprint("-", k)
					batch[i].Reading.Report.SHA256 = fmt.Sprintf("%s%06x%s", batch[i].Reading.Report.SHA256[:40], k, batch[i].Reading.Report.SHA256[46:])
					for j := range batch[i].Reading.Events {
						e := &batch[i].Reading.Events[j]
						e.ID = reading.EventID(&batch[i].Reading.Report, e)
					}
				}
				if err := joinOnly(b.Context(), r, batch, nil); err != nil {
					b.Fatal(err)
				}
			}
			extra := grown(b, items, len(items), func(int) int { return 1001 })
			for i := range extra {
				extra[i].Reading.Report.ID += "-bench"
				for j := range extra[i].Reading.Events {
					extra[i].Reading.Events[j].ID += "-bench"
				}
			}
			var spent joinCost
			for b.Loop() {
				if err := joinOnly(b.Context(), r, extra, &spent); err != nil && !errors.Is(err, errRollBack) {
					b.Fatal(err)
				}
			}
			if spent.events > 0 {
				b.ReportMetric(float64(spent.nanoseconds)/1000/float64(spent.events), "µs/event")
			}
		})
	}
}

var errRollBack = errors.New("roll back")

type joinCost struct{ nanoseconds, events int64 }

// processorTime is what this process has used of the processors: other work on the machine does not count.
func processorTime() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		panic(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// joinOnly stores the events of readings and joins them, without the texts and terms that adding stores too. With spent
// it measures joining and takes all back.
func joinOnly(ctx context.Context, r *Record, items []Item, spent *joinCost) error {
	_, err := r.write(ctx, Machine, "add", "a benchmark", func(ctx context.Context, w *writer) error {
		if err := w.open(ctx); err != nil {
			return err
		}
		for i := range items {
			if err := joinItem(ctx, w, &items[i], spent); err != nil {
				return err
			}
		}
		if spent != nil {
			return errRollBack
		}
		return nil
	})
	return err
}

func joinItem(ctx context.Context, w *writer, item *Item, spent *joinCost) error {
	r := &item.Reading
	versions, err := w.versionsOf(ctx, r.Versions)
	if err != nil {
		return err
	}
	n, err := w.next(ctx, "reports")
	if err != nil {
		return err
	}
	day := FirstDay(r.Report.Published.EDTF)
	err = w.exec(ctx, `INSERT INTO reports (n, since, day, id, sha256, outlet, url, language, published, source, title, text, rest)
		VALUES (?, ?, ?, ?, ?, '', '', 'en', ?, '', '', '', '')`, n, w.change, number(day), r.Report.ID, r.Report.SHA256, r.Report.Published.EDTF)
	if err != nil {
		return err
	}
	rep := &storedReport{n: n, report: &r.Report, day: day}
	events := make([]storedEvent, len(r.Events))
	for i := range r.Events {
		e := &events[i]
		*e = storedEvent{event: &r.Events[i], report: rep}
		p := preparedEvent{first: r.Events[i].Time.First, last: r.Events[i].Time.Last, body: "{}", join: prepareJoin(r, &r.Events[i])}
		if err := w.insertEvent(ctx, e, &p, versions); err != nil {
			return err
		}
	}
	if spent != nil {
		start := processorTime()
		defer func() {
			spent.nanoseconds += (processorTime() - start).Nanoseconds()
			spent.events += int64(len(events))
		}()
	}
	return w.join(ctx, events)
}

// TestFeaturesFromTheRecord: what joining looks at is the same whether an event comes from the reader or, to be
// corrected, from the record.
func TestFeaturesFromTheRecord(t *testing.T) {
	r := newRecord(t)
	items := examples(t)
	add(t, r, items...)
	v := now(t, r)
	for _, item := range items {
		stored, err := v.Reading(t.Context(), item.Reading.Report.ID)
		if err != nil {
			t.Fatal(err)
		}
		for i := range item.Reading.Events {
			e := &item.Reading.Events[i]
			k := slices.IndexFunc(stored.Events, func(s event.Event) bool { return s.ID == e.ID })
			if k < 0 {
				t.Fatalf("%s is not stored", e.ID)
			}
			want, got := occurrence.FeaturesOf(&item.Reading, e), occurrence.FeaturesOf(&stored, &stored.Events[k])
			if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("%s: %s", e.ID, diff)
			}
		}
	}
}
