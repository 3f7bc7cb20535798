package desk

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"chancery/record"
	"chancery/report"
	"chancery/review"
)

// eager is a desk to which the example process is a large record, and all its pages are slow ones.
func eager(t *testing.T) *Desk {
	d := ownDesk(t)
	d.slowPage, d.largeRecord = 0, 0
	return d
}

// arrive adds a report.
func arrive(t *testing.T, d *Desk, outlet string) {
	t.Helper()
	read, err := report.FromText([]byte("Published: 2021-03-04\nOutlet: "+outlet+"\n\nThe foreign minister of Armenia met the foreign minister of Iran in Yerevan on 3 March 2021.\n"), report.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := d.Reader.Read(t.Context(), read)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Record.Add(t.Context(), "add", "", []record.Item{{Reading: got}}); err != nil {
		t.Fatal(err)
	}
	later(t, d)
}

// later has a desk look again, as it does after a moment.
func later(t *testing.T, d *Desk) {
	t.Helper()
	d.mutex.Lock()
	d.seen = time.Time{}
	d.mutex.Unlock()
	if _, err := d.now(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestOlderPageIsSentAndRenewed(t *testing.T) {
	d := eager(t)
	before := get(t, d, "/actors")
	arrive(t, d, "Courier 1")
	older := get(t, d, "/actors")
	if older.Body.String() != before.Body.String() || older.Header().Get("ETag") != before.Header().Get("ETag") {
		t.Error("while a report came in, the page was made anew for whoever asked")
	}
	d.renewals.done.Wait()
	newer := get(t, d, "/actors")
	if newer.Body.String() == before.Body.String() || newer.Header().Get("ETag") == before.Header().Get("ETag") {
		t.Error("the page was not made anew in the background")
	}
	if !strings.Contains(before.Body.String(), "The record at change") {
		t.Error("the foot of the page does not say as of which change it is")
	}
}

func TestAskedAnewIsMadeAnew(t *testing.T) {
	d := eager(t)
	before := get(t, d, "/actors")
	arrive(t, d, "Courier 2")
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/actors", nil)
	r.Header.Set("Cache-Control", "max-age=0")
	if w := ask(t, d, r); w.Body.String() == before.Body.String() {
		t.Error("a page that was loaded again is that of before")
	}
}

func TestDecisionsShowAtOnce(t *testing.T) {
	d := eager(t)
	before := get(t, d, "/actors")
	arrive(t, d, "Courier 3")
	d.changed() // as after a decision
	if w := get(t, d, "/actors"); w.Body.String() == before.Body.String() {
		t.Error("after a decision the page of before was sent")
	}
}

// TestDecisionsElsewhereShow: another process decided, and nobody told the desk.
func TestDecisionsElsewhereShow(t *testing.T) {
	d := eager(t)
	before := get(t, d, "/actors")
	arrive(t, d, "Courier 4")
	if w := get(t, d, "/actors"); w.Body.String() != before.Body.String() {
		t.Error("a report that came in counts as a decision")
	}
	if _, err := d.Record.Decide(t.Context(), "Anahit", review.Act{Action: review.Reject, Target: mostTold(t, d).Members[0].Event.ID}, d.codebookNow().names); err != nil {
		t.Fatal(err)
	}
	later(t, d)
	if w := get(t, d, "/actors"); w.Body.String() == before.Body.String() {
		t.Error("after a decision elsewhere the page of before was sent")
	}
}
