package occurrence

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"chancery/actor"
	"chancery/event"
	"chancery/origin"
	"chancery/place"
	"chancery/quote"
	"chancery/reading"
	"chancery/report"
	"chancery/when"
)

const propertyText = "Norland forces shelled Westhaven near Southport on Monday and killed three people; Norland denied it and did not respond."

// accounts draws an occurrence's accounts: of few parties, days, places and counts, so that they agree and disagree.
func accounts(t *rapid.T) []Member {
	party := rapid.Custom(func(t *rapid.T) actor.Party {
		return rapid.SampledFrom([]actor.Party{
			{Name: "Norland", Actor: "NOR", Country: "NOR"}, {Name: "Norland forces", Country: "NOR", Sector: "MIL"}, {Name: "forces"},
			{Name: "Westhaven", Actor: "WES", Country: "WES"}, {Name: "Ada Lund", Actor: "NORGOV:ada-lund", Country: "NOR", Sector: "GOV"}, {Name: "people", Sector: "CVL"},
		}).Draw(t, "party")
	})
	count := rapid.Custom(func(t *rapid.T) *event.Count {
		n := rapid.IntRange(0, 6).Draw(t, "count")
		switch rapid.IntRange(0, 3).Draw(t, "bound") {
		case 0:
			return nil
		case 1:
			return &event.Count{Low: n, Best: n, High: -1}
		}
		return &event.Count{Low: n, Best: n, High: n}
	})
	n := rapid.IntRange(1, 6).Draw(t, "accounts")
	members := make([]Member, n)
	for i := range members {
		e := event.Event{
			ID:         fmt.Sprintf("e-%02d", i),
			Category:   rapid.SampledFrom([]event.Category{event.Assault, event.Mobilize, event.Consult}).Draw(t, "category"),
			Mode:       rapid.SampledFrom([]string{"", "aerial", "drone"}).Draw(t, "mode"),
			Status:     rapid.SampledFrom([]event.Status{event.Actual, event.Planned, event.NotHappened, event.Ongoing}).Draw(t, "status"),
			Sources:    rapid.SliceOfN(party, 0, 2).Draw(t, "sources"),
			Recipients: rapid.SliceOfN(party, 0, 2).Draw(t, "recipients"),
			Evidence:   []report.Span{{Start: rapid.IntRange(0, 3).Draw(t, "start"), End: 24}},
			Tracks:     rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"ceasefire", "prisoners"}), 0, 2, rapid.ID[string]).Draw(t, "tracks"),
		}
		if rapid.Bool().Draw(t, "dated") {
			first := when.DayOf(2021, 7, rapid.IntRange(25, 28).Draw(t, "first"))
			e.Time = when.Interval{First: first, Last: first.Add(rapid.IntRange(0, 2).Draw(t, "length")), Basis: when.Stated, Span: report.Span{Start: 49, End: 55}}
			e.Time.EDTF = edtfDay(e.Time.First) + "/" + edtfDay(e.Time.Last)
		}
		switch rapid.IntRange(0, 3).Draw(t, "place") {
		case 1:
			e.Place = &place.Mention{Resolved: true, Place: place.Place{Name: "Southport", Country: "WES", Lat: 50, Lon: 10, Kind: place.Populated}}
		case 2:
			e.Place = &place.Mention{Resolved: true, Place: place.Place{Name: "Westhaven", Country: "WES", Lat: 52, Lon: 12, Kind: place.Country}}
		case 3:
			e.Place = &place.Mention{Resolved: true, Place: place.Place{Name: "Northport", Country: "WES", Lat: 54, Lon: 12, Kind: place.Populated}}
		}
		if rapid.Bool().Draw(t, "counted") {
			e.Casualties = &event.Casualties{
				Killed: count.Draw(t, "killed"), Injured: count.Draw(t, "injured"),
				Claimant: rapid.SampledFrom([]string{"", "Norland", "Westhaven"}).Draw(t, "claimant"), Cumulative: rapid.Bool().Draw(t, "cumulative"),
			}
		}
		if rapid.Bool().Draw(t, "voiced") {
			e.Attribution = []quote.Voice{{
				Name: rapid.SampledFrom([]string{"Norland", "Westhaven", "a witness"}).Draw(t, "voice"), Kind: quote.BodyVoice,
				Stance: rapid.SampledFrom([]quote.Stance{quote.Asserts, quote.Denies, quote.Doubts}).Draw(t, "stance"),
			}}
		}
		outlet := rapid.SampledFrom([]string{"Norland Times", "Westhaven Post", "Meridian Wire", ""}).Draw(t, "outlet")
		published := rapid.SampledFrom([]string{"", "2021-07-28", "2021-07-29", "2021-07-30"}).Draw(t, "published")
		members[i].Account = Account{
			Event: e, Report: &report.Report{ID: fmt.Sprintf("r-%d", rapid.IntRange(0, 3).Draw(t, "report")), Outlet: outlet, Published: report.Published{EDTF: published}, Text: propertyText},
			Origins: []origin.Origin{{ID: "name:" + rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "origin")}},
			Verdict: rapid.SampledFrom([]string{"", "", "accepted", "rejected"}).Draw(t, "verdict"),
			ByHand:  rapid.SampledFrom([][]string{nil, nil, {"time"}, {"place"}, {"status"}, {"event"}}).Draw(t, "by hand"),
		}
	}
	return members
}

// TestWeighDoesNotDependOnOrder: whatever the order of the accounts, they say the same.
func TestWeighDoesNotDependOnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		members := accounts(t)
		summary := func(members []Member) []byte {
			s := Weigh(&Occurrence{ID: "o-1", Members: members})
			data, err := Encode(&Occurrence{ID: "o-1"}, &s)
			if err != nil {
				t.Fatal(err)
			}
			return data
		}
		want := summary(members)
		if got := summary(rapid.Permutation(members).Draw(t, "order")); !bytes.Equal(got, want) {
			t.Fatalf("in another order the accounts say\n%s\nwant\n%s", got, want)
		}
	})
}

// TestWeighKeepsItsWord: every value is supported by an account, every span holds the words that stand beside it, and
// figures lie within their bounds.
func TestWeighKeepsItsWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Weigh(&Occurrence{ID: "o-1", Members: accounts(t)})
		if s.Origins < 1 || s.Origins > s.Accounts || len(s.Outlets) > s.Reports+s.Accounts {
			t.Fatalf("%d accounts, %d reports, %d outlets, %d origins", s.Accounts, s.Reports, len(s.Outlets), s.Origins)
		}
		for _, f := range s.Fields {
			if len(f.Consensus) == 0 {
				t.Fatalf("%s has no consensus", f.Name)
			}
			for _, v := range append(slices.Clone(f.Consensus), f.Others...) {
				if len(v.Support.Evidence) == 0 || v.Support.Origins < 1 {
					t.Fatalf("%s %q has no support", f.Name, v.Text)
				}
				for _, e := range v.Support.Evidence {
					if !e.Span.Empty() && e.Span.In(propertyText) != e.Text {
						t.Fatalf("%s: the span says %q, the words %q", f.Name, e.Span.In(propertyText), e.Text)
					}
				}
			}
		}
		if c := s.Casualties; c != nil {
			for _, f := range []*Figure{c.Killed, c.Injured} {
				if f != nil && (f.Low > f.Best || f.High >= 0 && f.High < f.Best || f.Rule == "") {
					t.Fatalf("figure %+v", *f)
				}
			}
		}
	})
}

// TestDecideDoesNotDependOnOrder: the order of the candidates does not matter, nor whether features were stored.
func TestDecideDoesNotDependOnOrder(t *testing.T) {
	features := caseFeatures(t)
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.SampledFrom(features).Draw(t, "event")
		var candidates []Candidate
		for i, n := range rapid.SliceOfN(rapid.IntRange(0, len(features)-1), 0, 12).Draw(t, "candidates") {
			candidates = append(candidates, Candidate{fmt.Sprintf("o-%d", i%4), features[n]})
		}
		want := Decide(f, candidates)
		stored := rapid.Permutation(candidates).Draw(t, "order")
		for i := range stored {
			decoded, err := Decode(stored[i].Features.Encode())
			if err != nil {
				t.Fatal(err)
			}
			stored[i].Features = &decoded
		}
		if got := Decide(f, stored); !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+v, want %+v", got, want)
		}
		if want.Score < 0 || want.Score > 1 || want.Occurrence != "" && len(want.Reasons) == 0 || want.Occurrence == "" && want.Score != 1 {
			t.Fatalf("decision %+v", want)
		}
	})
}

// TestCompareIsSymmetric: two accounts are as alike one way as the other.
func TestCompareIsSymmetric(t *testing.T) {
	features := caseFeatures(t)
	for i, a := range features {
		for _, b := range features[:i] {
			x, y := Compare(a, b), Compare(b, a)
			if d := x.Score - y.Score; d > 1e-9 || d < -1e-9 || (x.Apart == "") != (y.Apart == "") || (x.Doubt == "") != (y.Doubt == "") {
				t.Errorf("%s and %s: %.2f %q %q, the other way %.2f %q %q", actName(&a.Act), actName(&b.Act), x.Score, x.Apart, x.Doubt, y.Score, y.Apart, y.Doubt)
			}
		}
	}
}

// TestFeaturesComeBack: what was encoded is what is decoded, in few bytes.
func TestFeaturesComeBack(t *testing.T) {
	bytes := 0
	features := caseFeatures(t)
	for _, f := range features {
		data := f.Encode()
		bytes += len(data)
		got, err := Decode(data)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got.Keys(), f.Keys()) || !reflect.DeepEqual(got.Probes(), f.Probes()) || !slices.Equal(got.Encode(), data) {
			t.Errorf("%+v became %+v", *f, got)
		}
		if l := Compare(&got, f); l.Score < joins && l.Doubt == "" && f.First != NoDay {
			t.Errorf("an event is not like itself: %.2f %q %+v", l.Score, l.Reasons, *f)
		}
		for _, k := range f.Keys() {
			if k >= 1<<63 {
				t.Errorf("key %x does not fit a column", k)
			}
		}
	}
	if mean := bytes / len(features); mean > 600 {
		t.Errorf("features take %d bytes an event", mean)
	}
}

// caseFeatures gives the features of all events of the case files.
func caseFeatures(t testing.TB) []*Features {
	t.Helper()
	var out []*Features
	for _, file := range []string{"meetings", "denials", "casualties", "plans", "retellings"} {
		cases, err := parseCases("testdata/" + file + ".case")
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cases {
			for _, r := range c.reports {
				rep, err := report.FromText([]byte(r.text), report.Options{ID: c.name + r.name, Outlet: "X", Published: "2022-04-0" + fmt.Sprint(1+len(out)%3)})
				if err != nil {
					t.Fatal(err)
				}
				got, err := reading.Read(context.Background(), rep)
				if err != nil {
					t.Fatal(err)
				}
				for i := range got.Events {
					f := FeaturesOf(&got, &got.Events[i])
					out = append(out, &f)
				}
			}
		}
	}
	return out
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{featuresVersion})
	for _, x := range caseFeatures(f)[:4] {
		f.Add(x.Encode())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		x, err := Decode(data)
		if err != nil {
			return
		}
		again, err := Decode(x.Encode())
		if err != nil {
			t.Fatalf("what was decoded does not decode again: %v", err)
		}
		if !slices.Equal(again.Encode(), x.Encode()) {
			t.Fatal("features change when they are stored again")
		}
		Compare(&x, &again)
		for _, k := range x.Keys() {
			if k >= 1<<63 {
				t.Fatalf("key %x", k)
			}
		}
		x.Probes()
	})
}

// TestEncodeOccurrence: the JSON has the keys that docs/formats/occurrence.md names, lists are never null.
func TestEncodeOccurrence(t *testing.T) {
	o := &Occurrence{ID: "o-1", Members: []Member{{Account: Account{Event: event.Event{ID: "e-1", Category: event.Consult, Status: event.Actual, Evidence: []report.Span{{Start: 0, End: 7}}}, Report: &report.Report{ID: "r", Text: propertyText}}}}}
	s := Weigh(o)
	data, err := Encode(o, &s)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(data, []byte("null")) {
		t.Errorf("null in %s", data)
	}
	var got map[string]any
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"id", "members", "possible", "accounts", "reports", "outlets", "origins", "consensus", "fields", "disagreements", "claims", "contested", "silences"} {
		if _, ok := got[key]; !ok {
			t.Errorf("no key %q in %s", key, data)
		}
	}
}

func BenchmarkFeaturesOf(b *testing.B) {
	rep, err := report.FromText([]byte(propertyText), report.Options{Published: "2021-07-28"})
	if err != nil {
		b.Fatal(err)
	}
	r, err := reading.Read(context.Background(), rep)
	if err != nil || len(r.Events) == 0 {
		b.Fatalf("%d events, %v", len(r.Events), err)
	}
	for b.Loop() {
		f := FeaturesOf(&r, &r.Events[0])
		f.Encode()
	}
}

// BenchmarkDecide places an event among as many candidates as it is ever given.
func BenchmarkDecide(b *testing.B) {
	features := caseFeatures(b)
	var candidates []Candidate
	for i := range CandidatesMost {
		candidates = append(candidates, Candidate{fmt.Sprintf("o-%d", i/2), features[i%len(features)]})
	}
	for b.Loop() {
		Decide(features[0], candidates)
	}
}

// BenchmarkWeigh is what the accounts of one occurrence together cost: of one account, as most have, and of twelve.
func BenchmarkWeigh(b *testing.B) {
	var j joiner
	for i := range 12 {
		rep, err := report.FromText([]byte(propertyText), report.Options{ID: fmt.Sprint("r", i), Outlet: fmt.Sprint("Outlet ", i), Published: "2021-07-28"})
		if err != nil {
			b.Fatal(err)
		}
		r, err := reading.Read(context.Background(), rep)
		if err != nil || len(r.Events) == 0 {
			b.Fatalf("%d events, %v", len(r.Events), err)
		}
		j.add(&r)
	}
	o := j.occurrence(j.events[0].occurrence)
	if len(o.Members) < 12 {
		b.Fatalf("%d accounts", len(o.Members))
	}
	for _, n := range []int{1, 12} {
		some := &Occurrence{ID: o.ID, Members: o.Members[:n]}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				Weigh(some)
			}
		})
	}
}
