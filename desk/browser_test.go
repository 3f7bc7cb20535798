package desk

import (
	"context"
	"net/http/httptest"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// browser is one Chromium for all tests of the package; each test opens tabs of its own.
var browser = sync.OnceValues(func() (context.Context, error) {
	allocator, _ := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium()), chromedp.NoSandbox, chromedp.Flag("disable-dev-shm-usage", true))...)
	ctx, _ := chromedp.NewContext(allocator) // TestMain closes it
	opened.Store(true)
	return ctx, chromedp.Do(ctx)
})

// opened says that the browser was needed.
var opened atomic.Bool

// closeBrowser ends the browser when it was needed.
func closeBrowser() {
	if !opened.Load() {
		return
	}
	if ctx, err := browser(); err == nil {
		_ = chromedp.Cancel(ctx)
	}
}

// chromium is where the browser is: CHANCERY_CHROMIUM, else what is on the path; "" when there is none.
func chromium() string {
	if named := os.Getenv("CHANCERY_CHROMIUM"); named != "" {
		return named
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			return found
		}
	}
	return ""
}

// tab serves a desk on a port of this machine and gives a tab of a real browser, with the address of the desk. The test
// is skipped where there is no Chromium.
func tab(t testing.TB, d *Desk) (ctx context.Context, address string) {
	t.Helper()
	if chromium() == "" {
		t.Skip("no Chromium here: install it, or name it in CHANCERY_CHROMIUM, to run the tests in a browser")
	}
	parent, err := browser()
	if err != nil {
		t.Fatalf("the browser does not start: %v", err)
	}
	server := httptest.NewServer(d.Handler())
	t.Cleanup(server.Close)
	tab, closeTab := chromedp.NewContext(parent)
	t.Cleanup(closeTab)
	if err := chromedp.Do(tab); err != nil { // the tab opens, without the limit below
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(tab, 3*time.Minute)
	t.Cleanup(cancel)
	return ctx, server.URL
}

func TestBrowserOpensTheDesk(t *testing.T) {
	ctx, address := tab(t, exampleDesk(t))
	if err := chromedp.Do(ctx, chromedp.Navigate(address), chromedp.WaitVisible(chromedp.CSS("main h1"))); err != nil {
		t.Fatal(err)
	}
	theme, err := chromedp.Run(ctx, chromedp.Text(chromedp.CSS("#theme")))
	if err != nil {
		t.Fatal(err)
	}
	if theme != "Dark" && theme != "Light" {
		t.Errorf("the switch of the theme says %q: the page's script did not run", theme)
	}
}
