package desk

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// litFields and litWords are what is lit on a page, in its order.
const (
	litFields = `[...new Set([...document.querySelectorAll("dl.fields .lit")].map((e) => e.id || e.dataset.field))].join(" ")`
	litWords  = `[...document.querySelectorAll("mark.lit")].map((e) => e.textContent.trim()).join("|")`
)

func evaluate[T any](ctx context.Context, t *testing.T, script string) T {
	t.Helper()
	got, err := chromedp.Run(ctx, chromedp.Evaluate[T](script))
	if err != nil {
		t.Fatalf("%s: %v", script, err)
	}
	return got
}

func TestBrowserLinksFieldsAndWords(t *testing.T) {
	d := deskOf(t, contested...)
	o := mostTold(t, d)
	ctx, address := tab(t, d)
	do := func(actions ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		if err := chromedp.Do(ctx, actions...); err != nil {
			t.Fatal(err)
		}
	}
	// without smooth scrolling a click lands where it was meant to
	still := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}}}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, still); err != nil {
		t.Fatal(err)
	}
	do(chromedp.Navigate(address+"/occurrences/"+o.ID), chromedp.WaitVisible(chromedp.CSS(".told mark")))

	// words light their field, and all words of that field
	hover := func(selector string) {
		t.Helper()
		evaluate[bool](ctx, t, `(() => { const e = document.querySelector(`+strconv.Quote(selector)+`); e.scrollIntoView({block: "center"});
			e.dispatchEvent(new PointerEvent("pointerover", {bubbles: true, pointerType: "mouse"})); return true; })()`)
	}
	hover(`mark[data-fields~="source-0"]`)
	if got := evaluate[string](ctx, t, litFields); !strings.Contains(got, "field-source-0") || strings.Contains(got, "field-action") {
		t.Errorf("words of the source light %q", got)
	}
	if got := evaluate[string](ctx, t, litWords); got != "Azerbaijani forces" {
		t.Errorf("words of the source light the words %q", got)
	}
	// a field lights its words; the whole clause for the action
	hover(`#field-action`)
	if got := evaluate[string](ctx, t, litWords); !strings.Contains(got, "Azerbaijani forces|shelled the village of|Sotk") {
		t.Errorf("the action lights %q", got)
	}
	hover(`#field-time`)
	if got := evaluate[string](ctx, t, litWords); got != "Thursday" {
		t.Errorf("the time lights %q", got)
	}
	hover(`h1`)
	if got := evaluate[string](ctx, t, litWords); got != "" {
		t.Errorf("nothing lights %q", got)
	}

	// by keyboard: the focus lights, Enter goes to the other side and back, Escape puts out
	do(chromedp.Focus(chromedp.CSS(`mark[data-fields~="time"] a`)))
	if got := evaluate[string](ctx, t, litFields); !strings.Contains(got, "field-time") {
		t.Errorf("focused words light %q", got)
	}
	do(chromedp.KeyEvent(kb.Enter))
	if got := evaluate[string](ctx, t, `document.activeElement.closest(".field")?.id ?? ""`); got != "field-time" {
		t.Errorf("Enter goes from words to %q", got)
	}
	do(chromedp.Focus(chromedp.CSS(`#field-time .words a`)), chromedp.KeyEvent(kb.Enter))
	if got := evaluate[string](ctx, t, `document.activeElement.textContent.trim()`); got != "Thursday" {
		t.Errorf("Enter goes from the field to %q", got)
	}
	do(chromedp.KeyEvent(kb.Escape))
	if got := evaluate[int](ctx, t, `document.querySelectorAll(".lit").length`); got != 0 {
		t.Errorf("after Escape %d are lit", got)
	}

	// a tap holds the light until the next tap elsewhere
	do(chromedp.Click(chromedp.CSS(`mark[data-fields~="source-0"] a`)), chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, 3, 3))
	if got := evaluate[string](ctx, t, litWords); got != "Azerbaijani forces" {
		t.Errorf("after a tap %q is lit", got)
	}
	if got := evaluate[string](ctx, t, `location.hash`); got != "" {
		t.Errorf("a tap changes the address: %q", got)
	}

	// the highlights can be put out
	do(chromedp.Click(chromedp.CSS(`input.highlights`)))
	if got := evaluate[string](ctx, t, `getComputedStyle(document.querySelector("mark.role-time")).backgroundColor`); got != "rgba(0, 0, 0, 0)" {
		t.Errorf("put out, the words still have the colour %s", got)
	}
}

func TestBrowserPutsOutTheWordsOfSingleEvents(t *testing.T) {
	d := exampleDesk(t)
	var report string
	for _, o := range allOccurrences(t, d) {
		if strings.HasPrefix(o.Members[0].Report.Title, "Ministers told to prepare") {
			report = o.Members[0].Report.ID
		}
	}
	ctx, address := tab(t, d)
	if err := chromedp.Do(ctx, chromedp.Navigate(address+"/reports/"+url.PathEscape(report)), chromedp.WaitVisible(chromedp.CSS(".layer input"))); err != nil {
		t.Fatal(err)
	}
	lit := `document.querySelectorAll(".told mark:not(.off)").length`
	all := evaluate[int](ctx, t, lit)
	if err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS(`.layer input`))); err != nil {
		t.Fatal(err)
	}
	if less := evaluate[int](ctx, t, lit); less == 0 || less >= all {
		t.Errorf("without one event %d of %d words are lit", less, all)
	}
	if err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS(`#all-events button:last-child`))); err != nil {
		t.Fatal(err)
	}
	if none := evaluate[int](ctx, t, lit); none != 0 {
		t.Errorf("with all events put out %d words are lit", none)
	}
	// the words of an event light up with its field in the list, and only they
	if err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS(`#all-events button:first-child`))); err != nil {
		t.Fatal(err)
	}
	got := evaluate[string](ctx, t, `(() => { const e = document.querySelector(".events li .words a[data-field$='recipient-0']");
		e.dispatchEvent(new PointerEvent("pointerover", {bubbles: true, pointerType: "mouse"}));
		const own = e.closest("[data-of]").dataset.of; const lit = [...document.querySelectorAll("mark.lit")];
		return lit.length + " " + lit.every((m) => m.dataset.events.split(" ").includes(own)); })()`)
	if got == "0 true" || !strings.HasSuffix(got, " true") {
		t.Errorf("the words of one event: %s", got)
	}
}

// Everything can be read, and every account reached, where no script runs; on a telephone nothing is wider than the window.
func TestBrowserReadsWithoutScriptOnATelephone(t *testing.T) {
	d := deskOf(t, contested...)
	o := mostTold(t, d)
	ctx, address := tab(t, d)
	if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(390, 844), chromedp.Navigate(address+"/occurrences/"+o.ID), chromedp.WaitVisible(chromedp.CSS(".told mark"))); err != nil {
		t.Fatal(err)
	}
	// scripts of the page do not run; those of the test do
	if wide := evaluate[int](ctx, t, `document.documentElement.scrollWidth`); wide > 390 {
		t.Errorf("the page is %d wide", wide)
	}
	order := evaluate[string](ctx, t, `[".sentence", ".telling", ".record", ".comparison", "#history"].map((s) => Math.round(document.querySelector(".occurrence " + s).getBoundingClientRect().top)).join(" ")`)
	tops := strings.Fields(order)
	for i := 1; i < len(tops); i++ {
		if len(tops[i-1]) > len(tops[i]) || len(tops[i-1]) == len(tops[i]) && tops[i-1] >= tops[i] {
			t.Errorf("sentence, text, fields, comparison, history do not follow each other: %s", order)
		}
	}
	if err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS(`#field-time .why summary`)), chromedp.WaitVisible(chromedp.CSS(`#field-time .why p`))); err != nil {
		t.Errorf("why cannot be opened: %v", err)
	}
}
