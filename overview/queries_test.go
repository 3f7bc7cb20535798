package overview

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"chancery/event"
	occurrences "chancery/occurrence"
	"chancery/record"
	"chancery/when"
)

// scanned is an occurrence with its accounts, for going through all of them one by one.
type scanned struct {
	Item
	accounts plain
}

// scan gives all occurrences in the order of a timeline.
func scan(t *testing.T, r *record.Record, s *Snapshot) []scanned {
	t.Helper()
	v, err := r.At(t.Context(), s.Change())
	if err != nil {
		t.Fatal(err)
	}
	all, err := plainly(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	var out []scanned
	for _, i := range s.Timeline(Filter{}, 1<<30).Items {
		out = append(out, scanned{i, all[i.ID]})
	}
	return out
}

func anyOf[T comparable](list []T, has ...T) bool {
	return len(list) == 0 || slices.ContainsFunc(list, func(x T) bool { return slices.Contains(has, x) })
}

func takes(parties []Party) (out []string) {
	for _, p := range parties {
		out = append(out, p.Key)
		if p.Actor != "" {
			out = append(out, p.Actor)
		}
	}
	return out
}

// plainHolds is what a filter means.
func plainHolds(f *Filter, x *scanned) bool {
	first, last := x.First, x.Last
	if f.From.Known() || f.To.Known() {
		if !first.Known() && !last.Known() || f.To.Known() && first.Known() && f.To.Before(first) || f.From.Known() && last.Known() && last.Before(f.From) {
			return false
		}
	}
	tracks := x.Tracks
	if len(tracks) == 0 {
		tracks = []string{""}
	}
	var country, place string
	if x.Place != nil {
		country, place = x.Place.Country, x.Place.Name
	}
	var speaker []string
	if x.Speaker != nil {
		speaker = takes([]Party{*x.Speaker})
	}
	sources, recipients := takes(x.Sources), takes(x.Recipients)
	either := append(slices.Clone(sources), recipients...)
	mood := Said
	if x.Quad == 2 || x.Quad == 4 {
		mood = Done
	}
	for _, p := range f.Parties {
		if !slices.Contains(either, p) {
			return false
		}
	}
	account := len(f.Outlets)+len(f.Entries)+len(f.Verdicts) == 0
	for _, m := range x.accounts.accounts {
		var as []string
		if m.Verdict == "" && len(m.ByHand) == 0 {
			as = append(as, Unjudged)
		}
		if m.Verdict == "accepted" {
			as = append(as, Accepted)
		}
		if len(m.ByHand) > 0 {
			as = append(as, Amended)
		}
		account = account || anyOf(f.Outlets, m.Report.Outlet) && anyOf(f.Entries, m.Event.Entry) && anyOf(f.Verdicts, as...)
	}
	return account && anyOf(f.Tracks, tracks...) && anyOf(f.Statuses, x.Status) && anyOf(f.Categories, x.Category) && anyOf(f.Quads, x.Quad) &&
		anyOf(f.Actors, append(either, speaker...)...) && anyOf(f.Sources, sources...) && anyOf(f.Recipients, recipients...) && anyOf(f.Speakers, speaker...) &&
		anyOf(f.Countries, country) && anyOf(f.Places, place) && (f.Mood == "" || f.Mood == mood) &&
		(f.Historical == "" || (f.Historical == OnlyHistorical) == x.Historical) && x.Confidence >= f.Confidence && x.Accounts >= f.Accounts
}

var filters = []Filter{
	{},
	{Actors: []string{"ARM"}},
	{Actors: []string{"ARM", "RUS"}, Historical: WithoutHistorical},
	{Parties: []string{"ARM", "AZE"}},
	{Sources: []string{"AZE"}},
	{Recipients: []string{"ARM"}, Mood: Done},
	{Speakers: []string{"RUS"}},
	{Tracks: []string{"border-demarcation"}},
	{Tracks: []string{""}, Statuses: []event.Status{event.Actual}},
	{Tracks: []string{"prisoners", ""}},
	{From: when.DayOf(2021, 6, 1), To: when.DayOf(2021, 6, 30)},
	{To: when.DayOf(2021, 1, 1)},
	{From: when.DayOf(2021, 11, 1), Quads: []int{1, 3}, Mood: Said},
	{Quads: []int{1}, Mood: Done},
	{Categories: []event.Category{event.Assault, event.Consult}},
	{Countries: []string{"ARM"}},
	{Places: []string{"Yerevan"}},
	{Confidence: 0.6, Historical: OnlyHistorical},
	{Accounts: 2},
	{Verdicts: []string{Accepted}},
	{Verdicts: []string{Unjudged, Amended}},
	{Actors: []string{"nobody that is known"}},
	{Countries: []string{""}},
}

// judgedExamples is a record of the examples in which people judged, corrected and noted.
func judgedExamples(t *testing.T) *record.Record {
	t.Helper()
	r := newRecord(t)
	add(t, r, examples(t)...)
	v, err := r.Now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	_, err = r.Amend(t.Context(), "Ada", "", func(ctx context.Context, a *record.Amendment) error {
		for o, err := range v.Occurrences(ctx) {
			if err != nil {
				return err
			}
			for _, m := range o.Members {
				n++
				switch n % 5 {
				case 0:
					err = a.PutEvent(ctx, m.Event, nil, "accepted")
				case 1:
					err = a.PutEvent(ctx, m.Event, nil, "rejected")
				case 2:
					m.Event.Status = event.Planned
					err = a.PutEvent(ctx, m.Event, []string{"status"}, "")
				}
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestFilters: every filter finds what going through all occurrences one by one finds, in the same order, as of each
// change.
func TestFilters(t *testing.T) {
	r := judgedExamples(t)
	o := over(t, r)
	found := 0
	for _, change := range []int64{1, 2} {
		s := snapshotOf(t, o, change)
		all := scan(t, r, s)
		list := filters
		for _, x := range all[:20] {
			list = append(list, Filter{Outlets: []string{x.accounts.accounts[0].Report.Outlet}}, Filter{Entries: []string{x.accounts.accounts[0].Event.Entry}, Verdicts: []string{Unjudged}})
		}
		for _, f := range list {
			var want []string
			for i := range all {
				if plainHolds(&f, &all[i]) {
					want = append(want, all[i].ID)
				}
			}
			got := s.Timeline(f, 1<<30)
			var ids []string
			for _, i := range got.Items {
				ids = append(ids, i.ID)
			}
			if diff := gocmp.Diff(want, ids); diff != "" || got.Count != len(want) {
				t.Errorf("change %d, %+v: %s", change, f, diff)
			}
			found += len(want)
			if diff := gocmp.Diff(plainTold(all, &f), counted(s, f)); diff != "" {
				t.Errorf("change %d, %+v: %s", change, f, diff)
			}
		}
	}
	if found < 2000 {
		t.Errorf("the filters found only %d", found)
	}
}

// counted gives what a snapshot counts, in lines.
func counted(s *Snapshot, f Filter) map[string]string {
	out := map[string]string{}
	for _, step := range []Step{Daily, Weekly, Monthly, Yearly} {
		for _, group := range []Group{Whole, ByStatus, ByTrack, ByQuad} {
			a := s.Activity(f, step, group)
			for _, series := range a.Series {
				for _, b := range series.Bins {
					out[fmt.Sprint("activity ", step, " ", group, " ", series.Group, " ", b.First)] = fmt.Sprint(b.Count)
				}
			}
			out[fmt.Sprint("activity ", step, group)] = fmt.Sprint(a.Count, a.Undated)
		}
	}
	for _, d := range s.Dyads(f, 0) {
		name := d.Source.Key + " → " + d.Recipient.Key
		out[name] = fmt.Sprintf("%d %d %d %d %d %.3f", d.Count, d.Cooperation, d.Conflict, d.Verbal, d.Material, d.Intensity)
		for _, m := range d.Months {
			out[name+m.Month.String()] = fmt.Sprintf("%d %d %d %d %d %.3f", m.Count, m.Cooperation, m.Conflict, m.Verbal, m.Material, m.Intensity)
		}
	}
	for _, a := range s.Actors(f, 0) {
		key := cmp.Or(a.Actor, a.Key)
		out["actor "+key] = fmt.Sprint(a.Count, a.AsSource, a.AsRecipient, a.AsSpeaker, a.First, a.Last)
	}
	for _, p := range s.Places(f, Box{}, 0) {
		out[fmt.Sprintf("place %v", p.Place)] = fmt.Sprint(p.Count, p.Cooperation, p.Conflict, p.First, p.Last)
	}
	for _, k := range s.Tracks(f) {
		out["track "+k.ID] = fmt.Sprint(k.Count, k.First, k.Last, k.Statuses)
	}
	return out
}

func binOf(d when.Day, step Step) when.Day {
	switch step {
	case Weekly:
		return d.Add(1 - d.Weekday())
	case Monthly:
		return when.DayOf(d.Year, d.Month, 1)
	case Yearly:
		return when.DayOf(d.Year, 1, 1)
	}
	return d
}

// plainTold is what counted must be, counted one by one.
func plainTold(all []scanned, f *Filter) map[string]string {
	out := map[string]string{}
	counts := map[string]int{}
	months := map[string][]*scanned{}
	actors := map[string]map[string]int{}
	days := map[string][]when.Day{}
	places, tracks := map[string][]*scanned{}, map[string][]*scanned{}
	count, undated := 0, 0
	for i := range all {
		x := &all[i]
		if !plainHolds(f, x) {
			continue
		}
		count++
		day := x.First
		if !day.Known() {
			day = x.Last
		}
		on := x.Tracks
		if len(on) == 0 {
			on = []string{""}
		}
		if !day.Known() {
			undated++
		} else {
			for _, step := range []Step{Daily, Weekly, Monthly, Yearly} {
				for group, names := range map[Group][]string{Whole: {""}, ByStatus: {string(x.Status)}, ByQuad: {fmt.Sprint(x.Quad)}, ByTrack: on} {
					for _, name := range names {
						counts[fmt.Sprint("activity ", step, " ", group, " ", name, " ", binOf(day, step))]++
					}
				}
			}
		}
		seen := map[string]bool{}
		for _, a := range x.Sources {
			for _, b := range x.Recipients {
				name := a.Key + " → " + b.Key
				if a.Key == b.Key || a.Key == "" || b.Key == "" || seen[name] {
					continue
				}
				seen[name] = true
				months[name] = append(months[name], x)
				if day.Known() {
					months[name+binOf(day, Monthly).String()] = append(months[name+binOf(day, Monthly).String()], x)
				}
			}
		}
		part := map[string]bool{}
		for as, parties := range [][]Party{x.Sources, x.Recipients, speakers(x.Speaker)} {
			once := takes(parties)
			slices.Sort(once)
			for _, who := range slices.Compact(once) {
				if who == "" {
					continue
				}
				if actors[who] == nil {
					actors[who] = map[string]int{}
				}
				actors[who][fmt.Sprint(as)]++
				if !part[who] {
					part[who] = true
					actors[who]["all"]++
					if day.Known() {
						days[who] = append(days[who], day)
					}
				}
			}
		}
		if x.Place != nil {
			places[fmt.Sprintf("place %v", *x.Place)] = append(places[fmt.Sprintf("place %v", *x.Place)], x)
		}
		for _, k := range on {
			tracks[k] = append(tracks[k], x)
		}
	}
	for _, step := range []Step{Daily, Weekly, Monthly, Yearly} {
		for _, group := range []Group{Whole, ByStatus, ByTrack, ByQuad} {
			out[fmt.Sprint("activity ", step, group)] = fmt.Sprint(count, undated)
		}
	}
	for name, n := range counts {
		out[name] = fmt.Sprint(n)
	}
	quads := func(list []*scanned) (q [5]int, sum float64) {
		for _, x := range list {
			q[x.Quad]++
			sum += x.Intensity
		}
		return q, sum
	}
	for name, list := range months {
		q, sum := quads(list)
		out[name] = fmt.Sprintf("%d %d %d %d %d %.3f", len(list), q[1]+q[2], q[3]+q[4], q[1]+q[3], q[2]+q[4], sum/float64(len(list)))
	}
	for who, n := range actors {
		first, last := bounds(days[who])
		out["actor "+who] = fmt.Sprint(n["all"], n["0"], n["1"], n["2"], first, last)
	}
	dated := func(list []*scanned) (first, last when.Day) {
		var all []when.Day
		for _, x := range list {
			if x.First.Known() {
				all = append(all, x.First)
			} else if x.Last.Known() {
				all = append(all, x.Last)
			}
		}
		return bounds(all)
	}
	for name, list := range places {
		q, _ := quads(list)
		first, last := dated(list)
		out[name] = fmt.Sprint(len(list), q[1]+q[2], q[3]+q[4], first, last)
	}
	for name, list := range tracks {
		first, last := dated(list)
		var shares []Share
		for _, status := range statusOrder {
			n := 0
			for _, x := range list {
				if x.Status == status {
					n++
				}
			}
			if n > 0 {
				shares = append(shares, Share{string(status), n})
			}
		}
		out["track "+name] = fmt.Sprint(len(list), first, last, shares)
	}
	return out
}

func speakers(p *Party) []Party {
	if p == nil {
		return nil
	}
	return []Party{*p}
}

func bounds(days []when.Day) (first, last when.Day) {
	for i, d := range days {
		if i == 0 || d.Before(first) {
			first = d
		}
		if i == 0 || last.Before(d) {
			last = d
		}
	}
	return first, last
}

// TestTimelineCounts: where there are too many occurrences, counts take their place.
func TestTimelineCounts(t *testing.T) {
	r := newRecord(t)
	add(t, r, examples(t)...)
	s := snapshotOf(t, over(t, r), 0)
	few, many := s.Timeline(Filter{}, 10), s.Timeline(Filter{}, 1<<30)
	if few.Count != many.Count || few.Items != nil || len(many.Items) != many.Count || few.First != many.First || few.Last != many.Last || few.Step == "" {
		t.Errorf("%d, %d items; %d, %d items", few.Count, len(few.Items), many.Count, len(many.Items))
	}
	sum := 0
	for _, series := range few.ByStatus {
		sum += series.Count
	}
	if sum != few.Count {
		t.Errorf("statuses: %d of %d", sum, few.Count)
	}
}

// TestLatest: the newest days first, what is later than a day left out.
func TestLatest(t *testing.T) {
	r := newRecord(t)
	add(t, r, examples(t)...)
	s := snapshotOf(t, over(t, r), 0)
	until := when.DayOf(2021, 6, 10)
	for _, f := range []Filter{{}, {Actors: []string{"ARM"}}} {
		items := s.Latest(f, until, 12)
		var want []string
		for _, i := range slices.Backward(s.Timeline(f, 1<<30).Items) {
			if day := cmp.Or(i.First, i.Last); day.Known() && !until.Before(day) && len(want) < 12 {
				want = append(want, i.ID)
			}
		}
		var got []string
		for _, i := range items {
			got = append(got, i.ID)
		}
		if diff := gocmp.Diff(want, got); diff != "" || len(got) != 12 {
			t.Error(diff)
		}
	}
	added := s.LatestAdded(Filter{}, 5)
	for i := range added[1:] {
		if added[i].Added < added[i+1].Added {
			t.Errorf("%d before %d", added[i].Added, added[i+1].Added)
		}
	}
}

// TestDoubts: the queue holds every unjudged event once, in order, whatever the pages; what was judged has left it.
func TestDoubts(t *testing.T) {
	r := judgedExamples(t)
	o := over(t, r)
	for _, change := range []int64{1, 2} {
		s := snapshotOf(t, o, change)
		all := scan(t, r, s)
		for _, f := range []Filter{{}, {Actors: []string{"ARM"}}, {Historical: WithoutHistorical}} {
			want := map[string]bool{}
			for i := range all {
				for _, m := range all[i].accounts.accounts {
					if plainHolds(&f, &all[i]) && m.Verdict == "" && len(m.ByHand) == 0 {
						want[m.Event.ID] = true
					}
				}
			}
			whole, err := s.Doubts(f, 1<<20, "")
			if err != nil || whole.Next != "" {
				t.Fatal(whole.Next, err)
			}
			got, count := map[string]bool{}, map[Reason]int{}
			for i, d := range whole.Items {
				count[d.Reason]++
				if d.Reason == Unsure {
					got[d.Event] = true
				}
				if i > 0 && whole.Items[i-1].Score < d.Score {
					t.Errorf("%v after %v", d, whole.Items[i-1])
				}
			}
			if diff := gocmp.Diff(want, got); diff != "" {
				t.Errorf("change %d, %+v: %s", change, f, diff)
			}
			if diff := gocmp.Diff(count, whole.Counts); diff != "" || count[Unsure] != len(want) {
				t.Errorf("change %d, %+v: %s", change, f, diff)
			}
			var parts []Doubt
			for cursor := ""; ; {
				d, err := s.Doubts(f, 7, cursor)
				if err != nil {
					t.Fatal(err)
				}
				parts = append(parts, d.Items...)
				if cursor = d.Next; cursor == "" {
					break
				}
			}
			if diff := gocmp.Diff(whole.Items, parts); diff != "" {
				t.Errorf("change %d, %+v: in parts: %s", change, f, diff)
			}
		}
	}
}

// TestDoubtsAreSettled: a contradiction leaves the queue with a note on its occurrence, a pair with a verdict on it.
func TestDoubtsAreSettled(t *testing.T) {
	r := newRecord(t)
	add(t, r, examples(t)...)
	o := over(t, r)
	first := func(reason Reason) Doubt {
		d, err := snapshotOf(t, o, 0).Doubts(Filter{}, 10_000, "", reason)
		if err != nil {
			t.Fatal(err)
		}
		if len(d.Items) == 0 {
			t.Fatalf("no %s among the examples", reason)
		}
		return d.Items[0]
	}
	settled := func(before Doubt) {
		t.Helper()
		if _, err := o.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		d, err := snapshotOf(t, o, 0).Doubts(Filter{}, 10_000, "", before.Reason)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range d.Items {
			if x.Occurrence == before.Occurrence && x.Other == before.Other {
				t.Errorf("%+v is still there", before)
			}
		}
	}
	contradiction := first(Contradiction)
	if len(contradiction.Fields) == 0 {
		t.Errorf("%+v", contradiction)
	}
	_, err := r.Amend(t.Context(), "Ada", "", func(ctx context.Context, a *record.Amendment) error {
		_, err := a.Review(ctx, record.Review{Action: "note", Target: contradiction.Occurrence})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	settled(contradiction)
	same := first(Same)
	_, err = r.Amend(t.Context(), "Ada", "", func(ctx context.Context, a *record.Amendment) error {
		return a.PutLink(ctx, same.Occurrence, same.Other, record.Apart, occurrences.Join{Score: 1})
	})
	if err != nil {
		t.Fatal(err)
	}
	settled(same)
}

// TestOutletsAndEntries: reports and events are each counted once, those of the record.
func TestOutletsAndEntries(t *testing.T) {
	r := judgedExamples(t)
	s := snapshotOf(t, over(t, r), 0)
	all := scan(t, r, s)
	events, tells, alone := map[string]int{}, map[string]int{}, map[string]int{}
	entries := map[string]int{}
	for i := range all {
		seen := map[string]bool{}
		for _, m := range all[i].accounts.accounts {
			events[m.Report.Outlet]++
			seen[m.Report.Outlet] = true
			entries[m.Event.Entry]++
		}
		for outlet := range seen {
			tells[outlet]++
			if len(seen) == 1 {
				alone[outlet]++
			}
		}
	}
	reports := 0
	for _, o := range s.Outlets(Filter{}) {
		if o.Events != events[o.Name] || o.Occurrences != tells[o.Name] || o.Alone != alone[o.Name] {
			t.Errorf("%+v, want %d events, %d occurrences, %d alone", o, events[o.Name], tells[o.Name], alone[o.Name])
		}
		reports += o.Reports
	}
	if reports != s.Counts().Reports {
		t.Errorf("%d reports of %d", reports, s.Counts().Reports)
	}
	for _, e := range s.Entries() {
		if e.Events != entries[e.ID] || len(e.Newest) != min(e.Events, newestMost) {
			t.Errorf("%+v, want %d events", e, entries[e.ID])
		}
		delete(entries, e.ID)
	}
	delete(entries, "")
	if len(entries) > 0 {
		t.Errorf("missing: %v", entries)
	}
}

// TestReadersAndWriter: many read while the record grows; each snapshot stays what it was.
func TestReadersAndWriter(t *testing.T) {
	r := newRecord(t)
	items := examples(t)
	add(t, r, items[:5]...)
	o := over(t, r)
	ask := func(s *Snapshot) string {
		var out strings.Builder
		for _, f := range []Filter{{}, {Actors: []string{"ARM"}}, {Tracks: []string{"border-demarcation"}}} {
			fmt.Fprintf(&out, "%+v %+v %+v %+v", s.activity(&f, Monthly, ByTrack), s.dyads(&f, 20), s.actors(&f, 20), s.published(&f))
		}
		return out.String()
	}
	done := make(chan struct{})
	var wait sync.WaitGroup
	for range 3 {
		wait.Go(func() {
			for {
				s, err := o.Snapshot(t.Context(), 0)
				if err != nil {
					t.Error(err)
					return
				}
				before := ask(s)
				s.Timeline(Filter{}, 100)
				if _, err := s.Doubts(Filter{}, 10, ""); err != nil {
					t.Error(err)
				}
				if past, err := o.Snapshot(t.Context(), max(1, s.Change()-1)); err != nil || past.Change() > s.Change() {
					t.Error(past.Change(), err)
				}
				select {
				case <-done:
					return
				default:
				}
				if after := ask(s); after != before {
					t.Error("a snapshot has changed")
					return
				}
			}
		})
	}
	for _, item := range items[5:] {
		add(t, r, item)
		if _, err := o.Refresh(t.Context()); err != nil {
			t.Error(err)
		}
	}
	close(done)
	wait.Wait()
	if err := agree(t.Context(), r, snapshotOf(t, o, 0)); err != nil {
		t.Error(err)
	}
}
