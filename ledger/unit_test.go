package ledger

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chancery/actor"
	"chancery/event"
	"chancery/occurrence"
	"chancery/quote"
	"chancery/report"
	"chancery/when"
)

func TestDeadline(t *testing.T) {
	told := when.DayOf(2021, 11, 26) // a Friday
	for _, c := range []struct{ words, want string }{
		{"to create a commission by the end of this year", "2021-12-31"},
		{"by the end of the year", "2021-12-31"},
		{"by the end of next year", "2022-12-31"},
		{"by the end of next month", "2021-12-31"},
		{"by the end of the month", "2021-11-30"},
		{"by the end of the week", "2021-11-28"},
		{"by the end of April", "2022-04-30"},
		{"by the end of 2023", "2023-12-31"},
		{"by December 1", "2021-12-01"},
		{"until November 25, 2021", "2021-11-25"},
		{"before 1 March 2022", "2022-02-28"},
		{"no later than 15 January", "2022-01-15"},
		{"by mid-February", "2022-02-28"},
		{"before May", "2022-04-30"},
		{"by Monday", "2021-11-29"},
		{"within ten days", "2021-12-06"},
		{"within 72 hours", "2021-11-29"},
		{"within two weeks", "2021-12-10"},
		{"within three months", "2022-02-26"},
		{"by 2030", "2030-12-31"},
		{"the district by November 30, the other by December 5", "2021-11-30"},
		{"by February 30", ""},
		{"on Friday", ""},
		{"by the ministers", ""},
		{"", ""},
	} {
		got, ok := Deadline(c.words, told)
		if got.String() != c.want || ok != (c.want != "") {
			t.Errorf("Deadline(%q) = %s, %v; want %s", c.words, got, ok, c.want)
		}
	}
	if got, ok := Deadline("by Monday", when.Day{}); ok {
		t.Errorf("with no day of telling, Monday is unknown; got %s", got)
	}
	if got, ok := Deadline("by the end of 2021", when.Day{}); !ok || got.String() != "2021-12-31" {
		t.Errorf("a whole date needs no day of telling; got %s", got)
	}
}

func FuzzDeadline(f *testing.F) {
	f.Add("by the end of this year", 18957)
	f.Add("before February 29, 2024 and within 999 months", 0)
	f.Fuzz(func(t *testing.T, words string, number int) {
		told := when.DayNumbered(number % 1_000_000)
		d, ok := Deadline(words, told)
		if ok != d.Known() {
			t.Errorf("Deadline(%q, %s) = %s, %v", words, told, d, ok)
		}
		if ok && when.DayNumbered(d.Number()) != d {
			t.Errorf("Deadline(%q, %s) = %s, which is no day of the calendar", words, told, d)
		}
	})
}

func TestNumberIn(t *testing.T) {
	for _, c := range []struct {
		text string
		want int
	}{
		{"handed over 15 Armenian detainees", 15},
		{"released ten soldiers", 10},
		{"maps of about 97,000 mines", 97000},
		{"released prisoners on June 12 after talks", 0},
		{"in 2021 prisoners were freed", 0},
		{"25 percent of the maps", 0},
		{"from 10 a.m. on", 0},
		{"withdrew", 0},
	} {
		if got := numberIn(c.text); got != c.want {
			t.Errorf("numberIn(%q) = %d, want %d", c.text, got, c.want)
		}
	}
}

// party, of and the events below make occurrences without reading a text, for the transitions.
func party(code string) actor.Party {
	return actor.Party{Name: code, Actor: code, Country: code, Resolved: actor.ByName}
}

func of(codes ...string) (parties []actor.Party) {
	for _, c := range codes {
		parties = append(parties, party(c))
	}
	return parties
}

// telling is an event in one report whose text is the event's words.
func telling(id string, day when.Day, text string, e event.Event) occurrence.Occurrence {
	e.ID = id
	e.Evidence = []report.Span{{Start: 0, End: len(text)}}
	e.Tracks = []string{"prisoners"}
	if e.Content != nil && e.Content.Span.Empty() {
		e.Content.Span = report.Span{Start: strings.IndexByte(text, ' ') + 1, End: len(text)}
	}
	r := &report.Report{ID: "r-" + id, Outlet: "Example Daily", Text: text, Published: report.Published{EDTF: day.String()}}
	return occurrence.Occurrence{ID: "o-" + id, Members: []occurrence.Member{{Account: occurrence.Account{Event: e, Report: r}}}}
}

func release(source, recipient string) *event.Content {
	return &event.Content{Category: event.Retreat, Mode: "release", Sources: of(source), Recipients: of(recipient), Status: event.Hypothetical}
}

// TestTransitions goes through every move from every state that it is told of.
func TestTransitions(t *testing.T) {
	day := func(n int) when.Day { return when.DayOf(2023, 1, 1).Add(n) }
	demand := telling("a", day(0), "urged to release prisoners", event.Event{Category: event.Request, Status: event.Demanded, Sources: of("TUR"), Recipients: of("SYR"), Content: release("SYR", "TUR")})
	offer := telling("a", day(0), "offered to release prisoners", event.Event{Category: event.Agree, Status: event.Offered, Sources: of("SYR"), Recipients: of("TUR"), Content: release("SYR", "TUR")})
	promise := telling("a", day(0), "promised to release prisoners by January 20", event.Event{Category: event.Agree, Status: event.Offered, Sources: of("SYR"), Recipients: of("TUR"), Content: release("SYR", "TUR")})
	agrees := func(n int, who, to string) occurrence.Occurrence {
		return telling("b", day(n), "accepted the release of prisoners", event.Event{Category: event.Agree, Status: event.Offered, Sources: of(who), Recipients: of(to), Content: release("SYR", "TUR")})
	}
	refuses := func(n int, who, to string) occurrence.Occurrence {
		return telling("c", day(n), "refused the release of prisoners", event.Event{Category: event.Reject, Status: event.Actual, Sources: of(who), Recipients: of(to), Content: release("SYR", "TUR")})
	}
	frees := func(id string, n int, text string) occurrence.Occurrence {
		return telling(id, day(n), text, event.Event{Category: event.Retreat, Mode: "release", CAMEO: "0841", Status: event.Actual, Sources: of("SYR"), Recipients: of("TUR")})
	}
	signs := telling("e", day(6), "signed a treaty on the release of prisoners", event.Event{Category: event.Support, CAMEO: "057", Status: event.Actual, Sources: of("SYR", "TUR"), Recipients: of("SYR", "TUR")})
	frees0 := frees("d", 9, "released all prisoners")
	denied := telling("f", day(10), "released prisoners", event.Event{Category: event.Retreat, Mode: "release", Status: event.NotHappened, Sources: of("SYR"), Recipients: of("TUR"),
		Attribution: []quote.Voice{{Name: "SYR", Stance: quote.Denies}}})
	not := telling("g", day(25), "did not release prisoners", event.Event{Category: event.Retreat, Mode: "release", Status: event.NotHappened, Sources: of("SYR"), Recipients: of("TUR")})
	for _, c := range []struct {
		name  string
		given []occurrence.Occurrence
		asOf  int
		state State
		level int
	}{
		{"demand", list(demand), 300, Open, 0},
		{"demand, accepted", list(demand, agrees(3, "SYR", "TUR")), 300, Accepted, 0},
		{"demand, refused", list(demand, refuses(3, "SYR", "TUR")), 300, Rejected, 0},
		{"demand, refused, accepted after all", list(demand, refuses(3, "SYR", "TUR"), agrees(5, "SYR", "TUR")), 300, Accepted, 0},
		{"demand, refused, met after all", list(demand, refuses(3, "SYR", "TUR"), frees0), 300, CarriedOut, 3},
		{"demand, met", list(demand, frees0), 300, CarriedOut, 3},
		{"demand, met in part", list(demand, frees("d", 9, "released two prisoners")), 300, CarriedOut, 1},
		{"demand, met in two parts", list(demand, frees("d", 9, "released two prisoners"), frees("h", 19, "released four prisoners")), 300, CarriedOut, 2},
		{"demand, met on the same day", list(demand, frees("d", 0, "released all prisoners")), 300, Open, 0},
		{"demand, met before", list(demand, frees("d", -9, "released all prisoners")), 300, Open, 0},
		{"demand, met later than the day asked for", list(demand, frees0), 5, Open, 0},
		{"demand, told as met only by a denial", list(demand, denied), 300, Open, 0},
		{"offer", list(offer), 300, Open, 0},
		{"offer, accepted", list(offer, agrees(3, "TUR", "SYR")), 300, Accepted, 0},
		{"offer, accepted by a third", list(offer, agrees(3, "EGY", "SYR")), 300, Open, 0},
		{"offer, refused", list(offer, refuses(3, "TUR", "SYR")), 300, Rejected, 0},
		{"offer, accepted, signed, carried out", list(offer, agrees(3, "TUR", "SYR"), signs, frees0), 300, CarriedOut, 3},
		{"offer, signed", list(offer, signs), 300, Signed, 0},
		{"promise", list(promise), 10, Open, 0},
		{"promise, overdue", list(promise), 100, Overdue, 0},
		{"promise, lapsed", list(promise), 500, Lapsed, 0},
		{"promise, kept", list(promise, frees0), 100, CarriedOut, 3},
		{"promise, kept in part, overdue", list(promise, frees("d", 9, "released two prisoners")), 100, Overdue, 1},
		{"promise, taken back", list(promise, refuses(3, "SYR", "TUR")), 100, Broken, 0},
		{"promise, taken back, kept after all", list(promise, refuses(3, "SYR", "TUR"), frees0), 100, CarriedOut, 3},
		{"promise, told as not kept after its day", list(promise, not), 100, Broken, 0},
		{"promise, told as not kept before its day", list(promise, func() occurrence.Occurrence { o := not; return shifted(o, day(5)) }()), 10, Open, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Build(c.given, day(c.asOf))
			if len(got) == 0 || got[0].State != c.state || got[0].Level != c.level {
				t.Errorf("want %s %d, got %v", c.state, c.level, lines(got))
			}
		})
	}
}

func list(o ...occurrence.Occurrence) []occurrence.Occurrence { return o }

// shifted tells an occurrence on another day.
func shifted(o occurrence.Occurrence, day when.Day) occurrence.Occurrence {
	m := o.Members[0]
	r := *m.Report
	r.Published.EDTF = day.String()
	m.Report = &r
	return occurrence.Occurrence{ID: o.ID, Members: []occurrence.Member{m}}
}

// TestOrderDoesNotMatter builds the ledger of the cases from shuffled occurrences.
func TestOrderDoesNotMatter(t *testing.T) {
	cases, err := parseCases("testdata/commitments.case")
	if err != nil {
		t.Fatal(err)
	}
	more, err := parseCases("testdata/demands.case")
	if err != nil {
		t.Fatal(err)
	}
	var all []occurrence.Occurrence
	for _, c := range append(cases, more...) {
		all = append(all, occurrencesOf(t, c.reports)...)
	}
	asOf := when.DayOf(2023, 12, 31)
	want := Build(all, asOf)
	if len(want) < 10 {
		t.Fatalf("only %d entries", len(want))
	}
	rapid.Check(t, func(r *rapid.T) {
		seed := rapid.Uint64().Draw(r, "seed")
		shuffled := slices.Clone(all)
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if got := Build(shuffled, asOf); !reflect.DeepEqual(got, want) {
			r.Fatalf("another order, another ledger:\n%v\nwant\n%v", lines(got), lines(want))
		}
	})
}

func TestRejectedByAReviewerCountsNothing(t *testing.T) {
	o := telling("a", when.DayOf(2023, 1, 1), "urged to release prisoners", event.Event{Category: event.Request, Status: event.Demanded, Sources: of("TUR"), Recipients: of("SYR"), Content: release("SYR", "TUR")})
	o.Members[0].Verdict = "rejected"
	if got := Build(list(o), when.DayOf(2023, 2, 1)); len(got) != 0 {
		t.Errorf("an event that a reviewer rejected opened %v", lines(got))
	}
}

func TestPositions(t *testing.T) {
	var all []occurrence.Occurrence
	for _, r := range []caseReport{
		{"2023-03-01", "Example Daily", "Turkey urged Syria to release Turkish prisoners."},
		{"2023-04-01", "Example Daily", "Turkey urged Syria to release all Turkish prisoners."},
		{"2023-04-02", "Example Daily", "Syria refused to release Turkish prisoners."},
	} {
		all = append(all, occurrencesOf(t, []caseReport{r})...)
	}
	got := Positions(all, when.DayOf(2023, 12, 31))
	if len(got) != 2 || got[0].Party.Key != "SYR" || got[0].Stance != "rejects" || got[1].Party.Key != "TUR" || got[1].Day != "2023-04-01" || got[1].Earlier != 1 {
		t.Errorf("positions: %+v", got)
	}
	if early := Positions(all, when.DayOf(2023, 3, 2)); len(early) != 1 || early[0].Day != "2023-03-01" || early[0].Earlier != 0 {
		t.Errorf("as of an early day: %+v", early)
	}
}
