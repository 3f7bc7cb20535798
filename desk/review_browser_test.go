package desk

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"chancery/record"
)

// until waits until an expression of the page is true.
func until(t testing.TB, ctx context.Context, expression string) {
	t.Helper()
	var last error
	for range 200 {
		yes, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("Boolean("+expression+")"))
		if err == nil && yes {
			return
		}
		last = err
		time.Sleep(50 * time.Millisecond)
	}
	what, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`location.href + "\n" + document.body.innerText.slice(0, 1500)`))
	t.Fatalf("never %s (%v): the page is\n%s", expression, last, what)
}

func in(t testing.TB, ctx context.Context, expression string) string {
	t.Helper()
	s, err := chromedp.Run(ctx, chromedp.Evaluate[string]("String("+expression+")"))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return s
}

func do(t testing.TB, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

// decidedNow waits for a change of the record.
func decidedNow(t testing.TB, d *Desk, after int64) record.View {
	t.Helper()
	for range 200 {
		if v := present(t, d); v.Change() > after {
			return v
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatalf("nothing was decided after change %d", after)
	return record.View{}
}

// TestReviewByKeyboard goes through the queue with keys alone: each act, its undo, the choice of fields, and what a screen
// reader is told.
func TestReviewByKeyboard(t *testing.T) {
	d := lookedOver(t, ownDesk(t))
	ctx, address := tab(t, d)
	do(t, ctx, chromedp.Navigate(address+"/review?kind=confidence"), chromedp.WaitVisible(chromedp.CSS(".review-item")))
	event := func() string { return in(t, ctx, `document.querySelector(".review-card").dataset.event`) }
	at := func() int64 { return present(t, d).Change() }
	next := func(was string) {
		until(t, ctx, fmt.Sprintf(`document.querySelector(".review-card")?.dataset.event !== %q && !document.querySelector("[aria-busy=true]")`, was))
	}

	// a: right as it stands; the next one comes without leaving the page, is announced, and has the focus.
	first, before := event(), at()
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("window.stays = true")); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, chromedp.KeyEvent("a"))
	if got := verdictOf(t, decidedNow(t, d, before), first); got != "accepted" {
		t.Errorf("a: %q", got)
	}
	next(first)
	until(t, ctx, `window.stays && document.querySelector("[data-announce]").textContent.startsWith("Done: accepted")`)
	until(t, ctx, `document.activeElement.classList.contains("review-item")`)
	if shown := in(t, ctx, "location.search"); !strings.Contains(shown, "item=") {
		t.Errorf("the address is %s", shown)
	}

	// u: undone, and x: not what it says.
	before = at()
	until(t, ctx, `document.querySelector("[data-told] button")`)
	do(t, ctx, chromedp.KeyEvent("u"))
	if got := verdictOf(t, decidedNow(t, d, before), first); got != "" {
		t.Errorf("u: %q", got)
	}
	until(t, ctx, `document.querySelector("[data-announce]").textContent.startsWith("Undid change")`)
	second := event()
	before = at()
	do(t, ctx, chromedp.KeyEvent("x"))
	if got := verdictOf(t, decidedNow(t, d, before), second); got != "rejected" {
		t.Errorf("x: %q", got)
	}
	next(second)

	// c, then a number for the field, then a value; a wrong one is told in the dialog.
	third := event()
	do(t, ctx, chromedp.KeyEvent("c"), chromedp.WaitVisible(chromedp.CSS("dialog .field-chooser")))
	do(t, ctx, chromedp.KeyEvent("1"), chromedp.KeyEvent("1"), chromedp.WaitVisible(chromedp.CSS(`dialog form input[name="value"]`)))
	if field := in(t, ctx, `document.querySelector("dialog form [name=field]").value`); field != "time" {
		t.Errorf("11 chooses %s", field)
	}
	set := func(value string) {
		if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`(() => { const i = document.querySelector("dialog form input[name=value]"); i.value = `+strconv.Quote(value)+`; i.dispatchEvent(new Event("input")); return true })()`)); err != nil {
			t.Fatal(err)
		}
	}
	set("yesterday")
	if ok := in(t, ctx, `document.querySelector("dialog form").checkValidity()`); ok != "false" {
		t.Error("a time that is none passes")
	}
	set("2021-13-45")
	do(t, ctx, chromedp.Click(chromedp.CSS("dialog form button.main")), chromedp.WaitVisible(chromedp.CSS("dialog form .problem")))
	set("2021-05-13")
	before = at()
	do(t, ctx, chromedp.Click(chromedp.CSS("dialog form button.main")))
	a, err := decidedNow(t, d, before).Account(t.Context(), third)
	if err != nil || a.Event.Time.EDTF != "2021-05-13" {
		t.Errorf("the time is %s (%v)", a.Event.Time.EDTF, err)
	}
	next(third)
	if open := in(t, ctx, `document.querySelector("[data-correct-dialog]").open`); open != "false" {
		t.Error("the dialog stays open")
	}

	// A name is completed while it is typed.
	do(t, ctx, chromedp.KeyEvent("c"), chromedp.WaitVisible(chromedp.CSS("dialog .field-chooser")), chromedp.KeyEvent("7"), chromedp.WaitVisible(chromedp.CSS(`dialog input[data-completes]`)))
	until(t, ctx, `document.activeElement.matches("dialog input[data-completes]")`) // else letters are keys
	before = at()
	do(t, ctx, chromedp.KeyEvent("; pashin"))
	until(t, ctx, `document.querySelector("dialog .completions li")?.dataset.value === "ARMGOV:nikol-pashinyan"`)
	do(t, ctx, chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.Enter))
	if value := in(t, ctx, `document.querySelector("dialog input[name=value]").value`); !strings.HasSuffix(value, "; ARMGOV:nikol-pashinyan") {
		t.Errorf("the name is completed to %s", value)
	}
	until(t, ctx, `(() => { const d = document.querySelector("[data-correct-dialog]"); d.querySelector("[data-close]")?.click(); return !d.open; })()`)
	if at() != before {
		t.Error("taking a name decided")
	}

	// s: another occurrence, once there is an account that is not alone.
	for range 20 {
		if in(t, ctx, `document.querySelector(".review-item > .review-acts form[data-act=split]")`) != "null" {
			break
		}
		here := event()
		do(t, ctx, chromedp.KeyEvent("n"))
		next(here)
	}
	before = at()
	do(t, ctx, chromedp.KeyEvent("s"))
	decidedNow(t, d, before)
	until(t, ctx, `document.querySelector("[data-told]").textContent.includes("Done: split")`)

	// n and p go through the queue, ? shows the keys, and in a field keys are letters.
	here := event()
	do(t, ctx, chromedp.KeyEvent("n"))
	next(here)
	do(t, ctx, chromedp.KeyEvent("p"))
	until(t, ctx, fmt.Sprintf(`document.querySelector(".review-card").dataset.event === %q`, here))
	do(t, ctx, chromedp.KeyEvent("?"), chromedp.WaitVisible(chromedp.CSS("dialog .keys")), chromedp.Click(chromedp.CSS("[data-keys-dialog] form button")))
	before = at()
	do(t, ctx, chromedp.Focus(chromedp.CSS("#ask")), chromedp.KeyEvent("a"))
	time.Sleep(200 * time.Millisecond)
	if at() != before {
		t.Error("a letter in the box of the search decided")
	}

	// j joins two that are possibly the same, k keeps two apart, m leaves a disagreement.
	for _, one := range []struct{ kind, key, says string }{{"same", "j", "joined"}, {"same", "k", "apart"}, {"contradiction", "m", "noted"}} {
		do(t, ctx, chromedp.Navigate(address+"/review?kind="+one.kind), chromedp.WaitVisible(chromedp.CSS(".review-item")))
		before := at()
		do(t, ctx, chromedp.KeyEvent(one.key))
		decidedNow(t, d, before)
		until(t, ctx, `document.querySelector("[data-told]")?.textContent.includes("`+one.says+`")`)
		before = at()
		do(t, ctx, chromedp.KeyEvent("u"))
		decidedNow(t, d, before)
	}
	wholeRecord(t, d)
}

// TestReviewWithoutScript: the same by forms and links alone.
func TestReviewWithoutScript(t *testing.T) {
	d := lookedOver(t, ownDesk(t))
	ctx, address := tab(t, d)
	if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, chromedp.Navigate(address+"/review?kind=confidence"), chromedp.WaitVisible(chromedp.CSS(".review-item")))
	event := in(t, ctx, `document.querySelector(".review-card").dataset.event`)
	before := present(t, d).Change()
	do(t, ctx, chromedp.Click(chromedp.CSS(`.review-item > .review-acts form[data-act="accept"] button`)), chromedp.WaitVisible(chromedp.CSS(".notice.done")))
	if got := verdictOf(t, decidedNow(t, d, before), event); got != "accepted" {
		t.Errorf("accepted is %q", got)
	}
	if now := in(t, ctx, `document.querySelector(".review-card").dataset.event`); now == event {
		t.Error("the same doubt comes again")
	}
	do(t, ctx, chromedp.Click(chromedp.CSS(".notice.done button")))
	if got := verdictOf(t, decidedNow(t, d, before+1), event); got != "" {
		t.Errorf("undone is %q", got)
	}
	until(t, ctx, `document.querySelector(".notice.done")?.textContent.includes("undid change")`)
	// Correct: a field, then its value.
	do(t, ctx, chromedp.Navigate(address+"/review/correct?target="+event), chromedp.WaitVisible(chromedp.CSS(".field-chooser")))
	do(t, ctx, chromedp.Click(chromedp.CSS(`.field-chooser a[data-correct="status"]`)), chromedp.WaitVisible(chromedp.CSS("form#correction")))
	before = present(t, d).Change()
	do(t, ctx, chromedp.Click(chromedp.CSS(`input[name="value"][value="hypothetical"]`)), chromedp.Click(chromedp.CSS("form#correction button.main")))
	a, err := decidedNow(t, d, before).Account(t.Context(), event)
	if err != nil || a.Event.Status != "hypothetical" {
		t.Errorf("the status is %s (%v)", a.Event.Status, err)
	}
	until(t, ctx, `document.querySelector(".notice.done")?.textContent.includes("corrected status")`)
	// Add what was missed.
	before = present(t, d).Change()
	s := a.Event.Evidence[0]
	do(t, ctx, chromedp.Navigate(fmt.Sprintf("%s/review/add?report=%s&start=%d&end=%d", address, url.QueryEscape(a.Report.ID), s.Start, s.End)), chromedp.WaitVisible(chromedp.CSS("#evidence")),
		chromedp.Click(chromedp.CSS(`input[name="category"][value="CONSULT"]`)), chromedp.Click(chromedp.CSS(".review-addition button.main")))
	decidedNow(t, d, before)
	wholeRecord(t, d)
}

// TestRehearsalInTheBrowser: a mistake leads to its line; a rehearsal shows its progress and then its result by itself.
func TestRehearsalInTheBrowser(t *testing.T) {
	d, _ := bookDesk(t, nil)
	t.Cleanup(func() { _ = d.Close() })
	ctx, address := tab(t, d)
	do(t, ctx, chromedp.Navigate(address+"/codebook/edit?entry=visit"), chromedp.WaitVisible(chromedp.CSS("#codebook-text")))
	if file := in(t, ctx, `document.querySelector("input[name=file]").value`); file != "events/desk-visit.txt" {
		t.Errorf("the file is %s", file)
	}
	do(t, ctx, chromedp.SetValue(chromedp.CSS("#codebook-text"), "act visit\n    colour red\n"), chromedp.Click(chromedp.CSS(`button[value="check"]`)), chromedp.WaitVisible(chromedp.CSS(".problem a[data-line]")))
	do(t, ctx, chromedp.Click(chromedp.CSS(`.problem a[data-line="2"]`)))
	if chosen := in(t, ctx, `(() => { const x = document.getElementById("codebook-text"); return x.value.slice(x.selectionStart, x.selectionEnd) })()`); chosen != "    colour red" {
		t.Errorf("line 2 is %q", chosen)
	}
	do(t, ctx, chromedp.SetValue(chromedp.CSS("#codebook-text"), sojourned), chromedp.Click(chromedp.CSS(`button[value="rehearse"]`)))
	until(t, ctx, `document.querySelector("#gone")`)
	do(t, ctx, chromedp.Click(chromedp.CSS(`form[action$="/keep"] button`)))
	until(t, ctx, `document.querySelector("form[action='/codebook/reread'] button")`)
}
