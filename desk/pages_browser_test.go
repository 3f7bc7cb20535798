package desk

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"

	"chancery/access"
)

// TestBrowserWidths: on a small telephone no page is wider than its screen. What is wide scrolls in its own box.
func TestBrowserWidths(t *testing.T) {
	d := exampleDesk(t)
	ctx, base := tab(t, d)
	do(t, ctx, chromedp.EmulateViewport(360, 740))
	for _, address := range examplePages(t, d) {
		do(t, ctx, chromedp.Navigate(base+address), chromedp.WaitReady(chromedp.CSS("main")))
		wide := evaluate[string](ctx, t, `(() => {
			const most = document.documentElement.clientWidth;
			if (document.scrollingElement.scrollWidth <= most) return "";
			const out = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > most + 1 && ![...e.children].some((c) => c.getBoundingClientRect().right > most + 1));
			return document.scrollingElement.scrollWidth + ": " + out.slice(0, 4).map((e) => e.tagName + "." + (e.getAttribute("class") ?? "") + " to " + Math.round(e.getBoundingClientRect().right) + " " + e.textContent.trim().slice(0, 40)).join("; ");
		})()`)
		if wide != "" {
			t.Errorf("%s is wider than 360: %s", address, wide)
		}
	}
}

// TestBrowserWithoutScript: without script every page says what it says with it, and asks for nothing that only script has.
func TestBrowserWithoutScript(t *testing.T) {
	d := exampleDesk(t)
	ctx, base := tab(t, d)
	if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	for _, address := range examplePages(t, d) {
		do(t, ctx, chromedp.Navigate(base+address), chromedp.WaitReady(chromedp.CSS("main")))
		found := evaluate[string](ctx, t, `(() => {
			const wrong = [];
			if (document.querySelector("main").innerText.trim().length < 60) wrong.push("hardly a word");
			for (const form of document.forms) {
				if (!form.getAttribute("action") && form.method === "post" && form.checkVisibility()) wrong.push("a form goes nowhere");
				const can = form.querySelector("button:not([type=button]), input[type=submit]") || form.querySelectorAll("input:not([type=hidden])").length === 1;
				if (!can && form.checkVisibility()) wrong.push("a form cannot be sent: " + form.outerHTML.slice(0, 200));
			}
			for (const b of document.querySelectorAll("button")) if (b.checkVisibility() && (b.type === "button" || !b.form)) wrong.push("a button does nothing: " + b.textContent.trim());
			for (const a of document.querySelectorAll("a[href^='#']")) if (a.getAttribute("href").length > 1 && !document.getElementById(decodeURIComponent(a.getAttribute("href").slice(1)))) wrong.push("a link leads to no place: " + a.getAttribute("href"));
			return wrong.join("; ");
		})()`)
		if found != "" {
			t.Errorf("%s: %s", address, found)
		}
	}
	do(t, ctx, chromedp.Navigate(base+"/"), chromedp.WaitReady(chromedp.CSS("#ask")), chromedp.SendKeys(chromedp.CSS("#ask"), "track:prisoners\r"), chromedp.WaitVisible(chromedp.CSS("main a[href^='/occurrences/'], main a[href^='/events/']")))
}

// TestBrowserKeyboard: with the keyboard alone a visitor gets past the heading, reaches everything in order, and sees where.
func TestBrowserKeyboard(t *testing.T) {
	d := exampleDesk(t)
	ctx, base := tab(t, d)
	for _, address := range examplePages(t, d) {
		do(t, ctx, chromedp.Navigate(base+address), chromedp.WaitReady(chromedp.CSS("main")))
		first := evaluate[string](ctx, t, `(() => {
			const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].filter((e) => e.tabIndex >= 0 && !e.disabled && e.type !== "hidden");
			const wrong = all.filter((e) => e.tabIndex > 0).map((e) => "out of order: " + e.outerHTML.slice(0, 100));
			if (!all.length || !all[0].matches("a.skip")) wrong.push("the first is no way to the content");
			for (const e of all.slice(0, 150)) {
				if (!e.checkVisibility({visibilityProperty: true})) continue;
				e.focus({focusVisible: true});
				if (document.activeElement !== e) { wrong.push("cannot be focused: " + e.outerHTML.slice(0, 100)); continue; }
				const style = getComputedStyle(e);
				const seen = (s) => (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 1) || s.boxShadow !== "none";
				const shape = e.namespaceURI.endsWith("svg") ? [...e.querySelectorAll("*")].some((c) => {const s = getComputedStyle(c); return seen(s) || parseFloat(s.strokeWidth) >= 1.5}) : false;
				if (!seen(style) && !shape) wrong.push("does not show where one is: " + e.outerHTML.slice(0, 120));
			}
			document.activeElement.blur();
			window.scrollTo(0, 0);
			return wrong.slice(0, 4).join("; ");
		})()`)
		if first != "" {
			t.Errorf("%s: %s", address, first)
		}
	}
	do(t, ctx, chromedp.Navigate(base+"/timeline"), chromedp.WaitReady(chromedp.CSS("main")), chromedp.KeyEvent("\t"))
	if got := evaluate[string](ctx, t, `document.activeElement.className + " " + (document.activeElement.getBoundingClientRect().top >= 0)`); got != "skip true" {
		t.Errorf("the first key of tabulation leads to %q", got)
	}
	do(t, ctx, chromedp.KeyEvent("\r"))
	for range 50 {
		if evaluate[bool](ctx, t, `document.activeElement.id === "content"`) {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	do(t, ctx, chromedp.KeyEvent("\t"))
	if got := evaluate[bool](ctx, t, `document.querySelector("main").contains(document.activeElement)`); !got {
		t.Error("past the heading one is not in the content")
	}
}

// TestBrowserTheme: the theme that was chosen stays on other pages, whatever the system's is.
func TestBrowserTheme(t *testing.T) {
	ctx, base := tab(t, exampleDesk(t))
	do(t, ctx, chromedp.Navigate(base), chromedp.WaitVisible(chromedp.CSS("#theme")))
	paper := `getComputedStyle(document.body).backgroundColor + getComputedStyle(document.documentElement).backgroundColor`
	before, label := evaluate[string](ctx, t, paper), evaluate[string](ctx, t, `document.querySelector("#theme").textContent`)
	do(t, ctx, chromedp.Click(chromedp.CSS("#theme")))
	chosen := evaluate[string](ctx, t, paper)
	if chosen == before || evaluate[string](ctx, t, `document.querySelector("#theme").textContent`) == label {
		t.Errorf("the switch does nothing: %s", chosen)
	}
	for _, address := range [...]string{"/timeline", "/search", "/nowhere"} {
		do(t, ctx, chromedp.Navigate(base+address), chromedp.WaitVisible(chromedp.CSS("#theme")))
		if got := evaluate[string](ctx, t, paper); got != chosen {
			t.Errorf("%s is %s, not %s", address, got, chosen)
		}
	}
	do(t, ctx, chromedp.Click(chromedp.CSS("#theme")))
	if got := evaluate[string](ctx, t, paper); got != before {
		t.Errorf("switched back it is %s, not %s", got, before)
	}
}

// TestBrowserPrint: what is printed is the page without what can only be pressed, dark on light, and all of it.
func TestBrowserPrint(t *testing.T) {
	d := exampleDesk(t)
	ctx, base := tab(t, d)
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print", Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}}); err != nil {
		t.Fatal(err)
	}
	for _, address := range examplePages(t, d) {
		do(t, ctx, chromedp.Navigate(base+address), chromedp.WaitReady(chromedp.CSS("main")))
		found := evaluate[string](ctx, t, `(() => {
			const wrong = [];
			for (const e of document.querySelectorAll(".heading nav, .theme, .skip, form.ask")) if (e.checkVisibility() && e.getBoundingClientRect().bottom > 0) wrong.push("is printed: " + e.className + " " + e.tagName);
			if (!document.querySelector("h1").checkVisibility()) wrong.push("no heading is printed");
			const light = (c) => c === "rgba(0, 0, 0, 0)" || c.match(/[\d.]+/g).slice(0, 3).every((n) => n > 200);
			for (const e of [document.documentElement, document.body, document.querySelector("main")]) if (!light(getComputedStyle(e).backgroundColor)) wrong.push("dark paper: " + e.tagName + getComputedStyle(e).backgroundColor);
			return wrong.join("; ");
		})()`)
		if found != "" {
			t.Errorf("%s: %s", address, found)
		}
	}
	pdf, err := chromedp.Run(ctx, chromedp.PrintToPDF())
	if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) || len(pdf) < 10_000 {
		t.Errorf("the print has %d bytes, %v", len(pdf), err)
	}
}

// TestBrowserAfterSigningOut: what was seen before cannot be seen again by going back, and signing in leads where one was
// going.
func TestBrowserAfterSigningOut(t *testing.T) {
	s := newSharedDesk(t, func(o *access.Options) { o.Hosts = append(o.Hosts, "127.0.0.1") })
	ctx, base := tab(t, s.Desk)
	do(t, ctx, chromedp.Navigate(base+"/timeline?track=prisoners"), chromedp.WaitVisible(chromedp.CSS("#password")), chromedp.SendKeys(chromedp.CSS("#name"), "reader"), chromedp.SendKeys(chromedp.CSS("#password"), "not the password\r"),
		chromedp.WaitVisible(chromedp.CSS("[role=alert]")))
	if name := evaluate[string](ctx, t, `document.querySelector("#name").value + "|" + document.querySelector("#password").value`); name != "reader|" {
		t.Errorf("after a wrong password the form holds %q", name)
	}
	do(t, ctx, chromedp.SendKeys(chromedp.CSS("#password"), password+"\r"), chromedp.WaitVisible(chromedp.CSS("main svg")))
	if at := evaluate[string](ctx, t, `location.pathname + location.search`); at != "/timeline?track=prisoners" {
		t.Errorf("signed in one is at %s", at)
	}
	do(t, ctx, chromedp.Navigate(base+"/account"), chromedp.WaitVisible(chromedp.CSS(`form[action="/sign-out"] button`)), chromedp.Click(chromedp.CSS(`form[action="/sign-out"] button`)), chromedp.WaitVisible(chromedp.CSS("#password")))
	for range 3 {
		evaluate[bool](ctx, t, `history.back() || true`)
		for range 10 { // what is shown meanwhile counts, too
			time.Sleep(50 * time.Millisecond)
			text, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.body?.innerText ?? ""`))
			if err == nil && (strings.Contains(text, "Tokens for programs") || strings.Contains(text, "Timeline") && !strings.Contains(text, "Sign in")) {
				t.Fatalf("going back shows %.200s", text)
			}
		}
	}
}

var addressed = regexp.MustCompile(`(?:src|href)="(/static/[^"]+)"`)

// mostBytes is how much the first page may take on its way, with everything that it needs.
const mostBytes = 100_000

// TestFirstPageIsSmall: the first page and all that it needs come compressed in less than 100 KB; what pages import, too.
func TestFirstPageIsSmall(t *testing.T) {
	d := exampleDesk(t)
	fetched := func(address string) (size int, text string) {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
		r.Header.Set("Accept-Encoding", "gzip")
		w := ask(t, d, r)
		if w.Code != http.StatusOK || w.Header().Get("Content-Encoding") != "gzip" {
			t.Fatalf("%s: %d, %q", address, w.Code, w.Header().Get("Content-Encoding"))
		}
		plain := get(t, d, address).Body.String()
		return w.Body.Len(), plain
	}
	for _, address := range [...]string{"/", "/timeline", "/review", "/search?q=track:prisoners"} {
		size, text := fetched(address)
		sizes := map[string]int{address: size}
		for _, m := range addressed.FindAllStringSubmatch(text, -1) {
			if _, ok := sizes[m[1]]; !ok {
				n, _ := fetched(html.UnescapeString(m[1]))
				sizes[m[1]] = n
				size += n
			}
		}
		said, err := json.Marshal(sizes)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%d bytes: %s", size, said)
		if size > mostBytes || len(sizes) < 4 {
			t.Errorf("%s takes %d bytes: %s", address, size, said)
		}
	}
}
