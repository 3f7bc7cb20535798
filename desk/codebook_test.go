package desk

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"chancery/codebook"
	"chancery/reading"
)

// bookDesk is a desk of the test's own with a folder laid over the codebook.
func bookDesk(t *testing.T, files map[string]string) (*Desk, string) {
	t.Helper()
	dir := t.TempDir()
	for _, folder := range []string{"events", "tracks"} {
		if err := os.MkdirAll(filepath.Join(dir, folder), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	d := lookedOver(t, ownDesk(t))
	book, err := codebook.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	reader, err := reading.New(reading.Options{Codebook: book})
	if err != nil {
		t.Fatal(err)
	}
	d.CodebookDir = dir
	d.book.Store(useCodebook(book, reader, d.names))
	return d, dir
}

// waitFor waits for the end of a job, as a page without script does: by asking again.
func waitFor(t *testing.T, d *Desk, address string) string {
	t.Helper()
	for range 600 {
		body := get(t, d, address).Body.String()
		if !strings.Contains(body, `data-state="running"`) {
			return body
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("the job does not end")
	return ""
}

// sojourned takes nearly all words for a visit away.
const sojourned = `# Replaces visit.
act visit
    cameo     042
    verb      SOURCE sojourn in DESTINATION
`

// TestRehearseAndKeep: a change is checked, rehearsed on reports that it touches, kept with the former file beside it, and
// the record is read again.
func TestRehearseAndKeep(t *testing.T) {
	d, dir := bookDesk(t, map[string]string{"events/mine.txt": "# nothing yet\n"})
	before := standingEvents(t, present(t, d))
	w := submit(t, d, "/codebook/edit", url.Values{"file": {"events/mine.txt"}, "text": {sojourned}, "action": {"check"}}, "text/html")
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "It changes 1 entry: visit") {
		t.Fatalf("%d\n%s", w.Code, w.Body)
	}
	w = submit(t, d, "/codebook/edit", url.Values{"file": {"events/mine.txt"}, "text": {sojourned}, "action": {"rehearse"}, "reports": {"30"}}, "text/html")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("%d\n%s", w.Code, w.Body)
	}
	address := w.Header().Get("Location")
	body := waitFor(t, d, address)
	if !strings.Contains(body, "30 of 42 reports read again") || !strings.Contains(body, "because they hold events of the entries that change") || !strings.Contains(body, `id="gone"`) {
		t.Fatalf("the rehearsal says\n%s", body)
	}
	if standingEvents(t, present(t, d)) != before {
		t.Error("the rehearsal changed the record")
	}
	if text, err := os.ReadFile(filepath.Join(dir, "events", "mine.txt")); err != nil || string(text) != "# nothing yet\n" {
		t.Errorf("the rehearsal wrote %q (%v)", text, err)
	}
	// A sentence is read with the changed codebook, too.
	sentence := "/codebook/try?text=" + url.QueryEscape("The president of France visited Armenia on Monday.") + "&date=2021-06-10"
	id := address[strings.LastIndex(address, "/")+1:]
	if body := get(t, d, sentence).Body.String(); !strings.Contains(body, `data-entry="visit"`) {
		t.Error("the codebook in use does not read a visit")
	}
	if body := get(t, d, sentence+"&draft="+id).Body.String(); strings.Contains(body, `data-entry="visit"`) {
		t.Error("the changed codebook reads a visit as before")
	}
	if w := submit(t, d, address+"/keep", url.Values{}, "text/html"); w.Code != http.StatusSeeOther {
		t.Fatalf("keep: %d\n%s", w.Code, w.Body)
	}
	if text, err := os.ReadFile(filepath.Join(dir, "events", "mine.txt")); err != nil || string(text) != sojourned {
		t.Errorf("kept is %q (%v)", text, err)
	}
	entries, err := os.ReadDir(filepath.Join(dir, "events"))
	if err != nil || len(entries) != 2 || !strings.HasSuffix(entries[0].Name(), ".bak") {
		t.Errorf("the folder holds %v (%v)", entries, err)
	}
	if body := get(t, d, sentence).Body.String(); strings.Contains(body, `data-entry="visit"`) {
		t.Error("what was kept is not in use")
	}
	if _, err := codebook.Open(dir); err != nil {
		t.Error(err)
	}
	w = submit(t, d, "/codebook/reread", url.Values{}, "text/html")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("read again: %d\n%s", w.Code, w.Body)
	}
	if body := waitFor(t, d, w.Header().Get("Location")); !strings.Contains(body, "42 of 42 reports read again") {
		t.Errorf("reading again says\n%s", body)
	}
	if standingEvents(t, present(t, d)) == before {
		t.Error("the record is as it was")
	}
	wholeRecord(t, d)
	if err := d.Close(); err != nil {
		t.Error(err)
	}
}

// TestMistakesByLine: what cannot be loaded is told by its lines, and is neither rehearsed nor kept.
func TestMistakesByLine(t *testing.T) {
	d, _ := bookDesk(t, nil)
	for _, test := range []struct{ file, text, says string }{
		{"events/mine.txt", "act x\n    verb SOURCE\n    cameo 9999\n", "line 3"},
		{"events/mine.txt", "nonsense\n", "begins no record of events/"},
		{"events/mine.txt", "act <script>alert(1)</script>\n    cameo 0841\n", "&lt;script&gt;"},
	} {
		w := submit(t, d, "/codebook/edit", url.Values{"file": {test.file}, "text": {test.text}, "action": {"rehearse"}}, "text/html")
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), test.says) || strings.Contains(w.Body.String(), "<script>alert") {
			t.Errorf("%q: %d\n%s", test.text, w.Code, w.Body)
		}
	}
	for _, file := range []string{"../../etc/passwd", "events/../x.txt", "events/x.sh", "events/.x.txt", "/events/x.txt", "events/a/b.txt", "other/x.txt", "events/.txt", ""} {
		if w := submit(t, d, "/codebook/edit", url.Values{"file": {file}, "text": {"# x"}, "action": {"check"}}, "text/html"); w.Code != http.StatusBadRequest {
			t.Errorf("%q: %d", file, w.Code)
		}
	}
	if w := submit(t, d, "/codebook/edit", url.Values{"file": {"events/x.txt"}, "text": {"# x"}, "action": {"rehearse"}, "reports": {"0"}}, "text/html"); w.Code != http.StatusBadRequest {
		t.Errorf("no report: %d", w.Code)
	}
}

// TestJobsOneAtATime: a second rehearsal is refused while one runs; stopping ends it, and closing the desk waits for it.
func TestJobsOneAtATime(t *testing.T) {
	d, _ := bookDesk(t, nil)
	form := url.Values{"file": {"events/mine.txt"}, "text": {"class @people +\n    ruritanian\n"}, "action": {"rehearse"}, "reports": {"42"}}
	w := submit(t, d, "/codebook/edit", form, "text/html")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("%d\n%s", w.Code, w.Body)
	}
	address := w.Header().Get("Location")
	j := d.jobs.get(address[strings.LastIndex(address, "/")+1:])
	if j.progress().State == jobRuns {
		if w := submit(t, d, "/codebook/edit", form, "text/html"); w.Code != http.StatusConflict && j.progress().State == jobRuns {
			t.Errorf("a second one: %d\n%s", w.Code, w.Body)
		}
	}
	if w := submit(t, d, address+"/stop", url.Values{}, "text/html"); w.Code != http.StatusSeeOther {
		t.Errorf("stop: %d", w.Code)
	}
	waitFor(t, d, address)
	if state := j.progress().State; state != jobStopped && state != jobDone {
		t.Errorf("it is %s", state)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
	if w := submit(t, d, "/codebook/edit", form, "text/html"); w.Code == http.StatusSeeOther {
		t.Error("a closed desk began another")
	}
}

// TestKeepOnlyWhatWasRehearsed: a file that was changed on disk meanwhile is not overwritten.
func TestKeepOnlyWhatWasRehearsed(t *testing.T) {
	d, dir := bookDesk(t, map[string]string{"events/mine.txt": "# mine\n"})
	w := submit(t, d, "/codebook/edit", url.Values{"file": {"events/mine.txt"}, "text": {sojourned}, "action": {"rehearse"}, "reports": {"1"}}, "text/html")
	address := w.Header().Get("Location")
	waitFor(t, d, address)
	if err := os.WriteFile(filepath.Join(dir, "events", "mine.txt"), []byte("# by somebody else\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if w := submit(t, d, address+"/keep", url.Values{}, "text/html"); w.Code != http.StatusBadRequest {
		t.Errorf("%d\n%s", w.Code, w.Body)
	}
	if text, err := os.ReadFile(filepath.Join(dir, "events", "mine.txt")); err != nil || string(text) != "# by somebody else\n" {
		t.Errorf("the file is %q (%v)", text, err)
	}
}

// TestTrySentence: what fired on which words, and what was considered without an event; hostile words do not run.
func TestTrySentence(t *testing.T) {
	d := lookedOver(t, exampleDesk(t))
	body := get(t, d, "/codebook/try?date=2021-06-10&text="+url.QueryEscape("Armenia is ready to release the prisoners. A visit was long awaited. <img src=x onerror=alert(1)>")).Body.String()
	entries := map[string]bool{}
	for _, n := range nodes(t, body, "div") {
		if e := attribute(n, "data-entry"); e != "" {
			entries[e] = true
		}
	}
	if !entries["ready"] || !strings.Contains(body, "/codebook/entries/release-persons") && !strings.Contains(body, "act release-persons") {
		t.Errorf("the entries are %v", entries)
	}
	if len(nodes(t, body, "img")) > 0 {
		t.Error("words became an element")
	}
	refused := false
	for _, n := range nodes(t, body, "li") {
		refused = refused || strings.HasPrefix(textOf(n), "visit")
	}
	if !refused {
		t.Error("the visit that made no event is not told")
	}
	for address, status := range map[string]int{"/codebook/try?text=x&date=tomorrow": 422, "/codebook/try?text=" + strings.Repeat("a", longestSentence+1): 422, "/codebook/try?draft=none": 404} {
		if w := get(t, d, address); w.Code != status {
			t.Errorf("%.60s: %d", address, w.Code)
		}
	}
}

// TestEntryPage: an entry is shown as its file has it, with examples that hold and events of the record.
func TestEntryPage(t *testing.T) {
	d := lookedOver(t, exampleDesk(t))
	body := get(t, d, "/codebook/entries/release-persons").Body.String()
	cards, lines := 0, 0
	for _, n := range nodes(t, body, "article") {
		if attribute(n, "data-event") != "" {
			cards++
		}
	}
	for _, n := range nodes(t, body, "li") {
		if strings.HasPrefix(attribute(n, "id"), "line-") {
			lines++
		}
	}
	if cards == 0 || lines < 4 || !strings.Contains(body, "holds") {
		t.Errorf("%d cards, %d lines\n%s", cards, lines, body)
	}
}
