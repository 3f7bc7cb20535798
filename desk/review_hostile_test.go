package desk

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"chancery/record"
	"chancery/report"
	"chancery/review"
)

// TestHostileReportsInReview: markup in a report's title, outlet and text, in names and in reasons never becomes markup of
// the pages on which people decide.
func TestHostileReportsInReview(t *testing.T) {
	d := lookedOver(t, ownDesk(t))
	const evil = `"><script>alert(1)</script><img src=x onerror=alert(2)>`
	rep, err := report.FromText([]byte("Armenia accused Azerbaijan "+evil+" of shelling a village on Monday. Georgia offered to host talks "+evil+" between them."),
		report.Options{ID: "evil" + evil, Title: "Title " + evil, Outlet: "Outlet " + evil, URL: "javascript:alert(3)", Published: "2023-03-01", Language: "en"})
	if err != nil {
		t.Fatal(err)
	}
	got, err := d.Reader.Read(t.Context(), rep)
	if err != nil || len(got.Events) == 0 {
		t.Fatalf("%d events (%v)", len(got.Events), err)
	}
	if _, err := d.Record.Add(t.Context(), "add", "a test", []record.Item{{Reading: got}}); err != nil {
		t.Fatal(err)
	}
	id := got.Events[0].ID
	for _, act := range []review.Act{
		{Action: review.Correct, Target: id, Field: "sources", Value: "Nobody " + evil, Reason: "Reason " + evil},
		{Action: review.Note, Target: id, Value: "Note " + evil, Coder: "Coder " + evil},
		{Action: review.Reject, Target: id, Coder: "Other " + evil},
	} {
		if _, err := d.Record.Decide(t.Context(), "Coder "+evil, act, d.names); err != nil {
			t.Fatal(err)
		}
	}
	d.changed()
	seen := strconv.FormatInt(present(t, d).Change()-1, 10)
	pages := map[string]string{}
	for _, address := range []string{
		"/review", "/review?actor=" + url.QueryEscape(evil), "/review?kind=" + url.QueryEscape(evil), "/review/correct?target=" + id, "/review/correct?target=" + id + "&field=sources",
		"/review/add?report=" + url.QueryEscape(rep.ID) + "&start=0&end=40", "/review/log", "/review/agreement", "/codebook?find=" + url.QueryEscape(evil),
		"/codebook/entries/" + got.Events[0].Entry, "/codebook/try?text=" + url.QueryEscape(rep.Text) + "&date=" + url.QueryEscape(evil),
	} {
		pages[address] = get(t, d, address).Body.String()
	}
	for name, fields := range map[string]url.Values{
		"a conflict": {"action": {"accept"}, "target": {id}, "seen": {seen}, "reason": {evil}},
		"a refusal":  {"action": {"correct"}, "target": {id}, "field": {"time"}, "value": {evil}, "reason": {evil}},
		"an act":     {"action": {evil}, "target": {evil}},
	} {
		pages[name] = submit(t, d, "/review", fields, "text/html").Body.String()
	}
	pages["a file"] = submit(t, d, "/review/file", url.Values{"text": {"action,target,value,coder\nnote," + id + ",\"" + strings.ReplaceAll(evil, `"`, `""`) + "\"," + evil + "\n" + evil + ",x,,\n"}}, "text/html").Body.String()
	pages["a draft"] = submit(t, d, "/codebook/edit", url.Values{"file": {"events/mine.txt"}, "text": {"act " + evil + "\n    " + evil + " x\n"}, "action": {"check"}}, "text/html").Body.String()
	told := 0
	for name, body := range pages {
		told += strings.Count(body, "alert(1)")
		for _, n := range nodes(t, body, "") {
			if n.Data == "img" || n.Data == "script" && attribute(n, "src") == "" || attribute(n, "onerror") != "" {
				t.Errorf("%s: words became <%s>", name, n.Data)
			}
			if strings.HasPrefix(attribute(n, "href"), "javascript:") {
				t.Errorf("%s: a link runs words", name)
			}
		}
	}
	if told < 5 {
		t.Errorf("only %d times the words are told at all: the test sees nothing", told)
	}
	if w := get(t, d, "/review/decisions.csv"); w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/csv") || w.Header().Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("the file: %d %s", w.Code, w.Header())
	}
}

// FuzzCursorBefore: any two cursors can be compared, and only one can stand before the other.
func FuzzCursorBefore(f *testing.F) {
	f.Add("900.0.12", "700.1.3")
	f.Add("", "x.y.z")
	f.Fuzz(func(t *testing.T, a, b string) {
		if cursorBefore(a, b) && cursorBefore(b, a) {
			t.Errorf("%q and %q stand before each other", a, b)
		}
	})
}

// FuzzBookFileName: no name leads out of the folders of a codebook.
func FuzzBookFileName(f *testing.F) {
	for _, seed := range []string{"events/mine.txt", "../x.txt", "events/../../x.txt", "actors/a.tsv", "events//x.txt", "events/..txt"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		got, err := bookFileName(name)
		if err == nil && (got != name || strings.Count(name, "/") != 1 || strings.Contains(name, "/.") || strings.ContainsAny(name, "\\\x00")) {
			t.Errorf("%q is taken as %q", name, got)
		}
	})
}
