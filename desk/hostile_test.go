package desk

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	cdpruntime "github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"

	"chancery/access"
	"chancery/intake"
	"chancery/query"
	"chancery/record"
	"chancery/report"
)

// hostileText is something that somebody may write to do harm. What would run counts itself in window.__run.
type hostileText struct{ Name, Text string }

// hostileTexts are the texts of testdata/hostile.
func hostileTexts(t testing.TB) []hostileText {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata", "hostile", "texts.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	var out []hostileText
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		var one hostileText
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			t.Fatal(err)
		}
		out = append(out, one)
	}
	if lines.Err() != nil || len(out) < 50 {
		t.Fatalf("%d texts, %v", len(out), lines.Err())
	}
	return out
}

// hostileReports are reports with the texts in all places: titles, outlets, addresses, identities, datelines, what is said,
// who says it, whom it is about.
func hostileReports(t testing.TB) (reports []report.Report) {
	t.Helper()
	for i, h := range hostileTexts(t) {
		day := fmt.Sprintf("2022-%02d-%02d", 1+i/28, 1+i%28)
		options := report.Options{Title: h.Text + " and more", Outlet: "The " + h.Text, URL: "https://example.org/" + h.Text, Published: day}
		if strings.Contains(h.Name, "address") {
			options.URL = h.Text
		}
		if i%3 == 0 {
			options.ID = "report " + h.Text
		}
		text := fmt.Sprintf(`BRUSSELS, (%[1]s) - Armenian Prime Minister Nikol Pashinyan met Azerbaijani President Ilham Aliyev in Brussels, the %[1]s agency reported.

"We will never %[1]s accept this," Foreign Minister Ararat Mirzoyan said. The %[1]s spokesman said Azerbaijan had offered to release 15 prisoners to %[1]s by June %[2]d. "%[1]s," Jeyhun Bayramov said.

Armenia's Defence Ministry accused %[1]s of shelling the village of %[1]s near Sotk on May %[2]d, citing %[1]s. Azerbaijan, according to %[1]s, demanded that Armenia withdraw its troops.

%[1]s Chairman John %[1]s Smith visited Yerevan. Russia proposed talks on the border, the newspaper %[1]s said.`, h.Text, 1+i%28)
		r, err := report.FromText([]byte(text), options)
		if errors.Is(err, report.ErrBinary) { // a file with such bytes is not read at all
			r, err = report.FromText([]byte(strings.ReplaceAll(text, "\x00", "")), options)
		}
		if err != nil {
			t.Fatalf("%s: %v", h.Name, err)
		}
		r.Origin = "folder/" + h.Text + ".txt"
		reports = append(reports, r)
		page, err := report.FromHTML([]byte(`<html><head><title>`+h.Text+`</title><meta property="og:site_name" content='`+h.Text+`'><link rel="canonical" href="`+h.Text+`"></head><body><article><h1>On page `+h.Text+
			`</h1><p>MOSCOW, March 3 - Russian President Vladimir Putin and Ilham Aliyev talked by telephone on Monday about the border.</p><p>`+h.Text+` and Putin called on Armenia to sign the agreement.</p></article></body></html>`), report.Options{Published: day})
		if err == nil { // some of them are no page any more
			reports = append(reports, page)
		}
	}
	return reports
}

// hostileRecord is a record in which all texts stand in all places, of reports and of what people say of them.
var hostileRecord = sync.OnceValues(func() (*exampleRecord, error) {
	e, err := example()
	if err != nil {
		return nil, err
	}
	return &exampleRecord{reader: e.reader}, nil
})

// fullyHostileDesk is a desk over a record of hostile reports, decided upon with hostile words.
func fullyHostileDesk(t testing.TB) *Desk {
	t.Helper()
	e, err := hostileRecord()
	if err != nil {
		t.Fatal(err)
	}
	rec, err := record.Open(t.Context(), filepath.Join(t.TempDir(), "record.db"), record.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = rec.Close() })
	reports := hostileReports(t)
	summary, err := intake.Run(t.Context(), e.reader, rec, func(yield func(report.Item) bool) {
		for _, r := range reports {
			if !yield(report.NewItem(r)) {
				return
			}
		}
	}, intake.Options{Reason: "hostile <script>window.__run=1</script>"})
	if err != nil || summary.Events < 2*len(hostileTexts(t)) {
		t.Fatalf("%+v, %v", summary, err)
	}
	d := deskOver(t, rec, e.reader)
	d.Log = slog.New(slog.NewTextHandler(t.Output(), nil))
	events := someEvents(t, d, 3*len(hostileTexts(t)))
	taken := 0
	for i, h := range hostileTexts(t) {
		for j, field := range [...]string{"source", "place", "recipients"} {
			act := url.Values{"action": {"correct"}, "target": {events[3*i+j]}, "field": {field}, "value": {h.Text}, "reason": {h.Text}}
			if i%2 == 0 {
				act = url.Values{"action": {[]string{"accept", "reject", "note"}[j]}, "target": {events[3*i+j]}, "reason": {h.Text}}
			}
			if w := submit(t, d, "/review", act, "text/html"); w.Code == http.StatusSeeOther {
				taken++
			} else if w.Code == http.StatusInternalServerError {
				t.Errorf("%s: %d", act.Encode(), w.Code)
			} else {
				intact(t, "/review answering "+h.Name, w.Body.String())
			}
		}
		w := submit(t, d, "/searches", url.Values{"name": {strings.NewReplacer("/", "|", `\`, "|").Replace(h.Text)}, "query": {`"` + strings.ReplaceAll(h.Text, `"`, `\"`) + `"`}}, "text/html")
		if w.Code == http.StatusInternalServerError {
			t.Errorf("a search named %s: %d", h.Name, w.Code)
		} else if w.Code != http.StatusSeeOther {
			intact(t, "/searches answering "+h.Name, w.Body.String())
		}
	}
	if taken < len(events)/3 {
		t.Errorf("only %d decisions of %d were taken", taken, len(events))
	}
	return d
}

// hostilePages are addresses of all kinds of pages of such a desk, and addresses that are hostile themselves.
func hostilePages(t testing.TB, d *Desk, few bool) []string {
	t.Helper()
	to := links{}
	pages := []string{
		"/", "/timeline", "/timeline?by=status", "/actors", "/actors?show=matrix", "/actors?show=list", "/map", "/tracks", "/tracks/prisoners", "/tracks/prisoners/wording", "/ledger", "/search", "/search?q=kind:quotations",
		"/search?q=kind:reports", "/search?q=kind:occurrences", "/review", "/review?sort=oldest", "/review/log", "/review/agreement", "/review/file", "/codebook", "/codebook/try", "/codebook/edit", "/reports", "/reports?show=outlets", "/reports?show=circles",
		"/reports?show=failed", "/reports?show=add", "/changes", "/changes/1", "/export", "/account", "/searches", "/read",
	}
	texts := hostileTexts(t)
	var occurrences, events, quotations, reports []string
	n := 0
	for r, err := range present(t, d).Readings(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; few && n%12 != 1 {
			continue
		}
		reports = append(reports, to.Report(r.Report.ID))
		for i := range r.Events {
			if i < 2 || !few {
				events = append(events, to.Event(r.Events[i].ID), to.At("review/correct", "target", r.Events[i].ID))
			}
		}
		if len(reports)%4 == 1 {
			occurrences = append(occurrences, to.At("review/add", "report", r.Report.ID))
		}
	}
	q, err := query.Parse("kind:quotations", d.words)
	if err != nil {
		t.Fatal(err)
	}
	said, err := present(t, d).Find(t.Context(), q, record.Page{Limit: 100})
	if err != nil || len(said.Hits) < 20 {
		t.Fatalf("%d quotations, %v", len(said.Hits), err)
	}
	for i := range said.Hits {
		if i%10 == 0 || !few {
			quotations = append(quotations, to.Quotation(said.Hits[i].Quotation.ID))
		}
	}
	pages = slices.Concat(pages, occurrences, events, quotations, reports)
	searches, err := d.searches.All(t.Context())
	if err != nil || len(searches) < 10 {
		t.Fatalf("%d searches, %v", len(searches), err)
	}
	for i, s := range searches {
		if !few || i%10 == 0 {
			pages = append(pages, to.to([]string{"searches", s.Name}))
		}
	}
	for i, h := range texts {
		q := url.QueryEscape(h.Text)
		all := []string{"/search?q=" + q, "/timeline?as-of=" + q, "/timeline?actor=" + q + "&track=" + q, "/actors/" + url.PathEscape(h.Text), "/occurrences/" + url.PathEscape(h.Text), "/map?box=" + q, "/reports?outlet=The+" + q,
			"/export?q=" + q, "/codebook/try?text=" + q, "/" + url.PathEscape(h.Text), "/review?sort=" + q, "/ledger?track=" + q + "&state=" + q, "/changes/" + url.PathEscape(h.Text), "/actors?actor=" + q, "/sign-in?to=" + q, "/tracks/" + url.PathEscape(h.Text),
			"/review/correct?target=" + q, "/reports?words=" + q, "/search?q=source:" + q, "/timeline?on=" + q}
		if few {
			all = []string{all[i%len(all)], all[(7*i+3)%len(all)]}
		}
		pages = append(pages, all...)
	}
	return pages
}

var ownScript = regexp.MustCompile(`^/static/[0-9a-f]{12}-[a-z-]+\.js$`)

// intact says what of a page is not the desk's own: elements, attributes and addresses that only hostile text brings.
func intact(t testing.TB, where, text string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for n := range root.Descendants() {
		if n.Type == html.CommentNode {
			t.Errorf("%s: the comment %.100q", where, n.Data)
		}
		if n.Type != html.ElementNode {
			continue
		}
		count[n.Data]++
		switch n.Data {
		case "iframe", "object", "embed", "base", "style", "frame", "applet", "math", "animate", "audio", "video", "img", "template", "noscript":
			t.Errorf("%s: there is an element %s", where, n.Data)
		case "script":
			if !ownScript.MatchString(attribute(n, "src")) || textOf(n) != "" {
				t.Errorf("%s: the script %q %q", where, attribute(n, "src"), textOf(n))
			}
		case "meta":
			if attribute(n, "http-equiv") != "" {
				t.Errorf("%s: a page is sent elsewhere", where)
			}
		}
		for _, a := range n.Attr {
			key := a.Key
			switch {
			case strings.HasPrefix(key, "on"), key == "style", key == "srcdoc", key == "srcset", key == "ping", key == "background", key == "autofocus" && n.Data != "input" && n.Data != "textarea":
				t.Errorf("%s: %s has %s=%.80q", where, n.Data, key, a.Val)
			case key == "src" || key == "action" || key == "formaction" || n.Data == "link" && key == "href":
				if a.Val != "data:," && (!strings.HasPrefix(a.Val, "/") || strings.HasPrefix(a.Val, "//")) {
					t.Errorf("%s: %s leads to %s=%.80q", where, n.Data, key, a.Val)
				}
			case key == "href" || a.Namespace == "xlink":
				u, err := url.Parse(a.Val)
				own := err == nil && u.Scheme == "" && u.Host == "" && !strings.HasPrefix(a.Val, "/\\")
				if !own && (err != nil || u.Scheme != "http" && u.Scheme != "https") {
					t.Errorf("%s: a link to %.80q", where, a.Val)
				}
			}
		}
	}
	for _, one := range [...]string{"html", "head", "body", "main", "h1"} {
		if count[one] != 1 {
			t.Errorf("%s: %d elements %s", where, count[one], one)
		}
	}
}

// TestHostileText: whatever reports, people and addresses say is text on every page.
func TestHostileText(t *testing.T) {
	d := fullyHostileDesk(t)
	handler := d.Handler()
	visit := func(address string) *httptest.ResponseRecorder {
		u, err := url.ParseRequestURI(address)
		if err != nil {
			t.Fatalf("%q: %v", address, err)
		}
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://localhost/", nil)
		r.URL, r.RequestURI, r.Host, r.RemoteAddr = u, address, "localhost", "127.0.0.1:5"
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w
	}
	visited := 0
	all := os.Getenv("CHANCERY_HOSTILE") == "all" // some thousand pages instead of some hundred
	for _, address := range hostilePages(t, d, !all) {
		w := visit(address)
		where := fmt.Sprintf("%.120q → %d", address, w.Code)
		if w.Code >= 500 {
			t.Errorf("%s\n%s", where, mainOf(t, w.Body.String()))
			continue
		}
		if w.Code >= 300 && w.Code < 400 {
			if to := w.Header().Get("Location"); !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.HasPrefix(to, `/\`) {
				t.Errorf("%s: led to %q", where, to)
			}
			continue
		}
		if kind := w.Header().Get("Content-Type"); kind != "text/html; charset=utf-8" {
			t.Errorf("%s is %q", where, kind)
		}
		intact(t, where, w.Body.String())
		if strings.Contains(w.Body.String(), "ZgotmplZ") && !strings.Contains(address, "Zgotmpl") {
			t.Errorf("%s: an address was taken out only by the last guard: %.300s", where, aroundWord(w.Body.String(), "ZgotmplZ"))
		}
		visited++
	}
	if visited < 150 {
		t.Errorf("only %d pages", visited)
	}
	for _, address := range [...]string{"/pictures/timeline.svg", "/pictures/network.svg", "/pictures/matrix.svg", "/pictures/map.svg", "/pictures/track/prisoners.svg"} {
		w := visit(address)
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "image/svg+xml; charset=utf-8" || strings.Contains(w.Header().Get("Content-Security-Policy"), "script") {
			t.Errorf("%s: %d %v", address, w.Code, w.Header())
		}
		wellFormed(t, address, w.Body.Bytes())
		for _, n := range nodes(t, w.Body.String(), "") {
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "on") || n.Data == "script" || n.Data == "foreignobject" || n.Data == "image" {
					t.Errorf("%s: %s %s=%.80q", address, n.Data, a.Key, a.Val)
				}
			}
		}
	}
	for _, f := range [...]string{"csv", "jsonl", "atom", "icalendar", "geojson", "graphml", "gexf", "bibtex", "csl-json", "timelinejs", "gdelt-events", "datapackage"} {
		w := visit("/export/" + f + "?title=" + url.QueryEscape("]]></title>\r\nX-Stolen: 1<script>"))
		if w.Code == http.StatusBadRequest || w.Code == http.StatusNotFound {
			continue // some go by other names
		}
		h := w.Header()
		if w.Code != http.StatusOK || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment") || strings.Contains(h.Get("Content-Type"), "html") || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("X-Stolen") != "" {
			t.Errorf("%s: %d %v", f, w.Code, h)
		}
		if f == "atom" || f == "graphml" || f == "gexf" {
			wellFormed(t, f, w.Body.Bytes())
		}
		if f == "geojson" || f == "csl-json" || f == "timelinejs" {
			if !json.Valid(w.Body.Bytes()) {
				t.Errorf("%s is no JSON", f)
			}
		}
	}
	for _, h := range hostileTexts(t) {
		w := visit("/export/csv?q=" + url.QueryEscape(`"`+strings.ReplaceAll(h.Text, `"`, "")+`"`))
		if name := w.Header().Get("Content-Disposition"); strings.ContainsAny(name, "\r\n\x00/\\<>") {
			t.Errorf("%s: the file is named %q", h.Name, name)
		}
	}
	searches, err := d.searches.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range searches {
		w := visit(links{}.to([]string{"searches", s.Name, "feed.atom"}))
		if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "application/atom+xml") {
			t.Errorf("the feed of %q: %d %s", s.Name, w.Code, w.Header().Get("Content-Type"))
		}
		wellFormed(t, s.Name, w.Body.Bytes())
	}
	for _, address := range [...]string{"/search/complete?q=outlet:The&at=10", "/review/names?q=%3Cimg", "/api/v1/events?limit=50", "/api/v1/reports?limit=50", "/api/v1/search?q=%3Cscript%3E"} {
		w := visit(address)
		if kind := w.Header().Get("Content-Type"); w.Code < 500 && !strings.Contains(kind, "json") && !strings.Contains(kind, "text/html; charset=utf-8") || w.Code >= 500 {
			t.Errorf("%s: %d %s", address, w.Code, kind)
		}
		if kind := w.Header().Get("Content-Type"); strings.Contains(kind, "json") && bytes.ContainsAny(w.Body.Bytes(), "<>") {
			t.Logf("%s: the answer has angle brackets, which only nosniff guards", address)
		}
	}
}

// aroundWord is what stands around a word.
func aroundWord(text, word string) string {
	at := strings.Index(text, word)
	if at < 0 {
		return ""
	}
	return text[max(0, at-200):min(len(text), at+100)]
}

// wellFormed says what is wrong with XML, and whether it defines entities or has a script.
func wellFormed(t testing.TB, where string, text []byte) {
	t.Helper()
	decoder := xml.NewDecoder(bytes.NewReader(text))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Errorf("%s: %v", where, err)
			return
		}
		switch one := token.(type) {
		case xml.Directive:
			t.Errorf("%s: <!%s>", where, one)
		case xml.StartElement:
			if strings.EqualFold(one.Name.Local, "script") {
				t.Errorf("%s: there is a script", where)
			}
		}
	}
}

// TestHostileAccounts: names, labels and what browsers call themselves are text on the pages of accounts.
func TestHostileAccounts(t *testing.T) {
	s := newSharedDesk(t, nil)
	token := s.formToken(t, "admin")
	labels := 0
	for _, h := range hostileTexts(t) {
		for _, form := range []url.Values{
			{"do": {"add"}, "name": {h.Text}, "role": {"read"}, "password": {password}}, {"do": {"add"}, "name": {"x"}, "role": {h.Text}}, {"do": {"role"}, "name": {h.Text}, "role": {"read"}},
			{"do": {"disable"}, "name": {h.Text}}, {"do": {h.Text}}, {"do": {"end-all"}, "name": {h.Text}}, {"do": {"revoke"}, "name": {h.Text}, "id": {h.Text}},
		} {
			form.Set("csrf", token)
			w := s.send(t, http.MethodPost, "/accounts", form, s.as("admin"))
			if w.Code >= 500 {
				t.Errorf("%s: %d", form.Encode(), w.Code)
			}
			intact(t, "/accounts "+form.Get("do")+" "+h.Name, w.Body.String())
		}
		w := s.send(t, http.MethodPost, "/account", url.Values{"csrf": {token}, "do": {"token"}, "label": {h.Text}, "role": {"read"}, "days": {"1"}}, s.as("admin"))
		if w.Code == http.StatusOK {
			labels++
		}
		intact(t, "/account with the label "+h.Name, w.Body.String())
		w = s.send(t, http.MethodPost, "/sign-in", url.Values{"name": {h.Text}, "password": {h.Text}, "to": {h.Text}}, nil)
		if w.Code >= 500 {
			t.Errorf("signing in as %s: %d", h.Name, w.Code)
		}
		if w.Code != http.StatusTooManyRequests {
			intact(t, "/sign-in as "+h.Name, w.Body.String())
		}
	}
	if labels < 10 {
		t.Errorf("only %d labels were taken", labels)
	}
	for _, h := range hostileTexts(t)[:20] {
		s.send(t, http.MethodPost, "/sign-in", url.Values{"name": {"admin"}, "password": {password}}, func(r *http.Request) {
			r.Header.Set("User-Agent", h.Text)
			r.RemoteAddr = "198.51.100.77:5"
		})
	}
	for _, address := range [...]string{"/account", "/accounts", "/accounts/audit"} {
		w := s.send(t, http.MethodGet, address, nil, s.as("admin"))
		if w.Code != http.StatusOK || address != "/accounts/audit" && !strings.Contains(w.Body.String(), "&lt;script") {
			t.Errorf("%s: %d, and nothing hostile stands there", address, w.Code)
		}
		intact(t, address, w.Body.String())
	}
	if entries, _, err := s.Access.Entries(t.Context(), access.AuditFilter{Limit: 1}); err != nil || len(entries) != 1 {
		t.Errorf("the audit log: %v", err)
	}
}

// watcher notes what a browser does that no page of the desk has it do.
type watcher struct {
	mutex sync.Mutex
	base  string
	where string
	wrong []string
}

func (w *watcher) note(format string, values ...any) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.wrong = append(w.wrong, fmt.Sprintf("%.150q: ", w.where)+fmt.Sprintf(format, values...))
}

// at says which page is looked at from now on.
func (w *watcher) at(where string) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.where = where
}

func (w *watcher) event(ev any) {
	switch e := ev.(type) {
	case *cdppage.EventJavascriptDialogOpening:
		w.note("a dialog opens: %s", e.Message)
	case *network.EventRequestWillBeSent:
		if u := e.Request.URL; !strings.HasPrefix(u, w.base+"/") && u != w.base && !strings.HasPrefix(u, "data:,") && !strings.HasPrefix(u, "data:image/svg+xml;base64,") /* the browser's own sign beside dates */ && u != "about:blank" {
			w.note("it asks for %.200s", u)
		}
	case *log.EventEntryAdded:
		if strings.Contains(e.Entry.Text, "Content Security Policy") || e.Entry.Source == log.EntrySourceSecurity {
			w.note("%s", e.Entry.Text)
		}
	case *cdpruntime.EventExceptionThrown:
		w.note("a script of the desk breaks: %s", e.ExceptionDetails.Text)
	case *cdppage.EventFrameNavigated:
		if !strings.HasPrefix(e.Frame.URL, w.base) && e.Frame.URL != "about:blank" {
			w.note("it goes to %.200s", e.Frame.URL)
		}
	}
}

// watch has a tab tell what it does, and gives each page a sentinel.
func watch(t testing.TB, ctx context.Context, base string) *watcher {
	t.Helper()
	w := &watcher{base: base}
	if err := chromedp.Listen(ctx, w.event); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, log.Enable, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	const sentinel = `window.__seen = []; addEventListener("securitypolicyviolation", (e) => window.__seen.push(e.violatedDirective + " " + e.blockedURI + " " + e.sample));`
	if _, err := chromedp.Call(ctx, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: sentinel}); err != nil {
		t.Fatal(err)
	}
	return w
}

// touch does to a page what visitors do: it points at, focuses and opens everything.
const touch = `(() => {
	for (const e of document.querySelectorAll("main *")) {
		for (const kind of ["pointerover", "mouseover", "mouseenter", "pointerenter"]) e.dispatchEvent(new PointerEvent(kind, {bubbles: true, pointerType: "mouse"}));
	}
	for (const e of document.querySelectorAll("main :is(a, button, input, textarea, summary, [tabindex])")) e.focus();
	for (const e of document.querySelectorAll("details")) e.open = true;
	return JSON.stringify({run: window.__run ?? 0, seen: window.__seen, main: document.querySelectorAll("main").length, h1: document.querySelectorAll("h1").length,
		inline: document.querySelectorAll("script:not([src]), style, [style], iframe, object, embed, base").length});
})()`

// TestBrowserHostile opens pages full of hostile text in a real browser: nothing of it runs, is asked for, or is even tried.
func TestBrowserHostile(t *testing.T) {
	d := fullyHostileDesk(t)
	ctx, base := tab(t, d)
	w := watch(t, ctx, base)
	look := func() {
		t.Helper()
		answer, err := chromedp.Run(ctx, chromedp.Evaluate[string](touch))
		if err != nil {
			w.note("%v", err)
			return
		}
		var found struct {
			Run, Main, H1, Inline int
			Seen                  []string
		}
		if err := json.Unmarshal([]byte(answer), &found); err != nil {
			t.Fatal(err)
		}
		if found.Run != 0 || found.Main != 1 || found.H1 != 1 || found.Inline != 0 || len(found.Seen) > 0 {
			w.note("%s", answer)
		}
	}
	all := os.Getenv("CHANCERY_HOSTILE") == "all"
	for i, address := range hostilePages(t, d, true) {
		if i > 35 && i%5 != 0 && !all {
			continue
		}
		w.at(address)
		if err := chromedp.Do(ctx, chromedp.Navigate(base+address), chromedp.WaitReady(chromedp.CSS("main"))); err != nil {
			w.note("%v", err)
			continue
		}
		look()
	}
	// What scripts put into pages: the reading of a pasted text, completions, names.
	texts := hostileTexts(t)
	for i := 0; i < len(texts); i += 5 {
		w.at("pasting " + texts[i].Name)
		paste := fmt.Sprintf("%s\n\nArmenian Prime Minister Nikol Pashinyan met %s in Moscow on Monday. \"%s,\" Putin said.", texts[i].Text, texts[i].Text, texts[i].Text)
		typed, err := json.Marshal(paste)
		if err != nil {
			t.Fatal(err)
		}
		if err := chromedp.Do(ctx, chromedp.Navigate(base+"/"), chromedp.WaitReady(chromedp.CSS("textarea"))); err != nil {
			t.Fatal(err)
		}
		if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`(() => {const box = document.querySelector("textarea"); box.value = `+string(typed)+`; box.dispatchEvent(new Event("input", {bubbles: true})); box.form.requestSubmit(); return true})()`)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(400 * time.Millisecond) // the reading comes in under a second
		look()
	}
	w.at("completion")
	if err := chromedp.Do(ctx, chromedp.Navigate(base+"/search"), chromedp.WaitReady(chromedp.CSS("main input[name=q]")), chromedp.SendKeys(chromedp.CSS("main input[name=q]"), `outlet:The`)); err != nil {
		t.Fatal(err)
	}
	time.Sleep(400 * time.Millisecond)
	look()
	for _, address := range [...]string{"/pictures/timeline.svg", "/pictures/network.svg", "/pictures/matrix.svg", "/pictures/map.svg"} {
		w.at(address)
		if err := chromedp.Do(ctx, chromedp.Navigate(base+address)); err != nil {
			t.Fatal(err)
		}
		run, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`window.__run === undefined && document.documentElement.localName === "svg" && window.__seen.length === 0`))
		if err != nil || !run {
			w.note("the picture does more than show: %v", err)
		}
	}
	w.mutex.Lock()
	defer w.mutex.Unlock()
	for _, wrong := range w.wrong {
		t.Error(wrong)
	}
}
