package desk

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"chancery/record"
	"chancery/review"
)

// counted waits until the desk has looked over its record, so that pages of the whole of it are there.
func lookedOver(t testing.TB, d *Desk) *Desk {
	t.Helper()
	if err := d.overview.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	return d
}

// submit sends a form as a page of the desk does, with the token that such a page carries.
func submit(t testing.TB, d *Desk, address string, fields url.Values, accept string) *httptest.ResponseRecorder {
	t.Helper()
	token := formToken(t, d)
	fields.Set("csrf", token)
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept", accept)
	return ask(t, d, r)
}

func formToken(t testing.TB, d *Desk) string {
	t.Helper()
	for _, n := range nodes(t, get(t, d, "/review").Body.String(), "input") {
		if attribute(n, "name") == "csrf" {
			return attribute(n, "value")
		}
	}
	t.Fatal("no page has the token of forms")
	return ""
}

// nodes gives the elements of a page that have a name; "" for all.
func nodes(t testing.TB, page, name string) []*html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var out []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && (name == "" || n.Data == name) {
			out = append(out, n)
		}
	}
	return out
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func present(t testing.TB, d *Desk) record.View {
	t.Helper()
	v, err := d.Record.Now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// someEvents gives events of the record, those of the surest readings first.
func someEvents(t testing.TB, d *Desk, n int) []string {
	t.Helper()
	var out []string
	for r, err := range present(t, d).Readings(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		for i := range r.Events {
			out = append(out, r.Events[i].ID)
		}
	}
	if len(out) < n {
		t.Fatalf("the record has %d events", len(out))
	}
	return out[:n]
}

// checked says that the record is whole.
func wholeRecord(t testing.TB, d *Desk) {
	t.Helper()
	wrong, err := d.Record.Check(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range wrong {
		t.Error(w)
	}
}

// TestReviewPagesAnswer: every page of review and codebook can be had from the example process.
func TestReviewPagesAnswer(t *testing.T) {
	d := lookedOver(t, exampleDesk(t))
	for _, address := range []string{
		"/review", "/review?kind=same", "/review?kind=contradiction", "/review?kind=confidence&track=prisoners&actor=Armenia&category=AGREE&confidence=0.2",
		"/review/log", "/review/agreement", "/review/file", "/review/decisions.csv", "/review/names?q=pash",
		"/codebook", "/codebook?find=release", "/codebook/entries", "/codebook/entries?kind=operator&sort=rejected", "/codebook/entries/agree-to",
		"/codebook/categories/RETREAT", "/codebook/files/events/acts.txt", "/codebook/files/actors/states.tsv?find=armenia",
		"/codebook/try", "/codebook/try?text=Armenia+is+ready+to+release+the+prisoners.&date=2021-06-10", "/codebook/edit", "/codebook/edit?entry=agree-to",
	} {
		w := get(t, d, address)
		if w.Code != http.StatusOK {
			t.Errorf("%s: %d\n%s", address, w.Code, w.Body)
		}
		if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			continue
		}
		seen := map[string]bool{}
		for _, n := range nodes(t, w.Body.String(), "") {
			if attribute(n, "style") != "" {
				t.Errorf("%s: a style within the page: %s", address, n.Data)
			}
			if id := attribute(n, "id"); id != "" && seen[id] {
				t.Errorf("%s: the id %s stands twice", address, id)
			} else {
				seen[id] = true
			}
		}
	}
	for address, status := range map[string]int{
		"/review?kind=nonsense": 400, "/review?from=nonsense": 400, "/review?confidence=2": 400, "/review/correct?target=e-none": 404,
		"/review/add?report=none": 404, "/codebook/entries/none": 404, "/codebook/categories/none": 404,
		"/codebook/files/events/..%2f..%2fdesk.go": 404, "/codebook/rehearsals/none": 404, "/codebook/edit?file=../x.txt": 400,
	} {
		if w := get(t, d, address); w.Code != status {
			t.Errorf("%s: %d, not %d", address, w.Code, status)
		}
	}
}

// TestEachActAndItsUndo: every act of review through its form, and back; in the end the record is what it was.
func TestEachActAndItsUndo(t *testing.T) {
	d := lookedOver(t, ownDesk(t))
	events := someEvents(t, d, 4)
	view := present(t, d)
	account, err := view.Account(t.Context(), events[0])
	if err != nil {
		t.Fatal(err)
	}
	status := "planned"
	if account.Event.Status == "planned" {
		status = "actual"
	}
	var one, other string
	for o, err := range view.Occurrences(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if one == "" {
			one = o.ID
		} else if o.ID != one {
			other = o.ID
			break
		}
	}
	words := account.Report.Text[account.Event.Evidence[0].Start:account.Event.Evidence[0].End]
	evidence := words
	for strings.Count(account.Report.Text, evidence) > 1 {
		start := strings.Index(account.Report.Text, evidence)
		evidence = account.Report.Text[start : start+len(evidence)+10]
	}
	acts := []struct {
		name   string
		fields url.Values
		after  func(v record.View) bool // what must hold then
	}{
		{"accept", url.Values{"target": {events[0]}}, func(v record.View) bool { return verdictOf(t, v, events[0]) == "accepted" }},
		{"reject", url.Values{"target": {events[1]}}, func(v record.View) bool { return verdictOf(t, v, events[1]) == "rejected" }},
		{"correct", url.Values{"target": {events[0]}, "field": {"status"}, "value": {status}, "reason": {"as the words say"}}, func(v record.View) bool {
			a, err := v.Account(t.Context(), events[0])
			return err == nil && string(a.Event.Status) == status && slices.Contains(a.ByHand, "status")
		}},
		{"correct", url.Values{"target": {events[2]}, "field": {"tracks"}, "value": {"prisoners", "minefields"}}, func(v record.View) bool {
			a, err := v.Account(t.Context(), events[2])
			return err == nil && slices.Equal(a.Event.Tracks, []string{"minefields", "prisoners"})
		}},
		{"split", url.Values{"target": {one}, "value": {other}}, nil},
		{"join", url.Values{"target": {one}, "value": {other}}, func(v record.View) bool {
			o, err := v.Occurrence(t.Context(), other)
			return err == nil && len(o.Members) > 1
		}},
		{"note", url.Values{"target": {events[3]}, "value": {"<script>alert(1)</script>"}}, nil},
		{"add", url.Values{"target": {account.Report.ID}, "evidence": {evidence}, "category": {"CONSULT"}, "status": {"actual"}, "sources": {"Georgia"}, "tracks": {"prisoners", "minefields"}}, nil},
	}
	before := standingEvents(t, view)
	for _, act := range acts {
		if act.name == "join" { // what is kept apart cannot stay so and be joined
			undoLast(t, d)
		}
		act.fields.Set("action", act.name)
		act.fields.Set("back", "/review/log?coder=x")
		act.fields.Set("seen", strconv.FormatInt(present(t, d).Change(), 10))
		w := submit(t, d, "/review", act.fields, "text/html")
		if w.Code != http.StatusSeeOther {
			t.Fatalf("%s: %d\n%s", act.name, w.Code, w.Body)
		}
		to, err := url.Parse(w.Header().Get("Location"))
		if err != nil || to.Host != "" || to.Path != "/review/log" || to.Query().Get("coder") != "x" {
			t.Fatalf("%s leads to %s", act.name, w.Header().Get("Location"))
		}
		now := present(t, d)
		if to.Query().Get("done") != strconv.FormatInt(now.Change(), 10) {
			t.Errorf("%s: done=%s, the record is at change %d", act.name, to.Query().Get("done"), now.Change())
		}
		change, err := now.LastChange(t.Context())
		if err != nil || change.Author != "a tester" || change.Kind != "review" {
			t.Errorf("%s: the change is %+v", act.name, change)
		}
		if act.after != nil && !act.after(now) {
			t.Errorf("%s: not done", act.name)
		}
		if act.name != "split" {
			undoLast(t, d)
		}
	}
	if after := standingEvents(t, present(t, d)); after != before {
		t.Error("after everything was undone, events are not what they were")
	}
	if w := get(t, d, "/review/log"); strings.Contains(w.Body.String(), "<script>alert") {
		t.Error("a note runs in the page")
	}
	wholeRecord(t, d)
}

func verdictOf(t testing.TB, v record.View, id string) string {
	a, err := v.Account(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return a.Verdict
}

// standingEvents writes down all events with their verdicts and occurrences.
func standingEvents(t testing.TB, v record.View) string {
	t.Helper()
	var b strings.Builder
	for o, err := range v.Occurrences(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(o.ID + "\n")
		for i := range o.Members {
			m := &o.Members[i]
			b.WriteString("  " + m.Event.ID + " " + m.Verdict + " " + strings.Join(m.ByHand, ","))
			for _, f := range review.Fields() {
				b.WriteString(" " + review.Value(&m.Event, f))
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

// undoLast takes the last change back, as a program does.
func undoLast(t testing.TB, d *Desk) {
	t.Helper()
	n := present(t, d).Change()
	w := submit(t, d, "/review", url.Values{"action": {"undo"}, "target": {strconv.FormatInt(n, 10)}}, "application/json")
	var made struct {
		Change int64  `json:"change"`
		What   string `json:"what"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &made); err != nil || w.Code != http.StatusOK || made.Change != n+1 || !strings.Contains(made.What, strconv.FormatInt(n, 10)) {
		t.Fatalf("undo %d: %d %s", n, w.Code, w.Body)
	}
}

// TestConflict: what somebody changed meanwhile is not overwritten, and what it is now is shown.
func TestConflict(t *testing.T) {
	d := lookedOver(t, ownDesk(t))
	event := someEvents(t, d, 1)[0]
	seen := strconv.FormatInt(present(t, d).Change(), 10)
	if _, err := d.Record.Decide(t.Context(), "Bo", review.Act{Action: review.Reject, Target: event, Reason: "<b>no</b>"}, d.names); err != nil {
		t.Fatal(err)
	}
	fields := url.Values{"action": {"accept"}, "target": {event}, "seen": {seen}, "back": {"/review"}}
	w := submit(t, d, "/review", fields, "text/html")
	if w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "Bo") || !strings.Contains(w.Body.String(), "&lt;b&gt;no") {
		t.Fatalf("%d\n%s", w.Code, w.Body)
	}
	if got := verdictOf(t, present(t, d), event); got != "rejected" {
		t.Errorf("the event is %q", got)
	}
	if w := submit(t, d, "/review", fields, "application/json"); w.Code != http.StatusConflict || !strings.Contains(w.Header().Get("Content-Type"), "problem+json") {
		t.Errorf("a program is told %d %s", w.Code, w.Header().Get("Content-Type"))
	}
	// The form on the page decides all the same.
	again := url.Values{}
	for _, n := range nodes(t, w.Body.String(), "form") {
		if attribute(n, "action") != "/review" {
			continue
		}
		for c := range n.Descendants() {
			if c.Data == "input" && attribute(c, "name") != "" {
				again.Set(attribute(c, "name"), attribute(c, "value"))
			}
		}
	}
	if w := submit(t, d, "/review", again, "text/html"); w.Code != http.StatusSeeOther {
		t.Fatalf("again: %d\n%s", w.Code, w.Body)
	}
	if got := verdictOf(t, present(t, d), event); got != "accepted" {
		t.Errorf("then the event is %q", got)
	}
	// A note by somebody else is no conflict.
	seen = strconv.FormatInt(present(t, d).Change(), 10)
	if _, err := d.Record.Decide(t.Context(), "Bo", review.Act{Action: review.Note, Target: event, Value: "hm"}, d.names); err != nil {
		t.Fatal(err)
	}
	if w := submit(t, d, "/review", url.Values{"action": {"reject"}, "target": {event}, "seen": {seen}}, "text/html"); w.Code != http.StatusSeeOther {
		t.Errorf("after a note: %d", w.Code)
	}
	wholeRecord(t, d)
}

// TestBackStaysAtTheDesk: a form cannot lead to another site.
func TestBackStaysAtTheDesk(t *testing.T) {
	for _, test := range []struct {
		back string
		ok   bool
	}{
		{"/review?kind=same&item=1.2.3", true}, {"/occurrences/o-1#here", true}, {"/", true},
		{"//evil.example/", false}, {"https://evil.example/", false}, {`/\evil.example`, false}, {`\/evil.example`, false}, {"javascript:alert(1)", false},
		{"/%2f/evil.example\n", false}, {"review", false}, {"/\t/evil.example", false}, {"///evil.example", false}, {"http:/review", false},
	} {
		if got, ok := localAddress(test.back); ok != test.ok {
			t.Errorf("%q: %q, %t", test.back, got, ok)
		}
	}
	d := lookedOver(t, ownDesk(t))
	event := someEvents(t, d, 1)[0]
	before := present(t, d).Change()
	w := submit(t, d, "/review", url.Values{"action": {"accept"}, "target": {event}, "back": {"//evil.example/"}}, "text/html")
	if w.Code != http.StatusBadRequest || w.Header().Get("Location") != "" {
		t.Errorf("%d, to %q", w.Code, w.Header().Get("Location"))
	}
	if present(t, d).Change() != before {
		t.Error("it was decided all the same")
	}
}

func FuzzLocalAddress(f *testing.F) {
	for _, seed := range []string{"/", "//a", "/a?b=c#d", `/\a`, "/%2f%2fa", "/a//b", "/;@b", "/?//a"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, address string) {
		local, ok := localAddress(address)
		if !ok {
			return
		}
		for _, to := range []string{local, withDone(local, 7)} {
			base := &url.URL{Scheme: "https", Host: "desk.example", Path: "/review"}
			u, err := base.Parse(to)
			if err != nil || u.Host != "desk.example" || u.Scheme != "https" || strings.HasPrefix(to, "//") || strings.HasPrefix(to, `/\`) {
				t.Fatalf("%q leads to %v (%v)", address, u, err)
			}
		}
	})
}

// TestRefused: an act that makes no sense is shown again with what is wrong, and nothing is stored.
func TestRefused(t *testing.T) {
	d := lookedOver(t, ownDesk(t))
	event := someEvents(t, d, 1)[0]
	account, err := present(t, d).Account(t.Context(), event)
	if err != nil {
		t.Fatal(err)
	}
	before := present(t, d).Change()
	for name, test := range map[string]struct {
		fields url.Values
		status int
		says   string
	}{
		"a status that is none":   {url.Values{"action": {"correct"}, "target": {event}, "field": {"status"}, "value": {"maybe"}}, 422, "maybe"},
		"a field that is none":    {url.Values{"action": {"correct"}, "target": {event}, "field": {"colour"}, "value": {"red"}}, 422, "colour"},
		"a time that is none":     {url.Values{"action": {"correct"}, "target": {event}, "field": {"time"}, "value": {"yesterday"}}, 422, "2021-05-13"},
		"an action that is none":  {url.Values{"action": {"praise"}, "target": {event}}, 422, "praise"},
		"an event that is none":   {url.Values{"action": {"accept"}, "target": {"e-none"}}, 404, "not in the record"},
		"words that are not told": {url.Values{"action": {"add"}, "target": {account.Report.ID}, "evidence": {"nobody wrote this"}, "category": {"AID"}, "status": {"actual"}}, 422, "nobody wrote this"},
		"a number that is none":   {url.Values{"action": {"accept"}, "target": {event}, "seen": {"x"}}, 400, "seen"},
	} {
		w := submit(t, d, "/review", test.fields, "text/html")
		if w.Code != test.status || !strings.Contains(w.Body.String(), test.says) {
			t.Errorf("%s: %d\n%s", name, w.Code, w.Body)
		}
		if w := submit(t, d, "/review", test.fields, "application/json"); w.Code != test.status || !json.Valid(w.Body.Bytes()) {
			t.Errorf("%s, for a program: %d %s", name, w.Code, w.Body)
		}
	}
	if present(t, d).Change() != before {
		t.Error("something was stored")
	}
	if w := ask(t, d, httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/review", strings.NewReader("action=accept&target="+event))); w.Code == http.StatusSeeOther {
		t.Error("a form without its token was taken")
	}
}

// TestQueue: a decision takes its doubt out of the queue, and the next comes; links go through all of it.
func TestQueue(t *testing.T) {
	d := lookedOver(t, ownDesk(t))
	first := get(t, d, "/review?kind=confidence").Body.String()
	var here, next, event string
	for _, n := range nodes(t, first, "div") {
		if attribute(n, "data-here") != "" {
			here, next = attribute(n, "data-here"), attribute(n, "data-next")
		}
	}
	for _, n := range nodes(t, first, "article") {
		event = attribute(n, "data-event")
	}
	if here == "" || next == "" || event == "" {
		t.Fatalf("here %q, next %q, event %q", here, next, event)
	}
	w := submit(t, d, "/review", url.Values{"action": {"accept"}, "target": {event}, "back": {next}}, "text/html")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("%d\n%s", w.Code, w.Body)
	}
	then := get(t, d, w.Header().Get("Location")).Body.String()
	if strings.Contains(then, `data-event="`+event+`"`) {
		t.Error("what was decided still waits")
	}
	steps, seen := 0, map[string]bool{}
	for at := "/review?kind=confidence"; at != ""; steps++ {
		body := get(t, d, at).Body.String()
		at = ""
		for _, n := range nodes(t, body, "div") {
			if attribute(n, "data-here") != "" {
				at = attribute(n, "data-next")
			}
		}
		for _, n := range nodes(t, body, "article") {
			seen[attribute(n, "data-event")] = true
		}
		if steps > 400 {
			t.Fatal("the queue has no end")
		}
	}
	s, err := d.overview.Snapshot(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if want := s.Counts().Events - s.Counts().Judged; len(seen) != want || steps != want {
		t.Errorf("%d events in %d steps, where %d wait", len(seen), steps, want)
	}
}

// TestFileOfDecisions: a file is shown before it is applied, errors with their lines; what is exported can be brought in.
func TestFileOfDecisions(t *testing.T) {
	d := lookedOver(t, ownDesk(t))
	events := someEvents(t, d, 2)
	text := "action,target,field,value,coder,reason\naccept," + events[0] + ",,,anna,\ncorrect," + events[1] + ",status,planned,anna,why\ncorrect," + events[1] + ",status,nonsense,anna,\npraise,x,,,,\n"
	before := present(t, d).Change()
	w := submit(t, d, "/review/file", url.Values{"text": {text}}, "text/html")
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "nonsense") || !strings.Contains(w.Body.String(), ":5:") {
		t.Fatalf("%d\n%s", w.Code, w.Body)
	}
	if present(t, d).Change() != before {
		t.Error("the preview stored something")
	}
	w = submit(t, d, "/review/file", url.Values{"text": {text}, "action": {"apply"}}, "application/json")
	var made map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &made); err != nil || made["good"] != 2.0 || made["bad"] != 2.0 {
		t.Fatalf("%v %s", err, w.Body)
	}
	// A second coder, so that they can be compared.
	for _, act := range []review.Act{{Action: review.Accept, Target: events[0]}, {Action: review.Reject, Target: events[1]}} {
		if _, err := d.Record.Decide(t.Context(), "bo", act, d.names); err != nil {
			t.Fatal(err)
		}
	}
	d.changed()
	body := get(t, d, "/review/agreement").Body.String()
	if !strings.Contains(body, "anna") || !strings.Contains(body, "right at all") || !strings.Contains(body, "Where they differ") {
		t.Errorf("agreement:\n%s", body)
	}
	if body := get(t, d, "/review/agreement?coder=anna").Body.String(); !strings.Contains(body, "No event was judged by two") {
		t.Errorf("one coder alone agrees with somebody:\n%s", body)
	}
	rows, err := csv.NewReader(get(t, d, "/review/decisions.csv").Body).ReadAll()
	if err != nil || len(rows) != 5 {
		t.Fatalf("%v %v", err, rows)
	}
	acts, faults := review.Parse("decisions.csv", get(t, d, "/review/decisions.csv").Body)
	if len(acts) != 4 || len(faults) > 0 || acts[1].Value != "planned" || acts[1].Coder != "anna" {
		t.Errorf("%v %v", acts, faults)
	}
	wholeRecord(t, d)
}

// TestAddPage: the words that were chosen in a report stand in the form, widened until they stand there once.
func TestAddPage(t *testing.T) {
	d := lookedOver(t, exampleDesk(t))
	a, err := present(t, d).Account(t.Context(), someEvents(t, d, 1)[0])
	if err != nil {
		t.Fatal(err)
	}
	s := a.Event.Evidence[0]
	address := "/review/add?report=" + url.QueryEscape(a.Report.ID) + "&start=" + strconv.Itoa(s.Start) + "&end=" + strconv.Itoa(s.End)
	w := get(t, d, address)
	if w.Code != http.StatusOK {
		t.Fatalf("%d\n%s", w.Code, w.Body)
	}
	for _, n := range nodes(t, w.Body.String(), "textarea") {
		if attribute(n, "name") == "evidence" {
			words := strings.TrimPrefix(n.FirstChild.Data, "\n")
			if strings.Count(a.Report.Text, words) != 1 || !strings.Contains(words, a.Report.Text[s.Start:s.End]) {
				t.Errorf("the words are %q", words)
			}
		}
	}
	for _, wrong := range []string{"&start=-1&end=4", "&start=5&end=4", "&start=0&end=999999999", "&start=x&end=4"} {
		if w := get(t, d, "/review/add?report="+url.QueryEscape(a.Report.ID)+wrong); w.Code != http.StatusBadRequest {
			t.Errorf("%s: %d", wrong, w.Code)
		}
	}
}
