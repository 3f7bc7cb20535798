package desk

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestPageTellsWhatIsNew opens a page, has a report put in, and reads what the page then tells of it by itself.
func TestPageTellsWhatIsNew(t *testing.T) {
	d := ownDesk(t)
	ctx, address := tab(t, d)
	if err := chromedp.Do(ctx, chromedp.Navigate(address+"/")); err != nil {
		t.Fatal(err)
	}
	added := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/api/v1/reports",
		strings.NewReader(`{"text":"Georgia offered to host the next round of talks, its foreign minister said.","outlet":"Meridian Wire"}`))
	added.Header.Set("Content-Type", "application/json")
	if w := ask(t, d, added); w.Code != http.StatusOK {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	var said string
	for range 100 {
		var err error
		if said, err = chromedp.Run(ctx, chromedp.Evaluate[string](`document.querySelector(".arrived")?.textContent ?? ""`)); err != nil {
			t.Fatal(err)
		}
		if said != "" {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	if !strings.HasPrefix(said, "1 new report with ") || !strings.HasSuffix(said, "show") {
		t.Errorf("the page says %q", said)
	}
}

// TestAPIPage reads the page for those who write programs: every operation of the specification stands there.
func TestAPIPage(t *testing.T) {
	d := exampleDesk(t)
	w := get(t, d, "/api")
	if w.Code != http.StatusOK {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	made, err := d.programs()
	if err != nil {
		t.Fatal(err)
	}
	for path := range made.OpenAPI().Paths {
		if !strings.Contains(w.Body.String(), "<code>"+path+"</code>") {
			t.Errorf("%s is not on the page", path)
		}
	}
	for _, outside := range []string{"unpkg", "cdn", "<style", "style="} {
		if strings.Contains(w.Body.String(), outside) {
			t.Errorf("the page holds %q", outside)
		}
	}
}

func TestMetrics(t *testing.T) {
	d := exampleDesk(t)
	if err := d.overview.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	handler := d.Handler()
	for _, address := range []string{"/timeline", "/timeline", "/nowhere", "/api/v1/events?limit=1", "/metrics"} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
		r.Host, r.RemoteAddr = "localhost", "127.0.0.1:40000"
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if address != "/metrics" {
			continue
		}
		for _, line := range []string{
			`chancery_requests_total{kind="/timeline",method="GET",status="200"} 2`,
			`chancery_requests_total{kind="/api/v1/events",method="GET",status="200"} 1`,
			`chancery_requests_total{kind="none",method="GET",status="404"} 1`,
			`chancery_request_seconds_count{kind="/timeline"} 2`,
			`chancery_pages_total{from="kept"} 1`,
			`chancery_requests_in_flight 1`,
			`chancery_overview_ready 1`, `chancery_overview_lag_changes 0`, `chancery_record_things{kind="reports"} `, `chancery_streams 0`,
			`chancery_webhooks{state="idle"} 0`, "go_goroutines ", "process_resident_memory_bytes ", "chancery_record_bytes ",
		} {
			if !strings.Contains(w.Body.String(), line) {
				t.Errorf("the metrics lack %s", line)
			}
		}
		if t.Failed() {
			t.Logf("%.4000s", w.Body)
		}
	}
}
