package desk

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"chancery/access"
)

// uploadFiles sends files by the form for adding reports, and gives the page of what became of them.
func uploadFiles(t testing.TB, d *Desk, fields map[string]string, files ...[2]string) string {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	fields["csrf"] = formToken(t, d)
	for name, value := range fields {
		if err := form.WriteField(name, value); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range files {
		part, err := form.CreateFormFile("files", f[0])
		if err != nil {
			t.Fatal(err)
		}
		_, _ = part.Write([]byte(f[1]))
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/reports", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	w := ask(t, d, r)
	if w.Code != http.StatusSeeOther {
		return w.Body.String()
	}
	address := w.Header().Get("Location")
	<-d.intakes.get(strings.TrimPrefix(address, "/intakes/")).done
	return get(t, d, address).Body.String()
}

func TestReportsList(t *testing.T) {
	d := exampleDesk(t)
	page := get(t, d, "/reports").Body.String()
	if !strings.Contains(textOf(classed(t, page, "p", "found-count")[0]), "42 reports") || len(classed(t, page, "section", "reports-day")) == 0 {
		t.Error("the reports are not listed by day")
	}
	links := 0
	for _, n := range nodes(t, page, "a") {
		if strings.HasPrefix(attribute(n, "href"), "/reports/") {
			links++
		}
	}
	if links != 42 {
		t.Errorf("%d reports are listed", links)
	}
	some := get(t, d, "/reports?words=border").Body.String()
	if n := textOf(classed(t, some, "p", "found-count")[0]); strings.HasPrefix(n, "42 ") || strings.HasPrefix(n, "0 ") {
		t.Errorf("with the word border: %s", n)
	}
	if wrong := get(t, d, "/reports?words=sorce:USA").Body.String(); len(classed(t, wrong, "p", "problem")) != 1 {
		t.Error("a wrong word is not told")
	}
	outlet := get(t, d, "/reports?outlet=Continental+News").Body.String()
	if about := classed(t, outlet, "section", "outlet"); len(about) != 1 || !strings.Contains(textOf(about[0]), "Continental News") || len(nodes(t, outlet, "meter")) == 0 {
		t.Error("the outlet has no section")
	}
	if list := get(t, d, "/reports?show=outlets").Body.String(); !strings.Contains(list, "Continental News") || len(nodes(t, list, "table")) != 1 {
		t.Error("the outlets are not listed")
	}
	for _, address := range []string{"/reports?show=circles", "/reports?show=failed", "/reports?show=add", "/reports?as-of=2020-01-01"} {
		if w := get(t, d, address); w.Code != http.StatusOK {
			t.Errorf("%s: %d", address, w.Code)
		}
	}
	if w := get(t, d, "/reports?show=nonsense"); w.Code != http.StatusBadRequest {
		t.Errorf("a list that is none: %d", w.Code)
	}
	if w := asRole(t, d, access.Read, http.MethodGet, "/reports?show=add", nil); w.Code != http.StatusForbidden {
		t.Errorf("a reader gets the form: %d", w.Code)
	}
	if w := asRole(t, d, access.Read, http.MethodPost, "/reports", url.Values{"text": {"x"}}); w.Code != http.StatusForbidden {
		t.Errorf("a reader adds: %d", w.Code)
	}
}

// TestReportsUpload puts files in: what became of each is told, what failed stands among the failures until it is mended.
func TestReportsUpload(t *testing.T) {
	d := ownDesk(t)
	lines := `{"id":"up-1","outlet":"The Harbour Post","title":"Spying","published":"2024-05-29","text":"Iran accused Azerbaijan of spying on 28 May 2024."}
{"id":"up-2","outlet":"The Harbour Post","published":"2024-05-29"}
{"id":"up-3","outlet":"The Harbour Post","published":"2024-05-30","text":"Georgia offered Armenia technical assistance on 29 May 2024."}
`
	page := uploadFiles(t, d, map[string]string{}, [2]string{"../../etc/<b>news</b>*.jsonl", lines}, [2]string{"picture.txt", "\x89PNG\r\n\x1a\n\x00\x00\x00"})
	rows := classed(t, page, "li", "bad")
	if len(rows) != 2 || !strings.Contains(page, "2 added, 2 set aside") {
		t.Errorf("%d were set aside:\n%s", len(rows), page)
	}
	for _, row := range rows {
		if !strings.Contains(textOf(row), "uploaded: ") || strings.Contains(textOf(row), "/tmp") || strings.Contains(textOf(row), "..") {
			t.Errorf("a source is told as %q", textOf(row))
		}
	}
	if !strings.Contains(page, "/reports/up-1") || !strings.Contains(page, "Spying") {
		t.Error("what was added is not shown")
	}
	failed := get(t, d, "/reports?show=failed").Body.String()
	if n := len(classed(t, failed, "td", "source-name")); n != 2 || !strings.Contains(failed, "uploaded: picture.txt") || len(nodes(t, failed, "b")) > 0 {
		t.Errorf("%d failures are listed", n)
	}
	if advice := classed(t, failed, "ul", "reasons"); len(advice) != 1 || !strings.Contains(textOf(advice[0]), "save it as text") {
		t.Error("what can be done is not told")
	}
	if count := classed(t, failed, "span", "count"); len(count) != 1 || textOf(count[0]) != "2" {
		t.Error("the number of failures is not shown")
	}
	// A second time they are known; a changed one is revised; the failure is closed by what can be read.
	lines = strings.Replace(lines, "of spying", "of spying and smuggling", 1)
	lines = strings.Replace(lines, `"published":"2024-05-29"}`, `"published":"2024-05-29","text":"Turkey accused Greece of violating its airspace on 27 May 2024."}`, 1)
	page = uploadFiles(t, d, map[string]string{}, [2]string{"../../etc/<b>news</b>*.jsonl", lines})
	if !strings.Contains(page, "1 added, 1 revised, 1 known already") {
		t.Errorf("the second time:\n%s", page)
	}
	if n := len(classed(t, get(t, d, "/reports?show=failed").Body.String(), "td", "source-name")); n != 1 {
		t.Errorf("%d failures after one was mended", n)
	}
	// What is said in the form.
	page = uploadFiles(t, d, map[string]string{"outlet": "The Quay", "title": "A title", "published": "2024-06-01"}, [2]string{"one.txt", "Belgium accused Norway of breaking the fishing accord on 26 May 2024."})
	if !strings.Contains(page, "1 added") || !strings.Contains(page, "A title") {
		t.Errorf("with a title:\n%s", page)
	}
	if page := get(t, d, "/reports?outlet=The+Quay").Body.String(); !strings.Contains(page, "published 1 June 2024") {
		t.Error("the outlet and the day of the form are not kept")
	}
}

func TestReportsProblems(t *testing.T) {
	d := ownDesk(t)
	before := present(t, d).Change()
	many := make([][2]string, intakeFiles+1)
	for i := range many {
		many[i] = [2]string{"x.txt", "Georgia offered help."}
	}
	for name, test := range map[string]struct {
		fields map[string]string
		files  [][2]string
		says   string
	}{
		"nothing":  {map[string]string{"text": " "}, nil, "nothing to add"},
		"both":     {map[string]string{"text": "Georgia offered Armenia help."}, [][2]string{{"a.txt", "x"}}, "either"},
		"a date":   {map[string]string{"text": "Georgia offered Armenia help.", "published": "May"}, nil, "2021-05-13"},
		"script":   {map[string]string{"text": "Georgia offered Armenia help.", "url": "javascript:alert(1)"}, nil, "https://"},
		"too many": {map[string]string{}, many, "up to 50"},
	} {
		page := uploadFiles(t, d, test.fields, test.files...)
		problem := classed(t, page, "p", "problem")
		if len(problem) != 1 || !strings.Contains(textOf(problem[0]), test.says) {
			t.Errorf("%s: %s", name, page)
		}
		if text := test.fields["text"]; strings.TrimSpace(text) != "" {
			kept := false
			for _, n := range nodes(t, page, "textarea") {
				kept = kept || textOf(n) == text
			}
			if !kept {
				t.Errorf("%s: what was written is lost", name)
			}
		}
	}
	if now := present(t, d).Change(); now != before {
		t.Errorf("change %d was made", now)
	}
	if w := get(t, d, "/intakes/none"); w.Code != http.StatusNotFound {
		t.Errorf("an intake that is none: %d", w.Code)
	}
}

// TestReportsPasted adds what was pasted and read: by the form below its reading.
func TestReportsPasted(t *testing.T) {
	d := ownDesk(t)
	w := submit(t, d, "/read", url.Values{"text": {pastedReport}}, "text/html; fragment")
	fields := url.Values{}
	for _, n := range nodes(t, w.Body.String(), "input") {
		fields.Set(attribute(n, "name"), attribute(n, "value"))
	}
	fields.Set("outlet", "The Harbour Post")
	w = submit(t, d, "/reports", fields, "text/html")
	if w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	<-d.intakes.get(strings.TrimPrefix(w.Header().Get("Location"), "/intakes/")).done
	page := get(t, d, w.Header().Get("Location")).Body.String()
	if !strings.Contains(page, "1 added") {
		t.Errorf("added:\n%s", page)
	}
	address := ""
	for _, n := range nodes(t, page, "a") {
		if strings.HasPrefix(attribute(n, "href"), "/reports/") {
			address = attribute(n, "href")
		}
	}
	if w := get(t, d, address); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Zalkaliani") {
		t.Errorf("%s: %d", address, w.Code)
	}
	if w := submit(t, d, "/read", url.Values{"text": {pastedReport}}, "text/html; fragment"); !strings.Contains(w.Body.String(), "the record has this report") {
		t.Error("what was added is not known")
	}
	changes, err := present(t, d).Log(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	if last := changes[len(changes)-1]; !strings.Contains(last.Reason, "added at the desk by a tester") {
		t.Errorf("the change says %q", last.Reason)
	}
}

func TestHarmless(t *testing.T) {
	for name, want := range map[string]string{
		"news.txt": "news.txt", "../../etc/passwd": "passwd", `C:\news\a.html`: "a.html", "": "report.txt", "...": "report.txt", "a*b?[c].jsonl": "a_b__c_.jsonl",
		"-": "report.txt", "a\x00b\nc.txt": "a_b_c.txt", "http://x": "x", "Նորություն.txt": "Նորություն.txt", strings.Repeat("é", 200) + ".jsonl": strings.Repeat("é", 50) + ".jsonl",
	} {
		if got := harmless(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}

// FuzzHarmless gives names of files: none leads elsewhere.
func FuzzHarmless(f *testing.F) {
	f.Add("../x")
	f.Add(`a\b:c*`)
	f.Fuzz(func(t *testing.T, name string) {
		got := harmless(name)
		if got == "" || got == "." || got == ".." || strings.ContainsAny(got, "/\\*?[]\x00\n") || strings.HasPrefix(got, "-") || len(got) > 250 {
			t.Errorf("%q is %q", name, got)
		}
	})
}

// TestRemedies finds for each failure what can be done.
func TestRemedies(t *testing.T) {
	for _, r := range remedies {
		if what, advice := reasonOfFailure("news.jsonl:12: " + r.holds + ": and more"); what != r.what || advice != r.advice {
			t.Errorf("%s: %s", r.holds, what)
		}
	}
	if what, advice := reasonOfFailure("something new"); what != "other" || advice == "" {
		t.Error(what)
	}
}
