package desk

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"chancery/access"
	"chancery/occurrence"
	"chancery/record"
	"chancery/report"
	"chancery/review"
)

// toldReport is a report that a test tells.
type toldReport struct{ outlet, day, title, text string }

// contested are reports of one shelling: an account, a copy of it, another count, and a denial.
var contested = []toldReport{
	{"Ararat Observer", "2023-05-11", "Three soldiers killed in Sotk", shelling},
	{"Tiflis Herald", "2023-05-12", "Shelling in the east", shelling + " Nobody in the village was hurt."},
	{"Meridian Wire", "2023-05-12", "Shelling of Sotk", "TBILISI, May 12, 2023 (Meridian Wire) - Azerbaijani forces shelled the village of Sotk on Thursday, killing four Armenian soldiers, a hospital in Vardenis said."},
	{"Caspian Courier", "2023-05-12", "Baku denies shelling", "BAKU, May 12, 2023 (Caspian Courier) - The Defense Ministry of Azerbaijan denied that Azerbaijani forces had shelled the village of Sotk on Thursday."},
}

const shelling = `YEREVAN, May 11, 2023 (Ararat Observer) - Azerbaijani forces shelled the village of Sotk on Thursday, killing three Armenian soldiers, the Defense Ministry of Armenia said. The shelling lasted for two hours and damaged the school, the clinic and eleven houses along the main road, the ministry said in a statement, and people from the village were brought to Vardenis by bus in the evening.`

// deskOf is a desk over reports that a test tells, which it may change.
func deskOf(t testing.TB, reports ...toldReport) *Desk {
	t.Helper()
	e, err := example()
	if err != nil {
		t.Fatal(err)
	}
	var items []record.Item
	for _, told := range reports {
		r, err := report.FromText([]byte(told.text+"\n"), report.Options{Outlet: told.outlet, Published: told.day, Title: told.title})
		if err != nil {
			t.Fatal(err)
		}
		got, err := e.reader.Read(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		items = append(items, record.Item{Reading: got, Source: told.outlet})
	}
	return emptyDesk(t, items...)
}

// mostTold is the occurrence with most accounts.
func mostTold(t testing.TB, d *Desk) occurrence.Occurrence {
	t.Helper()
	var most occurrence.Occurrence
	for _, o := range allOccurrences(t, d) {
		if len(o.Members) > len(most.Members) {
			most = o
		}
	}
	return most
}

func allOccurrences(t testing.TB, d *Desk) []occurrence.Occurrence {
	t.Helper()
	view, err := d.Record.Now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var out []occurrence.Occurrence
	for o, err := range view.Occurrences(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, o)
	}
	return out
}

// within gives the first element of a tag with these classes below another, and fails when there is none.
func first(t testing.TB, root *html.Node, tag string, classes ...string) *html.Node {
	t.Helper()
	found := ledgerAll(root, tag, classes...)
	if len(found) == 0 {
		t.Fatalf("there is no %s.%s", tag, strings.Join(classes, "."))
	}
	return found[0]
}

// byID gives the element with an identity.
func byID(root *html.Node, id string) *html.Node {
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && ledgerAttribute(n, "id") == id {
			return n
		}
	}
	return nil
}

// whole checks what holds for every page: identities are unique, and links within the page lead somewhere.
func whole(t testing.TB, address string, root *html.Node) {
	t.Helper()
	seen := map[string]bool{}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if id := ledgerAttribute(n, "id"); id != "" {
			if seen[id] {
				t.Errorf("%s: two elements are called %s", address, id)
			}
			seen[id] = true
		}
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		for _, a := range n.Attr {
			to, local := strings.CutPrefix(a.Val, "#")
			switch {
			case a.Key == "href" && a.Val == "":
				t.Errorf("%s: %q leads nowhere", address, ledgerText(n))
			case a.Key == "href" && local && !seen[to], a.Key == "aria-labelledby" && !seen[a.Val], a.Key == "for" && !seen[a.Val]:
				t.Errorf("%s: %q leads to %s, which is not there", address, ledgerText(n), a.Val)
			}
		}
	}
}

func TestOccurrencesAreWhole(t *testing.T) {
	d := exampleDesk(t)
	var fields, linked int
	for i, o := range allOccurrences(t, d) {
		if i%2 != 0 && len(o.Members) == 1 {
			continue // half of them are as good as all
		}
		address := "/occurrences/" + o.ID
		root := ledgerDocument(t, d, address)
		whole(t, address, root)
		// every word that the event was read from leads to a field, and from there back
		for _, m := range ledgerAll(first(t, root, "div", "told"), "mark") {
			linked++
			for _, field := range strings.Fields(ledgerAttribute(m, "data-fields")) {
				if byID(root, "words-"+field) == nil {
					t.Errorf("%s: the words of %s cannot be found", address, field)
				}
			}
		}
		for _, f := range ledgerAll(root, "div", "field") {
			fields++
			if ledgerText(first(t, f, "dd")) == "" {
				t.Errorf("%s: %s says nothing", address, ledgerText(f))
			}
		}
	}
	if fields < 500 || linked < 250 {
		t.Errorf("%d fields and %d marked words: this tests nothing", fields, linked)
	}
}

func TestOccurrenceTellsWhoDisagrees(t *testing.T) {
	d := deskOf(t, contested...)
	o := mostTold(t, d)
	if len(o.Members) != 4 {
		t.Fatalf("%d accounts", len(o.Members))
	}
	root := ledgerDocument(t, d, "/occurrences/"+o.ID)
	whole(t, "/occurrences/"+o.ID, root)

	var chips []string
	for _, c := range ledgerAll(first(t, root, "p", "chips"), "a", "chip") {
		chips = append(chips, ledgerText(c))
	}
	for _, want := range []string{"actual", "contested", "3 disagreements", "to the day"} {
		if !slices.Contains(chips, want) {
			t.Errorf("no chip says %q: %q", want, chips)
		}
	}
	// agreement is quiet, disagreement loud
	table := first(t, root, "table", "accounts")
	if columns := ledgerAll(first(t, table, "thead"), "th"); len(columns) != 5 {
		t.Errorf("%d columns", len(columns))
	}
	rows := map[string]*html.Node{}
	for _, r := range ledgerAll(first(t, table, "tbody"), "tr") {
		for n := range first(t, r, "th").Descendants() {
			if n.Type == html.TextNode && strings.TrimSpace(n.Data) != "" {
				rows[strings.TrimSpace(n.Data)] = r
				break
			}
		}
	}
	if loud := ledgerAll(rows["Killed"], "td", "loud"); len(loud) == 0 || !slices.Contains([]string{"but: 3", "but: 4"}, ledgerText(loud[0])) {
		t.Error("the counts do not stand against each other")
	}
	if loud := ledgerAll(rows["Status"], "td", "loud"); len(loud) != 1 || !strings.Contains(ledgerText(loud[0]), "Denied") {
		t.Error("the denial is not loud")
	}
	if loud := ledgerAll(rows["Who"], "td", "loud"); len(loud) != 0 {
		t.Error("who did it is agreed on, and loud")
	}
	claims := ledgerText(byID(root, "claims"))
	if !strings.Contains(claims, "denies Ministry of Defence of Azerbaijan") || !strings.Contains(claims, "asserts Ministry of Defence of Armenia") {
		t.Errorf("who claims and who denies: %s", claims)
	}
	if counts := ledgerText(byID(root, "count")); !strings.Contains(counts, "hospital") || !strings.Contains(counts, "lowest 3, highest 4") {
		t.Errorf("who counts: %s", counts)
	}
	// four outlets, but the copy is no origin of its own
	if origins := ledgerText(byID(root, "origins")); !strings.Contains(origins, "4 outlets tell of this, from 3 independent origins") {
		t.Errorf("origins: %s", origins)
	}
	joined := ledgerAll(byID(root, "joined"), "li")
	if text := ledgerText(byID(root, "joined")); !strings.Contains(text, "the counts differ") {
		t.Errorf("%d accounts, without what speaks against them", len(joined))
	}
	// a field names who agrees with it, and whoever does not
	killed := ledgerText(byID(root, "field-victims"))
	if !strings.Contains(killed, "of 4 accounts") || !strings.Contains(killed, "but ") {
		t.Errorf("victims: %s", killed)
	}
}

func TestOccurrenceShowsTheOriginalFirst(t *testing.T) {
	d := deskOf(t, contested...)
	o := mostTold(t, d)
	shown := func(query string) string {
		return ledgerText(first(t, first(t, ledgerDocument(t, d, "/occurrences/"+o.ID+query), "section", "telling"), "header"))
	}
	if got := shown(""); !strings.Contains(got, "Ararat Observer") || !strings.Contains(got, "Account 1 of 4, the earliest that copies no other") {
		t.Errorf("shown first: %s", got)
	}
	for i := range o.Members {
		m := &o.Members[i]
		if got := shown("?account=" + m.Event.ID); !strings.Contains(got, m.Report.Outlet) || strings.Contains(got, "the earliest") {
			t.Errorf("asked for %s: %s", m.Report.Outlet, got)
		}
	}
	for query, want := range map[string]int{"?account=e-0000000000000000": http.StatusNotFound, "?from=3": http.StatusOK, "?from=soup": http.StatusOK, "?from=9999999": http.StatusOK} {
		if w := get(t, d, "/occurrences/"+o.ID+query); w.Code != want {
			t.Errorf("%s: %d", query, w.Code)
		}
	}
	if w := get(t, d, "/occurrences/o-0000000000000000"); w.Code != http.StatusNotFound {
		t.Errorf("an occurrence that is none: %d", w.Code)
	}
	// the chain of voices begins with the outlet and says who denies
	for i := range o.Members {
		if m := &o.Members[i]; m.Report.Outlet == "Caspian Courier" {
			voices := ledgerText(first(t, ledgerDocument(t, d, "/occurrences/"+o.ID+"?account="+m.Event.ID), "nav", "voices"))
			if !strings.HasPrefix(voices, "Caspian Courier outlet, asserts") || !strings.HasSuffix(voices, "body, denies") {
				t.Errorf("voices: %s", voices)
			}
		}
	}
}

func TestManyAccountsComeInParts(t *testing.T) {
	reports := make([]toldReport, 0, 30)
	for i := range 30 {
		reports = append(reports, toldReport{outlet: "Outlet " + string(rune('A'+i)), day: "2023-05-12", title: "Shelling of Sotk",
			text: "TBILISI, May 12, 2023 - Azerbaijani forces shelled the village of Sotk on Thursday, killing " + countWords[i%3] + " Armenian soldiers, a hospital in Vardenis said. The hospital has " + countWords[i%9] + " beds, and room for " + string(rune('A'+i)) + "."})
	}
	d := deskOf(t, reports...)
	o := mostTold(t, d)
	if len(o.Members) <= accountsBeside {
		t.Fatalf("only %d accounts", len(o.Members))
	}
	seen := map[string]bool{}
	address := "/occurrences/" + o.ID
	for pages := 0; address != "" && pages < 9; pages++ {
		root := ledgerDocument(t, d, address)
		whole(t, address, root)
		cells := ledgerAll(first(t, first(t, root, "table", "accounts"), "thead"), "a")
		if len(cells) > accountsBeside {
			t.Errorf("%d accounts side by side", len(cells))
		}
		for _, c := range cells {
			seen[ledgerAttribute(c, "href")] = true
		}
		address = ""
		if next := relLinks(root, "next"); len(next) > 0 {
			address, _, _ = strings.Cut(next[0], "#")
		}
	}
	if len(seen) != len(o.Members) {
		t.Errorf("%d of %d accounts can be reached", len(seen), len(o.Members))
	}
}

var countWords = [...]string{"three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"}

// as asks a desk for a page as somebody with a role.
func as(t testing.TB, d *Desk, role access.Role, address string, make pageFunc, id string) *html.Node {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	r.SetPathValue("id", id)
	v, err := d.newVisit(r, access.Who{Name: "somebody", Role: role})
	if err != nil {
		t.Fatal(err)
	}
	p, err := make(v)
	if err != nil {
		t.Fatal(err)
	}
	body, err := d.render(v, p, "")
	if err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func TestOnlyReviewersDecide(t *testing.T) {
	d := deskOf(t, contested...)
	o := mostTold(t, d)
	actions := func(root *html.Node) []string {
		var out []string
		for _, f := range ledgerAll(root, "form") {
			if ledgerAttribute(f, "action") != "/review" {
				continue
			}
			for _, tag := range []string{"input", "button"} {
				for _, n := range ledgerAll(f, tag) {
					if ledgerAttribute(n, "name") == "action" && !slices.Contains(out, ledgerAttribute(n, "value")) {
						out = append(out, ledgerAttribute(n, "value"))
					}
				}
			}
		}
		slices.Sort(out)
		return out
	}
	address := "/occurrences/" + o.ID
	if got := actions(as(t, d, access.Read, address, d.occurrencePage, o.ID)); len(got) != 0 {
		t.Errorf("who may only read can %q", got)
	}
	if got := actions(as(t, d, access.Review, address, d.occurrencePage, o.ID)); !slices.Equal(got, []string{"accept", "correct", "join", "note", "reject", "split"}) {
		t.Errorf("a reviewer can %q", got)
	}
	if got := actions(as(t, d, access.Admin, address+"?as-of=2999-01-01", d.occurrencePage, o.ID)); len(got) != 0 {
		t.Errorf("the past can be changed: %q", got)
	}
}

func TestDecisionsShowInTheHistory(t *testing.T) {
	d := deskOf(t, contested...)
	o := mostTold(t, d)
	event := o.Members[0].Event.ID
	change, err := d.Record.Decide(t.Context(), "Anahit", review.Act{Action: review.Correct, Target: event, Field: "status", Value: "ongoing", Reason: "it went on for two hours"}, d.codebookNow().names)
	if err != nil {
		t.Fatal(err)
	}
	d.changed()
	root := ledgerDocument(t, d, "/occurrences/"+o.ID)
	history := ledgerText(byID(root, "history"))
	for _, want := range []string{"by Anahit", "corrected", "it went on for two hours", "status actual ongoing"} {
		if !strings.Contains(history, want) {
			t.Errorf("the history does not tell %q: %s", want, history)
		}
	}
	if status := ledgerText(byID(root, "field-status")); !strings.Contains(status, "corrected") {
		t.Errorf("status: %s", status)
	}
	page := "/changes/" + strings.TrimPrefix(numbered(change.Number), "#")
	root = ledgerDocument(t, d, page)
	whole(t, page, root)
	if text := ledgerText(first(t, root, "main")); !strings.Contains(text, "status actual ongoing") || !strings.Contains(text, "Undo this change") {
		t.Errorf("the change: %s", text)
	}
	if _, err := d.Record.Decide(t.Context(), "Tigran", review.Act{Action: review.Undo, Target: numbered(change.Number)}, d.codebookNow().names); err != nil {
		t.Fatal(err)
	}
	d.changed()
	root = ledgerDocument(t, d, page)
	if text := ledgerText(first(t, root, "main")); !strings.Contains(text, "Taken back by change") || strings.Contains(text, "Undo this change") {
		t.Errorf("what was undone can be undone: %s", text)
	}
	if w := get(t, d, "/changes?kind=review&by=Tigran"); !strings.Contains(w.Body.String(), "1 to 1 of 1") {
		t.Errorf("the log of one reviewer: %s", w.Body)
	}
}
