package desk

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"chancery/event"
	"chancery/record"
	"chancery/report"
	"chancery/review"
	"chancery/when"
)

func numbered(n int64) string { return fmt.Sprint(n) }

func TestEventsLeadToTheirAccount(t *testing.T) {
	d := deskOf(t, contested...)
	o := mostTold(t, d)
	for i := range o.Members {
		id := o.Members[i].Event.ID
		w := get(t, d, "/events/"+id)
		if want := "/occurrences/" + o.ID + "?account=" + id; w.Code != http.StatusSeeOther || w.Header().Get("Location") != want {
			t.Errorf("%s: %d to %s, want %s", id, w.Code, w.Header().Get("Location"), want)
		}
	}
	// what was rejected is seen all the same, and the past stays the past
	id := o.Members[1].Event.ID
	if _, err := d.Record.Decide(t.Context(), "Anahit", review.Act{Action: review.Reject, Target: id}, d.codebookNow().names); err != nil {
		t.Fatal(err)
	}
	d.changed()
	if w := get(t, d, "/events/"+id); w.Code != http.StatusSeeOther {
		t.Errorf("a rejected event: %d", w.Code)
	}
	if w := get(t, d, "/events/"+id+"?as-of=2999-01-01"); !strings.HasSuffix(w.Header().Get("Location"), "&as-of=2999-01-01") {
		t.Errorf("as of a day: %s", w.Header().Get("Location"))
	}
	for _, none := range []string{"/events/e-0000000000000000", "/events/soup", "/events/" + o.ID, "/quotations/" + id, "/reports/" + id} {
		if w := get(t, d, none); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", none, w.Code)
		}
	}
}

func TestWhatStandsNoMoreTellsItsEnd(t *testing.T) {
	d := deskOf(t, contested...)
	o := mostTold(t, d)
	added := o.Members[0].Event
	added.Evidence = []report.Span{{Start: 0, End: 7}}
	added.ID, added.Category, added.Mode, added.CAMEO = "", event.Consult, "", ""
	var id string
	if _, err := d.Record.Amend(t.Context(), "Anahit", "seen by eye", func(ctx context.Context, a *record.Amendment) (err error) {
		id, err = a.AddEvent(ctx, o.Members[0].Report.ID, added)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	time.Sleep(2 * time.Millisecond) // changes of one moment cannot be told apart by a time
	if _, err := d.Record.Amend(t.Context(), "Anahit", "not after all", func(ctx context.Context, a *record.Amendment) error { return a.DropEvent(ctx, id) }); err != nil {
		t.Fatal(err)
	}
	d.changed()
	w := get(t, d, "/events/"+id)
	if w.Code != http.StatusGone || !strings.Contains(w.Body.String(), "not after all") {
		t.Fatalf("%d\n%s", w.Code, w.Body)
	}
	_, rest, _ := strings.Cut(w.Body.String(), `class="button" href="`)
	stood, _, _ := strings.Cut(rest, `"`)
	if w = get(t, d, strings.ReplaceAll(stood, "&amp;", "&")); w.Code != http.StatusSeeOther {
		t.Fatalf("%s: %d", stood, w.Code)
	}
	if w = get(t, d, w.Header().Get("Location")); w.Code != http.StatusOK {
		t.Errorf("as it stood: %d", w.Code)
	}
}

func TestTimesAsANewspaperWritesThem(t *testing.T) {
	day := when.DayOf
	for _, c := range []struct {
		t    when.Interval
		want string
	}{
		{when.Interval{}, ""},
		{when.Interval{EDTF: "XXXX-06-08"}, "XXXX-06-08"},
		{when.Interval{First: day(2021, 6, 4), Last: day(2021, 6, 4), EDTF: "2021-06-04", Basis: when.Stated}, "4 June 2021"},
		{when.Interval{First: day(2021, 4, 21), Last: day(2021, 4, 30), EDTF: "2021-04-21/2021-04-30"}, "21 to 30 April 2021"},
		{when.Interval{First: day(2021, 4, 21), Last: day(2021, 5, 2), EDTF: "2021-04-21/2021-05-02"}, "21 April to 2 May 2021"},
		{when.Interval{First: day(2020, 12, 30), Last: day(2021, 1, 2), EDTF: "2020-12-30/2021-01-02"}, "30 December 2020 to 2 January 2021"},
		{when.Interval{First: day(2024, 2, 1), Last: day(2024, 2, 29), EDTF: "2024-02"}, "February 2024"},
		{when.Interval{First: day(2021, 1, 1), Last: day(2021, 12, 31), EDTF: "2021"}, "2021"},
		{when.Interval{First: day(2021, 6, 1), EDTF: "2021-06-01/.."}, "from 1 June 2021"},
		{when.Interval{Last: day(2021, 6, 1), EDTF: "../2021-06-01"}, "until 1 June 2021"},
		{when.Interval{First: day(2021, 5, 10), Last: day(2021, 5, 16), EDTF: "2021-05-13~", Basis: when.FromReport}, "about 13 May 2021"},
	} {
		if got := timeSaid(c.t); got != c.want {
			t.Errorf("%s: %q, want %q", c.t.EDTF, got, c.want)
		}
	}
}

func TestOnlyAddressesOfTheWebAreLinks(t *testing.T) {
	for address, link := range map[string]bool{
		"https://example.org/a": true, "HTTP://example.org": true, "javascript:alert(1)": false, "data:text/html,x": false,
		"//example.org": false, "/reports": false, "": false, "https:javascript:alert(1)": false, "vbscript:x": false, "java\nscript:x": false,
	} {
		if got := webAddress(address); (got != "") != link {
			t.Errorf("%q: %q", address, got)
		}
	}
}

func TestTablesKeepTheirColumns(t *testing.T) {
	for text, want := range map[string]bool{
		"a paragraph of\nseveral lines\nof words":                                         false,
		"Shr 22 cts      vs 20 cts\nNet 1,200,000   vs 900,000\nRevs 10 mln     vs 9 mln": true,
		"one    gap":           false,
		"":                     false,
		"a   b\nc\nd\ne\nf\ng": false,
	} {
		if got := tabular(text); got != want {
			t.Errorf("%q: %t", text, got)
		}
	}
}

func TestValuesAreSaidForPeople(t *testing.T) {
	for raw, want := range map[string]string{
		``: "", `null`: "", `"actual"`: "actual", `true`: "yes", `3`: "3", `["a","b"]`: "a; b",
		`{"name":"Armenia","country":"ARM"}`: "Armenia", `[{"name":"Armenia"},{"name":"Azerbaijan"}]`: "Armenia; Azerbaijan",
		`{"low":3,"best":4}`: "best 4, low 3", `{"start":1,"end":3,"text":"on"}`: "on", `{broken`: "{broken", `"` + strings.Repeat("é", 900) + `"`: strings.Repeat("é", valueMost) + "…",
	} {
		if got := plainValue(raw); got != want {
			t.Errorf("%s: %q, want %q", raw, got, want)
		}
	}
	if got := pathSaid("sources[0].resolved_by"); got != "sources 1, resolved by" {
		t.Errorf("a path: %q", got)
	}
}

// FuzzTell cuts a text under marks that may lie anywhere: nothing of the text is lost, doubled or put elsewhere.
func FuzzTell(f *testing.F) {
	f.Add("YEREVAN, May 1 - Armenia spoke.\n\nBaku answered.", 17, 24, 17, 30, 10)
	f.Add("a", -5, 900, 3, 1, 0)
	f.Fuzz(func(t *testing.T, text string, a, b, c, e, cut int) {
		r := &report.Report{Text: text}
		if cut > 0 && cut < len(text) {
			r.Blocks = []report.Block{{Span: report.Span{Start: 0, End: cut}, Kind: report.Dateline}, {Span: report.Span{Start: cut, End: len(text)}}}
		}
		own := []mark{{Start: a, End: b, Role: roleAction, Field: "action", Of: "e-1"}, {Start: c, End: e, Role: roleSource, Field: "source-0", Of: "e-1"}}
		others := []event.Event{{ID: "e-2", Evidence: []report.Span{{Start: c, End: b}}}}
		got := links{}.tell(r, own, others, "e-1")
		var out strings.Builder
		for _, block := range got.Blocks {
			for _, s := range append(append([]textSegment{}, block.Lead...), block.Segments...) {
				out.WriteString(s.Text)
				if s.Class != "" && s.Href == "" {
					t.Errorf("%q is marked and leads nowhere", s.Text)
				}
			}
		}
		if out.String() != text {
			t.Errorf("%q became %q", text, out.String())
		}
	})
}

func TestChangesTellWhatCameIn(t *testing.T) {
	d := deskOf(t, contested...)
	root := ledgerDocument(t, d, "/changes/1")
	whole(t, "/changes/1", root)
	text := ledgerText(first(t, root, "main"))
	for _, want := range []string{"4 reports came in", "events were read", "Azerbaijani forces shell Sotk"} {
		if !strings.Contains(text, want) {
			t.Errorf("the change does not tell %q: %s", want, text)
		}
	}
	if strings.Contains(text, "Undo") {
		t.Error("what was added can be undone like a decision")
	}
	for _, c := range []struct {
		address string
		want    int
	}{{"/changes?kind=add", http.StatusOK}, {"/changes?from=900", http.StatusOK}, {"/changes?from=soup", http.StatusBadRequest}, {"/changes/1?from=0", http.StatusBadRequest}, {"/changes/2", http.StatusNotFound}, {"/changes/soup", http.StatusNotFound}} {
		if w := get(t, d, c.address); w.Code != c.want {
			t.Errorf("%s: %d", c.address, w.Code)
		}
	}
}
