package desk

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// wait asks the page until an expression holds.
func wait(t testing.TB, expression string) chromedp.Action[bool] {
	t.Helper()
	return chromedp.Poll[bool](expression, chromedp.WithPollingTimeout(10*time.Second))
}

// arrives waits until the tab is at an address that fits, and gives it.
func arrives(t testing.TB, ctx context.Context, fits func(string) bool) string {
	t.Helper()
	address := ""
	for range 200 {
		at, err := chromedp.Run(ctx, chromedp.Location()) // fails in the moment between two pages
		if err == nil {
			if address = at; fits(at) {
				return at
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("the page stays at %s", address)
	return ""
}

// TestBrowserBrush drags over the strip of the timeline: the page then shows the days that were dragged over.
func TestBrowserBrush(t *testing.T) {
	ctx, base := tab(t, exampleDesk(t))
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 2000), chromedp.Navigate(base+"/timeline?by=status"), chromedp.WaitReady(chromedp.CSS("g.overview"))); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Run(ctx, wait(t, `!document.querySelector(".by-script").hidden`)); err != nil {
		t.Fatalf("the script of the timeline did not run: %v", err)
	}
	box, err := chromedp.Run(ctx, chromedp.Evaluate[[]float64](`(() => { const s = document.querySelector("g.overview"); s.scrollIntoView({block: "center"}); const b = s.getBoundingClientRect(); return [b.left, b.top, b.width, b.height]; })()`))
	if err != nil {
		t.Fatal(err)
	}
	y := box[1] + box[3]/3
	mouse := func(typ input.DispatchMouseEventType, x float64) {
		t.Helper()
		if _, err := chromedp.Call(ctx, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: typ, X: x, Y: y, Button: input.MouseButtonLeft, ClickCount: 1}); err != nil {
			t.Fatal(err)
		}
	}
	mouse(input.DispatchMouseEventTypeMousePressed, box[0]+box[2]*0.3)
	mouse(input.DispatchMouseEventTypeMouseMoved, box[0]+box[2]*0.4)
	mouse(input.DispatchMouseEventTypeMouseMoved, box[0]+box[2]*0.5)
	mouse(input.DispatchMouseEventTypeMouseReleased, box[0]+box[2]*0.5)
	address := arrives(t, ctx, func(at string) bool { return strings.Contains(at, "from=") })
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	if from, to := q.Get("from"), q.Get("to"); !(from > "2021-06" && from < to && to < "2022-12") || q.Get("by") != "status" {
		t.Errorf("dragging over the middle leads to %s", address)
	}
}

// TestBrowserKeys moves over the timeline and the map by keys.
func TestBrowserKeys(t *testing.T) {
	ctx, base := tab(t, exampleDesk(t))
	for _, test := range []struct{ page, focus, key, has string }{
		{"/timeline?from=2021&to=2021", "", "+", "from=2021-0"},
		{"/timeline?from=2021&to=2021", "", "-", "from=2020"},
		{"/map?box=43,38,49.5,42", "figure.map", "+", "box="},
	} {
		if err := chromedp.Do(ctx, chromedp.Navigate(base+test.page), chromedp.WaitReady(chromedp.CSS("figure svg"))); err != nil {
			t.Fatal(err)
		}
		if test.focus != "" {
			if _, err := chromedp.Run(ctx, wait(t, `document.querySelector("`+test.focus+`").tabIndex === 0`)); err != nil {
				t.Fatal(err)
			}
			if err := chromedp.Do(ctx, chromedp.Focus(chromedp.CSS(test.focus))); err != nil {
				t.Fatal(err)
			}
		} else if _, err := chromedp.Run(ctx, wait(t, `!document.querySelector(".by-script").hidden`)); err != nil {
			t.Fatal(err)
		}
		if err := chromedp.Do(ctx, chromedp.KeyEvent(test.key)); err != nil {
			t.Fatal(err)
		}
		address := arrives(t, ctx, func(at string) bool { return at != base+test.page })
		if plain, err := url.QueryUnescape(address); err != nil || !strings.Contains(plain, test.has) {
			t.Errorf("%s on %s leads to %s", test.key, test.page, address)
		}
	}
}

// TestBrowserNetworkFades points at an actor: what has nothing to do with it grows faint.
func TestBrowserNetworkFades(t *testing.T) {
	ctx, base := tab(t, exampleDesk(t))
	if err := chromedp.Do(ctx, chromedp.Navigate(base+"/actors"), chromedp.WaitReady(chromedp.CSS(`figure.network a[data-id="AZE"]`))); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Run(ctx, wait(t, `(() => { document.querySelector('figure.network a[data-id="IGO:csto"], figure.network a[data-id="RUS"]').focus(); return document.querySelectorAll("figure.network .faded").length > 0; })()`)); err != nil {
		t.Fatalf("nothing grows faint: %v", err)
	}
	left, err := chromedp.Run(ctx, chromedp.Evaluate[int](`(() => { document.activeElement.blur(); return document.querySelectorAll("figure.network .faded").length; })()`))
	if err != nil || left != 0 {
		t.Errorf("%d stay faint: %v", left, err)
	}
}
