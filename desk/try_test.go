package desk

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

const pastedReport = `YEREVAN, MAY 21, 2021. Georgia offered Armenia technical assistance in the demarcation of the border on Friday. "We are ready to help," Foreign Minister Davit Zalkaliani said.`

// TestReadPasted reads a pasted text: as a page, and as the part of a page that the script asks for. Nothing is stored.
func TestReadPasted(t *testing.T) {
	d := ownDesk(t)
	before := present(t, d).Change()
	whole := submit(t, d, "/read", url.Values{"text": {pastedReport}}, "text/html")
	part := submit(t, d, "/read", url.Values{"text": {pastedReport}}, "text/html; fragment")
	if whole.Code != http.StatusOK || part.Code != http.StatusOK {
		t.Fatal(whole.Code, part.Code)
	}
	if strings.Contains(part.Body.String(), "<html") || !strings.Contains(whole.Body.String(), "<html") {
		t.Error("the page and the part of a page are not told apart")
	}
	for _, page := range []string{whole.Body.String(), part.Body.String()} {
		roles := map[string]bool{}
		for _, m := range nodes(t, page, "mark") {
			for _, class := range strings.Fields(attribute(m, "class")) {
				roles[class] = true
			}
		}
		for _, role := range []string{"role-source", "role-recipient", "role-action", "role-time"} {
			if !roles[role] {
				t.Errorf("no words are marked as %s", role)
			}
		}
		if len(classed(t, page, "p", "sentence")) == 0 || !strings.Contains(page, "Davit Zalkaliani") {
			t.Error("events or quotations are missing")
		}
		if !strings.Contains(page, `action="/reports"`) {
			t.Error("it cannot be added")
		}
	}
	if now := present(t, d).Change(); now != before {
		t.Errorf("reading made change %d", now)
	}
	// The text is shown as it is, whatever stands in it.
	text := ""
	for _, n := range classed(t, part.Body.String(), "div", "source-text") {
		text = textOf(n)
	}
	if !strings.Contains(text, "technical assistance in the demarcation") {
		t.Errorf("the text is shown as %q", text)
	}
	if w := submit(t, d, "/read", url.Values{"text": {"Armenia accused Azerbaijan <script>alert(1)</script> of shelling a village on Monday."}}, "text/html; fragment"); len(nodes(t, w.Body.String(), "script")) > 0 {
		t.Error("what is pasted made an element")
	}
}

func TestReadPastedProblems(t *testing.T) {
	d := exampleDesk(t)
	for name, test := range map[string]struct {
		fields url.Values
		says   string
	}{
		"empty":       {url.Values{"text": {" \n "}}, "no text to read"},
		"none":        {url.Values{}, "no text to read"},
		"too long":    {url.Values{"text": {strings.Repeat("Armenia and Georgia met. ", 4000)}}, "too long"},
		"Russian":     {url.Values{"text": {"Министр иностранных дел Армении заявил в понедельник, что переговоры о границе продолжатся на следующей неделе в Москве."}}, "Russian"},
		"Armenian":    {url.Values{"text": {"Հայաստանի արտաքին գործերի նախարարը երկուշաբթի օրը հայտարարեց, որ բանակցությունները կշարունակվեն հաջորդ շաբաթ։"}}, "Armenian"},
		"binary":      {url.Values{"text": {"\x00\x01\x02PK\x03\x04\x00\x00\x00"}}, "not text"},
		"a bad date":  {url.Values{"text": {pastedReport}, "published": {"last week"}}, "2021-05-13"},
		"only spaces": {url.Values{"text": {"\u00a0\u2003"}}, "no text to read"},
	} {
		w := submit(t, d, "/read", test.fields, "text/html; fragment")
		problem := classed(t, w.Body.String(), "p", "problem")
		if w.Code != http.StatusUnprocessableEntity || len(problem) != 1 || !strings.Contains(textOf(problem[0]), test.says) {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
	// A text that tells of nothing is no mistake.
	w := submit(t, d, "/read", url.Values{"text": {"The museum of the town shows paintings of the sea until the end of the month, and the café beside it has new chairs."}}, "text/html; fragment")
	if w.Code != http.StatusOK || len(classed(t, w.Body.String(), "p", "empty")) != 1 {
		t.Errorf("a text without events: %d %s", w.Code, w.Body)
	}
	// A report that the record has is told so.
	e, err := example()
	if err != nil {
		t.Fatal(err)
	}
	id := reportsOf(t, d)[0]
	got, err := present(t, deskOver(t, e.record, e.reader)).Reading(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if w := submit(t, d, "/read", url.Values{"text": {got.Report.Text}}, "text/html; fragment"); w.Code != http.StatusOK {
		t.Errorf("a known report: %d", w.Code)
	} else if strings.HasPrefix(id, "sha256:") && !strings.Contains(w.Body.String(), "the record has this report") {
		t.Errorf("a known report is not told to be known:\n%s", w.Body)
	}
	if w := get(t, d, "/read"); w.Code != http.StatusOK || len(nodes(t, w.Body.String(), "textarea")) != 1 {
		t.Errorf("the box alone: %d", w.Code)
	}
}
