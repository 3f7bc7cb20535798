package desk

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"chancery/ledger"
	"chancery/record"
	"chancery/report"
)

// ledgerDocument asks a desk for a page and parses what comes, which must be well.
func ledgerDocument(t testing.TB, d *Desk, address string) *html.Node {
	t.Helper()
	if err := d.overview.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	w := get(t, d, address)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d\n%s", address, w.Code, w.Body)
	}
	root, err := html.Parse(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// ledgerAll gives the elements of a tag that have all these classes; any tag for "".
func ledgerAll(root *html.Node, tag string, classes ...string) []*html.Node {
	var out []*html.Node
	for n := range root.Descendants() {
		if n.Type != html.ElementNode || tag != "" && n.Data != tag {
			continue
		}
		have, fits := strings.Fields(ledgerAttribute(n, "class")), true
		for _, c := range classes {
			fits = fits && slicesHas(have, c)
		}
		if fits {
			out = append(out, n)
		}
	}
	return out
}

func slicesHas(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func ledgerAttribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// ledgerText is all text of an element, with single spaces.
func ledgerText(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// ledgerHrefs are the addresses that links within an element lead to.
func ledgerHrefs(n *html.Node) []string {
	var out []string
	for _, a := range ledgerAll(n, "a") {
		out = append(out, ledgerAttribute(a, "href"))
	}
	return out
}

// entryWith finds the first entry whose words hold a text, of those in one of the states.
func entryWith(t testing.TB, d *Desk, words string, states ...ledger.State) ledger.Entry {
	t.Helper()
	view, err := d.Record.Now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	all, err := view.Ledger(t.Context(), record.LedgerFilter{Day: d.today(), States: states})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		if strings.Contains(e.What, words) {
			return e
		}
	}
	t.Fatalf("no entry of the ledger has the words %q", words)
	return ledger.Entry{}
}

func TestLedgerIsGroupedByState(t *testing.T) {
	root := ledgerDocument(t, exampleDesk(t), "/ledger")
	var states []string
	for _, s := range ledgerAll(root, "section", "entries") {
		states = append(states, ledgerText(ledgerAll(s, "h2")[0]))
		if n := len(ledgerAll(s, "li", "entry")); n == 0 || n > groupMost {
			t.Errorf("%s: %d entries", states[len(states)-1], n)
		}
	}
	if got := strings.Join(states, ", "); got != "Overdue 1, Broken 2, Open 26, Rejected 2, Lapsed 1, Carried out 10" {
		t.Errorf("the groups are %s", got)
	}
}

func TestLedgerFilters(t *testing.T) {
	d := exampleDesk(t)
	for _, c := range []struct {
		address string
		entries int
		all     string // stands in every entry
	}{
		{"/ledger?track=prisoners", 4, "Prisoners"},
		{"/ledger?state=broken", 2, "broken"},
		{"/ledger?state=carried-out", 10, "carried out"},
		{"/ledger?track=transport-links&kind=demand", 2, "demand"},
		{"/ledger?party=European+Union", 2, "European Union"},
		{"/ledger?party=Charles+Michel", 2, "Charles Michel"},
		{"/ledger?party=ARM&state=rejected", 2, "rejected"},
		{"/ledger?on=2020-11-12", 6, ""},
		{"/ledger?on=2022-06-01&state=overdue", 1, "overdue"},
		{"/ledger?party=nobody+at+all", 0, ""},
	} {
		root := ledgerDocument(t, d, c.address)
		items := ledgerAll(root, "li", "entry")
		if len(items) != c.entries {
			t.Errorf("%s: %d entries, want %d", c.address, len(items), c.entries)
		}
		for _, item := range items {
			if !strings.Contains(ledgerText(item), c.all) {
				t.Errorf("%s: %q says nothing of %s", c.address, ledgerText(item), c.all)
			}
		}
		if c.entries == 0 && len(ledgerAll(root, "div", "empty")) != 1 {
			t.Errorf("%s: nothing says that it is empty", c.address)
		}
	}
}

func TestLedgerSaysWhatCannotBeAsked(t *testing.T) {
	d := exampleDesk(t)
	for address, want := range map[string]int{
		"/ledger?state=finished":      http.StatusBadRequest,
		"/ledger?kind=wish":           http.StatusBadRequest,
		"/ledger?on=yesterday":        http.StatusBadRequest,
		"/ledger?party=Aliyev":        http.StatusBadRequest, // several are called so
		"/ledger?track=prisonners":    http.StatusNotFound,
		"/ledger/l-0000000000000000":  http.StatusNotFound,
		"/tracks/prisonners":          http.StatusNotFound,
		"/tracks/prisonners/wording":  http.StatusNotFound,
		"/ledger/export/xml":          http.StatusBadRequest,
		"/pictures/entry/l-00.svg":    http.StatusNotFound,
		"/pictures/track/prisoners":   http.StatusNotFound,
		"/pictures/track/nowhere.svg": http.StatusNotFound,
	} {
		if w := get(t, d, address); w.Code != want {
			t.Errorf("%s: %d, want %d", address, w.Code, want)
		}
	}
	if w := get(t, d, "/ledger?track=prisonners"); !strings.Contains(w.Body.String(), "did you mean prisoners") {
		t.Error("a misspelt track is not corrected")
	}
}

func TestEntryTellsItsStepsInTheWordsOfTheAccounts(t *testing.T) {
	d := exampleDesk(t)
	e := entryWith(t, d, "hand over the Kalbajar district")
	root := ledgerDocument(t, d, "/ledger/"+e.ID)
	steps := ledgerAll(root, "li", "step")
	if len(steps) != len(e.Steps)+len(e.Possible) || len(e.Steps) < 3 {
		t.Fatalf("%d steps are shown of %d", len(steps), len(e.Steps))
	}
	for i := range e.Steps {
		s, shown := &e.Steps[i], steps[i]
		if s.Occurrence != "" && !slicesHas(ledgerHrefs(shown), "/occurrences/"+s.Occurrence) {
			t.Errorf("step %d does not lead to its occurrence", i+1)
		}
		text := ledgerText(shown)
		for _, a := range s.Accounts {
			if !strings.Contains(text, a.Voice) {
				t.Errorf("step %d does not say by whose account", i+1)
			}
			if len(ledgerAll(shown, "mark", "role-action")) == 0 {
				t.Errorf("step %d: no words are marked", i+1)
			}
		}
		for _, reason := range s.Reasons {
			if !strings.Contains(text, strings.Join(strings.Fields(reason), " ")) {
				t.Errorf("step %d does not tell why: %s", i+1, reason)
			}
		}
	}
	if !strings.Contains(ledgerText(steps[1]), "put off to 25 November 2020") {
		t.Errorf("the second step says %q", ledgerText(steps[1]))
	}
	if len(ledgerAll(root, "svg")) != 1 {
		t.Error("there is no thread")
	}
}

func TestEntryShowsWhoDenies(t *testing.T) {
	d := exampleDesk(t)
	root := ledgerDocument(t, d, "/ledger/"+entryWith(t, d, "cease fire", ledger.Broken).ID)
	denies := ledgerAll(root, "blockquote", "denies")
	if len(denies) == 0 {
		t.Fatal("nobody denies the broken truce")
	}
	if !strings.Contains(ledgerText(denies[0]), "denies it") || !strings.Contains(ledgerText(root), "partly denied") {
		t.Errorf("the denial says %q", ledgerText(denies[0]))
	}
}

// TestEntryOnAnotherDay goes through the days of a promise.
func TestEntryOnAnotherDay(t *testing.T) {
	d := exampleDesk(t)
	id := entryWith(t, d, "hand over the Aghdam district").ID
	for _, c := range []struct{ on, state string }{{"2020-11-12", "open"}, {"2020-11-20", "carried out in full"}, {"2024-01-01", "carried out in full"}} {
		root := ledgerDocument(t, d, "/ledger/"+id+"?on="+c.on)
		if chip := ledgerAll(root, "span", "chip")[0]; ledgerText(chip) != c.state {
			t.Errorf("on %s it is %s, want %s", c.on, ledgerText(chip), c.state)
		}
		for _, href := range ledgerHrefs(ledgerAll(root, "article", "ledger-entry")[0]) {
			if strings.HasPrefix(href, "/occurrences/") && !strings.Contains(href, "on="+c.on) {
				t.Errorf("on %s a link forgets the day: %s", c.on, href)
			}
		}
	}
	early := ledgerDocument(t, d, "/ledger/"+id+"?on=2020-11-12")
	if later := relLinks(early, "next"); len(later) != 1 || !strings.Contains(later[0], "on=2020-11-20") {
		t.Errorf("from 12 November it goes on to %q", later)
	}
	now := ledgerDocument(t, d, "/ledger/"+id)
	if earlier := relLinks(now, "prev"); len(earlier) != 1 || !strings.Contains(earlier[0], "on=2020-11-10") {
		t.Errorf("from now it goes back to %q", earlier)
	}
	if w := get(t, d, "/ledger/"+id+"?on=2020-01-01"); w.Code != http.StatusNotFound {
		t.Errorf("before it was promised: %d", w.Code)
	}
}

// TestEntryLeadsToDaysOnWhichItStands follows all links from entries to other days of theirs: a step may be told of only
// days after it was taken, and then there was no entry yet on the day of the step.
func TestEntryLeadsToDaysOnWhichItStands(t *testing.T) {
	d := exampleDesk(t)
	view, err := d.Record.Now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	entries, err := view.Ledger(t.Context(), record.LedgerFilter{Day: DemoToday()})
	if err != nil || len(entries) == 0 {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	later := 0
	for i := range entries {
		for k := range entries[i].Steps {
			if step := &entries[i].Steps[k]; step.Day != "" && toldBy(step) > step.Day {
				later++
			}
		}
		for _, href := range ledgerHrefs(ledgerDocument(t, d, "/ledger/"+entries[i].ID)) {
			if strings.HasPrefix(href, "/ledger/") && strings.Contains(href, "on=") {
				if w := get(t, d, href); w.Code != http.StatusOK {
					t.Errorf("%s leads to %s: %d", entries[i].ID, href, w.Code)
				}
			}
		}
	}
	if later == 0 {
		t.Error("no step of the example process is told of on a later day: this test shows nothing")
	}
}

func relLinks(root *html.Node, rel string) []string {
	var out []string
	for _, a := range ledgerAll(root, "a") {
		if ledgerAttribute(a, "rel") == rel {
			out = append(out, ledgerAttribute(a, "href"))
		}
	}
	return out
}

func TestLedgerIsTakenAlong(t *testing.T) {
	d := exampleDesk(t)
	w := get(t, d, "/ledger/export/csv?track=prisoners")
	rows, err := csv.NewReader(w.Body).ReadAll()
	if err != nil || w.Code != http.StatusOK || len(rows) < 5 || rows[0][0] != "entry" {
		t.Fatalf("CSV: %d, %v, %d rows", w.Code, err, len(rows))
	}
	if got := w.Header().Get("Content-Disposition"); !strings.Contains(got, "ledger.csv") {
		t.Errorf("the file is called %q", got)
	}
	ids := map[string]bool{}
	for line := range strings.Lines(get(t, d, "/ledger/export/jsonl?track=prisoners").Body.String()) {
		var row struct {
			Entry  string   `json:"entry"`
			Tracks []string `json:"tracks"`
		}
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		if ids[row.Entry] = true; !slicesHas(row.Tracks, "prisoners") {
			t.Errorf("%s is on %v", row.Entry, row.Tracks)
		}
	}
	if len(ids) != 4 {
		t.Errorf("%d entries in JSON lines", len(ids))
	}
	calendar := get(t, d, "/ledger/export/icalendar").Body.String()
	if !strings.HasPrefix(calendar, "BEGIN:VCALENDAR") || !strings.Contains(calendar, "20220430") {
		t.Errorf("the calendar lacks the promised day:\n%s", calendar)
	}
}

func TestPicturesOfTheLedgerStandAlone(t *testing.T) {
	d := exampleDesk(t)
	if err := d.overview.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{"/pictures/entry/" + entryWith(t, d, "cease fire").ID + ".svg", "/pictures/track/prisoners.svg"} {
		w := get(t, d, address)
		if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "image/svg+xml") {
			t.Fatalf("%s: %d, %s", address, w.Code, w.Header().Get("Content-Type"))
		}
		if body := w.Body.String(); !strings.Contains(body, "<svg") || !strings.Contains(body, "<style") || !strings.Contains(body, "<title") {
			t.Errorf("%s does not stand alone", address)
		}
	}
}

// TestLedgerThatIsBehindKnowsOtherDays opens the record as a desk that serves does: the ledger is read as it is stored,
// with all that was told since, and still an earlier day shows what was so then.
func TestLedgerThatIsBehindKnowsOtherDays(t *testing.T) {
	e, err := example()
	if err != nil {
		t.Fatal(err)
	}
	rec, err := record.Open(t.Context(), t.TempDir()+"/record.db", record.Options{LedgerBehind: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = rec.Close() })
	var items []record.Item
	for _, r := range []struct{ published, text string }{
		{"2020-11-10", "Armenia promised to hand over the Aghdam district to Azerbaijan by November 20."},
		{"2020-11-20", "Armenia handed over the Aghdam district to Azerbaijan on Friday."},
	} {
		read, err := report.FromText([]byte("Published: "+r.published+"\nOutlet: Caspian Courier\n\n"+r.text+"\n"), report.Options{})
		if err != nil {
			t.Fatal(err)
		}
		got, err := e.reader.Read(t.Context(), read)
		if err != nil {
			t.Fatal(err)
		}
		items = append(items, record.Item{Reading: got})
	}
	if _, err := rec.Add(t.Context(), "add", "", items); err != nil {
		t.Fatal(err)
	}
	d := deskOver(t, rec, e.reader)
	for address, want := range map[string]string{"/ledger": "Carried out 1", "/ledger?on=2020-11-15": "Open 1", "/ledger?on=2020-11-05": ""} {
		got := ""
		if sections := ledgerAll(ledgerDocument(t, d, address), "section", "entries"); len(sections) == 1 {
			got = ledgerText(ledgerAll(sections[0], "h2")[0])
		}
		if got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
	id := entryWith(t, d, "hand over the Aghdam district").ID
	if steps := ledgerAll(ledgerDocument(t, d, "/ledger/"+id+"?on=2020-11-15"), "li", "step"); len(steps) != 1 {
		t.Errorf("on 15 November it has %d steps, want the opening", len(steps))
	}
	if w := get(t, d, "/ledger/"+id+"?on=2020-11-05"); w.Code != http.StatusNotFound {
		t.Errorf("before it was promised: %d", w.Code)
	}
}

// TestLedgerIndexFollowsTheRecord adds a report: its promise stands in the ledger at once.
func TestLedgerIndexFollowsTheRecord(t *testing.T) {
	d := ownDesk(t)
	before := len(ledgerAll(ledgerDocument(t, d, "/ledger?kind=promise&state=open"), "li", "entry"))
	e, err := example()
	if err != nil {
		t.Fatal(err)
	}
	read, err := report.FromText([]byte("Published: 2024-05-10\nOutlet: Caspian Courier\n\nArmenia promised to hand over the village of Voskepar to Azerbaijan.\n"), report.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := e.reader.Read(t.Context(), read)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Record.Add(t.Context(), "add", "", []record.Item{{Reading: got}}); err != nil {
		t.Fatal(err)
	}
	d.changed()
	after := ledgerDocument(t, d, "/ledger?kind=promise&state=open")
	if n := len(ledgerAll(after, "li", "entry")); n != before+1 || !strings.Contains(ledgerText(after), "Voskepar") {
		t.Errorf("%d open promises, there were %d", n, before)
	}
}

func TestDaysInWords(t *testing.T) {
	for days, want := range map[int]string{1: "1 day", 9: "9 days", 30: "4 weeks", 100: "3 months", 763: "25 months", 1200: "3 years"} {
		if got := daysInWords(days); got != want {
			t.Errorf("%d days are %s, want %s", days, got, want)
		}
	}
}
